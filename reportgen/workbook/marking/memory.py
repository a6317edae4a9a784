"""What has to be remembered to take marks away again: the fills they replaced, the sheet that was shown, and counts.

It stands as text in one cell of a hidden column of the sheet of problems. A cell survives a save by Excel, LibreOffice
and every other program; LibreOffice shows hidden names to everybody, and parts of our own would be dropped by both.
When somebody deletes that sheet, marks can still be told by their colours and words, and what they replaced is taken to
have been no fill.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from reportgen.office.package import Element, NotAPackageError, parse
from reportgen.workbook.marking.xml import local

HEADING = "reportgen marks"  # begins the text, and tells the sheet of problems from a sheet of the assessors
LONGEST = 32_000  # characters; a cell holds 32,767


@dataclass(frozen=True)
class Memory:
    """What the workbook was like before it was marked."""

    shown: str = ""  # title of the sheet that was shown
    selected: bool = True  # was its tab marked as selected? Programs do without when it is the first
    names: bool = True  # was there a list of names?
    counts: Mapping[str, int] = field(default_factory=dict)  # entries of each list of styles
    fills: Mapping[str, Element] = field(default_factory=dict)  # replaced by marks, by colour

    def text(self) -> str:
        """The text of the cell; fills that no longer fit are left out, and count as no fill."""
        lines = [HEADING, f"shown {self.shown}", f"selected {int(self.selected)}", f"names {int(self.names)}"]
        lines += [f"count {name} {count}" for name, count in self.counts.items()]
        lines += [f"fill {colour} {_on_one_line(fill)}" for colour, fill in self.fills.items()]
        while len("\n".join(lines)) > LONGEST:
            lines.pop()
        return "\n".join(lines)


def is_memory(text: str) -> bool:
    """True for the text of that cell."""
    return text.partition("\n")[0] == HEADING


def remembered(text: str) -> Memory:
    """What the text of the cell says; lines that make no sense, because somebody edited them, are passed over."""
    facts: dict[str, str] = {}
    counts: dict[str, int] = {}
    fills: dict[str, Element] = {}
    for line in text.splitlines()[1:]:
        key, _, rest = line.partition(" ")
        name, _, value = rest.partition(" ")
        if key == "count" and value.isdecimal():
            counts[name] = int(value)
        elif key == "fill" and (fill := _fill(value)) is not None:
            fills[name] = fill
        else:
            facts[key] = rest
    selected, names = (facts.get(key, "1") != "0" for key in ("selected", "names"))
    return Memory(facts.get("shown", ""), selected, names, counts, fills)


def _on_one_line(fill: Element) -> str:
    return " ".join(etree.tostring(fill, encoding="unicode", with_tail=False).split())


def _fill(text: str) -> Element | None:
    try:
        element = parse(text.encode("utf-8"))
    except NotAPackageError:
        return None
    return element if local(element) == "fill" else None
