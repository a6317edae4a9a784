"""What a value carries into the document besides its words: the names of its figures, and the entry it belongs to.

While a template is filled both stand in the text, between stand-ins that no text can hold; then they become content
controls like those a template's author puts there by hand: `rgv:<name>` round a figure, an empty `rgi:<reference>` in
front of an entry of a list, `rgr:<reference>` in every row of a table, `rgd:<origin>` in front of words that nobody has
confirmed or written yet. `regions` turns controls into hidden bookmarks, `origins` reads those of the last kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree
from markupsafe import escape

from reportgen.common.figures import pieces, plain
from reportgen.word.marks import DRAFTED, ENTRY, ROW, VALUE, WORDS
from reportgen.word.xml import (
    Element,
    first,
    insert_at_start,
    local,
    make,
    remove,
    run_with_look,
    text_element,
    w,
    word_text,
)
from reportgen.words.context import (
    AreaChapter,
    BoxLine,
    DecisionRow,
    Disagreement,
    ElementNotes,
    EndsRow,
    FirstInitiative,
    HeadlineLine,
    HorizonLine,
    InterviewRecord,
    Item,
    KeyFigure,
    LabelledText,
    LensRow,
    LensTable,
    MethodNote,
    Missing,
    ModelArea,
    NextStep,
    OwnerRow,
    Picture,
    QuestionRow,
    QuestionTable,
    ResultRow,
    RoadMapCell,
    RoadMapItem,
    RoadMapRow,
    StateLine,
    TopicPictures,
)

# No characters, and cleaned away from every text.
_VALUE, _NAMED, _END, _ENTRY, _ROW, _DRAFTED = "\ufdd3", "\ufdd4", "\ufdd5", "\ufdd6", "\ufdd7", "\ufdd8"
_TAGS = {_ENTRY: ENTRY, _ROW: ROW, _DRAFTED: DRAFTED}
_STAND_IN = re.compile(f"{_VALUE}([^{_NAMED}]*){_NAMED}|({_END})|([{''.join(_TAGS)}])([^{_END}]*){_END}")
_ROW_BEFORE = re.compile(rf"\A{_ROW}[^{_END}]*{_END}")
_SIGNS = "".join((_VALUE, *_TAGS))  # what stand-ins begin with
# asked of lxml: python-docx gives some elements a text of its own making
_IN_TEXTS: Any = etree.XPath(f"//text()[translate(., '{_SIGNS}', '') != .]")
_IN_ATTRIBUTES: Any = etree.XPath(f"//@*[translate(., '{_SIGNS}', '') != .]")

_REFERENCES: Mapping[type, str] = {  # class -> the field that says where an entry comes from, and so which one it is
    Item: "ref",
    RoadMapItem: "ref",
    ResultRow: "id",
    QuestionRow: "id",
    NextStep: "id",
    DecisionRow: "ref",
    OwnerRow: "id",
    Disagreement: "id",
    RoadMapRow: "id",
    InterviewRecord: "code",
    Missing: "ref",
    HeadlineLine: "text",  # it has nothing else that lasts
    LensRow: "title",
    EndsRow: "place",
    FirstInitiative: "ref",
}
_NAMES: Mapping[type, str] = {  # the same for what makes no list by itself, but may make the rows of a table
    LensTable: "title",
    QuestionTable: "title",
    TopicPictures: "id",
    MethodNote: "title",
    AreaChapter: "id",
    ElementNotes: "id",
    ModelArea: "id",
    HorizonLine: "id",
    BoxLine: "value",
    StateLine: "letter",
    KeyFigure: "label",
    LabelledText: "label",
    Picture: "name",
    RoadMapCell: "horizon",
}
_IN_PARAGRAPHS = (Item, RoadMapItem)  # their texts are entries of lists in cells, too, and none of the cell's row
_FIXED = "#"  # what the reference of a row begins with that the template itself has


class Told(str):
    """A text that knows which entry of the report it belongs to, and whether somebody has to confirm or write it."""

    sign: str
    reference: str
    origin: str

    __slots__ = ("origin", "reference", "sign")


def told_by(owner: Any, text: str, origin: str = "") -> str:
    """A text of an entry, with the entry's reference where it has one that lasts, and its `origin` where it counts."""
    reference = _reference(owner) if text and type(owner) in _REFERENCES else ""
    if not reference and not origin:
        return text
    told = Told(text)
    told.sign, told.reference = (_ENTRY if type(owner) in _IN_PARAGRAPHS else _ROW), reference
    told.origin = origin
    return told


def of_the_same_origin(text: str, *sources: Any) -> str:
    """A text that a template made of others, as one that somebody has to confirm or write where one of them is."""
    origin = next((each.origin for each in sources if isinstance(each, Told) and each.origin), "")
    return told_by(None, text, origin) if origin else text


def _reference(item: Any) -> str:
    """What tells an entry from all others of its kind; empty when nothing does."""
    if isinstance(item, str):
        return f"{WORDS}{_in_short(item)}" if item else ""
    if isinstance(item, tuple | list):  # several in one row: another may join them
        references = [_reference(inner) for inner in item if inner]
        return f"{WORDS}{'+'.join(references)}" if references and all(references) else ""
    name = _REFERENCES.get(type(item)) or _NAMES.get(type(item))
    reference = getattr(item, name) if name else ""
    return reference if isinstance(reference, str) and name != "text" else _reference(reference)


def _in_short(text: str) -> str:
    return " ".join(plain(text).casefold().split())


def row_reference(number: int, items: Iterable[Any]) -> str:
    """What tells a row of a table: the items that the loops in the table are at, or its number among rows without.

    Empty when nothing tells an item of one of these loops.
    """
    references = [_reference(item) for item in items]
    if not references:
        return f"{_FIXED}{number}"
    return "/".join(references) if all(references) else ""


def row_stand_in(reference: str) -> str:
    """What stands in a row, for its control."""
    return f"{_ROW}{_as_xml(reference)}{_END}" if reference else ""


def carried(text: str) -> str:
    """A text as XML, cleaned and escaped, with stand-ins for what it carries."""
    told = text if isinstance(text, Told) else Told()
    entry = f"{told.sign}{_as_xml(told.reference)}{_END}" if told and told.reference else ""
    origin = f"{_DRAFTED}{told.origin}{_END}" if told and told.origin else ""
    return (
        entry
        + origin
        + "".join(
            f"{_VALUE}{_as_xml(name)}{_NAMED}{_as_xml(words)}{_END}" if name else _as_xml(words)
            for name, words in pieces(text)
        )
    )


def _as_xml(text: str) -> str:
    return str(escape(word_text(text)))


# ------------------------------------------------------------------------------------------- from text to controls


def put_controls(tree: Element) -> None:
    """Turn the stand-ins of a filled tree into controls; where none can stand, such as in an attribute, they go."""
    for value in _IN_ATTRIBUTES(tree):
        value.getparent().set(value.attrname, _without(value))
    marked_rows: set[Element | None] = set()
    for holder in [text.getparent() for text in _IN_TEXTS(tree) if text.is_text]:
        run = holder.getparent()
        if holder.tag == w("tr"):
            _mark_row(holder)
            marked_rows.add(holder)
        elif holder.tag == w("t") and run is not None and local(run) == "r" and run.getparent() is not None:
            if next(holder.iterancestors(w("tr")), None) in marked_rows:  # what tells the row once more says nothing
                holder.text = _ROW_BEFORE.sub("", holder.text or "")
            if _STAND_IN.search(holder.text or ""):
                _split(run)
        else:
            holder.text = _without(holder.text or "") or None


def _mark_row(row: Element) -> None:
    """Put the control of a row into its first paragraph."""
    found = _STAND_IN.search(row.text or "")
    paragraph = next(row.iter(w("p")), None)
    if found and paragraph is not None:
        insert_at_start(paragraph, _control(ROW + found[4]))
    row.text = _without(row.text or "") or None


def _without(text: str) -> str:
    """A text without stand-ins, and without what only they need."""
    return _STAND_IN.sub("", text)


def _split(run: Element) -> None:
    """Put a run's text into as many runs as it has parts, those of figures inside their controls."""
    inside: Element | None = None
    for kind, content in _parts(run):
        if kind == VALUE:
            inside = _control(VALUE + content)
            run.addprevious(inside)
        elif kind == _END:
            inside = None
        elif kind:
            run.addprevious(_control(kind + content))
        else:
            part = run_with_look(first(run, "rPr"), *content)
            if inside is None:
                run.addprevious(part)
            else:
                inside[-1].append(part)
    remove(run)


def _parts(run: Element) -> Iterator[tuple[str, Any]]:
    """The parts of a run: ("", its elements), (VALUE, name), (_END, ""), another tag with its reference."""
    held: list[Element] = []
    for child in [child for child in run if local(child) != "rPr"]:
        if child.tag != w("t"):
            held.append(child)
            continue
        for kind, content in _pieces(child.text or ""):
            if not kind:
                held += [text_element(content)] if content else []
                continue
            if held:
                yield "", held
            held = []
            yield kind, content
    if held:
        yield "", held


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    end = 0
    for found in _STAND_IN.finditer(text):
        yield "", text[end : found.start()]
        name, ended, sign, reference = found.groups()
        if ended:
            yield _END, ""
        elif sign:
            yield _TAGS[sign], reference
        else:
            yield VALUE, name
        end = found.end()
    yield "", text[end:]


def _control(tag: str) -> Element:
    control = make("sdt")  # its parts are made in their places, which costs a third: there are thousands
    etree.SubElement(etree.SubElement(control, w("sdtPr")), w("tag"), {w("val"): tag})
    etree.SubElement(control, w("sdtContent"))
    return control
