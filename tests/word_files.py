"""Looking into Word files in tests: an outline to read, and what our own check finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from reportgen.office.package import DOCUMENT, Package, parse
from reportgen.word.xml import PLACED_DRAWING, Styles, local, shown_text, w
from tests.checks import inspect_file
from tests.packages import read_parts


def body_of(parts: Package) -> etree._Element:
    """The body of a document."""
    body = parse(parts[DOCUMENT]).find(w("body"))
    assert body is not None
    return body


def styles_of(parts: Package) -> Styles:
    """The styles and lists of a document."""
    return Styles(parse(parts["word/styles.xml"]), parse(parts["word/numbering.xml"]))


def outline(source: Path | bytes) -> list[str]:
    """One line for each paragraph (with its style), table row and picture of the body, in order."""
    parts = read_parts(source)
    return list(_lines(body_of(parts), styles_of(parts)))


def chapters(source: Path | bytes) -> dict[str, list[str]]:
    """The outline of each chapter, a section of the file, by its heading; what stands before the first has none."""
    parts = read_parts(source)
    styles = styles_of(parts)
    found: dict[str, list[str]] = {}
    for section in _sections(body_of(parts)):
        heads = (shown_text(block) for block in section if styles.outline_level(block) is not None)
        found.setdefault(next(heads, ""), []).extend(_lines(section, styles))
    return found


def _sections(body: etree._Element) -> Iterator[list[etree._Element]]:
    """The blocks of each section; the last paragraph of a section says how it is laid out."""
    section = []
    for block in body:
        section.append(block)
        if block.find(f"{w('pPr')}/{w('sectPr')}") is not None:
            yield section
            section = []
    yield section


def _lines(parent: Iterable[etree._Element], styles: Styles) -> Iterator[str]:
    for block in parent:
        if local(block) == "tbl":
            for line in block.iter(w("tr")):
                yield "| " + " | ".join(" / ".join(map(shown_text, cell.iter(w("p")))) for cell in line.iter(w("tc")))
        elif local(block) == "p":
            for picture in block.iter(f"{{{PLACED_DRAWING}}}docPr"):
                yield f"(picture {picture.get('name')})"
            text = shown_text(block)
            if text:
                yield f"{styles.name(styles.style_id(block))}: {text}"


def faults(source: bytes, *, but: str = "") -> list[str]:
    """What Word would stumble over, or a reader would see that nobody meant; empty for a sound file.

    `but` is the code of a rule that the file breaks on purpose.
    """
    return [str(finding) for finding in inspect_file(source) if finding.code != but]
