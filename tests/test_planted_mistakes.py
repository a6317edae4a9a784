"""Mistakes planted in the error-free sample: exactly those are found, with the right codes and cells, in one run."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import pytest

from reportgen.assessment.validation.answers import states_needed
from reportgen.common.diagnostics.problems import Problem
from reportgen.common.model import Answer, AnswerState, Assessment
from reportgen.questions import for_sector, load_question_set
from reportgen.runs.check import Checked, check_workbook
from reportgen.workbook import layout
from tests.corpus.base import Parts, part_of
from tests.packages import parts_of, zipped

SAMPLE = Path(__file__).parents[1] / "workbooks" / "sample-client.xlsx"
Spot = tuple[str, str]  # sheet and cell


@dataclass(frozen=True)
class Mistake:
    """What is put into a cell, as XML behind its address, and the code it must give."""

    spot: Spot
    xml: str
    code: str


@cache
def sample() -> Checked:
    """The sample as it is: without errors."""
    return check_workbook(SAMPLE)


def string(text: str) -> str:
    """A text as the XML of a cell has it."""
    return f't="inlineStr"><is><t>{text}</t></is>'


ANSWERS = (
    ("><v>85</v>", "no-such-box"),
    ("><v>0.8</v>", "no-such-box"),
    (string("eighty"), "unreadable-answer"),
    (string("80 - Isolated activity only"), "contradicting-answer"),
    ("><f>40*2</f>", "no-calculated-value"),
    ('t="e"><v>#REF!</v>', "error-value"),
    ('t="e"><f>NA()</f><v>#N/A</v>', "error-value"),
    ('t="b"><v>1</v>', "unreadable-answer"),
)
STATES = (
    (string("perhaps"), "unknown-choice"),
    ('t="e"><v>#NAME?</v>', "error-value"),
    ("><v>7</v>", "unknown-choice"),
)
CHOICES = ((string("none of these"), "unknown-choice"), ("><f>A1</f>", "no-calculated-value"))
DATES = (
    (string("03/04/2025"), "unreadable-date"),
    ("><v>3</v>", "unreadable-date"),
    ('t="e"><v>#VALUE!</v>', "error-value"),
)


def possible(checked: Checked) -> Iterator[tuple[Spot, tuple[tuple[str, str], ...]]]:
    """Every cell in which a mistake can be made that says nothing about another, with the mistakes."""
    made = checked.assessment
    state_column = {  # one right of the answers, for the first state
        answer.place.sheet: chr(ord(re.sub(r"\d", "", answer.place.cell)) + 1) for answer in made.answers
    }
    for answer in made.answers:
        row = re.sub(r"\D", "", answer.place.cell)
        yield (answer.place.sheet, answer.place.cell), ANSWERS
        yield (answer.place.sheet, f"{state_column[answer.place.sheet]}{row}"), STATES
    for interview in made.interviews:
        for key, mistakes in (("level", CHOICES), ("date", DATES)):
            yield (interview.places[key].sheet, interview.places[key].cell), mistakes
    for note in made.notes:
        row = re.sub(r"\D", "", note.place.cell)
        yield (note.place.sheet, f"B{row}"), CHOICES
        yield (note.place.sheet, f"A{row}"), ((string("99"), "unknown-interview"),)
    for place in (*(finding.place for finding in made.findings), *(entry.place for entry in made.initiatives)):
        row = re.sub(r"\D", "", place.cell)
        yield (place.sheet, f"B{row}"), CHOICES
        yield (place.sheet, f"C{row}"), CHOICES
    for agreed in made.agreed:
        yield (agreed.place.sheet, agreed.place.cell), ANSWERS[:5]


def planted(mistakes: list[Mistake]) -> bytes:
    """The sample with these mistakes in it."""
    parts: Parts = parts_of(SAMPLE.read_bytes())
    for title in {mistake.spot[0] for mistake in mistakes}:
        name = part_of(title, parts)
        wanted = {mistake.spot[1]: mistake.xml for mistake in mistakes if mistake.spot[0] == title}
        parts[name] = with_cells(parts[name].decode(), wanted).encode()
    return zipped(parts)


def with_cells(sheet: str, wanted: dict[str, str]) -> str:
    """The XML of a sheet with these cells, each of which must stand there already."""
    put: set[str] = set()

    def replaced(found: re.Match[str]) -> str:
        if found[1] not in wanted:
            return found[0]
        put.add(found[1])
        style = re.search(r' s="\d+"', found[2])
        return f'<c r="{found[1]}"{style[0] if style else ""} {wanted[found[1]]}</c>'

    changed = re.sub(r'<c r="([A-Z]+\d+)"([^>]*?)(?:/>|>.*?</c>)', replaced, sheet)
    assert put == wanted.keys()
    return changed


def by_chance(count: int, seed: int) -> list[Mistake]:
    """So many mistakes, no two of them in one row, so that each is independent of the others."""
    chance = Random(seed)
    spots = list(possible(sample()))
    chance.shuffle(spots)
    rows: set[Spot] = set()
    found: list[Mistake] = []
    for (sheet, cell), mistakes in spots:
        row = (sheet, re.sub(r"\D", "", cell))
        if row not in rows and len(found) < count:
            rows.add(row)
            found.append(Mistake((sheet, cell), *chance.choice(mistakes)))
    assert len(found) == count
    return found


@pytest.mark.unmeasured
@pytest.mark.parametrize(("count", "seed"), [(1, 1), (10, 4), (300, 6), (300, 7)])
def test_exactly_the_mistakes_planted_are_found(tmp_path: Path, count: int, seed: int) -> None:
    mistakes = by_chance(count, seed)
    path = tmp_path / "sample-client.xlsx"
    path.write_bytes(planted(mistakes))
    for name in ("sample-peers.xlsx", "sample-earlier.json"):
        (tmp_path / name).write_bytes(SAMPLE.with_name(name).read_bytes())
    checked = check_workbook(path)
    found = [(p.place.sheet, p.place.cell, p.code) for p in checked.problems if p.is_error]
    assert sorted(found) == sorted((*mistake.spot, mistake.code) for mistake in mistakes)
    assert warnings(checked.problems) == expected_warnings(checked, {mistake.spot for mistake in mistakes})


# --------------------------------------------------------------------------------- the warnings, worked out anew


def warnings(problems: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    """Code, place and question of every warning."""
    return sorted((p.code, str(p.place), p.question_id) for p in problems if not p.is_error)


def expected_warnings(checked: Checked, spoilt: set[Spot]) -> list[tuple[str, str, str]]:
    """The warnings the assessment must give, by another route: from its answers, question by question."""
    made, questions = checked.assessment, checked.questions
    rows = {(sheet, re.sub(r"\D", "", cell)) for sheet, cell in spoilt}
    needed = states_needed(questions)
    found = [entry for answer in made.answers for entry in of_answer(answer, checked, spoilt)]
    for code in made.interview:
        silent = [
            answer
            for answer in made.answers
            if answer.interview == code
            and (answer.place.sheet, re.sub(r"\D", "", answer.place.cell)) not in rows
            and any(
                answer.evidence[s.id] is None for s in needed[answer.question_id].get(answer.box or Fraction(-1), ())
            )
        ]
        found += [("states-not-recorded", str(answer.place), answer.question_id) for answer in silent[:1]]
    for question_id in questions.questions:
        found += across(question_id, made.answers_to[question_id], checked)
    unread = {f"{sheet}!{cell}" for sheet, cell in spoilt if sheet == "Agreed scores"}  # what is agreed there is open
    return sorted(entry for entry in found if entry[1] not in unread)


def of_answer(answer: Answer, checked: Checked, spoilt: set[Spot]) -> Iterator[tuple[str, str, str]]:
    questions, interview = checked.questions, checked.assessment.interview[answer.interview]
    question = questions.questions[answer.question_id]
    level_place = interview.places["level"]
    levels = {interview.level} if interview.level else set(questions_levels(checked))
    if (level_place.sheet, level_place.cell) in spoilt:
        asked = question.levels == frozenset(questions_levels(checked))
    else:
        asked = bool(levels & question.levels)
    covered = questions.element_of[question.id].id in interview.elements
    if answer.state is AnswerState.BLANK and asked and covered:
        yield "gap", str(answer.place), question.id
    if answer.state is AnswerState.NOT_APPLICABLE and not answer.note:
        yield "na-without-reason", str(answer.note_place), question.id
    if answer.box in sorted(questions.scale.values)[-2:] and not answer.note:
        yield "high-box-without-note", str(answer.note_place), question.id
    needed = states_needed(questions)[question.id].get(answer.box or Fraction(-1), ())
    if any(answer.evidence[s.id] is False for s in needed):
        yield "unsupported-box", str(answer.place), question.id


def questions_levels(checked: Checked) -> list[str]:
    return [level.id for level in checked.questions.levels]


def across(question_id: str, answers: tuple[Answer, ...], checked: Checked) -> Iterator[tuple[str, str, str]]:
    made: Assessment = checked.assessment
    boxes = sorted(checked.questions.scale.values)
    ranks = [boxes.index(answer.box) for answer in answers if answer.box is not None]
    agreed = any(entry.question_id == question_id and entry.box is not None for entry in made.agreed)
    if ranks and max(ranks) - min(ranks) >= 3 and not agreed:
        yield "interviews-apart", agreed_row(question_id, checked), question_id
    refused = [answer for answer in answers if answer.state is AnswerState.NOT_APPLICABLE]
    if refused and ranks:
        yield "mixed-na", agreed_row(question_id, checked), question_id


def agreed_row(question_id: str, checked: Checked) -> str:
    """The cell of a question's agreed box: rows stand in the order of the set, under four of head."""
    return f"Agreed scores!S{5 + list(checked.questions.questions).index(question_id)}"


def test_the_sample_has_no_errors_and_the_warnings_worked_out_anew() -> None:
    assert not sample().has_errors
    assert warnings(sample().problems) == expected_warnings(sample(), set())


# ----------------------------------------------------------------------------------------------- every drop-down


def test_every_entry_of_every_list_of_the_workbook_is_read_as_what_it_is(tmp_path: Path) -> None:
    """The ranges behind the drop-downs of the sample hold the entries that the reader accepts, and no others."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(SAMPLE.read_bytes()))
    questions = for_sector(load_question_set(), str(book[layout.META]["B5"].value or ""))
    accepted = {entries.labels for entries in layout.choice_lists(questions).values()}
    codes = tuple(sample().assessment.interview)
    seen = set()
    for sheet in book.worksheets:
        for check in sheet.data_validations.dataValidation:
            if check.type == "list":
                title, cells = str(check.formula1).rsplit("!", 1)
                rows = book[title.strip("'$")][cells.replace("$", "")]
                entries = tuple(str(row[0].value) for row in rows if row[0].value is not None)
                assert entries in accepted or entries == codes, (sheet.title, check.formula1)
                seen.add(entries)
    assert len(seen) >= 15
