"""The part that lists the sheets: which there are, which is shown first, and a sheet put in front of all others.

Names of one sheet (print titles, filters) refer to it by its position, so they move along when a sheet comes or goes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from lxml import etree

from reportgen.office.package import RELATIONS, DamagedPartError, Element, Package
from reportgen.word.xml import local, remove

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def sml(name: str) -> str:
    """A name of SpreadsheetML as lxml wants it.

    >>> sml("c")
    '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c'
    """
    return f"{{{MAIN}}}{name}"


def new_element(
    name: str, /, *children: Element, text: str = "", relation: str = "", **attributes: str | float
) -> Element:
    """A new element of SpreadsheetML, written without a prefix; `relation` becomes its `r:id`."""
    prefixes = {None: MAIN, "r": RELATIONS} if relation else {None: MAIN}
    own = {key: str(value) for key, value in attributes.items()}
    own |= {f"{{{RELATIONS}}}id": relation} if relation else {}
    element = etree.Element(sml(name), own, nsmap=cast("dict[str, str]", prefixes))
    element.text = text or None
    element.extend(children)
    return element


def is_true(value: str | None) -> bool:
    """What a yes-or-no attribute says; Excel writes "1", LibreOffice "true"."""
    return value in ("1", "true")


def as_number(value: str | None) -> int:
    """What an attribute counts; 0 when it is missing or no number."""
    return int(value) if value and value.isdecimal() else 0


_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BEFORE_NAMES = (
    *("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets"),
    *("functionGroups", "externalReferences"),
)


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    title: str
    part: str  # name of its part
    holds_cells: bool  # False for a chart sheet
    is_hidden: bool
    element: Element


class Book:
    """The sheets of a workbook, in the order of their tabs."""

    def __init__(self, parts: Package) -> None:
        self.parts = parts
        self.part = parts.first_related("", "officeDocument")
        if not self.part:
            raise DamagedPartError("xl/workbook.xml is not there")

    @property
    def sheets(self) -> list[SheetEntry]:
        """All sheets that have a part."""
        relations = self.parts.relations(self.part)
        found = []
        for element in self._list():
            relation = relations.get(element.get(f"{{{RELATIONS}}}id", ""))
            if relation is not None and relation.target in self.parts:
                found.append(
                    SheetEntry(
                        title=element.get("name", ""),
                        part=relation.target,
                        holds_cells=relation.kind == "worksheet",
                        is_hidden=element.get("state", "visible") != "visible",
                        element=element,
                    )
                )
        return found

    @property
    def worksheets(self) -> list[SheetEntry]:
        """The sheets that hold cells."""
        return [sheet for sheet in self.sheets if sheet.holds_cells]

    def _list(self) -> Element:
        found = self.parts.tree(self.part).find(sml("sheets"))
        if found is None:
            raise DamagedPartError(f"{self.part} lists no sheets")
        return found

    # ------------------------------------------------------------------------------------------- sheets come and go

    def insert_first(self, title: str, content: bytes) -> None:
        """Put a sheet in front of all others and open the workbook at it."""
        name = self.parts.free_name("xl/worksheets/sheet{}.xml")
        self.parts.put(name, content, _SHEET_TYPE)
        relation = self.parts.relate(self.part, name, f"{RELATIONS}/worksheet")
        sheets = self._list()
        numbers = (int(sheet.get("sheetId", "0")) for sheet in sheets if sheet.get("sheetId", "").isdecimal())
        root = self.parts.changed(self.part)
        sheets.insert(0, new_element("sheet", name=title, sheetId=max(numbers, default=0) + 1, relation=relation))
        self._move_names(0, 1)
        for view in root.iter(sml("workbookView")):
            for position in {"activeTab", "firstSheet"} & set(view.attrib):
                view.set(position, "0")  # it is shown, and its tab is in sight

    def remove(self, sheet: SheetEntry, then_show: str) -> None:
        """Take a sheet out with all that belongs to it alone; if it was the one shown, show another one."""
        sheets = self._list()
        position = sheets.index(sheet.element)
        if b"<f" in self.parts.content(sheet.part):  # cells to calculate, in a list that programs make anew
            self.parts.unrelate(self.part, lambda _, relation: relation.kind == "calcChain")
        self.parts.unrelate(self.part, lambda _, relation: relation.target == sheet.part)
        root = self.parts.changed(self.part)
        sheets.remove(sheet.element)
        remove(*(name for name in self._all_names() if name.get("localSheetId") == str(position)))
        self._move_names(position, -1)
        shown = self._position_to_show(then_show)
        for view in root.iter(sml("workbookView")):
            active = as_number(view.get("activeTab"))
            wanted = shown if active == position else active - (active > position)
            if wanted != active:
                view.set("activeTab", str(wanted))

    def _position_to_show(self, title: str) -> int:
        elements = list(self._list())
        titles = [element.get("name") for element in elements]
        if title in titles:
            return titles.index(title)
        return next((n for n, e in enumerate(elements) if e.get("state", "visible") == "visible"), 0)

    # -------------------------------------------------------------------------------------------------------- views

    @property
    def active(self) -> str:
        """The title of the sheet that is shown first."""
        view = next(self.parts.tree(self.part).iter(sml("workbookView")), None)
        position = as_number(view.get("activeTab")) if view is not None else 0
        titles = [element.get("name", "") for element in self._list()]
        return titles[position] if position < len(titles) else ""

    def is_selected(self, title: str) -> bool:
        """True when the tab of a sheet is marked as selected."""
        parts = [sheet.part for sheet in self.sheets if sheet.title == title]
        views = (view for part in parts for view in self.parts.tree(part).iter(sml("sheetView")))
        return any(is_true(view.get("tabSelected")) for view in views)

    def select_only(self, title: str) -> None:
        """Mark one tab as selected and no other: what is typed goes to every selected sheet."""
        for sheet in self.sheets:
            known = self.parts.is_parsed(sheet.part) or b"tabSelected" in self.parts.content(sheet.part)
            if sheet.title != title and not known:
                continue
            for view in self.parts.tree(sheet.part).iter(sml("sheetView")):
                if is_true(view.get("tabSelected")) != (sheet.title == title):
                    self.parts.changed(sheet.part)
                    if sheet.title == title:
                        view.set("tabSelected", "1")
                    else:
                        del view.attrib["tabSelected"]

    def calculate_when_opened(self) -> None:
        """Have whoever opens it next work all formulas out anew: an entry that they count was changed."""
        root = self.parts.changed(self.part)
        calculation = root.find(sml("calcPr"))
        if calculation is None:
            calculation = new_element("calcPr")
            before = [child for child in root if local(child) in (*_BEFORE_NAMES, "definedNames")]
            root.insert(root.index(before[-1]) + 1, calculation)
        calculation.set("fullCalcOnLoad", "1")

    # -------------------------------------------------------------------------------------------------------- names

    def name_in_first_sheet(self, name: str, refers_to: str, *, hidden: bool = False) -> None:
        """Define a name of the first sheet, such as its print titles."""
        root = self.parts.changed(self.part)
        names = root.find(sml("definedNames"))
        if names is None:
            names = new_element("definedNames")
            before = [child for child in root if local(child) in _BEFORE_NAMES]
            root.insert(root.index(before[-1]) + 1, names)
        facts = {"name": name, "localSheetId": "0"} | ({"hidden": "1"} if hidden else {})
        etree.SubElement(names, sml("definedName"), facts).text = refers_to

    @property
    def has_list_of_names(self) -> bool:
        """True when there is one, even an empty one."""
        return self.parts.tree(self.part).find(sml("definedNames")) is not None

    def drop_empty_list_of_names(self) -> None:
        """Take the list of names out when nothing is in it."""
        names = self.parts.tree(self.part).find(sml("definedNames"))
        if names is not None and not len(names):
            self.parts.changed(self.part).remove(names)

    def _all_names(self) -> Iterable[Element]:
        return list(self.parts.tree(self.part).iter(sml("definedName")))

    def _move_names(self, start: int, by: int) -> None:
        """Let names of sheets from that position on refer to sheets further on."""
        for name in self._all_names():
            own = name.get("localSheetId", "")
            if own.isdecimal() and int(own) >= start:
                name.set("localSheetId", str(int(own) + by))
