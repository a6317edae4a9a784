"""Reviewing a draft: what is left to do before it is issued, and nothing else."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from reportgen.cli.listings.diagnostics import as_records
from reportgen.cli.listings.review import points_as_text
from reportgen.cli.remedies import worded
from reportgen.common.figures import figure
from reportgen.draft.finalize import finalized
from reportgen.draft.review import Fresh, Point, review
from reportgen.draft.review.draft import OpenDraft
from reportgen.draft.review.points import POINTS
from reportgen.office.package import DOCUMENT, Package, parse, serialise
from reportgen.runs.explain import FigureSources
from reportgen.runs.score import score_workbook
from reportgen.word.comments import read_comments
from reportgen.word.xml import PLACED_DRAWING, field, make, shown_text, text_run, w
from reportgen.words.context import Origin, ReportContext
from tests.commands import run
from tests.comments import commented, resolved, uncommented
from tests.conftest import Office
from tests.drafts import (
    Edit,
    Parts,
    base_of,
    draft,
    edited,
    first_text,
    paragraph,
    parts,
    remove,
    saved_as,
    short_context,
)
from tests.edits import (
    CONTENT,
    cell_shaded,
    character_typed,
    figure_retyped,
    row_added,
    text_deleted_with_changes_tracked,
)
from tests.packages import read_parts, refresh, refreshed_file
from tests.report_builders import TEMPLATE, demo_context, fill_template, paragraphs
from tests.word_save import word_saved

RECOMMENDED = "Name an owner for each of the four customer groups"  # the first of three suggestions
CONFIRMING = "Edit it, resolve or delete its comment, or confirm its chapter in one act."
TACTICAL = "A weekly list of repeated complaints"  # a suggestion alone
PROSE = "Again: "  # in the analysis of the whole
DOCS = Path(__file__).parent.parent / "docs" / "review.md"
SAMPLE = Path(__file__).parent.parent / "workbooks" / "sample-client.xlsx"


def points_of(source: Parts, fresh: Fresh | None = None) -> tuple[Point, ...]:
    base = base_of(source)
    return review(source, base, finalized(source, base), fresh)


@cache
def as_built() -> tuple[Point, ...]:
    """What is left to do in the draft as it was built."""
    return points_of(parts())


def new_points(source: Parts) -> list[tuple[str, str, str]]:
    """What a changed draft has that the draft as built has not: code, chapter, words."""
    found = [point for point in points_of(source) if point not in as_built()]
    return [(point.code, point.place.heading, point.place.text[:24]) for point in found]


def only(source: Parts, code: str) -> Point:
    """The one point of a kind."""
    (found,) = [point for point in points_of(source) if point.code == code]
    return found


def suggestions(source: Parts) -> list[str]:
    return [point.place.text for point in points_of(source) if point.code == "suggestion"]


def suggestions_as_built() -> list[str]:
    return [point.place.text for point in as_built() if point.code == "suggestion"]


# ------------------------------------------------------------------------------------------------ a draft as it is


def test_a_place_is_quoted_as_a_reader_of_the_page_sees_it() -> None:
    """Without what is hidden, unless nothing else stands there."""

    def hidden(words: str) -> etree._Element:
        run = text_run(words)
        run.insert(0, make("rPr", make("vanish")))
        return run

    opened = OpenDraft(parts(), base_of(parts()))
    some, all_ = make("p", hidden("Secret: "), text_run("Again: 41.")), make("p", hidden("Secret"))
    assert [opened.place_of(p).text for p in (some, all_)] == ["Again: 41.", "Secret"]


def test_a_draft_as_built_has_suggestions_and_placeholders_left_and_nothing_else() -> None:
    found = as_built()
    assert {point.code for point in found} == {"suggestion", "placeholder", "marked-unfinished", "contents-unpaged"}
    assert {point.code for point in found if point.is_error} == {"suggestion", "placeholder"}


def test_a_point_says_where_what_and_what_to_do() -> None:
    point = next(point for point in as_built() if point.place.text.startswith(RECOMMENDED))
    assert point.place.heading == "3 Summary of key recommendations"
    assert point.found == "Nobody has confirmed this suggestion, nor the 2 after it."
    assert point.remedy == CONFIRMING


def test_points_stand_in_the_order_of_the_draft() -> None:
    chapters = list(dict.fromkeys(point.place.heading for point in as_built()))
    assert chapters[:4] == ["Title page", "Contents", "3 Summary of key recommendations", "5.1.2 Key findings"]
    assert chapters[-1] == "6.2 Change possibilities"


@pytest.mark.parametrize("seed", [1, 2])
def test_saving_in_word_changes_nothing_about_suggestions(seed: int) -> None:
    saved = word_saved(parts(), seed)
    assert suggestions(saved) == suggestions_as_built()


# ------------------------------------------------------------------------------------------ suggestions, placeholders


def _styled_plain(root: etree._Element) -> None:
    style = paragraph(root, TACTICAL).find(f"{w('pPr')}/{w('pStyle')}")
    assert style is not None
    style.set(w("val"), "ListBullet")


def _retyped(root: etree._Element) -> None:
    first_text(paragraph(root, TACTICAL)).text = "A weekly list of complaints."


@pytest.mark.parametrize("edit", [_styled_plain, _retyped, lambda root: uncommented(root, TACTICAL)])
def test_a_suggestion_is_confirmed_by_its_style_its_text_or_its_comment(edit: Edit) -> None:
    assert [words for words in suggestions_as_built() if TACTICAL in words]
    assert not [words for words in suggestions(edited(edit)) if "weekly list" in words]


def test_a_suggestion_is_confirmed_by_resolving_its_comment() -> None:
    count = len(suggestions_as_built())
    assert len(suggestions(resolved(parts(), "Drafted from"))) == count - 1


def test_editing_one_of_three_suggestions_confirms_that_one() -> None:
    def edit(root: etree._Element) -> None:
        first_text(paragraph(root, RECOMMENDED)).text = "Name the owners."

    point = next(point for point in points_of(edited(edit)) if "recommendations" in point.place.heading)
    assert point.place.text.startswith("Record the cause of every complaint")
    assert point.found == "Nobody has confirmed this suggestion, nor the one after it."


def test_a_suggestion_only_made_bold_is_not_confirmed() -> None:
    def edit(root: etree._Element) -> None:
        run = first_text(paragraph(root, TACTICAL)).getparent()
        assert run is not None
        run.insert(0, make("rPr", make("b")))

    assert suggestions(edited(edit)) == suggestions_as_built()


def test_a_placeholder_that_was_filled_is_done_and_one_on_the_cover_counts() -> None:
    def edit(root: etree._Element) -> None:
        first_text(paragraph(root, "[Write what the company could do instead.]")).text = "It could wait."

    before, after = (
        [point.place.text for point in points_of(source) if point.code == "placeholder"]
        for source in (parts(), edited(edit))
    )
    assert len(after) == len(before) - 1
    assert "[Authors]" in after


def test_an_empty_bullet_is_found_by_what_stands_before_it() -> None:
    def edit(root: etree._Element) -> None:
        bullet = paragraph(root, "Agree where to begin.")
        empty = deepcopy(bullet)
        for child in list(empty)[1:]:
            empty.remove(child)
        bullet.addnext(empty)

    assert new_points(edited(edit)) == [("empty-item", "1 Introduction and aims", "after: Agree where to be")]


# ------------------------------------------------------------------------------------------- comments and changes


def test_an_open_comment_of_a_person_blocks_and_names_its_author() -> None:
    point = only(commented(parts(), PROSE, "Is this so?"), "comment")
    assert point.is_error
    assert point.found == "Ann Person commented: Is this so?"
    assert point.place.text == "Again: 41."


def test_a_resolved_comment_is_settled_with_its_answers() -> None:
    open_ = commented(commented(parts(), PROSE, "Is this so?"), PROSE, "It is.", answers="Is this so?")
    assert only(open_, "comment").found == "Ann Person commented: Is this so? (1 answer)"
    assert not [point for point in points_of(resolved(open_, "Is this so?")) if point.code == "comment"]


def test_an_answer_to_a_suggestion_is_a_comment_of_its_own() -> None:
    answered = commented(parts(), TACTICAL, "Who keeps it?", answers="Drafted from")
    assert only(answered, "comment").found == "Ann Person commented: Who keeps it?"


def test_a_conflict_of_a_refresh_is_told_apart_from_suggestions() -> None:
    text = "[reportgen:overall.analysis] Changed on both sides. Before: 41"
    point = only(commented(parts(), PROSE, text, author="reportgen"), "conflict")
    assert point.found == "A refresh left a conflict: Changed on both sides. Before: 41"


@pytest.mark.parametrize("edit", [edit for edit in CONTENT if "tracked" in edit.__name__])
def test_every_tracked_change_is_found(edit: Edit) -> None:
    (point,) = [point for point in points_of(edited(edit)) if point.code == "tracked-change"]
    assert "A. Person" in point.found
    assert point.place.heading.startswith("5.1")


def test_a_bullet_deleted_with_changes_tracked_is_not_called_empty() -> None:
    codes = [code for code, _, _ in new_points(edited(text_deleted_with_changes_tracked))]
    assert codes == ["tracked-change"]


def test_what_another_program_writes_in_another_order_is_advice() -> None:
    point = only(edited(cell_shaded), "other-program")
    assert point.found == "The program that saved the draft writes in one place what Word writes otherwise."
    assert not point.is_error


def test_a_change_of_format_in_a_footer_is_found() -> None:
    made = parts().copy()
    name = made.related(DOCUMENT, "footer")[-1]
    root = parse(made[name])
    run = next(root.iter(w("r")))
    run.insert(0, make("rPr", make("b"), make("rPrChange", make("rPr"), id=7, author="B. Person")))
    made[name] = serialise(root)
    point = only(made, "tracked-change")
    assert point.found == "Tracked changes by B. Person: change of format."
    assert point.place.heading == "Headers and footers"


# ------------------------------------------------------------------------------------------------------ figures


def _fresh(context: ReportContext) -> Fresh:
    return Fresh(base_of(fill_template(TEMPLATE, context)), lambda name: f"cells of {name}")


def _with_overall(score: str) -> Fresh:
    """What is generated when the overall score is another, in prose and in the results table."""
    context = short_context()
    analysis = paragraphs(
        f"The company scores {figure('overall', score)} out of 100, {figure('overall-minus-core', '3')} points"
        f" more than {figure('core', '38')}, in {figure('interviews', 'twelve')} interviews.",
        f"Again: {figure('overall', score)}.",
        origin=Origin.STANDARD,
    )
    lines = context.overall.results.rows
    results = replace(context.overall.results, rows=(replace(lines[0], score=score), *lines[1:]))
    return _fresh(replace(context, overall=replace(context.overall, analysis=analysis, results=results)))


def test_figures_and_tables_that_match_the_workbook_are_not_mentioned() -> None:
    assert points_of(parts(), _fresh(short_context())) == as_built()


def test_an_outdated_figure_is_told_with_old_new_and_source() -> None:
    found = [point for point in points_of(parts(), _with_overall("44")) if point.code == "figure-outdated"]
    assert [point.place.text[:20] for point in found] == ["The company scores 4", "Again: 41."]
    assert found[0].found == "The figure overall stands here as 41; the workbook gives 44 (from cells of overall)."
    assert found[0].is_error
    record = as_records(found)[0]["figure"]
    assert record == {"name": "overall", "old": "41", "new": "44", "source": "cells of overall"}


def test_an_outdated_table_is_told_row_by_row() -> None:
    (part,) = [point for point in points_of(parts(), _with_overall("44")) if point.code == "part-outdated"]
    assert "Score: '44' instead of '41'" in part.found
    assert worded(part).remedy == "Run reportgen refresh."
    assert part.is_error


def test_an_edited_part_that_would_be_generated_otherwise_is_advice() -> None:
    found = points_of(edited(row_added), _with_overall("44"))
    codes = [point.code for point in found if point.code.startswith("part-")]
    assert codes == ["part-behind"]


PICTURED = ["5.1.5 What would move the score", "6.3 First moves and decisions"]


def _beside_tables(source: Parts) -> list[Point]:
    return [point for point in points_of(source) if point.code == "picture-beside-table"]


def _refreshed(edit: Edit) -> Parts:
    """An edited draft, refreshed from the workbook as it was."""
    return refreshed_file(refresh(edited(edit), base_of(parts()), parts()))


def _row_of(root: etree._Element, words: str) -> etree._Element:
    return next(row for row in root.iter(w("tr")) if words in shown_text(row))


def decision_taken_out(root: etree._Element) -> None:
    remove(_row_of(root, "Record the cause of every complaint"))


def decision_added(root: etree._Element) -> None:
    last = _row_of(root, "No owner yet")
    last.addnext(deepcopy(last))


def other_effort(root: etree._Element) -> None:
    text = next(text for text in root.iter(w("t")) if "low effort" in (text.text or ""))
    text.text = str(text.text).replace("low effort", "high effort")


def initiative_added(root: etree._Element) -> None:
    own = next(p for p in root.iter(w("p")) if "low effort" in shown_text(p))
    new = deepcopy(own)
    for mark in list(new.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        remove(mark)
    own.addnext(new)


def initiative_reworded(root: etree._Element) -> None:
    for text in root.iter(w("t")):
        if text.text and "Name an owner for each group of customers" in text.text:
            text.text = "Name one owner for every group of customers"


@pytest.mark.parametrize("edit", [decision_taken_out, decision_added, other_effort, initiative_added])
def test_a_picture_is_told_that_shows_other_initiatives_than_its_tables(edit: Edit) -> None:
    found = _beside_tables(edited(edit))
    assert [point.place.heading for point in found] == PICTURED
    assert all(point.is_error for point in found)


def test_an_initiative_in_other_words_is_no_matter_of_the_picture() -> None:
    assert _beside_tables(edited(initiative_reworded)) == []


def test_a_refresh_that_keeps_an_edited_road_map_leaves_no_picture_untold() -> None:
    """The picture follows the workbook, and the table what somebody made of it."""
    kept = _refreshed(decision_taken_out)
    assert [point.place.heading for point in _beside_tables(kept)] == PICTURED
    assert _beside_tables(_refreshed(initiative_reworded)) == []


def test_a_figure_that_somebody_corrected_to_the_new_value_is_right() -> None:
    def edit(root: etree._Element) -> None:
        text = next(text for text in paragraph(root, PROSE).iter(w("t")) if text.text == "41")
        text.text = "44"

    found = points_of(edited(edit), _with_overall("44"))
    assert [point.place.text[:5] for point in found if point.code == "figure-outdated"] == ["The c"]


def test_a_figure_that_somebody_retyped_is_mentioned_without_a_workbook() -> None:
    point = only(edited(figure_retyped), "figure-retyped")
    assert point.found == "Somebody typed 42 where 41 was generated."
    assert not point.is_error


def test_an_outdated_figure_that_lost_its_anchor_is_told_with_its_part() -> None:
    def edit(root: etree._Element) -> None:
        for mark in [m for m in root.iter(w("bookmarkStart")) if m.get(w("name"), "").startswith("_rgv_")]:
            remove(mark)

    found = points_of(edited(edit), _with_overall("44"))
    assert not [point for point in found if point.code == "figure-outdated"]
    assert any("Again: 44." in point.found for point in found if point.code == "part-outdated")


def test_a_saved_draft_matches_the_workbook_it_was_built_from() -> None:
    found = points_of(word_saved(parts(), 4), _fresh(short_context()))
    assert not [point for point in found if point.code.startswith(("figure-", "part-"))]


def test_a_part_deleted_by_hand_is_not_missed_and_a_new_one_is_named() -> None:
    more = _fresh(replace(short_context(), areas=demo_context().areas[:2]))

    def edit(root: etree._Element) -> None:
        remove(next(table for table in root.iter(w("tbl")) if "Part of the model" in shown_text(table)))

    found = points_of(edited(edit), more)
    named = [point.found for point in found if point.code == "part-new"]
    assert "A report built now would have a part that is not in this draft: area.activity.heading." in named
    assert not [point for point in found if "table 2" in point.found.casefold()]


def test_a_figure_is_traced_to_the_cells_of_questions_that_changed() -> None:
    scored = score_workbook(SAMPLE)
    sources = FigureSources(scored, lambda question: question == "AP-07")
    assert sources.of("AP-07").startswith("AP-07 (Interview 01!")
    assert sources.of("core-minus-proposition").startswith("AP-07 (Interview 01!")
    assert sources.of("proposition").startswith("PR-01, PR-02")
    assert sources.of("no-such-figure") == ""


# ---------------------------------------------------------------------------------------- references and contents


def test_a_reference_to_a_bookmark_that_is_gone_is_found() -> None:
    def edit(root: etree._Element) -> None:
        place = paragraph(root, "Agree where to begin.")
        place.extend(field("REF _Ref999 \\h", "Table 9"))

    (found,) = new_points(edited(edit))
    assert found[:2] == ("reference-broken", "1 Introduction and aims")


def test_the_entries_of_lists_that_libreoffice_updated_lead_to_where_it_knows() -> None:
    def edit(root: etree._Element) -> None:
        place = paragraph(root, "Agree where to begin.")
        place.append(make("hyperlink", text_run("Figure 1"), anchor="Figure!0|sequence"))

    assert new_points(edited(edit)) == []


def test_what_word_writes_for_a_lost_reference_is_found() -> None:
    def edit(root: etree._Element) -> None:
        start = next(root.iter(w("bookmarkStart")))
        place = paragraph(root, "Agree where to begin.")
        place.extend(field(f"REF {start.get(w('name'))} \\h", "Error! Reference source not found."))

    assert [code for code, _, _ in new_points(edited(edit))] == ["reference-broken"]


def test_a_renamed_heading_makes_the_contents_outdated_and_nothing_else() -> None:
    def edit(root: etree._Element) -> None:
        first_text([p for p in root.iter(w("p")) if shown_text(p) == "Findings"][-1]).text = "What we found"

    changed = edited(edit)
    point = only(changed, "contents-outdated")
    assert point.found == (
        "The contents table does not list what is there: it lacks '5 What we found', and it lists '5 Findings' "
        "that is not there."
    )
    assert point.place.heading == "Contents"


def test_a_caption_taken_out_makes_the_list_of_figures_outdated() -> None:
    def edit(root: etree._Element) -> None:
        remove([p for p in root.iter(w("p")) if shown_text(p).startswith("Figure 2: ")][-1])

    codes = [code for code, _, _ in new_points(edited(edit))]
    assert "contents-outdated" in codes


def test_contents_with_page_numbers_are_up_to_date() -> None:
    def edit(root: etree._Element) -> None:
        codes = [code for code in root.iter(w("instrText")) if "PAGEREF" in (code.text or "")]
        for number, code in enumerate(codes):
            separator = next(mark for mark in code.getparent().itersiblings())  # type: ignore[union-attr]
            separator.addnext(text_run(str(number)))

    assert new_points(edited(edit)) == []


# ------------------------------------------------------------------------------------------------------ the rest


def test_a_mark_of_the_draft_in_a_sentence_and_a_watermark_are_found() -> None:
    def edit(root: etree._Element) -> None:
        first_text(paragraph(root, "Agree where to begin.")).text = "See draft, version 0a1b2c3d, for this."
        shape = etree.fromstring(
            '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:pict>'
            '<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="DRAFT"/></v:shape></w:pict></w:r>'
        )
        paragraph(root, "See where customers").append(shape)

    marks = [point.found for point in points_of(edited(edit)) if point.code == "draft-mark"]
    assert [mark.split(" calls")[0] for mark in marks] == ["'draft, version 0a1b2c3d'", "'DRAFT'"]


@pytest.mark.parametrize(
    "target",
    [
        *("file:///C:/Users/ann/costs.xlsx", r"C:\Users\ann\costs.xlsx", r"\\server\costs"),
        *("costs.xlsx", "ann/costs.xlsx", r"ann\costs of 2025.xlsx"),
    ],
)
def test_a_link_to_a_file_on_one_computer_is_found(target: str) -> None:
    def edit(root: etree._Element) -> None:
        path = target.replace("\\", "\\\\")
        paragraph(root, "Agree where to begin.").extend(field(f'HYPERLINK "{path}"', "costs"))

    assert [code for code, _, _ in new_points(edited(edit))] == ["local-link"]


@pytest.mark.parametrize("target", ["https://example.com/", "www.example.com", "mailto:ann@example.com"])
def test_a_link_to_a_page_is_no_point(target: str) -> None:
    def edit(root: etree._Element) -> None:
        paragraph(root, "Agree where to begin.").extend(field(f'HYPERLINK "{target}"', "example"))

    assert new_points(edited(edit)) == []


def test_a_picture_without_words_is_advice() -> None:
    def edit(root: etree._Element) -> None:
        next(root.iter(f"{{{PLACED_DRAWING}}}docPr")).set("descr", "")

    point = only(edited(edit), "alt-text")
    assert not point.is_error
    assert point.place.heading == "The assessment on one page"


def test_a_fault_that_word_refuses_blocks() -> None:
    def edit(root: etree._Element) -> None:
        cell = next(cell for cell in root.iter(w("tc")) if shown_text(cell) == "38")
        for block in cell.findall(w("p")):
            cell.remove(block)

    assert only(edited(edit), "cell-end").is_error


def test_an_edited_sentence_is_no_point() -> None:
    assert new_points(edited(character_typed)) == []


def test_a_text_box_is_looked_into() -> None:
    def edit(root: etree._Element) -> None:
        inner = text_run("[Fill this box]")
        box = make("txbxContent", make("p", inner))
        paragraph(root, "Agree where to begin.").append(make("r", make("pict", box)))

    assert ("placeholder", "1 Introduction and aims", "[Fill this box]") in new_points(edited(edit))


# ------------------------------------------------------------------------------------------------------ the listing


def test_many_points_of_a_kind_are_drawn_together() -> None:
    text = points_as_text("client-report.docx", as_built())
    assert text.startswith("client-report.docx: ")
    assert " points to settle before issue (-), 4 to look at (?)." in text
    assert text.count("5.1.4 Customer management road map") == 1
    assert text.count(CONFIRMING) == 1
    assert all(len(line) <= 110 for line in text.splitlines())


def test_every_kind_is_in_the_documentation_and_asks_for_something() -> None:
    documented = DOCS.read_text(encoding="utf-8")
    for kind in POINTS.kinds:
        assert f"`{kind.code}`" in documented
        assert kind.remedy.endswith(".")


# ------------------------------------------------------------------------------------------------------ the command


def test_the_command_lists_points_and_exits_with_one(tmp_path: Path) -> None:
    path = saved_as(tmp_path, parts())
    before = path.read_bytes()
    done = run("review", path, "--json")
    assert done.exit_code == 1
    record = json.loads(done.stdout)
    assert record["blocked"] is True
    assert {"code", "blocking", "chapter", "words", "found", "do", "figure"} == set(record["points"][0])
    assert path.read_bytes() == before


def test_the_command_exits_with_zero_where_only_advice_is_left(tmp_path: Path) -> None:
    path = saved_as(tmp_path, settled())
    done = run("review", path)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("client-report.docx: nothing blocks it, 4 to look at (?).")


def settled() -> Parts:
    """The draft with every suggestion confirmed and every placeholder filled."""

    def edit(root: etree._Element) -> None:
        for mark in list(root.iter(w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"))):
            remove(mark)
        for text in root.iter(w("t")):
            if (text.text or "").startswith("["):
                text.text = "Written by hand."

    return edited(edit)


@pytest.mark.parametrize("content", [b"no zip", b""])
def test_what_is_no_draft_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.docx"
    path.write_bytes(content)
    done = run("review", path)
    assert done.exit_code == 2
    assert "other.docx" in done.stderr


def test_a_draft_is_read_with_the_base_beside_it_when_it_lost_its_own(tmp_path: Path) -> None:
    from reportgen.draft.stored import side_car

    stripped = Package({name: part for name, part in parts().items() if not name.startswith("customXml")})
    rels = "word/_rels/document.xml.rels"
    root = parse(stripped[rels])
    for entry in list(root):
        if "customXml" in entry.get("Target", ""):
            root.remove(entry)
    stripped[rels] = serialise(root)
    path = saved_as(tmp_path, stripped)
    assert run("review", path).exit_code == 2
    name, content = side_car(base_of(draft()))
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_bytes(content)
    assert run("review", path).exit_code == 1


@pytest.mark.office
def test_a_draft_saved_by_libreoffice_is_read_alike(tmp_path: Path, soffice: Office) -> None:
    path = saved_as(tmp_path, parts())
    saved = soffice.convert(path, "docx", tmp_path / "saved")
    from tests.packages import read_parts

    found = points_of(read_parts(saved))
    assert [point.place.text for point in found if point.code == "suggestion"] == suggestions_as_built()
    assert {point.code for point in found if point.is_error} == {"suggestion", "placeholder"}


# ------------------------------------------------------------------------------------------------- confirmed in one act


def test_a_chapter_is_confirmed_in_one_act_as_deleting_its_comments_does(tmp_path: Path) -> None:
    path = saved_as(tmp_path, parts())
    before, chapters = path.read_bytes(), {p.place.heading for p in as_built() if p.code == "suggestion"}
    assert len(chapters) > 2
    done = run("review", path, "--confirm", "3")
    assert (done.exit_code, "Confirmed: 1 suggestion, counting" in done.stderr) == (1, True), done.output
    changed = read_parts(path)
    left = [p for p in points_of(changed) if p.code == "suggestion"]
    assert {p.place.heading for p in left} == {line for line in chapters if not line.startswith("3 ")}
    assert [shown_text(p) for p in parse(changed[DOCUMENT]).iter(w("p"))] == [
        shown_text(p) for p in parse(parts()[DOCUMENT]).iter(w("p"))
    ]
    (kept,) = tmp_path.glob("client-report-backup-*.docx")
    assert kept.read_bytes() == before


def test_all_is_confirmed_at_once(tmp_path: Path) -> None:
    path = saved_as(tmp_path, parts())
    run("review", path, "--confirm", "all")
    assert suggestions(read_parts(path)) == []
    assert "word/comments.xml" not in read_parts(path)


@pytest.mark.parametrize("name", ["summary of key recommendations", "3 Summary of key recommendations"])
def test_a_chapter_goes_by_its_title_too(tmp_path: Path, name: str) -> None:
    path = saved_as(tmp_path, parts())
    run("review", path, "--confirm", name)
    assert not [words for words in suggestions(read_parts(path)) if words.startswith(RECOMMENDED)]
    assert len(suggestions(read_parts(path))) == len(suggestions_as_built()) - 1


def test_where_nothing_is_to_confirm_the_chapters_that_have_it_are_named(tmp_path: Path) -> None:
    path = saved_as(tmp_path, parts())
    before = path.read_bytes()
    done = run("review", path, "--confirm", "9.9")
    assert (done.exit_code, path.read_bytes()) == (2, before)
    assert "'3 Summary of key recommendations'" in done.stderr


def test_a_draft_that_is_open_in_word_is_not_changed(tmp_path: Path) -> None:
    path = saved_as(tmp_path, parts())
    before = path.read_bytes()
    (tmp_path / "~$ient-report.docx").write_bytes(b"")
    done = run("review", path, "--confirm", "all")
    assert (done.exit_code, path.read_bytes()) == (2, before)


def test_a_comment_that_ends_before_it_begins_is_about_what_stands_between() -> None:
    """Two suggested bullets changed places, so that what asks about both ends in the upper one."""

    def swap(root: etree._Element) -> None:
        start = next(root.iter(w("commentRangeStart")))
        (end,) = (mark for mark in root.iter(w("commentRangeEnd")) if mark.get(w("id")) == start.get(w("id")))
        first, last = (next(mark.iterancestors(w("p"))) for mark in (start, end))
        assert first is not last
        last.addnext(first)

    swapped = edited(swap)
    asked = next(iter(read_comments(swapped, [parse(swapped[DOCUMENT])])))
    whole = next(iter(read_comments(parts(), [parse(parts()[DOCUMENT])])))
    assert 1 < len(asked.paragraphs) <= len(whole.paragraphs)
    assert len(suggestions(resolved(swapped, asked.text))) == len(suggestions(swapped)) - 1


def test_a_comment_without_an_end_is_about_the_paragraph_it_begins_in() -> None:
    def tear(root: etree._Element) -> None:
        remove(next(root.iter(w("commentRangeEnd"))))

    torn = edited(tear)
    assert len(next(iter(read_comments(torn, [parse(torn[DOCUMENT])]))).paragraphs) == 1
