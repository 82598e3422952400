"""Reference values: what every measure gives for real pictures.

Samples are always compared with test pictures. For the reference values training pictures take the
place of samples; those for 10,000 pictures of MNIST are kept in the classifier's card.
"""

import numpy as np

from cppn_keras.data import Dataset, center_crop, to_float
from cppn_keras.errors import UserError
from cppn_keras.evaluation import enlargement, metrics, rivals
from cppn_keras.evaluation.classifier import SIDE, Classifier, Reading

COUNT = 10_000
FEWEST = 10  # pictures: fewer have no neighbours to speak of
NEAREST = 1  # percent of real test pictures count as near to a training picture


def real_pictures(images: np.ndarray, count: int, seed: int = 0) -> np.ndarray:
    """The middles of `count` random images, or of all where there are fewer.

    Args: images uint8 (pictures, height, width, 1).
    Returns: float32 (n, 26, 26, 1) in 0..1.
    """
    if len(images) > count:
        images = images[np.random.default_rng(seed).choice(len(images), count, replace=False)]
    return to_float(center_crop(images, SIDE))


def check_data(data: Dataset) -> None:
    """Raises UserError for pictures that the classifier cannot read or that are all the same."""
    height, width, channels = data.test_images.shape[1:]
    if min(height, width) < SIDE or channels != 1:
        raise UserError(
            f"{data.name} holds ({height}, {width}, {channels}) pictures; an evaluation needs "
            f"grey ones of {SIDE} x {SIDE} or larger, such as mnist."
        )
    for images in (data.train_images, data.test_images):
        if len(images) < FEWEST or (images == images[:1]).all():
            raise UserError(
                f"an evaluation needs {FEWEST} or more training and test pictures that differ; "
                f"{data.name} does not have them."
            )


def identity(data: Dataset) -> dict[str, str]:
    """What tells this data from any other."""
    return {"name": data.name, "digest": data.digest()}


def sample_figures(fake: Reading, real: Reading) -> dict:
    """Every figure that compares samples with real pictures through the classifier."""
    return {
        "frechet": metrics.frechet_distance(fake.features, real.features),
        **metrics.manifold_figures(real.features, fake.features),
        **metrics.digit_figures(fake.probabilities),
    }


def compute_references(classifier: Classifier, data: Dataset, count: int = COUNT) -> dict:
    """The figures of `count` training pictures against `count` test pictures.

    bicubic: the measures of test pictures enlarged by bicubic interpolation.
    near_copy_distance: a sample that is nearer than this to a training picture is a near-copy;
    the 1st percentile of the distances of test pictures to the nearest training picture.
    """
    test = real_pictures(data.test_images, count)
    train = real_pictures(data.train_images, count)
    every_train = to_float(center_crop(data.train_images, SIDE))
    distances = metrics.nearest_distances(test, every_train)
    small = test[: enlargement.ENLARGED]
    large = rivals.interpolated(small, enlargement.LARGE)
    return {
        "count": len(test),
        "data": identity(data),
        **sample_figures(classifier.read(train), classifier.read(test)),
        "near_copy_distance": float(np.percentile(distances, NEAREST)),
        "near_copies": NEAREST / 100,
        "bicubic": enlargement.figures_of(large, small),
    }


def references_for(classifier: Classifier, data: Dataset, count: int) -> dict:
    """The reference values of the card where they are for this data and count, else new ones."""
    known = classifier.card.get("references", {})
    same_count = known.get("count") == min(count, len(data.test_images))
    if same_count and known.get("data") == identity(data):
        return known
    return compute_references(classifier, data, count)
