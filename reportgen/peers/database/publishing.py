"""Editions in a database of peers: published, numbered, written anew without whoever was withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Connection, insert, select, update

from reportgen.common.exceptions import PeerDatabaseError, UsageError
from reportgen.common.method import PEERS_FOR_MEDIAN
from reportgen.common.newest import newest_assessments
from reportgen.common.peer_table import Mask, PeerTable
from reportgen.peers.database.tables import EDITION
from reportgen.peers.editions import NONE, Edition, millionths, standing_places, unpack, without


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
    """How many assessments that reports compare with came and went: one that replaces another is one of each."""

    gained: int = 0
    lost: int = 0

    def __add__(self, other: EditionChanges) -> EditionChanges:
        return EditionChanges(self.gained + other.gained, self.lost + other.lost)

    @property
    def gives_away(self) -> bool:
        """True when so few came or went that two reports together would give them away."""
        return any(0 < count < PEERS_FOR_MEDIAN for count in (self.gained, self.lost))


@dataclass(frozen=True)
class Publishable:
    """What of the assessments may be published."""

    peers: PeerTable
    differing: int  # of them that the last edition has not, and of those in it that are no more
    changes: EditionChanges  # that publishing them makes, of all question sets
    waiting: int  # assessments that have to wait
    refused: EditionChanges  # that publishing all would make, of the question sets where that may not be


def edition_lines(connection: Connection) -> list[EditionLine]:
    """All editions, the oldest first."""
    return [line_of(_edition(row)) for row in connection.execute(select(EDITION).order_by(EDITION.c.id))]


def line_of(edition: Edition) -> EditionLine:
    """An edition as lists show it."""
    n = int(standing_places(edition).sum())
    return EditionLine(edition.number, edition.made, n, edition.n - n, edition.sha256)


def stored_edition(connection: Connection, number: int | None = None) -> Edition | None:
    """The edition of a number, or the newest; None where none is published yet.

    Raises `UsageError` naming the last when there is none of that number.
    """
    wanted = select(EDITION).order_by(EDITION.c.id.desc()).limit(1)
    row = connection.execute(wanted if number is None else wanted.where(EDITION.c.id == number)).one_or_none()
    if row is None and number is not None:
        there = edition_numbers(connection)
        told = f"The last is edition {there[-1]}." if there else "None is published yet."
        raise UsageError(f"There is no edition {number}. {told}")
    return None if row is None else _edition(row)


def published_peers(edition: Edition) -> PeerTable:
    """The peers of an edition. Raises `PeerDatabaseError` when it was changed since it was published."""
    try:
        return unpack(edition)
    except ValueError as error:
        raise PeerDatabaseError(f"The peers cannot be read: {error}. Restore the database from a backup.") from error


def _edition(row: Any) -> Edition:
    return Edition(row.id, row.made, row.n, row.head, bytes(row.body), row.sha256)


def edition_numbers(connection: Connection) -> list[int]:
    """The numbers of all editions, the oldest first."""
    return list(connection.execute(select(EDITION.c.id).order_by(EDITION.c.id)).scalars())


def put_edition(connection: Connection, edition: Edition) -> None:
    """Add an edition."""
    connection.execute(insert(EDITION).values(id=edition.number, **_columns(edition)))


def blank_editions(connection: Connection, code: str, day: date | None = None) -> Iterator[Edition]:
    """Write every edition that has an organisation anew without it, or without what it has of a day; the new ones."""
    for number in edition_numbers(connection):
        edition = stored_edition(connection, number)
        if edition is not None and (blanked := without(edition, [code], day)) is not edition:
            connection.execute(update(EDITION).where(EDITION.c.id == number).values(_columns(blanked)))
            yield blanked


def _columns(edition: Edition) -> dict[str, object]:
    return {name: getattr(edition, name) for name in ("made", "n", "head", "body", "sha256")}


def publishable(before: PeerTable, now: PeerTable, *, by_rule: bool = True) -> Publishable:
    """What may be published after an edition: of each question set all, else all but what was made again, else nothing.

    Reports compare with the newest assessment of each organisation by one question set. So these are counted, set by
    set: none or enough come, and none or enough go. What has to wait is told from members and days, never from scores.
    Without the rule it is all.
    """
    places, differing = np.ones(len(now), np.bool_), 0
    changes = refused = EditionChanges()
    for key in sorted(before.set_id.keys.used | now.set_id.keys.used):
        of_set = now.set_id.among([key])
        old, new = before.taken(before.set_id.among([key])), now.taken(of_set)
        there = set(_assessments(old))
        published = np.array([one in there for one in _assessments(new)], np.bool_)
        chosen, done = _allowed(old, new, published) if by_rule else (of_set[of_set], changes_between(old, new))
        places[of_set], changes = chosen, changes + done
        differing += int((chosen & ~published).sum()) + len(there) - int(published.sum())
        if done.gives_away or not chosen.all():
            refused += changes_between(old, new)
    return Publishable(now.taken(places), differing, changes, int((~places).sum()), refused)


def _allowed(before: PeerTable, now: PeerTable, published: Mask) -> tuple[Mask, EditionChanges]:
    """Which assessments by a question set may be published, and what that changes."""
    of_newcomers = ~now.id.among(before.id.keys.used)
    for chosen in (np.ones(len(now), np.bool_), published | of_newcomers, published):
        changes = changes_between(before, now.taken(chosen))
        if not changes.gives_away:
            break
    return chosen, changes


def changes_between(before: PeerTable, now: PeerTable) -> EditionChanges:
    """By which of the assessments that count two tables of one question set differ, whatever their order."""
    old, new = (set(_assessments(table.taken(newest_assessments(table)))) for table in (before, now))
    return EditionChanges(len(new - old), len(old - new))


def _assessments(table: PeerTable) -> Iterator[tuple[object, ...]]:
    """What tells each assessment from all others: whose, when, by which version, with which scores."""
    names = sorted(table.elements)
    values = np.array([millionths(table.elements[name]) for name in names]).T
    facts = [[column.terms[code] for code in column.codes] for column in (table.id, table.set_id, table.set_version)]
    rows = values.tolist() if names else [[]] * len(table)
    scores = (tuple(one for one in zip(names, row, strict=True) if one[1] != NONE) for row in rows)
    yield from zip(*facts, table.day.tolist(), scores, strict=True)
