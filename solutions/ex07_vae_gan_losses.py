"""Exercise of lesson 7: the three losses of a VAE and a GAN around one generator."""

from keras import ops

from cppn_keras.training import losses


def vae_gan_losses(images, reconstructions, z_mean, z_log_var, real_logits, fake_logits):
    """The losses of encoder and generator, of the generator alone, and of the discriminator."""
    _, height, width, _ = images.shape
    cross_entropy = losses.bernoulli_cross_entropy(images, reconstructions)  # (batch,)
    kl = losses.kl_divergence(z_mean, z_log_var)  # (batch,)
    vae_loss = ops.mean(cross_entropy + kl) / (height * width)
    g_loss = losses.generator_loss(fake_logits)
    return vae_loss, g_loss, losses.discriminator_loss(real_logits, fake_logits)
