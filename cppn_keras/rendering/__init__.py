"""Rendering: pictures of any size from a CPPN, and the files they go into."""

from cppn_keras.coordinates import View
from cppn_keras.rendering.deepzoom.cluster import check_ray
from cppn_keras.rendering.deepzoom.poster import Poster
from cppn_keras.rendering.deepzoom.pyramid import check_region
from cppn_keras.rendering.deepzoom.serve import serve_poster
from cppn_keras.rendering.drawing import Drawing, check_size, to_uint8
from cppn_keras.rendering.formats import check_still, save
from cppn_keras.rendering.formats.animation import check_animation, save_animation
from cppn_keras.rendering.formats.png import save_png
from cppn_keras.rendering.paths import (
    closed_path,
    lerp,
    morph_path,
    slerp,
    there_and_back,
    zoom_path,
)
