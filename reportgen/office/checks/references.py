"""Rules of what refers to what in a Word file: ids that are alone; styles, lists, notes and comments that exist."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from reportgen.office.checks import rules
from reportgen.office.checks.rules import Rule, Violation, in_part
from reportgen.office.checks.word_file import (
    COMPATIBILITY,
    PLACED,
    WORD_2010,
    WORD_2012,
    Element,
    TextPart,
    WordFile,
    is_inside,
    local,
    val,
    w,
)

_LONGEST_NAME = 40
_NAME = re.compile(r"[^\W\d]\S*")
_PARAGRAPH_ID = f"{{{WORD_2010}}}paraId"
_LEAST_FORBIDDEN_PARAGRAPH_ID = 0x80000000
_NOTES = (("footnote", "footnotes"), ("endnote", "endnotes"))


def reference_violations(file: WordFile) -> Iterator[Violation]:
    """All that refers to nothing, or to two things."""
    yield from _ids(file)
    yield from _bookmarks(file)
    yield from _comments(file)
    yield from _notes(file)
    yield from _styles(file)
    yield from _lists(file)


# --------------------------------------------------------------------------------------------------------- ids


def _ids(file: WordFile) -> Iterator[Violation]:
    """Word drops or renumbers what shares its id with another, over all stories of the document."""
    drawings, controls = [], []
    for story in file.stories:
        drawings += [
            (story.part, drawing, drawing.get("id", ""))
            for drawing in story.root.iter(f"{{{PLACED}}}docPr")
            if not is_inside(drawing, f"{{{COMPATIBILITY}}}Fallback")
        ]
        numbers = (properties.find(w("id")) for properties in story.root.iter(w("sdtPr")))
        controls += [(story.part, number, val(number)) for number in numbers if number is not None]
        yield from _paragraph_ids(story)
    yield from _alone(rules.DRAWING_ID, drawings, re.compile(r"[1-9]\d*"))
    yield from _alone(rules.CONTROL_ID, controls, re.compile(r"-?\d+"))


def _alone(rule: Rule, found: Iterable[tuple[str, Element, str]], form: re.Pattern[str]) -> Iterator[Violation]:
    seen: set[str] = set()
    for part, element, number in found:
        if number in seen or not form.fullmatch(number):
            yield rule.at(in_part(part, element), id=number)
        seen.add(number)


def _paragraph_ids(story: TextPart) -> Iterator[Violation]:
    seen: set[str] = set()
    for element in story.root.iter(w("p"), w("tr")):
        number = element.get(_PARAGRAPH_ID)
        if number is None:
            continue
        sound = re.fullmatch("[0-9A-Fa-f]{8}", number) and 0 < int(number, 16) < _LEAST_FORBIDDEN_PARAGRAPH_ID
        if number in seen or not sound:
            yield rules.PARAGRAPH_ID.at(in_part(story.part, element), id=number)
        seen.add(number)


# ---------------------------------------------------------------------------------------------------- bookmarks


def _bookmarks(file: WordFile) -> Iterator[Violation]:
    """Names are alone in the document, whatever their case; ids in their part."""
    names: set[str] = set()
    for story in file.stories:
        for start in story.root.iter(w("bookmarkStart")):
            name = start.get(w("name"), "")
            reason = _fault_of_name(name, names)
            if reason:
                yield rules.BOOKMARK_NAME.at(in_part(story.part, start), name=name, reason=reason)
            names.add(name.casefold())
        yield from _pairs(story, "bookmark", rules.BOOKMARK_ID, rules.BOOKMARK_OPEN)


def _fault_of_name(name: str, known: set[str]) -> str:
    if name.casefold() in known:
        return "another bookmark has it"
    if len(name) > _LONGEST_NAME:
        return f"it is longer than {_LONGEST_NAME} characters"
    return "" if _NAME.fullmatch(name) else "it does not begin with a letter or an underscore, or has a blank inside"


def _pairs(story: TextPart, kind: str, twice: Rule, unpaired: Rule) -> Iterator[Violation]:
    """Every range has one start and, behind it, one end."""
    begun: set[str] = set()
    unended: dict[str, list[Element]] = {}
    for mark in story.root.iter(w(f"{kind}Start"), w(f"{kind}End")):
        number = mark.get(w("id"), "")
        if mark.tag == w(f"{kind}Start"):
            if number in begun:
                yield twice.at(in_part(story.part, mark), id=number)
            begun.add(number)
            unended.setdefault(number, []).append(mark)
        elif not unended.get(number):
            yield unpaired.at(in_part(story.part, mark), id=number, missing="start before its end")
        else:
            unended[number].pop()
    for number, marks in unended.items():
        yield from (unpaired.at(in_part(story.part, mark), id=number, missing="end") for mark in marks)


# ----------------------------------------------------------------------------------------------- comments, notes


def _comments(file: WordFile) -> Iterator[Violation]:
    """Comments and the places they belong to."""
    story = file.other("comments")
    known = [] if story is None else [comment.get(w("id"), "") for comment in story.root.findall(w("comment"))]
    if story is not None:
        yield from (
            rules.COMMENT_ID.at(in_part(story.part), id=id_) for id_, count in Counter(known).items() if count > 1
        )
    for place in (s for s in file.stories if story is None or s.part != story.part):
        yield from _pairs(place, "commentRange", rules.COMMENT_ID, rules.COMMENT_OPEN)
        for mark in place.root.iter(w("commentReference"), w("commentRangeStart")):
            number = mark.get(w("id"), "")
            if number not in known:
                yield rules.COMMENT_MISSING.at(in_part(place.part, mark), id=number)
    if story is not None:
        yield from _comment_states(file, story)


def _comment_states(file: WordFile, comments: TextPart) -> Iterator[Violation]:
    """Whether a comment is done, and what it answers, is told of its last paragraph."""
    known = {paragraph.get(_PARAGRAPH_ID) for paragraph in comments.root.iter(w("p"))}
    states = file.other("commentsExtended")
    for state in states.root if states is not None else ():
        for key in ("paraId", "paraIdParent"):
            number = state.get(f"{{{WORD_2012}}}{key}")
            if number is not None and number not in known and states is not None:
                yield rules.COMMENT_MISSING.at(in_part(states.part, state), id=number)


def _notes(file: WordFile) -> Iterator[Violation]:
    for kind, part in _NOTES:
        story = file.other(part)
        known = [] if story is None else [note.get(w("id"), "") for note in story.root.findall(w(kind))]
        if story is not None:
            yield from (
                rules.NOTE_ID.at(in_part(story.part), id=id_) for id_, count in Counter(known).items() if count > 1
            )
        for place in file.stories:
            for mark in place.root.iter(w(f"{kind}Reference")):
                if mark.get(w("id"), "") not in known:
                    yield rules.NOTE_MISSING.at(in_part(place.part, mark), id=mark.get(w("id")))


# ------------------------------------------------------------------------------------------------ styles, lists

_OWN, _ANY = "own", "any"
_STYLES_NAMED = {  # element that names a style -> the kind it has to be; own: the kind of the style it stands in
    "pStyle": "paragraph",
    "rStyle": "character",
    "tblStyle": "table",
    "basedOn": _OWN,
    "link": _ANY,
    "next": "paragraph",
    "styleLink": "numbering",
    "numStyleLink": "numbering",
    "clickAndTypeStyle": "paragraph",
    "defaultTableStyle": "table",
}


def _styles(file: WordFile) -> Iterator[Violation]:
    """Every style that is named is there, and of the right kind."""
    kinds = {id_: style.get(w("type"), "paragraph") for id_, style in file.styles.by_id.items()}
    others = (file.other(kind) for kind in ("styles", "numbering", "settings"))
    for story in (*file.stories, *(other for other in others if other is not None)):
        for element in story.root.iter(*map(w, _STYLES_NAMED)):
            id_ = val(element)
            wanted = _STYLES_NAMED[local(element)]
            if wanted == _OWN:
                wanted = _kind_around(element)
            if id_ not in kinds:
                yield rules.STYLE_MISSING.at(in_part(story.part, element), id=id_)
            elif wanted not in (_ANY, kinds[id_]):
                yield rules.STYLE_KIND.at(in_part(story.part, element), id=id_, kind=wanted)
    styles = file.other("styles")
    if styles is not None:
        yield from _style_sheet(file, styles)


def _kind_around(element: Element) -> str:
    style = element.getparent()
    return "" if style is None else style.get(w("type"), "paragraph")


def _style_sheet(file: WordFile, styles: TextPart) -> Iterator[Violation]:
    ids = [style.get(w("styleId"), "") for style in file.styles.all]
    names = [val(style.find(w("name"))).casefold() for style in file.styles.all]
    for what, found in (("id", ids), ("name", names)):
        yield from (
            rules.STYLE_TWICE.at(in_part(styles.part), what=what, id=i) for i, n in Counter(found).items() if n > 1
        )
    for style_id in file.styles.by_id:
        last = list(file.styles.chain(style_id))[-1]
        if val(last.find(w("basedOn"))) in file.styles.by_id:  # the chain stopped because it came round
            yield rules.STYLE_LOOP.at(in_part(styles.part), id=style_id)


def _lists(file: WordFile) -> Iterator[Violation]:
    story = file.other("numbering")
    definitions = [] if story is None else [e.get(w("abstractNumId"), "") for e in story.root.iter(w("abstractNum"))]
    lists = [] if story is None else [e.get(w("numId"), "") for e in story.root.iterfind(w("num"))]
    if story is not None:
        for found in (definitions, lists):
            yield from (
                rules.LIST_TWICE.at(in_part(story.part), id=i) for i, count in Counter(found).items() if count > 1
            )
        for number in story.root.iterfind(f"{w('num')}/{w('abstractNumId')}"):
            if val(number) not in definitions:
                yield rules.LIST_MISSING.at(in_part(story.part, number), id=val(number))
    styles = file.other("styles")
    known = {*lists, "0"}  # 0 takes a paragraph out of the list of its style
    for place in (*file.stories, *([styles] if styles is not None else [])):
        for number in place.root.iter(w("numId")):
            if val(number) not in known:
                yield rules.LIST_MISSING.at(in_part(place.part, number), id=val(number))
