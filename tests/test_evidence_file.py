"""The evidence file: every note an assessor wrote stands in it, and it says on every page that it is internal."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import docx
import pytest

from reportgen.common.house_style import load_house_style
from reportgen.common.options import NO_OPTIONS
from reportgen.office.package import Package
from reportgen.runs.score import Scored, score_workbook
from reportgen.word.plain import PlainDocument, PlainHeading, PlainTable, PlainText, plain_document
from reportgen.words.compose.evidence_file import NOTICE, evidence_file
from tests.commands import run
from tests.conftest import WORKBOOKS, Office
from tests.museum import SET_NAME, built

SAMPLE = WORKBOOKS / "sample-client.xlsx"
COLOURS = load_house_style().all_colours


@pytest.fixture(scope="module")
def scored() -> Scored:
    return score_workbook(SAMPLE, NO_OPTIONS)


@pytest.fixture(scope="module")
def told(scored: Scored) -> PlainDocument:
    checked = scored.checked
    return evidence_file(checked.assessment, checked.questions, scored.scores, scored.comparison)


def rows_of(told: PlainDocument, head: str) -> list[tuple[str, ...]]:
    return [
        row for block in told.blocks if isinstance(block, PlainTable) and block.head[0] == head for row in block.rows
    ]


def test_every_note_of_every_kind_stands_in_it(scored: Scored, told: PlainDocument) -> None:
    notes = scored.checked.assessment.notes
    assert {note.kind.value for note in notes if note.kind} == {row[1] for row in rows_of(told, "Interview")}
    assert sorted(note.text for note in notes) == sorted(row[2] for row in rows_of(told, "Interview"))


def test_every_note_beside_an_answer_stands_with_its_question_interview_and_box(
    scored: Scored, told: PlainDocument
) -> None:
    scale = scored.checked.questions.scale
    wanted = {
        (
            answer.question_id,
            answer.interview,
            scale.printed(answer.box) if answer.box is not None else answer.state.value,
        )
        for answer in scored.checked.assessment.answers
        if answer.note and not answer.is_laid_out
    }
    rows = [row for row in rows_of(told, "Question") if row[1] != "Agreed score"]
    assert {(row[0].split()[0], row[1].split(",")[0], row[2].split(" –")[0]) for row in rows} == wanted
    assert len(rows) == len(wanted)


def test_agreed_scores_stand_with_their_reasons(scored: Scored, told: PlainDocument) -> None:
    agreed = [row for row in rows_of(told, "Question") if row[1] == "Agreed score"]
    assert {(row[0].split()[0], row[4]) for row in agreed} == {
        (one.question_id, one.reason) for one in scored.checked.assessment.agreed
    }


def test_people_stand_by_interview_and_level_alone(scored: Scored, told: PlainDocument) -> None:
    said = {row[0] for row in rows_of(told, "Interview")} | {row[1] for row in rows_of(told, "Question")}
    titles = {level.id: level.title.lower() for level in scored.checked.questions.levels}
    known = {f"{one.code}, {titles[one.level or '']} level" for one in scored.checked.assessment.interviews}
    assert said - {"Agreed score"} <= known


def test_build_writes_it_beside_the_draft(workbook: Path, draft: Path) -> None:
    file = draft.with_name("museum-evidence.docx")
    document = docx.Document(str(file))
    assert [paragraph.text for paragraph in document.sections[0].header.paragraphs] == [NOTICE]
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Harbour Museum" in words
    once = file.read_bytes()
    built(workbook)
    assert file.read_bytes() == once


def test_one_that_somebody_wrote_in_is_not_replaced(workbook: Path, draft: Path) -> None:
    file = draft.with_name("museum-evidence.docx")
    docx.Document().save(str(file))
    before = file.read_bytes()
    folder = workbook.parent
    done = run("build", workbook, "--question-set", folder / SET_NAME, "-o", folder / "output")
    assert done.exit_code != 0
    assert file.name in done.output
    assert file.read_bytes() == before


def test_explain_shows_the_notes_of_a_question() -> None:
    done = run("explain", SAMPLE, "AP-01")
    assert "Nine-page strategy to 2027" in " ".join(done.output.split())


CONTENT = PlainDocument(
    "A & B <Ltd>",
    "Internal",
    date(2026, 3, 2),
    (
        PlainHeading("Part"),
        PlainHeading("Within", 2),
        PlainText("Words\nbelow"),
        PlainTable(("One", "Two"), (1, 3), (("a", "b\x0b"), ("", ""))),
    ),
)


def test_a_plain_document_says_what_it_was_given_and_is_the_same_each_time() -> None:
    packed = plain_document(CONTENT, COLOURS).packed()
    assert packed == plain_document(CONTENT, COLOURS).packed()
    parts = Package.opened(packed)
    assert not [name for name in parts if b"ns0:" in parts[name]]  # prefixes hang on nothing else in the process
    document = docx.Document(io.BytesIO(packed))
    assert [(p.style.name, p.text) for p in document.paragraphs if p.style and p.text] == [
        ("Title", "A & B <Ltd>"),
        ("Heading 1", "Part"),
        ("Heading 2", "Within"),
        ("Normal", "Words\nbelow"),
    ]
    assert [row.cells[0].text for row in document.tables[0].rows] == ["One", "a", ""]
    assert document.core_properties.title == "A & B <Ltd>"


@pytest.mark.office
def test_a_plain_document_opens_in_a_word_processor(soffice: Office, tmp_path: Path) -> None:
    source = tmp_path / "plain.docx"
    source.write_bytes(plain_document(CONTENT, COLOURS).packed())
    saved = docx.Document(str(soffice.convert(source, "docx", tmp_path / "saved")))
    assert saved.tables[0].cell(1, 0).text == "a"
    assert saved.sections[0].header.paragraphs[0].text == "Internal"
