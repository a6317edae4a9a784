"""The reading copy of a refreshed draft: what a refresh changed in the edited one, as tracked changes in Word.

Accepting all of them gives the refreshed draft, rejecting all the edited one, in which changes that people had tracked
count as accepted. The engine that compares the two leaves some things undone, which are put right here.

    contents       contents tables, kept out of the comparison
    charts         changed charts that Word can edit
    sections       headers and footers
    tracking       marks that we set ourselves
"""

from __future__ import annotations

from itertools import count

from reportgen.common.grouping import grouped
from reportgen.draft.base import Base
from reportgen.draft.finalize.editing import take_comments
from reportgen.draft.redline.charts import restore_blanks, track_charts
from reportgen.draft.redline.contents import put_contents_back, set_contents_aside
from reportgen.draft.redline.sections import restore_sections
from reportgen.draft.redline.tracking import INSERTED, is_deleted
from reportgen.draft.refresh.execution.repair import remove_bookmarks
from reportgen.draft.stored import store_copy
from reportgen.office.package import DOCUMENT, Package
from reportgen.office.prefixes import declare_on_root
from reportgen.office.redline import tracked_between
from reportgen.word.canonical import HEADERS_FOOTERS, NOTES, parts_of
from reportgen.word.comments import AUTHOR, MARKS, RANGE_END, REFERENCE, read_comments, remove_marks
from reportgen.word.xml import Element, remove, w, whole_number

_SHOWN = ("image", "chart", "hyperlink", "header", "footer")  # what goes when nothing shows it
_ONCE = (w("bookmarkStart"), *MARKS)  # what may stand once only


def reading_copy(edited: Package, refreshed: Package, base: Base, name: str) -> Package:
    """A copy of the refreshed draft of that file name, with its changes against the edited one tracked as ours.

    It carries the `base` of the refreshed draft: with every change accepted or rejected, it is a draft like any other.
    Equal drafts give equal bytes: the changes have no dates. Raises `OfficeError` when the two cannot be compared.
    """
    before, after, contents = set_contents_aside(edited, refreshed)
    _take_comments(before)
    copy = Package.opened(tracked_between(before.packed(), after.packed(), author=AUTHOR))
    body = copy.changed(DOCUMENT)
    numbers = count(1 + max(whole_number(each.get(w("id"), ""), 0) for each in body.iter()))
    put_contents_back(body, contents, numbers)
    track_charts(copy, edited, numbers)
    restore_blanks(copy, edited)
    _free_comments(copy)
    restore_sections(copy, edited, refreshed, numbers)
    copy.drop_unnamed(DOCUMENT, _SHOWN)
    copy.drop_unreached()
    for root in map(copy.changed, (DOCUMENT, *parts_of(copy, (*HEADERS_FOOTERS, *NOTES)))):
        _keep_once(root)
        _undate(root)
        declare_on_root(root)
    core = refreshed.first_related("", "core-properties")
    for part in copy.related("", "core-properties") if core else ():
        copy[part] = refreshed[core]
    store_copy(copy, base, refreshed, name)
    return copy


def _take_comments(before: Package) -> None:
    """Take all comments out of the edited draft: the engine takes those of both sides for each other's.

    Those of the refreshed one are all there are: a refresh drops none of people.
    """
    take_comments(before, [before.changed(DOCUMENT)], comments := read_comments(before), {c.number for c in comments})


def _free_comments(copy: Package) -> None:
    """Let the comments of people stay whatever is rejected, but for those on what came in as a whole paragraph."""
    of_people = {comment.number for comment in read_comments(copy) if comment.author != AUTHOR}
    for mark in [mark for mark in copy.tree(DOCUMENT).iter(*MARKS) if mark.get(w("id")) in of_people]:
        paragraph = next(mark.iterancestors(w("p")), None)
        end = None if paragraph is None else paragraph.find(f"{w('pPr')}/{w('rPr')}")
        whole = end is not None and any(each.tag in INSERTED for each in end)
        placed = next(mark.iterancestors(w("r"))) if mark.tag == REFERENCE else mark
        change = placed.getparent()
        if change is not None and change.tag in INSERTED and not whole:
            if placed is change[0]:
                change.addprevious(placed)
            elif placed is change[-1]:
                change.addnext(placed)
            if not len(change):
                remove(change)


def _keep_once(root: Element) -> None:
    """Of a mark that stands where something is deleted and where it is inserted, let the one stand that stays.

    Where a comment goes over several paragraphs, the engine lets it end in the first as well as in the last.
    """
    found = grouped(((mark.tag, mark.get(w("name")) or mark.get(w("id"))), mark) for mark in root.iter(*_ONCE))
    for marks in found.values():
        staying = [mark for mark in marks if not is_deleted(mark)] or marks
        stays = staying[-1 if marks[0].tag == RANGE_END else 0]
        for mark in marks:
            if mark is not stays:
                (remove_bookmarks if mark.tag == w("bookmarkStart") else remove_marks)(mark)


def _undate(root: Element) -> None:
    for element in root.iter():
        if element.get(w("author")) == AUTHOR and w("date") in element.attrib:
            del element.attrib[w("date")]
