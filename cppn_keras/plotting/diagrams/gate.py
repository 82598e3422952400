"""The gate open and shut: what of the discriminator moves, and what stays as it was."""

from matplotlib.figure import Figure

from cppn_keras.plotting.diagram import DATA, LOSS, MOVES, STILL, Diagram


def gate() -> Figure:
    """Two batches: one goes through the open gate, one stands before it shut."""
    diagram = Diagram(12.6, 2.6)
    _half(diagram, "open", 0.0, "g_loss 0.71 < 0.80\nd_loss 0.66 > 0.45")
    _half(diagram, "shut", 6.6, "g_loss 0.93 > 0.80\nd_loss 0.41 < 0.45")
    diagram.legend(LOSS, MOVES, STILL)
    return diagram.figure


def _half(diagram: Diagram, state: str, left: float, losses: str) -> None:
    """Losses and gradients, the gate between, and what remembers: optimizer and weights."""
    is_open = state == "open"
    colour = MOVES if is_open else STILL
    names = [f"{state} {name}" for name in ("losses", "gate", "gradients", "Adam", "weights")]
    diagram.box(names[0], left + 1.0, 2.0, losses, LOSS)
    diagram.box(names[1], left + 3.1, 2.0, f"gate {state}", DATA)
    diagram.box(names[2], left + 1.0, 0.7, "gradients", DATA)
    diagram.box(names[3], left + 3.1, 0.7, "Adam's averages\nand step count", colour)
    diagram.box(names[4], left + 5.2, 0.7, "discriminator", colour)
    diagram.arrow(names[0], names[1])
    if is_open:
        diagram.arrow(names[1], names[3])
        diagram.arrow(names[2], names[3])
        diagram.arrow(names[3], names[4])
    diagram.note(left + 5.2, 1.3, "one step" if is_open else "as it was")
