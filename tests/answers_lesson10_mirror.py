"""Answers to exercise ex10_mirror of lesson 10, wrong and right; see `answers.py`."""

import keras
import numpy as np
from keras import layers, ops


def asked_at(cppn, change, of=lambda z: z):
    """The CPPN, asked about other places than those that are given."""
    z, places = (keras.Input(x.shape[1:]) for x in cppn.inputs)
    return keras.Model([z, places], cppn([of(z), change(places)]))


def x_to(function):
    def change(places):
        return ops.concatenate([function(places[..., :1]), places[..., 1:]], axis=-1)

    return change


def mean(a, b):
    return (a + b) / 2


def both(cppn, other=None, blend=mean):
    """A blend of the colours at two places, x and -x if no other is told."""
    other = other or x_to(ops.negative)
    z, places = (keras.Input(x.shape[1:]) for x in cppn.inputs)
    return keras.Model([z, places], blend(cppn([z, places]), cppn([z, other(places)])))


def half_a_turn(places):
    return ops.concatenate([-places[..., :2], places[..., 2:]], axis=-1)


def one_by_one(places):
    return ops.stack([ops.abs(places[..., 0]), places[..., 1], places[..., 2]], axis=-1)


def axis_lost(places):
    return ops.concatenate([ops.abs(places[..., 0]), places[..., 1:]], axis=-1)


def without_radius(places):
    return ops.concatenate([ops.abs(places[..., :1]), places[..., 1:2]], axis=-1)


def right_half_of(z, places, cppn):
    return cppn([z, x_to(ops.abs)(places)])


def y_too(places):
    return ops.concatenate([ops.abs(places[..., :2]), places[..., 2:]], axis=-1)


def radius_from_above(places):
    """The radius of x and y in a picture that is twice as wide: not the point's any more."""
    x, y = ops.abs(places[..., :1]), places[..., 1:2]
    r = ops.sqrt(x * x + 4 * y * y)
    return ops.concatenate([x, y, r][: places.shape[-1]], axis=-1)


def copied(cppn):
    return asked_at(keras.models.clone_model(cppn), x_to(ops.abs))


def copied_with_weights(cppn):
    copy = keras.models.clone_model(cppn)
    copy.set_weights(cppn.get_weights())
    return asked_at(copy, x_to(ops.abs))


def frozen(cppn):
    cppn.trainable = False
    return asked_at(cppn, x_to(ops.abs))


def one_layer_more(cppn):
    z, places = (keras.Input(x.shape[1:]) for x in cppn.inputs)
    return keras.Model([z, places], layers.Dense(3)(asked_at(cppn, x_to(ops.abs))([z, places])))


def of_z_alone(cppn):
    z = keras.Input(cppn.inputs[0].shape[1:])
    return keras.Model(z, cppn([z, ops.zeros((1, 5, cppn.inputs[1].shape[-1]))]))


@keras.saving.register_keras_serializable(package="answers")
class RightHalf(keras.layers.Layer):
    def call(self, places):
        right = ops.where(places < 0, -places, places)
        return ops.concatenate([right[..., :1], places[..., 1:]], axis=-1)


class NotRegistered(RightHalf):
    """A layer that only this program knows."""


WRONG = {
    "ex10_mirror": [
        (lambda cppn: cppn, "where is x changed"),
        (lambda cppn: asked_at(cppn, lambda places: places), "where is x changed"),
        (lambda cppn: asked_at(cppn, x_to(ops.negative)), "the mirror image of each"),
        (lambda cppn: asked_at(cppn, lambda p: p[:, ::-1]), "change their x, not their list"),
        (lambda cppn: both(cppn, lambda p: p[:, ::-1]), "change their x, not their list"),
        (lambda cppn: both(cppn, half_a_turn), "the same after half a turn"),
        (lambda cppn: asked_at(cppn, y_too), "stays as it is"),
        (lambda cppn: asked_at(cppn, x_to(ops.zeros_like)), "x is left out"),
        (lambda cppn: asked_at(cppn, x_to(ops.square)), "x² is another place"),
        (lambda cppn: asked_at(cppn, x_to(ops.abs), ops.zeros_like), "each picture has its own z"),
        (lambda cppn: asked_at(cppn, radius_from_above), "how far the point is from the middle"),
        (lambda cppn: both(cppn, blend=ops.add), "averaged, not added"),
        (lambda cppn: asked_at(cppn, layers.Lambda(x_to(ops.abs))), "no Lambda"),
        (lambda cppn: asked_at(cppn, NotRegistered()), "is registered"),
        (copied, "no copy of it"),
        (copied_with_weights, "no copy of it"),
        (frozen, "no copy of it|stay as they are"),
        (one_layer_more, "nothing here has to learn"),
        (of_z_alone, "then for coordinates"),
        (lambda cppn: asked_at(cppn, x_to(np.abs)), "keras.ops, not np"),
        (lambda cppn: asked_at(cppn, one_by_one), "shorter in some of the calls"),
        (lambda cppn: asked_at(cppn, axis_lost), "have as many axes"),
        (lambda cppn: asked_at(cppn, without_radius), "than the network's own Input"),
        (lambda cppn: cppn.outputs[0], "return keras.Model"),
    ],
}

RIGHT = [
    ("ex10_mirror", both),
    ("ex10_mirror", lambda cppn: both(cppn, blend=lambda a, b: ops.sqrt(a * b))),
    ("ex10_mirror", lambda cppn: asked_at(cppn, x_to(lambda x: -ops.abs(x)))),
    ("ex10_mirror", lambda cppn: asked_at(cppn, RightHalf())),
    ("ex10_mirror", lambda cppn: keras.Model(cppn.inputs, right_half_of(*cppn.inputs, cppn))),
]
