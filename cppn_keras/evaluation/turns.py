"""The reader of frogs and trucks: which of the two, and how it was turned. Its features measure
colour pictures, as those of the classifier of digits measure digits.

A picture is turned by 0, 90, 180 or 270 degrees, and the network says by how much (Gidaris et al.
2018), and whether it is a frog or a truck. That takes more than the colour of the ground: where is
up, which are legs and which are wheels. It was trained once, by

    python -m cppn_keras.evaluation.turns --out turns

and is shipped with its hash in `weights/turns/`: figures by two readers do not compare.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import keras
import numpy as np
from keras import layers

from cppn_keras import data as datasets
from cppn_keras.data import Dataset, center_crop, to_float
from cppn_keras.errors import UserError
from cppn_keras.evaluation.classifier import CARD_FILE, CLASSIFIER_FILE, Classifier, file_digest
from cppn_keras.evaluation.references import identity
from cppn_keras.evaluation.train import random_crops, versions
from cppn_keras.files import check_folder, save_model, write_json
from cppn_keras.runs.weights import WEIGHTS

FOLDER = WEIGHTS / "turns"
LABELS = (6, 9)  # frogs and trucks in CIFAR-10
SIDE = 30  # pixels, as the post trains on
FEATURES = 128
BATCH_SIZE = 100
FILTERS = (24, 48, 96)  # of the blocks of two convolutions
RATE, LAST_RATE = 1e-3, 1e-5  # of Adam: along half a cosine


def build_reader() -> keras.Model:
    """Images (batch, 30, 30, 3) in 0..1 → features (batch, 128), probabilities (batch, 8).

    Three blocks of two 3 x 3 convolutions, each block halved by pooling.
    """
    images = x = keras.Input((SIDE, SIDE, 3), name="images")
    for filters in FILTERS:
        for _ in range(2):
            x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
            x = layers.ReLU()(layers.BatchNormalization()(x))
        x = layers.Dropout(0.2)(layers.MaxPooling2D()(x))
    features = layers.Dense(FEATURES, activation="relu", name="features")(layers.Flatten()(x))
    thinned = layers.Dropout(0.4)(features)
    answer = layers.Dense(4 * len(LABELS), activation="softmax", name="probabilities")(thinned)
    return keras.Model(images, [features, answer], name="reader")


def turned(images: np.ndarray, turns: np.ndarray) -> np.ndarray:
    """Square images (n, side, side, channels), each turned by its number of right angles."""
    four = np.stack([np.rot90(images, k, axes=(1, 2)) for k in range(4)])
    return four[turns, np.arange(len(images))]


def answers(labels: np.ndarray, turns: np.ndarray) -> np.ndarray:
    """What the reader should say: 0 to 3 for frogs, 4 to 7 for trucks."""
    return 4 * np.searchsorted(LABELS, labels) + turns


def shown(images: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Random crops, half of them mirrored, turned at random: float32, and by how much."""
    images = random_crops(images, rng, SIDE)
    mirrored = rng.random(len(images)) < 0.5
    images[mirrored] = images[mirrored, :, ::-1]
    turns = rng.integers(0, 4, len(images))
    return to_float(turned(images, turns)), turns


def train(data: Dataset, epochs: int, seed: int) -> keras.Model:
    """A reader trained on new crops and turns in every epoch, at a rate that falls."""
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    model = build_reader()
    learner = keras.Model(model.input, model.output[1])
    steps = len(data.train_images) // BATCH_SIZE
    rate = keras.optimizers.schedules.CosineDecay(RATE, steps * epochs, LAST_RATE / RATE)
    learner.compile(
        keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    for epoch in range(epochs):
        begun = time.monotonic()
        order = rng.permutation(len(data.train_images))[: steps * BATCH_SIZE]
        learner.reset_metrics()
        for chosen in order.reshape(steps, BATCH_SIZE):
            images, turns = shown(data.train_images[chosen], rng)
            right = answers(data.train_labels[chosen], turns)
            figures = learner.train_on_batch(images, right, return_dict=True)
        seconds = time.monotonic() - begun
        print(f"epoch {epoch + 1}/{epochs}: {figures['accuracy']:.1%}, {seconds:.0f} s", flush=True)
    return model


def accuracies(classifier: Classifier, data: Dataset) -> dict[str, float]:
    """Shares of the test pictures, each in all four positions, that are read rightly."""
    images = to_float(center_crop(data.test_images, SIDE))
    said = np.concatenate(
        [classifier.read(np.rot90(images, k, axes=(1, 2))).digits for k in range(4)]
    )
    right = np.concatenate([answers(data.test_labels, np.full(len(images), k)) for k in range(4)])
    return {
        "accuracy": float(np.mean(said == right)),
        "class": float(np.mean(said // 4 == right // 4)),
        "turn": float(np.mean(said % 4 == right % 4)),
    }


def main(arguments: list[str] | None = None) -> int:
    """Trains, saves, measures; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m cppn_keras.evaluation.turns")
    parser.add_argument("--out", type=Path, required=True, help="folder of the reader")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    try:
        check_folder(options.out)
        data = datasets.load("cifar10").of_class(*LABELS)
        begun = time.monotonic()
        model = train(data, options.epochs, options.seed)
        path = save_model(model, options.out / CLASSIFIER_FILE)
    except UserError as error:
        print(f"cppn-keras: {error}", file=sys.stderr)
        return 1
    card = {
        **accuracies(Classifier(model, {}), data),
        "command": f"python -m cppn_keras.evaluation.turns --epochs {options.epochs} "
        f"--seed {options.seed} --out {options.out.name}",
        "minutes": round((time.monotonic() - begun) / 60, 1),
        "data": identity(data),
        "versions": versions(),
        "sha256": {CLASSIFIER_FILE: file_digest(path)},
    }
    write_json(card, options.out / CARD_FILE)
    print(json.dumps(card, indent=1))
    print(f"saved {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
