"""What a training run knows of itself: run.json, and the budget of minutes or epochs."""

import dataclasses
import json
from pathlib import Path

import keras

from cppn_keras.errors import UserError
from cppn_keras.files import write_json
from cppn_keras.training.base import TrainingModel

RUN_FILE = "run.json"
KINDS = {
    "recipe": str,
    "seed": int,
    "data": dict,
    "batch_size": int,
    "versions": dict,
    "stage": str,
    "epoch": int,
    "seconds": (int, float),
    "checkpoint": (str, type(None)),
    "history": list,
}


@dataclasses.dataclass
class RunState:
    """What run.json holds."""

    recipe: str
    seed: int
    data: dict
    batch_size: int
    versions: dict
    stage: str = ""
    epoch: int = 0
    seconds: float = 0.0
    checkpoint: str | None = None
    history: list = dataclasses.field(default_factory=list)

    def describe(self) -> str:
        return f"{self.seconds / 60:.1f} minutes, {self.epoch} epochs"

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
            state = cls(**json.loads(path.read_text()))
            state.check()
        except (OSError, ValueError, TypeError, KeyError) as error:
            reason = f"{type(error).__name__}: {error}"
            raise UserError(f"{path} is damaged or of another version ({reason}).") from None
        return state

    def check(self) -> None:
        """Raises TypeError, ValueError or KeyError where a field is not what it should be."""
        wrong = [
            field.name
            for field in dataclasses.fields(self)
            if not isinstance(getattr(self, field.name), KINDS[field.name])
        ]
        if wrong:
            raise TypeError(f"{wrong[0]} is {getattr(self, wrong[0])!r}")
        if self.epoch < 0 or self.seconds < 0:
            raise ValueError("a negative epoch or time")
        _ = self.data["digest"], self.data["name"], self.data["source"]

    def write(self, folder: Path) -> None:
        write_json(dataclasses.asdict(self), folder / RUN_FILE)


def load_checkpoint(folder: Path, state: RunState) -> TrainingModel:
    """The training model that run.json names.

    Raises UserError for a file that is missing, damaged or another kind of model.
    """
    path = folder / state.checkpoint
    if not path.is_file():
        raise UserError(f"{path} is gone, so this run cannot be used; choose another folder.")
    try:
        model = keras.saving.load_model(path)
    except Exception:  # Keras raises many kinds for damaged files
        model = None
    if not isinstance(model, TrainingModel):
        raise UserError(f"{path} is damaged or no checkpoint of a run; choose another folder.")
    return model


@dataclasses.dataclass(frozen=True)
class Budget:
    """How long to train: minutes or epochs, whichever ends first."""

    minutes: float | None
    epochs: int | None

    def share_used(self, state: RunState) -> float:
        """0 at the start, 1 or more when it is spent."""
        by_clock = 0.0 if self.minutes is None else state.seconds / (60 * self.minutes)
        by_epochs = 0.0 if self.epochs is None else state.epoch / self.epochs
        return max(by_clock, by_epochs)

    def spent(self, state: RunState) -> bool:
        return self.share_used(state) >= 1

    def minutes_left(self, state: RunState) -> float:
        """Judged by the time that the used share took."""
        used = self.share_used(state)
        return state.seconds / 60 * max(0.0, 1 / used - 1)
