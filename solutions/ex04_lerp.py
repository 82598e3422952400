"""Exercise of lesson 4: from one place to another in a straight line."""

from keras import ops


def lerp(a, b, t):
    """Linear interpolation: a frame of a zoom or of a morph for each t."""
    t = ops.reshape(t, (-1, 1))  # (frames, 1)
    return (1 - t) * a + t * b  # (frames, numbers)
