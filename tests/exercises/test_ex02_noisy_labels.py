"""Checks exercise ex02_noisy_labels: shapes, ranges, evenness, and that the generator moves on."""

import keras
import numpy as np
import tensorflow as tf
from checking import Answer, brief

HINTS = (
    "keras.random has a function for numbers that are drawn evenly; it takes a shape, a lower and "
    "an upper bound, and a seed",
    "the shape is (count, 1), a label for each logit; the seed is the generator itself",
    "keras.random.uniform((count, 1), 0.7, 1.2, seed=seed_generator) for the real ones, and a "
    "second draw for the fakes",
)
COUNT, SEED = 4000, 20417


def labels(attempt, seed_generator, count=COUNT) -> tuple[Answer, Answer]:
    answer = attempt(count=count, seed_generator=seed_generator)
    real, fake = answer.parts("real", "fake")
    hint = "a label for each picture, as the discriminator's logits have it: (count, 1)"
    real.has_shape((count, 1), hint=hint)
    fake.has_shape((count, 1), hint=hint)
    return real, fake


def must_be_even(answer, low, high, hint) -> None:
    """Within low..high, and a quarter of the draws in every quarter of the range."""
    drawn = answer.array
    came, expected = f"{drawn.min():.3f} to {drawn.max():.3f}", f"{low} to {high}"
    one = "a number of its own for every picture: draw as many as the shape (count, 1) has"
    each = f"{COUNT} numbers"
    answer.must(np.ptp(drawn) > 1e-6, "all labels are equal", f"{drawn[0, 0]:.3f}", each, one)
    inside = drawn.min() >= low - 1e-6 and drawn.max() <= high + 1e-6
    answer.must(inside, "wrong range", came, expected, hint)
    shares = np.histogram(drawn, bins=4, range=(low, high))[0] / COUNT
    even = np.abs(shares - 0.25).max() < 0.05  # seven standard deviations
    hint = "keras.random.uniform(shape, low, high): drawn evenly over the whole range"
    answer.must(even, "not even", f"shares of the quarters {shares}", "0.25 in each", hint)


def test_noisy_labels(attempt):
    generator = keras.random.SeedGenerator(SEED)
    real, fake = labels(attempt, generator)
    swapped = real.array.max() < 0.5 < fake.array.min()
    hint = "real labels are near 1, fakes near 0" + (": the two are swapped" if swapped else "")
    if not swapped:
        hint += "; look at both bounds"
    must_be_even(real, 0.7, 1.2, hint)
    must_be_even(fake, 0.0, 0.3, hint)

    together = np.corrcoef(real.array[:, 0], fake.array[:, 0])[0, 1]
    hint = "draw twice, with seed=seed_generator each time: one draw cannot serve for both"
    independent = abs(together) < 0.1
    real.must(independent, "not independent", f"correlation {together:.2f}", "about 0", hint)

    alike = [np.sort((part.array[:, 0] - low) / wide) for part, low, wide in
             ((real, 0.7, 0.5), (fake, 0.0, 0.3))]  # fmt: skip
    same = np.allclose(*alike, atol=1e-5) or np.allclose(alike[0], 1 - alike[1][::-1], atol=1e-5)
    came = "the same draws in another order"
    real.must(not same, "not independent", came, "two draws", hint)
    for part in (real, fake):
        different = len(np.unique(part.array))
        hint = "a number of its own for every picture: none is used twice"
        came = f"{different} different numbers for {COUNT} pictures"
        part.must(different > 0.9 * COUNT, "numbers used twice", came, f"{COUNT}", hint)

    again = labels(attempt, generator)
    hint = "pass seed=seed_generator itself, which moves on; a number always draws the same"
    for first, second in zip((real, fake), again, strict=True):
        new = not np.allclose(first.array, second.array)
        second.must(new, "the same labels at the second call", "the first labels", "new ones", hint)
    repeated = labels(attempt, keras.random.SeedGenerator(SEED))
    hint = "draw with seed=seed_generator alone: another source of chance cannot be repeated"
    expected = f"what SeedGenerator({SEED}) gave before"
    for first, second in zip((real, fake), repeated, strict=True):
        equal = np.allclose(first.array, second.array)
        second.must(equal, "not repeatable", "other labels", expected, hint)
    must_work_in_a_graph(attempt)


def must_work_in_a_graph(attempt) -> None:
    """As `fit` calls it: traced once, for a count without a number; new labels at every call."""
    generator, came = keras.random.SeedGenerator(SEED), ""

    @tf.function(autograph=False)
    def step(count):
        return attempt.function(count, generator)

    try:
        first, second = (step(tf.constant(6)) for _ in range(2))
        if np.allclose(first[0], second[0]):
            came = "the same labels in every batch"
    except Exception as error:
        came = brief(error)
    call = "noisy_labels(count, seed_generator) inside tf.function"
    hint = "one by one it is right; but `fit` builds a graph: keras.random with "
    hint += "seed=seed_generator, no NumPy and no int(…)"
    if came:
        attempt.fail("does not work in a graph", call, came, "new labels every time", hint)
