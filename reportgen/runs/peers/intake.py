"""How assessments come into a peer database: from finished workbooks, and from files of peers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from sqlalchemy import Connection

from reportgen.common.diagnostics.problems import Problem
from reportgen.common.diagnostics.runs import PERHAPS_KNOWN, PERHAPS_THE_SAME, PERHAPS_WITHDRAWN
from reportgen.common.exceptions import (
    InvalidSourcesError,
    PeerDatabaseError,
    UndecidedError,
    UsageError,
)
from reportgen.common.folding import fold
from reportgen.common.language import day_in_words, listed
from reportgen.common.model import Peer, QuestionSet
from reportgen.common.options import NO_OPTIONS, BuildOptions
from reportgen.common.peer_table import same_as
from reportgen.office.gate import read_table
from reportgen.peers.database import aliases, audit, indicators, rows
from reportgen.peers.database.opening import Database, database_row
from reportgen.peers.files import read_peers
from reportgen.peers.identity import AliasKind, read_key
from reportgen.questions import load_question_set
from reportgen.questions.loader import DEFAULT_SET
from reportgen.runs.progress import Progress, silent
from reportgen.runs.score import Scored, score_workbook


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a person says of the organisation of a workbook."""

    organisation: str = ""  # its code
    is_new: bool = False
    number: str = ""
    domain: str = ""
    owner: str = ""


@dataclass(frozen=True)
class Offer:
    """What a finished workbook gives to a peer database: all of this, and nothing else of it, is stored."""

    workbook: Path
    peer: Peer  # its id is the code of the organisation, found or new
    is_new: bool  # the organisation
    hashes: Mapping[bytes, AliasKind]  # it will be recognised by
    questions: QuestionSet
    question_scores: Mapping[str, Fraction | None]  # stored where that is asked for
    warnings: int  # of the workbook


class Offering:
    """Finds out what workbooks give to a database, one after the other: nothing is written."""

    def __init__(self, database: Database, key: Path, options: BuildOptions = NO_OPTIONS) -> None:
        """Raises `PeerDatabaseError` for the key of another database."""
        self._database = database
        self._key = read_key(key)
        self._options = options
        self._named: dict[bytes, Path] = {}  # by workbooks that were offered before
        with database.reading() as connection:
            aliases.require_key(connection, self._key)

    def offer(self, workbook: Path, asked: Asked, progress: Progress = silent) -> Offer:
        """What a workbook gives.

        Raises `InvalidWorkbookError` when it has errors, `UsageError` when it lacks a fact that peers must have, and
        `UndecidedError` when it is not sure which organisation it is of.
        """
        aliases.Names("", asked.number, asked.domain).require_telling()
        scored = score_workbook(workbook, self._options, progress, without_peers=True)
        facts, questions = scored.checked.assessment.engagement, scored.checked.questions
        day = _required_day(workbook, scored)
        values = {element: group.value for element, group in scored.scores.elements.items()}
        scores = {element: value for element, value in values.items() if value is not None}
        hashes = aliases.Names(facts.client, asked.number, asked.domain).hashes(self._key)
        progress("Looking for the organisation")
        with self._database.reading() as connection:
            code, is_new = self._organisation(connection, workbook, hashes, facts.own_peer_ids, scores, asked)
            named = aliases.owners_of(connection, hashes)
        self._named |= dict.fromkeys(hashes, workbook)
        where = (facts.sector, facts.region, facts.size)
        peer = Peer(code, asked.owner, day, *where, questions.id, questions.version, scores)
        own = {one: kind for one, kind in hashes.items() if named.get(one, code) == code}
        answers = {name: found.value for name, found in scored.scores.questions.items()}
        return Offer(workbook, peer, is_new, own, questions, answers, len(scored.checked.problems))

    def _organisation(
        self,
        connection: Connection,
        workbook: Path,
        hashes: Mapping[bytes, AliasKind],
        own_ids: Iterable[str],
        scores: Mapping[str, Fraction],
        asked: Asked,
    ) -> tuple[str, bool]:
        """The code of the organisation, and whether it is a new one."""
        if asked.is_new:
            return rows.new_code(), True
        if asked.organisation:
            return rows.present_organisation(connection, asked.organisation).code, False
        named = aliases.organisations_of(connection, hashes)
        sure = rows.codes_among(connection, own_ids) | {code for code, by in named.items() if AliasKind.NUMBER in by}
        found = sure | named.keys()
        if len(found) == 1 and sure:
            return rows.present_organisation(connection, found.pop()).code, False
        twin = next((self._named[one] for one in hashes if one in self._named), None)
        if twin and not found:
            raise UndecidedError(
                f"{workbook}: its client is called as that of {twin.name} is. Add the workbooks one after the other."
            )
        if not found and (gone := aliases.withdrawn_of(connection, hashes)):
            told = listed(f"{code}, on {day_in_words(day)}" for code, day in sorted(gone.items()))
            raise UndecidedError(PERHAPS_WITHDRAWN.at(workbook=workbook, organisations=told))
        if found:
            names = _by(named.values()) or "its ids"
            raise UndecidedError(PERHAPS_KNOWN.at(workbook=workbook, names=names, organisations=listed(sorted(found))))
        if same := set(same_as(scores, rows.stored_table(connection))):
            raise UndecidedError(PERHAPS_THE_SAME.at(workbook=workbook, organisations=listed(sorted(same))))
        return rows.new_code(), True


def _by(kinds: Iterable[set[AliasKind]]) -> str:
    return listed(sorted({f"its {kind.value}" for found in kinds for kind in found}))


def _required_day(workbook: Path, scored: Scored) -> date:
    """The day of the assessment. Raises `UsageError` for a workbook of which no peer can be made."""
    facts = scored.checked.assessment.engagement
    missing = [name for name in ("date", "sector", "region", "size") if not getattr(facts, name)]
    if missing or facts.date is None:
        raise UsageError(f"{workbook}: peers are chosen by {listed(missing)}: enter it on the sheet Engagement first.")
    if facts.date > date.today():
        raise UsageError(f"{workbook}: its date lies in the future, so it is not finished.")
    if all(group.value is None for group in scored.scores.elements.values()):
        raise UsageError(f"{workbook}: no element of it has a score yet.")
    return facts.date


def store_offers(
    database: Database, key: Path, offers: Sequence[Offer], *, with_questions: bool, progress: Progress = silent
) -> list[rows.TakenIn]:
    """Take workbooks in, all or none; what became of each.

    Raises `PeerDatabaseError` when the database has changed since they were offered: what was shown is not true then.
    """
    secret = read_key(key)
    progress("Storing")
    taken = []
    with database.writing() as connection:
        aliases.require_key(connection, secret)
        for offer in offers:
            named = set(aliases.organisations_of(connection, offer.hashes)) - {offer.peer.id}
            if named:
                raise PeerDatabaseError(
                    f"{offer.workbook}: somebody else took this organisation in meanwhile. Nothing was stored; run the "
                    "command again."
                )
            found = rows.Intake(connection, offer.questions)
            taken.append(found.take([offer.peer]))
            if with_questions and taken[-1].new:
                found.store_questions(offer.peer, offer.question_scores)
            aliases.add_aliases(connection, offer.peer.id, offer.hashes)
        codes = sorted({offer.peer.id for offer in offers})
        audit.record(connection, "add", organisations=codes, new=sum(one.new for one in taken))
    return taken


# --------------------------------------------------------------------------------------------------- files of peers


@dataclass(frozen=True)
class Imported:
    """What became of a file of peers."""

    read: int
    taken: rows.TakenIn
    problems: tuple[Problem, ...]  # warnings


_INVENTED_TO_REAL = "The organisations of the file are invented, those of the database are not."
_REAL_TO_INVENTED = "The organisations of the database are invented, and the file does not say that its are."


def import_peers(database: Database, file: Path, question_set: str | None, progress: Progress = silent) -> Imported:
    """Take a file of peers in, all of it or nothing. Raises `InvalidSourcesError` when it has errors.

    Raises `PeerDatabaseError` when one of the two is said to be invented and the other is not.
    """
    questions = load_question_set(question_set or DEFAULT_SET)
    progress("Reading the file")
    data, problems = read_peers(file, questions, date.today())
    if errors := [problem for problem in problems if problem.is_error]:
        raise InvalidSourcesError({file.name: errors})
    with database.writing() as connection:
        is_invented = bool(database_row(connection).invented)
        if data.invented != is_invented:
            raise PeerDatabaseError(
                f"{_REAL_TO_INVENTED if is_invented else _INVENTED_TO_REAL} Keep the two apart, in a "
                "database each: every report says whether its peers are invented."
            )
        taken = rows.Intake(connection, questions).take(list(data.peers), progress)
        audit.record(connection, "import", read=len(data.peers), new=taken.new)
    return Imported(len(data.peers), taken, problems)


def import_indicators(database: Database, file: Path, progress: Progress = silent) -> tuple[int, int, int]:
    """Take results of organisations in: how many are new, were there, and are there with another value."""
    progress("Reading the file")
    found = indicators.read_indicators(file, read_table(file))
    with database.writing() as connection:
        counts = indicators.store_indicators(connection, found)
        names = sorted({fold(one.name) for one in found})
        audit.record(connection, "import indicators", read=len(found), new=counts[0], indicators=names)
    return counts
