"""Exercise of lesson 9, change: a loop through any codes, at a pace of one's own.

Check: pytest tests/exercises/test_ex09_morph_frames.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def morph_frames(codes, frames, easing):
    """The codes of an animation that visits each of `codes` in turn and returns to the first.

    There is a leg from each code to the next, and one from the last back to the first. All legs
    are straight and take as many frames. What is shown over and over has no frame twice in a row,
    so the code at which a leg ends is the first frame of the next one, and is not shown twice; nor
    does the animation end with the frame that it begins with.

    On a leg the time runs evenly, from 0 at its beginning to 1 at its end. The easing says which
    part of the way has been gone by then.

    Args:
        codes: NumPy array (n, latents), n of 2 or more.
        frames: how many a leg takes, 1 or more: its beginning counts, its end does not.
        easing: a function, times (m,) → parts of the way (m,). It gives 0 for 0 and 1 for 1, and
            may be anything between: slow at first, fast at first, or even beyond the end and back.

    Returns:
        (n · frames, latents). Row i · frames is codes[i], exactly.
    """
    return not_attempted()
