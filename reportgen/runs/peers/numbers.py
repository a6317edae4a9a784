"""What peers there are, in numbers for whoever looks at a database or a file: never a row, never one under five."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.common.diagnostics.problems import Problem
from reportgen.peers.files import read_peers
from reportgen.peers.groups import Drawn, enough, groups_of, small_together
from reportgen.questions import load_question_set
from reportgen.questions.loader import DEFAULT_SET

if TYPE_CHECKING:
    from reportgen.peers.database.publishing import EditionLine


@dataclass(frozen=True, kw_only=True)
class PeerNumbers:
    """Numbers of peers; one that would tell of too few organisations is None, or not there."""

    invented: bool
    organisations: int | None
    assessments: int | None
    groups: Mapping[str, Drawn]  # by sector, region, size, year and version of the set
    edition: EditionLine | None = None  # the newest of a database
    problems: tuple[Problem, ...] = ()  # of a file that has errors, and so is not counted at all


def numbers_of_database(source: str) -> PeerNumbers:
    """The numbers of the database at a path or a URL. Raises `PeerDatabaseError` when it cannot be read."""
    from reportgen.peers.database.opening import database_at
    from reportgen.runs.peers.publishing import database_summary

    found = database_summary(database_at(source))
    return PeerNumbers(
        invented=found.invented,
        organisations=found.organisations,
        assessments=found.assessments,
        groups=found.drawn,
        edition=found.edition,
    )


def numbers_of_file(path: Path, question_set: str | None) -> PeerNumbers:
    """The numbers of a file of peers, or what is wrong in it. Raises `UnreadableFileError` when it is none."""
    data, problems = read_peers(path, load_question_set(question_set or DEFAULT_SET), date.today())
    if any(problem.is_error for problem in problems):
        return PeerNumbers(invented=False, organisations=None, assessments=None, groups={}, problems=problems)
    members = groups_of(data.peers)
    organisations = enough(len(data.peers.id.keys.used))
    return PeerNumbers(
        invented=data.invented,
        organisations=organisations,
        assessments=None if organisations is None else len(data.peers),
        groups={name: small_together(values) for name, values in members.items()},
    )
