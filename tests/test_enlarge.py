"""`enlarge`: small pictures of somebody's own, drawn large by the shipped `ink`."""

import imageio.v3 as iio
import numpy as np
import pytest
from commands import run
from PIL import Image

from cppn_keras import Sampler
from cppn_keras.data.glyphs import HELD_OUT, random_glyphs, render_glyph
from cppn_keras.data.small import read_small_picture
from cppn_keras.data.strokes import random_strokes, render_stroke
from cppn_keras.evaluation import fidelity, rivals
from cppn_keras.pictures import enlarge_picture

LETTER = render_glyph(random_glyphs(1, 2, HELD_OUT, "K"), 20, 20)[0, ..., 0]


def saved(path, ink):
    Image.fromarray(np.uint8(np.round(255 - 255 * ink))).save(path)
    return path


def test_dark_ink_stays_dark_and_agrees_with_the_pixels(tmp_path, capsys):
    small = saved(tmp_path / "k.png", LETTER[:, 2:])  # 18 x 20
    assert run("enlarge", small, "--size", "200", "--out", tmp_path / "large.png") == 0
    printed = capsys.readouterr().out
    assert "18 x 20 pixels, dark ink on light paper" in printed
    assert f"saved {tmp_path / 'large.png'}" in printed
    large = iio.imread(tmp_path / "large.png")
    assert large.shape == (200, 180) and large[0, 0] > 200 and large.min() < 30
    averages = 1 - large.reshape(20, 10, 18, 10).mean(axis=(1, 3)) / 255
    assert np.sqrt(np.mean((averages - LETTER[:, 2:]) ** 2)) < 0.05


def test_of_several_each_has_its_name_and_a_photograph_does_not_stop_the_others(tmp_path, capsys):
    letter = saved(tmp_path / "letter.png", LETTER)
    photo = saved(tmp_path / "photo.png", np.random.default_rng(0).uniform(size=(20, 20)))
    out = tmp_path / "out" / "big.svg"
    assert run("enlarge", photo, letter, "--out", out) == 1
    error = capsys.readouterr().err
    assert "photo.png" in error and "1 of 2 pictures were not enlarged" in error
    assert [path.name for path in out.parent.iterdir()] == ["big-letter.svg"]
    text = (out.parent / "big-letter.svg").read_text(encoding="utf-8")
    assert 'fill="black"' in text and "<rect" not in text and 'width="1300"' in text


def test_a_poster_of_light_ink(tmp_path):
    small = saved(tmp_path / "k.png", 1 - LETTER)
    assert run("enlarge", small, "--size", "300", "--out", tmp_path / "k.dzi") == 0
    assert (tmp_path / "k.dzi").exists() and list((tmp_path / "k_files").rglob("*.png"))


@pytest.mark.parametrize(
    ("options", "status", "told"),
    [
        (("missing.png",), 1, "missing.png"),
        (("a/k.png", "b/k.png"), 1, "one name"),
        (("k.png", "--out", "k.txt"), 1, ".svg"),
        (("k.png", "--weights", "mnist-2016"), 1, "FiLM"),
        ((), 2, "PICTURE"),
    ],
)
def test_mistakes_are_told_in_one_line(options, status, told, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    saved(tmp_path / "k.png", LETTER)
    assert run("enlarge", *options) == status
    error = capsys.readouterr().err.strip()
    assert told in error and "\n" not in error
    assert [path.name for path in tmp_path.iterdir()] == ["k.png"]


def test_ink_knows_more_than_back_projection_from_nine_pixels(tmp_path, luck):
    """Strokes, and letters of fonts that it has never seen: against the truth."""
    sampler, box = Sampler.from_pretrained("ink"), (1.0, 1.0, 27.0, 27.0)
    strokes = random_strokes(6, 2 * luck.seed + 5)
    given, truth = render_stroke(strokes, 9, 9, box), render_stroke(strokes, 260, 260, box)
    ours = fidelity.psnr(sampler.generate(sampler.refine(given), 260, 260), truth).mean()
    theirs = fidelity.psnr(rivals.back_projected(given, 260), truth).mean()
    assert ours > theirs + 1  # 4 on average over many
    picture = read_small_picture(saved(tmp_path / "k.png", LETTER))
    drawing, agreement = enlarge_picture(sampler, picture, 400)
    assert (drawing.height, drawing.width) == (400, 400) and agreement > 38
