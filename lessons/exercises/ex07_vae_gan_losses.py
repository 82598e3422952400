"""Exercise of lesson 7: the three losses of a VAE and a GAN around one generator.

Check: pytest tests/exercises/test_ex07_vae_gan_losses.py
"""

from keras import ops

from cppn_keras.course.exercises import not_attempted
from cppn_keras.training import losses


def vae_gan_losses(images, reconstructions, z_mean, z_log_var, real_logits, fake_logits):
    """The losses of encoder and generator, of the generator alone, and of the discriminator.

    Args:
        images: x in 0..1, (batch, height, width, channels).
        reconstructions: p in 0..1, same shape.
        z_mean, z_log_var: μ and log σ², (batch, latent).
        real_logits, fake_logits: what the discriminator says of images and of reconstructions,
            (batch, 1), positive for "real".

    Returns:
        vae_loss, g_loss, d_loss: three numbers of shape ().
        vae_loss = (cross-entropy *summed* over height, width and channels + KL *summed* over
        latents, *averaged* over the batch) / (height · width);
        g_loss = mean softplus(-fake logits);
        d_loss = ½ (mean softplus(-real logits) + mean softplus(fake logits)).

    Hint: you have written all the parts in lessons 1 and 2; `cppn_keras.training.losses` has them,
    too. Height and width are in images.shape.
    """
    return not_attempted()
