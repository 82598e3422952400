"""The shipped models: the files their cards describe, and the pictures they have always drawn."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from cppn_keras import Sampler
from cppn_keras.runs.weights import WEIGHTS

# Latents, pictures and weights' digests of version 0.1 (d74986e), before CPPNs were a class. The
# weights of `mnist` are in another order since 0.3: FiLM is part of its dense layers.
RECORDED = np.load(Path(__file__).with_name("shipped_pictures.npz"))
NAMES = ("mnist", "mnist-2016", "mnist-2016-literal")


@pytest.mark.parametrize("card", sorted(WEIGHTS.glob("*/card.json")), ids=lambda p: p.parent.name)
def test_files_are_those_that_the_card_describes(card):
    for name, expected in json.loads(card.read_text())["sha256"].items():
        assert hashlib.sha256((card.parent / name).read_bytes()).hexdigest() == expected


@pytest.mark.parametrize("name", NAMES)
def test_weights_are_the_same_to_the_last_bit(name):
    weights = Sampler.from_pretrained(name).cppn.get_weights()
    digest = hashlib.sha256(b"".join(weight.tobytes() for weight in weights)).hexdigest()
    assert digest == str(RECORDED[f"{name} sha256"])


@pytest.mark.parametrize("name", NAMES)
def test_pictures_are_the_same(name):
    """To the last bit on the machine that recorded them; others round differently, and 1e-6 a
    picture on average is what that may come to."""
    sampler = Sampler.from_pretrained(name)
    z = RECORDED[f"{name} z"]
    small = sampler.generate(z)
    near = sampler.generate(z[0], x_dim=60, y_dim=40, scale=0.7 * sampler.scale)
    for drawn, what in ((small, "26 x 26"), (near, "near")):
        difference = np.abs(drawn - RECORDED[f"{name} {what}"])
        assert difference.mean() < 1e-6 and difference.max() < 1e-4
