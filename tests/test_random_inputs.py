"""Inputs that hypothesis makes up: each is used as it should be, or refused in one line.

The inputs are the same in every run (derandomize), so that no run fails by chance. Their number
is in docs/reliability.md.
"""

import argparse
import inspect
import io
import json
import warnings

import keras
import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of
from models import small_cppn
from PIL import Image

from cppn_keras import arguments, cli, networks
from cppn_keras.data.folder import read_image
from cppn_keras.data.formats import read_npz
from cppn_keras.errors import UserError
from cppn_keras.files import save_model
from cppn_keras.rendering import View, check_size
from cppn_keras.rendering.deepzoom import serve
from cppn_keras.runs.prior import MixturePrior
from cppn_keras.runs.state import RunState
from cppn_keras.runs.weights import load_codes, load_network


def tries(count: int):
    """So many inputs of hypothesis's, the same in every run, in a folder shared by all."""
    shared = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    kinds = {"deadline": None, "derandomize": True, "database": None}
    return settings(max_examples=count, suppress_health_check=shared, **kinds)


def refused(call, *args, error=UserError):
    """What `call` gives, or None where it refuses in one line; anything else is a failure."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return call(*args)
    except error as caught:
        text = str(caught)
        assert text and "\n" not in text and len(text) < 1000
        return None


damage = st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), min_size=1, max_size=4)


def damaged(content: bytes, spots: list, keep: float) -> bytes:
    """Bytes with some of them changed, at these shares of their length, and cut off."""
    changed = bytearray(content)
    for place, bits in spots:
        changed[int(place * (len(changed) - 1))] ^= bits
    return bytes(changed[: int(keep * len(changed))])


cut = st.one_of(st.just(1.0), st.just(1.0), st.floats(0, 1))

KINDS = [
    name
    for name, kind in vars(arguments).items()
    if inspect.isfunction(kind) and kind.__module__ == arguments.__name__ and name[0] != "_"
]
numbers = st.one_of(st.integers(), st.floats(), st.sampled_from([2**31, 65536, 65537, -1, 0]))
words = st.one_of(st.text(), numbers.map(str), st.sampled_from(["~", "~nosuchuser", "nan", "１２"]))


@pytest.mark.parametrize("kind", KINDS)
@tries(60)
@given(text=words)
def test_arguments(kind, text):
    value = refused(getattr(arguments, kind), text, error=argparse.ArgumentTypeError)
    if isinstance(value, int | float):
        assert value == value and abs(value) <= 2**31  # neither NaN nor infinite


FLAGS = ("--seed", "--size", "--width", "--out", "--digit", "--only", "--center", "--fps", "--to")


@tries(200)
@given(
    command=st.sampled_from(cli.COMMANDS),
    rest=st.lists(st.one_of(st.sampled_from(FLAGS), words), max_size=5),
)
def test_command_lines(command, rest, capsys):
    try:
        cli.build_parser().parse_args([command, *rest])
    except SystemExit as stop:
        error = capsys.readouterr().err
        assert stop.code == 0 or (stop.code == 2 and error.count("\n") >= 1)
        assert "Traceback" not in error


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("strangers")


def npz(compressed=True, **content) -> bytes:
    file = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(file, **content)
    return file.getvalue()


PICTURES = np.random.default_rng(0).integers(0, 256, (6, 5, 4), dtype="uint8")
DATASET = {"x_train": PICTURES, "y_train": np.arange(6), "x_test": PICTURES, "y_test": np.arange(6)}


def check_dataset(found):
    if found is not None:
        for images, labels in (found[:2], found[2:]):
            assert images.dtype == np.uint8 and images.ndim == 4 and images.shape[-1] in (1, 3)
            assert labels.dtype == np.int64 and labels.shape == (len(images),) and images.size


@tries(250)
@given(spots=damage, keep=cut, compressed=st.booleans())
def test_damaged_datasets(spots, keep, compressed, folder):
    path = folder / "data.npz"
    path.write_bytes(damaged(npz(compressed, **DATASET), spots, keep))
    check_dataset(refused(read_npz, path))


any_array = arrays_of.arrays(
    st.one_of(arrays_of.scalar_dtypes(), st.just(np.dtype("uint8")), st.just(np.dtype("int64"))),
    arrays_of.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
)


@tries(150)
@given(key=st.sampled_from(sorted(DATASET)), value=any_array)
@example(key="x_train", value=np.array([None, {}], dtype=object))
@example(key="y_test", value=np.zeros(6, bool))
def test_datasets_of_odd_arrays(key, value, folder):
    path = folder / "odd.npz"
    path.write_bytes(npz(**{**DATASET, key: value}))
    check_dataset(refused(read_npz, path))


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    pixels = np.random.default_rng(1).integers(0, 256, (9, 7, 3), dtype="uint8")
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(pixels).save(file, kind, **({} if kind in ("GIF", "BMP") else {"exif": exif}))
    return file.getvalue()


FILES = {kind: picture(kind) for kind in ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")}


@pytest.mark.parametrize("kind", FILES)
@tries(60)
@given(spots=damage, keep=cut)
def test_damaged_pictures(kind, spots, keep, folder):
    path = folder / f"picture.{kind.lower()}"
    path.write_bytes(damaged(FILES[kind], spots, keep))
    image = refused(read_image, path)
    assert image is None or (image.dtype == np.uint8 and image.ndim == 3 and image.shape[-1] == 3)


MIXTURE = {
    "weights": np.float32([0.25, 0.75]),
    "means": np.float32([[1, 2, 3], [-1, 0, 1]]),
    "axes": np.float32([np.eye(3), np.eye(3)[::-1]]),
    "variances": np.float32([[1, 2, 3], [0.1, 0.2, 0.3]]),
}


def check_prior(path):
    prior = refused(MixturePrior.load, path)
    if prior is not None:
        z = prior.transport(np.random.default_rng(0).standard_normal((5, prior.latent_dim)))
        assert np.isfinite(z).all() and np.isfinite(prior.sample(5, np.random.default_rng(0))).all()


@tries(150)
@given(spots=damage, keep=cut)
def test_damaged_priors(spots, keep, folder):
    path = folder / "prior.npz"
    path.write_bytes(damaged(npz(**MIXTURE), spots, keep))
    check_prior(path)


wild = st.one_of(st.floats(width=32), st.sampled_from([-1.0, 0.0, 1e30, np.nan, np.inf, -np.inf]))


@tries(150)
@given(key=st.sampled_from(sorted(MIXTURE)), place=st.integers(0, 17), value=wild)
def test_priors_of_odd_numbers(key, place, value, folder):
    changed = MIXTURE[key].copy()
    changed.flat[place % changed.size] = value
    path = folder / "odd-prior.npz"
    path.write_bytes(npz(**{**MIXTURE, key: changed}))
    check_prior(path)


@tries(100)
@given(labels=any_array, codes=any_array)
@example(labels=np.arange(2), codes=np.zeros((2, 3)))
def test_odd_codes(labels, codes, folder):
    path = folder / "codes.npz"
    path.write_bytes(npz(labels=labels, codes=codes))
    for z in (refused(load_codes, path, 3) or {}).values():
        assert z.shape == (3,) and z.dtype == np.float32 and np.isfinite(z).all()


RUN = RunState(
    "small", 0, {"name": "a", "digest": "b", "source": "c"}, 8, {}, "joint", 3, 1.5, None, [{}]
)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8))
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)


def check_run(text: str, folder):
    (folder / "run.json").write_text(text, encoding="utf-8", errors="surrogatepass")
    state = refused(RunState.read, folder)
    if state is not None:
        assert 0 <= state.seconds < 1e13 and 0 <= state.epoch <= 10**9 and state.describe()
        assert state.checkpoint is None or "/" not in state.checkpoint


@tries(250)
@given(key=st.sampled_from(sorted(vars(RUN))), value=values)
@example(key="checkpoint", value="../other/precious.keras")
@example(key="checkpoint", value="checkpoint-000001.keras\n")
@example(key="seconds", value=float("nan"))
@example(key="epoch", value=10**400)
@example(key="batch_size", value=True)
def test_runs_of_odd_values(key, value, folder):
    check_run(json.dumps({**vars(RUN), key: value}), folder)


@tries(60)
@given(text=st.one_of(st.text(), values.map(json.dumps)))
@example(text="[" * 200_000)
@example(text='{"recipe": ' * 100_000)
@example(text="1" * 5000)
def test_runs_of_odd_text(text, folder):
    check_run(text, folder)


@pytest.fixture(scope="module")
def generator_file(folder):
    keras.utils.set_random_seed(0)
    return save_model(networks.image_generator(small_cppn(), 8, 8), folder / "generator.keras")


@tries(40)
@given(spots=damage, keep=cut)
def test_damaged_networks(spots, keep, folder, generator_file):
    path = folder / "damaged.keras"
    path.write_bytes(damaged(generator_file.read_bytes(), spots, keep))
    network = refused(load_network, path, 1)
    if network is not None:
        assert all(np.isfinite(weight).all() for weight in network.get_weights())


anything = st.one_of(scalars, st.sampled_from([np.nan, np.inf, 5.0, True, "5", (), 10**400]))


@tries(150)
@given(height=anything, width=anything)
def test_odd_sizes(height, width):
    if refused(lambda: check_size(height, width) or "fits") == "fits":
        assert all(type(side) is int and 1 <= side <= 65536 for side in (height, width))


@tries(150)
@given(center=st.one_of(anything, st.tuples(anything, anything)), zoom=anything, scale=anything)
def test_odd_views(center, zoom, scale):
    view = refused(View, center, zoom, scale)
    assert view is None or (np.isfinite(view.extent) and view.extent >= 0)


@tries(150)
@given(address=st.one_of(st.text(), st.text().map("/a_files/{}/0_0.png".format)), host=st.text())
@example(address="http://[", host="127.0.0.1:80")
def test_odd_addresses(address, host):
    path = serve._path_of(address)
    assert path is None or isinstance(path, str)
    assert not serve._is_local(host) or host.split(":")[0] in ("127.0.0.1", "localhost")
