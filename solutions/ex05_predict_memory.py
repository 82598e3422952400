"""Exercise of lesson 5: the memory of a batch within a batch."""


def predict_memory():
    """What the backward pass needs: MB for a batch of 26 x 26, GB for one of 1300 x 1300."""
    # Five arrays of 128 numbers at every point: the sum of the first layer, whose value softplus
    # needs for its slope; softplus of it; the outputs of three layers of tanh. The rest is small:
    # the colour is one number at a point, from_z is there once per picture, from_place once per
    # grid. But their sum is as large as both together, (32, points, 128).
    point = 5 * 128 * 4  # bytes of float32
    batch = 32 * 26 * 26 * point / 1e6  # 55.4 MB
    large = 1300 * 1300 * point / 1e9  # 4.3 GB: a picture is 2500 times as large, and there is one
    return batch, large
