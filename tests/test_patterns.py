"""What checkers say of wrong numbers that none of their mistakes foresaw."""

import numpy as np
import pytest
from patterns import pattern

RIGHT = np.random.default_rng(0).normal(size=(4, 3)) + 3
SQUARE = np.random.default_rng(1).normal(size=(3, 3))


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (RIGHT[::-1], "backwards along axis 0"),
        (RIGHT[:, ::-1], "backwards along axis 1"),
        (np.roll(RIGHT, 1, axis=0), "+1 place along axis 0"),
        (np.roll(RIGHT, -1, axis=0), "-1 place along axis 0"),
        (-RIGHT, "wrong sign"),
        (784 * RIGHT, "everywhere 784 times"),
        (RIGHT / np.log(2), "log₂ in place of ln"),
        (RIGHT / np.log(10), "log₁₀ in place of ln"),
        (RIGHT + 2, "everywhere +2 off"),
        (RIGHT - 0.5, "everywhere -0.5 off"),
        (np.concatenate([RIGHT[:-1], RIGHT[:1] * 0]), "but at index 3 of axis 0"),
        (np.sort(RIGHT, axis=None).reshape(4, 3), "in another order"),
        (np.random.default_rng(2).normal(size=(4, 3)), ""),
        (RIGHT * np.nan, ""),
    ],
)
def test_what_is_the_same_about_all_wrong_numbers_is_said(got, said):
    told = pattern(np.asarray(got), RIGHT)
    assert (said in told) if said else told == ""


def test_exchanged_axes_are_seen_where_shapes_allow_it():
    assert "axes 0 and 1 exchanged" in pattern(SQUARE.T, SQUARE)


def test_one_number_has_no_pattern():
    assert pattern(np.array([2.0]), np.array([1.0])) == ""
