"""What each command of the command line can be asked for.

Only the standard library is imported here, so that `--help` answers at once.
"""

import argparse
import sys
from pathlib import Path

from cppn_keras.arguments import (
    digit,
    file_path,
    filled,
    finite,
    frame_seconds,
    layer_count,
    natural,
    port,
    positive,
    positive_float,
    poster_side,
    share,
    side,
)

RECIPE_NAMES = "mnist, mnist-2016, demo"
PICTURE_HELP = "number of the test picture of that digit (an ordinary one, which needs no MNIST)"
EASING_NAMES = ("linear", "sine", "smooth")
INTERPOLATION_NAMES = ("linear", "spherical")
STYLE_NAMES = (
    "tanh, contours, alternating, alternating-sine, residual-tanh, absolute, square-root, "
    "gaussian, softplus-tanh, cifar-tanh, cifar-relu-tanh, cifar-repeating, relu-tanh, leaky-relu"
)


class Parser(argparse.ArgumentParser):
    """Says what was wrong in one line."""

    def parse_known_args(self, args=None, namespace=None):
        for text in sys.argv[1:] if args is None else args:
            if text.endswith("=--"):  # Python 3.11 makes an empty list of it
                self.error(f"{text} gives no value")
        return super().parse_known_args(args, namespace)

    def error(self, message: str):
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def build_parser() -> Parser:
    """The parser of all commands; the command is `options.command`."""
    parser = Parser(
        prog="cppn-keras",
        description="Train networks that draw digits at any size, and draw with them.",
        epilog="CPPN_KERAS_DATA names a folder with datasets; CPPN_KERAS_OFFLINE=1 forbids "
        "downloads.",
    )
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", parser_class=Parser
    )
    _add_train(commands)
    _add_drawing(commands)
    _add_moving(commands)
    _add_arrays(commands)
    _add_art(commands)
    _add_evaluate(commands)
    demo = commands.add_parser("demo", help="two minutes of training, pictures, an index.html")
    demo.add_argument("--minutes", type=positive_float, default=2.0, help="training time (2)")
    demo.add_argument("--out", type=file_path, default=Path("demo"), help="folder (demo)")
    demo.add_argument("--seed", type=natural, default=0)
    return parser


def _add_train(commands) -> None:
    train = commands.add_parser("train", help="train a recipe, or go on with a run")
    train.add_argument("recipe", metavar="RECIPE", help=f"one of {RECIPE_NAMES}")
    train.add_argument(
        "--data", type=filled, help="mnist, fashion_mnist, cifar10, strokes, a folder or a file"
    )
    train.add_argument(
        "--minutes", type=positive_float, help="training time, resumed runs included"
    )
    train.add_argument("--epochs", type=positive, help="epochs: the run is kept at the end of each")
    train.add_argument("--out", type=file_path, help="folder of the run (runs/RECIPE)")
    train.add_argument("--seed", type=natural, default=0)
    train.add_argument("--batch-size", type=positive)

    export = commands.add_parser("export", help="weights and a card out of a run, to give away")
    export.add_argument("run", type=file_path, metavar="RUN", help="the folder of a run")
    export.add_argument("--data", type=filled, help="for the test figures (what it was trained on)")
    export.add_argument("--out", type=file_path, required=True, help="the new folder")


def _add_drawing(commands) -> None:
    _add_render(commands)

    enlarge = commands.add_parser(
        "enlarge", help="test digits, reconstructed and enlarged, in a PNG"
    )
    _weights_option(enlarge)
    enlarge.add_argument("--size", type=side, default=260, help="pixels a side of each (260)")
    enlarge.add_argument("--only", action="store_true", help="the enlargements alone, five a row")
    enlarge.add_argument("--data", type=filled, default="mnist")
    enlarge.add_argument("--out", type=file_path, default=Path("digits.png"))


def _add_render(commands) -> None:
    render = commands.add_parser("render", help="draw one digit, of any size, into a file")
    _weights_option(render)
    render.add_argument("--digit", type=digit, help="a test picture of this digit, redrawn")
    render.add_argument("--picture", type=natural, help=PICTURE_HELP)
    render.add_argument("--seed", type=natural, default=0)
    render.add_argument("--z", type=file_path, help="a .npy file with one z")
    render.add_argument("--size", type=poster_side, default=1300, help="pixels a side (1300)")
    render.add_argument("--width", type=poster_side, help="pixels, where it is not SIZE")
    render.add_argument("--zoom", type=positive_float, default=1.0, help="above 1 zooms in")
    render.add_argument("--scale", type=positive_float, default=1.0, help="below 1 zooms in")
    render.add_argument(
        "--center", type=finite, nargs=2, default=(0.0, 0.0), metavar=("X", "Y"), help="-1 to 1"
    )
    render.add_argument(
        "--rotate", type=finite, default=0.0, metavar="DEGREES", help="counter-clockwise"
    )
    render.add_argument(
        "--out",
        type=file_path,
        default=Path("digit.png"),
        help=".png; .dzi for tiles to zoom into (Deep Zoom); .tif for a tiled BigTIFF",
    )
    poster = render.add_argument_group("of a .dzi, whose missing tiles a later call adds")
    poster.add_argument("--levels", type=positive, help="only so many, from the coarsest")
    poster.add_argument(
        "--only",
        type=share,
        nargs=4,
        default=(0.0, 0.0, 1.0, 1.0),
        metavar=("LEFT", "TOP", "RIGHT", "BOTTOM"),
        help="only tiles that touch this part, 0 to 1",
    )
    poster.add_argument(
        "--openseadragon", type=file_path, metavar="FILE", help="show it with this script"
    )
    poster.add_argument(
        "--serve",
        type=port,
        nargs="?",
        const=8000,
        metavar="PORT",
        help="draw tiles when the browser asks for them, at http://127.0.0.1:PORT/ (8000)",
    )


def _add_moving(commands) -> None:
    morph = commands.add_parser(
        "morph", help="from digit to digit and back, as .gif, .webp, .png or .mp4"
    )
    _weights_option(morph)
    morph.add_argument("digits", type=digit, nargs="*", metavar="DIGIT", help="such as 2 9 0")
    morph.add_argument("--random", type=natural, default=0, help="so many random z besides")
    morph.add_argument("--seed", type=natural, default=0)
    morph.add_argument("--picture", type=natural, help=PICTURE_HELP)
    morph.add_argument("--frames", type=positive, default=20, help="frames from one to the next")
    pace = morph.add_mutually_exclusive_group()
    pace.add_argument("--duration", type=frame_seconds, default=0.05, help="seconds a frame (0.05)")
    pace.add_argument("--fps", type=positive_float, help="frames a second")
    morph.add_argument(
        "--interpolation",
        choices=INTERPOLATION_NAMES,
        help="spherical where z are random, otherwise linear",
    )
    _frame_options(morph, Path("morph.gif"))

    zoom = commands.add_parser("zoom", help="into a picture and out again, files as morph")
    _weights_option(zoom)
    zoom.add_argument("--digit", type=digit, help="a test picture of this digit (a random z)")
    zoom.add_argument("--picture", type=natural, help=PICTURE_HELP)
    zoom.add_argument("--seed", type=natural, default=0)
    zoom.add_argument(
        "--to", type=finite, nargs=2, metavar=("X", "Y"), help="where to (a corner in the picture)"
    )
    zoom.add_argument("--factor", type=positive_float, default=30.0, help="how far in (30)")
    zoom.add_argument(
        "--scale", type=positive_float, default=4.0, help="the view at first; 1 is the picture (4)"
    )
    zoom.add_argument("--rotate", type=finite, default=0.0, help="degrees on the way (0)")
    zoom.add_argument("--seconds", type=frame_seconds, default=6.0, help="of it all (6)")
    zoom.add_argument("--fps", type=positive_float, default=20.0, help="frames a second (20)")
    zoom.add_argument("--one-way", action="store_true", help="in, and not out again")
    _frame_options(zoom, Path("zoom.gif"))


def _frame_options(parser, out: Path) -> None:
    parser.add_argument("--size", type=side, default=256, help="pixels a side (256)")
    parser.add_argument("--width", type=side, help="pixels, where it is not SIZE")
    parser.add_argument("--easing", choices=EASING_NAMES, default="smooth")
    parser.add_argument("--out", type=file_path, default=out)


def _add_arrays(commands) -> None:
    sample = commands.add_parser("sample", help="random digits, as .npy (uint8) or .png")
    sample.add_argument(
        "weights", type=filled, metavar="WEIGHTS", help="mnist, or the folder of a run"
    )
    sample.add_argument("--count", type=positive, default=100)
    sample.add_argument("--size", type=side, default=26, help="pixels a side (26)")
    sample.add_argument(
        "--prior",
        choices=("learnt", "mixture", "plain"),
        help="learnt (default), the mixture of codes, or plain N(0, I)",
    )
    sample.add_argument("--seed", type=natural, default=0)
    sample.add_argument("--out", type=file_path, default=Path("samples.npy"))

    again = commands.add_parser("reconstruct", help="pictures through the code, as .npy or .png")
    again.add_argument(
        "weights", type=filled, metavar="WEIGHTS", help="mnist, or the folder of a run"
    )
    again.add_argument("--data", type=filled, default="mnist")
    again.add_argument("--split", choices=("train", "test"), default="test")
    again.add_argument("--size", type=side, default=26, help="pixels a side (26)")
    again.add_argument("--count", type=positive, help="only the first COUNT pictures")
    again.add_argument("--out", type=file_path, default=Path("reconstructions.npy"))


def _add_art(commands) -> None:
    art = commands.add_parser("art", help="an abstract picture from random weights, as a PNG")
    art.add_argument("--seed", type=natural, default=0, help="another number, another picture (0)")
    art.add_argument(
        "--recipe", type=filled, default="alternating", help=f"{STYLE_NAMES} (alternating)"
    )
    art.add_argument("--colour", choices=("grey", "rgb", "hsv"), default="hsv", help="(hsv)")
    art.add_argument("--size", type=side, default=1080, help="height in pixels (1080)")
    art.add_argument("--width", type=side, help="pixels (16/9 of SIZE)")
    art.add_argument(
        "--scale", type=positive_float, default=10.0, help="larger is sharper and busier (10)"
    )
    art.add_argument("--depth", type=layer_count, default=6, help="hidden layers (6)")
    art.add_argument("--out", type=file_path, help="(art-SEED.png)")


def _add_evaluate(commands) -> None:
    evaluate = commands.add_parser("evaluate", help="measure a model: a table and a JSON file")
    evaluate.add_argument(
        "weights", type=filled, metavar="WEIGHTS", help="mnist, or the folder of a run"
    )
    evaluate.add_argument("--data", type=filled, default="mnist")
    evaluate.add_argument("--count", type=positive, default=10_000, help="samples (10000)")
    evaluate.add_argument("--prior", help="only this one: learnt, mixture or plain")
    evaluate.add_argument("--seed", type=natural, default=0)
    evaluate.add_argument("--out", type=file_path, default=Path("evaluation.json"))


def _weights_option(parser) -> None:
    parser.add_argument(
        "--weights", type=filled, default="mnist", help="mnist (default), mnist-2016, a run"
    )
