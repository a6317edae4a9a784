"""How a workbook paints its cells: text that can be read on its ground, in cell formats and conditional ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from reportgen.common.colours import READS_WELL, contrast
from reportgen.office.checks.colours import (
    LEAST_CONTRAST_LARGE,
    WHITE,
    Colour,
    colour,
    lighter,
    theme_colours,
)
from reportgen.office.checks.rules import CONTRAST, Violation, in_part
from reportgen.office.checks.word_file import Element, as_whole, measure
from tests.checks.markup import is_index, s
from tests.checks.workbook_file import WorkbookFile

_LARGE_POINTS, _LARGE_BOLD_POINTS, _DEFAULT_POINTS = 18, 14, 11.0
_THEME_ORDER = (  # slots of the theme as the numbers in a workbook mean them: light and dark change places
    ["lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink"]
)
_HIDES = ";;;"  # the number format that shows nothing


def look_violations(book: WorkbookFile) -> Iterator[Violation]:
    """Pairs of text and ground that cannot be told apart well enough, each once."""
    found = book.other("styles")
    if found is None:
        return
    part, styles = found
    theme = book.other("theme")
    palette = theme_colours(None if theme is None else theme[1])
    uses = _uses(book)
    fonts, fills = (list(group) if (group := styles.find(s(name))) is not None else [] for name in ("fonts", "fills"))
    hidden = {e.get("numFmtId") for e in styles.iter(s("numFmt")) if e.get("formatCode") == _HIDES}
    for number, xf in enumerate(styles.iterfind(f"{s('cellXfs')}/{s('xf')}")):
        count = uses[str(number)]
        if count and xf.get("numFmtId") not in hidden:
            font, fill = (_entry(group, xf.get(key)) for group, key in ((fonts, "fontId"), (fills, "fillId")))
            yield from _pair(part, xf, font, fill, palette, count)
    for dxf in styles.iterfind(f"{s('dxfs')}/{s('dxf')}"):
        font, fill = dxf.find(s("font")), dxf.find(s("fill"))
        if font is not None and fill is not None:
            yield from _pair(part, dxf, font, fill, palette, 1)


def _uses(book: WorkbookFile) -> Counter[str]:
    """How many cells with something in them, on sheets that can be seen, have each cell format."""
    return Counter(
        cell.get("s", "0") for sheet in book.sheets if sheet.is_visible for cell in sheet.root.iter(s("c")) if len(cell)
    )


def _entry(group: list[Element], number: str | None) -> Element | None:
    at = as_whole(number)
    return group[at] if at < len(group) else None


def _pair(
    part: str, where: Element, font: Element | None, fill: Element | None, palette: Mapping[str, Colour], count: int
) -> Iterator[Violation]:
    text = None if font is None else _colour(font.find(s("color")), palette)
    back = _ground(fill, palette)
    if text is None or back is None or font is None:
        return
    ratio, least = contrast(text, back), LEAST_CONTRAST_LARGE if _is_large(font) else READS_WELL
    if ratio < least:
        facts = {"text": text, "back": back, "least": least, "count": count}
        yield CONTRAST.at(in_part(part, where), ratio=f"{ratio:.2f}", **facts)


def _is_large(font: Element) -> bool:
    size, bold = font.find(s("sz")), font.find(s("b"))
    is_bold = bold is not None and bold.get("val", "1") not in ("0", "false")
    points = _DEFAULT_POINTS if size is None else measure(size.get("val"), _DEFAULT_POINTS)
    return points >= (_LARGE_BOLD_POINTS if is_bold else _LARGE_POINTS)


def _ground(fill: Element | None, palette: Mapping[str, Colour]) -> Colour | None:
    """What is behind the text of a cell: white without a fill; None when it cannot be told."""
    pattern = None if fill is None else fill.find(s("patternFill"))
    if pattern is None:
        return None
    kind = pattern.get("patternType")
    if kind == "none":
        return WHITE
    if kind == "solid":
        return _colour(pattern.find(s("fgColor")), palette)
    background = pattern.find(s("bgColor"))  # conditional formats name no pattern: their fill is the back colour
    return None if kind or background is None else _colour(background, palette)


def _colour(element: Element | None, palette: Mapping[str, Colour]) -> Colour | None:
    """A colour by value or by slot of the theme; None for "auto" and the old numbered colours."""
    if element is None:
        return None
    slot = element.get("theme")
    themed = palette.get(_THEME_ORDER[as_whole(slot)]) if is_index(slot, len(_THEME_ORDER)) else None
    value = themed or colour(element.get("rgb"))
    tint = measure(element.get("tint"), 0)
    return lighter(value, tint) if value is not None and tint else value
