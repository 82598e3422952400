"""The diagrams of the lessons: nothing lies on anything else, nothing is cut off."""

import importlib
import inspect
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pytest
from matplotlib.patches import FancyBboxPatch
from matplotlib.transforms import Bbox

from cppn_keras.plotting import diagrams
from cppn_keras.plotting.diagram import DATA, MOVES, Diagram

FILES = sorted(path.stem for path in Path(diagrams.__file__).parent.glob("[a-z]*.py"))


def drawings():
    """Every public function of a file of diagrams."""
    for name in FILES:
        module = importlib.import_module(f"cppn_keras.plotting.diagrams.{name}")
        for key, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not key.startswith("_"):
                yield pytest.param(function, id=f"{name}.{key}")


def overlap(a: Bbox, b: Bbox) -> float:
    """Area in common, in pixels, of two boxes that are made a little smaller."""
    common = Bbox.intersection(a, b)
    return 0 if common is None else max(0, common.width - 2) * max(0, common.height - 2)


@pytest.mark.parametrize("draw", drawings())
def test_nothing_overlaps_and_nothing_is_cut_off(draw):
    figure = draw()
    figure.canvas.draw()
    texts = [text for ax in figure.axes for text in ax.texts if text.get_text()]
    extents = [text.get_window_extent() for text in texts]
    for text, extent in zip(texts, extents, strict=True):
        inside = figure.bbox.padded(1).contains
        assert inside(extent.x0, extent.y0) and inside(extent.x1, extent.y1), text.get_text()
    for i, a in enumerate(extents):
        for j in range(i):
            assert not overlap(a, extents[j]), (texts[i].get_text(), texts[j].get_text())
    boxes = [p for ax in figure.axes for p in ax.patches if isinstance(p, FancyBboxPatch)]
    frames = [box.get_window_extent() for box in boxes]
    for i, frame in enumerate(frames):
        assert not any(overlap(frame, other) for other in frames[:i])
    plt.close(figure)


def test_boxes_are_as_large_as_their_text_and_arrows_end_at_them():
    diagram = Diagram(8, 2)
    diagram.box("a", 1, 1, "a long name\nin two lines", MOVES)
    diagram.box("b", 6, 1, colour=DATA)
    diagram.arrow("a", "b", "flows")
    diagram.legend(MOVES, DATA)
    diagram.figure.canvas.draw()
    for box, text in zip(diagram.boxes.values(), diagram.ax.texts, strict=False):
        frame, words = box.get_window_extent(), text.get_window_extent()
        assert frame.x0 < words.x0 and words.x1 < frame.x1
        assert frame.y0 < words.y0 and words.y1 < frame.y1
    plt.close(diagram.figure)
