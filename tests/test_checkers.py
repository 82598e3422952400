"""The checkers of the exercises, checked: stubs skip, solutions pass, wrong answers get hints."""

import importlib
import inspect
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from answers import RIGHT, WRONG
from checking import Attempt

from cppn_keras.course import exercises

ROOT = Path(__file__).resolve().parents[1]
TITLES = {stem: title for titles in exercises.LESSONS.values() for stem, title in titles.items()}
PLANTED = [stem for stem, (kind, _) in TITLES.items() if kind == "find"]


def check(attempt: Attempt) -> None:
    """Runs the checker of an exercise on `attempt`."""
    checker = importlib.import_module(f"test_{attempt.stem}")
    getattr(checker, f"test_{attempt.name}")(attempt)


def message(attempt: Attempt) -> str:
    """What the checker has to say about a wrong attempt."""
    with pytest.raises(pytest.fail.Exception) as failure:
        check(attempt)
    return str(failure.value)


def test_every_exercise_has_its_three_files_and_wrong_answers():
    for folder, prefix in (
        ("lessons/exercises", ""),
        ("solutions", ""),
        ("tests/exercises", "test_"),
    ):
        found = {path.stem for path in (ROOT / folder).glob(f"{prefix}ex[0-9]*.py")}
        assert found == {prefix + stem for stem in TITLES}, folder
    assert set(WRONG) == set(TITLES) and {stem for stem, _ in RIGHT} == set(TITLES)


def write_stubs(folder: Path) -> None:
    for stem in TITLES:
        name = stem.split("_", 1)[1]
        marker = "from cppn_keras.course.exercises import not_attempted\n"
        (folder / f"{stem}.py").write_text(f"{marker}def {name}(*args): return not_attempted()\n")


@pytest.fixture
def fresh_stubs(tmp_path, monkeypatch):
    """A folder of untouched stubs, so that the reader's own files do not matter."""
    write_stubs(tmp_path)
    monkeypatch.setenv("CPPN_KERAS_EXERCISES", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("stem", TITLES)
def test_stub_is_skipped(stem, fresh_stubs):
    with pytest.raises(pytest.skip.Exception) as skipped:
        check(Attempt(stem))
    assert f"{stem} is not attempted" in str(skipped.value)
    assert f"open {fresh_stubs.as_posix()}/{stem}.py" in str(skipped.value)


@pytest.mark.parametrize("stem", TITLES)
def test_stub_tells_what_is_wanted(stem):
    name = stem.split("_", 1)[1]
    if exercises.attempted(stem, name):
        pytest.skip(f"{stem} is the reader's own by now")
    stub, solution = (exercises.load_function(stem, name, solved) for solved in (False, True))
    assert inspect.signature(stub) == inspect.signature(solution)
    assert "Returns:" in stub.__doc__ and "Hint" not in stub.__doc__
    kind, lesson = TITLES[stem][0], int(stem[2:4])
    path = ROOT / f"lessons/exercises/{stem}.py"
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f'"""Exercise of lesson {lesson}, {kind}: '), text[:80]
    assert f"pytest tests/exercises/test_{stem}.py" in text


@pytest.mark.parametrize("stem", TITLES)
def test_hints_go_step_by_step(stem):
    hints = importlib.import_module(f"test_{stem}").HINTS
    assert len(hints) >= 2 and all(isinstance(hint, str) and len(hint) > 20 for hint in hints)


@pytest.mark.parametrize("stem", PLANTED)
def test_a_planted_bug_is_found(stem, tmp_path, monkeypatch):
    """The file as it came, but for the line that marks it, is wrong and earns a hint."""
    lines = (ROOT / f"lessons/exercises/{stem}.py").read_text(encoding="utf-8").splitlines()
    marked = [line for line in lines if line.strip().startswith("not_attempted()")]
    if not marked:
        pytest.skip(f"{stem} is the reader's own by now")
    text = "\n".join(line for line in lines if line not in marked)
    (tmp_path / f"{stem}.py").write_text(text, encoding="utf-8")
    monkeypatch.setenv("CPPN_KERAS_EXERCISES", str(tmp_path))
    assert len(marked) == 1 and "error in" not in message(Attempt(stem))


@pytest.mark.parametrize("stem", TITLES)
def test_solution_passes(stem):
    check(Attempt(stem, solutions=True))


@pytest.mark.parametrize("stem", ["ex02_noisy_labels", "ex10_random_crop_flip"])
def test_solution_passes_whatever_is_drawn(stem, luck, monkeypatch):
    """The checkers that look at the spread of random numbers."""
    monkeypatch.setattr(importlib.import_module(f"test_{stem}"), "SEED", luck.seed)
    check(Attempt(stem, solutions=True))


@pytest.mark.parametrize(("stem", "function"), RIGHT)
def test_another_right_answer_passes(stem, function):
    check(Attempt(stem, function=function))


@pytest.mark.parametrize("stem", TITLES)
def test_wrong_answers_earn_their_hints(stem):
    """Each its own, in a message of five lines; and at least four are told different things."""
    said = [message(Attempt(stem, function=function)) for function, _ in WRONG[stem]]
    hints = [hint for _, hint in WRONG[stem]]
    astray = [
        f"{hint} is not in {text}"
        for text, hint in zip(said, hints, strict=True)
        if not (is_well_formed(text, stem) and earns(text, hint))
    ]
    assert not astray, "\n".join(astray)
    assert len({text.splitlines()[-1] for text in said}) >= 4


def is_well_formed(text: str, stem: str) -> bool:
    """Which exercise, the call, what came back, what was expected, one idea: a line each."""
    begins = (f"{stem}: ", "the call ", "came back ", "expected ", "try ")
    lines = [line.strip() for line in text.splitlines()]
    if len(lines) != len(begins) or "Traceback" in text:
        return False
    named = stem.split("_", 1)[1] + "(" in lines[1]
    return named and all(line.startswith(b) for line, b in zip(lines, begins, strict=True))


def earns(text: str, hint: str) -> bool:
    """Whether one of the fragments in `hint` is in the idea that the message ends with."""
    return any(part in text.splitlines()[-1] for part in hint.split("|"))


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A copy of the course with untouched stubs, as a reader has it on the first day."""
    root = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "pyproject.toml", root)
    for folder in ("cppn_keras", "solutions", "tests/exercises", "lessons/exercises"):
        leave = shutil.ignore_patterns("__pycache__", "weights")
        shutil.copytree(ROOT / folder, root / folder, ignore=leave)
    for file in ("conftest.py", "luck.py"):
        shutil.copy(ROOT / "tests" / file, root / "tests")
    write_stubs(root / "lessons/exercises")
    return root


def run_pytest(root: Path, *arguments: str, cache: bool = False) -> tuple[int, str]:
    plugins = () if cache else ("-p", "no:cacheprovider")
    command = [sys.executable, "-m", "pytest", *plugins, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONUTF8": "1"}
    environment.pop("CPPN_KERAS_EXERCISES", None)
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, encoding="utf-8")
    return done.returncode, done.stdout


@pytest.mark.slow
def test_first_day(clone):
    """Nothing attempted: all skipped, exit 0, and a table that says where to begin."""
    code, out = run_pytest(clone, "tests/exercises", "-rs")
    assert code == 0 and f"{len(TITLES)} skipped" in out and "passed" not in out
    assert "delete its line" not in out  # which is said of a mended bug that is still marked
    rows = [line.split() for line in out.splitlines()]
    for lesson, titles in exercises.LESSONS.items():
        assert [lesson, "0", "0", str(len(titles))] in rows
    assert "next: open lessons/exercises/ex01_encoder.py (build: the encoder" in out
    assert "ex02_noisy_labels is not attempted yet: open lessons/exercises/ex02_noisy" in out


@pytest.mark.slow
def test_hints_come_one_at_a_time(clone):
    """As many as there are, each after those before it, and at the end where ours is."""
    hints = importlib.import_module("test_ex05_count_digits").HINTS
    command = ("tests/exercises/test_ex05_count_digits.py", "--hint", "-o", "cache_dir=hints")
    for count in range(1, len(hints) + 2):
        _, out = run_pytest(clone, *command, cache=True)
        for i, hint in enumerate(hints, start=1):
            assert (f"hint {i} of {len(hints)}: {hint}" in out) == (i <= count)
    assert "that was all; ours is solutions/ex05_count_digits.py" in out


@pytest.mark.slow
def test_some_days_later(clone):
    """One right, one wrong, one that is no Python: a short message each, no traceback."""
    folder = clone / "lessons/exercises"
    stems = ("ex01_encoder", "ex01_kl_divergence", "ex01_manifold_grid")
    right, wrong, broken = (folder / f"{stem}.py" for stem in stems)
    shutil.copy(clone / "solutions" / right.name, right)
    wrong.write_text("def kl_divergence(z_mean, z_log_var):\n    return z_mean + sigma\n")
    broken.write_text("def manifold_grid(*args):\n    return (1\n")
    code, out = run_pytest(clone, "tests/exercises")
    write_stubs(folder)
    assert code == 1 and "Traceback" not in out and "During handling" not in out
    assert "error in lessons/exercises/ex01_kl_divergence.py, line 2: return z_mean + sig" in out
    assert "name 'sigma' is not defined" in out and "checking.py" not in out
    assert "lessons/exercises/ex01_manifold_grid.py, line 2: SyntaxError: '(' was never" in out
    assert ["01_vae_manifold", "1", "2", "3"] in [line.split() for line in out.splitlines()]
    assert "next: open lessons/exercises/ex01_kl_divergence.py" in out


@pytest.mark.slow
def test_a_mended_bug_that_is_still_marked_is_told(clone):
    """A "find" exercise has code from the first day; one of another kind gets it while written."""
    stub = clone / "lessons/exercises/ex05_gated_step.py"
    untouched = stub.read_text()
    shutil.copy(ROOT / "lessons/exercises" / stub.name, stub)
    _, out = run_pytest(clone, f"tests/exercises/test_{stub.name}")
    stub.write_text(untouched)
    assert "ex05_gated_step.py (find: " in out and "delete its line not_attempted()" in out


@pytest.mark.slow
def test_a_skipped_solution_fails_the_run(clone):
    solution = clone / "solutions/ex01_kl_divergence.py"
    shutil.copy(clone / "lessons/exercises" / solution.name, solution)
    code, out = run_pytest(clone, "tests", "--solutions", "-k", "ex01")
    shutil.copy(ROOT / "solutions" / solution.name, solution)
    assert code == 1 and "5 passed, 1 skipped" in out
    assert ["01_vae_manifold", "5", "0", "1"] in [line.split() for line in out.splitlines()]
