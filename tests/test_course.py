"""The course keeps its contract: exercises before answers, of all kinds; pictures that exist."""

import ast
import functools
import re
from pathlib import Path

import pytest

from cppn_keras.course.exercises import KINDS, LESSONS

ROOT = Path(__file__).resolve().parents[1]
LESSON_FILES = {path.stem: path for path in sorted((ROOT / "lessons").glob("*.py"))}
SOLUTIONS = sorted((ROOT / "solutions").glob("ex*.py"))
PICTURES = ROOT / "docs/lessons"


def cells(path):
    """(kind, lines) of the cells of a py:percent script, blank lines at their ends left out."""
    parts = re.split(r"^# %%(.*)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    for kind, text in zip(parts[::2], parts[1::2], strict=True):
        yield ("prose" if "markdown" in kind else "code"), text.strip().splitlines()


class Renamed(ast.NodeTransformer):
    """Gives every name the number of its first appearance, and drops docstrings and types."""

    def __init__(self):
        self.numbers = {}

    def visit_Name(self, node):
        return ast.Name(f"v{self.numbers.setdefault(node.id, len(self.numbers))}", ast.Load())

    def visit_arg(self, node):
        return ast.arg(f"v{self.numbers.setdefault(node.arg, len(self.numbers))}")


def shape_of(statements):
    """A body as text that does not depend on the names of variables, nor on its docstring."""
    renamed = Renamed()
    bodies = [s for s in statements if not _is_docstring(s)]
    return "\n".join(ast.dump(renamed.visit(ast.parse(ast.unparse(s)))) for s in bodies)


def _is_docstring(statement):
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def bodies(tree):
    """The bodies of all functions, without docstrings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node.name, [s for s in node.body if not _is_docstring(s)]


def stretches(tree, count):
    """All runs of `count` statements that follow each other, at any depth."""
    for node in ast.walk(tree):
        for field in ("body", "orelse"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                block = [s for s in block if not _is_docstring(s)]
                for first in range(len(block) - count + 1):
                    yield block[first : first + count]


@functools.cache
def size(statement):
    """How many nodes a statement has below its kind: alike for `return x` and `y = x` but for y."""
    return sum(1 for _ in ast.walk(getattr(statement, "value", None) or statement))


def answers_in(lesson: str, solution: str) -> list[str]:
    """The functions of a solution whose whole body stands in a lesson, whatever the names.

    What is returned there may be assigned here. A body of one short expression is no answer that
    one could copy.
    """
    found, tree = [], ast.parse(lesson)
    for name, body in bodies(ast.parse(solution)):
        sizes = [size(s) for s in body]
        if sum(sizes) < 12:
            continue
        for run in stretches(tree, len(body)):
            if [size(s) for s in run] == sizes and as_values(run) == as_values(body):
                found.append(name)
                break
    return found


def as_values(statements):
    """The shape of a body whose last statement counts by its value alone."""
    value = getattr(statements[-1], "value", None)
    last = ast.Expr(value) if isinstance(value, ast.expr) else statements[-1]
    return shape_of([*statements[:-1], last])


PLANTED = """
def theirs(m, v):
    \"\"\"Another name, another docstring.\"\"\"
    part = ops.square(m) + ops.exp(v) - 1 - v
    result = 0.5 * ops.sum(part, axis=-1)
"""


def test_an_answer_in_a_lesson_is_found():
    solution = (ROOT / "solutions/ex01_kl_divergence.py").read_text(encoding="utf-8")
    assert answers_in(PLANTED, solution) == ["kl_divergence"]
    assert not answers_in(PLANTED.replace("0.5", "2"), solution)


@pytest.mark.parametrize("name", LESSON_FILES)
def test_no_answer_stands_in_a_lesson(name):
    lesson = LESSON_FILES[name].read_text(encoding="utf-8")
    for path in SOLUTIONS:
        assert not answers_in(lesson, path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize("name", LESSON_FILES)
def test_every_exercise_is_met_where_it_is_needed(name):
    text = LESSON_FILES[name].read_text(encoding="utf-8")
    assert re.findall(r'lesson\.exercise\("(\w+)"\)', text) == list(LESSONS[name])


def test_kinds_are_mixed():
    for name, titles in LESSONS.items():
        kinds = [kind for kind, _ in titles.values()]
        assert 3 <= len(kinds) <= 6 and set(kinds) <= set(KINDS), name
        assert {"find", "predict"} <= set(kinds), name
        assert "build" in kinds or name[:2] not in ("01", "02", "05"), name


@pytest.mark.parametrize("name", LESSON_FILES)
def test_cells_are_short(name):
    for kind, lines in cells(LESSON_FILES[name]):
        if kind == "code":
            assert len(lines) <= 25, "\n".join(lines)
        else:
            words = " ".join(lines).replace("#", " ").split()
            table = [line for line in lines if line.startswith(("# |", "#     "))]
            assert len(words) - len(" ".join(table).split()) <= 120, "\n".join(lines)


@pytest.mark.parametrize("name", LESSON_FILES)
def test_pictures_that_a_lesson_points_at_exist_and_are_small(name):
    folder = PICTURES / name[:2]
    text = LESSON_FILES[name].read_text(encoding="utf-8")
    linked = set(re.findall(rf"docs/lessons/{name[:2]}/([\w.]+)", text))
    there = {path.name for path in folder.glob("*")}
    assert linked and linked == there  # none is missing, and none is left over
    assert sum(path.stat().st_size for path in folder.glob("*")) < 1_000_000
