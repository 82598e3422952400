"""Exercise of lesson 7, write: which steps are made in one batch, and when to stop.

Check: pytest tests/exercises/test_ex07_one_batch.py
"""

from cppn_keras.course.exercises import not_attempted


def one_batch(
    vae_step, generator_step, discriminator_step, gate_open, vae_steps, generator_steps, stop_below
):
    """The schedule of 2016: VAE, then generator, then perhaps the discriminator.

    The lesson gives all seven by name; keep the names.

    Args:
        vae_step, generator_step, discriminator_step: functions without arguments; each call
            makes one step and returns its loss before the step, a float.
        gate_open: function of one float, the loss that generator_step returned *last*; True if
            the discriminator may learn.
        vae_steps: how many steps of the VAE to make.
        generator_steps: how many steps of the generator to make at most, 1 or more.
        stop_below: a generator's loss below this ends its steps early.

    Returns:
        Three whole numbers: how many steps of VAE, generator and discriminator were made.

    In this order: all VAE steps; generator steps, until there are enough or one has returned a
    loss below stop_below (that step counts); then the gate is asked, once, and if it is open the
    discriminator makes one step. A shut gate makes no step at all.
    """
    return not_attempted()
