"""Exercise of lesson 8, change: a measure of your own for the outlines of ink."""

from keras import ops


def outline_penalty(samples):
    """How long the outlines of the ink are: the total variation (Rudin, Osher and Fatemi 1992)."""
    down = samples[1:, :-1] - samples[:-1, :-1]  # (height - 1, width - 1)
    right = samples[:-1, 1:] - samples[:-1, :-1]
    # Straight across an edge the lengths of the gradient add up to 1, however soft the edge is; so
    # all of them together are the length of the outlines. The root is infinitely steep at 0, where
    # nothing changes: a little is added.
    return ops.mean(ops.sqrt(down**2 + right**2 + 1e-6))
