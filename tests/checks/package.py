"""Rules of the package that no review asks about: parts and relationships nobody uses, order for older programs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reportgen.office.checks.order import order_violations, orders
from reportgen.office.checks.packing import named_relations
from reportgen.office.checks.rules import Violation, in_part
from reportgen.office.checks.sequences import WORD_SEQUENCES
from reportgen.office.checks.word_file import TYPES, WORD, OfficeFile, local, prefixed_name
from tests.checks import rules
from tests.checks.markup import SHEET
from tests.checks.sequences import SHEET_SEQUENCES

_NAMED_KINDS = (
    "image hyperlink header footer chart worksheet chartsheet drawing vmlDrawing table oleObject package control "
    "attachedTemplate subDocument aFChunk"
)
_USED_BY_ID = frozenset(_NAMED_KINDS.split())
"""Relationships that mean nothing unless an element names them."""
_RUN = WORD_SEQUENCES["rPr"].split()
_SHEETS = orders(SHEET, SHEET_SEQUENCES)


def waste_violations(package: OfficeFile) -> Iterator[Violation]:
    """All that a file carries in vain, or in an order of its own."""
    yield from _reach(package)
    for source in package.parts:
        yield from _unused(package, source)
        yield from _runs(package, source)
    yield from order_violations(package, _SHEETS)


def _reach(package: OfficeFile) -> Iterator[Violation]:
    """Parts that no chain of relationships leads to: nobody sees them, and they may hold what was not to be sent."""
    reached = {""}
    waiting = [""]
    while waiting:
        for relation in package.relations(waiting.pop()):
            if not relation.external and relation.target in package.parts and relation.target not in reached:
                reached.add(relation.target)
                waiting.append(relation.target)
    for name in package.parts:
        if name not in reached and name != TYPES and not name.endswith(".rels"):
            yield rules.PART_UNREACHABLE.at(in_part(name))


def _unused(package: OfficeFile, source: str) -> Iterator[Violation]:
    """Relationships that are to be named by an element, and are not."""
    used = {id_ for _, id_ in named_relations(package, source)}
    for relation in package.relations(source):
        if relation.id not in used and relation.kind in _USED_BY_ID:
            yield rules.RELATION_UNUSED.at(in_part(source), id=relation.id, kind=relation.kind)


def _runs(package: OfficeFile, part: str) -> Iterator[Violation]:
    """Word takes the properties of a run in any order; older programs do not."""
    root = package.tree(part) if package.is_xml(part) else None
    for properties in root.iter(f"{{{WORD}}}rPr") if root is not None else ():
        known = [child for child in properties if local(child) in _RUN]
        for before, child in pairwise(known):
            if _RUN.index(local(child)) < _RUN.index(local(before)):
                facts = {
                    "child": prefixed_name(child),
                    "before": prefixed_name(before),
                    "parent": prefixed_name(properties),
                }
                yield rules.RUN_ORDER.at(in_part(part, child), **facts)
