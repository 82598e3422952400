"""A VAE that asks its CPPN for a share of the points: only a coordinate network can be asked so."""

import keras
from keras import ops

from cppn_keras.checks import whole
from cppn_keras.coordinates import coordinate_grid
from cppn_keras.errors import UserError
from cppn_keras.networks import ImageGenerator
from cppn_keras.training import losses
from cppn_keras.training.base import added_losses
from cppn_keras.training.vae import RECONSTRUCTION_LOSSES, VAE


@keras.saving.register_keras_serializable(package="cppn_keras")
class PointsVAE(VAE):
    """A `VAE` whose reconstruction loss is estimated, while training, from some of the points.

    A pixel in the middle of white paper teaches little. So of each picture `points` are drawn at
    random, those within a pixel of ink first, and paper with what is left. Each kind has a weight,
    its number of points divided by how many were drawn, so that the sum is about that of all
    points: exactly on average, unless there is so much ink that no paper is drawn.
    `benchmarks/points.py` measures what that saves.

    Args:
        generator: an `ImageGenerator` with one sample per pixel.
        points: at most as many as a picture has.

    Raises:
        UserError: another generator, more points than there are.
    """

    def __init__(self, encoder: keras.Model, generator: ImageGenerator, points: int, **kwargs):
        if not isinstance(generator, ImageGenerator) or generator.subpixels != 1:
            raise UserError("only an image generator with one sample per pixel is asked for points")
        self.of_all = generator.height * generator.width
        super().__init__(encoder, generator, **kwargs)
        self.points = whole(points, 1, self.of_all, "the number of points")

    def vae_losses(self, images, training: bool):
        """As `VAE`, without the reconstructions while training: no picture is whole then."""
        if not training:
            return super().vae_losses(images, training)
        chosen, weights = self.choose(images)  # (batch, points) both
        z_mean, z_log_var = self.encoder(self.seen(images), training=True)
        drawn = self.colours(self.sampling([z_mean, z_log_var]), chosen)
        given = ops.reshape(images, (-1, self.of_all, images.shape[-1]))
        given = ops.take_along_axis(given, chosen[..., None], axis=1)  # like drawn
        apart = [ops.reshape(x, (-1, 1, 1, images.shape[-1])) for x in (given, drawn)]
        of_points = RECONSTRUCTION_LOSSES[self.reconstruction](*apart)  # (batch·points,)
        of_points = weights * ops.reshape(of_points, (-1, self.points))
        reconstruction = ops.mean(ops.sum(of_points, axis=1))
        kl = ops.mean(losses.kl_divergence(z_mean, z_log_var))
        loss = self.reconstruction_weight * reconstruction + self.kl_weight * kl
        loss += added_losses(self.encoder, self.generator)
        return None, {"loss": loss, "reconstruction": reconstruction, "kl": kl}

    def seen(self, images):
        """What the encoder is shown of images while training."""
        return images

    def choose(self, images):
        """Points of each picture, (batch, points) whole numbers, and their weights."""
        ink = ops.max(images, axis=-1, keepdims=True)
        near = ops.reshape(ops.max_pool(ink, 3, 1, "same") > 0, (-1, self.of_all))
        near = ops.cast(near, "float32")  # 1 within a pixel of ink
        order = near + keras.random.uniform(ops.shape(near), seed=self.seed_generator)
        chosen = ops.top_k(order, self.points, sorted=False)[1]
        count = ops.sum(near, axis=1, keepdims=True)
        drawn = ops.minimum(count, float(self.points))  # of the near ones
        of_near = count / ops.maximum(drawn, 1.0)
        of_far = (self.of_all - count) / ops.maximum(self.points - drawn, 1.0)
        return chosen, ops.take_along_axis(ops.where(near > 0, of_near, of_far), chosen, axis=1)

    def colours(self, z, chosen):
        """What the CPPN draws at the chosen points: (batch, points, channels)."""
        cppn, size = self.generator.cppn, (self.generator.height, self.generator.width)
        grid = ops.convert_to_tensor(coordinate_grid(*size, radius=cppn.radius))
        return cppn([z, ops.take(grid, chosen, axis=0)], training=True)

    def get_config(self):
        return {**super().get_config(), "points": self.points}
