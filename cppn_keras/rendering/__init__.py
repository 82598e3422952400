"""Rendering: pictures of any size from a CPPN, and the files they go into."""

from cppn_keras.coordinates import View
from cppn_keras.rendering.animation import morph_path, save_gif
from cppn_keras.rendering.images import render_png, save_png
from cppn_keras.rendering.render import check_size, render, render_bands

__all__ = [
    "View",
    "check_size",
    "morph_path",
    "render",
    "render_bands",
    "render_png",
    "save_gif",
    "save_png",
]
