"""The interpreter that reads the shaders of lesson 3: right as NumPy, strict as a driver."""

import glsl
import numpy as np
import pytest
from glsl_tokens import GLSLError
from glsl_values import Array, floats, vector

POINTS = np.random.default_rng(1).normal(size=(5, 3)).astype("float32")


def result(text: str) -> np.ndarray:
    """What the text leaves in the array or vector `y`, (5, n); x is an array of 3 floats, v the
    same numbers as a vec3."""
    known = glsl.run(text, x=floats(POINTS), v=vector(POINTS))
    found = known["y"].table()
    return np.broadcast_to(found, (len(POINTS), found.shape[1]))


def message(text: str) -> str:
    with pytest.raises(GLSLError) as refused:
        result(f"float y[1];\n{text}")
    assert "\n" not in str(refused.value)
    return str(refused.value)


X, Y, Z = POINTS.T
ONE_NUMBER = {
    "-x[0] + 2.0 * x[1]": -X + 2 * Y,
    "x[0] - x[1] - x[2]": X - Y - Z,
    "x[0] / x[1] / -.5": X / Y / -0.5,
    "2.0*(x[0] - -3.e-1)*1E1f": 2 * (X + 0.3) * 10,
    "tanh(x[0]) + sin(x[1]) * cos(x[2])": np.tanh(X) + np.sin(Y) * np.cos(Z),
    "exp(-abs(x[0])) + log(2.0) + sqrt(4.0)": np.exp(-abs(X)) + np.log(2) + 2,
    "max(x[0], x[1]) - min(x[1], 0.25)": np.maximum(X, Y) - np.minimum(Y, 0.25),
    "pow(abs(x[0]), 1.5)": abs(X) ** 1.5,
    "dot(v, vec3(1.0, 2.0, x[0])) + length(v.xy)": X + 2 * Y + Z * X + np.hypot(X, Y),
    "vec4(v.zx, 3, 4.0).y + v[2] + (v * 2.0).r": X + Z + 2 * X,
    "max(v, 0.0).x + vec2(v).t + float(7 / -2 + 7 % 4)": np.maximum(X, 0) + Y,
    "float[](x[2], 5.0, 6.0)[0] + float(x.length())": Z + 3,
}


@pytest.mark.parametrize("text", ONE_NUMBER)
def test_expressions_are_those_of_numpy(text):
    y = result(f"float y[1]; y[0] = {text}; // and a remark")
    assert y.dtype == np.float32
    np.testing.assert_allclose(y[:, 0], ONE_NUMBER[text], rtol=1e-4, atol=1e-5)


def test_loops_over_constants_are_a_product_of_matrices():
    kernel = np.arange(6.0).reshape(3, 2) / 7
    numbers = ", ".join(f"{weight:.6}" for weight in kernel.ravel())
    y = result(f"""float y[2];
    {{
      const float kernel[6] = float[6]({numbers}), none = 0.;  /* of the
      layer */
      for (int unit = 0; unit < 2; unit++) {{
        float sum = none;
        for (int i = 0; i < x.length(); ) {{
          sum += kernel[2 * i + unit] * x[i];
          ++i;
        }}
        y[unit] = tanh(sum);
      }}
    }}""")
    np.testing.assert_allclose(y, np.tanh(POINTS @ kernel), rtol=1e-4, atol=1e-5)


def test_vectors_and_their_parts_are_changed_where_they_are():
    y = result("""vec4 y = vec4(v, 1);
    vec4 old = y;
    y.zx = y.xy;
    y[3] -= old.z;
    y.yw *= vec2(2.0, -1.0);
    y /= 2.0;""")
    wanted = np.stack([Y, 2 * Y, X, Z - 1], axis=1) / 2
    np.testing.assert_allclose(y, wanted, rtol=1e-4, atol=1e-5)


def test_what_is_given_may_be_changed_and_comes_back():
    known = glsl.run("x[1] = 0.0; int n = 3; { float inside; }", x=floats(POINTS))
    assert known["x"].type == Array("float", 3) and known["n"] == ("int", 3)
    assert "inside" not in known
    np.testing.assert_allclose(known["x"].table(), POINTS * [1, 0, 1])
    assert POINTS[0, 1] != 0


def test_what_nobody_has_set_is_no_number():
    y = result("float y[2]; y[1] += 1.0; y[0] = pow(-1.0, 2.0);")
    assert np.isnan(y).all()


def test_a_shader_draws_from_the_bottom_to_the_top():
    picture = glsl.shade(
        """void mainImage(out vec4 fragColor, in vec2 fragCoord) {
        fragColor = vec4(fragCoord / iResolution.xy, 0.5, 1.0);
        }""",
        2,
        5,
    )
    assert picture.shape == (2, 5, 4)
    np.testing.assert_allclose(picture[0, 1], [0.3, 0.75, 0.5, 1], rtol=1e-5)
    np.testing.assert_allclose(picture[1, 4], [0.9, 0.25, 0.5, 1], rtol=1e-5)


REFUSED = {  # by drivers, too
    "y[0] = 1 * x[0];": "line 2: there is no int * float: GLSL converts nothing by itself",
    "y[0] = 1;": "line 2: float wanted, int given: GLSL converts",
    "float a = 2;": "float wanted, int given: GLSL",
    "y[0] = tanh(1);": "there is no tanh(int): GLSL converts",
    "y[0] = max(x[0], 0);": "there is no max(float, int): GLSL converts",
    "y[0] = pow(v, 2.0).x;": "there is no pow(vec3, float)",
    "float a[2] = float[](1.0, 2);": "there is no float[](float, int): GLSL converts",
    "float a[3] = float[](1.0, 2.0);": "float[3] wanted, float[2] given",
    "y[0] = a;": "`a` is not declared",
    "\n{ float a = 1.0; }\ny[0] = a;": "line 4: `a` is not declared",
    "float y[1];": "`y` is declared already",
    "float a; float a;": "`a` is declared already",
    "y[1] = 1.0;": "index 1 in float[1]: they go from 0 to 0",
    "y[0] = x[-1];": "index -1 in float[3]",
    "y[0.0] = 1.0;": "an index is an int",
    "float a = 1.0\ny[0] = a;": "line 2: `;` is missing after `1.0`",
    "y[0] = (1.0 + x[0];": "`)` is missing after `]`",
    "y[0] = sin(1.0, 2.0);": "there is no sin(float, float)",
    "y[0] = 2.0 --1.5;": "`--` is one sign: two are written - -",
    "y[0] = 2e-05.0;": "`;` is missing after `2e-05`",
    "y[0] = v;": "float wanted, vec3 given",
    "y[0] = v.w;": "vec3 has no .w",
    "y[0] = v.xg;": "vec3 has no .xg",
    "v.xx = v.xy;": "`=` needs a variable",
    "const float a = 1.0; a += 1.0;": "`+=` needs a variable that is not const",
    "const float a = x[0];": "`a` is const: its value must be known",
    "const float a;": "`a` needs a value",
    "float a[];": "`a` needs a size",
    "float a[-1];": "the size of an array is an int above 0, known before",
    "y[0] = 1.0[0];": "float is one number: no [ ]",
    "int n = 3; float a[n];": "the size of an array is an int above 0, known before",
    "float a[2][2];": "there are no arrays of arrays",
    "float input;": "`input` is a word of GLSL's own",
    "float a__b;": "`a__b` is a word of GLSL's own",
    "float 2a;": "`2a;` is not GLSL",
    "y[0] = x[0] * [1.0, 2.0];": "a value is missing before `[`",
    "y[0] = np.float32(0.5);": "`np` is not declared",
    "y[0] = 0.5 − x[0];": "`−` is not GLSL",
    "vec3 a = v + vec2(v);": "there is no vec3 + vec2",
    "vec3 a = vec3(1.0, 2.0);": "there is no vec3(float, float)",
    "{ y[0] = 1.0;": "`}` is missing at the end",
    "y[0] = 1.0; }": "`}` closes nothing",
    "{ y[0] = }": "a value is missing before `}`",
    "y = x;": "float[1] wanted, float[3] given",
    "for (int i = 0; i + 2; i++) y[0] = 1.0;": "while a comparison holds",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_a_driver_refuses_is_refused_in_one_line(text):
    assert REFUSED[text] in message(text)


UNDEFINED = {  # drivers take it, and draw something or nothing
    "for (int i = 0; i < 2; i++) y[i] = 1.0;": "line 2: index 1 in float[1]",
    "int n = 1 / 0;": "an int is divided by 0",
    "for (int i = 0; i < 2; i += 0) y[0] = 1.0;": "line 2: this loop does not end",
}


@pytest.mark.parametrize("text", UNDEFINED)
def test_what_has_no_result_is_told_in_one_line(text):
    assert UNDEFINED[text] in message(text)


BEYOND = {  # GLSL, but more than an exercise needs
    "y[0] = 2.0 * --x[0];": "`--` is one sign",
    "if (x[0] > 0.0) y[0] = 1.0;": "`if` is GLSL, but not read here",
    "y[0] = 1.0 < 2.0 ? 1.0 : 0.0;": "here only ints are compared",
    "y[0] = (1 < 2) ? 1.0 : 0.0;": "`?` is GLSL, but not read here",
    "mat3 m;": "`mat3` is GLSL, but not read here",
    "y[0] = atan(1.0);": "atan() is not among the functions read here: tanh, sin",
    "#define A 1.0": "`#` is GLSL, but not read here",
}


@pytest.mark.parametrize("text", BEYOND)
def test_what_is_beyond_it_is_told_kindly(text):
    assert BEYOND[text] in message(text)
