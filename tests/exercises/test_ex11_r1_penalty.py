"""Checks exercise ex11_r1_penalty by hand: a discriminator whose gradient has a formula."""

import keras
import numpy as np
import tensorflow as tf
from checking import Answer, Mistake, brief, random
from keras import layers
from watched import Watched

HINTS = (
    "a tape follows variables by itself, and nothing else: what tells it to follow the pictures?",
    "the gradient of the sum of all logits has, in each picture's place, the gradient of its own "
    "logit: one call of tape.gradient for the whole batch",
    "square it, sum over all axes but the first, average over the batch, times gamma / 2",
    "the penalty is to have a gradient itself: no .numpy(), no stop_gradient; the caller's tape "
    "is around all of this and records it",
)
BATCH, PICTURE, HIDDEN = 3, (4, 2, 2), 5
PIXELS = int(np.prod(PICTURE))


class WatchedModel(Watched, keras.Model):
    """A functional model that notes how it is used."""


def discriminator():
    keras.utils.set_random_seed(11)
    picture = keras.Input(PICTURE)
    hidden = layers.Dense(HIDDEN, "tanh", bias_initializer="random_normal")
    logit = layers.Dense(1, bias_initializer="random_normal")
    model = WatchedModel(picture, logit(hidden(layers.Flatten()(picture))))
    model.toggled = model.careless = 0
    return model


def by_hand(weights, images):
    """Logits (batch,), and the gradient of each by its own picture, (batch, pixels)."""
    a, a0, b, b0 = weights
    h = np.tanh(images.reshape(len(images), -1) @ a + a0)
    return (h @ b + b0)[:, 0], ((1 - h**2) * b[:, 0]) @ a.T


def penalty_of(weights, images, gamma):
    return gamma / 2 * np.mean(np.sum(by_hand(weights, images)[1] ** 2, axis=1))


def known_mistakes(weights, images, gamma):
    logits, gradients = by_hand(weights, images)
    squares = np.sum(gradients**2, axis=1)
    right = gamma / 2 * squares.mean()
    probability = 1 / (1 + np.exp(-logits))
    of_probability = gamma / 2 * np.mean(squares * (probability * (1 - probability)) ** 2)
    of_loss = gamma / 2 * np.mean(squares * (1 - probability) ** 2)
    mean_logit = "that is the gradient of the *mean* logit: a picture's share of it is 1/batch; "
    mean_logit += "take that of the logits themselves, or of their sum"
    pixels = "sum the squares over the pixels and channels of a picture, do not average"
    return [
        Mistake(2 * right, "the ½ is missing: gamma / 2"),
        Mistake(right / gamma, "gamma is not used"),
        Mistake(2 * right / gamma, "gamma / 2 is missing"),
        Mistake(BATCH * right, "average over the batch, do not sum"),
        Mistake(right / BATCH**2, mean_logit),
        Mistake(right / BATCH, mean_logit),
        Mistake(right / PIXELS, pixels),
        Mistake(right / PIXELS / BATCH, pixels),
        Mistake(gamma / 2 * np.mean(np.sqrt(squares)), "the norm is squared"),
        Mistake(
            gamma / 2 * np.mean((np.sqrt(squares) - 1) ** 2), "towards 0, not 1: no (‖·‖ - 1)²"
        ),
        Mistake(gamma / 2 * squares, "one number: average over the batch"),
        Mistake(
            gamma / 2 * np.sum(gradients.mean(axis=0) ** 2),
            "first the squares, then the mean over the batch",
        ),
        Mistake(
            gamma / 2 * np.mean(np.sum(abs(gradients), axis=1)), "squares, not absolute values"
        ),
        Mistake(of_probability, "the gradient of the logit: no sigmoid before it"),
        Mistake(of_loss, "the gradient of the logit, not of the loss"),
        Mistake(-right, "a penalty is added: it is never below 0"),
    ]


def slope_by_hand(weights, images, gamma, index):
    """d penalty / d the weights at `index`, each moved a little in turn."""
    found = np.zeros_like(weights[index])
    for place in np.ndindex(found.shape):
        pair = []
        for sign in (1, -1):
            moved = [w.copy() for w in weights]
            moved[index][place] += sign * 1e-5
            pair.append(penalty_of(moved, images, gamma))
        found[place] = (pair[0] - pair[1]) / 2e-5
    return found


def check_learns(answer, tape, model, weights, images, gamma):
    """The discriminator's weights can follow the penalty, and in the right direction."""
    kernels = [v for v in model.trainable_variables if len(v.shape) == 2]
    gradients = tape.gradient(answer.tensor(), kernels)
    hint = "tape.gradient is a recorded operation like any other, unless it is called with "
    hint += ".numpy(), stop_gradient or a second tape that stops recording"
    came = "no gradient to the discriminator's weights"
    reaches = all(g is not None and np.any(g) for g in gradients)
    answer.must(reaches, "nobody can learn from it", came, "one that it can go down", hint)
    for index, got in zip((0, 2), gradients, strict=True):
        expected = slope_by_hand(weights, images, gamma, index)
        right = np.allclose(got, expected, rtol=5e-3, atol=1e-5)
        worst = np.unravel_index(np.argmax(np.abs(got - expected)), expected.shape)
        came = f"a gradient of {np.asarray(got)[worst]:.4g} by one of the weights"
        hint = "what is stopped on the way from the weights to the penalty?"
        answer.must(right, "another gradient", came, f"{expected[worst]:.4g}", hint)


def check_in_a_graph(attempt, model, images, right, gamma):
    call = "r1_penalty(discriminator, images, gamma) within tf.function"
    try:
        came = tf.function(attempt.function, autograph=False)(model, tf.constant(images), gamma)
    except Exception as error:
        text = brief(error)
    else:
        hint = "the same number as outside: does Python count, or keep, something?"
        Answer(attempt, call, came).equals(right, hint=hint)
        return
    hint = "a step is compiled: no .numpy() and no np.… on the way"
    attempt.fail("does not work in a graph", call, text, "no error", hint)


def test_r1_penalty(attempt):
    model, gamma = discriminator(), 0.7
    images = random(BATCH, *PICTURE, seed=1, low=0.0)
    weights = [w.astype("float64") for w in model.get_weights()]
    with tf.GradientTape(persistent=True) as tape:
        answer = attempt(discriminator=model, images=tf.constant(images), gamma=gamma)
    right = penalty_of(weights, images.astype("float64"), gamma)
    known = known_mistakes(weights, images.astype("float64"), gamma)
    hint = "the squared gradient of each picture's own logit, summed over the picture, averaged "
    hint += "over the batch, times gamma / 2"
    answer.equals(right, known, hint, shape_hint="one number: ops.mean over the batch")
    came, hint = "the discriminator was called without it", "discriminator(images, training=True)"
    answer.must(not model.careless, "training=True is missing", came, "training=True", hint)
    came, hint = "trainable was set", "drop that line: who learns is the caller's business"
    answer.must(not model.toggled, "trainable was toggled", came, "never set", hint)
    check_learns(answer, tape, model, weights, images.astype("float64"), gamma)
    check_in_a_graph(attempt, model, images, right, gamma)
