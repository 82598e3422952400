"""Boxes and arrows: what the diagrams of the lessons are made of."""

import matplotlib.pyplot as plt
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

INK = "#333333"
MOVES, STILL, DATA, LOSS = "#f6c177", "#dfe3e8", "#ffffff", "#a8d5ba"  # what a box's colour means
LEGEND = {MOVES: "weights that move", STILL: "weights that stay", DATA: "numbers", LOSS: "loss"}


class Diagram:
    """A sheet of `width` x `height` units, (0, 0) at the lower left, on which one puts boxes by
    their middles and joins them by name.

        diagram = Diagram(10, 3)
        diagram.box("x", 1, 1.5, "picture\\n28 x 28")
        diagram.box("encoder", 4, 1.5, "encoder", MOVES)
        diagram.arrow("x", "encoder", "what flows")
        return diagram.figure
    """

    def __init__(self, width: float, height: float, title: str | None = None):
        self.figure, self.ax = plt.subplots(figsize=(width, height), layout="constrained")
        self.ax.set(xlim=(0, width), ylim=(0, height), aspect="equal", title=title)
        self.ax.set_axis_off()
        self.boxes = {}

    def box(self, name: str, x: float, y: float, text: str | None = None, colour=DATA) -> None:
        """A box around (x, y), as wide and high as its lines of text ask for."""
        lines = (name if text is None else text).split("\n")
        wide = max(0.6, 0.3 + 0.085 * max(len(line) for line in lines))
        high = 0.34 + 0.22 * len(lines)
        corner = (x - wide / 2, y - high / 2)
        style = {"boxstyle": "round,pad=0,rounding_size=0.1", "edgecolor": INK, "facecolor": colour}
        self.boxes[name] = FancyBboxPatch(corner, wide, high, **style, linewidth=1)
        self.ax.add_patch(self.boxes[name])
        self.note(x, y, "\n".join(lines), fontsize=9)

    def arrow(self, start: str, end: str, label: str = "", bend: float = 0.0, **style) -> None:
        """From box to box; `bend` curves it (its height per length), `style` goes to matplotlib:
        linestyle="--" for a gradient that stops, color="tab:red"."""
        a, b = self.boxes[start], self.boxes[end]
        middles = [(p.get_x() + p.get_width() / 2, p.get_y() + p.get_height() / 2) for p in (a, b)]
        look = {"arrowstyle": "-|>", "mutation_scale": 12, "color": INK, "linewidth": 1.1} | style
        curve = f"arc3,rad={bend}"
        patch = FancyArrowPatch(*middles, patchA=a, patchB=b, connectionstyle=curve, **look)
        self.ax.add_patch(patch)
        if label:
            (x0, y0), (x1, y1) = middles
            x, y = (x0 + x1) / 2 + bend * (y1 - y0) / 2, (y0 + y1) / 2 - bend * (x1 - x0) / 2
            self.note(x, y, label, color=look["color"], va="bottom")

    def note(self, x: float, y: float, text: str, **style) -> None:
        """Text without a box."""
        look = {"ha": "center", "va": "center", "fontsize": 8, "color": INK} | style
        self.ax.text(x, y, text, **look)

    def legend(self, *colours: str) -> None:
        """What the colours of boxes mean, below the sheet."""
        patches = [plt.Rectangle((0, 0), 1, 1, facecolor=c, edgecolor=INK) for c in colours]
        place = {"loc": "upper center", "bbox_to_anchor": (0.5, 0.0), "ncols": len(colours)}
        self.ax.legend(patches, [LEGEND[c] for c in colours], **place, frameon=False, fontsize=8)
