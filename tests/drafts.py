"""Drafts for tests, small and with every kind of region, and a way to edit them as people do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from lxml import etree

from reportgen.common.figures import Figure, figure
from reportgen.draft.base import Base
from reportgen.draft.locating import Places
from reportgen.draft.stored import read_base
from reportgen.office.package import DOCUMENT, Package, parse, serialise
from reportgen.word.canonical import Fingerprint
from reportgen.word.xml import shown_text, w
from reportgen.words.context import Origin, ReportContext
from tests.packages import fingerprint, locate, read_parts, write_parts
from tests.report_builders import TEMPLATE, bullets, demo_context, fill_template, paragraphs

Parts = Package
Edit = Callable[[etree._Element], None]


def short_context() -> ReportContext:
    """A report with one area and short appendices, and figures in some of its sentences."""
    context = demo_context()
    appendices = context.appendices
    short = replace(
        appendices,
        topics=appendices.topics[:1],
        questions=appendices.questions[:2],
        interviews=appendices.interviews[:2],
    )
    analysis = paragraphs(
        f"The company scores {figure('overall', '41')} out of 100, {Figure(12, 'overall') - Figure(9, 'core')} points"
        f" more than {figure('core', '38')}, in {figure('interviews', 'twelve')} interviews.",
        f"Again: {figure('overall', '41')}.",
        origin=Origin.STANDARD,
    )
    swot = replace(context.overall.swot, strengths=bullets(f"They listen ({figure('AP-03', '80')})."))
    overall = replace(context.overall, analysis=analysis, swot=swot, interviewed=f"{figure('interviews', 'Twelve')}.")
    return replace(context, areas=context.areas[:1], overall=overall, appendices=short)


@cache
def draft() -> bytes:
    """A draft from that context."""
    return fill_template(TEMPLATE, short_context())


def parts() -> Parts:
    """The parts of that draft."""
    return read_parts(draft())


@cache
def untouched() -> Fingerprint:
    """The digests of that draft."""
    return fingerprint(parts())


def base_of(document: bytes | Parts) -> Base:
    """The base that a draft carries."""
    base = read_base(read_parts(document) if isinstance(document, bytes) else document)
    assert base is not None
    return base


def edited(edit: Edit, source: Parts | None = None) -> Parts:
    """The parts of the draft with its document edited."""
    changed = (source or parts()).copy()
    root = parse(changed[DOCUMENT])
    edit(root)
    changed[DOCUMENT] = serialise(root)
    return changed


def saved_as(folder: Path, source: Parts) -> Path:
    """A file of these parts."""
    path = folder / "client-report.docx"
    path.write_bytes(write_parts(source))
    return path


def places(source: Parts) -> Places:
    """Where everything of the draft is in an edited copy of it."""
    return locate(source, base_of(draft()))


def paragraph(root: etree._Element, words: str) -> etree._Element:
    """The first paragraph that holds these words."""
    return next(p for p in root.iter(w("p")) if words in shown_text(p))


def remove(element: etree._Element) -> None:
    """Take an element out of its tree."""
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def says(text: str) -> etree._Element:
    """A new paragraph of plain words."""
    made = etree.Element(w("p"))
    etree.SubElement(etree.SubElement(made, w("r")), w("t")).text = text
    return made


def first_text(element: etree._Element) -> etree._Element:
    """The first words of an element."""
    return next(text for text in element.iter(w("t")) if (text.text or "").strip())
