"""Checks exercise ex08_predict_poster by adding up the levels one by one."""

HINTS = (
    "list the levels from the largest to the smallest, and how many pixels each has compared with "
    "256 x 256",
    "half as many pixels a side are a quarter of the pixels, so 16 + 4 + 1 + 1/4 + … seconds; in "
    "memory there is never more than two calls' worth, and a float32 has 4 bytes",
    "16 · 4/3 seconds; 2 · 32,768 · 283 · 4 bytes; four tiles in the last level and one in each of "
    "the ten others",
)
SIDES = [2**level for level in range(11)]  # 1 … 1,024 pixels
POINTS, NUMBERS = 2 * 32_768, 283  # held at a time; at each

MEASURED = "the one second of 256 x 256 pixels is measured with two calls at a time, too"
quarter = "half as many pixels a side are a quarter of the pixels: 16 + 4 + 1 + 1/4 + … seconds"
SECONDS = [
    (16, "that is the last level alone: the ten coarser ones are drawn, too"),
    (4, "four times the side is 16 times the pixels, and time goes with pixels"),
    (32 / 3, MEASURED),
    (128 / 3, MEASURED),
    (20, "those are the last two levels: nine more are drawn"),
    (16 / 3, "four times the side is 16 times the pixels, and time goes with pixels"),
    (sum(side / 256 for side in SIDES), "time goes with pixels, not with sides"),
    (32, quarter),
    (11 * 16, "that would be eleven levels as large as the last"),
    (11, "one second is for 256 x 256 pixels; the levels differ"),
]
MEGABYTES = [
    (4e-6 * NUMBERS * 1024**2, "that is a level asked at once: only two calls are held at a time"),
    (4e-6 * NUMBERS * POINTS / 2, "that is one call: two are held at a time"),
    (1e-6 * NUMBERS * POINTS, "those are numbers: a float32 has 4 bytes"),
    (8e-6 * NUMBERS * POINTS, "a float32 has 4 bytes, not 8"),
    (32e-6 * NUMBERS * POINTS, "bytes, not bits"),
    (4.0 * NUMBERS * POINTS, "in megabytes: divide the bytes by a million"),
    (
        4e-9 * NUMBERS * POINTS,
        "in megabytes: divide the bytes by a million, not a thousand million",
    ),
    (4e-6 * POINTS, "a pixel holds 283 numbers, not one"),
]
TILES = [
    (4, "those are the last level's: every level has tiles"),
    (11, "the last level is 2 x 2 tiles, not one"),
    (5, "the levels smaller than 512 pixels are files, too: one tile each"),
    (12, "1,024 pixels a side are two tiles across *and* two down"),
    (13, "count the levels: 1, 2, 4, …, 512 are ten"),
    (15, "the last level is four tiles, and ten levels have one: is one counted twice?"),
    (sum(4**level for level in range(11)), "a level of up to 512 x 512 pixels is a single tile"),
]


def test_predict_poster(attempt):
    seconds, megabytes, tiles = attempt().parts("seconds", "megabytes", "tiles")
    right = sum((side / 256) ** 2 for side in SIDES)
    many = "more than a third is added to the last level's 16 seconds: each level has a quarter"
    few = "the last level alone has 16 times the pixels of 256 x 256"
    seconds.predicts(0.98 * right, 1.02 * right, SECONDS, few, many)
    right = 4e-6 * NUMBERS * POINTS  # 74.2; in units of 2²⁰ bytes 70.8
    product = (
        "pixels held at a time, times numbers at each, times bytes of a number, over a million"
    )
    megabytes.predicts(0.95 * right, 1.02 * right, MEGABYTES, product, product)
    right = sum((-(-side // 512)) ** 2 for side in SIDES)
    count = "level by level: how many tiles across, how many down?"
    tiles.predicts(right, right, TILES, count, count)
