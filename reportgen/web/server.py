"""The server of the pages: where it listens, how people learn of the link, and how it ends."""

from __future__ import annotations

import gc
import html
import logging
import os
import signal
import socket
import stat
import sys
import time
import traceback
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import uvicorn

from reportgen.common.exceptions import UsageError
from reportgen.web.app import make_app
from reportgen.web.guard import Guard, Link, SignedIn
from reportgen.web.settings import Settings

Say = Callable[[str], None]
LOOPBACK = "127.0.0.1"
_USUAL = 80  # the port of HTTP, which browsers leave away
_GRACE = 2  # seconds for answers that are being given when the server ends
_PATIENCE = 60.0  # seconds for a browser to read the file that leads to the link
_STEPS = 8  # of a traceback


@dataclass(frozen=True)
class Proxy:
    """The reverse proxy of a firm, which signs people in."""

    host: str  # as browsers name the server, with a port where it is not 443
    user_header: str
    secret: str
    socket: Path | None = None  # where the proxy reaches us, in place of a port


def serve_pages(
    settings: Settings, say: Say, *, port: int = 0, opens_browser: bool = True, proxy: Proxy | None = None
) -> None:
    """Serve the pages until somebody ends it; port 0 is one that is free.

    Raises `UsageError` when nothing can listen there.
    """
    gc.enable()  # which the command line switches off, as other commands end soon
    app = make_app(settings)
    with _listening(port, proxy.socket if proxy else None) as listener:
        if proxy:
            guard = Guard(app, f"https://{proxy.host}", SignedIn(proxy.secret, proxy.user_header))
        else:
            at = int(listener.getsockname()[1])
            address = f"http://{LOOPBACK}" if at == _USUAL else f"http://{LOOPBACK}:{at}"
            link = Link(at)
            guard = Guard(app, address, link)
        server = _server(guard)
        with _ending(server), _log(server):
            if proxy:
                say(f"Ready for the proxy of https://{proxy.host}.")
            else:
                _show_link(address, link, settings.root, say, opens_browser=opens_browser)
            server.run(sockets=[listener])


def _server(guard: Guard) -> uvicorn.Server:
    """What speaks HTTP in front of the door, and decides nothing."""
    return uvicorn.Server(
        uvicorn.Config(
            guard,
            interface="asgi3",
            http="h11",
            ws="none",
            lifespan="on",
            log_config=None,
            log_level="error",
            access_log=False,  # addresses hold the names of files
            proxy_headers=False,  # who somebody is, the guard alone finds out
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=_GRACE,
        )
    )


@contextmanager
def _ending(server: uvicorn.Server) -> Iterator[None]:
    """Whatever asks the process to end does what Ctrl-C does, so that nothing is left behind."""

    def interrupt(_: int, __: object) -> None:
        raise KeyboardInterrupt

    def hang_up(_: int, __: object) -> None:  # the terminal was closed; the server knows no such signal
        server.handle_exit(signal.SIGTERM, None)

    wanted = {"SIGINT": interrupt, "SIGTERM": interrupt, "SIGBREAK": interrupt, "SIGHUP": hang_up}
    handlers = {getattr(signal, name): handler for name, handler in wanted.items() if hasattr(signal, name)}
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _log(server: uvicorn.Server) -> Iterator[None]:
    """Faults are told on stderr; what is cut off when the server ends is none."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Nameless())
    handler.addFilter(lambda _: not server.should_exit)
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)


class _Nameless(logging.Formatter):
    """What went wrong, and where in the program: the message of an exception may name a client, or a file."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        said = f"{self.formatTime(record)} {record.getMessage().partition(chr(10))[0]}"
        kind, _, trace = record.exc_info or (None, None, None)
        if kind is None:
            return said
        steps = traceback.extract_tb(trace)[-_STEPS:]
        places = ", ".join(f"{Path(step.filename).name}:{step.lineno}" for step in reversed(steps))
        return f"{said}: {kind.__name__} at {places}"


# ----------------------------------------------------------------------------------------------------- where it listens


@contextmanager
def _listening(port: int, path: Path | None) -> Iterator[socket.socket]:
    """A socket that listens on this computer alone: at a port, or at a file for those who may write to it."""
    try:
        listener = _at_file(path) if path else _at_port(port)
    except OSError as error:
        where = path or f"port {port} of this computer"
        raise UsageError(f"Nothing can listen at {where} ({error.strerror or error}). Choose another.") from error
    try:
        with closing(listener):
            yield listener
    finally:
        if path:
            path.unlink(missing_ok=True)


def _at_port(port: int) -> socket.socket:
    # asyncio sends small parts of an answer at once only where the protocol is named
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    # on Windows another program could take the port over; elsewhere a server could not begin where one just ended
    listener.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR), 1)
    return _bound(listener, (LOOPBACK, port))


def _at_file(path: Path) -> socket.socket:
    """A Unix socket that this user and its group may use; what a server that was killed left there goes."""
    if not hasattr(socket, "AF_UNIX"):
        raise OSError("this system has no such sockets")
    if path.exists() and stat.S_ISSOCK(path.lstat().st_mode):
        with closing(socket.socket(socket.AF_UNIX)) as caller:
            if caller.connect_ex(str(path)):
                path.unlink()
    before = os.umask(0o117)
    try:
        return _bound(socket.socket(socket.AF_UNIX), str(path))
    finally:
        os.umask(before)


def _bound(listener: socket.socket, where: tuple[str, int] | str) -> socket.socket:
    try:
        listener.bind(where)
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


# ------------------------------------------------------------------------------------------------------------- the link


def _show_link(address: str, link: Link, folder: Path, say: Say, *, opens_browser: bool) -> None:
    """Say how one comes in, anew whenever somebody presses Enter, and open the browser."""
    first = address + link.new()
    has_terminal = sys.stdin is not None and sys.stdin.isatty()
    say(f"Open this link in a browser on this computer; it works once:\n\n  {first}\n")
    say(f"{'Enter gives a new link. ' if has_terminal else ''}Ctrl-C ends, and deletes what was dropped on the pages.")
    if opens_browser and _has_screen():
        Thread(target=_open, args=(first, link, folder / "open.html"), daemon=True).start()
    if has_terminal:
        if hasattr(signal, "SIGTTIN"):  # or it would be stopped in the background, where it may not read
            signal.signal(signal.SIGTTIN, signal.SIG_IGN)
        Thread(target=_on_enter, args=(lambda: say(f"  {address}{link.new()}\n"),), daemon=True).start()


def _has_screen() -> bool:
    """False on Linux without a desktop, where the browser would be one that takes over the terminal."""
    return sys.platform in ("win32", "darwin") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")))


def _open(address: str, link: Link, file: Path) -> None:
    """Open the browser by a file that leads to the link: command lines are seen by everybody on the computer."""
    target = html.escape(address)
    with suppress(OSError, webbrowser.Error):
        file.touch(0o600, exist_ok=False)
        file.write_text(
            '<!doctype html><meta charset="utf-8"><title>reportgen</title>'
            f'<meta http-equiv="refresh" content="0; url={target}"><a href="{target}">Open reportgen</a>',
            encoding="utf-8",
        )
        webbrowser.open(file.as_uri())
    end = time.monotonic() + _PATIENCE
    while not link.is_used and time.monotonic() < end:
        time.sleep(0.1)
    with suppress(OSError):
        file.unlink()


def _on_enter(do: Callable[[], None]) -> None:
    """Do something whenever somebody presses Enter, as long as there is a terminal."""
    with suppress(OSError):
        while os.read(sys.stdin.fileno(), 1024):  # by number: a file object that is being read holds up the end
            do()
