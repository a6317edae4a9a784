"""The command that serves the pages: on one's own computer, or behind a firm's proxy."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from reportgen.cli.options import FILE, common_options
from reportgen.cli.project import named_database, with_project
from reportgen.common.exceptions import UnreadableFileError, UsageError
from reportgen.common.options import BuildOptions

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.web.server import Proxy

_NEEDED = ("starlette", "uvicorn", "python_multipart", "pypdfium2")  # the extra `serve`
_OWN = "127.0.0.1"  # where the pages are without a proxy; to a browser, localhost is another address
_LEAST = 32  # letters of a secret: as many as nobody guesses
_MOST = 4_096
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?")
_HEADER = re.compile(r"[A-Za-z0-9-]+")
_TAKEN = ("host", "origin", "cookie", "sec-fetch-site", "x-reportgen-proxy")  # headers that mean something else


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65_535), metavar="N", help="Listen at this port (default: a free one).")
@click.option("--no-browser", is_flag=True, help="Print the link, and open no browser.")
@click.option(
    "--waiting",
    type=click.IntRange(1, 1_000),
    default=20,
    show_default=True,
    metavar="N",
    help="Tasks of a kind that may wait until others are done.",
)
@click.option("--shortcut", "makes_shortcut", is_flag=True, help="Write what starts this by a double click, and end.")
@click.option("--behind-proxy", is_flag=True, help="Serve a firm, whose proxy signs people in (docs/browser.md).")
@click.option("--host", metavar="NAME", help="With --behind-proxy: the name of the server in people's browsers.")
@click.option("--user-header", metavar="NAME", help="With --behind-proxy: the header that names who is signed in.")
@click.option(
    "--proxy-secret-file", type=FILE, metavar="FILE", help="With --behind-proxy: holds what X-Reportgen-Proxy must say."
)
@click.option("--socket", type=FILE, metavar="PATH", help="With --behind-proxy: listen at a Unix socket, not a port.")
@common_options
def serve_command(
    port: int | None,
    no_browser: bool,
    waiting: int,
    makes_shortcut: bool,
    behind_proxy: bool,
    host: str | None,
    user_header: str | None,
    proxy_secret_file: Path | None,
    socket: Path | None,
) -> None:
    """Work in the browser: check, build, refresh, review and finalize without typing commands.

    It listens on this computer alone, and prints a link that works once. Files stay on this computer; they are deleted
    an hour after their last use, and all of them when this ends. Peers, template, house style and question set are
    those of the project file in the folder where it is started.

    \b
    Examples: reportgen serve
              reportgen serve --shortcut
    """
    if makes_shortcut:
        from reportgen.cli.shortcut import write_shortcut

        click.echo(write_shortcut())
        return
    if behind_proxy:
        proxy = _proxy(host, user_header, secret_file=proxy_secret_file, socket=socket, port=port)
    else:
        proxy = None
        _refuse_strangers(
            host, {"--user-header": user_header, "--proxy-secret-file": proxy_secret_file, "--socket": socket}
        )
    _require_extra()
    from pathlib import Path

    from reportgen.web.folders import private_folder
    from reportgen.web.server import serve_pages
    from reportgen.web.settings import Settings

    here = Path("here")
    database = named_database(here)
    with private_folder() as root:
        settings = Settings(root=root, waiting=waiting, options=with_project(BuildOptions(), here), database=database)
        serve_pages(settings, click.echo, port=port or 0, opens_browser=not no_browser, proxy=proxy)


def _require_extra() -> None:
    """Raise `UsageError` when the extra `serve` is not installed."""
    from importlib.util import find_spec

    if not all(map(find_spec, _NEEDED)):
        from reportgen.common.diagnostics.runs import NO_SERVE

        raise UsageError(NO_SERVE.at())


def _refuse_strangers(host: str | None, others: dict[str, object]) -> None:
    """Without a proxy nobody but whoever sits at this computer comes in."""
    if host is not None and host != _OWN:
        raise UsageError(
            f"--host {host}: the pages are for this computer alone, at {_OWN}, as nothing here signs people in. Leave "
            "it out, or, to serve a firm, let its proxy do so, and give --behind-proxy (docs/browser.md)."
        )
    if given := [name for name, value in others.items() if value is not None]:
        raise UsageError(f"{given[0]} is about a proxy in front of the pages. Give --behind-proxy, too.")


def _proxy(
    host: str | None, user_header: str | None, *, secret_file: Path | None, socket: Path | None, port: int | None
) -> Proxy:
    """What is said of the proxy; raises `UsageError` for what is missing or would let strangers in."""
    if not (host and user_header and secret_file):
        raise UsageError("--behind-proxy needs --host, --user-header and --proxy-secret-file (docs/browser.md).")
    if (socket is None) == (port is None):
        raise UsageError("Say where the proxy finds the pages: --socket PATH or --port N, one of them.")
    host = host.lower().removesuffix(":443")  # as browsers send it
    if not _HOST.fullmatch(host):
        raise UsageError(
            f"--host {host}: give the name alone, as it stands in people's browsers, such as reports.firm.example."
        )
    if not _HEADER.fullmatch(user_header) or user_header.lower() in _TAKEN:
        raise UsageError(f"--user-header {user_header}: name the header of the proxy's own, such as X-Forwarded-User.")
    secret = _secret(secret_file)
    _require_extra()
    from reportgen.web.server import Proxy

    return Proxy(host, user_header, secret, socket)


def _secret(file: Path) -> str:
    """What a file holds that only proxy and server know; raises an error when others may, or could guess it."""
    try:
        if sys.platform != "win32" and file.stat().st_mode & 0o007:
            raise UsageError(f"{file} can be read by everybody on this computer. Let its owner alone: chmod 600.")
        with file.open(encoding="utf-8") as opened:
            secret = opened.read(_MOST).strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise UnreadableFileError(f"The secret of the proxy cannot be read from {file} ({reason}).") from error
    if len(secret) < _LEAST or not secret.isascii() or not secret.isprintable():
        raise UsageError(
            f"{file}: a secret has {_LEAST} letters and digits or more, on one line. 'openssl rand -hex 32' makes one."
        )
    return secret
