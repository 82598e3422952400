"""The classifier and the whole report, with small random weights on drawn digits."""

import hashlib
import json
import shutil
from types import SimpleNamespace

import keras
import numpy as np
import pytest

from cppn_keras import Sampler, cli, networks
from cppn_keras.data import Dataset, center_crop, to_float
from cppn_keras.data.strokes import stroke_digits
from cppn_keras.errors import UserError
from cppn_keras.evaluation import enlargement, references, train
from cppn_keras.evaluation.classifier import FOLDER, Classifier
from cppn_keras.evaluation.report import evaluate, measure_asked
from cppn_keras.evaluation.table import Row, table
from cppn_keras.evaluation.train import random_crops
from cppn_keras.files import save_model


def draw_strokes(seed=0):
    return Dataset("strokes", *stroke_digits(150, 120, seed), "drawn", synthetic=True)


@pytest.fixture(scope="module")
def strokes():
    return draw_strokes()


def save_random_weights(folder, seed=0):
    """Two folders of random weights: with an encoder, and without as a GAN leaves it."""
    keras.utils.set_random_seed(seed)
    cppn = networks.build_cppn(3, 1, width=8, depth=2, seed=seed)
    for name in ("vae", "gan"):
        save_model(networks.image_generator(cppn, 26, 26), folder / name / "generator.keras")
    encoder = networks.build_conv_encoder((26, 26, 1), 3, (4, 8), 16)
    save_model(encoder, folder / "vae" / "encoder.keras")
    return folder


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    return save_random_weights(tmp_path_factory.mktemp("weights"))


@pytest.fixture(scope="module", autouse=True)
def few_enlargements():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(enlargement, "ENLARGED", 3)
        patch.setattr(enlargement, "LARGE", 130)
        yield


@pytest.fixture(scope="module")
def classifier():
    return Classifier.load()


# ------------------------------------------------------------------------- the classifier


def test_the_card_tells_the_classifier_from_every_other(classifier):
    content = (FOLDER / "classifier.keras").read_bytes()
    assert classifier.digest == hashlib.sha256(content).hexdigest()
    assert len(content) < 1_500_000
    assert classifier.card["accuracy"] >= 0.993
    assert classifier.card["references"]["count"] == 10_000
    assert {"command", "seed", "versions", "data"} <= set(classifier.card)


def test_another_classifier_is_refused(tmp_path):
    for file in FOLDER.iterdir():
        shutil.copy(file, tmp_path)
    with (tmp_path / "classifier.keras").open("ab") as file:
        file.write(b"more")
    with pytest.raises(UserError, match="would not compare"):
        Classifier.load(tmp_path)
    (tmp_path / "card.json").write_text("{}")
    with pytest.raises(UserError, match="holds no classifier"):
        Classifier.load(tmp_path)
    with pytest.raises(UserError, match="holds no classifier"):
        Classifier.load(tmp_path / "missing")


def test_drawn_digits_are_read(classifier, luck):
    strokes = draw_strokes(luck.seed)
    reading = classifier.read(to_float(center_crop(strokes.test_images, 26)))
    assert reading.features.shape == (120, 128) and reading.probabilities.shape == (120, 10)
    luck.below(np.mean(reading.digits != strokes.test_labels), 0.1, "misread")
    with pytest.raises(UserError, match="reads"):
        classifier.read(np.zeros((1, 28, 28, 1)))


def test_the_reference_values_of_the_card_are_those_of_mnist(classifier):
    """The shares are near those of the 60,000 labels, of which 10,000 were read."""
    on_card = classifier.card["references"]
    of_labels = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    assert on_card["shares"] == pytest.approx(np.divide(of_labels, 60_000), abs=0.01)
    assert 0.9 < on_card["coverage"] < 1 and on_card["frechet"] > 0
    assert on_card["data"] == classifier.card["data"]
    assert set(on_card["bicubic"]) == {"edge_width", "consistency", "speckle", "stray_grey"}


def test_crops_are_parts_of_their_pictures_from_everywhere():
    """A picture that counts its pixels tells where a crop was taken."""
    images = np.tile(np.arange(28 * 28).reshape(1, 28, 28, 1), (200, 1, 1, 1))
    crops = random_crops(images, np.random.default_rng(0))
    corners = crops[:, 0, 0, 0]
    expected = corners[:, None, None] + 28 * np.arange(26)[:, None] + np.arange(26)
    np.testing.assert_array_equal(crops[..., 0], expected)
    assert set(corners) == {28 * top + left for top in range(3) for left in range(3)}


# ----------------------------------------------------------------------------- the report


@pytest.fixture(scope="module")
def report(weights, strokes):
    return evaluate(Sampler.from_pretrained(weights / "vae"), strokes, count=60)


def test_a_report_has_every_part_and_is_json(report, strokes):
    assert set(report["samples"]) == {"plain"}
    assert "no learnt prior" in report["left_out"]["learnt"]
    assert "no prior that knows labels" in report["left_out"]["digits asked for"]
    assert report["references"]["count"] == 60
    assert report["references"]["data"] == {"name": "strokes", "digest": strokes.digest()}
    assert report["classifier"]["sha256"] == Classifier.load().digest
    assert json.loads(json.dumps(report, allow_nan=False)) == report
    figures = report["samples"]["plain"]
    assert figures["frechet_ratio"] == figures["frechet"] / report["references"]["frechet"]
    lines = table(report)
    assert "target" not in lines  # they were set for MNIST
    assert "coverage" in lines and "-ELBO" in lines and "edge width" in lines


@pytest.mark.parametrize("off", [0, 1])
def test_digits_that_are_asked_for_are_counted(classifier, strokes, monkeypatch, off):
    """A sampler that draws real pictures of the digit, and one that draws the next digit."""
    monkeypatch.setattr("cppn_keras.evaluation.report.ASKED", 6)
    asked = []

    def draw(z):
        found = strokes.test_images[strokes.test_labels == (z[0, 0] + off) % 10]
        return np.resize(to_float(found), (len(z), *found.shape[1:]))

    def generate_z(count, prior, digit):
        asked.append((count, prior, digit))
        return np.full((count, 1), digit)

    labels = np.repeat(np.arange(10), 3)
    sampler = SimpleNamespace(
        prior=SimpleNamespace(labels=labels), generate=draw, generate_z=generate_z
    )
    figures = measure_asked(sampler, classifier, "mixture")
    assert asked == [(6, "mixture", digit) for digit in range(10)]
    assert figures["read"] == pytest.approx(np.mean(figures["each"]))
    assert figures["worst"] == min(figures["each"])
    assert figures["read"] < 0.2 if off else figures["read"] > 0.8


def test_the_shipped_digits_are_those_that_were_asked_for(classifier, monkeypatch):
    """98 % of 200 each; of 20 each some more or less."""
    monkeypatch.setattr("cppn_keras.evaluation.report.ASKED", 20)
    figures = measure_asked(Sampler.from_pretrained("mnist", seed=0), classifier, "learnt")
    assert figures["read"] >= 0.93 and figures["worst"] >= 0.7


def test_random_weights_are_judged_worse_than_real_pictures(tmp_path, luck):
    weights = save_random_weights(tmp_path, luck.seed) / "vae"
    report = evaluate(Sampler.from_pretrained(weights), draw_strokes(luck.seed), count=60)
    figures, real = report["samples"]["plain"], report["references"]
    luck.above(figures["frechet_ratio"], 4, "times the distance")
    luck.below(figures["coverage"], 0.4, "coverage")
    luck.above(real["coverage"], 0.4, "coverage of real pictures")
    assert figures["least"] == 0  # sure of itself, but of few digits
    rebuilt = report["reconstructions"]
    luck.below(rebuilt["label_kept"], 0.5, "labels kept")
    luck.below(1 - rebuilt["originals_read"], 0.1, "originals misread")
    assert rebuilt["negative_elbo"] == rebuilt["cross_entropy"] + rebuilt["kl"]


def test_the_same_seed_gives_the_same_figures_and_leaves_the_sampler_alone(weights, strokes):
    sampler = Sampler.from_pretrained(weights / "gan", seed=5)
    first = evaluate(sampler, strokes, 40, seed=1)
    second = evaluate(sampler, strokes, 40, seed=1, prior="plain")
    assert first["samples"] == second["samples"]
    assert first["enlargement"] == second["enlargement"]
    assert evaluate(sampler, strokes, 40, seed=2)["samples"] != first["samples"]
    assert np.array_equal(
        sampler.generate_z(3), Sampler.from_pretrained(weights / "gan", seed=5).generate_z(3)
    )
    assert "reconstructions" not in first and "no encoder" in first["left_out"]["reconstructions"]


@pytest.fixture
def plain_decoder(tmp_path):
    """A folder whose generator is no CPPN and draws 26 x 26 only, with an encoder."""
    keras.utils.set_random_seed(3)
    z = keras.Input((3,))
    pixels = keras.layers.Dense(26 * 26, "sigmoid")(z)
    generator = keras.Model(z, keras.layers.Reshape((26, 26, 1))(pixels))
    save_model(generator, tmp_path / "generator.keras")
    encoder = networks.build_conv_encoder((26, 26, 1), 3, (4, 8), 16)
    save_model(encoder, tmp_path / "encoder.keras")
    return tmp_path


def test_a_generator_without_a_cppn_is_measured_at_its_own_size(plain_decoder, strokes):
    sampler = Sampler.from_pretrained(plain_decoder)
    assert sampler.cppn is None
    report = evaluate(sampler, strokes, 40)
    assert "enlargement" not in report
    assert report["left_out"]["enlargement"] == "this generator draws 26 x 26 pixels only"
    assert report["samples"]["plain"]["confident"] >= 0
    assert set(report["reconstructions"]) >= {"negative_elbo", "label_kept"}
    assert json.loads(json.dumps(report, allow_nan=False)) == report
    lines = table(report)
    assert "left out: enlargement (this generator draws" in lines and "-ELBO" in lines
    assert "edge width" not in lines


def test_a_perfect_sampler_reaches_the_reference_values(weights, luck, monkeypatch):
    """Real pictures drawn in the place of samples: every figure is near its reference value."""
    strokes = draw_strokes(luck.seed)
    sampler = Sampler.from_pretrained(weights / "gan")
    real = to_float(center_crop(strokes.train_images, 26))
    draw = sampler.generate

    def generate(z, *size):
        return real[: len(z)] if len(z) == 120 else draw(z, *size)

    monkeypatch.setattr(sampler, "generate", generate)
    figures = evaluate(sampler, strokes, count=120)
    found, reference = figures["samples"]["plain"], figures["references"]
    luck.below(abs(found["frechet_ratio"] - 1), 0.5, "from the reference distance")
    luck.below(max(reference["coverage"] - found["coverage"], 0), 0.1, "coverage lost")
    assert found["near_copies"] == 1  # they are training pictures


def test_larger_pictures_are_measured_by_their_middles(tmp_path, strokes):
    """A convolutional VAE for 28 x 28, whose decoder draws the mean picture and little else."""
    mean = to_float(strokes.train_images).mean(axis=0)
    z = keras.Input((3,))
    logits = keras.layers.Dense(28 * 28, kernel_initializer="zeros")(z)
    images = keras.layers.Reshape((28, 28, 1))(keras.layers.Activation("sigmoid")(logits))
    generator = keras.Model(z, images)
    generator.layers[1].bias.assign(np.log((mean + 1e-3) / (1 - mean + 1e-3)).ravel())
    save_model(generator, tmp_path / "generator.keras")
    encoder = networks.build_conv_encoder((28, 28, 1), 3, (4,), 8)
    save_model(encoder, tmp_path / "encoder.keras")
    figures = evaluate(Sampler.from_pretrained(tmp_path), strokes, count=40)
    test = to_float(strokes.test_images)
    expected = np.mean((test - mean) ** 2)  # over all of the picture
    assert figures["reconstructions"]["squared_error"] == pytest.approx(expected, rel=0.02)
    assert figures["samples"]["plain"]["recall"] < 0.2  # always the same picture
    assert "28 x 28 pixels only" in figures["left_out"]["enlargement"]
    assert "28 x 28 pixels only" in table(figures)


def test_mistakes_are_named(weights, strokes):
    sampler = Sampler.from_pretrained(weights / "gan")
    with pytest.raises(UserError, match="26 x 26 grey pictures"):
        evaluate(Sampler(), strokes)
    with pytest.raises(UserError, match="samples must be a whole number from 10"):
        evaluate(sampler, strokes, count=5)
    with pytest.raises(UserError, match="unknown prior 'other'"):
        evaluate(sampler, strokes, 40, prior="other")
    with pytest.raises(UserError, match="no learnt prior"):
        evaluate(sampler, strokes, 40, prior="learnt")
    colour = Dataset("frogs", *stroke_digits(train=20, test=20), "drawn")
    colour = Dataset(
        "frogs",
        *(
            np.repeat(x, 3, -1) if x.ndim == 4 else x
            for x in (
                colour.train_images,
                colour.train_labels,
                colour.test_images,
                colour.test_labels,
            )
        ),
        "drawn",
    )
    with pytest.raises(UserError, match="grey ones of 26 x 26"):
        evaluate(sampler, colour)


def test_reference_values_of_the_card_are_used_where_they_belong(classifier, strokes, monkeypatch):
    known = {"count": 120, "data": {"name": "strokes", "digest": strokes.digest()}}
    carded = Classifier(classifier.model, {**classifier.card, "references": known})
    assert references.references_for(carded, strokes, 5000) is known
    assert references.references_for(carded, strokes, 50)["count"] == 50


def test_a_row_knows_whether_its_target_is_met():
    assert Row("a", "a", 2, 2.0, lower=True).verdict(1.9) == ("≤ 2.00", "yes")
    assert Row("a", "a", 2, 2.0, lower=True).verdict(2.1) == ("≤ 2.00", "NO")
    assert Row("a", "a", target=0.95, percent=True).verdict(0.96) == ("≥ 95.0 %", "yes")
    assert Row("a", "a").verdict(1.0) == ("", "")
    assert Row("a", "a", target=0.3, lower=True).verdict(None) == ("", "")


def save_as_mnist(folder, arrays, monkeypatch):
    x_train, y_train, x_test, y_test = (array.squeeze() for array in arrays)
    np.savez(folder / "mnist.npz", x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
    monkeypatch.setenv("CPPN_KERAS_DATA", str(folder))


@pytest.mark.slow
def test_a_classifier_is_trained_and_its_reference_values_renewed(tmp_path, monkeypatch, capsys):
    save_as_mnist(tmp_path, stroke_digits(train=140, test=30), monkeypatch)
    folder = tmp_path / "new"
    assert train.main(["--out", str(folder), "--epochs", "1"]) == 0
    assert "epoch 1/1" in capsys.readouterr().out
    card = Classifier.load(folder).card
    assert card["references"]["count"] == 30 and card["data"] == card["references"]["data"]
    assert card["command"].endswith("--epochs 1 --seed 0 --out new")
    save_as_mnist(tmp_path, stroke_digits(train=140, test=20), monkeypatch)
    assert train.main(["--out", str(folder), "--references"]) == 0
    renewed = Classifier.load(folder).card
    assert renewed["references"]["count"] == 20
    assert renewed["references"]["command"].endswith("train --references --out new")
    assert renewed["sha256"] == card["sha256"] and renewed["accuracy"] == card["accuracy"]
    assert train.main(["--out", str(tmp_path / "none"), "--references"]) == 1
    assert "holds no classifier" in capsys.readouterr().err


def test_the_command(weights, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    save_as_mnist(tmp_path, stroke_digits(train=60, test=60), monkeypatch)
    asked = ["evaluate", str(weights / "vae"), "--count", "30", "--out", "figures.json"]
    assert cli.main(asked) == 0
    printed = capsys.readouterr().out
    assert "target" in printed and "saved figures.json" in printed and "NO" in printed
    report = json.loads((tmp_path / "figures.json").read_text())
    assert report["weights"] == str(weights / "vae") and report["count"] == 30
    assert cli.main([*asked[:-1], "figures.txt"]) == 1
    assert "must end in .json" in capsys.readouterr().err
    monkeypatch.setenv("CPPN_KERAS_DATA", str(tmp_path / "nothing"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    assert cli.main(asked) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
