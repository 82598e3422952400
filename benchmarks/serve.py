"""How many tiles the poster server gives to fifty browsers at once, beside the drawing of a tile.

    python benchmarks/serve.py
    python benchmarks/serve.py --quick         # a look in half a minute

Tiles of 256 x 256 pixels from the depth of a poster, drawn by the shipped MNIST network. In each
turn as many tiles are drawn without a server, asked for when they are missing, and asked for again,
several times, when they are there; each time is set against the drawing in the same turn, and the
medians are printed. The browsers are threads of another process, on the same machine; every answer
is read to its end.
"""

import argparse
import concurrent.futures
import http.client
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

SIDE, TILE = 65_536, 256  # pixels
LEVEL, ROW, AGAIN = 16, 120, 10


def main() -> None:
    options = parse()
    if options.browse:
        port, first, count, times = options.browse
        print(browse(port, first, count, times, options.browsers))
        return
    rows, turns = {}, measured(options)
    for way in ("drawn without a server", "missing: drawn when asked for", "there"):
        rows[way] = [turn[way] for turn in turns]
    print(f"{'tiles':<30} {'a second':>9} {'a tile in':>11} {'of drawing':>11}")
    for way, seconds in rows.items():
        each = statistics.median(seconds)
        ratio = statistics.median(
            a / b for a, b in zip(seconds, rows["drawn without a server"], strict=True)
        )
        print(f"{way:<30} {1 / each:9.1f} {1000 * each:8.1f} ms {ratio:9.3f} x")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="10 tiles, one turn")
    parser.add_argument("--browsers", type=int, default=50)
    parser.add_argument("--repeats", type=int, help="turns (5)")
    parser.add_argument("--browse", type=int, nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.tiles = 10 if options.quick else 50
    options.repeats = options.repeats or (1 if options.quick else 5)
    return options


def measured(options: argparse.Namespace) -> list[dict[str, float]]:
    """For each turn the seconds of a tile, by what was done."""
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # before TensorFlow
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    from turns import load

    from cppn_keras.rendering import Poster
    from cppn_keras.rendering.deepzoom.serve import PosterServer
    from cppn_keras.sampler import Sampler

    sampler = Sampler.from_pretrained("mnist")
    drawing = sampler.drawing(sampler.digit_codes[3], SIDE)
    with tempfile.TemporaryDirectory() as folder:
        poster = Poster(drawing, Path(folder) / "a.dzi", TILE)
        with PosterServer(poster, 0) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            poster.draw_tile(LEVEL, 0, 0)  # traces the network
            print(
                f"{platform.machine()}, {os.cpu_count()} processors, {options.browsers} browsers,"
            )
            print(f"{options.tiles} tiles, {options.repeats} turns; load at start: {load()}")
            turns = [turn(poster, server.server_port, i, options) for i in range(options.repeats)]
            server.shutdown()
    return turns


def turn(poster, port: int, number: int, options: argparse.Namespace) -> dict[str, float]:
    first, count = number * options.tiles, options.tiles
    begin = time.perf_counter()
    for column in range(first, first + count):
        poster.draw_tile(LEVEL, ROW + 1, column)
    alone = (time.perf_counter() - begin) / count
    return {
        "drawn without a server": alone,
        "missing: drawn when asked for": from_outside(port, first, count, 1, options.browsers),
        "there": from_outside(port, first, count, AGAIN, options.browsers),
    }


def from_outside(port: int, *arguments: int) -> float:
    """`browse` in a process of its own."""
    *what, browsers = map(str, (port, *arguments))
    command = [sys.executable, __file__, "--browse", *what, "--browsers", browsers]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def browse(port: int, first: int, count: int, times: int, browsers: int) -> float:
    """Seconds for a tile, when so many browsers ask for `count` tiles so many times."""
    begin = time.perf_counter()
    columns = list(range(first, first + count)) * times
    with concurrent.futures.ThreadPoolExecutor(browsers) as pool:
        for _ in pool.map(lambda column: fetch(port, column), columns):
            pass
    return (time.perf_counter() - begin) / len(columns)


def fetch(port: int, column: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("GET", f"/a_files/{LEVEL}/{column}_{ROW}.png")
    answer = connection.getresponse()
    if answer.status != 200 or not answer.read():
        raise SystemExit(f"tile {column} was answered with {answer.status}")
    connection.close()


if __name__ == "__main__":
    main()
