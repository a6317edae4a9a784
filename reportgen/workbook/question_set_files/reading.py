"""Read a question set back into tables that know their rows and cells.

What is read is not yet checked. Only what the workbook form itself can get wrong is a fault here: a missing sheet or
column, a row that belongs to nothing, an id given twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from reportgen.common.diagnostics.problems import Problem
from reportgen.common.diagnostics.runs import NO_SET_IN_WORKBOOK
from reportgen.common.exceptions import BrokenQuestionSetError, UnreadableFileError
from reportgen.common.folding import fold
from reportgen.common.model import Place, QuestionSet
from reportgen.common.scale import scale_of
from reportgen.common.set_tables import Placed, SetTables
from reportgen.workbook.layout import CellKind, Column, Sheet
from reportgen.workbook.question_set_files.declared import (
    ANSWERS,
    AREAS,
    ELEMENTS,
    LENS_GROUPS,
    LENSES,
    LEVELS,
    QUESTIONS,
    REPORT,
    SCALE,
    SECTOR_AREAS,
    SECTOR_ELEMENTS,
    SECTOR_GROUPS,
    SECTOR_LENSES,
    SECTOR_QUESTIONS,
    SECTORS,
    SET,
    SET_TERMS,
    STATES,
    SUBJECT,
    TERMS,
    TOPICS,
    sheets,
)
from reportgen.workbook.reader.cells import CellReader
from reportgen.workbook.reader.grid import GridCell, OpenWorkbook
from reportgen.workbook.reader.tables import TableRow, find_table

_Key = TypeVar("_Key")
_WITHIN_A_SECTOR = (  # sheet, table of the profile, column that names what it is about
    (SECTOR_AREAS, "areas", "area"),
    (SECTOR_ELEMENTS, "elements", "element"),
    (SECTOR_QUESTIONS, "questions", "question"),
    (SECTOR_LENSES, "lenses", "lens"),
)
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def read_question_set(path: Path) -> tuple[SetTables, list[str]]:
    """The tables that the workbook lists, and what it gets wrong as a workbook, each fault with its cell.

    Raises `UnreadableFileError` when the file is no workbook, or none with a question set, and
    `BrokenQuestionSetError` with these faults alone when sheets or columns are missing.
    """
    workbook = OpenWorkbook(path)
    reading = _Reading(workbook)
    if not any(fold(title) == fold(QUESTIONS) for title in workbook.titles):
        raise UnreadableFileError(NO_SET_IN_WORKBOOK.at(path=path, sheet=QUESTIONS))
    return reading.tables(), [*(problem.message for problem in reading.problems), *reading.faults]


class _Reading:
    """Reads the sheets of one workbook and collects what is wrong with them."""

    def __init__(self, workbook: OpenWorkbook) -> None:
        self.problems: list[Problem] = []
        self.faults: list[str] = []
        self._workbook = workbook
        nothing = QuestionSet("", "", "", scale=scale_of(()), states=(), levels=(), areas=())
        self._cells = CellReader(nothing)  # there is no set yet: all that is read is text and numbers

    def tables(self) -> SetTables:
        """The tables of all sheets, put into one another."""
        fixed = sheets((), ())
        states, lenses = self._rows(fixed[STATES]), self._rows(fixed[LENSES])
        declared = sheets([_name(state) for state in states], [_name(lens) for lens in lenses])
        rows = {title: self._rows(sheet) for title, sheet in declared.items() if title not in (STATES, LENSES)}
        rows |= {STATES: states, LENSES: lenses}
        if lost := [*(problem.message for problem in self.problems), *self.faults]:
            raise BrokenQuestionSetError(lost)  # all that a sheet or column held would seem to be missing
        areas = self._areas(rows)
        self.problems += self._cells.problems
        return SetTables(self._head(rows, areas), areas, self._sectors(rows))

    # ------------------------------------------------------------------------------------------ from rows to tables

    def _head(self, rows: Mapping[str, list[Placed]], areas: Mapping[str, Any]) -> Mapping[str, Any]:
        head, subject, report = (self._only(title, rows[title]) for title in (SET, SUBJECT, REPORT))
        words = {"subject": subject, "horizons": report.pop("horizons", {}), "report": report}
        for row in rows[SET_TERMS]:
            self._name_it(words.setdefault("terms", Placed({}, Place(SET_TERMS), {})), row, "term")
        lenses = self._by_id(rows[LENSES])
        for lens in lenses.values():
            lens["groups"] = []
        self._put_into(lenses, rows[LENS_GROUPS], "lens", "groups")
        named = {"areas": list(areas), "scale": rows[SCALE], "states": rows[STATES], "levels": rows[LEVELS]}
        listed = {"lenses": list(lenses.values())} if lenses else {}
        given = {name: table for name, table in words.items() if table}
        return Placed({**head, **named, **given, **listed}, head.place, head.cells)

    def _only(self, title: str, rows: list[Placed]) -> Placed:
        """The one row of a sheet."""
        for extra in rows[1:]:
            self._fault(extra.place, "there is a second row, but the set as a whole has one")
        return rows[0] if rows else Placed({}, Place(title), {})

    def _areas(self, rows: Mapping[str, list[Placed]]) -> dict[str, Placed]:
        areas, elements = self._by_id(rows[AREAS]), self._by_id(rows[ELEMENTS])
        for area in areas.values():
            if fold(_name(area)) == "set":
                self._fault(area.place_of("id"), "'set' is the name of the file of the set itself; choose another")
            area["elements"] = []
        topics = self._topics(rows[TOPICS], elements)
        questions = self._by_id(rows[QUESTIONS])
        self._put_into(questions, rows[ANSWERS], "question", "answers")
        for question in questions.values():
            self._put_question(question, elements, topics)
        self._put_into(areas, elements.values(), "area", "elements")
        return areas

    def _topics(self, rows: Iterable[Placed], elements: Mapping[str, Placed]) -> dict[tuple[str, str], Placed]:
        topics = self._each_once(((str(topic.get("element", "")), _name(topic)), topic) for topic in rows)
        for topic in topics.values():
            topic["questions"] = []
            self._put_into(elements, [topic], "element", "topics")
        return topics

    def _put_question(
        self, question: Placed, elements: Mapping[str, Placed], topics: Mapping[tuple[str, str], Placed]
    ) -> None:
        if "topic" not in question:
            element = elements.get(str(question.get("element", "")))
            if element is not None and "topics" in element:
                self._fault(question.place_of("topic"), "the topic is missing, but its element has topics")
                del question["element"]
            else:
                self._put_into(elements, [question], "element", "questions")
            return
        key = (str(question.pop("element", "")), str(question.pop("topic")))
        if key in topics:
            topics[key]["questions"].append(question)
        else:
            what = f"there is no topic '{key[1]}' of an element '{key[0]}' on the sheet {TOPICS}"
            self._fault(question.place_of("topic"), what)

    def _sectors(self, rows: Mapping[str, list[Placed]]) -> dict[str, Placed]:
        sectors = self._by_id(rows[SECTORS])
        for sector in sectors.values():
            name = _name(sector)
            if name and (not _FILE_NAME.fullmatch(name) or fold(name) == "set"):
                what = f"'{name}' names a file, so only letters, digits, - and _ may stand in it"
                self._fault(sector.place_of("id"), what)
        for title, key, name in _WITHIN_A_SECTOR:
            for row in rows[title]:
                self._name_within(sectors, row, key, name)
        for row in rows[TERMS]:
            self._name_within(sectors, row, "terms", "term")
        for row in rows[SECTOR_GROUPS]:
            parent = self._parent(sectors, row, "sector")
            if parent is not None:
                parent.setdefault("lens", {}).setdefault("groups", []).append(row)
        return sectors

    def _name_within(self, sectors: Mapping[str, Placed], row: Placed, key: str, name: str) -> None:
        """Put a row into the table `key` of its sector, under the name that stands in its column `name`."""
        sector = self._parent(sectors, row, "sector")
        if sector is None:
            return
        self._name_it(sector.setdefault(key, Placed({}, sector.place, {})), row, name)

    def _name_it(self, inside: Placed, row: Placed, name: str) -> None:
        """Put a row into a table under the name that stands in its column; of a term only what it becomes."""
        place = row.place_of(name)
        entry = row.pop(name, "")
        if entry in inside:
            self._fault(place, f"'{entry}' stands in {inside.cells[entry]} already")
            return
        is_term = name == "term"
        inside[entry] = row.get("becomes", "") if is_term else row
        inside.cells = {**inside.cells, entry: row.place_of("becomes") if is_term else place}

    def _by_id(self, rows: Iterable[Placed]) -> dict[str, Placed]:
        # a row without id is for the check that follows
        return self._each_once((_name(row) or f"row {row.place}", row) for row in rows)

    def _each_once(self, named: Iterable[tuple[_Key, Placed]]) -> dict[_Key, Placed]:
        found: dict[_Key, Placed] = {}
        for key, row in named:
            first = found.setdefault(key, row)
            if first is not row:
                self._fault(row.place_of("id"), f"the id '{_name(row)}' stands in {first.place_of('id')} already")
        return found

    def _put_into(self, parents: Mapping[str, Placed], rows: Iterable[Placed], key: str, listed: str) -> None:
        """Put each row into the list `listed` of the parent that its column `key` names."""
        for row in rows:
            parent = self._parent(parents, row, key)
            if parent is not None:
                parent.setdefault(listed, []).append(row)

    def _parent(self, parents: Mapping[str, Placed], row: Placed, key: str) -> Placed | None:
        place = row.place_of(key)
        name = str(row.pop(key, ""))
        if name not in parents:
            known = ", ".join(parents) or "none"
            self._fault(place, f"'{name}' is no {key} of this set; there are {known}")
        return parents.get(name)

    def _fault(self, place: Place, what: str) -> None:
        self.faults.append(f"{place}: {what}.")

    # ------------------------------------------------------------------------------------------- from cells to rows

    def _rows(self, sheet: Sheet) -> list[Placed]:
        """The rows of a sheet that hold anything."""
        title = next((title for title in self._workbook.titles if fold(title) == fold(sheet.title)), None)
        if title is None:
            if sheet.required:
                self.faults.append(f"The sheet '{sheet.title}' is missing.")
            return []
        table = find_table(self._workbook.grid(title), sheet, self.problems)
        if table is None:
            return []
        keys = [field.key for field in sheet.columns]
        return [self._row(sheet, row) for row in table if row.has_entry(keys)]

    def _row(self, sheet: Sheet, row: TableRow) -> Placed:
        values: dict[str, Any] = {}
        cells: dict[str, Place] = {}
        for field in sheet.columns:
            cell = row[field.key]
            cells[field.key] = cell.place
            if not cell.is_blank:
                _put_within(values, field.key, self._value(field, cell))
        return Placed(values, row[sheet.columns[0].key].place, cells)

    def _value(self, field: Column, cell: GridCell) -> Any:
        """What a cell says, as the table has it; what does not fit stays as it is, for the check that follows."""
        text = self._cells.text(cell)
        if field.kind is CellKind.FLAG:
            return {"yes": True, "no": False, "true": True, "false": False}.get(fold(text), text)
        if field.kind is CellKind.PHRASES:
            return [line.strip() for line in text.splitlines() if line.strip()]
        if field.kind is CellKind.IDS:
            return [name.strip() for name in re.split(r"[,;\n]", text) if name.strip()]
        if field.kind is CellKind.NUMBER:
            return _number(cell, text)
        return text


def _number(cell: GridCell, text: str) -> int | float | str:
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) if float(value).is_integer() else value
    return int(text) if re.fullmatch(r"\d{1,9}", text) else text


def _put_within(values: dict[str, Any], key: str, value: Any) -> None:
    outer, _, inner = key.partition(".")
    if inner:
        values.setdefault(outer, {})[inner] = value
    else:
        values[key] = value


def _name(row: Mapping[str, Any]) -> str:
    return str(row.get("id", ""))
