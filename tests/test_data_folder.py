"""Folders of pictures: modes, sizes, classes, and what is no picture."""

import numpy as np
import pytest
from PIL import Image

from cppn_keras.data import load
from cppn_keras.errors import UserError

COLOURS = np.array([[10, 20, 30], [200, 100, 0]], np.uint8)


def save(path, array, mode=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.fromarray(np.asarray(array))
    image = image.quantize() if mode == "P" else image.convert(mode or image.mode)
    image.save(path)


def grey(value=50, height=8, width=8):
    return np.full((height, width), value, np.uint8)


def everything(data):
    return np.concatenate([data.train_images, data.test_images])


def refused(folder):
    with pytest.raises(UserError) as caught:
        load(folder)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_flat_grey_folder_splits_every_tenth(tmp_path):
    for i in range(40):
        save(tmp_path / f"{i:02}.png", grey(i))
    data = load(tmp_path, seed=1)
    assert data.train_images.shape == (36, 8, 8, 1) and data.test_images.shape == (4, 8, 8, 1)
    assert data.train_images.dtype == np.uint8 and data.train_labels.dtype == np.int64
    assert sorted(everything(data)[:, 0, 0, 0]) == list(range(40))
    assert not data.train_labels.any() and "all 40 pictures grey" in data.source
    assert load(str(tmp_path), seed=1).digest() == data.digest() != load(tmp_path, seed=2).digest()


def test_sub_folders_are_classes(tmp_path):
    for name, value in (("10", 100), ("9", 90), ("2", 20)):
        for i in range(10):
            save(tmp_path / name / f"{i}.bmp", grey(value))
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "9/._0.png").write_text("what macOS leaves behind")
    data = load(tmp_path)
    values = dict(zip(data.train_labels, data.train_images[:, 0, 0, 0], strict=True))
    assert values == {0: 20, 1: 90, 2: 100}
    assert "0 = 2, 1 = 9, 2 = 10" in data.source
    save(tmp_path / "loose.png", grey())
    assert "loose.png" in refused(tmp_path)


def test_modes_meet_in_rgb(tmp_path):
    colour = np.broadcast_to(COLOURS[0], (8, 8, 3))
    save(tmp_path / "a.png", grey(50))
    save(tmp_path / "b.png", colour)
    save(tmp_path / "c.png", np.dstack([colour, grey(51)]))  # alpha 51 of 255: a fifth
    save(tmp_path / "d.gif", colour, "P")
    save(tmp_path / "e.png", np.full((8, 8), 50 * 257, np.uint16))
    save(tmp_path / "f.png", grey(255), "1")
    save(tmp_path / "g.png", np.dstack([grey(100), grey(0)]))  # LA, wholly transparent
    save(tmp_path / "h.jpg", grey(50))
    data = load(tmp_path)
    assert "3 of 8 pictures were colour: all converted to RGB" in data.source
    found = sorted(tuple(int(c) for c in image[4, 4]) for image in everything(data))
    ten, fifth = (10, 20, 30), (2, 4, 6)
    assert found == sorted([(50,) * 3] * 3 + [ten, ten, fifth, (255,) * 3, (0,) * 3])


def test_grey_in_any_mode_has_one_channel(tmp_path):
    save(tmp_path / "a.png", grey(50))
    save(tmp_path / "b.png", np.dstack([grey(60)] * 3))
    save(tmp_path / "c.png", grey(70), "P")
    save(tmp_path / "d.tif", np.full((8, 8), 80 * 257, np.uint16))
    data = load(tmp_path)
    assert data.train_images.shape[1:] == (8, 8, 1)
    assert sorted(everything(data)[:, 0, 0, 0]) == [50, 60, 70, 80]


def test_mixed_sizes_are_cropped_and_resized(tmp_path):
    bars = np.zeros((40, 80), np.uint8)
    bars[:, 20:60] = 200  # exactly the central square
    save(tmp_path / "wide.png", bars)
    save(tmp_path / "small.png", grey(30, 10, 10))
    data = load(tmp_path)
    assert data.train_images.shape[1:] == (28, 28, 1)
    assert "2 cropped to their central square and resized to 28 × 28" in data.source
    assert sorted(int(image.mean()) for image in everything(data)) == [30, 200]
    assert load(tmp_path, size=16).train_images.shape[1:] == (16, 16, 1)


def test_turned_photographs(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    for name in "ab":
        Image.fromarray(grey(90, 20, 30)).save(tmp_path / f"{name}.jpg", exif=exif)
    assert load(tmp_path).train_images.shape[1:] == (30, 20, 1)


def test_no_pictures_one_picture(tmp_path):
    (tmp_path / "notes.txt").write_text("no picture")
    assert "no pictures" in refused(tmp_path)
    (tmp_path / "mnist.npz").write_bytes(b"")
    assert "it holds mnist.npz" in refused(tmp_path)
    save(tmp_path / "a.png", grey())
    assert "only one picture" in refused(tmp_path)
    assert "give a folder" in refused(tmp_path / "a.png")


def test_unreadable_pictures_are_named(tmp_path):
    save(tmp_path / "a.png", np.random.default_rng(0).integers(0, 256, (64, 64), np.uint8))
    whole = (tmp_path / "a.png").read_bytes()
    floats = tmp_path / "floats.tif"
    for content in (b"I am a text\n", b"", whole[: len(whole) // 2]):
        (tmp_path / "b.png").write_bytes(content)
        assert str(tmp_path / "b.png") in refused(tmp_path)
    (tmp_path / "b.png").unlink()
    save(floats, np.zeros((64, 64), np.float32))
    assert str(floats) in refused(tmp_path)


def test_too_much_for_memory_is_refused(tmp_path, monkeypatch):
    for name in "ab":
        save(tmp_path / f"{name}.png", grey())
    monkeypatch.setattr("cppn_keras.data.folder.LARGEST", 100)
    assert "memory" in refused(tmp_path)
    with pytest.raises(UserError, match="from 1 to 4096, not 0"):
        load(tmp_path, size=0)
