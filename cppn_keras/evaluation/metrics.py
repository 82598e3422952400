"""Measures of samples and reconstructions.

Features are float (n, features), pictures (n, height, width, 1) in 0..1, shares 0 to 1. None of
these figures stands alone: blur raises precision and density, copying shows in `near_copies`, and
the Fréchet distance hardly sees 2 % of garbage.
"""

import numpy as np
from sklearn.metrics import (
    pairwise_distances,
    pairwise_distances_argmin_min,
    pairwise_distances_chunked,
)
from sklearn.neighbors import NearestNeighbors

MEMORY = 64  # MiB of a distance matrix held at a time
NEIGHBOURS = 5
SURE = 0.9  # a digit read with more than this probability


def frechet_distance(a: np.ndarray, b: np.ndarray) -> float:
    """Squared Fréchet distance of two sets of features, each taken as one Gaussian.

    |μ₁ - μ₂|² + tr(C₁ + C₂ - 2 (C₁ C₂)^½), Heusel et al. 2017. The trace of the root is that of
    (S C₂ S)^½ with S = C₁^½: symmetric, so its eigenvalues are real and not negative.
    """
    a, b = a.astype("float64"), b.astype("float64")
    c1, c2 = (np.atleast_2d(np.cov(features, rowvar=False)) for features in (a, b))
    values, vectors = np.linalg.eigh(c1)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    product = np.linalg.eigvalsh(root @ c2 @ root)
    trace = np.trace(c1) + np.trace(c2) - 2 * np.sqrt(np.maximum(product, 0)).sum()
    return float(np.sum((a.mean(axis=0) - b.mean(axis=0)) ** 2) + trace)


def radii(features: np.ndarray, k: int = NEIGHBOURS) -> np.ndarray:
    """Distance of each of them to its k-th nearest neighbour, itself left out: (n,)."""
    neighbours = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(features)
    distances, _ = neighbours.kneighbors()  # (n, k), the nearest first
    return distances[:, -1]


def manifold_figures(real: np.ndarray, fake: np.ndarray, k: int = NEIGHBOURS) -> dict[str, float]:
    """How the samples lie among the real pictures, by balls that reach to the k-th neighbour.

    precision: share of samples within a ball of a real picture; recall: share of real pictures
    within a ball of a sample (Kynkäänniemi et al. 2019). density: in how many of the real balls a
    sample lies on average, divided by k; coverage: share of real pictures with a sample in their
    ball (Naeem et al. 2020).
    """
    real_radii, fake_radii = radii(real, k), radii(fake, k)
    balls = []  # for each sample the number of real balls around it
    recalled, covered = (np.zeros(len(real), bool) for _ in range(2))
    start = 0
    for distances in pairwise_distances_chunked(fake, real, working_memory=MEMORY):
        stop = start + len(distances)
        in_real_ball = distances <= real_radii  # (stop - start, len(real))
        in_fake_ball = distances <= fake_radii[start:stop, None]
        balls.append(in_real_ball.sum(axis=1))
        covered |= in_real_ball.any(axis=0)
        recalled |= in_fake_ball.any(axis=0)
        start = stop
    balls = np.concatenate(balls)
    return {
        "precision": float(np.mean(balls > 0)),
        "recall": float(recalled.mean()),
        "density": float(balls.mean() / k),
        "coverage": float(covered.mean()),
    }


def effective_number(features: np.ndarray, scale: float) -> float:
    """How many different pictures there are among n, from 1 to n (Friedman & Dieng 2023).

    exp(entropy) of the eigenvalues of K / n, where K holds exp(-½ (distance / scale)²) for all
    pairs of features: n pictures that are far apart are n, and copies of k such pictures are k.
    """
    squares = pairwise_distances(features.astype("float64"), metric="sqeuclidean")
    values = np.linalg.eigvalsh(np.exp(-0.5 * squares / scale**2) / len(features))
    values = values[values > 1e-12]
    return float(np.exp(-np.sum(values * np.log(values))))


def digit_figures(probabilities: np.ndarray) -> dict:
    """What samples show, by what a classifier says of them, (n, 10).

    confident: share of samples read with a probability above 0.9; it tells doubtful digits from
    clear ones, but noise and blank pictures are read with confidence too. shares: of each digit
    among those. histogram_kl: KL(shares ‖ uniform) in nats, 0 when all are equally frequent, log 10
    when there is one. least: the share of the rarest digit.
    """
    sure = probabilities.max(axis=1) > SURE
    digits = probabilities[sure].argmax(axis=1)
    counts = np.bincount(digits, minlength=probabilities.shape[1])
    shares = counts / max(1, counts.sum())
    seen = shares[shares > 0]
    return {
        "confident": float(sure.mean()),
        "shares": shares.tolist(),
        "least": float(shares.min()),
        "histogram_kl": float(np.sum(seen * np.log(seen * len(shares)))) if len(seen) else None,
    }


def nearest_distances(pictures: np.ndarray, references: np.ndarray) -> np.ndarray:
    """Euclidean distance of each picture to the nearest reference, over all pixels: (n,)."""
    flat, flat_references = (x.reshape(len(x), -1) for x in (pictures, references))
    _, distances = pairwise_distances_argmin_min(flat, flat_references)
    return distances


def near_copies(distances: np.ndarray, threshold: float) -> float:
    """Share of samples nearer to a training picture than `threshold`.

    With the 1st percentile of the distances of real test pictures as the threshold, real
    pictures have 0.01; more than that is copying.
    """
    return float(np.mean(distances < threshold))


def bernoulli_cross_entropy(images: np.ndarray, reconstructions: np.ndarray) -> float:
    """-log p(images | reconstructions) in nats: summed over pixels, averaged over pictures."""
    p = np.clip(reconstructions, 1e-7, 1 - 1e-7)
    per_pixel = -(images * np.log(p) + (1 - images) * np.log1p(-p))
    return float(per_pixel.sum(axis=(1, 2, 3), dtype="float64").mean())


def kl_divergence(z_mean: np.ndarray, z_log_var: np.ndarray) -> float:
    """KL(N(z_mean, exp(z_log_var)) ‖ N(0, I)) in nats: summed over latents, averaged."""
    per_latent = z_mean**2 + np.exp(z_log_var) - 1 - z_log_var
    return float(0.5 * per_latent.sum(axis=1, dtype="float64").mean())


def squared_error(images: np.ndarray, reconstructions: np.ndarray) -> float:
    """Squared difference, averaged over pixels and pictures."""
    return float(np.mean((images - reconstructions) ** 2, dtype="float64"))
