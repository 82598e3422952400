"""The frozen classifier of digits, with which every figure of quality is measured.

It was trained once (`python -m cppn_keras.evaluation.train`) and is shipped with its hash and its
reference values in `weights/classifier/`: figures by two classifiers do not compare.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
from keras import layers

from cppn_keras.errors import UserError
from cppn_keras.runs.weights import WEIGHTS

FOLDER = WEIGHTS / "classifier"
CLASSIFIER_FILE = "classifier.keras"
CARD_FILE = "card.json"
SIDE = 26  # pixels: MNIST's middle
FEATURES = 128


def build_classifier() -> keras.Model:
    """Images (batch, 26, 26, 1) in 0..1 → features (batch, 128), probabilities (batch, 10).

    Two blocks of two 3 x 3 convolutions, each block halved by pooling.
    """
    images = x = keras.Input((SIDE, SIDE, 1), name="images")
    for filters, padding in ((24, "same"), (48, "valid")):
        for _ in range(2):
            x = layers.Conv2D(filters, 3, padding=padding, activation="relu")(x)
        x = layers.BatchNormalization()(layers.MaxPooling2D()(x))
    x = layers.Dropout(0.3)(layers.Flatten()(x))
    features = layers.Dense(FEATURES, activation="relu", name="features")(x)
    thinned = layers.Dropout(0.3)(features)
    probabilities = layers.Dense(10, activation="softmax", name="probabilities")(thinned)
    return keras.Model(images, [features, probabilities], name="classifier")


@dataclass(frozen=True)
class Reading:
    """What the classifier makes of a set of pictures.

    features: float32 (n, 128), the layer before the answer.
    probabilities: float32 (n, 10).
    """

    features: np.ndarray
    probabilities: np.ndarray

    @property
    def digits(self) -> np.ndarray:
        """The likeliest digit of each picture, int64 (n,)."""
        return self.probabilities.argmax(axis=1)

    @property
    def confidence(self) -> np.ndarray:
        """The probability of the likeliest digit, float32 (n,)."""
        return self.probabilities.max(axis=1)


class Classifier:
    """A trained classifier and its card (accuracy, hash, command, seed, reference values)."""

    def __init__(self, model: keras.Model, card: dict):
        self.model = model
        self.card = card

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Classifier":
        """The shipped classifier, or another in `folder`.

        Raises:
            UserError: a file is missing, damaged, or not the one that the card describes.
        """
        path = folder / CLASSIFIER_FILE
        try:
            card = json.loads((folder / CARD_FILE).read_text())
            digest, expected = file_digest(path), card["sha256"][CLASSIFIER_FILE]
        except (OSError, ValueError, TypeError, KeyError):
            raise UserError(
                f"{folder} holds no classifier ({CLASSIFIER_FILE} and {CARD_FILE})."
            ) from None
        if digest != expected:
            raise UserError(
                f"{path} is not the file that {CARD_FILE} describes: its sha256 begins with "
                f"{digest[:12]}, not {expected[:12]}; figures would not compare."
            )
        return cls(keras.saving.load_model(path, compile=False), card)

    @property
    def digest(self) -> str:
        """sha256 of the classifier's file."""
        return self.card["sha256"][CLASSIFIER_FILE]

    def read(self, images: np.ndarray) -> Reading:
        """Images float (n, 26, 26, 1) in 0..1, bright ink on dark → their features and digits.

        Raises:
            UserError: images of another shape than the classifier was trained on.
        """
        shape = self.model.input_shape[1:]
        if images.ndim != 4 or images.shape[1:] != shape:
            raise UserError(f"the classifier reads {shape} pictures, not {images.shape[1:]}.")
        parts = [
            self.model.predict_on_batch(images[start : start + 500].astype("float32"))
            for start in range(0, len(images), 500)
        ]
        features, probabilities = (np.concatenate(part) for part in zip(*parts, strict=True))
        return Reading(features, probabilities)


def file_digest(path: Path) -> str:
    """sha256 of a file, 64 hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
