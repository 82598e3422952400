"""Exercise of lesson 8, write: an enlargement of ink that keeps the pixels it was given."""


def back_projection(given, enlarge, average, cut, step, rounds):
    """Enlarges a picture of ink on paper until its area averages are the given pixels."""
    smooth = enlarge(given)  # (H, W), never cut itself: it remembers how far from ½ it is
    for _ in range(rounds):
        missing = given - average(cut(smooth))  # (h, w), of either sign
        smooth = smooth + step * enlarge(missing)
    return cut(smooth)
