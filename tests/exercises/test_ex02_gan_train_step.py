"""Checks exercise ex02_gan_train_step by what it does: which weights move, and how far."""

import keras
import numpy as np
import tensorflow as tf
from checking import Answer, Attempt, Mistake, random
from keras import layers
from watched import Watched

from cppn_keras.training import losses

HINTS = (
    "two halves that look alike: compute a loss inside `with tf.GradientTape() as tape:`, and "
    "after it give the optimizer the gradients by the variables of one network",
    "first half: logits of images and of generator(z), d_loss, discriminator.trainable_variables. "
    "Second half: generator(z) once more, *inside* the new tape, so that a gradient reaches it",
    "optimizer.apply(tape.gradient(loss, variables), variables), once in each half; every network "
    "is called with training=True; return d_loss, g_loss as the tapes saw them",
)
BATCH, LATENT, PICTURE = 7, 3, (5, 4, 2)
RATE = 0.3


class WatchedSequential(Watched, keras.Sequential):
    """A stack of layers that notes how it is used."""


class Scene:
    """Two small networks, their optimizers, one batch; and what they were before the step."""

    def __init__(self, generator_rate: float, discriminator_rate: float):
        keras.utils.set_random_seed(3)
        pixels = int(np.prod(PICTURE))
        # Both have variables that no gradient moves; this dropout drops nothing.
        between = [layers.BatchNormalization(), layers.Dropout(1e-9)]
        painting = [layers.Dense(8, "tanh"), *between, layers.Dense(pixels, "sigmoid")]
        self.generator = WatchedSequential(
            [keras.Input((LATENT,)), *painting, layers.Reshape(PICTURE)]
        )
        looking = [layers.Flatten(), layers.Dense(8, "tanh"), layers.Dropout(1e-9), layers.Dense(1)]
        self.discriminator = WatchedSequential([keras.Input(PICTURE), *looking])
        self.networks = {"generator": self.generator, "discriminator": self.discriminator}
        self.g_optimizer = keras.optimizers.SGD(generator_rate)
        self.d_optimizer = keras.optimizers.SGD(discriminator_rate)
        self.g_optimizer.build(self.generator.trainable_variables)
        self.d_optimizer.build(self.discriminator.trainable_variables)
        self.images = random(BATCH, *PICTURE, seed=1, low=0.0)
        self.z = random(BATCH, LATENT, seed=2)
        self.before = {name: self.weights(name) for name in self.networks}
        self.real, self.fake = self.logits()
        for network in self.networks.values():
            network.toggled = network.careless = 0

    def logits(self):
        """What the discriminator says now of the real pictures and of those made from z."""
        pair = self.images, self.generator(self.z, training=True)
        looks = [self.discriminator(x, training=True) for x in pair]
        return [keras.ops.convert_to_numpy(x)[:, 0].astype("float64") for x in looks]

    def slopes(self, name: str, loss) -> np.ndarray:
        """The gradient of loss(real logits, fake logits) by all weights of a network, in a row."""
        with tf.GradientTape() as tape:
            pair = self.images, self.generator(self.z, training=True)
            value = loss(*(self.discriminator(x, training=True) for x in pair))
        gradients = tape.gradient(value, self.networks[name].trainable_variables)
        return np.concatenate([np.ravel(gradient) for gradient in gradients])

    def moves(self, name: str) -> list[np.ndarray]:
        """How far each array of weights has moved."""
        pairs = zip(self.weights(name), self.before[name], strict=True)
        return [after - before for after, before in pairs]

    def weights(self, name: str) -> list[np.ndarray]:
        """Copies of the weights that can be trained."""
        return [np.array(variable) for variable in self.networks[name].trainable_variables]

    def moved(self, name: str) -> bool:
        return any(np.any(move) for move in self.moves(name))

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
    """Only `mover` has an optimizer that moves anything here, and it moves all of it, once."""
    hint = f"{still}_optimizer has a rate of 0 here, so it was {mover}_optimizer that moved "
    hint += f"the {still}: give it {mover}.trainable_variables alone"
    came = f"the {still} moved"
    answer.must(not scene.moved(still), "the wrong weights moved", came, "it stays", hint)
    hint = f"is {mover}_optimizer.apply(gradients, {mover}.trainable_variables) there?"
    came = f"the {mover} did not move"
    answer.must(scene.moved(mover), "weights did not move", came, "one step", hint)
    moves = scene.moves(mover)
    came = f"{sum(np.any(m) for m in moves)} of {len(moves)} arrays of the {mover}'s weights moved"
    hint = f"gradients and step are for all of {mover}.trainable_variables, a list"
    answer.must(all(np.any(m) for m in moves), "some weights stayed", came, "all of them", hint)
    optimizer = scene.g_optimizer if mover == "generator" else scene.d_optimizer
    steps, hint = int(optimizer.iterations), "one apply for each of the two networks"
    answer.must(steps == 1, "not one step", f"{steps} steps of the {mover}", "1", hint)


def check_gradient(scene, answer, mover: str, right: np.ndarray, known: list):
    """The step that was made, over the rate: minus the gradient of the loss."""
    made = np.concatenate([np.ravel(move) for move in scene.moves(mover)]) / -RATE
    hint = f"is it the {mover}'s loss, as it is returned, whose gradient moves it, once?"
    call = f"{answer.call}, the gradient that moved the {mover}"
    Answer(answer.attempt, call, made).equals(right, known, hint)


def check_discriminator(attempt):
    """With a generator that stands still."""
    scene = Scene(generator_rate=0.0, discriminator_rate=RATE)
    right = scene.slopes("discriminator", losses.discriminator_loss)
    labels = "real pictures should be called real, fakes fake: are the two swapped in d_loss?"
    swapped = scene.slopes("discriminator", lambda r, f: losses.discriminator_loss(f, r))
    known = [
        Mistake(swapped, labels),
        Mistake(-right, "descend: the gradient of d_loss itself, not of its negative"),
        Mistake(2 * right, "the ½ of d_loss is in what is returned, but not in what is descended"),
        Mistake(
            scene.slopes("discriminator", lambda r, f: losses.generator_loss(r) / 2),
            "fakes belong into the discriminator's loss, too",
        ),
        Mistake(
            scene.slopes("discriminator", lambda r, f: losses.generator_loss(-f) / 2),
            "real pictures belong into the discriminator's loss, too",
        ),
    ]
    answer = scene.step(attempt)
    d_loss, g_loss = answer.parts("d_loss", "g_loss")
    check_flags(scene, answer)
    check_moves(scene, answer, "discriminator", "generator")
    check_returned(scene, d_loss, g_loss, labels)
    check_gradient(scene, answer, "discriminator", right, known)


def check_returned(scene, d_loss, g_loss, labels: str):
    """Both losses, after a step of the discriminator alone."""
    before = (softplus(-scene.real).mean() + softplus(scene.fake).mean()) / 2
    swapped = (softplus(scene.real).mean() + softplus(-scene.fake).mean()) / 2
    real, fake = scene.logits()
    after = (softplus(-real).mean() + softplus(fake).mean()) / 2
    right = softplus(-fake).mean()
    known = [
        Mistake(right, "the order is d_loss, g_loss"),
        Mistake(after, "return the loss that was computed before the discriminator's step"),
        Mistake(softplus(-scene.real).mean(), "the fakes are missing in d_loss"),
        Mistake(softplus(-scene.real).mean() / 2, "the fakes are missing in d_loss"),
        Mistake(BATCH * before, "averages over the batch, not sums"),
        Mistake(2 * before, "the ½ in front of the discriminator's loss is missing"),
        Mistake(swapped, labels),
    ]
    one = "one number: average over the batch"
    z = "d_loss is losses.discriminator_loss(logits of images, logits of generator(z)), g_loss is "
    z += "losses.generator_loss(those of generator(z)), made from the z that is given: nothing else"
    d_loss.equals(before, known, z, one)
    early = softplus(-scene.fake).mean()
    known = [
        Mistake(early, "the discriminator learns first; then compute g_loss with its new weights"),
        Mistake(right / 2, "no ½ in the generator's loss"),
        Mistake(BATCH * right, "an average over the batch, not a sum"),
        Mistake(-right, "the sign: -log D is never negative, and its descent makes fakes real"),
        Mistake(-softplus(fake).mean(), "take the non-saturating loss, as in ex02_generator_loss"),
        Mistake(softplus(fake).mean(), "the generator wants its pictures called real, not fake"),
    ]
    g_loss.equals(right, known, z, one)


def check_generator(attempt):
    """With a discriminator that stands still."""
    scene = Scene(generator_rate=RATE, discriminator_rate=0.0)
    right = scene.slopes("generator", lambda r, f: losses.generator_loss(f))
    saturating = scene.slopes("generator", lambda r, f: -losses.generator_loss(-f))
    known = [
        Mistake(saturating, "that is the gradient of the saturating loss: descend what you return"),
        Mistake(-right, "uphill: the generator goes *down* its loss, as if its label were real"),
        Mistake(-saturating, "the generator learns to be caught: its label is real"),
        Mistake(BATCH * right, "the gradient of a sum: average over the batch"),
        Mistake(right / 2, "no ½ in the generator's loss"),
    ]
    answer = scene.step(attempt)
    check_moves(scene, answer, "generator", "discriminator")
    check_gradient(scene, answer, "generator", right, known)
    after = softplus(-scene.logits()[1]).mean()
    late = Mistake(after, "return the loss that was computed before the generator's step")
    answer.parts("d_loss", "g_loss")[1].equals(softplus(-scene.fake).mean(), [late])


def check_compiled(attempt):
    """As `fit` runs it: in a graph, where there are no numbers yet."""
    scene = Scene(generator_rate=RATE, discriminator_rate=RATE)
    step = tf.function(attempt.function, autograph=False)
    answer = scene.step(Attempt(attempt.stem, attempt.solutions, step))
    for part in answer.parts("d_loss", "g_loss"):
        part.has_shape(())
    for name in scene.networks:
        came, hint = f"the {name} stayed", "in `fit` a step is compiled: no float(), no NumPy in it"
        answer.must(scene.moved(name), "no step within fit", came, "both move", hint)
    before, after = slopes_by_hand()
    early = "its gradient comes through the discriminator as it was before its step: let the "
    early += "generator look at the one that has just learnt"
    check_gradient(scene, answer, "generator", after, [Mistake(before, early)])


def slopes_by_hand() -> tuple[np.ndarray, np.ndarray]:
    """The gradient of the generator's loss before and after the discriminator's step."""
    twin = Scene(generator_rate=RATE, discriminator_rate=RATE)
    before = twin.slopes("generator", lambda r, f: losses.generator_loss(f))
    way = -RATE * twin.slopes("discriminator", losses.discriminator_loss)
    for variable in twin.discriminator.trainable_variables:
        count = int(np.prod(variable.shape))
        variable.assign_add(way[:count].reshape(variable.shape))
        way = way[count:]
    return before, twin.slopes("generator", lambda r, f: losses.generator_loss(f))


def test_gan_train_step(attempt):
    check_discriminator(attempt)
    check_generator(attempt)
    check_compiled(attempt)
