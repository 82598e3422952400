"""The options of a lesson: those that all have, and the numbers of its own, its *knobs*."""

import argparse
import os
import shlex
import sys
from pathlib import Path

from cppn_keras.arguments import Parser, file_path, natural, not_negative, positive

Knob = bool | int | float | str | tuple  # a value, or (value, value with --quick)
MEANINGS = {  # what a knob is, where several lessons have it
    "latents": "numbers in a code z",
    "beta": "weight of the KL divergence",
    "rate": "Adam's learning rate",
    "generator_rate": "learning rate of the generator",
    "discriminator_rate": "learning rate of the discriminator",
    "vae_rate": "learning rate of the VAE's own steps",
    "feature_weight": "weight of the distance of the discriminator's features",
    "norm": "batch normalisation in the discriminator",
    "smoothing": "label smoothing, by labels drawn at random",
    "game_steps": "steps of a short game",
    "noise": "instance noise on what the discriminator sees",
    "gate": "the gate that keeps the discriminator from running away",
    "handicap": "steps of the generator in a batch, at most",
    "width": "units in a layer of the CPPN",
    "depth": "layers of the CPPN",
    "scale": "what z and coordinates are multiplied by",
    "size": "pixels a side of the large pictures",
    "sigma": "spread of the frequencies of the Fourier features",
    "rounds": "steps in which a code is fitted",
    "strokes": "drawings that are measured",
    "letters": "letters that are measured",
    "pairs": "pairs of pictures that are measured",
    "frames": "frames from one code to the next",
    "panel": "pixels a side of the small pictures",
    "ideas": "ideas to switch on, such as film,r1; or each, one after the other; or all",
    "seeds": "seeds of the rows that matter most",
}


def parser_of(
    name: str, full: tuple[int, int], quick: tuple[int, int], knobs: dict[str, Knob]
) -> Parser:
    """The parser of lesson `name`; `full` and `quick` are (epochs, batch size)."""
    parser = Parser(prog=f"lessons/{name}.py")
    epochs, batch_size = (f"({a}; {b} with --quick)" for a, b in zip(full, quick, strict=True))
    if not full[0]:
        epochs = batch_size = "(not used: nothing is trained here)"
    parser.add_argument("--epochs", type=positive, help=f"of the main run {epochs}")
    parser.add_argument("--batch-size", type=positive, help=f"pictures a step {batch_size}")
    parser.add_argument("--seed", type=natural, default=0, help="of weights, order and noise (0)")
    parser.add_argument("--out", type=file_path, default=Path("out") / name, help=f"(out/{name})")
    parser.add_argument("--quick", action="store_true", help="everything small: a minute at most")
    parser.add_argument("--mine", action="store_true", help="use the exercises you have solved")
    for knob, value in knobs.items():
        _add_knob(parser, knob, usual_value(value, False), usual_value(value, True))
    return parser


def usual_value(knob: Knob, quick: bool) -> bool | int | float | str:
    """What a knob is where the command line does not say."""
    return knob[quick] if isinstance(knob, tuple) else knob


def in_notebook() -> bool:
    """Whether cells are run one by one: in Jupyter, VS Code, PyCharm or Spyder."""
    return "ipykernel" in sys.modules


def notebook_options(options: str | None) -> list[str]:
    """What would stand on the command line: `options`, else those in CPPN_KERAS_OPTIONS."""
    return shlex.split(os.environ.get("CPPN_KERAS_OPTIONS", "") if options is None else options)


def _add_knob(parser: Parser, knob: str, value, quick_value) -> None:
    """An option of its own; None where it is not given, so that one sees what was turned."""
    flag = f"--{knob.replace('_', '-')}"
    usual = f"({value})" if quick_value == value else f"({value}; {quick_value} with --quick)"
    switch = isinstance(value, bool)
    if switch:
        usual = "(on)" if value else "(off)"
    meaning = f"{MEANINGS.get(knob, knob.replace('_', ' '))} {usual}"
    if switch:
        parser.add_argument(flag, action=argparse.BooleanOptionalAction, help=meaning)
    else:
        kind = positive if isinstance(value, int) else not_negative
        kind, shown = (str, "NAMES") if isinstance(value, str) else (kind, "N")
        parser.add_argument(flag, type=kind, help=meaning, metavar=shown)
