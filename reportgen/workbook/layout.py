"""The layout of the scoring workbook, declared once: sheets, columns, types, choices, help and widths.

The writer, the reader, the validator's "allowed" lists, the drop-downs and the documentation all come from here, so
they cannot disagree. The layout depends on the question set alone (and, for two sheets, on the interviews); nothing
here knows openpyxl.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import count
from typing import Any

from reportgen.common.model import (
    EFFORTS,
    HORIZONS,
    OVERALL,
    PRIORITIES,
    AnswerState,
    Element,
    Engagement,
    FindingKind,
    HeadlineStatus,
    NarrativeSection,
    NoteKind,
    PeerFilter,
    Place,
    Question,
    QuestionSet,
)
from reportgen.common.rounding import printed_exactly, rounded_to, with_plain_minus, with_true_minus
from reportgen.common.scale import Answers, Scale

LAYOUT_VERSION = "1"

GUIDE = "Guide"
ENGAGEMENT = "Engagement"
INTERVIEWS = "Interviews"
GOOD_PRACTICE = "Good practice"
NOTES = "Notes"
HEADLINES = "Headlines"
AGREED = "Agreed scores"
FINDINGS = "Findings"
ROAD_MAP = "Road map"
TARGETS = "Targets"
NARRATIVE = "Narrative"
RESULTS = "Results"
LISTS = "Lists"  # hidden: the ranges behind the drop-downs
MODEL = "Model"  # hidden: questions with element, area and weight, for the formulas
META = "About this file"  # hidden: set id and version, layout version; keys in column A, values in B
META_SET, META_SET_VERSION, META_LAYOUT_VERSION = "set", "set version", "layout version"  # its keys
META_ASKED = "asked"  # digests of what the set asked when the workbook was made
META_HELD = "held {}"  # digests of the entries it was written with, numbered where one cell cannot hold them
POINTS = "points of {}"  # in the model: what N/A or not known counts on a question
META_SECTOR = "sector"  # the sector whose words the questions speak; not there when they are in general words

TITLES = (
    *(GUIDE, ENGAGEMENT, INTERVIEWS, GOOD_PRACTICE, NOTES, HEADLINES, AGREED, FINDINGS, ROAD_MAP, TARGETS, NARRATIVE),
    *(RESULTS, LISTS, MODEL, META),
)
"""Sheets known by their titles; every other one may be a questionnaire, or the assessors' own."""
SHEETS_WITH_PROGRESS = (ENGAGEMENT, INTERVIEWS, NOTES, HEADLINES, AGREED, FINDINGS, ROAD_MAP, TARGETS, NARRATIVE)
"""Beside the questionnaires, which stand after the first two in the order of the work."""
COMPLETE, INCOMPLETE = "COMPLETE", "INCOMPLETE"

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100  # that a date or a year may name

MARKS = "reportgen marks"  # begins the hidden cell of a marked copy that tells its list of problems from other sheets
CODE_LABEL = "Interview code"  # stands left of the code on each questionnaire; the sheet is found by it


class CellKind(Enum):
    """What a cell holds, and so how it is read and checked."""

    TEXT = "text"  # one line
    LONG_TEXT = "long text"  # paragraphs; wrapped
    DATE = "date"
    YEAR = "year"  # a number; a date stands for its year
    CHOICE = "choice"  # exactly one entry of a list
    SUGGESTION = "suggestion"  # an entry of a list, or any other text
    FIXED = "fixed"  # written by us; found again, never read as an answer
    FORMULA = "formula"  # calculated; the reader ignores it
    IDS = "ids, separated by commas"
    # of question sets alone:
    PHRASES = "phrases, one a line"
    NUMBER = "a number"
    FLAG = "Yes or No"


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a drop-down: what the cell shows and what it means."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """The entries of a drop-down, by name; the writer puts each on the hidden sheet of lists."""

    name: str
    entries: tuple[Choice, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """What the drop-down shows."""
        return tuple(entry.label for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or a field of a form."""

    key: str
    header: str
    kind: CellKind
    width: float  # in Excel's characters
    help: str = ""
    choices: str = ""  # name of a ChoiceList, or INTERVIEW_CODES
    required: bool = False  # the reader refuses the sheet without this column
    separator: str = ""  # between several entries in one cell; empty where there is but one
    is_counted: bool = False  # formulas count what is chosen here; of answers they always do
    title: str = ""  # in words, where the heading is but a letter
    former_help: str = ""  # beside a field of workbooks made before; it is no entry

    @property
    def helps(self) -> tuple[str, ...]:
        """The texts beside a field that help, and are no entry."""
        return tuple(text for text in (self.help, self.former_help) if text)

    @property
    def named(self) -> str:
        """The heading as messages name it."""
        return f"{self.header} ({self.title})" if self.title else self.header


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with one table (or form): its title, columns and the room left for entries."""

    title: str
    columns: tuple[Column, ...]
    help: str
    rows: int = 0  # empty rows laid out for entries
    letter: str = ""  # begins the references of its entries, if they have any
    required: bool = True  # the reader refuses a workbook without this sheet
    placed_by: tuple[str, ...] = ()  # keys of what an entry needs beside its text to have its place in the report
    entered_by: tuple[str, ...] = ("text",)  # keys of what makes an entry of a row; the first is what it says
    laid_out: tuple[str, ...] = ()  # keys of what a row without an entry may hold from the start

    @property
    def says(self) -> str:
        """The key of what an entry says."""
        return self.entered_by[0]

    def column(self, key: str) -> Column:
        """The column of that key. Raises KeyError when there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


EVIDENCE_HINT = "Evidence: yes or no?"  # above all states together
BOXES_HINT = "What each interview scored."  # above all interviews together
_LINES_ABOVE = 3  # that a text above narrow columns may take


def width_of_each(above: str, columns: int) -> float:
    """The width of each of the narrow columns that share a text above them: no word breaks, and three lines hold it.

    The text is smaller than the figures that widths are counted in.
    """
    longest = max(map(len, above.split()), default=1)
    room = next(room for room in count(longest) if len(textwrap.wrap(above, room)) <= _LINES_ABOVE)
    return max(_NARROWEST, (0.75 * room + 1.5) / columns)


_NARROWEST = 5.0

INTERVIEW_CODES = "interview codes"  # choices that live on the Interviews sheet itself

YES, NO = "Yes", "No"


def answer_label(value: Fraction, label: str) -> str:
    """A box as the drop-down shows it.

    >>> answer_label(Fraction(80), "Clear evidence and being implemented")
    '80 - Clear evidence and being implemented'
    """
    return f"{printed_exactly(value)} - {label}"


def typed_forms(value: Fraction) -> tuple[str, ...]:
    """A bare box as people type it and as a formula sees it: with a point or a comma, with either minus.

    A third has no decimals, so it may be typed with some of them; a division in the cell has fifteen digits.

    >>> typed_forms(Fraction(80)), typed_forms(Fraction("-1.5")), typed_forms(Fraction(1, 3))[:3]
    (('80',), ('-1.5', '-1,5', '−1.5', '−1,5'), ('1/3', '0.33', '0,33'))
    """
    forms = [with_plain_minus(printed_exactly(value))]
    if "/" in forms[0]:
        forms += [str(rounded_to(value, places)) for places in (*range(*TYPED_PLACES), _DIVIDED_PLACES)]
    both = [other for form in forms for other in (form, form.replace(".", ","))]
    return tuple(dict.fromkeys([*both, *(with_true_minus(form) for form in both)]))


TYPED_PLACES = (2, 10)  # decimals, the latter excluded, of a box that has no end of them
_DIVIDED_PLACES = 15


# What an assessor can choose besides a box.
STATE_LABELS = (AnswerState.NOT_APPLICABLE, AnswerState.NOT_KNOWN, AnswerState.NOT_ASKED)
STATES_WITH_POINTS = (AnswerState.NOT_APPLICABLE, AnswerState.NOT_KNOWN)  # to which a set may give some

Entry = tuple[str, Fraction | AnswerState | None]
"""What can stand in the cell of an answer, and the box or state that it is; None is blank."""


def known_to_formulas(answers: Answers) -> tuple[Entry, ...]:
    """All that the formulas of a workbook take for an answer; the boxes as listed come first, N/A last.

    LibreOffice makes a dash of the hyphen in a label that is typed. The formulas ignore case and spare blanks
    (`as_formulas_see`). Whatever else is read as an answer, they leave out.
    """
    listed = [(answer_label(box.value, box.label), box.value) for box in answers.boxes]
    labels = [(form, value) for label, value in listed for form in _label_as_typed(label)]
    numbers = [(form, box.value) for box in answers.boxes for form in typed_forms(box.value)]
    not_applicable, *states = ((state.value, state) for state in STATE_LABELS)
    return (*listed, *states, *labels, *numbers, ("", None), not_applicable)


def _label_as_typed(label: str) -> tuple[str, ...]:
    """The other forms that a label takes when it is typed: with a hyphen for its minus, with dashes for hyphens."""
    plain = with_plain_minus(label)
    forms = (plain, label.replace(" - ", " – "), plain.replace(" - ", " – "))
    return tuple(form for form in dict.fromkeys(forms) if form != label)


def as_formulas_see(value: object) -> str:
    """An entry as the formulas of a workbook compare it: a number in fifteen digits, blanks trimmed, case ignored.

    >>> as_formulas_see("  80 -  Clear"), as_formulas_see(0.6), as_formulas_see(True), as_formulas_see("80\u00a0")
    ('80 - clear', '0.6', 'true', '80\xa0')
    """
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return " ".join(part for part in (f"{value:.15g}" if number else str(value)).split(" ") if part).lower()


@dataclass(frozen=True, slots=True)
class AnswerLists:
    """The names of the drop-down lists of a question: those of the scale, or numbered ones of its own."""

    number: str = ""

    @property
    def with_na(self) -> str:
        """Of its answers, N/A among them."""
        return f"answers{self.number}"

    @property
    def without_na(self) -> str:
        """Of its answers, for questions that every company can answer."""
        return f"answers_without_na{self.number}"

    @property
    def boxes(self) -> str:
        """Of its boxes alone."""
        return f"boxes{self.number}"

    def of(self, question: Question) -> str:
        """Of what the question can be answered with."""
        return self.with_na if question.na_allowed else self.without_na


BOXES = AnswerLists().boxes  # the list with the boxes of the scale


def answer_lists(questions: QuestionSet) -> dict[str, AnswerLists]:
    """The lists of each question, by its id; the same object for questions with the same boxes."""
    known = {id(questions.scale.answers): AnswerLists()}
    for answers in questions.answers.values():
        if id(answers) not in known:
            known[id(answers)] = AnswerLists(f" {len(known) + 1}")
    return {question_id: known[id(answers)] for question_id, answers in questions.answers.items()}


def choice_lists(questions: QuestionSet) -> dict[str, ChoiceList]:
    """All drop-down lists by name."""

    def plain(name: str, labels: tuple[str, ...]) -> ChoiceList:
        return ChoiceList(name, tuple(Choice(label, label) for label in labels))

    not_applicable, *other_states = (Choice(state.value, state.value) for state in STATE_LABELS)

    def of_answers(names: AnswerLists, answers: Answers) -> tuple[ChoiceList, ...]:
        boxes = tuple(Choice(answer_label(box.value, box.label), str(box.value)) for box in answers.boxes)
        return (
            ChoiceList(names.with_na, (*boxes, not_applicable, *other_states)),
            ChoiceList(names.without_na, (*boxes, *other_states)),
            ChoiceList(names.boxes, boxes),
        )

    own = {names: questions.answers[question_id] for question_id, names in answer_lists(questions).items()}
    own.pop(AnswerLists(), None)
    areas = tuple(Choice(area.title, area.id) for area in questions.areas)
    lists = (
        *of_answers(AnswerLists(), questions.scale.answers),
        plain("yes_no", (YES, NO)),
        ChoiceList("levels", tuple(Choice(level.title, level.id) for level in questions.levels)),
        ChoiceList("areas", (*areas, Choice("Overall", OVERALL))),
        ChoiceList("areas_only", areas),
        ChoiceList("elements", tuple(Choice(element.title, element.id) for element in questions.elements)),
        plain("note_kinds", tuple(kind.value for kind in NoteKind)),
        plain("headline_statuses", tuple(status.value for status in HeadlineStatus)),
        plain("finding_kinds", tuple(kind.value for kind in FindingKind)),
        ChoiceList("horizons", tuple(Choice(horizon.title, horizon.id) for horizon in HORIZONS)),
        ChoiceList("priorities", tuple(Choice(p.capitalize(), p) for p in PRIORITIES)),
        ChoiceList("efforts", tuple(Choice(e.capitalize(), e) for e in EFFORTS)),
        plain("narrative_sections", tuple(section.value for section in NarrativeSection)),
        plain("sectors", sectors_offered(questions)),
        plain("sizes", SIZES),
        *(entry for names, answers in own.items() for entry in of_answers(names, answers)),
    )
    return {entry.name: entry for entry in lists}


def sectors_offered(questions: QuestionSet) -> tuple[str, ...]:
    """What Engagement offers as the client's sector: the set's list, else one that any set can use."""
    return questions.sectors or _SECTORS


_SECTORS = (
    "Retail",
    "Telecommunications",
    "Healthcare",
    "Financial services",
    "Business-to-business manufacturing",
    "Utilities",
)
SIZES = ("Under 250 staff", "250 to 999 staff", "1,000 to 9,999 staff", "10,000 staff and more")


ENGAGEMENT_FORM = Sheet(
    ENGAGEMENT,
    (
        Column(
            "client",
            "Client",
            CellKind.TEXT,
            60,
            "The company assessed, as the report shall name it.",
            required=True,
        ),
        Column("market", "Market", CellKind.TEXT, 60, "The market it trades in, as a phrase: 'home broadband'."),
        Column("commissioned_by", "Commissioned by", CellKind.TEXT, 60, "Who ordered the report."),
        Column("commissioner_title", "Their title", CellKind.TEXT, 60, "For the cover: 'Managing Director'."),
        Column("authors", "Authors", CellKind.TEXT, 60, "Separate several with commas."),
        Column("date", "Date of the report", CellKind.DATE, 60, "Day, month and year."),
        Column("sector", "Sector", CellKind.SUGGESTION, 60, "Choose, or type another.", "sectors"),
        Column("region", "Region", CellKind.TEXT, 60, "As in the peer data, if peers are used."),
        Column("size", "Size", CellKind.SUGGESTION, 60, "Choose, or type another.", "sizes"),
        Column(
            "peer_data",
            "Peer data",
            CellKind.TEXT,
            60,
            "File with the peers (.xlsx, .csv or a peer database) beside this workbook, or a registered name.",
            former_help="File with the peers (.xlsx or .csv), beside this workbook.",
        ),
        Column(
            "own_peer_ids",
            "Client's own ids in the peer data",
            CellKind.TEXT,
            60,
            "Earlier assessments of this client, to leave out; separate with commas.",
            separator=",",
        ),
        Column(
            "earlier",
            "Earlier assessment",
            CellKind.TEXT,
            60,
            "File of an earlier one of this client: its workbook or results (.json), beside this workbook.",
        ),
        Column(
            "earlier_name",
            "Earlier name",
            CellKind.TEXT,
            60,
            "Of the client in that file, where it was another.",
        ),
        Column(
            "peer_sectors",
            "Peer group: sectors",
            CellKind.TEXT,
            60,
            "Empty: all. Separate several with semicolons.",
            separator=";",
        ),
        Column(
            "peer_regions",
            "Peer group: regions",
            CellKind.TEXT,
            60,
            "Empty: all. Separate several with semicolons.",
            separator=";",
        ),
        Column(
            "peer_sizes",
            "Peer group: sizes",
            CellKind.TEXT,
            60,
            "Empty: all. Separate several with semicolons.",
            separator=";",  # sizes such as "1,000 to 9,999 staff" hold commas
        ),
        Column("peer_since", "Peer group: assessed since", CellKind.YEAR, 60, "Empty: no limit."),
        Column(
            "name_roles",
            "Roles may be named in the report",
            CellKind.CHOICE,
            60,
            "No: the report names only the level. A role can give a person away.",
            "yes_no",
        ),
    ),
    "The facts of the engagement. They fill the cover, the headers and the choice of peers.",
)
FACTS_WANTED = ("market", "commissioned_by", "commissioner_title", "authors", "date", "sector", "region", "size")
"""What cover, method and choice of peers take from the engagement, beside the client."""
INTERVIEW_FACTS = ("date", "role", "level")
"""What the report tells of each interview."""

_FILTERS = {"peer_sectors": "sectors", "peer_regions": "regions", "peer_sizes": "sizes", "peer_since": "since"}


def facts_of(engagement: Engagement) -> dict[str, Any]:
    """The facts of an engagement by the key of their field on the form."""
    keys = [column.key for column in ENGAGEMENT_FORM.columns]
    return {
        key: getattr(engagement.peer_filter, _FILTERS[key]) if key in _FILTERS else getattr(engagement, key)
        for key in keys
    }


def engagement_of(facts: Mapping[str, Any], places: Mapping[str, Place]) -> Engagement:
    """The engagement of these facts, by the key of their field; one that is not given is empty."""
    filters = {name: facts[key] for key, name in _FILTERS.items() if key in facts}
    plain = {key: value for key, value in facts.items() if key not in _FILTERS}
    return Engagement(**plain, peer_filter=PeerFilter(**filters), places=places)


def interviews_sheet(questions: QuestionSet) -> Sheet:
    """The register of interviews: one row each, one yes/no column per element, and one for all of them."""
    several = (ALL_ELEMENTS,) if len(questions.elements) > 1 else ()
    covered = tuple(
        Column(
            f"covers:{element.id}",
            f"{element.code} {element.title}",
            CellKind.CHOICE,
            width_of_each(area.title, len(area.elements)),
            f"Yes when the interview covers '{element.title}'.",
            "yes_no",
            required=True,
            is_counted=True,
        )
        for area in questions.areas
        for element in area.elements
    )
    return Sheet(
        INTERVIEWS,
        (
            Column("code", "Code", CellKind.TEXT, 8, "Opens its sheet.", required=True),
            Column("date", "Date", CellKind.DATE, 12, "When the interview took place."),
            Column("interviewer", "Interviewer", CellKind.TEXT, 18, "Who asked."),
            Column("role", "Role", CellKind.TEXT, 24, "The interviewee's role, never a name."),
            Column(
                "level",
                "Level",
                CellKind.CHOICE,
                16,
                "That of the interviewee.",
                "levels",
                required=True,
                is_counted=True,
            ),
            *several,
            *covered,
            Column("left_out", "Felt left out", CellKind.LONG_TEXT, 28, "What the interviewee felt was not asked."),
            Column("follow_ups_open", "Follow-ups open", CellKind.LONG_TEXT, 28, "Still to be clarified."),
            Column("follow_ups_closed", "Follow-ups closed", CellKind.LONG_TEXT, 28, "Clarified since."),
            Column("expected", "To answer", CellKind.FORMULA, 10, "By elements and level."),
            Column("answered", "Answered", CellKind.FORMULA, 10, "Box, N/A, Not known."),
        ),
        "One row for each interview. 'Yes' under an element means that the interview should answer it"
        + ("; 'Yes' under All elements, that it should answer all but those that say 'No'." if several else "."),
    )


ALL_ELEMENTS = Column(
    "all_elements",
    "All elements",
    CellKind.CHOICE,
    _NARROWEST,
    "Yes when the interview covers every element that does not say No.",
    "yes_no",
    is_counted=True,
)


def questionnaire_sheet(questions: QuestionSet) -> Sheet:
    """A questionnaire: one sheet per interview, one row per question."""
    states = tuple(
        Column(
            f"evidence:{state.id}",
            state.letter,
            CellKind.CHOICE,
            width_of_each(EVIDENCE_HINT, len(questions.states)),
            f"{state.title}: {state.means}".rstrip(": "),
            "yes_no",
            required=True,
            title=state.title,
        )
        for state in questions.states
    )
    return Sheet(
        "Interview",
        (
            Column("id", "ID", CellKind.FIXED, 8, required=True),
            Column("due", "Ask", CellKind.FORMULA, 7),
            Column("topic", "Topic", CellKind.FIXED, 24),
            Column("question", "Question", CellKind.FIXED, 52),
            Column(
                "answer",
                "Answer",
                CellKind.CHOICE,
                40,
                "Choose the box that fits best.",
                "answers",
                required=True,
            ),
            *states,
            Column("note", "Note", CellKind.LONG_TEXT, 44, "Evidence, example, or why N/A.", required=True),
            Column("score", "Score", CellKind.FORMULA, 7, "Live."),
        ),
        "Ask what has a dot; leave the rest blank. Click an ID to see good practice and what to look for.",
    )


def good_practice_sheet(questions: QuestionSet) -> Sheet:
    """What good practice looks like and what to look for, a row a question; each questionnaire links to it.

    Workbooks of earlier versions hold these columns folded away on each questionnaire.
    """
    look_for = tuple(
        Column(f"look_for:{state.id}", f"Look for: {state.title.lower()}", CellKind.FIXED, 40)
        for state in questions.states
    )
    return Sheet(
        GOOD_PRACTICE,
        (
            Column("id", "ID", CellKind.FIXED, 8),
            Column("question", "Question", CellKind.FIXED, 44),
            Column("good_practice", "Good practice", CellKind.FIXED, 60),
            *look_for,
            *((EXAMPLES,) if has_examples(questions) else ()),
        ),
        "What to compare an answer with, and what to look for as evidence. Nothing to enter.",
        required=False,
    )


EXAMPLES = Column("examples", "Examples", CellKind.FIXED, 60)  # of the client's sector


def has_examples(questions: QuestionSet) -> bool:
    """True when the set gives examples, as it does in the words of a sector."""
    of_questions = any(question.examples for question in questions.questions.values())
    return of_questions or any(element.examples for element in questions.elements)


NOTES_SHEET = Sheet(
    NOTES,
    (
        Column(
            "interview",
            "Interview",
            CellKind.CHOICE,
            11,
            "Code of the interview.",
            INTERVIEW_CODES,
            required=True,
        ),
        Column("element", "Element", CellKind.CHOICE, 32, "What it is about.", "elements", required=True),
        Column("kind", "Kind", CellKind.CHOICE, 14, "What sort of note it is.", "note_kinds", required=True),
        Column("text", "Text", CellKind.LONG_TEXT, 90, "In plain words; no person's name.", required=True),
    ),
    "As the interviews gave them. The report quotes a few statements and insights; the evidence file has all notes.",
    placed_by=("interview", "element"),
    rows=150,
)

HEADLINES_SHEET = Sheet(
    HEADLINES,
    (
        Column(
            "interview",
            "Interview",
            CellKind.CHOICE,
            11,
            "Code of the interview.",
            INTERVIEW_CODES,
            required=True,
        ),
        Column(
            "status",
            "Status",
            CellKind.CHOICE,
            14,
            "Is it new?",
            "headline_statuses",
            required=True,
        ),
        Column("text", "Headline", CellKind.LONG_TEXT, 100, "One key message.", required=True),
        Column("theme", "Theme", CellKind.TEXT, 26, "A few words that gather headlines of one matter."),
    ),
    "The key messages of each interview. They feed the executive summary and the interview appendix.",
    placed_by=("interview",),
    rows=80,
)


def agreed_sheet(interview_codes: tuple[str, ...]) -> Sheet:
    """Agreed scores: one row per question, the interviews' boxes beside it."""
    width = width_of_each(BOXES_HINT, len(interview_codes) or 1)
    boxes = tuple(
        Column(f"box:{code}", code, CellKind.FORMULA, width, f"What interview {code} scored.")
        for code in interview_codes
    )
    return Sheet(
        AGREED,
        (
            Column("id", "ID", CellKind.FIXED, 8, required=True),
            Column("element", "Element", CellKind.FIXED, 24),
            Column("question", "Question", CellKind.FIXED, 52),
            *boxes,
            Column("mean", "Mean", CellKind.FORMULA, 8, "Of the boxes."),
            Column("spread", "Steps apart", CellKind.FORMULA, 8, "Lowest to highest."),
            Column("n", "n", CellKind.FORMULA, 6, "Boxes."),
            Column("agreed", "Agreed box", CellKind.CHOICE, 40, "Used in place of the mean.", BOXES, required=True),
            Column("reason", "Reason", CellKind.LONG_TEXT, 52, "Why; printed in the report.", required=True),
            Column("open", "Open", CellKind.FORMULA, 8, "What is left."),
        ),
        "Where interviews differ, agree on a box and say why. The mean is always shown beside it.",
    )


FINDINGS_SHEET = Sheet(
    FINDINGS,
    (
        Column("ref", "Ref", CellKind.TEXT, 8, "Keep as it is."),
        Column("area", "Area", CellKind.CHOICE, 30, "The area it belongs to, or Overall.", "areas", required=True),
        Column("kind", "Kind", CellKind.CHOICE, 18, "What the finding says.", "finding_kinds", required=True),
        Column("text", "Finding", CellKind.LONG_TEXT, 100, "As it shall stand in the report.", required=True),
    ),
    "What you conclude. Each line goes to its area's chapter, as you write it.",
    placed_by=("area", "kind"),
    laid_out=("ref", "area"),
    rows=100,
    letter="F",
)

ROAD_MAP_SHEET = Sheet(
    ROAD_MAP,
    (
        Column("ref", "Ref", CellKind.TEXT, 8, "Keep as it is."),
        Column("area", "Area", CellKind.CHOICE, 30, "The area it belongs to.", "areas", required=True),
        Column("horizon", "Horizon", CellKind.CHOICE, 22, "When it happens.", "horizons", required=True),
        Column("text", "Initiative", CellKind.LONG_TEXT, 80, "What to do, in a few words.", required=True),
        Column("priority", "Priority", CellKind.CHOICE, 11, "How pressing.", "priorities"),
        Column("effort", "Effort", CellKind.CHOICE, 11, "How much work.", "efforts"),
        Column("owner", "Owner", CellKind.TEXT, 26, "The role that leads it."),
        Column("lifts", "Lifts", CellKind.IDS, 24, "IDs of the questions it lifts a box; commas between."),
        Column("start", "Start", CellKind.DATE, 14, "When it begins."),
        Column("end", "End", CellKind.DATE, 14, "When it is done."),
        Column("decision", "Decision", CellKind.LONG_TEXT, 44, "What must be decided before it begins."),
    ),
    "What to do and when. Each line goes to its area's road map and to the overall one.",
    placed_by=("area", "horizon"),
    laid_out=("ref", "area"),
    rows=60,
    letter="R",
)

TARGETS_SHEET = Sheet(
    TARGETS,
    (
        Column("element", "Element", CellKind.CHOICE, 44, "Each has one target at most.", "elements", required=True),
        Column("box", "Target box", CellKind.CHOICE, 44, "The box it is to reach.", BOXES, required=True),
        Column("by", "By when", CellKind.DATE, 14, "If a day is set."),
    ),
    "If the client has set itself targets: the box that an element is to reach. Charts mark it; no score takes it in.",
    required=False,
    entered_by=("box", "by"),
    laid_out=("element",),
)

NARRATIVE_SHEET = Sheet(
    NARRATIVE,
    (
        Column("section", "Section", CellKind.CHOICE, 24, "Where it goes.", "narrative_sections", required=True),
        Column("area", "Area", CellKind.CHOICE, 30, "For introductions to areas only.", "areas_only", required=True),
        Column("text", "Text", CellKind.LONG_TEXT, 110, "A paragraph, or one bullet.", required=True),
    ),
    "The running text of the report. Several rows of one section stand one after the other.",
    placed_by=("section",),
    laid_out=("section", "area"),
    rows=60,
)


BARS = 20  # narrow columns that make up the bar of a score


def tables(questions: QuestionSet) -> tuple[Sheet, ...]:
    """Every sheet with entries, the questionnaire among them; that of agreed scores without columns of interviews."""
    return (
        *(ENGAGEMENT_FORM, interviews_sheet(questions), questionnaire_sheet(questions), NOTES_SHEET, HEADLINES_SHEET),
        *(agreed_sheet(()), FINDINGS_SHEET, ROAD_MAP_SHEET, TARGETS_SHEET, NARRATIVE_SHEET),
    )


def results_sheet(scale: Scale) -> Sheet:
    """The sheet of live scores."""
    return Sheet(
        RESULTS,
        (
            Column("name", "Part of the model", CellKind.FIXED, 44),
            Column("score", "Score", CellKind.FORMULA, 9, f"{scale.ends}."),
            *(Column(f"bar:{number}", "", CellKind.FIXED, 0.7) for number in range(1, BARS + 1)),
            Column("coverage", "Coverage", CellKind.FORMULA, 10, "Scored, of all that applies."),
            Column("questions", "Questions", CellKind.FORMULA, 10),
            Column("scored", "Scored", CellKind.FORMULA, 9),
            Column("not_applicable", "N/A", CellKind.FORMULA, 9),
            Column("open", "Open", CellKind.FORMULA, 9),
            Column("status", "Status", CellKind.FORMULA, 62),
        ),
        "Live scores: they change while you type, by the same rules and rounding as the report.",
        required=False,
    )


def band_label(element: Element) -> str:
    """What the ID column holds in the row that heads an element's questions; such a row is no question.

    The rest of the row shows progress and score by formula; the reader passes over it.
    """
    return f"{element.code}  {element.title}"


def questionnaire_title(code: str) -> str:
    """The title we give a questionnaire; assessors may rename it, the code in its cell counts.

    >>> questionnaire_title("03")
    'Interview 03'
    """
    return f"Interview {code}"
