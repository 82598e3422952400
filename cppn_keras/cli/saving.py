"""Many pictures at once, into an .npy of any length or onto one sheet."""

from pathlib import Path

import numpy as np

from cppn_keras import pictures
from cppn_keras.checks import check_memory
from cppn_keras.files import check_space, replace_file
from cppn_keras.progress import progress
from cppn_keras.sampler import Sampler

PART = 2_000_000  # pixels drawn at a time


def check_room(sampler: Sampler, count: int, size: int, out: Path) -> None:
    """Raises UserError, before the work, for what does not fit into memory or onto the disk."""
    pixels = count * size**2 * sampler.c_dim
    if out.suffix.lower() == ".png":
        check_memory(4 * pixels, f"a sheet of {count:,} pictures of {size} x {size}")
    else:
        check_memory(8 * count * sampler.z_dim, f"the codes of {count:,} pictures")
        check_space(out, pixels)


def save_pictures(sampler: Sampler, codes: np.ndarray, size: int, out: Path) -> None:
    """Draws codes (n, latent) as uint8 (n, size, size, channels): .png or .npy; prints the path."""
    if out.suffix.lower() == ".png":
        images = pictures.draw(sampler, codes, size)
        pictures.save_sheet(images, out, columns=int(np.ceil(np.sqrt(len(images)))))
        return
    shape = (len(codes), size, size, sampler.c_dim)
    per_part = max(1, PART // size**2)  # pictures
    parts = [codes[start : start + per_part] for start in range(0, len(codes), per_part)]

    def write(temporary: Path) -> None:
        header = {"descr": "|u1", "fortran_order": False, "shape": shape}
        with temporary.open("wb") as file:
            np.lib.format.write_array_header_1_0(file, header)
            for part in progress(parts, out.name):
                file.write(pictures.draw(sampler, part, size).tobytes())

    print(f"saved {replace_file(out, write)}: uint8 {shape}")
