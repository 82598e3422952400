"""Somebody's small picture of ink on paper: which is which, and how much of each pixel is ink."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.ndimage import maximum_filter, minimum_filter

from cppn_keras.data.folder import read_rgba
from cppn_keras.errors import UserError

SMALLEST, LARGEST = 5, 64  # pixels a side
LUMINANCE = np.array([0.299, 0.587, 0.114])  # of red, green and blue (ITU-R BT.601)
CONTRAST = 0.1  # ink differs from paper by so much of black from white
THIRD_TONE = 0.35  # of the contrast, on the other side of paper: neither ink nor paper
GREY = 0.15  # from paper and from ink; what lies between is grey
EDGE = 0.35  # around a grey pixel that an edge cuts, values differ by so much
MOST_CALM = 0.03  # a larger share of grey pixels without an edge is a photograph's
MOST_GREY = 8.0  # likewise of all grey pixels, times the side: the outline grows like the side
MOST_NOISE = 0.15  # of the contrast
MARGIN = 13  # of so many pixels one more on either side is paper, as in what `ink` has learnt from


@dataclass(frozen=True, eq=False)
class SmallPicture:
    """A small picture, ready to be enlarged.

    Attributes:
        ink: float32 (side, side, 1), the share of each pixel that is ink: the picture amid paper
            that makes it square, and gives a margin to ink that touches the border.
        height, width: pixels as given.
        dark: whether ink is darker than paper.
        noise: how far pixels of bare paper, or of full ink, are from it: twice the median, as a
            share of the contrast.
        source: one line: what was found.
    """

    ink: np.ndarray
    height: int
    width: int
    dark: bool
    noise: float
    source: str

    def placed(self, size: int) -> tuple[int, tuple[int, int, int, int]]:
        """Pixels a side of the square, and where the picture is in it (top, left, rows, columns),
        when the picture's longer side has `size`."""
        scale = size / max(self.height, self.width)
        rows, columns = (max(1, round(scale * side)) for side in (self.height, self.width))
        top, left = ((len(self.ink) - side) // 2 for side in (self.height, self.width))
        return round(scale * len(self.ink)), (
            round(scale * top),
            round(scale * left),
            rows,
            columns,
        )


def read_small_picture(path: Path) -> SmallPicture:
    """Reads a drawing of 5 to 64 pixels a side: grey, coloured or with alpha.

    What most pixels along the border are is paper, and what differs most from it is ink. Where
    only the opacity differs, ink is what is opaque.

    Raises:
        UserError: no readable picture, another size, a blank one, or one that is no drawing.
    """
    pixels = read_rgba(path) / 255
    height, width, _ = pixels.shape
    if min(height, width) < SMALLEST or max(height, width) > LARGEST:
        raise UserError(
            f"{path} has {width} x {height} pixels: enlarge takes {SMALLEST} to {LARGEST} a side."
        )
    tones, kind = _tones(pixels)
    share, dark, noise = _share_of_ink(tones, path)
    if kind == "alpha":
        dark = bool(np.average(pixels[..., :3] @ LUMINANCE, weights=tones) < 0.5)
    _refuse_photograph(share, path)
    found = "dark ink on light paper" if dark else "light ink on dark paper"
    if kind == "alpha":
        found = f"{'dark' if dark else 'light'} ink, opaque on transparent"
    source = f"{path}: {width} x {height} pixels, {found}"
    return SmallPicture(_amid_paper(share), height, width, dark, noise, source)


def _tones(pixels: np.ndarray) -> tuple[np.ndarray, str]:
    """RGBA (h, w, 4) → one number for each pixel (h, w) in 0..1, and what it is."""
    grey, alpha = pixels[..., :3] @ LUMINANCE, pixels[..., 3]
    if alpha.min() > 1 - CONTRAST:
        return grey, "luminance"
    seen = grey[alpha > 0.5]
    if len(seen) == 0 or np.ptp(seen) < 2 * CONTRAST:
        return alpha, "alpha"
    return grey * alpha + 1 - alpha, "luminance"  # on white


def _share_of_ink(tones: np.ndarray, path: Path) -> tuple[np.ndarray, bool, float]:
    """How much of each pixel (h, w) is ink, whether that is darker than paper, and the noise."""
    border = np.concatenate([tones[0], tones[-1], tones[1:-1, 0], tones[1:-1, -1]])
    paper = float(np.median(border))
    darker, lighter = paper - tones.min(), tones.max() - paper
    contrast, other = max(darker, lighter), min(darker, lighter)
    if contrast < CONTRAST:
        raise UserError(f"{path} is blank: nothing differs from its paper. There is no ink.")
    if other > THIRD_TONE * contrast:
        raise UserError(
            f"{path} has tones on both sides of its border's: enlarge is for ink on paper."
        )
    dark = darker > lighter
    share = (paper - tones if dark else tones - paper) / contrast
    calm_paper, calm_ink = maximum_filter(share, 3) < 0.4, minimum_filter(share, 3) > 0.6
    noise = [
        min(MOST_NOISE, 2 * float(np.median(off))) if len(off) else 0.0
        for off in (np.abs(share[calm_paper]), 1 - share[calm_ink])
    ]
    return np.clip((share - noise[0]) / (1 - sum(noise)), 0, 1), bool(dark), max(noise)


def _refuse_photograph(share: np.ndarray, path: Path) -> None:
    """In a drawing an edge goes through every grey pixel."""
    grey = (share > GREY) & (share < 1 - GREY)
    calm = grey & (maximum_filter(share, 3) - minimum_filter(share, 3) < EDGE)
    side = max(share.shape)
    if calm.mean() > max(MOST_CALM, 0.5 / side) or grey.mean() > min(0.7, MOST_GREY / side):
        raise UserError(
            f"{path} is no drawing but a photograph or a gradient: {grey.mean():.0%} of its "
            "pixels are neither ink nor paper. enlarge is for ink on paper."
        )


def _amid_paper(share: np.ndarray) -> np.ndarray:
    """(h, w) → float32 (side, side, 1), see `SmallPicture.ink`."""
    side = max(share.shape)
    touches = max(share[0].max(), share[-1].max(), share[:, 0].max(), share[:, -1].max()) > GREY
    side = min(side + 2 * -(-side // MARGIN), LARGEST) if touches else side
    before = [(side - n) // 2 for n in share.shape]
    after = [side - n - first for n, first in zip(share.shape, before, strict=True)]
    return np.pad(share, list(zip(before, after, strict=True)))[..., None].astype("float32")
