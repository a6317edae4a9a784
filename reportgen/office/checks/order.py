"""The order of elements that Office insists on.

Word and Excel call a file unreadable, or quietly lose what follows, when children stand in another order than the
standard's. Elements of other namespaces are extensions and may stand between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportgen.office.checks import rules
from reportgen.office.checks.rules import Violation, in_part
from reportgen.office.checks.sequences import CHART_SEQUENCES, WORD_CONTAINERS, WORD_SEQUENCES
from reportgen.office.checks.word_file import CHART, WORD, Element, OfficeFile, local, namespace, prefixed_name

_Ranks = Mapping[str, int]  # child -> its place; those that may stand anywhere after the first share one


def _sequence(names: str) -> tuple[_Ranks, frozenset[str]]:
    """The ranks of the children of a sequence, and those that may be repeated."""
    places = [place.split("|") for place in names.split()]
    return (
        {word.rstrip("*"): number for number, place in enumerate(places) for word in place},
        frozenset(word[:-1] for place in places for word in place if word.endswith("*")),
    )


def _container(first: str, rest: str) -> tuple[_Ranks, frozenset[str]]:
    ranks, _ = _sequence(first)
    others = rest.split()
    return {**ranks, **dict.fromkeys(others, len(ranks))}, frozenset(others)


Orders = Mapping[str, tuple[str, _Ranks, frozenset[str]]]
"""By the tag of an element: the namespace of the children it orders, their ranks, those that may be repeated."""


def orders(space: str, sequences: Mapping[str, str]) -> Orders:
    """The sequences of a namespace."""
    return {f"{{{space}}}{name}": (space, *_sequence(names)) for name, names in sequences.items()}


_ORDERS: Orders = {
    **orders(WORD, WORD_SEQUENCES),
    **orders(CHART, CHART_SEQUENCES),
    **{f"{{{WORD}}}{name}": (WORD, *_container(*names)) for name, names in WORD_CONTAINERS.items()},
}

_LOOSE = f"{{{WORD}}}rPr"
"""Word, and the standard since its second edition, take the properties of a run in any order; older programs do not."""


def order_violations(package: OfficeFile, known: Orders = _ORDERS) -> Iterator[Violation]:
    """What stands in the wrong order, twice, or where it does not belong; of `known`, those of Word and of charts."""
    spaces = {space for space, _, _ in known.values()}
    for part in package.parts:
        root = package.tree(part) if package.is_xml(part) else None
        if root is not None and namespace(root) in spaces:
            for element in root.iter(*known):
                yield from _misplaced(part, element, *known[element.tag])


def _misplaced(
    part: str, parent: Element, space: str, ranks: _Ranks, repeatable: frozenset[str]
) -> Iterator[Violation]:
    prefix = f"{{{space}}}"
    seen: set[str] = set()
    last, before = -1, parent
    for child in parent:
        if not child.tag.startswith(prefix):
            continue
        name = local(child)
        rank = ranks.get(name)
        facts = {"child": prefixed_name(child), "parent": prefixed_name(parent)}
        if rank is None:
            yield rules.CHILD_MISPLACED.at(in_part(part, child), **facts)
            continue
        if name in seen and name not in repeatable:
            yield rules.CHILD_TWICE.at(in_part(part, child), **facts)
        elif rank >= last:
            last, before = rank, child
        elif parent.tag != _LOOSE:
            yield rules.CHILD_ORDER.at(in_part(part, child), before=prefixed_name(before), **facts)
        seen.add(name)
