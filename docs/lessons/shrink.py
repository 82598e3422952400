"""Makes a small copy of a lesson's picture, to be kept beside the text.

    python docs/lessons/shrink.py out/01_vae_manifold/scatter.png docs/lessons/01/scatter.png

The pictures of a full run are kept in docs/lessons/NN/, all of a lesson in less than 1 MB: 720
pixels wide at most, in 64 colours, unless told otherwise.
"""

import argparse
from pathlib import Path

from PIL import Image


def shrink(source: Path, target: Path, width: int, colours: int) -> Path:
    """Writes `source`, at most `width` pixels wide, as a PNG of at most `colours` colours."""
    picture = Image.open(source).convert("RGB")
    if picture.width > width:
        height = round(picture.height * width / picture.width)
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(colours, dither=Image.Dither.NONE).save(target, optimize=True)
    return target


parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("source", type=Path)
parser.add_argument("target", type=Path)
parser.add_argument("--width", type=int, default=720, help="pixels at most (720)")
parser.add_argument("--colours", type=int, default=64, help="at most (64)")
options = parser.parse_args()
try:
    path = shrink(**vars(options))
except OSError as error:  # UnidentifiedImageError is one, too
    parser.error(f"{options.source} → {options.target}: {error.strerror or error}")
print(f"saved {path}, {path.stat().st_size // 1024 + 1} KB")
