"""The sheet of results: live scores and coverage, printed as the report prints them."""

from __future__ import annotations

from fractions import Fraction

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.common.language import share_in_words
from reportgen.common.method import COVERAGE_NEEDED
from reportgen.common.rounding import NO_FIGURE
from reportgen.common.scale import Scale
from reportgen.workbook import layout
from reportgen.workbook.writer.cells import (
    NOT_APPLICABLE,
    OPEN,
    WITHHELD,
    Formula,
    cell_at,
    printed_score,
    put_value,
    rounded,
    score_format,
    text,
)
from reportgen.workbook.writer.frame import colour_where, finish_sheet, new_sheet, set_height, write_frame
from reportgen.workbook.writer.plan import Plan, PlannedTable, table_of
from reportgen.workbook.writer.styles import INK, Style

_WITHHELD = f"No score: under {share_in_words(COVERAGE_NEEDED)} is scored"
_BAR = "bar:"  # begins the keys of the columns that make up the bars
_BAR_COLOUR = "6C9BCB"  # seen on white, on the tint and on the blue
_LOOKS = {  # of name, figures, coverage, bar and status, and the height of the row
    "overall": (Style.TOTAL, Style.TOTAL_FIGURE, Style.TOTAL_SHARE, Style.TOTAL_BAR, Style.TOTAL_NOTE, 32.0),
    "area": (Style.GROUP, Style.GROUP_FIGURE, Style.GROUP_SHARE, Style.GROUP_BAR, Style.GROUP_NOTE, 26.0),
    "element": (Style.PART, Style.PART_FIGURE, Style.PART_SHARE, Style.PART_BAR, Style.PART_NOTE, 20.0),
}


def write_results(book: Workbook, plan: Plan, client: str) -> None:
    """Write the results: the whole, then each area with its elements."""
    sheet = new_sheet(book, layout.RESULTS, INK)
    rows = 1 + len(plan.questions.areas) + len(plan.questions.elements)
    scale = plan.questions.scale
    declared = layout.results_sheet(scale)
    table = table_of(declared, rows)
    write_frame(
        sheet,
        declared,
        table,
        f"{layout.RESULTS}: {client}" if client else layout.RESULTS,
        families={"bar": ""},
    )
    model, row = plan.model, table.first_row
    _write_row(sheet, table, row, "Overall", "overall", model.overall, 0, scale)
    element_position = 0
    for area_position, area in enumerate(plan.questions.areas):
        row += 1
        _write_row(sheet, table, row, area.title, "area", model.areas, area_position, scale)
        for element in area.elements:
            row += 1
            _write_row(sheet, table, row, element.title, "element", model.elements, element_position, scale)
            element_position += 1
    _add_bars(sheet, table, scale)
    finish_sheet(sheet, table, client, layout.RESULTS)


def _write_row(
    sheet: Worksheet,
    table: PlannedTable,
    row: int,
    name: str,
    kind: str,
    model: PlannedTable,
    position: int,
    scale: Scale,
) -> None:
    """A row of the whole, of an area or of an element, from its row on the sheet of the model."""
    label, figure, share, bar, note, height = _LOOKS[kind]

    def of(key: str) -> str:
        return model.cell(key, position)

    coverage = f"IF(ISNUMBER({of('coverage')}),{rounded('100*' + of('coverage'))},{text(NO_FIGURE)})"
    values: dict[str, tuple[Formula | str, Style]] = {
        "name": (name, label),
        "score": (Formula(printed_score(of("score"), scale)), figure),
        **{key: ("", bar) for key in table.keys if key.startswith(_BAR)},
        "coverage": (Formula(coverage), share),
        "questions": (Formula(of("questions")), figure),
        "scored": (Formula(of("scored")), figure),
        "not_applicable": (Formula(of("not_applicable")), figure),
        "open": (Formula(f"{of('questions')}-{of('scored')}-{of('not_applicable')}"), figure),
        "status": (Formula(_status(kind, model, position)), note),
    }
    for key, (value, style) in values.items():
        put_value(cell_at(sheet, row, table.number(key)), value, style, score_format(scale) if key == "score" else "")
    set_height(sheet, row, height)


def _status(kind: str, model: PlannedTable, position: int) -> str:
    """What is scored and what is left, in one line: "30 of 38 scored, 2 N/A, 6 open"; of an element, why not."""
    questions, scored, na, score = (
        model.cell(key, position) for key in ("questions", "scored", "not_applicable", "score")
    )
    if kind == "element":
        others = f'IF({score}={text(OPEN)},"Nothing scored yet",IF({score}={text(NOT_APPLICABLE)},"Not applicable",""))'
        return f"IF({score}={text(WITHHELD)},{text(_WITHHELD)},{others})"
    ending = f'IF({score}={text(WITHHELD)},{text(f"; {_WITHHELD.lower()}")},"")'
    return (
        f'{scored}&" of "&{questions}&" scored, "&{na}&" {NOT_APPLICABLE}, "'
        f'&({questions}-{scored}-{na})&" open"&{ending}'
    )


def _add_bars(sheet: Worksheet, table: PlannedTable, scale: Scale) -> None:
    """A bar beside each score: its narrow columns take colour as far as the score reaches."""
    score = f"${table.letter('score')}{table.first_row}"
    for key in table.keys:
        if key.startswith(_BAR):
            half_full = (int(key.removeprefix(_BAR)) - Fraction(1, 2)) / layout.BARS
            least = float(scale.lowest + scale.of_span(half_full))
            cells = f"{table.letter(key)}{table.first_row}:{table.letter(key)}{table.last_row}"
            colour_where(sheet, cells, f"AND(ISNUMBER({score}),{score}>={least})", _BAR_COLOUR)
