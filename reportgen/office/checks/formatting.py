"""How Word paints text: the colour, size and weight of each run and what lies behind it, resolved through styles.

From weakest to strongest: document defaults, table style (whole, bands, first and last columns and rows), paragraph
style, character style, the run itself. Behind the text: run, paragraph, cell, table style, table, the cell around it,
the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportgen.common.colours import mixed
from reportgen.office.checks.colours import WHITE, Colour, colour, lighter, theme_colours
from reportgen.office.checks.word_file import (
    Element,
    StyleSheet,
    WordFile,
    as_whole,
    blocks_of,
    cells_of,
    is_on,
    measure,
    rows_of,
    val,
    w,
)

_LARGE_POINTS, _LARGE_BOLD_POINTS = 18, 14
_DEFAULT_POINTS = 10.0
_BLACK = "000000"
_SLOTS = {"bg1": "lt1", "t1": "dk1", "bg2": "lt2", "t2": "dk2", "hyperlink": "hlink", "followedHyperlink": "folHlink"}
_NAMES = {"light": "lt", "dark": "dk", "background": "bg", "text": "t"}  # of theme colours in text, and in settings
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How some text looks; a colour of None is Word's own choice of black or white, which always can be read."""

    colour: Colour | None = None
    points: float = _DEFAULT_POINTS
    bold: bool = False
    hidden: bool = False

    @property
    def is_large(self) -> bool:
        """True for text that may have less contrast."""
        return self.points >= (_LARGE_BOLD_POINTS if self.bold else _LARGE_POINTS)


@dataclass(frozen=True, slots=True)
class PaintedRun:
    """A run, how it looks and what is behind it."""

    run: Element
    look: Look
    back: Colour


class ThemeColours:
    """Colours as a Word file names them: by value or by a slot of the theme."""

    def __init__(self, file: WordFile) -> None:
        theme, settings = file.other("theme"), file.other("settings")
        self._theme = theme_colours(None if theme is None else theme.root)
        mapping = None if settings is None else settings.root.find(w("clrSchemeMapping"))
        self._mapping: dict[str, str] = {} if mapping is None else {str(k): str(v) for k, v in mapping.attrib.items()}

    def slot(self, name: str) -> Colour | None:
        """The colour of the theme behind a name such as "accent1" or "background1"; None when there is none."""
        for long, short in _NAMES.items():
            if name.startswith(long) and name[len(long) :].isdecimal():
                name = f"{short}{name[len(long) :]}"
        mapped = self._mapping.get(w(name), name)
        for long, short in (("light", "lt"), ("dark", "dk")):
            mapped = mapped.replace(long, short) if mapped[len(long) :].isdecimal() else mapped
        return self._theme.get(_SLOTS.get(mapped, mapped))

    def of(self, element: Element | None, value: str = "val", theme: str = "theme") -> Colour | None:
        """The colour in an attribute, or in the attributes of the theme that go before it; None for "auto" or none.

        `value` and `theme` begin the names of the attributes: "fill" and "themeFill".
        """
        if element is None:
            return None
        slot = element.get(w("themeColor" if theme == "theme" else theme))
        themed = self.slot(slot) if slot else None
        if themed is None:
            return colour(element.get(w(value)))
        tint, shade = (element.get(w(f"{theme}{kind}"), "") for kind in ("Tint", "Shade"))
        if tint:
            return lighter(themed, 1 - as_whole(tint, 255, 16) / 255)
        return lighter(themed, as_whole(shade, 255, 16) / 255 - 1) if shade else themed

    def shading(self, element: Element | None) -> Colour | None:
        """The colour of a `w:shd`; None when it is clear."""
        if element is None:
            return None
        pattern = val(element, "clear")
        back, front = self.of(element, "fill", "themeFill"), self.of(element, "color")
        if pattern == "solid":
            return front or _BLACK
        if pattern.startswith("pct"):
            return mixed(back or WHITE, front or _BLACK, min(as_whole(pattern.removeprefix("pct")), 100) / 100)
        return back


_Layers = Sequence[Element]  # styles and parts of styles, weakest first


class Painter:
    """Paints the text of a file, block by block."""

    def __init__(self, file: WordFile, palette: ThemeColours) -> None:
        self._styles: StyleSheet = file.styles
        self._palette = palette
        self._paragraph_looks: dict[tuple[str, Look], Look] = {}
        self._run_looks: dict[tuple[str, Look], Look] = {}
        self._fills: dict[str, Colour | None] = {}
        defaults = None if file.styles.root is None else file.styles.root.find(w("docDefaults"))
        path = f"{w('rPrDefault')}/{w('rPr')}"
        self._default = self._with(Look(), None if defaults is None else defaults.find(path))

    def painted(self, container: Element) -> Iterator[PaintedRun]:
        """Every run in a body, header, note or text box; not those in drawings in it, whose ground is not known."""
        return self._blocks(container, self._default, WHITE)

    def _blocks(self, container: Element, look: Look, back: Colour) -> Iterator[PaintedRun]:
        for block in blocks_of(container):
            if block.tag == w("tbl"):
                yield from self._table(block, look, back)
            else:
                yield from self._paragraph(block, look, back)

    # ------------------------------------------------------------------------------------------------- tables

    def _table(self, table: Element, look: Look, back: Colour) -> Iterator[PaintedRun]:
        properties = table.find(w("tblPr"))
        own = self._palette.shading(None if properties is None else properties.find(w("shd")))
        chain = list(reversed(list(self._styles.chain(self._styles.style_id(table, "table")))))
        flags = _flags(None if properties is None else properties.find(w("tblLook")))
        layered: dict[tuple[str, ...], tuple[Look, Colour]] = {}
        all_rows = list(rows_of(table))
        for number, row in enumerate(all_rows):
            all_cells = list(cells_of(row))
            for place, cell in enumerate(all_cells):
                parts = _parts(flags, number, len(all_rows), place, len(all_cells))
                if parts not in layered:
                    layers = [*chain, *(layer for part in parts for layer in _conditional(chain, part))]
                    layered[parts] = self._layered(look, own or back, layers)
                cell_look, ground = layered[parts]
                direct = self._palette.shading(cell.find(f"{w('tcPr')}/{w('shd')}"))
                yield from self._blocks(cell, cell_look, direct or ground)

    def _layered(self, look: Look, back: Colour, layers: _Layers) -> tuple[Look, Colour]:
        for layer in layers:
            look = self._with(look, layer.find(w("rPr")))
            for properties in ("tblPr", "tcPr"):
                back = self._palette.shading(layer.find(f"{w(properties)}/{w('shd')}")) or back
        return look, back

    # --------------------------------------------------------------------------------------- paragraphs, runs

    def _paragraph(self, paragraph: Element, look: Look, back: Colour) -> Iterator[PaintedRun]:
        style_id = self._styles.style_id(paragraph)
        look = self._styled(style_id, look, self._paragraph_looks)
        if style_id not in self._fills:
            self._fills[style_id] = self._palette.shading(self._styles.inherited(style_id, "pPr", "shd"))
        direct = self._palette.shading(paragraph.find(f"{w('pPr')}/{w('shd')}"))
        back = direct or self._fills[style_id] or back
        for run in paragraph.iter(w("r")):
            if next(run.iterancestors(w("p"))) is paragraph:
                yield self._run(run, look, back)

    def _run(self, run: Element, look: Look, back: Colour) -> PaintedRun:
        properties = run.find(w("rPr"))
        if properties is None:
            return PaintedRun(run, look, back)
        style_id = val(properties.find(w("rStyle")))
        if style_id:
            look = self._styled(style_id, look, self._run_looks)
            back = self._palette.shading(self._styles.inherited(style_id, "rPr", "shd")) or back
        back = self._palette.shading(properties.find(w("shd"))) or back
        back = colour(_HIGHLIGHTS.get(val(properties.find(w("highlight"))))) or back
        return PaintedRun(run, self._with(look, properties), back)

    def _styled(self, style_id: str, look: Look, known: dict[tuple[str, Look], Look]) -> Look:
        """A look with a paragraph or character style and all it is based on."""
        if (style_id, look) not in known:
            result = look
            for style in reversed(list(self._styles.chain(style_id))):
                result = self._with(result, style.find(w("rPr")))
            known[style_id, look] = result
        return known[style_id, look]

    def _with(self, look: Look, properties: Element | None) -> Look:
        """A look changed by run properties; what they leave out stays."""
        if properties is None or not len(properties):
            return look
        changes: dict[str, Colour | float | bool | None] = {}
        for element in properties:
            if element.tag == w("color"):
                changes["colour"] = self._palette.of(element)
            elif element.tag == w("sz"):
                changes["points"] = measure(val(element), 2 * _DEFAULT_POINTS) / 2
            elif element.tag == w("b"):
                changes["bold"] = is_on(element)
            elif element.tag == w("vanish"):
                changes["hidden"] = is_on(element)
        return replace(look, **changes) if changes else look  # type: ignore[arg-type]  # each has the type of its field


_FLAGS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}


def _flags(look: Element | None) -> Mapping[str, bool]:
    """Which parts of its style a table shows; Word writes them one by one and as one hexadecimal number."""
    if look is None:
        return dict.fromkeys(_FLAGS, False) | {"noHBand": True, "noVBand": True}
    number = as_whole(val(look), 0, 16)
    return {
        name: look.get(w(name)) in ("1", "true", "on") if look.get(w(name)) else bool(number & bit)
        for name, bit in _FLAGS.items()
    }


def _parts(flags: Mapping[str, bool], row: int, all_rows: int, column: int, all_columns: int) -> tuple[str, ...]:
    """The parts of a table style that apply to a cell, weakest first; bands begin below the first row."""
    first_row, last_row = flags["firstRow"] and row == 0, flags["lastRow"] and row == all_rows - 1
    first_column = flags["firstColumn"] and column == 0
    last_column = flags["lastColumn"] and column == all_columns - 1
    band = (row - flags["firstRow"]) % 2 + 1
    applying = (
        (f"band{band}Horz", not flags["noHBand"] and not first_row and not last_row),
        ("firstCol", first_column),
        ("lastCol", last_column),
        ("firstRow", first_row),
        ("lastRow", last_row),
    )
    return tuple(name for name, applies in applying if applies)


def _conditional(chain: _Layers, part: str) -> Iterator[Element]:
    for style in chain:
        yield from (e for e in style.iterfind(w("tblStylePr")) if e.get(w("type")) == part)
