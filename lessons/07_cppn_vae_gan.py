# %% [markdown]
# # Lesson 7: an encoder, a CPPN and a discriminator
#
# Lesson 5 drew sharp strokes and few of the ten digits. Lesson 6 drew all ten, blurred. In 2016
# hardmaru put both together, a **VAE-GAN**: encoder and CPPN learn as a VAE, and a discriminator
# looks at what they draw. You start from lesson 6's FiLM networks, write the step that serves both
# losses and the schedule of a batch, keep the two sides in balance, watch the blur go, and find
# out which pictures the discriminator never sees.
#
# **Expected** on MNIST: generator and discriminator loss both near log 2 = 0.69, and
#
# | | lesson 6 | lesson 7 | real pictures |
# | --- | --- | --- | --- |
# | grey pixels of reconstructions, % | 17.8 | 9.5 | 9.9 |
# | their cross-entropy, nats | 76.1 | 88.0 | 44.7 |
# | their label is kept, % | 94.7 | 96.2 | 99.7 |
# | samples with z ~ N(0, I): read with confidence, % | 61 | 72 | 99 |
# | samples with z from a mixture fitted to codes: Fréchet distance | 45 | 8 | 6 |

# %% [markdown]
# **Time**: 20 minutes on one core of a server, less on two; with `--quick`, on a small set of
# drawn digits, a minute. Pictures go to `out/07_cppn_vae_gan/`. It starts from lesson 6's weights:
# those of your own run if there is one, else those that come with the package.
#
#     python lessons/07_cppn_vae_gan.py            # the real thing
#     python lessons/07_cppn_vae_gan.py --quick    # everything small, nothing to load
#     python lessons/07_cppn_vae_gan.py --pretrained    # starts from the end of a full run
#     python lessons/07_cppn_vae_gan.py --mine     # with the exercises that you have solved
#     python lessons/07_cppn_vae_gan.py --help     # the options, and the lesson's numbers
#
# Numbers to turn: `--no-gate`, `--no-norm --epochs 3` or `--generator-rate 0.003 --epochs 3` upset
# the balance, each in its own way; `--beta 0.2` leaves more room for detail in the codes.
#
# Sources: hardmaru, "Generating Large Images from Latent Vectors" (2016), and its program;
# Larsen et al., "Autoencoding beyond pixels using a learned similarity metric" (2016).

# %%
import time

import matplotlib.pyplot as plt
import numpy as np

from cppn_keras.course.lesson import begin

lesson = begin(
    "07_cppn_vae_gan",
    epochs=9,
    batch_size=32,
    quick=(3, 16),
    pretrained=True,
    quick_hides="15 batches of small networks: every step is made, no picture gets sharp",
    beta=1.0,
    handicap=4,
    gate=True,
    norm=True,
    vae_rate=3e-4,
    generator_rate=7e-4,
    discriminator_rate=3e-4,
    feature_weight=1e-3,
)
knobs = lesson.knobs

# %%
# Imported after `begin`, which asks TensorFlow to be quiet and sets the seed.
import keras
import tensorflow as tf
from keras import ops

from cppn_keras import networks, plotting
from cppn_keras.data import batches, center_crop, to_float
from cppn_keras.evaluation import metrics
from cppn_keras.evaluation.classifier import Classifier
from cppn_keras.plotting.diagrams.vae_gan import vae_gan
from cppn_keras.rendering import Drawing
from cppn_keras.runs.prior import fit_prior
from cppn_keras.runs.weights import load_weights
from cppn_keras.training import VAE, losses
from cppn_keras.training.base import descend

start = time.time()
SIDE = 26
SMALL = lesson.quick and not lesson.pretrained  # small networks, for which no weights are kept
train = batches(lesson.data.train_images, lesson.batch_size, crop=SIDE, seed=lesson.seed)
test_images = to_float(center_crop(lesson.data.test_images, SIDE))  # (N, 26, 26, 1)
some_images, some_labels = test_images[:1000], lesson.data.test_labels[:1000]
classifier = Classifier.load()  # the frozen one; it counts the digits
rng = np.random.default_rng(lesson.seed)
lesson.save(vae_gan(), "diagram.png")

# %% [markdown]
# ![What flows where, and one batch](../docs/lessons/07/diagram.png)
#
# ## Where lesson 6 ended
#
# The FiLM networks: a convolutional encoder that squeezes a picture into 16 numbers, a CPPN that
# draws from them.


# %%
def build_pair(prefix=""):
    """Lesson 6's FiLM encoder and generator, untrained; their names begin with `prefix`."""
    latents, width, depth = (8, 32, 3) if SMALL else (16, 128, 4)
    filters, units = ((8, 16, 32), 64) if SMALL else ((32, 64, 128), 256)
    options = {"style": "leaky-relu", "conditioning": "film", "residual": True}
    waves = {"features": 32, "sigma": 1.0}
    cppn = networks.build_cppn(latents, 1, width, depth, **options, **waves, seed=lesson.seed)
    name = f"{prefix}encoder"
    encoder = networks.build_conv_encoder((SIDE, SIDE, 1), latents, filters, units, name=name)
    return encoder, networks.image_generator(cppn, SIDE, SIDE, name=f"{prefix}generator")


film = build_pair("film_")
if SMALL:
    print("\n150 steps of a small VAE, in place of lesson 6's weights")
    vae = VAE(*film, reconstruction_weight=0.1, kl_weight=0.1, seed=lesson.seed)
    vae.compile(keras.optimizers.Adam(4e-3))
    vae.fit(train, steps_per_epoch=150, shuffle=False, verbose=lesson.verbose)
else:
    lesson.load_weights(*film, of="06_cppn_vae")

# %% [markdown]
# `film` stays as it is, for comparison; `pair` starts as its copy and learns on. The discriminator
# is new. It is the post's: three convolutions of stride 2 and, other than in lesson 5, batch
# normalisation after the second and the third.

# %%
pair = encoder, generator = build_pair()
for learner, trained in zip(pair, film, strict=True):
    learner.set_weights(trained.get_weights())
LATENTS = generator.latent_dim

post, plain = networks.build_post_discriminator, networks.build_conv_discriminator
build_discriminator = post if knobs.norm else plain
FILTERS = (24, 48, 96)
discriminator = build_discriminator((SIDE, SIDE, 1), FILTERS)
untrained = discriminator.get_weights()
for network in (*pair, discriminator):
    print(f"{network.name}: {network.count_params():,} weights")

# %% [markdown]
# Two figures tell blur from likeness: `nats`, the cross-entropy of reconstructions and originals,
# and `grey`, the share of pixels between 0.1 and 0.9. Real pictures have grey only where an edge
# passes through a pixel.


# %%
def draw(generator, z):
    """z (N, latent) → images (N, 26, 26, 1)."""
    return generator.predict(z, batch_size=250, verbose=0)


def reconstruct(encoder, generator, images):
    """Through the mean of the code, without its noise."""
    return draw(generator, encoder.predict(images, batch_size=250, verbose=0)[0])


def nats_and_grey(images):
    """Of images that stand for some_images: cross-entropy, share of pixels in 0.1..0.9."""
    nats = metrics.bernoulli_cross_entropy(some_images, images)
    return nats, float(np.mean((images > 0.1) & (images < 0.9)))


for name, images in {"real": some_images, "lesson 6": reconstruct(*film, some_images)}.items():
    nats, grey = nats_and_grey(images)
    print(f"{name:9} {nats:6.1f} nats, grey {grey:.1%}")

# %% [markdown]
# ## Three losses
#
# The **VAE loss** is lesson 6's, cross-entropy summed over pixels plus β · KL summed over latents,
# divided by the number of pixels: about 0.15 in place of 100 nats. To Adam, which forgets the
# scale of a loss, the division means nothing. It matters where two losses are *added*, for the
# generator's is about 0.69.
#
# The **generator's** and the **discriminator's** losses are lesson 2's. Only the fakes are new:
# not drawings of random z but *reconstructions*. So the question to the discriminator is not "is
# this a digit?" but "is this a picture, or what is left of one after 16 numbers?" The blur tells.


# %%
def vae_gan_losses(images, reconstructions, z_mean, z_log_var, real_logits, fake_logits):
    """vae_loss (per pixel), g_loss, d_loss: a number each, averages over the batch."""
    _, height, width, _ = images.shape
    cross_entropy = losses.bernoulli_cross_entropy(images, reconstructions)  # (batch,)
    kl = losses.kl_divergence(z_mean, z_log_var)  # (batch,)
    vae_loss = ops.mean(cross_entropy + knobs.beta * kl) / (height * width)
    g_loss = losses.generator_loss(fake_logits)
    return vae_loss, g_loss, losses.discriminator_loss(real_logits, fake_logits)


def forward(encoder, generator, discriminator, images, epsilon):
    """What the losses ask for; epsilon (batch, latent) is the noise of the codes."""
    z_mean, z_log_var = encoder(images, training=True)
    reconstructions = generator(z_mean + ops.exp(0.5 * z_log_var) * epsilon, training=True)
    real_logits = discriminator(images, training=True)  # (batch, 1)
    fake_logits = discriminator(reconstructions, training=True)
    return reconstructions, z_mean, z_log_var, real_logits, fake_logits


few = tf.constant(some_images[:32])
noise = np.random.default_rng(1).standard_normal((len(few), LATENTS)).astype("float32")
vae_loss, g_loss, d_loss = vae_gan_losses(few, *forward(*pair, discriminator, few, noise))
print(f"\nat the start: vae_loss {vae_loss:.3f}, g_loss {g_loss:.3f}, d_loss {d_loss:.3f}")

# %% [markdown]
# ## Batch normalisation, which lesson 5 left out
#
# It **hurts** there: real and fake pictures pass the discriminator in batches of their own, so what
# all pictures of a batch have in common is normalised away, such as how much ink there is: just
# what the generator had to learn first.
#
# Here the VAE loss sees to the ink, and what is left to tell is the blur. The reconstructions of
# lesson 6 are also a little paler than pictures. A discriminator that goes by this cheaper clue
# teaches contrast, not edges. Let one of each kind learn to tell pictures from these
# reconstructions, which stay as they are. Does it take pictures with a tenth less ink for fakes?


# %%
def adam_for(variables, rate):
    """An optimizer for these variables, with the short momentum of the post."""
    optimizer = keras.optimizers.Adam(rate, beta_1=0.65)
    optimizer.build(variables)
    return optimizer


fakes, steps = reconstruct(*film, some_images), 20 if lesson.quick else 60
print(f"\nbatch normalisation, after {steps} steps on pictures and lesson 6's reconstructions")
for name, build in {"with": post, "without": plain}.items():
    network, d_losses = build((SIDE, SIDE, 1), FILTERS), []
    optimizer = adam_for(network.trainable_variables, 3e-4)
    for first in range(0, 32 * steps, 32):
        rows = np.arange(first, first + 32) % len(fakes)
        with tf.GradientTape() as tape:
            logits = [network(images[rows], training=True) for images in (some_images, fakes)]
            d_losses.append(losses.discriminator_loss(*logits))
        descend(optimizer, d_losses[-1], tape, network.trainable_variables)
    shown = (some_images[:200], fakes[:200], 0.9 * some_images[:200])
    real, fake, pale = (float(ops.mean(network(images, training=True))) for images in shown)
    print(f"  {name:8} d_loss of the last ten {np.mean(d_losses[-10:]):.2f};", end=" ")
    print(f"paler pictures are {(real - pale) / (real - fake):.0%} of the way to fakes")

# %% [markdown]
# So here it **helps** twice: the discriminator learns sooner, for normalisation brings the
# pre-activations of its small first weights to a useful size; and paler pictures stay pictures, so
# what is left for it to look at are the strokes.
#
# ## One list of weights for each step
#
# There are three kinds of step: VAE, balanced, discriminator. All compute the same, `forward`;
# they differ in which loss they go down and which weights may move. The balanced one is the post's:
# encoder *and* generator go down g_loss + vae_loss, so they fool the discriminator without
# forgetting the picture.

# %% [markdown]
# The weights that may move are a list that we write down. Setting `discriminator.trainable` to
# False and back would be a second, hidden list: a compiled step reads the flag once, when it is
# traced.
#
# **Exercise** `lessons/exercises/ex07_balanced_step.py` (write): the balanced step. It is given
# the three networks, an optimizer for encoder and generator, a batch with the noise of its codes,
# and β; it makes one step and returns g_loss as it was before.
#
# Try it on copies: five steps on the same 32 pictures. g_loss should fall, and the discriminator
# be what it was. vae_loss may rise at first; in training there are four VAE steps to each four of
# these.

# %%
balanced_step = lesson.exercise("ex07_balanced_step")


def copies_of(*originals):
    """The same networks again, with weights of their own."""
    copies = [keras.models.clone_model(network) for network in originals]
    for copy, network in zip(copies, originals, strict=True):
        copy.set_weights(network.get_weights())
    return copies


# %%
trial = copies_of(*pair, discriminator)
moving = trial[0].trainable_variables + trial[1].trainable_variables
optimizer = adam_for(moving, knobs.generator_rate)
for step in range(5):
    vae_loss, g_loss, _ = vae_gan_losses(few, *forward(*trial, few, noise))
    print(f"  after {step} steps: vae_loss {vae_loss:.3f}, g_loss {g_loss:.3f}")
    balanced_step(*trial, optimizer, few, noise, knobs.beta)

before, after = (net.trainable_variables for net in (discriminator, trial[2]))
moved = sum(float(ops.sum(ops.abs(a - b))) for a, b in zip(before, after, strict=True))
print(f"  the discriminator's weights moved by {moved}")

# %% [markdown]
# ## One batch
#
# The order within a batch is the heart of the 2016 program. First four steps of the VAE. Then up
# to four balanced steps; fewer if the generator's loss falls below 0.6, for then it fools the
# discriminator more often than not. Last the discriminator may make *one* step, if the gate is
# open: generator loss below 0.80 (it is not hopelessly behind), discriminator loss above 0.45 (it
# is not yet too sure). All of it holds the discriminator back: one that sees through every fake
# teaches nothing (lesson 2).

# %% [markdown]
# **Exercise** `lessons/exercises/ex07_one_batch.py` (write): this schedule. These are questions
# about numbers, so it is plain Python; each step that it calls is compiled. It is given three
# functions that make a step and return its loss, a function that says whether the gate is open for
# a loss of the generator, and three numbers; it returns how many steps of each kind were made.
#
# Try it with steps that only pretend. The third loss is below 0.6, and the gate is open for it:
# 4, 3, 1.

# %%
one_batch = lesson.exercise("ex07_one_batch")
pretended = iter((0.75, 0.66, 0.58, 0.55))
made = one_batch(
    vae_step=lambda: 0.15,
    generator_step=lambda: next(pretended),
    discriminator_step=lambda: 0.65,
    gate_open=lambda g_loss: g_loss < 0.60,
    vae_steps=4,
    generator_steps=4,
    stop_below=0.60,
)
print("steps of VAE, generator, discriminator:", *made)

# %% [markdown]
# **A shut gate makes no step at all.** It looks simpler to make the step always and multiply its
# gradients by 0. Adam does not stand still for that.
#
# **Exercise** `lessons/exercises/ex07_predict_momentum.py` (predict): after 50 gradients of 1 come
# 20 of 0. How many learning rates does a weight still go? Commit to a number, then run the cell.


# %%
def way_of(gradients, **options):
    """Where a weight that begins at 0 is after each step of Adam, in learning rates downhill."""
    rate, weight = 0.001, keras.Variable(0.0)
    adam, stations = keras.optimizers.Adam(rate, beta_1=0.65, **options), []
    for gradient in gradients:
        adam.apply([ops.convert_to_tensor(float(gradient))], [weight])
        stations.append(-float(weight) / rate)
    return stations


predicted = lesson.exercise("ex07_predict_momentum")()
way = way_of([1] * 50 + [0] * 20)
print(f"  after 50 gradients of 1: {way[49]:.2f} learning rates")
print(f"  in 20 gradients of 0: {way[69] - way[49]:.2f} more; predicted {predicted:.2f}")

# %% [markdown]
# Adam also remembers *lengths*: v, the running mean of the squared gradients, forgets within 1000
# steps or so. One bad gradient, a thousand times too long, so does harm twice. It pushes the weight
# several rates in its own direction, and then v is so large that the weight stands still for
# hundreds of steps. Against that helps **`clipnorm`**: a gradient longer than c, of one array of
# weights, is shortened to c before Adam sees it. Its direction stays.
#
#     g ← g · min(1, c/‖g‖)
#
# Look at 50 gradients of 1, one of -1000, and 100 more of 1. This lesson's losses are averages per
# pixel and near 1, such gradients do not come; lesson 8 and the shipped models sum over pixels, and
# use it.

# %%
for clipnorm in (None, 2.0):
    way = way_of([1] * 50 + [-1000] + [1] * 100, clipnorm=clipnorm)
    print(f"  clipnorm {clipnorm}: {way[49]:6.1f} rates,", end=" ")
    print(f"{way[59]:6.1f} ten steps later, {way[150]:6.1f} at the end")

# %% [markdown]
# ## The model
#
# Three optimizers, for encoder and generator have two: VAE steps and balanced steps keep their
# momentum apart. (`cppn_keras.training.VAEGAN` is the same with the schedule compiled, too.)
#
# Rates: the post's are .001 for VAE steps, .005 for balanced ones and .001 for the discriminator,
# β₁ = 0.65, batches of 500. Batches of 32 are noisier and FiLM starts where lesson 6 ended, so
# they are smaller here. What counts is that balanced steps are longer than the VAE's: at equal
# rates the VAE's four steps undo what the other four have won, and the gate stays shut.


# %%
class Figures(keras.Model):
    """The means of an epoch, by name."""

    def __init__(self):
        super().__init__()
        names = ("vae_loss", "g_loss", "d_loss", "g_steps", "gate")
        self.trackers = {name: keras.metrics.Mean(name=name) for name in names}

    @property
    def metrics(self):
        return list(self.trackers.values())

    def note(self, name, value):
        """Takes a figure into its mean; returns it as a float."""
        self.trackers[name].update_state(value)
        return float(value)


# %%
class ThreeNetworks(Figures):
    """Encoder, generator and discriminator, their three optimizers, and the noise of codes."""

    def __init__(self, encoder, generator, discriminator):
        super().__init__()
        self.nets = [encoder, generator, discriminator]
        self.vae_variables = encoder.trainable_variables + generator.trainable_variables
        self.discriminator_variables = discriminator.trainable_variables
        self.vae_adam = adam_for(self.vae_variables, knobs.vae_rate)
        self.generator_adam = adam_for(self.vae_variables, knobs.generator_rate)
        self.discriminator_adam = adam_for(self.discriminator_variables, knobs.discriminator_rate)
        self.seed_generator = keras.random.SeedGenerator(lesson.seed)
        self.built = True  # the networks come built
        self.compile(optimizer=None, run_eagerly=True)  # the schedule is Python

    def noise(self, images):
        """N(0, I), for the codes of a batch."""
        return keras.random.normal((len(images), LATENTS), seed=self.seed_generator)


# %% [markdown]
# Now the three kinds of step, each compiled by `tf.function`, each with its own loss and its own
# list of weights. `descend` is two lines of the package: the gradient of a loss with respect to a
# list, applied to this list.


# %%
class ThreeSteps(ThreeNetworks):
    """What may happen in a batch. Each step draws new noise and returns its loss."""

    def three_losses(self, images):
        return vae_gan_losses(images, *forward(*self.nets, images, self.noise(images)))

    @tf.function
    def vae_step(self, images):
        with tf.GradientTape() as tape:
            vae_loss, _, _ = self.three_losses(images)
        descend(self.vae_adam, vae_loss, tape, self.vae_variables)
        return vae_loss

    @tf.function
    def generator_step(self, images):
        noise = self.noise(images)
        return balanced_step(*self.nets, self.generator_adam, images, noise, knobs.beta)

    @tf.function
    def discriminator_step(self, images, learn):
        with tf.GradientTape() as tape:
            _, _, d_loss = self.three_losses(images)
        if learn:
            descend(self.discriminator_adam, d_loss, tape, self.discriminator_variables)
        return d_loss


# %% [markdown]
# And the schedule, in which your `one_batch` decides what is done. `--no-gate` leaves the gate
# open whatever the losses are.

# %%
STOP_BELOW, G_BELOW, D_ABOVE = 0.60, 0.80, 0.45  # the last two are the gate


class LessonVAEGAN(ThreeSteps):
    """Encoder, generator and discriminator, trained as in 2016."""

    def gate_open(self, images, g_loss):
        d_loss = self.note("d_loss", self.discriminator_step(images, learn=False))
        return not knobs.gate or (g_loss < G_BELOW and d_loss > D_ABOVE)

    def train_step(self, images):
        _, g_steps, gate = one_batch(
            vae_step=lambda: self.note("vae_loss", self.vae_step(images)),
            generator_step=lambda: self.note("g_loss", self.generator_step(images)),
            discriminator_step=lambda: float(self.discriminator_step(images, learn=True)),
            gate_open=lambda g_loss: self.gate_open(images, g_loss),
            vae_steps=4,
            generator_steps=knobs.handicap,
            stop_below=STOP_BELOW,
        )
        self.note("g_steps", g_steps)
        self.note("gate", gate)
        return {name: tracker.result() for name, tracker in self.trackers.items()}


# %% [markdown]
# ## Training
#
# An "epoch" is 100 batches, a point in the curves. After each we look at 1,000 test pictures and
# at as many samples of N(0, I): `nats` and `grey` of the reconstructions; `confident`, the share
# of samples that the classifier reads with more than 90 % confidence; `rarest`, the share of the
# digit that comes least.


# %%
COUNT, BATCHES = (300, 5) if lesson.quick else (2000, 100)  # samples; batches of an "epoch"
shown_z = rng.standard_normal((COUNT // 2, LATENTS)).astype("float32")  # the same all the way


class Watch(keras.callbacks.Callback):
    """Adds what the losses do not say to the figures of an epoch."""

    def on_epoch_end(self, epoch, logs=None):
        read = classifier.read(draw(generator, shown_z))
        logs["nats"], logs["grey"] = nats_and_grey(reconstruct(*pair, some_images))
        logs["confident"] = float(np.mean(read.confidence > metrics.SURE))
        logs["rarest"] = float(np.bincount(read.digits, minlength=10).min() / len(shown_z))


# %%
PANELS = {
    "balance": ["g_loss", "d_loss"],
    "steps a batch": ["g_steps", "gate"],
    "reconstructions: cross-entropy": ["nats"],
    "reconstructions: grey; samples": ["grey", "confident", "rarest"],
}
MARKS = {"balance": {"log 2": np.log(2), "g_loss: shut": G_BELOW, "d_loss: shut": D_ABOVE}}
FIT = {"steps_per_epoch": BATCHES, "shuffle": False, "verbose": lesson.verbose}
model = LessonVAEGAN(*pair, discriminator)
if lesson.pretrained:
    lesson.load_weights(*pair, discriminator)
    print("no training, so no training_balance.png")
else:
    print(f"\n{lesson.epochs} times {BATCHES} batches of {lesson.batch_size}")
    history = model.fit(train, epochs=lesson.epochs, callbacks=[Watch()], **FIT)
    lesson.save_weights(*pair, discriminator)
    curves = plotting.plot_histories(history, PANELS, MARKS, f"{BATCHES} batches")
    lesson.save(curves, "training_balance.png")

# %% [markdown]
# **Good**: both losses near 0.69 and nearly still, the gate open in most batches, grey falling,
# more and more samples read with confidence, cross-entropy up by a tenth to a fifth, and restless.
#
# ![good: training_balance](../docs/lessons/07/training_balance.png)
#
# **Gone wrong**: the gate shut for good while the generator's loss climbs, for the discriminator
# got away. Or cross-entropy that climbs and climbs, with edges that are sharp and in the wrong
# place: here by balanced steps that are too long, `--generator-rate 0.003 --epochs 2`.
#
# ![gone wrong: cross-entropy climbs](../docs/lessons/07/wrong_rate.png)
#
# ![gone wrong: sharp, and beside the originals](../docs/lessons/07/wrong_rate_reconstructions.png)

# %% [markdown]
# ## Before and after
#
# Look for strokes with an edge and a black that is black. Look, too, for what edges cost: a stroke
# that is sharp in the wrong place is worse, pixel by pixel, than blur around the right one.
#
# ![good: reconstructions](../docs/lessons/07/reconstructions.png)

# %%
networks_of = {"lesson 6": film, "lesson 7": pair}
rows = {"originals": some_images[:12]}
rows |= {name: reconstruct(*nets, some_images[:12]) for name, nets in networks_of.items()}
lesson.save(plotting.plot_rows(rows), "reconstructions.png")

sheets = {
    f"{name}: the same z ~ N(0, I)": plotting.image_sheet(draw(nets[1], shown_z[:64]), 8)
    for name, nets in networks_of.items()
}
lesson.save(plotting.plot_panels(sheets, columns=2, side=6), "samples.png")

# %% [markdown]
# The same codes at ten times the size show it better than 26 pixels do:
#
# ![good: enlarged](../docs/lessons/07/enlarged.png)

# %%
LARGE = 104 if SMALL else 260
rows = {"originals,\npixel by pixel": plotting.enlarge_pixels(some_images[:5], LARGE // SIDE)}
for name, (an_encoder, a_generator) in networks_of.items():
    z_mean, _ = an_encoder.predict(some_images[:5], verbose=0)
    rows[f"{name},\n{LARGE} x {LARGE}"] = Drawing(a_generator.cppn, z_mean, LARGE, LARGE).pixels()
lesson.save(plotting.plot_rows(rows, side=2.2), "enlarged.png")

# %% [markdown]
# ## What the discriminator never saw
#
# No step above draws z from N(0, I). The discriminator compares pictures with reconstructions, so
# only pictures of codes that an encoder made have improved; those between were never looked at.
# Show it samples now, in large batches and with training=True (its batch normalisation looks at
# the batch). What it says of them is a guess, and a narrow one: look at the scale. The rows below
# the histogram show what it goes by: thick and white is real, thin and faint is not.

# %%
groups = {"pictures": some_images, "reconstructions": reconstruct(*pair, some_images)}
groups["samples"] = draw(generator, shown_z)
ax = plt.subplots(figsize=(8, 4), layout="constrained")[1]
print("\nthe discriminator's logit, and the share it calls real")
for name, images in groups.items():
    logits = discriminator(images, training=True).numpy()[:, 0]
    print(f"  {name:16}{logits.mean():6.2f} {np.mean(logits > 0):6.0%}")
    ax.hist(logits, 40, density=True, histtype="step", label=name)
ax.set(xlabel="logit: fake to the left, real to the right", yticks=[])
ax.legend(frameon=False)
lesson.save(ax, "logits.png")

ranked = groups["samples"][logits.argsort()]
rows = {"most real,\nsays D": ranked[:-21:-1], "least real": ranked[:20]}
lesson.save(plotting.plot_rows(rows, title="samples of N(0, I)"), "discriminator.png")

# %% [markdown]
# ## Beside lessons 5 and 6
#
# The classifier reads 2,000 samples of each network: which digits, how many with confidence, and
# the Fréchet distance of their features to those of test pictures (lesson 5). z comes from N(0, I)
# and, where there is an encoder, once more from a mixture of Gaussians fitted to codes as in lesson
# 6. The mixture shows what the *generator* can do; the difference is the gap between prior and
# codes, which nothing here was trained to close.
#
# Two shipped models are in the table, too: `mnist-2016-literal`, the system of 2016 with all of its
# numbers, and `mnist-2016`, which began as a VAE and has this lesson's batches and rates.


# %%
def load_others():
    """{name: networks} of lesson 5 and of the 2016 pair of lesson 6, where they are kept."""
    post = {"style": "softplus-tanh", "input_scale": 8.0, "weight_stddev": 0.1}
    cppns = [networks.build_cppn(32, 1, 128, 4, **post) for _ in range(2)]
    gan = networks.image_generator(cppns[0], SIDE, SIDE, name="generator")
    vae = networks.image_generator(cppns[1], SIDE, SIDE, name="post_generator")
    encoder = networks.build_post_encoder((SIDE, SIDE, 1), 32, name="post_encoder")
    kept = {}
    for name, nets, of in (
        ("05", [gan], "05_cppn_gan"),
        ("06 of 2016", [encoder, vae], "06_cppn_vae"),
    ):
        try:
            lesson.load_weights(*nets, of=of)
            kept[name] = nets
        except SystemExit as missing:
            print(f"left out of the table: {missing}")
    return kept


everyone = {**({} if SMALL else load_others()), "06 FiLM": film, "07": pair}
for name in () if SMALL else ("mnist-2016-literal", "mnist-2016"):
    shipped = load_weights(name)
    everyone[name] = [shipped.encoder, shipped.generator]

# %% [markdown]
# First the samples of all, then the classifier's reading of each.

# %%
some_training = to_float(center_crop(lesson.data.train_images[:10_000], SIDE))


def draw_samples(name, nets):
    """{name and prior: images}: from N(0, I), and from a mixture if there is an encoder."""
    z = {"N(0, I)": rng.standard_normal((COUNT, nets[-1].latent_dim)).astype("float32")}
    if len(nets) > 1:
        codes = nets[0].predict(some_training, batch_size=250, verbose=0)
        mixture = fit_prior(*codes, 10 if lesson.quick else 50, rounds=30, seed=lesson.seed)
        z["mixture"] = mixture.sample(COUNT, rng)
    return {f"{name}, {prior}": draw(nets[-1], codes) for prior, codes in z.items()}


groups = {"training pictures": some_training[:COUNT]}
for name, nets in everyone.items():
    groups |= draw_samples(name, nets)

# %%
test_features = classifier.read(test_images).features


def digits_of(images):
    """Share of each digit, share read with confidence, both in %; Fréchet distance."""
    read = classifier.read(images)
    shares = 100 * np.bincount(read.digits, minlength=10) / len(images)
    confident = 100 * np.mean(read.confidence > metrics.SURE)
    return shares, confident, metrics.frechet_distance(read.features, test_features)


HEAD = "".join(f"{digit:6}" for digit in range(10)) + "  rarest  confident  Fréchet"
print(f"\nshare of each digit, %        {HEAD}")
bars = {}
for name, images in groups.items():
    shares, confident, distance = digits_of(images)
    cells = "".join(f"{share:6.1f}" for share in shares)
    print(f"  {name:28}{cells}{shares.min():8.1f}{confident:11.1f}{distance:9.1f}", flush=True)
    if "mixture" not in name:
        bars[f"{name}, {confident:.0f} % confident"] = shares
ax = plt.subplots(figsize=(12, 4), layout="constrained")[1]
plotting.plot_shares(bars, ax, xlabel="digit, says the classifier", ylabel="share, %")
ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
lesson.save(ax, "histogram.png")

# %% [markdown]
# `mnist-2016-literal` draws zeros and ones, `mnist-2016` all ten digits, and the networks are the
# same: a warm-up and smaller steps are what it took.
#
# Now the reconstructions, of all that have an encoder. Their label is kept where the classifier
# reads the digit that the original was.


# %%
def print_reconstructions(table):
    """{name: images that stand for some_images} → a line each."""
    print("\nreconstructions       cross-entropy, nats   grey pixels, %   label kept, %")
    for name, images in table.items():
        nats, grey = nats_and_grey(images)
        kept = np.mean(classifier.read(images).digits == some_labels)
        print(f"  {name:20}{nats:19.1f}{100 * grey:17.1f}{100 * kept:16.1f}")


drawn = {name: reconstruct(*nets, some_images) for name, nets in everyone.items() if len(nets) > 1}
print_reconstructions({"the originals": some_images, **drawn})

# %% [markdown]
# ## What each term buys
#
# Change one term, and begin again: lesson 6's weights, the same untrained discriminator, 100
# batches. What the VAE loss does alone you know, it is lesson 6. What the adversarial loss does
# alone is the first variant. `Variant` has a balanced step in which the objective may be another
# one: `objective` gives the generator's loss, for the schedule, and the sum that encoder and
# generator go down.


# %%
class Variant(LessonVAEGAN):
    """The same schedule with another objective in the balanced steps."""

    @tf.function
    def generator_step(self, images):
        with tf.GradientTape() as tape:
            g_loss, objective = self.objective(images)
        descend(self.generator_adam, objective, tape, self.vae_variables)
        return g_loss


class AdversarialOnly(Variant):
    """Without the VAE loss, in its own steps and in the balanced ones."""

    def vae_step(self, images):
        return 0.0

    def objective(self, images):
        _, g_loss, _ = self.three_losses(images)
        return g_loss, g_loss


# %% [markdown]
# **One more term.** Larsen et al. compare a picture with its reconstruction where the discriminator
# looks: not pixel by pixel, but by the 1,536 numbers of its last hidden layer, its *features* f.
# The loss is called feature matching, or a learnt similarity:
#
#     mean over the batch of Σ (f(x) - f(x̂))²
#
# A stroke that is one pixel off costs little there, a missing one much.
#
# **Exercise** `lessons/exercises/ex07_feature_loss.py` (find): our first version of this loss was
# printed, changed from batch to batch, and pulled on nothing. What is wrong with it?


# %%
feature_loss = lesson.exercise("ex07_feature_loss")


class WithFeatures(Variant):
    """And reconstructions that look like their originals to the discriminator."""

    def __init__(self, encoder, generator, discriminator):
        super().__init__(encoder, generator, discriminator)
        last_hidden = discriminator.get_layer("features").output
        self.features = keras.Model(discriminator.inputs, last_hidden)  # its own layers

    def objective(self, images):
        outputs = forward(*self.nets, images, self.noise(images))
        vae_loss, g_loss, _ = vae_gan_losses(images, *outputs)
        distance = feature_loss(self.features, images, outputs[0])
        return g_loss, g_loss + vae_loss + knobs.feature_weight * distance


# %% [markdown]
# **More pictures.** The gap between prior and codes is there because nobody looks at samples. So
# let the discriminator see them, beside the reconstructions.
#
# **Exercise** `lessons/exercises/ex07_prior_samples.py` (change): the three losses with two kinds
# of fakes that count alike. The schedule and the lists of weights stay as they are.


# %%
prior_samples = lesson.exercise("ex07_prior_samples")


class WithSamples(Variant):
    """Samples of N(0, I) are fakes, too."""

    def three_losses(self, images):
        noise, z = self.noise(images), self.noise(images)
        return prior_samples(*self.nets, images, noise, z, knobs.beta)

    def objective(self, images):
        vae_loss, g_loss, _ = self.three_losses(images)
        return g_loss, g_loss + vae_loss


# %%
KINDS = {
    "as in 2016": LessonVAEGAN,
    "adversarial only": AdversarialOnly,
    "+ features": WithFeatures,
    "+ samples": WithSamples,
}
STEPS = 2 if lesson.quick else 100  # batches
table = {"originals": some_images, "lesson 6": drawn["06 FiLM"]}
sampled = {"lesson 6": draw(film[1], shown_z)}
kinds = list(KINDS.items())[lesson.quick :]  # --quick leaves out what it has done
for name, kind in kinds[-1:] if lesson.quick and lesson.pretrained else kinds:  # one will do
    print(f"\n{name}: {STEPS} batches")
    nets = copies_of(*film, discriminator)
    nets[2].set_weights(untrained)
    kind(*nets).fit(train, **{**FIT, "steps_per_epoch": STEPS})
    table[name] = reconstruct(*nets[:2], some_images)
    sampled[name] = draw(nets[1], shown_z)
lesson.save(plotting.plot_rows({name: some[:12] for name, some in table.items()}), "one_term.png")

# %%
print_reconstructions(table)
print("\nsamples of N(0, I)    confident, %   Fréchet")
for name, images in sampled.items():
    _, confident, distance = digits_of(images)
    print(f"  {name:20}{confident:12.1f}{distance:10.1f}")

# %% [markdown]
# ![good but for one row: one_term](../docs/lessons/07/one_term.png)
#
# **The adversarial loss alone** keeps no likeness: nothing ties a reconstruction to its original
# any more, and the generator wanders off. Whatever the code, it draws one and the same picture,
# here two white blobs; in another run all was black, the dead end that lesson 5 warned of. So the
# VAE loss does more than keep the likeness: its gradient pulls back long before.
#
# **The VAE loss alone** is lesson 6's blur: only the discriminator wants an edge. Both together
# have most of their edges after 100 batches, grey 11.5 % in place of 17.8.

# %% [markdown]
# **With features** they are nearer to the originals, 82.1 nats and not 86.8, and 96.5 % keep their
# label, not 95.4; and hardly softer, grey 12.1 %. The discriminator has to do two things now: to
# say what is not like a picture, and in which respects a picture is like another. The second is
# gentle.
# Try `--feature-weight 0.1`: the reconstructions then have all features of their originals, also
# those by which the discriminator calls them fakes, nobody can fool it, and the gate is shut.
#
# **With samples** more of them are digits: 72 % are read with confidence, not 65, and the Fréchet
# distance falls to 90, from 119. The reconstructions pay for it: 99.3 nats.

# %% [markdown]
# ## What is still wrong
#
# **The balance is delicate.** Change a rate, a threshold or a count of steps, and the others have
# to follow. The shipped `mnist` model has none of it: one joint step, a *gradient
# penalty* in place of the gate (½ γ ‖∇D(x)‖², the squared gradient norm of the discriminator at
# real pictures), features, and samples for the discriminator.
#
# **The discriminator sees 26 x 26 pixels.** No loss has looked at what lies between them: an edge
# one pixel wide is a ramp 50 pixels wide at 1300 x 1300. Lesson 8 draws large and looks.
#
# Check your exercises: `pytest tests/exercises -k ex07`; `--hint` gives a hint.
# `--mine` runs this lesson with what you wrote.

# %%
print(f"\ndone in {(time.time() - start) / 60:.1f} min; pictures in {lesson.out}")
