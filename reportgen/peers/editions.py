"""Published editions of a peer database: peers frozen as bytes, which reports are compared with.

The same peers give the same bytes on every database, whatever their order: rows, terms and elements are sorted, and
what nobody has is left out. The head is JSON: the terms of each column of texts, in which columns no two of them count
as the same, and the ids of the elements. The body is columns of int32, the lowest byte first, one after the other: of
each column of `FACTS` the place among its terms, the day, of each element in the order of the head the score in
millionths of a point, and two ids of 64 bits, of the organisation and of the assessment, each as its lower and its
upper half. The smallest int32 is none: no score, and everything of an assessment that was withdrawn, whose place stays.
Editions of the first format have no ids, and do not say which terms differ.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.common.folding import fold, folded_all
from reportgen.common.peer_ids import column_ids
from reportgen.common.peer_table import (
    FACTS,
    Codes,
    KnownIds,
    Mask,
    PeerTable,
    ScoreColumn,
    TermColumn,
    furthest,
    number_type,
)

FORMAT = 2  # of head and body; rises when something in them changes its meaning or goes
MILLIONTHS = 1_000_000  # to a point
NONE = -(1 << 31)  # the smallest int32

_CELL, _TWO_CELLS = np.dtype("<i4"), np.dtype("<u8")
_ROWS_OF_IDS = 4
_FIRST_FORMAT = 1
_ID = FACTS.index("id")


@dataclass(frozen=True)
class Edition:
    """The peers of a database as they were published, for good but for what is withdrawn."""

    number: int  # 1 is the first
    made: date
    n: int  # assessments, those withdrawn since among them
    head: str
    body: bytes
    sha256: str  # of head and body: the same for the same peers, whenever and wherever they were published


def pack(peers: PeerTable, number: int, made: date) -> Edition:
    """The edition of these peers; their scores are rounded to a millionth of a point.

    Raises ValueError for a score that no int32 can hold in millionths (from 2,147 points on).
    """
    facts = {name: _in_order(column) for name, column in peers.facts.items()}
    elements = [one for one in sorted(peers.elements) if peers.elements[one].there.any()]
    columns = [
        *(column.codes for column in facts.values()),
        peers.day,
        *(millionths(peers.elements[one]) for one in elements),
    ]
    cells = np.array(columns, _CELL).reshape(len(columns), len(peers))
    cells = cells[:, _order(cells)]
    terms = {name: column.terms for name, column in facts.items()}
    distinct = [name for name, column in facts.items() if len(column.keys.terms) == len(column.terms)]
    head = {"format": FORMAT, "n": len(peers), "terms": terms, "distinct": distinct, "elements": elements}
    return _sealed(number, made, head, np.concatenate([cells, _cells_of(column_ids(_table(head, cells)))]))


def unpack(edition: Edition) -> PeerTable:
    """The peers of an edition, without those that were withdrawn since.

    Raises ValueError when the bytes are not those that the digest was made of.
    """
    if _digest(edition.head, edition.body) != edition.sha256:
        raise ValueError(f"edition {edition.number} was changed since it was published")
    head, cells = _opened(edition)
    ids = _ids_of(cells[-_ROWS_OF_IDS:]) if head["format"] > _FIRST_FORMAT else None
    peers, there = replace(_table(head, cells), ids=ids), _standing(cells)
    return peers if there.all() else peers.taken(there)


def standing_places(edition: Edition) -> Mask:
    """Which places of an edition hold an assessment that was not withdrawn."""
    return _standing(_opened(edition)[1])


def _standing(cells: NDArray[np.int32]) -> Mask:
    return np.asarray(cells[_ID] != NONE, np.bool_)


def without(edition: Edition, organisations: Iterable[str], day: date | None = None) -> Edition:
    """The edition with nothing left of these organisations, by their codes, or of a day: their places hold none.

    Every other assessment keeps its place. Where none of them is in it, it is the same edition.
    """
    head, cells = _opened(edition)
    wanted = {fold(code) for code in organisations} - {""}
    codes = [code for code, term in enumerate(folded_all(head["terms"]["id"])) if term in wanted]
    gone = np.isin(cells[_ID], codes)
    if day:
        gone &= cells[len(FACTS)] == day.toordinal()
    if not gone.any():
        return edition
    cells = np.where(gone, NONE, cells)
    for row, name in enumerate(FACTS):
        used = frozenset(cells[row].tolist())
        head["terms"][name] = [term if code in used else "" for code, term in enumerate(head["terms"][name])]
    head["distinct"] = []
    return _sealed(edition.number, edition.made, head, cells)


def millionths(column: ScoreColumn) -> Codes:
    """The scores in millionths of a point, rounded half up; NONE where there is none.

    Raises ValueError for a score that no int32 can hold.
    """
    if column.unit == MILLIONTHS and column.values.dtype == np.int32:
        return np.where(column.there, column.values, NONE)
    if furthest(column.values) * MILLIONTHS >= -NONE * column.unit:
        raise ValueError("a score is too far from 0 for millionths of a point in 32 bits")
    kind = number_type(furthest(column.values) * 2 * MILLIONTHS + 2 * column.unit)
    rounded = (column.values.astype(kind) * (2 * MILLIONTHS) + column.unit) // (2 * column.unit)
    return np.where(column.there, rounded, NONE).astype(np.int32)


def scores(cells: NDArray[np.int32]) -> ScoreColumn:
    """The exact scores that these millionths of a point stand for."""
    there = cells != NONE
    return ScoreColumn(MILLIONTHS, np.where(there, cells, 0), there)


def _in_order(column: TermColumn) -> TermColumn:
    """The column with the terms that somebody has, sorted."""
    terms = sorted(column.used)
    places = {term: place for place, term in enumerate(terms)}
    codes = np.array([places.get(term, 0) for term in column.terms], np.int32)
    return TermColumn(tuple(terms), codes[column.codes] if len(codes) else column.codes)


def _order(cells: NDArray[np.int32]) -> NDArray[np.intp]:
    """The order of the assessments: by organisation, then by day, then by everything else."""
    day = len(FACTS)
    rest = [row for row in range(len(cells)) if row not in (_ID, day)]
    return np.lexsort([cells[row] for row in reversed([_ID, day, *rest])])


def _table(head: Mapping[str, Any], cells: NDArray[np.int32]) -> PeerTable:
    """The peers of these cells, places without any among them, and without ids."""
    day = len(FACTS)
    terms, distinct = head["terms"], head.get("distinct", ())
    facts = {name: TermColumn(tuple(terms[name]), cells[row], name in distinct) for row, name in enumerate(FACTS)}
    elements = {one: scores(cells[row]) for row, one in enumerate(head["elements"], start=day + 1)}
    return PeerTable(**facts, day=cells[day], elements=elements, ids=None)


def _cells_of(ids: KnownIds) -> NDArray[np.int32]:
    columns = (ids.organisations, ids.assessments)
    return np.concatenate([column.astype(_TWO_CELLS).view(_CELL).reshape(-1, 2).T for column in columns])


def _ids_of(cells: NDArray[np.int32]) -> KnownIds:
    return KnownIds(*(np.ascontiguousarray(halves.T).view(_TWO_CELLS).ravel() for halves in (cells[:2], cells[2:])))


def _opened(edition: Edition) -> tuple[dict[str, Any], NDArray[np.int32]]:
    head = json.loads(edition.head)
    rows = len(FACTS) + 1 + len(head["elements"]) + _ROWS_OF_IDS * (head["format"] > _FIRST_FORMAT)
    return head, np.frombuffer(edition.body, _CELL).reshape(rows, edition.n)


def _sealed(number: int, made: date, head: dict[str, Any], cells: NDArray[np.int32]) -> Edition:
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    body = np.ascontiguousarray(cells, _CELL).tobytes()
    return Edition(number, made, cells.shape[1], text, body, _digest(text, body))


def _digest(head: str, body: bytes) -> str:
    found = hashlib.sha256(head.encode("utf-8"))
    found.update(b"\0")
    found.update(body)
    return found.hexdigest()
