"""Exercise of lesson 8, predict: what does a poster cost, in time, in memory and in tiles?

Check: pytest tests/exercises/test_ex08_predict_poster.py
"""

from cppn_keras.course.exercises import not_attempted


def predict_poster():
    """What the eleven coarsest levels of a poster cost. Commit to three numbers before you run.

    The levels have 1, 2, 4, … and at last 1,024 pixels a side. The network draws every one of
    them, and each is cut into tiles of 512 x 512 pixels; a level that is smaller is one tile.

    Suppose that a picture of 256 x 256 pixels takes one second. The network is asked about 32,768
    pixels a call, two calls at a time. While a call lasts, each of its pixels holds 283 numbers,
    float32. Neglect whatever else takes time or memory.

    Returns:
        Three numbers: seconds, megabytes, tiles.
        seconds: to draw all eleven levels.
        megabytes: the numbers at the pixels, when most of them are held; millions of bytes.
        tiles: in all eleven levels together.
    """
    return not_attempted()
