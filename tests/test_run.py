"""Runs: exact resuming, stopping on NaN, refusing what does not fit."""

import dataclasses
import hashlib
import json
import subprocess
import sys

import keras
import numpy as np
import pytest
from models import arrays, same, small_model
from runs import PLAIN_RECIPES, RECIPE, second_stage, small_data

from cppn_keras.coordinates import coordinate_grid
from cppn_keras.errors import UserError
from cppn_keras.runs.callbacks import RefitPrior, StopOnNaN
from cppn_keras.runs.export import export, read_run
from cppn_keras.runs.prior import fit_prior
from cppn_keras.runs.recipe import Stage
from cppn_keras.runs.recipes import RECIPES, get
from cppn_keras.runs.run import train
from cppn_keras.runs.weights import WEIGHTS
from cppn_keras.sampler import Sampler
from cppn_keras.training import slices

pytestmark = pytest.mark.slow  # nearly all of them train


def weights_of(folder):
    sampler = Sampler.from_pretrained(folder)
    networks = (sampler.encoder, sampler.cppn, sampler.prior)
    return [array for network in networks for array in arrays(network.weights)]


class Interrupted(Exception):
    """Stands for a kill: nothing is cleaned up after it."""


@pytest.fixture(scope="module", autouse=True)
def slices_and_refits():
    """Every second stage in slices; the prior of the first fitted anew before each epoch."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slices, "SLICE_BYTES", 4 * 4 * 8**3)  # four pictures
        patch.setattr(RefitPrior, "EVERY", RECIPE.steps_per_epoch)
        yield


@pytest.fixture(scope="module")
def whole_run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    train(RECIPE, small_data(), folder, epochs=6)
    return folder


@pytest.mark.parametrize("stop_epoch", [0, 1, 4])
def test_an_interrupted_run_ends_where_an_uninterrupted_one_does(
    stop_epoch, whole_run, tmp_path, monkeypatch
):
    """Stopped in the middle of the first epoch, of one in the first stage, and in the second."""

    def interrupt(self, batch, logs=None):
        if self.state.epoch == stop_epoch and batch == 1:
            raise Interrupted

    with monkeypatch.context() as patch, pytest.raises(Interrupted):
        patch.setattr(StopOnNaN, "on_train_batch_end", interrupt)
        train(RECIPE, small_data(), tmp_path, epochs=6)
    if stop_epoch:
        assert json.loads((tmp_path / "run.json").read_text())["epoch"] == stop_epoch
    train(RECIPE, small_data(), tmp_path, epochs=6)
    assert same(weights_of(tmp_path), weights_of(whole_run))


def test_run_json_says_what_was_done(tmp_path):
    data = small_data()
    train(RECIPE, data, tmp_path, epochs=2, seed=5)
    state = json.loads((tmp_path / "run.json").read_text())
    assert state["recipe"] == "small" and state["seed"] == 5 and state["epoch"] == 2
    assert state["data"]["digest"] == data.digest()
    assert state["versions"]["keras"] == keras.__version__
    assert len(state["history"]) == 2
    assert [path.name for path in tmp_path.glob("checkpoint-*")] == [state["checkpoint"]]
    assert not list(tmp_path.glob(".*"))  # no temporary files stay


def test_a_spent_budget_trains_no_further_and_a_larger_one_does(run, capsys):
    before = weights_of(run)
    train(RECIPE, small_data(), run, epochs=2)
    assert "already trained" in capsys.readouterr().out
    assert same(weights_of(run), before)
    train(RECIPE, small_data(), run, epochs=3)
    assert json.loads((run / "run.json").read_text())["epoch"] == 3
    assert not same(weights_of(run), before)


def test_the_sampler_of_a_run_knows_its_digits_and_its_prior(run):
    sampler = Sampler.from_pretrained(run)
    assert sorted(sampler.digit_codes) == [0, 1, 2, 3]
    data = small_data()
    codes = sampler.encode(data.test_images[data.test_labels == 2])
    away = np.abs(codes - sampler.digit_codes[2]).max(axis=1)
    assert away.min() < 1e-5  # one of them
    assert sampler.generate_z(5).shape == (5, 3)


def test_nan_stops_training_and_keeps_the_last_good_weights(run):
    good = weights_of(run)
    poisoned = small_model("VAE")
    poisoned.encoder.get_layer("dense").kernel.assign(np.full((32, 16), np.nan))
    stages = (Stage("again", 0.1, second_stage), Stage("bad", 1.0, lambda *_: poisoned))
    recipe = dataclasses.replace(RECIPE, stages=stages)
    with pytest.raises(UserError, match=r"NaN or infinite at step 7: .*checkpoint-000002"):
        train(recipe, small_data(), run, epochs=9)
    assert same(weights_of(run), good)


def test_another_recipe_seed_or_data_is_refused(run):
    with pytest.raises(UserError, match="seed 0, not 1"):
        train(RECIPE, small_data(), run, epochs=2, seed=1)
    with pytest.raises(UserError, match="recipe small, not other"):
        train(dataclasses.replace(RECIPE, name="other"), small_data(), run, epochs=2)
    with pytest.raises(UserError, match="other data"):
        train(RECIPE, small_data(60), run, epochs=2)


HOLDER = """
import sys, time
from pathlib import Path
from cppn_keras.files import exclusive_lock
with exclusive_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such locks")
def test_two_processes_do_not_train_in_one_folder(tmp_path):
    command = [sys.executable, "-c", HOLDER, tmp_path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(UserError, match="another process works in"):
            train(RECIPE, small_data(), tmp_path, epochs=1)
        holder.kill()
    assert not list(tmp_path.iterdir())
    train(RECIPE, small_data(), tmp_path, epochs=1)  # a killed process holds nothing


def test_damaged_runs_are_named(run):
    checkpoint = next(run.glob("checkpoint-*"))
    whole = checkpoint.read_bytes()
    checkpoint.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UserError, match=r"checkpoint-000002.keras is damaged"):
        train(RECIPE, small_data(), run, epochs=2)
    checkpoint.unlink()
    with pytest.raises(UserError, match="is gone"):
        train(RECIPE, small_data(), run, epochs=2)
    state = json.loads((run / "run.json").read_text())
    for wrong in ({"epoch": "3"}, {"data": {}}, {"history": None}, {"epoch": -1}, {"more": 1}):
        (run / "run.json").write_text(json.dumps({**state, **wrong}))
        with pytest.raises(UserError, match=r"run.json is damaged"):
            train(RECIPE, small_data(), run, epochs=2)
    (run / "run.json").write_text('{"recipe": "sm')
    with pytest.raises(UserError, match=r"run.json is damaged"):
        train(RECIPE, small_data(), run, epochs=2)


def test_an_unknown_stage_does_not_start_the_run_afresh(run):
    stages = tuple(dataclasses.replace(stage, name=stage.name + "!") for stage in RECIPE.stages)
    with pytest.raises(UserError, match="has no stage 'again'"):
        train(dataclasses.replace(RECIPE, stages=stages), small_data(), run, epochs=9)
    assert (run / "checkpoint-000002.keras").exists()


def test_a_failed_export_leaves_what_was_there(run, tmp_path):
    out = tmp_path / "out"
    data = small_data()
    export(run, read_run(run), data, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    train(RECIPE, data, run, epochs=3)
    colour = dataclasses.replace(data, test_images=data.test_images.repeat(3, axis=-1))
    with pytest.raises(UserError, match="colour channels"):
        export(run, read_run(run), colour, out)
    next(run.glob("checkpoint-*")).unlink()
    with pytest.raises(UserError, match="is gone"):
        export(run, read_run(run), data, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_pictures_smaller_than_the_crop_are_refused(tmp_path):
    with pytest.raises(UserError, match="8 x 8 crops"):
        data = small_data()
        small = dataclasses.replace(data, train_images=data.train_images[:, :6])
        train(RECIPE, small, tmp_path, epochs=1)


def test_recipes_build_and_are_found_by_name():
    with pytest.raises(UserError, match="Did you mean 'mnist-2016'"):
        get("mnist2016")
    for name in RECIPES:
        recipe, model = get(name), None
        assert recipe.name == name
        channels = 3 if recipe.data == "cifar10" else 1
        for stage in recipe.stages:
            model = stage.build((recipe.image_size, recipe.image_size, channels), 0, model)
            assert model.drawing_networks()["generator"].output.shape[-1] == channels
        assert recipe.stages[-1].until == 1.0


def test_a_recipe_of_one_class_takes_that_class_and_its_mirror_images(tmp_path, monkeypatch):
    """Its own data are of its class; the prior is fitted to pictures and to their mirror images,
    by as many Gaussians as the recipe says."""
    images = np.random.default_rng(1).integers(0, 256, (12, 32, 32, 3), "uint8")
    labels = np.resize([6, 9, 6], 12)
    arrays = {"x_train": images, "y_train": labels, "x_test": images[:3], "y_test": labels[:3]}
    np.savez(tmp_path / "cifar10.npz", **arrays)
    monkeypatch.setenv("CPPN_KERAS_DATA", str(tmp_path))
    assert set(get("cifar-frog").load().train_labels) == {6}
    assert len(get("cifar-truck").load().train_images) == 4

    shown = []

    def watched(z_mean, z_log_var, components, seed, labels):
        shown.append((len(z_mean), components, len(labels)))
        return fit_prior(z_mean, z_log_var, components, seed=seed, labels=labels)

    monkeypatch.setattr("cppn_keras.runs.run.fit_prior", watched)
    recipe = dataclasses.replace(RECIPE, flip=True, components=3, stages=RECIPE.stages[1:])
    first = RECIPE.stages[0].build((8, 8, 1), 0, None)
    stage = dataclasses.replace(recipe.stages[0], build=lambda *a: second_stage(*a[:2], first))
    train(dataclasses.replace(recipe, stages=(stage,)), small_data(), tmp_path / "run", epochs=1)
    assert shown == [(128, 3, 128)]


def test_sharpening_starts_from_doubled_pre_activations():
    """Twice the value before the sigmoid: an edge between ink and paper is half as wide."""
    joint, sharpen = get("demo").stages
    trained = joint.build((26, 26, 1), 0, None)
    points = coordinate_grid(5, 5)[None]
    z = np.ones((1, trained.generator.latent_dim), "float32")
    before = np.asarray(trained.averaged_generator.cppn([z, points]), "float64")
    model = sharpen.build((26, 26, 1), 0, trained)
    after = np.asarray(model.generator.cppn([z, points]), "float64")
    np.testing.assert_allclose(
        np.log(after / (1 - after)), 2 * np.log(before / (1 - before)), rtol=1e-3, atol=1e-4
    )
    assert np.ptp(after) > 0.01


def test_every_stage_gets_an_epoch_and_none_comes_twice(tmp_path):
    train(RECIPE, small_data(), tmp_path, epochs=1)
    state = json.loads((tmp_path / "run.json").read_text())
    assert (state["stage"], state["epoch"]) == ("again", 2)
    train(RECIPE, small_data(), tmp_path, epochs=20)  # 2 of 20 would be the first stage's time
    state = json.loads((tmp_path / "run.json").read_text())
    assert (state["stage"], state["epoch"]) == ("again", 20)
    assert "g_loss" in state["history"][0] and "g_loss" not in state["history"][-1]


def test_exported_weights_draw_like_the_run_and_carry_a_card(run, tmp_path):
    out = tmp_path / "weights"
    data = small_data()
    card = export(run, read_run(run), data, out)
    assert same(weights_of(out), weights_of(run))
    assert json.loads((out / "card.json").read_text()) == card
    assert card["command"] == "python -m cppn_keras train small --seed 0 --minutes 1"
    assert str(tmp_path) not in json.dumps(card)
    digest = hashlib.sha256((out / "encoder.keras").read_bytes()).hexdigest()
    assert card["sha256"]["encoder.keras"] == digest
    images = data.test_images / np.float32(255)
    error = np.mean((Sampler.from_pretrained(out).reconstruct(images) - images) ** 2)
    assert card["test"]["squared_error_per_pixel"] == pytest.approx(error, rel=1e-4)
    with pytest.raises(UserError, match="not the folder of a run"):
        read_run(tmp_path)


@pytest.mark.parametrize("name", PLAIN_RECIPES)
def test_a_generator_without_coordinates_is_trained_resumed_and_exported(name, tmp_path):
    recipe, data = PLAIN_RECIPES[name], small_data()
    train(recipe, data, tmp_path / "run", epochs=1)
    model = train(recipe, data, tmp_path / "run", epochs=2)
    in_one_go = train(recipe, data, tmp_path / "other", epochs=2)
    assert same(arrays(model.generator.weights), arrays(in_one_go.generator.weights))
    export(tmp_path / "other", read_run(tmp_path / "other"), data, tmp_path / "out")
    (tmp_path / "out" / "encoder.keras").touch()  # of another run that was exported there
    card = export(tmp_path / "run", read_run(tmp_path / "run"), data, tmp_path / "out")
    encoder = {"encoder.keras", "prior.npz", "codes.npz"} if name == "plain_vae" else set()
    assert set(card["sha256"]) == {"generator.keras", *encoder}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*card["sha256"], "card.json"}
    assert set(card["test"]) <= {*model.TRACKED, "squared_error_per_pixel"}
    assert "gate" not in card["test"]  # which is of training steps only


def test_the_shipped_files_are_those_of_their_card():
    for path in WEIGHTS.glob("*/card.json"):
        for name, digest in json.loads(path.read_text())["sha256"].items():
            assert hashlib.sha256((path.parent / name).read_bytes()).hexdigest() == digest


def test_the_discriminator_is_shown_the_codes_of_the_present(tmp_path, monkeypatch):
    """After a refit `prior_codes` are samples of the prior that was fitted."""
    joint = dataclasses.replace(RECIPE.stages[0], until=1.0)
    data, recipe = small_data(), dataclasses.replace(RECIPE, stages=(joint,))
    monkeypatch.setattr(RefitPrior, "EVERY", 10**6)
    never = train(recipe, data, tmp_path / "never", epochs=3).prior_codes
    assert abs(np.std(never) - 1) < 0.05 and abs(np.mean(never)) < 0.05  # N(0, I)
    priors = []
    monkeypatch.setattr(RefitPrior, "EVERY", recipe.steps_per_epoch)
    monkeypatch.setattr(
        "cppn_keras.runs.callbacks.fit_prior",
        lambda *codes: priors.append(fit_prior(*codes)) or priors[-1],
    )
    codes = np.asarray(train(recipe, data, tmp_path / "refit", epochs=3).prior_codes)
    assert len(priors) == 2  # not before the adversarial terms come in
    weights, means = priors[-1].weights, priors[-1].means
    within = np.einsum("kij,kj->ki", priors[-1].axes ** 2, priors[-1].variances)
    mean = weights @ means
    np.testing.assert_allclose(codes.mean(axis=0), mean, atol=0.1)
    variance = weights @ (within + (means - mean) ** 2)
    np.testing.assert_allclose(codes.var(axis=0), variance, rtol=0.15)
