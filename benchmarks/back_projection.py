"""Tunes the strongest rival: which back-projection does best, for each size of given picture?

    python benchmarks/back_projection.py            # about half an hour of one core
    python benchmarks/back_projection.py --sizes 9

Strokes that neither a network has learnt from nor a lesson measures with are given as few pixels
and enlarged; printed is the best PSNR against the exact drawing. `evaluation/rivals.py` has the
results.
"""

import argparse
import dataclasses
import itertools

import numpy as np

from cppn_keras.data.strokes import random_strokes, render_stroke
from cppn_keras.evaluation.fidelity import overlap, psnr
from cppn_keras.evaluation.rivals import BackProjection, back_projected

SIZE = 520  # pixels a side
BOX = (1.0, 1.0, 27.0, 27.0)  # the middle 26 of the 28 units of a drawing
SEED = 1_000_003  # of the strokes
GRID = {
    "slope": [32.0, 48.0, 64.0, 96.0, 128.0, 192.0],
    "step": [0.125, 0.25, 0.5],
    "rounds": [60, 120],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=12, help="strokes")
    parser.add_argument("--sizes", type=int, nargs="+", default=[26, 20, 16, 13, 11, 9, 7])
    options = parser.parse_args()
    strokes = random_strokes(options.count, SEED)
    truths = render_stroke(strokes, SIZE, SIZE, BOX)
    print("| given | slope | step | rounds | PSNR, dB | overlap |")
    print("| --- | --- | --- | --- | --- | --- |")
    for size in options.sizes:
        given = render_stroke(strokes, size, size, BOX)
        ways = [BackProjection(*values) for values in itertools.product(*GRID.values())]
        scores = [psnr(back_projected(given, SIZE, way), truths).mean() for way in ways]
        best = ways[int(np.argmax(scores))]
        same = overlap(back_projected(given, SIZE, best), truths).mean()
        cells = [size, *dataclasses.astuple(best), f"{max(scores):.2f}", f"{same:.3f}"]
        print("|", " | ".join(map(str, cells)), "|", flush=True)


if __name__ == "__main__":
    main()
