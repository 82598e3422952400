"""Figures. Functions take `ax=None`, return what they drew on and never call `show()`."""

import numpy as np


def plot_image(image: np.ndarray, ax=None, title: str | None = None):
    """Draws an image (height, width, 1 or 3) in 0..1 without axes; returns the Axes."""
    import matplotlib.pyplot as plt

    ax = ax or plt.subplots(figsize=(4, 4))[1]
    image = np.asarray(image)
    grey = image.ndim == 2 or image.shape[-1] == 1
    pixels = image.reshape(image.shape[:2]) if grey else image
    ax.imshow(pixels, cmap="gray" if grey else None, vmin=0, vmax=1, interpolation="nearest")
    ax.set_axis_off()
    if title:
        ax.set_title(title)
    return ax


def image_sheet(images: np.ndarray, columns: int, gap: int = 2, paper: float = 0.5) -> np.ndarray:
    """Many images on one, row by row, pixel for pixel.

    (N, height, width, channels) → (rows·(height + gap) + gap, …, channels), empty places and
    gaps filled with `paper`.
    """
    n, height, width, channels = np.shape(images)
    rows = -(-n // columns)
    shape = (rows * (height + gap) + gap, columns * (width + gap) + gap, channels)
    sheet = np.full(shape, paper, np.asarray(images).dtype)
    for i, image in enumerate(images):
        row, column = divmod(i, columns)
        top, left = row * (height + gap) + gap, column * (width + gap) + gap
        sheet[top : top + height, left : left + width] = image
    return sheet


def enlarge_pixels(images: np.ndarray, factor: int) -> np.ndarray:
    """Every pixel becomes a square of factor x factor: (N, h, w, c) → (N, h·f, w·f, c)."""
    return images.repeat(factor, axis=1).repeat(factor, axis=2)
