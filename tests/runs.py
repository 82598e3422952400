"""A small recipe and its data, for tests of training runs."""

import dataclasses

import keras
import numpy as np
from keras import layers
from models import blobs, small_model, small_networks

from cppn_keras.data import Dataset
from cppn_keras.runs.recipe import Recipe, Stage
from cppn_keras.training import GAN, VAE


def small_data(count=64):
    images = np.round(blobs(count) * 255).astype("uint8")
    labels = np.arange(count) % 4
    return Dataset("blobs", images, labels, images[:8], labels[:8], "64 blobs", synthetic=True)


def second_stage(shape, seed, trained):
    model = VAE(trained.averaged_encoder, trained.averaged_generator, average_decay=0.9, seed=seed)
    model.compile(keras.optimizers.Adam(0.001))
    return model


RECIPE = Recipe(
    name="small",
    summary="for tests",
    data="strokes",
    image_size=8,
    batch_size=16,
    steps_per_epoch=3,
    stages=(
        Stage("joint", 0.5, lambda shape, seed, _: small_model("JointVAEGAN", seed)),
        Stage("again", 1.0, second_stage),
    ),
    minutes=1,
)


def plain_generator(latent_dim=3):
    """A generator without coordinates, which draws at one size."""
    z = keras.Input((latent_dim,))
    x = layers.Reshape((4, 4, 4))(layers.Dense(64, "relu")(z))
    return keras.Model(z, layers.Conv2DTranspose(1, 3, 2, "same", activation="sigmoid")(x))


def plain_vae(shape, seed, _):
    model = VAE(small_networks()["encoder"], plain_generator(), seed=seed)
    model.compile()
    return model


def plain_gan(shape, seed, _):
    model = GAN(plain_generator(), small_networks()["discriminator"], seed=seed)
    model.compile()
    return model


PLAIN_RECIPES = {
    build.__name__: dataclasses.replace(RECIPE, stages=(Stage("only", 1.0, build),))
    for build in (plain_vae, plain_gan)
}
