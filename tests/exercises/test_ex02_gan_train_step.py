"""Checks exercise ex02_gan_train_step by what it does: which weights move, and which way."""

import keras
import numpy as np
from checking import Mistake, random
from keras import layers, ops
from watched import Watched

BATCH, LATENT, PICTURE = 7, 3, (5, 4, 2)


class WatchedSequential(Watched, keras.Sequential):
    """A stack of layers that notes how it is used."""


class Scene:
    """Two small networks, their optimizers, one batch; and what they were before the step."""

    def __init__(self, generator_rate: float, discriminator_rate: float):
        keras.utils.set_random_seed(3)
        pixels = int(np.prod(PICTURE))
        painting = [layers.Dense(8, "tanh"), layers.Dense(pixels, "sigmoid")]
        self.generator = WatchedSequential(
            [keras.Input((LATENT,)), *painting, layers.Reshape(PICTURE)]
        )
        looking = [layers.Flatten(), layers.Dense(8, "tanh"), layers.Dense(1)]
        self.discriminator = WatchedSequential([keras.Input(PICTURE), *looking])
        self.networks = {"generator": self.generator, "discriminator": self.discriminator}
        self.g_optimizer = keras.optimizers.SGD(generator_rate)
        self.d_optimizer = keras.optimizers.SGD(discriminator_rate)
        self.images = random(BATCH, *PICTURE, seed=1, low=0.0)
        self.z = random(BATCH, LATENT, seed=2)
        self.before = {name: network.get_weights() for name, network in self.networks.items()}
        self.d_loss, self.swapped_loss, self.logits = self.losses()
        for network in self.networks.values():
            network.toggled = network.careless = 0

    def losses(self):
        """The discriminator's loss as it is now, that with labels swapped, and its fake logits."""
        fakes = self.generator(self.z, training=True)
        real, fake = (
            ops.convert_to_numpy(self.discriminator(x, training=True))[:, 0].astype("float64")
            for x in (self.images, fakes)
        )
        d_loss = (softplus(-real).mean() + softplus(fake).mean()) / 2
        return d_loss, (softplus(real).mean() + softplus(-fake).mean()) / 2, fake

    def moved(self, name: str) -> bool:
        after = self.networks[name].get_weights()
        return any(not np.array_equal(*pair) for pair in zip(self.before[name], after, strict=True))

    def step(self, attempt):
        """Has the reader's function make its step; returns the answer."""
        return attempt(
            generator=self.generator,
            discriminator=self.discriminator,
            generator_optimizer=self.g_optimizer,
            discriminator_optimizer=self.d_optimizer,
            images=self.images,
            z=self.z,
        )


def softplus(a):
    return np.log1p(np.exp(a))


def check_flags(scene, answer):
    for name, network in scene.networks.items():
        came, expected = f"{name}.trainable was set", "never set"
        hint = "drop that line: the list of variables given to the optimizer is enough"
        answer.must(not network.toggled, "trainable was toggled", came, expected, hint)
        came, hint = f"{name} was called without it", f"{name}(..., training=True), every time"
        answer.must(not network.careless, "training=True is missing", came, "training=True", hint)


def check_moves(scene, answer, mover: str, still: str):
    """Only `mover` has an optimizer that moves anything here."""
    hint = f"{still}_optimizer has a rate of 0 here, so it was {mover}_optimizer that moved "
    hint += f"the {still}: give it {mover}.trainable_variables alone"
    came = f"the {still} moved"
    answer.must(not scene.moved(still), "the wrong weights moved", came, "it stays", hint)
    hint = f"is {mover}_optimizer.apply(gradients, {mover}.trainable_variables) there?"
    came = f"the {mover} did not move"
    answer.must(scene.moved(mover), "weights did not move", came, "one step", hint)
    optimizer = scene.g_optimizer if mover == "generator" else scene.d_optimizer
    steps, hint = int(optimizer.iterations), "one apply for each of the two networks"
    answer.must(steps == 1, "not one step", f"{steps} steps of the {mover}", "1", hint)


def check_discriminator(attempt):
    """With a generator that stands still."""
    scene = Scene(generator_rate=0.0, discriminator_rate=0.3)
    answer = scene.step(attempt)
    d_loss, g_loss = answer.parts("d_loss", "g_loss")
    check_flags(scene, answer)
    check_moves(scene, answer, "discriminator", "generator")
    after, _, logits = scene.losses()
    came, expected = f"{scene.d_loss:.4f} → {after:.4f} on the same batch", "less than before"
    hint = "real pictures should be called real, fakes fake: are the two swapped in d_loss?"
    answer.must(after < scene.d_loss, "the discriminator's loss did not fall", came, expected, hint)

    right, early = softplus(-logits).mean(), softplus(-scene.logits).mean()
    saturating = -softplus(logits).mean()
    swapped = Mistake(right, "the order is d_loss, g_loss")
    late = Mistake(after, "return the loss that was computed before the discriminator's step")
    no_half = Mistake(2 * scene.d_loss, "the ½ in front of the discriminator's loss is missing")
    labels = Mistake(scene.swapped_loss, hint)
    one = "one number: average over the batch"
    d_loss.equals(scene.d_loss, [swapped, late, no_half, labels], shape_hint=one)
    known = [
        Mistake(early, "the discriminator learns first; then compute g_loss with its new weights"),
        Mistake(-right, "the sign: -log D is never negative, and its descent makes fakes real"),
        Mistake(saturating, "take the non-saturating loss: mean softplus(-fake logits)"),
        Mistake(-saturating, "the generator wants its pictures called real: softplus(-logits)"),
    ]
    g_loss.equals(right, known, shape_hint=one)


def check_generator(attempt):
    """With a discriminator that stands still."""
    scene = Scene(generator_rate=0.3, discriminator_rate=0.0)
    answer = scene.step(attempt)
    check_moves(scene, answer, "generator", "discriminator")
    logits = scene.losses()[-1]
    came = f"mean logit {scene.logits.mean():.4f} → {logits.mean():.4f}"
    hint = "the generator's step goes down mean softplus(-fake logits), as if its label were real"
    real = logits.mean() > scene.logits.mean()
    expected = "more than before: the same z should look more real"
    answer.must(real, "the fakes do not look more real", came, expected, hint)


def test_gan_train_step(attempt):
    check_discriminator(attempt)
    check_generator(attempt)
