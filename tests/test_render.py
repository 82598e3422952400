"""The renderer: the same pixels however they are asked for, in bounded memory."""

import dataclasses
import gc
import re
import subprocess
import sys
import time
import weakref

import imageio.v3 as iio
import keras
import numpy as np
import pytest
from models import small_cppn

from cppn_keras import Sampler, networks, progress, rendering
from cppn_keras.coordinates import View, coordinate_grid
from cppn_keras.errors import UserError
from cppn_keras.rendering import Drawing, drawing, save, to_uint8
from cppn_keras.rendering.graph import in_order

Z = np.array([0.3, -1.0, 0.7], "float32")
VIEW = View(center=(0.1, 0.2), scale=0.8)
NEAR = View(scale=0.3)


@pytest.fixture
def chunks_of(monkeypatch):
    """Sets how many points are asked for in one call of the network."""
    return lambda points: monkeypatch.setattr(drawing, "CHUNK_POINTS", points)


@pytest.fixture(scope="module")
def cppn():
    return small_cppn(weight_stddev=1.0, input_scale=4.0, seed=3)


@pytest.fixture(scope="module")
def colour():
    return small_cppn(channels=3, conditioning="film", features=4, seed=4)


def test_render_asks_the_cppn_about_every_pixel(cppn):
    image = Drawing(cppn, Z, 7, 11).pixels()
    expected = cppn([Z[None], coordinate_grid(7, 11)[None]])
    np.testing.assert_allclose(image.reshape(77, 1), np.asarray(expected)[0], atol=1e-6)


@pytest.mark.parametrize("chunk_points", [1, 7, 50, 10_000])
def test_chunks_do_not_show(cppn, chunk_points, chunks_of):
    whole = Drawing(cppn, Z, 9, 13).pixels()
    chunks_of(chunk_points)
    chunked = Drawing(cppn, Z, 9, 13).pixels()
    np.testing.assert_allclose(chunked, whole, atol=1e-6)


@pytest.mark.parametrize("chunk_points", [5, 10_000])
def test_a_pixel_is_the_mean_of_its_subpixels(colour, chunk_points, chunks_of):
    fine = Drawing(colour, Z, 12, 18).pixels()
    chunks_of(chunk_points)
    areas = Drawing(colour, Z, 4, 6, subpixels=3).pixels()
    np.testing.assert_allclose(areas, fine.reshape(4, 3, 6, 3, 3).mean(axis=(1, 3)), atol=1e-6)


def test_several_pictures_are_those_drawn_one_by_one(colour, chunks_of):
    chunks_of(100)
    z = np.random.default_rng(0).normal(size=(5, 3)).astype("float32")
    together = Drawing(colour, z, 6, 8).pixels()
    assert together.shape == (5, 6, 8, 3)
    for image, one in zip(together, z, strict=True):
        np.testing.assert_allclose(image, Drawing(colour, one, 6, 8).pixels(), atol=1e-6)


def test_a_tile_has_the_pixels_of_the_whole(cppn):
    whole = Drawing(cppn, Z, 40, 30, VIEW).pixels()
    tile = Drawing(cppn, Z, 40, 30, VIEW).pixels((13, 7, 11, 17))
    np.testing.assert_allclose(tile, whole[13:24, 7:24], atol=1e-6)


def test_zooming_in_shows_the_middle_of_the_larger_picture(cppn):
    whole = Drawing(cppn, Z, 40, 40).pixels()
    np.testing.assert_allclose(
        Drawing(cppn, Z, 20, 20, View(scale=0.5)).pixels(), whole[10:30, 10:30], atol=1e-5
    )


def test_zoom_and_scale_are_two_words_for_one_thing(cppn):
    twice = Drawing(cppn, Z, 20, 30, View(zoom=2.0)).pixels()
    np.testing.assert_array_equal(twice, Drawing(cppn, Z, 20, 30, View(scale=0.5)).pixels())


def test_rotation_turns_the_picture_counter_clockwise(cppn):
    upright, turned = (
        Drawing(cppn, Z, 20, 20).pixels(),
        Drawing(cppn, Z, 20, 20, View(rotation=90)).pixels(),
    )
    np.testing.assert_allclose(turned, np.rot90(upright), atol=1e-5)


@pytest.mark.parametrize(
    "wrong", [{"zoom": 0}, {"scale": -1}, {"rotation": np.nan}, {"center": (0,)}, {"zoom": "far"}]
)
def test_views_that_show_nothing_are_refused(wrong):
    with pytest.raises(UserError, match="view needs"):
        View(**wrong)


def test_sizes_nest(cppn):
    """A pixel of a small picture is close to the mean of the pixels it covers in a large one."""
    small, large = (
        Drawing(cppn, Z, 32, 32, NEAR).pixels(),
        Drawing(cppn, Z, 160, 160, NEAR).pixels(),
    )
    means = large.reshape(32, 5, 32, 5, 1).mean(axis=(1, 3))
    assert np.abs(means - small).max() < 0.02


def test_wide_pictures_are_not_distorted(cppn):
    """The middle square of a wide picture is the square picture."""
    wide = Drawing(cppn, Z, 10, 30).pixels()
    np.testing.assert_allclose(wide[:, 10:20], Drawing(cppn, Z, 10, 10).pixels(), atol=1e-5)


def test_bands_put_together_are_the_picture(cppn, chunks_of):
    chunks_of(50)
    bands = list(Drawing(cppn, Z, 21, 16).bands())
    assert {len(band) for band in bands[:-1]} == {3}
    np.testing.assert_allclose(np.concatenate(bands), Drawing(cppn, Z, 21, 16).pixels(), atol=1e-6)


@pytest.mark.parametrize("which", ["cppn", "colour"])
def test_streamed_png_is_the_saved_picture(which, request, tmp_path):
    network = request.getfixturevalue(which)
    streamed = save(Drawing(network, Z, 37, 23), tmp_path / "a.png")
    saved = rendering.save_png(Drawing(network, Z, 37, 23).pixels(), tmp_path / "b.png")
    a, b = iio.imread(streamed), iio.imread(saved)
    assert a.shape == b.shape == ((37, 23) if which == "cppn" else (37, 23, 3))
    assert np.abs(a.astype(int) - b.astype(int)).max() <= 1
    np.testing.assert_array_equal(
        b, to_uint8(Drawing(network, Z, 37, 23).pixels()).reshape(b.shape)
    )


def test_a_failed_render_leaves_the_old_file(cppn, tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    save(Drawing(cppn, Z, 8, 8), path)
    before = path.read_bytes()

    def broken(*args):
        yield np.zeros((4, 8, 1))
        raise KeyboardInterrupt

    monkeypatch.setattr(Drawing, "bands", broken)
    with pytest.raises(KeyboardInterrupt):
        save(Drawing(cppn, Z, 8, 8), path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.png"]


@pytest.mark.parametrize(
    ("z", "size", "message"),
    [
        (Z[:2], (8, 8), "z must be 3 numbers"),
        (Z[None, None], (8, 8), "z must be 3 numbers"),
        (Z, (0, 8), "a whole number from 1 to 1048576, not 0"),
        (Z, (8, -3), "not -3"),
        (Z, (10**6, 8), "a whole number from 1 to 65536, not 1000000"),
        (Z, (10**7, 8), "not 10000000"),
    ],
)
def test_wrong_z_and_sizes_are_named(cppn, z, size, message):
    with pytest.raises(UserError, match=message):
        Drawing(cppn, z, *size).pixels()


def test_save_png_refuses_what_is_no_image(tmp_path):
    with pytest.raises(UserError, match="shape"):
        rendering.save_png(np.zeros((4, 4, 2)), tmp_path / "a.png")
    with pytest.raises(UserError, match=r"must end in \.png"):
        rendering.save_png(np.zeros((4, 4, 1)), tmp_path / "a.jpg")
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot write"):
        rendering.save_png(np.zeros((4, 4, 1)), tmp_path / "file" / "a.png")


def test_any_size_and_number_of_pictures_in_any_chunks(colour, chunks_of):
    """Odd sizes, pieces of rows, a last chunk that is not full: all as one call of the CPPN."""
    z = np.random.default_rng(1).normal(size=(3, 3)).astype("float32")
    for height, width, chunk_points in ((7, 13, 5), (13, 7, 40), (5, 3, 31), (1, 17, 16)):
        expected = np.asarray(colour([z, coordinate_grid(height, width)[None]]))
        chunks_of(chunk_points)
        images = Drawing(colour, z, height, width).pixels()
        np.testing.assert_allclose(images.reshape(3, -1, 3), expected, atol=1e-5)
        bands = list(Drawing(colour, z[1], height, width).bands())
        np.testing.assert_allclose(np.concatenate(bands), images[1], atol=1e-6)


@keras.saving.register_keras_serializable(package="cppn_keras_tests")
class Wave(keras.layers.Layer):
    """A layer that the renderer has never heard of."""

    def call(self, h):
        return keras.ops.sin(3 * h) + keras.ops.mean(h, axis=-1, keepdims=True)


def test_a_network_of_ones_own_is_drawn_without_radius(chunks_of):
    z, coordinates = keras.Input((2,)), keras.Input((None, 2))
    h = keras.layers.Dense(4)(coordinates) + keras.layers.Reshape((1, 2))(z)[..., :1]
    own = networks.CPPN([z, coordinates], keras.layers.Dense(1, "sigmoid")(Wave()(h)))
    assert (own.latent_dim, own.channels, own.radius) == (2, 1, False)
    chunks_of(20)
    codes = np.array([[0.3, 1.0], [-0.5, 0.2]], "float32")
    expected = np.asarray(own([codes, coordinate_grid(6, 9, radius=False)[None]]))
    images = Drawing(own, codes, 6, 9).pixels()
    np.testing.assert_allclose(images.reshape(2, 54, 1), expected, atol=1e-5)


def test_a_network_is_drawn_with_the_weights_it_has_now():
    network = small_cppn(weight_stddev=1.0, seed=5)
    before = Drawing(network, Z, 6, 6).pixels()
    network.set_weights([weight / 2 for weight in network.get_weights()])
    after = Drawing(network, Z, 6, 6).pixels()
    expected = np.asarray(network([Z[None], coordinate_grid(6, 6)[None]]))[0]
    np.testing.assert_allclose(after.reshape(36, 1), expected, atol=1e-6)
    assert np.abs(after - before).max() > 0.01
    fine = Drawing(network, Z, 2, 2, subpixels=3).pixels()  # another graph, the same weights
    np.testing.assert_allclose(fine[..., 0], after.reshape(2, 3, 2, 3).mean((1, 3)), atol=1e-6)


def test_a_sampler_draws_its_new_network_after_reinit():
    sampler = Sampler(z_dim=3, net_size=8, scale=3.0, seed=0)
    before = Drawing(sampler.cppn, Z, 6, 6).pixels()
    sampler.reinit()
    after = Drawing(sampler.cppn, Z, 6, 6).pixels()
    expected = np.asarray(sampler.cppn([Z[None], coordinate_grid(6, 6)[None]]))[0]
    np.testing.assert_allclose(after.reshape(36, 1), expected, atol=1e-5)
    assert np.abs(after - before).max() > 0.01


def test_a_network_that_was_drawn_can_be_forgotten():
    network = small_cppn()
    Drawing(network, Z, 4, 4).pixels()
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
    assert list(progress.progress(range(20), "a.png")) == list(range(20))
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(progress, "QUIET", 0.05)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    slow = (time.sleep(0.3) or part for part in range(4))
    assert list(progress.progress(slow, "a.png", 4)) == list(range(4))
    line = capsys.readouterr().err
    assert re.search(r"a\.png: +50%.*2/4 \[00:00<00:00", line)  # done, elapsed, left
    assert line.endswith("\r")  # and gone in the end


def test_a_window_shows_its_part_of_the_picture(cppn):
    """Turned and off the middle, in both directions, and finer or coarser than the whole."""
    whole = Drawing(cppn, Z, 40, 60, View(center=(0.1, 0.2), zoom=1.2, rotation=25))
    pixels = whole.pixels()
    window = whole.window((8, 20, 12, 16))
    assert (window.height, window.width) == (12, 16)
    np.testing.assert_allclose(window.pixels(), pixels[8:20, 20:36], atol=1e-5)
    again = window.window((3, 4, 6, 5))
    np.testing.assert_allclose(again.pixels(), pixels[11:17, 24:29], atol=1e-5)
    fine = whole.window((8, 20, 12, 16), 36, 48).pixels()
    areas = dataclasses.replace(window, subpixels=3).pixels()
    np.testing.assert_allclose(fine.reshape(12, 3, 16, 3, 1).mean((1, 3)), areas, atol=1e-5)
    beyond = whole.window((-4, -6, 48, 72)).pixels()
    np.testing.assert_allclose(beyond[4:-4, 6:-6], pixels, atol=1e-5)


def test_samples_keep_small_pictures_as_finely_sampled_as_large_ones(cppn):
    drawing = Drawing(cppn, Z, 10, 14, samples=30)
    assert drawing.supersampling == 3
    fine = Drawing(cppn, Z, 10, 14, subpixels=3).pixels()
    np.testing.assert_array_equal(drawing.pixels(), fine)
    for height, supersampling in ((30, 1), (29, 2), (15, 2), (14, 3), (1, 30)):
        assert Drawing(cppn, Z, height, 30, samples=30).supersampling == supersampling
    assert drawing.window((0, 0, 5, 5)).supersampling == 3  # a part, as fine as the whole
    assert drawing.window((0, 0, 10, 10), 5, 5).supersampling == 6


def test_a_generator_without_a_cppn_draws_at_its_own_size_only(tmp_path):
    z = keras.Input((3,))
    images = keras.layers.Reshape((6, 4, 1))(keras.layers.Dense(24, "sigmoid")(z))
    generator = keras.Model(z, images)
    drawing = Drawing(generator, Z, 6, 4)
    expected = np.asarray(generator(Z[None]))[0]
    np.testing.assert_allclose(drawing.pixels(), expected, atol=1e-6)
    np.testing.assert_allclose(drawing.pixels((1, 2, 3, 2)), expected[1:4, 2:4], atol=1e-6)
    batch = np.random.default_rng(0).normal(size=(7, 3)).astype("float32")
    np.testing.assert_allclose(
        Drawing(generator, batch, 6, 4).pixels(), generator(batch), atol=1e-6
    )
    saved = iio.imread(save(drawing, tmp_path / "a.png"))
    np.testing.assert_array_equal(saved, to_uint8(expected)[..., 0])
    for wrong in ({"height": 12}, {"subpixels": 2}, {"view": NEAR}, {"samples": 9}):
        with pytest.raises(UserError, match="draws 6 x 4 pixels only"):
            dataclasses.replace(drawing, **wrong)
    with pytest.raises(UserError, match="draws 6 x 4 pixels only"):
        save(drawing, tmp_path / "a.dzi")
    with pytest.raises(UserError, match="a drawing needs a CPPN, or a generator"):
        Drawing(keras.Model(z, z), Z, 6, 4)


@pytest.mark.slow
def test_a_large_png_needs_little_memory(tmp_path):
    """8192 x 8192 pixels are 268 MB as float32; 400 MB above the imported baseline is the limit."""
    program = f"""
import resource
from cppn_keras import networks
from cppn_keras.rendering import Drawing, save
cppn = networks.build_cppn(3, width=4, depth=1)
save(Drawing(cppn, [0, 0, 0], 64, 64), {str(tmp_path / "warm.png")!r})
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before = peak()
save(Drawing(cppn, [0, 0, 0], 8192, 8192), {str(tmp_path / "large.png")!r})
print("grew", peak() - before)
"""
    output = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert float(output.split()[-1]) < 250
