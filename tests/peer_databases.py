"""Peer databases for tests: a PostgreSQL server of their own, and databases on both kinds that commands run on."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import select

from reportgen.common.model import Peer
from reportgen.peers.database.opening import Database, database_at
from reportgen.peers.database.tables import METADATA
from reportgen.peers.writing import write_peer_csv
from reportgen.workbook.writer import write_workbook
from tests.builders import peer
from tests.commands import run
from tests.corpus.base import QUESTIONS, assessment

SERVER = "REPORTGEN_TEST_POSTGRES"  # in the environment: the URL of a server to use; its user may make databases
PROGRAMS = "PG_BIN"  # in the environment: the folder of initdb and pg_ctl
PLACES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin")
SECONDS = 60
NOBODY = 65534
_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=32MB -c max_connections=30"


@dataclass(frozen=True)
class PeersHome:
    """A peer database, and the file of its key."""

    source: str  # for --database
    key: Path

    @property
    def database(self) -> Database:
        return database_at(self.source)

    @property
    def file(self) -> Path:
        found = self.database.file
        assert found is not None, "a database in a file"
        return found

    def run(self, command: str, *arguments: str | Path) -> Result:
        """A command of `peers` on it."""
        keyed = ("--key", self.key) if command in ("add", "alias") else ()
        by_set = ("--question-set", SET) if command in ("add", "import", "export") else ()
        return run("peers", command, *arguments, "--database", self.source, *keyed, *by_set)

    def imported(self, path: Path, peers: list[Peer]) -> str:
        """These peers taken in by way of a file: what was printed."""
        return self.done("import", peer_file(path, peers))

    def done(self, command: str, *arguments: str | Path) -> str:
        """The same, which must end well: what it printed."""
        result = self.run(command, *arguments)
        assert result.exit_code == 0, result.output
        return result.stdout


def programs() -> Path | None:
    """Where the programs of a PostgreSQL server are; the newest."""
    if named := os.environ.get(PROGRAMS):
        return Path(named)
    found = [folder for place in PLACES for folder in Path("/").glob(place.lstrip("/")) if (folder / "initdb").exists()]
    on_path = shutil.which("initdb")
    newest = max(found, key=lambda folder: [int(part) for part in folder.parts if part.isdecimal()], default=None)
    return newest or (Path(on_path).parent if on_path else None)


@contextmanager
def server() -> Iterator[str]:
    """A server of our own: the URL of its first database. Skips without one; fails where CI is set."""
    if named := os.environ.get(SERVER):
        yield named
        return
    folder = programs() if find_spec("psycopg") else None
    if folder is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is required here (CI is set), but initdb or psycopg was not found.")
        pytest.skip("PostgreSQL or its driver is not installed: peer databases on a server were NOT checked.")
    short = None if os.name == "nt" else "/tmp"  # the path of a socket has at most 107 bytes
    home = Path(tempfile.mkdtemp(prefix="pg", dir=short))
    as_user: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": ()} if _is_root() else {}
    if as_user:
        shutil.chown(home, "postgres")

    def call(program: str, *words: str) -> None:
        quiet: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        subprocess.run([folder / program, *words], check=True, cwd=home, timeout=SECONDS, **quiet, **as_user)

    data = str(home / "data")
    call("initdb", "-D", data, "-U", "test", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories={home} {_FAST}"
    call("pg_ctl", "-D", data, "-w", "-l", str(home / "log"), "-o", options, "start")
    try:
        yield f"postgresql://test@/postgres?host={home}"
    finally:
        call("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(home, ignore_errors=True)


def _is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0


@contextmanager
def without_privileges() -> Iterator[None]:
    """As somebody who may not write everywhere: the administrator becomes nobody."""
    if not _is_root():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def on_server(url: str, statement: str) -> None:
    """A statement on a server, outside of any transaction."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


def dumped(home: PeersHome) -> bytes:
    """Every value of every table."""
    with home.database.reading() as connection:
        told = [connection.execute(select(table)).all() for table in METADATA.sorted_tables]
    values = [value for table in told for row in table for value in row]
    return b"\n".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in values)


# ------------------------------------------------------------------------------------------------ what is taken in

SET = Path(__file__).parent / "sets" / "visitor-care"
FACTS = {"set_id": QUESTIONS.id, "set_version": QUESTIONS.version, "sector": "Zoos", "region": "North"}


def rows(*numbers: int, **facts: Any) -> list[Peer]:
    """Peers of these numbers, each with scores of its own."""
    elements = [element.id for element in QUESTIONS.elements]
    spread = {number: {name: Fraction(number * 7 % 97) for name in elements} for number in numbers}
    return [peer(number, spread[number], **{**FACTS, **facts}) for number in numbers]


def peer_file(path: Path, peers: list[Peer], *, invented: bool = True) -> Path:
    """A file of these peers."""
    path.write_bytes(write_peer_csv(QUESTIONS, peers, invented))
    return path


def client_workbook(path: Path, client: str = "Harbour Museum", **facts: Any) -> Path:
    """The finished workbook of a client."""
    told = assessment()
    engagement = replace(told.engagement, client=client, **facts)
    path.write_bytes(write_workbook(QUESTIONS, replace(told, engagement=engagement)))
    return path
