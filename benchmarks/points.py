"""Does a VAE learn faster from a share of the points? Only a coordinate network can be asked.

    python benchmarks/points.py                  # all 676 points against 256 of them, ten minutes
    python benchmarks/points.py --seconds 60     # of processor time for each

A pixel in the middle of white paper teaches little. So of the points of each picture `--points` are
drawn at random: those within a pixel of ink first, then paper. The cross-entropy of drawn points is
weighted so that its mean over the draws is that of all points (nearly always: near and far points
each have their own weight). Both ways start from the same weights, and learn from the same batches.
"""

import argparse
import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import tensorflow as tf
from keras import ops

from cppn_keras import data as datasets
from cppn_keras import networks
from cppn_keras.coordinates import coordinate_grid
from cppn_keras.data import batches, center_crop, to_float
from cppn_keras.runs import film
from cppn_keras.training import VAE, losses

SIDE, LATENT, BATCH = 26, 16, 64
POINTS = SIDE * SIDE
TEST = 2_000  # pictures
STEPS = 50  # between two looks at the test pictures


class PointsVAE(VAE):
    """A VAE that asks its CPPN for some points of each picture only."""

    points = POINTS

    def train_step(self, images):
        near = ops.reshape(ops.max_pool(images, 3, 1, "same") > 0, (-1, POINTS))
        near = ops.cast(near, "float32")  # (batch, points): 1 within a pixel of ink
        order = near + keras.random.uniform(ops.shape(near), seed=self.seed_generator)
        chosen = ops.top_k(order, self.points, sorted=False)[1]  # (batch, chosen)
        weights = ops.take_along_axis(self.weights_of(near), chosen, axis=1)
        grid = ops.convert_to_tensor(coordinate_grid(SIDE, SIDE))
        inks = ops.take_along_axis(ops.reshape(images, (-1, POINTS)), chosen, axis=1)
        with tf.GradientTape() as tape:
            z_mean, z_log_var = self.encoder(images, training=True)
            z = self.sampling([z_mean, z_log_var])
            drawn = self.generator.cppn([z, ops.take(grid, chosen, axis=0)])[..., 0]
            reconstruction = ops.mean(
                ops.sum(weights * ops.binary_crossentropy(inks, drawn), axis=1)
            )
            kl = ops.mean(losses.kl_divergence(z_mean, z_log_var))
            loss = reconstruction + kl
        self.vae_optimizer.apply(tape.gradient(loss, self.vae_variables), self.vae_variables)
        return self.track(loss=loss, reconstruction=reconstruction, kl=kl)

    def weights_of(self, near):
        """One over the chance of each point to be drawn: (batch, points)."""
        count = ops.sum(near, axis=1, keepdims=True)
        of_near = ops.minimum(count, float(self.points))
        far_weight = (POINTS - count) / ops.maximum(self.points - of_near, 1.0)
        return ops.where(near > 0, count / ops.maximum(of_near, 1.0), far_weight)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=256, help="of 676 (256)")
    parser.add_argument("--seconds", type=float, default=180, help="of processor time (180)")
    options = parser.parse_args()
    data = datasets.load("mnist")
    print("| points | steps | processor time, s | test cross-entropy + KL, nats |")
    print("| --- | --- | --- | --- |")
    for points in (POINTS, options.points):
        learn(data, points, options.seconds)


def learn(data: datasets.Dataset, points: int, seconds: float) -> None:
    """Trains for so much processor time; prints a line now and then."""
    model = vae(points)
    feed = batches(data.train_images, BATCH, crop=SIDE, seed=0)
    test = to_float(center_crop(data.test_images[:TEST], SIDE))
    model.fit(feed, steps_per_epoch=1, verbose=0)  # traced; counts as a step for both
    steps, used = 1, 0.0
    while used < seconds:
        begun = time.process_time()
        model.fit(feed.skip(steps), steps_per_epoch=STEPS, verbose=0)
        used, steps = used + time.process_time() - begun, steps + STEPS
        loss = model.evaluate(test, batch_size=500, verbose=0, return_dict=True)
        terms = f"{loss['reconstruction']:.1f} + {loss['kl']:.1f} = {loss['loss']:.1f}"
        print(f"| {points} | {steps} | {used:.0f} | {terms} |", flush=True)


def vae(points: int) -> VAE:
    """The CPPN of `mnist` with 16 latents, from seed 0; the plain VAE for all points."""
    keras.utils.set_random_seed(0)
    cppn = networks.build_cppn(
        LATENT,
        width=128,
        depth=4,
        style=film.STYLE,
        conditioning=film.CONDITIONING,
        features=film.FEATURES,
        sigma=film.SIGMA,
        residual=film.RESIDUAL,
        seed=0,
    )
    encoder = networks.build_conv_encoder((SIDE, SIDE, 1), LATENT)
    model = (VAE if points == POINTS else PointsVAE)(
        encoder, networks.image_generator(cppn, SIDE, SIDE), seed=0
    )
    model.points = points
    model.compile(keras.optimizers.Adam(film.VAE_RATE))
    return model


if __name__ == "__main__":
    main()
