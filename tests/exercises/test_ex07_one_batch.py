"""Checks exercise ex07_one_batch with steps that only note that they were called."""

from checking import Mistake

FALLING = (0.9, 0.8, 0.7, 0.65, 0.64, 0.63)


class Scene:
    """A batch whose generator losses and gate are known beforehand."""

    def __init__(self, g_losses, gate: bool):
        self.g_losses, self.gate, self.calls, self.asked = list(g_losses), gate, "", []

    def vae_step(self):
        self.calls += "v"
        return 0.3

    def generator_step(self):
        self.calls += "g"
        return self.g_losses[min(self.calls.count("g"), len(self.g_losses)) - 1]

    def discriminator_step(self):
        self.calls += "d"
        return 0.5

    def gate_open(self, g_loss):
        self.asked.append(g_loss)
        return self.gate

    def run(self, attempt, **numbers):
        steps = (self.vae_step, self.generator_step, self.discriminator_step, self.gate_open)
        names = ("vae_step", "generator_step", "discriminator_step", "gate_open")
        return attempt(**dict(zip(names, steps, strict=True)), **numbers)


def spelt(calls: str) -> str:
    return " ".join(calls) or "no step at all"


def check_calls(scene, answer, expected: tuple, stop_below: float):
    """What was done, before what is said of it."""
    vae, generator, discriminator = expected
    made = {kind: scene.calls.count(kind) for kind in "vgd"}
    right = "v" * vae + "g" * generator + "d" * discriminator
    hints = [
        (made["v"] != vae, "vae_steps calls of vae_step, no matter what they return"),
        (
            made["g"] > generator,
            f"a loss below {stop_below} ends the generator's steps: `break` out of the loop"
            if generator < len(scene.g_losses) and scene.g_losses[generator - 1] < stop_below
            else "no more than generator_steps calls of generator_step",
        ),
        (
            made["g"] < generator,
            f"a loss of {scene.g_losses[made['g'] - 1]} is not below {stop_below}: go on",
        ),
        (made["d"] > discriminator, "ask gate_open first: a shut gate makes no step at all"),
        (made["d"] < discriminator, "the gate is open: discriminator_step() is to be called once"),
        (
            scene.calls != right,
            "the order: VAE steps, then the generator's, the discriminator last",
        ),
    ]
    hint = next((hint for wrong, hint in hints if wrong), "")
    answer.must(not hint, "other steps than asked for", spelt(scene.calls), spelt(right), hint)
    last = scene.g_losses[generator - 1]
    came = f"gate_open was given {scene.asked}"
    hint = "ask the gate once, after the generator's steps, with the last loss that came back"
    answer.must(scene.asked == [last], "the gate", came, f"{last}, once", hint)


def test_one_batch(attempt):
    cases = [  # generator losses, is the gate open, (vae, generator, discriminator), stop_below
        (FALLING, True, (3, 4, 1), 0.6),
        (FALLING, False, (3, 4, 0), 0.6),
        ((0.9, 0.55, 0.7, 0.7, 0.7), True, (2, 2, 1), 0.6),
        ((0.5, 0.9, 0.9, 0.9), True, (4, 1, 1), 0.6),
        ((0.7, 0.6, 0.65, 0.5, 0.5), False, (1, 4, 0), 0.6),
        (FALLING, True, (2, 3, 1), 0.75),
        ((0.9, 0.4), True, (5, 1, 1), 0.6),
    ]
    for i, (g_losses, gate, expected, stop_below) in enumerate(cases):
        scene = Scene(g_losses, gate)
        generator_steps = 1 if i == len(cases) - 1 else 4
        numbers = {"vae_steps": expected[0], "generator_steps": generator_steps}
        answer = scene.run(attempt, **numbers, stop_below=stop_below)
        counts = answer.parts("vae", "generator", "discriminator")
        check_calls(scene, answer, expected, stop_below)
        for count, right in zip(counts, expected, strict=True):
            several = "one whole number: count the steps that were made"
            known = [
                Mistake(right - 1, "one too few: does counting start at 0?"),
                Mistake(right + 1, "one too many: count a step when it is made"),
                Mistake(generator_steps, "steps that were *made*, not those that were allowed"),
            ]
            order = "count the calls; the order is VAE, generator, discriminator"
            count.equals(right, known, order, shape_hint=several)
