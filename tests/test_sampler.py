"""The sampler: every snippet of the posts runs as printed, and says what went wrong."""

import imageio.v3 as iio
import numpy as np
import pytest
from models import SHAPE, small_cppn

import cppn_keras as ck
from cppn_keras import networks
from cppn_keras.data.strokes import stroke_digits
from cppn_keras.errors import UserError
from cppn_keras.files import save_model


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    """A folder that takes the place of MNIST: drawn digits under MNIST's name and keys."""
    folder = tmp_path_factory.mktemp("data")
    x_train, y_train, x_test, y_test = stroke_digits(train=60, test=60)
    names = {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}
    np.savez(
        folder / "mnist.npz",
        **{key: value[..., 0] if value.ndim == 4 else value for key, value in names.items()},
    )
    return folder


@pytest.fixture
def mnist(digits, monkeypatch):
    monkeypatch.setenv("CPPN_KERAS_DATA", str(digits))


def test_snippets_of_generating_abstract_patterns(tmp_path, monkeypatch):
    """All of them, at the post's own sizes; the first picture changes only with the weights."""
    monkeypatch.chdir(tmp_path)
    Sampler = ck.Sampler
    sampler = Sampler(z_dim = 8, scale = 10.0, net_size = 32)  # fmt: skip
    z1 = sampler.generate_z()
    img_data = sampler.generate(z1)
    sampler.show_image(img_data)
    assert img_data.shape == (1060, 1080, 1)
    sampler.save_png(img_data, 'output.png')  # fmt: skip
    assert iio.imread("output.png").shape == (1060, 1080)
    sampler.reinit()
    again = sampler.generate(z1)
    sampler.show_image(again)
    assert not np.array_equal(again, img_data)
    z2 = sampler.generate_z()
    sampler.show_image(sampler.generate(z2))
    sampler = Sampler()
    assert sampler.cppn.count_params() == 9 * 32 + 3 * 32 + 3 * 33 * 32 + 33
    sampler = Sampler(z_dim = 8, c_dim = 3, scale = 10.0, net_size = 32)  # fmt: skip
    img_data = sampler.generate(sampler.generate_z())
    sampler.show_image(img_data)
    assert img_data.shape == (1060, 1080, 3)


@pytest.mark.parametrize(
    ("style", "hidden", "output"),
    [
        ("tanh", ["tanh"] * 4, "sigmoid"),
        ("alternating", ["tanh", "softplus", "tanh", "softplus"], "sigmoid"),
        ("alternating-sine", ["tanh", "softplus", "tanh", "softplus"], "half_sine"),
        ("cifar-tanh", ["tanh"] * 8, "sigmoid"),
        ("cifar-relu-tanh", ["relu"] + ["tanh"] * 7, "sigmoid"),
        ("cifar-repeating", ["relu"] + ["tanh", "relu"] * 7, "sigmoid"),
    ],
)
def test_the_posts_architectures_on_the_sampler(style, hidden, output):
    """The posts' own `generate` bodies, which only TensorFlow 0.x runs, by name and as a list.

    The frogs' have a weight of their own before each activation, and so have ours.
    """
    named = ck.Sampler(style=style, seed=1)
    listed = ck.Sampler(style=hidden, output=output, depth=len(hidden), seed=1)
    layers = [layer.name for layer in named.cppn.layers if layer.name.startswith("dense")]
    assert len(layers) == len(hidden) - 1
    z = named.generate_z()
    np.testing.assert_array_equal(named.generate(z, 16, 16), listed.generate(z, 16, 16))


def test_defaults_of_the_abstract_sampler_are_those_of_2016():
    sampler = ck.Sampler()
    assert (sampler.z_dim, sampler.c_dim, sampler.scale) == (8, 1, 10.0)
    assert sampler.image_size == (1060, 1080)
    z = sampler.generate_z(1000)
    assert z.shape == (1000, 8) and -1 <= z.min() < -0.9 and 0.9 < z.max() <= 1


def test_snippets_of_generating_large_images(mnist, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sampler = ck.Sampler.from_pretrained("mnist")
    z = sampler.generate_z()
    x = sampler.generate(z)
    sampler.show_image(x)
    m = sampler.get_random_mnist()
    sampler.show_image(m)
    z = sampler.encode(m)
    x_26x26 = sampler.generate(z, x_dim=26, y_dim=26)
    sampler.show_image(x_26x26)
    x_1300x1300 = sampler.generate(z, x_dim=1300, y_dim=1300)
    sampler.show_image(x_1300x1300)
    assert m.shape == x_26x26.shape == (26, 26, 1) and x_1300x1300.shape == (1300, 1300, 1)
    m = sampler.get_random_specific_mnist(9)
    z_9 = sampler.encode(m)
    sampler.show_image_from_z(z_9)
    z_1_before = sampler.encode(sampler.get_random_specific_mnist(1))
    sampler.show_image_from_z(z_1_before)
    z_1_after = sampler.encode(sampler.get_random_specific_mnist(1))
    sampler.show_image_from_z(z_1_after)
    z_9_alter = z_9 + (z_1_after - z_1_before)
    sampler.show_image_from_z(z_9_alter)
    z_2 = sampler.encode(sampler.get_random_specific_mnist(2))
    z_5_before = sampler.encode(sampler.get_random_specific_mnist(5))
    z_5_after = sampler.encode(sampler.get_random_specific_mnist(5))
    z_2_alter = z_2 + (z_5_after - z_5_before)
    sampler.show_image_from_z(z_2_alter)
    z_2 = sampler.encode(sampler.get_random_specific_mnist(2))
    z_9 = sampler.encode(sampler.get_random_specific_mnist(9))
    z_0 = sampler.encode(sampler.get_random_specific_mnist(0))
    x_array_2to9 = sampler.morph(z_2, z_9, sinusoid=True)
    x_array_9to0 = sampler.morph(z_9, z_0, sinusoid=True)
    x_array_0to2 = sampler.morph(z_0, z_2, sinusoid=True)
    x_array = x_array_2to9 + x_array_9to0 + x_array_0to2
    sampler.save_anim_gif(x_array, "output_filename.gif", duration=1.0 / 10.0)
    assert len(x_array) == 30
    assert iio.improps("output_filename.gif", index=...).shape[0] == 30


def test_scale_zooms_in_the_posts_units():
    sampler = ck.Sampler(seed=1)
    z = sampler.generate_z()
    whole = sampler.generate(z, x_dim=40, y_dim=40)
    np.testing.assert_allclose(sampler.generate(z, x_dim=40, y_dim=40, scale=10.0), whole)
    near = sampler.generate(z, x_dim=20, y_dim=20, scale=5.0)
    np.testing.assert_allclose(near, whole[10:30, 10:30], atol=1e-4)


def test_a_seed_repeats_the_art():
    def art(seed):
        sampler = ck.Sampler(seed=seed)
        return sampler.generate(sampler.generate_z(), x_dim=16, y_dim=16)

    np.testing.assert_array_equal(art(7), art(7))
    assert not np.allclose(art(7), art(8))


def test_morph_starts_and_ends_at_the_pictures():
    sampler = ck.Sampler(seed=1)
    z1, z2 = sampler.generate_z(2)
    frames = sampler.morph(z1, z2, n_total_frame=5, x_dim=12, y_dim=10)
    assert len(frames) == 5
    # weights of N(0, 1) make a hundred of a last digit of z
    np.testing.assert_allclose(frames[0], sampler.generate(z1, 12, 10), atol=1e-4)
    np.testing.assert_allclose(frames[-1], sampler.generate(z2, 12, 10), atol=1e-4)


@pytest.mark.slow
def test_shipped_weights_draw_what_they_see(luck):
    """On drawn digits, which they never saw: far better than the mean picture."""
    sampler = ck.Sampler.from_pretrained("mnist")
    images = stroke_digits(train=1, test=60, seed=luck.seed)[2][:, 1:27, 1:27] / np.float32(255)
    error = np.mean((sampler.reconstruct(images) - images) ** 2)
    luck.below(error / np.mean((images.mean(axis=0) - images) ** 2), 0.5)
    np.testing.assert_allclose(sampler.encode(images[3]), sampler.encode(images)[3], atol=1e-4)


def test_a_digit_is_drawn_by_its_name():
    """By either learnt prior; what the classifier reads is another test's."""
    sampler = ck.Sampler.from_pretrained("mnist", seed=4)
    for prior in ("learnt", "mixture"):
        z = sampler.generate_z(60, prior, digit=7)
        logs = sampler.prior.log_densities(z)
        assert (sampler.prior.labels[logs.argmax(axis=1)] == 7).mean() > 0.9
    assert sampler.generate_z(digit=0).shape == (sampler.z_dim,)
    for wrong, says in ((10, "not 10"), ("7", "not '7'"), (2.5, "not 2.5")):
        with pytest.raises(UserError, match=says):
            sampler.generate_z(digit=wrong)
    with pytest.raises(UserError, match="only a learnt prior"):
        sampler.generate_z(prior="plain", digit=7)
    with pytest.raises(UserError, match="only a learnt prior"):
        ck.Sampler().generate_z(digit=7)


def test_shipped_codes_are_of_ten_digits_and_priors_differ():
    sampler = ck.Sampler.from_pretrained("mnist", seed=1)
    assert sorted(sampler.digit_codes) == list(range(10))
    plain = ck.Sampler.from_pretrained("mnist", seed=1).generate_z(50, prior="plain")
    learnt = sampler.generate_z(50)
    assert learnt.shape == plain.shape == (50, sampler.z_dim)
    assert not np.allclose(learnt, plain)
    with pytest.raises(UserError, match="unknown prior"):
        sampler.generate_z(prior="guess")


def test_encode_crops_larger_pictures_and_refuses_others():
    sampler = ck.Sampler.from_pretrained("mnist")
    images = np.random.default_rng(0).integers(0, 255, (3, 28, 28, 1)).astype("uint8")
    np.testing.assert_allclose(
        sampler.encode(images), sampler.encode(images[:, 1:27, 1:27] / 255.0), atol=1e-4
    )
    with pytest.raises(UserError, match=r"reads \(26, 26, 1\) images"):
        sampler.encode(np.zeros((2, 20, 20, 1)))
    with pytest.raises(UserError, match=r"reads \(26, 26, 1\) images"):
        sampler.encode(np.zeros((28, 28, 3)))
    with pytest.raises(UserError, match="from 0 to 1"):
        sampler.encode(images.astype("float32"))
    with pytest.raises(UserError, match="random weights"):
        ck.Sampler().encode(images)


def test_nonsense_is_refused_in_words():
    sampler = ck.Sampler()
    z = sampler.generate_z()
    for wrong in (
        lambda: sampler.generate_z(0),
        lambda: sampler.generate_z(2.5),
        lambda: sampler.generate_z(2, prior="learnt"),
        lambda: sampler.generate(z, 0, 20),
        lambda: sampler.generate(z, 2.5, 20),
        lambda: sampler.generate(z * np.nan, 8, 8),
        lambda: sampler.generate(["a"] * 8, 8, 8),
        lambda: sampler.generate(z, 8, 8, scale=0),
        lambda: sampler.generate(z, 8, 8, scale=float("nan")),
        lambda: ck.Sampler(scale=0),
        lambda: ck.rendering.Drawing(sampler.cppn, z, 8, 8, subpixels=0).pixels(),
        lambda: ck.rendering.Drawing(sampler.cppn, z, 8, 8).pixels((4, 0, 5, 8)),
        lambda: sampler.save_anim_gif([np.zeros((4, 4, 1))], "a.gif", duration=1e4),
        lambda: sampler.save_anim_gif([np.zeros((4, 4, 1))], "a.png"),
    ):
        with pytest.raises(UserError):
            wrong()


def test_missing_and_foreign_weights_are_named(tmp_path):
    shipped = "shipped are cifar-frog, cifar-truck, ink, mnist"
    with pytest.raises(UserError, match=f"no weights called 'mnits': {shipped}"):
        ck.Sampler.from_pretrained("mnits")
    with pytest.raises(UserError, match="holds no weights"):
        ck.Sampler.from_pretrained(tmp_path)
    path = tmp_path / "generator.keras"
    path.write_bytes(b"")
    with pytest.raises(UserError, match=r"generator.keras is damaged"):
        ck.Sampler.from_pretrained(tmp_path)
    save_model(networks.build_conv_encoder(SHAPE, 3, (4,), 8), path)
    with pytest.raises(UserError, match=r"generator\.keras is no generator: it does not draw z"):
        ck.Sampler.from_pretrained(tmp_path)
    save_model(networks.image_generator(small_cppn(), 8, 8), path)
    for name, foreign in (
        ("encoder.keras", networks.build_conv_encoder(SHAPE, 5, (4,), 8)),  # other latents
        ("encoder.keras", networks.image_generator(small_cppn(), 8, 8)),  # one output
    ):
        save_model(foreign, tmp_path / name)
        with pytest.raises(UserError, match=f"{name} does not belong to the generator"):
            ck.Sampler.from_pretrained(tmp_path)
        (tmp_path / name).unlink()
    for codes, wrong in ((np.zeros((2, 4)), "does not belong"), (np.full((2, 3), np.nan), "NaN")):
        np.savez(tmp_path / "codes.npz", labels=np.arange(2), codes=codes)
        with pytest.raises(UserError, match=f"codes.npz .*{wrong}"):
            ck.Sampler.from_pretrained(tmp_path)
    (tmp_path / "codes.npz").write_bytes(b"PK nothing")
    with pytest.raises(UserError, match=r"codes.npz is no readable .npz file"):
        ck.Sampler.from_pretrained(tmp_path)
