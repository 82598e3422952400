"""How many different frogs? Measures of colour pictures, by the features of `turns`."""

import numpy as np

from cppn_keras.evaluation import metrics
from cppn_keras.evaluation.classifier import Classifier, Reading
from cppn_keras.evaluation.turns import FOLDER, LABELS


def load_reader() -> Classifier:
    """The shipped reader of frogs and trucks."""
    return Classifier.load(FOLDER)


def variety_figures(fake: Reading, real: Reading, label: int) -> dict[str, float]:
    """Samples against real test pictures of one class, as many of both.

    frechet, precision, recall, density, coverage: see `metrics`. different: how many different
    pictures there are, `metrics.effective_number` at the scale of the median distance of a real
    picture to its 5th neighbour. upright: the share that is read as its class, and not turned.
    """
    scale = float(np.median(metrics.radii(real.features)))
    upright = 4 * LABELS.index(label)
    return {
        "frechet": metrics.frechet_distance(fake.features, real.features),
        **metrics.manifold_figures(real.features, fake.features),
        "different": metrics.effective_number(fake.features, scale),
        "upright": float(np.mean(fake.digits == upright)),
    }
