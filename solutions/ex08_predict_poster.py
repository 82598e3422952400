"""Exercise of lesson 8, predict: what does a poster cost, in time, in memory and in tiles?"""


def predict_poster():
    """What the eleven coarsest levels of a poster cost. Commit to three numbers before you run."""
    # 1,024 is four times 256, so the last level has 16 times the pixels: 16 seconds. Each level
    # before it has a quarter of the next: 16 + 4 + 1 + 1/4 + … = 16 · 4/3.
    seconds = 16 * 4 / 3
    # Two calls hold 65,536 pixels, whatever the picture's size: 283 numbers of 4 bytes at each.
    megabytes = 2 * 32_768 * 283 * 4 / 1e6
    # 1,024 pixels are 2 x 2 tiles; the ten levels of 512, 256, … 1 pixels are a tile each.
    tiles = 4 + 10
    return seconds, megabytes, tiles
