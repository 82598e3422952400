"""What a training run knows of itself: run.json, and the budget of minutes or epochs."""

import dataclasses
import json
from pathlib import Path

from cppn_keras.errors import UserError
from cppn_keras.files import write_json

RUN_FILE = "run.json"


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
            return cls(**json.loads(path.read_text()))
        except (ValueError, TypeError) as error:
            raise UserError(
                f"{path} is not a run of this version ({error}); choose another --out."
            ) from None

    def write(self, folder: Path) -> None:
        write_json(dataclasses.asdict(self), folder / RUN_FILE)


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
