"""The pages behind their door, at an address of this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import uvicorn

from reportgen.web.app import make_app
from reportgen.web.guard import Guard, Link
from reportgen.web.settings import Settings


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    address: str
    way_in: Link

    def link(self) -> str:
        """A new link, by which one person comes in once."""
        return f"{self.address}{self.way_in.new()}"


@contextmanager
def served(root: Path, **settings: Any) -> Iterator[Served]:
    """Serve the pages in a thread; files lie below `root`."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = int(listener.getsockname()[1])
    address, way_in = f"http://127.0.0.1:{port}", Link(port)
    app = Guard(make_app(Settings(root=root, **settings)), address, way_in)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none", lifespan="on", timeout_graceful_shutdown=2))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield Served(address, way_in)
    finally:
        server.should_exit = True
        thread.join()
