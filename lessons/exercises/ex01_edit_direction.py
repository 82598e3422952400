"""Exercise of lesson 1, write: a direction that slants digits, found from data.

Check: pytest tests/exercises/test_ex01_edit_direction.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def edit_direction(codes, quality):
    """The direction in which to move a code so that a measured quality of the picture grows.

    It leads from the mean code of the third of the pictures in which the quality is lowest to the
    mean code of the third in which it is highest. A third of n pictures is n // 3 of them, rounded
    down; what is in between does not count. The length is left as it comes.

    Args:
        codes: the mean codes of many pictures, in no order, (pictures, latents).
        quality: what was measured in each of them, such as its slant, (pictures,).

    Returns:
        (latents,).
    """
    return not_attempted()
