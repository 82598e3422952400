"""Charts: codes and manifolds, the figures of a training, shares of digits."""

import numpy as np

from cppn_keras.plotting.images import image_sheet, plot_image, plot_image_grid


def plot_latent_scatter(
    codes: np.ndarray,
    labels: np.ndarray,
    ax=None,
    title: str | None = None,
    limit: float | None = None,
):
    """Draws codes (N, 2) as dots coloured by label, with a legend; returns the Axes.

    `limit` cuts both axes at -limit and limit; by default every dot is in the picture.
    """
    import matplotlib.pyplot as plt

    ax = ax or plt.subplots(figsize=(7, 6.2), layout="constrained")[1]
    colours = plt.get_cmap("tab10").colors
    size = 5 if len(codes) > 2000 else 14  # square points
    for i, label in enumerate(np.unique(labels)):
        x, y = np.asarray(codes)[labels == label].T
        dots = {"s": size, "alpha": 0.6, "linewidths": 0, "color": colours[i % len(colours)]}
        ax.scatter(x, y, label=str(label), **dots)
    if limit is not None:
        ax.set(xlim=(-limit, limit), ylim=(-limit, limit))
    ax.set_aspect("equal")
    ax.set(xlabel="$z_1$", ylabel="$z_2$", title=title)
    legend = ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False, markerscale=3)
    for handle in legend.legend_handles:
        handle.set_alpha(1)
    return ax


def plot_prior(ax, radius: float = 2.0):
    """Adds to a scatter of codes where N(0, I) mostly is; returns the Axes.

    A dashed circle of radius 2, within which 86 % of N(0, I) lie; the axes are widened where it
    would be cut off.
    """
    import matplotlib.pyplot as plt

    ax.add_patch(plt.Circle((0, 0), radius, fill=False, linestyle="--", zorder=3))
    edge = 1.1 * radius
    ax.set_xlim(min(ax.get_xlim()[0], -edge), max(ax.get_xlim()[1], edge))
    ax.set_ylim(min(ax.get_ylim()[0], -edge), max(ax.get_ylim()[1], edge))
    return ax


def plot_manifold(decode, codes: np.ndarray, ax=None, title: str | None = None):
    """Draws what a decoder makes of a grid of two-dimensional codes; returns the Axes.

    Args:
        decode: codes float32 (N, 2) → images (N, height, width, 1 or 3) in 0..1.
        codes: (rows, columns, 2). For axes like those of `plot_latent_scatter` z₁ is the same
            within a column and grows to the right, z₂ within a row and grows upwards.
    """
    import matplotlib.pyplot as plt

    codes = np.asarray(codes, "float32")
    rows, columns, latents = codes.shape
    images = np.asarray(decode(codes.reshape(-1, latents)))
    height, width = images.shape[1:3]

    ax = ax or plt.subplots(figsize=(7, 7), layout="constrained")[1]
    ax = plot_image(image_sheet(images, columns, gap=0), ax, title)
    ax.set_axis_on()
    across, down = _some_of(columns), _some_of(rows)
    ax.set_xticks((across + 0.5) * width - 0.5, [f"{codes[0, i, 0]:.1f}" for i in across])
    ax.set_yticks((down + 0.5) * height - 0.5, [f"{codes[i, 0, 1]:.1f}" for i in down])
    ax.set(xlabel="$z_1$", ylabel="$z_2$")
    return ax


def _some_of(n: int) -> np.ndarray:
    """At most 7 of the indices 0 to n - 1, evenly spread, both ends among them."""
    return np.unique(np.linspace(0, n - 1, min(n, 7)).round().astype(int))


def plot_history(history, keys=None, ax=None, title: str | None = None, xlabel: str = "epoch"):
    """Draws the figures of a training run against its epochs; returns the Axes.

    Args:
        history: what `fit` returned, or its dictionary {name: [figure of each epoch]}.
        keys: the names to draw; all by default. `val_loss` is dashed in the colour of `loss`.
        xlabel: what one entry stands for.
    """
    import matplotlib.pyplot as plt

    figures = getattr(history, "history", history)
    keys = list(figures) if keys is None else list(keys)
    ax = ax or plt.subplots(figsize=(6, 4), layout="constrained")[1]
    names = list(dict.fromkeys(key.removeprefix("val_") for key in keys))
    for key in keys:
        style = "--" if key.startswith("val_") else "-"
        colour = f"C{names.index(key.removeprefix('val_'))}"
        epochs = np.arange(1, len(figures[key]) + 1)
        ax.plot(epochs, figures[key], style, color=colour, label=key, linewidth=1.5)
    ax.set(xlabel=xlabel, title=title)
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.grid(alpha=0.3)
    ax.legend(frameon=False)
    return ax


def plot_histories(history, panels: dict[str, list[str]], marks=None, xlabel: str = "epoch"):
    """Draws the figures of a training run in several panels side by side; returns the Figure.

    Args:
        history: as for `plot_history`.
        panels: title → names of the figures in that panel.
        marks: title → {label: height}, dotted lines to compare with.
        xlabel: what one entry stands for.
    """
    import matplotlib.pyplot as plt

    shape = {"figsize": (4.5 * len(panels), 4), "layout": "constrained", "squeeze": False}
    fig, axes = plt.subplots(1, len(panels), **shape)
    for ax, (title, keys) in zip(axes.flat, panels.items(), strict=True):
        plot_history(history, keys, ax, title, xlabel)
        for label, height in (marks or {}).get(title, {}).items():
            ax.axhline(height, color="grey", linestyle=":", linewidth=1)
            ax.annotate(label, (1, height), color="grey", va="bottom")
    return fig


def plot_runs(runs: dict, keys, level: float | None = None, top: float | None = None, xlabel=""):
    """Draws training runs side by side, each its figures above its pictures; returns the Figure.

    Args:
        runs: name → (history as for `plot_history`, {title: images (N, height, width, 1 or 3)}).
        keys: the figures to draw.
        level: a height to compare with, a dotted line.
        top: where the vertical axes end; they begin at 0.
        xlabel: what one entry stands for.
    """
    import matplotlib.pyplot as plt

    rows = 1 + max(len(pictures) for _, pictures in runs.values())
    shape = {"figsize": (3.8 * len(runs), 3.4 * rows), "layout": "constrained", "squeeze": False}
    fig, axes = plt.subplots(rows, len(runs), **shape)
    for column, (name, (history, pictures)) in zip(axes.T, runs.items(), strict=True):
        plot_history(history, keys, column[0], name, xlabel)
        if level is not None:
            column[0].axhline(level, color="grey", linestyle=":", linewidth=1)
        column[0].set_ylim(0, top)
        for ax in column[1:]:
            ax.set_axis_off()
        for ax, (title, images) in zip(column[1:], pictures.items(), strict=False):
            plot_image_grid(images, 6, ax, title)
    return fig


def plot_shares_by_time(shares: np.ndarray, ax=None, title: str | None = None, xlabel="epoch"):
    """Draws how the shares of classes change, as coloured layers; returns the Axes.

    Args:
        shares: (times, classes); where they do not add up to 1 the rest stays white.
        xlabel: what one time stands for.
    """
    import matplotlib.pyplot as plt

    ax = ax or plt.subplots(figsize=(6, 4), layout="constrained")[1]
    times, colours = np.arange(1, len(shares) + 1), plt.get_cmap("tab10").colors
    ax.stackplot(times, np.transpose(shares), labels=range(np.shape(shares)[1]), colors=colours)
    ax.set(ylim=(0, 1), title=title, xlabel=xlabel)
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.legend(ncols=5, fontsize=8, frameon=False, loc="upper left")
    return ax


def plot_shares(shares: dict[str, np.ndarray], ax=None, xlabel="digit", ylabel="share"):
    """Draws groups of bars, one bar for each name in each group; returns the Axes.

    Args:
        shares: name → share of each class, (classes,).
    """
    import matplotlib.pyplot as plt

    ax = ax or plt.subplots(figsize=(8, 4), layout="constrained")[1]
    width = 0.8 / len(shares)
    for i, (name, values) in enumerate(shares.items()):
        middle = np.arange(len(values)) + width * (i - (len(shares) - 1) / 2)
        ax.bar(middle, values, 0.92 * width, label=name)
    ax.set(xticks=range(len(values)), xlabel=xlabel, ylabel=ylabel)
    ax.legend(frameon=False)
    return ax


def plot_clouds(clouds: dict[str, np.ndarray], limit: float):
    """Draws clouds of points side by side, all in the same frame; returns the Figure.

    Args:
        clouds: title → points (N, 2).
        limit: the frame reaches from -limit to limit, both ways.
    """
    import matplotlib.pyplot as plt

    shape = {"figsize": (2.5 * len(clouds), 2.8), "layout": "constrained", "squeeze": False}
    fig, axes = plt.subplots(1, len(clouds), **shape)
    for ax, (title, points) in zip(axes.flat, clouds.items(), strict=True):
        ax.scatter(*np.transpose(points), s=2, linewidths=0)
        ax.set(xlim=(-limit, limit), ylim=(-limit, limit), aspect="equal", title=title)
        ax.set(xticks=[], yticks=[])
    return fig
