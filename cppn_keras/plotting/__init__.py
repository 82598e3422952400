"""Figures. Functions take `ax=None` or make a Figure, return it and never call `show()`."""

from cppn_keras.plotting.charts import (
    plot_history,
    plot_latent_scatter,
    plot_manifold,
    plot_shares,
)
from cppn_keras.plotting.images import (
    enlarge_pixels,
    image_sheet,
    plot_image,
    plot_image_grid,
    plot_panels,
    plot_rows,
)
