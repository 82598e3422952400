"""`cifar-2016`: the system of "The Frog of CIFAR 10" (hardmaru 2016), to compare with.

"The program's" marks numbers that were read from the program behind the post. Batches of 50 in
place of 1000 are more steps in the same time, and need lower rates: without them half an hour would
be twenty batches. As in `mnist-2016` encoder and CPPN begin as a VAE: from random weights the game
ended, after as long a training as that of `cifar-frog`, with one colour for all pictures. Where the
program has no number of its own, those of MNIST are taken.
"""

import keras

from cppn_keras import networks
from cppn_keras.runs import post2016
from cppn_keras.runs.recipe import Recipe, Stage
from cppn_keras.training import VAE, VAEGAN

WIDTH = 64  # the program's
STYLE = "cifar-repeating"  # the post's last: relu, then tanh and relu in turn, 15 layers
FILTERS = (20, 40, 80)  # of the discriminator; the program's begin with 20
DROPOUT_RATE = 0.35  # of the encoder; the program keeps 0.65
SQUARED_ERROR_WEIGHT = 2.0  # beside a KL of weight 1, both per pixel; the program's
STEPS = 16  # of the VAE, and at most of the generator, in each batch; the program's
BETA_1 = 0.5  # of Adam; the program's
GENERATOR_RATE = 7e-4  # the program's was 0.0025
VAE_RATE = 5e-4  # the program's
DISCRIMINATOR_RATE = 1e-4  # the program's
WARM_UP_RATE = 1e-3  # Adam's default
WARM_UP_SHARE = 0.3  # of the time, as in `mnist-2016`


def warm_up(image_shape: tuple[int, int, int], seed: int, _) -> VAE:
    """Dense encoder and deep narrow CPPN as a VAE."""
    height, width, channels = image_shape
    cppn = networks.build_cppn(
        post2016.LATENT_DIM,
        channels,
        width=WIDTH,
        style=STYLE,
        input_scale=post2016.INPUT_SCALE,
        weight_stddev=post2016.WEIGHT_STDDEV,
        seed=seed,
    )
    encoder = networks.build_post_encoder(
        image_shape, post2016.LATENT_DIM, dropout_rate=DROPOUT_RATE
    )
    generator = networks.image_generator(cppn, height, width)
    model = VAE(encoder, generator, **_weights(generator), seed=seed)
    model.compile(keras.optimizers.Adam(WARM_UP_RATE))
    return model


def gated(image_shape: tuple[int, int, int], seed: int, trained: VAE) -> VAEGAN:
    """Both go on in the post's gated alternation."""
    model = VAEGAN(
        trained.encoder,
        trained.generator,
        networks.build_post_discriminator(image_shape, FILTERS),
        gate=post2016.GATE,
        vae_steps=STEPS,
        generator_steps=STEPS,
        stop_below=post2016.STOP_BELOW,
        **_weights(trained.generator),
        seed=seed,
    )
    rates = (VAE_RATE, GENERATOR_RATE, DISCRIMINATOR_RATE)
    model.compile(*(keras.optimizers.Adam(rate, beta_1=BETA_1) for rate in rates))
    return model


def _weights(generator: networks.ImageGenerator) -> dict:
    """The loss of the VAE, per pixel."""
    pixels = generator.height * generator.width
    return {
        "reconstruction": "squared_error",
        "reconstruction_weight": SQUARED_ERROR_WEIGHT / pixels,
        "kl_weight": 1 / pixels,
    }


RECIPE = Recipe(
    name="cifar-2016",
    summary="the CPPN-VAE-GAN of the 2016 post on the frogs of CIFAR-10: 32 latents, gated",
    data="cifar10",
    labels=(6,),
    image_size=30,  # the post's
    batch_size=50,  # the program's was 1000
    steps_per_epoch=15,  # a gated batch is 33 steps: a checkpoint every two minutes or sooner
    stages=(Stage("warm-up", WARM_UP_SHARE, warm_up), Stage("gated", 1.0, gated)),
    minutes=60,  # of a busy core: as long as `cifar-frog`
    flip=True,  # the post's
    components=10,
)
