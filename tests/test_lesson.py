"""What lessons share: weights of another lesson, from the reader's own run or from the package."""

import keras
import numpy as np
import pytest

from cppn_keras.course import lesson as lessons


def network(value: float) -> keras.Model:
    x = keras.Input((2,))
    start = keras.initializers.Constant(value)
    return keras.Model(x, keras.layers.Dense(1, kernel_initializer=start)(x), name="net")


@pytest.fixture
def lesson(tmp_path, monkeypatch):
    """Lesson 7 of a course whose package ships a `net` of lesson 6, filled with ones."""
    monkeypatch.setattr(lessons, "WEIGHTS", tmp_path / "weights")
    shipped = tmp_path / "weights/06"
    shipped.mkdir(parents=True)
    network(1.0).save_weights(shipped / "net.weights.h5")
    out = tmp_path / "out/07"
    return lessons.Lesson("07", None, 1, 1, 0, out, quick=False, use_mine=False)


def test_weights_of_another_lesson_come_from_the_package(lesson, capsys):
    net = network(0.0)
    lesson.load_weights(net, of="06")
    np.testing.assert_array_equal(net.get_weights()[0], np.ones((2, 1)))
    assert capsys.readouterr().out == "loaded net.weights.h5 of a full run\n"


def test_the_readers_own_run_goes_first(lesson, capsys):
    mine = lesson.out.parent / "06"
    mine.mkdir(parents=True)
    network(2.0).save_weights(mine / "net.weights.h5")
    net = network(0.0)
    lesson.load_weights(net, of="06")
    np.testing.assert_array_equal(net.get_weights()[0], 2 * np.ones((2, 1)))
    assert f"of your run, {mine}" in capsys.readouterr().out


def test_missing_weights_stop_with_one_line(lesson):
    with pytest.raises(SystemExit, match=r"07: .*missing.*run lesson 05 in full"):
        lesson.load_weights(network(0.0), of="05")
    with pytest.raises(SystemExit, match="leave out --pretrained"):
        lesson.load_weights(network(0.0))
