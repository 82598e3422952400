"""What workers do together, as a script on each of them and as functions for a process alone.

Each worker leaves its figures and weights in the folder where it runs.
"""

import dataclasses
import json

import numpy as np
from workers import save_weights, tiny_vae

GATE = {"g_below": 1e9, "d_above": 0.66}  # open at first, shut when the discriminator has learnt
STEPS, BATCH = 8, 12


def noise_free(shard=(0, 1)) -> tuple[dict, object]:
    """The losses of each step, and the model, of a gated training without noise.

    By plain descent, and without batch normalisation, whose statistics are of a worker's own rows.
    """
    import keras
    from models import SHAPE, blobs, small_networks

    from cppn_keras import networks, training
    from cppn_keras.data import batches

    keras.utils.set_random_seed(0)
    discriminator = networks.build_conv_discriminator(SHAPE, (4, 8))
    parts = {**small_networks(), "discriminator": discriminator}
    options = {"vae_steps": 1, "generator_steps": 2, "stop_below": 0.7525, "epsilon_stddev": 0.0}
    model = training.VAEGAN(**parts, gate=GATE, seed=0, **options)
    clipped = keras.optimizers.SGD(0.1, clipnorm=0.05)  # the norm of the mean, not of one's own
    model.compile(clipped, keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.3))
    images = np.round(blobs(36) * 255).astype("uint8")
    options = {"epochs": STEPS, "steps_per_epoch": 1, "verbose": 0, "shuffle": False}
    history = model.fit(batches(images, BATCH, shard=shard), **options)
    return history.history, model


def gated_run(index: int):
    """A run of a recipe whose discriminator has batch normalisation, and noise."""
    from models import small_model
    from runs import RECIPE, small_data

    from cppn_keras.runs.recipe import Stage
    from cppn_keras.runs.run import train

    stage = Stage("gated", 1.0, lambda shape, seed, _: small_model("GAN", seed, gate=GATE))
    recipe = dataclasses.replace(RECIPE, stages=(stage,), steps_per_epoch=2)
    return train(recipe, small_data(), f"run-{index}", epochs=2, batch_size=BATCH)


def joint_run(index: int):
    """A stage that fits a prior meanwhile."""
    from runs import RECIPE, small_data

    from cppn_keras.runs.callbacks import RefitPrior
    from cppn_keras.runs.run import train

    RefitPrior.EVERY = RECIPE.steps_per_epoch
    stage = dataclasses.replace(RECIPE.stages[0], until=1.0)
    recipe = dataclasses.replace(RECIPE, stages=(stage,))
    return train(recipe, small_data(), f"joint-{index}", epochs=2, batch_size=BATCH)


def megabytes_grown(shard, steps=2000) -> float:
    """By how much the memory of this process grows in so many steps, after some others."""
    import resource

    from models import blobs

    from cppn_keras.data import batches

    model, images = tiny_vae(), np.round(blobs(36) * 255).astype("uint8")
    feed = batches(images, BATCH, shard=shard)
    model.fit(feed, steps_per_epoch=300, verbose=0, shuffle=False)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    model.fit(feed, steps_per_epoch=100, epochs=steps // 100, verbose=0, shuffle=False)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def main() -> None:
    from cppn_keras import process

    process.load_tensorflow_quietly()
    from cppn_keras.runs.workers import connected

    with connected() as workers:
        index = workers.index
        for data in (b"", b"a", b"abcd", bytes(range(256)) * 9):
            assert workers.from_first(data if index == 0 else b"not this") == data
        other = tiny_vae(seed=index)
        workers.copy_first(other.weights)
        save_weights(f"copied-{index}.npz", other)
        losses, model = noise_free((index, workers.count))
        save_weights(f"noise_free-{index}.npz", model)
        save_weights(f"gated-{index}.npz", gated_run(index))
        save_weights(f"joint-{index}.npz", joint_run(index))
        grown = megabytes_grown((index, workers.count))
    with open(f"figures-{index}.json", "w", encoding="utf-8") as file:
        json.dump({"losses": losses, "grown": grown}, file)


if __name__ == "__main__":
    main()
