"""Checks exercise ex12_predict_bytes by counting the steps of a ring."""

HINTS = (
    "how many bytes is the gradient? A ring of n cuts it into n chunks, and a machine sends one "
    "chunk in each of its steps: how many steps are there?",
    "2(n - 1) steps with an n-th of the gradient each. Two machines save half of 400 ms: the wire "
    "may need that long for what is sent, a byte being 8 bits",
    "gain = 400 ms / (400 ms / 8 + the time for what each of eight sends at 10,000 Mbit/s)",
)
NEAR = 0.05
GRADIENT, STEP = 20.0, 0.4  # MB, seconds


def sent(n: int) -> float:
    """MB that each of n machines sends: chunk by chunk."""
    return sum(GRADIENT / n for half in range(2) for _ in range(n - 1))


def seconds(n: int, speed: float) -> float:
    """Of a step of n machines at `speed` Mbit/s."""
    return STEP / n + 8 * sent(n) / speed


def test_predict_bytes(attempt):
    two, eight, speed, gain = attempt().parts("two", "eight", "speed", "gain")

    def check(answer, right, known, why):
        answer.predicts((1 - NEAR) * right, (1 + NEAR) * right, known, why, why)

    units = [
        (5, "a number of float32 has 4 bytes"),
        (160, "bytes, not bits"),
        (2e7, "in MB, millions of bytes"),
    ]
    halves = "in a ring of two a machine sends half its gradient, then the finished half"
    known = [
        (10, "that is one half of the ring: after the sum the finished chunks go round, too"),
        (40, "a machine sends half the gradient in each of two steps, not all of it"),
        *units,
    ]
    check(two, sent(2), known, halves)

    steps = "2(n - 1) steps, in each of which a machine sends an n-th of the gradient"
    known = [
        (140, "whole gradients are not passed round: a message is an n-th of one"),
        (280, "whole gradients are not passed round: a message is an n-th of one"),
        (17.5, "that is the first half of the ring, until the sums are finished"),
        (20, "in a ring of two; with more machines it is nearer to twice the gradient"),
        (40, "nearly: 2(n - 1)/n of the gradient, which is less than twice"),
        (2.5, "that is one message; a machine sends 2(n - 1) of them"),
        (280.1, "that is what all eight send together: each of them?"),
        (35 * 8, "bytes, not bits; and what each sends, not all"),
    ]
    check(eight, sent(8), known, steps)

    saved = "two machines save half of the 400 ms: in that time 20 MB have to pass"
    known = [
        (100, "those are MB a second: a byte has 8 bits"),
        (400, "two machines save 200 ms of 400, and only that may go to the wire"),
        (50, "two machines save 200 ms of 400; and a byte has 8 bits"),
        (0.8, "in Mbit/s, not Gbit/s"),
        (1600, "sending and receiving go on at the same time: 20 MB each way"),
        (1400, "that is with what eight send; two send less"),
    ]
    check(speed, 8 * sent(2) / (STEP / 2), known, saved)

    whole = "a step of eight: an eighth of 400 ms, and what 35 MB take at 10,000 Mbit/s"
    known = [
        (8, "so it would be without the exchange of gradients"),
        (seconds(8, 1e4) / STEP, "that is the time that is left: how many times as fast is it?"),
        (STEP / (STEP / 8 + sent(8) / 1e4), "a byte has 8 bits"),
        (STEP / (STEP + 8 * sent(8) / 1e4), "each of the eight has an eighth of the batch"),
        (STEP / (STEP / 8 + 8 * sent(2) / 1e4), "that is with what two send; eight send more"),
        (STEP / (STEP / 8 + 16 * sent(8) / 1e4), "sending and receiving go on at the same time"),
        (STEP / (8 * sent(8) / 1e4), "the exchange comes on top of the computing"),
        (gain_per_machine := STEP / seconds(8, 1e4) / 8, "per machine: of all eight is asked"),
        (100 * gain_per_machine, "per machine, in per cent: of all eight is asked"),
    ]
    check(gain, STEP / seconds(8, 1e4), known, whole)
