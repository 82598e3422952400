"""Commands that train, and pass on what was trained."""

from argparse import Namespace
from pathlib import Path

from cppn_keras import data as datasets
from cppn_keras import recipes
from cppn_keras.files import check_folder
from cppn_keras.training import run


def train(options: Namespace) -> None:
    """Trains a recipe into a folder and says what to do with it."""
    recipe = recipes.get(options.recipe)
    out = check_folder(options.out or Path("runs") / recipe.name)
    data = datasets.load(recipe.data if options.data is None else options.data)
    print(f"data: {data.source}")
    print(f"recipe: {recipe.name}, {recipe.summary}")
    run.train(recipe, data, out, options.minutes, options.epochs, options.seed, options.batch_size)
    print(f"saved {out}; see its digits with")
    print(f"  python -m cppn_keras sample {out} --size 52 --out samples.png")


def export(options: Namespace) -> None:
    """Copies what a sampler needs out of a run, with a card that says how it was made."""
    from cppn_keras.training import export as exporting

    check_folder(options.out)
    state = exporting.read_run(options.run)
    data = datasets.load(state.data["name"] if options.data is None else options.data)
    card = exporting.export(options.run, state, data, options.out)
    for name, value in card["test"].items():
        print(f"test {name} {value:.4f}")
    print(f"saved {options.out}")


def demo(options: Namespace) -> None:
    """The whole main path on an embedded default."""
    from cppn_keras.demo import run_demo

    run_demo(options.out, options.minutes, options.seed)
