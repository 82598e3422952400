"""The synthetic digits: seeded, balanced, MNIST-like, and exact at any size."""

import numpy as np
import pytest

from cppn_keras.data.skeletons import SEGMENTS, SKELETONS, skeletons
from cppn_keras.data.strokes import (
    Strokes,
    painted,
    random_strokes,
    render_stroke,
    stroke_digits,
)
from cppn_keras.errors import UserError


@pytest.fixture(scope="module")
def strokes() -> Strokes:
    return random_strokes(500, seed=0)


@pytest.fixture(scope="module")
def images(strokes) -> np.ndarray:
    return render_stroke(strokes, 28, 28)


def line(x0, y0, x1, y1, width) -> Strokes:
    """One straight line."""
    segments = np.array([[[x0, y0, x1, y1]]], np.float32)
    return Strokes(segments, np.array([width], np.float32), np.array([1]))


def line_by_force(x0, y0, x1, y1, width, size, samples) -> np.ndarray:
    """The same line as an in-or-out test of samples x samples points per pixel."""
    at = (np.arange(size * samples) + 0.5) * 28 / (size * samples)
    x, y = np.meshgrid(at, at)
    way = np.array([x1 - x0, y1 - y0])
    t = ((x - x0) * way[0] + (y - y0) * way[1]) / max(way @ way, 1e-12)
    t = np.clip(t, 0, 1)
    ink = np.hypot(x - x0 - t * way[0], y - y0 - t * way[1]) <= width / 2
    return ink.reshape(size, samples, size, samples).mean(axis=(1, 3))


def test_shapes_types_and_ranges(strokes, images):
    assert strokes.segments.shape == (500, SEGMENTS, 4)
    assert strokes.segments.dtype == strokes.widths.dtype == np.float32
    assert strokes.labels.dtype == np.int64 and len(strokes) == 500
    assert strokes.segments.min() > 0 and strokes.segments.max() < 28
    assert strokes.widths.min() > 1 and strokes.widths.max() < 5
    assert images.shape == (500, 28, 28, 1) and images.dtype == np.float32
    assert images.min() == 0 and images.max() == 1
    assert render_stroke(strokes[:3], 5, 9).shape == (3, 5, 9, 1)  # height, then width


def test_indexing_gives_smaller_batches(strokes, images):
    assert len(strokes[10:20]) == 10 and len(strokes[3]) == 1 and len(strokes[:0]) == 0
    assert (strokes[strokes.labels == 7].labels == 7).all()
    some = np.array([40, 3, 499])
    np.testing.assert_array_equal(render_stroke(strokes[some], 28, 28), images[some])
    assert render_stroke(strokes[:0], 4, 4).shape == (0, 4, 4, 1)


def test_seeded(strokes):
    again, other = random_strokes(500, seed=0), random_strokes(500, seed=1)
    for name in ("segments", "widths", "labels"):
        np.testing.assert_array_equal(getattr(again, name), getattr(strokes, name))
        assert (getattr(other, name) != getattr(strokes, name)).any()


def test_labels_are_balanced_and_shuffled(strokes):
    assert np.bincount(strokes.labels).tolist() == [50] * 10
    assert set(np.bincount(random_strokes(123, 0).labels)) == {12, 13}
    assert len(set(strokes.labels[:20])) > 5 and (np.diff(strokes.labels) != 1).any()


def test_every_digit_has_several_connected_skeletons():
    for digit in range(10):
        assert len(SKELETONS[digit]) >= 3
        for skeleton in skeletons(digit):
            assert len(skeleton.starts) == SEGMENTS
            points = skeleton.basis @ skeleton.control
            steps = np.linalg.norm(points[skeleton.starts + 1] - points[skeleton.starts], axis=1)
            assert steps.min() > 0.2 and steps.max() < 5  # a digit is about 100 high
            assert points.min() > -12 and points.max() < 112  # the curves do not overshoot


def test_ink_is_like_mnist(luck):
    """MNIST's mean is 0.131, and 0.151 without the outermost pixels."""
    images = render_stroke(random_strokes(500, luck.seed), 28, 28)
    luck.below(abs(images.mean() - 0.131), 0.015, "from the mean")
    luck.below(abs(images[:, 1:-1, 1:-1].mean() - 0.151), 0.02, "from the middle's mean")
    assert images[:, [0, -1]].max() < 1e-4 and images[:, :, [0, -1]].max() < 1e-4
    rows = images.sum(axis=(2, 3))  # mass per row: centred
    middle = (rows * (np.arange(28) + 0.5)).sum(axis=1) / rows.sum(axis=1)
    luck.below(abs(middle - 14).max(), 3, "units from the middle")


def test_small_pictures_are_area_averages_of_large_ones(luck):
    few, box = random_strokes(5, luck.seed), (1, 1, 27, 27)
    large = render_stroke(few, 1040, 1040, box)
    # a pixel has 25, 100 and 9 samples: in the worst, one or two of them are wrong
    for size, mean, worst in ((26, 0.001, 2 / 25), (13, 0.001, 2 / 100), (104, 0.001, 1.2 / 9)):
        parts = 1040 // size
        average = large.reshape(5, size, parts, size, parts).mean(axis=(2, 4))
        difference = abs(average - render_stroke(few, size, size, box)[..., 0])
        luck.below(difference.mean(), mean, f"mean at {size}")
        luck.below(difference.max(), worst, f"worst at {size}")


def test_a_box_is_a_crop(strokes, images):
    crop = render_stroke(strokes, 26, 26, (1, 1, 27, 27))
    np.testing.assert_allclose(crop, images[:, 1:-1, 1:-1], atol=1e-5)
    wide = render_stroke(strokes[:5], 10, 20, (4, 9, 24, 19))  # rows 9 to 19, columns 4 to 24
    np.testing.assert_allclose(wide, images[:5, 9:19, 4:24], atol=1e-5)


@pytest.mark.parametrize("ends", [(5, 6, 22, 17), (20, 3, 9, 25), (14.3, 4, 14.3, 24)])
@pytest.mark.parametrize("size", [28, 7])
def test_a_line_agrees_with_brute_force(ends, size):
    expected = line_by_force(*ends, width=2.6, size=size, samples=64)
    drawn = render_stroke(line(*ends, width=2.6), size, size)[0, ..., 0]
    assert abs(drawn - expected).max() < 0.05 and abs(drawn - expected).mean() < 0.002


def test_a_segment_of_no_length_is_a_dot():
    drawn = render_stroke(line(14, 12, 14, 12, width=8), 280, 280)
    assert drawn.sum() / 100 == pytest.approx(np.pi * 16, rel=1e-3)  # square units


def test_bands_do_not_show(strokes, monkeypatch):
    whole = render_stroke(strokes[:3], 90, 70)
    monkeypatch.setattr("cppn_keras.data.strokes.SAMPLES_AT_ONCE", 1000)
    np.testing.assert_allclose(render_stroke(strokes[:3], 90, 70), whole, atol=1e-4)


def test_dataset():
    train, train_labels, test, test_labels = stroke_digits(train=60, test=30, seed=3)
    assert train.shape == (60, 28, 28, 1) and test.shape == (30, 28, 28, 1)
    assert train.dtype == test.dtype == np.uint8 and train.max() == 255
    assert train_labels.shape == (60,) and test_labels.dtype == np.int64
    assert not (train[:30] == test).all()
    np.testing.assert_array_equal(train, stroke_digits(train=60, test=30, seed=3)[0])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda s: random_strokes(0, 0), "count must be a whole number of at least 1, not 0."),
        (lambda s: random_strokes(2.5, 0), "count must be .* not 2.5."),
        (lambda s: random_strokes(5, -1), "seed must be a whole number of at least 0, not -1."),
        (lambda s: render_stroke(s, 0, 28), "height must be .* not 0."),
        (lambda s: render_stroke(s, 28, -3), "width must be .* not -3."),
        (lambda s: render_stroke(s, 28, 28, (5, 0, 5, 28)), "box must be .* left < right"),
        (lambda s: render_stroke(s, 28, 28, (0, 0, np.inf, 28)), "box must be finite"),
        (lambda s: stroke_digits(train=0), "train must be"),
        (lambda s: stroke_digits(test=-1), "test must be"),
    ],
)
def test_mistakes_are_answered_in_one_line(strokes, call, message):
    with pytest.raises(UserError, match=message) as caught:
        call(strokes[:1])
    assert "\n" not in str(caught.value)


def test_painted_pictures_are_ink_on_paper_of_any_colour():
    """Where there is no ink is paper, where all is ink the ink's colour, and mixtures between."""
    images = np.zeros((3, 28, 24, 1), "uint8")
    images[:, 5, 5], images[:, 6, 6] = 255, 51
    found = painted(images, seed=1)
    assert found.shape == (3, 32, 32, 3) and found.dtype == "uint8"
    top, left = 2, 4
    paper, ink = (
        found[:, row, column].astype(int) for row, column in ((0, 0), (top + 5, left + 5))
    )
    between = found[:, top + 6, left + 6]
    assert np.abs(between - (0.8 * paper + 0.2 * ink)).max() <= 1
    where = np.zeros((32, 32), bool)
    where[top + 5, left + 5] = where[top + 6, left + 6] = True
    assert (found[:, ~where] == paper[:, None]).all()
    assert len(np.unique(np.concatenate([paper, ink]), axis=0)) == 6
    np.testing.assert_array_equal(found, painted(images, seed=1))
    assert not np.array_equal(found, painted(images, seed=2))
    with pytest.raises(UserError, match="do not fit on 32 x 32"):
        painted(np.zeros((1, 40, 28, 1), "uint8"), seed=0)
