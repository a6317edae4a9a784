"""What every sheet shares: banner, help, headers, widths and heights, protection, drop-downs and the printed page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension, RowDimension
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins, PrintPageSetup
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.protection import SheetProtection
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.common.language import one_line
from reportgen.workbook import layout
from reportgen.workbook.layout import CellKind, Column, Sheet
from reportgen.workbook.writer.cells import cell_at, clean_text, put_link, put_text
from reportgen.workbook.writer.plan import Plan, PlannedTable
from reportgen.workbook.writer.styles import BODY_SIZE, HELP_SIZE, Style, dress

BANNER_ROW, HELP_ROW = 1, 2
BANNER_HEIGHT = 30.0
_HEADER_HEIGHT, _HIGHEST_HEADER = 22.0, 36.0  # in points; the latter holds two lines
PADDING = 6.0
INDENT = 1.5  # of a text in its cell, in characters
LINE_HEIGHT = 1.32  # of the font size
_EARLIEST_DAY = 36_526  # 1 January 2000, as Excel counts days
_LONGEST_IN_HEADER = 60  # Excel allows 255 characters in a header of three parts


class GrowingRow(RowDimension):
    """A row with a height to begin with that Excel still fits to what is typed into it."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - the attribute's name in the file format
        """False: the height is our estimate, not somebody's wish."""
        return False


def new_sheet(book: Workbook, title: str, tab: str) -> Worksheet:
    """An empty sheet at the end of the workbook, without grid lines, its tab in a colour."""
    sheet: Worksheet = book.create_sheet(title)
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = tab
    return sheet


def write_frame(
    sheet: Worksheet,
    declared: Sheet,
    table: PlannedTable,
    banner: str,
    help_from: str = "",
    families: Mapping[str, str] | None = None,
) -> None:
    """Banner, help, the columns' help and the header row; columns get their widths.

    The sheet's help begins in the column `help_from`, or beside the link to the guide. Columns of one family, such as
    "covers:...", are too narrow for help of their own: `families` gives it once for all, by what their keys begin with.
    """
    write_banner(sheet, banner, table.last_column)
    put_link(cell_at(sheet, HELP_ROW, 1), layout.GUIDE, layout.GUIDE)
    start = table.number(help_from) if help_from else 2
    put_text(cell_at(sheet, HELP_ROW, start), declared.help, Style.HELP)
    set_height(sheet, HELP_ROW, 20)
    for column in declared.columns:
        number = table.number(column.key)
        style = Style.HEADER_CENTRED if is_narrow(column) else Style.HEADER
        put_text(cell_at(sheet, table.header_row, number), column.header, style)
        set_width(sheet, number, column.width)
    heights = [height_of(column.header, column.width) for column in declared.columns if column.header]
    set_height(sheet, table.header_row, min(max(_HEADER_HEIGHT, *heights), _HIGHEST_HEADER))
    _write_column_help(sheet, declared, table, families or {})


def _write_column_help(sheet: Worksheet, declared: Sheet, table: PlannedTable, families: Mapping[str, str]) -> None:
    heights, help_row = [18.0], table.header_row - 1
    for column in declared.columns:
        if column.key.partition(":")[0] in families:
            continue
        put_text(cell_at(sheet, help_row, table.number(column.key)), column.help, Style.COLUMN_HELP)
        if column.help:
            heights.append(height_of(column.help, column.width, HELP_SIZE))
    for family, text in families.items():
        members = [column for column in declared.columns if column.key.startswith(f"{family}:")]
        if members and text:
            first, last = table.number(members[0].key), table.number(members[-1].key)
            put_text(cell_at(sheet, help_row, first), text, Style.COLUMN_HELP)
            merge_across(sheet, help_row, first, last)
            heights.append(height_of(text, sum(column.width for column in members), HELP_SIZE))
    set_height(sheet, help_row, max(heights))


def merge_across(sheet: Worksheet, row: int, first: int, last: int) -> None:
    """Merge cells of a row; a single one stays as it is, because Excel calls a merge of one cell a fault."""
    if last > first:
        sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)


def write_banner(sheet: Worksheet, title: str, columns: int) -> None:
    """The title on a band of colour."""
    put_text(cell_at(sheet, BANNER_ROW, 1), title, Style.BANNER)
    for number in range(2, columns + 1):
        dress(cell_at(sheet, BANNER_ROW, number), Style.BANNER_NOTE)
    set_height(sheet, BANNER_ROW, BANNER_HEIGHT)


def write_paragraphs(sheet: Worksheet, first: int, lines: Iterable[str], columns: int, width: float) -> None:
    """Paragraphs in rows from `first` on, each across so many columns, which hold `width` characters together."""
    for row, line in enumerate(lines, start=first):
        put_text(cell_at(sheet, row, 1), line, Style.PARAGRAPH)
        merge_across(sheet, row, 1, columns)
        set_height(sheet, row, height_of(line, width, 11) + 2)


def is_narrow(column: Column) -> bool:
    """True for columns of marks and figures, which stand in the middle."""
    return column.width <= 10 and column.key not in ("id", "code", "ref")


def colour_where(sheet: Worksheet, cells: str, formula: str, colour: str, final: bool = False) -> None:
    """Colour those of `cells` where `formula`, written for the first of them, holds; a `final` rule is the last."""
    fill = PatternFill("solid", fgColor=colour, bgColor=colour)  # programs disagree on which of the two counts
    rule = Rule(type="expression", formula=[formula], dxf=DifferentialStyle(fill=fill), stopIfTrue=final)
    sheet.conditional_formatting.add(cells, rule)


# ------------------------------------------------------------------------------------------------ sizes


def set_width(sheet: Worksheet, number: int, width: float) -> None:
    """Set the width of a column, in characters."""
    letter = get_column_letter(number)
    sheet.column_dimensions[letter] = ColumnDimension(sheet, index=letter, width=width + 0.7, customWidth=True)


def set_height(sheet: Worksheet, row: int, points: float) -> None:
    """Fix the height of a row."""
    sheet.row_dimensions[row] = RowDimension(sheet, index=row, ht=points)


def suggest_height(sheet: Worksheet, row: int, points: float) -> None:
    """Give a row a height that grows with what is typed into it."""
    sheet.row_dimensions[row] = GrowingRow(sheet, index=row, ht=points)


@lru_cache(maxsize=4096)  # every questionnaire has the same questions
def height_of(text: str, width: float, size: float = BODY_SIZE) -> float:
    """The height in points that `text` takes, wrapped in a column of `width` characters.

    A column is as wide as that many digits of 11 points; running text of Calibri is about a tenth narrower.
    """
    room = max(4, int((width - INDENT) * 11 / size * 1.1))
    lines = sum(len(textwrap.wrap(line, room)) or 1 for line in text.splitlines()) if text else 1
    return lines * size * LINE_HEIGHT + PADDING


# ------------------------------------------------------------------------------------------- what may be entered


def protect(sheet: Worksheet, growing: bool = False) -> None:
    """Lock all but the input cells, without a password; looks and filters stay free, rows too on a `growing` list."""
    sheet.protection = SheetProtection(
        sheet=True,
        formatCells=False,  # False: not forbidden
        formatColumns=False,
        formatRows=False,
        autoFilter=False,
        insertRows=not growing,
    )


def add_choices(sheet: Worksheet, plan: Plan, table: PlannedTable, columns: Iterable[Column]) -> None:
    """The drop-downs and date checks of the input columns, over all rows of the table."""
    for column in columns:
        cells = f"{table.letter(column.key)}{table.first_row}:{table.letter(column.key)}{table.last_row}"
        add_choice(sheet, plan, column, [cells])


def add_choice(sheet: Worksheet, plan: Plan, column: Column, cells: Sequence[str]) -> None:
    """The drop-down or date check of one column or field, if it has one."""
    if column.choices:
        add_list(sheet, plan.choices(column.choices), cells, strict=column.kind is CellKind.CHOICE)
    elif column.kind is CellKind.DATE:
        refusal = "Not a date", "Enter a day, a month and a year, such as 3 March 2025."
        add_check(sheet, cells, refusal, type="date", operator="greaterThan", formula1=str(_EARLIEST_DAY))
    elif column.kind is CellKind.YEAR:
        years = {"formula1": str(layout.EARLIEST_YEAR), "formula2": str(layout.LATEST_YEAR)}
        refusal = "Not a year", "Enter a year, such as 2021."
        add_check(sheet, cells, refusal, type="whole", operator="between", **years)


def add_list(sheet: Worksheet, reference: str, cells: Sequence[str], strict: bool) -> None:
    """A drop-down over `cells`; a `strict` one refuses anything else."""
    refusal = "Not in the list", "Choose an entry of the list: press Alt and the down arrow to open it."
    add_check(sheet, cells, refusal if strict else None, type="list", formula1=reference)


def add_check(sheet: Worksheet, cells: Sequence[str], refusal: tuple[str, str] | None, **allowed: Any) -> None:
    """Check what is typed into `cells`: nothing but what is `allowed`, or empty, when a refusal has title and words."""
    title, words = refusal or (None, None)
    check = DataValidation(
        **allowed,
        allow_blank=True,
        sqref=MultiCellRange(" ".join(cells)),
        showErrorMessage=refusal is not None,
        errorStyle="stop" if refusal else None,
        errorTitle=title,
        error=words,
    )
    sheet.add_data_validation(check)


# ------------------------------------------------------------------------------------------------ printing


def finish_sheet(
    sheet: Worksheet,
    table: PlannedTable,
    client: str,
    title: str,
    *,
    frozen: str = "A",
    last: str = "",
    growing: bool = False,
) -> None:
    """What every sheet with a table ends with: the rows above it and the columns before `frozen` stay in sight.

    The table is printed up to the column of the key `last`, or as a whole.
    """
    sheet.freeze_panes = f"{frozen}{table.first_row}"
    protect(sheet, growing)
    last_column = table.number(last) if last else table.last_column
    set_up_page(sheet, client, title, last_column, (table.header_row, table.header_row))


def set_up_page(sheet: Worksheet, client: str, title: str, last_column: int, repeat: tuple[int, int] | None) -> None:
    """A4 landscape, as wide as the page, header rows repeated, client and sheet named on every page."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    # A4; as wide as the page, and as many pages as it takes
    sheet.page_setup = PrintPageSetup(sheet, "landscape", paperSize=9, fitToWidth=1, fitToHeight=0)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.6, bottom=0.6, header=0.3, footer=0.3)
    sheet.print_options.horizontalCentered = True
    if repeat:
        sheet.print_title_rows = f"{repeat[0]}:{repeat[1]}"
    sheet.print_area = f"A1:{get_column_letter(last_column)}{sheet.max_row}"
    header, footer = HeaderFooterItem(), HeaderFooterItem()
    header.left.text, header.right.text = _in_header(client), _in_header(title)
    footer.left.text, footer.right.text = "Confidential", "Page &P of &N"
    sheet.HeaderFooter.oddHeader, sheet.HeaderFooter.oddFooter = header, footer


def _in_header(text: str) -> str:
    """A text for a page header: in one line, not too long, and its ampersands doubled so that they print."""
    line = one_line(clean_text(text))
    shown = line if len(line) <= _LONGEST_IN_HEADER else line[: _LONGEST_IN_HEADER - 1] + "…"
    return shown.replace("&", "&&")
