"""Is a file one that Word or Excel opens without a murmur, and that everybody can read? `inspect_file` is the one door.

What the product asks of the draft it reviews stands in `reportgen.office.checks`; here stands what only our own files
have to keep to: workbooks, and waste in documents.

    inspect_file -> packing (zip, content types, relationships, properties), order, waste
                 -> references, structure, leftovers, accessibility, word                               for a .docx
                 -> spreadsheet (sheets, names, styles, cells, looks)                                   for an .xlsx

Works on the XML of the file alone, with no library that writes such files, so that it does not share their slips.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from reportgen.office.checks import document_violations
from reportgen.office.checks.order import order_violations
from reportgen.office.checks.packing import package_violations, property_violations
from reportgen.office.checks.rules import RULES as REVIEWED
from reportgen.office.checks.rules import TITLE, UNREADABLE, Violation, in_part
from reportgen.office.checks.word_file import OfficeFile, UnreadableError, WordFile, open_file
from tests.checks import rules
from tests.checks.package import waste_violations
from tests.checks.spreadsheet import spreadsheet_violations
from tests.checks.word import word_violations

__all__ = ["REVIEW_RULES", "RULES", "inspect_file"]

REVIEW_RULES = tuple(REVIEWED.kinds)
RULES = (*REVIEW_RULES, *rules.RULES.kinds)

_WORD, _EXCEL = "wordprocessingml.", "spreadsheetml.sheet.main+xml"
_EMBEDDED = (".docx", ".xlsx")  # files inside a file: the data of native charts


def inspect_file(
    source: Path | bytes, *, literal: Iterable[str] = (), language: str = "en-GB"
) -> tuple[Violation, ...]:
    """All that is wrong with a Word file or a workbook; empty for a sound one.

    `literal` are texts from the data in which braces are meant, not left over from a template; `language` is the one
    a document should be in. Raises `OSError` when the file cannot be read; whatever it holds, nothing else.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    texts = tuple(literal)
    try:
        package = open_file(data)
    except UnreadableError as error:
        return (UNREADABLE.at(reason=error),)
    return (*_violations(package, texts, language), *_embedded(package, texts, language))


def _violations(package: OfficeFile, literal: Sequence[str], language: str) -> Iterator[Violation]:
    yield from package_violations(package)
    yield from property_violations(package)
    yield from order_violations(package)
    yield from waste_violations(package)
    main = next(iter(package.related("", "officeDocument")), "")
    root = package.tree(main)
    kind = package.content_type(main)
    if root is None:
        yield UNREADABLE.at(in_part(main), reason="it has no main part")
    elif _WORD in kind:
        file = WordFile(package, main, root)
        yield from document_violations(file, literal, language)
        yield from word_violations(file)
    elif kind.endswith(_EXCEL):
        yield from spreadsheet_violations(package, main, root)
    else:
        yield UNREADABLE.at(in_part(main), reason=f"its main part is of type {kind or 'none'}")


def _embedded(package: OfficeFile, literal: Sequence[str], language: str) -> Iterator[Violation]:
    """What is wrong with the files inside a file, but not with those inside these; they need no title of their own."""
    for name, content in package.parts.items():
        if not name.lower().endswith(_EMBEDDED):
            continue
        try:
            inner = open_file(content)
        except UnreadableError as error:
            yield UNREADABLE.at(in_part(name), reason=error)
            continue
        for finding in _violations(inner, literal, language):
            if finding.code != TITLE.code:
                yield replace(finding, places=(finding.place.inside(name),))
