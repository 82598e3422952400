"""What each command of the command line does: a function of the parsed options by its name."""

from cppn_keras.commands.arrays import reconstruct, sample
from cppn_keras.commands.art import art
from cppn_keras.commands.drawing import enlarge, render
from cppn_keras.commands.evaluation import evaluate
from cppn_keras.commands.moving import morph, zoom
from cppn_keras.commands.training import demo, export, train

__all__ = [
    "art",
    "demo",
    "enlarge",
    "evaluate",
    "export",
    "morph",
    "reconstruct",
    "render",
    "sample",
    "train",
    "zoom",
]
