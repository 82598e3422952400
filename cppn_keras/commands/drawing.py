"""Commands that draw: one picture, one after the other, or side by side."""

import os
from argparse import Namespace
from pathlib import Path

import numpy as np

from cppn_keras import data as datasets
from cppn_keras import pictures, rendering
from cppn_keras.arrays import read_npy
from cppn_keras.errors import UserError
from cppn_keras.files import check_target
from cppn_keras.sampler import Sampler


def render(options: Namespace) -> None:
    """Draws one z, of a file, of a test picture, or a random one, as the suffix of --out says."""
    check_target(options.out, ".png", ".dzi", ".tif", ".tiff")
    suffix = options.out.suffix.lower()
    width = options.width or options.size
    _check_render(options, suffix, width)
    sampler = Sampler.from_pretrained(options.weights, seed=options.seed)
    if options.z is not None:
        z = _read_z(options.z)
    elif options.digit is not None:
        z = code_of(sampler, options.digit, options.picture)
    else:
        z = sampler.generate_z()
    view = rendering.View(tuple(options.center), options.zoom, options.scale, options.rotate)
    if suffix == ".dzi":
        _render_poster(options, sampler, z, view)
        return
    draw = rendering.render_png if suffix == ".png" else rendering.render_tiff
    subpixels = sampler.subpixels(options.size, width)
    path = draw(
        sampler.cppn,
        z,
        options.out,
        options.size,
        width,
        view=view,
        subpixels=subpixels,
        progress=options.size * width * subpixels**2 > 4_000_000,
    )
    print(f"saved {path}")


def _check_render(options: Namespace, suffix: str, width: int) -> None:
    """Finds what is wrong before anything is loaded."""
    if options.z is not None and options.digit is not None:
        raise UserError("--z and --digit each say what to draw; give one of them.")
    check_picture(options)
    if suffix == ".dzi":
        rendering.check_region(options.only)
        return
    rendering.check_size(options.size, width)
    if options.levels or options.openseadragon or options.serve is not None:
        raise UserError("--levels, --openseadragon and --serve are for posters: --out NAME.dzi")
    if tuple(options.only) != (0, 0, 1, 1):
        raise UserError("--only is for posters: --out NAME.dzi")
    if suffix != ".png":
        rendering.import_tifffile()


def check_picture(options: Namespace) -> None:
    """Raises UserError for a --picture without the digit that it is a picture of."""
    if options.picture is not None and options.digit is None:
        raise UserError("--picture says which test picture of a digit: give --digit, too.")


def _render_poster(options: Namespace, sampler: Sampler, z: np.ndarray, view) -> None:
    poster = rendering.Poster(
        sampler.cppn,
        z,
        options.out,
        (options.size, options.width or options.size),
        view,
        sampler.subpixels,
        openseadragon=options.openseadragon,
    )
    levels = options.levels
    if options.serve is not None and levels is None:  # the rest when it is asked for
        levels = poster.pyramid.n_single
    poster.draw(levels, options.only, progress=True)
    print(f"saved {poster.path}")
    print(f"saved {poster.folder}: {poster.summary()}")
    print(f"saved {poster.index}: open it in a browser")
    if options.serve is not None:
        rendering.serve_poster(poster, options.serve)


def enlarge(options: Namespace) -> None:
    """One test picture of each digit: original, 26 x 26 reconstruction, enlargement."""
    check_target(options.out, ".png")
    sampler = Sampler.from_pretrained(options.weights)
    originals = pictures.typical_pictures(sampler, datasets.load(options.data))
    pictures.save_enlargements(sampler, originals, options.out, options.size, options.only)


def code_of(sampler: Sampler, digit: int, which: int | None) -> np.ndarray:
    """The code of the `which`-th test picture of a digit, (latent,), which needs MNIST; of an
    ordinary one, whose code is kept with the weights, when None."""
    if which is None and digit in sampler.digit_codes:
        return sampler.digit_codes[digit]
    which = which or 0
    found = np.flatnonzero(sampler.mnist.test_labels == digit)
    if which >= len(found):
        raise UserError(f"MNIST has {len(found)} test pictures of {digit}; none is number {which}.")
    return sampler.encode(sampler.mnist.test_images[found[which]])


def _read_z(path: Path) -> np.ndarray:
    if not os.path.isfile(path):
        raise UserError(f"there is no file {path}.")
    return np.squeeze(read_npy(path)).astype("float32")
