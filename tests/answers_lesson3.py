"""Answers to the exercises of lesson 3, as in answers.py: wrong ones and right ones."""

import numpy as np

from cppn_keras.coordinates import View, coordinates_within
from cppn_keras.coordinates import coordinate_grid as package_grid


def line(n, pixel, first=0.5):
    return (np.arange(n) + first - n / 2) * pixel


def ends(n, border):
    return np.linspace(-border, border, n)


def floor_line(n, pixel):
    return (np.arange(n) + 0.5 - n // 2) * pixel


def grid(height, width, pixels, lines=line, order="xy", rows=True):
    x, y = np.meshgrid(lines(width, pixels[1]), lines(height, pixels[0]))
    points = np.stack([x, y] if order == "xy" else [y, x], axis=-1)
    return (points if rows else points.transpose(1, 0, 2)).reshape(-1, 2)


def square(height, width, scale):
    return [2 * scale / min(height, width)] * 2


def first_at(first):
    return lambda h, w, s: grid(h, w, square(h, w, s), lambda n, p: line(n, p, first))


def counted(places):
    """A grid of `places(n)`, in pixels."""
    return lambda h, w, s: grid(h, w, square(h, w, s), lambda n, p: p * places(n))


def from_border(height, width, scale):
    """Both sides begin at -scale."""
    return grid(
        height, width, square(height, width, scale), lambda n, p: (np.arange(n) + 0.5) * p - scale
    )


def cut(n, pixel):
    return np.linspace(-n * pixel / 2, n * pixel / 2, n + 2)[1:-1]


def aspect_corners(height, width, scale):
    short = min(height, width)
    return grid(height, width, (scale * height / short, scale * width / short), ends)


def with_r(xy):
    return np.hstack([xy, np.linalg.norm(xy, axis=1, keepdims=True)])


def loop_grid(height, width, scale):
    side = scale / min(height, width)
    indices = [(i, j) for i in range(height) for j in range(width)]
    return np.float32(
        [[(2 * j + 1 - width) * side, (2 * i + 1 - height) * side] for i, j in indices]
    )


def layers(h, weights, bend=np.tanh, skip=None, every=1, late=False):
    for i, (kernel, bias) in enumerate(weights):
        if late:
            h = bend(h @ kernel) + bias
            continue
        a = h * (every if i else 1) @ kernel + bias
        h = a if i == skip else bend(a)
    return h


def cppn(z, places, weights, scale, z_scale=None, swap=False, end=None, **options):
    """The right answer, with one thing done differently."""
    z_scale = scale if z_scale is None else z_scale
    parts = [np.tile(z_scale * z, (len(places), 1)), scale * places]
    h = np.concatenate(parts[::-1] if swap else parts, axis=1)
    h = layers(h, weights[:-1], **options)
    kernel, bias = weights[-1]
    a = options.get("every", 1) * h @ kernel + bias
    return 1 / (1 + np.exp(-a)) if end is None else end(a)


def in_place_cppn(z, places, weights, scale):
    places *= scale
    return cppn(z, places, weights, 1, z_scale=scale)


def repeated_numbers(z, places, weights, scale):
    rows = np.repeat(z, len(places)).reshape(len(places), -1)
    (kernel, bias), *rest = weights
    h = np.tanh(scale * np.concatenate([rows, places], axis=1) @ kernel + bias)
    return 1 / (1 + np.exp(-(layers(h, rest[:-1]) @ rest[-1][0] + rest[-1][1])))


def four_layers(z, places, weights, scale):
    first, second, third, last = weights
    return cppn(z, places, [first, second, third, last], scale)


def scaled_bias(z, places, weights, scale):
    (kernel, bias), *rest = weights
    return cppn(z, places, [(kernel, scale * bias), *rest], scale)


def tanh_of_inputs(z, places, weights, scale):
    return cppn(np.tanh(scale * z), np.tanh(scale * places), weights, 1)


def split_forward(z, coordinates, weights, scale):
    """Dense of z once, as the package does, and a sigmoid by tanh."""
    (kernel, bias), *hidden, (last, last_bias) = weights
    n = len(z)
    h = np.tanh(scale * (z @ kernel[:n] + coordinates @ kernel[n:]) + bias)
    return 0.5 + 0.5 * np.tanh((layers(h, hidden) @ last + last_bias) / 2)


def by_point(z, coordinates, weights, scale):
    """One place after the other, as a list."""
    rows = [np.concatenate([z, place])[None] * scale for place in coordinates]
    last, bias = weights[-1]
    colours = [1 / (1 + np.exp(-(layers(h, weights[:-1]) @ last + bias))) for h in rows]
    return np.stack(colours)[:, 0]


def middle_steps(n):
    return (np.arange(n) - (n - 1) / 2) / n


def sampled(colour_at, height, width, n, steps=middle_steps, pixel=None, pairs=None, over=None):
    """The right answer, with one thing done differently."""
    pixel = 2 / min(height, width) if pixel is None else pixel
    pairs = pairs or [(right, down) for down in steps(n) for right in steps(n)]
    middles = package_grid(height, width, radius=False)
    total = sum(colour_at(middles + np.array(pair) * pixel) for pair in pairs)
    return (total / (over or len(pairs))).reshape(height, width, -1)


def by_steps(steps):
    return lambda c, h, w, n: sampled(c, h, w, n, steps=steps)


def from_finer(colour_at, height, width, n, cut=True):
    fine = colour_at(package_grid(n * height, n * width, radius=False))
    if cut:
        return fine.reshape(height, n, width, n, -1).mean(axis=(1, 3))
    return fine.reshape(n, height, n, width, -1).mean(axis=(0, 2))


def one_call(colour_at, height, width, n):
    """All samples at once, those of a pixel in a row."""
    steps = middle_steps(n) * 2 / min(height, width)
    shifts = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(1, -1, 2)
    places = package_grid(height, width, radius=False)[:, None] + shifts  # (points, n², 2)
    colours = colour_at(places.reshape(-1, 2)).reshape(height, width, n * n, -1)
    return np.average(colours, axis=2)


def look(height, width, point, zoom, sign=1, back=1):
    """The right answer, with one thing done differently."""
    places, point = package_grid(height, width, radius=False), np.array(point)
    return back * point + sign * (places - point) / zoom


def by_view(height, width, point, zoom):
    """The package's own window, whose middle moves towards the point."""
    center = tuple(float(p) * (1 - 1 / zoom) for p in point)
    view = View(center, zoom)
    return coordinates_within((0, 0, height, width), height, width, view, False).reshape(-1, 2)


WRONG = {
    "ex03_coordinate_grid": [
        (lambda h, w, s: grid(h, w, (s, s), ends), "the borders"),
        (aspect_corners, "corner-aligned: their middles"),
        (first_at(0), "left upper corners"),
        (first_at(1), "right lower corners"),
        (lambda h, w, s: grid(h, w, square(h, w, s), floor_line), "n // 2 rounds down"),
        (lambda h, w, s: grid(h, w, (2 * s / h, 2 * s / w)), "squares: both sides take min"),
        (lambda h, w, s: grid(h, w, [2 * s / max(h, w)] * 2), "the shorter side, so min"),
        (lambda h, w, s: grid(h, w, square(h, w, s / 2)), "spans 2·scale"),
        (lambda h, w, s: grid(h, w, square(h, w, 1)), "scale is not used"),
        (lambda h, w, s: grid(h, w, square(h, w, s), order="yx"), "x comes first"),
        (lambda h, w, s: grid(h, w, square(h, w, s), rows=False), "x changes fastest"),
        (lambda h, w, s: grid(w, h, square(h, w, s)), "`width` different x"),
        (lambda h, w, s: grid(h, w, square(h, w, s)).reshape(h, w, 2), "one point a row"),
        (lambda h, w, s: with_r(grid(h, w, square(h, w, s))), "the lesson adds r"),
        (lambda h, w, s: grid(h, w, square(h, w, s)) * [1, -1], "y grows downwards"),
        (lambda h, w, s: grid(h, w, square(h, w, s)) * [-1, 1], "x grows to the right"),
        (lambda h, w, s: grid(h, w, square(h, w, s)) + s, "which term is added"),
        (counted(lambda n: np.arange(n) - n // 2), "and no half"),
        (counted(lambda n: np.arange(n) - (n - 1) // 2), "(n - 1) // 2 rounds down"),
        (counted(lambda n: np.arange(n) - 0.5 - n / 2), "*after* the corner"),
        (lambda h, w, s: first_at(0)(h, w, s) + 0.5, "half a *pixel*"),
        (from_border, "the longer side begins further out"),
        (lambda h, w, s: grid(h, w, [2 * s / (min(h, w) - 1)] * 2), "not n - 1"),
        (lambda h, w, s: grid(h, w, square(h, w, s), cut), "into n parts, not n + 1"),
        (lambda h, w, s: grid(h, w, [2 * s // min(h, w)] * 2), "four corners"),
        (lambda h, w, s: None, "`return` missing"),
    ],
    "ex03_cppn_forward": [
        (lambda z, c, w, s: cppn(z, c, w, 1), "scale is not used"),
        (lambda z, c, w, s: cppn(z, c, w, s, z_scale=1), "z is multiplied by scale"),
        (lambda z, c, w, s: cppn(z, c, w, s, every=s), "scale is used at every layer"),
        (lambda z, c, w, s: cppn(s * z, s * c, w, s), "by scale twice"),
        (scaled_bias, "not the bias"),
        (lambda z, c, w, s: cppn(z, c, w, s, skip=0), "the first layer has no tanh"),
        (lambda z, c, w, s: cppn(z, c, w, s, skip=1), "the second, has no tanh"),
        (lambda z, c, w, s: cppn(z, c, w, s, skip=2), "the last hidden layer has no tanh"),
        (tanh_of_inputs, "no tanh on the inputs"),
        (lambda z, c, w, s: cppn(z, c, w, s, swap=True), "z comes first"),
        (lambda z, c, w, s: cppn(z, c, [(k, 0) for k, b in w], s), "biases are missing"),
        (lambda z, c, w, s: cppn(z, c, w, s, end=np.tanh), "not tanh"),
        (lambda z, c, w, s: cppn(z, c, w, s, end=lambda a: a), "sigmoid of the output"),
        (lambda z, c, w, s: cppn(z, c, w, s, bend=lambda a: a), "between the layers"),
        (lambda z, c, w, s: cppn(z, c, w, s, bend=lambda a: np.maximum(a, 0)), "that is relu"),
        (lambda z, c, w, s: cppn(z, c, w, s).ravel(), "keep the channels"),
        (lambda z, c, w, s: cppn(z, c, [w[0], *w[2:]], s), "the second is left out"),
        (lambda z, c, w, s: cppn(z, c, [*w[:2], w[3]], s), "the third is left out"),
        (lambda z, c, w, s: cppn(z, c, [w[0], w[-1]], s), "more than two layers"),
        (lambda z, c, w, s: cppn(z, c, w, s, late=True), "before the tanh"),
        (lambda z, c, w, s: cppn(z, c, [*w[:-1], (w[-1][0], 0)], s), "the output's bias"),
        (
            lambda z, c, w, s: cppn(z, c, [*[(k, 0) for k, _ in w[:-1]], w[-1]], s),
            "of the hidden layers are missing",
        ),
        (lambda z, c, w, s: cppn(z, c * [1, 1, 1 / s], w, s), "r is multiplied by scale"),
        (repeated_numbers, "np.repeat repeats each number"),
        (lambda z, c, w, s: np.concatenate([z, c], axis=1), "that are joined"),
        (four_layers, "go over them in a loop"),
        (in_place_cppn, "work in place"),
        (lambda z, c, w, s: cppn(z, c, [*w[:3], w[-1]], s), "another number of layers"),
    ],
    "ex03_supersample": [
        (by_steps(lambda n: (np.arange(n) - n // 2) / n), "and not for odd n"),
        (by_steps(lambda n: (np.arange(n) - n / 2) / n), "for odd n, too"),
        (by_steps(lambda n: (np.arange(n) - (n - 1) // 2) / n), "half a step too far to the right"),
        (by_steps(lambda n: np.arange(n) / n), "half of them go to the left"),
        (by_steps(lambda n: (np.arange(n) + 0.5) / n), "half of them go to the left"),
        (by_steps(lambda n: np.linspace(-0.5, 0.5, n)), "count for its neighbours"),
        (by_steps(lambda n: n * middle_steps(n)), "reach over its neighbours"),
        (lambda c, h, w, n: sampled(c, h, w, n, pixel=1), "times `pixel`"),
        (by_steps(lambda n: middle_steps(n) * n / (n + 1)), "too close together"),
        (lambda c, h, w, n: sampled(c, h, w, n, pixel=1 / h), "too close together"),
        (lambda c, h, w, n: sampled(c, h, w, n, pixel=2 / h), "higher than wide"),
        (lambda c, h, w, n: sampled(c, h, w, n).reshape(h, w, 3), "as many channels|print what"),
        (
            lambda c, h, w, n: sampled(c, h, w, n, pairs=[(a, a) for a in middle_steps(n)]),
            "on the diagonal",
        ),
        (lambda c, h, w, n: sampled(c, h, w, 1), "n is not used"),
        (lambda c, h, w, n: sampled(c, h, w, n, over=1), "not the sum"),
        (lambda c, h, w, n: sampled(c, h, w, n, over=n), "divide by n²"),
        (lambda c, h, w, n: from_finer(c, h, w, n, cut=False), "lie far apart"),
        (lambda c, h, w, n: sampled(c, h, w, n).reshape(w, h, -1), "height first"),
    ],
    "ex03_predict_shift": [
        (lambda: (0, 0, 0), "50 large ones"),
        (lambda: (24.5, 0, -24.5), "the other sign"),
        (lambda: (25, 0, -25), "the other sign"),
        (lambda: (-24.5, -0.98, 24.5), "column 12 alone"),
        (lambda: (-0.5, 0, 0.5), "pixels of the small picture: count"),
        (lambda: (-0.0377, 0, 0.0377), "a difference of x"),
        (lambda: (-50, 0, 50), "a whole pixel"),
        (lambda: (-12, 0, 12), "as seen from the middle"),
        (lambda: (-30, 0, 30), "too far"),
        (lambda: (-24.5, -24.5, -24.5), "does not move as a whole"),
        (lambda: (-24.5, 0, -24.5), "left or right of the middle of columns 1250"),
        (lambda: (-25, 0, 0), "the last small column is"),
        (lambda: -24.5, "return first, middle, last"),
    ],
    "ex03_window": [
        (lambda h, w, p, k: package_grid(h, w, 1 / k, p, radius=False), "to the middle"),
        (lambda h, w, p, k: package_grid(h, w, 1 / k, radius=False), "the point is not used"),
        (lambda h, w, p, k: look(h, w, p, 1 / k), "things get smaller"),
        (lambda h, w, p, k: look(h, w, p, k, back=0), "add it again"),
        (lambda h, w, p, k: look(h, w, p, k, back=-1), "the sign of the point"),
        (lambda h, w, p, k: look(h, w, p, k**2), "a zoom of 2.5 makes it 1/2.5"),
        (lambda h, w, p, k: look(h, w, p, k // 1), "the point stays"),
        (lambda h, w, p, k: package_grid(h, w, radius=False) / k + p * (1 - 1 / k), "no vector"),
        (lambda h, w, p, k: look(h, w, p, k, sign=-1), "half a turn"),
        (lambda h, w, p, k: look(h, w, p[::-1], k), "point is (x, y)"),
        (lambda h, w, p, k: look(h, w, p, k) + look(h, w, p, 1) - p, "begin at the point"),
        (lambda h, w, p, k: with_r(look(h, w, p, k)), "the lesson adds r"),
        (lambda h, w, p, k: look(h, w, p, k).reshape(h, w, 2), "one pixel a row"),
        (lambda h, w, p, k: look(h, w, p, max(k, 1)), "shows more of the plane"),
        (lambda h, w, p, k: package_grid(h, w, radius=False) + p / k, "a tuple is no vector"),
    ],
}

RIGHT = [
    ("ex03_coordinate_grid", loop_grid),
    ("ex03_cppn_forward", split_forward),
    ("ex03_cppn_forward", by_point),
    ("ex03_supersample", from_finer),
    ("ex03_supersample", one_call),
    ("ex03_supersample", by_steps(lambda n: (np.arange(n) + 0.5) / n - 0.5)),
    ("ex03_predict_shift", lambda: (-25, 0, 25)),
    ("ex03_predict_shift", lambda: [-24.5, 0.0, np.float32(24.5)]),
    ("ex03_window", by_view),
]
