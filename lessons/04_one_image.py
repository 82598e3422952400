# %% [markdown]
# # Lesson 4: one picture, learnt as a function
#
# In lesson 3 the weights were random and the pictures were what came out. Now a picture is given
# and the weights are to find it. You train a network that answers "what colour is the point
# (x, y)?" until it knows one picture of 128 x 128 pixels: an *implicit neural representation*, a
# coordinate network that stands for given data. Then you ask it for points *between* the pixels.

# %% [markdown]
# **Expected** with the built-in scene, PSNR in decibels: from x and y alone 22 dB; with Fourier
# features of σ = 10 42 dB, 35 of them after half of the 40 epochs; with sines 39 dB. Enlarged 4
# times, against the truth: 28.9 dB; bicubic 28.6 dB.
#
# **Time**: one to two minutes on two cores; with `--quick` half a minute at most. Nothing is
# downloaded, pictures go to `out/04_one_image/`.
#
#     python lessons/04_one_image.py                     # the built-in scene
#     python lessons/04_one_image.py --data cat.jpg      # your picture: its central square
#     python lessons/04_one_image.py --quick             # everything small
#     python lessons/04_one_image.py --help              # the options, and four numbers to turn

# %% [markdown]
# The numbers are `--width`, `--depth`, `--sigma` and `--rate`. Try `--sigma 20`: is the
# picture better at its pixels, and is it better between them?
#
# Sources: hardmaru, "Generating Large Images from Latent Vectors" (2016), for the idea; Tancik et
# al., "Fourier Features Let Networks Learn High Frequency Functions" (2020); Sitzmann et al.,
# "Implicit Neural Representations with Periodic Activation Functions" (SIREN, 2020).

# %%
import time

from cppn_keras.course.lesson import begin

lesson = begin(
    "04_one_image",
    epochs=40,
    batch_size=512,
    quick=(20, 128),
    picture=(128, 64),
    quick_hides="a picture of 64 x 64 pixels and networks of 64 units. Their decibels are their "
    "own: compare them with each other, not with the text's. That a network beats bicubic does not "
    "show",
    width=(256, 64),
    depth=3,
    sigma=(10.0, 4.0),
    rate=3e-3,
)

# %%
# Imported after `begin`, which asks TensorFlow to be quiet and sets the seed.
import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers, ops
from PIL import Image

from cppn_keras import plotting
from cppn_keras.coordinates import View, coordinate_grid
from cppn_keras.networks import CPPN
from cppn_keras.plotting.diagrams.features import coordinate_network
from cppn_keras.progress import progress
from cppn_keras.rendering import Drawing, save, save_animation, save_png

start = time.time()
WIDTH, DEPTH, SIGMA, RATE = (getattr(lesson.knobs, k) for k in ("width", "depth", "sigma", "rate"))
picture = lesson.data.image  # (SIZE, SIZE, 3)
SIZE = len(picture)

lesson.save(coordinate_network(), "diagram.png")

# %% [markdown]
# ![what flows where](../docs/lessons/04/diagram.png)
#
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
# **How near is near?** The squared error of a pixel, averaged, is small and says little. PSNR, the
# peak signal-to-noise ratio, compares it with the largest possible (1, for colours in 0..1) on a
# scale of decibels:
#
#     PSNR = -10 · log₁₀(mean squared error)
#
# Ten decibels more are a tenth of the squared error. From 40 dB on, two pictures are hard to tell
# apart.


# %%
def psnr(image, reference):
    """Both of one shape, in 0..1 → decibels, one number; infinite where they are equal."""
    squared_error = ops.mean(ops.square(image - reference))
    return -10 * ops.log(squared_error) / ops.log(10.0)


grey = np.full_like(picture, picture.mean())
print(f"PSNR of a grey sheet {float(psnr(grey, picture)):.1f} dB,", end=" ")
print(f"of the picture brightened by a tenth {float(psnr(picture + 0.1, picture)):.1f} dB")

# %% [markdown]
# **Predict, then measure: `ex04_predict_psnr`.** This lesson prints decibels from here on, and
# compares tenths of them. So find out first what they say. How good is a picture that is exact but
# for its thinnest lines, one value in a hundred being off by 0.2? An error of how many of 255
# levels, the same everywhere, is 40 dB? How much less squared error is 0.3 dB? Write your numbers
# into `lessons/exercises/ex04_predict_psnr.py`; with `--mine` they stand here, beside what is
# measured.

# %%
predict_psnr = lesson.exercise("ex04_predict_psnr")
thin, levels, share = map(float, predict_psnr())
hit = (np.arange(picture.size) % 100 == 0).reshape(picture.shape)  # one value in a hundred
measured = float(psnr(picture + np.float32(0.2) * hit, picture))
print(f"one value in a hundred off by 0.2: predicted {thin:.1f} dB, measured {measured:.1f} dB")
measured = float(psnr(picture + levels / 255, picture))
print(f"off by {levels:.2f} of 255 everywhere: wanted 40.0 dB, measured {measured:.1f} dB")
before, after = (float(psnr(grey + e, grey)) for e in (0.1, 0.1 * (1 - share) ** 0.5))
print(f"{share:.1%} less squared error: wanted 0.3 dB more, measured {after - before:.2f} dB more")

# %% [markdown]
# So one figure for a whole picture hides what is thin: 35 dB, the target of this lesson, may be a
# picture without its rigging. And a difference of 0.3 dB nobody sees. Read the figures, then look.

# %% [markdown]
# ## What a network of x and y cannot see
#
# Neighbours among 128 pixels are 1/64 apart: to the network nearly the same input. To tell them
# apart a layer needs large weights, and training finds those last. This is **spectral bias**:
# gradient descent learns low frequencies first, the sky long before the rigging.
#
# **Fourier features** put the place into a form in which neighbours differ: as waves across the
# picture, of many directions and lengths, whose heights at the place are what the network sees.

# %% [markdown]
# **Write: `ex04_fourier_features`.** 128 waves are drawn once and never trained. A column of
# `frequencies`, (2, 128), says how many cycles a wave makes across the picture to the right and
# downwards; they are drawn from N(0, σ²), so σ says how fine the waves are from which the picture
# will be put together. Of each wave the network gets two copies, a quarter of a cycle apart: from
# one alone it could not tell where on the wave it is. (..., points, 2) go in, (..., points, 256)
# come out. The file says which copy comes first, and where waves begin.

# %%
fourier_features = lesson.exercise("ex04_fourier_features")


def draw_frequencies(sigma, count=128):
    """F, (2, count): the same directions for every σ."""
    rng = np.random.default_rng(lesson.seed)
    return sigma * rng.standard_normal((2, count)).astype("float32")


features = fourier_features(coordinates, draw_frequencies(SIGMA))
print(f"places {coordinates.shape} → features {tuple(features.shape)}")

# %% [markdown]
# σ decides which places are alike to the network. The *similarity* of two places: multiply their
# features one by one, add up, divide by the largest value that can come out. It is 1 for the same
# place, 0 for unrelated ones. If pixels side by side are as good as equal (σ = 1), detail is hard;
# if they are unrelated (σ = 40), what was learnt of one says nothing about the place beside it, nor
# about the point in between.

# %%
SIGMAS = sorted({1.0, 4.0, 10.0, 40.0, SIGMA})


def similarity(layer, apart):
    """Of what `layer` makes of two places `apart` pixels apart, averaged over places."""
    shift = np.float32([2 * apart / SIZE, 0])
    first, second = (np.asarray(layer(coordinates[:, 0] + by)) for by in (0, shift))
    return float((first * second).sum(axis=-1).mean() / (first**2).sum(axis=-1).mean())


def print_similarities(name, layer):
    numbers = [similarity(layer, apart) for apart in (0.5, 1, 3, 8)]
    print(f"  {name:26}" + "".join(f"{number:10.3f}" for number in numbers))


print("\nsimilarity of places apart by   ½ pixel   1 pixel  3 pixels  8 pixels")
for sigma in SIGMAS:
    waves = draw_frequencies(sigma)
    print_similarities(f"σ = {sigma:g}", lambda p, waves=waves: fourier_features(p, waves))

# %% [markdown]
# ## Sines all the way
#
# SIREN is the other cure: no features, but every layer ends in sin(ω₀·(h·w + b)), with ω₀ = 30. The
# first layer draws waves, the next ones mix them. It works only from the right start: what enters
# a sine must be neither so small that the sine is a straight line, nor so large that the sine of
# one place says nothing about the place beside it.

# %% [markdown]
# **Find the bug: `ex04_sine_layers`.** Somebody has written these layers, and after twenty epochs
# the network is still under 15 dB: grain of one colour. The file is
# `lessons/exercises/ex04_sine_layers.py`; one mistake is in it. The table below is a good place to
# look: similarity of neighbours, layer by layer, before any training. Healthy layers lose little of
# it.

# %%
sine_layers = lesson.exercise("ex04_sine_layers")
OMEGA = 30.0
place = keras.Input((2,))
print("\nsimilarity of places apart by   ½ pixel   1 pixel  3 pixels  8 pixels")
for depth in range(1, DEPTH + 1):
    untrained = keras.Model(place, sine_layers(place, depth, WIDTH, OMEGA, lesson.seed))
    print_similarities(f"sines, after layer {depth}", untrained)

# %% [markdown]
# The learning rate has to be small, too: a step of a weight is multiplied by ω₀ before it reaches
# the sine. Sines get a third of the others' rate.
#
# ## The networks
#
# All have the same dense layers and the same end, three numbers through a sigmoid. They differ in
# their *body*, what is made of the place before that.


# %%
def dense_layers(h, activation="relu"):
    """`DEPTH` dense layers on h (…, points, any number)."""
    for i in range(DEPTH):
        initial = keras.initializers.GlorotUniform(seed=lesson.seed + i)
        h = layers.Dense(WIDTH, activation=activation, kernel_initializer=initial)(h)
    return h


def build(body):
    """z (batch, 1), coordinates (batch, points, 2) → colours (batch, points, 3) in 0..1."""
    z = keras.Input((1,), name="z")
    place = keras.Input((None, 2), name="coordinates")
    colour = layers.Dense(3, activation="sigmoid", name="colour")(body(place))
    return CPPN([z, place], colour)


# %%
def with_features(sigma):
    """The body of a network that sees Fourier features of the place and nothing else."""
    frequencies = draw_frequencies(sigma)
    return lambda place: dense_layers(fourier_features(place, frequencies))


# name: (body, learning rate)
VARIANTS = {
    "x, y; tanh": (lambda place: dense_layers(place, "tanh"), RATE),
    "x, y; relu": (dense_layers, RATE),
    **{f"Fourier, σ = {sigma:g}": (with_features(sigma), RATE) for sigma in SIGMAS},
    "sines, ω₀ = 30": (lambda p: sine_layers(p, DEPTH, WIDTH, OMEGA, lesson.seed), RATE / 3),
}
FAVOURITE = f"Fourier, σ = {SIGMA:g}"
if lesson.quick:
    few = ("x, y; relu", FAVOURITE, "Fourier, σ = 40", "sines, ω₀ = 30")
    VARIANTS = {name: variant for name, variant in VARIANTS.items() if name in few}

# %% [markdown]
# ## Training
#
# Each network sees each pixel 40 times (20 with `--quick`). Adam's rate falls along a cosine to 0,
# which here is worth several decibels: see the last third of the curves.
#
# A callback draws the picture after chosen epochs, and notes PSNR and time.


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


# %%
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


# %%
networks, watches = {}, {}
print(f"\nPSNR after epoch {''.join(f'{epoch:6}' for epoch in MARKS)}   weights  seconds")
for name, variant in VARIANTS.items():
    print(f"{name:17}", end="", flush=True)
    networks[name], watches[name] = train(*variant)
    print(f"{networks[name].count_params():10,}{watches[name].seconds[-1]:9.1f}")

best = watches[FAVOURITE]
print(f"\n{FAVOURITE}: {best.psnr[-1]:.1f} dB")
if lesson.full_run:
    passed = [epoch for epoch, value in zip(MARKS, best.psnr, strict=True) if value >= 35]
    print(f"target 35 dB: passed after epoch {passed[0]}" if passed else "target 35 dB: missed")

# %%
titles = {name: f"{name}: {watch.psnr[-1]:.1f} dB" for name, watch in watches.items()}
panels = {"the picture": picture}
panels |= {titles[name]: watch.images[lesson.epochs] for name, watch in watches.items()}
lesson.save(plotting.plot_panels(panels, columns=4, side=2.8), "variants.png")

fig, ax = plt.subplots(figsize=(8, 4.5), layout="constrained")
for name, watch in watches.items():
    ax.plot(MARKS, watch.psnr, label=name)
ax.set(xscale="log", xlabel="epoch", title="PSNR, dB", xticks=MARKS, xticklabels=MARKS)
ax.minorticks_off()
ax.grid(alpha=0.3)
ax.legend(frameon=False, fontsize=8)
lesson.save(fig, "curves.png")

# %% [markdown]
# Good to see: with features (σ up to 10) 20 dB and more after two epochs, with sines after seven,
# then upwards, and a last climb as the rate falls. A PSNR that drops and recovers says that the
# rate is high, and passes as it falls.
#
# ![good: blur from x and y, detail from features and sines](../docs/lessons/04/variants.png)
#
# Gone wrong: one colour, or grain of one colour, and hardly more decibels than the grey sheet. Here
# the rate is ten times too high, `--rate 0.03 --epochs 5`.
#
# ![gone wrong: black, blue, and grain of one colour](../docs/lessons/04/wrong_rate.png)

# %% [markdown]
# The same by time, for the network of x and y and for the one with features. The first begins with
# a blur and sharpens it slowly. The second begins with waves of all its frequencies and has to
# make them cancel where the picture is smooth: grain first, then detail, calm sky last.

# %%
shown = [epoch for epoch in MARKS if epoch in (1, 2, 5, 10, 20, lesson.epochs)]
rows = {
    name: np.stack([watches[name].images[epoch] for epoch in shown])
    for name in ("x, y; relu", FAVOURITE)
}
epochs = [f"epoch {epoch}" for epoch in shown]
lesson.save(plotting.plot_rows(rows, columns=epochs, side=2.4), "fit_by_epoch.png")

# %% [markdown]
# ![good: a blur that sharpens; grain that calms](../docs/lessons/04/fit_by_epoch.png)
#
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
# In the full run σ = 10 comes out 0.3 decibels above bicubic, 7 % less squared error: its edges are
# a little sharper, its smooth surfaces a little grainy. σ = 40 had 32 dB at the pixels and has 21
# between them; σ = 1 had less at the pixels and keeps more of it. So the fit alone does not say
# which σ to take: σ is a guess about the picture between its pixels. Too small, and even the
# pixels are blurred. Too large, and each pixel is right, with *ripples* between them: waves finer
# than two pixels cost nothing in training.

# %% [markdown]
# The sky shows it best, smooth in truth; below it the window with the most contrast.

# %%
SMALL = SIZE // 6
live = plotting.liveliest(picture, SMALL)  # (top, left) of the square with the most contrast


def part(image, place, side):
    """The square of `side` x `side` small pixels at `place` in an image of any size."""
    return plotting.close_ups(image[None], [place], side, SIZE)[0]


images = {"pixels": picture}
images |= {name: image for name, image in drawn4.items() if not name.startswith("x, y")}
if truth4 is not None:
    images["truth"] = truth4
windows = {"sky": ((SIZE // 24, SIZE * 2 // 5), SIZE // 4), "contrast": (live, SMALL)}
panels = [
    (f"{window}: {name}", part(image, *square))
    for window, square in windows.items()
    for name, image in images.items()
]
lesson.save(plotting.plot_panels(panels, len(images), side=2), "between_the_pixels.png")

# %% [markdown]
# ![good: σ = 10 is near the truth; σ = 40 ripples](../docs/lessons/04/between_the_pixels.png)
#
# ## 4 and 16 times
#
# The network with features at 4 and 16 times the size it was trained on. In the full run 16 times
# is four million pixels from 198,147 weights, drawn band by band straight into the file. There is
# no largest size, but there is nothing new to see either: the network knows its pixels and its
# waves. A rope that was a third of a pixel wide is grey in the pixels, and so it stays.

# %%
favourite = networks[FAVOURITE]
print(f"\ndrawing {16 * SIZE} x {16 * SIZE} pixels")
drawing = Drawing(favourite, [0.0], 16 * SIZE, 16 * SIZE)
path16 = save(drawing, lesson.out / "picture_16x.png")
print(f"saved {path16}")
print(f"saved {save_png(drawn4[FAVOURITE], lesson.out / 'picture_4x.png')}")
larger = {
    4: {"bicubic": drawn4["bicubic"], FAVOURITE: drawn4[FAVOURITE], "truth": truth4},
    16: {
        "bicubic": bicubic(picture, 16 * SIZE),
        FAVOURITE: np.asarray(Image.open(path16), "float32") / 255,
        "truth": lesson.data.truth(16 * SIZE),
    },
}

# %%
corner = tuple(int(np.clip(i - SMALL, 0, SIZE - 3 * SMALL)) for i in live)
squares = {4: (corner, 3 * SMALL), 16: (live, SMALL)}
for factor, images in larger.items():
    truth = images.pop("truth")
    panels = {f"{factor} x: its pixels": part(picture, *squares[factor])}
    for name, image in images.items():
        decibels = "" if truth is None else f", {float(psnr(image, truth)):.2f} dB"
        panels[f"{factor} x: {name}{decibels}"] = part(image, *squares[factor])
    if truth is not None:
        panels[f"{factor} x: truth"] = part(truth, *squares[factor])
        print("; ".join(list(panels)[1:3]))
    lesson.save(plotting.plot_panels(panels, 4, side=3.4), f"enlarged_{factor}x.png")

# %% [markdown]
# ![good: edges without stairs, and no new detail](../docs/lessons/04/enlarged_16x.png)
#
# ## Zooming in
#
# A `View` is a window on the plane: its centre and how many times larger things are drawn. A zoom
# that looks even multiplies by the same factor in each frame; so what moves in a straight line is
# the zoom's *logarithm*. The centre has to move with it, to the point that is to end up in the
# middle: at a zoom of k, in proportion to 1 - 1/k.


# %%
def lerp(a, b, t):
    """a, b (numbers,), t (frames,) → (frames, numbers): from a at t = 0 straight to b at t = 1."""
    t = np.reshape(t, (-1, 1))  # (frames, 1)
    return (1 - t) * a + t * b


frames, side, closest = (16, 96, 8.0) if lesson.quick else (40, 224, 8.0)
target = (np.float32(live)[::-1] + SMALL / 2) * 2 / SIZE - 1  # (x, y) of the window's middle
t = np.linspace(0, 1, frames)
zooms = np.exp(lerp(np.zeros(1), np.log([closest]), t))[:, 0]  # (frames,)
done = (1 - 1 / zooms) / (1 - 1 / closest)  # (frames,): 0 to 1, how far it has closed in
centers = lerp(np.zeros(2), target, done)  # (frames, 2)
images = []
for center, zoom in progress(list(zip(centers.tolist(), zooms.tolist(), strict=True)), "drawing"):
    images.append(Drawing(favourite, [0.0], side, side, View(center, zoom)).pixels())
path = save_animation(images + images[-2:0:-1], lesson.out / "zoom.gif", duration=0.07)
print(f"saved {path}")

# %% [markdown]
# ## A picture that repeats
#
# What a network is given it cannot forget: if the *features* repeat, so does every picture made of
# them, whatever the weights. Wallpaper and the ground in a game are such pictures.
#
# **Change: `ex04_tiling_features`.** As `fourier_features`, but everything repeats after `period`,
# so far to the right and so far downwards, without a seam. Waves stay waves, and each keeps its
# frequency as nearly as it can.
#
# To see it nothing need be trained. Random weights make a texture, as in lesson 3; here are the
# same weights with the features from above and with yours, for tiles of ½ by ⅓ of the picture.

# %%
tiling_features = lesson.exercise("ex04_tiling_features")
PERIOD, PANEL = (1.0, 2 / 3), 120  # the picture is 2 wide: two tiles across, three down
coarse = draw_frequencies(3.0)
plain = build(lambda p: dense_layers(fourier_features(p, coarse), "tanh"))
tiles = build(lambda p: dense_layers(tiling_features(p, coarse, PERIOD), "tanh"))


def random_weights(seed):
    """All weights of such a network in one vector: normal, biases 0."""
    rng, parts = np.random.default_rng(seed), []
    for w in tiles.get_weights():
        spread = 2 / len(w) ** 0.5 if w.ndim == 2 else 0
        parts.append(spread * rng.standard_normal(w.size))
    return np.concatenate(parts).astype("float32")


# %%
def draw_with(weights, network):
    """The picture (PANEL, PANEL, 3) that the network draws with this vector for its weights."""
    old = network.get_weights()
    parts = np.split(np.asarray(weights), np.cumsum([w.size for w in old])[:-1])
    network.set_weights([part.reshape(w.shape) for part, w in zip(parts, old, strict=True)])
    return Drawing(network, [0.0], PANEL, PANEL).pixels()


first, second = random_weights(lesson.seed + 1), random_weights(lesson.seed + 2)
panels = {"fourier_features": draw_with(first, plain), "tiling_features": draw_with(first, tiles)}
print()
for name, image in panels.items():
    across = np.abs(image[:, : PANEL // 2] - image[:, PANEL // 2 :]).max()
    down = np.abs(image[: PANEL // 3] - image[PANEL // 3 : 2 * PANEL // 3]).max()
    print(f"{name:17} tiles differ by at most {across:.3f} across, {down:.3f} down")
lesson.save(plotting.plot_panels(panels, side=3.2, columns=2), "texture.png")

# %% [markdown]
# ![good: the right one repeats, and no seam shows](../docs/lessons/04/texture.png)

# %% [markdown]
# ## From one texture to another
#
# The weights are one long vector, and every vector is a texture. So one can walk from one to
# another. But random vectors of many numbers are all about equally long and nearly at right angles,
# and the straight line between two of them cuts the corner: in the middle it is nearer to 0. All
# weights are too small there, layer after layer, and the picture fades.
#
# **Write: `ex04_slerp`.** Turn instead: from the direction of a to that of b in even steps, while
# the length goes evenly from one to the other. The codes z of the next lessons are such vectors,
# too. In the package it is `cppn_keras.rendering.slerp`.

# %%
slerp = lesson.exercise("ex04_slerp")
t = np.linspace(0, 1, 7).astype("float32")
ways = {"straight line": lerp(first, second, t), "slerp": np.asarray(slerp(first, second, t))}
rows = {name: np.stack([draw_with(w, tiles) for w in way]) for name, way in ways.items()}
print("\n                     t = 0   middle    t = 1")
for name, way in ways.items():
    lengths = [np.linalg.norm(way[i]) for i in (0, 3, 6)]
    contrast = [rows[name][i].std() for i in (0, 3, 6)]
    print(f"{name:13} length" + "".join(f"{number:8.1f}" for number in lengths))
    print(f"{'contrast':>20}" + "".join(f"{number:8.2f}" for number in contrast))
columns = [f"t = {i}/6" for i in range(7)]
lesson.save(plotting.plot_rows(rows, columns=columns, side=1.5), "morph.png")

# %% [markdown]
# ![good: below, all are of one contrast; above, the middle fades](../docs/lessons/04/morph.png)
#
# ## What is still wrong
#
# The network has learnt one picture by heart, with more weights (198,147 in the full run) than the
# picture has numbers (49,152). It knows nothing about pictures as such: between the pixels it is
# about as good as bicubic, and a line that a pixel has swallowed is not coming back. To draw a
# *new* picture it would have to know many, and z would have to say which. That is lesson 5.
#
# Check your exercises with `pytest tests/exercises -k ex04`; one more hint each time with `--hint`;
# `--mine` runs this lesson with what you wrote.

# %%
print(f"\ndone in {(time.time() - start) / 60:.1f} min; pictures in {lesson.out}")
