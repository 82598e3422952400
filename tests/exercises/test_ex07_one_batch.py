"""Checks exercise ex07_one_batch with steps that only note that they were called."""

from checking import Mistake

HINTS = (
    "plain Python, no tensors. What has to be known after each of the generator's steps?",
    "two things end the generator's steps: their number, and a loss that is low enough. Count "
    "the steps as you make them, and keep the loss that the last of them returned",
    "a `for` over generator_steps with a `break` after a loss below stop_below, or a `while` with "
    "both conditions; then `if gate_open(g_loss):` with the last loss",
)
FALLING = (0.9, 0.8, 0.7, 0.65, 0.64, 0.63)
RISING = (0.72, 0.65, 0.9, 0.78)  # first, smallest, largest and last all differ
SAID = {"v": 0.3, "g": 0.7, "d": 0.5}  # losses; those of the generator's steps differ
MOST = 40  # calls of a step, before we say that there is no end


class Scene:
    """A batch whose generator losses and gate are known beforehand."""

    def __init__(self, attempt, g_losses, gate: bool):
        self.attempt, self.g_losses, self.gate = attempt, list(g_losses), gate
        self.calls, self.asked, self.when = "", [], []

    def step(self, kind: str, loss: float) -> float:
        self.calls += kind
        if len(self.calls) > MOST:
            came = f"{MOST} steps, and no end: {spelt(self.calls[:12])} …"
            hint = "the loop does not end: is the step counted that was made, and its loss kept?"
            call = f"one_batch(…), generator losses {self.g_losses}"
            self.attempt.fail("too many steps", call, came, "an end", hint)
        return loss

    def vae_step(self):
        return self.step("v", SAID["v"])

    def generator_step(self):
        return self.step("g", self.g_losses[min(self.calls.count("g"), len(self.g_losses) - 1)])

    def discriminator_step(self):
        return self.step("d", SAID["d"])

    def gate_open(self, g_loss):
        self.asked.append(g_loss)
        self.when.append(self.calls)
        return self.gate

    def run(self, **numbers):
        steps = (self.vae_step, self.generator_step, self.discriminator_step, self.gate_open)
        names = ("vae_step", "generator_step", "discriminator_step", "gate_open")
        return self.attempt(**dict(zip(names, steps, strict=True)), **numbers)


def spelt(calls: str) -> str:
    return " ".join(calls) or "no step at all"


def check_calls(scene, answer, expected: tuple, stop_below: float):
    """What was done, before what is said of it."""
    vae, generator, discriminator = expected
    made = {kind: scene.calls.count(kind) for kind in "vgd"}
    right = "v" * vae + "g" * generator + "d" * discriminator
    losses = scene.g_losses[: max(generator, made["g"])]
    hints = [
        (made["v"] != vae, "vae_steps calls of vae_step, no matter what they return"),
        (
            made["g"] > generator,
            f"a loss below {stop_below} ends the generator's steps: `break` out of the loop"
            if losses[generator - 1] < stop_below
            else "no more than generator_steps calls of generator_step",
        ),
        (
            0 < made["g"] < generator,
            f"a loss of {losses[min(made['g'], len(losses)) - 1]} is not below {stop_below}: go on",
        ),
        (not made["g"], "generator_step is called at least once"),
        (len(scene.asked) > 1, "ask the gate once in a batch, after the generator's steps"),
        (made["d"] > discriminator, "ask gate_open first: a shut gate makes no step at all"),
        (made["d"] < discriminator, "the gate is open: discriminator_step() is to be called once"),
        (
            scene.calls != right,
            "the order: VAE steps, then the generator's, the discriminator last",
        ),
    ]
    hint = next((hint for wrong, hint in hints if wrong), "")
    answer.must(not hint, "other steps than asked for", spelt(scene.calls), spelt(right), hint)
    check_gate(scene, answer, losses, discriminator)


def check_gate(scene, answer, losses, discriminator: int):
    """What the gate was told, how often, and when."""
    came = f"gate_open was given {', '.join(map(str, scene.asked)) or 'nothing'}"
    expected = f"{losses[-1]}, once; the generator's losses were {losses}"
    told = scene.asked[0] if len(scene.asked) == 1 else None
    known = [
        (not scene.asked, "gate_open is a function: call it, in every batch, with the last loss"),
        (told == losses[-1], ""),
        (told == min(losses), "not the smallest loss: the last one says how the game stands now"),
        (told == max(losses), "not the largest loss: the last one says how the game stands now"),
        (told == losses[0], "not the first loss: keep the one of the last step"),
        (told == sum(losses) / len(losses), "not the mean: the last loss"),
        (True, "the gate is told the loss that generator_step returned last"),
    ]
    hint = next(hint for fits, hint in known if fits)
    answer.must(not hint, "the gate", came, expected, hint)
    steps = scene.when[0].count("g"), scene.when[0].count("d")
    hint = "the gate is asked between the generator's steps and the discriminator's"
    came = f"asked after {spelt(scene.when[0])}"
    answer.must(steps == (len(losses), 0), "the gate", came, "asked after the last g", hint)


def test_one_batch(attempt):
    cases = [  # generator losses, is the gate open, (vae, generator, discriminator), stop_below
        (RISING, True, (3, 4, 1), 0.6),
        (FALLING, False, (3, 4, 0), 0.6),
        ((0.9, 0.55, 0.7, 0.7, 0.7), True, (2, 2, 1), 0.6),
        ((0.5, 0.9, 0.9, 0.9), True, (4, 1, 1), 0.6),
        ((0.7, 0.6, 0.65, 0.5, 0.5), False, (1, 4, 0), 0.6),
        (FALLING, True, (2, 3, 1), 0.75),
        ((0.9, 0.4), True, (5, 1, 1), 0.6),
    ]
    for i, (g_losses, gate, expected, stop_below) in enumerate(cases):
        scene = Scene(attempt, g_losses, gate)
        generator_steps = 1 if i == len(cases) - 1 else 4
        numbers = {"vae_steps": expected[0], "generator_steps": generator_steps}
        answer = scene.run(**numbers, stop_below=stop_below)
        counts = answer.parts("vae", "generator", "discriminator")
        check_calls(scene, answer, expected, stop_below)
        for name, count, right in zip("vgd", counts, expected, strict=True):
            several = "one whole number: count the steps that were made"
            known = [
                Mistake(SAID[name], "that is a loss: the number of steps is asked"),
                Mistake(scene.g_losses[-1], "that is a loss: the number of steps is asked"),
                Mistake(
                    right - 1,
                    "the discriminator made a step: 1"
                    if name == "d"
                    else "one too few: does counting start at 0?",
                ),
                Mistake(right + 1, "one too many: count a step when it is made"),
                Mistake(generator_steps, "steps that were *made*, not those that were allowed"),
            ]
            order = "count the calls; the order is VAE, generator, discriminator"
            count.equals(right, known, order, shape_hint=several)
