"""Exercise of lesson 4, write: from one vector to another without passing near the origin."""

from keras import ops


def slerp(a, b, t):
    """Spherical interpolation: the direction turns evenly, the length changes evenly.

    Two traps of float32: the cosine of a vector with itself may round to more than 1, which has no
    arccos; and for a very small angle both sines are divided by nearly 0.
    """
    t = ops.reshape(t, (-1, 1))  # (frames, 1)
    length_a, length_b = ops.norm(a), ops.norm(b)
    u, v = a / length_a, b / length_b  # both (numbers,), of length 1
    angle = ops.arccos(ops.clip(ops.sum(u * v), -1, 1))
    turned = ops.sin((1 - t) * angle) * u + ops.sin(t * angle) * v  # (frames, numbers)
    turned = turned / ops.maximum(ops.sin(angle), 1e-6)
    direction = ops.where(angle > 1e-3, turned, u)
    return ((1 - t) * length_a + t * length_b) * direction
