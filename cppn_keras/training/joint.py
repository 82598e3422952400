"""VAE and GAN in one joint step: how the shipped digits are trained."""

import keras
import tensorflow as tf
from keras import ops

from cppn_keras.networks.conv import FEATURES
from cppn_keras.training import losses
from cppn_keras.training.base import added_losses, descend
from cppn_keras.training.gan import adversarial_losses
from cppn_keras.training.vae import VAE


@keras.saving.register_keras_serializable(package="cppn_keras")
class JointVAEGAN(VAE):
    """Encoder and generator in one step, the discriminator in another, on every batch.

    Where `VAEGAN` balances the two by a gate and repeated steps, this class needs neither: a
    penalty on the gradient norm of the discriminator at real pictures keeps it in check (R1,
    Mescheder et al. 2018). The discriminator sees samples of the prior as well as reconstructions.

    Loss of encoder and generator, averaged over the batch:

        reconstruction_weight · reconstruction
        + β · kl_weight · KL                              β grows from 0 to 1 in kl_warmup steps
        + adversarial_weight · -log D(fake)               from step adversarial_start on
        + feature_weight · ‖features(x) - features(x̂)‖²   likewise (Larsen et al. 2016)

    Loss of the discriminator: ½(-log D(x) - log(1 - D(fake))) + r1_weight/2 · ‖∇ₓ logit(x)‖².

    Losses that layers add by `add_loss`, and regularizers, join the loss of their network.
    Reported are `d_loss` without the gradient penalty, and `gradient_norm`, mean ‖∇ₓ logit(x)‖².

    Args:
        discriminator: images → logit, with a layer named "features".
    """

    NETWORKS = ("encoder", "generator", "discriminator")
    TRACKED = ("loss", "reconstruction", "kl", "g_loss", "d_loss", "features", "gradient_norm")
    WEIGHTS = (
        "adversarial_weight",
        "feature_weight",
        "r1_weight",
        "kl_warmup",
        "adversarial_start",
    )

    def __init__(
        self,
        encoder: keras.Model,
        generator: keras.Model,
        discriminator: keras.Model,
        reconstruction_weight: float = 0.1,
        kl_weight: float = 0.1,
        adversarial_weight: float = 3.0,
        feature_weight: float = 0.1,
        r1_weight: float = 1.0,
        kl_warmup: int = 1500,
        adversarial_start: int = 500,
        average_decay: float = 0.999,
        **kwargs,
    ):
        super().__init__(
            encoder,
            generator,
            reconstruction_weight=reconstruction_weight,
            kl_weight=kl_weight,
            average_decay=average_decay,
            networks={"discriminator": discriminator},
            **kwargs,
        )
        self.adversarial_weight = adversarial_weight
        self.feature_weight = feature_weight
        self.r1_weight = r1_weight
        self.kl_warmup = kl_warmup
        self.adversarial_start = adversarial_start
        self.logit_and_features = keras.Model(
            discriminator.inputs, [discriminator.output, discriminator.get_layer(FEATURES).output]
        )  # the discriminator's own layers, with a second output

    def compile(self, vae_optimizer="adam", discriminator_optimizer="adam"):
        self.compile_optimizers(
            vae_optimizer=vae_optimizer, discriminator_optimizer=discriminator_optimizer
        )

    def optimizer_targets(self):
        return {
            "vae_optimizer": self.vae_variables,
            "discriminator_optimizer": self.discriminator.trainable_variables,
        }

    def train_step(self, images):
        fakes, figures = self.vae_gan_step(images)
        d_loss, gradient_norm = self.discriminator_step(images, fakes)
        self.update_averages()
        return self.track(**figures, d_loss=d_loss, gradient_norm=gradient_norm)

    def vae_gan_step(self, images):
        """One step of encoder and generator; returns its fakes and the figures before it."""
        step = ops.cast(self.vae_optimizer.iterations, "float32")
        beta = ops.minimum(1.0, step / max(self.kl_warmup, 1))
        adversarial = ops.cast(step >= self.adversarial_start, "float32")  # 0 or 1
        with tf.GradientTape() as tape:
            z_mean, z_log_var = self.encoder(images, training=True)
            z = self.sampling([z_mean, z_log_var])  # (batch, latent)
            batch = ops.shape(z)[0]
            prior_z = keras.random.normal(ops.shape(z[: batch // 2]), seed=self.seed_generator)
            fakes = self.generator(ops.concatenate([z, prior_z]), training=True)  # (1.5·batch, …)
            reconstructions = fakes[:batch]
            fake_logits, fake_features = self.logit_and_features(fakes, training=True)
            _, real_features = self.logit_and_features(images, training=True)
            reconstruction, kl = self.reconstruction_and_kl(
                images, reconstructions, z_mean, z_log_var
            )
            g_loss = losses.generator_loss(fake_logits)
            distance = losses.feature_distance(real_features, fake_features[:batch])
            loss = self.reconstruction_weight * reconstruction + beta * self.kl_weight * kl
            loss += adversarial * self.adversarial_weight * g_loss
            loss += adversarial * self.feature_weight * distance
            loss += added_losses(self.encoder, self.generator)
        descend(self.vae_optimizer, loss, tape, self.vae_variables)
        figures = {"loss": loss, "reconstruction": reconstruction, "kl": kl}
        return fakes, {**figures, "g_loss": g_loss, "features": distance}

    def discriminator_step(self, images, fakes):
        """One step of the discriminator; returns `d_loss` and `gradient_norm` before it."""
        variables = self.discriminator.trainable_variables
        with tf.GradientTape() as tape:
            with tf.GradientTape() as image_tape:
                image_tape.watch(images)
                real_logits = self.discriminator(images, training=True)
            added = 0.5 * added_losses(self.discriminator)
            gradients = image_tape.gradient(real_logits, images)  # like images
            gradient_norm = ops.mean(ops.sum(ops.square(gradients), axis=(1, 2, 3)))
            fake_logits = self.discriminator(ops.stop_gradient(fakes), training=True)
            added += 0.5 * added_losses(self.discriminator)
            d_loss = losses.discriminator_loss(real_logits, fake_logits) + added
            penalised = d_loss + 0.5 * self.r1_weight * gradient_norm
        descend(self.discriminator_optimizer, penalised, tape, variables)
        return d_loss, gradient_norm

    def test_step(self, images):
        reconstructions, figures = self.vae_losses(images, training=False)
        g_loss, d_loss = adversarial_losses(self.discriminator, images, reconstructions)
        return self.track(**figures, g_loss=g_loss, d_loss=d_loss)

    def get_config(self):
        config = super().get_config()
        return {**config, **{name: getattr(self, name) for name in self.WEIGHTS}}
