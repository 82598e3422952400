"""Checks exercise ex03_cppn_forward: against loops, and against the package's Keras model."""

import math

import numpy as np
from checking import Mistake, random

from cppn_keras import networks
from cppn_keras.coordinates import coordinate_grid


def sigmoid(a):
    return 1 / (1 + math.exp(-a))


def one_point(inputs, weights, bend=math.tanh, end=sigmoid, biases=True):
    """A CPPN at one point, unit by unit."""
    h = list(inputs)
    for i, (kernel, bias) in enumerate(weights):
        f = end if i == len(weights) - 1 else bend
        products = [sum(a * w for a, w in zip(h, column, strict=True)) for column in kernel.T]
        h = [f(p + (b if biases else 0)) for p, b in zip(products, bias, strict=True)]
    return h


def forward(z, places, weights, scales=(1, 1), swap=False, **kwargs):
    """(points, channels); `scales` are those of z and of the place."""
    codes = [[scales[0] * v for v in z]] * len(places)
    places = [[scales[1] * v for v in place] for place in places]
    pairs = zip(places, codes, strict=True) if swap else zip(codes, places, strict=True)
    return np.array([one_point([*a, *b], weights, **kwargs) for a, b in pairs])


def mistakes(z, places, weights, scale):
    both = (scale, scale)

    def wrong(**kwargs):
        return forward(z, places, weights, **{"scales": both, **kwargs})

    without_first = [(weights[0][0], weights[0][1]), weights[-1]]
    right = wrong()
    return [
        Mistake(wrong(scales=(1, 1)), "scale is not used: it multiplies z and coordinates"),
        Mistake(wrong(scales=(1, scale)), "z is multiplied by scale, too"),
        Mistake(wrong(scales=(scale, 1)), "coordinates are multiplied by scale, too"),
        Mistake(wrong(swap=True), "z comes first, then x, y, r"),
        Mistake(wrong(biases=False), "the biases are missing"),
        Mistake(wrong(end=math.tanh), "the output has a sigmoid, not tanh"),
        Mistake(wrong(end=lambda a: a), "the sigmoid of the output is missing"),
        Mistake(wrong(bend=sigmoid), "hidden layers have tanh, only the output a sigmoid"),
        Mistake(wrong(bend=lambda a: a), "tanh is missing between the layers"),
        Mistake(wrong(end=lambda a: sigmoid(math.tanh(a))), "no tanh before the sigmoid"),
        Mistake(wrong(end=lambda a: sigmoid(-a)), "the sigmoid is 1 / (1 + exp(-a)): the minus"),
        Mistake(forward(z, places, without_first, both), "go through all layers, weights[:-1]"),
        Mistake(right[:1], "one row for each point: repeat z with np.tile"),
        Mistake(right.ravel(), "keep the channels: (points, channels)"),
    ]


def test_cppn_forward(attempt):
    z, places, scale = random(4, seed=1), random(5, 3, seed=2), 1.5
    sizes = [(7, 6), (6, 6), (6, 2)]
    weights = [
        (0.5 * random(*shape, seed=3 + i), random(shape[1], seed=8 + i))
        for i, shape in enumerate(sizes)
    ]
    answer = attempt(z=z, coordinates=places, weights=weights, scale=scale)
    expected = forward(z, places, weights, (scale, scale))
    shape_hint = "(points, channels): one row for each point, one column for each output"
    answer.equals(expected, mistakes(z, places, weights, scale), shape_hint=shape_hint)

    cppn = networks.build_cppn(3, 1, 5, 2, "tanh", input_scale=2.0, weight_stddev=1.0, seed=1)
    of_z, bias, of_place, *rest = cppn.get_weights()
    weights = [(np.concatenate([of_z, of_place]), bias), (rest[0], rest[1]), (rest[2], rest[3])]
    places = coordinate_grid(4, 3)
    answer = attempt(z=z[:3], coordinates=places, weights=weights, scale=2.0)
    by_keras = np.asarray(cppn([z[None, :3], places[None]])[0])
    answer.equals(by_keras, hint="does it still work for another number of layers and latents?")
