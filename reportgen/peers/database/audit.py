"""The record of who changed what in a database of peers: counts and codes, and never a name of a client.

Each line holds the digest of the line before and of itself, so a line that is changed or taken out afterwards shows.
"""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from reportgen.peers.database.tables import AUDIT


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A line of the record."""

    number: int
    at: str  # UTC
    who: str
    what: dict[str, Any]  # "did": the command; counts, codes, reasons
    chain: str
    is_sound: bool  # it follows from the line before


def utc_now() -> str:
    """The time as it is stored, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")


def record(connection: Connection, did: str, **what: object) -> None:
    """Add a line, in the writing transaction of what it tells of."""
    told = json.dumps({"did": did, **what}, ensure_ascii=False, sort_keys=True)
    before = connection.execute(select(AUDIT.c.chain).order_by(AUDIT.c.id.desc()).limit(1)).scalar() or b""
    at, who = utc_now(), _user(connection)
    row = {"at": at, "who": who, "what": told, "chain": _chained(bytes(before), at, who, told)}
    connection.execute(insert(AUDIT).values(row))


def audit_lines(connection: Connection) -> Iterator[AuditLine]:
    """The record, the oldest line first."""
    before = b""
    for row in connection.execute(select(AUDIT).order_by(AUDIT.c.id)):
        is_sound = _chained(before, row.at, row.who, row.what) == bytes(row.chain)
        before = bytes(row.chain)
        try:
            what = json.loads(row.what)
        except ValueError:
            what = {"did": row.what}
        yield AuditLine(row.id, row.at, row.who, what, before.hex(), is_sound)


def _chained(before: bytes, *texts: str) -> bytes:
    return hashlib.sha256(before + "\0".join(texts).encode("utf-8")).digest()


def _user(connection: Connection) -> str:
    """Who writes: the user of the server, or of the machine."""
    if connection.dialect.name != "sqlite":
        return str(connection.execute(select(func.current_user())).scalar())
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # nobody, such as in a container
        return "unknown"
