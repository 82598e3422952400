"""How long a poster takes by several processes, beside one.

    python benchmarks/pool.py                  # 1 and 2 processes, 64 tiles, 5 turns
    python benchmarks/pool.py --processes 2 4 8 --tiles 256
    python benchmarks/pool.py --quick          # a look in a minute

Tiles of 512 x 512 pixels from the depth of a poster, drawn by the shipped MNIST network into a new
folder each time. The numbers of processes take turns, and each time is set against that of one
process in the same turn, so what else the machine does falls on all of them; the medians are
printed. *Start* is the time to the first tile: TensorFlow has to be loaded by every new process.
One process has all threads that TensorFlow likes; N of them share the cores.
"""

import argparse
import itertools
import os
import platform
import statistics
import tempfile
import time
from pathlib import Path

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # processors are compared; before TensorFlow
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from turns import load

from cppn_keras.rendering import Drawing, Poster
from cppn_keras.rendering.deepzoom.pool import cores, draw_tiles
from cppn_keras.sampler import Sampler

SIDE = 65_536  # pixels
FIRST = 60  # row and column of the first tile


def main() -> None:
    options = parse()
    sampler = Sampler.from_pretrained("mnist")
    drawing = sampler.drawing(sampler.digit_codes[3], SIDE)
    print(f"{platform.machine()}, {cores()} cores, {options.repeats} turns, {options.tiles} tiles")
    print(f"load at start: {load()}")
    counts = [1, *options.processes]
    turns = [
        {n: seconds(drawing, options.tiles, n) for n in counts} for _ in range(options.repeats)
    ]
    print(f"{'processes':>9} {'seconds':>9} {'start':>7} {'of one':>9} {'without start':>15}")
    for n in counts:
        whole, start = (statistics.median(turn[n][i] for turn in turns) for i in (0, 1))
        of_one = statistics.median(turn[n][0] / turn[1][0] for turn in turns)
        drawn = statistics.median(net(turn[n]) / net(turn[1]) for turn in turns)
        print(f"{n:>9} {whole:9.1f} {start:7.1f} {of_one:7.2f} x {drawn:13.2f} x", flush=True)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="16 tiles, one turn")
    parser.add_argument("--processes", type=int, nargs="+", default=[2], metavar="N")
    parser.add_argument("--tiles", type=int)
    parser.add_argument("--repeats", type=int, help="turns (5)")
    options = parser.parse_args()
    options.tiles = options.tiles or (16 if options.quick else 64)
    options.repeats = options.repeats or (1 if options.quick else 5)
    return options


def seconds(drawing: Drawing, count: int, processes: int) -> tuple[float, float]:
    """Seconds for all tiles, and until the first one was there."""
    with tempfile.TemporaryDirectory() as folder:
        poster = Poster(drawing, Path(folder) / "a.dzi")
        places = itertools.product(range(FIRST, 128), range(FIRST, 128))  # of 128 x 128 tiles
        tiles = ((16, row, column) for row, column in itertools.islice(places, count))
        begin = time.perf_counter()
        drawn = draw_tiles(poster, tiles, count, processes, None)
        times = [time.perf_counter() - begin for _ in drawn]
    return times[-1], times[0]


def net(times: tuple[float, float]) -> float:
    whole, start = times
    return whole - start


if __name__ == "__main__":
    main()
