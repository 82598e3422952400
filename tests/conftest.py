"""Options of the whole test run, and the settings that must come before TensorFlow."""

import os
import shutil

import pytest
from luck import Luck

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("MPLBACKEND", "Agg")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("CPPN_KERAS_OFFLINE", "1")  # tests download nothing
if "PYTEST_XDIST_WORKER" in os.environ:  # there are as many workers as cores
    for name in ("OMP_NUM", "OPENBLAS_NUM", "TF_NUM_INTRAOP", "TF_NUM_INTEROP"):
        os.environ.setdefault(f"{name}_THREADS", "1")


# Files whose slow tests share processes, or a browser.
SHARING = {"test_workers.py", "test_pool.py", "test_explorer.py", "test_explorer_core.py"}


def pytest_addoption(parser):
    parser.addoption(
        "--solutions", action="store_true", help="check solutions/ instead of lessons/exercises/"
    )
    parser.addoption(
        "--hint", action="store_true", help="one more hint to the exercise that is next, every time"
    )
    parser.addoption("--luck", type=int, default=1, metavar="N", help="N seeds, see tests/luck.py")


def pytest_generate_tests(metafunc):
    if "luck" in metafunc.fixturenames:
        seeds = range(metafunc.config.getoption("--luck"))
        metafunc.parametrize("luck", seeds, indirect=True, ids=lambda seed: f"seed{seed}")


def pytest_collection_modifyitems(items):
    for item in items:
        if "luck" in getattr(item, "fixturenames", ()):
            item.add_marker("luck")
    items.sort(key=_lateness)
    items[:] = _dealt(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1)))


def _dealt(items: list, workers: int) -> list:
    """As many parts of one length as there are workers, for each takes such a part of the list.
    Slow tests that share what takes long to set up stay together."""
    units = {}
    for item in items:
        shared = item.path.name in SHARING and item.get_closest_marker("slow")
        units.setdefault(item.path if shared else item, []).append(item)
    parts = [[] for _ in range(workers)]
    for unit in units.values():
        min(parts, key=len).extend(unit)
    return [item for part in parts for item in part]


def _lateness(item) -> int:
    """Long tests run first, so that no worker is left alone with one at the end."""
    if item.get_closest_marker("slow") is None:
        return 2
    return int(item.path.name not in ("test_lessons.py", "test_end_to_end.py"))


@pytest.fixture
def luck(request) -> Luck:
    """The seed and the bars of a test whose outcome is a matter of luck, see `luck.py`."""
    name = request.node.nodeid.replace(f"seed{request.param}", "").replace("[]", "")
    return Luck(request.param, name.replace("[-", "[").replace("-]", "]"))


@pytest.fixture(scope="session")
def finished_run(tmp_path_factory):
    """A small recipe's run of two epochs, one in each stage; to be left as it is."""
    from runs import RECIPE, small_data

    from cppn_keras.runs.run import train

    folder = tmp_path_factory.mktemp("finished") / "run"
    train(RECIPE, small_data(), folder, epochs=2)
    return folder


@pytest.fixture
def run(finished_run, tmp_path):
    """A copy of that run."""
    return shutil.copytree(finished_run, tmp_path / "run")
