"""How editions of a peer database are published, exported and listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.common.diagnostics.runs import TOO_FEW_CHANGES
from reportgen.common.exceptions import UndecidedError, UsageError
from reportgen.common.folding import fold
from reportgen.common.language import tally
from reportgen.common.method import PEERS_FOR_MEDIAN
from reportgen.common.peer_table import PeerTable
from reportgen.peers.database import audit, publishing, rows, summarising
from reportgen.peers.database.opening import Database, database_row
from reportgen.peers.editions import Edition, pack
from reportgen.peers.writing import write_peer_csv, write_peer_file
from reportgen.questions import load_question_set
from reportgen.questions.loader import DEFAULT_SET
from reportgen.runs.progress import Progress, silent


@dataclass(frozen=True)
class NewEdition:
    """What became of publishing."""

    edition: publishing.EditionLine | None  # None where nothing has changed since the last
    waiting: int = 0  # assessments that are not in it yet


def publish(database: Database, why: str = "", progress: Progress = silent) -> NewEdition:
    """The next edition, which reports then compare with.

    Assessments of which so few came or went that they could be worked out wait for a later one. Raises `UndecidedError`
    when that are all there are. With a reason, which is put on record, nothing waits.
    """
    with database.writing() as connection:
        progress("Reading the assessments")
        table, last = rows.stored_table(connection), publishing.stored_edition(connection)
        before = publishing.published_peers(last) if last else PeerTable.of(())
        found = publishing.publishable(before, table, by_rule=not why)
        if not found.differing and not found.waiting:
            return NewEdition(None)
        if not why and (not found.differing or found.changes.gives_away):
            raise UndecidedError(_too_few(found.refused, last))
        progress("Packing")
        number = last.number + 1 if last else 1
        edition = pack(found.peers, number, date.today())
        publishing.put_edition(connection, edition)
        changes = {"gained": found.changes.gained, "lost": found.changes.lost, "waiting": found.waiting}
        audit.record(connection, "publish", edition=number, **changes, sha256=edition.sha256, why=why)
    return NewEdition(publishing.line_of(edition), found.waiting)


def _too_few(found: publishing.EditionChanges, last: Edition | None) -> Diagnostic[str]:
    return TOO_FEW_CHANGES.at(
        came=tally(found.gained, "assessment"),
        went=tally(found.lost, "assessment"),
        since=f"since edition {last.number}" if last else "so far",
        least=PEERS_FOR_MEDIAN,
    )


def editions_of(database: Database) -> list[publishing.EditionLine]:
    """All editions, the oldest first."""
    with database.reading() as connection:
        return publishing.edition_lines(connection)


@dataclass(frozen=True)
class Exported:
    """A file of peers to be written."""

    content: bytes
    assessments: int
    of_other_sets: int  # left out: a file has the elements of one question set


def export(
    database: Database, target: Path, question_set: str | None, number: int | None, progress: Progress = silent
) -> Exported:
    """A file of peers, .xlsx or .csv as the target is named, of what is stored or of an edition."""
    write = {".xlsx": write_peer_file, ".csv": write_peer_csv}.get(target.suffix.lower())
    if write is None:
        raise UsageError(f"{target} should end in .xlsx or .csv: those are the files of peers.")
    questions = load_question_set(question_set or DEFAULT_SET)
    progress("Reading the assessments")
    with database.reading() as connection:
        edition = publishing.stored_edition(connection, number) if number is not None else None
        table = publishing.published_peers(edition) if edition else rows.stored_table(connection)
        invented = bool(database_row(connection).invented)
    of_set = table.set_id.among([fold(questions.id)])
    progress("Writing the file")
    return Exported(write(questions, table.taken(of_set), invented), int(of_set.sum()), int((~of_set).sum()))


def database_summary(database: Database) -> summarising.DatabaseSummary:
    """What is in a database: numbers of organisations."""
    with database.reading() as connection:
        return summarising.summary_of(connection)
