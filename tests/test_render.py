"""The renderer: the same pixels however they are asked for, in bounded memory."""

import gc
import subprocess
import sys
import weakref

import imageio.v3 as iio
import keras
import numpy as np
import pytest
from models import small_cppn

from cppn_keras import Sampler, rendering
from cppn_keras.coordinates import View, coordinate_grid
from cppn_keras.errors import UserError
from cppn_keras.rendering import progress
from cppn_keras.rendering.graph import in_order
from cppn_keras.rendering.drawing import render, render_bands, to_uint8

Z = np.array([0.3, -1.0, 0.7], "float32")
VIEW = View(center=(0.1, 0.2), scale=0.8)
NEAR = View(scale=0.3)


@pytest.fixture(scope="module")
def cppn():
    return small_cppn(weight_stddev=1.0, input_scale=4.0, seed=3)


@pytest.fixture(scope="module")
def colour():
    return small_cppn(channels=3, conditioning="film", features=4, seed=4)


def test_render_asks_the_cppn_about_every_pixel(cppn):
    image = render(cppn, Z, 7, 11)
    expected = cppn([Z[None], coordinate_grid(7, 11)[None]])
    np.testing.assert_allclose(image.reshape(77, 1), np.asarray(expected)[0], atol=1e-6)


@pytest.mark.parametrize("chunk_points", [1, 7, 50, 10_000])
def test_chunks_do_not_show(cppn, chunk_points):
    whole = render(cppn, Z, 9, 13)
    chunked = render(cppn, Z, 9, 13, chunk_points=chunk_points)
    np.testing.assert_allclose(chunked, whole, atol=1e-6)


@pytest.mark.parametrize("chunk_points", [5, 10_000])
def test_a_pixel_is_the_mean_of_its_subpixels(colour, chunk_points):
    fine = render(colour, Z, 12, 18)
    areas = render(colour, Z, 4, 6, subpixels=3, chunk_points=chunk_points)
    np.testing.assert_allclose(areas, fine.reshape(4, 3, 6, 3, 3).mean(axis=(1, 3)), atol=1e-6)


def test_several_pictures_are_those_drawn_one_by_one(colour):
    z = np.random.default_rng(0).normal(size=(5, 3)).astype("float32")
    together = render(colour, z, 6, 8, chunk_points=100)
    assert together.shape == (5, 6, 8, 3)
    for image, one in zip(together, z, strict=True):
        np.testing.assert_allclose(image, render(colour, one, 6, 8), atol=1e-6)


def test_a_tile_has_the_pixels_of_the_whole(cppn):
    whole = render(cppn, Z, 40, 30, VIEW)
    tile = render(cppn, Z, 40, 30, VIEW, region=(13, 7, 11, 17))
    np.testing.assert_allclose(tile, whole[13:24, 7:24], atol=1e-6)


def test_zooming_in_shows_the_middle_of_the_larger_picture(cppn):
    whole = render(cppn, Z, 40, 40)
    np.testing.assert_allclose(
        render(cppn, Z, 20, 20, View(scale=0.5)), whole[10:30, 10:30], atol=1e-5
    )


def test_zoom_and_scale_are_two_words_for_one_thing(cppn):
    twice = render(cppn, Z, 20, 30, View(zoom=2.0))
    np.testing.assert_array_equal(twice, render(cppn, Z, 20, 30, View(scale=0.5)))


def test_rotation_turns_the_picture_counter_clockwise(cppn):
    upright, turned = render(cppn, Z, 20, 20), render(cppn, Z, 20, 20, View(rotation=90))
    np.testing.assert_allclose(turned, np.rot90(upright), atol=1e-5)


@pytest.mark.parametrize(
    "wrong", [{"zoom": 0}, {"scale": -1}, {"rotation": np.nan}, {"center": (0,)}, {"zoom": "far"}]
)
def test_views_that_show_nothing_are_refused(wrong):
    with pytest.raises(UserError, match="view needs"):
        View(**wrong)


def test_sizes_nest(cppn):
    """A pixel of a small picture is close to the mean of the pixels it covers in a large one."""
    small, large = render(cppn, Z, 32, 32, NEAR), render(cppn, Z, 160, 160, NEAR)
    means = large.reshape(32, 5, 32, 5, 1).mean(axis=(1, 3))
    assert np.abs(means - small).max() < 0.02


def test_wide_pictures_are_not_distorted(cppn):
    """The middle square of a wide picture is the square picture."""
    wide = render(cppn, Z, 10, 30)
    np.testing.assert_allclose(wide[:, 10:20], render(cppn, Z, 10, 10), atol=1e-5)


def test_bands_put_together_are_the_picture(cppn):
    bands = list(render_bands(cppn, Z, 21, 16, chunk_points=50))
    assert {len(band) for band in bands[:-1]} == {3}
    np.testing.assert_allclose(np.concatenate(bands), render(cppn, Z, 21, 16), atol=1e-6)


@pytest.mark.parametrize("which", ["cppn", "colour"])
def test_streamed_png_is_the_saved_picture(which, request, tmp_path):
    network = request.getfixturevalue(which)
    streamed = rendering.render_png(network, Z, tmp_path / "a.png", 37, 23)
    saved = rendering.save_png(render(network, Z, 37, 23), tmp_path / "b.png")
    a, b = iio.imread(streamed), iio.imread(saved)
    assert a.shape == b.shape == ((37, 23) if which == "cppn" else (37, 23, 3))
    assert np.abs(a.astype(int) - b.astype(int)).max() <= 1
    np.testing.assert_array_equal(b, to_uint8(render(network, Z, 37, 23)).reshape(b.shape))


def test_a_failed_render_leaves_the_old_file(cppn, tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    rendering.render_png(cppn, Z, path, 8, 8)
    before = path.read_bytes()

    def broken(*args):
        yield np.zeros((4, 8, 1))
        raise KeyboardInterrupt

    monkeypatch.setattr(rendering.images, "render_bands", broken)
    with pytest.raises(KeyboardInterrupt):
        rendering.render_png(cppn, Z, path, 8, 8)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.png"]


@pytest.mark.parametrize(
    ("z", "size", "message"),
    [
        (Z[:2], (8, 8), "z must be 3 numbers"),
        (Z[None, None], (8, 8), "z must be 3 numbers"),
        (Z, (0, 8), "a whole number from 1 to 65536, not 0"),
        (Z, (8, -3), "not -3"),
        (Z, (10**6, 8), "not 1000000"),
    ],
)
def test_wrong_z_and_sizes_are_named(cppn, z, size, message):
    with pytest.raises(UserError, match=message):
        render(cppn, z, *size)


def test_save_png_refuses_what_is_no_image(tmp_path):
    with pytest.raises(UserError, match="shape"):
        rendering.save_png(np.zeros((4, 4, 2)), tmp_path / "a.png")
    with pytest.raises(UserError, match=r"must end in \.png"):
        rendering.save_png(np.zeros((4, 4, 1)), tmp_path / "a.jpg")
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot write"):
        rendering.save_png(np.zeros((4, 4, 1)), tmp_path / "file" / "a.png")


def test_any_size_and_number_of_pictures_in_any_chunks(colour):
    """Odd sizes, pieces of rows, a last chunk that is not full: all as one call of the CPPN."""
    z = np.random.default_rng(1).normal(size=(3, 3)).astype("float32")
    for height, width, chunk_points in ((7, 13, 5), (13, 7, 40), (5, 3, 31), (1, 17, 16)):
        expected = np.asarray(colour([z, coordinate_grid(height, width)[None]]))
        images = render(colour, z, height, width, chunk_points=chunk_points)
        np.testing.assert_allclose(images.reshape(3, -1, 3), expected, atol=1e-5)
        bands = list(render_bands(colour, z[1], height, width, chunk_points=chunk_points))
        np.testing.assert_allclose(np.concatenate(bands), images[1], atol=1e-6)


@keras.saving.register_keras_serializable(package="cppn_keras_tests")
class Wave(keras.layers.Layer):
    """A layer that the renderer has never heard of."""

    def call(self, h):
        return keras.ops.sin(3 * h) + keras.ops.mean(h, axis=-1, keepdims=True)


def test_a_network_of_ones_own_is_drawn_without_radius():
    z, coordinates = keras.Input((2,)), keras.Input((None, 2))
    h = keras.layers.Dense(4)(coordinates) + keras.layers.Reshape((1, 2))(z)[..., :1]
    own = keras.Model([z, coordinates], keras.layers.Dense(1, "sigmoid")(Wave()(h)))
    codes = np.array([[0.3, 1.0], [-0.5, 0.2]], "float32")
    expected = np.asarray(own([codes, coordinate_grid(6, 9, radius=False)[None]]))
    images = render(own, codes, 6, 9, chunk_points=20)
    np.testing.assert_allclose(images.reshape(2, 54, 1), expected, atol=1e-5)


def test_a_network_is_drawn_with_the_weights_it_has_now():
    network = small_cppn(weight_stddev=1.0, seed=5)
    before = render(network, Z, 6, 6)
    network.set_weights([weight / 2 for weight in network.get_weights()])
    after = render(network, Z, 6, 6)
    expected = np.asarray(network([Z[None], coordinate_grid(6, 6)[None]]))[0]
    np.testing.assert_allclose(after.reshape(36, 1), expected, atol=1e-6)
    assert np.abs(after - before).max() > 0.01
    fine = render(network, Z, 2, 2, subpixels=3)  # another graph, the same weights
    np.testing.assert_allclose(fine[..., 0], after.reshape(2, 3, 2, 3).mean((1, 3)), atol=1e-6)


def test_a_sampler_draws_its_new_network_after_reinit():
    sampler = Sampler(z_dim=3, net_size=8, scale=3.0, seed=0)
    before = render(sampler.cppn, Z, 6, 6)
    sampler.reinit()
    after = render(sampler.cppn, Z, 6, 6)
    expected = np.asarray(sampler.cppn([Z[None], coordinate_grid(6, 6)[None]]))[0]
    np.testing.assert_allclose(after.reshape(36, 1), expected, atol=1e-5)
    assert np.abs(after - before).max() > 0.01


def test_a_network_that_was_drawn_can_be_forgotten():
    network = small_cppn()
    render(network, Z, 4, 4)
    gone = weakref.ref(network)
    del network
    keras.backend.clear_session()
    gc.collect()
    assert gone() is None


def test_work_is_done_in_order_and_stops_with_the_one_who_asks():
    done = []

    def work(job):
        done.append(job[0])
        return job[0]

    jobs = [(i,) for i in range(20)]
    assert list(in_order(work, jobs)) == list(range(20))
    done.clear()
    parts = in_order(work, jobs)
    assert [next(parts), next(parts)] == [0, 1]
    parts.close()
    assert len(done) <= 5  # two taken, two in flight and one to spare

    def broken(job):
        raise ValueError(job[0])

    with pytest.raises(ValueError, match="0"):
        list(in_order(broken, jobs))


def test_progress_is_quiet_when_quick_and_estimates_when_slow(capsys, monkeypatch):
    clock = iter(np.arange(0, 1000, 0.01))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    parts = [[0] * 5] * 20
    assert list(progress.with_progress(parts, 100, "a.png")) == parts
    assert capsys.readouterr().err == ""
    clock = iter(range(0, 1000, 10))  # ten seconds for each twentieth
    list(progress.with_progress(parts, 100, "a.png"))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "a.png:  15%, 2 min 50 s left"
    assert lines[1] == "a.png:  30%, 2 min 20 s left"
    assert [progress.duration(s) for s in (4.2, 75, 3723)] == ["4 s", "1 min 15 s", "1 h 2 min"]


@pytest.mark.slow
def test_a_large_png_needs_little_memory(tmp_path):
    """8192 x 8192 pixels are 268 MB as float32; 400 MB above the imported baseline is the limit."""
    program = f"""
import resource
from cppn_keras import networks, rendering
cppn = networks.build_cppn(3, width=4, depth=1)
rendering.render_png(cppn, [0, 0, 0], {str(tmp_path / "warm.png")!r}, 64, 64)
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before = peak()
rendering.render_png(cppn, [0, 0, 0], {str(tmp_path / "large.png")!r}, 8192, 8192)
print("grew", peak() - before)
"""
    output = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert float(output.split()[-1]) < 250
