"""Headers and footers of a reading copy: the engine mixes up which section has which, so they are brought anew.

Where one differs between the drafts, the runs that differ are tracked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import takewhile, zip_longest

from reportgen.draft.redline.tracking import DELETED, INSERTED, accept_all, track, track_paragraph
from reportgen.draft.refresh.execution.importing import Importer, StyleBook
from reportgen.office.package import DOCUMENT, RELATIONS, Package
from reportgen.word.xml import XML_SPACE, Element, local, remove, run_with_look, shown_text, text_element, w

_ID = f"{{{RELATIONS}}}id"
_NO_BOOKMARK = 0  # references have none


def restore_sections(copy: Package, edited: Package, refreshed: Package, numbers: Iterator[int]) -> None:
    """Give each section the headers and footers that it has in the refreshed draft, where it goes those of the edited.

    Nothing is done where the sections of the three cannot be told.
    """
    sections = list(_sections(copy))
    stays = [not _has_end(section, DELETED) for section in sections]
    was = [not _has_end(section, INSERTED) for section in sections]
    now, earlier = list(_sections(refreshed)), list(_sections(edited))
    if (sum(stays), sum(was)) != (len(now), len(earlier)):
        return
    new, old = iter(now), iter(earlier)
    headers = _HeadersFooters(copy, edited, refreshed, numbers)
    for section, is_new, is_old in zip(sections, stays, was, strict=True):
        headers.restore(section, next(new) if is_new else None, next(old) if is_old else None)


def _sections(package: Package) -> Iterator[Element]:
    """The sections of a document, without what tracked changes say of earlier ones."""
    for section in package.tree(DOCUMENT).iter(w("sectPr")):
        parent = section.getparent()
        if parent is not None and local(parent) in ("body", "pPr"):
            yield section


def _has_end(section: Element, kinds: tuple[str, ...]) -> bool:
    """True where the end of the section's last paragraph is so tracked."""
    properties = section.getparent()
    look = None if properties is None else properties.find(w("rPr"))
    return look is not None and any(mark.tag in kinds for mark in look)


class _HeadersFooters:
    def __init__(self, copy: Package, edited: Package, refreshed: Package, numbers: Iterator[int]) -> None:
        self._copy, self._edited = copy, edited
        self._bring_new, self._bring_old = (
            Importer(draft, copy, StyleBook(draft, copy), _NO_BOOKMARK) for draft in (refreshed, edited)
        )
        self._numbers = numbers
        self._done: set[str] = set()  # the ids of those in which the changes are tracked

    def restore(self, section: Element, now: Element | None, earlier: Element | None) -> None:
        """Let a section refer to what it does in the refreshed draft, else to what it did in the edited one."""
        remove(*_references(section))
        new, old = ({} if each is None else _by_kind(each) for each in (now, earlier))
        brought = {kind: self._bring_new.bring(each) for kind, each in new.items()}
        for kind in new.keys() & old.keys():
            self._compare(brought[kind], old[kind])
        placed = brought.values() if now is not None else map(self._bring_old.bring, old.values())
        for number, reference in enumerate(placed):
            section.insert(number, reference)

    def _compare(self, reference: Element, earlier: Element) -> None:
        """Track in a header or footer what differs from the earlier one."""
        if reference.get(_ID, "") in self._done:
            return
        self._done.add(reference.get(_ID, ""))
        now = self._copy.changed(self._copy.relations(DOCUMENT)[reference.get(_ID, "")].target)
        before = deepcopy(self._edited.tree(self._edited.relations(DOCUMENT)[earlier.get(_ID, "")].target))
        accept_all(now)
        accept_all(before)
        if shown_text(now) != shown_text(before):
            _track_changes(now, before, self._numbers)


def _references(section: Element) -> list[Element]:
    return [each for each in section if each.tag in (w("headerReference"), w("footerReference"))]


def _by_kind(section: Element) -> dict[tuple[str, str], Element]:
    return {(local(each), each.get(w("type"), "default")): each for each in _references(section)}


def _track_changes(now: Element, before: Element, numbers: Iterator[int]) -> None:
    """Paragraph by paragraph; in one of as many runs as before, those runs that differ."""
    for new, old in zip_longest(list(now.iter(w("p"))), list(before.iter(w("p")))):
        if old is None:
            track_paragraph(new, "ins", numbers)
        elif new is None:
            now.append(old)
            track_paragraph(old, "del", numbers)
        else:
            _track_runs(list(new.iter(w("r"))), list(old.iter(w("r"))), new, numbers)


def _track_runs(new: list[Element], old: list[Element], paragraph: Element, numbers: Iterator[int]) -> None:
    pairs = list(zip(new, old, strict=True)) if len(new) == len(old) else []
    if not pairs:
        for gone in old:
            new[0].addprevious(gone) if new else paragraph.append(gone)
            track(gone, "del", numbers)
        for came in new:
            track(came, "ins", numbers)
    for came, gone in pairs:
        if shown_text(came) != shown_text(gone):
            came.addprevious(gone)
            _keep_alike(came, gone)
            track(gone, "del", numbers)
            track(came, "ins", numbers)


def _keep_alike(came: Element, gone: Element) -> None:
    """Put the words that both runs begin and end with before and behind them, in runs of their own."""
    texts = [run.findall(w("t")) for run in (came, gone)]
    if [len(found) for found in texts] != [1, 1]:
        return
    now, before = (re.split("(?<= )", found[0].text or "") for found in texts)
    first = _alike(now, before)
    last = _alike(now[first:][::-1], before[first:][::-1])
    head, tail = "".join(now[:first]), "".join(now[len(now) - last :])
    for found, words in zip(texts, (now, before), strict=True):
        found[0].text = "".join(words[first : len(words) - last])
        found[0].set(XML_SPACE, "preserve")
    look = came.find(w("rPr"))
    if head:
        gone.addprevious(run_with_look(look, text_element(head)))
    if tail:
        came.addnext(run_with_look(look, text_element(tail)))


def _alike(now: Sequence[str], before: Sequence[str]) -> int:
    """How many words stand alike at the beginning of both."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(now, before, strict=False)))
