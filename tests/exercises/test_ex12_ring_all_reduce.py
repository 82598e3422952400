"""Checks exercise ex12_ring_all_reduce: the sums, and every message on the way."""

from collections import deque

import numpy as np
from checking import Answer, Mistake, random

HINTS = (
    "two workers first: each sends half of its array, adds what it receives to that half of its "
    "own, which is then finished, and sends it back. Write that down for three",
    "first half: worker i begins with chunk i. In step s it sends chunk i - s and receives chunk "
    "i - s - 1, to which it adds what came; all modulo n",
    "now chunk i + 1 is finished on worker i. Second half: in step s it sends chunk i + 1 - s and "
    "receives chunk i - s, which takes the place of its own; np.concatenate in the end",
)
CASES = ((2, 8), (3, 9), (4, 10), (5, 23), (1, 6))  # workers, numbers in an array
HALF = "only one chunk of each worker is finished: the second half sends the finished ones round"


class Channel:
    """Wires from each worker to the next, which remember what went through."""

    def __init__(self, n: int):
        self.n, self.wires = n, [deque() for _ in range(n)]  # wire i ends at worker i
        self.sizes = [[] for _ in range(n)]  # of the messages that each worker sent
        self.early = 0

    def send(self, worker, chunk):
        self.sizes[worker].append(np.size(chunk))
        self.wires[(worker + 1) % self.n].append(np.array(chunk))

    def receive(self, worker):
        if not self.wires[worker]:
            raise RuntimeError(f"worker {worker} has received all that was sent to it")
        return self.wires[worker].popleft()


def check_messages(answer: Answer, channel: Channel, n: int, length: int) -> None:
    """As many as the two halves have, none too large, all received."""
    sent = [len(sizes) for sizes in channel.sizes]
    came, expected = f"messages sent by each worker: {sent}", f"{2 * (n - 1)} by each"
    hint = "n - 1 steps in each half: after these every chunk has been everywhere"
    if not any(sent):
        hint = "worker i knows arrays[i] alone: the rest has to come through the channel"
    elif set(sent) == {n - 1}:
        hint = HALF
    largest = max((size for sizes in channel.sizes for size in sizes), default=0)
    most = -(-length // n)
    whole = "a message is one chunk, a n-th of the array: np.array_split cuts it"
    if n > 1 and largest > most:
        answer.fail("too large a message", f"{largest} numbers", f"{most} at most", whole)
    answer.must(set(sent) == {2 * (n - 1)}, "another number of messages", came, expected, hint)
    left = sum(len(wire) for wire in channel.wires)
    hint = "every worker receives one chunk in each step"
    answer.must(not left, "messages were not received", f"{left} of them", "none left", hint)
    total, least = sum(map(sum, channel.sizes)), 2 * (n - 1) * length
    hint = "every number has to go on 2(n - 1) times; some chunks went too often, others too seldom"
    answer.must(total == least, "another number of bytes", f"{4 * total}", f"{4 * least}", hint)


def partial(arrays) -> list[np.ndarray]:
    """After the first half alone: worker i has the sum in chunk i + 1, and parts elsewhere."""
    n = len(arrays)
    cut = [np.array_split(array, n) for array in arrays]
    return [
        np.concatenate([sum(cut[(c + k) % n][c] for k in range((i - c) % n + 1)) for c in range(n)])
        for i in range(n)
    ]


def check_sums(answer: Answer, arrays: list[np.ndarray]) -> None:
    n, total = len(arrays), np.sum(np.float64(arrays), axis=0)
    halves = partial(arrays)
    names = [f"worker {i}" for i in range(n)]
    value = list(answer.value) if hasattr(answer.value, "shape") else answer.value
    got = Answer(answer.attempt, answer.call, value).parts(*names) if n > 1 else []
    for part, half, own in zip(got, halves, arrays, strict=bool(got)):
        known = [
            Mistake(half, HALF),
            Mistake(own, "that is what the worker had: was the sum put anywhere?"),
            Mistake(total / n, "the sum, not the mean: who wants a mean divides before or after"),
        ]
        hint = "follow one chunk through all steps: who adds to it, and who replaces it?"
        part.equals(total, known, hint, "as long as the arrays that go in, also where n does not "
                    "divide their length")  # fmt: skip
    same = all(np.array_equal(part.array, got[0].array) for part in got)
    hint = "a finished chunk is passed on as it is: nobody adds it up once more, in another order"
    answer.must(same, "not the same bits", "sums that differ in rounding", "the same", hint)


def test_ring_all_reduce(attempt):
    for n, length in CASES:
        arrays = list(random(n, length, seed=n))
        given, channel = [array.copy() for array in arrays], Channel(n)
        answer = attempt(arrays=given, channel=channel)
        hint = "is `return` missing in front of the result?"
        answer.must(answer.value is not None, "nothing came back", "None", "a list", hint)
        check_messages(answer, channel, n, length)
        check_sums(answer, arrays)
        same = all(np.array_equal(a, b) for a, b in zip(given, arrays, strict=True))
        hint = "work on copies: += changes the array that was given, and a chunk is a view of it"
        answer.must(same, "the arrays were changed", "other numbers", "as they were", hint)
