"""Workers on a Ray cluster, of one machine or many, that draw a poster's tiles.

They send the tiles to the process that asked, so the machines need no disk in common; all of them
need cppn_keras. Needs Ray, the extra `[ray]`.
"""

import contextlib
import importlib.util
import os
import re
import signal
import socket
from collections.abc import Iterator

from cppn_keras.errors import UserError, one_line
from cppn_keras.rendering.deepzoom.pool import Drawer, gone, settings
from cppn_keras.rendering.deepzoom.pyramid import Tile

PATIENCE = 10.0  # seconds for a cluster to answer


def check_ray(address: str) -> None:
    """Raises UserError without Ray, for what is no address, and where nobody answers: Ray would
    try for minutes and then end this process."""
    if importlib.util.find_spec("ray") is None:
        raise UserError('to draw by a Ray cluster: pip install "cppn_keras[ray]"')
    if address in ("auto", "local"):
        return
    if not (found := re.fullmatch(r"(?:ray://)?([^:/]+):(\d{1,5})", str(address), re.ASCII)):
        raise UserError(f"the address of a Ray cluster is auto, local or host:port, not {address}.")
    try:
        socket.create_connection((found[1], int(found[2])), timeout=PATIENCE).close()
    except (OSError, OverflowError, UnicodeError) as error:
        raise UserError(f"there is no Ray cluster at {address}: {one_line(error)}.") from None


@contextlib.contextmanager
def actors(data: bytes, address: str, count: int | None) -> Iterator[list["Actor"]]:
    """So many workers of the cluster at an address, a core each; one for every core when None, and
    never more than that.

    Args:
        data: a `Poster`, see `pool.packed`.
        address: "auto" (the cluster that this machine is of), "local" (a new one, for as long as
            it is needed), host:port, or ray://host:port (its client server).

    Raises:
        UserError: Ray is not installed, or there is no such cluster.
    """
    check_ray(address)
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it would report to its makers
    import ray

    before = signal.getsignal(signal.SIGTERM)
    try:
        ray.init(address, log_to_driver=False, logging_level="ERROR")
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise UserError(f"there is no Ray cluster at {address}: {one_line(error)}") from None
    with contextlib.suppress(ValueError, TypeError):  # not in the main thread, or not of Python
        signal.signal(signal.SIGTERM, before)  # Ray would print a stack and abort
    try:
        drawer = ray.remote(Drawer).options(num_cpus=1, runtime_env={"env_vars": settings(1)})
        most = max(1, int(ray.cluster_resources().get("CPU", 1)))  # more would wait for ever
        data = ray.put(data)
        yield [Actor(drawer.remote(data)) for _ in range(min(count or most, most))]
    finally:
        ray.shutdown()


class Actor:
    """A `pool.Worker` that is an actor of Ray."""

    def __init__(self, handle):
        self.handle = handle

    def draw(self, tile: Tile) -> bytes:
        import ray

        try:
            return ray.get(self.handle.draw.remote(tile))
        except ray.exceptions.RayTaskError as error:
            raise error.cause from None
        except ray.exceptions.RayError as error:
            raise gone(one_line(error)) from None

    def end(self) -> None:
        import ray

        ray.kill(self.handle)
