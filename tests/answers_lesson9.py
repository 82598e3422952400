"""Answers to the exercises of lesson 9, wrong and right; see `answers.py`."""

import numpy as np
import tensorflow as tf
from sklearn.linear_model import LinearRegression


def heaps(images):
    """Weights that add up to 1 in each picture, x and y upwards, and means by them."""
    images = np.asarray(images, "float64")[..., 0]
    total = images.sum(axis=(1, 2), keepdims=True)
    _, height, width = images.shape
    up, right = np.mgrid[:height, :width].astype("float64")
    return images / np.where(total > 0, total, 1), right, -up


def moments(images):
    """μ₂₀, μ₁₁, μ₀₂: (n,) each."""
    w, x, y = heaps(images)
    mx, my = ((w * v).sum(axis=(1, 2), keepdims=True) for v in (x, y))
    pairs = ((x - mx, x - mx), (x - mx, y - my), (y - my, y - my))
    return [(w * a * b).sum(axis=(1, 2)) for a, b in pairs]


def safe(a, b):
    return np.where(b > 1e-9, a / np.where(b > 1e-9, b, 1), 0)


def slant(images, sign=1, below=2, turn=lambda x: x):
    three = moments(images)
    return turn(sign * safe(three[1], three[below]))


def warned(images):
    """Right numbers, but 0 / 0 on the way."""
    _, together, rise = moments(images)
    return np.where(rise > 1e-9, together / rise, 0)


def unguarded(images):
    _, together, rise = moments(images)
    with np.errstate(all="ignore"):
        return together / rise


def about_the_middle_of_the_picture(images):
    w, x, y = heaps(images)
    x, y = x - x.mean(), y - y.mean()
    return safe((w * x * y).sum(axis=(1, 2)), (w * y * y).sum(axis=(1, 2)))


def with_all_its_ink(images):
    return slant(images) * np.asarray(images, "float64").sum(axis=(1, 2, 3))


def in_place(images):
    right = slant(images)
    images /= images.max()
    return right


def by_rows(images):
    """The line through the middles of the rows, each weighed by its ink."""
    images = np.asarray(images, "float64")[..., 0]
    ink = images.sum(axis=2)  # (n, height)
    middles = (images @ np.arange(images.shape[2])) / np.where(ink > 0, ink, 1)
    up = -np.arange(images.shape[1])
    share = ink / np.maximum(ink.sum(axis=1, keepdims=True), 1e-12)
    mean_up = (share * up).sum(axis=1, keepdims=True)
    mean_x = (share * middles).sum(axis=1, keepdims=True)
    off = up - mean_up
    rise = (share * off**2).sum(axis=1)
    return safe((share * off * (middles - mean_x)).sum(axis=1), rise)


def by_polyfit(images):
    found = []
    for image in np.asarray(images, "float64")[..., 0]:
        rows, columns = np.nonzero(image)
        if len(set(rows.tolist())) < 2:
            found.append(0.0)
            continue
        found.append(np.polyfit(-rows, columns, 1, w=np.sqrt(image[rows, columns]))[0])
    return np.array(found)


def regression(codes, measure):
    fitted = LinearRegression().fit(np.asarray(codes, "float64"), np.asarray(measure, "float64"))
    return fitted.coef_, fitted.intercept_


def stepping(make):
    """Right weights and intercept, and the step that `make` makes of codes and weights."""

    def answer(codes, measure):
        weights, intercept = regression(codes, measure)
        return weights, intercept, make(codes, weights)

    return answer


def weighing(make):
    """Weights that `make` makes of codes and measure, centred; the rest follows from them."""

    def answer(codes, measure):
        codes, measure = np.asarray(codes, "float64"), np.asarray(measure, "float64")
        weights = make(codes - codes.mean(axis=0), measure - measure.mean())
        return weights, measure.mean() - codes.mean(axis=0) @ weights, weights / (weights @ weights)

    return answer


def through_0(codes, measure):
    weights = np.linalg.lstsq(codes, measure, rcond=None)[0]
    return weights, 0.0, weights / (weights @ weights)


def mean_as_intercept(codes, measure):
    weights, _ = regression(codes, measure)
    return weights, measure.mean(), weights / (weights @ weights)


def fit(off, lean):
    return np.linalg.lstsq(off, lean, rcond=None)[0]


def along_the_spread(codes, weights):
    along = np.cov(codes, rowvar=False) @ weights
    return along / (weights @ along)


def by_normal_equations(codes, measure):
    rows = np.c_[np.ones(len(codes)), np.float64(codes)]
    intercept, *weights = np.linalg.solve(rows.T @ rows, rows.T @ measure)
    weights = tf.constant(weights)
    return weights, tf.constant(intercept), np.linalg.pinv(weights[None])[:, 0]


def slid(away, scale=1.0):
    """A slider whose amounts are the values less `away(z, weights, intercept, values)`."""

    def slider(z, weights, intercept, step, values):
        values = np.asarray(values)
        amounts = scale * (values - away(z, weights, intercept, values))
        return z + amounts[:, None] * step

    return slider


def own_direction(z, weights, intercept, step, values):
    amounts = np.asarray(values) - (z @ weights + intercept)
    return z + amounts[:, None] * weights / (weights @ weights)


def divided(z, weights, intercept, step, values):
    amounts = np.asarray(values) - (z @ weights + intercept)
    return z + amounts[:, None] * step / np.linalg.norm(weights)


def unit_step(z, weights, intercept, step, values):
    amounts = np.asarray(values) - (z @ weights + intercept)
    return z + amounts[:, None] * step / np.linalg.norm(step)


def present(z, weights, intercept, values):
    return z @ weights + intercept


def z_in_place(z, weights, intercept, step, values):
    right = slid(present)(z, weights, intercept, step, values)
    z += step
    return right


def one_by_one(z, weights, intercept, step, values):
    rows = []
    for value in values:
        missing = value - intercept - sum(a * b for a, b in zip(z, weights, strict=True))
        rows.append(tf.constant(z + missing * step))
    return tf.stack(rows)


def morph(codes, frames, easing, times=None, closed=True, way=lambda legs: legs):
    times = np.arange(frames) / frames if times is None else times
    part = easing(times)[:, None]
    ends = list(zip(codes, np.roll(codes, -1, axis=0), strict=True))
    return np.concatenate(
        way([(1 - part) * a + part * b for a, b in ends][: None if closed else -1])
    )


def all_along(codes, frames, easing):
    """The easing over the whole loop."""
    n = len(codes)
    place = easing(np.arange(n * frames) / (n * frames)) * n
    leg, part = place.astype(int) % n, (place % 1)[:, None]
    return (1 - part) * codes[leg] + part * codes[(leg + 1) % n]


def times_more(codes, frames, easing):
    return morph(codes, frames, easing, np.linspace(0, 1, frames + 1))


def not_quite_there(codes, frames, easing):
    return morph(codes, frames, easing) + 3e-6


def by_gathering(codes, frames, easing):
    """All frames at once: the leg of each, and its part of the way."""
    leg, frame = np.divmod(np.arange(len(codes) * frames), frames)
    part = easing(frame / frames)[:, None]
    return tf.constant((1 - part) * codes[leg] + part * codes[(leg + 1) % len(codes)])


def frame_by_frame(codes, frames, easing):
    rows = []
    for i in range(len(codes)):
        for frame in range(frames):
            part = float(easing(frame / frames))
            rows.append(codes[i] * (1 - part) + codes[(i + 1) % len(codes)] * part)
    return np.stack(rows)


SMALL_STEP = 24**-0.5
WRONG = {
    "ex09_slant": [
        (lambda x: slant(x, sign=-1), "the sign"),
        (lambda x: slant(x, below=0), "x is fitted by y"),
        (lambda x: slant(x, turn=np.arctan), "no angle"),
        (lambda x: slant(x, turn=lambda s: np.degrees(np.arctan(s))), "no angle"),
        (lambda x: moments(x)[1] / np.sqrt(moments(x)[0] * moments(x)[2]), "correlation"),
        (lambda x: moments(x)[1], "divide by the spread of y"),
        (about_the_middle_of_the_picture, "middle of the ink"),
        (with_all_its_ink, "brightness must not count"),
        (lambda x: slant(np.where(x > 0.5, 1.0, 0.0)), "no threshold"),
        (lambda x: slant(x)[:, None], "one number a picture"),
        (lambda x: slant(x).mean(), "not the mean of all"),
        (in_place, "make a new array"),
        (unguarded, "0 / 0"),
        (warned, "computes both of its sides"),
    ],
    "ex09_direction_by_regression": [
        (through_0, "a column of ones"),
        (weighing(lambda off, lean: off.T @ lean / np.sum(off**2, axis=0)), "fits each latent"),
        (weighing(lambda off, lean: off.T @ lean / len(off)), "each latent by itself"),
        (weighing(lambda off, lean: off.T @ lean / np.sum(lean**2)), "from the codes is asked"),
        (weighing(lambda off, lean: fit(off / off.std(axis=0), lean)), "standardised"),
        (mean_as_intercept, "mean code of 0 only"),
        (lambda *a: (*regression(*a)[:1], -regression(*a)[1], 0), "the sign"),
        (stepping(lambda _, w: w), "weights · weights"),
        (stepping(lambda _, w: w / np.linalg.norm(w)), "a unit vector"),
        (stepping(lambda _, w: -w / (w @ w)), "the sign"),
        (stepping(lambda _, w: w / w.sum()), "sum of the squares"),
        (stepping(lambda _, w: 1 / w), "all together"),
        (stepping(lambda _, w: 1 / (len(w) * w)), "a shorter step does"),
        (stepping(along_the_spread), "later in the lesson"),
        (lambda *a: regression(*a), "return weights, intercept, step"),
    ],
    "ex09_predict_midpoint": [
        (lambda: (24, 11.7, 0.707, 0.316), "its root"),
        (lambda: (1, 11.7, 0.707, 0.316), "24 of them"),
        (lambda: (4.9, SMALL_STEP, 0.707, 0.316), "180/π"),
        (lambda: (4.9, 52, 0.707, 0.316), "near 90°"),
        (lambda: (4.9, 90, 0.707, 0.316), "that is the mean"),
        (lambda: (4.9, 5, 0.707, 0.316), "as much as its cosine"),
        (lambda: (4.9, 11.7, 1, 0.316), "on an arc"),
        (lambda: (4.9, 11.7, 0.5, 0.316), "if w were 0"),
        (lambda: (4.9, 11.7, 2**0.5, 0.316), "half of it"),
        (lambda: (4.9, 11.7, 12**0.5, 0.316), "divided by `length`"),
        (lambda: (4.9, 11.7, 0.707, 0.1), "with its root"),
        (lambda: (4.9, 11.7, 0.707, 0.5), "variance of 1/10"),
        (lambda: (4.9, 11.7, 0.707), "return length, spread, midpoint, ten"),
    ],
    "ex09_slider": [
        (slid(lambda z, w, b, v: v.mean()), "not where this picture stands"),
        (slid(lambda z, w, b, v: v[0]), "not where this picture stands"),
        (slid(lambda z, w, b, v: 0), "adds the values"),
        (slid(lambda z, w, b, v: z @ w), "the intercept belongs"),
        (slid(lambda z, w, b, v: b), "right for z = 0 only"),
        (slid(lambda z, w, b, v: z @ w - b), "is added in the prediction"),
        (slid(present, scale=-1.0), "the sign"),
        (divided, "nothing more to divide by"),
        (unit_step, "its length counts"),
        (own_direction, "need not be the direction"),
        (lambda *a: slid(present)(*a) - a[0], "not what is added"),
        (lambda *a: slid(present)(*a).T, "a row for each setting"),
        (z_in_place, "return z + …"),
    ],
    "ex09_morph_frames": [
        (lambda c, f, e: morph(c, f, e, np.linspace(0, 1, f)), "np.arange(frames) / frames"),
        (times_more, "np.arange(frames) / frames"),
        (lambda *a: np.concatenate([morph(*a), a[0][:1]]), "does not end with its first frame"),
        (lambda *a: morph(*a, closed=False), "back to the first"),
        (lambda c, f, e: morph(c, f, lambda t: t), "call it with the times"),
        (lambda c, f, e: morph(c, f, e, (np.arange(f) + 1) / f), "a leg begins with its code"),
        (all_along, "for each leg"),
        (lambda c, f, e: morph(c, f, lambda t: np.clip(e(t), 0, 1)), "no clipping"),
        (lambda c, f, e: morph(c, f, lambda t: 1 - e(t)), "at time 0"),
        (lambda c, f, e: morph(c, f, lambda t: 1 - e(1 - t)), r"easing(t), t from 0 to 1"),
        (lambda c, f, e: np.stack([morph(c, f, e)[i::f] for i in range(f)]).reshape(-1, c.shape[1]),
         "leg after leg"),
        (lambda c, f, e: morph(c, f, e).reshape(len(c), f, -1), "join the legs"),
        (not_quite_there, "to the last bit"),
    ],
}  # fmt: skip

RIGHT = [
    ("ex09_slant", by_rows),
    ("ex09_slant", by_polyfit),
    ("ex09_slant", lambda x: tf.constant(slant(x), "float32")),
    ("ex09_direction_by_regression", by_normal_equations),
    ("ex09_direction_by_regression", stepping(lambda _, w: np.linalg.pinv(w[:, None])[0])),
    ("ex09_direction_by_regression", weighing(fit)),
    ("ex09_predict_midpoint", lambda: (5, 12, 0.7, 0.32)),
    ("ex09_predict_midpoint", lambda: [np.float32(4.85), 11.9, 0.707, 0.316]),
    ("ex09_slider", one_by_one),
    ("ex09_slider", slid(present)),
    ("ex09_morph_frames", by_gathering),
    ("ex09_morph_frames", frame_by_frame),
    ("ex09_morph_frames", morph),
]
