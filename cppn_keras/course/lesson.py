"""What every lesson does before and after its own work: options, data, pictures to files."""

import argparse
import dataclasses
import functools
import logging
import sys
from collections.abc import Callable
from pathlib import Path

from cppn_keras import data as datasets
from cppn_keras.course.exercises import piece
from cppn_keras.course.options import Knob, in_notebook, notebook_options, parser_of, usual_value
from cppn_keras.data.picture import Picture, load_picture
from cppn_keras.errors import UserError
from cppn_keras.files import check_folder, replace_file
from cppn_keras.process import (
    PrintError,
    Stopped,
    end_by,
    load_tensorflow_quietly,
    nowhere,
    prepare_output,
    raise_at_signals,
)

WEIGHTS = Path(__file__).parents[1] / "weights"
QUICK_TRAIN, QUICK_TEST = 2000, 400  # pictures of a quick run


@dataclasses.dataclass
class Lesson:
    """The options of a lesson, its data, and the folder it writes to."""

    name: str
    data: datasets.Dataset | Picture | None  # None where the lesson needs none
    epochs: int
    batch_size: int
    seed: int
    out: Path
    quick: bool
    use_mine: bool
    pretrained: bool = False
    full_run: bool = False  # its usual data, and every number as the lesson's text has it
    knobs: argparse.Namespace = dataclasses.field(default_factory=argparse.Namespace)

    def exercise(self, stem: str) -> Callable:
        """The function that exercise `stem` asks for: the reader's own with --mine where it is
        attempted, ours otherwise; prints which."""
        try:
            return piece(stem, self.use_mine)
        except UserError as error:
            sys.exit(str(error))

    @property
    def verbose(self) -> int:
        """For `fit`: a progress bar on a terminal, a line per epoch in a file."""
        return 1 if sys.stdout.isatty() or in_notebook() else 2

    def save(self, drawn, file: str) -> Path:
        """Saves a Figure, or the Figure of an Axes, as <out>/<file>; prints the path."""
        import matplotlib.pyplot as plt

        figure = drawn if hasattr(drawn, "savefig") else drawn.figure
        path = replace_file(self.out / file, lambda temporary: figure.savefig(temporary, dpi=110))
        print(f"saved {path}", flush=True)
        if not in_notebook():
            plt.close(figure)
        return path

    def save_weights(self, *networks) -> None:
        """Saves each network as <out>/<its name>.weights.h5; prints the paths.

        Not with --quick: its small networks would take the place of a full run's.
        """
        if self.quick:
            return
        for network in networks:
            path = self.out / f"{network.name}.weights.h5"
            print(f"saved {replace_file(path, network.save_weights)}", flush=True)

    def load_weights(self, *networks, of: str | None = None) -> None:
        """Loads what a full run saved: this lesson's from the package, or another's (`of`), from
        its folder beside this one's where it has been run, else from the package."""
        folders = [WEIGHTS / (of or self.name)]
        if of:
            folders.insert(0, self.out.parent / of)
        for network in networks:
            file = f"{network.name}.weights.h5"
            path = next((f / file for f in folders if (f / file).exists()), folders[-1] / file)
            try:
                network.load_weights(path)
            except (OSError, ValueError):
                how = f"run lesson {of} in full" if of else "leave out --pretrained"
                sys.exit(f"{self.name}: {path} is missing or of other networks; {how}")
            whose = "a full run" if path.parent == folders[-1] else f"your run, {path.parent}"
            print(f"loaded {path.name} of {whose}", flush=True)


def begin(
    name: str,
    epochs: int,
    batch_size: int,
    quick: tuple[int, int],
    pretrained: bool = False,
    needs_data: bool = True,
    usual_data: str = "mnist",
    picture: tuple[int, int] | None = None,
    quick_hides: str = "",
    options: str | None = None,
    **knobs: Knob,
) -> Lesson:
    """Reads the command line, seeds everything, finds the data and says where it came from.

    Stops with one line, and no traceback, where the data cannot be had.

    Args:
        quick: (epochs, batch size) with --quick.
        pretrained: whether the lesson has weights to start from.
        needs_data: a lesson that does not need data loads none, and one that does not train has 0
            epochs: their options are accepted all the same, so that all lessons are called alike.
        usual_data: the dataset that it takes when none is asked for; drawn digits with --quick, and
            painted ones in place of photographs.
        picture: for a lesson about one picture, which then is its data: (pixels a side, the same
            with --quick).
        quick_hides: one line on what a small run on drawn digits cannot show, printed with --quick.
        options: in a notebook, what would stand on the command line, such as "--quick --beta 4";
            by default the environment variable CPPN_KERAS_OPTIONS.
        **knobs: the lesson's own numbers with their values, or (value, value with --quick). Each is
            an option, `beta=1.0` is --beta, `gate=True` is --gate and --no-gate, and each is an
            attribute of `lesson.knobs`.
    """
    parser = parser_of(name, (epochs, batch_size), quick, knobs)
    parser.add_argument("--data", help=_data_help(needs_data, picture, usual_data))
    if pretrained:
        parser.add_argument("--pretrained", action="store_true", help="start from a full run's end")
    given = _read(parser, name, options)
    usual = quick if given.quick else (epochs, batch_size)
    epochs, batch_size = given.epochs or usual[0], given.batch_size or usual[1]
    turned = {k: getattr(given, k) for k in knobs if getattr(given, k) is not None}
    try:
        check_folder(given.out)
        if picture:
            data = load_picture(given.data, picture[given.quick])
        else:
            load = _load_quick if given.quick else _load
            data = load(given.data, usual_data, batch_size) if needs_data else None
    except UserError as error:
        sys.exit(f"{name}: {error}")
    print(f"data: {data.source if data else 'none is needed'}", flush=True)
    if given.quick and quick_hides:
        print(f"--quick: {quick_hides}", flush=True)
    _prepare_keras(given.seed)
    is_usual = not needs_data or given.data is None or getattr(data, "name", "") == usual_data
    as_written = not given.quick and (epochs, batch_size) == usual and not turned
    return Lesson(
        name=name,
        data=data,
        epochs=epochs,
        batch_size=batch_size,
        seed=given.seed,
        out=given.out,
        quick=given.quick,
        use_mine=given.mine,
        pretrained=pretrained and given.pretrained,
        full_run=as_written and is_usual,
        knobs=argparse.Namespace(
            **{k: usual_value(v, given.quick) for k, v in knobs.items()} | turned
        ),
    )


def _read(parser, name: str, options: str | None):
    """The options given. A script gets signals that clean up, and one-line errors."""
    if in_notebook():
        return parser.parse_args(notebook_options(options))
    prepare_output()
    raise_at_signals()
    sys.excepthook = functools.partial(_say_in_one_line, name)
    return parser.parse_args()


def _prepare_keras(seed: int) -> None:
    load_tensorflow_quietly()
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    import keras

    keras.utils.set_random_seed(seed)


def _data_help(needs_data: bool, picture: tuple[int, int] | None, usual: str) -> str:
    if picture:
        return "path of a picture (default: a scene drawn here)"
    return f"{usual} (default; strokes with --quick), or a path" if needs_data else "(not used)"


def _say_in_one_line(name: str, kind, error, traceback) -> None:
    """In place of a traceback, for what is no fault of the lesson's; keeps the rest as it is."""
    if issubclass(kind, UserError):
        print(f"{name}: {error}", file=sys.stderr)
    elif issubclass(kind, KeyboardInterrupt):
        stopped = error if isinstance(error, Stopped) else Stopped()
        print(f"\n{name}: stopped by {stopped.name}.", file=sys.stderr)
        end_by(stopped.number)
    elif issubclass(kind, MemoryError):
        print(f"{name}: out of memory; try a smaller --batch-size or --quick.", file=sys.stderr)
    elif issubclass(kind, PrintError):
        sys.stdout = nowhere()
        print(f"{name}: cannot print: {error}", file=sys.stderr)
    else:
        sys.__excepthook__(kind, error, traceback)


def _load(name: str | None, usual: str, batch_size: int) -> datasets.Dataset:
    """The lesson's data.

    Raises UserError where they cannot be had or are fewer than a batch.
    """
    return _checked(datasets.load(name or usual), usual, batch_size)


def _load_quick(name: str | None, usual: str, batch_size: int) -> datasets.Dataset:
    """The first pictures of it, or drawn digits."""
    if name in (None, "strokes"):
        from cppn_keras.data.strokes import stroke_digits

        arrays = stroke_digits(QUICK_TRAIN, QUICK_TEST, seed=0)
        source = f"strokes: {QUICK_TRAIN:,} train + {QUICK_TEST} test, drawn here (synthetic)"
        drawn = datasets.Dataset("strokes", *arrays, source=source, synthetic=True)
        return _checked(drawn, usual, batch_size)
    data = datasets.load(name)
    source = f"{data.source}; the first {QUICK_TRAIN:,} and {QUICK_TEST} of them"
    train, test = slice(QUICK_TRAIN), slice(QUICK_TEST)
    few = dataclasses.replace(
        data,
        train_images=data.train_images[train],
        train_labels=data.train_labels[train],
        test_images=data.test_images[test],
        test_labels=data.test_labels[test],
        source=source,
    )
    return _checked(few, usual, batch_size)


def _checked(data: datasets.Dataset, usual: str, batch_size: int) -> datasets.Dataset:
    """Data of a batch or more; in colour, where the lesson's usual data are."""
    if len(data.train_images) < batch_size:
        raise UserError(
            f"{data.name} has {len(data.train_images)} training pictures here, fewer than a "
            f"batch of {batch_size}; give a smaller --batch-size."
        )
    if usual != "cifar10" or data.train_images.shape[-1] == 3:
        return data
    from cppn_keras.data.strokes import painted

    images = {
        name: painted(getattr(data, name), seed)
        for seed, name in enumerate(("train_images", "test_images"))
    }
    return dataclasses.replace(data, **images, source=f"{data.source}; painted")
