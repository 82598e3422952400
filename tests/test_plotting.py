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


def test_shares_by_time_leave_the_rest_white():
    ax = plotting.plot_shares_by_time(np.array([[0.2, 0.3, 0.1], [0.1, 0.0, 0.4], [0.2, 0.2, 0.2]]))
    tops = [layer.get_paths()[0].vertices[:, 1].max() for layer in ax.collections]
    assert tops == pytest.approx([0.2, 0.5, 0.6]) and ax.get_ylim() == (0, 1)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["0", "1", "2"]


def test_liveliest_finds_the_square_where_colours_vary():
    image = np.full((9, 12, 3), 0.5)
    image[5, 8], image[6, 9] = 0, 1
    assert plotting.liveliest(image, side=2) == (5, 8)


def test_close_ups_show_the_same_part_of_pictures_of_any_size():
    images = np.zeros((2, 6, 7, 1))
    images[0, 3:5, 4:6], images[1, 0, 1] = 0.5, 0.4  # the only greys
    places = plotting.greyest(images, side=2)
    assert places == [(3, 4), (0, 0)]
    near = plotting.close_ups(images, places, 2, 6)
    np.testing.assert_array_equal(near[0, ..., 0], np.full((2, 2), 0.5))
    np.testing.assert_array_equal(near[1, ..., 0], [[0, 0.4], [0, 0]])
    larger = plotting.close_ups(plotting.enlarge_pixels(images, 3), places, 2, 6)
    np.testing.assert_array_equal(larger, plotting.enlarge_pixels(near, 3))


def test_histories_are_panels_with_lines_to_compare_with():
    history = {"g_loss": [0.9, 0.7], "d_loss": [0.6, 0.7], "gate": [0.0, 1.0]}
    panels = {"balance": ["g_loss", "d_loss"], "steps": ["gate"]}
    figure = plotting.plot_histories(history, panels, {"balance": {"log 2": 0.69}}, "100 batches")
    balance, steps = figure.axes
    assert [balance.get_title(), steps.get_title()] == list(panels)
    assert len(balance.get_lines()) == 3 and len(steps.get_lines()) == 1
    assert set(balance.get_lines()[2].get_ydata()) == {0.69}
    assert [text.get_text() for text in balance.texts] == ["log 2"]
    assert steps.get_xlabel() == "100 batches"


def test_runs_stand_side_by_side_above_their_pictures():
    pictures = {f"after {k} steps": np.zeros((7, 5, 4, 1)) for k in (10, 30)}
    runs = {"calm": ({"loss": [2.0, 1.0]}, pictures), "wild": ({"loss": [1.0, 9.0]}, {})}
    figure = plotting.plot_runs(runs, ["loss"], level=0.69, top=5, xlabel="ten steps")
    titles = [ax.get_title() for ax in figure.axes]
    assert titles == ["calm", "wild", "after 10 steps", "", "after 30 steps", ""]
    for ax in figure.axes[:2]:
        assert ax.get_ylim() == (0, 5) and len(ax.get_lines()) == 2
    assert not figure.axes[3].axison  # nothing was given there


def test_the_prior_is_a_circle_that_is_not_cut_off():
    codes = 0.1 * np.random.default_rng(0).normal(size=(20, 2)) + [3, 0]
    ax = plotting.plot_latent_scatter(codes, np.arange(20) % 3)
    right = ax.get_xlim()[1]
    assert plotting.plot_prior(ax) is ax and ax.patches[0].get_radius() == 2
    assert ax.get_xlim()[0] < -2 and ax.get_ylim()[0] < -2 and ax.get_ylim()[1] > 2
    assert ax.get_xlim()[1] == right  # what was in the picture stays there


def test_clouds_share_a_frame():
    points = np.random.default_rng(0).standard_normal((30, 2))
    figure = plotting.plot_clouds({"before": points, "after": 0.1 * points}, limit=3)
    assert [ax.get_title() for ax in figure.axes] == ["before", "after"]
    assert {(*ax.get_xlim(), *ax.get_ylim()) for ax in figure.axes} == {(-3, 3, -3, 3)}
    np.testing.assert_allclose(figure.axes[1].collections[0].get_offsets(), 0.1 * points)
