"""Does a VAE learn faster from a share of the points? Only a coordinate network can be asked.

    python benchmarks/points.py                  # all 676 points against 256 of them, ten minutes
    python benchmarks/points.py --seconds 60     # of processor time for each

`VAE` against `PointsVAE`. Both start from the same weights and learn from the same batches; test
pictures are always drawn whole.
"""

import argparse
import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras

from cppn_keras import data as datasets
from cppn_keras import networks
from cppn_keras.data import batches, center_crop, to_float
from cppn_keras.runs import film
from cppn_keras.training import VAE, PointsVAE

SIDE, LATENT, BATCH = 26, 16, 64
POINTS = SIDE * SIDE  # all of them
TEST = 2_000  # pictures
STEPS = 50  # between two looks at the test pictures


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
    pair = encoder, networks.image_generator(cppn, SIDE, SIDE)
    model = VAE(*pair, seed=0) if points == POINTS else PointsVAE(*pair, points, seed=0)
    model.compile(keras.optimizers.Adam(film.VAE_RATE))
    return model


if __name__ == "__main__":
    main()
