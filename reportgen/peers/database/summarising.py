"""What is in a peer database, in numbers of organisations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from reportgen.peers.database.opening import database_row
from reportgen.peers.database.publishing import EditionLine, edition_lines
from reportgen.peers.database.rows import database_size, stored_table
from reportgen.peers.database.tables import ORGANISATION
from reportgen.peers.groups import Drawn, enough, groups_of, small_together


@dataclass(frozen=True)
class DatabaseSummary:
    """Numbers of organisations; one under five is None, as it would tell of single ones."""

    invented: bool
    organisations: int | None
    assessments: int | None
    withdrawn: int  # organisations, which are counted nowhere else
    groups: Mapping[str, Mapping[str, int | None]]  # by what they are told apart by, then by its value
    drawn: Mapping[str, Drawn]  # the same, small groups drawn together
    edition: EditionLine | None  # the newest


def summary_of(connection: Connection) -> DatabaseSummary:
    """The numbers of a database."""
    members = groups_of(stored_table(connection))
    organisations, assessments = database_size(connection)
    gone = select(func.count()).select_from(ORGANISATION).where(ORGANISATION.c.withdrawn.is_not(None))
    return DatabaseSummary(
        invented=bool(database_row(connection).invented),
        organisations=enough(organisations),
        assessments=enough(assessments) if enough(organisations) is not None else None,
        withdrawn=int(connection.execute(gone).scalar_one()),
        groups={
            name: {value: enough(len(one)) for value, one in sorted(values.items())} for name, values in members.items()
        },
        drawn={name: small_together(values) for name, values in members.items()},
        edition=next(reversed(edition_lines(connection)), None),
    )
