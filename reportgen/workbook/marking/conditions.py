"""The colour of marks where conditions colour cells: a condition paints over the fill of a cell.

Our questionnaires colour what waits for an answer by a condition, so a mark there needs one of its own, before all
others: Excel goes by priority, LibreOffice by the order in the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from lxml import etree

from reportgen.office.package import Element
from reportgen.workbook.marking.cells import Address, Bounds, address_text, place_in_order, ranges
from reportgen.workbook.marking.xml import local, main, new, number, take_out

FORMULA = '"reportgen mark"="reportgen mark"'  # always true; tells our conditions from others after any save
TRACE = b"reportgen mark"  # in every part that may hold one


def conditioned(root: Element) -> list[Bounds]:
    """The ranges of a sheet that conditions may colour."""
    lists = [element.get("sqref", "") for element in root.iter(main("conditionalFormatting"))]
    lists += [element.text or "" for element in root.iter("{*}sqref") if _is_condition(element.getparent())]
    return [bounds for text in lists for bounds in ranges(text)]


def _is_condition(element: Element | None) -> bool:
    return element is not None and local(element) == "conditionalFormatting"


def is_within(address: Address, areas: Iterable[Bounds]) -> bool:
    """True when one of the ranges holds the cell."""
    row, column = address
    return any(left <= column <= right and top <= row <= bottom for left, top, right, bottom in areas)


def add_conditions(root: Element, cells: Mapping[int, Collection[Address]]) -> None:
    """Colour these cells before all other conditions; `cells` are given by the number of the format they get."""
    _raise_priorities(root, len(cells))
    for priority, (style, addresses) in reversed(list(enumerate(cells.items(), start=1))):
        where = " ".join(address_text(address) for address in addresses)
        ours = new("conditionalFormatting", {"sqref": where})
        facts = {"type": "expression", "dxfId": str(style), "priority": str(priority)}
        etree.SubElement(etree.SubElement(ours, main("cfRule"), facts), main("formula")).text = FORMULA
        place_in_order(root, ours, first_of_its_kind=True)


def remove_conditions(root: Element) -> bool:
    """Take our conditions out; True when there were any."""
    ours = [rule for rule in root.iter(main("cfRule")) if rule.findtext(main("formula")) == FORMULA]
    for rule in ours:
        group = rule.getparent()
        take_out(rule)
        if group is not None and not len(group):
            take_out(group)
    left = [number(rule.get("priority")) for rule in root.iter("{*}cfRule")]
    if left and min(left) > len(ours):
        _raise_priorities(root, -len(ours))
    return bool(ours)


def _raise_priorities(root: Element, by: int) -> None:
    for rule in root.iter("{*}cfRule"):
        if (priority := rule.get("priority", "")).isdecimal():
            rule.set("priority", str(int(priority) + by))


def condition_format(rgb: str) -> Element:
    """The format of a condition that fills cells with a colour."""
    style = new("dxf")
    pattern = etree.SubElement(etree.SubElement(style, main("fill")), main("patternFill"), {"patternType": "solid"})
    for side in ("fgColor", "bgColor"):  # Excel takes the second one here, others the first
        etree.SubElement(pattern, main(side), {"rgb": f"FF{rgb}"})
    return style
