"""Exercise of lesson 4: from one code to another without passing near the origin.

Check: pytest tests/exercises/test_ex04_slerp.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def slerp(a, b, t):
    """Spherical interpolation: the direction turns evenly, the length changes evenly.

    Codes z ~ N(0, I) with many latents all have about the same length. Half-way on the straight
    line between two of them is a code shorter than any that a generator was trained on. On the
    sphere it is not.

    Args:
        a, b: where it begins and ends, both (latent,), neither of them 0 nor opposite.
        t: (frames,), how much of the way has been gone: 0 at a, 1 at b.

    Returns:
        (frames, latent). With the unit vectors u = a/‖a‖ and v = b/‖b‖ and the angle Ω between
        them, u·v = cos Ω, the direction is (sin((1 - t)Ω)·u + sin(tΩ)·v) / sin Ω, and the length
        is (1 - t)·‖a‖ + t·‖b‖. Where a and b have one direction (Ω = 0), it stays.

    Hint: ops.arccos, and ops.clip to -1..1 before it, for rounding. sin Ω must not be 0 when it
    divides: ops.maximum(sin, 1e-6), and ops.where to choose u for a very small Ω.
    """
    return not_attempted()
