"""Exercise of lesson 4: from one code to another without passing near the origin."""

from keras import ops


def slerp(a, b, t):
    """Spherical interpolation: the direction turns evenly, the length changes evenly."""
    t = ops.reshape(t, (-1, 1))  # (frames, 1)
    length_a, length_b = ops.norm(a), ops.norm(b)
    u, v = a / length_a, b / length_b  # both (latent,), of length 1
    angle = ops.arccos(ops.clip(ops.sum(u * v), -1, 1))
    turned = ops.sin((1 - t) * angle) * u + ops.sin(t * angle) * v  # (frames, latent)
    turned = turned / ops.maximum(ops.sin(angle), 1e-6)
    direction = ops.where(angle > 1e-3, turned, u)
    return ((1 - t) * length_a + t * length_b) * direction
