"""Pictures of pictures: one, a sheet of many, labelled rows, panels with titles."""

from collections.abc import Sequence

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


def plot_image_grid(images: np.ndarray, columns: int = 10, ax=None, title: str | None = None):
    """Draws images (N, height, width, 1 or 3) in 0..1, row by row; returns the Axes."""
    import matplotlib.pyplot as plt

    images = np.asarray(images)
    rows = -(-len(images) // columns)
    ax = ax or plt.subplots(figsize=(0.6 * columns, 0.6 * rows), layout="constrained")[1]
    return plot_image(image_sheet(images, columns), ax, title)


def plot_rows(
    rows: dict[str, np.ndarray],
    ax=None,
    title: str | None = None,
    columns: Sequence[str] | None = None,
    side: float = 0.75,
):
    """Draws a row of images for each name, with the name beside it; returns the Axes.

    Args:
        rows: name → images (N, height, width, 1 or 3) in 0..1, all of one size; rows may be of
            different length.
        columns: what stands above the columns.
        side: inches an image.
    """
    import matplotlib.pyplot as plt

    images = [np.asarray(row) for row in rows.values()]
    longest = max(len(row) for row in images)
    height, width, channels = images[0].shape[1:]
    paper = np.full((longest, height, width, channels), 0.5, "float32")
    full = [np.concatenate([row, paper[len(row) :]]) for row in images]
    size = (side * longest + 1.4, side * len(rows) + (0.3 if columns is None else 0.6))
    ax = ax or plt.subplots(figsize=size, layout="compressed")[1]  # cuts no label
    gap = max(2, height // 40)  # to be seen between large images, too
    plot_image(image_sheet(np.concatenate(full), longest, gap), ax, title)
    ax.set_axis_on()
    ax.set_anchor("E")  # what room is left over is the names'
    ax.set_yticks((np.arange(len(rows)) + 0.5) * (height + gap), list(rows))
    columns = [] if columns is None else columns
    ax.set_xticks((np.arange(len(columns)) + 0.5) * (width + gap), columns)
    ax.tick_params(length=0, labeltop=True, labelbottom=False)
    for edge in ax.spines.values():
        edge.set_visible(False)
    return ax


def plot_panels(panels, columns: int = 5, side: float = 2.2, title: str | None = None):
    """Draws pictures of any sizes beside each other, each under its own title; returns the Figure.

    Args:
        panels: {title: image (height, width, 1 or 3) in 0..1}, or a list of pairs (title, image).
        columns: panels in a row.
        side: inches a panel.
    """
    import matplotlib.pyplot as plt

    panels = list(panels.items() if isinstance(panels, dict) else panels)
    rows = -(-len(panels) // columns)
    shape = {"figsize": (side * columns, (side + 0.3) * rows), "layout": "constrained"}
    fig, axes = plt.subplots(rows, columns, squeeze=False, **shape)
    for ax in axes.flat:
        ax.set_axis_off()
    for ax, (name, image) in zip(axes.flat, panels, strict=False):
        plot_image(image, ax, name)
        ax.title.set_fontsize(9)
    fig.suptitle(title)
    return fig
