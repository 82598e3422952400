"""A coordinate network with Fourier features: what is drawn once, what learns, what it is told."""

from itertools import pairwise

from matplotlib.figure import Figure

from cppn_keras.plotting.diagram import DATA, LOSS, MOVES, STILL, Diagram


def coordinate_network() -> Figure:
    """One place in, one colour out; above, the same without features."""
    diagram = Diagram(10.6, 2.7)
    diagram.box("place", 0.8, 1.3, "a place\n(x, y)", DATA)
    diagram.box("waves", 3.0, 1.3, "128 waves, drawn once\nfrequencies F ~ N(0, σ²)", STILL)
    diagram.box("layers", 6.2, 1.3, "dense layers\n(relu)", MOVES)
    diagram.box("colour", 8.0, 1.3, "a colour\n(r, g, b)", DATA)
    diagram.box("loss", 9.7, 1.3, "squared\nerror", LOSS)
    diagram.box("pixel", 9.7, 0.35, "the pixel there", DATA)
    flow = ("place", "waves", "layers", "colour", "loss")
    for a, b in [*pairwise(flow), ("pixel", "loss")]:
        diagram.arrow(a, b)
    diagram.arrow("place", "layers", bend=-0.28, linestyle="--")
    diagram.note(4.82, 1.42, "256 numbers")
    diagram.note(3.5, 2.3, "without features: neighbours are nearly the same input")
    diagram.note(3.5, 0.4, "training asks for the middles of pixels; afterwards ask anywhere")
    diagram.legend(STILL, MOVES, LOSS)
    return diagram.figure
