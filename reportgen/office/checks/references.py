"""Rules of what refers to what in a Word file: ids that are alone; styles, lists, notes and comments that exist."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

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
    repeated,
    val,
    w,
)

_LONGEST_NAME = 40
_NAME = re.compile(r"[^\W\d]\S*")
_PARAGRAPH_ID = f"{{{WORD_2010}}}paraId"
_SOUND_PARAGRAPH_ID = re.compile("(?!0{8})[0-7][0-9A-Fa-f]{7}")
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
        named = (e for e in story.root.iter(w("p"), w("tr")) if _PARAGRAPH_ID in e.attrib)
        paragraphs = ((story.part, e, e.get(_PARAGRAPH_ID, "")) for e in named)
        yield from _alone(rules.PARAGRAPH_ID, paragraphs, _SOUND_PARAGRAPH_ID)
    yield from _alone(rules.DRAWING_ID, drawings, re.compile(r"[1-9]\d*"))
    yield from _alone(rules.CONTROL_ID, controls, re.compile(r"-?\d+"))


def _alone(rule: Rule, found: Iterable[tuple[str, Element, str]], form: re.Pattern[str]) -> Iterator[Violation]:
    seen: set[str] = set()
    for part, element, number in found:
        if number in seen or not form.fullmatch(number):
            yield rule.at(in_part(part, element), id=number)
        seen.add(number)


def _own_ids(story: TextPart | None, name: str, attribute: str = "id") -> list[str]:
    """The ids of what stands in a part; none where there is no such part."""
    return [] if story is None else [element.get(w(attribute), "") for element in story.root.iterfind(w(name))]


def _repeated(rule: Rule, story: TextPart | None, ids: Iterable[str], **facts: str) -> Iterator[Violation]:
    part = "" if story is None else story.part
    yield from (rule.at(in_part(part), id=id_, **facts) for id_ in repeated(ids))


def _missing(
    rule: Rule, story: TextPart | None, attribute: str, known: Container[str], *tags: str
) -> Iterator[Violation]:
    """The elements of a part that name an id which nothing has."""
    for element in story.root.iter(*tags) if story is not None else ():
        id_ = element.get(attribute, "")
        if id_ not in known and story is not None:
            yield rule.at(in_part(story.part, element), id=id_)


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
    """Comments and the places they belong to.

    Whether a comment is done, and what it answers, is told of its last paragraph.
    """
    story = file.other("comments")
    known = _own_ids(story, "comment")
    yield from _repeated(rules.COMMENT_ID, story, known)
    for place in (s for s in file.stories if story is None or s.part != story.part):
        yield from _pairs(place, "commentRange", rules.COMMENT_ID, rules.COMMENT_OPEN)
        yield from _missing(rules.COMMENT_MISSING, place, w("id"), known, w("commentReference"), w("commentRangeStart"))
    if story is not None:
        paragraphs = {"", *(paragraph.get(_PARAGRAPH_ID, "") for paragraph in story.root.iter(w("p")))}
        for key in ("paraId", "paraIdParent"):
            states = file.other("commentsExtended")
            yield from _missing(rules.COMMENT_MISSING, states, f"{{{WORD_2012}}}{key}", paragraphs)


def _notes(file: WordFile) -> Iterator[Violation]:
    for kind, part in _NOTES:
        story = file.other(part)
        known = _own_ids(story, kind)
        yield from _repeated(rules.NOTE_ID, story, known)
        for place in file.stories:
            yield from _missing(rules.NOTE_MISSING, place, w("id"), known, w(f"{kind}Reference"))


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
        yield from _repeated(rules.STYLE_TWICE, styles, found, what=what)
    for style_id in file.styles.by_id:
        last = list(file.styles.chain(style_id))[-1]
        if val(last.find(w("basedOn"))) in file.styles.by_id:  # the chain stopped because it came round
            yield rules.STYLE_LOOP.at(in_part(styles.part), id=style_id)


def _lists(file: WordFile) -> Iterator[Violation]:
    story = file.other("numbering")
    definitions, lists = _own_ids(story, "abstractNum", "abstractNumId"), _own_ids(story, "num", "numId")
    for found in (definitions, lists):
        yield from _repeated(rules.LIST_TWICE, story, found)
    yield from _missing(rules.LIST_MISSING, story, w("val"), definitions, w("abstractNumId"))
    known = {*lists, "0"}  # 0 takes a paragraph out of the list of its style
    for place in (*file.stories, file.other("styles")):
        yield from _missing(rules.LIST_MISSING, place, w("val"), known, w("numId"))
