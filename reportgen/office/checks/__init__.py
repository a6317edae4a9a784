"""Is a report one that Word opens without a murmur, and that everybody can read? `inspect_document` is the one door.

    inspect_document -> packing (zip, content types, relationships, properties), order
                     -> references, structure (tables, fields, charts), leftovers, accessibility

Works on the XML of the file alone, with no library that writes such files, so that it does not share their slips.
What only our own files have to keep to, workbooks among them, is asked by the tests (`tests/checks`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportgen.office.checks import rules
from reportgen.office.checks.accessibility import accessibility_violations
from reportgen.office.checks.leftovers import leftover_violations
from reportgen.office.checks.order import order_violations
from reportgen.office.checks.packing import package_violations, property_violations
from reportgen.office.checks.references import reference_violations
from reportgen.office.checks.rules import Violation, in_part
from reportgen.office.checks.structure import structure_violations
from reportgen.office.checks.word_file import OfficeFile, UnreadableError, WordFile, open_file

__all__ = ["document_violations", "inspect_document"]

_EMBEDDED = (".docx", ".xlsx")  # files inside a file: the data of native charts


def inspect_document(content: bytes, *, literal: Iterable[str] = (), language: str = "en-GB") -> Iterator[Violation]:
    """All that is wrong with a Word file; nothing for a sound one. Of the files inside it the packages are looked at.

    `literal` are texts from the data in which braces are meant, not left over from a template; `language` is the one
    the document should be in. Whatever the file holds, nothing is raised.
    """
    try:
        package = open_file(content)
    except UnreadableError as error:
        yield rules.UNREADABLE.at(reason=error)
        return
    yield from package_violations(package)
    yield from property_violations(package)
    yield from order_violations(package)
    main = next(iter(package.related("", "officeDocument")), "")
    root = package.tree(main)
    if root is None:
        yield rules.UNREADABLE.at(in_part(main), reason="it has no main part")
    else:
        yield from document_violations(WordFile(package, main, root), literal, language)
    yield from _embedded(package)


def document_violations(file: WordFile, literal: Iterable[str], language: str) -> Iterator[Violation]:
    """All that is wrong with a Word file beyond its package."""
    yield from reference_violations(file)
    yield from structure_violations(file)
    yield from leftover_violations(file, literal)
    yield from accessibility_violations(file, language)


def _embedded(package: OfficeFile) -> Iterator[Violation]:
    for name, content in package.parts.items():
        if name.lower().endswith(_EMBEDDED):
            try:
                inner = open_file(content)
            except UnreadableError as error:
                yield rules.UNREADABLE.at(in_part(name), reason=error)
            else:
                yield from (replace(one, places=(one.place.inside(name),)) for one in package_violations(inner))
