"""Places in a part of a template: from an element to what a person sees around it."""

from __future__ import annotations

from functools import cached_property

from reportgen.common.diagnostics.places import DocumentPlace
from reportgen.common.language import shortened
from reportgen.word.xml import Element, Styles, shown_text, w


class PartPlaces:
    """The places of one part. Nothing is counted before the first fault asks."""

    def __init__(self, part: str, number: int, root: Element, styles: Styles | None = None) -> None:
        """`part` is its name for people, `number` its rank among the parts; with `styles` headings are known."""
        self.part = part
        self.root = root
        self._number = number
        self._styles = styles

    def of(self, element: Element | None = None, tag: str = "") -> DocumentPlace:
        """The place of an element: its paragraph, or the first one in it, and the tag there; the part for None."""
        paragraph = None if element is None else self._paragraph(element)
        if paragraph is None:
            return DocumentPlace(self.part, tag=tag, order=(self._number, 0))
        position = self._positions.get(paragraph, 0)
        table, row, column = self._cell(paragraph)
        return DocumentPlace(
            self.part,
            heading=self._heading(position),
            table=table,
            row=row,
            column=column,
            text=shortened(shown_text(paragraph)),
            tag=tag,
            order=(self._number, position),
        )

    @staticmethod
    def _paragraph(element: Element) -> Element | None:
        if element.tag == w("p"):
            return element
        around = next(element.iterancestors(w("p")), None)
        return next(element.iter(w("p")), None) if around is None else around

    @cached_property
    def _positions(self) -> dict[Element, int]:
        return {paragraph: number for number, paragraph in enumerate(self.root.iter(w("p")), start=1)}

    @cached_property
    def _headings(self) -> list[tuple[int, str]]:
        if self._styles is None:
            return []
        levels = ((n, p) for p, n in self._positions.items() if self._styles.outline_level(p) is not None)
        texts = ((number, shortened(shown_text(paragraph))) for number, paragraph in levels)
        return [(number, text) for number, text in texts if text]

    def _heading(self, position: int) -> str:
        return next((text for number, text in reversed(self._headings) if number <= position), "")

    @cached_property
    def _tables(self) -> dict[Element, int]:
        return {table: number for number, table in enumerate(self.root.iter(w("tbl")), start=1)}

    def _cell(self, paragraph: Element) -> tuple[int, int, int]:
        cell = next(paragraph.iterancestors(w("tc")), None)
        row = None if cell is None else next(cell.iterancestors(w("tr")), None)
        table = None if row is None else next(row.iterancestors(w("tbl")), None)
        if cell is None or row is None or table is None:
            return 0, 0, 0
        rows = [line for line in table.iter(w("tr")) if next(line.iterancestors(w("tbl")), None) is table]
        cells = [part for part in row.iter(w("tc")) if next(part.iterancestors(w("tr")), None) is row]
        return self._tables.get(table, 0), rows.index(row) + 1, cells.index(cell) + 1
