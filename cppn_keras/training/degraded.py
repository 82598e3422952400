"""A VAE whose encoder learns to read poor pictures, and whose generator draws the good ones."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from cppn_keras.coordinates import pixel_shares
from cppn_keras.networks import ImageGenerator
from cppn_keras.training.points import PointsVAE


@keras.saving.register_keras_serializable(package="cppn_keras")
class DegradedVAE(PointsVAE):
    """A `PointsVAE` of pictures that the encoder sees with fewer pixels, while training.

    Each picture is averaged to n x n pixels, n drawn from `sizes`, and enlarged again by bicubic
    interpolation, as `Sampler.refine` does with the small pictures that it is given. What the
    pixels no longer say, the encoder learns to guess (denoising: Vincent et al. 2008).

    Args:
        generator: of squares, one sample per pixel.
        sizes: n, each as likely; the generator's own size leaves a picture as it is.
    """

    def __init__(
        self,
        encoder: keras.Model,
        generator: ImageGenerator,
        points: int,
        sizes: tuple[int, ...],
        **kwargs,
    ):
        super().__init__(encoder, generator, points, **kwargs)
        self.sizes = tuple(sizes)
        self.there_and_back = np.stack([degradation(n, generator.height) for n in self.sizes])

    def seen(self, images):
        which = keras.random.randint(
            (ops.shape(images)[0],), 0, len(self.sizes), seed=self.seed_generator
        )
        matrices = ops.take(ops.convert_to_tensor(self.there_and_back), which, axis=0)
        rows = ops.einsum("bij,bjkc->bikc", matrices, images)
        return ops.clip(ops.einsum("bij,bkjc->bkic", matrices, rows), 0.0, 1.0)

    def get_config(self):
        return {**super().get_config(), "sizes": list(self.sizes)}


def degradation(pixels: int, side: int) -> np.ndarray:
    """float32 (side, side): along an axis, averages over `pixels` equal parts, enlarged again.

    A part may end within a pixel of the picture, of which it then gets its share.
    """
    columns = tf.constant(pixel_shares(pixels, side)[:, :, None], tf.float32)  # as an image
    return tf.image.resize(columns, (side, side), "bicubic", antialias=True).numpy()[..., 0]
