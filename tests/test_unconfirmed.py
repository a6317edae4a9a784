"""What nobody confirmed or wrote is known by what was generated, whatever styles are called and programs dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from lxml import etree

from reportgen.common.exceptions import TemplateError, UsageError
from reportgen.common.figures import figure
from reportgen.draft.base import Base
from reportgen.draft.confirming import confirm
from reportgen.draft.finalize import finalized
from reportgen.draft.refresh.changes import Outcome
from reportgen.draft.review import confirmed_in, review
from reportgen.draft.review.comments import Confirmation, open_suggestions
from reportgen.draft.review.draft import OpenDraft
from reportgen.draft.stored import draft_is_untouched, read_base
from reportgen.office.package import DOCUMENT, parse
from reportgen.template.checking import check_template
from reportgen.word.comments import read_comments
from reportgen.word.xml import make, shown_text, tag_of, text_run, unwrap, w
from reportgen.words.context import Swot
from tests.comments import resolved
from tests.drafts import Parts, base_of, draft, edited, first_text, paragraph, parts, remove, short_context
from tests.later_drafts import later_context
from tests.losses import (
    MARKING,
    stripped,
    with_other_ids,
    with_other_names,
    without_bookmarks,
    without_comment_marks,
    without_comments,
    without_controls,
    without_styles,
)
from tests.packages import read_parts, refresh, refreshed_file, write_parts
from tests.refresh_versions import BASE, first, version
from tests.report_builders import TEMPLATE, bullets, demo_context, fill_template, suggested
from tests.test_review import settled
from tests.word_files import outline
from tests.word_save import word_saved

TACTICAL = "A weekly list of repeated complaints"  # a suggestion alone


def unsettled(source: Parts, base: object = None) -> list[tuple[str, str]]:
    """Suggestions and placeholders that a review lists, each with the words of its paragraph."""
    recorded = base_of(source) if base is None else base
    points = review(source, recorded, finalized(source, recorded))  # type: ignore[arg-type]
    assert all(point.is_error for point in points if point.code in MARKING)
    return sorted((point.code, point.place.text) for point in points if point.code in MARKING)


@cache
def as_built() -> list[tuple[str, str]]:
    return unsettled(parts())


# ------------------------------------------------------------------------------------------------ templates of a firm


def template_of(tmp_path: Path, change: Callable[[Parts], Parts]) -> Path:
    path = tmp_path / "ours.docx"
    path.write_bytes(write_parts(change(read_parts(TEMPLATE))))
    return path


TEMPLATES = {
    "other names of styles": with_other_names,
    "other ids of styles": with_other_ids,
    "no comments": without_comments,
    "no controls": without_controls,
    "no comments and other names": lambda source: with_other_names(without_comments(source)),
}


@pytest.mark.parametrize("change", TEMPLATES.values(), ids=list(TEMPLATES))
def test_a_firms_own_template_hides_no_suggestion(tmp_path: Path, change: Callable[[Parts], Parts]) -> None:
    template = template_of(tmp_path, change)
    assert [fault for fault in check_template(template).faults if fault.is_error] == []
    made = read_parts(fill_template(template, short_context()))
    suggested = base_of(made).suggestions
    assert suggested.keys() >= base_of(draft()).suggestions.keys()
    found = unsettled(made)
    assert {words for code, words in found if code == "placeholder"} == {w for c, w in as_built() if c == "placeholder"}
    assert {words for _, words in as_built()} <= {words for _, words in found}
    final = finalized(made, base_of(made)).parts
    assert not [line for line in outline(write_parts(final)) if line.startswith((*MARKING, "ng "))]


@pytest.mark.parametrize("change", TEMPLATES.values(), ids=list(TEMPLATES))
def test_an_edit_confirms_in_any_template(tmp_path: Path, change: Callable[[Parts], Parts]) -> None:
    def edit(root: etree._Element) -> None:
        first_text(paragraph(root, TACTICAL)).text = "A weekly list."

    made = read_parts(fill_template(template_of(tmp_path, change), short_context()))
    assert any(TACTICAL in words for _, words in unsettled(made))
    assert not [words for _, words in unsettled(edited(edit, made)) if "weekly list" in words]


def in_styles_of_suggestions(source: Parts) -> list[str]:
    """The paragraphs that our template prints as suggestions, each with the words by which a review tells it."""
    opened = OpenDraft(source, base_of(source))
    return sorted(opened.place_of(p).text for p in opened.paragraphs() if "suggestion" in opened.style(p))


def test_what_a_person_wrote_is_not_listed_because_a_suggestion_says_the_same() -> None:
    made = read_parts(bare())
    assert [words for code, words in unsettled(made) if code == "suggestion"] == in_styles_of_suggestions(made)


LONGER = (
    "For example: {{ recommendations.items[0].text }} And so on.",
    "{{ recommendations.items[0].text[:40] }}",
    "{{ recommendations.items|join('; ', 'text') }}",
    "{{ recommendations.items[0].text|upper }}",
    "{{ 'First: ' ~ recommendations.items[0].text }}",
)


def test_a_suggestion_in_a_longer_paragraph_is_listed_until_it_is_rewritten(tmp_path: Path) -> None:
    def lengthen(root: etree._Element) -> None:
        root[0][0:0] = [make("p", text_run(words)) for words in LONGER]

    def rewrite(root: etree._Element) -> None:
        for number, made in enumerate(list(root.iter(w("p")))[: len(LONGER)]):
            if number % 2:
                first_text(made).text = "By hand."

    template = template_of(tmp_path, lambda source: edited(lengthen, without_comments(source)))
    made = read_parts(fill_template(template, short_context()))
    for source in (made, edited(rewrite, made)):
        printed = [shown_text(p) for p in parse(source[DOCUMENT]).iter(w("p"))][: len(LONGER)]
        listed = [words for code, words in unsettled(source) if code == "suggestion"]
        told = [any(words.startswith(said[:30]) for words in listed) for said in printed]
        assert told == ["By hand" not in said for said in printed]


# --------------------------------------------------------------------------------- confirmed where there is no comment


@cache
def bare(template: str = "no comments", *, later: bool = False) -> bytes:
    """A draft from a template without comment controls."""
    change: Callable[[Parts], Parts] = TEMPLATES[template]
    changed = write_parts(change(read_parts(TEMPLATE)))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ours.docx"
        path.write_bytes(changed)
        return fill_template(path, later_context() if later else short_context())


def open_chapters(source: Parts) -> set[str]:
    recorded = base_of(source)
    points = review(source, recorded, finalized(source, recorded))
    return {point.place.heading for point in points if point.code == "suggestion"}


def confirmed(source: Parts, chapter: str) -> Parts:
    made, count = confirm(source, base_of(source), chapter)
    assert count
    return read_parts(made.packed())


@pytest.mark.parametrize("template", ["no comments", "no controls"])
def test_a_chapter_without_comments_is_confirmed_and_stays_so(tmp_path: Path, template: str) -> None:
    before = read_parts(bare(template))
    made = confirmed(before, "3")
    assert open_chapters(made) == {line for line in open_chapters(before) if not line.startswith("3 ")}
    assert made[DOCUMENT] == before[DOCUMENT]
    assert open_chapters(word_saved(made, 3)) == open_chapters(made)
    assert {one.how for one in confirmed_in(made, base_of(made))} == {Confirmation.RECORDED}
    whole = confirmed(made, "all")
    assert open_chapters(whole) == set()
    for chapter in ("3", "all"):
        with pytest.raises(UsageError, match=r"^The draft has no suggestion to confirm\.$"):
            confirm(whole, base_of(whole), chapter)
    path = tmp_path / "client-report.docx"
    path.write_bytes(write_parts(made))
    assert draft_is_untouched(path) is False, "so a build keeps it"


@pytest.mark.parametrize("later", [False, True])
def test_what_was_confirmed_without_a_comment_stays_so_in_a_refresh(*, later: bool) -> None:
    before = read_parts(bare())
    made = confirmed(before, "all")
    fresh = read_parts(bare(later=later))
    once = refresh(made, base_of(made), fresh)
    assert [
        words for code, words in unsettled(refreshed_file(once)) if code == "suggestion" and TACTICAL in words
    ] == []
    if later:
        kept = {words for code, words in unsettled(before) if code == "suggestion"}
        assert not kept & {words for code, words in unsettled(refreshed_file(once)) if code == "suggestion"}
    else:
        assert open_chapters(refreshed_file(once)) == set()
        assert once.package[DOCUMENT] == refreshed_file(refresh(made, base_of(made), fresh))[DOCUMENT]
    again = refresh(refreshed_file(once), once.base, fresh)
    assert unsettled(refreshed_file(again)) == unsettled(refreshed_file(once))


def test_a_draft_that_lost_what_it_carries_is_refreshed_before_it_is_confirmed() -> None:
    made, base = stripped(parts()), base_of(draft())
    with pytest.raises(UsageError, match="Refresh the draft first"):
        confirm(made, base, "all")
    back = refreshed_file(refresh(made, base, parts()))
    assert unsettled(back) == as_built()


@pytest.mark.parametrize("change", [lambda source: edited(_unwrapped_comments, source)], ids=["t19"])
def test_a_template_that_would_print_our_questions_is_refused(tmp_path: Path, change: Callable[[Parts], Parts]) -> None:
    template = template_of(tmp_path, change)
    assert {fault.code for fault in check_template(template).faults if fault.is_error} == {"prompt-printed"}
    with pytest.raises(TemplateError, match="a question to the consultant would be printed"):
        fill_template(template, demo_context())


def _unwrapped_comments(root: etree._Element) -> None:
    unwrap(*[control for control in root.iter(w("sdt")) if tag_of(control) == "comment"])


def test_a_question_that_takes_another_name_is_not_printed_either(tmp_path: Path) -> None:
    def edit(root: etree._Element) -> None:
        _unwrapped_comments(root)
        for prompt in [p for p in root.iter(w("p")) if re.search(r"\.why\b", shown_text(p))]:
            text = first_text(prompt)
            text.text = "{% set asked = words %}{{ asked['why'] }}"

    template = template_of(tmp_path, lambda source: edited(edit, source))
    with pytest.raises(TemplateError):
        fill_template(template, demo_context())


# ------------------------------------------------------------------------------------------- what happens to a draft


DRAFTS = {
    "saved by Word in another language": lambda source: word_saved(source, 5),
    "styles renamed": with_other_names,
    "styles renamed, with their ids": with_other_ids,
    "styles dropped": without_styles,
}


@pytest.mark.parametrize("change", DRAFTS.values(), ids=list(DRAFTS))
def test_what_a_program_does_to_styles_confirms_nothing(change: Callable[[Parts], Parts]) -> None:
    made = change(parts())
    assert unsettled(made) == as_built()
    final = finalized(made, base_of(made)).parts
    assert not [line for line in outline(write_parts(final)) if line.startswith((*MARKING, "ng "))]


@pytest.mark.parametrize("template", ["no comments", "no controls"])
@pytest.mark.parametrize("change", [with_other_names, with_other_ids])
def test_nor_where_no_comment_asks(change: Callable[[Parts], Parts], template: str) -> None:
    """Though what was suggested is also said elsewhere, in styles that nobody renamed."""
    made = read_parts(bare(template))
    assert unsettled(change(made)) == unsettled(made)


@pytest.mark.parametrize("change", [with_other_names, with_other_ids, without_styles])
def test_a_copy_elsewhere_is_open_whatever_styles_are_called_and_a_quotation_is_not(
    change: Callable[[Parts], Parts],
) -> None:
    """Into a part of the report that suggests nothing, as it is and in that part's style."""

    def copy(root: etree._Element) -> None:
        here, there = paragraph(root, TACTICAL), paragraph(root, "Again: ")
        for style in (here.find(w("pPr")), there.find(w("pPr"))):
            assert style is not None
            there.addprevious(make("p", deepcopy(style), text_run(shown_text(here))))

    def styles(source: Parts) -> list[str]:
        return [style for style, words in _open(source, base_of(draft())).elements() if TACTICAL in words]

    (marked,) = {*styles(change(parts()))}
    assert styles(change(edited(copy))) == [marked, marked]


def test_comments_that_went_with_all_that_was_stored_confirm_nothing() -> None:
    made = stripped(parts())
    found = unsettled(made, base_of(draft()))
    assert {words for _, words in as_built()} <= {words for _, words in found}


def test_deleting_our_comments_in_word_confirms() -> None:
    assert unsettled(edited(without_comment_marks)) == [(c, words) for c, words in as_built() if c == "placeholder"]
    assert unsettled(settled()) == []


def test_a_placeholder_in_another_style_still_has_to_be_written() -> None:
    def edit(root: etree._Element) -> None:
        place = paragraph(root, "[Write what the company could do instead.]")
        style = place.find(f"{w('pPr')}/{w('pStyle')}")
        assert style is not None
        style.set(w("val"), "BodyText")

    assert unsettled(edited(edit)) == as_built()


def test_drafts_of_early_versions_go_by_the_names_of_styles() -> None:
    early = replace(base_of(draft()), drafted=None)
    assert unsettled(parts(), early) == as_built()


@pytest.mark.parametrize("is_tracked", [False, True])
def test_what_is_not_generated_any_more_but_stands_is_still_to_be_confirmed(*, is_tracked: bool) -> None:
    """A strength is edited beside a suggested weakness; then the workbook gives no such chapter any more."""

    def edit(root: etree._Element) -> None:
        text = first_text(paragraph(root, "In its measures, they listen"))
        text.text = f"{text.text} (still) "
        run = text.getparent()
        if is_tracked and run is not None:
            change = make("ins", id=901, author="A. Person")
            run.addprevious(change)
            change.append(run)

    weakness = ("suggestion", "In its measures, nobody owns three of four groups (5).")
    mine = edited(edit, read_parts(version(BASE)))
    assert weakness in unsettled(mine)
    fresh = read_parts(version("shrunk"))
    result = refresh(mine, base_of(version(BASE)), fresh)
    assert weakness in unsettled(refreshed_file(result))
    again = refresh(refreshed_file(result), result.base, fresh)
    assert weakness in unsettled(refreshed_file(again))
    assert refreshed_file(again)[DOCUMENT] == refreshed_file(result)[DOCUMENT]
    confirmed = edited(without_comment_marks, refreshed_file(again))
    assert weakness not in unsettled(confirmed)


def _open(source: Parts, base: Base) -> Counter[tuple[str, str]]:
    """Every suggestion that is open, with its style: also those that one point of the review tells together."""
    opened = OpenDraft(source, base)
    found = open_suggestions(opened, read_comments(source, opened.roots.values()))
    return Counter((opened.style(p), shown_text(p)) for group in found for p in group)


def test_what_no_mark_and_no_comment_tells_of_any_more_is_asked_about_by_the_record() -> None:
    """Bookmarks, comments and store are gone: what is not found stays, and no comment of ours can ask about it."""

    def edit(root: etree._Element) -> None:
        for each in [p for p in root.iter(w("p")) if shown_text(p).startswith("The plan for the year")]:
            for beside in (each.getprevious(), each.getnext()):
                if beside is not None and beside.tag == w("p"):
                    beside.append(text_run(" (still)"))

    mine, base, fresh = edited(edit), base_of(draft()), parts()
    before = _open(mine, base)
    result = refresh(without_bookmarks(stripped(mine)), base, fresh)
    assert Outcome.LOST in {change.outcome for change in result.changes.regions}
    again = refresh(refreshed_file(result), result.base, fresh)
    for made in (result, again):
        assert before - _open(refreshed_file(made), made.base) == Counter()
    settled_, _ = confirm(refreshed_file(again), again.base, "all")
    kept = read_base(settled_)
    assert kept is not None
    assert not _open(settled_, kept)


def test_a_suggestion_that_stays_with_its_old_figures_is_still_to_be_confirmed() -> None:
    """Changes are tracked beside it, so that its table is not touched, and the workbook gives another score."""

    def edit(root: etree._Element) -> None:
        run = first_text(paragraph(root, "As a whole, they listen")).getparent()
        assert run is not None
        change = make("ins", id=901, author="A. Person")
        run.addprevious(change)
        change.append(run)

    overall = first().overall
    weaknesses = suggested(f"As a whole, nobody owns three of four groups ({figure('TG-01', '9')}).")
    rescored = replace(first(), overall=replace(overall, swot=replace(overall.swot, weaknesses=weaknesses)))
    mine, base = edited(edit, read_parts(version(BASE))), base_of(version(BASE))
    result = refresh(mine, base, read_parts(fill_template(TEMPLATE, rescored)))
    stays = ("suggestion", "As a whole, nobody owns three of four groups (5).")
    assert stays in unsettled(mine, base)
    assert stays in unsettled(refreshed_file(result), result.base)


@pytest.mark.parametrize("left", ["A weekly list of repeated complaints.", "Owners."])
def test_what_is_left_of_a_suggestion_that_began_or_ended_in_what_goes_is_still_to_be_confirmed(left: str) -> None:
    """Nobody touched the draft; the workbook gives one of two suggested bullets any more."""
    shorter = replace(first(), conclusion=replace(first().conclusion, tactical=suggested(left)))
    result = refresh(read_parts(version(BASE)), base_of(version(BASE)), read_parts(fill_template(TEMPLATE, shorter)))
    assert ("suggestion", left) in unsettled(refreshed_file(result), result.base)


def test_of_two_suggestions_in_the_same_words_the_one_that_was_confirmed_confirms_no_other() -> None:
    """A weakness and a threat of one table: the comment on the first is resolved; a strength comes in, and goes."""
    words = "Nobody owns it."
    asking = replace(suggested(words), why="Is it so?")
    swot = replace(first().overall.swot, weaknesses=asking, threats=suggested(words))
    built, more = (
        read_parts(fill_template(TEMPLATE, replace(first(), overall=replace(first().overall, swot=each))))
        for each in (swot, replace(swot, strengths=bullets("They listen.", "They answer.")))
    )
    once = refresh(resolved(built, "Is it so?"), base_of(built), more)
    twice = refresh(refreshed_file(once), once.base, built)
    for made in (once, twice):
        found = _open(refreshed_file(made), made.base)
        assert [count for (_, said), count in found.items() if said == words] == [1]


def test_two_suggestions_that_stay_in_the_same_words_are_both_still_to_be_confirmed() -> None:
    """A program lost the figure in one, so that it says the old score; a column by hand holds their table."""

    def edit(root: etree._Element) -> None:
        table = next(paragraph(root, "Nobody owns it").iterancestors(w("tbl")))
        for row in table.iter(w("tr")):
            row.append(make("tc", make("p")))
        last = [p for p in table.iter(w("p")) if "Nobody owns it" in shown_text(p)][-1]
        for mark in [m for m in last.iter(w("bookmarkStart")) if m.get(w("name"), "").startswith("_rgv_")]:
            remove(mark)

    def built(swot: Swot) -> Parts:
        return read_parts(fill_template(TEMPLATE, replace(first(), overall=replace(first().overall, swot=swot))))

    swot, words = first().overall.swot, suggested(f"Nobody owns it ({figure('TG-07', '5')}).")
    mine = built(replace(swot, weaknesses=words, threats=words))
    now = bullets(f"All is owned ({figure('TG-07', '9')}).")
    result = refresh(edited(edit, mine), base_of(mine), built(replace(swot, weaknesses=now, threats=now)))
    found = _open(refreshed_file(result), result.base)
    assert {said: count for (_, said), count in found.items() if "Nobody owns it (" in said} == {
        "Nobody owns it (9).": 1,
        "Nobody owns it (5).": 1,
    }


def test_a_comment_that_reaches_over_others_and_goes_keeps_none_of_them_from_new_words() -> None:
    """Its end was carried down by hand; then what it began in is not generated any more."""

    def built(overall: str, why: str) -> Parts:
        swot = replace(first().overall.swot, weaknesses=replace(suggested("Nobody owns it."), why=why))
        areas = suggested(overall)
        whole = replace(first().overall, swot=swot, key_findings=areas)
        return read_parts(fill_template(TEMPLATE, replace(first(), overall=whole)))

    def carry(root: etree._Element) -> None:
        number = next(paragraph(root, "Begin anywhere.").iter(w("commentRangeStart"))).get(w("id"))
        marks = [m for m in root.iter(w("commentRangeEnd"), w("commentReference")) if m.get(w("id")) == number]
        down = paragraph(root, TACTICAL)
        for mark in [m if m.tag == w("commentRangeEnd") else m.getparent() for m in marks]:
            assert mark is not None
            down.append(mark)

    mine = built("Begin anywhere.", "Is it so at 5?")
    result = refresh(edited(carry, mine), base_of(mine), built("Each shop answers letters.", "Is it so at 9?"))
    told = [c.text for c in read_comments(refreshed_file(result)) if c.text.startswith("Is it so")]
    assert told == ["Is it so at 9?"]


def test_what_stands_in_several_styles_is_given_another_by_nobody() -> None:
    """Changes are tracked in the one region of a template without controls, and less of it is generated than was."""

    def edit(root: etree._Element) -> None:
        run = first_text(paragraph(root, TACTICAL)).getparent()
        assert run is not None
        change = make("ins", id=901, author="A. Person")
        run.addprevious(change)
        change.append(run)

    built = read_parts(bare("no controls"))
    mine, base = edited(edit, built), base_of(built)
    before = _open(mine, base)
    assert max(Counter(words for _, words in before).values()) > 1
    result = refresh(mine, base, read_parts(bare("no controls", later=True)))
    assert before - _open(refreshed_file(result), result.base) == Counter()
