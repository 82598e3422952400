"""The losses of VAEs and GANs. Each says what it sums and what it averages.

"Per picture" losses return (batch,) and are *summed* over pixels, channels or latents, in nats
where they are likelihoods; the training classes average them over the batch. Images are
(batch, height, width, channels) in 0..1, logits (batch, 1), z_mean and z_log_var (batch, latent).
"""

from keras import ops


def bernoulli_cross_entropy(images, reconstructions):
    """-log p(images | reconstructions) per picture, summed over pixels and channels, in nats.

    Each pixel is read as the probability of ink (Kingma & Welling 2014). Its minimum over the
    reconstructions is not 0 for grey pixels but their entropy.
    """
    per_pixel = ops.binary_crossentropy(images, reconstructions)
    return ops.sum(per_pixel, axis=(1, 2, 3))


def squared_error(images, reconstructions):
    """Squared differences per picture, summed over pixels and channels."""
    return ops.sum(ops.square(images - reconstructions), axis=(1, 2, 3))


def kl_divergence(z_mean, z_log_var):
    """KL(N(z_mean, exp(z_log_var)) ‖ N(0, I)) per picture, summed over latents, in nats.

    ½ Σ (μ² + σ² - 1 - log σ²): zero exactly when μ = 0 and σ = 1.
    """
    per_latent = ops.square(z_mean) + ops.exp(z_log_var) - 1 - z_log_var
    return 0.5 * ops.sum(per_latent, axis=-1)


def discriminator_loss(real_logits, fake_logits, real_labels=1.0, fake_labels=0.0):
    """Mean of -log D(real) and of -log(1 - D(fake)), each averaged over its batch, halved.

    log 2 ≈ 0.69 when the discriminator cannot tell: the value around which the posts want it.
    Other labels t, scalars or (batch, 1), give -t·log D - (1 - t)·log(1 - D).
    """
    on_real = ops.mean(_cross_entropy(real_labels, real_logits))
    on_fake = ops.mean(_cross_entropy(fake_labels, fake_logits))
    return 0.5 * (on_real + on_fake)


def _cross_entropy(labels, logits):
    """Per picture, from logits: softplus(-l) is -log D, softplus(l) is -log(1 - D)."""
    return labels * ops.softplus(-logits) + (1 - labels) * ops.softplus(logits)


def generator_loss(fake_logits):
    """-log D(fake), averaged over the batch (the non-saturating form, Goodfellow 2014)."""
    return ops.mean(ops.softplus(-fake_logits))


def feature_distance(real_features, fake_features):
    """Squared distance of discriminator features, summed over features, averaged over the batch.

    Compares a reconstruction with its original where the discriminator looks, not pixel by
    pixel (Larsen et al. 2016). Both (batch, features).
    """
    return ops.mean(ops.sum(ops.square(real_features - fake_features), axis=-1))
