"""Animated files: times, size, loop and pixels read back; few frames in memory; safe failures."""

import importlib.util
import struct
import weakref

import numpy as np
import pytest
from models import small_cppn
from PIL import Image, ImageSequence

from cppn_keras import rendering
from cppn_keras.errors import UserError
from cppn_keras.rendering import Drawing, View

FFMPEG = importlib.util.find_spec("imageio_ffmpeg") is not None
SUFFIXES = (".gif", ".webp", ".png")


def waves(count, height=20, width=34, channels=1):
    """Smooth uint8 pictures (height, width, channels), each different from the one before."""
    y, x = np.mgrid[:height, :width] / 20
    for i in range(count):
        turn = 2 * np.pi * i / count
        waves = [np.sin(3 * x + turn + k) * np.cos(2 * y - k) for k in range(channels)]
        yield np.round(127.5 + 127.5 * np.stack(waves, -1)).astype("uint8")


def read(path):
    """Frames (n, height, width, 3) as float, their times in milliseconds, and the loop count."""
    with Image.open(path) as file:
        frames, times = [], []
        for frame in ImageSequence.Iterator(file):
            frames.append(np.asarray(frame.convert("RGB"), "float64"))
            times.append(frame.info["duration"])
        return np.stack(frames), times, file.info.get("loop")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("channels", [1, 3])
def test_files_hold_the_frames_their_times_and_the_loop(suffix, channels, tmp_path):
    path = tmp_path / f"a{suffix}"
    assert rendering.save_animation(waves(7, channels=channels), path, 1 / 30) == path
    frames, times, loop = read(path)
    assert frames.shape == (7, 20, 34, 3) and loop == 0
    tick = 10 if suffix == ".gif" else 1
    assert abs(sum(times) - 7000 / 30) <= tick / 2
    assert max(times) - min(times) <= tick
    errors = np.abs(frames - np.stack(list(waves(7, channels=channels))))
    exact = suffix == ".png" or (suffix == ".gif" and channels == 1)
    assert errors.max() == 0 if exact else errors.mean() < 5


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_frame_can_have_its_own_time(suffix, tmp_path):
    durations = [0.5, 0.1, 0.1, 0.025, 0.025, 1.0]
    path = rendering.save_animation(waves(6), tmp_path / f"a{suffix}", durations, loop=False)
    _, times, loop = read(path)
    assert sum(times) == 1750
    expected = [500, 100, 100, 30, 20, 1000] if suffix == ".gif" else np.multiply(durations, 1000)
    np.testing.assert_allclose(times, expected)
    assert loop in (None, 1)  # once: a GIF says so by saying nothing
    for wrong in (durations[:-1], [*durations, 0.1]):
        with pytest.raises(UserError, match=f"{len(wrong)} durations"):
            rendering.save_animation(waves(6), path, wrong)
    assert read(path)[1] == times


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_equal_and_single_frames_are_kept_and_long_times_fit(suffix, tmp_path):
    still = np.full((9, 8), 77, "uint8")
    path = rendering.save_animation([still] * 3, tmp_path / f"a{suffix}", duration=600)
    frames, times, _ = read(path)
    assert len(frames) == 3 and sum(times) == 1_800_000
    path = rendering.save_animation([still], tmp_path / f"b{suffix}", duration=0.02)
    with Image.open(path) as file:
        assert np.abs(np.asarray(file.convert("L"), int) - 77).max() <= 1


def test_floats_and_any_iterable_are_taken(tmp_path):
    array = np.stack(list(waves(3)))
    exact = [frame / 255 for frame in array]
    saved = [
        rendering.save_animation(frames, tmp_path / f"{i}.png").read_bytes()
        for i, frames in enumerate((array, list(array), exact, array[..., 0], waves(3)))
    ]
    assert len(set(saved)) == 1


def test_colours_of_a_gif_share_one_palette_and_grey_is_not_dithered(tmp_path):
    path = rendering.save_animation(waves(5, channels=3), tmp_path / "a.gif")
    with Image.open(path) as file:
        palettes = set()
        for index in range(file.n_frames):
            file.seek(index)
            palettes.add(file.global_palette.palette)
    assert len(palettes) == 1
    frames, _, _ = read(path)
    assert len(np.unique(frames.reshape(-1, 3), axis=0)) > 100
    flat = [np.full((16, 16, 3), colour, "uint8") for colour in ((200, 30, 30), (20, 90, 220))]
    frames, _, _ = read(rendering.save_animation(flat, tmp_path / "b.gif"))
    assert np.abs(frames - np.stack(flat)).max() <= 8


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("channels", [1, 3])
def test_only_a_few_frames_are_alive_at_a_time(suffix, channels, tmp_path):
    alive, most = weakref.WeakSet(), []

    class Frame(np.ndarray):  # plain arrays cannot be referred to weakly
        __hash__ = object.__hash__

    def counted():
        for frame in waves(40, channels=channels):
            kept = frame.view(Frame)
            alive.add(kept)
            del frame
            yield kept
            del kept
            most.append(len(alive))

    rendering.save_animation(counted(), tmp_path / f"a{suffix}")
    assert len(most) == 40 and max(most) <= 3


def test_drawings_are_frames_drawn_one_after_the_other(tmp_path):
    cppn = small_cppn()
    codes = np.random.default_rng(0).standard_normal((4, 3)).astype("float32")
    views = rendering.zoom_path(View(), View((0.2, 0.1), 8), 4)
    for drawings in (
        [Drawing(cppn, z, 12, 9) for z in codes],
        [Drawing(cppn, codes[0], 12, 9, view, subpixels=2) for view in views],
        [Drawing(cppn, z, 12, 9, view) for z, view in zip(codes, views, strict=True)],
    ):
        path = rendering.save_animation(drawings, tmp_path / "a.png")
        expected = np.stack([drawing.pixels() for drawing in drawings]) * 255
        assert np.abs(read(path)[0] - expected).max() <= 0.51
    with pytest.raises(UserError, match="one picture, but z holds 4"):
        rendering.save_animation([Drawing(cppn, codes, 12, 9)], tmp_path / "a.png")
    with pytest.raises(UserError, match="of one shape"):
        rendering.save_animation([drawings[0], Drawing(cppn, codes[0], 9, 9)], tmp_path / "a.png")
    assert np.abs(read(path)[0] - expected).max() <= 0.51


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_failure_keeps_the_file_that_was_there(suffix, tmp_path):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"precious")

    def broken():
        yield from waves(3)
        raise RuntimeError("the lights went out")

    def stopped():
        yield from waves(3)
        raise KeyboardInterrupt

    for frames, error in ((broken(), RuntimeError), (stopped(), KeyboardInterrupt)):
        with pytest.raises(error):
            rendering.save_animation(frames, path)
    for frames, message in (
        ([], "there are none"),
        ([*waves(2), *waves(1, height=21)], "of one shape"),
        ([*waves(2), *waves(1, channels=3)], "of one shape"),
        (waves(2, channels=2), "1 or 3"),
        ([np.zeros((0, 4))], "1 or 3"),
    ):
        with pytest.raises(UserError, match=message):
            rendering.save_animation(frames, path)
    assert path.read_bytes() == b"precious"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_what_cannot_be_written_is_said_before_a_frame_is_drawn(tmp_path):
    def never():
        raise AssertionError("drawn in vain")
        yield

    for name, options, message in (
        ("a.avi", {}, r"must end in .gif, .webp, .png, .mp4"),
        ("a.gif", {"duration": 1 / 60}, "0.02 to 600 seconds, not 0.0166"),
        ("a.gif", {"duration": 601}, "0.02 to 600 seconds, not 601"),
        ("a.webp", {"duration": [0.1, 0.0001]}, "0.001 to 600 seconds, not 0.0001"),
        ("a.png", {"duration": 0}, "above 0, not 0"),
        ("a.png", {"duration": float("nan")}, "above 0, not nan"),
        ("a.png", {"duration": "fast"}, "above 0, not 'fast'"),
        ("a.png", {"duration": []}, "is empty"),
    ):
        with pytest.raises(UserError, match=message):
            rendering.save_animation(never(), tmp_path / name, **options)
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="cannot write"):
        rendering.save_animation(waves(2), tmp_path / "file" / "a.gif")
    with pytest.raises(UserError, match="16383 pixels"):
        rendering.save_animation([np.zeros((1, 16_384))], tmp_path / "a.webp")


def test_the_chunks_of_an_apng_are_in_order(tmp_path):
    """Stricter than Pillow reads: the standard wants one row of sequence numbers."""
    data = rendering.save_animation(waves(4), tmp_path / "a.png").read_bytes()
    kinds, numbers, at = [], [], 8
    while at < len(data):
        (length,), kind = struct.unpack_from(">I", data, at), data[at + 4 : at + 8]
        if kind in (b"fcTL", b"fdAT"):
            numbers += struct.unpack_from(">I", data, at + 8)
        kinds.append(kind.decode())
        at += length + 12
    assert kinds == ["IHDR", "acTL", "fcTL", "IDAT", *["fcTL", "fdAT"] * 3, "IEND"]
    assert numbers == list(range(7))


def test_without_ffmpeg_an_mp4_is_answered_with_what_to_install(tmp_path, monkeypatch):
    find = importlib.util.find_spec
    hidden = lambda name, *rest: None if name == "imageio_ffmpeg" else find(name, *rest)  # noqa: E731
    monkeypatch.setattr(importlib.util, "find_spec", hidden)
    with pytest.raises(UserError, match=r"pip install \"imageio\[ffmpeg\]\""):
        rendering.save_animation(waves(2), tmp_path / "a.mp4")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not FFMPEG, reason="imageio-ffmpeg is not installed")
@pytest.mark.parametrize("channels", [1, 3])
def test_mp4_has_the_frames_the_pace_and_even_sides(channels, tmp_path):
    import imageio.v3 as iio

    path = tmp_path / "a.mp4"
    rendering.save_animation(waves(9, 33, 46, channels), path, 1 / 12.5)
    video, about = iio.imread(path, plugin="FFMPEG"), iio.immeta(path, plugin="FFMPEG")
    assert video.shape == (9, 34, 46, 3) and about["fps"] == 12.5
    assert about["duration"] == pytest.approx(9 / 12.5, abs=0.01)
    expected = np.stack(list(waves(9, 33, 46, channels)))
    assert np.abs(video[:, :33].astype("float64") - expected).mean() < 12
    rendering.save_animation(waves(3, 32, 32), path, duration=[0.5, 0.1, 1.0])
    assert len(iio.imread(path, plugin="FFMPEG")) == 16
    with pytest.raises(UserError, match="steady pace"):
        rendering.save_animation(waves(2), path, duration=[0.033, 0.05])
    with pytest.raises(UserError, match="of one shape"):
        rendering.save_animation([*waves(2), *waves(1, height=8)], path)
    assert len(iio.imread(path, plugin="FFMPEG")) == 16
    assert [p.name for p in tmp_path.iterdir()] == ["a.mp4"]
