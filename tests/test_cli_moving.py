"""The commands that leave animations."""

import numpy as np
import pytest
from commands import run
from PIL import Image, ImageSequence

from cppn_keras import Sampler
from cppn_keras.rendering import View


def _animation(path):
    """(frames, (width, height), seconds) of an animated file."""
    with Image.open(path) as file:
        times = []
        for frame in ImageSequence.Iterator(file):
            frame.load()  # of a WebP the time is known only then
            times.append(frame.info["duration"])
        return len(times), file.size, sum(times) / 1000


@pytest.mark.slow
def test_morph_goes_from_digit_to_digit_and_on_to_random_ones(tmp_path, capfd):
    out = tmp_path / "new" / "m.gif"
    size = ("--size", 26, "--frames", 3)
    assert run("morph", 2, 9, *size, "--out", out) == 0
    assert f"saved {out}" in capfd.readouterr().out
    assert _animation(out) == (6, (26, 26), pytest.approx(6 * 0.05))
    out = tmp_path / "m.webp"
    more = ("--random", 2, "--seed", 5, "--width", 40, "--fps", 30)
    assert run("morph", 2, *more, *size, "--out", out) == 0
    assert _animation(out) == (9, (40, 26), pytest.approx(0.3))
    first = out.read_bytes()
    assert run("morph", 2, *more, *size, "--out", out) == 0
    assert out.read_bytes() == first


@pytest.mark.slow
def test_zoom_lasts_as_long_as_asked_and_ends_where_it_should(tmp_path):
    sampler = Sampler.from_pretrained("mnist")
    z = sampler.digit_codes[4]
    out, target = tmp_path / "z.png", (0.25, -0.5)
    asked = ("--digit", 4, "--to", *target, "--factor", 20, "--scale", 2, "--rotate", 30)
    asked += ("--size", 30, "--fps", 8, "--out", out)
    assert run("zoom", *asked, "--seconds", 1, "--one-way") == 0
    assert _animation(out) == (8, (30, 30), pytest.approx(1))
    with Image.open(out) as file:
        frames = [np.array(frame.convert("L")) / 255 for frame in ImageSequence.Iterator(file)]
    views = View(scale=2.0), View(target, 20, 2.0, 30)
    for frame, view in zip((frames[0], frames[-1]), views, strict=True):
        expected = sampler.drawing(z, 30, 30, view).pixels()
        np.testing.assert_allclose(frame, expected[..., 0], atol=0.003)
    assert run("zoom", *asked, "--seconds", 1.3) == 0  # there and back
    assert _animation(out) == (10, (30, 30), pytest.approx(1.3))


def test_zoom_finds_a_place_with_something_to_see():
    from cppn_keras.pictures import find_corner

    class Drawn:  # two long edges that meet in one corner
        def generate(self, z, width, height):
            image = np.zeros((height, width, 1), "float32")
            image[:120, :120] = 1
            return image

    x, y = find_corner(Drawn(), None)
    assert abs(x - 0.2) < 0.1 and abs(y - 0.2) < 0.1
