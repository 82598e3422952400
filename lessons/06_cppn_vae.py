# %% [markdown]
# # Lesson 6: an encoder in front of the CPPN
#
# Lesson 5's discriminator was content with a few digits. Here an **encoder** reads a picture into a
# code z, and the CPPN draws the same picture from z: a VAE (lesson 1) whose decoder can be asked
# for any size. No digit can go missing; the price is blur. You train two such pairs, see why they
# blur, and make every random z mean a digit.
#
# **Expected** on MNIST: -ELBO 122 nats with the pair of 2016, 106 with FiLM. A classifier is sure
# of 62 % of FiLM's samples from N(0, I), and of 91 % once a flow has carried z.
#
# **Time**: 13 minutes on one core; with `--quick`, on drawn digits, one. Pictures go to
# `out/06_cppn_vae/`.
#
#     python lessons/06_cppn_vae.py            # the real thing
#     python lessons/06_cppn_vae.py --quick    # everything small, no download
#     python lessons/06_cppn_vae.py --pretrained    # starts from the weights of a full run
#     python lessons/06_cppn_vae.py --help     # the options

# %%
import time

import numpy as np

from cppn_keras.course.lesson import begin

lesson = begin(
    "06_cppn_vae",
    epochs=2,
    batch_size=32,
    quick=(4, 32),
    pretrained=True,
    quick_hides="without --pretrained small networks draw near the average: blobs, whatever z is.",
    latents=16,  # of the FiLM pair; that of 2016 has 32
    beta=1.0,
    rate=1e-3,
    width=(128, 32),
)

# %% [markdown]
# **To try**: `--latents 2` (are two numbers enough?), `--beta 4` and `--beta 0.25` (which samples
# are better, which reconstructions?), `--width 32`.
#
# Sources: hardmaru, "Generating Large Images from Latent Vectors" (2016); Kingma & Welling (2014);
# Burda et al., importance-weighted autoencoders (2016); Perez et al., FiLM (2018); Liu et al.,
# rectified flow (2023).

# %%
# Imported after `begin`, which asks TensorFlow to be quiet and sets the seed.
import keras
import tensorflow as tf
from keras import layers, ops

from cppn_keras import networks, plotting
from cppn_keras.coordinates import coordinate_grid
from cppn_keras.data import batches, center_crop, to_float
from cppn_keras.evaluation import metrics
from cppn_keras.evaluation.classifier import Classifier
from cppn_keras.networks.layers import ModulatedDense
from cppn_keras.plotting.diagrams.film import film
from cppn_keras.rendering import Drawing
from cppn_keras.runs.prior import fit_prior
from cppn_keras.training import VAE, losses

# %%
start = time.time()
SIDE = 26
train_images = to_float(center_crop(lesson.data.train_images, SIDE))
test_images = to_float(center_crop(lesson.data.test_images, SIDE))
test_labels = lesson.data.test_labels
ONE_OF_EACH = [np.flatnonzero(test_labels == digit)[0] for digit in range(10)]
rng = np.random.default_rng(lesson.seed)
looks_rng = np.random.default_rng([lesson.seed, 6])  # for looks, so that they move no other number
print(f"{len(train_images):,} pictures to train on, {len(test_images):,} to test; {SIDE} x {SIDE}")

# %% [markdown]
# ## A decoder that happens to know about points
#
# A VAE wants a decoder: z in, picture out. A CPPN takes z *and* places, and gives a colour for
# each place. So fix the places, 26 x 26 pixel centres, and fold the row of 676 colours into a
# picture. The result is a model of z alone that has no weights but the CPPN's: what it learns on
# 26 x 26 pixels, the CPPN knows at any size.
#
# **Exercise** `ex06_image_generator` (write): bind a CPPN to a grid of places.

# %%
image_generator = lesson.exercise("ex06_image_generator")

tiny = networks.build_cppn(2, width=8, seed=lesson.seed)
two_z = rng.standard_normal((2, 2))
drawn = image_generator(tiny, coordinate_grid(3, 5), 3, 5)(two_z)
apart = float(ops.max(ops.abs(drawn - networks.image_generator(tiny, 3, 5)(two_z))))
print(f"z {two_z.shape} → {tuple(drawn.shape)}; {apart:.0e} at most from the package's")

# %% [markdown]
# ## The objective, in nats
#
# Lesson 1 chose the KL weight β by taste. With sums, and β = 1, the loss means something. The model
# draws z from the prior p(z) and a picture from p(x|z). How likely is it to draw x? That is the
# *evidence* p(x), an average over all z, nearly all of them wrong for x. So average over the codes
# that the encoder proposes, and divide by how often it proposes them:
#
#     log p(x) = log ∫ p(x|z) p(z) dz
#              = log E[p(x|z) p(z) / q(z|x)]                  average over z ~ q(z|x)
#              ≥ E[log p(x|z) + log p(z) - log q(z|x)]        Jensen: the log of an average
#              = E[log p(x|z)] - KL(q(z|x) ‖ p(z))            is at least the average log
#
# The last line is the **evidence lower bound**, ELBO. It is below by KL(q(z|x) ‖ p(z|x)), so it
# would be exact if the encoder knew the true posterior. -log p(x|z) is the cross-entropy.


# %%
def elbo(images, reconstructions, z_mean, z_log_var, beta=1.0):
    """Nats, one number: sums within a picture, the mean over pictures. β = 1 is the bound."""
    log_likelihood = -losses.bernoulli_cross_entropy(images, reconstructions)  # (batch,)
    kl = losses.kl_divergence(z_mean, z_log_var)  # (batch,), lesson 1's
    return ops.mean(log_likelihood - beta * kl)


class LessonVAE(VAE):
    """Lesson 1's steps (encode, draw z, decode, loss, gradient) with this lesson's objective."""

    def weigh(self, images, reconstructions, z_mean, z_log_var):
        terms = self.reconstruction_and_kl(images, reconstructions, z_mean, z_log_var)
        loss = -elbo(images, reconstructions, z_mean, z_log_var, lesson.knobs.beta)
        return loss, *terms


# %% [markdown]
# What is a good value? Two reference values. *No code at all*: the average training picture every
# time. A model above that has learnt nothing useful. *An exact copy*: a grey pixel is read as a
# share of ink, and costs its own entropy even if copied exactly. On MNIST they are 205.7 and 45.5
# nats. Between the two lies what a code can save; the KL is what it costs.
#
# For comparison: the package's own model has 69.8 + 42.3 = 112.1 (docs/models.md). It gives up some
# nats for sharp edges, and some because it was trained with β = ½.

# %%
average = np.broadcast_to(train_images.mean(axis=0), test_images.shape)
print("\nreference values, nats a test picture")
print(f"the average picture: {metrics.bernoulli_cross_entropy(test_images, average):.1f}")
print(f"an exact copy:       {metrics.bernoulli_cross_entropy(test_images, test_images):.1f}")

# %% [markdown]
# ## Two pairs
#
# **2016.** The encoder has two dense layers. In the CPPN z enters once, beside x, y and r, and all
# that it can do there is to *shift* the pre-activations of the first layer. Three tanh layers have
# to make "a 7, leaning" out of shifted edges.
#
# **FiLM** (feature-wise linear modulation) lets z speak at every layer. A small network turns z
# into a scale and a shift for each unit, so z can switch units off and on:
#
#     h → h · (1 + scale) + shift
#
# This pair also has Fourier features (lesson 4), skips around the layers and a convolutional
# encoder. Lesson 11 will measure how much each of these does.
#
# ![2016 against FiLM](../docs/lessons/06/film.png)

# %%
lesson.save(film(), "film.png")
SMALL = lesson.quick and not lesson.pretrained  # shipped weights are those of large networks
WIDTH = 128 if lesson.quick and lesson.pretrained else lesson.knobs.width
DEPTH = 3 if SMALL else 4


def build_2016():
    """The encoder and the CPPN of the 2016 post."""
    units = 128 if SMALL else 512
    encoder = networks.build_post_encoder((SIDE, SIDE, 1), 32, units, name="post_encoder")
    options = {"style": "softplus-tanh", "input_scale": 8.0, "weight_stddev": 0.1}
    return encoder, networks.build_cppn(32, 1, WIDTH, DEPTH, **options, seed=lesson.seed)


# %%
def build_film():
    """A convolutional encoder, and a CPPN that z speaks to at every layer."""
    latents = lesson.knobs.latents
    filters, units = ((8, 16, 32), 64) if SMALL else ((32, 64, 128), 256)
    shape = (SIDE, SIDE, 1)
    encoder = networks.build_conv_encoder(shape, latents, filters, units, name="film_encoder")
    options = {"style": "leaky-relu", "conditioning": "film", "residual": True}
    waves = {"features": 32, "sigma": 1.0}
    cppn = networks.build_cppn(latents, 1, WIDTH, DEPTH, **options, **waves, seed=lesson.seed)
    return encoder, cppn


PAIRS = {"2016": ("post", *build_2016()), "FiLM": ("film", *build_film())}

# %% [markdown]
# What does FiLM cost? Most of its weights are used once for a picture, to turn z into scales and
# shifts. A point pays nothing: scaled and shifted units are those of a dense layer whose weights
# are scaled, and whose bias is scaled and shifted. Here is FiLM by hand, and what the two CPPNs
# multiply.

# %%
layer = ModulatedDense(8)
h = looks_rng.standard_normal((1, 676, 5))  # 676 points, the same for all pictures
modulation = looks_rng.standard_normal((3, 16))  # of 3 pictures: 8 scales, then 8 shifts
modulated = layer(h, modulation)  # (3, 676, 8)
scale, shift = np.split(modulation[:, None], 2, axis=-1)  # (3, 1, 8) each
by_hand = (h @ layer.kernel + layer.bias) * (1 + scale) + shift
print(f"FiLM by hand: {np.abs(by_hand - modulated).max():.0e} from the package's layer")

print("\n           encoder      CPPN   multiply-adds a point after the first layer")
for name, (_, encoder, cppn) in PAIRS.items():
    dense = [layer for layer in cppn.layers if isinstance(layer, layers.Dense)]
    at_points = [int(np.prod(d.kernel.shape)) for d in dense if len(d.output.shape) == 3]
    print(f"{name:8} {encoder.count_params():9,} {cppn.count_params():9,} {sum(at_points[1:]):9,}")

# %% [markdown]
# ## Training
#
# Batches of random crops and Adam, the same for both. Good to see, in a full run: the loss falls
# below the average picture's, and from then on KL *rises*: the codes begin to say something. The
# pair of 2016 may stay at the average for a while before it gets away.
#
# Wrong: KL near 0 and a loss that stays at the average picture's or above. Then the CPPN has not
# found out that z matters (*posterior collapse*, lesson 1).
#
# ![good: loss falls, KL rises](../docs/lessons/06/history.png)

# %%
PARTS = 10  # of an epoch, so that there is something to see on the way
train = batches(lesson.data.train_images, lesson.batch_size, crop=SIDE, seed=lesson.seed)
steps = max(1, len(train_images) // lesson.batch_size // PARTS)


def train_pair(name, short, encoder, cppn):
    """Trains a pair, or loads what a full run learnt: (trained VAE, history or None)."""
    generator = image_generator(cppn, coordinate_grid(SIDE, SIDE), SIDE, SIDE)
    vae = LessonVAE(encoder, generator, seed=lesson.seed)
    vae.compile(keras.optimizers.Adam(lesson.knobs.rate))
    saved = networks.image_generator(cppn, SIDE, SIDE, name=f"{short}_generator")  # same weights
    if lesson.pretrained:
        lesson.load_weights(encoder, saved)
        return vae, None
    print(f"\n{name}: {lesson.epochs} epochs in {PARTS} parts of {steps} steps each")
    how_long = {"epochs": lesson.epochs * PARTS, "steps_per_epoch": steps}
    history = vae.fit(train, **how_long, shuffle=False, verbose=lesson.verbose)
    lesson.save_weights(encoder, saved)
    return vae, history


# %%
trained, curves = {}, {}
for name, pair in PAIRS.items():
    trained[name], history = train_pair(name, *pair)
    if history:
        curves |= {f"{name}: {key}": history.history[key] for key in ("loss", "kl")}
if curves:
    ax = plotting.plot_history(curves, xlabel="tenths of an epoch", title="loss and its KL, nats")
    lesson.save(ax, "history.png")

# %% [markdown]
# How good are they on test pictures, which neither was trained on? Each picture is drawn from its
# mean code μ, without noise, for the squared error and for the digit that the frozen classifier
# reads.
#
# Right: FiLM's row is the originals seen through frosted glass, with their slant and their loops;
# that of 2016 is softer still, a curl or a tight loop becomes a cloud.
#
# ![good: three rows, ten digits each](../docs/lessons/06/reconstructions.png)
#
# Wrong: ten equal blobs. This is `--quick --data mnist --beta 30`, where a code is too dear to say
# anything:
#
# ![wrong: ten blobs](../docs/lessons/06/reconstructions_wrong.png)

# %%
test = tf.data.Dataset.from_tensor_slices(test_images).batch(min(500, len(test_images)))
classifier = Classifier.load()
drawings = {"original": test_images}
print("\ntest pictures    -ELBO = pixels +   KL   squared error a pixel   digit kept")
for name, vae in trained.items():
    figures = vae.evaluate(test, verbose=0, return_dict=True)
    drawings[name] = vae.predict(test_images, batch_size=250, verbose=0)
    pixels, kl = figures["reconstruction"], figures["kl"]
    error = metrics.squared_error(test_images, drawings[name])
    kept = (classifier.read(drawings[name]).digits == test_labels).mean()
    print(f"{name:15} {pixels + kl:7.1f} {pixels:8.1f} {kl:6.1f} {error:23.4f} {kept:12.1%}")

sheet = plotting.plot_rows({name: images[ONE_OF_EACH] for name, images in drawings.items()})
lesson.save(sheet, "reconstructions.png")

# %% [markdown]
# ## How far below the evidence?
#
# The derivation had the log of an average of ratios p(x|z) p(z) / q(z|x), and Jensen took the log
# of each. A ratio that varies has a log that is too small on average. But the average of K ratios,
# for K codes of the same picture, is p(x) on average, too, and varies less. Its log is a tighter
# bound, the *importance-weighted* one.
#
# **Exercise** `ex06_tighter_bound` (change): this bound, for any K, from numbers as small as
# exp(-1000). First what it needs: K codes of each picture, and how likely each makes the picture.

# %%
tighter_bound = lesson.exercise("ex06_tighter_bound")
K, SOME = (16, 50) if lesson.quick else (64, 200)


def some_codes(vae, images):
    """images (N, …) → log p(x|z) (K, N), the codes (K, N, latent), μ and log σ² (N, latent)."""
    z_mean, z_log_var = vae.encoder.predict(images, verbose=0)
    noise = looks_rng.standard_normal((K, *z_mean.shape)).astype("float32")
    codes = z_mean + np.exp(0.5 * z_log_var) * noise
    drawn = vae.generator.predict(codes.reshape(K * len(images), -1), batch_size=250, verbose=0)
    nats = losses.bernoulli_cross_entropy(np.tile(images, (K, 1, 1, 1)), drawn)
    return -ops.reshape(nats, (K, len(images))), codes, z_mean, z_log_var


# %%
SIZES = [k for k in (1, 4, 16, 64) if k <= K]
print(f"\n-bound, {SOME} test pictures" + "".join(f"   K = {k:2}" for k in SIZES))
for name, vae in trained.items():
    log_likelihoods, codes, *posterior = some_codes(vae, test_images[:SOME])
    print(f"{name:24}", end="")
    for k in SIZES:  # the same K codes in groups of k
        parts = [slice(i, i + k) for i in range(0, K, k)]
        found = [tighter_bound(log_likelihoods[p], codes[p], *posterior) for p in parts]
        print(f" {-np.mean(found):8.1f}", end="")
    print(flush=True)

# %% [markdown]
# K = 1 is -ELBO, of these few pictures. With K it can only fall. What it falls by is not the
# decoder's fault: a Gaussian q(z|x) of independent latents is not the true posterior.
#
# ## Samples
#
# Now without a picture: z ~ N(0, I). The frozen classifier says which digit each sample is, and
# whether it is sure (above 0.9). It must choose, and blobs it mostly reads as a 1: look at the
# samples beside the figures. In a full run all ten digits come out, for all ten were asked for
# (compare lesson 5), but many are something in between.
#
# ![good: digits, some of them none](../docs/lessons/06/samples.png)

# %%
COUNT = 200 if lesson.quick else 2000


def draw(pair, z):
    """z (N, latent) → images (N, 26, 26, 1)."""
    return trained[pair].generator.predict(z, batch_size=250, verbose=0)


sizes = {"2016": 32, "FiLM": lesson.knobs.latents}
samples = {name: draw(name, rng.standard_normal((COUNT, k))) for name, k in sizes.items()}
sheets = {f"{n}: z ~ N(0, I)": plotting.image_sheet(x[:100], 10) for n, x in samples.items()}
lesson.save(plotting.plot_panels(sheets, columns=2, side=6), "samples.png")

# %%
shares = {}
print("\nshare of each digit, %" + " ".join(f"{digit:5d}" for digit in range(10)) + "   sure")
for name, images in {"test pictures": test_images, **samples}.items():
    reading = classifier.read(images)
    share = np.bincount(reading.digits, minlength=10) / len(images)
    sure = (reading.confidence > metrics.SURE).mean()
    print(f"{name:21} " + " ".join(f"{100 * x:5.1f}" for x in share) + f"  {sure:5.0%}")
    shares[f"{name} ({sure:.0%} sure)"] = share
lesson.save(plotting.plot_shares(shares), "histogram.png")

# %% [markdown]
# ## Why it blurs
#
# What should be drawn for a code that says "a stroke here, or one pixel further"? A sharp stroke
# that is right some of the time, or something grey that no picture ever had?
#
# **Exercise** `ex06_predict_grey` (predict): commit to four numbers. The cell tries all greys.

# %%
predict_grey = lesson.exercise("ex06_predict_grey")
*best, nats = predict_grey()

p = np.linspace(0.001, 0.999, 999)
means = {
    "cross-entropy": -0.3 * np.log(p) - 0.7 * np.log(1 - p),
    "squared error": 0.3 * (1 - p) ** 2 + 0.7 * p**2,
    "absolute error": 0.3 * (1 - p) + 0.7 * p,
}
print()
for (name, mean), predicted in zip(means.items(), best, strict=True):
    print(f"least {name:14} at p = {p[mean.argmin()]:.3f}; predicted {predicted:g}")
print(f"40 pixels in doubt: {40 * means['cross-entropy'].min():.1f} nats; predicted {nats:.1f}")

# %% [markdown]
# Cross-entropy and squared error both ask for the *mean*, and the mean of two strokes is grey: at
# its best a decoder draws, for each z, the average of the pictures that z may stand for. (Absolute
# error asks for the median: the likelier stroke, sharp. But of three equally likely strokes it
# draws none.)
#
# The same with whole pictures: which of three drawings has the smallest error on average?

# %%
here, there = np.full((2, SIDE, SIDE, 1), 0.001)  # nothing is ever quite certain
here[3:-3, 12] = there[3:-3, 13] = 0.999
answers = {"sharp, here": here, "sharp, there": there, "grey": 0.3 * here + 0.7 * there}
truths = np.round([here, there])
print("\naverage of a picture   cross-entropy   squared error   absolute error")
for name, image in answers.items():
    gap = np.abs(truths - image)  # (2, 26, 26, 1): from here, from there
    errors = [(f(gap).sum(axis=(1, 2, 3)) * [0.3, 0.7]).sum() for f in (np.square, np.abs)]
    nats = -(np.log(1 - gap).sum(axis=(1, 2, 3)) * [0.3, 0.7]).sum()  # 1 - gap: of what is true
    print(f"{name:23} {nats:12.1f} {errors[0]:15.1f} {errors[1]:16.1f}")

# %% [markdown]
# A code that says which stroke it is needs 0.61 nats of KL and saves 24.4 of the pixels, so that
# much a VAE will say. Grey stays where saying more would cost more than it saves.
#
# ## Blur at any size
#
# The CPPN has learnt the softness as part of the shape: enlarged, the grey margin grows with the
# digit. A pen's edge would stay one pixel wide, and at 20 times the size a twentieth as much of the
# ink would be grey. Count: grey is 0.1 to 0.9, ink all above 0.1.

# %%
LARGE = 104 if lesson.quick else 520
panels = {f"original, {SIDE} px": test_images[ONE_OF_EACH[3]]}
print(f"\nshare of the ink that is grey   {SIDE:4d} px {LARGE:4d} px")
for name, (_, encoder, cppn) in PAIRS.items():
    mean_codes, _ = encoder.predict(test_images[ONE_OF_EACH], verbose=0)
    sizes = [Drawing(cppn, mean_codes, size, size).pixels() for size in (SIDE, LARGE)]
    grey = [((x > 0.1) & (x < 0.9)).sum() / max(1, (x > 0.1).sum()) for x in sizes]
    print(f"{name:31} {grey[0]:7.1%} {grey[1]:7.1%}")
    panels[f"{name}, drawn at {LARGE} px"] = sizes[1][3]
lesson.save(plotting.plot_panels(panels, columns=3, side=4), "blur.png")

# %% [markdown]
# ![expected: a soft 3 at any size](../docs/lessons/06/blur.png)
#
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

# %% [markdown]
# ## A prior fitted to the codes
#
# A **mixture of Gaussians** with weights w, means m and covariances C that makes the training codes
# likely is found by **expectation-maximisation**. It repeats two steps:
#
#     E:  r_k(z) = w_k N(z; m_k, C_k) / Σ_j w_j N(z; m_j, C_j)
#     M:  w_k = mean of r_k,   m_k = Σ r_k z / Σ r_k,   C_k = Σ r_k (z - m_k)(z - m_k)ᵀ / Σ r_k
#
# E asks how probably code z is of Gaussian k. M gives each Gaussian the weight, mean and covariance
# of the codes, each counted with that probability. No round makes the codes less likely, so it
# settles. It may settle at a worse place than the best: it starts from clusters (k-means).

# %%
COMPONENTS = 10 if lesson.quick else 50
print(f"\nfitting {COMPONENTS} Gaussians to 20,000 codes at most", flush=True)
prior = fit_prior(z_mean[:20_000], z_log_var[:20_000], components=COMPONENTS)
weights = prior.weights / prior.weights.sum(dtype="float64")
print("largest weights, %:", *np.round(100 * np.sort(weights)[::-1][:8], 1))

# %% [markdown]
# Drawing from it takes two random numbers for a code: which Gaussian, and where in it. The
# package's covariances are full, clouds that lie at any angle. Here we keep the variances alone,
# and see below what the angles are worth.
#
# **Exercise** `ex06_draw_from_mixture` (write): from random numbers to codes.

# %%
draw_from_mixture = lesson.exercise("ex06_draw_from_mixture")

variances = np.einsum("kij,kj->ki", prior.axes**2, prior.variances)  # the covariances' diagonals
uniforms, normals = rng.uniform(size=COUNT), rng.standard_normal((COUNT, LATENTS))
diagonal = np.asarray(draw_from_mixture(weights, prior.means, variances, uniforms, normals))
print("standard deviation of the latents: codes", *np.round(codes.std(axis=0)[:6], 2), "…")
print("                                   drawn", *np.round(diagonal.std(axis=0)[:6], 2), "…")

# %% [markdown]
# ## A flow
#
# In the mixture the next random number may mean another Gaussian, so a walk from code to code
# (lesson 9) jumps. A *flow* keeps neighbours together: each z ~ N(0, I) drifts from t = 0 to t = 1,
# with a velocity that depends on where it is and when, and ends as a code.
#
# **Flow matching** learns that velocity. Give each noise any code as its goal, and let it go there
# in a straight line at constant speed. A network is told a place and a time and has to say how fast
# the point there moves.
#
# To see all of it, take two latents. The "codes" are points of ink of one picture.

# %%
two = test_images[ONE_OF_EACH[2], :, :, 0]  # (26, 26)
INK = 20_000  # points
places = looks_rng.choice(two.size, INK, p=two.ravel() / two.sum())
down, across = np.divmod(places, SIDE) + looks_rng.uniform(size=(2, INK))  # anywhere in the pixel
ink = np.stack([across - SIDE / 2, SIDE / 2 - down], axis=1).astype("float32") / 4


def on_ink(points):
    """The share of points (N, 2) that lie on a pixel with ink."""
    across, down = (np.float64([4, -4]) * points + SIDE / 2).astype(int).clip(0, SIDE - 1).T
    return (two[down, across] > 0.1).mean()


print(f"\npoints on ink: {on_ink(ink):.0%} of the ink's, ", end="")
print(f"{on_ink(looks_rng.standard_normal((INK, 2))):.0%} of N(0, I)")

# %% [markdown]
# **Exercise** `ex06_flow_loss` (find): the file holds the loss of such a network, with one mistake.
# Trained with it, the network learns well what it is told, and the points do not arrive:
#
# ![wrong: a cloud that only hints at a 2](../docs/lessons/06/ink_wrong.png)

# %%
flow_loss = lesson.exercise("ex06_flow_loss")


class Flow(keras.Model):
    """Trains a network of velocities."""

    def __init__(self, velocity):
        super().__init__()
        self.velocity, self.mean = velocity, keras.metrics.Mean("loss")
        self.seeds = keras.random.SeedGenerator(lesson.seed)

    def train_step(self, codes):
        noise = keras.random.normal(ops.shape(codes), seed=self.seeds)
        times = keras.random.uniform((ops.shape(codes)[0], 1), seed=self.seeds)
        with tf.GradientTape() as tape:
            loss = flow_loss(self.velocity, codes, noise, times)
        variables = self.velocity.trainable_variables
        self.optimizer.apply(tape.gradient(loss, variables), variables)
        self.mean.update_state(loss)
        return {"loss": self.mean.result()}


# %%
PARTS, STEPS = (3, 300) if lesson.quick else (6, 500)
points, times = keras.Input((2,)), keras.Input((1,))
h = layers.Concatenate()([points, times])
for _ in range(3):
    h = layers.Dense(128, "relu")(h)
velocity = keras.Model([points, times], layers.Dense(2)(h))

flow = Flow(velocity)
flow.compile(keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(3e-3, PARTS * STEPS)))
goals = tf.data.Dataset.from_tensor_slices(ink).repeat().batch(512, drop_remainder=True)
how_long = {"epochs": PARTS, "steps_per_epoch": STEPS}
flow.fit(goals, **how_long, shuffle=False, verbose=lesson.verbose)

# %% [markdown]
# The loss cannot fall to 0: many lines pass through one place, each with its own velocity, and the
# network can only answer their average. (This is the averaging that blurs pictures. Here it is
# what we want: let every point move with the average, and the whole cloud arrives as the codes do.)
#
#     v(x, t) = E[code - noise | (1 - t)·noise + t·code = x]
#
# To follow v, Euler's method goes each step with the velocity at its beginning, and leaves every
# curve on the outside. *Heun's method* also asks at the end of that step, and goes with the mean of
# both.
#
# **Exercise** `ex06_follow_flow` (write): the whole way, in steps of Heun.

# %%
follow_flow = lesson.exercise("ex06_follow_flow")


def learnt(points, time):
    """The network's velocities at points (N, 2), all at one time."""
    times = np.full((len(points), 1), time, "float32")
    return velocity.predict_on_batch([np.asarray(points, "float32"), times])


cloud = looks_rng.standard_normal((2000, 2)).astype("float32")
for steps in (1, 2, 5, 20):
    way = np.asarray(follow_flow(learnt, cloud, steps))  # (steps + 1, 2000, 2)
    print(f"carried in {steps:2} steps: {on_ink(way[-1]):.0%} of the points are on ink")
clouds = {f"t = {i / 20:g}": way[i] for i in (0, 5, 10, 15, 20)}
lesson.save(plotting.plot_clouds(clouds, limit=3.2), "ink.png")

# %% [markdown]
# ![good: the cloud becomes a 2](../docs/lessons/06/ink.png)
#
# ## The flow of a mixture
#
# For codes that come from a mixture of Gaussians v has a formula, so nothing is trained. Between
# noise and code, points of Gaussian k are Gaussian, too, with mean t·m_k and covariance S_k, and
# their average velocity is linear in x; r_k(x, t) says how probably x is one of them (step E):
#
#     S_k = (1 - t)²·I + t²·C_k
#     v_k(x, t) = m_k + (t·C_k - (1 - t)·I) S_k⁻¹ (x - t·m_k)
#     v(x, t) = Σ_k r_k(x, t) v_k(x, t)
#
# That is `MixturePrior.velocity`. Follow it from z ~ N(0, I), and draw what z stands for on its
# way: each column is one z.

# %%
way = np.asarray(follow_flow(prior.velocity, normal_z, 20))  # (21, COUNT, latent)
apart = abs(way[-1] - prior.transport(normal_z)).max()
print(f"\ncarried {COUNT:,} z in 20 steps; {apart:.0e} at most from the package's transport")
rows = {f"t = {i / 20:g}": draw("FiLM", way[i, :12]) for i in (0, 4, 8, 12, 16, 20)}
lesson.save(plotting.plot_rows(rows), "flow.png")

# %% [markdown]
# ![good: what was no digit becomes one](../docs/lessons/06/flow.png)
#
# ## Five ways to get a z
#
# How sure is the classifier, and how far are the samples from the test pictures (Fréchet distance,
# lesson 5)? Two reference values: codes of pictures, which are what a perfect prior would draw, and
# real pictures.
#
# Right, in a full run: mixture and flow both near the codes of pictures, the diagonal mixture
# behind them, N(0, I) far behind. Wrong: a mixture no better than N(0, I). It was fitted to too few
# codes, or to means without their noise.

# %%
real = classifier.read(test_images).features
names = ("z ~ N(0, I)", "mixture, diagonal", "mixture", "flow", "codes of pictures")
ways_to_z = (normal_z, diagonal, prior.sample(COUNT, rng), way[-1], codes[:COUNT])
groups = {name: draw("FiLM", np.asarray(z)) for name, z in zip(names, ways_to_z, strict=True)}
print("\nFiLM samples                   sure   Fréchet distance")
for name, images in {**groups, "real training pictures": train_images[:COUNT]}.items():
    reading = classifier.read(images)
    distance = metrics.frechet_distance(reading.features, real)
    print(f"{name:27} {(reading.confidence > metrics.SURE).mean():7.1%} {distance:18.1f}")
lesson.save(plotting.plot_rows({n: x[:12] for n, x in groups.items()}), "priors.png")

# %% [markdown]
# ![good: five rows, the first with doubtful digits](../docs/lessons/06/priors.png)
#
# ## What is still wrong
#
# All ten digits, and a z that means one: the prior has seen to that. It has not made them sharper.
# What is left between "codes of pictures" and real ones is blur: the loss asked for the average. A
# network has to look at whole pictures again. Lesson 7 sets the discriminator of lesson 5 beside
# the encoder of this one, starting from the FiLM pair saved here.
#
# Check your exercises with `pytest tests/exercises -k ex06`, get a hint with `--hint` after it, and
# run this lesson with what you wrote with `--mine`.

# %%
print(f"\ndone in {(time.time() - start) / 60:.1f} min; pictures in {lesson.out}")
