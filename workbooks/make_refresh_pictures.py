"""Draws what a refresh leaves in the margin, for the documentation: `python workbooks/make_refresh_pictures.py`.

The sample report is built, edited as a consultant would, and refreshed from a workbook in which answers have changed.
It needs LibreOffice and poppler's pdftoppm, and is run by hand when the look of the report or its comments changes.
"""

from __future__ import annotations

import io
import subprocess
import tempfile
import textwrap
from collections.abc import Mapping
from pathlib import Path

from lxml import etree
from openpyxl import load_workbook
from PIL import Image, ImageDraw, ImageFont, ImageOps
from pypdf import PdfReader

from reportgen.common.options import BuildOptions
from reportgen.common.resources import font_file
from reportgen.draft.refresh import refresh
from reportgen.office.libreoffice import pdf_of
from reportgen.office.package import DOCUMENT, Package, parse, serialise
from reportgen.runs.build import build_report
from reportgen.word.comments import is_conflict
from reportgen.word.xml import shown_text, w

HERE = Path(__file__).parent
IMAGES = HERE.parent / "docs" / "images"
SHOWN = {  # what stands on the page, and the part of its height that is shown
    "refreshed-figures.png": ("Its two elements lie far apart", (0.49, 0.75)),
    "refreshed-conflict.png": ("scores 40 out of 100 overall", (0.03, 0.24)),
}
CHANGED = {  # ten answers, raised to 80
    "Interview 01": ("E9", "E90", "E189", "E297"),
    "Interview 02": ("E99",),
    "Interview 03": ("E90", "E162"),
    "Interview 05": ("E9", "E18", "E180"),
}
EDITED = {  # the beginning of some words -> what a consultant makes of it
    "Proposition scores ": "Its two elements lie far apart: Proposition scores ",  # the figures behind it follow
}
TYPED_OVER = ("Larkfield Broadband scores ", "40")  # the figure behind these words, by hand: a conflict
WIDTH_PX, MARGIN_PX, COLOURS = 1200, 420, 256
EDGE, BALLOON, INK = "#C5CED8", "#F3F3F3", "#1F2933"


def main() -> None:
    """Build, edit, refresh, print with comments in the margin, and save parts of two pages as small pictures."""
    built = build_report(HERE / "sample-client.xlsx")
    draft = Package.opened(built.document)
    root = parse(draft[DOCUMENT])
    edit(root)
    with tempfile.TemporaryDirectory() as folder:
        later = Path(folder, "sample-client.xlsx")
        raise_answers(later)
        beside = BuildOptions(peers=HERE / "sample-peers.xlsx", earlier=HERE / "sample-earlier.json")
        fresh = build_report(later, beside).generated
    draft[DOCUMENT] = serialise(root)
    result = refresh(draft, built.base, fresh).package
    comments = [shown(comment) for comment in result.tree("word/comments.xml") if is_conflict(comment)]
    save_pages(pdf_of(result.packed()), {"refreshed-conflict.png": comments[0]})


def shown(comment: etree._Element) -> list[str]:
    """The lines of a comment."""
    return [shown_text(line) for line in comment.iter(w("p"))]


def edit(root: etree._Element) -> None:
    """What a consultant does: word a sentence anew, and type over a figure."""
    texts = list(root.iter(w("t")))
    for begins, better in EDITED.items():
        text = next(t for t in texts if (t.text or "").startswith(begins))
        text.text = better + (text.text or "").removeprefix(begins)
    words, figure = TYPED_OVER
    texts[next(n for n, t in enumerate(texts) if t.text == words) + 1].text = figure


def raise_answers(target: Path) -> None:
    """A copy of the sample in which a few answers are better."""
    book = load_workbook(HERE / "sample-client.xlsx")
    for sheet, cells in CHANGED.items():
        for cell in cells:
            book[sheet][cell] = "80"
    book.save(target)


def save_pages(pdf: bytes, comments: Mapping[str, list[str]]) -> None:
    """Find the pages, draw what is shown of them, and save it with few colours."""
    texts = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]
    for name, (words, (top, bottom)) in SHOWN.items():
        number = str(next(n for n, text in enumerate(texts, start=1) if words in text))
        size = ["-scale-to-x", str(WIDTH_PX), "-scale-to-y", "-1"]
        command = ["pdftoppm", "-png", "-f", number, "-l", number, *size, "-"]
        drawn = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
        page = Image.open(io.BytesIO(drawn)).convert("RGB")
        part = page.crop((0, int(top * page.height), page.width, int(bottom * page.height)))
        if name in comments:
            part = with_comment(part, comments[name])
        framed = ImageOps.expand(part, border=1, fill=EDGE)
        framed.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            IMAGES / name, optimize=True
        )
        print(f"{name}: page {number}, {(IMAGES / name).stat().st_size / 1000:.0f} kB")


def with_comment(page: Image.Image, lines: list[str]) -> Image.Image:
    """The page with a comment beside it, as Word shows it; LibreOffice prints none without a window."""
    wide = Image.new("RGB", (page.width + MARGIN_PX, page.height), BALLOON)
    wide.paste(page, (0, 0))
    draw = ImageDraw.Draw(wide)
    font = ImageFont.truetype(str(font_file("Carlito-Regular.ttf")), 22)
    draw.text((page.width + 24, 40), "reportgen", font=font, fill=INK, stroke_width=1)
    wrapped = "\n".join("\n".join(textwrap.wrap(line, 40)) for line in lines)
    draw.multiline_text((page.width + 24, 76), wrapped, font=font, fill=INK, spacing=8)
    return wide


if __name__ == "__main__":
    main()
