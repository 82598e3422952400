"""The main path for real: train on drawn digits, draw, read what was drawn."""

import numpy as np
import pytest

from cppn_keras import Sampler, recipes
from cppn_keras.data import Dataset, center_crop, to_float
from cppn_keras.data.strokes import stroke_digits
from cppn_keras.evaluation.classifier import Classifier
from cppn_keras.training.run import train

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def strokes():
    return Dataset("strokes", *stroke_digits(train=8000, test=1000), "drawn", synthetic=True)


@pytest.fixture(scope="module")
def reader():
    """The shipped classifier; it reads 99.6 % of 2000 drawn digits too."""
    return Classifier.load()


def read(reader, images):
    """The digit of each picture, float (n, 26, 26, 1)."""
    return reader.read(images).digits


def test_two_minutes_on_drawn_digits(strokes, reader, tmp_path):
    """600 steps of the recipe "demo". The bar: squared error of reconstructions of unseen digits
    below half of the mean picture's, and most of them still read as the same digit."""
    train(recipes.get("demo"), strokes, tmp_path, epochs=24)
    sampler = Sampler.from_pretrained(tmp_path)
    images = to_float(center_crop(strokes.test_images, 26))
    again = sampler.reconstruct(images)
    error = np.mean((again - images) ** 2)
    mean_picture = to_float(center_crop(strokes.train_images, 26)).mean(axis=0)
    bar = np.mean((mean_picture - images) ** 2)
    kept = np.mean(read(reader, again) == strokes.test_labels)
    print(f"squared error {error:.4f}, mean picture {bar:.4f}, digit kept {kept:.3f}")
    assert error < bar / 2
    assert kept > 0.8
    large = sampler.generate(sampler.digit_codes[3], x_dim=260, y_dim=260)
    means = large.reshape(26, 10, 26, 10, 1).mean(axis=(1, 3))
    assert np.abs(means - sampler.generate(sampler.digit_codes[3])).mean() < 0.05


@pytest.mark.parametrize("prior", ["learnt", "plain"])
def test_the_shipped_models_samples_are_all_ten_digits(reader, prior):
    sampler = Sampler.from_pretrained("mnist", seed=0)
    digits = read(reader, sampler.generate(sampler.generate_z(2000, prior)))
    shares = np.bincount(digits, minlength=10) / len(digits)
    print(prior, np.round(shares, 3))
    assert shares.min() >= 0.03


def test_the_shipped_codes_are_read_as_their_digits(reader):
    sampler = Sampler.from_pretrained("mnist")
    digits = sorted(sampler.digit_codes)
    images = sampler.generate(np.stack([sampler.digit_codes[digit] for digit in digits]))
    right = np.mean(read(reader, images) == digits)
    print(f"{right:.0%} read as they should")
    assert right >= 0.9
