"""Exercise of lesson 2: label smoothing, with labels drawn at random."""

import keras


def noisy_labels(count, seed_generator):
    """Labels for the discriminator that are a little off 1 and 0, so that it is never too sure."""
    real = keras.random.uniform((count, 1), 0.7, 1.2, seed=seed_generator)
    fake = keras.random.uniform((count, 1), 0.0, 0.3, seed=seed_generator)
    return real, fake
