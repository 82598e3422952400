# %% [markdown]
# # Lesson 5: a CPPN that plays against a discriminator
#
# Lesson 4 had one picture and learnt it by heart. Now z has to say *which* picture, and nothing
# tells which z belongs to which picture. So no loss can compare pixels: the CPPN becomes the
# generator of a GAN, as in the first attempt of the 2016 post.
#
# You see what a batch of points costs, build the stabilizers of the post (a head start for the
# generator, a gate for the discriminator), watch what is drawn while it learns, count digits, and
# enlarge.
#
# **Expected** on MNIST: losses between 0.6 and 0.71; strokes as if drawn with a brush, at any
# size, with edges half as wide as bicubic's; and at the best moment, after 300 batches, three of
# the ten digits: 0, 6 and 9, and one sample in five that a classifier is confident of. The 2016
# author got two or three, too.
#
# **Time**: 6 minutes on one core of a server, less on two; with `--quick`, on a small set of drawn
# digits, a quarter of a minute. Pictures go to `out/05_cppn_gan/`.
#
#     python lessons/05_cppn_gan.py                # the real thing
#     python lessons/05_cppn_gan.py --pretrained   # without the training, a minute
#     python lessons/05_cppn_gan.py --quick        # everything small, no download
#     python lessons/05_cppn_gan.py --help         # the options
#
# Sources: hardmaru, "Generating Large Images from Latent Vectors" (2016); Goodfellow et al.
# (2014); Sønderby et al. and Arjovsky & Bottou (both 2017) for noise on both kinds of pictures.

# %%
import time

import matplotlib.pyplot as plt
import numpy as np

from cppn_keras.course.lesson import begin

lesson = begin("05_cppn_gan", epochs=10, batch_size=32, quick=(6, 16), pretrained=True)

# Imported after `begin`, which asks TensorFlow to be quiet and sets the seed.
import keras
import tensorflow as tf
from keras import ops

from cppn_keras import networks, plotting
from cppn_keras.coordinates import coordinate_grid
from cppn_keras.data import batches, center_crop, to_float
from cppn_keras.evaluation.classifier import Classifier
from cppn_keras.evaluation.enlargement import bicubic, edge_width
from cppn_keras.evaluation.metrics import frechet_distance
from cppn_keras.rendering import Drawing, save_png
from cppn_keras.training import losses

start = time.time()
SIDE = 26  # pixels: random crops of the 28 x 28 of MNIST, as in the post
SMALL = lesson.quick and not lesson.pretrained  # shipped weights are those of large networks
LATENTS, WIDTH = 32, 32 if SMALL else 128
STEPS = 30 if lesson.quick else 100  # batches in an "epoch": often enough to watch
PARTS = lesson.epochs
rng = np.random.default_rng(lesson.seed)
many_z = rng.standard_normal((200 if lesson.quick else 1000, LATENTS)).astype("float32")
train = batches(lesson.data.train_images, lesson.batch_size, crop=SIDE)
test_images = to_float(center_crop(lesson.data.test_images, SIDE))

# %% [markdown]
# ## A batch within a batch
#
# To a CPPN an example is a point. To the discriminator it is a picture. So one batch of training
# is a batch of pictures, each of them a batch of 676 points, and all points of a picture share
# their z. The post copies z to every point: (batch · 676, 32) numbers, then treats all alike. The
# CPPN of this package takes z once for a picture, (batch, 32), and coordinates once for all
# pictures, (1, 676, 3). In the first layer
#
#     W [z, x, y, r] + b  =  W_z z  +  W_xy [x, y, r] + b
#
# the first term is worked out per picture, the second per point, and only the sum is as large as
# both together. The result is the same:

# %%
count, points = 3, coordinate_grid(4, 5)  # points (20, 3): x, y, r
z = rng.standard_normal((count, LATENTS)).astype("float32")
w_z, w_xy = (rng.standard_normal((n, WIDTH)).astype("float32") for n in (LATENTS, 3))
copied = np.concatenate(
    [np.repeat(z, len(points), axis=0), np.tile(points, (count, 1))], axis=1
)  # (60, 35): z in front of each point of each picture
slow = (copied @ np.concatenate([w_z, w_xy])).reshape(count, len(points), WIDTH)
fast = (z @ w_z)[:, None] + (points @ w_xy)[None]  # (3, 1, WIDTH) + (1, 20, WIDTH)
print(f"z copied to every point, or added once: they differ by {abs(slow - fast).max():.1e}")

# %% [markdown]
# What training has to remember for the way back is the output of every layer at every point. This
# is where memory goes, and why the batch is 32 here where the post had 500 and a graphics card.


# %%
def activations(pictures, side=SIDE, layers=4, width=128):
    """Bytes of float32 that `layers` layers leave behind, each before and after its activation."""
    return pictures * side**2 * layers * 2 * width * 4


print("\nto remember for one step     points   activations   z, copied")
for pictures in (1, 32, 500):
    copies = pictures * SIDE**2 * LATENTS * 4
    print(
        f"batch of {pictures:3} pictures {pictures * SIDE**2:14,} "
        f"{activations(pictures) / 1e6:10,.0f} MB {copies / 1e6:8.1f} MB"
    )
print(f"one picture of 1300 x 1300 {1300**2:9,} {activations(1, 1300) / 1e6:10,.0f} MB")

# %% [markdown]
# The last line is why nobody trains at 1300 x 1300. Nobody has to: the discriminator looks at
# pictures of 26 x 26, and drawing them large afterwards needs no way back.
#
# ## The networks
#
# The generator is the post's: z times 8, coordinates from -8 to 8, a softplus layer, three of
# tanh, a sigmoid; weights from N(0, 0.1). `image_generator` binds it to the grid of 26 x 26 (you
# build that in lesson 6). The discriminator is a convolutional network as in lesson 2, with the
# post's channels, but without batch normalisation: real pictures and fakes pass it in batches of
# their own, and normalising each batch takes away just what tells them apart at first, how much
# ink there is on average. Then the generator has nothing to go by.


# %%
def build_pair():
    """The CPPN, it as a generator (z → pictures), the discriminator; the same start each time."""
    keras.utils.set_random_seed(lesson.seed)
    cppn = networks.build_cppn(
        LATENTS,
        width=WIDTH,
        depth=4,
        style="softplus-tanh",
        input_scale=8.0,
        weight_stddev=0.1,
        seed=lesson.seed,
    )
    filters = (12, 24, 48) if SMALL else (24, 48, 96)
    generator = networks.image_generator(cppn, SIDE, SIDE, name="generator")
    return cppn, generator, networks.build_conv_discriminator((SIDE, SIDE, 1), filters)


cppn, generator, discriminator = build_pair()
for network in (generator, discriminator):
    print(f"{network.name}: {network.count_params():,} weights")

# %% [markdown]
# ## The stabilizers
#
# A discriminator learns faster than a CPPN: it only has to find one thing that is wrong. Once it
# is sure, the generator's gradient says little. The post has two stabilizers.
#
# - **N_handicap**: in each batch the generator makes up to four steps, on new z each time, and
#   stops early after a loss below 0.6: it has caught up.
# - **The gate**: the discriminator learns from a batch only if the generator's loss is below 0.80
#   (it is not hopeless) and its own above 0.45 (it is not too sure). log 2 = 0.69 is the loss of
#   a coin toss; between these two numbers the game is open.
#
# A shut gate has to skip the step altogether. Multiplying the gradients by 0 is not the same: Adam
# would go on moving by its momentum, and count a step. And inside `fit` there is no number yet
# that `if` could look at, only a graph being built, so the choice itself has to be part of the
# graph: `ops.cond` for the gate, `ops.while_loop` for the steps.


# %%
def discriminator_gate(g_loss, d_loss, g_below, d_above):
    """Losses () → boolean (): may the discriminator learn from this batch?"""
    return ops.logical_and(g_loss < g_below, d_loss > d_above)


def n_handicap_loop(step, count, stop_below):
    """Calls step() → loss up to `count` times, until a loss < stop_below: last loss, steps made."""

    def go_on(steps, loss):
        return ops.logical_and(steps < count, loss >= stop_below)

    def body(steps, loss):
        return steps + 1, step()

    steps, loss = ops.while_loop(go_on, body, (ops.zeros((), "int32"), ops.full((), np.inf)))
    return loss, steps


discriminator_gate = lesson.mine(
    "ex05_discriminator_gate", "discriminator_gate", discriminator_gate
)
n_handicap_loop = lesson.mine("ex05_n_handicap_loop", "n_handicap_loop", n_handicap_loop)

# %% [markdown]
# And one stabilizer from lesson 2: **instance noise** on real and fake pictures alike, in the
# discriminator's step only. Through noise no discriminator is quite sure.
#
# With these, the training step in full. The two lists of variables do all the separating; nothing
# is frozen.


# %%
class GatedGAN(keras.Model):
    """The game of the post: head start for the generator, gate for the discriminator."""

    def __init__(self, generator, discriminator, noise=0.5, seed=None):
        super().__init__()
        self.generator, self.discriminator = generator, discriminator
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.noise = noise
        self.trackers = {
            name: keras.metrics.Mean(name=name) for name in ("d_loss", "g_loss", "gate", "g_steps")
        }
        self.built = True

    @property
    def metrics(self):
        return list(self.trackers.values())

    def compile(self, generator_optimizer, discriminator_optimizer):
        super().compile(optimizer=None)
        self.generator_optimizer = generator_optimizer
        self.discriminator_optimizer = discriminator_optimizer
        generator_optimizer.build(self.generator.trainable_variables)
        discriminator_optimizer.build(self.discriminator.trainable_variables)

    def draw(self, count):
        """Pictures of `count` new z ~ N(0, I)."""
        z = keras.random.normal((count, LATENTS), seed=self.seed_generator)
        return self.generator(z, training=True)

    def add_noise(self, images):
        """Pictures under noise, new at each call."""
        noise = keras.random.normal(ops.shape(images), seed=self.seed_generator)
        return images + self.noise * noise

    def generator_step(self, count):
        """One step towards passing for real; returns the loss before it."""
        variables = self.generator.trainable_variables
        with tf.GradientTape() as tape:
            logits = self.discriminator(self.draw(count), training=True)  # (count, 1)
            g_loss = losses.generator_loss(logits)
        self.generator_optimizer.apply(tape.gradient(g_loss, variables), variables)
        return g_loss

    def train_step(self, images):
        count = ops.shape(images)[0]
        g_loss, g_steps = n_handicap_loop(lambda: self.generator_step(count), 4, 0.6)

        variables = self.discriminator.trainable_variables
        real, fake = self.add_noise(images), self.add_noise(self.draw(count))
        with tf.GradientTape() as tape:
            d_loss = losses.discriminator_loss(
                self.discriminator(real, training=True), self.discriminator(fake, training=True)
            )
        gradients = tape.gradient(d_loss, variables)
        is_open = discriminator_gate(g_loss, d_loss, g_below=0.80, d_above=0.45)
        ops.cond(
            is_open,
            lambda: self.discriminator_optimizer.apply(gradients, variables),
            lambda: None,
        )
        figures = {"d_loss": d_loss, "g_loss": g_loss, "gate": is_open, "g_steps": g_steps}
        for name, value in figures.items():
            self.trackers[name].update_state(ops.cast(value, "float32"))
        return {name: tracker.result() for name, tracker in self.trackers.items()}


# %% [markdown]
# ## Counting digits while it learns
#
# A loss near 0.69 says that the two are even, not that anything good is drawn: a coin toss is a
# coin toss. So after every hundred batches the package's frozen classifier counts, among a few
# hundred samples, those it is more than 90 % sure of, digit by digit. (An empty picture, black all
# over or white all over, it calls a 1, and is sure of it: it has never seen one. So empty pictures
# are counted separately.)
#
# The **Fréchet distance** says in one number how near the samples are to MNIST, in variety as well
# as likeness. It takes the classifier's features of the samples as one Gaussian N(μ₁, Σ₁), those of
# test pictures as another: d² = ‖μ₁ - μ₂‖² + tr(Σ₁ + Σ₂ - 2(Σ₁Σ₂)^½), 0 where the two are the same.
# As everywhere, the square is what is printed.

# %%
classifier = Classifier.load()
test_features = classifier.read(test_images).features


def count_digits(probabilities, sure_above):
    """(samples, 10) → shares (10,) of the digits among the sure samples, share of sure samples."""
    counts = ops.cast(ops.max(probabilities, axis=1) > sure_above, "float32")  # (samples,)
    drawn = ops.one_hot(ops.argmax(probabilities, axis=1), 10)  # (samples, 10)
    total = ops.sum(counts)
    shares = ops.sum(drawn * counts[:, None], axis=0) / ops.maximum(total, 1.0)
    return shares, total / ops.shape(probabilities)[0]


count_digits = lesson.mine("ex05_count_digits", "count_digits", count_digits)


def is_drawn(images):
    """Images (n, 26, 26, 1) → booleans (n,): is there ink, and paper to see it on?"""
    return np.ptp(images, axis=(1, 2, 3)) > 0.5


def census(images):
    """Images (n, 26, 26, 1) → shares (10,), share of confident digits in all, share of empty."""
    drawn = is_drawn(images)
    if not drawn.any():
        return np.zeros(10), 0.0, 1.0
    probabilities = classifier.read(images[drawn]).probabilities
    shares, sure = (np.asarray(x) for x in count_digits(probabilities, 0.9))
    return shares, float(sure * drawn.mean()), float(1 - drawn.mean())


def draw_all(generator, z):
    """z (n, LATENTS) → images (n, 26, 26, 1), in parts."""
    return np.concatenate([np.asarray(generator(part)) for part in np.array_split(z, 10)])


class Watch(keras.callbacks.Callback):
    """After each epoch: samples and a census of them. Keeps the generator of the best epoch, the
    one whose samples, most of them not empty, are nearest to test pictures (Fréchet distance)."""

    def __init__(self):
        super().__init__()
        self.samples, self.shares = [], []
        self.best, self.best_epoch, self.kept = np.inf, 0, None

    def on_epoch_end(self, epoch, logs=None):
        images = draw_all(self.model.generator, many_z[:500])
        shares, confident, empty = census(images)
        self.samples.append(images[:10])
        self.shares.append(shares * confident)
        distance = frechet_distance(classifier.read(images).features, test_features)
        if empty > 0.5:
            distance = np.inf
        if self.kept is None or distance < self.best:
            self.best, self.best_epoch = distance, epoch + 1
            self.kept = self.model.generator.get_weights()
        digits = " ".join(f"{100 * share:3.0f}" for share in shares * confident)
        unclear = 1 - confident - empty
        print(f"   digits, %: {digits}; unclear {unclear:.0%}, empty {empty:.0%};", end="")
        print(f" Fréchet {distance:.0f}")


G_RATE, D_RATE, NOISE = 5e-4, 1e-4, 0.5  # the post's rates, for batches of 500, were 5e-3, 1e-3


def play():
    """Trains a new pair: (cppn, generator, discriminator, history, watch)."""
    cppn, generator, discriminator = build_pair()
    model = GatedGAN(generator, discriminator, NOISE, lesson.seed)
    model.compile(
        keras.optimizers.Adam(G_RATE, beta_1=0.65), keras.optimizers.Adam(D_RATE, beta_1=0.65)
    )
    watch = Watch()
    history = model.fit(
        train,
        epochs=PARTS,
        steps_per_epoch=STEPS,
        shuffle=False,
        callbacks=[watch],
        verbose=lesson.verbose,
    ).history
    return cppn, generator, discriminator, history, watch


# %% [markdown]
# ## The game
#
# Good to see: both losses between 0.6 and 0.75, the gate open most of the time, fewer than four
# steps of the generator now and then. At first discs, rings and arcs, the simplest curves that a
# network of r can draw; then strokes.
#
# Wrong: `empty 100%` and `gate: 0.0000` together. MNIST is mostly black, so the first thing worth
# learning is to draw less. A step too far, and every pixel is so black that its sigmoid is
# saturated: the generator's gradient is zero and stays zero. A gate keeps a discriminator from
# running away; it cannot help a generator that is dead. Try a smaller rate for it, or more noise.
#
# And one thing that goes wrong in every long run: the rows of `samples_by_time.png` turn into one
# picture for all z, this one now, another a hundred batches later. So the watch keeps the generator
# of the epoch whose samples were nearest to MNIST, and goes on watching.

# %%
if lesson.pretrained:
    lesson.load_weights(generator)
else:
    print(f"\nthe game, {PARTS * STEPS:,} batches of {lesson.batch_size}")
    cppn, generator, discriminator, history, watch = play()
    generator.set_weights(watch.kept)
    print(f"kept: the generator after {watch.best_epoch * STEPS} batches")
    lesson.save_weights(generator)
    fig, axes = plt.subplots(1, 3, figsize=(17, 4.5), layout="constrained")
    plotting.plot_history(history, ["d_loss", "g_loss"], axes[0], "losses", f"{STEPS} batches")
    axes[0].axhline(np.log(2), color="grey", linestyle=":", linewidth=1)
    for level, name in ((0.45, "d_loss must be above"), (0.80, "g_loss must be below")):
        axes[0].axhline(level, color="tab:red", linestyle="--", linewidth=0.8)
        axes[0].text(1, level + 0.005, name, fontsize=8, color="tab:red")
    axes[0].set_ylim(0.35, max(0.95, *history["g_loss"]))
    steps = {"gate open": history["gate"], "steps of 4": np.divide(history["g_steps"], 4)}
    plotting.plot_history(steps, list(steps), axes[1], "stabilizers: share", f"{STEPS} batches")
    axes[1].set_ylim(0, 1.05)
    parts, colors = np.arange(1, PARTS + 1), plt.get_cmap("tab10").colors
    axes[2].stackplot(parts, np.transpose(watch.shares), labels=range(10), colors=colors)
    axes[2].set(ylim=(0, 1), title="samples read with confidence", xlabel=f"{STEPS} batches")
    axes[2].legend(ncols=5, fontsize=8, frameon=False, loc="upper left")
    lesson.save(fig, "training.png")

    chosen = np.unique(np.linspace(0, PARTS - 1, 8).astype(int))
    fig, axes = plt.subplots(len(chosen), 1, figsize=(8, 0.95 * len(chosen)), layout="constrained")
    for ax, part in zip(np.atleast_1d(axes), chosen, strict=True):
        plotting.plot_image_grid(watch.samples[part], 10, ax, f"after {(part + 1) * STEPS} batches")
        ax.title.set_fontsize(8)
    lesson.save(fig, "samples_by_time.png")

# %% [markdown]
# ## Which digits?
#
# A generator is paid for passing, not for variety. If the discriminator accepts one good 0, every
# z may as well become that 0; when it has learnt to doubt them, all of them move on together. This
# is **mode collapse**, and it is why the colours in `training.png` wander from digit to digit. No
# loss shows it: both stay near 0.69, as if all was well. Look at samples and histogram, always.
#
# Below is the best moment, which was kept.

# %%
samples = draw_all(generator, many_z)
groups = {"test pictures": test_images, "samples of the CPPN": samples}
ax = plt.subplots(figsize=(8, 4), layout="constrained")[1]
print("\nshare of each digit, %" + " ".join(f"{digit:5d}" for digit in range(10)) + "  confident")
for i, (name, images) in enumerate(groups.items()):
    shares, confident, empty = census(images)
    print(f"{name:21} " + " ".join(f"{100 * x:5.1f}" for x in shares) + f"  {confident:9.0%}")
    label = f"{name} ({confident:.0%} read with confidence)"
    ax.bar(np.arange(10) + 0.4 * i - 0.2, shares, 0.38, label=label)
ax.set(xticks=range(10), xlabel="digit, says the classifier", ylabel="share of the confident ones")
ax.legend(frameon=False)
lesson.save(ax, "histogram.png")
found = int((shares >= 0.05).sum())
print(f"digits with 5 % or more of the confident samples: {found}")
lesson.save(plotting.plot_image_grid(samples[:60], 12), "samples.png")

# %% [markdown]
# ## Drawn large
#
# And here is what the post was after. The same z, the same weights, a grid of 1300 x 1300 points:
# the stroke has an edge, not a ramp of grey. The discriminator never saw it; but it insisted on
# black and white at 26 x 26, and a CPPN with coordinates from -8 to 8 reaches that by being steep.
#
# How sharp, in numbers: the width over which an edge rises from 10 to 90 %, in training pixels,
# beside test pictures that are enlarged by bicubic interpolation.

# %%
SIZE = 260 if lesson.quick else 1300
drawn = np.flatnonzero(is_drawn(samples))
order = drawn[np.argsort(-classifier.read(samples[drawn]).confidence)] if len(drawn) else [0]
large = Drawing(cppn, many_z[order[:3]], SIZE, SIZE).pixels()
fifty = Drawing(cppn, many_z[:50], 260, 260).pixels()
print(f"\nedges at 260 pixels: {edge_width(fifty, 10):.2f} training pixels wide;", end=" ")
print(f"test pictures enlarged by bicubic: {edge_width(bicubic(test_images[:50], 260), 10):.2f}")
fig, axes = plt.subplots(2, len(large), figsize=(4 * len(large), 8.4), layout="constrained")
for column, i, image in zip(np.reshape(axes, (2, -1)).T, order, large, strict=False):
    plotting.plot_image(samples[i], column[0], f"{SIDE} x {SIDE}")
    plotting.plot_image(image, column[1], f"{SIZE} x {SIZE}")
lesson.save(fig, "enlarged.png")
print(f"saved {save_png(large[0], lesson.out / f'digit_{SIZE}.png')}")

# %% [markdown]
# ## What is still wrong
#
# Few digits, less and less variety, and no way from a picture to its z. Lesson 6 takes the
# discriminator away and puts an encoder in its place. That brings all ten digits, and blur.
#
# Exercises: `lessons/exercises/ex05_*.py`; `pytest tests/exercises` checks them, and `--mine`
# runs this lesson with what you wrote.

# %%
print(f"\ndone in {(time.time() - start) / 60:.1f} min; pictures in {lesson.out}")
