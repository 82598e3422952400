"""Measures of samples: against slow loops and closed forms, and moved by what should move them."""

import tracemalloc

import numpy as np
import pytest

from cppn_keras.evaluation import metrics

SMALL = {
    name: np.random.default_rng(count).normal(size=(count, 3))
    for name, count in (("real", 40), ("fake", 30))
}


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_frechet_distance_of_known_gaussians(rng):
    """tr(C₁ + C₂ - 2 (C₁C₂)^½) is Σ (√λ₁ - √λ₂)² where the covariances share their axes."""
    base = rng.normal(size=(500, 3))
    base = (base - base.mean(axis=0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(base.T)).T)
    turn, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    a = base * [1.0, 2.0, 0.5] @ turn
    b = base * [3.0, 2.0, 1.5] @ turn + [1.0, -2.0, 0.0]
    assert metrics.frechet_distance(a, b) == pytest.approx(5 + 2**2 + 0 + 1**2)
    assert metrics.frechet_distance(a, b) == pytest.approx(metrics.frechet_distance(b, a))
    assert metrics.frechet_distance(a, a) == pytest.approx(0, abs=1e-9)


def test_frechet_distance_where_covariances_do_not_commute(rng):
    """Against the eigenvalues of the unsymmetric product, and with features that never vary."""
    a = np.pad(rng.normal(size=(100, 4)) @ rng.normal(size=(4, 4)), ((0, 0), (0, 1)))
    b = np.pad(rng.normal(size=(100, 4)) @ rng.normal(size=(4, 4)), ((0, 0), (0, 1)))
    c1, c2 = np.cov(a.T), np.cov(b.T)
    root = np.sqrt(np.abs(np.linalg.eigvals(c1 @ c2))).sum()
    mean = np.sum((a.mean(axis=0) - b.mean(axis=0)) ** 2)
    expected = mean + np.trace(c1) + np.trace(c2) - 2 * root
    assert metrics.frechet_distance(a, b) == pytest.approx(expected, rel=1e-6)


def loops(real, fake, k):
    """Precision, recall, density, coverage as their papers write them."""

    def radius(points, i):
        return sorted(np.linalg.norm(points[i] - p) for j, p in enumerate(points) if j != i)[k - 1]

    real_radii = [radius(real, i) for i in range(len(real))]
    fake_radii = [radius(fake, i) for i in range(len(fake))]
    distance = [[np.linalg.norm(f - r) for r in real] for f in fake]
    inside = [[distance[i][j] <= real_radii[j] for j in range(len(real))] for i in range(len(fake))]
    return {
        "precision": sum(any(row) for row in inside) / len(fake),
        "recall": sum(
            any(distance[i][j] <= fake_radii[i] for i in range(len(fake))) for j in range(len(real))
        )
        / len(real),
        "density": sum(map(sum, inside)) / (k * len(fake)),
        "coverage": sum(any(column) for column in zip(*inside, strict=True)) / len(real),
    }


@pytest.mark.parametrize("k", [1, 3, 5])
@pytest.mark.parametrize("memory", [0.002, 64])  # in MiB: 6 rows at a time, and all
def test_manifold_figures_are_those_of_slow_loops(k, memory, monkeypatch):
    monkeypatch.setattr(metrics, "MEMORY", memory)
    figures = metrics.manifold_figures(SMALL["real"], SMALL["fake"] + 0.7, k)
    assert figures == pytest.approx(loops(SMALL["real"], SMALL["fake"] + 0.7, k))


@pytest.mark.parametrize("k", [1, 4])
def test_radii_are_those_of_sorted_distances(k):
    """Two equal features are neighbours at distance 0."""
    features = np.concatenate([SMALL["real"], SMALL["real"][:3]])
    distances = np.sort(np.linalg.norm(features[:, None] - features, axis=2), axis=1)
    np.testing.assert_allclose(metrics.radii(features, k), distances[:, k], rtol=1e-6, atol=1e-6)


def test_distances_are_never_whole_in_memory(rng, monkeypatch):
    """The whole matrix would be 128 MB."""
    monkeypatch.setattr(metrics, "MEMORY", 8)
    real, fake = rng.normal(size=(2, 4000, 4))
    tracemalloc.start()
    try:
        metrics.manifold_figures(real, fake)
        metrics.nearest_distances(fake, real)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 50e6


def test_distances_far_from_the_origin_keep_their_accuracy():
    """A common offset of 1000 would leave nothing of float32 squares."""
    near = metrics.manifold_figures(SMALL["real"], SMALL["fake"])
    far = metrics.manifold_figures(SMALL["real"] + 1000, SMALL["fake"] + 1000)
    assert near == pytest.approx(far)


def clusters(labels, seed, spread=1.0):
    """Stand-ins for features: one cloud in 10 dimensions for each digit."""
    rng = np.random.default_rng(seed)
    return 8 * np.eye(10)[labels] + spread * rng.normal(size=(len(labels), 10))


def real_and_whole(luck):
    """Two draws of the same clouds, and how well the second does for the first."""
    real, whole = (clusters(np.arange(1000) % 10, [luck.seed, i]) for i in (1, 2))
    return real, whole, metrics.manifold_figures(real, whole)


def test_a_missing_digit_lowers_recall_and_coverage_not_precision(luck):
    real, whole, good = real_and_whole(luck)
    labels = np.arange(1000) % 10
    some = clusters(np.where(labels < 3, 4, labels), [luck.seed, 3])
    poor = metrics.manifold_figures(real, some)
    luck.above(good["recall"] - poor["recall"], 0.1, "recall lost")
    luck.above(good["coverage"] - poor["coverage"], 0.1, "coverage lost")
    luck.below(max(good["precision"] - poor["precision"], 0), 0.1, "precision lost")
    distances = [metrics.frechet_distance(fake, real) for fake in (some, whole)]
    luck.above(distances[0] / distances[1], 5, "times the distance")


def test_shrinking_to_the_middle_raises_precision_and_density_lowers_recall(luck):
    """What blur does: every sample is typical."""
    real, _, good = real_and_whole(luck)
    dull = clusters(np.arange(1000) % 10, [luck.seed, 2], spread=0.4)
    dull = metrics.manifold_figures(real, dull)
    luck.below((1 - dull["precision"]) / (1 - good["precision"]), 1, "imprecision left")
    luck.above(dull["density"] / good["density"], 1, "times the density")
    luck.above(good["recall"] - dull["recall"], 0.1, "recall lost")


def test_noise_lowers_precision_and_raises_the_frechet_distance(luck):
    real, whole, good = real_and_whole(luck)
    wild = clusters(np.arange(1000) % 10, [luck.seed, 2], spread=2.0)
    figures = metrics.manifold_figures(real, wild)
    luck.above(good["precision"] - figures["precision"], 0.1, "precision lost")
    distances = [metrics.frechet_distance(fake, real) for fake in (wild, whole)]
    luck.above(distances[0] / distances[1], 5, "times the distance")


def test_a_few_samples_many_times_over_lower_recall_and_coverage(luck):
    real, whole, _ = real_and_whole(luck)
    figures = metrics.manifold_figures(real, np.repeat(whole[:20], 50, axis=0))
    luck.below(figures["recall"], 0.2, "recall")
    luck.below(figures["coverage"], 0.3, "coverage")


def test_digit_figures():
    probabilities = np.full((5, 10), 0.005)
    probabilities[[0, 1, 2, 3], [3, 3, 7, 1]] = 0.955
    probabilities[4] = 0.1  # nobody knows: not counted
    figures = metrics.digit_figures(probabilities)
    assert figures["confident"] == 0.8
    assert figures["shares"] == [0, 0.25, 0, 0.5, 0, 0, 0, 0.25, 0, 0]
    assert figures["least"] == 0
    entropy = -(2 * 0.25 * np.log(0.25) + 0.5 * np.log(0.5))
    assert figures["histogram_kl"] == pytest.approx(np.log(10) - entropy)
    even = metrics.digit_figures(np.eye(10))
    assert even["histogram_kl"] == pytest.approx(0, abs=1e-12) and even["least"] == 0.1
    assert metrics.digit_figures(np.full((3, 10), 0.1))["histogram_kl"] is None


@pytest.mark.parametrize("count", [11, 700])  # fewer than a part of scikit-learn's, and more
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_nearest_distances_are_those_of_slow_loops(count, dtype, rng):
    references, pictures = rng.random((670, 4, 5, 1)), rng.random((count, 4, 5, 1))
    references, pictures = references.astype(dtype), pictures.astype(dtype)
    slow = [
        np.sqrt(((picture - references) ** 2).sum(axis=(1, 2, 3))).min() for picture in pictures
    ]
    assert metrics.nearest_distances(pictures, references) == pytest.approx(slow, rel=1e-4)
    assert metrics.nearest_distances(references, references) == pytest.approx(0, abs=1e-3)


def test_near_copies_are_nearer_than_one_in_a_hundred(rng):
    references, pictures = rng.random((70, 4, 5, 1)), rng.random((11, 4, 5, 1))
    others = metrics.nearest_distances(rng.random((200, 4, 5, 1)), references)
    threshold = np.percentile(others, 1)
    copies = np.concatenate([pictures, references[:11] + 0.001])
    assert metrics.near_copies(others, threshold) == pytest.approx(0.01)
    assert metrics.near_copies(metrics.nearest_distances(copies, references), threshold) >= 0.5


def test_likelihoods_are_those_of_the_losses(rng):
    """The same as the losses that networks are trained with, and 0 where it must be."""
    from cppn_keras.training import losses

    images, again = rng.random((4, 3, 2, 1)), rng.uniform(0.05, 0.95, (4, 3, 2, 1))
    z_mean, z_log_var = rng.normal(size=(2, 4, 5))
    per_picture = np.array(losses.bernoulli_cross_entropy(images, again))
    assert metrics.bernoulli_cross_entropy(images, again) == pytest.approx(per_picture.mean())
    kl = np.array(losses.kl_divergence(z_mean, z_log_var))
    assert metrics.kl_divergence(z_mean, z_log_var) == pytest.approx(kl.mean())
    assert metrics.kl_divergence(np.zeros((1, 5)), np.zeros((1, 5))) == 0
    assert metrics.squared_error(images, images + 0.5) == pytest.approx(0.25)
    ink = np.round(images)
    assert metrics.bernoulli_cross_entropy(ink, ink) < 1e-5
    assert np.isfinite(metrics.bernoulli_cross_entropy(ink, 1 - ink))
