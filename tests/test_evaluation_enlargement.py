"""Measures of enlargements: exact on drawings whose answer is known."""

import numpy as np
import pytest
from scipy.ndimage import uniform_filter

from cppn_keras.evaluation import enlargement as measure

FACTOR = 20  # pixels of the drawing to a training pixel


def ramp(width: float, degrees: float, side: int = 260) -> np.ndarray:
    """A straight edge that rises from 10 to 90 % in `width` training pixels, (1, side, side)."""
    y, x = np.mgrid[:side, :side] - (side - 1) / 2 + 0.3
    turn = np.radians(degrees)
    across = (np.cos(turn) * x + np.sin(turn) * y) / FACTOR
    return np.clip(across * 0.8 / width + 0.5, 0, 1)[None]


def disc(radius: float, side: int = 260, soft: float = 0.2) -> np.ndarray:
    """A disc of ink, radius and soft rim in training pixels, (side, side)."""
    y, x = np.mgrid[:side, :side] - (side - 1) / 2
    return np.clip((radius - np.hypot(x, y) / FACTOR) / soft + 0.5, 0, 1)


@pytest.mark.parametrize("degrees", [0, 20, 45, 70, 90, 130, 180, 250, 315])
@pytest.mark.parametrize("width", [0.3, 1.0])
def test_edge_width_of_straight_edges_in_all_directions(width, degrees):
    assert measure.edge_width(ramp(width, degrees), FACTOR) == pytest.approx(width, rel=0.02)


def test_edge_width_of_an_edge_without_greys_is_less_than_a_pixel_of_the_drawing():
    step = np.zeros((1, 40, 40))
    step[:, :, 20:] = 1
    assert measure.edge_width(step, FACTOR) == pytest.approx(0.8 / FACTOR)


def test_edge_width_of_round_and_thin_strokes():
    """A stroke that never becomes white is measured by its own top; a faint one is no edge."""
    assert measure.edge_width(disc(4)[None], FACTOR) == pytest.approx(0.16, rel=0.05)
    x = (np.arange(260) - 129.5) / FACTOR
    thin = np.tile(0.8 * np.clip(1.5 - np.abs(x), 0, 1), (260, 1))[None]  # rises over 1 pixel
    assert measure.edge_width(thin, FACTOR) == pytest.approx(0.8, rel=0.02)
    assert np.isnan(measure.edge_width(0.55 * thin, FACTOR))
    faint = 0.4 + 0.3 * np.tile(np.clip(1.5 - np.abs(x), 0, 1), (260, 1))[None]
    assert np.isnan(measure.edge_width(faint, FACTOR))
    assert np.isnan(measure.edge_width(np.zeros((2, 40, 40)), FACTOR))


def test_edge_width_does_not_depend_on_the_enlargement_and_grows_with_blur():
    small, large = (disc(4 * f / FACTOR, 13 * f, 1.0 * f / FACTOR)[None] for f in (20, 50))
    assert measure.edge_width(small, 20) == pytest.approx(measure.edge_width(large, 50), rel=0.03)
    blurred = uniform_filter(small[0], 21, mode="nearest")[None]
    assert measure.edge_width(blurred, 20) > 1.15 * measure.edge_width(small, 20)


def flood(ink):
    """Sizes of connected pieces, one flood at a time."""
    left, sizes = {tuple(p) for p in np.argwhere(ink)}, []
    while left:
        stack, size = [left.pop()], 0
        while stack:
            row, column = stack.pop()
            size += 1
            for near in (
                (row + 1, column),
                (row - 1, column),
                (row, column + 1),
                (row, column - 1),
            ):
                if near in left:
                    left.remove(near)
                    stack.append(near)
        sizes.append(size)
    return sorted(sizes)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 0.6, 0.8, 1.0])
def test_pieces_are_those_of_a_flood(share):
    ink = np.random.default_rng(3).random((31, 47)) < share
    assert sorted(measure.piece_sizes(ink).tolist()) == flood(ink)


def test_speckle_is_the_ink_of_pieces_below_two_pixels():
    image = np.zeros((260, 260))
    image[20:120, 40:140] = 1  # 25 training pixels²
    image[200:220, 200:220] = 0.8  # 1
    image[240:260, 0:45] = 0.7  # 2.25
    image[0:10, 250:260] = 0.4  # not ink
    assert measure.speckle(image[None], FACTOR) == pytest.approx(400 / (10_000 + 400 + 900))
    assert measure.speckle(np.zeros((1, 40, 40)), FACTOR) == 0


def test_stray_grey_is_what_is_not_the_slope_of_an_edge():
    image = disc(4, soft=0.6)
    assert measure.stray_grey(image[None], FACTOR) == 0
    clouded = image.copy()
    clouded[:20, :20] = 0.3  # outside
    clouded[120:130, 120:130] = 0.8  # inside
    share = measure.stray_grey(np.stack([clouded, image]), FACTOR)
    assert share == pytest.approx(500 / 260**2 / 2)


def test_consistency_is_the_difference_of_averaged_squares():
    small = np.random.default_rng(0).random((2, 5, 5, 1))
    large = np.kron(small, np.ones((1, 4, 4, 1)))
    large[:, ::2] += 0.1  # averaged away
    large[:, 1::2] -= 0.1
    assert measure.consistency(large, small) == pytest.approx(0, abs=1e-12)
    assert measure.consistency(large + 0.2, small) == pytest.approx(0.2)
