"""The image generator: a CPPN bound to a grid, so that it plugs in wherever a decoder does."""

import keras
from keras import layers

from cppn_keras.checks import check_memory, whole
from cppn_keras.errors import UserError
from cppn_keras.names import MAX_SIDE
from cppn_keras.networks.cppn import CPPN
from cppn_keras.networks.layers import GreyPenalty, PixelGrid


@keras.saving.register_keras_serializable(package="cppn_keras")
class ImageGenerator(keras.Model):
    """A CPPN bound to a grid: z (batch, latent) → images (batch, height, width, channels).

    The generator shares the CPPN's weights, so it plugs into `VAE`, `GAN` and `VAEGAN` like any
    other decoder, and what they learn is drawn at any size by `rendering.Drawing(cppn, …)`.

    Args:
        cppn: kept as `.cppn`; `.latent_dim` and `.channels` are its own.
        height, width: pixels.
        subpixels: supersampling: each pixel is the average of subpixels² samples, spread at random
            within it while training. A camera or a scanner averages like this; a network that is
            trained on single samples takes the grey of an edge for the colour of a place.
        grey_weight: weight of a penalty on grey samples, see `GreyPenalty`.

    Raises:
        UserError: no CPPN, or a size below 1.
    """

    def __init__(
        self,
        cppn: CPPN,
        height: int,
        width: int,
        subpixels: int = 1,
        grey_weight: float = 0.0,
        name: str = "generator",
    ):
        if not isinstance(cppn, CPPN):
            raise UserError(f"an image generator is made from a CPPN, not from {cppn!r:.60}.")
        sizes = {"height": height, "width": width, "subpixels": subpixels}
        for what, size in sizes.items():
            whole(size, 1, MAX_SIDE, f"{what} of a generator's pictures")
        samples = int(height) * int(width) * int(subpixels) ** 2
        what = f"a grid of {height} x {width} pixels with {subpixels}² samples each"
        check_memory(24 * samples, what)
        rows, columns = height * subpixels, width * subpixels
        z = keras.Input((cppn.latent_dim,), name="z")
        grid = PixelGrid(rows, columns, radius=cppn.radius, jitter=subpixels > 1, name="grid")(z)
        colour = cppn([z, grid])  # (batch, rows·columns, channels)
        if grey_weight:
            colour = GreyPenalty(grey_weight, name="grey_penalty")(colour)
        images = layers.Reshape((rows, columns, cppn.channels), name="images")(colour)
        if subpixels > 1:
            images = layers.AveragePooling2D(subpixels, name="pixel_areas")(images)
        super().__init__(inputs=z, outputs=images, name=name)
        self.cppn, self.latent_dim, self.channels = cppn, cppn.latent_dim, cppn.channels
        self.height, self.width, self.subpixels = height, width, subpixels
        self.grey_weight = grey_weight

    @property
    def layer_values(self) -> int:
        """How many numbers the widest layer of the CPPN has for one picture."""
        return self.height * self.width * self.subpixels**2 * self.cppn.widest

    def get_config(self) -> dict:
        names = ("height", "width", "subpixels", "grey_weight", "name")
        own = {name: getattr(self, name) for name in names}
        return {"cppn": keras.saving.serialize_keras_object(self.cppn), **own}

    @classmethod
    def from_config(cls, config: dict) -> "ImageGenerator":
        return cls(**{**config, "cppn": keras.saving.deserialize_keras_object(config["cppn"])})


image_generator = ImageGenerator  # a verb's place beside `build_cppn` and the others
