"""Marks of tracked changes that we set ourselves."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.word.comments import AUTHOR
from reportgen.word.xml import Element, make, remove, unwrap, w

INSERTED, DELETED = (w("ins"), w("moveTo")), (w("del"), w("moveFrom"))
_WHEN_DELETED = {w("t"): w("delText"), w("instrText"): w("delInstrText")}


def is_deleted(element: Element) -> bool:
    """True for what a tracked change takes away."""
    return next(element.iterancestors(*DELETED), None) is not None


def is_tracked(element: Element) -> bool:
    """True for what a tracked change puts in or takes away."""
    return next(element.iterancestors(*INSERTED, *DELETED), None) is not None


def accept_all(element: Element) -> None:
    """Settle what people tracked in an element, as the engine does: it counts as accepted."""
    marks = [mark for mark in element.iter(*INSERTED, *DELETED) if mark.getparent() is not None]
    remove(*(mark for mark in marks if mark.tag in DELETED or not len(mark)))
    unwrap(*(mark for mark in marks if mark.tag in INSERTED and len(mark)))


def track(run: Element, kind: str, numbers: Iterator[int]) -> None:
    """Mark a run as inserted ("ins") or deleted ("del") by us; a deleted one calls its texts otherwise."""
    change = make(kind, id=next(numbers), author=AUTHOR)
    run.addprevious(change)
    change.append(run)
    for text in run.iter(*_WHEN_DELETED) if kind == "del" else ():
        text.tag = _WHEN_DELETED[str(text.tag)]


def track_paragraph(paragraph: Element, kind: str, numbers: Iterator[int]) -> None:
    """Mark all of a paragraph so, and its end."""
    for run in list(paragraph.iter(w("r"))):
        track(run, kind, numbers)
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = make("pPr")
        paragraph.insert(0, properties)
    look = properties.find(w("rPr"))
    if look is None:
        look = make("rPr")
        properties.append(look)
    look.insert(0, make(kind, id=next(numbers), author=AUTHOR))
