"""Five ways to draw the same picture: this renderer, three others, and its matrix products alone.

A way is a function `(weights, z) → draw`, and `draw(height, width)` gives the picture (height,
width) float32. Each imports what it needs itself, so that a process holds one way only. The
network is that of 2016: tanh in every layer, sigmoid at the end, z and coordinates times SCALE.
"""

import concurrent.futures

import numpy as np

SCALE = 4.0
LATENT = 8
CHUNK = 32_768  # points in a call, where a way works in chunks
NUMPY_CHUNK = 4_096  # what NumPy is fastest with: it stays in the cache between two passes


def random_weights(width: int, depth: int, seed: int = 0) -> dict:
    """Arrays of a CPPN: `z`, `z_bias`, `place`, [(kernel, bias), …] of `hidden`, `out`, `out_bias`.

    They are large enough that there is something to see and small enough that rounding does not
    grow from layer to layer, so the ways can be compared.
    """
    rng = np.random.default_rng(seed)

    def normal(*shape):
        return (2 * rng.normal(size=shape) / np.sqrt(shape[0])).astype("float32")

    return {
        "z": normal(LATENT, width),
        "z_bias": normal(width),
        "place": normal(3, width),
        "hidden": [(normal(width, width), normal(width)) for _ in range(depth - 1)],
        "out": normal(width, 1),
        "out_bias": normal(1),
    }


def random_z(seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-1, 1, LATENT).astype("float32")


def renderer(weights: dict, z: np.ndarray):
    """`cppn_keras.rendering.Drawing`."""
    from cppn_keras.rendering import Drawing

    cppn = cppn_with(weights)
    return lambda height, width: Drawing(cppn, z, height, width).pixels()[..., 0]


def cppn_with(weights: dict):
    """The CPPN of this package that has these weights."""
    from cppn_keras.networks import build_cppn

    depth, width = 1 + len(weights["hidden"]), weights["place"].shape[1]
    cppn = build_cppn(LATENT, width=width, depth=depth, style="tanh", input_scale=SCALE)
    cppn.get_layer("from_z").set_weights([weights["z"], weights["z_bias"]])
    cppn.get_layer("from_place").set_weights([weights["place"]])
    for i, (kernel, bias) in enumerate(weights["hidden"], start=2):
        cppn.get_layer(f"dense{i}").set_weights([kernel, bias])
    cppn.get_layer("output").set_weights([weights["out"], weights["out_bias"]])
    return cppn


def as_in_2016(weights: dict, z: np.ndarray):
    """z and coordinates are copied to every pixel and all pixels go through the network at once."""
    import tensorflow as tf

    x_weights, y_weights, r_weights = (row[None] for row in weights["place"])

    @tf.function(reduce_retracing=True)
    def network(z, x, y, r):  # (points, latent), (points, 1) three times
        h = z @ weights["z"] + weights["z_bias"] + x @ x_weights + y @ y_weights + r @ r_weights
        h = tf.tanh(h)  # (points, width)
        for kernel, bias in weights["hidden"]:
            h = tf.tanh(h @ kernel + bias)
        return tf.sigmoid(h @ weights["out"] + weights["out_bias"])

    def draw(height, width):
        x, y, r = np.split(points_of(0, height, height, width), 3, axis=1)
        copies = np.repeat(SCALE * z[None], height * width, axis=0)  # (points, latent)
        return network(copies, x, y, r).numpy().reshape(height, width)

    return draw


def numpy_alone(weights: dict, z: np.ndarray):
    """Chunks that fit into the cache, in place wherever NumPy can."""
    z_share = SCALE * z @ weights["z"] + weights["z_bias"]

    def colours(points):
        h = points @ weights["place"]
        h += z_share
        np.tanh(h, out=h)
        for kernel, bias in weights["hidden"]:
            h = h @ kernel
            h += bias
            np.tanh(h, out=h)
        return 1 / (1 + np.exp(-(h @ weights["out"] + weights["out_bias"])))

    return lambda height, width: _in_bands(colours, height, width, NUMPY_CHUNK)


def torch_eager(weights: dict, z: np.ndarray):
    """PyTorch as one writes it: no compilation, no gradients, chunks as in the renderer."""
    import torch

    def tensor(array):
        return torch.from_numpy(np.ascontiguousarray(array))

    z_share = tensor(SCALE * z @ weights["z"] + weights["z_bias"])
    place = tensor(weights["place"].T)
    hidden = [(tensor(kernel.T), tensor(bias)) for kernel, bias in weights["hidden"]]
    out, out_bias = tensor(weights["out"].T), tensor(weights["out_bias"])
    linear = torch.nn.functional.linear

    @torch.no_grad()
    def colours(points):
        h = linear(torch.from_numpy(points), place, z_share).tanh_()
        for kernel, bias in hidden:
            h = linear(h, kernel, bias).tanh_()
        return linear(h, out, out_bias).sigmoid_().numpy()

    return lambda height, width: _in_bands(colours, height, width, CHUNK)


def products_alone(weights: dict, z: np.ndarray):
    """The renderer's matrix products and nothing else, in its chunks, two in flight as there.

    What it gives is no picture: only its time counts, as the limit that this machine sets.
    """
    import tensorflow as tf

    kernels = [weights["place"], *(kernel for kernel, _ in weights["hidden"]), weights["out"]]

    @tf.function(input_signature=[tf.TensorSpec((None, 3), tf.float32)])
    def network(points):
        for kernel in kernels:
            points = points @ kernel
        return points

    def draw(height, width):
        total = height * width
        points = np.ones((min(CHUNK, total), 3), "float32")
        sizes = [min(CHUNK, total - start) for start in range(0, total, CHUNK)]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            parts = list(pool.map(lambda n: network(points[:n]).numpy(), sizes))
        return np.concatenate(parts).reshape(height, width)

    return draw


WAYS = {
    "renderer": renderer,
    "2016": as_in_2016,
    "numpy": numpy_alone,
    "torch": torch_eager,
    "products": products_alone,
}


def points_of(top: int, rows: int, height: int, width: int) -> np.ndarray:
    """SCALE·(x, y, r) of the pixels in some rows, (rows·width, 3) float32."""
    pixel = 2 / min(height, width)
    x = (np.arange(width) + 0.5 - width / 2) * pixel
    y = (np.arange(top, top + rows)[:, None] + 0.5 - height / 2) * pixel
    points = np.empty((rows, width, 3), "float32")
    points[..., 0], points[..., 1], points[..., 2] = x, y, np.sqrt(x * x + y * y)
    points *= SCALE
    return points.reshape(-1, 3)


def _in_bands(colours, height, width, chunk):
    image = np.empty((height, width), "float32")
    rows = max(1, chunk // width)
    for top in range(0, height, rows):
        points = points_of(top, min(rows, height - top), height, width)
        image[top : top + rows] = colours(points).reshape(-1, width)
    return image
