"""Assessments in a database of peers: taken in, and read back as a table of peers.

The scores of an assessment are one packed column of whole numbers, millionths of a point: that is a tenth of the room
and time of a row for each score.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
from sqlalchemy import Connection, func, insert, select, update

from reportgen.common.diagnostics.runs import ORGANISATION_WITHDRAWN
from reportgen.common.exceptions import UsageError
from reportgen.common.folding import fold
from reportgen.common.language import day_in_words
from reportgen.common.model import Peer, QuestionSet
from reportgen.common.peer_table import PeerTable, ScoreColumn, TermColumn
from reportgen.common.rounding import round_half_up
from reportgen.peers.database.tables import ASSESSMENT, ORGANISATION, QUESTION_SCORE, QUESTION_SET, TERM
from reportgen.peers.editions import MILLIONTHS, NONE, scores
from reportgen.peers.groups import KINDS

LONGEST = 200  # characters of a code, an owner or a term
_BATCH = 5_000  # rows that are sent together
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # neither words nor anything that Excel takes for a number or a day
_LENGTH = 10


def new_code() -> str:
    """A random code for an organisation."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def packed(given: Mapping[str, Fraction | None], order: Sequence[str]) -> bytes:
    """Scores in the order of these ids, 4 bytes each, on every machine alike. Raises `UsageError` for one too large."""
    values = [NONE if (score := given.get(name)) is None else round_half_up(score * MILLIONTHS) for name in order]
    if any(abs(value) >= -NONE for value in values if value != NONE):
        raise UsageError(
            f"A peer database holds scores between -{-NONE // MILLIONTHS} and {-NONE // MILLIONTHS}, and not beyond."
        )
    return np.array(values, "<i4").tobytes()


# ---------------------------------------------------------------------------------------------------------- taken in


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of assessments that were to be taken in."""

    new: int
    already: int  # there with the same facts and scores
    differing: tuple[str, ...]  # there with others, which were left: "CODE, 31 March 2025"
    withdrawn: tuple[str, ...]  # codes of organisations that were withdrawn, and stay so


class Intake:
    """Takes assessments into the database of one writing transaction."""

    def __init__(self, connection: Connection, questions: QuestionSet) -> None:
        self._connection = connection
        self._ids = [element.id for element in questions.elements]
        self._questions = questions
        rows = connection.execute(select(ORGANISATION.c.folded, ORGANISATION.c.id, ORGANISATION.c.withdrawn))
        self._organisations: dict[str, tuple[int, date | None]] = {row[0]: (row[1], row[2]) for row in rows}
        terms = connection.execute(select(TERM.c.kind, TERM.c.folded, TERM.c.id))
        self._terms: dict[tuple[str, str], int] = {(row[0], row[1]): row[2] for row in terms}
        self._orders: dict[int, list[str]] = {}
        self._sets: dict[tuple[str, str], int] = {}
        for row in connection.execute(select(QUESTION_SET)):
            self._sets[row.set_id, row.version] = row.id
            self._orders[row.id] = json.loads(row.elements)

    def take(self, peers: Sequence[Peer], say: Callable[[str], None] = lambda _: None) -> TakenIn:
        """Take these in, each once: what is there already stays as it is."""
        there = self._there()
        new, already, differing, withdrawn = [], 0, [], []
        for peer in peers:
            organisation, gone = self._organisation(peer)
            if gone:
                withdrawn.append(peer.id)
                continue
            row = self._row(peer, organisation)
            key = organisation, peer.date, row["question_set_id"]
            facts = self._facts(row)
            if key not in there:
                there[key] = facts
                new.append(row)
            elif there[key] == facts:
                already += 1
            else:
                differing.append(f"{peer.id}, {day_in_words(peer.date)}")
        for first in range(0, len(new), _BATCH):
            say(f"Storing assessments: {first} of {len(new)}")
            self._connection.execute(insert(ASSESSMENT), new[first : first + _BATCH])
        return TakenIn(len(new), already, tuple(differing), tuple(dict.fromkeys(withdrawn)))

    def store_questions(self, peer: Peer, scores: Mapping[str, Fraction | None]) -> None:
        """Also keep the scores of the questions of an assessment that was just taken in."""
        set_id, organisation = self._set(peer), self._organisations[fold(peer.id)][0]
        told = select(QUESTION_SET.c.questions).where(QUESTION_SET.c.id == set_id)
        order = json.loads(self._connection.execute(told).scalar_one())
        known = {name for name, _ in order}
        order += [one for one in question_digests(self._questions.plain or self._questions) if one[0] not in known]
        self._connection.execute(
            update(QUESTION_SET).where(QUESTION_SET.c.id == set_id).values(questions=json.dumps(order))
        )
        found = select(ASSESSMENT.c.id).where(
            ASSESSMENT.c.organisation_id == organisation,
            ASSESSMENT.c.day == peer.date,
            ASSESSMENT.c.question_set_id == set_id,
        )
        row = {
            "assessment_id": self._connection.execute(found).scalar_one(),
            "scores": packed(scores, [name for name, _ in order]),
        }
        self._connection.execute(insert(QUESTION_SCORE).values(row))

    def _there(self) -> dict[tuple[int, date, int], tuple[Any, ...]]:
        columns = (ASSESSMENT.c.organisation_id, ASSESSMENT.c.day, ASSESSMENT.c.question_set_id)
        facts = (ASSESSMENT.c.sector_id, ASSESSMENT.c.region_id, ASSESSMENT.c.size_id, ASSESSMENT.c.scores)
        rows = self._connection.execute(select(*columns, *facts)).all()
        return {(row[0], row[1], row[2]): (*row[3:6], _trimmed(bytes(row[6]))) for row in rows}

    @staticmethod
    def _facts(row: Mapping[str, Any]) -> tuple[Any, ...]:
        return (row["sector_id"], row["region_id"], row["size_id"], _trimmed(row["scores"]))

    def _row(self, peer: Peer, organisation: int) -> dict[str, Any]:
        set_id = self._set(peer)
        terms = {f"{kind}_id": self._term(kind, getattr(peer, kind)) for kind in KINDS}
        scores = packed(peer.elements, self._orders[set_id])
        row = {"organisation_id": organisation, "day": peer.date, "question_set_id": set_id}
        return {**row, **terms, "scores": scores}

    def _organisation(self, peer: Peer) -> tuple[int, date | None]:
        key = fold(peer.id)
        if key not in self._organisations:
            _require_short(peer.id, peer.owner, peer.sector, peer.region, peer.size)
            row = {"code": peer.id, "folded": key, "owner": peer.owner}
            self._organisations[key] = (self._inserted(ORGANISATION, row), None)
        return self._organisations[key]

    def _term(self, kind: str, text: str) -> int:
        key = (kind, fold(text))
        if key not in self._terms:
            _require_short(text)
            self._terms[key] = self._inserted(TERM, {"kind": kind, "text": text, "folded": key[1]})
        return self._terms[key]

    def _set(self, peer: Peer) -> int:
        key = (peer.set_id, peer.set_version)
        if key not in self._sets:
            row = {"set_id": key[0], "version": key[1], "elements": json.dumps(self._ids), "questions": "[]"}
            self._sets[key] = self._inserted(QUESTION_SET, row)
            self._orders[self._sets[key]] = list(self._ids)
        number = self._sets[key]
        order = self._orders[number]
        if later := [name for name in peer.elements if name not in order]:
            order += later
            self._connection.execute(
                update(QUESTION_SET).where(QUESTION_SET.c.id == number).values(elements=json.dumps(order))
            )
        return number

    def _inserted(self, table: Any, row: Mapping[str, Any]) -> int:
        found = self._connection.execute(insert(table).values(**row).returning(table.c.id)).scalar_one()
        return int(found)


def _require_short(*texts: str) -> None:
    for text in texts:
        if len(text) > LONGEST:
            raise UsageError(
                f"'{text[:40]}...' is longer than {LONGEST} characters, which no code, sector, region or size is."
            )


_NO_SCORE = np.array([NONE], "<i4").tobytes()


def _trimmed(scores: bytes) -> bytes:
    """Packed scores without those that are none at the end: elements that came later."""
    while scores.endswith(_NO_SCORE):
        scores = scores[: -len(_NO_SCORE)]
    return scores


def question_digests(questions: QuestionSet) -> list[list[str]]:
    """The id of each question, and a digest of its wording: it shows whether a later version asks the same."""

    return [
        [one.id, hashlib.sha256(fold(one.text).encode("utf-8")).hexdigest()[:16]]
        for one in questions.questions.values()
    ]


# --------------------------------------------------------------------------------------------------------- read back


def stored_table(connection: Connection) -> PeerTable:
    """All assessments of the database, by code, day and question set: the same wherever it is kept."""
    sets: dict[int, Any] = {row.id: row for row in connection.execute(select(QUESTION_SET))}
    orders = {number: json.loads(row.elements) for number, row in sets.items()}
    terms: dict[int, str] = {row[0]: row[1] for row in connection.execute(select(TERM.c.id, TERM.c.text))}
    columns = [ORGANISATION.c.code, ORGANISATION.c.owner, *(c for c in ASSESSMENT.c if c.name != "organisation_id")]
    joined = select(*columns).join(ORGANISATION, ORGANISATION.c.id == ASSESSMENT.c.organisation_id)
    rows = connection.execute(joined).all()
    rows = sorted(rows, key=lambda row: (row.code, row.day, sets[row.question_set_id].set_id, row.question_set_id))
    return PeerTable(
        id=TermColumn.of(row.code for row in rows),
        owner=TermColumn.of(row.owner for row in rows),
        sector=TermColumn.of(terms[row.sector_id] for row in rows),
        region=TermColumn.of(terms[row.region_id] for row in rows),
        size=TermColumn.of(terms[row.size_id] for row in rows),
        set_id=TermColumn.of(sets[row.question_set_id].set_id for row in rows),
        set_version=TermColumn.of(sets[row.question_set_id].version for row in rows),
        day=np.array([row.day.toordinal() for row in rows], np.int32),
        elements=_score_columns([(orders[row.question_set_id], bytes(row.scores)) for row in rows]),
    )


def _score_columns(rows: Sequence[tuple[Sequence[str], bytes]]) -> dict[str, ScoreColumn]:
    names = list(dict.fromkeys(name for order, _ in {id(o): (o, b) for o, b in rows}.values() for name in order))
    places = {name: place for place, name in enumerate(names)}
    matrix = np.full((len(rows), len(names)), NONE, np.int32)
    columns: dict[int, list[int]] = {}
    for place, (order, stored) in enumerate(rows):
        wanted = columns.setdefault(id(order), [places[name] for name in order])
        found = np.frombuffer(stored, "<i4")
        matrix[place, wanted[: len(found)]] = found
    return {name: scores(matrix[:, place]) for name, place in places.items()}


def organisation_named(connection: Connection, code: str) -> Any:
    """The organisation of a code. Raises `UsageError` when there is none."""
    found = connection.execute(select(ORGANISATION).where(ORGANISATION.c.folded == fold(code))).one_or_none()
    if found is None:
        raise UsageError(
            f"There is no organisation '{code}' in this database. Its code stands in the file of peers it came "
            "from, or was printed when its workbook was added."
        )
    return found


def present_organisation(connection: Connection, code: str) -> Any:
    """The organisation of a code that takes assessments. Raises `UsageError` when there is none, or it is withdrawn."""
    found = organisation_named(connection, code)
    if found.withdrawn:
        raise UsageError(ORGANISATION_WITHDRAWN.at(organisation=found.code, day=day_in_words(found.withdrawn)))
    return found


def codes_among(connection: Connection, names: Iterable[str]) -> set[str]:
    """Those of these ids that are codes of organisations in the database, withdrawn ones among them."""
    keys = {fold(name) for name in names} - {""}
    return set(connection.execute(select(ORGANISATION.c.code).where(ORGANISATION.c.folded.in_(keys))).scalars())


def database_size(connection: Connection) -> tuple[int, int]:
    """How many organisations have assessments, and how many assessments there are."""
    told = select(func.count(ASSESSMENT.c.organisation_id.distinct()), func.count(ASSESSMENT.c.id))
    found = connection.execute(told).one()
    return int(found[0]), int(found[1])
