"""Editions in a database of peers: published, numbered, written anew without whoever was withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Connection, insert, select, update

from reportgen.common.exceptions import UsageError
from reportgen.common.method import PEERS_FOR_MEDIAN
from reportgen.common.peer_table import PeerTable
from reportgen.peers.database.tables import EDITION
from reportgen.peers.editions import Edition, millionths, standing_places, without


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition as lists show it."""

    number: int
    made: date
    n: int  # assessments, without those withdrawn since
    withdrawn: int  # since it was published
    sha256: str


@dataclass(frozen=True, slots=True)
class EditionChanges:
    """By how many assessments two tables differ; one that was corrected is one gained and one lost."""

    gained: int
    lost: int

    @property
    def is_none(self) -> bool:
        """True when both are of the same assessments."""
        return not self.gained and not self.lost

    @property
    def gives_away(self) -> bool:
        """True when so few came or went that two reports together would give them away."""
        return any(0 < count < PEERS_FOR_MEDIAN for count in (self.gained, self.lost))


def edition_lines(connection: Connection) -> list[EditionLine]:
    """All editions, the oldest first."""
    return [line_of(_edition(row)) for row in connection.execute(select(EDITION).order_by(EDITION.c.id))]


def line_of(edition: Edition) -> EditionLine:
    """An edition as lists show it."""
    n = int(standing_places(edition).sum())
    return EditionLine(edition.number, edition.made, n, edition.n - n, edition.sha256)


def stored_edition(connection: Connection, number: int | None = None) -> Edition | None:
    """The edition of a number, or the newest; None where none is published yet.

    Raises `UsageError` naming those there are when there is none of that number.
    """
    wanted = select(EDITION).order_by(EDITION.c.id.desc()).limit(1)
    row = connection.execute(wanted if number is None else wanted.where(EDITION.c.id == number)).one_or_none()
    if row is None and number is not None:
        there = list(map(str, edition_numbers(connection)))
        raise UsageError(
            f"There is no edition {number}. There {'are ' + ', '.join(there) if there else 'is none yet'}."
        )
    return None if row is None else _edition(row)


def _edition(row: Any) -> Edition:
    return Edition(row.id, row.made, row.n, row.head, bytes(row.body), row.sha256)


def edition_numbers(connection: Connection) -> list[int]:
    """The numbers of all editions, the oldest first."""
    return list(connection.execute(select(EDITION.c.id).order_by(EDITION.c.id)).scalars())


def put_edition(connection: Connection, edition: Edition) -> None:
    """Add an edition."""
    connection.execute(insert(EDITION).values(id=edition.number, **_columns(edition)))


def blank_editions(connection: Connection, code: str) -> Iterator[Edition]:
    """Write every edition that has an organisation anew without it; the new ones."""
    for number in edition_numbers(connection):
        edition = stored_edition(connection, number)
        if edition is not None and (blanked := without(edition, [code])) is not edition:
            connection.execute(update(EDITION).where(EDITION.c.id == number).values(_columns(blanked)))
            yield blanked


def _columns(edition: Edition) -> dict[str, object]:
    return {name: getattr(edition, name) for name in ("made", "n", "head", "body", "sha256")}


def changes_between(before: PeerTable | None, now: PeerTable) -> EditionChanges:
    """By which assessments two tables differ, whatever their order."""
    old, new = set(_assessments(before)) if before else set(), set(_assessments(now))
    return EditionChanges(len(new - old), len(old - new))


def _assessments(table: PeerTable) -> Iterator[tuple[object, ...]]:
    """What tells each assessment from all others: whose, when, by which set, with which scores."""
    names = [name for name in sorted(table.elements) if table.elements[name].there.any()]
    values = np.array([millionths(table.elements[name]) for name in names]).T
    facts = [[column.terms[code] for code in column.codes] for column in (table.id, table.set_id, table.set_version)]
    scores = [tuple(zip(names, row, strict=True)) for row in values.tolist()] if names else [()] * len(table)
    yield from zip(*facts, table.day.tolist(), scores, strict=True)
