"""A small part of GLSL ES 3.00, read as strictly as a graphics driver reads it, run in NumPy.

What stands in the body of a shader's function: float, int, vec2 to vec4, arrays of them, for loops,
the usual operators and functions. `run` takes the variables that are there already, each with its
values at many points, and gives back all that there are in the end, at all points at once.

A text is read once, with its types, and becomes steps that change the memory.
"""

from collections.abc import Callable

import numpy as np
from glsl_expressions import COUNTING, Expressions, because
from glsl_tokens import BEYOND, RESERVED
from glsl_values import SIZES, Array, Expression, Memory, Type, Value, blank, literal, vector

LONGEST = 100_000  # rounds of a loop
QUALIFIERS = ("highp", "mediump", "lowp")
ASSIGNMENTS = ("=", "+=", "-=", "*=", "/=")
Step = Callable[[Memory], None]


def run(text: str, **given: Value) -> dict[str, Value]:
    """Runs statements, and gives back what the variables outside of all blocks then hold.

    A float that nobody has set is NaN.

    Raises:
        GLSLError: what a driver would refuse, or what is more than is read here.
    """
    reader, memory = Statements(text), {}
    for name, value in given.items():
        reader.declare(name, value.type).set(memory, value.data)
    with np.errstate(all="ignore"):
        reader.statements(end="")(memory)
        known = reader.scopes[0].items()
        return {name: Value(held.type, held.get(memory)) for name, held in known}


def shade(text: str, height: int, width: int) -> np.ndarray:
    """The picture of a shader as on shadertoy.com: what `mainImage` puts into fragColor.

    Returns float32 (height, width, 4), the top row first. Raises GLSLError as `run`.
    """
    rows, columns = np.indices((height, width)).reshape(2, -1)
    known = run(
        text.split("{", 1)[1].rsplit("}", 1)[0],
        fragCoord=vector(np.stack([columns + 0.5, height - rows - 0.5], axis=1)),  # upwards
        iResolution=vector(np.array([[width, height, 1.0]])),
        fragColor=vector(np.zeros((1, 4))),
    )
    shape = (height * width, 4)
    return np.broadcast_to(known["fragColor"].table(), shape).reshape(height, width, 4)


def in_turn(steps: list[Step]) -> Step:
    def take_all(memory):
        for step in steps:
            step(memory)

    return take_all


class Statements(Expressions):
    """Reads statements, and what is in them."""

    def statements(self, end: str) -> Step:
        steps = []
        while self.next.text != end:
            if self.next.kind == "end":
                self.fail(f"`{end}` is missing at the end")
            steps.append(self.statement())
        self.at += 1
        return in_turn(steps)

    def statement(self) -> Step:
        if self.take("{"):
            self.scopes.append({})
            steps = self.statements(end="}")
            self.scopes.pop()
            return steps
        if self.take("}"):
            self.fail("`}` closes nothing: no `{` is open")
        if self.take("for"):
            return self.loop()
        if self.take(";"):
            return in_turn([])
        if self.next.text in ("const", *QUALIFIERS, *SIZES):
            return self.declaration()
        step = self.change()
        self.expect(";")
        return step

    def loop(self) -> Step:
        token = self.last
        self.scopes.append({})
        self.expect("(")
        first = self.statement()
        condition = self.expression()
        if condition.type != "bool":
            self.fail("a loop goes on while a comparison holds, such as i < 3")
        self.expect(";")
        step = in_turn([]) if self.next.text == ")" else self.change()
        self.expect(")")
        body = self.statement()
        self.scopes.pop()

        def go_round(memory):
            first(memory)
            for _ in range(LONGEST):
                if not condition.get(memory):
                    return
                body(memory)
                step(memory)
            self.fail("this loop does not end", token)

        return go_round

    def declaration(self) -> Step:
        constant = bool(self.take("const"))
        self.take(*QUALIFIERS)
        if not self.take(*SIZES):
            self.stop(f"a type is missing after `{self.last.text}`", self.last)
        kind = self.sized(self.last.text)
        steps = [self.declarator(kind, constant)]
        while self.take(","):
            steps.append(self.declarator(kind, constant))
        self.expect(";")
        return in_turn(steps)

    def declarator(self, kind: Type, constant: bool) -> Step:
        name = self.name()
        kind = self.sized(kind)
        unsized = isinstance(kind, Array) and not kind.size
        if not self.take("="):
            if constant or unsized:
                self.fail(f"`{name}` needs {'a size' if unsized else 'a value'}")
            variable = self.declare(name, kind)
            return lambda memory: variable.set(memory, blank(kind))
        value = self.expression()
        if unsized and isinstance(value.type, Array):
            kind = Array(kind.element, value.type.size)
        self.must_fit(kind, value)
        if not constant:
            variable = self.declare(name, kind)
            return lambda memory: variable.set(memory, value.get(memory))
        if not value.constant:
            self.fail(f"`{name}` is const: its value must be known before the shader runs")
        data = value.get({})
        self.declare(name, kind, Expression(kind, lambda memory: data, constant=True))
        return in_turn([])

    def name(self) -> str:
        token = self.next
        if token.kind != "name":
            self.stop(f"a name is missing before `{token.text}`", token)
        if token.text in RESERVED | BEYOND or "__" in token.text or token.text.startswith("gl_"):
            self.fail(f"`{token.text}` is a word of GLSL's own: take another name", token)
        self.at += 1
        return token.text

    def declare(self, name: str, kind: Type, held: Expression | None = None) -> Expression:
        """A new variable of the innermost block; or a constant, which is `held`."""
        if name in self.scopes[-1]:
            self.fail(f"`{name}` is declared already, in the same {{ }}")
        key = object()
        variable = Expression(
            kind, lambda memory: memory[key], set=lambda memory, data: memory.update({key: data})
        )
        self.scopes[-1][name] = held or variable
        return self.scopes[-1][name]

    def change(self) -> Step:
        """What changes a variable; or an expression, which changes nothing."""
        sign = self.take(*COUNTING)
        target = self.expression()
        sign = sign or self.take(*COUNTING, *ASSIGNMENTS)
        if not sign:
            return target.get
        if sign in COUNTING:
            value = literal(1 if target.type == "int" else 1.0)
        else:
            value = self.expression()
        if sign != "=":
            value = self.binary(sign[0], target, value)
        if target.set is None:
            self.fail(f"`{sign}` needs a variable that is not const on its left")
        self.must_fit(target.type, value)
        return lambda memory: target.set(memory, value.get(memory))

    def must_fit(self, kind: Type, value: Expression) -> None:
        if kind != value.type:
            self.fail(f"{kind} wanted, {value.type} given{because(kind, value.type)}")
