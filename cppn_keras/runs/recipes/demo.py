"""`demo`: the model of `mnist`, smaller, for legible digits after two minutes on two cores.

On two busy cores these were 550 steps of the joint stage and 25 of sharpening. The numbers are by
trial unless a reason is given; "first trial" is explained in `runs/film.py`.
"""

from cppn_keras.runs.film import FilmVAEGAN
from cppn_keras.runs.recipe import Recipe, Stage

MODEL = FilmVAEGAN(
    # Networks
    latent_dim=8,  # a third of `mnist`
    cppn_width=64,  # half of `mnist`, so a sample costs about a quarter
    cppn_depth=3,  # one layer less than `mnist`
    filters=(16, 32, 64),  # half of `mnist`
    dense_units=128,  # half of `mnist`
    # Losses
    kl_weight=0.1,  # the weight of the reconstruction: β = 1, the ELBO
    r1_weight=1.0,  # gradient penalty; first trial
    kl_warmup=300,  # steps; the 1500 of `mnist` would never end here
    adversarial_start=300,  # steps; from there on the KL term has its full weight, too
    average_decay=0.99,  # averages over about 100 steps; over 1000 they would lag behind
    # Sharpening
    subpixels=2,  # 2 x 2 samples per pixel; first trial; the 3 x 3 of `mnist` draw 9 in place of 4
    grey_weight=0.1,  # of each sample; first trial
)
JOINT_SHARE = 0.8  # of the time, the rest is for sharpening

RECIPE = Recipe(
    name="demo",
    summary="a small FiLM CPPN-VAE-GAN for two minutes on drawn digits",
    data="strokes",
    image_size=26,  # the post's
    batch_size=64,  # as in `mnist`
    steps_per_epoch=25,  # a checkpoint every few seconds
    stages=(Stage("joint", JOINT_SHARE, MODEL.joint), Stage("sharpen", 1.0, MODEL.sharpen)),
    minutes=2,  # short enough to wait for
)
