"""How fast the renderer draws, and in how much memory, beside other ways to draw the same.

    python benchmarks/render.py                # 1920x1080 and 4096x4096, width 32 and 128
    python benchmarks/render.py --quick        # a look in half a minute
    python benchmarks/render.py --poster       # 16384x16384 into a PNG instead: its memory

Every way has its own process. The ways take turns and each picture is set against the renderer's
picture of the same turn, so what else the machine does falls on all of them; the medians are
printed, by the clock and by the processor time of all threads. Memory is the peak of the process
above what it held after its imports. All of it runs on the processor, with each library's own
number of threads unless `--threads` says otherwise. On a machine that is busy with other things,
libraries whose threads wait for each other (NumPy, PyTorch) lose most by the clock;
`--threads 1` and the processor time tell then what the work itself costs.
"""

import argparse
import importlib.util
import os
import platform
import statistics
import tempfile
import time
from pathlib import Path

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # processors are compared; before TensorFlow
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from turns import answer, finish, load, peak_memory, serve, set_threads, start, turn
from ways import LATENT, WAYS, random_weights, random_z

DEPTH = 4
SIZES = ["1920x1080", "4096x4096"]
WIDTHS = [32, 128]
NOTES = {
    "renderer": "cppn_keras.rendering.Drawing",
    "2016": "z and coordinates copied to every pixel, one call",
    "numpy": "NumPy in small chunks",
    "torch": "PyTorch, eager, in chunks",
    "products": "the matrix products alone, in TensorFlow: the limit",
}
HEADER = ("way", "MP/s", "clock", "processor", "memory")


def main() -> None:
    options = parse()
    if options.worker:
        work(options.worker, *options.case)
    elif options.poster:
        poster(options.poster)
    else:
        set_threads(options.threads)
        print(f"{platform.machine()}, {os.cpu_count()} processors, {options.repeats} turns,")
        print(f"threads: {options.threads or 'as each library likes'}; load at start: {load()}")
        print("clock, processor: time of a way divided by that of the renderer")
        for size in options.sizes:
            for width in options.widths:
                compare(size, width, options.repeats, options.ways)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small pictures, one turn")
    parser.add_argument("--sizes", type=size, nargs="+", metavar="WIDTHxHEIGHT")
    parser.add_argument("--widths", type=int, nargs="+", help="units in a layer")
    parser.add_argument("--repeats", type=int, help="turns (5)")
    parser.add_argument("--threads", type=int, help="threads of every library")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument(
        "--poster", type=int, nargs="?", const=16384, metavar="SIDE", help="memory of a large PNG"
    )
    parser.add_argument("--worker", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--case", type=int, nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.sizes = options.sizes or [size(s) for s in (["320x180"] if options.quick else SIZES)]
    options.widths = options.widths or ([32] if options.quick else WIDTHS)
    options.repeats = options.repeats or (1 if options.quick else 5)
    return options


def size(text: str) -> tuple[int, int]:
    """ "1920x1080" → (height, width)."""
    width, height = text.split("x")
    return int(height), int(width)


def compare(size: tuple[int, int], width: int, repeats: int, ways: list[str]) -> None:
    """Prints the table of one size and one width."""
    height, columns = size
    print(f"\n{columns} x {height}, width {width}, depth {DEPTH}")
    workers = {}
    try:
        for way in dict.fromkeys(["renderer", *ways]):
            reason = why_not(way, height * columns, width)
            if reason:
                print(f"  {way}: left out, {reason}")
            else:
                workers[way] = start(__file__, "--worker", way, "--case", height, columns, width)
        for worker in workers.values():
            answer(worker)  # it is ready
        turns = [{way: turn(worker) for way, worker in workers.items()} for _ in range(repeats)]
        memory = {way: finish(worker) for way, worker in workers.items()}
    finally:
        for worker in workers.values():
            worker.kill()
    report(turns, memory, height * columns / 1e6)


def why_not(way: str, points: int, width: int) -> str | None:
    """Why a way cannot be measured here; None if it can."""
    if way == "torch" and importlib.util.find_spec("torch") is None:
        return "PyTorch is not installed"
    if way == "2016":
        needs, free = memory_of_2016(points, width), free_memory()
        if needs > 0.7 * free:
            return f"it needs up to {needs / 1e9:.0f} GB and {free / 1e9:.0f} GB are free"
    return None


def memory_of_2016(points: int, width: int) -> float:
    """Bytes: z twice, coordinates, and the first layer's four products beside their sum."""
    return 4.0 * points * (2 * LATENT + 3 + 5 * width)


def free_memory() -> float:
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:  # not Linux
        return 8e9
    return next(1024.0 * int(line.split()[1]) for line in lines if line.startswith("MemAvailable"))


def report(turns: list[dict], memory: dict, megapixels: float) -> None:
    print("  {:<9} {:>8} {:>8} {:>10} {:>9}".format(*HEADER))
    for way in turns[0]:
        speed = megapixels / statistics.median(times[way][0] for times in turns)
        clock, processor = (
            statistics.median(times[way][i] / times["renderer"][i] for times in turns)
            for i in (0, 1)
        )
        used = "-" if memory[way] is None else f"{memory[way]:.0f} MB"
        ratios = f"{clock:6.2f} x {processor:8.2f} x"
        print(f"  {way:<9} {speed:8.2f} {ratios} {used:>9}   {NOTES[way]}", flush=True)


def work(way: str, height: int, columns: int, width: int) -> None:
    """The worker: draws when told."""
    draw = WAYS[way](random_weights(width, DEPTH), random_z())
    before = peak_memory()
    draw(48, 64)  # traces, starts threads
    serve(lambda: draw(height, columns), before)


def poster(side: int, width: int = 32) -> None:
    """Memory and time of a large grey PNG."""
    from ways import cppn_with

    from cppn_keras.rendering import Drawing, save

    cppn, before = cppn_with(random_weights(width, DEPTH)), peak_memory()
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        path = save(Drawing(cppn, random_z(), side, side), Path(folder) / "poster.png")
        seconds, megabytes = time.perf_counter() - begin, path.stat().st_size / 1e6
    used = "-" if before is None else f"{peak_memory() - before:.0f} MB above the imports"
    print(f"{side} x {side} grey, width {width}, depth {DEPTH}: a PNG of {megabytes:.1f} MB")
    print(f"{seconds:.1f} s, {side * side / 1e6 / seconds:.2f} MP/s; memory: {used}")


if __name__ == "__main__":
    main()
