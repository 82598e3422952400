"""What every lesson does before and after its own work: options, data, pictures to files."""

import dataclasses
import functools
import importlib
import logging
import sys
from collections.abc import Callable
from pathlib import Path

from cppn_keras import data as datasets
from cppn_keras.arguments import Parser, file_path, natural, positive
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

    def mine(self, stem: str, name: str, fallback: Callable) -> Callable:
        """The reader's `name` from lessons/exercises/<stem>.py if --mine was given and they have
        attempted it; the lesson's own otherwise."""
        if not self.use_mine:
            return fallback
        try:
            return importlib.import_module("cppn_keras.course.exercises").mine(stem, name, fallback)
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
    picture: tuple[int, int] | None = None,
) -> Lesson:
    """Reads the command line, seeds everything, finds the data and says where it came from.

    Stops with one line, and no traceback, where the data cannot be had. `quick` is (epochs,
    batch size) with --quick; `pretrained` says that the lesson has weights to start from. A
    lesson that does not need data loads none, and one that does not train has 0 epochs: their
    options are accepted all the same, so that every lesson can be called alike. `picture` is for
    a lesson about one picture, which then is its data: (pixels a side, the same with --quick).
    """
    parser = _parser(name, (epochs, batch_size), quick)
    parser.add_argument("--data", help=_data_help(needs_data, picture))
    if pretrained:
        parser.add_argument("--pretrained", action="store_true", help="start from a full run's end")
    options = _read(parser, name)
    if options.quick:
        epochs, batch_size = quick
    batch_size = options.batch_size or batch_size
    try:
        check_folder(options.out)
        if picture:
            data = load_picture(options.data, picture[options.quick])
        else:
            data = _load(options.data, options.quick, batch_size) if needs_data else None
    except UserError as error:
        sys.exit(f"{name}: {error}")
    print(f"data: {data.source if data else 'none is needed'}", flush=True)
    _prepare_keras(options.seed)
    return Lesson(
        name=name,
        data=data,
        epochs=options.epochs or epochs,
        batch_size=batch_size,
        seed=options.seed,
        out=options.out,
        quick=options.quick,
        use_mine=options.mine,
        pretrained=pretrained and options.pretrained,
    )


def _read(parser, name: str):
    """The options; in a notebook, which has no command line, the defaults. A script gets signals
    that clean up, and one-line errors."""
    if in_notebook():
        return parser.parse_args([])
    prepare_output()
    raise_at_signals()
    sys.excepthook = functools.partial(_say_in_one_line, name)
    return parser.parse_args()


def _prepare_keras(seed: int) -> None:
    load_tensorflow_quietly()
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    import keras

    keras.utils.set_random_seed(seed)


def in_notebook() -> bool:
    """Whether cells are run one by one: in Jupyter, VS Code, PyCharm or Spyder."""
    return "ipykernel" in sys.modules


def _data_help(needs_data: bool, picture: tuple[int, int] | None) -> str:
    if picture:
        return "path of a picture (default: a scene drawn here)"
    return "mnist (default; strokes with --quick), or a path" if needs_data else "(not used)"


def _parser(name: str, full: tuple[int, int], quick: tuple[int, int]):
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
    return parser


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


def _load(name: str | None, quick: bool, batch_size: int) -> datasets.Dataset:
    """The lesson's data: all of it, or the first pictures of it with --quick.

    Raises UserError where they cannot be had or are fewer than a batch.
    """
    data = _load_quick(name) if quick else datasets.load(name or "mnist")
    if len(data.train_images) < batch_size:
        raise UserError(
            f"{data.name} has {len(data.train_images)} training pictures here, fewer than a "
            f"batch of {batch_size}; give a smaller --batch-size."
        )
    return data


def _load_quick(name: str | None) -> datasets.Dataset:
    if name in (None, "strokes"):
        from cppn_keras.data.strokes import stroke_digits

        arrays = stroke_digits(QUICK_TRAIN, QUICK_TEST, seed=0)
        source = f"strokes: {QUICK_TRAIN:,} train + {QUICK_TEST} test, drawn here (synthetic)"
        return datasets.Dataset("strokes", *arrays, source=source, synthetic=True)
    data = datasets.load(name)
    source = f"{data.source}; the first {QUICK_TRAIN:,} and {QUICK_TEST} of them"
    train, test = slice(QUICK_TRAIN), slice(QUICK_TEST)
    return dataclasses.replace(
        data,
        train_images=data.train_images[train],
        train_labels=data.train_labels[train],
        test_images=data.test_images[test],
        test_labels=data.test_labels[test],
        source=source,
    )
