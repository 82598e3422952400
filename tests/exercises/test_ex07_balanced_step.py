"""Checks exercise ex07_balanced_step by where the weights go: gradients in NumPy, one by one."""

import keras
import numpy as np
import tensorflow as tf
from checking import Answer, Mistake, brief, random
from keras import layers
from watched import Watched

HINTS = (
    "forward (in the lesson) shows how to get from a batch and its noise to logits, vae_gan_losses "
    "how from there to losses. Which of its lines do you need, and which of them on the tape?",
    "everything from the encoder to g_loss + vae_loss belongs on the tape, the discriminator's "
    "call included: the gradient of g_loss reaches the generator through it",
    "variables = encoder.trainable_variables + generator.trainable_variables; then the gradient "
    "of the sum with respect to this list, and one optimizer.apply(gradients, variables)",
)
BATCH, LATENT, PICTURE, RATE = 5, 3, (4, 3, 2), 0.25
PLACES = PICTURE[0] * PICTURE[1]
TERMS = ("g_loss", "cross-entropy", "KL")


class WatchedModel(Watched, keras.Model):
    """A functional model that notes how it is used."""


class WatchedSGD(keras.optimizers.SGD):
    """Makes no step, and notes it, if it is given variables that it was not built for."""

    strangers = 0

    def apply(self, grads, trainable_variables=None):
        known = [id(variable) for variable in self.mine]
        strangers = [v for v in trainable_variables or [] if id(v) not in known]
        self.strangers += len(strangers)
        if not strangers:
            super().apply(grads, trainable_variables)


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


def losses_in_numpy(weights, images, epsilon, of_log=0.5):
    """g_loss, cross-entropy, KL, and softplus(+logits), each averaged over the batch."""
    a, a0, m, m0, v, v0, b, b0, c, c0, d, d0, e, e0 = weights
    x = images.reshape(len(images), -1)
    h = np.tanh(x @ a + a0)
    mean, log_var = h @ m + m0, h @ v + v0
    z = mean + np.exp(of_log * log_var) * epsilon
    p = 1 / (1 + np.exp(-(np.tanh(z @ b + b0) @ c + c0)))
    logits = np.tanh(p @ d + d0) @ e + e0
    cross_entropy = -(x * np.log(p) + (1 - x) * np.log(1 - p)).sum(1).mean()
    kl = 0.5 * (mean**2 + np.exp(log_var) - 1 - log_var).sum(1).mean()
    return np.array([softplus(-logits).mean(), cross_entropy, kl, softplus(logits).mean()])


class Scene:
    """Three networks, one batch, and all that is known of them before the step."""

    def __init__(self, beta: float = 1.0):
        self.networks, self.beta = build_networks(), beta
        self.images = random(BATCH, *PICTURE, seed=1, low=0.1, high=0.9)
        self.epsilon = random(BATCH, LATENT, seed=2)
        self.optimizer = WatchedSGD(RATE)
        encoder, generator, _ = self.networks.values()
        self.optimizer.mine = encoder.trainable_variables + generator.trainable_variables
        self.optimizer.build(self.optimizer.mine)
        for network in self.networks.values():
            network.toggled = network.careless = 0
        self.before = self.weights()

    def arguments(self):
        batch = {"images": tf.constant(self.images), "epsilon": tf.constant(self.epsilon)}
        return {**self.networks, "optimizer": self.optimizer, **batch}

    def weights(self):
        nets = self.networks.values()
        return [weight.astype("float64") for net in nets for weight in net.get_weights()]

    def losses(self, weights, noise=1.0, of_log=0.5):
        images = self.images.astype("float64")
        return losses_in_numpy(weights, images, noise * self.epsilon, of_log)

    def gradients(self):
        """Of what `losses` gives, (weights of encoder and generator, 4)."""
        weights, found = [weight.copy() for weight in self.before], []
        for weight in weights[:10]:
            flat = weight.reshape(-1)
            for i in range(flat.size):
                pair = []
                for sign in (1, -1):
                    flat[i] += sign * 1e-5
                    pair.append(self.losses(weights))
                    flat[i] -= sign * 1e-5
                found.append((pair[0] - pair[1]) / 2e-5)
        return np.array(found)

    def moves(self):
        """How far each array of weights went, in steps of the optimizer's rate."""
        return [(old - new) / RATE for old, new in zip(self.before, self.weights(), strict=True)]


def check_rules(scene, answer):
    """Who moved, how often, and how the networks were called."""
    for name, network in scene.networks.items():
        came, hint = f"{name}.trainable was set", "drop that line: the list of variables is enough"
        answer.must(not network.toggled, "trainable was toggled", came, "never set", hint)
        came, hint = f"{name} was called without it", f"{name}(..., training=True), every time"
        answer.must(not network.careless, "training=True is missing", came, "training=True", hint)
    moved = [bool(np.any(move)) for move in scene.moves()]
    hint = "the gradient and optimizer.apply get encoder.trainable_variables + "
    hint += "generator.trainable_variables, and no others; and both are called on the tape"
    wrong = "the wrong weights moved"
    came = "the optimizer was given weights of the discriminator"
    still = not scene.optimizer.strangers and not any(moved[10:])
    answer.must(still, wrong, came, "the discriminator stays as it is", hint)
    for name, went in (("encoder", moved[:6]), ("generator", moved[6:10])):
        came = f"the {name} stayed"
        answer.must(any(went), "weights did not move", came, "one step of both", hint)
        came, hint_all = f"{sum(went)} of {len(went)} did", "the whole list of trainable variables"
        answer.must(all(went), f"not all weights of the {name} moved", came, "all", hint_all)
    steps, hint = int(scene.optimizer.iterations), "one optimizer.apply, with one list of both"
    answer.must(steps == 1, "not one step", f"{steps} steps", "1", hint)


def weights_of_terms(columns, went):
    """The numbers by which the three terms make up the way that was gone; None if they do not."""
    numbers = np.linalg.lstsq(columns, went, rcond=None)[0]
    return numbers if near(columns @ numbers, went) else None


def check_direction(scene, answer):
    """The step as so much of each term, against what was asked for and what is easily written."""
    all_columns, beta = scene.gradients(), scene.beta
    columns, went = all_columns[:, :3], np.concatenate([m.ravel() for m in scene.moves()[:10]])
    expected = np.array([1, 1 / PLACES, beta / PLACES])
    found = weights_of_terms(columns, went)
    if found is None:  # not a sum of the three: the saturating loss, or a gradient that stops?
        known = weights_of_terms(all_columns[:, [3, 1, 2]], went)
        of_generator = slice(sum(m.size for m in scene.moves()[:6]), None)
        own = weights_of_terms(all_columns[of_generator, :3], went[of_generator])
        hint = "the gradient has to reach the encoder through z, too: what detaches it on the way?"
        if own is None:
            hint = "one of the three is another function: generator_loss(fake logits), "
            hint += "bernoulli_cross_entropy(images, reconstructions), in this order, "
            hint += "kl_divergence(z_mean, z_log_var)"
        if known is not None:
            hint = "take the non-saturating loss of lesson 2, by which fakes are called real"
        came = "no sum of the gradients of " + ", ".join(TERMS)
        answer.fail("the step goes another way", came, sum_of(expected), hint)
    known = [
        ((1, 0, 0), "that is the way down g_loss alone: add vae_loss"),
        ((0, 1, beta), "that is the way down vae_loss alone: g_loss has to be on the tape, too"),
        ((1, PLACES, PLACES * beta), "vae_loss is per pixel: divide the sum by height · width"),
        ((1 / PLACES, 1, beta), "g_loss is not divided by the pixels, vae_loss alone"),
        ((1, BATCH, BATCH * beta), "average vae_loss over the batch, do not sum"),
        ((1, 1, 0), "the KL is missing in vae_loss"),
        ((1, 0, beta), "the cross-entropy is missing in vae_loss"),
        ((1, 1, PLACES * beta), "divide the KL by height · width as well"),
        ((1, 1 / PICTURE[2], beta / PICTURE[2]), "divide by height · width, not by channels too"),
        ((1, 1, 2 * beta), "the ½ of the KL is missing"),
        ((1, 1, beta / LATENT), "sum the KL over the latents, do not average"),
        ((1, 1, -beta), "the KL is added: both terms are to be small"),
        ((-1, 1, beta), "g_loss is added: both are to be small"),
        ((-1, -1, -beta), "the step goes uphill: is there a minus too many?"),
        ((BATCH, BATCH, BATCH * beta), "average over the batch, do not sum"),
        ((1, 1, 1), "beta is the weight of the KL: it is not used"),
        ((1, beta, beta), "beta is the weight of the KL alone"),
    ]
    scaled = [(np.array([a, b / PLACES, c / PLACES]), hint) for (a, b, c), hint in known]
    hint = "three factors, one for each term: which of them is another than asked for, and why?"
    hint = next((text for numbers, text in scaled if np.allclose(found, numbers, 0.01, 1e-4)), hint)
    right = near(columns @ expected, went)
    answer.must(right, "the step goes another way", sum_of(found), sum_of(expected), hint)


def sum_of(numbers):
    terms = [f"{number:.3g} · {name}" for number, name in zip(numbers.round(4), TERMS, strict=True)]
    return "a step down " + " + ".join(terms)


def near(a, b):
    return np.allclose(a, b, rtol=2e-3, atol=2e-5)


def check_value(scene, answer):
    """g_loss, against what is easily returned in its place."""
    g_loss, cross_entropy, kl, unsaturated = scene.losses(scene.before)
    vae = (cross_entropy + kl) / PLACES
    known = [
        Mistake(scene.losses(scene.weights())[0], "the loss before the step, not after it"),
        Mistake(g_loss + vae, "return g_loss alone, not the sum"),
        Mistake(vae, "return g_loss, not vae_loss"),
        Mistake(unsaturated, "the generator wants its fakes called real: softplus(-fake logits)"),
        Mistake(-unsaturated, "take the non-saturating loss: softplus(-fake logits)"),
        Mistake(BATCH * g_loss, "average over the batch, do not sum"),
        Mistake(g_loss / np.log(2), "natural logarithms, not log₂"),
        Mistake(scene.losses(scene.before, 0.0)[0], "the noise is missing: epsilon is not used"),
        Mistake(
            scene.losses(scene.before, 1.0, 1.0)[0],
            "the encoder's second output is log σ², not log σ: how does one get σ from it?",
        ),
    ]
    hint = "the fakes are drawings of the noisy codes z_mean + σ · epsilon of these images, scored "
    hint += "once; σ is exp(½ log σ²)"
    answer.equals(g_loss, known, hint, shape_hint="one number: average over the batch")


def check_compiled(attempt, beta):
    """The same within tf.function, and with another weight of the KL."""
    scene = Scene(beta)
    given = [*scene.arguments().values(), beta]
    call = f"{attempt.name}(…, beta={beta}) within tf.function"
    try:
        came = tf.function(attempt.function)(*given)
    except Exception as error:
        text = brief(error)
    else:
        answer = Answer(attempt, call, came)
        check_rules(scene, answer)
        check_direction(scene, answer)
        return
    hint = "while the graph is built there are no numbers yet: return the tensor as it is, "
    hint += "without .numpy(), and keep to keras.ops"
    attempt.fail("error within tf.function", call, text, "no error", hint)


def test_balanced_step(attempt):
    scene = Scene()
    answer = attempt(**scene.arguments())
    check_rules(scene, answer)
    check_value(scene, answer)
    check_direction(scene, answer)
    check_compiled(attempt, beta=0.3)
