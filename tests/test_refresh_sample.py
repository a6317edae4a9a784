"""The sample, edited for days and then refreshed: ten answers changed, an interview more, other peers.

What a consultant did is listed once, in `EDITED`, with what must become of each region; every other region must say
what a new build says, and comments stand only where a person and the data changed the same words.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from random import Random

import pytest
from pypdf import PdfReader

from reportgen.draft.locating import Places
from reportgen.draft.refresh import Refreshed
from reportgen.draft.refresh.changes import Outcome
from reportgen.office.package import DOCUMENT, RELATIONS, Package, parse, serialise
from reportgen.word.comments import read_comments
from reportgen.word.forms import visible_text
from reportgen.word.xml import DRAWING, shown_text, w
from tests.comments import commented
from tests.conftest import Office
from tests.drafts import base_of, first_text, remove, says
from tests.packages import fingerprint, locate, read_parts, refresh, refreshed_file
from tests.refresh_fuzz import edited_case, edits_of
from tests.refresh_fuzz import faults as wrong
from tests.report_builders import picture
from tests.sample_changes import NEW_INTERVIEW, changed_sample, sample
from tests.word_files import faults as flaws

pytestmark = pytest.mark.slow

AREAS = ("core", "activity", "development", "enabling", "measurement")
SEEDS = -(-int(os.environ.get("REPORTGEN_REFRESH_FUZZ", "10")) // 20)
MINE = "In the consultant's words"
QUESTION = "Is this still so?"
ASKED_AT = (f"{MINE}, of core", "Of the five areas", "Top quarter")  # a bullet, a paragraph, a cell

EDITED = {
    **{f"area.{area}.key-findings": Outcome.KEPT for area in AREAS},  # a bullet rewritten; they come from the assessors
    "overall.evidence": Outcome.MERGED,  # a sentence rewritten round its figures
    "area.core.analysis": Outcome.MERGED,  # another
    "overall.analysis": Outcome.MERGED,  # a paragraph added
    "overall.development-areas": Outcome.KEPT,  # a bullet deleted
    "overall.results": Outcome.MERGED,  # a row inserted
    "area.core.picture": Outcome.CONFLICT,  # the chart replaced; with other peers it would be another
}
_IMAGE = f"{RELATIONS}/image"


# ------------------------------------------------------------------------------------------- what the consultant did


def _bullets(places: Places) -> None:
    """A bullet rewritten in each area."""
    for area in AREAS:
        bullet = places.blocks(f"area.{area}.key-findings")[0].element
        first_text(bullet).text = f"{MINE}, of {area}: this is the first finding."


REWRITTEN = {"overall.evidence": 1, "area.core.analysis": -1}  # which paragraph of a region


def _sentences(places: Places) -> None:
    """Two sentences rewritten round their figures: the words before the first of them are the consultant's."""
    for region, block in REWRITTEN.items():
        paragraph = places.blocks(region)[block].element
        first_text(paragraph).text = f"{MINE}: "


def _paragraph_added(places: Places) -> None:
    places.blocks("overall.analysis")[-1].element.addprevious(says(f"{MINE}, added."))


def _bullet_deleted(places: Places) -> None:
    remove(places.blocks("overall.development-areas")[1].element)


def _row_inserted(places: Places) -> None:
    table = next(placed.element for placed in places.blocks("overall.results") if placed.element.tag == w("tbl"))
    row = list(table.iter(w("tr")))[2]
    added = deepcopy(row)
    for mark in list(added.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        remove(mark)
    first_text(added).text = f"{MINE}, a row"
    row.addnext(added)


EDITS: tuple[Callable[[Places], None], ...] = (_bullets, _sentences, _paragraph_added, _bullet_deleted, _row_inserted)


@cache
def edited() -> Package:
    """The draft of the sample after all that."""
    parts = read_parts(sample())
    name = "word/media/own.png"
    parts.add(name, picture("own").png, "image/png", source=DOCUMENT, relation_type=_IMAGE)
    own = next(identity for identity, relation in parts.relations(DOCUMENT).items() if relation.target == name)
    places = locate(parts, base_of(sample()))
    for edit in EDITS:
        edit(places)
    chart = places.blocks("area.core.picture")
    blip = next(blip for placed in chart for blip in placed.element.iter(f"{{{DRAWING}}}blip"))
    blip.set(f"{{{RELATIONS}}}embed", own)
    parts[DOCUMENT] = serialise(places.body.root)
    for words in ASKED_AT:
        parts = commented(parts, words, f"{QUESTION} {words}")
    return parts


@cache
def result() -> Refreshed:
    """That draft, refreshed with what the changed workbook gives."""
    return refresh(edited(), base_of(sample()), read_parts(changed_sample()))


def texts(document: bytes, region: str) -> list[str]:
    """What the blocks of a region say, in a draft that was built or refreshed."""
    return [visible_text(placed.block) for placed in locate(read_parts(document), base_of(document)).blocks(region)]


def comments(document: bytes) -> dict[str, str]:
    """The words of each comment with those it is about."""
    parts = read_parts(document)
    root = parse(parts[DOCUMENT])
    return {comment.text: " ".join(map(shown_text, comment.paragraphs)) for comment in read_comments(parts, [root])}


# ------------------------------------------------------------------------------------------------- what came of it


def test_every_region_is_what_it_must_be() -> None:
    outcomes = {change.id: change.outcome for change in result().changes.regions}
    assert {region: outcomes[region] for region in EDITED} == EDITED
    assert outcomes[f"appendix.interview.{NEW_INTERVIEW}"] is Outcome.ADDED
    others = {outcome for region, outcome in outcomes.items() if region not in EDITED}
    assert others == {Outcome.UNCHANGED, Outcome.REGENERATED, Outcome.ADDED}


def test_what_nobody_edited_says_what_a_new_build_says() -> None:
    wanted = {region.id: region.blocks for region in base_of(changed_sample()).regions}
    found = locate(refreshed_file(result()), result().base)
    assert list(found.regions) == list(wanted)
    for region in wanted.keys() - EDITED.keys():
        assert [placed.block.full for placed in found.blocks(region)] == [b.full for b in wanted[region]], region


@pytest.mark.parametrize("area", AREAS)
def test_a_bullet_that_was_rewritten_stays(area: str) -> None:
    found = texts(result().package.packed(), f"area.{area}.key-findings")
    built = texts(changed_sample(), f"area.{area}.key-findings")
    assert found == [f"{MINE}, of {area}: this is the first finding.", *built[1:]]


def test_figures_follow_inside_the_sentences_that_were_rewritten() -> None:
    evidence, analysis = (texts(result().package.packed(), name)[block] for name, block in REWRITTEN.items())
    found = "Where it is, the interviews found intention in 79\N{NO-BREAK SPACE}%"
    assert evidence.startswith(f"{MINE}: all 994 scored answers. {found}")
    assert analysis.startswith(f"{MINE}: 45, Analysis and planning 28: 17 points lie between them.")


def test_what_was_added_stays_and_what_was_deleted_stays_away() -> None:
    analysis, built = (
        texts(document, "overall.analysis") for document in (result().package.packed(), changed_sample())
    )
    assert analysis == [*built[:2], f"{MINE}, added.", *built[2:]]
    advice, built = (
        texts(document, "overall.development-areas") for document in (result().package.packed(), changed_sample())
    )
    assert advice == [built[0], *built[2:]]


def test_the_table_has_the_new_figures_and_the_row() -> None:
    table, built = (
        texts(document, "overall.results")[1].split("\n") for document in (result().package.packed(), changed_sample())
    )
    assert [row for row in table if MINE not in row] == built
    assert table[3].startswith(f"{MINE}, a row | ")


def test_comments_stand_at_the_one_conflict_and_where_people_put_theirs() -> None:
    before, after = comments(changed_sample()), comments(result().package.packed())
    ours = [text for text in after if text.startswith("[reportgen:")]
    assert len(ours) == 1
    assert ours[0].startswith("[reportgen:area.core.picture]")
    asked = {text: about for text, about in after.items() if text.startswith(QUESTION)}
    assert len(asked) == len(ASKED_AT)
    assert all(asked.values())
    assert after.keys() - {*ours, *asked} == before.keys()
    assert [change.id for change in result().changes.regions if change.conflicts] == ["area.core.picture"]


def test_the_pictures_are_the_new_ones_and_the_consultants() -> None:
    def drawn(document: bytes) -> set[bytes]:
        return {content for name, content in read_parts(document).items() if "/media/" in name}

    old, new, now = drawn(sample()), drawn(changed_sample()), drawn(result().package.packed())
    assert picture("own").png in now
    assert len(now - new) == 1
    assert not now & (old - new)
    assert len(new - now) == 1  # the chart in whose place the consultant put another picture


def test_the_file_is_sound_and_a_second_refresh_changes_nothing() -> None:
    assert flaws(result().package.packed()) == []
    parts = refreshed_file(result())
    again = refresh(parts, result().base, read_parts(changed_sample()))
    assert fingerprint(refreshed_file(again)) == fingerprint(parts)
    assert not any(again.changes.conflicts)


@pytest.mark.office
def test_it_prints(tmp_path: Path, soffice: Office) -> None:
    """As many pages as a new build, give or take what was added, and every chapter on them."""
    paths = [tmp_path / "refreshed.docx", tmp_path / "built.docx"]
    for path, document in zip(paths, (result().package.packed(), changed_sample()), strict=True):
        path.write_bytes(document)
    printed, built = (PdfReader(path) for path in soffice.convert_all(paths, "pdf", tmp_path / "pdf"))
    assert abs(len(printed.pages) - len(built.pages)) <= 1
    text = " ".join(page.extract_text() for page in printed.pages)
    assert text.count(f"{MINE}, of ") == len(AREAS)
    assert "Error!" not in text


# ------------------------------------------------------------------------------------------------- edited by chance


@pytest.mark.parametrize("seed", range(SEEDS))
def test_nothing_is_lost_stale_or_changed_twice(seed: int) -> None:
    """The edits of the fuzz test on the sample, one for every twenty drafts there."""
    tried = edited_case(sample(), changed_sample(), edits_of(Random(f"sample {seed}")), seed, "the sample")
    assert wrong(tried) == [], tried.did
