"""What the fuzz test of refreshing found, each mistake in the smallest draft that shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from reportgen.common.figures import figure
from reportgen.draft.locating import How, Places
from reportgen.draft.refresh import Refreshed
from reportgen.draft.refresh.changes import Outcome
from reportgen.draft.refresh.execution.repair import drop_repeated
from reportgen.draft.refresh.plan.merging import BOTH, SHAPE
from reportgen.office.package import DOCUMENT, Package, parse, serialise
from reportgen.word.comments import MARKS, REFERENCE
from reportgen.word.forms import visible_text
from reportgen.word.marks import is_anchor
from reportgen.word.xml import Element, bookmark, field, insert_at_start, make, shown_text, w
from reportgen.words.context import ReportContext
from tests.comments import commented
from tests.drafts import Parts, base_of, draft, edited, first_text, paragraph, parts, remove, short_context
from tests.later_drafts import later_context
from tests.packages import body_story, locate, read_parts, refresh, refreshed_file
from tests.report_builders import TEMPLATE, fill_template, paragraphs
from tests.word_files import body_of, faults
from tests.word_save import word_saved

Change = Callable[[ReportContext], ReportContext]


@cache
def built(change: Change) -> bytes:
    """The short report after a change."""
    return fill_template(TEMPLATE, change(short_context()))


def refreshed(mine: Parts, change: Change) -> Refreshed:
    """An edited draft of the short report, refreshed with what it is after a change."""
    result = refresh(mine, base_of(draft()), read_parts(built(change)))
    assert faults(result.package.packed()) == []
    return result


def edited_at(edit: Callable[[Places], None]) -> Parts:
    """The draft with its regions edited."""
    places = locate(parts(), base_of(draft()))
    edit(places)
    return Package({**parts(), DOCUMENT: serialise(places.body.root)})


def texts(result: Refreshed, region: str) -> list[str]:
    """What a region says."""
    return [visible_text(placed.block) for placed in locate(refreshed_file(result), result.base).blocks(region)]


def outcome(result: Refreshed, region: str) -> Outcome:
    """What became of a region."""
    return next(change.outcome for change in result.changes.regions if change.id == region)


# ----------------------------------------------------------------------------------------------------- the changes


def nothing_to_list(context: ReportContext) -> ReportContext:
    appendices = replace(context.appendices, disagreements=(), disagreements_note="Nothing to list.")
    return replace(context, appendices=appendices)


def nothing_analysed(context: ReportContext) -> ReportContext:
    return replace(context, overall=replace(context.overall, analysis=paragraphs()))


def advice_sorted(context: ReportContext) -> ReportContext:
    advice = context.recommendations
    return replace(context, recommendations=replace(advice, items=(*advice.items[1:], advice.items[0])))


def findings_sorted(context: ReportContext) -> ReportContext:
    findings = context.overall.key_findings
    items = (*findings.items[1:], findings.items[0])
    return replace(context, overall=replace(context.overall, key_findings=replace(findings, items=items)))


def no_next_steps(context: ReportContext) -> ReportContext:
    return replace(context, appendices=replace(context.appendices, next_steps=(), next_steps_note=""))


def fewer_steps(context: ReportContext) -> ReportContext:
    return replace(context, appendices=replace(context.appendices, next_steps=context.appendices.next_steps[1:]))


def first_interview_gone(context: ReportContext) -> ReportContext:
    return replace(context, appendices=replace(context.appendices, interviews=context.appendices.interviews[1:]))


def another_threat(context: ReportContext) -> ReportContext:
    swot = replace(context.overall.swot, threats=paragraphs("A rival opens a shop."))
    return replace(context, overall=replace(context.overall, swot=swot))


def another_footer(context: ReportContext) -> ReportContext:
    return replace(context, running=replace(context.running, footer="The Star Commercial Academy – April 2025"))


def less_planned(context: ReportContext) -> ReportContext:
    return replace(context, overall=replace(context.overall, road_map=context.overall.road_map[1:]))


# ----------------------------------------------------------------------------------------------------------- tests


def test_what_is_new_comes_in_where_all_that_stood_there_went() -> None:
    result = refreshed(parts(), nothing_to_list)
    assert texts(result, "appendix.disagreements") == ["Nothing to list."]


def test_a_comment_on_several_bullets_does_not_end_before_it_begins_when_they_are_sorted_anew() -> None:
    """Ours asks anew; a person's is about all from one bullet to the other."""
    result = refreshed(parts(), advice_sorted)
    found = locate(refreshed_file(result), result.base).blocks("recommendations")
    assert all(placed.block.suggested for placed in found)  # type: ignore[union-attr]
    mine = commented(parts(), "Customers who call about a fault", "Is this so?")
    root = parse(mine[DOCUMENT])
    (end,) = [e for e in root.iter(w("commentRangeEnd")) if "Is this" in _comment(mine, e)]
    first = next(end.iterancestors(w("p")))
    second = next(first.itersiblings(w("p")))
    second.append(end)
    refreshed(Package({**mine, DOCUMENT: serialise(root)}), findings_sorted)


def _comment(found: Parts, mark: Element) -> str:
    comments = parse(found["word/comments.xml"])
    return next(shown_text(comment) for comment in comments if comment.get(w("id")) == mark.get(w("id")))


def test_headers_and_footers_that_are_brought_in_wear_the_styles_of_the_draft() -> None:
    saved = word_saved(parts(), 0)  # in another language: the styles have other ids
    result = refresh(saved, base_of(draft()), read_parts(built(another_footer)))
    assert [fault for fault in faults(result.package.packed()) if "style-missing" in fault] == []


def test_no_control_is_left_empty() -> None:
    def edit(places: Places) -> None:
        block = places.blocks("appendix.next-steps")[0].element
        holder = make("sdtContent")
        block.addprevious(make("sdt", make("sdtPr", make("id", val=77)), holder))
        holder.append(block)

    assert list(body_of(refreshed_file(refreshed(edited_at(edit), no_next_steps))).iter(w("sdtContent"))) == []


def test_a_comment_on_what_goes_does_not_keep_an_empty_section() -> None:
    mine = commented(parts(), "Here stand the 20 lowest", "Shorter?")
    result = refreshed(mine, no_next_steps)
    assert "Shorter?" in "".join(map(shown_text, parse(refreshed_file(result)["word/comments.xml"])))


@pytest.mark.parametrize(
    ("region", "change"), [("overall.road-map", less_planned), ("appendix.next-steps", fewer_steps)]
)
def test_a_comment_on_a_row_that_goes_stands_beside_where_it_was(region: str, change: Change) -> None:
    mine = commented(parts(), "Here stand the 20 lowest", "Shorter?")
    places = locate(mine, base_of(draft()))
    (row, *_) = [
        r for b in places.blocks(region) for r in b.element.iter(w("tr")) if r.find(f".//{w('tblHeader')}") is None
    ]
    (end,) = [e for e in places.body.root.iter(w("commentRangeEnd")) if "Shorter?" in _comment(mine, e)]
    number = end.get(w("id"))
    for mark in [e for e in places.body.root.iter(*MARKS) if e.get(w("id")) == number]:
        next(row.iter(w("p"))).append(mark.getparent() if mark.tag == REFERENCE else mark)  # type: ignore[arg-type]
    result = refreshed(Package({**mine, DOCUMENT: serialise(places.body.root)}), change)
    body = body_of(refreshed_file(result))
    (reference,) = [e for e in body.iter(REFERENCE) if "Shorter?" in _comment(refreshed_file(result), e)]
    assert next(reference.iterancestors(w("tbl")), None) is not None
    assert sorted(e.tag for e in body.iter(*MARKS) if e.get(w("id")) == reference.get(w("id"))) == sorted(MARKS)


def test_tracked_changes_where_only_the_order_changes_are_told() -> None:
    def edit(places: Places) -> None:
        bullet = places.blocks("overall.key-findings")[2].element
        run = first_text(bullet).getparent()
        assert run is not None
        change = make("ins", id=901, author="A. Person")
        run.addprevious(change)
        change.append(run)

    assert outcome(refreshed(edited_at(edit), findings_sorted), "overall.key-findings") is Outcome.CONFLICT


def test_what_is_left_for_its_tracked_changes_is_known_on_though_it_is_not_generated_any_more() -> None:
    """A second refresh with the same data tells nothing more, of the figures in its other paragraphs either."""

    def edit(places: Places) -> None:
        run = first_text(places.blocks("overall.analysis")[0].element).getparent()
        assert run is not None
        change = make("ins", id=901, author="A. Person")
        run.addprevious(change)
        change.append(run)

    once = refreshed(edited_at(edit), nothing_analysed)
    assert outcome(once, "overall.analysis") is Outcome.CONFLICT
    twice = refresh(refreshed_file(once), once.base, read_parts(built(nothing_analysed)))
    assert twice.changes.is_clean
    assert shown_text(body_of(refreshed_file(twice))) == shown_text(body_of(refreshed_file(once)))


def test_a_table_that_lost_its_bookmark_with_its_first_row_is_merged_where_it_stands() -> None:
    def edit(places: Places) -> None:
        table = places.blocks("overall.swot")[-1].element
        remove(next(table.iter(w("tr"))))

    result = refreshed(edited_at(edit), another_threat)
    assert "A rival opens a shop." in texts(result, "overall.swot")[-1]


def test_without_any_bookmark_what_is_missing_is_listed_and_not_taken_as_deleted() -> None:
    def edit(root: Element) -> None:
        ours = [mark for mark in root.iter(w("bookmarkStart")) if is_anchor(mark.get(w("name"), ""))]
        numbers = {mark.get(w("id")) for mark in ours}
        for mark in [m for m in root.iter(w("bookmarkStart"), w("bookmarkEnd")) if m.get(w("id")) in numbers]:
            remove(mark)
        first_text(paragraph(root, "One question on which interviews lie")).text = "In other words."

    result = refreshed(edited(edit), nothing_to_list)
    assert outcome(result, "appendix.disagreements") is Outcome.LOST
    assert "In other words." in shown_text(body_of(refreshed_file(result)))


def test_a_heading_stays_one_when_the_first_of_what_it_heads_goes() -> None:
    def edit(root: Element) -> None:
        first_text(paragraph(root, "Who was interviewed is given by level")).text = "Mine. "

    result = refreshed(edited(edit), first_interview_gone)
    lines = [visible_text(placed.block) for placed in body_story(refreshed_file(result)).blocks]
    assert lines.count("Interviews held") == 1
    assert sum(line.startswith("Mine. ") for line in lines) == 1
    assert not any(result.changes.conflicts)


def test_an_edited_entry_that_stays_in_a_table_leaves_its_bookmark_to_the_one_that_has_its_place() -> None:
    def edit(places: Places) -> None:
        tables = (placed.element for placed in places.blocks("overall.road-map"))
        rows = (row for table in tables for row in table.iter(w("tr")) if "Name an owner" in shown_text(row))
        cell = next(cell for cell in next(rows).iter(w("tc")) if "Name an owner" in shown_text(cell))
        first_text(cell).text = "Mine"

    refreshed(edited_at(edit), less_planned)


def test_the_target_of_references_stands_once_also_after_its_heading_was_split_and_came_anew() -> None:
    """Figures may stand more often: each of theirs is counted anew."""
    names = ("_Ref246061489", "_rgv_0a1b2c3d4e_1", "_Ref246061489", "_rgv_0a1b2c3d4e_1")
    body = make("body", *(make("p", *bookmark(name, number)) for number, name in enumerate(names)))
    drop_repeated(body)
    assert [mark.get(w("name")) for mark in body.iter(w("bookmarkStart"))] == [names[0], names[1], names[3]]
    assert len(list(body.iter(w("bookmarkEnd")))) == 3


@pytest.mark.parametrize("change", [advice_sorted, findings_sorted, no_next_steps, first_interview_gone, less_planned])
def test_what_nobody_touched_is_found_by_its_bookmarks_again(change: Change) -> None:
    result = refreshed(parts(), change)
    found = locate(refreshed_file(result), result.base).regions
    assert {places.how for places in found.values() if places.region.blocks} == {How.MARKS}


# ------------------------------------------------------------------------- what editing in a word processor found


def reworded_with_another_score(context: ReportContext) -> ReportContext:
    analysis = later_context().overall.analysis
    first, *others = analysis.items
    items = (replace(first, text=f"Well: {figure('overall', '45')}."), *others)
    return replace(context, overall=replace(context.overall, analysis=replace(analysis, items=items)))


def another_score(context: ReportContext) -> ReportContext:
    first, *others = context.overall.results.rows
    rows = (replace(first, score="45"), *others)
    return replace(context, overall=replace(context.overall, results=replace(context.overall.results, rows=rows)))


def conflicts(result: Refreshed, region: str) -> list[tuple[str, str]]:
    """The reasons of a region's conflicts, and what each says that the draft says."""
    change = next(change for change in result.changes.regions if change.id == region)
    return [(conflict.why, conflict.draft) for conflict in change.conflicts]


def test_a_conflict_quotes_the_draft_with_the_figures_that_stand_in_it_now() -> None:
    def edit(root: Element) -> None:
        first_text(paragraph(root, "The company scores")).text = "Mine: it scores "

    result = refreshed(edited(edit), reworded_with_another_score)
    said = next(said for why, said in conflicts(result, "overall.analysis") if why == BOTH)
    assert said.startswith("Mine: it scores 45 out of 100")
    assert said == texts(result, "overall.analysis")[0]


def test_a_column_deleted_by_hand_is_one_conflict_about_the_table_and_no_row_is_called_deleted() -> None:
    def edit(root: Element) -> None:
        table = next(table for table in root.iter(w("tbl")) if "Part of the model" in shown_text(table))
        for row in table.iter(w("tr")):
            remove(list(row.iter(w("tc")))[-1])
        remove(list(table.iter(w("gridCol")))[-1])

    result = refreshed(edited(edit), another_score)
    assert [why for why, _ in conflicts(result, "overall.results")] == [SHAPE]


def test_a_row_in_which_cells_were_merged_is_not_called_deleted() -> None:
    def edit(root: Element) -> None:
        row = next(row for row in root.iter(w("tr")) if "Above median" in shown_text(row))
        first, second = list(row.iter(w("tc")))[1:3]
        properties = first.find(w("tcPr"))
        assert properties is not None
        properties.insert(1, make("gridSpan", val=2))
        remove(second)

    result = refreshed(edited(edit), another_score)
    ((why, said),) = conflicts(result, "overall.results")
    assert (why, said.partition(" ")[0]) == (SHAPE, "Overall")


def test_a_reference_to_the_number_of_a_heading_that_lost_it_keeps_what_it_shows() -> None:
    def edit(root: Element) -> None:
        start, end = bookmark("_Ref77", 7_000)
        insert_at_start(paragraph(root, "The company scores"), start)
        paragraph(root, "The company scores").append(end)
        paragraph(root, "Agree where to begin.").extend(field("REF _Ref77 \\r \\h", " In F."))

    made = refreshed_file(refreshed(edited(edit), another_footer))
    assert shown_text(paragraph(body_of(made), "Agree where to begin.")).endswith(" In F.")
