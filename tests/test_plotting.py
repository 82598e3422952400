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


def test_rows_are_labelled_and_of_their_own_length():
    rows = {"given": np.ones((4, 5, 6, 1)), "drawn": np.zeros((2, 5, 6, 1))}
    ax = plotting.plot_rows(rows, title="two rows")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["given", "drawn"]
    sheet = ax.get_images()[0].get_array()
    assert sheet.shape == (2 * 7 + 2, 4 * 8 + 2)
    for tick, value in zip(ax.get_yticks(), (1, 0), strict=True):
        assert sheet[int(tick), 4] == value  # the label stands beside its row
    assert sheet[10, 3 * 8 + 4] == 0.5  # nothing was given there


def test_columns_of_rows_have_names_too():
    rows = {"one": np.ones((2, 5, 6, 1)), "other": np.zeros((2, 5, 6, 1))}
    ax = plotting.plot_rows(rows, columns=["left", "right"], side=2.0)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["left", "right"]
    assert list(ax.get_xticks()) == [4, 12]  # images of 6 pixels, gaps of 2
    assert ax.figure.get_size_inches()[0] > 4


def test_panels_have_a_title_each_and_no_empty_frames():
    panels = {f"seed {i}": np.full((3 + i, 4, 1), i / 4) for i in range(5)}
    figure = plotting.plot_panels(panels, columns=3)
    assert [ax.get_title() for ax in figure.axes] == [*panels, ""]
    assert not figure.axes[-1].axison
    twice = [("same", np.zeros((2, 2, 3))), ("same", np.ones((2, 2, 3)))]
    assert len(plotting.plot_panels(twice, columns=1).axes) == 2


def test_shares_are_bars_side_by_side():
    shares = {"test pictures": np.full(10, 0.1), "samples": np.arange(10) / 45}
    ax = plotting.plot_shares(shares)
    first, second = ax.containers
    assert [bar.get_height() for bar in second] == pytest.approx(shares["samples"])
    for a, b in zip(first, second, strict=True):
        assert a.get_x() + a.get_width() <= b.get_x() + 1e-9
    assert [text.get_text() for text in ax.get_legend().get_texts()] == list(shares)
