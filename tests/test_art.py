"""Random pictures: colours, exposure, the abstract sampler and the command."""

import colorsys

import imageio.v3 as iio
import keras
import numpy as np
import pytest
from commands import run

import cppn_keras as ck
from cppn_keras import art, names, rendering
from cppn_keras.errors import UserError
from cppn_keras.files import save_model
from cppn_keras.networks.layers import HSVToRGB


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def rgb(hsv):
    return np.asarray(HSVToRGB()(np.float32(hsv)))


def test_hsv_is_that_of_colorsys(rng):
    hsv = rng.uniform(size=(3, 50, 3))
    expected = [[colorsys.hsv_to_rgb(*point) for point in row] for row in hsv]
    np.testing.assert_allclose(rgb(hsv), expected, atol=1e-5)
    corners = [(h / 6, s, v) for h in range(7) for s in (0, 1) for v in (0, 1)]
    np.testing.assert_allclose(rgb(corners), [colorsys.hsv_to_rgb(*c) for c in corners], atol=1e-5)


def test_hue_goes_round_without_a_seam(rng):
    hsv = rng.uniform(size=(50, 3))
    for turns in (-2, 1, 5):
        np.testing.assert_allclose(rgb(np.add(hsv, [turns, 0, 0])), rgb(hsv), atol=1e-5)
    hue = np.linspace(-1.5, 1.5, 3001)
    colours = rgb(np.stack([hue, np.ones_like(hue), np.ones_like(hue)], axis=1))
    assert np.abs(np.diff(colours, axis=0)).max() < 0.0061  # 6 a turn: steps of 0.006, no jump


@pytest.mark.parametrize("colour", ["grey", "rgb", "hsv"])
def test_colours_and_reinit(colour, tmp_path):
    sampler = ck.Sampler(style="contours", colour=colour, net_size=6, seed=3)
    z = sampler.generate_z()
    image = sampler.generate(z, 12, 10)
    assert image.shape == (10, 12, 1 if colour == "grey" else 3)
    assert image.min() >= 0 and image.max() <= 1 and image.std() > 0.01
    before = {layer.name: layer.get_config() for layer in sampler.cppn.layers}
    path = save_model(sampler.cppn, tmp_path / "art.keras")
    loaded = keras.saving.load_model(path)
    np.testing.assert_allclose(rendering.Drawing(loaded, z, 10, 12).pixels(), image, atol=1e-6)
    sampler.reinit()
    after = {layer.name: layer.get_config() for layer in sampler.cppn.layers}
    assert before.keys() == after.keys()
    for name, config in before.items():
        for key in ("units", "activation", "scale"):
            assert config.get(key) == after[name].get(key)
    assert not np.allclose(sampler.generate(z, 12, 10), image)


def test_reinit_keeps_a_style_of_ones_own_functions():
    sampler = ck.Sampler(style=[lambda x: x**2, "tanh"], net_size=4, radius=False, seed=1)
    z = sampler.generate_z()
    before = sampler.generate(z, 8, 8)
    sampler.reinit()
    assert sampler.cppn.inputs[1].shape[-1] == 2
    assert not np.allclose(sampler.generate(z, 8, 8), before)


def test_c_dim_or_colour_and_no_other():
    assert ck.Sampler(c_dim=3, net_size=4).c_dim == 3
    assert ck.Sampler(c_dim=1, net_size=4, colour="rgb").c_dim == 3
    with pytest.raises(UserError, match="unknown colour 'sepia'; known are grey, rgb, hsv"):
        ck.Sampler(colour="sepia")


def test_saved_as_shown_or_inverted(tmp_path):
    sampler = ck.Sampler(net_size=4, seed=1)
    image = sampler.generate(sampler.generate_z(), 9, 7)
    shown = iio.imread(sampler.save_png(image, tmp_path / "a.png"))
    inverted = iio.imread(sampler.save_png(image, tmp_path / "b.png", invert=True))
    np.testing.assert_array_equal(shown, np.round(image[..., 0] * 255))
    np.testing.assert_array_equal(inverted, 255 - shown)


@pytest.mark.parametrize("recipe", ["tanh", "contours", "leaky-relu", "residual-tanh"])
@pytest.mark.parametrize("colour", ["grey", "hsv"])
def test_no_picture_is_dark_or_blank(recipe, colour, luck):
    image = rendering.Drawing(*art.random_art(luck.seed, recipe, colour), 54, 96).pixels()
    luck.above(image.std(), 0.1, "spread")
    luck.above(image.mean(), 0.1, "brightness")
    luck.above(1 - image.mean(), 0.1, "darkness")


def test_exposure_sets_mean_and_spread_of_pre_activations():
    """Seen through an output without activation, over the very points of the preview."""
    options = {"net_size": 8, "output": "linear", "c_dim": 3}
    sampler = ck.Sampler(seed=4, **options)
    z = sampler.generate_z()
    art.expose(sampler.cppn, z)
    values = rendering.Drawing(sampler.cppn, z, *art.PREVIEW).pixels().reshape(-1, 3)
    np.testing.assert_allclose(values.mean(axis=0), 0, atol=1e-4)
    np.testing.assert_allclose(values.std(axis=0), art.SPREADS["output"], rtol=1e-4)


def test_art_repeats_by_seed_and_not_by_another():
    def drawn(seed):
        return rendering.Drawing(*art.random_art(seed), 9, 16).pixels()

    np.testing.assert_array_equal(drawn(7), drawn(7))
    assert not np.allclose(drawn(7), drawn(8), atol=0.1)


def test_the_command_leaves_a_wide_picture_under_its_seed(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run("art", "--seed", 7, "--size", 45) == 0
    assert capsys.readouterr().out == "saved art-7.png\n"
    image = iio.imread("art-7.png")
    assert image.shape == (45, 80, 3)
    expected = rendering.Drawing(*art.random_art(7), 45, 80, subpixels=2).pixels()
    np.testing.assert_allclose(image, expected * 255, atol=0.51)


def test_the_command_takes_style_colour_scale_depth_and_sizes(tmp_path):
    out = tmp_path / "a.png"
    options = ("--style", "contours", "--colour", "grey", "--scale", 4, "--depth", 3)
    assert run("art", *options, "--size", 20, "--width", 30, "--out", out) == 0
    cppn, z = art.random_art(0, "contours", "grey", 4.0, depth=3)
    expected = rendering.Drawing(cppn, z, 20, 30, subpixels=2).pixels()[..., 0]
    np.testing.assert_allclose(iio.imread(out), expected * 255, atol=0.51)


@pytest.mark.parametrize("style", names.STYLES)
def test_every_style_of_the_help_draws(style, tmp_path):
    asked = ("--style", style, "--depth", 2, "--size", 8, "--out", tmp_path / "a.png")
    assert run("art", *asked) == 0
    assert iio.imread(tmp_path / "a.png").shape == (8, 14, 3)
