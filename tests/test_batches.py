"""Batches: every picture once a pass, true crops and flips, and the same again from any step."""

import itertools

import numpy as np
import pytest

from cppn_keras.data import batches, center_crop, to_float
from cppn_keras.errors import UserError

HEIGHT, WIDTH = 8, 9


def numbered(count, height=HEIGHT, width=WIDTH):
    """Pictures whose pixels say who and where they are: (number, row, column) as channels."""
    numbers, rows, columns = np.indices((count, height, width), dtype=np.uint8)
    return np.stack([numbers, rows, columns], axis=-1)


def take(dataset, count):
    """The first batches as uint8, (count, batch, h, w, C)."""
    taken = [batch.numpy() for batch in itertools.islice(dataset, count)]
    return np.rint(np.stack(taken) * 255).astype(np.uint8)


def test_every_picture_once_per_pass_in_a_new_order():
    found = take(batches(numbered(24), 6, seed=3), 12)[:, :, 0, 0, 0]  # (12, 6) numbers
    first, second = found[:4].ravel(), found[4:8].ravel()
    assert sorted(first) == sorted(second) == list(range(24))
    assert not np.array_equal(first, second) and not np.array_equal(first, np.arange(24))


def test_remainder_sits_out_the_pass():
    found = take(batches(numbered(25), 6, seed=3), 40)[:, :, 0, 0, 0].reshape(10, 24)
    assert all(len(set(one_pass)) == 24 for one_pass in found)
    assert set(found.ravel()) == set(range(25))  # but not always the same one


def test_values_shape_and_type():
    images = np.random.default_rng(0).integers(0, 256, (5, 8, 9, 1), np.uint8)
    feed = batches(images, 5)
    assert feed.element_spec.shape == (5, 8, 9, 1) and feed.cardinality() == -1
    batch = next(iter(feed)).numpy()
    assert batch.dtype == np.float32 and batch.min() >= 0 and batch.max() <= 1
    order = [int(np.abs(to_float(images) - one).sum((1, 2, 3)).argmin()) for one in batch]
    np.testing.assert_allclose(batch, to_float(images)[order], atol=1e-6)


def test_crops_are_windows_at_every_position(luck):
    found = take(batches(numbered(32), 32, crop=(6, 7), seed=luck.seed), 120)
    assert found.shape == (120, 32, 6, 7, 3)
    tops, lefts = found[..., :1, :1, 1], found[..., :1, :1, 2]  # (120, 32, 1, 1)
    np.testing.assert_array_equal(found[..., 1], tops + np.arange(6)[:, None] + np.zeros((6, 7)))
    np.testing.assert_array_equal(found[..., 2], lefts + np.arange(7) + np.zeros((6, 7)))
    assert len(np.unique(tops[0])) == len(np.unique(lefts[0])) == 3  # within one batch
    counts = np.histogram2d(tops.ravel(), lefts.ravel(), bins=3)[0]
    luck.below(abs(9 * counts / counts.sum() - 1).max(), 0.4, "of 1/9")  # a standard error: 0.05


def test_flips_are_mirrors_of_about_half(luck):
    found = take(batches(numbered(32), 32, crop=7, flip=True, seed=luck.seed), 80)
    steps = np.diff(found[..., 2].astype(int), axis=-1)  # +1 as it was, −1 mirrored
    assert (abs(steps) == 1).all() and (steps == steps[..., :1, :1]).all()
    luck.below(abs((steps[..., 0, 0] == -1).mean() - 0.5), 0.1, "from half")
    assert len(np.unique(steps[0, :, 0, 0])) == 2
    plain = take(batches(numbered(32), 32, crop=7, seed=luck.seed), 80)
    np.testing.assert_array_equal(plain[..., 1], found[..., 1])
    np.testing.assert_array_equal(plain[..., 2], np.sort(found[..., 2], axis=-1))


@pytest.mark.parametrize("start", [1, 3, 4, 9])
def test_start_step_equals_skipping(start):
    options = {"crop": 6, "flip": True, "seed": 5}
    whole = take(batches(numbered(25), 6, **options), 16)  # 4 batches a pass
    later = take(batches(numbered(25), 6, start_step=start, **options), 16 - start)
    np.testing.assert_array_equal(whole[start:], later)


def test_seeds():
    def first(seed, start_step=0):
        return take(batches(numbered(24), 24, crop=6, seed=seed, start_step=start_step), 1)

    np.testing.assert_array_equal(first(0), first(0))
    different = [first(seed) for seed in (0, 1, -1, 2**40, 2**80 + 7)] + [first(0, 10**12)]
    for a, b in itertools.combinations(different, 2):
        assert not np.array_equal(a, b)


def test_center_crop_is_a_view_of_the_middle():
    images = numbered(2, 28, 28)
    middle = center_crop(images, 26)
    assert middle.shape == (2, 26, 26, 3) and np.shares_memory(middle, images)
    assert (middle[0, 0, 0] == (0, 1, 1)).all() and (middle[0, -1, -1] == (0, 26, 26)).all()
    assert center_crop(images, None).shape == images.shape
    assert center_crop(images, (28, 4)).shape == (2, 28, 4, 3)


@pytest.mark.parametrize(
    ("options", "part"),
    [
        ({"batch_size": 0}, "a batch must be a whole number from 1"),
        ({"batch_size": 6}, "6 cannot be drawn from 5"),
        ({"crop": 9}, "9 × 9 does not fit pictures of 8 × 9"),
        ({"crop": (8, 0)}, "8 × 0"),
        ({"start_step": -1}, "start_step"),
        ({"images": np.zeros((5, 8, 9, 1), np.float32)}, "float32"),
        ({"images": np.zeros((5, 8, 9), np.uint8)}, "(N, H, W, C)"),
    ],
)
def test_refusals(options, part):
    arguments = {"images": numbered(5), "batch_size": 2} | options
    with pytest.raises(UserError) as caught:
        batches(**arguments)
    assert part in str(caught.value) and "\n" not in str(caught.value)
