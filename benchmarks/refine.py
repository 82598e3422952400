"""How faithful refined codes are, and what they cost.

    python benchmarks/refine.py                  # 100 test pictures of MNIST
    python benchmarks/refine.py --count 10 --weights ink

Test pictures, drawn from the encoder's code and from the refined one, and enlarged by
back-projection. *Agreement*: PSNR of the drawing, averaged over the area of each given pixel,
against the pixels that were given. *Outline*: length of the contour at ½, as a multiple of the one
of the bicubic enlargement, cut at ½.
"""

import argparse
import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

from cppn_keras import Sampler
from cppn_keras import data as datasets
from cppn_keras.data import center_crop, to_float
from cppn_keras.evaluation import enlargement, fidelity, rivals
from cppn_keras.evaluation.classifier import Classifier

SIDE, SIZE = 26, 520  # pixels a side, given and drawn


def main() -> None:
    options = parse()
    data = datasets.load("mnist")
    chosen = np.random.default_rng(options.seed).choice(10_000, options.count, replace=False)
    images = center_crop(to_float(data.test_images[chosen]), (SIDE, SIDE))
    sampler = Sampler.from_pretrained(options.weights)
    sampler.refine(images[:1])  # builds the graphs
    print("| | mean agreement, dB | least | label kept | edges, pixels | outline | s a picture |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    as_trained = rivals.interpolated(images, sampler.image_size[0])
    ways = {
        "code": lambda: sampler.encode(as_trained),
        "refined to 38 dB": lambda: sampler.refine(images, agreement=38),
        "refined": lambda: sampler.refine(images),
        "back-projection": lambda: rivals.back_projected(images, SIZE),
    }
    for name, way in ways.items():
        begun = time.perf_counter()
        found = way()
        spent = (time.perf_counter() - begun) / len(images)
        if found.ndim == 2:  # codes
            found = np.stack([sampler.generate(code, SIZE, SIZE) for code in found])
        figures = row(found, images, data.test_labels[chosen])
        print(f"| {name} | {figures} | {spent:.1f} |", flush=True)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", default="mnist")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0, help="which pictures")
    return parser.parse_args()


def row(large: np.ndarray, images: np.ndarray, labels: np.ndarray) -> str:
    """The figures of one way to enlarge."""
    small = rivals.area_averages(large, SIDE)
    agreement = fidelity.psnr(small, images)
    kept = np.mean(Classifier.load().read(small).digits == labels)
    edges = enlargement.edge_width(large, SIZE // SIDE)
    smooth = fidelity.outline(rivals.interpolated(images, SIZE))
    return (
        f"{agreement.mean():.1f} | {agreement.min():.1f} | {kept:.1%} | {edges:.2f} | "
        f"{np.mean(fidelity.outline(large) / smooth):.3f}"
    )


if __name__ == "__main__":
    main()
