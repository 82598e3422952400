"""Weights to share: a folder that `Sampler.from_pretrained` loads, with a card."""

import functools
import hashlib
import shutil
from pathlib import Path

import numpy as np

from cppn_keras.data import Dataset, center_crop, to_float
from cppn_keras.errors import UserError
from cppn_keras.files import WEIGHT_FILES, check_folder, json_writer, replace_files
from cppn_keras.runs.state import RunState, load_checkpoint

CARD_FILE = "card.json"


def read_run(folder: Path) -> RunState:
    """The state of the run in a folder.

    Raises:
        UserError: there is no run, or it has not finished an epoch.
    """
    state = RunState.read(folder)
    if state is None:
        raise UserError(f"{folder} is not the folder of a run (no run.json).")
    if not state.checkpoint or not state.history:
        raise UserError(f"the run in {folder} has not finished its first epoch: nothing to export.")
    return state


def export(folder: Path, state: RunState, data: Dataset, out: Path) -> dict:
    """Copies generator, encoder, prior and codes, those that the run has, to `out` with a card.

    The card, card.json, holds recipe, seed, data, time, versions, the figures of the last epoch
    and those on the test pictures of `data`, and the sha256 of every file. Nothing is copied
    before the card is complete, and no file in `out` is replaced before all are copied.

    Returns:
        The content of the card.
    """
    check_folder(out)
    names = [name for name in WEIGHT_FILES if (folder / name).exists()]
    minutes = state.seconds / 60
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    card = {
        "recipe": state.recipe,
        "seed": state.seed,
        "command": f"python -m cppn_keras train {state.recipe} --seed {state.seed} "
        f"--minutes {max(1, round(minutes))}",
        "data": {key: state.data[key] for key in ("name", "digest")},
        "minutes": round(minutes, 1),
        "epochs": state.epoch,
        "batch_size": state.batch_size,
        "versions": state.versions,
        "last_epoch": state.history[-1],
        "test": test_figures(folder, state, data),
        "test_data": {"name": data.name, "digest": data.digest()},
        "sha256": digests,
    }
    writers = {out / name: functools.partial(shutil.copyfile, folder / name) for name in names}
    replace_files({**writers, out / CARD_FILE: json_writer(card)})
    for stale in set(WEIGHT_FILES) - set(names):
        (out / stale).unlink(missing_ok=True)  # of another run, exported here before
    return card


def test_figures(folder: Path, state: RunState, data: Dataset) -> dict[str, float]:
    """The figures of the checkpoint's `test_step` on the center crops of the test pictures.

    A model with an encoder adds the mean squared error per pixel of its reconstructions through
    the mean code.

    Raises:
        UserError: the checkpoint cannot be read, or the pictures do not fit the model.
    """
    model = load_checkpoint(folder, state)
    height, width, channels = model.generator.output.shape[1:]
    if data.test_images.shape[-1] != channels:
        raise UserError(
            f"the pictures of {data.name} have {data.test_images.shape[-1]} colour channels, "
            f"those of this run {channels}; give the --data it was trained on."
        )
    images = to_float(center_crop(data.test_images, (height, width)))
    figures = model.evaluate(images, batch_size=500, verbose=0, return_dict=True)
    if "encoder" not in model.NETWORKS:
        return figures
    again = model.predict(images, batch_size=500, verbose=0)
    return {**figures, "squared_error_per_pixel": float(np.mean((again - images) ** 2))}
