"""Answers to the exercises of lesson 7, wrong and right; see `answers.py`."""

import tensorflow as tf
from keras import ops

from cppn_keras.training import losses


def three(x, p, m, v, real, fake, per=None, ce=ops.sum, kl=1.0, g=None, d=None):
    """vae_gan_losses with one thing done differently."""
    places = x.shape[1] * x.shape[2] if per is None else per(x)
    cross_entropy = ce(ops.binary_crossentropy(x, p), axis=(1, 2, 3))
    vae = ops.mean(cross_entropy + kl * losses.kl_divergence(m, v)) / places
    g = losses.generator_loss(fake) if g is None else g(fake)
    return vae, g, losses.discriminator_loss(real, fake) if d is None else d(real, fake)


def but(**changes):
    return lambda *args: three(*args, **changes)


def step(
    moving="eg",
    total=lambda g, vae: g + vae,
    result="g",
    noise=1.0,
    training=True,
    toggle=False,
    places=None,
    twice=False,
):
    """balanced_step with one thing done differently."""

    def balanced_step(encoder, generator, discriminator, optimizer, images, epsilon):
        if toggle:
            discriminator.trainable = False
        with tf.GradientTape(persistent=True) as tape:
            mean, log_var = encoder(images, training=True)
            z = mean + noise * ops.exp(0.5 * log_var) * epsilon
            fakes = generator(z, training=True)
            vae = losses.bernoulli_cross_entropy(images, fakes) + losses.kl_divergence(
                mean, log_var
            )
            vae = ops.mean(vae) / (places or images.shape[1] * images.shape[2])
            g = losses.generator_loss(discriminator(fakes, training=training))
            loss = total(g, vae)
        nets = {"e": encoder, "g": generator, "d": discriminator}
        variables = [variable for name in moving for variable in nets[name].trainable_variables]
        for _ in range(1 + twice):
            optimizer.apply(tape.gradient(loss, variables), variables)
        return {"g": g, "sum": loss, "none": None}[result]

    return balanced_step


def batch(
    early=True, strict=True, gate=True, first=False, before=False, count=lambda v, g, d: (v, g, d)
):
    """one_batch with one thing done differently."""

    def one_batch(
        vae_step, generator_step, discriminator_step, gate_open, vae_steps, generator_steps, stop
    ):
        if before:
            discriminator_step()
        for _ in range(vae_steps):
            vae_step()
        seen = []
        while len(seen) < generator_steps:
            seen.append(generator_step())
            if early and (seen[-1] < stop if strict else seen[-1] <= stop):
                break
        opened = gate_open(seen[0 if first else -1])
        if (opened or not gate) and not before:
            discriminator_step()
        return count(vae_steps, len(seen), int(opened))

    return one_batch


WRONG = {
    "ex07_vae_gan_losses": [
        (but(per=lambda x: 1.0), "divide by the number of pixels"),
        (but(per=lambda x: x.shape[1] * x.shape[2] * x.shape[3]), "not by the channels"),
        (but(ce=ops.mean, per=lambda x: 1.0), "for the whole sum|channels too"),
        (but(kl=2.0), "½ of the KL"),
        (but(kl=-1.0), "the KL is added"),
        (but(g=lambda f: -ops.mean(ops.softplus(f))), "non-saturating"),
        (but(g=lambda f: ops.mean(ops.softplus(f))), "called real"),
        (but(g=lambda f: -ops.mean(ops.log(ops.sigmoid(f)))), "breaks down here"),
        (but(d=lambda r, f: losses.discriminator_loss(f, r)), "swapped"),
        (but(d=lambda r, f: 2 * losses.discriminator_loss(r, f)), "½ in front"),
        (lambda *args: three(*args)[::-1], "order is vae_loss"),
        (lambda *args: three(*args)[0], "return vae_loss, g_loss, d_loss"),
    ],
    "ex07_balanced_step": [
        (step(moving="egd"), "and no others"),
        (step(moving="g"), "encoder.trainable_variables"),
        (step(total=lambda g, vae: g), "add vae_loss"),
        (step(total=lambda g, vae: vae), "add g_loss"),
        (step(places=1), "per pixel"),
        (step(total=lambda g, vae: -g - vae), "uphill"),
        (step(result="sum"), "not the sum"),
        (step(noise=0.0), "epsilon is not used"),
        (step(training=False), "training=True"),
        (step(toggle=True), "drop that line"),
        (step(twice=True), "one optimizer.apply"),
        (step(result="none"), "`return` missing"),
    ],
    "ex07_one_batch": [
        (batch(early=False), "`break` out of the loop"),
        (batch(strict=False), "is not below"),
        (batch(gate=False), "a shut gate makes no step"),
        (batch(first=True), "the last loss"),
        (batch(before=True), "the discriminator last|ask gate_open first"),
        (batch(count=lambda v, g, d: (v, 4, d)), "were *made*"),
        (batch(count=lambda v, g, d: (v, g - 1, d)), "one too few"),
        (batch(count=lambda v, g, d: (d, g, v)), "the order is VAE"),
        (batch(count=lambda v, g, d: None), "`return` missing"),
    ],
}


def losses_by_hand(x, p, m, v, real, fake):
    """Means times counts, log-sigmoids, one concatenated sum."""
    channels, latent = x.shape[-1], m.shape[-1]
    kl = latent * ops.mean(m**2 + ops.exp(v) - 1 - v) / 2
    vae = channels * ops.mean(ops.binary_crossentropy(x, p)) + kl / (x.shape[1] * x.shape[2])
    d = -(ops.mean(ops.log_sigmoid(real)) + ops.mean(ops.log_sigmoid(-fake))) / 2
    return vae, -ops.mean(ops.log_sigmoid(fake)), d


def step_through_one_model(encoder, generator, discriminator, optimizer, images, epsilon):
    """Both gradients apart, added, and given in pairs."""
    variables = [*encoder.trainable_variables, *generator.trainable_variables]
    with tf.GradientTape(persistent=True) as tape:
        mean, log_var = encoder(images, training=True)
        fakes = generator(mean + epsilon * ops.sqrt(ops.exp(log_var)), training=True)
        logits = discriminator(fakes, training=True)
        vae, g, _ = losses_by_hand(images, fakes, mean, log_var, logits, logits)
    pairs = zip(tape.gradient(vae, variables), tape.gradient(g, variables), strict=True)
    gradients = [a if b is None else a + b for a, b in pairs]
    optimizer.apply_gradients(zip(gradients, variables, strict=True))
    return g


RIGHT = [
    ("ex07_vae_gan_losses", losses_by_hand),
    ("ex07_balanced_step", step_through_one_model),
    ("ex07_one_batch", batch(count=lambda v, g, d: [v, g, bool(d)])),
]
