"""Answers to the last exercise of lesson 3, as in answers.py: wrong ones and right ones."""

import numpy as np


def layer(form="{:.6}", sum_form="{activation}({products} + {bias})", end=";", declare=True):
    """The right answer, with one thing done differently."""

    def shader_layer(kernel, bias, activation, source, target):
        lines = [f"float {target}[{len(bias)}]{end}"] if declare else []
        for unit, column in enumerate(kernel.T):
            parts = [f"{form.format(w)} * {source}[{i}]" for i, w in enumerate(column)]
            words = {"products": " + ".join(parts), "activation": activation, "last": parts[-1]}
            words |= {"bias": form.format(bias[unit]), "first": " + ".join(parts[:-1])}
            lines.append(f"{target}[{unit}] = {sum_form.format(**words)}{end}")
        return "\n".join(lines)

    return shader_layer


def changed(**changes):
    """The right answer to other arguments."""

    def shader_layer(kernel, bias, activation, source, target):
        given = {"kernel": kernel, "bias": bias, "activation": activation}
        given |= {"source": source, "target": target}
        given |= {name: change(given[name]) for name, change in changes.items()}
        return layer()(**given)

    return shader_layer


def floats(values):
    return f"float[]({', '.join(f'{v:.6}' for v in values)})"


LOOP = """float {target}[{units}];
{{
  const float kernel[{count}] = {kernel};
  const float bias[{units}] = {bias};
  for (int unit = 0; unit < {units}; unit++) {{
    float sum = bias[unit];
    for (int i = 0; i < {inputs}; i++) {{
      sum += kernel[i * {units} + unit] * {source}[i];
    }}
    {target}[unit] = {activation}(sum);
  }}
}}"""


def loops(old="", new=""):
    """Loops over arrays of constants, with one thing replaced."""

    def shader_layer(kernel, bias, activation, source, target):
        inputs, units = kernel.shape
        text = LOOP.replace(old, new) if old else LOOP
        return text.format(
            kernel=floats(kernel.ravel()),
            bias=floats(bias),
            inputs=inputs,
            units=units,
            count=kernel.size,
            activation=activation,
            source=source,
            target=target,
        )

    return shader_layer


def padded(values):
    """Rows of four, the last filled up with zeros."""
    return np.concatenate([values, np.zeros(-len(values) % 4)]).reshape(-1, 4)


def by_vec4(kernel, bias, activation, source, target):
    """Four inputs at a time."""
    lines = [f"float {target}[{len(bias)}];"]
    for j, column in enumerate(kernel.T):
        lines.append(f"float {target}_sum{j} = {bias[j]:.6};")
        for row, four in enumerate(padded(column)):
            places = range(4 * row, 4 * row + 4)
            inputs = [f"{source}[{i}]" if i < len(kernel) else "0." for i in places]
            numbers = ", ".join(f"{w:.6e}" for w in four)
            product = f"dot(vec4({numbers}), vec4({', '.join(inputs)}))"
            lines.append(f"{target}_sum{j} += {product};")
        lines.append(f"{target}[{j}] = {activation}({target}_sum{j});")
    return " ".join(lines)


def with_exponents(kernel, bias, activation, source, target):
    """A point is put into every number, those with an exponent, too."""
    text = layer("{:g}#")(kernel, bias, activation, source, target)
    numbers = [f"{w:g}" for w in np.append(kernel, bias)]
    for number in sorted(numbers, key=len, reverse=True):
        point = number if "." in number else f"{number}.0"
        text = text.replace(f"{number}#", point)
    return text


def last_unit_left_out(kernel, bias, activation, source, target):
    return layer()(kernel, bias, activation, source, target).rsplit("\n", 1)[0]


def by_rows(kernel, bias, activation, source, target):
    lines = [f"float {target}[{len(bias)}];"]
    for unit, (row, b) in enumerate(zip(kernel, bias, strict=False)):
        products = [f"{w:.6} * {source}[{i}]" for i, w in enumerate(row)]
        lines.append(f"{target}[{unit}] = {activation}({' + '.join(products)} + {b:.6});")
    return "\n".join(lines)


WRONG = {
    "ex03_shader_layer": [
        (by_rows, "a unit's are its column"),
        (layer(sum_form="{activation}({products})"), "the bias is missing"),
        (layer("{:g}"), "1.0 is a float, 1 an int"),
        (layer(sum_form="{products} + {activation}({bias})"), "goes around the whole sum"),
        (layer(sum_form="{activation}({products}) + {bias}"), "goes around the whole sum"),
        (layer(sum_form="{first} + {activation}({last} + {bias})"), "goes around the whole sum"),
        (layer(sum_form="({products} + {bias})"), "the activation is missing"),
        (layer(sum_form="tanh({products} + {bias})"), "no tanh here"),
        (layer(sum_form="{activation}({products} - {bias})"), "is one sign|not taken away"),
        (layer(declare=False), "declare the target first"),
        (layer(end=""), "`;` is missing"),
        (layer("{:.2f}"), "cut short"),
        (layer("{:.2}"), "cut short"),
        (layer("{!r}"), "how NumPy shows"),
        (with_exponents, "2e-05 is a float as it is"),
        (changed(source=lambda name: "h"), "`h` is not declared: the arrays of this call are"),
        (changed(target=lambda name: "y"), "in the text, outside"),
        (changed(target=lambda name: "output"), "a word of GLSL's own"),
        (changed(kernel=np.abs), "minus signs are lost"),
        (last_unit_left_out, "GLSL does not begin at 0"),
        (loops("i * {units} + unit", "unit * {inputs} + i"), "input by input"),
        (loops("sum +=", "sum ="), "only the last input stays"),
        (loops(" = bias[unit]", ""), "GLSL does not begin at 0"),
        (loops("{{\n  const", "const"), "`}` closes nothing"),
        (lambda k, b, a, s, t: loops()(k, b, a, s, t).replace("\n{\n", "\n")[:-2], "within { }"),
        (
            lambda k, b, a, s, t: "{" + layer()(k, b, a, s, t) + "}",
            "in the text, outside of all { }",
        ),
        (lambda k, b, a, s, t: f"float {s}[9];" + layer()(k, b, a, s, t), "is there, filled"),
        (lambda k, b, a, s, t: layer()(k, b, a, s, t).split("\n"), "join the lines"),
        (lambda k, b, a, s, t: layer()(k[:, :1], b[:1], a, s, t), "one number for each"),
        (lambda k, b, a, s, t: f"float {t}[3] = {k[:, 0].tolist()};", "a list of Python's"),
        (lambda k, b, a, s, t: None, "`return` missing"),
    ]
}

RIGHT = [
    ("ex03_shader_layer", layer()),
    ("ex03_shader_layer", loops()),
    ("ex03_shader_layer", by_vec4),
    ("ex03_shader_layer", layer("float({:.7f})", "{activation}({bias} + {products})")),
]
