"""The report of the sample, as a whole: its outline as accepted, and its pages as LibreOffice prints them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from reportgen.office.libreoffice import pdf_of
from reportgen.word.xml import shown_text, w
from tests.conftest import Accepted, Office
from tests.packages import read_parts
from tests.report_variants import build_variants
from tests.sample_changes import sample
from tests.test_template import unreferred
from tests.word_files import body_of, chapters, outline

SNAPSHOTS = Path(__file__).parent / "snapshots" / "sample-report"
DIGEST = re.compile(r"(?<=version )[0-9a-f]{8}\b|\b[0-9a-f]{64}\b")  # changes with every change of workbook or template


def test_the_outline_of_each_chapter_of_the_sample_report_is_the_accepted_one(accepted: Accepted) -> None:
    now = {}
    for heading, lines in chapters(sample()).items():
        name = "-".join(re.findall(r"\w+", heading.lower())) or "front"
        now[f"{name}.txt"] = "".join(DIGEST.sub("…", line).replace("\n", " / ") + "\n" for line in lines)
    assert len(now) >= 12
    accepted.folder(SNAPSHOTS, now)


# ------------------------------------------------------------------------------------------------ as it is printed


@dataclass(frozen=True)
class Printed:
    """A report as a Word file and as a PDF, and the text of each page of that."""

    draft: Path
    pdf: Path
    pages: list[str]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, soffice: Office) -> Mapping[str, Printed]:
    """The reports worth a look."""
    folder = tmp_path_factory.mktemp("variants")
    drafts = []
    for name, report in build_variants(folder).items():
        drafts.append(folder / f"{name}.docx")
        drafts[-1].write_bytes(report.document)
    files = zip(drafts, soffice.convert_all(drafts, "pdf", folder / "pdf"), strict=True)
    return {
        draft.stem: Printed(draft, pdf, [page.extract_text() for page in PdfReader(pdf).pages]) for draft, pdf in files
    }


@pytest.mark.office
def test_everything_that_stands_in_a_report_is_printed(printed: Mapping[str, Printed]) -> None:
    """LibreOffice has dropped rows of tables at the end of a page without a word."""
    for name, report in printed.items():
        pages = _letters(" ".join(report.pages))
        texts = [_letters(shown_text(paragraph)) for paragraph in body_of(read_parts(report.draft)).iter(w("p"))]
        lost = [text for text in texts if text[:25] not in pages or text[-25:] not in pages]
        assert lost == [], name


def _letters(text: str) -> str:
    """A text without what programs write differently: blanks, ligatures, capitals for looks, signs and bullets."""
    for ligature, letters in (("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬀ", "ff"), ("ﬃ", "ffi"), ("ﬄ", "ffl")):
        text = text.replace(ligature, letters)
    return re.sub(r"[^a-z]", "", text.casefold())


@pytest.mark.office
def test_the_sample_report_has_a_length_that_is_read_and_no_page_without_words(
    printed: Mapping[str, Printed],
) -> None:
    pages = printed["sample"].pages
    assert 45 <= len(pages) <= 60
    pictured = [re.search(r"^Figure A\d+: ", text, re.M) for text in pages]  # of the appendix, as high as a page
    bare = [number for number, text in enumerate(pages, start=1) if len(text) < 500 and not pictured[number - 1]]
    assert bare == []


def test_every_figure_and_table_is_referred_to(printed: Mapping[str, Printed]) -> None:
    assert {name: found for name, one in printed.items() if (found := unreferred(read_parts(one.draft)))} == {}


@pytest.mark.office
def test_few_pages_of_the_body_are_half_empty_and_none_is_nearly_so(
    printed: Mapping[str, Printed], tmp_path: Path
) -> None:
    pdf, texts = printed["sample"].pdf, printed["sample"].pages
    body = next(
        number for number, text in enumerate(texts[2:], start=2) if re.search(r"^A Question scores$", text, re.M)
    )
    subprocess.run(["pdftoppm", "-r", "20", "-gray", "-l", str(body), "-png", pdf, tmp_path / "page"], check=True)
    filled = [_filled(picture) for picture in sorted(tmp_path.glob("*.png"))]
    assert len(filled) == body <= 34
    assert min(filled) >= 0.3
    assert sum(share < 0.6 for share in filled) <= 5


def _filled(picture: Path) -> float:
    """How far down the page reaches, as a share of the height between header and footer."""
    with Image.open(picture) as page:
        top, bottom = int(page.height * 0.075), int(page.height * 0.925)
        dark = page.convert("L").point(lambda value: 255 * (value < 215)).crop((0, top, page.width, bottom)).getbbox()
    return (dark[3] if dark else 0) / (bottom - top)


@pytest.mark.office
def test_no_heading_or_caption_of_a_table_stands_last_on_its_page(printed: Mapping[str, Printed]) -> None:
    for name, report in printed.items():
        lines = outline(report.draft.read_bytes())
        titles = {_letters(line.partition(": ")[2]) for line in lines if _LEADS.match(line)}
        ends = [page.splitlines()[-2] for page in report.pages[2:]]  # below: the footer
        assert [line for line in ends if _letters(line) in titles and not line.startswith("•")] == [], name


_LEADS = re.compile(r"(heading \d|caption|table title|minor heading): ")


@pytest.mark.office
def test_the_meaning_of_the_horizons_stands_whole_below_the_head_of_the_road_map(
    printed: Mapping[str, Printed],
) -> None:
    """A row that broke over pages left half a legend under an otherwise empty head."""
    for name, report in printed.items():
        pages = [_letters(page) for page in report.pages]
        (begins,) = [page for page in pages if "whattodoineachareaandwhen" in page]
        assert "changecanbuild" in begins, name


@pytest.mark.office
def test_comments_leave_no_marks_over_the_words_of_a_pdf(
    printed: Mapping[str, Printed],
) -> None:
    draft = printed["half-filled"].draft.read_bytes()
    assert "word/comments.xml" in read_parts(draft)
    notes = [note.get_object() for page in PdfReader(BytesIO(pdf_of(draft))).pages for note in page.annotations or []]
    assert {note["/Subtype"] for note in notes} == {"/Link"}
