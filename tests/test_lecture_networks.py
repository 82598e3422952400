"""The lectures' networks: shapes and weights, layer by layer, as their tables have them."""

import numpy as np
import pytest

from cppn_keras import networks

# Tian Han, "Lecture 12": (layer, output shape without the batch, weights)
HAN_GENERATOR = [
    ("input_vec", (100,), 0),
    ("dense1", (12544,), 1_266_944),
    ("bn1", (12544,), 50_176),
    ("act1", (12544,), 0),
    ("dropout1", (12544,), 0),
    ("reshape1", (7, 7, 256), 0),
    ("upsampling2", (14, 14, 256), 0),
    ("convt2", (14, 14, 128), 819_328),
    ("bn2", (14, 14, 128), 512),
    ("act2", (14, 14, 128), 0),
    ("upsampling3", (28, 28, 128), 0),
    ("convt3", (28, 28, 64), 204_864),
    ("bn3", (28, 28, 64), 256),
    ("act3", (28, 28, 64), 0),
    ("convt4", (28, 28, 32), 51_232),
    ("bn4", (28, 28, 32), 128),
    ("act4", (28, 28, 32), 0),
    ("convt5", (28, 28, 1), 801),
]
# The same lecture gives the discriminator's shapes; its weights follow: 25·in·out + out.
HAN_DISCRIMINATOR = [
    ("input_img", (28, 28, 1), 0),
    ("conv1", (14, 14, 64), 1_664),
    ("act1", (14, 14, 64), 0),
    ("dropout1", (14, 14, 64), 0),
    ("conv2", (7, 7, 128), 204_928),
    ("act2", (7, 7, 128), 0),
    ("dropout2", (7, 7, 128), 0),
    ("conv3", (4, 4, 256), 819_456),
    ("act3", (4, 4, 256), 0),
    ("dropout3", (4, 4, 256), 0),
    ("conv4", (4, 4, 512), 3_277_312),
    ("act4", (4, 4, 512), 0),
    ("dropout4", (4, 4, 512), 0),
    ("flat5", (8192,), 0),
    ("dense5", (1,), 8_193),
]
HAN_VAE_ENCODER = [
    ("input_img", (28, 28, 1), 0),
    ("enc_conv1", (28, 28, 32), 320),
    ("enc_conv2", (14, 14, 64), 18_496),
    ("enc_conv3", (14, 14, 64), 36_928),
    ("enc_conv4", (14, 14, 64), 36_928),
    ("enc_flat", (12544,), 0),
    ("enc_dense", (32,), 401_440),
    ("mu", (2,), 66),
    ("log_var", (2,), 66),
]
HAN_VAE_DECODER = [
    ("z", (2,), 0),
    ("dec_dense1", (32,), 96),
    ("dec_dense2", (12544,), 413_952),
    ("reshape", (14, 14, 64), 0),
    ("dec_conv1", (28, 28, 32), 18_464),
    ("gen_img", (28, 28, 1), 289),
]
TABLES = [
    (networks.build_han_generator, HAN_GENERATOR),
    (networks.build_han_discriminator, HAN_DISCRIMINATOR),
    (networks.build_han_encoder, HAN_VAE_ENCODER),
    (networks.build_han_decoder, HAN_VAE_DECODER),
]


@pytest.mark.parametrize("build, table", TABLES)
def test_layers_are_those_of_the_lecture(build, table):
    layers = build().layers
    found = [(layer.name, layer.output.shape[1:], layer.count_params()) for layer in layers]
    assert found == table


def fixed_weights(network) -> int:
    return sum(int(np.prod(weight.shape)) for weight in network.non_trainable_weights)


def test_han_generator_totals():
    generator = networks.build_han_generator()
    assert generator.count_params() == 2_394_241
    assert fixed_weights(generator) == 25_536  # batch normalisation's moving averages


def test_han_discriminator_totals():
    discriminator = networks.build_han_discriminator()
    assert discriminator.count_params() == 4_311_553
    assert fixed_weights(discriminator) == 0


def test_depth_narrows_every_layer_and_keeps_the_places():
    wide, narrow = networks.build_han_generator(), networks.build_han_generator(depth=64)
    for layer in narrow.layers:
        original = wide.get_layer(layer.name).output.shape
        assert layer.output.shape[:-1] == original[:-1]
    assert narrow.get_layer("convt4").output.shape == (None, 28, 28, 8)


# Jason Brownlee's pair as Krippahl shows it: shapes and weights follow from the code there.
def test_brownlee_pair():
    generator = networks.build_brownlee_generator()
    assert generator.output.shape == (None, 28, 28, 1)
    weights = {layer.name: layer.count_params() for layer in generator.layers}
    assert weights["dense"] == 100 * 6272 + 6272
    assert weights["conv1"] == weights["conv2"] == 4 * 4 * 128 * 128 + 128
    assert weights["images"] == 7 * 7 * 128 + 1
    assert generator.count_params() == 1_164_289

    discriminator = networks.build_brownlee_discriminator()
    weights = {layer.name: layer.count_params() for layer in discriminator.layers}
    assert (weights["conv1"], weights["conv2"], weights["logit"]) == (640, 36_928, 3_137)
    assert discriminator.get_layer("conv2").output.shape == (None, 7, 7, 64)


def test_krippahl_encoder_and_decoder():
    encoder, decoder = networks.build_krippahl_encoder(), networks.build_krippahl_decoder()
    assert [output.shape for output in encoder.outputs] == [(None, 2), (None, 2)]
    assert encoder.get_layer("block1_pool").output.shape == (None, 14, 14, 8)
    assert encoder.get_layer("flatten").output.shape == (None, 7 * 7 * 16)
    assert decoder.get_layer("reshape").output.shape == (None, 7, 7, 16)
    assert decoder.get_layer("block1_conv2").output.shape == (None, 14, 14, 16)
    assert decoder.get_layer("block2_conv2").output.shape == (None, 28, 28, 8)
    assert decoder.output.shape == (None, 28, 28, 1)
    convolutions = 80 + 584 + 1_168 + 2_320  # 9·in·out + out
    norms = 4 * (8 + 8 + 16 + 16 + 16)
    assert encoder.count_params() == convolutions + norms + (784 * 16 + 16) + 2 * (16 * 2 + 2)
    convolutions = 2 * 2_320 + 1_160 + 584 + 73
    assert decoder.count_params() == convolutions + norms + (2 * 16 + 16) + (16 * 784 + 784)


def test_pictures_are_probabilities_and_discriminators_are_not():
    z = np.random.default_rng(0).normal(size=(3, 100)).astype("float32")
    images = np.asarray(networks.build_han_generator(depth=16)(z))
    assert images.shape == (3, 28, 28, 1)
    assert images.min() >= 0 and images.max() <= 1
    for build in (networks.build_han_discriminator, networks.build_brownlee_discriminator):
        last = build().layers[-1]
        assert last.activation.__name__ == "linear"


def test_first_log_var_is_the_untrained_answer():
    images = np.random.default_rng(0).uniform(size=(3, 28, 28, 1)).astype("float32")
    z_mean, z_log_var = networks.build_han_encoder(first_log_var=-3.0)(images)
    np.testing.assert_allclose(z_log_var, -3.0)
    assert np.ptp(np.asarray(z_mean), axis=0).min() > 0
