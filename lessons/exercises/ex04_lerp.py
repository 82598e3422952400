"""Exercise of lesson 4: from one place to another in a straight line.

Check: pytest tests/exercises/test_ex04_lerp.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def lerp(a, b, t):
    """Linear interpolation: a frame of a zoom or of a morph for each t.

    Args:
        a, b: where it begins and ends, both (numbers,): a centre (x, y), or a code z.
        t: (frames,), how much of the way has been gone: 0 at a, 1 at b.

    Returns:
        (frames, numbers): (1 - t)·a + t·b, a row for each t.

    Hint: t as a column, ops.reshape(t, (-1, 1)): then a row meets every frame.
    """
    return not_attempted()
