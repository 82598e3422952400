"""Noise for the discriminator's step, the noise of `Sampling`, and what a step moves."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from cppn_keras.networks.layers import Sampling
from cppn_keras.training import GAN, VAE, losses

RATE = 0.01


def make_gan(seed=1, **settings) -> GAN:
    """Networks without dropout or batch normalisation, so that calls can be repeated.

    Plain descent: Adam's first steps depend on the signs of gradients that may be nearly 0.
    """
    keras.utils.set_random_seed(seed)
    z = keras.Input((4,))
    images = layers.Reshape((5, 3, 2))(layers.Dense(30, "sigmoid")(layers.Dense(8, "tanh")(z)))
    picture = keras.Input((5, 3, 2))
    logit = layers.Dense(1)(layers.Dense(8, "leaky_relu")(layers.Flatten()(picture)))
    gan = GAN(keras.Model(z, images), keras.Model(picture, logit), seed=seed, **settings)
    gan.compile(keras.optimizers.SGD(RATE), keras.optimizers.SGD(RATE))
    return gan


@pytest.fixture
def pictures():
    return np.random.default_rng(0).uniform(size=(7, 5, 3, 2)).astype("float32")


def test_labels_are_hard_by_default():
    assert make_gan().labels(7) == (1.0, 0.0)


def test_noisy_labels_fill_their_ranges(luck):
    real, fake = make_gan(luck.seed, label_noise=True).labels(20_000)
    assert real.shape == fake.shape == (20_000, 1)
    for labels, low, high in ((real, 0.7, 1.2), (fake, 0.0, 0.3)):
        assert low <= np.min(labels) and np.max(labels) <= high
        luck.below(np.min(labels) - low, 0.001, "from the lower end")
        luck.below(high - np.max(labels), 0.001, "from the upper end")
        luck.below(abs(np.mean(labels) - (low + high) / 2), 0.01, "from the middle")
    luck.below(abs(np.corrcoef(np.ravel(real), np.ravel(fake))[0, 1]), 0.05, "correlation")


def test_discriminator_loss_of_any_labels():
    real, fake = np.array([[0.3], [-2.0]], "float32"), np.array([[1.0], [-0.5]], "float32")
    t, s = np.array([[0.9], [1.2]], "float32"), np.array([[0.1], [0.3]], "float32")

    def by_hand(labels, logits):
        p = 1 / (1 + np.exp(-logits.astype("float64")))
        return np.mean(-labels * np.log(p) - (1 - labels) * np.log(1 - p))

    expected = 0.5 * (by_hand(t, real) + by_hand(s, fake))
    np.testing.assert_allclose(losses.discriminator_loss(real, fake, t, s), expected, rtol=1e-5)
    expected = 0.5 * (by_hand(1, real) + by_hand(0, fake))
    np.testing.assert_allclose(losses.discriminator_loss(real, fake), expected, rtol=1e-5)


def test_hard_labels_stay_finite_for_large_logits():
    large = np.array([[200.0]], "float32")
    assert float(losses.discriminator_loss(large, -large)) == 0
    assert float(losses.discriminator_loss(-large, large)) == 200


def test_instance_noise_falls_in_a_line():
    gan = make_gan(instance_noise=0.4, instance_noise_steps=100)
    levels = [float(gan.instance_noise_at(step)) for step in (0, 25, 100, 500)]
    np.testing.assert_allclose(levels, [0.4, 0.3, 0, 0], atol=1e-6)


def test_perturb_follows_the_steps_of_the_discriminator(luck):
    gan = make_gan(luck.seed, instance_noise=0.4, instance_noise_steps=10)
    grey = np.full((400, 5, 3, 2), 0.5, "float32")
    luck.below(abs(np.std(gan.perturb(grey)) - 0.4), 0.02, "at first")
    gan.discriminator_optimizer.iterations.assign(5)
    luck.below(abs(np.std(gan.perturb(grey)) - 0.2), 0.01, "half-way")
    gan.discriminator_optimizer.iterations.assign(10)
    np.testing.assert_allclose(gan.perturb(grey), grey)


def test_no_noise_leaves_pictures_alone(pictures):
    assert make_gan().perturb(pictures) is pictures


def test_noise_reaches_the_discriminator_step_only(pictures):
    """The generator learns from clean fakes: its first step is the same with noise and without."""
    after = []
    for noise in ({}, {"label_noise": True, "instance_noise": 1.0}):
        gan = make_gan(**noise)
        gan.train_step(tf.constant(pictures))
        after.append((gan.generator.get_weights(), gan.discriminator.get_weights()))
    for quiet, noisy in zip(after[0][0], after[1][0], strict=True):
        np.testing.assert_allclose(quiet, noisy, atol=1e-6)
    assert any(
        not np.allclose(quiet, noisy) for quiet, noisy in zip(after[0][1], after[1][1], strict=True)
    )


def test_noise_survives_saving(tmp_path):
    gan = make_gan(label_noise=True, instance_noise=0.3, instance_noise_steps=77)
    gan.save(tmp_path / "gan.keras")
    again = keras.saving.load_model(tmp_path / "gan.keras")
    assert (again.label_noise, again.instance_noise, again.instance_noise_steps) == (True, 0.3, 77)


def test_the_same_z_looks_more_real_after_a_generator_step(luck):
    """A step down the gradient of the generator's loss gains what a short step promises."""
    gan = make_gan(luck.seed)
    z = np.random.default_rng(luck.seed).normal(size=(16, 4)).astype("float32")
    gan.sample_images = lambda count, training: gan.generator(z, training=training)
    with tf.GradientTape() as tape:
        loss = losses.generator_loss(gan.discriminator(gan.generator(z)))
    gradients = [np.asarray(g) for g in tape.gradient(loss, gan.generator.trainable_variables)]
    before, discriminator = gan.generator.get_weights(), gan.discriminator.get_weights()
    gan.generator_step(16)
    for old, gradient, new in zip(before, gradients, gan.generator.get_weights(), strict=True):
        np.testing.assert_allclose(new, old - RATE * gradient, atol=1e-6)
    gained = float(loss - losses.generator_loss(gan.discriminator(gan.generator(z))))
    promised = RATE * sum(np.sum(gradient**2) for gradient in gradients)
    luck.above(gained / promised, 0.4, "gained of what was promised")
    luck.below(gained / promised, 2.5, "gained of what was promised")
    for old, new in zip(discriminator, gan.discriminator.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_sampling_with_less_noise():
    """A tenth of the noise that the same seed draws in full."""
    mean, log_var = np.full((500, 1), 3.0, "float32"), np.full((500, 1), np.log(4.0), "float32")
    whole, less = (Sampling(seed=0, epsilon_stddev=sd)([mean, log_var]) for sd in (1.0, 0.1))
    np.testing.assert_allclose(less - mean, (whole - mean) / 10, atol=1e-5)
    assert np.std(less) > 0


def test_vae_hands_epsilon_stddev_on():
    pictures, codes = keras.Input((4, 4, 1)), keras.Input((2,))
    flat = layers.Flatten()(pictures)
    encoder = keras.Model(pictures, [layers.Dense(2)(flat), layers.Dense(2)(flat)])
    decoder = keras.Model(codes, layers.Reshape((4, 4, 1))(layers.Dense(16, "sigmoid")(codes)))
    vae = VAE(encoder, decoder, epsilon_stddev=0.1)
    assert vae.sampling.epsilon_stddev == 0.1
    again = VAE.from_config(vae.get_config())
    assert again.sampling.epsilon_stddev == 0.1
