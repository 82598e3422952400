"""Exercise of lesson 11, write: z has a say in every layer, and is asked once per picture.

Check: pytest tests/exercises/test_ex11_film.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def film(h, z, dense):
    """Hidden units, scaled and shifted by what a dense layer makes of z (FiLM).

    Every unit has a scale and a shift, which depend on the picture and not on the point: all
    points of a picture have the same. Where the dense layer gives 0, nothing changes. What depends
    on z alone is computed once per picture, not once per point: there are thousands of these.

    Args:
        h: tensor (batch, points, units); or (1, points, units), where all pictures still have the
            same units, as in the first layer.
        z: tensor (batch, latent).
        dense: a layer, (..., latent) → (..., 2·units): first the scales of all units, then their
            shifts.

    Returns:
        (batch, points, units): each unit h times one more than its scale, plus its shift.

    It is used within a network, where batch and points may not be known beforehand.
    """
    return not_attempted()
