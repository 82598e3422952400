"""What each command of the command line does."""

from argparse import Namespace
from pathlib import Path

import keras
import numpy as np

from cppn_keras import data as datasets
from cppn_keras import recipes, rendering
from cppn_keras.data.batches import center_crop, to_float
from cppn_keras.errors import UserError
from cppn_keras.files import replace_file
from cppn_keras.plotting import enlarge_pixels, image_sheet
from cppn_keras.rendering.render import check_size, to_uint8
from cppn_keras.sampler import Sampler
from cppn_keras.training import run


def train(options: Namespace) -> None:
    """Trains a recipe into a folder and says what to do with it."""
    recipe = recipes.get(options.recipe)
    out = options.out or Path("runs") / recipe.name
    data = datasets.load(options.data or recipe.data)
    print(f"data: {data.source}")
    print(f"recipe: {recipe.name}, {recipe.summary}")
    run.train(recipe, data, out, options.minutes, options.epochs, options.seed, options.batch_size)
    print(f"saved {out}; see its digits with")
    print(f"  python -m cppn_keras sample {out} --size 52 --out samples.png")


def render(options: Namespace) -> None:
    """Draws one z: of a file, of a test picture, or a random one."""
    sampler = Sampler.from_pretrained(options.weights, seed=options.seed)
    if options.z is not None:
        z = _read_z(options.z)
    elif options.digit is not None:
        z = sampler.encode(_test_pictures("mnist", options.digit, options.picture)[0])
    else:
        z = sampler.generate_z()
    width = options.width or options.size
    path = rendering.render_png(
        sampler.cppn,
        z,
        options.out,
        options.size,
        width,
        scale=options.scale,
        center=tuple(options.center),
        progress=options.size * width > 4_000_000,
    )
    print(f"saved {path}")


def morph(options: Namespace) -> None:
    """A closed walk through the codes of test pictures, as a GIF."""
    if len(options.digits) < 2:
        raise UserError("a morph needs two digits or more, such as: morph 2 9 0")
    sampler = Sampler.from_pretrained(options.weights)
    images = [
        _test_pictures("mnist", digit, options.seed + i)[0]
        for i, digit in enumerate(options.digits)
    ]
    codes = sampler.encode(np.stack(images))
    save_morph(sampler, codes, options.out, options.size, options.frames, options.duration)


def save_morph(sampler, codes, out, size: int, n_frames: int, duration: float) -> None:
    """The GIF of a walk from each code to the next and back to the first."""
    frames, bar = [], keras.utils.Progbar(len(codes), unit_name="way")
    for z1, z2 in zip(codes, np.roll(codes, -1, axis=0), strict=True):
        way = sampler.morph(z1, z2, n_frames + 1, x_dim=size, y_dim=size, easing="smooth")
        frames += way[:-1]  # the last frame is the first of the next way
        bar.add(1)
    sampler.save_anim_gif(frames, out, duration)


def enlarge(options: Namespace) -> None:
    """One test picture of each digit: original, 26 x 26 reconstruction, enlargement."""
    sampler = Sampler.from_pretrained(options.weights)
    originals = first_of_each(datasets.load(options.data))
    save_enlargements(sampler, originals, options.out, options.size, options.only)


def save_enlargements(sampler, originals, out, size: int, only: bool = False) -> None:
    """The sheet of `enlarge` for originals uint8 (n, height, width, channels)."""
    codes = sampler.encode(originals)
    drawn = _draw(sampler, codes, size)
    if only:
        return _save_sheet(drawn, out, columns=5)
    trained_size = sampler.image_size[0]
    if size < trained_size:
        raise UserError(f"an enlargement needs --size {trained_size} or more, not {size}.")
    factor = size // trained_size
    rows = [center_crop(originals, sampler.image_size), _draw(sampler, codes, trained_size)]
    margin = size - factor * trained_size
    padding = ((0, 0), (0, margin), (0, margin), (0, 0))
    rows = [np.pad(enlarge_pixels(row, factor), padding) for row in rows]
    _save_sheet(np.concatenate([*rows, drawn]), out, columns=len(originals))


def sample(options: Namespace) -> None:
    """Samples of the prior."""
    sampler = Sampler.from_pretrained(options.weights, seed=options.seed)
    codes = sampler.generate_z(options.count, options.prior)
    _save_pictures(_draw(sampler, codes, options.size), options.out)


def reconstruct(options: Namespace) -> None:
    """Pictures of a dataset, through their mean codes."""
    sampler = Sampler.from_pretrained(options.weights)
    data = datasets.load(options.data)
    images = data.train_images if options.split == "train" else data.test_images
    codes = sampler.encode(images[: options.count])
    _save_pictures(_draw(sampler, codes, options.size), options.out)


def demo(options: Namespace) -> None:
    """The whole main path on an embedded default."""
    from cppn_keras.demo import run_demo

    run_demo(options.out, options.minutes, options.seed)


def first_of_each(data: datasets.Dataset) -> np.ndarray:
    """The first test picture of every label: uint8 (labels, height, width, channels)."""
    firsts = [np.flatnonzero(data.test_labels == label)[0] for label in np.unique(data.test_labels)]
    return data.test_images[firsts]


def _draw(sampler: Sampler, codes: np.ndarray, size: int) -> np.ndarray:
    """Draws codes (n, latent) as uint8 (n, size, size, channels), with a bar for long work."""
    check_size(size, size)
    per_part = max(1, 2_000_000 // size**2)  # pictures
    images = np.empty((len(codes), size, size, sampler.c_dim), "uint8")
    bar = keras.utils.Progbar(len(codes), unit_name="picture", interval=0.5)
    for start in range(0, len(codes), per_part):
        part = slice(start, start + per_part)
        images[part] = to_uint8(sampler.generate(codes[part], x_dim=size, y_dim=size))
        bar.add(len(images[part]))
    return images


def _save_pictures(images: np.ndarray, out: Path) -> None:
    if out.suffix == ".npy":
        path = replace_file(out, lambda temporary: np.save(temporary, images))
        print(f"saved {path}: uint8 {images.shape}")
    elif out.suffix == ".png":
        _save_sheet(images, out, columns=int(np.ceil(np.sqrt(len(images)))))
    else:
        raise UserError(f"{out} must end in .npy (an array) or .png (a sheet of pictures).")


def _save_sheet(images: np.ndarray, out: Path, columns: int) -> None:
    sheet = to_float(image_sheet(images, columns, gap=max(2, images.shape[1] // 32), paper=96))
    print(f"saved {rendering.save_png(sheet, out)}")


def _test_pictures(name: str, digit: int, which: int) -> np.ndarray:
    """The `which`-th test picture of a digit: uint8 (1, height, width, channels)."""
    data = datasets.load(name)
    found = np.flatnonzero(data.test_labels == digit)
    if which >= len(found):
        raise UserError(
            f"{name} has {len(found)} test pictures of {digit}; none is number {which}."
        )
    return data.test_images[found[which]][None]


def _read_z(path: Path) -> np.ndarray:
    try:
        z = np.load(path, allow_pickle=False)
        return np.squeeze(np.asarray(z, "float32"))
    except (OSError, ValueError, EOFError, TypeError):
        raise UserError(f"{path} is not a .npy file with one z.") from None
