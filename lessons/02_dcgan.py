# %% [markdown]
# # Lesson 2: two networks that teach each other
#
# The digits of lesson 1 are soft, because each pixel was scored by itself. Here no pixel is scored.
# A **generator** turns random numbers into pictures, a **discriminator** looks at whole pictures
# and says real or fake, and each learns from the other. Neither is ever shown which picture the
# generator should have drawn.
#
# You build the generative adversarial networks (GANs) of two lectures layer by layer, write the
# alternating step yourself, train on a laptop's budget, count with a classifier which digits come
# out, and then unbalance the game on purpose and try two tricks that stabilize it.
#
# **Expected** on MNIST: all ten digits, each 7 to 15 % of a thousand samples, and a classifier
# (98.6 % right on test pictures) more than 90 % sure of 73 % of them, where it is of 96 % of real
# ones. Losses near 0.67 (discriminator) and 0.74 (generator).
#
# **Time**: about 14 minutes on two cores; with `--quick`, on a small set of drawn digits, half a
# minute. Pictures go to `out/02_dcgan/`.
#
#     python lessons/02_dcgan.py            # the real thing
#     python lessons/02_dcgan.py --quick    # everything small, no download
#     python lessons/02_dcgan.py --help     # the options
#
# Sources: Tian Han's "Lecture 12", and Jason Brownlee's tutorial as Ludwig Krippahl shows it in
# "Generating images"; Goodfellow et al. (2014), Radford et al. (2016).

# %%
import time

import matplotlib.pyplot as plt
import numpy as np

from cppn_keras.course.lesson import begin

lesson = begin("02_dcgan", epochs=6, batch_size=64, quick=(2, 32))

# Imported after `begin`, which asks TensorFlow to be quiet and sets the seed.
import keras
import tensorflow as tf
from keras import layers, ops

from cppn_keras import networks, plotting
from cppn_keras.data import batches, to_float
from cppn_keras.training import GAN

start = time.time()
test_images, test_labels = to_float(lesson.data.test_images), lesson.data.test_labels
LATENTS = 100
SHOWN = 60  # samples in a picture
rng = np.random.default_rng(lesson.seed)
shown_z = rng.standard_normal((SHOWN, LATENTS)).astype("float32")  # the same z all the way through

# %% [markdown]
# ## The networks
#
# The generator runs a picture classifier backwards: a dense layer makes 7 x 7 places with many
# channels, upsampling doubles the places, convolutions mix neighbours. The discriminator is an
# ordinary classifier with one output. Both lectures end it in a sigmoid; here, as everywhere in
# this package, it ends in the *logit* before it (positive: "real"), and the loss takes the
# sigmoid. That loses no digits: a sigmoid of 20 is 1 in float32, and log(1 - 1) is not a number
# to learn from.
#
# Beside each network stands what one picture costs in multiply-adds. One picture of training
# takes several passes forwards and backwards, for Han's pair some two thousand million in all:
# a quarter of an hour for an epoch of MNIST on two cores, a night for the lectures' fifty.
# `depth` is Han's own knob, the number of channels at the widest place. We train with a quarter
# of it in both networks: a sixteenth of the multiply-adds, about a tenth of the time.


# %%
def multiply_adds(network):
    """Multiply-adds of one picture: each weight works once at every place it visits."""
    total = 0
    for layer in network.layers:
        if hasattr(layer, "kernel"):
            places = layer.output.shape[1:-1]  # (height, width), or () for a dense layer
            total += int(np.prod(layer.kernel.shape)) * int(np.prod(places))
    return total


def print_table(title, network, by_layer=True):
    """Totals and, layer by layer, name, output shape and weights."""
    fixed = sum(int(np.prod(weight.shape)) for weight in network.non_trainable_weights)
    print(
        f"\n{title}: {network.count_params():,} weights, {fixed:,} of them not trainable;", end=" "
    )
    print(f"{multiply_adds(network) / 1e6:,.1f} million multiply-adds a picture")
    for layer in network.layers:
        if by_layer and layer.count_params():
            print(f"  {layer.name:10} {layer.output.shape!s:22} {layer.count_params():9,}")


print_table("Han's generator", networks.build_han_generator(LATENTS))
print_table("Han's discriminator", networks.build_han_discriminator())
print_table("Brownlee's generator", networks.build_brownlee_generator(LATENTS))
print_table("Brownlee's discriminator", networks.build_brownlee_discriminator())

GENERATOR_DEPTH, DISCRIMINATOR_DEPTH = 256 // 4, 64 // 4


def build_pair():
    """A fresh pair of Han's networks, a quarter as wide."""
    return (
        networks.build_han_generator(LATENTS, GENERATOR_DEPTH),
        networks.build_han_discriminator(DISCRIMINATOR_DEPTH),
    )


generator, discriminator = build_pair()
print_table("what we train: his generator, narrower", generator, by_layer=False)
print_table("and his discriminator", discriminator, by_layer=False)

# %% [markdown]
# ## Two losses
#
# The discriminator is a classifier: cross-entropy, real pictures labelled 1, fakes 0. With
# softplus(a) = log(1 + eᵃ), -log sigmoid(a) is softplus(-a) and -log(1 - sigmoid(a)) is
# softplus(a). If it cannot tell, it says ½ to everything and its loss is log 2 = 0.69.
#
# The generator wants the opposite. To minimise log(1 - D) looks natural, but this loss
# *saturates*: as long as the discriminator is sure, its curve is flat and the gradient nearly 0.
# The **non-saturating loss** is -log D: the same goal, but its gradient is largest where the fakes
# are worst. Try the numbers:


# %%
def discriminator_loss(real_logits, fake_logits):
    """Both (n, 1) → a number: means over real and over fake pictures, halved."""
    on_real = ops.mean(ops.softplus(-real_logits))
    on_fake = ops.mean(ops.softplus(fake_logits))
    return 0.5 * (on_real + on_fake)


def generator_loss(fake_logits):
    """(n, 1) → a number, the non-saturating loss: the mean of -log D(fake)."""
    return ops.mean(ops.softplus(-fake_logits))


discriminator_loss = lesson.mine(
    "ex02_discriminator_loss", "discriminator_loss", discriminator_loss
)
generator_loss = lesson.mine("ex02_generator_loss", "generator_loss", generator_loss)


def compare_gradients():
    """Prints the gradient of both losses, for fakes that look fake and for fakes that look real."""
    print("\nlogit of a fake    D(fake)    gradient of log(1 - D)    gradient of -log D")
    for value in (-8.0, -4.0, 0.0, 4.0):
        logit = tf.Variable([[value]])
        with tf.GradientTape(persistent=True) as tape:
            saturating = -ops.mean(ops.softplus(logit))
            loss = generator_loss(logit)
        first, second = (float(tape.gradient(x, logit)[0, 0]) for x in (saturating, loss))
        print(f"{value:15.0f} {float(ops.sigmoid(value)):10.4f} {first:25.4f} {second:21.4f}")


compare_gradients()

# %% [markdown]
# ## One step of each
#
# The lectures freeze the discriminator with `trainable = False` while the generator learns
# through it, and thaw it again. It works by a subtlety (the flag counts when a model is compiled,
# and nowhere else) and goes wrong silently. There is nothing to freeze: a gradient is taken with
# respect to a list of variables, and an optimizer moves the variables it is given. The generator's
# gradient passes *through* the discriminator and moves nothing there.


# %%
def gan_train_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer, images, z
):
    """One step of the discriminator, then one of the generator: (d_loss, g_loss) before each.

    images (batch, 28, 28, 1), z (batch, latent).
    """
    fakes = generator(z, training=True)  # outside the tape: no gradient goes back to the generator
    with tf.GradientTape() as tape:
        real_logits = discriminator(images, training=True)  # (batch, 1)
        fake_logits = discriminator(fakes, training=True)
        d_loss = discriminator_loss(real_logits, fake_logits)
    variables = discriminator.trainable_variables
    discriminator_optimizer.apply(tape.gradient(d_loss, variables), variables)

    with tf.GradientTape() as tape:
        g_loss = generator_loss(discriminator(generator(z, training=True), training=True))
    variables = generator.trainable_variables
    generator_optimizer.apply(tape.gradient(g_loss, variables), variables)
    return d_loss, g_loss


gan_train_step = lesson.mine("ex02_gan_train_step", "gan_train_step", gan_train_step)

# %% [markdown]
# `cppn_keras.training.GAN` is these lines with stabilizers for later lessons (a gate, several
# generator steps, noise). Putting our step into it gives us `fit`, its progress bar and its
# history for nothing.


# %%
class LessonGAN(GAN):
    """The library's GAN with this lesson's step."""

    def train_step(self, images):
        z = keras.random.normal((ops.shape(images)[0], LATENTS), seed=self.seed_generator)
        d_loss, g_loss = gan_train_step(
            self.generator,
            self.discriminator,
            self.generator_optimizer,
            self.discriminator_optimizer,
            images,
            z,
        )
        return self.track(d_loss=d_loss, g_loss=g_loss, gate=1.0, g_steps=1.0)


def draw(generator, z):
    """z (N, latent) → images (N, 28, 28, 1), by the generator as it is after training."""
    return np.concatenate(
        [
            np.asarray(generator(part, training=False))
            for part in np.array_split(z, len(z) // 50 + 1)
        ]
    )


# %% [markdown]
# ## Training on a laptop's budget
#
# The lecture shows samples after 1, 25 and 50 epochs of 50. Our budget is six epochs of the
# narrower pair, and we look after 2 %, 50 % and 100 % of it, always at the same z.
#
# What a good loss is: there is none. Neither number says how good the pictures are, for each
# network is measured against an opponent that changes. Healthy is a *balance*: discriminator loss
# a little below log 2 = 0.69, generator loss a little above, both nearly still while the pictures
# go on improving. Gone wrong: discriminator loss near 0 and generator loss climbing (it sees
# through everything), or no more than 0.69 against 0.69 while the samples are noise (it sees
# nothing).
#
# The rates: Adam with β₁ = 0.5, because a moving opponent makes old gradients stale. The
# generator learns twice as fast as the discriminator. Both rates follow a cosine to 0.


# %%
class Snapshots(keras.callbacks.Callback):
    """Draws the same z after chosen epochs: {epoch: images}."""

    def __init__(self, epochs):
        super().__init__()
        self.epochs, self.images = set(epochs), {}

    def on_epoch_end(self, epoch, logs=None):
        if epoch + 1 in self.epochs:
            self.images[epoch + 1] = draw(self.model.generator, shown_z)


def adam(rate, steps):
    """Adam whose rate falls from `rate` to 0 in `steps` steps along a cosine."""
    schedule = keras.optimizers.schedules.CosineDecay(rate, steps)
    return keras.optimizers.Adam(schedule, beta_1=0.5)


PARTS = 50  # `fit` reports so often; a part is 2 % of the budget
total = lesson.epochs * (len(lesson.data.train_images) // lesson.batch_size)
per_part = max(1, total // PARTS)
train = batches(lesson.data.train_images, lesson.batch_size, seed=lesson.seed)

gan = LessonGAN(generator, discriminator, seed=lesson.seed)
gan.compile(adam(1e-3, total), adam(5e-4, total))
snapshots = Snapshots([1, PARTS // 2, PARTS])
print(f"\n{PARTS} parts of {per_part} steps, {lesson.epochs} epochs in all")
history = gan.fit(
    train,
    epochs=PARTS,
    steps_per_epoch=per_part,
    shuffle=False,  # `batches` has done it
    callbacks=[snapshots],
    verbose=lesson.verbose,
)

# %%
fig, axes = plt.subplots(1, 3, figsize=(18, 4.2), layout="constrained")
for ax, (part, images) in zip(axes, snapshots.images.items(), strict=True):
    plotting.plot_image_grid(images, 10, ax, f"after {100 * part // PARTS} % of the budget")
lesson.save(fig, "samples_by_time.png")

ax = plotting.plot_history(history, ["d_loss", "g_loss"], xlabel="part of the budget, 2 % each")
ax.axhline(np.log(2), color="grey", linestyle=":", linewidth=1)
ax.annotate("log 2: cannot tell", (PARTS, np.log(2)), color="grey", va="bottom", ha="right")
lesson.save(ax, "losses.png")

# %% [markdown]
# ## Does a step of the generator do what it says?
#
# Take some z. Ask the discriminator how real their pictures look. Let the generator make one
# step on these very z, the discriminator none, and ask again: the same z should look more real.
# It is the whole idea of a GAN in two numbers. Go on, and the discriminator, which may not learn,
# is soon fooled completely, by pictures that need not be good at all. That is why they alternate.


# %%
def more_real(steps=(0, 1, 3, 10, 30)):
    """Prints mean D(G(z)) and draws the same z after more and more steps of the generator."""
    learner = keras.models.clone_model(generator)
    learner.set_weights(generator.get_weights())
    optimizer = keras.optimizers.Adam(1e-3, beta_1=0.5)
    z = shown_z[:30]
    rows = []
    print("\nsteps of the generator alone, the same z: mean D(G(z))")
    for step in range(max(steps) + 1):
        if step in steps:
            images = learner(z, training=False)
            seems_real = float(ops.mean(ops.sigmoid(discriminator(images, training=False))))
            print(f"{step:4d}: {seems_real:.3f}")
            rows.append(np.asarray(images)[:10])
        with tf.GradientTape() as tape:
            g_loss = generator_loss(discriminator(learner(z, training=False), training=False))
        variables = learner.trainable_variables
        optimizer.apply(tape.gradient(g_loss, variables), variables)
    title = f"the generator alone: {', '.join(map(str, steps))} steps"
    return plotting.plot_image_grid(np.concatenate(rows), 10, title=title)


lesson.save(more_real(), "more_real.png")

# %% [markdown]
# ## Which digits come out?
#
# Looking at sixty samples we see what we hope for. A classifier counts a thousand. A GAN is never
# told to draw all ten digits: fooling the discriminator with three would do. That is mode collapse,
# and the histogram shows it. MNIST itself has about a tenth of each (9 % fives, 11 % ones).


# %%
def build_classifier():
    """Two strided convolutions and a dense layer: enough for about 98 %."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(16, 5, strides=2, padding="same", activation="relu"),
            layers.Conv2D(32, 5, strides=2, padding="same", activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ],
        name="classifier",
    )


classifier = build_classifier()
classifier.compile(
    keras.optimizers.Adam(2e-3), "sparse_categorical_crossentropy", metrics=["accuracy"]
)
classifier.fit(
    to_float(lesson.data.train_images),
    lesson.data.train_labels,
    batch_size=64,
    epochs=4 if lesson.quick else 2,
    verbose=lesson.verbose,
)
_, accuracy = classifier.evaluate(test_images, test_labels, verbose=0)
print(f"\nclassifier: {accuracy:.1%} of the test pictures right")


def count_digits(images):
    """Images (N, 28, 28, 1) → shares of the ten digits (10,), and the share it is sure of."""
    probabilities = classifier.predict(images, batch_size=250, verbose=0)  # (N, 10)
    shares = np.bincount(probabilities.argmax(axis=1), minlength=10) / len(images)
    return shares, (probabilities.max(axis=1) > 0.9).mean()


def draw_histogram(groups):
    """{name: images} → bars of the ten digits for each; prints the same."""
    ax = plt.subplots(figsize=(8, 4), layout="constrained")[1]
    print("\nshare of each digit, %" + " ".join(f"{digit:5d}" for digit in range(10)) + "   sure")
    for i, (name, images) in enumerate(groups.items()):
        shares, sure = count_digits(images)
        print(f"{name:21} " + " ".join(f"{100 * x:5.1f}" for x in shares) + f"  {sure:5.0%}")
        ax.bar(np.arange(10) + 0.4 * i - 0.2, shares, 0.38, label=f"{name} ({sure:.0%} sure)")
    ax.set(xticks=range(10), xlabel="digit, says the classifier", ylabel="share")
    ax.legend(frameon=False)
    return ax


many_z = rng.standard_normal((1000, LATENTS)).astype("float32")
lesson.save(
    draw_histogram({"test pictures": test_images, "samples": draw(generator, many_z)}),
    "histogram.png",
)

# %% [markdown]
# ## Upsetting the balance
#
# Five short runs of the same pair from the same start. Only rates and tricks differ.
#
# - *balanced*: rates as above.
# - *discriminator too weak*: it learns a thousand times slower. Its answer is a guess, loss 0.7,
#   and the generator learns to please a discriminator that sees nothing: noise, the same for
#   every z.
# - *discriminator too strong*: it learns ten times faster than in the balanced run. Every fake is
#   seen through: the generator's loss jumps to 3 and above, and what it is told changes faster
#   than it can follow. After a third of the run it draws one pattern for every z. It does
#   recover, late.
#
# and two tricks that restrain a discriminator that is too strong, both in its own step only:
#
# - *label smoothing*: labels a little off 1 and 0, so that being sure is punished. Here they are
#   random, *noisy labels*: U(0.7, 1.2) for real pictures, U(0, 0.3) for fakes. The cross-entropy
#   is linear in the label, so on average this is the same as the labels 0.95 and 0.15; the draw
#   only adds noise to the gradient. Here it calms both at once.
# - *instance noise*: normal noise on real and fake pictures alike. Under it both look similar, so
#   the discriminator has to look at the large forms first; it fades to 0 as they are learnt. The
#   losses stay wild, but a third of the way there are grey shapes, and not one for all.


# %%
def noisy_labels(count, seed_generator):
    """Labels (count, 1) of the real and of the fake pictures, drawn anew at each call."""
    real = keras.random.uniform((count, 1), 0.7, 1.2, seed=seed_generator)
    fake = keras.random.uniform((count, 1), 0.0, 0.3, seed=seed_generator)
    return real, fake


def instance_noise_at(step, start, decay_steps):
    """Standard deviation of the noise: a line from `start` at step 0 to 0 at `decay_steps`."""
    return start * ops.maximum(1 - ops.cast(step, "float32") / decay_steps, 0.0)


noisy_labels = lesson.mine("ex02_noisy_labels", "noisy_labels", noisy_labels)
instance_noise_at = lesson.mine("ex02_instance_noise_at", "instance_noise_at", instance_noise_at)


class NoisyGAN(GAN):
    """The library's GAN with this lesson's noise."""

    def labels(self, count):
        return noisy_labels(count, self.seed_generator) if self.label_noise else (1.0, 0.0)

    def instance_noise_at(self, step):
        return instance_noise_at(step, self.instance_noise, self.instance_noise_steps)


TRIAL_STEPS = 40 if lesson.quick else 450
STRONG = (1e-3, 5e-3)  # learning rates of generator and discriminator
TRIALS = {
    "balanced": ((1e-3, 5e-4), {}),
    "D too weak": ((1e-3, 5e-7), {}),
    "D too strong": (STRONG, {}),
    "too strong + noisy labels": (STRONG, {"label_noise": True}),
    "too strong + instance noise": (
        STRONG,
        {"instance_noise": 0.5, "instance_noise_steps": TRIAL_STEPS},
    ),
}


def run_trial(rates, noise):
    """A short run from the same start: its history, and samples at a third and at the end."""
    keras.utils.set_random_seed(lesson.seed)
    model = NoisyGAN(*build_pair(), **noise, seed=lesson.seed)
    model.compile(*(keras.optimizers.Adam(rate, beta_1=0.5) for rate in rates))
    parts = TRIAL_STEPS // 10
    snapshots = Snapshots([parts // 3, parts])
    history = model.fit(
        train, epochs=parts, steps_per_epoch=10, shuffle=False, callbacks=[snapshots], verbose=0
    )
    return history.history, [images[:30] for images in snapshots.images.values()]


fig, axes = plt.subplots(3, len(TRIALS), figsize=(19, 11), layout="constrained")
print(f"\n{TRIAL_STEPS} steps each          d_loss  g_loss at the end")
for column, (name, (rates, noise)) in zip(axes.T, TRIALS.items(), strict=True):
    figures, samples = run_trial(rates, noise)
    print(f"{name:27} {figures['d_loss'][-1]:7.3f} {figures['g_loss'][-1]:7.3f}", flush=True)
    plotting.plot_history(figures, ["d_loss", "g_loss"], column[0], name, "ten steps")
    column[0].axhline(np.log(2), color="grey", linestyle=":", linewidth=1)
    column[0].set_ylim(0, 5)
    for ax, images, when in zip(column[1:], samples, (TRIAL_STEPS // 3, TRIAL_STEPS), strict=True):
        plotting.plot_image_grid(images, 6, ax, f"after {when} steps")
lesson.save(fig, "balance.png")

# %% [markdown]
# ## What is still wrong
#
# The strokes are sharp where lesson 1 was soft, but some samples are no digit at all, and there
# is no way from a picture back to its z. Nothing keeps the generator from leaving digits out. And
# both lessons' networks draw 28 x 28 pixels and no other size. Lesson 3 begins with a generator
# that has no size.
#
# Exercises: `lessons/exercises/ex02_*.py`; `pytest tests/exercises` checks them, and `--mine`
# runs this lesson with what you wrote.

# %%
print(f"\ndone in {(time.time() - start) / 60:.1f} min; pictures in {lesson.out}")
