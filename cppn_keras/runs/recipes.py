"""Named experiments: which networks, losses, data and steps belong together.

A recipe's stages follow each other, each with a function that returns a compiled training model.
To add a recipe, write such a function and an entry in RECIPES.
"""

import difflib

import keras

from cppn_keras import networks
from cppn_keras.errors import UserError
from cppn_keras.training import VAE, VAEGAN, Gate, JointVAEGAN
from cppn_keras.runs.recipe import Recipe, Stage

Adam = keras.optimizers.Adam


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
    return _film(image_shape, seed, 24, 128, 4, (32, 64, 128), 256, kl_weight=0.05, r1_weight=0.1)


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


def _sharpen(subpixels, grey_weight, kl_weight):
    """A stage of the trained encoder and CPPN, with pixels as areas and a penalty on grey points.

    The CPPN's last sums are doubled first. That alone makes its edges half as wide.
    """

    def build(image_shape, seed, trained):
        cppn = networks.cppn_of(trained.averaged_generator)
        cppn.trainable = trained.averaged_encoder.trainable = True
        output = cppn.get_layer("output")
        output.set_weights([2 * weights for weights in output.get_weights()])
        generator = networks.image_generator(
            cppn, *image_shape[:2], subpixels=subpixels, grey_weight=grey_weight
        )
        model = VAE(
            trained.averaged_encoder,
            generator,
            reconstruction_weight=0.1,
            kl_weight=kl_weight,
            average_decay=0.995,
            seed=seed,
        )
        model.compile(Adam(3e-4, beta_1=0.5, beta_2=0.99, clipnorm=50.0))
        return model

    return build


RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            "mnist",
            "FiLM CPPN-VAE-GAN, 24 latents, one joint step with R1: the shipped digits",
            data="mnist",
            image_size=26,
            batch_size=64,
            steps_per_epoch=50,
            stages=(
                Stage("joint", 0.7, _mnist),
                Stage("sharpen", 1.0, _sharpen(subpixels=3, grey_weight=0.03, kl_weight=0.05)),
            ),
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
            stages=(
                Stage("joint", 0.8, _demo),
                Stage("sharpen", 1.0, _sharpen(subpixels=2, grey_weight=0.1, kl_weight=0.1)),
            ),
            minutes=2,
        ),
    )
}
