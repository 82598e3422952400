"""The command that trains."""

from argparse import Namespace
from pathlib import Path

from cppn_keras.arguments import Parser, file_path, non_empty, positive, positive_float
from cppn_keras.names import RECIPES

HELP = "train a recipe, or go on with a run"


def add_options(parser: Parser) -> None:
    parser.add_argument("recipe", metavar="RECIPE", help=f"one of {', '.join(RECIPES)}")
    parser.add_argument(
        "--data",
        type=non_empty,
        help="mnist, fashion_mnist, cifar10, strokes, ink, a folder or a file (the recipe's own)",
    )
    parser.add_argument(
        "--minutes", type=positive_float, help="training time, resumed runs included"
    )
    parser.add_argument("--epochs", type=positive, help="the run is kept at the end of each")
    parser.add_argument("--out", type=file_path, help="folder of the run (runs/RECIPE)")
    parser.add_seed()
    parser.add_argument("--batch-size", type=positive, help="pictures a step (the recipe's own)")


def run(options: Namespace) -> None:
    """Trains a recipe into a folder and says what to do with it."""
    from cppn_keras import data as datasets
    from cppn_keras.files import check_folder
    from cppn_keras.runs import recipes
    from cppn_keras.runs.run import train
    from cppn_keras.runs.workers import connected

    recipe = recipes.get(options.recipe)
    out = options.out or Path("runs") / recipe.name
    with connected() as workers:
        if workers.first:
            check_folder(out)
        data = datasets.load(options.data) if options.data else recipe.load()
        print(f"data: {data.source}")
        print(f"recipe: {recipe.name}, {recipe.summary}")
        train(recipe, data, out, options.minutes, options.epochs, options.seed, options.batch_size)
        print(f"saved {out}; see its pictures with")
        print(f"  python -m cppn_keras sample {out} --out samples.png")
