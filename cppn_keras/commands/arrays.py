"""Commands that draw many pictures at once, into an array or onto a sheet."""

from argparse import Namespace
from pathlib import Path

import numpy as np

from cppn_keras import data as datasets
from cppn_keras import pictures
from cppn_keras.checks import check_memory
from cppn_keras.files import check_space, check_target, replace_file
from cppn_keras.sampler import Sampler


def sample(options: Namespace) -> None:
    """Samples of the prior."""
    check_target(options.out, ".npy", ".png")
    sampler = Sampler.from_pretrained(options.weights, seed=options.seed)
    _check_size(options.out, options.count, options.size, sampler)
    codes = sampler.generate_z(options.count, options.prior)
    _save_pictures(sampler, codes, options.size, options.out)


def reconstruct(options: Namespace) -> None:
    """Pictures of a dataset, through their mean codes."""
    check_target(options.out, ".npy", ".png")
    sampler = Sampler.from_pretrained(options.weights)
    data = datasets.load(options.data)
    images = data.train_images if options.split == "train" else data.test_images
    images = images[: options.count]
    _check_size(options.out, len(images), options.size, sampler)
    _save_pictures(sampler, sampler.encode(images), options.size, options.out)


def _check_size(out: Path, count: int, size: int, sampler: Sampler) -> None:
    """Raises UserError, before the work, for what does not fit into memory or onto the disk."""
    pixels = count * size**2 * sampler.c_dim
    if out.suffix.lower() == ".png":
        check_memory(4 * pixels, f"a sheet of {count:,} pictures of {size} x {size}")
    else:
        check_memory(8 * count * sampler.z_dim, f"the codes of {count:,} pictures")
        check_space(out, pixels)


def _save_pictures(sampler: Sampler, codes: np.ndarray, size: int, out: Path) -> None:
    """Draws codes (n, latent) into one PNG, or one after the other into an .npy of any length."""
    if out.suffix.lower() == ".png":
        images = pictures.draw(sampler, codes, size)
        pictures.save_sheet(images, out, columns=int(np.ceil(np.sqrt(len(images)))))
        return
    shape = (len(codes), size, size, sampler.c_dim)

    def write(temporary: Path) -> None:
        header = {"descr": "|u1", "fortran_order": False, "shape": shape}
        with temporary.open("wb") as file:
            np.lib.format.write_array_header_1_0(file, header)
            for images in pictures.draw_parts(sampler, codes, size):
                file.write(images.tobytes())

    path = replace_file(out, write)
    print(f"saved {path}: uint8 {shape}")
