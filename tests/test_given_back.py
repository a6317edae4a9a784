"""What other programs lose is given back, and what a reader cannot see changes no verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from reportgen.charts.native import native
from reportgen.draft.finalize import finalized
from reportgen.draft.refresh.changes import Changes, Outcome
from reportgen.draft.review import Fresh, Point, review
from reportgen.draft.stored import open_draft, read_base
from reportgen.draft.tables import set_tables_right
from reportgen.office.package import DOCUMENT, Package, parse, serialise
from reportgen.word.canonical import has_workbook
from reportgen.word.comments import AUTHOR, REFERENCE, is_ours, read_comments
from reportgen.word.looks import row_looks
from reportgen.word.xml import CHART, PLACED_DRAWING, field, make, remove, shown_text, text_run, w
from tests.checks import inspect_file
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
    return fill_template(TEMPLATE, context, natives, charts=dict(zip(CHARTED, cases, strict=True)))


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


@pytest.mark.parametrize(
    ("lost", "later"), [("captions", False), ("words for pictures", True), ("both", False), ("both", True)]
)
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


# --------------------------------------------------------------------------------------------------------------- fields


def _typed(root: etree._Element) -> None:
    """What LibreOffice makes of a control round a chart in a .doc: a field that ends in a paragraph of its own."""
    *first, _, end = field("FORMTEXT")
    shown = next(p for p in root.iter(w("p")) if next(p.iter(f"{{{CHART}}}chart"), None) is not None)
    shown.extend(first)
    shown.addnext(make("p", make("pPr"), make("r"), end))


def _without_an_end(root: etree._Element) -> None:
    prose = next(p for p in root.iter(w("p")) if shown_text(p).startswith("Again: "))
    prose.extend(field("REF mine", "mine")[:-1])


@pytest.mark.parametrize("later", [False, True])
def test_a_field_that_libreoffice_made_of_a_control_ends_where_it_begins(*, later: bool) -> None:
    """So it goes with its chart, and leaves no empty paragraph."""
    fresh = read_parts(charted(later=later))
    result = refresh(changed(charted(), _typed), base_of(charted()), fresh)
    again = refreshed_file(refresh(read_parts(charted()), base_of(charted()), fresh))
    assert fingerprint(refreshed_file(result)) == fingerprint(again)
    assert [str(found) for found in inspect_file(write_parts(refreshed_file(result)))] == []


def test_a_field_that_lost_its_end_hides_nothing_behind_it() -> None:
    fresh = read_parts(charted(later=True))
    result = refresh(changed(charted(), _without_an_end), base_of(charted()), fresh)
    edited = [region.id for region in result.changes.regions if region.outcome in (Outcome.KEPT, Outcome.LOST)]
    assert len(edited) <= 1
    assert "mine" in shown_text(refreshed_file(result).tree(DOCUMENT))
    assert [str(found) for found in inspect_file(write_parts(refreshed_file(result))) if found.is_error] == []


def _over_two_paragraphs(root: etree._Element) -> None:
    """A field that begins in every sentence, and ends behind it."""
    for number, prose in enumerate([p for p in root.iter(w("p")) if shown_text(p).startswith("Again: ")]):
        begin, code, separate, result, end = field(f"REF mine{number}", "")
        prose.extend([begin, code, separate])
        prose.addnext(make("p", text_run(f"Mine {number}."), result, end))


def test_a_field_that_a_refresh_tears_leaves_its_words() -> None:
    """As it begins in what goes, or in what comes anew."""
    fresh = read_parts(charted(later=True))
    made = refreshed_file(refresh(changed(charted(), _over_two_paragraphs), base_of(charted()), fresh))
    assert "Mine 0." in shown_text(made.tree(DOCUMENT))
    assert [str(found) for found in inspect_file(write_parts(made)) if found.code == "field-open"] == []


# ------------------------------------------------------------------------------------------------------------ head rows


def heads_of(document: Package) -> list[bool]:
    """For each row of a table, in order, whether it is repeated on each page."""
    return ["tblHeader" in row_looks(row).split() for row in document.tree(DOCUMENT).iter(w("tr"))]


def _no_heads(root: etree._Element) -> None:
    remove(*list(root.iter(w("tblHeader"))))
    remove(*[properties for properties in root.iter(w("trPr")) if len(properties) == 0])


def _no_first_head(root: etree._Element) -> None:
    remove(next(root.iter(w("tblHeader"))))


def _first_head_reworded(root: etree._Element) -> None:
    head = next(row for row in root.iter(w("tr")) if row.find(f"{w('trPr')}/{w('tblHeader')}") is not None)
    next(head.iter(w("t"))).text = "By hand"


def _own_table(root: etree._Element) -> None:
    rows = [make("tr", make("tc", make("p", text_run(words)))) for words in ("Mine", "And mine")]
    next(root.iter(w("tbl"))).addprevious(make("tbl", *rows))


@pytest.mark.parametrize("later", [False, True])
def test_head_rows_that_are_repeated_nowhere_any_more_are_given_back(*, later: bool) -> None:
    fresh = read_parts(charted(later=later))
    mine = changed(charted(), _first_head_reworded, _no_heads, _own_table)
    assert heads_of(fresh).count(True) > 10
    assert not any(heads_of(mine))
    set_tables_right(mine, base_of(charted()))
    result = refresh(mine, base_of(charted()), fresh)
    made = refreshed_file(result)
    assert "By hand" in shown_text(made.tree(DOCUMENT))
    assert heads_of(made) == [False, False, *heads_of(fresh)]
    again = refresh(made, result.base, fresh)
    assert refreshed_file(again)[DOCUMENT] == made[DOCUMENT]


def test_a_draft_that_was_never_refreshed_is_opened_with_its_head_rows(tmp_path: Path) -> None:
    path = tmp_path / "draft.docx"
    path.write_bytes(write_parts(changed(charted(), _no_heads)))
    assert heads_of(read_parts(open_draft(path).parts.packed())) == heads_of(read_parts(charted()))


def test_a_head_row_that_a_person_does_not_want_repeated_stays_so() -> None:
    mine = changed(charted(), _no_first_head)
    set_tables_right(mine, base_of(charted()))
    whole, made = heads_of(read_parts(charted())), heads_of(mine)
    assert [at for at, (was, now) in enumerate(zip(whole, made, strict=True)) if was != now] == [whole.index(True)]


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


# --------------------------------------------------------------------------------------------- charts that were damaged


def charts_of(document: Package) -> list[str]:
    return document.related(DOCUMENT, "chart")


def _data_link(document: Package) -> None:
    for chart in charts_of(document):
        remove(*list(document.changed(chart).iter(f"{{{CHART}}}externalData")))


def _book_relation(document: Package) -> None:
    for chart in charts_of(document):
        document.unrelate(chart, lambda _, relation: relation.kind == "package")


def _data_link_and_book(document: Package) -> None:
    _data_link(document)
    _book_relation(document)


def _book(document: Package) -> None:
    for name in [name for name in document if name.endswith(".xlsx")]:
        del document[name]


def _chart_relation(document: Package) -> None:
    document.unrelate(DOCUMENT, lambda _, relation: relation.kind == "chart")


def _chart_part(document: Package) -> None:
    for chart in charts_of(document):
        del document[chart]


SHOWN = {each.__name__: each for each in (_data_link, _book_relation, _data_link_and_book, _book)}
LOST = {each.__name__: each for each in (_chart_relation, _chart_part)}
DAMAGES = SHOWN | LOST


def damaged(damage: str) -> Package:
    document = read_parts(charted())
    DAMAGES[damage](document)
    return read_parts(document.packed())


def points_of(document: Package, fresh: Fresh | None = None) -> list[Point]:
    base = base_of(charted())
    return [*review(document, base, finalized(document, base), fresh)]


@cache
def usual_codes() -> list[str]:
    return [point.code for point in points_of(read_parts(charted()))]


def outcomes(changes: Changes) -> dict[str, Outcome]:
    return {region.id: region.outcome for region in changes.regions if region.id in PICTURED}


PICTURED = ("overall.picture", "area.core.picture")


@pytest.mark.parametrize(("damage", "later"), [*zip(DAMAGES, [False, True] * 3, strict=True)])
def test_a_damaged_chart_is_put_back_and_told_as_damaged(damage: str, *, later: bool) -> None:
    fresh = read_parts(charted(later=later))
    result = refresh(damaged(damage), base_of(charted()), fresh)
    assert outcomes(result.changes) == dict.fromkeys(PICTURED, Outcome.RESTORED)
    told = [region.id for region in result.changes.regions if any("Another program" in note for note in region.notes)]
    assert told == [*PICTURED]
    made = read_parts(result.package.packed())
    assert [has_workbook(made, chart) for chart in charts_of(made)] == [True] * len(CHARTED)
    assert [str(found) for found in inspect_file(write_parts(made)) if found.is_error] == []
    again = refresh(made, result.base, fresh)
    assert outcomes(again.changes) == dict.fromkeys(PICTURED, Outcome.UNCHANGED)
    assert again.package[DOCUMENT] == result.package[DOCUMENT]


@pytest.mark.parametrize("damage", ["_book", "_chart_part"])
def test_what_stands_beside_a_damaged_chart_is_still_edited(damage: str) -> None:
    document = damaged(damage)
    body = document.changed(DOCUMENT)
    beside = next(p for p in body.iter(w("p")) if next(p.iter(f"{{{CHART}}}chart"), None) is not None)
    beside.append(text_run(" By hand."))
    result = refresh(read_parts(document.packed()), base_of(charted()), read_parts(charted()))
    assert outcomes(result.changes)["overall.picture"] is Outcome.KEPT
    made = read_parts(result.package.packed())
    assert "By hand." in shown_text(made.tree(DOCUMENT))
    assert [has_workbook(made, chart) for chart in charts_of(made)] == [True] * len(CHARTED)


@pytest.mark.parametrize("damage", ["_book_relation"])
def test_a_chart_that_was_edited_and_lost_its_workbook_stays(damage: str) -> None:
    document = damaged(damage)
    for chart in charts_of(document):
        next(document.changed(chart).iter(f"{{{CHART}}}v")).text = "7"
    result = refresh(read_parts(document.packed()), base_of(charted()), read_parts(charted()))
    assert outcomes(result.changes) == dict.fromkeys(PICTURED, Outcome.KEPT)
    assert [point.code for point in points_of(document)].count("chart-damaged") == len(CHARTED)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_review_tells_damaged_charts_and_a_final_is_sound_where_they_are_shown(damage: str) -> None:
    usual = usual_codes()
    points = points_of(damaged(damage))
    found = [point for point in points if point.code.startswith("chart-")]
    assert [point.code for point in found] == ["chart-damaged" if damage in SHOWN else "chart-lost"] * len(CHARTED)
    assert all(point.place.heading for point in found)
    if damage in SHOWN:
        blocking = [point.code for point in points if point.is_error]
        assert blocking == [code for code in blocking if code in usual]
        final = write_parts(finalized(damaged(damage), base_of(charted())).parts)
        assert [str(each) for each in inspect_file(final) if each.is_error] == []
    assert not [code for code in usual if code.startswith("chart-")]


@pytest.mark.parametrize("damage", ["_data_link_and_book", "_chart_relation"])
def test_a_damaged_chart_that_is_out_of_date_blocks_as_an_untouched_one(damage: str) -> None:
    later = Fresh(base_of(charted(later=True)), lambda _: "")
    whole, found = (
        [point.message for point in points_of(document, later) if point.code == "part-outdated"]
        for document in (read_parts(charted()), damaged(damage))
    )
    assert found == whole


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
