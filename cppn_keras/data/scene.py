"""A picture of our own, for lesson 4: a bay at dusk, as a function of where.

It is no file but a rule that gives every point of the plane a colour, so it exists at any size:
a small drawing to learn from and the truth about what an enlargement should show. It has what
pictures have: slow gradients (sky, sea, glow), hard edges (hills, tower, sails), patterns that
grow finer (ripples), and lines thinner than a pixel of a small drawing (rigging, railing).
"""

import numpy as np

from cppn_keras.coordinates import View, coordinates_within

HORIZON = 0.22  # y, which grows downwards
SUN = (0.34, 0.15)
LAMP = (-0.62, -0.375)
BAND_POINTS = 1_000_000  # points in memory at a time

Layer = tuple[np.ndarray, np.ndarray]  # where (n,), as bool or 0..1, and its colour (3,) or (n, 3)


def draw_scene(
    height: int = 128, width: int = 128, view: View = View(), subpixels: int = 4
) -> np.ndarray:
    """Draws the bay; each pixel is the average of subpixels² points spread evenly over it.

    Pixels are areas, so drawings nest: the average of the 2 x 2 pixels of a drawing twice as
    large, with half the subpixels, is the pixel of the small one.

    Returns:
        float32 (height, width, 3) in 0..1.
    """
    fine = (height * subpixels, width * subpixels)
    image = np.empty((height, width, 3), "float32")
    rows = max(1, BAND_POINTS // (fine[1] * subpixels))  # of pixels
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        band = (top * subpixels, 0, (bottom - top) * subpixels, fine[1])
        x, y = coordinates_within(band, *fine, view, radius=False).reshape(-1, 2).T
        colours = scene_colours(x, y).reshape(bottom - top, subpixels, width, subpixels, 3)
        image[top:bottom] = colours.mean(axis=(1, 3))
    return image


def scene_colours(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The colour of the points (x, y), both (n,), -1 to 1 within the picture: float32 (n, 3)."""
    x, y = np.asarray(x, "float32"), np.asarray(y, "float32")
    colours = _sky(x, y)
    for draw, (left, top, right, bottom) in LAYERS:
        near = np.flatnonzero((x > left) & (x < right) & (y > top) & (y < bottom))
        part = colours[near]
        for where, paint in draw(x[near], y[near]):
            touched = np.flatnonzero(where)
            share = where[touched].astype("float32")[:, None]
            paint = paint if paint.ndim == 1 else paint[touched]
            part[touched] += share * (paint - part[touched])
        colours[near] = part
    return np.clip(colours, 0, 1)


def _sky(x, y):
    """From night above to the last light at the horizon."""
    heights = [-1.0, -0.55, -0.15, 0.1, HORIZON]
    colours = [_rgb("10204a"), _rgb("31417e"), _rgb("9a5f93"), _rgb("f08a5d"), _rgb("ffd27a")]
    return _gradient(y, heights, colours)


def _stars(x, y) -> list[Layer]:
    places = [(-0.82, -0.86, 12), (-0.52, -0.7, 9), (-0.12, -0.9, 10), (0.16, -0.66, 8)]
    places += [(0.3, -0.93, 8), (-0.36, -0.44, 7), (-0.93, -0.5, 8), (-0.02, -0.42, 6)]
    stars = [(_disc(x, y, sx, sy, size / 1000), _rgb("fff6dc")) for sx, sy, size in places]
    crescent = _disc(x, y, -0.27, -0.72, 0.1) & ~_disc(x, y, -0.225, -0.745, 0.092)
    return [*stars, (crescent, _rgb("fbf3d4"))]


def _sun(x, y) -> list[Layer]:
    distance = np.hypot(x - SUN[0], y - SUN[1])
    glow = 0.75 * np.exp(-((distance / 0.38) ** 2))
    return [(glow, _rgb("ffc46b")), (distance < 0.135, _rgb("fff1b8"))]


def _far_hills(x, y) -> list[Layer]:
    far = 0.08 + 0.05 * np.sin(4.1 * x + 1.0) + 0.025 * np.sin(9.7 * x) + 0.008 * np.sin(31 * x)
    near = 0.16 + 0.04 * np.sin(5.3 * x + 4.0) + 0.014 * np.sin(17 * x + 1.0)
    mist = _gradient(y, [-0.05, HORIZON], [_rgb("6d5a8d"), _rgb("c98a92")])
    shade = _gradient(y, [0.08, HORIZON], [_rgb("493f70"), _rgb("875f7f")])
    return [(y > far, mist), (y > near, shade)]


def _sea(x, y) -> list[Layer]:
    heights = [HORIZON, 0.4, 0.7, 1.0]
    colours = [_rgb("f2a978"), _rgb("7d6f9a"), _rgb("2d5480"), _rgb("11304f")]
    water = _gradient(y, heights, colours)
    depth = np.maximum(y - HORIZON, 0) + 0.03  # 0.03 at the horizon: ripples grow finer there
    ripples = np.sin(70 * depth**0.6 + 1.1 * np.sin(9 * x + 11 * y) + 0.8 * np.sin(21 * x))
    path = np.exp(-(((x - SUN[0]) / (0.08 + 0.32 * depth)) ** 2))
    glitter = path * (0.5 + 0.5 * np.tanh(3 * ripples))
    swell = 0.12 * (0.5 + 0.5 * np.sin(16 * (y + 0.06 * np.sin(5 * x + 1)) / depth**0.5))
    below = y > HORIZON
    return [(below, water), (below * swell, _rgb("9fd0d8")), (below * glitter, _rgb("ffdf9a"))]


def _boat(x, y) -> list[Layer]:
    hull = _polygon(x, y, [(0.08, 0.6), (0.56, 0.585), (0.49, 0.675), (0.17, 0.675)])
    stripe = hull & (y > 0.615) & (y < 0.63)
    main = _polygon(x, y, [(0.31, 0.0), (0.31, 0.575), (0.095, 0.575)])
    jib = _polygon(x, y, [(0.325, 0.05), (0.53, 0.575), (0.325, 0.575)])
    battens = main & (np.abs((y + 0.25 * x) % 0.14 - 0.07) < 0.004)
    flag = _polygon(x, y, [(0.312, -0.08), (0.41, -0.05), (0.312, -0.03)])
    ropes = _line(x, y, (0.312, -0.03), (0.56, 0.585), 0.005)
    ropes |= _line(x, y, (0.312, -0.03), (0.085, 0.59), 0.004)
    mirror = (0.5 + 0.3 * np.sin(90 * y)) * np.exp(-(((y - 0.66) / 0.08) ** 2)) * (y > 0.66)
    mirror *= np.exp(-(((x - 0.33) / 0.17) ** 4))
    return [
        (mirror, _rgb("12233f")),
        (hull, _rgb("7a2531")),
        (stripe, _rgb("f5e9d3")),
        (main, _gradient(x, [0.085, 0.3], [_rgb("fff7e8"), _rgb("e3c7b6")])),
        (battens, _rgb("a8837a")),
        (jib, _gradient(y, [0.05, 0.565], [_rgb("e2574c"), _rgb("b23a48")])),
        (ropes, _rgb("33243a")),
        (_line(x, y, (0.312, -0.08), (0.312, 0.6), 0.012), _rgb("4a2c2a")),
        (flag, _rgb("2bb3a3")),
    ]


def _gulls(x, y) -> list[Layer]:
    birds = np.zeros(x.shape, bool)
    for cx, cy, size in ((0.62, -0.4, 0.11), (0.8, -0.52, 0.075), (0.44, -0.56, 0.06)):
        across = np.abs(x - cx) / size
        wing = cy - 0.55 * size * np.sin(np.pi * np.minimum(across, 0.999)) ** 0.8
        birds |= (across < 1) & (np.abs(y - wing) < 0.011 * (1.15 - across))
    return [(birds, _rgb("f4eef5"))]


def _headland(x, y) -> list[Layer]:
    """Rock under the tower, on the left, with grass on it."""
    top = 0.36 + 1.5 * np.maximum(x + 0.42, 0) ** 1.6 + 0.03 * np.sin(8 * x)
    top += 0.008 * np.sin(47 * x) + 0.05 * (x + 1)
    rock = y > top
    seams = 0.5 + 0.5 * np.sin(26 * (y - 0.8 * top) + 1.5 * np.sin(7 * x + 4 * y))
    stone = _gradient(y, [0.34, 1.0], [_rgb("5b4a52"), _rgb("1d1f2e")])
    grass = rock & (y < top + 0.05 + 0.02 * np.sin(23 * x))
    return [
        (rock, stone),
        (rock * 0.25 * seams, _rgb("92706c")),
        (grass, _gradient(y, [0.3, 0.6], [_rgb("6f8f4e"), _rgb("2f5b45")])),
    ]


def _lighthouse(x, y) -> list[Layer]:
    cx, head, foot = LAMP[0], LAMP[1] + 0.075, 0.4
    half = 0.07 + 0.05 * (y - head) / (foot - head)  # half its width at height y
    across = (x - cx) / half  # -1 to 1 on the tower
    tower = (np.abs(across) < 1) & (y > head) & (y < foot + 0.06)
    red = (y - head + 0.02 * across**2) % 0.26 < 0.13
    bands = np.where(red[:, None], _rgb("c8382f"), _rgb("f7efe2"))
    shade = 0.55 * np.clip(across * -0.6 + 0.35, 0, 1) ** 1.5
    gallery = _box(x, y, cx, head, 0.1, 0.014)
    railing = _box(x, y, cx, head - 0.055, 0.1, 0.004)
    railing |= _box(x, y, cx, head - 0.03, 0.1, 0.025) & (np.abs((x - cx) % 0.04 - 0.02) < 0.0035)
    glass = _box(x, y, cx, head - 0.075, 0.048, 0.062)
    frame = glass & (np.abs((x - cx + 0.048) % 0.032 - 0.016) > 0.0125)
    roof = _polygon(
        x, y, [(cx, head - 0.235), (cx + 0.07, head - 0.135), (cx - 0.07, head - 0.135)]
    )
    windows = _box(x, y, cx, 0.26, 0.016, 0.03) | _box(x, y, cx + 0.012, -0.02, 0.013, 0.026)
    door = _box(x, y, cx - 0.01, 0.36, 0.026, 0.045)
    return [
        (tower, bands),
        (tower * shade, _rgb("2a2350")),
        (windows, _rgb("ffd66e")),
        (door, _rgb("3a2a35")),
        (railing, _rgb("2b2233")),
        (gallery, _rgb("2b2233")),
        (glass, _rgb("fff3b0")),
        (frame, _rgb("5b4a3a")),
        (roof, _rgb("8e2a2e")),
        (_line(x, y, (cx, head - 0.23), (cx, head - 0.3), 0.006), _rgb("2b2233")),
    ]


def _beams(x, y) -> list[Layer]:
    """Light to both sides, fading with the distance, and a glow about the lamp."""
    cx, cy = LAMP
    distance = np.hypot(x - cx, y - cy)
    slope = (y - cy + 0.12 * (x - cx)) / (np.abs(x - cx) + 1e-6)
    beam = np.exp(-((slope / 0.085) ** 2)) * np.exp(-distance / 0.75) * 0.6
    return [(beam, _rgb("fff0b5")), (0.5 * np.exp(-((distance / 0.13) ** 2)), _rgb("ffe9a0"))]


# From back to front, each with the box (left, top, right, bottom) outside of which it has nothing.
EVERYWHERE = (-np.inf, -np.inf, np.inf, np.inf)
LAYERS = (
    (_stars, (-1, -1, 0.4, -0.3)),
    (_sun, EVERYWHERE),
    (_far_hills, (-np.inf, -0.02, np.inf, HORIZON + 0.01)),
    (_sea, (-np.inf, HORIZON, np.inf, np.inf)),
    (_boat, (0.05, -0.1, 0.6, 0.9)),
    (_gulls, (0.3, -0.7, 1, -0.3)),
    (_beams, EVERYWHERE),
    (_lighthouse, (-0.8, -0.62, -0.45, 0.47)),
    (_headland, (-np.inf, 0.25, 0.4, np.inf)),
)


def _rgb(code: str) -> np.ndarray:
    """Six hexadecimal digits → float32 (3,) in 0..1."""
    return np.frombuffer(bytes.fromhex(code), "uint8").astype("float32") / 255


def _gradient(t, places, colours) -> np.ndarray:
    """(n,) → colours (n, 3), piecewise linear between `places`, constant outside them."""
    channels = np.stack(colours).T
    return np.stack([np.interp(t, places, channel) for channel in channels], -1).astype("float32")


def _disc(x, y, cx, cy, radius) -> np.ndarray:
    return (x - cx) ** 2 + (y - cy) ** 2 < radius**2


def _box(x, y, cx, cy, half_width, half_height) -> np.ndarray:
    return (np.abs(x - cx) < half_width) & (np.abs(y - cy) < half_height)


def _polygon(x, y, corners) -> np.ndarray:
    """Whether points lie in a convex polygon, its corners given clockwise as one sees it."""
    inside = np.ones(x.shape, bool)
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        inside &= (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) >= 0
    return inside


def _line(x, y, start, end, width) -> np.ndarray:
    """Whether points lie within width/2 of the way from start to end."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    t = np.clip(((x - start[0]) * dx + (y - start[1]) * dy) / (dx**2 + dy**2), 0, 1)
    return np.hypot(x - start[0] - t * dx, y - start[1] - t * dy) < width / 2
