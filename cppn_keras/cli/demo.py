"""The command behind `make demo`: train for two minutes, enlarge, morph, show it on one page."""

from argparse import Namespace
from pathlib import Path

from cppn_keras.arguments import Parser, positive_float

HELP = "two minutes of training, pictures, an index.html"
SIZE = 1080  # pixels a side of an enlarged digit


def add_options(parser: Parser) -> None:
    parser.add_argument("--minutes", type=positive_float, default=2.0, help="training time (2)")
    parser.add_out("demo", "folder")
    parser.add_seed()


def run(options: Namespace) -> None:
    """Trains the recipe "demo" on strokes and draws with it and with the shipped MNIST weights.

    Leaves PNGs, a GIF and index.html in the folder and prints every path.
    """
    from cppn_keras import data as datasets
    from cppn_keras import pictures, rendering
    from cppn_keras.files import check_folder
    from cppn_keras.runs import recipes
    from cppn_keras.runs.run import train
    from cppn_keras.sampler import Sampler

    out, seed = check_folder(options.out), options.seed
    data = datasets.load("strokes", seed=seed)
    print(f"1/3 training on {data.source}")
    train(recipes.get("demo"), data, out / "run", minutes=options.minutes, seed=seed)

    print("2/3 drawing with the model just trained")
    small = Sampler.from_pretrained(out / "run", seed=seed)
    originals = pictures.typical_pictures(small, data)
    page = {
        pictures.save_enlargements(small, originals, out / "strokes-enlarged.png", 260): "Trained "
        "here just now on drawn digits: the originals (26 x 26), the network's reconstructions "
        "(26 x 26), and the same codes drawn larger by the same weights.",
        **_draw_sheets(small, out / "strokes", "the model just trained"),
    }

    print("3/3 drawing with the shipped MNIST weights")
    shipped = Sampler.from_pretrained("mnist", seed=seed)
    page |= _draw_sheets(shipped, out / "mnist", "the shipped model, trained for an hour on MNIST")
    path = rendering.closed_path([shipped.digit_codes[digit] for digit in (2, 9, 0)], n_frames=20)
    frames = [shipped.drawing(z, 256) for z in path]
    morph = rendering.save_animation(frames, out / "morph.gif", duration=0.05)
    print(f"saved {morph}")
    page[morph] = "From 2 to 9 to 0 and back: a walk through the latent space."
    print(f"saved {_save_page(page, out / 'index.html')}: open it in a browser")


def _draw_sheets(sampler, out: Path, whose: str) -> dict[Path, str]:
    """Each digit, large, and random samples: files whose names begin like `out`, and captions."""
    import numpy as np

    from cppn_keras import pictures

    codes = np.stack([sampler.digit_codes[digit] for digit in sorted(sampler.digit_codes)])
    digits = pictures.draw(sampler, codes, SIZE)
    samples = pictures.draw(sampler, sampler.generate_z(60), 78)
    large, many = (out.with_name(f"{out.name}-{what}.png") for what in (SIZE, "samples"))
    return {
        pictures.save_sheet(digits, large, columns=5): f"Each digit at {SIZE} x {SIZE}: {whose}.",
        pictures.save_sheet(samples, many, columns=15): f"Random samples of {whose}.",
    }


def _save_page(captions: dict[Path, str], path: Path) -> Path:
    """The page that shows pictures, each a link to its file, with their captions."""
    from cppn_keras.files import replace_file
    from cppn_keras.webpage import fill, in_html

    figures = "\n".join(
        f'<figure><a href="{image.name}"><img src="{image.name}" alt="{in_html(text)}"></a>'
        f"<figcaption>{in_html(text)}</figcaption></figure>"
        for image, text in captions.items()
    )
    page = fill(Path(__file__).with_suffix(".html"), {"FIGURES": figures})
    return replace_file(path, lambda temporary: temporary.write_text(page, encoding="utf-8"))
