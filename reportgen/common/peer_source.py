"""Where peers are kept: a file of peers, a database in a file, or one on a server.

A person names a server by a URL, which shells, workbooks and drafts would keep: none may hold a password, and none goes
into a draft, a report or the results. There a source goes by its name alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from reportgen.common.exceptions import UsageError

SERVERS = ("postgresql", "postgres", "postgresql+psycopg")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")  # a letter alone is a drive of Windows
_UNNAMED = "peer database"


@dataclass(frozen=True, slots=True)
class PeerSource:
    """Where the peers of a run are, and what they are called in what comes of it."""

    name: str  # a file as seen from the workbook's folder, or a name that leads nowhere
    at: Path | str  # a file, or the URL of a server

    @property
    def file(self) -> Path | None:
        """The file; None for a server."""
        return self.at if isinstance(self.at, Path) else None


@dataclass(frozen=True, slots=True)
class NamedEdition:
    """The edition of a database that a draft was compared with."""

    name: str  # of the source
    number: int
    sha256: str


def is_url(text: str) -> bool:
    r"""True for a text that is meant as a URL.

    >>> [is_url(text) for text in ("postgresql://host/peers", r"C:\data\peers.xlsx", "C://peers.xlsx", "peers.xlsx")]
    [True, False, False, False]
    """
    return _URL.match(text) is not None


def server_url(url: str) -> str:
    """A URL of a peer database. Raises `UsageError` for another kind, or one with a password, and repeats neither."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # which is judged when it is looked at
        has_password = parts.password is not None or any("password" in name.lower() for name in parse_qs(parts.query))
    except ValueError as error:
        raise UsageError("The URL of the peer database cannot be read: one is postgresql://host/peers.") from error
    if has_password:
        raise UsageError(
            "The URL of the peer database holds a password, which shells and files would remember. Leave it out: "
            "PostgreSQL takes it from the password file (PGPASSFILE) or the service file."
        )
    if parts.scheme not in SERVERS:
        raise UsageError(
            f"'{parts.scheme}://' is no kind of peer database. Name a file, or a URL such as postgresql://host/peers."
        )
    return url


def name_on_server(url: str) -> str:
    """What the database of a URL is called: neither host nor user.

    >>> name_on_server("postgresql://ann@db.example/firm?sslmode=require"), name_on_server("postgresql:///?service=firm")
    ('firm', 'firm')
    """
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    names = [unquote(parts.path).strip("/"), *query.get("dbname", ()), *query.get("service", ())]
    return next((name for name in names if name and "/" not in name), _UNNAMED)
