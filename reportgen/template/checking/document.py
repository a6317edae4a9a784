"""What a template is beside its tags, and what of it no report may be.

Styles and lists it uses, links, macros, fields that fetch; content controls, each where it can do its job; what a
person left open: comments, tracked changes, tags that are not filled.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from reportgen.common.diagnostics import template_faults as kinds
from reportgen.common.diagnostics.places import DocumentPlace
from reportgen.common.diagnostics.template_faults import Fault
from reportgen.common.language import shortened
from reportgen.office.package import DOCUMENT, Package
from reportgen.template.checking.tags import PartPlaces, Tag
from reportgen.word.bindings import bindings
from reportgen.word.comments import TAG as COMMENT
from reportgen.word.contents import contents_paragraphs
from reportgen.word.fields import contents_fields, dead_targets
from reportgen.word.marking_styles import PLAIN, usual_id
from reportgen.word.references import ANCHOR, REFERENCE
from reportgen.word.regions import PREFIX
from reportgen.word.xml import DRAWING, Element, local, shown_text, tag_of, val, w

_REFERENCES = {w("pStyle"): "paragraph", w("rStyle"): "character", w("tblStyle"): "table"}
_REFERENCES_SHOWN = {"paragraph": "this paragraph", "character": "text here", "table": "this table"}
_CONTENTS = re.compile(r'^\s*TOC\b(?:.*?\\o\s+"\d-(\d)")?', re.IGNORECASE)
_FETCHING = re.compile(
    r"^\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE|MACROBUTTON|RD)\b", re.IGNORECASE
)
_ACTIVE = {
    "oleObject": "an embedded object",
    "control": "an ActiveX control",
    "activeXControlBinary": "an ActiveX control",
}
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_KINDS_OF_LINK = {"image": "a picture", "oleObject": "an object", "subDocument": "a document", "video": "a film"}
_FOREIGN = ("aFChunk", "subDocument")


def missing_styles(root: Element, places: PartPlaces, styles: Element | None) -> Iterator[Fault]:
    """Styles that paragraphs, runs and tables name and the template lacks, each once for a part."""
    known = {(s.get(w("type")), s.get(w("styleId"))) for s in styles.iter(w("style"))} if styles is not None else set()
    seen: set[tuple[str, str]] = set()
    for element in root.iter(*_REFERENCES):
        wanted = (_REFERENCES[str(element.tag)], val(element))
        if wanted not in known and wanted not in seen:
            seen.add(wanted)
            yield kinds.MISSING_STYLE.at(places.of(element), style=wanted[1], used=_REFERENCES_SHOWN[wanted[0]])


def missing_own_styles(body: Element, places: PartPlaces, styles: Element | None) -> Iterator[Fault]:
    """Styles that the filler itself sets: those of contents tables and of the comments on suggestions."""
    named = (val(style.find(w("name"))).lower() for style in styles.iter(w("style"))) if styles is not None else ()
    names = set(named)
    for code in body.iter(w("instrText")):
        contents = _CONTENTS.match(code.text or "")
        for level in range(1, 1 + int(contents[1] or 3)) if contents else ():
            if f"toc {level}" not in names:
                yield kinds.MISSING_STYLE.at(places.of(code), style=f"toc {level}", used="the contents table")
    control = next((e for e in body.iter(w("sdt")) if tag_of(e) == COMMENT), None)
    for name in ("annotation text", "annotation reference") if control is not None else ():
        if name not in names:
            yield kinds.MISSING_STYLE.at(places.of(control), style=name, used="the comment on a suggestion")


def missing_lists(root: Element, places: PartPlaces, numbering: Element | None) -> Iterator[Fault]:
    """Lists that paragraphs name and the template lacks."""
    known = {"0"} | ({e.get(w("numId"), "") for e in numbering.iter(w("num"))} if numbering is not None else set())
    for element in root.iter(w("numId")):
        if val(element) not in known:
            yield kinds.MISSING_LIST.at(places.of(element), number=val(element))


def fetching_fields(root: Element, places: PartPlaces) -> Iterator[Fault]:
    """Fields that make Word fetch or run something when the report is opened or updated."""
    for code, element in _fields(root):
        match = _FETCHING.match(code)
        if match:
            yield kinds.FETCHING_FIELD.at(places.of(element), field=match[1].upper())


def _fields(root: Element) -> Iterator[tuple[str, Element]]:
    """The code of every field, however it is cut into runs, with an element of it."""
    for simple in root.iter(w("fldSimple")):
        yield simple.get(w("instr"), ""), simple
    code, first = "", None
    for element in root.iter(w("fldChar"), w("instrText")):
        if element.tag == w("instrText"):
            code, first = code + (element.text or ""), element if first is None else first
        else:
            if first is not None:
                yield code, first
            code, first = "", None


def package_faults(parts: Package) -> Iterator[Fault]:
    """What the file carries or links to that no report may."""
    for name in parts:
        file = name.lower().rpartition("/")[2]
        if file in _MACRO_PARTS:
            yield kinds.MACROS.at(name=name)
        elif file.startswith("activex") and file.endswith((".bin", ".xml")):
            yield kinds.ACTIVE_CONTENT.at(found="an ActiveX control", name=name)
    for source in ("", *parts):
        if not source.endswith(".rels"):
            yield from _links(parts, source)


def _links(parts: Package, source: str) -> Iterator[Fault]:
    for relation in parts.relations(source).values():
        if relation.kind.startswith("mailMerge"):
            yield kinds.MAIL_MERGE.at(target=shortened(relation.target))
        elif relation.kind == "attachedTemplate":
            yield kinds.ATTACHED_TEMPLATE.at(target=shortened(relation.target))
        elif relation.external and relation.kind != "hyperlink":
            kind = _KINDS_OF_LINK.get(relation.kind, "something")
            yield kinds.EXTERNAL_LINK.at(kind=kind, target=shortened(relation.target))
        elif relation.kind in _FOREIGN:
            yield kinds.FOREIGN_TEXT.at(name=relation.target)
        elif relation.kind in _ACTIVE and not relation.target.lower().rpartition("/")[2].startswith("activex"):
            yield kinds.ACTIVE_CONTENT.at(found=_ACTIVE[relation.kind], name=relation.target)


def settings_faults(settings: Element | None) -> Iterator[Fault]:
    """What the template's settings would do to every draft."""
    for entry in settings if settings is not None else ():
        if entry.tag == w("documentProtection") and entry.get(w("enforcement")) in ("1", "true", "on"):
            yield kinds.PROTECTED.at(kind=entry.get(w("edit"), "of formats"))
        elif entry.tag == w("writeProtection"):
            yield kinds.PROTECTED.at(kind="a read-only mark")
        elif entry.tag == w("trackRevisions") and val(entry, "1") not in ("0", "false", "off"):
            yield kinds.TRACKING.at()


def renamed_styles(styles: Element | None) -> Iterator[Fault]:
    """Styles of our template that have another name here, so that what goes by the name does not know them."""
    found = (
        {s.get(w("styleId"), "").lower(): val(s.find(w("name"))) for s in styles.iter(w("style"))}
        if styles is not None
        else {}
    )
    names = {name.lower() for name in found.values()}
    for wanted in dict.fromkeys((*PLAIN, *PLAIN.values())):
        name = found.get(usual_id(wanted), "")
        if name and wanted not in names:
            yield kinds.RENAMED_STYLE.at(wanted=wanted, found=name)


def dead_references(root: Element, places: PartPlaces, known: Collection[str]) -> Iterator[Fault]:
    """Fields and links to bookmarks that the template has not; a build would print what they show, or Word's error."""
    renewed = contents_paragraphs(contents_fields(root))
    for element, name in dead_targets(root, known):
        if "{" in name or not renewed.isdisjoint([element, *element.iterancestors(w("p"))]):
            continue
        yield kinds.DEAD_REFERENCE.at(places.of(element), target=name)


def bound_controls(root: Element, places: PartPlaces) -> Iterator[Fault]:
    """Controls with template language whose words Word keeps elsewhere."""
    for control, binding in bindings(root):
        if _TAG.search(shown_text(control)):
            path = binding.get(w("xpath"), "").rstrip("/").rpartition("/")[2]
            yield kinds.BOUND_CONTROL.at(places.of(control), store=re.sub(r"^\w+:|\[\d+\]", "", path) or "a store")


def part_tree(parts: Package, kind: str) -> Element | None:
    """The one part of a kind that the document refers to: its styles, its numbering."""
    name = parts.first_related(DOCUMENT, kind)
    return parts.tree(name) if name else None


# ----------------------------------------------------------------------------------------------------- content controls

_NOTES = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}
_EXPRESSION = re.compile(r"\{\{.*?\}\}")
_LINE = re.compile(r"\{%p\s+(\w+)")  # a statement for a whole paragraph
_FILLED = re.compile(r"\{\{|\{%(?!p (?:for|if|elif|else|endfor|endif|macro|endmacro|set)\b)")
_INSIDE = {"tc": "in a cell of a table", "p": "inside a paragraph", "txbxContent": "in a text box"}


def control_faults(body: Element, places: PartPlaces) -> Iterator[Fault]:
    """What is wrong with the content controls of the body."""
    controls = [(control, tag_of(control)) for control in body.iter(w("sdt"))]
    yield from _regions(body, [(c, tag) for c, tag in controls if tag.startswith(PREFIX)], places)
    yield from _comments([control for control, tag in controls if tag == COMMENT], places)
    yield from _references(controls, places)
    if any(tag.startswith(PREFIX) for _, tag in controls):
        yield from _outside(body, places)


_COVER, _DRAFT_MARK = re.compile(r"\s*cover\."), re.compile(r"\s*cover\.draft_mark\b")
_PROMPT, _PASSAGE = re.compile(r"\b\w+\.why\b"), re.compile(r"\bin \w+\.items\b")


def lost_controls(body: Element, tags: Iterable[Tag], places: PartPlaces) -> Iterator[Fault]:
    """What a report lacks, or prints, where the controls that a template needs are not there."""
    tags, found = list(tags), [tag_of(control) for control in body.iter(w("sdt"))]
    passages = [tag for tag in tags if tag.word == "for" and _PASSAGE.search(tag.inner)]
    prompts = [(tag, said[0]) for tag in tags if tag.form == "{{" and (said := _PROMPT.search(tag.inner))]
    for tag, name in prompts:
        if COMMENT not in map(tag_of, tag.element.iterancestors(w("sdt"))):
            yield kinds.PROMPT_PRINTED.at(places.of(tag.element), name=name)
    if passages and not prompts and COMMENT not in found:
        yield kinds.NO_COMMENTS.at(places.of(passages[0].element))
    if (passages or prompts) and not any(tag.startswith(PREFIX) for tag in found):
        yield kinds.NO_REGIONS.at(places.of())


def lost_draft_line(tags: Iterable[Tag], places: PartPlaces) -> Iterator[Fault]:
    """What a title page lacks on which no paragraph is the draft mark alone: a later version takes its place."""
    of_cover = [tag for tag in tags if tag.form == "{{" and _COVER.match(tag.inner)]
    if of_cover and not any(_DRAFT_MARK.match(tag.inner) and not tag.beside.strip() for tag in of_cover):
        yield kinds.NO_DRAFT_LINE.at(places.of())


def edge_faults(root: Element, places: PartPlaces) -> Iterator[Fault]:
    """Regions in a header, footer or note, where there can be none."""
    for control in root.iter(w("sdt")):
        if tag_of(control).startswith(PREFIX):
            where = f"in a {places.part.partition(' ')[0]}"
            yield kinds.REGION_MISPLACED.at(places.of(control), tag=tag_of(control), where=where)


# ------------------------------------------------------------------------------------------------------ regions


def _regions(body: Element, regions: list[tuple[Element, str]], places: PartPlaces) -> Iterator[Fault]:
    seen: set[str] = set()
    in_loops = set(_in_loops(body))
    for control, tag in regions:
        spot = places.of(control)
        if not tag.removeprefix(PREFIX).strip():
            yield kinds.REGION_UNNAMED.at(spot)
        elif tag in seen and not _EXPRESSION.search(tag):
            yield kinds.REGION_DOUBLED.at(spot, tag=tag)
        elif control in in_loops and not _EXPRESSION.search(tag):
            yield kinds.REGION_REPEATED.at(spot, tag=tag)
        seen.add(tag)
        outer = next((e for e in control.iterancestors(w("sdt")) if tag_of(e).startswith(PREFIX)), None)
        where = next((_INSIDE[local(e)] for e in control.iterancestors() if local(e) in _INSIDE), "")
        if outer is not None:
            yield kinds.REGION_NESTED.at(spot, tag=tag, outer=tag_of(outer))
        elif where:
            yield kinds.REGION_MISPLACED.at(spot, tag=tag, where=where)
        elif control.getparent() is not body:
            yield kinds.REGION_MISPLACED.at(spot, tag=tag, where="inside another control")
        yield from _contents(control, tag, places)


def _contents(control: Element, tag: str, places: PartPlaces) -> Iterator[Fault]:
    """What a region may not hold."""
    for section in control.iter(w("sectPr")):
        yield kinds.REGION_WITH_SECTION.at(places.of(section), tag=tag)
    for note in control.iter(*_NOTES):
        yield kinds.REGION_WITH_NOTE.at(places.of(note), tag=tag, note=_NOTES[str(note.tag)])


def _in_loops(body: Element) -> Iterator[Element]:
    """The controls that are direct parts of the page and inside a loop of paragraphs."""
    depth = 0
    for block in body:
        if local(block) == "p":
            for match in _LINE.finditer(shown_text(block)):
                depth += {"for": 1, "endfor": -1}.get(match[1], 0)
        elif local(block) == "sdt" and depth > 0:
            yield block


def _outside(body: Element, places: PartPlaces) -> Iterator[Fault]:
    """Paragraphs that are filled but belong to no region; building blocks are not printed where they stand."""
    macros = 0
    for block in body:
        if local(block) not in ("p", "tbl"):
            continue
        text = shown_text(block)
        words = [match[1] for match in _LINE.finditer(text)]
        macros += words.count("macro")
        if not macros and _FILLED.search(text):
            yield kinds.OUTSIDE_REGION.at(places.of(block))
        macros -= words.count("endmacro")


# ---------------------------------------------------------------------------------------- comments and references


def _comments(controls: list[Element], places: PartPlaces) -> Iterator[Fault]:
    for control in controls:
        if len(list(control.iter(w("p")))) < 2:
            yield kinds.NOTHING_TO_COMMENT.at(places.of(control))


def _references(controls: list[tuple[Element, str]], places: PartPlaces) -> Iterator[Fault]:
    """References whose target cannot be there, whatever is filled in."""
    anchors = [tag.removeprefix(ANCHOR) for _, tag in controls if tag.startswith(ANCHOR)]
    for control, tag in controls:
        key = tag.removeprefix(REFERENCE)
        if tag.startswith(REFERENCE) and not any(_may_be_equal(key, anchor) for anchor in anchors):
            yield kinds.REFERENCE_WITHOUT_TARGET.at(places.of(control), tag=tag, target=f"{ANCHOR}{key}")


def _may_be_equal(one: str, other: str) -> bool:
    """Whether two keys with expressions in them can come out the same.

    >>> _may_be_equal("figure-{{ picture.name }}", "figure-overall")
    True
    """
    return any(_pattern(a).fullmatch(_EXPRESSION.sub("x", b)) for a, b in ((one, other), (other, one)))


def _pattern(key: str) -> re.Pattern[str]:
    """What a key may become: anything in the place of each expression."""
    return re.compile(".*".join(re.escape(piece) for piece in _EXPRESSION.split(key)), re.DOTALL)


# ---------------------------------------------------------------------------------------------------- what is left open

_CHANGES = tuple(
    w(name)
    for name in (
        "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange",
        "tcPrChange", "tblGridChange", "numberingChange", "cellIns", "cellDel", "cellMerge",
    )
)  # fmt: skip
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{[{%#]")
_PROPERTIES = ("core-properties", "extended-properties", "custom-properties")
_DRAWN = ("chart", "diagramData")


def changes(root: Element, places: PartPlaces) -> Iterator[Fault]:
    """Tracked changes, one fault for each paragraph that has some."""
    seen: set[Element | None] = set()
    for change in root.iter(*_CHANGES):
        paragraph = next(change.iterancestors(w("p")), None)
        if paragraph not in seen:
            seen.add(paragraph)
            yield kinds.CHANGE_LEFT.at(places.of(change))


def comments(parts: Package, document: str, body_places: PartPlaces) -> Iterator[Fault]:
    """Comments, each at the place it is about."""
    starts = {e.get(w("id")): e for e in body_places.root.iter(w("commentReference"))}
    for name in parts.related(document, "comments"):
        for comment in parts.tree(name).iter(w("comment")):
            author = comment.get(w("author")) or "somebody"
            spot = body_places.of(starts.get(comment.get(w("id"))))
            yield kinds.COMMENT_LEFT.at(spot, author=author, words=shortened(shown_text(comment)))


def in_notes(root: Element, places: PartPlaces) -> Iterator[Fault]:
    """Template language in footnotes and endnotes, which are not filled."""
    for paragraph in root.iter(w("p")):
        text = "".join(e.text or "" for e in paragraph.iter(w("t"), w("instrText")))
        for match in _TAG.finditer(text):
            yield kinds.LANGUAGE_NOT_FILLED.at(places.of(paragraph, shortened(match[0], 120)), part=places.part)


def elsewhere(parts: Package, document: str, first: int) -> Iterator[Fault]:
    """Template language in the properties of the file and in charts; `first` is the rank of the first such part."""
    found = [("properties", name) for kind in _PROPERTIES for name in parts.related("", kind)]
    found += [(kind, name) for kind in _DRAWN for name in parts.related(document, kind)]
    for number, (kind, name) in enumerate(found, start=first):
        label = kind if kind == "properties" else "a chart" if kind == "chart" else "a drawing"
        part = f"{label.removeprefix('a ')} ({name.rpartition('/')[2]})"
        for text in _texts(parts.tree(name)):
            for match in _TAG.finditer(text):
                place = DocumentPlace(part, tag=shortened(match[0], 120), order=(number, 0))
                yield kinds.LANGUAGE_NOT_FILLED.at(place, part=label)


def _texts(root: Element) -> Iterator[str]:
    """Texts and attributes; runs of a drawing's paragraph as one."""
    for element in root.iter():
        yield from map(str, element.attrib.values())
        if element.tag == f"{{{DRAWING}}}p":
            yield "".join(t.text or "" for t in element.iter(f"{{{DRAWING}}}t"))
        elif element.tag != f"{{{DRAWING}}}t" and isinstance(element.tag, str) and element.text:
            yield element.text
