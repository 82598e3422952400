"""One batch of the 2016 schedule as a strip of steps: who moves, and where the strip may end."""

from matplotlib.figure import Figure

from cppn_keras.plotting.diagram import DATA, MOVES, STILL, Diagram

STEPS = 4  # N_handicap
GENERATOR, DISCRIMINATOR = 2.75, 1.55  # heights of the two rows


def batch() -> Figure:
    """Up to four steps of the generator, then the gate, then one step of the discriminator."""
    diagram = Diagram(12.6, 3.6)
    diagram.note(0.75, GENERATOR, "generator", fontsize=11)
    diagram.note(0.75, DISCRIMINATOR, "discriminator", fontsize=11)
    for i in range(1, STEPS + 1):
        x = 0.5 + 1.7 * i
        diagram.note(x, 3.4, f"step {i}", fontsize=10)
        diagram.box(f"g{i}", x, GENERATOR, "new z", MOVES)
        diagram.box(f"d{i}", x, DISCRIMINATOR, "looks", STILL)
        diagram.arrow(f"g{i}", f"d{i}")
        if i > 1:
            diagram.arrow(f"g{i - 1}", f"g{i}")
            diagram.note(x - 0.85, GENERATOR + 0.1, "g_loss\n≥ 0.60", va="bottom")
    diagram.note(4.75, 0.85, "g_loss < 0.60 after a step: it has caught up, no more of them")
    diagram.box("gate", 9.0, DISCRIMINATOR, "gate:\ng_loss < 0.80 and\nd_loss > 0.45?", DATA)
    diagram.arrow(f"g{STEPS}", "gate")
    diagram.box("end", 9.0, 0.4, "shut: no step", DATA)
    diagram.arrow("gate", "end")
    diagram.note(11.6, 3.4, "one step", fontsize=10)
    diagram.box("still", 11.6, GENERATOR, "new z", STILL)
    diagram.box("step", 11.6, DISCRIMINATOR, "real and fakes,\nunder noise", MOVES)
    diagram.arrow("still", "step")
    diagram.arrow("gate", "step", "open")
    diagram.legend(MOVES, STILL)
    return diagram.figure
