"""Checks exercise ex08_refine_code where the answer is known, and where plain steps overshoot."""

import numpy as np
from checking import Mistake, random

HINTS = (
    "write the sum as a function of the code first, and print it in every round",
    "for a small step s the averages become averages + jacobian @ s. Put that into the sum, set "
    "its derivative by s to 0: which equations has s to fulfil?",
    "(jacobianᵀ jacobian + pull · 1) s = jacobianᵀ (pixels - averages) - pull · (code - start), 1 "
    "being np.eye",
    "damping · np.eye is added on the left. Look at code + s: take it where the sum is smaller, "
    "and shrink the damping (· 0.3); else stay, and let it grow (· 4)",
)
ROUNDS = 60
STEEP = 8.0
STEP = "the pull is in both sides of the equations: + pull on the diagonal, and "
STEP += "- pull · (code - start) beside jacobianᵀ (pixels - averages)"


class Look:
    """Averages that are linear in the code, or soft steps of something linear; keeps count."""

    def __init__(self, attempt, matrix, offset, steep=None):
        self.attempt, self.matrix, self.offset, self.steep = attempt, matrix, offset, steep
        self.calls, self.limit, self.call = 0, np.inf, ""

    def averages(self, code):
        """(pixels,) and (pixels, codes)."""
        linear = self.matrix @ np.asarray(code, "float64") + self.offset
        if self.steep is None:
            return linear, self.matrix.copy()
        soft = 0.5 + 0.5 * np.tanh(self.steep / 2 * linear)
        return soft, (self.steep * soft * (1 - soft))[:, None] * self.matrix

    def __call__(self, code):
        self.calls += 1
        if self.calls > self.limit:
            hint = "a try is one look: after a step that does not help, damp more, and that is the "
            hint += "next round. A loop of its own needs an end: at the minimum nothing helps"
            came, wanted = f"look was called {self.calls} times", f"{self.limit} at most"
            self.attempt.fail("too many looks", self.call, came, wanted, hint)
        return self.averages(code)


def closed_form(look, pixels, start, pull, around=None):
    """Of a linear look: the pull as so many pixels more, each of which is one number of a code."""
    codes, around = len(start), start if around is None else around
    rows = np.concatenate([look.matrix, np.sqrt(pull) * np.eye(codes)])
    wanted = np.concatenate([pixels - look.offset, np.sqrt(pull) * around])
    return np.linalg.lstsq(rows, wanted, rcond=None)[0]


def mistakes(look, pixels, start, pull):
    double = "both squares have a factor 2 in their derivative: pull itself is in the equations"
    other = [2 * pull, pull / 2, pull**2, np.sqrt(pull)]
    nothing = "not a step was taken: is the sign right? code + step, with pixels - averages"
    return [
        Mistake(
            closed_form(look, pixels, start, pull, 0 * start), "the pull is to start, not to 0"
        ),
        Mistake(closed_form(look, pixels, start, 1e-12), "the pull is left out: " + STEP),
        *[Mistake(closed_form(look, pixels, start, p), double) for p in other],
        Mistake(start, nothing),
        Mistake(closed_form(look, pixels, start, pull) - start, "that is the change: add start"),
    ]


def refined(attempt, look, pixels, start, pull, rounds):
    """The answer, once neither `start` nor `pixels` was changed, nor `look` asked too often."""
    before = start.copy(), pixels.copy()
    look.calls, look.limit = 0, 8 * max(1, rounds) + 2
    look.call = f"refine_code(look, pixels, start, pull={pull}, rounds={rounds})"
    answer = attempt(look=look, pixels=pixels, start=start, pull=pull, rounds=rounds)
    for name, array, old in zip(("start", "pixels"), (start, pixels), before, strict=True):
        same = np.array_equal(array, old)
        came = f"{name}, changed by up to {np.abs(array - old).max():.3g}"
        hint = f"code = {name} is no copy, and += changes both: code = code + step"
        answer.must(same, "the argument was changed", came, "as it was", hint)
    return answer


def must_fit_what_is_linear(attempt, pixels, codes, pull):
    """More pixels than codes, or fewer."""
    matrix = random(pixels, codes, seed=codes).astype("float64")
    look = Look(attempt, matrix, random(pixels, seed=2).astype("float64"))
    given, start = (random(n, seed=i).astype("float64") for n, i in ((pixels, 3), (codes, 4)))
    shape = "the result is a code, (codes,)"
    answer = refined(attempt, look, given, start, pull, 0)
    answer.equals(start, hint="no round: start as it is", shape_hint=shape)
    right, known = closed_form(look, given, start, pull), mistakes(look, given, start, pull)
    answer = refined(attempt, look, given, start, pull, ROUNDS)
    got = answer.has_shape(right.shape, hint=shape)
    way = float(np.linalg.norm(got - right) / np.linalg.norm(start - right))
    slow = f"{way:.0%} of the way is left: does the damping shrink after a step that helped? And: "
    answer.equals(right, known, (slow if way < 1 else "") + STEP)


def must_not_overshoot(attempt):
    """Steps of Gauss and Newton go to and fro here: 0.9 → 2.1 → 0.9 → 2.1 …"""
    rng = np.random.default_rng(53)
    look = Look(attempt, rng.normal(size=(6, 4)), rng.normal(size=6), STEEP)
    goal = rng.normal(size=4)
    pixels, start, pull = look.averages(goal)[0], goal + 0.6 * rng.normal(size=4), 0.01

    def total(code):
        return np.sum((pixels - look.averages(code)[0]) ** 2) + pull * np.sum((code - start) ** 2)

    first = total(start)
    over = "a step that makes the sum larger is not taken: compare the sums, keep the better code"
    for rounds in (1, 2, 3, 7, ROUNDS):
        answer = refined(attempt, look, pixels, start, pull, rounds)
        now = total(answer.has_shape(start.shape))
        came, wanted = f"a code with the sum {now:.3f}", f"{first:.3f} at most, as at the start"
        answer.must(now <= first * (1 + 1e-9), "a larger sum", came, wanted, over)
    stuck = "nothing was taken: does the damping grow after a step that did not help, and is the "
    stuck += "step computed anew with it?"
    slow = "print the sum and the damping in every round: it shrinks again after steps that help"
    hint = stuck if now > 0.999 * first else slow
    came, wanted = f"a code with the sum {now:.3f}", f"less than {0.1 * first:.3f}"
    answer.must(now < 0.1 * first, f"not done after {ROUNDS} rounds", came, wanted, hint)

    answer = refined(attempt, look, pixels, start, 1e6, ROUNDS)
    away = float(np.abs(answer.has_shape(start.shape) - start).max())
    came, wanted = f"a code {away:.3g} away from start", "nearly start"
    answer.must(away < 1e-3, "a pull that does not hold", came, wanted, STEP)


def test_refine_code(attempt):
    must_fit_what_is_linear(attempt, pixels=9, codes=4, pull=0.5)
    must_fit_what_is_linear(attempt, pixels=3, codes=7, pull=0.05)
    must_not_overshoot(attempt)
