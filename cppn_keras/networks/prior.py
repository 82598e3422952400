"""The velocity network of the learnt prior."""

import keras
from keras import layers


def build_velocity(
    latent_dim: int, width: int = 256, depth: int = 3, name: str = "prior"
) -> keras.Model:
    """(codes (batch, latent), time (batch, 1) in 0..1) → velocity (batch, latent)."""
    codes = keras.Input((latent_dim,), name="codes")
    time = keras.Input((1,), name="time")
    x = layers.Concatenate(name="place_and_time")([codes, time])
    for i in range(depth):
        x = layers.Dense(width, "silu", name=f"dense{i + 1}")(x)
    return keras.Model([codes, time], layers.Dense(latent_dim, name="velocity")(x), name=name)
