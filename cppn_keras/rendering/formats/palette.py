"""256 colours for all frames of a GIF: counted frame by frame, chosen by median cut."""

import numpy as np
from PIL import Image

BITS = 6  # of each channel that are counted: 2 MB of counts, colours within 2 of 255
DITHER = 10  # of 255: how far the threshold pattern moves a colour, from end to end


class PaletteMaker:
    """Counts the colours of frames that pass by and then chooses a palette for them all."""

    def __init__(self):
        self.counts = np.zeros(2 ** (3 * BITS), "int64")

    def see(self, pixels: np.ndarray) -> None:
        """Counts the colours of one frame, uint8 (height, width, 3)."""
        bins = (pixels >> (8 - BITS)).astype("int32") @ np.array([4**BITS, 2**BITS, 1], "int32")
        self.counts += np.bincount(bins.ravel(), minlength=len(self.counts))

    def palette(self) -> np.ndarray:
        """uint8 (256, 3): median cut (Heckbert 1982) of 65,536 colours spread over the counts."""
        sums = np.cumsum(np.sqrt(self.counts))  # the root: large areas do not take every entry
        places = (np.arange(65_536) + 0.5) / 65_536 * sums[-1]
        bins = np.searchsorted(sums, places, side="right")
        channels = [bins >> (2 * BITS), bins >> BITS & 2**BITS - 1, bins & 2**BITS - 1]
        colours = (np.stack(channels, -1) + 0.5) * 2 ** (8 - BITS)
        sample = Image.fromarray(colours.astype("uint8").reshape(256, 256, 3))
        chosen = sample.quantize(256, Image.Quantize.MEDIANCUT, kmeans=1).getpalette()
        entries = np.array(chosen, "uint8").reshape(-1, 3)[:256]
        return np.pad(entries, ((0, 256 - len(entries)), (0, 0)), mode="edge")


def to_palette(pixels: np.ndarray, palette: np.ndarray) -> np.ndarray:
    """uint8 (height, width, 3) → indices of near palette entries, uint8 (height, width).

    A fixed 8 x 8 threshold pattern (Bayer 1973) hides the steps between the entries; unlike error
    diffusion it stands still, so areas that do not change from frame to frame do not flicker.
    """
    height, width = pixels.shape[:2]
    pattern = np.round(_bayer() * DITHER).astype("int16")
    pattern = np.tile(pattern, (height // 8 + 1, width // 8 + 1))[:height, :width, None]
    moved = np.clip(pixels + pattern, 0, 255).astype("uint8")
    holder = Image.new("P", (1, 1))
    holder.putpalette(palette.tobytes())
    near = Image.fromarray(moved).quantize(palette=holder, dither=Image.Dither.NONE)
    return np.asarray(near)


def _bayer() -> np.ndarray:
    """The 8 x 8 threshold matrix, -0.5 to 0.5."""
    pattern = np.zeros((1, 1))
    for _ in range(3):
        pattern = np.block([[4 * pattern, 4 * pattern + 2], [4 * pattern + 3, 4 * pattern + 1]])
    return (pattern + 0.5) / 64 - 0.5
