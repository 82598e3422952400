"""The few layers that Keras does not have. All are registered, so `.keras` files load them."""

import keras
import numpy as np
from keras import ops

from cppn_keras.coordinates import coordinate_grid


@keras.saving.register_keras_serializable(package="cppn_keras")
class Sampling(keras.layers.Layer):
    """Draws z = z_mean + exp(z_log_var / 2)·ε with ε ~ N(0, I) (Kingma & Welling 2014).

    Inputs: z_mean and z_log_var, both (batch, latent). Output: z (batch, latent).
    This is the reparameterization trick: the noise is an input of a fixed formula, so gradients
    reach both means and variances.
    An `epsilon_stddev` below 1 draws less noise than z_log_var says: easier to train, but the
    KL term then no longer measures the code that the decoder sees.
    """

    def __init__(self, seed: int | None = None, epsilon_stddev: float = 1.0, **kwargs):
        super().__init__(**kwargs)
        self.seed, self.epsilon_stddev = seed, epsilon_stddev
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, inputs):
        z_mean, z_log_var = inputs
        shape = ops.shape(z_mean)
        epsilon = keras.random.normal(shape, stddev=self.epsilon_stddev, seed=self.seed_generator)
        return z_mean + ops.exp(0.5 * z_log_var) * epsilon

    def compute_output_shape(self, input_shape):
        return input_shape[0]

    def get_config(self):
        noise = {"seed": self.seed, "epsilon_stddev": self.epsilon_stddev}
        return {**super().get_config(), **noise}


@keras.saving.register_keras_serializable(package="cppn_keras")
class PixelGrid(keras.layers.Layer):
    """The coordinates of a height x width picture, (1, height·width, 2 or 3).

    It is called on z only to have a place in the graph; the values do not depend on it. They are
    the pixel centres, or with `jitter`, while training, a random place within each pixel, so
    that a network cannot hide anything between the centres.
    """

    def __init__(
        self,
        height: int,
        width: int,
        radius: bool = True,
        jitter: bool = False,
        seed: int | None = None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.height, self.width, self.radius = height, width, radius
        self.jitter, self.seed = jitter, seed
        self.grid = coordinate_grid(height, width, radius=radius)[None]
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, z, training=False):
        grid = ops.convert_to_tensor(self.grid)
        if not (self.jitter and training):
            return grid
        half = 1.0 / min(self.height, self.width)  # half the side of a pixel
        xy = grid[..., :2]
        xy = xy + keras.random.uniform(ops.shape(xy), -half, half, seed=self.seed_generator)
        if not self.radius:
            return xy
        r = ops.sqrt(ops.sum(ops.square(xy), axis=-1, keepdims=True))
        return ops.concatenate([xy, r], axis=-1)

    def compute_output_shape(self, input_shape):
        return self.grid.shape

    def get_config(self):
        names = ("height", "width", "radius", "jitter", "seed")
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}


@keras.saving.register_keras_serializable(package="cppn_keras")
class GreyPenalty(keras.layers.Layer):
    """Passes colours p (batch, points, channels) through and adds a loss for every grey one.

    The loss is weight · Σ p(1 - p), summed over points and channels, averaged over the batch:
    nothing for ink or paper, most for half of each. Put before the samples of a pixel are
    averaged it asks the network to decide where an edge is; the grey of the training pictures
    then comes from pixels that an edge divides.
    """

    def __init__(self, weight: float, **kwargs):
        super().__init__(**kwargs)
        self.weight = weight

    def call(self, colours):
        grey = ops.sum(colours * (1 - colours), axis=(1, 2))
        self.add_loss(self.weight * ops.mean(grey))
        return colours

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "weight": self.weight}


@keras.saving.register_keras_serializable(package="cppn_keras")
class FourierFeatures(keras.layers.Layer):
    """Appends sin(p·F) and cos(p·F) to coordinates p, with fixed F ~ N(0, σ²).

    (…, d) → (…, d + 2·features). F, (2, features), looks at x and y only; a radius column passes
    through. Small σ (about 1 for coordinates from -1 to 1) leaves smooth curves, large σ brings
    ripples between the training pixels (Tancik et al. 2020).
    """

    def __init__(self, features: int = 32, sigma: float = 1.0, seed: int = 0, **kwargs):
        super().__init__(**kwargs)
        self.features, self.sigma, self.seed = features, sigma, seed

    def build(self, input_shape):
        initializer = keras.initializers.RandomNormal(stddev=self.sigma, seed=self.seed)
        self.frequencies = self.add_weight(
            shape=(2, self.features),
            initializer=initializer,
            trainable=False,
            name="frequencies",
        )

    def call(self, coordinates):
        phase = np.pi * ops.matmul(coordinates[..., :2], self.frequencies)
        return ops.concatenate([coordinates, ops.sin(phase), ops.cos(phase)], axis=-1)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], input_shape[-1] + 2 * self.features)

    def get_config(self):
        features = {"features": self.features, "sigma": self.sigma, "seed": self.seed}
        return {**super().get_config(), **features}


@keras.saving.register_keras_serializable(package="cppn_keras")
class Dense(keras.layers.Dense):
    """A dense layer of points: (batch or 1, points, features) → (batch or 1, points, units).

    All points of all pictures are the rows of one matrix: TensorFlow then computes product, bias
    and activation in one pass, which it does not for the three axes of Keras's own. It has the name
    of that one, by which weight files are ordered, so that a file of either fits the other.
    """

    def call(self, inputs, training=None):
        rows = ops.reshape(inputs, (-1, inputs.shape[-1]))
        rows = self.activation(ops.matmul(rows, self.kernel) + self.bias)
        return ops.reshape(rows, (*ops.shape(inputs)[:-1], self.units))


@keras.saving.register_keras_serializable(package="cppn_keras")
class ModulatedDense(keras.layers.Dense):
    """A dense layer of points whose units are scaled and shifted by what depends on the picture.

    Inputs: h (batch or 1, points, features) and the modulation (batch, 2·units), scales before
    shifts. Output: activation((h·W + b)·(1 + scale) + shift), (batch, points, units).

    This is feature-wise linear modulation (FiLM, Perez et al. 2018) after a dense layer, folded
    into weights of each picture: h·[W·(1 + scale)] + [b·(1 + scale) + shift] is the same with two
    passes over the points fewer. Where a picture has few points, this would not pay.
    """

    def build(self, h_shape, modulation_shape):
        super().build(h_shape)

    def call(self, h, modulation, training=None):
        scale, shift = ops.split(modulation[:, None, :], 2, axis=-1)  # 2 × (batch, 1, units)
        if h.shape[1] is not None and h.shape[1] < self.units:
            rows = ops.matmul(ops.reshape(h, (-1, h.shape[-1])), self.kernel) + self.bias
            h = ops.reshape(rows, (-1, h.shape[1], self.units))
            return self.activation(h * (1 + scale) + shift)
        kernel = self.kernel * (1 + scale)  # (batch, features, units)
        bias = self.bias * (1 + scale) + shift  # (batch, 1, units)
        if h.shape[0] == 1 and modulation.shape[0] == 1:  # one picture: one pass, see `Dense`
            rows = ops.reshape(h, (-1, h.shape[-1]))
            rows = self.activation(ops.matmul(rows, kernel[0]) + bias[0, 0])
            return ops.reshape(rows, (1, -1, self.units))
        return self.activation(ops.matmul(h, kernel) + bias)

    def compute_output_shape(self, h_shape, modulation_shape):
        return (modulation_shape[0], h_shape[1], self.units)


@keras.saving.register_keras_serializable(package="cppn_keras")
class FiLM(keras.layers.Layer):
    """Modulation as a layer of its own, as saved models before version 0.3 have it.

    Inputs: h (batch or 1, points, units) and the picture's style (batch, style).
    Output: h·(1 + scale) + shift, (batch, points, units), where scale and shift are linear in
    the style.
    """

    def build(self, input_shapes):
        (*_, units), (_, style) = input_shapes
        self.kernel = self.add_weight(shape=(style, 2 * units), name="kernel")
        self.bias = self.add_weight(shape=(2 * units,), initializer="zeros", name="bias")

    def call(self, inputs):
        h, style = inputs
        modulation = ops.matmul(style, self.kernel) + self.bias  # (batch, 2·units)
        scale, shift = ops.split(modulation[:, None, :], 2, axis=-1)  # 2 × (batch, 1, units)
        return h * (1 + scale) + shift

    def compute_output_shape(self, input_shapes):
        (_, points, units), (batch, _) = input_shapes
        return (batch, points, units)


@keras.saving.register_keras_serializable(package="cppn_keras")
class Steepen(keras.layers.Layer):
    """Makes edges steeper where they are: colours p in 0..1 → pᵏ / (pᵏ + (1 - p)ᵏ), same shape.

    That is the colour for k times the value before a sigmoid: ½ stays ½, and what was a ramp is
    k times as narrow.
    """

    def __init__(self, factor: float, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, colours):
        ink, paper = ops.power(colours, self.factor), ops.power(1 - colours, self.factor)
        return ink / (ink + paper)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


@keras.saving.register_keras_serializable(package="cppn_keras")
class HSVToRGB(keras.layers.Layer):
    """Hue, saturation, value → red, green, blue, both (…, 3).

    The hue is in turns of the colour wheel (0 red, 1/3 green, 2/3 blue, 1 red again) and may be
    any number; saturation and value are in 0..1. Each of red, green and blue is value, less
    value·saturation times how far its own part of the wheel is from the hue, which has no jump
    anywhere (Smith 1978, in one formula for all six parts).
    """

    def call(self, hsv):
        hue, saturation, value = ops.split(hsv, 3, axis=-1)  # 3 × (…, 1)
        sixths = ops.mod(6 * hue + np.float32([5, 3, 1]), 6.0)  # (…, 3), for red, green, blue
        distance = ops.clip(ops.minimum(sixths, 4 - sixths), 0, 1)
        return value - value * saturation * distance

    def compute_output_shape(self, input_shape):
        return input_shape
