"""Answers to the exercises of lesson 8, wrong and right; see `answers.py`."""

import numpy as np
import tensorflow as tf
from keras import ops
from scipy.optimize import least_squares


def weighed(image, weights):
    """Rows and columns by the same weights (n, size), which add up to 1 for each area."""
    weights = weights / weights.sum(axis=1, keepdims=True)
    return np.einsum("ir,jc,rck->ijk", weights, weights, image, optimize=True)


def touched(image, n, inside=False):
    """Every pixel that an area touches, or those that lie within it, all alike."""
    place, borders = np.arange(len(image)), np.arange(n + 1) * len(image) / n
    low, high = borders[:-1, None], borders[1:, None]
    if inside:
        return weighed(image, ((place >= low) & (place + 1 <= high)).astype(float))
    return weighed(image, ((place < high) & (place + 1 > low)).astype(float))


def by_middles(image, n):
    """Each pixel to the area that its middle lies in."""
    area = ((np.arange(len(image)) + 0.5) * n / len(image)).astype(int)
    return weighed(image, (area == np.arange(n)[:, None]).astype(float))


def cropped(image, n):
    """What does not fit is cut off."""
    side = len(image) // n
    image = image[: n * side, : n * side]
    return image.reshape(n, side, n, side, -1).mean(axis=(1, 3))


def picked(image, n):
    """The pixel in the middle of each area."""
    at = ((np.arange(n) + 0.5) * len(image) / n).astype(int)
    return image[at][:, at]


def in_pieces(image, n):
    """Every pixel cut into n x n."""
    fine = image.repeat(n, axis=0).repeat(n, axis=1)
    return fine.reshape(n, len(image), n, len(image), -1).mean(axis=(1, 3))


def by_ink_so_far(image, n):
    """What lies between two borders is the difference of what lies above them."""
    for axis in (0, 1):
        so_far = np.cumsum(np.asarray(image, "float64"), axis=axis)
        so_far = np.concatenate([0 * so_far.take([0], axis), so_far], axis=axis)
        size = so_far.shape[axis] - 1
        at = np.arange(n + 1) * size / n
        before = np.minimum(at.astype(int), size - 1)
        share = np.expand_dims(at - before, tuple(a for a in range(3) if a != axis))
        at_borders = (1 - share) * so_far.take(before, axis) + share * so_far.take(before + 1, axis)
        image = np.diff(at_borders, axis=axis) * n / size
    return image


def unique(profile, factor):
    """np.interp of what rises strictly: level stretches lose their end."""
    values, first = np.unique(profile, return_index=True)
    foot, rise = profile[0], profile[-1] - profile[0]
    return np.diff(np.interp([foot + 0.1 * rise, foot + 0.9 * rise], values, first))[0] / factor


def from_behind(profile, factor):
    found = []
    for share in (0.1, 0.9):
        level = profile[0] + share * (profile[-1] - profile[0])
        i = int(np.argmax(profile >= level))
        found.append(i - (level - profile[i - 1]) / (profile[i] - profile[i - 1]))
    return (found[1] - found[0]) / factor


def places(profile, low=0.1, high=0.9, foot=None, rise=None):
    """Where a profile reaches two shares of its rise, by np.interp on the samples given."""
    foot = profile[0] if foot is None else foot
    rise = profile[-1] - profile[0] if rise is None else rise
    samples = np.arange(len(profile))
    return [float(np.interp(foot + s * rise, profile, samples)) for s in (low, high)]


def width(profile, factor, **options):
    low, high = places(profile, **options)
    return (high - low) / factor


def reached(profile, share):
    return int(np.argmax(profile >= profile[0] + share * (profile[-1] - profile[0])))


def above(profile, factor, shares=(0.1, 0.9)):
    """As ours, but with > in place of >=."""
    found = []
    for share in shares:
        level = profile[0] + share * (profile[-1] - profile[0])
        after = int(np.argmax(profile > level))
        step = profile[after] - profile[after - 1]
        found.append(after - 1 + (level - profile[after - 1]) / step)
    return (found[1] - found[0]) / factor


def counted(profile, factor):
    """By shares of the rise, walking along it."""
    share = (profile - profile.min()) / (profile.max() - profile.min())
    found = []
    for level in (0.1, 0.9):
        i = next(i for i, value in enumerate(share) if value >= level)
        found.append(i - (share[i] - level) / (share[i] - share[i - 1]))
    return np.float32((found[1] - found[0]) / factor)


def projected(given, enlarge, average, cut, step, rounds, seen=None, keep=None):
    """As ours; `seen` of the smooth picture is averaged, and `keep` of the new one goes on."""
    smooth, seen, keep = enlarge(given), seen or cut, keep or (lambda picture: picture)
    for _ in range(rounds):
        smooth = keep(smooth + step * enlarge(given - average(seen(smooth))))
    return cut(smooth)


def smooth_of(given, enlarge, average, cut, step, rounds):
    smooth = enlarge(given)
    for _ in range(rounds):
        smooth = smooth + step * enlarge(given - average(cut(smooth)))
    return smooth


def looked_once(given, enlarge, average, cut, step, rounds):
    smooth = enlarge(given)
    missing = enlarge(given - average(cut(smooth)))
    for _ in range(rounds):
        smooth = smooth + step * missing
    return cut(smooth)


def given_in_place(given, enlarge, average, cut, step, rounds):
    smooth = enlarge(given)
    for _ in range(rounds):
        given -= average(cut(smooth))
        smooth = smooth + step * enlarge(given)
    return cut(smooth)


def from_paper(given, enlarge, average, cut, step, rounds):
    smooth = 0 * enlarge(given)
    for _ in range(rounds):
        smooth = smooth + step * enlarge(given - average(cut(smooth)))
    return cut(smooth)


def from_the_cut(given, enlarge, average, cut, step, rounds, keep=None):
    """The enlargement of ink itself is corrected."""
    large = cut(enlarge(given))
    for _ in range(rounds):
        large = (keep or cut)(large + step * enlarge(given - average(large)))
    return large


def in_small(given, enlarge, average, cut, step, rounds):
    """All that is to be enlarged, added up first: enlarge is linear."""
    wanted = tf.constant(given)
    for _ in range(rounds):
        wanted += step * (given - average(cut(enlarge(wanted))))
    return tf.constant(cut(enlarge(wanted)))


def by_recursion(given, enlarge, average, cut, step, rounds, smooth=None):
    smooth = enlarge(given) if smooth is None else smooth
    if rounds == 0:
        return cut(smooth)
    smooth = smooth + enlarge(step * (given - average(cut(smooth))))
    return by_recursion(given, enlarge, average, cut, step, rounds - 1, smooth)


def refined(look, pixels, start, pull, rounds, around=1, sign=1, grow=4.0, shrink=0.3, damping=1.0,
            seen_pull=None, checks=True):  # fmt: skip
    """As ours, with what may be wrong as options; `seen_pull` is that of the equations."""
    code, pull_of_step = start, pull if seen_pull is None else seen_pull

    def total(code):
        return np.sum((pixels - look(code)[0]) ** 2) + pull * np.sum((code - around * start) ** 2)

    for _ in range(rounds):
        averages, jacobian = look(code)
        downhill = jacobian.T @ (pixels - averages) - pull_of_step * (code - around * start)
        squares = jacobian.T @ jacobian + (pull_of_step + damping) * np.eye(len(code))
        tried = code + sign * np.linalg.solve(squares, downhill)
        if not checks or total(tried) < total(code):
            code, damping = tried, damping * shrink
        else:
            damping *= grow
    return code


def code_in_place(look, pixels, start, pull, rounds):
    code = start
    for _ in range(rounds):
        averages, jacobian = look(code)
        downhill = jacobian.T @ (pixels - averages) - pull * (code - start)
        code += np.linalg.solve(jacobian.T @ jacobian + pull * np.eye(len(code)), downhill)
    return code


def until_it_helps(look, pixels, start, pull, rounds):
    """A loop within each round, which does not end where nothing helps."""
    code = start

    def total(code):
        return np.sum((pixels - look(code)[0]) ** 2) + pull * np.sum((code - start) ** 2)

    for _ in range(rounds):
        tried, damping = code, 1e-3
        while total(tried) >= total(code):
            tried = refined(look, pixels, start, pull, 1, damping=damping, checks=False)
            damping *= 4
        code = tried
    return code


def by_descent(look, pixels, start, pull, rounds):
    """Downhill by small steps, without equations."""
    code = start
    for _ in range(rounds):
        averages, jacobian = look(code)
        code = code + 1e-3 * (jacobian.T @ (pixels - averages) - pull * (code - start))
    return code


def by_more_pixels(look, pixels, start, pull, rounds):
    """The pull and the damping as rows; damping by the diagonal, and a few tries in a round."""
    code, damping, one = np.array(start), 0.01, np.eye(len(start))

    def errors(averages, code):
        return np.concatenate([pixels - averages, np.sqrt(pull) * (start - code)])

    averages, jacobian = look(code)
    for _ in range(rounds):
        rows = np.concatenate([jacobian, np.sqrt(pull) * one])
        now = errors(averages, code)
        for _ in range(6):
            scale = np.sqrt(damping * np.sum(rows**2, axis=0))
            right = np.concatenate([now, np.zeros(len(code))])
            step = np.linalg.lstsq(np.concatenate([rows, np.diag(scale)]), right, rcond=None)[0]
            new_averages, new_jacobian = look(code + step)
            if np.sum(errors(new_averages, code + step) ** 2) < np.sum(now**2):
                code, averages, jacobian = code + step, new_averages, new_jacobian
                damping = max(damping / 5, 1e-6)
                break
            damping *= 5
    return tf.constant(code)


def of_scipy(look, pixels, start, pull, rounds):
    if rounds == 0:
        return start
    rows = np.sqrt(pull) * np.eye(len(start))
    found = least_squares(
        lambda code: np.concatenate([look(code)[0] - pixels, rows @ (code - start)]),
        start,
        lambda code: np.concatenate([look(code)[1], rows]),
        max_nfev=rounds,
        xtol=None,
    )
    return found.x


def differences(s):
    """Downwards and to the right, (height - 1, width - 1) each."""
    return s[1:, :-1] - s[:-1, :-1], s[:-1, 1:] - s[:-1, :-1]


def variation(s, epsilon=1e-6, root=ops.sqrt):
    down, right = differences(s)
    return ops.mean(root(down**2 + right**2 + epsilon))


def both_ways(s, measure):
    """A measure of all differences of neighbours, in both directions."""
    return measure(s[1:] - s[:-1]) + measure(s[:, 1:] - s[:, :-1])


def sobel(s, padding):
    kernel = np.float32([[1, 2, 1], [0, 0, 0], [-1, -2, -1]])
    kernels = np.stack([kernel, kernel.T], axis=-1)[:, :, None]  # (3, 3, 1, 2)
    slopes = ops.conv(s[None, :, :, None], kernels, padding=padding)
    return ops.mean(ops.sqrt(ops.sum(slopes**2, axis=-1) + 1e-4))


def bending(s):
    """How much the normals of the outlines turn, squared, along the outlines."""
    down, right = (s[2:, 1:-1] - s[:-2, 1:-1]) / 2, (s[1:-1, 2:] - s[1:-1, :-2]) / 2
    length = ops.sqrt(down**2 + right**2 + 1e-4)
    down, right = down / length, right / length
    turn = (down[2:, 1:-1] - down[:-2, 1:-1] + right[1:-1, 2:] - right[1:-1, :-2]) / 2
    return ops.mean(ops.square(turn) * length[1:-1, 1:-1])


WRONG = {
    "ex08_area_average": [
        (touched, "in full on both sides"),
        (lambda x, n: touched(x, n, inside=True), "are left out"),
        (by_middles, "each to one area alone"),
        (cropped, "a side is size / n"),
        (lambda x, n: ops.image.resize(x, (n, n), antialias=True), "weighs pixels unevenly"),
        (picked, "average over all of the area"),
        (lambda x, n: in_pieces(x, n) * (len(x) / n) ** 2, "the sum over each area"),
        (lambda x, n: in_pieces(x, n) * len(x) / n, "along rows *and* columns"),
        (lambda x, n: in_pieces(x, n).mean(axis=-1), "channels stay apart"),
        (lambda x, n: in_pieces(x, n).swapaxes(0, 1), "turned over"),
    ],
    "ex08_predict_agreement": [
        (lambda: (0.25, 0.16, 27.5, 14.9), "further right"),
        (lambda: (2.75, 0.16, 27.5, 14.9), "count from the pixel's"),
        (lambda: (0.75, 0.25, 27.5, 14.9), "need not keep the average"),
        (lambda: (0.75, 0, 27.5, 14.9), "its right side is not"),
        (lambda: (0.75, 5 / 6, 27.5, 14.9), "lies right of it"),
        (lambda: (0.75, 2 / 3, 27.5, 14.9), "stands at its middle"),
        (lambda: (0.75, 1 / 3, 27.5, 14.9), "and its share"),
        (lambda: (0.75, 0.184, 27.5, 14.9), "OpenCV"),
        (lambda: (0.75, 0.16, 20.5, 14.9), "all five"),
        (lambda: (0.75, 0.16, 17.3, 14.9), "not squared yet"),
        (lambda: (0.75, 0.16, np.inf, 14.9), "only the grey pixel"),
        (lambda: (0.75, 0.16, -27.5, 14.9), "the sign"),
        (lambda: (0.75, 0.16, 27.5, 7.96), "all five"),
        (lambda: (0.75, 0.16, 27.5, 11.4), "becomes paper"),
        (lambda: (0.75, 0.16, 27.5, 36), "leave of it"),
        (lambda: (0.75, 0.16, 27.5, 10.97), "not squared yet"),
        (lambda: (0.75, 0.16, 27.5), "return edge, ink, agreement, stroke"),
    ],
    "ex08_edge_width": [
        (above, "first reaches"),
        (unique, "joins those two"),
        (from_behind, "behind `before`"),
        (lambda p, f: 0.8 * len(p) / f, "rose evenly"),
        (width, "first reaches"),
        (lambda p, f: width(p, 1), "divide the samples by factor"),
        (lambda p, f: (reached(p, 0.9) - reached(p, 0.1)) / f, "whole samples"),
        (lambda p, f: width(p, f, foot=0, rise=1), "need not be 0 and 1"),
        (lambda p, f: width(p, f, foot=0, rise=p[-1]), "need not be 0 and 1"),
        (lambda p, f: width(p, f, low=0.25, high=0.75), "not 25 to 75"),
        (lambda p, f: -counted(p, f), "the sign"),
        (lambda p, f: (len(p) - 1) / f, "whole profile"),
        (lambda p, f: 0.8 * (p[-1] - p[0]) / np.diff(p).max() / f, "steepest slope"),
    ],
    "ex08_refine_code": [
        (lambda *a: refined(*a, around=0), "to start, not to 0"),
        (lambda *a: refined(*a[:3], 0, a[4]), "the pull is left out"),
        (lambda *a: refined(*a, seen_pull=0), "both sides of the equations"),
        (lambda *a: refined(*a[:3], 2 * a[3], a[4]), "a factor 2"),
        (lambda *a: refined(*a, sign=-1), "is the sign right"),
        (lambda *a: refined(*a, sign=-1, checks=False, damping=0), "both sides"),
        (lambda *a: refined(*a, damping=0, checks=False), "the sums, keep the better code"),
        (lambda *a: refined(*a, damping=0), "does the damping grow"),
        (lambda *a: refined(*a, damping=1e-3, grow=1), "does the damping grow"),
        (lambda *a: refined(*a, damping=1e3, shrink=1), "does the damping shrink"),
        (code_in_place, "+= changes both"),
        (until_it_helps, "at the minimum nothing helps"),
        (by_descent, "does the damping shrink"),
        (lambda *a: refined(*a) - (a[4] > 0) * a[2], "add start"),
        (lambda *a: refined(*a[:4], a[4] + 1), "no round"),
        (lambda *a: a[0](refined(*a))[0], "(codes,)"),
        (lambda *a: (refined(*a), 0.0), "return one array"),
    ],
    "ex08_outline_penalty": [
        (ops.mean, "neither ink nor the rim"),
        (lambda s: sobel(s, "same"), "padding adds paper"),
        (lambda s: both_ways(s, ops.mean), "cancel"),
        (lambda s: -variation(s), "cancel"),
        (lambda s: variation(s, 1e-3), "counts in every pixel"),
        (lambda s: ops.mean(ops.abs(s[:, 1:] - s[:, :-1])), "left out"),
        (lambda s: both_ways(s, lambda d: ops.sum(ops.relu(d) ** 2)), "a step down cost the same"),
        (lambda s: variation(s**2) - 1e-3, "ink and paper count alike"),
        (ops.var, "as much grey in both"),
        (lambda s: ops.mean(s * (1 - s)), "as much grey in both"),
        (lambda s: variation(s, 0), "∞ · 0 is NaN"),
        (lambda s: variation(ops.cast(s > 0.5, "float32")), "have no gradient"),
        (lambda s: np.mean(np.hypot(*np.gradient(s.numpy()))), "have no gradient"),
        (lambda s: variation(ops.stop_gradient(s)), "from end to end"),
        (lambda s: ops.sqrt(sum(d**2 for d in differences(s)) + 1e-6), "at the end"),
        (lambda s: both_ways(s, lambda d: ops.sum(ops.abs(d), axis=1)), "ncompatible|shapes"),
    ],
    "ex08_back_projection": [
        (lambda *a: projected(*a, seen=lambda smooth: smooth), "average(cut(smooth))"),
        (lambda *a: projected(*a[:4], -a[4], a[5]), "the other way"),
        (lambda *a: projected(*a[:4], 1, a[5]), "only `step`"),
        (lambda *a: projected(*a, keep=lambda x: np.clip(x, 0, 1)), "do not clip it"),
        (lambda *a: projected(*a, keep=a[3]), "the cut forgets"),
        (from_the_cut, "the cut forgets"),
        (lambda *a: from_the_cut(*a, keep=lambda x: np.clip(x, 0, 1)), "the cut forgets"),
        (looked_once, "*still* missing"),
        (given_in_place, "changes the caller's array"),
        (from_paper, "begins as enlarge(given)"),
        (smooth_of, "return its cut"),
        (lambda *a: np.clip(smooth_of(*a), 0, 1), "it has greys"),
        (lambda *a: projected(*a[:5], min(a[5], 1)), "that is one round"),
        (lambda *a: projected(*a[:5], 0), "is the sum kept"),
        (lambda *a: projected(*a[:5], max(0, a[5] - 1)), "range(rounds)"),
        (lambda *a: projected(*a[:5], a[5] + 1), "range(rounds)"),
        (lambda *a: a[2](projected(*a)), "as large as enlarge(given)"),
    ],
}

RIGHT = [
    ("ex08_area_average", lambda x, n: tf.image.resize(x[None], (n, n), "area")[0]),
    ("ex08_area_average", in_pieces),
    ("ex08_area_average", by_ink_so_far),
    ("ex08_predict_agreement", lambda: [0.75, 1 / 6, 28.57, 14.95]),  # by straight lines
    ("ex08_predict_agreement", lambda: (tf.constant(0.75), 0.15612, np.float64(27.54), 15)),
    ("ex08_edge_width", counted),
    ("ex08_refine_code", by_more_pixels),
    ("ex08_refine_code", of_scipy),
    ("ex08_refine_code", lambda *a: refined(*a, damping=1e-3, grow=10, shrink=0.1)),
    ("ex08_refine_code", lambda *a: refined(*a, damping=100.0, grow=2, shrink=0.5)),
    ("ex08_outline_penalty", lambda s: variation(s, 1e-2) - 0.1),
    ("ex08_outline_penalty", lambda s: both_ways(s, lambda d: ops.sum(ops.abs(d)))),
    ("ex08_outline_penalty", lambda s: both_ways(s, lambda d: ops.mean(d**2))),
    ("ex08_outline_penalty", lambda s: variation(s, 1e-12)),
    ("ex08_outline_penalty", lambda s: sobel(s, "valid")),
    ("ex08_outline_penalty", bending),
    ("ex08_back_projection", in_small),
    ("ex08_back_projection", by_recursion),
]
