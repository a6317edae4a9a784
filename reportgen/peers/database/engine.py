"""What the engine of a peer database says, told apart and worded once: SQLite of a file, PostgreSQL of a server.

A sentence names the database. To go on after that name, as in a build, it is "it", and no server is named: what a build
says may be handed on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.common.diagnostics.runs import (
    NO_PEER_DATABASE,
    NOT_A_PEER_DATABASE,
    PEERS_HALF_WRITTEN,
)
from reportgen.common.language import lowered

IT = "it"  # the database, in what goes on after its name

Said = str | Diagnostic[str]


def of_file(error: BaseException | None, name: str, *, write: bool) -> Said:
    """What SQLite says of a database in a file that was opened to be read, or to be written."""
    code = getattr(error, "sqlite_errorname", "")
    if code == "SQLITE_READONLY_ROLLBACK" or (code.startswith("SQLITE_CANTOPEN") and not write):
        return PEERS_HALF_WRITTEN.at(name=name)
    if may_not_write(error):
        return f"{name} cannot be written: the file or its folder is read-only here, or you have no right to it."
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return _busy(name, write=write)
    if code.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return f"{name} is damaged, or no database. Restore it from a backup."
    if code.startswith("SQLITE_FULL"):
        return f"There is no room left for {name}. Nothing was changed."
    return _other(error, name, write=write)


def may_not_write(error: BaseException | None) -> bool:
    """Whether SQLite says that there is no right to write: the file, or its folder, may only be read."""
    code = getattr(error, "sqlite_errorname", "")
    return isinstance(error, sqlite3.Error) and code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM"))


def of_server(error: BaseException | None, name: str, *, write: bool) -> Said:
    """What PostgreSQL says of a database on a server, or its driver of the way there."""
    state, said = getattr(error, "sqlstate", None) or "", first_line(error)
    at, why = ("", "") if name == IT else (f" ({name})", f" ({name}: {said})")
    if state in ("42P01", "42703"):
        return NO_PEER_DATABASE.at(name=name)
    if state == "42501":
        return _started(f"You have no right to do this{at}: {said}. Ask whoever keeps the database.", name)
    if state in ("55P03", "40001", "40P01"):
        return _busy(name, write=write)
    if state == "3D000" or ("database " in said and "does not exist" in said):
        told = f"The server has no such database{at}. Correct its name, or have it made first: createdb NAME."
        return _started(told, name)
    if state.startswith("28") or any(word in said for word in ("password", "authentication", "role ")):
        told = f"The server does not let you in{why}. The user stands in the URL, the password in the password file "
        return _started(f"{told}(PGPASSFILE) or the service file.", name)
    if not state or state.startswith(("08", "57P")):
        return _started(f"Its server is not reached, or ended the connection{why}.{_unchanged(write)}", name)
    return _other(error, name, write=write)


def foreign_database(name: str, tables: Collection[str]) -> Diagnostic[str]:
    """What is said of a file that has tables, but none of ours, or none at all."""
    return NOT_A_PEER_DATABASE.at(file=name) if tables else NO_PEER_DATABASE.at(name=name)


def _busy(name: str, *, write: bool) -> str:
    return f"{name} is being written by somebody else.{_unchanged(write)} Try again in a moment."


def _other(error: BaseException | None, name: str, *, write: bool) -> str:
    return f"{'' if name == IT else f'{name}: '}the database says: {first_line(error)}.{_unchanged(write)}"


def _unchanged(write: bool) -> str:
    return " Nothing was changed." if write else ""


def _started(sentence: str, name: str) -> str:
    """A sentence without the name at its beginning, as it goes on after it."""
    return lowered(sentence) if name == IT else sentence


def first_line(error: BaseException | None) -> str:
    """What the engine says first, to stand within a sentence."""
    return (str(error).strip().splitlines() or ["nothing"])[0].rstrip(". ")
