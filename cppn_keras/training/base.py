"""What the training classes share: several optimizers, trackers, and saving all of it."""

import keras
import tensorflow as tf

from cppn_keras.training import replicas


class TrainingModel(keras.Model):
    """A model made of several networks, which one or more optimizers train.

    Subclasses name their networks in `NETWORKS` and the figures that they report in `TRACKED`, and
    write `train_step`. `.keras` files restore the weights and the state of every optimizer.
    """

    NETWORKS: tuple[str, ...] = ()
    TRACKED: tuple[str, ...] = ()

    def __init__(self, networks: dict[str, keras.Model], seed: int | None = None, **kwargs):
        super().__init__(**kwargs)
        for name in self.NETWORKS:
            setattr(self, name, networks[name])
        self.seed = seed
        self.seed_generator = keras.random.SeedGenerator(seed)
        self.trackers = [keras.metrics.Mean(name=name) for name in self.TRACKED]
        self.built = True  # the networks come built

    @property
    def metrics(self):
        return self.trackers

    def track(self, **values) -> dict:
        """Updates the running means of an epoch; returns them for the progress bar.

        Figures of several workers are averaged first.
        """
        values = dict(zip(values, replicas.mean(list(values.values())), strict=True))
        trackers = [tracker for tracker in self.trackers if tracker.name in values]
        for tracker in trackers:
            tracker.update_state(values[tracker.name])
        return {tracker.name: tracker.result() for tracker in trackers}

    def optimizer_targets(self) -> dict[str, list]:
        """The variables that each optimizer moves, by the optimizer's name."""
        raise NotImplementedError

    def drawing_networks(self) -> dict[str, keras.Model]:
        """The networks that draw once training is over: "generator" and maybe "encoder"."""
        return {"generator": self.generator}

    def compile_optimizers(self, **optimizers) -> None:
        """Keeps and builds the optimizers under their names.

        Keras silently drops the saved state of an optimizer that is not built before loading.
        """
        super().compile(optimizer=None)
        targets = self.optimizer_targets()
        for name, optimizer in optimizers.items():
            optimizer = keras.optimizers.get(optimizer)
            optimizer.build(targets[name])
            setattr(self, name, optimizer)

    def get_compile_config(self) -> dict:
        names = self.optimizer_targets()
        return {name: keras.saving.serialize_keras_object(getattr(self, name)) for name in names}

    def compile_from_config(self, config: dict) -> None:
        self.compile(**{k: keras.saving.deserialize_keras_object(v) for k, v in config.items()})

    def get_config(self) -> dict:
        networks = {
            name: keras.saving.serialize_keras_object(getattr(self, name)) for name in self.NETWORKS
        }
        return {"name": self.name, "seed": self.seed, **networks}

    @classmethod
    def from_config(cls, config: dict):
        networks = {
            name: keras.saving.deserialize_keras_object(config[name]) for name in cls.NETWORKS
        }
        return cls(**{**config, **networks})


def added_losses(*networks: keras.Model):
    """The sum of the losses that layers of the networks add by `add_loss`, and of regularizers.

    Keras clears and refills `network.losses` at each call of a network: take this sum after the
    call and inside the tape.
    """
    return sum(loss for network in networks for loss in network.losses)


def descend(optimizer, loss, tape: tf.GradientTape, variables: list) -> None:
    """One step down the gradient of `loss`, which `tape` has recorded, in `variables` alone."""
    apply(optimizer, tape.gradient(loss, variables), variables)


def apply(optimizer, gradients: list, variables: list) -> None:
    """One step of an optimizer; several workers average their gradients first."""
    optimizer.apply(replicas.mean(gradients), variables)
