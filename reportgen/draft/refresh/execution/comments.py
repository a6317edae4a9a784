"""Comments while a draft is refreshed: those of people stay at their place, ours follow what they are about.

Ours are of two kinds. One asks to confirm a suggestion: it belongs to what was generated and comes and goes with it.
The other tells of a conflict: it stays until a person deletes it, until a new conflict at its place replaces it, or
until what is not generated any more is generated again. One that people answered goes on in the comment that replaces
it; where none does, it stays beside the answer.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from copy import deepcopy

from reportgen.common.grouping import grouped
from reportgen.draft.refresh.changes import Conflict
from reportgen.draft.refresh.execution.importing import StyleBook
from reportgen.office.package import DOCUMENT, Package, parse
from reportgen.word.comments import (
    AUTHOR,
    CONFLICT,
    INITIALS,
    MARKS,
    PARAGRAPH_ID,
    RANGE_END,
    REFERENCE,
    WORD_2012,
    anchor,
    is_conflict,
    is_ours,
    read_comments,
    remove_marks,
)
from reportgen.word.xml import WORD, Element, insert_at_start, local, make, shown_text, text_run, w, whole_number

_BOOKMARKS = tuple(map(w, ("bookmarkStart", "bookmarkEnd")))
_LONGEST = 600  # characters of a text quoted in a comment
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


class Comments:
    """The comments of a draft that is being refreshed; `fresh` is the new build, whose suggestions ask anew.

    What is new gets the draft's `styles`, into which those of comments come that another program left out.
    """

    def __init__(self, draft: Package, fresh: Package, styles: StyleBook) -> None:
        self._draft, self._styles = draft, styles
        self._name = draft.first_related(DOCUMENT, "comments") or "word/comments.xml"
        self._root = draft.tree(self._name) if self._name in draft else _no_comments()
        name = fresh.first_related(DOCUMENT, "comments")
        self._fresh = {c.get(w("id"), ""): c for c in fresh.tree(name)} if name else {}
        self._ours = {comment.get(w("id"), "") for comment in self._root if is_ours(comment)}
        self._conflicts = {comment.get(w("id"), "") for comment in self._root if is_conflict(comment)}
        answers = {comment.number: comment.answers for comment in read_comments(draft) if comment.answers}
        self._answers = {number: ours for number, ours in answers.items() if ours in self._ours}
        self._changed = False

    @property
    def ours(self) -> frozenset[str]:
        """The ids of our comments."""
        return frozenset(self._ours)

    @property
    def asking(self) -> frozenset[str]:
        """The ids of those of ours that ask for confirmation."""
        return frozenset(self._ours - self._conflicts)

    def has_human(self, element: Element) -> bool:
        """True when a person's comment begins, ends or stands in an element."""
        return next(self._human(element), None) is not None

    def _human(self, element: Element) -> Iterator[Element]:
        return (mark for mark in element.iter(*MARKS) if mark.get(w("id"), "") not in self._ours)

    def carry(self, old: Element, new: Element) -> None:
        """Put people's comments on `old`, and their own bookmarks in it, on `new`, which stands or will stand there."""
        paragraphs = [new] if local(new) == "p" else list(new.iter(w("p")))
        if not paragraphs:
            return
        first, last = paragraphs[0], paragraphs[-1]
        for mark in [*self._human(old), *_own_bookmarks(old, new)]:
            if mark.tag == REFERENCE:
                last.append(make("r", deepcopy(mark)))
            elif str(mark.tag).endswith("Start"):
                insert_at_start(first, deepcopy(mark))
            else:
                last.append(deepcopy(mark))

    def suggest(self, fresh_number: str, paragraphs: Sequence[Element]) -> None:
        """Let what is a suggestion ask for confirmation: in the words of the new build, round these paragraphs."""
        source = self._fresh.get(fresh_number)
        if source is None or not paragraphs:
            return
        marks = (mark for paragraph in paragraphs for mark in paragraph.iter(*MARKS))
        remove_marks(*(mark for mark in marks if mark.get(w("id"), "") in self.asking))
        comment = deepcopy(source)
        self._styles.restyle(comment)
        self._anchor(self._add(comment, paragraphs), paragraphs[0], paragraphs[-1])

    def reword(self, number: str, fresh_number: str) -> None:
        """Let a comment that asks already do so in the words of the new build; its thread and its state stay."""
        source = self._fresh.get(fresh_number)
        comment = next((other for other in self._root if other.get(w("id")) == number), None)
        if source is None or comment is None or shown_text(comment) == shown_text(source):
            return
        last = [*comment.iter(w("p"))][-1:]
        thread = last[0].get(PARAGRAPH_ID) if last else None
        comment[:] = deepcopy(list(source))
        self._styles.restyle(comment)
        if thread is not None:
            [*comment.iter(w("p"))][-1].set(PARAGRAPH_ID, thread)
        self._changed = True

    def tell(self, region: str, conflicts: Sequence[Conflict], paragraph: Element) -> None:
        """Put one comment on a paragraph: for each conflict what stood there, what is generated now, what stands."""
        remove_marks(*(mark for mark in paragraph.iter(*MARKS) if mark.get(w("id"), "") in self._conflicts))
        lines = [line for conflict in conflicts for line in _lines(conflict)]
        lines[0] = f"{CONFLICT}{region}] {lines[0]}"
        comment = make("comment", *(make("p", text_run(line)) for line in lines), author=AUTHOR, initials=INITIALS)
        number = self._add(comment, [paragraph])
        self._conflicts.add(str(number))
        self._anchor(number, paragraph, paragraph)

    def _anchor(self, number: int, first: Element, last: Element) -> None:
        self._styles.restyle(anchor(number, first, last))

    def take_back(self, element: Element) -> None:
        """Take away what was told of conflicts in an element, but for what people answered."""
        over = self._conflicts - {*self._answers.values()}
        remove_marks(*(mark for mark in element.iter(*MARKS) if mark.get(w("id"), "") in over))

    def _add(self, comment: Element, about: Sequence[Element]) -> int:
        """Add a comment of ours about some paragraphs; what people answered there is an answer to it now."""
        number = 1 + max((whole_number(other.get(w("id"), ""), -1) for other in self._root), default=-1)
        comment.set(w("id"), str(number))
        self._root.append(comment)
        self._ours.add(str(number))
        self._changed = True
        there = {mark.get(w("id"), "") for paragraph in about for mark in paragraph.iter(*MARKS)}
        for answered in sorted({ours for answer, ours in self._answers.items() if answer in there} - there):
            self._continue(answered, str(number), comment)
        return number

    def _continue(self, answered: str, number: str, comment: Element) -> None:
        """Let a comment stand in a thread for one that is gone: threads go by the ids of last paragraphs."""
        old = next((other for other in self._root if other.get(w("id")) == answered), None)
        ids = (
            [p.attrib.pop(PARAGRAPH_ID) for p in old.iter(w("p")) if PARAGRAPH_ID in p.attrib]
            if old is not None
            else []
        )
        if ids:
            last = [*comment.iter(w("p"))][-1]
            if PARAGRAPH_ID in last.attrib:  # it stands for another, too
                self._lead_to(str(ids[-1]), last.get(PARAGRAPH_ID, ""))
            else:
                last.set(PARAGRAPH_ID, ids[-1])
            self._answers |= {answer: number for answer, ours in self._answers.items() if ours == answered}

    def _lead_to(self, old: str, new: str) -> None:
        """Let the answers in one thread stand in another; threads go by the ids of paragraphs."""
        for root in self._draft.changed_trees(DOCUMENT, "commentsExtended"):
            for entry in list(root):
                if entry.get(f"{WORD_2012}paraIdParent") == old:
                    entry.set(f"{WORD_2012}paraIdParent", new)
                elif entry.get(f"{WORD_2012}paraId") == old:
                    root.remove(entry)

    def finish(self, body: Element) -> None:
        """Drop those of our comments that lost their place, wholly or in part, and write the others."""
        _set_right(body)
        found = grouped((mark.get(w("id"), ""), mark.tag) for mark in body.iter(*MARKS))
        whole = ({*MARKS}, {REFERENCE})  # some programs keep a comment's sign alone, and that is enough
        torn = {number for number in self._ours if set(found.get(number, ())) not in whole}
        torn -= self._kept_beside_answers(body, torn)
        remove_marks(*(mark for mark in body.iter(*MARKS) if mark.get(w("id"), "") in torn))
        for comment in [comment for comment in self._root if comment.get(w("id"), "") in torn]:
            self._root.remove(comment)
            self._changed = True
        if self._changed:
            self._draft.add(self._name, self._root, _TYPE, source=DOCUMENT, relation_type=_RELATION)

    def _kept_beside_answers(self, body: Element, torn: Container[str]) -> set[str]:
        """Comments of ours that lost their place, put where people's answers to them are."""
        kept = set()
        for mark in list(body.iter(REFERENCE)):
            ours = self._answers.get(mark.get(w("id"), ""), "")
            paragraph = next(mark.iterancestors(w("p")), None)
            if ours in torn and ours not in kept and paragraph is not None:
                remove_marks(*(own for own in body.iter(*MARKS) if own.get(w("id")) == ours))
                self._anchor(int(ours), paragraph, paragraph)
                kept.add(ours)
        return kept


def _set_right(body: Element) -> None:
    """Let no comment end before it begins: where paragraphs changed places, it is about all from one to the other."""
    ends: dict[str, Element] = {}
    for mark in list(body.iter(*MARKS[:2])):
        number = mark.get(w("id"), "")
        if mark.tag == RANGE_END:
            ends.setdefault(number, mark)
            continue
        end = ends.get(number)
        first, last = (next(m.iterancestors(w("p")), None) for m in (end, mark)) if end is not None else (None, None)
        if end is not None and first is not None and last is not None:
            insert_at_start(first, mark)
            last.append(end)


def _own_bookmarks(old: Element, new: Element) -> Iterator[Element]:
    """The bookmarks of people and of Word in `old`, such as targets of references, that `new` lacks."""
    there = {mark.get(w("name")) for mark in new.iter(w("bookmarkStart"))}
    names = {mark.get(w("id")): mark.get(w("name"), "") for mark in old.iter(w("bookmarkStart"))}
    kept = {number for number, name in names.items() if name not in there and not name.startswith(("_rg_", "_rgv_"))}
    return (mark for mark in old.iter(*_BOOKMARKS) if mark.get(w("id")) in kept)


def _lines(conflict: Conflict) -> list[str]:
    said = (("Before", conflict.before), ("Now", conflict.now), ("In this draft", conflict.draft))
    return [conflict.why, *(f"{label}: {_short(text)}" for label, text in said)]


def _short(text: str) -> str:
    words = text.strip()
    return f"{words[:_LONGEST].rstrip()} …" if len(words) > _LONGEST else words or "nothing"


def _no_comments() -> Element:
    return parse(f'<w:comments xmlns:w="{WORD}"/>'.encode())
