"""A learnt prior: the way from N(0, I) to the codes that an encoder really uses.

A VAE's codes only roughly fill N(0, I): some draws fall where no picture was ever encoded and
decode to something between two digits. A rectified flow (Liu et al. 2023) learns a velocity
field that carries N(0, I) onto the codes; following it turns any z into a code that means
something. The generator itself is left as it is.
"""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from cppn_keras.training.base import descend

FLOW_STEPS = 16  # Euler steps from noise to code


@keras.saving.register_keras_serializable(package="cppn_keras")
class Flow(keras.Model):
    """Trains a velocity network: at (1 - t)·noise + t·code it should say code - noise.

    Loss: squared error, averaged over latents and batch. Data: z_mean and z_log_var of encoded
    pictures, both (batch, latent); a code is drawn from them anew at every step.
    """

    def __init__(self, velocity: keras.Model, seed: int | None = None, **kwargs):
        super().__init__(**kwargs)
        self.velocity = velocity
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.loss_tracker = keras.metrics.Mean(name="loss")
        self.built = True

    @property
    def metrics(self):
        return [self.loss_tracker]

    def train_step(self, data):
        z_mean, z_log_var = data
        shape = ops.shape(z_mean)
        noise = keras.random.normal(shape, seed=self.seed_generator)
        epsilon = keras.random.normal(shape, seed=self.seed_generator)
        codes = z_mean + ops.exp(0.5 * z_log_var) * epsilon
        time = keras.random.uniform((shape[0], 1), seed=self.seed_generator)
        with tf.GradientTape() as tape:
            velocity = self.velocity([(1 - time) * noise + time * codes, time], training=True)
            loss = ops.mean(ops.square(velocity - (codes - noise)))
        descend(self.optimizer, loss, tape, self.velocity.trainable_variables)
        self.loss_tracker.update_state(loss)
        return {"loss": self.loss_tracker.result()}


def fit_flow(
    z_mean: np.ndarray,
    z_log_var: np.ndarray,
    velocity: keras.Model,
    steps: int = 8000,
    batch_size: int = 512,
    seed: int = 0,
) -> float:
    """Fits `velocity` to codes, z_mean and z_log_var (pictures, latent); returns the last loss.

    8000 steps take about a minute on two cores.
    """
    rng = np.random.default_rng([seed, 101])
    flow = Flow(velocity, seed=seed)
    schedule = keras.optimizers.schedules.CosineDecay(1e-3, steps)
    per_round = steps // 10
    flow.compile(optimizer=keras.optimizers.Adam(schedule), steps_per_execution=per_round)
    picks = rng.integers(0, len(z_mean), (steps, batch_size))
    codes = tf.data.Dataset.from_tensor_slices(picks).map(
        lambda pick: (tf.gather(z_mean, pick), tf.gather(z_log_var, pick))
    )
    history = flow.fit(
        codes.repeat(), epochs=10, steps_per_epoch=per_round, verbose=2, shuffle=False
    )
    return history.history["loss"][-1]


def transport(velocity: keras.Model, z: np.ndarray, steps: int = FLOW_STEPS) -> np.ndarray:
    """Carries z ~ N(0, I), float32 (batch, latent), along the flow to codes of the same shape."""
    codes = np.asarray(z, "float32")
    for i in range(steps):
        time = np.full((len(codes), 1), i / steps, "float32")
        codes = codes + velocity.predict_on_batch([codes, time]) / steps
    return codes
