"""Gradients in slices, and pictures drawn one by one: the same numbers as all at once."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from models import SHAPE, arrays, blobs, small_cppn

from cppn_keras import networks
from cppn_keras.coordinates import coordinate_grid
from cppn_keras.networks import cppn as cppn_module
from cppn_keras.training import VAE, slices

KINDS = {
    "2016": {"style": "softplus-tanh"},
    "film": {"conditioning": "film", "style": "leaky-relu", "residual": True, "features": 4},
}


def sharpening_vae(kind="film", units=8):
    """A VAE of four samples a pixel with a grey penalty, without any noise."""
    keras.utils.set_random_seed(0)
    generator = networks.image_generator(small_cppn(**KINDS[kind]), 8, 8, 2, grey_weight=0.3)
    generator.get_layer("grid").jitter = False
    encoder = networks.build_conv_encoder(SHAPE, 3, (4, 8), units)
    model = VAE(encoder, generator, kl_weight=0.5, epsilon_stddev=0.0, seed=0)
    model.compile(keras.optimizers.SGD(0.01))
    return model


@pytest.mark.parametrize("pictures", [1, 3, 12])
@pytest.mark.parametrize("kind", KINDS)
def test_means_of_slices_are_those_of_the_batch(kind, pictures):
    model, images = sharpening_vae(kind), tf.constant(blobs(12))
    gradients, figures = model.vae_gradients(images)
    start = [tf.zeros_like(g) for g in gradients], dict.fromkeys(VAE.TRACKED, 0.0)

    @tf.function
    def in_slices():
        return slices.mean_of_slices(model.vae_gradients, images, pictures, start)

    found, their_figures = in_slices()
    for name, value in figures.items():
        np.testing.assert_allclose(their_figures[name], value, rtol=1e-5)
    for ours, whole in zip(found, gradients, strict=True):
        np.testing.assert_allclose(ours, whole, atol=1e-5 * np.abs(whole).max())


@pytest.mark.slow
def test_a_step_in_slices_moves_the_weights_as_the_whole_batch_does(monkeypatch):
    def weights_after(slice_bytes):
        monkeypatch.setattr(slices, "SLICE_BYTES", slice_bytes)
        model = sharpening_vae()
        dataset = tf.data.Dataset.from_tensor_slices(blobs(12)).batch(12, drop_remainder=True)
        figures = model.fit(dataset, epochs=3, verbose=0).history
        return arrays(model.weights), figures["loss"]

    (whole, losses), (sliced, same_losses) = weights_after(1 << 30), weights_after(4 * 16**2 * 8)
    np.testing.assert_allclose(same_losses, losses, rtol=1e-5)
    for a, b in zip(sliced, whole, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-5)


def test_a_slice_has_what_fits_and_divides_the_batch(monkeypatch):
    model = sharpening_vae("2016")  # 16 x 16 samples of 8 units: 8 KB a picture and layer

    def pictures(batch, kilobytes):
        monkeypatch.setattr(slices, "SLICE_BYTES", 1024 * kilobytes)
        return slices.pictures_of(batch, model.encoder, model.generator)

    assert pictures(64, 8 * 64) is None  # all fit
    assert pictures(64, 8 * 63) == 32
    assert pictures(64, 8 * 8) == 8
    assert pictures(60, 8 * 8) == 6
    assert pictures(61, 8 * 8) == 1  # a prime number
    assert pictures(64, 1) == 1  # one is more than should be
    assert pictures(None, 8 * 64) is None
    assert pictures(None, 8 * 8) == 1


def test_large_batches_of_small_pictures_stay_whole():
    """One point a pixel, as in the joint stage of `mnist`; nine are sliced."""
    cppn = networks.build_cppn(3, width=128, depth=4)
    encoder = networks.build_conv_encoder((26, 26, 1), 3)
    points, areas = (networks.image_generator(cppn, 26, 26, n) for n in (1, 3))
    assert slices.pictures_of(64, encoder, points) is None
    assert slices.pictures_of(64, encoder, areas) == 8


def test_batch_normalisation_and_other_decoders_need_the_whole_batch(monkeypatch):
    monkeypatch.setattr(slices, "SLICE_BYTES", 1)
    model = sharpening_vae()
    normalised = keras.Sequential([keras.Input(SHAPE), keras.layers.BatchNormalization()])
    assert slices.pictures_of(8, normalised, model.generator) is None
    decoder = networks.build_krippahl_decoder()
    assert slices.pictures_of(8, model.encoder, decoder) is None


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_drawn_one_by_one_are_the_same(kind, monkeypatch):
    cppn = small_cppn(**KINDS[kind])
    z = tf.constant(np.random.default_rng(0).normal(size=(5, 3)), tf.float32)
    grid = tf.constant(coordinate_grid(8, 8)[None])
    together = cppn([z, grid])
    calls = []
    monkeypatch.setattr(cppn_module, "LARGE", 1)
    count = type(cppn).__mro__[1].call
    monkeypatch.setattr(
        type(cppn).__mro__[1],
        "call",
        lambda self, inputs, **how: calls.append(inputs) or count(self, inputs, **how),
    )
    np.testing.assert_allclose(cppn([z, grid]), together, atol=1e-6)
    assert len([inputs for inputs in calls if len(inputs) == 2]) == 5


def test_a_network_of_ones_own_may_use_a_layer_twice():
    z, points = keras.Input((3,)), keras.Input((None, 3))
    twice = keras.layers.Dense(12, "tanh")
    h = keras.layers.Dense(12)(points) + keras.layers.Reshape((1, 12))(keras.layers.Dense(12)(z))
    cppn = networks.CPPN([z, points], keras.layers.Dense(1, "sigmoid")(twice(twice(h))))
    assert cppn.widest == 12
    generator = networks.image_generator(cppn, 8, 6, subpixels=2)
    assert generator.layer_values == 16 * 12 * 12
    encoder = networks.build_conv_encoder(SHAPE, 3, (4, 8), 16)
    assert slices.pictures_of(64, encoder, generator) is None
