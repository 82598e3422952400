"""Rendering: pictures of any size from a CPPN, and the files they go into."""

from cppn_keras.coordinates import View
from cppn_keras.rendering.formats.animation import check_animation, render_frames, save_animation
from cppn_keras.rendering.deepzoom.poster import Poster, render_deepzoom
from cppn_keras.rendering.formats.png import render_png, save_png
from cppn_keras.rendering.paths import (
    EASINGS,
    INTERPOLATIONS,
    closed_path,
    lerp,
    morph_path,
    slerp,
    there_and_back,
    zoom_path,
)
from cppn_keras.rendering.deepzoom.pyramid import check_region
from cppn_keras.rendering.drawing import check_size, render, render_bands
from cppn_keras.rendering.deepzoom.serve import serve_poster
from cppn_keras.rendering.formats.tiff import import_tifffile, render_tiff

__all__ = [
    "EASINGS",
    "INTERPOLATIONS",
    "Poster",
    "View",
    "check_animation",
    "check_region",
    "check_size",
    "closed_path",
    "import_tifffile",
    "lerp",
    "morph_path",
    "render",
    "render_bands",
    "render_deepzoom",
    "render_frames",
    "render_png",
    "render_tiff",
    "save_animation",
    "save_png",
    "serve_poster",
    "slerp",
    "there_and_back",
    "zoom_path",
]
