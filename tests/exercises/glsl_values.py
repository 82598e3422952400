"""Types, values and functions of GLSL in NumPy, for all points at once.

A float is a float32 array, of all points or of one number for all of them; an int is a Python int,
the same everywhere; vectors and arrays are tuples, so that nothing is changed in place.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

SIZES = {"float": 1, "int": 1, "vec2": 2, "vec3": 3, "vec4": 4}
FLOATS = ("float", "vec2", "vec3", "vec4")
MIXED = "GLSL converts nothing by itself; 1.0 is a float, 1 an int"
LETTERS = ("xyzw", "rgba", "stpq")


class Array(NamedTuple):
    """The type of an array; of size 0 where it is still to be told."""

    element: str
    size: int

    def __str__(self) -> str:
        return f"{self.element}[{self.size}]"


Type = str | Array
Memory = dict[object, Any]


class Value(NamedTuple):
    """What a variable holds, at all points."""

    type: Type
    data: Any

    def table(self) -> np.ndarray:
        """A vector or an array of floats as (points, numbers); (1, numbers) if all points agree."""
        return np.stack(np.broadcast_arrays(*self.data), axis=1)


def floats(table: np.ndarray) -> Value:
    """(points, n) → an array of n floats, with values of its own at each point."""
    return Value(Array("float", np.shape(table)[1]), tuple(np.asarray(table, "float32").T))


def vector(table: np.ndarray) -> Value:
    """(points, 2 to 4) → a vec2, vec3 or vec4, with values of its own at each point."""
    return Value(f"vec{np.shape(table)[1]}", tuple(np.asarray(table, "float32").T))


@dataclass(frozen=True)
class Expression:
    """What stands for a value: its type, how to get it and, where that can be, how to set it."""

    type: Type
    get: Callable[[Memory], Any]
    constant: bool = False  # `get` needs no memory
    set: Callable[[Memory, Any], None] | None = None


def literal(number: int | float) -> Expression:
    kind = "int" if isinstance(number, int) else "float"
    data = number if kind == "int" else np.array([number], "float32")
    return Expression(kind, lambda memory: data, constant=True)


def blank(kind: Type) -> Any:
    """What is in memory before anything is set: not 0."""
    if isinstance(kind, Array):
        return (blank(kind.element),) * kind.size
    if kind == "int":
        return -(2**31)
    number = np.array([np.nan], "float32")
    return number if kind == "float" else (number,) * SIZES[kind]


def joined(a: Type, b: Type) -> Type | None:
    """The type of a + b; None where there is no such sum."""
    if (a == b and a in SIZES) or (b == "float" and a in FLOATS):
        return a
    return b if a == "float" and b in FLOATS else None


def each(function: Callable, *data) -> Any:
    """A function of numbers; of vectors component by component, and numbers go with them all."""
    size = max((len(d) for d in data if isinstance(d, tuple)), default=0)
    if not size:
        return function(*data)
    rows = zip(*(d if isinstance(d, tuple) else (d,) * size for d in data), strict=True)
    return tuple(function(*row) for row in rows)


def components(data) -> tuple:
    """The numbers of a float, int or vector as floats."""
    parts = data if isinstance(data, tuple) else (data,)
    return tuple(np.asarray(part, "float32").reshape(-1) for part in parts)


def element(value: Expression, place: Callable[[Memory], int], constant: bool) -> Expression:
    """One of the elements of an array, or of the components of a vector."""

    def put(memory, part):
        old, i = value.get(memory), place(memory)
        value.set(memory, (*old[:i], part, *old[i + 1 :]))

    return Expression(
        value.type.element if isinstance(value.type, Array) else "float",
        lambda memory: value.get(memory)[place(memory)],
        value.constant and constant,
        put if value.set else None,
    )


def swizzled(value: Expression, text: str) -> Expression | None:
    """value.xy and the like; None where there is no such component."""
    size = SIZES.get(value.type, 1) if isinstance(value.type, str) else 1
    found = [names for names in LETTERS if set(text) <= set(names[:size])]
    if size == 1 or not found or len(text) > 4:
        return None
    places = [found[0].index(letter) for letter in text]
    if len(places) == 1:
        return element(value, lambda memory: places[0], constant=True)

    def put(memory, parts):
        new = list(value.get(memory))
        for i, part in zip(places, parts, strict=True):
            new[i] = part
        value.set(memory, tuple(new))

    return Expression(
        f"vec{len(places)}",
        lambda memory: tuple(value.get(memory)[i] for i in places),
        value.constant,
        put if value.set and len(set(places)) == len(places) else None,
    )


def power(a, b):
    """pow: undefined below 0."""
    return np.where(a < 0, np.float32(np.nan), np.power(a, b))


def dot(a, b):
    return sum(x * y for x, y in zip(components(a), components(b), strict=True))


def length(a):
    return np.sqrt(dot(a, a))


FUNCTIONS = {name: getattr(np, name) for name in ("tanh", "sin", "cos", "exp", "log", "sqrt")}
FUNCTIONS |= {"abs": np.abs, "max": np.maximum, "min": np.minimum, "pow": power}
WHOLE = {"dot": dot, "length": length}  # of a whole vector one number
PAIRS = ("max", "min", "pow", "dot")  # have two arguments
OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
INT_OPERATORS = {**OPERATORS, "/": lambda a, b: int(a / b), "%": operator.mod}
COMPARISONS = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge}
COMPARISONS |= {"==": operator.eq, "!=": operator.ne}
