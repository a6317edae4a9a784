"""The sheets of a question set as a workbook, declared once: for writing, reading and the help on the first one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from reportgen.common.method import HIGHEST, LOWEST
from reportgen.common.model import EFFORTS, HORIZONS
from reportgen.workbook.layout import NO, YES, Column, Kind, Sheet

READ_ME, LISTS = "Read me", "Lists"
SET, SCALE, STATES, LEVELS = "Set", "Scale", "Evidence states", "Levels"
LENSES, LENS_GROUPS = "Lenses", "Lens groups"
AREAS, ELEMENTS, TOPICS, QUESTIONS = "Areas", "Elements", "Topics", "Questions"
SECTORS, TERMS, SECTOR_ELEMENTS = "Sectors", "Sector terms", "Sector elements"
SECTOR_QUESTIONS, SECTOR_GROUPS = "Sector questions", "Sector lens groups"


class Form(Enum):
    """How a field stands in its cell."""

    TEXT = "text"
    IDS = "ids, separated by commas"
    PHRASES = "phrases, one a line"
    NUMBER = "a number"
    FLAG = "Yes or No"


@dataclass(frozen=True, slots=True)
class Field:
    """A column: the field of the table it holds (`bands.high_from` lies in a table of its own), heading and help."""

    key: str
    header: str
    width: float
    help: str
    form: Form = Form.TEXT
    choices: tuple[str, ...] = ()
    required: bool = False  # the sheet cannot be read without this column


@dataclass(frozen=True, slots=True)
class SetSheet:
    """A sheet and the kind of table it lists, one a row."""

    title: str
    fields: tuple[Field, ...]
    help: str
    required: bool = True

    @property
    def layout(self) -> Sheet:
        """The sheet as the reader of tables knows it."""
        columns = (Column(f.key, f.header, Kind.TEXT, f.width, f.help, required=f.required) for f in self.fields)
        return Sheet(self.title, tuple(columns), self.help)


def _id(help_text: str, header: str = "Id", key: str = "id") -> Field:
    return Field(key, header, 26, help_text, required=True)


_TITLE = Field("title", "Title", 36, "As the report prints it.", required=True)
_WEIGHT = Field("weight", "Weight", 9, "Empty is 1. A number above 0; a fraction as text, 1/3.", Form.NUMBER)
_WORDS = (
    Field("introduction", "Introduction", 60, "Opens its part of the report."),
    Field("low", "Words for a low score", 50, "True of any company with such a score."),
    Field("middling", "Words for a middling score", 50, "True of any company with such a score."),
    Field("high", "Words for a high score", 50, "True of any company with such a score."),
)
_EXAMPLES = Field("examples", "Examples", 50, "What it can look like; shown beside good practice.")


def _lens_fields(lenses: Iterable[str], help_text: str) -> tuple[Field, ...]:
    return tuple(Field(f"lenses.{lens}", f"Lens: {lens}", 22, help_text, Form.IDS) for lens in lenses)


def _evidence_fields(states: Iterable[str], help_text: str) -> tuple[Field, ...]:
    return tuple(Field(state, f"Evidence: {state}", 44, help_text) for state in states)


def sheets(states: Sequence[str], lenses: Sequence[str]) -> dict[str, SetSheet]:
    """Every sheet by title; some columns depend on the evidence states and lenses of the set."""
    flag = (YES, NO)
    declared = (
        SetSheet(
            SET,
            (
                _id("Short name of the set; workbooks remember it."),
                Field("version", "Version", 10, "Change it when the questions change.", required=True),
                _TITLE,
                Field("bands.middling_from", "Middling from", 12, "Scores from here up are middling.", Form.NUMBER),
                Field("bands.high_from", "High from", 12, "Scores from here up are high.", Form.NUMBER),
            ),
            "One row: the set as a whole.",
        ),
        SetSheet(
            SCALE,
            (
                Field("value", "Value", 9, f"{LOWEST} to {HIGHEST}.", Form.NUMBER, required=True),
                Field("label", "Label", 44, "What the drop-down shows.", required=True),
                Field("means", "Means", 70, "What it takes to earn this box."),
            ),
            "The boxes that a question can be given.",
        ),
        SetSheet(
            STATES,
            (
                _id("Short name; heads the column of evidence on the sheet Questions."),
                Field("letter", "Letter", 8, "Heads its column in a questionnaire.", required=True),
                _TITLE,
                Field("means", "Means", 70, "What counts as this state."),
            ),
            "What an assessor can find: a plan, the practice itself, its effect.",
        ),
        SetSheet(
            LEVELS,
            (_id("Short name."), _TITLE, Field("plural", "Plural", 30, "As in 'Managers'.", required=True)),
            "The levels of the people interviewed.",
        ),
        SetSheet(
            LENSES,
            (
                _id("Short name; heads a column of tags on Elements and Questions."),
                _TITLE,
                Field("introduction", "Introduction", 80, "What this view shows."),
            ),
            "Other ways to cut the same answers.",
            required=False,
        ),
        SetSheet(
            LENS_GROUPS,
            (_id("Id of the lens.", "Lens", "lens"), _id("Short name of the group."), _TITLE),
            "The groups of each lens.",
            required=False,
        ),
        SetSheet(
            AREAS,
            (_id("Short name, also of its file: letters, digits, - and _."), _TITLE, *_WORDS, _WEIGHT),
            "The areas, in the order of the report.",
        ),
        SetSheet(
            ELEMENTS,
            (
                _id("Id of its area.", "Area", "area"),
                _id("Short name."),
                Field("code", "Code", 9, "Begins the ids of its questions.", required=True),
                _TITLE,
                *_WORDS,
                _WEIGHT,
                _EXAMPLES,
                *_lens_fields(lenses, "Groups of this lens that all its questions count in."),
            ),
            "The elements, in the order of the report.",
        ),
        SetSheet(
            TOPICS,
            (_id("Id of its element.", "Element", "element"), _id("Short name."), _TITLE),
            "The topics of the elements. An element without topics has its questions directly.",
            required=False,
        ),
        SetSheet(
            QUESTIONS,
            (
                Field("id", "Id", 9, "The element's code and a number: AP-03. It stays for good.", required=True),
                _id("Id of its element.", "Element", "element"),
                Field("topic", "Topic", 26, "Id of its topic; empty when the element has none."),
                Field("text", "Question", 52, "One practice, in plain words.", required=True),
                Field("good_practice", "Good practice", 60, "What it looks like when done well.", required=True),
                *_evidence_fields(states, "What to look for; a capital, no full stop."),
                Field("next_step", "Next step", 50, "What lifts a company one box.", required=True),
                Field("horizon", "Horizon", 20, "Its usual horizon.", choices=tuple(h.id for h in HORIZONS)),
                Field("effort", "Effort", 10, "Its usual effort.", choices=EFFORTS),
                Field("na_allowed", "N/A allowed", 10, "May it be not applicable?", Form.FLAG, flag),
                Field("levels", "Levels", 24, "Ids of the levels that can answer; empty is all.", Form.IDS),
                _WEIGHT,
                *_lens_fields(lenses, "Groups of this lens, by id."),
                Field("double_barrelled", "Why two things", 30, "The reason, where two things are asked at once."),
                _EXAMPLES,
            ),
            "The questions, in the order of the report.",
        ),
        SetSheet(
            SECTORS,
            (
                _id("Short name, also of its file: letters, digits, - and _."),
                _TITLE,
                Field("introduction", "Introduction", 60, "For whom the profile is meant."),
                Field("first", "Comes first", 30, "Ids of elements and topics that come first.", Form.IDS),
                Field("keep", "Phrases to keep", 34, "One a line: no term is replaced in them.", Form.PHRASES),
                Field("lens.title", "Title of its lens", 36, "What counts most in the sector."),
                Field("lens.introduction", "Introduction of its lens", 60, "What this view shows."),
            ),
            "The sector profiles. They change words, never weights.",
            required=False,
        ),
        SetSheet(
            TERMS,
            (
                _id("Id of the sector.", "Sector", "sector"),
                Field("term", "Term", 44, "A whole word or phrase; plurals are terms of their own.", required=True),
                Field("becomes", "Becomes", 44, "What stands in its place.", required=True),
            ),
            "Words that a sector uses in place of ours.",
            required=False,
        ),
        SetSheet(
            SECTOR_ELEMENTS,
            (
                _id("Id of the sector.", "Sector", "sector"),
                _id("Id of the element.", "Element", "element"),
                Field("introduction", "Introduction", 60, "Empty: the general one, with the sector's terms."),
                _EXAMPLES,
            ),
            "What a sector says of an element.",
            required=False,
        ),
        SetSheet(
            SECTOR_QUESTIONS,
            (
                _id("Id of the sector.", "Sector", "sector"),
                Field("question", "Question id", 12, "Id of the question.", required=True),
                Field("text", "Question", 52, "Empty: the general one, with the sector's terms."),
                Field("good_practice", "Good practice", 60, "Empty: the general one, with the sector's terms."),
                *_evidence_fields(states, "Empty: the general one, with the sector's terms."),
                Field("next_step", "Next step", 50, "Empty: the general one, with the sector's terms."),
                Field("na_allowed", "N/A allowed", 10, "Empty: as in general.", Form.FLAG, flag),
                _EXAMPLES,
            ),
            "What a sector says of a question.",
            required=False,
        ),
        SetSheet(
            SECTOR_GROUPS,
            (
                _id("Id of the sector.", "Sector", "sector"),
                _id("Short name of the group."),
                _TITLE,
                Field("questions", "Questions", 60, "Ids of its questions.", Form.IDS, required=True),
            ),
            "The groups of each sector's own lens.",
            required=False,
        ),
    )
    return {sheet.title: sheet for sheet in declared}
