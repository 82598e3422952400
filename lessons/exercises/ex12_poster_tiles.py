"""Exercise of lesson 12, write: the tiles of a picture.

Check: pytest tests/exercises/test_ex12_poster_tiles.py
"""

from cppn_keras.course.exercises import not_attempted


def poster_tiles(height, width, tile, overlap):
    """Cuts a picture into tiles, so that many can draw it without asking one another.

    The tiles' own areas are squares of `tile` pixels a side, laid from the upper left corner; those
    at the right and lower edge are what is left, one pixel wide at least. A viewer that scales
    tiles needs a seam to blend across: so a tile shows `overlap` pixels more of each neighbour. At
    the picture's edges there is no neighbour, and nothing more to show.

    Args:
        height, width: of the picture in pixels, 1 or more; they may differ.
        tile: pixels a side of a tile's own area.
        overlap: pixels that a tile shows of each neighbour, 0 or more; less than `tile`.

    Returns:
        (tiles, 4) whole numbers, a list or an array: top, left, rows, columns of what each tile
        shows, row by row from the top, each row from the left.
    """
    return not_attempted()
