"""The main path for real: train on drawn digits, draw, read what was drawn."""

import dataclasses

import numpy as np
import pytest

from cppn_keras import Sampler
from cppn_keras.data import Dataset, center_crop, to_float
from cppn_keras.data.strokes import stroke_digits
from cppn_keras.evaluation.classifier import Classifier
from cppn_keras.runs import recipes
from cppn_keras.runs.run import train

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def strokes():
    return Dataset("strokes", *stroke_digits(train=4000, test=500), "drawn", synthetic=True)


@pytest.fixture(scope="module")
def reader():
    """The shipped classifier; it reads 99.6 % of 2000 drawn digits too."""
    return Classifier.load()


def read(reader, images):
    """The digit of each picture, float (n, 26, 26, 1)."""
    return reader.read(images).digits


def test_a_short_training_on_drawn_digits(strokes, reader, tmp_path, luck):
    """400 steps of the recipe "demo", both its stages, with half of its batches. The bars:
    unseen digits are drawn nearer to themselves than to others, and more can be read than by
    chance; that areas and pixels agree does not depend on the training."""
    recipe = dataclasses.replace(recipes.get("demo"), steps_per_epoch=80)
    train(recipe, strokes, tmp_path, epochs=4, seed=luck.seed, batch_size=32)
    sampler = Sampler.from_pretrained(tmp_path)
    images = to_float(center_crop(strokes.test_images, 26))
    again = sampler.reconstruct(images)
    error, to_others = (np.mean((drawn - images) ** 2) for drawn in (again, np.roll(again, 1, 0)))
    luck.below(error / to_others, 0.7, "of the squared error to other pictures")
    kept = np.mean(read(reader, again) == strokes.test_labels)
    luck.above(kept, 0.25, "digits kept, of which chance keeps a tenth")
    codes = np.stack(list(sampler.digit_codes.values()))
    small, large = sampler.generate(codes), sampler.generate(codes, x_dim=260, y_dim=260)
    means = large.reshape(-1, 26, 10, 26, 10, 1).mean(axis=(2, 4))
    luck.below(np.abs(means - small).mean(), 0.05, "between areas and pixels")


@pytest.mark.parametrize("prior", ["learnt", "plain"])
def test_the_shipped_models_samples_are_all_ten_digits(reader, prior, luck):
    sampler = Sampler.from_pretrained("mnist", seed=luck.seed)
    digits = read(reader, sampler.generate(sampler.generate_z(500, prior)))
    shares = np.bincount(digits, minlength=10) / len(digits)
    luck.above(shares.min(), 0.02)


def test_the_shipped_codes_are_read_as_their_digits(reader):
    sampler = Sampler.from_pretrained("mnist")
    digits = sorted(sampler.digit_codes)
    images = sampler.generate(np.stack([sampler.digit_codes[digit] for digit in digits]))
    right = np.mean(read(reader, images) == digits)
    print(f"{right:.0%} read as they should")
    assert right >= 0.9
