"""Options of the whole test run, and the settings that must come before TensorFlow."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("MPLBACKEND", "Agg")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("CPPN_KERAS_OFFLINE", "1")  # tests download nothing


def pytest_addoption(parser):
    parser.addoption(
        "--solutions", action="store_true", help="check solutions/ instead of lessons/exercises/"
    )
