"""Peers as columns, and editions of them: exact, the same bytes for the same peers, nothing left of who withdrew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.common.folding import fold, folded_all
from reportgen.common.model import Peer
from reportgen.common.newest import newest_assessments
from reportgen.common.peer_ids import assessment_ids, column_ids, organisation_ids
from reportgen.common.peer_table import PeerTable, ScoreColumn, number_type
from reportgen.common.releases import IdForm, paired
from reportgen.peers.editions import (
    MILLIONTHS,
    NONE,
    Edition,
    millionths,
    pack,
    scores,
    standing_places,
    unpack,
    without,
)
from tests.builders import peer

MADE = date(2026, 3, 1)
TEXTS = st.text(max_size=12)
SCORES = st.fractions(-2_000, 2_000, max_denominator=10**12)
PEERS = st.lists(
    st.builds(
        Peer,
        id=TEXTS.filter(fold),
        owner=TEXTS,
        date=st.dates(),
        sector=TEXTS,
        region=TEXTS,
        size=TEXTS,
        set_id=st.sampled_from(["cma", "other"]),
        set_version=st.sampled_from(["1", "1.1"]),
        elements=st.dictionaries(st.sampled_from(["proposition", "planning", "Ünïcode"]), SCORES, max_size=3),
    ),
    max_size=12,
)


def edition(*peers: Peer, number: int = 1) -> Edition:
    return pack(PeerTable.of(peers), number, MADE)


@given(PEERS)
@settings(deadline=None, max_examples=40)
def test_a_table_gives_back_its_peers(peers: list[Peer]) -> None:
    table = PeerTable.of(peers)
    assert [*table] == peers
    assert [*table.taken(np.arange(len(peers))[::-1])] == peers[::-1]


@given(st.lists(st.text()))
def test_many_texts_are_folded_as_each_alone(texts: list[str]) -> None:
    assert folded_all(texts) == [fold(text) for text in texts]


@pytest.mark.parametrize("text", ["P  1", " P-1", "P-1 ", "P`1", "P\n1", "P\t1", "P\x1f1", "P 1", "Ｐ１", ""])
def test_a_text_that_folds_is_folded_among_many(text: str) -> None:
    assert folded_all(["P-1", text, "A b"]) == ["p-1", fold(text), "a b"]


def told(peers: Iterable[Peer]) -> list[str]:
    return sorted(repr(replace(one, elements=dict(sorted(one.elements.items())))) for one in peers)


@given(PEERS, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_an_edition_holds_its_peers_to_a_millionth_and_has_the_same_bytes_in_any_order(
    peers: list[Peer], chance: Random
) -> None:
    made = edition(*peers)
    rounded = []
    for one in peers:
        scores = ((2 * value * MILLIONTHS + 1) // 2 for value in one.elements.values())
        elements = {key: Fraction(score, MILLIONTHS) for key, score in zip(one.elements, scores, strict=True)}
        rounded.append(replace(one, elements=elements))
    assert told(unpack(made)) == told(rounded)
    mixed = chance.sample(peers, len(peers))
    assert edition(*mixed) == made == edition(*unpack(made))


LAID_DOWN = (
    peer(2, {"proposition": 40}, owner=""),
    peer(1, {"proposition": Fraction(100, 3), "planning": -2}),
)
TERMS = (
    '"terms":{"id":["peer-001","peer-002"],"owner":["","owner-001"],"sector":["retail"],"region":["UK"],'
    '"size":["large"],"set_id":["test"],"set_version":["1"]}'
)
ELEMENTS = '"elements":["planning","proposition"]'
DAYS = [date(2021, 2, 1).toordinal(), date(2022, 3, 1).toordinal()]
CELLS = [[0, 1], [1, 0], *[[0, 0]] * 5, DAYS, [-2_000_000, NONE], [33_333_333, 40_000_000]]


def test_what_an_edition_is_made_of_is_laid_down() -> None:
    """Editions lie in databases for years: a change of these bytes is a new format."""
    made = edition(*LAID_DOWN, number=7)
    assert (made.number, made.made, made.n) == (7, MADE, 2)
    distinct = '"distinct":["id","owner","sector","region","size","set_id","set_version"]'
    assert made.head == f'{{"format":2,"n":2,{TERMS},{distinct},{ELEMENTS}}}'
    ids = [
        [755_433_378, 1_589_805_155],
        [1_339_510_676, -453_371_599],
        [-347_523_301, -1_406_352_136],
        [-1_285_363_129, 720_250_062],
    ]
    assert np.frombuffer(made.body, "<i4").reshape(-1, 2).tolist() == CELLS + ids
    assert made.sha256 == "70236888d74e9fa66370e7a8b4b63105f8e26ee1058b9bca0b72655ff0413e0e"


def test_an_edition_of_the_first_format_is_still_read() -> None:
    head, body = f'{{"format":1,"n":2,{TERMS},{ELEMENTS}}}', np.array(CELLS, "<i4").tobytes()
    first = Edition(7, MADE, 2, head, body, "f17d16fa7ce7692b17b70227262cd5e4f76bd7adb9d99aeefaa8f1d5a487e9d8")
    now = edition(*LAID_DOWN, number=7)
    assert told(unpack(first)) == told(unpack(now))
    for form in IdForm:
        then, later = (assessment_ids(unpack(one), form) for one in (first, now))
        assert (then.assessments == later.assessments).all()
        assert (then.organisations == later.organisations).all()
    assert told(unpack(without(first, ["peer-001"]))) == told(unpack(without(now, ["peer-001"])))


def test_columns_in_which_texts_count_as_the_same_are_not_said_to_differ() -> None:
    made = edition(peer(1, {"proposition": 40}), peer(2, {"proposition": 50}, id="PEER-001", owner="OWNER-001"))
    assert '"distinct":["sector","region","size","set_id","set_version"]' in made.head
    assert len(newest_assessments(unpack(made))) == 1


def test_an_edition_that_was_changed_is_not_read() -> None:
    made = edition(peer(1, {"proposition": 40}))
    with pytest.raises(ValueError, match="edition 1 was changed"):
        unpack(replace(made, body=made.body[:-4] + b"\0\0\0\1"))


def test_nothing_is_left_of_who_withdrew_and_all_others_keep_their_places() -> None:
    rows = [peer(n, {"proposition": 20 + n}, sector="retail" if n != 3 else "mining") for n in (1, 2, 3, 4)]
    again = replace(rows[2], date=date(2026, 1, 1), elements={"proposition": Fraction(77)})
    before = edition(*rows, again)
    after = without(before, ["PEER-003"])
    assert [*unpack(after)] == [rows[0], rows[1], rows[3]]
    assert standing_places(after).tolist() == [True, True, False, False, True]
    assert not [one for one in ("peer-003", "owner-003", "mining") if one in after.head]
    assert np.int32(77_000_000).tobytes() not in after.body
    known = column_ids(unpack(before))
    for column in (known.organisations, known.assessments):
        kept = [value.astype("<u8").tobytes() for value in column[standing_places(after)]]
        gone = [value.astype("<u8").tobytes() for value in column[~standing_places(after)]]
        body = np.frombuffer(after.body, "<i4").reshape(-1, 5)[-4:].T.tobytes()
        assert all(one in body for one in kept)
        assert not any(one in body for one in gone)
    assert (after.number, after.made, after.n) == (1, MADE, 5)
    assert after.sha256 != before.sha256
    assert without(after, ["peer-003", "nobody", ""]) == after


def test_a_score_beyond_32_bits_is_refused_and_none_is_never_a_score() -> None:
    lowest = ScoreColumn.of([Fraction(NONE + 1, MILLIONTHS), None])
    assert millionths(lowest).tolist() == [NONE + 1, NONE]
    assert scores(millionths(lowest)).score(0) == Fraction(NONE + 1, MILLIONTHS)
    assert scores(millionths(lowest)).score(1) is None
    for score in (Fraction(NONE, MILLIONTHS), Fraction(2_148)):
        with pytest.raises(ValueError, match="too far from 0"):
            millionths(ScoreColumn.of([score]))


def test_no_whole_number_overflows() -> None:
    large = ScoreColumn.of([Fraction(10**30, 7), Fraction(1, 10**25), None])
    assert large.values.dtype == number_type(10**60)
    assert [large.score(place) for place in range(3)] == [Fraction(10**30, 7), Fraction(1, 10**25), None]


# ----------------------------------------------------------------------------------------------------- ids in records

SOME = [
    peer(1, {"proposition": 40, "analysis-and-planning": Fraction(75, 2)}),
    peer(2, {}, id="Ünder  COVER"),
    replace(peer(1, {"proposition": 0}), date=date(2026, 1, 1)),
]


def ids(peers: Iterable[Peer], form: IdForm = IdForm.COLUMNS) -> list[int]:
    return list(map(int, assessment_ids(PeerTable.of(peers), form).assessments))


def test_ids_in_records_are_those_of_all_records_before() -> None:
    organisations = np.array([0x73FFB8A5B34A, 0x3DDC91739970, 0x73FFB8A5B34A], np.uint64)
    told = paired(organisations, np.array([0xD56D16C7AE5E, 0x80B7E2815BBA, 0xFA1439D98FD0], np.uint64))
    assert ids(SOME, IdForm.TEXTS) == told.tolist()
    assert assessment_ids(PeerTable.of(SOME), IdForm.TEXTS).organisations.tolist() == organisations.tolist()
    assert ids(SOME) == [0xCD4CAFBE2BD6A003, 0x2C0E98D224AF1F64, 0x843BB0D64E27DD9C]


@pytest.mark.parametrize("form", IdForm)
def test_an_id_is_that_of_its_assessment_whatever_it_stands_with(form: IdForm) -> None:
    """Other assessments give a table other units, columns and terms."""
    thirds, large = peer(3, {"proposition": Fraction(1, 3)}), peer(4, {"proposition": 10**30, "planning": -(10**13)})
    rows = [*SOME, thirds, large, peer(5, {"proposition": Fraction(-1, 1000)}), peer(6, {"planning": 40})]
    alone = [one for row in rows for one in ids([row], form)]
    assert ids(rows, form) == alone
    assert ids(rows[::-1], form) == alone[::-1]
    assert len(set(alone)) == len(rows)
    published = unpack(pack(PeerTable.of(SOME), 1, MADE))
    in_order = PeerTable.of(sorted(SOME, key=lambda row: (row.id, row.date)))
    assert (assessment_ids(published, form).assessments == assessment_ids(in_order, form).assessments).all()
    assert (organisation_ids(published, form) == organisation_ids(in_order, form)).all()


@pytest.mark.parametrize("form", IdForm)
def test_whatever_a_figure_rests_on_makes_another_id(form: IdForm) -> None:
    one = peer(1, {"proposition": 40, "planning": 50})
    others = [
        replace(one, id="peer-9"),
        replace(one, date=date(2026, 5, 5)),
        replace(one, elements={"proposition": Fraction(50), "planning": Fraction(40)}),
        replace(one, elements={"proposition": Fraction(40)}),
        replace(one, elements={**one.elements, "planning": Fraction(50) + Fraction(1, 10**9)}),
        replace(one, elements={**one.elements, "more": Fraction(0)}),
    ]
    assert len(set(ids([one, *others], form))) == 1 + len(others)
    same = replace(one, id=f" {one.id.upper()}", owner="x", sector="x", region="x", size="x", set_version="x")
    assert ids([same], form) == ids([one], form)
