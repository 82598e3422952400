# %% [markdown]
# # Lesson 11: what makes digits sharp
#
# Ten ideas lie between the network of 2016 and the digits that this package ships. Which of them
# counts? You switch on each *alone*, beside the 2016 network, at one small budget; then all
# together: an **ablation**. You write two of the ideas, mend a third and choose a fourth, and may
# switch on any set of them by name.
#
# | **expected**, MNIST | -ELBO | label kept | Fréchet ÷ real: N(0, I) | mixture |
# | --- | --- | --- | --- | --- |
# | 2016 | 361.9 | 18.0 % | 24.0 | 23.7 |
# | `film`, alone | 221.8 | 59.8 % | 10.2 | 8.6 |
# | `r1`, alone | 174.8 | 57.1 % | 15.7 | 12.3 |
# | all together | 136.4 | 91.7 % | 5.9 | 1.8 |
#
# **Time**: twenty minutes of one core, a minute and a half a row; with `--quick` one. Pictures go
# to `out/11_sharper/`.
#
#     python lessons/11_sharper.py                   # each idea, then all
#     python lessons/11_sharper.py --ideas film,r1   # these two together, beside 2016
#     python lessons/11_sharper.py --ideas all       # all together, beside 2016
#     python lessons/11_sharper.py --quick           # 2016 and all, on drawn digits

# %%
import json
import sys
import time
from pathlib import Path

import numpy as np

from cppn_keras.course.lesson import begin

lesson = begin(
    "11_sharper",
    epochs=4,
    batch_size=16,
    quick=(1, 32),
    quick_hides="after 62 steps of small networks no row has a digit, and no order means anything",
    ideas=("each", "all"),
    width=(64, 16),
    seeds=1,
)
knobs = lesson.knobs

# %% [markdown]
# **To try**: `--ideas r1,film,convolutions` (which few carry `all`?), `--width 128`, the post's, or
# `--epochs 1`, in which hardly any idea gets anywhere alone. `--seeds 3` trains `2016` and `all`
# three times.
#
# Sources: hardmaru, "Generating Large Images from Latent Vectors" (2016); Glorot & Bengio (2010);
# He et al., residual networks (2016); Perez et al., FiLM (2018); Tancik et al., Fourier features
# (2020); Larsen et al., feature matching (2016); Mescheder et al., R1 (2018); Polyak & Juditsky,
# averages of weights (1992).

# %%
# Imported after `begin`, which asks TensorFlow to be quiet and sets the seed.
import keras
import matplotlib.pyplot as plt
import tensorflow as tf
from keras import layers, ops

import cppn_keras
from cppn_keras import networks, plotting
from cppn_keras.coordinates import coordinate_grid
from cppn_keras.data import batches, center_crop, to_float
from cppn_keras.evaluation import enlargement, metrics, rivals
from cppn_keras.evaluation.classifier import Classifier
from cppn_keras.evaluation.references import sample_figures
from cppn_keras.files import write_json
from cppn_keras.networks.layers import ModulatedDense
from cppn_keras.plotting.diagrams.ideas import ideas as diagram_of_ideas
from cppn_keras.rendering import Drawing
from cppn_keras.runs.film import adam
from cppn_keras.runs.prior import fit_prior
from cppn_keras.training import VAE, VAEGAN, Gate, losses
from cppn_keras.training.base import descend
from cppn_keras.training.gate import repeat_until

# %%
start = time.time()
SIDE, LATENTS, DEPTH, FILTERS = 26, 32, 4, (24, 48, 96)  # the post's
POOL, TESTED, SOME = (2000, 400, 1000) if lesson.quick else (10_000, 1000, 4000)  # pictures
pool = lesson.data.train_images[:POOL]  # every row learns from these
test_images = to_float(center_crop(lesson.data.test_images[:TESTED], SIDE))
test_labels = lesson.data.test_labels[:TESTED]
classifier = Classifier.load()  # the frozen one, of all figures of this course
lesson.save(diagram_of_ideas(), "diagram.png")

# %% [markdown]
# ![Where the ideas sit](../docs/lessons/11/diagram.png)
#
# ## The network of 2016
#
# Lesson 7's system as the post has it: two dense layers as the encoder; a CPPN into which z enters
# once, beside x, y and r; a discriminator with batch normalisation; four VAE steps, up to four
# balanced ones, and a gate. As in the recipe `mnist-2016`, batches are small, rates are those of
# lesson 7, and three steps in four, the first, are a VAE's alone. The CPPN has half the post's
# width, so that a row takes a minute and a half.
#
# An idea is a word, and a row is a set of words. This is all they change in the *networks*:


# %%
def build_networks(ideas, seed):
    """Encoder, generator and discriminator of 2016, but for the ideas."""
    scale = 1.0 if "glorot" in ideas else 8.0
    cppn = networks.build_cppn(
        LATENTS,
        channels=1,
        width=knobs.width,
        depth=DEPTH,
        weight_stddev=None if "glorot" in ideas else 0.1,
        input_scale=scale,
        conditioning="film" if "film" in ideas else "concat",
        features=32 if "fourier" in ideas else 0,
        sigma=1 / scale,  # of coordinates that were multiplied by scale
        style="leaky-relu" if "residual" in ideas else "softplus-tanh",
        residual="residual" in ideas,
        seed=seed,
    )
    of_post = networks.build_post_encoder, networks.build_post_discriminator
    build_encoder = networks.build_conv_encoder if "convolutions" in ideas else of_post[0]
    build_discriminator = networks.build_conv_discriminator if "r1" in ideas else of_post[1]
    encoder = build_encoder((SIDE, SIDE, 1), LATENTS)
    generator = networks.image_generator(cppn, SIDE, SIDE)
    return encoder, generator, build_discriminator((SIDE, SIDE, 1), FILTERS)


# %% [markdown]
# ## Ideas for the networks
#
# **`glorot`**: smaller pre-activations at the start. The post multiplies z and the coordinates by
# 8, and its weights and biases are N(0, 0.1). Glorot and Bengio give each layer the spread that
# keeps what passes through it at one size, 2/(inputs + outputs) for the variance; biases begin
# at 0, and nothing is multiplied.
#
# What does the first layer get from a random z, in standard deviations, and what slope is left in
# the second?

# %%
z = np.random.default_rng(lesson.seed).standard_normal((100, LATENTS)).astype("float32")
grid = coordinate_grid(SIDE, SIDE)[None]
print("\n        z's share of the first pre-activations   slope of the second layer's tanh")
for name, ideas in {"2016": set(), "glorot": {"glorot"}}.items():
    cppn = build_networks(ideas, lesson.seed)[1].cppn
    share = cppn.get_layer("from_z")(cppn.input_scale * z)
    second = keras.Model(cppn.inputs, cppn.get_layer("dense2").output)([z, grid])
    slope = ops.mean(1 - ops.square(second))  # of tanh, which is 1 at 0 and 0 far away
    print(f"  {name:8}{ops.std(share):30.2f}{slope:32.2f}")

# %% [markdown]
# Where tanh is flat, a gradient ends: of the signal to z, little comes through at first.

# %% [markdown]
# **`convolutions`**: lesson 6's encoder, for which a stroke is a stroke wherever it is.
#
# **`residual`**: leaky ReLU in place of tanh, and skips around the layers (lesson 6).
#
# **`fourier`**: 32 sines and cosines of the coordinates (lesson 4), against spectral bias.
#
# **`film`**: z scales and shifts the units of every layer (lesson 6). A point is to pay nothing
# for it: what depends on z alone is computed once per picture.
#
# **Exercise** `ex11_film` (write): scale and shift. Compare with the package's layer, which has
# the product before it, too, and count how much work is done for z.

# %%
film = lesson.exercise("ex11_film")

UNITS, POINTS, PICTURES = 128, SIDE**2, 8
rng = np.random.default_rng(lesson.seed)
h = rng.standard_normal((1, POINTS, 5)).astype("float32")  # 676 points, the same for all pictures
dense_of_z = layers.Dense(2 * UNITS, kernel_initializer="random_normal")
package = ModulatedDense(UNITS)
theirs = package(h, dense_of_z(z[:PICTURES]))  # (8, 676, 128)
yours = film(h @ package.kernel + package.bias, z[:PICTURES], dense_of_z)
once, often = (n * LATENTS * 2 * UNITS for n in (PICTURES, PICTURES * POINTS))
print(f"yours differs from the package's by {ops.max(ops.abs(yours - theirs)):.0e} at most")
print(f"multiply-adds for z: {once:,} once per picture, {often:,} once per point")

# %% [markdown]
# ## Ideas for the game
#
# **`matching`**: the distance of the discriminator's features of a picture and of its
# reconstruction joins the balanced step's loss (lesson 7).
#
# **`samples`**: a discriminator that never sees a sample cannot mend one (lesson 7). What is shown
# here is not z ~ N(0, I) but codes of a mixture, fitted to the codes of training pictures anew four
# times in a training: what will be drawn from in the end.
#
# **`average`**: draw with moving averages of the weights.
#
# **`r1`**: no gate.
#
# All four share this: three networks, and what encoder and generator go down.


# %%
CODES, REFITS = 4096, 4
MATCHING_WEIGHT, R1_WEIGHT, DECAY = 1.0, 0.1, 0.99  # the first is relative to the cross-entropy


class Game(VAEGAN):
    """Lesson 7's VAE-GAN, and what ideas add to its losses."""

    adversarial_weight = 1.0  # of the generator's loss, beside the VAE's per pixel

    def __init__(self, nets, ideas, seed, **weights):
        gate = Gate(g_below=0.80, d_above=0.45)
        decay = DECAY if "average" in ideas else None
        super().__init__(*nets, gate, stop_below=0.60, average_decay=decay, seed=seed, **weights)
        self.ideas = frozenset(ideas)
        self.codes = self.add_weight((CODES, LATENTS), trainable=False, name="codes")
        hidden = self.discriminator.get_layer("features").output
        self.look = keras.Model(self.discriminator.inputs, [self.discriminator.output, hidden])

    def refit(self):
        """Draws codes from a mixture that is fitted to those of some training pictures."""
        mixture = fit_prior(*encode(self.encoder, some_images), 20, rounds=5, seed=self.seed)
        self.codes.assign(mixture.sample(CODES, np.random.default_rng(self.seed)))


# %% [markdown]
# The fakes come in one batch or in two; each passes the discriminator by itself, for batch
# normalisation would mix them.


# %%
class Losses(Game):
    """What every step needs to know of a batch."""

    def fakes(self, images):
        """A list of batches: reconstructions, samples with that idea; and the VAE's loss."""
        reconstructions, figures = self.vae_losses(images, training=True)
        if "samples" not in self.ideas:
            return [reconstructions], figures["loss"]
        some = (lesson.batch_size // 2,)
        rows = keras.random.randint(some, 0, CODES, seed=self.seed_generator)
        samples = self.generator(ops.take(self.codes, rows, axis=0), training=True)
        return [reconstructions, samples], figures["loss"]

    def logits_and_loss(self, images):
        """Logits of all fakes, g_loss, and the loss of encoder and generator."""
        fakes, loss = self.fakes(images)
        seen = [self.look(batch, training=True) for batch in fakes]
        logits = ops.concatenate([logits for logits, _ in seen])
        g_loss = losses.generator_loss(logits)
        loss += self.adversarial_weight * g_loss
        if "matching" in self.ideas:
            _, wanted = self.look(images, training=True)
            distance = losses.feature_distance(ops.stop_gradient(wanted), seen[0][1])
            loss += MATCHING_WEIGHT * self.reconstruction_weight * distance
        return logits, g_loss, loss


# %% [markdown]
# **The schedule of 2016**, again as plain Python around compiled steps. A batch is
# shown to encoder and generator up to eight times, so a row has an eighth as many batches here as
# where each is shown once. What is equal in all rows is how many pictures are *shown*, and from
# which 10,000 they come.


# %%
class Gated(Losses):
    """Four VAE steps, up to four balanced ones, one of the discriminator if the gate is open."""

    shows = 8  # times that a batch is shown to encoder and generator
    vae_step = tf.function(VAE.vae_step)

    def prepare(self):
        self.compile(*(keras.optimizers.Adam(rate, beta_1=0.65) for rate in (3e-4, 7e-4, 3e-4)))
        self.run_eagerly = True  # the schedule; its steps are compiled

    @tf.function
    def generator_step(self, images):
        with tf.GradientTape() as tape:
            _, g_loss, loss = self.logits_and_loss(images)
        descend(self.generator_optimizer, loss, tape, self.vae_variables)
        return g_loss, loss

    @tf.function
    def discriminator_step(self, images, g_loss):
        with tf.GradientTape() as tape:
            logits, _, _ = self.logits_and_loss(images)
            loss = losses.discriminator_loss(self.discriminator(images, training=True), logits)
        if self.gate.is_open(g_loss, loss):
            descend(self.discriminator_optimizer, loss, tape, self.discriminator.trainable_weights)
        return loss


# %% [markdown]
# **One joint step.** Why a gate? A discriminator that is too sure has steep places, and steep
# gradients throw the generator about. R1 asks for flatness where the real pictures are:
#
#     d_loss + γ/2 · mean of ‖∇ₓ logit(x)‖²
#
# Then the discriminator may learn from every batch, and a step of each is enough. Batch
# normalisation goes: with it, a logit depends on the other pictures of its batch. Weights and rates
# are those of the recipe `mnist`.
#
# **Exercise** `ex11_r1_penalty` (write): a gradient that has a gradient.

# %%
r1_penalty = lesson.exercise("ex11_r1_penalty")

few = tf.constant(test_images[:32])
print("\nγ/2 · ‖∇ₓ logit‖² at test pictures, γ = 0.1; discriminators without training")
for name, build in {
    "2016": networks.build_post_discriminator,
    "without normalisation": networks.build_conv_discriminator,
}.items():
    penalty = r1_penalty(build((SIDE, SIDE, 1), FILTERS), few, R1_WEIGHT)
    print(f"  {name:24}{penalty:.2e}")


# %%
class Joint(Losses):
    """All networks in one step, on every batch; a penalty in place of the gate."""

    shows = 1
    adversarial_weight = 3.0  # beside a tenth of the VAE's loss per picture

    def __init__(self, nets, ideas, seed):
        super().__init__(nets, ideas, seed, reconstruction_weight=0.1, kl_weight=0.1)

    def prepare(self):
        self.compile(adam(1e-3), adam(1e-3), adam(5e-4))  # the first is not used

    def train_step(self, images):
        with tf.GradientTape(persistent=True) as tape:
            logits, g_loss, loss = self.logits_and_loss(images)
            real_logits = self.discriminator(images, training=True)
            d_loss = losses.discriminator_loss(real_logits, logits)
            penalised = d_loss + r1_penalty(self.discriminator, images, R1_WEIGHT)
        descend(self.generator_optimizer, loss, tape, self.vae_variables)
        variables = self.discriminator.trainable_variables
        descend(self.discriminator_optimizer, penalised, tape, variables)
        self.update_averages()
        return self.track(loss=loss, g_loss=g_loss, d_loss=d_loss)


# %% [markdown]
# ## An average of the weights
#
# Near a good place, steps of a GAN still jump to and fro: the generator answers the discriminator's
# last move. The mean of the last hundred or thousand weights lies between the jumps, and costs a
# copy.
#
# **Exercise** `ex11_predict_average` (predict): what does an average with a decay of 0.999
# remember?

# %%
predicted = lesson.exercise("ex11_predict_average")()
factors = 0.001 * 0.999 ** np.arange(20_000)  # of values that are 0, 1, 2, … steps old
measured = {
    "mean age, steps": np.sum(np.arange(20_000) * factors),
    "half-life, steps": np.argmax(factors < factors[0] / 2),
    "left of the start after 1000 steps": 1 - factors[:1000].sum(),
    "memory, MB": np.zeros(650_000, "float32").nbytes / 1e6,
}
print("\na decay of 0.999                      measured   predicted")
for (name, value), guess in zip(measured.items(), predicted, strict=True):
    print(f"  {name:36}{value:8.2f}{guess:12.2f}")

# %% [markdown]
# A third of the initial, random weights would be left after 1000 steps: so a short training needs
# another decay, and a smaller one at its start.
#
# **Exercise** `ex11_moving_average` (find): ours spoilt the training, and the averaged network drew
# nothing but its start.

# %%
moving_average = lesson.exercise("ex11_moving_average")


class WithAverages:
    """Keeps averages, where the idea is on: with a decay of 0.99 for each step."""

    def update_averages(self):
        if self.average_decay:
            step = self.generator_optimizer.iterations
            pairs = (self.averaged_encoder, self.encoder), (self.averaged_generator, self.generator)
            for averaged, trained in pairs:
                moving_average(averaged, trained, self.average_decay**self.shows, step)


# %%
class GatedGame(WithAverages, Gated):
    """The game of 2016, with ideas."""

    def train_step(self, images):
        for _ in range(self.vae_steps):
            figures = self.vae_step(images)
        step = self.generator_step
        (g_loss, _), _ = repeat_until(lambda: step(images), self.generator_steps, self.stop_below)
        d_loss = self.discriminator_step(images, g_loss)
        self.update_averages()
        return self.track(**figures, g_loss=g_loss, d_loss=d_loss)


class JointGame(WithAverages, Joint):
    """The game without a gate, with ideas."""


# %% [markdown]
# ## Pixels are areas
#
# **`areas`**: all networks above are asked for one point in each pixel. A pixel of a scan is an
# average over its area (lesson 8): grey means that an edge passes through it. A network that is
# trained on points takes the grey for a colour, and draws it, as a ramp, at any size.
#
# So draw 2 x 2 points at random places within each pixel, and compare their *average* with the
# picture. But a ramp has the right averages, too. One thing more is known: ink is there or not.
# Grey points cost.
#
# **Exercise** `ex11_grey_penalty` (change): a price of your own.

# %%
grey_penalty = lesson.exercise("ex11_grey_penalty")
GREY_WEIGHT, SUBPIXELS = 0.1, 2


class Sharpening(VAE):
    """A VAE whose pixels are averages of samples, which should be ink or paper."""

    def __init__(self, encoder, cppn, **options):
        generator = networks.image_generator(cppn, SIDE, SIDE, SUBPIXELS)
        weights = {"reconstruction_weight": 0.1, "kl_weight": 0.1}
        super().__init__(encoder, generator, **weights, **options)
        samples = generator.get_layer("images").output  # (batch, 52, 52, 1)
        self.both = keras.Model(generator.inputs, [samples, generator.output])

    def vae_losses(self, images, training):
        z_mean, z_log_var = self.encoder(images, training=training)
        z = self.sampling([z_mean, z_log_var])
        samples, pixels = self.both(z, training=training)
        loss, reconstruction, kl = self.weigh(images, pixels, z_mean, z_log_var)
        loss += GREY_WEIGHT * grey_penalty(samples)
        return pixels, {"loss": loss, "reconstruction": reconstruction, "kl": kl}


# %% [markdown]
# A row is trained in this order: 75 % of the steps as a VAE, then the game, and with `areas` the
# last 10 % as `Sharpening`, from doubled output weights (lesson 8: edges half as wide). Its points
# cost four times as much; the pictures shown are as many as in all rows.

# %%
STEPS = lesson.epochs * POOL // lesson.batch_size
WARM_UP, AREAS = round(0.75 * STEPS), max(2, round(0.1 * STEPS))


def fit(model, steps, done):
    """Goes on for so many batches after the first `done`; returns how many are done then."""
    stream = batches(pool, lesson.batch_size, crop=SIDE, seed=lesson.seed, start_step=done)
    model.fit(stream, steps_per_epoch=max(1, steps), shuffle=False, verbose=0)
    return done + steps


def warm_up(encoder, generator, seed):
    """Encoder and generator as a VAE, the same for all rows."""
    vae = VAE(encoder, generator, seed=seed)
    vae.compile(keras.optimizers.Adam(1e-3))
    return fit(vae, WARM_UP, 0)


def sharpen(encoder, cppn, done, average, seed):
    """Goes on with areas; returns encoder and generator."""
    cppn.scale_output(2)
    model = Sharpening(encoder, cppn, average_decay=DECAY if average else None, seed=seed)
    model.compile(adam(3e-4))
    fit(model, AREAS, done)
    return model.averaged_encoder, model.averaged_generator


# %%
def train(ideas, seed):
    """Encoder and generator of a row, and the seconds of processor time that they took."""
    keras.utils.set_random_seed(seed)
    begun = time.process_time()
    nets = build_networks(ideas, seed)
    done = warm_up(*nets[:2], seed)
    game = (JointGame if "r1" in ideas else GatedGame)(nets, ideas, seed)
    game.prepare()
    steps = STEPS - WARM_UP - AREAS * ("areas" in ideas)
    for _ in range(REFITS):
        if "samples" in ideas:
            game.refit()
        done = fit(game, steps // REFITS // game.shows, done)
    encoder, generator = game.averaged_encoder, game.averaged_generator
    if "areas" in ideas:
        encoder, generator = sharpen(encoder, generator.cppn, done, "average" in ideas, seed)
    return encoder, generator, time.process_time() - begun


# %% [markdown]
# ## What is measured
#
# Of reconstructions: -ELBO in nats (lesson 6), and how many keep their digit. Of 1,000 samples: the
# Fréchet distance, as a multiple of that of real training pictures (the reference value is 1). Of
# edges: their width at 520 x 520, in training pixels (lesson 8).
#
# **`mixture`** is the idea that costs no training: draw codes from a mixture of Gaussians, fitted
# to codes of training pictures, in place of N(0, I) (lesson 6). So samples have two columns. *Sure*
# and *coverage* are those of the mixture: samples that are read with more than 90 % confidence, and
# the share of real pictures that have a sample nearby.


# %%
def encode(encoder, images):
    return encoder.predict(images, batch_size=250, verbose=0)


def draw(generator, z):
    return generator.predict(z, batch_size=250, verbose=0)


some_images = to_float(center_crop(pool[:SOME], SIDE))
real = classifier.read(test_images)
reference = sample_figures(classifier.read(some_images[:TESTED]), real)
LARGE = 260 if lesson.quick else enlargement.LARGE


def edge_width(images):
    """In training pixels; None where nothing has an edge."""
    width = enlargement.edge_width(images, LARGE // SIDE)
    return width if np.isfinite(width) else None


# %%
def figures_of(encoder, generator, seed):
    """Everything that the table shows of a row, and codes to draw."""
    rng = np.random.default_rng(seed)
    z_mean, z_log_var = encode(encoder, test_images)
    noise = rng.standard_normal(z_mean.shape).astype("float32")
    noisy = draw(generator, z_mean + np.exp(0.5 * z_log_var) * noise)
    nats = metrics.bernoulli_cross_entropy(test_images, noisy)
    kept = classifier.read(draw(generator, z_mean)).digits == test_labels
    mixture = fit_prior(*encode(encoder, some_images), 20, rounds=5, seed=seed)
    codes = {"plain": noise, "mixture": mixture.sample(TESTED, rng)}
    samples = {
        prior: sample_figures(classifier.read(draw(generator, z)), real)
        for prior, z in codes.items()
    }
    return {
        "negative_elbo": nats + metrics.kl_divergence(z_mean, z_log_var),
        "label_kept": float(np.mean(kept)),
        **{prior: figures["frechet"] / reference["frechet"] for prior, figures in samples.items()},
        "sure": samples["mixture"]["confident"],
        "coverage": samples["mixture"]["coverage"],
        "edges": edge_width(Drawing(generator.cppn, codes["mixture"][:6], LARGE, LARGE).pixels()),
    }, codes["mixture"]


# %%
HEAD = f"{'':24}-ELBO  label kept, %  Fréchet: N(0, I)  mixture  sure, %  coverage  edges  seconds"
COLUMNS = (  # key, width, digits after the point, factor
    ("negative_elbo", 9, 1, 1),
    ("label_kept", 15, 1, 100),
    ("plain", 18, 1, 1),
    ("mixture", 9, 1, 1),
    ("sure", 9, 1, 100),
    ("coverage", 10, 2, 1),
    ("edges", 7, 2, 1),
    ("seconds", 9, 0, 1),
)


def line(name, figures):
    """A row of the table."""
    text = f"  {name:20}"
    for key, width, digits, factor in COLUMNS:
        value = figures.get(key)
        text += f"{'–':>{width}}" if value is None else f"{factor * value:{width}.{digits}f}"
    return text


# %%
bicubic = rivals.interpolated(test_images[:12], LARGE)
real_row = {
    "plain": 1.0,
    "mixture": 1.0,
    "label_kept": float(np.mean(real.digits == test_labels)),
    "sure": reference["confident"],
    "coverage": reference["coverage"],
    "edges": edge_width(bicubic),
}

# %% [markdown]
# ## The table
#
# Good: -ELBO far below that of the average picture, 206 nats; samples in which most are read for
# sure. Wrong: *label kept* near 10 %, one digit or none whatever the picture: that row has not got
# away from the average picture within its budget, and then its other figures say little.

# %%
IDEAS = ("glorot", "convolutions", "film", "fourier", "residual")
IDEAS += ("matching", "samples", "average", "r1", "areas")


def rows_of(text):
    """{name of a row: its ideas}, from what was asked for by --ideas."""
    every = set(IDEAS)
    if text == "each":
        alone = {idea: {idea} for idea in IDEAS}
        return {"2016": set(), "all": every, **alone}
    wanted = every if text == "all" else set(text.split(","))
    if strange := wanted - every:
        sys.exit(
            f"11_sharper: no idea is called {', '.join(strange)}; there are {', '.join(IDEAS)}"
        )
    return {"2016": set(), text: wanted}


rows = rows_of(knobs.ideas)
print(f"\n{len(rows)} rows of {STEPS} steps; seconds of one core\n{HEAD}")
print(line("real pictures", real_row), flush=True)

# %%
table, samples, edges = [], {}, {}
PLACE = plotting.greyest(test_images[:1], 7)  # where to look at an edge
digit = test_images[:1]


def measure(name, ideas, seed):
    """Trains a row, prints it, and keeps its figures and, of the first seed, its pictures."""
    encoder, generator, seconds = train(ideas, seed)
    figures, codes = figures_of(encoder, generator, seed)
    table.append({"row": name, "seed": seed, **figures, "seconds": seconds})
    print(line(name if seed == lesson.seed else f"{name}, seed {seed}", table[-1]), flush=True)
    command = " ".join(["python lessons/11_sharper.py", *sys.argv[1:]])
    write_json({"command": command, "rows": table}, lesson.out / "figures.json")
    if seed == lesson.seed:
        samples[name] = Drawing(generator.cppn, codes[:8], 104, 104).pixels()
        edges[name] = Drawing(generator.cppn, encode(encoder, digit)[0], LARGE, LARGE).pixels()


for name, ideas in rows.items():
    measure(name, ideas, lesson.seed)

# %%
lesson.save(plotting.plot_rows(samples, side=1.0), "samples.png")
pieces = {
    name: plotting.close_ups(images, PLACE, 7, SIDE)[0]
    for name, images in {"pixels": digit, "bicubic": bicubic[:1], **edges}.items()
}
lesson.save(plotting.plot_panels(pieces, columns=5, side=1.6), "edges.png")

# %% [markdown]
# ![one row draws digits](../docs/lessons/11/samples.png)
#
# Rings and smears are what *wrong* looks like: about the average of all digits, whatever z is.
# Three rows begin to draw digits, and one draws them. An edge, seen from near:
#
# ![edges of one 7, seven pixels wide](../docs/lessons/11/edges.png)

# %%
fig, ax = plt.subplots(figsize=(7.5, 4.2), layout="constrained")
firsts = sorted((row for row in table if row["seed"] == lesson.seed), key=lambda r: -r["mixture"])
names = [row["row"] for row in firsts]
for prior, marker in (("plain", "o"), ("mixture", "s")):
    ax.plot([row[prior] for row in firsts], names, marker, label=prior.replace("plain", "N(0, I)"))
ax.axvline(1, color="grey", linestyle=":", label="real pictures")
ax.set(xscale="log", xlabel="Fréchet distance ÷ that of real pictures: less is better")
ax.grid(axis="y", alpha=0.3)
ax.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)
lesson.save(fig, "frechet.png")

# %% [markdown]
# ![Fréchet distances](../docs/lessons/11/frechet.png)
#
# **Alone**, `film`, `convolutions` and `r1` lead, in labels that are kept and in samples: z gets
# into every layer, a stroke is a stroke anywhere, the game spoils nothing. `fourier`, `matching`
# and `areas` take a fifth to a third off the distance. `samples`, `average`, `residual` and
# `glorot` do nothing, or harm, in a network that is still near the average picture: there is no
# good sample to show, and nothing to average.
#
# **Together** they are another thing: 1.8 times the distance of real pictures, where the best alone
# has 8.6, and edges half as wide as bicubic's. What z says gets through, the game has something to
# sharpen, and what is drawn is what was trained.

# %% [markdown]
# A single training is one draw. So the two rows that matter most were trained with three seeds
# (`--seeds 3`):
#
# | seeds 0; 1; 2 | -ELBO | label kept | Fréchet ÷ real, mixture | coverage |
# | --- | --- | --- | --- | --- |
# | 2016 | 362; 377; 400 | 18.0; 21.5; 18.8 % | 23.7; 25.1; 27.8 | .01; .02; .00 |
# | all | 136; 141; 135 | 91.7; 88.5; 90.9 % | 1.8; 2.2; 1.6 | .81; .78; .83 |
#
# 2016 alone varies by 4. So the six ideas from `film` to `areas` are ahead of it, in about this
# order, and of the other four none is. `all` was far ahead three times.
#
# All these figures, the seconds too, are in `figures.json`, and printed below beside yours.

# %%
for seed in range(lesson.seed + 1, lesson.seed + knobs.seeds):
    for name in ("2016", "all"):
        if name in rows:
            measure(name, rows[name], seed)
print(f"saved {lesson.out / 'figures.json'}")

# %%
kept = Path(cppn_keras.__file__).parents[1] / "docs/lessons/11/figures.json"
if kept.exists() and not lesson.quick:
    known = json.loads(kept.read_text(encoding="utf-8"))
    print(f"\n{kept.name}, by `{known['command']}`\n{HEAD}")
    for row in known["rows"]:
        print(line(f"{row['row']}, seed {row['seed']}", row))

# %% [markdown]
# ## What was shipped
#
# This budget is 40,000 pictures; the shipped `mnist` was shown 830,000. A short ablation says what
# starts a training, not what ends it. So the ideas of the last mile were measured again on the
# recipe itself (`benchmarks/ablate.py`, two seeds; all rows in `docs/ablation.md`):
#
# | 600 batches of 64, then | Fréchet ÷ real | coverage | edges |
# | --- | --- | --- | --- |
# | discriminator shown N(0, I) | 15.8; 19.9 | .73; .65 | 1.13; 1.16 |
# | shown the mixture (`samples`) | 13.5; 17.8 | .77; .67 | 1.04; 1.08 |
# | … 200 batches more | 9.2; 11.2 | .84; .79 | 1.02; 1.00 |
# | … or at a quarter of the rates (*settling*) | 9.8; 12.4 | .84; .77 | .97; .94 |
# | 100 of sharpening (`areas`) after those 200 more | 3.3; 3.6 | .90; .91 | .41; .50 |
# | … after settling, grey weight 0.01 | 6.3; 8.5 | .89; .83 | .79; .80 |
# | … after settling, grey weight 0.1 | 3.3; 4.1 | .90; .88 | .30; .28 |
# | … and 0.05, adversarial terms kept | 4.1; 4.6 | .89; .87 | .47; .49 |

# %% [markdown]
# There sharpening is worth more than anything else. Settling costs; a frozen encoder with half the
# noise, a smaller KL weight, adversarial terms in sharpening gain little: none was shipped.
#
# **What was shipped has all ten**, and the order agrees where both tables speak: FiLM, R1 and the
# convolutional encoder, which carry the table, have been in the recipe from its first day;
# sharpening, which makes the edges of `all`, is what the flagship gains most from. It disagrees
# where an idea needs others to be worth anything: `glorot` and `residual` are in the recipe, and
# alone they cost. What the recipe would lose without one of these is not measured.

# %%
print(f"\ndone in {(time.time() - start) / 60:.1f} min; pictures in {lesson.out}")

# %% [markdown]
# `pytest tests/exercises -k ex11` says what is still wrong in your answers, and `--hint` gives one
# hint at a time; `python lessons/11_sharper.py --quick --mine` runs this lesson with what you
# wrote. Lesson 12 leaves the one machine.
