"""Opaque ids of assessments and of organisations, by which a record of what was shown knows them again.

An assessment that is replaced, or whose scores are corrected, is another assessment of the same organisation. The same
scores give the same id wherever they come from. Records of the first format have digests of texts, which take long to
write for many thousands; all others have digests of numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from hashlib import blake2b
from itertools import pairwise

import numpy as np

from reportgen.common.peer_table import LIMIT, Ids, KnownIds, PeerTable, ScoreColumn, furthest
from reportgen.common.releases import AssessmentIds, IdForm, paired

_BYTES = 8  # of an id
_BYTES_OF_TEXTS = 6  # of each half of one in records of the first format
_AT_ONCE = 10_000  # assessments, so that little memory is needed
_PART = 1_000_000  # scores are told in millionths of a point


def assessment_ids(peers: PeerTable, form: IdForm) -> AssessmentIds:
    """The ids of the assessments in a table, in its order."""
    if form is IdForm.COLUMNS:
        known = peers.ids or column_ids(peers)
        return AssessmentIds(form, known.organisations, known.assessments)
    organisations = _of_organisations(peers, _BYTES_OF_TEXTS)
    return AssessmentIds(form, organisations, _of_texts(peers, organisations))


def column_ids(peers: PeerTable) -> KnownIds:
    """The ids of the assessments in a table, of the form that is made of columns, worked out."""
    organisations = _of_organisations(peers, _BYTES)
    return KnownIds(organisations, _of_columns(peers, organisations))


def organisation_ids(peers: PeerTable, form: IdForm) -> Ids:
    """The id of the organisation of each assessment in a table."""
    if form is IdForm.COLUMNS:
        return peers.ids.organisations if peers.ids else _of_organisations(peers, _BYTES)
    return _of_organisations(peers, _BYTES_OF_TEXTS)


def _of_organisations(peers: PeerTable, size: int) -> Ids:
    return _digests(map(str.encode, peers.id.keys.terms), size)[peers.id.keys.codes]


def _digests(contents: Iterable[bytes], size: int) -> Ids:
    """A digest of each content, of so many bytes."""
    bare = b"\0" * (_BYTES - size)
    found = b"".join([bare + blake2b(content, digest_size=size).digest() for content in contents])
    return np.frombuffer(found, ">u8").astype(np.uint64)


# ------------------------------------------------------------------------------------------------------------ columns


def _of_columns(peers: PeerTable, organisations: Ids) -> Ids:
    parts = np.array_split(np.arange(len(peers)), len(peers) // _AT_ONCE + 1)
    return np.concatenate([_of_rows(peers.taken(part), organisations[part]) for part in parts])


def _of_rows(peers: PeerTable, organisations: Ids) -> Ids:
    """A digest of each row of numbers: of the organisation, the day, and each score that is there."""
    names = sorted(peers.elements)
    words, there = np.empty((len(peers), 2 + len(names)), "<u8"), np.ones((len(peers), 2 + len(names)), np.bool_)
    words[:, 0], words[:, 1] = organisations, peers.day
    for place, element_id in enumerate(names, 2):
        column = peers.elements[element_id]
        words[:, place] = _digests([element_id.encode()], _BYTES) + _in_millionths(column)
        there[:, place] = column.there
    told = words[there].tobytes()
    ends = _BYTES * np.cumsum(np.count_nonzero(there, axis=1))
    return _digests((told[start:end] for start, end in pairwise((0, *ends.tolist()))), _BYTES)


def _in_millionths(column: ScoreColumn) -> Ids:
    """A number for each score: millionths of a point, or a digest of what these cannot tell."""
    times, rest = divmod(_PART, column.unit)
    if not rest and furthest(column.values) * times < LIMIT:
        return (column.values.astype(np.int64) * times).view(np.uint64)
    values: list[int] = column.values.tolist()
    known = {value: _number(Fraction(value, column.unit)) for value in set(values)}
    return np.array([known[value] for value in values], np.uint64)


def _number(score: Fraction) -> int:
    parts = score * _PART
    if parts.denominator == 1 and abs(parts) < LIMIT:
        return int(parts) % (1 << 8 * _BYTES)
    return int(_digests([str(score).encode()], _BYTES)[0])


# ------------------------------------------------------------------------------------------ records of the first format


def _of_texts(peers: PeerTable, organisations: Ids) -> Ids:
    days = [f"{date.fromordinal(day).isoformat()};" for day in peers.day.tolist()]
    scores = zip(*(_told(one, peers.elements[one]) for one in sorted(peers.elements)), strict=True)
    told = [";".join(filter(None, parts)) for parts in scores] or [""] * len(peers)
    texts = (day + score for day, score in zip(days, told, strict=True))
    return paired(organisations, _digests(map(str.encode, texts), _BYTES_OF_TEXTS))


def _told(element_id: str, column: ScoreColumn) -> list[str]:
    """An element's score of each assessment as it enters an id, each different score worked out once."""
    known: dict[int, str] = {}
    for value in set(column.values.tolist()):
        known[value] = "{}:{}/{}".format(element_id, *Fraction(value, column.unit).as_integer_ratio())
    texts = map(known.__getitem__, column.values.tolist())
    return [text if there else "" for text, there in zip(texts, column.there.tolist(), strict=True)]
