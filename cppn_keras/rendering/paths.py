"""Ways to move: through the latent space from z to z, and over the plane from view to view.

Every way includes both its ends, except that a closed one leaves its end out, which is its start.
"""

from collections.abc import Sequence

import numpy as np

from cppn_keras.checks import check_memory, numbers, whole
from cppn_keras.coordinates import View
from cppn_keras.errors import UserError
from cppn_keras.names import EASINGS, INTERPOLATIONS

MAX_FRAMES = 1_000_000  # half a day at 25 a second


def lerp(z1: np.ndarray, z2: np.ndarray, t: float | np.ndarray) -> np.ndarray:
    """The straight way: (1 - t)·z1 + t·z2, float32 (latent,), or (n, latent) for t (n,)."""
    z1, z2, t = _as_vectors(z1, z2, t)
    return ((1 - t) * z1 + t * z2).astype("float32")


def slerp(z1: np.ndarray, z2: np.ndarray, t: float | np.ndarray) -> np.ndarray:
    """The way on the sphere: the direction turns evenly, the length goes straight.

    Random z of many dimensions all have nearly the same length; the straight way between two of
    them is shorter in the middle, where the prior hardly ever draws, and this one is not. Between
    opposite z, where every great circle is as short, one is chosen that is the same both ways;
    a zero z has no direction and takes that of the other.

    Args:
        z1, z2: (latent,).
        t: the part of the way, 0 to 1, a number or (n,).

    Returns:
        float32 (latent,), or (n, latent) for t (n,).
    """
    z1, z2, t = _as_vectors(z1, z2, t)
    length1, length2 = np.linalg.norm(z1), np.linalg.norm(z2)
    if length1 == 0 or length2 == 0 or len(z1) == 1:
        return lerp(z1, z2, np.squeeze(t, -1))
    unit1, unit2 = z1 / length1, z2 / length2
    aside = unit2 - (unit1 @ unit2) * unit1  # unit2's part across unit1: sin(angle) long
    angle = np.arctan2(np.linalg.norm(aside), unit1 @ unit2)
    if np.linalg.norm(aside) < 1e-12:  # parallel, where it does not matter, or opposite
        axis = np.eye(len(z1))[np.argmin(np.abs(unit1))]
        aside = axis - (axis @ unit1) * unit1
    aside = aside / np.linalg.norm(aside)
    direction = np.cos(t * angle) * unit1 + np.sin(t * angle) * aside
    return (direction * ((1 - t) * length1 + t * length2)).astype("float32")


def morph_path(
    z1: np.ndarray,
    z2: np.ndarray,
    n_frames: int,
    easing: str = "linear",
    interpolation: str = "linear",
) -> np.ndarray:
    """The way from z1 to z2, both (latent,): float32 (n_frames, latent), both ends included.

    Straight ("linear") suits the codes of pictures, "spherical" random z of 8 dimensions or more.

    Raises:
        UserError: fewer than 2 frames, unknown easing or interpolation, z of different lengths.
    """
    t = _times(n_frames, easing)
    z1, z2 = (numbers(z, "z").astype("float32") for z in (z1, z2))
    if z1.shape != z2.shape or z1.ndim != 1:
        raise UserError(f"a morph needs two z of one length, not {z1.shape} and {z2.shape}.")
    _check_known(interpolation, INTERPOLATIONS, "interpolation")
    return slerp(z1, z2, t) if interpolation == "spherical" else lerp(z1, z2, t)


def closed_path(
    codes: np.ndarray, n_frames: int, easing: str = "smooth", interpolation: str = "linear"
) -> np.ndarray:
    """From each z to the next and from the last back to the first: what a loop shows.

    Args:
        codes: (n, latent), n of 2 or more.
        n_frames: from one z to the next, of which the first is counted and the next is not.

    Returns:
        float32 (n·n_frames, latent); number i·n_frames is z number i. No frame is doubled, nor
        is the last one the first again.

    Raises:
        UserError: fewer than two codes, equal neighbours, or as `morph_path`.
    """
    codes = numbers(codes, "z").astype("float32")
    if codes.ndim != 2 or len(codes) < 2:
        raise UserError(f"a closed way needs two z or more, (n, latent), not {codes.shape}.")
    following = np.roll(codes, -1, axis=0)
    if np.any(np.all(codes == following, axis=1)):
        raise UserError(
            "neighbours on a closed way must differ; after the last z it returns to the first."
        )
    whole(n_frames, 1, MAX_FRAMES, "the number of frames from z to z")
    check_memory(4 * n_frames * codes.size, f"a way of {n_frames:,} frames")
    ways = [
        morph_path(z1, z2, n_frames + 1, easing, interpolation)[:-1]
        for z1, z2 in zip(codes, following, strict=True)
    ]
    return np.concatenate(ways)


def zoom_path(start: View, end: View, n_frames: int, easing: str = "linear") -> list[View]:
    """The views of a camera that goes from one to the other, both ends included.

    Zoom and scale change by the same factor from frame to frame, which to the eye is a steady
    speed, and the rotation by the same angle. The middle moves so that, but for the rotation, one
    point of the plane keeps its place in the picture: the one that has it in both views. So the
    middle of the last view, if it is farther in, comes steadily nearer to that of the picture.

    Raises:
        UserError: fewer than 2 frames or unknown easing.
    """
    if not isinstance(start, View) or not isinstance(end, View):
        raise UserError(f"a zoom leads from View to View, not from {start!r:.60} to {end!r:.60}.")
    t = _times(n_frames, easing)
    zooms = start.zoom * (end.zoom / start.zoom) ** t
    scales = start.scale * (end.scale / start.scale) ** t
    rotations = (1 - t) * start.rotation + t * end.rotation
    extents, change = scales / zooms, end.extent - start.extent
    # A view shows plane = center + extent·picture; the picture's point that stands still is the
    # one whose plane is the same at both ends, so the center moves as the extent does.
    moved = t if abs(change) < 1e-9 * start.extent else (extents - start.extent) / change
    centers = np.outer(1 - moved, start.center) + np.outer(moved, end.center)  # (n_frames, 2)
    between = zip(centers.tolist(), zooms, scales, rotations, strict=True)
    views = [View(tuple(center), *map(float, rest)) for center, *rest in between]
    return [start, *views[1:-1], end]


def there_and_back(way: Sequence) -> list:
    """A way and then its middle backwards: a loop in which neither end is shown twice."""
    way = list(way)
    return way + way[-2:0:-1]


def _times(n_frames: int, easing: str) -> np.ndarray:
    """From 0 to 1 in n_frames steps: "linear"; "sine", the 2016 program's, leaves fast and arrives
    slowly; "smooth" is slow at both ends."""
    t = np.linspace(0, 1, whole(n_frames, 2, MAX_FRAMES + 1, "the number of frames on a way"))
    _check_known(easing, EASINGS, "easing")
    if easing == "sine":
        return np.sin(t * np.pi / 2)
    return (1 - np.cos(t * np.pi)) / 2 if easing == "smooth" else t


def _check_known(name: str, known: tuple[str, ...], what: str) -> None:
    if not isinstance(name, str) or name not in known:
        raise UserError(f"unknown {what} {name!r}; known are {', '.join(known)}.")


def _as_vectors(z1, z2, t):
    z1, z2, t = (numbers(values, "z and t").astype("float64") for values in (z1, z2, t))
    if z1.shape != z2.shape or z1.ndim != 1:
        raise UserError(f"a way leads from z to z of one length, not {z1.shape} to {z2.shape}.")
    return z1, z2, t[..., None]
