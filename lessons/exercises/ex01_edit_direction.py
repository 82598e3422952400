"""Exercise of lesson 1: a direction that changes one thing, found from data.

Check: pytest tests/exercises/test_ex01_edit_direction.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def edit_direction(codes, quality):
    """The direction in which to move a code so that a measured quality of the picture grows.

    Args:
        codes: the mean codes of many pictures, (pictures, latent).
        quality: what was measured in each of them, such as its slant, (pictures,).

    Returns:
        (latent,): the mean code of the third of the pictures with the *highest* quality, minus
        the mean code of the third with the *lowest*. A third of n pictures is n // 3 of them;
        what is in between does not count. The length is left as it comes.

    Hint: ops.argsort(quality) lists the pictures from low to high; ops.take(codes, list, axis=0)
    picks codes by such a list.
    """
    return not_attempted()
