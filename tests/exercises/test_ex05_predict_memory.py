"""Checks exercise ex05_predict_memory against the sizes of the arrays of a CPPN."""

HINTS = (
    "how many points are there in a batch of 32 pictures of 26 x 26, and how many numbers does one "
    "array hold at each of them?",
    "five arrays have 128 numbers at every point: the sum, its softplus, three times tanh; the "
    "colour and what is there once per grid or per picture hardly count",
    "32 · 676 points · 5 arrays · 128 numbers · 4 bytes of float32, over a million",
)
POINTS = 32 * 26 * 26
BATCH = POINTS * 5 * 128 * 4 / 1e6  # 55.4 MB; with all that is small 55.9
LARGE = 1300 * 1300 * 5 * 128 * 4 / 1e9  # 4.33 GB


KEPT = (
    "from_z is there once a picture and from_place once a grid: only their sum, its softplus and "
    "the three layers of tanh are there at every point"
)


def reasons(right, unit):
    """(number, why it is wrong), whichever of the two was asked."""
    return [
        (right / 4, "a number of float32 has 4 bytes"),
        (right * 2, "4 bytes, not 8: float32, not float64"),
        (right * 8, "bytes, not bits"),
        *[(right * 1000.0**power, f"that is not in {unit}") for power in (-1, 1, 2, 3)],
        (right * 4 / 5, "of the first layer two arrays are needed: the sum, and its softplus"),
        (right * 8 / 5, "of a layer of tanh only the output is needed: its slope is 1 - tanh²"),
        *[(right * n / 5, KEPT) for n in (6, 7)],
        (right * (28 / 26) ** 2, "the pictures are crops of 26 x 26, not 28 x 28"),
        (right / 5, "that is one layer; there are five arrays to remember"),
        (right / 128, "a layer has 128 numbers at every point, not one"),
    ]


def test_predict_memory(attempt):
    batch, large = attempt().parts("batch", "large")
    few, many = "less than is kept: what was left out?", "more than is kept: what is counted twice?"
    others = [
        (LARGE, "the order is batch, large"),
        (BATCH / 32, "that is one picture; the batch has 32"),
        (BATCH / 676, "that is one point of each picture; a picture has 676"),
        (POINTS * 32 * 4 / 1e6, "that is z, copied to every point; asked is what the layers make"),
        (0.217, "those are the weights; what the layers put out is asked"),
    ]
    batch.predicts(50, 61, reasons(BATCH, "MB") + others, few, many)
    others = [
        (LARGE / 1300, "1300 x 1300 points, not 1300"),
        (32 * LARGE, "a single picture is asked, not a batch of 32"),
        (BATCH * 50 / 1000, "50 times as many pixels a side are 2500 times as many pixels"),
    ]
    large.predicts(3.9, 4.8, reasons(LARGE, "GB") + others, few, many)
