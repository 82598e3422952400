"""The command that copies what a sampler needs out of a run, with a card on how it was made."""

from argparse import Namespace

from cppn_keras.arguments import Parser, file_path, non_empty

HELP = "weights and a card out of a run, to give away"


def add_options(parser: Parser) -> None:
    parser.add_argument("folder", type=file_path, metavar="RUN", help="the folder of a run")
    parser.add_argument(
        "--data", type=non_empty, help="for the test figures (what it was trained on)"
    )
    parser.add_argument("--out", type=file_path, required=True, help="the new folder")


def run(options: Namespace) -> None:
    """Exports and prints the test figures."""
    from cppn_keras import data as datasets
    from cppn_keras.files import check_folder
    from cppn_keras.names import RECIPES
    from cppn_keras.runs import recipes
    from cppn_keras.runs.export import export, read_run

    check_folder(options.out)
    state = read_run(options.folder)
    known = recipes.get(state.recipe) if state.recipe in RECIPES else None
    if known and known.data == state.data["name"] and not options.data:
        data = known.load()  # of its class, where the recipe has one
    else:
        data = datasets.load(options.data or state.data["name"])
    card = export(options.folder, state, data, options.out)
    for name, value in card["test"].items():
        print(f"test {name} {value:.4f}")
    print(f"saved {options.out}")
