"""Killed anywhere, on a full disk, ended by signals: what was there stays, and work goes on."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile

import numpy as np
import pytest
from commands import ROOT, environment, heed_signals, started, wait_for

from cppn_keras import files, process
from cppn_keras.data.formats import NPZ_KEYS
from cppn_keras.data.strokes import stroke_digits
from cppn_keras.errors import UserError
from cppn_keras.runs.callbacks import Checkpointer
from cppn_keras.runs.state import Budget, RunState, remove_orphans

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills are not tried on Windows")
if hasattr(os, "fork"):
    from faults import every_kill, on_a_full_disk


# ---------------------------------------------------------- killed before each file operation


def test_a_file_is_old_or_new_wherever_its_writer_is_killed(tmp_path):
    path, seen, kills = tmp_path / "deep" / "a.txt", set(), 0
    new = "new " * 1000
    for _ in every_kill(lambda: files.replace_file(path, lambda temp: temp.write_text(new))):
        kills += 1
        seen.add(path.read_text() if path.exists() else None)
        if path.parent.exists():
            files.remove_temporary(path.parent)
            assert set(os.listdir(path.parent)) <= {"a.txt"}
    assert seen <= {None, new} and kills >= 4
    assert path.read_text() == new


class Saved:
    """Stands for a training model: its file says the epoch that it was saved in."""

    def __init__(self, epoch):
        self.epoch = epoch

    def save(self, path):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("epoch", str(self.epoch))

    def drawing_networks(self):
        return {"generator": self, "encoder": self}


def epoch_of(path) -> int:
    with zipfile.ZipFile(path) as archive:
        return int(archive.read("epoch"))


def end_epoch(folder, epoch):
    """What a run does at the end of an epoch, from what it finds in its folder."""
    state = RunState.read(folder) or RunState(
        "small", 0, dict.fromkeys(("digest", "name", "source"), ""), 8, {}
    )
    remove_orphans(folder, state)
    checkpointer = Checkpointer(folder, state, Budget(None, 9), 1.0)
    checkpointer.set_model(Saved(epoch))
    state.epoch = epoch
    state.history.append({"loss": 1.0})
    checkpointer.save()


@pytest.mark.slow
def test_a_run_can_go_on_wherever_it_is_killed(tmp_path):
    """Killed before each operation of the third epoch's end: run.json names a whole checkpoint,
    of that epoch or the one before, and the next start leaves nothing else."""
    start = tmp_path / "start"
    start.mkdir()
    for epoch in (1, 2):
        end_epoch(start, epoch)
    kills, epochs = 0, set()
    folder = tmp_path / "run"
    shutil.copytree(start, folder)
    for _ in every_kill(lambda: end_epoch(folder, 3)):
        kills += 1
        state = RunState.read(folder)
        assert epoch_of(folder / state.checkpoint) == state.epoch
        assert epoch_of(folder / "generator.keras") in (2, 3)
        epochs.add(state.epoch)
        files.remove_temporary(folder)
        remove_orphans(folder, state)
        assert [path.name for path in folder.glob("*checkpoint*")] == [state.checkpoint]
        assert not list(folder.glob(".*"))
        shutil.rmtree(folder)
        shutil.copytree(start, folder)
    assert epochs == {2, 3} and kills > 15
    assert RunState.read(folder).epoch == epoch_of(folder / "checkpoint-000003.keras") == 3


# ------------------------------------------------------------------------------ a full disk


@pytest.mark.parametrize("size", [0, 1, 100, 4095])
def test_a_full_disk_leaves_the_old_file(size, tmp_path):
    path = tmp_path / "a.json"
    files.write_json("old", path)

    def write():
        with pytest.raises(UserError, match=r"cannot write .*a.json: File too large"):
            files.write_json(list(range(1000)), path)

    assert on_a_full_disk(size, write) == 0
    assert path.read_text() == '"old"\n' and os.listdir(tmp_path) == ["a.json"]


@pytest.mark.parametrize("size", [0, 60, 1000])
def test_a_full_disk_leaves_a_run_that_can_go_on(size, tmp_path):
    end_epoch(tmp_path, 1)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def go_on():
        with pytest.raises(UserError, match="cannot write"):
            end_epoch(tmp_path, 2)

    class Large(Saved):
        def save(self, path):
            path.write_bytes(bytes(2000))

    Saved.save, small = Large.save, Saved.save
    try:
        assert on_a_full_disk(size, go_on) == 0
    finally:
        Saved.save = small
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from cppn_keras import cli, process
process.load_tensorflow_quietly()
resource.setrlimit(resource.RLIMIT_FSIZE, (50, 50))
morph = "morph 2 9 --frames 2 --size 30 --out "
for command in ("render --size 60 --out a.png", "render --size 60 --out a.dzi",
                "sample mnist --count 3 --out a.npy", "sample mnist --count 3 --out b.png",
                morph + "a.gif", morph + "a.webp", "art --size 30 --out a.png"):
    print(cli.main(command.split()), flush=True)
"""


@pytest.mark.slow
def test_every_command_says_in_one_line_that_the_disk_is_full(tmp_path):
    for name in ("a.png", "a.npy", "a.gif", "a.webp", "b.png"):
        (tmp_path / name).write_text("old")
    done = run_python("-c", FULL, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.split() if line in "012"] == ["1"] * 7
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 7 and all("cannot write" in line for line in lines), done.stderr
    assert all((tmp_path / name).read_text() == "old" for name in ("a.png", "a.npy", "a.gif"))
    assert not list(tmp_path.rglob(".*"))


# ---------------------------------------------------------------------------------- signals


def run_python(*arguments, cwd):
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment(), capture_output=True, text=True)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_signals_raise_and_are_given_back(name):
    number = getattr(signal, name)
    before = signal.signal(number, signal.SIG_DFL)
    try:
        with pytest.raises(process.Stopped) as stop, process.stopped_by_signals():
            os.kill(os.getpid(), number)
            time.sleep(5)
        assert stop.value.number == number
        assert stop.value.name == ("you" if name == "SIGINT" else name)
        assert signal.getsignal(number) == signal.SIG_DFL
    finally:
        signal.signal(number, before)


def test_a_signal_that_is_ignored_stays_so():
    """As nohup asks for."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with process.stopped_by_signals():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_signal_cleans_up(name, status, tmp_path):
    """Sent while a large picture is being written, whose earlier version stays."""
    (tmp_path / "a.png").write_text("old")
    with started("art", "--size", 20000, "--out", "a.png", cwd=tmp_path) as command:
        wait_for(lambda: list(tmp_path.glob(".cppn-keras-*")))
        command.send_signal(getattr(signal, name))
        _, error = command.communicate(timeout=60)
    assert command.returncode == status
    last = error.strip().splitlines()[-1]
    assert "Traceback" not in error and last.startswith("cppn-keras: stopped by")
    assert (tmp_path / "a.png").read_text() == "old" and os.listdir(tmp_path) == ["a.png"]


CTRL_C = """
import os, signal, sys
class Finder:
    def find_spec(name, path=None, target=None):
        if name == "MODULE":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder)
"""


@pytest.mark.slow
@pytest.mark.parametrize("module", ["cppn_keras.cli", "argparse", "tensorflow", "keras", "h5py"])
def test_an_early_ctrl_c_costs_no_traceback(module, tmp_path):
    """Pressed when a certain module is imported, the first of ours to TensorFlow's last."""
    (tmp_path / "sitecustomize.py").write_text(CTRL_C.replace("MODULE", module))
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    command = [sys.executable, "-m", "cppn_keras", "sample", "mnist", "--out", "a.npy"]
    env = {**environment(), "PYTHONPATH": path}
    options = {"env": env, "preexec_fn": heed_signals, "capture_output": True, "text": True}
    done = subprocess.run(command, cwd=tmp_path, **options)
    assert done.returncode in (130, -signal.SIGINT)
    assert "Traceback" not in done.stderr and len(done.stderr.strip().splitlines()) <= 1
    assert not (tmp_path / "a.npy").exists()


@pytest.mark.slow
def test_a_training_that_is_killed_goes_on_from_its_last_epoch(tmp_path):
    """SIGKILL after the second checkpoint, then the same command again with one epoch more."""
    out = tmp_path / "run"
    arrays = dict(zip(NPZ_KEYS, stroke_digits(train=60, test=20), strict=True))
    np.savez(tmp_path / "few.npz", **arrays)
    arguments = ("train", "demo", "--data", "few.npz", "--batch-size", 2, "--out", out)
    with started(*arguments, "--epochs", 40, cwd=tmp_path) as command:
        wait_for(lambda: (out / "checkpoint-000002.keras").exists())
        command.kill()
    epoch = RunState.read(out).epoch
    assert epoch in (1, 2)
    with started(*arguments, "--epochs", epoch + 1, cwd=tmp_path) as command:
        _, error = command.communicate(timeout=200)
    assert command.returncode == 0, error
    state = json.loads((out / "run.json").read_text())
    assert state["epoch"] >= epoch + 1
    assert [path.name for path in out.glob("checkpoint-*")] == [state["checkpoint"]]
