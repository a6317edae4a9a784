"""Odd texts from workbook to Word, charts, alt text and JSON: each arrives as typed, and nothing behind it is lost."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result
from lxml import etree

from reportgen.common.model import (
    Finding,
    FindingKind,
    Headline,
    HeadlineStatus,
    Initiative,
    NarrativeSection,
    NarrativeText,
)
from reportgen.workbook.writer import write_workbook
from tests.commands import run
from tests.corpus.base import QUESTIONS, SET, assessment, with_sheet
from tests.packages import parts_of

CLIENT = "=Harbour & Sons <Ltd> {{ 7*7 }}"
ODD = (
    *(
        "=1+1",
        "+44 20 7946 0000",
        "-5 degrees",
        "@everyone",
        "=HYPERLINK(x)",
        "{{ 7*7 }}",
        "{% for x in y %}",
        "{# gone #}",
    ),
    *(
        "<b>bold</b> & <w:p/>",
        "&amp; &#65;",
        "_x000D_ stays",
        "'80",
        "#N/A",
        "👩‍💻 ❤️ 𝔘",
        "שלום עולם",
        "a\u00a0b",
        "]]>",
        "%s %(x)s",
    ),
)
LONGEST = "Word " * 6_552 + "the end"  # 32,767 characters: all that a cell holds
MARK = "\N{REPLACEMENT CHARACTER}"
LAST = "Behind all of them."


def typed(*arguments: str | Path) -> Result:
    return run(*arguments, "--question-set", SET)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sound workbook with odd texts everywhere; two cells hold what no document can."""
    texts = [*ODD, LONGEST, "bell", "half", LAST]
    made = assessment()
    made = replace(
        made,
        engagement=replace(made.engagement, client=CLIENT, market="{{ market }}", authors="-A. Author"),
        answers=tuple(replace(a, note=LONGEST) if a.note else a for a in made.answers),
        findings=tuple(
            Finding(f"F-{n:03d}", "arrival", FindingKind.STRENGTH, text) for n, text in enumerate(texts, start=1)
        ),
        initiatives=tuple(
            Initiative(f"R-{n:03d}", "stay", "quick-win", text, "must", "low", "=Keeper")
            for n, text in enumerate(ODD, start=1)
        ),
        headlines=tuple(Headline("03", HeadlineStatus.NEW, text) for text in ODD),
        narrative=tuple(NarrativeText(NarrativeSection.AIM, None, text) for text in (*ODD, LAST)),
    )
    data = write_workbook(QUESTIONS, made)
    row = 5 + len(ODD) + 1
    for address, stored in ((f"D{row}", "A bell_x0007_ rings on"), (f"D{row + 1}", "Half _xD83D_ a face")):
        cell = re.compile(rf'<c r="{address}"( s="\d+")[^>]*>.*?</c>'.encode())
        xml = rf'<c r="{address}"\1 t="str"><v>{stored}</v></c>'.encode()
        data = with_sheet("Findings", lambda sheet, cell=cell, xml=xml: cell.sub(xml, sheet, count=1), data)  # type: ignore[misc]
    path = tmp_path_factory.mktemp("odd") / "client.xlsx"
    path.write_bytes(data)
    return path


@pytest.fixture(scope="module")
def built(workbook: Path) -> Path:
    """The folder with everything `build` makes of it."""
    done = typed("build", workbook, "-o", workbook.parent / "output")
    assert done.exit_code == 0, done.output
    return workbook.parent / "output" / "client"


def test_what_no_document_can_hold_is_a_warning_that_names_its_cell(workbook: Path) -> None:
    row = 5 + len(ODD) + 1
    problems = json.loads(typed("check", workbook, "--json").stdout)[0]["problems"]
    found = [(p["code"], p["sheet"], p["cell"]) for p in problems]
    assert found == [("unprintable-text", "Findings", f"D{row}"), ("unprintable-text", "Findings", f"D{row + 1}")]


def test_the_workbook_holds_texts_and_no_formula_of_them(workbook: Path) -> None:
    sheet = openpyxl.load_workbook(workbook)["Findings"]
    cells = [sheet.cell(5 + number, 4) for number in range(len(ODD))]
    assert [cell.value for cell in cells] == list(ODD)
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.style and cell.quotePrefix for cell in cells if str(cell.value)[0] in "=+-@")


def paragraphs(document: Path) -> list[str]:
    """The text of every paragraph of the body, empty ones left out."""
    body = etree.fromstring(parts_of(document)["word/document.xml"])
    namespace = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    texts = ("".join(t.text or "" for t in p.iter(f"{namespace}t")) for p in body.iter(f"{namespace}p"))
    return [text for text in texts if text]


def test_every_text_stands_in_the_report_and_nothing_behind_it_is_lost(built: Path) -> None:
    texts = paragraphs(built / "client-report.docx")
    whole = "\n".join(texts)
    for text in (*ODD, LONGEST, f"A bell{MARK} rings on", f"Half {MARK} a face", LAST, CLIENT):
        assert text in whole
    assert whole.rindex(LAST) > whole.index(LONGEST)
    assert "Method" in whole[whole.index(LAST) :], "the last appendix"


def test_every_part_of_the_report_is_sound(built: Path) -> None:
    parts = parts_of(built / "client-report.docx")
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
    alternatives = re.findall(rb'descr="([^"]*)"', parts["word/document.xml"])
    assert len(alternatives) >= 5
    assert all(len(text) > 20 for text in alternatives)
    texts = [str(text) for text in etree.fromstring(parts["docProps/core.xml"]).itertext()]
    assert any(CLIENT in text for text in texts)


def test_charts_are_drawn_and_the_results_hold_the_texts(built: Path) -> None:
    charts = sorted((built / "charts").iterdir())
    assert len(charts) >= 5
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in charts)
    text = (built / "client-results.json").read_text(encoding="utf-8")
    assert json.loads(text)
    assert json.dumps(CLIENT, ensure_ascii=False)[1:-1] in text
