"""An encoder that reads poor pictures: what it is shown, and that it learns."""

import keras
import numpy as np
import tensorflow as tf

from cppn_keras import networks
from cppn_keras.coordinates import pixel_shares
from cppn_keras.training import DegradedVAE
from cppn_keras.training.degraded import degradation

IMAGES = np.random.default_rng(0).uniform(size=(6, 12, 12, 1)).astype("float32")


def model_of(sizes, seed=0):
    cppn = networks.build_cppn(3, width=8, depth=2, seed=seed, conditioning="film")
    encoder = networks.build_conv_encoder((12, 12, 1), 3, (4, 8), 8, pool=2)
    generator = networks.image_generator(cppn, 12, 12)
    model = DegradedVAE(encoder, generator, 60, sizes, seed=seed)
    model.compile(keras.optimizers.Adam(3e-3))
    return model


def test_shares_of_pixels_by_hand():
    np.testing.assert_allclose(
        pixel_shares(2, 3), [[2 / 3, 1 / 3, 0], [0, 1 / 3, 2 / 3]], atol=1e-12
    )
    for pixels, side in ((7, 520), (26, 52), (9, 9), (1, 5)):
        shares = pixel_shares(pixels, side)
        np.testing.assert_allclose(shares.sum(axis=1), 1)
        np.testing.assert_allclose(shares.sum(axis=0), pixels / side)


def test_degradation_is_averages_enlarged_again():
    image = IMAGES[0, ..., 0]
    matrix = degradation(4, 12)
    averages = image.reshape(4, 3, 4, 3).mean(axis=(1, 3))
    again = tf.image.resize(averages[..., None], (12, 12), "bicubic").numpy()[..., 0]
    np.testing.assert_allclose(matrix @ image @ matrix.T, again, atol=1e-3)
    np.testing.assert_allclose(degradation(12, 12), np.eye(12), atol=1e-6)


def test_each_picture_is_seen_at_a_size_of_its_own():
    same = model_of([12])
    np.testing.assert_allclose(same.seen(IMAGES), IMAGES, atol=1e-5)
    mixed = np.asarray(model_of([3, 12]).seen(np.tile(IMAGES[:1], (40, 1, 1, 1))))
    kept = np.isclose(mixed, IMAGES[:1], atol=1e-5).all(axis=(1, 2, 3))
    assert 5 < kept.sum() < 35 and mixed.min() >= 0 and mixed.max() <= 1


def test_it_trains_and_is_saved_with_its_sizes(tmp_path):
    model = model_of([5, 12])
    history = model.fit(IMAGES, epochs=40, batch_size=6, verbose=0).history["loss"]
    assert history[-1] < history[0]
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras")
    assert again.sizes == (5, 12) and again.points == 60
    np.testing.assert_allclose(again(IMAGES), model(IMAGES), atol=1e-6)
