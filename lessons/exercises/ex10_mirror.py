"""Exercise of lesson 10, change: pictures that are the same left and right.

Check: pytest tests/exercises/test_ex10_mirror.py
"""

import keras
from keras import ops

from cppn_keras.course.exercises import not_attempted


def mirror(cppn):
    """A CPPN whose every picture is its own mirror image, made of one that is trained.

    A frog from the front and a truck from behind are the same left and right. The lesson's CPPN has
    to learn that from pictures; yours cannot do otherwise, for it draws with the same weights in
    another way. So it can be tried on the networks of the lesson without training, or be trained
    in their place. How you do it is up to you. What it must fulfil:

    - for every z the colour at (x, y) is the colour at (-x, y), wherever the points are and
      whatever their order;
    - left and right only: a picture still changes with z, with y and with |x|;
    - a network whose pictures are the same left and right already is drawn as before;
    - a third column of the coordinates, the distance r from the middle, reaches the CPPN as the
      distance of a point that it is asked about;
    - its weights are the CPPN's own, no copies, and no others; whoever trains one trains both;
    - it can be saved and loaded like every model: no Lambda layer, and if a layer of yours is in
      it, a registered one.

    Args:
        cppn: functional Keras model of [z (batch, latent), coordinates (1 or batch, points, 2 or
            3)] → colours (batch, points, channels) in 0..1. Columns are x, y and, if there are
            three, r. It is left as it was.

    Returns:
        A functional keras.Model of the same inputs, with colours of the same shape.
    """
    return not_attempted()
