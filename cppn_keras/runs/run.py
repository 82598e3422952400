"""A training run: a folder that survives Ctrl-C, a killed process and NaN, and can be resumed.

    run.json                   recipe, seed, versions, data, history; names the valid checkpoint
    checkpoint-000012.keras    the whole training model with its optimizers, after epoch 12
    generator.keras, encoder.keras, prior.npz, codes.npz
                               what `Sampler.from_pretrained(folder)` loads

A recipe has one or more stages, each with its share of the budget and a training model of its
own; at the end the prior that turns N(0, I) into codes is fitted.

An "epoch" is `steps_per_epoch` batches, a matter of seconds, so that little is ever lost. All
randomness is a function of (seed, epoch): a run that was interrupted and resumed ends with the
same weights as one that was not.

Several workers (`runs/workers.py`) train one model together. The first of them has the folder; at
the start it gives the others a copy of what they need.
"""

import contextlib
import dataclasses
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

import cppn_keras
from cppn_keras.checks import seed_of, whole
from cppn_keras.data import Dataset, batches, center_crop, to_float
from cppn_keras.data.batches import rows_of
from cppn_keras.errors import UserError
from cppn_keras.files import (
    CODES_FILE,
    PRIOR_FILE,
    check_folder,
    exclusive_lock,
    remove_temporary,
    replace_file,
)
from cppn_keras.runs.callbacks import (
    Checkpointer,
    MeanStatistics,
    Progress,
    RefitPrior,
    Reseed,
    StopOnNaN,
)
from cppn_keras.runs.prior import fit_prior, typical_of_each
from cppn_keras.runs.recipe import Recipe, Stage
from cppn_keras.runs.state import RUN_FILE, Budget, RunState, load_checkpoint, remove_orphans
from cppn_keras.runs.workers import lost_named
from cppn_keras.training import JointVAEGAN, replicas
from cppn_keras.training.base import TrainingModel


def train(
    recipe: Recipe,
    data: Dataset,
    out: str | Path,
    minutes: float | None = None,
    epochs: int | None = None,
    seed: int = 0,
    batch_size: int | None = None,
) -> TrainingModel:
    """Trains a recipe, or goes on with the run in the folder `out`, and returns the model.

    Within `workers.connected()` all workers call it alike; the budget is that of the first.

    Args:
        minutes: stop at the end of the epoch in which this much training time is used up, time
            before an interruption included. The recipe's own without minutes and epochs.
        epochs: stop after this many epochs, earlier ones included. Every stage gets at least one.
            A finished run that is given more of either goes on with its last stage.
        batch_size: pictures a step, of all workers together; the recipe's own by default.

    Raises:
        UserError: `out` cannot be written or holds a run of another recipe, seed or data; the
            pictures are too small; the loss became NaN (the last good checkpoint stays); another
            process trains there; workers cannot share a batch evenly; one of them is gone.
    """
    if not isinstance(recipe, Recipe) or not isinstance(data, Dataset):
        raise UserError("a training needs a Recipe (recipes.get) and a Dataset (data.load).")
    folder = check_folder(out) if replicas.current().first else Path(out)
    budget = Budget(recipe.minutes if minutes is None and epochs is None else minutes, epochs)
    batch_size = recipe.batch_size if batch_size is None else batch_size
    _refuse_unfit_pictures(recipe, data, batch_size)
    wanted = _new_state(recipe, data, seed_of(seed), batch_size)
    state = None
    with (
        lost_named(lambda: f"epoch {state.epoch}" if state else "its last epoch"),
        _held(folder) as found,
    ):
        state = RunState.read(found) or wanted
        _refuse_another_run(folder, state, wanted)
        remove_temporary(found)
        remove_orphans(found, state)
        model = load_checkpoint(found, state) if state.checkpoint else None
        try:
            return _Run(recipe, data, folder, state, _of_first(budget)).train(model)
        except KeyboardInterrupt:
            print(f"\nstopped; {folder} is safe as of epoch {state.epoch}.")
            print("The same command goes on from there.")
            raise


@dataclasses.dataclass(frozen=True)
class _Run:
    """A run in progress; `state` is updated at the end of each epoch."""

    recipe: Recipe
    data: Dataset
    folder: Path
    state: RunState
    budget: Budget

    def train(self, model: TrainingModel | None) -> TrainingModel:
        """Goes on from the state, with its model, stage by stage until the budget is used; fits the
        prior."""
        state, budget = self.state, self.budget
        if budget.spent(state):
            print(f"{self.folder} is already trained, {state.describe()}; ask for more to go on.")
        for stage in self.recipe.stages_from(state.stage):
            if stage.name == state.stage and budget.share_used(state) >= stage.until:
                continue
            if stage.name != state.stage:
                model = self.build(stage, model)
                state.stage = stage.name
            so_far = f" after {state.describe()}" if state.epoch else ""
            print(f"stage {stage.name!r}{so_far}")
            self.fit(model, stage)
        if replicas.current().first and not (self.folder / PRIOR_FILE).exists():
            self.finish(model)
        replicas.current().from_first()  # the others wait
        return model

    def build(self, stage: Stage, trained: TrainingModel | None) -> TrainingModel:
        """The model with which a stage begins."""
        side = self.recipe.image_size
        keras.utils.set_random_seed(self.state.seed)  # the initial weights
        image_shape = (side, side, self.data.train_images.shape[-1])
        return stage.build(image_shape, self.state.seed, trained)

    def fit(self, model: TrainingModel, stage: Stage) -> None:
        """Trains until the stage's share of the budget is used."""
        recipe, state, workers = self.recipe, self.state, replicas.current()
        dataset = batches(
            self.data.train_images,
            state.batch_size,
            crop=recipe.image_size,
            flip=recipe.flip,
            seed=state.seed,
            start_step=state.epoch * recipe.steps_per_epoch,
            shard=(workers.index, workers.count),
        )
        if workers.count > 1:
            workers.copy_first(model.weights)  # another CPU may have rounded them differently
            model.jit_compile = False  # XLA has no all-reduce between machines
        model.fit(
            dataset,
            initial_epoch=state.epoch,
            epochs=10**6,  # `Checkpointer` ends the stage
            steps_per_epoch=recipe.steps_per_epoch,
            callbacks=[
                Reseed(state.seed),
                *self.refits(model),
                StopOnNaN(self.folder, state),
                Progress(state, self.budget),
                *([MeanStatistics()] if workers.count > 1 else []),
                Checkpointer(self.folder, state, self.budget, stage.until),
            ],
            verbose=0,
            shuffle=False,
        )

    def refits(self, model: TrainingModel) -> list[RefitPrior]:
        """What keeps the prior of a model up to date, if it draws from one while training."""
        if not isinstance(model, JointVAEGAN):
            return []
        images = self.shown(self.data.train_images[: RefitPrior.PICTURES])
        return [RefitPrior(to_float(images), self.state.seed, self.recipe.components)]

    def shown(self, images: np.ndarray) -> np.ndarray:
        """The middles of pictures, and their mirror images where training shows these, too."""
        images = center_crop(images, self.recipe.image_size)
        return np.concatenate([images, images[:, :, ::-1]]) if self.recipe.flip else images

    def finish(self, model: TrainingModel) -> None:
        """Writes the prior, fitted to the codes of the training pictures, and the code of the most
        ordinary test picture of each label. A model without an encoder has neither."""
        encoder = model.drawing_networks().get("encoder")
        if encoder is None:
            return
        print("fitting the prior to the codes of the training pictures")

        def encode(images):
            return encoder.predict(to_float(images), batch_size=500, verbose=0)

        codes = encode(self.shown(self.data.train_images))
        labels = np.resize(self.data.train_labels, len(codes[0]))  # twice where pictures are
        prior = fit_prior(*codes, self.recipe.components, seed=self.state.seed, labels=labels)
        codes, _ = encode(center_crop(self.data.test_images, self.recipe.image_size))
        labels, rows = typical_of_each(codes, self.data.test_labels)
        arrays = {"labels": labels, "codes": codes[rows]}
        replace_file(self.folder / CODES_FILE, lambda path: np.savez(path, **arrays))
        prior.save(self.folder / PRIOR_FILE)


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[Path]:
    """The folder of a run, held against other processes; on other workers than the first a copy of
    what they need of it."""
    workers = replicas.current()
    with exclusive_lock(folder) if workers.first else tempfile.TemporaryDirectory() as copy:
        found = folder if workers.first else Path(copy)
        if workers.count > 1:
            _copy_of_first(found)
        yield found


def _copy_of_first(folder: Path) -> None:
    """Gives run.json and the checkpoint that it names to the folders of all workers."""
    workers, names = replicas.current(), []
    if workers.first and (state := RunState.read(folder)):
        names = [name for name in (RUN_FILE, state.checkpoint) if name]
    for name in json.loads(workers.from_first(json.dumps(names).encode())):
        there = workers.first and (folder / name).is_file()
        data = workers.from_first((folder / name).read_bytes() if there else b"")
        if not workers.first:
            (folder / name).write_bytes(data)


def _of_first(budget: Budget) -> Budget:
    """The budget of the first worker."""
    text = replicas.current().from_first(json.dumps([budget.minutes, budget.epochs]).encode())
    return Budget(*json.loads(text))


def _refuse_unfit_pictures(recipe: Recipe, data: Dataset, batch_size: int) -> None:
    height, width = data.train_images.shape[1:3]
    if min(height, width) < recipe.image_size:
        raise UserError(
            f"recipe {recipe.name} trains on {recipe.image_size} x {recipe.image_size} crops, "
            f"but the pictures of {data.name} are only {height} x {width}."
        )
    shapes = {images.shape[1:] for images in (data.train_images, data.test_images)}
    if len(shapes) > 1 or len(min(shapes)) != 3 or data.test_labels.dtype.kind not in "iu":
        raise UserError(f"{data.name}: training and test pictures need one shape, and labels.")
    whole(batch_size, 1, 10**9, "a batch")
    rows_of(batch_size, 0, replicas.current().count)
    if len(data.train_images) < 2 or not len(data.test_images):
        raise UserError(f"{data.name} needs two training pictures and a test picture, or more.")
    if len(data.train_images) < batch_size:
        raise UserError(
            f"{data.name} has {len(data.train_images)} training pictures, fewer than a batch of "
            f"{batch_size}; give a smaller --batch-size."
        )


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


def _new_state(recipe: Recipe, data: Dataset, seed: int, batch_size: int) -> RunState:
    """The state of a run that begins."""
    return RunState(
        recipe=recipe.name,
        seed=seed,
        data={"name": data.name, "digest": data.digest(), "source": data.source},
        batch_size=batch_size,
        versions={
            "cppn_keras": cppn_keras.__version__,
            "keras": keras.__version__,
            "tensorflow": tf.__version__,
            "numpy": np.__version__,
        },
    )
