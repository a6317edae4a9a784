"""Where something was found, beside the cell of a workbook (`Place` of `common/model.py`)."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.common.model import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A place in one of several workbooks."""

    file: str
    place: Place = NOWHERE

    def __str__(self) -> str:
        return f"{self.file}, {self.place}" if self.place != NOWHERE else self.file


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """Where in a template or a draft something stands, as a person with the file open finds it."""

    part: str = ""  # "body", "header (header1.xml)", "footnotes", "properties"; empty for the file as a whole
    heading: str = ""  # the nearest heading before it
    table: int = 0  # counted in its part from 1, like row and column; 0 outside tables
    row: int = 0
    column: int = 0
    text: str = ""  # the paragraph, shortened
    tag: str = ""  # of the template's language, as typed; empty where no tag is meant
    order: tuple[int, int] = (0, 0)  # part and paragraph, for sorting

    @property
    def around(self) -> str:
        """Where to look for the paragraph or the tag."""
        pieces = [self.part]
        if self.heading:
            pieces.append(f'under "{self.heading}"')
        if self.table:
            pieces.append(f"table {self.table}, row {self.row}, column {self.column}")
        return ", ".join(filter(None, pieces))

    def __str__(self) -> str:
        shown = self.tag or (f"“{self.text}”" if self.text else "")
        return ", ".join(filter(None, (self.around, shown)))


@dataclass(frozen=True, slots=True)
class PartPlace:
    """A place in a file as its format knows it."""

    part: str = ""  # "word/document.xml"; empty for the file as a whole
    path: str = ""  # "/w:document/w:body/w:p[3]", or a cell, "Interview 03!D14"

    def inside(self, file: str) -> PartPlace:
        """The same place where its file is itself a part of another one."""
        return PartPlace(f"{file}!{self.part}", self.path)

    def __str__(self) -> str:
        return " ".join(filter(None, (self.part, self.path)))
