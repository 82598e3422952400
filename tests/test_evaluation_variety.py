"""Measures of colour pictures: the reader of frogs and trucks, and how many different ones."""

import itertools

import numpy as np
import pytest

from cppn_keras.evaluation import metrics, turns, variety
from cppn_keras.evaluation.classifier import CARD_FILE, Classifier, Reading
from cppn_keras.sampler import Sampler


def test_pictures_are_turned_one_by_one():
    rng = np.random.default_rng(1)
    images, by = rng.random((5, 6, 6, 3)), np.array([0, 3, 1, 2, 1])
    for one, turn, before in zip(turns.turned(images, by), by, images, strict=True):
        np.testing.assert_array_equal(one, np.rot90(before, turn))
    assert turns.answers(np.array([6, 9, 9, 6]), np.array([0, 0, 3, 2])).tolist() == [0, 4, 7, 2]


def test_what_is_shown_is_a_turned_crop_that_may_be_mirrored():
    rng = np.random.default_rng(2)
    images = rng.integers(0, 256, (40, 32, 32, 3), "uint8")
    found, by = turns.shown(images, rng)
    assert found.dtype == "float32" and found.shape == (40, 30, 30, 3) and set(by) == {0, 1, 2, 3}
    mirrored = 0
    for one, turn, whole in zip(found, by, images, strict=True):
        upright = np.rot90(one, -turn)
        crops = [
            whole[i : i + 30, j : j + 30] / np.float32(255) for i in range(3) for j in range(3)
        ]
        straight = any(np.allclose(upright, crop) for crop in crops)
        mirrored += not straight
        assert straight or any(np.allclose(upright[:, ::-1], crop) for crop in crops)
    assert 8 < mirrored < 32


@pytest.mark.parametrize("counts", [(1,), (7,), (5, 5, 5), (1, 2, 12)])
def test_copies_of_pictures_count_by_their_shares(counts):
    """Of unequal numbers of copies there are exp(entropy of the shares) different ones."""
    rng = np.random.default_rng(3)
    features = np.repeat(100 * rng.standard_normal((len(counts), 9)), counts, axis=0)
    shares = np.array(counts) / sum(counts)
    expected = np.exp(-np.sum(shares * np.log(shares)))
    assert metrics.effective_number(features + 5, 1.0) == pytest.approx(expected, rel=1e-6)


def test_pictures_that_are_nearer_count_less():
    features = np.random.default_rng(4).standard_normal((50, 8))
    found = [metrics.effective_number(features, scale) for scale in (0.01, 1.0, 3.0, 1e4)]
    assert found[0] == pytest.approx(50) and found[-1] == pytest.approx(1, abs=1e-3)
    assert all(fine > coarse for fine, coarse in itertools.pairwise(found))


def test_the_figures_of_the_same_pictures_and_of_one_picture():
    rng = np.random.default_rng(5)
    probabilities = np.tile(np.eye(8)[4], (60, 1))  # trucks, upright
    real = Reading(rng.standard_normal((60, 20)).astype("float32"), probabilities)
    same = variety.variety_figures(real, real, 9)
    one = variety.variety_figures(Reading(real.features[:1].repeat(60, 0), probabilities), real, 9)
    assert same["frechet"] == pytest.approx(0, abs=1e-3) and same["coverage"] == 1
    assert same["upright"] == 1 and variety.variety_figures(real, real, 6)["upright"] == 0
    assert one["different"] == pytest.approx(1) and same["different"] > 5
    assert one["coverage"] < 0.3 and one["frechet"] > same["frechet"]


@pytest.mark.parametrize("name, label", [("cifar-frog", 6), ("cifar-truck", 9)])
def test_shipped_samples_are_read_as_their_class_and_upright(name, label):
    sampler, reader = Sampler.from_pretrained(name, seed=1), variety.load_reader()
    digits = reader.read(sampler.generate(sampler.generate_z(100))).digits
    upright = 4 * turns.LABELS.index(label)
    assert np.mean(digits // 4 == upright // 4) > 0.7
    assert np.mean(digits == upright) > 0.5


def test_a_reader_is_trained_and_described(tmp_path, monkeypatch, capsys):
    """On two pictures that are easy to tell: one epoch of a few steps, and its card."""
    rng = np.random.default_rng(6)
    images = rng.integers(0, 60, (40, 32, 32, 3), "uint8")
    labels = np.resize([6, 9], 40)
    images[labels == 9, :8] += 180  # trucks are bright at the top
    arrays = {"x_train": images, "y_train": labels, "x_test": images[:9], "y_test": labels[:9]}
    np.savez(tmp_path / "cifar10.npz", **arrays)
    monkeypatch.setenv("CPPN_KERAS_DATA", str(tmp_path))
    monkeypatch.setattr(turns, "BATCH_SIZE", 10)
    assert turns.main(["--epochs", "1", "--out", str(tmp_path / "reader")]) == 0
    assert "saved" in capsys.readouterr().out and (tmp_path / "reader" / CARD_FILE).exists()
    again = Classifier.load(tmp_path / "reader")
    assert again.read(np.zeros((2, 30, 30, 3))).probabilities.shape == (2, 8)
    assert 0 <= again.card["accuracy"] <= min(again.card["class"], again.card["turn"]) <= 1
