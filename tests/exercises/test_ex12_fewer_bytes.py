"""Checks exercise ex12_fewer_bytes by properties: few numbers, none lost, none waits for ever."""

import numpy as np
from checking import random

HINTS = (
    "what is there to send is gradient + kept. Choose a tenth of it; the rest is the new `kept`",
    "in `sent` the chosen places hold gradient + kept, the others 0; and kept = gradient + kept - "
    "sent, so that nothing is lost",
    "choose by size: np.argpartition(np.abs(x), -count)[-count:] are the places of the largest. "
    "What is small and waits grows, until it is large",
)
LENGTH, STEPS = 203, 400
SCALES = np.geomspace(0.1, 1, LENGTH)  # of the numbers of a gradient
KEPT = "kept is all of gradient + kept that was not sent: what is neither sent nor kept is lost"


def one_step(attempt, gradient, kept):
    """sent and kept of one call, once the four rules of a single step hold."""
    given = gradient.copy(), kept.copy()
    answer = attempt(gradient=given[0], kept=given[1])
    parts = answer.parts("sent", "kept")
    hint = "both have a number for each weight; of `sent` most are 0"
    sent, left = (part.has_shape(gradient.shape, hint=hint) for part in parts)
    same = np.array_equal(given[0], gradient) and np.array_equal(given[1], kept)
    hint = "work on copies: gradient and kept are the caller's"
    answer.must(same, "the arguments were changed", "other numbers", "as they were", hint)
    count, most = int(np.count_nonzero(sent)), -(-len(gradient) // 10)
    hint = "choose places, so many and no more: a threshold lets through what it likes"
    answer.must(count <= most, "too much is sent", f"{count} numbers", f"{most} at most", hint)
    lost = np.abs(sent + left - gradient - kept).max()
    largest = np.abs(gradient).max() + np.abs(kept).max()
    hint = KEPT
    if np.allclose(sent + left, gradient, atol=1e-5 * largest):
        hint = "the old `kept` has vanished: what is there to send is gradient + kept"
    elif np.allclose(left, gradient + kept, atol=1e-5 * largest) and count:
        hint = "what is sent is no longer kept: it would arrive again and again"
    whole = lost <= 1e-4 * largest + 1e-12
    came = f"sent + new kept is {lost:.3g} off"
    answer.must(whole, "something is lost", came, "gradient + old kept", hint)
    return answer, sent.astype("float32"), left.astype("float32")


def test_fewer_bytes(attempt):
    one_step(attempt, random(37, seed=1), random(37, seed=2))
    one_step(attempt, random(3, seed=1), np.zeros(3, "float32"))
    zeros = np.zeros(20, "float32")
    one_step(attempt, zeros, zeros)
    gradient = (random(LENGTH, seed=3) * SCALES).astype("float32")
    kept, arrived = np.zeros_like(gradient), np.zeros(LENGTH)
    for step in range(STEPS):
        answer, sent, kept = one_step(attempt, gradient, kept)
        arrived += sent
        if not step:
            hint = "something has to be sent in every step: even a poor choice brings a little"
            some = sent @ gradient > 0
            answer.must(some, "nothing is sent", "sent · gradient ≤ 0", "more than 0", hint)
    off = np.linalg.norm(arrived / STEPS - gradient) / np.linalg.norm(gradient)
    came = f"after {STEPS} equal gradients {off:.0%} of them have not arrived"
    hint = "some places wait for ever: their turn has to come, by what has gathered or by chance"
    answer.must(off < 0.15, "something waits for ever", came, "15 % at most", hint)
