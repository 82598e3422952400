"""Exercise of lesson 9, change: a loop through any codes, at a pace of one's own."""

import numpy as np


def morph_frames(codes, frames, easing):
    """The codes of an animation that visits each of `codes` in turn and returns to the first."""
    codes = np.asarray(codes)
    times = np.arange(frames) / frames  # 1 is left out: there the next leg begins
    way = np.asarray(easing(times))[:, None]  # (frames, 1)
    following = np.roll(codes, -1, axis=0)  # after the last code comes the first
    legs = [a + way * (b - a) for a, b in zip(codes, following, strict=True)]
    return np.concatenate(legs)  # (n · frames, latents)
