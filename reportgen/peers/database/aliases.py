"""Who is who in a database of peers: its key, the keyed hashes of what names an organisation, and equal scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from reportgen.common.diagnostics.runs import WRONG_PEER_KEY
from reportgen.common.exceptions import PeerDatabaseError, UsageError
from reportgen.peers.database.opening import database_row
from reportgen.peers.database.rows import new_code, present_organisation
from reportgen.peers.database.tables import ALIAS, DATABASE, ORGANISATION
from reportgen.peers.identity import AliasKind, alias_hash, is_key_of, key_check, naming_fault


@dataclass(frozen=True, slots=True)
class Names:
    """What names an organisation; what is empty is not known."""

    name: str = ""
    number: str = ""
    domain: str = ""

    @property
    def given(self) -> dict[AliasKind, str]:
        """What is known."""
        texts = {AliasKind.NAME: self.name, AliasKind.NUMBER: self.number, AliasKind.DOMAIN: self.domain}
        return {kind: text for kind, text in texts.items() if text}

    def require_telling(self) -> None:
        """Raise `UsageError` where nobody is recognised by one of them."""
        if faults := [fault for kind, text in self.given.items() if (fault := naming_fault(kind, text))]:
            raise UsageError(" ".join(faults))

    def hashes(self, key: bytes) -> dict[bytes, AliasKind]:
        """Their keyed hashes."""
        found = {alias_hash(key, kind, text): kind for kind, text in self.given.items()}
        return {one: kind for one, kind in found.items() if one is not None}


def new_database_row(connection: Connection, key: bytes, *, invented: bool) -> str:
    """Say which database this is, once; its code."""
    code = new_code()
    row = {"code": code, "key_check": key_check(key, code), "invented": invented}
    connection.execute(insert(DATABASE).values(row))
    return code


def require_key(connection: Connection, key: bytes) -> None:
    """Raise `PeerDatabaseError` for the key of another database: it would recognise nobody, in silence."""
    row = database_row(connection)
    if not is_key_of(key, row.code, bytes(row.key_check)):
        raise PeerDatabaseError(WRONG_PEER_KEY.at())


def owners_of(connection: Connection, hashes: Iterable[bytes]) -> dict[bytes, str]:
    """The codes of the organisations that these hashes name, by hash; without those that were withdrawn."""
    return {one: row.code for one, row in _named(connection, hashes) if not row.withdrawn}


def withdrawn_of(connection: Connection, hashes: Iterable[bytes]) -> dict[str, date]:
    """The codes of the withdrawn organisations that these hashes name, and when they were withdrawn."""
    return {row.code: row.withdrawn for _, row in _named(connection, hashes) if row.withdrawn}


def _named(connection: Connection, hashes: Iterable[bytes]) -> list[tuple[bytes, Any]]:
    columns = (ALIAS.c.hash, ORGANISATION.c.code, ORGANISATION.c.withdrawn)
    joined = select(*columns).join(ORGANISATION, ORGANISATION.c.id == ALIAS.c.organisation_id)
    rows = connection.execute(joined.where(ALIAS.c.hash.in_(list(hashes))))
    return [(bytes(row.hash), row) for row in rows]


def organisations_of(connection: Connection, hashes: Mapping[bytes, AliasKind]) -> dict[str, set[AliasKind]]:
    """The codes of the organisations that these hashes name, and what names them."""
    found: dict[str, set[AliasKind]] = {}
    for one, code in owners_of(connection, hashes).items():
        found.setdefault(code, set()).add(hashes[one])
    return found


def add_aliases(connection: Connection, code: str, hashes: Mapping[bytes, AliasKind]) -> int:
    """Let an organisation be recognised by these; how many are new. Those of a withdrawn one pass to it.

    Raises `UsageError` when another organisation is: two of them are one, or two bear one name.
    """
    organisation, owners = present_organisation(connection, code), owners_of(connection, hashes)
    for one, kind in hashes.items():
        if (other := owners.get(one, organisation.code)) != organisation.code:
            raise UsageError(
                f"The {kind.value} belongs to organisation {other} already. If the two are one, withdraw one of them "
                "and add its workbooks to the other."
            )
    new = [
        {"hash": one, "organisation_id": organisation.id, "kind": kind.value}
        for one, kind in hashes.items()
        if one not in owners
    ]
    if new:
        connection.execute(delete(ALIAS).where(ALIAS.c.hash.in_([one["hash"] for one in new])))  # of withdrawn ones
        connection.execute(insert(ALIAS), new)
    return len(new)


def replace_key(connection: Connection, key: bytes) -> int:
    """Begin anew with another key: the hashes of the old one mean nothing any more. How many of them went."""
    gone = len(connection.execute(delete(ALIAS).returning(ALIAS.c.hash)).all())
    code = database_row(connection).code
    connection.execute(update(DATABASE).values(key_check=key_check(key, code)))
    return gone
