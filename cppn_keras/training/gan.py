"""The generative adversarial network, around any generator and any discriminator."""

import dataclasses

import keras
import tensorflow as tf
from keras import ops

from cppn_keras.training import losses
from cppn_keras.training.base import TrainingModel, added_losses, apply, descend
from cppn_keras.training.gate import Gate, gated, repeat_until

REAL_LABELS = (0.7, 1.2)  # from where noisy labels are drawn
FAKE_LABELS = (0.0, 0.3)


@keras.saving.register_keras_serializable(package="cppn_keras")
class GAN(TrainingModel):
    """Generator against discriminator (Goodfellow 2014), with the stabilizers of the 2016 post.

    In every batch the generator makes `generator_steps` steps (the post's N_handicap, 4 to 8), or
    fewer when its loss falls below `stop_below`; then the discriminator makes one if the gate is
    open. Nothing is frozen by toggling `trainable`: each optimizer is given its own variables.

    Two kinds of noise can slow the discriminator down. They enter its own step only, and `d_loss`
    is then the loss with the noise.

    Losses that layers add by `add_loss`, and regularizers, join `g_loss` (those of the generator)
    and `d_loss` (those of the discriminator). `gate` and `stop_below` look at the losses without.

    Args:
        generator: z → images.
        discriminator: images → logit (batch, 1).
        gate: None lets the discriminator learn from every batch.
        label_noise: draw the labels from U(0.7, 1.2) for real and U(0, 0.3) for fake pictures
            (noisy label smoothing).
        instance_noise: standard deviation of normal noise on real and fake pictures at step 0.
        instance_noise_steps: it falls linearly to 0 at this step of the discriminator.
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
        label_noise: bool = False,
        instance_noise: float = 0.0,
        instance_noise_steps: int = 1000,
        seed: int | None = None,
        **kwargs,
    ):
        super().__init__({"generator": generator, "discriminator": discriminator}, seed, **kwargs)
        self.gate = Gate(**gate) if isinstance(gate, dict) else gate
        self.generator_steps = generator_steps
        self.stop_below = stop_below
        self.label_noise = label_noise
        self.instance_noise = instance_noise
        self.instance_noise_steps = instance_noise_steps

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
        latent_dim = self.generator.input.shape[-1]
        z = keras.random.normal((count, latent_dim), seed=self.seed_generator)
        return self.generator(z, training=training)

    def generator_step(self, count):
        """One step of the generator on `count` images.

        Returns -log D(fake) and the whole loss, both as they were before the step.
        """
        with tf.GradientTape() as tape:
            logits = self.discriminator(self.sample_images(count, training=True), training=True)
            adversarial = losses.generator_loss(logits)
            loss = adversarial + added_losses(self.generator)
        descend(self.generator_optimizer, loss, tape, self.generator.trainable_variables)
        return adversarial, loss

    def labels(self, count):
        """The discriminator's labels for `count` real and for `count` fake pictures."""
        if not self.label_noise:
            return 1.0, 0.0
        return tuple(
            keras.random.uniform((count, 1), low, high, seed=self.seed_generator)
            for low, high in (REAL_LABELS, FAKE_LABELS)
        )

    def instance_noise_at(self, step):
        """Standard deviation of the noise on pictures at a step of the discriminator."""
        left = 1 - ops.cast(step, "float32") / self.instance_noise_steps
        return self.instance_noise * ops.maximum(left, 0.0)

    def perturb(self, images):
        """Images as the discriminator sees them in its own step."""
        if not self.instance_noise:
            return images
        noise = keras.random.normal(ops.shape(images), seed=self.seed_generator)
        return images + self.instance_noise_at(self.discriminator_optimizer.iterations) * noise

    def train_step(self, images):
        count = ops.shape(images)[0]
        (adversarial, g_loss), g_steps = repeat_until(
            lambda: self.generator_step(count), self.generator_steps, self.stop_below
        )
        fakes = self.sample_images(count, training=True)
        d_loss, opened = discriminator_step(
            self, self.perturb(images), self.perturb(fakes), adversarial, *self.labels(count)
        )
        return self.track(g_loss=g_loss, d_loss=d_loss, gate=opened, g_steps=g_steps)

    def test_step(self, images):
        fakes = self.sample_images(ops.shape(images)[0], training=False)
        adversarial, d_loss = adversarial_losses(self.discriminator, images, fakes)
        return self.track(g_loss=adversarial + added_losses(self.generator), d_loss=d_loss)

    def get_config(self):
        noise = {
            "label_noise": self.label_noise,
            "instance_noise": self.instance_noise,
            "instance_noise_steps": self.instance_noise_steps,
        }
        return {**super().get_config(), **gate_config(self), **noise}


def discriminator_step(model, images, fakes, g_loss, real_labels=1.0, fake_labels=0.0):
    """One gated step of `model.discriminator`.

    Returns its whole loss before the step, and 1.0 if the gate was open, else 0.0.
    """
    variables = model.discriminator.trainable_variables
    with tf.GradientTape() as tape:
        real_logits, fake_logits, added = discriminate(
            model.discriminator, images, ops.stop_gradient(fakes), training=True
        )
        d_loss = losses.discriminator_loss(real_logits, fake_logits, real_labels, fake_labels)
        whole = d_loss + added
    gradients = tape.gradient(whole, variables)
    opened = gated(
        model.gate,
        g_loss,
        d_loss,
        lambda: apply(model.discriminator_optimizer, gradients, variables),
    )
    return whole, opened


def discriminate(discriminator, images, fakes, training: bool):
    """Logits of real and of fake pictures, and the mean of what layers add to the loss for each.

    Real and fake pictures pass in batches of their own, so that batch normalisation does not mix
    them (as in DCGAN). The mean counts regularizers once.
    """
    real_logits = discriminator(images, training=training)
    added = 0.5 * added_losses(discriminator)
    fake_logits = discriminator(fakes, training=training)
    return real_logits, fake_logits, added + 0.5 * added_losses(discriminator)


def adversarial_losses(discriminator, images, fakes):
    """-log D(fake) and the discriminator's whole loss, as a `test_step` reports them."""
    real_logits, fake_logits, added = discriminate(discriminator, images, fakes, training=False)
    d_loss = losses.discriminator_loss(real_logits, fake_logits) + added
    return losses.generator_loss(fake_logits), d_loss


def gate_config(model) -> dict:
    """The settings of the gated alternation, for `get_config`."""
    return {
        "gate": dataclasses.asdict(model.gate) if model.gate else None,
        "generator_steps": model.generator_steps,
        "stop_below": model.stop_below,
    }
