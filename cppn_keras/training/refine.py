"""A code fitted to the pixels of its own picture, all weights fixed: test-time optimization.

An encoder's z is a guess at first sight, and it is short. Here z is fitted first, and then the
*modulations* that a FiLM CPPN makes of it, two numbers for every unit, until the picture, averaged
over the area of each pixel, has the pixels that were given:

    Σ (pixel - average over its area)² + pull · ‖code - the one that it started from‖²

This is a problem of least squares whose Jacobian costs one pass: give every pixel a code of its
own, and the gradient of the sum of all averages is the gradient of each. So the steps are those of
Levenberg (1944) and Marquardt (1963): a few dozen do what thousands of Adam's would. Edges become
steeper meanwhile. While they are soft, every pixel near one has a say in where it goes.
"""

import concurrent.futures
import contextlib
import dataclasses
import functools
import threading
from collections.abc import Callable, Iterator

import numpy as np
import tensorflow as tf
from scipy.linalg import LinAlgError, solve
from scipy.ndimage import maximum_filter
from threadpoolctl import threadpool_limits

from cppn_keras.checks import positive, whole
from cppn_keras.coordinates import coordinates_at
from cppn_keras.networks import CPPN
from cppn_keras.networks.modulations import split_at_modulations
from cppn_keras.progress import progress

GREY = 0.02  # from paper and from ink: pixels between are cut by an edge
AT_ONCE = 2  # pictures: one keeps a core busy, and no more
POINTS = 8_192  # asked at a time: 32 MB of modulations for each of four layers of 128 units
MOST_STEPS = 1_000
FEWEST, MOST = 4, 12  # points along the side of a pixel with an edge
ELSEWHERE = 2  # and of any other
GOLDEN = (5**0.5 - 1) / 2  # the golden ratio's part after the point
DAMPING, LEAST_DAMPING = 1.0, 1e-4
SMALLER, LARGER = 0.3, 4.0  # factors of the damping after a step that helped, and one that did not
TRIES = 6  # larger dampings, before nothing helps
GAIN = 1e-2  # share of the loss below which a step was the last


@dataclasses.dataclass(frozen=True)
class Refinement:
    """How codes are fitted.

    Attributes:
        steps: the most that are made for z, and for the modulations with edges of one steepness.
        pull: weight of the squared distance from the modulations of z, which keeps what the
            pixels do not say as the network knows it.
        z_pull: likewise, from the encoder's z.
        samples: along the side of the picture where pixels have an edge, 4 to 12 for each pixel,
            when edges are steepest; half as many before.
        agreement: in dB, the PSNR of the averages against the given pixels where it stops.
    """

    steps: int = 12
    pull: float = 1e-4
    z_pull: float = 0.01
    samples: int = 312
    agreement: float = 60.0

    def __post_init__(self):
        for name, value in dataclasses.asdict(self).items():
            positive(value, name)
        whole(self.steps, 1, MOST_STEPS, "steps")


class Refiner:
    """Fits codes to pictures, for one FiLM CPPN.

    Attributes:
        latent_dim: numbers in z.
        modulations: z (batch, latent) → codes (batch, 2·width·depth).
        cppn: draws such codes, with the weights of the other, and edges that are steeper.

    Raises:
        UserError: a CPPN without FiLM.
    """

    def __init__(self, cppn: CPPN, steepness: float = 1.0):
        """`steepness` is for ink on paper: with more than 1 other colours become ink or paper."""
        self.modulations, _ = split_at_modulations(cppn)
        factors = [1, steepness**0.5, steepness] if steepness > 1 else [1]
        self._of_z, self.latent_dim = cppn, cppn.latent_dim
        self._of_modulations = [split_at_modulations(cppn, factor)[1] for factor in factors]
        self.cppn = self._of_modulations[-1]
        self._traced, self._tracing = {}, threading.Lock()

    def refine(
        self, images: np.ndarray, z: np.ndarray, how: Refinement = Refinement(), seed: int = 0
    ) -> np.ndarray:
        """Codes of images (batch, height, width, channels) in 0..1, from z (batch, latent).

        The seed decides where in a pixel its points are. What a code becomes does not depend on
        the other images. A bar shows progress after two seconds.

        Returns: float32 (batch, 2·width·depth).
        """
        pairs = zip(np.asarray(images, "float64"), z, strict=True)
        pool = concurrent.futures.ThreadPoolExecutor(AT_ONCE)
        with threadpool_limits(1, "blas"), pool:  # its threads would wait beside TensorFlow's
            fits = [pool.submit(self._fit, *pair, how, seed) for pair in pairs]
            try:
                return np.stack([fit.result() for fit in progress(fits, "refining")])
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _graphs(self, cppn: CPPN, points: int) -> tuple[Callable, Callable]:
        """As the function below, made once: Keras cannot be traced in two threads."""
        with self._tracing:
            if (id(cppn), points) not in self._traced:
                self._traced[id(cppn), points] = _graphs(cppn, points)
            return self._traced[id(cppn), points]

    def _fit(self, image: np.ndarray, z: np.ndarray, how: Refinement, seed: int) -> np.ndarray:
        """The code of one image, float32."""
        rng, radius = np.random.default_rng(seed), self.cppn.radius
        few, many = (_Pixels(image, n, radius, rng) for n in (how.samples / 2, how.samples))
        enough = 10 ** (-how.agreement / 10)  # mean squared error

        def fit(cppns, start, pull):
            change = np.zeros(len(start))
            for cppn in cppns:
                pixels = many if cppn is self.cppn else few
                problem = _Problem(pixels, functools.partial(self._graphs, cppn), start, pull)
                change = _least(problem, change, how.steps, enough)
            return (start + change).astype("float32")

        z = fit([self._of_z], z, how.z_pull)
        start = np.asarray(self.modulations(z[None], training=False))[0]
        return fit(self._of_modulations, start, how.pull)


def _graphs(cppn: CPPN, points: int) -> tuple[Callable, Callable]:
    """Two graphs for pixels with so many points each. Of a code and points (pixels, points, 2 or
    3) they make averages (pixels, channels), the second with their gradients (pixels, channels,
    code) as well."""
    code, places = cppn.inputs
    signature = [
        tf.TensorSpec(code.shape[1:], tf.float32),
        tf.TensorSpec((None, points, places.shape[-1]), tf.float32),
    ]

    @tf.function(input_signature=signature)
    def averages(code, points):
        codes = tf.tile(code[None], (tf.shape(points)[0], 1))
        return tf.reduce_mean(cppn([codes, points], training=False), axis=1)

    @tf.function(input_signature=signature)
    def with_gradients(code, points):
        codes = tf.tile(code[None], (tf.shape(points)[0], 1))
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(codes)
            means = tf.reduce_mean(cppn([codes, points], training=False), axis=1)
            each = tf.unstack(means, axis=-1)
        return means, tf.stack([tape.gradient(mean, codes) for mean in each], axis=1)

    return averages.get_concrete_function(), with_gradients.get_concrete_function()


class _Pixels:
    """The pixels of one image, and points in them: many where an edge may be, few elsewhere."""

    def __init__(self, image: np.ndarray, samples: float, radius: bool, rng: np.random.Generator):
        height, width, _ = image.shape
        grey = ((image > GREY) & (image < 1 - GREY)).any(axis=-1)
        near = maximum_filter(grey, 3)
        side = int(np.clip(np.ceil(samples / max(height, width)), FEWEST, MOST))
        self.parts = []
        for where, n in ((near, side), (~near, ELSEWHERE)):
            rows, columns = np.nonzero(where)
            if not len(rows):
                continue
            # A lattice with a shift of its own in each pixel: seen from most directions its points
            # are evenly spaced, so that it finds the share on one side of an edge better than as
            # many random points would (Niederreiter 1992, chapter 5).
            steps = np.stack([np.arange(n**2) / n**2, np.arange(n**2) * GOLDEN])
            down, right = (steps[:, None] + rng.uniform(size=(2, len(rows), 1))) % 1
            places = (rows[:, None] + down).ravel(), (columns[:, None] + right).ravel()
            points = coordinates_at(*places, height, width, radius)
            self.parts.append((image[where], points.reshape(len(rows), n**2, -1)))

    def slices(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Wanted colours (pixels, channels) and points (pixels, points each, 2 or 3)."""
        for wanted, points in self.parts:
            at_once = max(1, POINTS // points.shape[1])
            for first in range(0, len(points), at_once):
                yield wanted[first : first + at_once], points[first : first + at_once]


@dataclasses.dataclass(frozen=True)
class _Problem:
    """What one image asks of a change to its code."""

    pixels: _Pixels
    graphs: Callable[[int], tuple[Callable, Callable]]  # of the CPPN that has such codes
    start: np.ndarray
    pull: float

    def loss(self, change: np.ndarray) -> tuple[float, float]:
        """The sum that becomes least, and the mean squared error in it."""
        errors = []
        for wanted, points in self.pixels.slices():
            averages, _ = self.graphs(points.shape[1])
            errors.append(wanted - averages(self._code(change), points).numpy())
        errors = np.concatenate(errors)
        return float(np.sum(errors**2) + self.pull * np.sum(change**2)), float(np.mean(errors**2))

    def equations(self, change: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """JᵀJ and Jᵀr, for errors r - J·step after a small step."""
        squares, right = 0.0, 0.0
        for wanted, points in self.pixels.slices():
            _, with_gradients = self.graphs(points.shape[1])
            averages, gradients = with_gradients(self._code(change), points)
            jacobian = gradients.numpy().reshape(-1, len(change))
            squares = squares + (jacobian.T @ jacobian).astype("float64")
            right = right + jacobian.T @ (wanted - averages.numpy()).ravel()
        return squares, right

    def _code(self, change: np.ndarray) -> np.ndarray:
        return (self.start + change).astype("float32")


def _least(problem: _Problem, change: np.ndarray, steps: int, enough: float) -> np.ndarray:
    """The change after steps of Levenberg and Marquardt: no step makes the loss larger."""
    damping, unit = DAMPING, np.eye(len(change))
    loss, error = problem.loss(change)
    for _ in range(steps):
        if error < enough:
            break
        squares, right = problem.equations(change)
        for _ in range(TRIES):
            with contextlib.suppress(LinAlgError):  # where rounding leaves it not positive
                step = solve(
                    squares + (problem.pull + damping) * unit,
                    right - problem.pull * change,
                    assume_a="pos",
                )
                new_loss, new_error = problem.loss(change + step)
                if new_loss < loss:
                    break
            damping *= LARGER
        else:
            break
        gain, loss, error = 1 - new_loss / loss, new_loss, new_error
        change, damping = change + step, max(damping * SMALLER, LEAST_DAMPING)
        if gain < GAIN:
            break
    return change
