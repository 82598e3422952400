"""The command that goes into a picture and out again."""

from argparse import Namespace

from cppn_keras.arguments import Parser, finite, frame_seconds, positive_float, side

HELP = "into a picture and out again, files as morph"


def add_options(parser: Parser) -> None:
    parser.add_weights("mnist")
    parser.add_digit()
    parser.add_seed()
    parser.add_argument(
        "--to", type=finite, nargs=2, metavar=("X", "Y"), help="where to (a corner in the picture)"
    )
    parser.add_argument("--factor", type=positive_float, default=30.0, help="how far in (30)")
    parser.add_argument(
        "--scale", type=positive_float, default=4.0, help="the view at first; 1 is the picture (4)"
    )
    parser.add_argument("--rotate", type=finite, default=0.0, help="degrees on the way (0)")
    parser.add_argument("--seconds", type=frame_seconds, default=6.0, help="of it all (6)")
    parser.add_argument("--fps", type=positive_float, default=20.0, help="frames a second (20)")
    parser.add_argument("--one-way", action="store_true", help="in, and not out again")
    parser.add_argument("--size", type=side, default=256, help="pixels a side (256)")
    parser.add_width()
    parser.add_easing()
    parser.add_out("zoom.gif", "the animation")


def run(options: Namespace) -> None:
    """Into a picture and, unless told otherwise, out again."""
    from cppn_keras import pictures, rendering
    from cppn_keras.cli.choosing import check_picture, chosen_z
    from cppn_keras.sampler import Sampler

    check_picture(options)
    n_asked = max(2, round(options.seconds * options.fps))
    n_in = n_asked if options.one_way else n_asked // 2 + 1
    n_shown = n_in if options.one_way else 2 * n_in - 2  # neither end is shown twice
    duration = options.seconds / n_shown
    rendering.check_animation(options.out, duration)
    sampler = Sampler.from_pretrained(options.weights, seed=options.seed)
    z = chosen_z(sampler, options)
    target = options.to or pictures.find_corner(sampler, z)
    start = rendering.View(scale=options.scale)
    end = rendering.View(tuple(target), options.factor, options.scale, options.rotate)
    views = rendering.zoom_path(start, end, n_in, options.easing)
    views = views if options.one_way else rendering.there_and_back(views)
    frames = [sampler.drawing(z, options.size, options.width, view) for view in views]
    print(f"saved {rendering.save_animation(frames, options.out, duration)}")
