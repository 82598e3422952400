"""What checkers of networks share: is the model that was built the one of the table?"""

from typing import NamedTuple

import keras
import numpy as np
from checking import Answer


class Row(NamedTuple):
    """One layer with weights of a table: what it is, its output without the batch, its weights."""

    what: str
    shape: tuple
    weights: int


def must_be_built(answer: Answer, inputs: list[tuple], rows: list[Row], mistakes=()) -> None:
    """Fails at the first thing that differs from the table.

    `inputs` are the shapes of the model's inputs without the batch; `mistakes` are (weights in
    all, hint) of models that are known to be built by mistake.
    """
    answer.must(
        isinstance(answer.value, keras.Model),
        "not a model",
        type(answer.value).__name__,
        "a functional keras.Model",
        "end with `return keras.Model(inputs, outputs)`",
    )
    model = answer.value
    inputs_there = model.built and getattr(model, "inputs", None) is not None
    came, hint = "a model that does not know its inputs yet", "begin with keras.Input(shape)"
    answer.must(inputs_there, "no inputs", came, "a functional keras.Model", hint)
    fixed = [x.shape[0] for x in model.inputs if x.shape[0] is not None]
    came, hint = f"a batch of {fixed}", "any number at a time: keras.Input without batch_size"
    answer.must(not fixed, "a fixed batch", came, "a batch of any size", hint)
    shapes = [tuple(x.shape[1:]) for x in model.inputs]
    answer.must(
        shapes == inputs,
        "other inputs",
        listed(shapes),
        listed(inputs),
        "keras.Input takes the shape without the batch, one for each input, in the table's order",
    )
    layers = [layer for layer in model.layers if layer.count_params()]
    total = sum(row.weights for row in rows)
    known = next((hint for count, hint in mistakes if model.count_params() == count), None)
    if known and model.count_params() != total:
        answer.fail("other weights", f"{model.count_params():,} weights", f"{total:,}", known)
    for i, (layer, row) in enumerate(zip(layers, rows, strict=False), start=1):
        check_layer(answer, i, layer, row)
    came, expected = f"{len(layers)} layers with weights", str(len(rows))
    hint = f"after {rows[min(len(layers), len(rows)) - 1].what}: what comes next in the table?"
    answer.must(len(layers) == len(rows), "other layers", came, expected, hint)


def check_layer(answer: Answer, i: int, layer, row: Row) -> None:
    """One layer against its row of the table: its output first, then its weights."""
    shape = tuple(layer.output.shape[1:])
    came = f"layer {i} with weights, {layer.name}, puts out {shape}"
    hint = "the last axis is the layer's units: take their number from the table, or an argument"
    convolves = "Conv" in type(layer).__name__
    within = "put the table's layers in one by one, not as a model within the model"
    if isinstance(layer, keras.Model):
        hint = within
    elif convolves != (row.what == "convolution"):
        hint = f"count the convolutions: here the table has {row.what}"
    elif convolves:
        hint = "channels are the filters; places are halved by strides=2 with padding='same'"
        if shape[-1:] == row.shape[-1:]:
            hint = "the channels are right, the places are not: strides, padding, or upsampling?"
    answer.must(shape == row.shape, "other shapes", came, f"{row.what} {row.shape}", hint)
    count = layer.count_params()
    came = f"layer {i}, {layer.name}, has {count:,} weights"
    hint = "the outputs are right, so look at what goes in (and, of convolutions, the kernel size)"
    if isinstance(layer, keras.Model):
        hint = within
    elif abs(count - row.weights) == row.shape[-1]:
        hint = "the difference is one number per channel: is there a bias too many or too few?"
    answer.must(
        count == row.weights, "other weights", came, f"{row.what}, {row.weights:,} weights", hint
    )


def listed(shapes: list[tuple]) -> str:
    return ", ".join(map(str, shapes)) or "none"


def outputs(answer: Answer, *inputs: np.ndarray) -> np.ndarray:
    """What the built model, which has one output, makes of random input; finite."""
    got = Answer(answer.attempt, f"{answer.call} of {inputs[0].shape}", answer.value([*inputs]))
    return got.has_shape((len(inputs[0]), *answer.value.output.shape[1:]))
