"""The benchmark of the renderer: its ways draw one picture, and it runs."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture(scope="module")
def ways():
    sys.path.insert(0, str(FOLDER))
    try:
        import ways
    finally:
        sys.path.remove(str(FOLDER))
    return ways


@pytest.mark.parametrize("other", ["2016", "numpy", "torch"])
def test_the_ways_draw_the_same_picture(ways, other):
    if other == "torch":
        pytest.importorskip("torch")
    weights, z = ways.random_weights(32, depth=4), ways.random_z()
    picture = ways.WAYS["renderer"](weights, z)(45, 71)
    assert picture.std() > 0.05  # there is something to see
    np.testing.assert_allclose(ways.WAYS[other](weights, z)(45, 71), picture, atol=1e-5)


@pytest.mark.slow
def test_quick_prints_a_table():
    command = [sys.executable, FOLDER / "render.py", "--quick", "--ways", "2016", "numpy"]
    here = {**os.environ, "PYTHONPATH": str(FOLDER.parent)}
    run = subprocess.run(command, capture_output=True, text=True, cwd=FOLDER.parent, env=here)
    assert run.returncode == 0, run.stderr
    rows = [line.split() for line in run.stdout.splitlines() if line.startswith("  ")]
    assert [row[0] for row in rows] == ["way", "renderer", "2016", "numpy"]
    assert all(float(row[1]) > 0 and float(row[2]) > 0 for row in rows[1:])
    assert rows[1][2] == "1.00"
