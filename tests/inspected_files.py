"""Two small sound files with one of everything that the inspection looks at, as parts to be broken one at a time.

Charts, drawings and themes hold only what a rule looks at; Word would want more of them.
"""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Mapping

Parts = Mapping[str, str | bytes]

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)


def packed(parts: Parts, doubled: Iterable[str] = ()) -> bytes:
    """Parts as a file; those in `doubled` stand in it twice."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the doubles
        for name, content in (*parts.items(), *((name, parts[name]) for name in doubled)):
            archive.writestr(name, content)
    return target.getvalue()


def png() -> bytes:
    """A picture of one grey point."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\x00\x80")),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def types(overrides: Mapping[str, str], *defaults: tuple[str, str]) -> str:
    """The part of content types."""
    usual = (("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml"))
    entries = [f'<Default Extension="{suffix}" ContentType="{kind}"/>' for suffix, kind in (*usual, *defaults)]
    entries += [f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides.items()]
    return f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">{"".join(entries)}</Types>'


def relationships(**targets: str) -> str:
    """A part of relationships; each argument is "kind target", a target with "://" lies outside."""
    entries = []
    for id_, text in targets.items():
        kind, target = text.split(" ")
        space = f"{_PACKAGE}/relationships/metadata" if kind == "core-properties" else _OFFICE
        mode = ' TargetMode="External"' if "://" in target else ""
        entries.append(f'<Relationship Id="{id_}" Type="{space}/{kind}" Target="{target}"{mode}/>')
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(entries)}</Relationships>'


CORE = (
    f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>A small sound file</dc:title>'
    '<dcterms:created xsi:type="dcterms:W3CDTF">2025-03-14T10:00:00Z</dcterms:created></cp:coreProperties>'
)
CUSTOM = (
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="run"><vt:lpwstr>1</vt:lpwstr></property>'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="3" name="digest"><vt:lpwstr>2</vt:lpwstr></property>'
    "</Properties>"
)
_THEME_COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "1F2A44", "lt2": "EEF3F8", "accent1": "0B4A86", "accent2": "6C9BCB",
    "accent3": "2F7D4F", "accent4": "FBF0DA", "accent5": "B45309", "accent6": "7A1F1F", "hlink": "0B4A86",
    "folHlink": "54306E",
}  # fmt: skip
THEME = (
    f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Small"><a:themeElements>'
    '<a:clrScheme name="Small">'
    + "".join(f'<a:{slot}><a:srgbClr val="{value}"/></a:{slot}>' for slot, value in _THEME_COLOURS.items())
    + "</a:clrScheme></a:themeElements></a:theme>"
)

# ---------------------------------------------------------------------------------------------------------- Word


def _field(code: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{result}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def paragraph(text: str, style: str = "", extra: str = "") -> str:
    """A paragraph of one run."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(*blocks: str, properties: str = "") -> str:
    """A table cell."""
    return f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/>{properties}</w:tcPr>{"".join(blocks)}</w:tc>'


def row(*cells: str, properties: str = "<w:cantSplit/>") -> str:
    """A table row."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _drawing(number: int, description: str, inside: str, uri: str) -> str:
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="360000" cy="360000"/>'
        f'<wp:docPr id="{number}" name="Picture {number}" descr="{description}"/>'
        f'<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/{uri}">{inside}'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


_PICTURE = (
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="grey.png"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="rId7"/></pic:blipFill><pic:spPr/></pic:pic>'
)
_PAGE, _REFERENCE = _field("PAGEREF _Toc1 \\h", "2"), _field("REF _Ref1 \\h", "Text")
_SECTION = (
    '<w:type w:val="nextPage"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" '
    'w:left="1134" w:header="500" w:footer="500" w:gutter="0"/>'
)

TABLE = (
    '<w:tbl><w:tblPr><w:tblStyle w:val="Report"/><w:tblW w:w="9000" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" '
    'w:noVBand="1"/></w:tblPr><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/>'
    "</w:tblGrid>"
    + row(*(cell(paragraph(text, "Head")) for text in ("Part", "Score", "Peers")), properties="<w:tblHeader/>")
    + row(*(cell(paragraph(text)) for text in ("Core", "41", "38")))
    + row(cell(paragraph("Other"), properties='<w:gridSpan w:val="2"/>'), cell(paragraph("None")))
    + "</w:tbl>"
)
BODY = "".join(
    (
        paragraph("A small sound file", "Title"),
        '<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> TOC \\o "1-2" \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:hyperlink w:anchor="_Toc1"><w:r><w:t>First</w:t></w:r>{_PAGE}</w:hyperlink>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
        '<w:p w14:paraId="00000001"><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:bookmarkStart w:id="1" '
        'w:name="_Toc1"/><w:r><w:t>First</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>',
        '<w:p w14:paraId="00000002"><w:bookmarkStart w:id="2" w:name="_Ref1"/><w:commentRangeStart w:id="0"/>'
        "<w:r><w:t>Text with a comment</w:t></w:r>"
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r><w:bookmarkEnd w:id="2"/>'
        '<w:r><w:rPr><w:rStyle w:val="Strong"/></w:rPr><w:t> and a note</w:t></w:r>'
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
        f'<w:p>{_REFERENCE}<w:hyperlink r:id="rId6"><w:r><w:t>Our pages</w:t></w:r></w:hyperlink>'
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>',
        paragraph("An entry", "Body", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
        paragraph("Second", "Heading2"),
        TABLE,
        _drawing(1, "A grey point.", _PICTURE, "picture"),
        _drawing(2, "Two bars: 41 and 38.", '<c:chart r:id="rId8"/>', "chart"),
        '<w:sdt><w:sdtPr><w:alias w:val="Generated"/><w:tag w:val="rg:core"/><w:id w:val="1001"/></w:sdtPr>'
        f"<w:sdtContent>{paragraph('Inside a control', 'Body')}</w:sdtContent></w:sdt>",
        '<w:sdt><w:sdtPr><w:tag w:val="rg:other"/><w:id w:val="1002"/></w:sdtPr>'
        f"<w:sdtContent>{paragraph('Inside another control')}</w:sdtContent></w:sdt>",
        '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId9"/>'
        + _SECTION
        + "</w:sectPr></w:pPr></w:p>",
        paragraph("Third", "Heading1"),
        paragraph("The last words."),
        f'<w:sectPr><w:headerReference w:type="default" r:id="rId9"/>{_SECTION}</w:sectPr>',
    )
)


def word(root: str, inside: str) -> str:
    """A part of Word's."""
    return f'{HEAD}<w:{root} {_NAMESPACES} mc:Ignorable="w14 w15">{inside}</w:{root}>'


def _style(kind: str, id_: str, inside: str = "", default: bool = False, name: str = "") -> str:
    first = ' w:default="1"' if default else ""
    return f'<w:style w:type="{kind}"{first} w:styleId="{id_}"><w:name w:val="{name or id_}"/>{inside}</w:style>'


STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault>'
    "</w:docDefaults>"
    + _style("paragraph", "Normal", default=True)
    + _style("character", "Default", default=True)
    + _style("table", "TableNormal", default=True)
    + _style("numbering", "NoList", default=True)
    + _style("paragraph", "Body", '<w:basedOn w:val="Normal"/>')
    + _style("paragraph", "Title", '<w:basedOn w:val="Normal"/>')
    + _style("paragraph", "TOC1", '<w:basedOn w:val="Normal"/>', name="toc 1")
    + "".join(
        _style(
            "paragraph",
            f"Heading{level}",
            f'<w:basedOn w:val="Normal"/><w:next w:val="Body"/><w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
            '<w:rPr><w:color w:val="0B4A86" w:themeColor="accent1"/></w:rPr>',
            name=f"heading {level}",
        )
        for level in (1, 2, 3)
    )
    + _style("paragraph", "Head", '<w:basedOn w:val="Normal"/><w:rPr><w:color w:val="FFFFFF"/></w:rPr>')
    + _style("character", "Strong", "<w:rPr><w:b/></w:rPr>")
    + _style(
        "table",
        "Report",
        '<w:basedOn w:val="TableNormal"/><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" '
        'w:fill="0B4A86" w:themeFill="accent1"/></w:tcPr></w:tblStylePr>',
    )
)
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0"><w:start '
    'w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
)
_SETTINGS = '<w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/><w:compat/><w:decimalSymbol w:val="."/>'
_COMMENTS = (
    '<w:comment w:id="0" w:author="reportgen"><w:p w14:paraId="00000010"><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>'
)
_FOOTNOTES = (
    '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> A note.</w:t></w:r></w:p></w:footnote>'
)
_CHART = (
    f'{HEAD}<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:r="{_OFFICE}">'
    '<c:chart><c:plotArea><c:barChart><c:ser><c:idx val="0"/><c:order val="0"/></c:ser><c:ser><c:idx val="1"/>'
    '<c:order val="1"/></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx><c:axId val="1"/>'
    '<c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart>'
    '<c:externalData r:id="rId1"/></c:chartSpace>'
)


def sound_document() -> dict[str, str | bytes]:
    """The parts of a Word file with nothing wrong."""
    stories = {
        name: f"{_WORD_TYPE}.{name}+xml" for name in ("styles", "numbering", "settings", "comments", "footnotes")
    }
    return {
        "[Content_Types].xml": types(
            {
                "word/document.xml": f"{_WORD_TYPE}.document.main+xml",
                "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
                "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
                "word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
                "word/header1.xml": f"{_WORD_TYPE}.header+xml",
                "word/commentsExtended.xml": f"{_WORD_TYPE}.commentsExtended+xml",
                "word/charts/chart1.xml": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
                **{f"word/{name}.xml": kind for name, kind in stories.items()},
            },
            ("png", "image/png"),
            ("xlsx", f"{_SHEET_TYPE}.sheet"),
        ),
        "_rels/.rels": relationships(
            rId1="officeDocument word/document.xml",
            rId2="core-properties docProps/core.xml",
            rId3="custom-properties docProps/custom.xml",
        ),
        "docProps/core.xml": CORE,
        "docProps/custom.xml": CUSTOM,
        "word/document.xml": word("document", f"<w:body>{BODY}</w:body>"),
        "word/_rels/document.xml.rels": relationships(
            rId1="styles styles.xml",
            rId2="numbering numbering.xml",
            rId3="settings settings.xml",
            rId4="theme theme/theme1.xml",
            rId5="comments comments.xml",
            rId6="hyperlink https://example.com/",
            rId7="image media/grey.png",
            rId8="chart charts/chart1.xml",
            rId9="header header1.xml",
            rId10="footnotes footnotes.xml",
            rId11="commentsExtended commentsExtended.xml",
        ),
        "word/styles.xml": word("styles", STYLES),
        "word/numbering.xml": word("numbering", _NUMBERING),
        "word/settings.xml": word("settings", _SETTINGS),
        "word/theme/theme1.xml": THEME,
        "word/comments.xml": word("comments", _COMMENTS),
        "word/commentsExtended.xml": (
            f'{HEAD}<w15:commentsEx {_NAMESPACES}><w15:commentEx w15:paraId="00000010" w15:done="0"/></w15:commentsEx>'
        ),
        "word/header1.xml": word("hdr", paragraph("A client")),
        "word/footnotes.xml": word("footnotes", _FOOTNOTES),
        "word/media/grey.png": png(),
        "word/charts/chart1.xml": _CHART,
        "word/charts/_rels/chart1.xml.rels": relationships(rId1="package ../embeddings/data.xlsx"),
        "word/embeddings/data.xlsx": packed(sound_workbook()),
    }


# --------------------------------------------------------------------------------------------------------- Excel

_MAIN = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_OFFICE}"'

_ANSWERS = (
    '<sheetPr/><dimension ref="A1:C4"/><sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews>'
    '<cols><col min="1" max="1" width="20" style="1"/><col min="2" max="3" width="9"/></cols><sheetData>'
    '<row r="1"><c r="A1" t="s" s="1"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Box</t></is></c></row>'
    '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>80</v></c><c r="C2" t="b"><v>1</v></c></row>'
    '<row r="3"><c r="A3" t="str"><f>IF(B2&gt;50,"high","low")</f><v>high</v></c>'
    '<c r="B3"><f>SUM(\'Road map\'!A1:A2)+Weight</f><v>3</v></c><c r="C3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    '<row r="4"><c r="A4"/></row></sheetData><autoFilter ref="A1:C4"/>'
    '<mergeCells count="2"><mergeCell ref="A4:B4"/><mergeCell ref="D1:D3"/></mergeCells>'
    '<conditionalFormatting sqref="B2:B3"><cfRule type="expression" dxfId="0" priority="1"><formula>B2&lt;40</formula>'
    "</cfRule></conditionalFormatting>"
    '<dataValidations count="1"><dataValidation type="list" sqref="B2" promptTitle="Box" prompt="Choose one.">'
    "<formula1>'Road map'!$A$1:$A$2</formula1></dataValidation></dataValidations>"
    '<hyperlinks><hyperlink ref="A1" location="\'Road map\'!A1"/></hyperlinks>'
    '<pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/>'
    '<drawing r:id="rId1"/><legacyDrawing r:id="rId2"/>'
)
_ROAD_MAP = (
    '<sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    '<row r="2"><c r="A2"><v>2</v></c></row></sheetData>'
)
_FORMATS = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="0.0"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><color theme="1"/></font><font><b/><sz val="11"/>'
    '<color rgb="FFFFFFFF"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FF0B4A86"/></patternFill></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="1" fillId="2" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    '<dxfs count="1"><dxf><font><color rgb="FF7A1F1F"/></font><fill><patternFill><bgColor rgb="FFFBF0DA"/>'
    "</patternFill></fill></dxf></dxfs>"
)
_DRAWING_PART = (
    f'{HEAD}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{_OFFICE}"><xdr:oneCellAnchor><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="1" name="Logo" '
    'descr="The logo of the firm."/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill>'
    "<xdr:spPr/></xdr:pic></xdr:oneCellAnchor></xdr:wsDr>"
)
_NAMES = (
    "<definedName name=\"Weight\">'Road map'!$A$1</definedName>"
    '<definedName name="_xlnm.Print_Titles" localSheetId="0">Answers!$1:$1</definedName>'
)


def sheet(inside: str) -> str:
    """A part of a sheet."""
    return f"{HEAD}<worksheet {_MAIN}>{inside}</worksheet>"


def sound_workbook() -> dict[str, str | bytes]:
    """The parts of a workbook with nothing wrong."""
    return {
        "[Content_Types].xml": types(
            {
                "xl/workbook.xml": f"{_SHEET_TYPE}.sheet.main+xml",
                "xl/worksheets/sheet1.xml": f"{_SHEET_TYPE}.worksheet+xml",
                "xl/worksheets/sheet2.xml": f"{_SHEET_TYPE}.worksheet+xml",
                "xl/styles.xml": f"{_SHEET_TYPE}.styles+xml",
                "xl/sharedStrings.xml": f"{_SHEET_TYPE}.sharedStrings+xml",
                "xl/comments1.xml": f"{_SHEET_TYPE}.comments+xml",
                "xl/drawings/drawing1.xml": "application/vnd.openxmlformats-officedocument.drawing+xml",
                "xl/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
                "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
            },
            ("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing"),
            ("png", "image/png"),
        ),
        "_rels/.rels": relationships(rId1="officeDocument xl/workbook.xml", rId2="core-properties docProps/core.xml"),
        "docProps/core.xml": CORE,
        "xl/workbook.xml": (
            f'{HEAD}<workbook {_MAIN}><workbookPr/><bookViews><workbookView activeTab="0"/></bookViews><sheets>'
            '<sheet name="Answers" sheetId="1" r:id="rId1"/><sheet name="Road map" sheetId="2" r:id="rId2"/></sheets>'
            f"<definedNames>{_NAMES}</definedNames></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": relationships(
            rId1="worksheet worksheets/sheet1.xml",
            rId2="worksheet worksheets/sheet2.xml",
            rId3="styles styles.xml",
            rId4="sharedStrings sharedStrings.xml",
            rId5="theme theme/theme1.xml",
        ),
        "xl/worksheets/sheet1.xml": sheet(_ANSWERS),
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(
            rId1="drawing ../drawings/drawing1.xml",
            rId2="vmlDrawing ../drawings/comments.vml",
            rId3="comments ../comments1.xml",
        ),
        "xl/worksheets/sheet2.xml": sheet(_ROAD_MAP),
        "xl/styles.xml": f"{HEAD}<styleSheet {_MAIN}>{_FORMATS}</styleSheet>",
        "xl/sharedStrings.xml": f"{HEAD}<sst {_MAIN}><si><t>Question</t></si><si><r><t>AP-03</t></r></si></sst>",
        "xl/comments1.xml": (
            f'{HEAD}<comments {_MAIN}><authors><author>reportgen</author></authors><commentList><comment ref="B2" '
            'authorId="0"><text><t>Why?</t></text></comment></commentList></comments>'
        ),
        "xl/drawings/drawing1.xml": _DRAWING_PART,
        "xl/drawings/_rels/drawing1.xml.rels": relationships(rId1="image ../media/logo.png"),
        "xl/drawings/comments.vml": '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="s1"/></xml>',
        "xl/media/logo.png": png(),
        "xl/theme/theme1.xml": THEME,
    }
