"""Exercise of lesson 11, write: z has a say in every layer, and is asked once per picture."""

from keras import ops


def film(h, z, dense):
    """Hidden units, scaled and shifted by what a dense layer makes of z."""
    modulation = dense(z)  # (batch, 2·units): before any point comes in
    scales, shifts = ops.split(modulation, 2, axis=-1)  # (batch, units) each
    # An axis of length 1 in the place of the points: broadcasting repeats numbers, not work.
    return h * (1 + scales[:, None]) + shifts[:, None]  # (batch, points, units)
