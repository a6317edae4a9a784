"""How a peer database is made, brought up to date, looked over, and how its key is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from reportgen.common.diagnostics.runs import NOT_DUMPED
from reportgen.common.exceptions import PeerDatabaseError, TargetError, UsageError
from reportgen.peers.database import aliases, audit, checking, upgrading
from reportgen.peers.database.opening import Database, database_row, format_of
from reportgen.peers.identity import AliasKind, key_text, new_key, read_key
from reportgen.runs.progress import Progress, silent


def new_database(database: Database, keep: Callable[[str, bytes], None], *, invented: bool) -> str:
    """Make the tables, in a file that is not there or in a database without any; the code of the database.

    `keep` is given that code and the key, and writes it to its file before the database stands. Raises `TargetError`
    where there is a database already.
    """
    key = new_key()
    if database.file is not None and database.file.exists() and database.file.stat().st_size:
        raise TargetError(f"{database.name} exists already. Choose another name; no database is ever replaced.")
    with database.unchecked_writing(new=True) as connection:
        if format_of(connection) is not None:
            raise TargetError(f"There is a peer database in {database.name} already; none is ever replaced.")
        upgrading.migrate(connection)
        code = aliases.new_database_row(connection, key, invented=invented)
        audit.record(connection, "init", invented=invented)
        keep(code, key_text(key))
    return code


def upgrade_database(
    database: Database, now: datetime, progress: Progress = silent, *, dumped: bool = False
) -> tuple[str | None, Path | None]:
    """Bring a database up to date: the format it had, None where nothing was to be done, and the backup of its file.

    Raises `UsageError` on a server of which no dump was made, as people say.
    """
    before = upgrading.outdated_format(database)
    if before is None:
        return None, None
    if not database.is_file and not dumped:
        raise UsageError(NOT_DUMPED.at())
    progress("Making a backup")
    backup = upgrading.back_up(database.file, now) if database.file else None
    progress("Upgrading")
    with database.unchecked_writing() as connection:
        if format_of(connection) == before:  # nobody else was quicker
            upgrading.migrate(connection)
            audit.record(connection, "upgrade", before=before, backup=backup is not None)
    return before, backup


def change_key(database: Database, keep: Callable[[bytes], None]) -> int:
    """Another key; how many hashes of the old one went. `keep` writes it to its file, before anything is changed."""
    key = new_key()
    with database.writing() as connection:
        gone = aliases.replace_key(connection, key)
        audit.record(connection, "rekey", hashes=gone)
        keep(key_text(key))
    return gone


def is_invented(database: Database) -> bool:
    """True when the organisations of a database are invented; what cannot be read says nothing."""
    try:
        with database.reading() as connection:
            return bool(database_row(connection).invented)
    except PeerDatabaseError:
        return False


def code_of(database: Database) -> str:
    """The code of a database: which key belongs to it."""
    with database.reading() as connection:
        return str(database_row(connection).code)


def add_names(database: Database, key: Path, code: str, names: aliases.Names) -> int:
    """Let an organisation be recognised by further names; how many are new."""
    secret = read_key(key)
    names.require_telling()
    with database.writing() as connection:
        aliases.require_key(connection, secret)
        hashes = names.hashes(secret)
        if not hashes:
            raise UsageError("Nothing it could be recognised by was given: there must be letters or digits.")
        new = aliases.add_aliases(connection, code, hashes)
        audit.record(connection, "alias", organisation=code, kinds=sorted(_kinds(hashes)), new=new)
    return new


def _kinds(hashes: dict[bytes, AliasKind]) -> set[str]:
    return {kind.value for kind in hashes.values()}


def faults_of(database: Database, progress: Progress = silent) -> list[str]:
    """Everything that is wrong in a database, in words; a killed writer's work is taken back on the way."""
    progress("Reading the database")
    return list(_faults(database))


def _faults(database: Database) -> Iterator[str]:
    checking.recover(database)
    with database.reading() as connection:
        yield from checking.faults(connection)


def audit_record(database: Database) -> list[audit.AuditLine]:
    """The record of changes, the oldest first."""
    with database.reading() as connection:
        return list(audit.audit_lines(connection))
