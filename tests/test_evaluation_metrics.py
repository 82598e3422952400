"""Measures of samples: against slow loops and closed forms, and moved by what should move them."""

import numpy as np
import pytest

from cppn_keras.evaluation import metrics

RNG = np.random.default_rng(0)
SMALL = {name: RNG.normal(size=(count, 3)) for name, count in (("real", 40), ("fake", 30))}


def test_frechet_distance_of_known_gaussians():
    """tr(C₁ + C₂ - 2 (C₁C₂)^½) is Σ (√λ₁ - √λ₂)² where the covariances share their axes."""
    base = RNG.normal(size=(500, 3))
    base = (base - base.mean(axis=0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(base.T)).T)
    turn, _ = np.linalg.qr(RNG.normal(size=(3, 3)))
    a = base * [1.0, 2.0, 0.5] @ turn
    b = base * [3.0, 2.0, 1.5] @ turn + [1.0, -2.0, 0.0]
    assert metrics.frechet_distance(a, b) == pytest.approx(5 + 2**2 + 0 + 1**2)
    assert metrics.frechet_distance(a, b) == pytest.approx(metrics.frechet_distance(b, a))
    assert metrics.frechet_distance(a, a) == pytest.approx(0, abs=1e-9)


def test_frechet_distance_where_covariances_do_not_commute():
    """Against the eigenvalues of the unsymmetric product, and with features that never vary."""
    a = np.pad(RNG.normal(size=(100, 4)) @ RNG.normal(size=(4, 4)), ((0, 0), (0, 1)))
    b = np.pad(RNG.normal(size=(100, 4)) @ RNG.normal(size=(4, 4)), ((0, 0), (0, 1)))
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
@pytest.mark.parametrize("chunk", [7, 1000])
def test_manifold_figures_are_those_of_slow_loops(k, chunk, monkeypatch):
    monkeypatch.setattr(metrics, "CHUNK", chunk)
    figures = metrics.manifold_figures(SMALL["real"], SMALL["fake"] + 0.7, k)
    assert figures == pytest.approx(loops(SMALL["real"], SMALL["fake"] + 0.7, k))


def test_distances_far_from_the_origin_keep_their_accuracy():
    """A common offset of 1000 would leave nothing of float32 squares."""
    near = metrics.manifold_figures(SMALL["real"], SMALL["fake"])
    far = metrics.manifold_figures(SMALL["real"] + 1000, SMALL["fake"] + 1000)
    assert near == pytest.approx(far)


def clusters(labels, seed, spread=1.0):
    """Stand-ins for features: one cloud in 10 dimensions for each digit."""
    rng = np.random.default_rng(seed)
    return 8 * np.eye(10)[labels] + spread * rng.normal(size=(len(labels), 10))


def test_a_missing_digit_lowers_recall_and_coverage_not_precision():
    labels = np.arange(1000) % 10
    real, whole = clusters(labels, 1), clusters(labels, 2)
    some = clusters(np.where(labels < 3, 4, labels), 3)
    good, poor = (metrics.manifold_figures(real, fake) for fake in (whole, some))
    assert poor["recall"] < good["recall"] - 0.2
    assert poor["coverage"] < good["coverage"] - 0.2
    assert poor["precision"] > good["precision"] - 0.05
    assert metrics.frechet_distance(some, real) > 5 * metrics.frechet_distance(whole, real)


def test_shrinking_to_the_middle_raises_precision_and_density_lowers_recall():
    """What blur does: every sample is typical."""
    labels = np.arange(1000) % 10
    real = clusters(labels, 1)
    good, dull = (metrics.manifold_figures(real, clusters(labels, 2, s)) for s in (1.0, 0.4))
    assert dull["precision"] > good["precision"] and dull["density"] > good["density"]
    assert dull["recall"] < good["recall"] - 0.2


def test_noise_lowers_precision_and_raises_the_frechet_distance():
    labels = np.arange(1000) % 10
    real = clusters(labels, 1)
    good, wild = clusters(labels, 2), clusters(labels, 2, spread=2.0)
    figures = metrics.manifold_figures(real, wild)
    assert figures["precision"] < metrics.manifold_figures(real, good)["precision"] - 0.2
    assert metrics.frechet_distance(wild, real) > 5 * metrics.frechet_distance(good, real)


def test_a_few_samples_many_times_over_lower_recall_and_coverage():
    real, fake = clusters(np.arange(1000) % 10, 1), clusters(np.arange(1000) % 10, 2)
    figures = metrics.manifold_figures(real, np.repeat(fake[:20], 50, axis=0))
    assert figures["recall"] < 0.2 and figures["coverage"] < 0.3


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


def test_nearest_distances_and_near_copies(monkeypatch):
    monkeypatch.setattr(metrics, "CHUNK", 3)  # 30 references at a time
    references, pictures = RNG.random((70, 4, 5, 1)), RNG.random((11, 4, 5, 1))
    slow = [min(np.linalg.norm(p - r) for r in references) for p in pictures]
    assert metrics.nearest_distances(pictures, references) == pytest.approx(slow, rel=1e-4)
    others = metrics.nearest_distances(RNG.random((200, 4, 5, 1)), references)
    threshold = np.percentile(others, 1)
    copies = np.concatenate([pictures, references[:11] + 0.001])
    assert metrics.near_copies(others, threshold) == pytest.approx(0.01)
    assert metrics.near_copies(metrics.nearest_distances(copies, references), threshold) >= 0.5


def test_likelihoods_are_those_of_the_losses():
    """The same as the losses that networks are trained with, and 0 where it must be."""
    from cppn_keras import losses

    images, again = RNG.random((4, 3, 2, 1)), RNG.uniform(0.05, 0.95, (4, 3, 2, 1))
    z_mean, z_log_var = RNG.normal(size=(2, 4, 5))
    per_picture = np.array(losses.bernoulli_cross_entropy(images, again))
    assert metrics.bernoulli_cross_entropy(images, again) == pytest.approx(per_picture.mean())
    kl = np.array(losses.kl_divergence(z_mean, z_log_var))
    assert metrics.kl_divergence(z_mean, z_log_var) == pytest.approx(kl.mean())
    assert metrics.kl_divergence(np.zeros((1, 5)), np.zeros((1, 5))) == 0
    assert metrics.squared_error(images, images + 0.5) == pytest.approx(0.25)
    ink = np.round(images)
    assert metrics.bernoulli_cross_entropy(ink, ink) < 1e-5
    assert np.isfinite(metrics.bernoulli_cross_entropy(ink, 1 - ink))
