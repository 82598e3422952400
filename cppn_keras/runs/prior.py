"""The learnt prior: the way from N(0, I) to the codes that an encoder really uses.

A VAE's codes only roughly fill N(0, I): some draws fall where no picture was ever encoded, and
decode to something between two digits. A mixture of Gaussians, fitted to the codes of the training
pictures by scikit-learn (expectation-maximisation, Dempster et al. 1977), says where the codes are.
There are two ways to use it: draw codes from it, or carry any z ~ N(0, I) onto it by the flow that
follows straight lines from noise to codes on average (rectified flow, Liu et al. 2023). For a
mixture the velocity of this flow has a closed form, so nothing more is trained. The generator stays
as it is.
"""

import dataclasses
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.special import logsumexp, softmax

from cppn_keras.arrays import read_npz_arrays
from cppn_keras.checks import numbers, seed_of, whole
from cppn_keras.errors import UserError
from cppn_keras.files import replace_file

COMPONENTS = 100  # Gaussians; test codes are as likely under 200, and less under 50
ROUNDS = 60  # of expectation-maximisation, at most
GAIN = 2e-3  # nats a code: a round that gains less is the last
RIDGE = 1e-3  # added to every variance, so that a cloud of few codes stays a cloud
FARTHEST = 1e3  # no code and no mean has a coordinate beyond
FLOW_STEPS = 20  # from noise to code, each of two evaluations (Heun)
CHUNK = 2_000  # codes at a time: 20 MB for each array of 100 x 24 a code


@dataclasses.dataclass(frozen=True)
class MixturePrior:
    """A mixture of Gaussians over codes, float32.

    Attributes:
        weights: (components,), their sum is 1.
        means: (components, latent).
        axes: (components, latent, latent), the principal axes of each component as columns.
        variances: (components, latent), along these axes.
        labels: int64 (components,), whose codes each component was fitted to; empty where the
            codes had no labels.
    """

    weights: np.ndarray
    means: np.ndarray
    axes: np.ndarray
    variances: np.ndarray
    labels: np.ndarray = dataclasses.field(default_factory=lambda: np.zeros(0, "int64"))

    @property
    def latent_dim(self) -> int:
        return self.means.shape[1]

    def of_label(self, label: int) -> "MixturePrior":
        """The mixture of the codes of one label.

        Raises:
            UserError: the codes had no labels, or none had this one.
        """
        mine = self.labels == label
        if not mine.any():
            known = ", ".join(str(known) for known in np.unique(self.labels))
            raise UserError(
                f"this prior knows the labels {known}, not {label!r:.60}."
                if known
                else "this prior was fitted without labels: it cannot draw one of them."
            )
        parts = (self.means, self.axes, self.variances, self.labels)
        weights = self.weights[mine] / self.weights[mine].sum()
        return MixturePrior(weights, *(part[mine] for part in parts))

    def sample(self, count: int, rng: np.random.Generator) -> np.ndarray:
        """Codes drawn from the mixture, float32 (count, latent)."""
        which = rng.choice(len(self.weights), count, p=self.weights / self.weights.sum())
        noise = rng.standard_normal((count, self.latent_dim)).astype("float32")
        along = noise * np.sqrt(self.variances[which])
        return self.means[which] + np.einsum("nij,nj->ni", self.axes[which], along)

    def transport(self, z: np.ndarray, steps: int = FLOW_STEPS) -> np.ndarray:
        """Carries z ~ N(0, I), (batch, latent), to codes of the mixture, float32 of the same shape.

        The way is continuous, so neighbours stay neighbours and the walk from z to z is a walk
        from code to code.
        """
        codes = np.array(z, "float32")
        for part in _parts(len(codes)):
            for i in range(steps):
                here = self.velocity(codes[part], i / steps)
                ahead = self.velocity(codes[part] + here / steps, (i + 1) / steps)
                codes[part] += (here + ahead) / (2 * steps)
        return codes

    def velocity(self, points: np.ndarray, time: float) -> np.ndarray:
        """The mean of (code - noise) over all noise and codes with (1 - t)·noise + t·code = point.

        At time t the points of component k are Gaussian: mean t·μ, and variance (1 - t)² + t²·σ²
        along each axis. Given that a point belongs to k, the mean of code - noise is linear in
        it; the components are weighed by how likely the point is theirs. Shapes (batch, latent).
        """
        means = np.einsum("kij,ki->kj", self.axes, self.means)  # μ in axes of its component
        from_mean = self._along_axes(points) - time * means  # (batch, components, latent)
        variances = (1 - time) ** 2 + time**2 * self.variances
        logs = np.log(self.weights) - 0.5 * np.log(variances).sum(axis=1)
        shares = softmax(logs - 0.5 * (from_mean**2 / variances).sum(axis=2), axis=1)
        slope = (time * self.variances - (1 - time)) / variances
        velocities = (means + slope * from_mean) * shares[..., None]
        return np.tensordot(velocities, self.axes, axes=([1, 2], [0, 2]))

    def log_densities(self, codes: np.ndarray) -> np.ndarray:
        """log(weight · density) of codes (batch, latent) in each component, (batch, components)."""
        means = np.einsum("kij,ki->kj", self.axes, self.means)
        squares = ((self._along_axes(codes) - means) ** 2 / self.variances).sum(axis=2)
        volumes = np.log(2 * np.pi * self.variances).sum(axis=1)
        return np.log(self.weights) - 0.5 * (squares + volumes)

    def log_likelihood(self, codes: np.ndarray) -> float:
        """Mean log density of codes (batch, latent), in nats."""
        parts = [self.log_densities(codes[part]) for part in _parts(len(codes))]
        return float(np.concatenate([logsumexp(part, axis=1) for part in parts]).mean())

    def _along_axes(self, points: np.ndarray) -> np.ndarray:
        """(batch, latent) → coordinates in the axes of each component, (batch, components, …)."""
        return np.tensordot(points, self.axes, axes=([1], [1]))

    def save(self, path: str | Path) -> Path:
        """Writes an .npz file, all or nothing."""
        arrays = dataclasses.asdict(self)
        return replace_file(path, lambda temporary: np.savez(temporary, **arrays))

    @classmethod
    def load(cls, path: str | Path) -> "MixturePrior":
        """Reads what `save` wrote. Raises UserError for any other file."""
        names = [field.name for field in dataclasses.fields(cls)]
        *arrays, labels = read_npz_arrays(Path(path), names, most=1 << 26, optional=("labels",))
        labels = np.zeros(0, "int64") if labels is None else labels  # before version 0.4
        if wrong := cls._wrong(*(array.astype("float64") for array in arrays), labels):
            raise UserError(f"{path} is no mixture of Gaussians: {wrong}.")
        return cls(*(array.astype("float32") for array in arrays), labels.astype("int64"))

    @staticmethod
    def _wrong(weights, means, axes, variances, labels) -> str | None:
        """What keeps arrays from being a mixture, in words; None if they are one."""
        n, d = means.shape if means.ndim == 2 else (0, 0)
        if not n * d or (weights.shape, axes.shape, variances.shape) != ((n,), (n, d, d), (n, d)):
            return "its arrays have shapes that do not belong together"
        if labels.shape not in ((0,), (n,)) or labels.dtype.kind not in "iu":
            return "its labels are not one whole number for each Gaussian"
        if not (weights.min() > 0 and abs(weights.sum() - 1) < 1e-3):
            return "its weights are not above 0 with a sum of 1"
        if not (np.abs(means) <= FARTHEST).all():
            return "its means are NaN or far from all that training finds"
        if not (variances.min() >= RIDGE / 2 and variances.max() <= FARTHEST**2):
            return "its variances are NaN, too small or too large"
        if not (np.abs(axes) <= 1.001).all():
            return "its axes are longer than 1"
        if not (np.abs(axes.transpose(0, 2, 1) @ axes - np.eye(d)) < 1e-3).all():
            return "its axes are not at right angles"
        return None


def fit_prior(
    z_mean: np.ndarray,
    z_log_var: np.ndarray,
    components: int = COMPONENTS,
    rounds: int = ROUNDS,
    seed: int = 0,
    labels: np.ndarray | None = None,
) -> MixturePrior:
    """Fits a mixture to codes drawn once from z_mean and z_log_var, both (pictures, latent).

    Starts from clusters by k-means, and ends after `rounds` of expectation-maximisation, or when
    a round gains less than GAIN. There are never more components than codes.

    Args:
        labels: whole numbers (pictures,). Each label then has a mixture of its own, with its share
            of the components, and all together are the prior.

    Raises:
        UserError: codes that are not two or more finite vectors of one shape, other labels, or
            settings below 1.
    """
    z_mean, z_log_var = numbers(z_mean, "codes"), numbers(z_log_var, "log variances")
    if z_mean.ndim != 2 or z_mean.shape != z_log_var.shape or len(z_mean) < 2 or not z_mean.size:
        raise UserError(
            f"codes are (pictures, latent), of two pictures or more, not {z_mean.shape} and "
            f"{z_log_var.shape}."
        )
    whole(components, 1, 10**6, "the number of Gaussians")
    whole(rounds, 1, 10**6, "the number of rounds")
    rng = np.random.default_rng([seed_of(seed), 101])
    codes = z_mean + np.exp(0.5 * z_log_var) * rng.standard_normal(z_mean.shape)
    if labels is None:
        return _expectation_maximisation(codes, min(components, len(codes)), rounds, seed)
    labels = np.asarray(labels)
    if labels.shape != (len(codes),) or labels.dtype.kind not in "iu":
        raise UserError(f"labels are a whole number for each of {len(codes)} codes.")
    return _fit_each(codes, labels, components, rounds, seed)


def _fit_each(codes, labels, components, rounds, seed) -> MixturePrior:
    """The mixtures of all labels as one, each weighed by its share of the codes."""
    known, counts = np.unique(labels, return_counts=True)
    each, priors = max(1, components // len(known)), []
    for label, count in zip(known, counts, strict=True):
        mine = np.repeat(codes[labels == label], 2 if count == 1 else 1, axis=0)  # a fit needs two
        prior = _expectation_maximisation(mine, min(each, len(mine)), rounds, seed)
        weights = prior.weights * np.float32(count / len(codes))
        own = np.full(len(weights), label, "int64")
        priors.append(dataclasses.replace(prior, weights=weights, labels=own))
    names = [field.name for field in dataclasses.fields(MixturePrior)]
    return MixturePrior(
        *(np.concatenate([getattr(prior, name) for prior in priors]) for name in names)
    )


def _expectation_maximisation(codes, components, rounds, seed) -> MixturePrior:
    """In float64: in float32 the covariance of a few wide codes can lose its positive sign."""
    from sklearn.exceptions import ConvergenceWarning  # slow to import, and only needed here
    from sklearn.mixture import GaussianMixture

    mixture = GaussianMixture(
        components, tol=GAIN, reg_covar=RIDGE, max_iter=rounds, random_state=seed
    )
    with warnings.catch_warnings():  # a fit that could gain a little more is good enough
        warnings.simplefilter("ignore", ConvergenceWarning)
        mixture.fit(codes)
    variances, axes = np.linalg.eigh(mixture.covariances_)
    arrays = (mixture.weights_, mixture.means_, axes, np.maximum(variances, RIDGE))
    return MixturePrior(*(array.astype("float32") for array in arrays))


def typical_of_each(codes: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each label the code nearest to the mean of its codes: the most ordinary of its pictures.

    Args: codes (pictures, latent) and their labels (pictures,).
    Returns: the labels in order, and for each the row of its code.
    """
    found = np.unique(labels)
    rows = []
    for label in found:
        mine = np.flatnonzero(labels == label)
        away = codes[mine] - codes[mine].mean(axis=0)
        rows.append(mine[np.square(away).sum(axis=1).argmin()])
    return found, np.array(rows)


def _parts(count: int) -> Iterator[slice]:
    return (slice(start, start + CHUNK) for start in range(0, count, CHUNK))
