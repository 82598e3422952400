"""The command that shows test digits beside their enlargements."""

from argparse import Namespace

from cppn_keras.arguments import Parser, side

HELP = "test digits, reconstructed and enlarged, in a PNG"


def add_options(parser: Parser) -> None:
    parser.add_weights("mnist")
    parser.add_argument("--size", type=side, default=260, help="pixels a side of each (260)")
    parser.add_argument("--only", action="store_true", help="the enlargements alone, five a row")
    parser.add_data()
    parser.add_out("digits.png", "a .png")


def run(options: Namespace) -> None:
    """One test picture of each digit: original, reconstruction as trained, enlargement."""
    from cppn_keras import data as datasets
    from cppn_keras import pictures
    from cppn_keras.files import check_target
    from cppn_keras.sampler import Sampler

    check_target(options.out, ".png")
    sampler = Sampler.from_pretrained(options.weights)
    originals = pictures.typical_pictures(sampler, datasets.load(options.data))
    pictures.save_enlargements(sampler, originals, options.out, options.size, options.only)
