# %% [markdown]
# # Lesson 3: a picture that has no size
#
# You build a compositional pattern-producing network (CPPN): a function of the place (x, y), of the
# distance r from the middle, and of a handful of numbers z, whose value is a colour. Nothing is
# trained; the weights are random. One may start the course here: lessons 1 and 2 are not needed.
#
# **Expected**: 14 styles, most told apart at a glance; what each number does; colours; a film; a
# zoom; a picture of 1920 x 1080; a shader. NumPy and Keras agree to 0.0001, and a picture of
# 48 x 27 is the average of the large one to 0.001.
#
# **Time**: less than a minute on two cores, half of that with `--quick`. No data is needed.
# Pictures go to `out/03_abstract_cppn/`.
#
#     python lessons/03_abstract_cppn.py            # the real thing
#     python lessons/03_abstract_cppn.py --seed 7   # other pictures
#     python lessons/03_abstract_cppn.py --quick    # everything small
#     python lessons/03_abstract_cppn.py --mine     # with the exercises you have solved
#     python lessons/03_abstract_cppn.py --help     # the options

# %% [markdown]
# Sources: David Ha (hardmaru), "Generating Abstract Patterns with TensorFlow" and "The Frog of
# CIFAR 10" (2016), and the programs that came with them; Stanley (2007) for the CPPN.

# %%
import time
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np

from cppn_keras.course.lesson import begin

lesson = begin(
    "03_abstract_cppn",
    epochs=0,
    batch_size=0,
    quick=(0, 0),
    needs_data=False,
    quick_hides="pictures have 60 x 60 pixels, the large one 384 x 216; fine detail does not show",
    latents=8,  # this and the next three as in the post
    width=32,
    depth=4,
    scale=10.0,
    panel=(160, 60),
)
knobs = lesson.knobs

# %%
# Imported after `begin`, which asks TensorFlow to be quiet and sets the seed.
import keras

from cppn_keras import Sampler, art, networks, plotting
from cppn_keras.coordinates import pixel_centers
from cppn_keras.files import replace_file
from cppn_keras.names import STYLES
from cppn_keras.networks.activations import activation_list
from cppn_keras.plotting.diagrams.cppn import cppn as draw_cppn
from cppn_keras.plotting.diagrams.pixels import pixels as draw_pixels
from cppn_keras.rendering import Drawing, save

start = time.time()

# %% [markdown]
# A generator such as a GAN's puts out a fixed number of pixels, say 28 x 28; a larger picture needs
# other layers, and other weights. A CPPN is asked about one pixel at a time: where it is goes in,
# how bright it is comes out. So one network draws any number of pixels. This is the generator that
# learns digits from lesson 5 on, seen on its own.
#
# ![what flows where](../docs/lessons/03/diagram.png)
#
# A network whose input is a place is called a *coordinate network*, or an *implicit neural
# representation* where it stands for given data. z is the *latent*: it says which picture.

# %% [markdown]
# The numbers of this lesson are options. Try `--width 4`, `--depth 8`, `--scale 3` or
# `--latents 64`, and say before you look what will change.

# %%
lesson.save(draw_cppn(), "diagram.png")

# %% [markdown]
# ## Where: the coordinates
#
# **Exercise** `lessons/exercises/ex03_coordinate_grid.py` (write). Where is a pixel? It is a small
# square, and its coordinates are those of its middle. The shorter side of the picture runs from
# -scale to scale; squares stay squares whatever the aspect. x grows to the right, y downwards, as
# rows and columns do. The file says the rest, the first command what is still wrong, and the second
# gives a hint, one more each time.
#
#     pytest tests/exercises/test_ex03_coordinate_grid.py
#     pytest tests/exercises/test_ex03_coordinate_grid.py --hint
#
# The network is also given the *radius*, r = √(x² + y²). That line is here.

# %%
coordinate_grid = lesson.exercise("ex03_coordinate_grid")


def with_radius(xy):
    """Columns x, y → columns x, y, r: float32 (points, 3)."""
    r = np.sqrt(np.sum(np.square(xy), axis=1, keepdims=True))  # (points, 1)
    return np.concatenate([xy, r], axis=1).astype("float32")


def places(height, width):
    """x, y, r of every pixel, the shorter side from -1 to 1: (height·width, 3)."""
    return with_radius(np.asarray(coordinate_grid(height, width, 1.0)))


print(f"\nplaces of a 2 x 4 picture, {places(2, 4).shape}:\n{places(2, 4).round(2)}")
lesson.save(draw_pixels(), "pixels.png")

# %% [markdown]
# Why the middles? So that pictures of different sizes show the same. On the left, three pixels of
# the finer picture (green) fill exactly one of the coarser. On the right is what the programs of
# 2016 did, *corner-aligned* pixels: the first one stands for -1, the last one for 1. The squares
# around those places then reach beyond -1 and 1, and those of the coarser picture reach further. We
# will come back to this and measure it.
#
# ![pixel centres and corner-aligned pixels](../docs/lessons/03/pixels.png)

# %% [markdown]
# ## What: a network with random weights
#
# A layer takes weighted sums of what comes in, adds a bias to each, and bends the result by an
# *activation*, here tanh. What goes into the activation is a unit's *pre-activation*, h·w + b, with
# h for the numbers that come in. All weights and biases are drawn from N(0, 1), z from U(-1, 1).
#
# The grid stays at -1 to 1; coordinates and z are multiplied by `scale` where they enter the
# network. Why? tanh bends where its input is beyond 1 or so; with x from -1 to 1 the
# pre-activations of the first layer hardly get there, and a few soft blobs are all there is.


# %%
def random_layers(rng):
    """(kernel, bias) of each layer: `depth` hidden ones, and the output."""
    sizes = [knobs.latents + 3, *[knobs.width] * knobs.depth, 1]
    return [
        (rng.standard_normal((n, units)), rng.standard_normal(units))
        for n, units in pairwise(sizes)
    ]


rng = np.random.default_rng(lesson.seed + 1)
toy_z = rng.uniform(-1, 1, knobs.latents)
toy_layers = random_layers(rng)
print("\nlayers:", " → ".join(str(kernel.shape) for kernel, _ in toy_layers))
print(f"{sum(kernel.size + bias.size for kernel, bias in toy_layers):,} weights")

# %% [markdown]
# **Exercise** `lessons/exercises/ex03_cppn_forward.py` (write). Now the function itself: z, places
# and these layers in, a colour for every place out. It is a dozen lines of NumPy at most. z is the
# same at all places, and each place has its own row: matrices do all of them at once.

# %%
cppn_forward = lesson.exercise("ex03_cppn_forward")

toys = {}
for size in (12, 48, 2 * knobs.panel):
    ink = np.asarray(cppn_forward(toy_z, places(size, size), toy_layers, knobs.scale))
    toys[f"{size} x {size} pixels"] = ink.reshape(size, size, 1)
title = "one function, asked about more and more places"
lesson.save(plotting.plot_panels(toys, columns=3, side=3.4, title=title), "toy.png")

# %% [markdown]
# Why do random weights make anything but noise? Because the function is *smooth*: it is built from
# sums and tanh, so neighbours get nearly the same colour. Each unit of the first layer is a soft
# edge, straight across the plane; r bends it. The second layer adds up 32 edges and bends the sum,
# and so on: shapes made of shapes.
#
# `networks.build_cppn` makes the same network in Keras, and saves work: Dense of (z, x, y, r) side
# by side is Dense(z) + Dense(x, y, r), and Dense(z) is the same everywhere, so it is computed once
# for a picture. Is it still the same function? We take its weights out and try.


# %%
def weights_of(cppn):
    """(kernel, bias) of each layer; the first kernel has z's rows, then those of x, y and r."""
    of_z, bias = cppn.get_layer("from_z").get_weights()
    [of_place] = cppn.get_layer("from_place").get_weights()
    names = [layer.name for layer in cppn.layers if layer.name.startswith("dense")]
    above = [cppn.get_layer(name).get_weights() for name in [*names, "output"]]
    return [(np.concatenate([of_z, of_place]), bias), *above]


wanted = {"width": knobs.width, "depth": knobs.depth, "style": "tanh", "input_scale": knobs.scale}
cppn = networks.build_cppn(knobs.latents, **wanted, weight_stddev=1.0, seed=lesson.seed)
weights = weights_of(cppn)

z = np.random.default_rng(lesson.seed).uniform(-1, 1, knobs.latents).astype("float32")
by_hand = np.asarray(cppn_forward(z, places(30, 40), weights, knobs.scale))
by_keras = np.asarray(cppn([z[None], places(30, 40)[None]])[0])
difference = abs(by_hand - by_keras).max()
print(f"\n{cppn.count_params():,} weights; NumPy and Keras differ by {difference:.1e} at most")

# %% [markdown]
# ## Finer than a pixel
#
# One place per pixel makes edges jagged: a pixel is black or white, whichever its middle is. A
# camera's pixel is the average over its square. *Supersampling* comes near that: ask about n x n
# places within each pixel, and take the mean.
#
# **Exercise** `lessons/exercises/ex03_supersample.py` (find the bug). The file has the whole
# function, with one mistake, and tells what was seen. The cell below can help: its "colour" of a
# place is the place itself, so what comes back is where the samples of a pixel are on average.

# %%
supersample = lesson.exercise("ex03_supersample")

pixel = 2 / 4  # the side of one, in a picture of 4 x 6
print("\nfrom the middle of a pixel to the mean of its samples, in pixels")
for n in (1, 2, 3, 4):
    where = np.asarray(supersample(lambda xy: xy, 4, 6, n)).reshape(-1, 2)
    right, down = ((where - places(4, 6)[:, :2]) / pixel).mean(axis=0).round(3) + 0.0
    print(f"{n} x {n} samples: {right:.3f} to the right, {down:.3f} down")

# %% [markdown]
# Three functions that the rest of the lesson uses. The network's `scale` is inside it, so its
# pictures run from -1 to 1.


# %%
def colour_of(cppn, z):
    """What `supersample` asks: places (points, 2) → colours (points, channels), for one z."""
    return lambda xy: np.asarray(cppn([z[None], with_radius(xy)[None]])[0])


def draw(cppn, z, size=knobs.panel, n=2):
    """A square picture, (size, size, channels), of n x n samples per pixel."""
    return np.asarray(supersample(colour_of(cppn, z), size, size, n))


def random_cppn(seed, **options):
    """The package's random CPPN, with the knobs as they are unless told otherwise, and a z."""
    settings = {"z_dim": knobs.latents, "net_size": knobs.width, "depth": knobs.depth}
    sampler = Sampler(seed=seed, **{"scale": knobs.scale, **settings, **options})
    return sampler.cppn, sampler.generate_z()


edges = random_cppn(lesson.seed + 7, style="relu-tanh", scale=3 * knobs.scale)
finer = {f"{n} x {n} samples per pixel": draw(*edges, size=24, n=n) for n in (1, 2, 8)}
lesson.save(plotting.plot_panels(finer, columns=3, side=3.4), "samples.png")

# %% [markdown]
# ## Exposure
#
# Draw a few seeds, and some come out nearly all black or all white. That is chance, too: the
# output's pre-activation adds up 32 random terms and a bias, and often it is far on one side of 0
# over the whole picture. Nothing is wrong with the pattern, only with its *exposure*. So we do what
# a camera does: measure a small preview, then shift and stretch the pre-activations to mean 0 and
# standard deviation 2. `art.expose` writes that into the weights of the output layer.

# %%
seeds = range(lesson.seed, lesson.seed + (4 if lesson.quick else 8))
rows = {"as drawn": [], "exposed": []}
for seed in seeds:
    cppn, z = random_cppn(seed)
    rows["as drawn"].append(draw(cppn, z))
    art.expose(cppn, z)
    rows["exposed"].append(draw(cppn, z))

print("\nstandard deviation of the pixels")
for name, pictures in rows.items():
    print(f"{name:8}", *[f"{picture.std():.2f}" for picture in pictures])
titles = [f"seed {seed}" for seed in seeds]
lesson.save(plotting.plot_rows(rows, columns=titles, side=1.6), "exposure.png")

# %% [markdown]
# ![wrong: as drawn; good: exposed](../docs/lessons/03/exposure.png)
#
# Wrong is seed 0 as drawn: nearly white, with its pattern in what little grey is left. Exposed, all
# of them use black, white and what lies between. Wrong in another way, and no exposure helps, is a
# network too deep for its weights, here `--depth 16`: neighbouring pixels no longer agree.
#
# ![wrong: too deep](../docs/lessons/03/too_deep.png)

# %% [markdown]
# ## Styles
#
# The activations decide the *style* of a picture, a name or a list of activations.
#
# - *tanh* bends and levels off: smooth, curved surfaces. *contours* has an output that is bright
#   only where its pre-activation passes 0: √(1 - |tanh|) draws the outlines of the same shapes.
# - *alternating* tanh and softplus, log(1 + exp(a)): larger, calmer areas. With a sine for the
#   output, ½ sin + ½, every steep place becomes stripes. *residual-tanh* adds each layer to the
#   last: haze.
# - *absolute* and *square-root* fold the plane; a *gaussian* is a ridge, 0 on both sides, and 32 of
#   them make a tangle of ribbons. The post only names these three; where to put them is our choice.

# %% [markdown]
# - *relu* is two straight pieces: edges like cut paper, straight or, through r, of one smooth
#   curve. The CIFAR post's three styles are deeper, because they were trained. *softplus-tanh* is
#   that of the MNIST post; at scale 10 a softplus can hardly be told from a relu.
# - *leaky-relu* alone has nothing that levels off: a ramp. The package's digits use it, together
#   with inputs that ripple by themselves (lesson 4).
#
# Each style has its own depth here. The last one is a list of ours, with an activation that no
# library has.

# %%
print("\nstyle               layers")
for name, style in STYLES.items():
    layers = " ".join(activation_list(name))
    print(f"{name:18}  {layers:.60}{' …' if len(layers) > 60 else ''} | {style.output}")


@keras.saving.register_keras_serializable(package="lesson3")
def triangle_wave(x):
    """A fold after every step of 2: -1 to 1 and back."""
    return abs((x + 1) % 4 - 2) - 1


def exposed(seed, **options):
    """The exposed picture of a random CPPN."""
    cppn, z = random_cppn(seed, **options)
    art.expose(cppn, z)
    return draw(cppn, z)


# %%
styles = {name: name for name in STYLES} | {"a list of ours": ["tanh", triangle_wave, "tanh"]}
gallery = {
    name: [exposed(seed, style=style, depth=None) for seed in seeds[: 1 if lesson.quick else 3]]
    for name, style in styles.items()
}
names = list(gallery)
fig, sides = plt.subplots(1, 2, figsize=(10.6, 10), layout="constrained")
plotting.plot_rows({name: gallery[name] for name in names[:8]}, sides[0])
plotting.plot_rows({name: gallery[name] for name in names[8:]}, sides[1])
lesson.save(fig, "styles.png")

# %% [markdown]
# ![good: a gallery](../docs/lessons/03/styles.png)
#
# Right: one look tells the styles apart, but for *softplus-tanh* and *relu-tanh*. Wrong: one flat
# grey or a single ramp (the units have nothing to bend), or salt and pepper (too deep for its
# weights: *cifar-repeating* comes near it).

# %% [markdown]
# ## What each number does
#
# One thing is changed in each row, from the same seed.
#
# - **Width**: with 2 units a layer has 2 edges to build with; with 512 it has too many to see any.
# - **Depth**: one layer is a few soft edges laid over each other; each further one bends what came
#   before. 8 is lace, 16 is noise.
# - **Scale**: coordinates and z grow together and only the biases stay behind. So from 10 or so on
#   the pattern remains and its edges sharpen; at 1 it is soft blobs, at 0.1 one ramp. This is not a
#   zoom: a zoom leaves z alone.

# %% [markdown]
# - **Spread** of the weights: 0.1 is one ramp, 1 is the post's; at 4 every unit is at one end of
#   its tanh or at the other.
# - **Latents**: each adds another random number to every pre-activation of the first layer, and
#   that pushes the unit's edge away from the middle. With one latent all edges meet there; with 512
#   most of them lie outside the picture. (Training would balance that.)
#
# The printed numbers are mean differences of neighbouring pixels: 0 is flat, 0.33 pure noise.

# %%
KNOBS = {
    "width": ("net_size", (2, 8, 32, 128, 512)),
    "depth": ("depth", (1, 2, 4, 8, 16)),
    "scale": ("scale", (0.1, 1.0, 3.0, 10.0, 30.0)),
    "spread": ("weight_stddev", (0.1, 0.3, 1.0, 2.0, 4.0)),
    "latents": ("z_dim", (1, 4, 8, 64, 512)),
}
panels = []
print("\nmean difference of a pixel and its neighbour")
for name, (option, values) in KNOBS.items():
    pictures = {value: exposed(lesson.seed + 2, **{option: value}) for value in values}
    steps = {value: abs(np.diff(picture, axis=1)).mean() for value, picture in pictures.items()}
    print(f"{name:8}", *[f" {value:6}: {step:.3f}" for value, step in steps.items()])
    panels += [(f"{name} {value}", picture) for value, picture in pictures.items()]
lesson.save(plotting.plot_panels(panels, columns=5, side=1.9), "knobs.png")

# %% [markdown]
# ![good: what each number does](../docs/lessons/03/knobs.png)
#
# **The radius.** Why give the network r, which it could compute? With r a unit of the first layer
# has a curved edge at once, and around the middle curves close into circles and eyes: "for free",
# as the post says. The price is that every picture has a middle. Below, the same networks with the
# weights of r set to 0; `build_cppn(radius=False)` leaves the input out.

# %%
rows = {"with r": [], "without r": []}
for seed in range(lesson.seed, lesson.seed + 5):
    cppn, z = random_cppn(seed)
    layer = cppn.get_layer("from_place")
    [kernel] = layer.get_weights()  # (3, width): of x, y and r
    for name, of_r in (("with r", 1), ("without r", 0)):
        layer.set_weights([kernel * [[1], [1], [of_r]]])
        art.expose(cppn, z)
        rows[name].append(draw(cppn, z))
titles = [f"seed {seed}" for seed in range(lesson.seed, lesson.seed + 5)]
lesson.save(plotting.plot_rows(rows, columns=titles, side=1.7), "radius.png")

# %% [markdown]
# ## Colour
#
# Three outputs in place of one are red, green and blue. Each goes its own way, so all mixtures come
# up: loud. Or they are hue, saturation and value (HSV), from which a layer computes the other three
# (`layers.HSVToRGB`): then brightness makes the shapes and the hue can be held to a few neighbours
# on the colour wheel. (The author found black and white the more elegant.)

# %% [markdown]
# A hue is an angle: 0 and 1 turn are the same red. A sigmoid would cut the wheel open there, and a
# hue that wants to go on from red to purple would have to run back through all the colours. So the
# hue has no activation: the pre-activation is an angle in radians, and may be any number.

# %%
colour_seeds = range(lesson.seed, lesson.seed + (3 if lesson.quick else 5))
rows = {}
for colour in ("grey", "rgb", "hsv"):
    options = {"style": "alternating", "depth": 6, "colour": colour}
    pictures = [exposed(seed, **options) for seed in colour_seeds]
    rows[colour] = [np.broadcast_to(p, (*p.shape[:2], 3)) for p in pictures]  # grey as r = g = b
titles = [f"seed {seed}" for seed in colour_seeds]
lesson.save(plotting.plot_rows(rows, columns=titles, side=1.7), "colour.png")

# %% [markdown]
# ## A walk through z
#
# So far we changed weights, and no picture has anything to do with the last. z is the finer handle:
# eight numbers, and the picture follows them without a jump, for the network is as smooth in z as
# it is in x and y. A path from one z to another is a film. Here the way leads over three z and back
# to the first, and each way's last frame is dropped, being the next one's first. Later, when the
# weights are trained, the same walk will turn a 2 into a 9.

# %%
n_frames, side = (5, 64) if lesson.quick else (20, 240)  # frames a way, pixels a side
settings = {"scale": knobs.scale / 2, "net_size": knobs.width, "depth": knobs.depth}
sampler = Sampler(knobs.latents, **settings, seed=lesson.seed + 5)
stops = sampler.generate_z(3)  # (3, latents)
art.expose(sampler.cppn, stops[0])
frames = []
for i in range(3):
    z1, z2 = stops[i], stops[(i + 1) % 3]
    way = sampler.morph(z1, z2, n_total_frame=n_frames + 1, x_dim=side, y_dim=side)
    frames += way[:-1]
sampler.save_anim_gif(frames, lesson.out / "walk.gif", duration=0.06)
some = {f"frame {i}": frames[i] for i in np.linspace(0, n_frames, 6).astype(int)}
lesson.save(plotting.plot_panels(some, columns=6, side=1.8), "walk.png")

# %% [markdown]
# ## Half a pixel
#
# Back to the places. The programs of 2016 had corner-aligned pixels: the first one stood for
# -scale, the last one for scale, at 26 pixels as at 1300. It looks harmless. But then, is a small
# picture still the large one, seen from further away?
#
# **Exercise** `lessons/exercises/ex03_predict_shift.py` (predict, then measure). Commit to three
# numbers before you run the cell: how far are the places of the 26 columns from those of the large
# picture's columns that are shown there, at the left, in the middle, and at the right, in columns
# of the large picture?

# %%
predict_shift = lesson.exercise("ex03_predict_shift")

print("\nshift of the first, middle and last column of 26, in columns of 1300")
print("predicted       {:+6.1f} {:+6.1f} {:+6.1f}".format(*predict_shift()))
grids = {"pixel centres": pixel_centers, "corner-aligned": lambda n: np.linspace(-1, 1, n)}
for name, grid in grids.items():
    small, large = grid(26), grid(1300)
    middles = large.reshape(26, 50).mean(axis=1)  # of the 50 columns that take a column's place
    shift = ((small - middles) / np.diff(large).mean()).round(3) + 0.0
    measured = [shift[0], shift[12:14].mean(), shift[-1]]
    print(f"{name:14} ", *[f"{number:+6.1f}" for number in measured])

# %% [markdown]
# Now with a network. The line is the brightness along the middle row of the large picture, the dots
# are the small picture's 26 pixels, each drawn in the middle of the 50 columns whose place it
# takes.

# %%
cppn, z = random_cppn(lesson.seed + 4, scale=3.0)
art.expose(cppn, z)
fig, axes = plt.subplots(2, 1, figsize=(9.6, 5), sharex=True, layout="constrained")
for ax, (name, grid) in zip(axes, grids.items(), strict=True):
    small, large = (colour_of(cppn, z)(np.outer(grid(n), [1, 0])) for n in (26, 1300))
    ax.plot(large, color="0.6")
    ax.plot(np.arange(26) * 50 + 24.5, small, "o", markersize=4)
    ax.set(title=name, ylabel="brightness")
axes[1].set_xlabel("column of the large picture")
lesson.save(fig, "nesting.png")

# %% [markdown]
# ![above good, below wrong](../docs/lessons/03/nesting.png)
#
# Good: the dots lie on the line. Wrong: below they do so in the middle only, and are half a small
# pixel off at the borders. The small picture shows 4 % more of the plane. A digit's stroke is two
# or three pixels wide; measured against such a picture, a perfect enlargement would look wrong.

# %% [markdown]
# ## Any size
#
# A `rendering.Drawing` asks the network about a bounded number of points at a time, so a picture of
# any size needs little memory. Below, one picture is drawn 27, 108 and 1080 pixels high (216 with
# `--quick`). The small one is what one gets by averaging squares of the large one, but for what a
# few samples per pixel cannot know. This is the command `python -m cppn_keras art --seed 7` in two
# lines, and the knobs do not matter to it. (Pictures are saved as they are shown; the 2016 program
# saved ink dark on white paper, which `sampler.save_png(image, path, invert=True)` does.)

# %%
art_cppn, art_z = art.random_art(lesson.seed + 7)  # alternating, six layers, HSV
HEIGHT, SMALL = (216, 27) if lesson.quick else (1080, 27)
drawing = Drawing(art_cppn, art_z, HEIGHT, HEIGHT * 16 // 9, subpixels=2)  # 2 x 2 samples
large_path = save(drawing, lesson.out / "large.png")
print(f"saved {large_path}")

# %%
small = Drawing(art_cppn, art_z, SMALL, SMALL * 16 // 9, subpixels=8).pixels()  # 64 samples
large = plt.imread(large_path)[..., :3]
factor = HEIGHT // SMALL
averaged = large.reshape(SMALL, factor, SMALL * 16 // 9, factor, 3).mean(axis=(1, 3))
print(f"{SMALL} rows against the mean of {HEIGHT}: {abs(small - averaged).mean():.4f} on average")

sizes = {}
for rows in (SMALL, 4 * SMALL, HEIGHT):
    drawn = large if rows == HEIGHT else Drawing(art_cppn, art_z, rows, rows * 16 // 9).pixels()
    sizes[f"{drawn.shape[1]} x {rows}"] = drawn
fig = plotting.plot_panels(sizes, columns=3, side=4)
fig.set_figheight(2.7)
lesson.save(fig, "sizes.png")

# %% [markdown]
# ## Another window
#
# More pixels are one way to see more; another is to look closer, with the pixels one has. The grid
# is all that has to change.
#
# **Exercise** `lessons/exercises/ex03_window.py` (change). Zoom as a map does under the wheel of
# the mouse: what is under the pointer stays there. In the cell, the pointer is at the steepest edge
# of the picture. Before you run it: what will an edge look like at zoom 64? Will there be new
# detail? Will there be squares?

# %%
window = lesson.exercise("ex03_window")

side = 2 * knobs.panel
looks, colour_at = {}, colour_of(art_cppn, art_z)
whole = colour_at(places(side, side)[:, :2]).mean(axis=1).reshape(side, side)  # brightness
row, column = np.unravel_index(abs(np.diff(whole, axis=1)).argmax(), (side, side - 1))
pointer = places(side, side)[row * side + column, :2].astype("float64")
for zoom in (1, 4, 16, 64):
    there = np.asarray(window(side, side, pointer, zoom))
    looks[f"zoom {zoom}"] = colour_at(there).reshape(side, side, 3)

fig = plotting.plot_panels(looks, columns=4, side=2.6)
for ax in fig.axes:
    ax.plot(column, row, "o", markerfacecolor="none", markeredgecolor="red")  # the pointer
lesson.save(fig, "zoom.png")

# %% [markdown]
# ![good: closer and closer](../docs/lessons/03/zoom.png)
#
# No squares, at any zoom, for there are none in the network. No new detail either: from close by a
# smooth function looks straight, and the sharpest edge becomes a soft ramp. How sharp it is was
# decided by the weights and the scale, not by the number of pixels. Remember that when lesson 8
# asks whether an enlargement of a digit is more than interpolation.

# %% [markdown]
# ## On a graphics chip
#
# A *fragment shader* is a function that is given the place of one pixel and answers with its
# colour; a graphics chip runs it for all pixels at once. That is what a CPPN is. So it can be
# written out in GLSL, the language of shaders, with the weights as numbers in the text.
#
# **Exercise** `lessons/exercises/ex03_shader_layer.py` (write). One layer in GLSL. The check needs
# no graphics chip: it runs your text by a small interpreter, as strict as a driver.
#
# And z? It is the same at all places, so its share of the first pre-activations is a constant: it
# is added to the biases, and no z is left.

# %%
shader_layer = lesson.exercise("ex03_shader_layer")

cppn, z = random_cppn(lesson.seed + 10, net_size=8, depth=3, scale=3.0)
art.expose(cppn, z)
(kernel, bias), *above = weights_of(cppn)
of_z, of_place = np.split(cppn.input_scale * kernel, [len(z)])  # (latents, 8), (3, 8)
layers = [(of_place, bias + z @ of_z, "tanh")]
layers += [(*layer, "tanh") for layer in above[:-1]] + [(*above[-1], "")]

names = ["place", *[f"h{i}" for i in range(1, len(layers))], "ink"]  # `output` is GLSL's own word
network = "\n".join(
    shader_layer(*layer, *ends) for layer, ends in zip(layers, pairwise(names), strict=True)
)

# %%
shader = f"""// Paste all of this into a new shader on shadertoy.com.
void mainImage(out vec4 fragColor, in vec2 fragCoord) {{
vec2 p = (2.0 * fragCoord - iResolution.xy) / min(iResolution.x, iResolution.y);
float place[3] = float[](p.x, -p.y, length(p));  // there, y grows upwards
{network}
float brightness = 1.0 / (1.0 + exp(-ink[0]));
fragColor = vec4(vec3(brightness), 1.0);
}}
"""
lines = shader.splitlines()
for line in ["", *lines[:8], "…", *lines[-6:]]:
    print(f"{line:.96}{' …' if len(line) > 96 else ''}")
path = lesson.out / "shader.glsl"
print(f"saved {replace_file(path, lambda file: file.write_text(shader, encoding='utf-8'))}")
print(f"saved {save(Drawing(cppn, z, 180, 320), lesson.out / 'shader.png')}")

# %% [markdown]
# Paste `shader.glsl` into a [new shader](https://www.shadertoy.com/new): it looks like
# `shader.png`, at any size, drawn sixty times a second. So let it move: `iTime` is the time in
# seconds, and `p *= 1.0 + 0.9 * sin(iTime);` below the line of p zooms in and out.
#
# `python -m cppn_keras explore --art` makes a web page that draws in this way, `explore mnist` one
# with the trained digits. Their 50,000 weights are too many for a text; they lie in a texture, a
# picture that the shader reads. (Why scale 3 here? Some chips compute tanh from exp(2a), which
# is too large for float32 beyond a = 44. The page's shader goes round that.)

# %% [markdown]
# ## What is still wrong
#
# Nobody asked for these pictures: a seed is not a brush. Lesson 4 takes a picture that somebody
# wants and finds the weights for it; from lesson 5 on, the weights are found for thousands of
# pictures at once, and z chooses among them.
#
# The exercises of this lesson are `lessons/exercises/ex03_*.py`. `pytest tests/exercises` says what
# is done and what is next, with `--hint` one hint more each time, and `--mine` runs this lesson
# with what you wrote.

# %%
print(f"\ndone in {(time.time() - start) / 60:.1f} min; pictures in {lesson.out}")
