"""Checks exercise ex03_predict_shift: three shifts, in columns of the large picture."""

HINTS = (
    "which column of the large picture stands for x = -1, exactly as column 0 of the small one? "
    "And what is the middle of columns 0 to 49?",
    "both grids are symmetric about x = 0: so what is the shift in the middle, and what has the "
    "last column's shift to do with the first one's?",
    "column 0 of 26 and column 0 of 1300 both stand for x = -1, and the middle of 0 … 49 is 24.5",
)
EXACT, NEAR = 24.5, 0.7  # whoever leaves out the large picture's own half pixel says 25


def reasons(sign):
    """What is known to go wrong at the left (-1) or right (1) border."""
    border, column = ("first", 0) if sign < 0 else ("last", 1299)
    other_sign = (
        f"the other sign: the small picture's {border} column stands for what the large one "
        f"has in column {column}; on which side of the middle of its 50 columns is that?"
    )
    return [
        *[(-sign * number, other_sign) for number in (24, EXACT, 25)],
        (
            0,
            f"both {border} columns stand for the same x, true; but the {border} small column is "
            "shown as wide as 50 large ones, and the shift is counted from the middle of those",
        ),
        (sign * 50, "that is a whole pixel of the small picture: from its border to its middle?"),
        (sign * 0.5, "that is in pixels of the small picture: count columns of the large one"),
        (sign * 0.49, "that is in pixels of the small picture: count columns of the large one"),
        (sign * 0.0377, "that is a difference of x: count columns of the large picture"),
        (sign * 0.0385, "that is a difference of x: count columns of the large picture"),
    ]


def test_predict_shift(attempt):
    first, middle, last = attempt().parts("first", "middle", "last")
    small = "half a pixel of the small picture is how many columns of the large one?"
    other = "where does column 0 lie, as seen from the middle of columns 0 to 49, and how far?"
    first.predicts(-EXACT - NEAR, -EXACT + NEAR, reasons(-1), "too far: " + small, other)
    whole = (
        "the picture does not move as a whole: the two columns in the middle lie left and right of "
        "x = 0, which is in the middle of both pictures"
    )
    alone = "that is column {} alone: the mean of the two in the middle was asked for"
    one = [(v, alone.format(12 if v < 0 else 13)) for v in (-1, -0.98, 0.98, 1)]
    middle.predicts(-0.1, 0.1, one, whole, whole)
    same = "x = 1 is column 1299: is that left or right of the middle of columns 1250 to 1299?"
    wrong = [*[(-number, same) for number in (24, EXACT, 25)], *reasons(1)[3:]]
    last.predicts(EXACT - NEAR, EXACT + NEAR, wrong, same, "too far: " + small)
