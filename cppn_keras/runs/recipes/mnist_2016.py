"""`mnist-2016`: "Generating Large Images from Latent Vectors" (hardmaru 2016), as it was.

"The program's" marks numbers that were read from the program behind the post.
"""

import keras

from cppn_keras import networks
from cppn_keras.runs.recipe import Recipe, Stage
from cppn_keras.training import VAEGAN, Gate

# Data
IMAGE_SIZE = 26  # the post's: random 26 x 26 crops of MNIST's 28 x 28
BATCH_SIZE = 500  # the program's

# Networks; those of encoder and discriminator are in `networks/post2016.py`
LATENT_DIM = 32  # the program's
CPPN_WIDTH = 128  # the program's
CPPN_DEPTH = 4  # the program's hidden layers
STYLE = "softplus-tanh"  # the program's: softplus first, then tanh
INPUT_SCALE = 8.0  # the program's: z and coordinates are multiplied by it
WEIGHT_STDDEV = 0.1  # the program's initial weights and biases, N(0, 0.1)

# One batch
VAE_STEPS = 4  # the program's
GENERATOR_STEPS = 4  # the post's N_handicap is 4 to 8
STOP_BELOW = 0.6  # the program's: no more generator steps once its loss is below
GATE = Gate(g_below=0.80, d_above=0.45)  # the post's; the program had 0.75 and 0.60

# Adam
VAE_RATE = 0.001  # the program's
GENERATOR_RATE = 0.005  # the program's
DISCRIMINATOR_RATE = 0.001  # the program's
BETA_1 = 0.65  # the program's, of all three

# The run
STEPS_PER_EPOCH = 4  # a batch is 8 or 9 steps on 500 pictures: a checkpoint every half minute
MINUTES = 60  # as `mnist`; the post's author had a graphics card and days


def gated(image_shape, seed, _):
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
    model = VAEGAN(
        networks.build_post_encoder(image_shape, LATENT_DIM),
        networks.image_generator(cppn, height, width),
        networks.build_post_discriminator(image_shape),
        gate=GATE,
        vae_steps=VAE_STEPS,
        generator_steps=GENERATOR_STEPS,
        stop_below=STOP_BELOW,
        seed=seed,
    )
    model.compile(
        vae_optimizer=keras.optimizers.Adam(VAE_RATE, beta_1=BETA_1),
        generator_optimizer=keras.optimizers.Adam(GENERATOR_RATE, beta_1=BETA_1),
        discriminator_optimizer=keras.optimizers.Adam(DISCRIMINATOR_RATE, beta_1=BETA_1),
    )
    return model


RECIPE = Recipe(
    name="mnist-2016",
    summary="the CPPN-VAE-GAN of the 2016 post: 32 latents, gated alternation",
    data="mnist",
    image_size=IMAGE_SIZE,
    batch_size=BATCH_SIZE,
    steps_per_epoch=STEPS_PER_EPOCH,
    stages=(Stage("gated", 1.0, gated),),
    minutes=MINUTES,
)
