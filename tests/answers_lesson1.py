"""Answers to the exercises of lesson 1, wrong and right; see `answers.py`."""

import math
from statistics import NormalDist

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from cppn_keras.training import losses

bce = ops.binary_crossentropy
PIXELS = (1, 2, 3)


def encoder(latents, first, **turned):
    """The encoder of the table, with something turned."""
    options = {"relu": "relu", "dense": "relu", "head": None, "strides": (1, 2, 1, 1), "size": 3}
    options |= {"kernel": "zeros", "bias": first, "mean": "glorot_uniform", "name": "encoder"}
    options |= {"bottom": layers.Flatten, "chain": False, "swap": False, "norm": False}
    options |= {"pool": False, "dropout": False} | turned
    images = keras.Input((28, 28, 1))
    x, o = images, options
    for filters, stride in zip((32, 64, 64, 64), o["strides"], strict=True):
        x = layers.Conv2D(filters, o["size"], stride, "same", activation=o["relu"])(x)
        x = layers.BatchNormalization()(x) if o["norm"] else x
        x = layers.MaxPooling2D()(x) if o["pool"] and filters == 32 else x
        x = layers.Dropout(0.3)(x) if o["dropout"] else x
    x = layers.Dense(32, activation=o["dense"])(o["bottom"]()(x))
    head = {"activation": o["head"]}
    mean = layers.Dense(latents, kernel_initializer=o["mean"], **head)(x)
    constant = keras.initializers.Constant(o["bias"])
    start = {"kernel_initializer": o["kernel"], "bias_initializer": constant}
    log_var = layers.Dense(latents, **start, **head)(mean if o["chain"] else x)
    outputs = [log_var, mean] if o["swap"] else [mean, log_var]
    return keras.Model(images, outputs, name=o["name"])


def turned(**options):
    return lambda latents, first: encoder(latents, first, **options)


def added_behind(latents, first):
    whole = encoder(latents, 0.0)
    mean, log_var = whole.outputs
    return keras.Model(whole.inputs, [mean, log_var + first], name="encoder")


def constant_head(latents, first):
    whole = encoder(latents, first)
    return keras.Model(whole.inputs, [whole.outputs[0], ops.full((1, latents), first)])


def nested(latents, first):
    images = keras.Input((28, 28, 1))
    whole = encoder(latents, first)
    trunk = keras.Model(whole.inputs, whole.layers[-3].output)
    heads = [layers.Dense(latents)(trunk(images)) for _ in range(2)]
    return keras.Model(images, heads, name="encoder")


def one_head(latents, first):
    """Both heads in one layer, whose numbers are parted."""
    whole = encoder(2 * latents, first)
    both = layers.Dense(2 * latents)(whole.layers[-3].output)
    return keras.Model(whole.inputs, [both[:, :latents], both[:, latents:]], name="encoder")


def kl(mean, log_var):
    return ops.square(mean) + ops.exp(log_var) - 1 - log_var


def picture_by_picture(mean, log_var):
    return ops.stack([0.5 * ops.sum(kl(mean[i], log_var[i])) for i in range(len(mean))])


def by_drawing(mean, log_var):
    z = mean + ops.exp(log_var / 2) * keras.random.normal((1000, *mean.shape))
    log_q = -((z - mean) ** 2) / ops.exp(log_var) - log_var
    return 0.5 * ops.sum(ops.mean(log_q + z**2, axis=0), axis=-1)


def no_return(*args):
    ops.sum(args[0])


def two_means(x, p, m, v, w):
    return ops.mean(bce(x, p)) + w * ops.mean(kl(m, v)) / 2


def with_clip(x, p, m, v, w, edge=0.01):
    return two_means(x, ops.clip(p, edge, 1 - edge), m, v, w)


def direction(codes, order, low, high=None, middle=ops.mean):
    first, last = ops.take(codes, order[:low], axis=0), ops.take(codes, order[-(high or low) :], 0)
    return middle(last, axis=0) - middle(first, axis=0)


def thirds(codes, quality):
    return direction(codes, ops.argsort(quality), len(quality) // 3)


def by_ranks(codes, quality):
    n, order = len(quality), np.argsort(quality)
    return codes[order >= n - n // 3].mean(0) - codes[order < n // 3].mean(0)


def by_range(codes, quality):
    low, step = quality.min(), np.ptp(quality) / 3
    high = codes[quality > low + 2 * step]
    return high.mean(axis=0) - codes[quality < low + step].mean(axis=0)


def in_place(codes, quality):
    codes -= codes.mean(axis=0)
    return thirds(codes, quality)


def quantile(p):
    return 2**0.5 * ops.erfinv(2 * p - 1)


def middles(n):
    return (np.arange(n) + 0.5) / n


def half_way(rows, columns, span):
    """Half-way between the borders of each slice."""

    def line(n):
        inner = [NormalDist().inv_cdf(i / n) for i in range(1, n)]
        borders = np.array([-4, *inner, 4])
        return (borders[1:] + borders[:-1]) / 2

    if span is not None:
        return grid(rows, columns, span)
    return np.stack(np.meshgrid(line(columns), line(rows)[::-1]), axis=-1)


def grid(rows, columns, span, share=middles, flip=True, line=quantile):
    across, up = (
        line(ops.cast(share(n), "float32")) if span is None else ops.linspace(-span, span, n)
        for n in (columns, rows)
    )
    return ops.stack(ops.meshgrid(across, ops.flip(up) if flip else up), axis=-1)


def predicts(cost, more):
    return lambda: (cost, more)


WRONG = {
    "ex01_encoder": [
        (turned(strides=(2, 1, 1, 1)), "the channels are right, the places are not"),
        (turned(strides=(1, 2, 2, 1)), "made smaller twice"),
        (turned(size=5), "kernels of 5 x 5"),
        (turned(bottom=layers.GlobalAveragePooling2D), "nothing is pooled"),
        (turned(chain=True), "z_log_var reads z_mean"),
        (turned(norm=True), "no batch normalisation"),
        (lambda latents, first: encoder(2, first), "latents is an argument"),
        (lambda latents, first: encoder(latents, first).layers, "end with `return"),
        (one_head, "two layers, called on the same"),
        (turned(bias=0.0), "its bias starts at first_log_var"),
        (turned(kernel="glorot_uniform"), "its kernel starts at zeros"),
        (turned(mean="zeros"), "leave z_mean's kernel as it comes"),
        (turned(swap=True), "the two heads are swapped"),
        (turned(relu=None), "relu follows the convolutions"),
        (turned(dense=None), "relu follows the dense layer of 32"),
        (turned(relu=None, dense=None), "the four convolutions and the dense layer"),
        (turned(relu="leaky_relu"), "look at the activations"),
        (turned(head="relu"), "no activation after the heads"),
        (turned(name="mine"), "found under that name"),
        (turned(pool=True, strides=(1, 1, 1, 1)), "the second convolution itself halves"),
        (turned(dropout=True), "no dropout"),
        (added_behind, "nothing is added behind it"),
        (constant_head, "each is a layer"),
        (nested, "not as a model within"),
    ],
    "ex01_kl_divergence": [
        (lambda m, v: 0.5 * ops.sum(kl(m, v) + 2 * v, axis=-1), "sign of log σ² is flipped"),
        (lambda m, v: 0.5 * ops.mean(kl(m, v), axis=-1), "do not average"),
        (lambda m, v: ops.sum(kl(m, v), axis=-1), "½ is missing"),
        (lambda m, v: 0.5 * ops.sum(m**2 + v - 1 - ops.log(v), axis=-1), "log σ², not σ²"),
        (lambda m, v: 0.5 * ops.sum(kl(m, 2 * v), axis=-1), "read as log σ: it is log σ²"),
        (lambda m, v: 0.5 * ops.sum(m**2 + ops.exp(v / 2) - 1 - v, axis=-1), "where σ² belongs"),
        (
            lambda m, v: 0.5 * ops.sum((1 + m**2) * ops.exp(-v) - 1 + v, axis=-1),
            "KL(p ‖ q), the other way round",
        ),
        (lambda m, v: 0.5 * (ops.sum(kl(m, v) + 1, axis=-1) - 1), "- 1 is outside the sum"),
        (lambda m, v: 0.5 * ops.sum(kl(m, v) + 1, axis=-1) - 1, "- 1 is outside the sum"),
        (lambda m, v: 0.5 * ops.sum(kl(m, v), axis=-1) / math.log(2), "those are bits"),
        (lambda m, v: -0.5 * ops.sum(1 + 2 * v + m**2, axis=-1), "as a slide prints it"),
        (lambda m, v: 0.5 * ops.sum(kl(m, v), axis=0), "add up the latents, the last axis"),
        (lambda m, v: 0.5 * ops.sum(kl(m, v)), "not the pictures"),
        (by_drawing, "without drawing"),
        (picture_by_picture, "a batch has no length|no numbers yet|no batch has a size|ops.shape"),
        (lambda m, v: 0.5 * np.sum(m**2 + np.exp(v) - 1 - v, axis=-1), "cut the gradient"),
        (no_return, "`return` missing"),
    ],
    "ex01_predict_kl": [
        (predicts(3.0, 0.69), "that is one latent"),
        (predicts(8.64, 2), "those are bits"),
        (predicts(12, 1.39), "the ½ and the square cancel"),
        (predicts(5, 1.39), "is μ² left out"),
        (predicts(400, 1.39), "its logarithm is the cost"),
        (predicts(1.5, 1.39), "too cheap"),
        (predicts(6, 0.69), "both are halved"),
        (predicts(6, 6), "the cost is not doubled"),
        (predicts(6, 4), "four times as many places"),
        (predicts(6, -1.39), "it costs more, not less"),
        (lambda: 6.0, "return cost, more"),
    ],
    "ex01_vae_loss": [
        (
            lambda x, p, m, v, w: ops.mean(bce(x, p)) + w * ops.mean(ops.sum(kl(m, v), -1)) / 4,
            "two latents are hard-coded",
        ),
        (lambda x, p, m, v, w: x.shape[0] * two_means(x, p, m, v, w), "do not add them up"),
        (lambda x, p, m, v, w: two_means(x, p, m, v, 0.001), "the KL counts 0.001 times"),
        (lambda x, p, m, v, w: two_means(x, p, m, v, 1), "kl_weight is not used"),
        (with_clip, "too far from 0 and 1"),
        (
            lambda x, p, m, v, w: ops.mean(bce(x, p)) + w * ops.mean(losses.kl_divergence(m, v)),
            "average the KL over the latents",
        ),
        (
            lambda x, p, m, v, w: ops.mean(
                losses.bernoulli_cross_entropy(x, p) + w * losses.kl_divergence(m, v) / m.shape[-1]
            ),
            "pixels are added up, not averaged",
        ),
        (
            lambda x, p, m, v, w: (
                ops.mean(bce(x, p), axis=PIXELS) + w * ops.mean(kl(m, v) / 2, axis=-1)
            ),
            "average over the pictures too",
        ),
        (lambda x, p, m, v, w: two_means(x, p, m, v, -w), "both terms are to be small"),
        (lambda x, p, m, v, w: two_means(p, x, m, v, w), "swapped"),
        (lambda x, p, m, v, w: two_means(x, p, m, v, w / 40), "nothing to do with them"),
        (lambda x, p, m, v, w: w * two_means(x, p, m, v, 1), "multiplies the KL alone"),
        (
            lambda x, p, m, v, w: (
                -ops.mean(x * ops.log(p) + (1 - x) * ops.log(1 - p)) + w * ops.mean(kl(m, v)) / 2
            ),
            "keep p away from 0 and 1",
        ),
        (
            lambda x, p, m, v, w: ops.mean(ops.square(x - p)) + w * ops.mean(kl(m, v)) / 2,
            "that is the squared error",
        ),
        (lambda x, p, m, v, w: two_means(x, p, m, v + 1, w), "the term with the KL"),
        (lambda x, p, m, v, w: two_means(x, p**2, m, v, w), "that term is wrong"),
    ],
    "ex01_manifold_grid": [
        (lambda r, c, s: grid(r, c, s, flip=False), "upside down"),
        (lambda r, c, s: grid(c, r, s), "are rows and columns swapped"),
        (lambda r, c, s: ops.reshape(grid(r, c, s), (-1, 2)), "keep rows and columns apart"),
        (lambda r, c, s: grid(r, c, s, lambda n: np.linspace(0, 1, n)), "infinitely far"),
        (lambda r, c, s: grid(r, c, s, lambda n: np.linspace(0.05, 0.95, n)), "(i + 0.5)/n"),
        (lambda r, c, s: grid(r, c, s, lambda n: (np.arange(n) + 1) / (n + 1)), "(i + 0.5)/n"),
        (lambda r, c, s: grid(r, c, 1), "span is not used"),
        (lambda r, c, s: grid(r, c, s or 2), "even steps again"),
        (lambda r, c, s: grid(r, c, s, line=lambda p: p), "those are the probabilities"),
        (lambda r, c, s: grid(r, c, s, line=lambda p: ops.erfinv(2 * p - 1)), "√2 in front"),
        (lambda r, c, s: grid(r, c, s, lambda n: np.sort(np.random.rand(n))), "drawn at random"),
        (lambda r, c, s: grid(r, c, None), "span is given: even steps"),
        (lambda r, c, s: grid(r, c, s or 1.96), "even steps again"),
        (lambda r, c, s: (s or 1) * grid(r, c, None), "span is given: even steps"),
        (
            lambda r, c, s: grid(r, c, s, line=lambda p: 2**0.5 * ops.erfinv(p)),
            "erfinv wants 2p - 1",
        ),
        (lambda r, c, s: grid(r, c, s, line=lambda p: 2 * ops.erfinv(2 * p - 1)), "√2, not 2"),
        (half_way, "in probability, not in value"),
    ],
    "ex01_edit_direction": [
        (lambda c, q: -thirds(c, q), "from high to low"),
        (lambda c, q: direction(c, ops.argsort(q), len(q) // 2), "not halves"),
        (
            lambda c, q: c[q > np.median(q)].mean(axis=0) - c[q <= np.median(q)].mean(axis=0),
            "not halves",
        ),
        (
            lambda c, q: direction(c, np.argsort(q), len(q) // 3, middle=np.median),
            "the mean of each third, no median",
        ),
        (by_range, "of the *range* of the quality"),
        (lambda c, q: direction(c, np.argsort(q), len(q) // 3, len(q) - 2 * (len(q) // 3)), "8 pi"),
        (lambda c, q: direction(c, np.argsort(q), 6), "is the count fixed"),
        (by_ranks, "not their ranks"),
        (lambda c, q: direction(c, np.argsort(q), len(q) / 3), "//, not /"),
        (lambda c, q: direction(c, np.argsort(q), -(-len(q) // 3)), "is it rounded up"),
        (lambda c, q: direction(c, np.argsort(q), round(len(q) / 3)), "is it rounded up"),
        (lambda c, q: direction(c, np.argsort(q), len(q) // 3 + 1, len(q) // 3), "rounded up"),
        (lambda c, q: direction(c, np.arange(len(q)), len(q) // 3), "come in no order"),
        (lambda c, q: len(q) // 3 * thirds(c, q), "not the sum"),
        (lambda c, q: ops.mean(thirds(c, q)), "one number per latent"),
        (lambda c, q: ops.normalize(thirds(c, q)[None])[0], "leave the length"),
        (in_place, "make a new array"),
    ],
}


def own_layers(latents, first):
    """Activations as layers, heads in another order, outputs in a tuple."""
    images = keras.Input((28, 28, 1))
    x = images
    for filters, stride in ((32, 1), (64, 2), (64, 1), (64, 1)):
        x = layers.ReLU()(layers.Conv2D(filters, (3, 3), (stride, stride), padding="SAME")(x))
    x = layers.Activation("relu")(layers.Dense(32)(layers.Reshape((-1,))(x)))
    zeros, constant = keras.initializers.Zeros(), keras.initializers.Constant(first)
    log_var = layers.Dense(latents, kernel_initializer=zeros, bias_initializer=constant)(x)
    return keras.Model(images, (layers.Dense(latents)(x), log_var), name="encoder")


def grid_in_numpy(rows, columns, span):
    lines = [np.linspace(-1, 1, n) if span else middles(n) for n in (columns, rows)]
    if span:
        first, second = (span * line for line in lines)
    else:
        first, second = (np.array([NormalDist().inv_cdf(p) for p in line]) for line in lines)
    return np.stack(np.meshgrid(first, second[::-1]), axis=-1)


RIGHT = [
    ("ex01_encoder", own_layers),
    ("ex01_kl_divergence", lambda m, v: -0.5 * tf.reduce_sum(1 + v - m**2 - tf.exp(v), 1)),
    (
        "ex01_kl_divergence",
        lambda m, v: ops.sum(m**2 + ops.exp(v), -1) / 2 - ops.sum(v, -1) / 2 - m.shape[-1] / 2,
    ),
    ("ex01_predict_kl", lambda: [np.float32(6.0), 1.4]),
    ("ex01_vae_loss", two_means),
    (
        "ex01_vae_loss",
        lambda x, p, m, v, w: (
            ops.mean(losses.bernoulli_cross_entropy(x, p)) / np.prod(x.shape[1:])
            + w * ops.mean(losses.kl_divergence(m, v)) / m.shape[-1]
        ),
    ),
    (
        "ex01_vae_loss",
        lambda x, p, m, v, w: (
            ops.mean(keras.losses.binary_crossentropy(x, p)) + ops.mean(w * kl(m, v)) / 2
        ),
    ),
    ("ex01_manifold_grid", grid_in_numpy),
    (
        "ex01_edit_direction",
        lambda c, q: (
            c[np.argsort(-q)[: len(q) // 3]].mean(0) - c[np.argsort(q)[: len(q) // 3]].mean(0)
        ),
    ),
]
