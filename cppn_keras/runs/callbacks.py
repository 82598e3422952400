"""Keras callbacks of a training run: checkpoints, progress, stop on NaN, repeatable noise."""

import sys
import time
from pathlib import Path

import keras
import numpy as np

from cppn_keras.errors import UserError
from cppn_keras.files import WEIGHT_FILES, save_model
from cppn_keras.runs.prior import fit_prior
from cppn_keras.runs.state import Budget, RunState
from cppn_keras.training import replicas


class Checkpointer(keras.callbacks.Callback):
    """Saves the run at the end of each epoch; stops training when the share `until` is used up.

    Of several workers the first one saves, and the others only keep count: the time that an epoch
    took is the mean of theirs, so that all stop together.

    The new checkpoint is complete before run.json names it, and the old one is removed last, so a
    process killed at any moment leaves a run that can be resumed.
    """

    def __init__(self, folder: Path, state: RunState, budget: Budget, until: float):
        super().__init__()
        self.folder, self.state, self.budget, self.until = folder, state, budget, until

    def on_epoch_begin(self, epoch, logs=None):
        self.started = time.monotonic()

    def on_epoch_end(self, epoch, logs=None):
        state = self.state
        (seconds,) = replicas.mean([time.monotonic() - self.started])
        state.epoch, state.seconds = epoch + 1, state.seconds + float(seconds)
        state.history.append({name: float(value) for name, value in logs.items()})
        self.save()
        if self.budget.share_used(state) >= self.until:
            self.model.stop_training = True

    def save(self) -> None:
        state, old = self.state, self.state.checkpoint
        state.checkpoint = state.checkpoint_name()
        if not replicas.current().first:
            return
        save_model(self.model, self.folder / state.checkpoint)
        networks = self.model.drawing_networks()
        for name, network in networks.items():
            save_model(network, self.folder / f"{name}.keras")
        for stale in set(WEIGHT_FILES) - {f"{name}.keras" for name in networks}:
            (self.folder / stale).unlink(missing_ok=True)  # made from earlier weights
        state.write(self.folder)
        if old and old != state.checkpoint:
            (self.folder / old).unlink(missing_ok=True)


class Progress(keras.callbacks.Callback):
    """One line and one bar per epoch, and an estimate of the time left for the whole run."""

    def __init__(self, state: RunState, budget: Budget):
        super().__init__()
        self.state, self.budget = state, budget

    def on_epoch_begin(self, epoch, logs=None):
        left = ""
        if self.state.epoch:
            left = f", about {self.budget.minutes_left(self.state):.1f} min left"
        print(f"epoch {epoch + 1}: {self.state.seconds / 60:.1f} min trained{left}", flush=True)
        self.bar = keras.utils.Progbar(
            self.params["steps"],
            verbose=1 if sys.stdout.isatty() else 2,
            stateful_metrics=self.model.metrics_names,
            unit_name="step",
        )

    def on_train_batch_end(self, batch, logs=None):
        self.bar.update(batch + 1, list(logs.items()), finalize=False)

    def on_epoch_end(self, epoch, logs=None):
        self.bar.update(self.params["steps"], list(logs.items()), finalize=True)


class RefitPrior(keras.callbacks.Callback):
    """Fits a prior to the codes of training pictures now and then, for a `JointVAEGAN`.

    From the step on in which the adversarial terms come in, every 200 steps, at the start of an
    epoch. It depends on weights, seed and epoch alone, so resuming is exact.
    """

    EVERY = 200  # steps
    PICTURES, COMPONENTS, ROUNDS = 12_000, 50, 15  # at most; a rough fit, in five seconds

    def __init__(self, images: np.ndarray, seed: int, components: int = COMPONENTS):
        super().__init__()
        self.images, self.seed = images, seed
        self.components = min(components, self.COMPONENTS)

    def on_epoch_begin(self, epoch, logs=None):
        model, steps = self.model, self.params["steps"]
        often = max(1, self.EVERY // steps)  # epochs
        if epoch % often or epoch * steps < model.adversarial_start:
            return
        codes = model.encoder.predict(self.images, batch_size=500, verbose=0)
        prior = fit_prior(*codes, self.components, self.ROUNDS, self.seed)
        rng = np.random.default_rng([self.seed, epoch])
        model.prior_codes.assign(prior.sample(model.prior_codes.shape[0], rng))


class MeanStatistics(keras.callbacks.Callback):
    """Gives all workers the mean of the statistics that their batch normalisations have kept.

    Each has seen its own rows only. It comes before what is saved at the end of an epoch.
    """

    def on_epoch_end(self, epoch, logs=None):
        norms = keras.layers.BatchNormalization
        layers = [layer for layer in self.model._flatten_layers() if isinstance(layer, norms)]
        kept = [v for layer in layers for v in (layer.moving_mean, layer.moving_variance)]
        for variable, mean in zip(kept, replicas.mean(kept) if kept else [], strict=True):
            variable.assign(mean)


class StopOnNaN(keras.callbacks.Callback):
    """Ends training at the first loss that is not finite, before it can be saved."""

    def __init__(self, folder: Path, state: RunState):
        super().__init__()
        self.folder, self.state = folder, state

    def on_train_batch_end(self, batch, logs=None):
        bad = [name for name, value in (logs or {}).items() if not np.isfinite(value)]
        if bad:
            step = self.state.epoch * self.params["steps"] + batch + 1
            kept = self.state.checkpoint
            where = f"the last good weights are in {self.folder / kept}" if kept else "nothing yet"
            raise UserError(
                f"{bad[0]} became NaN or infinite at step {step}: stopped; {where}. "
                "Try a smaller learning rate or another --seed."
            )


class Reseed(keras.callbacks.Callback):
    """Makes the noise of an epoch a function of (seed, epoch), so that resuming is exact.

    Of several workers each draws its own: equal noise on all of them would be that of one, copied.
    The state of Keras's seed generators is not saved with a model.
    """

    def __init__(self, seed: int):
        super().__init__()
        self.seed = seed

    def on_epoch_begin(self, epoch, logs=None):
        for i, generator in enumerate(seed_generators(self.model)):
            rng = np.random.default_rng([self.seed, epoch, i, replicas.current().index])
            generator.state.assign(rng.integers(0, 2**31, size=2))


def seed_generators(model: keras.Model) -> list[keras.random.SeedGenerator]:
    """The seed generators of a model and all layers in it, each once, in a fixed order."""
    found = {}
    for layer in model._flatten_layers():
        for generator in getattr(layer, "_seed_generators", []):
            found.setdefault(id(generator), generator)
    return list(found.values())
