"""Exercise of lesson 2: noise that fades as training goes on."""

from keras import ops


def instance_noise_at(step, start, decay_steps):
    """How strong the noise on the discriminator's pictures is at a step of training."""
    done = ops.cast(step, "float32") / decay_steps  # 0 at the start, 1 when the noise is gone
    return start * ops.maximum(1 - done, 0.0)
