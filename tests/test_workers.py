"""Training on several workers: in step, as one process would, and after faults.

The workers are real processes on this machine (`workers.py`, `lockstep.py`).
"""

import json
import socket
import sys

import lockstep
import numpy as np
import pytest
from commands import run as run_command
from models import arrays, same
from runs import small_data
from workers import HERE, configs, free_ports, run_workers, tiny_recipe, tiny_vae

from cppn_keras.data import batches
from cppn_keras.data.formats import NPZ_KEYS
from cppn_keras.errors import UserError
from cppn_keras.runs.callbacks import Reseed, seed_generators
from cppn_keras.runs.run import train
from cppn_keras.runs.state import RunState
from cppn_keras.runs.workers import connected, meet, read_config
from cppn_keras.training.replicas import Replicas, together

TWO = ["127.0.0.1:2222", "127.0.0.1:2223"]
SECOND = Replicas(1, tuple(TWO))  # not connected: for what needs no exchange


def loaded(path) -> list[np.ndarray]:
    with np.load(path) as file:
        return [file[name] for name in sorted(file.files)]


# ------------------------------------------------------------------------- shards and noise


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_shards_are_the_rows_of_one_batch_without_overlap_or_gap(workers):
    images = np.random.default_rng(0).integers(0, 256, (20, 6, 6, 1), "uint8")
    options = {"crop": 5, "flip": True, "seed": 3, "start_step": 1}
    whole = list(batches(images, 6, **options).take(5))
    shards = [
        list(batches(images, 6, shard=(k, workers), **options).take(5)) for k in range(workers)
    ]
    for step, batch in enumerate(whole):
        together_again = np.concatenate([shard[step] for shard in shards])
        np.testing.assert_array_equal(together_again, batch)
    assert shards[0][0].shape == (6 // workers, 5, 5, 1)


@pytest.mark.parametrize("shard", [(0, 4), (3, 3), (-1, 2), (0, 0), (0, 10)])
def test_shards_that_do_not_exist_are_refused(shard):
    with pytest.raises(UserError, match=r"evenly|must be a whole number"):
        batches(np.zeros((20, 6, 6, 1), "uint8"), 6, shard=shard)


def test_a_batch_that_workers_cannot_share_is_refused(tmp_path):
    with together(SECOND), pytest.raises(UserError, match=r"15 cannot be shared .* 2 workers; try"):
        train(tiny_recipe(), small_data(), tmp_path, epochs=1, batch_size=15)


def test_each_worker_draws_its_own_noise():
    def states(replicas):
        model = tiny_vae()
        callback = Reseed(0)
        callback.set_model(model)
        with together(replicas):
            callback.on_epoch_begin(4)
        return [np.array(generator.state) for generator in seed_generators(model)]

    first, second = states(Replicas(0, tuple(TWO))), states(SECOND)
    assert same(first, states(Replicas()))  # the first one's is that of a process alone
    assert not any(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    assert same(second, states(SECOND))


# ------------------------------------------------------------------------------ three workers


def skip_on_windows():
    if sys.platform == "win32":
        pytest.skip("workers are not tried on Windows")


@pytest.fixture(scope="module")
def in_step(tmp_path_factory):
    """The folder in which three workers have gone through `lockstep.main`."""
    skip_on_windows()
    folder = tmp_path_factory.mktemp("in_step")
    for worker in run_workers(3, HERE / "lockstep.py", cwd=folder):
        assert worker.status == 0, worker.error
    return folder


def figures(folder) -> list[dict]:
    return [json.loads((folder / f"figures-{i}.json").read_text()) for i in range(3)]


@pytest.mark.slow
def test_weights_are_the_same_bit_for_bit_on_all_workers(in_step):
    for name in ("copied", "noise_free", "gated", "joint"):
        first, *others = (loaded(in_step / f"{name}-{i}.npz") for i in range(3))
        assert all(same(other, first) for other in others), name


@pytest.mark.slow
def test_the_first_worker_gives_its_weights_to_all(in_step):
    assert same(sorted_as_saved(tiny_vae(seed=0)), loaded(in_step / "copied-2.npz"))
    assert not same(sorted_as_saved(tiny_vae(seed=2)), loaded(in_step / "copied-2.npz"))


def sorted_as_saved(model) -> list[np.ndarray]:
    values = {f"arr_{i}": value for i, value in enumerate(arrays(model.weights))}
    return [values[name] for name in sorted(values)]


@pytest.mark.slow
def test_the_workers_train_as_one_process_does(in_step):
    """The same losses in every step, the same decisions, the same weights but for rounding."""
    alone, model = lockstep.noise_free()
    for of_worker in figures(in_step):
        assert of_worker["losses"].keys() == alone.keys()
        for name, values in alone.items():
            np.testing.assert_allclose(of_worker["losses"][name], values, rtol=1e-3, err_msg=name)
    for found, expected in zip(
        loaded(in_step / "noise_free-1.npz"), sorted_as_saved(model), strict=True
    ):
        np.testing.assert_allclose(found, expected, atol=1e-3)


@pytest.mark.slow
def test_the_gate_opens_and_shuts_and_steps_are_counted_alike(in_step):
    all_losses = [of_worker["losses"] for of_worker in figures(in_step)]
    for name, values in (("gate", {0.0, 1.0}), ("g_steps", {1.0, 2.0})):
        assert set(all_losses[0][name]) == values
        assert all(losses[name] == all_losses[0][name] for losses in all_losses)


@pytest.mark.slow
def test_only_the_first_worker_writes(in_step):
    assert {path.name for path in in_step.glob("run-*")} == {"run-0"}
    assert {path.name for path in in_step.glob("joint-*")} - {
        f"joint-{i}.npz" for i in range(3)
    } == {"joint-0"}


@pytest.mark.slow
def test_memory_is_flat_over_2000_steps(in_step):
    for of_worker in figures(in_step):
        assert of_worker["grown"] < 60  # megabytes; 30 kB a step would be a leak of one batch


# ------------------------------------------------------------- two workers, by the command line


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    skip_on_windows()
    folder, data = tmp_path_factory.mktemp("two"), small_data()
    parts = data.train_images, data.train_labels, data.test_images, data.test_labels
    np.savez(folder / "blobs.npz", **dict(zip(NPZ_KEYS, parts, strict=True)))
    return folder


def train_two(folder, out, **environment):
    command = ("train", "tiny", "--data", "blobs.npz", "--epochs", "4", "--out", out)
    return run_workers(2, HERE / "workers.py", *command, cwd=folder, **environment)


@pytest.mark.slow
def test_a_run_survives_kills_and_a_full_disk(folder):
    """Five kills at random moments and a full disk, one after the other; then the run ends with the
    weights of one that nobody disturbed."""
    for worker in train_two(folder, "whole"):
        assert worker.status == 0 and not worker.error.strip(), worker.error
    assert same(loaded(folder / "weights-0.npz"), loaded(folder / "weights-1.npz"))
    expected = loaded(folder / "weights-0.npz")

    ended = train_two(folder, "run", DISK="500")
    assert [worker.status for worker in ended] == [1, 1]
    assert one_line(ended[0]).endswith("cannot write run/checkpoint-000001.keras: File too large.")
    assert "worker 0 at 127.0.0.1:" in one_line(ended[1])

    rng = np.random.default_rng(0)
    for killed in (1, 0, 1, 0, 1):
        moment = rng.integers(2, 9 if killed else 13)
        ended = train_two(folder, "run", KILL=f"{killed},{moment}")
        assert ended[killed].status == -9
        assert ended[1 - killed].status == 1
        state = RunState.read(folder / "run")
        message = one_line(ended[1 - killed])
        assert f"worker {killed} at 127.0.0.1:" in message and "same command" in message
        if killed == 1:
            assert message.endswith(f"goes on from epoch {state.epoch if state else 0}.")
    for worker in train_two(folder, "run"):
        assert worker.status == 0, worker.error
    assert same(loaded(folder / "weights-1.npz"), expected)
    history = [
        json.loads((folder / name / "run.json").read_text())["history"] for name in ("run", "whole")
    ]
    assert history[0] == history[1] and len(history[0]) == 4


def one_line(worker) -> str:
    lines = worker.error.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("cppn-keras: "), worker.error
    return lines[0]


# --------------------------------------------------------------------------- wrong TF_CONFIGs


def config(**changes) -> str:
    task = {"type": "worker", "index": 0}
    return json.dumps({"cluster": {"worker": TWO}, "task": task, **changes})


def task(**changes) -> str:
    return config(task={"type": "worker", "index": 0, **changes})


def workers(*addresses, kind="worker") -> str:
    return config(cluster={kind: list(addresses)})


WRONG = {
    "not JSON": ("{cluster}", "not JSON"),
    "not an object": ("[1, 2]", '"cluster" and "task"'),
    "nested too deep": ("[" * 100_000, "not JSON"),
    "no cluster": ('{"task": {"type": "worker", "index": 0}}', '"cluster" and "task"'),
    "no task": (config(task=None), '"cluster" and "task"'),
    "no worker list": (config(cluster={}), "names no workers"),
    "no workers": (workers(), "names no workers"),
    "workers as text": (config(cluster={"worker": "a:1"}), 'list of "host:port"'),
    "parameter servers": (workers(*TWO, kind="ps"), "not on 'ps'"),
    "an evaluator": (task(type="evaluator"), "not 'evaluator'"),
    "no type": (config(task={"index": 0}), "not None"),
    "no index": (config(task={"type": "worker"}), "0 to 1, not None"),
    "index too large": (task(index=2), "0 to 1, not 2"),
    "index below 0": (task(index=-1), "0 to 1, not -1"),
    "index as text": (task(index="0"), "0 to 1, not '0'"),
    "index true": (task(index=True), "0 to 1, not True"),
    "no port": (workers("127.0.0.1", "b:2"), 'list of "host:port"'),
    "a port that is none": (workers("127.0.0.1:65536", "b:2"), 'list of "host:port"'),
    "port 0": (workers("127.0.0.1:0", "b:2"), 'list of "host:port"'),
    "a word as port": (workers("127.0.0.1:x", "b:2"), 'list of "host:port"'),
    "no host": (workers(":2222", "b:2"), 'list of "host:port"'),
    "an address twice": (workers(TWO[0], TWO[0]), "an address of its own"),
    "two chiefs": (config(cluster={"chief": TWO, "worker": ["c:1"]}), "one is the chief"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_config_costs_one_line(name, monkeypatch, capsys):
    text, message = WRONG[name]
    monkeypatch.setenv("TF_CONFIG", text)
    assert run_command("train", "demo", "--out", "never") == 1
    error = capsys.readouterr().err
    assert len(error.strip().splitlines()) == 1 and error.startswith("cppn-keras: TF_CONFIG")
    assert message in error


def test_addresses_and_index():
    assert read_config(config()) == (TWO, 0)
    assert read_config(task(index=1)) == (TWO, 1)
    both = {"chief": ["a:1"], "worker": ["b:2", "[::1]:3"]}
    text = config(cluster=both, task={"type": "worker", "index": 1})
    assert read_config(text) == (["a:1", "b:2", "[::1]:3"], 2)
    text = config(cluster=both, task={"type": "chief", "index": 0})
    assert read_config(text) == (["a:1", "b:2", "[::1]:3"], 0)


def test_one_worker_is_alone(monkeypatch):
    monkeypatch.setenv("TF_CONFIG", workers("127.0.0.1:2222"))
    with connected() as replicas:
        assert replicas == Replicas()
    monkeypatch.delenv("TF_CONFIG")
    with connected() as replicas:
        assert replicas == Replicas()
    values = [1.0, None]
    assert replicas.mean(values) is values and replicas.from_first(b"a") == b"a"


def test_nobody_answers(monkeypatch, capsys):
    monkeypatch.setenv("TF_CONFIG", configs(2)[1])
    monkeypatch.setenv("CPPN_KERAS_WAIT", "0.3")
    assert run_command("train", "demo", "--out", "never") == 1
    error = capsys.readouterr().err
    assert len(error.strip().splitlines()) == 1
    assert "worker 0 at 127.0.0.1:" in error and "did not answer within 0.3 s" in error


@pytest.mark.parametrize("wait", ["soon", "0", "-1", "nan"])
def test_a_wrong_time_to_wait_is_refused(wait, monkeypatch, capsys):
    monkeypatch.setenv("TF_CONFIG", configs(2)[0])
    monkeypatch.setenv("CPPN_KERAS_WAIT", wait)
    assert run_command("train", "demo", "--out", "never") == 1
    assert "CPPN_KERAS_WAIT must be a number above 0" in capsys.readouterr().err


def test_a_host_that_nobody_knows():
    (port,) = free_ports(1)
    with pytest.raises(
        UserError, match=r"worker 1 at no\.invalid:2223 did not answer within 0.1 s"
    ):
        meet([f"127.0.0.1:{port}", "no.invalid:2223"], 0, 0.1)


def test_a_port_in_use():
    (port,) = free_ports(1)
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(UserError, match=rf"worker 0 cannot use its port {port}: .*run already"),
    ):
        meet([f"127.0.0.1:{port}", TWO[1]], 0, 0.1)


def test_workers_meet_when_all_listen():
    first, second = free_ports(2)
    with socket.create_server(("127.0.0.1", second)):
        meet([f"127.0.0.1:{first}", f"127.0.0.1:{second}"], 0, 5.0)
