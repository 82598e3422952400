"""Checks exercise ex05_cppn: the table of layers, the initial weights, and the function itself."""

import itertools

import keras
import numpy as np
from built import Row, listed, must_be_built
from checking import Answer, Mistake, brief, random

HINTS = (
    "two inputs, so the model is not Sequential: start from keras.Input for each; coordinates have "
    "any number of points, keras.Input((None, 3))",
    "from_z is (batch, width), from_place (batch, points, width): give from_z an axis of length 1 "
    "where the points are, and the sum is right at every point",
    "layers.Rescaling(8.0) multiplies; the softplus comes after the sum: layers.Activation",
    "every kernel and every bias wants an initializer of its own, RandomNormal(stddev=0.1, "
    "seed=...), each with another seed: itertools.count(seed) has as many as you like",
)
LATENTS, WIDTH = 5, 23  # what is asked for; no two sizes are alike
Z_SHARE, PLACE_SHARE = LATENTS * WIDTH + WIDTH, 3 * WIDTH
DENSE = Row("a layer of tanh", (None, WIDTH), WIDTH * WIDTH + WIDTH)
TOTAL = Z_SHARE + PLACE_SHARE + 3 * DENSE.weights + WIDTH + 1
MISTAKES = [
    (TOTAL + WIDTH, "from_z and from_place are added up: one bias is enough, that of from_z"),
    (TOTAL - WIDTH, "a bias is missing; from_place is the only layer without one"),
    (TOTAL - DENSE.weights, "three layers of tanh follow the softplus, not two"),
    (TOTAL - 2 * DENSE.weights, "three layers of tanh, each with weights of its own"),
    (TOTAL + DENSE.weights, "three layers of tanh follow the softplus, not four"),
    (TOTAL - WIDTH - Z_SHARE - PLACE_SHARE, "from_z and from_place come first: see the table"),
]
COPIED = (
    "z is copied to every point before its layer; a layer of z once for a picture, another of the "
    "coordinates, and the sum of both, is the same and costs less"
)


def softplus(x):
    return np.log1p(np.exp(-np.abs(x))) + np.maximum(x, 0)


def forward(
    weights,
    z,
    places,
    first=softplus,
    last=None,
    scales=(8, 8),
    alone=False,
    rest=np.tanh,
    bias=1,
):
    """Point by point, and picture by picture, what the table says; `bias` multiplies from_z's."""
    w_z, b_z, w_place, *dense, w_out, b_out = (np.float64(w) for w in weights)
    pictures = []
    for one in z:
        rows = []
        for place in places:
            from_z, from_place = scales[0] * one @ w_z + bias * b_z, scales[1] * place @ w_place
            h = first(from_z) + first(from_place) if alone else first(from_z + from_place)
            for w, b in zip(dense[::2], dense[1::2], strict=True):
                h = rest(h @ w + b)
            rows.append(h @ w_out + b_out)
        pictures.append(rows)
    out = np.array(pictures)
    return 1 / (1 + np.exp(-out)) if last is None else last(out)


def mistakes(w, z, places):
    """What comes out where one thing is not as in the table."""

    def identity(x):
        return x

    first = "the sum passes through softplus, and only then comes the first layer of tanh"
    inside = "8 times z goes *into* from_z: multiplied behind it, its bias is 8 times too large"
    return [
        Mistake(forward(w, z, places, scales=(1, 1)), "z and coordinates are multiplied by 8"),
        Mistake(forward(w, z, places, scales=(1, 8)), "z is multiplied by 8, too"),
        Mistake(forward(w, z, places, scales=(8, 1)), "the coordinates are multiplied by 8, too"),
        Mistake(forward(w, z, places, bias=8), inside),
        Mistake(forward(w, z, places, np.tanh), first),
        Mistake(forward(w, z, places, identity), first),
        Mistake(forward(w, z, places, lambda x: np.maximum(x, 0)), "softplus, not relu"),
        Mistake(forward(w, z, places, rest=softplus), "softplus once; the other three are tanh"),
        Mistake(forward(w, z, places, rest=identity), "three layers have a tanh"),
        Mistake(forward(w, z, places, last=identity), "a sigmoid brings the output into 0..1"),
        Mistake(forward(w, z, places, last=np.tanh), "the output's activation is a sigmoid"),
        Mistake(forward(w, z, places, alone=True), "first the sum, then softplus of it"),
    ]


def weighted(model):
    return [layer for layer in model.layers if layer.count_params()]


def must_follow_the_table(answer):
    """Layers with their outputs and weights; from_z and from_place may stand in either order."""
    rows = [
        Row("from_z", (WIDTH,), Z_SHARE),
        Row("from_place", (None, WIDTH), PLACE_SHARE),
        *[DENSE] * 3,
        Row("output", (None, 1), WIDTH + 1),
    ]
    layers = weighted(answer.value) if isinstance(answer.value, keras.Model) else []
    inputs = getattr(answer.value, "inputs", None) or []
    fixed = [tuple(x.shape[1:]) for x in inputs if len(x.shape) == 3 and x.shape[1] is not None]
    hint = "a network of points knows no size: any number of points is None, keras.Input((None, 3))"
    answer.must(not fixed, "a fixed grid", listed(fixed), listed([(None, 3)]), hint)
    copied = any(
        layer.weights[0].shape[0] == LATENTS + 3
        or (layer.weights[0].shape[0] == LATENTS and tuple(layer.output.shape[1:-1]) == (None,))
        for layer in layers
    )
    came = "z at every point"
    answer.must(not copied, "other layers", came, "a layer of z, another of coordinates", COPIED)
    if layers and layers[0].count_params() == PLACE_SHARE:
        rows[:2] = rows[1::-1]
    for i, row in enumerate(rows[:2]):  # z may have got its axis before the layer, or after
        if row.what == "from_z" and len(layers) > i and len(layers[i].output.shape) == 3:
            rows[i] = row._replace(shape=(1, WIDTH))
    must_be_built(answer, [(LATENTS,), (None, 3)], rows, MISTAKES)
    shape = tuple(answer.value.outputs[0].shape[1:])
    hint = HINTS[1] if len(shape) == 2 else "the last axis stays, with one channel: (points, 1)"
    answer.must(shape == (None, 1), "other output", listed([shape]), listed([(None, 1)]), hint)


def must_start_as_asked(answer, again, other):
    """Normal numbers with standard deviation 0.1 everywhere, none twice, repeated by the seed."""
    tensors = [np.array(weight) for layer in weighted(answer.value) for weight in layer.weights]
    kernels = [tensor for tensor in tensors if tensor.ndim > 1]
    biases = [tensor for tensor in tensors if tensor.ndim == 1]
    for what, tensors in (("kernels", kernels), ("biases", biases)):
        drawn = np.concatenate([np.ravel(tensor) for tensor in tensors])
        name = {"kernels": "kernel", "biases": "bias"}[what]
        hint = f"N(0, 0.1) for the {what}: {name}_initializer=RandomNormal(stddev=0.1, seed=…)"
        came = f"{what} with standard deviation {drawn.std():.3f}"
        answer.must(0.06 < drawn.std() < 0.15, "other initial weights", came, "0.1", hint)
        came = f"{what} with mean {drawn.mean():.3f}"
        answer.must(abs(drawn.mean()) < 0.05, "other initial weights", came, "0", hint)
        far = f"{what} of {np.abs(drawn).max():.2f} at most"
        normal = what == "biases" or np.abs(drawn).max() > 0.25
        answer.must(normal, "other initial weights", far, "normal numbers, some above 0.25", hint)
    firsts = [[np.ravel(x)[:WIDTH] for x in pair] for pair in itertools.combinations(tensors, 2)]
    alike = [len(a) == len(b) and np.array_equal(a, b) for a, b in firsts]
    came = "two layers that start with the same weights"
    hint = "an initializer with a seed gives the same numbers whenever it is called: one for each"
    answer.must(not any(alike), "the same numbers twice", came, "different ones", hint)
    first, second, third = (model.get_weights() for model in (answer.value, again, other))
    hint = (
        "the same seed gives the same network: does every initializer, of kernels and of biases, "
    )
    hint += "get one made from it?"
    came = "other weights at the second call"
    same = all(map(np.array_equal, first, second))
    answer.must(same, "not repeatable", came, "the same", hint)
    hint = "another seed gives another network: is `seed` used?"
    came = "the same weights for seed=7 and seed=8"
    same = any(map(np.array_equal, first, third))
    answer.must(not same, "the seed does nothing", came, "others", hint)


def drawn_by(answer, z, places):
    """What the network that was built makes of z and places."""
    call = f"{answer.call} of z {z.shape} and coordinates {places.shape}"
    try:
        drawn, again = (answer.value([z, places], training=way) for way in (False, True))
    except Exception as error:
        hint = f"the network is built and cannot be called: {HINTS[1]}"
        answer.attempt.fail("does not work", call, brief(error), "(3, 11, 1)", hint)
    drawn, again = (x[0] if isinstance(x, list) else x for x in (drawn, again))
    same = np.allclose(drawn, again, atol=1e-6)
    hint = "nothing in the table behaves otherwise in training: no dropout, no normalisation"
    answer.must(same, "another function in training", "other colours", "the same", hint)
    return Answer(answer.attempt, call, drawn)


def test_cppn(attempt):
    answer = attempt(latents=LATENTS, width=WIDTH, seed=7)
    must_follow_the_table(answer)
    others = (attempt(latents=LATENTS, width=WIDTH, seed=seed).value for seed in (7, 8))
    must_start_as_asked(answer, *others)

    model, z, places = answer.value, random(3, LATENTS, seed=1), random(1, 11, 3, seed=2)
    for i, layer in enumerate(weighted(model)):
        shapes = [weight.shape for weight in layer.weights]
        layer.set_weights([0.1 * random(*shape, seed=i) for shape in shapes])
    in_order = sorted(weighted(model)[:2], key=lambda layer: -layer.count_params())
    weights = [w for layer in (*in_order, *weighted(model)[2:]) for w in layer.get_weights()]
    weights = [w.reshape(-1, w.shape[-1]) if w.ndim > 2 else w for w in weights]  # 1 x 1 kernels
    weights[-2] *= 5  # a wider range of colours
    last = weighted(model)[-1]
    last.set_weights([w.reshape(x.shape) for w, x in zip(weights[-2:], last.weights, strict=True)])
    drawn = drawn_by(answer, z, places)
    shape = "the points of a grid are the same for all pictures: (3, 5) and (1, 11, 3) → (3, 11, 1)"
    drawn.equals(forward(weights, z, places[0]), mistakes(weights, z, places[0]), shape_hint=shape)
    grids = random(3, 11, 3, seed=3)
    own = [forward(weights, one[None], grid)[0] for one, grid in zip(z, grids, strict=True)]
    hint = "each picture may have a grid of its own, too: (3, 5) and (3, 11, 3) → (3, 11, 1)"
    drawn_by(answer, z, grids).equals(np.stack(own), hint=hint)
