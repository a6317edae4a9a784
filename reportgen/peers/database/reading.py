"""A published edition as a build reads it: of a file by the standard library, of a server by its driver alone.

SQLAlchemy would take longer to load than everything here together. A file is opened to be read only, in one short
transaction, and never as if nobody could be writing it: what a killed writer left half done would be read for whole.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.common.diagnostics.runs import (
    EDITION_GONE,
    NO_EDITION,
    NO_POSTGRESQL,
    NOT_ON_RECORD,
)
from reportgen.common.exceptions import PeerDatabaseError
from reportgen.peers.database import engine
from reportgen.peers.database.engine import IT
from reportgen.peers.database.formats import FORMAT, other_format
from reportgen.peers.editions import Edition

LOCK = 7_245_123  # of writers on PostgreSQL: any number that nothing else there uses
_PATIENCE = 10  # seconds that one waits for another's transaction, or for a server

Rows = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
"""Runs a statement, a ? for each value, and gives all its rows."""

Body = Callable[[int], bytes]
"""The body of the edition of a number."""

Hashes = Callable[[str, bytes], Sequence[bytes]]
"""From the code of a database and the check of its key: the keyed hashes of what names the client."""


@dataclass(frozen=True)
class ClientReleases:
    """What reports for one client showed of peers, as the database keeps it: a `Keeper`."""

    at: Path | str
    edition: int
    client: bytes  # a keyed hash
    found: tuple[str, ...]  # records, the oldest first

    def texts(self) -> Sequence[str]:
        """The records."""
        return self.found

    def keep(self, text: str) -> str:
        """Add one. Raises `PeerDatabaseError` where another run did meanwhile; where there is no right to, says why."""
        try:
            with _opened(self.at, write=True) as (rows, _):
                if is_first := len(rows(_RELEASES, (self.client,))) == len(self.found):
                    now = datetime.now(UTC).isoformat(timespec="seconds")
                    rows(_RELEASE, (self.edition, self.client, text, now))
        except _NoRightError as error:
            return str(error).rstrip(".")
        except PeerDatabaseError as error:
            raise PeerDatabaseError(NOT_ON_RECORD.at(reason=error)) from error
        if not is_first:
            raise PeerDatabaseError(
                "Another run meanwhile recorded in the peer database what a report for this client showed. Nothing was "
                "written here; build the report again, and it is compared with that one."
            )
        return ""


class _NoRightError(PeerDatabaseError):
    """There is no right to write."""


@dataclass(frozen=True)
class Published:
    """An edition, and what the database says with it."""

    edition: Edition
    invented: bool  # its organisations are
    own: frozenset[str]  # codes of the organisations that the client's hashes name
    releases: ClientReleases | None  # what its reports showed; None without a hash to find it by


def read_published(at: Path | str, number: int | None, hashes: Hashes) -> Published:
    """An edition of the database in a file or behind a URL: that of a number, or the newest.

    Raises `PeerDatabaseError` for whatever stands in the way, to go on after the name of the database.
    """
    with _opened(at) as (rows, body_of):
        [(code, check, invented)] = rows("select code, key_check, invented from peers_database", ())
        found = rows(_NEWEST if number is None else _NUMBERED, () if number is None else (number,))
        if not found:
            raise PeerDatabaseError(_unpublished(number))
        known = hashes(str(code), bytes(check))
        own = _named(rows, known)
        told = tuple(text for one in known[:1] for (text,) in rows(_RELEASES, (one,)))
        number, made, n, head, sha256 = found[0]
        body = body_of(number)
    day = made if isinstance(made, date) else date.fromisoformat(made)
    releases = ClientReleases(at, number, known[0], told) if known else None
    return Published(Edition(number, day, n, head, body, sha256), bool(invented), own, releases)


_NUMBERED = "select id, made, n, head, sha256 from edition where id = ?"
_NEWEST = "select id, made, n, head, sha256 from edition order by id desc limit 1"
_BODY = "select body from edition where id = ?"
_RELEASES = "select record from release where client = ? order by id"
_RELEASE = "insert into release (edition_id, client, record, at) values (?, ?, ?, ?)"
_OWN = "select code from organisation join alias on organisation_id = organisation.id where hash = ?"


def _named(rows: Rows, hashes: Sequence[bytes]) -> frozenset[str]:
    return frozenset(code for one in hashes for (code,) in rows(_OWN, (one,)))


def _unpublished(number: int | None) -> Diagnostic[str]:
    return NO_EDITION.at(name=IT) if number is None else EDITION_GONE.at(name=IT, number=number)


# ----------------------------------------------------------------------------------------------------------- databases


@contextmanager
def _opened(at: Path | str, *, write: bool = False) -> Iterator[tuple[Rows, Body]]:
    """A database of ours in one transaction, to be read or written; its format is that of this version."""
    with _file(at, write=write) if isinstance(at, Path) else _server(at, write=write) as (rows, body_of):
        _require_format(rows, is_file=isinstance(at, Path))
        yield rows, body_of


@contextmanager
def _file(file: Path, *, write: bool) -> Iterator[tuple[Rows, Body]]:
    uri = f"{file.absolute().as_uri()}?mode={'rw' if write else 'ro'}"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE, isolation_level=None)) as connection:
            connection.execute("begin immediate" if write else "begin")

            def rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
                return connection.execute(statement, values).fetchall()

            def body_of(number: int) -> bytes:  # as a row it would be copied twice more
                with connection.blobopen("edition", "body", number, readonly=True) as body:
                    return body.read()

            yield rows, body_of
            connection.execute("commit")
    except sqlite3.Error as error:
        kind = _NoRightError if write and engine.may_not_write(error) else PeerDatabaseError
        raise kind(engine.of_file(error, IT, write=write)) from error


@contextmanager
def _server(url: str, *, write: bool) -> Iterator[tuple[Rows, Body]]:
    try:
        import psycopg
    except ModuleNotFoundError as error:
        raise PeerDatabaseError(NO_POSTGRESQL.at(name=IT)) from error
    plain = f"postgresql{url[url.index('://') :]}"
    try:
        with psycopg.connect(plain, connect_timeout=_PATIENCE) as connection:
            connection.read_only = not write
            if write:
                connection.execute("select pg_advisory_xact_lock(%s)", (LOCK,))
            else:
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            with connection.cursor(binary=True) as cursor:

                def rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
                    cursor.execute(statement.replace("?", "%s").encode(), values)
                    return cursor.fetchall() if cursor.description else []

                yield rows, lambda number: bytes(rows(_BODY, (number,))[0][0])
    except psycopg.Error as error:
        is_refused = write and isinstance(error, psycopg.errors.InsufficientPrivilege)
        kind = _NoRightError if is_refused else PeerDatabaseError
        raise kind(engine.of_server(error, IT, write=write)) from error


def _require_format(rows: Rows, *, is_file: bool) -> None:
    if is_file:
        tables = {name for (name,) in rows("select name from sqlite_master where type = 'table'", ())}
        if not {"alembic_version", "peers_database"} <= tables:
            raise PeerDatabaseError(engine.foreign_database(IT, tables))
    [(found,)] = rows("select version_num from alembic_version", ())
    if found != FORMAT:
        raise PeerDatabaseError(other_format(IT, found))
