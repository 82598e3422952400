"""Lesson 7: what flows where in a VAE-GAN, and which loss moves which network in one batch."""

from cppn_keras.plotting.diagram import DATA, LOSS, MOVES, STILL, Diagram

STEPS = (  # of one batch, in order: what it is, how often, its loss, the networks that it moves
    ("VAE step", "4 times", "vae_loss", "encoder CPPN"),
    ("balanced step", "up to 4 times,\nuntil g_loss < 0.6", "g_loss + vae_loss", "encoder CPPN"),
    ("discriminator step", "once, if the gate\nis open", "d_loss", "discriminator"),
)
PLACES = {"encoder": 6.6, "CPPN": 7.9, "discriminator": 9.6}  # columns of the steps


def vae_gan():
    """Networks and losses above, the steps of one batch below; returns the Figure."""
    diagram = Diagram(11, 7)
    _flow(diagram)
    _steps(diagram)
    diagram.legend(MOVES, STILL, DATA, LOSS)
    return diagram.figure


def _flow(diagram: Diagram) -> None:
    """What every step computes, whichever loss it then goes down."""
    diagram.note(1.2, 6.8, "computed in every step", style="italic")
    diagram.box("x", 0.9, 6.2, "picture x")
    diagram.box("encoder", 2.7, 6.2, colour=STILL)
    diagram.box("z", 4.6, 6.2, "code\nz = μ + σ·ε")
    diagram.box("CPPN", 6.4, 6.2, colour=STILL)
    diagram.box("x̂", 8.4, 6.2, "reconstruction x̂")
    diagram.box("vae_loss", 3.4, 4.7, "vae_loss =\n(cross-entropy + KL)/pixels", LOSS)
    diagram.box("x again", 6.5, 4.5, "picture x")
    diagram.box("discriminator", 8.4, 4.5, colour=STILL)
    diagram.box("g_loss", 10.3, 4.9, colour=LOSS)
    diagram.box("d_loss", 10.3, 4.1, colour=LOSS)
    diagram.arrow("x", "encoder")
    diagram.arrow("encoder", "z")
    diagram.arrow("z", "CPPN")
    diagram.arrow("CPPN", "x̂")
    for source in ("x", "z", "x̂"):
        diagram.arrow(source, "vae_loss")
    diagram.arrow("x̂", "discriminator")
    diagram.arrow("x again", "discriminator")
    diagram.arrow("discriminator", "g_loss")
    diagram.arrow("discriminator", "d_loss")


def _steps(diagram: Diagram) -> None:
    """A row for each kind of step: the networks that it moves have another colour."""
    heads = {1.2: "one batch, from top to bottom", 4.3: "the step lowers", 8.1: "and moves"}
    for x, text in heads.items():
        diagram.note(x, 3.35, text, style="italic")
    for row, (step, count, loss, moved) in enumerate(STEPS):
        y = 2.7 - 0.95 * row
        diagram.note(0.2, y + 0.2, step, ha="left", fontsize=9, weight="bold")
        diagram.note(0.2, y - 0.02, count, ha="left", va="top")
        diagram.box(f"{step} loss", 4.3, y, loss, LOSS)
        for network, x in PLACES.items():
            colour = MOVES if network in moved.split() else STILL
            diagram.box(f"{step} {network}", x, y, network, colour)
