"""Exercise of lesson 9, predict: how long random codes are, and their averages.

Check: pytest tests/exercises/test_ex09_predict_midpoint.py
"""

from cppn_keras.course.exercises import not_attempted


def predict_midpoint():
    """Four numbers about independent z ~ N(0, I) of 24 numbers each. Commit before you run.

    Think of ‖z‖², the sum of 24 squares, each of which is 1 on average; of ‖(z + w)/2‖²; and of
    the cosine of the angle between z and w, which is z · w divided by both lengths.

    An estimate is good enough within a twentieth; the spread of the angle within a tenth.

    Returns:
        Four numbers: length, spread, midpoint, ten.
        length: how long a z usually is.
        spread: the angle between two of them is 90° on average. What is its standard deviation,
            in degrees?
        midpoint: the length of the point half-way between two of them, divided by `length`.
        ten: the length of the mean of ten of them, divided by `length`.
    """
    return not_attempted()
