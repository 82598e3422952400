"""Animated files written frame by frame: GIF, APNG, WebP and, with ffmpeg, MP4.

Pillow (13) keeps all frames of a GIF, an APNG or a WebP until it writes the first, and imageio's
own GIF writer gives every frame another palette, so that colours flicker. Here each frame is
compressed by Pillow or zlib as a still picture, and goes at once into the blocks that the animated
format puts around it: memory does not grow with their number, nor a long animation's first byte
wait for its last frame. MP4 is fed to ffmpeg by imageio-ffmpeg.

A writer takes (path, frames, size, loop): where to; pairs of pixels, uint8 (height, width) or
(height, width, 3), and the time they are shown in the unit of the format; (height, width,
channels); and whether to play for ever.
"""

import io
import itertools
import struct
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from cppn_keras.rendering.formats.palette import PaletteMaker, to_palette
from cppn_keras.rendering.formats.png import chunk_writer

Frames = Iterator[tuple[np.ndarray, int]]
Size = tuple[int, int, int]


def write_gif(path: Path, frames: Frames, size: Size, loop: bool) -> None:
    """GIF89a, times in 10 ms. Greys stay as they are. Colours are reduced to one palette for all
    frames, and until it is known the frames wait in a temporary file."""
    height, width, channels = size
    palette = np.repeat(np.arange(256, dtype="uint8")[:, None], 3, axis=1)
    if channels == 3:
        frames, palette = _reduced(frames, size, path.parent)
    with path.open("wb") as file:
        file.write(b"GIF89a" + struct.pack("<HHBBB", width, height, 0xF7, 0, 0))  # 256 of 8 bits
        file.write(palette.tobytes())
        if loop:
            file.write(b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00")  # 0 times: for ever
        for indices, ticks in frames:
            file.write(b"!\xf9\x04\x04" + struct.pack("<HBB", ticks, 0, 0))  # 4: leave in place
            still = io.BytesIO()
            Image.fromarray(indices).save(still, "GIF", optimize=False, interlace=False)
            file.write(still.getvalue()[13 + 768 : -1])  # without header, palette and end
        file.write(b";")


def _reduced(frames: Frames, size: Size, folder: Path) -> tuple[Frames, np.ndarray]:
    """The frames as indices, and the palette (256, 3) that their colours gave."""
    maker, waiting = PaletteMaker(), []  # ticks and compressed length of each frame
    spool = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (closed when the frames are gone)
    for pixels, ticks in frames:
        maker.see(pixels)
        waiting.append((ticks, spool.write(zlib.compress(pixels.tobytes(), 1))))
    palette = maker.palette()

    def again() -> Frames:
        spool.seek(0)
        with spool:
            for ticks, length in waiting:
                pixels = np.frombuffer(zlib.decompress(spool.read(length)), "uint8").reshape(size)
                yield to_palette(pixels, palette), ticks

    return again(), palette


def write_apng(path: Path, frames: Frames, size: Size, loop: bool, per_second: int = 1000) -> None:
    """APNG (W3C PNG, third edition), times in 1 / `per_second` seconds; nothing is lost."""
    height, width, channels = size
    numbers = itertools.count()  # of the animation's chunks, in one row
    with path.open("wb") as file:
        chunk = chunk_writer(file.write)
        file.write(b"\x89PNG\r\n\x1a\n")
        chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2 * (channels == 3), 0, 0, 0))
        control = file.tell()
        chunk(b"acTL", bytes(8))
        for count, (pixels, ticks) in enumerate(frames, 1):
            shown = (next(numbers), width, height, 0, 0, ticks, per_second, 0, 0)
            chunk(b"fcTL", struct.pack(">IIIIIHHBB", *shown))
            rows = pixels.reshape(height, -1)
            differences = np.diff(rows, axis=0, prepend=np.zeros_like(rows[:1]))  # modulo 256
            filtered = np.pad(differences, ((0, 0), (1, 0)), constant_values=2)  # 2: filter "up"
            data = zlib.compress(filtered.tobytes(), 6)
            if count == 1:
                chunk(b"IDAT", data)
            else:
                chunk(b"fdAT", struct.pack(">I", next(numbers)) + data)
        chunk(b"IEND", b"")
        file.seek(control)
        chunk(b"acTL", struct.pack(">II", count, 0 if loop else 1))


def write_webp(path: Path, frames: Frames, size: Size, loop: bool) -> None:
    """Animated WebP (RFC 9649), times in ms; compressed with losses hardly seen (quality 90)."""
    height, width, _ = size
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    with path.open("wb") as file:

        def chunk(kind: bytes, data: bytes) -> None:
            file.write(kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2))

        file.write(b"RIFF\0\0\0\0WEBP")
        chunk(b"VP8X", b"\x02\0\0\0" + canvas)  # 2: animated
        chunk(b"ANIM", b"\0\0\0\xff" + struct.pack("<H", 0 if loop else 1))  # on opaque black
        for pixels, ticks in frames:
            still = io.BytesIO()
            Image.fromarray(pixels).save(still, "WEBP", quality=90)
            head = bytes(6) + canvas + ticks.to_bytes(3, "little") + b"\x02"  # 2: do not blend
            chunk(b"ANMF", head + still.getvalue()[12:])  # without RIFF, length and WEBP
        length = file.tell() - 8
        file.seek(4)
        file.write(struct.pack("<I", length))


def write_mp4(path: Path, frames: Frames, size: Size, fps: float) -> None:
    """H.264 at `fps`, each frame as many times as its ticks say. Both sides must be even there:
    an odd one repeats its last line of pixels.

    Raises:
        ImportError: imageio-ffmpeg is not installed.
        OSError: ffmpeg failed.
    """
    import imageio_ffmpeg

    height, width, channels = size
    even = (width + width % 2, height + height % 2)
    margins = ((0, height % 2), (0, width % 2), (0, 0))[: 2 if channels == 1 else 3]
    writer = imageio_ffmpeg.write_frames(
        str(path),
        even,
        pix_fmt_in="gray" if channels == 1 else "rgb24",
        fps=fps,
        codec="libx264",
        macro_block_size=2,
        quality=None,
        output_params=["-crf", "16", "-movflags", "+faststart"],
        ffmpeg_log_level="error",
    )
    try:
        writer.send(None)
        for pixels, ticks in frames:
            padded = np.ascontiguousarray(np.pad(pixels, margins, mode="edge"))
            for _ in range(ticks):
                writer.send(padded)
    except OSError as error:
        raise OSError(f"ffmpeg says {str(error).strip().splitlines()[-1]!r}") from None
    finally:
        writer.close()
