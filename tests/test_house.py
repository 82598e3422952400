"""The house rules: imports lead downwards, files and functions stay short, few parameters draw."""

import ast
from pathlib import Path

import pytest

import cppn_keras

HOUSE = Path(cppn_keras.__file__).parent
FILES = sorted(HOUSE.rglob("*.py"))
# Rooms on one floor do not import each other; `cppn_keras` itself imports a room when asked for it.
FLOORS = [
    {"errors", "names", "progress", "plotting", "webpage"},
    {"arguments", "arrays", "coordinates", "process"},
    {"files"},
    {"checks"},
    {"data", "networks"},
    {"rendering", "training"},
    {"encoding", "runs"},
    {"sampler"},
    {"art", "pictures", "evaluation"},
    {"explorer"},
    {"cli", "course"},
    {"__main__"},
]
DRAWING = [
    *HOUSE.glob("rendering/**/*.py"),
    *HOUSE.glob("plotting/*.py"),
    *(HOUSE / f"{name}.py" for name in ("sampler", "art", "pictures")),
    *HOUSE.glob("cli/*.py"),
]


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def room(path):
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def rooms_imported(path):
    """The rooms of the package that a file imports from, inside functions, too."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module == "cppn_keras":
            found |= {alias.name for alias in node.names if alias.name != "__version__"}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cppn_keras."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("cppn_keras.")}
    return found


def functions(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_imports_lead_downwards(path):
    floors = {name: i for i, floor in enumerate(FLOORS) for name in floor}
    if room(path) == "__init__":
        return
    for name in rooms_imported(path) - {room(path)}:
        assert floors[name] < floors[room(path)], f"{room(path)} imports {name}"


def test_files_and_functions_are_short():
    for path in FILES:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path
        for function in functions(path):
            body = function.body[1:] if ast.get_docstring(function) else function.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            assert lines <= 40, f"{path}: {function.name} has {lines} lines"


def test_what_draws_has_five_parameters_at_most():
    for path in DRAWING:
        for function in functions(path):
            if function.name != "__init__" or "rendering" in path.parts:
                named = [a.arg for a in (*function.args.args, *function.args.kwonlyargs)]
                count = len(named) - (named[:1] in (["self"], ["cls"]))
                assert count <= 5, f"{path}: {function.name} has {count}"
