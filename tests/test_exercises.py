"""Loading exercises, and `piece` as lessons use it."""

from pathlib import Path

import pytest

from cppn_keras.course import exercises
from cppn_keras.errors import UserError

STEM, NAME = "ex01_kl_divergence", "kl_divergence"
IMPORT = "from cppn_keras.course.exercises import not_attempted\n"


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Writes the reader's file of one exercise, in a folder of its own."""
    monkeypatch.setenv("CPPN_KERAS_EXERCISES", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return lambda text: (tmp_path / f"{STEM}.py").write_bytes(text.encode())


def is_ours(function) -> bool:
    return Path(function.__code__.co_filename).parent.name == "solutions"


def test_ours_is_taken_without_mine(write, capsys):
    write(f"def {NAME}(m):\n    return m + 1\n")
    assert is_ours(exercises.piece(STEM))
    said = f"exercise {STEM}: using our {NAME} (--mine uses yours)\n"
    assert capsys.readouterr().out == said


def refused() -> str:
    with pytest.raises(UserError) as caught:
        exercises.piece(STEM, mine=True)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_marker_names_its_exercise(write):
    write(f"{IMPORT}def {NAME}(): return not_attempted()")
    with pytest.raises(exercises.NotAttempted, match="ex01_kl_divergence is not attempted yet"):
        exercises.load_function(STEM, NAME)()


@pytest.mark.parametrize(
    "body",
    [
        "return not_attempted()",
        "not_attempted()",
        "if m:\n        return 1\n    return not_attempted()",
        "'''A doc.'''\n    half = m / 2\n    return half + not_attempted()",
    ],
)
def test_a_stub_is_replaced_by_our_solution(write, capsys, body):
    write(f"{IMPORT}def {NAME}(m=0):\n    {body}\n")
    assert is_ours(exercises.piece(STEM, mine=True))
    assert capsys.readouterr().out == "ex01_kl_divergence is not attempted yet: using ours\n"


@pytest.mark.parametrize("rest", ["", "    return not_attempted()\n"])
def test_mine_takes_what_the_reader_wrote(write, capsys, rest):
    write(f"{IMPORT}def {NAME}(m):\n    return m + 1\n{rest}")
    assert exercises.piece(STEM, mine=True)(1) == 2
    assert capsys.readouterr().out == "ex01_kl_divergence: using your kl_divergence\n"
    write(f"{IMPORT}{NAME} = lambda m: m + 2\n")  # read anew, and no def is needed
    assert exercises.piece(STEM, mine=True)(1) == 3


def test_mine_takes_a_class_whose_methods_are_all_written(write):
    write(f"{IMPORT}class {NAME}:\n    def call(self):\n        return not_attempted()\n")
    assert is_ours(exercises.piece(STEM, mine=True))
    write(f"class {NAME}:\n    def call(self):\n        return 1\n")
    assert exercises.piece(STEM, mine=True)().call() == 1


def test_what_cannot_be_loaded_is_told_in_one_line(write):
    assert refused() == "ex01_kl_divergence.py cannot be read: No such file or directory"
    write("x = 1\ndef f(:\n")
    assert refused() == "ex01_kl_divergence.py, line 2: SyntaxError: invalid syntax"
    write("def f():\nreturn 1\n")
    assert "line 2: IndentationError: expected an indented block" in refused()
    write("x = 1\n\nimport no_such_module\n")
    assert "line 3: importing it raised ModuleNotFoundError: No module named" in refused()
    write("from keras_ import ops")
    assert "line 1: importing it raised" in refused()
    write("def kl(): pass")
    assert refused() == "ex01_kl_divergence.py has no function kl_divergence: was it renamed?"
    write("x = '\0'")
    assert "null byte" in refused()


def test_a_trial_call_at_the_end_of_a_stub_is_no_error(write):
    write(f"{IMPORT}def {NAME}(): return not_attempted()\nprint({NAME}())")
    assert is_ours(exercises.piece(STEM, mine=True))


def test_solutions_lie_beside_the_lessons():
    solution = exercises.exercise_path(STEM, solutions=True)
    assert solution.is_file() and solution.parent.name == "solutions"
    assert exercises.exercise_path(STEM).parent.parts[-2:] == ("lessons", "exercises")
