"""What other programs lose is given back, and what a reader cannot see changes no verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from reportgen.charts.native import native
from reportgen.draft.refresh.changes import Outcome
from reportgen.draft.stored import read_base
from reportgen.office.package import DOCUMENT, Package, parse, serialise
from reportgen.word.comments import AUTHOR, REFERENCE, is_ours, read_comments
from reportgen.word.xml import CHART, PLACED_DRAWING, remove, shown_text, text_run, w
from tests.comments import commented
from tests.conftest import Office
from tests.drafts import base_of, short_context
from tests.later_drafts import later_context
from tests.packages import fingerprint, read_parts, refresh, refreshed_file, write_parts
from tests.report_builders import TEMPLATE, demo_context, fill_template
from tests.test_native_charts import CASES

pytestmark = pytest.mark.slow

CHARTED = {"overall": "28 peers, overall", "area-core": "7 peers, area-core"}


@cache
def charted(*, later: bool = False) -> bytes:
    """A draft with editable charts."""
    context = later_context() if later else short_context()
    cases = [*CHARTED.values()][:: -1 if later else 1]
    natives = {name: replace(native(CASES[case]), name=name) for name, case in zip(CHARTED, cases, strict=True)}
    return fill_template(TEMPLATE, context, natives)


def words_for(document: Package) -> list[str]:
    """The words for tables and pictures, in order."""
    root = document.tree(DOCUMENT)
    found = root.iter(w("tblCaption"), f"{{{PLACED_DRAWING}}}docPr")
    return [element.get(w("val")) or element.get("descr") or "" for element in found]


def changed(document: bytes, *edits: Callable[[etree._Element], None]) -> Package:
    parts = read_parts(document)
    root = parse(parts[DOCUMENT])
    for edit in edits:
        edit(root)
    parts[DOCUMENT] = serialise(root)
    return parts


def captions_lost(root: etree._Element) -> None:
    remove(*root.iter(w("tblCaption"), w("tblDescription")))


def words_lost(root: etree._Element) -> None:
    for number, named in enumerate(root.iter(f"{{{PLACED_DRAWING}}}docPr")):
        named.set("name", f"Object{number}")
        if "descr" in named.attrib:
            del named.attrib["descr"]


LOSSES = {"captions": [captions_lost], "words for pictures": [words_lost], "both": [captions_lost, words_lost]}


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize("lost", LOSSES)
def test_words_for_tables_and_pictures_are_given_back(lost: str, *, later: bool) -> None:
    fresh = read_parts(charted(later=later))
    assert len(words_for(fresh)) > 20
    mine = changed(charted(), *LOSSES[lost])
    result = refresh(mine, base_of(charted()), fresh)
    assert words_for(refreshed_file(result)) == words_for(fresh)
    assert "" not in words_for(refreshed_file(result))
    again = refresh(refreshed_file(result), result.base, fresh)
    assert refreshed_file(again)[DOCUMENT] == refreshed_file(result)[DOCUMENT]


def test_words_that_a_person_wrote_stay() -> None:
    def by_hand(root: etree._Element) -> None:
        next(root.iter(w("tblCaption"))).set(w("val"), "By hand")
        next(root.iter(f"{{{PLACED_DRAWING}}}docPr")).set("descr", "By hand")

    result = refresh(changed(charted(), by_hand), base_of(charted()), read_parts(charted()))
    assert words_for(refreshed_file(result)).count("By hand") == 2


# ---------------------------------------------------------------------------------------------- charts, empty figures


def _name_emptied(name: etree._Element) -> None:
    for value in name.iter(f"{{{CHART}}}v"):
        value.text = ""


def _point_dropped(name: etree._Element) -> None:
    remove(*name.iter(f"{{{CHART}}}pt"))


@pytest.mark.parametrize("drop", [_name_emptied, _point_dropped, remove])
def test_a_chart_that_lost_the_blank_naming_a_series_is_none_that_was_edited(
    drop: Callable[[etree._Element], None],
) -> None:
    mine = read_parts(charted())
    names = 0
    for part in [part for part in mine if part.startswith("word/charts/chart") and part.endswith(".xml")]:
        root = parse(mine[part])
        for name in list(root.iterfind(f".//{{{CHART}}}ser/{{{CHART}}}tx")):
            if not "".join(map(str, name.itertext(f"{{{CHART}}}v"))).strip():
                drop(name)
                names += 1
        mine[part] = serialise(root)
    assert names == len(CHARTED)
    assert fingerprint(mine).content == fingerprint(read_parts(charted())).content
    result = refresh(read_parts(write_parts(mine)), base_of(charted()), read_parts(charted(later=True)))
    outcomes = {region.id: region.outcome for region in result.changes.regions if "picture" in region.id}
    assert outcomes["overall.picture"] is outcomes["area.core.picture"] is Outcome.REGENERATED


def test_an_empty_figure_that_is_not_given_any_more_is_no_question() -> None:
    def emptied(root: etree._Element) -> None:
        for start in [m for m in root.iter(w("bookmarkStart")) if m.get(w("name"), "").startswith("_rgv_")]:
            run = start.getnext()
            assert run is not None
            for text in run.iter(w("t")):
                text.text = None

    mine = changed(charted(), emptied)
    without = replace(short_context(), overall=replace(short_context().overall, interviewed="Nobody."))
    context = replace(without, overall=replace(without.overall, analysis=short_context().recommendations))
    fresh = read_parts(fill_template(TEMPLATE, context))
    result = refresh(mine, base_of(charted()), fresh)
    whys = [c.why for region in result.changes.regions for c in region.conflicts]
    assert not [why for why in whys if "is not given any more, but stands" in why]


@pytest.mark.office
def test_what_libreoffice_loses_is_given_back(tmp_path: Path, soffice: Office) -> None:
    draft = tmp_path / "draft.docx"
    draft.write_bytes(charted())
    saved = read_parts(soffice.convert(draft, "docx", tmp_path / "saved"))
    base, fresh = read_base(saved), read_parts(charted(later=True))
    assert base is not None
    assert words_for(saved) != words_for(read_parts(charted()))
    result = refresh(saved, base, fresh)
    assert words_for(refreshed_file(result)) == words_for(fresh)
    assert [region.id for region in result.changes.regions if region.conflicts] == []
    again = refresh(refreshed_file(result), result.base, fresh)
    assert refreshed_file(again)[DOCUMENT] == refreshed_file(result)[DOCUMENT]


# -------------------------------------------------------------------------------------------------- threads of comments

ANSWER = "I am not sure."


def threads(document: Package) -> dict[str, str]:
    """Every answer of a person with the author of what it answers; none where that is not in the text any more."""
    root = document.tree(DOCUMENT)
    standing = {mark.get(w("id")) for mark in root.iter(REFERENCE)}
    found = {comment.number: comment for comment in read_comments(document)}
    return {
        one.text: found[one.answers].author if one.answers in found and one.answers in standing else ""
        for one in found.values()
        if one.text.startswith(ANSWER)
    }


def answered(document: Package, when: str) -> Package:
    """A draft with an answer to each of our comments."""
    comments = document.changed(document.related(DOCUMENT, "comments")[0])
    for number, asked in enumerate(comment for comment in comments if is_ours(comment)):
        [*asked.iter(w("p"))][-1].append(text_run(f" {when}{number:03}."))  # many read the same
    document = read_parts(document.packed())
    root = document.tree(DOCUMENT)
    for number, comment in enumerate(one for one in read_comments(document, [root]) if one.author == AUTHOR):
        words, text = shown_text(comment.paragraphs[-1]), shown_text(comment.element)
        document = commented(document, words, f"{ANSWER} {when}{number:03}", answers=text)
    return document


def edited_findings(root: etree._Element) -> None:
    for text in list(root.iter(w("t"))):
        if "." in (text.text or "")[20:]:
            text.text = f"{text.text} By hand."


FRESH: dict[str, Callable[[], bytes]] = {
    "as it was": charted,
    "other data": lambda: charted(later=True),
    "nothing suggested": lambda: fill_template(TEMPLATE, demo_context(areas=()), None),
}


@pytest.mark.parametrize("edits", [(), (edited_findings,)])
@pytest.mark.parametrize(("first", "second"), [("other data", "as it was"), ("nothing suggested", "other data")])
def test_no_thread_loses_its_parent(
    first: str, second: str, edits: tuple[Callable[[etree._Element], None], ...]
) -> None:
    """Answers to suggestions, then to what a refresh told; whatever is generated, twice.

    Without the only area, cells of the road map change shape, and one new comment stands for several answered ones.
    """
    mine = answered(changed(charted(), *edits), "A")
    expected = dict.fromkeys(threads(mine), AUTHOR)
    assert len(expected) > 2
    once = refresh(mine, base_of(charted()), read_parts(FRESH[first]()))
    assert threads(refreshed_file(once)) == expected
    told = answered(refreshed_file(once), "B") if edits else refreshed_file(once)
    more = dict.fromkeys(threads(told), AUTHOR)
    twice = refresh(told, once.base, read_parts(FRESH[second]()))
    assert threads(refreshed_file(twice)) == more
