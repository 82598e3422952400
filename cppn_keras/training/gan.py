"""The generative adversarial network, around any generator and any discriminator."""

import dataclasses

import keras
import tensorflow as tf
from keras import ops

from cppn_keras import losses
from cppn_keras.training.base import TrainingModel, descend
from cppn_keras.training.gate import Gate, gated, repeat_until


@keras.saving.register_keras_serializable(package="cppn_keras")
class GAN(TrainingModel):
    """Generator against discriminator (Goodfellow 2014), with the brakes of the 2016 post.

    In every batch the generator makes `generator_steps` steps (the post's N_handicap, 4 to 8), or
    fewer when its loss falls below `stop_below`; then the discriminator makes one, if the gate
    lets it. Nothing is frozen by toggling `trainable`: each optimizer is given its own variables.

    Args:
        generator: z → images.
        discriminator: images → logit (batch, 1).
        gate: None lets the discriminator learn from every batch.
    """

    NETWORKS = ("generator", "discriminator")
    TRACKED = ("g_loss", "d_loss", "gate", "g_steps")

    def __init__(
        self,
        generator: keras.Model,
        discriminator: keras.Model,
        gate: Gate | dict | None = None,
        generator_steps: int = 1,
        stop_below: float | None = None,
        seed: int | None = None,
        **kwargs,
    ):
        super().__init__({"generator": generator, "discriminator": discriminator}, seed, **kwargs)
        self.gate = Gate(**gate) if isinstance(gate, dict) else gate
        self.generator_steps = generator_steps
        self.stop_below = stop_below

    def compile(self, generator_optimizer="adam", discriminator_optimizer="adam"):
        self.compile_optimizers(
            generator_optimizer=generator_optimizer,
            discriminator_optimizer=discriminator_optimizer,
        )

    def optimizer_targets(self):
        return {
            "generator_optimizer": self.generator.trainable_variables,
            "discriminator_optimizer": self.discriminator.trainable_variables,
        }

    def call(self, z, training=False):
        return self.generator(z, training=training)

    def sample_images(self, count, training: bool):
        """`count` images from z ~ N(0, I)."""
        latent_dim = self.generator.inputs[0].shape[-1]
        z = keras.random.normal((count, latent_dim), seed=self.seed_generator)
        return self.generator(z, training=training)

    def generator_step(self, count):
        """One step of the generator on `count` images; returns its loss before the step."""
        with tf.GradientTape() as tape:
            logits = self.discriminator(self.sample_images(count, training=True), training=True)
            loss = losses.generator_loss(logits)
        descend(self.generator_optimizer, loss, tape, self.generator.trainable_variables)
        return loss

    def train_step(self, images):
        count = ops.shape(images)[0]
        g_loss, g_steps = repeat_until(
            lambda: self.generator_step(count), self.generator_steps, self.stop_below
        )
        fakes = self.sample_images(count, training=True)
        d_loss, opened = discriminator_step(self, images, fakes, g_loss)
        return self.track(g_loss=g_loss, d_loss=d_loss, gate=opened, g_steps=g_steps)

    def test_step(self, images):
        fake_logits = self.discriminator(self.sample_images(ops.shape(images)[0], training=False))
        real_logits = self.discriminator(images)
        g_loss = losses.generator_loss(fake_logits)
        d_loss = losses.discriminator_loss(real_logits, fake_logits)
        return self.track(g_loss=g_loss, d_loss=d_loss)

    def get_config(self):
        return {**super().get_config(), **gate_config(self)}


def discriminator_step(model, images, fakes, g_loss):
    """One gated step of `model.discriminator`: returns its loss before it, and 1.0 if it was made.

    Real and fake pictures pass in batches of their own, so that batch normalisation does not mix
    them (as in DCGAN).
    """
    variables = model.discriminator.trainable_variables
    with tf.GradientTape() as tape:
        real_logits = model.discriminator(images, training=True)
        fake_logits = model.discriminator(ops.stop_gradient(fakes), training=True)
        d_loss = losses.discriminator_loss(real_logits, fake_logits)
    gradients = tape.gradient(d_loss, variables)
    opened = gated(
        model.gate,
        g_loss,
        d_loss,
        lambda: model.discriminator_optimizer.apply(gradients, variables),
    )
    return d_loss, opened


def gate_config(model) -> dict:
    """The settings of the gated alternation, for `get_config`."""
    return {
        "gate": dataclasses.asdict(model.gate) if model.gate else None,
        "generator_steps": model.generator_steps,
        "stop_below": model.stop_below,
    }
