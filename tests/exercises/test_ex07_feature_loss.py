"""Checks exercise ex07_feature_loss: its value, and what it pulls on."""

import keras
import numpy as np
import tensorflow as tf
from checking import Mistake, brief, random
from keras import layers
from watched import Watched

HINTS = (
    "its value is right: the loss says how far apart the features are. What it lacks is a "
    "gradient. Follow it backwards, from the number to the generator's drawings",
    "what does ops.stop_gradient do, and to which of the two pictures may it be applied?",
    "a gradient may stop at the target, for nothing is to pull on that; the drawings have to be "
    "left open. That the discriminator is not moved is the business of the optimizer's list",
)
BATCH, PICTURE, FEATURES = 4, (3, 5, 2), 7


class WatchedModel(Watched, keras.Model):
    """A functional model that notes how it is used."""


def network():
    keras.utils.set_random_seed(3)
    picture = keras.Input(PICTURE)
    model = WatchedModel(picture, layers.Dense(FEATURES, "tanh")(layers.Flatten()(picture)))
    model.toggled = model.careless = 0
    return model


def known_mistakes(x, y, images, reconstructions):
    """Of features x of pictures and y of reconstructions, (batch, n)."""
    squares = (x - y) ** 2
    per_picture = squares.sum(1)
    apart = (x[:, None] - y[None]) ** 2
    own = "average over the batch, do not sum"
    return [
        Mistake(
            squares.mean(), "sum over the features, do not average: only the batch is averaged"
        ),
        Mistake(squares.sum(), own),
        Mistake(
            squares.mean(1).sum(), "the other way round: sum over features, average over batch"
        ),
        Mistake(per_picture, "one number: " + own),
        Mistake(squares.sum(0), "sum over the features, axis=-1, and average over the batch"),
        Mistake(abs(x - y).sum(1).mean(), "squared differences, not absolute ones"),
        Mistake(np.sqrt(per_picture).mean(), "no square root: the sum of the squares"),
        Mistake(0.5 * per_picture.mean(), "the whole sum, not half of it"),
        Mistake(-per_picture.mean(), "it is to be small, so it has to grow with the distance"),
        Mistake(
            ((x.mean(0) - y.mean(0)) ** 2).sum(),
            "each picture with its own reconstruction, before anything is averaged",
        ),
        Mistake(
            ((x - y[::-1]) ** 2).sum(1).mean(),
            "features of the wrong pictures: each reconstruction belongs to one original",
        ),
        Mistake(apart.sum(2).mean(), "each picture with its own reconstruction, not with all"),
        Mistake(
            ((images - reconstructions) ** 2).sum((1, 2, 3)).mean(),
            "compare the features, not the pixels",
        ),
    ]


def test_feature_loss(attempt):
    features = network()
    images = random(BATCH, *PICTURE, seed=1, low=0.0)
    reconstructions = random(BATCH, *PICTURE, seed=2, low=0.0)
    drawn = tf.Variable(reconstructions)
    with tf.GradientTape() as tape:
        answer = attempt(features=features, images=tf.constant(images), reconstructions=drawn)
    kernel, bias = (w.astype("float64") for w in features.get_weights())
    x, y = (np.tanh(p.reshape(BATCH, -1) @ kernel + bias) for p in (images, reconstructions))
    known = known_mistakes(x, y, images, reconstructions)
    answer.equals(((x - y) ** 2).sum(1).mean(), known, shape_hint="one number: ops.mean")

    came, hint = "features was called without it", "features(..., training=True), both times"
    answer.must(not features.careless, "training=True is missing", came, "training=True", hint)
    came, hint = "trainable was set", "drop that line: the optimizer's list of variables is enough"
    answer.must(not features.toggled, "trainable was toggled", came, "never set", hint)
    check_gradient(answer, tape.gradient(answer.tensor(), drawn), x, y, kernel)

    check_in_a_graph(attempt, features, images, reconstructions)
    copies = attempt(features=features, images=images, reconstructions=images)
    copies.equals(0.0, hint="exact copies look the same to the discriminator: 0")


def check_in_a_graph(attempt, features, images, reconstructions):
    """As the lesson calls it, in a compiled step."""
    came = ""
    try:
        tf.function(attempt.function, autograph=False)(
            features, tf.constant(images), tf.constant(reconstructions)
        )
    except Exception as error:
        came = brief(error)
    call = "feature_loss(features, images, reconstructions) inside tf.function"
    hint = (
        "a step is compiled: no .numpy() and no np.… on the way, ops.stop_gradient for the target"
    )
    if came:
        attempt.fail("does not work in a graph", call, came, "no error", hint)


def check_gradient(answer, gradient, x, y, kernel):
    """d loss / d reconstructions is what it should be, by hand."""
    came = "no gradient from the loss to the reconstructions"
    hint = "the loss is printed, and nothing can follow it: at which line does the gradient stop?"
    reaches = gradient is not None and np.any(gradient)
    answer.must(reaches, "it pulls on nothing", came, "one that the generator can follow", hint)
    expected = 2 / BATCH * ((y - x) * (1 - y**2)) @ kernel.T  # through tanh
    got = np.reshape(gradient, expected.shape)
    right = np.allclose(got, expected, rtol=1e-3, atol=1e-5)
    came = f"a gradient of {got[0, 0]:.5g} at the first pixel"
    hint = "the gradient passes both ways through the drawings: nothing else may stop or scale it"
    answer.must(right, "another gradient", came, f"{expected[0, 0]:.5g}", hint)
