"""Codes fitted to pictures, and the CPPN whose latents are modulations."""

import functools

import keras
import numpy as np
import pytest

from cppn_keras import networks
from cppn_keras.coordinates import coordinate_grid, coordinates_at
from cppn_keras.data.strokes import random_strokes, render_stroke
from cppn_keras.errors import UserError
from cppn_keras.networks.modulations import split_at_modulations
from cppn_keras.rendering import Drawing
from cppn_keras.runs.weights import Weights
from cppn_keras.sampler import Sampler
from cppn_keras.training import refine
from cppn_keras.training.refine import Refinement, Refiner

FILM = {"style": "leaky-relu", "conditioning": "film", "features": 4, "residual": True}


def film_cppn(channels=1, **changes):
    return networks.build_cppn(3, channels, width=16, depth=3, seed=0, **{**FILM, **changes})


Z = np.random.default_rng(0).normal(size=(2, 3)).astype("float32")


def averages(cppn, codes, side, samples=20):
    return Drawing(cppn, codes, side, side, subpixels=samples).pixels()


@pytest.mark.parametrize("changes", [{}, {"radius": False}, {"channels": 3, "hsv": True}])
def test_both_halves_draw_what_the_whole_draws(changes):
    cppn = film_cppn(**changes)
    modulations, modulated = split_at_modulations(cppn)
    codes = np.asarray(modulations(Z))
    assert codes.shape == (2, 2 * 16 * 3) and modulated.latent_dim == 96
    assert modulated.widest == cppn.widest
    expected = Drawing(cppn, Z, 9, 7).pixels()
    np.testing.assert_allclose(Drawing(modulated, codes, 9, 7).pixels(), expected, atol=1e-6)


def test_halves_share_their_weights():
    cppn = film_cppn()
    _, modulated = split_at_modulations(cppn)
    cppn.scale_output(2)
    kernels = next(layer for layer in cppn.layers if layer.name == "output").get_weights()
    assert any(np.array_equal(kernels[0], weight) for weight in modulated.get_weights())


def test_a_cppn_without_film_has_no_modulations():
    with pytest.raises(UserError, match="no FiLM"):
        split_at_modulations(networks.build_cppn(3))


def test_a_point_with_a_code_of_its_own_has_the_colour_of_the_picture():
    modulations, modulated = split_at_modulations(film_cppn())
    codes = np.asarray(modulations(Z))
    points = coordinate_grid(5, 5)[:, None]
    alone = modulated([np.repeat(codes[:1], 25, axis=0), points])
    together = modulated([codes[:1], points[None, :, 0]])
    np.testing.assert_allclose(np.ravel(alone), np.ravel(together), atol=1e-6)


def test_places_between_pixel_centres_lie_between_their_coordinates():
    rows, columns = (side.ravel() + 0.5 for side in np.mgrid[:4, :6])
    np.testing.assert_array_equal(coordinates_at(rows, columns, 4, 6), coordinate_grid(4, 6))
    corner = coordinates_at(np.zeros(1), np.zeros(1), 4, 6, radius=False)
    np.testing.assert_allclose(corner, [[-1.5, -1]])


def test_gradients_are_those_of_finite_differences():
    """For smooth activations: where a leaky ReLU bends there is no one slope."""
    modulations, modulated = split_at_modulations(film_cppn(3, style="softplus-tanh"), 2)
    code = np.asarray(modulations(Z))[0]
    points = coordinate_grid(4, 4).reshape(4, 4, 3)  # four pixels of four points
    averages, with_gradients = refine._graphs(modulated, 4)
    colours, gradients = (np.asarray(array) for array in with_gradients(code, points))
    assert colours.shape == (4, 3) and gradients.shape == (4, 3, 96)
    np.testing.assert_allclose(colours, averages(code, points), atol=1e-6)
    for k in (0, 20, 50, 95):
        step = np.zeros(96, "float32")
        step[k] = 1e-2
        ahead, back = (averages(code + s, points).numpy() for s in (step, -step))
        np.testing.assert_allclose(gradients[..., k], (ahead - back) / 2e-2, atol=4e-3)


@pytest.mark.parametrize("channels", [1, 3])
def test_a_refined_code_has_the_pixels_that_were_given(channels):
    """Pictures that the network can draw with modulations, but not with any z."""
    refiner = Refiner(film_cppn(channels))
    start = np.asarray(refiner.modulations(Z))
    hidden = start + 0.3 * np.random.default_rng(1).normal(size=start.shape).astype("float32")
    images = averages(refiner.cppn, hidden, 8)
    codes = refiner.refine(images, Z, Refinement(pull=1e-4))
    before, after = (
        np.sqrt(np.mean((averages(refiner.cppn, each, 8) - images) ** 2)) for each in (start, codes)
    )
    assert after < 0.2 * before and after < 0.02
    again = refiner.refine(images, Z, Refinement(pull=1e-4))
    np.testing.assert_array_equal(codes, again)


def test_strong_pulls_keep_the_code_of_z():
    refiner = Refiner(film_cppn())
    images = np.float32(np.random.default_rng(2).random((1, 8, 8, 1)) > 0.5)
    start = np.asarray(refiner.modulations(Z[:1]))
    near, far = (
        np.abs(refiner.refine(images, Z[:1], Refinement(pull=pull, z_pull=pull)) - start).max()
        for pull in (1e6, 1e-2)
    )
    assert near < 1e-3 < far


def test_no_step_makes_the_loss_larger():
    refiner = Refiner(film_cppn())
    images = np.float32(np.random.default_rng(2).random((8, 8, 1)) > 0.5)
    pixels = refine._Pixels(images, 32, True, np.random.default_rng(0))
    start = np.asarray(refiner.modulations(Z[:1]))[0]
    graphs = functools.partial(refine._graphs, refiner.cppn)
    problem = refine._Problem(pixels, functools.cache(graphs), start, 1e-3)
    losses, change = [problem.loss(np.zeros(96))[0]], np.zeros(96)
    for _ in range(4):
        change = refine._least(problem, change, 1, 0.0)
        losses.append(problem.loss(change)[0])
    assert losses == sorted(losses, reverse=True) and losses[-1] < losses[0]


def test_every_pixel_is_asked_within_its_area_and_more_where_an_edge_is():
    image = np.zeros((10, 10, 1))
    image[4:7, 5] = [[1.0], [0.5], [0.2]]
    pixels = refine._Pixels(image, 60, False, np.random.default_rng(0))
    asked = np.zeros((10, 10), int)
    for wanted, points in pixels.slices():
        columns, rows = (np.floor(5 * (points[..., axis] + 1)).astype(int) for axis in (0, 1))
        assert np.all(rows == rows[:, :1]) and np.all(columns == columns[:, :1])
        np.testing.assert_array_equal(wanted, image[rows[:, 0], columns[:, 0]])
        asked[rows[:, 0], columns[:, 0]] += points.shape[1]
    near = np.full((10, 10), 4)
    near[4:8, 4:7] = 36
    np.testing.assert_array_equal(asked, near)


def film_sampler(channels=1):
    generator = networks.image_generator(film_cppn(channels), 8, 8)
    encoder = networks.build_conv_encoder((8, 8, channels), 3, (4, 4), 8)
    return Sampler(weights=Weights(generator, encoder), seed=0)


@pytest.mark.parametrize("side", [5, 8, 11])
def test_refined_codes_may_be_given_wherever_a_z_is(side, tmp_path):
    sampler = film_sampler()
    images = np.random.default_rng(0).random((2, side, side, 1))
    codes = sampler.refine(images, steps=2)
    alone = sampler.refine(images[1], steps=2)
    np.testing.assert_allclose(alone, codes[1], atol=1e-5)
    np.save(tmp_path / "codes.npy", codes)
    again = np.load(tmp_path / "codes.npy")
    pictures = sampler.generate(again, x_dim=20, y_dim=20)
    assert pictures.shape == (2, 20, 20, 1)
    np.testing.assert_array_equal(pictures[0], sampler.generate(codes[0], x_dim=20, y_dim=20))
    frames = sampler.morph(codes[0], codes[1], 3, x_dim=20, y_dim=20)
    np.testing.assert_allclose(frames[0], pictures[0], atol=1e-6)
    assert sampler.refine(np.uint8(255 * images), steps=1).shape == codes.shape


@pytest.mark.parametrize("image", [np.zeros((8, 8, 1)), np.ones((1, 1, 1)), np.eye(64)[..., None]])
def test_any_picture_and_the_least_pull_are_taken(image):
    """With hardly a pull the normal equations are singular but for rounding."""
    code = film_sampler().refine(image, steps=3, pull=1e-12, z_pull=1e-12)
    assert code.shape == (96,) and np.isfinite(code).all()


def test_colours_are_refined_without_steeper_edges():
    sampler = film_sampler(3)
    assert len(sampler.refine(np.full((8, 8, 3), 0.4), steps=1)) == 96
    assert not any(layer.name == "steepen" for layer in sampler.refiner.cppn.layers)


def test_what_cannot_be_refined_is_said_in_one_line():
    sampler = film_sampler()
    for images, options, message in [
        (np.zeros((8, 9, 1)), {}, "squares"),
        (np.zeros((65, 65, 1)), {}, "64 x 64 x 1"),
        (np.zeros((8, 8, 3)), {}, "squares"),
        (np.zeros((0, 8, 8, 1)), {}, "squares"),
        (np.full((8, 8, 1), 2.0), {}, "0 to 1"),
        (np.zeros((8, 8, 1)), {"step": 3}, "options steps, pull"),
        (np.zeros((8, 8, 1)), {"pull": -1}, "pull must be a number above 0"),
        (np.zeros((8, 8, 1)), {"steps": 0}, "steps must be"),
        (np.zeros((8, 8, 1)), {"steps": 2.5}, "steps must be"),
    ]:
        with pytest.raises(UserError, match=message):
            sampler.refine(images, **options)
    with pytest.raises(UserError, match="no FiLM"):
        Sampler(seed=0).refine(np.zeros((8, 8, 1)))


def test_refined_codes_survive_saving_the_network(tmp_path):
    _, modulated = split_at_modulations(film_cppn())
    modulated.save(tmp_path / "modulated.keras")
    again = keras.models.load_model(tmp_path / "modulated.keras")
    code = np.random.default_rng(0).normal(size=96).astype("float32")
    pictures = [Drawing(network, code, 6, 6).pixels() for network in (modulated, again)]
    np.testing.assert_allclose(*pictures, atol=1e-6)


def test_the_shipped_mnist_weights_can_be_refined():
    """Strokes, which are no digits: far from every z, near to some modulations."""
    sampler = Sampler.from_pretrained("mnist")
    image = render_stroke(random_strokes(1, seed=0), 26, 26)
    code, refined = sampler.encode(image)[0], sampler.refine(image[0], steps=4)
    averages = (
        sampler.generate(each, x_dim=260, y_dim=260).reshape(26, 10, 26, 10).mean(axis=(1, 3))
        for each in (code, refined)
    )
    before, after = (np.mean((average - image[0, ..., 0]) ** 2) for average in averages)
    assert after < before / 4
