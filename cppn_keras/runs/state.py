"""The state of a training run as run.json holds it, and its budget of minutes or epochs."""

import dataclasses
import json
import re
from pathlib import Path

from cppn_keras.checks import positive, whole
from cppn_keras.errors import UserError, one_line
from cppn_keras.files import load_model, write_json
from cppn_keras.training.base import TrainingModel

RUN_FILE = "run.json"
LARGEST = 1 << 26  # bytes: the history of a million epochs
CHECKPOINT = re.compile(r"checkpoint-\d{6,9}\.keras")


@dataclasses.dataclass
class RunState:
    """The content of run.json."""

    recipe: str
    seed: int
    data: dict
    batch_size: int
    versions: dict
    stage: str = ""
    epoch: int = 0
    seconds: int | float = 0.0
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
        try:
            if not path.exists():
                return None
            if path.stat().st_size > LARGEST:
                raise ValueError("it is larger than any run's")
            state = cls(**json.loads(path.read_text(encoding="utf-8")))
            state.check()
        except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
            reason = f"{type(error).__name__}: {one_line(error)}"
            raise UserError(f"{path} is damaged or of another version ({reason}).") from None
        return state

    def check(self) -> None:
        """Raises TypeError, ValueError or KeyError for a field of the wrong kind or range."""
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if not isinstance(value, field.type) or isinstance(value, bool):
                raise TypeError(f"{field.name} is {value!r:.60}")
        for name, most in (("seed", 2**63), ("epoch", 10**9), ("seconds", 1e12)):
            if not 0 <= getattr(self, name) <= most:  # also refuses NaN
                raise ValueError(f"{name} is {getattr(self, name)!r:.60}")
        if not 1 <= self.batch_size <= 10**9:
            raise ValueError(f"batch_size is {self.batch_size!r:.60}")
        if self.checkpoint is None and (self.epoch or self.stage):
            raise ValueError("an epoch, but no checkpoint")
        if self.checkpoint is not None and not CHECKPOINT.fullmatch(self.checkpoint):
            raise ValueError(f"checkpoint is {self.checkpoint!r:.60}")
        if not all(isinstance(self.data[key], str) for key in ("digest", "name", "source")):
            raise TypeError("data is not described by words")
        if not all(isinstance(epoch, dict) for epoch in self.history):
            raise TypeError("history is not a list of figures by name")

    def checkpoint_name(self) -> str:
        """The file in the run's folder that holds the training model of this epoch."""
        return f"checkpoint-{self.epoch:06d}.keras"

    def write(self, folder: Path) -> None:
        write_json(dataclasses.asdict(self), folder / RUN_FILE)


def load_checkpoint(folder: Path, state: RunState) -> TrainingModel:
    """The training model that run.json names.

    Raises UserError for a file that is missing, damaged or another kind of model.
    """
    path = folder / state.checkpoint
    if not path.is_file():
        raise UserError(f"{path} is gone, so this run cannot be used; choose another folder.")
    model = load_model(path)
    if not isinstance(model, TrainingModel):
        raise UserError(f"{path} is no checkpoint of a run; choose another folder.")
    return model


def remove_orphans(folder: Path, state: RunState) -> None:
    """Removes checkpoints that run.json does not name, left by a kill between two writes."""
    for path in folder.glob("checkpoint-*.keras"):
        if CHECKPOINT.fullmatch(path.name) and path.name != state.checkpoint:
            path.unlink(missing_ok=True)


@dataclasses.dataclass(frozen=True)
class Budget:
    """How long to train: minutes or epochs, whichever ends first.

    Raises UserError for minutes that are not above 0 and epochs below 1.
    """

    minutes: float | None
    epochs: int | None

    def __post_init__(self):
        if self.minutes is not None:
            positive(self.minutes, "minutes")
        if self.epochs is not None:
            whole(self.epochs, 1, 10**9, "epochs")

    def share_used(self, state: RunState) -> float:
        """0 at the start, 1 or more when it is spent."""
        by_clock = 0.0 if self.minutes is None else state.seconds / (60 * self.minutes)
        by_epochs = 0.0 if self.epochs is None else state.epoch / self.epochs
        return max(by_clock, by_epochs)

    def spent(self, state: RunState) -> bool:
        return self.share_used(state) >= 1

    def minutes_left(self, state: RunState) -> float:
        """Estimated from the time that the used share took."""
        used = self.share_used(state)
        return state.seconds / 60 * max(0.0, 1 / used - 1)
