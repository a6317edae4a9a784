"""What people and programs make of a workbook: each case with the problems it must give, or none and the same content.

An expected problem is "code Sheet!Cell". A case without any must read exactly as the sound workbook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.corpus.base import Parts, edited, part_of, sound, with_sheet
from tests.packages import parts_of, zipped

FIRST, SECOND, THIRD = "Interview 01", "Interview 02", "Interview 03"
LABEL = "Most days"  # of box 70, in E12 of the first two questionnaires
TABLES = (
    "Interviews",
    FIRST,
    SECOND,
    THIRD,
    "Notes",
    "Headlines",
    "Agreed scores",
    "Findings",
    "Road map",
    "Narrative",
)


@dataclass(frozen=True)
class Case:
    """A workbook that came back, and what must be said of it."""

    name: str
    make: Callable[[], bytes]
    expected: tuple[str, ...] = ()


def typed(*entries: tuple[str, str, Any]) -> Callable[[], bytes]:
    """Values typed into cells: (sheet, cell, value)."""

    def change(book: Workbook) -> None:
        for title, address, value in entries:
            cell = book[title][address]
            cell.value = value
            if isinstance(value, str) and not value.startswith(("=", "#")):
                cell.data_type = "s"

    return partial(edited, change)


def worked_on(change: Callable[[Workbook], object]) -> Callable[[], bytes]:
    """Something done in the workbook."""
    return partial(edited, change)


def in_every_table(change: Callable[[Worksheet], object]) -> Callable[[], bytes]:
    """The same done on every sheet that has a table."""
    return partial(edited, lambda book: [change(book[title]) for title in TABLES])


def stored(title: str, address: str, xml: str) -> Callable[[], bytes]:
    """A cell stored in this way; `xml` is what follows its address."""

    def change(sheet: bytes) -> bytes:
        pattern = rf'<c r="{address}"( s="\d+")?[^>]*?(/>|>.*?</c>)'.encode()
        return re.sub(pattern, rf'<c r="{address}"\1 {xml}</c>'.encode(), sheet, count=1)

    return partial(with_sheet, title, change)


def every_sheet(change: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    """The XML of every sheet changed."""

    def make() -> bytes:
        parts = parts_of(sound())
        sheets = {n: change(content) for n, content in parts.items() if n.startswith("xl/worksheets/")}
        assert any(parts[name] != content for name, content in sheets.items())
        return zipped({**parts, **sheets})

    return make


def repacked(change: Callable[[Parts], Parts]) -> Callable[[], bytes]:
    """The package put together in another way."""
    return lambda: zipped(change(parts_of(sound())))


# ------------------------------------------------------------------------------------------------ it all moves


def _sort_both(book: Workbook) -> None:
    for title in (FIRST, "Agreed scores"):
        _move_rows_about(book[title])


def _move_rows_about(sheet: Worksheet) -> None:
    """Turn the rows of the questions round, as sorting does, and hide some."""
    numbers = [n for n in range(1, sheet.max_row + 1) if re.fullmatch(r"\w-\d\d", str(sheet.cell(n, 1).value))]
    rows = [sheet[number] for number in numbers]
    values = [[cell.value for cell in row] for row in rows]
    for number, row, others in zip(numbers, rows, reversed(values), strict=True):
        for cell, value in zip(row, others, strict=True):
            cell.value = value
        sheet.row_dimensions[number].hidden = True


def _swap_columns(sheet: Worksheet) -> None:
    """Answer and note change places."""
    for row in sheet.iter_rows(min_row=4):
        row[4].value, row[7].value = row[7].value, row[4].value


def _insert_coloured_rows(sheet: Worksheet) -> None:
    for row in (12, 10, 7):
        sheet.insert_rows(row)
        for cell in sheet[row]:
            cell.fill = PatternFill("solid", fgColor="FFFFCC")


def _own_things(book: Workbook) -> None:
    own = book.create_sheet("Our plan", 0)
    own["A1"], own["B1"], own["A2"] = "ID", "Remark", "D-01"
    for title in TABLES:
        book[title].cell(4, 30).value = "Our column"
        book[title].cell(6, 30).value = "80 - something of ours"
    book[FIRST]["D15"] = "A row of our own"
    chart = BarChart()
    chart.add_data(Reference(book[FIRST], min_col=1, min_row=6, max_row=9))
    book.create_chartsheet("Picture").add_chart(chart)


def _hide(book: Workbook) -> None:
    for number, sheet in enumerate(book.worksheets[1:]):
        sheet.sheet_state = "veryHidden" if number % 2 else "hidden"
        sheet.column_dimensions["E"].hidden = True
        sheet.auto_filter.ref = "A4:H12"


def _retitle(book: Workbook) -> None:
    for sheet in book.worksheets:
        sheet.title = f"Talk {sheet.title[-2:]}" if sheet.title in (FIRST, SECOND, THIRD) else f" {sheet.title.upper()}"


def _titled_by_numbers(table: str) -> Callable[[Workbook], None]:
    """As Numbers exports it: a sheet for each table, named by both, and one that says so."""

    def change(book: Workbook) -> None:
        for sheet in book.worksheets:
            sheet.title = f"{sheet.title} - {table.format(sheet.title)}"[:31]
        book.create_sheet("Export Summary", 0)["A2"] = "This document was exported from Numbers."

    return change


def _reorder(book: Workbook) -> None:
    for sheet in list(book.worksheets)[::2]:
        book.move_sheet(sheet, -5)


def _dress_headings(join: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        for cell in sheet[5 if sheet.title in (FIRST, SECOND, THIRD) else 4]:
            if isinstance(cell.value, str):
                cell.value = f"\u00a0{cell.value.upper().replace(' ', join)}\u200b "

    return change


def _strip_helps(book: Workbook) -> None:
    """As programs leave a workbook that know neither lists, marks, protection nor fixed panes."""
    for sheet in book.worksheets:
        sheet.data_validations.dataValidation = []
        sheet.conditional_formatting = type(sheet.conditional_formatting)()
        sheet.protection.sheet = False
        sheet.freeze_panes = None


def _decorate(book: Workbook) -> None:
    """Comments, foreign and broken names, a rule for all cells, a format far away."""
    sheet = book[FIRST]
    sheet["E9"].comment = Comment("Really?", "Ann")
    book.defined_names["_xlnm._FilterDatabase"] = DefinedName("_xlnm._FilterDatabase", attr_text="#REF!", hidden=True)
    book.defined_names["Umsätze"] = DefinedName("Umsätze", attr_text="'[1]Sheet1'!$A$1")
    everywhere = DataValidation("whole", "1", "9")
    everywhere.add("A1:XFD1048576")
    sheet.add_data_validation(everywhere)
    sheet["XFD1048576"].number_format = "0%"
    for row in range(2000, 7000):
        sheet.row_dimensions[row].height = 15
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor="FFFFCC")


def _code_numbers(book: Workbook) -> None:
    for number, title in enumerate((FIRST, SECOND, THIRD), start=1):
        book[title]["D2"].value = number
        book["Interviews"].cell(4 + number, 1).value = number
    book["Notes"]["A5"].value, book["Headlines"]["A5"].value = 1, 3.0


def _dates(*values: Any) -> Callable[[], bytes]:
    entries = zip(("B5", "B6", "B7"), values, strict=False)

    def change(book: Workbook) -> None:
        for address, value in entries:
            cell = book["Interviews"][address]
            cell.value = value
            if not isinstance(value, date):
                cell.number_format = "General"

    return worked_on(change)


def _count_from_1904(book: Workbook) -> None:
    book.epoch = CALENDAR_MAC_1904


def _percent(value: float, number_format: str) -> Callable[[], bytes]:
    def change(book: Workbook) -> None:
        cell = book[FIRST]["E12"]
        cell.value, cell.number_format = value, number_format

    return worked_on(change)


def _rich_text(book: Workbook) -> None:
    bold = InlineFont(b=True)
    book[FIRST]["H10"].value = CellRichText("Watched ", TextBlock(bold, "for an"), " hour.")
    book[FIRST]["E12"].value = CellRichText(TextBlock(bold, "70"), " - Most days")


def _yes_and_no(book: Workbook) -> None:
    for cell, value in (
        ("F10", True),
        ("G10", "YES "),
        ("F12", "TRUE"),
        ("G12", "=TRUE()"),
        ("F13", "yes"),
        ("G13", True),
    ):
        book[FIRST][cell].value = value


def _prefixed(sheet: bytes) -> bytes:
    """The XML with a prefix on every name, as some libraries write it."""
    named = re.sub(rb"<(/?)([A-Za-z])", rb"<\1x:\2", sheet)
    return named.replace(b'xmlns="', b'xmlns:x="', 1)


def _relative_targets(parts: Parts) -> Parts:
    name = "xl/_rels/workbook.xml.rels"
    return {**parts, name: parts[name].replace(b'Target="/xl/', b'Target="')}


def _elsewhere(parts: Parts) -> Parts:
    """A link to a page on the web, and one to another workbook, as relationships of a sheet."""
    name = part_of(FIRST, parts).replace("worksheets/", "worksheets/_rels/") + ".rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "".join(
        f'<Relationship Id="rIdOwn{n}" Type="{kind}/hyperlink" Target="{target}" TargetMode="External"/>'
        for n, target in enumerate(("https://example.com/a?b=c", "file:///C:/secret.xlsx", "\\\\server\\share\\x.xlsx"))
    )
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    before = parts.get(name, f"{head}</Relationships>".encode())
    return {**parts, name: before.replace(b"</Relationships>", links.encode() + b"</Relationships>")}


def _in_strings(change: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    name = "xl/sharedStrings.xml"
    return repacked(lambda parts: {**parts, name: change(parts[name])})


_CELL_IMAGE = '<f>_xlfn.DISPIMG("ID_A16C8CE6E39B4F25934D584A1C41E1E1",1)</f>'
_PICTURES = {  # a picture placed in a cell, as it is stored by the program and as others leave it
    "Excel": 't="e" vm="1"><v>#VALUE!</v>',
    "Excel, by a formula": 't="e" vm="1"><f>_xlfn.IMAGE("https://example.com/door.png")</f><v>#VALUE!</v>',
    "WPS": f't="str">{_CELL_IMAGE}<v>=DISPIMG("ID_A16C8CE6E39B4F25934D584A1C41E1E1",1)</v>',
    "WPS, opened in Excel": f't="e">{_CELL_IMAGE}<v>#NAME?</v>',
    "WPS, never calculated": f">{_CELL_IMAGE}",
    "WPS, formulas made texts": 't="str"><v>=DISPIMG("ID_A16C8CE6E39B4F25934D584A1C41E1E1",1)</v>',
}

_MANY_BLANKS = "\u00a0\u2003 70 \u2002-\u3000Most\u00a0\u2009days\u200b\ufeff \n"

SAME: Sequence[Case] = (
    Case("rows inserted above", in_every_table(lambda sheet: sheet.insert_rows(1, 3))),
    Case("columns inserted on the left", in_every_table(lambda sheet: sheet.insert_cols(1, 2))),
    Case("answer and note swapped", worked_on(lambda book: _swap_columns(book[FIRST]))),
    Case("rows sorted and hidden", worked_on(_sort_both)),
    Case("coloured blank rows", worked_on(lambda book: _insert_coloured_rows(book[SECOND]))),
    Case("sheets, columns hidden, rows filtered", worked_on(_hide)),
    Case("sheets renamed", worked_on(_retitle)),
    Case("sheets named by Numbers", worked_on(_titled_by_numbers("{}"))),
    Case("sheets named by Numbers, tables by a number", worked_on(_titled_by_numbers("Tabelle 1"))),
    Case(
        "an own sheet named like one of Numbers",
        worked_on(lambda book: setattr(book.create_sheet("Notes - Notes")["A1"], "value", "Ours")),
    ),
    Case("sheets reordered", worked_on(_reorder)),
    Case("own sheets, columns, rows", worked_on(_own_things)),
    Case("headings in capitals with odd blanks", in_every_table(_dress_headings("\u2003"))),
    Case("headings broken over lines", in_every_table(_dress_headings("\n"))),
    Case(
        "blanks of every kind", typed((FIRST, "E12", _MANY_BLANKS), (FIRST, "H10", "\ufeff Watched for an hour.\u202c"))
    ),
    Case("in capitals", typed((FIRST, "E12", "70 - MOST DAYS"), ("Interviews", "E5", "TRUSTEE"))),
    Case(
        "look-alike dashes",
        typed(
            *(
                (FIRST, c, f"{n} {dash} {label}")
                for c, n, dash, label in (
                    ("E7", 0, "–", "Nobody has thought of it"),
                    ("E10", 30, "−", "Somebody tries"),
                    ("E12", 70, "—", LABEL),
                )
            )
        ),
    ),
    Case("full-width digits", typed((FIRST, "E12", "７０ - Most days"), (SECOND, "E12", "７０"))),
    Case("the number alone", typed((FIRST, "E12", 70), (SECOND, "E12", 70.0), (FIRST, "E7", 0))),
    Case("the number as text", typed((FIRST, "E12", "70"), (SECOND, "E12", "70.0"))),
    Case("the number with a percent sign", typed((FIRST, "E12", "70 %"), (SECOND, "E12", "70%"))),
    Case("a share shown as percent", _percent(0.7, "0%")),
    Case("a share shown as percent with decimals", _percent(0.7, '0.0" "%')),
    Case("the label alone", typed((FIRST, "E12", "most days"))),
    Case("the label behind a colon", typed((FIRST, "E12", "70: Most days"), (SECOND, "E12", "70) Most  days"))),
    Case("yes and no as TRUE and FALSE", worked_on(_yes_and_no)),
    Case("dates as numbers of days", _dates(45719, 45720.25, 45721)),
    Case("dates as text", _dates("2025-03-03", "4 March 2025", "March 5th, 2025")),
    Case("dates with a time", _dates(datetime(2025, 3, 3, 9, 30), "2025-03-04T00:00:00.000Z", "5-Mar-2025")),
    Case("days counted from 1904", worked_on(_count_from_1904)),
    Case("codes as numbers", worked_on(_code_numbers)),
    Case("rich text", worked_on(_rich_text)),
    Case("texts in their cells, as openpyxl saves", worked_on(lambda book: None)),
    Case("a text of type str", stored(FIRST, "E12", f't="str"><v>70 - {LABEL}</v>')),
    Case(
        "rich runs in a cell", stored(FIRST, "E12", 't="inlineStr"><is><r><t>70 - </t></r><r><t>Most days</t></r></is>')
    ),
    Case(
        "runs that tell how to pronounce",
        stored(
            FIRST, "H10", 't="inlineStr"><is><t>Watched for an hour.</t><rPh sb="0" eb="3"><t>wotcht</t></rPh></is>'
        ),
    ),
    Case("a formula with its value", stored(FIRST, "E12", "><f>35*2</f><v>70</v>")),
    Case("a formula that gives a text", stored(FIRST, "E12", 't="str"><f>Lists!A3</f><v>70 - Most days</v>')),
    Case("carriage returns as escapes", stored(FIRST, "E12", 't="str"><v>70 - Most days_x000D_</v>')),
    Case("carriage returns as small escapes", stored(FIRST, "H10", 't="str"><v>Watched for an hour._x000d_</v>')),
    Case("a prefix on every XML name", every_sheet(_prefixed)),
    Case("cells without addresses", every_sheet(lambda xml: re.sub(rb'<c r="A\d+"', b"<c", xml))),
    Case(
        "a wrong dimension", every_sheet(lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="B2:C3"', xml))
    ),
    Case(
        "a dimension without end",
        every_sheet(lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', xml)),
    ),
    Case("no dimension", every_sheet(lambda xml: re.sub(rb"<dimension [^>]*/>", b"", xml))),
    Case(
        "comments in the XML", every_sheet(lambda xml: xml.replace(b"<sheetData>", b"<!-- made by -->\n<sheetData>\n"))
    ),
    Case("a byte order mark", every_sheet(lambda xml: b"\xef\xbb\xbf" + xml)),
    Case(
        "texts marked as character data",
        _in_strings(lambda xml: xml.replace(b"<t>70 - Most days</t>", b"<t><![CDATA[70 - Most days]]></t>")),
    ),
    Case("no styles", repacked(lambda parts: {n: c for n, c in parts.items() if n != "xl/styles.xml"})),
    Case("styles that do not exist", partial(with_sheet, FIRST, lambda xml: re.sub(rb' s="\d+"', b' s="9999"', xml))),
    Case("backslashes in part names", repacked(lambda parts: {n.replace("/", "\\"): c for n, c in parts.items()})),
    Case("part names in capitals", repacked(lambda parts: {n.upper(): c for n, c in parts.items()})),
    Case("relative targets", repacked(_relative_targets)),
    Case("links to elsewhere", repacked(_elsewhere)),
    Case(
        "parts of other programs",
        repacked(lambda parts: {**parts, "customXml/item1.xml": b"<a/>", "xl/x.bin": b"\0\1"}),
    ),
    Case("folders in the package", repacked(lambda parts: {"xl/": b"", "xl/worksheets/": b"", **parts})),
    Case("lists, marks, protection, panes lost", worked_on(_strip_helps)),
    Case("comments, names, rules, formats far away", worked_on(_decorate)),
    Case(
        "headings composed in another way",
        typed(("Engagement", "A6", "Marke\u200bt"), (FIRST, "A5", "ＩＤ")),
    ),
    Case("an empty copy of a questionnaire", worked_on(lambda book: _clear(book.copy_worksheet(book[FIRST])))),
    Case(
        "an empty questionnaire of no interview", worked_on(lambda book: _clear(book.copy_worksheet(book[FIRST]), "77"))
    ),
    Case("the width of a note merged over columns", worked_on(lambda book: book[FIRST].merge_cells("H10:I10"))),
    Case("laid out rows without a text", typed(("Findings", "B9", "Arriving"), ("Notes", "A9", "01"))),
)


def _clear(sheet: Worksheet, code: str = "") -> None:
    for row in sheet.iter_rows(min_row=6, min_col=5, max_col=8):
        for cell in row:
            cell.value = None
    if code:
        sheet["D2"].value = code


# ------------------------------------------------------------------------------------- never a wrong score in silence


def _copy(change: Callable[[Worksheet], object] = lambda sheet: None) -> Callable[[], bytes]:
    return worked_on(lambda book: change(book.copy_worksheet(book[FIRST])))


def _only_formulas(sheet: Worksheet) -> None:
    _clear(sheet)
    for row in (7, 10):
        sheet.cell(row, 5).value = f"='{FIRST}'!E{row}"


def _again(answer: Any) -> Callable[[], bytes]:
    """The row of R-01 once more, with this answer."""

    def change(book: Workbook) -> None:
        book[FIRST]["A15"], book[FIRST]["E15"] = "R-01", answer

    return worked_on(change)


def _hidden_below(sheet: bytes) -> bytes:
    """E12 and E13 merged by a program that leaves what stood below."""
    end = sheet.index(b"<mergeCells")
    return sheet[:end] + re.sub(
        rb'<mergeCells count="(\d+)">', b'<mergeCells><mergeCell ref="E12:E13"/>', sheet[end:], count=1
    )


def _far_below(book: Workbook) -> None:
    book["Interviews"]["A20500"], book["Interviews"]["E20500"] = "04", "Keeper"


MISTAKES: Sequence[Case] = (
    # answers
    Case("a number that is no box", typed((FIRST, "E12", 75)), (f"no-such-box {FIRST}!E12",)),
    Case("a share without the sign", typed((FIRST, "E12", 0.7)), (f"no-such-box {FIRST}!E12",)),
    Case("seventy with the sign twice", _percent(70, "0%"), (f"no-such-box {FIRST}!E12",)),
    Case("a number without end", stored(FIRST, "E12", "><v>1e999</v>"), (f"unreadable-answer {FIRST}!E12",)),
    Case("words", typed((FIRST, "E12", "seventy")), (f"unreadable-answer {FIRST}!E12",)),
    Case("a slip in the label", typed((FIRST, "E12", "70 - Most dayz")), (f"unreadable-answer {FIRST}!E12",)),
    Case("two answers in one", typed((FIRST, "E12", "70 or 100")), (f"several-answers {FIRST}!E12",)),
    Case("two answers and a stroke", typed((FIRST, "E12", "70/100")), (f"several-answers {FIRST}!E12",)),
    Case("a fraction that is no box", typed((FIRST, "E12", "71/90")), (f"no-such-box {FIRST}!E12",)),
    Case("TRUE", typed((FIRST, "E12", True)), (f"unreadable-answer {FIRST}!E12",)),
    Case(
        "what Excel took for a date", typed((FIRST, "E12", datetime(2025, 7, 1))), (f"unreadable-answer {FIRST}!E12",)
    ),
    Case("label against number", typed((FIRST, "E12", "70 - Somebody tries")), (f"contradicting-answer {FIRST}!E12",)),
    Case("a formula never calculated", typed((FIRST, "E12", "=35*2")), (f"no-calculated-value {FIRST}!E12",)),
    Case(
        "an array formula",
        stored(FIRST, "E12", '><f t="array" ref="E11">35*2</f>'),
        (f"no-calculated-value {FIRST}!E12",),
    ),
    Case(
        "a formula with an empty value",
        stored(FIRST, "E12", 't="str"><f>A1</f><v></v>'),
        (f"no-calculated-value {FIRST}!E12",),
    ),
    Case("an error value", typed((FIRST, "E12", "#REF!")), (f"error-value {FIRST}!E12",)),
    Case("#N/A for N/A", typed((SECOND, "E8", "#N/A")), (f"error-value {SECOND}!E8",)),
    Case(
        "a formula that gives an error",
        stored(FIRST, "E12", 't="e"><f>1/0</f><v>#DIV/0!</v>'),
        (f"error-value {FIRST}!E12",),
    ),
    Case("N/A where all companies can answer", typed((FIRST, "E12", "N/A")), (f"na-not-allowed {FIRST}!E12",)),
    Case(
        "N/A without a reason",
        typed((SECOND, "E8", "N/A"), (SECOND, "H8", None), (THIRD, "E8", "n/a")),
        (f"na-without-reason {SECOND}!H8",),
    ),
    Case("N/A beside boxes", typed((SECOND, "E8", "N/A")), ("mixed-na Agreed scores!J6",)),
    Case("a swallowed N/A", typed((SECOND, "E8", None)), (f"gap {SECOND}!E8",)),
    Case("a blank is no answer", typed((SECOND, "E8", "\u00a0\u200b")), (f"gap {SECOND}!E8",)),
    Case(
        "answers merged downwards",
        worked_on(lambda book: book[FIRST].merge_cells("E12:E13")),
        (f"merged-entry {FIRST}!E12",),
    ),
    Case(
        "answers merged from above the first",
        worked_on(lambda book: book[SECOND].merge_cells("E6:E8")),
        (f"merged-entry {SECOND}!E7",),
    ),
    Case(
        "an answer merged into the question",
        worked_on(lambda book: book[FIRST].merge_cells("D12:E12")),
        (f"merged-entry {FIRST}!E12",),
    ),
    Case(
        "an answer hidden under a merged one", partial(with_sheet, FIRST, _hidden_below), (f"merged-entry {FIRST}!E12",)
    ),
    Case("a doubled row of another answer", _again(30), (f"doubled-question {FIRST}!E15",)),
    Case("a doubled row of the same answer", _again(70), (f"doubled-question {FIRST}!E15",)),
    Case("a doubled row with a formula", _again("=1"), (f"doubled-question {FIRST}!E15",)),
    Case("a state that is neither", typed((FIRST, "F12", "maybe")), (f"unknown-choice {FIRST}!F12",)),
    Case("a box its states refuse", typed((FIRST, "F13", "No")), (f"unsupported-box {FIRST}!E13",)),
    Case("states not recorded", typed((FIRST, "F13", None)), (f"states-not-recorded {FIRST}!E13",)),
    Case("a high box without a note", typed((FIRST, "H13", None)), (f"high-box-without-note {FIRST}!H13",)),
    Case("a note that is an error", typed((FIRST, "H10", "#NAME?")), (f"error-value {FIRST}!H10",)),
    Case("a note never calculated", typed((FIRST, "H10", "=Notes!D5")), (f"no-calculated-value {FIRST}!H10",)),
    Case(
        "a bell in a note",
        stored(FIRST, "H10", 't="str"><v>Watched_x0007_ for</v>'),
        (f"unprintable-text {FIRST}!H10",),
    ),
    Case(
        "half a character in a note",
        stored(FIRST, "H10", 't="str"><v>Watched _xD83D_</v>'),
        (f"unprintable-text {FIRST}!H10",),
    ),
    *(
        Case(f"a picture in a note ({program})", stored(FIRST, "H10", xml), (f"picture-not-read {FIRST}!H10",))
        for program, xml in _PICTURES.items()
    ),
    *(
        Case(f"a picture for an answer ({program})", stored(FIRST, "E12", xml), (f"picture-for-entry {FIRST}!E12",))
        for program, xml in _PICTURES.items()
    ),
    Case(
        "a picture for a text",
        stored("Findings", "D5", _PICTURES["Excel"]),
        ("picture-not-read Findings!D5",),
    ),
    Case(
        "an error value that is no picture",
        stored(FIRST, "H10", 't="e" vm="1"><f>Notes!D5:D9</f><v>#VALUE!</v>'),
        (f"error-value {FIRST}!H10",),
    ),
    # questions
    Case(
        "an unknown question",
        typed((FIRST, "A12", "R-91")),
        (f"missing-question {FIRST}!A5", f"unknown-question {FIRST}!A12"),
    ),
    Case(
        "an answer without its question",
        typed((FIRST, "A12", None)),
        (f"missing-question {FIRST}!A5", f"answer-without-question {FIRST}!A12"),
    ),
    Case(
        "a question by a formula never calculated",
        typed((FIRST, "A12", "=Model!A5")),
        (f"missing-question {FIRST}!A5", f"no-calculated-value {FIRST}!A12"),
    ),
    Case(
        "a question gone with its row",
        worked_on(lambda book: book[FIRST].delete_rows(12)),
        (f"missing-question {FIRST}!A5",),
    ),
    Case("a heading renamed", typed((FIRST, "E5", "Answers")), (f"missing-column {FIRST}!A5",)),
    Case("a heading by a formula", typed((FIRST, "E5", '="Answer"')), (f"missing-column {FIRST}!A5",)),
    Case("a heading twice", typed((FIRST, "N5", "Answer")), (f"doubled-column {FIRST}!N5",)),
    Case(
        "a heading one can do without, renamed", typed(("Road map", "E4", "Priorty")), ("missing-column Road map!A4",)
    ),
    # questionnaires and the register
    Case("a copied questionnaire", _copy(), (f"copied-questionnaire {FIRST} Copy!D2",)),
    Case("a copy that only looks across", _copy(_only_formulas), (f"copied-questionnaire {FIRST} Copy!D2",)),
    Case(
        "a copy for nobody registered",
        _copy(lambda sheet: setattr(sheet["D2"], "value", "04")),
        (f"unregistered-questionnaire {FIRST} Copy!D2",),
    ),
    Case(
        "a questionnaire that lost its code",
        typed((FIRST, "D2", None)),
        ("missing-questionnaire Interviews!A5", f"questionnaire-without-code {FIRST}!D2"),
    ),
    Case(
        "a code never calculated",
        typed((FIRST, "D2", "=Interviews!A5")),
        ("missing-questionnaire Interviews!A5", f"no-calculated-value {FIRST}!D2"),
    ),
    Case(
        "a questionnaire deleted",
        worked_on(lambda book: book.remove(book[FIRST])),
        ("missing-questionnaire Interviews!A5",),
    ),
    Case(
        "a code twice",
        typed(("Interviews", "A6", "1")),
        ("doubled-interview Interviews!A6", f"unregistered-questionnaire {SECOND}!D2", "unknown-interview Notes!A6"),
    ),
    Case(
        "an interview without a code",
        typed(("Interviews", "A8", None), ("Interviews", "D8", "Guard")),
        ("interview-without-code Interviews!A8",),
    ),
    Case("an interview far below", worked_on(_far_below), ("too-many-rows Interviews",)),
    Case("day and month in doubt", _dates("03/04/2025"), ("unreadable-date Interviews!B5",)),
    Case("a year where a date belongs", _dates(2025), ("unreadable-date Interviews!B5",)),
    Case("a level of one's own", typed(("Interviews", "E5", "Boss")), ("unknown-choice Interviews!E5",)),
    # the other sheets
    Case("no client", typed(("Engagement", "B5", " ")), ("no-client Engagement!B5",)),
    Case("the client's label gone", typed(("Engagement", "A5", "Customer")), ("missing-field Engagement",)),
    Case("another label changed", typed(("Engagement", "A18", "Peer group sectors")), ("missing-field Engagement",)),
    Case("no market", typed(("Engagement", "B6", None)), ("missing-fact Engagement!B6",)),
    Case(
        "peers that are not there",
        typed(("Engagement", "B14", "peers 2024.xlsx")),
        ("peer-file-missing Engagement!B14",),
    ),
    Case(
        "peers of an endless name", typed(("Engagement", "B14", "long " * 2000)), ("peer-file-missing Engagement!B14",)
    ),
    Case("a sheet deleted", worked_on(lambda book: book.remove(book["Findings"])), ("missing-sheet Findings",)),
    Case("a sheet twice", worked_on(lambda book: book.create_sheet("Notes ")), ("doubled-sheet Notes ",)),
    Case("an interview nobody held", typed(("Notes", "A5", "09")), ("unknown-interview Notes!A5",)),
    Case("an element of one's own", typed(("Notes", "B5", "Doors")), ("unknown-choice Notes!B5",)),
    Case("a note without its element", typed(("Notes", "B5", None)), ("not-placed Notes!B5",)),
    Case(
        "one code merged over two notes",
        worked_on(lambda book: book["Notes"].merge_cells("A5:A6")),
        ("merged-entry Notes!A5",),
    ),
    Case("a finding without its area", typed(("Findings", "B5", None)), ("missing-entry Findings!B5",)),
    Case("a finding of a kind of its own", typed(("Findings", "C5", "Hope")), ("unknown-choice Findings!C5",)),
    Case(
        "a reference twice",
        typed(
            ("Findings", "A6", "f-001"),
            ("Findings", "B6", "Overall"),
            ("Findings", "C6", "Threat"),
            ("Findings", "D6", "Rain."),
        ),
        ("doubled-reference Findings!A6",),
    ),
    Case("a horizon of one's own", typed(("Road map", "C5", "Soon")), ("unknown-choice Road map!C5",)),
    Case("a text without its section", typed(("Narrative", "A5", None)), ("missing-entry Narrative!A5",)),
    Case("an agreed number that is no box", typed(("Agreed scores", "J9", 90)), ("no-such-box Agreed scores!J9",)),
    Case(
        "an agreed box without a reason",
        typed(("Agreed scores", "K9", None)),
        ("agreed-without-reason Agreed scores!K9",),
    ),
    Case(
        "an agreed box never calculated",
        typed(("Agreed scores", "J9", "=G9")),
        ("no-calculated-value Agreed scores!J9",),
    ),
    Case("a reason without a box", typed(("Agreed scores", "J9", None)), ("reason-without-box Agreed scores!J9",)),
    Case(
        "agreed out of range",
        typed(("Agreed scores", "J9", 0), ("Agreed scores", "K9", "Agreed.")),
        ("agreed-outside-range Agreed scores!J9",),
    ),
    # what it was made from
    Case("another set", typed(("About this file", "B1", "cma")), ("wrong-set About this file!B1",)),
    Case("another version", typed(("About this file", "B2", "2019-4")), ("wrong-set-version About this file!B1",)),
    Case("another layout", typed(("About this file", "B3", "0")), ("wrong-layout About this file!B1",)),
    Case(
        "the hidden sheet gone",
        worked_on(lambda book: book.remove(book["About this file"])),
        ("missing-sheet About this file",),
    ),
)


def all_cases() -> Iterator[Case]:
    """Every case, those without problems first."""
    yield from SAME
    yield from MISTAKES
