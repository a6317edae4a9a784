"""A plain Word document of headings, paragraphs, tables and pictures, made from nothing: for what the firm reads.

It holds its few styles, has a notice at the head of every page, and page numbers at the foot. Parts are written as text
and parsed at once, as tables of thousands of cells are made of many elements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape  # that of xml.sax would load what downloads web pages

from lxml import etree

from reportgen.common.picture_size import picture_size
from reportgen.office.package import Package
from reportgen.word.xml import DRAWING, PLACED_DRAWING, WORD, Element, field, word_text

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DOCUMENT = "word/document.xml"
_CODES = {ord(sign): f"&#{ord(sign)};" for sign in '"\t\n'}  # in an attribute
_LONG, _SHORT, _MARGIN = 16_838, 11_906, 1_134  # A4 and margins of 20 mm, in twentieths of a point
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_EMU_PER_MM = 36_000


@dataclass(frozen=True, slots=True)
class PlainHeading:
    """A heading: of a part at level 1, of what stands within it at level 2."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class PlainText:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table whose head is repeated on every page. `widths` are the shares of the columns in the text's width."""

    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PlainPicture:
    """A picture with what it shows in words."""

    png: bytes
    width_mm: float
    alt_text: str


Block = PlainHeading | PlainText | PlainTable | PlainPicture


@dataclass(frozen=True, slots=True)
class PlainDocument:
    """What a plain document says."""

    title: str
    notice: str  # at the head of every page
    day: date | None  # in its properties; None where there is none
    blocks: tuple[Block, ...]
    upright: bool = False  # its pages; else they lie across, for wide tables

    @property
    def page(self) -> tuple[int, int]:
        """Width and height of its pages, in twentieths of a point."""
        return (_SHORT, _LONG) if self.upright else (_LONG, _SHORT)


def plain_document(content: PlainDocument, colours: Mapping[str, str]) -> Package:
    """The document on A4. The same content gives the same bytes.

    `colours` are the house style's accent, ink, muted, line and tint, six hexadecimal digits each.
    """
    package = Package({"[Content_Types].xml": _CONTENT_TYPES})
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    package.add("docProps/core.xml", _properties(content), core, source="", relation_type=f"{_PACKAGE}/{_CORE}")
    for kind, part in {
        "styles": _styles(colours),
        "header": _root("hdr", _paragraph(content.notice, "Notice")),
        "footer": _footer(),
    }.items():
        name = f"word/{kind}.xml"
        package.add(name, part, f"{_MAIN}.{kind}+xml", source=_DOCUMENT, relation_type=f"{_OFFICE}/{kind}")
    ids = {relation.kind: number for number, relation in package.relations(_DOCUMENT).items()}
    pictures = iter(_added_pictures(package, content))
    section = _section(content, ids["header"], ids["footer"])
    document = _root("document", f"<w:body>{''.join(_body(content, pictures))}{section}</w:body>")
    kind = f"{_MAIN}.document.main+xml"
    package.add(_DOCUMENT, document, kind, source="", relation_type=f"{_OFFICE}/officeDocument")
    return package


def _root(name: str, content: str) -> Element:
    """The root of a part, with the prefixes that Word writes whatever else this process has loaded."""
    return etree.fromstring(f'<w:{name} xmlns:w="{WORD}" xmlns:r="{_OFFICE}">{content}</w:{name}>')


def _footer() -> Element:
    footer = _root("ftr", _paragraph("Page ", "Footer"))
    footer[0].extend(field("PAGE", "1"))
    return footer


def _body(content: PlainDocument, pictures: Iterator[str]) -> Iterator[str]:
    yield _paragraph(content.title, "Title")
    for block in content.blocks:
        if isinstance(block, PlainHeading):
            yield _paragraph(block.text, f"Heading{block.level}")
        elif isinstance(block, PlainText):
            yield _paragraph(block.text)
        elif isinstance(block, PlainPicture):
            yield _styled("Normal", f"<w:r><w:drawing>{next(pictures)}</w:drawing></w:r>")
        else:
            yield _table(block, content.page[0] - 2 * _MARGIN)
            yield _styled("AfterTable", "")


def _added_pictures(package: Package, content: PlainDocument) -> list[str]:
    """The pictures put into the package, each as it stands in a line."""
    placed = []
    for number, picture in enumerate((b for b in content.blocks if isinstance(b, PlainPicture)), start=1):
        name = f"word/media/picture{number}.png"
        package.add(name, picture.png, "image/png", source=_DOCUMENT, relation_type=f"{_OFFICE}/image")
        relation = next(i for i, found in package.relations(_DOCUMENT).items() if name.endswith(found.target))
        placed.append(_placed(picture, number, relation))
    return placed


def _placed(picture: PlainPicture, number: int, relation: str) -> str:
    width, height = picture_size(picture.png)
    across = round(picture.width_mm * _EMU_PER_MM)
    down = round(across * height / width)
    said = escape(word_text(picture.alt_text), quote=False).translate(_CODES)
    named = f'id="{number}" name="Picture {number}" descr="{said}"'
    return (
        f'<wp:inline xmlns:wp="{PLACED_DRAWING}" xmlns:a="{DRAWING}" xmlns:pic="{_PICTURE}" '
        f'distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{across}" cy="{down}"/><wp:docPr {named}/>'
        f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name=""/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
    )


def _paragraph(text: str, style: str = "Normal") -> str:
    lines = escape(word_text(text), quote=False).split("\n")
    said = "<w:br/>".join([f'<w:t xml:space="preserve">{line}</w:t>' for line in lines])
    return _styled(style, f"<w:r>{said}</w:r>")


def _styled(style: str, content: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


def _table(table: PlainTable, text_width: int) -> str:
    widths = [text_width * width // sum(table.widths) for width in table.widths]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row(table.head, widths, "TableHead", "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
    rows = "".join([_row(row, widths, "TableText") for row in table.rows])
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="PlainTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{head}{rows}</w:tbl>'
    )


def _row(texts: tuple[str, ...], widths: list[int], style: str, properties: str = "") -> str:
    cells = [
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(text, style)}</w:tc>'
        for text, width in zip(texts, widths, strict=True)
    ]
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def _section(content: PlainDocument, header: str, footer: str) -> str:
    sides = "".join(f'w:{side}="{_MARGIN}" ' for side in ("top", "right", "bottom", "left"))
    width, height = content.page
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{header}"/>'
        f'<w:footerReference w:type="default" r:id="{footer}"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}" w:orient="{"portrait" if content.upright else "landscape"}"/>'
        f'<w:pgMar {sides}w:header="{_MARGIN // 2}" w:footer="{_MARGIN // 2}" w:gutter="0"/></w:sectPr>'
    )


# ---------------------------------------------------------------------------------------------------------- its look

_CORE = "relationships/metadata/core-properties"
_CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
).encode()


def _properties(content: PlainDocument) -> Element:
    names = {
        "cp": f"{_PACKAGE}/metadata/core-properties",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
    root = etree.Element(f"{{{names['cp']}}}coreProperties", nsmap=names)
    etree.SubElement(root, f"{{{names['dc']}}}title").text = word_text(content.title)
    for kind in ("created", "modified") if content.day else ():
        moment = etree.SubElement(root, f"{{{names['dcterms']}}}{kind}", {f"{{{names['xsi']}}}type": "dcterms:W3CDTF"})
        moment.text = f"{content.day}T00:00:00Z"
    return root


def _styles(colours: Mapping[str, str]) -> Element:
    """Styles named for what they are for. Sizes are half points, distances twentieths of a point."""

    def style(name: str, *, size: int = 20, colour: str = "ink", bold: bool = False, paragraph: str = "") -> str:
        weight = "<w:b/>" if bold else ""
        level = f'<w:outlineLvl w:val="{int(name[-1]) - 1}"/>' if name.startswith("Heading") else ""
        default = ' w:default="1"' if name == "Normal" else ""
        shown = name.replace("Heading", "heading ")
        return (
            f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{shown}"/><w:qFormat/>'
            f"<w:pPr>{paragraph}{level}</w:pPr>"
            f'<w:rPr>{weight}<w:color w:val="{colours[colour]}"/><w:sz w:val="{size}"/></w:rPr></w:style>'
        )

    def space(before: int, after: int) -> str:
        return f'<w:spacing w:before="{before}" w:after="{after}"/>'

    line = f'w:val="single" w:sz="4" w:space="0" w:color="{colours["line"]}"'
    borders = "".join(f"<w:{side} {line}/>" for side in ("top", "bottom", "insideH"))
    margins = "".join(f'<w:{side} w:w="85" w:type="dxa"/>' for side in ("left", "right"))
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{colours["tint"]}"/>'
    return etree.fromstring(
        f'<w:styles xmlns:w="{WORD}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/><w:sz w:val="20"/>'
        '<w:lang w:val="en-GB"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        + style("Normal", paragraph=space(0, 120))
        + style("Title", size=40, colour="accent", bold=True, paragraph=f"<w:keepNext/>{space(0, 160)}")
        + style("Heading1", size=30, colour="accent", bold=True, paragraph=f"<w:keepNext/>{space(360, 120)}")
        + style("Heading2", size=23, colour="accent", bold=True, paragraph=f"<w:keepNext/>{space(240, 100)}")
        + style("TableHead", size=17, colour="accent", bold=True, paragraph=f"<w:keepNext/>{space(40, 40)}")
        + style("TableText", size=17, paragraph=space(30, 30))
        + style("AfterTable", size=8, paragraph=space(0, 60))
        + style("Notice", size=17, colour="accent", bold=True)
        + style("Footer", size=15, colour="muted", paragraph='<w:jc w:val="right"/>')
        + '<w:style w:type="table" w:styleId="PlainTable"><w:name w:val="Plain table"/><w:tblPr>'
        f"<w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:tcPr>{fill}</w:tcPr></w:tblStylePr></w:style></w:styles>'
    )
