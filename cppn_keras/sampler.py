"""The object people play with, with every method of the posts' `Sampler` under its 2016 name."""

import functools
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from cppn_keras import data as datasets
from cppn_keras import encoding, rendering
from cppn_keras.checks import check_memory, numbers, positive, seed_of, whole
from cppn_keras.data import center_crop, to_float
from cppn_keras.errors import UserError
from cppn_keras.files import check_target
from cppn_keras.names import COLOURS, PRIORS
from cppn_keras.networks import build_cppn, with_new_weights
from cppn_keras.networks.modulations import modulation_count
from cppn_keras.plotting import plot_image
from cppn_keras.rendering import Drawing, View
from cppn_keras.runs.weights import Weights, load_weights
from cppn_keras.training.refine import Refiner

UNTRAINED_SIZE = (1060, 1080)  # the post's
STEEPNESS = 6  # of the edges of refined grey pictures, beside those of the CPPN itself
REFINED_SAMPLES = 312  # at least, along the side of a refined picture: 12 a pixel of 26


class Sampler:
    """Draws with a CPPN: one with random weights, or a trained one by `from_pretrained`.

    Attributes:
        generator: z → images as trained; the CPPN itself without training.
        cppn: functional model of z and coordinates; None for a generator that has none, such as a
            DCGAN, and draws at its own size only.
        encoder: images → z_mean, z_log_var; None without training.
        prior: what turns N(0, I) into codes, a `MixturePrior`; None where none was learnt.
        digit_codes: {label: z} of an ordinary test picture of each label, if training kept them.
        directions: {measure: step of z}, see `evaluation.directions`, if somebody found them.
        trained: whether the weights were learnt.
        image_size: (height, width) drawn when none is asked for.
        scale: what the coordinates of a training picture run to in the posts' terms.
    """

    def __init__(
        self,
        z_dim: int = 8,
        c_dim: int = 1,
        scale: float = 10.0,
        net_size: int = 32,
        style: str | Sequence = "tanh",
        seed: int | None = None,
        colour: str | None = None,
        weights: Weights | None = None,
        **options,
    ):
        """A random CPPN as in "Generating Abstract Patterns", with weights ~ N(0, 1); or what
        `weights` holds, to which nothing else but the seed applies.

        `colour` is "grey", "rgb" or "hsv"; when None, c_dim decides between the first two.
        Further options (depth, radius, …) go to `networks.build_cppn`.
        """
        self.rng = np.random.default_rng(seed if seed is None else seed_of(seed))
        self._build = None
        if weights is None:
            if colour is not None and colour not in tuple(COLOURS):
                raise UserError(f"unknown colour {colour!r}; known are {', '.join(COLOURS)}.")
            options = {"weight_stddev": 1.0, "hsv": colour == "hsv", **options}
            channels, scale = COLOURS.get(colour, c_dim), positive(scale, "scale")
            build = functools.partial(build_cppn, z_dim, channels, net_size, style=style)
            self._build = functools.partial(build, input_scale=scale, **options)
            self._take(Weights(self._build(seed=self._seed())), trained=False)
        else:
            self._take(weights, trained=True)

    def _take(self, weights: Weights, trained: bool) -> None:
        self.generator, self.encoder = weights.generator, weights.encoder
        self.prior, self.digit_codes = weights.prior, weights.digit_codes
        self.directions = weights.directions
        self.trained = trained
        self.cppn = getattr(self.generator, "cppn", None)
        self.image_size = tuple(self.generator.outputs[0].shape[1:3])
        if self._build:
            self.cppn, self.image_size = self.generator, UNTRAINED_SIZE
        self.scale = self.cppn.input_scale if self.cppn is not None else 1.0
        self.__dict__.pop("refiner", None)  # of other weights

    def _seed(self) -> int:
        return int(self.rng.integers(2**31))

    @classmethod
    def from_pretrained(cls, source: str | Path, seed: int | None = None) -> "Sampler":
        """The sampler of shipped weights ("mnist"), or of a training run's folder.

        Raises:
            UserError: no such weights, or a file that is missing, damaged or not ours.
        """
        return cls(seed=seed, weights=load_weights(source))

    @property
    def z_dim(self) -> int:
        return self.generator.inputs[0].shape[-1]

    @property
    def c_dim(self) -> int:
        return self.generator.outputs[0].shape[-1]

    def reinit(self) -> None:
        """Draws new random weights; the architecture stays."""
        network = self._build(seed=self._seed()) if self._build else None
        network = network or with_new_weights(self.generator, self.rng)
        self._take(Weights(network), trained=False)

    def generate_z(
        self, count: int | None = None, prior: str | None = None, digit: int | None = None
    ) -> np.ndarray:
        """Random latents: (latent,), or (count, latent). Each call draws anew.

        Untrained CPPNs take z ~ U(-1, 1), as in 2016. Trained ones take N(0, I), carried to the
        codes that mean something by the learnt prior ("learnt", the default where there is one)
        or as it is ("plain"); "mixture" draws from the learnt mixture of codes itself.

        Raises:
            UserError: unknown prior, or one that was not learnt.
        """
        n = whole(1 if count is None else count, 1, 10**9, "the number of z")
        check_memory(8 * n * self.z_dim, f"{n:,} z")
        used, mixture = self._prior_to_use(prior), self.prior
        if digit is not None and used == "plain":
            raise UserError("only a learnt prior knows which codes are those of a digit.")
        mixture = mixture if digit is None else mixture.of_label(digit)
        if used == "mixture":
            z = mixture.sample(n, self.rng)
        elif self.trained:
            z = self.rng.standard_normal((n, self.z_dim)).astype("float32")
            z = mixture.transport(z) if used == "learnt" else z
        else:
            z = self.rng.uniform(-1, 1, (n, self.z_dim)).astype("float32")
        return z[0] if count is None else z

    def _prior_to_use(self, prior: str | None) -> str:
        if prior is None:
            return "learnt" if self.prior is not None else "plain"
        if not isinstance(prior, str) or prior not in PRIORS:
            raise UserError(f"unknown prior {prior!r}; known are {', '.join(PRIORS)}.")
        if prior != "plain" and self.prior is None:
            raise UserError("these weights have no learnt prior; use 'plain'.")
        return prior

    def generate(
        self,
        z: np.ndarray | None = None,
        x_dim: int | None = None,
        y_dim: int | None = None,
        scale: float | None = None,
    ) -> np.ndarray:
        """Draws z, x_dim pixels wide and y_dim high: float32 (y_dim, x_dim, channels) in 0..1.

        z may be (batch, latent); then pictures (batch, y_dim, x_dim, channels) come back. `scale`
        is in the posts' units: `self.scale` shows the whole picture, half of it zooms in twice.
        """
        z = self.generate_z() if z is None else z
        height = self.image_size[0] if y_dim is None else y_dim
        width = self.image_size[1] if x_dim is None else x_dim
        rendering.check_size(height, width)
        scale = self.scale if scale is None else positive(scale, "scale")
        return self.drawing(z, height, width, View(scale=scale / self.scale)).pixels()

    def drawing(
        self,
        z: np.ndarray,
        height: int | None = None,
        width: int | None = None,
        view: View = View(),
    ) -> Drawing:
        """The picture of z as a `Drawing`, to be saved at any size by `rendering.save`.

        Where only the height is given the picture is square; without either it has `image_size`.
        A network that was trained on averages over pixels is drawn from as many samples in all as
        the training pictures had: at 26 x 26 it is drawn so, at twice the size samples are pixels.

        Raises:
            UserError: as `Drawing`; a size or view that a generator without a CPPN cannot draw.
        """
        width = width if width is not None or height is None else height
        height, own_width = self.image_size if height is None else (height, width)
        subpixels = getattr(self.generator, "subpixels", 1)
        samples = min(self.image_size) * subpixels if subpixels > 1 else 1
        width = own_width if width is None else width
        if np.shape(z)[-1:] == (modulation_count(self.cppn),):
            return Drawing(self.refiner.cppn, z, height, width, view, samples=REFINED_SAMPLES)
        return Drawing(self.generator, z, height, width, view, samples=samples)

    def encode(self, images: np.ndarray) -> np.ndarray:
        """The mean code of an image, (latent,), or of several, (batch, latent).

        Images are (height, width, channels) or (batch, …), float in 0..1 or uint8; of larger ones
        than the network was trained on the middle is taken."""
        if self.encoder is None:
            raise UserError("this sampler has no encoder: random weights, or those of a GAN.")
        return encoding.encode(self.encoder, images)

    def refine(self, images: np.ndarray, seed: int = 0, **options) -> np.ndarray:
        """Longer codes, (codes,) or (batch, codes), fitted to the pixels of images.

        Averaged over each pixel's area, what they draw has very nearly the pixels of the image.
        They may be given wherever a z is: `generate(refine(images), x_dim=520, y_dim=520)`.

        Images are as for `encode`, but square, of any size up to 64: each is the whole picture.
        The options, such as `steps` and `pull`, are those of `training.refine.Refinement`.

        Raises:
            UserError: other images or options; a generator that is no CPPN with FiLM.
        """
        return encoding.refine(self.refiner, self.encoder, images, seed, options)

    @functools.cached_property
    def refiner(self) -> Refiner:
        if self.cppn is None:
            raise UserError("this generator is no CPPN: its codes cannot be refined.")
        return Refiner(self.cppn, STEEPNESS if self.c_dim == 1 else 1)

    def reconstruct(self, images: np.ndarray, size: int | None = None) -> np.ndarray:
        """Images → codes → images again, `size` pixels a side (as trained when None)."""
        return self.generate(self.encode(images), x_dim=size, y_dim=size)

    def get_random_mnist(self) -> np.ndarray:
        """A random MNIST test picture, cropped to the trained size: (26, 26, 1)."""
        return self._random_picture(np.arange(len(self.mnist.test_labels)))

    def get_random_specific_mnist(self, digit: int) -> np.ndarray:
        """A random MNIST test picture of one digit, cropped to the trained size: (26, 26, 1)."""
        if not len(which := np.flatnonzero(self.mnist.test_labels == digit)):
            raise UserError(f"MNIST has the digits 0 to 9, not {digit!r}.")
        return self._random_picture(which)

    def _random_picture(self, which: np.ndarray) -> np.ndarray:
        image = self.mnist.test_images[self.rng.choice(which)]
        return center_crop(to_float(image)[None], self.image_size)[0]

    @functools.cached_property
    def mnist(self) -> datasets.Dataset:
        """MNIST, loaded when first asked for."""
        return datasets.load("mnist")

    def show_image(self, image: np.ndarray, ax=None):
        """Draws an image on matplotlib axes, new ones when `ax` is None; returns the axes."""
        return plot_image(image, ax=ax)

    def show_image_from_z(self, z: np.ndarray, ax=None):
        """`show_image(generate(z))`."""
        return self.show_image(self.generate(z), ax=ax)

    def save_png(self, image: np.ndarray, path: str | Path, invert: bool = False) -> Path:
        """Saves an image as PNG, as `show_image` shows it; prints and returns the path.

        The 2016 program drew ink dark on white paper, which `invert` does: 1 - image.
        """
        if invert:
            image = numbers(image, "the pixels of an image")
            image = 255 - (image if image.dtype == np.uint8 else rendering.to_uint8(image))
        return _print_saved(rendering.save_png(image, path))

    def morph(
        self,
        z1: np.ndarray,
        z2: np.ndarray,
        n_total_frame: int = 10,
        sinusoid: bool = False,
        **size,
    ) -> list[np.ndarray]:
        """Images on the way from z1 to z2, both ends included, as a list.

        `sinusoid` is the posts' timing: fast start, slow arrival. `size` may hold `x_dim`, `y_dim`
        and `scale`, as for `generate`. For other ways see `rendering.morph_path`.
        """
        easing = "sine" if sinusoid else "linear"
        path = rendering.morph_path(z1, z2, n_total_frame, easing)
        return list(self.generate(path, **size))

    def save_anim_gif(
        self, frames: Iterable, path: str | Path, duration: float | Sequence[float] = 0.1
    ) -> Path:
        """`save_animation` as the posts call it, for a path that ends in .gif."""
        check_target(path, ".gif")
        return self.save_animation(frames, path, duration)

    def save_animation(
        self, frames: Iterable, path: str | Path, duration: float | Sequence[float] = 0.1
    ) -> Path:
        """Saves images as a looping .gif, .webp, .png or .mp4; prints and returns the path.

        `duration` is in seconds: of every frame, or a list with one for each.
        """
        return _print_saved(rendering.save_animation(frames, path, duration))


def _print_saved(path: Path) -> Path:
    print(f"saved {path}")
    return path
