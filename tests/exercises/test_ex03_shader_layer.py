"""Checks exercise ex03_shader_layer: runs the text by `glsl.py`, against NumPy.

Alone, on random numbers; then a whole network, the texts of its layers one below the other.
"""

import glsl
import numpy as np
from checking import Answer, Mistake, random
from glsl_tokens import GLSLError
from glsl_values import Array, floats

HINTS = (
    "write down by hand what GLSL should stand there for 2 inputs and 2 units, then have Python "
    "print just that; a long text of simple statements is as good as a loop",
    'a line for each unit: f"{weight:.6} * {source}[{i}]" for every weight of the unit\'s column, '
    "kernel[:, unit], joined by + with the bias",
    'first f"float {target}[{len(bias)}];", then for each unit f"{target}[{unit}] = '
    '{activation}({sum});", all joined by "\\n"; with activation "" the parentheses do no harm',
)
FUNCTIONS = {"tanh": np.tanh, "sin": np.sin, "": lambda a: a}
LAYERS = [("place", "h1", "tanh", (4, 3)), ("h1", "h2", "sin", (3, 5)), ("h2", "ink", "", (5, 1))]
POINTS = 7


def weights(i):
    """kernel and bias of layer i: whole numbers, negative and very small ones among them."""
    inputs, units = LAYERS[i][3]
    kernel, bias = 0.8 * random(inputs, units, seed=2 * i), random(units, seed=2 * i + 1)
    kernel[0, -1], kernel[2, 0], bias[-1] = 1, -2, 0.75
    if units > 1:
        kernel[1, 1], bias[1] = 2e-5, -1
    return kernel, bias


def ways_to_round(values):
    for digits in (1, 2, 3):
        yield np.round(values, digits)
        yield np.array([float(f"{v:.{digits}g}") for v in values.flat]).reshape(values.shape)


def places_of_weights(h, kernel, bias, bend):
    """Each weight at another input or unit."""
    inputs, units = kernel.shape
    if units > 1:
        n = min(inputs, units)
        rows = h[:, :n] @ kernel[:n, :n].T + bias[:n]
        by_row = "a row of kernel has one input's weights to all units; a unit's are its column"
        if n == units:
            yield Mistake(bend(rows), by_row)
        cut = h @ kernel.reshape(units, inputs).T + bias
        ravelled = "kernel.ravel() goes through it input by input: i * units + unit"
        yield Mistake(bend(cut), ravelled)
        first = bend(h @ kernel[:, :1] + bias)
        yield Mistake(first, "every unit has the weights of the first")
    last = "a sum grows by +=; with = only the last input stays"
    yield Mistake(bend(h[:, -1:] @ kernel[-1:]), last)
    yield Mistake(bend(h[:, -1:] @ kernel[-1:] + bias), last)
    yield Mistake(bend(h[:, :-1] @ kernel[:-1] + bias), "the last input is left out")
    yield Mistake(bend(h[:, 1:] @ kernel[1:] + bias), "the first input is left out")


def mistakes(h, kernel, bias, activation):
    bend, a = FUNCTIONS[activation], h @ kernel
    whole = "the activation goes around the whole sum, bias and all: parentheses"
    products = h[:, :, None] * kernel  # (points, inputs, units)
    cut = 'numbers are cut short: f"{weight:.6}" keeps six digits'
    rounded = zip(ways_to_round(kernel), ways_to_round(bias), strict=True)
    return [
        Mistake(bend(a), "the bias is missing"),
        Mistake(bend(a) + bias, whole),
        Mistake(a + bend(bias), whole),
        Mistake(bend(h) @ kernel + bias, "the activation bends the sum, not what comes in"),
        Mistake(bend(products).sum(axis=1) + bias, whole),
        Mistake(bend(products[:, -1] + bias) + products[:, :-1].sum(axis=1), whole),
        Mistake(a + bias, "the activation is missing"),
        Mistake(np.tanh(a + bias), f"no tanh here: this layer's activation is {activation!r}"),
        Mistake(bend(a - bias), "the bias is added, not taken away"),
        Mistake(bend(a + len(kernel) * bias), "the bias is added once, not with every input"),
        Mistake(bend(h @ np.abs(kernel) + bias), "minus signs are lost"),
        *places_of_weights(h, kernel, bias, bend),
        *[Mistake(bend(h @ k + b), cut) for k, b in rounded],
    ]


def idea(message, source, target):
    """What to try after the error that GLSL would give."""
    told = {
        f"`{target}` is not declared": f"declare the target first: float {target}[…];",
        f"`{source}` is declared": "the source is there, filled: declare the target and no more",
        f"`{target}` is declared": "the target is declared twice",
        "is declared already": f"{message}: the next layer's text uses this name, too; names of "
        "your own within { }, or made from the target's name",
        "`np` is not": 'this is how NumPy shows numbers in a list: format each, f"{weight:.6}"',
        "is not declared": f"{message}: the arrays of this call are {source} and {target}",
        "before `[`": "a list of Python's is no GLSL: float[](1.0, 2.0), or a number at a time",
        "is missing after `2e-05`": "2e-05 is a float as it is: a point or an exponent makes one",
    }
    return next((hint for part, hint in told.items() if part in message), message)


def run(answer, text, h, source, target):
    """What the text leaves in the target, (points, units); fails for what GLSL refuses."""
    try:
        known = glsl.run(text, **{source: floats(h)})
    except GLSLError as error:
        line = (text.splitlines() or [""])[error.line - 1].strip()
        shown = f"{line:.70}{' …' if len(line) > 70 else ''}"
        came, hint = f"line {error.line}: {shown}", idea(error.message, source, target)
        answer.fail("not GLSL", came, "what a graphics driver accepts", hint)
    return known.get(target)


def read(answer, value, target, units):
    """The target's numbers, (points, units)."""
    wanted = Array("float", units)
    hint = f"declare float {target}[…]; in the text, outside of all {{ }}: only they know theirs"
    answer.must(value is not None, "no target", f"no {target} at the end", f"a {wanted}", hint)
    hint = "kernel is (inputs, units), and each unit has a bias: one number for each of them"
    answer.must(value.type == wanted, "wrong type", f"{value.type}", f"{wanted}", hint)
    table = np.broadcast_to(value.table(), (POINTS, units))
    hint = "GLSL does not begin at 0: is every sum begun, and every unit given its number?"
    answer.must(not np.isnan(table).any(), "nothing was set", "NaN", "numbers", hint)
    return table


def test_shader_layer(attempt):
    places = h = random(POINTS, 4, seed=20)
    texts = []
    for i, (source, target, activation, (inputs, units)) in enumerate(LAYERS):
        kernel, bias = weights(i)
        layer = {"kernel": kernel, "bias": bias, "activation": activation}
        answer = attempt(**layer, source=source, target=target)
        alone = random(POINTS, inputs, seed=30 + i)
        texts.append(answer.text())
        got = read(answer, run(answer, texts[-1], alone, source, target), target, units)
        answer = Answer(attempt, f"{answer.call}, at {POINTS} points", got)
        expected = FUNCTIONS[activation](alone @ kernel + bias)
        hint = f"take one unit: which weights and which elements of {source} belong to it?"
        answer.equals(expected, mistakes(alone, **layer), hint)
        h = FUNCTIONS[activation](h @ kernel + bias)  # (points, units) of the whole network

    answer = Answer(attempt, f"{answer.call}, below the texts of the other layers", None)
    got = read(answer, run(answer, "\n".join(texts), places, "place", "ink"), "ink", 1)
    hint = "each alone is right: does a layer change an array that is not its own?"
    Answer(attempt, answer.call, got).equals(h, hint=hint)
