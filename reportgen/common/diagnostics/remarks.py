"""What is said about carrying the entries of workbooks over to another one: collisions, losses, things to know.

Merging and upgrading make a remark of everything that does not simply arrive, with the cells it is about and what was
done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from reportgen.common.diagnostics.diagnostic import Diagnostic, DiagnosticKind, Family, Severity
from reportgen.common.diagnostics.places import FilePlace
from reportgen.common.model import Assessment


@dataclass(frozen=True, slots=True)
class Source:
    """A workbook as it was read, those interviews included that are only laid out."""

    name: str  # of the file, as the person at the keyboard wrote it
    assessment: Assessment


Remark: TypeAlias = Diagnostic[FilePlace]
RemarkKind: TypeAlias = DiagnosticKind[FilePlace]


def _record(remark: Remark) -> dict[str, Any]:
    return {
        "code": remark.code,
        "sort": remark.severity.value,
        "message": remark.message,
        "places": [{"workbook": at.file, "sheet": at.place.sheet, "cell": at.place.cell} for at in remark.places],
        "interview": remark.fact("interview"),
        "question": remark.question_id,
        "said": remark.facts.get("content", {}),  # at the last of these places, by field
    }


REMARKS = Family(__name__, FilePlace(""), _record, carries=("interview", "question", "content"), tells_places=False)
_collision, _lost, _note = map(REMARKS.of, (Severity.COLLISION, Severity.LOST, Severity.NOTE))


# Merging: two workbooks disagree

INTERVIEW_CODE_TWICE = _collision(
    "interview-code-twice",
    "Interview {interview} is in {first} and, with other content, in {second}: {difference}.",
    "Both are kept; the second is interview {given} now, with its notes and headlines. If they are one interview,"
    " clear one of them.",
)
INTERVIEW_FACTS_DIFFER = _collision(
    "interview-facts-differ",
    "Interview {interview}, {field}: {value} in {first}, {other} in {second}.",
    "The former is kept; correct it on the sheet 'Interviews' if the latter is right.",
)
ENGAGEMENT_DIFFERS = _collision(
    "engagement-differs",
    "{field}: {value} in {first}, {other} in {second}.",
    "The former is kept; correct it on the sheet 'Engagement' if the latter is right.",
)
AGREED_SCORES_DIFFER = _collision(
    "agreed-scores-differ",
    "{question} is agreed as {value} in {first}, as {other} in {second}.",
    "The former is kept; agree on one, and correct it on the sheet 'Agreed scores'.",
)
TARGETS_DIFFER = _collision(
    "targets-differ",
    "The target of '{element}' is {value} in {first}, {other} in {second}.",
    "The former is kept; correct it on the sheet 'Targets' if the latter is right.",
)
REFERENCE_TWICE = _collision(
    "reference-twice",
    "The reference {ref} stands for {value} in {first}, and for {other} in {second}.",
    "Both are kept; the second is {given} now. Delete one if they say the same.",
)
SAME_TEXT_TWICE = _collision(
    "same-text-twice",
    "The text {value} stands in {first} and in {second}, with a difference: {difference}.",
    "Both are kept; delete the wrong one.",
)

ENTRY_DELETED = _collision(
    "entry-deleted",
    "{first} has {what}, deleted in {second} since it was written.",
    "What stands in one of them is kept; delete it in the new workbook if that was meant.",
)

# Upgrading: what the new workbook has no place for

QUESTION_GONE = _lost(
    "question-gone",
    "Interview {interview}, {question}: the question is gone ({text}). It was answered {value} in {first}.",
)
BOX_GONE = _lost(
    "box-gone",
    "Interview {interview}, {question}: {value} in {first} is no box of the new scale.",
    "The question is left blank; choose an answer.",
)
NOT_APPLICABLE_GONE = _lost(
    "na-gone",
    "Interview {interview}, {question}: N/A in {first} is not allowed any more.",
    "The question is left blank; choose an answer.",
)
STATE_GONE = _lost(
    "state-gone",
    "Interview {interview}, {question}: the new workbook does not record {states}; {first} says {value}.",
)
AGREED_QUESTION_GONE = _lost(
    "agreed-question-gone",
    "Agreed score of {question}: the question is gone ({text}). {first} says {value}.",
)
AGREED_BOX_GONE = _lost(
    "agreed-box-gone",
    "Agreed score of {question}: {value} in {first} is no box of the new scale.",
    "The reason is kept; agree on a box.",
)
ELEMENT_GONE = _lost(
    "element-gone",
    "Interview {interview} covers '{element}' in {first}, which the new workbook does not have.",
)
LEVEL_GONE = _lost(
    "level-gone",
    "Interview {interview} is at the level '{level}' in {first}, which the new workbook does not have.",
    "Choose a level.",
)
NOTE_ELEMENT_GONE = _lost(
    "note-element-gone",
    "The note in {first} is about '{element}', which the new workbook does not have. The note is kept without an "
    "element: {value}",
)
LIFTED_QUESTION_GONE = _lost(
    "lifted-question-gone",
    "Initiative {ref} in {first} lifts {value}, which the new workbook does not ask.",
    "Name the questions that it lifts now.",
)
TARGET_ELEMENT_GONE = _lost(
    "target-element-gone",
    "The target {value} in {first} is that of '{element}', which the new workbook does not have.",
)
TARGET_BOX_GONE = _lost(
    "target-box-gone",
    "The target of '{element}', {value} in {first}, is no box of the new scale.",
    "Choose a target.",
)
AREA_GONE = _lost(
    "area-gone",
    "{what} in {first} belongs to '{area}', which the new workbook does not have. {done}: {value}",
)

# Both: good to know

REWORDED = _note(
    "question-reworded",
    "{question} asks in other words now, and {count} answered it. Before: {before} Now: {now}",
    "Check whether the answers still hold.",
)
ANSWERS_CHANGED = _note(
    "answers-changed",
    "{question} has other answers now, and {count} chose one of these. Before: {before} Now: {now}",
    "Check whether the answers still hold.",
)
POINTS_CHANGED = _note(
    "points-changed",
    "{question} counts otherwise now, and {count} answered so. Before: {before} Now: {now}",
    "Check whether the answers still hold.",
)
NEW_QUESTIONS = _note(
    "new-questions",
    "'{element}' has {count} more, left blank: {questions}. That makes {gaps} in the interviews that cover it.",
)
NEW_ELEMENT = _note(
    "new-element",
    "'{element}' is new, with {count}: {questions}.",
    "No interview covers it yet; say Yes on 'Interviews' where one does.",
)
NEW_SHEET = _note(
    "new-sheet",
    "The sheet '{sheet}' is new.",
)
NEW_COLUMNS = _note(
    "new-columns",
    "New on {sheet}: {columns}.",
    "Fill them in where they help.",
)
KEPT_ONCE = _note(
    "kept-once",
    "{ref} in {second} is the same as {kept} in {first}, and is kept once, as {kept}.",
)
TEXTS_JOINED = _note(
    "texts-joined",
    "{section}: {second} has {count} more than {first}.",
    "They stand one after the other; read them as one text.",
)
OTHER_WORDS = _note(
    "other-words",
    "The questions of {first} are in {value}, those of {second} in {other}.",
    "The new workbook asks like the first; carrying it over to another sector changes that.",
    front=True,
)
READ_AS = _note(
    "read-as",
    "{file}, {message}",
)
OWN_SHEET = _note(
    "own-sheet",
    "{first}: this sheet is your own, and is not carried over.",
    "Move it in Excel if you need it.",
)
OWN_COLUMN = _note(
    "own-column",
    "{first}: the column {text} is your own, and is not carried over.",
)
OWN_TEXT = _note(
    "own-text",
    "{first}: {text} is no entry of the workbook, and is not carried over.",
)
OWN_COMMENTS = _note(
    "own-comments",
    "{first} has comments in cells; they are not carried over.",
)
