"""Posters from a server: tiles are drawn when a browser asks for them."""

import socket
import threading
import urllib.error
import urllib.request

import imageio.v3 as iio
import numpy as np
import pytest
from models import small_cppn
from posters import assert_same_pixels, page_poster

from cppn_keras.errors import UserError
from cppn_keras.rendering import Poster, serve
from cppn_keras.rendering.render import render, to_uint8

Z = np.array([0.3, -1.0, 0.7], "float32")


@pytest.fixture(scope="module")
def cppn():
    return small_cppn(weight_stddev=1.0, input_scale=4.0, seed=3)


@pytest.fixture
def served(cppn, tmp_path):
    """A poster of 100 x 70 pixels of which nothing is drawn yet, and the address it is at."""
    poster = Poster(cppn, Z, tmp_path / "a b.dzi", (70, 100), tile=32)
    server = serve.poster_server(poster, port=0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield poster, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def fetch(address):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=60) as answer:
        return answer.read()


def test_tiles_are_drawn_when_asked_for_and_kept(served, cppn):
    poster, address = served
    levels = page_poster(fetch(f"{address}/").decode())["levels"]
    assert levels == [*[[[0, 0, 1, 1]]] * 6, [[0, 0, 2, 2]], [[0, 0, 4, 3]]]
    body = fetch(f"{address}/a%20b_files/7/2_1.png")
    expected = render(cppn, Z, 70, 100, region=(31, 63, 34, 34))
    assert_same_pixels(np.atleast_3d(iio.imread(body)), to_uint8(expected))
    tile = poster.tile_path(7, 1, 2)
    assert tile.read_bytes() == body
    tile.write_bytes(b"kept")
    assert fetch(f"{address}/a%20b_files/7/2_1.png") == b"kept"


@pytest.mark.parametrize(
    "path", ["a%20b_files/7/4_0.png", "a%20b_files/8/0_0.png", "b_files/0/0_0.png", "../secret"]
)
def test_the_server_gives_nothing_else(served, path):
    poster, address = served
    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetch(f"{address}/{path}")
    assert not list(poster.folder.rglob("*.png"))


def test_tiles_that_nobody_waits_for_any_more_are_not_drawn(served, monkeypatch):
    poster, address = served
    begun, go_on, drawn, draw_tile = threading.Event(), threading.Event(), [], poster.draw_tile

    def slowly(level, row, column):
        drawn.append((level, row, column))
        begun.set()
        assert go_on.wait(60)
        return draw_tile(level, row, column)

    monkeypatch.setattr(poster, "draw_tile", slowly)
    first = threading.Thread(target=fetch, args=[f"{address}/a%20b_files/0/0_0.png"])
    first.start()
    assert begun.wait(60)
    with socket.create_connection(("127.0.0.1", int(address.rsplit(":")[-1]))) as browser:
        browser.sendall(b"GET /a%20b_files/1/0_0.png HTTP/1.0\r\nHost: localhost\r\n\r\n")
    go_on.set()
    first.join()
    fetch(f"{address}/a%20b_files/2/0_0.png")
    for thread in threading.enumerate():  # until the server is done with all three
        if "process_request_thread" in thread.name:
            thread.join(60)
    assert drawn == [(0, 0, 0), (2, 0, 0)]


def test_a_port_that_is_taken(served):
    poster, address = served
    with pytest.raises(UserError, match=r"cannot serve at port .*; choose another"):
        serve.serve_poster(poster, int(address.rsplit(":")[-1]))
