# %% [markdown]
# # Lesson 4: one picture, learnt as a function
#
# In lesson 3 the weights were random and the pictures were what came out. Now a picture is given
# and the weights are to find it. You train the network that answers "what colour is the point
# (x, y)?" until it knows one picture of 128 x 128 pixels: an *implicit neural representation*, a
# coordinate network that stands for given data. Then you ask it for points *between* the pixels:
# the picture 4 and 16 times as large, beside bicubic enlargement and beside the truth.
#
# **Expected** with the built-in scene, PSNR against the picture learnt from, in decibels (35 is
# the target; from 40 on the difference is hard to see): from x and y alone no more than 22 dB;
# with Fourier features of σ = 10 42 dB, 35 of which are passed half-way, after 20 epochs; with
# sines 39 dB. Enlarged 4 times, against the truth: 28.9 dB; bicubic 28.6 dB.
#
# **Time**: a little over a minute on two cores, of which the best network takes three seconds to
# pass 35 dB; with `--quick` 13 seconds. Pictures go to `out/04_one_image/`. Nothing is downloaded.
#
#     python lessons/04_one_image.py                     # the built-in scene
#     python lessons/04_one_image.py --data cat.jpg      # your picture: its central square
#     python lessons/04_one_image.py --quick             # everything small
#     python lessons/04_one_image.py --help              # the options
#
# Sources: hardmaru, "Generating Large Images from Latent Vectors" (2016), for the idea; Tancik et
# al., "Fourier Features Let Networks Learn High Frequency Functions" (2020); Sitzmann et al.,
# "Implicit Neural Representations with Periodic Activation Functions" (SIREN, 2020).

# %%
import time

import matplotlib.pyplot as plt
import numpy as np
from PIL import Image

from cppn_keras.course.lesson import begin

lesson = begin("04_one_image", epochs=40, batch_size=512, quick=(20, 128), picture=(128, 64))

# Imported after `begin`, which asks TensorFlow to be quiet and sets the seed.
import keras
from keras import layers, ops

from cppn_keras import plotting
from cppn_keras.coordinates import View, coordinate_grid
from cppn_keras.networks import CPPN
from cppn_keras.progress import progress
from cppn_keras.rendering import Drawing, save, save_animation, save_png

start = time.time()
picture = lesson.data.image  # (SIZE, SIZE, 3)
SIZE = len(picture)
WIDTH = 64 if lesson.quick else 256  # units of a layer

# %% [markdown]
# ## A picture is a data set
#
# One example for each pixel: its place (x, y), from -1 to 1, is the input, its colour the answer.
# 128 x 128 pixels are 16,384 examples; a batch is 512 pixels from all over the picture, an epoch
# has seen each pixel once. It is ordinary regression, and `fit` will do.
#
# The package's renderer asks a CPPN with z and coordinates. z says *which* picture; there is only
# one here, so z is a single 0 that nothing looks at. From lesson 5 on it matters.

# %%
coordinates = coordinate_grid(SIZE, SIZE, radius=False)[:, None]  # (pixels, 1, 2): one point each
colours = picture.reshape(-1, 1, 3)  # (pixels, 1, 3)
NO_Z = np.zeros((len(colours), 1), "float32")  # (pixels, 1)
print(f"{len(colours):,} examples: places {coordinates.shape}, colours {colours.shape}")

# %% [markdown]
# **How near is near?** The squared error of a pixel, averaged, is small and says little. PSNR
# compares it with the largest possible (1, for colours in 0..1) on a scale of decibels: ten more
# mean a tenth of the squared error. 20 dB are an error of 0.1, 40 dB one of 0.01: two or three of
# 255 grey levels.


# %%
def psnr(image, reference):
    """Both of one shape, in 0..1 → decibels, one number; infinite where they are equal."""
    squared_error = ops.mean(ops.square(image - reference))
    return -10 * ops.log(squared_error) / ops.log(10.0)


psnr = lesson.mine("ex04_psnr", "psnr", psnr)
grey = np.full_like(picture, picture.mean())
print(f"PSNR of a grey sheet {float(psnr(grey, picture)):.1f} dB,", end=" ")
print(f"of the picture brightened by 0.01 {float(psnr(picture + 0.01, picture)):.1f} dB")

# %% [markdown]
# ## What a network of x and y cannot see
#
# Neighbouring pixels are 1/64 apart: to the network nearly the same input. To tell them apart a
# layer needs large weights, and training finds those last. This is **spectral bias**: gradient
# descent learns low frequencies first, the sky long before the rigging.
#
# **Fourier features** put the picture's place into a form in which neighbours differ. Draw m
# directions with frequencies F ~ N(0, σ²), once and for all, and give the network
# sin(π p·F) and cos(π p·F) in place of p = (x, y). The picture is 2 wide, so F counts *cycles
# across the picture*, and σ says how fine the waves are from which it will be put together.


# %%
def fourier_features(coordinates, frequencies):
    """(…, points, 2), (2, m) → (…, points, 2·m): all sines, then all cosines."""
    phase = np.pi * ops.matmul(coordinates, frequencies)  # (…, points, m)
    return ops.concatenate([ops.sin(phase), ops.cos(phase)], axis=-1)


fourier_features = lesson.mine("ex04_fourier_features", "fourier_features", fourier_features)


def draw_frequencies(sigma, count=128):
    """F, (2, count): the same directions for every σ."""
    rng = np.random.default_rng(lesson.seed)
    return sigma * rng.standard_normal((2, count)).astype("float32")


# %% [markdown]
# σ decides which places are alike to the network. The similarity of two places is the product of
# their features, divided by its largest value: 1 for the same place, 0 for unrelated ones. If
# pixels side by side are as good as equal (σ = 1), detail is hard; if they are unrelated (σ = 40),
# what was learnt of one says nothing about the place beside it, nor about the point in between.

# %%
SIGMAS = (1, 4, 10, 40)


def similarity(sigma, apart):
    """Of features of two places `apart` pixels apart, averaged over places."""
    shift = np.float32([2 * apart / SIZE, 0])
    first, second = (
        np.asarray(fourier_features(where, draw_frequencies(sigma)))
        for where in (coordinates[:, 0], coordinates[:, 0] + shift)
    )
    return float((first * second).sum(axis=-1).mean() / (first**2).sum(axis=-1).mean())


print("\nsimilarity of places apart by   ½ pixel   1 pixel  3 pixels  8 pixels")
for sigma in SIGMAS:
    cells = "".join(f"{similarity(sigma, apart):10.3f}" for apart in (0.5, 1, 3, 8))
    print(f"  σ = {sigma:<22}{cells}")

# %% [markdown]
# **Sines all the way** (SIREN) is the other cure: no features, but every layer ends in
# sin(ω₀ · …) with ω₀ = 30, so that the first layer draws waves and the next ones waves of waves.
# It works only from the right start. Weights are drawn evenly from ±1/2 in the first layer and
# from ±√(6/width)/ω₀ in the others, which keeps what enters a sine about equally wide in each
# layer; and the learning rate must be small, for a step is multiplied by ω₀ as well.

# %%
OMEGA = 30.0


def sine(x):
    """The activation of SIREN."""
    return ops.sin(OMEGA * x)


def sine_layers(h, depth):
    """`depth` dense layers on h (…, points, 2 or width), each followed by a sine."""
    for i in range(depth):
        limit = 1 / 2 if i == 0 else np.sqrt(6 / WIDTH) / OMEGA
        evenly = keras.initializers.RandomUniform(-limit, limit, seed=lesson.seed + i)
        h = layers.Dense(WIDTH, activation=sine, kernel_initializer=evenly)(h)
    return h


def relu_layers(h, depth, activation="relu"):
    """`depth` dense layers as lesson 1 had them."""
    for i in range(depth):
        start = keras.initializers.GlorotUniform(seed=lesson.seed + i)
        h = layers.Dense(WIDTH, activation=activation, kernel_initializer=start)(h)
    return h


def build(body, depth=3):
    """z (batch, 1), coordinates (batch, points, 2) → colours (batch, points, 3) in 0..1."""
    z = keras.Input((1,), name="z")
    place = keras.Input((None, 2), name="coordinates")
    colour = layers.Dense(3, activation="sigmoid", name="colour")(body(place, depth))
    return CPPN([z, place], colour)


def with_features(sigma):
    """The body of a network that sees Fourier features of the place and nothing else."""
    frequencies = draw_frequencies(sigma)
    return lambda place, depth: relu_layers(fourier_features(place, frequencies), depth)


# name: (body, learning rate)
VARIANTS = {
    "x, y; tanh": (lambda place, depth: relu_layers(place, depth, "tanh"), 3e-3),
    "x, y; relu": (relu_layers, 3e-3),
    **{f"Fourier, σ = {sigma}": (with_features(sigma), 3e-3) for sigma in SIGMAS},
    "sines, ω₀ = 30": (sine_layers, 1e-3),
}
FAVOURITE = "Fourier, σ = 10"
if lesson.quick:
    FAVOURITE = "Fourier, σ = 4"  # for a picture of half as many pixels
    VARIANTS = {name: VARIANTS[name] for name in ("x, y; relu", FAVOURITE, "Fourier, σ = 40")}

# %% [markdown]
# ## Training
#
# All variants have three layers of 256 units and see each pixel 40 times; Adam's rate falls along
# a cosine to 0, which here is worth several decibels: see the last third of the curves.
#
# Good to see: 20 dB and more after two or three epochs, then steadily upwards, and a last climb as
# the rate falls. Wrong: a network that stays below 16 dB, one colour everywhere. Sines do that at
# twice the rate. A PSNR that drops and recovers says that the rate is high, and passes as it falls.


# %%
class Watch(keras.callbacks.Callback):
    """Draws the picture after chosen epochs and notes its PSNR and the time; prints as it goes."""

    def __init__(self, epochs):
        super().__init__()
        self.epochs, self.images = epochs, {}
        self.psnr, self.seconds, self.begun = [], [], time.time()

    def on_epoch_end(self, epoch, logs=None):
        if epoch + 1 in self.epochs:
            image = Drawing(self.model, [0.0], SIZE, SIZE).pixels()  # (SIZE, SIZE, 3)
            self.images[epoch + 1] = image
            self.psnr.append(float(psnr(image, picture)))
            self.seconds.append(time.time() - self.begun)
            print(f"{self.psnr[-1]:6.1f}", end="", flush=True)


MARKS = sorted({min(n, lesson.epochs) for n in (1, 2, 3, 5, 7, 10, 14, 20, 28, 40)})
if lesson.epochs > 40:
    MARKS.append(lesson.epochs)


def train(body, rate):
    """Builds a network and trains it on the picture: (network, what the watch saw)."""
    cppn, watch = build(body), Watch(MARKS)
    steps = lesson.epochs * -(-len(colours) // lesson.batch_size)
    schedule = keras.optimizers.schedules.CosineDecay(rate, steps)
    cppn.compile(keras.optimizers.Adam(schedule), loss="mean_squared_error")
    cppn.fit(
        [NO_Z, coordinates],
        colours,
        batch_size=lesson.batch_size,
        epochs=lesson.epochs,
        callbacks=[watch],
        verbose=0,
    )
    return cppn, watch


networks, watches = {}, {}
print(f"\nPSNR after epoch {''.join(f'{epoch:6}' for epoch in MARKS)}   weights  seconds")
for name, variant in VARIANTS.items():
    print(f"{name:17}", end="", flush=True)
    networks[name], watches[name] = train(*variant)
    print(f"{networks[name].count_params():10,}{watches[name].seconds[-1]:9.1f}")

best = watches[FAVOURITE]
passed = [i for i, value in enumerate(best.psnr) if value >= 35]
print(f"\n{FAVOURITE}: {best.psnr[-1]:.1f} dB; target, 35 dB within a minute: ", end="")
if passed:
    print(f"there after epoch {MARKS[passed[0]]}, {best.seconds[passed[0]]:.0f} s")
else:
    print("not reached" + (", and not expected of --quick" if lesson.quick else ""))

# %%
cells = [picture, *(watch.images[lesson.epochs] for watch in watches.values())]
titles = ["the picture", *(f"{name}: {watch.psnr[-1]:.1f} dB" for name, watch in watches.items())]
columns = len(cells) // 2
fig, axes = plt.subplots(2, columns + 1, figsize=(4 * columns + 4, 8), layout="constrained")
for ax, cell, title in zip(axes[:, :-1].flat, cells, titles, strict=True):
    plotting.plot_image(cell, ax, title)
grid = axes[0, 0].get_gridspec()
for ax in axes[:, -1]:
    ax.remove()
ax = fig.add_subplot(grid[:, -1])
for name, watch in watches.items():
    ax.plot(MARKS, watch.psnr, label=name)
ax.axhline(35, color="grey", linestyle=":", linewidth=1)
ax.set(xscale="log", xlabel="epoch", title="PSNR, dB", xticks=MARKS[::3], xticklabels=MARKS[::3])
ax.minorticks_off()
ax.grid(alpha=0.3)
ax.legend(frameon=False, loc="upper left", fontsize=9)
lesson.save(fig, "variants.png")

# %% [markdown]
# The same by time, for the network of x and y and for the one with σ = 10. The first begins with
# a blur and sharpens it slowly. The second begins with waves of all its frequencies and has to
# make them cancel where the picture is smooth: grain first, then detail, calm sky last.

# %%
shown = [epoch for epoch in MARKS if epoch in (1, 2, 5, 10, 20, lesson.epochs)]
size = (3.2 * len(shown), 6.8)
fig, axes = plt.subplots(2, len(shown), figsize=size, layout="constrained", squeeze=False)
for row, name in zip(axes, ("x, y; relu", FAVOURITE), strict=True):
    for ax, epoch in zip(row, shown, strict=True):
        value = watches[name].psnr[MARKS.index(epoch)]
        title = f"{name}, epoch {epoch}: {value:.1f} dB"
        plotting.plot_image(watches[name].images[epoch], ax, title)
        ax.title.set_fontsize(9)
lesson.save(fig, "fit_by_epoch.png")

# %% [markdown]
# ## Between the pixels
#
# Nothing so far says what lies between two pixels, and any function through the pixels is as good
# a fit. Bicubic interpolation takes, between pixels, a smooth curve through the nearest 16. The
# network takes what its waves make of it. Which is nearer to the truth? The built-in scene is
# drawn by a rule at any size, so here we can know. (Of a file we know the truth up to its size.)


# %%
def bicubic(image, size):
    """(height, width, 3) → (size, size, 3), each channel on its own, in floats."""
    channels = [Image.fromarray(channel) for channel in np.moveaxis(image, -1, 0)]
    larger = [np.asarray(c.resize((size, size), Image.Resampling.BICUBIC)) for c in channels]
    return np.clip(np.stack(larger, axis=-1), 0, 1)


truth4 = lesson.data.truth(4 * SIZE)  # None where a file has fewer pixels
print(f"\ndrawing {4 * SIZE} x {4 * SIZE} pixels by each network")
drawn4 = {"bicubic": bicubic(picture, 4 * SIZE)}
for name, cppn in networks.items():
    drawn4[name] = Drawing(cppn, [0.0], 4 * SIZE, 4 * SIZE).pixels()
if truth4 is not None:
    print("enlarged 4 times, PSNR against the truth")
    for name, image in drawn4.items():
        print(f"  {name:17}{float(psnr(image, truth4)):6.2f} dB")

# %% [markdown]
# Here σ = 10 comes out 0.3 decibels above bicubic: its edges are a little sharper, its
# smooth surfaces a little grainy. σ = 40 had 32 dB at the pixels and has 21 between them; σ = 1 had
# less at the pixels and keeps more of it. So the fit alone does not say which σ to take.
#
# Where is there most to see? In the window with the most contrast.


# %%
def liveliest(image, side):
    """(top, left) of the square of `side` pixels in which colours vary most."""
    windows = np.lib.stride_tricks.sliding_window_view(image, (side, side), axis=(0, 1))
    variance = windows.var(axis=(-2, -1)).sum(axis=-1)  # one number per place
    return [int(i) for i in np.unravel_index(variance.argmax(), variance.shape)]


def crop(image, window, factor):
    """The part of an enlargement that shows window (top, left, side) of the small picture."""
    top, left, side = (factor * n for n in window)
    return image[top : top + side, left : left + side]


SMALL = SIZE // 6
top, left = liveliest(picture, SMALL)
small = (top, left, SMALL)
large = (*np.clip([top - SMALL, left - SMALL], 0, SIZE - 3 * SMALL).tolist(), 3 * SMALL)

# %% [markdown]
# σ is a guess about the picture between its pixels. Too small: a blur that misses even the
# pixels. Too large: each pixel right and *ripples* between them, for waves finer than two pixels
# cost nothing in training. The sky shows it best: smooth truth, and what each network invents.

# %%
names = [name for name in networks if name != "x, y; tanh"]
panels = {"pixels": plotting.enlarge_pixels(picture[None], 4)[0], "bicubic": drawn4["bicubic"]}
panels |= {name: drawn4[name] for name in names}
if truth4 is not None:
    panels["truth"] = truth4
sky = (SIZE // 24, SIZE * 2 // 5, SIZE // 4)
fig, axes = plt.subplots(2, len(panels), figsize=(3 * len(panels), 6.6), layout="constrained")
for row, window in zip(axes, (sky, small), strict=True):
    for ax, (name, image) in zip(row, panels.items(), strict=True):
        ax = plotting.plot_image(crop(image, window, 4), ax, name)
        ax.title.set_fontsize(10)
lesson.save(fig, "between_the_pixels.png")

# %% [markdown]
# ## 1, 4 and 16 times
#
# The network with σ = 10, as it was trained, then at 4 and 16 times the size. 16 times is four
# million pixels from 198,147 weights. There is no largest size, but there is nothing new to see
# either: it knows 128 x 128 pixels and its waves. A rope that was a third of a pixel wide is grey
# in the pixels, and so it stays.

# %%
favourite = networks[FAVOURITE]
print(f"\ndrawing {16 * SIZE} x {16 * SIZE} pixels")
drawing = Drawing(favourite, [0.0], 16 * SIZE, 16 * SIZE)
path16 = save(drawing, lesson.out / "picture_16x.png")  # straight into the file, band by band
drawn16 = np.asarray(Image.open(path16), "float32") / 255
print(f"saved {path16}")
print(f"saved {save_png(drawn4[FAVOURITE], lesson.out / 'picture_4x.png')}")
bicubic16, truth16 = bicubic(picture, 16 * SIZE), lesson.data.truth(16 * SIZE)
rows = [
    (1, (0, 0, SIZE), picture, best.images[lesson.epochs], picture),
    (4, large, drawn4["bicubic"], drawn4[FAVOURITE], truth4),
    (16, small, bicubic16, drawn16, truth16),
]
known = truth4 is not None
fig, axes = plt.subplots(3, 3 + known, figsize=(16 if known else 12, 12.6), layout="constrained")
for line, (factor, window, smooth, drawn, truth) in zip(axes, rows, strict=True):
    parts = {"its pixels": plotting.enlarge_pixels(picture[None], factor)[0]}
    parts |= {"bicubic": smooth, FAVOURITE: drawn, "truth": truth}
    for ax, (name, image) in zip(line, parts.items(), strict=False):
        title = f"{factor} x: {name}"
        if image is None:
            ax.set_axis_off()
            continue
        if factor > 1 and truth is not None and name in ("bicubic", FAVOURITE):
            value = float(psnr(image, truth))
            title += f", {value:.2f} dB"
            if factor == 16:
                print(f"enlarged 16 times, PSNR against the truth: {name} {value:.2f} dB")
        plotting.plot_image(crop(image, window, factor), ax, title)
lesson.save(fig, "enlarged.png")

# %% [markdown]
# ## Zooming in
#
# A `View` is a window on the plane: its centre and how many times larger things are drawn. A zoom
# that looks even multiplies by the same factor in each frame; so what moves in a straight line is
# the zoom's *logarithm*. The centre has to move with it: towards a point p that is to end up in
# the middle, by what the zoom has done so far.


# %%
def lerp(a, b, t):
    """a, b (numbers,), t (frames,) → (frames, numbers): from a at t = 0 straight to b at t = 1."""
    t = ops.reshape(t, (-1, 1))  # (frames, 1)
    return (1 - t) * a + t * b


lerp = lesson.mine("ex04_lerp", "lerp", lerp)
frames, side, closest = (16, 96, 8.0) if lesson.quick else (40, 224, 8.0)
target = np.float32([left + SMALL / 2, top + SMALL / 2]) * 2 / SIZE - 1  # (x, y) of the window
t = np.linspace(0, 1, frames).astype("float32")
log_zoom = lerp(np.float32([0]), np.log(np.float32([closest])), t)  # (frames, 1)
zooms = np.exp(np.asarray(log_zoom))[:, 0]
done = (1 - 1 / zooms) / (1 - 1 / closest)  # (frames,): 0 to 1, how far it has closed in
centers = np.asarray(lerp(np.float32([0, 0]), target, done))  # (frames, 2)
views = [View(center, zoom) for center, zoom in zip(centers.tolist(), zooms.tolist(), strict=True)]
images = []
for view in progress(views, "drawing"):
    images.append(Drawing(favourite, [0.0], side, side, view).pixels())
path = save_animation(images + images[-2:0:-1], lesson.out / "zoom.gif", duration=0.07)
print(f"saved {path}")

# %% [markdown]
# ## What is still wrong
#
# The network has learnt one picture by heart, with 198,147 weights for a picture of 49,152
# numbers. It knows nothing about pictures as such: between the pixels it is about as good as
# bicubic, and a line that a pixel has swallowed is not coming back. To draw a *new* picture it
# would have to know many, and z would have to say which. That is lesson 5.
#
# Exercises: `lessons/exercises/ex04_*.py`; `pytest tests/exercises` checks them, and `--mine`
# runs this lesson with what you wrote. `ex04_slerp` is for ways between codes, from lesson 9 on.

# %%
print(f"\ndone in {(time.time() - start) / 60:.1f} min; pictures in {lesson.out}")
