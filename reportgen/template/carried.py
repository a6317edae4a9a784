"""What a value carries into the document besides its words: the names of its figures, and the entry it belongs to.

While a template is filled both stand in the text, between stand-ins that no text can hold; then they become content
controls like those a template's author puts there by hand: `rgv:<name>` round a figure, an empty `rgi:<reference>` in
front of an entry of a list, `rgr:<reference>` in a row. `regions` turns controls into hidden bookmarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from markupsafe import escape

from reportgen.common.figures import pieces
from reportgen.word.marks import ENTRY, ROW, VALUE
from reportgen.word.xml import Element, local, make, remove, run_with_look, text_element, w, word_text
from reportgen.words.context import Disagreement, InterviewRecord, Item, QuestionRow, ResultRow, RoadMapItem, RoadMapRow

# No characters, and cleaned away from every text.
_VALUE, _NAMED, _END, _ENTRY, _ROW = "\ufdd3", "\ufdd4", "\ufdd5", "\ufdd6", "\ufdd7"
_STAND_IN = re.compile(f"{_VALUE}([^{_NAMED}]*){_NAMED}|({_END})|([{_ENTRY}{_ROW}])([^{_END}]*){_END}")
_HAS_SOME = re.compile(f"[{_VALUE}{_ENTRY}{_ROW}]")

_ENTRIES = {Item: "ref", RoadMapItem: "ref"}  # class -> the field that says where an entry comes from
_ROWS = {
    ResultRow: "id",
    QuestionRow: "id",
    Disagreement: "id",
    RoadMapRow: "id",
    InterviewRecord: "code",
}


class Told(str):
    """A text that knows which entry of the report it belongs to."""

    sign: str
    reference: str

    __slots__ = ("reference", "sign")


def told_by(owner: Any, text: str) -> str:
    """A text of an entry, with the entry's reference where it has one that lasts."""
    kind = type(owner)
    sign = _ENTRY if kind in _ENTRIES else _ROW if kind in _ROWS else ""
    reference = getattr(owner, (_ENTRIES | _ROWS)[kind]) if sign else ""
    if not text or not reference:
        return text
    told = Told(text)
    told.sign, told.reference = sign, reference
    return told


def carried(text: str) -> str:
    """A text as XML, cleaned and escaped, with stand-ins for what it carries."""
    entry = f"{text.sign}{_as_xml(text.reference)}{_END}" if isinstance(text, Told) else ""
    return entry + "".join(
        f"{_VALUE}{_as_xml(name)}{_NAMED}{_as_xml(words)}{_END}" if name else _as_xml(words)
        for name, words in pieces(text)
    )


def _as_xml(text: str) -> str:
    return str(escape(word_text(text)))


# ------------------------------------------------------------------------------------------- from text to controls


def put_controls(tree: Element) -> None:
    """Turn the stand-ins of a filled tree into controls; where none can stand, such as in an attribute, they go."""
    for element in tree.iter():
        for name, value in element.attrib.items():
            if _HAS_SOME.search(str(value)):
                element.set(name, _without(str(value)))
    for holder in list(_holders(tree)):
        run = holder.getparent()
        if holder.tag == w("t") and run is not None and local(run) == "r" and run.getparent() is not None:
            _split(run)
        else:
            holder.text = _without(holder.text or "")


def _holders(tree: Element) -> Iterator[Element]:
    """The elements whose text holds stand-ins."""
    texts: Any = tree.xpath("//text()")  # asked of lxml: python-docx gives some elements a text of its own making
    yield from (text.getparent() for text in texts if text.is_text and _HAS_SOME.search(text))


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
            part = run_with_look(run.find(w("rPr")), *content)
            if inside is None:
                run.addprevious(part)
            else:
                inside[-1].append(part)
    remove(run)


def _parts(run: Element) -> Iterator[tuple[str, Any]]:
    """The parts of a run: ("", its elements), (VALUE, name), (_END, ""), (ENTRY or ROW, reference)."""
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
            yield (ENTRY if sign == _ENTRY else ROW), reference
        else:
            yield VALUE, name
        end = found.end()
    yield "", text[end:]


def _control(tag: str) -> Element:
    return make("sdt", make("sdtPr", make("tag", val=tag)), make("sdtContent"))
