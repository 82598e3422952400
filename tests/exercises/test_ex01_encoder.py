"""Checks exercise ex01_encoder: its table, its untrained answers, and its numbers."""

import keras
import numpy as np
from built import Row, must_be_built
from checking import Answer, Mistake, random
from keras import ops

HINTS = (
    "320 = 32 · (9 · 1 + 1): how large is a kernel that reads one channel, and has a bias? And "
    "what makes the second convolution's output half as high and wide?",
    "Conv2D(filters, 3, strides=…, padding='same', activation='relu') four times, only the second "
    "with a stride of 2; Flatten; Dense(32, activation='relu'); then two Dense(latents) that are "
    "both called on the same 32 numbers",
    "a dense layer is x·kernel + bias: with a kernel of zeros and a bias of first_log_var it says "
    "the same of every picture; look for kernel_initializer and bias_initializer, and for "
    "keras.initializers.Constant",
)
CONVOLUTIONS = [(28, 32, 1), (14, 64, 2), (14, 64, 1), (14, 64, 1)]  # side, filters, stride
DENSE = 14 * 14 * 64


def table(latents, kernel=3, dense_inputs=DENSE, bias=1) -> list[Row]:
    rows, channels = [], 1
    for side, filters, _ in CONVOLUTIONS:
        weights = (kernel**2 * channels + bias) * filters
        rows.append(Row("convolution", (side, side, filters), weights))
        channels = filters
    rows.append(Row("dense", (32,), (dense_inputs + bias) * 32))
    return [*rows, *(Row(name, (latents,), (32 + bias) * latents) for name in HEADS)]


ITSELF = "the second convolution itself halves the sides: strides=2, padding='same'"
NOT_IN_TABLE = {  # a part of a layer's kind
    "Pool": ITSELF,
    "Pad": ITSELF,
    "Dropout": "no dropout: it would put other numbers out in training than afterwards",
    "Noise": "no noise here: the lesson adds it behind the encoder",
}
HEADS = ("z_mean", "z_log_var")


def total(rows) -> int:
    return sum(row.weights for row in rows)


def mistakes(latents) -> list:
    """(weights in all, hint) of models that one may well build."""
    right = total(table(latents))
    return [
        (total(table(latents, dense_inputs=64)), "nothing is pooled: the dense layer reads 12,544"),
        (
            total(table(latents, dense_inputs=4 * DENSE)),
            "the dense layer reads four times too many numbers: where is the picture made smaller?",
        ),
        (
            total(table(latents, dense_inputs=DENSE // 4)),
            "the picture is made smaller twice: only one convolution halves it",
        ),
        (total(table(latents, kernel=5)), "kernels of 5 x 5? The first has 320 = 32 · (9 · 1 + 1)"),
        (total(table(latents, kernel=2)), "kernels of 2 x 2? The first has 320 = 32 · (9 · 1 + 1)"),
        (total(table(latents, bias=0)), "every layer has a bias, one number per channel"),
        (total(table(2)), "latents is an argument: here it is not 2"),
        (
            right + (latents - 32) * latents,
            "z_log_var reads z_mean: both heads are called on the 32 numbers of the dense layer",
        ),
        (right + 4 * sum(filters for _, filters, _ in CONVOLUTIONS), "no batch normalisation here"),
        (right - 33 * latents, "one head is missing: z_mean and z_log_var are two layers"),
    ]


def forward(weights, images, conv=ops.relu, dense=ops.relu, head=lambda x: x):
    """What the table's network makes of pictures: z_mean, z_log_var."""
    x = images
    for (kernel, bias), (_, _, stride) in zip(weights, CONVOLUTIONS, strict=False):
        x = conv(ops.conv(x, kernel, strides=stride, padding="same") + bias)
    x = ops.reshape(x, (len(images), -1))
    x = dense(ops.matmul(x, weights[4][0]) + weights[4][1])
    return [np.asarray(head(ops.matmul(x, kernel) + bias)) for kernel, bias in weights[5:]]


def weighted(model) -> list:
    return [layer for layer in model.layers if layer.count_params()]


def check_start(z_mean: Answer, z_log_var: Answer, first: float, bias: np.ndarray) -> None:
    """The untrained answers: z_log_var is `first` for every picture, z_mean is random."""
    mean, log_var = (part.has_shape((5, 3)) for part in (z_mean, z_log_var))
    came, wanted = f"z_log_var from {log_var.min():.3g} to {log_var.max():.3g}", f"{first} always"
    hint = "its bias starts at first_log_var; Dense has an initializer for the bias, too"
    if np.allclose(bias, first):
        hint = "its bias is right: no activation after the heads, they put out any number"
    if np.ptp(log_var) > 1e-6:
        hint = "its kernel starts at zeros: then the picture does not matter at first"
        if np.ptp(mean) < 1e-6:
            hint = "the two heads are swapped: z_mean comes first, and z_log_var starts the same"
    z_log_var.must(np.allclose(log_var, first), "another start", came, wanted, hint)
    hint = "only z_log_var starts the same for every picture: leave z_mean's kernel as it comes"
    z_mean.must(np.ptp(mean, axis=0).min() > 1e-6, "z_mean starts the same", "0", "random", hint)


def by_output(model, images) -> list:
    """The layers with weights, in the table's order, in whichever order the heads were made."""
    *trunk, one, other = weighted(model)
    kernel, bias = one.get_weights()
    before = np.asarray(model(images)[0])
    one.set_weights([kernel, bias + 1])
    is_mean = not np.allclose(before, model(images)[0])
    one.set_weights([kernel, bias])
    return [*trunk, *((one, other) if is_mean else (other, one))]


def small_weights(layers) -> list:
    """Gives every layer small random weights, so that all of them matter; returns them."""
    found = []
    for i, layer in enumerate(layers):
        kernel, bias = (weight.shape for weight in layer.get_weights())
        scale = float(1.5 / np.sqrt(np.prod(kernel[:-1])))
        found.append((scale * random(*kernel, seed=i), 0.1 * random(*bias, seed=10 + i)))
        layer.set_weights(found[-1])
    return found


def test_encoder(attempt):
    latents, first = 3, -2.5
    answer = attempt(latents=latents, first_log_var=first)
    model = answer.value
    functional = isinstance(model, keras.Model) and model.built and getattr(model, "inputs", None)
    layers = model.layers if functional else []
    if any(layer.count_params() == 66 * latents for layer in layers):
        came, hint = "one layer of 6 units", "two layers, called on the same 32 numbers"
        answer.fail("other layers", came, "two heads of 3", hint)
    must_be_built(answer, [(28, 28, 1)], table(latents), mistakes(latents))
    for layer in model.operations:
        came, expected = f"a layer of the kind {type(layer).__name__}", "the rows of the table"
        hint = next((h for part, h in NOT_IN_TABLE.items() if part in type(layer).__name__), None)
        answer.must(not hint, "not in the table", came, expected, hint or "")
    hint = "keras.Model(inputs, [z_mean, z_log_var], name='encoder')"
    heads = f"{len(model.outputs)} outputs"
    answer.must(len(model.outputs) == 2, "other outputs", heads, "z_mean and z_log_var", hint)
    files = "weights are saved and found under that name: " + hint
    answer.must(model.name == "encoder", "another name", repr(model.name), "'encoder'", files)
    moves = len(model.trainable_weights)
    hint = "z_log_var starts the same for every picture, but it is to learn"
    answer.must(moves == 14, "weights that cannot move", f"{moves} arrays move", "14", hint)

    images = random(5, 28, 28, 1, seed=1, low=0.0)
    call = f"{answer.call} of pictures {images.shape}"
    parts = Answer(attempt, call, model(images)).parts(*HEADS)
    in_order = by_output(model, images)
    check_start(*parts, first, in_order[-1].get_weights()[1])

    weights = small_weights(in_order)
    parts = Answer(attempt, call + ", with weights of ours", model(images)).parts(*HEADS)
    variants = {
        "relu follows the convolutions": {"conv": lambda x: x},
        "relu follows the dense layer of 32": {"dense": lambda x: x},
        "relu follows the four convolutions and the dense layer": {
            "conv": lambda x: x,
            "dense": lambda x: x,
        },
        "no activation after the heads: μ and log σ² may be any number": {"head": ops.relu},
        "no activation after the heads, not even tanh": {"head": ops.tanh},
    }
    again = Answer(attempt, call, model(images, training=True)).parts(*HEADS)
    for part, other in zip(parts, again, strict=True):
        same = np.allclose(part.has_shape((5, latents)), other.has_shape((5, latents)), atol=1e-5)
        hint = NOT_IN_TABLE["Dropout"]
        part.must(same, "other numbers in training", "others", "the same", hint)
    behind = "first_log_var is where the bias of the layer starts: nothing is added behind it"
    general = "all shapes are right: look at the activations, layer by layer, and at what lies "
    general += "between the rows of the table (nothing does)"
    for i, (part, right) in enumerate(zip(parts, forward(weights, images), strict=True)):
        known = [Mistake(forward(weights, images, **v)[i], hint) for hint, v in variants.items()]
        part.equals(right, [*known, Mistake(right + first, behind)], general)
