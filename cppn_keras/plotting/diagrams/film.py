"""Two ways for z to speak to a CPPN: once, as in 2016, or at every layer, by FiLM."""

from itertools import pairwise

from matplotlib.figure import Figure

from cppn_keras.plotting.diagram import MOVES, Diagram

TURNED = "#d8c7ee"  # where z has a say


def film() -> Figure:
    """The CPPN of 2016 above, one with FiLM in the middle, one layer of it below."""
    diagram = Diagram(11.4, 7.0)
    _network(diagram, "2016", 5.6, ["dense layer,\nz shifts", *["dense layer"] * 3])
    diagram.box("z of 2016", 1.6, 6.5, "z (32)")
    diagram.arrow("z of 2016", "2016 1")
    _network(diagram, "FiLM", 3.3, ["dense layer,\nz scales\nand shifts"] * 4)
    diagram.box("z of FiLM", 1.6, 4.55, "z (16)")
    diagram.box("style", 6.1, 4.55, "a small network of z", MOVES)
    diagram.arrow("z of FiLM", "style")
    for i in range(1, 5):
        diagram.arrow("style", f"FiLM {i}")
    _one_layer(diagram, 1.0)
    return diagram.figure


def _network(diagram: Diagram, name: str, y: float, texts: list[str]) -> None:
    """A row: places, four layers, the colour."""
    diagram.note(0.45, y + 0.5, name, fontsize=11, fontweight="bold")
    diagram.box(f"{name} 0", 1.6, y, "x, y, r")
    for i, text in enumerate(texts, start=1):
        colour = TURNED if "z" in text else MOVES
        diagram.box(f"{name} {i}", 1.6 + 1.8 * i, y, text, colour)
    diagram.box(f"{name} 5", 10.6, y, "colour")
    for i, j in pairwise(range(6)):
        diagram.arrow(f"{name} {i}", f"{name} {j}")


def _one_layer(diagram: Diagram, y: float) -> None:
    """What happens in a layer with FiLM."""
    diagram.note(0.45, y + 0.3, "one layer\nof FiLM", fontsize=9, fontweight="bold")
    diagram.box("in", 1.6, y, "h before")
    diagram.box("dense", 3.3, y, "h · W + b", MOVES)
    diagram.box("film", 5.7, y, "h · (1 + scale) + shift", TURNED)
    diagram.box("act", 8.0, y, "leaky ReLU")
    diagram.box("add", 9.5, y, "+")
    diagram.box("out", 10.6, y, "h after")
    diagram.box("from", 5.7, y + 0.9, "scale, shift: one of each for a unit, for all points alike")
    for a, b in [*pairwise(("in", "dense", "film", "act", "add", "out")), ("from", "film")]:
        diagram.arrow(a, b)
    diagram.arrow("in", "add", bend=0.22)
