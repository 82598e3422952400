"""The training steps that `train.py` measures, as this package makes them, and their networks.

All start from the same weights, which `weights_of` hands on as arrays, so that another library can
be asked for the same picture.
"""

import dataclasses

import numpy as np

SIDE, LATENT, BATCH = 26, 24, 64
FILTERS, UNITS = (32, 64, 128), 256  # of encoder and discriminator
RATE = 1e-3
TALL = (64_896, 128)  # 96 pictures of 676 points, 128 units: the product that shares refer to


@dataclasses.dataclass(frozen=True)
class Case:
    """One row of the table. `passes` counts forward passes of a batch through encoder, generator
    and discriminator; a gradient, of weights or of pictures, counts as one pass more."""

    step: str
    generator: str
    passes: tuple[float, float, float]
    subpixels: int = 1

    @property
    def name(self) -> str:
        return f"{self.step}, {self.generator}"


# VAE: both networks and two gradients. GAN: the generator's step, new fakes, the discriminator's.
# VAEGAN: one step of each kind. Joint: 1.5 batches of fakes; R1 is a gradient and its gradients.
PASSES = {"VAE": (3, 3, 0), "GAN": (0, 4, 8), "VAEGAN": (7, 7, 8), "joint": (3, 4.5, 13)}
CASES = [
    Case("VAE", "CPPN of 2016", PASSES["VAE"]),
    *(Case(step, "FiLM CPPN", passes) for step, passes in PASSES.items()),
    Case("sharpening", "FiLM CPPN", PASSES["VAE"], subpixels=3),
    *(Case(step, "convolutional decoder", passes) for step, passes in PASSES.items()),
]


def networks_for(case: Case) -> dict:
    """Encoder, generator and discriminator, from seed 0."""
    import keras

    from cppn_keras import networks

    keras.utils.set_random_seed(0)
    shape = (SIDE, SIDE, 1)
    if case.generator == "convolutional decoder":
        generator = conv_decoder()
    else:
        post = {"style": "softplus-tanh", "input_scale": 8.0, "weight_stddev": 0.1}
        film = {"style": "leaky-relu", "conditioning": "film", "features": 32, "residual": True}
        options = post if case.generator == "CPPN of 2016" else film
        cppn = networks.build_cppn(LATENT, width=128, depth=4, **options, seed=0)
        grey = 0.03 if case.subpixels > 1 else 0.0
        generator = networks.image_generator(cppn, SIDE, SIDE, case.subpixels, grey)
    return {
        "encoder": networks.build_conv_encoder(shape, LATENT, FILTERS, UNITS),
        "generator": generator,
        "discriminator": networks.build_conv_discriminator(shape, FILTERS),
    }


def conv_decoder():
    """z → pictures, the encoder backwards: 7 x 7, 14 x 14, 28 x 28, of which the middle is kept."""
    import keras
    from keras import layers

    z = keras.Input((LATENT,), name="z")
    x = layers.Dense(7 * 7 * 128, "leaky_relu", name="dense")(z)
    x = layers.Reshape((7, 7, 128))(x)
    for i, filters in enumerate((64, 32), start=1):
        options = {"strides": 2, "padding": "same", "activation": "leaky_relu"}
        x = layers.Conv2DTranspose(filters, 4, **options, name=f"up{i}")(x)
    x = layers.Conv2D(1, 3, padding="same", activation="sigmoid", name="images")(x)
    return keras.Model(z, layers.Cropping2D(1)(x), name="generator")


def weights_of(nets: dict) -> dict[str, np.ndarray]:
    """{"network/layer/number": array} of all networks."""
    found = {}
    for name, network in nets.items():
        layers = getattr(network, "cppn", network).layers
        for layer in layers:
            for i, weight in enumerate(layer.get_weights()):
                found[f"{name}/{layer.name}/{i}"] = weight
    return found


def operations(case: Case, nets: dict) -> float:
    """Multiplications and additions of one step, by the products of dense layers and convolutions
    alone. What a CPPN computes once per picture or once per grid counts as that."""
    per_pass = [forward_operations(network) for network in nets.values()]
    return BATCH * sum(n * work for n, work in zip(case.passes, per_pass, strict=True))


def forward_operations(network) -> float:
    """Of one picture."""
    cppn = getattr(network, "cppn", None)
    points = network.height * network.width * network.subpixels**2 if cppn is not None else 1
    total = 0.0
    for layer in (cppn or network).layers:
        kernel = getattr(layer, "kernel", None)
        if kernel is None or layer.name == "from_place":  # of the grid, once for all pictures
            continue
        here = np.prod(layer.output.shape[1:-1], dtype=float) if cppn is None else 1.0
        if "transpose" in type(layer).__name__.lower():
            here = np.prod(layer.input.shape[1:-1], dtype=float)
        if cppn is not None and layer.output.shape[1:-1] == (None,):
            here = points
        total += 2 * here * np.prod(kernel.shape)
    return total


def pictures() -> np.ndarray:
    return np.random.default_rng(0).random((BATCH, SIDE, SIDE, 1), "float32")


def ours(case: Case, nets: dict):
    """The step as the package makes it, as a function without arguments."""
    import tensorflow as tf

    from cppn_keras.training import GAN, VAE, VAEGAN, JointVAEGAN

    kinds = {"GAN": GAN, "VAEGAN": VAEGAN, "joint": JointVAEGAN}
    kind = kinds.get(case.step, VAE)
    own = {"VAEGAN": {"vae_steps": 1, "generator_steps": 1}, "joint": {"adversarial_start": 0}}
    model = kind(**{name: nets[name] for name in kind.NETWORKS}, **own.get(case.step, {}), seed=0)
    model.compile()
    images = tf.constant(pictures())
    return tf.function(lambda: model.train_step(images), autograph=False)


def whole(case: Case, nets: dict):
    """Ours, but with all pictures of a batch at once where they would go in slices."""
    from cppn_keras.training import slices

    slices.SLICE_BYTES = 1 << 60
    return ours(case, nets)


def unfolded(case: Case, nets: dict):
    """`whole`, and FiLM scales and shifts all points in layers of its own, as up to version 0.2."""
    import keras
    from keras import layers

    from cppn_keras import networks
    from cppn_keras.networks.layers import FiLM, FourierFeatures

    z, points = keras.Input((LATENT,)), keras.Input((None, 3))
    style = layers.Dense(128, "leaky_relu")(layers.Dense(128, "leaky_relu")(z))
    h = FourierFeatures(32)(points)
    for i in range(4):
        above = layers.LeakyReLU(0.2)(FiLM()([layers.Dense(128)(h), style]))
        h = layers.Add()([h, above]) if i else above
    cppn = networks.CPPN([z, points], layers.Dense(1, "sigmoid")(h))
    like = nets["generator"]
    options = (like.height, like.width, like.subpixels, like.grey_weight)
    return whole(case, {**nets, "generator": networks.image_generator(cppn, *options)})


def unrolled(case: Case, nets: dict):
    """Ours, but each picture of a batch has operations of its own in the graph."""
    from cppn_keras.networks import cppn

    cppn.FEW, cppn.LARGE = 2 * BATCH, 1
    return ours(case, nets)


def xla(case: Case, nets: dict):
    """Ours, compiled by XLA."""
    import tensorflow as tf

    return tf.function(ours(case, nets), autograph=False, jit_compile=True)


def as_in_2016(case: Case, nets: dict):
    """The VAE's step with a CPPN as it was written in 2016."""
    import tensorflow as tf

    from cppn_keras.training import losses

    encoder = nets["encoder"]
    draw, variables = draw_as_in_2016(nets["generator"].cppn)
    images, everything = tf.constant(pictures()), encoder.trainable_variables + variables
    adam = _adam(everything)

    def step():
        with tf.GradientTape() as tape:
            z_mean, z_log_var = encoder(images, training=True)
            z = z_mean + tf.exp(0.5 * z_log_var) * tf.random.normal(tf.shape(z_mean))
            loss = losses.bernoulli_cross_entropy(images, draw(z))
            loss = tf.reduce_mean(loss + losses.kl_divergence(z_mean, z_log_var))
        adam.apply(tape.gradient(loss, everything), everything)

    return tf.function(step, autograph=False)


def draw_as_in_2016(cppn):
    """z → pictures with z copied to every point, and one dense layer for z and coordinates; and
    the variables of this network, which starts with the weights of `cppn`."""
    import tensorflow as tf

    from cppn_keras.coordinates import coordinate_grid

    layers = {layer.name: layer for layer in cppn.layers}
    place = tf.constant(8 * coordinate_grid(SIDE, SIDE))
    first = tf.Variable(tf.concat([layers["from_z"].kernel, layers["from_place"].kernel], axis=0))
    hidden = [layers[name].weights for name in ("dense2", "dense3", "dense4")]
    (out, out_bias), bias = layers["output"].weights, layers["from_z"].bias

    def draw(z):
        copies = tf.repeat(8 * z, len(place), axis=0)  # (batch·points, latent)
        h = tf.concat([copies, tf.tile(place, (tf.shape(z)[0], 1))], axis=1)
        h = tf.nn.softplus(h @ first + bias)
        for kernel, hidden_bias in hidden:
            h = tf.tanh(h @ kernel + hidden_bias)
        return tf.reshape(tf.sigmoid(h @ out + out_bias), (-1, SIDE, SIDE, 1))

    return draw, [first, bias, out, out_bias, *(weight for pair in hidden for weight in pair)]


def _adam(variables):
    import keras

    adam = keras.optimizers.Adam(RATE)
    adam.build(variables)
    return adam


def tall_products(case: Case, nets: dict):
    """Nine products of (64896, 128) by (128, 128): what the machine can do, and nothing else."""
    import tensorflow as tf

    points, kernels = tf.random.normal(TALL), tf.random.normal((9, TALL[1], TALL[1]))
    return tf.function(lambda: [tf.matmul(points, kernels[i]) for i in range(9)], autograph=False)


TALL_OPERATIONS = 9 * 2.0 * TALL[0] * TALL[1] ** 2
