"""What every checker needs: call the reader's function, compare, and say briefly what is wrong.

A checker is one test with one argument, `attempt`. Calling `attempt(name=value, ...)` passes the
values in that order and gives an `Answer`, which is then compared. The first thing that is wrong
ends the test with a message for the reader: the call, what came back, what was expected and one
idea to try. Nothing here shows a traceback.
"""

import linecache
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import keras
import numpy as np
import pytest
import tensorflow as tf
from errors import error_hint
from patterns import pattern

from cppn_keras.course import exercises

WORK_BACK = (
    "take arguments so small that you can do it on paper, print every line, and find the first "
    "that differs"
)


class Mistake(NamedTuple):
    """A plausible wrong result and the hint for whoever got it."""

    value: Any
    hint: str


@dataclass
class Attempt:
    """The function of one exercise: the reader's, ours, or one that a test hands in."""

    stem: str
    solutions: bool = False
    function: Callable | None = None

    @property
    def name(self) -> str:
        return self.stem.split("_", 1)[1]

    @property
    def path(self) -> Path:
        return exercises.exercise_path(self.stem, self.solutions)

    def __call__(self, **arguments) -> "Answer":
        """Calls the function; fails with one short message if it raises, skips if not attempted."""
        call = f"{self.name}({', '.join(describe(*a) for a in arguments.items())})"
        error = None
        try:
            if self.function is None:
                self.function = exercises.load_function(self.stem, self.name, self.solutions)
            return Answer(self, call, self.function(*arguments.values()))
        except (Exception, SystemExit) as caught:
            error = caught  # told below, where pytest does not show it as a cause
        shown = exercises.short_path(self.path)
        if isinstance(error, exercises.NotAttempted):
            pytest.skip(f"{self.stem} is not attempted yet: open {shown}")
        if self.function is None:
            pytest.fail(f"{self.stem}: {error}\n", pytrace=False)
        self._tell(error, call, shown)

    def _tell(self, error: BaseException, call: str, shown: str) -> NoReturn:
        code = getattr(self.function, "__code__", None)
        file = code.co_filename if code else str(self.path)
        line = exercises.line_in(file, error)
        linecache.checkcache(file)
        source = linecache.getline(file, line or 0).strip()
        where = f"{shown}, line {line}: {source}".rstrip(": ") if line else f"the call, {shown}"
        text = brief(error)
        hint = error_hint(text, source, self.name)
        self.fail(f"error in {where}", call, text, "no error", hint)

    def fail(self, what: str, call: str, came: str, expected: str, hint: str) -> NoReturn:
        lines = [("the call", call), ("came back", came), ("expected", expected), ("try", hint)]
        body = "\n".join(f"    {label:<9}  {text}" for label, text in lines)
        pytest.fail(f"{self.stem}: {what}\n{body}\n", pytrace=False)

    def must_stand_in_a_network(self, argument: str, expected: tuple, **arguments) -> None:
        """Fails if argument `argument` may not be a keras.Input((None, its last axis))."""
        place = keras.Input((None, arguments[argument].shape[-1]))
        answer = self(**{**arguments, argument: place})
        is_one = isinstance(answer.value, keras.KerasTensor)
        came = f"{tuple(answer.value.shape)}" if is_one else kind(answer.value)
        hint = "inside a network tensors have no numbers yet: keras.ops from end to end"
        right = is_one and tuple(answer.value.shape) == expected
        answer.must(right, "not for a network", came, f"a Keras tensor {expected}", hint)

    def must_pass_gradients(self, to: str, **arguments) -> None:
        """Fails if no gradient reaches argument `to`: NumPy in the middle would cut it."""
        tensors = {**arguments, to: tf.constant(arguments[to])}
        with tf.GradientTape() as tape:
            tape.watch(tensors[to])
            answer = self(**tensors)
            total = tf.reduce_sum(tf.convert_to_tensor(answer.value))
        if tape.gradient(total, tensors[to]) is None:
            came, expected = f"a result without gradient to {to}", "one that training can follow"
            hint = "compute with keras.ops from end to end: np.… and float(…) cut the gradient"
            self.fail("no gradient", answer.call, came, expected, hint)


@dataclass
class Answer:
    """What a call returned. Each method ends the test if the answer is not as it should be."""

    attempt: Attempt
    call: str
    value: Any
    array: np.ndarray = field(init=False, default=None)

    def fail(self, what: str, came: str, expected: str, hint: str) -> NoReturn:
        self.attempt.fail(what, self.call, came, expected, hint)

    def must(self, condition, what: str, came: str, expected: str, hint: str) -> None:
        """A property: fails unless `condition` holds."""
        if not condition:
            self.fail(what, came, expected, hint)

    def parts(self, *names: str) -> list["Answer"]:
        """The answers in a returned tuple, one for each of `names`."""
        expected = f"{len(names)} things: {', '.join(names)}"
        self._must_not_be_none(expected)
        if not isinstance(self.value, tuple | list) or len(self.value) != len(names):
            hint = f"end with `return {', '.join(names)}`"
            self.fail("not what was asked for", kind(self.value), expected, hint)
        calls = [f"{self.call}, {name} of ({', '.join(names)})" for name in names]
        return [Answer(self.attempt, *pair) for pair in zip(calls, self.value, strict=True)]

    def text(self) -> str:
        """The answer, once it is a str."""
        self._must_not_be_none("a text")
        hint = 'join the lines to one text: "\\n".join(lines)'
        is_text = isinstance(self.value, str)
        self.must(is_text, "not what was asked for", kind(self.value), "a text, str", hint)
        return self.value

    def has_shape(self, shape: tuple, mistakes=(), hint: str = "") -> np.ndarray:
        """The answer in NumPy, once it is a finite array of the given shape."""
        wanted = f"shape {shape}" if shape else "one number, shape ()"
        self._must_not_be_none(wanted)
        if isinstance(self.value, tuple | list):
            self.fail("not what was asked for", kind(self.value), wanted, "return one array")
        if isinstance(self.value, str):
            self.fail("not what was asked for", kind(self.value), wanted, "a number, not text")
        try:
            self.array = np.asarray(keras.ops.convert_to_numpy(self.value), "float64")
        except (TypeError, ValueError):
            hint = "return numbers: an array or a tensor, made from the arguments"
            self.fail("not what was asked for", kind(self.value), wanted, hint)
        if self.array.shape != shape:
            hint = (
                self._recognise(mistakes)
                or hint
                or "print the shape after every line: which is the first to surprise you?"
            )
            self.fail("wrong shape", f"shape {self.array.shape}", wanted, hint)
        if np.isnan(self.array).any():
            hint = "NaN comes from log of a negative number, 0 · log 0, 0 / 0 or inf - inf"
            hint = self._recognise(mistakes) or hint
            self.fail("NaN (not a number)", "NaN", "numbers", hint)
        return self.array

    def equals(self, expected, mistakes=(), hint: str = "", shape_hint: str = "") -> None:
        """Shape first, then NaN, then numbers; the hint of the first mistake that fits."""
        expected = np.asarray(expected, "float64")
        got = self.has_shape(expected.shape, mistakes, shape_hint)
        if close(got, expected):
            return
        hint = self._recognise(mistakes) or pattern(got, expected) or hint or WORK_BACK
        with np.errstate(invalid="ignore"):
            worst = np.unravel_index(np.argmax(np.abs(got - expected)), got.shape)
        self.fail("wrong numbers", numbers(got, worst), numbers(expected, worst), hint)

    def predicts(self, low: float, high: float, mistakes, below: str, above: str) -> None:
        """A number that was predicted: in the band from `low` to `high`, else with a reason.

        `mistakes` are (number, reason) and recognise what is within 2 % of that number, the
        nearest first; `below` and `above` are the reasons for what else is too small or too large.
        """
        got = float(self.has_shape(()))
        if low <= got <= high:
            return
        near = [(abs(got - v), why) for v, why in mistakes if abs(got - v) <= 0.02 * abs(v)]
        hint = min(near)[1] if near else below if got < low else above
        expected = f"a {'larger' if got < low else 'smaller'} number"  # the reader's to find
        self.fail("not what is measured", f"{got:g}", expected, hint)

    def tensor(self):
        """The answer for a tape to start from; fails for numbers that have no gradient."""
        hint = "return the tensor as it is: float(…), .numpy() and np.… have no gradient"
        expected = "a tensor that a gradient can start from"
        self.must(tf.is_tensor(self.value), "not a tensor", kind(self.value), expected, hint)
        return self.value

    def _must_not_be_none(self, expected: str) -> None:
        if self.value is None:
            hint = "is `return` missing in front of the result?"
            self.fail("nothing came back", "None", expected, hint)

    def _recognise(self, mistakes) -> str:
        fits = (hint for value, hint in mistakes if close(self.array, np.asarray(value)))
        return next(fits, "")


def close(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and np.allclose(a, b, rtol=2e-4, atol=1e-5, equal_nan=True)


def describe(name: str, value) -> str:
    """An argument of a call, briefly: small values in full, arrays by their shape."""
    if value is None or isinstance(value, bool | int | float):
        return f"{name}={value}"
    if isinstance(value, str):
        return f"{name}={value!r}"
    if isinstance(value, tuple) and all(isinstance(n, int | float) for n in value):
        return f"{name}=({', '.join(f'{n:.3g}' for n in value)})"
    if hasattr(value, "shape") and not isinstance(value, keras.Model):
        symbolic = isinstance(value, keras.KerasTensor) or tf.is_symbolic_tensor(value)
        if not symbolic and np.size(value) <= (10 if np.ndim(value) == 1 else 4):
            array = np.asarray(value)
            shown = array if array.dtype == bool else np.round(array.astype(float), 3)
            return f"{name}={shown.tolist()}"
        return f"{name} {tuple(value.shape)}"
    return name


def kind(value) -> str:
    """What was returned in place of a tensor."""
    if isinstance(value, tuple | list):
        return f"a {type(value).__name__} of {len(value)}"
    if hasattr(value, "shape"):
        return f"one tensor of shape {tuple(value.shape)}"
    return f"{value!r:.60} ({type(value).__name__})"


def numbers(array: np.ndarray, worst: tuple) -> str:
    """A small array in full, of a large one the number at `worst`."""
    if array.size <= 6:
        return np.array2string(array, precision=4, suppress_small=True).replace("\n", "")
    return f"{array[worst]:.5g} at {[int(i) for i in worst]} of shape {array.shape}"


def brief(error: BaseException) -> str:
    """The first useful line of an error, without what TensorFlow and Keras add for themselves."""
    text = re.sub(
        r"\{\{.*?\}\}|\[Op:.*|\x1b\[\d*m|Exception encountered when calling.*", "", str(error)
    )
    first = next(iter(text.strip().splitlines()), "")
    return f"{type(error).__name__}: {first[:200]}"


def random(*shape: int, seed: int, low: float | None = None, high: float = 1.0) -> np.ndarray:
    """float32 numbers: N(0, 1), or uniform from `low` to `high` if `low` is given."""
    rng = np.random.default_rng(seed)
    drawn = rng.normal(size=shape) if low is None else rng.uniform(low, high, shape)
    return drawn.astype("float32")
