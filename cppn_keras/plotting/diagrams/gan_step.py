"""One step of a GAN: the discriminator's half and the generator's half, and who moves in each."""

from itertools import pairwise

from matplotlib.figure import Figure

from cppn_keras.plotting.diagram import DATA, LOSS, MOVES, STILL, Diagram

RED = "tab:red"
GRADIENT = {"color": RED, "linewidth": 1.4, "bend": -0.25}


def gan_step() -> Figure:
    """Both halves of a step, one above the other, and in red the way of the gradient."""
    diagram = Diagram(12.4, 5.1)
    _row(diagram, 1, 3.65, "d_loss: real called real,\nfakes called fake")
    diagram.box("images", 6.5, 4.7, "real pictures")
    diagram.arrow("images", "1 discriminator")
    diagram.note(4.3, 2.95, "no gradient goes back to the generator", color=RED)
    _row(diagram, 2, 1.1, "g_loss: fakes\ncalled real")
    diagram.arrow("2 discriminator", "2 generator", **GRADIENT)
    diagram.note(6.5, 0.25, "the gradient passes through\nand moves nothing here", color=RED)
    diagram.legend(MOVES, STILL, DATA, LOSS)
    return diagram.figure


def _row(diagram: Diagram, half: int, y: float, loss: str) -> None:
    """z → generator → fakes → discriminator → loss, and the gradient back to the discriminator."""
    title = {1: "1. the discriminator's half", 2: "2. the generator's half"}[half]
    diagram.note(0.3, y + 0.95, title, fontsize=11, ha="left")
    colours = (STILL, MOVES) if half == 1 else (MOVES, STILL)
    boxes = [
        ("z", 0.7, "z", DATA),
        ("generator", 2.4, "generator", colours[0]),
        ("fakes", 4.3, "fakes", DATA),
        ("discriminator", 6.5, "discriminator", colours[1]),
        ("logits", 8.5, "logits", DATA),
        ("loss", 10.9, loss, LOSS),
    ]
    names = [f"{half} {name}" for name, *_ in boxes]
    for name, (_, x, text, colour) in zip(names, boxes, strict=True):
        diagram.box(name, x, y, text, colour)
    for start, end in pairwise(names):
        diagram.arrow(start, end)
    diagram.arrow(f"{half} loss", f"{half} discriminator", **GRADIENT)
    diagram.note(8.7, y - 0.85, "gradient", color=RED)
