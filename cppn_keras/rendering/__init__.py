"""Rendering: pictures of any size from a CPPN, and the files they go into."""

from cppn_keras.coordinates import View
from cppn_keras.rendering.animation import morph_path, save_gif
from cppn_keras.rendering.deepzoom import Poster, render_deepzoom
from cppn_keras.rendering.images import render_png, save_png
from cppn_keras.rendering.pyramid import check_region
from cppn_keras.rendering.render import check_size, render, render_bands
from cppn_keras.rendering.serve import serve_poster
from cppn_keras.rendering.tiff import import_tifffile, render_tiff

__all__ = [
    "Poster",
    "View",
    "check_region",
    "check_size",
    "import_tifffile",
    "morph_path",
    "render",
    "render_bands",
    "render_deepzoom",
    "render_png",
    "render_tiff",
    "save_gif",
    "save_png",
    "serve_poster",
]
