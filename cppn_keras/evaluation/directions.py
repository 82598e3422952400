"""Directions among codes that mean something: one measure of a drawing changes, the others stay.

A linear regression predicts each measure from the code. With the weights of all in the rows of W,
and C the covariance of codes around the mean of their label, the columns of C·Wᵀ·(W·C·Wᵀ)⁻¹ are
steps that change one prediction by 1 and the others by 0; of all such steps they are those that
pictures of one label take most readily. Lesson 9 derives and measures them.
"""

from pathlib import Path

import numpy as np
from sklearn.linear_model import LinearRegression

from cppn_keras.data import Dataset, center_crop, to_float
from cppn_keras.errors import UserError
from cppn_keras.evaluation.shape import MEASURES
from cppn_keras.files import replace_file
from cppn_keras.sampler import Sampler

PICTURES = 20_000  # training pictures, at most


def find_directions(sampler: Sampler, data: Dataset) -> dict[str, np.ndarray]:
    """{name of a measure: step float32 (latent,)} of a sampler with an encoder, for grey pictures.

    A step changes the measure that is predicted by its standard deviation among pictures of one
    label, and no other.

    Raises:
        UserError: no encoder, pictures in colour, or too few or too equal ones.
    """
    if sampler.encoder is None or sampler.c_dim != 1:
        raise UserError("directions are found with an encoder, for grey pictures.")
    images = to_float(center_crop(data.train_images[:PICTURES], sampler.image_size))
    labels = np.unique(data.train_labels[:PICTURES], return_inverse=True)[1]
    codes = sampler.encode(images).astype("float64")
    measured = np.stack([measure(images) for measure in MEASURES.values()], axis=1)
    weights = LinearRegression().fit(codes, measured).coef_  # (measures, latent)
    covariance = np.cov(_around_means(codes, labels), rowvar=False)
    predicted = weights @ covariance @ weights.T
    if len(images) <= sampler.z_dim or np.linalg.cond(predicted) > 1e9:
        raise UserError(f"the pictures of {data.name} are too few or too equal for directions.")
    steps = covariance @ weights.T @ np.linalg.inv(predicted)  # (latent, measures)
    steps *= _around_means(measured, labels).std(axis=0)
    return dict(zip(MEASURES, steps.T.astype("float32"), strict=True))


def save_directions(directions: dict[str, np.ndarray], path: Path) -> Path:
    """Writes what `runs.weights` reads, all or nothing."""
    return replace_file(path, lambda temporary: np.savez(temporary, **directions))


def _around_means(values: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Values (n, …) less the mean of all with the same label; labels are 0, 1, 2, …"""
    sums = np.zeros((labels.max() + 1, values.shape[1]))
    np.add.at(sums, labels, values)
    return values - (sums / np.bincount(labels)[:, None])[labels]
