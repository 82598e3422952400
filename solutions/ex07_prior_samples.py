"""Exercise of lesson 7, change: a discriminator that sees samples of the prior, too."""

from keras import ops

from cppn_keras.training import losses


def prior_samples(encoder, generator, discriminator, images, epsilon, z, beta=1.0):
    """vae_loss, g_loss and d_loss where half of what the fakes count for are samples."""
    _, height, width, _ = images.shape
    z_mean, z_log_var = encoder(images, training=True)
    reconstructions = generator(z_mean + ops.exp(0.5 * z_log_var) * epsilon, training=True)
    nats = losses.bernoulli_cross_entropy(images, reconstructions)  # (batch,)
    nats = nats + beta * losses.kl_divergence(z_mean, z_log_var)

    # Each kind of picture has a batch of its own: batch normalisation would mix them.
    real_logits = discriminator(images, training=True)
    fakes = [reconstructions, generator(z, training=True)]
    fake_logits = [discriminator(pictures, training=True) for pictures in fakes]
    # A mean of two means: either kind counts for half, however many pictures there are of it.
    g_loss = sum(losses.generator_loss(logits) for logits in fake_logits) / 2
    d_loss = sum(losses.discriminator_loss(real_logits, logits) for logits in fake_logits) / 2
    return ops.mean(nats) / (height * width), g_loss, d_loss
