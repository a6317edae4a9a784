"""A set that was changed under its old version: a workbook made before tells what differs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from reportgen.common.asked import ONLY_WORDS, WHERE_USED, as_entry, parts_asked, parts_changed
from reportgen.common.model import AnswerState, EvidenceState, Level, Question, QuestionSet
from reportgen.common.scale import Box, Scale
from reportgen.questions import for_sector, load_question_set
from reportgen.workbook import layout
from tests.commands import run

SET = Path(__file__).parent / "sets" / "visitor-care"


@pytest.fixture
def museum(tmp_path: Path) -> Path:
    """A set of one's own and a workbook made from it, in one folder."""
    shutil.copytree(SET, tmp_path / "our-set")
    made = run("new", tmp_path / "m.xlsx", "--client", "M", "--interviews", "1", "--question-set", tmp_path / "our-set")
    assert made.exit_code == 0, made.output
    return tmp_path


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / "our-set" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def told(folder: Path) -> list[str]:
    """What `check` says of the set, in a workbook without other words of the same code."""
    result = run("check", folder / "m.xlsx", "--question-set", folder / "our-set", "--json")
    problems = json.loads(result.stdout)[0]["problems"]
    assert all(problem["severity"] == "warning" for problem in problems if problem["code"] == "changed-set")
    return [problem["message"] for problem in problems if problem["code"] == "changed-set"]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("arrival.toml", "within a minute", "within an hour", "2025-1: question D-01."),
        ("arrival.toml", "weight = 2", "weight = 3", "question D-02"),
        ("arrival.toml", 'levels = ["keeper", "volunteer"]', 'levels = ["keeper"]', "question D-02"),
        ("arrival.toml", "na_allowed = true", "na_allowed = false", "question D-02"),
        ("arrival.toml", "weight = 0.5", "weight = 0.6", "areas and elements, their titles or weights"),
        ("stay.toml", "weight = 3", "weight = 4", "areas and elements, their titles or weights"),
        ("stay.toml", 'lenses = { who = ["families", "groups"] }', "", "what counts in the lenses"),
        ("set.toml", "value = 30", "value = 35", "the scale"),
        ("set.toml", "high_from = 75", "high_from = 80", "the scale"),
    ],
)
def test_what_was_changed_under_the_old_version_is_told(museum: Path, file: str, old: str, new: str, said: str) -> None:
    assert told(museum) == []
    edit(museum, file, old, new)
    (message,) = told(museum)
    assert "'visitor-care' was changed since this workbook was made" in message
    assert said in message
    assert "reportgen upgrade" in message


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("arrival.toml", "Someone looks up", "Somebody looks up"),
        ("arrival.toml", "within a minute", "within  a\\u00a0minute"),
        ("set.toml", 'means = "Somebody says so."', 'means = "It was said."'),
        ("set.toml", "# An invented set", "# A set"),
        ("sectors/gardens.toml", 'rooms = "beds"', 'rooms = "borders"'),
    ],
)
def test_words_that_only_explain_may_be_bettered(museum: Path, file: str, old: str, new: str) -> None:
    edit(museum, file, old, new)
    assert told(museum) == []


def test_questions_that_came_and_went_are_named(museum: Path) -> None:
    text = (museum / "our-set" / "stay.toml").read_text(encoding="utf-8")
    assert text.count('id = "R-02"') == 1
    (museum / "our-set" / "stay.toml").write_text(text.replace('id = "R-02"', 'id = "R-03"'), encoding="utf-8")
    (message,) = told(museum)
    assert "areas and elements, their titles or weights, R-03 (new) and R-02 (gone)." in message


def test_a_new_version_and_an_upgrade_settle_it(museum: Path) -> None:
    edit(museum, "arrival.toml", "within a minute", "within an hour")
    upgraded = run("upgrade", museum / "m.xlsx", "-o", museum / "n.xlsx", "--question-set", museum / "our-set")
    assert upgraded.exit_code == 0, upgraded.output
    assert "was changed since this workbook was made" in upgraded.output
    (museum / "m.xlsx").write_bytes((museum / "n.xlsx").read_bytes())
    assert told(museum) == []


def test_a_merge_tells_before_the_change_is_covered(museum: Path) -> None:
    shutil.copy(museum / "m.xlsx", museum / "other.xlsx")
    edit(museum, "arrival.toml", "within a minute", "within an hour")
    books = (museum / "m.xlsx", museum / "other.xlsx")
    merged = run("merge", *books, "-o", museum / "both.xlsx", "--question-set", museum / "our-set")
    assert merged.exit_code == 0, merged.output
    assert merged.output.count("was changed since this workbook was made") == 2


def test_an_old_workbook_without_digests_reads_as_before(museum: Path) -> None:
    book = openpyxl.load_workbook(museum / "m.xlsx")
    sheet = book[layout.META]
    (row,) = [cell.row for cell in sheet["A"] if cell.value == layout.META_ASKED]
    sheet.delete_rows(row)
    book.save(museum / "m.xlsx")
    edit(museum, "arrival.toml", "within a minute", "within an hour")
    assert told(museum) == []


def test_the_words_of_a_sector_ask_the_same() -> None:
    plain = load_question_set(SET)
    assert parts_asked(for_sector(plain, "gardens")) == parts_asked(plain)


def test_each_field_of_a_set_counts_or_is_known_to_be_words() -> None:
    """Whoever adds a field to the model decides here whether it changes what is asked."""
    known = {field.name for kind in (Question, Scale, Box, EvidenceState, Level) for field in fields(kind)}
    assert known >= ONLY_WORDS
    of_questions = {field.name for field in fields(Question)} - ONLY_WORDS
    assert of_questions == {"text", "na_allowed", "levels", "weight", *WHERE_USED}


CHANGED: dict[str, Callable[[Question], Question]] = {
    "text": lambda question: replace(question, text="Is it done?"),
    "levels": lambda question: replace(question, levels=frozenset({"keeper"})),
    "weight": lambda question: replace(question, weight=question.weight + 1),
    "na_allowed": lambda question: replace(question, na_allowed=not question.na_allowed),
    "own_boxes": lambda question: replace(question, own_boxes=(Box(Fraction(1), "Yes"), Box(Fraction(0), "No"))),
    "is_inverse": lambda question: replace(question, is_inverse=True),
    "points": lambda question: replace(question, points={AnswerState.NOT_KNOWN: Fraction(0)}),
}


def with_first(questions: QuestionSet, change: Callable[[Question], Question]) -> QuestionSet:
    """The set with its first question changed."""
    area, *areas = questions.areas
    element, *elements = area.elements
    topic, *topics = element.topics
    topic = replace(topic, questions=(change(topic.questions[0]), *topic.questions[1:]))
    element = replace(element, topics=(topic, *topics))
    return replace(questions, areas=(replace(area, elements=(element, *elements)), *areas))


@pytest.mark.parametrize("name", CHANGED)
def test_a_change_of_each_field_that_counts_is_seen(name: str) -> None:
    plain = load_question_set(SET)
    entry = as_entry(parts_asked(plain))
    assert parts_changed(entry, plain) == ""
    assert parts_changed(entry, with_first(plain, CHANGED[name])) == "question D-01"
