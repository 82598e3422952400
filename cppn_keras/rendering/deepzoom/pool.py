"""A poster's tiles by many workers: each loads the network once, then draws what it is told to.

A worker is a process of this machine, or, in `cluster.py`, an actor of Ray. It draws; this process
alone writes, so that a worker may be killed at any moment.
"""

import concurrent.futures
import contextlib
import os
import pickle
import queue
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import tensorflow as tf

from cppn_keras.checks import memory
from cppn_keras.errors import UserError, one_line
from cppn_keras.process import load_tensorflow_quietly
from cppn_keras.rendering.deepzoom.pyramid import Tile

ALONE = 5.0  # seconds of drawing alone from which the rest is estimated
WORTH = 60.0  # seconds of drawing left from which on other processes are worth their start
MEMORY = 2**30  # bytes that a worker may need


class Worker(Protocol):
    """Who draws tiles for us."""

    def draw(self, tile: Tile) -> bytes:
        """The content of a tile's file; raises UserError where the worker is gone."""

    def end(self) -> None:
        """Ends at once, whatever it does."""


def draw_tiles(
    poster, tiles: Iterator[Tile], count: int, processes: int | None, ray: str | None
) -> Iterator[Tile]:
    """Draws the `count` tiles of a `Poster` and yields each when it is on disk.

    Args:
        processes: 1 draws in this process, more in as many of their own. When None this one draws
            alone until others are worth their start, then as many as this machine has room for.
        ray: the address of a cluster whose actors draw instead, see `cluster.actors`.
    """
    if ray is not None:
        from cppn_keras.rendering.deepzoom.cluster import actors

        with actors(packed(poster), ray, processes) as workers:
            yield from draw_by(workers, poster, tiles)
        return
    most = min(processes or usual_processes(), max(1, count))
    if processes is None or most == 1:
        begin = time.monotonic()
        for drawn, tile in enumerate(tiles, 1):
            poster.draw_tile(*tile)
            yield tile
            if most > 1 and pays(time.monotonic() - begin, drawn, count - drawn):
                break
        else:
            return
    data, threads = packed(poster), max(1, cores() // most)
    yield from draw_by([Process(data, threads) for _ in range(most)], poster, tiles)


def draw_by(workers: Sequence[Worker], poster, tiles: Iterable[Tile]) -> Iterator[Tile]:
    """Has workers draw tiles and yields each when it is on disk, in any order.

    Tiles are taken as they are needed, two for each worker. All workers are ended when the tiles
    are drawn, when one fails, or when nobody asks for the next; what is drawn by then stays.
    """
    idle = queue.SimpleQueue()

    def draw(tile: Tile) -> Tile:
        worker = idle.get()
        try:
            content = worker.draw(tile)
        finally:
            idle.put(worker)
        poster.keep_tile(content, *tile)
        return tile

    waiting = set()
    with concurrent.futures.ThreadPoolExecutor(len(workers)) as threads, _ended(workers, waiting):
        for worker in workers:
            idle.put(worker)
        for tile in tiles:
            waiting.add(threads.submit(draw, tile))
            if len(waiting) >= 2 * len(workers):
                done = concurrent.futures.wait(waiting, return_when="FIRST_COMPLETED").done
                waiting -= done
                yield from (future.result() for future in done)
        yield from (future.result() for future in concurrent.futures.as_completed(waiting))


@contextlib.contextmanager
def _ended(workers: Sequence[Worker], waiting: set[concurrent.futures.Future]) -> Iterator[None]:
    """In the end nothing waits for a worker, and none is at work."""
    try:
        yield
    finally:
        for future in waiting:
            future.cancel()
        for worker in workers:
            worker.end()


class Process:
    """A worker of this machine: a Python of its own, not forked, for TensorFlow is loaded here. It
    ends with this process, however that ends.

    Args:
        data: a `Poster`, see `packed`.
        threads: how many TensorFlow may use there.
    """

    def __init__(self, data: bytes, threads: int):
        code = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import work; work()"
        self.unsent = pickle.dumps(data)  # goes with the first tile: nobody reads it before that
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **settings(threads)},
            start_new_session=True,  # Ctrl-C is sent to us alone
        )

    def draw(self, tile: Tile) -> bytes:
        try:
            self.process.stdin.write(self.unsent + pickle.dumps(tile))
            self.process.stdin.flush()
            self.unsent = b""
            answer = pickle.load(self.process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError):
            status = self.process.wait()
            raise gone(f"signal {-status}" if status < 0 else f"status {status}") from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):  # a tile's number may be left to send
                pipe.close()


class Drawer:
    """What a worker runs: it holds a poster, which it loads when the first tile is asked for."""

    def __init__(self, data: bytes):
        self.data, self.poster = data, None

    def draw(self, tile: Tile) -> bytes:
        """The content of a tile's file."""
        if self.poster is None:
            try:
                self.poster = pickle.loads(self.data)
            except Exception as error:  # Keras raises many kinds
                raise _not_sent(error) from None
        return self.poster.tile_png(*tile)


def work() -> None:
    """What a `Process` runs: reads a poster, then tiles; answers by their content or an error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not come between
    load_tensorflow_quietly()
    with contextlib.suppress(EOFError, BrokenPipeError):  # the other process is gone
        drawer = Drawer(pickle.load(sys.stdin.buffer))
        while True:
            tile = pickle.load(sys.stdin.buffer)
            try:
                answer = drawer.draw(tile)
            except Exception as error:
                answer = error
            pickle.dump(answer, answers)
            answers.flush()


def packed(poster) -> bytes:
    """A `Poster` with its network for other processes; raises UserError if it cannot be sent."""
    try:
        return pickle.dumps(poster)
    except Exception as error:  # Keras raises many kinds
        raise _not_sent(error) from None


def _not_sent(error: Exception) -> UserError:
    return UserError(
        f"this network cannot be loaded by other processes ({one_line(error)}); draw by 1 process."
    )


def gone(how: str) -> UserError:
    """What is said of a worker that was killed."""
    return UserError(
        f"a process that draws tiles has ended ({how}). What is drawn stays: run the same again "
        "for the rest, with fewer processes if memory is short."
    )


def settings(threads: int) -> dict[str, str]:
    """Environment variables for a worker: TensorFlow has so many threads, and no more of a GPU's
    memory than it needs."""
    names = ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")
    return {**dict.fromkeys(names, str(threads)), "TF_FORCE_GPU_ALLOW_GROWTH": "true"}


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def usual_processes() -> int:
    """One for each core, if memory holds them; 1 where a GPU draws, which they would fight for."""
    if tf.config.list_physical_devices("GPU"):
        return 1
    return int(max(1, min(cores(), memory() // MEMORY)))


def pays(seconds: float, drawn: int, left: int) -> bool:
    """Whether workers are worth their start: for so long this process has drawn alone, `drawn`
    tiles, and at that speed it would take a good while more for those that are left."""
    return seconds > ALONE and left * seconds / drawn > WORTH
