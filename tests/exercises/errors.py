"""What an error of Python, Keras or TensorFlow usually means for whoever solves an exercise."""

import re

TUPLE = "a tuple is no vector: np.array(…) of it can be multiplied and divided"
FLOAT64 = "float64 meets float32: np.log(2) and the like are float64; math.log or ops.log are not"
JOINED = "arrays that are joined have as many axes, and as many rows: print the shape of each"
ERROR_HINTS = {  # a fragment of the error's message, and what it usually means
    "truth value": "if, bool, max and min look at one number: for a whole tensor take ops.where, "
    "ops.logical_and, ops.maximum, ops.minimum",
    "list of allowed values": "& and | bind tighter than < and >: each comparison in parentheses",
    "positional argument": "the function is called with the stub's arguments in the stub's order: "
    "keep them",
    "is not defined": "is that name spelt as in the stub, and imported at the top of the file?",
    "no attribute 'dtype'": "a plain number where a tensor is wanted: ops.cast(x, 'float32') first",
    "attribute 'numpy'": "within `fit` tensors have no numbers yet: leave .numpy() out",
    "Invalid dtype: seed": "the fourth argument there is dtype: name the seed, seed=…",
    "len is not well": "within `fit` a batch has no length yet: ops.shape(x)[0]",
    "not 'SymbolicTensor'": "within `fit` tensors have no numbers yet: leave float() and int() out",
    "symbolic tf.Tensor": "within `fit` tensors have no numbers yet: keras.ops in place of np",
    "_unique_id": "optimizer.apply(gradients, variables): the gradients come first",
    "No gradients": "the loss must be computed inside `with tf.GradientTape()`, from the outputs "
    "of the network whose variables are to move",
    "nknown variable": "each optimizer was made for the trainable_variables of one network: is it "
    "given those of the other, or `variables`, which holds more?",
    "ncompatible shapes": "print the shapes that meet in that line",
    "broadcast": "print the shapes that meet in that line",
    "convert a value (None)": "while a model is built its batch has no size yet: "
    "leave it out, a batch of 1 goes with any",
    "not connected to": "an Input that the model does not list: what is known already is no Input, "
    "but numbers, ops.convert_to_tensor(…)",
    "must be KerasTensors": "an output that does not come from the input: each is a layer",
    "KerasTensor cannot be used": "inside a network tensors have no numbers yet: keras.ops alone",
    "KerasTensor is symbolic": "inside a network tensors have no numbers yet: keras.ops, not np",
    "out-of-bounds index": "that axis is shorter in some of the calls: take what is left by 1:",
    "incompatible with the layer": "what goes in has another shape than the network's own Input",
    "Iterating over a symbolic": "no loop over a tensor inside a network: keras.ops, all at once",
    "size-incompatible": "print the shapes that meet in that line",
    "output size would be zero": "padding='same', so that 28 → 14 → 7 → 4",
    "'minimize'": "Keras 3 has optimizer.apply(gradients, variables), with gradients of a tape",
    "call compile()": "these networks are not compiled: a tape, and the optimizer's apply",
    "instance of `SeedGenerator`": "hand the generator over itself, seed=seed_generator",
    "'uniform'": "keras.random.uniform(…, seed=seed_generator) draws; a SeedGenerator only counts",
    "Invalid reduction dim": "ops.max and ops.min go over axes: of two numbers, ops.maximum",
    "None values": "while `fit` builds its graph a batch has no size: ops.shape(x)[0], ops.mean",
    "NoneType": "something is None there: an argument that may be None by the docstring, or the "
    "result of a function without `return`",
    "the same rank": "the target needs a number for each output: ops.ones_like, ops.zeros_like",
    "already be built": "the optimizer wants both: optimizer.apply(gradients, variables)",
    "must be a vector": "a shape is a tuple: (count, 1)",
    "to a shape": "a shape is a tuple: (count,)",
    "out of bounds for axis": "an index is too large: from 0 on there are as many as were counted",
    "Only integers": "an index is a whole number: //, not /",
    "indices must be integers": "an index is a whole number: //, not /",
    "double tensor but is a float": FLOAT64,
    "float tensor but is a double": FLOAT64,
    "expected to be a": "whole numbers meet fractions: ops.cast(x, 'float32')",
    "'tuple' and": TUPLE,
    "multiply sequence": TUPLE,
    "to unpack": "how many things there are differs from call to call: go over them in a loop",
    "same number of dimensions": JOINED,
    "must match exactly": JOINED,
    "the same shape except on": JOINED,
    "out of bounds for array": JOINED,
    "mix tensors and non-tensors": "beside a keras.Input stand tensors only: "
    "ops.convert_to_tensor(x)",
    "named input(s)": "a network of two inputs takes them as one list: network([a, b])",
    "total size of the tensor": "one picture has as many numbers before as after: print the shape "
    "that goes in",
    "must be callable": "functions are handed over, not what they return: lambda: …",
    "expected to be callable": "functions are handed over, not what they return: lambda: …",
    "iterate over a scalar": "the loop's body returns all that is known from round to round",
    "has no attribute": "is that name spelt right? keras.ops lists what `ops.` has to offer",
    "support item assignment": "tensors cannot be changed in place: build the result from parts",
}

LOGICAL = (
    "Python's `and`, `or`, `not` want one truth value; a tensor has one for every number, and none "
    "yet while a graph is built: keras.ops has functions for all three"
)
HANDED_OVER = (
    "a function that is handed over takes other arguments than it is called with: how many will "
    "there be, and which?"
)


def error_hint(text: str, source: str, name: str) -> str:
    """One idea to try after the error `text`, which came from line `source` of function `name`."""
    if re.search("truth value|Python `?bool", text) and re.search(r"\b(and|or|not)\b", source):
        return LOGICAL
    if "positional argument" in text and f"{name}()" not in text:
        return HANDED_OVER
    known = (hint for part, hint in ERROR_HINTS.items() if part in text)
    return next(known, "print what goes into that line, its shapes first")
