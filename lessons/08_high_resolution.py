# %% [markdown]
# # Lesson 8: 26 pixels in, any size out
#
# The networks of this course learn from 26 x 26 pixels and draw at any size. What is such an
# enlargement worth? First you take the shipped MNIST model from 26 pixels to 1300 and to a poster.
# Then you ask the sceptic's question, *is it only interpolation?*, where it has an answer: on
# digits that a program draws, so that their true shape is known at every size.
#
# | **expected** | network | bicubic |
# | --- | --- | --- |
# | edges of MNIST digits at 1300, training pixels | 0.27 | 1.14 |
# | drawn digits at 1040, PSNR against the truth | 19.5 dB | 19.2 dB |
# | the same, codes optimized; cut at ½ | 20.8 dB | 21.6 dB |
#
# **Time**: 13 minutes on one core of a server; with `--quick` less than one. Pictures go to
# `out/08_high_resolution/`, the poster into a folder there.
#
#     python lessons/08_high_resolution.py               # the real thing
#     python lessons/08_high_resolution.py --pretrained  # without the training
#     python lessons/08_high_resolution.py --quick       # everything small, no download

# %%
import shutil
import time

import matplotlib.pyplot as plt
import numpy as np
from PIL import Image

from cppn_keras.course.lesson import begin

lesson = begin(
    "08_high_resolution",
    epochs=10,
    batch_size=64,
    quick=(3, 32),
    pretrained=True,
    quick_hides="a tiny network, hardly trained, cannot show whether networks beat interpolation",
    size=(1300, 260),
    latents=(24, 16),
    width=(64, 32),
    beta=0.02,
    code_steps=(200, 20),
)
knobs = lesson.knobs

# %% [markdown]
# Five numbers to turn: `--size` is that of the first half's enlargements; `--latents`, `--width`
# and `--beta` are those of the network that you train in the second; `--code-steps` tells how long
# its codes are optimized. Try `--beta 1`: is a code that costs more a better one? (`--data` is for
# the first half; the digits of the second are always drawn here.)
#
# The diagram shows what is new: a pixel is an area, not a point, and a large picture is drawn in
# parts.
#
# ![a point, an area, tiles](../docs/lessons/08/diagram.png)

# %%
# Imported after `begin`, which asks TensorFlow to be quiet and sets the seed.
import keras
import tensorflow as tf
from keras import ops

from cppn_keras import Sampler, networks, plotting
from cppn_keras.coordinates import View, coordinate_grid
from cppn_keras.data import batches, center_crop, to_float
from cppn_keras.data.strokes import random_strokes, render_stroke
from cppn_keras.evaluation import enlargement
from cppn_keras.pictures import draw, typical_pictures
from cppn_keras.plotting.diagrams.areas import areas as areas_diagram
from cppn_keras.progress import progress
from cppn_keras.rendering import Drawing, save
from cppn_keras.training import VAE, losses

start = time.time()
SMALL = 26  # pixels a side in training, in both halves
FACTOR = max(2, knobs.size // SMALL)
LARGE = FACTOR * SMALL  # 1300, or the whole multiple below --size
lesson.save(areas_diagram(), "diagram.png")

# %% [markdown]
# ## Ten digits, 26 → 1300
#
# The encoder turns a test picture, the most ordinary one of each digit, into 24 numbers; the CPPN
# draws the 24 numbers at two sizes. Good: both sizes show the same digits, the large one with
# edges like a pen's. Wrong: a ramp 50 pixels wide around every stroke, as bicubic draws it.
#
# ![good: ten digits](../docs/lessons/08/enlarged.png)

# %%
sampler = Sampler.from_pretrained("mnist")
originals = to_float(center_crop(typical_pictures(sampler, lesson.data), SMALL))  # (10, 26, 26, 1)
codes = sampler.encode(originals)  # (10, 24)
small = sampler.generate(codes, SMALL, SMALL)  # (10, 26, 26, 1)
print(f"\ndrawing {len(codes)} digits, {LARGE} x {LARGE} pixels each")
large = draw(sampler, codes, LARGE) / np.float32(255)  # (10, 1300, 1300, 1)
three = codes[3]
path = save(Drawing(sampler.cppn, three, LARGE, LARGE), lesson.out / "digit.png")
print(f"saved {path}")

# %%
given = f"{lesson.data.name}, {SMALL} px"
rows = {
    given: plotting.enlarge_pixels(originals, FACTOR),  # squares, to show them at one size
    f"network, {SMALL}": plotting.enlarge_pixels(small, FACTOR),
    f"network, {LARGE}": large,
}
lesson.save(plotting.plot_rows(rows, side=1.3), "enlarged.png")
places = plotting.greyest(originals, side=8)  # where 8 x 8 pixels have most grey
near = {name: plotting.close_ups(images, places, 8, SMALL) for name, images in rows.items()}
lesson.save(plotting.plot_rows(near, side=1.3, title="8 x 8 training pixels"), "close_up.png")

# %% [markdown]
# ## A picture is a list of points
#
# The programs of 2016 wrote z beside every point and asked for all points at once. Each point then
# holds a number for every unit of at least two layers, the one that is read and the one that is
# written. But no point knows of another: nothing is lost by asking some of them, putting their
# colours away, and asking the next.


# %%
def draw_in_chunks(cppn, z, points, chunk=32_768):
    """z (latent,), points (n, 3) → colours (n, channels), `chunk` of them at a time."""
    starts = range(0, len(points), chunk)
    parts = [cppn([z[None], points[None, i : i + chunk]], training=False) for i in starts]
    return np.concatenate([np.asarray(part)[0] for part in parts])


ours = draw_in_chunks(sampler.cppn, three, coordinate_grid(260, 260), 10_000)
theirs = Drawing(sampler.cppn, three, 260, 260).pixels().reshape(-1, 1)
print(f"in chunks of 10,000 and of 32,768: differences up to {np.abs(ours - theirs).max():.1e}")

# %% [markdown]
# ## A poster
#
# A Deep Zoom image has levels of 1, 2, 4, … pixels a side, each cut into tiles, so that a browser
# loads only what is in sight. Usually the coarse levels are shrunk from the finest, which must be
# there first. Ours need not: a tile is a list of points like any other.
#
# You will draw the eleven coarsest levels, 1 to 1,024 pixels. How long will that take, in how much
# memory, and how many tiles are there? The package asks 32,768 points a call, two calls at a time,
# to keep two cores busy.
#
# **Exercise** `ex08_predict_poster` (predict): commit to three numbers, then run.

# %%
predict_poster = lesson.exercise("ex08_predict_poster")
seconds, megabytes, tiles_in_all = predict_poster()
print(f"predicted: {seconds:.1f} times as long as 256 x 256 pixels,", end=" ")
print(f"{megabytes:.1f} MB, {tiles_in_all} tiles")

# %%
units = sampler.cppn.get_layer("dense2").units
numbers = sampler.z_dim + 3 + 2 * units  # at each point: z, (x, y, r), two layers
print(f"\n{numbers} numbers a point     all at once    two chunks at a time")
for side in (SMALL, 256, 1024, 16_384, 65_536):
    whole, bounded = (4e-6 * numbers * points for points in (side**2, min(side**2, 2 * 32_768)))
    print(f"{side:6} x {side:<6}{whole:17,.1f} MB{bounded:18.1f} MB")

# %%
POSTER = 2048 if lesson.quick else 16_384  # pixels a side
folder = lesson.out / "poster"
shutil.rmtree(folder, ignore_errors=True)  # tiles of an earlier run may show another digit
poster = sampler.drawing(three, POSTER, POSTER)


def seconds_of_256():
    """The best of five times: the first also builds a graph, and other programs run."""
    times = [time.perf_counter()]
    for _ in range(5):
        Drawing(sampler.cppn, three, 256, 256).pixels()
        times.append(time.perf_counter())
    return np.diff(times).min()


unit = seconds_of_256()
print(f"\nposter of {POSTER} x {POSTER}: the first 11 levels")
begun = time.perf_counter()
save(poster, folder / "three.dzi", levels=11)
tiles_drawn = len(list(folder.rglob("*.png")))
ratio = (time.perf_counter() - begun) / unit
print(f"measured: {ratio:.1f} times as long as 256 x 256 pixels, {tiles_drawn} tiles")

# %% [markdown]
# Time goes with the pixels, and all coarse levels together are only a third more; memory does not
# grow at all. (The clock differs somewhat: files are written, too, and other programs run.)
#
# The finer levels you draw only where you want to look closely. Open `poster/index.html` and zoom
# in.

# %%
top, left = (n / SMALL for n in places[3])
region = (left, top, left + 1 / SMALL, top + 1 / SMALL)  # one training pixel, as shares
print(f"\nposter of {POSTER} x {POSTER}: all levels, around one training pixel")
path = save(poster, folder / "three.dzi", region=region)
sizes = [tile.stat().st_size for tile in folder.rglob("*.png")]
print(f"{len(sizes)} tiles, {sum(sizes) / 1e6:.2f} MB")
print(f"saved {path} and {folder / 'index.html'}")

# %% [markdown]
# ## Tiles without seams
#
# What makes tiles fit? Each pixel has to get the very place that it has in the whole picture.
# Somebody wrote a function for that, and got seams.
#
# **Exercise** `ex08_tiles` (find): the whole function is there, with one mistake.
#
# Good: the difference below is rounding, less than 0.001. Wrong: kinks where two tiles meet.
#
# ![gone wrong: kinks at the seams](../docs/lessons/08/seams.png)

# %%
tiles = lesson.exercise("ex08_tiles")


def ask(points):
    """What the network answers for the three: points (n, 3) → colours (n, 1)."""
    return draw_in_chunks(sampler.cppn, three, points)


at_once = ask(coordinate_grid(104, 104)).reshape(104, 104, 1)
in_tiles = tiles(ask, 104, 10)  # ten tiles across, and one of 4 pixels
difference = np.abs(in_tiles - at_once)
print(f"104 pixels in tiles of 10: differences up to {difference.max():.1e}")
panels = {"at once": at_once, "tile by tile": in_tiles, "difference": difference}
lesson.save(plotting.plot_panels(panels, columns=3, side=3.4), "tiles.png")

# %% [markdown]
# ## Pixels are areas
#
# Does the large picture show what the small one did? A camera's pixel collects the light of a
# square. So the large picture, seen by a camera with 26 x 26 pixels, should be the small one: if
# each small pixel *is* a square of large ones. Pixel centres make it so: n pixels tile the window,
# and pixel i is asked at the middle of its tile, (2(i + ½)/n - 1). The programs of 2016 put the
# first and the last pixel *on* the window's edges, at every size (lesson 3).
#
# **Exercise** `ex08_pixel_area_average` (write): the camera with fewer pixels.

# %%
pixel_area_average = lesson.exercise("ex08_pixel_area_average")


def shrunk(images):
    """(n, height, width, c) → (n, 26, 26, c), by averaging areas."""
    return np.stack([pixel_area_average(image, len(image) // SMALL) for image in images])


def draw_on(corners, n, count=3):
    """The first digits on one of the two grids: (count, n, n, 1), and x of the first 26th."""
    points = coordinate_grid(n, n, corner_aligned=corners)
    images = np.stack([draw_in_chunks(sampler.cppn, z, points) for z in codes[:count]])
    return images.reshape(count, n, n, 1), points[: n // SMALL, 0].mean(dtype="float64")


# %%
def rms(a, b):
    return np.sqrt(np.mean((a - b) ** 2))


print(f"\n{LARGE} averaged to {SMALL}, RMS difference    of 1 sample   of 3 x 3 samples per pixel")
for name, corners in {"pixel centres": False, "corner to corner": True}.items():
    images, x = draw_on(corners, LARGE)
    single, first_x = draw_on(corners, SMALL)
    fine, _ = draw_on(corners, 3 * SMALL)
    print(f"  {name:28}{rms(shrunk(images), single):13.4f}", end="")
    print(f"{rms(shrunk(images), shrunk(fine)):16.4f}", end="")
    print(f"     first pixel off by {abs(x - first_x) * SMALL / 2:.2f} of its width")

# %% [markdown]
# On pixel centres the squares fit; what is left is that one sample is not an average, and nine
# samples come nearer to it. This is *supersampling*. The shipped model was trained with 3 x 3
# samples per pixel, so the sampler draws small pictures with as many. On the other grid the large
# picture is shifted by half a pixel at the window's edges, and no averaging mends that.
#
# ## How sharp is an edge?
#
# Go along a row over an edge: how far is it from 10 % to 90 % of the rise? Count *training* pixels,
# so that pictures of all sizes can be compared.
#
# **Exercise** `ex08_edge_width` (write): that distance, for one profile.

# %%
edge_width = lesson.exercise("ex08_edge_width")
for name, profile in {
    "a jump": [0, 0, 1, 1],
    "a ramp of 10 samples": np.linspace(0, 1, 11),
    "a pale one": np.linspace(0.2, 0.6, 11),
}.items():
    width = float(edge_width(np.float32(profile), 10))
    print(f"10 samples to a pixel, {name:20}: {width:.2f} training pixels")

# %% [markdown]
# A picture's row is no such profile: it rises and falls again. So cut out the part around the
# steepest step in which it never falls. The rival is *bicubic* interpolation: a new pixel is a
# weighted mean of the nearest 4 x 4 (Keys, 1981). *Lanczos* (Duchon, 1979) takes 6 x 6 and keeps a
# little more contrast.

# %%
BICUBIC, LANCZOS = Image.Resampling.BICUBIC, Image.Resampling.LANCZOS


def interpolate(image, size, how):
    """(h, w, 1) → (size, size, 1) in floats; beside an edge it may leave 0..1."""
    floats = Image.fromarray(np.float32(image[..., 0]))
    return np.asarray(floats.resize((size, size), how))[..., None]


def enlarge(images, size, how):
    """(n, h, w, 1) → (n, size, size, 1) in 0..1."""
    return np.clip(np.stack([interpolate(image, size, how) for image in images]), 0, 1)


def rise(profile):
    """The part around the steepest step upwards in which a profile (n,) never falls."""
    middle, falls = np.diff(profile).argmax(), np.flatnonzero(np.diff(profile) < 0)
    first = max(falls[falls < middle] + 1, default=0)
    return profile[first : min(falls[falls > middle], default=len(profile)) + 1]


# %%
smooth = enlarge(originals[3:4], LARGE, BICUBIC)[0, ..., 0]
sharp = large[3, ..., 0]
steps = np.diff(sharp, axis=1)
row, middle = np.unravel_index(steps.argmax(), steps.shape)  # the steepest upright edge
part = np.arange(LARGE)[max(0, middle - 2 * FACTOR) : middle + 2 * FACTOR]

fig, ax = plt.subplots(figsize=(8, 3.6), layout="constrained")
ax.plot(part / FACTOR, originals[3][row // FACTOR, part // FACTOR], ":", label="the 26 pixels")
for name, image in {"bicubic": smooth, "network": sharp}.items():
    width = float(edge_width(rise(image[row, part]), FACTOR))
    print(f"a three's steepest edge, 10 to 90 %: {width:.2f} training pixels, {name}")
    ax.plot(part / FACTOR, image[row, part], label=f"{name}: {width:.2f} from 10 to 90 %")
ax.set(xlabel="training pixels", title="a row across an edge")
ax.legend(frameon=False)
lesson.save(fig, "profile.png")

# %% [markdown]
# ![good: a steep edge beside a ramp](../docs/lessons/08/profile.png)
#
# One row is an anecdote. Over all edges of ten digits, at any angle, the package takes the median
# (`cppn_keras/evaluation/enlargement.py`). At 26 pixels no picture can show an edge of less than
# 0.8: a jump from one pixel to the next. Good: a width that falls as the picture grows, to a
# fraction of a pixel: the edge is *drawn*. Interpolated edges are only stretched: they stay about
# one pixel wide.

# %%
print(f"\nedge width, training pixels{'network':>13}{'bicubic':>10}{'Lanczos':>10}")
for size in sorted({SMALL, 10 * SMALL, LARGE}):
    drawn = [large if size == LARGE else sampler.generate(codes, size, size)]
    drawn += [enlarge(originals, size, how) for how in (BICUBIC, LANCZOS)]
    widths = [enlargement.edge_width(images, size // SMALL) for images in drawn]
    print(f"  {size:4} x {size:<20}", "".join(f"{width:10.2f}" for width in widths))

# %% [markdown]
# ## What it makes up
#
# Where an edge runs *within* a grey pixel, the pixel does not say. Where strokes touch, grey may
# be a gap or a joint: interpolation leaves the question open, the network answers it by what
# digits are usually like.

# %%
some = [2, 4, 8, 9]
places = plotting.greyest(originals[some], side=6)
ways = {
    "6 x 6 pixels": plotting.enlarge_pixels(originals[some], FACTOR),
    "bicubic": enlarge(originals[some], LARGE, BICUBIC),
    "network": large[some],
}
parts = {name: plotting.close_ups(images, places, 6, SMALL) for name, images in ways.items()}
lesson.save(plotting.plot_rows(parts, side=2.0), "made_up.png")

# %% [markdown]
# And outside the window of its training nobody ever corrected it: there should be paper, and there
# are specks. Step back (zoom 0.3): the window is the middle 90 of 300 pixels, with a grey frame.

# %%
outside, framed = [], []
for digit in some:
    far = Drawing(sampler.cppn, codes[digit], 300, 300, View(zoom=0.3)).pixels()
    ink = far[..., 0] > 0.5
    ink[105:195, 105:195] = False  # the window of training
    outside.append(ink)
    frame = [103, 104, 195, 196]
    far[103:197, frame] = far[frame, 103:197] = 0.5
    framed.append(far)
pieces = sum(len(enlargement.piece_sizes(ink)) for ink in outside)
share = np.mean(outside) / (1 - 0.3**2)
print(f"outside the window {share:.1%} is ink, in {pieces} pieces around {len(some)} digits")
lesson.save(plotting.plot_rows({"zoom 0.3": np.stack(framed)}, side=2.0), "outside.png")

# %% [markdown]
# So the edges are sharp and the shapes plausible. Are they *right*? For MNIST nobody can say: there
# is no larger picture of these digits.
#
# ## Is it only interpolation?
#
# The package's `strokes` are curves and a pen: synthetic digits that can be drawn exactly at any
# size. Train on their 26 x 26 pixels as if that were all there is, then enlarge digits that the
# network has not seen and compare with the exact drawing.

# %%
BOX = (1.0, 1.0, 27.0, 27.0)  # the middle 26 of the 28 units of a drawing: a unit is a pixel
unseen = random_strokes(20 if lesson.quick else 200, seed=2 * lesson.seed + 1)
pixels = render_stroke(unseen, SMALL, SMALL, BOX)  # (200, 26, 26, 1): all that anybody is given
exact = render_stroke(unseen[:10], 260, 260, BOX)
truth_and_given = {
    "exact drawing": exact,
    "26 x 26, given": plotting.enlarge_pixels(pixels[:10], 10),
}
lesson.save(plotting.plot_rows(truth_and_given, side=1.0), "strokes.png")

# %% [markdown]
# ## The network
#
# Bicubic knows the pixels of *this* picture exactly, and nothing about digits. The network knows
# digits, but of this picture only what passes through its code: 24 numbers for 676 pixels. What
# the code loses is lost at every size. So the code should be precise, and as nobody will sample
# from it, it may be costly: a β-VAE (lesson 1) with KL weight β = 0.02. Encoder, CPPN with FiLM and
# Fourier features are those of lessons 4 and 6.

# %%
LATENTS, WIDTH = (24, 64) if lesson.pretrained else (knobs.latents, knobs.width)  # as shipped
encoder = networks.build_conv_encoder((SMALL, SMALL, 1), LATENTS)
options = {"style": "leaky-relu", "conditioning": "film", "features": 32, "residual": True}
cppn = networks.build_cppn(LATENTS, width=WIDTH, depth=4, seed=lesson.seed, **options)
areas = networks.image_generator(cppn, SMALL, SMALL, subpixels=2, grey_weight=1.0)  # see below


def train(generator, images, epochs, rate):
    """Encoder and generator as a VAE, on random crops; Adam's rate falls to 0."""
    model = VAE(encoder, generator, kl_weight=knobs.beta, seed=lesson.seed)
    steps = len(images) // lesson.batch_size
    schedule = keras.optimizers.schedules.CosineDecay(rate, epochs * steps)
    model.compile(keras.optimizers.Adam(schedule, beta_2=0.99, clipnorm=500.0))
    feed = batches(images, lesson.batch_size, crop=SMALL, seed=lesson.seed)
    model.fit(feed, epochs=epochs, steps_per_epoch=steps, shuffle=False, verbose=lesson.verbose)


# %% [markdown]
# ## What a grey pixel means
#
# A network that is asked for *one point* of a pixel can answer its grey x only by a grey place: the
# cross-entropy -x log p - (1 - x) log(1 - p) is least at p = x. Edges become ramps.
#
# Ask for several samples p₁ … pₙ in the pixel and compare their *mean* with x: now a grey pixel may
# be all grey, or part ink and part paper. The cross-entropy cannot tell; it sees the mean alone. So
# let grey samples cost something. The *grey penalty* is 0 for ink and paper:
#
#     loss = cross-entropy(x, mean of pᵢ) + grey_weight · Σ pᵢ (1 - pᵢ)
#
# Four samples of a pixel that is a quarter ink:

# %%
x = 0.25
for name, samples in {
    "a grey place": np.full(4, 0.25),
    "a soft edge": np.array([0.7, 0.2, 0.1, 0.0]),
    "an edge through the pixel": np.array([1.0, 0.0, 0.0, 0.0]),
}.items():
    p = samples.mean()
    nats = -x * np.log(p) - (1 - x) * np.log(1 - p)
    grey = np.sum(samples * (1 - samples))
    print(f"{name:26} cross-entropy {nats:.3f} nats, grey penalty {grey:.2f}")

# %% [markdown]
# The cheapest way to a grey pixel is an edge through it, and its grey says where the edge is.
#
# ## Two stages
#
# First a pixel is a point: fast. Then it is an area, the average of 2 x 2 random samples within it,
# with the penalty.
#
# Good, in a full run: `reconstruction` falls to about 54 nats; in the second stage, where greys
# cost extra, it stays some ten nats higher. The reference value, an exact copy, is printed below.
# Wrong: it stays above 130, which is blobs (with `--quick` it does); or KL near 0, one digit for
# all pictures, as with `--quick --beta 50`:
#
# ![gone wrong: one blob for all](../docs/lessons/08/collapsed.png)

# %%
copied = ops.mean(losses.bernoulli_cross_entropy(pixels, pixels))
print(f"\nan exact copy has {float(copied):.1f} nats, the grey pixels' entropy: none can have less")


def drawings_of(count, seed):
    """uint8 (count, 28, 28, 1)."""
    strokes = random_strokes(count, seed)
    parts = [strokes[i : i + 1000] for i in range(0, count, 1000)]
    drawn = [render_stroke(part, 28, 28) for part in progress(parts, "drawing")]
    return np.round(255 * np.concatenate(drawn)).astype("uint8")


def copy_of(network):
    """The network as it is now. (`clone_model` would make a plain model of a CPPN.)"""
    twin = type(network).from_config(network.get_config())
    twin.set_weights(network.get_weights())
    return twin


# %%
trained = {}  # name: (encoder, cppn)
if lesson.pretrained:  # the weights of the second stage; the first one's row is left out below
    lesson.load_weights(encoder, cppn)
else:
    drawings = drawings_of(2000 if lesson.quick else 20_000, seed=2 * lesson.seed)
    print("\nfirst stage: pixels are points")
    train(networks.image_generator(cppn, SMALL, SMALL), drawings, lesson.epochs, 1.5e-3)
    trained["network, points"] = (copy_of(encoder), copy_of(cppn))
    print("\nsecond stage: pixels are areas")
    train(areas, drawings, max(1, lesson.epochs // 5), 5e-4)
    lesson.save_weights(encoder, cppn)
trained["network, areas"] = (encoder, cppn)

# %% [markdown]
# ## Latent optimization
#
# The encoder guesses a code at first sight, by one rule for all digits. Is there a better one? Keep
# the weights, start from its guess, and go down the gradient with respect to z: training, with 24
# numbers in place of the weights.
#
#     z → z - step · ∇_z [cross-entropy of the given pixels and the pixels drawn from z]
#
# This is *latent optimization*; where the generator is a GAN's, it is called *GAN inversion*. Only
# the 26 x 26 pixels are used, never the truth.


# %%
def optimize_codes(images, z, steps):
    """Codes z (n, latent), each moved for its picture; and nats per picture before and after."""
    codes = keras.Variable(z)
    optimizer = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.05, steps))
    optimizer.build([codes])

    @tf.function
    def step():
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(codes.value)
            drawn = areas(codes.value, training=True)  # new samples within the pixels every time
            loss = ops.sum(losses.bernoulli_cross_entropy(images, drawn))
        optimizer.apply([tape.gradient(loss, codes.value)], [codes])
        return loss / len(images)

    nats = [float(step()) for _ in range(steps)]
    return np.asarray(codes), nats[0], nats[-1]


# %%
PART = 50  # pictures at a time
codes_of = {name: pair[0].predict(pixels, verbose=0)[0] for name, pair in trained.items()}
print(f"\noptimizing {len(pixels)} codes, {knobs.code_steps} steps each")
guesses, results = codes_of["network, areas"], []
for i in progress(range(0, len(pixels), PART), "optimizing codes"):
    part = slice(i, i + PART)
    results.append(optimize_codes(pixels[part], guesses[part], knobs.code_steps))
optimized, before, after = zip(*results, strict=True)
trained["network, optimized"] = trained["network, areas"]
codes_of["network, optimized"] = np.concatenate(optimized)
print(f"cross-entropy, nats per picture: {np.mean(before):.1f} → {np.mean(after):.1f}")

# %% [markdown]
# ## Fair rivals
#
# Two facts are cheap to know. Ink has no greys: so *cut bicubic at ½*. And a pixel is an area: an
# enlargement, averaged back to 26 x 26, should give the pixels that were given. Bicubic's does not;
# thin strokes come back too pale. Changing it until it does is called *back-projection* (Irani and
# Peleg, 1991). It uses the second fact, as the network's training does, and knows nothing about
# digits.
#
# **Exercise** `ex08_back_projection` (change): an enlargement that keeps the pixels it was given.

# %%
back_projection = lesson.exercise("ex08_back_projection")


def kept(image, given):
    """Bicubic's enlargement of `given`, changed until it keeps the pixels."""

    def average(picture):
        return np.asarray(pixel_area_average(picture, len(picture) // SMALL))

    def larger(differences):
        return interpolate(differences, len(image), BICUBIC)

    return np.asarray(back_projection(image, given, average, larger, 20))


by_bicubic = enlarge(pixels[:10], 260, BICUBIC)
mended = np.stack([kept(*pair) for pair in zip(by_bicubic, pixels, strict=False)])
for name, images in {"bicubic": by_bicubic, "back-projected": mended}.items():
    off, wrong = rms(shrunk(images), pixels[:10]), rms(images, exact)
    print(f"RMS, {name:15}: {off:.4f} from the given pixels, {wrong:.4f} from the truth")
lesson.save(plotting.plot_rows({"bicubic": by_bicubic, "mended": mended}, side=1.0), "kept.png")

# %% [markdown]
# ## Four measures
#
# *PSNR* (lesson 4) of an enlargement against the exact drawing; and *given*, the PSNR of its area
# averages against the 26 x 26 pixels. *Overlap*: the area that is ink in both pictures divided by
# the area that is ink in either (intersection over union), ink being what is above ½. *Edge*: the
# width as above, the median over all edges.


# %%
def psnr(image, truth):
    """Decibels, -10 log₁₀ of the mean squared error."""
    return float(-10 * np.log10(np.mean(np.square(np.asarray(image, "float64") - truth))))


def overlap(image, truth):
    """Intersection over union of the ink."""
    return ((image > 0.5) & (truth > 0.5)).sum() / ((image > 0.5) | (truth > 0.5)).sum()


def measures(images, truths):
    """Given, PSNR, overlap, edge of enlargements (n, size, size, 1): means, the edges' median."""
    small, each = shrunk(images), range(len(images))
    given = np.mean([psnr(small[i], pixels[i]) for i in each])
    decibels = np.mean([psnr(images[i], truths[i]) for i in each])
    same = np.mean([overlap(images[i], truths[i]) for i in each])
    return given, decibels, same, enlargement.edge_width(images, images.shape[1] // SMALL)


# %%
def ways_to(size, count):
    """Yields (name, enlargements (count, size, size, 1)) of every way, one after the other."""
    smooth = enlarge(pixels[:count], size, BICUBIC)
    yield "bicubic", smooth
    yield "Lanczos", enlarge(pixels[:count], size, LANCZOS)
    yield "bicubic cut at ½", (smooth > 0.5).astype("float32")
    yield "back-projected", np.stack([kept(smooth[i], pixels[i]) for i in range(count)])
    for name, (_, network) in trained.items():
        yield name, Drawing(network, codes_of[name][:count], size, size).pixels()


def compare(size, count):
    """Prints the table of a size; returns {name: PSNR}, {name: pictures of the digits shown}."""
    truths = render_stroke(unseen[:count], size, size, BOX)
    table, pictures = {}, {"truth": truths[shown]}
    print(f"\n{count:4} digits at {size} x {size:<9}given, dB   PSNR, dB   overlap  edge, pixels")
    for name, images in ways_to(size, count):
        given, table[name], same, width = measures(images, truths)
        pictures[name] = images[shown]
        print(f"  {name:24}{given:11.2f}{table[name]:11.2f}{same:10.3f}{width:14.2f}")
    return table, pictures


# %%
FEW = 10 if lesson.quick else 20  # pictures at the largest size
shown = np.unique(unseen.labels[:FEW], return_index=True)[1][-4:]  # four different digits
sizes = {104: 20, 260: FEW} if lesson.quick else {260: 200, 1040: FEW}
for size, count in sizes.items():
    decibels, pictures = compare(size, count)

# %% [markdown]
# ## Against the truth
#
# Read the columns of a full run (a quick one draws blobs). *Given*: bicubic, averaged back,
# blurs the pixels; the network returns its idea of them, and latent optimization wins about half
# of the difference back. *Edge*: trained on points, the network's are 0.80 wide, not much less than
# Lanczos's; trained on areas, 0.22. So most of the sharpness comes not from the network but from
# what it was told a pixel is. And sharp alone is cheap: bicubic cut at ½ is sharper than all.
# *Overlap* tells whether ink is where it should be, and there interpolation wins: it has every
# pixel, the network 24 numbers. Sharp ink in the wrong place is simply wrong.

# %%
small_run = "" if lesson.full_run else " (a smaller run than the text's: it says nothing about it)"
print(f"\nat {size} pixels, is the network nearer to the truth? In dB{small_run}")
ours = [decibels[name] for name in ("network, areas", "network, optimized")]
print(f"{'than':20}{'at first sight':>16}{'with optimized codes':>24}")
for name in ("bicubic", "Lanczos", "bicubic cut at ½", "back-projected"):
    gains = [value - decibels[name] for value in ours]
    cells = [f"{'yes' if gain > 0 else 'no'} {gain:+.2f}" for gain in gains]
    print(f"{name:20}{cells[0]:>16}{cells[1]:>24}")

# %% [markdown]
# Is it only interpolation? The answer of a full run is no, but it is no triumph: by PSNR the
# network is level with Lanczos at first sight of a picture and 1.3 dB better once its code is
# optimized; bicubic cut at ½, one line of code, is ahead of both, and so is back-projection.
#
# Look at it: whole digits, and the 8 x 8 training pixels with most grey.

# %%
pictures = {"pixels": plotting.enlarge_pixels(pixels[shown], size // SMALL), **pictures}
places = plotting.greyest(pixels[shown], side=8)
near = {name: plotting.close_ups(images, places, 8, SMALL) for name, images in pictures.items()}
seen = {name: images[:, :: size // 260, :: size // 260] for name, images in pictures.items()}
lesson.save(plotting.plot_rows(seen, side=1.3), "truth.png")
lesson.save(plotting.plot_rows(near, side=1.3, title="8 x 8 training pixels"), "truth_near.png")

# %% [markdown]
# ![the truth, and what came near](../docs/lessons/08/truth_near.png)
#
# What the network adds is knowledge of pens and digits: round ends, and edges that do not wave
# (compare the 7 and the 9 with bicubic cut at ½). It can be wrong, too: in the close-up of the 8 it
# fills a gap that the truth leaves open. And it holds for these digits alone: a letter would leave
# bicubic as a soft letter, and the network, at best, as a sharp digit.

# %%
print(f"\ndone in {(time.time() - start) / 60:.1f} min; pictures in {lesson.out}")

# %% [markdown]
# `pytest tests/exercises -k ex08` says what is still wrong in your answers, and `--hint` gives one
# hint at a time; `python lessons/08_high_resolution.py --quick --mine` runs this lesson with what
# you wrote. Lesson 9 will calculate with codes.
#
# Sources: David Ha, "Generating Large Images from Latent Vectors" (2016); Keys, "Cubic Convolution
# Interpolation" (1981); Duchon, "Lanczos Filtering" (1979); Irani & Peleg, "Improving Resolution by
# Image Registration" (1991).
