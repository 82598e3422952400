"""What lessons share: weights of another lesson, from the reader's own run or from the package."""

import keras
import numpy as np
import pytest

from cppn_keras.course import lesson as lessons
from cppn_keras.course import options


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


def begun(monkeypatch, *arguments, **settings):
    """A lesson that needs no data, begun with these words on its command line."""
    monkeypatch.setattr("sys.argv", ["99.py", *arguments])
    monkeypatch.setattr(lessons, "_read", lambda parser, *_: parser.parse_args())
    usual = {"epochs": 3, "batch_size": 64, "quick": (1, 8), "needs_data": False}
    return lessons.begin("99", **(usual | settings))


def test_knobs_have_the_values_of_the_lesson_unless_turned(monkeypatch, capsys):
    numbers = {"latents": 2, "beta": 1.0, "width": (128, 32), "gate": True}
    knobs = begun(monkeypatch, **numbers).knobs
    assert (knobs.latents, knobs.beta, knobs.width, knobs.gate) == (2, 1.0, 128, True)
    assert begun(monkeypatch, "--quick", **numbers).knobs.width == 32
    turned = begun(monkeypatch, "--latents", "8", "--beta", "0", "--no-gate", **numbers)
    assert (turned.knobs.latents, turned.knobs.beta, turned.knobs.gate) == (8, 0, False)
    for wrong in (("--latents", "0"), ("--latents", "2.5"), ("--beta", "-1"), ("--betta", "1")):
        with pytest.raises(SystemExit):
            begun(monkeypatch, *wrong, **numbers)
    with pytest.raises(SystemExit):
        begun(monkeypatch, "--help", **numbers)
    out = " ".join(capsys.readouterr().out.split())
    assert "numbers in a code z (2)" in out and "(128; 32 with --quick)" in out
    assert "--gate, --no-gate" in out and "running away (on)" in out


def test_a_knob_may_be_words(monkeypatch, capsys):
    assert begun(monkeypatch, ideas=("each", "all")).knobs.ideas == "each"
    assert begun(monkeypatch, "--quick", ideas=("each", "all")).knobs.ideas == "all"
    assert begun(monkeypatch, "--ideas", "film,r1", ideas="each").knobs.ideas == "film,r1"
    with pytest.raises(SystemExit):
        begun(monkeypatch, "--help", ideas="each")
    assert "--ideas NAMES" in capsys.readouterr().out


def test_a_full_run_is_one_with_every_number_as_written(monkeypatch, capsys):
    assert begun(monkeypatch, beta=1.0).full_run
    for turned in (("--beta", "2"), ("--epochs", "2"), ("--batch-size", "9"), ("--quick",)):
        assert not begun(monkeypatch, *turned, beta=1.0, quick_hides="no sevens").full_run
    assert capsys.readouterr().out.count("--quick: no sevens") == 1


def test_a_notebook_takes_its_options_from_the_environment_or_the_call(monkeypatch):
    monkeypatch.setenv("CPPN_KERAS_OPTIONS", "--quick --beta 4")
    assert options.notebook_options(None) == ["--quick", "--beta", "4"]
    assert options.notebook_options("--seed 3") == ["--seed", "3"]
    monkeypatch.setattr(lessons, "in_notebook", lambda: True)
    given = lessons.begin("99", 3, 64, (1, 8), needs_data=False, beta=1.0)
    assert given.quick and given.knobs.beta == 4 and given.epochs == 1
