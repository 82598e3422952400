"""A poster on demand: tiles that the viewer asks for are drawn then, and kept on disk."""

import contextlib
import os
import re
import select
import signal
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cppn_keras.errors import UserError, one_line
from cppn_keras.rendering.deepzoom.poster import Poster

PATIENCE = 10.0  # seconds for a request to be complete
TILE_PATH = re.compile(r"/(.+)_files/(\d{1,2})/(\d{1,8})_(\d{1,8})\.png", re.ASCII)


def serve_poster(poster: Poster, port: int = 8000) -> None:
    """Shows a poster at http://127.0.0.1:port/, to this machine only, until Ctrl-C.

    Its levels are all there to be looked at: what is missing is drawn when it comes into sight,
    one tile at a time, and kept. `index.html` then knows of it too.

    Raises:
        UserError: the port is taken or not allowed.
    """
    with PosterServer(poster, port) as server:
        print(f"open http://127.0.0.1:{server.server_port}/ (Ctrl-C ends)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt as stop:
            print()
            if getattr(stop, "number", signal.SIGINT) != signal.SIGINT:
                raise  # SIGTERM is no end that was asked for at the keyboard
        finally:
            poster.write_page()


class PosterServer(ThreadingHTTPServer):
    """The server of `serve_poster`, not yet running; port 0 takes any that is free."""

    daemon_threads = True
    request_queue_size = 128  # browsers that may knock at once; the usual 5 turns some away

    def __init__(self, poster: Poster, port: int):
        self.poster = poster
        self.drawing = threading.Lock()  # the network draws one tile at a time
        try:
            super().__init__(("127.0.0.1", port), TileHandler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise UserError(f"cannot serve at port {port}: {reason}; choose another.") from None

    def handle_error(self, *_):
        """Nothing: the browser went away."""


class TileHandler(BaseHTTPRequestHandler):
    """Answers one browser: the page, or a tile, which is drawn if it is not there."""

    server: PosterServer
    timeout = PATIENCE  # for each read and write
    server_version, sys_version = "cppn-keras", ""
    error_message_format = "%(code)d %(message)s\n"
    error_content_type = "text/plain; charset=us-ascii"

    def handle(self):
        """Hangs up on whoever has not sent a whole request in time, byte by byte or not."""
        self.deadline = threading.Timer(PATIENCE, self._hang_up)
        self.deadline.daemon = True
        self.deadline.start()
        try:
            super().handle()
        finally:
            self.deadline.cancel()

    def do_GET(self):
        self.deadline.cancel()
        path, poster = _path_of(self.path), self.server.poster
        if not _is_local(self.headers.get("Host")):
            self.send_error(403, "this server answers to 127.0.0.1 and localhost only")
        elif path is None:
            self.send_error(400, "no such address")
        elif path in ("/", "/index.html"):
            self._answer(poster.page(every_tile=True).encode(), "text/html; charset=utf-8")
        elif tile := _tile_of(poster, path):
            self._answer_with_tile(tile)
        else:
            self.send_error(404, "there is nothing here")

    def _answer_with_tile(self, tile: Path) -> None:
        try:
            if not tile.exists() and not self._draw(tile):
                return
            body = tile.read_bytes()
        except (UserError, OSError) as error:
            print(f"{tile}: {one_line(error)}", file=sys.stderr)
            self.send_error(500, "this tile could not be drawn; the terminal says why")
        else:
            self._answer(body, "image/png")

    def _draw(self, tile: Path) -> bool:
        """Draws a tile when it is its turn, unless somebody has by then; False if nobody waits."""
        column, row = tile.stem.split("_")
        with self.server.drawing:
            if self._is_gone():
                return False
            if not tile.exists():
                self.server.poster.draw_tile(int(tile.parent.name), int(row), int(column))
        return True

    def send_error(self, code: int, message: str | None = None, explain=None) -> None:
        """The message alone, in ASCII: it may repeat what a stranger has sent."""
        super().send_error(code, message and message.encode("ascii", "replace").decode())

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _hang_up(self) -> None:
        with contextlib.suppress(OSError):  # gone already
            self.connection.shutdown(socket.SHUT_RDWR)

    def _is_gone(self) -> bool:
        """Whether the browser no longer waits, for its user has moved on."""
        readable, _, _ = select.select([self.connection], [], [], 0)
        return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)

    def log_message(self, *_):
        """Nothing: a line for each tile is no news."""


def _path_of(address: str) -> str | None:
    """The path of a URL, None where it is no URL."""
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return None


def _is_local(host: str | None) -> bool:
    """Whether a Host header names this machine; other names are other pages' tricks to read
    what is served here (DNS rebinding)."""
    return (
        re.fullmatch(r"(127\.0\.0\.1|localhost)(:\d{1,5})?", host or "", re.ASCII | re.I)
        is not None
    )


def _tile_of(poster: Poster, path: str) -> Path | None:
    """Where the tile that a URL asks for belongs; None if the poster has none of that name, or
    if what lies there is no regular file of its folder."""
    found = TILE_PATH.fullmatch(path)
    if not found or found[1] != poster.path.stem:
        return None
    level, column, row = (int(number) for number in found.groups()[1:])
    if level >= poster.pyramid.n_levels:
        return None
    down, across = poster.pyramid.grid(level)
    if row >= down or column >= across:
        return None
    tile = poster.tile_path(level, row, column)
    real = Path(os.path.realpath(poster.folder), *tile.relative_to(poster.folder).parts)
    inside = os.path.realpath(tile) == str(real) and not tile.is_symlink()
    return tile if inside and (tile.is_file() or not tile.exists()) else None
