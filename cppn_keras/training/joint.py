"""VAE and GAN in one joint step: how the shipped digits are trained."""

import keras
import tensorflow as tf
from keras import ops

from cppn_keras.networks.conv import FEATURES
from cppn_keras.training import losses
from cppn_keras.training.base import added_losses, descend
from cppn_keras.training.gan import adversarial_losses
from cppn_keras.training.vae import VAE

PRIOR_CODES = 8192  # to draw from: enough for 250 batches without many repetitions


@keras.saving.register_keras_serializable(package="cppn_keras")
class JointVAEGAN(VAE):
    """Encoder and generator in one step, the discriminator in another, on every batch.

    Where `VAEGAN` balances the two by a gate and repeated steps, this class needs neither: a
    penalty on the gradient norm of the discriminator at real pictures keeps it in check (R1,
    Mescheder et al. 2018). The discriminator sees samples of a prior as well as reconstructions:
    pictures of `prior_codes`, drawn from N(0, I) at first. Whoever fits a prior to the codes during
    training assigns samples of it, so that the discriminator sees what will be drawn.

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

    Attributes:
        prior_codes: a weight that no optimizer moves, float32 (PRIOR_CODES, latent).
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
        self.prior_codes = self.add_weight(
            shape=(PRIOR_CODES, encoder.outputs[0].shape[-1]),
            initializer=keras.initializers.RandomNormal(stddev=1.0, seed=self.seed),
            trainable=False,
            name="prior_codes",
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
        """The discriminator looks at every picture once, for its own step and for the other."""
        with tf.GradientTape(persistent=True) as tape:
            fakes, terms, loss = self.vae_terms(images)
            with tf.GradientTape() as image_tape:
                image_tape.watch(images)
                real_logits, real_features = self.logit_and_features(images, training=True)
            added = 0.5 * added_losses(self.logit_and_features)
            fake_logits, fake_features = self.logit_and_features(fakes, training=True)
            added += 0.5 * added_losses(self.logit_and_features)
            terms["g_loss"] = losses.generator_loss(fake_logits)
            of_images = fake_features[: ops.shape(images)[0]]
            terms["features"] = losses.feature_distance(real_features, of_images)
            loss += self.adversarial_terms(terms["g_loss"], terms["features"])
            d_loss = losses.discriminator_loss(real_logits, fake_logits) + added
            gradients = image_tape.gradient(real_logits, images)  # like images
            gradient_norm = ops.mean(ops.sum(ops.square(gradients), axis=(1, 2, 3)))
            penalised = d_loss + 0.5 * self.r1_weight * gradient_norm
        descend(self.vae_optimizer, loss, tape, self.vae_variables)
        variables = self.discriminator.trainable_variables
        descend(self.discriminator_optimizer, penalised, tape, variables)
        self.update_averages()
        return self.track(loss=loss, **terms, d_loss=d_loss, gradient_norm=gradient_norm)

    def vae_terms(self, images):
        """Fakes, (1.5·batch, …): reconstructions and samples of the prior; the two terms of the
        VAE, unweighted, by name; and the loss that they make."""
        z_mean, z_log_var = self.encoder(images, training=True)
        z = self.sampling([z_mean, z_log_var])  # (batch, latent)
        batch = ops.shape(z)[0]
        rows = keras.random.randint((batch // 2,), 0, PRIOR_CODES, seed=self.seed_generator)
        prior_z = ops.take(self.prior_codes, rows, axis=0)  # (batch/2, latent)
        fakes = self.generator(ops.concatenate([z, prior_z]), training=True)
        reconstruction, kl = self.reconstruction_and_kl(images, fakes[:batch], z_mean, z_log_var)
        beta = ops.minimum(1.0, self.step() / max(self.kl_warmup, 1))
        loss = self.reconstruction_weight * reconstruction + beta * self.kl_weight * kl
        loss += added_losses(self.encoder, self.generator)
        return fakes, {"reconstruction": reconstruction, "kl": kl}, loss

    def adversarial_terms(self, g_loss, features):
        """Their weighted sum; 0 before step `adversarial_start`."""
        begun = ops.cast(self.step() >= self.adversarial_start, "float32")  # 0 or 1
        return begun * (self.adversarial_weight * g_loss + self.feature_weight * features)

    def step(self):
        """Steps made so far, a float."""
        return ops.cast(self.vae_optimizer.iterations, "float32")

    def test_step(self, images):
        reconstructions, figures = self.vae_losses(images, training=False)
        g_loss, d_loss = adversarial_losses(self.discriminator, images, reconstructions)
        return self.track(**figures, g_loss=g_loss, d_loss=d_loss)

    def get_config(self):
        config = super().get_config()
        return {**config, **{name: getattr(self, name) for name in self.WEIGHTS}}
