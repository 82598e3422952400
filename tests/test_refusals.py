"""What cannot be done is refused: before the work starts, in one line, with what to do."""

import json
import os
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest
from commands import run
from models import small_cppn

import cppn_keras as ck
from cppn_keras import art, checks, networks, pictures, rendering
from cppn_keras.course import lesson
from cppn_keras.data import Dataset, batches, center_crop, load
from cppn_keras.data.formats import NPZ_KEYS
from cppn_keras.data.picture import load_picture
from cppn_keras.data.strokes import stroke_digits
from cppn_keras.errors import UserError
from cppn_keras.evaluation.report import evaluate
from cppn_keras.rendering import Drawing
from cppn_keras.runs.prior import MixturePrior, fit_prior
from cppn_keras.runs.run import train

ROOT = Path(__file__).resolve().parents[1]


def python(*arguments, cwd, **environment) -> subprocess.CompletedProcess:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "CPPN_KERAS_OFFLINE": "1", **environment}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True)


# ------------------------------------------------------------------------- asked for in vain


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("render", "--digit", 3, "--z", "z.npy"), "--z and --digit each say what to draw"),
        (("render", "--picture", 2), "give --digit, too"),
        (("zoom", "--picture", 2), "give --digit, too"),
        (("morph", "--random", 3, "--picture", 2), "give digits, too"),
        (("sample", "mnist", "--count", 10**7, "--size", 10_000), "the disk has"),
        (("sample", "mnist", "--count", 10**8, "--out", "a.png"), "of memory, and this machine"),
        (("evaluate", "mnist", "--data", "few.npz", "--count", 10**9), "of memory, and this"),
        (("demo", "--out", "file"), "cannot write to file"),
        (("train", "demo", "--out", "file"), "cannot write to file"),
        (("train", "demo", "--data", "few.npz", "--out", "~nosuchuser/run"), "home of nobody"),
        (("train", "demo", "--data", "junk.npz"), "junk.npz is no readable .npz file (x_train: "),
        (("train", "demo", "--data", "one.npz", "--batch-size", 1), "two training pictures"),
        (("evaluate", "mnist", "--data", "black.npz", "--count", 10), "pictures that differ"),
        (("render", "--z", "cut.npy"), "cut.npy is no readable .npy file"),
        (("art", "--size=--"), "--size=-- gives no value"),
        (("sample", "mnist", "--out", "new\nline.txt"), "new\\nline.txt must end in .npy"),
    ],
)
def test_refused_before_the_work_starts(arguments, message, tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    for work in ("runs.run._Run", "sampler.Sampler.generate"):
        monkeypatch.setattr(f"cppn_keras.{work}", lambda *_: pytest.fail("it went to work"))
    x_train, y_train, x_test, y_test = stroke_digits(train=20, test=20)
    datasets = {
        "few": (x_train, y_train, x_test, y_test),
        "one": (x_train[:1], y_train[:1], x_test, y_test),
        "black": (x_train, y_train, 0 * x_test, y_test),
        "junk": (np.array(["junk"]), y_train, x_test, y_test),
    }
    for name, arrays in datasets.items():
        np.savez(f"{name}.npz", **dict(zip(NPZ_KEYS, arrays, strict=True)))
    np.save("z.npy", np.zeros(24))
    Path("cut.npy").write_bytes(Path("z.npy").read_bytes()[:-8])
    Path("file").write_text("mine")
    before = sorted(os.listdir())
    assert run(*arguments) in (1, 2)
    error = capfd.readouterr().err.strip()
    assert message in error and "\n" not in error
    assert sorted(os.listdir()) == before and Path("file").read_text() == "mine"


def test_samples_of_any_number_need_little_memory(tmp_path, monkeypatch):
    """They go into the file part by part; the file is what NumPy itself writes."""
    monkeypatch.chdir(tmp_path)
    together, draw = [], pictures.draw
    monkeypatch.setattr(pictures, "draw", lambda *a: together.append(len(a[1])) or draw(*a))
    monkeypatch.setattr("cppn_keras.cli.saving.PART", 50)
    assert run("sample", "mnist", "--count", 7, "--size", 5, "--out", "a.npy") == 0
    assert together == [2, 2, 2, 1]
    samples = np.load("a.npy")
    np.save("b.npy", samples)
    assert Path("a.npy").read_bytes() == Path("b.npy").read_bytes()
    assert samples.shape == (7, 5, 5, 1) and samples.dtype == np.uint8


# ------------------------------------------------------------------- terminals and backends


NAMES = """
import os
from cppn_keras import cli
for name in ("\u0141.png", "\u65e5\u672c.png", os.fsdecode(b"a\\xff.png")):
    assert cli.main(["art", "--size", "8", "--out", name]) == 0
"""


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_names_that_the_terminal_cannot_show_are_escaped(encoding, tmp_path):
    done = python("-c", NAMES, cwd=tmp_path, PYTHONIOENCODING=encoding)
    assert done.returncode == 0 and not done.stderr
    assert done.stdout.count(b"saved ") == len(os.listdir(tmp_path)) == 3


FOREIGN = """
import sys, types
keras = sys.modules["keras"] = types.ModuleType("keras")
keras.backend = types.SimpleNamespace(backend=lambda: "jax")
import cppn_keras
"""


@pytest.mark.slow
def test_keras_runs_on_tensorflow_whatever_is_configured(tmp_path):
    (tmp_path / "keras.json").write_text(json.dumps({"backend": "jax"}))
    environment = {"KERAS_BACKEND": "jax", "KERAS_HOME": str(tmp_path)}
    command = ("-m", "cppn_keras", "art", "--size", 8, "--out", "a.png")
    done = python(*command, cwd=tmp_path, **environment)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, [b"saved", b"a.png"], b"")


def test_a_keras_that_runs_on_something_else_already_is_named(tmp_path):
    done = python("-c", FOREIGN, cwd=tmp_path)
    assert b"cppn_keras needs Keras on TensorFlow, not on jax: set KERAS_BACKEND" in done.stderr


# ---------------------------------------------------------------------------------- lessons


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        (("--seed", -1), 2, "--seed: must be a whole number, 0 or more"),
        (("--seed", 2**31), 2, "--seed: must be a whole number"),
        (("--seed", "1e3"), 2, "--seed"),
        (("--out", "file"), 1, "cannot write to file"),
        (("--out", "x" * 300), 1, "File name too long"),
        (("--out", "~nosuchuser/a"), 2, "home of nobody"),
        (("--batch-size", 2001), 1, "2000 training pictures here, fewer than a batch of 2001"),
        (("--data", "x" * 300), 1, "no dataset"),
        (("--data", "x" * 300 + ".npz"), 1, "does not exist"),
        (("--epochs", 10**20), 2, "--epochs"),
    ],
)
def test_lessons_refuse_in_one_line(options, status, message, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["lesson", "--quick", *map(str, options)])
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(lesson, "raise_at_signals", lambda: None)
    monkeypatch.setattr(lesson, "load_tensorflow_quietly", lambda: pytest.fail("it began"))
    Path("file").write_text("mine")
    with pytest.raises(SystemExit) as stop:
        lesson.begin("lesson", epochs=9, batch_size=128, quick=(1, 32))
    said = capsys.readouterr().err + (stop.value.code if status == 1 else "")
    assert stop.value.code == 2 or status == 1
    assert message in said and "\n" not in said.strip()
    assert os.listdir() == ["file"]


LESSON = """
import os, signal, sys
for number in (signal.SIGINT, signal.SIGTERM):  # which tests in the background pass on as ignored
    signal.signal(number, signal.SIG_DFL)
from cppn_keras.course.lesson import begin
lesson = begin("x", epochs=0, batch_size=0, quick=(0, 0), needs_data=False)
{}
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "status", "message"),
    [
        ("os.kill(os.getpid(), signal.SIGINT)", -2, "x: stopped by you."),
        ("os.kill(os.getpid(), signal.SIGTERM)", -15, "x: stopped by SIGTERM."),
        ("from cppn_keras.data import batches; batches(None, 1)", 1, "x: images are"),
    ],
)
def test_a_lesson_ends_without_a_traceback(line, status, message, tmp_path):
    done = python("-c", LESSON.format(line), cwd=tmp_path)
    error = done.stderr.decode().strip()
    assert done.returncode == status and message in error and "\n" not in error


# --------------------------------------------------------------------------------- from Python

SMALL = small_cppn(seed=1)
ENCODER = networks.build_conv_encoder((8, 8, 1), 3, (4, 8), 16)
Z = np.zeros(3, "float32")
NAN = np.full((4, 4), np.nan)
MANY = np.zeros((10**7, 1), "float32") + Z  # z whose pictures would take terabytes

CALLS = {
    "size of a fraction": lambda s, t: s.generate(x_dim=5.0),
    "NaN as a size": lambda s, t: s.generate(y_dim=np.nan),
    "True as a size": lambda s, t: s.generate(x_dim=True),
    "text as a size": lambda s, t: s.generate(x_dim="5"),
    "NaN as a scale": lambda s, t: s.generate(scale=np.nan),
    "NaN in z": lambda s, t: s.generate(Z * np.nan),
    "no z": lambda s, t: s.generate(np.zeros((0, 3))),
    "more than memory": lambda s, t: Drawing(SMALL, MANY, 1000, 1000).pixels(),
    "half a z": lambda s, t: s.generate_z(0.5),
    "a billion z": lambda s, t: ck.Sampler(z_dim=1000).generate_z(10**9),
    "negative seed": lambda s, t: ck.Sampler(seed=-1),
    "text as a seed": lambda s, t: ck.Sampler(seed="1"),
    "negative seed of weights": lambda s, t: ck.Sampler.from_pretrained("mnist", seed=-1),
    "negative seed of art": lambda s, t: art.random_art(-1),
    "negative seed of data": lambda s, t: load("strokes", seed=-1),
    "negative seed of networks": lambda s, t: networks.build_cppn(3, seed=-1),
    "network of a fraction": lambda s, t: networks.build_cppn(3, width=8.0),
    "network beyond memory": lambda s, t: networks.build_cppn(3, width=60_000, depth=1000),
    "generator of a fraction": lambda s, t: networks.image_generator(SMALL, 8.0, 8),
    "NaN in a picture": lambda s, t: s.save_png(NAN, t / "a.png"),
    "NaN inverted": lambda s, t: s.save_png(NAN, t / "a.png", invert=True),
    "NaN in a frame": lambda s, t: s.save_anim_gif([NAN], t / "a.gif"),
    "text as a picture": lambda s, t: s.save_png("picture", t / "a.png"),
    "frames of a fraction": lambda s, t: s.morph(Z, Z + 1, 2.5),
    "NaN on a way": lambda s, t: s.morph(Z * np.nan, Z, 3),
    "batch of a fraction": lambda s, t: batches(np.zeros((9, 8, 8, 1), "uint8"), 2.0),
    "dataset by a number": lambda s, t: load(5),
    "Fourier features of a fraction": lambda s, t: ck.Sampler(features=5.0),
    "more Fourier features than memory": lambda s, t: ck.Sampler(features=2**31),
    "weights of NaN": lambda s, t: ck.Sampler(weight_stddev=np.nan),
    "a list as a colour": lambda s, t: ck.Sampler(colour=["rgb"]),
    "a list as an easing": lambda s, t: rendering.morph_path(Z, Z + 1, 3, ["smooth"]),
    "z of two lengths": lambda s, t: rendering.slerp(Z, np.zeros(4), 0.5),
    "an encoder for a CPPN": lambda s, t: Drawing(ENCODER, Z, 8, 8),
    "nothing for a CPPN": lambda s, t: rendering.save(Drawing(None, Z, 8, 8), t / "a.png"),
    "no view": lambda s, t: Drawing(SMALL, Z, 8, 8, view=None),
    "no view of a sampler's": lambda s, t: s.drawing(Z, 8, 8, view=None),
    "no subpixels": lambda s, t: Drawing(SMALL, Z, 8, 8, subpixels=0),
    "many z in a file": lambda s, t: rendering.save(Drawing(SMALL, [Z, Z], 8, 8), t / "a.png"),
    "a view beyond all": lambda s, t: rendering.View(scale=1e308),
    "subpixels of a fraction": lambda s, t: Drawing(SMALL, Z, 8, 8, subpixels=2.5),
    "complex z": lambda s, t: s.generate(Z + 1j),
    "z of 400 digits": lambda s, t: s.generate([10**400, 0, 0]),
    "a poster's side as text": lambda s, t: rendering.Poster(
        Drawing(SMALL, Z, "5", 5), t / "a.dzi"
    ),
    "no path": lambda s, t: s.save_png(np.zeros((4, 4)), None),
    "no path of an animation": lambda s, t: s.save_animation([np.zeros((4, 4))], 5),
    "no path of weights": lambda s, t: ck.Sampler.from_pretrained(None),
    "weights of a long name": lambda s, t: ck.Sampler.from_pretrained("x" * 400),
    "data of a long name": lambda s, t: load("mnist", path="x" * 400),
    "data from a device": lambda s, t: load("mnist", path="/dev/zero"),
    "a prior from a device": lambda s, t: MixturePrior.load("/dev/zero"),
    "no picture": lambda s, t: s.save_png([[]], t / "a.png"),
    "no frames": lambda s, t: s.save_anim_gif(None, t / "a.gif"),
    "a picture of no size": lambda s, t: load_picture(size=0),
    "pictures in a list": lambda s, t: batches([[1]], 1),
    "a crop of True": lambda s, t: center_crop(np.zeros((1, 4, 4, 1)), True),
    "classes in a list": lambda s, t: Dataset("d", *stroke_digits(20, 20), "s").of_class([1, 2]),
    "a prior of NaN": lambda s, t: fit_prior(NAN, NAN),
    "a prior of none": lambda s, t: fit_prior(np.zeros((0, 2)), np.zeros((0, 2))),
    "a recipe by its name": lambda s, t: train("mnist", None, t / "run"),
    "a region of two": lambda s, t: Drawing(SMALL, Z, 8, 8).pixels((1, 2)),
    "samples of a fraction": lambda s, t: evaluate(
        ck.Sampler.from_pretrained("mnist"), Dataset("d", *stroke_digits(20, 20), "s"), 10.5
    ),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_odd_calls_raise_user_errors(call, tmp_path):
    sampler = ck.Sampler(z_dim=3, net_size=4, seed=0)
    with pytest.raises(UserError) as caught:
        call(sampler, tmp_path)
    assert "\n" not in str(caught.value) and not list(tmp_path.iterdir())


def test_whole_numbers_of_numpy_are_whole(tmp_path):
    sampler = ck.Sampler(z_dim=np.int64(3), net_size=4, seed=np.uint8(1))
    assert sampler.generate(x_dim=np.int32(5), y_dim=np.uint8(4)).shape == (4, 5, 1)


def test_memory_is_that_of_the_machine():
    checks.check_memory(10**6, "a little")
    with pytest.raises(UserError, match=r"a lot would take 1,048,576.0 GB of memory"):
        checks.check_memory(2**50, "a lot")


def test_the_backend_in_force_is_tensorflow():
    assert keras.backend.backend() == "tensorflow"
