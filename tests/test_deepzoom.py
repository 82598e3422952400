"""Deep Zoom posters: the renderer's pixels on every level, and tiles that survive a kill."""

import re
from xml.etree import ElementTree

import imageio.v3 as iio
import numpy as np
import pytest
from models import small_cppn
from posters import assert_same_pixels, page_poster, stitch, tiles_of

from cppn_keras.coordinates import View
from cppn_keras.errors import UserError
from cppn_keras.names import MAX_POSTER_SIDE
from cppn_keras.rendering import Drawing, Poster, save, to_uint8
from cppn_keras.rendering.deepzoom.pyramid import Pyramid, rectangles

Z = np.array([0.3, -1.0, 0.7], "float32")
VIEW = View(center=(0.1, 0.2), zoom=1.25, rotation=20)


@pytest.fixture(scope="module")
def cppn():
    return small_cppn(weight_stddev=1.0, input_scale=4.0, seed=3)


@pytest.fixture(scope="module")
def colour():
    return small_cppn(channels=3, conditioning="film", features=4, seed=4)


@pytest.mark.parametrize("tile, overlap", [(32, 1), (48, 0), (16, 4)])
def test_every_level_is_a_render_of_its_own(colour, tmp_path, tile, overlap):
    """Sizes that halve without a rest: each level shows the same view."""
    drawing = Drawing(colour, Z, 64, 128, VIEW, subpixels=2)
    path = save(drawing, tmp_path / "a.dzi", tile=tile, overlap=overlap)
    tiles = tiles_of(path)
    assert {level for level, _, _ in tiles} == set(range(8))
    for level, (height, width) in enumerate([(1, 1), (1, 2), (2, 4), (4, 8), (8, 16), (16, 32)]):
        if level:  # level 0 is one pixel for two of level 1
            expected = to_uint8(Drawing(colour, Z, height, width, VIEW, 2).pixels())
            assert_same_pixels(stitch(tiles, level, height, width, tile, overlap), expected)
    expected = to_uint8(Drawing(colour, Z, 64, 128, VIEW, 2).pixels())
    assert_same_pixels(stitch(tiles, 7, 64, 128, tile, overlap), expected)


def test_a_pixel_of_a_level_is_exactly_four_of_the_next_in_any_size(cppn, tmp_path):
    """Drawn from as many samples as the whole has pixels, a level is the whole's block means."""
    height, width, n = 52, 75, 8  # 75 → 38 → 19 → 10 → 5 → 3 → 2 → 1
    view = View(center=(-0.2, 0.3), scale=0.7)
    drawing = Drawing(cppn, Z, height, width, view, samples=height)
    path = save(drawing, tmp_path / "a.dzi", tile=16)
    tiles = tiles_of(path)
    whole = Drawing(cppn, Z, height, width, view).pixels()
    assert_same_pixels(stitch(tiles, n - 1, height, width, 16, 1), to_uint8(whole))
    for level in range(3, n - 1):
        shrink = 2 ** (n - 1 - level)
        rows, columns = height // shrink, width // shrink  # those that lie within the whole
        blocks = whole[: rows * shrink, : columns * shrink].reshape(rows, shrink, columns, -1)
        drawn = stitch(tiles, level, -(-height // shrink), -(-width // shrink), 16, 1)
        assert_same_pixels(drawn[:rows, :columns, 0], to_uint8(blocks.mean(axis=(1, 3))))


def test_coarse_levels_have_as_many_samples_as_asked_for(cppn, tmp_path):
    drawing = Drawing(cppn, Z, 32, 64, samples=50)
    poster = Poster(drawing, tmp_path / "a.dzi")
    sampling = [poster.window(level, 0, 0).supersampling for level in range(7)]
    assert sampling == [50, 50, 25, 13, 7, 4, 2]  # no pixel has more samples than 50 a side
    poster.draw()
    tiles = tiles_of(poster.path)
    assert_same_pixels(tiles[5, 0, 0], to_uint8(Drawing(cppn, Z, 16, 32, subpixels=4).pixels()))
    assert_same_pixels(tiles[6, 0, 0], to_uint8(Drawing(cppn, Z, 32, 64, subpixels=2).pixels()))


def test_a_long_strip_has_all_its_levels(cppn, tmp_path):
    poster = Poster(Drawing(cppn, Z, 100, 60_000, samples=78), tmp_path / "a.dzi")
    levels = range(poster.pyramid.n_levels)
    sampling = [poster.window(level, 0, 0).supersampling for level in levels]
    assert sampling[0] == max(sampling) == 78 and sampling[-1] == 1
    assert sorted(sampling, reverse=True) == sampling
    poster.draw(levels=5)
    assert len(tiles_of(poster.path)) == 5


def test_description_and_page(cppn, tmp_path):
    path = save(Drawing(cppn, Z, 30, 70), tmp_path / "a&b.dzi", tile=32, levels=6)
    image = ElementTree.parse(path).getroot()
    name = "{http://schemas.microsoft.com/deepzoom/2008}"
    assert image.tag == name + "Image"
    assert image.attrib == {"TileSize": "32", "Overlap": "1", "Format": "png"}
    assert image.find(name + "Size").attrib == {"Width": "70", "Height": "30"}
    page = (tmp_path / "index.html").read_text()
    assert "<title>a&amp;b</title>" in page and "{{" not in page
    assert not re.search(r"https?://", page)  # needs no network
    poster = page_poster(page)
    assert poster["name"] == "a&b" and (poster["height"], poster["width"]) == (30, 70)
    assert poster["levels"] == [*[[[0, 0, 1, 1]]] * 6, [], []]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 1.0])
def test_rectangles_cover_just_the_tiles_that_are_there(share):
    there = np.random.default_rng(1).random((9, 13)) < share
    covered = np.zeros(there.shape, int)
    for left, top, right, bottom in rectangles(map(tuple, np.argwhere(there).tolist())):
        covered[top:bottom, left:right] += 1
    np.testing.assert_array_equal(covered, there)


def test_a_level_in_row_order_is_few_rectangles():
    tiles = [(row, column) for row in range(50) for column in range(40)]
    assert rectangles(tiles) == [(0, 0, 40, 50)]
    assert rectangles(tiles[:1234]) == [(0, 0, 40, 30), (0, 30, 34, 31)]
    assert rectangles([]) == []


def interrupted_render(monkeypatch, after):
    """Makes the drawing of tiles stop by Ctrl-C after so many; returns the list of its calls."""
    calls, draw = [], Drawing.pixels

    def stopping(self, *region):
        if len(calls) == after:
            raise KeyboardInterrupt
        calls.append((self.height, self.width, self.view))
        return draw(self, *region)

    monkeypatch.setattr(Drawing, "pixels", stopping)
    return calls


def test_a_run_that_was_killed_goes_on_without_drawing_again(cppn, tmp_path, monkeypatch):
    whole = save(Drawing(cppn, Z, 100, 100), tmp_path / "whole" / "a.dzi", tile=32)
    path = tmp_path / "cut" / "a.dzi"
    first = interrupted_render(monkeypatch, after=13)
    with pytest.raises(KeyboardInterrupt):
        save(Drawing(cppn, Z, 100, 100), path, tile=32)
    there = {file: file.stat().st_mtime_ns for file in path.parent.glob("a_files/*/*.png")}
    assert len(there) == len(first) == 13
    page = (path.parent / "index.html").read_text()
    assert page_poster(page)["levels"][6:] == [
        [[0, 0, 2, 2]],
        [[0, 0, 3, 1]],
    ]  # it promises no others
    (path.parent / "a_files" / "7" / ".cppn-keras-99999999-0123abcd.tmp.png").write_text("half")

    monkeypatch.undo()
    second = interrupted_render(monkeypatch, after=10**6)
    save(Drawing(cppn, Z, 100, 100), path, tile=32)
    assert len(tiles_of(path)) == len(tiles_of(whole)) == 6 + 4 + 16
    assert len(second) == 26 - len(there)
    assert all(file.stat().st_mtime_ns == time for file, time in there.items())
    names = sorted(file.relative_to(path.parent) for file in path.parent.rglob("*"))
    assert names == sorted(f.relative_to(whole.parent) for f in whole.parent.rglob("*"))
    for name in names:
        if (path.parent / name).is_file():
            assert (path.parent / name).read_bytes() == (whole.parent / name).read_bytes()


def test_tiles_of_another_poster_are_never_mixed_in(cppn, colour, tmp_path):
    path = save(Drawing(cppn, Z, 40, 40), tmp_path / "a.dzi", tile=32)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    others = {
        "weights": (Drawing(small_cppn(weight_stddev=1.0, input_scale=4.0, seed=5), Z, 40, 40), {}),
        "z": (Drawing(cppn, Z + 1, 40, 40), {}),
        "view": (Drawing(cppn, Z, 40, 40, View(zoom=2)), {}),
        "size": (Drawing(cppn, Z, 40, 41), {}),
        "subpixels": (Drawing(cppn, Z, 40, 40, subpixels=2), {}),
        "tile": (Drawing(cppn, Z, 40, 40), {"overlap": 0}),
    }
    for what, (drawing, options) in others.items():
        with pytest.raises(UserError, match=rf"another poster's \(other .*{what}.*\); choose"):
            save(drawing, path, **{"tile": 32, **options})
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before
    (tmp_path / "a_files" / "poster.json").write_text("[]")
    with pytest.raises(UserError, match="another poster's"):
        save(Drawing(cppn, Z, 40, 40), path, tile=32)


def test_the_same_network_is_known_again_whatever_its_layers_are_called(cppn, tmp_path):
    """Keras counts names up: the second network of a program is not called as the first."""
    path = save(Drawing(cppn, Z, 8, 8), tmp_path / "a.dzi")
    again = small_cppn(weight_stddev=1.0, input_scale=4.0, seed=3, name="other")
    assert save(Drawing(again, Z, 8, 8), path) == path
    relu = small_cppn(weight_stddev=1.0, input_scale=4.0, seed=3, style=["relu"])
    with pytest.raises(UserError, match="other weights"):
        save(Drawing(relu, Z, 8, 8), path)


def test_a_page_of_somebody_else_is_not_replaced(cppn, tmp_path):
    (tmp_path / "index.html").write_text("my home page")
    with pytest.raises(UserError, match=r"index\.html is not this poster's; save it as .*a.a\.dzi"):
        save(Drawing(cppn, Z, 40, 40), tmp_path / "a.dzi")
    assert [file.name for file in tmp_path.iterdir()] == ["index.html"]
    save(Drawing(cppn, Z, 40, 40), tmp_path / "a" / "a.dzi")
    with pytest.raises(UserError, match="not this poster's"):
        save(Drawing(cppn, Z, 40, 40), tmp_path / "a" / "b.dzi")


def test_levels_first_and_deeper_ones_later(cppn, tmp_path):
    path = save(Drawing(cppn, Z, 100, 100), tmp_path / "a.dzi", tile=32, levels=3)
    assert {level for level, _, _ in tiles_of(path)} == {0, 1, 2}
    save(Drawing(cppn, Z, 100, 100), path, tile=32, levels=99)
    assert_same_pixels(
        stitch(tiles_of(path), 7, 100, 100, 32, 1), to_uint8(Drawing(cppn, Z, 100, 100).pixels())
    )


def test_a_region_is_all_that_is_drawn(cppn, tmp_path):
    region = (0.4, 0.0, 0.6, 0.1)  # columns 51.2 to 76.8, rows 0 to 12.8 of 128
    path = save(Drawing(cppn, Z, 128, 128), tmp_path / "a.dzi", tile=32, region=region)
    tiles = tiles_of(path)
    assert {key[1:] for key in tiles if key[0] == 7} == {(0, 1), (0, 2)}
    assert {key[1:] for key in tiles if key[0] == 6} == {(0, 0), (0, 1)}
    assert_same_pixels(tiles[7, 0, 2], to_uint8(Drawing(cppn, Z, 128, 128).pixels((0, 63, 33, 34))))
    levels = page_poster((tmp_path / "index.html").read_text())["levels"]
    assert levels == [*[[[0, 0, 1, 1]]] * 6, [[0, 0, 2, 1]], [[1, 0, 3, 1]]]


def test_a_poster_may_be_larger_than_any_file(cppn, tmp_path):
    """A tile from the depth of a million pixels is what a zoomed view shows there."""
    side = MAX_POSTER_SIDE
    poster = Poster(Drawing(cppn, Z, side, side), tmp_path / "a.dzi", tile=64, overlap=0)
    poster.draw(levels=3)
    file = poster.draw_tile(20, 9000, 12345)
    y, x = ((np.array([9000, 12345]) + 0.5) * 64 / side * 2 - 1).tolist()
    expected = Drawing(cppn, Z, 64, 64, View((x, y), scale=64 / side)).pixels()
    assert_same_pixels(np.atleast_3d(iio.imread(file)), to_uint8(expected))
    assert poster.summary() == "4 of 357913947 tiles, 3 of 21 levels whole, to 4 x 4 pixels"
    with pytest.raises(UserError, match="1 to 1048576, not 1048577"):
        Pyramid(side + 1, 5)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"path": "a.png"}, r"must end in \.dzi"),
        ({"height": 0}, "height in pixels must be a whole number from 1 to 1048576, not 0"),
        ({"tile": 8}, "a tile's side must be a whole number from 16 to 4096"),
        ({"overlap": -1}, "overlap of tiles must be a whole number from 0 to 128"),
        ({"levels": 0}, "levels must be a whole number from 1"),
        ({"region": (0.5, 0, 0.5, 1)}, "left, top, right, bottom from 0 to 1"),
        ({"region": (0, 0, 1)}, "left, top, right, bottom from 0 to 1"),
        ({"z": Z[:2]}, "z must be 3 numbers"),
        ({"z": np.stack([Z, Z])}, "one picture, but z holds 2"),
        ({"subpixels": 0}, "subpixels must be a whole number from 1 to 1024, not 0"),
        ({"samples": -1}, "samples must be a number above 0, not -1"),
        ({"samples": 10**6}, "from 1 to 1024, not 25000"),
        ({"openseadragon": "nothing.js"}, "nothing.js is not OpenSeadragon's script"),
    ],
)
def test_mistakes_are_named(cppn, tmp_path, monkeypatch, options, message):
    monkeypatch.chdir(tmp_path)
    asked = {"z": Z, "height": 40, "width": 40, **options}
    what = {key: asked.pop(key) for key in list(asked) if key not in Drawing.__annotations__}
    later = {key: what.pop(key) for key in ("levels", "region") if key in what}
    with pytest.raises(UserError, match=message):
        Poster(Drawing(cppn, **asked), what.pop("path", "a.dzi"), **what).draw(**later)
    assert not (tmp_path / "a_files" / "0").exists()


def test_openseadragon_takes_the_place_of_our_viewer(cppn, tmp_path):
    script = tmp_path / "openseadragon.min.js"
    script.write_text("/* OpenSeadragon DziTileSource */ '</script>' // \\1 {{NAME}}")
    save(Drawing(cppn, Z, 40, 40), tmp_path / "a.dzi", openseadragon=script)
    page = (tmp_path / "index.html").read_text()
    assert "/* OpenSeadragon DziTileSource */ '<\\/script>' // \\1 {{NAME}}" in page
    assert "new OpenSeadragon.DziTileSource" in page and "wheel" not in page.split("<script>")[2]
    save(Drawing(cppn, Z, 40, 40), tmp_path / "a.dzi")
    assert "OpenSeadragon" not in (tmp_path / "index.html").read_text()
