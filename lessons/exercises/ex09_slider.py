"""Exercise of lesson 9, find: a slider that is right for ordinary digits only.

Check: pytest tests/exercises/test_ex09_slider.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def slider(z, weights, intercept, step, values):
    """Codes of one picture at several settings of a slider, such as slants of 0, 0.2 and 0.4.

    A setting says what the measure is to *be*, not by how much it is to change. At each of them
    the prediction, code · weights + intercept, has the value that was asked for; and asked for
    what is predicted already, the slider leaves the code as it is.

    What somebody saw: the strips of most pictures look right. But a five that leans to the left
    still leans to the left where a slant of 0.2 was asked for, and the strip of a digit that leans
    a lot does so from beginning to end. Asked for a single value, the slider does nothing at all.

    Args:
        z: NumPy array (latents,), the code of the picture.
        weights, intercept: of the prediction, (latents,) and one number.
        step: (latents,), what is added to a code to raise the prediction by 1.
        values: (settings,), what the measure is to be; any numbers in any order.

    Returns:
        (settings, latents).
    """
    not_attempted()  # delete this line once you have mended what is below
    values = np.asarray(values)
    amounts = values - np.mean(values)  # to both sides of the middle setting
    return z + amounts[:, None] * step
