"""The template as a package: document, styles, lists, theme, header, footer, settings and properties."""

from __future__ import annotations

from itertools import count

from lxml import etree

from design.appendices import appendices
from design.approach import approach
from design.blocks import building_blocks
from design.closing import conclusion
from design.findings import findings
from design.front import contents, cover, cover_foot, introduction, one_page, recommendations, summary
from design.markup import TAB, Xml, field, joined, paragraph, run, when
from design.numbering import numbering_part
from design.styles import styles_part
from design.theme import APPENDIX_MARGIN_MM, FONT, MARGIN_MM, PAGE_HEIGHT_MM, PAGE_WIDTH_MM, theme_part, twips

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# part of word/ -> (kind of relationship, content type)
_DOCUMENT_PARTS = {
    "styles.xml": ("styles", f"{_WORD}.styles+xml"),
    "numbering.xml": ("numbering", f"{_WORD}.numbering+xml"),
    "settings.xml": ("settings", f"{_WORD}.settings+xml"),
    "fontTable.xml": ("fontTable", f"{_WORD}.fontTable+xml"),
    "theme/theme1.xml": ("theme", "application/vnd.openxmlformats-officedocument.theme+xml"),
    "header1.xml": ("header", f"{_WORD}.header+xml"),
    "footer1.xml": ("footer", f"{_WORD}.footer+xml"),
    "header2.xml": ("header", f"{_WORD}.header+xml"),  # of the appendices, whose pages have narrower margins
    "footer2.xml": ("footer", f"{_WORD}.footer+xml"),
    "footer3.xml": ("footer", f"{_WORD}.footer+xml"),  # of the title page
    "header3.xml": ("header", f"{_WORD}.header+xml"),  # of the chapters that share pages
}
_RELATIONSHIP_IDS = {name: f"rId{number}" for number, name in enumerate(_DOCUMENT_PARTS, start=1)}


def template_parts() -> dict[str, bytes]:
    """Every part of the template by its name in the package."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relationships(),
        "docProps/core.xml": _core_properties(),
        "docProps/app.xml": _application_properties(),
        "word/document.xml": _HEAD + _document(),
        "word/_rels/document.xml.rels": _document_relationships(),
        "word/styles.xml": _HEAD + _word("styles", styles_part()),
        "word/numbering.xml": _HEAD + _word("numbering", numbering_part()),
        "word/settings.xml": _HEAD + _word("settings", _settings()),
        "word/fontTable.xml": _HEAD + _word("fonts", _fonts()),
        "word/theme/theme1.xml": _HEAD + theme_part(),
        "word/header1.xml": _HEAD + _word("hdr", _header("Header", "{{ chapter }}")),
        "word/footer1.xml": _HEAD + _word("ftr", _footer("Footer")),
        "word/header2.xml": _HEAD + _word("hdr", _header("HeaderWide", "{{ chapter }}")),
        "word/footer2.xml": _HEAD + _word("ftr", _footer("FooterWide")),
        "word/footer3.xml": _HEAD + _word("ftr", cover_foot()),
        "word/header3.xml": _HEAD + _word("hdr", _header("Header", "Introduction, summary and recommendations")),
    }
    return {name: text.encode("utf-8") for name, text in parts.items()}


def _word(root: str, inner: str) -> str:
    return f'<w:{root} xmlns:w="{_W}" xmlns:r="{_R}">{inner}</w:{root}>'


# --------------------------------------------------------------------------------------------------- the document


def _document() -> str:
    """The whole report, chapter by chapter; a chapter is a Word section of its own, but the first three share one."""
    chapter_end, appendix_end = _section_end(_chapter_section()), _section_end(_appendix_section())
    inner = joined(
        _for_authors(),
        cover(),
        _section_end(_cover_section()),
        contents(),
        chapter_end,
        one_page(),
        chapter_end,
        introduction(),
        summary(),
        recommendations(),
        _section_end(_text_section(MARGIN_MM, header=3, footer=1)),
        approach(),
        chapter_end,
        findings(),
        chapter_end,
        conclusion(),
        chapter_end,
        appendices(appendix_end),
        _appendix_section(),
    )
    root = etree.fromstring(_word("document", f"<w:body>{inner}</w:body>"))
    _fit_cells(root)
    _number_controls(root)
    return etree.tostring(root, encoding="unicode")


def _for_authors() -> Xml:
    """Building blocks on a page that is never printed: the end of its section stands under a condition."""
    return joined(
        paragraph(
            "TemplateLine",
            "{#p Building blocks: each stands between macro and endmacro, is restyled here once and put in below. "
            "This page is not printed. README.md beside this file explains the rest. #}",
        ),
        building_blocks(),
        when("false", _section_end(_chapter_section())),
    )


def _section_end(section: Xml) -> Xml:
    return paragraph("SectionEnd", extra=section)


def _chapter_section() -> Xml:
    """A4 upright, with header and footer."""
    return _text_section(MARGIN_MM, header=1, footer=1)


def _appendix_section() -> Xml:
    """The same with narrower margins: tables of questions need the room."""
    return _text_section(APPENDIX_MARGIN_MM, header=2, footer=2)


def _text_section(margin_mm: float, *, header: int, footer: int) -> Xml:
    """A section with text, and the numbers of its header and footer."""
    margin = twips(margin_mm)
    references = "".join(
        f'<w:{kind}Reference w:type="default" r:id="{_RELATIONSHIP_IDS[f"{kind}{number}.xml"]}"/>'
        for kind, number in (("header", header), ("footer", footer))
    )
    return _section(
        references,
        f'w:top="{twips(25)}" w:right="{margin}" w:bottom="{twips(18)}" w:left="{margin}" '
        f'w:header="{twips(13)}" w:footer="{twips(10)}" w:gutter="0"',
    )


def _cover_section() -> Xml:
    """The whole sheet, without a header."""
    foot = f'<w:footerReference w:type="default" r:id="{_RELATIONSHIP_IDS["footer3.xml"]}"/>'
    margins = f'w:top="0" w:right="0" w:bottom="0" w:left="0" w:header="0" w:footer="{twips(16)}" w:gutter="0"'
    return _section(foot, margins)


def _section(references: str, margins: str) -> Xml:
    size = f'<w:pgSz w:w="{twips(PAGE_WIDTH_MM)}" w:h="{twips(PAGE_HEIGHT_MM)}"/>'
    return Xml(f'<w:sectPr>{references}<w:type w:val="nextPage"/>{size}<w:pgMar {margins}/></w:sectPr>')


def _fit_cells(root: etree._Element) -> None:
    """Give every cell the width of its columns: Word reads the cells, LibreOffice the grid."""
    for table in root.iter(f"{{{_W}}}tbl"):
        widths = [int(column.get(f"{{{_W}}}w", "0")) for column in table.iterfind(f"{{{_W}}}tblGrid/{{{_W}}}gridCol")]
        for line in table.iterfind(f"{{{_W}}}tr"):
            first = 0
            for properties in line.iterfind(f"{{{_W}}}tc/{{{_W}}}tcPr"):
                span = properties.find(f"{{{_W}}}gridSpan")
                last = first + (1 if span is None else int(span.get(f"{{{_W}}}val", "1")))
                width = etree.Element(f"{{{_W}}}tcW")
                width.set(f"{{{_W}}}w", str(sum(widths[first:last])))
                width.set(f"{{{_W}}}type", "dxa")
                properties.insert(0, width)
                first = last


def _number_controls(root: etree._Element) -> None:
    """Every content control needs an id of its own."""
    numbers = count(1001)
    for identity in root.iterfind(f".//{{{_W}}}sdtPr/{{{_W}}}id"):
        identity.set(f"{{{_W}}}val", str(next(numbers)))


# ------------------------------------------------------------------------------------------------ header and footer


def _header(style: str, chapter: str) -> Xml:
    return paragraph(style, "{{ running.header }}", TAB, chapter)


def _footer(style: str) -> Xml:
    mark = run("{% if running.mark %}{{ running.mark }} · {% endif %}", style="FooterMark")
    page = joined(run("Page "), field("PAGE", "1"), run(" of "), field("NUMPAGES", "1"))
    return paragraph(style, "{{ running.footer }}", TAB, mark, page)


# ------------------------------------------------------------------------------------------------- the other parts


def _settings() -> str:
    """No prompt on opening, pictures as they are, the layout rules of current Word."""
    modes = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
        )
    )
    slots = (
        ("bg1", "light1"),
        ("t1", "dark1"),
        ("bg2", "light2"),
        ("t2", "dark2"),
        *((f"accent{number}", f"accent{number}") for number in range(1, 7)),
        ("hyperlink", "hyperlink"),
        ("followedHyperlink", "followedHyperlink"),
    )
    mapping = " ".join(f'w:{slot}="{colour}"' for slot, colour in slots)
    return (
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:compat>{modes}</w:compat><w:themeFontLang w:val="en-GB"/>'
        f'<w:clrSchemeMapping {mapping}/><w:doNotAutoCompressPictures/><w:decimalSymbol w:val="."/>'
        '<w:listSeparator w:val=","/>'
    )


def _fonts() -> str:
    return f'<w:font w:name="{FONT}"><w:altName w:val="Carlito"/><w:family w:val="swiss"/></w:font>'


def _content_types() -> str:
    overrides = {f"/word/{name}": kind for name, (_, kind) in _DOCUMENT_PARTS.items()}
    overrides["/word/document.xml"] = f"{_WORD}.document.main+xml"
    overrides["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides["/docProps/app.xml"] = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in sorted(overrides.items()))
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relationships(*entries: tuple[str, str, str]) -> str:
    listed = "".join(f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/>' for id_, kind, target in entries)
    return f'{_HEAD}<Relationships xmlns="{_RELATIONSHIPS}">{listed}</Relationships>'


def _package_relationships() -> str:
    return _relationships(
        ("rId1", f"{_R}/officeDocument", "word/document.xml"),
        ("rId2", f"{_RELATIONSHIPS}/metadata/core-properties", "docProps/core.xml"),
        ("rId3", f"{_R}/extended-properties", "docProps/app.xml"),
    )


def _document_relationships() -> str:
    return _relationships(
        *((_RELATIONSHIP_IDS[name], f"{_R}/{kind}", name) for name, (kind, _) in _DOCUMENT_PARTS.items())
    )


def _core_properties() -> str:
    namespace = _RELATIONSHIPS.replace("relationships", "metadata/core-properties")
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{namespace}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Report template</dc:title>"
        "<dc:creator>reportgen</dc:creator><dc:language>en-GB</dc:language></cp:coreProperties>"
    )


def _application_properties() -> str:
    return (
        f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>reportgen</Application></Properties>"
    )
