"""The lessons run to their end, small, without network, and leave their pictures."""

import os
import subprocess
import sys
from pathlib import Path

import glsl
import imageio.v3 as iio
import numpy as np
import pytest
from PIL import Image

from cppn_keras.course.exercises import LESSONS

ROOT = Path(__file__).resolve().parents[1]
PICTURES = {
    "01_vae_manifold": {
        "diagram",
        "history",
        "scatter",
        "page_even",
        "page_shares",
        "averages",
        "slants",
        "edits",
        "beta_1",
        "kl_free",
        "collapse",
        "less_noise",
    },
    "02_dcgan": {
        "gan_step",
        "games",
        "stabilizers",
        "hinge",
        "samples_by_time",
        "losses",
        "samples",
        "more_real",
        "histogram",
    },
    "03_abstract_cppn": {
        "diagram",
        "pixels",
        "toy",
        "samples",
        "exposure",
        "styles",
        "knobs",
        "radius",
        "colour",
        "walk",
        "nesting",
        "large",
        "sizes",
        "zoom",
        "shader",
    },
    "05_cppn_gan": {
        "batch",
        "untrained",
        "gate",
        "stabilizers",
        "training",
        "samples_by_time",
        "histogram",
        "samples",
        "enlarged",
        "digit_260",
    },
    "06_cppn_vae": {
        "film",
        "history",
        "reconstructions",
        "samples",
        "histogram",
        "blur",
        "ink",
        "flow",
        "priors",
    },
    "07_cppn_vae_gan": {
        "diagram",
        "training_balance",
        "reconstructions",
        "samples",
        "enlarged",
        "logits",
        "discriminator",
        "histogram",
        "one_term",
    },
    "08_high_resolution": {
        "diagram",
        "enlarged",
        "digit",
        "profile",
        "outside",
        "strokes",
        "curve",
        "nine",
        "letters",
        "faithful",
        "wish",
    },
    "09_latent_arithmetic": {
        "diagram",
        "measures",
        "arithmetic",
        "pairs",
        "averages",
        "sliders",
        "too_far",
        "pace",
        "ways",
    },
    "10_frogs_and_trucks": {
        "data",
        "frogs",
        "samples",
        "coarse",
        "curriculum",
        "trucks",
        "mirrored",
        "shipped",
        "enlarged",
        "large_cifar-frog",
        "large_cifar-truck",
    },
    "11_sharper": {"diagram", "samples", "edges", "frechet"},
    "12_beyond_one_machine": {"diagram", "by_hand", "samples", "tiles", "scaling"},
}
BARE = {  # what a network drew, without a frame: after so few steps maybe nothing
    "digit_260": (260, 260),
    "shader": (180, 320),
    **{f"large_cifar-{name}": (150, 150, 3) for name in ("frog", "truck")},
}
NO_DATA = {"03_abstract_cppn"}  # lessons that need none


def run_lesson(name: str, *options: str, **environment: str) -> subprocess.CompletedProcess:
    quiet = {"MPLBACKEND": "Agg", "CPPN_KERAS_OFFLINE": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, ROOT / "lessons" / f"{name}.py", *options],
        env={**os.environ, **quiet, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PICTURES.keys() - {"03_abstract_cppn"}))  # see below
def test_quick_run(name, tmp_path):
    done = run_lesson(name, "--quick", "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    check_pictures(name, done, tmp_path)


def check_pictures(name: str, done: subprocess.CompletedProcess, tmp_path: Path) -> None:
    """What a lesson has said of its data, and what it has left in its folder."""
    assert f"data: {'none' if name in NO_DATA else 'strokes'}" in done.stdout
    assert {path.stem for path in tmp_path.glob("*.png")} == PICTURES[name]
    files = [path for path in tmp_path.iterdir() if path.is_file()]  # a poster has its folder
    assert {path.suffix for path in files} <= {".png", ".gif", ".webp", ".mp4", ".json", ".glsl"}
    for picture in PICTURES[name]:
        assert f"saved {tmp_path / picture}.png" in done.stdout
        image = iio.imread(tmp_path / f"{picture}.png")
        if picture in BARE:
            assert image.shape == BARE[picture]
        else:  # white paper with something on it, whatever the networks have learnt
            assert min(image.shape[:2]) > 100 and np.ptp(image) > 100


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PICTURES.keys() - NO_DATA))
def test_no_data_stops_with_one_line(name, tmp_path):
    nowhere = {"KERAS_HOME": str(tmp_path), "CPPN_KERAS_DATA": str(tmp_path)}
    done = run_lesson(name, "--out", str(tmp_path / "out"), **nowhere)
    assert done.returncode == 1
    assert "--data strokes" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", PICTURES)
def test_wrong_options_are_refused(name):
    assert run_lesson(name, "--epochs", "0").returncode == 2


@pytest.mark.slow
def test_lesson_1_from_shipped_weights(tmp_path, luck):
    """Drawn digits are not what the weights were trained on, but close enough to tell."""
    options = ("--quick", "--pretrained", "--seed", str(luck.seed))
    done = run_lesson("01_vae_manifold", *options, "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "loaded encoder.weights.h5" in done.stdout
    line = next(line for line in done.stdout.splitlines() if line.startswith("validation loss"))
    luck.below(float(line.split()[2]), 0.24)
    assert not (tmp_path / "history.png").exists()


WITHOUT = {  # pictures of the training that --pretrained leaves out
    "02_dcgan": {"samples_by_time", "losses"},
    "05_cppn_gan": {"stabilizers", "training", "samples_by_time"},
    "06_cppn_vae": {"history"},
    "07_cppn_vae_gan": {"training_balance"},
}


@pytest.mark.slow
@pytest.mark.parametrize("name", WITHOUT)
def test_lessons_from_shipped_weights(name, tmp_path):
    options = ("--quick", "--pretrained", "--batch-size", "4")  # few pictures: nothing is learnt
    done = run_lesson(name, *options, "--out", str(tmp_path / name))
    assert done.returncode == 0, done.stderr
    assert "of a full run" in done.stdout
    assert {path.stem for path in (tmp_path / name).glob("*.png")} == PICTURES[name] - WITHOUT[name]


@pytest.mark.slow
def test_lesson_3_says_what_it_promises(tmp_path):
    """With the reader's exercises, here our solutions, in place of the lesson's own lines."""
    solutions = {"CPPN_KERAS_EXERCISES": str(ROOT / "solutions")}
    done = run_lesson("03_abstract_cppn", "--quick", "--mine", "--out", str(tmp_path), **solutions)
    assert done.returncode == 0, done.stderr
    check_pictures("03_abstract_cppn", done, tmp_path)
    assert done.stdout.count("using your") == len(LESSONS["03_abstract_cppn"])
    lines = done.stdout.splitlines()
    moved = [line for line in lines if " samples: " in line]
    assert len(moved) == 4 and all(line.count(" 0.000 ") == 2 for line in moved)
    predicted, centres, corners = (
        next(line.split()[-3:] for line in lines if line.startswith(name))
        for name in ("predicted ", "pixel centres ", "corner-aligned ")
    )
    assert predicted == corners == ["-24.5", "+0.0", "+24.5"] and set(centres) == {"+0.0"}
    differ = next(line for line in lines if "NumPy and Keras differ by" in line)
    assert float(differ.split()[-3]) < 1e-4
    mean = next(line for line in lines if "rows against the mean" in line)
    assert float(mean.split()[-3]) < 0.001
    film = iio.improps(tmp_path / "walk.gif", index=...)
    assert film.shape[:3] == (15, 64, 64)
    picture = iio.imread(tmp_path / "shader.png").astype(float)
    shader = (tmp_path / "shader.glsl").read_text(encoding="utf-8")
    shaded = 255 * glsl.shade(shader, *picture.shape)
    assert np.ptp(picture) > 100 and abs(shaded[..., :3] - picture[..., None]).max() < 2


LESSON_4 = {"diagram", "variants", "curves", "fit_by_epoch", "between_the_pixels", "texture"}
LESSON_4 |= {"picture_4x", "picture_16x", "enlarged_4x", "enlarged_16x", "morph"}


def psnr_of(stdout: str, name: str) -> float:
    """From the line `name: 34.5 dB; target …`."""
    line = next(line for line in stdout.splitlines() if line.startswith(f"{name}: "))
    return float(line.removeprefix(f"{name}: ").split()[0])


@pytest.mark.slow
def test_lesson_4_from_the_built_in_scene(tmp_path, luck):
    done = run_lesson("04_one_image", "--quick", "--seed", str(luck.seed), "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "data: the built-in scene" in done.stdout
    assert {path.stem for path in tmp_path.glob("*.png")} == LESSON_4
    for file in (*(f"{stem}.png" for stem in LESSON_4), "zoom.gif"):
        assert f"saved {tmp_path / file}" in done.stdout
        assert (tmp_path / file).stat().st_size > 5000
    error = 10 ** (-psnr_of(done.stdout, "Fourier, σ = 4") / 10)
    luck.below(error, 10 ** (-25 / 10), "squared error")
    assert "PSNR against the truth" in done.stdout


@pytest.mark.slow
def test_lesson_4_from_a_file_whose_enlargement_nobody_knows(tmp_path):
    ramp = np.linspace(0, 255, 90 * 70).reshape(70, 90).astype("uint8")
    Image.fromarray(ramp).save(tmp_path / "ramp.png")
    options = ("--data", str(tmp_path / "ramp.png"), "--epochs", "1")
    done = run_lesson("04_one_image", "--quick", *options, "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert "ramp.png, 90 x 70 pixels" in done.stdout and "truth" not in done.stdout
    assert {path.stem for path in (tmp_path / "out").glob("*.png")} == LESSON_4


@pytest.mark.slow
def test_lesson_4_stops_with_one_line_where_there_is_no_picture(tmp_path):
    (tmp_path / "note.jpg").write_text("no picture")
    for file in ("note.jpg", "missing.png"):
        out = tmp_path / "out"
        done = run_lesson("04_one_image", "--data", str(tmp_path / file), "--out", str(out))
        assert done.returncode == 1 and file in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
        assert not out.exists()
