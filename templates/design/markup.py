"""Word XML as text: properties, runs, paragraphs, tables, controls and template language.

Every function returns `Xml`, ready-made; a plain `str` is text and gets escaped. The order of properties inside an
element is the schema's, which Word insists on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from design.theme import TEXT_WIDTH_MM, Colour, twips


class Xml(str):
    """Ready-made XML."""

    __slots__ = ()


NOTHING = Xml("")


def joined(*pieces: str) -> Xml:
    """Pieces of XML one after the other."""
    return Xml("".join(pieces))


# ------------------------------------------------------------------------------------------------- properties


def _colour_attributes(colour: Colour, name: str, theme: str) -> str:
    return f'w:{name}="{colour.value}"' + (f' w:{theme}="{colour.slot}"' if colour.slot else "")


def shading(fill: Colour) -> str:
    """A background colour, for paragraph, run, cell or table style."""
    return f'<w:shd w:val="clear" w:color="auto" {_colour_attributes(fill, "fill", "themeFill")}/>'


def border(side: str, colour: Colour, eighths: int = 4, space: int = 0, kind: str = "single") -> str:
    """One side of a border; its width in eighths of a point, its distance from the text in points."""
    paint = _colour_attributes(colour, "color", "themeColor")
    return f'<w:{side} w:val="{kind}" w:sz="{eighths}" w:space="{space}" {paint}/>'


def character(
    *,
    bold: bool | None = None,
    italic: bool | None = None,
    caps: bool = False,
    colour: Colour | None = None,
    spacing: int = 0,
    points: float = 0,
    underline: bool = False,
    fill: Colour | None = None,
) -> str:
    """Character properties; `spacing` is extra letter space in twentieths of a point."""
    return "".join(
        (
            "" if bold is None else f'<w:b w:val="{int(bold)}"/><w:bCs w:val="{int(bold)}"/>',
            "" if italic is None else f'<w:i w:val="{int(italic)}"/><w:iCs w:val="{int(italic)}"/>',
            "<w:caps/>" if caps else "",
            f"<w:color {_colour_attributes(colour, 'val', 'themeColor')}/>" if colour else "",
            f'<w:spacing w:val="{spacing}"/>' if spacing else "",
            f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>' if points else "",
            '<w:u w:val="single"/>' if underline else "",
            shading(fill) if fill else "",
        )
    )


def layout(
    *,
    keep_next: bool | None = None,
    keep_lines: bool = False,
    numbering: tuple[int, int] | None = None,
    borders: str = "",
    fill: Colour | None = None,
    tabs: Sequence[tuple[str, float] | tuple[str, float, str]] = (),
    before: float | None = None,
    after: float | None = None,
    line: float | None = None,
    exact: float | None = None,
    left_mm: float | None = None,
    right_mm: float = 0,
    hanging_mm: float = 0,
    contextual: bool = False,
    align: str = "",
    outline: int | None = None,
) -> str:
    """Paragraph properties: distances before and after in points, `line` a multiple, `exact` a height in points.

    `numbering` is the number of a list definition and a level; `outline` counts from 0.
    """
    spacing = {
        "before": None if before is None else round(before * 20),
        "after": None if after is None else round(after * 20),
        "line": round(line * 240) if line else round(exact * 20) if exact else None,
        "lineRule": "auto" if line else "exact" if exact else None,
    }
    indent = {
        "left": None if left_mm is None else twips(left_mm),
        "right": twips(right_mm) if right_mm else None,
        "hanging": twips(hanging_mm) if hanging_mm else None,
    }
    stops = "".join(
        f'<w:tab w:val="{kind}"{f" w:leader={quoteattr(leader[0])}" if leader else ""} w:pos="{twips(position)}"/>'
        for kind, position, *leader in tabs
    )
    return "".join(
        (
            "" if keep_next is None else f'<w:keepNext w:val="{int(keep_next)}"/>',
            "<w:keepLines/>" if keep_lines else "",
            f'<w:numPr><w:ilvl w:val="{numbering[1]}"/><w:numId w:val="{numbering[0]}"/></w:numPr>'
            if numbering
            else "",
            f"<w:pBdr>{borders}</w:pBdr>" if borders else "",
            shading(fill) if fill else "",
            f"<w:tabs>{stops}</w:tabs>" if stops else "",
            _element("spacing", spacing),
            _element("ind", indent),
            "<w:contextualSpacing/>" if contextual else "",
            f'<w:jc w:val="{align}"/>' if align else "",
            "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>',
        )
    )


def _element(name: str, attributes: Mapping[str, int | str | None]) -> str:
    given = "".join(f' w:{key}="{value}"' for key, value in attributes.items() if value is not None)
    return f"<w:{name}{given}/>" if given else ""


# ------------------------------------------------------------------------------------------- inside paragraphs


def run(text: str, style: str = "") -> Xml:
    """Text in one run, in a character style."""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return Xml(f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>')


def below(condition: str, text: str) -> Xml:
    """A detail on a line of its own, at the end of a paragraph, where the condition holds."""
    return Xml(
        f'<w:r><w:rPr><w:rStyle w:val="Detail"/></w:rPr><w:t xml:space="preserve">{{% if {condition} %}}</w:t><w:br/>'
        f'<w:t xml:space="preserve">{escape(text)}{{% endif %}}</w:t></w:r>'
    )


def bold(text: str) -> Xml:
    """Text that stands out."""
    return run(text, style="Strong")


TAB = Xml("<w:r><w:tab/></w:r>")


def field(instruction: str, result: str = "", style: str = "") -> Xml:
    """A Word field with the result it shows until Word computes it again."""
    rpr = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    parts = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f'<w:t xml:space="preserve">{escape(result)}</w:t>',
        '<w:fldChar w:fldCharType="end"/>',
    )
    return joined(*(f"<w:r>{rpr}{part}</w:r>" for part in parts))


def _inline_control(tag: str, title: str, *pieces: str) -> Xml:
    return Xml(
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(title)}/><w:tag w:val={quoteattr(tag)}/>"
        f'<w:id w:val="0"/></w:sdtPr><w:sdtContent>{_inline(pieces)}</w:sdtContent></w:sdt>'
    )


def anchor(key: str, *pieces: str) -> Xml:
    """Something that other places refer to by `key`; becomes a hidden bookmark."""
    return _inline_control(f"anchor:{key}", "Target of references", *pieces)


def anchored(key: str, heading: str) -> Xml:
    """The text of a heading that other places refer to by its number."""
    return anchor(key, heading)


def refer(key: str, shown: str) -> Xml:
    """A reference to an anchor; becomes a field that shows its number."""
    return _inline_control(f"ref:{key}", "Reference", shown)


def _inline(pieces: Sequence[str]) -> str:
    return "".join(piece if isinstance(piece, Xml) else run(piece) for piece in pieces)


# ------------------------------------------------------------------------------------------------------ blocks


def paragraph(style: str, *pieces: str, extra: str = "") -> Xml:
    """A paragraph in a style; `extra` are further paragraph properties, for the few that a style cannot carry."""
    return Xml(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{_inline(pieces)}</w:p>')


KEEP_WITH_NEXT = "<w:keepNext/>"


def body(*pieces: str) -> Xml:
    """A paragraph of running text."""
    return paragraph("BodyText", *pieces)


def control(tag: str, title: str, *blocks: str) -> Xml:
    """A block content control; its tag may hold template language."""
    return Xml(
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(title)}/><w:tag w:val={quoteattr(tag)}/>"
        f'<w:id w:val="0"/></w:sdtPr><w:sdtContent>{joined(*blocks)}</w:sdtContent></w:sdt>'
    )


def region(name: str, *blocks: str) -> Xml:
    """A part of the report that is generated, and can be generated again."""
    return control(f"rg:{name}", f"Generated: {name}", *blocks)


def caption(label: str, key: str, text: str, *, appendix: str = "") -> Xml:
    """A caption with a number that Word counts; `key` is what references use.

    With the letter of an `appendix` it is counted there alone ("Figure A1"), and the list of figures leaves it out.
    """
    counted = f"SEQ Appendix_{label}" if appendix else f"SEQ {label}"
    numbered = anchor(key, f"{label} {appendix}", field(f"{counted} \\* ARABIC", "0"))
    return paragraph("Caption" if label == "Table" else "FigureCaption", numbered, f": {text}")


# ------------------------------------------------------------------------------------------------------ tables


def cell(
    *paragraphs: str,
    fill: Colour | None = None,
    span: int = 1,
    align: str = "",
    left_mm: float | None = None,
    right_mm: float | None = None,
) -> Xml:
    """A table cell; a plain string is one paragraph of table text.

    `align` is vertical (top, center, bottom); side margins left out are the table style's. The width of the column is
    written in when the document is put together.
    """
    blocks = (piece if isinstance(piece, Xml) else paragraph("TableText", piece) for piece in paragraphs)
    margins = "".join(
        f'<w:{side} w:w="{twips(mm)}" w:type="dxa"/>'
        for side, mm in (("left", left_mm), ("right", right_mm))
        if mm is not None
    )
    properties = (
        (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
        + (shading(fill) if fill else "")
        + (f"<w:tcMar>{margins}</w:tcMar>" if margins else "")
        + (f'<w:vAlign w:val="{align}"/>' if align else "")
    )
    return Xml(f"<w:tc><w:tcPr>{properties}</w:tcPr>{joined(*blocks)}</w:tc>")


def row(*cells: str, head: bool = False, at_least_mm: float = 0, exact_mm: float = 0, whole: bool = True) -> Xml:
    """A table row that never breaks over pages unless `whole` is False; a head row is repeated on every page."""
    height = (
        f'<w:trHeight w:val="{twips(exact_mm or at_least_mm)}" w:hRule="{"exact" if exact_mm else "atLeast"}"/>'
        if exact_mm or at_least_mm
        else ""
    )
    properties = ("<w:cantSplit/>" if whole else "") + height + ("<w:tblHeader/>" if head else "")
    return Xml(f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{joined(*cells)}</w:tr>")


def heads(*texts: str, style: str = "TableHead", figures: Sequence[int] = ()) -> Xml:
    """The head row; columns numbered in `figures` are set like figures."""
    return row(
        *(cell(paragraph(f"{style}Figure" if i in figures else style, text)) for i, text in enumerate(texts)), head=True
    )


def table(style: str, widths_mm: Sequence[float], *rows: str, title: str, banded: bool = True) -> Xml:
    """A table of fixed column widths; `title` is its alternative text."""
    widths = [twips(width) for width in widths_mm]
    headed = "<w:tblHeader/>" in rows[0]
    look = (
        f'<w:tblLook w:val="0{4 if banded else 6}{2 if headed else 0}0" '
        f'w:firstRow="{int(headed)}" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="{int(not banded)}" w:noVBand="1"/>'
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return Xml(
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{look}<w:tblCaption w:val={quoteattr(title)}/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{joined(*rows)}</w:tbl>"
    )


def even(columns: int, width_mm: float = TEXT_WIDTH_MM) -> list[float]:
    """Equal column widths."""
    return [width_mm / columns] * columns


# ------------------------------------------------------------------------------------------- template language


def _line(statement: str) -> Xml:
    return paragraph("TemplateLine", "{%p " + statement + " %}")


def each(loop: str, *blocks: str) -> Xml:
    """Blocks once for every item: `each("area in areas", ...)`."""
    return joined(_line(f"for {loop}"), *blocks, _line("endfor"))


def when(condition: str, *blocks: str) -> Xml:
    """Blocks that stand only where the condition holds."""
    return joined(_line(f"if {condition}"), *blocks, _line("endif"))


def cases(*branches: tuple[str, Sequence[str]]) -> Xml:
    """The blocks of the first branch whose condition holds; an empty condition is "otherwise"."""
    lines: list[str] = []
    for number, (condition, blocks) in enumerate(branches):
        lines.append(_line(f"{'elif' if number else 'if'} {condition}" if condition else "else"))
        lines.extend(blocks)
    return joined(*lines, _line("endif"))


def macro(signature: str, *blocks: str) -> Xml:
    """A building block that other places put in with `put`."""
    return joined(_line(f"macro {signature}"), *blocks, _line("endmacro"))


def put(call: str, style: str = "TemplateLine") -> Xml:
    """A building block, put in: `put("passage(recommendations)")`."""
    return paragraph(style, "{{p " + call + " }}")


def rows_each(loop: str, columns: int, *rows: str) -> Xml:
    """Rows once for every item."""
    return joined(_row_line(f"for {loop}", columns), *rows, _row_line("endfor", columns))


def rows_when(condition: str, columns: int, *rows: str, otherwise: Sequence[str] = ()) -> Xml:
    """Rows that stand only where the condition holds."""
    middle = joined(_row_line("else", columns), *otherwise) if otherwise else NOTHING
    return joined(_row_line(f"if {condition}", columns), *rows, middle, _row_line("endif", columns))


def _row_line(statement: str, columns: int) -> Xml:
    return row(cell(paragraph("TemplateLine", "{%tr " + statement + " %}"), span=columns))
