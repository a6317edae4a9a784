"""Page numbers in the contents, and the PDF: from LibreOffice, right, or plainly missing."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest
from click.testing import Result
from lxml import etree
from pypdf import PdfReader

from reportgen.common.exceptions import OfficeError
from reportgen.draft.stored import draft_is_untouched
from reportgen.office import libreoffice as office
from reportgen.office.package import DOCUMENT, parse
from reportgen.word.fields import with_page_numbers
from reportgen.word.xml import shown_text, w
from tests.commands import run
from tests.conftest import Office
from tests.museum import SET_NAME, built
from tests.packages import read_parts

SAMPLE = Path(__file__).parent.parent / "workbooks" / "sample-client.xlsx"


def build(folder: Path, *options: str) -> Result:
    return run("build", SAMPLE, "-o", folder, *options)


def draft_in(folder: Path) -> Path:
    return folder / "sample-client" / "sample-client-report.docx"


def style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return "" if style is None else style.get(w("val"), "")


def contents_of(draft: Path, styles: str = r"TOC\d") -> list[tuple[str, str]]:
    """Title and page of each entry of the contents, or of the list of figures, as a reader sees them."""
    root = parse(read_parts(draft)[DOCUMENT])
    entries = []
    for paragraph in root.iter(w("p")):
        if re.fullmatch(styles, style_of(paragraph)):
            *_, title, page = shown_text(paragraph).split("\t")
            entries.append((title, page))
    return entries


FIGURES = "TableofFigures"


def captions_of(draft: Path) -> list[str]:
    """What stands below each figure, in the order of the report."""
    paragraphs = parse(read_parts(draft)[DOCUMENT]).iter(w("p"))
    return [shown_text(paragraph) for paragraph in paragraphs if style_of(paragraph) == "FigureCaption"]


def drawn(draft: Path) -> int:
    """How many charts stand beside a draft."""
    return len(list((draft.parent / "charts").glob("*.png")))


def assert_lists_the_figures(figures: list[tuple[str, str]], draft: Path) -> None:
    """All of the body and none of the appendix, whose figures are counted on their own: A1, A2 and so on."""
    captions = captions_of(draft)
    assert len(captions) == drawn(draft)
    listed = [title for title, _ in figures]
    assert captions[: len(listed)] == listed
    assert [caption.partition(":")[0] for caption in captions] == [
        *(f"Figure {number}" for number in range(1, len(listed) + 1)),
        *(f"Figure A{number}" for number in range(1, len(captions) - len(listed) + 1)),
    ]
    assert len(listed) > 10


@pytest.mark.office
def test_the_pages_in_the_contents_are_those_of_the_pdf(tmp_path: Path, soffice: Office) -> None:
    result = build(tmp_path, "--pdf")
    assert result.exit_code == 0, result.output
    draft = draft_in(tmp_path)
    pdf = draft.with_suffix(".pdf")
    assert result.stdout.split() == [str(draft), str(pdf)]
    reader = PdfReader(io.BytesIO(pdf.read_bytes()))
    texts = [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]
    contents, figures = contents_of(draft), contents_of(draft, FIGURES)
    assert len(contents) > 25
    assert_lists_the_figures(figures, draft)
    for title, page in contents + figures:
        assert page.isdecimal(), f"{title}: no page"
        assert re.sub(r"\s+", " ", title) in texts[int(page) - 1], (title, page)
    for listed in (contents, figures):
        assert [int(page) for _, page in listed] == sorted(int(page) for _, page in listed)
    # the numbers are printed too, not only stored
    assert re.search(r"Introduction and aims\s+\d", texts[1])
    assert re.search(r"Where the elements of Core stand\s+\d", texts[1])
    assert draft_is_untouched(draft)


def test_a_plain_build_shows_the_titles_and_no_page_at_all(tmp_path: Path) -> None:
    assert build(tmp_path).exit_code == 0
    contents = contents_of(draft_in(tmp_path))
    figures = contents_of(draft_in(tmp_path), FIGURES)
    assert len(contents) > 25
    assert_lists_the_figures(figures, draft_in(tmp_path))
    assert {page for _, page in contents + figures} == {""}


def test_without_libreoffice_the_draft_is_built_and_the_lack_is_named(
    workbook: Path, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    draft.unlink()
    folder = workbook.parent
    result = run("build", workbook, "--question-set", folder / SET_NAME, "-o", folder / "output", "--pdf")
    assert result.exit_code == 0
    assert "no PDF was written" in result.stderr
    assert "LibreOffice was not found" in result.stderr
    assert draft.is_file()
    assert not draft.with_suffix(".pdf").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a shell script")
@pytest.mark.parametrize(("script", "said"), [("exit 0", "wrote no PDF"), ("exec sleep 60", "did not finish")])
def test_a_libreoffice_that_fails_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    stand_in = tmp_path / "soffice"
    stand_in.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    stand_in.chmod(0o755)
    monkeypatch.setattr(office, "find_office", lambda: str(stand_in))
    monkeypatch.setattr(office, "SECONDS", 1)
    with pytest.raises(OfficeError, match=said):
        office.pdf_of(b"")


def test_an_outdated_pdf_goes_with_the_draft_it_showed(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.office.libreoffice.pdf_of", lambda document, *, destinations=False: b"%PDF-stand-in")
    monkeypatch.setattr("reportgen.word.fields.pages_of", lambda pdf: {})
    pdf = built(workbook, "--pdf").with_suffix(".pdf")
    assert pdf.read_bytes() == b"%PDF-stand-in"
    built(workbook)
    assert not pdf.exists()


def test_page_numbers_are_put_in_once_however_often(draft: Path) -> None:
    package = read_parts(draft)
    first = with_page_numbers(package, {"5FToc000000001": 3})
    again = with_page_numbers(with_page_numbers(package, {"5FToc000000001": 99}), {"5FToc000000001": 3})
    assert first.packed() == again.packed()
    assert first.packed() != package.packed()
