"""Checks exercise ex12_worker_step: whose pictures, whose noise, and the sum of the gradients."""

import numpy as np
import tensorflow as tf
from checking import Mistake, random
from keras import ops

HINTS = (
    "call it with two workers and a loss_of that prints its noise: what is the same that should "
    "not be?",
    "the generator of random numbers is made anew for every worker. What is it made from, and "
    "what of that differs from worker to worker?",
    "np.random.default_rng takes a list of any length: the worker's number belongs into it",
)
BATCH, NOISE = 12, 5
EQUAL = "all workers draw the same noise: what should the seed of a worker's noise be made from?"


class Scene:
    """A loss with weights to train, that remembers what it was called with."""

    def __init__(self):
        self.variables = [tf.Variable(random(3, NOISE, seed=1)), tf.Variable(random(3, seed=2))]
        self.images = random(BATCH, 4, 3, 1, seed=3)
        self.calls = []

    def loss_of(self, images, noise):
        self.calls.append((np.array(images), np.array(noise)))
        fits = np.shape(noise) == (len(images), NOISE)
        return self.loss(images, noise if fits else np.zeros((len(images), NOISE), "float32"))

    def loss(self, images, noise):
        """Mean over pictures; images (n, 4, 3, 1), noise (n, NOISE)."""
        weight, bias = self.variables
        seen = ops.mean(ops.convert_to_tensor(images), axis=(1, 3))  # (n, 3)
        return ops.mean(ops.square(noise @ ops.transpose(weight) * seen + bias + seen))

    def gradient(self, calls) -> np.ndarray:
        """Of the loss of all pictures that went into some calls, at once; all variables in a row"""
        with tf.GradientTape() as tape:
            loss = self.loss(*(np.concatenate(arrays) for arrays in zip(*calls, strict=True)))
        return flat(tape.gradient(loss, self.variables))


def flat(gradients) -> np.ndarray:
    return np.concatenate([np.ravel(gradient) for gradient in gradients])


def check_shards(answer, scene: Scene, workers: int) -> None:
    """Every picture once, in shards of one size, with a row of noise for each."""
    counts = [len(images) for images, _ in scene.calls]
    came, expected = f"calls of loss_of with {counts} pictures", f"{[BATCH // workers] * workers}"
    hint = "every worker's loss is that of its own shard: a slice of the batch"
    answer.must(counts == [BATCH // workers] * workers, "other shards", came, expected, hint)
    seen = np.concatenate([images for images, _ in scene.calls])
    same = np.allclose(np.sort(seen.ravel()), np.sort(scene.images.ravel()))
    hint = "every picture of the batch belongs to one worker"
    answer.must(same, "other pictures", "some twice, some never", "each once", hint)
    shapes = {noise.shape for _, noise in scene.calls}
    expected = f"noise {(BATCH // workers, NOISE)}"
    hint = "noise_size numbers for each picture of the shard"
    fits = shapes == {(BATCH // workers, NOISE)}
    answer.must(fits, "another shape of noise", f"noise {shapes}", expected, hint)


def check_step(attempt, workers: int, seed: int, step: int) -> list[np.ndarray]:
    """One call; returns the noise of each worker."""
    scene = Scene()
    answer = attempt(
        loss_of=scene.loss_of,
        variables=scene.variables,
        images=scene.images,
        noise_size=NOISE,
        workers=workers,
        seed=seed,
        step=step,
    )
    parts = answer.parts("by the weights", "by the biases")
    check_shards(answer, scene, workers)
    noises = [noise for _, noise in scene.calls]
    rows = np.concatenate(noises)
    differ = len(np.unique(rows, axis=0)) == len(rows)
    answer.must(differ, "equal noise", "some pictures with the same", "all different", EQUAL)
    normal = abs(rows.mean()) < 0.6 and 0.5 < rows.std() < 1.6
    hint = "noise as in a VAE: N(0, 1), from rng.normal"
    came = f"mean {rows.mean():.2f}, deviation {rows.std():.2f}"
    answer.must(normal, "other noise", came, "about 0 and 1", hint)
    expected = scene.gradient(scene.calls)
    got = np.concatenate([np.ravel(part.has_shape(tuple(v.shape))) for part, v in zip(
        parts, scene.variables, strict=True)])  # fmt: skip
    one = [scene.gradient([call]) for call in scene.calls]
    known = [
        Mistake(expected / workers, "the loss is divided by the number of workers twice"),
        Mistake(expected * workers, "means of shards are added up: divide each loss by `workers`"),
        *[Mistake(g, "that is the gradient of one worker: add up those of all") for g in one],
        *[Mistake(g / workers, "that is the gradient of one worker: add up all") for g in one],
    ]
    answer.value = got
    hint = "the sum over workers of the gradients of loss_of(shard, noise) / workers"
    answer.equals(expected, known, hint)
    return noises


def test_worker_step(attempt):
    first = check_step(attempt, 3, seed=7, step=4)
    check_step(attempt, 1, seed=7, step=4)
    again, later, other = (
        np.concatenate(check_step(attempt, 3, seed=seed, step=step))
        for seed, step in ((7, 4), (7, 5), (8, 4))
    )
    call = attempt.name + "(…) twice"
    if not np.array_equal(np.concatenate(first), again):
        hint = "no np.random.default_rng() without a seed: a run has to be repeatable"
        attempt.fail("noise by chance", call, "other noise the second time", "the same", hint)
    for rows, what in ((later, "step"), (other, "seed")):
        both = np.concatenate([again, rows])
        if len(np.unique(both, axis=0)) < len(both):
            came = f"with another {what} some worker has noise that was there before"
            hint = (
                "adding worker, step or seed up makes one number of many pairs: keep them apart, "
            )
            hint += "in a list; and each of the three counts"
            attempt.fail("noise comes again", f"{attempt.name}(…), {what} + 1", came, "new", hint)
