"""Directions among codes: each changes its own measure, and they are kept beside the weights."""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from cppn_keras import Sampler
from cppn_keras.data import Dataset, center_crop, load, to_float
from cppn_keras.errors import UserError
from cppn_keras.evaluation.directions import find_directions, save_directions
from cppn_keras.evaluation.shape import MEASURES
from cppn_keras.names import MEASURED
from cppn_keras.runs.weights import load_directions


@pytest.fixture(scope="module")
def found():
    """(sampler, pictures, labels, directions) of the shipped digits, for drawn pictures."""
    sampler, strokes = Sampler.from_pretrained("mnist", seed=0), load("strokes", seed=0)
    data = Dataset(
        "few",
        strokes.train_images[:1500],
        strokes.train_labels[:1500],
        strokes.test_images[:10],
        strokes.test_labels[:10],
        "here",
    )
    images = to_float(center_crop(data.train_images, 26))
    return sampler, images, data.train_labels, find_directions(sampler, data)


def test_a_step_changes_one_prediction_by_its_deviation_and_no_other(found):
    sampler, images, labels, directions = found
    codes = sampler.encode(images).astype("float64")
    assert tuple(directions) == MEASURED == tuple(MEASURES)
    for name, measure in MEASURES.items():
        measured = measure(images)
        weights = LinearRegression().fit(codes, measured).coef_
        of_label = [measured[labels == label] for label in np.unique(labels)]
        deviation = np.concatenate([part - part.mean() for part in of_label]).std()
        for other, step in directions.items():
            changed = weights @ step / deviation
            assert changed == pytest.approx(1.0 if other == name else 0.0, abs=2e-3), other


def test_the_shipped_directions_do_what_they_are_called():
    sampler = Sampler.from_pretrained("mnist", seed=0)
    z = np.stack([sampler.digit_codes[digit] for digit in range(10)])
    for name, measure in MEASURES.items():
        step = 1.5 * sampler.directions[name]
        more, less = (measure(sampler.generate(z + sign * step)) for sign in (1, -1))
        assert np.mean(more > less) >= 0.7, name


def test_directions_are_kept_beside_the_weights(found, tmp_path):
    *_, directions = found
    path = save_directions(directions, tmp_path / "directions.npz")
    again = load_directions(path, 24)
    assert all((again[name] == step).all() for name, step in directions.items())
    assert load_directions(tmp_path / "none.npz", 24) == {}
    with pytest.raises(UserError, match="does not belong to the generator beside it"):
        load_directions(path, 25)
    np.savez(path, **{**directions, "width": np.full(24, np.nan)})
    with pytest.raises(UserError, match="does not belong to the generator beside it"):
        load_directions(path, 24)


def test_what_has_no_directions_is_refused(found):
    sampler, *_ = found
    grey = np.zeros((30, 28, 28, 1), "uint8")
    blank = Dataset("blank", grey, np.arange(30) % 10, grey, np.arange(30) % 10, "here")
    with pytest.raises(UserError, match="too few or too equal"):
        find_directions(sampler, blank)
    with pytest.raises(UserError, match="with an encoder, for grey pictures"):
        find_directions(Sampler(seed=0), blank)
