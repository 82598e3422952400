"""Checks exercise ex06_image_generator by asking the CPPN for one pixel at a time."""

import re

import keras
import numpy as np
from checking import Answer, Mistake, brief, random
from keras import layers, ops

HEIGHT, WIDTH, LATENT, CHANNELS = 3, 5, 4, 2
HINTS = (
    "The result is a functional model, as in lessons 1 and 2: an Input that stands for z, layers "
    "that are called, and keras.Model(input, output) at the end.",
    "The CPPN is such a layer: call it with the Input and with the places. The places are no Input "
    "but numbers that are known, and the CPPN wants them as (1, points, 3): coordinates[None].",
    "keras.Input takes the shape without the batch: cppn.inputs[0].shape[1:].",
    "The CPPN's colours are (batch, points, channels): layers.Reshape((height, width, channels)) "
    "folds them; channels are cppn.output.shape[-1].",
)


def small_cppn():
    """One hidden layer: z (batch, 4) and places (1, points, 3) → (batch, points, 2)."""
    keras.utils.set_random_seed(5)
    z, places = keras.Input((LATENT,)), keras.Input((None, 3))
    h = layers.Dense(7)(z)[:, None] + layers.Dense(7)(places)
    return keras.Model([z, places], layers.Dense(CHANNELS, "sigmoid")(ops.tanh(h)))


def pixel_by_pixel(cppn, z, places):
    """(batch, 3, 5, 2): every pixel of every picture in a call of its own."""
    images = np.zeros((len(z), HEIGHT, WIDTH, CHANNELS))
    for b, row, column in np.ndindex(images.shape[:3]):
        place = places[row * WIDTH + column]
        images[b, row, column] = ops.convert_to_numpy(cppn([z[b][None], place[None, None]]))[0, 0]
    return images


def mistakes(right):
    batch = len(right)
    columns = "pixels come row by row: Reshape((height, width, channels)), nothing transposed"
    fold = "fold the row of pixels: layers.Reshape((height, width, channels))"
    return [
        Mistake(right.reshape(batch, WIDTH, HEIGHT, CHANNELS), "height first, then width"),
        Mistake(right.swapaxes(1, 2), "height first, then width"),
        Mistake(right.reshape(batch, WIDTH, HEIGHT, CHANNELS).swapaxes(1, 2), columns),
        Mistake(right[:, ::-1], "the first coordinates are those of the top row: do not flip"),
        Mistake(right[:, ::-1, ::-1], "the places are backwards: pixel 0 is coordinates[0]"),
        Mistake(right.reshape(batch, -1, CHANNELS), fold),
        Mistake(right.reshape(batch, -1), fold),
        Mistake(right.reshape(batch, CHANNELS, HEIGHT, WIDTH), "channels come last"),
        Mistake(right[..., 0], "keep the axis of the channels: (batch, height, width, channels)"),
    ]


UNABLE = {  # a fragment of the error when the model draws, and what it usually means
    "Invalid input shape": "the CPPN wants places with an axis for the batch in front, "
    "(1, points, 3): coordinates[None]",
    "named input(s)": "z is the only Input: the places are given, as numbers",
}


def draw(answer, z):
    """What the returned model makes of z."""
    call = f"{answer.call}(z {z.shape})"
    try:
        return Answer(answer.attempt, call, answer.value(z))
    except Exception as error:
        text, came = str(error), brief(error)
    hint = "the model takes z alone, a batch of any size: leave the batch to keras.Input"
    hint = next((why for part, why in UNABLE.items() if part in text), hint)
    if shapes := re.search(r"Expected shape .*?\)[^)]*\)", text):
        came = shapes[0]
    answer.attempt.fail("the model cannot draw", call, came, "images", hint)


def test_image_generator(attempt):
    cppn, places = small_cppn(), random(HEIGHT * WIDTH, 3, seed=1)
    wanted = {id(v) for v in cppn.trainable_variables}
    answer = attempt(cppn=cppn, coordinates=places, height=HEIGHT, width=WIDTH)
    model = isinstance(answer.value, keras.Model)
    came = "None" if answer.value is None else type(answer.value).__name__
    hint = "end with `return keras.Model(z, images)`, z being the keras.Input"
    answer.must(model, "not what was asked for", came, "a keras.Model", hint)

    axes = [len(x.shape) for x in getattr(answer.value, "inputs", None) or []]
    hint = "keras.Input takes the shape without the batch: cppn.inputs[0].shape[1:]"
    came = f"inputs of {axes} axes"
    answer.must(axes[:1] in ([], [2]), "another input", came, "z (batch, latent)", hint)

    own = "each pixel is the CPPN's colour at coordinates[row · width + column], for its own z"
    for batch in (2, 6, 1):
        z = random(batch, LATENT, seed=batch)
        right = pixel_by_pixel(cppn, z, places)
        draw(answer, z).equals(right, mistakes(right), own)

    found = {id(v) for v in answer.value.trainable_variables}
    hint = "call the CPPN itself, no copy of it, or training would not reach its weights"
    if found < wanted:
        hint = "whoever trains the generator trains the CPPN: leave `trainable` as it is"
    if wanted < found:
        hint = "it has no other weights than the CPPN's: no layer here has to learn"
    came = f"{len(found)} variables, {len(found & wanted)} of them the CPPN's"
    expected = f"the CPPN's {len(wanted)} variables"
    answer.must(found == wanted, "not the CPPN's weights", came, expected, hint)
