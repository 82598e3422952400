"""A VAE that looks at some points: what it estimates is what a VAE computes."""

import numpy as np
import pytest
from models import SHAPE, blobs, small_model, small_networks

from cppn_keras import networks
from cppn_keras.errors import UserError
from cppn_keras.training import PointsVAE

OF_ALL = SHAPE[0] * SHAPE[1]
IMAGES = np.where(blobs(16) > 0.5, blobs(16), 0)  # with paper


def figures(model):
    return {name: float(value) for name, value in model.vae_losses(IMAGES, True)[1].items()}


@pytest.mark.parametrize("reconstruction", ["bernoulli", "squared_error"])
def test_all_points_have_the_loss_of_a_vae(reconstruction):
    options = {"reconstruction": reconstruction, "kl_weight": 0.3}
    every = figures(small_model("PointsVAE", points=OF_ALL, **options))
    assert every == pytest.approx(figures(small_model("VAE", **options)), rel=1e-5)


def test_some_points_have_it_on_average(luck):
    some = small_model("PointsVAE", luck.seed, epsilon_stddev=0.0)
    expected = figures(small_model("VAE", luck.seed, epsilon_stddev=0.0))["reconstruction"]
    draws = [figures(some)["reconstruction"] for _ in range(200)]
    assert np.std(draws) > 0
    luck.below(abs(np.mean(draws) / expected - 1), 0.002)


def test_points_near_ink_are_drawn_first_and_each_once():
    model = small_model("PointsVAE")
    chosen, weights = (np.asarray(array) for array in model.choose(IMAGES))
    assert chosen.shape == weights.shape == (16, 40)
    assert all(len(set(row)) == 40 for row in chosen)
    for image, row, weight in zip(IMAGES[..., 0], chosen, weights, strict=True):
        padded = np.pad(image, 1)
        near = np.max([padded[i : i + 8, j : j + 8] for i in range(3) for j in range(3)], axis=0)
        near = np.flatnonzero(near > 0)
        found = np.isin(row, near)
        assert found.sum() == min(40, len(near))
        assert weight.sum() == pytest.approx(OF_ALL if len(near) < 40 else len(near))


def test_too_much_ink_leaves_no_point_for_paper():
    model = small_model("PointsVAE", points=5)
    _, weights = model.choose(np.ones((2, *SHAPE), "float32"))
    np.testing.assert_allclose(weights, OF_ALL / 5)
    assert np.isfinite(figures(model)["loss"])


@pytest.mark.parametrize("points", [0, OF_ALL + 1, 2.5])
def test_points_that_there_are_not_are_refused(points):
    with pytest.raises(UserError, match="number of points"):
        small_model("PointsVAE", points=points)


def test_a_generator_without_single_points_is_refused():
    parts = small_networks()
    areas = networks.image_generator(parts["generator"].cppn, 8, 8, subpixels=2)
    with pytest.raises(UserError, match="one sample per pixel"):
        PointsVAE(parts["encoder"], areas, 20)
