"""How text, paragraphs, tables and pictures look where somebody set it: direct formatting as a short text.

Only what a person sets, in a form that Word's own saving leaves alone: no language, no proofing, no settings for other
scripts, no column widths that Word works out itself, nothing that only repeats a paragraph's style. Styles go by name,
colours by their slot in the theme where they have one, for Word writes the colour of a slot anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from reportgen.word.xml import (
    CHART,
    DRAWING,
    PLACED_DRAWING,
    Element,
    Styles,
    by_tag,
    hexadecimal,
    local,
    val,
    w,
    whole_number,
)

_SWITCHES = (
    "b", "i", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss", "imprint", "vanish",
)  # fmt: skip
_RUN_VALUES = ("sz", "spacing", "position", "w", "em", "effect", "highlight", "vertAlign", "u")
_PARAGRAPH_SWITCHES = ("keepNext", "keepLines", "pageBreakBefore", "contextualSpacing", "bidi", "suppressLineNumbers")
_ROW_SWITCHES = ("tblHeader", "cantSplit", "hidden")
_CELL_SWITCHES = ("noWrap", "tcFitText")
_OFF = ("0", "false", "off", "none")
_PLAIN = {"highlight": "none", "vertAlign": "baseline", "jc": "left", "effect": "none"}  # as if not set
_NO_FILL = "auto"
_MEASURES = {"spacing": ("before", "after", "line", "lineRule"), "ind": ("left", "right", "firstLine", "hanging")}
_PAGE = {"pgSz": ("w", "h", "orient"), "pgMar": ("top", "right", "bottom", "left")}
_LATER_NAMES = {"start": "left", "end": "right"}  # what newer files call the sides
_TABLE_PARTS = ("firstRow", "lastRow", "firstColumn", "lastColumn", "noHBand", "noVBand")
_TABLE_PART_BITS = (0x20, 0x40, 0x80, 0x100, 0x200, 0x400)
_TWIPS_PER_MM = 1440 / 25.4
_EMU_PER_TENTH_MM = 3600

Said = Mapping[str, Element]  # what properties say, by tag


def run_looks(properties: Element | None, styles: Styles) -> str:
    """How a run of text looks."""
    return _joined(_run(by_tag(properties), styles)) if properties is not None and len(properties) else ""


def _run(said: Said, styles: Styles) -> Iterator[str]:
    for _, style in _given(said, "rStyle"):
        yield f"style={styles.name(val(style))}"
    yield from _switches(said, _SWITCHES)
    yield from _values(said, _RUN_VALUES)
    for _, colour in _given(said, "color"):
        yield f"color={_colour(colour, 'val', 'themeColor')}"
    yield from _shading(said)
    yield from _border("bdr", said.get(w("bdr")))
    fonts = said.get(w("rFonts"))
    font = fonts.get(w("asciiTheme")) or fonts.get(w("ascii")) if fonts is not None else None
    if font:
        yield f"font={font}"


def paragraph_looks(said: Said, style: Mapping[str, str], in_list: Element | None) -> str:
    """How a paragraph is set, apart from what only repeats its style's settings or its list's properties."""
    others = (style, paragraph_settings(in_list))
    own = dict(_paragraph(said)).items()
    return _joined(f"{key}={value}" for key, value in own if all(other.get(key) != value for other in others))


def paragraph_settings(properties: Element | None) -> dict[str, str]:
    """What paragraph properties say, setting by setting."""
    return {} if properties is None else dict(_paragraph(by_tag(properties)))


def settings_of_style(styles: Styles, style_id: str) -> dict[str, str]:
    """What a paragraph style says with all it rests on, and what holds where it says nothing."""
    found: dict[str, str] = {}
    for style in styles.chain(style_id):
        found = paragraph_settings(style.find(w("pPr"))) | found
    return {"jc": _PLAIN["jc"], "shd": _NO_FILL} | found


def _paragraph(said: Said) -> Iterator[tuple[str, str]]:
    for name, switch in _given(said, *_PARAGRAPH_SWITCHES):
        yield name, "off" if val(switch) in _OFF else "on"
    for name, element in _given(said, *_MEASURES):
        given = {_LATER_NAMES.get(local_name, local_name): value for local_name, value in _attributes(element)}
        yield from ((key, given[key]) for key in _MEASURES[name] if key in given)
    for _, side in _given(said, "jc"):
        yield "jc", _LATER_NAMES.get(val(side), val(side))
    if said.get(w("shd")) is not None:
        yield "shd", next(_shading(said), f"shd={_NO_FILL}").partition("=")[2]
    for look in (*_values(said, ("outlineLvl", "textAlignment")), *_borders(said, "pBdr")):
        key, _, value = look.partition("=")
        yield key, value
    for _, stops in _given(said, "tabs"):
        places = (f"{val(stop)}:{stop.get(w('pos'))}:{stop.get(w('leader'), 'none')}" for stop in stops)
        yield "tabs", ",".join(sorted(places))


def table_looks(table: Element, styles: Styles) -> str:
    """How a table is set: its style and the parts of it in use, widths of fixed columns, borders, words for it."""
    properties = table.find(w("tblPr"))
    return "" if properties is None else _joined(_table(table, by_tag(properties), styles))


def _table(table: Element, said: Said, styles: Styles) -> Iterator[str]:
    for _, style in _given(said, "tblStyle"):
        yield f"style={styles.name(val(style))}"
    yield from _alignment(said)
    yield from _table_parts(said.get(w("tblLook")))
    yield from _shading(said)
    yield from _borders(said, "tblBorders")
    if _is_fixed(said):
        columns = (column.get(w("w"), "0") for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}"))
        yield f"columns={','.join(str(round(whole_number(width, 0) / _TWIPS_PER_MM)) for width in columns)}"
    for name, words in _given(said, "tblCaption", "tblDescription"):
        if val(words):
            yield f"{name}={val(words)}"


def _is_fixed(said: Said) -> bool:
    layout = said.get(w("tblLayout"))
    return layout is not None and layout.get(w("type")) == "fixed"


def _table_parts(look: Element | None) -> Iterator[str]:
    """The parts of its style that a table uses; older files write them as one number."""
    if look is None:
        return
    number = hexadecimal(val(look), 0)
    for name, bit in zip(_TABLE_PARTS, _TABLE_PART_BITS, strict=True):
        said = look.get(w(name))
        if (number & bit) if said is None else said in ("1", "true", "on"):
            yield name


def row_looks(row: Element) -> str:
    """How a row is set."""
    said = by_tag(row.find(w("trPr")))
    set_height = (f"height={val(height)}:{height.get(w('hRule'), 'auto')}" for _, height in _given(said, "trHeight"))
    return _joined((*_switches(said, _ROW_SWITCHES), *_alignment(said), *set_height))


def cell_looks(said: Said) -> str:
    """How a cell is set, from what its properties say."""
    if all(tag == w("tcW") for tag in said):
        return ""  # of most cells
    return _joined(
        (
            *_shading(said),
            *_borders(said, "tcBorders"),
            *_values(said, ("vAlign", "textDirection")),
            *_switches(said, _CELL_SWITCHES),
            *_margins(said.get(w("tcMar"))),
        )
    )


def drawing_looks(drawing: Element) -> str:
    """Size, cut and place of a picture, and the words for it."""
    frame = next((child for child in drawing if local(child) in ("inline", "anchor")), None)
    return "" if frame is None else _joined(_drawing(frame))


def _drawing(frame: Element) -> Iterator[str]:
    extent = frame.find(f"{{{PLACED_DRAWING}}}extent")
    if extent is not None:
        size = (round(whole_number(extent.get(side, ""), 0) / _EMU_PER_TENTH_MM) for side in ("cx", "cy"))
        yield f"size={'x'.join(map(str, size))}"
    cut = next(frame.iter(f"{{{DRAWING}}}srcRect"), None)
    if cut is not None and len(cut.attrib):
        yield f"cut={','.join(f'{key}{value}' for key, value in sorted(_attributes(cut)))}"
    turned = next(frame.iter(f"{{{DRAWING}}}xfrm"), None)
    if turned is not None and turned.get("rot", "0") != "0":
        yield f"rot={turned.get('rot')}"
    named = frame.find(f"{{{PLACED_DRAWING}}}docPr")
    if named is not None and named.get("descr"):
        yield f"descr={named.get('descr')}"
    if local(frame) == "anchor":
        yield f"anchor={','.join(_placement(frame))}"


def chart_looks(chart: Element) -> str:
    """The kinds of plot in an editable chart, and the colours and markers of its series."""
    wanted = [f"{{{DRAWING}}}{name}" for name in ("srgbClr", "schemeClr")] + [f"{{{CHART}}}symbol"]
    area = next(chart.iter(f"{{{CHART}}}plotArea"), None)
    kinds = [local(child) for child in (area if area is not None else ()) if local(child).endswith("Chart")]
    series = (entry.iter(*wanted) for entry in chart.iter(f"{{{CHART}}}ser"))
    return ",".join([*kinds, *("/".join(mark.get("val", "") for mark in marks) for marks in series)])


def _placement(frame: Element) -> Iterator[str]:
    for name in ("positionH", "positionV"):
        place = frame.find(f"{{{PLACED_DRAWING}}}{name}")
        if place is not None:
            offset = "".join(map(str, place.itertext())).strip()
            exact = round(int(offset) / _EMU_PER_TENTH_MM) if re.fullmatch("-?[0-9]{1,12}", offset) else offset
            yield f"{place.get('relativeFrom')}:{exact}"
    yield from (local(child) for child in frame if local(child).startswith("wrap"))


# ---------------------------------------------------------------------------------------------- styles and sections


def style_looks(styles: Styles, used: Iterable[str]) -> dict[str, list[str]]:
    """What the used styles, and those they rest on, say: by name in small letters."""
    found: dict[str, list[str]] = {}
    for style_id in used:
        for style in styles.chain(style_id):
            name = styles.name(style.get(w("styleId"), ""))
            if name not in found:
                found[name] = [
                    paragraph_looks(by_tag(style.find(w("pPr"))), {}, None),
                    run_looks(style.find(w("rPr")), styles),
                    *(_conditional(part, styles) for part in style.iterfind(w("tblStylePr"))),
                ]
    return {name: found[name] for name in sorted(found)}


def _conditional(part: Element, styles: Styles) -> str:
    """What a table's style says about one of its parts, such as the head row."""
    cell = by_tag(part.find(w("tcPr")))
    looks = (*_shading(cell), *_borders(cell, "tcBorders"))
    return f"{part.get(w('type'))}: {run_looks(part.find(w('rPr')), styles)} {_joined(looks)}"


def section_looks(section: Element) -> str:
    """Size, margins and columns of a section's pages."""
    found = []
    for name, element in _given(by_tag(section), *_PAGE):
        given = dict(_attributes(element))
        found += [f"{key}={given[key]}" for key in _PAGE[name] if given.get(key, "portrait") != "portrait"]
    columns = section.find(w("cols"))
    number = columns.get(w("num"), "1") if columns is not None else "1"
    return " ".join((*found, f"columns={number}"))


def theme_looks(theme: Element) -> list[str]:
    """The colours and the two fonts of a theme."""
    slots = (f"{{{DRAWING}}}{name}" for name in ("clrScheme", "majorFont", "minorFont"))
    found = []
    for slot in slots:
        for part in theme.iter(slot):
            if local(part) == "clrScheme":
                found += [f"{local(entry)}={_theme_colour(entry)}" for entry in part]
            else:
                latin = part.find(f"{{{DRAWING}}}latin")
                found.append(f"{local(part)}={latin.get('typeface') if latin is not None else ''}")
    return found


def _theme_colour(slot: Element) -> str:
    colour = next(iter(slot), None)
    return "" if colour is None else (colour.get("lastClr") or colour.get("val") or "").upper()


# ---------------------------------------------------------------------------------------------------- small parts


def _joined(looks: Iterable[str]) -> str:
    return " ".join(looks)


def _given(said: Said, *names: str) -> Iterator[tuple[str, Element]]:
    """Those of the named settings that are there, each with its name."""
    return ((name, said[w(name)]) for name in names if w(name) in said)


def _switches(said: Said, names: Iterable[str]) -> Iterator[str]:
    """What is switched on, and with a minus what is switched off where a style has it on."""
    for name, element in _given(said, *names):
        yield f"-{name}" if val(element) in _OFF else name


def _values(said: Said, names: Iterable[str]) -> Iterator[str]:
    for name, element in _given(said, *names):
        if val(element) != _PLAIN.get(name):
            yield f"{name}={val(element)}"


def _alignment(said: Said) -> Iterator[str]:
    side = val(said.get(w("jc")), _PLAIN["jc"])
    side = _LATER_NAMES.get(side, side)
    if side != _PLAIN["jc"]:
        yield f"jc={side}"


def _shading(said: Said) -> Iterator[str]:
    for _, shading in _given(said, "shd"):
        fill = _colour(shading, "fill", "themeFill")
        if fill != _NO_FILL or val(shading, "clear") not in ("clear", "nil"):
            yield f"shd={fill}{'' if val(shading, 'clear') == 'clear' else ':' + val(shading)}"


def _borders(said: Said, name: str) -> Iterator[str]:
    borders = said.get(w(name))
    for border in borders if borders is not None else ():
        yield from _border(_LATER_NAMES.get(local(border), local(border)), border)


def _border(side: str, border: Element | None) -> Iterator[str]:
    if border is not None:
        colour = _colour(border, "color", "themeColor")
        yield f"{side}={val(border)}:{border.get(w('sz'), '0')}:{border.get(w('space'), '0')}:{colour}"


def _margins(margins: Element | None) -> Iterator[str]:
    for margin in margins if margins is not None else ():
        yield f"margin-{_LATER_NAMES.get(local(margin), local(margin))}={margin.get(w('w'))}"


def _colour(element: Element, attribute: str, theme: str) -> str:
    """A colour: a slot of the theme with its tint and shade, else six digits, else "auto"."""
    slot = element.get(w(theme))
    if slot:
        begin = theme.removesuffix("Color")
        changes = ((kind, element.get(w(f"{begin}{kind}"))) for kind in ("Tint", "Shade"))
        return slot + "".join(f"-{kind.lower()}{amount.upper()}" for kind, amount in changes if amount)
    colour = element.get(w(attribute), "auto")
    return colour if colour == "auto" else colour.upper()


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    """The attributes of an element without their namespace."""
    return ((str(name).rpartition("}")[2], str(value)) for name, value in element.attrib.items())
