"""The variational autoencoder, around any encoder and any generator."""

import keras
import tensorflow as tf
from keras import ops

from cppn_keras.networks.layers import Sampling
from cppn_keras.training import losses, slices
from cppn_keras.training.base import TrainingModel, added_losses, apply

RECONSTRUCTION_LOSSES = {
    "bernoulli": losses.bernoulli_cross_entropy,
    "squared_error": losses.squared_error,
}


@keras.saving.register_keras_serializable(package="cppn_keras")
class VAE(TrainingModel):
    """Encoder and generator trained on reconstruction + KL (Kingma & Welling 2014).

    loss = reconstruction_weight · reconstruction + kl_weight · KL, averaged over the batch, plus
    the losses that layers of both networks add by `add_loss`, and regularizers. Reconstruction and
    KL are *summed*, over pixels and over latents; for a loss that is stated with means use weights
    of 1/pixels and λ/latents.

    Args:
        encoder: images → z_mean, z_log_var.
        generator: z → images in 0..1.
        reconstruction: "bernoulli" (cross-entropy, in nats) or "squared_error".
        epsilon_stddev: of the noise ε in z = z_mean + σ·ε; 1 is the VAE proper.
        average_decay: keep moving averages of both networks with this decay, and test, encode
            and draw with them; they change less from step to step. None: no averages.
    """

    NETWORKS = ("encoder", "generator")
    TRACKED = ("loss", "reconstruction", "kl")

    def __init__(
        self,
        encoder: keras.Model,
        generator: keras.Model,
        reconstruction: str = "bernoulli",
        reconstruction_weight: float = 1.0,
        kl_weight: float = 1.0,
        epsilon_stddev: float = 1.0,
        average_decay: float | None = None,
        seed: int | None = None,
        **kwargs,
    ):
        networks = {"encoder": encoder, "generator": generator, **kwargs.pop("networks", {})}
        super().__init__(networks, seed, **kwargs)
        self.sampling = Sampling(seed=seed, epsilon_stddev=epsilon_stddev)
        self.reconstruction = reconstruction
        self.reconstruction_weight = reconstruction_weight
        self.kl_weight = kl_weight
        self.average_decay = average_decay
        self.averaged_encoder = _copy(encoder) if average_decay else encoder
        self.averaged_generator = _copy(generator) if average_decay else generator

    def compile(self, vae_optimizer="adam"):
        self.compile_optimizers(vae_optimizer=vae_optimizer)

    def optimizer_targets(self):
        return {"vae_optimizer": self.vae_variables}

    @property
    def vae_variables(self) -> list:
        return self.encoder.trainable_variables + self.generator.trainable_variables

    def drawing_networks(self):
        return {"generator": self.averaged_generator, "encoder": self.averaged_encoder}

    def call(self, images, training=False):
        """Reconstructions through the mean of the code; no noise."""
        z_mean, _ = self.averaged_encoder(images, training=training)
        return self.averaged_generator(z_mean, training=training)

    def networks_for(self, training: bool):
        """Encoder and generator: the trained ones for a training step, else the averaged ones."""
        if training:
            return self.encoder, self.generator
        return self.averaged_encoder, self.averaged_generator

    def reconstruct(self, images, training: bool):
        """Images → reconstructions through a sampled code, and the code's mean and log variance."""
        encoder, generator = self.networks_for(training)
        z_mean, z_log_var = encoder(images, training=training)
        reconstructions = generator(self.sampling([z_mean, z_log_var]), training=training)
        return reconstructions, z_mean, z_log_var

    def reconstruction_and_kl(self, images, reconstructions, z_mean, z_log_var):
        """Batch averages of the two terms, each summed within a picture, unweighted."""
        measure = RECONSTRUCTION_LOSSES[self.reconstruction]
        reconstruction = ops.mean(measure(images, reconstructions))
        return reconstruction, ops.mean(losses.kl_divergence(z_mean, z_log_var))

    def weigh(self, images, reconstructions, z_mean, z_log_var):
        """Batch averages: the weighted sum of both terms, and the two terms, unweighted."""
        reconstruction, kl = self.reconstruction_and_kl(images, reconstructions, z_mean, z_log_var)
        loss = self.reconstruction_weight * reconstruction + self.kl_weight * kl
        return loss, reconstruction, kl

    def vae_losses(self, images, training: bool):
        """Images → reconstructions, and the figures "loss", "reconstruction" and "kl" by name."""
        outputs = self.reconstruct(images, training)
        loss, reconstruction, kl = self.weigh(images, *outputs)
        loss = loss + added_losses(*self.networks_for(training))
        return outputs[0], {"loss": loss, "reconstruction": reconstruction, "kl": kl}

    def vae_step(self, images) -> dict:
        """One step of encoder and generator; returns the figures before it."""
        pictures = slices.pictures_of(images.shape[0], self.encoder, self.generator)
        if pictures is None:
            gradients, figures = self.vae_gradients(images)
        else:
            zeros = [ops.zeros(v.shape, v.dtype) for v in self.vae_variables]
            start = zeros, dict.fromkeys(VAE.TRACKED, 0.0)
            gradients, figures = slices.mean_of_slices(self.vae_gradients, images, pictures, start)
        apply(self.vae_optimizer, gradients, self.vae_variables)
        return figures

    def vae_gradients(self, images):
        """The gradients of the loss, one for each of `vae_variables`, and the figures."""
        with tf.GradientTape() as tape:
            _, figures = self.vae_losses(images, training=True)
        return tape.gradient(figures["loss"], self.vae_variables), figures

    def update_averages(self) -> None:
        """Moves the averaged networks a little towards the trained ones, faster at the start."""
        if not self.average_decay:
            return
        step = ops.cast(self.vae_optimizer.iterations, "float32")
        decay = ops.minimum(self.average_decay, (1 + step) / (10 + step))
        pairs = ((self.averaged_encoder, self.encoder), (self.averaged_generator, self.generator))
        for averaged, trained in pairs:
            for old, new in zip(averaged.weights, trained.weights, strict=True):
                old.assign(decay * old + (1 - decay) * new if new.trainable else new)

    def train_step(self, images):
        figures = self.vae_step(images)
        self.update_averages()
        return self.track(**figures)

    def test_step(self, images):
        _, figures = self.vae_losses(images, training=False)
        return self.track(**figures)

    def get_config(self):
        weights = {
            "reconstruction": self.reconstruction,
            "reconstruction_weight": self.reconstruction_weight,
            "kl_weight": self.kl_weight,
            "epsilon_stddev": self.sampling.epsilon_stddev,
            "average_decay": self.average_decay,
        }
        return {**super().get_config(), **weights}


def _copy(network: keras.Model) -> keras.Model:
    """A network of the same class, architecture and weights.

    It stays out of `optimizer_targets`, so it needs no `trainable = False`, by which Keras would
    forget its weight regularizers.
    """
    copy = type(network).from_config(network.get_config())
    copy.set_weights(network.get_weights())
    return copy
