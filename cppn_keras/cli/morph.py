"""The command that goes from z to z."""

from argparse import Namespace

from cppn_keras.arguments import Parser, digit, frame_seconds, natural, positive, positive_float
from cppn_keras.names import INTERPOLATIONS

HELP = "from digit to digit and back, as .gif, .webp, .png or .mp4"
SIZE = 256  # pixels a side


def add_options(parser: Parser) -> None:
    parser.add_weights("mnist")
    parser.add_argument("digits", type=digit, nargs="*", metavar="DIGIT", help="such as 2 9 0")
    parser.add_argument("--random", type=natural, default=0, help="so many random z besides")
    parser.add_seed()
    parser.add_picture()
    parser.add_argument("--frames", type=positive, default=20, help="from z to z (20)")
    pace = parser.add_mutually_exclusive_group()
    pace.add_argument("--duration", type=frame_seconds, default=0.05, help="seconds a frame (0.05)")
    pace.add_argument("--fps", type=positive_float, help="frames a second")
    parser.add_argument(
        "--interpolation", choices=INTERPOLATIONS, help="(spherical for random z, otherwise linear)"
    )
    parser.add_size(SIZE)
    parser.add_width()
    parser.add_easing()
    parser.add_out("morph.gif", "the animation")


def run(options: Namespace) -> None:
    """A closed path through the codes of test pictures, or random ones."""
    from cppn_keras import rendering
    from cppn_keras.cli.choosing import code_of, side_of
    from cppn_keras.errors import UserError
    from cppn_keras.sampler import Sampler

    if len(options.digits) + options.random < 2:
        raise UserError("a morph needs two digits or more, such as: morph 2 9 0; or --random 5")
    if options.picture is not None and not options.digits:
        raise UserError("--picture says which test picture of a digit: give digits, too.")
    duration = 1 / options.fps if options.fps else options.duration
    rendering.check_animation(options.out, duration)
    sampler = Sampler.from_pretrained(options.weights, seed=options.seed)
    codes = [code_of(sampler, digit, options.picture) for digit in options.digits]
    codes += list(sampler.generate_z(options.random)) if options.random else []
    interpolation = options.interpolation or ("spherical" if options.random else "linear")
    path = rendering.closed_path(codes, options.frames, options.easing, interpolation)
    size = side_of(sampler, options.size, SIZE)
    frames = [sampler.drawing(z, size, options.width) for z in path]
    print(f"saved {rendering.save_animation(frames, options.out, duration)}")
