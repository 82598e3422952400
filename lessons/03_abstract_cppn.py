# %% [markdown]
# # Lesson 3: a picture that has no size
#
# You build a compositional pattern-producing network (CPPN): a function of the place (x, y), of
# the distance r from the middle, and of a handful of numbers z, whose value is a colour. Nothing
# is trained. The weights are random, and the pictures are worth looking at all the same: this is
# the generator that learns digits from lesson 5 on, seen on its own. (Any network whose inputs are
# coordinates is called a *coordinate network*.)
#
# **Expected**: a gallery of 14 styles that differ at a glance; what width, depth, scale, spread
# of the weights, latents and radius do; grey, RGB and HSV; a walk through z as a GIF; a picture of
# 1920 x 1080. The lesson's NumPy and the package's Keras agree to 0.0001, and a picture of 48 x 27
# is the average of the large one to 0.001.
#
# **Time**: 16 seconds on two cores; with `--quick` half of that. No data is needed. Pictures go to
# `out/03_abstract_cppn/`.
#
#     python lessons/03_abstract_cppn.py            # the real thing
#     python lessons/03_abstract_cppn.py --seed 7   # other pictures
#     python lessons/03_abstract_cppn.py --quick    # everything small
#     python lessons/03_abstract_cppn.py --help     # the options
#
# Sources: David Ha (hardmaru), "Generating Abstract Patterns with TensorFlow" and "The Frog of
# CIFAR 10" (2016), and the programs that came with them; Stanley (2007) for the CPPN.

# %%
import time

import matplotlib.pyplot as plt
import numpy as np

from cppn_keras.course.lesson import begin

lesson = begin("03_abstract_cppn", epochs=0, batch_size=0, quick=(0, 0), needs_data=False)

# Imported after `begin`, which asks TensorFlow to be quiet and sets the seed.
import keras

from cppn_keras import Sampler, art, networks, plotting
from cppn_keras.names import STYLES
from cppn_keras.networks.activations import activation_list
from cppn_keras.rendering import Drawing, save

start = time.time()
PANEL = 60 if lesson.quick else 160  # pixels a side of a small picture
LATENTS, WIDTH, DEPTH, SCALE = 8, 32, 4, 10.0  # the post's

# %% [markdown]
# ## Where: the coordinates
#
# The generators of lessons 1 and 2 put out 784 numbers, one for each pixel; a larger picture would
# need other layers, and other weights. A CPPN is asked for one pixel at a time. So the first thing
# to settle is where a pixel is.
#
# A pixel is a small square, and its coordinates are those of its middle. The shorter side of the
# picture runs from -scale to scale, so that squares stay squares whatever the aspect. With middles
# a 26 x 26 picture and a 1300 x 1300 one show the same part of the plane: 50 x 50 of the small
# squares fill a large one exactly. (The 2016 program put the first and the last pixel *on* -scale
# and scale; then they do not.)


# %%
def coordinate_grid(height, width, scale):
    """The middles of all pixels, row by row: (height·width, 2), columns x (right) and y (down)."""
    pixel = 2 * scale / min(height, width)  # the side of one
    x = (np.arange(width) + 0.5 - width / 2) * pixel  # (width,)
    y = (np.arange(height) + 0.5 - height / 2) * pixel  # (height,)
    x, y = np.meshgrid(x, y)  # both (height, width)
    return np.stack([x.ravel(), y.ravel()], axis=1)


def radius(coordinates):
    """(points, 2) → (points, 1), the distance from the middle."""
    return np.sqrt(np.sum(coordinates**2, axis=1, keepdims=True))


coordinate_grid = lesson.mine("ex03_coordinate_grid", "coordinate_grid", coordinate_grid)
radius = lesson.mine("ex03_radius", "radius", radius)


def places(height, width, scale):
    """x, y, r of every pixel: float32 (height·width, 3)."""
    xy = np.asarray(coordinate_grid(height, width, scale))
    return np.concatenate([xy, np.asarray(radius(xy))], axis=1).astype("float32")


print(f"\nplaces of a 2 x 4 picture, {places(2, 4, 1.0).shape}:\n{places(2, 4, 1.0).round(2)}")

# %% [markdown]
# ## What: a network with random weights
#
# Why should random weights make anything but noise? Because the function is *smooth*: it is built
# from sums and tanh, so neighbours get nearly the same colour. Each unit of the first layer is a
# soft edge, straight across the plane; r bends it. The second layer adds up 32 edges and bends the
# sum, and so on: shapes made of shapes.
#
# All weights and biases are drawn from N(0, 1), z from U(-1, 1). Coordinates and z are multiplied
# by `scale` first. Why? tanh bends where its input, the unit's *pre-activation* h·w + b, is beyond
# 1 or so; with x from -1 to 1 the pre-activations of the first layer hardly get there, and a few
# soft blobs are all there is.


# %%
def fully_connected(h, units, rng):
    """(points, n) → (points, units): new weights and biases ~ N(0, 1) at every call."""
    kernel = rng.standard_normal((h.shape[1], units))
    bias = rng.standard_normal(units)
    return h @ kernel + bias


fully_connected = lesson.mine("ex03_fully_connected", "fully_connected", fully_connected)


def toy_picture(seed, height, width):
    """A CPPN of four tanh layers, drawn in NumPy: (height, width)."""
    rng = np.random.default_rng(seed)
    z = rng.uniform(-1, 1, LATENTS)
    place = places(height, width, SCALE)  # (points, 3)
    every_z = np.tile(SCALE * z, (len(place), 1))  # (points, 8): the same z at every point
    h = np.concatenate([every_z, place], axis=1)  # (points, 11)
    for _ in range(DEPTH):
        h = np.tanh(fully_connected(h, WIDTH, rng))  # (points, 32)
    ink = 1 / (1 + np.exp(-fully_connected(h, 1, rng)))  # (points, 1), 0 to 1
    return ink.reshape(height, width)


fig, axes = plt.subplots(1, 3, figsize=(10.5, 3.8), layout="constrained")
for ax, size in zip(axes, (12, 48, 2 * PANEL), strict=True):
    plotting.plot_image(toy_picture(lesson.seed + 1, size, size), ax, f"{size} x {size} pixels")
fig.suptitle("one function, asked at more and more places")
lesson.save(fig, "toy.png")

# %% [markdown]
# Drawing again from the same seed gave the same network three times; only the number of places
# changed. A smarter network keeps its weights. `networks.build_cppn` does, and saves work:
# Dense of (z, x, y, r) put side by side is Dense(z) + Dense(x, y, r), and Dense(z) is the same at
# every point, so it is computed once for a picture instead of once for a pixel. To see that it is
# still the same function, we take its weights out and go through the layers by hand.


# %%
def cppn_forward(z, coordinates, weights, scale):
    """z (latent,), coordinates (points, 3) from -1 to 1 → (points, channels) in 0..1.

    `weights` are (kernel, bias) of each layer; the first kernel is (latent + 3, width).
    """
    every_z = np.tile(z, (len(coordinates), 1))  # (points, latent)
    h = scale * np.concatenate([every_z, coordinates], axis=1)  # (points, latent + 3)
    for kernel, bias in weights[:-1]:
        h = np.tanh(h @ kernel + bias)  # (points, width)
    kernel, bias = weights[-1]
    return 1 / (1 + np.exp(-(h @ kernel + bias)))


cppn_forward = lesson.mine("ex03_cppn_forward", "cppn_forward", cppn_forward)

cppn = networks.build_cppn(
    LATENTS,
    channels=1,
    width=WIDTH,
    style="tanh",
    input_scale=SCALE,
    weight_stddev=1.0,
    seed=lesson.seed,
)
of_z, bias, of_place, *rest = [np.asarray(weight, "float64") for weight in cppn.get_weights()]
weights = [(np.concatenate([of_z, of_place]), bias), *zip(rest[::2], rest[1::2], strict=True)]
z = np.random.default_rng(lesson.seed).uniform(-1, 1, LATENTS).astype("float32")
by_hand = np.asarray(cppn_forward(z, places(30, 40, 1.0), weights, SCALE))
by_keras = np.asarray(cppn([z[None], places(30, 40, 1.0)[None]])[0])
print("\nlayers:", " → ".join(str(kernel.shape) for kernel, _ in weights))
difference = abs(by_hand - by_keras).max()
print(f"{cppn.count_params():,} weights; NumPy and Keras differ by {difference:.1e} at most")

# %% [markdown]
# ## Exposure
#
# Draw a few seeds, and some come out nearly all black or all white. That is chance, too: the
# output's pre-activation adds up 32 random terms and a bias, and often it is far on one side of 0
# over the whole picture. Nothing is wrong with the pattern, only with its exposure. So we do what
# a camera does: measure a small preview, then shift and stretch the pre-activations to mean 0 and
# standard deviation 2. `art.expose` writes that into the weights of the output layer.


# %%
def random_cppn(seed, **options):
    """The package's random CPPN, with the post's settings unless told otherwise, and a z."""
    settings = {"z_dim": LATENTS, "scale": SCALE, "net_size": WIDTH, **options}
    sampler = Sampler(seed=seed, **settings)
    return sampler.cppn, sampler.generate_z()


def draw(cppn, z, size=PANEL):
    """A square picture, (size, size, channels), by supersampling: the average of 2 x 2 samples per
    pixel, against jagged edges."""
    points = places(2 * size, 2 * size, 1.0)[:, : 3 if cppn.radius else 2]
    colours = np.asarray(cppn([z[None], points[None]]))  # (1, 4·size², channels)
    return colours.reshape(size, 2, size, 2, -1).mean(axis=(1, 3))


SEEDS = range(lesson.seed, lesson.seed + (4 if lesson.quick else 8))
fig, rows = plt.subplots(2, len(SEEDS), figsize=(1.6 * len(SEEDS), 3.9), layout="constrained")
for column, seed in zip(rows.T, SEEDS, strict=True):
    cppn, z = random_cppn(seed)
    as_drawn = draw(cppn, z)
    art.expose(cppn, z)
    exposed = draw(cppn, z)
    plotting.plot_image(as_drawn, column[0], f"seed {seed}")
    plotting.plot_image(exposed, column[1], f"{as_drawn.std():.2f} → {exposed.std():.2f}")
fig.suptitle("above: as drawn; below: exposed (standard deviation before → after)")
lesson.save(fig, "exposure.png")

# %% [markdown]
# ## Styles
#
# The activations decide the *style* of a picture. Every name below is a value of the one argument
# `style`; a list of activations, names or functions of yours, does as well.
#
# - *tanh* bends and levels off: smooth, curved surfaces. *contours* has an output that is bright
#   only where its pre-activation passes 0: √(1 - |tanh|) draws the outlines of the same shapes.
# - *alternating* tanh and softplus: larger, calmer areas. With a sine for the output, ½ sin + ½,
#   every steep place becomes stripes. *residual-tanh* adds each layer to the last: haze.
# - *absolute* and *square-root* fold the plane; a *gaussian* is a ridge, 0 on both sides, and 32 of
#   them make a tangle of ribbons. The post only names these three; where to put them is our choice.
# - *relu* is two straight pieces: edges like cut paper, straight or, through r, of one smooth
#   curve. The CIFAR post's three styles are deeper, because they were trained. *softplus-tanh* is
#   that of the MNIST post; at scale 10 a softplus can hardly be told from a relu.
# - *leaky-relu* alone has nothing that levels off: a ramp. The package's digits use it, together
#   with inputs that ripple by themselves (lesson 4).
#
# Right: one look tells the styles apart. Wrong: one flat grey or a single ramp (the units have
# nothing to bend), or salt and pepper (too deep for its weights: *cifar-repeating* comes near it).


# %%
@keras.saving.register_keras_serializable(package="lesson3")
def triangle_wave(x):
    """A fold after every step of 2: -1 to 1 and back."""
    return abs((x + 1) % 4 - 2) - 1


def gallery(styles, seeds):
    """One column for each style in blocks of five, one row for each seed."""
    blocks = -(-len(styles) // 5)
    height = 1.9 * len(seeds) * blocks + 0.35 * blocks
    fig, axes = plt.subplots(
        len(seeds) * blocks, 5, figsize=(9.6, height), squeeze=False, layout="constrained"
    )
    for ax in axes.ravel():
        ax.set_axis_off()
    for i, (name, style) in enumerate(styles.items()):
        for j, seed in enumerate(seeds):
            cppn, z = random_cppn(seed, style=style)
            art.expose(cppn, z)
            ax = axes[i // 5 * len(seeds) + j, i % 5]
            plotting.plot_image(draw(cppn, z), ax, name if j == 0 else None)
    return fig


print("\nstyle               layers")
for name, style in STYLES.items():
    layers = " ".join(activation_list(name))
    print(f"{name:18}  {layers:.60}{' …' if len(layers) > 60 else ''} | {style.output}")
styles = {name: name for name in STYLES} | {"a list of ours": ["tanh", triangle_wave, "tanh"]}
lesson.save(gallery(styles, SEEDS[:1] if lesson.quick else SEEDS[:2]), "styles.png")

# %% [markdown]
# ## What each number does
#
# One thing is changed in each row, from the same seed.
#
# - **Width**: with 2 units a layer has 2 edges to build with; with 512 it has too many to see any,
#   and the picture turns to rust.
# - **Depth**: one layer is a few soft edges laid over each other; each further one bends what came
#   before. 8 is lace, 16 is noise: neighbouring pixels no longer agree.
# - **Scale**: coordinates and z grow together and only the biases stay behind. So from 10 or so
#   on the pattern remains and its edges sharpen; at 1 it is soft blobs, at 0.1 one ramp, and
#   without exposure often one flat grey. This is not a zoom: a zoom leaves z alone.
# - **Spread** of the weights: 0.1 is one ramp, 1 is the post's, at 4 every unit is at one end of
#   its tanh or at the other: broken glass.
# - **Latents**: each adds another random number to every pre-activation of the first layer, and
#   that pushes the unit's edge away from the middle. With one latent all edges meet there; with 512
#   most of them lie outside the picture. (Training would balance that.)

# %%
KNOBS = {
    "width": ("net_size", (2, 8, 32, 128, 512)),
    "depth": ("depth", (1, 2, 4, 8, 16)),
    "scale": ("scale", (0.1, 1.0, 3.0, 10.0, 30.0)),
    "spread": ("weight_stddev", (0.1, 0.3, 1.0, 2.0, 4.0)),
    "latents": ("z_dim", (1, 4, 8, 64, 512)),
}


def draw_knobs(seed):
    """A row for each of KNOBS, exposed; prints how much neighbouring pixels differ."""
    fig, rows = plt.subplots(len(KNOBS), 5, figsize=(9.6, 10.6), layout="constrained")
    print("\nmean step from pixel to pixel (0.33 for pure noise)")
    for row, (name, (option, values)) in zip(rows, KNOBS.items(), strict=True):
        steps = []
        for ax, value in zip(row, values, strict=True):
            cppn, z = random_cppn(seed, **{option: value})
            art.expose(cppn, z)
            picture = draw(cppn, z)
            plotting.plot_image(picture, ax, f"{name} {value}")
            steps.append(abs(np.diff(picture, axis=1)).mean())
        print(
            f"{name:8}" + "".join(f"  {v:6}: {s:.3f}" for v, s in zip(values, steps, strict=True))
        )
    return fig


lesson.save(draw_knobs(lesson.seed + 2), "knobs.png")

# %% [markdown]
# **The radius.** Why give the network r, which it could compute? With r a unit of the first layer
# has a curved edge at once, and around the middle curves close into circles and eyes: "for free",
# as the post says. The price is that every picture has a middle. Below, the same networks with
# the weights of r set to 0; `build_cppn(radius=False)` leaves the input out.

# %%
fig, rows = plt.subplots(2, 5, figsize=(9.6, 4.4), layout="constrained")
for column, seed in zip(rows.T, range(lesson.seed, lesson.seed + 5), strict=True):
    cppn, z = random_cppn(seed)
    for ax, title in zip(column, ("with r", "without r"), strict=True):
        if title == "without r":
            kernel = cppn.get_layer("from_place").get_weights()[0]  # (3, width): x, y, r
            cppn.get_layer("from_place").set_weights([kernel * [[1], [1], [0]]])
        art.expose(cppn, z)
        plotting.plot_image(draw(cppn, z), ax, f"seed {seed}, {title}")
lesson.save(fig, "radius.png")

# %% [markdown]
# ## Colour
#
# Three outputs in place of one are red, green and blue. Each goes its own way, so all mixtures come
# up: loud. Or they are hue, saturation and value, from which a layer computes the other three
# (`layers.HSVToRGB`): then brightness makes the shapes and the hue can be held to a few neighbours
# on the colour wheel. (The author found black and white the more elegant.)
#
# A hue is an angle: 0 and 1 turn are the same red. A sigmoid would cut the wheel open there, and
# a hue that wants to go on from red to purple would have to run back through all the colours. So
# the hue has no activation: the pre-activation is an angle in radians, and may be any number.

# %%
COLOUR_SEEDS = range(lesson.seed, lesson.seed + (3 if lesson.quick else 5))
fig, rows = plt.subplots(3, len(COLOUR_SEEDS), figsize=(9.6, 6.2), layout="constrained")
for row, colour in zip(np.atleast_2d(rows), ("grey", "rgb", "hsv"), strict=True):
    for ax, seed in zip(row, COLOUR_SEEDS, strict=True):
        cppn, z = random_cppn(seed, style="alternating", depth=6, colour=colour)
        art.expose(cppn, z)
        plotting.plot_image(draw(cppn, z), ax, f"{colour}, seed {seed}")
lesson.save(fig, "colour.png")

# %% [markdown]
# ## A walk through z
#
# So far we changed weights; `reinit` does that, and no picture has anything to do with the last. z
# is the finer handle: eight numbers, and the picture follows them without a jump, for the network
# is as smooth in z as it is in x and y. A path from one z to another is a film. Here the way leads
# over three z and back to the first, and each way's last frame is dropped, being the next one's
# first. Later, when the weights are trained, the same walk will turn a 2 into a 9.

# %%
N_FRAMES, FILM = (5, 64) if lesson.quick else (20, 240)  # frames a way, pixels a side
sampler = Sampler(LATENTS, scale=5.0, net_size=WIDTH, seed=lesson.seed + 5)
stops = sampler.generate_z(3)  # (3, 8)
art.expose(sampler.cppn, stops[0])
frames = []
for z1, z2 in zip(stops, np.roll(stops, -1, axis=0), strict=True):
    way = sampler.morph(z1, z2, n_total_frame=N_FRAMES + 1, x_dim=FILM, y_dim=FILM)
    frames += way[:-1]
sampler.save_anim_gif(frames, lesson.out / "walk.gif", duration=0.06)

some = np.linspace(0, N_FRAMES, 6).astype(int)
fig, axes = plt.subplots(1, 6, figsize=(10.8, 2.2), layout="constrained")
for ax, i in zip(axes, some, strict=True):
    plotting.plot_image(frames[i], ax, f"frame {i}")
lesson.save(fig, "walk.png")

# %% [markdown]
# ## Any size
#
# A `rendering.Drawing` asks the network for a bounded number of points at a time, so a picture of
# any size needs little memory. Below, one picture is drawn 27, 108 and 1080 pixels high. The small
# one is what one gets by averaging 40 x 40 pixels of the large one, but for what a few samples per
# pixel cannot know. This is the command `python -m cppn_keras art --seed 7` in two lines. (Pictures
# are saved as they are shown; the 2016 program saved ink dark on white paper, which
# `sampler.save_png(image, path, invert=True)` does.)

# %%
cppn, z = art.random_art(lesson.seed + 7)  # alternating, six layers, HSV
HEIGHT, SMALL = (216, 27) if lesson.quick else (1080, 27)
drawing = Drawing(cppn, z, HEIGHT, HEIGHT * 16 // 9, subpixels=2)  # 2 x 2 samples per pixel
large_path = save(drawing, lesson.out / "large.png")
print(f"saved {large_path}")

small = Drawing(cppn, z, SMALL, SMALL * 16 // 9, subpixels=8).pixels()  # 64 samples per pixel
large = plt.imread(large_path)[..., :3]
factor = HEIGHT // SMALL
averaged = large.reshape(SMALL, factor, SMALL * 16 // 9, factor, 3).mean(axis=(1, 3))
print(f"{SMALL} rows against the mean of {HEIGHT}: {abs(small - averaged).mean():.4f} on average")

fig, axes = plt.subplots(1, 3, figsize=(12, 2.8), layout="constrained")
for ax, rows in zip(axes, (SMALL, 4 * SMALL, HEIGHT), strict=True):
    drawn = large if rows == HEIGHT else Drawing(cppn, z, rows, rows * 16 // 9).pixels()
    plotting.plot_image(drawn, ax, f"{drawn.shape[1]} x {rows}")
lesson.save(fig, "sizes.png")

# %% [markdown]
# ## What is still wrong
#
# Nobody asked for these pictures: a seed is not a brush. Lesson 4 takes a picture that somebody
# wants and finds the weights for it; from lesson 5 on, the weights are found for thousands of
# pictures at once, and z chooses among them.
#
# Exercises: `lessons/exercises/ex03_*.py`; `pytest tests/exercises` checks them, and `--mine`
# runs this lesson with what you wrote.

# %%
print(f"\ndone in {(time.time() - start) / 60:.1f} min; pictures in {lesson.out}")
