"""The command that measures."""

from argparse import Namespace

from cppn_keras import data as datasets
from cppn_keras.evaluation.report import evaluate as judge
from cppn_keras.evaluation.table import table
from cppn_keras.files import check_target, write_json
from cppn_keras.sampler import Sampler


def evaluate(options: Namespace) -> None:
    """Measures a model, prints the table and saves the figures."""
    check_target(options.out, ".json")
    sampler = Sampler.from_pretrained(options.weights)
    data = datasets.load(options.data)
    report = judge(sampler, data, options.count, options.seed, options.prior, say=print)
    report = {"weights": options.weights, **report}
    print(table(report))
    print(f"saved {write_json(report, options.out)}")
