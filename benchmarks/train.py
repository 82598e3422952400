"""How fast the training steps are, and in how much memory, beside PyTorch and the way of 2016.

    python benchmarks/train.py                         # all steps, some minutes
    python benchmarks/train.py --cases sharpening      # those whose name has this in it
    python benchmarks/train.py --quick                 # one turn of one step

A step is one call of `train_step` on 64 pictures of 26 x 26: forward, gradients, Adam. Every way
has a process of its own, the ways of a row take turns, and each step is set against ours of the
same turn; medians are printed. `share` is how much of the speed of bare matrix products the step
reaches with the operations that it counts (`steps.py`): products of (64896, 128) by (128, 128),
measured in the same turns. Memory is the peak of a process above its imports and networks.
PyTorch's pictures of the same weights are compared with ours before anything is measured; it is
left out where it is not installed (`pip install torch`).
"""

import argparse
import importlib.util
import json
import os
import platform
import statistics
import tempfile
from pathlib import Path

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # processors are compared; before TensorFlow
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import steps
from turns import answer, finish, load, peak_memory, serve, set_threads, start, turn

OURS = {
    "ours": steps.ours,
    "whole": steps.whole,
    "unfolded": steps.unfolded,
    "unrolled": steps.unrolled,
    "xla": steps.xla,
    "2016": steps.as_in_2016,
    "products": steps.tall_products,
}
TORCH = ("eager", "compiled")
NOTES = {
    "ours": "this package",
    "whole": "this package, all pictures at once",
    "unfolded": "the same, FiLM as layers of its own: version 0.2",
    "unrolled": "this package, each picture on its own in the graph",
    "xla": "this package, compiled by XLA",
    "2016": "z copied to every point",
    "eager": "PyTorch",
    "compiled": "PyTorch, torch.compile",
    "products": "bare matrix products",
}
VARIANTS = {
    "joint, FiLM CPPN": ["unfolded", "unrolled", "xla"],
    "sharpening, FiLM CPPN": ["whole", "unfolded"],
}
NOTICEABLE = 1e-4  # by which two libraries' pictures may differ


def main() -> None:
    options = parse()
    if options.worker:
        work(*options.worker)
        return
    set_threads(options.threads)
    print(f"{platform.machine()}, {os.cpu_count()} processors, {options.repeats} turns,")
    print(f"threads: {options.threads or 'as each library likes'}; load at start: {load()}")
    for number, case in enumerate(steps.CASES):
        if options.cases in case.name:
            compare(number, options.repeats, options.ways)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one turn of one step")
    parser.add_argument("--cases", default="", help="only steps whose name has this in it")
    parser.add_argument("--ways", nargs="+", choices=[*OURS, *TORCH], default=[*OURS, *TORCH])
    parser.add_argument("--repeats", type=int, help="turns (7)")
    parser.add_argument("--threads", type=int, help="threads of every library")
    parser.add_argument("--worker", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.quick:
        options.cases, options.repeats = "VAE, C", options.repeats or 1
    options.repeats = options.repeats or 7
    return options


def others_for(case: steps.Case) -> list[str]:
    torch = TORCH if importlib.util.find_spec("torch") else ()
    post = ["2016"] if case.generator == "CPPN of 2016" else []
    variants = VARIANTS.get(case.name, [])
    return [*variants, *post, *torch, "products"]


def compare(number: int, repeats: int, wanted: list[str]) -> None:
    """Prints the rows of one case."""
    case = steps.CASES[number]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.npz"
        workers = {"ours": start(__file__, "--worker", "ours", number, path)}
        count = answer(workers["ours"])  # it has written its weights; counted operations
        others = [way for way in others_for(case) if way in (*wanted, "products")]
        try:
            for way in others:
                workers[way] = start(__file__, "--worker", way, number, path)
            differences = {way: answer(workers[way]) for way in others}
            for way in [way for way in others if isinstance(differences[way], str)]:
                print(f"  {way}: left out, {differences[way]}")
                workers.pop(way).kill()
            turns = [
                {way: turn(worker)[0] for way, worker in workers.items()} for _ in range(repeats)
            ]
            memory = {way: finish(worker) for way, worker in workers.items()}
        finally:
            for worker in workers.values():
                worker.kill()
    report(case, count, turns, memory, differences)


def report(case, count: float, turns: list[dict], memory: dict, differences: dict) -> None:
    speed = statistics.median(steps.TALL_OPERATIONS / times["products"] for times in turns)
    print(f"\n{case.name}: {count / 1e9:.1f} GFLOP; products: {speed / 1e9:.0f} GFLOP/s")
    for way in memory:
        if way == "products":
            continue
        ms = 1e3 * statistics.median(times[way] for times in turns)
        ratio = statistics.median(times[way] / times["ours"] for times in turns)
        share = statistics.median(
            count / times[way] * times["products"] / steps.TALL_OPERATIONS for times in turns
        )
        used = "-" if memory[way] is None else f"{memory[way]:.0f} MB"
        agrees = f", pictures within {differences[way]:.0e}" if way in TORCH else ""
        print(
            f"  {way:<9} {ms:7.0f} ms {ratio:6.2f} x  share {share:.2f} {used:>9}   "
            f"{NOTES[way]}{agrees}",
            flush=True,
        )


def work(way: str, number: str, path: str) -> None:
    """The worker of one way and one case."""
    case = steps.CASES[int(number)]
    z = np.random.default_rng(1).normal(size=(2, steps.LATENT)).astype("float32")
    if way in TORCH:
        import torch_steps

        arrays = dict(np.load(path))
        drawn = arrays.pop("drawn")
        ready = float(np.abs(torch_steps.drawing(case, arrays, z) - drawn).max())
        if ready > NOTICEABLE:
            raise SystemExit(f"{way} draws other pictures: {ready}")
        before = peak_memory()
        step = getattr(torch_steps, way)(case, arrays)
    else:
        nets = steps.networks_for(case)
        ready = steps.operations(case, nets)
        if way == "ours":
            drawn = nets["generator"](z)  # at the centres of all samples
            np.savez(path, drawn=drawn, **steps.weights_of(nets))
        before = peak_memory()
        step = OURS[way](case, nets)
    try:
        step()  # traces, compiles, starts threads
    except RuntimeError as error:
        print(json.dumps(str(error).split(". ")[0]), flush=True)
        return
    step()
    serve(step, before, ready)


if __name__ == "__main__":
    main()
