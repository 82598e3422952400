"""Tiled BigTIFF: the renderer's pixels in tiles that other programs can read."""

import sys

import numpy as np
import pytest
from models import small_cppn

from cppn_keras.coordinates import View
from cppn_keras.errors import UserError
from cppn_keras.rendering import Drawing, save, to_uint8

Z = np.array([0.3, -1.0, 0.7], "float32")
VIEW = View(center=(0.1, 0.2), scale=0.8, rotation=-30)


@pytest.fixture(scope="module")
def networks():
    return {
        "grey": small_cppn(weight_stddev=1.0, input_scale=4.0, seed=3),
        "colour": small_cppn(channels=3, conditioning="film", features=4, seed=4),
    }


def test_without_tifffile_one_line_says_what_to_install(networks, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "tifffile", None)  # makes the import fail
    with pytest.raises(UserError, match="pip install tifffile") as raised:
        save(Drawing(networks["grey"], Z, 8, 8), tmp_path / "a.tif")
    assert "\n" not in str(raised.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("which", ["grey", "colour"])
@pytest.mark.parametrize("size", [(48, 64), (37, 50), (5, 3)])
def test_the_file_holds_the_pixels_of_render(networks, which, size, tmp_path):
    tifffile = pytest.importorskip("tifffile")
    path = save(Drawing(networks[which], Z, *size, VIEW, 2), tmp_path / "a.tiff", tile=16)
    expected = to_uint8(Drawing(networks[which], Z, *size, VIEW, 2).pixels())
    with tifffile.TiffFile(path) as file:
        page = file.pages[0]
        assert file.is_bigtiff and page.is_tiled and (page.tilelength, page.tilewidth) == (16, 16)
        assert page.compression == tifffile.COMPRESSION.ADOBE_DEFLATE
        pixels = page.asarray().reshape(expected.shape)
    assert pixels.dtype == np.uint8
    assert np.abs(pixels.astype(int) - expected).max() <= 1


def test_another_library_reads_it(networks, tmp_path):
    pytest.importorskip("tifffile")
    from PIL import Image

    path = save(Drawing(networks["grey"], Z, 40, 56), tmp_path / "a.tif", tile=32)
    expected = to_uint8(Drawing(networks["grey"], Z, 40, 56).pixels())[..., 0]
    assert np.abs(np.asarray(Image.open(path)).astype(int) - expected).max() <= 1


def test_a_failed_render_leaves_the_old_file(networks, tmp_path, monkeypatch):
    pytest.importorskip("tifffile")
    path = tmp_path / "a.tif"
    path.write_text("before")
    calls, draw = [], Drawing.pixels

    def stopping(self, region):
        calls.append(region)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return draw(self, region)

    monkeypatch.setattr(Drawing, "pixels", stopping)
    with pytest.raises(KeyboardInterrupt):
        save(Drawing(networks["grey"], Z, 64, 64), path, tile=16)
    assert path.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["a.tif"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"path": "a.jpg"}, r"must end in .*\.tif or \.tiff"),
        ({"height": 0}, "a whole number from 1 to 1048576, not 0"),
        ({"height": 65_537}, "from 1 to 65536, not 65537"),
        ({"tile": 40}, "16, 32"),
        ({"z": Z[:2]}, "z must be 3 numbers"),
        ({"z": np.stack([Z, Z])}, "one picture, but z holds 2"),
        ({"path": "file/a.tif"}, "cannot write"),
    ],
)
def test_mistakes_are_named(networks, tmp_path, monkeypatch, options, message):
    pytest.importorskip("tifffile")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    asked = {"z": Z, "height": 8, "width": 8, "path": "a.tif", **options}
    path, tile = asked.pop("path"), {"tile": asked.pop("tile")} if "tile" in asked else {}
    with pytest.raises(UserError, match=message):
        save(Drawing(networks["grey"], **asked), path, **tile)
    assert [file.name for file in tmp_path.iterdir()] == ["file"]
