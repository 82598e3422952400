"""Exercise of lesson 7: which steps are made in one batch, and how many."""


def one_batch(
    vae_step, generator_step, discriminator_step, gate_open, vae_steps, generator_steps, stop_below
):
    """The schedule of 2016: VAE, then generator, then perhaps the discriminator."""
    for _ in range(vae_steps):
        vae_step()
    g_steps, g_loss = 0, float("inf")
    while g_steps < generator_steps and g_loss >= stop_below:
        g_loss = generator_step()
        g_steps += 1
    if not gate_open(g_loss):
        return vae_steps, g_steps, 0
    discriminator_step()
    return vae_steps, g_steps, 1
