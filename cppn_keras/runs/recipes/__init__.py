"""Named experiments: which networks, losses, data and numbers belong together, a module for each.

A module holds its numbers, each with the reason for it, the functions that build a compiled
training model from them, one for each stage, and `RECIPE`. To add a recipe, write such a module:
`names.RECIPES` finds it.
"""

import difflib
import importlib

from cppn_keras.errors import UserError
from cppn_keras.names import RECIPES
from cppn_keras.runs.recipe import Recipe


def get(name: str) -> Recipe:
    """The recipe of that name; only its own module is imported.

    Raises:
        UserError: there is none; names the closest.
    """
    if name not in RECIPES:
        close = difflib.get_close_matches(name, RECIPES, n=1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        raise UserError(f"unknown recipe {name!r}.{hint} Known recipes: {', '.join(RECIPES)}.")
    return importlib.import_module(f"{__name__}.{name.replace('-', '_')}").RECIPE
