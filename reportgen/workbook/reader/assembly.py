"""From an opened workbook to an assessment: what it was made from, then each sheet read by its own reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count, takewhile
from typing import TypeVar

from reportgen.common.asked import parts_changed
from reportgen.common.diagnostics.problems import (
    CHANGED_SET,
    COPIED_SHEET,
    DOUBLED_SHEET,
    MISSING_SHEET,
    WRONG_LAYOUT,
    WRONG_SET,
    WRONG_SET_VERSION,
    Problem,
)
from reportgen.common.diagnostics.runs import NO_SCORING_WORKBOOK
from reportgen.common.exceptions import UnreadableFileError
from reportgen.common.folding import fold, nearest
from reportgen.common.held import from_record
from reportgen.common.model import (
    NOWHERE,
    AnswerState,
    Area,
    Assessment,
    Element,
    Engagement,
    EvidenceState,
    Level,
    Place,
    Question,
    QuestionSet,
    Topic,
)
from reportgen.common.rounding import with_plain_minus
from reportgen.common.scale import Box, scale_of
from reportgen.workbook import layout
from reportgen.workbook.layout import CODE_LABEL, LAYOUT_VERSION, Column, Sheet
from reportgen.workbook.reader import entries
from reportgen.workbook.reader.cells import CellReader, entry_shown
from reportgen.workbook.reader.grid import Grid, OpenWorkbook, SheetGrid
from reportgen.workbook.reader.questionnaires import Register, find_questionnaires, read_questionnaires, read_register
from reportgen.workbook.reader.tables import find_label, is_headed

_OURS = {fold(title): title for title in layout.TITLES}
_OF_NUMBERS = re.compile(r"(?P<sheet>.+?) ?- ?(?P<table>.+)")
_NUMBERED = re.compile(r"[^\W\d]+ \d+")  # "Table 1", in any language
_COPY = re.compile(r"(?:copy of )?(?P<sheet>.+?)(?: ?\(\d+\)|_\d+|(?: -)? copy(?: \d+)?)?")  # as programs name copies

_T = TypeVar("_T")


def read_opened(
    workbook: OpenWorkbook, questions: QuestionSet, *, to_carry: bool = False
) -> tuple[Assessment, tuple[Problem, ...]]:
    """What the workbook says, and every problem met in reading it.

    A workbook of another set, version or layout gives one problem and an empty assessment.
    What is read `to_carry` it into another workbook has the interviews too that are only laid out, and what its
    workbook remembers of its entries; it may have an older layout.
    """
    origin = origin_of(workbook)
    wrong = check_origin(origin, questions, older_layout=to_carry)
    if wrong:
        return Assessment(origin.set_id, origin.set_version, Engagement(), sheets=workbook.titles), (wrong,)
    sheets = _Sheets(workbook, questions, to_carry)
    assessment = sheets.assessment()
    return assessment, (*_changed_set(origin, questions), *sheets.reader.problems)


def _changed_set(origin: WorkbookOrigin, questions: QuestionSet) -> Iterator[Problem]:
    """A problem where the set asks something else than when the workbook was made, under the same version."""
    if what := parts_changed(origin.asked, questions):
        yield CHANGED_SET.at(origin.place, value=what, set=questions.id, version=questions.version)


class _Sheets:
    """The sheets of a workbook, each found by title and read once."""

    def __init__(self, workbook: OpenWorkbook, questions: QuestionSet, to_carry: bool) -> None:
        self._workbook = workbook
        self._questions = questions
        self._to_carry = to_carry
        self.reader = CellReader(questions)

    def assessment(self) -> Assessment:
        """Everything the sheets say."""
        questions, reader = self._questions, self.reader
        origin = origin_of(self._workbook)
        if not origin.set_id:
            self._report_missing(layout.META)
        engagement = self._read(layout.ENGAGEMENT_FORM, entries.read_engagement) or Engagement()
        register = self._read(layout.interviews_sheet(questions), read_register, questions) or Register(is_read=False)
        others = [title for title in self._workbook.titles if not our_title(title, self._workbook.titles)]
        self._report_copies(others)
        found = find_questionnaires(map(self._grid_of_answers, others), questions, reader)
        answers = read_questionnaires(found, register, questions, reader)
        notes = self._read(layout.NOTES_SHEET, entries.read_notes, register) or ()
        headlines = self._read(layout.HEADLINES_SHEET, entries.read_headlines, register) or ()
        answered = {code for code, given in answers.items() if any(answer.has_entry for answer in given)}
        agreed, agreed_places = self._read(
            layout.agreed_sheet(()), entries.read_agreed, questions, register, answered
        ) or ((), {})
        mentioned = {note.interview for note in notes} | {headline.interview for headline in headlines}
        held = [
            interview
            for interview in register.interviews
            if (self._to_carry and interview.code in answers)
            or interview.code in register.arranged | mentioned | answered
        ]
        return Assessment(
            set_id=origin.set_id or questions.id,
            set_version=origin.set_version or questions.version,
            engagement=engagement,
            interviews=tuple(held),
            answers=tuple(answer for interview in held for answer in answers.get(interview.code, ())),
            notes=notes,
            headlines=headlines,
            agreed=agreed,
            findings=self._read(layout.FINDINGS_SHEET, entries.read_findings) or (),
            initiatives=self._read(layout.ROAD_MAP_SHEET, entries.read_road_map) or (),
            targets=self._read(layout.TARGETS_SHEET, entries.read_targets, questions) or (),
            narrative=self._read(layout.NARRATIVE_SHEET, entries.read_narrative) or (),
            sheets=self._workbook.titles,
            held=_held(self._workbook) if self._to_carry else frozenset(),
            agreed_places=agreed_places,
        )

    def _read(
        self, sheet: Sheet, read: Callable[..., _T], *known: Register | QuestionSet | Collection[str]
    ) -> _T | None:
        """What the sheet says, read by what is `known`; None when it is not there.

        That is a problem unless a workbook can do without the sheet.
        """
        grid = sheet_titled(self._workbook, sheet.title, self.reader.problems)
        if grid is None:
            self._report_missing(sheet.title, sheet.columns, required=sheet.required)
            return None
        return read(grid, *known, self.reader)

    def _grid_of_answers(self, title: str) -> SheetGrid:
        """A sheet that may be a questionnaire: it is read once, and gone then, but where it is carried as well."""
        return self._workbook.grid(title) if self._to_carry else SheetGrid(self._workbook, title)

    def _report_copies(self, others: Iterable[str]) -> None:
        """Report sheets named as copies of those that are read; what is entered there would be lost unsaid."""
        read = {sheet.title for sheet in layout.tables(self._questions)}
        for title in others:
            match = _COPY.fullmatch(fold(title))
            ours = _OURS.get(match["sheet"]) if match else None
            if ours in read and sheet_titled(self._workbook, ours):
                self.reader.problems.append(COPIED_SHEET.at(Place(title), copy=title, sheet=ours))

    def _report_missing(self, title: str, columns: Sequence[Column] = (), *, required: bool = True) -> None:
        """Report it; one that is not required counts as missing when another has a like title, or its headings."""
        others = [found for found in self._workbook.titles if not our_title(found, self._workbook.titles)]
        headed = (found for found in others if columns and is_headed(self._workbook.grid(found), columns))
        near = nearest(title, others) or next(headed, "")
        if required or near:
            hint = f" Is it the one named '{near}'?" if near else ""
            self.reader.problems.append(MISSING_SHEET.at(Place(title), sheet=title, hint=hint))


# ------------------------------------------------------------------------------------------------ what it was made from

SHEETS_NAMED = 5  # of a workbook that is not ours, in the message


@dataclass(frozen=True, slots=True)
class WorkbookOrigin:
    """What the hidden sheet records; a fact that is not there is empty."""

    set_id: str = ""
    set_version: str = ""
    layout_version: str = ""
    asked: str = ""  # digests of what its set asked when it was made
    sector: str = ""  # whose words the questions speak; empty for general words
    place: Place = NOWHERE


def origin_of(workbook: OpenWorkbook) -> WorkbookOrigin:
    """What the workbook was made from. Raises `UnreadableFileError` when it is no scoring workbook."""
    grid = sheet_titled(workbook, layout.META)
    if grid is None:
        _require_ours(workbook)
        return WorkbookOrigin()
    cell = find_label(grid, layout.META_SET)
    return WorkbookOrigin(
        set_id=_entry(grid, layout.META_SET),
        set_version=_entry(grid, layout.META_SET_VERSION),
        layout_version=_entry(grid, layout.META_LAYOUT_VERSION),
        asked=asked.text if (asked := find_label(grid, layout.META_ASKED)) else "",
        sector=_entry(grid, layout.META_SECTOR),
        place=cell.place if cell else Place(grid.title),
    )


def files_named(workbook: OpenWorkbook) -> dict[str, str]:
    """What the sheet Engagement names as peer data and as earlier assessment, at a glance: reading may find other."""
    grid = sheet_titled(workbook, layout.ENGAGEMENT)
    labels = {column.key: column.header for column in layout.ENGAGEMENT_FORM.columns}
    return {key: _entry(grid, labels[key]) if grid else "" for key in ("peer_data", "earlier")}


def _entry(grid: Grid, label: str) -> str:
    cell = find_label(grid, label)
    return entry_shown(cell) if cell else ""


def _held(workbook: OpenWorkbook) -> frozenset[str]:
    """Digests of the entries that the workbook was written with; none of one that does not remember."""
    grid = sheet_titled(workbook, layout.META)
    cells = (find_label(grid, layout.META_HELD.format(number)) for number in count(1)) if grid else ()
    return from_record(cell.text for cell in takewhile(bool, cells) if cell)


def _require_ours(workbook: OpenWorkbook) -> None:
    """A workbook that lost its hidden sheet is still ours by its register, or by any questionnaire."""
    if all(sheet_titled(workbook, title) for title in (layout.ENGAGEMENT, layout.INTERVIEWS)):
        return
    if any(find_label(workbook.grid(title), CODE_LABEL) for title in workbook.titles):
        return
    titles = ", ".join(f"'{title}'" for title in workbook.titles[:SHEETS_NAMED])
    more = ", ..." if len(workbook.titles) > SHEETS_NAMED else ""
    raise UnreadableFileError(NO_SCORING_WORKBOOK.at(path=workbook.path, titles=f"{titles or 'none'}{more}"))


def our_title(title: str, titles: Collection[str]) -> str:
    """The sheet of ours that a sheet is, among those of its workbook with these titles; empty for none of them.

    Numbers makes a sheet of each of its tables and names it by both: "Notes - Table 1" or "Notes - Notes", cut where
    Excel's titles end. A sheet with such a title is ours where none has the title alone.
    """
    if ours := _OURS.get(fold(title)):
        return ours
    match = _OF_NUMBERS.fullmatch(fold(title))
    if match is None or match["sheet"] in map(fold, titles):
        return ""
    is_a_table = match["sheet"].startswith(match["table"]) or _NUMBERED.fullmatch(match["table"])
    return _OURS.get(match["sheet"], "") if is_a_table else ""


def sheet_titled(workbook: OpenWorkbook, title: str, problems: list[Problem] | None = None) -> SheetGrid | None:
    """The sheet of that title, however it is written; the first of several, which are reported."""
    alike = [found for found in workbook.titles if our_title(found, workbook.titles) == title]
    if len(alike) > 1 and problems is not None:
        place = Place(alike[1])
        problems.append(DOUBLED_SHEET.at(place, sheet=title, first=alike[0], second=alike[1]))
    return workbook.grid(alike[0]) if alike else None


def check_origin(origin: WorkbookOrigin, questions: QuestionSet, *, older_layout: bool = False) -> Problem | None:
    """The one problem of a workbook made from something else than it is read with; None when all is well.

    An `older_layout` may be read: tables are found by their words, and what is missing is reported.
    """
    if origin.set_id and fold(origin.set_id) != fold(questions.id):
        return WRONG_SET.at(origin.place, value=origin.set_id, expected=questions.id)
    if origin.set_version and origin.set_version != questions.version:
        return WRONG_SET_VERSION.at(
            origin.place, value=origin.set_version, set=questions.id, expected=questions.version
        )
    layout_version = origin.layout_version
    is_older = layout_version.isdecimal() and int(layout_version) < int(LAYOUT_VERSION)
    if layout_version and layout_version != LAYOUT_VERSION and not (older_layout and is_older):
        return WRONG_LAYOUT.at(origin.place, value=origin.layout_version, expected=LAYOUT_VERSION)
    return None


# ----------------------------------------------------------------------------------------------------- its question set

# A workbook of an earlier version is read by the questions it has, not by those of today: its hidden sheets hold ids
# and the entries of all lists, its questionnaires the texts. So nothing is unknown, and what is gone since can be told.

_LOOK_FOR = fold("Look for:")
LONGEST_LETTER = 3  # an assessor's own heading beside the evidence states is longer

Entry = Mapping[str, str]  # a row of a hidden table: texts by heading


def recorded_questions(workbook: OpenWorkbook, known: QuestionSet) -> QuestionSet | None:
    """The set the workbook was made from: ids, titles, scale, levels, states and questions, each allowing N/A.

    Evidence states have no ids in a workbook: those of the `known` set are recognised by title. None when the hidden
    sheets are gone or do not fit together.
    """
    model, lists = (sheet_titled(workbook, title) for title in (layout.MODEL, layout.LISTS))
    origin = origin_of(workbook)
    if model is None or lists is None or not origin.set_version:
        return None
    grids = map(workbook.grid, workbook.titles)
    questionnaire = next((grid for grid in grids if find_label(grid, CODE_LABEL)), None)
    entries = _lists(lists)
    try:
        states = _states(questionnaire, sheet_titled(workbook, layout.GOOD_PRACTICE), known)
        return _assembled(origin, _tables(model), entries, _texts(questionnaire), known, states)
    except (KeyError, ValueError, IndexError):  # somebody changed what nobody should
        return None


def _assembled(
    origin: WorkbookOrigin,
    tables: Sequence[Sequence[Entry]],
    lists: Mapping[str, Sequence[str]],
    texts: Mapping[str, str],
    known: QuestionSet,
    states: tuple[EvidenceState, ...],
) -> QuestionSet:
    questions, _, elements, areas, *_ = tables
    level_ids = [key.partition(":")[2] for key in questions[0] if key.startswith("level:")]

    boxes = {name: tuple(map(_box, labels)) for name, labels in lists.items() if name.startswith(layout.BOXES)}

    def question(row: Entry) -> Question:
        levels = frozenset(level for level in level_ids if row[f"level:{level}"] == "1")
        made = Question(row["id"], texts.get(row["id"], ""), "", {}, "", "", "", na_allowed=True, levels=levels)
        if (own := row.get("answers", layout.BOXES)) != layout.BOXES:
            made = replace(made, own_boxes=boxes[own])
        # what nobody has touched is told by the reason that stands there
        same = known.questions.get(made.id)
        points = _points(row, same)
        return replace(made, points=points, not_applicable=same.not_applicable if same else "")

    def element(row: Entry, title: str) -> Element:
        mine = tuple(question(entry) for entry in questions if entry["element"] == row["number"])
        code = mine[0].id.rpartition("-")[0]  # an id is its element's code and a number
        return Element(row["id"], code, title, (Topic(row["id"], title, mine),))

    made = [element(row, title) for row, title in zip(elements, lists["elements"], strict=True)]
    return QuestionSet(
        id=origin.set_id,
        version=origin.set_version,
        title="",
        scale=scale_of(boxes[layout.BOXES]),
        states=states,
        levels=tuple(Level(id_, title, title) for id_, title in zip(level_ids, lists["levels"], strict=True)),
        areas=tuple(
            Area(
                row["id"],
                title,
                tuple(e for e, entry in zip(made, elements, strict=True) if entry["area"] == row["number"]),
            )
            for row, title in zip(areas, lists["areas_only"], strict=True)
        ),
    )


def _points(row: Entry, same: Question | None) -> Mapping[AnswerState, Fraction]:
    """What N/A and not known count; as today, where the workbook does not remember it."""
    told = {state: row.get(layout.POINTS.format(state.value)) for state in layout.STATES_WITH_POINTS}
    if None in told.values():
        return same.points if same else {}
    return {state: Fraction(points) for state, points in told.items() if points}


def _box(label: str) -> Box:
    value, _, words = label.partition(" - ")
    return Box(Fraction(with_plain_minus(value)), words)


def _tables(grid: SheetGrid) -> list[list[Entry]]:
    """The tables side by side on the sheet of the model, an empty column between them; formulas are empty texts."""
    grid.read_on()
    tables: list[list[Entry]] = []
    for columns in _groups_of_columns(grid):
        keys = {grid.constant(1, column): column for column in columns}
        rows = ({key: grid.constant(row, column) for key, column in keys.items()} for row in range(2, grid.height + 1))
        tables.append([row for row in rows if any(row.values())])
    return tables


def _groups_of_columns(grid: Grid) -> Iterator[list[int]]:
    group: list[int] = []
    for column in range(1, grid.width(1) + 2):
        if grid.constant(1, column):
            group.append(column)
        elif group:
            yield group
            group = []


def _lists(grid: SheetGrid) -> dict[str, list[str]]:
    """The entries of every drop-down list, by its name."""
    grid.read_on()
    found = {}
    for column in range(1, grid.width(1) + 1):
        entries = (grid.constant(row, column) for row in range(2, grid.height + 1))
        found[grid.constant(1, column)] = [entry for entry in entries if entry]
    return found


def _texts(questionnaire: SheetGrid | None) -> dict[str, str]:
    """The text of each question by id, as the assessors read it."""
    row, columns = _headings(questionnaire)
    if questionnaire is None or not {"id", "question"} <= columns.keys():
        return {}
    questionnaire.read_on()
    rows = range(row + 1, questionnaire.height + 1)
    pairs = ((questionnaire.constant(n, columns["id"]), questionnaire.constant(n, columns["question"])) for n in rows)
    return {id_: text for id_, text in pairs if id_}


def _states(questionnaire: SheetGrid | None, hints: SheetGrid | None, known: QuestionSet) -> tuple[EvidenceState, ...]:
    """The evidence states: their titles stand over the hints, their letters between answer and note.

    The hints have a sheet of their own; in earlier versions they stood on the questionnaire.
    """
    _, columns = _headings(questionnaire)
    headings = dict.fromkeys((*columns, *_headings(hints)[1]))
    titles = [heading.removeprefix(_LOOK_FOR).strip() for heading in headings if heading.startswith(_LOOK_FOR)]
    by_title = {fold(state.title): state for state in known.states if fold(state.letter) in columns}
    taken = {fold(by_title[title].letter) for title in titles if title in by_title}
    others = [
        heading
        for heading, number in columns.items()
        if columns["answer"] < number < columns["note"] and len(heading) <= LONGEST_LETTER and heading not in taken
    ]
    return tuple(
        by_title.get(title) or EvidenceState(title, others.pop(0).upper(), title.capitalize()) for title in titles
    )


def _headings(grid: SheetGrid | None) -> tuple[int, dict[str, int]]:
    """The row of headings of a sheet of questions, and the number of the column under each, from left to right."""
    for row in range(1, grid.height + 1) if grid else ():
        assert grid is not None
        texts = {fold(grid.constant(row, column)): column for column in range(1, grid.width(row) + 1)}
        if {"id", "question"} <= texts.keys() or {"id", "answer", "note"} <= texts.keys():
            return row, texts
    return 0, {}
