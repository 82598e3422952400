"""Pixel centres against corners: a small picture and one three times as large, in one dimension."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cppn_keras.plotting.diagram import DATA, INK, LOSS, Diagram

UNIT = 1.6  # of the sheet, for 1 on the plane
SMALL, LARGE = 3, 9  # pixels


def pixels() -> Figure:
    """Both ways to give n pixels their places, and the squares that these stand for."""
    diagram = Diagram(9.6, 2.9)
    _side(diagram, 2.7, "pixel centres", lambda n: (2 * np.arange(n) + 1) / n - 1)
    _side(diagram, 7.1, "corner-aligned", lambda n: np.linspace(-1, 1, n))
    diagram.note(0.5, 1.75, f"{SMALL} pixels")
    diagram.note(0.5, 0.85, f"{LARGE} pixels")
    diagram.note(4.8, 0.12, "green: the first of three, and the first three of nine")
    return diagram.figure


def _side(diagram: Diagram, middle: float, title: str, places) -> None:
    """The strip of few pixels above that of many, and where -1 and 1 are."""
    diagram.note(middle, 2.75, title, fontsize=11)
    for edge, name in ((-1, "-1"), (1, "1")):
        x = middle + UNIT * edge
        diagram.ax.plot([x, x], [0.45, 2.2], ":", color=INK, linewidth=1)
        diagram.note(x, 2.35, name)
    for y, n in ((1.75, SMALL), (0.85, LARGE)):
        at = places(n)
        wide = at[1] - at[0]  # of a pixel
        for i, x in enumerate(at):
            corner = (middle + UNIT * (x - wide / 2), y - 0.25)
            look = {"facecolor": LOSS if i < n // SMALL else DATA, "edgecolor": INK}
            diagram.ax.add_patch(Rectangle(corner, UNIT * wide, 0.5, linewidth=0.8, **look))
        diagram.ax.plot(middle + UNIT * at, np.full(n, y), "o", color=INK, markersize=4)
