"""Outlines as SVG: where they are, how they are written."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from matplotlib.path import Path

from cppn_keras import networks
from cppn_keras.errors import UserError
from cppn_keras.rendering import Drawing, View, save
from cppn_keras.rendering.formats.svg import outlines

CPPN = networks.build_cppn(3, width=12, depth=3, seed=4, weight_stddev=1.0)
Z = np.float32([0.5, -1, 2])


def disc(radius, at, side=200):
    y, x = np.mgrid[:side, :side] + 0.5
    return 1 / (1 + np.exp(np.hypot(x - at[0], y - at[1]) - radius))


def as_path(curves):
    codes = [[Path.MOVETO, *[Path.CURVE4] * (len(curve) - 1)] for curve in curves]
    return Path(np.concatenate(curves), np.concatenate(codes))


def test_the_outline_of_a_disc_is_a_circle():
    (curve,) = outlines(disc(60, (90, 110)))
    assert np.allclose(curve[0], curve[-1], atol=1e-6) and len(curve) % 3 == 1
    points = as_path([curve]).interpolated(1).to_polygons(closed_only=False)[0]
    distances = np.hypot(*(points - [90, 110]).T)
    np.testing.assert_allclose(distances, 60, atol=0.3)
    assert len(curve) < 200  # far fewer numbers than were traced


def test_holes_specks_blanks_and_the_border():
    ring = disc(60, (90, 110)) * (1 - disc(30, (90, 110)))
    assert len(outlines(ring)) == 2
    assert outlines(np.zeros((50, 40))) == []
    assert outlines(disc(0.5, (30, 30))) == []
    (frame,) = outlines(np.ones((50, 40)))
    np.testing.assert_allclose([frame.min(axis=0), frame.max(axis=0)], [[0, 0], [40, 50]], atol=1)


@pytest.mark.parametrize("height, width", [(300, 200), (520, 520)])
def test_a_file_shows_what_the_drawing_shows(tmp_path, height, width):
    drawing = Drawing(CPPN, Z, height, width, View(scale=2.0))
    save(drawing, tmp_path / "a.svg")
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    assert (root.get("width"), root.get("height")) == (str(width), str(height))
    rect, path = root
    assert rect.get("fill") == "black" and path.get("fill-rule") == "evenodd"
    curves = [
        np.float64(part.replace("C", " ").split()).reshape(-1, 2)
        for part in path.get("d").replace("Z", "").split("M")[1:]
    ]
    y, x = np.mgrid[:height, :width] + 0.5
    points = np.stack([x.ravel(), y.ravel()], axis=1)
    inside = np.zeros(len(points), bool)
    for curve in curves:  # the even-odd rule
        inside ^= as_path([curve]).contains_points(points)
    ink = drawing.pixels()[..., 0] > 0.5
    assert 0.02 < ink.mean() < 0.98
    assert np.mean(inside.reshape(height, width) != ink) < 0.004


def test_colours_of_ink_and_paper_can_be_chosen_and_networks_in_colour_are_refused(tmp_path):
    save(Drawing(CPPN, Z, 60, 60), tmp_path / "a.svg", ink="#123456", paper=None)
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert '<path fill="#123456"' in text and "<rect" not in text
    coloured = networks.build_cppn(3, 3, width=4, depth=2, seed=0)
    with pytest.raises(UserError, match="colour"):
        save(Drawing(coloured, Z, 60, 60), tmp_path / "b.svg")
    assert not (tmp_path / "b.svg").exists()


def test_an_inverted_cppn_draws_the_complement():
    plain, inverse = (Drawing(network, Z, 9, 8) for network in (CPPN, networks.inverted(CPPN)))
    np.testing.assert_allclose(plain.pixels() + inverse.pixels(), 1, atol=1e-6)
