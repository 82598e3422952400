"""Exercise of lesson 8, change: a measure of your own for the outlines of ink.

Check: pytest tests/exercises/test_ex08_outline_penalty.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def outline_penalty(samples):
    """How long the outlines of the ink are, or how curved: you decide what is measured, and how.

    The lesson's sum asks for the right pixels and for a code near the first one. Many pictures
    have the right pixels; this is a third term, for those who would rather have a smooth outline
    than a frayed one. It is to be minimised by its gradient, so it is made with keras.ops. What
    it must fulfil, in whatever units:

    - nothing, or nearly so, for a sheet that is all paper or all ink: the rim of the picture is
      no outline;
    - (nearly) the same for a picture that is flipped, in either direction, or transposed, or whose
      ink and paper are exchanged;
    - more for a wavy edge than for a straight one, and more for many small discs than for a large
      one, with as much ink and as soft edges in both: by 5 % at least;
    - a gradient that is finite in every picture, also where it is all of one colour, and that is
      not 0 at edges. A small step against the gradient makes the measure smaller.

    Args:
        samples: tensor (height, width) in 0..1: ink is 1, paper 0, and edges are soft.

    Returns:
        One number of shape (), never below 0.
    """
    return not_attempted()
