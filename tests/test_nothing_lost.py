"""Nothing an assessor writes disappears: each text of each sheet stands in the report or in the evidence file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from reportgen.assessment.scoring import score
from reportgen.assessment.standing import compare
from reportgen.common.figures import plain
from reportgen.common.model import Assessment, QuestionSet
from reportgen.word.plain import PlainHeading, PlainTable, PlainText
from reportgen.words.compose.evidence_file import evidence_file
from reportgen.workbook import layout
from reportgen.workbook.layout import CellKind, Column
from tests.claims.reports import Case, composed
from tests.claims.told import told_in
from workbooks.make_samples import sample_assessment, sample_questions

PARTS: Mapping[str, str] = {  # where the assessment keeps the entries of a sheet
    layout.INTERVIEWS: "interviews",
    layout.NOTES: "notes",
    layout.HEADLINES: "headlines",
    layout.AGREED: "agreed",
    layout.FINDINGS: "findings",
    layout.ROAD_MAP: "initiatives",
    layout.TARGETS: "targets",
    layout.NARRATIVE: "narrative",
    layout.questionnaire_sheet(sample_questions()).title: "answers",
}
NOBODY = ("code", "ref", "interviewer")  # what names an entry; and a person, who is named in no output
PLANTED = re.compile(r"planted-\d+")


def written_by_hand(questions: QuestionSet) -> Iterator[tuple[str, Column]]:
    """Every column of text of every sheet of rows, with the part of the assessment that it fills."""
    for sheet in layout.tables(questions):
        for column in sheet.columns if sheet.title in PARTS else ():
            if column.kind in (CellKind.TEXT, CellKind.LONG_TEXT) and column.key not in NOBODY:
                yield PARTS[sheet.title], column


def planted(given: Assessment, questions: QuestionSet) -> tuple[Assessment, dict[str, str]]:
    """The assessment with a mark in every text, and the place of each mark."""
    places: dict[str, str] = {}

    def marked(part: str, key: str, text: str) -> str:
        mark = f"planted-{len(places):05d}"
        places[mark] = f"{part}.{key}: {text}"
        return f"{text} {mark}"

    keys: dict[str, list[str]] = {}
    for part, column in written_by_hand(questions):
        keys.setdefault(part, []).append(column.key)
    changed: dict[str, Any] = {}
    for part, names in keys.items():
        entries = getattr(given, part)
        changed[part] = tuple(
            replace(entry, **{key: marked(part, key, getattr(entry, key)) for key in names if getattr(entry, key)})
            for entry in entries
        )
    return replace(given, **changed), places


@pytest.mark.slow
def test_every_text_of_an_assessor_stands_in_the_report_or_in_the_evidence_file() -> None:
    questions = sample_questions()
    told = sample_assessment(questions)
    told = replace(told, engagement=replace(told.engagement, name_roles=True))
    given, places = planted(told, questions)
    columns = {f"{part}.{column.key}" for part, column in written_by_hand(questions)}
    assert {sheet.title for sheet in layout.tables(questions)} - {layout.ENGAGEMENT} == set(PARTS)
    assert {place.partition(":")[0] for place in places.values()} == columns, "the sample fills every column of text"
    context, charts, *_ = composed(Case(questions, given))
    texts = [plain(entry.what) for entry in told_in(context, charts, {}) if isinstance(entry.what, str)]
    scores = score(given, questions)
    file = evidence_file(given, questions, scores, compare(scores, None, given.engagement, questions))
    for block in file.blocks:
        if isinstance(block, PlainTable):
            texts += [cell for row in block.rows for cell in row]
        elif isinstance(block, PlainText | PlainHeading):
            texts.append(block.text)
    found = {mark for text in texts for mark in PLANTED.findall(text)}
    lost = [places[mark] for mark in places if mark not in found]
    assert lost == []
