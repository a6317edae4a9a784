"""The hidden sheets: the drop-down lists, what the file was made from, and the model that every live figure comes from.

The model holds the scores, unrounded, side by side: questions, interviews, elements, areas and the whole. The rules are
those of the report: a question's agreed box, else the mean of its boxes; weighted means above; what too little of the
weight supports is withheld. Questions are found by their id on the sheets people work in, so rows may move there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.common.asked import as_entry, parts_asked
from reportgen.common.held import SIGNS, as_record
from reportgen.common.model import OVERALL, AnswerState, Area, Assessment, Element, Question
from reportgen.workbook import layout
from reportgen.workbook.layout import Sheet
from reportgen.workbook.writer.cells import (
    KEY_END,
    NOT_APPLICABLE,
    NOT_KNOWN,
    OPEN,
    SCORE_MARKS,
    SCORED,
    UNREADABLE,
    WITHHELD,
    Formula,
    any_score,
    cell_at,
    is_not_covered,
    lookup,
    plain_number,
    put_text,
    put_value,
    text,
    worth,
)
from reportgen.workbook.writer.plan import Plan, PlannedTable, WorthTable
from reportgen.workbook.writer.progress import interview_row, progress_rows
from reportgen.workbook.writer.styles import Style


def write_lists(book: Workbook, plan: Plan) -> None:
    """Write every drop-down list into a column, and beside them what each answer is worth."""
    sheet = book.create_sheet(layout.LISTS)
    sheet.sheet_state = "hidden"
    for column, (name, entry) in enumerate(plan.lists.items(), start=1):
        put_text(cell_at(sheet, 1, column), name, Style.TABLE_KEY)
        for row, label in enumerate(entry.entries.labels, start=2):
            put_text(cell_at(sheet, row, column), label, Style.TABLE_CELL)
    for worths in {worths.column: worths for worths in plan.worths.values()}.values():
        _write_worths(sheet, worths)


def _write_worths(sheet: Worksheet, worths: WorthTable) -> None:
    """Everything an answer can be and what it counts; where N/A or not known count, also the box that it is."""
    headings = ["answer", "worth", *(["box"] if worths.points else [])]
    for column, heading in enumerate(headings, start=worths.column):
        put_text(cell_at(sheet, 1, column), heading, Style.TABLE_KEY)
    for row, (key, meant) in enumerate(worths.entries, start=2):
        put_text(cell_at(sheet, row, worths.column), key + KEY_END, Style.TABLE_CELL)
        put_value(cell_at(sheet, row, worths.column + 1), _worth(meant, worths.points), Style.TABLE_CELL)
        if worths.points:
            put_value(cell_at(sheet, row, worths.column + 2), _worth(meant, {}), Style.TABLE_CELL)


def _worth(meant: Fraction | AnswerState | None, points: Mapping[AnswerState, Fraction]) -> Formula | str | float:
    """What a cell shows for a box, for what stands in place of one, and for nothing."""
    if meant is None:
        return Formula('""')
    if isinstance(meant, AnswerState):
        return plain_number(points[meant]) if meant in points else SCORE_MARKS[meant]
    return plain_number(meant)


_HELD_IN_A_CELL = 32_000 // SIGNS * SIGNS  # characters; Excel takes 32,767


def write_about(book: Workbook, plan: Plan, assessment: Assessment) -> None:
    """Write what the workbook was made from, question set, layout and entries: keys in column A, values in B."""
    sheet = book.create_sheet(layout.META)
    held = as_record(assessment)
    parts = [held[at : at + _HELD_IN_A_CELL] for at in range(0, len(held), _HELD_IN_A_CELL)]
    sheet.sheet_state = "hidden"
    facts = {
        layout.META_SET: plan.questions.id,
        layout.META_SET_VERSION: plan.questions.version,
        layout.META_LAYOUT_VERSION: layout.LAYOUT_VERSION,
        "set title": plan.questions.title,
        layout.META_ASKED: as_entry(parts_asked(plan.questions)),
        **{layout.META_HELD.format(number): part for number, part in enumerate(parts, start=1)},
        **({layout.META_SECTOR: plan.questions.sector} if plan.questions.sector else {}),
    }
    for row, (key, value) in enumerate(facts.items(), start=1):
        put_text(cell_at(sheet, row, 1), key, Style.TABLE_KEY)
        put_text(cell_at(sheet, row, 2), value, Style.TABLE_CELL)


# ------------------------------------------------------------------------------------------------------------ the model

_Row = Mapping[str, Formula | str | int | float]  # what stands in each column
_Here = Callable[[str], str]  # the cell of a column in the row at hand


def write_model(book: Workbook, plan: Plan, lists: Iterable[tuple[Sheet, PlannedTable]]) -> None:
    """Write the hidden sheet of the model; `lists` are the sheets of one entry a row, and where their tables stand."""
    sheet = book.create_sheet(layout.MODEL)
    sheet.sheet_state = "hidden"
    numbers = {element.id: number for number, element in enumerate(plan.questions.elements, start=1)}
    questions = [
        _question_row(plan, question, numbers[plan.questions.element_of[question.id].id], position)
        for position, question in enumerate(plan.questions.questions.values())
    ]
    tables = plan.model
    _write(sheet, tables.questions, questions)
    _write(sheet, tables.interviews, [interview_row(plan, position) for position in range(len(plan.codes))])
    _write(sheet, tables.elements, [_element_row(plan, *entry) for entry in enumerate(plan.questions.elements)])
    _write(sheet, tables.areas, [_area_row(plan, *entry) for entry in enumerate(plan.questions.areas)])
    _write(sheet, tables.overall, [_overall_row(plan)])
    written = tuple(lists)
    positions = replace(
        tables.progress,
        keys=("position",),
        rows=max(table.rows for _, table in written),
        first_column=tables.progress.last_column + 2,
    )
    _write(sheet, tables.progress, progress_rows(plan, written, positions))
    _write(sheet, positions, [{"position": number} for number in range(1, positions.rows + 1)])


def _write(sheet: Worksheet, table: PlannedTable, rows: Sequence[_Row]) -> None:
    for key in table.keys:
        put_text(cell_at(sheet, table.header_row, table.number(key)), key, Style.TABLE_KEY)
    for number, row in enumerate(rows, start=table.first_row):
        for key, value in row.items():
            put_value(cell_at(sheet, number, table.number(key)), value, Style.TABLE_CELL)


def _question_row(plan: Plan, question: Question, element_number: int, position: int) -> _Row:
    """A question: what the interviews and the agreed score say, and what it is worth."""
    table, worths = plan.model.questions, plan.worths[question.id]
    row = table.first_row + position

    def here(key: str) -> str:
        return f"${table.letter(key)}{row}"

    scores = f"{here(f'score:{plan.codes[0]}')}:{here(f'score:{plan.codes[-1]}')}"
    agreed = lookup(plan.agreed.whole("agreed"), here("id"), plan.agreed.whole("id"))
    value, n, na, given = here("value"), here("n"), here("na"), here("given")
    return {
        "id": question.id,
        "element": element_number,
        "area": _area_number(plan, plan.questions.element_of[question.id]),
        "weight": float(question.weight),
        **{f"level:{level.id}": int(level.id in question.levels) for level in plan.questions.levels},
        "agreed": Formula(worth(agreed, worths.keys, worths.box)),
        "n": Formula(f"COUNT({scores})"),
        "na": Formula(f"COUNTIF({scores},{text(NOT_APPLICABLE)})"),
        "given": Formula(f"{n}+{na}+COUNTIF({scores},{text(NOT_KNOWN)})"),
        "value": Formula(f'IF(ISNUMBER({here("agreed")}),{here("agreed")},IF({n}>0,AVERAGE({scores}),""))'),
        "status": Formula(
            f"IF(ISNUMBER({value}),{text(SCORED)},IF(AND({na}>0,{na}={given}),{text(NOT_APPLICABLE)},{text(OPEN)}))"
        ),
        "weighted": Formula(f"IF(ISNUMBER({value}),{here('weight')}*{value},0)"),
        **({"answers": plan.answer_lists[question.id].boxes} if plan.questions.has_own_boxes else {}),
        **{layout.POINTS.format(state.value): str(points) for state, points in question.points.items()},
        **_question_in_interviews(plan, here, row, worths),
    }


def _question_in_interviews(plan: Plan, here: _Here, row: int, worths: WorthTable) -> dict[str, Formula]:
    """What each interview's score column shows for the question, and whether the interview should answer it, and still.

    Where N/A or not known count, also the box alone.
    """
    facts = {}
    for code, questionnaire in plan.questionnaires.items():
        score = lookup(questionnaire.whole("score"), here("id"), questionnaire.whole("id"))
        facts[f"score:{code}"] = Formula(f'IFERROR({score},"")')
        facts[f"due:{code}"] = Formula(_is_due(plan, code, here("element"), row))
        facts[f"open:{code}"] = Formula(_is_open(here(f"due:{code}"), here(f"score:{code}")))
        if plan.questions.has_points:
            answer = lookup(questionnaire.whole("answer"), here("id"), questionnaire.whole("id"))
            facts[f"box:{code}"] = Formula(worth(answer, worths.keys, worths.box))
    return facts


def _is_due(plan: Plan, code: str, element: str, row: int) -> str:
    """1 when the interview covers the question's element and the question is meant for its level, else 0."""
    covers = f"INDEX({plan.model.elements.local(f'covers:{code}')},{element})"
    levels = plan.questions.levels
    if not levels:
        return covers
    table = plan.model.questions
    first, last = table.letter(f"level:{levels[0].id}"), table.letter(f"level:{levels[-1].id}")
    level = plan.model.interviews.here("level", plan.codes.index(code))
    return f"{covers}*IF({level}=0,1,INDEX(${first}{row}:${last}{row},1,{level}))"


def _is_open(due: str, score: str) -> str:
    """1 when the interview should answer the question and does not, or not so that it can be read, else 0."""
    return f'IF(AND({due}=1,OR({score}="",{score}={text(UNREADABLE)})),1,0)'


def _element_row(plan: Plan, position: int, element: Element) -> _Row:
    here = _here(plan.model.elements, position)
    return {
        "number": position + 1,
        "id": element.id,
        "area": _area_number(plan, element),
        "weight": float(element.weight),
        **_counts(plan, where := f"{plan.model.questions.local('element')},{here('number')}"),
        **_weights(plan, where),
        "coverage": _coverage(here, covered="scored_weight", whole="applicable_weight"),
        "score": _score(here, total="weighted", weight="scored_weight"),
        **_in_whole(here),
        **{f"covers:{code}": _covers(plan, element, code) for code in plan.codes},
    }


def _covers(plan: Plan, element: Element, code: str) -> Formula:
    """1 when the register says that the interview covers the element, itself or with all that do not say No; else 0."""
    interview = plan.model.interviews.here("code", plan.codes.index(code))

    def says(key: str, said: str) -> str:
        answer = lookup(plan.interviews.span(key), interview, plan.interviews.span("code"))
        return f"TRIM({answer})={text(said)}"

    own, everything = f"covers:{element.id}", layout.ALL_ELEMENTS.key
    covers = f"IF({says(own, layout.YES)},1,0)"
    if everything in plan.interviews.keys:
        covers = f"IF({says(everything, layout.YES)},IF({says(own, layout.NO)},0,1),{covers})"
    return Formula(f"IFERROR({covers},0)")


def _area_row(plan: Plan, position: int, area: Area) -> _Row:
    here = _here(plan.model.areas, position)
    return {
        "number": position + 1,
        "id": area.id,
        "weight": float(area.weight),
        **_counts(plan, f"{plan.model.questions.local('area')},{here('number')}"),
        **_children(plan, plan.model.elements, f",{plan.model.elements.local('area')},{here('number')}"),
        **_score_of_children(here),
        **_in_whole(here),
    }


def _overall_row(plan: Plan) -> _Row:
    return {
        "id": OVERALL,
        **_counts(plan, ""),
        **_children(plan, plan.model.areas, ""),
        **_score_of_children(_here(plan.model.overall, 0)),
    }


# ---------------------------------------------------------------------------------------------- parts of formulas


def _area_number(plan: Plan, element: Element) -> int:
    return [area.id for area in plan.questions.areas].index(plan.questions.area_of[element.id].id) + 1


def _here(table: PlannedTable, position: int) -> _Here:
    return lambda key: table.here(key, position)


def _counts(plan: Plan, where: str) -> dict[str, Formula]:
    """Counts of the questions that meet `where`, a condition of COUNTIFS or nothing for all of them."""
    status = plan.model.questions.local("status")
    also = f",{where}" if where else ""
    return {
        "questions": Formula(f"COUNTIFS({where})" if where else f"ROWS({status})"),
        "scored": Formula(f"COUNTIFS({status},{text(SCORED)}{also})"),
        "not_applicable": Formula(f"COUNTIFS({status},{text(NOT_APPLICABLE)}{also})"),
    }


def _weights(plan: Plan, where: str) -> dict[str, Formula]:
    """Weights and weighted scores of the questions of an element, that meet the condition `where`."""
    table = plan.model.questions
    status, weight, weighted = table.local("status"), table.local("weight"), table.local("weighted")
    return {
        "applicable_weight": Formula(f"SUMIFS({weight},{status},{text('<>' + NOT_APPLICABLE)},{where})"),
        "scored_weight": Formula(f"SUMIFS({weight},{status},{text(SCORED)},{where})"),
        "weighted": Formula(f"SUMIFS({weighted},{status},{text(SCORED)},{where})"),
    }


def _children(plan: Plan, parts: PlannedTable, also: str) -> dict[str, Formula]:
    """Weights, and sums by weight, of the elements of an area, or of all areas."""
    score, weight, covered = parts.local("score"), parts.local("weight"), parts.local("covered")
    applies = f"{score},{text('<>' + NOT_APPLICABLE)}{also}"
    is_scored = f"{score},{text(any_score(plan.questions.scale))}{also}"
    return {
        "children_applicable": Formula(f"SUMIFS({weight},{applies})"),
        "children_covered": Formula(f"SUMIFS({covered},{applies})"),
        "children_scored": Formula(f"SUMIFS({weight},{is_scored})"),
        "children_weighted": Formula(f"SUMIFS({parts.local('weighted_score')},{is_scored})"),
    }


def _coverage(here: _Here, covered: str, whole: str) -> Formula:
    """The coverage by the weights in these columns; nothing where nothing applies."""
    return Formula(f'IF({here("questions")}={here("not_applicable")},"",{here(covered)}/{here(whole)})')


def _score(here: _Here, total: str, weight: str) -> Formula:
    """The score by these columns, or in a word why there is none."""
    return Formula(
        f"IF({here('questions')}={here('not_applicable')},{text(NOT_APPLICABLE)},"
        f"IF({here('scored')}=0,{text(OPEN)},"
        f"IF({is_not_covered(here('coverage'))},{text(WITHHELD)},{here(total)}/{here(weight)})))"
    )


def _score_of_children(here: _Here) -> dict[str, Formula]:
    """Coverage and score of an area, or of the whole."""
    return {
        "coverage": _coverage(here, covered="children_covered", whole="children_applicable"),
        "score": _score(here, total="children_weighted", weight="children_scored"),
    }


def _in_whole(here: _Here) -> dict[str, Formula]:
    """What the sums of the next higher level are made of."""
    return {
        "covered": Formula(f"IF(ISNUMBER({here('coverage')}),{here('weight')}*{here('coverage')},0)"),
        "weighted_score": Formula(f"IF(ISNUMBER({here('score')}),{here('weight')}*{here('score')},0)"),
    }
