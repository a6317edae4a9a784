"""The formats of peer databases, and what is said of one that is not that of this version."""

from __future__ import annotations

from pathlib import Path

from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.common.diagnostics.runs import NEWER_PEER_DATABASE, OLDER_PEER_DATABASE

FORMATS = ("0001",)  # the migrations; a database is of the format of its last one
FORMAT = FORMATS[-1]  # what this version of the program reads and writes
MAGIC = b"SQLite format 3\0"  # how a database in a file begins


def is_database(file: Path) -> bool:
    """True for a file that begins as a database does."""
    try:
        with file.open("rb") as content:
            return content.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def is_known(found: str) -> bool:
    """True for a format that this version can read or bring up to date."""
    return found in FORMATS


def other_format(name: str, found: str) -> Diagnostic[str]:
    """What is said of a database of another format than that of this version."""
    if is_known(found):
        return OLDER_PEER_DATABASE.at(name=name, format=found, ours=FORMAT)
    return NEWER_PEER_DATABASE.at(name=name, format=found, ours=FORMAT)
