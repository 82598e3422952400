"""Answers to the exercises: wrong ones, each with a fragment of the hint that it should earn, and
right ones that are not written as ours are. Those of a lesson are in `answers_lessonN.py`, of
lessons 3 and 10 in two files."""

import importlib
from pathlib import Path

WRONG, RIGHT = {}, []  # stem → [(function, fragment of the hint)]; (stem, function)

for path in sorted(Path(__file__).parent.glob("answers_lesson*.py")):
    lesson = importlib.import_module(path.stem)
    WRONG |= lesson.WRONG
    RIGHT += lesson.RIGHT
