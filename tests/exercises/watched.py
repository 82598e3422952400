"""A mixin for models in checkers: it notes what a training step must not do to them."""


class Watched:
    """Counts how often `trainable` was set, and calls without training=True.

    To be put in front of keras.Model or keras.Sequential.
    """

    toggled = careless = 0

    @property
    def trainable(self):
        return super().trainable

    @trainable.setter
    def trainable(self, value):
        self.toggled += 1
        super(Watched, type(self)).trainable.fset(self, value)

    def call(self, inputs, training=None, mask=None):
        self.careless += training is not True
        return super().call(inputs, training=training, mask=mask)
