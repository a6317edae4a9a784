"""The sheet of results: live scores and coverage, printed as the report prints them."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.formatting.rule import DataBar, FormatObject, Rule
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.rounding import NO_FIGURE
from reportgen.workbook import layout
from reportgen.workbook.writer.cells import Formula, cell_at, put_value
from reportgen.workbook.writer.formulas import NOT_APPLICABLE, WITHHELD, printed, rounded, text
from reportgen.workbook.writer.frame import new_sheet, protect, set_height, set_up_page, write_frame
from reportgen.workbook.writer.plan import Plan, Table, table_of
from reportgen.workbook.writer.styles import INK, Style

_WITHHELD = "; no score: under half is scored"
_BAR = "7FA6CC"  # between the tint and the blue: legible beside white and tinted rows
_LOOKS = {  # of name, figures and coverage
    "overall": (Style.TOTAL, Style.TOTAL_FIGURE, Style.TOTAL_SHARE, 30.0),
    "area": (Style.GROUP, Style.GROUP_FIGURE, Style.GROUP_SHARE, 24.0),
    "element": (Style.PART, Style.PART_FIGURE, Style.PART_SHARE, 19.0),
}


def write_results(book: Workbook, plan: Plan, client: str) -> None:
    """Write the results: the whole, then each area with its elements."""
    sheet = new_sheet(book, layout.RESULTS, INK)
    rows = 1 + len(plan.questions.areas) + len(plan.questions.elements)
    table = table_of(layout.RESULTS_SHEET, rows)
    write_frame(sheet, layout.RESULTS_SHEET, table, f"{layout.RESULTS}: {client}" if client else layout.RESULTS)
    model, row = plan.model, table.first_row
    _write_row(sheet, table, row, "Overall", "overall", model.overall, 0)
    element_position = 0
    for area_position, area in enumerate(plan.questions.areas):
        row += 1
        _write_row(sheet, table, row, area.title, "area", model.areas, area_position)
        for element in area.elements:
            row += 1
            _write_row(sheet, table, row, element.title, "element", model.elements, element_position)
            element_position += 1
    ends = [FormatObject("num", val=0), FormatObject("num", val=100)]
    bar = Rule(type="dataBar", dataBar=DataBar(cfvo=ends, color=_BAR, showValue=False))
    sheet.conditional_formatting.add(f"{table.letter('bar')}{table.first_row}:{table.letter('bar')}{row}", bar)
    sheet.freeze_panes = f"A{table.first_row}"
    protect(sheet)
    set_up_page(sheet, client, layout.RESULTS, table.last_column, (table.header_row,) * 2)


def _write_row(sheet: Worksheet, table: Table, row: int, name: str, kind: str, model: Table, position: int) -> None:
    """A row of the whole, of an area or of an element, from its row on the sheet of the model."""
    label, figure, share, height = _LOOKS[kind]

    def of(key: str) -> str:
        return model.cell(key, position)

    scored, applicable = of("scored_weight"), of("applicable_weight")
    coverage = f"IF({applicable}=0,{text(NO_FIGURE)},{rounded(f'100*{scored}/{applicable}')})"
    values: dict[str, tuple[Formula | str, Style]] = {
        "name": (name, label),
        "score": (Formula(printed(of("score"))), figure),
        "bar": (Formula(f'IF(ISNUMBER({of("score")}),{of("score")},"")'), figure),
        "coverage": (Formula(coverage), share),
        "questions": (Formula(of("questions")), figure),
        "scored": (Formula(of("scored")), figure),
        "not_applicable": (Formula(of("not_applicable")), figure),
        "open": (Formula(f"{of('questions')}-{of('scored')}-{of('not_applicable')}"), figure),
        "status": (Formula(_status(name, model, position)), label),
    }
    for key, (value, style) in values.items():
        put_value(cell_at(sheet, row, table.number(key)), value, style)
    set_height(sheet, row, height)


def _status(name: str, model: Table, position: int) -> str:
    """What is scored and what is left, in one line: "Core: 30 of 38 scored, 2 N/A, 6 open"."""
    questions, scored, na, score = (
        model.cell(key, position) for key in ("questions", "scored", "not_applicable", "score")
    )
    ending = f'IF({score}={text(WITHHELD)},{text(_WITHHELD)},"")'
    return (
        f'{text(name + ": ")}&{scored}&" of "&{questions}&" scored, "&{na}&" {NOT_APPLICABLE}, "'
        f'&({questions}-{scored}-{na})&" open"&{ending}'
    )
