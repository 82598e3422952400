"""The combination of the 2016 post: VAE and GAN around one generator, in gated alternation."""

import keras
import tensorflow as tf

from cppn_keras.training import losses
from cppn_keras.training.base import descend
from cppn_keras.training.gan import adversarial_losses, discriminator_step, gate_config
from cppn_keras.training.gate import Gate, repeat_until
from cppn_keras.training.vae import VAE


@keras.saving.register_keras_serializable(package="cppn_keras")
class VAEGAN(VAE):
    """The algorithm of "Generating Large Images from Latent Vectors", batch by batch.

    1. `vae_steps` steps of encoder and generator on the VAE loss.
    2. Up to `generator_steps` steps of both on generator loss + VAE loss ("balanced"), fewer when
       the generator's loss falls below `stop_below`.
    3. One step of the discriminator if the gate is open.

    As in the post's program the discriminator sees reconstructions, never samples of the prior,
    and the VAE loss is (cross-entropy + KL) / pixels by default. The other arguments are `VAE`'s.

    Losses that layers add by `add_loss`, and regularizers, are part of the VAE loss, in both kinds
    of step, and of `d_loss`; `gate` and `stop_below` look at the losses without.
    """

    NETWORKS = ("encoder", "generator", "discriminator")
    TRACKED = ("loss", "reconstruction", "kl", "g_loss", "d_loss", "gate", "g_steps")

    def __init__(
        self,
        encoder: keras.Model,
        generator: keras.Model,
        discriminator: keras.Model,
        gate: Gate | dict | None = None,
        vae_steps: int = 4,
        generator_steps: int = 4,
        stop_below: float | None = None,
        reconstruction_weight: float | None = None,
        kl_weight: float | None = None,
        **kwargs,
    ):
        height, width, _ = generator.output.shape[1:]
        per_pixel = 1.0 / (height * width)
        super().__init__(
            encoder,
            generator,
            reconstruction_weight=per_pixel
            if reconstruction_weight is None
            else reconstruction_weight,
            kl_weight=per_pixel if kl_weight is None else kl_weight,
            networks={"discriminator": discriminator},
            **kwargs,
        )
        self.gate = Gate(**gate) if isinstance(gate, dict) else gate
        self.vae_steps = vae_steps
        self.generator_steps = generator_steps
        self.stop_below = stop_below

    def compile(
        self, vae_optimizer="adam", generator_optimizer="adam", discriminator_optimizer="adam"
    ):
        self.compile_optimizers(
            vae_optimizer=vae_optimizer,
            generator_optimizer=generator_optimizer,
            discriminator_optimizer=discriminator_optimizer,
        )

    def optimizer_targets(self):
        return {
            "vae_optimizer": self.vae_variables,
            "generator_optimizer": self.vae_variables,
            "discriminator_optimizer": self.discriminator.trainable_variables,
        }

    def generator_step(self, images):
        """One "balanced" step of encoder and generator.

        Returns -log D(fake) and the whole loss, both as they were before the step.
        """
        with tf.GradientTape() as tape:
            reconstructions, figures = self.vae_losses(images, training=True)
            g_loss = losses.generator_loss(self.discriminator(reconstructions, training=True))
            balanced = g_loss + figures["loss"]
        descend(self.generator_optimizer, balanced, tape, self.vae_variables)
        return g_loss, balanced

    def train_step(self, images):
        for _ in range(self.vae_steps):
            figures = self.vae_step(images)
        (g_loss, _), g_steps = repeat_until(
            lambda: self.generator_step(images), self.generator_steps, self.stop_below
        )
        fakes, _, _ = self.reconstruct(images, training=True)
        d_loss, opened = discriminator_step(self, images, fakes, g_loss)
        return self.track(**figures, g_loss=g_loss, d_loss=d_loss, gate=opened, g_steps=g_steps)

    def test_step(self, images):
        reconstructions, figures = self.vae_losses(images, training=False)
        g_loss, d_loss = adversarial_losses(self.discriminator, images, reconstructions)
        return self.track(**figures, g_loss=g_loss, d_loss=d_loss)

    def get_config(self):
        return {**super().get_config(), **gate_config(self), "vae_steps": self.vae_steps}
