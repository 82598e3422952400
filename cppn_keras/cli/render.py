"""The command that draws one picture, of any size, into a file."""

import os
from argparse import Namespace

from cppn_keras.arguments import (
    STILL_FORMATS,
    Parser,
    file_path,
    finite,
    non_empty,
    port,
    positive,
    positive_float,
    poster_side,
    processes,
    share,
)

HELP = "draw one digit, of any size, into a file"
SIZE = 1300  # pixels a side
FOR_POSTERS = ("levels", "only", "openseadragon", "processes", "ray", "serve")


def add_options(parser: Parser) -> None:
    parser.add_weights("mnist")
    parser.add_digit()
    parser.add_seed()
    parser.add_argument("--z", type=file_path, help="a .npy file with one z")
    parser.add_size(SIZE, poster_side)
    parser.add_width(poster_side)
    parser.add_argument("--zoom", type=positive_float, default=1.0, help="above 1 zooms in")
    parser.add_argument("--scale", type=positive_float, default=1.0, help="below 1 zooms in")
    parser.add_argument(
        "--center", type=finite, nargs=2, default=(0.0, 0.0), metavar=("X", "Y"), help="-1 to 1"
    )
    parser.add_argument("--rotate", type=finite, default=0.0, help="degrees, counter-clockwise")
    parser.add_out("digit.png", STILL_FORMATS)
    _add_poster_options(parser)


def _add_poster_options(parser: Parser) -> None:
    poster = parser.add_argument_group("of a .dzi, whose missing tiles a later call adds")
    poster.add_argument("--levels", type=positive, help="only so many, from the coarsest")
    poster.add_argument(
        "--only",
        type=share,
        nargs=4,
        metavar=("LEFT", "TOP", "RIGHT", "BOTTOM"),
        help="only tiles that touch this part, 0 to 1",
    )
    what = "how many draw (1, and one for each core where that is sooner done)"
    poster.add_argument("--processes", type=processes, metavar="N", help=what)
    what = "a Ray cluster that draws: auto, local or HOST:PORT"
    poster.add_argument("--ray", type=non_empty, metavar="ADDRESS", help=what)
    poster.add_argument("--openseadragon", type=file_path, help="a script to show it with")
    poster.add_argument(
        "--serve",
        type=port,
        nargs="?",
        const=8000,
        metavar="PORT",
        help="draw tiles when the browser asks for them, at http://127.0.0.1:PORT/ (8000)",
    )


def run(options: Namespace) -> None:
    """Draws one z, of a file, of a test picture, or a random one, as the suffix of --out says."""
    from cppn_keras import rendering
    from cppn_keras.cli.choosing import chosen_z, side_of
    from cppn_keras.sampler import Sampler

    _check(options)
    sampler = Sampler.from_pretrained(options.weights, seed=options.seed)
    z = chosen_z(sampler, options) if options.z is None else _read_z(options.z)
    view = rendering.View(tuple(options.center), options.zoom, options.scale, options.rotate)
    size = side_of(sampler, options.size, SIZE)
    drawing = sampler.drawing(z, size, options.width, view)
    if options.out.suffix.lower() == ".dzi":
        _save_poster(drawing, options)
    else:
        print(f"saved {rendering.save(drawing, options.out)}")


def _check(options: Namespace) -> None:
    """Finds what is wrong before anything is loaded."""
    from cppn_keras import rendering
    from cppn_keras.cli.choosing import check_picture
    from cppn_keras.errors import UserError

    rendering.check_still(options.out)
    if options.z is not None and options.digit is not None:
        raise UserError("--z and --digit each say what to draw; give one of them.")
    check_picture(options)
    if options.out.suffix.lower() == ".dzi":
        if options.only is not None:
            rendering.check_region(options.only)
        if options.ray is not None:
            rendering.check_ray(options.ray)
        return
    for name in FOR_POSTERS:
        if getattr(options, name) is not None:
            raise UserError(f"--{name} is for posters: --out NAME.dzi")
    rendering.check_size(options.size or SIZE, options.width or SIZE)


def _read_z(path):
    """The z of an .npy file, without axes of length 1."""
    import numpy as np

    from cppn_keras.arrays import read_npy
    from cppn_keras.errors import UserError

    if not os.path.isfile(path):
        raise UserError(f"there is no file {path}.")
    return np.squeeze(read_npy(path)).astype("float32")


def _save_poster(drawing, options: Namespace) -> None:
    """Draws the tiles that were asked for; serves the others where --serve says so."""
    from cppn_keras import rendering

    poster = rendering.Poster(drawing, options.out, openseadragon=options.openseadragon)
    later = options.serve is not None and options.levels is None  # the rest when it is asked for
    levels = poster.pyramid.n_single if later else options.levels
    poster.draw(levels, options.only or (0, 0, 1, 1), options.processes, options.ray)
    print(f"saved {poster.path}")
    print(f"saved {poster.folder}: {poster.summary()}")
    print(f"saved {poster.index}: open it in a browser")
    if options.serve is not None:
        rendering.serve_poster(poster, options.serve)
