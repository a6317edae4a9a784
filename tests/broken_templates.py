"""Templates of a firm with faults planted in them, made by code; each says which faults a check must find, and where.

Most stand as text: a line is a paragraph, and below them what must be found. The words in them are invented.

    # Findings             a heading
    | One | {{ two }}      a row of a table; a cell of the form [tag words] holds a content control
    [rg:swot               a content control round what follows ...
    ]                      ... up to here
    Before [[ref:x 1]]     a control inside a paragraph
    {¦{ cli¦ent }¦}        ¦ cuts the text into runs, as Word does
    ---                    a section break
    => code: place         the body, where no place is named
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from reportgen.office.package import CONTENT_TYPES, DOCUMENT, Package, parse, relations_part, serialise
from tests.packages import read_parts, write_parts, zipped

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument"
SETTINGS = "word/settings.xml"
Found = tuple[str, str]  # code and place


@dataclass(frozen=True)
class Case:
    """A broken template and what a check must say of it."""

    name: str
    content: bytes
    expected: tuple[Found, ...]


# --------------------------------------------------------------------------------------------- text to template


def document(text: str, *, raw: str = "", header: str = "", footer: str = "") -> bytes:
    """A template that says `text`, a paragraph a line, then what `raw` has as XML."""
    made = Document()
    body = made.element.body
    xml = f"<w:body {nsdecls('w', 'wp', 'a', 'r')}>{blocks(text)}{raw}</w:body>"
    for element in list(parse_xml(xml)):
        body.insert(len(body) - 1, element)
    for edge, words in ((made.sections[0].header, header), (made.sections[0].footer, footer)):
        if words:
            edge.paragraphs[0].text = words
    return saved(made)


def saved(made: object) -> bytes:
    """A document of python-docx as a file."""
    stream = io.BytesIO()
    made.save(stream)  # type: ignore[attr-defined]  # python-docx has no types
    return stream.getvalue()


def blocks(text: str) -> str:
    """Lines as paragraphs, tables and controls."""
    pieces: list[str] = []
    rows: list[str] = []
    for line in [*text.strip().splitlines(), ""]:
        line = line.strip()
        if line.startswith("| "):
            rows.append(line)
            continue
        if rows:
            pieces.append(_table(rows))
            rows = []
        if line == "---":
            pieces.append("<w:p><w:pPr><w:sectPr/></w:pPr></w:p>")
        elif line == "]":
            pieces.append("</w:sdtContent></w:sdt>")
        elif line.startswith("[") and not line.startswith("[["):
            pieces.append(f"{_control_head(line[1:])}<w:sdtContent>")
        elif line:
            pieces.append(_paragraph(line))
    return "".join(pieces)


def _control_head(tag: str) -> str:
    return f'<w:sdt><w:sdtPr><w:tag w:val="{_escaped(tag)}"/></w:sdtPr>'


def _control(tag: str, inner: str) -> str:
    return f"{_control_head(tag)}<w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def _paragraph(line: str) -> str:
    style = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' if line.startswith("# ") else ""
    pieces = re.split(r"\[\[(\S+) (.*?)\]\]", line.removeprefix("# "))
    inner = ""
    for at in range(0, len(pieces), 3):
        inner += _runs(pieces[at])
        if at + 2 < len(pieces):
            inner += _control(pieces[at + 1], _runs(pieces[at + 2]))
    return f"<w:p>{style}{inner}</w:p>"


def _runs(text: str) -> str:
    cut = (f'<w:r><w:t xml:space="preserve">{_escaped(piece)}</w:t></w:r>' for piece in text.split("¦"))
    return "".join(cut) if text else ""


def _table(rows: list[str]) -> str:
    cells = [re.split(r" \|(?: |$)", row[2:]) for row in rows]
    grid = '<w:gridCol w:w="1000"/>' * len(cells[0])
    lines = "".join(f"<w:tr>{''.join(_cell(cell.strip()) for cell in row)}</w:tr>" for row in cells)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


def _cell(text: str) -> str:
    held = re.fullmatch(r"\[(\S+) (.*)\]", text)
    inner = _control(held[1], _paragraph(held[2])) + "<w:p/>" if held else _paragraph(text)
    return f"<w:tc>{inner}</w:tc>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def field(code: str) -> str:
    """A field as a paragraph, in XML."""
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"<w:p>{begin}<w:r><w:instrText>{_escaped(code)}</w:instrText></w:r>{separate}{end}</w:p>"


# ------------------------------------------------------------------------------------------- files and their parts


def with_part(source: bytes, name: str, content: str | bytes, kind: str, content_type: str) -> bytes:
    """A template with another part, which its document refers to."""
    parts = read_parts(source)
    parts[name] = content.encode("utf-8") if isinstance(content, str) else content
    types = parse(parts[CONTENT_TYPES])
    override = str(types[0].tag).rpartition("}")[0] + "}Override"
    etree.SubElement(types, override, PartName=f"/{name}", ContentType=content_type)
    parts[CONTENT_TYPES] = serialise(types)
    return write_parts(_related(parts, DOCUMENT, kind, f"/{name}"))


def with_link(source: bytes, kind: str, target: str, *, of: str = DOCUMENT) -> bytes:
    """A template that refers to something outside."""
    return write_parts(_related(read_parts(source), of, kind, target, TargetMode="External"))


def _related(parts: Package, of: str, kind: str, target: str, **more: str) -> Package:
    name = relations_part(of)
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    root = parse(parts.get(name, empty))
    entry = etree.SubElement(root, str(root.tag).replace("Relationships", "Relationship"))
    for key, value in {"Id": f"rIdNew{len(root)}", "Type": f"{OFFICE}/{kind}", "Target": target, **more}.items():
        entry.set(key, value)
    parts[name] = serialise(root)
    return parts


def changed(source: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A template with one of its parts changed."""
    parts = read_parts(source)
    return write_parts({**parts, name: change(parts[name])})


def footnoted(text: str, note: str, raw: str = "") -> bytes:
    """A template with a footnote that says `note`."""
    xml = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="1">{blocks(note)}</w:footnote></w:footnotes>'
    content_type = f"{TYPES}.wordprocessingml.footnotes+xml"
    return with_part(document(text, raw=raw), "word/footnotes.xml", xml, "footnotes", content_type)


def titled(title: str) -> bytes:
    """A template whose title, a property of the file, is this."""
    made = Document()
    made.core_properties.title = title
    return saved(made)


def _commented() -> bytes:
    made = Document()
    made.add_heading("Findings", 1)
    runs = made.add_paragraph("A remark stands here.").runs
    made.add_comment(runs, text="Is this right?", author="A. Person")
    return saved(made)


def _charted() -> bytes:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    xml = (
        f'<c:chartSpace xmlns:c="{drawing}/chart" xmlns:a="{drawing}/main"><a:p><a:r><a:t>{{{{ cli</a:t></a:r>'
        "<a:r><a:t>ent }}</a:t></a:r></a:p></c:chartSpace>"
    )
    return with_part(document("Text"), "word/charts/chart1.xml", xml, "chart", f"{TYPES}.drawingml.chart+xml")


def _without_end(part: bytes) -> bytes:
    root = parse(part)
    for section in list(root.iter("{*}sectPr")):
        parent = section.getparent()
        assert parent is not None
        parent.remove(section)
    return serialise(root)


# ------------------------------------------------------------------------------------------------------ the corpus

TEXTS = """
== a tag that does not close
One
{{ client
{{ firm }}
=> tag-not-closed

== a tag over two paragraphs
{{ cli
ent }}
=> tag-not-closed
=> stray-closer

== a tag in a tag
{{ client {{ firm }}
=> tag-not-closed

== a closer alone
# Findings
{ client }}
=> stray-closer: body, under "Findings"

== single braces
Dear { client } of {{ client }},
=> single-braces

== low quotes
{% if cover.title == „x“ %}{% endif %}
=> odd-character

== a dash in front of the statement
{% – if client %}x{% endif %}
=> odd-character

== an invisible character
{{ cli\u200bent }}
=> odd-character

== a hard blank behind the p
{%p\u00a0if client %}
x
{%p endif %}
=> odd-character

== an empty tag
{{ }}
=> broken-tag

== two words
{{ client name }}
=> broken-tag

== a bracket too few
{{ client|join(', ' }}
=> broken-tag

== a sign of another language
{{ $client }}
=> broken-tag

== a percent sign in a tag for a paragraph
{%p if client == '%' %}
x
{%p endif %}
=> sign-in-tag

== a blank before the p
{% p if client %}
x
{%p endif %}
=> unknown-statement

== no blank behind the p
{%pif client %}
x
{%p endif %}
=> unknown-statement

== a tag for a row outside a table
{%tr for area in areas %}
{%tr endfor %}
=> wrong-form
=> wrong-form

== text beside a tag for a paragraph
Now: {%p if client %}
x
{%p endif %}
=> tag-not-alone

== two tags for paragraphs in one
{%p if client %}{%p endif %}
=> tag-not-alone
=> tag-not-alone

== text beside a tag for a row
| {%tr for area in areas %} | kept
| {{ area.title }} | x
| {%tr endfor %} |
=> tag-not-alone: body, table 1, row 1, column 1

== a block tag in a control in a paragraph
{%p macro passage(words) %}
{{ words.origin.value }}
{%p endmacro %}
[[ours {{p passage(recommendations) }}]]
=> wrong-form

== a colour outside a cell
{% cellbg colours.accent %}
=> wrong-form

== a loop never closed
{%p for area in areas %}
{{ area.title }}
=> not-closed

== a loop in a condition never closed
{%p if client %}
{%p for area in areas %}
{{ area.title }}
{%p endif %}
=> not-closed

== an end too many
x
{%p endfor %}
=> closes-nothing

== the end of something else
{%p if client %}
x
{%p endfor %}
{%p endif %}
=> closes-nothing

== else alone
{%p else %}
=> misplaced-branch

== a misspelt end
{%p for area in areas %}
{{ area.title }}
{%p enfor %}
=> unknown-statement

== an end in two words
{%p if client %}
x
{%p end if %}
=> unknown-statement

== else if
{%p if client %}
x
{%p else if firm %}
y
{%p endif %}
=> broken-tag

== a broken loop hides nothing
{%p for area areas %}
{{ area.anything }} {{ clinet }}
{%p endfor %}
=> broken-tag
=> unknown-name

== a loop out of a control
[rg:a
{%p for area in areas %}
{{ area.title }}
]
{%p endfor %}
=> crosses-control

== a condition into a control
{%p if client %}
[ours
x
{%p endif %}
]
=> crosses-control

== a branch in another control
[ours
{%p if client %}
x
]
[theirs
{%p else %}
y
{%p endif %}
]
=> crosses-control
=> crosses-control

== a loop over two cells
| {%p for area in areas %} | {{ area.title }}
| x | {%p endfor %}
=> crosses-cell: body, table 1, row 1, column 1

== a loop into a table
{%p for area in areas %}
| {%p endfor %}
=> crosses-cell

== a paragraph's loop, a word's end
{%p for area in areas %}
{{ area.title }}{% endfor %}
=> mixed-forms

== another file
{% include 'other.docx' %}
=> forbidden-statement

== a loop in itself
{% for area in areas recursive %}{% endfor %}
=> forbidden-statement

== a misspelt name
# Findings
{{ clinet }}
=> unknown-name: body, under "Findings"

== a name in another run
{¦{ cli¦net }¦}
=> unknown-name

== a misspelt part
{{ cover.titel }}
=> unknown-attribute

== a misspelt part in a loop over rows
| Area | Score
| {%tr for line in overall.results.rows %} |
| {{ line.name }} | {{ line.scores }}
| {%tr endfor %} |
=> unknown-attribute: body, table 1, row 3, column 2

== a misspelt part in loops in a building block
{%p macro show(chapter) %}
{%p for item in chapter.analysis.items %}
{{ item.txt }}
{%p endfor %}
{%p endmacro %}
{%p for area in areas %}
{{p show(area) }}
{%p endfor %}
=> unknown-attribute

== a part of a list
{{ areas.title }}
=> unknown-attribute

== a name of a loop after it
{% for area in areas %}{% endfor %}{{ area.title }}
=> unknown-name

== a colour there is none of
{{ colours.acent }}
=> unknown-attribute

== a whole part
{{ cover }}
=> not-printable

== a whole list
{{ areas }}
=> not-printable

== a loop over a text
{% for sign in client %}{{ sign }}{% endfor %}
=> not-a-list

== a call of what there is not
{{ client.upper() }}
=> unknown-attribute

== a call of a name
{{ client() }}
=> not-callable

== an unknown block
{%p macro passage(words) %}
{{ words.origin.value }}
{%p endmacro %}
{{p pasage(recommendations) }}
=> unknown-name

== a block given too much, and too little
{%p macro passage(words) %}
{{ words.origin.value }}
{%p endmacro %}
{{p passage(recommendations, 1) }}
{{p passage() }}
=> wrong-arguments
=> wrong-arguments

== a block of paragraphs in a line
{%p macro passage(words) %}
{{ words.origin.value }}
{%p endmacro %}
{{ passage(recommendations) }}
=> wrong-form

== words as a block of paragraphs
{{p client }}
=> wrong-form

== an unknown filter
{{ client|uper }}
=> unknown-filter

== an unknown test
{% if client is defind %}{% endif %}
=> unknown-test

== arithmetic
{{ 'x' * 1000000000 }}
=> arithmetic

== the same slip twice in one tag
{{ 9**9**9 }}
=> arithmetic

== an origin compared with a text
{% if recommendations.origin == 'suggestion' %}{% endif %}
=> compares-unlike

== what may be missing
{{ overall.picture.alt }}
=> may-be-missing

== a list of lists
{% set both = [areas, areas] %}
=> list-of-names

== what Python keeps to itself
{{ client.__class__ }}
=> internal-name

== the chapter in the body
{{ chapter }}
=> unknown-name

== a misspelt name in the tag of a control
[rg:{{ clint }}
x
]
=> unknown-name

== many faults at once
{{ clinet }}
{{ cover.titel }}
{{ client
{%p endif %}
=> unknown-name
=> unknown-attribute
=> tag-not-closed
=> closes-nothing

== two regions of one name
[rg:swot
x
]
[rg:swot
x
]
=> region-doubled

== a region in a loop
{%p for area in areas %}
[rg:swot
x
]
{%p endfor %}
=> region-repeated

== a region in a region
[rg:a
[rg:b
x
]
]
=> region-nested

== a region in a cell
| [rg:a x]
=> region-misplaced: body, table 1, row 1, column 1

== a region in a paragraph
Before [[rg:a x]]
=> region-misplaced

== a region in another control
[ours
[rg:a
x
]
]
=> region-misplaced

== a region without a name
[rg:
x
]
=> region-unnamed

== a section break in a region
[rg:a
x
---
]
=> region-with-section

== a paragraph outside regions
[rg:a
x
]
{{ client }}
=> outside-region

== a comment on nothing
[comment
words
]
=> nothing-to-comment
=> missing-style
=> missing-style

== a question to the consultant outside a comment
{%p for area in areas %}
{{ area.swot.threats.why }}
{%p endfor %}
=> prompt-printed

== a template that has lost every control
{%p for item in recommendations.items %}
{{ item.text }}
{%p endfor %}
=> no-regions
=> no-comments

== the draft mark in a sentence only
{{ client }}: {{ cover.draft_mark }}
=> no-draft-line

== a reference to nothing
As shown in [[ref:x 1]]
=> reference-without-target
"""

_INSERTED = "<w:p><w:ins w:id='1' w:author='A. Person'><w:r><w:t>new</w:t></w:r></w:ins></w:p>"
_DELETED = "<w:p><w:del w:id='2' w:author='A. Person'><w:r><w:delText>old</w:delText></w:r></w:del></w:p>"
_BREAK_WITH_TAG = "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>{%p endif %}</w:t></w:r></w:p>"
_NOTE = (
    f"{_control_head('rg:a')}<w:sdtContent><w:p><w:r><w:footnoteReference w:id='1'/></w:r></w:p></w:sdtContent></w:sdt>"
)
_LISTED = "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='77'/></w:numPr></w:pPr></w:p>"
_STYLED = "<w:p><w:pPr><w:pStyle w:val='OurOwnStyle'/></w:pPr></w:p>"
_TEXT_BOX = (
    "<w:p><w:r><w:drawing><wp:inline><wp:docPr id='1' name='box'/><a:graphic><a:graphicData uri='x'>"
    f"<w:txbxContent>{_paragraph('{{ clinet }}')}</w:txbxContent></a:graphicData></a:graphic></wp:inline></w:drawing>"
    "</w:r></w:p>"
)


def cases() -> list[Case]:
    """The corpus."""
    return [*_from_text(TEXTS), *_in_other_parts(), *_costly(), *_carried()]


def _from_text(texts: str) -> list[Case]:
    found = []
    for text in re.split(r"^== ", texts, flags=re.MULTILINE)[1:]:
        name, _, rest = text.partition("\n")
        lines = rest.strip().splitlines()
        expected: list[Found] = []
        while lines[-1].startswith("=> "):
            code, _, place = lines.pop()[3:].partition(": ")
            expected.insert(0, (code, place or "body"))
        found.append(Case(name, document("\n".join(lines)), tuple(expected)))
    return found


def _in_other_parts() -> list[Case]:
    under = 'body, under "Findings"'
    unknown, unfilled = "unknown-name", "language-not-filled"
    return [
        Case("in a header", document("x", header="{{ chaptr }}"), ((unknown, "header (header1.xml)"),)),
        Case("in a footer", document("x", footer="{{ runing.footer }}"), ((unknown, "footer (footer1.xml)"),)),
        Case("in a text box", document("", raw=_TEXT_BOX), ((unknown, "body"),)),
        Case("in a footnote", footnoted("x", "{{ client }}"), ((unfilled, "footnotes"),)),
        Case("in the title", titled("{{ client }}"), ((unfilled, "properties (core.xml)"),)),
        Case("in a chart", _charted(), ((unfilled, "chart (chart1.xml)"),)),
        Case("a footnote in a region", footnoted("", "Text.", raw=_NOTE), (("region-with-note", "body"),)),
        Case("a break lost", document("{%p if client %}", raw=_BREAK_WITH_TAG), (("tag-not-alone", "body"),)),
        Case("a comment left", _commented(), (("comment-left", under), ("missing-style", under))),
        Case("changes left", document("# Findings", raw=_INSERTED + _DELETED), (("change-left", under),) * 2),
    ]


def _costly() -> list[Case]:
    """What would take more than it should to read."""
    return [
        Case("a thousand brackets", document("{{ " + "(" * 1000 + "1" + ")" * 1000 + " }}"), (("broken-tag", "body"),)),
        Case("a long number", document("{{ " + "9" * 5000 + " }}"), (("broken-tag", "body"),)),
        Case(
            "nine loops",
            document("{% for area in areas %}" * 9 + "x" + "{% endfor %}" * 9),
            (("too-deep", "body"),),
        ),
        Case(
            "a hundred and twenty conditions",
            document("{% if client %}" * 120 + "{% endif %}" * 120),
            (("too-deep", "body"),),
        ),
    ]


_FILLED = "<w:p><w:r><w:t>{{ client }}</w:t></w:r></w:p>"
_DEAD_LINK = "<w:p><w:hyperlink w:anchor='Nowhere'><w:r><w:t>here</w:t></w:r></w:hyperlink></w:p>"
_BOUND = (
    "<w:sdt><w:sdtPr><w:dataBinding w:xpath='/ns0:Properties[1]/ns0:Company[1]' w:storeItemID='{1}'/></w:sdtPr>"
    f"<w:sdtContent>{_FILLED}</w:sdtContent></w:sdt>"
)


def with_setting(content: bytes, name: str, attributes: str) -> bytes:
    """A template with one more setting."""
    end = b"</w:settings>"
    return changed(content, SETTINGS, lambda part: part.replace(end, f"<w:{name} {attributes}/>".encode() + end))


def _renamed_style(part: bytes) -> bytes:
    style = b'<w:style w:type="paragraph" w:styleId="Suggestion"><w:name w:val="NG Suggestion"/></w:style></w:styles>'
    return part.replace(b"</w:styles>", style)


def _carried() -> list[Case]:
    plain = document("{{ client }}")
    ole, vba = f"{TYPES}.oleObject", "application/vnd.ms-office.vbaProject"
    style = (("missing-style", "body"),)
    files = {
        "a style there is none of": (document("", raw=_STYLED), style),
        "contents without their styles": (document("", raw=field(' TOC \\o "1-2" \\h ')), style * 2),
        "a list there is none of": (document("", raw=_LISTED), (("missing-list", "body"),)),
        "a field that runs a program": (document("", raw=field(" DDEAUTO cmd.exe ")), (("fetching-field", "body"),)),
        "macros": (with_part(plain, "word/vbaProject.bin", b"x", "vbaProject", vba), (("macros", ""),)),
        "an object": (with_part(plain, "word/embeddings/o.bin", b"x", "oleObject", ole), (("active-content", ""),)),
        "a web page": (with_part(plain, "word/x.htm", "<html/>", "aFChunk", "text/html"), (("foreign-text", ""),)),
        "a linked picture": (with_link(plain, "image", "http://example.org/x.png"), (("external-link", ""),)),
        "a linked frame": (with_link(plain, "frame", "http://example.org/", of=SETTINGS), (("external-link", ""),)),
        "another template": (
            with_link(plain, "attachedTemplate", "file:///C:/firm.dotm", of=SETTINGS),
            (("attached-template", ""),),
        ),
        "a mail merge": (
            with_link(plain, "mailMergeSource", "file:///C:/clients.xlsx", of=SETTINGS),
            (("mail-merge", ""),),
        ),
        "read-only": (
            with_setting(plain, "documentProtection", 'w:edit="readOnly" w:enforcement="1"'),
            (("protected", ""),),
        ),
        "marked as read-only": (with_setting(plain, "writeProtection", 'w:recommended="1"'), (("protected", ""),)),
        "tracking changes": (with_setting(plain, "trackRevisions", ""), (("tracking", ""),)),
        "a style of ours under another name": (
            changed(plain, "word/styles.xml", _renamed_style),
            (("renamed-style", ""),),
        ),
        "a reference to no bookmark": (
            document("", raw=field(" REF _Ref123 \\h ") + _FILLED),
            (("dead-reference", "body"),),
        ),
        "a link to no bookmark": (document("", raw=_DEAD_LINK + _FILLED), (("dead-reference", "body"),)),
        "a title that Word keeps": (document("", raw=_BOUND), (("bound-control", "body"),)),
        "nothing to fill": (document("# Findings\n[rg:swot\n| Strengths | Weaknesses\n]"), (("nothing-to-fill", ""),)),
        "no end": (changed(plain, DOCUMENT, _without_end), (("cannot-be-filled", ""),)),
    }
    return [Case(name, content, expected) for name, (content, expected) in files.items()]


# ------------------------------------------------------------------------------------------------ no template at all


def _of_type(old: str, new: str) -> bytes:
    """A document that declares itself to be of another type."""
    return changed(document("x"), CONTENT_TYPES, lambda part: part.replace(old.encode(), new.encode()))


def refused_files() -> dict[str, tuple[bytes, str]]:
    """Files that are no template: name of the case -> content, and words that the refusal must hold."""
    parts = read_parts(document("x"))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    main = "wordprocessingml.document.main+xml"
    entities = b'?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    tags = b"<a>" + b"<b/>" * 700_000 + b"</a>"
    strict = parts[DOCUMENT].replace(b"schemas.openxmlformats.org", b"purl.oclc.org/ooxml")
    return {
        "empty": (b"", "is empty"),
        "text": (b"Dear client,", "is a text file"),
        "pdf": (b"%PDF-1.7", "is a PDF document"),
        "rtf": (b"{\\rtf1", "is a rich text document"),
        "doc": (ole + "WordDocument".encode("utf-16-le"), "is an old Word document (.doc)"),
        "password": (ole + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        "zip": (zipped({"a.txt": b"x"}), "is a zip file"),
        "odt": (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "OpenDocument"),
        "cut": (document("x")[:-2000], "is damaged or was cut off"),
        "docm": (
            _of_type(f"openxmlformats-officedocument.{main}", "ms-word.document.macroEnabled.main+xml"),
            "(.docm)",
        ),
        "dotx": (_of_type(main, "wordprocessingml.template.main+xml"), "a Word template (.dotx)"),
        "xlsx": (_of_type(main, "spreadsheetml.sheet.main+xml"), "an Excel workbook"),
        "strict": (write_parts({**parts, DOCUMENT: strict}), "Strict Open XML"),
        "zip bomb": (zipped({**parts, "word/media/x.bin": bytes(60_000_000)}), "out of all proportion"),
        "entities": (
            write_parts({**parts, DOCUMENT: parts[DOCUMENT].replace(b"?>", entities, 1)}),
            "declares a document type",
        ),
        "a million tags": (zipped({**parts, "word/x.xml": tags}, zipfile.ZIP_STORED), "more text or tables"),
        "too many parts": (zipped({**parts, **{f"x{n}.bin": b"" for n in range(600)}}), "parts inside"),
        "torn XML": (write_parts({**parts, DOCUMENT: parts[DOCUMENT][:-30]}), "is damaged: word/document.xml"),
    }


def written(folder: Path, content: bytes) -> Path:
    """A template as a file."""
    path = folder / "our-own.docx"
    path.write_bytes(content)
    return path
