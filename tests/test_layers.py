"""Layers against plain NumPy."""

from pathlib import Path

import keras
import numpy as np
import pytest

from cppn_keras.coordinates import coordinate_grid
from cppn_keras.files import load_model
from cppn_keras.networks.layers import Dense as PointDense
from cppn_keras.networks.layers import (
    FiLM,
    FourierFeatures,
    GreyPenalty,
    ModulatedDense,
    PixelGrid,
    Sampling,
)


def test_sampling_has_the_asked_mean_and_variance(luck):
    """z is μ + σ·ε to the last digits, and ε is N(0, 1)."""
    zeros = np.zeros((50_000, 3), "float32")
    epsilon = np.asarray(Sampling(seed=luck.seed)([zeros, zeros]))
    luck.below(np.abs(epsilon.mean(axis=0)).max(), 0.03, "mean")
    luck.below(np.abs(epsilon.var(axis=0) - 1).max(), 0.05, "variance")
    luck.below(np.abs(np.corrcoef(epsilon.T) - np.eye(3)).max(), 0.03, "correlation")
    z_mean, variance = np.float32([1.0, -2.0, 0.5]), np.float32([0.25, 4.0, 1.0])
    z = Sampling(seed=luck.seed)([zeros + z_mean, zeros + np.log(variance)])
    np.testing.assert_allclose(z, z_mean + np.sqrt(variance) * epsilon, atol=1e-5)


def test_sampling_draws_anew_at_every_call_and_again_with_the_same_seed():
    zeros = np.zeros((4, 3), "float32")
    layer = Sampling(seed=3)
    first, second = np.asarray(layer([zeros, zeros])), np.asarray(layer([zeros, zeros]))
    assert not np.allclose(first, second)
    np.testing.assert_array_equal(first, np.asarray(Sampling(seed=3)([zeros, zeros])))


def test_pixel_grid_is_the_coordinate_grid():
    z = np.zeros((5, 4), "float32")
    np.testing.assert_array_equal(np.asarray(PixelGrid(3, 7)(z))[0], coordinate_grid(3, 7))
    np.testing.assert_array_equal(
        np.asarray(PixelGrid(3, 7, radius=False)(z))[0], coordinate_grid(3, 7, radius=False)
    )


def test_jittered_points_stay_within_their_pixel_and_keep_their_radius_right(luck):
    layer, z = PixelGrid(30, 45, jitter=True, seed=luck.seed), np.zeros((1, 4), "float32")
    centres = coordinate_grid(30, 45)
    np.testing.assert_array_equal(np.asarray(layer(z, training=False))[0], centres)
    points = np.asarray(layer(z, training=True))[0]
    offsets = points[:, :2] - centres[:, :2]
    assert np.abs(offsets).max() <= 1 / 30 + 1e-6
    luck.below(abs(1 - 30 * offsets.max()), 0.02, "of the pixel is not used")
    luck.below(abs(1 + 30 * offsets.min()), 0.02, "of the pixel is not used")
    np.testing.assert_allclose(points[:, 2], np.hypot(*points[:, :2].T), rtol=1e-5)


def test_fourier_features_are_sines_and_cosines_of_x_and_y():
    layer = FourierFeatures(features=5, sigma=2.0, seed=4)
    points = np.random.default_rng(0).normal(size=(2, 11, 3)).astype("float32")
    out = np.asarray(layer(points))
    phase = np.pi * points[..., :2] @ np.asarray(layer.frequencies)
    np.testing.assert_allclose(out[..., :3], points)
    np.testing.assert_allclose(out[..., 3:8], np.sin(phase), atol=1e-5)
    np.testing.assert_allclose(out[..., 8:], np.cos(phase), atol=1e-5)
    assert not layer.trainable_weights


@pytest.mark.parametrize("pictures", [1, 3])
@pytest.mark.parametrize("grids", [1, 3])
def test_a_modulated_layer_is_a_dense_layer_then_film(pictures, grids):
    """One picture is computed in another way than several: by the formula they are the same."""
    rng = np.random.default_rng(0)
    grids = min(grids, pictures)
    h, modulation = rng.normal(size=(grids, 11, 4)), rng.normal(size=(pictures, 12))
    layer = ModulatedDense(6, activation="tanh", bias_initializer="random_normal")
    out = np.asarray(layer(h.astype("float32"), modulation.astype("float32")))
    dense = h @ np.asarray(layer.kernel) + np.asarray(layer.bias)
    scale, shift = modulation[:, None, :6], modulation[:, None, 6:]
    np.testing.assert_allclose(out, np.tanh(dense * (1 + scale) + shift), atol=1e-5)
    assert layer.compute_output_shape(h.shape, modulation.shape) == out.shape


def test_a_point_layer_is_a_dense_layer():
    points = np.random.default_rng(0).normal(size=(3, 11, 4)).astype("float32")
    layer, dense = PointDense(6, activation="tanh"), keras.layers.Dense(6, activation="tanh")
    out = layer(points)
    dense.build(points.shape)
    dense.set_weights(layer.get_weights())
    np.testing.assert_allclose(out, dense(points), atol=1e-6)


def test_a_saved_film_network_of_version_0_2_draws_what_it_drew():
    """It has FiLM as a layer of its own."""
    recorded = np.load(Path(__file__).with_name("version_0_2.npz"))
    generator = load_model(Path(__file__).with_name("version_0_2.keras"))
    assert any(isinstance(layer, FiLM) for layer in generator.cppn.layers)
    np.testing.assert_allclose(generator(recorded["z"]), recorded["images"], atol=1e-5)


def test_grey_penalty_is_zero_for_ink_and_paper_only():
    decided = np.array([[[0.0], [1.0], [1.0]]], "float32")
    grey = np.array([[[0.5], [1.0], [0.1]], [[0.0], [0.0], [0.0]]], "float32")
    layer = GreyPenalty(2.0)
    layer(decided)
    assert float(layer.losses[0]) == 0
    layer = GreyPenalty(2.0)
    np.testing.assert_array_equal(layer(grey), grey)
    np.testing.assert_allclose(float(layer.losses[0]), 2.0 * (0.25 + 0.09) / 2, rtol=1e-5)


def test_layers_survive_their_configuration():
    for layer in (
        Sampling(seed=2),
        PixelGrid(3, 4, radius=False, jitter=True),
        FourierFeatures(3, 0.5, seed=1),
        FiLM(),
        GreyPenalty(0.3),
    ):
        again = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(layer))
        assert type(again) is type(layer)
        assert again.get_config() == layer.get_config()
