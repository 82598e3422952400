"""The report: everything that is measured of one model, as a dictionary."""

import copy
import time
from collections.abc import Callable

import numpy as np

from cppn_keras.checks import check_memory, seed_of, whole
from cppn_keras.data import Dataset, center_crop, to_float
from cppn_keras.errors import UserError
from cppn_keras.evaluation import enlargement, metrics
from cppn_keras.evaluation.classifier import SIDE, Classifier
from cppn_keras.evaluation.references import (
    COUNT,
    FEWEST,
    check_data,
    identity,
    real_pictures,
    references_for,
    sample_figures,
)
from cppn_keras.names import PRIORS
from cppn_keras.sampler import Sampler

PART = 500  # pictures encoded at a time
ASKED = 200  # samples of each digit that are asked for by name
SAMPLE_BYTES = 12_000  # of memory for each: picture, features, what is computed from them


def evaluate(
    sampler: Sampler,
    data: Dataset,
    count: int = COUNT,
    seed: int = 0,
    prior: str | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> dict:
    """Samples, reconstructions and enlargements of a sampler, against the test pictures.

    Args:
        sampler: draws grey pictures of 26 x 26, or larger ones, whose middles are measured.
        data: real pictures of 26 x 26 or more, with labels.
        count: samples of each prior, and as many real pictures at most.
        seed: of the latents; the sampler's own generator of random numbers is left alone.
        prior: one of PRIORS; every one that the weights have when None.
        say: is told what is being done.

    Returns:
        "samples" by prior, "asked", "reconstructions", "enlargement", "references" (the reference
        values), "classifier", "data", and "left_out", which says why something is missing.

    Raises:
        UserError: pictures of another size or with colours, an unknown prior.
    """
    begun = time.monotonic()
    check_data(data)
    check_sampler(sampler)
    whole(count, FEWEST, 10**9, "the number of samples")
    check_memory(SAMPLE_BYTES * count, f"an evaluation of {count:,} samples")
    sampler = copy.copy(sampler)  # with random numbers of its own
    sampler.rng = np.random.default_rng(seed_of(seed))
    priors, left_out = priors_of(sampler, prior)
    classifier = Classifier.load()
    say("measuring real pictures")
    references = references_for(classifier, data, count)
    samples = {}
    for name in priors:
        say(f"{count} samples, prior {name}")
        sampler.rng = np.random.default_rng(seed)  # the same for each, whichever are asked for
        pictures = sampler.generate(sampler.generate_z(count, name))
        samples[name] = measure_samples(pictures, data, classifier, references)
    return {
        "count": count,
        "seed": seed,
        "data": identity(data),
        "classifier": {"sha256": classifier.digest, "accuracy": classifier.card["accuracy"]},
        "references": references,
        "samples": samples,
        **_other_parts(sampler, data, classifier, priors[0], left_out, say),
        "left_out": left_out,
        "seconds": round(time.monotonic() - begun, 1),
    }


def _other_parts(sampler, data, classifier, prior, left_out, say) -> dict:
    """Enlargements and reconstructions, where the sampler has them; else the reason is noted."""
    figures = {}
    if sampler.prior is None or not sampler.prior.labels.size or prior == "plain":
        left_out["digits asked for"] = "these weights have no prior that knows labels"
    else:
        say(f"{ASKED} samples of each digit, prior {prior}")
        figures["asked"] = measure_asked(sampler, classifier, prior)
    height, width = sampler.image_size
    if sampler.cppn is None:
        left_out["enlargement"] = f"this generator draws {height} x {width} pixels only"
    elif (height, width) != (SIDE, SIDE):
        left_out["enlargement"] = f"it is measured in pixels of {SIDE} x {SIDE} pictures"
    else:
        say(f"samples of {enlargement.LARGE} x {enlargement.LARGE} pixels, prior {prior}")
        codes = sampler.generate_z(enlargement.ENLARGED, prior)
        figures["enlargement"] = measure_enlargements(sampler, codes)
    if sampler.encoder is None:
        left_out["reconstructions"] = "these weights have no encoder"
    else:
        say(f"{len(data.test_images)} reconstructions")
        figures["reconstructions"] = measure_reconstructions(sampler, data, classifier)
    return figures


def check_sampler(sampler: Sampler) -> None:
    """Raises UserError for a sampler whose pictures the classifier cannot read."""
    shape = (*sampler.image_size, sampler.c_dim)
    if not sampler.trained or min(shape[:2]) < SIDE or shape[2] != 1:
        raise UserError(
            f"an evaluation is of trained weights for {SIDE} x {SIDE} grey pictures or larger "
            f"ones; this sampler draws {shape}."
        )


def priors_of(sampler: Sampler, asked: str | None) -> tuple[list[str], dict[str, str]]:
    """The priors to measure, and {prior: reason} of those that the weights do not have.

    Raises UserError when the one that was asked for is not there.
    """
    if asked is not None:
        sampler.generate_z(1, asked)
        return [asked], {}
    if sampler.prior is None:
        absent = [name for name in PRIORS if name != "plain"]
        return ["plain"], dict.fromkeys(absent, "these weights have no learnt prior")
    return list(PRIORS), {}


def measure_samples(
    samples: np.ndarray, data: Dataset, classifier: Classifier, references: dict
) -> dict:
    """The figures of samples, float (n, 26, 26, 1), against as many test pictures at most.

    Of larger samples the middles are measured, as of the real pictures.
    """
    samples = center_crop(samples, SIDE)
    real = classifier.read(real_pictures(data.test_images, len(samples)))
    figures = sample_figures(classifier.read(samples), real)
    train = to_float(center_crop(data.train_images, SIDE))
    nearest = metrics.nearest_distances(samples, train)
    return {
        **figures,
        "frechet_ratio": figures["frechet"] / references["frechet"],
        "near_copies": metrics.near_copies(nearest, references["near_copy_distance"]),
    }


def measure_asked(sampler: Sampler, classifier: Classifier, prior: str) -> dict:
    """Samples of one digit after the other: which share is read as the digit asked for?"""
    shares = {}
    for digit in np.unique(sampler.prior.labels).tolist():
        drawn = center_crop(sampler.generate(sampler.generate_z(ASKED, prior, digit)), SIDE)
        shares[digit] = float(np.mean(classifier.read(drawn).digits == digit))
    worst = min(shares.values())
    return {
        "read": float(np.mean(list(shares.values()))),
        "worst": worst,
        "each": list(shares.values()),
    }


def measure_reconstructions(sampler: Sampler, data: Dataset, classifier: Classifier) -> dict:
    """What is left of the test pictures after encoding and drawing.

    cross_entropy and kl are in nats: sums within a picture, means over pictures; the first is of
    codes drawn from the approximate posterior. squared_error, the mean over pixels, and
    label_kept, the share of pictures still read as their label, are of mean codes.
    """
    images = to_float(center_crop(data.test_images, sampler.image_size))
    z_mean, z_log_var = sampler.encoder.predict(images, batch_size=PART, verbose=0)
    again = sampler.generate(z_mean)
    noise = sampler.rng.standard_normal(z_mean.shape)
    noisy = sampler.generate(z_mean + np.exp(0.5 * z_log_var) * noise)
    cross_entropy = metrics.bernoulli_cross_entropy(images, noisy)
    kl = metrics.kl_divergence(z_mean, z_log_var)
    return {
        "cross_entropy": cross_entropy,
        "kl": kl,
        "negative_elbo": cross_entropy + kl,
        "squared_error": metrics.squared_error(images, again),
        "label_kept": share_read(again, data, classifier),
        "originals_read": share_read(images, data, classifier),
    }


def share_read(images: np.ndarray, data: Dataset, classifier: Classifier) -> float:
    """The share of test pictures, or of what they became, whose middles are read as their label."""
    digits = classifier.read(center_crop(images, SIDE)).digits
    return float(np.mean(digits == data.test_labels))


def measure_enlargements(sampler: Sampler, codes: np.ndarray) -> dict:
    """The figures of codes (n, latent) that are drawn large."""
    large = sampler.generate(codes, enlargement.LARGE, enlargement.LARGE)
    figures = enlargement.figures_of(large, sampler.generate(codes))
    return {"pictures": len(codes), "size": enlargement.LARGE, **figures}
