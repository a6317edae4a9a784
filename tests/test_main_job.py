"""The main job, end to end: a filled workbook in, a Word draft out, and nothing that may not be shown."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.common.model import Peer, QuestionSet
from reportgen.common.peer_table import PeerData
from reportgen.peers.writing import write_peer_file
from reportgen.runs.build import build_report
from reportgen.workbook.layout import choice_lists
from tests.commands import run
from tests.conftest import Office
from tests.packages import parts_of
from tests.sample_changes import sample, sample_report

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parent.parent / "workbooks" / "sample-client.xlsx"
CLIENT = "Harbour & Sons <Ltd>"


def texts_of(document: bytes) -> str:
    """All text of a document: body, headers, footers, comments, alt texts and properties, in one string."""
    xml = b"\n".join(part for name, part in parts_of(document).items() if name.endswith((".xml", ".rels")))
    plain = re.sub(r"<[^>]+>", "", xml.decode("utf-8"))
    attributes = " ".join(re.findall(r'(?:descr|title|w:val)="([^"]*)"', xml.decode("utf-8")))
    return (
        f"{plain}\n{attributes}".replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    )


# ------------------------------------------------------------------------------------- a new workbook, filled


@pytest.mark.office
def test_a_new_workbook_filled_by_a_script_and_saved_by_libreoffice_builds(
    tmp_path: Path, soffice: Office, cma: QuestionSet
) -> None:
    fresh = tmp_path / "fresh.xlsx"
    assert run("new", fresh, "--client", CLIENT, "--interviews", "3").exit_code == 0
    fill(fresh, cma)
    saved = soffice.convert(fresh, "xlsx", tmp_path / "saved")
    checked = run("check", saved)
    assert checked.exit_code == 0, checked.output
    built = run("build", saved, "-o", tmp_path / "output")
    assert built.exit_code == 0, built.output

    results = (tmp_path / "output/fresh/fresh-results.json").read_text(encoding="utf-8")
    assert json.loads(results)["engagement"]["client"] == CLIENT
    text = texts_of((tmp_path / "output/fresh/fresh-report.docx").read_bytes())
    assert f"Report into {CLIENT} Customer Management" in text
    named = re.findall(r"Harbour.{0,14}", text)
    assert named
    assert all(name.startswith(CLIENT) for name in named), set(named)


def fill(path: Path, questions: QuestionSet) -> None:
    """Fill a new workbook as a script would: through openpyxl, by header text."""
    chance = random.Random(2)
    answers = [entry.label for entry in choice_lists(questions)["answers"].entries]
    book = openpyxl.load_workbook(path)
    register = book["Interviews"]
    for row in below(register, "Code"):
        if row["Code"].value in ("01", "02", "03"):
            row["Level"].value = "Manager" if row["Code"].value == "01" else "Implementation"
            for element in questions.elements:
                row[f"{element.code} {element.title}"].value = "Yes"
    for code in ("01", "02", "03"):
        for row in below(book[f"Interview {code}"], "ID"):
            question = questions.questions.get(str(row["ID"].value))
            if question:
                answer = chance.choice(answers)
                row["Answer"].value = "Not known" if answer == "N/A" and not question.na_allowed else answer
                row["Note"].value = f"What {CLIENT} told us."
    book.save(path)


def below(sheet: Worksheet, heading: str) -> Iterator[dict[str, Cell]]:
    """The rows below the one that holds `heading`, each as heading -> cell."""
    rows = iter(sheet.iter_rows())
    head = next(row for row in rows if any(cell.value == heading for cell in row))
    for row in rows:
        yield {str(title.value): cell for title, cell in zip(head, row, strict=True) if isinstance(cell, Cell)}


def beside(sheet: Worksheet, label: str) -> Cell:
    """The cell right of the one that holds `label`."""
    for row in sheet.iter_rows():
        for cell, right in pairwise(row):
            if cell.value == label:
                assert isinstance(right, Cell)
                return right
    raise AssertionError(f"no cell holds {label!r}")


# ------------------------------------------------------------------------------------------- confidential peers

SECRET = Fraction(1, 7)  # makes each peer's figures recognisable by their decimals


def peers_of(count: int, questions: QuestionSet) -> PeerData:
    chance = random.Random(count)
    return PeerData.of(
        tuple(
            Peer(
                id=f"secret-peer-{number}",
                owner=f"secret-owner-{number}",
                date=date(2025, 1 + number % 12, 1),
                sector="Telecommunications",
                region="Region of peers",
                size="Size of peers",
                set_id=questions.id,
                set_version=questions.version,
                elements={
                    element.id: Fraction(round((chance.randint(10, 80) + SECRET) * 10_000), 10_000)
                    for element in questions.elements
                },
            )
            for number in range(count)
        ),
        source="peers.xlsx",
    )


@pytest.fixture(scope="module")
def among_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample workbook compared with everybody in a file of peers beside it."""
    book = openpyxl.load_workbook(SAMPLE)
    beside(book["Engagement"], "Peer data").value = "peers.xlsx"
    beside(book["Engagement"], "Earlier assessment").value = None
    for label in ("Peer group: sectors", "Peer group: regions", "Peer group: sizes", "Peer group: assessed since"):
        beside(book["Engagement"], label).value = None
    path = tmp_path_factory.mktemp("among") / "client.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("count", [0, 4, 5, 9, 10, 19, 20, 40, 700])
def test_what_may_be_shown_of_peers_is_shown_and_nothing_else(among_all: Path, cma: QuestionSet, count: int) -> None:
    data = peers_of(count, cma)
    among_all.with_name("peers.xlsx").write_bytes(write_peer_file(cma, data.peers))
    report = build_report(among_all)
    results = json.dumps(report.results, ensure_ascii=False)
    text = texts_of(report.document)

    for everything in (results, text):
        assert "secret-peer" not in everything
        assert "secret-owner" not in everything
        for value in {value for peer in data.peers for value in peer.elements.values()}:
            assert str(float(value)) not in everything
            assert str(value) not in everything

    shown = report.results["overall"]["standing"]
    may_show = {
        "median": count >= 5,
        "middle_half": count >= 10,
        "quarter": count >= 10,
        "band": count >= 20,
        "percentile": count >= 20,
        "best_in_class": count >= 40,
    }
    assert {name for name in may_show if shown.get(name) is not None} == {n for n, may in may_show.items() if may}
    assert ("too few peers" in text) == (count < 5)
    # the method appendix names the quarters and the band in any report: what counts is the words of a position
    assert bool(re.search(r"Top quarter|Bottom quarter|in the (top|bottom) quarter", text)) == (count >= 10)
    assert bool(re.search(r"10.90 % \d", text)) == (count >= 20)


# ------------------------------------------------------------------------------------------------- the sample


SECTIONS = """
    1 Introduction and aims
    2 Executive summary and key findings
    3 Summary of key recommendations
    4 How we conducted the assessment
    5 Findings
    5.1 Overall customer management
    5.2 Core
    5.3 Customer Management Activity
    5.4 Development Platform
    5.5 Enabling Platform
    5.6 Measurement / Finance
    6 Conclusion and change possibilities
"""


def test_the_sample_report_has_every_section_in_order(tmp_path: Path) -> None:
    text = texts_of(sample())
    assert "{{" not in text
    assert "{%" not in text
    (tmp_path / "report.docx").write_bytes(sample())
    headings = [
        paragraph.text
        for paragraph in docx.Document(str(tmp_path / "report.docx")).paragraphs
        if paragraph.style is not None and paragraph.style.name in ("Heading 1", "Heading 2")
    ]
    wanted = [line.split(maxsplit=1)[1] for line in SECTIONS.strip().splitlines()]
    assert [heading for heading in headings if heading in wanted] == wanted


def test_text_table_and_results_show_the_same_figures() -> None:
    text = texts_of(sample())
    for area in sample_report().results["areas"]:
        assert area["printed"] in text
