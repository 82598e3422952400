"""Training on several workers, started by TF_CONFIG as TensorFlow's clusters do.

    TF_CONFIG='{"cluster": {"worker": ["10.0.0.1:2222", "10.0.0.2:2222"]},
                "task": {"type": "worker", "index": 0}}'

The same command is started on each worker, with its own index. The first one (worker 0, or the one
that the cluster calls "chief") prints, and keeps the run in its folder; the others need no folder.
What the workers send is neither encrypted nor signed: use a network of your own.
"""

import contextlib
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator

import tensorflow as tf

from cppn_keras.checks import positive
from cppn_keras.errors import UserError, one_line
from cppn_keras.process import nowhere
from cppn_keras.training.replicas import ALONE, Replicas, current, together

WAIT = "CPPN_KERAS_WAIT"  # seconds in which all workers must have been started
USUAL_WAIT = 60.0
RETRY = 0.2  # seconds between two attempts to reach a worker
START = 60.0  # seconds that TensorFlow may take once all workers are there
LOST = (  # what TensorFlow raises when another worker is gone
    tf.errors.UnavailableError,
    tf.errors.AbortedError,
    tf.errors.CancelledError,
    tf.errors.DeadlineExceededError,
    tf.errors.InternalError,
)
EXAMPLE = 'such as {"cluster": {"worker": ["10.0.0.1:2222", "10.0.0.2:2222"]}, "task": {…}}'


@contextlib.contextmanager
def connected() -> Iterator[Replicas]:
    """Within it this process trains together with the workers that TF_CONFIG names, if any.

    It must be entered before TensorFlow has computed anything. Only the first worker prints.

    Raises:
        UserError: TF_CONFIG is wrong, another process has this worker's port, a worker does not
            answer in time (60 s, or as CPPN_KERAS_WAIT says).
    """
    text = os.environ.get("TF_CONFIG")
    addresses, index = read_config(text) if text else ([""], 0)
    if len(addresses) == 1:
        yield ALONE
        return
    print(f"worker {index} of {len(addresses)}, at {addresses[index]}", flush=True)
    meet(addresses, index, _seconds_to_wait())
    replicas = Replicas(index, tuple(addresses), _start_strategy())
    quiet = contextlib.nullcontext() if replicas.first else contextlib.redirect_stdout(nowhere())
    with together(replicas), quiet:
        yield replicas


def read_config(text: str) -> tuple[list[str], int]:
    """TF_CONFIG → the addresses "host:port" of all workers, and which of them this process is.

    Raises UserError for what is not the description of a cluster of workers.
    """
    try:
        config = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UserError(
            f"TF_CONFIG is not JSON ({one_line(error)}); it must be {EXAMPLE}."
        ) from None
    cluster, task = (
        config.get(k) if isinstance(config, dict) else None for k in ("cluster", "task")
    )
    if not isinstance(cluster, dict) or not isinstance(task, dict):
        raise UserError(f'TF_CONFIG must hold "cluster" and "task", {EXAMPLE}.')
    jobs = {kind: cluster.get(kind, []) for kind in ("chief", "worker")}
    if foreign := sorted(set(map(str, cluster)) - set(jobs)):
        raise UserError(
            f"TF_CONFIG: this package trains on workers only, not on {foreign[0]!r:.40}."
        )
    for kind, addresses in jobs.items():
        if not isinstance(addresses, list) or not all(map(_is_address, addresses)):
            raise UserError(f'TF_CONFIG: "{kind}" must be a list of "host:port", {EXAMPLE}.')
    if not jobs["worker"] + jobs["chief"]:
        raise UserError(f"TF_CONFIG names no workers; it must be {EXAMPLE}.")
    kind, index = task.get("type"), task.get("index")
    if kind not in jobs:
        raise UserError(f'TF_CONFIG: the task\'s type must be "worker", not {kind!r:.40}.')
    if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(jobs[kind]):
        raise UserError(
            f"TF_CONFIG: the task's index must be 0 to {len(jobs[kind]) - 1}, not {index!r:.40}."
        )
    addresses = jobs["chief"] + jobs["worker"]
    if len(set(addresses)) < len(addresses) or len(jobs["chief"]) > 1:
        raise UserError("TF_CONFIG: each worker needs an address of its own, and one is the chief.")
    return addresses, index + (len(jobs["chief"]) if kind == "worker" else 0)


def meet(addresses: list[str], index: int, wait: float) -> None:
    """Returns once every other worker listens at its port, as this one does meanwhile.

    Raises:
        UserError: this worker's port is taken, or somebody does not answer within `wait` seconds.
    """
    _, port = _host_and_port(addresses[index])
    end = time.monotonic() + wait
    try:
        listener = socket.create_server(("", port))
    except OSError as error:
        raise UserError(
            f"worker {index} cannot use its port {port}: {one_line(error)}; does it run already?"
        ) from None
    with listener:
        for other in sorted(set(range(len(addresses))) - {index}):
            while (reason := _unreachable(addresses[other])) and time.monotonic() < end:
                time.sleep(RETRY)
            if reason:
                raise UserError(
                    f"worker {other} at {addresses[other]} did not answer within {wait:g} s "
                    f"({reason}); start the same command there, or set {WAIT} to more seconds."
                )


@contextlib.contextmanager
def lost_named(go_on: Callable[[], str]) -> Iterator[None]:
    """Turns TensorFlow's errors about a worker that is gone into a UserError.

    `go_on` says from where the run will go on.
    """
    try:
        yield
    except LOST:
        replicas = current()
        if replicas.count == 1:
            raise
        others = {i: a for i, a in enumerate(replicas.addresses) if i != replicas.index}
        gone = [
            f"worker {i} at {address}" for i, address in others.items() if _unreachable(address)
        ]
        who = " and ".join(gone) or "another worker"
        raise UserError(
            f"{who} has ended or cannot be reached: stopped. The same command on every "
            f"worker goes on from {go_on()}."
        ) from None


def _start_strategy() -> tf.distribute.Strategy:
    """TensorFlow's connection between the workers, which are all there."""

    def give_up():  # TensorFlow would wait for an hour and heed no signal
        message = "cppn-keras: the workers do not come together: is each index used once?"
        print(message, file=sys.stderr, flush=True)
        os._exit(1)

    guard = threading.Timer(START, give_up)
    guard.daemon = True
    guard.start()
    try:
        strategy = tf.distribute.MultiWorkerMirroredStrategy()
    finally:
        guard.cancel()
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGTERM))  # which it has taken over
    return strategy


def _unreachable(address: str) -> str:
    """Why nobody answers at an address; empty if somebody does."""
    try:
        socket.create_connection(_host_and_port(address), timeout=2).close()
    except (OSError, UnicodeError) as error:
        return one_line(error)
    return ""


def _is_address(address) -> bool:
    """Whether it is a text "host:port"."""
    if not isinstance(address, str):
        return False
    host, _, port = address.rpartition(":")
    return bool(host) and port.isascii() and port.isdigit() and 1 <= int(port[:6]) <= 65535


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)


def _seconds_to_wait() -> float:
    text = os.environ.get(WAIT) or USUAL_WAIT
    with contextlib.suppress(ValueError):
        text = float(text)
    return positive(text, WAIT)
