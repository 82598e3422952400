"""Exercise of lesson 6: the lower bound on the log-likelihood of a picture, in nats."""

from keras import ops


def elbo(images, reconstructions, z_mean, z_log_var):
    """The evidence lower bound of a VAE whose pixels are probabilities of ink."""
    per_pixel = ops.binary_crossentropy(images, reconstructions)
    cross_entropy = ops.sum(per_pixel, axis=(1, 2, 3))  # (batch,)
    per_latent = ops.square(z_mean) + ops.exp(z_log_var) - 1 - z_log_var
    kl = 0.5 * ops.sum(per_latent, axis=-1)  # (batch,)
    return -ops.mean(cross_entropy + kl)
