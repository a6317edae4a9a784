"""Every style of the report. A style is named for what it is for, so that a firm can restyle it in Word alone."""

from __future__ import annotations

from design.markup import border, character, layout, shading
from design.numbering import (
    APPENDICES,
    BULLETS,
    CELL_BULLETS,
    COMPACT_BULLETS,
    HEADING_INDENT_MM,
    HEADINGS,
    MARKED_BULLETS,
    MARKED_CELL_BULLETS,
    NUMBERS,
    RECOMMENDATIONS,
    STEPS,
)
from design.theme import (
    ACCENT,
    APPENDIX_WIDTH_MM,
    HIGHLIGHT,
    INK,
    LINE,
    MARGIN_MM,
    MARK,
    MID,
    MUTED,
    PALE,
    PAPER,
    TEXT_WIDTH_MM,
    TINT,
    Colour,
    twips,
)

_FONTS = (
    '<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:hAnsiTheme="minorHAnsi" '
    'w:cstheme="minorBidi"/>'
)
_BASE_POINTS = 10


def styles_part() -> str:
    """Defaults (font, size, British English) and all styles."""
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}{character(points=_BASE_POINTS)}"
        '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    groups = (
        _basics(),
        _headings(),
        _running_text(),
        _marked_text(),
        _captions(),
        _table_text(),
        _call_outs(),
        _cover(),
        _furniture(),
        _characters(),
        _tables(),
    )
    return defaults + "".join(groups)


def _style(
    kind: str,
    name: str,
    based_on: str = "",
    paragraph: str = "",
    look: str = "",
    *,
    style_id: str = "",
    follows: str = "",
    rank: int = 10,
    hidden: bool = False,
    default: bool = False,
    tail: str = "",
) -> str:
    """A style; `look` are its character properties, `follows` the style of the next paragraph typed."""
    mark = ' w:default="1"' if default else ""
    return "".join(
        (
            f'<w:style w:type="{kind}"{mark} w:styleId="{style_id or name.replace(" ", "")}"><w:name w:val="{name}"/>',
            f'<w:basedOn w:val="{based_on}"/>' if based_on else "",
            f'<w:next w:val="{follows}"/>' if follows else "",
            f'<w:uiPriority w:val="{rank}"/>',
            "<w:semiHidden/><w:unhideWhenUsed/>" if hidden else "<w:qFormat/>",
            f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "",
            f"<w:rPr>{look}</w:rPr>" if look else "",
            tail,
            "</w:style>",
        )
    )


def _paragraph(name: str, paragraph: str = "", look: str = "", based_on: str = "Normal", follows: str = "") -> str:
    return _style("paragraph", name, based_on, paragraph, look, follows=follows)


def _basics() -> str:
    cells = (
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr>"
    )
    return "".join(
        (
            _style(
                "paragraph",
                "Normal",
                paragraph=layout(after=5, line=1.05),
                look=character(colour=INK),
                default=True,
                rank=0,
            ),
            _style(
                "character",
                "Default Paragraph Font",
                style_id="DefaultParagraphFont",
                default=True,
                hidden=True,
                rank=1,
            ),
            _style("table", "Normal Table", style_id="TableNormal", default=True, hidden=True, rank=99, tail=cells),
            _style("numbering", "No List", style_id="NoList", default=True, hidden=True, rank=99),
        )
    )


def _headings() -> str:
    def heading(level: int, points: float, before: float, after: float, colour: Colour = ACCENT) -> str:
        return _style(
            "paragraph",
            f"heading {level}",
            "Normal",
            layout(
                keep_next=True,
                keep_lines=True,
                numbering=(HEADINGS, level - 1) if level < 4 else None,
                before=before,
                after=after,
                line=1.0,
                outline=level - 1,
            ),
            character(bold=True, colour=colour, points=points),
            style_id=f"Heading{level}",
            follows="BodyText",
            rank=9,
        )

    return "".join(
        (
            heading(1, 24, 0, 14),
            heading(2, 16, 15, 5),
            heading(3, 12.5, 8, 2, ACCENT),
            heading(4, 11, 7, 1, ACCENT),
            _paragraph(
                "Heading 1 Unnumbered",
                layout(numbering=(0, 0), left_mm=0, after=6),
                character(points=18),
                based_on="Heading1",
                follows="BodyText",
            ),
            _paragraph(
                "Heading 2 Unnumbered",
                layout(numbering=(0, 0), left_mm=0),
                based_on="Heading2",
                follows="BodyText",
            ),
            _paragraph("Appendix Heading", layout(numbering=(APPENDICES, 0)), based_on="Heading1", follows="BodyText"),
            _paragraph(
                "Minor Heading",
                layout(keep_next=True, before=8, after=2),
                character(bold=True, colour=ACCENT, points=10.5),
                follows="BodyText",
            ),
            _paragraph(
                "Eyebrow",
                layout(keep_next=True, after=4, left_mm=HEADING_INDENT_MM),
                character(bold=True, caps=True, colour=MUTED, spacing=20, points=9),
            ),
            _paragraph(
                "Strapline",
                layout(keep_next=True, after=12, left_mm=HEADING_INDENT_MM),
                character(colour=MUTED, points=13),
            ),
        )
    )


def _running_text() -> str:
    bullet = layout(numbering=(BULLETS, 0), after=2, left_mm=5, hanging_mm=5)
    return "".join(
        (
            _paragraph("Body Text", layout(after=5)),
            _paragraph("Introduction", layout(keep_next=True, after=6), character(points=11), follows="BodyText"),
            _paragraph("Lead In", layout(keep_next=True, before=3, after=3), based_on="BodyText", follows="ListBullet"),
            _paragraph("List Bullet", bullet, based_on="BodyText"),
            _paragraph("List Bullet Kept", layout(keep_next=True), based_on="ListBullet"),
            _paragraph(
                "List Number",
                layout(numbering=(NUMBERS, 0), after=3, left_mm=7, hanging_mm=7),
                based_on="BodyText",
            ),
            _paragraph("List Step", layout(numbering=(STEPS, 0)), based_on="ListNumber"),
            _paragraph(
                "Recommendation",
                layout(
                    keep_lines=True,
                    numbering=(RECOMMENDATIONS, 0),
                    before=2,
                    after=8,
                    left_mm=9,
                    hanging_mm=9,
                ),
                character(points=12),
                based_on="BodyText",
            ),
            _paragraph("Compact Body", layout(after=3, line=1.05), character(points=9), based_on="BodyText"),
            _paragraph(
                "Compact Bullet",
                layout(numbering=(COMPACT_BULLETS, 0), after=1.5, line=1.05, left_mm=4, hanging_mm=4),
                character(points=9),
                based_on="BodyText",
            ),
            _paragraph(
                "Voice",
                layout(
                    keep_lines=True,
                    borders=border("left", PALE, 18, 8),
                    before=1,
                    after=3,
                    left_mm=5,
                ),
                character(italic=True, colour=MUTED, points=10),
            ),
            _paragraph("Who Was Interviewed", layout(after=5), character(colour=MUTED, points=9.5), follows="BodyText"),
        )
    )


def _box(bar: Colour, ground: Colour, padding: int) -> str:
    """A bar at the left; the other borders have the colour of the ground and so only keep the text off its edges."""
    edges = {side: border(side, ground, 4, padding) for side in ("top", "bottom")}
    right = border("right", ground, 4, 5)
    return edges["top"] + border("left", bar, 18, 6) + edges["bottom"] + right


def _marked_text() -> str:
    """What a consultant still has to confirm or to write: a bar at the side, a tint, and words in the margin."""

    def marked(
        left_mm: float = 3, hanging_mm: float = 0, after: float = 0, list_number: int = 0, line: float | None = None
    ) -> str:
        return layout(
            line=line,
            numbering=(list_number, 0) if list_number else None,
            borders=_box(MARK, HIGHLIGHT, 2),
            fill=HIGHLIGHT,
            after=after,
            left_mm=left_mm,
            right_mm=1.8,
            hanging_mm=hanging_mm,
        )

    small = character(points=9.5)
    return "".join(
        (
            _paragraph("Suggestion", marked(after=7), based_on="BodyText"),
            _paragraph("Suggestion Bullet", marked(8, 5, 6, MARKED_BULLETS), based_on="BodyText"),
            _paragraph("Suggestion Cell", marked(2.5, after=3, line=1.0), small),
            _paragraph("Suggestion Cell Bullet", marked(5.5, 3, 2, MARKED_CELL_BULLETS, line=1.0), small),
            _paragraph(
                "Placeholder",
                layout(borders=border("left", MARK, 18, 6, kind="dashed"), after=7, left_mm=3),
                character(italic=True, colour=MARK),
                based_on="BodyText",
            ),
            _paragraph("Suggestion Road Map", marked(2, after=3, line=1.0), character(points=8.5)),
            _paragraph("Placeholder Road Map", layout(after=3), character(italic=True, colour=MARK, points=8.5)),
            _paragraph("Placeholder Cell", layout(after=3), character(italic=True, colour=MARK, points=9.5)),
        )
    )


def _captions() -> str:
    return "".join(
        (
            _style(
                "paragraph",
                "caption",
                "Normal",
                layout(keep_next=True, keep_lines=True, before=7, after=3, line=1.0),
                character(bold=True, colour=ACCENT, points=9.5),
                style_id="Caption",
                follows="BodyText",
                rank=35,
            ),
            _paragraph(
                "Figure Caption", layout(keep_next=False, before=2, after=6), based_on="Caption", follows="BodyText"
            ),
            _paragraph(
                "Picture",
                layout(keep_next=True, keep_lines=True, before=5, after=2, line=1.0),  # a chart may have words above it
                follows="FigureCaption",
            ),
            _paragraph("Table Note", layout(before=3, after=6, contextual=True), character(colour=MUTED, points=8.5)),
            _paragraph("After Table", layout(before=8), based_on="BodyText", follows="BodyText"),
        )
    )


def _table_text() -> str:
    def text(name: str, points: float, gap: float, *, align: str = "", head: bool = False, keep: bool = False) -> str:
        return _paragraph(
            name,
            layout(
                keep_next=True if head or keep else None,
                before=gap,
                after=gap,
                line=1.05,
                align=align,
            ),
            character(bold=True, colour=PAPER, points=points) if head else character(points=points),
        )

    bullet = layout(numbering=(CELL_BULLETS, 0), before=0, after=1.5, line=1.0, left_mm=3.5, hanging_mm=3.5)
    return "".join(
        (
            text("Table Text", 9.5, 1),
            text("Table Text Kept", 9.5, 1, keep=True),
            text("Table Figure", 9.5, 1, align="center"),
            text("Table Figure Kept", 9.5, 1, align="center", keep=True),
            text("Table Head", 9.5, 1.5, head=True),
            text("Table Head Figure", 9.5, 1.5, align="center", head=True),
            _paragraph(
                "Horizon When",
                layout(keep_next=True, before=0, after=1, line=1.0),
                character(colour=PALE, points=8.5),
            ),
            text("Compact Text", 8, 0.8),
            text("Compact Figure", 8, 0.8, align="center"),
            text("Compact Head", 8, 1, head=True),
            text("Compact Head Figure", 8, 1, align="center", head=True),
            _paragraph(
                "Table Title",
                layout(keep_next=True, keep_lines=True, before=8, after=2, line=1.0),
                character(bold=True, colour=ACCENT, points=9),
            ),
            _paragraph("Cell Text", layout(before=0, after=3, line=1.05), character(points=9.5)),
            _paragraph("Road Map Text", layout(before=0, after=3, line=1.0), character(points=8.5)),
            _paragraph("Cell Bullet", bullet, character(points=9.5)),
            _paragraph("Cell Bullet Tight", layout(after=0.5, line=1.0), character(points=9), based_on="CellBullet"),
            text("Table Note Text", 9, 1.5),
            _paragraph(
                "Cell Heading",
                layout(borders=border("bottom", MID, 6, 2), before=1, after=4),
                character(bold=True, colour=ACCENT, points=11),
            ),
            _paragraph("Cell Detail", layout(before=0, after=2, line=1.0), character(colour=MUTED, points=8)),
        )
    )


def _call_outs() -> str:
    return "".join(
        (
            _paragraph(
                "Key Figure",
                layout(before=1, after=0, line=0.9, align="center"),
                character(bold=True, colour=PAPER, points=26),
            ),
            _paragraph(
                "Key Figure Unit",
                layout(before=0, after=1, line=1.0, align="center"),
                character(colour=PALE, points=9),
            ),
            _paragraph(
                "Key Figure Words",
                layout(before=1, after=2, line=1.0),
                character(colour=INK, points=11),
            ),
            _paragraph("Key Figure Detail", layout(before=0, after=1, line=1.0), character(colour=MUTED, points=9.5)),
            _paragraph(
                "Note Box",
                layout(
                    keep_next=True,
                    keep_lines=True,
                    borders=_box(ACCENT, TINT, 3),
                    fill=TINT,
                    before=0,
                    after=0,
                    left_mm=4,
                    right_mm=1.8,
                ),
                character(points=9.5),
            ),
        )
    )


def _cover() -> str:
    return "".join(
        (
            _paragraph(
                "Cover Firm", layout(after=0), character(bold=True, caps=True, colour=PAPER, spacing=40, points=11)
            ),
            _style(
                "paragraph",
                "Title",
                "Normal",
                layout(after=14, line=0.95),
                character(bold=True, colour=PAPER, points=38),
                follows="Subtitle",
            ),
            _style(
                "paragraph",
                "Subtitle",
                "Normal",
                layout(after=30, line=1.05),
                character(colour=PALE, points=18),
                rank=11,
            ),
            _paragraph("Cover Label", layout(before=4, after=4, line=1.0), character(colour=MUTED, points=10)),
            _paragraph("Cover Line", layout(before=4, after=4, line=1.0), character(bold=True, points=11)),
            _paragraph(
                "Cover Mark",
                layout(before=3, after=3, line=1.0),
                character(bold=True, colour=MARK, points=10.5),
            ),
            _paragraph(
                "Cover Note",
                layout(before=3, after=3, line=1.0),
                character(bold=True, colour=ACCENT, points=10.5),
            ),
            _paragraph("Cover Logo", layout(before=0, after=12, line=1.0)),
            _paragraph(
                "Cover Method",
                layout(before=0, after=4, line=1.0, left_mm=MARGIN_MM, right_mm=MARGIN_MM),
                character(bold=True, colour=ACCENT, points=10),
            ),
            _paragraph(
                "Cover Rights",
                layout(before=0, after=0, line=1.0, left_mm=MARGIN_MM, right_mm=MARGIN_MM),
                character(colour=MUTED, points=8.5),
            ),
        )
    )


def _furniture() -> str:
    """Contents, header, footer, section ends, and what only a template's author sees."""

    def contents(level: int, left_mm: float, hanging_mm: float, before: float, look: str = "") -> str:
        return _style(
            "paragraph",
            f"toc {level}",
            "Normal",
            layout(
                tabs=(("left", left_mm), ("right", TEXT_WIDTH_MM)),
                before=before,
                after=0,
                line=1.0,
                left_mm=left_mm,
                hanging_mm=hanging_mm,  # no indent at the right: LibreOffice cuts off a page number that stands in it
            ),
            look,
            style_id=f"TOC{level}",
            rank=39,
        )

    edge = (("right", TEXT_WIDTH_MM),)
    wide = (("clear", TEXT_WIDTH_MM), ("right", APPENDIX_WIDTH_MM))
    return "".join(
        (
            _style(
                "paragraph",
                "TOC Heading",
                "Normal",
                layout(keep_next=True, after=6, line=1.0),
                character(bold=True, colour=ACCENT, points=24),
                style_id="TOCHeading",
                rank=39,
            ),
            contents(1, 9, 9, 2.5, character(bold=True, colour=ACCENT)),
            contents(2, 20, 11, 0, character(points=9.5)),
            contents(3, 34, 14, 0, character(points=9)),
            _paragraph(
                "List Heading",
                layout(keep_next=True, before=9, after=2, line=1.0),
                character(bold=True, colour=ACCENT, points=13),
                follows="TableofFigures",
            ),
            _style(
                "paragraph",
                "table of figures",
                "Normal",
                layout(tabs=(("right", TEXT_WIDTH_MM),), after=0, line=1.0, left_mm=9, hanging_mm=9),
                character(points=9),
                style_id="TableofFigures",
                rank=99,
            ),
            _style(
                "paragraph",
                "header",
                "Normal",
                layout(borders=border("bottom", PALE, 6, 5), tabs=edge, after=0, line=1.0),
                character(colour=MUTED, points=8.5),
                style_id="Header",
                rank=99,
            ),
            _style(
                "paragraph",
                "footer",
                "Normal",
                layout(tabs=edge, after=0, line=1.0),
                character(colour=MUTED, points=8.5),
                style_id="Footer",
                rank=99,
            ),
            _paragraph("Header Wide", layout(tabs=wide), based_on="Header"),
            _paragraph("Footer Wide", layout(tabs=wide), based_on="Footer"),
            _paragraph("Section End", layout(before=0, after=0, exact=1), character(points=1)),
            _paragraph(
                "Template Line",
                layout(before=0, after=0, line=1.0),
                character(colour=MUTED, points=8),
            ),
            _style(
                "paragraph",
                "annotation text",
                "Normal",
                layout(after=0, line=1.0),
                character(points=10),
                style_id="CommentText",
                rank=99,
            ),
        )
    )


def _characters() -> str:
    def run_style(name: str, look: str, style_id: str = "", rank: int = 20) -> str:
        return _style("character", name, "DefaultParagraphFont", look=look, style_id=style_id, rank=rank)

    return "".join(
        (
            run_style("Strong", character(bold=True)),
            run_style("Emphasis", character(italic=True)),
            run_style("Heading Score", character(bold=False, colour=MUTED)),
            run_style("Detail", character(colour=MUTED, points=8)),
            run_style("Quarter", _quarter_font() + character(colour=ACCENT, spacing=10, points=6.5)),
            run_style("Footer Mark", character(bold=True, colour=MARK)),
            run_style("Hyperlink", character(colour=ACCENT, underline=True), rank=99),
            run_style("annotation reference", character(points=8), style_id="CommentReference", rank=99),
        )
    )


def _quarter_font() -> str:
    """A font that has the small boxes: Word would otherwise pick one of its East Asian fonts for them."""
    uses = " ".join(f'w:{script}="Segoe UI Symbol"' for script in ("ascii", "eastAsia", "hAnsi", "cs"))
    return f"<w:rFonts {uses}/>"


# --------------------------------------------------------------------------------------------------- table styles


def _tables() -> str:
    lines = _borders(top=(ACCENT, 8), bottom=(ACCENT, 8), inside_h=(LINE, 4))
    grid = _borders(
        top=(LINE, 6),
        left=(LINE, 6),
        bottom=(LINE, 6),
        right=(LINE, 6),
        inside_h=(LINE, 6),
        inside_v=(LINE, 6),
    )
    columns = _borders(inside_v=(PAPER, 24))  # no line between rows: LibreOffice can lose one that does not break
    dark_head = _part("firstRow", ACCENT)
    return "".join(
        (
            _table("Table Grid", grid, ""),
            _table("Report Table", lines, _margins(0.4, 1.3), dark_head),
            _table("Report Table Compact", lines, _margins(0.25, 1.2), dark_head),
            _table("Road Map Table", grid, _margins(0.8, 1.6), dark_head),
            _table("Swot Table", columns, _margins(1.2, 2.5)),
            _table("Call Out Table", "", _margins(0.8, 3)),
            _table("Cover Table", "", _margins(0, 0)),
        )
    )


def _table(name: str, borders: str, margins: str, *parts: str) -> str:
    properties = (
        f'<w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblInd w:w="0" w:type="dxa"/>{borders}{margins}</w:tblPr>'
    )
    return _style("table", name, "TableNormal", layout(after=0), tail=properties + "".join(parts), rank=59)


def _borders(
    top: tuple[Colour, int] | None = None,
    left: tuple[Colour, int] | None = None,
    bottom: tuple[Colour, int] | None = None,
    right: tuple[Colour, int] | None = None,
    inside_h: tuple[Colour, int] | None = None,
    inside_v: tuple[Colour, int] | None = None,
) -> str:
    sides = (
        ("top", top),
        ("left", left),
        ("bottom", bottom),
        ("right", right),
        ("insideH", inside_h),
        ("insideV", inside_v),
    )
    return f"<w:tblBorders>{''.join(border(name, *side) for name, side in sides if side)}</w:tblBorders>"


def _margins(vertical_mm: float, horizontal_mm: float) -> str:
    sides = (
        ("top", vertical_mm),
        ("left", horizontal_mm),
        ("bottom", vertical_mm),
        ("right", horizontal_mm),
    )
    inner = "".join(f'<w:{name} w:w="{twips(mm)}" w:type="dxa"/>' for name, mm in sides)
    return f"<w:tblCellMar>{inner}</w:tblCellMar>"


def _part(name: str, fill: Colour) -> str:
    """The look of one part of a table, such as its first row."""
    return (
        f'<w:tblStylePr w:type="{name}"><w:tblPr/><w:tcPr>{shading(fill)}<w:vAlign w:val="center"/></w:tcPr>'
        "</w:tblStylePr>"
    )
