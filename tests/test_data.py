"""Finding datasets: the order of look-up, the formats, and files that are not right."""

import gzip
import io
import os
import struct
import subprocess
import sys
import tarfile
import types

import numpy as np
import pytest

from cppn_keras.data import Dataset, load
from cppn_keras.data.formats import CIFAR_BATCHES, IDX_FILES, NPZ_KEYS
from cppn_keras.errors import UserError

REAL_DATA = os.environ.get("CPPN_KERAS_DATA")


@pytest.fixture(autouse=True)
def clean(monkeypatch, tmp_path):
    """No dataset of this machine is seen, and nothing is fetched from outside."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("CPPN_KERAS_OFFLINE", "1")
    monkeypatch.delenv("CPPN_KERAS_DATA", raising=False)


def arrays(seed=0, shape=(28, 28), train=30, test=10):
    rng = np.random.default_rng(seed)
    images = [rng.integers(0, 256, (n, *shape), np.uint8) for n in (train, test)]
    return images[0], np.arange(train) % 10, images[1], np.arange(test) % 10


def write_npz(path, seed=0, **changes):
    path.parent.mkdir(parents=True, exist_ok=True)
    content = dict(zip(NPZ_KEYS, arrays(seed), strict=True)) | changes
    np.savez(path, **{key: value for key, value in content.items() if value is not None})
    return path


def idx_gz(array):
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    return gzip.compress(header + array.astype(np.uint8).tobytes())


def write_idx(folder, **kwargs):
    folder.mkdir(parents=True)
    for name, array in zip(IDX_FILES, arrays(**kwargs), strict=True):
        (folder / name).write_bytes(idx_gz(array))


def cifar_pickle(images, labels):
    """A batch as Python 2 wrote the real ones: byte strings, numpy.core."""

    def text(content):
        return b"T" + struct.pack("<i", len(content)) + content

    def number(value):
        return b"J" + struct.pack("<i", value)

    dtype = b"cnumpy\ndtype\n(" + text(b"u1") + number(0) + number(1) + b"tR("
    dtype += number(3) + text(b"|") + b"NNN" + number(-1) + number(-1) + number(0) + b"tb"
    start = b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n("
    start += number(0) + b"t" + text(b"b") + b"tR("
    shape = b"(" + number(len(images)) + number(3072) + b"t"
    planes = images.transpose(0, 3, 1, 2).tobytes()
    array = start + number(1) + shape + dtype + b"I00\n" + text(planes) + b"tb"
    values = b"](" + b"".join(number(int(label)) for label in labels) + b"e"
    return b"\x80\x02}(" + text(b"data") + array + text(b"labels") + values + b"u."


def cifar_files():
    images, labels, test_images, test_labels = arrays(shape=(32, 32, 3), train=50)
    parts = zip(CIFAR_BATCHES, np.split(images, 5), np.split(labels, 5), strict=True)
    files = {name: cifar_pickle(*part) for name, *part in parts}
    return files | {"test_batch": cifar_pickle(test_images, test_labels)}


def write_cifar(folder):
    folder.mkdir(parents=True)
    for name, content in cifar_files().items():
        (folder / name).write_bytes(content)


def refused(name, **kwargs):
    """The message with which `load` refuses; always one line."""
    with pytest.raises(UserError) as caught:
        load(name, **kwargs)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_package_is_light():
    code = "import sys, cppn_keras.data; print(*{'tensorflow', 'keras'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (answer.stdout.strip(), answer.returncode) == ("", 0)


def test_order_path_then_data_folder_then_cache(tmp_path, monkeypatch):
    write_npz(tmp_path / "keras/datasets/mnist.npz", seed=1)
    write_npz(tmp_path / "data/mnist.npz", seed=2)
    given = write_npz(tmp_path / "given/my.npz", seed=3)
    assert load("mnist").digest() == load("mnist", path=tmp_path / "keras/datasets").digest()
    monkeypatch.setenv("CPPN_KERAS_DATA", str(tmp_path / "data"))
    data = load("mnist")
    expected = arrays(2)
    np.testing.assert_array_equal(data.train_images, expected[0][..., np.newaxis])
    np.testing.assert_array_equal(data.train_labels, expected[1])
    np.testing.assert_array_equal(data.test_images, expected[2][..., np.newaxis])
    assert data.train_labels.dtype == data.test_labels.dtype == np.int64
    assert data.source == f"MNIST: 30 train + 10 test from {tmp_path / 'data/mnist.npz'}"
    assert not data.synthetic
    explicit = load("mnist", path=given)
    np.testing.assert_array_equal(explicit.train_images[..., 0], arrays(3)[0])
    assert explicit.digest() == load(given).digest() != data.digest()


def test_offline_message_lists_what_was_tried(tmp_path, monkeypatch):
    monkeypatch.setenv("CPPN_KERAS_DATA", str(tmp_path))
    text = refused("mnist")
    for part in (f"CPPN_KERAS_DATA={tmp_path} has no mnist.npz", "keras/datasets", "OFFLINE=1"):
        assert part in text
    assert "--data PATH" in text and "--data strokes" in text


def test_missing_data_folder_and_paths(tmp_path, monkeypatch):
    assert "does not exist" in refused("mnist", path=tmp_path / "no.npz")
    assert "holds no mnist" in refused("mnist", path=tmp_path)
    assert "does not exist" in refused("./nowhere")
    assert "does not exist" in refused(tmp_path / "mnist")
    monkeypatch.setenv("CPPN_KERAS_DATA", str(tmp_path / "nowhere"))
    assert "CPPN_KERAS_DATA" in refused("mnist") and "no folder" in refused("cifar10")


def test_unknown_name():
    text = refused("mnits")
    assert "did you mean mnist?" in text and "strokes" in text and "folder" in text


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"x_test": None}, "lacks x_test"),
        ({"x_train": np.zeros((30, 28, 28), np.float32)}, "x_train is float32"),
        ({"x_train": np.zeros((30, 784), np.uint8)}, "x_train has the shape (30, 784)"),
        ({"x_train": np.zeros((30, 32, 32), np.uint8)}, "must have one shape"),
        ({"x_test": np.zeros((0, 28, 28), np.uint8)}, "not empty"),
        ({"y_train": np.zeros(29, np.uint8)}, "30 integers"),
        ({"y_train": np.full(30, 10)}, "not 0 to 9"),
        ({"y_train": np.array([{}] * 30)}, "no readable .npz"),
    ],
)
def test_wrong_content_is_named(tmp_path, changes, part):
    path = write_npz(tmp_path / "mnist.npz", **changes)
    text = refused("mnist", path=path)
    assert part in text and str(path) in text


def test_damaged_files_are_refused_not_skipped(tmp_path, monkeypatch):
    write_npz(tmp_path / "keras/datasets/mnist.npz")
    path = write_npz(tmp_path / "data/mnist.npz")
    whole = path.read_bytes()
    monkeypatch.setenv("CPPN_KERAS_DATA", str(tmp_path / "data"))
    array = io.BytesIO()
    np.save(array, np.zeros(3))
    flipped = whole[:5000] + bytes([whole[5000] ^ 255]) + whole[5001:]
    for content in (b"", b"hello", array.getvalue(), whole[:-100], flipped):
        path.write_bytes(content)
        assert str(path) in refused("mnist")
    path.unlink()
    (tmp_path / "keras/datasets/mnist.npz").write_bytes(whole[:-100])
    assert "delete" in refused("mnist")


def test_wrong_picture_size_for_the_name(tmp_path):
    big = [
        array if array.ndim == 1 else np.zeros((len(array), 32, 32), np.uint8) for array in arrays()
    ]
    path = write_npz(tmp_path / "mnist.npz", **dict(zip(NPZ_KEYS, big, strict=True)))
    assert "(32, 32, 1)" in refused("mnist", path=path)
    assert load(path).train_images.shape == (30, 32, 32, 1)


def test_fashion_from_idx_files(tmp_path):
    folder = tmp_path / "keras/datasets/fashion-mnist"
    write_idx(folder, seed=4)
    data = load("fashion_mnist")
    np.testing.assert_array_equal(data.test_images[..., 0], arrays(4)[2])
    assert load("fashion_mnist", path=folder).digest() == data.digest()
    images = folder / IDX_FILES[0]
    whole = images.read_bytes()
    for content in (b"", b"hello", whole[:-50], gzip.compress(b"<html>"), idx_gz(np.zeros(3))):
        images.write_bytes(content)
        assert "fashion-mnist" in refused("fashion_mnist")
    images.unlink()
    assert "OFFLINE" in refused("fashion_mnist")  # incomplete: to be downloaded
    assert IDX_FILES[0] in refused("fashion_mnist", path=tmp_path / "keras/datasets")


@pytest.mark.parametrize(
    "place", ["cifar-10-batches-py", "cifar-10-batches-py-target/cifar-10-batches-py"]
)
def test_cifar_folders(tmp_path, place):
    folder = tmp_path / "keras/datasets" / place
    write_cifar(folder)
    expected = arrays(shape=(32, 32, 3), train=50)
    for data in (load("cifar10"), load("cifar10", path=folder)):
        np.testing.assert_array_equal(data.train_images, expected[0])
        np.testing.assert_array_equal(data.train_labels, expected[1])
        np.testing.assert_array_equal(data.test_images, expected[2])
    (folder / "data_batch_3").write_bytes(b"cos\nsystem\n(S'false'\ntR.")
    assert "data_batch_3" in refused("cifar10") and "os.system" in refused("cifar10")
    (folder / "test_batch").unlink()
    assert "lacks test_batch" in refused("cifar10")


def test_cifar_archive(tmp_path):
    path = tmp_path / "keras/datasets/cifar-10-batches-py-target_archive"
    path.parent.mkdir(parents=True)
    with tarfile.open(path, "w:gz") as archive:
        for name, content in cifar_files().items():
            member = tarfile.TarInfo(f"cifar-10-batches-py/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    np.testing.assert_array_equal(load("cifar10").test_labels, np.arange(10))
    assert load("cifar10", path=path).digest() == load("cifar10").digest()
    whole = path.read_bytes()
    for content in (b"", b"hello", whole[: len(whole) // 2]):
        path.write_bytes(content)
        assert str(path) in refused("cifar10")


def test_part_of_cifar_says_so(tmp_path, monkeypatch):
    images, _, test_images, _ = arrays(shape=(32, 32, 3))
    content = (images, np.tile([6, 9], 15), test_images, np.tile([[6], [9]], (5, 1)))
    changes = dict(zip(NPZ_KEYS, content, strict=True))
    write_npz(tmp_path / "cifar10_frog_truck.npz", **changes)
    monkeypatch.setenv("CPPN_KERAS_DATA", str(tmp_path))
    assert "only classes 6, 9" in load("cifar10").source
    write_npz(tmp_path / "cifar10.npz", **changes | {"y_train": np.arange(30) % 10})
    assert "only" not in load("cifar10").source


def test_strokes_are_synthetic(monkeypatch):
    module = types.ModuleType("cppn_keras.data.strokes")
    content = (np.zeros((4, 28, 28, 1), np.uint8), np.arange(4)) * 2
    module.stroke_digits = lambda seed=0: content
    monkeypatch.setitem(sys.modules, "cppn_keras.data.strokes", module)
    data = load("strokes", seed=7)
    assert data.synthetic and "synthetic, seed 7" in data.source
    assert "leave out" in refused("strokes", path="x")


def test_of_class_and_digest():
    images, labels, test_images, test_labels = arrays()
    data = Dataset("toy", images[..., None], labels, test_images[..., None], test_labels, "toy")
    part = data.of_class(3, 7)
    assert set(part.train_labels) == set(part.test_labels) == {3, 7} and len(part.train_labels) == 6
    np.testing.assert_array_equal(part.train_images[0], data.train_images[3])
    assert "only classes 3, 7" in part.source and part.digest() != data.digest()
    assert len(data.digest()) == 16 and int(data.digest(), 16) >= 0
    with pytest.raises(UserError, match="no class 12"):
        data.of_class(12)


@pytest.mark.skipif(not REAL_DATA, reason="CPPN_KERAS_DATA is not set: no real MNIST")
def test_real_mnist(monkeypatch):
    monkeypatch.setenv("CPPN_KERAS_DATA", REAL_DATA)
    data = load("mnist")
    assert data.train_images.shape == (60_000, 28, 28, 1)
    assert data.test_images.shape == (10_000, 28, 28, 1)
    assert list(data.train_labels[:8]) == [5, 0, 4, 1, 9, 2, 1, 3]
    assert 0.12 < data.train_images.mean() / 255 < 0.14
