"""A small recipe and its data, for tests of training runs."""

import keras
import numpy as np
from models import blobs, small_model

from cppn_keras.data import Dataset
from cppn_keras.training import VAE
from cppn_keras.runs.recipe import Recipe, Stage


def small_data(count=64):
    images = np.round(blobs(count) * 255).astype("uint8")
    labels = np.arange(count) % 4
    return Dataset("blobs", images, labels, images[:8], labels[:8], "64 blobs", synthetic=True)


def second_stage(shape, seed, trained):
    model = VAE(trained.averaged_encoder, trained.averaged_generator, average_decay=0.9, seed=seed)
    model.averaged_encoder.trainable = False
    model.encoder.trainable = model.generator.trainable = True
    model.compile(keras.optimizers.Adam(0.001))
    return model


RECIPE = Recipe(
    "small",
    "for tests",
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
