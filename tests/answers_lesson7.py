"""Answers to the exercises of lesson 7, wrong and right; see `answers.py`."""

import tensorflow as tf
from keras import ops

from cppn_keras.training import losses


def step(
    moving="eg",
    total=lambda g, ce, kl: g + ce + kl,
    result="g",
    noise=0.5,
    wanted=losses.generator_loss,
    training=True,
    toggle=False,
    detach=False,
    first=False,
    places=None,
    weigh=lambda kl, beta: beta * kl,
    times=1,
    exchanged=False,
):
    """balanced_step with one thing done differently."""

    def balanced_step(encoder, generator, discriminator, optimizer, images, epsilon, beta=1.0):
        if toggle:
            discriminator.trainable = False
        with tf.GradientTape(persistent=True) as tape:
            mean, log_var = encoder(images, training=True)
            z = mean + (ops.exp(noise * log_var) * epsilon if noise else 0)
            fakes = generator(ops.stop_gradient(z) if detach else z, training=True)
            per_pixel = places or images.shape[1] * images.shape[2]
            both = (fakes, images) if exchanged else (images, fakes)
            ce = ops.mean(losses.bernoulli_cross_entropy(*both)) / per_pixel
            kl = ops.mean(losses.kl_divergence(mean, log_var)) / per_pixel
            g = wanted(discriminator(fakes, training=training))
            loss = total(g, ce, weigh(kl, beta))
        nets = {"e": encoder, "g": generator, "d": discriminator}
        variables = [variable for name in moving for variable in nets[name].trainable_variables]
        variables = variables[:1] if first else variables
        for _ in range(times):
            optimizer.apply(tape.gradient(loss, variables), variables)
        after = wanted(discriminator(fakes, training=True))
        if result == "after":
            again = encoder(images, training=True)
            z = again[0] + ops.exp(0.5 * again[1]) * epsilon
            after = wanted(discriminator(generator(z, training=True), training=True))
        return {"g": g, "sum": loss, "none": None, "after": after, "log2": g / 0.6931472}[result]

    return balanced_step


def number(function):
    """Gives a NumPy number in place of a tensor, which works only eagerly."""
    return lambda *args: function(*args).numpy()


def batch(
    early=True,
    strict=True,
    gate=True,
    told=lambda seen: seen[-1],
    before=False,
    endless=False,
    asked=1,
    count=lambda v, g, d: (v, g, d),
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
        while len(seen) < generator_steps or endless:
            seen.append(generator_step())
            if early and (seen[-1] < stop if strict else seen[-1] <= stop):
                break
        opened = [gate_open(told(seen)) for _ in range(asked)]
        if (not asked or opened[0] or not gate) and not before:
            discriminator_step()
        return count(vae_steps, len(seen), int(bool(not asked or opened[0])))

    return one_batch


def asks_again(vae_step, generator_step, discriminator_step, gate_open, vaes, most, stop):
    """One more step of the generator, for the gate."""
    [vae_step() for _ in range(vaes)]
    made, loss = 0, float("inf")
    while made < most and loss >= stop:
        loss, made = generator_step(), made + 1
    opened = gate_open(generator_step())
    if opened:
        discriminator_step()
    return vaes, made, int(opened)


def gate_first(vae_step, generator_step, discriminator_step, gate_open, vaes, most, stop):
    """Asks the gate with the loss before the last step."""
    [vae_step() for _ in range(vaes)]
    made, opened, loss = 0, False, float("inf")
    while made < most and loss >= stop:
        loss = generator_step()
        made += 1
        opened = gate_open(loss) if made == 1 else opened
    if opened:
        discriminator_step()
    return vaes, made, int(opened)


def matching(
    reduce=lambda squares: ops.mean(ops.sum(squares, axis=-1)),
    apart=lambda x, y: ops.square(x - y),
    stop=lambda y: y,
    training=True,
):
    """feature_loss with one thing done differently."""

    def feature_loss(features, images, reconstructions):
        x = features(images, training=training)
        return reduce(apart(x, features(stop(reconstructions), training=training)))

    return feature_loss


def pixels(features, images, reconstructions):
    features(images, training=True)
    return ops.mean(ops.sum(ops.square(images - reconstructions), axis=(1, 2, 3)))


def to_numpy(features, images, reconstructions):
    target = features(images, training=True).numpy()
    return ops.mean(ops.sum((features(reconstructions, training=True) - target) ** 2, axis=-1))


def through_pixels(features, images, reconstructions):
    """The right value, and a gradient that is twice too long."""
    longer = reconstructions + (reconstructions - ops.stop_gradient(reconstructions))
    return matching()(features, images, longer)


def mean_g(f, s):
    return (losses.generator_loss(f) + losses.generator_loss(s)) / 2


def mean_d(r, f, s):
    return (losses.discriminator_loss(r, f) + losses.discriminator_loss(r, s)) / 2


def both_kinds(
    g=mean_g,
    d=mean_d,
    nats=lambda ce, kl, beta: ce + beta * kl,
    mix=False,
    stop=False,
    training=True,
    result=lambda *three: three,
):
    """prior_samples with one thing done differently."""

    def prior_samples(encoder, generator, discriminator, images, epsilon, z, beta=1.0):
        mean, log_var = encoder(images, training=True)
        fakes = generator(mean + ops.exp(log_var / 2) * epsilon, training=True)
        samples = generator(z, training=True)
        samples = ops.stop_gradient(samples) if stop else samples
        ce = losses.bernoulli_cross_entropy(images, fakes)
        vae = ops.mean(nats(ce, losses.kl_divergence(mean, log_var), beta))
        vae = vae / (images.shape[1] * images.shape[2])
        real = discriminator(images, training=training)
        if mix:
            logits = discriminator(ops.concatenate([fakes, samples]), training=training)
            f, s = logits[: len(images)], logits[len(images) :]
        else:
            f, s = (discriminator(p, training=training) for p in (fakes, samples))
        return result(vae, g(f, s), d(real, f, s))

    return prior_samples


def all_alike(f, s):
    return losses.generator_loss(ops.concatenate([f, s]))


def thirds(r, f, s):
    real, fake = ops.mean(ops.softplus(-r)), ops.mean(ops.softplus(f))
    return (real + fake + ops.mean(ops.softplus(s))) / 3


WRONG = {
    "ex07_balanced_step": [
        (step(moving="egd"), "and no others"),
        (step(moving="g"), "encoder.trainable_variables"),
        (step(first=True), "the whole list"),
        (step(total=lambda g, ce, kl: g), "add vae_loss"),
        (step(total=lambda g, ce, kl: ce + kl), "g_loss has to be on the tape"),
        (step(total=lambda g, ce, kl: g + ce), "the KL is missing"),
        (step(total=lambda g, ce, kl: g + ce - kl), "the KL is added"),
        (step(total=lambda g, ce, kl: g + ce + 1.7 * kl), "three factors"),
        (step(places=1), "per pixel"),
        (step(exchanged=True), "in this order"),
        (step(total=lambda g, ce, kl: g / 12 + ce + kl), "g_loss is not divided"),
        (step(total=lambda g, ce, kl: g + 5 * (ce + kl)), "average vae_loss over the batch"),
        (step(total=lambda g, ce, kl: -g - ce - kl), "uphill"),
        (step(result="sum"), "not the sum"),
        (step(result="after"), "before the step"),
        (step(result="log2"), "log₂"),
        (step(noise=0.0), "epsilon is not used"),
        (step(noise=1.0), "not log σ"),
        (step(wanted=lambda f: -ops.mean(ops.softplus(f))), "non-saturating"),
        (step(wanted=lambda f: ops.mean(ops.softplus(f))), "called real"),
        (step(detach=True), "what detaches it"),
        (step(training=False), "training=True"),
        (step(toggle=True), "drop that line"),
        (step(times=2), "one optimizer.apply"),
        (step(weigh=lambda kl, beta: kl), "it is not used"),
        (number(step()), "without .numpy()"),
        (step(result="none"), "`return` missing"),
    ],
    "ex07_one_batch": [
        (batch(early=False), "`break` out of the loop"),
        (batch(strict=False), "is not below"),
        (batch(gate=False), "a shut gate makes no step"),
        (batch(told=min), "not the smallest"),
        (batch(told=max), "not the largest"),
        (batch(told=lambda seen: seen[0]), "not the first"),
        (batch(told=lambda seen: sum(seen) / len(seen)), "not the mean"),
        (batch(told=lambda seen: float("inf")), "returned last"),
        (batch(asked=2), "ask the gate once"),
        (asks_again, "no more than generator_steps"),
        (batch(count=lambda v, g, d: (v, g, 0.5)), "that is a loss"),
        (batch(count=lambda v, g, d: (v, g, 0)), "the discriminator made a step"),
        (batch(asked=0), "a shut gate makes no step|in every batch"),
        (gate_first, "not the first|between the generator's steps"),
        (batch(endless=True), "no more than generator_steps|does not end"),
        (batch(before=True), "the discriminator last|ask gate_open first"),
        (batch(count=lambda v, g, d: (v, 4, d)), "were *made*"),
        (batch(count=lambda v, g, d: (v, g - 1, d)), "one too few"),
        (batch(count=lambda v, g, d: (d, g, v)), "the order is VAE"),
        (batch(count=lambda v, g, d: None), "`return` missing"),
    ],
    "ex07_predict_momentum": [
        (lambda: 0, "m is not 0 yet"),
        (lambda: 20, "does not stay at 1"),
        (lambda: 1 / 0.35, "the last step with a gradient of 1"),
        (lambda: 0.65, "the first of the 20"),
        (lambda: 13, "not 20 times the same"),
        (lambda: 9, "β₁ = 0.9"),
        (lambda: 51.9, "20 steps alone"),
        (lambda: 0.0019, "in learning rates"),
        (lambda: 1.2, "too short"),
        (lambda: -1.9, "downhill counts as positive"),
        (lambda: 0.9998, "what m has lost"),
        (lambda: 5, "too far"),
        (lambda: None, "`return` missing"),
    ],
    "ex07_feature_loss": [
        (matching(stop=ops.stop_gradient), "at which line does the gradient stop"),
        (matching(reduce=ops.mean), "sum over the features"),
        (matching(reduce=ops.sum), "average over the batch"),
        (matching(reduce=lambda s: ops.sum(s, axis=-1)), "one number"),
        (matching(reduce=lambda s: -ops.mean(ops.sum(s, axis=-1))), "has to grow"),
        (matching(apart=lambda x, y: ops.abs(x - y)), "squared differences"),
        (matching(apart=lambda x, y: ops.square(x - y[::-1])), "wrong pictures"),
        (
            matching(
                apart=lambda x, y: ops.square(ops.mean(x, axis=0) - ops.mean(y, axis=0)),
                reduce=ops.sum,
            ),
            "before anything is averaged",
        ),
        (matching(training=False), "training=True"),
        (pixels, "not the pixels"),
        (to_numpy, "no .numpy()"),
        (lambda *given: float(matching()(*given)), "return the tensor as it is"),
        (through_pixels, "nothing else may stop or scale it"),
    ],
    "ex07_prior_samples": [
        (both_kinds(g=lambda f, s: losses.generator_loss(f)), "reconstructions alone"),
        (both_kinds(g=lambda f, s: losses.generator_loss(s)), "samples alone"),
        (both_kinds(g=all_alike), "not of all pictures"),
        (both_kinds(g=lambda f, s: 2 * mean_g(f, s)), "half of either"),
        (both_kinds(d=thirds), "½ real, ¼ and ¼"),
        (both_kinds(d=lambda r, f, s: losses.discriminator_loss(r, f)), "reconstructions alone"),
        (
            both_kinds(d=lambda r, f, s: 2 * mean_d(r, f, s)),
            "half of either|the ½ in front",
        ),
        (both_kinds(d=lambda r, f, s: mean_d(-r, -f, -s)), "swapped"),
        (both_kinds(mix=True), "in a batch each"),
        (both_kinds(stop=True), "nothing may stop"),
        (both_kinds(result=lambda v, g, d: (v, g, ops.stop_gradient(d))), "learns by d_loss"),
        (both_kinds(result=lambda v, g, d: (ops.stop_gradient(v), g, d)), "by vae_loss"),
        (both_kinds(d=lambda r, f, s: mean_d(r, *map(ops.stop_gradient, (f, s)))), "by d_loss"),
        (
            both_kinds(g=lambda f, s: losses.generator_loss(f) / 2 + losses.generator_loss(s)),
            "brac",
        ),
        (both_kinds(training=False), "training=True"),
        (both_kinds(nats=lambda ce, kl, beta: ce + kl), "it is not used"),
        (both_kinds(nats=lambda ce, kl, beta: beta * (ce + kl)), "of the KL alone"),
        (both_kinds(result=lambda v, g, d: (v, d, g)), "the order is vae_loss"),
        (both_kinds(result=lambda v, g, d: v), "return vae_loss, g_loss, d_loss"),
        (both_kinds(result=lambda *three: [float(x) for x in three]), "return the tensor as it is"),
    ],
}


def step_in_two_parts(encoder, generator, discriminator, optimizer, images, epsilon, beta=1.0):
    """Both gradients apart, added, and given in pairs; losses as means times counts."""
    variables = [*encoder.trainable_variables, *generator.trainable_variables]
    with tf.GradientTape(persistent=True) as tape:
        mean, log_var = encoder(images, training=True)
        fakes = generator(mean + epsilon * ops.sqrt(ops.exp(log_var)), training=True)
        kl = mean.shape[-1] * ops.mean(mean**2 + ops.exp(log_var) - 1 - log_var) / 2
        vae = images.shape[-1] * ops.mean(ops.binary_crossentropy(images, fakes))
        vae = vae + beta * kl / (images.shape[1] * images.shape[2])
        g = -ops.mean(ops.log_sigmoid(discriminator(fakes, training=True)))
    pairs = zip(tape.gradient(vae, variables), tape.gradient(g, variables), strict=True)
    gradients = [a if b is None else a + b for a, b in pairs]
    optimizer.apply_gradients(zip(gradients, variables, strict=True))
    return g


def with_for(vae_step, generator_step, discriminator_step, gate_open, vae_steps, most, stop):
    """A `for` that breaks, and counts as a list."""
    for _ in range(vae_steps):
        vae_step()
    seen = []
    for _ in range(most):
        seen += [generator_step()]
        if seen[-1] < stop:
            break
    opened = bool(gate_open(seen[-1]))
    [discriminator_step() for _ in range(opened)]
    return [vae_steps, len(seen), opened]


def target_stopped(features, images, reconstructions):
    """With a mean times a count, and nothing pulling on the target."""
    x = ops.stop_gradient(features(images, training=True))
    y = features(reconstructions, training=True)
    return ops.mean((x - y) ** 2) * x.shape[-1]


def by_labels(encoder, generator, discriminator, images, epsilon, z, beta=1.0):
    """The order of the calls changed; cross-entropies from labels; fakes stopped for d_loss."""
    samples, (mean, log_var) = generator(z, training=True), encoder(images, training=True)
    fakes = generator(mean + ops.sqrt(ops.exp(log_var)) * epsilon, training=True)
    s, f, r = (discriminator(p, training=True) for p in (samples, fakes, images))
    g = -(ops.mean(ops.log_sigmoid(f)) + ops.mean(ops.log_sigmoid(s))) / 2
    stopped = [discriminator(ops.stop_gradient(p), training=True) for p in (fakes, samples)]
    d = -ops.mean(ops.log_sigmoid(r)) / 2 - sum(ops.mean(ops.log_sigmoid(-p)) for p in stopped) / 4
    nats = losses.bernoulli_cross_entropy(images, fakes) + beta * losses.kl_divergence(
        mean, log_var
    )
    return [ops.mean(nats) / images.shape[1] / images.shape[2], g, d]


RIGHT = [
    ("ex07_balanced_step", step_in_two_parts),
    ("ex07_one_batch", with_for),
    ("ex07_predict_momentum", lambda: 0.65 / 0.35),
    ("ex07_predict_momentum", lambda: 2),
    ("ex07_feature_loss", target_stopped),
    ("ex07_feature_loss", matching()),
    ("ex07_prior_samples", by_labels),
]
