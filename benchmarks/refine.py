"""How faithful refined codes are, and what they cost.

    python benchmarks/refine.py                  # 100 test pictures of MNIST
    python benchmarks/refine.py --count 10 --weights runs/mnist

Test pictures, drawn from the encoder's code and from the refined one. *Agreement*: PSNR of the
drawing, averaged over the area of each given pixel, against the pixels that were given. *Outline*:
length of the contour at ½, as a multiple of the one of the bicubic enlargement, cut at ½.
"""

import argparse
import functools
import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

from cppn_keras import Sampler
from cppn_keras import data as datasets
from cppn_keras.data import center_crop, to_float
from cppn_keras.evaluation import enlargement
from cppn_keras.evaluation.classifier import Classifier

SIZE = 520  # pixels a side, twenty to a pixel


def main() -> None:
    options = parse()
    data = datasets.load("mnist")
    chosen = np.random.default_rng(options.seed).choice(10_000, options.count, replace=False)
    sampler = Sampler.from_pretrained(options.weights)
    side = sampler.image_size[0]
    images = center_crop(to_float(data.test_images[chosen]), (side, side))
    sampler.refine(images[:1])  # builds the graphs
    print("| | mean agreement, dB | least | label kept | edges, pixels | outline | s a picture |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    bicubic = enlargement.bicubic(images, SIZE // side * side) > 0.5
    for name, way in {
        "code": sampler.encode,
        "refined to 38 dB": functools.partial(sampler.refine, agreement=38),
        "refined": sampler.refine,
    }.items():
        begun = time.perf_counter()
        codes = way(images)
        spent = (time.perf_counter() - begun) / len(images)
        figures = row(sampler, codes, images, data.test_labels[chosen], bicubic)
        print(f"| {name} | {figures} | {spent:.1f} |", flush=True)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", default="mnist")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0, help="which pictures")
    return parser.parse_args()


def row(sampler: Sampler, codes, images, labels, bicubic) -> str:
    """The figures of one way to enlarge."""
    side = images.shape[1]
    factor = bicubic.shape[1] // side
    large = np.concatenate(
        [sampler.generate(code, side * factor, side * factor)[None] for code in codes]
    )
    small = areas(large, side)
    agreement = -10 * np.log10(np.mean((small - images) ** 2, axis=(1, 2, 3)))
    kept = np.mean(Classifier.load().read(small).digits == labels)
    edges = enlargement.edge_width(large, factor)
    lengths = [outline(picture) for picture in (large > 0.5, bicubic)]
    return (
        f"{agreement.mean():.1f} | {agreement.min():.1f} | {kept:.1%} | {edges:.2f} | "
        f"{lengths[0] / lengths[1]:.3f}"
    )


def areas(large: np.ndarray, side: int) -> np.ndarray:
    """Averages over pixels: (n, side · factor, side · factor, 1) → (n, side, side, 1)."""
    factor = large.shape[1] // side
    return large.reshape(len(large), side, factor, side, factor, 1).mean(axis=(2, 4))


def outline(ink: np.ndarray) -> float:
    """Length of the border of ink, by its crossings with lines in four directions: (π/8)·(rows +
    columns + diagonals/√2), which hardly depends on its own direction (Cauchy and Crofton)."""
    ink = ink[..., 0]
    straight = np.sum(ink[:, 1:] != ink[:, :-1]) + np.sum(ink[:, :, 1:] != ink[:, :, :-1])
    down, up = ink[:, 1:, 1:] != ink[:, :-1, :-1], ink[:, 1:, :-1] != ink[:, :-1, 1:]
    return np.pi / 8 * (straight + (np.sum(down) + np.sum(up)) / np.sqrt(2))


if __name__ == "__main__":
    main()
