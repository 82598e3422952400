"""Workers for tests: real processes on this machine, started by TF_CONFIG.

    run_workers(2, "workers.py", "train", "tiny", "--out", "run")

starts this file on each. It is then the command line with the recipes of `runs.py` and a tiny one;
the environment variable KILL=worker,moment ends a worker by SIGKILL before that moment: moments are
the ends of its batches and the files that it moves to their places, counted from 1.
"""

import contextlib
import dataclasses
import json
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIMIT = 600  # seconds, after which workers that hang are ended


def free_ports(count: int) -> list[int]:
    """Ports that nobody uses, below those that systems give to connections by themselves."""
    found = []
    while len(found) < count:
        port = random.randrange(15_000, 32_000)
        with contextlib.suppress(OSError), socket.create_server(("", port)):
            found += [port] if port not in found else []
    return found


def configs(count: int) -> list[str]:
    """TF_CONFIG of each worker."""
    addresses = [f"127.0.0.1:{port}" for port in free_ports(count)]
    tasks = [{"type": "worker", "index": i} for i in range(count)]
    return [json.dumps({"cluster": {"worker": addresses}, "task": task}) for task in tasks]


@contextlib.contextmanager
def started(count: int, *arguments, cwd: Path, **environment) -> Iterator[list[subprocess.Popen]]:
    """The processes of `count` workers, which are ended with the block."""
    threads = {f"{name}_THREADS": "1" for name in ("OMP_NUM", "TF_NUM_INTRAOP", "TF_NUM_INTEROP")}
    path = os.pathsep.join([str(HERE.parent), str(HERE)])
    common = {**os.environ, **threads, "PYTHONPATH": path, "CUDA_VISIBLE_DEVICES": "-1"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    command = [sys.executable, *map(str, arguments)]
    processes = [
        subprocess.Popen(
            command, cwd=cwd, env={**common, "TF_CONFIG": config, **environment}, **pipes
        )
        for config in configs(count)
    ]
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.communicate()


@dataclasses.dataclass(frozen=True)
class Ended:
    """How a worker ended."""

    status: int
    out: str
    error: str


def run_workers(count: int, *arguments, cwd: Path, **environment) -> list[Ended]:
    """Waits for all workers."""
    with started(count, *arguments, cwd=cwd, **environment) as processes:
        texts = [process.communicate(timeout=LIMIT) for process in processes]
        return [Ended(p.returncode, *text) for p, text in zip(processes, texts, strict=True)]


# ------------------------------------------------------------------- what runs on each worker


def main() -> None:
    """The command line on one worker, with recipes and faults of the tests."""
    from cppn_keras import cli, process

    process.load_tensorflow_quietly()
    from cppn_keras.runs import recipes, run

    index = json.loads(os.environ["TF_CONFIG"])["task"]["index"]
    worker, moment = map(int, os.environ.get("KILL", "-1,0").split(","))
    if index == worker:
        kill_before(moment)
    if index == 0 and "DISK" in os.environ:
        fill_the_disk(int(os.environ["DISK"]))
    train, recipes.get = run.train, lambda name: tiny_recipe()

    def remembered(*arguments):
        save_weights(f"weights-{index}.npz", train(*arguments))

    run.train = remembered
    sys.exit(cli.main())


def tiny_recipe():
    from runs import PLAIN_RECIPES

    from cppn_keras.runs.recipe import Stage

    like = PLAIN_RECIPES["plain_vae"]
    return dataclasses.replace(
        like, name="tiny", steps_per_epoch=5, stages=(Stage("only", 1.0, tiny_vae),)
    )


def tiny_vae(shape=(8, 8, 1), seed=0, _=None):
    import keras
    from keras import layers

    from cppn_keras.training import VAE

    keras.utils.set_random_seed(seed)
    pictures, z = keras.Input(shape), keras.Input((3,))
    flat = layers.Flatten()(pictures)
    encoder = keras.Model(pictures, [layers.Dense(3)(flat), layers.Dense(3)(flat)])
    drawn = layers.Reshape(shape)(layers.Dense(64, "sigmoid")(z))
    model = VAE(encoder, keras.Model(z, drawn), average_decay=0.9, seed=seed)
    model.compile()
    return model


def save_weights(path: str, model) -> None:
    import numpy as np

    np.savez(path, *(np.asarray(weight) for weight in model.weights))


def kill_before(moment: int) -> None:
    from cppn_keras.runs.callbacks import StopOnNaN

    left = [moment]

    def counted(original):
        def call(*arguments, **options):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*arguments, **options)

        return call

    StopOnNaN.on_train_batch_end = counted(StopOnNaN.on_train_batch_end)
    os.replace = counted(os.replace)


def fill_the_disk(size: int) -> None:
    """When the run is saved no file can grow beyond `size` bytes."""
    import resource

    from cppn_keras.runs.callbacks import Checkpointer

    save = Checkpointer.save

    def on_a_full_disk(self):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        save(self)

    Checkpointer.save = on_a_full_disk


if __name__ == "__main__":
    main()
