"""Contents tables in a reading copy: where one differs, all of the earlier one is deleted and all of the new inserted.

The engine would mark entry by entry, and let the field of a table end twice. So the tables stay out of the comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from reportgen.draft.redline.tracking import DELETED, INSERTED, accept_all, track_paragraph
from reportgen.office.package import DOCUMENT, RELATIONS, Package
from reportgen.word.comments import MARKS, remove_marks
from reportgen.word.fields import contents_fields
from reportgen.word.xml import Element, make, remove, shown_text, text_run, w

_MARK = "reportgen: contents {}"  # a paragraph that stands for a table meanwhile


@dataclass(frozen=True, slots=True)
class ContentsTable:
    """A contents table of both drafts."""

    mark: str
    earlier: Sequence[Element]
    now: Sequence[Element]


def set_contents_aside(edited: Package, refreshed: Package) -> tuple[Package, Package, list[ContentsTable]]:
    """Both drafts with a mark for each contents table, and the tables; as they are where they have not equally many."""
    drafts = edited.copy(), refreshed.copy()
    found = [
        [f.paragraphs for f in contents_fields(each.tree(DOCUMENT)) if _stands_apart(f.paragraphs)] for each in drafts
    ]
    if len(found[0]) != len(found[1]):
        return edited.copy(), refreshed.copy(), []
    aside = [ContentsTable(_MARK.format(n), *both) for n, both in enumerate(zip(*found, strict=True))]
    for draft, tables in zip(drafts, found, strict=True):
        draft.changed(DOCUMENT)
        for contents, table in zip(aside, tables, strict=True):
            table[0].addprevious(make("p", text_run(contents.mark)))
            remove(*table)
    return *drafts, aside


def _stands_apart(paragraphs: Sequence[Element]) -> bool:
    """True for paragraphs side by side that neither end a section nor refer to other parts."""
    parents = {paragraph.getparent() for paragraph in paragraphs}
    inner = [each for paragraph in paragraphs for each in paragraph.iter()]
    refers = any(str(name).startswith(f"{{{RELATIONS}}}") for each in inner for name in each.attrib)
    return len(parents) == 1 and not refers and not any(each.tag == w("sectPr") for each in inner)


def put_contents_back(root: Element, aside: Sequence[ContentsTable], numbers: Iterator[int]) -> None:
    """Put the tables in the places of their marks."""
    for contents in aside:
        is_same = [*map(shown_text, contents.earlier)] == [*map(shown_text, contents.now)]
        for mark in [paragraph for paragraph in root.iter(w("p")) if _words(paragraph) == contents.mark]:
            for paragraph in contents.now if is_same else _changed(contents, mark, numbers):
                mark.addprevious(paragraph)
            remove(mark)


def _words(paragraph: Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(w("t"), w("delText")))


def _changed(contents: ContentsTable, mark: Element, numbers: Iterator[int]) -> Iterator[Element]:
    """A table that differs, as it was and as it is; of one that was moved, what belongs to the place of the mark."""
    for kind, paragraphs, elsewhere in (("del", contents.earlier, INSERTED), ("ins", contents.now, DELETED)):
        for paragraph in paragraphs if next(mark.iter(*elsewhere), None) is None else ():
            tracked = _plain(paragraph, with_marks=kind == "ins")
            track_paragraph(tracked, kind, numbers)
            yield tracked


def _plain(paragraph: Element, *, with_marks: bool) -> Element:
    """A copy in which what people tracked counts as accepted; bookmarks and comments may stand once only."""
    plain = deepcopy(paragraph)
    accept_all(plain)
    if not with_marks:
        remove(*list(plain.iter(w("bookmarkStart"), w("bookmarkEnd"))))
        remove_marks(*list(plain.iter(*MARKS)))
    return plain
