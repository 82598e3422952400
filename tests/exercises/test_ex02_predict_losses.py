"""Checks exercise ex02_predict_losses against the best answers that a search finds."""

import numpy as np

HINTS = (
    "in the even game nothing tells the kinds apart: which D costs least if half of the pictures "
    "are real, and what does it cost for one picture?",
    "in the smooth game: for one label t, draw -t log D - (1 - t) log(1 - D) over D from 0 to 1. "
    "Where is it lowest?",
    "it is lowest at D = t. So d_loss is half the sum of -t log t - (1 - t) log(1 - t) for both "
    "labels, and g_loss is -log of what D says of fakes",
)
ORDER = "the order is even_d, even_g, smooth_d, smooth_g"
D = np.linspace(0.001, 0.999, 9981)


def best(label):
    """What a picture with that label costs at least, and the D with that cost."""
    costs = -label * np.log(D) - (1 - label) * np.log(1 - D)
    return costs.min(), D[costs.argmin()]


def check_even(d_loss, g_loss):
    bits = "log₂ and log₁₀ are not what the losses take: math.log, natural, in nats"
    same = [(1.0, bits), (0.301, bits), (0.5, "½ is D itself: the loss takes -log of it")]
    same += [(-0.693, "the sign: log ½ is negative, -log ½ is the loss")]
    below = "less would mean that it can tell: but the fakes are as good as real pictures"
    above = "it can always say ½, and pay no more than -log ½ for each picture"
    no_half = (1.386, "half the sum: each of the two averages is -log ½")
    twice = (0.347, "halved once too often: the sum of two equal averages, halved, is one of them")
    d_loss.predicts(0.685, 0.701, [no_half, twice, *same], below, above)
    one = (1.386, "g_loss has one average only: -log D over the fakes")
    half = (0.347, "no half in g_loss: -log D over the fakes, nothing else")
    order = (0.3106, ORDER)
    below = "less would mean that fakes look real: but it says ½"
    g_loss.predicts(0.685, 0.701, [one, half, order, *same], below, above)


def check_smooth(d_loss, g_loss):
    (on_real, _), (on_fake, says) = best(0.95), best(0.15)
    right = 0.5 * (on_real + on_fake)
    known = [
        (-np.log(says), ORDER),
        (right / 2, "halved twice: half the sum of the two averages"),
        (0.1666, "-(1 - t) log(1 - t) belongs to the cost as well"),
        (0.3332, "-(1 - t) log(1 - t) belongs to the cost as well; and half the sum"),
        (2 * right, "half the sum, as before"),
        (right / np.log(2), "bits: take the natural logarithm"),
        (0.1069, "weigh both logarithms by the label: -t log D - (1 - t) log(1 - D)"),
        (0.693, "it can tell: real and fake pictures get a D of their own"),
        (0.688, "it can tell: real and fake pictures get a D of their own"),
        (on_real, "that is the cost of a real picture alone"),
        (on_fake, "that is the cost of a fake alone"),
    ]
    below = "with labels off 1 and 0 each D costs something, also the best: it is never 0"
    above = "a D nearer to the labels costs less; D = 1 and D = 0 cost infinitely much"
    d_loss.predicts(0.985 * right, 1.015 * right, known, below, above)
    right = -np.log(says)
    known = [
        (0.2846, "-log D of a fake: the label does not weigh it"),
        (0.3106, ORDER),
        (0.1625, "-log D, not -log(1 - D): the generator wants to pass for real"),
        (0.0513, "D of a *fake*: 0.95 is the label of real pictures"),
        (0.693, "it can tell a fake: it does not say ½"),
        (on_fake, "that is what the discriminator pays for a fake; g_loss is -log D"),
        (right / 2, "no half in g_loss"),
        (right / np.log(2), "bits: take the natural logarithm"),
        (right / np.log(10), "log₁₀: take the natural logarithm"),
    ]
    below = "the discriminator is nearly sure that these are fakes: D is small, -log D is not"
    above = "it is not quite sure: with a label of 0.15 for fakes, saying 0 would cost too much"
    g_loss.predicts(0.985 * right, 1.015 * right, known, below, above)


def test_predict_losses(attempt):
    parts = attempt().parts("even_d", "even_g", "smooth_d", "smooth_g")
    check_even(*parts[:2])
    check_smooth(*parts[2:])
