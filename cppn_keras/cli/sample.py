"""The command that draws samples of the prior."""

from argparse import Namespace

from cppn_keras.arguments import Parser, natural, positive
from cppn_keras.names import PRIORS

HELP = "random digits, as .npy (uint8) or .png"


def add_options(parser: Parser) -> None:
    parser.add_weights()
    parser.add_argument("--count", type=positive, default=100, help="pictures (100)")
    parser.add_argument("--digit", type=natural, help="only this one, or another label")
    parser.add_size()
    parser.add_argument(
        "--prior", choices=PRIORS, help="(learnt); mixture: of codes as they are; plain: N(0, I)"
    )
    parser.add_seed()
    parser.add_out("samples.npy", "an .npy or a .png")


def run(options: Namespace) -> None:
    """Samples of the prior, drawn into a file."""
    from cppn_keras.cli.choosing import side_of
    from cppn_keras.cli.saving import check_room, save_pictures
    from cppn_keras.files import check_target
    from cppn_keras.sampler import Sampler

    check_target(options.out, ".npy", ".png")
    sampler = Sampler.from_pretrained(options.weights, seed=options.seed)
    size = side_of(sampler, options.size)
    check_room(sampler, options.count, size, options.out)
    codes = sampler.generate_z(options.count, options.prior, options.digit)
    save_pictures(sampler, codes, size, options.out)
