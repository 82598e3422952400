# %% [markdown]
# # Lesson 1: all digits on one page
#
# You build a variational autoencoder (VAE) that squeezes a 28 x 28 digit into two numbers and
# draws it again from them. Two numbers are a point on a plane, so everything that the network
# has learnt fits on one page: the *manifold*. Then you average digits and lean them over by
# moving points on that page, and you break the VAE in four ways to see what each part was for.
#
# **Expected** on MNIST, on the 10,000 test pictures, of which none is trained on: a validation
# loss of 0.177 after 20 epochs. The lecture reports 0.1858 after 50, which is passed after 5. On
# the objective of keras-io's example, 143 nats; that example reports 146.95.
#
# **Time**: about 20 minutes on two cores that have nothing else to do; with `--quick`, on a small
# set of drawn digits, half a minute. Pictures go to `out/01_vae_manifold/`.
#
#     python lessons/01_vae_manifold.py            # the real thing
#     python lessons/01_vae_manifold.py --quick    # everything small, no download
#     python lessons/01_vae_manifold.py --pretrained    # starts from the weights of a full run
#     python lessons/01_vae_manifold.py --help     # the options
#
# Sources: Ludwig Krippahl's lecture "Generating images" and Tian Han's "Lecture 12", whose
# networks these are; Kingma & Welling (2014).

# %%
import time
from statistics import NormalDist

import matplotlib.pyplot as plt
import numpy as np

from cppn_keras.course.lesson import begin

lesson = begin("01_vae_manifold", epochs=20, batch_size=128, quick=(4, 32), pretrained=True)

# Imported after `begin`, which asks TensorFlow to be quiet and sets the seed.
import keras
import tensorflow as tf
from keras import ops

from cppn_keras import networks, plotting
from cppn_keras.data import batches, to_float
from cppn_keras.training import VAE, losses

start = time.time()
test_images, test_labels = to_float(lesson.data.test_images), lesson.data.test_labels
PIXELS, LATENTS = 28 * 28, 2
rng = np.random.default_rng(lesson.seed)

# %% [markdown]
# ## Three models
#
# An autoencoder alone cannot invent digits: nobody knows which codes mean something. A VAE
# settles that beforehand. Its **encoder** turns a picture x not into one code but into a
# distribution of codes, the *approximate posterior* q(z|x): normal, with mean μ and variance σ²
# in each direction. The **sampling** draws one code z from it; the **decoder** has to draw the
# digit from any such z. And the loss pushes the posteriors of all pictures together until they
# fill the *prior* N(0, I). Afterwards any z ~ N(0, I) is a fair code.
#
# Why does the encoder put out log σ² and not σ? A variance is positive, and the last layer puts
# out any number; exp(log σ²) is positive whatever comes.

# %%
encoder = networks.build_han_encoder(LATENTS, first_log_var=-3.0)
decoder = networks.build_han_decoder(LATENTS)
for network in (encoder, decoder):
    print(f"\n{network.name}, {network.count_params():,} weights")
    for layer in network.layers:
        print(f"  {layer.name:12} {layer.output.shape!s:28} {layer.count_params():8,}")

# %% [markdown]
# Drawing z has no derivative. The **reparameterization trick** makes the random numbers an input:
# draw ε ~ N(0, I) first, and z = μ + σ·ε is an ordinary function of μ and log σ² (the half turns
# a variance into a standard deviation). `cppn_keras.networks.layers.Sampling` is these two lines
# and a seed generator of its own.


# %%
def reparametrise(z_mean, z_log_var, epsilon):
    """All (batch, latent) → z (batch, latent)."""
    sigma = ops.exp(0.5 * z_log_var)
    return z_mean + sigma * epsilon


reparametrise = lesson.mine("ex01_reparametrise", "reparametrise", reparametrise)

# %% [markdown]
# ## The loss, term by term
#
# The **KL divergence** says how far the posterior N(μ, σ²) is from the prior N(0, 1): what the
# code of one picture costs. Its unit is the *nat*, that of -ln p; one nat is 1/ln 2 = 1.44 bits.
# In three lines, E for the average over z ~ N(μ, σ²):
#
#     KL = E[log N(z; μ, σ²) - log N(z; 0, 1)]
#        = E[-½ log σ² - (z - μ)²/(2σ²) + z²/2]      for the two log √2π cancel
#        = -½ (1 + log σ² - μ² - σ²)                 for E(z - μ)² = σ² and E z² = μ² + σ²
#
# and the latents' terms are added. The slides of "Generating images" print
# -½(Σ(log σ² + 1) + Σ log σ² + Σ μ²): log σ² twice, no σ², and plus signs. Their code is right.
# Which one should you believe? Neither, before you have tried: draw z, average the first line.


# %%
def kl_divergence(z_mean, z_log_var):
    """Both (batch, latent) → nats (batch,), summed over the latents."""
    per_latent = 1 + z_log_var - ops.square(z_mean) - ops.exp(z_log_var)
    return -0.5 * ops.sum(per_latent, axis=-1)


kl_divergence = lesson.mine("ex01_kl_divergence", "kl_divergence", kl_divergence)


def check_kl(mu=(0.7, -1.2), log_var=(-1.0, 0.4), draws=400_000):
    """Prints the formula, the slide's version and a Monte-Carlo estimate for one picture."""
    mu, log_var = np.float32([mu]), np.float32([log_var])  # (1, 2)
    epsilon = rng.standard_normal((draws, LATENTS))
    z = np.asarray(reparametrise(mu, log_var, epsilon.astype("float32")))  # (draws, 2)
    log_q = -0.5 * (epsilon**2 + log_var).sum(axis=1)  # log N(z; μ, σ²) without its log 2π
    log_p = -0.5 * (z**2).sum(axis=1)  # log N(z; 0, I) likewise
    estimate, error = (log_q - log_p).mean(), (log_q - log_p).std() / np.sqrt(draws)
    slide = -0.5 * ((log_var + 1).sum() + log_var.sum() + (mu**2).sum())
    print(f"\nKL by the formula {kl_divergence(mu, log_var)[0]:.4f}")
    print(f"KL by {draws:,} draws {estimate:.4f} ± {error:.4f}")
    print(f"as printed on the slide {slide:.4f}, and a divergence is never negative")


check_kl()

# %% [markdown]
# **Reconstruction.** Each decoded pixel is read as the probability of ink, and the loss is
# -log of the probability of the picture: the cross-entropy, summed over the 784 pixels. Grey
# pixels keep it above 0 even for a perfect copy.
#
# This is why the last activation matters. The decoder of "Lecture 12" ends in relu, whose output
# is 0 or any positive number. Above 1 it is no probability, at 0 it rules ink out, and Keras clips
# both for the logarithm. Behind a clip, and on relu's flat side, the gradient is 0: the worse the
# pixel, the less it teaches. A sigmoid stays inside 0..1, and the gradient of its input is
# output minus target: the worse the pixel, the more.


# %%
def reconstruction_loss(images, reconstructions):
    """Both (batch, height, width, channels) → nats (batch,), summed over pixels."""
    return ops.sum(ops.binary_crossentropy(images, reconstructions), axis=(1, 2, 3))


reconstruction_loss = lesson.mine(
    "ex01_reconstruction_loss", "reconstruction_loss", reconstruction_loss
)


def one_pixel(activation, before, target):
    """The loss of a pixel whose pre-activation, what the activation is given, is `before`; and
    the gradient of the loss with respect to it."""
    x = tf.Variable([[[[before]]]])
    with tf.GradientTape() as tape:
        loss = reconstruction_loss(tf.constant([[[[target]]]]), activation(x))
    return float(loss[0]), float(ops.sum(tape.gradient(loss, x)))


def check_last_activation():
    """Prints loss and gradient for both activations."""
    print("\none pixel               relu: loss, gradient   sigmoid: loss, gradient")
    cases = {"ink, decoder says no": (-2.0, 1.0), "paper, decoder says ink": (1.5, 0.0)}
    for name, case in cases.items():
        relu, sigmoid = one_pixel(ops.relu, *case), one_pixel(ops.sigmoid, *case)
        print(f"{name:24} {relu[0]:12.2f} {relu[1]:6.2f} {sigmoid[0]:18.2f} {sigmoid[1]:6.2f}")


check_last_activation()

# %% [markdown]
# **Both together, and the weight between them.** Sums or means? It decides what a weight means,
# so say it every time. To compare, state the **KL weight β** that the KL would have if both terms
# were sums. With β = 1 it is the VAE proper, with any other a *β-VAE*.
#
# | who | reconstruction | KL | β |
# | --- | --- | --- | --- |
# | keras-io's example | sum over pixels | sum over latents | 1 |
# | Han | mean of 784 pixels | 0.001 × mean of 2 latents | 0.001 / 2 · 784 = 0.39 |
# | Krippahl | mean of 784 pixels | 0.1 × sum over latents | 0.1 · 784 = 78 |
#
# We train on Han's, because it comes with a figure to beat, and print keras-io's beside it.

# %%
HAN_WEIGHT = 0.001


def vae_loss(images, reconstructions, z_mean, z_log_var, kl_weight):
    """Han's objective, a number: both terms are means, over everything."""
    reconstruction = ops.mean(reconstruction_loss(images, reconstructions)) / PIXELS
    kl = ops.mean(kl_divergence(z_mean, z_log_var)) / LATENTS
    return reconstruction + kl_weight * kl


vae_loss = lesson.mine("ex01_vae_loss", "vae_loss", vae_loss)

# %% [markdown]
# `cppn_keras.training.VAE` keeps both terms as sums, each with a weight; dividing gives Han's
# objective. Its `train_step` does: encode, draw z, decode, loss, gradient, one step of Adam. We
# put our lines in place of the library's, so that they are the ones that train:


# %%
class LessonVAE(VAE):
    """The library's VAE with this lesson's sampling and loss."""

    def reconstruct(self, images, training):
        z_mean, z_log_var = self.encoder(images, training=training)
        epsilon = keras.random.normal(ops.shape(z_mean), seed=self.seed_generator)
        z = reparametrise(z_mean, z_log_var, epsilon)  # (batch, latent)
        return self.generator(z, training=training), z_mean, z_log_var

    def weigh(self, images, reconstructions, z_mean, z_log_var):
        loss = vae_loss(images, reconstructions, z_mean, z_log_var, HAN_WEIGHT)
        terms = self.reconstruction_and_kl(images, reconstructions, z_mean, z_log_var)
        return loss, *terms


HAN = {"reconstruction_weight": 1 / PIXELS, "kl_weight": HAN_WEIGHT / LATENTS}
vae = LessonVAE(encoder, decoder, **HAN, seed=lesson.seed)
library_vae = VAE(encoder, decoder, **HAN, seed=lesson.seed)
some = test_images[:64]
reconstructed = vae.reconstruct(some, training=False)
print(f"\nuntrained: loss {vae.weigh(some, *reconstructed)[0]:.4f} by these lines,", end=" ")
print(f"{library_vae.weigh(some, *reconstructed)[0]:.4f} by the library's")

# %% [markdown]
# ## Training
#
# The lecture ran 50 epochs. Two changes buy most of that time back.
#
# *The start.* Its first epoch has an average loss of 0.67, worse than grey everywhere. An
# untrained encoder answers random numbers for log σ², and exp of a random number can be huge: the
# first steps go into shrinking it, and may kill relus for good. `first_log_var=-3` makes every
# posterior equally narrow, σ = 0.22: z says something about the picture from the first step.
#
# *The end.* The learning rate climbs to 0.002, then follows a cosine down to 0, so that the last
# epochs average out the noise of ε and of the batches instead of following it.
#
# Good to see: the validation loss falls below 0.20 in two epochs (it is 0.26 as long as every
# answer is the same grey blob), then slowly. From the second epoch on the KL *rises* while the
# loss falls: the codes learn to say more. Towards the end the training loss goes on falling and
# the validation loss does not: the encoder begins to learn its pictures by heart.
# Wrong: KL near 0 (the decoder ignores the code), or a validation loss that climbs.


# %%
train = batches(lesson.data.train_images, lesson.batch_size, seed=lesson.seed)
test = tf.data.Dataset.from_tensor_slices(test_images).batch(min(500, len(test_images)))
steps_per_epoch = len(lesson.data.train_images) // lesson.batch_size


def cosine(peak: float, steps: int, warmup: int = 0):
    """A learning rate that climbs to `peak` in `warmup` steps and falls to 0 by `steps`."""
    if not warmup:
        return keras.optimizers.schedules.CosineDecay(peak, steps)
    return keras.optimizers.schedules.CosineDecay(
        0.0, steps - warmup, warmup_target=peak, warmup_steps=warmup
    )


total = lesson.epochs * steps_per_epoch
vae.compile(keras.optimizers.Adam(cosine(0.002, total, warmup=total // 50)))
if lesson.pretrained:
    lesson.load_weights(encoder, decoder)
else:
    history = vae.fit(
        train,
        epochs=lesson.epochs,
        steps_per_epoch=steps_per_epoch,
        shuffle=False,  # `batches` has done it
        validation_data=test,
        verbose=lesson.verbose,
    )
    lesson.save_weights(encoder, decoder)
    curves = plotting.plot_history(history, ["loss", "val_loss"], title="Han's objective")
    lesson.save(curves, "history.png")

# %%
TARGET = 0.1858  # the lecture's, after 50 epochs
figures = vae.evaluate(test, verbose=0, return_dict=True)
if lesson.pretrained:
    print(f"\nvalidation loss {figures['loss']:.4f} with the shipped weights")
else:
    reached = [i for i, loss in enumerate(history.history["val_loss"], start=1) if loss <= TARGET]
    print(f"\nvalidation loss {figures['loss']:.4f} after {lesson.epochs} epochs;", end=" ")
    print(f"{TARGET} or less first after epoch {reached[0]}" if reached else f"not {TARGET}")

# %% [markdown]
# Han's and keras-io's figures cannot be compared: at 0.39 the code may say more than at 1, and the
# pictures are sharper for it. To see what β alone does, a copy of the networks goes on for a few
# epochs at keras-io's β = 1: the KL falls, the cross-entropy rises, and the one objective gains
# what the other loses. (keras-io's own figure is that of a training set that has the test pictures
# in it; ours is on test pictures that were never trained on.)


# %%
def go_on(beta, epochs, rate=5e-4):
    """A copy of the trained networks, trained further: its cross-entropy and KL in nats."""
    copies = [keras.models.clone_model(network) for network in (encoder, decoder)]
    for copy, network in zip(copies, (encoder, decoder), strict=True):
        copy.set_weights(network.get_weights())
    weights = {"reconstruction_weight": 1 / PIXELS, "kl_weight": beta / PIXELS}
    model = VAE(*copies, **weights, seed=lesson.seed)
    model.compile(keras.optimizers.Adam(cosine(rate, epochs * steps_per_epoch)))
    model.fit(
        train,
        epochs=epochs,
        steps_per_epoch=steps_per_epoch,
        shuffle=False,
        verbose=lesson.verbose,
    )
    figures = model.evaluate(test, verbose=0, return_dict=True)
    return figures["reconstruction"], figures["kl"]


def print_objectives(rows):
    """Rows (who, (cross-entropy, KL)), in nats: prints both objectives of each."""
    print(f"\n{'test pictures, nats':40} pixels      KL   Han's objective   keras-io's")
    for who, (pixels, kl) in rows:
        han = pixels / PIXELS + HAN_WEIGHT * kl / LATENTS
        print(f"{who:40} {pixels:6.2f} {kl:7.2f} {han:17.4f} {pixels + kl:12.2f}")


MORE = 1 if lesson.quick else 4
TRAINED = "the shipped weights" if lesson.pretrained else f"{lesson.epochs} epochs"
print_objectives(
    [
        (f"{TRAINED}, β = 0.39", (figures["reconstruction"], figures["kl"])),
        (f"and {MORE} more, β = 1", go_on(1.0, MORE)),
        ("keras-io, 30 epochs, β = 1", (140.15, 6.80)),
    ]
)

# %% [markdown]
# ## The page
#
# Where the test pictures lie: a dot is a picture's mean code μ, its colour the digit, which the
# network was never told. Right: a cloud around 0 that reaches to 3 or 5, each digit a region of its
# own, with those that look alike side by side or mixed (4 and 9; 3, 5 and 8). Wrong: all dots in
# one lump (posterior collapse), or thin rays that reach to 20 with nothing between them (KL too
# weak).

# %%
z_mean, z_log_var = encoder.predict(test_images, batch_size=500, verbose=0)
lesson.save(
    plotting.plot_latent_scatter(z_mean, test_labels, title="mean codes of the test pictures"),
    "scatter.png",
)

# %% [markdown]
# And the other way round: codes on a grid, decoded. The lectures step evenly over the plane,
# which spends most of the page on codes that N(0, I) hardly ever draws. Better: make the steps
# equally *likely*. Cut the normal distribution into n slices of probability 1/n and take the
# middle of each, its quantile.


# %%
def manifold_grid(rows, columns, span=None):
    """Codes (rows, columns, 2), z₁ growing to the right and z₂ upwards.

    Evenly from -span to span; by the normal's quantiles (i + ½)/n when span is None.
    """

    def line(n):
        if span is not None:
            return np.linspace(-span, span, n)
        return np.array([NormalDist().inv_cdf((i + 0.5) / n) for i in range(n)])

    across, up = np.meshgrid(line(columns), line(rows)[::-1])  # both (rows, columns)
    return np.stack([across, up], axis=-1)


manifold_grid = lesson.mine("ex01_manifold_grid", "manifold_grid", manifold_grid)


def decode(codes):
    """Codes (N, 2) → images (N, 28, 28, 1)."""
    return decoder.predict(codes, batch_size=500, verbose=0)


SIDE = 20
lesson.save(
    plotting.plot_manifold(decode, manifold_grid(SIDE, SIDE, 4.0), title="even steps"),
    "manifold_linear.png",
)
lesson.save(
    plotting.plot_manifold(decode, manifold_grid(SIDE, SIDE), title="equally likely steps"),
    "manifold_quantiles.png",
)

# %% [markdown]
# ## Averaging two digits
#
# Half a 4 plus half a 9, pixel by pixel, is both at once: a double exposure. The mean of their
# *codes* is a code like any other and decodes to one digit: the decoder had to draw the same digit
# from any code of a posterior, so it cannot jump. Which digit it is depends on what lies between
# the two. Between the 1s and the 7s lie the 9s, so the mean of a 1 and a 7 comes out as a pale 9.


# %%
def draw_averages(pairs):
    """One row per pair of digits: both pictures, both decoded, mean of pixels, mean of codes."""
    titles = ("a", "b", "a decoded", "b decoded", "mean of pixels", "mean of codes")
    fig, rows = plt.subplots(len(pairs), 6, figsize=(9, 1.7 * len(pairs)), layout="constrained")
    for ax, title in zip(rows[0], titles, strict=True):
        ax.set_title(title)
    for axes, digits in zip(rows, pairs, strict=True):
        a, b = (np.flatnonzero(test_labels == digit)[1] for digit in digits)
        codes = z_mean[[a, b]]  # (2, latent)
        images = [*test_images[[a, b]], *decode(codes)]
        images += [test_images[[a, b]].mean(axis=0), decode(codes.mean(axis=0)[None])[0]]
        for ax, image in zip(axes, images, strict=True):
            plotting.plot_image(image, ax)
    return fig


lesson.save(draw_averages([(4, 9), (3, 5), (1, 7), (0, 6)]), "averages.png")

# %% [markdown]
# ## Editing: μ + k·s
#
# If moving a code moves the picture smoothly, some direction s should lean a digit over. Nobody
# labelled slant, but we can measure it: how far the ink moves to the right per row that it rises.
# Then s points from the mean code of the third of the pictures that lean least to that of the
# third that leans most. Directions are local: on this page a 1 leans over along another s than a
# 0, so each digit gets its own. They are short, too: try k = 1.2, and the 1 leaves the region of
# the ones and comes apart.


# %%
def slant(images):
    """Images (N, height, width, 1) → (N,): pixels to the right per pixel upwards."""
    ink = images[..., 0] / images.sum(axis=(1, 2, 3))[:, None, None]  # sums to 1 per picture
    up, right = -np.arange(28.0)[:, None], np.arange(28.0)[None, :]

    def mean(values):
        return (ink * values).sum(axis=(1, 2), keepdims=True)

    u, r = up - mean(up), right - mean(right)  # (N, 28, 1), (N, 1, 28)
    return (mean(u * r) / mean(u * u)).ravel()


def edit_direction(codes, quality):
    """Codes (N, latent), what was measured (N,) → (latent,): from the low third to the high."""
    order, third = np.argsort(quality), len(quality) // 3
    return codes[order[-third:]].mean(axis=0) - codes[order[:third]].mean(axis=0)


edit_direction = lesson.mine("ex01_edit_direction", "edit_direction", edit_direction)


def draw_edits(digits):
    """One row per digit: its typical code μ, edited; prints the slant of every picture."""
    rows, steps = [], np.linspace(-0.9, 0.9, 7)
    print("\nslant at μ + k·s, k = " + " ".join(f"{k:6.1f}" for k in steps))
    for digit in digits:
        of_digit = test_labels == digit
        codes = z_mean[of_digit]
        s = np.asarray(edit_direction(codes, slant(test_images[of_digit])))
        centre = np.median(codes, axis=0)
        rows.append(decode((centre + steps[:, None] * s).astype("float32")))
        print(f"{'digit ' + str(digit):>21} " + " ".join(f"{x:6.2f}" for x in slant(rows[-1])))
    title = f"μ + k·s, k from {steps[0]} to {steps[-1]}"
    return plotting.plot_image_grid(np.concatenate(rows), len(steps), title=title)


lesson.save(draw_edits([1, 0, 7, 9]), "edits.png")

# %% [markdown]
# ## What each part was for
#
# Krippahl's network is a sixth of the work, so four small runs can show what happens when one
# part is wrong.
#
# 1. *β = 0.001*, the KL nearly free: the encoder shrinks σ to a hundredth of the spread of its
#    codes, which makes drawing z harmless, and lets them drift far out. The reconstruction is the
#    best of the four; but N(0, I), the dashed circle, lies over a corner of the page and draws
#    only that.
# 2. *β = 1*: the VAE proper.
# 3. *β = 78.4*, the slide's 0.1 against a mean over pixels: a code that says anything costs more
#    than it saves. The encoder answers N(0, I) to every picture, KL is 0, the decoder draws the
#    average digit. This is **posterior collapse**.
# 4. *ε ~ N(0, 0.1²)*, the slides' `epsilon_sigma`, with β = 1: easier to train, since z hardly
#    shakes. But it is a cheat: the decoder sees codes of width 0.1·σ while the KL in the loss is
#    that of σ. We print the KL of the codes that it sees, too.

# %%
SLIDE_BETA = 0.1 * PIXELS
EXPERIMENTS = (
    ("β = 0.001", 0.001, 1.0),
    ("β = 1", 1.0, 1.0),
    (f"β = {SLIDE_BETA:.1f}", SLIDE_BETA, 1.0),
    ("β = 1, ε ~ N(0, 0.1²)", 1.0, 0.1),
)
EXPERIMENT_STEPS = 50 if lesson.quick else 1400


def experiment(beta, epsilon_stddev):
    """A short run of Krippahl's network; returns the trained VAE."""
    keras.utils.set_random_seed(lesson.seed)
    model = VAE(
        networks.build_krippahl_encoder(LATENTS),
        networks.build_krippahl_decoder(LATENTS),
        reconstruction_weight=1 / PIXELS,
        kl_weight=beta / PIXELS,
        epsilon_stddev=epsilon_stddev,
        seed=lesson.seed,
    )
    model.compile(keras.optimizers.Adam(cosine(5e-3, EXPERIMENT_STEPS)))
    model.fit(train, steps_per_epoch=EXPERIMENT_STEPS, shuffle=False, verbose=lesson.verbose)
    return model


def describe(model, title, epsilon_stddev, axes):
    """Draws codes and manifold of a trained VAE into two Axes; prints its figures."""
    mean, log_var = model.encoder.predict(test_images, batch_size=500, verbose=0)
    seen_log_var = log_var + 2 * np.log(epsilon_stddev)  # of the codes that the decoder sees
    figures = model.evaluate(test, verbose=0, return_dict=True)
    true_kl = float(np.mean(losses.kl_divergence(mean, seen_log_var.astype("float32"))))
    width, spread = np.exp(0.5 * seen_log_var).mean(), mean.std()
    print(
        f"{title:24} {figures['reconstruction']:7.1f} {figures['kl']:7.2f} {true_kl:8.2f}"
        f" {width:8.3f} {spread:8.2f}"
    )
    limit = max(2.2, 1.05 * np.abs(mean).max())
    plotting.plot_latent_scatter(mean, test_labels, axes[0], title, limit)
    axes[0].add_patch(plt.Circle((0, 0), 2, fill=False, linestyle="--", zorder=3))
    axes[0].get_legend().remove()
    plotting.plot_manifold(
        lambda z: model.generator.predict(z, batch_size=500, verbose=0),
        manifold_grid(12, 12),
        axes[1],
    )


models = [experiment(beta, epsilon_stddev) for _, beta, epsilon_stddev in EXPERIMENTS]
print(f"\nKrippahl's network, {EXPERIMENT_STEPS} steps; test pictures, nats")
print(f"{'KL weight':24}  pixels      KL  true KL   mean σ  spread μ")
fig, grid = plt.subplots(2, 4, figsize=(18, 9), layout="constrained")
for model, (title, _, epsilon_stddev), axes in zip(models, EXPERIMENTS, grid.T, strict=True):
    describe(model, title, epsilon_stddev, axes)
fig.suptitle("above: codes and, dashed, where N(0, I) mostly is; below: what N(0, I) draws")
lesson.save(fig, "experiments.png")

# %% [markdown]
# ## What is still wrong
#
# The digits are soft. Each pixel is scored by itself, so where the network cannot know whether a
# stroke runs here or one pixel further on, the best answer is grey in both places. Two numbers
# cannot say more; 32 can, but the blur stays. Lesson 2 asks another network whether the *whole*
# picture looks real.
#
# Exercises: `lessons/exercises/ex01_*.py`; `pytest tests/exercises` checks them, and `--mine`
# runs this lesson with what you wrote.

# %%
print(f"\ndone in {(time.time() - start) / 60:.1f} min; pictures in {lesson.out}")
