"""What is in a peer database, in numbers of organisations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from reportgen.common.method import PEERS_FOR_MEDIAN
from reportgen.peers.database.opening import database_row
from reportgen.peers.database.publishing import EditionLine, edition_lines
from reportgen.peers.database.rows import KINDS, database_size, stored_table
from reportgen.peers.database.tables import ORGANISATION


@dataclass(frozen=True)
class DatabaseSummary:
    """Numbers of organisations; one under five is None, as it would tell of single ones."""

    invented: bool
    organisations: int | None
    assessments: int | None
    withdrawn: int  # organisations, which are counted nowhere else
    groups: Mapping[str, Mapping[str, int | None]]  # by what they are told apart by, then by its value
    edition: EditionLine | None  # the newest


def summary_of(connection: Connection) -> DatabaseSummary:
    """The numbers of a database."""
    table = stored_table(connection)
    groups = {kind: getattr(table, kind) for kind in (*KINDS, "set_version")}
    members: dict[str, dict[str, set[int]]] = {name: defaultdict(set) for name in (*KINDS, "year", "set_version")}
    for name, column in groups.items():
        for code, organisation in zip(column.codes.tolist(), table.id.codes.tolist(), strict=True):
            members[name][column.terms[code]].add(organisation)
    for peer_day, organisation in zip(table.day.tolist(), table.id.codes.tolist(), strict=True):
        members["year"][_year(peer_day)].add(organisation)
    found = {name: {text: _shown(len(one)) for text, one in sorted(told.items())} for name, told in members.items()}
    organisations, assessments = database_size(connection)
    gone = select(func.count()).select_from(ORGANISATION).where(ORGANISATION.c.withdrawn.is_not(None))
    return DatabaseSummary(
        invented=bool(database_row(connection).invented),
        organisations=_shown(organisations),
        assessments=_shown(assessments) if _shown(organisations) is not None else None,
        withdrawn=int(connection.execute(gone).scalar_one()),
        groups=found,
        edition=next(reversed(edition_lines(connection)), None),
    )


def _shown(count: int) -> int | None:
    return count if count >= PEERS_FOR_MEDIAN or count == 0 else None


def _year(ordinal: int) -> str:
    from datetime import date

    return str(date.fromordinal(ordinal).year)
