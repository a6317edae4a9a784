"""What is said about carrying the entries of workbooks over to another one: collisions, losses, things to know.

Merging and upgrading collect a `Remark` for everything that does not simply arrive, with the cells it is about and what
was done. The catalogue fixes code, sort and wording; `remarks_page` lists it for the documentation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from reportgen.common.diagnostics.problems import DOUBLED_REFERENCE, UNPRINTABLE_TEXT, Problem
from reportgen.common.language import in_quotes
from reportgen.common.model import NOWHERE, Assessment, Place


@dataclass(frozen=True, slots=True)
class Source:
    """A workbook as it was read, those interviews included that are only laid out."""

    name: str  # of the file, as the person at the keyboard wrote it
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in one of several workbooks."""

    file: str
    place: Place = NOWHERE

    def __str__(self) -> str:
        return f"{self.file}, {self.place}" if self.place != NOWHERE else self.file


class Own(Enum):
    """What assessors add to a workbook beside its entries."""

    SHEET = "sheet"
    COLUMN = "column"
    TEXT = "text"  # in a row or cell that is none of ours
    COMMENTS = "comments"


@dataclass(frozen=True, slots=True)
class Addition:
    """Something of the assessors' own in a workbook: where it is, and its title, heading or text."""

    own: Own
    place: Place = NOWHERE
    text: str = ""


class Sort(Enum):
    """What a remark means for the new workbook."""

    COLLISION = "collision"  # two workbooks disagree; somebody must decide
    LOST = "not carried over"  # the new workbook does not have it
    NOTE = "note"  # good to know


@dataclass(frozen=True, slots=True)
class RemarkKind:
    """A kind of remark: stable code, sort and wording with named facts in braces."""

    code: str
    sort: Sort
    wording: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that did not simply arrive in the new workbook."""

    kind: RemarkKind
    message: str  # whole sentences: what was found and where, what was done
    spots: tuple[Spot, ...] = ()
    interview: str = ""  # its code
    question_id: str = ""
    content: Mapping[str, str] = field(default_factory=dict)  # what was said at the last of these spots, by field

    @property
    def code(self) -> str:
        """The stable code of its kind."""
        return self.kind.code

    @property
    def is_for_decision(self) -> bool:
        """True when somebody must look: the workbooks disagree, or something was left behind."""
        return self.kind.sort is not Sort.NOTE


def remark(
    kind: RemarkKind,
    spots: Iterable[Spot] = (),
    *,
    interview: str = "",
    question: str = "",
    content: Mapping[str, str] | None = None,
    **facts: object,
) -> Remark:
    """A remark of that kind: its wording filled with `interview`, `question` and `facts`; `first` and `second` are the
    spots.

    Raises KeyError when the wording needs a fact that is missing.
    """
    spots = tuple(spots)
    named = dict(zip(("first", "second"), map(str, spots), strict=False))
    message = kind.wording.format_map({"interview": interview, "question": question, **named, **facts})
    return Remark(kind, message, spots, interview, question, content or {})


# ------------------------------------------------------------------------------------------------- the catalogue


_kinds: list[RemarkKind] = []


def _kind(code: str, sort: Sort, wording: str) -> RemarkKind:
    _kinds.append(RemarkKind(code, sort, wording))
    return _kinds[-1]


# Merging: two workbooks disagree

INTERVIEW_CODE_TWICE = _kind(
    "interview-code-twice",
    Sort.COLLISION,
    "Interview {interview} is in {first} and, with other content, in {second}: {difference}. Both are kept; the second "
    "is interview {given} now, with its notes and headlines. If they are one interview, clear one of them.",
)
INTERVIEW_FACTS_DIFFER = _kind(
    "interview-facts-differ",
    Sort.COLLISION,
    "Interview {interview}, {field}: {value} in {first}, {other} in {second}. The former is kept; correct it on "
    "the sheet 'Interviews' if the latter is right.",
)
ENGAGEMENT_DIFFERS = _kind(
    "engagement-differs",
    Sort.COLLISION,
    "{field}: {value} in {first}, {other} in {second}. The former is kept; correct it on the sheet 'Engagement' if "
    "the latter is right.",
)
AGREED_SCORES_DIFFER = _kind(
    "agreed-scores-differ",
    Sort.COLLISION,
    "{question} is agreed as {value} in {first}, as {other} in {second}. The former is kept; agree on one, and "
    "correct it on the sheet 'Agreed scores'.",
)
REFERENCE_TWICE = _kind(
    "reference-twice",
    Sort.COLLISION,
    "The reference {ref} stands for {value} in {first}, and for {other} in {second}. Both are kept; the second is "
    "{given} now. Delete one if they say the same.",
)
SAME_TEXT_TWICE = _kind(
    "same-text-twice",
    Sort.COLLISION,
    "The text {value} stands in {first} and in {second}, with a difference: {difference}. Both are kept; delete the "
    "wrong one.",
)

# Upgrading: what the new workbook has no place for

QUESTION_GONE = _kind(
    "question-gone",
    Sort.LOST,
    "Interview {interview}, {question}: the question is gone ({text}). It was answered {value} in {first}.",
)
BOX_GONE = _kind(
    "box-gone",
    Sort.LOST,
    "Interview {interview}, {question}: {value} in {first} is no box of the new scale. The question is left blank; "
    "choose an answer.",
)
NOT_APPLICABLE_GONE = _kind(
    "na-gone",
    Sort.LOST,
    "Interview {interview}, {question}: N/A in {first} is not allowed any more. The question is left blank; choose an "
    "answer.",
)
STATE_GONE = _kind(
    "state-gone",
    Sort.LOST,
    "Interview {interview}, {question}: the new workbook does not record {states}; {first} says {value}.",
)
AGREED_QUESTION_GONE = _kind(
    "agreed-question-gone",
    Sort.LOST,
    "Agreed score of {question}: the question is gone ({text}). {first} says {value}.",
)
AGREED_BOX_GONE = _kind(
    "agreed-box-gone",
    Sort.LOST,
    "Agreed score of {question}: {value} in {first} is no box of the new scale. The reason is kept; agree on a box.",
)
ELEMENT_GONE = _kind(
    "element-gone",
    Sort.LOST,
    "Interview {interview} covers '{element}' in {first}, which the new workbook does not have.",
)
LEVEL_GONE = _kind(
    "level-gone",
    Sort.LOST,
    "Interview {interview} is at the level '{level}' in {first}, which the new workbook does not have. Choose a level.",
)
NOTE_ELEMENT_GONE = _kind(
    "note-element-gone",
    Sort.LOST,
    "The note in {first} is about '{element}', which the new workbook does not have. The note is kept without an "
    "element: {value}",
)
AREA_GONE = _kind(
    "area-gone",
    Sort.LOST,
    "{what} in {first} belongs to '{area}', which the new workbook does not have. {done}: {value}",
)

# Both: good to know

REWORDED = _kind(
    "question-reworded",
    Sort.NOTE,
    "{question} asks in other words now, and {count} answered it. Before: {before} Now: {now} Check whether the "
    "answers still hold.",
)
NEW_QUESTIONS = _kind(
    "new-questions",
    Sort.NOTE,
    "'{element}' has {count} more, left blank: {questions}. That makes {gaps} in the interviews that cover it.",
)
NEW_ELEMENT = _kind(
    "new-element",
    Sort.NOTE,
    "'{element}' is new, with {count}: {questions}. No interview covers it yet; say Yes on 'Interviews' where "
    "one does.",
)
KEPT_ONCE = _kind(
    "kept-once",
    Sort.NOTE,
    "{ref} in {second} is the same as {kept} in {first}, and is kept once, as {kept}.",
)
TEXTS_JOINED = _kind(
    "texts-joined",
    Sort.NOTE,
    "{section}: {second} has {count} more than {first}. They stand one after the other; read them as one text.",
)
OTHER_WORDS = _kind(
    "other-words",
    Sort.NOTE,
    "The questions of {first} are in {value}, those of {second} in {other}. The new workbook asks like the first; "
    "'reportgen upgrade --sector' changes that.",
)
READ_AS = _kind("read-as", Sort.NOTE, "{file}, {message}")
ADDITION_SHEET = _kind(
    "own-sheet",
    Sort.NOTE,
    "{first}: this sheet is your own, and is not carried over. Move it in Excel if you need it.",
)
ADDITION_COLUMN = _kind("own-column", Sort.NOTE, "{first}: the column {text} is your own, and is not carried over.")
ADDITION_TEXT = _kind("own-text", Sort.NOTE, "{first}: {text} is no entry of the workbook, and is not carried over.")
ADDITION_COMMENTS = _kind("own-comments", Sort.NOTE, "{first} has comments in cells; they are not carried over.")

_OF_ADDITION = {
    Own.SHEET: ADDITION_SHEET,
    Own.COLUMN: ADDITION_COLUMN,
    Own.TEXT: ADDITION_TEXT,
    Own.COMMENTS: ADDITION_COMMENTS,
}

REMARKS = tuple(_kinds)
"""Every kind of remark."""


def about_additions(file: str, additions: Iterable[Addition]) -> tuple[Remark, ...]:
    """What is said about the assessors' own parts of a workbook: they stay behind."""
    return tuple(
        remark(_OF_ADDITION[addition.own], [Spot(file, addition.place)], text=in_quotes(addition.text))
        for addition in additions
    )


def about_reading(file: str, problems: Iterable[Problem]) -> tuple[Remark, ...]:
    """What is said about entries that are read otherwise than they are written."""
    return tuple(
        remark(
            READ_AS, [Spot(file, found.place)], file=file, message=found.message, content={"text": found.fact("value")}
        )
        for found in problems
        if found.kind in (DOUBLED_REFERENCE, UNPRINTABLE_TEXT)
    )


def remarks_table(sort: Sort) -> str:
    """The kinds of a sort as a table in Markdown."""
    rows = [f"| `{kind.code}` | {kind.wording} |" for kind in REMARKS if kind.sort is sort]
    return "\n".join(["| code | message |", "| --- | --- |", *rows]) + "\n"
