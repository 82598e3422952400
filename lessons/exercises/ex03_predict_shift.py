"""Exercise of lesson 3, predict: what half a pixel does.

Check: pytest tests/exercises/test_ex03_predict_shift.py
"""

from cppn_keras.course.exercises import not_attempted


def predict_shift():
    """How well a picture of 26 pixels and one of 1300 lie on each other, if corner-aligned.

    Along the width. Corner-aligned means: the first of n pixels stands for x = -1, the last for
    x = 1, the others lie evenly between. So it is for the 26 and for the 1300. Shown at the same
    size, 50 columns of the large picture take the place of one column of the small: the columns 0
    to 49 that of column 0, and so on.

    Take one column of the small picture. Some place in the large picture, on a column or between
    two, stands for the very same x. How far is that place from the middle of the 50 columns that
    take its place? This is the column's shift, counted in columns of the large picture; it is
    negative where the same x lies further left in the large picture.

    Returns:
        Three numbers: the shift of the small picture's first column; the mean of the shifts of
        columns 12 and 13, the two in the middle; the shift of its last column, 25.
    """
    return not_attempted()
