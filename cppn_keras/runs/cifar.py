"""What `cifar-frog` and `cifar-truck` share: one class of CIFAR-10, in colour, at any size.

The wishes of "The Frog of CIFAR 10" (hardmaru 2016) come true: a convolutional encoder, residual
layers, and a goal other than the likelihood of pixels: a discriminator that sees samples of the
prior, too. CPPN, rates and adversarial weights are those of `runs/film.py`; numbers without a
reason are a first trial.
"""

from cppn_keras import networks
from cppn_keras.runs.film import (
    ADVERSARIAL_WEIGHT,
    DISCRIMINATOR_RATE,
    FEATURE_WEIGHT,
    VAE_RATE,
    adam,
    film_cppn,
)
from cppn_keras.runs.recipe import Recipe, Stage
from cppn_keras.training import JointVAEGAN, PointsVAE

IMAGE_SIZE = 30  # the post's: random 30 x 30 crops of 32 x 32

# Networks
LATENT_DIM = 64  # a photograph says more than a digit
WIDTH, DEPTH = 96, 4  # of the CPPN: three quarters of `mnist`, for speed
FEATURES, SIGMA = 64, 2.0  # Fourier features, twice as many and twice as fine as for digits
FILTERS = (32, 64, 128)  # of encoder and discriminator
UNITS = 256  # of the encoder

# Losses
RECONSTRUCTION_WEIGHT = 0.5  # of squared errors
KL_WEIGHT = 0.02  # so σ = 0.14 of a colour's range: what is finer may be lost
R1_WEIGHT = 0.1  # as `mnist`
AVERAGE_DECAY = 0.999  # as `mnist`
ADVERSARIAL_START = 200  # joint steps before the adversarial terms come in

# Stages
POINTS = 225  # of 900 in a picture, drawn at random: a step costs a quarter or less
POINTS_SHARE = 0.3  # of the time
COMPONENTS = 10  # of the prior: there are 5,000 pictures, not 60,000


def recipe(name: str, label: int, radius: bool) -> Recipe:
    """The recipe of one class.

    Args:
        label: of the class in CIFAR-10.
        radius: whether the CPPN is told the distance from the middle.
    """

    def points(image_shape: tuple[int, int, int], seed: int, _) -> PointsVAE:
        """FiLM generator and convolutional encoder, which soon see many pictures."""
        height, width, channels = image_shape
        sizes = LATENT_DIM, channels, WIDTH, DEPTH
        cppn = film_cppn(*sizes, seed, FEATURES, SIGMA, radius)
        encoder = networks.build_conv_encoder(image_shape, LATENT_DIM, FILTERS, UNITS)
        generator = networks.image_generator(cppn, height, width)
        model = PointsVAE(encoder, generator, POINTS, **_vae_options(seed))
        model.compile(adam(VAE_RATE))
        return model

    return Recipe(
        name=name,
        summary="FiLM CPPN-VAE-GAN in colour, 64 latents, of one class of CIFAR-10",
        data="cifar10",
        labels=(label,),
        image_size=IMAGE_SIZE,
        batch_size=48,
        steps_per_epoch=50,  # a checkpoint every half minute or sooner
        stages=(Stage("points", POINTS_SHARE, points), Stage("joint", 1.0, joint)),
        minutes=60,  # of a busy core
        flip=True,  # the post's
        components=COMPONENTS,
    )


def joint(image_shape: tuple[int, int, int], seed: int, trained: PointsVAE) -> JointVAEGAN:
    """Both go on with a discriminator, on whole pictures."""
    model = JointVAEGAN(
        trained.averaged_encoder,
        trained.averaged_generator,
        networks.build_conv_discriminator(image_shape, FILTERS),
        adversarial_weight=ADVERSARIAL_WEIGHT,
        feature_weight=FEATURE_WEIGHT,
        r1_weight=R1_WEIGHT,
        kl_warmup=0,
        adversarial_start=ADVERSARIAL_START,
        **_vae_options(seed),
    )
    model.compile(adam(VAE_RATE), adam(DISCRIMINATOR_RATE))
    return model


def _vae_options(seed: int) -> dict:
    return {
        "reconstruction": "squared_error",
        "reconstruction_weight": RECONSTRUCTION_WEIGHT,
        "kl_weight": KL_WEIGHT,
        "average_decay": AVERAGE_DECAY,
        "seed": seed,
    }
