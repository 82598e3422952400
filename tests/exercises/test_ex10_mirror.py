"""Checks exercise ex10_mirror by what all symmetric CPPNs with the same weights have in common."""

import tempfile
from pathlib import Path

import keras
import numpy as np
from checking import Answer, Mistake, brief, random
from keras import layers, ops

from cppn_keras.networks import build_cppn

HINTS = (
    "which function of x has the same value for x and for -x? A network that is asked about that "
    "in place of x cannot tell left from right",
    "keras.Input for z and for the coordinates, as cppn.inputs have them; take x out of the "
    "coordinates, x = coordinates[..., :1], change it, and put it back beside the others with "
    "ops.concatenate",
    "cppn([z, changed]) is the colours, and keras.Model([z, coordinates], colours) the model. "
    "Changed may be ops.abs(x); or call the CPPN twice, with x and with -x, and take the mean",
)
LATENT, POINTS, STEP = 4, 23, 1e-4
ORDER = "points come in any number and order: change their x, not their list"
AS_IT_WAS = "that draws as before: where is x changed?"
OTHER_WAY = "that is the mirror image of each picture: left and right are to be the same"
UP_AND_DOWN = "column 0 is x, to the right; column 1 is y, downwards, and stays as it is"
TURNED = "that is the same after half a turn: -x goes with y, not with -y"
EVEN = "x and -x must lead to the same numbers: |x|, or the mean of the colours at both"
BLEND = "colours at x and at -x are averaged, not added: else they go beyond 1"
OWN = "call the CPPN itself, no copy of it, or what one learns the other does not"
SAVED = "no Lambda: keras.ops go into a model as they are; and a layer of your own is registered, "
SAVED += "@keras.saving.register_keras_serializable()"


def points(columns, seed, grids=1):
    """Places in no order: x, y and perhaps r, (grids, points, columns)."""
    xy = random(grids, POINTS, 2, seed=seed, low=-1.2, high=1.2)
    r = np.linalg.norm(xy, axis=-1, keepdims=True)
    return np.concatenate([xy, r], axis=-1)[..., :columns].astype("float32")


def moved(places, right, down):
    """The places at right · x and down · y."""
    return places * np.float32([right, down, 1])[: places.shape[-1]]


def trained(columns):
    """A small CPPN, as the lesson builds them, with large weights in place of trained ones."""
    large = {"weight_stddev": 0.8, "seed": columns}
    return build_cppn(LATENT, 3, width=9, depth=3, style="tanh", radius=columns == 3, **large)


def seeing(what):
    """A CPPN of x, y, r whose three colours are `what(coordinates)`, and a little of z."""
    z, places = keras.Input((LATENT,)), keras.Input((None, 3))
    of_z = layers.Dense(1, use_bias=False, kernel_initializer="ones")(z)[:, None]
    return keras.Model([z, places], 0.01 * ops.sigmoid(of_z) + what(places))


def echo(places):
    """Colours that tell which coordinates the network was asked about."""
    return 0.5 + places / 8


def even(places):
    """Colours that are the same left and right."""
    x, y, r = (places[..., i : i + 1] for i in range(3))
    return ops.sigmoid(ops.concatenate([ops.abs(x) - y, 3 * x * x + r, r * y - 2 * x * x], -1))


def draw(answer, z, places):
    """The colours that the returned model makes, (batch, points, 3)."""
    call, came = f"{answer.call}([z {z.shape}, coordinates {places.shape}])", ""
    try:
        drawn = Answer(answer.attempt, call, answer.value([z, places]))
    except Exception as error:
        came = brief(error)
    hint = "z and coordinates are batches of any size, and one grid goes with any batch of z"
    if came:
        answer.attempt.fail("the model cannot draw", call, came, "colours", hint)
    drawn.has_shape((len(z), POINTS, 3), hint="the colours of the CPPN, as they come")
    return drawn


def must_be_a_model(answer, cppn):
    is_one = isinstance(answer.value, keras.Model)
    came = "None" if answer.value is None else type(answer.value).__name__
    hint = "end with `return keras.Model([z, coordinates], colours)`"
    answer.must(is_one, "not a model", came, "a functional keras.Model", hint)
    answer.must(answer.value is not cppn, "no new model", "cppn itself", "another one", AS_IT_WAS)
    shapes = [tuple(x.shape) for x in getattr(answer.value, "inputs", None) or []]
    wanted = [tuple(x.shape) for x in cppn.inputs]
    hint = "a functional model: keras.Input(shape without the batch) for z, then for coordinates"
    answer.must(shapes == wanted, "other inputs", f"{shapes}", f"{wanted}", hint)


def why_not_even(answer, got, cppn, z, places):
    """What has been done in place of mirroring."""
    given, other_way = (np.asarray(cppn([z, moved(places, x, 1)])) for x in (1, -1))
    backwards = np.asarray(cppn([z, places[:, ::-1]]))
    below, turned = (draw(answer, z, moved(places, x, -1)).array for x in (1, -1))
    known = [
        (given, AS_IT_WAS),
        (other_way, OTHER_WAY),
        *[(other, ORDER) for other in (given[:, ::-1], backwards, backwards[:, ::-1])],
        *[((given + other) / 2, ORDER) for other in (given[:, ::-1], backwards)],
        (below, UP_AND_DOWN),
        (turned, TURNED),
    ]
    return next((hint for other, hint in known if np.allclose(got, other, atol=STEP)), EVEN)


def must_be_even(answer, cppn, columns):
    """The same at x and -x, for places in no order, and for a grid of its own for each picture."""
    for batch, grids in ((5, 1), (2, 2), (1, 1)):
        z, places = random(batch, LATENT, seed=batch), points(columns, batch, grids)
        here, there = (draw(answer, z, moved(places, x, 1)) for x in (1, -1))
        worst = np.abs(here.array - there.array).max()
        hint = why_not_even(answer, here.array, cppn, z, places) if worst > STEP else ""
        came = f"colours that differ by up to {worst:.3g} at (x, y) and (-x, y)"
        here.must(worst <= STEP, "left is not right", came, "the same colours", hint)


def must_still_change(answer, z, places):
    """With z, with y, with its sign, and with |x|; places without r, which would tell of both."""
    here = draw(answer, z, places)
    changes = [
        ("z", z + 1, places, "each picture has its own z: hand it to the CPPN as it is"),
        ("y", z, places * np.float32([1, 0.3]), UP_AND_DOWN),
        ("y for -y", z, moved(places, 1, -1), UP_AND_DOWN),
        ("x", z, places * np.float32([0.3, 1]), "x is left out: 1 and -1 are alike, 0.3 is not"),
    ]
    for what, other_z, other_places, hint in changes:
        there = draw(answer, other_z, other_places)
        change = np.abs(there.array - here.array).max()
        came = f"the same colours for another {what}".replace("another y for -y", "-y and y")
        there.must(change > 0.01, f"{what} does not matter", came, "other colours", hint)


def must_ask_about_the_same_place(attempt, z, places):
    """Of a network whose colours are the coordinates that it is given."""
    cppn = seeing(echo)
    answer = attempt(cppn=cppn)
    drawn, right = draw(answer, z, places).array, np.asarray(cppn([z, places]))
    hints = {
        "y": UP_AND_DOWN,
        "r": "r is how far the point is from the middle: the same at x and -x, and never below 0",
    }
    for i, (name, hint) in enumerate(hints.items(), start=1):
        worst = np.abs(drawn[..., i] - right[..., i]).argmax()
        got, want = (8 * (colours[..., i].flat[worst] - 0.5) for colours in (drawn, right))
        hint = BLEND if np.allclose(drawn, 2 * right, atol=0.5) and got > 3 else hint
        asked = f"asked about another {name}"
        answer.must(np.isclose(got, want, atol=1e-3), asked, f"{got:.3f}", f"{want:.3f}", hint)


def must_leave_the_even_as_they_are(attempt, z, places):
    cppn = seeing(even)
    drawn = draw(attempt(cppn=cppn), z, places)
    drawn.call = drawn.call.replace("(cppn)", "(cppn, the same left and right already)")
    given = np.asarray(cppn([z, places]))
    squared = np.concatenate([places[..., :1] ** 2, places[..., 1:]], axis=-1)
    known = [
        Mistake(np.asarray(cppn([z, squared])), "x² is another place than x: |x| keeps the right"),
        Mistake(2 * given, BLEND),
    ]
    hint = "where the colours at x and at -x are the same already, these are the picture's"
    drawn.equals(given, known, hint)


def must_share_weights(answer, cppn, before):
    for kind in ("variables", "trainable_variables"):
        wanted, found = ({id(v) for v in getattr(m, kind)} for m in (cppn, answer.value))
        hint = "no other weights than the CPPN's: nothing here has to learn"
        hint = hint if wanted < found else OWN
        came = f"{len(found)} {kind}, {len(found & wanted)} of them the CPPN's"
        answer.must(found == wanted, "not the CPPN's", came, f"its {len(wanted)}", hint)
    same = all(np.array_equal(a, b) for a, b in zip(before, cppn.get_weights(), strict=True))
    same = same and len(cppn.trainable_variables) == len(before)
    hint = "build another model around the CPPN: its weights, and `trainable`, stay as they are"
    came = "another `trainable`, or other weights"
    answer.must(same, "the CPPN is changed", came, "those it had", hint)


def must_be_saved(answer, z, places):
    kinds = [type(layer) for layer in answer.value.layers]
    own = [kind for kind in kinds if not kind.__module__.startswith("keras.")]
    own = [kind for kind in own if ">" not in keras.saving.get_registered_name(kind)]
    for kind in own + [kind for kind in kinds if kind is layers.Lambda]:
        came = f"a layer {kind.__name__}"
        answer.fail("cannot be saved and loaded", came, "a model that can", SAVED)
    came = ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mirror.keras"
        try:
            answer.value.save(path)
            again = Answer(answer.attempt, answer.call, keras.models.load_model(path))
        except Exception as error:
            came = brief(error)
    if came:
        answer.fail("cannot be saved and loaded", came, "a model that can", SAVED)
    same = np.allclose(draw(again, z, places).array, draw(answer, z, places).array, atol=STEP)
    came = "another picture after saving and loading"
    answer.must(same, "not saved as it is", came, "the same picture", SAVED)


def test_mirror(attempt):
    z, places = random(5, LATENT, seed=1), points(3, seed=1)
    for columns in (3, 2):
        cppn = trained(columns)
        before = cppn.get_weights()
        answer = attempt(cppn=cppn)
        must_be_a_model(answer, cppn)
        must_be_even(answer, cppn, columns)
        must_share_weights(answer, cppn, before)
    must_still_change(answer, z, places[..., :2])
    must_ask_about_the_same_place(attempt, z, places)
    must_leave_the_even_as_they_are(attempt, z, places)
    must_be_saved(answer, z, places[..., :2])
