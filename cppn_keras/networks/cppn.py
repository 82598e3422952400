"""The compositional pattern-producing network (CPPN): a coordinate network with a latent vector.

It answers one question, "what colour is the point (x, y) of picture z?", so the same weights draw
26 x 26 pixels or 1300 x 1300. Later work calls such networks implicit neural representations.
Sources: hardmaru's posts "Generating Abstract Patterns with TensorFlow" and "Generating Large
Images from Latent Vectors" (2016) for `conditioning="concat"`; Perez et al. (2018), FiLM, and
Tancik et al. (2020), Fourier features, for `"film"`.
"""

import itertools
from collections.abc import Iterator, Sequence

import keras
import numpy as np
from keras import layers, ops

from cppn_keras.checks import check_memory, positive, seed_of, whole
from cppn_keras.errors import UserError
from cppn_keras.names import Activation, Style
from cppn_keras.networks.activations import activation_function, style_of
from cppn_keras.networks.layers import Dense as PointDense
from cppn_keras.networks.layers import FourierFeatures, HSVToRGB, ModulatedDense

FEW = 16  # pictures that may be drawn one by one, each with operations of its own
LARGE = 1 << 18  # values of a layer for one picture, from where that pays
MAX_SIZE = 65_536  # units, latents, channels or layers


@keras.saving.register_keras_serializable(package="cppn_keras")
class CPPN(keras.Model):
    """A functional model of z and coordinates that knows itself.

    Its inputs are z (batch, latent) and coordinates (1 or batch, points, 2 or 3), its output is
    (batch, points, channels) in 0..1. `build_cppn` makes one; a network of your own becomes one by
    `CPPN([z, coordinates], colours)`.

    Attributes:
        latent_dim, channels: sizes of z and of a colour.
        radius: whether coordinates have a third column, the distance from the middle.
        input_scale: what z and coordinates are multiplied by first.
        output_layers: {name: dense layer} of those whose pre-activations become colours.

    Raises:
        UserError: inputs and output of other shapes.
    """

    def __init__(
        self,
        inputs: Sequence,
        outputs,
        input_scale: float = 1.0,
        output_layers: Sequence[str] = (),
        name: str = "cppn",
    ):
        shapes = [tuple(tensor.shape) for tensor in (*inputs, outputs)]
        if [len(shape) for shape in shapes] != [2, 3, 3] or shapes[1][-1] not in (2, 3):
            raise UserError(
                "a CPPN makes (batch, points, channels) of z (batch, latent) and coordinates "
                f"(batch, points, 2 or 3), not of {shapes[:-1]}."
            )
        super().__init__(inputs=list(inputs), outputs=outputs, name=name)
        self.latent_dim, self.channels = shapes[0][-1], shapes[2][-1]
        self.radius = shapes[1][-1] == 3
        self.input_scale = float(input_scale)
        self._colour_layers = tuple(output_layers)

    def call(self, inputs, training=None, mask=None):
        """Colours of all pictures at once, or of a few large ones one by one."""
        z, coordinates = inputs
        if not self._one_by_one(z, coordinates):
            return super().call(inputs, training=training, mask=mask)
        pictures = [
            super(CPPN, self).call([z[i : i + 1], coordinates], training=training)
            for i in range(z.shape[0])
        ]
        return ops.concatenate(pictures)  # (batch, points, channels)

    def _one_by_one(self, z, coordinates) -> bool:
        """Whether one large picture after the other is faster than all at once: what passes from
        layer to layer then stays in the cache, and product, bias and activation are one."""
        (pictures, _), (grids, points, _) = z.shape, coordinates.shape
        if grids != 1 or None in (pictures, points) or not 1 < pictures <= FEW:
            return False
        return points * self.widest >= LARGE

    @property
    def widest(self) -> int:
        """The most numbers that a point has on its way from coordinates to colour."""
        shapes = [tensor.shape for node in _nodes_of(self) for tensor in node.outputs]
        return max(shape[-1] for shape in shapes if len(shape) == 3)

    @property
    def output_layers(self) -> dict[str, keras.layers.Layer]:
        return {name: self.get_layer(name) for name in self._colour_layers}

    def scale_output(self, factor: float) -> None:
        """Multiplies weights and biases of the output layer, which makes edges `factor` times
        as steep and does not move them."""
        for layer in self.output_layers.values():
            layer.set_weights([factor * weight for weight in layer.get_weights()])

    def get_config(self) -> dict:
        graph = keras.Model(self.inputs, self.outputs, name=self.name).get_config()
        own = {"input_scale": self.input_scale, "output_layers": self._colour_layers}
        return {"graph": graph, **own}

    @classmethod
    def from_config(cls, config: dict) -> "CPPN":
        graph = keras.Model.from_config(config["graph"])
        own = {key: value for key, value in config.items() if key != "graph"}
        return cls(graph.inputs, graph.outputs[0], **own, name=graph.name)


def _nodes_of(model: keras.Model) -> Iterator:
    """The nodes of a functional model's graph, and of those that are layers in it."""
    for node in itertools.chain.from_iterable(model._nodes_by_depth.values()):
        yield node
        if isinstance(node.operation, keras.Model):
            yield from _nodes_of(node.operation)


def build_cppn(
    latent_dim: int,
    channels: int = 1,
    width: int = 128,
    depth: int | None = None,
    style: str | Style | Sequence[Activation] = "softplus-tanh",
    output: Activation | None = None,
    conditioning: str = "concat",
    features: int = 0,
    sigma: float = 1.0,
    radius: bool = True,
    residual: bool | None = None,
    hsv: bool = False,
    input_scale: float = 1.0,
    weight_stddev: float | None = None,
    seed: int | None = None,
    name: str = "cppn",
    recipe: str | Sequence[Activation] | None = None,
) -> CPPN:
    """A CPPN of `depth` hidden layers of `width` units (as many as the style has when None).

    What depends on z alone is computed once per picture, what depends on the point alone once per
    grid.

    Args:
        style: a name from `names.STYLES`, or a list of activations, repeated to `depth` layers:
            names of ours or of Keras, or functions (registered with `keras.saving` if the network
            is to be saved).
        output: activation of the output, into 0..1; the style's own when None.
        conditioning: "concat", z enters beside the coordinates in the first layer, as in 2016;
            "film", a small network of z scales and shifts every layer.
        features: number of Fourier features added to the coordinates; 0 for none.
        sigma: their standard deviation, in cycles per picture.
        radius: whether coordinates have the third column r.
        residual: add each layer's input to its output, from the second layer on; as the style
            says when None.
        hsv: the network decides on hue (an angle, which no activation bounds), saturation and
            value, and red, green and blue are computed from these; for 3 channels.
        input_scale: z (with "concat") and coordinates are multiplied by this first.
        weight_stddev: weights and biases ~ N(0, weight_stddev); Glorot and zeros when None.
        seed: makes the initial weights repeatable.
        recipe: the former name of `style`.

    Raises:
        UserError: unknown style, activation or conditioning, or a size below 1.
    """
    if not isinstance(conditioning, str) or conditioning not in ("concat", "film"):
        raise UserError(f"conditioning {conditioning!r} is not one of 'concat', 'film'.")
    style = style_of(style if recipe is None else recipe)
    depth = style.depth if depth is None else depth
    sizes = {"latent_dim": latent_dim, "channels": channels, "width": width, "depth": depth}
    latent_dim, channels, width, depth = (
        whole(size, 1, MAX_SIZE, f"{what} of a CPPN") for what, size in sizes.items()
    )
    features = whole(features, 0, MAX_SIZE, "the number of Fourier features")
    weights = width * (width * depth + latent_dim + 2 * features)
    check_memory(4 * weights, f"a CPPN of {depth} x {width} units")
    input_scale, sigma = positive(input_scale, "input_scale"), positive(sigma, "sigma")
    if weight_stddev is not None:
        positive(weight_stddev, "weight_stddev")
    seed = seed if seed is None else seed_of(seed)
    if hsv and channels != 3:
        raise UserError(f"hue, saturation and value are 3 channels, not {channels}.")
    activations = [activation_function(a) for a in style.layers(depth)]
    residual = style.residual if residual is None else residual
    dense = _dense_factory(weight_stddev, seed)

    z = keras.Input((latent_dim,), name="z")
    coordinates = keras.Input((None, 3 if radius else 2), name="coordinates")
    place = coordinates  # (1 or batch, points, 2 or 3)
    if input_scale != 1.0:
        place = layers.Rescaling(input_scale, name="scale_coordinates")(place)
    if features:
        place = FourierFeatures(features, sigma, seed=seed or 0, name="fourier")(place)

    if conditioning == "concat":
        h = _concat_body(z, place, activations, width, input_scale, residual, dense)
    else:
        h = _film_body(z, place, activations, width, residual, dense)
    activation = activation_function(style.output if output is None else output)
    colour = _colour(h, channels, activation, hsv, dense)  # (batch, points, channels)
    outputs = ("output", "hue") if hsv else ("output",)
    return CPPN([z, coordinates], colour, input_scale, outputs, name=name)


def _concat_body(z, place, activations, width, input_scale, residual, dense):
    """First layer Dense(z) + Dense(place): what one Dense of [z, place] would give, but z's
    share, (batch, 1, width), is computed once per picture and added at every point."""
    if input_scale != 1.0:
        z = layers.Rescaling(input_scale, name="scale_z")(z)
    z_share = dense(width, "from_z")(z)
    z_share = layers.Reshape((1, width), name="from_z_at_every_point")(z_share)
    h = ops.add(z_share, dense(width, "from_place", use_bias=False)(place))
    h = layers.Activation(activations[0], name="activation1")(h)  # (batch, points, width)
    for i, activation in enumerate(activations[1:], start=2):
        above = dense(width, f"dense{i}", activation=activation, kind=PointDense)(h)
        h = layers.Add(name=f"residual{i}")([h, above]) if residual else above
    return h


def _film_body(z, place, activations, width, residual, dense):
    """Every layer is scaled and shifted by amounts that a small network makes of z: by FiLM."""
    style = dense(width, "style1", activation="leaky_relu")(z)
    style = dense(width, "style2", activation="leaky_relu")(style)  # (batch, width)
    h = place
    for i, activation in enumerate(activations, start=1):
        modulation = dense(2 * width, f"film{i}")(style)  # (batch, 2·width), once per picture
        modulated = dense(width, f"dense{i}", activation=activation, kind=ModulatedDense)
        above = modulated(h, modulation)  # (batch, points, width)
        h = layers.Add(name=f"residual{i}")([h, above]) if residual and i > 1 else above
    return h


def _colour(h, channels, activation, hsv, dense):
    """The output, (batch, points, channels) in 0..1. A hue is an angle in radians: it goes round
    as often as the pre-activation says, where an activation would stop at one red or the other."""
    if not hsv:
        return dense(channels, "output", activation=activation, kind=PointDense)(h)
    turns = layers.Rescaling(1 / (2 * np.pi), name="turns")(dense(1, "hue", kind=PointDense)(h))
    rest = dense(2, "output", activation=activation, kind=PointDense)(h)  # saturation and value
    hue_saturation_value = layers.Concatenate(name="hsv")([turns, rest])
    return HSVToRGB(name="rgb")(hue_saturation_value)


def _dense_factory(weight_stddev: float | None, seed: int | None):
    """Makes Dense layers with the wanted initial weights, each from its own seed."""
    seeds = itertools.repeat(None) if seed is None else itertools.count(seed)

    def normal():
        return keras.initializers.RandomNormal(stddev=weight_stddev, seed=next(seeds))

    def dense(units, name, kind=layers.Dense, **options):
        if weight_stddev is None:
            start = {"kernel_initializer": keras.initializers.GlorotUniform(seed=next(seeds))}
        else:
            start = {"kernel_initializer": normal(), "bias_initializer": normal()}
        return kind(units, name=name, **start, **options)

    return dense


def with_new_weights(network: keras.Model, rng: np.random.Generator) -> keras.Model:
    """A network of the same architecture whose initial weights are drawn anew."""
    return type(network).from_config(_with_new_seeds(network.get_config(), rng))


def _with_new_seeds(config, rng: np.random.Generator):
    """A layer configuration with every seed in it replaced by a new one."""
    if isinstance(config, dict):
        return {
            key: int(rng.integers(2**31)) if key == "seed" else _with_new_seeds(value, rng)
            for key, value in config.items()
        }
    if isinstance(config, list | tuple):
        return type(config)(_with_new_seeds(value, rng) for value in config)
    return config


def inverted(cppn: CPPN) -> CPPN:
    """A CPPN that draws 1 - colour, with the same weights: dark ink in place of bright."""
    return CPPN(cppn.inputs, 1 - cppn.outputs[0], cppn.input_scale, name=f"inverted_{cppn.name}")
