"""Making the tables, and bringing older ones up to date: by the migrations, in one transaction, on demand only."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from reportgen.common.diagnostics.runs import NO_PEER_DATABASE
from reportgen.common.exceptions import PeerDatabaseError, TargetError
from reportgen.peers.database.formats import FORMAT, is_known, other_format
from reportgen.peers.database.opening import Database, connect_file, format_of

MIGRATIONS = "reportgen.peers.database:migrations"
BACKUP = ".before-"  # between the name of a database and the format it was brought to


def migrate(connection: Connection) -> None:
    """Bring the tables to the newest format, from whichever they have, if any."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def outdated_format(database: Database) -> str | None:
    """The format of a database that can be brought up to date; None where nothing is to be done.

    Raises `PeerDatabaseError` when there is none, or a newer one.
    """
    with database.unchecked_reading() as connection:
        found = format_of(connection)
    if found is None:
        raise PeerDatabaseError(NO_PEER_DATABASE.at(name=database.name))
    if not is_known(found):
        raise PeerDatabaseError(other_format(database.name, found))
    return None if found == FORMAT else found


def back_up(file: Path, now: datetime) -> Path:
    """A copy of a database beside it, as it stands between two writers. Raises `TargetError` when it cannot be made."""
    target = file.with_name(f"{file.name}{BACKUP}{FORMAT}-{now:%Y-%m-%d-%H%M%S}")
    try:
        with closing(connect_file(file, write=False)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except sqlite3.Error as error:
        raise TargetError(f"No backup {target} could be written ({error}); nothing was changed.") from error
    return target


def backups_of(file: Path) -> list[Path]:
    """The backups beside a database that upgrades have made."""
    return sorted(file.parent.glob(f"{glob_escaped(file.name)}{BACKUP}*"))


def glob_escaped(name: str) -> str:
    """A name in which nothing stands for other names."""
    import glob

    return glob.escape(name)
