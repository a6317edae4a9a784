"""Opaque ids of assessments and of organisations, by which a record of what was shown knows them again.

An assessment that is replaced, or whose scores are corrected, is another assessment of the same organisation. The same
scores give the same id wherever they come from. Records of the first format have digests of texts, one after the other;
all others have what is worked out for all assessments at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from hashlib import blake2b

import numpy as np

from reportgen.common.peer_table import LIMIT, Mask, PeerTable, ScoreColumn, furthest
from reportgen.common.releases import AssessmentIds, IdForm, Ids, paired

_BYTES = 8  # of an id
_BYTES_OF_TEXTS = 6  # of each half of one in records of the first format
_PART = 1_000_000  # scores are told in millionths of a point


def assessment_ids(peers: PeerTable, form: IdForm) -> AssessmentIds:
    """The ids of the assessments in a table, in its order."""
    organisations = organisation_ids(peers, form)[peers.id.keys.codes]
    told = _of_texts(peers, organisations) if form is IdForm.TEXTS else _of_columns(peers, organisations)
    return AssessmentIds(form, organisations, told)


def organisation_ids(peers: PeerTable, form: IdForm) -> Ids:
    """The ids of the organisations in a table, in the order of their terms."""
    return _digests(peers.id.keys.terms, _BYTES_OF_TEXTS if form is IdForm.TEXTS else _BYTES)


def _digests(texts: Iterable[str], size: int) -> Ids:
    """A digest of each text, of so many bytes."""
    bare = b"\0" * (_BYTES - size)
    found = b"".join([bare + blake2b(text.encode("utf-8"), digest_size=size).digest() for text in texts])
    return np.frombuffer(found, ">u8").astype(np.uint64)


# ------------------------------------------------------------------------------------------------------------ columns


def _of_columns(peers: PeerTable, organisations: Ids) -> Ids:
    found = SipHash(len(peers))
    found.add(organisations)
    found.add(peers.day.astype(np.uint64))
    for element_id in sorted(peers.elements):
        column = peers.elements[element_id]
        found.add(_digests([element_id], _BYTES) + _in_millionths(column), column.there)
    return found.digests()


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
    return int(_digests([str(score)], _BYTES)[0])


class SipHash:
    """SipHash-2-4 of many messages at once, each of whole numbers of 64 bits, under the key of its test vectors.

    After J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input PRF", 2012.
    """

    def __init__(self, count: int) -> None:
        start = (0x736F6D6570736575, 0x646F72616E646F6D, 0x6C7967656E657261, 0x7465646279746573)
        key = (0x0706050403020100, 0x0F0E0D0C0B0A0908)
        self._state = np.empty((4, count), np.uint64)
        for row, value in enumerate(start):
            self._state[row] = value ^ key[row % 2]
        self._length = np.zeros(count, np.uint64)  # bytes of each message

    def add(self, words: Ids, there: Mask | None = None) -> None:
        """Go on with a number for each message; those not `there` stay as they are."""
        before = self._state.copy()
        self._state[3] ^= words
        self._mix(2)
        self._state[0] ^= words
        self._length += np.uint64(_BYTES)
        if there is not None and not there.all():
            np.copyto(self._state, before, where=~there)
            self._length[~there] -= np.uint64(_BYTES)

    def digests(self) -> Ids:
        """The digest of each message; nothing can be added after it."""
        self.add(self._length << np.uint64(56))
        self._state[2] ^= np.uint64(0xFF)
        self._mix(4)
        one, two, three, four = self._state
        return one ^ two ^ three ^ four

    def _mix(self, rounds: int) -> None:
        a, b, c, d = self._state
        spare = np.empty_like(a)

        def half(one: Ids, two: Ids, bits: int) -> None:
            """Add to one, turn two by so many bits, and set it against the sum."""
            np.add(one, two, out=one)
            turn(two, bits)
            np.bitwise_xor(two, one, out=two)

        def turn(one: Ids, bits: int) -> None:
            np.right_shift(one, np.uint64(64 - bits), out=spare)
            np.left_shift(one, np.uint64(bits), out=one)
            np.bitwise_or(one, spare, out=one)

        for _ in range(rounds):
            half(a, b, 13)
            half(c, d, 16)
            turn(a, 32)
            half(c, b, 17)
            half(a, d, 21)
            turn(c, 32)


# ------------------------------------------------------------------------------------------ records of the first format


def _of_texts(peers: PeerTable, organisations: Ids) -> Ids:
    days = [f"{date.fromordinal(day).isoformat()};" for day in peers.day.tolist()]
    scores = zip(*(_told(one, peers.elements[one]) for one in sorted(peers.elements)), strict=True)
    told = [";".join(filter(None, parts)) for parts in scores] or [""] * len(peers)
    texts = (day + score for day, score in zip(days, told, strict=True))
    return paired(organisations, _digests(texts, _BYTES_OF_TEXTS))


def _told(element_id: str, column: ScoreColumn) -> list[str]:
    """An element's score of each assessment as it enters an id, each different score worked out once."""
    known: dict[int, str] = {}
    for value in set(column.values.tolist()):
        known[value] = "{}:{}/{}".format(element_id, *Fraction(value, column.unit).as_integer_ratio())
    texts = map(known.__getitem__, column.values.tolist())
    return [text if there else "" for text, there in zip(texts, column.there.tolist(), strict=True)]
