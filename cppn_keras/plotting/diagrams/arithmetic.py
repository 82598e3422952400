"""Lesson 9: pictures become codes, codes are added and subtracted, and the sum is drawn."""

from matplotlib.figure import Figure

from cppn_keras.plotting.diagram import DATA, LOSS, STILL, Diagram

ROWS = ("9", "slanted 1", "upright 1")
SIGNS = ("", "+", "−")


def arithmetic() -> Figure:
    """Three pictures through the encoder, their codes to a sum, the sum to a picture."""
    diagram = Diagram(11.2, 3.9)
    for row, (name, sign) in enumerate(zip(ROWS, SIGNS, strict=True)):
        y = 3.3 - 0.95 * row
        diagram.box(f"picture {row}", 0.95, y, f"picture:\n{name}")
        diagram.box(f"encoder {row}", 2.75, y, "encoder", STILL)
        diagram.box(f"code {row}", 4.65, y, f"code of\n{name}")
        diagram.arrow(f"picture {row}", f"encoder {row}")
        diagram.arrow(f"encoder {row}", f"code {row}")
        diagram.note(5.62, (0, 2.5, 1.6)[row], sign, fontsize=13)
    diagram.box("sum", 6.85, 2.35, "24 numbers:\na slanted 9", LOSS)
    diagram.box(
        "step", 6.85, 0.6, "or: code of any digit\n+ amount · direction,\nfound from data", DATA
    )
    diagram.box("CPPN", 8.7, 2.35, "CPPN", STILL)
    diagram.box("points", 8.7, 3.4, "points x, y")
    diagram.box("drawn", 10.35, 2.35, "picture\nof any size")
    for row in range(len(ROWS)):
        diagram.arrow(f"code {row}", "sum")
    for a, b in (("sum", "CPPN"), ("points", "CPPN"), ("CPPN", "drawn"), ("step", "CPPN")):
        diagram.arrow(a, b)
    return diagram.figure
