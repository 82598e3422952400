"""GLSL ES 3.00 in pieces: its words, numbers and signs, each with its line."""

import re
from typing import NamedTuple

WORDS = """
active asm atomic_uint attribute case centroid class coherent common const default double enum
extern external filter fixed flat float for goto half highp in inline inout input int interface
invariant layout long lowp mediump namespace noinline noperspective out output partition patch
precision public readonly resource restrict sample short sizeof smooth static subroutine superp
template this typedef uniform union unsigned using varying vec2 vec3 vec4 void volatile writeonly
"""
NOT_READ = """
if else while do switch break continue discard return struct bool uint mat2 mat3 mat4 ivec2 ivec3
ivec4 bvec2 bvec3 bvec4 uvec2 uvec3 uvec4 true false ? && || ! & | ^ ~ #
"""
RESERVED = set(WORDS.split())  # no names for variables
BEYOND = set(NOT_READ.split())  # GLSL that `glsl.py` does not read
TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<float>(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?[fF]?|\d+[eE][+-]?\d+[fF]?)
    |(?P<int>(?:0|[1-9]\d*)(?!\w))
    |(?P<name>[A-Za-z_]\w*)
    |(?P<sign>\+\+|--|[-+*/%<>=!]=|&&|\|\||[-+*/%=<>()\[\]{},;.?:!&|^~\#])""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)


class GLSLError(Exception):
    """What a driver would refuse, and in which line of the text, counted from 1."""

    def __init__(self, line: int, message: str):
        super().__init__(f"line {line}: {message}")
        self.line, self.message = line, message


class Token(NamedTuple):
    kind: str  # float, int, name, sign or end
    text: str
    line: int


def tokens(text: str) -> list[Token]:
    """The text in pieces, without blanks and comments, and an empty one at the end.

    Raises:
        GLSLError: something that is neither word nor number nor sign.
    """
    found, at, line = [], 0, 1
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise GLSLError(line, f"`{text[at:].split()[0]:.20}` is not GLSL")
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup, match[0], line))
        at, line = match.end(), line + match[0].count("\n")
    return [*found, Token("end", "", found[-1].line if found else 1)]
