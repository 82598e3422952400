"""`mnist`, the shipped digits: a FiLM CPPN-VAE-GAN in two stages, see `runs/film.py`.

"By trial, together" marks numbers that were changed at once: 24 latents, a KL weight of 0.05, 3 x 3
samples per pixel and doubled output weights took the place of 16, 0.1, 2 x 2 and none. In `evaluate
mnist` the Fréchet distance fell from 2.68 to 2.07 times that of training pictures, and 98.9 % of
the reconstructions kept their label, not 98.4 %. "First trial" is explained in `runs/film.py`.
"""

from cppn_keras.runs import film
from cppn_keras.runs.recipe import Recipe, Stage

# Data
IMAGE_SIZE = 26  # the post's: random 26 x 26 crops of MNIST's 28 x 28
BATCH_SIZE = 64  # first trial

# Networks
LATENT_DIM = 24  # by trial, together
CPPN_WIDTH = 128  # units a layer, as in 2016
CPPN_DEPTH = 4  # hidden layers, as in 2016
FILTERS = (32, 64, 128)  # of the discriminator (first trial) and of the encoder
DENSE_UNITS = 256  # of the encoder; first trial

# Losses
KL_WEIGHT = 0.05  # half the weight of the reconstruction: β = ½ (β-VAE); by trial, together
R1_WEIGHT = 0.1  # gradient penalty; by trial: 1 at first, less makes the discriminator stronger
KL_WARMUP = 1500  # steps until the KL term has its full weight; first trial
ADVERSARIAL_START = 500  # steps as a plain VAE before the adversarial terms come in; first trial
AVERAGE_DECAY = 0.999  # moving averages of the weights over about 1000 steps; first trial

# Sharpening
JOINT_SHARE = 0.7  # of the time, the rest is for sharpening; by trial: 0.84 at first
SUBPIXELS = 3  # 3 x 3 samples per pixel, by trial, together
GREY_WEIGHT = 0.03  # of each sample: 0.27 a pixel, where 0.1 and 2 x 2 made 0.4; by trial

# The run
STEPS_PER_EPOCH = 50  # a checkpoint every half minute or sooner
MINUTES = 60  # of two cores; the shipped weights took 80 minutes of one busy core


def joint(image_shape, seed, _):
    return film.joint(
        image_shape,
        seed,
        latent_dim=LATENT_DIM,
        cppn_width=CPPN_WIDTH,
        cppn_depth=CPPN_DEPTH,
        filters=FILTERS,
        dense_units=DENSE_UNITS,
        kl_weight=KL_WEIGHT,
        r1_weight=R1_WEIGHT,
        kl_warmup=KL_WARMUP,
        adversarial_start=ADVERSARIAL_START,
        average_decay=AVERAGE_DECAY,
    )


def sharpen(image_shape, seed, trained):
    return film.sharpen(
        trained,
        image_shape,
        seed,
        subpixels=SUBPIXELS,
        grey_weight=GREY_WEIGHT,
        kl_weight=KL_WEIGHT,
    )


RECIPE = Recipe(
    name="mnist",
    summary="FiLM CPPN-VAE-GAN, 24 latents, one joint step with R1: the shipped digits",
    data="mnist",
    image_size=IMAGE_SIZE,
    batch_size=BATCH_SIZE,
    steps_per_epoch=STEPS_PER_EPOCH,
    stages=(Stage("joint", JOINT_SHARE, joint), Stage("sharpen", 1.0, sharpen)),
    minutes=MINUTES,
)
