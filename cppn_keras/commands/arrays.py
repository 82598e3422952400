"""Commands that draw many pictures at once, into an array or onto a sheet."""

from argparse import Namespace
from pathlib import Path

import numpy as np

from cppn_keras import data as datasets
from cppn_keras import pictures
from cppn_keras.files import check_target, replace_file
from cppn_keras.sampler import Sampler


def sample(options: Namespace) -> None:
    """Samples of the prior."""
    check_target(options.out, ".npy", ".png")
    sampler = Sampler.from_pretrained(options.weights, seed=options.seed)
    codes = sampler.generate_z(options.count, options.prior)
    _save_pictures(pictures.draw(sampler, codes, options.size), options.out)


def reconstruct(options: Namespace) -> None:
    """Pictures of a dataset, through their mean codes."""
    check_target(options.out, ".npy", ".png")
    sampler = Sampler.from_pretrained(options.weights)
    data = datasets.load(options.data)
    images = data.train_images if options.split == "train" else data.test_images
    codes = sampler.encode(images[: options.count])
    _save_pictures(pictures.draw(sampler, codes, options.size), options.out)


def _save_pictures(images: np.ndarray, out: Path) -> None:
    if out.suffix.lower() == ".png":
        pictures.save_sheet(images, out, columns=int(np.ceil(np.sqrt(len(images)))))
        return

    def write(temporary: Path) -> None:
        with temporary.open("wb") as file:
            np.save(file, images)

    path = replace_file(out, write)
    print(f"saved {path}: uint8 {images.shape}")
