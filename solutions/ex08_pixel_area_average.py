"""Exercise of lesson 8, write: what would a camera with fewer pixels see?"""

from keras import ops


def pixel_area_average(image, factor):
    """A large picture, seen by a camera with fewer pixels: each of them is a square of many."""
    height, width, channels = image.shape
    squares = (height // factor, factor, width // factor, factor, channels)
    return ops.mean(ops.reshape(image, squares), axis=(1, 3))  # (h, w, channels)
