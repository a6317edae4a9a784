"""Opening a peer database: a file of SQLite, or a database of a PostgreSQL server.

Each reading and each writing is one transaction; nothing is kept open between them. A writer takes the lock before it
reads what it writes by (`BEGIN IMMEDIATE`; an advisory lock on PostgreSQL), so two never meet in the middle. Whatever
the engine says becomes a sentence.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.common.diagnostics.runs import (
    NO_DATABASE_FILE,
    NO_POSTGRESQL,
    NOT_A_PEER_DATABASE,
)
from reportgen.common.exceptions import PeerDatabaseError
from reportgen.common.peer_source import is_url, server_url
from reportgen.peers.database import engine
from reportgen.peers.database.formats import FORMAT, MAGIC, other_format
from reportgen.peers.database.reading import LOCK
from reportgen.peers.database.tables import DATABASE

PATIENCE = 10.0  # seconds that one waits for another's transaction


@dataclass(frozen=True)
class Database:
    """Where a peer database is: a file, or the URL of a server."""

    file: Path | None
    url: str = ""

    @property
    def name(self) -> str:
        """As messages print it."""
        return str(self.file) if self.file else make_url(self.url).render_as_string(hide_password=True)

    @property
    def is_file(self) -> bool:
        """True for SQLite."""
        return self.file is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that reads. Raises `PeerDatabaseError` for whatever stands in the way."""
        with self._connected(write=False) as connection:
            require_format(connection, self.name)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes: all of it or nothing. Raises `PeerDatabaseError` likewise."""
        with self.unchecked_writing() as connection:
            require_format(connection, self.name)
            yield connection

    @contextmanager
    def unchecked_writing(self, *, new: bool = False) -> Iterator[Connection]:
        """The same in whatever format the database is; `new` makes a file that is not there."""
        with self._connected(write=True, new=new) as connection:
            if not self.is_file:
                connection.execute(text(f"set local lock_timeout = {int(PATIENCE * 1000)}"))
                connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            yield connection

    @contextmanager
    def unchecked_reading(self) -> Iterator[Connection]:
        """A transaction that reads in whatever format the database is."""
        with self._connected(write=False) as connection:
            yield connection

    @contextmanager
    def _connected(self, *, write: bool, new: bool = False) -> Iterator[Connection]:
        try:
            with self._engine(write=write, new=new).begin() as connection:
                yield connection
        except DBAPIError as error:
            raise PeerDatabaseError(_sentence(self, error.orig, write=write)) from error
        except sqlite3.Error as error:
            raise PeerDatabaseError(_sentence(self, error, write=write)) from error

    def _engine(self, *, write: bool, new: bool = False) -> Engine:
        if self.file is None:
            engine = _server(self)
            return engine if write else engine.execution_options(isolation_level="REPEATABLE READ")
        file = self.file
        if not new:
            _require_database(file)
        elif not file.absolute().parent.is_dir():
            raise PeerDatabaseError(f"There is no folder {file.absolute().parent}. Make it first, or correct the name.")
        engine = create_engine(
            "sqlite://", poolclass=NullPool, creator=lambda: connect_file(file, write=write, new=new)
        )
        event.listen(engine, "begin", lambda c: c.exec_driver_sql("begin immediate" if write else "begin"))
        return engine

    def vacuum(self, tables: tuple[str, ...]) -> None:
        """Write the database anew, without the bytes of what was taken out of these tables."""
        try:
            if self.file is not None:
                with closing(connect_file(self.file, write=True)) as connection:
                    connection.execute("vacuum")
                return
            with _server(self).execution_options(isolation_level="AUTOCOMMIT").connect() as server:
                server.execute(text(f"set lock_timeout = {int(PATIENCE * 1000)}"))
                for table in tables:
                    server.execute(text(f"vacuum full {table}"))
        except (DBAPIError, sqlite3.Error) as error:
            orig = error.orig if isinstance(error, DBAPIError) else error
            raise PeerDatabaseError(_sentence(self, orig, write=True)) from error


def connect_file(file: Path, *, write: bool, new: bool = False) -> sqlite3.Connection:
    """A connection to a file by the driver itself, which begins no transaction of its own."""
    mode = ("rwc" if new else "rw") if write else "ro"
    connection = sqlite3.connect(
        f"{file.absolute().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE, isolation_level=None
    )
    connection.execute("pragma foreign_keys = on")
    if write:
        connection.execute("pragma secure_delete = on")  # before anything is taken out: else its bytes stay in the file
    return connection


def _server(database: Database) -> Engine:
    try:
        url = make_url(database.url)
        waiting = {} if "connect_timeout" in url.query else {"connect_timeout": int(PATIENCE) or 1}
        named = url.set(drivername="postgresql+psycopg")
        return create_engine(named, poolclass=NullPool, connect_args=waiting)
    except ModuleNotFoundError as error:
        raise PeerDatabaseError(NO_POSTGRESQL.at(name=database.name)) from error


def database_at(source: str | Path) -> Database:
    """The database that a person names: the path of a file, or a URL of PostgreSQL.

    Raises `UsageError` for a URL with a password, or of something else.
    """
    if not is_url(str(source)):
        return Database(Path(source))
    return Database(None, server_url(str(source)))


# ------------------------------------------------------------------------------------------------------------- format


def format_of(connection: Connection) -> str | None:
    """The last migration of a database; None where there is no peer database yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar()


def require_format(connection: Connection, name: str) -> None:
    """Raise `PeerDatabaseError` unless the database has the tables of this version of the program."""
    found = format_of(connection)
    if found == FORMAT:
        return
    tables = inspect(connection)
    if found is None or not tables.has_table(DATABASE.name):
        is_file = connection.dialect.name == "sqlite"  # in a database on a server there may be tables of others
        raise PeerDatabaseError(engine.foreign_database(name, tables.get_table_names() if is_file else ()))
    raise PeerDatabaseError(other_format(name, found))


def database_row(connection: Connection) -> Any:
    """The one row that says which database this is: code, key_check, invented."""
    return connection.execute(select(DATABASE.c.code, DATABASE.c.key_check, DATABASE.c.invented)).one()


# ----------------------------------------------------------------------------------------------------------- messages


def _require_database(file: Path) -> None:
    """Raise `PeerDatabaseError` unless a file begins as one of SQLite does."""
    try:
        with file.open("rb") as content:
            begins = content.read(len(MAGIC))
    except FileNotFoundError as error:
        raise PeerDatabaseError(NO_DATABASE_FILE.at(file=file)) from error
    except OSError as error:
        if file.is_dir():
            raise PeerDatabaseError(f"{file} is a folder. Name the file of the database in it.") from error
        raise PeerDatabaseError(f"{file} cannot be read ({(error.strerror or str(error)).lower()}).") from error
    if begins and begins != MAGIC:
        raise PeerDatabaseError(NOT_A_PEER_DATABASE.at(file=file))


def _sentence(database: Database, error: BaseException | None, *, write: bool) -> str | Diagnostic[str]:
    return (engine.of_file if database.is_file else engine.of_server)(error, database.name, write=write)
