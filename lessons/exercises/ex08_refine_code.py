"""Exercise of lesson 8, write: a code that is fitted to the pixels of one picture.

Check: pytest tests/exercises/test_ex08_refine_code.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def refine_code(look, pixels, start, pull, rounds):
    """Looks for the code whose picture, averaged over pixels, has the pixels that were given.

    What is to become least is the sum

        Σ (pixels - averages)² + pull · ‖code - start‖²

    There may be more numbers in the code than pixels; the pull keeps what the pixels do not say.

    Were the averages linear in the code, the least sum would be one system of linear equations
    away: the step of Gauss and Newton. They are not, and so it may lead too far. Levenberg and
    Marquardt *damp* it: damping is a number that is added to the diagonal of the equations, and
    makes the step shorter and turns it downhill. A step that does not make the sum smaller is not
    taken, and the damping grows; one that does is taken, and the damping shrinks. By how much is
    up to you.

    Args:
        look: a function, code (codes,) → averages (pixels,) and their jacobian (pixels, codes):
            d averages / d code. It is what takes time.
        pixels: NumPy array (pixels,), float64.
        start: NumPy array (codes,), float64, not to be changed in place.
        pull: above 0.
        rounds: how many steps are made, or tried. `look` is called 8 · rounds + 2 times at most.

    Returns:
        (codes,): the code with the least sum that was found; with rounds=0 `start`. The sum is
        never above that of `start`.
    """
    return not_attempted()
