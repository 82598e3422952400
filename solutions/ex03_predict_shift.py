"""Exercise of lesson 3: what half a pixel does."""


def predict_shift():
    """The shifts of the first column, of the two in the middle, and of the last."""
    # Column 0 of the small picture stands for x = -1; so does column 0 of the large one. Its place
    # is taken by columns 0 to 49, and their middle is 24.5: the same x lies 24.5 further left.
    first = 0 - (0 + 49) / 2
    # Both grids are symmetric about x = 0, so the middles of both pictures stand for x = 0.
    middle = 0.0
    # At the right it is the other way: x = 1 is column 1299, and the middle of 1250 to 1299 is
    # 1274.5. So the picture does not move. It is drawn larger: nearly half a small pixel at either
    # side, 49 columns of 1300 or 4 %.
    last = 1299 - (1250 + 1299) / 2
    return first, middle, last
