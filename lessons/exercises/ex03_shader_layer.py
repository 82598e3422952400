"""Exercise of lesson 3, write: one layer of a CPPN in GLSL, the language of shaders.

Check: pytest tests/exercises/test_ex03_shader_layer.py
"""

import numpy as np

from cppn_keras.course.exercises import not_attempted


def shader_layer(kernel, bias, activation, source, target):
    """A layer as text: statements of GLSL that compute activation(h · kernel + bias) at one point.

    h is the array that `source` names, and what comes out is the array that `target` names. The
    lesson puts the texts of all layers into one function, one below the other.

    GLSL looks like C. All of this is right:

        float waves[3];
        for (int i = 0; i < 3; i++) {
          waves[i] = -2.5 * sin(place[0] + 0.1);  // 0.1, 1.0, 1e-05 are floats, 1 is an int
        }
        vec2 p = vec2(1.0, waves[1]);
        const float FIRST[2] = float[](0.5, -0.5);

    It is strict. Nothing is converted by itself: `1 * p.x` is an error. A name can be declared only
    once within a pair of braces. An array has one index. Before something is put into a variable,
    anything may be in it.

    Args:
        kernel: (inputs, units), float32.
        bias: (units,), float32.
        activation: the name of a function of GLSL, such as "tanh" or "sin"; "" for none.
        source: a name. `float SOURCE[inputs];` stands above your text, filled.
        target: a name. Your text declares `float TARGET[units];` and fills it.

    Returns:
        The text, a str, with the weights in it as numbers of five digits or more.
    """
    return not_attempted()
