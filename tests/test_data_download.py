"""Downloads, from a server on this machine: whole and checked, or a clear refusal and no trace."""

import contextlib
import gzip
import hashlib
import http.server
import io
import struct
import threading
import time

import numpy as np
import pytest

from cppn_keras.data import download, load
from cppn_keras.data.formats import IDX_FILES
from cppn_keras.errors import UserError


def npz_bytes():
    images = np.arange(20 * 28 * 28, dtype=np.uint8).reshape(20, 28, 28)
    labels = np.arange(20) % 10
    file = io.BytesIO()
    np.savez(file, x_train=images, y_train=labels, x_test=images[:10], y_test=labels[:10])
    return file.getvalue()


class Server(http.server.BaseHTTPRequestHandler):
    """Answers with `content`, or badly: 404, half of it, or silence."""

    content, fault = b"", ""

    def do_GET(self):
        if self.fault == "404":
            return self.send_error(404)
        if self.fault == "silence":
            time.sleep(1.5)
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.content)))
        self.end_headers()
        half = len(self.content) // 2
        with contextlib.suppress(OSError):  # whoever asked may have given up
            self.wfile.write(self.content[:half] if self.fault == "half" else self.content)

    def log_message(self, *args):
        pass


@pytest.fixture
def server(monkeypatch, tmp_path):
    monkeypatch.setenv("CPPN_KERAS_OFFLINE", "0")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    content = npz_bytes()
    handler = type("Handler", (Server,), {"content": content})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        handler.url = f"http://127.0.0.1:{running.server_port}/"
        sha256 = hashlib.sha256(content).hexdigest()
        remote = download.Remote(handler.url + "mnist.npz", "mnist.npz", sha256=sha256)
        monkeypatch.setitem(download.REMOTES, "mnist", (remote,))
        yield handler
        running.shutdown()


@pytest.fixture
def cache(monkeypatch, tmp_path):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.delenv("CPPN_KERAS_DATA", raising=False)
    return tmp_path / "keras/datasets"


def left_in(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def refusal():
    with pytest.raises(UserError) as caught:
        load("mnist")
    assert "\n" not in str(caught.value) and "--data strokes" in str(caught.value)
    return str(caught.value)


def test_download_once_then_cache(server, cache, monkeypatch):
    data = load("mnist")
    assert len(data.train_images) == 20 and str(cache / "mnist.npz") in data.source
    assert left_in(cache) == ["mnist.npz"]
    assert (cache / "mnist.npz").read_bytes() == server.content
    monkeypatch.setenv("CPPN_KERAS_OFFLINE", "1")
    server.fault = "404"
    assert load("mnist").digest() == data.digest()


@pytest.mark.parametrize(
    ("fault", "part"),
    [("404", "404"), ("half", "it ended after"), ("silence", "timed out"), ("", "sha256")],
)
def test_failed_download_leaves_nothing(server, cache, monkeypatch, fault, part):
    server.fault = fault
    if not fault:
        server.content = server.content[::-1]  # the right length, the wrong bytes
    monkeypatch.setattr(download, "TIMEOUT", 0.3)
    text = refusal()
    assert part in text and server.url in text
    assert left_in(cache) == []


def test_unreachable_and_unwritable(server, cache, monkeypatch):
    closed = download.Remote("http://127.0.0.1:1/mnist.npz", "mnist.npz", sha256="0" * 64)
    monkeypatch.setitem(download.REMOTES, "mnist", (closed,))
    assert "http://127.0.0.1:1/mnist.npz failed" in refusal()
    cache.rmdir()
    cache.write_text("a file where the folder should be")
    assert "failed" in refusal()


def test_interrupted_download_leaves_nothing(server, cache, monkeypatch):
    def interrupt(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(download, "_check", interrupt)
    with pytest.raises(KeyboardInterrupt):
        load("mnist")
    assert left_in(cache) == []


def idx_gz(shape):
    header = struct.pack(f">BBBB{len(shape)}I", 0, 0, 8, len(shape), *shape)
    return gzip.compress(header + bytes(int(np.prod(shape))))


def test_files_without_sha256_are_checked_by_structure(server, cache, monkeypatch):
    shapes = ((20, 28, 28), (20,), (10, 28, 28), (10,))
    contents = {"/" + name: idx_gz(shape) for name, shape in zip(IDX_FILES, shapes, strict=True)}

    def answer(handler):
        content = contents[handler.path]
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(content)

    monkeypatch.setattr(server, "do_GET", answer)
    remotes = tuple(
        download.Remote(server.url + name, f"fashion-mnist/{name}", idx_count=shape[0])
        for name, shape in zip(IDX_FILES, shapes, strict=True)
    )
    monkeypatch.setitem(download.REMOTES, "fashion_mnist", remotes)
    right = contents["/" + IDX_FILES[2]]
    for wrong in (b"<html>sign in</html>", idx_gz((9, 28, 28)), right[:-9]):
        contents["/" + IDX_FILES[2]] = wrong
        with pytest.raises(UserError, match=IDX_FILES[2]):
            load("fashion_mnist")
        assert left_in(cache) == sorted(IDX_FILES[:2])  # whole ones stay, and are not fetched again
    contents["/" + IDX_FILES[2]] = right
    assert load("fashion_mnist").test_images.shape == (10, 28, 28, 1)
    assert left_in(cache) == sorted(IDX_FILES)


def test_official_addresses():
    remotes = [remote for group in download.REMOTES.values() for remote in group]
    assert len(remotes) == 6 and all(remote.url.startswith("https://") for remote in remotes)
    assert all(bool(remote.sha256) != bool(remote.idx_count) for remote in remotes)
