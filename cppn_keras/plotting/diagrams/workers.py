"""Lesson 12: a batch in two shards, a gradient of each, and their sum on both workers."""

from itertools import pairwise

from matplotlib.figure import Figure

from cppn_keras.plotting.diagram import DATA, LOSS, MOVES, Diagram

GRADIENT = {"color": "tab:red", "linewidth": 1.4}


def workers() -> Figure:
    """Two workers, one above the other; in red what goes over the wire."""
    diagram = Diagram(12.4, 4.6)
    diagram.box("batch", 0.8, 2.3, "batch:\n64 pictures")
    for worker, y in enumerate((3.5, 1.1)):
        diagram.note(2.5, y + 0.65, f"worker {worker}", fontsize=11)
        boxes = [
            ("shard", 2.5, f"shard:\nrows {32 * worker}–{32 * worker + 31}", DATA),
            ("network", 4.7, "network, the\nsame weights", MOVES),
            ("loss", 6.8, "loss ÷ 2, with\nits own noise", LOSS),
            ("gradient", 8.75, "gradient of\nits shard", DATA),
            ("sum", 11.1, "sum: the gradient\nof the batch", DATA),
        ]
        for name, x, text, colour in boxes:
            diagram.box(f"{name} {worker}", x, y, text, colour)
        diagram.arrow("batch", f"shard {worker}")
        for a, b in pairwise(name for name, *_ in boxes):
            diagram.arrow(f"{a} {worker}", f"{b} {worker}")
    diagram.arrow("gradient 0", "gradient 1", bend=0.25, **GRADIENT)
    diagram.arrow("gradient 1", "gradient 0", bend=0.25, **GRADIENT)
    diagram.note(7.15, 2.3, "chunks go round a ring:\nall-reduce", color="tab:red")
    back = {"linestyle": "--"}
    diagram.arrow("sum 0", "network 0", bend=0.2, **back)
    diagram.arrow("sum 1", "network 1", bend=-0.2, **back)
    diagram.note(11.1, 2.3, "the same sum, so the same step,\nso the same weights")
    return diagram.figure
