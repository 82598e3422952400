"""What each command of the command line does."""

from argparse import Namespace
from pathlib import Path

import numpy as np

from cppn_keras import data as datasets
from cppn_keras import pictures, recipes, rendering
from cppn_keras.errors import UserError
from cppn_keras.files import check_target, replace_file
from cppn_keras.sampler import Sampler
from cppn_keras.training import run


def train(options: Namespace) -> None:
    """Trains a recipe into a folder and says what to do with it."""
    recipe = recipes.get(options.recipe)
    out = options.out or Path("runs") / recipe.name
    data = datasets.load(recipe.data if options.data is None else options.data)
    print(f"data: {data.source}")
    print(f"recipe: {recipe.name}, {recipe.summary}")
    run.train(recipe, data, out, options.minutes, options.epochs, options.seed, options.batch_size)
    print(f"saved {out}; see its digits with")
    print(f"  python -m cppn_keras sample {out} --size 52 --out samples.png")


def export(options: Namespace) -> None:
    """Copies what a sampler needs out of a run, with a card that says how it was made."""
    from cppn_keras.training import export as exporting

    state = exporting.read_run(options.run)
    data = datasets.load(state.data["name"] if options.data is None else options.data)
    card = exporting.export(options.run, state, data, options.out)
    for name, value in card["test"].items():
        print(f"test {name} {value:.4f}")
    print(f"saved {options.out}")


def render(options: Namespace) -> None:
    """Draws one z: of a file, of a test picture, or a random one."""
    check_target(options.out, ".png")
    sampler = Sampler.from_pretrained(options.weights, seed=options.seed)
    if options.z is not None:
        z = _read_z(options.z)
    elif options.digit is not None:
        z = _code_of(sampler, options.digit, options.picture)
    else:
        z = sampler.generate_z()
    width = options.width or options.size
    path = rendering.render_png(
        sampler.cppn,
        z,
        options.out,
        options.size,
        width,
        view=rendering.View(tuple(options.center), scale=options.scale),
        subpixels=sampler.subpixels(options.size, width),
        progress=options.size * width > 4_000_000,
    )
    print(f"saved {path}")


def morph(options: Namespace) -> None:
    """A closed walk through the codes of test pictures, as a GIF."""
    if len(options.digits) < 2:
        raise UserError("a morph needs two digits or more, such as: morph 2 9 0")
    check_target(options.out, ".gif")
    sampler = Sampler.from_pretrained(options.weights)
    codes = np.stack([_code_of(sampler, digit, options.picture) for digit in options.digits])
    pictures.save_morph(sampler, codes, options.out, options.size, options.frames, options.duration)


def enlarge(options: Namespace) -> None:
    """One test picture of each digit: original, 26 x 26 reconstruction, enlargement."""
    check_target(options.out, ".png")
    sampler = Sampler.from_pretrained(options.weights)
    originals = pictures.first_of_each(datasets.load(options.data))
    pictures.save_enlargements(sampler, originals, options.out, options.size, options.only)


def sample(options: Namespace) -> None:
    """Samples of the prior."""
    check_target(options.out, ".npy", ".png")
    sampler = Sampler.from_pretrained(options.weights, seed=options.seed)
    codes = sampler.generate_z(options.count, options.prior)
    _save_pictures(pictures.draw(sampler, codes, options.size), options.out)


def reconstruct(options: Namespace) -> None:
    """Pictures of a dataset, through their mean codes."""
    check_target(options.out, ".npy", ".png")
    sampler = Sampler.from_pretrained(options.weights)
    data = datasets.load(options.data)
    images = data.train_images if options.split == "train" else data.test_images
    codes = sampler.encode(images[: options.count])
    _save_pictures(pictures.draw(sampler, codes, options.size), options.out)


def demo(options: Namespace) -> None:
    """The whole main path on an embedded default."""
    from cppn_keras.demo import run_demo

    run_demo(options.out, options.minutes, options.seed)


def _save_pictures(images: np.ndarray, out: Path) -> None:
    if out.suffix.lower() == ".png":
        pictures.save_sheet(images, out, columns=int(np.ceil(np.sqrt(len(images)))))
        return

    def write(temporary: Path) -> None:
        with temporary.open("wb") as file:
            np.save(file, images)

    path = replace_file(out, write)
    print(f"saved {path}: uint8 {images.shape}")


def _code_of(sampler: Sampler, digit: int, which: int) -> np.ndarray:
    """The code of the `which`-th test picture of a digit, (latent,). Number 0 is kept with the
    weights; others need MNIST."""
    if which == 0 and digit in sampler.digit_codes:
        return sampler.digit_codes[digit]
    found = np.flatnonzero(sampler.mnist.test_labels == digit)
    if which >= len(found):
        raise UserError(f"MNIST has {len(found)} test pictures of {digit}; none is number {which}.")
    return sampler.encode(sampler.mnist.test_images[found[which]])


def _read_z(path: Path) -> np.ndarray:
    if not path.is_file():
        raise UserError(f"there is no file {path}.")
    try:
        z = np.load(path, allow_pickle=False)
        return np.squeeze(z).astype("float32", casting="same_kind")
    except Exception:  # np.load raises many kinds for files that are not its own
        raise UserError(f"{path} is not a .npy file with the numbers of one z.") from None
