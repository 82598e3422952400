"""Exercise of lesson 7, write: which steps are made in one batch, and when to stop."""


def one_batch(
    vae_step, generator_step, discriminator_step, gate_open, vae_steps, generator_steps, stop_below
):
    """The schedule of 2016: VAE, then generator, then perhaps the discriminator."""
    for _ in range(vae_steps):
        vae_step()
    made, g_loss = 0, float("inf")
    while made < generator_steps and g_loss >= stop_below:
        g_loss = generator_step()
        made += 1
    if not gate_open(g_loss):  # the last loss: it says how the game stands now
        return vae_steps, made, 0
    discriminator_step()
    return vae_steps, made, 1
