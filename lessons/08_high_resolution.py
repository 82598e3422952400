# %% [markdown]
# # Lesson 8: 26 pixels in, any size out
#
# The networks of this course learn from a few pixels and draw at any size. First you take the
# shipped MNIST model from 26 pixels to 1300 and to a poster. Then you ask the sceptic's question,
# *is it only interpolation?*, where it has an answer: on drawings whose true shape is known at
# every size. You will turn the answer from no to yes, by fitting a few hundred numbers to one
# picture.
#
# | **expected**, PSNR against the truth, 50 strokes | 26 px | 13 px | 9 px |
# | --- | --- | --- | --- |
# | bicubic, cut at ½ | 22.0 dB | 16.9 dB | 13.1 dB |
# | back-projection, the best without learning | 35.3 dB | 24.9 dB | 19.2 dB |
# | network, code of the encoder | 21.4 dB | 21.0 dB | 19.6 dB |
# | network, modulations fitted to the pixels | 33.2 dB | 27.3 dB | 23.4 dB |
#
# **Time**: About 20 minutes on two cores; with `--quick` one. Nothing is trained here. Pictures go
# to `out/08_high_resolution/`, the poster into a folder there.
#
#     python lessons/08_high_resolution.py          # the real thing
#     python lessons/08_high_resolution.py --quick  # few pictures, no download

# %%
import shutil
import time

import matplotlib.pyplot as plt
import numpy as np
from PIL import Image

from cppn_keras.course.lesson import begin

lesson = begin(
    "08_high_resolution",
    epochs=0,
    batch_size=0,
    quick=(0, 0),
    quick_hides="means over so few drawings vary by a decibel or two",
    size=(1300, 260),
    strokes=(50, 2),
    letters=(40, 1),
    rounds=(12, 8),
)
knobs = lesson.knobs

# %% [markdown]
# Four numbers to turn: `--size` is that of the first half's enlargements; `--strokes` and
# `--letters` say how many drawings the second half measures, and `--rounds` how long a code is
# fitted. Try `--rounds 2`: how much of the way is made in two steps? (`--data` is for the first
# half; the drawings of the second are always made here.)
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

from cppn_keras import Sampler, plotting
from cppn_keras.coordinates import View, coordinate_grid
from cppn_keras.data import center_crop, to_float
from cppn_keras.data.glyphs import HELD_OUT, LETTERS, random_glyphs, render_glyph
from cppn_keras.data.strokes import random_strokes, render_stroke
from cppn_keras.evaluation import enlargement, fidelity, rivals
from cppn_keras.networks.modulations import split_at_modulations
from cppn_keras.pictures import draw, typical_pictures
from cppn_keras.plotting.diagrams.areas import areas as areas_diagram
from cppn_keras.rendering import Drawing, save

start = time.time()
SMALL = 26  # pixels a side of the posts' pictures
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

units = sampler.cppn.get_layer("dense2").units
numbers = sampler.z_dim + 3 + 2 * units  # at each point: z, (x, y, r), two layers
print(f"\n{numbers} numbers a point     all at once    two chunks at a time")
for side in (SMALL, 256, 1024, 16_384, 65_536):
    whole, bounded = (4e-6 * numbers * points for points in (side**2, min(side**2, 2 * 32_768)))
    print(f"{side:6} x {side:<6}{whole:17,.1f} MB{bounded:18.1f} MB")

# %% [markdown]
# ## A poster
#
# A Deep Zoom image has levels of 1, 2, 4, … pixels a side, each cut into tiles, so that a browser
# loads only what is in sight. Usually the coarse levels are shrunk from the finest, which must be
# there first. Ours need not: a tile is a list of points like any other, and tiles fit without seams
# as long as each pixel is asked at the very place that it has in the whole picture.
#
# So draw the coarse levels, and the finer ones only where you want to look closely. Open
# `poster/index.html` and zoom in.

# %%
POSTER = 2048 if lesson.quick else 16_384  # pixels a side
folder = lesson.out / "poster"
shutil.rmtree(folder, ignore_errors=True)  # tiles of an earlier run may show another digit
poster = sampler.drawing(three, POSTER, POSTER)
print(f"\nposter of {POSTER} x {POSTER}: the first 11 levels, and all around one training pixel")
save(poster, folder / "three.dzi", levels=11)
places = plotting.greyest(originals, side=8)  # where 8 x 8 pixels have most grey
top, left = (n / SMALL for n in places[3])
region = (left, top, left + 1 / SMALL, top + 1 / SMALL)  # one training pixel, as shares
path = save(poster, folder / "three.dzi", region=region)
tiles = [tile.stat().st_size for tile in folder.rglob("*.png")]
print(f"{len(tiles)} tiles, {sum(tiles) / 1e6:.2f} MB")
print(f"saved {path} and {folder / 'index.html'}")

# %% [markdown]
# ## Pixels are areas
#
# Does the large picture show what the small one did? A camera's pixel collects the light of a
# square. So the large picture, seen by a camera with 26 x 26 pixels, should be the small one.
#
# Squares are easy where 26 divides the large side. You will also need 16, 11, 9 and 7 of 520, where
# a border cuts through pixels. Somebody wrote a function for that, and strokes came back too fat.
#
# **Exercise** `ex08_area_average` (find): the whole function is there, with one mistake.

# %%
area_average = lesson.exercise("ex08_area_average")


def averaged(images, n):
    """(count, size, size, 1) → (count, n, n, 1)."""
    return np.stack([np.asarray(area_average(image, n)) for image in images])


def rms(a, b):
    return np.sqrt(np.mean(np.square(np.asarray(a, "float64") - b)))


fine = sampler.generate(codes[:3], 260, 260)
print("\nten, nine and seven pixels a side: is as much ink there as before?")
for n in (10, 9, 7):
    print(f"  {averaged(fine, n).mean() / fine.mean():.3f} of it")

# %%
print(f"\n{LARGE} averaged to {SMALL}, RMS difference")
for samples in (1, 3):
    points = Drawing(sampler.cppn, codes, SMALL, SMALL, subpixels=samples).pixels()
    off = rms(averaged(large, SMALL), points)
    print(f"  from {samples} x {samples} samples a pixel: {off:.4f}")
print(f"  from the {lesson.data.name} pictures: {rms(averaged(large, SMALL), originals):.4f}")

# %% [markdown]
# One sample is not an average, and nine come nearer to it: this is *supersampling*. The shipped
# model was trained so, with a *grey penalty* Σ p (1 - p) on the samples: a grey pixel became an
# edge through it, not a grey place.
#
# The last line matters below: the large picture agrees with what the network drew small, not with
# what was *given*. What 24 numbers lose is lost at every size.
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
def rise(profile):
    """The part around the steepest step upwards in which a profile (n,) never falls."""
    middle, falls = np.diff(profile).argmax(), np.flatnonzero(np.diff(profile) < 0)
    first = max(falls[falls < middle] + 1, default=0)
    return profile[first : min(falls[falls > middle], default=len(profile)) + 1]


smooth = rivals.interpolated(originals[3:4], LARGE)[0, ..., 0]
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
# fraction of a pixel: the edge is *drawn*. Interpolated edges are only stretched.

# %%
print(f"\nedge width, training pixels{'network':>13}{'bicubic':>10}{'Lanczos':>10}")
for size in sorted({SMALL, 10 * SMALL, LARGE}):
    drawn = [large if size == LARGE else sampler.generate(codes, size, size)]
    drawn += [rivals.interpolated(originals, size, kernel) for kernel in ("bicubic", "Lanczos")]
    widths = [enlargement.edge_width(images, size // SMALL) for images in drawn]
    print(f"  {size:4} x {size:<20}", "".join(f"{width:10.2f}" for width in widths))

# %% [markdown]
# ## What it makes up
#
# Outside the window of its training nobody ever corrected the network: there should be paper, and
# there are specks. Step back (zoom 0.3): the window is the middle 90 of 300 pixels, with a grey
# frame.

# %%
outside, framed = [], []
for code in codes[[2, 4, 8, 9]]:
    far = Drawing(sampler.cppn, code, 300, 300, View(zoom=0.3)).pixels()
    ink = far[..., 0] > 0.5
    ink[105:195, 105:195] = False  # the window of training
    outside.append(ink)
    frame = [103, 104, 195, 196]
    far[103:197, frame] = far[frame, 103:197] = 0.5
    framed.append(far)
pieces = sum(len(enlargement.piece_sizes(ink)) for ink in outside)
share = np.mean(outside) / (1 - 0.3**2)
print(f"outside the window {share:.1%} is ink, in {pieces} pieces around {len(outside)} digits")
lesson.save(plotting.plot_rows({"zoom 0.3": np.stack(framed)}, side=2.0), "outside.png")

# %% [markdown]
# So the edges are sharp and the shapes plausible. Are they *right*? For MNIST nobody can say: there
# is no larger picture of these digits.
#
# ## Is it only interpolation?
#
# The package's `strokes` are curves and a pen: synthetic digits that can be drawn exactly at any
# size. Draw some that no network has seen as 26 x 26 pixels, or fewer, and give these to every way
# of enlarging. Then compare with the exact drawing at 520.

# %%
BOX = (1.0, 1.0, 27.0, 27.0)  # the middle 26 of the 28 units of a drawing
TRUE = 520  # pixels a side of the truth
SIDES = (26, 13, 9) if lesson.quick else (26, 20, 16, 13, 11, 9, 7)  # of what is given
unseen = random_strokes(knobs.strokes, seed=2 * lesson.seed + 1)
truths = render_stroke(unseen, TRUE, TRUE, BOX)  # (50, 520, 520, 1)
pixels = {side: render_stroke(unseen, side, side, BOX) for side in SIDES}
some = slice(0, 6)
rows = {f"{n} x {n}": rivals.interpolated(pixels[n][some], 260, "box") for n in SIDES}
lesson.save(plotting.plot_rows({"truth": truths[some, ::2, ::2]} | rows, side=1.0), "strokes.png")

# %% [markdown]
# ## What is cheap to know
#
# Two facts need no learning. Ink has no greys: so *cut* an interpolated picture at ½. And a pixel
# is an area: an enlargement, averaged back, should give the pixels that were given. How well it
# does is its *agreement*, their PSNR (lesson 4).
#
# **Exercise** `ex08_predict_agreement` (predict): commit to four numbers, then run.

# %%
predict_agreement = lesson.exercise("ex08_predict_agreement")
edge, ink, agreement, stroke = predict_agreement()
lines = np.float32([[0, 0, 0.25, 1, 1], [0, 0, 0.4, 0, 0]])
squares = np.tile(lines[:, None, :, None], (1, 5, 1, 1))  # (2, 5, 5, 1): all rows alike
cut = averaged(rivals.cut(rivals.interpolated(squares, 500)), 5)
decibels = fidelity.psnr(cut, squares)
print(f"\na grey pixel of an edge, cut: {cut[0, 2, 2, 0]:.3f} is ink; predicted {ink:.3f} of 0.25")
print(f"agreement of the edge: {decibels[0]:.1f} dB; predicted {agreement:.1f} dB")
print(f"agreement of the thin stroke: {decibels[1]:.1f} dB; predicted {stroke:.1f} dB")

# %% [markdown]
# Cutting takes ink away where a pixel has little, and thin strokes vanish. Changing the picture
# until both facts hold is called *back-projection* (Irani and Peleg, 1991). It knows nothing of
# pens or digits, and it is the strongest way without learning that we know; so it must not be left
# out.
#
# **Exercise** `ex08_back_projection` (write): from its idea.

# %%
back_projection = lesson.exercise("ex08_back_projection")
TUNED = rivals.TUNED[SMALL]  # slope, step and rounds, tuned on other strokes: be fair to a rival


def larger(small):
    """(h, h) → (520, 520) by Lanczos, which may leave 0..1."""
    image = Image.fromarray(np.float32(small))
    return np.asarray(image.resize((TRUE, TRUE), Image.Resampling.LANCZOS))


def smaller(image):
    return averaged(image[None, ..., None], SMALL)[0, ..., 0]


def soft_cut(smooth):
    return 0.5 + 0.5 * np.tanh(TUNED.slope * (smooth - 0.5) / 2)


# %%
one = pixels[SMALL][0, ..., 0]
yours = back_projection(one, larger, smaller, soft_cut, TUNED.step, TUNED.rounds)
ours = rivals.back_projected(pixels[SMALL][:1], TRUE)[0, ..., 0]
print(f"\nback-projected; the package's differs by up to {np.abs(yours - ours).max():.4f}")
for name, image in {
    "bicubic": rivals.interpolated(pixels[SMALL][:1], TRUE)[0, ..., 0],
    "bicubic, cut": rivals.cut(rivals.interpolated(pixels[SMALL][:1], TRUE))[0, ..., 0],
    "back-projection": yours,
}.items():
    off, wrong = rms(smaller(image), one), rms(image, truths[0, ..., 0])
    print(f"  RMS, {name:16} {off:.4f} from the given pixels, {wrong:.4f} from the truth")

# %% [markdown]
# ## What is worth learning
#
# The network is `ink`, a small one of lesson 6's kind: encoder, FiLM CPPN, nearly no KL. It has
# seen 20,000 such strokes and 20,000 letters of fifteen fonts, at 52 x 52 pixels, and its encoder
# was shown them with 7 to 26 (`python -m cppn_keras train ink`). So it was told what pens and
# letters look like; of the drawings here it knows none.
#
# At first sight it makes 48 numbers of a picture, which cannot say where every edge is. Is there a
# better code for *this* picture? Keep the weights, and change the code until the picture, averaged
# over its pixels, is the given one: *latent optimization*. What is to become least is
#
#     Σ (pixel - average over its area)² + pull · ‖code - first code‖²

# %%
artist = Sampler.from_pretrained("ink")


def first_sight(small):
    """Codes (n, 48) of pictures of any size."""
    return artist.encode(rivals.interpolated(small, artist.image_size[0]))


def looks(network, side, samples=4):
    """A function of a code: averages (pixels,) and their jacobian (pixels, codes)."""
    points = coordinate_grid(side * samples, side * samples)
    points = points.reshape(side, samples, side, samples, -1).swapaxes(1, 2)
    points = tf.constant(points.reshape(side**2, samples**2, -1))  # those of each pixel

    @tf.function
    def look(code):
        codes = tf.tile(code[None], (side**2, 1))  # a code of its own for every pixel
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(codes)
            averages = ops.mean(network([codes, points], training=False)[..., 0], axis=1)
        return averages, tape.gradient(averages, codes)

    return lambda code: [np.asarray(x, "float64") for x in look(tf.constant(code, tf.float32))]


# %% [markdown]
# Every pixel has its own copy of the code. So the gradient of the *sum* of all averages, which
# costs one pass backwards, holds the gradient of each: the whole jacobian. With it one need not
# creep downhill as Adam does. Few averages, few numbers: this is a problem of least squares, and
# its methods are old.
#
# **Exercise** `ex08_refine_code` (write): steps of Levenberg and Marquardt.

# %%
refine_code = lesson.exercise("ex08_refine_code")
Z_PULL, PULL = 0.01, 3e-4


def refined(network, images, first, pull):
    """Codes of images (n, side, side, 1), fitted from the first ones (n, codes)."""
    look = looks(network, images.shape[1])
    pairs = list(zip(images, np.float64(first), strict=True))
    fitted = [refine_code(look, image.ravel(), code, pull, knobs.rounds) for image, code in pairs]
    return np.float32(fitted)


half = pixels[13][:1]
z = first_sight(half)
z_fitted = refined(artist.cppn, half, z, Z_PULL)

# %% [markdown]
# ## What z cannot say
#
# z is not what the CPPN draws from. FiLM makes of it a scale and a shift for each of 64 units in
# four layers (lesson 6): 512 numbers, the *modulations*. Any 512 will do, and they can say much
# more. So begin with those of the fitted z, and fit on.

# %%
of_z, from_modulations = split_at_modulations(artist.cppn)  # the same weights, in two parts
modulations = of_z.predict(z_fitted, verbose=0)  # (1, 512)
fitted = refined(from_modulations, half, modulations, PULL)

print(f"\none stroke of 13 x 13 pixels {'given, dB':>24}{'truth, dB':>12}")
for name, network, code in (
    ("z at first sight", artist.cppn, z),
    ("z, fitted", artist.cppn, z_fitted),
    ("modulations, fitted", from_modulations, fitted),
    ("the same by Sampler.refine", artist.refiner.cppn, artist.refine(half)),
):
    drawn = Drawing(network, code, TRUE, TRUE).pixels()
    agreement = fidelity.psnr(averaged(drawn, 13), half)[0]
    print(f"  {name:28}{agreement:23.1f}{fidelity.psnr(drawn, truths[:1])[0]:12.1f}")

# %% [markdown]
# `Sampler.refine` adds three things (`cppn_keras/training/refine.py`): it makes edges steeper while
# it fits, up to six times; it asks many points where an edge may be and few elsewhere; and it
# stops when nothing is gained.
#
# The *pull* is where knowledge comes in. Pixels alone do not determine 512 numbers. Of all codes
# that agree with them, the one nearest to the first is taken, and the first draws like a pen.
#
# ## The curve
#
# Now all ways, on all strokes, from every size. *Shape*: the share of drawings with as many pieces
# of ink, and of paper, as the truth: a gap that is closed or made up changes it.


# %%
def ways_to(small):
    """Yields (name, enlargements (n, 520, 520, 1)), one after the other."""
    smooth = rivals.interpolated(small, TRUE)
    yield "bicubic", smooth
    yield "bicubic, cut", rivals.cut(smooth)
    yield "Lanczos, cut", rivals.cut(rivals.interpolated(small, TRUE, "Lanczos"))
    yield "back-projection", rivals.back_projected(small, TRUE)
    z = first_sight(small)
    yield "network, code", artist.generate(z, TRUE, TRUE)
    yield "network, fitted z", artist.generate(refined(artist.cppn, small, z, Z_PULL), TRUE, TRUE)
    yield "network, modulations", artist.generate(artist.refine(small), TRUE, TRUE)


def shape(image):
    """How many pieces of ink and of paper there are, specks left out."""
    ink = image[..., 0] > 0.5
    return [np.sum(enlargement.piece_sizes(part) > (TRUE / 52) ** 2) for part in (ink, ~ink)]


# %%
def compare(small, truths, title, shown=6):
    """Prints a table; returns {name: PSNR, dB} and {name: the first pictures}."""
    table, pictures = {}, {}
    print(f"\n{title:24}given, dB   truth, dB   overlap   outline   shape")
    for name, images in ways_to(small):
        table[name] = fidelity.psnr(images, truths).mean()
        pictures[name] = images[:shown]
        agreement = fidelity.psnr(averaged(images, small.shape[1]), small).mean()
        same = fidelity.overlap(images, truths).mean()
        outline = np.mean(fidelity.outline(images) / fidelity.outline(truths))
        kept = np.mean([shape(a) == shape(b) for a, b in zip(images, truths, strict=True)])
        print(
            f"  {name:22}{agreement:9.1f}{table[name]:12.1f}{same:10.3f}{outline:10.3f}{kept:8.0%}"
        )
    return table, pictures | {"truth": truths[:shown]}


# %%
results, drawn = {}, {}
for side in SIDES:
    title = f"{len(unseen)} strokes of {side} x {side}"
    results[side], drawn[side] = compare(pixels[side], truths, title)

# %%
fig, ax = plt.subplots(figsize=(8, 4.6), layout="constrained")
for name in results[SMALL]:
    if name != "bicubic":
        ax.plot(SIDES, [results[side][name] for side in SIDES], "o-", label=name)
ax.set(xlabel="pixels a side of the given picture", ylabel="PSNR against the truth, dB")
ax.set_xticks(SIDES)
ax.legend(frameon=False)
lesson.save(fig, "curve.png")

# %% [markdown]
# ![good: PSNR over the size of the given picture](../docs/lessons/08/curve.png)
#
# ## The verdict
#
# What was each way told? Bicubic and Lanczos: the pixels. Cut: that ink has no grey, too.
# Back-projection: also that a pixel is an area. The network: all that, and what pens and letters
# look like.

# %%
print("\nthe network with fitted modulations, in dB")
print(f"  {'from':10}{'than cut bicubic':>18}{'than back-projection':>22}   so knowledge of pens")
for side in SIDES:
    ours = results[side]["network, modulations"]
    than = [ours - results[side][name] for name in ("bicubic, cut", "back-projection")]
    verdict = "pays" if than[1] > 0.5 else "makes no difference" if than[1] > -0.5 else "costs"
    print(f"  {side:2} pixels {than[0]:+18.1f}{than[1]:+22.1f}   {verdict}")

# %% [markdown]
# From 26 and 20 pixels back-projection is ahead: there the pixels say where every edge is, and a
# pen that has been learnt is one more thing that can be wrong. From 16 pixels on knowledge pays,
# and the more the fewer there are: some 4 dB from nine, 5 from seven. There back-projection opens
# or closes a gap in a quarter of the drawings, the network in hardly any: it guesses what no pixel
# shows, and for such strokes it guesses right.
#
# Look at nine pixels a side, where pixels say least:

# %%
names = ("bicubic", "back-projection", "network, modulations", "truth")
given = {"9 x 9 pixels": rivals.interpolated(pixels[9][:6], TRUE, "box")}
rows = given | {name: drawn[9][name] for name in names}
rows = {name: images[:, ::2, ::2] for name, images in rows.items()}
lesson.save(plotting.plot_rows(rows, side=1.2), "nine.png")

# %% [markdown]
# ![good: from nine pixels](../docs/lessons/08/nine.png)
#
# ## Is it bound to what it has seen?
#
# Letters of two fonts that it has never seen: a serif of the DejaVu family, and Computer Modern
# without serifs.

# %%
strangers = random_glyphs(knobs.letters, 2 * lesson.seed + 1, HELD_OUT, LETTERS)
letters = render_glyph(strangers, TRUE, TRUE, BOX)
for side in (26, 13):
    small = render_glyph(strangers, side, side, BOX)
    table, pictures = compare(small, letters, f"{len(letters)} letters of {side} x {side}")
    ours = table["network, modulations"]
    for name in ("bicubic, cut", "Lanczos, cut", "back-projection"):
        print(f"  network, modulations, against {name}: {ours - table[name]:+.1f} dB")
rows = {"13 x 13 pixels": rivals.interpolated(small[:6], TRUE, "box")}
rows |= {name: pictures[name] for name in names}
rows = {name: images[:, ::2, ::2] for name, images in rows.items()}
lesson.save(plotting.plot_rows(rows, side=1.2), "letters.png")

# %% [markdown]
# The fonts are strange to it, the idea of a stroke is not: fitted, it beats everything that
# interpolates by 6 dB or more; back-projection is level from 26 pixels and 3 dB behind from 13. But
# of what it makes up here, more is wrong: from 13 pixels one letter in five has another *shape*.
#
# ## MNIST
#
# There is no truth to compare with, but there are pixels to agree with. The digits of the beginning
# once more: by the 24 numbers of the `mnist` model, and with the modulations of `ink`, which has
# never seen one, fitted to 36 dB and no further.

# %%
few = originals[3:5] if lesson.quick else originals
print(f"\nfitting the modulations of {len(few)} digits")
fitted = artist.generate(artist.refine(few, agreement=36), TRUE, TRUE)
rows = {lesson.data.name: plotting.enlarge_pixels(few, TRUE // SMALL)}
rows["24 numbers"] = sampler.generate(sampler.encode(few), TRUE, TRUE)
rows["modulations"] = fitted
rows["back-projection"] = rivals.back_projected(few, TRUE)
print(f"{'':20}given, dB   edges, pixels   outline, times that of the modulations")
for name, images in rows.items():
    agreement = fidelity.psnr(averaged(images, SMALL), few).mean()
    length = np.mean(fidelity.outline(images) / fidelity.outline(fitted))
    width = enlargement.edge_width(images, TRUE // SMALL)
    print(f"  {name:18}{min(agreement, 99):9.1f}{width:16.2f}{length:16.2f}")
rows = {name: images[:, ::2, ::2] for name, images in rows.items()}
lesson.save(plotting.plot_rows(rows, side=1.2), "faithful.png")

# %% [markdown]
# ![good: every pixel's ink, with a pen's edge](../docs/lessons/08/faithful.png)
#
# MNIST's greys are not exact areas: its makers shrank and smoothed. Back-projection obeys every
# pixel all the same, and its edges wave. The network can be told how far to trust the pixels; up to
# there it takes, of all that agrees with them, what a pen can do.
#
# ## A wish of your own
#
# Many pictures have the right pixels. The pull chooses one near the first code; you may wish for
# another, say, one with short or smooth outlines.
#
# **Exercise** `ex08_outline_penalty` (change): a third term for the sum.

# %%
outline_penalty = lesson.exercise("ex08_outline_penalty")
network, SAMPLES = artist.refiner.cppn, 117  # 13 x 13 samples for each of 9 x 9 pixels
grid = tf.constant(coordinate_grid(SAMPLES, SAMPLES))[None]


# %%
def wished(code, small, weight, steps=20 if lesson.quick else 150):
    """A fitted code (codes,), moved by Adam along the sum with the penalty, in its own units."""
    moved = keras.Variable(code[None])
    optimizer = keras.optimizers.Adam(0.003)
    optimizer.build([moved])
    wanted = tf.constant(small[None])

    @tf.function
    def sums():
        colours = network([moved.value, grid], training=False)
        samples = ops.reshape(colours, (1, SAMPLES, SAMPLES, 1))
        averages = ops.average_pool(samples, SAMPLES // 9)
        return ops.sum(ops.square(wanted - averages)), outline_penalty(samples[0, ..., 0])

    scale = weight / float(sums()[1])  # so that your measure may have any unit
    for _ in range(steps):
        with tf.GradientTape() as tape:
            misfit, penalty = sums()
            loss = misfit + scale * penalty
        optimizer.apply([tape.gradient(loss, moved.value)], [moved])
    return np.asarray(moved)[0]


# %%
small = pixels[9][0]
code = artist.refine(small)
panels = [("9 x 9 pixels", small)]
print("\nweight of your wish   given, dB   truth, dB   outline")
for weight in (0.0, 0.01, 0.1):
    image = artist.generate(wished(code, small, weight), TRUE, TRUE)[None]
    agreement = fidelity.psnr(averaged(image, 9), small[None])[0]
    nearness, length = fidelity.psnr(image, truths[:1])[0], fidelity.outline(image)[0]
    print(f"{weight:19}{agreement:12.1f}{nearness:12.1f}{length:10.2f}")
    panels.append((f"weight {weight}", image[0]))
panels.append(("truth", truths[0]))
lesson.save(plotting.plot_panels(panels, columns=5), "wish.png")

# %% [markdown]
# The more you wish, the less the pixels count. A wish that suits pens makes the picture better, one
# that does not makes it worse, and no pixel says which: *what you add to the pixels is what you
# believe*. That holds for the network's training as well.

# %%
print(f"\ndone in {(time.time() - start) / 60:.1f} min; pictures in {lesson.out}")

# %% [markdown]
# Your own small pictures: `python -m cppn_keras enlarge letter.png --out letter.svg`.
#
# `pytest tests/exercises -k ex08` says what is still wrong in your answers, and `--hint` gives one
# hint at a time; `python lessons/08_high_resolution.py --quick --mine` runs this lesson with what
# you wrote. Lesson 9 will calculate with codes.
#
# Sources: David Ha, "Generating Large Images from Latent Vectors" (2016); Keys, "Cubic Convolution
# Interpolation" (1981); Duchon, "Lanczos Filtering" (1979); Irani & Peleg, "Improving Resolution by
# Image Registration" (1991); Levenberg (1944) and Marquardt (1963) on least squares; Perez et al.,
# "FiLM" (2018).
