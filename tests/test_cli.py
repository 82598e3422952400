"""The command line: fast help, one line for every mistake, files where they were asked for."""

import itertools
import os
import subprocess
import sys
import time
from pathlib import Path

import imageio.v3 as iio
import keras
import numpy as np
import pytest
from commands import run

from cppn_keras import Sampler, cli, names
from cppn_keras.data.formats import NPZ_KEYS
from cppn_keras.data.strokes import stroke_digits
from cppn_keras.files import save_model
from cppn_keras.networks import build_conv_encoder

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("command", ["", *cli.COMMANDS])
def test_help_is_quick_and_needs_no_tensorflow(command):
    program = (
        f"import sys; from cppn_keras.cli import main\ntry: main('{command} --help'.split())\n"
    )
    program += "finally: print('LOADED', {'tensorflow', 'keras', 'numpy'} & {*sys.modules})"
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "LOADED set()" in done.stdout
    assert (f"usage: cppn-keras {command}" if command else "render") in done.stdout
    assert time.monotonic() - started < 10  # only against a hang; that nothing heavy loads is above


@pytest.mark.parametrize(
    ("command", "offered"),
    [
        ("train", names.RECIPES),
        ("render", names.FORMATS),
        ("render", [what for _, what in names.FORMATS.values()]),
        ("render", ["mnist, mnist-2016"]),
        ("morph", names.EASINGS + names.INTERPOLATIONS),
        ("sample", names.PRIORS),
        ("evaluate", names.PRIORS),
        ("art", [*names.STYLES, *names.COLOURS, *names.FORMATS]),
    ],
)
def test_the_help_offers_the_names_of_the_package(command, offered, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "1000")
    assert run(command, "--help") == 0
    printed = capsys.readouterr().out
    assert all(name in printed for name in offered)


def test_what_the_help_offers_is_there():
    from cppn_keras.rendering import morph_path
    from cppn_keras.runs import recipes

    assert [recipes.get(name).name for name in names.RECIPES] == list(names.RECIPES)
    z = np.eye(3)
    for easing, interpolation in itertools.product(names.EASINGS, names.INTERPOLATIONS):
        assert morph_path(z[0], z[1], 3, easing, interpolation).shape == (3, 3)


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ((), 2, "required: COMMAND"),
        (("paint",), 2, "invalid choice: 'paint'"),
        (("render", "--size", "0"), 2, "whole number from 1 to 1048576, not '0'"),
        (("render", "--size", "-5"), 2, "not '-5'"),
        (("render", "--size", "2000000"), 2, "not '2000000'"),
        (("render", "--size", "1000000"), 1, "from 1 to 65536, not 1000000"),
        (("sample", "mnist", "--size", "65537"), 2, "from 1 to 65536, not '65537'"),
        (("render", "--size", "big"), 2, "not 'big'"),
        (("render", "--digit", "12"), 2, "must be a digit, not '12'"),
        (("train", "mnist", "--minutes", "0"), 2, "a number above 0"),
        (("train", "mnist", "--minutes", "nan"), 2, "a number above 0"),
        (("train", "minst", "--data", "strokes"), 1, "Did you mean 'mnist'?"),
        (("train", "mnist", "--data", "minst"), 1, "mnist"),
        (("render", "--weights", "mnits"), 1, "no weights called 'mnits'"),
        (("render", "--out", "a.jpg"), 1, "must end in .png"),
        (("render", "--levels", "3"), 1, "--levels is for posters: --out NAME.dzi"),
        (("render", "--only", "0", "0", "1", ".5"), 1, "--only is for posters"),
        (("render", "--serve"), 1, "--serve is for posters"),
        (("render", "--openseadragon", "a.js"), 1, "--openseadragon is for posters"),
        (("render", "--only", "0", "0", "1", "2"), 2, "a number from 0 to 1, not '2'"),
        (("render", "--out", "a.dzi", "--only", ".5", "0", ".2", "1"), 1, "left, top, right"),
        (("render", "--out", "a.dzi", "--serve", "http"), 2, "a port from 0 to 65535"),
        (("render", "--out", "a.dzi", "--openseadragon", "no.js"), 1, "not OpenSeadragon's"),
        (("render", "--rotate", "left"), 2, "must be a number, not 'left'"),
        (("render", "--zoom", "0"), 2, "a number above 0"),
        (("sample", "mnist", "--out", "a.txt"), 1, "must end in .npy or .png"),
        (("morph", "3", "--out", "a.gif"), 1, "two digits or more"),
        (("morph", "3", "4", "--out", "a.avi"), 1, "must end in .gif, .webp, .png, .mp4"),
        (("morph", "3", "4", "--fps", "60"), 1, "a frame of a .gif lasts 0.02 to 600 seconds"),
        (("morph", "3", "4", "--fps", "9", "--duration", "1"), 2, "not allowed with"),
        (("morph", "3", "4", "3", "--size", "8"), 1, "neighbours on a closed way must differ"),
        (("morph", "3", "4", "--easing", "hard"), 2, "invalid choice: 'hard'"),
        (("zoom", "--fps", "100"), 1, "0.02 to 600 seconds, not 0.01"),
        (("zoom", "--factor", "0"), 2, "a number above 0"),
        (("zoom", "--to", "0.5"), 2, "expected 2 arguments"),
        (("zoom", "--out", "/proc/z.gif"), 1, "cannot write"),
        (("render", "--z", "missing.npy"), 1, "there is no file missing.npy"),
        (("render", "--out", "x" * 300 + ".png"), 1, "name too long"),
        (("render", "--center", "nan", "0"), 2, "must be a number, not 'nan'"),
        (("render", "--scale", "inf"), 2, "a number above 0"),
        (("render", "--weights", ""), 2, "must not be empty"),
        (("train", "demo", "--data", ""), 2, "must not be empty"),
        (("train", "demo", "--out", ""), 2, "must not be empty"),
        (("morph", "1", "2", "--duration", "1e6"), 2, "0.001 to 600 seconds"),
        (("export", ".", "--out", "w"), 1, "is not the folder of a run"),
        (("digits", "--data", "/nowhere"), 1, "/nowhere"),
        (("art", "--style", "tanhh"), 2, "invalid choice: 'tanhh'"),
        (("art", "--colour", "sepia"), 2, "invalid choice: 'sepia'"),
        (("art", "--depth", "0"), 2, "whole number from 1 to 100, not '0'"),
        (("art", "--out", "a.jpg"), 1, "must end in .png"),
    ],
)
def test_a_mistake_is_answered_with_one_line(
    arguments, status, message, tmp_path, capfd, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == status
    error = capfd.readouterr().err.strip()
    assert message in error
    assert "\n" not in error and "Traceback" not in error


def test_z_of_the_wrong_length_and_files_that_are_no_z(tmp_path, capfd):
    np.save(tmp_path / "short.npy", np.zeros(3))
    assert run("render", "--z", tmp_path / "short.npy", "--out", tmp_path / "a.png") == 1
    z_dim = Sampler.from_pretrained("mnist").z_dim
    assert f"z must be {z_dim} numbers" in capfd.readouterr().err
    (tmp_path / "text.npy").write_text("hello")
    assert run("render", "--z", tmp_path / "text.npy", "--out", tmp_path / "a.png") == 1
    assert "is no readable .npy file" in capfd.readouterr().err
    for name, z in {"nan": np.full(16, np.nan), "text": np.array(["a"] * 16)}.items():
        np.save(tmp_path / f"{name}.npy", z)
        assert run("render", "--z", tmp_path / f"{name}.npy", "--out", tmp_path / "a.png") == 1
        assert capfd.readouterr().err.count("\n") == 1
    assert not (tmp_path / "a.png").exists()


@pytest.mark.parametrize("suffix", [".NPY", ".PNG"])
def test_suffixes_may_be_upper_case(suffix, tmp_path):
    out = tmp_path / f"s{suffix}"
    assert run("sample", "mnist", "--count", 3, "--size", 8, "--out", out) == 0
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


@pytest.mark.slow
@pytest.mark.parametrize("redirection", [">/dev/full", ">&-", "2>&-", "| true"])
def test_a_terminal_that_cannot_be_written_to_costs_no_traceback(redirection, tmp_path):
    command = f"{sys.executable} -m cppn_keras sample mnist --count 2 --size 8 --out s.npy"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", f"{command} {redirection}"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 1


def test_paths_that_cannot_be_written(tmp_path, capfd):
    (tmp_path / "file").write_text("")
    for out in (tmp_path / "file" / "a.png", "/proc/a.png"):
        assert run("render", "--size", 8, "--out", out) == 1
        assert "cannot write to" in capfd.readouterr().err
    (tmp_path / "folder.png").mkdir()
    assert run("render", "--size", 8, "--out", tmp_path / "folder.png") == 1
    assert "it is a folder" in capfd.readouterr().err
    assert run("train", "demo", "--data", "strokes", "--out", tmp_path / "file") == 1
    assert "cannot write to" in capfd.readouterr().err


def test_render_draws_the_asked_digit_at_the_asked_size(tmp_path, capfd):
    out = tmp_path / "new" / "three.png"
    assert run("render", "--weights", "mnist", "--digit", 3, "--size", 130, "--out", out) == 0
    assert f"saved {out}" in capfd.readouterr().out
    image = iio.imread(out)
    assert image.shape == (130, 130)
    assert 0.05 < image.mean() / 255 < 0.4  # a digit: some ink, much paper
    assert run("render", "--size", 20, "--width", 50, "--out", out) == 0
    assert iio.imread(out).shape == (20, 50)


def test_render_makes_a_poster_and_goes_on_with_it(tmp_path, capfd):
    arguments = ("render", "--digit", 3, "--size", 2048, "--width", 1024, "--out")
    out = tmp_path / "new" / "three.dzi"
    assert run(*arguments, out, "--levels", 5) == 0
    printed = capfd.readouterr().out
    assert f"saved {out}\n" in printed
    assert f"saved {out.parent / 'index.html'}: open it in a browser" in printed
    assert "5 of 20 tiles, 5 of 12 levels whole, to 16 x 8 pixels" in printed
    assert run(*arguments, out, "--levels", 9, "--only", 0, 0, 1, 1) == 0
    assert "9 of 20 tiles" in capfd.readouterr().out
    poster = iio.imread(out.parent / "three_files" / "8" / "0_0.png")
    png = tmp_path / "three.png"
    assert run("render", "--digit", 3, "--size", 256, "--width", 128, "--out", png) == 0
    assert np.abs(poster.astype(int) - iio.imread(png)).max() <= 1
    before = {file: file.read_bytes() for file in tmp_path.rglob("*.*") if file.is_file()}
    capfd.readouterr()
    assert run("render", "--digit", 4, "--size", 2048, "--width", 1024, "--out", out) == 1
    error = capfd.readouterr().err
    assert "another poster's (other z)" in error and error.count("\n") == 1
    assert {file: file.read_bytes() for file in before} == before


def test_zoom_and_rotate_turn_the_view(tmp_path):
    def draw(name, *options):
        out = tmp_path / f"{name}.png"
        assert run("render", "--digit", 7, "--size", 60, *options, "--out", out) == 0
        return iio.imread(out).astype(int)

    upright = draw("upright", "--zoom", 2)
    assert np.abs(upright - draw("scale", "--scale", 0.5)).max() <= 1
    assert np.abs(np.rot90(upright) - draw("turned", "--zoom", 2, "--rotate", 90)).max() <= 1


def test_a_tiff_is_the_png_or_says_what_to_install(tmp_path, capfd, monkeypatch):
    out = tmp_path / "a.TIF"
    monkeypatch.setitem(sys.modules, "tifffile", None)
    assert run("render", "--size", 40, "--out", out) == 1
    assert "pip install tifffile" in capfd.readouterr().err and not out.exists()
    monkeypatch.undo()
    tifffile = pytest.importorskip("tifffile")
    for path in (out, tmp_path / "a.png"):
        assert run("render", "--size", 40, "--width", 70, "--out", path) == 0
    assert f"saved {out}" in capfd.readouterr().out
    assert np.abs(tifffile.imread(out).astype(int) - iio.imread(tmp_path / "a.png")).max() <= 1


@pytest.mark.slow
def test_sample_writes_uint8_pictures_that_a_seed_repeats(tmp_path):
    def sample(seed, prior="learnt"):
        out = tmp_path / "s.npy"
        arguments = ("sample", "mnist", "--count", 30, "--seed", seed, "--prior", prior)
        assert run(*arguments, "--out", out) == 0
        return np.load(out)

    a, b = sample(1), sample(2)
    assert a.shape == (30, 26, 26, 1) and a.dtype == np.uint8
    np.testing.assert_array_equal(a, sample(1))
    assert not np.array_equal(a, b) and not np.array_equal(a, sample(1, "plain"))


@pytest.mark.slow
def test_reconstruct_and_digits(tmp_path, monkeypatch):
    x_train, y_train, x_test, y_test = stroke_digits(train=20, test=40)
    arrays = {"x_train": x_train[..., 0], "y_train": y_train}
    np.savez(tmp_path / "mnist.npz", **arrays, x_test=x_test[..., 0], y_test=y_test)
    monkeypatch.setenv("CPPN_KERAS_DATA", str(tmp_path))
    out = tmp_path / "r.npy"
    assert run("reconstruct", "mnist", "--data", "mnist", "--split", "test", "--out", out) == 0
    again = np.load(out)
    assert again.shape == (40, 26, 26, 1) and again.dtype == np.uint8
    error = np.mean((again / 255.0 - x_test[:, 1:27, 1:27] / 255.0) ** 2)
    assert error < 0.05
    assert (
        run("reconstruct", "mnist", "--data", "mnist", "--refine", "--count", 1, "--out", out) == 0
    )
    refined = np.load(out)
    given = x_test[:1, 1:27, 1:27] / 255.0
    before, after = (np.mean((drawn / 255.0 - given) ** 2) for drawn in (again[:1], refined))
    assert refined.shape == (1, 26, 26, 1) and after < before / 4
    assert run("digits", "--size", 52, "--out", tmp_path / "e.png") == 0
    assert iio.imread(tmp_path / "e.png").shape == (3 * 54 + 2, 10 * 54 + 2)


@pytest.fixture(scope="module")
def decoder(tmp_path_factory):
    """Weights whose generator is no CPPN and draws 8 x 8 pictures only, with codes of 2 and 9;
    beside them few.npz, twenty test pictures."""
    folder = tmp_path_factory.mktemp("decoder")
    z = keras.Input((3,))
    images = keras.layers.Dense(64, activation="sigmoid")(z)
    images = keras.layers.Reshape((8, 8, 1))(images)
    save_model(keras.Model(z, images), folder / "generator.keras")
    save_model(build_conv_encoder((8, 8, 1), 3, (4,), 8), folder / "encoder.keras")
    np.savez(folder / "codes.npz", labels=[2, 9], codes=np.eye(3)[:2])
    np.savez(folder / "few.npz", **dict(zip(NPZ_KEYS, stroke_digits(20, 20), strict=True)))
    return folder


def test_a_generator_that_is_no_cppn_draws_at_its_own_size(decoder, tmp_path):
    assert run("sample", decoder, "--count", 5, "--out", tmp_path / "s.npy") == 0
    assert np.load(tmp_path / "s.npy").shape == (5, 8, 8, 1)
    data = ("--data", decoder / "few.npz", "--count", 5)
    assert run("reconstruct", decoder, *data, "--out", tmp_path / "r.npy") == 0
    assert np.load(tmp_path / "r.npy").shape == (5, 8, 8, 1)
    assert run("render", "--weights", decoder, "--out", tmp_path / "a.png") == 0
    assert iio.imread(tmp_path / "a.png").shape == (8, 8)
    morph = ("morph", "--weights", decoder, 2, 9, "--frames", 2, "--out", tmp_path / "m.gif")
    assert run(*morph) == 0
    assert iio.imread(tmp_path / "m.gif").shape[:3] == (4, 8, 8)


@pytest.mark.parametrize(
    "arguments",
    [
        ("sample", "DECODER", "--size", 9, "--out", "a.npy"),
        ("reconstruct", "DECODER", "--data", "FEW", "--size", 9, "--out", "a.npy"),
        ("reconstruct", "DECODER", "--data", "FEW", "--refine", "--out", "a.npy"),
        ("render", "--weights", "DECODER", "--size", 9),
        ("render", "--weights", "DECODER", "--zoom", 2),
        ("render", "--weights", "DECODER", "--out", "a.dzi"),
        ("morph", "--weights", "DECODER", 2, 9, "--size", 9),
        ("zoom", "--weights", "DECODER"),
        ("digits", "--weights", "DECODER", "--data", "FEW"),
    ],
)
def test_a_generator_that_is_no_cppn_draws_nothing_else(
    arguments, decoder, tmp_path, monkeypatch, capfd
):
    monkeypatch.chdir(tmp_path)
    paths = {"DECODER": decoder, "FEW": decoder / "few.npz"}
    assert run(*(paths.get(argument, argument) for argument in arguments)) == 1
    error = capfd.readouterr().err.strip()
    assert "CPPN" in error and "\n" not in error
    assert not list(tmp_path.iterdir())
