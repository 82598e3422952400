"""What `mnist-2016` and `mnist-2016-literal` share: the system of the 2016 post.

"The program's" marks numbers that were read from the program behind "Generating Large Images from
Latent Vectors" (hardmaru 2016), "the post's" those that the text gives.
"""

import dataclasses

import keras

from cppn_keras import networks
from cppn_keras.training import VAE, VAEGAN, Gate

IMAGE_SIZE = 26  # the post's: random 26 x 26 crops of MNIST's 28 x 28

# Networks; those of encoder and discriminator are in `networks/post2016.py`
LATENT_DIM = 32  # the program's
CPPN_WIDTH = 128  # the program's
CPPN_DEPTH = 4  # the program's hidden layers
STYLE = "softplus-tanh"  # the program's: softplus first, then tanh
INPUT_SCALE = 8.0  # the program's: z and coordinates are multiplied by it
WEIGHT_STDDEV = 0.1  # the program's initial weights and biases, N(0, 0.1)

# One batch of the gated stage
VAE_STEPS = 4  # the program's
GENERATOR_STEPS = 4  # the post's N_handicap is 4 to 8
STOP_BELOW = 0.6  # the program's: no more generator steps once its loss is below
GATE = Gate(g_below=0.80, d_above=0.45)  # the post's; the program had 0.75 and 0.60

BETA_1 = 0.65  # of Adam, the program's, of all three optimizers


@dataclasses.dataclass(frozen=True)
class PostVAEGAN:
    """The learning rates, in which such recipes differ, and the stages."""

    vae_rate: float  # of the VAE's steps
    generator_rate: float  # of the generator's, which are "balanced" steps
    discriminator_rate: float
    warm_up_rate: float = 1e-3  # of the warm-up as a VAE; Adam's default

    def warm_up(self, image_shape: tuple[int, int, int], seed: int, _) -> VAE:
        """The post's encoder and CPPN as a VAE, with the post's VAE loss: nats per pixel."""
        height, width, _ = image_shape
        model = VAE(
            networks.build_post_encoder(image_shape, LATENT_DIM),
            _generator(image_shape, seed),
            reconstruction_weight=1 / (height * width),
            kl_weight=1 / (height * width),
            seed=seed,
        )
        model.compile(keras.optimizers.Adam(self.warm_up_rate))
        return model

    def gated(
        self, image_shape: tuple[int, int, int], seed: int, trained: VAE | None = None
    ) -> VAEGAN:
        """The post's gated alternation; from scratch, or from encoder and CPPN of the warm-up."""
        post_encoder = networks.build_post_encoder
        model = VAEGAN(
            trained.encoder if trained else post_encoder(image_shape, LATENT_DIM),
            trained.generator if trained else _generator(image_shape, seed),
            networks.build_post_discriminator(image_shape),
            gate=GATE,
            vae_steps=VAE_STEPS,
            generator_steps=GENERATOR_STEPS,
            stop_below=STOP_BELOW,
            seed=seed,
        )
        rates = (self.vae_rate, self.generator_rate, self.discriminator_rate)
        model.compile(*(keras.optimizers.Adam(rate, beta_1=BETA_1) for rate in rates))
        return model


def _generator(image_shape: tuple[int, int, int], seed: int) -> networks.ImageGenerator:
    height, width, channels = image_shape
    cppn = networks.build_cppn(
        LATENT_DIM,
        channels,
        width=CPPN_WIDTH,
        depth=CPPN_DEPTH,
        style=STYLE,
        input_scale=INPUT_SCALE,
        weight_stddev=WEIGHT_STDDEV,
        seed=seed,
    )
    return networks.image_generator(cppn, height, width)
