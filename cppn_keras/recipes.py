"""Named experiments: which networks, losses, data and steps belong together.

A recipe's stages follow each other, each with a function that returns a compiled training model.
To add a recipe, write such a function and an entry in RECIPES.
"""

import dataclasses
import difflib
from collections.abc import Callable

import keras

from cppn_keras import networks
from cppn_keras.errors import UserError
from cppn_keras.training import VAE, VAEGAN, Gate, JointVAEGAN
from cppn_keras.training.base import TrainingModel

Adam = keras.optimizers.Adam


@dataclasses.dataclass(frozen=True)
class Stage:
    """A part of a training run.

    Attributes:
        name: shown when it begins.
        until: the share of the run's budget, 0 to 1, at which it ends.
        build: (image shape, seed, the trained model of the stage before or None) → compiled model.
    """

    name: str
    until: float
    build: Callable[[tuple[int, int, int], int, TrainingModel | None], TrainingModel]


@dataclasses.dataclass(frozen=True)
class Recipe:
    """One experiment.

    Attributes:
        data: the dataset it was made for (any other can be given).
        image_size: side in pixels of the random crops that it trains on.
        steps_per_epoch: batches between two checkpoints, seconds' worth.
        minutes: how long `train` runs when it is not told.
    """

    name: str
    summary: str
    data: str
    image_size: int
    batch_size: int
    steps_per_epoch: int
    stages: tuple[Stage, ...]
    minutes: float
    flip: bool = False

    def stages_from(self, current: str) -> tuple[Stage, ...]:
        """The stages from `current` on; all of them when it is empty.

        Raises UserError for a name that is no stage's.
        """
        names = ["", *(stage.name for stage in self.stages)]
        if current not in names:
            raise UserError(f"recipe {self.name} has no stage {current!r}; choose another --out.")
        return self.stages[max(0, names.index(current) - 1) :]


def get(name: str) -> Recipe:
    """The recipe of that name.

    Raises:
        UserError: there is none; names the closest.
    """
    if name in RECIPES:
        return RECIPES[name]
    close = difflib.get_close_matches(name, RECIPES, n=1)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    raise UserError(f"unknown recipe {name!r}.{hint} Known recipes: {', '.join(RECIPES)}.")


def _mnist_2016(image_shape, seed, _):
    """The networks, weights and steps of "Generating Large Images from Latent Vectors"."""
    latent_dim = 32
    cppn = networks.build_cppn(
        latent_dim,
        image_shape[-1],
        width=128,
        depth=4,
        recipe="softplus-tanh",
        input_scale=8.0,
        weight_stddev=0.1,
        seed=seed,
    )
    model = VAEGAN(
        networks.build_post_encoder(image_shape, latent_dim),
        networks.image_generator(cppn, *image_shape[:2]),
        networks.build_post_discriminator(image_shape),
        gate=Gate(g_below=0.80, d_above=0.45),
        vae_steps=4,
        generator_steps=4,
        stop_below=0.6,
        seed=seed,
    )
    model.compile(Adam(0.001, beta_1=0.65), Adam(0.005, beta_1=0.65), Adam(0.001, beta_1=0.65))
    return model


def _film(image_shape, seed, latent_dim, width, depth, filters, dense_units, **weights):
    """FiLM generator, convolutional encoder and discriminator, one joint step."""
    cppn = networks.build_cppn(
        latent_dim,
        image_shape[-1],
        width=width,
        depth=depth,
        recipe="leaky-relu",
        conditioning="film",
        features=32,
        sigma=1.0,
        residual=True,
        seed=seed,
    )
    model = JointVAEGAN(
        networks.build_conv_encoder(image_shape, latent_dim, filters, dense_units),
        networks.image_generator(cppn, *image_shape[:2]),
        networks.build_conv_discriminator(image_shape, filters),
        seed=seed,
        **weights,
    )
    model.compile(
        Adam(1e-3, beta_1=0.5, beta_2=0.99, clipnorm=50.0),
        Adam(5e-4, beta_1=0.5, beta_2=0.99, clipnorm=50.0),
    )
    return model


def _mnist(image_shape, seed, _):
    return _film(image_shape, seed, 16, 128, 4, (32, 64, 128), 256, r1_weight=0.1)


def _demo(image_shape, seed, _):
    """Small and quick: digits are legible after two minutes on two cores."""
    return _film(
        image_shape,
        seed,
        8,
        64,
        3,
        (16, 32, 64),
        128,
        kl_warmup=300,
        adversarial_start=300,
        average_decay=0.99,
    )


def _sharpen(image_shape, seed, trained):
    """The trained encoder and CPPN, with pixels as areas and a penalty on grey sub-pixels."""
    cppn = networks.cppn_of(trained.averaged_generator)
    cppn.trainable = trained.averaged_encoder.trainable = True
    model = VAE(
        trained.averaged_encoder,
        networks.image_generator(cppn, *image_shape[:2], subpixels=2, grey_weight=0.1),
        reconstruction_weight=0.1,
        kl_weight=0.1,
        average_decay=0.995,
        seed=seed,
    )
    model.compile(Adam(3e-4, beta_1=0.5, beta_2=0.99, clipnorm=50.0))
    return model


RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            "mnist",
            "FiLM CPPN-VAE-GAN, 16 latents, one joint step with R1: the shipped digits",
            data="mnist",
            image_size=26,
            batch_size=64,
            steps_per_epoch=50,
            stages=(Stage("joint", 0.78, _mnist), Stage("sharpen", 1.0, _sharpen)),
            minutes=60,
        ),
        Recipe(
            "mnist-2016",
            "the CPPN-VAE-GAN of the 2016 post: 32 latents, gated alternation",
            data="mnist",
            image_size=26,
            batch_size=500,
            steps_per_epoch=4,
            stages=(Stage("gated", 1.0, _mnist_2016),),
            minutes=60,
        ),
        Recipe(
            "demo",
            "a small FiLM CPPN-VAE-GAN for two minutes on drawn digits",
            data="strokes",
            image_size=26,
            batch_size=64,
            steps_per_epoch=25,
            stages=(Stage("joint", 0.8, _demo), Stage("sharpen", 1.0, _sharpen)),
            minutes=2,
        ),
    )
}
