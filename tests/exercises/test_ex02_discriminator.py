"""Checks exercise ex02_discriminator: the table, what the model computes, where it drops out."""

import keras
import numpy as np
from built import Row, must_be_built
from checking import Answer, Mistake, random

HINTS = (
    "416 weights for 16 channels: 416 = 16 · (k · k · 1 + 1), one kernel and one bias a channel; "
    "what is k?",
    "28 → 14 → 7 → 4 → 4: strides=2 three times and 1 once, all with padding='same'",
    "a loop over (2, 2, 2, 1) with depth · 2ⁱ channels: Conv2D, LeakyReLU(0.2), Dropout(0.4); "
    "then Flatten and Dense(1), without an activation",
)
SIZE, STRIDES = 5, (2, 2, 2, 1)


def rows(depth, size=SIZE):
    """The table, for any depth."""
    table, channels = [], 1
    for i, side in enumerate((14, 7, 4, 4)):
        filters = depth * 2**i
        weights = filters * (size * size * channels + 1)
        table.append(Row("convolution", (side, side, filters), weights))
        channels = filters
    return [*table, Row("the logit", (1,), 4 * 4 * channels + 1)]


def weights(depth, size=SIZE):
    return sum(row.weights for row in rows(depth, size))


def convolve(x, kernel, bias, stride):
    """What Conv2D with padding="same" does, place by place: (n, h, w, c) → (n, h', w', f)."""
    size, side = len(kernel), -(-x.shape[1] // stride)
    pad = max((side - 1) * stride + size - x.shape[1], 0)
    ends = (pad // 2, pad - pad // 2)
    x = np.pad(x, ((0, 0), ends, ends, (0, 0)))
    out = np.empty((len(x), side, side, len(bias)))
    for row, column in np.ndindex(side, side):
        top, left = row * stride, column * stride
        seen = x[:, top : top + size, left : left + size]
        out[:, row, column] = np.tensordot(seen, kernel, 3) + bias
    return out


def logits(pictures, parts, slope):
    """The table in NumPy, with leaky relus of `slope`."""
    x = pictures.astype("float64")
    for i, stride in enumerate(STRIDES):
        x = convolve(x, parts[2 * i], parts[2 * i + 1], stride)
        x = np.where(x > 0, x, slope * x)
    return x.reshape(len(x), -1) @ parts[8] + parts[9]


def check_numbers(answer, depth):
    """With random weights, biases too, so that every slope shows."""
    model, rng = answer.value, np.random.default_rng(5)
    model.set_weights([0.05 * rng.normal(size=w.shape) for w in model.get_weights()])
    parts = [w.astype("float64") for w in model.get_weights()]
    pictures = random(3, 28, 28, 1, seed=4, low=0.0)
    expected = logits(pictures, parts, 0.2)
    probability = "the logit itself is wanted, any number: the losses take the sigmoid"
    slope = "LeakyReLU(0.2): what is negative is multiplied by 0.2 after every convolution"
    known = [
        Mistake(1 / (1 + np.exp(-expected)), probability),
        Mistake(np.tanh(expected), probability),
        Mistake(np.maximum(expected, 0), probability),
        Mistake(np.where(expected > 0, expected, 0.2 * expected), probability),
        Mistake(logits(pictures, parts, 0.0), slope + ", not by 0 (relu)"),
        Mistake(logits(pictures, parts, 1.0), slope + "; here no activation is seen"),
        Mistake(logits(pictures, parts, 0.3), slope + "; 0.3 is what Keras takes by itself"),
        Mistake(logits(pictures, parts, 0.01), slope + ", not by 0.01"),
    ]
    call = f"{answer.call}, of 3 pictures, training=False"
    got = Answer(answer.attempt, call, model(pictures, training=False))
    general = "a leaky relu of 0.2 after each convolution, none at the end; the pictures go in as "
    general += "they are"
    got.equals(expected, known, general)


def check_dropout(answer):
    """One of 0.4 between each convolution and what follows it."""
    behind, place = [[]], 0  # rates of the dropout layers behind 0, 1, ... convolutions
    for layer in one_by_one(answer.value):
        if isinstance(layer, keras.layers.Conv2D):
            behind.append([])
            place += 1
        elif type(layer) is keras.layers.Dropout:
            behind[place].append(layer.rate)
        elif any(part in type(layer).__name__ for part in ("Dropout", "Noise")):
            behind[place].append(type(layer).__name__)
    shared = [[0.4], [], [], []]  # one layer, which may be called after every convolution
    came = "; ".join(str(rates) for rates in behind[1:])
    hint = "layers.Dropout(0.4) after every convolution, the last one too"
    if not any(behind):
        hint += "; in training it sets four numbers of ten to 0"
    elif len(behind[-1]) > 1:
        hint = "one only after each convolution, and none after Flatten"
    elif behind[0]:
        hint = "the picture itself is not to be thinned out: dropout comes after a convolution"
    elif all(len(rates) == 1 for rates in behind[1:]):
        hint = "the rate is the share that is dropped, 0.4, of single numbers"
    right = behind == [[]] + [[0.4]] * 4 or (behind[1:] == shared and applied(answer.value) == 4)
    answer.must(right, "other dropout", came, "[0.4]; [0.4]; [0.4]; [0.4]", hint)


def one_by_one(model):
    """All layers, those of models within the model, too."""
    for layer in model.layers:
        yield from one_by_one(layer) if isinstance(layer, keras.Model) else [layer]


def applied(model) -> int:
    """How often the dropout layers of a functional model are called."""
    entries = model.get_config()["layers"]
    return sum(len(e.get("inbound_nodes", [1])) for e in entries if e["class_name"] == "Dropout")


def test_discriminator(attempt):
    normalised = "there is no batch normalisation in the table"
    for depth in (16, 3):
        answer = attempt(depth=depth)
        channels = sum(depth * 2**i for i in range(4))
        mistakes = [
            (weights(depth) + 4 * channels, normalised),
            (weights(depth) - 15 * 8 * depth, "all of 4 · 4 · channels go into the logit: Flatten"),
            *((weights(depth, k), f"416 = 16 · (k · k · 1 + 1): is k {k}?") for k in (3, 4, 7)),
        ]
        if depth != 16:
            mistakes.append((weights(16), "`depth` says how many channels: is it used?"))
        must_be_built(answer, [(28, 28, 1)], rows(depth), mistakes)
        check_numbers(answer, depth)
        check_dropout(answer)
    came, hint = repr(answer.value.name), "keras.Model(..., name='discriminator')"
    named = answer.value.name == "discriminator"
    answer.must(named, "another name", came, "'discriminator': weights are saved by it", hint)
