"""What a second worker gains: the joint step of a recipe, by one worker and by two on this machine.

    python benchmarks/workers.py                  # `demo` and `mnist`, some minutes
    python benchmarks/workers.py --quick          # `demo`, one turn of two steps

Every worker has one thread. The batch is the recipe's, as a whole; two workers have half of it
each. One and two take turns, and the ratio is the median over turns of the time of two by that of
one: 0.5 would be twice as fast. `processor` is the same of processor time, the slower worker's,
which other work on the machine hardly changes. `sent` is what a worker sends for each step, the
gradients of all trainable weights in a ring all-reduce: 2(n - 1)/n of their bytes. `exchange` is
the median time of an all-reduce of gradients of this size with nothing else to do.
"""

import argparse
import contextlib
import json
import os
import random
import statistics
import sys
import time

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # processors are compared; before TensorFlow
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from turns import answer, finish, load, peak_memory, serve, set_threads, start, turn

RECIPES = ("demo", "mnist")
EXCHANGES = 20


def main() -> None:
    options = parse()
    if options.worker:
        work(options.worker, options.steps)
        return
    set_threads(1)
    print(
        f"{os.cpu_count()} processors, {options.repeats} turns of {options.steps} steps; ", end=""
    )
    print(f"load at start: {load()}")
    print("| recipe | one, ms a step | two | ratio | processor | two | ratio | sent | exchange |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for name in options.recipes:
        compare(name, options.steps, options.repeats)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="`demo`, one turn of two steps")
    parser.add_argument("--recipes", nargs="+", choices=RECIPES, default=RECIPES)
    parser.add_argument("--repeats", type=int, default=7, help="turns (7)")
    parser.add_argument("--steps", type=int, default=10, help="a turn (10)")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.quick:
        options.recipes, options.repeats, options.steps = ("demo",), 1, 2
    return options


def compare(name: str, steps: int, repeats: int) -> None:
    """Prints the row of a recipe."""
    workers = []
    try:
        workers.append(start_worker(name, steps))
        answer(workers[0])
        port = random.randrange(15_000, 32_000)
        addresses = [f"127.0.0.1:{port + i}" for i in range(2)]
        workers += [start_worker(name, steps, addresses, i) for i in range(2)]
        size, exchange = max(answer(worker) for worker in workers[1:])
        turns = [(turn(workers[0]), both(workers[1:])) for _ in range(repeats)]
        for worker in workers:
            finish(worker)
    finally:
        for worker in workers:
            worker.kill()
    cells = [name]
    for clock in range(2):  # that of the wall, and of the processor
        ms = [1e3 / steps * statistics.median(t[way][clock] for t in turns) for way in range(2)]
        ratio = statistics.median(two[clock] / one[clock] for one, two in turns)
        cells += [f"{ms[0]:.0f}", f"{ms[1]:.0f}", f"{ratio:.2f}"]
    cells += [f"{size / 1e6:.2f} MB", f"{1e3 * exchange:.1f} ms"]
    print(f"| {' | '.join(cells)} |", flush=True)


def start_worker(name: str, steps: int, addresses=(), index: int = 0):
    """A process; with addresses one of several."""
    task = {"type": "worker", "index": index}
    os.environ.pop("TF_CONFIG", None)
    if addresses:
        cluster = {"worker": list(addresses)}
        os.environ["TF_CONFIG"] = json.dumps({"cluster": cluster, "task": task})
    return start(__file__, "--worker", name, "--steps", steps)


def both(workers) -> list[float]:
    """A turn of two workers: the longer time, and the longer processor time."""
    for worker in workers:
        print("go", file=worker.stdin, flush=True)
    return [max(times) for times in zip(*map(answer, workers), strict=True)]


def work(name: str, steps: int) -> None:
    """A worker: trains when told, and says beforehand what it sends and how long that takes."""
    from cppn_keras import process

    process.load_tensorflow_quietly()
    from cppn_keras.runs import recipes
    from cppn_keras.runs.workers import connected

    told = sys.stdout
    with contextlib.redirect_stdout(process.nowhere()), connected() as workers:
        recipe = recipes.get(name)
        model = recipe.stages[0].build((26, 26, 1), 0, None)
        model.adversarial_start = 0  # all terms from the first step on
        step = training(model, recipe.batch_size, workers)
        step(1)  # traced
        size = 4 * sum(
            v.numpy().size for variables in model.optimizer_targets().values() for v in variables
        )
        ready = [2 * (workers.count - 1) / workers.count * size, exchange(workers, size)]
        with contextlib.redirect_stdout(told):
            serve(lambda: step(steps), peak_memory(), ready)
        workers.from_first()


def training(model, batch_size: int, workers):
    """A function that makes so many steps, on digits that are drawn beforehand."""
    from cppn_keras.data import batches
    from cppn_keras.data.strokes import stroke_digits

    images, *_ = stroke_digits(train=4 * batch_size, test=10, seed=0)
    shard = (workers.index, workers.count)
    feed = iter(batches(images, batch_size, crop=26, shard=shard))
    import tensorflow as tf

    step = tf.function(model.train_step, autograph=False)

    def make(steps: int) -> None:
        for _ in range(steps):
            step(next(feed))

    return make


def exchange(workers, size: int) -> float:
    """Seconds that an all-reduce of gradients of so many bytes takes; 0 where nobody else is."""
    import tensorflow as tf

    if workers.count == 1:
        return 0.0
    gradients, times = tf.zeros(size // 4), []
    reduce = tf.function(lambda: workers.mean([gradients]), autograph=False)
    for _ in range(EXCHANGES):
        begun = time.perf_counter()
        reduce()
        times.append(time.perf_counter() - begun)
    return statistics.median(times[1:])


if __name__ == "__main__":
    main()
