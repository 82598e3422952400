"""What a recipe is: data, sizes, and stages that each build a training model."""

import dataclasses
from collections.abc import Callable

from cppn_keras import data as datasets
from cppn_keras.data import Dataset
from cppn_keras.errors import UserError
from cppn_keras.runs.prior import COMPONENTS
from cppn_keras.training.base import TrainingModel


@dataclasses.dataclass(frozen=True)
class Stage:
    """A part of a training run."""

    name: str  # shown when the stage begins
    until: float  # the share of the run's budget, 0 to 1, at which it ends
    # (image shape, seed, the trained model of the stage before or None) → compiled model
    build: Callable[[tuple[int, int, int], int, TrainingModel | None], TrainingModel]


@dataclasses.dataclass(frozen=True)
class Recipe:
    """One experiment."""

    name: str
    summary: str  # for messages
    data: str  # the dataset that it was made for; any other can be given
    image_size: int  # height and width in pixels of the random crops that it trains on
    batch_size: int
    steps_per_epoch: int  # batches between two checkpoints; they should take seconds, not minutes
    stages: tuple[Stage, ...]
    minutes: float  # how long `train` runs by default
    flip: bool = False  # mirror pictures at random; not for digits
    labels: tuple[int, ...] = ()  # the classes that it was made for; all when empty
    components: int = COMPONENTS  # Gaussians of the prior, fewer where there are few pictures

    def load(self) -> Dataset:
        """Its own data."""
        data = datasets.load(self.data)
        return data.of_class(*self.labels) if self.labels else data

    def stages_from(self, current: str) -> tuple[Stage, ...]:
        """The stages from `current` on; all of them when it is empty.

        Raises:
            UserError: no stage has that name.
        """
        names = ["", *(stage.name for stage in self.stages)]
        if current not in names:
            raise UserError(f"recipe {self.name} has no stage {current!r}; choose another --out.")
        return self.stages[max(0, names.index(current) - 1) :]
