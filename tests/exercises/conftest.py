"""The fixture `attempt`, the table at the end, and no skips when it is our solutions' turn."""

from pathlib import Path

import pytest

from cppn_keras.course.exercises import LESSONS, exercise_path, short_path

WORDS = {"passed": "done", "skipped": "not attempted", "failed": "wrong", "error": "wrong"}


@pytest.fixture
def attempt(request):
    """The function that a checker test_exNN_name.py is about; loaded when first called."""
    from checking import Attempt  # imports TensorFlow, whose chatter pytest hides from here on

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
        write(f"next: {following(found)}")


def following(found: dict[str, str]) -> str:
    """The first exercise of this run that is not done, else the one after the last done."""
    stems = [stem for titles in LESSONS.values() for stem in titles]
    left = [stem for stem in stems if found.get(stem, "done") != "done"]
    last = max((i for i, stem in enumerate(stems) if stem in found), default=-1)
    after = stems[last + 1 :]
    if not left and not after:
        return "nothing left: every exercise is done"
    return f"open {short_path(exercise_path((left or after)[0]))}"
