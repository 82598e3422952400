"""Posters drawn by many processes: one process's pixels, and nothing is lost whoever is killed."""

import os
import signal
import threading
from itertools import chain
from pathlib import Path

import imageio.v3 as iio
import numpy as np
import pytest
from commands import run, started, wait_for
from models import small_cppn
from posters import assert_same_pixels, page_poster, stitch, tiles_of

from cppn_keras.errors import UserError
from cppn_keras.rendering import Drawing, Poster, to_uint8
from cppn_keras.rendering.deepzoom import cluster, pool
from cppn_keras.sampler import Sampler

Z = np.array([0.3, -1.0, 0.7], "float32")


@pytest.fixture(scope="module")
def cppn():
    return small_cppn(weight_stddev=1.0, input_scale=4.0, seed=3)


@pytest.fixture
def poster(cppn, tmp_path):
    """100 x 100 pixels in 26 tiles, none of them drawn."""
    return Poster(Drawing(cppn, Z, 100, 100), tmp_path / "a.dzi", tile=32)


def tiles_of_all_levels(poster):
    return poster._missing([poster.pyramid.touched(i) for i in range(poster.pyramid.n_levels)])


# -------------------------------------------------------------------- workers that are none


class Standin:
    """A worker within this process."""

    def __init__(self, data=None, threads=1, fails_at=None):
        self.drawer, self.fails_at = data and pool.Drawer(data), fails_at
        self.drawn, self.ended = [], threading.Event()

    def draw(self, tile):
        if tile == self.fails_at:
            raise pool.gone("signal 9")
        self.drawn.append(tile)
        return self.drawer.draw(tile) if self.drawer else b"a tile"

    def end(self):
        self.ended.set()


class Stuck(Standin):
    """Draws until it is ended."""

    def draw(self, tile):
        assert self.ended.wait(60)
        raise pool.gone("signal 9")


def test_workers_draw_every_tile_once_and_are_ended(poster):
    workers = [Standin() for _ in range(3)]
    wanted = list(tiles_of_all_levels(poster))
    drawn = list(pool.draw_by(workers, poster, wanted))
    assert sorted(drawn) == sorted(wanted) == sorted(chain(*(w.drawn for w in workers)))
    assert all(poster.tile_path(*tile).read_bytes() == b"a tile" for tile in wanted)
    assert all(worker.ended.is_set() for worker in workers)


def test_no_more_tiles_are_asked_for_than_are_needed(poster):
    """A poster may have millions of them."""
    taken = []
    tiles = (taken.append(tile) or tile for tile in tiles_of_all_levels(poster))
    drawn = pool.draw_by([Standin(), Standin()], poster, tiles)
    next(drawn)
    drawn.close()
    assert len(taken) == 4


def test_one_worker_that_fails_ends_all_and_what_is_drawn_stays(poster):
    workers = [Standin(fails_at=(7, 0, 0)) for _ in range(2)]
    with pytest.raises(
        UserError, match=r"has ended \(signal 9\)\. What is drawn stays: run the same again"
    ):
        list(pool.draw_by(workers, poster, tiles_of_all_levels(poster)))
    assert all(worker.ended.is_set() for worker in workers)
    assert len(list(poster.folder.glob("[0-6]/*.png"))) == 10
    assert not list(poster.folder.rglob(".*"))


def test_who_stops_asking_ends_workers_that_still_draw(poster):
    workers = [Standin(), Stuck()]
    drawn = pool.draw_by(workers, poster, tiles_of_all_levels(poster))
    next(drawn)
    drawn.close()  # would wait for a minute
    assert all(worker.ended.is_set() for worker in workers)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_full_disk_costs_one_line_and_no_drawn_tile(poster):
    from faults import on_a_full_disk

    class Larger(Standin):
        def draw(self, tile):
            return bytes(50 if tile[0] < 6 else 5000)

    tiles = list(tiles_of_all_levels(poster))

    def draw():
        with pytest.raises(UserError, match=r"cannot write .*\.png: File too large"):
            list(pool.draw_by([Larger(), Larger()], poster, tiles))

    assert on_a_full_disk(1000, draw) == 0
    there = [path.relative_to(poster.folder) for path in poster.folder.rglob("*_*")]
    assert sorted(map(str, there)) == [f"{level}/0_0.png" for level in range(6)]


def test_by_default_one_process_begins_and_others_follow_where_that_pays(poster, monkeypatch):
    alone, draw_tile = [], poster.draw_tile
    monkeypatch.setattr(poster, "draw_tile", lambda *tile: alone.append(tile) or draw_tile(*tile))
    monkeypatch.setattr(pool, "packed", lambda poster: b"")
    workers = []
    monkeypatch.setattr(pool, "Process", lambda *_: workers.append(Standin()) or workers[-1])
    monkeypatch.setattr(pool, "usual_processes", lambda: 3)
    monkeypatch.setattr(pool, "pays", lambda seconds, drawn, left: (drawn, left) == (10, 16))
    poster.draw()
    assert len(alone) == 10 and len(workers) == 3
    drawn = alone + list(chain(*(worker.drawn for worker in workers)))
    assert len(drawn) == len(set(drawn)) == 26
    assert poster.summary().startswith("26 of 26 tiles")


@pytest.mark.parametrize(
    ("seconds", "drawn", "left", "worth"),
    [(1, 100, 10**6, False), (6, 30, 10, False), (6, 30, 299, False), (6, 30, 301, True)],
)
def test_workers_are_started_for_what_takes_longer_than_their_start(seconds, drawn, left, worth):
    assert pool.pays(seconds, drawn, left) == worth


@pytest.mark.parametrize("count", [0, 1.5, "2", 5000])
def test_a_number_of_processes_that_is_none(poster, count):
    with pytest.raises(UserError, match="processes must be a whole number from 1 to 1024"):
        poster.draw(processes=count)


def test_a_network_that_cannot_be_sent_is_told_in_one_line(poster, monkeypatch):
    class Unsendable:
        def __reduce__(self):
            raise TypeError("no such layer")

    with pytest.raises(UserError, match=r"cannot be loaded by other processes \(no such layer\)"):
        pool.packed(Unsendable())
    with pytest.raises(UserError, match="cannot be loaded by other processes"):
        pool.Drawer(b"no poster").draw((0, 0, 0))


# ----------------------------------------------------------------------- processes that are


def memory_of(number):
    """Bytes that a process holds."""
    return int(Path(f"/proc/{number}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def children_of(number):
    """The processes that a process has started."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rsplit(")", 1)[1].split()[1])
        except OSError:  # it has ended meanwhile
            continue
    return [child for child, parent in parents.items() if parent == number]


def exists(number):
    return Path(f"/proc/{number}").exists()


linux = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="asks Linux")


@pytest.fixture(scope="module")
def killed(cppn, tmp_path_factory):
    """A poster of 1,369 small tiles whose second process was killed after 1,050, and the record."""
    poster = Poster(Drawing(cppn, Z, 512, 512), tmp_path_factory.mktemp("killed") / "a.dzi", 16)
    workers, memory, both = [], {}, threading.Barrier(2)

    class Recorded(pool.Process):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            workers.append(self)

        def draw(self, tile):
            first, content = bool(self.unsent), super().draw(tile)
            if first:  # none draws on before the other has begun
                both.wait(300)
            return content

    def watched(tiles, count, *how):
        for drawn, tile in enumerate(pool_tiles(poster, tiles, count, *how), 1):
            if drawn in (50, 1050):
                numbers = [os.getpid(), *(worker.process.pid for worker in workers)]
                memory[drawn] = [memory_of(number) for number in numbers]
            if drawn == 1050:
                os.kill(workers[1].process.pid, signal.SIGKILL)
            yield tile

    pool_tiles = pool.draw_tiles
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "Process", Recorded)
        patch.setattr("cppn_keras.rendering.deepzoom.poster.draw_tiles", lambda _, *a: watched(*a))
        with pytest.raises(UserError) as error:
            poster.draw(processes=2)
    return poster, memory, str(error.value), [worker.process for worker in workers]


@linux
@pytest.mark.slow
def test_memory_stays_as_it_is_over_a_thousand_tiles(killed):
    _, memory, _, _ = killed
    grown = np.subtract(memory[1050], memory[50]) / 2**20
    assert len(grown) == 3 and grown.max() < 10, f"MB of this process and two workers: {grown}"


@linux
@pytest.mark.slow
def test_a_process_that_is_killed_ends_the_others_and_loses_nothing(killed, cppn):
    poster, _, error, processes = killed
    assert "has ended (signal 9). What is drawn stays: run the same again" in error
    assert [each.returncode for each in processes] == [-signal.SIGKILL] * 2  # and none is left
    before = {path: path.stat().st_mtime_ns for path in poster.folder.glob("*/*.png")}
    assert 1050 <= len(before) < 1369 and not list(poster.folder.rglob(".*"))
    assert all(iio.imread(path).size for path in before)  # none is half
    poster.draw(processes=1)
    assert poster.summary().startswith("1369 of 1369 tiles")
    assert all(path.stat().st_mtime_ns == time for path, time in before.items())
    drawn = stitch(tiles_of(poster.path), 9, 512, 512, 16, 1)
    assert_same_pixels(drawn, to_uint8(Drawing(cppn, Z, 512, 512).pixels()))


@pytest.mark.slow
def test_a_process_ends_with_the_one_that_started_it(poster):
    worker = pool.Process(pool.packed(poster), 1)
    try:
        content = worker.draw((7, 1, 1))
        assert_same_pixels(iio.imread(content), iio.imread(poster.tile_png(7, 1, 1)))
        worker.process.stdin.close()  # as the system does for one that is killed
        assert worker.process.wait(60) == 0
    finally:
        worker.end()


@linux
@pytest.mark.slow
def test_ctrl_c_ends_all_processes_at_once_and_keeps_what_is_drawn(tmp_path):
    arguments = ("render", "--size", 30_000, "--processes", 2, "--out", "a.dzi")
    with started(*arguments, cwd=tmp_path) as command:
        wait_for(lambda: len(list(tmp_path.glob("a_files/*/*.png"))) > 2, seconds=600)
        workers = children_of(command.pid)
        command.send_signal(signal.SIGINT)
        _, error = command.communicate(timeout=300)
    assert command.returncode == 130
    assert error.strip().splitlines()[-1] == "cppn-keras: stopped by you."
    assert "Traceback" not in error
    assert len(workers) == 2 and not any(map(exists, workers))
    tiles = tiles_of(tmp_path / "a.dzi")
    listed = page_poster((tmp_path / "index.html").read_text())["levels"]
    assert len(tiles) == sum(
        (right - left) * (down - up) for left, up, right, down in chain(*listed)
    )
    assert not list(tmp_path.rglob(".*"))


@pytest.mark.slow
def test_two_pools_may_draw_one_poster(tmp_path, monkeypatch):
    """A command, and this process, whose workers are threads: both draw what they find missing."""
    sampler = Sampler.from_pretrained("mnist")
    drawing = sampler.drawing(sampler.digit_codes[3], 600)
    arguments = ("render", "--digit", 3, "--size", 600, "--processes", 2, "--out", "a.dzi")
    with started(*arguments, cwd=tmp_path) as command:
        wait_for(lambda: list(tmp_path.glob("a_files/0/*.png")), seconds=600)
        monkeypatch.setattr(pool, "Process", Standin)
        poster = Poster(drawing, tmp_path / "a.dzi")
        poster.draw(processes=2)
        _, error = command.communicate(timeout=600)
    assert command.returncode == 0, error
    assert poster.summary().startswith("14 of 14 tiles")
    assert page_poster(poster.index.read_text()) == page_poster(poster.page())
    assert not list(tmp_path.rglob(".*"))
    tiles = tiles_of(poster.path)
    for tile in ((4, 0, 0), (9, 0, 0), (10, 1, 0), (10, 0, 1)):
        assert_same_pixels(tiles[tile][..., 0], iio.imread(poster.tile_png(*tile)))


def test_a_poster_that_another_process_just_begins_is_no_other_poster(cppn, tmp_path):
    (tmp_path / "a_files").mkdir()
    (tmp_path / "a_files" / ".cppn-keras-1-0123abcd.tmp.json").write_text("half")
    Poster(Drawing(cppn, Z, 8, 8), tmp_path / "a.dzi")


# --------------------------------------------------------------------------------------- Ray


def test_without_ray_the_extra_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(cluster.importlib.util, "find_spec", lambda name: None)
    arguments = ("render", "--ray", "auto", "--out", tmp_path / "a.dzi")
    assert run(*arguments) == 1
    assert capsys.readouterr().err == (
        'cppn-keras: to draw by a Ray cluster: pip install "cppn_keras[ray]"\n'
    )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("here", "is auto, local or host:port, not here"),
        (5, "is auto, local or host:port, not 5"),
        ("127.0.0.1:1", "there is no Ray cluster at 127.0.0.1:1"),
        ("127.0.0.1:99999", "there is no Ray cluster at 127.0.0.1:99999"),
    ],
)
def test_an_address_where_no_cluster_is(address, message, monkeypatch):
    monkeypatch.setattr(cluster.importlib.util, "find_spec", lambda name: True)
    with pytest.raises(UserError, match=message):
        cluster.check_ray(address)


@pytest.mark.slow
def test_a_ray_cluster_draws_the_same_pixels(poster):
    pytest.importorskip("ray", reason="Ray is not installed: the extra [ray]")
    poster.draw(processes=2, ray="local")
    assert poster.summary().startswith("26 of 26 tiles")
    drawn = stitch(tiles_of(poster.path), 7, 100, 100, 32, 1)
    assert_same_pixels(drawn, to_uint8(poster.drawing.pixels()))


@pytest.mark.slow
def test_an_actor_that_is_killed_is_told_in_one_line(poster):
    ray = pytest.importorskip("ray", reason="Ray is not installed: the extra [ray]")
    with (
        cluster.actors(pool.packed(poster), "local", 1) as (actor,),
        pytest.raises(UserError, match="has ended"),
    ):
        ray.kill(actor.handle)
        actor.draw((0, 0, 0))
