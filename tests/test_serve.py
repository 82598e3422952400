"""Posters from a server: tiles are drawn when a browser asks for them."""

import contextlib
import os
import socket
import threading
import time
import urllib.error
import urllib.request

import imageio.v3 as iio
import numpy as np
import pytest
from models import small_cppn
from posters import assert_same_pixels, page_poster

from cppn_keras.errors import UserError
from cppn_keras.rendering import Drawing, Poster, to_uint8
from cppn_keras.rendering.deepzoom import serve

Z = np.array([0.3, -1.0, 0.7], "float32")


@pytest.fixture(scope="module")
def cppn():
    return small_cppn(weight_stddev=1.0, input_scale=4.0, seed=3)


@pytest.fixture
def served(cppn, tmp_path):
    """A poster of 100 x 70 pixels of which nothing is drawn yet, and the address it is at."""
    poster = Poster(Drawing(cppn, Z, 70, 100), tmp_path / "a b.dzi", tile=32)
    server = serve.PosterServer(poster, port=0)
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
    expected = Drawing(cppn, Z, 70, 100).pixels((31, 63, 34, 34))
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


def test_fifty_browsers_at_once_get_what_they_ask_for(served, monkeypatch):
    """Each asks for four tiles, none of which is there, as others do at the same time."""
    poster, address = served
    drawn, draw_tile = [], poster.draw_tile
    monkeypatch.setattr(poster, "draw_tile", lambda *tile: drawn.append(tile) or draw_tile(*tile))
    tiles = [(7, row, column) for row in range(3) for column in range(4)]
    together, answers = threading.Barrier(50), []

    def browse(first):
        together.wait(60)
        for tile in (tiles * 6)[first : first + 4]:
            level, row, column = tile
            answers.append((tile, fetch(f"{address}/a%20b_files/{level}/{column}_{row}.png")))

    browsers = [threading.Thread(target=browse, args=[first]) for first in range(50)]
    for browser in browsers:
        browser.start()
    for browser in browsers:
        browser.join(120)
    assert len(answers) == 200
    assert sorted(drawn) == tiles  # each once
    assert all(body == poster.tile_path(*tile).read_bytes() for tile, body in answers)
    for tile in tiles:
        assert_same_pixels(iio.imread(poster.tile_path(*tile)), iio.imread(poster.tile_png(*tile)))


def test_a_tile_that_is_there_does_not_wait_for_one_that_is_drawn(served, monkeypatch):
    poster, address = served
    there, begun, go_on = poster.draw_tile(0, 0, 0), threading.Event(), threading.Event()
    monkeypatch.setattr(poster, "draw_tile", lambda *tile: begun.set() or go_on.wait(60))
    first = threading.Thread(target=get, args=[address, b"/a%20b_files/1/0_0.png"])
    first.start()
    assert begun.wait(60)
    assert fetch(f"{address}/a%20b_files/0/0_0.png") == there.read_bytes()
    assert first.is_alive()  # it is still being drawn
    go_on.set()
    first.join()


def test_a_port_that_is_taken(served):
    poster, address = served
    with pytest.raises(UserError, match=r"cannot serve at port .*; choose another"):
        serve.serve_poster(poster, int(address.rsplit(":")[-1]))


# ------------------------------------------------------------------- requests from strangers


def answer_to(address: str, request: bytes, patience: float = 60.0) -> bytes:
    """All that the server sends to a request, up to its end."""
    port = int(address.rsplit(":")[-1])
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as browser:
        browser.sendall(request)
        parts = []
        while part := browser.recv(65536):
            parts.append(part)
    return b"".join(parts)


def get(address: str, path: bytes, host: bytes | None = b"localhost") -> bytes:
    header = b"" if host is None else b"Host: " + host + b"\r\n"
    return answer_to(address, b"GET " + path + b" HTTP/1.0\r\n" + header + b"\r\n")


@pytest.mark.parametrize("kind", ["file", "folder", "loop"])
def test_the_server_does_not_follow_links_out_of_the_poster(served, kind, tmp_path):
    poster, address = served
    secret = tmp_path / "secret" / "0_0.png"
    secret.parent.mkdir()
    secret.write_bytes(b"secret")
    tile = poster.tile_path(0, 0, 0)
    if kind == "folder":
        tile.parent.symlink_to(secret.parent, target_is_directory=True)
    else:
        tile.parent.mkdir(parents=True)
        tile.symlink_to(secret if kind == "file" else tile)
    answer = get(address, b"/a%20b_files/0/0_0.png")
    assert answer.startswith(b"HTTP/1.0 404") and b"secret" not in answer
    assert secret.read_bytes() == b"secret"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
@pytest.mark.parametrize("kind", ["pipe", "folder"])
def test_a_tile_that_is_no_file_is_not_read(served, kind):
    poster, address = served
    tile = poster.tile_path(0, 0, 0)
    tile.parent.mkdir(parents=True)
    os.mkfifo(tile) if kind == "pipe" else tile.mkdir()
    assert get(address, b"/a%20b_files/0/0_0.png").startswith(b"HTTP/1.0 404")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (b"localhost", 200),
        (b"127.0.0.1:80", 200),
        (b"evil.example", 403),
        (b"evil.example:80", 403),
        (b"localhost.evil.example", 403),
        (b"", 403),
        (None, 403),
    ],
)
def test_the_server_answers_to_names_of_this_machine_only(served, host, status):
    """A page elsewhere whose name points here must not read what is served."""
    assert get(served[1], b"/", host).startswith(f"HTTP/1.0 {status}".encode())


@pytest.mark.parametrize("path", [b"http://[", b"http://]"])
def test_an_address_that_is_none_is_answered_with_400(served, path):
    assert get(served[1], path).startswith(b"HTTP/1.0 400")


@pytest.mark.parametrize("request_line", [b"POST / HTTP/1.0", b"GET / HTTP/9.9", b"\xff\xfe"])
def test_error_pages_are_ascii_and_say_nothing_of_this_machine(served, request_line, tmp_path):
    answer = answer_to(served[1], request_line + b"\r\nHost: localhost\r\n\r\n")
    assert answer.isascii() and str(tmp_path).encode() not in answer
    assert any(status in answer for status in (b"400", b"501", b"505"))


def test_a_tile_that_cannot_be_drawn_is_told_on_the_terminal(served, capfd, tmp_path):
    poster, address = served
    (poster.folder / "0").write_text("a file in the way")
    answer = get(address, b"/a%20b_files/0/0_0.png")
    assert answer.startswith(b"HTTP/1.0 500") and answer.isascii()
    assert str(tmp_path).encode() not in answer
    error = capfd.readouterr().err
    assert "0_0.png" in error and "Traceback" not in error


def test_half_a_request_is_hung_up_on_and_holds_nobody_up(served, monkeypatch):
    monkeypatch.setattr(serve, "PATIENCE", 0.5)
    port = int(served[1].rsplit(":")[-1])
    with socket.create_connection(("127.0.0.1", port), timeout=30) as slow:
        slow.sendall(b"GET / HT")
        assert get(served[1], b"/").startswith(b"HTTP/1.0 200")
        with contextlib.suppress(OSError):  # it may have hung up between two bytes
            for byte in b"TP/1.0\r\nX: " + b"y" * 200:  # a byte now and then does not help
                slow.sendall(bytes([byte]))
                time.sleep(0.02)
        with contextlib.suppress(ConnectionResetError):
            assert b"200" not in slow.recv(1000)
