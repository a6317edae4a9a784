"""What nobody confirmed or wrote is known by what was generated, whatever styles are called and programs dropped."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from reportgen.common.exceptions import TemplateError
from reportgen.draft.finalize import finalized
from reportgen.draft.review import review
from reportgen.template.checking import check_template
from reportgen.word.xml import shown_text, tag_of, unwrap, w
from tests.drafts import Parts, base_of, draft, edited, first_text, paragraph, parts, short_context
from tests.losses import (
    MARKING,
    stripped,
    with_other_ids,
    with_other_names,
    without_comment_marks,
    without_comments,
    without_controls,
    without_styles,
)
from tests.packages import read_parts, write_parts
from tests.report_builders import TEMPLATE, demo_context, fill_template
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
