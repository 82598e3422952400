"""The command that sends pictures through the encoder and the generator."""

from argparse import Namespace

from cppn_keras.arguments import Parser, positive

HELP = "pictures through their codes, as .npy or .png"


def add_options(parser: Parser) -> None:
    parser.add_weights()
    parser.add_data()
    parser.add_argument("--split", choices=("train", "test"), default="test", help="(test)")
    parser.add_size()
    parser.add_argument(
        "--refine", action="store_true", help="codes fitted to the pixels: seconds a picture"
    )
    parser.add_argument("--count", type=positive, help="only the first COUNT pictures")
    parser.add_out("reconstructions.npy", "an .npy or a .png")


def run(options: Namespace) -> None:
    """Pictures of a dataset, drawn from their mean codes."""
    from cppn_keras import data as datasets
    from cppn_keras.cli.choosing import side_of
    from cppn_keras.cli.saving import check_room, save_pictures
    from cppn_keras.data import center_crop
    from cppn_keras.files import check_target
    from cppn_keras.sampler import Sampler

    check_target(options.out, ".npy", ".png")
    sampler = Sampler.from_pretrained(options.weights)
    data = datasets.load(options.data)
    images = data.train_images if options.split == "train" else data.test_images
    images = images[: options.count]
    size = side_of(sampler, options.size)
    check_room(sampler, len(images), size, options.out)
    if options.refine:
        codes = sampler.refine(center_crop(images, sampler.image_size))
    else:
        codes = sampler.encode(images)
    save_pictures(sampler, codes, size, options.out)
