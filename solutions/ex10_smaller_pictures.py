"""Exercise of lesson 10, find: a picture that moves when it is made smaller."""


def smaller_pictures(images, side):
    """Pictures of `side` x `side` pixels: each pixel is the average over its area."""
    count, size, _, channels = images.shape
    step = size // side  # pixels of the large picture along a side of a small pixel
    # A small pixel is step x step large ones. The first of them alone would be a point in its upper
    # left corner: the picture moves, and what lies between such points is lost.
    areas = images.reshape(count, side, step, side, step, channels)
    return areas.mean(axis=(2, 4))  # (n, side, side, channels)
