"""The sample after other programs saved it: the same results to the last figure, apart from the file's checksum.

LibreOffice does it for real. A smaller workbook saved once by each of four programs stands in `tests/data/saved/`
(`tests/saved_elsewhere.py`). What SheetJS 0.18.5 and ExcelJS 4.4.0 write was compared by hand, with the sample and with
notes full of odd texts; here code makes the same changes. Lost by SheetJS in truth, and by nothing here: a text that
looks like an escape, such as "_x000D_", which it writes without protecting the underscore.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.protection import SheetProtection

from reportgen.assessment.results import results
from reportgen.assessment.scoring import score
from reportgen.common.build_record import BuildRecord
from reportgen.common.model import OVERALL, QuestionSet
from reportgen.common.options import BuildOptions
from reportgen.runs.score import score_workbook
from reportgen.workbook import layout
from reportgen.workbook.reader import OpenWorkbook, assembly, grid, read_opened
from reportgen.workbook.reader.additions import additions
from reportgen.workbook.reader.grid import SheetGrid
from tests import saved_elsewhere
from tests.conftest import Office
from tests.corpus.base import QUESTIONS, assessment, edited, sound
from tests.packages import parts_of, zipped
from tests.workbooks import read_workbook

WORKBOOKS = Path(__file__).parents[1] / "workbooks"
SAMPLE = WORKBOOKS / "sample-client.xlsx"


def results_of(path: Path) -> str:
    """The results of a workbook as JSON, made from a file of no name and no checksum."""
    scored = score_workbook(
        path, BuildOptions(peers=WORKBOOKS / "sample-peers.xlsx", earlier=WORKBOOKS / "sample-earlier.json")
    )
    checked = scored.checked
    made = results(
        checked.assessment,
        checked.questions,
        scored.scores,
        scored.comparison,
        checked.problems,
        BuildRecord(),
    )
    return json.dumps(made, ensure_ascii=False, indent=1)


@cache
def expected() -> str:
    return results_of(SAMPLE)


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory, soffice: Office) -> tuple[Path, Path]:
    """The sample as LibreOffice saves it: as .xlsx, and as .ods and back."""
    folder = tmp_path_factory.mktemp("resaved")
    as_ods = soffice.convert(SAMPLE, "ods", folder)
    return soffice.convert(SAMPLE, "xlsx", folder / "once"), soffice.convert(as_ods, "xlsx", folder / "twice")


@pytest.mark.office
@pytest.mark.parametrize("number", [0, 1], ids=["as .xlsx", "as .ods and back"])
def test_libreoffice_changes_no_result(resaved: tuple[Path, Path], number: int) -> None:
    assert results_of(resaved[number]) == expected()


@pytest.mark.office
def test_the_sample_survives_libreoffice(resaved: tuple[Path, Path], cma: QuestionSet) -> None:
    """The same assessment, without a problem."""
    before = read_workbook(SAMPLE, cma)
    assert [path for path in resaved if read_workbook(path, cma) != before] == []


def as_sheetjs_saves(data: bytes) -> bytes:
    """Values only, as `t="str"`; dates as bare numbers; no formulas, styles, lists, marks, protection or merges.

    Line ends stay; escapes come back in small letters.
    """
    parts = {n: c for n, c in parts_of(data).items() if n not in ("xl/sharedStrings.xml", "xl/styles.xml")}
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        parts[name] = re.sub(rb"<(Override|Relationship) [^>]*(sharedStrings|styles)\.xml[^>]*/>", b"", parts[name])
    book = openpyxl.load_workbook(io.BytesIO(data))
    for number, sheet in enumerate(book.worksheets, start=1):
        rows = []
        for row in sheet.iter_rows():
            cells = "".join(
                cell_of(cell.coordinate, cell.value)
                for cell in row
                if not isinstance(cell, MergedCell) and cell.value is not None and cell.data_type != "f"
            )
            rows.append(f'<row r="{row[0].row}">{cells}</row>')
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{main}"><dimension ref="{sheet.dimensions}"/>'
            f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
        ).encode()
    return zipped(parts)


def cell_of(address: str, value: object) -> str:
    if isinstance(value, datetime):
        return f'<c r="{address}"><v>{(value - datetime(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{address}"><v>{value}</v></c>'
    text = re.sub("_x000D_", "_x000d_", escape(str(value).replace("\r", "_x000D_")))
    return f'<c r="{address}" t="str"><v>{text}</v></c>'


def as_exceljs_saves(data: bytes) -> bytes:
    """Protection without its password, lists split into single cells, formulas without values."""

    def change(book: openpyxl.Workbook) -> None:
        for sheet in book.worksheets:
            sheet.protection = SheetProtection(sheet=sheet.protection.sheet)
            for check in sheet.data_validations.dataValidation:
                check.sqref = MultiCellRange(str(check.sqref).split()[0])

    return edited(change, data)


@pytest.mark.parametrize("saved", [as_sheetjs_saves, as_exceljs_saves])
def test_other_libraries_change_no_result(tmp_path: Path, saved: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "client.xlsx"
    path.write_bytes(saved(SAMPLE.read_bytes()))
    assert results_of(path) == expected()


def saved_by(program: str) -> Path:
    return saved_elsewhere.FOLDER / f"{program}.xlsx"


@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize("program", saved_elsewhere.SAVERS)
def test_what_another_program_saved_says_the_same(program: str, quick: bool) -> None:
    found, problems = read_opened(OpenWorkbook(saved_by(program), quick=quick), QUESTIONS, to_carry=True)
    assert [problem.message for problem in problems] == []
    assert found == assessment()


def test_values_left_of_formulas_are_nobody_s_own(tmp_path: Path) -> None:
    """As SheetJS leaves them, and whoever pastes values over everything."""
    path = tmp_path / "values.xlsx"
    openpyxl.load_workbook(saved_by("libreoffice"), data_only=True).save(path)
    opened = OpenWorkbook(path)
    found, problems = read_opened(opened, QUESTIONS, to_carry=True)
    assert (found, problems) == (assessment(), ())
    assert additions(opened, QUESTIONS, found) == ()


def test_sheets_that_are_carried_are_opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    opened_sheets: list[str] = []

    class Noted(SheetGrid):
        def __init__(self, workbook: OpenWorkbook, title: str) -> None:
            opened_sheets.append(title)
            super().__init__(workbook, title)

    for module in (grid, assembly):
        monkeypatch.setattr(module, "SheetGrid", Noted)
    opened = OpenWorkbook(saved_by("libreoffice"))
    found, _ = read_opened(opened, QUESTIONS, to_carry=True)
    additions(opened, QUESTIONS, found)
    assert len(opened_sheets) == len(set(opened_sheets)) > 5


NO_STYLE = pytest.mark.filterwarnings("ignore:Workbook contains no default style")  # as Gnumeric saves it


@NO_STYLE
@pytest.mark.parametrize("program", ["libreoffice", "gnumeric"])
def test_a_program_that_calculates_shows_our_scores(program: str) -> None:
    scores, scale = score(assessment(), QUESTIONS), QUESTIONS.scale
    rows = openpyxl.load_workbook(saved_by(program), data_only=True)[layout.RESULTS].iter_rows(values_only=True)
    shown = {str(row[0]): str(row[1]) for row in rows}
    titles = {**QUESTIONS.titles, OVERALL: "Overall"}
    ours = {title: scale.printed(scores.group(group_id).value) for group_id, title in titles.items()}
    assert {title: shown[title] for title in ours} == ours


@NO_STYLE
@pytest.mark.parametrize("program", ["libreoffice", "gnumeric", "exceljs"])
def test_lists_that_refuse_other_entries_are_still_there(program: str) -> None:
    """Gnumeric drops those that let other entries pass: answers, agreed boxes, sector and size."""
    before, after = (openpyxl.load_workbook(source) for source in (io.BytesIO(sound()), saved_by(program)))
    for sheet in before.worksheets:
        lists, kept = (
            {one.formula1.replace("'", "") for one in some.data_validations.dataValidation if one.showErrorMessage}
            for some in (sheet, after[sheet.title])
        )
        assert lists <= kept, sheet.title
