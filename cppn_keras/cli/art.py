"""The command that draws with random weights."""

from argparse import Namespace
from pathlib import Path

from cppn_keras.arguments import (
    STILL_FORMATS,
    Parser,
    file_path,
    layer_count,
    positive_float,
    side,
)
from cppn_keras.names import COLOURS, MAX_SIDE, STYLES

HELP = "an abstract picture from random weights"


def add_options(parser: Parser) -> None:
    parser.add_seed()
    parser.add_argument(
        "--style",
        choices=tuple(STYLES),
        default="alternating",
        metavar="STYLE",
        help=f"which activations: {', '.join(STYLES)} (alternating)",
    )
    parser.add_argument("--colour", choices=tuple(COLOURS), default="hsv", help="(hsv)")
    parser.add_argument("--size", type=side, default=1080, help="height in pixels (1080)")
    parser.add_argument("--width", type=side, help="pixels (16/9 of SIZE)")
    parser.add_argument(
        "--scale", type=positive_float, default=10.0, help="larger is sharper and busier (10)"
    )
    parser.add_argument("--depth", type=layer_count, default=6, help="hidden layers (6)")
    parser.add_argument("--out", type=file_path, help=f"{STILL_FORMATS} (art-SEED.png)")


def run(options: Namespace) -> None:
    """One abstract picture; four samples per pixel keep its edges smooth."""
    from cppn_keras import rendering
    from cppn_keras.art import random_art

    out = options.out or Path(f"art-{options.seed}.png")
    rendering.check_still(out)
    height, width = options.size, options.width or min(options.size * 16 // 9, MAX_SIDE)
    cppn, z = random_art(
        options.seed, options.style, options.colour, options.scale, depth=options.depth
    )
    drawing = rendering.Drawing(cppn, z, height, width, subpixels=2)
    print(f"saved {rendering.save(drawing, out)}")
