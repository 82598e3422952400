"""Losses against slow NumPy loops and by what must hold of them; losses that layers add."""

import math

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import ops
from models import SHAPE, arrays, blobs, small_cppn, small_model

from cppn_keras import networks, training
from cppn_keras.training import Gate, losses
from cppn_keras.training.gan import discriminate

RATE, WEIGHT = 0.01, 20.0  # of descent; of a loss that a layer adds


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


@keras.saving.register_keras_serializable(package="tests")
class Pull(keras.layers.Layer):
    """Passes its input on, and adds weight·(1 - w)² to the loss, w being a weight of its own.

    Nothing else depends on w, so a step of plain descent moves it from 0 to 2·rate·weight.
    """

    def __init__(self, weight, way="add_loss", **kwargs):
        super().__init__(**kwargs)
        self.weight, self.way = weight, way

    def term(self, w):
        return self.weight * (1 - w) ** 2

    def build(self, input_shape):
        regularizer = self.term if self.way == "regularizer" else None
        self.w = self.add_weight(shape=(), initializer="zeros", regularizer=regularizer, name="w")

    def call(self, x):
        if self.way == "add_loss":
            self.add_loss(self.term(self.w))
        return x

    def get_config(self):
        return {**super().get_config(), "weight": self.weight, "way": self.way}


def pulled_model(kind, part, weight, way="add_loss", **settings):
    """A small model with a `Pull` in one of its networks, and that `Pull`."""
    plain = small_model(kind)
    parts = {name: getattr(plain, name) for name in plain.NETWORKS}
    pull = Pull(weight, way)
    first, *others = parts[part].outputs
    outputs = [pull(first), *others]
    parts[part] = keras.Model(parts[part].input, outputs if others else outputs[0])
    if kind == "VAEGAN":
        settings = {"vae_steps": 1, "generator_steps": 1, **settings}
    model = type(plain)(**parts, seed=0, **settings)
    model.compile(*(keras.optimizers.SGD(RATE) for _ in model.optimizer_targets()))
    return model, pull


def same_but_for(figure, figures, others, difference):
    """Whether figures are equal, but for one of them, which is larger by the difference."""
    found, expected = ({k: float(v) for k, v in f.items()} for f in (figures, others))
    expected[figure] += difference
    return found == pytest.approx(expected, rel=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["add_loss", "regularizer"])
@pytest.mark.parametrize(
    ("kind", "part", "figure", "steps"),
    [
        ("VAE", "encoder", "loss", 1),
        ("VAE", "generator", "loss", 1),
        ("GAN", "generator", "g_loss", 1),
        ("GAN", "discriminator", "d_loss", 1),
        ("VAEGAN", "encoder", "loss", 2),
        ("VAEGAN", "generator", "loss", 2),
        ("VAEGAN", "discriminator", "d_loss", 1),
        ("JointVAEGAN", "encoder", "loss", 1),
        ("JointVAEGAN", "generator", "loss", 1),
        ("JointVAEGAN", "discriminator", "d_loss", 1),
    ],
)
def test_losses_that_layers_add_count_once_in_every_step(kind, part, figure, steps, way):
    """In the figures of testing and training, and in the steps, whose number is given."""
    model, pull = pulled_model(kind, part, WEIGHT, way)
    free, _ = pulled_model(kind, part, 0.0, way)
    images = tf.constant(blobs(16))
    assert same_but_for(figure, model.test_step(images), free.test_step(images), WEIGHT)
    for each in (model, free):
        each.reset_metrics()
    assert same_but_for(figure, model.train_step(images), free.train_step(images), WEIGHT)
    assert float(pull.w) == pytest.approx(1 - (1 - 2 * RATE * WEIGHT) ** steps, rel=1e-5)


def test_the_discriminators_added_losses_are_averaged_over_real_and_fake():
    x = keras.Input((1,))
    discriminator = keras.Model(x, keras.layers.ActivityRegularization(l1=1.0)(x))
    *_, added = discriminate(discriminator, np.full((4, 1), 3.0), np.full((2, 1), 4.0), True)
    assert float(added) == pytest.approx(3.5)


def test_added_losses_do_not_shut_the_gate():
    gate = Gate(g_below=50.0, d_above=-1e9)
    settings = {"gate": gate, "generator_steps": 3, "stop_below": 50.0}
    model, _ = pulled_model("GAN", "generator", 100.0, **settings)
    figures = model.train_step(tf.constant(blobs(16)))
    assert (float(figures["gate"]), float(figures["g_steps"])) == (1.0, 1.0)
    assert float(figures["g_loss"]) > 50


def penalised_model(kind, grey_weight):
    """A small model with a penalty on grey in its generator."""
    keras.utils.set_random_seed(1)
    generator = networks.image_generator(small_cppn(seed=1), 8, 8, grey_weight=grey_weight)
    parts = [networks.build_conv_encoder(SHAPE, 3, (4,), 8), generator]
    if kind != "VAE":
        parts.append(networks.build_conv_discriminator(SHAPE, (4,)))
    model = getattr(training, kind)(*parts, seed=1)
    model.compile(*(keras.optimizers.SGD(RATE) for _ in model.optimizer_targets()))
    return model


def grey_penalty(pictures):
    return WEIGHT * ops.mean(ops.sum(pictures * (1 - pictures), axis=(1, 2, 3)))


@pytest.mark.parametrize("kind", ["VAE", "VAEGAN"])
def test_steps_with_a_penalty_on_grey_and_without_differ_by_its_gradient(kind):
    images = tf.constant(blobs(16))

    def after_a_step(weight):
        model = penalised_model(kind, weight)
        (model.vae_step if kind == "VAE" else model.generator_step)(images)
        return arrays(model.generator.weights)

    model = penalised_model(kind, WEIGHT)
    with tf.GradientTape() as tape:
        penalty = grey_penalty(model.reconstruct(images, training=True)[0])
    gradients = arrays(tape.gradient(penalty, model.generator.trainable_weights))
    assert max(np.abs(gradient).max() for gradient in gradients) > 0
    steps = zip(after_a_step(0.0), after_a_step(WEIGHT), gradients, strict=True)
    for free, penalised, gradient in steps:
        np.testing.assert_allclose(free - penalised, RATE * gradient, atol=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["VAEGAN", "JointVAEGAN"])
def test_a_penalty_on_grey_is_shown_and_makes_less_grey(kind):
    images, z = tf.constant(blobs(16)), np.random.default_rng(0).normal(size=(16, 3))
    penalised, free = (penalised_model(kind, weight) for weight in (WEIGHT, 0.0))
    again, _, _ = penalised_model(kind, WEIGHT).reconstruct(images, training=False)
    expected = float(grey_penalty(again))
    assert same_but_for("loss", penalised.test_step(images), free.test_step(images), expected)
    for model in (penalised, free):
        model.train_step(images)
    assert grey_penalty(penalised.generator(z)) < 0.5 * grey_penalty(free.generator(z))
