"""The command that measures a model."""

from argparse import Namespace

from cppn_keras.arguments import Parser, positive
from cppn_keras.names import PRIORS

HELP = "measure a model: a table and a JSON file"


def add_options(parser: Parser) -> None:
    parser.add_weights()
    parser.add_data()
    parser.add_argument("--count", type=positive, default=10_000, help="samples (10000)")
    parser.add_argument("--prior", choices=PRIORS, help="only this one")
    parser.add_seed()
    parser.add_out("evaluation.json", "a .json")


def run(options: Namespace) -> None:
    """Prints the table and saves the figures."""
    from cppn_keras import data as datasets
    from cppn_keras.evaluation.report import evaluate
    from cppn_keras.evaluation.table import table
    from cppn_keras.files import check_target, write_json
    from cppn_keras.sampler import Sampler

    check_target(options.out, ".json")
    sampler = Sampler.from_pretrained(options.weights)
    data = datasets.load(options.data)
    report = evaluate(sampler, data, options.count, options.seed, options.prior, say=print)
    report = {"weights": options.weights, **report}
    print(table(report))
    print(f"saved {write_json(report, options.out)}")
