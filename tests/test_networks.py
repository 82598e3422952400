"""Networks: a CPPN is a function of z and place; the rest have the stated shapes."""

import keras
import numpy as np
import pytest

from cppn_keras import networks
from cppn_keras.coordinates import coordinate_grid
from cppn_keras.errors import UserError
from cppn_keras.files import save_model
from cppn_keras.networks.activations import activation_list

KINDS = {
    "2016": {"style": "softplus-tanh", "input_scale": 8.0, "weight_stddev": 0.1},
    "film": {"conditioning": "film", "features": 4, "style": "leaky-relu", "residual": True},
    "flat": {"radius": False, "residual": True},
}


def z_of(batch, latent_dim=5):
    return np.random.default_rng(0).normal(size=(batch, latent_dim)).astype("float32")


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def test_the_2016_cppn_is_dense_of_z_and_coordinates_put_together():
    """Against NumPy, pixel by pixel, with z copied beside every coordinate as in 2016."""
    cppn = networks.build_cppn(5, 2, width=8, depth=3, seed=1, **KINDS["2016"])
    z, grid = z_of(3), coordinate_grid(4, 6)
    w = {layer.name: [np.asarray(v) for v in layer.weights] for layer in cppn.layers}
    expected = np.empty((3, 24, 2))
    for i in range(3):
        for j in range(24):
            h = 8 * z[i] @ w["from_z"][0] + w["from_z"][1] + 8 * grid[j] @ w["from_place"][0]
            h = np.log1p(np.exp(h))
            h = np.tanh(h @ w["dense2"][0] + w["dense2"][1])
            h = np.tanh(h @ w["dense3"][0] + w["dense3"][1])
            expected[i, j] = sigmoid(h @ w["output"][0] + w["output"][1])
    np.testing.assert_allclose(cppn([z, grid[None]]), expected, atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_shapes_range_and_one_grid_for_all(kind):
    cppn = networks.build_cppn(5, 3, width=8, depth=3, **KINDS[kind])
    z, grid = z_of(4), coordinate_grid(3, 7, radius=kind != "flat")[None]
    shared = np.asarray(cppn([z, grid]))
    assert shared.shape == (4, 21, 3)
    assert shared.min() >= 0 and shared.max() <= 1
    np.testing.assert_allclose(cppn([z, np.repeat(grid, 4, axis=0)]), shared, atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_the_answer_at_a_point_does_not_depend_on_the_other_points(kind):
    cppn = networks.build_cppn(5, 1, width=8, depth=3, **KINDS[kind])
    z, grid = z_of(1), coordinate_grid(5, 5, radius=kind != "flat")[None]
    whole = np.asarray(cppn([z, grid]))
    np.testing.assert_allclose(cppn([z, grid[:, 7:9]]), whole[:, 7:9], atol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_image_generator_shares_the_weights_and_the_picture(kind):
    cppn = networks.build_cppn(5, 1, width=8, depth=2, **KINDS[kind])
    generator = networks.image_generator(cppn, 4, 6)
    z = z_of(2)
    images = np.asarray(generator(z))
    assert images.shape == (2, 4, 6, 1)
    grid = coordinate_grid(4, 6, radius=kind != "flat")[None]
    np.testing.assert_allclose(images.reshape(2, 24, 1), cppn([z, grid]), atol=1e-6)
    assert generator.cppn is cppn
    assert (generator.latent_dim, generator.channels, generator.subpixels) == (5, 1, 1)
    assert (cppn.latent_dim, cppn.channels, cppn.radius) == (5, 1, kind != "flat")
    assert cppn.input_scale == KINDS[kind].get("input_scale", 1.0)
    assert generator.output.shape == (None, 4, 6, 1)
    cppn.set_weights([0 * w for w in cppn.get_weights()])
    np.testing.assert_allclose(generator(z), 0.5)


@pytest.mark.parametrize("kind", KINDS)
def test_cppn_and_generator_are_saved_with_what_they_know(kind, tmp_path):
    cppn = networks.build_cppn(5, 1, width=8, depth=2, **KINDS[kind])
    generator = networks.image_generator(cppn, 4, 6, subpixels=2, grey_weight=0.5)
    loaded = keras.saving.load_model(save_model(generator, tmp_path / "generator.keras"))
    assert isinstance(loaded, networks.ImageGenerator) and isinstance(loaded.cppn, networks.CPPN)
    for name in ("latent_dim", "channels", "height", "width", "subpixels", "grey_weight"):
        assert getattr(loaded, name) == getattr(generator, name)
    for name in ("latent_dim", "channels", "radius", "input_scale"):
        assert getattr(loaded.cppn, name) == getattr(cppn, name)
    assert list(loaded.cppn.output_layers) == ["output"]
    np.testing.assert_array_equal(loaded(z_of(2)), generator(z_of(2)))
    assert len(loaded.losses) == 1
    assert len(loaded.weights) == len(cppn.weights)


def test_scaled_outputs_double_the_pre_activations_and_keep_edges_where_they_are():
    cppn = networks.build_cppn(5, 1, width=8, depth=2, seed=1)
    z, grid = z_of(3), coordinate_grid(5, 5)[None]
    before = np.asarray(cppn([z, grid]))
    cppn.scale_output(2)
    logits = np.log(before / (1 - before))
    np.testing.assert_allclose(cppn([z, grid]), sigmoid(2 * logits), atol=1e-5)


def test_what_is_no_cppn_is_refused():
    z, images = keras.Input((3,)), keras.Input((4, 4, 1))
    with pytest.raises(UserError, match=r"z \(batch, latent\) and coordinates"):
        networks.CPPN([z, images], images)
    with pytest.raises(UserError, match="made from a CPPN, not from"):
        networks.image_generator(keras.Model(images, images), 4, 4)


def test_a_pixel_is_the_average_of_its_subpixels():
    cppn = networks.build_cppn(5, 1, width=8, depth=2)
    z = z_of(2)
    fine = np.asarray(networks.image_generator(cppn, 12, 18)(z))
    areas = np.asarray(networks.image_generator(cppn, 4, 6, subpixels=3)(z))
    np.testing.assert_allclose(areas, fine.reshape(2, 4, 3, 6, 3, 1).mean(axis=(2, 4)), atol=1e-6)


def test_a_seed_repeats_the_weights_and_another_does_not():
    def weights(seed):
        return networks.build_cppn(3, width=6, depth=2, seed=seed).get_weights()

    assert all(np.array_equal(a, b) for a, b in zip(weights(1), weights(1), strict=True))
    assert not np.array_equal(weights(1)[0], weights(2)[0])


def test_weights_have_the_asked_standard_deviation(luck):
    cppn = networks.build_cppn(64, width=128, depth=4, weight_stddev=0.1, seed=luck.seed)
    kernels = np.concatenate([w.ravel() for w in cppn.get_weights()])
    luck.below(abs(kernels.std() / 0.1 - 1), 0.02)


def test_activation_lists():
    assert activation_list("softplus-tanh", 4) == ["softplus", "tanh", "tanh", "tanh"]
    assert activation_list("alternating", 3) == ["tanh", "softplus", "tanh"]
    assert activation_list(["relu", "sin"], 3) == ["relu", "sin", "relu"]
    assert activation_list("softplus-tanh", 1) == ["softplus"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"style": "tanhh"}, "unknown style 'tanhh'"),
        ({"style": []}, "at least one activation"),
        ({"conditioning": "glue"}, "'glue' is not one of"),
        ({"depth": 0}, "depth of a CPPN must be a whole number from 1"),
    ],
)
def test_wrong_settings_are_named(wrong, message):
    with pytest.raises(UserError, match=message):
        networks.build_cppn(4, **wrong)


@pytest.mark.parametrize("build", [networks.build_conv_encoder, networks.build_post_encoder])
def test_encoders(build):
    z_mean, z_log_var = build((26, 24, 2), 7)(np.zeros((3, 26, 24, 2), "float32"))
    assert z_mean.shape == z_log_var.shape == (3, 7)


@pytest.mark.parametrize(
    "build", [networks.build_conv_discriminator, networks.build_post_discriminator]
)
def test_discriminators_give_a_logit_and_have_features(build):
    discriminator = build((26, 24, 2))
    images = np.random.default_rng(0).uniform(size=(3, 26, 24, 2)).astype("float32")
    assert discriminator(images).shape == (3, 1)
    assert len(discriminator.get_layer("features").output.shape) == 2


def test_the_posts_networks_have_the_posts_sizes():
    encoder = networks.build_post_encoder((26, 26, 1))
    assert encoder.count_params() == (676 + 1) * 512 + 513 * 512 + 2 * 513 * 32
    cppn = networks.build_cppn(32, width=128, depth=4, style="softplus-tanh")
    assert cppn.count_params() == 33 * 128 + 3 * 128 + 3 * 129 * 128 + 129
