"""cppn_keras: networks trained on 26 x 26 pixel digits that draw them at any size.

Importing the package is cheap: TensorFlow is loaded when a part that needs it is first used.
"""

import importlib
import os
import pkgutil
import sys

__version__ = "0.5.0"

if "keras" not in sys.modules:
    os.environ["KERAS_BACKEND"] = "tensorflow"  # whatever keras.json says
elif (backend := sys.modules["keras"].backend.backend()) != "tensorflow":
    raise ImportError(
        f"cppn_keras needs Keras on TensorFlow, not on {backend}: set KERAS_BACKEND=tensorflow "
        "before Keras is imported."
    )


def __getattr__(name: str):
    if name == "Sampler":
        return importlib.import_module("cppn_keras.sampler").Sampler
    if name in __dir__():
        return importlib.import_module(f"cppn_keras.{name}")
    raise AttributeError(f"module 'cppn_keras' has no attribute {name!r}")


def __dir__() -> list[str]:
    modules = (module.name for module in pkgutil.iter_modules(__path__))
    return sorted({"Sampler", *modules, *globals()})
