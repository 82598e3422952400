"""Exercise of lesson 12: the tiles of a picture."""


def poster_tiles(height, width, tile, overlap):
    """top, left, rows, columns of each tile, row by row."""
    return [
        (top, left, bottom - top, right - left)
        for top, bottom in _spans(height, tile, overlap)
        for left, right in _spans(width, tile, overlap)
    ]


def _spans(length, tile, overlap):
    """Where tiles begin and end along one direction."""
    # The borders of the tiles' own areas, each a little further out, but not out of the picture.
    return [
        (max(0, start - overlap), min(length, start + tile + overlap))
        for start in range(0, length, tile)
    ]
