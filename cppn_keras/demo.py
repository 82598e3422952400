"""`make demo`: train on drawn digits for two minutes, enlarge, morph, show on one page."""

import html
from pathlib import Path

import numpy as np

from cppn_keras import data as datasets
from cppn_keras import pictures, recipes
from cppn_keras.files import check_folder, replace_file
from cppn_keras.sampler import Sampler
from cppn_keras.training import run

SIZE = 1080  # pixels a side of an enlarged digit


def run_demo(out: Path, minutes: float, seed: int) -> None:
    """Trains the recipe "demo" on strokes and draws with it and with the shipped MNIST weights.

    Leaves PNGs, a GIF and index.html in `out` and prints every path.
    """
    check_folder(out)
    data = datasets.load("strokes", seed=seed)
    print(f"1/3 training on {data.source}")
    run.train(recipes.get("demo"), data, out / "run", minutes=minutes, seed=seed)

    print("2/3 drawing with the model just trained")
    small = Sampler.from_pretrained(out / "run", seed=seed)
    originals = pictures.typical_pictures(small, data)
    shown = [
        (
            pictures.save_enlargements(small, originals, out / "strokes-enlarged.png", 260),
            "Trained here just now on drawn digits: the originals (26 x 26), the network's "
            "reconstructions (26 x 26), and the same codes drawn larger by the same weights.",
        ),
        (_digits(small, out / f"strokes-{SIZE}.png"), f"Each digit at {SIZE} x {SIZE} pixels."),
        (_samples(small, out / "strokes-samples.png"), "Random samples of this model."),
    ]

    print("3/3 drawing with the shipped MNIST weights")
    shipped = Sampler.from_pretrained("mnist", seed=seed)
    codes = np.stack([shipped.digit_codes[digit] for digit in (2, 9, 0)])
    shown += [
        (
            _digits(shipped, out / f"mnist-{SIZE}.png"),
            f"The shipped model: trained for an hour on MNIST, {SIZE} x {SIZE} pixels a digit.",
        ),
        (_samples(shipped, out / "mnist-samples.png"), "Random samples of the shipped model."),
        (
            pictures.save_morph(shipped, codes, out / "morph.gif", 256, 20, 0.05),
            "From 2 to 9 to 0 and back: a walk through the latent space.",
        ),
    ]
    print(f"saved {_page(shown, out / 'index.html')}: open it in a browser")


def _digits(sampler: Sampler, path: Path) -> Path:
    codes = np.stack([sampler.digit_codes[digit] for digit in sorted(sampler.digit_codes)])
    return pictures.save_sheet(pictures.draw(sampler, codes, SIZE), path, columns=5)


def _samples(sampler: Sampler, path: Path) -> Path:
    codes = sampler.generate_z(60)
    return pictures.save_sheet(pictures.draw(sampler, codes, 78), path, columns=15)


def _page(shown: list[tuple[Path, str]], path: Path) -> Path:
    figures = "\n".join(
        f'<figure><a href="{image.name}"><img src="{image.name}" alt="{html.escape(text)}"></a>'
        f"<figcaption>{html.escape(text)}</figcaption></figure>"
        for image, text in shown
    )
    page = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>cppn_keras demo</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ background: #111; color: #ddd; font: 17px/1.5 sans-serif; margin: 2em auto;
       max-width: 1100px; padding: 0 1em }}
img {{ max-width: 100% }} figure {{ margin: 0 0 3em }} figcaption {{ margin-top: .5em }}
</style></head><body>
<h1>A network that draws digits at any size</h1>
<p>It was trained on pictures of 26 x 26 pixels. Click a picture to see it at full size.</p>
{figures}
</body></html>
"""
    return replace_file(path, lambda temporary: temporary.write_text(page, encoding="utf-8"))
