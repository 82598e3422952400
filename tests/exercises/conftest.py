"""The fixture `attempt`, the table at the end, hints, and no skips when it is our solutions' turn.

Hints stand in the checkers, `HINTS = ("first step", "second step", ...)`.
"""

import importlib
from pathlib import Path

import pytest

from cppn_keras.course.exercises import LESSONS, exercise_path, only_marked, short_path

WORDS = {"passed": "done", "skipped": "not attempted", "failed": "wrong", "error": "wrong"}


@pytest.fixture
def attempt(request):
    """The function that a checker test_exNN_name.py is about; loaded when first called."""
    from cppn_keras.process import load_tensorflow_quietly

    load_tensorflow_quietly()
    from checking import Attempt

    stem = request.path.stem.removeprefix("test_")
    return Attempt(stem, solutions=request.config.getoption("--solutions"))


def pytest_collection_modifyitems(items):
    """The exercises run last, in the order of the course."""
    stems = [f"test_{stem}" for titles in LESSONS.values() for stem in titles]
    items.sort(key=lambda item: stems.index(item.path.stem) if item.path.stem in stems else -1)


def states(config) -> dict[str, str]:
    """Exercise → done, wrong or not attempted, for those that ran."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    found = {}
    for outcome, word in WORDS.items():
        for report in reporter.stats.get(outcome, []) if reporter else []:
            path = Path(getattr(report, "nodeid", "").split("::")[0])
            if path.parent.name == "exercises" and path.name.startswith("test_ex"):
                found[path.stem.removeprefix("test_")] = word
    return found


def pytest_sessionfinish(session):
    """A solution that is skipped is a solution that is missing."""
    skipped = "not attempted" in states(session.config).values()
    if session.config.getoption("--solutions") and skipped and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    found = states(config)
    if not found:
        return
    solutions = config.getoption("--solutions")
    write = terminalreporter.write_line
    terminalreporter.section("solutions" if solutions else "exercises")
    write(f"{'lesson':<24}{'done':>6}{'wrong':>7}{'not attempted':>15}")
    for lesson, titles in LESSONS.items():
        words = [found[stem] for stem in titles if stem in found]
        if words:
            done, wrong, open_ = (words.count(w) for w in ("done", "wrong", "not attempted"))
            write(f"{lesson:<24}{done:>6}{wrong:>7}{open_:>15}")
    if not solutions:
        stem = following(found)
        write(f"next: {'nothing left: every exercise is done' if stem is None else where(stem)}")
        if stem and config.getoption("--hint"):
            for line in hints(stem, config):
                write(line)


def following(found: dict[str, str]) -> str | None:
    """The first exercise of this run that is not done, else the one after the last done."""
    stems = [stem for titles in LESSONS.values() for stem in titles]
    left = [stem for stem in stems if found.get(stem, "done") != "done"]
    last = max((i for i, stem in enumerate(stems) if stem in found), default=-1)
    return next(iter(left or stems[last + 1 :]), None)


def where(stem: str) -> str:
    kind, title = next(titles[stem] for titles in LESSONS.values() if stem in titles)
    opened = f"open {short_path(exercise_path(stem))} ({kind}: {title})"
    return f"{opened}{', and in the end delete its line not_attempted()' * still_marked(stem)}"


def still_marked(stem: str) -> bool:
    """Whether there is code beside the mark of an exercise that is not attempted."""
    try:
        return only_marked(stem, stem.split("_", 1)[1])
    except SyntaxError:
        return False  # the checker has told


def hints(stem: str, config) -> list[str]:
    """One hint more than the last time, those before it, and where to read on after the last.

    pytest's own cache remembers how many were shown; without it there is only the first.
    """
    steps = importlib.import_module(f"test_{stem}").HINTS
    cache = getattr(config, "cache", None)
    seen = 1 + (cache.get(f"cppn_keras/hints/{stem}", 0) if cache else 0)
    shown = steps[:seen]
    if cache:
        cache.set(f"cppn_keras/hints/{stem}", min(seen, len(steps)))
    lines = [f"hint {i} of {len(steps)}: {hint}" for i, hint in enumerate(shown, start=1)]
    if seen > len(steps):
        lines.append(f"that was all; ours is {short_path(exercise_path(stem, solutions=True))}")
    elif seen < len(steps) and cache:
        lines.append("the same command again gives the next one")
    return lines
