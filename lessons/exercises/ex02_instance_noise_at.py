"""Exercise of lesson 2: noise that fades as training goes on.

Check: pytest tests/exercises/test_ex02_instance_noise_at.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted


def instance_noise_at(step, start, decay_steps):
    """How strong the noise on the discriminator's pictures is at a step of training.

    Args:
        step: how many steps have been made: a whole number, or a tensor of them of any shape
            (within a training step it is `optimizer.iterations`).
        start: the standard deviation of the noise at step 0.
        decay_steps: the step at which the noise is gone.

    Returns:
        Same shape as step: falls in a straight line from start at step 0 to 0 at decay_steps,
        and stays 0 after it.

    Hint: ops.maximum, where Python's max and if could not take a tensor. ops.cast(step,
    "float32") makes fractions possible.
    """
    return not_attempted()
