"""The learnt prior: a mixture that fits codes, and a flow that carries N(0, I) onto it."""

import dataclasses
import warnings
from statistics import NormalDist

import numpy as np
import pytest

from cppn_keras.errors import UserError
from cppn_keras.runs.prior import MixturePrior, fit_prior, typical_of_each


def normal_lattice(side=100):
    """N(0, I) in the plane without luck: the normal's quantiles in both directions, (side², 2)."""
    line = [NormalDist().inv_cdf((i + 0.5) / side) for i in range(side)]
    return np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2).astype("float32")


@pytest.fixture(scope="module")
def prior():
    """Three components in the plane, of different shapes and weights."""
    turned = np.array([[0.8, -0.6], [0.6, 0.8]])
    arrays = (
        [0.5, 0.3, 0.2],
        [[3.0, 0.0], [-2.0, 2.0], [0.0, -3.0]],
        [np.eye(2), turned, turned.T],
        [[0.3, 0.1], [0.5, 0.05], [0.2, 0.2]],
    )
    return MixturePrior(*(np.asarray(array, "float32") for array in arrays))


def densities(prior, points):
    """weight · density of each component, written out with the covariance matrices."""
    columns = []
    parts = (prior.weights, prior.means, prior.axes, prior.variances)
    parts = (np.asarray(part, "float64") for part in parts)  # of far points little is left
    for weight, mean, axes, variances in zip(*parts, strict=True):
        covariance = axes @ np.diag(variances) @ axes.T
        away = points - mean
        squares = np.einsum("ni,ij,nj->n", away, np.linalg.inv(covariance), away)
        volume = np.sqrt(np.linalg.det(2 * np.pi * covariance))
        columns.append(weight * np.exp(-squares / 2) / volume)
    return np.stack(columns, axis=1)


def test_densities_are_those_of_the_textbook(prior):
    points = 2 * normal_lattice(7)
    expected = densities(prior, points)
    np.testing.assert_allclose(prior.log_densities(points), np.log(expected), rtol=1e-4, atol=1e-4)
    likelihood = np.log(expected.sum(axis=1)).mean()
    assert prior.log_likelihood(points) == pytest.approx(likelihood, rel=1e-3)


def test_velocity_is_the_mean_over_all_ways_through_a_point(prior, luck):
    """Against a Monte Carlo mean: of many noises and codes, those that pass near the point."""
    time = 0.6
    codes = prior.sample(1_000_000, np.random.default_rng([luck.seed, 1]))
    noise = np.random.default_rng([luck.seed, 2]).standard_normal(codes.shape).astype("float32")
    passing = (1 - time) * noise + time * codes
    for point in np.array([[1.5, 0.3], [0.3, -1.2], [-1.0, 1.0]], "float32"):
        near = np.abs(passing - point).max(axis=1) < 0.2
        expected = (codes - noise)[near].mean(axis=0)
        found = prior.velocity(passing[near], time).mean(axis=0)
        luck.below(np.abs(found - expected).max(), 0.1, f"near {point}")


def test_noise_is_carried_onto_the_mixture(prior):
    """Shares, means and spreads of the components; and how likely the codes are."""
    z = normal_lattice()
    codes = prior.transport(z)
    likely = 0.0
    for k, weight in enumerate(prior.weights):
        drawn = prior.means[k] + z * np.sqrt(prior.variances[k]) @ prior.axes[k].T
        likely += weight * prior.log_likelihood(drawn)
    assert prior.log_likelihood(codes) == pytest.approx(likely, abs=0.05)
    nearest = densities(prior, codes).argmax(axis=1)
    for k, weight in enumerate(prior.weights):
        mine = codes[nearest == k]
        assert len(mine) / len(codes) == pytest.approx(weight, abs=0.02)
        np.testing.assert_allclose(mine.mean(axis=0), prior.means[k], atol=0.05)
        covariance = prior.axes[k] @ np.diag(prior.variances[k]) @ prior.axes[k].T
        np.testing.assert_allclose(np.cov(mine, rowvar=False), covariance, atol=0.06)


def test_the_flow_of_one_gaussian_is_linear():
    """N(0, I) to N(μ, σ²): along each axis μ + σ·z."""
    mean, variances = np.array([[1.0, -2.0]], "float32"), np.array([[4.0, 0.25]], "float32")
    one = MixturePrior(np.ones(1, "float32"), mean, np.eye(2, dtype="float32")[None], variances)
    z = normal_lattice(10)
    np.testing.assert_allclose(one.transport(z), mean + z * np.sqrt(variances), atol=0.01)


def test_neighbours_stay_neighbours(prior):
    z = normal_lattice(15)
    apart = prior.transport(z + np.float32(1e-5)) - prior.transport(z)
    assert np.median(np.abs(apart)) < 1e-3


def test_a_fit_finds_the_mixture_that_codes_came_from(prior, luck):
    codes, unseen = (prior.sample(6000, np.random.default_rng([luck.seed, i])) for i in (6, 7))
    fitted = fit_prior(codes, np.full_like(codes, -20.0), components=6, seed=luck.seed)
    lost = prior.log_likelihood(unseen) - fitted.log_likelihood(unseen)
    luck.below(max(lost, 0.0), 0.03, "nats a code")
    assert fitted.weights.sum() == pytest.approx(1, abs=1e-5)


def test_the_encoders_noise_belongs_to_the_codes(luck):
    """Codes of no spread but noise of variance 4: the mixture is as wide as the noise."""
    z_mean = np.zeros((20_000, 3), "float32")
    log_var = np.full_like(z_mean, np.log(4.0))
    fitted = fit_prior(z_mean, log_var, components=1, seed=luck.seed)
    luck.below(np.abs(fitted.variances / 4 - 1).max(), 0.1, "of the variance")


ODD_CODES = {
    "fewer than components": np.random.default_rng(1).normal(size=(7, 3)),
    "two": np.array([[0.0, 1.0], [2.0, -1.0]]),
    "one latent": np.random.default_rng(2).normal(size=(300, 1)),
    "equal": np.full((50, 4), 1.5),
    "equal but one": np.concatenate([np.full((50, 4), 1.5), np.zeros((1, 4))]),
    "far apart": 300 * np.random.default_rng(3).normal(size=(60, 24)),
}


@pytest.mark.parametrize("name", ODD_CODES)
def test_odd_codes_have_a_prior_and_nobody_is_warned(name, tmp_path):
    """Its file is read by the strict checks of `load`, and it is likelier there than elsewhere."""
    codes = ODD_CODES[name].astype("float32")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fitted = fit_prior(codes, np.full_like(codes, -30.0), components=10)
    assert len(fitted.weights) == min(10, len(codes))
    again = MixturePrior.load(fitted.save(tmp_path / "prior.npz"))
    rng = np.random.default_rng(4)
    drawn, carried = again.sample(200, rng), again.transport(rng.normal(size=(200, codes.shape[1])))
    assert np.isfinite(drawn).all() and np.isfinite(carried).all()
    assert again.log_likelihood(codes) > again.log_likelihood(codes + 10 * codes.std() + 1)


def test_few_rounds_are_a_fit_without_a_warning(prior):
    codes = prior.sample(2000, np.random.default_rng(8))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        first, second = (fit_prior(codes, np.full_like(codes, -9.0), 5, 1, s) for s in (3, 3))
    longer = fit_prior(codes, np.full_like(codes, -9.0), 5, seed=3)
    np.testing.assert_array_equal(first.means, second.means)
    assert longer.log_likelihood(codes) > first.log_likelihood(codes)


@pytest.mark.parametrize("shape", [(1, 3), (5, 0), (0, 3), (6,), (2, 2, 2)])
def test_codes_that_are_no_set_of_vectors_are_refused(shape):
    with pytest.raises(UserError, match=r"codes are \(pictures, latent\), of two pictures or more"):
        fit_prior(np.zeros(shape), np.zeros(shape))


def test_labels_have_mixtures_of_their_own_that_make_up_the_whole(tmp_path):
    """Three labels with 300, 100 and 1 codes, apart from each other; the last has one code."""
    rng = np.random.default_rng(9)
    labels = np.repeat([7, -1, 3], [300, 100, 1])
    centres = {7: [9.0, 0.0], -1: [-9.0, 0.0], 3: [0.0, 9.0]}
    codes = rng.normal(size=(401, 2)) + [centres[label] for label in labels]
    shuffled = rng.permutation(401)
    fitted = fit_prior(
        codes[shuffled], np.full((401, 2), -30.0), components=6, labels=labels[shuffled]
    )
    again = MixturePrior.load(fitted.save(tmp_path / "prior.npz"))
    assert again.weights.sum() == pytest.approx(1, abs=1e-5)
    for label in centres:
        share = again.weights[again.labels == label].sum()
        assert share == pytest.approx(np.mean(labels == label), abs=1e-5)
        alone = again.of_label(label)
        assert alone.weights.sum() == pytest.approx(1, abs=1e-5) and set(alone.labels) == {label}
        z = rng.standard_normal((200, 2)).astype("float32")
        for drawn in (alone.sample(200, rng), alone.transport(z)):
            away = {name: np.hypot(*(drawn - other).T) for name, other in centres.items()}
            assert (np.argmin(list(away.values()), axis=0) == list(away).index(label)).all()
    with pytest.raises(UserError, match="knows the labels -1, 3, 7, not 5"):
        again.of_label(5)


def test_labels_that_do_not_fit_are_refused(prior, tmp_path):
    codes = np.zeros((4, 2))
    for labels in (np.zeros(3, int), np.zeros(4), np.zeros((4, 1), int)):
        with pytest.raises(UserError, match="a whole number for each of 4 codes"):
            fit_prior(codes, codes, labels=labels)
    with pytest.raises(UserError, match="without labels"):
        prior.of_label(1)
    dataclasses.replace(prior, labels=np.zeros(2, int)).save(tmp_path / "prior.npz")
    with pytest.raises(UserError, match="labels are not one whole number for each"):
        MixturePrior.load(tmp_path / "prior.npz")


def test_a_prior_of_before_there_were_labels_is_read(prior, tmp_path):
    arrays = {k: v for k, v in dataclasses.asdict(prior).items() if k != "labels"}
    np.savez(tmp_path / "prior.npz", **arrays)
    again = MixturePrior.load(tmp_path / "prior.npz")
    assert not again.labels.size
    np.testing.assert_array_equal(again.means, prior.means)


def test_a_prior_survives_its_file(prior, tmp_path):
    again = MixturePrior.load(prior.save(tmp_path / "prior.npz"))
    z = np.random.default_rng(5).standard_normal((5, 2))
    np.testing.assert_array_equal(again.transport(z), prior.transport(z))


def test_the_typical_picture_is_nearest_to_its_labels_mean():
    codes = np.array([[0, 0], [4, 0], [1.5, 0], [9, 9], [7, 7], [8.5, 8]], "float32")
    labels, rows = typical_of_each(codes, np.array([3, 3, 3, 1, 1, 1]))
    np.testing.assert_array_equal(labels, [1, 3])
    np.testing.assert_array_equal(rows, [5, 2])
