"""The training classes: which weights move, when and why, and that files keep all of it."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import ops
from models import arrays, blobs, same, small_model

from cppn_keras.training import Gate
from cppn_keras.training.gate import gated, repeat_until

KINDS = ("VAE", "PointsVAE", "GAN", "VAEGAN", "JointVAEGAN")
NEVER, ALWAYS = Gate(g_below=-1.0), Gate(g_below=1e9, d_above=-1e9)


def dataset(count=64, batch=16):
    return tf.data.Dataset.from_tensor_slices(blobs(count)).batch(batch)


def fit(model):
    return model.fit(dataset(), verbose=0, shuffle=False)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_fit_reports_every_tracked_figure_and_nothing_else(kind):
    model = small_model(kind)
    history = fit(model).history
    assert set(history) == set(model.TRACKED)
    assert np.isfinite(list(history.values())).all()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["VAE", "PointsVAE", "VAEGAN", "JointVAEGAN"])
def test_training_learns_to_reconstruct(kind, luck):
    """Pictures come back much nearer to themselves than to others; untrained it is all the same.

    With wide layers: of only eight units, unlucky ones learn nothing for long.
    """
    model = small_model(kind, luck.seed, width=32, reconstruction_weight=10.0, kl_weight=0.1)
    images = blobs(seed=luck.seed)
    endless = tf.data.Dataset.from_tensor_slices(images).repeat().batch(16)
    model.fit(endless, steps_per_epoch=400, verbose=0, shuffle=False)
    again = model.predict(images, verbose=0)
    error, to_others = (np.mean((drawn - images) ** 2) for drawn in (again, np.roll(again, 1, 0)))
    luck.below(error / to_others, 0.4)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_file_restores_weights_and_every_optimizer(kind, tmp_path):
    model = small_model(kind)
    fit(model)
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras")
    assert same(arrays(again.weights), arrays(model.weights))
    for name in model.optimizer_targets():
        before, after = getattr(model, name).variables, getattr(again, name).variables
        assert same(arrays(after), arrays(before)), name
        assert int(getattr(again, name).iterations) > 0 or name == "discriminator_optimizer"
    assert again.get_config().keys() == model.get_config().keys()
    fit(again)


def test_vae_loss_is_the_weighted_sum_of_its_terms():
    model = small_model("VAE", reconstruction_weight=0.5, kl_weight=0.25)
    figures = model.evaluate(dataset(), verbose=0, return_dict=True)
    expected = 0.5 * figures["reconstruction"] + 0.25 * figures["kl"]
    assert figures["loss"] == pytest.approx(expected, rel=1e-5)


def test_averages_follow_the_trained_networks():
    """They move by a part of the distance, large at the start: 9/11, then 9/12, then 0.7."""
    model = small_model("VAE", average_decay=0.3)
    averaged = arrays(model.averaged_generator.weights)
    assert type(model.averaged_generator) is type(model.generator)
    for share in (9 / 11, 9 / 12, 0.7):
        model.train_step(blobs(16))
        trained = arrays(model.generator.weights)
        averaged = [a + share * (t - a) for a, t in zip(averaged, trained, strict=True)]
        assert not same(averaged, trained)
        for found, expected in zip(model.averaged_generator.weights, averaged, strict=True):
            np.testing.assert_allclose(found, expected, atol=1e-5)
    moved = {id(variable) for variable in model.vae_variables}
    assert not moved & {id(weight) for weight in model.averaged_generator.weights}


@pytest.mark.slow
def test_joint_waits_with_the_adversarial_terms():
    """Before `adversarial_start` the discriminator cannot influence the generator."""

    def after_two_steps(start, weight):
        model = small_model(
            "JointVAEGAN", rate=1e-4, adversarial_start=start, adversarial_weight=weight
        )
        for _ in range(2):
            model.train_step(tf.constant(blobs(16)))
        return np.concatenate([weights.ravel() for weights in arrays(model.generator.weights)])

    alone = after_two_steps(100, 1.0)
    np.testing.assert_allclose(after_two_steps(100, 1000.0), alone, atol=1e-6)
    assert np.abs(after_two_steps(0, 1000.0) - alone).max() > 1e-3


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["GAN", "VAEGAN"])
def test_a_shut_gate_skips_the_discriminators_step_exactly(kind):
    model = small_model(kind, gate=NEVER)
    weights = arrays(model.discriminator.trainable_variables)
    state = arrays(model.discriminator_optimizer.variables)
    history = fit(model).history
    assert history["gate"] == [0.0]
    assert same(arrays(model.discriminator.trainable_variables), weights)
    assert same(arrays(model.discriminator_optimizer.variables), state)  # Adam's moments too
    assert int(model.discriminator_optimizer.iterations) == 0
    assert int(model.generator_optimizer.iterations) > 0


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["GAN", "VAEGAN"])
def test_an_open_gate_changes_nothing(kind):
    opened, none = (small_model(kind, rate=0.01, gate=gate) for gate in (ALWAYS, None))
    assert fit(opened).history["gate"] == [1.0]
    fit(none)
    assert int(opened.discriminator_optimizer.iterations) == 4
    for a, b in zip(arrays(opened.weights), arrays(none.weights), strict=True):
        np.testing.assert_allclose(a, b, atol=1e-5)


def test_gate_opens_between_its_bounds():
    gate = Gate(g_below=0.8, d_above=0.45)
    losses = {(0.7, 0.6): True, (0.9, 0.6): False, (0.7, 0.4): False, (0.9, 0.4): False}
    for (g_loss, d_loss), opened in losses.items():
        assert bool(gate.is_open(ops.convert_to_tensor(g_loss), ops.convert_to_tensor(d_loss))) == (
            opened
        )


@pytest.mark.parametrize("graph", [True, False])
def test_repeat_until_stops_after_the_first_loss_that_is_low_enough(graph):
    made = tf.Variable(0.0)

    def step():
        made.assign_add(1.0)
        return 1.0 - 0.2 * made, made + 0.0  # 0.8, 0.6, 0.4, …

    def run():
        made.assign(0.0)
        return repeat_until(step, count=6, stop_below=0.7)

    (loss, other), steps = tf.function(run)() if graph else run()
    assert float(loss) == pytest.approx(0.6)
    assert float(steps) == float(other) == float(made) == 2
    _, steps = repeat_until(step, count=3, stop_below=None)
    assert float(steps) == 3


def test_gated_without_a_gate_always_updates():
    calls = []
    assert float(gated(None, 0.0, 0.0, lambda: calls.append(1))) == 1
    assert calls == [1]


@pytest.mark.slow
def test_generator_steps_are_counted_and_can_be_stopped():
    many = fit(small_model("GAN", generator_steps=3)).history["g_steps"]
    few = fit(small_model("GAN", generator_steps=3, stop_below=1e9)).history["g_steps"]
    assert many == [3.0] and few == [1.0]
