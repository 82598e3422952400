"""A training run: a folder that survives Ctrl-C, a killed process and NaN, and can be resumed.

    run.json                recipe, seed, versions, data, history; names the checkpoint that counts
    checkpoint-000012.keras the whole training model with its optimizers, after epoch 12
    cppn.keras, encoder.keras, prior.keras     what `Sampler.from_pretrained(folder)` loads

An "epoch" is `steps_per_epoch` batches, about half a minute, so that little is ever lost. All
randomness is a function of (seed, epoch): a run that was interrupted ends where an uninterrupted
one would have ended.
"""

import dataclasses
import json
import math
import os
import sys
import time
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

import cppn_keras
from cppn_keras.data import batches
from cppn_keras.data import Dataset
from cppn_keras.errors import UserError
from cppn_keras.files import replace_file, save_model, write_json
from cppn_keras.recipes import Recipe
from cppn_keras.training.base import TrainingModel

RUN_FILE = "run.json"


@dataclasses.dataclass
class RunState:
    """What run.json holds."""

    recipe: str
    seed: int
    data: dict
    batch_size: int
    versions: dict
    epoch: int = 0
    seconds: float = 0.0
    checkpoint: str | None = None
    history: list = dataclasses.field(default_factory=list)

    @classmethod
    def read(cls, folder: Path) -> "RunState | None":
        """The state of an earlier run in the folder, or None.

        Raises:
            UserError: run.json is damaged or not ours.
        """
        path = folder / RUN_FILE
        if not path.exists():
            return None
        try:
            return cls(**json.loads(path.read_text()))
        except (ValueError, TypeError) as error:
            raise UserError(
                f"{path} is not a run of this version ({error}); choose another --out."
            ) from None


def train(
    recipe: Recipe,
    data: Dataset,
    out: str | Path,
    minutes: float | None = None,
    epochs: int | None = None,
    seed: int = 0,
    batch_size: int | None = None,
) -> TrainingModel:
    """Trains a recipe, or goes on with the run that `out` holds, and returns the model.

    Args:
        minutes: stop at the end of the epoch in which this much training time, earlier sessions
            included, is used up.
        epochs: stop after this many epochs, earlier ones included.

    Raises:
        UserError: `out` cannot be written or holds a run of another recipe, seed or data; the
            pictures are too small; the loss became NaN (the last good checkpoint stays).
    """
    folder = _writable(Path(out))
    wanted = RunState(
        recipe=recipe.name,
        seed=seed,
        data={"name": data.name, "digest": data.digest(), "source": data.source},
        batch_size=batch_size or recipe.batch_size,
        versions=_versions(),
    )
    state = RunState.read(folder) or wanted
    _refuse_another_run(folder, state, wanted)
    model = _build_or_load(recipe, data, folder, state)
    budget = Budget(minutes, epochs)
    if budget.spent(state):
        print(f"{folder} is already trained {budget.describe(state)}; ask for more to go on.")
        return model
    dataset = batches(
        data.train_images,
        state.batch_size,
        crop=recipe.image_size,
        flip=recipe.flip,
        seed=seed,
        start_step=state.epoch * recipe.steps_per_epoch,
    )
    keeper = Keeper(folder, state, budget)
    try:
        model.fit(
            dataset,
            initial_epoch=state.epoch,
            epochs=epochs or 10**9,
            steps_per_epoch=recipe.steps_per_epoch,
            callbacks=[Reseed(seed), StopOnNaN(folder, state), keeper],
            verbose=1 if sys.stdout.isatty() else 2,
            shuffle=False,
        )
    except KeyboardInterrupt:
        print(f"\nstopped by you; epoch {state.epoch} is safe in {folder}.")
        print("The same command goes on from there.")
        raise
    return model


@dataclasses.dataclass(frozen=True)
class Budget:
    """How long to train: minutes, epochs, whichever ends first."""

    minutes: float | None
    epochs: int | None

    def spent(self, state: RunState) -> bool:
        late = self.minutes is not None and state.seconds >= 60 * self.minutes
        return late or (self.epochs is not None and state.epoch >= self.epochs)

    def seconds_left(self, state: RunState) -> float:
        by_clock = math.inf if self.minutes is None else 60 * self.minutes - state.seconds
        if self.epochs is None or not state.epoch:
            return by_clock
        per_epoch = state.seconds / state.epoch
        return min(by_clock, (self.epochs - state.epoch) * per_epoch)

    def describe(self, state: RunState) -> str:
        return f"for {state.seconds / 60:.1f} minutes, {state.epoch} epochs"


class Keeper(keras.callbacks.Callback):
    """At the end of each epoch: checkpoint, run.json, time left; stops when the budget is spent.

    The new checkpoint is complete before run.json names it, and the old one goes last, so a
    process killed at any moment leaves a run that can be resumed.
    """

    def __init__(self, folder: Path, state: RunState, budget: Budget):
        super().__init__()
        self.folder, self.state, self.budget = folder, state, budget

    def on_epoch_begin(self, epoch, logs=None):
        self.started = time.monotonic()

    def on_epoch_end(self, epoch, logs=None):
        state = self.state
        seconds = time.monotonic() - self.started
        state.epoch, state.seconds = epoch + 1, state.seconds + seconds
        state.history.append({name: float(value) for name, value in logs.items()})
        self.save()
        left = self.budget.seconds_left(state)
        if self.budget.spent(state):
            self.model.stop_training = True
        elif math.isfinite(left):
            print(f"{state.seconds / 60:.1f} min trained, about {left / 60:.1f} min left")

    def save(self) -> None:
        state, old = self.state, self.state.checkpoint
        state.checkpoint = f"checkpoint-{state.epoch:06d}.keras"
        save_model(self.model, self.folder / state.checkpoint)
        for name, network in self.model.drawing_networks().items():
            save_model(network, self.folder / f"{name}.keras")
        write_json(dataclasses.asdict(state), self.folder / RUN_FILE)
        if old and old != state.checkpoint:
            (self.folder / old).unlink(missing_ok=True)


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

    The state of Keras's seed generators is not saved with a model.
    """

    def __init__(self, seed: int):
        super().__init__()
        self.seed = seed

    def on_epoch_begin(self, epoch, logs=None):
        for i, generator in enumerate(seed_generators(self.model)):
            rng = np.random.default_rng([self.seed, epoch, i])
            generator.state.assign(rng.integers(0, 2**31, size=2))


def seed_generators(model: keras.Model) -> list[keras.random.SeedGenerator]:
    """The seed generators of a model and all layers in it, each once, in a fixed order."""
    found = {}
    for layer in model._flatten_layers():
        for generator in getattr(layer, "_seed_generators", []):
            found.setdefault(id(generator), generator)
    return list(found.values())


def _build_or_load(recipe, data, folder, state) -> TrainingModel:
    if state.checkpoint:
        path = folder / state.checkpoint
        if not path.exists():
            raise UserError(f"{path} is gone, so this run cannot go on; choose another --out.")
        print(f"going on with {path} after epoch {state.epoch}")
        return keras.saving.load_model(path)
    keras.utils.set_random_seed(state.seed)
    height, width, channels = data.train_images.shape[1:]
    if min(height, width) < recipe.image_size:
        raise UserError(
            f"recipe {recipe.name} trains on {recipe.image_size} x {recipe.image_size} crops, "
            f"but the pictures of {data.name} are only {height} x {width}."
        )
    return recipe.build((recipe.image_size, recipe.image_size, channels), state.seed)


def _refuse_another_run(folder: Path, state: RunState, wanted: RunState) -> None:
    for field in ("recipe", "seed", "batch_size"):
        had, asked = getattr(state, field), getattr(wanted, field)
        if had != asked:
            raise UserError(
                f"{folder} holds a run with {field} {had}, not {asked}; choose another --out."
            )
    if state.data["digest"] != wanted.data["digest"]:
        raise UserError(
            f"{folder} holds a run on other data ({state.data['source']}); choose another --out."
        )


def _writable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(folder / ".writable", lambda path: path.write_text(""))
        os.remove(folder / ".writable")
    except OSError as error:
        raise UserError(f"cannot write to {folder}: {error.strerror or error}.") from None
    return folder


def _versions() -> dict[str, str]:
    return {
        "cppn_keras": cppn_keras.__version__,
        "keras": keras.__version__,
        "tensorflow": tf.__version__,
        "numpy": np.__version__,
    }
