"""The CPPN of 2016: one pixel's place and the picture's z in, that pixel's colour out."""

from itertools import pairwise

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cppn_keras.plotting.diagram import INK, STILL, Diagram

SIDE, PIXELS, ASKED = 0.26, 4, (2, 2)  # the little pictures, and the pixel that is asked about


def cppn() -> Figure:
    """What flows through a CPPN for one pixel; it is the same for every other one."""
    diagram = Diagram(11, 2.3)
    _picture(diagram, 0.1, "white", "where is it?")
    diagram.box("place", 2.3, 0.6, "x, y of its middle\nr = √(x² + y²)")
    diagram.box("z", 2.3, 1.8, "z, the same\nat every pixel")
    diagram.box("scale", 4.1, 1.2, "side by side,\ntimes scale")
    layers = [f"tanh\n{i}" for i in (1, 2, 3, 4)]
    for i, name in enumerate(layers):
        diagram.box(name, 5.4 + 0.88 * i, 1.2, name, STILL)
    diagram.box("output", 9.05, 1.2, "sigmoid", STILL)
    flow = ["scale", *layers, "output"]
    for a, b in [("place", "scale"), ("z", "scale"), *pairwise(flow)]:
        diagram.arrow(a, b)
    diagram.note(7.1, 0.6, "random weights, the same for every pixel and every z")
    _picture(diagram, 9.8, "0.6", "how bright?")
    return diagram.figure


def _picture(diagram: Diagram, left: float, colour: str, text: str) -> None:
    """A little picture, a text below it, and a dot in the middle of the pixel that is asked."""
    for row, column in np.ndindex(PIXELS, PIXELS):
        corner = (left + column * SIDE, 0.68 + row * SIDE)
        face = colour if (row, column) == ASKED else "white"
        look = {"facecolor": face, "edgecolor": INK, "linewidth": 0.8}
        diagram.ax.add_patch(Rectangle(corner, SIDE, SIDE, **look))
    row, column = ASKED
    diagram.ax.plot(left + (column + 0.5) * SIDE, 0.68 + (row + 0.5) * SIDE, "o", color=INK, ms=4)
    diagram.note(left + PIXELS * SIDE / 2, 0.5, text)
