"""Answers to the exercises of lesson 12, wrong and right; see `answers.py`."""

import zlib

import numpy as np
import tensorflow as tf


def rounded_down(count, worker, workers):
    share = count // workers
    return worker * share, (worker + 1) * share


def rounded_up(count, worker, workers):
    share = -(-count // workers)
    return worker * share, (worker + 1) * share


def rounded_up_and_cut(count, worker, workers):
    start, stop = rounded_up(count, worker, workers)
    return min(start, count), min(stop, count)


def last_takes_the_rest(count, worker, workers):
    start, stop = rounded_down(count, worker, workers)
    return start, count if worker == workers - 1 else stop


def border(i, count, workers):
    return i * count // workers


def shard(start=0, stop=1, fix=lambda start, stop: (start, stop)):
    """Borders `start` and `stop` after the worker's number, then `fix`."""

    def shards(count, worker, workers):
        return fix(border(worker + start, count, workers), border(worker + stop, count, workers))

    return shards


def by_array_split(count, worker, workers):
    sizes = [len(part) for part in np.array_split(np.arange(count), workers)]
    start = sum(sizes[:worker])
    return start, start + sizes[worker]


def by_divmod(count, worker, workers):
    share, rest = divmod(count, workers)
    start = worker * share + min(worker, rest)
    return np.int64(start), tf.constant(start + share + (worker < rest))


def replica(
    seeds=lambda seed, step, worker: [seed, step, worker],
    weigh=lambda loss, workers: loss / workers,
    own=lambda images, worker, share: images[worker * share : (worker + 1) * share],
    add=True,
    draw=lambda rng, shape: rng.normal(size=shape),
):
    """worker_step with one thing done differently."""

    def worker_step(loss_of, variables, images, noise_size, workers, seed, step):
        gradients = [tf.zeros_like(variable) for variable in variables]
        share = len(images) // workers
        for worker in range(workers):
            rng = np.random.default_rng(seeds(seed, step, worker))
            noise = draw(rng, (share, noise_size)).astype("float32")
            with tf.GradientTape() as tape:
                loss = weigh(loss_of(own(images, worker, share), noise), workers)
            found = tape.gradient(loss, variables)
            gradients = [a + b if add else b for a, b in zip(gradients, found, strict=True)]
        return gradients

    return worker_step


def noise_of_the_whole_batch(loss_of, variables, images, noise_size, workers, seed, step):
    """Each takes its rows of the noise of one process; the gradients as means at the end."""
    rng = np.random.default_rng([seed, step])
    noise = rng.normal(size=(len(images), noise_size)).astype("float32")
    found = []
    for part, own in zip(np.split(images, workers), np.split(noise, workers), strict=True):
        with tf.GradientTape() as tape:
            loss = loss_of(part, own)
        found.append(tape.gradient(loss, variables))
    return [sum(of_one) / workers for of_one in zip(*found, strict=True)]


def split(array, n):
    return np.array_split(np.array(array), n)


def ring(
    second=True,
    gather=lambda own, came: came,
    scale=lambda total, n: total,
    cut=split,
    extra=0,
    shift=0,
):
    """ring_all_reduce with one thing done differently."""

    def ring_all_reduce(arrays, channel):
        n = len(arrays)
        chunks = [cut(array, n) for array in arrays]
        for step in range(n - 1 + extra):
            for i in range(n):
                channel.send(i, chunks[i][(i - step) % n])
            for i in range(n):
                place = (i - step - 1 + shift) % n
                chunks[i][place] = chunks[i][place] + channel.receive(i)
        for step in range(n - 1 if second else 0):
            for i in range(n):
                channel.send(i, chunks[i][(i + 1 - step) % n])
            for i in range(n):
                chunks[i][(i - step) % n] = gather(chunks[i][(i - step) % n], channel.receive(i))
        return [scale(np.concatenate(parts), n) for parts in chunks]

    return ring_all_reduce


def whole_arrays(arrays, channel):
    """Every array makes the round whole."""
    n = len(arrays)
    sums, passing = [a.copy() for a in arrays], list(arrays)
    for _ in range(n - 1):
        for i in range(n):
            channel.send(i, passing[i])
        passing = [channel.receive(i) for i in range(n)]
        for i in range(n):
            sums[i] += passing[i]
    return sums


def without_messages(arrays, channel):
    return [np.sum(arrays, axis=0) for _ in arrays]


def with_messages_for_show(arrays, channel):
    """The right messages, and sums that differ in rounding."""
    n = len(arrays)
    ring()(arrays, channel)
    return [np.sum(np.roll(arrays, i, axis=0), axis=0) for i in range(n)]


def cut_short(array, n):
    size = len(array) // n
    return [np.array(array[i * size : (i + 1) * size]) for i in range(n)]


def views(array, n):
    return np.array_split(array, n)


def in_place(arrays, channel):
    n = len(arrays)
    total = ring()(arrays, channel)
    for array, one in zip(arrays, total, strict=True):
        array += one * (n > 1)
    return total


def nothing_back(arrays, channel):
    ring()(arrays, channel)


def unread(arrays, channel):
    """The last message of everybody is left in the wires."""
    n = len(arrays)
    total = ring()(arrays, channel)
    if n > 1:
        for sizes in getattr(channel, "sizes", []):
            sizes.pop()
        for i in range(n):
            channel.send(i, np.zeros(1, "float32"))
    return total


def ring_of_rows(arrays, channel):
    """All chunks of all workers in one array, by index tables; returns a stacked array."""
    n, length = len(arrays), len(arrays[0])
    borders = [k * length // n for k in range(n + 1)]
    held = np.stack(arrays).astype("float32")
    for step in range(2 * (n - 1)):
        for i in range(n):
            k = (i - step) % n
            channel.send(i, held[i, borders[k] : borders[k + 1]])
        for i in range(n):
            k = (i - 1 - step) % n
            came = channel.receive(i)
            part = slice(borders[k], borders[k + 1])
            held[i, part] = held[i, part] + came if step < n - 1 else came
    return held


def spans(length, tile, overlap, count=None, before=True, after=True, cut=True):
    count = -(-length // tile) if count is None else count
    for i in range(count):
        start, stop = i * tile - before * overlap, (i + 1) * tile + after * overlap
        yield (max(0, start), min(length, stop)) if cut else (start, stop)


def tiled(order=lambda t, a, b, c: (t, a, b - t, c - a), by_rows=True, down=False, **options):
    """poster_tiles with one thing done differently."""

    def poster_tiles(height, width, tile, overlap):
        counts = [side // tile if down else None for side in (height, width)]
        rows = list(spans(height, tile, overlap, counts[0], **options))
        columns = list(spans(width, tile, overlap, counts[1], **options))
        if by_rows:
            return [order(t, a, b, c) for t, b in rows for a, c in columns]
        return [order(t, a, b, c) for a, c in columns for t, b in rows]

    return poster_tiles


def tiles_within_overlap(height, width, tile, overlap):
    """Tiles whose areas are smaller by the overlap."""
    return tiled()(height, width, tile - 2 * overlap, overlap)


def tiles_in_numpy(height, width, tile, overlap):
    tops, lefts = np.meshgrid(np.arange(0, height, tile), np.arange(0, width, tile), indexing="ij")
    first = np.stack([tops.ravel(), lefts.ravel()], axis=1)
    last = np.minimum(first + tile + overlap, (height, width))
    first = np.maximum(first - overlap, 0)
    return np.concatenate([first, last - first], axis=1)


def tenth(
    choose=lambda waiting, count: np.argsort(-np.abs(waiting))[:count],
    size=lambda n: -(-n // 10),
    waiting=lambda gradient, kept: gradient + kept,
    left=lambda sent, waiting: waiting - sent,
):
    """fewer_bytes with one thing done differently."""

    def fewer_bytes(gradient, kept):
        there = waiting(gradient, kept)
        sent = np.zeros_like(there)
        places = choose(there, size(len(there)))
        sent[places] = there[places]
        return sent, left(sent, there)

    return fewer_bytes


def large_ones(gradient, kept):
    there = gradient + kept
    sent = np.where(np.abs(there) > 0.5, there, 0)
    return sent, there - sent


def kept_in_place(gradient, kept):
    sent, _ = tenth()(gradient, kept)
    kept += gradient - sent
    return sent, kept.copy()


def only_sent(gradient, kept):
    return tenth()(gradient, kept)[0]


def at_random(waiting, count):
    return np.random.default_rng(zlib.crc32(waiting.tobytes())).permutation(len(waiting))[:count]


WRONG = {
    "ex12_shards": [
        (rounded_down, "belong to nobody"),
        (rounded_up, "a rounded-up share is too much"),
        (rounded_up_and_cut, "a rounded-up share leaves too little"),
        (last_takes_the_rest, "to several, a row to each"),
        (shard(1, 2), "counted from 0"),
        (shard(fix=lambda start, stop: (start, stop - 1)), "that is *not* taken"),
        (shard(fix=lambda start, stop: (start, stop + 1)), "start of the next|ends before"),
        (shard(fix=lambda start, stop: (start, stop - start)), "how many rows"),
        (lambda c, w, n: (w * c / n, (w + 1) * c / n), "// divides"),
        (lambda *a: slice(*shard()(*a)), "return start, stop"),
        (lambda *a: None, "`return` missing|return start, stop"),
    ],
    "ex12_worker_step": [
        (replica(seeds=lambda seed, step, worker: [seed, step]), "the same noise"),
        (replica(seeds=lambda seed, step, worker: seed), "the same noise"),
        (replica(seeds=lambda seed, step, worker: None), "repeatable"),
        (replica(seeds=lambda seed, step, worker: seed + step + worker), "keep them apart"),
        (replica(seeds=lambda seed, step, worker: [seed + worker, step]), "keep them apart"),
        (replica(seeds=lambda seed, step, worker: [seed, worker]), "each of the three counts"),
        (replica(weigh=lambda loss, workers: loss), "divide each loss by `workers`"),
        (replica(weigh=lambda loss, workers: loss / workers**2), "twice"),
        (replica(add=False), "the gradient of one worker"),
        (replica(own=lambda images, worker, share: images), "a slice of the batch"),
        (replica(own=lambda images, worker, share: images[:share]), "belongs to one worker"),
        (replica(draw=lambda rng, shape: rng.uniform(size=shape)), "N(0, 1)"),
        (replica(draw=lambda rng, shape: rng.normal(size=shape[1:])), "for each picture"),
    ],
    "ex12_ring_all_reduce": [
        (without_messages, "through the channel"),
        (whole_arrays, "a message is one chunk"),
        (ring(second=False), "only one chunk of each worker is finished"),
        (ring(scale=lambda total, n: total / n), "not the mean"),
        (ring(gather=lambda own, came: own + came), "who replaces it"),
        (ring(gather=lambda own, came: own), "only one chunk of each worker is finished"),
        (ring(extra=1), "n - 1 steps in each half"),
        (ring(shift=1), "who replaces it|broadcast|print the shapes"),
        (ring(cut=cut_short), "some chunks went too often|does not divide"),
        (with_messages_for_show, "passed on as it is"),
        (in_place, "work on copies"),
        (nothing_back, "`return` missing"),
        (unread, "receives one chunk in each step"),
    ],
    "ex12_predict_bytes": [
        (lambda: (10, 35, 800, 5.1), "the finished chunks go round"),
        (lambda: (40, 35, 800, 5.1), "not all of it"),
        (lambda: (5, 35, 800, 5.1), "4 bytes"),
        (lambda: (20, 140, 800, 5.1), "whole gradients are not passed"),
        (lambda: (20, 17.5, 800, 5.1), "the first half of the ring"),
        (lambda: (20, 40, 800, 5.1), "less than twice"),
        (lambda: (20, 35, 100, 5.1), "a byte has 8 bits"),
        (lambda: (20, 35, 400, 5.1), "save 200 ms of 400"),
        (lambda: (20, 35, 800, 8), "without the exchange"),
        (lambda: (20, 35, 800, 0.195), "the time that is left"),
        (lambda: (20, 35, 800, 0.64), "per machine"),
        (lambda: (20, 35, 800, 3), "a step of eight"),
        (lambda: (20, 35, 800), "return two, eight, speed, gain"),
    ],
    "ex12_fewer_bytes": [
        (tenth(left=lambda sent, waiting: np.zeros_like(sent)), "neither sent nor kept is lost"),
        (tenth(waiting=lambda gradient, kept: gradient), "the old `kept` has vanished"),
        (tenth(left=lambda sent, waiting: waiting), "arrive again and again"),
        (tenth(size=lambda n: n), "choose places, so many and no more"),
        (large_ones, "choose places, so many and no more"),
        (tenth(choose=lambda waiting, count: np.arange(count)), "wait for ever"),
        (tenth(choose=lambda waiting, count: []), "something has to be sent"),
        (kept_in_place, "are the caller's"),
        (only_sent, "return sent, kept"),
    ],
    "ex12_poster_tiles": [
        (tiled(before=False, after=False), "where is the overlap?"),
        (tiled(before=False), "on both sides of a border"),
        (tiled(after=False), "on both sides of a border"),
        (tiled(cut=False), "there is nothing beyond"),
        (tiled(down=True), "`tile` wide, whatever the overlap|rounded down|four numbers|a list of"),
        (tiled(order=lambda t, a, b, c: (t, a, b, c)), "not where they end"),
        (tiled(order=lambda t, a, b, c: (a, t, c - a, b - t)), "top before left"),
        (tiled(by_rows=False), "row by row"),
        (tiles_within_overlap, "whatever the overlap"),
        (lambda *a: 4, "a list of tuples"),
        (lambda *a: None, "a list of tuples"),
    ],
}  # fmt: skip

RIGHT = [
    ("ex12_shards", by_array_split),
    ("ex12_shards", by_divmod),
    ("ex12_shards", shard()),
    ("ex12_worker_step", noise_of_the_whole_batch),
    ("ex12_worker_step", replica(seeds=lambda *numbers: [*numbers][::-1])),
    ("ex12_ring_all_reduce", ring()),
    ("ex12_ring_all_reduce", ring_of_rows),
    ("ex12_predict_bytes", lambda: (20, 35, 800, 5)),
    ("ex12_predict_bytes", lambda: [np.float32(20.3), 34.5, 790, 5.2]),
    ("ex12_fewer_bytes", tenth()),
    ("ex12_fewer_bytes", tenth(choose=at_random)),
    ("ex12_poster_tiles", tiles_in_numpy),
    ("ex12_poster_tiles", tiled()),
]
