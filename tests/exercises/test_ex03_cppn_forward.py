"""Checks exercise ex03_cppn_forward: against loops, and against the package's Keras model."""

import math

import numpy as np
from checking import Mistake, random

from cppn_keras import networks
from cppn_keras.coordinates import coordinate_grid

HINTS = (
    "think of one table for all places: one row a place, and in each row z, then x, y, r; a "
    "layer is then a product of two matrices, h @ kernel + bias",
    "np.tile(z, (len(coordinates), 1)) is z in every row, np.concatenate(..., axis=1) puts tables "
    "side by side; multiply by scale once, here and nowhere else",
    "loop over weights[:-1], h = np.tanh(h @ kernel + bias); the last pair has the sigmoid",
)
SIZES = [(7, 6), (6, 6), (6, 6), (6, 2)]


def sigmoid(a):
    return 1 / (1 + math.exp(-a))


def same(a):
    return a


def one_point(
    inputs, weights, bend=math.tanh, end=sigmoid, straight=(), biases=1, every=1, late=()
):
    """A CPPN at one point, unit by unit. `straight` are layers without activation, `every`
    multiplies what comes into each layer but the first, `late` add their bias at the end."""
    h = list(inputs)
    for i, (kernel, bias) in enumerate(weights):
        f = end if i == len(weights) - 1 else same if i in straight else bend
        h = [v * (every if i else 1) for v in h]
        products = [sum(a * w for a, w in zip(h, column, strict=True)) for column in kernel.T]
        pairs = list(zip(products, bias, strict=True))
        h = [f(p) + b if i in late else f(p + biases * b) for p, b in pairs]
    return h


def forward(z, places, weights, scales=(1, 1), swap=False, first=same, codes=None, **kwargs):
    """(points, channels); `scales` are those of z and of the place."""
    codes = [z] * len(places) if codes is None else codes
    codes = [[first(scales[0] * v) for v in code] for code in codes]
    places = [[first(scales[1] * v) for v in place] for place in places]
    pairs = zip(places, codes, strict=True) if swap else zip(codes, places, strict=True)
    return np.array([one_point([*a, *b], weights, **kwargs) for a, b in pairs])


def mistakes(z, places, weights, scale):
    def wrong(**kwargs):
        return forward(z, places, weights, **{"scales": (scale, scale), **kwargs})

    def left_out(layers):
        return forward(z, places, [weights[i] for i in layers], (scale, scale))

    def without_bias(*layers):
        pairs = [(k, b * (i not in layers)) for i, (k, b) in enumerate(weights)]
        return forward(z, places, pairs, (scale, scale))

    kernel, bias = weights[0]
    right = wrong()
    scrambled = np.repeat(z, len(places)).reshape(len(places), -1)
    before = "the bias is added before the tanh: tanh(h @ kernel + bias)"
    again = "scale is used at every layer: it multiplies z and coordinates, once, before the first"
    return [
        Mistake(wrong(scales=(1, 1)), "scale is not used: it multiplies z and coordinates"),
        Mistake(wrong(scales=(1, scale)), "z is multiplied by scale, too"),
        Mistake(wrong(scales=(scale, 1)), "coordinates are multiplied by scale, too"),
        Mistake(wrong(scales=(scale**2, scale**2)), "the inputs are multiplied by scale twice"),
        Mistake(wrong(every=scale), again),
        Mistake(
            forward(z, places, [(kernel, scale * bias), *weights[1:]], (scale, scale)),
            "scale multiplies what goes in, not the bias; yours multiplies the pre-activation",
        ),
        Mistake(wrong(straight=(0,)), "the first layer has no tanh"),
        Mistake(wrong(straight=(1,)), "one of the layers in the middle, the second, has no tanh"),
        Mistake(
            wrong(straight=(2,)), "the last hidden layer has no tanh: only the output has none"
        ),
        Mistake(wrong(straight=(0, 1, 2)), "tanh is missing between the layers"),
        Mistake(wrong(first=math.tanh), "no tanh on the inputs: it comes after a layer's sum"),
        Mistake(wrong(swap=True), "z comes first, then x, y, r"),
        Mistake(wrong(biases=0), "the biases are missing"),
        Mistake(without_bias(3), "the output's bias is missing"),
        Mistake(without_bias(0, 1, 2), "the biases of the hidden layers are missing"),
        Mistake(wrong(late=(0, 1, 2)), before),
        Mistake(wrong(late=(0, 1, 2, 3)), f"{before}; the output's comes before the sigmoid"),
        Mistake(
            wrong(codes=scrambled),
            "every row needs z itself, in its order: np.tile(z, (points, 1)) repeats rows, "
            "np.repeat repeats each number",
        ),
        Mistake(
            forward(z, places * [1, 1, 1 / scale], weights, (scale, scale)),
            "r is multiplied by scale, too",
        ),
        Mistake(
            forward(z, places, [(k, scale * b) for k, b in weights], (scale, scale), every=scale),
            again,
        ),
        Mistake(wrong(biases=-1), "the bias is added, not taken away"),
        Mistake(wrong(end=math.tanh), "the output has a sigmoid, not tanh"),
        Mistake(wrong(end=same), "the sigmoid of the output is missing"),
        Mistake(wrong(bend=sigmoid), "hidden layers have tanh, only the output a sigmoid"),
        Mistake(wrong(bend=lambda a: max(a, 0)), "that is relu: hidden layers have tanh"),
        Mistake(wrong(end=lambda a: sigmoid(math.tanh(a))), "no tanh before the sigmoid"),
        Mistake(wrong(end=lambda a: sigmoid(-a)), "the sigmoid is 1 / (1 + exp(-a)): the minus"),
        Mistake(
            wrong(end=lambda a: 0.5 + 0.5 * math.tanh(a)),
            "twice as steep as the sigmoid, which is ½ + ½ tanh(a/2)",
        ),
        Mistake(left_out([0, 2, 3]), "go through all layers, weights[:-1]: the second is left out"),
        Mistake(left_out([0, 1, 3]), "go through all layers, weights[:-1]: the third is left out"),
        Mistake(left_out([0, 3]), "there may be more than two layers: a loop over weights[:-1]"),
        Mistake(right[:1], "one row for each point: repeat z with np.tile"),
        Mistake(right.ravel(), "keep the channels: (points, channels)"),
        Mistake(right.T, "(points, channels), not the other way: h @ kernel, points first"),
    ]


def random_case():
    z, places = random(4, seed=1), random(5, 3, seed=2)
    weights = [
        (0.5 * random(*shape, seed=3 + i), random(shape[1], seed=8 + i))
        for i, shape in enumerate(SIZES)
    ]
    return z, places, weights


def test_cppn_forward(attempt):
    z, places, weights = random_case()
    given = z.copy(), places.copy(), [(kernel.copy(), bias.copy()) for kernel, bias in weights]
    expected = forward(z, places, weights, (1.5, 1.5))
    wrong = mistakes(z, places, weights, 1.5)
    answer = attempt(z=given[0], coordinates=given[1], weights=given[2], scale=1.5)
    shape_hint = "(points, channels): one row for each point, one column for each output"
    answer.equals(expected, wrong, shape_hint=shape_hint)
    kept = np.array_equal(given[0], z) and np.array_equal(given[1], places)
    kept = kept and len(given[2]) == len(weights)
    kept = kept and all(map(np.array_equal, sum(given[2], ()), sum(weights, ())))
    change = "*=, += and .pop() work in place: the caller's arrays are changed; write h = h * scale"
    answer.must(kept, "the arguments were changed", "other arguments", "the same", change)

    cppn = networks.build_cppn(3, 1, 5, 5, "tanh", input_scale=2.0, weight_stddev=1.0, seed=1)
    of_z, bias, of_place, *rest = cppn.get_weights()
    above = [(rest[i], rest[i + 1]) for i in range(0, len(rest), 2)]
    weights = [(np.concatenate([of_z, of_place]), bias), *above]
    places = coordinate_grid(4, 3)
    answer = attempt(z=z[:3], coordinates=places, weights=weights, scale=2.0)
    by_keras = np.asarray(cppn([z[None, :3], places[None]])[0])
    other = "does it still work for another number of layers and latents, and one channel?"
    answer.equals(by_keras, hint=other, shape_hint=other)
