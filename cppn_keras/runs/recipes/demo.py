"""`demo`: the model of `mnist`, smaller, for legible digits after two minutes on two cores.

On two busy cores these were 550 steps of the joint stage and 25 of sharpening. The numbers are by
trial unless a reason is given; "first trial" is explained in `runs/film.py`.
"""

from cppn_keras.runs import film
from cppn_keras.runs.recipe import Recipe, Stage

# Data
IMAGE_SIZE = 26  # the post's
BATCH_SIZE = 64  # as in `mnist`

# Networks
LATENT_DIM = 8  # a third of `mnist`
CPPN_WIDTH = 64  # half of `mnist`, so a sample costs about a quarter
CPPN_DEPTH = 3  # one layer less than `mnist`
FILTERS = (16, 32, 64)  # half of `mnist`
DENSE_UNITS = 128  # half of `mnist`

# Losses
KL_WEIGHT = 0.1  # the weight of the reconstruction: β = 1, the ELBO
R1_WEIGHT = 1.0  # gradient penalty; first trial
KL_WARMUP = 300  # steps; the 1500 of `mnist` would never end here
ADVERSARIAL_START = 300  # steps; from there on the KL term has its full weight, too
AVERAGE_DECAY = 0.99  # averages over about 100 steps; over 1000 they would lag behind

# Sharpening
JOINT_SHARE = 0.8  # of the time, the rest is for sharpening
SUBPIXELS = 2  # 2 x 2 samples per pixel; first trial; the 3 x 3 of `mnist` draw 9 in place of 4
GREY_WEIGHT = 0.1  # of each sample; first trial

# The run
STEPS_PER_EPOCH = 25  # a checkpoint every few seconds
MINUTES = 2  # short enough to wait for


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
    name="demo",
    summary="a small FiLM CPPN-VAE-GAN for two minutes on drawn digits",
    data="strokes",
    image_size=IMAGE_SIZE,
    batch_size=BATCH_SIZE,
    steps_per_epoch=STEPS_PER_EPOCH,
    stages=(Stage("joint", JOINT_SHARE, joint), Stage("sharpen", 1.0, sharpen)),
    minutes=MINUTES,
)
