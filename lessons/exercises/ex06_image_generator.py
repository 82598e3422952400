"""Exercise of lesson 6, write: a CPPN that draws pictures of one size, so that a VAE can use it.

Check: pytest tests/exercises/test_ex06_image_generator.py
"""

import keras
from keras import layers, ops

from cppn_keras.course.exercises import not_attempted


def image_generator(cppn, coordinates, height, width):
    """Binds a CPPN to a grid of places.

    Args:
        cppn: a functional model of two inputs, called as cppn([z, places]): z (batch, latent) and
            places (1, points, 3) give colours (batch, points, channels).
        coordinates: the places of all pixels, row by row from the top, (height·width, 3).
        height, width: of the picture.

    Returns:
        A keras.Model of one input: z (batch, latent) → images (batch, height, width, channels),
        for any batch. Its weights are the CPPN's own, so that whoever trains it trains the CPPN,
        and it has no others.
    """
    return not_attempted()
