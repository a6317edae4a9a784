"""A workbook opened for inspection: its sheets, names, texts and styles, found through relationships."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from reportgen.office.checks.word_file import RELATIONS, Element, OfficeFile
from tests.checks.markup import s

_ID = f"{{{RELATIONS}}}id"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of cells."""

    name: str
    part: str
    root: Element
    is_visible: bool

    def at(self, address: str) -> str:
        """A cell or range of it, as people read it: "Interview 03!D14"."""
        return f"{self.name}!{address}"


class WorkbookFile:
    """The parts of a workbook that rules look at together."""

    def __init__(self, package: OfficeFile, main: str, root: Element) -> None:
        self.package = package
        self.main = main
        self.root = root
        self.entries = root.findall(f"{s('sheets')}/{s('sheet')}")  # in the order of the tabs, chart sheets too
        self.sheets = tuple(self._sheets())

    def _sheets(self) -> Iterator[Sheet]:
        parts = {r.id: r.target for r in self.package.relations(self.main) if r.kind == "worksheet"}
        for entry in self.entries:
            part = parts.get(entry.get(_ID, ""), "")
            tree = self.package.tree(part)
            if tree is not None:
                yield Sheet(entry.get("name", ""), part, tree, entry.get("state", "visible") == "visible")

    @cached_property
    def sheet_names(self) -> frozenset[str]:
        """The names of all sheets, for comparing without regard to case."""
        return frozenset(entry.get("name", "").casefold() for entry in self.entries)

    @cached_property
    def names(self) -> tuple[Element, ...]:
        """The defined names."""
        return tuple(self.root.iterfind(f"{s('definedNames')}/{s('definedName')}"))

    @cached_property
    def known_names(self) -> frozenset[str]:
        """Whatever a formula may call by name, without regard to case or to the sheet a name belongs to."""
        tables = (
            self.package.tree(part) for sheet in self.sheets for part in self.package.related(sheet.part, "table")
        )
        titles = (table.get("displayName", "") for table in tables if table is not None)
        return frozenset(name.casefold() for name in (*(n.get("name", "") for n in self.names), *titles))

    def other(self, kind: str) -> tuple[str, Element] | None:
        """The name and tree of the one part of a kind that the workbook refers to."""
        found = ((name, self.package.tree(name)) for name in self.package.related(self.main, kind))
        return next(((name, tree) for name, tree in found if tree is not None), None)

    @cached_property
    def styles(self) -> Element | None:
        """The styles."""
        found = self.other("styles")
        return None if found is None else found[1]

    def count(self, group: str) -> int:
        """How many entries a group of the styles has: "cellXfs", "dxfs"."""
        found = None if self.styles is None else self.styles.find(s(group))
        return 0 if found is None else len(found)
