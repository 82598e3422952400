"""What real pictures reach when they are judged as if they were samples: the floors.

The reference is always test pictures. The floors put training pictures in the place of samples;
those for 10,000 pictures of MNIST stand in the classifier's card.
"""

import numpy as np

from cppn_keras.data import Dataset, center_crop, to_float
from cppn_keras.errors import UserError
from cppn_keras.evaluation import enlargement, metrics
from cppn_keras.evaluation.classifier import SIDE, Classifier, Reading

COUNT = 10_000
FEWEST = 10  # pictures: fewer have no neighbours to speak of
NEAREST = 1  # percent of real test pictures count as near to a training picture


def real_pictures(images: np.ndarray, count: int, seed: int = 0) -> np.ndarray:
    """`count` of them at random, all where there are fewer: middles, float (n, 26, 26, 1)."""
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
                f"those of {data.name} do not do."
            )


def sample_figures(fake: Reading, real: Reading) -> dict:
    """Every figure that compares samples with real pictures through the classifier."""
    return {
        "frechet": metrics.frechet_distance(fake.features, real.features),
        **metrics.manifold_figures(real.features, fake.features),
        **metrics.digit_figures(fake.probabilities),
    }


def compute_floors(classifier: Classifier, data: Dataset, count: int = COUNT) -> dict:
    """The figures of `count` training pictures against `count` test pictures.

    bicubic: the measures of test pictures that are enlarged so.
    near_copy_distance: the 1st percentile of the distances of test pictures to the nearest
    training picture, the bound of a near-copy.
    """
    test = real_pictures(data.test_images, count)
    real = classifier.read(test)
    train = classifier.read(real_pictures(data.train_images, count))
    all_train = to_float(center_crop(data.train_images, SIDE))
    distances = metrics.nearest_distances(test, all_train)
    originals = test[: enlargement.ENLARGED]
    enlarged = enlargement.bicubic(originals, enlargement.LARGE)
    return {
        "count": len(test),
        "data": {"name": data.name, "digest": data.digest()},
        **sample_figures(train, real),
        "near_copy_distance": float(np.percentile(distances, NEAREST)),
        "near_copies": NEAREST / 100,
        "bicubic": enlargement.figures_of(enlarged, originals),
    }


def floors_for(classifier: Classifier, data: Dataset, count: int) -> dict:
    """The floors of the card where they are for this data and count, else new ones."""
    known = classifier.card.get("floors", {})
    same = known.get("count") == min(count, len(data.test_images))
    if same and known.get("data") == {"name": data.name, "digest": data.digest()}:
        return known
    return compute_floors(classifier, data, count)
