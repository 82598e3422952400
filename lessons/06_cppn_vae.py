# %% [markdown]
# # Lesson 6: an encoder in front of the CPPN
#
# The generator of lesson 5 learnt from a discriminator, which can be content with a few digits.
# Here an **encoder** reads a picture into a code z, and the CPPN has to draw the very same picture
# from z: a VAE (lesson 1) whose decoder can be asked for any size. Every picture counts, so no
# digit can go missing. The price is sharpness: what comes out is blurred.
#
# You bind a CPPN to a grid, write the objective in nats, train two pairs of encoder and generator,
# that of 2016 and one that learns faster, see in figures why pixel likelihood blurs, and find out
# why a random z often means no digit, and what to do about it.
#
# **Expected** on MNIST, on the 10,000 test pictures, after two epochs: -ELBO 122 nats with the
# pair of 2016, 106 with the FiLM pair; a picture that is the same for all costs 205.7. Of the FiLM
# pair's samples a classifier is sure of 61 % with z ~ N(0, I), and of 90 % with z carried by the
# flow.
#
# **Time**: 12 minutes on one core of a server, less on two; with `--quick`, on a small set of
# drawn digits, half a minute. Pictures go to `out/06_cppn_vae/`.
#
#     python lessons/06_cppn_vae.py            # the real thing
#     python lessons/06_cppn_vae.py --quick    # everything small, no download
#     python lessons/06_cppn_vae.py --pretrained    # starts from the weights of a full run
#     python lessons/06_cppn_vae.py --help     # the options
#
# Sources: hardmaru, "Generating Large Images from Latent Vectors" (2016); Kingma & Welling (2014);
# Perez et al., FiLM (2018); Liu et al., rectified flow (2023).

# %%
import time

import matplotlib.pyplot as plt
import numpy as np

from cppn_keras.course.lesson import begin

lesson = begin("06_cppn_vae", epochs=2, batch_size=32, quick=(4, 32), pretrained=True)

# Imported after `begin`, which asks TensorFlow to be quiet and sets the seed.
import keras
import tensorflow as tf
from keras import layers, ops

from cppn_keras import networks, plotting
from cppn_keras.coordinates import coordinate_grid
from cppn_keras.data import batches, center_crop, to_float
from cppn_keras.evaluation import metrics
from cppn_keras.evaluation.classifier import Classifier
from cppn_keras.rendering import Drawing
from cppn_keras.runs.prior import fit_prior
from cppn_keras.training import VAE, losses

start = time.time()
SIDE = 26
train_images, test_images = (
    to_float(center_crop(images, SIDE))
    for images in (lesson.data.train_images, lesson.data.test_images)
)
test_labels = lesson.data.test_labels
rng = np.random.default_rng(lesson.seed)
SMALL = lesson.quick and not lesson.pretrained  # shipped weights are those of large networks
WIDTH, DEPTH = (32, 3) if SMALL else (128, 4)
ONE_OF_EACH = [np.flatnonzero(test_labels == digit)[0] for digit in range(10)]

# %% [markdown]
# ## A decoder that happens to know about points
#
# A VAE wants a decoder: z in, picture out. A CPPN takes z *and* places, and gives a colour for
# each place. So fix the places, 26 x 26 pixel centres, and fold the row of 676 colours into a
# picture. The result is a model of z alone, with the CPPN's own weights: what it learns on 26 x 26
# pixels, the CPPN knows at any size. (`networks.image_generator` can be saved as a whole, too.)


# %%
def image_generator(cppn, coordinates, height, width):
    """CPPN, coordinates (height·width, 3) → model of z: images (batch, height, width, channels)."""
    z = keras.Input(cppn.inputs[0].shape[1:])
    grid = ops.convert_to_tensor(coordinates)[None]  # (1, height·width, 3), the same for all z
    colours = cppn([z, grid])  # (batch, height·width, channels)
    images = layers.Reshape((height, width, cppn.output.shape[-1]))(colours)
    return keras.Model(z, images)


image_generator = lesson.mine("ex06_image_generator", "image_generator", image_generator)

tiny = networks.build_cppn(2, width=8, seed=lesson.seed)
two_z = rng.standard_normal((2, 2))
ours = image_generator(tiny, coordinate_grid(3, 5), 3, 5)(two_z)
apart = float(ops.max(ops.abs(ours - networks.image_generator(tiny, 3, 5)(two_z))))
print(f"z {two_z.shape} → {tuple(ours.shape)}; {apart:.0e} at most from the package's")

# %% [markdown]
# ## The objective, in nats
#
# Lesson 1 chose the KL weight β by taste. As sums with β = 1 the two terms mean something:
#
#     log p(x) ≥ E[log p(x|z)] - KL(q(z|x) ‖ p(z)) = ELBO,   the average over z ~ q(z|x)
#
# p(x) is the *evidence*, how likely the model finds picture x. The right side is -(cross-entropy
# + KL) and never above the left: the **evidence lower bound**. We train on -ELBO.
#
# What is a good value? Two reference values first. *No code at all*, 205.7 nats: the average
# training picture every time; a model above that has learnt nothing useful. *An exact copy*, 45.5:
# a grey pixel is read as a share of ink and costs its own entropy even if copied exactly. Between
# the two lies what a code can save, and the KL is what it costs. The package's digits: 69.8 + 42.3
# = 112.1 (docs/models.md); they give up some nats for sharp edges, and some because they come from
# a β-VAE with β = ½.


# %%
def elbo(images, reconstructions, z_mean, z_log_var):
    """Nats, one number: -(cross-entropy + KL), sums within a picture, the mean over pictures."""
    per_pixel = ops.binary_crossentropy(images, reconstructions)
    cross_entropy = ops.sum(per_pixel, axis=(1, 2, 3))  # (batch,)
    kl = losses.kl_divergence(z_mean, z_log_var)  # (batch,), lesson 1's
    return -ops.mean(cross_entropy + kl)


elbo = lesson.mine("ex06_elbo", "elbo", elbo)

average = np.broadcast_to(train_images.mean(axis=0), test_images.shape)
print(f"\nthe average picture: {metrics.bernoulli_cross_entropy(test_images, average):.1f} nats")
print(f"an exact copy: {metrics.bernoulli_cross_entropy(test_images, test_images):.1f} nats")


class LessonVAE(VAE):
    """Lesson 1's steps (encode, draw z, decode, loss, gradient) with this lesson's objective."""

    def weigh(self, images, reconstructions, z_mean, z_log_var):
        terms = self.reconstruction_and_kl(images, reconstructions, z_mean, z_log_var)
        return -elbo(images, reconstructions, z_mean, z_log_var), *terms


# %% [markdown]
# ## Two pairs
#
# **2016.** The encoder has two dense layers. In the CPPN z enters once, in the first layer, beside
# x, y and r, and all that it can do there is to *shift* the units' pre-activations. Three tanh
# layers have to make "a 7, leaning" out of shifted edges. They can, but it takes long to find out
# how: the first part of the training goes into one blob for all pictures.
#
# **FiLM** (feature-wise linear modulation) lets z speak at every layer: a small network turns z
# into a scale and a shift for each unit, and the pre-activations h become h·(1 + scale) + shift. So
# z switches units on and off and bends each layer's shapes. The scales are computed once per
# picture; a point pays one multiplication for each unit, beside the 128 of the dense layer, and
# costs practically the same. The pair also has Fourier features (lesson 4), skips around the layers
# and a convolutional encoder. Lesson 11 will measure how much each of these does.


# %%
def build_2016():
    """The encoder and the CPPN of the 2016 post."""
    units = 128 if SMALL else 512
    encoder = networks.build_post_encoder((SIDE, SIDE, 1), 32, units, name="post_encoder")
    options = {"style": "softplus-tanh", "input_scale": 8.0, "weight_stddev": 0.1}
    return encoder, networks.build_cppn(32, 1, WIDTH, DEPTH, **options, seed=lesson.seed)


def build_film():
    """A convolutional encoder, and a CPPN that z speaks to at every layer."""
    filters, units = ((8, 16, 32), 64) if SMALL else ((32, 64, 128), 256)
    encoder = networks.build_conv_encoder((SIDE, SIDE, 1), 16, filters, units, name="film_encoder")
    options = {"style": "leaky-relu", "conditioning": "film", "residual": True}
    waves = {"features": 32, "sigma": 1.0}
    return encoder, networks.build_cppn(16, 1, WIDTH, DEPTH, **options, **waves, seed=lesson.seed)


PAIRS = {"2016": ("post", *build_2016()), "FiLM": ("film", *build_film())}
print("\n           encoder      CPPN   multiply-adds a point after the first layer")
for name, (_, encoder, cppn) in PAIRS.items():
    dense = [layer for layer in cppn.layers if isinstance(layer, layers.Dense)]
    at_points = [int(np.prod(d.kernel.shape)) for d in dense if len(d.output.shape) == 3]
    print(f"{name:8} {encoder.count_params():9,} {cppn.count_params():9,} {sum(at_points[1:]):9,}")

# %% [markdown]
# ## Training
#
# Batches of random crops, Adam at 0.001, the same for both. Good to see: the loss falls below the
# average picture's, and from then on KL *rises*: the codes begin to say something. Wrong: KL near 0
# and a loss that stays at the average picture's or above. Then the generator has not found out yet
# that z matters. The pair of 2016 may stay there for a while before it gets away.
#
# The test pictures, which neither pair was trained on, are drawn from their mean code μ, without
# noise, for the squared error and for the digit that the frozen classifier reads.


# %%
train = batches(lesson.data.train_images, lesson.batch_size, crop=SIDE, seed=lesson.seed)
test = tf.data.Dataset.from_tensor_slices(test_images).batch(min(500, len(test_images)))
PARTS = 10  # of an epoch, so that there is something to see on the way
steps = max(1, len(train_images) // lesson.batch_size // PARTS)


def train_pair(name, short, encoder, cppn):
    """Trains a pair, or loads what a full run learnt: (trained VAE, history or None)."""
    generator = image_generator(cppn, coordinate_grid(SIDE, SIDE), SIDE, SIDE)
    vae = LessonVAE(encoder, generator, seed=lesson.seed)
    vae.compile(keras.optimizers.Adam(0.001))
    saved = networks.image_generator(cppn, SIDE, SIDE, name=f"{short}_generator")  # same weights
    if lesson.pretrained:
        lesson.load_weights(encoder, saved)
        return vae, None
    print(f"\n{name}: {lesson.epochs} epochs in {PARTS} parts of {steps} steps each")
    how_long = {"epochs": lesson.epochs * PARTS, "steps_per_epoch": steps}
    history = vae.fit(train, **how_long, shuffle=False, verbose=lesson.verbose)
    lesson.save_weights(encoder, saved)
    return vae, history


trained, curves = {}, {}
for name, pair in PAIRS.items():
    trained[name], history = train_pair(name, *pair)
    if history:
        curves |= {f"{name}: {key}": history.history[key] for key in ("loss", "kl")}
if curves:
    ax = plotting.plot_history(curves, xlabel="tenths of an epoch", title="-ELBO and its KL, nats")
    lesson.save(ax, "history.png")

# %%
classifier = Classifier.load()
drawings = {"original": test_images}
print("\ntest pictures    -ELBO = pixels +   KL   squared error a pixel   digit kept")
for name, vae in trained.items():
    figures = vae.evaluate(test, verbose=0, return_dict=True)
    drawings[name] = vae.predict(test_images, batch_size=250, verbose=0)
    error = metrics.squared_error(test_images, drawings[name])
    kept = (classifier.read(drawings[name]).digits == test_labels).mean()
    print(f"{name:15} {figures['loss']:7.1f} {figures['reconstruction']:8.1f}", end=" ")
    print(f"{figures['kl']:6.1f} {error:23.4f} {kept:12.1%}", flush=True)

rows = np.concatenate([images[ONE_OF_EACH] for images in drawings.values()])
sheet = plotting.plot_image_grid(rows, 10, title="originals; 2016; FiLM")
lesson.save(sheet, "reconstructions.png")

# %% [markdown]
# Right: FiLM's row is the originals seen through frosted glass, with their slant and their loops.
# The row of 2016 is softer still: simple shapes come out, a curl or a tight loop becomes a cloud.
# Wrong: ten equal blobs.
#
# ## Samples
#
# Now without a picture: z ~ N(0, I). The frozen classifier says which digit each sample is, and how
# sure it is. All ten were asked for in training, and all ten come out: compare lesson 5. (The
# classifier must choose, so it may be sure of blobs, too; look at the samples beside the figures.)


# %%
COUNT = 200 if lesson.quick else 2000


def draw(pair, z):
    """z (N, latent) → images (N, 26, 26, 1)."""
    return trained[pair].generator.predict(z, batch_size=250, verbose=0)


samples = {n: draw(n, rng.standard_normal((COUNT, k))) for n, k in (("2016", 32), ("FiLM", 16))}
fig, axes = plt.subplots(1, 2, figsize=(12, 6.3), layout="constrained")
for ax, (name, images) in zip(axes, samples.items(), strict=True):
    plotting.plot_image_grid(images[:100], 10, ax, f"{name}: z ~ N(0, I)")
lesson.save(fig, "samples.png")

ax = plt.subplots(figsize=(8, 4), layout="constrained")[1]
print("\nshare of each digit, %" + " ".join(f"{digit:5d}" for digit in range(10)) + "   sure")
for i, (name, images) in enumerate({"test pictures": test_images, **samples}.items()):
    reading = classifier.read(images)
    shares = np.bincount(reading.digits, minlength=10) / len(images)
    sure = (reading.confidence > metrics.SURE).mean()
    print(f"{name:21} " + " ".join(f"{100 * x:5.1f}" for x in shares) + f"  {sure:5.0%}")
    ax.bar(np.arange(10) + 0.27 * (i - 1), shares, 0.25, label=f"{name} ({sure:.0%} sure)")
ax.set(xticks=range(10), xlabel="digit, says the classifier", ylabel="share")
ax.legend(frameon=False)
lesson.save(ax, "histogram.png")

# %% [markdown]
# ## Why it blurs
#
# Suppose a code says "a stroke here, or one pixel further", each half of the time. What should be
# drawn? A sharp stroke that is right every other time, or two grey columns, which no picture ever
# had? Both measures of pixels prefer the grey: for cross-entropy the best answer to "ink in a share
# p of the cases" is p, for squared error it is the mean, and neither cares that strokes come whole.
# So a decoder at its best draws, for each z, the average of the pictures that z could stand for.

# %%
here, there = np.full((2, SIDE, SIDE, 1), 0.01)  # nothing is ever quite certain
here[3:-3, 12] = there[3:-3, 13] = 0.99
truths = np.round([here, there])
print("\nstroke here or one further     cross-entropy if here, there, on average   squared error")
ANSWERS = {"sharp, here": here, "sharp, there": there, "grey compromise": (here + there) / 2}
for name, image in ANSWERS.items():
    nats = [metrics.bernoulli_cross_entropy(truth[None], image[None]) for truth in truths]
    error = np.square(truths - image).sum(axis=(1, 2, 3)).mean()
    print(f"{name:30} {nats[0]:21.1f} {nats[1]:6.1f} {np.mean(nats):12.1f} {error:15.1f}")

# %% [markdown]
# ## Blur at any size
#
# The CPPN has learnt the softness as part of the shape: enlarged, the grey margin grows with the
# digit. A pen's edge is one pixel wide however large the digit is drawn: at 20 times the size, a
# twentieth as much of the ink would be grey. Count it: grey is 0.1 to 0.9, ink all above 0.1.

# %%
LARGE = 104 if lesson.quick else 520
print(f"\nshare of the ink that is grey   {SIDE:4d} px {LARGE:4d} px")
fig, axes = plt.subplots(1, 3, figsize=(12.5, 4.5), layout="constrained")
plotting.plot_image(test_images[ONE_OF_EACH[3]], axes[0], f"original, {SIDE} px")
for ax, (name, (_, encoder, cppn)) in zip(axes[1:], PAIRS.items(), strict=True):
    means, _ = encoder.predict(test_images[ONE_OF_EACH], verbose=0)
    sizes = [Drawing(cppn, means, size, size).pixels() for size in (SIDE, LARGE)]
    grey = [((x > 0.1) & (x < 0.9)).sum() / max(1, (x > 0.1).sum()) for x in sizes]
    print(f"{name:31} {grey[0]:7.1%} {grey[1]:7.1%}")
    plotting.plot_image(sizes[1][3], ax, f"{name}, drawn at {LARGE} px")
lesson.save(fig, "blur.png")

# %% [markdown]
# ## Not every z is a digit
#
# The KL pulls each picture's posterior q(z|x) towards N(0, I), but not all the way: a code that
# says something is worth its cost. So all posteriors together, the *aggregate posterior*, do not
# quite fill N(0, I), and a z from a gap between digits is drawn as something in between. How far is
# it to the nearest code, from another code and from z ~ N(0, I)?

# %%
film_encoder = PAIRS["FiLM"][1]
print("\nFiLM encodes the training pictures")
z_mean, z_log_var = film_encoder.predict(train_images, batch_size=250, verbose=lesson.verbose)
LATENTS = z_mean.shape[1]
sigma = np.exp(0.5 * z_log_var)
codes = z_mean + sigma * rng.standard_normal(z_mean.shape)  # (pictures, latent), one drawn of each
normal_z = rng.standard_normal((COUNT, LATENTS))
for name, z in {"other codes": codes[:COUNT], "z ~ N(0, I)": normal_z}.items():
    distance = metrics.nearest_distances(z, codes[COUNT:]).mean()
    print(f"mean distance from {name} to the nearest of these codes: {distance:.2f}")
said = np.argsort(z_mean.var(axis=0))[::-1]  # latents, those that say most first
print("standard deviation of each latent:", *np.round(codes.std(axis=0)[said], 2))

# %% [markdown]
# **Fit a prior to the codes**, 50 Gaussians with weights w, means m and covariances C that together
# make the training codes likely. **Expectation-maximisation** repeats two steps. E: how probably
# does code z belong to Gaussian k? r_k = w_k N(z; m_k, C_k) / Σ_j w_j N(z; m_j, C_j). M: new w_k,
# m_k and C_k are those of the codes, each counted with its r_k.
#
# Drawing takes two random numbers: which Gaussian (a uniform one picks a place on the stacked
# weights), and where in it. The package's covariances are full, clouds that lie at any angle; here
# we keep the variances alone, and see below what the angles are worth.


# %%
def draw_from_mixture(weights, means, variances, uniforms, normals):
    """(k,), (k, latent), (k, latent), (n,) in 0..1, (n, latent) ~ N(0, I) → codes (n, latent)."""
    ends = np.cumsum(weights)  # (k,): where each Gaussian's share of 0..1 ends
    which = np.searchsorted(ends, uniforms, side="right")  # (n,)
    which = np.minimum(which, len(weights) - 1)  # a sum can be rounded to a little less than 1
    return means[which] + np.sqrt(variances[which]) * normals


draw_from_mixture = lesson.mine("ex06_draw_from_mixture", "draw_from_mixture", draw_from_mixture)

print("\nfitting a mixture to 20,000 codes at most: enough, and done in seconds", flush=True)
prior = fit_prior(z_mean[:20_000], z_log_var[:20_000], components=10 if lesson.quick else 50)
variances = np.einsum("kij,kj->ki", prior.axes**2, prior.variances)  # the covariances' diagonals
uniforms, normals = rng.uniform(size=COUNT), rng.standard_normal((COUNT, LATENTS))
diagonal = draw_from_mixture(prior.weights, prior.means, variances, uniforms, normals)

# %% [markdown]
# **Or carry z over.** Draws from the mixture have no neighbours: a walk from z to z (lesson 9) is
# no walk through it. A *flow* keeps that. Each z ~ N(0, I) drifts from t = 0 to 1 with a velocity v
# that depends on where it is and when. **Flow matching** chooses v so that the cloud of all z
# becomes the mixture: the average over all pairs whose straight line passes x at time t,
#
#     v(x, t) = E[code - noise | (1 - t)·noise + t·code = x]
#
# Usually a network learns v; for a mixture it has a formula (`MixturePrior.velocity`). (The paths
# bend towards the middle first: half-way between noise and code the cloud is narrower than either.)
#
# To follow it, Euler's step keeps the velocity of its beginning and leaves every curve on the
# outside. Heun's takes that as a trial, and goes with the mean of both ends' velocities.


# %%
def follow_flow(velocity, z, steps):
    """velocity(points, t), z (batch, latent) → its way, (steps + 1, batch, latent), z first."""
    stations = [z]
    for i in range(steps):
        first = velocity(z, i / steps)
        second = velocity(z + first / steps, (i + 1) / steps)
        z = z + (first + second) / (2 * steps)
        stations.append(z)
    return np.stack(stations)


follow_flow = lesson.mine("ex06_follow_flow", "follow_flow", follow_flow)

way = np.asarray(follow_flow(prior.velocity, normal_z, 20))  # (21, COUNT, latent)
apart = abs(way[-1] - prior.transport(normal_z)).max()
print(f"carried {COUNT:,} z in 20 steps; {apart:.0e} at most from the package's transport")

# %%
fig, axes = plt.subplots(1, 2, figsize=(12.5, 6), layout="constrained")
axes[0].scatter(*codes[:3000, said[:2]].T, s=4, color="0.75", label="codes of pictures")
x, y = way[:, :25, said[:2]].transpose(2, 0, 1)  # both (21, 25): 25 ways
axes[0].plot(x, y, color="C0", linewidth=1)
axes[0].scatter(x[0], y[0], s=16, color="C1", label="z ~ N(0, I)", zorder=3)
axes[0].scatter(x[-1], y[-1], s=16, color="C0", label="carried", zorder=3)
axes[0].set(xlabel=f"latent {said[0]}", ylabel=f"latent {said[1]}", title="two of the latents")
axes[0].legend(frameon=False)
strip = draw("FiLM", way[::4, :8].swapaxes(0, 1).reshape(-1, LATENTS))  # rows of z, columns of t
plotting.plot_image_grid(strip, 6, axes[1], "eight z on their way: t = 0, 0.2, …, 1")
lesson.save(fig, "flow.png")

# %% [markdown]
# ## Four ways to get a z
#
# How sure is the classifier, and how far are its features of the samples from those of the test
# pictures (Fréchet distance, lesson 5)? Real training pictures give the reference value. Right:
# mixture and flow alike, both nearer than N(0, I) itself, the diagonal mixture between. Wrong: a
# mixture no better than N(0, I) (fitted to too few codes, or to means without their noise).

# %%
real = classifier.read(test_images).features
names = ("z ~ N(0, I)", "mixture, diagonal", "mixture", "flow")
ways_to_z = (normal_z, diagonal, prior.sample(COUNT, rng), way[-1])
groups = {name: draw("FiLM", np.asarray(z)) for name, z in zip(names, ways_to_z, strict=True)}
print("\nFiLM samples                   sure   Fréchet distance")
for name, images in {**groups, "real training pictures": train_images[:COUNT]}.items():
    reading = classifier.read(images)
    distance = metrics.frechet_distance(reading.features, real)
    print(f"{name:27} {(reading.confidence > metrics.SURE).mean():7.1%} {distance:18.1f}")

fig, axes = plt.subplots(1, 4, figsize=(16, 4.6), layout="constrained")
for ax, (name, images) in zip(axes, groups.items(), strict=True):
    plotting.plot_image_grid(images[:64], 8, ax, name)
lesson.save(fig, "priors.png")

# %% [markdown]
# ## What is still wrong
#
# All ten digits, and a z that means one: the prior has seen to that. It has not made them sharper;
# the loss asked for the average. A network has to look at whole pictures again. Lesson 7 sets the
# discriminator of lesson 5 beside the encoder of this one, starting from the FiLM pair saved here.
#
# Exercises: `lessons/exercises/ex06_*.py`; `pytest tests/exercises` checks them, and `--mine`
# runs this lesson with what you wrote.

# %%
print(f"\ndone in {(time.time() - start) / 60:.1f} min; pictures in {lesson.out}")
