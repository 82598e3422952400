"""Checks exercise ex03_window: what stays, what goes away from it, and how far."""

import numpy as np
from checking import Mistake

HINTS = (
    "take one pixel. At zoom 1 it shows some place; how far is that from the point, and in which "
    "direction? At zoom 2 the pixel should show a place in the same direction, half as far",
    "a place is the point plus the way from the point to the place; only the way is divided",
    "point + (places - point) / zoom, with places from coordinate_grid(height, width, "
    "radius=False)",
)


def grid(height, width):
    """Middles of the pixels, one after the other; the shorter side from -1 to 1."""
    side = 2 / min(height, width)
    return np.array(
        [
            [(column + 0.5 - width / 2) * side, (row + 0.5 - height / 2) * side]
            for row in range(height)
            for column in range(width)
        ]
    )


def zoomed(height, width, point, zoom):
    """Every place on the way from the point to where the pixel looked."""
    return np.array([[p + (v - p) / zoom for v, p in zip(place, point, strict=True)]
                     for place in grid(height, width)])  # fmt: skip


def mistakes(height, width, point, zoom):
    places, point = grid(height, width), np.array(point)
    right = zoomed(height, width, point, zoom)
    radius = np.hypot(*right.T)[:, None]
    centred = "the point has moved to the middle of the picture: it should stay where it is"
    smaller = "things get smaller: seen closer, the same pixels lie nearer together on the plane"
    signs = (places / zoom - point, (places - point) / zoom - point, (places + point) / zoom)
    return [
        Mistake(point + places / zoom, centred),
        Mistake(places / zoom, "zoomed about the middle of the picture: the point is not used"),
        Mistake(
            point + (places - point) * zoom,
            smaller,
        ),
        Mistake(
            (places - point) / zoom,
            "that is counted from the point: add it again, to get places on the plane",
        ),
        Mistake(places * zoom, smaller),
        Mistake(point + places * zoom, smaller),
        *[Mistake(wrong, "the sign of the point: what is added to what?") for wrong in signs],
        Mistake(point - (places - point) / zoom, "the picture is turned by half a turn"),
        Mistake(
            places + (places - point) / zoom, "begin at the point, not at the place: point + …"
        ),
        Mistake(
            places / zoom + point * zoom,
            "at the point itself: does point / zoom + your second term give the point?",
        ),
        Mistake(zoomed(height, width, point[::-1], zoom), "point is (x, y), as the columns are"),
        Mistake(np.hstack([right, radius]), "x and y only: the lesson adds r"),
        Mistake(right.reshape(height, width, 2), "one pixel a row: (height·width, 2)"),
    ]


def nearer(got, height, width, point, zoom):
    """A mistake if the point stays where it is and all other places have one distance's factor."""
    ways = grid(height, width) - point
    factor = np.sum((got - point) * ways) / np.sum(ways**2)
    if np.allclose(got, point + factor * ways, atol=1e-4):
        told = f"{factor:.3g} times as far as without a zoom; a zoom of {zoom} makes it 1/{zoom}"
        yield Mistake(got, f"the point stays, but a pixel looks at places that are {told}")


def test_window(attempt):
    case = {"height": 3, "width": 4, "point": (0.4, -0.7), "zoom": 2.5}
    shape = "one row per pixel, two columns: (height·width, 2)"
    hint = "where does the point itself come to lie?"
    answer = attempt(**case)
    got = answer.has_shape((12, 2), mistakes(**case), shape)
    answer.equals(zoomed(**case), [*mistakes(**case), *nearer(got, **case)], hint, shape)

    still = {**case, "zoom": 1}
    attempt(**still).equals(grid(3, 4), hint="at zoom 1 nothing changes, whatever the point")
    away = {**case, "zoom": 0.5, "point": np.array([-1.0, 0.25])}
    farther = "a zoom below 1 shows more of the plane, not less"
    attempt(**away).equals(zoomed(**away), mistakes(**away), farther, shape)

    pixel = grid(6, 3)[7]  # zoomed 3 times about it, 3 x 3 pixels show what it showed
    answer = attempt(height=6, width=3, point=tuple(pixel), zoom=3)
    fine = answer.has_shape((18, 2), hint=shape).reshape(6, 3, 2)
    around = np.mean(fine[1:4, 0:3], axis=(0, 1))
    came, wanted = f"{around.round(3)}", f"{pixel.round(3)}"
    told = ("the 3 x 3 pixels around the point", came, wanted, hint)
    answer.must(np.allclose(around, pixel, atol=1e-4), *told)
