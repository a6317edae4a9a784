"""What stands in the text of a file and no reader of the page sees: it goes, and what it said is told.

Hidden text, rows and drawings; letters too small to be seen; codes of fields, and results that name users, files and
machines; content controls; permissions; what is said to older programs only; headers and footers that no page shows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator

from reportgen.draft.finalize.draft_marks import remove_paragraph
from reportgen.draft.finalize.taken import Unseen, steps_from_root
from reportgen.office.checks.formatting import Painter, ThemeColours
from reportgen.office.checks.word_file import OfficeFile, WordFile, is_on
from reportgen.office.package import DOCUMENT, RELATIONS, Package
from reportgen.word.fields import Field, drop_torn_fields, fields, is_path
from reportgen.word.marks import is_anchor
from reportgen.word.regions import PREFIX
from reportgen.word.xml import COMPATIBILITY, PLACED_DRAWING, Element, local, remove, shown_text, tag_of, unwrap, val, w

_SMALLEST = 2  # points; smaller letters are a line or a dot in print
_TEXT_CONTAINERS = tuple(map(w, ("body", "footnote", "endnote", "comment")))
_KEPT_FIELDS = {  # they lay out the report itself, or draw what their code says; others become their words
    *("TOC", "PAGEREF", "REF", "NOTEREF", "STYLEREF", "SEQ", "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "INDEX"),
    *("HYPERLINK", "LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "EQ", "SYMBOL", "ADVANCE", "EMBED", "SHAPE"),
    *("DISPLAYBARCODE", "BARCODE", "MACROBUTTON", "GOTOBUTTON"),
}
_PERSONAL_FIELDS = {  # whose results go too
    *("FILENAME", "TEMPLATE", "USERNAME", "USERINITIALS", "USERADDRESS", "LASTSAVEDBY"),
    *("COMMENTS", "EDITTIME", "REVNUM"),
}
_ENTRIES = {"TC": r"\s*TOC\b.*\\f", "XE": r"\s*INDEX\b", "TA": r"\s*TOA\b"}  # and the field that prints them
_OWN_BOOKMARK = re.compile(r"_(?:Toc|Ref|Hlk|GoBack|Hlt|PictureBullets|MON)\w*")
_NAMING = ("name", "descr", "title", "alt", "href")  # attributes of drawings, in which Word leaves paths of pictures
_CHOICE, _FALLBACK = (f"{{{COMPATIBILITY}}}{name}" for name in ("Choice", "Fallback"))
_GALLERY = f"{w('sdtPr')}/{w('docPartObj')}"
_LAID = ("t", "drawing", "pict", "object", "sym", "tab", "br", "footnoteReference", "endnoteReference")


def painter_of(parts: Package) -> Painter:
    """What knows how every run of a file looks."""
    file = WordFile(OfficeFile(list(parts), dict(parts)), DOCUMENT, parts.tree(DOCUMENT))
    return Painter(file, ThemeColours(file))


def drop_unseen(name: str, root: Element, painter: Painter) -> list[Unseen]:
    """Take out what no reader of a story sees; `root` is the tree of the part `name`."""
    found = [*_hidden_text(root, painter), *_hidden_things(root), *_other_words(root), *_personal_results(root)]
    taken = [
        Unseen(what, _said(element), name, steps_from_root(element))
        for what, element in found
        if not _is_said_twice(element) and (what != "hidden text" or _said(element))
    ]
    paragraphs = {p for _, element in found if (p := next(element.iterancestors(w("p")), None)) is not None}
    for what, element in found:
        _drop(what, element)
    for paragraph in paragraphs:
        if _is_marked_hidden(paragraph) and next(paragraph.iter(*map(w, _LAID)), None) is None:
            remove_paragraph(paragraph)
    return taken + [Unseen(what, words) for what, words in _drop_names(root)]


def _said(element: Element) -> str:
    """What is said there: by its words, else by its alternative texts."""
    words = element.get(w("instr"), "") if element.tag == w("fldSimple") else ""
    alternative = (e.get("descr") or "" for e in element.iter(f"{{{PLACED_DRAWING}}}docPr"))
    return " ".join((words or shown_text(element)).split()) or " ".join(filter(None, alternative))


def _is_said_twice(element: Element) -> bool:
    return next(element.iterancestors(_FALLBACK), None) is not None


# ------------------------------------------------------------------------------------------------------- what is hidden


def _hidden_text(root: Element, painter: Painter) -> Iterator[tuple[str, Element]]:
    containers = [child for child in root if child.tag in _TEXT_CONTAINERS] or [root]
    for container in (*containers, *root.iter(w("txbxContent"))):
        for painted in painter.painted(container):
            run, look = painted.run, painted.look
            if _is_field(run):
                continue
            if look.hidden:
                yield "hidden text", run
            elif look.points <= _SMALLEST and shown_text(run).strip():
                yield "text too small to be seen", run


def _is_field(run: Element) -> bool:
    """True for what makes a field: its code may be formatted as hidden, and is judged by what it does."""
    return any(child.tag in (w("fldChar"), w("instrText"), w("delInstrText")) for child in run)


def _hidden_things(root: Element) -> Iterator[tuple[str, Element]]:
    for row in root.iter(w("tr")):
        if is_on(row.find(f"{w('trPr')}/{w('hidden')}")):
            yield "hidden row", row
    for drawing in root.iter(w("drawing"), w("pict")):
        named = next(drawing.iter(f"{{{PLACED_DRAWING}}}docPr"), None)
        styles = (element.get("style", "").replace(" ", "") for element in drawing.iter())
        is_hidden = named is not None and named.get("hidden") in ("1", "true")
        if is_hidden or any("visibility:hidden" in style for style in styles):
            yield "hidden drawing", drawing


def _other_words(root: Element) -> Iterator[tuple[str, Element]]:
    """What another program would show in place of what Word shows, where it says something else."""
    for alternatives in root.iter(f"{{{COMPATIBILITY}}}AlternateContent"):
        first, *others = [child for child in alternatives if child.tag in (_CHOICE, _FALLBACK)] or [alternatives]
        yield from (("other words for older programs", each) for each in others if _words(each) != _words(first))


def _words(element: Element) -> tuple[str, set[str]]:
    alternative = (str(e.get(name, "")) for e in element.iter() for name in ("descr", "alt", "string"))
    return "".join(shown_text(element).split()), {words for words in alternative if words}


def _is_marked_hidden(paragraph: Element) -> bool:
    return is_on(paragraph.find(f"{w('pPr')}/{w('rPr')}/{w('vanish')}"))


def _drop(what: str, element: Element) -> None:
    table = element.getparent() if element.tag == w("tr") else None
    remove(element)
    if table is not None and table.tag == w("tbl") and next(table.iter(w("tr")), None) is None:
        remove(table)


# --------------------------------------------------------------------------------------------------------------- fields


def _personal_results(root: Element) -> Iterator[tuple[str, Element]]:
    """What fields show of users, files and machines, run by run."""
    for field in fields(root):
        if _word(field) in _PERSONAL_FIELDS:
            what = f"result of a {_word(field)} field"
            yield from ((what, run) for text in field.texts if (run := text.getparent()) is not None)


def _word(field: Field) -> str:
    return next(iter(field.code.upper().split()), "")


def is_conditional(field: Field) -> bool:
    """True for a field that shows one of several texts."""
    return _word(field) == "IF"


def settle_fields(roots: Collection[Element], paged: Container[Element] = ()) -> Iterator[Unseen]:
    """Leave the words of fields that look things up: only what lays out the report stays a field.

    In the stories in `paged`, headers and footers, a condition on page numbers shows another text on another page.
    """
    yield from (Unseen("code of a field", " ".join(code.split())) for root in roots for code in drop_torn_fields(root))
    codes = [field.code for root in roots for field in fields(root)]
    printed = {entry for entry, by in _ENTRIES.items() if any(re.match(by, code, re.I | re.S) for code in codes)}
    for root in roots:
        stored = list(root.iter(w("fldData")))
        if stored:
            yield Unseen("data of a field")
        remove(*stored)
        known = list(fields(root))
        kept = {field.begin for field in known if _word(field) in _KEPT_FIELDS | printed}
        for field in reversed([field for field in known if field.begin not in kept]):  # the outer before those in them
            coded = _code(field)
            is_settled = is_conditional(field) and root not in paged
            if is_settled or kept.isdisjoint(
                element for run in coded for element in run
            ):  # else it computes with pages
                yield Unseen("code of a field", " ".join(field.code.split()))
                _settle(field, coded)


def _code(field: Field) -> list[Element]:
    """The runs from where a field begins to its result, those of fields in its code among them."""
    if not field.marks:
        return []
    inside, found = False, []
    last = next((m for m in field.marks if m.get(w("fldCharType")) in ("separate", "end")), field.marks[-1])
    for element in field.begin.getroottree().getroot().iter(w("r"), w("fldChar")):
        inside = inside or element is field.begin.getparent()
        if inside and element.tag == w("r"):
            found.append(element)
        if element is last:
            break
    return found


def _settle(field: Field, coded: Iterable[Element]) -> None:
    """Leave what a field shows."""
    if not field.marks:
        unwrap(field.begin)
    for run in coded:
        remove(*(child for child in run if child.tag != w("rPr")))
    for mark in field.marks:
        remove(mark)
    ends = (mark.getparent() for mark in field.marks)
    remove(*(run for run in (*coded, *ends) if run is not None and all(child.tag == w("rPr") for child in run)))


# ------------------------------------------------------------------------------- names, tags, ids, permissions


def _drop_names(root: Element) -> Iterator[tuple[str, str]]:
    """Take out controls, permissions and what names files in drawings; tells what they said."""
    for control in list(root.iter(w("sdt"))):
        properties = control.find(w("sdtPr"))
        is_gallery = properties is not None and control.find(_GALLERY) is not None
        names = [tag_of(control), val(control.find(f"{w('sdtPr')}/{w('alias')}"))]
        if not names[0].startswith(PREFIX) and (any(names) or not is_gallery):
            yield "content control", ", ".join(dict.fromkeys(filter(None, names)))
        if is_gallery and properties is not None:
            remove(*(child for child in properties if local(child) not in ("id", "docPartObj", "rPr")))
        else:
            unwrap(control)
    for wrapper in list(root.iter(w("smartTag"), w("customXml"))):
        yield "markup of another program", ""
        remove(*(child for child in wrapper if local(child) in ("smartTagPr", "customXmlPr")))
        unwrap(wrapper)
    for permission in list(root.iter(w("permStart"), w("permEnd"))):
        if permission.get(w("ed")):
            yield "permission to edit", permission.get(w("ed"), "")
        remove(permission)
    remove(*root.iter(w("proofErr"), w("printerSettings")))
    for element in root.iter():
        for name in [name for name in map(str, element.attrib) if name.rpartition("}")[2] in _NAMING]:
            if is_path(element.get(name, "")):
                yield "path of a file", element.get(name, "")
                element.attrib.pop(name)
                if name == "name":
                    element.set(name, "Picture")


def drop_hidden_bookmarks(roots: Iterable[Element]) -> Iterator[Unseen]:
    """Take out the bookmarks that Word hides and nothing leads to; their ends are left to be taken out."""
    roots = list(roots)
    anchors = {str(e.get(name)) for root in roots for e in root.iter() for name in (w("anchor"), "anchor")}
    wanted = anchors | {word.strip('"') for root in roots for field in fields(root) for word in field.code.split()}
    for start in [start for root in roots for start in root.iter(w("bookmarkStart"))]:
        name = start.get(w("name"), "")
        if name.startswith("_") and name not in wanted:
            if not _OWN_BOOKMARK.fullmatch(name) and not is_anchor(name):
                yield Unseen("hidden bookmark", name)
            remove(start)


def drop_revision_ids(parts: Package) -> Iterator[Unseen]:
    """Take out the ids that tell which text was written in one sitting."""
    found = False
    for name in [name for name, kind in parts.content_types().items() if "wordprocessingml" in kind]:
        if name.endswith(".xml") and (parts.is_parsed(name) or b"rsid" in parts[name]):
            for element in parts.changed(name).iter():
                for key in [key for key in map(str, element.attrib) if key.startswith(w("rsid"))]:
                    element.attrib.pop(key)
                    found = True
    if found:
        yield Unseen("revision ids")


# -------------------------------------------------------------------------------------- headers and footers not shown


def drop_unshown_headers(parts: Package) -> Iterator[Unseen]:
    """Take out the headers and footers of first and of even pages that no page shows."""
    root = parts.changed(DOCUMENT)
    sections = [s for s in root.iter(w("sectPr")) if local(s.getparent()) in ("body", "pPr")]  # type: ignore[arg-type]
    settings = [parts.tree(name) for name in parts.related(DOCUMENT, "settings")]
    even = any(is_on(each.find(w("evenAndOddHeaders"))) for each in settings)
    relations = parts.relations(DOCUMENT)
    for reference in [r for kind in ("header", "footer") for r in _unshown(sections, f"{kind}Reference", even)]:
        relation = relations.get(reference.get(f"{{{RELATIONS}}}id", ""))
        words = shown_text(parts.tree(relation.target)) if relation and relation.target in parts else ""
        if words.strip():
            yield Unseen(f"{local(reference).removesuffix('Reference')} that no page shows", " ".join(words.split()))
        remove(reference)


def _unshown(sections: list[Element], kind: str, even: bool) -> list[Element]:
    """The references that no section shows, not even one that inherits them."""
    found: list[Element] = []
    for variant in ("first", "even"):
        current: Element | None = None
        shown: set[Element] = set()
        pairs = ((section, each) for section in sections for each in section.iterfind(w(kind)))
        own = {section: each for section, each in pairs if each.get(w("type")) == variant}
        for section in sections:
            current = own.get(section, current)
            if current is not None and (even if variant == "even" else is_on(section.find(w("titlePg")))):
                shown.add(current)
        found += [reference for reference in own.values() if reference not in shown]
    return found
