"""Exercises: the mark of an unfinished one, the list of all, and how a lesson loads them.

An exercise is one function in `lessons/exercises/exNN_name.py`, NN being the lesson's number, and
the function is called `name`. Its body is `return not_attempted()` until the reader replaces it.
`solutions/` holds the same files, solved; `tests/exercises/` checks either.

For authors of lessons. Behind the option `--mine` a lesson trains with what the reader wrote:

    from cppn_keras.training import losses
    from cppn_keras.course.exercises import mine

    kl_divergence = losses.kl_divergence
    if options.mine:
        kl_divergence = mine("ex01_kl_divergence", "kl_divergence", losses.kl_divergence)

`mine` prints one line that says whose function will be used, and gives `losses.kl_divergence`
when the exercise is not attempted. It does not check: a wrong function trains wrongly, which is
worth seeing. A file that cannot be imported stops the lesson with one line (`UserError`).
"""

import ast
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import NoReturn

from cppn_keras.errors import UserError

LESSONS: dict[str, dict[str, str]] = {
    "01_vae_manifold": {
        "ex01_kl_divergence": "how far a code's distribution is from N(0, I)",
        "ex01_reparametrise": "the reparameterization trick: drawing a code so that gradients pass",
        "ex01_reconstruction_loss": "cross-entropy of a picture and its reconstruction",
        "ex01_vae_loss": "both terms together: weights, sums and means",
        "ex01_manifold_grid": "codes that show the whole latent plane",
        "ex01_edit_direction": "a direction that slants digits, found from data",
    },
    "02_dcgan": {
        "ex02_noisy_labels": "label smoothing, with labels drawn at random",
        "ex02_discriminator_loss": "telling real from fake, from logits",
        "ex02_generator_loss": "passing for real, by the non-saturating loss",
        "ex02_gan_train_step": "one step of each network, and of no other weights",
        "ex02_instance_noise_at": "noise that fades as training goes on",
    },
    "03_abstract_cppn": {
        "ex03_coordinate_grid": "where the pixels are",
        "ex03_radius": "how far from the middle",
        "ex03_fully_connected": "a layer with new random weights",
        "ex03_cppn_forward": "a whole CPPN, layer by layer",
    },
    "04_one_image": {
        "ex04_psnr": "how near a picture is to another, in decibels",
        "ex04_fourier_features": "a place in the picture as sines and cosines",
        "ex04_lerp": "from one place to another in a straight line",
        "ex04_slerp": "from one code to another without passing near the origin",
    },
    "05_cppn_gan": {
        "ex05_discriminator_gate": "may the discriminator learn from this batch?",
        "ex05_n_handicap_loop": "a head start for the generator, in every batch",
        "ex05_count_digits": "which digits does a generator draw?",
    },
    "06_cppn_vae": {
        "ex06_image_generator": "a CPPN that draws pictures of one size",
        "ex06_elbo": "the lower bound on a picture's log-likelihood, in nats",
        "ex06_draw_from_mixture": "drawing codes from a mixture of Gaussians",
        "ex06_follow_flow": "the way from noise to codes, step by step",
    },
    "07_cppn_vae_gan": {
        "ex07_vae_gan_losses": "three losses around one generator, and what each averages",
        "ex07_balanced_step": "a step that fools the discriminator and keeps the picture",
        "ex07_one_batch": "which steps are made in a batch, and when to stop",
    },
    "08_high_resolution": {
        "ex08_pixel_area_average": "what a camera with fewer pixels would see",
        "ex08_edge_width": "how sharp an edge is, in training pixels",
        "ex08_bicubic_psnr": "how near bicubic comes to the truth, in decibels",
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
    tree = ast.parse(exercise_path(stem).read_bytes())
    named = [node for node in tree.body if getattr(node, "name", None) == name]
    inside = [node for top in named for node in ast.walk(top)]
    return not any(_calls_marker(node) for node in inside if isinstance(node, ast.FunctionDef))


def mine(stem: str, name: str, fallback: Callable) -> Callable:
    """The reader's `name` from exercise `stem`, or `fallback` if it is not attempted yet.

    Prints one line that says which. See the module's docstring for its use in a lesson.
    """
    try:
        function = load_function(stem, name)
    except NotAttempted:
        function = None
    if function is None or not attempted(stem, name):
        print(f"{stem} is not attempted yet: using the library's {name}")
        return fallback
    print(f"{stem}: using your {name}")
    return function


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
