"""Exercises: the mark of an unfinished one, the list of all, and how a lesson loads them.

An exercise is one function in `lessons/exercises/exNN_name.py`, NN being the lesson's number, and
the function is called `name`. It says `return not_attempted()` until the reader replaces that line.
`solutions/` holds the same files, solved; `tests/exercises/` checks either.

A lesson takes the function where it needs it, and does not show its body:

    kl_divergence = lesson.exercise("ex01_kl_divergence")

With `--mine` that is the reader's own, where it is attempted; ours otherwise. It is not checked: a
wrong function trains wrongly, which is worth seeing. A file that cannot be imported stops the
lesson with one line (`UserError`).

There are five kinds: *write* a function from what it is given and gives back; *build* a network
by a table of shapes; *find* the bug that was planted in a file of ours; *predict* a number before
it is measured; *change* what the lesson does into something that it does not do.
"""

import ast
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import NoReturn

from cppn_keras.errors import UserError

KINDS = ("write", "build", "find", "predict", "change")
LESSONS: dict[str, dict[str, tuple[str, str]]] = {  # lesson → exercise → (kind, what it is about)
    "01_vae_manifold": {
        "ex01_encoder": ("build", "the encoder of the VAE, by a table of shapes"),
        "ex01_kl_divergence": ("write", "how far a code's distribution is from N(0, I)"),
        "ex01_predict_kl": ("predict", "what a precise code costs, in nats"),
        "ex01_vae_loss": ("find", "an objective under which every code means the same"),
        "ex01_manifold_grid": ("change", "codes that show the whole latent plane fairly"),
        "ex01_edit_direction": ("write", "a direction that slants digits, found from data"),
    },
    "02_dcgan": {
        "ex02_discriminator": ("build", "the discriminator, by a table of shapes"),
        "ex02_generator_loss": ("find", "a generator that learns nothing when it is worst"),
        "ex02_gan_train_step": ("write", "one step of each network, and of no other weights"),
        "ex02_predict_losses": ("predict", "the losses of an even game, and with smooth labels"),
        "ex02_noisy_labels": ("write", "label smoothing, with labels drawn at random"),
        "ex02_hinge_loss": ("change", "the same game with another loss"),
    },
    "03_abstract_cppn": {
        "ex03_coordinate_grid": ("write", "where the pixels are"),
        "ex03_cppn_forward": ("write", "a whole CPPN, layer by layer"),
        "ex03_supersample": ("find", "a picture that moves when it is drawn finer"),
        "ex03_predict_shift": ("predict", "what half a pixel does"),
        "ex03_window": ("change", "another window on the same picture"),
        "ex03_shader_layer": ("write", "a layer as text for a graphics chip"),
    },
    "04_one_image": {
        "ex04_predict_psnr": ("predict", "decibels from an error, and an error from decibels"),
        "ex04_fourier_features": ("write", "a place in the picture as waves of many lengths"),
        "ex04_sine_layers": ("find", "a network of sines that learns one colour"),
        "ex04_tiling_features": ("change", "features of a picture that repeats without a seam"),
        "ex04_slerp": ("write", "from one vector to another without passing near the origin"),
    },
    "05_cppn_gan": {
        "ex05_cppn": ("build", "the CPPN of 2016, by a table of shapes"),
        "ex05_predict_memory": ("predict", "the memory of a batch within a batch"),
        "ex05_n_handicap_loop": ("write", "a head start for the generator, in every batch"),
        "ex05_discriminator_gate": ("write", "may the discriminator learn from this batch?"),
        "ex05_gated_step": ("find", "a gate that is shut, and a discriminator that moves on"),
        "ex05_count_digits": ("write", "which digits does a generator draw?"),
    },
    "06_cppn_vae": {
        "ex06_image_generator": ("write", "a CPPN that draws pictures of one size"),
        "ex06_tighter_bound": ("change", "a bound nearer to the log-likelihood, from more codes"),
        "ex06_predict_grey": ("predict", "the best answer to a stroke that may be here or there"),
        "ex06_draw_from_mixture": ("write", "drawing codes from a mixture of Gaussians"),
        "ex06_flow_loss": ("find", "a flow that is trained well and does not arrive"),
        "ex06_follow_flow": ("write", "the way from noise to codes, step by step"),
    },
    "07_cppn_vae_gan": {
        "ex07_balanced_step": (
            "write",
            "a step that fools the discriminator and keeps the picture",
        ),
        "ex07_one_batch": ("write", "which steps are made in a batch, and when to stop"),
        "ex07_predict_momentum": ("predict", "how far Adam goes on when its gradients are 0"),
        "ex07_feature_loss": ("find", "a term that pulls on nothing"),
        "ex07_prior_samples": ("change", "a discriminator that sees samples of the prior, too"),
    },
    "08_high_resolution": {
        "ex08_area_average": ("find", "a camera that counts some of the ink twice"),
        "ex08_edge_width": ("write", "how sharp an edge is, in training pixels"),
        "ex08_predict_agreement": ("predict", "what is left of the ink when bicubic is cut at ½"),
        "ex08_back_projection": ("write", "an enlargement that keeps the pixels it was given"),
        "ex08_refine_code": ("write", "a code that is fitted to the pixels of one picture"),
        "ex08_outline_penalty": ("change", "a measure of one's own for the outlines of ink"),
    },
    "09_latent_arithmetic": {
        "ex09_slant": ("write", "how far a digit leans, whatever its size and brightness"),
        "ex09_direction_by_regression": (
            "write",
            "what to add to a code, so that a measure changes by 1",
        ),
        "ex09_predict_midpoint": ("predict", "how long random codes are, and their averages"),
        "ex09_slider": ("find", "a slider that is right for ordinary digits only"),
        "ex09_morph_frames": ("change", "a loop through any codes, at a pace of one's own"),
    },
    "10_frogs_and_trucks": {
        "ex10_random_crop_flip": ("write", "a square out of every picture, perhaps mirrored"),
        "ex10_predict_error": ("predict", "what a squared error costs, and what detail saves"),
        "ex10_effective_number": ("write", "how many different pictures does a generator draw?"),
        "ex10_smaller_pictures": ("find", "a picture that moves when it is made smaller"),
        "ex10_mirror": ("change", "pictures that are the same left and right"),
    },
    "11_sharper": {
        "ex11_film": ("write", "z has a say in every layer, and is asked once per picture"),
        "ex11_r1_penalty": ("write", "what a steep discriminator has to pay"),
        "ex11_predict_average": ("predict", "what a moving average remembers, and what it costs"),
        "ex11_moving_average": ("find", "an average that stays, and a training that hardly moves"),
        "ex11_grey_penalty": ("change", "a price for grey, of one's own choice"),
    },
    "12_beyond_one_machine": {
        "ex12_shards": ("write", "which rows of the batch are whose"),
        "ex12_worker_step": ("find", "many workers that learn no more than one"),
        "ex12_ring_all_reduce": ("write", "a sum that goes round in a ring"),
        "ex12_fewer_bytes": ("change", "a tenth of the gradient, and nothing lost"),
        "ex12_poster_tiles": ("write", "the tiles of a picture"),
        "ex12_predict_bytes": ("predict", "what has to pass the wire, and how fast it must be"),
    },
}


class NotAttempted(Exception):
    """The exercise still is as it came: neither right nor wrong."""


def not_attempted() -> NoReturn:
    """Marks an exercise as not attempted; replace the call with your own lines."""
    stem = Path(sys._getframe(1).f_code.co_filename).stem
    raise NotAttempted(f"{stem} is not attempted yet")


def exercise_path(stem: str, solutions: bool = False) -> Path:
    """Where an exercise, or its solution, lies.

    In the checkout that this package is part of, else in the current folder or the nearest above
    it. The environment variable CPPN_KERAS_EXERCISES names another folder for the reader's files.
    """
    if not solutions and (folder := os.environ.get("CPPN_KERAS_EXERCISES")):
        return Path(folder) / f"{stem}.py"
    here = Path.cwd()
    for root in (Path(__file__).resolve().parents[2], here, *here.parents):
        if (root / "lessons/exercises").is_dir():
            return root / ("solutions" if solutions else "lessons/exercises") / f"{stem}.py"
    raise UserError(f"lessons/exercises not found: run this in the course's folder, not in {here}")


def short_path(path: Path) -> str:
    """The path as one would type it in the current folder, always with forward slashes."""
    path, here = path.resolve(), Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def load_exercise(stem: str, solutions: bool = False) -> ModuleType:
    """Imports an exercise, or its solution, by path; a fresh module at every call.

    Raises UserError, one line with file and line number, where that is impossible.
    """
    path = exercise_path(stem, solutions)
    shown = short_path(path)
    try:
        code = compile(path.read_bytes(), str(path), "exec")
    except OSError as error:
        raise UserError(f"{shown} cannot be read: {error.strerror}") from None
    except SyntaxError as error:
        raise UserError(f"{shown}, line {error.lineno}: {_named(error, error.msg)}") from None
    except ValueError as error:  # null bytes, before Python 3.12
        raise UserError(f"{shown}: {_named(error)}") from None
    module = ModuleType(f"{'solutions' if solutions else 'exercises'}.{stem}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    try:
        exec(code, module.__dict__)
    except NotAttempted:
        raise
    except Exception as error:
        line = line_in(path, error)
        raise UserError(f"{shown}, line {line}: importing it raised {_named(error)}") from None
    return module


def load_function(stem: str, name: str, solutions: bool = False) -> Callable:
    """The function (or layer) `name` of an exercise; UserError if the file has none."""
    function = getattr(load_exercise(stem, solutions), name, None)
    if not callable(function):
        shown = short_path(exercise_path(stem, solutions))
        raise UserError(f"{shown} has no function {name}: was it renamed?")
    return function


def line_in(path: Path | str, error: BaseException) -> int | None:
    """The line of file `path` that an exception passed last; None if it never came by."""
    line, traceback = None, error.__traceback__
    while traceback:
        if traceback.tb_frame.f_code.co_filename == str(path):
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def attempted(stem: str, name: str) -> bool:
    """Whether the reader's `name` (a function, or a class in all its methods) calls no marker.

    Lines after a `return` do not count, so a marker forgotten at the end does no harm.
    """
    return not any(_calls_marker(node) for node in _functions(stem, name))


def only_marked(stem: str, name: str) -> bool:
    """Whether `name` calls the marker, and has code besides: mended perhaps, but still marked."""
    marked = [node for node in _functions(stem, name) if _calls_marker(node)]
    return any(len(node.body) - bool(ast.get_docstring(node)) > 1 for node in marked)


def _functions(stem: str, name: str) -> list[ast.FunctionDef]:
    """The reader's `name`, or the methods of it, as syntax trees."""
    tree = ast.parse(exercise_path(stem).read_bytes())
    named = [node for node in tree.body if getattr(node, "name", None) == name]
    inside = [node for top in named for node in ast.walk(top)]
    return [node for node in inside if isinstance(node, ast.FunctionDef)]


def piece(stem: str, mine: bool = False) -> Callable:
    """What a lesson goes on with: with `mine` the reader's function where it is attempted, else
    ours. Prints one line that names the exercise and says whose function it is."""
    name = stem.split("_", 1)[1]
    if mine:
        try:
            function = load_function(stem, name)
        except NotAttempted:
            function = None
        if function is not None and attempted(stem, name):
            print(f"{stem}: using your {name}", flush=True)
            return function
        print(f"{stem} is not attempted yet: using ours", flush=True)
    else:
        print(f"exercise {stem}: using our {name} (--mine uses yours)", flush=True)
    return load_function(stem, name, solutions=True)


def _calls_marker(function: ast.FunctionDef) -> bool:
    for statement in function.body:
        calls = (n.func for n in ast.walk(statement) if isinstance(n, ast.Call))
        if any(ast.unparse(called).endswith("not_attempted") for called in calls):
            return True
        if isinstance(statement, ast.Return):
            return False
    return False


def _named(error: Exception, message: str | None = None) -> str:
    lines = (message or str(error)).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
