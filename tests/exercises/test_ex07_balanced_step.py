"""Checks exercise ex07_balanced_step by where the weights go: gradients in NumPy, one by one."""

import keras
import numpy as np
from checking import Mistake, random
from keras import layers
from watched import Watched

BATCH, LATENT, PICTURE, RATE = 5, 3, (4, 3, 2), 0.25
PLACES = PICTURE[0] * PICTURE[1]


class WatchedModel(Watched, keras.Model):
    """A functional model that notes how it is used."""


def build_networks():
    """Encoder, generator and discriminator of one hidden layer each."""
    keras.utils.set_random_seed(7)
    picture, z = keras.Input(PICTURE), keras.Input((LATENT,))
    hidden = layers.Dense(4, "tanh")(layers.Flatten()(picture))
    heads = [layers.Dense(LATENT)(hidden), layers.Dense(LATENT)(hidden)]
    pixels = layers.Dense(int(np.prod(PICTURE)), "sigmoid")(layers.Dense(5, "tanh")(z))
    logit = layers.Dense(1)(layers.Dense(6, "tanh")(layers.Flatten()(picture)))
    return {
        "encoder": WatchedModel(picture, heads),
        "generator": WatchedModel(z, layers.Reshape(PICTURE)(pixels)),
        "discriminator": WatchedModel(picture, logit),
    }


def softplus(a):
    return np.logaddexp(0, a)


def losses_in_numpy(weights, images, epsilon):
    """g_loss, cross-entropy and KL, each averaged over the batch, from all weights in order."""
    a, a0, m, m0, v, v0, b, b0, c, c0, d, d0, e, e0 = weights
    x = images.reshape(len(images), -1)
    h = np.tanh(x @ a + a0)
    mean, log_var = h @ m + m0, h @ v + v0
    z = mean + np.exp(0.5 * log_var) * epsilon
    p = 1 / (1 + np.exp(-(np.tanh(z @ b + b0) @ c + c0)))
    logits = np.tanh(p @ d + d0) @ e + e0
    cross_entropy = -(x * np.log(p) + (1 - x) * np.log(1 - p)).sum(1).mean()
    kl = 0.5 * (mean**2 + np.exp(log_var) - 1 - log_var).sum(1).mean()
    return np.array([softplus(-logits).mean(), cross_entropy, kl, softplus(logits).mean()])


class Scene:
    """Three networks, one batch, and all that is known of them before the step."""

    def __init__(self):
        self.networks = build_networks()
        self.images = random(BATCH, *PICTURE, seed=1, low=0.1, high=0.9)
        self.epsilon = random(BATCH, LATENT, seed=2)
        self.optimizer = keras.optimizers.SGD(RATE)
        for network in self.networks.values():
            network.toggled = network.careless = 0
        self.before = self.weights()

    def weights(self):
        nets = self.networks.values()
        return [weight.astype("float64") for net in nets for weight in net.get_weights()]

    def losses(self, weights, noise=1.0):
        return losses_in_numpy(weights, self.images.astype("float64"), noise * self.epsilon)

    def gradients(self):
        """Of g_loss, cross-entropy, KL and the saturating loss: (4, weights that may move)."""
        weights, found = [weight.copy() for weight in self.before], []
        for weight in weights[:10]:  # encoder and generator
            flat = weight.reshape(-1)
            for i in range(flat.size):
                pair = []
                for sign in (1, -1):
                    flat[i] += sign * 1e-5
                    pair.append(self.losses(weights))
                    flat[i] -= sign * 1e-5
                found.append((pair[0] - pair[1]) / 2e-5)
        return np.transpose(found)

    def moves(self):
        """How far the weights of each network went, flat, in steps of the optimizer's rate."""
        pairs = zip(self.before, self.weights(), strict=True)
        went = [((old - new) / RATE).ravel() for old, new in pairs]
        parts = (went[:6], went[6:10], went[10:])
        return [np.concatenate(part) for part in parts]


def check_rules(scene, answer):
    """Who moved, how often, and how the networks were called."""
    for name, network in scene.networks.items():
        came, hint = f"{name}.trainable was set", "drop that line: the list of variables is enough"
        answer.must(not network.toggled, "trainable was toggled", came, "never set", hint)
        came, hint = f"{name} was called without it", f"{name}(..., training=True), every time"
        answer.must(not network.careless, "training=True is missing", came, "training=True", hint)
    moved = [bool(np.any(move)) for move in scene.moves()]
    hint = "the gradient and optimizer.apply get encoder.trainable_variables + "
    hint += "generator.trainable_variables, and no others"
    wrong = "the wrong weights moved"
    answer.must(not moved[2], wrong, "the discriminator moved", "it stays as it is", hint)
    for name, went in zip(("encoder", "generator"), moved[:2], strict=True):
        answer.must(went, "weights did not move", f"the {name} stayed", "one step of both", hint)
    steps, hint = int(scene.optimizer.iterations), "one optimizer.apply, with one list of both"
    answer.must(steps == 1, "not one step", f"{steps} steps", "1", hint)


def check_direction(scene, answer):
    """The step against the gradient of the sum, and of sums that are easily written instead."""
    g, cross_entropy, kl, unsaturated = scene.gradients()
    vae = (cross_entropy + kl) / PLACES
    went = np.concatenate(scene.moves()[:2])
    known = [
        (g, "that is the way down g_loss alone: add vae_loss"),
        (vae, "that is the way down vae_loss alone: add g_loss"),
        (g + cross_entropy + kl, "vae_loss is per pixel: divide the sum by height · width"),
        (g + cross_entropy / PLACES, "the KL is missing in vae_loss"),
        (g + cross_entropy / PLACES + kl, "divide the KL by height · width as well"),
        (g + vae / PICTURE[2], "divide by height · width, not by the channels too"),
        (vae - g, "g_loss is added: both are to be small"),
        (-g - vae, "the step goes uphill: is there a minus too many?"),
        (unsaturated + vae, "the generator wants its fakes called real: softplus(-fake logits)"),
        (vae - unsaturated, "take the non-saturating loss: softplus(-fake logits)"),
        (BATCH * (g + vae), "average over the batch, do not sum"),
    ]
    fits = (hint for gradient, hint in known if near(went, gradient))
    hint = next(fits, "compare g_loss + vae_loss with the formulas, term by term")
    worst = int(np.argmax(np.abs(went - g - vae)))
    came, expected = (f"{x[worst]:.5f} in weight {worst}" for x in (went, g + vae))
    answer.must(near(went, g + vae), "the step goes another way", came, expected, hint)


def near(a, b):
    return np.allclose(a, b, rtol=2e-3, atol=2e-5)


def test_balanced_step(attempt):
    scene = Scene()
    g_loss, cross_entropy, kl, unsaturated = scene.losses(scene.before)
    given = {"optimizer": scene.optimizer, "images": scene.images, "epsilon": scene.epsilon}
    answer = attempt(**scene.networks, **given)
    check_rules(scene, answer)
    vae = (cross_entropy + kl) / PLACES
    known = [
        Mistake(scene.losses(scene.weights())[0], "the loss before the step, not after it"),
        Mistake(g_loss + vae, "return g_loss alone, not the sum"),
        Mistake(vae, "return g_loss, not vae_loss"),
        Mistake(unsaturated, "the generator wants its fakes called real: softplus(-fake logits)"),
        Mistake(-unsaturated, "take the non-saturating loss: softplus(-fake logits)"),
        Mistake(BATCH * g_loss, "average over the batch, do not sum"),
        Mistake(scene.losses(scene.before, 0.0)[0], "the noise is missing: epsilon is not used"),
    ]
    hint = "the fakes are generator(z_mean + exp(½ z_log_var) · epsilon), scored once"
    answer.equals(g_loss, known, hint, shape_hint="one number: average over the batch")
    check_direction(scene, answer)
