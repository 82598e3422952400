"""Answers to the exercises of lesson 6, wrong and right; see `answers.py`."""

import math

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops
from scipy.special import logsumexp
from scipy.stats import norm


def bound(cppn, coordinates, fold, copy=False, grid=lambda x: x[None]):
    """A generator whose `fold` makes images of colours (batch, points, channels)."""
    if copy:
        weights, cppn = cppn.get_weights(), keras.models.clone_model(cppn)
        cppn.set_weights(weights)
    z = keras.Input(cppn.inputs[0].shape[1:])
    return keras.Model(z, fold(cppn([z, grid(ops.convert_to_tensor(coordinates))])))


def of_two_inputs(cppn, coordinates, height, width):
    z, places = keras.Input(cppn.inputs[0].shape[1:]), keras.Input((height * width, 3))
    return keras.Model([z, places], layers.Reshape((height, width, 2))(cppn([z, places])))


def with_new_layer(cppn, coordinates, height, width):
    """Trains a layer of its own, too, which does nothing yet."""
    colours = layers.EinsumDense("bpc,cd->bpd", (None, 2), kernel_initializer="identity")
    return bound(cppn, coordinates, lambda x: layers.Reshape((height, width, 2))(colours(x)))


def not_a_tensor(cppn, coordinates, height, width):
    z = keras.Input(cppn.inputs[0].shape[1:])
    return keras.Model(z, layers.Reshape((height, width, 2))(cppn([z, coordinates[None]])))


def whole_shape(cppn, coordinates, height, width):
    z = keras.Input(cppn.inputs[0].shape)
    colours = cppn([z, ops.convert_to_tensor(coordinates)[None]])
    return keras.Model(z, layers.Reshape((height, width, 2))(colours))


def repeated(cppn, coordinates, height, width):
    z = keras.Input(cppn.inputs[0].shape[1:])
    places = tf.repeat(tf.constant(coordinates)[None], z.shape[0], axis=0)
    return keras.Model(z, layers.Reshape((height, width, 2))(cppn([z, places])))


def places_as_input(cppn, coordinates, height, width):
    z, places = keras.Input(cppn.inputs[0].shape[1:]), keras.Input((height * width, 3))
    return keras.Model(z, layers.Reshape((height, width, 2))(cppn([z, places])))


def frozen(cppn, coordinates, height, width):
    cppn.trainable = False
    return bound(cppn, coordinates, layers.Reshape((height, width, 2)))


def log_ratio(ll, z, m, v, width=True, prior=1.0, posterior=1.0):
    """log p(x|z) + log p(z) - log q(z|x), (K, batch)."""
    log_p = -0.5 * ops.sum(ops.square(z), axis=-1)
    spread = ops.square(z - m) / ops.exp(v) + (v if width else 0)
    return ll + prior * log_p + posterior * 0.5 * ops.sum(spread, axis=-1)


def log_mean(ratios, axis=0):
    return ops.logsumexp(ratios, axis=axis) - math.log(ratios.shape[axis])


def naive(*arguments):
    return ops.log(ops.mean(ops.exp(log_ratio(*arguments)), axis=0))


def kl_for_all(ll, z, m, v):
    kl = 0.5 * ops.sum(ops.square(m) + ops.exp(v) - 1 - v, axis=-1)
    return log_mean(ll) - kl


def one_maximum(*arguments, top=ops.max):
    """One number is taken out for all pictures, or not the largest."""
    ratios = log_ratio(*arguments)
    top = top(ratios)
    return top + ops.log(ops.mean(ops.exp(ratios - top), axis=0))


def two_kinds_of_float(ll, z, m, v):
    """np.log makes a float64 of codes in NumPy."""
    log_p = -0.5 * ops.sum(z**2 + np.log(2 * np.pi), axis=-1)
    return log_mean(ops.convert_to_tensor(ll) + log_p)


def own_dice(weights, means, variances, uniforms, normals):
    which = np.random.choice(len(weights), len(normals), p=weights / weights.sum(dtype="float64"))
    return drawn(which, means, variances, normals)


def greys(a=0.3, b=0.3, c=0.0, nats=24.4346):
    return lambda: (a, b, c, nats)


def drawn(which, means, variances, normals, width=np.sqrt):
    return means[which] + width(variances[which]) * normals


def share(weights, uniforms, side="right"):
    return np.searchsorted(np.cumsum(weights), uniforms, side=side)


def even_share(w, m, v, u, n):
    return drawn((u * len(w)).astype(int), m, v, n)


def at_weights(w, m, v, u, n):
    return drawn(np.minimum(np.searchsorted(w, u), 3), m, v, n)


def squares(velocity, codes, noise, times, points=None, goal=None, total=None):
    """The loss with other points, another goal, or another way to add up."""
    points = (1 - times) * noise + times * codes if points is None else points
    errors = ops.square(velocity([points, times]) - (codes - noise if goal is None else goal))
    return ops.mean(ops.sum(errors, axis=-1)) if total is None else total(errors)


def planted(f, c, n, t):
    return squares(f, c, n, t, goal=c - ((1 - t) * n + t * c))


def by_what_is_left(velocity, codes, noise, times):
    points = (1 - times) * noise + times * codes
    return squares(velocity, codes, noise, times, goal=(codes - points) / (1 - times))


def two_arguments(velocity, codes, noise, times):
    return ops.mean(velocity((1 - times) * noise + times * codes, times) - (codes - noise))


def without_gradient(velocity, codes, noise, times):
    told = np.asarray(velocity([(1 - times) * noise + times * codes, times]))
    return np.mean(np.sum((told - (codes - noise)) ** 2, axis=-1))


def follow(velocity, z, steps, step, keep=True):
    """`step` is (z, t, h) → z."""
    way = [z]
    for i in range(steps):
        z = step(z, i / steps, 1 / steps)
        way.append(z)
    return np.stack(way) if keep else z


def heun(f, z, t, h, later=1.0, trial=1.0):
    first = f(z, t)
    return z + h * (first + f(z + trial * h * first, t + later * h)) / 2


def in_place(f, z, steps, copies=False):
    way = [z.copy() if copies else z]
    for i in range(steps):
        z += heun(f, z, i / steps, 1 / steps) - z
        way.append(z.copy() if copies else z)
    return np.stack(way)


def while_below_1(f, z, steps):
    way, t = [z], 0.0
    while t < 1:
        way.append(heun(f, way[-1], t, 1 / steps))
        t += 1 / steps
    return np.stack(way)


def unbracketed(f, z, steps):
    def step(z, t, h):
        first = f(z, t)
        return z + h * (first + f(z + h * first, t + h) / 2)

    return follow(f, z, steps, step)


def time_as_array(f, z, steps):
    def told(points, time):
        return f(points, np.full((len(points), 1), time))

    return follow(f, z, steps, lambda z, t, h: heun(told, z, t, h))


def from_1_to_0(f, z, steps):
    way = [z]
    for t in np.linspace(1, 0, steps, endpoint=False):
        way.append(heun(f, way[-1], t, 1 / steps, later=-1))
    return np.stack(way)


def stations_for_steps(f, z, steps):
    way = [z]
    for t in np.linspace(0, 1, steps):
        way.append(heun(f, way[-1], t, 1 / steps))
    return np.stack(way)


WRONG = {
    "ex06_image_generator": [
        (
            lambda c, p, h, w: bound(c, p, layers.Reshape((h, w, 2)), grid=lambda x: x),
            "axis for the batch in front",
        ),
        (not_a_tensor, "ops.convert_to_tensor"),
        (whole_shape, "takes the shape without the batch"),
        (repeated, "its batch has no size yet"),
        (places_as_input, "no Input, but numbers"),
        (frozen, "leave `trainable` as it is"),
        (lambda c, p, h, w: bound(c, p, layers.Reshape((w, h, 2))), "height first"),
        (lambda c, p, h, w: bound(c, p, lambda x: x), "fold the row"),
        (
            lambda c, p, h, w: bound(
                c, p, lambda x: layers.Permute((2, 1, 3))(layers.Reshape((w, h, 2))(x))
            ),
            "row by row",
        ),
        (lambda c, p, h, w: bound(c, p, layers.Reshape((h, w, 2)), copy=True), "no copy"),
        (with_new_layer, "no other weights"),
        (lambda c, p, h, w: bound(c, p, lambda x: ops.reshape(x, (2, h, w, 2))), "any size"),
        (lambda c, p, h, w: bound(c, p[::-1], layers.Reshape((h, w, 2))), "backwards"),
        (of_two_inputs, "z is the only Input"),
        (lambda c, p, h, w: lambda z: c([z, p[None]]), "keras.Model(z, images)"),
        (lambda c, p, h, w: None, "keras.Model(z, images)"),
    ],
    "ex06_tighter_bound": [
        (lambda *a: ops.logsumexp(log_ratio(*a), axis=0), "where is 1/K"),
        (lambda *a: ops.mean(log_ratio(*a), axis=0), "with the log first it is the ELBO"),
        (kl_for_all, "a log ratio of its own"),
        (lambda *a: log_mean(log_ratio(*a, posterior=0.0)), "q(z|x) is missing"),
        (lambda *a: log_mean(log_ratio(*a, prior=0.0)), "p(z) is missing"),
        (lambda *a: log_mean(log_ratio(*a, posterior=-1.0)), "subtract its log"),
        (lambda *a: log_mean(log_ratio(*a, width=False)), "-½ log σ²"),
        (lambda ll, z, m, v: log_mean(log_ratio(ll, z, m, 2 * v)), "log σ² already"),
        (lambda *a: log_mean(log_ratio(*a)) / math.log(2), "not bits"),
        (lambda *a: ops.mean(log_mean(log_ratio(*a))), "a bound for each picture"),
        (lambda *a: ops.max(log_ratio(*a), axis=0), "average all K"),
        (naive, "each picture's largest"),
        (one_maximum, "each picture's largest"),
        (lambda *a: one_maximum(*a, top=lambda r: ops.mean(r, axis=0)), "each picture's largest"),
        (two_kinds_of_float, "float64 meets float32"),
        (lambda ll, z, m, v: log_mean(log_ratio(ll, z, m, v) + ops.sum(v, -1) / 2), "too, is halv"),
        (lambda ll, z, m, v: log_mean(log_ratio(ll, z, 0, v)), "(z - μ)²"),
        (lambda *a: ops.logsumexp(log_ratio(*a), axis=0) / 5, "inside the log"),
        (lambda *a: ops.logsumexp(log_ratio(*a), axis=0) - math.log(3), "K is len"),
    ],
    "ex06_predict_grey": [
        (greys(a=0.5), "½ is best where both"),
        (greys(b=0.7), "the share without ink"),
        (greys(c=0.3), "the mean is best for squared error"),
        (greys(c=0.2), "go on"),
        (greys(c=0.5), "which number stands in the middle"),
        (greys(nats=48.87), "40 pixels are in doubt"),
        (greys(nats=48.16), "-log 0.3 is paid in 30 %"),
        (greys(nats=8.4), "the squared error"),
        (greys(nats=0.6109), "one pixel"),
        (greys(nats=12.217), "there are in doubt, too"),
        (greys(nats=35.25), "in bits"),
        (greys(nats=27.73), "a grey of ½ everywhere"),
        (greys(nats=14.45), "the 70 % without"),
        (greys(nats=3.0), "not to be had"),
        (lambda: (0.3, 0.3, 0.0), "return for_cross_entropy, for_squared"),
    ],
    "ex06_draw_from_mixture": [
        (lambda w, m, v, u, n: drawn(share(w, u), m, v, n, lambda x: x), "take its root"),
        (lambda w, m, v, u, n: m[share(w, u)] + n, "as wide as the Gaussian"),
        (even_share, "not all are equally"),
        (at_weights, "stack the weights"),
        (lambda w, m, v, u, n: drawn(np.maximum(share(w, u) - 1, 0), m, v, n), "too early"),
        (lambda w, m, v, u, n: w @ m + np.sqrt(w @ v) * n, "not from a blend"),
        (lambda w, m, v, u, n: drawn(share(w, u[:1]), m, v, n), "of its own: uniforms[n]"),
        (lambda w, m, v, u, n: drawn(share(w, u), m, np.exp(v), n), "not log σ²"),
        (lambda w, m, v, u, n: drawn(share(w, u), m, v, n[:3]), "print the shapes"),
        (own_dice, "the random numbers are drawn already"),
        (lambda w, m, v, u, n: drawn(share(w, u) - 1, m, v, n), "too early"),
        (lambda w, m, v, u, n: drawn(np.searchsorted(w, u), m, v, n), "an index is too large"),
        (lambda w, m, v, u, n: drawn(np.full(len(u), len(w) - 1), m, v, n), "stop at the first"),
        (lambda w, m, v, u, n: drawn(share(w, u), m, v, n, lambda x: x / 2), "the root of the"),
    ],
    "ex06_flow_loss": [
        (planted, "any slower when less is left"),
        (lambda f, c, n, t: squares(f, c, n, t, goal=n), "not where from"),
        (lambda f, c, n, t: squares(f, c, n, t, points=n + t * c), "missing at the noise"),
        (by_what_is_left, "0 / 0"),
        (lambda f, c, n, t: squares(f, c, n, t, goal=n - c), "the sign"),
        (lambda f, c, n, t: squares(f, c, n, t, goal=c), "how fast, not where to"),
        (lambda f, c, n, t: squares(f, c, n, t, points=t * n + (1 - t) * c), "at t = 0"),
        (lambda f, c, n, t: squares(f, c, n, t, points=c), "the point is on the line"),
        (lambda f, c, n, t: squares(f, n, c, 1 - t, goal=c - n), "told t, not 1 - t"),
        (lambda f, c, n, t: squares(f, c, n, t, total=ops.mean), "sum over latents"),
        (lambda f, c, n, t: squares(f, c, n, t, total=ops.sum), "sum over latents"),
        (two_arguments, "what goes into that line"),
        (without_gradient, "cut the gradient"),
    ],
    "ex06_follow_flow": [
        (lambda f, z, n: follow(f, z, n, lambda z, t, h: z + h * f(z, t)), "Euler's step"),
        (lambda f, z, n: follow(f, z, n, lambda z, t, h: heun(f, z, t, h, later=0)), "time t + h"),
        (lambda f, z, n: follow(f, z, n, lambda z, t, h: heun(f, z, t, h, trial=0)), "z + h"),
        (lambda f, z, n: follow(f, z, n, lambda z, t, h: heun(f, z, 0, h)), "time goes on"),
        (lambda f, z, n: follow(f, z, n, lambda z, t, h: heun(f, z, t + h, h)), "one step ahead"),
        (lambda f, z, n: follow(f, z, n, lambda z, t, h: heun(f, z, t - h, h)), "one step behind"),
        (lambda f, z, n: follow(f, z, n, lambda z, t, h: heun(f, z, 1 - t, h)), "backwards"),
        (from_1_to_0, "backwards"),
        (while_below_1, "count the steps"),
        (unbracketed, "brackets"),
        (time_as_array, "goes into that line"),
        (
            lambda f, z, n: np.concatenate(follow(f, z, n, lambda z, t, h: heun(f, z, t, h))),
            "stack",
        ),
        (stations_for_steps, "a step is 1 / steps long: the last"),
        (lambda f, z, n: follow(f, z, n, lambda z, t, h: 2 * heun(f, z, t, h) - z), "½ is missing"),
        (lambda f, z, n: follow(f, z, n, lambda z, t, h: heun(f, z, t, h), False), "all stations"),
        (lambda f, z, n: follow(f, z, n, lambda z, t, h: heun(f, z, t, h))[1:], "z itself"),
        (in_place, "`z += ...`"),
        (lambda f, z, n: in_place(f, z, n, copies=True), "the caller's z"),
    ],
}


def one_after_the_other(weights, means, variances, uniforms, normals):
    """With a table of comparisons in place of a search."""
    passed = (ops.expand_dims(uniforms, 1) >= np.cumsum(weights)[None, :-1]).numpy()
    which = passed.sum(axis=1)
    return ops.take(means, which, axis=0) + variances[which] ** 0.5 * normals


def into_the_normals(weights, means, variances, uniforms, normals):
    which = np.searchsorted(np.cumsum(weights)[:-1], uniforms, side="right")
    normals *= np.sqrt(variances[which])
    normals += means[which]
    return normals


def by_search(weights, means, variances, uniforms, normals):
    """Without a thought of weights that are rounded: the stub says that their sum is 1."""
    which = np.searchsorted(np.cumsum(weights), uniforms)
    return means[which] + np.sqrt(variances[which]) * normals


def in_numpy(log_likelihoods, codes, z_mean, z_log_var):
    log_p = norm.logpdf(codes).sum(axis=-1)
    log_q = norm.logpdf(codes, z_mean, np.exp(z_log_var / 2)).sum(axis=-1)
    ratios = log_likelihoods + log_p - log_q
    return logsumexp(ratios, axis=0, b=1 / len(codes))


def along_the_line(velocity, codes, noise, times):
    way = codes - noise
    told = velocity([noise + times * way, times])
    return tf.reduce_sum((told - way) ** 2) / len(codes)


def flow_in_tensors(velocity, z, steps):
    way = [tf.cast(z, "float64")]
    for t in np.arange(steps) / steps:
        way.append(heun(velocity, way[-1], t, 1 / steps))
    return ops.stack(way)


def by_a_class(cppn, coordinates, height, width):
    class Generator(keras.Model):
        def __init__(self):
            super().__init__()
            self.cppn, self.places = cppn, ops.convert_to_tensor(coordinates)[None]

        def call(self, z):
            colours = self.cppn([z, self.places])
            return ops.reshape(colours, (-1, height, width, colours.shape[-1]))

    return Generator()


RIGHT = [
    ("ex06_image_generator", by_a_class),
    ("ex06_image_generator", lambda c, p, h, w: bound(c, p, layers.Reshape((h, -1, 2)))),
    (
        "ex06_image_generator",
        lambda c, p, h, w: bound(c, p, lambda x: ops.reshape(x, (-1, h, w, 2))),
    ),
    ("ex06_tighter_bound", in_numpy),
    ("ex06_predict_grey", greys(0.31, 0.3, 0, 24)),
    ("ex06_draw_from_mixture", one_after_the_other),
    ("ex06_draw_from_mixture", by_search),
    ("ex06_draw_from_mixture", into_the_normals),
    ("ex06_flow_loss", along_the_line),
    ("ex06_follow_flow", flow_in_tensors),
]
