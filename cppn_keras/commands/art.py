"""The command that draws with random weights."""

from argparse import Namespace
from pathlib import Path

from cppn_keras import rendering
from cppn_keras.arguments import MAX_SIDE
from cppn_keras.art import random_art
from cppn_keras.files import check_target


def art(options: Namespace) -> None:
    """One abstract picture; four points a pixel keep its edges smooth."""
    out = Path(f"art-{options.seed}.png") if options.out is None else options.out
    height, width = options.size, options.width or min(options.size * 16 // 9, MAX_SIDE)
    check_target(out, ".png")
    cppn, z = random_art(
        options.seed, options.recipe, options.colour, options.scale, depth=options.depth
    )
    progress = height * width > 1_000_000
    path = rendering.render_png(cppn, z, out, height, width, subpixels=2, progress=progress)
    print(f"saved {path}")
