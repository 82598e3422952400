"""Figures: what they are given, what they return, and which way is up."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from cppn_keras import plotting


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_nothing_is_shown(monkeypatch):
    monkeypatch.setattr(plt, "show", lambda: pytest.fail("show() was called"))
    plotting.plot_image_grid(np.zeros((3, 5, 4, 1)), 2)
    plotting.plot_history({"loss": [1, 2]})


def test_image_grid_draws_into_the_axes_it_is_given():
    ax = plt.subplots()[1]
    assert plotting.plot_image_grid(np.zeros((7, 5, 4, 1)), 3, ax, "seven") is ax
    height, width = ax.get_images()[0].get_array().shape
    assert (height, width) == (3 * (5 + 2) + 2, 3 * (4 + 2) + 2)
    assert ax.get_title() == "seven"


def test_scatter_has_a_legend_by_label():
    codes = np.random.default_rng(0).normal(size=(50, 2))
    labels = np.arange(50) % 4 + 3
    ax = plotting.plot_latent_scatter(codes, labels, limit=3)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["3", "4", "5", "6"]
    assert sum(len(dots.get_offsets()) for dots in ax.collections) == 50
    assert ax.get_xlim() == ax.get_ylim() == (-3, 3)


def test_manifold_puts_codes_where_the_scatter_has_them():
    """A decoder that answers z as two grey pixels: z₁ grows to the right, z₂ upwards."""
    across, up = np.meshgrid([0.0, 0.5, 1.0], [0.75, 0.25])
    seen = []

    def decode(codes):
        seen.append(codes.shape)
        return codes.reshape(-1, 1, 2, 1)

    ax = plotting.plot_manifold(decode, np.stack([across, up], axis=-1))
    pixels = np.asarray(ax.get_images()[0].get_array())
    assert seen == [(6, 2)]
    np.testing.assert_allclose(pixels[0], [0, 0.75, 0.5, 0.75, 1, 0.75])
    np.testing.assert_allclose(pixels[1], [0, 0.25, 0.5, 0.25, 1, 0.25])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["0.8", "0.2"]


def test_history_draws_validation_in_the_same_colour():
    history = {"loss": [3, 2, 1], "val_loss": [3, 2.5, 2], "kl": [0, 1, 2]}
    ax = plotting.plot_history(history, ["loss", "val_loss"])
    train, validation = ax.get_lines()
    assert train.get_color() == validation.get_color()
    assert (train.get_linestyle(), validation.get_linestyle()) == ("-", "--")
    np.testing.assert_array_equal(train.get_xdata(), [1, 2, 3])
    assert len(plotting.plot_history(history).get_lines()) == 3
