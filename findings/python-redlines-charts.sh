#!/usr/bin/env bash
# python-redlines 2.0.0 (engine Docxodus 14.1.0): where a chart gives way to another in a paragraph that also holds text and
# a line break, the earlier chart is marked as deleted, but the new one and its line break bear no mark. Who rejects all
# changes keeps both charts.
# Seen with python-redlines 2.0.0, python-redlines-docxodus 2.0.0, lxml 6.0.0, Python 3.11, Linux on x86-64:
#   unmarked br
#   unmarked drawing
#   del br
#   del drawing
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet 'python-redlines[docxodus]==2.0.0' lxml==6.0.0

cat >"$folder/compare.py" <<'PYTHON'
import io
import sys
import zipfile

from lxml import etree
from python_redlines import DocxodusEngine

OFFICE = "http://schemas.openxmlformats.org"
WORD = f"{OFFICE}/wordprocessingml/2006/main"
W = f"{{{WORD}}}"
RELATIONS = f"{OFFICE}/officeDocument/2006/relationships"
CHART = f"{OFFICE}/drawingml/2006/chart"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TYPES = f"""{HEAD}<Types xmlns="{OFFICE}/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
<Override PartName="/word/charts/chart1.xml" ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/>
</Types>"""
DOCUMENT = f"""{HEAD}<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONS}"
 xmlns:wp="{OFFICE}/drawingml/2006/wordprocessingDrawing" xmlns:a="{OFFICE}/drawingml/2006/main" xmlns:c="{CHART}">
<w:body><w:p><w:r><w:t>Before.</w:t></w:r></w:p>
<w:p><w:r><w:t>Headline</w:t></w:r><w:r><w:br/></w:r><w:r><w:t>Scores</w:t></w:r><w:r><w:br/></w:r><w:r><w:drawing>
<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="3600000" cy="1800000"/><wp:docPr id="1" name="chart"/>
<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{CHART}"><c:chart r:id="rId1"/></a:graphicData></a:graphic>
</wp:inline></w:drawing></w:r></w:p>
<w:p><w:r><w:t>After.</w:t></w:r></w:p><w:sectPr/></w:body></w:document>"""
BARS = f"""{HEAD}<c:chartSpace xmlns:c="{CHART}" xmlns:a="{OFFICE}/drawingml/2006/main"><c:chart><c:plotArea><c:layout/>
<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:ser><c:idx val="0"/><c:order val="0"/><c:val><c:numLit>
<c:ptCount val="1"/><c:pt idx="0"><c:v>VALUE</c:v></c:pt></c:numLit></c:val></c:ser><c:axId val="1"/><c:axId val="2"/>
</c:barChart><c:catAx><c:axId val="1"/><c:scaling/><c:axPos val="l"/><c:crossAx val="2"/></c:catAx>
<c:valAx><c:axId val="2"/><c:scaling/><c:axPos val="b"/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart></c:chartSpace>"""


def relations(*entries):
    inner = "".join(f'<Relationship Id="{i}" Type="{RELATIONS}/{t}" Target="{target}"/>' for i, t, target in entries)
    return f'{HEAD}<Relationships xmlns="{OFFICE}/package/2006/relationships">{inner}</Relationships>'


def document(value):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", relations(("rId1", "officeDocument", "word/document.xml")))
        archive.writestr("word/document.xml", DOCUMENT)
        archive.writestr("word/styles.xml", f'{HEAD}<w:styles xmlns:w="{WORD}"/>')
        archive.writestr("word/charts/chart1.xml", BARS.replace("VALUE", str(value)))
        entries = ("rId1", "chart", "charts/chart1.xml"), ("rId2", "styles", "styles.xml")
        archive.writestr("word/_rels/document.xml.rels", relations(*entries))
    return target.getvalue()


compared, _, _ = DocxodusEngine(sys.argv[1]).run_redline("somebody", document(38), document(45))
with zipfile.ZipFile(io.BytesIO(compared)) as archive:
    root = etree.fromstring(archive.read("word/document.xml"))
for run in root.iter(f"{W}r"):
    mark = next((each.tag.removeprefix(W) for each in run.iterancestors(f"{W}ins", f"{W}del")), "unmarked")
    what = [each.tag.removeprefix(W) for each in run if each.tag != f"{W}rPr"]
    print(mark, *what)
PYTHON

found=$(DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$folder/venv/bin/python" "$folder/compare.py" "$folder/engine")
echo "$found"
[ "$(grep -c 'drawing' <<<"$found")" = 2 ]
[ "$(grep 'drawing' <<<"$found")" = $'unmarked drawing\ndel drawing' ]
