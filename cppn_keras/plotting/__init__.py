"""Figures. Functions take `ax=None` or make a Figure, return it and never call `show()`."""

from cppn_keras.plotting.charts import (
    plot_clouds,
    plot_histories,
    plot_history,
    plot_latent_scatter,
    plot_manifold,
    plot_prior,
    plot_runs,
    plot_shares,
    plot_shares_by_time,
)
from cppn_keras.plotting.closeups import close_ups, greyest, liveliest
from cppn_keras.plotting.images import (
    enlarge_pixels,
    image_sheet,
    plot_image,
    plot_image_grid,
    plot_panels,
    plot_rows,
)
