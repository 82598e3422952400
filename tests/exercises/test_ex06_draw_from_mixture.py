"""Checks exercise ex06_draw_from_mixture code by code, in a Gaussian without width, by counting."""

import numpy as np
from checking import Mistake, random

COMPONENTS, LATENT, CODES = 4, 3, 11
WEIGHTS = np.float32([0.1, 0.45, 0.15, 0.3])
HINTS = (
    "For one code: where on the line from 0 to 1 does the share of each Gaussian end, and into "
    "whose share does the uniform number fall? With weights 0.1, 0.45, ... the ends are 0.1, "
    "0.55, ...",
    "The ends are running sums of the weights. The Gaussian's number is how many ends the uniform "
    "number has passed.",
    "A code is the mean of its Gaussian plus its normals times σ, and σ is the root of the "
    "variance. means[which] takes a row for each code.",
    "np.cumsum(weights) has the ends; np.searchsorted(ends, uniforms, side='right') finds the "
    "shares.",
)


def mixture():
    return {
        "weights": WEIGHTS,
        "means": 3 * random(COMPONENTS, LATENT, seed=1),
        "variances": random(COMPONENTS, LATENT, seed=2, low=0.2, high=2.0),
    }


def component(weights, uniform):
    """Walks along the shares until the number is passed."""
    end = 0.0
    for k, weight in enumerate(weights.tolist()):
        end += weight
        if uniform < end:
            return k
    return len(weights) - 1


def one_by_one(weights, means, variances, uniforms, normals, pick=component):
    codes = np.zeros(normals.shape)
    for n, uniform in enumerate(uniforms.tolist()):
        k = pick(weights, uniform)
        for i in range(normals.shape[1]):
            codes[n, i] = means[k, i] + variances[k, i] ** 0.5 * normals[n, i]
    return codes


def mistakes(arguments):
    weights, means, variances, uniforms, normals = arguments.values()
    which = np.array([component(weights, u) for u in uniforms.tolist()])
    last = len(weights) - 1
    scaled = np.sqrt(variances[which]) * normals
    even = one_by_one(*arguments.values(), lambda w, u: int(u * len(w)))
    nearest = one_by_one(*arguments.values(), lambda w, u: int(np.abs(w - u).argmin()))
    at_weights = one_by_one(*arguments.values(), lambda w, u: min(np.searchsorted(w, u), last))
    before = one_by_one(*arguments.values(), lambda w, u: max(component(w, u) - 1, 0))
    wrapped = one_by_one(*arguments.values(), lambda w, u: component(w, u) - 1)
    never_stops = one_by_one(*arguments.values(), lambda w, u: last)
    ends = np.cumsum(weights)
    by_nearest = one_by_one(*arguments.values(), lambda w, u: int(np.abs(ends - u).argmin()))
    early = "one too early: where does the share of the first Gaussian end?"
    after = one_by_one(*arguments.values(), lambda w, u: min(component(w, u) + 1, last))
    likeliest = one_by_one(*arguments.values(), lambda w, u: int(w.argmax()))
    backwards = one_by_one(*arguments.values(), lambda w, u: last - component(w[::-1], u))
    same = one_by_one(*arguments.values(), lambda w, u: component(w, uniforms[0]))
    as_log = means[which] + np.exp(variances[which] / 2) * normals
    blend = (weights[:, None] * means).sum(axis=0)
    stacked = "stack the weights: compare the number with np.cumsum(weights)"
    choose = "a code comes from one Gaussian, not from a blend of all: means[which]"
    return [
        Mistake(means[which] + variances[which] * normals, "a variance is σ²: take its root"),
        Mistake(means[which] + normals, "the normals must be as wide as the Gaussian: · σ"),
        Mistake(means[which] + weights[which, None] * normals, "the width is σ, not the weight"),
        Mistake(means[which], "that is the middle of the Gaussian: add σ · normals"),
        Mistake(scaled, "the mean of the Gaussian is missing: means[which] + ..."),
        Mistake(np.sqrt(variances[which]) * (means[which] + normals), "only the normals are · σ"),
        Mistake(even, "not all are equally likely: the weights say how often each is drawn from"),
        Mistake(nearest, stacked),
        Mistake(at_weights, stacked),
        Mistake(before, early),
        Mistake(wrapped, early),
        Mistake(never_stops, "stop at the first end that the number has not passed"),
        Mistake(by_nearest, "count the ends that the number has passed; the nearest may lie ahead"),
        *[
            Mistake(means[which] + width * normals, "σ is the root of the variance")
            for width in (variances[which] / 2, variances[which] ** 2)
        ],
        Mistake(after, "one too far: below weights[0] it is Gaussian 0"),
        Mistake(likeliest, "the uniform number decides which Gaussian, anew for each code"),
        Mistake(same, "each code has a uniform number of its own: uniforms[n]"),
        Mistake(as_log, "these are σ² itself, not log σ²: its root is σ"),
        Mistake(means[which] - np.sqrt(variances[which]) * normals, "+ σ · normals, not -"),
        Mistake(backwards, "the shares are stacked from the first Gaussian on"),
        Mistake(blend + np.sqrt((weights[:, None] * variances).sum(axis=0)) * normals, choose),
        Mistake(blend + normals, choose),
    ]


def test_draw_from_mixture(attempt):
    spread = np.linspace(0.02, 0.98, CODES).astype("float32")
    uniforms = np.random.default_rng(3).permutation(spread)
    middle = np.flatnonzero((uniforms > 0.56) & (uniforms < 0.69))[0]
    uniforms[[0, middle]] = uniforms[[middle, 0]]  # the first decides on Gaussian 2
    arguments = {**mixture(), "uniforms": uniforms, "normals": random(CODES, LATENT, seed=4)}
    right = one_by_one(*arguments.values())
    rows = "a row for each code: take the rows means[which], variances[which]"
    answer, again = (attempt(**{n: a.copy() for n, a in arguments.items()}) for _ in range(2))
    given = "the random numbers are drawn already: uniforms say which Gaussian, normals say where"
    shape = right.shape
    same = np.array_equal(answer.has_shape(shape, hint=rows), again.has_shape(shape, hint=rows))
    answer.must(same, "other codes at the second call", "other codes", "the same", given)
    answer.equals(right, mistakes(arguments), shape_hint=rows)

    points = {**arguments, "variances": np.zeros((COMPONENTS, LATENT), "float32")}
    hint = "with variances of 0 every code is the mean of a Gaussian"
    answer = attempt(**{n: a.copy() for n, a in points.items()})
    answer.equals(one_by_one(*points.values()), hint=hint)

    rounded = {**arguments, "weights": WEIGHTS * np.float32(0.999999)}
    hint = "weights that are rounded may sum to 0.999999: leave them as they are"
    answer = attempt(**{n: a.copy() for n, a in rounded.items()})
    answer.equals(one_by_one(*rounded.values()), hint=hint)
