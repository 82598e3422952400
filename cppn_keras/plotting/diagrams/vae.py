"""The variational autoencoder: from a picture to a drawing of it, and the two terms of its loss."""

from cppn_keras.plotting.diagram import DATA, LOSS, MOVES, Diagram


def draw_vae():
    """A picture becomes a distribution of codes, a code drawn from it, and a drawing."""
    diagram = Diagram(11.8, 4.3)
    diagram.box("x", 0.9, 2.1, "picture x\n28 x 28")
    diagram.box("encoder", 2.9, 2.1, "encoder", MOVES)
    diagram.box("q", 5.0, 2.1, "μ and log σ²\n(latents,) each")
    diagram.box("z", 7.2, 2.1, "z = μ + σ·ε\n(latents,)")
    diagram.box("decoder", 9.1, 2.1, "decoder", MOVES)
    diagram.box("drawing", 10.9, 2.1, "drawing x̂\n28 x 28")
    diagram.box("noise", 7.2, 0.6, "ε drawn from N(0, I)")
    diagram.box("pixels", 5.95, 3.8, "reconstruction: how unlike are x and x̂?", LOSS)
    diagram.box("kl", 4.2, 0.6, "β · KL: how far is N(μ, σ²)\nfrom the prior N(0, I)?", LOSS)
    for start, end in zip(
        ("x", "encoder", "q", "z", "decoder"),
        ("encoder", "q", "z", "decoder", "drawing"),
        strict=True,
    ):
        diagram.arrow(start, end)
    diagram.arrow("noise", "z")
    diagram.arrow("q", "kl")
    diagram.arrow("x", "pixels")
    diagram.arrow("drawing", "pixels")
    diagram.legend(MOVES, DATA, LOSS)
    return diagram.figure
