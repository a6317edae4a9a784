"""Every place of a Word file that holds words no reader of the page sees: a secret is planted in each."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache

import openpyxl
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from reportgen.charts import PositionChart
from reportgen.charts.native import native
from reportgen.office.package import CONTENT_TYPES, DOCUMENT, RELATIONS, parse, relations_part, serialise
from reportgen.word.xml import COMPATIBILITY, DRAWING, PLACED_DRAWING, field, make, text_run, w
from tests.chart_cases import edge_positions
from tests.comments import commented, resolved
from tests.drafts import Parts, edited, paragraph, parts, short_context
from tests.packages import parts_of, read_parts
from tests.report_builders import TEMPLATE, fill_template
from tests.test_pictures import PICTURES

SECRET = "Zebrafink"
PROSE = "Again: "  # begins a paragraph of every draft here
PATH = f"C:\\Users\\{SECRET}\\draft.docx"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_VML = "urn:schemas-microsoft-com:vml"
Plant = Callable[[Parts], Parts]


def holders(parts: Parts) -> list[str]:
    """The parts that hold the secret, those of files inside the file too."""
    return sorted(name for name, content in _all(parts) if any(_forms(SECRET, content, name)))


def _all(parts: Parts) -> Iterator[tuple[str, bytes]]:
    for name, content in parts.items():
        yield name, content
        if content.startswith(b"PK\x03\x04"):
            yield from ((f"{name}!{inner}", inside) for inner, inside in parts_of(content).items())


def _forms(secret: str, content: bytes, name: str) -> Iterator[bool]:
    yield secret.lower() in name.lower()
    yield from (secret.lower().encode(code) in content.lower() for code in ("utf-8", "utf-16-le"))


# ------------------------------------------------------------------------------------------------- ways to hide a text


def _run(*looks: etree._Element) -> etree._Element:
    run = text_run(SECRET)
    run.insert(0, make("rPr", *looks))
    return run


def _entry_code(kind: str) -> list[etree._Element]:
    runs = field(f'{kind} "{SECRET}"')
    for run in runs:
        run.insert(0, make("rPr", make("vanish")))
    return runs


def _permission() -> list[etree._Element]:
    return [make("permStart", id=7, ed=f"firm\\{SECRET}"), text_run("open"), make("permEnd", id=7)]


def _control(*properties: etree._Element) -> list[etree._Element]:
    return [make("sdt", make("sdtPr", *properties), make("sdtContent", text_run("chosen")))]


def _link(instruction: str, result: str = "here") -> list[etree._Element]:
    return field(instruction, result)


def _stored(kind: str) -> list[etree._Element]:
    runs = field(kind, "today")
    data = make("fldData")
    data.text = SECRET
    runs[0][0].append(data)
    return runs


def _nested() -> list[etree._Element]:
    """A condition whose other branch nobody sees, with a field in its code."""
    runs = field(f'IF x = y "{SECRET}" "seen"', "seen")
    return [runs[0], runs[1], *field("USERNAME", SECRET), *runs[2:]]


def _drawing(**attributes: str) -> list[etree._Element]:
    inline = etree.Element(f"{{{PLACED_DRAWING}}}inline")
    etree.SubElement(inline, f"{{{PLACED_DRAWING}}}docPr", {"id": "990", "name": "Shape", **attributes})
    return [make("r", make("drawing", inline))]


def _older_words() -> list[etree._Element]:
    return [make("r", _alternatives(make("t"), text_run(SECRET)[0]))]


def _alternatives(choice: etree._Element, fallback: etree._Element) -> etree._Element:
    outer = etree.Element(f"{{{COMPATIBILITY}}}AlternateContent", nsmap={"mc": COMPATIBILITY, "wps": _SHAPE})
    etree.SubElement(outer, f"{{{COMPATIBILITY}}}Choice", {"Requires": "wps"}).append(choice)
    etree.SubElement(outer, f"{{{COMPATIBILITY}}}Fallback").append(fallback)
    return outer


def _simple(kind: str, result: str) -> list[etree._Element]:
    return [make("fldSimple", text_run(result), instr=f" {kind} ")]


def _smart() -> list[etree._Element]:
    properties = make("smartTagPr", make("attr", name="x", val=SECRET))
    return [make("smartTag", properties, text_run("seen"), element="place", uri="urn:x")]


IN_TEXT: dict[str, Callable[[], list[etree._Element]]] = {
    "hidden run": lambda: [_run(make("vanish"))],
    "hidden run that never shows": lambda: [_run(make("vanish"), make("specVanish"))],
    "run of a hidden style": lambda: [_run(make("rStyle", val="HiddenHere"))],
    "white text of one point": lambda: [_run(make("color", val="FFFFFF"), make("sz", val=2))],
    "hidden drawing": lambda: _drawing(hidden="1", descr=SECRET),
    "path of a picture": lambda: _drawing(descr=PATH),
    "name of a picture": lambda: _drawing(name=PATH),
    "words for older programs": _older_words,
    "FILENAME": lambda: _link("FILENAME \\p", PATH),
    "FILENAME in one element": lambda: _simple("FILENAME \\p", PATH),
    "USERNAME": lambda: _link("USERNAME", SECRET),
    "LASTSAVEDBY": lambda: _link("LASTSAVEDBY", SECRET),
    "DOCVARIABLE": lambda: _link(f"DOCVARIABLE {SECRET}", "seen"),
    "DOCPROPERTY in one element": lambda: _simple(f"DOCPROPERTY {SECRET}", "seen"),
    "other branch of a condition": _nested,
    "code of a reference manager": lambda: _link(f"ADDIN ZOTERO_ITEM {SECRET}", "(2)"),
    "data of a field": lambda: _stored("DATE"),
    "entry of no index": lambda: _entry_code("XE"),
    "entry of no contents": lambda: _entry_code("TC"),
    "link to a file": lambda: _link(f'HYPERLINK "file:///C:/Users/{SECRET}/a.xlsx"'),
    "tag of a control": lambda: _control(make("tag", val=SECRET)),
    "title of a control": lambda: _control(make("alias", val=SECRET)),
    "entries of a list": lambda: _control(make("dropDownList", make("listItem", value=SECRET))),
    "smart tag": _smart,
    "permission to edit": _permission,
    "name of a hidden bookmark": lambda: [
        make("bookmarkStart", id=880, name=f"_{SECRET}"),
        make("bookmarkEnd", id=880),
    ],
}

TORN: dict[str, Callable[[], list[etree._Element]]] = {  # fields of which a program dropped a piece
    "code of a field without an end": lambda: _link(f'INCLUDETEXT "{PATH}"')[:-1],
    "code of a field without a begin": lambda: _link(f'INCLUDETEXT "{PATH}"')[1:],
    "code of a field that parts nothing": lambda: [run for n, run in enumerate(_link(PATH)) if n != 2],
}


def _hidden_style(parts: Parts) -> Parts:
    made = parts.copy()
    (name,) = made.related(DOCUMENT, "styles")
    root = parse(made[name])
    root.append(
        make(
            "style",
            make("name", val="Hidden here"),
            make("rPr", make("vanish")),
            type="character",
            styleId="HiddenHere",
        )
    )
    made[name] = serialise(root)
    return made


def in_stories(kind: str, source: Parts | None = None) -> Parts:
    """A draft with a text planted in every story."""
    made = _hidden_style(source or parts())
    for number, story in enumerate(STORIES):
        name = made.related(DOCUMENT, story)[0] if story in ("header", "footer") else DOCUMENT
        root = parse(made[name])
        planted = (IN_TEXT | TORN)[kind]()
        for mark in (each for outer in planted for each in outer.iter()):
            for name_of_id in [name for name in (w("id"), "id") if mark.get(name)]:
                mark.set(name_of_id, f"{mark.get(name_of_id)}{number}")
        _place(root, story).extend(planted)
        made[name] = serialise(root)
    return made


def _place(root: etree._Element, story: str) -> etree._Element:
    if story in ("header", "footer"):
        return next(root.iter(w("p")))
    if story == "cell":
        return list(next(table for table in root.iter(w("tbl")) if len(table) > 3).iter(w("p")))[-1]
    prose = paragraph(root, PROSE)
    if story == "body":
        return prose
    boxed = make("p", text_run("boxed "))
    box = etree.Element(f"{{{_VML}}}textbox", nsmap={"v": _VML})
    box.append(make("txbxContent", boxed))
    prose.append(make("r", make("pict", box)))
    return boxed


STORIES = ("body", "cell", "text box", "header", "footer")

# ----------------------------------------------------------------------------------------------- ways beside the text


def _in_body(edit: Callable[[etree._Element], None]) -> Plant:
    return lambda parts: edited(edit, parts)


def _hidden_paragraph(root: etree._Element) -> None:
    mark = make("pPr", make("rPr", make("vanish")))
    paragraph(root, PROSE).addnext(make("p", mark, _run(make("vanish"))))


def _hidden_row(root: etree._Element) -> None:
    row = list(next(table for table in root.iter(w("tbl")) if len(table) > 3).iter(w("tr")))[-1]
    cells = [make("tc", make("tcPr"), make("p", text_run(SECRET))) for _ in row.iterfind(w("tc"))]
    row.addnext(make("tr", make("trPr", make("hidden")), *cells))


def _in_settings(*entries: etree._Element) -> Plant:
    def plant(parts: Parts) -> Parts:
        made = parts.copy()
        root = parse(made["word/settings.xml"])
        root.extend(entries)
        made["word/settings.xml"] = serialise(root)
        return made

    return plant


def _core(name: str, space: str = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties") -> Plant:
    def plant(parts: Parts) -> Parts:
        made = parts.copy()
        root = parse(made["docProps/core.xml"])
        for old in [child for child in root if child.tag == f"{{{space}}}{name}"]:
            root.remove(old)
        etree.SubElement(root, f"{{{space}}}{name}").text = SECRET
        made["docProps/core.xml"] = serialise(root)
        return made

    return plant


def _program(name: str) -> Plant:
    def plant(parts: Parts) -> Parts:
        made = parts.copy()
        root = parse(made["docProps/app.xml"])
        etree.SubElement(root, f"{root.tag.partition('}')[0]}}}{name}").text = SECRET
        made["docProps/app.xml"] = serialise(root)
        return made

    return plant


def custom_property(parts: Parts, name: str = "Project", words: str = SECRET) -> Parts:
    """The parts with a custom property."""
    made = parts.copy()
    root = parse(made["docProps/custom.xml"])
    entry = etree.SubElement(root, root[0].tag, {"fmtid": root[0].get("fmtid", ""), "pid": "90", "name": name})
    etree.SubElement(entry, f"{{{_OFFICE}/docPropsVTypes}}lpwstr").text = words
    made["docProps/custom.xml"] = serialise(root)
    return made


def _part(name: str, kind: str, relation: str, source: str = DOCUMENT) -> Plant:
    def plant(parts: Parts) -> Parts:
        made = parts.copy()
        made.add(name, f"<a>{SECRET}</a>".encode(), kind, source=source, relation_type=relation)
        return made

    return plant


def _orphan(parts: Parts) -> Parts:
    made = parts.copy()
    made["word/left.xml"] = f"<a>{SECRET}</a>".encode()
    types = parse(made[CONTENT_TYPES])
    space = types.tag.partition("}")[0]
    etree.SubElement(types, f"{space}}}Override", {"PartName": "/word/left.xml", "ContentType": "application/xml"})
    made[CONTENT_TYPES] = serialise(types)
    return made


def _outside(kind: str, element: str) -> Plant:
    """A setting that leads out of the file."""

    def plant(parts: Parts) -> Parts:
        setting = make(element, make("dataSource")) if element == "mailMerge" else make(element)
        (setting[0] if len(setting) else setting).set(f"{{{RELATIONS}}}id", "rId77")
        made = _in_settings(setting)(parts)
        made.relate("word/settings.xml", f"file:///{PATH}", f"{RELATIONS}/{kind}", external=True, identity="rId77")
        return made

    return plant


def _header_never_shown(variant: str) -> Plant:
    def plant(parts: Parts) -> Parts:
        made = parts.copy()
        story = serialise(make("hdr", make("p", text_run(SECRET))))
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
        made.put("word/header-left.xml", story, kind)
        number = made.relate(DOCUMENT, "word/header-left.xml", f"{RELATIONS}/header")
        root = parse(made[DOCUMENT])
        for section in list(root.iter(w("sectPr"))):
            for old in [e for e in section if e.tag == w("titlePg")]:
                section.remove(old)
            for old in [e for e in section.iterfind(w("headerReference")) if e.get(w("type")) == variant]:
                section.remove(old)
        reference = make("headerReference", type=variant)
        reference.set(f"{{{RELATIONS}}}id", number)
        list(root.iter(w("sectPr")))[-1].insert(0, reference)
        made[DOCUMENT] = serialise(root)
        return made

    return plant


def _settled_comment(parts: Parts) -> Parts:
    return resolved(commented(parts, PROSE, SECRET, author=SECRET), SECRET)


def _revision_ids(root: etree._Element) -> None:
    paragraph(root, PROSE).set(w("rsidR"), SECRET)


def _own_markup(root: etree._Element) -> None:
    place = paragraph(root, PROSE)
    wrapper = make("customXml", make("customXmlPr", make("attr", name="x", val=SECRET)), element="e", uri="urn:x")
    place.addprevious(wrapper)
    wrapper.append(place)


def _picture(parts: Parts, name: str, content: bytes, place: etree._Element) -> None:
    """Show a picture in a paragraph."""
    kind = f"image/{name.rpartition('.')[2]}"
    parts.add(f"word/media/{name}", content, kind, source=DOCUMENT, relation_type=f"{RELATIONS}/image")
    number = next(n for n, relation in parts.relations(DOCUMENT).items() if relation.target.endswith(name))
    (run,) = _drawing(descr="A picture")
    frame = run[0][0]
    data = etree.SubElement(etree.SubElement(frame, f"{{{DRAWING}}}graphic"), f"{{{DRAWING}}}graphicData")
    etree.SubElement(data, f"{{{DRAWING}}}blip", {f"{{{RELATIONS}}}embed": number})
    place.append(run)


def pictured(contents: Mapping[str, bytes]) -> Plant:
    """Show pictures in the prose, by the names of their parts."""

    def plant(parts: Parts) -> Parts:
        made = parts.copy()
        root = parse(made[DOCUMENT])
        for name, content in contents.items():
            _picture(made, name, content, paragraph(root, PROSE))
        for number, named in enumerate(root.iter(f"{{{PLACED_DRAWING}}}docPr"), 900):
            named.set("id", str(number))
        made[DOCUMENT] = serialise(root)
        return made

    return plant


def _page_condition() -> list[etree._Element]:
    """A condition on page numbers, whose other branch holds the secret."""
    runs = field(f'= 1 "{SECRET}" "seen"', "seen")
    begin = field("IF ", "")[:2]
    return [*begin, *field("PAGE", "7"), *runs[1:]]


def page_condition(root: etree._Element) -> None:
    """A condition on page numbers in the first paragraph of a story, or in the prose."""
    places = [p for p in root.iter(w("p")) if PROSE in "".join(map(str, p.itertext()))]
    (places or [next(root.iter(w("p")))])[0].extend(_page_condition())


_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
BESIDE: dict[str, Plant] = {
    "hidden paragraph": _in_body(_hidden_paragraph),
    "hidden row": _in_body(_hidden_row),
    "revision ids": _in_body(_revision_ids),
    "markup of others": _in_body(_own_markup),
    "document variable": _in_settings(make("docVars", make("docVar", name="path", val=SECRET))),
    "name of a document variable": _in_settings(make("docVars", make("docVar", name=SECRET, val="1"))),
    "protection": _in_settings(make("documentProtection", edit="readOnly", hash=SECRET)),
    "read-only mark": _in_settings(make("writeProtection", recommended=1, hash=SECRET)),
    "custom property": custom_property,
    "description": _core("description", "http://purl.org/dc/elements/1.1/"),
    "category": _core("category"),
    "lastModifiedBy": _core("lastModifiedBy"),
    "contentStatus": _core("contentStatus"),
    "Manager": _program("Manager"),
    "Company": _program("Company"),
    "Template": _program("Template"),
    "HyperlinkBase": _program("HyperlinkBase"),
    "titles of parts": _program("TitlesOfParts"),
    "settled comment": _settled_comment,
    "list of people": _part(
        "word/people.xml", "application/xml", "http://schemas.microsoft.com/office/2011/relationships/people"
    ),
    "data of others": _part("customXml/item9.xml", "application/xml", f"{RELATIONS}/customXml"),
    "building blocks": _part(
        "word/glossary/document.xml", f"{_WORD_TYPE}.document.glossary+xml", f"{RELATIONS}/glossaryDocument"
    ),
    "preview picture": _part(
        "docProps/thumbnail.xml",
        "application/xml",
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
        "",
    ),
    "picture that was deleted": _part("word/media/deleted.png", "image/png", f"{RELATIONS}/image"),
    "chart that was deleted": _part(
        "word/charts/chart-left.xml",
        "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
        f"{RELATIONS}/chart",
    ),
    "orphaned part": _orphan,
    "what pictures say of themselves": pictured(
        {
            "left.jpeg": PICTURES["Exif of a JPEG that was held otherwise"](),
            "left.png": PICTURES["text of a PNG"](),
            "left.gif": PICTURES["comment of a GIF"](),
        }
    ),
    "other branch of a condition on page numbers": _in_body(page_condition),
    "attached template": _outside("attachedTemplate", "attachedTemplate"),
    "mail merge": _outside("mailMergeSource", "mailMerge"),
    "header of first pages": _header_never_shown("first"),
    "header of even pages": _header_never_shown("even"),
}


# ------------------------------------------------------------------------------------------------ workbooks of charts


@cache
def charted() -> bytes:
    """A draft with a chart that can be edited."""
    drawn = edge_positions()
    assert isinstance(drawn, PositionChart)
    chart = native(replace(drawn, name="overall"))
    return fill_template(TEMPLATE, short_context(), {chart.name: chart})


def in_workbook(change: Callable[[openpyxl.Workbook], None]) -> Parts:
    """The parts of that draft with the workbook of its chart edited."""
    made = read_parts(charted())
    (name,) = [part for part in made if part.endswith(".xlsx")]
    book = openpyxl.load_workbook(io.BytesIO(made[name]))
    change(book)
    target = io.BytesIO()
    book.save(target)
    made[name] = target.getvalue()
    return made


def _hidden_sheet(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("Left", 0)
    sheet["A1"] = SECRET
    sheet.sheet_state = "veryHidden"
    data = book["Data"]
    data["Z1"] = "=Left!A1"
    data["Z2"] = "seen"


def _sheet_name(book: openpyxl.Workbook) -> None:
    book.create_sheet(SECRET).sheet_state = "hidden"


def _who_saved(book: openpyxl.Workbook) -> None:
    book.properties.lastModifiedBy = book.properties.description = book.properties.creator = SECRET


def _cell_comment(book: openpyxl.Workbook) -> None:
    book["Data"]["A1"].comment = Comment(SECRET, SECRET)


def _name_of_cells(book: openpyxl.Workbook) -> None:
    book.create_sheet("Left").sheet_state = "hidden"
    book.defined_names[SECRET] = DefinedName(SECRET, attr_text="Left!$A$1")


WORKBOOKS = {
    "hidden sheet": _hidden_sheet,
    "name of a hidden sheet": _sheet_name,
    "who saved it": _who_saved,
    "comment": _cell_comment,
    "name of cells": _name_of_cells,
}


def outer_workbook() -> Parts:
    """The parts of that draft with its chart drawn from a workbook of somebody's computer."""
    made = read_parts(charted())
    (chart,) = made.related(DOCUMENT, "chart")
    root = parse(made[relations_part(chart)])
    for entry in root:
        if "package" in entry.get("Type", ""):
            entry.set("Target", f"file:///{PATH}")
            entry.set("TargetMode", "External")
    made[relations_part(chart)] = serialise(root)
    return made
