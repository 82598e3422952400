"""Answers to the exercises of lesson 5, wrong and right; see `answers.py`."""

import itertools

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from cppn_keras import networks


def in_python(step, count, stop_below):
    """Right one by one, but not while a graph is built."""
    loss, made = step(), 1
    while made < count and loss >= stop_below:
        loss, made = step(), made + 1
    return loss, made


def nested(step, count, stop_below):
    """`count` conditions, one inside the other's result."""
    loss, made = step(), tf.constant(1)
    for _ in range(count - 1):
        loss, made = tf.cond(
            loss >= stop_below,
            lambda made=made: (step(), made + 1),
            lambda loss=loss, made=made: (loss, made),
        )
    return loss, made


def looped(step, count, stop_below, start=np.inf, first=0, allow=lambda n, k: n < k, order=1):
    made, loss = ops.while_loop(
        lambda n, loss: ops.logical_and(allow(n, count), loss >= stop_below),
        lambda n, loss: (n + 1, step()),
        (ops.full((), first, "int32"), ops.full((), start)),
    )
    return (loss, made)[::order]


def smallest(step, count, stop_below):
    made, loss = ops.while_loop(
        lambda n, loss: ops.logical_and(n < count, loss >= stop_below),
        lambda n, loss: (n + 1, ops.minimum(step(), loss)),
        (ops.full((), 0, "int32"), ops.full((), np.inf)),
    )
    return loss, made


def whole_start(step, count, stop_below):
    """The loss begins as a whole number, which is right one by one."""
    made, loss = ops.while_loop(
        lambda n, loss: ops.logical_and(n < count, loss >= stop_below),
        lambda n, loss: (n + 1, step()),
        (0, 1000),
    )
    return loss, made


def while_it_falls(step, count, stop_below):
    made, loss, _ = ops.while_loop(
        lambda n, loss, last: ops.logical_and((n < count) & (loss >= stop_below), loss <= last),
        lambda n, loss, last: (n + 1, step(), loss),
        (ops.full((), 0, "int32"), ops.full((), np.inf), ops.full((), np.inf)),
    )
    return loss, made


def loop_while(go_on, step, body=None):
    """A loop with another condition, or another body."""
    start = ops.zeros((), "int32"), ops.full((), np.inf)
    made, loss = ops.while_loop(go_on, body or (lambda n, loss: (n + 1, step())), start)
    return loss, made


def all_of_them(step, count, stop_below):
    for _ in range(count):
        loss = step()
    return loss, count


def first_loss(step, count, stop_below):
    loss = step()
    _, made = looped(step, count - 1, stop_below, start=loss)
    return loss, made + 1


def shares_of(marks, total, p):
    return ops.sum(marks, axis=0) / ops.maximum(total, 1.0), total / len(p)


def marked(p, sure_above):
    sure = ops.cast(ops.max(p, axis=1) > sure_above, "float32")
    return sure, ops.one_hot(ops.argmax(p, axis=1), p.shape[1])


def count_all(p, s):
    sure, drawn = marked(p, s)
    return ops.mean(drawn, axis=0), ops.mean(sure)


def no_total(p, s):
    sure, drawn = marked(p, s)
    return ops.sum(drawn * sure[:, None], axis=0), ops.mean(sure)


def of_all(p, s):
    sure, drawn = marked(p, s)
    return ops.mean(drawn * sure[:, None], axis=0), ops.mean(sure)


def unguarded(p, s):
    sure, drawn = marked(p, s)
    return ops.sum(drawn * sure[:, None], axis=0) / ops.sum(sure), ops.mean(sure)


def number_of_sure(p, s):
    sure, drawn = marked(p, s)
    return ops.sum(drawn * sure[:, None], axis=0) / ops.sum(sure), ops.sum(sure)


def or_equal(p, s):
    sure = ops.cast(ops.max(p, axis=1) >= s, "float32")
    drawn = ops.one_hot(ops.argmax(p, axis=1), p.shape[1])
    return shares_of(drawn * sure[:, None], ops.sum(sure), p)


def every_one_above(p, s):
    above = ops.cast(p > s, "float32")
    return shares_of(above, ops.sum(ops.max(above, axis=1)), p)


def counted_as_zero(p, s):
    p = np.asarray(p)
    sure = p.max(axis=1) > s
    return np.bincount(p.argmax(axis=1) * sure, minlength=p.shape[1]) / len(p), sure.mean()


def ties_twice(p, s):
    hit = ops.logical_and(p == ops.max(p, axis=1, keepdims=True), p > s)
    counts = ops.sum(ops.cast(hit, "float32"), axis=0)
    return counts / ops.maximum(ops.sum(counts), 1), ops.sum(counts) / len(p)


def by_histogram(p, s):
    p = np.asarray(p)
    chosen = p[p.max(axis=1) > s].argmax(axis=1)
    counts, _ = np.histogram(chosen, bins=p.shape[1])
    return counts / max(1, len(chosen)), len(chosen) / len(p)


def without_minlength(p, s):
    p = np.asarray(p)
    chosen = p[p.max(axis=1) > s].argmax(axis=1)
    return np.bincount(chosen) / max(1, len(chosen)), len(chosen) / len(p)


def count_in_numpy(p, s):
    p = np.asarray(p)
    chosen = p[p.max(axis=1) > s].argmax(axis=1)
    counts = np.bincount(chosen, minlength=p.shape[1])
    return counts / max(1, len(chosen)), len(chosen) / len(p)


def drawing_network(
    first="softplus",
    last="sigmoid",
    scales=(8.0, 8.0),
    hidden=3,
    place_bias=False,
    alone=False,
    copied=False,
    stddev=0.1,
    bias_stddev=0.1,
    seeds=itertools.count,
    points=None,
    before=False,
    outside=False,
    flat=False,
    bias_seeded=True,
    bias_seed=None,
    mean=0.0,
    dropout=False,
    spread=False,
    shared=False,
    first_grid=False,
):
    """The CPPN of ex05_cppn with one thing done differently."""

    def build(latents, width, seed):
        numbers = seeds(seed)

        def dense(units, activation=None, **options):
            def normal(sigma, mean=mean):
                return keras.initializers.RandomNormal(mean, sigma, next(numbers))

            start = {"kernel_initializer": normal(stddev), "bias_initializer": normal(bias_stddev)}
            if bias_seed or not bias_seeded:
                start["bias_initializer"] = keras.initializers.RandomNormal(0, 0.1, bias_seed)
            return layers.Dense(units, activation, **start, **options)

        z, coordinates = keras.Input((latents,)), keras.Input((points, 3))
        inner = first if alone else None
        place = coordinates * scales[1]
        place = ops.take(place, [0], axis=0) if first_grid else place
        if copied:
            at_points = ops.expand_dims(z * scales[0], 1) + 0 * place[..., :1]
            h = dense(width)(ops.concatenate([at_points, place], -1))
        elif before:  # z gets its axis first, and from_place is made first
            from_place = dense(width, use_bias=False)(place)
            h = from_place + dense(width)((z * scales[0])[:, None])
        elif spread:
            at_points = ops.expand_dims(z * scales[0], 1) + 0 * place[..., :1]
            h = dense(width)(at_points) + dense(width, use_bias=False)(place)
        elif outside or flat:
            from_z = scales[0] * dense(width)(z) if outside else dense(width)(scales[0] * z)
            h = (from_z if flat else from_z[:, None]) + dense(width, use_bias=False)(place)
        else:
            from_z = dense(width, inner)(z * scales[0])[:, None]
            h = from_z + dense(width, inner, use_bias=place_bias)(place)
        h = h if alone else layers.Activation(first)(h)
        tanh = [dense(width, "tanh") for _ in range(1 if shared else hidden)]
        for i in range(hidden):
            h = tanh[0 if shared else i](h)
            h = layers.Dropout(0.3)(h) if dropout else h
        return keras.Model([z, coordinates], dense(1, last)(h))

    return build


def swapped_inputs(latents, width, seed):
    model = drawing_network()(latents, width, seed)
    return keras.Model(model.inputs[::-1], model.outputs)


def by_name(latents, width, seed):
    """The package's own."""
    options = {"style": "softplus-tanh", "input_scale": 8.0, "weight_stddev": 0.1}
    return networks.build_cppn(latents, width=width, depth=4, **options, seed=seed)


def leaking(is_open, optimizer, gradients, variables):
    opened = ops.cast(is_open, "float32")
    optimizer.apply([opened * gradient for gradient in gradients], variables)


def weights_put_back(is_open, optimizer, gradients, variables):
    before = [ops.convert_to_tensor(v) * 1 for v in variables]
    optimizer.apply(gradients, variables)
    for variable, old in zip(variables, before, strict=True):
        variable.assign(ops.where(is_open, variable, old))


def all_put_back(is_open, optimizer, gradients, variables, count=True):
    """Everything as it was, or all but the count."""
    kept = [*variables, *[v for v in optimizer.variables if count or len(v.shape)]]
    before = [ops.convert_to_tensor(v) * 1 for v in kept]
    optimizer.apply(gradients, variables)
    for variable, old in zip(kept, before, strict=True):
        variable.assign(ops.where(is_open, variable, old))


def gate_in_python(is_open, optimizer, gradients, variables):
    if is_open:
        optimizer.apply(gradients, variables)


def wrong_way_round(is_open, optimizer, gradients, variables):
    ops.cond(is_open, lambda: None, lambda: optimizer.apply(gradients, variables))


def twice(is_open, optimizer, gradients, variables):
    for _ in range(2):
        ops.cond(is_open, lambda: optimizer.apply(gradients, variables), lambda: None)


def with_an_answer(is_open, optimizer, gradients, variables):
    """Both ways return a number, which nobody asks for."""

    def step():
        optimizer.apply_gradients(zip(gradients, variables, strict=True))
        return 1.0

    return tf.cond(is_open, step, lambda: 0.0)


def not_alike(is_open, optimizer, gradients, variables):
    pairs = zip(gradients, variables, strict=True)
    ops.cond(is_open, lambda: optimizer.apply_gradients(pairs), lambda: None)


def in_a_list(latents, width, seed):
    model = drawing_network()(latents, width, seed)
    return keras.Model(model.inputs, [model.output])


WRONG = {
    "ex05_cppn": [
        (drawing_network(scales=(1.0, 1.0)), "z and coordinates are multiplied by 8"),
        (drawing_network(scales=(1.0, 8.0)), "z is multiplied by 8, too"),
        (drawing_network(scales=(8.0, 1.0)), "the coordinates are multiplied by 8, too"),
        (drawing_network(first="tanh"), "the sum passes through softplus"),
        (drawing_network(first="relu"), "not relu"),
        (drawing_network(last=None), "brings the output into 0..1"),
        (drawing_network(last="tanh"), "activation is a sigmoid"),
        (drawing_network(alone=True), "first the sum, then softplus"),
        (drawing_network(hidden=2), "not two"),
        (drawing_network(hidden=4), "not four"),
        (drawing_network(place_bias=True), "one bias is enough"),
        (drawing_network(copied=True), "z is copied to every point"),
        (drawing_network(points=676), "any number of points"),
        (drawing_network(bias_stddev=0.0), "bias_initializer"),
        (drawing_network(stddev=1.0), "kernel_initializer"),
        (drawing_network(seeds=itertools.repeat), "whenever it is called"),
        (drawing_network(seeds=lambda _: itertools.count()), "is `seed` used"),
        (drawing_network(seeds=lambda _: itertools.repeat(None)), "the same seed gives"),
        (drawing_network(outside=True), "behind it, its bias is 8 times"),
        (drawing_network(flat=True), "give from_z an axis of length 1"),
        (drawing_network(bias_seeded=False), "of kernels and of biases"),
        (drawing_network(bias_seed=3), "an initializer with a seed gives"),
        (drawing_network(mean=0.1), "kernel_initializer"),
        (drawing_network(dropout=True), "no dropout"),
        (drawing_network(spread=True), "z is copied to every point"),
        (drawing_network(shared=True), "weights of its own"),
        (drawing_network(first_grid=True), "a grid of its own"),
        (lambda latents, width, seed: drawing_network()(latents, 128, seed), "or an argument"),
        (swapped_inputs, "in the table's order"),
        (lambda *_: None, "return keras.Model"),
    ],
    "ex05_predict_memory": [
        (lambda: (13.84, 1.08), "has 4 bytes"),
        (lambda: (1.73, 4.33), "the batch has 32"),
        (lambda: (44.3, 4.33), "two arrays are needed"),
        (lambda: (88.6, 4.33), "only the output is needed"),
        (lambda: (55.4, 138.5), "a single picture is asked"),
        (lambda: (55.4, 2.77), "2500 times as many pixels"),
        (lambda: (0.0554, 4.33), "not in MB"),
        (lambda: (2.77, 4.33), "copied to every point"),
        (lambda: (66.5, 5.2), "from_place once a grid"),
        (lambda: (64.2, 4.33), "not 28 x 28"),
        (lambda: (4.33, 55.4), "the order is batch, large"),
        (lambda: ("55 MB", "4 GB"), "not text"),
        (lambda: (300.0, 4.33), "counted twice"),
        (lambda: 55.4, "return batch, large"),
    ],
    "ex05_discriminator_gate": [
        (lambda g, d, a, b: ops.logical_or(g < a, d > b), "and, not or"),
        (lambda g, d, a, b: ops.logical_and(g > a, d < b), "both the wrong way round"),
        (lambda g, d, a, b: ops.logical_and(g < b, d > a), "the thresholds are swapped"),
        (lambda g, d, a, b: ops.logical_and(g <= a, d >= b), "strictly"),
        (lambda g, d, a, b: ops.logical_and(g < a, d >= b), "d_loss strictly above"),
        (lambda g, d, a, b: g < a and d > b, "Python's `and`"),
        (lambda g, d, a, b: g < a & d > b, "in parentheses"),
        (lambda g, d, a, b: (g < a) & (g > b), "d_above is for the dis"),
        (lambda g, d, a, b: (g < a) == (d > b), "where both conditions fail"),
        (lambda g, d, a, b: (g < a - 1e-3) & (d > b + 1e-3), "nor a margin"),
        (lambda g, d, a, b: g < a, "the discriminator's loss counts, too"),
        (lambda g, d, a, b: ops.logical_and(g < 0.8, d > 0.45), "not those of the post"),
        (lambda g, d, a, b: ops.cast((g < a) & (d > b), "float32"), "no cast"),
        (lambda g, d, a, b: np.logical_and(np.asarray(g) < a, np.asarray(d) > b), "in a graph"),
        (lambda g, d, a, b: None, "`return` missing"),
    ],
    "ex05_gated_step": [
        (leaking, "what does Adam do with a gradient of 0"),
        (
            lambda i, o, g, v: ops.cond(i, o.apply(g, v), lambda: None),
            "not what they return",
        ),
        (lambda i, o, g, v: ops.cond(i, o.apply, lambda: None), "takes other arguments"),
        (
            lambda i, o, g, v: ops.cond(i, lambda: o.apply(v, g), lambda: None),
            "the gradients come first",
        ),
        (lambda i, o, g, v: o.apply(g, v), "not looked at"),
        (lambda i, o, g, v: ops.cond(i, lambda: o.apply(g, v), lambda: o.apply(g, v)), "looked at"),
        (weights_put_back, "moving averages were fed"),
        (lambda *a: all_put_back(*a, count=False), "counted a step"),
        (gate_in_python, "an operation of keras.ops"),
        (wrong_way_round, "the other way round"),
        (not_alike, "has to be alike"),
        (twice, "one ordinary step"),
        (lambda i, o, g, v: None, "open or shut"),
    ],
    "ex05_n_handicap_loop": [
        (in_python, "`fit` builds a graph"),
        (all_of_them, "stop right after it"),
        (smallest, "nor the smallest"),
        (while_it_falls, "no loss is below 0"),
        (whole_start, "of the kind that its body returns"),
        (lambda s, c, b: looped(s, c, b, order=-1), "the order is loss, steps"),
        (lambda s, c, b: looped(s, c, b, start=-1.0), "start from a loss that is not below"),
        (lambda s, c, b: looped(s, c, b, allow=lambda n, k: n <= k), "all 4 steps"),
        (lambda s, c, b: looped(s, c, b, first=1), "all 4 steps"),
        (
            lambda s, c, b: loop_while(lambda n, x: ops.logical_and(n < c, x > b), s),
            "not *below* 0.75",
        ),
        (lambda s, c, b: loop_while(lambda n, x: x >= b, s), "4 steps at most"),
        (lambda s, c, b: loop_while(lambda n, x: ops.logical_or(n < c, x >= b), s), "4 steps at"),
        (
            lambda s, c, b: loop_while(
                lambda n, x: ops.logical_and(n < c, x >= b), s, lambda n, x: (n, s())
            ),
            "the body count",
        ),
        (lambda s, c, b: loop_while(lambda n, x: n < c and x >= b, s), "`fit` builds a graph"),
        (first_loss, "the loss that the last step returned"),
        (lambda s, c, b: looped(s, c, b)[0], "return loss, steps"),
        (lambda s, c, b: None, "`return` missing"),
    ],
    "ex05_count_digits": [
        (count_all, "only samples whose largest probability"),
        (no_total, "divide the counts by their sum"),
        (of_all, "of sure samples, not of all"),
        (unguarded, "0 / 0 never happens"),
        (number_of_sure, "a share: divide by the number of samples"),
        (or_equal, ">, not >="),
        (every_one_above, "counts once, as its likeliest digit"),
        (lambda p, s: (ops.mean(p, axis=0), 1.0), "count samples, not probabilities"),
        (lambda p, s: count_in_numpy(p, s)[::-1], "the order is shares, sure"),
        (lambda p, s: count_in_numpy(p, 0.9), "use sure_above as it is given"),
        (counted_as_zero, "counted as a 0"),
        (ties_twice, "counts once, not once for each"),
        (by_histogram, "a place of its own"),
        (without_minlength, "minlength"),
    ],
}

RIGHT = [
    ("ex05_cppn", by_name),
    ("ex05_cppn", in_a_list),
    ("ex05_cppn", drawing_network(before=True)),
    ("ex05_predict_memory", lambda: [55.9, 4.36]),
    ("ex05_predict_memory", lambda: (52.8, np.float32(4.07))),  # in units of 1024² and 1024³
    (
        "ex05_discriminator_gate",
        lambda g, d, a, b: tf.where(tf.less(g, a), tf.greater(d, b), False),
    ),
    ("ex05_discriminator_gate", lambda g, d, a, b: (g < a) & (d > b)),
    ("ex05_gated_step", all_put_back),
    ("ex05_gated_step", with_an_answer),
    ("ex05_n_handicap_loop", nested),
    ("ex05_count_digits", count_in_numpy),
]
