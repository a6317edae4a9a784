"""Drafts: built from a workbook, and laid out to be looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportgen.web.tasks import Ask, Told
from reportgen.web.tasks.checking import MARKED, built_with

PAGES = "pages"  # the folder of the pictures of pages, which are for looking at alone
_DOTS = 110  # an inch, of a picture of a page
_COLOURS = 64  # of a picture: few enough to be small, enough for our charts
_FAST_OCTREE = 2


def report(ask: Ask, told: Told) -> dict[str, Any]:
    """Build the report, as the command does, into the folder of what is made."""
    from reportgen.runs.files.reports import report_files
    from reportgen.runs.several import Order, built
    from reportgen.web.remedies import without_folders, worded

    workbook = ask.the("WORKBOOK")
    has_earlier = ask.bring_shown()
    packed = built(Order(workbook=workbook, options=built_with(ask), folder=ask.made), told).report
    files = report_files(packed, ask.made)
    remarks = (*packed.remarks, *files.keep_shown())
    ask.clear(MARKED)  # a PDF or charts of a build before may be of other figures
    for path, content in {**files.releases, **files.contents}.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    overall = packed.results["overall"]
    return {
        "client": packed.results["engagement"]["client"],
        "workbook": workbook.name,
        "score": overall["printed"],
        "document": files.draft.name,
        "pdf": files.pdf.name if files.pdf else "",
        "results": files.record.name,
        "evidence": files.evidence.name if files.evidence else "",
        "charts": [path.stem for path in files.charts],
        "warnings": len(packed.problems),
        "remarks": [without_folders(worded(remark).message, ask.given, ask.made) for remark in remarks],
        "is_first": bool(packed.shown and packed.shown.releases and not packed.shown.keeper) and not has_earlier,
    }


def pages(ask: Ask, told: Told) -> dict[str, Any]:
    """Pictures of the pages of a Word file that was made, by the layout of LibreOffice."""
    from reportgen.office.libreoffice import pdf_of

    document = ask.result(ask.asked.get("document", ""))
    printed = document.with_suffix(".pdf")
    told("Laying out the pages")
    content = printed.read_bytes() if printed.is_file() else pdf_of(document.read_bytes())
    told("Drawing the pages")
    return {"count": _drawn(content, ask.made / PAGES / document.stem), "folder": f"{PAGES}/{document.stem}"}


def _drawn(pdf: bytes, folder: Path) -> int:
    """Draw each page into a folder; how many there are."""
    import pypdfium2

    folder.mkdir(parents=True, exist_ok=True)
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document, 1):
            picture = page.render(scale=_DOTS / 72).to_pil().convert("RGB")
            picture.quantize(_COLOURS, method=_FAST_OCTREE).save(folder / f"{number}.png", optimize=False)
        return len(document)
    finally:
        document.close()
