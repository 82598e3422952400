# %% [markdown]
# # Lesson 12: beyond one machine
#
# One process has trained and drawn so far. Here two do, as ten or a thousand would on machines of
# their own. First by hand: a batch is cut into shards, each worker finds the gradient of its own,
# the gradients are added up in a ring, and all make the same step. Then two real processes train
# one model, two more draw a poster, and you calculate from what you measured how far that goes.
#
# | **expected**, on MNIST, two workers | |
# | --- | --- |
# | the gradient of a batch, and the mean of those of its shards | off by 2e-6 of its length |
# | variance of the gradient if eight workers draw equal noise | 7.0 times |
# | weights of the two after 150 steps | the same; 0.14 apart without the all-reduce |
# | time of a step, two workers / one, on two cores | 0.61 |
# | time of a poster, two processes / one, of one thread each | 0.58, and 94 of 94 files the same |
# | sixteen machines at 10 Gbit/s, calculated | 5.7 times one; 15.1 with a batch 16 times as large |

# %% [markdown]
# **Time**: seven minutes on two cores; with `--quick`, on drawn digits, one. Pictures, the runs and
# the posters go to `out/12_beyond_one_machine/`; those of an earlier run are replaced.
#
#     python lessons/12_beyond_one_machine.py              # two workers
#     python lessons/12_beyond_one_machine.py --workers 4  # on a machine with four cores
#     python lessons/12_beyond_one_machine.py --quick      # everything small, no download
#     python lessons/12_beyond_one_machine.py --mine       # with the exercises that you have solved
#
# Numbers to turn: `--workers`; `--steps` are made by hand; `--size` is that of the poster.
#
# Sources: Goyal et al., "Accurate, large minibatch SGD" (2017); Patarasuk and Yuan, "Bandwidth
# optimal all-reduce algorithms" (2009); Aji and Heafield, "Sparse communication for distributed
# gradient descent" (2017).

# %%
import itertools
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from cppn_keras.course.lesson import begin

# %%
lesson = begin(
    "12_beyond_one_machine",
    epochs=10,
    batch_size=64,
    quick=(1, 16),
    quick_hides="on work this small two processes lose more time by starting than they win",
    workers=2,
    steps=(150, 4),
    size=(4096, 512),
)
knobs = lesson.knobs

# %%
# Imported after `begin`, which asks TensorFlow to be quiet and sets the seed.
import keras
import tensorflow as tf
from keras import ops

from cppn_keras import Sampler, networks, plotting
from cppn_keras.data import batches
from cppn_keras.errors import UserError
from cppn_keras.files import replace_file
from cppn_keras.plotting.diagrams.workers import workers as diagram_of_workers
from cppn_keras.rendering import save
from cppn_keras.runs.film import film_cppn
from cppn_keras.training import losses

begun = time.time()
LATENTS, SIDE, WORKERS = 8, 26, knobs.workers
if lesson.batch_size % WORKERS:
    raise UserError(f"{WORKERS} workers cannot share a batch of {lesson.batch_size} evenly.")
for folder in ("workers", "posters"):
    shutil.rmtree(lesson.out / folder, ignore_errors=True)
lesson.save(diagram_of_workers(), "diagram.png")

# %% [markdown]
# ![Two workers, one sum](../docs/lessons/12/diagram.png)
#
# ## A batch in shards
#
# Every worker is a **replica**: it has all networks, with the same weights. What is divided is the
# batch; a worker's part of it is its **shard**. This is *data parallelism*. Models that do not fit
# into one machine are divided, too; a CPPN does fit, with a million weights.
#
# **Exercise** `ex12_shards` (write): the rows of one worker. All workers read the same data in the
# same order and know their number; nothing is agreed upon and nothing is sent.

# %%
shards = lesson.exercise("ex12_shards")
borders = [shards(lesson.batch_size, worker, WORKERS) for worker in range(WORKERS)]
print(f"\na batch of {lesson.batch_size}: rows {', '.join(f'{a} to {b - 1}' for a, b in borders)}")


# %%
class Worker:
    """One replica of a VAE, and its optimizer."""

    def __init__(self):
        keras.utils.set_random_seed(lesson.seed)  # the same initial weights for all
        channels = lesson.data.train_images.shape[-1]
        self.encoder = networks.build_conv_encoder((SIDE, SIDE, channels), LATENTS, (16, 32, 64))
        cppn = film_cppn(LATENTS, channels, 64, 3, lesson.seed)
        self.generator = networks.image_generator(cppn, SIDE, SIDE)
        self.variables = self.encoder.trainable_variables + self.generator.trainable_variables
        self.optimizer = keras.optimizers.Adam(1e-3)
        self.optimizer.build(self.variables)
        self.loss_of = tf.function(self.eager_loss, reduce_retracing=True)
        self.state = self.variables + self.optimizer.variables
        self.initial = [variable.numpy() for variable in self.state]

    def eager_loss(self, images, noise):
        """-ELBO with noise (n, latents) for images (n, ...): their mean, in nats."""
        z_mean, z_log_var = self.encoder(images, training=True)
        again = self.generator(z_mean + ops.exp(z_log_var / 2) * noise, training=True)
        errors = losses.bernoulli_cross_entropy(images, again)  # (n,)
        return ops.mean(errors + losses.kl_divergence(z_mean, z_log_var))


# %%
def flat(arrays):
    """Arrays of any shapes → one, (numbers,)."""
    return np.concatenate([np.ravel(array) for array in arrays])


def gradient_of(worker, images, noise):
    """The gradient of the loss by all weights, one array (weights,); and the loss."""
    with tf.GradientTape() as tape:
        loss = worker.loss_of(images, noise)
    return flat(tape.gradient(loss, worker.variables)), float(loss)


def move(worker, gradient):
    """A step of Adam by a gradient (weights,)."""
    ends = np.cumsum([v.numpy().size for v in worker.variables])[:-1]
    parts = zip(np.split(gradient, ends), worker.variables, strict=True)
    shaped = [ops.convert_to_tensor(part.reshape(v.shape)) for part, v in parts]
    worker.optimizer.apply(shaped, worker.variables)


def reset(worker):
    """Back to the weights, and the optimizer, it began with."""
    for variable, value in zip(worker.state, worker.initial, strict=True):
        variable.assign(value)


# %% [markdown]
# ## The gradient of a batch, from those of its shards
#
# A loss is a mean over pictures, so its gradient is one, too. With shards of equal size the
# gradient of the batch is the mean of the workers' gradients, for the same noise: not nearly, but
# to rounding. Optimizers in a TensorFlow strategy *add up* what the workers bring. So each divides
# its loss by the number of workers, and does it **once**: `ops.mean` over its own shard divides by
# the shard only, and some Keras losses already divide by the number of replicas. (The package asks
# for the mean of the gradients, `training/replicas.py`: then nobody divides.)

# %%
stream = batches(lesson.data.train_images, lesson.batch_size, crop=SIDE, seed=lesson.seed)
batch = next(iter(stream)).numpy()  # (batch, 26, 26, channels)
team = [Worker() for _ in range(WORKERS)]
alone = team[0]
noise = np.random.default_rng(lesson.seed).normal(size=(len(batch), LATENTS)).astype("float32")
whole, _ = gradient_of(alone, batch, noise)
parts = [gradient_of(alone, batch[a:b], noise[a:b])[0] for a, b in borders]
print(f"\n{len(whole):,} weights; the gradient of the batch against, of its {WORKERS} shards,")
for name, gradient in {
    "the mean": np.mean(parts, axis=0),
    "the sum: the loss was not divided": np.sum(parts, axis=0),
    "the mean, divided once more": np.mean(parts, axis=0) / WORKERS,
}.items():
    length = np.linalg.norm(gradient) / np.linalg.norm(whole)
    off = np.linalg.norm(gradient - whole) / np.linalg.norm(whole)
    print(f"  {name:36} {length:5.2f} of its length, off by {off:.1e}")

# %% [markdown]
# Adam hides the two mistakes: it divides a gradient by its own usual size. They show in what does
# not scale along: gradient clipping, a penalty that is added undivided, the balance with a second
# network.
#
# ## Noise of one's own
#
# A VAE draws noise for every picture, a GAN its z. Workers that all begin with one seed all draw
# the same.
#
# **Exercise** `ex12_worker_step` (find): one step of several workers, played in one process, that
# learns less than it should. What is wrong with it?

# %%
worker_step = lesson.exercise("ex12_worker_step")
DRAWS = 4 if lesson.quick else 30


def spread(gradients):
    """Variance of gradients (weights,) over draws of the noise, summed over weights."""
    return np.var(list(gradients), axis=0).sum()


def with_equal_noise(workers, draw):
    """The gradient of the batch when all workers draw the same."""
    own = np.random.default_rng(draw).normal(size=(len(batch) // workers, LATENTS))
    return gradient_of(alone, batch, np.tile(own, (workers, 1)).astype("float32"))[0]


reference = spread(with_equal_noise(1, draw) for draw in range(DRAWS))
print("\nvariance of the gradient by its noise, that of one machine being 1")
for count in (count for count in (2, 8) if len(batch) % count == 0):
    arguments = alone.loss_of, alone.variables, batch, LATENTS, count, lesson.seed
    own = spread(flat(worker_step(*arguments, draw)) for draw in range(DRAWS))
    equal = spread(with_equal_noise(count, draw) for draw in range(DRAWS))
    print(
        f"  {count} workers: own noise {own / reference:4.1f}, equal noise {equal / reference:4.1f}"
    )

# %% [markdown]
# With noise of its own for every picture, the workers' sum varies as much as one machine's
# gradient. With equal noise it does not average out from worker to worker: on MNIST two workers had
# 1.9 times the variance, eight 7.0 times, as if the batch were that much smaller. Nothing stops and
# nothing warns; the loss falls less steadily, and a GAN sees every fake eight times.

# %% [markdown]
# ## A sum in a ring
#
# Everybody needs the sum of all gradients: an **all-reduce**. If all send theirs to worker 0, which
# sends the sum back, worker 0's wire carries 2 (n - 1) gradients, and with ten workers the others
# wait. In a *ring* every worker talks to its two neighbours only, all wires are busy at the same
# time, and each carries 2 (n - 1)/n gradients: less than two, however many workers there are.
#
# **Exercise** `ex12_ring_all_reduce` (write): over these wires.


# %%
class Ring:
    """Wires from each worker to the next, and how many bytes went through each."""

    def __init__(self, workers):
        self.wires = [deque() for _ in range(workers)]  # wire i ends at worker i
        self.bytes, self.messages = np.zeros(workers, int), 0

    def send(self, worker, chunk):
        self.bytes[worker] += chunk.nbytes
        self.messages += 1
        self.wires[(worker + 1) % len(self.wires)].append(chunk.copy())

    def receive(self, worker):
        return self.wires[worker].popleft()


# %%
ring_all_reduce = lesson.exercise("ex12_ring_all_reduce")
print(f"\na gradient of {whole.nbytes / 1e6:.2f} MB;{'MB by the busiest wire':>35}")
print(f"{'':14}messages    in a ring    all to worker 0   sums differ by   error")
for count in (2, 3, 4, 8):
    rng = np.random.default_rng(count)
    arrays = [whole * rng.normal(size=len(whole)).astype("float32") for _ in range(count)]
    ring = Ring(count)
    sums = ring_all_reduce(arrays, ring)
    star = 2 * (count - 1) * whole.nbytes / 1e6
    off = max(np.abs(one - sums[0]).max() for one in sums)
    exact = np.sum(np.float64(arrays), axis=0)
    error = np.abs(sums[0] - exact).max() / np.abs(exact).max()
    figures = f"{ring.messages:11}{ring.bytes.max() / 1e6:13.2f}{star:19.2f}"
    print(f"  {count} workers {figures}{off:17.1g}{error:8.0e}")

# %% [markdown]
# The sums differ by nothing on any two workers, not even in the last bit: a finished chunk is
# copied, not calculated again. So all make the same step, and weights that were equal stay equal
# for ever, without ever being compared or sent.
#
# Now all together, by hand: shards, noise, ring, the same step everywhere.


# %%
def in_a_ring(gradients):
    return ring_all_reduce(gradients, Ring(len(gradients)))


def train(exchange, workers):
    """Trains replicas side by side; their weights (workers, weights), losses (steps, workers)."""
    course = []
    for worker in team[:workers]:
        reset(worker)
    for step, images in enumerate(itertools.islice(stream, knobs.steps)):
        found = []
        for i, worker in enumerate(team[:workers]):
            own = images[slice(*shards(len(images), i, workers))]
            rng = np.random.default_rng([lesson.seed, step, i])
            noise = rng.normal(size=(len(own), LATENTS)).astype("float32")
            found.append(gradient_of(worker, own, noise))
        gradients = [gradient / np.float32(workers) for gradient, _ in found]
        for worker, gradient in zip(team[:workers], exchange(gradients), strict=True):
            move(worker, gradient)
        course.append([loss for _, loss in found])
    return np.stack([flat(worker.variables) for worker in team[:workers]]), np.array(course)


# %% [markdown]
# **Exercise** `ex12_fewer_bytes` (change): on a slow wire a tenth of the gradient has to do. Send
# what you like of it, but lose nothing.

# %%
fewer_bytes = lesson.exercise("ex12_fewer_bytes")
kept = [np.zeros_like(whole) for _ in range(WORKERS)]


def a_tenth(gradients):
    """Each sends a tenth of its numbers and keeps the rest; everybody adds up what came."""
    sent = []
    for i, gradient in enumerate(gradients):
        some, kept[i] = fewer_bytes(gradient, kept[i])
        sent.append(some)
    return [sum(sent)] * len(gradients)


# %%
print(f"\n{knobs.steps} steps by hand{'':22}last loss   weights of any two differ by")
courses, shard_losses = {}, None
for name, exchange, count in (
    ("one worker", in_a_ring, 1),
    (f"{WORKERS} workers, all-reduce", in_a_ring, WORKERS),
    (f"{WORKERS} workers, a tenth", a_tenth, WORKERS),
    (f"{WORKERS} workers, nothing sent", lambda own: [g * WORKERS for g in own], WORKERS),
):
    weights, course = train(exchange, count)
    courses[name] = course.mean(axis=1)
    shard_losses = course if "all-reduce" in name else shard_losses
    last = courses[name][-max(1, knobs.steps // 10) :].mean()
    off = np.abs(weights - weights[0]).max()
    print(f"  {name:30}{last:12.1f}{off:20.2g}", flush=True)

# %%
fig, ax = plt.subplots(figsize=(6, 3.5), layout="constrained")
for name, course in courses.items():
    smooth = np.convolve(course, np.ones(min(10, len(course))) / min(10, len(course)), "valid")
    ax.plot(smooth, label=name)
ax.set(xlabel="step", ylabel="-ELBO, nats (mean of ten steps)")
ax.set_ylim(top=np.quantile(np.concatenate(list(courses.values())), 0.97))
ax.legend(frameon=False)
lesson.save(fig, "by_hand.png")

# %% [markdown]
# ![by hand](../docs/lessons/12/by_hand.png)
#
# Good: with the all-reduce both workers have the same weights, to the last bit, and learn as one
# does (179.5 nats after 150 steps against 177.1; one seed, and other noise). Gone wrong: with
# nothing sent weights drift apart, by 0.14 after 150 steps, and each worker has learnt from half of
# every batch: 185.6.
#
# A tenth of the numbers is a fifth of the bytes, for each needs its place. It learns more slowly,
# 188.5: what has waited is out of date when it comes. That pays where the wire is the slower part.

# %% [markdown]
# ## Two real workers
#
# Now the package's own training, `python -m cppn_keras train demo`: the same command on every
# machine, and an environment variable `TF_CONFIG` that says who takes part and who one is. It is
# how every TensorFlow cluster is told. It does what you did by hand, with the all-reduce of
# `MultiWorkerMirroredStrategy`. Worker 0 is the *chief*: it prints, and writes the run's folder.
#
# Here both workers are on this machine, each with one thread, so that two cores are two machines.
# The data lie in a file that both read.

# %%
folder = lesson.out / "workers"
parts = ("train", "test")
arrays = {f"x_{part}": getattr(lesson.data, f"{part}_images") for part in parts}
arrays |= {f"y_{part}": getattr(lesson.data, f"{part}_labels") for part in parts}
digits = replace_file(folder / "digits.npz", lambda path: np.savez(path, **arrays))
COMMAND = [sys.executable, "-m", "cppn_keras", "train", "demo", "--data", str(digits)]
COMMAND += ["--epochs", str(lesson.epochs), "--batch-size", str(lesson.batch_size)]
COMMAND += ["--seed", str(lesson.seed), "--out"]
THREADS = ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")
ONE_THREAD = dict.fromkeys(THREADS, "1")


def free_ports(count):
    """Ports of this machine at which nobody listens."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


# %%
def start(cluster, index, out):
    """Starts worker `index` of a cluster, a list of addresses; its output goes to a file."""
    config = {"cluster": {"worker": cluster}, "task": {"type": "worker", "index": index}}
    environment = os.environ | ONE_THREAD
    if len(cluster) > 1:
        environment["TF_CONFIG"] = json.dumps(config)
        print(f"  worker {index}: TF_CONFIG='{environment['TF_CONFIG']}'", flush=True)
    with open(f"{out}-worker-{index}.txt", "w") as log:
        return subprocess.Popen([*COMMAND, str(out)], env=environment, stdout=log, stderr=log)


def run_workers(count, out):
    """Trains on so many workers; the text that the chief has printed."""
    cluster = [f"127.0.0.1:{port}" for port in free_ports(count)]
    processes = [start(cluster, index, out) for index in range(count)]
    try:
        statuses = [process.wait() for process in processes]
    finally:
        for process in processes:
            process.kill()  # after Ctrl-C; one that has ended does not mind
    if any(statuses):
        raise UserError(f"a worker ended with status {statuses}; see {out}-worker-0.txt.")
    return Path(f"{out}-worker-0.txt").read_text()


# %%
def step_seconds(text):
    """Time of a step by the chief's lines: the median over epochs of the first stage."""
    found = re.findall(r"([\d.]+)(ms|s)/step", text)[: max(1, round(0.8 * lesson.epochs))]
    return np.median([float(number) / {"ms": 1000, "s": 1}[unit] for number, unit in found])


step_time = {}
for count in dict.fromkeys((WORKERS,) if lesson.quick else (1, WORKERS)):
    print(f"\n{count} worker{'s' * (count > 1)}, {lesson.epochs} x 25 steps", flush=True)
    text = run_workers(count, folder / f"{count}")
    step_time[count] = step_seconds(text)
    history = json.loads((folder / f"{count}" / "run.json").read_text())["history"]
    figures = (
        f"-ELBO {history[-1]['reconstruction'] + history[-1]['kl']:.1f} nats in the last epoch"
    )
    print(f"  {1000 * step_time[count]:.0f} ms a step; {figures}", flush=True)
if len(step_time) > 1:
    ratio = step_time[WORKERS] / step_time[1]
    print(f"time of {WORKERS} workers / of one: {ratio:.2f}; {1 / WORKERS:.2f} would be all of it")

# %%
rows = {}
for count in step_time:
    sampler = Sampler.from_pretrained(folder / f"{count}", seed=lesson.seed)
    z = sampler.generate_z(8)
    rows[f"{count} worker{'s' * (count > 1)}"] = sampler.generate(z, 104, 104)
lesson.save(
    plotting.plot_rows(rows, side=1.2, title="samples from the same random numbers"), "samples.png"
)

# %% [markdown]
# ![samples](../docs/lessons/12/samples.png)
#
# Good: two workers end where one does (188.7 nats against 191.1; one seed, and other noise), and
# the same random numbers become much the same digits. Only the chief writes, so whether the others
# have its weights does not show here: `tests/test_workers.py` compares them bit by bit. Gone wrong:
# two processes that print the same epochs; each has trained alone, without `TF_CONFIG`.
#
# Two took 0.61 of the time of one for a step; 0.50 would be all (0.79 where others used the cores).
# What limits it: not everything in a step halves with the batch, and a few times in every step both
# wait for the slower one, for the gradients of each optimizer and for the losses.

# %% [markdown]
# ## A poster by two processes
#
# Drawing needs no all-reduce. A tile depends on the weights and its place, and on no other tile:
# such work is called *embarrassingly parallel*. A tile that is there need not be drawn; one that is
# drawn twice is the same twice (*idempotent*). So nobody has to agree on anything, and a worker
# that dies is replaced by any other.
#
# **Exercise** `ex12_poster_tiles` (write): which tiles are there?

# %%
poster_tiles = lesson.exercise("ex12_poster_tiles")
sampler = Sampler.from_pretrained("mnist", seed=lesson.seed)
drawing = sampler.drawing(sampler.digit_codes[3], 220, 300)  # rows, columns
tiles = poster_tiles(220, 300, 64, 1)
picture = np.full((220, 300, 1), np.nan, "float32")
for i in np.random.default_rng(0).permutation(len(tiles)):  # in any order, by anybody
    top, left, rows, columns = (int(number) for number in tiles[i])
    place = slice(top, top + rows), slice(left, left + columns)
    picture[place] = drawing.pixels((top, left, rows, columns))
off = np.abs(picture - drawing.pixels()).max()
print(f"\n{len(tiles)} tiles in any order: {off:.0e} from the picture drawn at once")

# %%
ax = plotting.plot_image(picture, title=f"{len(tiles)} tiles of {WORKERS} workers")
for number, (top, left, rows, columns) in enumerate(tiles):
    colour = f"C{number % WORKERS}"
    corner = left - 0.5, top - 0.5
    ax.add_patch(plt.Rectangle(corner, columns, rows, color=colour, alpha=0.4, linewidth=0))
lesson.save(ax, "tiles.png")

# %% [markdown]
# ![tiles](../docs/lessons/12/tiles.png)
#
# No worker draws better than another, so they need not be told apart: `save(…, processes=2)`, or
# `render --processes 2`, starts processes that each load the network once, and hands out the tiles
# that are missing.

# %%
poster = sampler.drawing(sampler.digit_codes[3], knobs.size)
drawn = {}
print(f"\na poster of {knobs.size} x {knobs.size} pixels")
for processes in dict.fromkeys((1, WORKERS)):
    started = time.time()
    path = save(poster, lesson.out / f"posters/{processes}/three.dzi", processes=processes)
    seconds = time.time() - started
    files = sorted(path.with_name("three_files").rglob("*.png"))
    first = min(file.stat().st_mtime for file in files) - started
    drawn[processes] = seconds, [file.read_bytes() for file in files]
    size = sum(file.stat().st_size for file in files) / 1e6
    print(f"  {processes} at a time: {len(files)} tiles, {size:.1f} MB", end=", ")
    print(f"in {seconds:.1f} s, the first after {first:.1f} s", flush=True)
(by_one, one), (together, several) = drawn[1], drawn[WORKERS]
same = sum(a == b for a, b in zip(one, several, strict=True))
print(f"  time of all / of one: {together / by_one:.2f}; {same} of {len(one)} files the same")
print(f"  open {path.with_name('index.html')} in a browser and zoom in")

# %% [markdown]
# Good: all files of both posters are the same, byte for byte. (Other numbers of threads may round
# differently, by a grey level at most.) With one thread for every process, two took 0.58 of the
# time of one; for the first four of their 20 seconds they started. So a larger poster gains more,
# and a small one loses. Where TensorFlow may use all cores for one process, as it does by itself,
# two gain less or nothing.

# %% [markdown]
# ## Ten machines, on paper
#
# How far would the training go? Two figures decide: how long a step computes, and how long its
# gradients are on the wire.
#
# **Exercise** `ex12_predict_bytes` (predict): with the figures of another model, before you see
# ours.

# %%
two, eight, speed, gain = lesson.exercise("ex12_predict_bytes")()
print(f"predicted: {two:.0f} and {eight:.0f} MB, {speed:.0f} Mbit/s, {gain:.1f} times as fast")
print("\na step on a shard, without the exchange: processor time, the least of some")
repeats, compute = 3 if lesson.quick else 15, {}
for size in (1, 2, 4, 8, 16, 32, 64)[:: 3 if lesson.quick else 1]:
    images, own = np.resize(batch, (size, *batch.shape[1:])), np.resize(noise, (size, LATENTS))
    gradient_of(alone, images, own)  # builds the graph
    times = []
    for _ in range(repeats):
        started = time.process_time()  # of one core, however busy the machine is
        gradient_of(alone, images, own)
        times.append(time.process_time() - started)
    compute[size] = min(times)
    print(f"  {size:2} pictures {1000 * compute[size]:7.1f} ms")
saved = compute[64] - np.interp(32, list(compute), list(compute.values()))
print(f"each of two workers sends {whole.nbytes / 1e6:.2f} MB a step, of many twice that; ", end="")
print(f"two are no faster than one below {8 * whole.nbytes / saved / 1e6:.0f} Mbit/s")

# %%
LATENCY = 1e-4  # seconds for a message between two machines, an ordinary figure for Ethernet


def on_the_wire(workers, speed):
    """Seconds of a ring all-reduce at `speed` bits a second."""
    rounds = 2 * (workers - 1)
    return rounds * (8 * whole.nbytes / workers / speed + LATENCY)


def faster(workers, speed, grows):
    """How many times as many pictures a second as one worker: `grows` the batch, or is it 64?"""
    shard = 64 if grows else 64 / workers
    step = np.interp(shard, list(compute), list(compute.values())) + on_the_wire(workers, speed)
    return shard * workers / step * compute[64] / 64


# %%
counts = 2 ** np.arange(7)
fig, axes = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained", sharex=True, sharey=True)
print("\npictures a second against one worker, calculated")
for ax, grows in zip(axes, (False, True), strict=True):
    title = "64 pictures for each worker" if grows else "64 pictures for all"
    for speed in (1e9, 1e10):
        curve = [faster(n, speed, grows) for n in counts]
        ax.plot(counts, curve, "o-", label=f"{speed / 1e9:.0f} Gbit/s")
        named = ", ".join(f"{n}: {value:.1f}" for n, value in zip(counts, curve, strict=True))
        print(f"  {title}, {speed / 1e9:2.0f} Gbit/s: {named}")
    ax.plot(counts, counts, "k:", linewidth=1, label="as many times as workers")
    ax.set(xscale="log", yscale="log", title=title, xlabel="workers")
    ax.set_xticks(counts, counts)
    ax.set_yticks(counts, counts)
    ax.minorticks_off()
axes[0].set_ylabel("times as fast as one")
axes[0].legend(frameon=False)
lesson.save(fig, "scaling.png")

# %% [markdown]
# ![scaling](../docs/lessons/12/scaling.png)
#
# A step cost 5 ms of a core, however few pictures there were, and 1.2 ms for each. Divide the 64,
# and at sixteen workers these 5 ms and the wire are most of what is left: 5.7 times as fast as one
# at 10 Gbit/s, 2.5 times at 1 Gbit/s, and with 64 workers slower again. Give each 64 of its own,
# and sixteen are 15.1 and 12.4 times as fast: beside 80 ms of computing the ring takes 5 or 23.
#
# A larger network changes little, for its gradient and its computing grow together. More pixels
# are better for the ring: more computing, the same gradient. (Below 297 Mbit/s two were no faster
# than one.)

# %% [markdown]
# ## What else changes
#
# **The gate** (lesson 5) asks whether losses are below a limit. Each worker knows the loss of its
# shard only, and workers that decide differently have different weights from then on. So losses
# are averaged over workers first, one number each, and all decide the same.

# %%
limit = np.median(shard_losses.mean(axis=1))
sides = shard_losses < limit
apart = np.mean(sides.any(axis=1) & ~sides.all(axis=1))
print(f"\nby their own loss, workers would have decided differently in {apart:.0%} of the steps")

# %% [markdown]
# **The batch** grows with the workers if these are to have enough to do: 64 pictures for each of 64
# workers are 4,096. The same pictures make fewer steps, so these have to be longer: a learning rate
# that grows along, after a warm-up (Goyal et al.). Beyond some size a larger batch brings nothing.
#
# **Batch normalisation** takes the statistics of the shard, not of the batch. (The networks here
# have none.)
#
# **The slowest** worker decides how long a step takes. One that dies ends the step for all: the
# same command on every machine goes on from the last checkpoint.
#
# What becomes of a thousand machines, and how to start two: [docs/scale.md](../docs/scale.md).

# %%
print(f"\ndone in {(time.time() - begun) / 60:.1f} min; pictures in {lesson.out}")
