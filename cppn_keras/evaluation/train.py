"""Trains the classifier: `python -m cppn_keras.evaluation.train --out FOLDER`.

Nobody needs this: figures are measured with the shipped classifier, and those of a new one do not
compare with them. It is here to show how the shipped one was made.
"""

import argparse
import json
import sys
import time
from importlib import metadata
from pathlib import Path

import keras
import numpy as np

from cppn_keras import __version__
from cppn_keras import data as datasets
from cppn_keras.data import center_crop, to_float
from cppn_keras.errors import UserError
from cppn_keras.evaluation.classifier import (
    CARD_FILE,
    CLASSIFIER_FILE,
    SIDE,
    Classifier,
    build_classifier,
    file_digest,
)
from cppn_keras.evaluation.references import compute_references, identity
from cppn_keras.files import check_folder, save_model, write_json

BATCH_SIZE = 128


def random_crops(images: np.ndarray, rng: np.random.Generator, side: int = SIDE) -> np.ndarray:
    """side x side pixels of each picture from a random place: (n, side, side, channels)."""
    count, height, width, _ = images.shape
    rows = rng.integers(0, height - side + 1, (count, 1, 1)) + np.arange(side)[:, None]
    columns = rng.integers(0, width - side + 1, (count, 1, 1)) + np.arange(side)
    return images[np.arange(count)[:, None, None], rows, columns]


def train(data: datasets.Dataset, epochs: int, seed: int) -> keras.Model:
    """A classifier trained on random crops, as the generators are, at a rate that falls to 0."""
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    model = build_classifier()
    reader = keras.Model(model.input, model.output[1])
    steps = len(data.train_images) // BATCH_SIZE
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps * epochs)
    optimizer = keras.optimizers.Adam(rate)
    reader.compile(optimizer, "sparse_categorical_crossentropy")
    for epoch in range(epochs):
        begun = time.monotonic()
        order = rng.permutation(len(data.train_images))[: steps * BATCH_SIZE]
        for chosen in order.reshape(steps, BATCH_SIZE):
            images = to_float(random_crops(data.train_images[chosen], rng))
            reader.train_on_batch(images, data.train_labels[chosen])
        print(f"epoch {epoch + 1}/{epochs}: {time.monotonic() - begun:.0f} s", flush=True)
    return model


def accuracy(model: keras.Model, data: datasets.Dataset) -> float:
    """The share of test pictures that are read correctly."""
    reading = Classifier(model, {}).read(to_float(center_crop(data.test_images, SIDE)))
    return float(np.mean(reading.digits == data.test_labels))


def describe(
    model: keras.Model, path: Path, data: datasets.Dataset, epochs: int, seed: int
) -> dict:
    """The card of a new classifier, without its reference values."""
    return {
        "accuracy": accuracy(model, data),
        "command": f"python -m cppn_keras.evaluation.train --epochs {epochs} --seed {seed} "
        f"--out {path.parent.name}",
        "seed": seed,
        "epochs": epochs,
        "data": identity(data),
        "versions": versions(),
        "sha256": {CLASSIFIER_FILE: file_digest(path)},
    }


def versions() -> dict[str, str]:
    """Of this package and those that a training depends on."""
    names = ("keras", "tensorflow", "numpy")
    return {"cppn_keras": __version__, **{name: metadata.version(name) for name in names}}


def add_references(folder: Path, data: datasets.Dataset) -> dict:
    """Writes the reference values of a folder's classifier to its card, and returns the card."""
    classifier = Classifier.load(folder)
    command = f"python -m cppn_keras.evaluation.train --references --out {folder.name}"
    references = {"command": command, **compute_references(classifier, data)}
    card = {**classifier.card, "references": references}
    write_json(card, folder / CARD_FILE)
    return card


def main(arguments: list[str] | None = None) -> int:
    """Trains, saves, measures; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m cppn_keras.evaluation.train")
    parser.add_argument("--out", type=Path, required=True, help="folder of the classifier")
    parser.add_argument("--references", action="store_true", help="only new reference values")
    parser.add_argument("--data", default="mnist")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    try:
        check_folder(options.out)
        data = datasets.load(options.data)
        if not options.references:
            begun = time.monotonic()
            model = train(data, options.epochs, options.seed)
            path = save_model(model, options.out / CLASSIFIER_FILE)
            card = describe(model, path, data, options.epochs, options.seed)
            card["minutes"] = round((time.monotonic() - begun) / 60, 1)
            write_json(card, options.out / CARD_FILE)
        card = add_references(options.out, data)
    except UserError as error:
        print(f"cppn-keras: {error}", file=sys.stderr)
        return 1
    print(json.dumps(card, indent=1))
    print(f"saved {options.out}: {card['accuracy']:.2%} of {len(data.test_labels)} test pictures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
