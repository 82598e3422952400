"""Pictures into codes: at first sight by an encoder, and fitted to their pixels."""

import dataclasses

import keras
import numpy as np
import tensorflow as tf

from cppn_keras.checks import numbers, seed_of
from cppn_keras.data import center_crop, to_float
from cppn_keras.errors import UserError
from cppn_keras.training.refine import Refinement, Refiner

LARGEST_REFINED = 64  # pixels a side


def encode(encoder: keras.Model, images: np.ndarray) -> np.ndarray:
    """As `Sampler.encode`."""
    height, width, channels = encoder.inputs[0].shape[1:]
    wanted = f"the encoder reads {(height, width, channels)} images"
    pictures = _batch(images, channels, wanted)
    if pictures.shape[1] < height or pictures.shape[2] < width:
        raise UserError(f"{wanted}, not {pictures.shape[1:]}.")
    pictures = center_crop(pictures, (height, width))
    z_mean, _ = encoder.predict(pictures, batch_size=500, verbose=0)
    return z_mean[0] if np.ndim(images) == 3 else z_mean


def refine(
    refiner: Refiner, encoder: keras.Model | None, images: np.ndarray, seed: int, options: dict
) -> np.ndarray:
    """As `Sampler.refine`. Without an encoder the start is z = 0."""
    channels = refiner.cppn.channels
    wanted = f"refine takes squares of up to {LARGEST_REFINED} x {LARGEST_REFINED} x {channels}"
    pictures = _batch(images, channels, wanted)
    height, width = pictures.shape[1:3]
    if height != width or height > LARGEST_REFINED:
        raise UserError(f"{wanted}, not {pictures.shape[1:]}.")
    names = [field.name for field in dataclasses.fields(Refinement)]
    unknown = set(options) - set(names)
    if unknown:
        raise UserError(f"refine has the options {', '.join(names)}, not {', '.join(unknown)}.")
    start = np.zeros((len(pictures), refiner.latent_dim), "float32")
    if encoder is not None:
        start = encode(encoder, _resized(pictures, encoder.inputs[0].shape[1:3]))
    codes = refiner.refine(pictures, start, Refinement(**options), seed_of(seed))
    return codes[0] if np.ndim(images) == 3 else codes


def _batch(images, channels: int, wanted: str) -> np.ndarray:
    """Images with a batch in front, float32 in 0..1.

    Raises:
        UserError: no (height, width, channels), none at all, or other values.
    """
    array = numbers(images, "images")
    array = array[None] if array.ndim == 3 else array
    if array.ndim != 4 or array.shape[-1] != channels or not array.size:
        raise UserError(f"{wanted}, not {array.shape[-3:]}.")
    array = to_float(array) if array.dtype == np.uint8 else array.astype("float32")
    if not (array.min() >= 0 and array.max() <= 1):
        raise UserError("images are uint8, or float from 0 to 1; these hold other values.")
    return array


def _resized(pictures: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Pictures at another size: bicubic, averages where it reduces; in 0..1."""
    if pictures.shape[1:3] == tuple(size):
        return pictures
    large = tf.image.resize(pictures, size, "bicubic", antialias=True)
    return np.clip(large.numpy(), 0, 1)
