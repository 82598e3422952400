"""Checks exercise ex07_prior_samples: two kinds of fakes, what each counts, and who sees whom."""

import keras
import numpy as np
import tensorflow as tf
from checking import Mistake, random
from keras import layers, ops
from watched import Watched

from cppn_keras.training import losses

HINTS = (
    "forward and vae_gan_losses in the lesson have all but one thing: pictures of z. How often is "
    "the discriminator called, if each kind of picture has a batch of its own?",
    "three times. Then there are two losses of the generator, one for either kind of fakes; let "
    "them count alike by a mean of the two means",
    "g_loss = ½(generator_loss(logits of reconstructions) + generator_loss(logits of samples)), "
    "and d_loss is the same mean of discriminator_loss(real, ...) with one and with the other",
)
BATCH, COUNT, LATENT, PICTURE, BETA = 5, 3, 2, (4, 6, 3), 0.4
PLACES, EPSILON = PICTURE[0] * PICTURE[1], 1e-3  # of batch normalisation, Keras's default


class WatchedModel(Watched, keras.Model):
    """A functional model that notes how it is used."""


def build_networks():
    """Encoder, generator, and a discriminator with batch normalisation."""
    keras.utils.set_random_seed(11)
    picture, z = keras.Input(PICTURE), keras.Input((LATENT,))
    flat = layers.Flatten()(picture)
    heads = [layers.Dense(LATENT)(flat), layers.Dense(LATENT)(flat)]
    pixels = layers.Dense(int(np.prod(PICTURE)), "sigmoid")(z)
    normal = layers.BatchNormalization(epsilon=EPSILON)(layers.Dense(6)(flat))
    logit = layers.Dense(1)(layers.Activation("tanh")(normal))
    return {
        "encoder": WatchedModel(picture, heads),
        "generator": WatchedModel(z, layers.Reshape(PICTURE)(pixels)),
        "discriminator": WatchedModel(picture, logit),
    }


def softplus(a):
    return np.logaddexp(0, a)


class ByHand:
    """All that is drawn and said of it, in NumPy."""

    def __init__(self, networks, images, epsilon, z):
        weights = [[w.astype("float64") for w in net.get_weights()] for net in networks.values()]
        (m, m0, v, v0), (self.g, self.g0), self.discriminator = weights
        self.x = images.astype("float64").reshape(BATCH, -1)
        self.mean, self.log_var = self.x @ m + m0, self.x @ v + v0
        self.p = self.draw(self.mean + np.exp(0.5 * self.log_var) * epsilon)
        self.samples = self.draw(z)

    def draw(self, z):
        return 1 / (1 + np.exp(-(z @ self.g + self.g0)))

    def logits(self, *batches):
        """Of batches that pass the discriminator as one."""
        d, d0, gamma, beta, _, _, e, e0 = self.discriminator
        h = np.concatenate(batches) @ d + d0
        h = (h - h.mean(0)) / np.sqrt(h.var(0) + EPSILON) * gamma + beta
        return np.tanh(h) @ e + e0

    def mixtures(self, real, fake, sample):
        """Logits of real, reconstruction and sample, where some of them pass as one batch."""
        fakes = np.split(self.logits(self.p, self.samples), [BATCH])
        all_three = np.split(self.logits(self.x, self.p, self.samples), [BATCH, 2 * BATCH])
        two = np.split(self.logits(self.x, self.p), [BATCH])
        return [(real, *fakes), tuple(all_three), (*two, sample)]

    def nats(self):
        """Cross-entropy and KL, each averaged over the batch."""
        x, p = self.x, self.p
        cross_entropy = -(x * np.log(p) + (1 - x) * np.log(1 - p)).sum(1).mean()
        kl = 0.5 * (self.mean**2 + np.exp(self.log_var) - 1 - self.log_var).sum(1).mean()
        return cross_entropy, kl


def vae_mistakes(e, k):
    return [
        Mistake((e + k) / PLACES, "beta is the weight of the KL: it is not used"),
        Mistake(BETA * (e + k) / PLACES, "beta is the weight of the KL alone"),
        Mistake(e / PLACES, "the KL is missing"),
        Mistake(e + BETA * k, "vae_loss is per pixel: divide by height · width"),
        Mistake(e / PLACES + BETA * k, "the division by height · width is for the KL, too"),
        Mistake((e + BETA * k) / PLACES / PICTURE[2], "divide by height · width, not by channels"),
        Mistake(BATCH * (e + BETA * k) / PLACES, "average over the batch, do not sum"),
        Mistake((e + 2 * BETA * k) / PLACES, "the ½ of the KL is missing"),
        Mistake((e - BETA * k) / PLACES, "the KL is added: both terms are to be small"),
    ]


ALIKE = "samples count as much as reconstructions: the mean of the two means, not of all pictures"
OWN = "reconstructions and samples pass the discriminator in a batch each, or they mix"


def g_mistakes(fake, sample, mixtures):
    f, s = softplus(-fake), softplus(-sample)
    parts = [(softplus(-a).mean(), softplus(-b).mean()) for _, a, b in mixtures]
    mixed = np.concatenate(mixtures[0][1:])
    return [
        *[Mistake((a + b) / 2, OWN) for a, b in parts],
        Mistake(f.mean() / 2 + s.mean(), "brackets: half of the sum of both"),
        Mistake(f.mean(), "these are the reconstructions alone: samples are fakes, too"),
        Mistake(s.mean(), "these are the samples alone: reconstructions are fakes, too"),
        Mistake(f.mean() + s.mean(), "half of either, so that all fakes together count once"),
        Mistake(np.concatenate([f, s]).mean(), ALIKE),
        Mistake(softplus(-mixed).mean(), OWN),
        Mistake(
            (softplus(fake).mean() + softplus(sample).mean()) / 2, "the wrong sign: softplus(-f)"
        ),
        Mistake(
            -(softplus(fake).mean() + softplus(sample).mean()) / 2,
            "take the non-saturating loss: softplus(-fake logits)",
        ),
    ]


def d_mistakes(real, fake, sample, mixtures):
    parts = [(softplus(-r).mean(), softplus(a).mean(), softplus(b).mean()) for r, a, b in mixtures]
    mixed = np.concatenate(mixtures[0][1:])
    r, f, s = softplus(-real).mean(), softplus(fake), softplus(sample)
    third = "all fakes together count as much as the real pictures: ½ real, ¼ and ¼ fakes"
    swapped = (softplus(real).mean() + (softplus(-fake).mean() + softplus(-sample).mean()) / 2) / 2
    return [
        Mistake((r + f.mean()) / 2, "these are the reconstructions alone: samples are fakes, too"),
        Mistake((r + s.mean()) / 2, "these are the samples alone: reconstructions are fakes, too"),
        Mistake((r + f.mean() + s.mean()) / 3, third),
        Mistake((r + f.mean() + s.mean()) / 2, third),
        Mistake(r + (f.mean() + s.mean()) / 2, "the ½ in front of d_loss is missing"),
        Mistake(r + f.mean() + s.mean(), third),
        Mistake((2 * r + f.mean() + s.mean()) / 2, "half of either: the mean of two d_losses"),
        Mistake((r + np.concatenate([f, s]).mean()) / 2, ALIKE),
        Mistake((r + softplus(mixed).mean()) / 2, OWN),
        *[Mistake((a + (b + c) / 2) / 2, OWN) for a, b, c in parts],
        Mistake((r + f.mean()) / 2 + s.mean(), third),
        Mistake(swapped, "real and fake are swapped"),
    ]


def test_prior_samples(attempt):
    networks = build_networks()
    images = random(BATCH, *PICTURE, seed=1, low=0.1, high=0.9)
    epsilon, z = random(BATCH, LATENT, seed=2), random(COUNT, LATENT, seed=3) + 1
    hand = ByHand(networks, images, epsilon, z)
    real, fake, sample = (hand.logits(some) for some in (hand.x, hand.p, hand.samples))
    mixtures = hand.mixtures(real, fake, sample)
    for network in networks.values():
        network.toggled = network.careless = 0
    given = {"images": images, "epsilon": epsilon, "z": z}
    given = {name: tf.constant(array) for name, array in given.items()}
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([given["epsilon"], given["z"]])
        answer = attempt(**networks, **given, beta=BETA)
    vae_loss, g_loss, d_loss = answer.parts("vae_loss", "g_loss", "d_loss")
    check_use(networks, answer)

    e, k = hand.nats()
    g = (softplus(-fake).mean() + softplus(-sample).mean()) / 2
    d = (softplus(-real).mean() + (softplus(fake).mean() + softplus(sample).mean()) / 2) / 2
    vae = (e + BETA * k) / PLACES
    order = "the order is vae_loss, g_loss, d_loss"
    one = "one number: average over the batch"
    orders = [Mistake(value, order) for value in (vae, g, d)]
    vae_loss.equals(vae, [*orders[1:], *vae_mistakes(e, k)], shape_hint=one)
    g_loss.equals(g, [orders[2], *g_mistakes(fake, sample, mixtures)], shape_hint=one)
    d_loss.equals(d, [orders[1], *d_mistakes(real, fake, sample, mixtures)], shape_hint=one)
    for name, what in (("epsilon", "reconstructions"), ("z", "samples")):
        came = f"no gradient from g_loss to the {what}"
        hint = f"the generator learns from the {what}, too: nothing may stop their gradient"
        reaches = tape.gradient(g_loss.tensor(), given[name]) is not None
        g_loss.must(reaches, "no gradient", came, "one that the generator can follow", hint)
    check_gradients(
        networks, given, tape, {"vae_loss": vae_loss, "g_loss": g_loss, "d_loss": d_loss}
    )


def by_keras(networks, images, epsilon, z):
    """The three losses once more, for their gradients."""
    encoder, generator, discriminator = networks.values()
    mean, log_var = encoder(images, training=True)
    fakes = [generator(mean + ops.exp(log_var / 2) * epsilon, training=True)]
    fakes.append(generator(z, training=True))
    real, *logits = (discriminator(some, training=True) for some in (images, *fakes))
    nats = losses.bernoulli_cross_entropy(images, fakes[0])
    nats += BETA * losses.kl_divergence(mean, log_var)
    g = sum(losses.generator_loss(f) for f in logits) / 2
    d = sum(losses.discriminator_loss(real, f) for f in logits) / 2
    return {"vae_loss": ops.mean(nats) / PLACES, "g_loss": g, "d_loss": d}


def check_gradients(networks, given, tape, answers):
    """Each loss pulls on the weights that it is to move, by as much as it should."""
    encoder, generator, discriminator = networks.values()
    pair = encoder.trainable_variables + generator.trainable_variables
    variables = {"vae_loss": pair, "g_loss": pair, "d_loss": discriminator.trainable_variables}
    with tf.GradientTape(persistent=True) as own_tape:
        expected = by_keras(networks, **given)
    for name, answer in answers.items():
        who = "the discriminator" if name == "d_loss" else "encoder and generator"
        hint = f"{who} learn by {name} from all that is in it: what stops a gradient on the way?"
        hint = hint.replace("discriminator learn", "discriminator learns")
        got = tape.gradient(answer.tensor(), variables[name])
        right = own_tape.gradient(expected[name], variables[name])
        pairs = zip(got, right, strict=True)
        same = all(alike(*pair) for pair in pairs)
        came = f"another gradient of {name} for {who}"
        answer.must(same, "another gradient", came, "that of the formula", hint)


def alike(got, right):
    """Two gradients; where nothing leads, None is as good as 0."""
    got, right = (0.0 if g is None else np.asarray(tf.convert_to_tensor(g)) for g in (got, right))
    return np.allclose(got, right, rtol=1e-3, atol=1e-5)


def check_use(networks, answer):
    """How the networks were called."""
    for name, network in networks.items():
        came, hint = f"{name}.trainable was set", "drop that line: lists of variables are enough"
        answer.must(not network.toggled, "trainable was toggled", came, "never set", hint)
        came, hint = f"{name} was called without it", f"{name}(..., training=True), every time"
        answer.must(not network.careless, "training=True is missing", came, "training=True", hint)
