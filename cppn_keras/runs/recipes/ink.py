"""`ink`: a small FiLM CPPN-VAE that has seen pens and letters, to enlarge small pictures with.

Nobody samples from it: `Sampler.refine` fits its modulations to the pixels of a picture, and what
the pixels do not say comes from what the network has learnt about ink. So there is no adversarial
term and hardly a prior, and the encoder is shown pictures of few pixels, as it will be later.
"""

from cppn_keras import networks
from cppn_keras.runs.film import adam, film_cppn
from cppn_keras.runs.recipe import Recipe, Stage
from cppn_keras.training import DegradedVAE

SIDE = 52  # pixels: twice those of the posts, so that edges are learnt where they are
LATENT_DIM = 48  # numbers in z: characters of many fonts need more than digits
WIDTH, DEPTH = 64, 4  # of the CPPN: small, as its modulations are fitted by solving equations
POINTS = 900  # of 2704 in a picture, for the reconstruction: all with ink near, and some paper
SIZES = (*range(7, 27), SIDE)  # pixels a side of what the encoder is shown
RECONSTRUCTION_WEIGHT = 0.025  # a quarter of that of `mnist`, for four times as many pixels
KL_WEIGHT = 0.002  # β = 0.02 if pixels were 26 x 26: z may be costly, as nobody draws it at random
AVERAGE_DECAY = 0.999
RATE, LAST_RATE = 1.5e-3, 3e-4  # of Adam
FIRST_SHARE = 0.7  # of the time, at the first rate


def first(image_shape: tuple[int, int, int], seed: int, _) -> DegradedVAE:
    """Encoder and CPPN from scratch."""
    height, width, channels = image_shape
    cppn = film_cppn(LATENT_DIM, channels, WIDTH, DEPTH, seed)
    encoder = networks.build_conv_encoder(image_shape, LATENT_DIM, pool=2)
    generator = networks.image_generator(cppn, height, width)
    return _compiled(encoder, generator, RATE, seed)


def last(_, seed: int, trained: DegradedVAE) -> DegradedVAE:
    """Both go on, in smaller steps."""
    return _compiled(trained.averaged_encoder, trained.averaged_generator, LAST_RATE, seed)


def _compiled(encoder, generator, rate: float, seed: int) -> DegradedVAE:
    model = DegradedVAE(
        encoder,
        generator,
        POINTS,
        SIZES,
        reconstruction_weight=RECONSTRUCTION_WEIGHT,
        kl_weight=KL_WEIGHT,
        average_decay=AVERAGE_DECAY,
        seed=seed,
    )
    model.compile(adam(rate))
    return model


RECIPE = Recipe(
    name="ink",
    summary="a small FiLM CPPN-VAE of strokes and letters, to enlarge small pictures with",
    data="ink",
    image_size=SIDE,
    batch_size=64,
    steps_per_epoch=50,  # a checkpoint every half minute or sooner
    stages=(Stage("first", FIRST_SHARE, first), Stage("last", 1.0, last)),
    minutes=70,  # of one core; the shipped weights had 73 of a busy one
)
