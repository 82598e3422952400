"""Exercise of lesson 2: the discriminator, by a table of shapes."""

import keras
from keras import layers


def discriminator(depth):
    """Han's discriminator: an ordinary picture classifier whose answer is one number."""
    images = x = keras.Input((28, 28, 1))
    for i, strides in enumerate((2, 2, 2, 1)):  # 416 = 16 · (5 · 5 · 1 + 1): the kernels are 5 x 5
        x = layers.Conv2D(depth * 2**i, 5, strides=strides, padding="same")(x)
        x = layers.Dropout(0.4)(layers.LeakyReLU(0.2)(x))
    logits = layers.Dense(1)(layers.Flatten()(x))  # no sigmoid: the losses take it
    return keras.Model(images, logits, name="discriminator")
