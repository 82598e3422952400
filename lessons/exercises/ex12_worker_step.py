"""Exercise of lesson 12, find: many workers that learn no more than one.

Check: pytest tests/exercises/test_ex12_worker_step.py
"""

import numpy as np
import tensorflow as tf

from cppn_keras.course.exercises import not_attempted


def worker_step(loss_of, variables, images, noise_size, workers, seed, step):
    """The gradient of one training step on several workers, one after the other in one process.

    Each worker takes its shard of the batch and draws the noise of the reparameterization trick for
    it. The gradients of all are added up, as an all-reduce does, and every worker applies the sum.
    It is to be a gradient of the loss of the whole batch, as one machine would have it, with a
    noise of its own for every picture. The noise depends on nothing but the arguments, so that a
    run that was stopped goes on as if it had not been.

    What somebody saw: with one worker all is right. With eight the loss falls as unsteadily as with
    a smaller batch. And when they had each worker draw a page of samples, all drew the same page.

    Args:
        loss_of: function (images, noise) → the loss of these pictures, a mean over them.
        variables: list of the weights that are trained.
        images: NumPy array (batch, height, width, channels); `workers` divides the batch.
        noise_size: numbers of noise for each picture.
        workers: how many there are.
        seed: of the run, a whole number, 0 or more.
        step: number of the step, from 0 on.

    Returns:
        List of tensors, the gradient by each of `variables`.
    """
    not_attempted()  # delete this line once you have mended what is below
    gradients = [tf.zeros_like(variable) for variable in variables]
    share = len(images) // workers
    for worker in range(workers):
        own = images[worker * share : (worker + 1) * share]
        rng = np.random.default_rng([seed, step])
        noise = rng.normal(size=(share, noise_size)).astype("float32")
        with tf.GradientTape() as tape:
            loss = loss_of(own, noise) / workers
        own_gradients = tape.gradient(loss, variables)
        gradients = [total + one for total, one in zip(gradients, own_gradients, strict=True)]
    return gradients
