"""Losses against slow NumPy loops, and by what must hold of them."""

import math

import numpy as np
import pytest

from cppn_keras.training import losses


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_cross_entropy_is_summed_over_pixels_and_channels(rng):
    images = rng.uniform(size=(2, 3, 4, 5)).astype("float32")
    reconstructions = rng.uniform(0.1, 0.9, size=images.shape).astype("float32")
    expected = [
        -sum(
            x * math.log(p) + (1 - x) * math.log(1 - p)
            for x, p in zip(image.ravel(), again.ravel(), strict=True)
        )
        for image, again in zip(images.astype(float), reconstructions.astype(float), strict=True)
    ]
    got = losses.bernoulli_cross_entropy(images, reconstructions)
    np.testing.assert_allclose(got, expected, rtol=1e-4)


def test_cross_entropy_is_least_at_the_picture_itself(rng):
    images = rng.uniform(0.05, 0.95, size=(1, 5, 6, 1)).astype("float32")
    best = losses.bernoulli_cross_entropy(images, images)
    for _ in range(5):
        other = np.clip(images + rng.normal(0, 0.05, images.shape), 0.01, 0.99).astype("float32")
        assert losses.bernoulli_cross_entropy(images, other) > best


def test_cross_entropy_stays_finite_for_a_certain_mistake():
    zeros, ones = np.zeros((1, 2, 2, 1), "float32"), np.ones((1, 2, 2, 1), "float32")
    assert np.isfinite(losses.bernoulli_cross_entropy(ones, zeros)).all()


def test_squared_error_is_summed(rng):
    images = rng.uniform(size=(2, 3, 4, 1)).astype("float32")
    got = losses.squared_error(images, images + 0.5)
    np.testing.assert_allclose(got, [12 * 0.25] * 2, rtol=1e-5)


def test_kl_is_zero_at_the_prior_only():
    zeros = np.zeros((2, 3), "float32")
    np.testing.assert_allclose(losses.kl_divergence(zeros, zeros), 0)
    for z_mean, z_log_var in ((0.3, 0.0), (0.0, 0.5), (0.0, -0.5)):
        assert np.all(np.asarray(losses.kl_divergence(zeros + z_mean, zeros + z_log_var)) > 0)


def test_kl_is_the_integral_of_its_definition():
    """E log q/p under q, by the Gauss-Hermite rule: exact, as log q/p is a square in z."""
    z_mean = np.array([[0.7, -1.2, 0.1]], "float32")
    z_log_var = np.array([[-0.5, 0.3, -2.0]], "float32")
    epsilon, weights = np.polynomial.hermite_e.hermegauss(4)
    z = z_mean + np.exp(z_log_var / 2) * epsilon[:, None]  # (nodes, latent)
    log_q = -0.5 * epsilon[:, None] ** 2 - z_log_var / 2
    log_p = -0.5 * z**2
    expected = (weights / weights.sum()) @ (log_q - log_p).sum(axis=-1)
    np.testing.assert_allclose(losses.kl_divergence(z_mean, z_log_var), [expected], rtol=1e-5)


def test_adversarial_losses_are_log_2_when_the_discriminator_cannot_tell():
    zeros = np.zeros((5, 1), "float32")
    assert float(losses.generator_loss(zeros)) == pytest.approx(math.log(2), rel=1e-5)
    assert float(losses.discriminator_loss(zeros, zeros)) == pytest.approx(math.log(2), rel=1e-5)


def test_adversarial_losses_are_the_posts_formulas(rng):
    real, fake = rng.normal(size=(4, 1)), rng.normal(size=(6, 1))
    d_real, d_fake = 1 / (1 + np.exp(-real)), 1 / (1 + np.exp(-fake))
    expected = 0.5 * (-np.log(d_real).mean() - np.log(1 - d_fake).mean())
    got = losses.discriminator_loss(real.astype("float32"), fake.astype("float32"))
    assert float(got) == pytest.approx(expected, rel=1e-4)
    got = losses.generator_loss(fake.astype("float32"))
    assert float(got) == pytest.approx(-np.log(d_fake).mean(), rel=1e-4)


def test_feature_distance_sums_features_and_averages_pictures(rng):
    a, b = rng.normal(size=(3, 7)), rng.normal(size=(3, 7))
    expected = ((a - b) ** 2).sum(axis=1).mean()
    got = losses.feature_distance(a.astype("float32"), b.astype("float32"))
    assert float(got) == pytest.approx(expected, rel=1e-4)
