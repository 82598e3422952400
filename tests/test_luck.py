"""The table of what bars have to spare."""

import pytest
from luck import NOTES, Luck, table


@pytest.fixture
def notes(tmp_path, monkeypatch):
    path = tmp_path / "notes"
    monkeypatch.setenv(NOTES, str(path))
    return path


def test_a_row_is_the_worst_run_and_says_what_is_too_near(notes):
    for value in (1.0, 4.0, 2.0):
        Luck(0, "tests/test_a.py::test_b").below(value, 6.0, "error")
        Luck(0, "tests/test_a.py::test_b").above(value, 0.1, "kept")
    assert table(notes).splitlines()[2:] == [
        "| **TOO NEAR** 1.5 | < 6 | 2 | 4 | 3 | test_a.py::test_b: error |",
        "| 10 | > 0.1 | 2 | 1 | 3 | test_a.py::test_b: kept |",
    ]


def test_a_failure_is_noted_too_and_nothing_at_all_is_no_luck(notes):
    for value in (7.0, float("nan")):
        with pytest.raises(AssertionError, match="error"):
            Luck(0, "test").below(value, 6.0, "error")
    Luck(0, "test").below(0.0, 6.0, "nothing")
    rows = table(notes).splitlines()[2:]
    assert "TOO NEAR" in rows[0] and rows[1].startswith("| inf |")
