"""Exercise of lesson 3: one layer of a CPPN in GLSL, the language of shaders."""

import numpy as np


def shader_layer(kernel, bias, activation, source, target):
    """kernel (inputs, units), bias (units,) → GLSL, one statement for each unit.

    A format without a letter, `:.6`, keeps six digits, and a point or an exponent.
    """
    lines = [f"float {target}[{len(bias)}];"]
    for unit, (weights, constant) in enumerate(zip(np.transpose(kernel), bias, strict=True)):
        products = [f"{weight:.6} * {source}[{i}]" for i, weight in enumerate(weights)]
        pre_activation = " + ".join([*products, f"{constant:.6}"])
        lines.append(f"{target}[{unit}] = {activation}({pre_activation});")
    return "\n".join(lines)
