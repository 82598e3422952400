"""How good are the pictures? A frozen classifier, measures, and a report."""

from cppn_keras.evaluation.classifier import Classifier, Reading
from cppn_keras.evaluation.report import evaluate
from cppn_keras.evaluation.table import table
