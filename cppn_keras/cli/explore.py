"""The command that makes a web page of a model."""

from argparse import Namespace
from pathlib import Path

from cppn_keras.arguments import WEIGHTS_HELP, Parser, file_path, non_empty
from cppn_keras.names import COLOURS, STYLES

HELP = "a web page that draws with a model, in one file"


def add_options(parser: Parser) -> None:
    what = f"{WEIGHTS_HELP} (mnist; ink with --picture)"
    parser.add_argument("weights", type=non_empty, nargs="?", metavar="WEIGHTS", help=what)
    what = "a small picture of ink on paper, fitted as by enlarge, is shown first"
    parser.add_argument("--picture", type=file_path, help=what)
    what = "find directions such as slant in these pictures, and keep them beside the weights"
    parser.add_argument("--data", type=non_empty, help=what)
    parser.add_argument("--art", action="store_true", help="random weights in place of WEIGHTS")
    parser.add_seed()
    what = f"of --art: {', '.join(STYLES)} (alternating)"
    parser.add_argument("--style", choices=tuple(STYLES), metavar="STYLE", help=what)
    parser.add_argument("--colour", choices=tuple(COLOURS), help="of --art (hsv)")
    parser.add_out("explorer.html", "the page")
    parser.add_argument("--open", action="store_true", help="show it in a browser")


def run(options: Namespace) -> None:
    """Writes the page, and opens it where asked to."""
    from cppn_keras import explorer
    from cppn_keras.files import check_target

    check_target(options.out, ".html")
    _check_belonging(options)
    text = _art_page(options) if options.art else _page(options)
    path = explorer.save(text, options.out)
    print(f"saved {path}, {path.stat().st_size / 1e6:.1f} MB: open it in a browser")
    if options.open:
        import webbrowser

        webbrowser.open(path.resolve().as_uri())


def _check_belonging(options: Namespace) -> None:
    """Raises UserError for options that do not go together."""
    from cppn_keras.errors import UserError

    trained = options.weights or options.picture or options.data
    if options.art and trained:
        raise UserError("--art has random weights: it goes with no WEIGHTS, --picture or --data.")
    if not options.art and (options.style or options.colour):
        raise UserError("--style and --colour are for --art.")


def _art_page(options: Namespace) -> str:
    from cppn_keras import explorer

    chosen = {"style": options.style, "colour": options.colour}
    given = {key: value for key, value in chosen.items() if value is not None}
    return explorer.art_page(options.seed, **given)


def _page(options: Namespace) -> str:
    from cppn_keras import explorer
    from cppn_keras.data.small import read_small_picture
    from cppn_keras.pictures import fitted_code
    from cppn_keras.sampler import Sampler

    weights = options.weights or ("ink" if options.picture else "mnist")
    if options.data is not None:
        _keep_directions(weights, options.data)
    sampler = Sampler.from_pretrained(weights, seed=options.seed)
    if not sampler.directions and sampler.encoder is not None and sampler.c_dim == 1:
        print("no directions beside these weights: --data finds them, for sliders of slant, …")
    name, code, picture = Path(weights).name, None, None
    if options.picture is not None:
        picture = read_small_picture(options.picture)
        print(picture.source, flush=True)
        name, code = options.picture.stem, fitted_code(sampler, picture)
    return explorer.page(sampler, code, picture, name)


def _keep_directions(weights: str, data: str) -> None:
    """Finds directions and saves them beside the weights."""
    from cppn_keras import data as datasets
    from cppn_keras.evaluation.directions import find_directions, save_directions
    from cppn_keras.files import DIRECTIONS_FILE
    from cppn_keras.runs.weights import find_weights
    from cppn_keras.sampler import Sampler

    folder = find_weights(weights)
    found = find_directions(Sampler.from_pretrained(weights), datasets.load(data))
    print(f"saved {save_directions(found, folder / DIRECTIONS_FILE)}")
