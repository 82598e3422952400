"""A pixel as a point and as an area, and a large picture drawn tile by tile."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from cppn_keras.plotting.diagram import DATA, INK, LOSS, STILL, Diagram

SIDE = 1.6  # of a square, in units of the sheet
FOOT = 0.72  # where the squares stand
GREY = "#c9ccd1"  # ink in the plane


def areas() -> Figure:
    """One sample and nine in a pixel that an edge divides; a tile's way through the network."""
    diagram = Diagram(10.4, 2.8)
    _pixel(diagram, 0.3, 1, "a point", "one sample:\n0 or 1")
    _pixel(diagram, 2.4, 3, "an area", "the mean of nine:\n3/9 of it is ink")
    _tiles(diagram, 4.9)
    diagram.box("points", 7.4, 1.72, "its pixels\nas points")
    diagram.box("cppn", 8.7, 1.72, "CPPN", STILL)
    diagram.box("colours", 9.8, 1.72, "its\ncolours")
    diagram.arrow("tile", "points")
    diagram.arrow("points", "cppn")
    diagram.arrow("cppn", "colours")
    diagram.note(8.7, 2.55, "one tile at a time", fontsize=11)
    diagram.note(8.7, 0.36, "no tile knows of another:\nmemory for one is enough")
    return diagram.figure


def _pixel(diagram: Diagram, left: float, n: int, title: str, below: str) -> None:
    """A pixel, ink in its lower right corner, and n x n samples: full dots are in the ink."""
    corner = np.array([left, FOOT])
    diagram.ax.add_patch(Rectangle(corner, SIDE, SIDE, facecolor=DATA, edgecolor=INK, linewidth=1))
    ink = np.array([[0.2, 0], [1, 0], [1, 0.9]])  # its corners, as shares of the pixel
    diagram.ax.add_patch(Polygon(corner + SIDE * ink, facecolor=GREY, edgecolor="none"))
    places = (np.arange(n) + 0.5) / n
    for x, y in np.array(np.meshgrid(places, places)).reshape(2, -1).T:
        inside = y < 0.9 * (x - 0.2) / 0.8
        face = INK if inside else DATA
        dot = corner + SIDE * np.array([x, y])
        diagram.ax.plot(*dot, "o", color=INK, markerfacecolor=face, markersize=7)
    diagram.note(left + SIDE / 2, 2.55, title, fontsize=11)
    diagram.note(left + SIDE / 2, 0.36, below)


def _tiles(diagram: Diagram, left: float) -> None:
    """A picture of 4 x 4 tiles, one of which is about to be drawn."""
    side = SIDE / 4
    for row, column in np.ndindex(4, 4):
        corner = (left + side * column, FOOT + side * row)
        look = {"facecolor": LOSS if (row, column) == (2, 3) else DATA, "edgecolor": INK}
        tile = Rectangle(corner, side, side, linewidth=0.8, **look)
        diagram.ax.add_patch(tile)
        if look["facecolor"] == LOSS:
            diagram.boxes["tile"] = tile
    diagram.note(left + SIDE / 2, 2.55, "a large picture", fontsize=11)
    diagram.note(left + SIDE / 2, 0.36, "cut into tiles")
