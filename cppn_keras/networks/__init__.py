"""Networks: functions that build functional Keras models. No training code lives here."""

from cppn_keras.networks.conv import build_conv_discriminator, build_conv_encoder
from cppn_keras.networks.cppn import CPPN, build_cppn, inverted, with_new_weights
from cppn_keras.networks.dcgan import (
    build_brownlee_discriminator,
    build_brownlee_generator,
    build_han_discriminator,
    build_han_generator,
)
from cppn_keras.networks.generator import ImageGenerator, image_generator
from cppn_keras.networks.lectures import (
    build_han_decoder,
    build_han_encoder,
    build_krippahl_decoder,
    build_krippahl_encoder,
)
from cppn_keras.networks.post2016 import build_post_discriminator, build_post_encoder
