"""The expressions of GLSL, read by recursive descent: a method for each kind of phrase."""

from typing import NoReturn

from glsl_tokens import BEYOND, RESERVED, GLSLError, Token, tokens
from glsl_values import (
    COMPARISONS,
    FLOATS,
    FUNCTIONS,
    INT_OPERATORS,
    MIXED,
    OPERATORS,
    PAIRS,
    SIZES,
    WHOLE,
    Array,
    Expression,
    Type,
    components,
    each,
    element,
    joined,
    literal,
    swizzled,
)

COUNTING = ("++", "--")


class Expressions:
    """Where reading has got to, and what is declared there."""

    def __init__(self, text: str):
        self.tokens, self.at = tokens(text), 0
        self.scopes: list[dict[str, Expression]] = [{}]  # of the blocks around, outermost first

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    @property
    def last(self) -> Token:
        return self.tokens[max(self.at - 1, 0)]

    def take(self, *texts: str) -> str:
        """The next piece, if it is one of these, else nothing."""
        if self.next.text not in texts:
            return ""
        self.at += 1
        return self.last.text

    def expect(self, text: str) -> None:
        if not self.take(text):
            self.stop(f"`{text}` is missing after `{self.last.text}`", self.last)

    def stop(self, message: str, token: Token) -> NoReturn:
        """Fails because of what is next, where that alone tells why; else with the message."""
        found = self.next
        if found.text in BEYOND:
            what = "float, int, vec2 to vec4, arrays and for loops"
            self.fail(f"`{found.text}` is GLSL, but not read here: do with {what}", found)
        if found.text in COUNTING:
            sign = found.text[0]
            self.fail(f"`{found.text}` is one sign: two are written {sign} {sign}", found)
        self.fail(message, token)

    def fail(self, message: str, token: Token | None = None) -> NoReturn:
        raise GLSLError((token or self.last).line, message)

    def expression(self) -> Expression:
        value = self.sum()
        if sign := self.take(*COMPARISONS):
            value = self.comparison(sign, value, self.sum())
        if self.next.text in BEYOND:
            self.stop("", self.next)
        return value

    def comparison(self, sign: str, a: Expression, b: Expression) -> Expression:
        if (a.type, b.type) != ("int", "int"):
            self.fail(f"{a.type} {sign} {b.type}: here only ints are compared")
        return Expression("bool", lambda memory: COMPARISONS[sign](a.get(memory), b.get(memory)))

    def sum(self) -> Expression:
        left = self.product()
        while sign := self.take("+", "-"):
            left = self.binary(sign, left, self.product())
        return left

    def product(self) -> Expression:
        left = self.unary()
        while sign := self.take("*", "/", "%"):
            left = self.binary(sign, left, self.unary())
        return left

    def unary(self) -> Expression:
        sign = self.take("-", "+")
        if not sign:
            return self.postfix()
        value = self.unary()
        return self.binary(sign, literal(0 if value.type == "int" else 0.0), value)

    def binary(self, sign: str, a: Expression, b: Expression) -> Expression:
        kind = joined(a.type, b.type)
        if kind is None or (sign == "%" and kind != "int"):
            self.fail(f"there is no {a.type} {sign} {b.type}{because(a.type, b.type)}")
        function, token = (INT_OPERATORS if kind == "int" else OPERATORS)[sign], self.last

        def get(memory):
            try:
                return each(function, a.get(memory), b.get(memory))
            except ZeroDivisionError:
                self.fail("an int is divided by 0", token)

        return Expression(kind, get, a.constant and b.constant)

    def postfix(self) -> Expression:
        value = self.primary()
        while sign := self.take("[", "."):
            value = self.indexed(value) if sign == "[" else self.named_part(value)
        return value

    def indexed(self, value: Expression) -> Expression:
        """value[index]"""
        index, token = self.expression(), self.last
        self.expect("]")
        if value.type not in FLOATS[1:] and not isinstance(value.type, Array):
            self.fail(f"{value.type} is one number: no [ ] after it")
        if index.type != "int":
            self.fail("an index is an int: [0], not [0.0]")
        size = value.type.size if isinstance(value.type, Array) else SIZES[value.type]

        def place(memory):
            i = index.get(memory)
            if not 0 <= i < size:
                self.fail(f"index {i} in {value.type}: they go from 0 to {size - 1}", token)
            return i

        if index.constant:
            place({})
        return element(value, place, index.constant)

    def named_part(self, value: Expression) -> Expression:
        """value.xy, or the length() of an array."""
        text = self.next.text
        self.at += 1
        if isinstance(value.type, Array) and text == "length":
            self.expect("(")
            self.expect(")")
            return literal(value.type.size)
        return swizzled(value, text) or self.fail(f"{value.type} has no .{text}")

    def primary(self) -> Expression:
        token = self.next
        self.at += 1
        if token.kind == "float":
            return literal(float(token.text.rstrip("fF")))
        if token.kind == "int":
            return literal(int(token.text))
        if token.text == "(":
            value = self.expression()
            self.expect(")")
            return value
        if token.text in SIZES:
            return self.constructor(token)
        if token.kind != "name" or token.text in RESERVED | BEYOND:
            self.at -= 1
            self.stop(f"a value is missing before `{token.text}`", token)
        if self.next.text == "(":
            return self.call(token)
        for scope in reversed(self.scopes):
            if token.text in scope:
                return scope[token.text]
        self.fail(f"`{token.text}` is not declared", token)

    def sized(self, kind: Type) -> Type:
        """The type with what may follow in brackets; size 0 for []."""
        if not self.take("["):
            return kind
        size = literal(0) if self.next.text == "]" else self.expression()
        known = size.type == "int" and size.constant and size.get({}) >= 0
        if not known:
            self.fail("the size of an array is an int above 0, known before the shader runs")
        self.expect("]")
        if isinstance(kind, Array) or self.next.text == "[":
            self.fail("there are no arrays of arrays: one index, such as [3 * i + j]")
        return Array(kind, size.get({}))

    def arguments(self) -> list[Expression]:
        self.expect("(")
        if self.take(")"):
            return []
        found = [self.expression()]
        while self.take(","):
            found.append(self.expression())
        self.expect(")")
        return found

    def constructor(self, token: Token) -> Expression:
        """vec3(…), float[](…) and the like."""
        kind = self.sized(token.text)
        given = self.arguments()
        types = [value.type for value in given]
        shown = f"{kind}({', '.join(map(str, types))})".replace("[0]", "[]")
        constant = all(value.constant for value in given)
        if isinstance(kind, Array):
            if set(types) != {kind.element} or kind.size not in (0, len(given)):
                self.fail(f"there is no {shown}{because(kind.element, *types)}", token)
            whole = Array(kind.element, len(given))
            return Expression(
                whole, lambda memory: tuple(value.get(memory) for value in given), constant
            )
        size, count = SIZES[kind], sum(SIZES.get(t, 0) for t in types if isinstance(t, str))
        fits = count == size or (len(types) == 1 and (count == 1 or count > size))
        if kind == "int" or not fits or not all(t in SIZES for t in types):
            self.fail(f"there is no {shown} here: count its numbers", token)

        def get(memory):
            parts = sum((components(value.get(memory)) for value in given), ())
            parts = parts * size if len(parts) == 1 else parts[:size]
            return parts[0] if kind == "float" else parts

        return Expression(kind, get, constant)

    def call(self, token: Token) -> Expression:
        """tanh(…) and the like."""
        name, given = token.text, self.arguments()
        types = [value.type for value in given]
        if name not in FUNCTIONS | WHOLE:
            known = ", ".join(FUNCTIONS | WHOLE)
            self.fail(f"{name}() is not among the functions read here: {known}", token)
        last_may_be_float = name in ("max", "min") and types[1:] == ["float"]
        alike = len(set(types)) == 1 or last_may_be_float
        if not alike or len(types) != 1 + (name in PAIRS) or not set(types) <= set(FLOATS):
            shown = f"{name}({', '.join(map(str, types))})"
            self.fail(f"there is no {shown}{because(*types)}", token)

        def get(memory):
            data = [value.get(memory) for value in given]
            return WHOLE[name](*data) if name in WHOLE else each(FUNCTIONS[name], *data)

        kind = "float" if name in WHOLE else types[0]
        return Expression(kind, get, all(value.constant for value in given))


def because(*types: Type) -> str:
    """Why such types do not go together, if one of them is an int."""
    return f": {MIXED}" if ("int" in types and len(set(types)) > 1) or types == ("int",) else ""
