"""Checks exercise ex01_vae_loss: grey pictures, both terms, their weight, edges, a graph."""

import numpy as np
import tensorflow as tf
from checking import Mistake, random

HINTS = (
    "try one term at a time, on numbers whose result you know: every pixel at p = ½ costs ln 2 = "
    "0.6931, whatever the picture",
    "the cross-entropy is far too small beside the KL. For every line, print its shape and its "
    "numbers, and say what it has averaged over",
    "keras.losses.binary_crossentropy averages over the last axis by itself, and then it is "
    "divided by the pixels once more",
)
SHAPE, LATENTS = (3, 5, 4, 2), 7  # batch, height, width, channels: all different
PIXELS = int(np.prod(SHAPE[1:]))


def given():
    images = random(*SHAPE, seed=1, low=0.1, high=0.9)
    drawn = random(*SHAPE, seed=2, low=0.02, high=0.98)
    images[0, 1:3, 2, 0], drawn[0, 1:3, 2, 0] = (0.9, 0.1), (2e-4, 0.9998)  # sure, and wrong
    return {
        "images": images,
        "reconstructions": drawn,
        "z_mean": random(SHAPE[0], LATENTS, seed=3),
        "z_log_var": random(SHAPE[0], LATENTS, seed=4),
    }


def cross_entropy(x, p):
    """Of each pixel, in float64."""
    x, p = x.astype("float64"), p.astype("float64")
    return -(x * np.log(p) + (1 - x) * np.log(1 - p))


def kl_terms(mean, log_var):
    return 0.5 * (mean**2 + np.exp(log_var) - 1 - log_var)  # (batch, latents)


def wrong_cross_entropies(x, p):
    """(instead of the mean cross-entropy, what it is)."""
    right, sums = cross_entropy(x, p).mean(), cross_entropy(x, p).sum()
    clipped = "p is kept too far from 0 and 1: a pixel that is sure, and wrong, costs too little"
    one_sided = "paper counts as well as ink: the term (1 - x) log(1 - p) is missing"
    means = "this objective is stated in means, here a sum is left: "
    again = "the cross-entropy is averaged over the pixels twice: grey everywhere has to cost ln 2"
    wide = [(cross_entropy(x, np.clip(p, c, 1 - c)).mean(), clipped) for c in (0.05, 0.01, 1e-3)]
    channels = "keras.losses.binary_crossentropy averages over the last axis by itself"
    return [
        *wide,
        (right / PIXELS, again),
        (right / SHAPE[0], "the cross-entropy is averaged over the pictures twice"),
        (right / SHAPE[-1], channels),
        (sums / SHAPE[0], means + "average the cross-entropy over the pixels as well"),
        (sums / SHAPE[0] / SHAPE[-1], means + "average the cross-entropy over height and width"),
        (sums, means + "average the cross-entropy"),
        (sums / PIXELS, means + "average the cross-entropy over the pictures as well"),
        (right / np.log(2), "those are bits: nats take the natural logarithm"),
        (cross_entropy(p, x).mean(), "swapped: the picture is the target, x, and the drawing is p"),
        (-(x * np.log(p)).mean(), one_sided),
        (((x - p) ** 2).mean(), "that is the squared error: here cross-entropy"),
        (cross_entropy(x, 1 / (1 + np.exp(-p))).mean(), "p is a probability, no logit"),
        (-right, "the sign: a cross-entropy is never negative"),
        (0.0, "the cross-entropy is missing"),
    ]


def wrong_kls(kl):
    """(instead of the mean KL, what it is)."""
    batch, mean, total = len(kl), kl.mean(), kl.sum()
    means = "this objective is stated in means, here a sum is left: "
    return [
        (0.0, "the KL is missing"),
        (-mean, "the KL is added: both terms are to be small"),
        (2 * mean, "the ½ of the KL is missing"),
        (total / batch, means + "average the KL over the latents as well"),
        (total, means + "average the KL over pictures and latents"),
        (total / batch / 2, "two latents are hard-coded: z_mean has as many as it has"),
        (mean * batch, means + "average the KL over the pictures as well"),
        (mean / LATENTS, "the KL is averaged over the latents twice"),
        (total / batch / PIXELS, "the KL is averaged over the latents, not over the pixels"),
        (
            mean / PIXELS,
            "the KL is divided by the number of pixels: it has nothing to do with them",
        ),
        (mean / np.log(2), "those are bits: nats take the natural logarithm"),
    ]


def mistakes(x, p, mean, log_var, weight):
    per_pixel, per_latent = cross_entropy(x, p), kl_terms(mean, log_var)
    e, k = per_pixel.mean(), per_latent.mean()
    whole = "one number for the batch: average over the pictures too"
    each_e, each_k = per_pixel.mean((1, 2, 3)), per_latent.mean(1)
    return [
        *(Mistake(wrong + weight * k, hint) for wrong, hint in wrong_cross_entropies(x, p)),
        *(Mistake(e + weight * wrong, hint) for wrong, hint in wrong_kls(per_latent)),
        Mistake(len(x) * (e + weight * k), "average over the pictures, do not add them up"),
        Mistake(weight * e + k, "kl_weight multiplies the KL, not the cross-entropy"),
        Mistake(weight * (e + k), "kl_weight multiplies the KL alone, not both terms"),
        Mistake(e + weight, "the KL is missing"),
        Mistake(each_e + weight * each_k, whole),
        Mistake(each_e + weight * per_latent.sum(1), whole),
        Mistake(per_pixel.sum((1, 2, 3)) + weight * per_latent.sum(1), whole),
    ]


def check_grey(attempt, arguments) -> None:
    """Every pixel at ½, every code at the prior: ln 2, whatever else."""
    grey = np.full(SHAPE, 0.5, "float32")
    prior = np.zeros((SHAPE[0], LATENTS), "float32")
    names = {"reconstructions": grey, "z_mean": prior, "z_log_var": prior}
    ln2, fewer = np.log(2), "print every line's shape, and say what it has averaged over"
    grey_costs = "every pixel at ½ costs ln 2, whatever the picture"
    known = [
        Mistake(ln2 / PIXELS, f"{grey_costs}; here it is divided by {PIXELS} pixels: {fewer}"),
        Mistake(ln2 * PIXELS, f"{grey_costs}; here {PIXELS} pixels are added up, not averaged"),
        Mistake(ln2 * 0.3, "kl_weight multiplies the KL alone, not the cross-entropy"),
        Mistake(np.zeros(()), f"{grey_costs}: the cross-entropy is missing"),
    ]
    shape = "one number for the batch: average over the pictures too"
    whole = [Mistake(np.full(SHAPE[0], ln2), shape)]
    answer = attempt(**arguments | names, kl_weight=0.3)
    answer.has_shape((), whole, shape)
    if any(np.isclose(answer.array, m.value, rtol=1e-3, atol=1e-6) for m in known):
        answer.equals(ln2, known)  # other numbers are told by `mistakes`


def check_weight(attempt, arguments, e: float, k: float) -> None:
    """The KL counts kl_weight times, not a fixed number of times."""
    answers = [attempt(**arguments, kl_weight=weight) for weight in (0.3, 1.7)]
    first, second = (float(answer.has_shape(())) for answer in answers)
    fixed = abs(k) > 0 and abs(first - second) < 1e-5 * abs(first) and abs(first - e) > 1e-4
    came = f"{first:.5g} with kl_weight=0.3 and {second:.5g} with 1.7"
    hint = f"kl_weight is not used: the KL counts {(first - e) / k:.3g} times, whatever is given"
    answers[0].must(not fixed, "another weight", came, "two numbers", hint)


def test_vae_loss(attempt):
    arguments = given()
    e = cross_entropy(arguments["images"], arguments["reconstructions"]).mean()
    k = kl_terms(arguments["z_mean"], arguments["z_log_var"]).mean()
    check_grey(attempt, arguments)
    check_weight(attempt, arguments, e, k)
    alone = attempt(**arguments, kl_weight=0.0)
    hint = "the cross-entropy is right (kl_weight=0 passed), so it is the term with the KL"
    if not np.isclose(alone.has_shape(()), e, rtol=2e-4):
        hint = "without the KL the loss is the mean cross-entropy: that term is wrong"
    attempt(**arguments, kl_weight=0.3).equals(
        e + 0.3 * k, mistakes(*arguments.values(), 0.3), hint
    )
    alone.equals(e, hint="with kl_weight=0 the cross-entropy alone is left")

    sure = np.where(arguments["images"] > 0.5, 1, 0).astype("float32")
    edge = attempt(**arguments | {"reconstructions": 1 - sure}, kl_weight=0.3)
    hint = "log 0: Keras's own functions keep p away from 0 and 1"
    edge.must(np.isfinite(edge.value), "log 0", f"{edge.value}", "a finite number", hint)
    for name in ("reconstructions", "z_mean", "z_log_var"):
        attempt.must_pass_gradients(name, **arguments, kl_weight=0.3)

    def of_batch(*tensors):
        return attempt(**dict(zip(arguments, tensors, strict=True)), kl_weight=0.3).value

    specs = [tf.TensorSpec((None, *array.shape[1:])) for array in arguments.values()]
    in_fit = tf.function(of_batch, input_signature=specs, autograph=False)(*arguments.values())
    np.testing.assert_allclose(in_fit, e + 0.3 * k, rtol=1e-3)
