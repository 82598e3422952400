"""Answers to the exercises of lesson 2, wrong and right; see `answers.py`."""

import math

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from cppn_keras.training import losses

bce = ops.binary_crossentropy


def network(
    size=5,
    strides=(2, 2, 2, 1),
    slope=0.2,
    dropout=0.4,
    growth=2,
    end=None,
    normalise=False,
    name="discriminator",
    first=None,
    bottom=layers.Flatten,
    padding="same",
    noise=False,
    scaled=False,
):
    """The answer to ex02_discriminator with one thing done differently."""

    def discriminator(depth):
        images = x = keras.Input((28, 28, 1))
        x = layers.GaussianNoise(0.5)(x) if noise else x
        x = 2 * x - 1 if scaled else x
        for i, stride in enumerate(strides):
            filters = (first or depth) * growth**i
            x = layers.Conv2D(filters, size, strides=stride, padding=padding)(x)
            x = layers.BatchNormalization()(x) if normalise else x
            x = layers.LeakyReLU(slope)(x)
            x = layers.Dropout(dropout)(x) if dropout else x
        return keras.Model(images, layers.Dense(1, end)(bottom()(x)), name=name)

    return discriminator


def only_thinned_pictures(depth):
    """Dropout in front of each convolution in place of behind it."""
    images = x = keras.Input((28, 28, 1))
    for i, stride in enumerate((2, 2, 2, 1)):
        x = layers.Dropout(0.4)(x)
        x = layers.Conv2D(depth * 2**i, 5, strides=stride, padding="same")(x)
        x = layers.LeakyReLU(0.2)(x)
    outputs = layers.Dense(1)(layers.Flatten()(x))
    return keras.Model(images, outputs, name="discriminator")


def stack(depth):
    """A Sequential, dropout before the leaky relu, which is written as a function."""
    parts = [keras.Input((28, 28, 1))]
    for i in range(4):
        stride = 1 if i == 3 else 2
        parts += [
            layers.Conv2D(depth << i, (5, 5), (stride, stride), "same"),
            layers.Dropout(0.4),
            layers.Activation(lambda x: ops.maximum(x, 0.2 * x)),
        ]
    return keras.Sequential([*parts, layers.Flatten(), layers.Dense(1)], name="discriminator")


def uniform(count, low, high, seed):
    return keras.random.uniform((count, 1), low, high, seed=seed)


def one_draw(count, seed_generator):
    """One draw for both, turned round."""
    u = uniform(count, 0, 1, seed_generator)
    return 0.7 + 0.5 * u, 0.3 * ops.flip(u, axis=0)


def half_of_them(count, seed_generator):
    pair = (
        uniform(count // 2, 0.7, 1.2, seed_generator),
        uniform(count // 2, 0, 0.3, seed_generator),
    )
    return tuple(ops.tile(labels, (2, 1)) for labels in pair)


def in_numpy(count, seed_generator):
    rng = np.random.default_rng([int(x) for x in seed_generator.next()])
    return rng.uniform(0.7, 1.2, (count, 1)), rng.uniform(0, 0.3, (count, 1))


def logistic(logits, real):
    return ops.mean(bce(ops.full_like(logits, float(real)), logits, from_logits=True))


def saturating(fake_logits):
    return -ops.mean(ops.softplus(fake_logits))


def gan_step(
    d_variables=lambda g, d: d.trainable_variables,
    g_variables=lambda g: g.trainable_variables,
    d_descends=losses.discriminator_loss,
    g_loss=losses.generator_loss,
    g_descends=None,
    order="dg",
    training=True,
    toggle=False,
    outside=False,
    late=False,
    finish=lambda loss: loss,
):
    """The step of ex02_gan_train_step with one thing done differently."""

    def gan_train_step(generator, discriminator, g_optimizer, d_optimizer, images, z):
        def step_d():
            with tf.GradientTape() as tape:
                fakes = generator(z, training=training)
                pair = [discriminator(x, training=training) for x in (images, fakes)]
                descended, loss = d_descends(*pair), losses.discriminator_loss(*pair)
            variables = d_variables(generator, discriminator)
            d_optimizer.apply(tape.gradient(descended, variables), variables)
            return loss

        def step_g():
            discriminator.trainable = not toggle if toggle else discriminator.trainable
            early = generator(z, training=training)
            with tf.GradientTape() as tape:
                fakes = early if outside else generator(z, training=training)
                logits = discriminator(fakes, training=training)
                loss, descended = g_loss(logits), (g_descends or g_loss)(logits)
            variables = g_variables(generator)
            g_optimizer.apply(tape.gradient(descended, variables), variables)
            if late:
                loss = g_loss(discriminator(generator(z, training=True), training=True))
            return finish(loss)

        made = {name: {"d": step_d, "g": step_g}[name]() for name in order}
        return made["d"], made["g"]

    return gan_train_step


def through_the_old_one(g, d, g_optimizer, d_optimizer, images, z):
    """The generator's gradient is taken before the discriminator's step, its loss after it."""
    with tf.GradientTape(persistent=True) as tape:
        real, fake = d(images, training=True), d(g(z, training=True), training=True)
        d_loss, g_loss = losses.discriminator_loss(real, fake), losses.generator_loss(fake)
    found = [tape.gradient(d_loss, d.trainable_variables)]
    found.append(tape.gradient(g_loss, g.trainable_variables))
    d_optimizer.apply(found[0], d.trainable_variables)
    g_loss = losses.generator_loss(d(g(z, training=True), training=True))
    g_optimizer.apply(found[1], g.trainable_variables)
    return d_loss, g_loss


SMOOTH = 0.3106, 1.897
WRONG = {
    "ex02_discriminator": [
        (network(size=3), "is k 3?"),
        (network(strides=(2, 2, 2, 2)), "places are not"),
        (network(end="sigmoid"), "the logit itself"),
        (network(slope=0.0), "not by 0 (relu)"),
        (network(slope=0.3), "0.3 is what Keras takes"),
        (network(normalise=True), "no batch normalisation"),
        (network(dropout=0), "four numbers of ten"),
        (network(dropout=0.2), "the share that is dropped"),
        (only_thinned_pictures, "comes after a convolution"),
        (network(growth=1), "channels are the filters"),
        (network(first=16), "is it used?"),
        (network(name="d"), "name='discriminator'"),
        (network(strides=(2, 2, 2)), "count the convolutions"),
        (network(strides=(2, 2, 2, 1, 1)), "count the convolutions"),
        (network(bottom=layers.GlobalAveragePooling2D), "go into the logit: Flatten"),
        (network(padding="valid"), "padding='same', so that"),
        (network(noise=True), "not to be thinned out"),
        (network(scaled=True), "go in as they are"),
        (lambda depth: keras.Sequential([layers.Dense(1)]), "begin with keras.Input"),
        (lambda depth: network()(depth)(np.zeros((1, 28, 28, 1))), "keras.Model(inputs"),
    ],
    "ex02_generator_loss": [
        (saturating, "it saturates"),
        (lambda f: ops.mean(ops.softplus(f)), "to be caught"),
        (lambda f: ops.sum(ops.softplus(-f)), "not a sum"),
        (lambda f: -ops.mean(ops.log(f)), "not probabilities"),
        (lambda f: -ops.mean(ops.log(ops.sigmoid(f))), "breaks down here"),
        (lambda f: -ops.mean(ops.log(ops.sigmoid(f) + 1e-7)), "inside the logarithm"),
        (lambda f: -ops.mean(f), "without the logarithm"),
        (lambda f: ops.softplus(-f), "one number"),
        (lambda f: keras.losses.BinaryCrossentropy(True)(f, ops.ones_like(f)), "labels come first"),
        (lambda f: ops.mean(bce(0.9 * ops.ones_like(f), f, from_logits=True)), "no smoothing here"),
        (lambda f: ops.mean(1 - ops.sigmoid(f)), "the cost is -log D"),
        (lambda f: ops.mean(ops.softplus(-ops.clip(f, -20, 20))), "nothing is cut off"),
        (
            lambda f: saturating(f) + ops.stop_gradient(ops.mean(ops.softplus(-f)) - saturating(f)),
            "it saturates",
        ),
    ],
    "ex02_gan_train_step": [
        (
            gan_step(d_variables=lambda g, d: g.trainable_variables + d.trainable_variables),
            "given those of the other",
        ),
        (gan_step(g_loss=lambda f: -losses.generator_loss(f)), "the sign"),
        (gan_step(g_loss=saturating), "non-saturating"),
        (gan_step(g_descends=saturating), "gradient of the saturating loss"),
        (gan_step(g_variables=lambda g: g.trainable_variables[:1]), "all of generator.trainable"),
        (gan_step(d_variables=lambda g, d: d.trainable_variables[-1:]), "all of discriminator.tr"),
        (gan_step(late=True), "before the generator's step"),
        (gan_step(d_variables=lambda g, d: d.variables), "`variables`, which holds more"),
        (gan_step(g_variables=lambda g: g.variables), "`variables`, which holds more"),
        (gan_step(g_variables=lambda g: g.weights), "`variables`, which holds more"),
        (through_the_old_one, "the one that has just learnt"),
        (lambda g, d, go, do, x, z: go.minimize(lambda: 0.0, g.weights), "of a tape"),
        (gan_step(g_loss=lambda f: losses.generator_loss(f) / 2), "no ½ in the generator's loss"),
        (gan_step(g_descends=lambda f: -losses.generator_loss(f)), "uphill"),
        (gan_step(g_descends=lambda f: ops.sum(ops.softplus(-f))), "average over the batch"),
        (gan_step(d_descends=lambda r, f: 2 * losses.discriminator_loss(r, f)), "the ½ of d_loss"),
        (gan_step(d_descends=lambda r, f: losses.discriminator_loss(f, r)), "are the two swapped"),
        (
            lambda g, d, go, do, x, z: gan_step()(g, d, go, do, x, keras.random.normal(z.shape)),
            "made from the z that is given",
        ),
        (gan_step(order="gd"), "the discriminator learns first"),
        (gan_step(training=False), "training=True"),
        (gan_step(toggle=True), "drop that line"),
        (gan_step(outside=True), "inside `with tf.GradientTape()`"),
        (lambda *args: step_on_one_batch(*args, count=len), "ops.shape(x)[0]"),
        (gan_step(finish=float), "have no numbers yet"),
        (gan_step(finish=lambda x: x.numpy()), "have no numbers yet"),
        (lambda *args: gan_step()(*args)[::-1], "order is d_loss, g_loss"),
        (lambda *args: gan_step()(*args) and None, "`return` missing"),
    ],
    "ex02_predict_losses": [
        (lambda: (2 * math.log(2), math.log(2), *SMOOTH), "half the sum"),
        (lambda: (0.5, 0.5, *SMOOTH), "D itself"),
        (lambda: (1.0, 1.0, *SMOOTH), "natural, in nats"),
        (lambda: (0.0, math.log(2), *SMOOTH), "as good as real pictures"),
        (lambda: (math.log(2), 2 * math.log(2), *SMOOTH), "one average only"),
        (lambda: (math.log(2), math.log(2), 0.0, SMOOTH[1]), "it is never 0"),
        (lambda: (math.log(2), math.log(2), 0.621, SMOOTH[1]), "half the sum, as before"),
        (lambda: (math.log(2), math.log(2), 0.107, SMOOTH[1]), "weigh both logarithms"),
        (lambda: (math.log(2), math.log(2), SMOOTH[0], -math.log(0.85)), "-log(1 - D)"),
        (lambda: (math.log(2), math.log(2), SMOOTH[0], math.inf), "not quite sure"),
        (lambda: (math.log(2), math.log(2), SMOOTH[0], math.log(2)), "does not say ½"),
        (lambda: math.log(2), "return even_d, even_g"),
        (lambda: (math.log(2), SMOOTH[0], math.log(2), SMOOTH[1]), "the order is even_d"),
        (lambda: (math.log(2), math.log(2), 0.1666, SMOOTH[1]), "belongs to the cost as well"),
        (lambda: (math.log(2), math.log(2), SMOOTH[0], 0.2846), "the label does not weigh it"),
    ],
    "ex02_noisy_labels": [
        (lambda n, s: (uniform(n, 0, 0.3, s), uniform(n, 0.7, 1.2, s)), "the two are swapped"),
        (lambda n, s: (ops.ones((n, 1)), ops.zeros((n, 1))), "of its own for every picture"),
        (
            lambda n, s: (ops.zeros((n, 1)) + uniform(1, 0.7, 1.2, s), uniform(n, 0, 0.3, s)),
            "of its own for every picture",
        ),
        (
            lambda n, s: (0.95 + 0.07 * keras.random.truncated_normal((n, 1), seed=s),) * 2,
            "drawn evenly",
        ),
        (lambda n, s: (uniform(n, 0.8, 1.2, s), uniform(n, 0, 0.3, s)), "drawn evenly"),
        (lambda n, s: (uniform(n, 0.7, 1.0, s) * 1.3, uniform(n, 0, 0.3, s)), "both bounds"),
        (lambda n, s: (uniform(n, 0.7, 1.2, 1), uniform(n, 0, 0.3, 1)), "draw twice"),
        (lambda n, s: (uniform(n, 0.7, 1.2, 1), uniform(n, 0, 0.3, 2)), "which moves on"),
        (lambda n, s: (np.random.uniform(0.7, 1.2, (n, 1)), uniform(n, 0, 0.3, s)), "repeated"),
        (lambda n, s: (uniform(n, 0.7, 1.2, s), uniform(n, 0, 0.3, None)), "repeated"),
        (
            lambda n, s: (keras.random.uniform((n, 1), 0.7, 1.2, s), uniform(n, 0, 0.3, s)),
            "name the seed",
        ),
        (one_draw, "draw twice"),
        (half_of_them, "none is used twice"),
        (in_numpy, "no NumPy and no int"),
        (lambda n, s: (s.uniform((n, 1)), 0), "a SeedGenerator only counts"),
        (lambda n, s: (uniform(n, 0.7, 1.2, s.next()), 0), "hand the generator over itself"),
        (lambda n, s: (uniform(n, 0.7, 1.2, s)[:, 0], uniform(n, 0, 0.3, s)), "(count, 1)"),
        (lambda n, s: uniform(n, 0.7, 1.2, s), "return real, fake"),
    ],
    "ex02_hinge_loss": [
        (lambda r, f: (ops.mean(ops.relu(1 - r)) + ops.mean(ops.relu(1 + f)), 0), "is halved"),
        (
            lambda r, f: ((ops.mean(ops.relu(1 + r)) + ops.mean(ops.relu(1 - f))) / 2, 0),
            "are swapped",
        ),
        (lambda r, f: ((ops.mean(ops.relu(-r)) + ops.mean(ops.relu(f))) / 2, 0), "margin is miss"),
        (lambda r, f: ((ops.mean(1 - r) + ops.mean(1 + f)) / 2, 0), "never less than that"),
        (lambda r, f: (losses.discriminator_loss(r, f), -ops.mean(f)), "cross-entropy"),
        (
            lambda r, f: (ops.mean(ops.relu(ops.concatenate([1 - r, 1 + f]))), -ops.mean(f)),
            "by itself",
        ),
        (lambda r, f: hinge(r, f, ops.mean(ops.relu(1 - f))), "no relu for the generator"),
        (lambda r, f: hinge(r, f, ops.mean(f)), "the sign"),
        (lambda r, f: hinge(r, f, ops.mean(1 - f)), "with logits of 0"),
        (lambda r, f: hinge(r, f, losses.generator_loss(f)), "this one is a line"),
        (lambda r, f: hinge(r, f, -ops.mean(f))[::-1], "order is d_loss, g_loss"),
        (lambda r, f: hinge(r, f, -np.asarray(f).mean()), "cut the gradient"),
        (lambda r, f: hinge(r, f, -f), "one number"),
        (lambda r, f: hinge(r, f, -ops.mean(r)), "looks at the fakes alone"),
        (
            lambda r, f: (ops.mean(ops.abs(1 - r)) / 2 + ops.mean(ops.abs(1 + f)) / 2, 0),
            "no absolute value",
        ),
        (lambda r, f: (ops.mean(ops.max(0, 1 - r)), 0), "of two numbers, ops.maximum"),
    ],
}


def hinge(real_logits, fake_logits, g_loss):
    """The right loss of the discriminator, and what is given for the generator's."""
    margins = [ops.maximum(0, 1 - real_logits), ops.maximum(0, 1 + fake_logits)]
    return sum(ops.mean(margin) for margin in margins) / 2, g_loss


def step_on_one_batch(
    generator,
    discriminator,
    g_optimizer,
    d_optimizer,
    images,
    z,
    count=lambda x: ops.shape(x)[0],
):
    """Real and fake pictures in one batch; apply_gradients in place of apply."""
    with tf.GradientTape() as tape:
        logits = discriminator(
            ops.concatenate([images, generator(z, training=True)]), training=True
        )
        real, fake = logits[: count(images)], logits[count(images) :]
        d_loss = (logistic(real, 1) + logistic(fake, 0)) / 2
    variables = discriminator.trainable_variables
    d_optimizer.apply_gradients(zip(tape.gradient(d_loss, variables), variables, strict=True))
    with tf.GradientTape() as tape:
        g_loss = logistic(discriminator(generator(z, training=True), training=True), 1)
    variables = generator.trainable_variables
    g_optimizer.apply_gradients(zip(tape.gradient(g_loss, variables), variables, strict=True))
    return d_loss, g_loss


def hinge_by_where(real_logits, fake_logits):
    far = [ops.where(x < 1, 1 - x, 0.0) for x in (real_logits, -fake_logits)]
    return ops.add(*map(ops.mean, far)) * 0.5, ops.sum(-fake_logits) / len(fake_logits)


def in_blocks(depth):
    """A model within the model for each row of the table."""
    images = x = keras.Input((28, 28, 1))
    for i, stride in enumerate((2, 2, 2, 1)):
        convolution = layers.Conv2D(depth * 2**i, 5, stride, "same")
        x = keras.Sequential([convolution, layers.LeakyReLU(0.2), layers.Dropout(0.4)])(x)
    return keras.Model(images, layers.Dense(1)(layers.Flatten()(x)), name="discriminator")


def one_of_each(depth):
    """One leaky relu and one dropout, called after every convolution."""
    act, drop = layers.LeakyReLU(0.2), layers.Dropout(0.4)
    images = x = keras.Input((28, 28, 1))
    for i, stride in enumerate((2, 2, 2, 1)):
        x = drop(act(layers.Conv2D(depth * 2**i, 5, stride, "same")(x)))
    return keras.Model(images, layers.Dense(1)(layers.Flatten()(x)), name="discriminator")


RIGHT = [
    ("ex02_discriminator", stack),
    ("ex02_discriminator", one_of_each),
    ("ex02_discriminator", in_blocks),
    ("ex02_generator_loss", lambda f: -ops.mean(ops.log_sigmoid(f))),
    ("ex02_generator_loss", lambda f: logistic(f, 1)),
    ("ex02_gan_train_step", step_on_one_batch),
    ("ex02_predict_losses", lambda: (0.69, 0.69, 0.31, 1.9)),
    (
        "ex02_noisy_labels",
        lambda n, s: (0.7 + 0.5 * uniform(n, 0, 1, s), 0.3 * uniform(n, 0, 1, s)),
    ),
    ("ex02_hinge_loss", hinge_by_where),
    ("ex02_hinge_loss", lambda r, f: hinge(r, f, ops.mean(0 - f))),
]
