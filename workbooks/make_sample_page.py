"""Draws the page of the sample report that the README shows: `python workbooks/make_sample_page.py`.

It needs LibreOffice and poppler's pdftoppm, and is run by hand when the look of the report changes.
"""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

from PIL import Image, ImageOps
from pypdf import PdfReader

from reportgen.common.options import BuildOptions
from reportgen.runs.build import build_report

HERE = Path(__file__).parent
TARGET = HERE.parent / "docs" / "images" / "sample-page.png"
SHOWN = "5.5 Enabling Platform"  # heads the page: an area with its call-out, chart, analysis and results table
WIDTH_PX, COLOURS, EDGE = 900, 256, "#C5CED8"


def main() -> None:
    """Build the sample, find the page and save it as a small picture."""
    pdf = build_report(HERE / "sample-client.xlsx", BuildOptions(pdf=True)).pdf
    if pdf is None:
        raise SystemExit("LibreOffice made no PDF of the sample report.")
    number = _page_that_begins(pdf, SHOWN)
    command = ["pdftoppm", "-png", "-f", str(number), "-l", str(number), "-scale-to-x", str(WIDTH_PX - 2)]
    drawn = subprocess.run([*command, "-scale-to-y", "-1", "-"], input=pdf, capture_output=True, check=True)
    page = ImageOps.expand(Image.open(io.BytesIO(drawn.stdout)).convert("RGB"), border=1, fill=EDGE)
    page.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(TARGET, optimize=True)
    print(f"{TARGET}: page {number}, {TARGET.stat().st_size / 1000:.0f} kB")


def _page_that_begins(pdf: bytes, heading: str) -> int:
    """The number of the first page on which a heading stands at the top, below the running head."""
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages, start=1):
        if heading in " ".join(page.extract_text()[:300].split()) and number > 2:
            return number
    raise SystemExit(f"No page of the sample report begins with '{heading}'.")


if __name__ == "__main__":
    main()
