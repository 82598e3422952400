"""Weights to give away: a folder that `Sampler.from_pretrained` loads, and a card beside them."""

import hashlib
import shutil
from pathlib import Path

import keras
import numpy as np

from cppn_keras.data import Dataset, center_crop, to_float
from cppn_keras.errors import UserError
from cppn_keras.files import (
    CODES_FILE,
    ENCODER_FILE,
    GENERATOR_FILE,
    PRIOR_FILE,
    check_folder,
    replace_file,
    write_json,
)
from cppn_keras.training.state import RunState

CARD_FILE = "card.json"


def read_run(folder: Path) -> RunState:
    """The state of a run; raises UserError where there is none."""
    state = RunState.read(folder)
    if state is None:
        raise UserError(f"{folder} is not the folder of a run (no run.json).")
    return state


def export(folder: Path, state: RunState, data: Dataset, out: Path) -> dict:
    """Copies generator, encoder, prior and codes to `out`, writes and returns card.json.

    The card holds recipe, seed, data, time, versions, the figures of the last epoch and those on
    the test pictures of `data`, and the sha256 of every file.
    """
    check_folder(out)
    files = {}
    for name in (GENERATOR_FILE, ENCODER_FILE, PRIOR_FILE, CODES_FILE):
        if (folder / name).exists():
            replace_file(out / name, lambda path, name=name: shutil.copyfile(folder / name, path))
            files[name] = hashlib.sha256((out / name).read_bytes()).hexdigest()
    card = {
        "recipe": state.recipe,
        "seed": state.seed,
        "command": f"python -m cppn_keras train {state.recipe} --seed {state.seed} "
        f"--minutes {round(state.seconds / 60)}",
        "data": {key: state.data[key] for key in ("name", "digest")},
        "minutes": round(state.seconds / 60, 1),
        "epochs": state.epoch,
        "batch_size": state.batch_size,
        "versions": state.versions,
        "last_epoch": state.history[-1],
        "test": test_figures(folder, state, data),
        "sha256": files,
    }
    write_json(card, out / CARD_FILE)
    return card


def test_figures(folder: Path, state: RunState, data: Dataset) -> dict[str, float]:
    """What the checkpoint's `test_step` says of the middle crops of the test pictures, and the
    mean squared error per pixel of reconstructions through the mean code."""
    model = keras.saving.load_model(folder / state.checkpoint)
    size = model.generator.output.shape[1:3]
    images = to_float(center_crop(data.test_images, size))
    figures = model.evaluate(images, batch_size=500, verbose=0, return_dict=True)
    again = model.predict(images, batch_size=500, verbose=0)
    return {**figures, "squared_error_per_pixel": float(np.mean((again - images) ** 2))}
