"""Lesson 11: where in encoder, CPPN, discriminator and drawing each idea sits."""

from itertools import pairwise

from matplotlib.figure import Figure

from cppn_keras.plotting.diagram import DATA, LOSS, MOVES, Diagram

IDEA = "#d8c7ee"  # what can be switched on


def ideas() -> Figure:
    """Training above, drawing below; every idea beside what it changes."""
    diagram = Diagram(11.6, 7.2)
    _training(diagram)
    _drawing(diagram)
    for y, text in ((6.9, "training"), (1.75, "drawing")):
        diagram.note(0.35, y, text, ha="left", fontsize=11, style="italic")
    diagram.note(0.35, 6.5, "violet: an idea that\ncan be switched on", ha="left", va="top")
    diagram.legend(MOVES, DATA, LOSS)
    return diagram.figure


def _training(diagram: Diagram) -> None:
    """From picture to losses, and ideas above and below the boxes that they change."""
    row = 4.2
    diagram.box("x", 0.8, row, "picture x")
    diagram.box("encoder", 2.5, row, "encoder", MOVES)
    diagram.box("z", 4.1, row, "code z")
    diagram.box("CPPN", 5.6, row, "CPPN", MOVES)
    diagram.box("x̂", 7.3, row, "picture x̂")
    diagram.box("D", 9.2, row, "discriminator", MOVES)
    diagram.box("loss", 10.8, row, "g_loss\nd_loss", LOSS)
    flow = ("x", "encoder", "z", "CPPN", "x̂", "D", "loss")
    for a, b in pairwise(flow):
        diagram.arrow(a, b)
    diagram.box("codes", 4.1, 2.8, "samples:\ncodes of the mixture", IDEA)
    diagram.arrow("codes", "CPPN")
    diagram.box("vae", 7.3, 2.8, "cross-entropy + KL", LOSS)
    diagram.arrow("x̂", "vae")
    diagram.box("matching", 9.9, 2.8, "matching:\nfeatures of x and x̂", IDEA)
    diagram.box("x again", 9.6, 5.4, "picture x")
    diagram.arrow("x again", "D")
    diagram.arrow("D", "matching")
    for name, x, y in (
        ("convolutions", 2.5, 5.1),
        ("glorot: smaller at the start", 5.6, 5.05),
        ("film: z at every layer", 5.6, 5.65),
        ("fourier: waves of x and y", 5.6, 6.25),
        ("residual: skips, leaky ReLU", 5.6, 6.85),
        ("areas:\n2 x 2 points,\nno grey", 7.9, 5.25),
        ("r1: flat at pictures,\nno gate", 10.2, 6.35),
    ):
        diagram.box(name, x, y, colour=IDEA)


def _drawing(diagram: Diagram) -> None:
    """From a prior to a large picture."""
    row = 0.8
    diagram.box("prior", 2.1, row, "mixture\nin place of N(0, I)", IDEA)
    diagram.box("sample", 4.1, row, "code z")
    diagram.box("averaged", 6.5, row, "CPPN\nwith average weights", IDEA)
    diagram.box("large", 9.2, row, "picture of any size")
    for a, b in (("prior", "sample"), ("sample", "averaged"), ("averaged", "large")):
        diagram.arrow(a, b)
