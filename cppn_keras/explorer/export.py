"""What the page needs of a model, as JSON: layers, and their weights, learnt ones in 16 bit.

Such a weight is stored as a whole number from -32767 to 32767, with one scale for all weights of a
unit: finer than half precision, which spends bits on sizes that weights do not have.
"""

import base64
from collections.abc import Callable

import keras
import numpy as np
from keras import layers

from cppn_keras.errors import UserError
from cppn_keras.networks import CPPN
from cppn_keras.networks.layers import ModulatedDense
from cppn_keras.runs.prior import MixturePrior

ACTIVATIONS = {  # of core/network.js
    "linear",
    "tanh",
    "relu",
    "leaky_relu",
    "softplus",
    "sigmoid",
    "sine",
    "absolute",
    "square_root",
    "gaussian",
    "half_sine",
    "contour",
}
LARGEST = 32_767


def tensor(values: np.ndarray) -> dict:
    """float32, as it is."""
    values = np.ascontiguousarray(values, "<f4")
    return {"shape": list(values.shape), "data": _base64(values)}


def tensor16(values: np.ndarray) -> dict:
    """Whole numbers of 16 bit, and a float32 scale for each index of the last axis."""
    values = np.asarray(values, "float64")
    scale = np.abs(values).max(axis=tuple(range(values.ndim - 1))) / LARGEST
    scale = np.where(scale > 0, scale, 1).astype("<f4")
    whole = np.clip(np.rint(values / scale), -LARGEST, LARGEST).astype("<i2")
    return {"shape": list(values.shape), "data": _base64(whole), "scale": _base64(scale)}


def cppn_as_json(
    cppn: CPPN, steepness: float = 1.0, inverted: bool = False, store: Callable = tensor16
) -> dict:
    """A CPPN made by `networks.build_cppn`, for core/network.js.

    Args:
        steepness: of the edges of refined codes.
        inverted: draw 1 - colour.
        store: of kernels. Random ones are so steep that `tensor16` would change what they draw by
            up to ten grey levels: `tensor` for these.

    Raises:
        UserError: another CPPN, or an activation that the page does not know.
    """
    known = {layer.name: layer for layer in cppn.layers}
    hidden = sorted((n for n in known if n.removeprefix("dense").isdigit()), key=_number)
    film = bool(hidden) and isinstance(known[hidden[0]], ModulatedDense)
    if "output" not in cppn.output_layers or not (film or {"from_z", "from_place"} <= set(known)):
        raise UserError("the explorer draws CPPNs made by networks.build_cppn; this one is not.")
    first = [] if film else [_first_layer(known, store)]
    fourier = known.get("fourier")
    output, hsv = known["output"], "hue" in known
    heads = [known["hue"], output] if hsv else [output]  # hue, saturation, value
    kernel, bias = zip(*(head.get_weights() for head in heads), strict=True)
    return {
        "radius": cppn.radius,
        "scale": cppn.input_scale,
        "frequencies": tensor(fourier.get_weights()[0]) if fourier else None,
        "style": [_dense(known[n], store) for n in ("style1", "style2")] if film else [],
        "from_z": None if film else _dense(known["from_z"], store),
        "layers": first + [_hidden_layer(known, name, store) for name in hidden],
        "output": {
            "kernel": store(np.concatenate(kernel, axis=-1)),
            "bias": tensor(np.concatenate(bias)),
            "activation": _activation(output),
        },
        "hsv": hsv,
        "steepness": float(steepness),
        "inverted": bool(inverted),
    }


def encoder_as_json(encoder: keras.Model) -> dict | None:
    """A chain of convolutions and dense layers up to the mean code, for core/encoder.js; None where
    it has layers that the page does not know."""
    found = []
    for layer in _chain_to(encoder, encoder.outputs[0]):
        if isinstance(layer, layers.Flatten | layers.Dropout | layers.InputLayer):
            continue
        if isinstance(layer, layers.AveragePooling2D):
            found.append({"kind": "pool", "size": layer.pool_size[0]})
        elif isinstance(layer, layers.LeakyReLU):
            slope = {"activation": "leaky_relu", "slope": float(layer.negative_slope)}
            found.append({"kind": "activation", **slope})
        elif isinstance(layer, layers.Conv2D) and _is_plain(layer):
            found.append({"kind": "convolution", "stride": layer.strides[0], **_dense(layer)})
        elif isinstance(layer, layers.Dense) and layer.use_bias:
            found.append({"kind": "dense", **_dense(layer)})
        else:
            return None
    return {"shape": list(encoder.inputs[0].shape[1:]), "layers": found}


def prior_as_json(prior: MixturePrior) -> dict:
    """In 32 bit: what is left of a code along a narrow axis is a difference of large numbers."""
    names = ("weights", "means", "axes", "variances")
    return {name: tensor(getattr(prior, name)) for name in names}


def _first_layer(known: dict, store: Callable) -> dict:
    """`from_place`, to which the page adds what `from_z` makes of z."""
    (kernel,) = known["from_place"].get_weights()
    activation = _activation(known["activation1"])
    bias = tensor(np.zeros(kernel.shape[-1]))
    return {"kernel": store(kernel), "bias": bias, "activation": activation, "residual": False}


def _hidden_layer(known: dict, name: str, store: Callable) -> dict:
    film = known.get(f"film{_number(name)}")
    return {
        **_dense(known[name], store),
        "film": _dense(film, store) if film else None,
        "residual": f"residual{_number(name)}" in known,
    }


def _dense(layer, store: Callable = tensor16) -> dict:
    kernel, bias = layer.get_weights()
    activation = _activation(layer)
    return {
        "kernel": store(kernel),
        "bias": tensor(bias),
        "activation": activation,
        "slope": 0.2,  # of a leaky relu below 0, ours and Keras's own
    }


def _is_plain(layer: layers.Conv2D) -> bool:
    """Whether a convolution is as core/encoder.js computes it."""
    plain = layer.groups == 1 and set(layer.dilation_rate) == {1} and len(set(layer.strides)) == 1
    return plain and layer.padding == "same" and layer.use_bias


def _activation(layer) -> str:
    name = getattr(layer.activation, "__name__", "")
    if name not in ACTIVATIONS:
        raise UserError(f"the explorer does not know the activation {name or 'of this model'!r}.")
    return name


def _chain_to(model: keras.Model, tensor) -> list:
    """The layers on the way to a tensor, from the input; of several inputs the first."""
    chain, history = [], tensor._keras_history
    while True:
        chain.append(history.operation)
        inputs = history.operation._inbound_nodes[history.node_index].input_tensors
        if not inputs:
            return chain[::-1]
        history = inputs[0]._keras_history


def _number(name: str) -> int:
    return int("".join(filter(str.isdigit, name)))


def _base64(array: np.ndarray) -> str:
    return base64.b64encode(array.tobytes()).decode("ascii")
