"""Checks exercise ex12_shards by its properties: nothing twice, nothing left out, evenly."""

HINTS = (
    "the shard of worker i ends where that of worker i + 1 begins: one formula for the borders, "
    "border(i), gives both, start = border(i) and stop = border(i + 1)",
    "border(0) is 0 and border(workers) is count. What lies in between evenly, and is a whole "
    "number?",
    "border(i) = i * count // workers: multiply first, divide then",
)
CASES = ((64, 2), (64, 4), (10, 3), (10, 4), (23, 8), (7, 7), (3, 5), (5, 1), (0, 3))
LEFT = "count // workers forgets the remainder: the last rows belong to nobody"
NUMBER = "start and stop, not start and how many rows; of no rows stop is start"
ONE_FORMULA = "stop of one worker is start of the next: compute both by the same formula"


def borders(attempt, count: int, workers: int):
    """(answer, start, stop) of each worker, once they are whole numbers."""
    for worker in range(workers):
        answer = attempt(count=count, worker=worker, workers=workers)
        parts = answer.parts("start", "stop")
        start, stop = (float(part.has_shape(())) for part in parts)
        for part, value in zip(parts, (start, stop), strict=True):
            is_whole = value == round(value) and not isinstance(part.value, float)
            hint = "rows are counted: // divides whole numbers, / does not"
            part.must(is_whole, "no whole number", f"{part.value!r}", "a whole number", hint)
        yield answer, int(start), int(stop)


def check_border(answer, start: int, stop: int, expected: int, count: int) -> None:
    """A shard begins where the one before has ended, and does not go back nor too far."""
    came = f"{start}, {stop}"
    shown = f"start at {expected}"
    if start > expected and not expected:
        hint = "workers are counted from 0: the first one begins with row 0"
        answer.fail("rows of nobody", came, shown, hint)
    hint = "stop is the first row that is *not* taken, as in batch[start:stop]"
    hint = hint if start == expected + 1 else LEFT if start > expected else ONE_FORMULA
    answer.must(start <= expected, "rows of nobody", came, shown, hint)
    answer.must(start >= expected, "rows of two workers", came, shown, ONE_FORMULA)
    answer.must(stop >= start, "stop before start", came, f"stop from {start} on", NUMBER)
    hint = "the batch ends before: a rounded-up share is too much for the last worker"
    answer.must(stop <= count, "beyond the batch", came, f"stop at {count} at most", hint)


def test_shards(attempt):
    for count, workers in CASES:
        expected, sizes = 0, []
        for answer, start, stop in borders(attempt, count, workers):
            check_border(answer, start, stop, expected, count)
            expected = stop
            sizes.append(stop - start)
        came = f"shards of {sizes} rows"
        hint = LEFT if sizes[-1] else NUMBER
        answer.must(expected == count, "rows of nobody", came, f"{count} rows in all", hint)
        hint = "the remainder goes to one worker here: it belongs to several, a row to each"
        if sizes[-1] < sizes[0]:
            hint = "a rounded-up share leaves too little for the last worker"
        even = max(sizes) - min(sizes) <= 1
        answer.must(even, "uneven shards", came, "sizes that differ by 1 at most", hint)
