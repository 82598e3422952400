"""The benchmark of the training steps: its ways draw the same pictures, and it runs."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"
Z = np.random.default_rng(1).normal(size=(2, 24)).astype("float32")


@pytest.fixture(scope="module")
def steps():
    sys.path.insert(0, str(FOLDER))
    try:
        import steps
    finally:
        sys.path.remove(str(FOLDER))
    return steps


def test_the_way_of_2016_draws_the_same_pictures(steps):
    generator = steps.networks_for(steps.CASES[0])["generator"]
    draw, variables = steps.draw_as_in_2016(generator.cppn)
    np.testing.assert_allclose(draw(Z), generator(Z), atol=1e-5)
    assert sum(int(np.prod(v.shape)) for v in variables) == generator.count_params()


def test_pytorch_draws_the_same_pictures(steps, monkeypatch):
    pytest.importorskip("torch")
    monkeypatch.syspath_prepend(FOLDER)
    import torch_steps

    for case in {case.generator: case for case in steps.CASES}.values():
        nets = steps.networks_for(case)
        drawn = torch_steps.drawing(case, steps.weights_of(nets), Z)
        np.testing.assert_allclose(drawn, nets["generator"](Z), atol=1e-5, err_msg=case.name)


def test_operations_are_counted_by_hand(steps):
    """26 x 26 points through 67 → 128 → 128 → 128 → 128 → 1; z once a picture."""
    by_name = {case.name: case for case in steps.CASES}
    case = by_name["VAE, FiLM CPPN"]
    nets = steps.networks_for(case)
    points = 676 * (67 * 128 + 3 * 128**2 + 128)
    of_z = 24 * 128 + 128**2 + 4 * 128 * 256
    assert steps.forward_operations(nets["generator"]) == 2 * (points + of_z)
    encoder = 13**2 * 25 * 32 + 7**2 * 9 * 32 * 64 + 4**2 * 9 * 64 * 128
    encoder += 2048 * 256 + 2 * 256 * 24
    assert steps.forward_operations(nets["encoder"]) == 2 * encoder
    assert steps.operations(case, nets) == 64 * 3 * 2 * (points + of_z + encoder)


@pytest.mark.slow
def test_quick_prints_a_table():
    command = [sys.executable, FOLDER / "train.py", "--quick", "--ways", "2016"]
    here = {**os.environ, "PYTHONPATH": str(FOLDER.parent)}
    run = subprocess.run(command, capture_output=True, text=True, cwd=FOLDER.parent, env=here)
    assert run.returncode == 0, run.stderr
    rows = [line.split() for line in run.stdout.splitlines() if line.startswith("  ")]
    assert [row[0] for row in rows] == ["ours", "2016"]
    assert rows[0][3] == "1.00" and all(float(row[1]) > 0 for row in rows)
