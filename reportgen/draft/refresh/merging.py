"""The merge: what was generated, what a person made of it, and what is generated now, part by part.

The rules, for every part (a block of a region, a row of a table, a block in a cell):

- nobody touched it: it becomes what is generated now;
- somebody changed only its looks: the new words in those looks, unless the looks that are generated changed too;
- somebody changed what it says, and it would be generated as before: it stays;
- both changed: the parts inside it are merged where it has parts; a sentence stays as edited, its figures and pictures
  follow the data, and any other change is a conflict;
- somebody deleted it: it stays deleted;
- it is not generated any more: it goes, but not when somebody changed what it says;
- it is new: it comes in where it was generated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reportgen.draft.refresh.changes import Conflict
from reportgen.draft.refresh.comments import Comments
from reportgen.draft.refresh.comparing import (
    brief,
    columns,
    confirmed,
    forms_in,
    is_blank,
    is_joined,
    quoted,
    skeleton,
    usual,
)
from reportgen.draft.refresh.dressing import dress_like_siblings, keep_section_end, last_of, take_properties, take_shade
from reportgen.draft.refresh.figures import Figures
from reportgen.draft.refresh.outcomes import Leaf, Outcome
from reportgen.draft.refresh.pairing import Form, content, full, pair
from reportgen.draft.refresh.patching import drawings, patch, patch_drawing, pictures, same_looks
from reportgen.draft.refresh.pieces import Piece, UnlikeReadingError, blocks, cells, paragraphs_of, rows
from reportgen.draft.refresh.sections import ends_section
from reportgen.draft.refresh.slots import Slot, forms, is_sorted_by_hand, slots_of
from reportgen.draft.refresh.transplant import Transplant
from reportgen.word.forms import Block, Cell, Paragraph, Row, Table, Thing
from reportgen.word.xml import Element, local, make, w

GONE = "This is not generated any more, but was edited by hand, so it stays."
BOTH = "This was edited by hand, and would be generated differently now. The edited text stays."
PICTURE = "This picture was replaced by hand, and would be drawn differently now. The replacement stays."
PICTURES = Conflict("the chart as it was drawn", "the chart as it is drawn now", "another picture", PICTURE)
AWAY = "A part of this was deleted by hand, and would be generated differently now. It stays deleted."
SHAPE = "The rows and columns here were changed by hand, and would be generated differently now. They stay as they are."


class Merger:
    """Merges regions: `transplant` brings in what is new, `margin` keeps comments, `figures` knows the figures."""

    def __init__(self, transplant: Transplant, margin: Comments, figures: Figures) -> None:
        self._transplant = transplant
        self._margin = margin
        self._figures = figures
        self._outcome = Outcome()

    def region(
        self,
        base: Sequence[Block],
        mine: Sequence[Piece],
        fresh: Sequence[Piece],
        known: dict[int, int],
        put_first: Callable[[Element], None],
        away: frozenset[int] = frozenset(),
    ) -> tuple[Outcome, list[Element]]:
        """Merge a region; returns what happened and the blocks it has now.

        `known` says which block of the base each of `mine` is, as far as bookmarks tell; `put_first` places a block
        before all others; `away` are blocks of the base that somebody carried elsewhere.
        """
        self._outcome = Outcome(is_changed=[full(b) for b in base] != [full(f.form) for f in fresh])
        to_mine = pair(base, forms(mine), known, by_place=False)
        found = self._sequence(base, mine, fresh, to_mine, put_first, away)
        return self._outcome, found

    # -------------------------------------------------------------------------------------------------- sequences

    def _sequence(
        self,
        base: Sequence[Form],
        mine: Sequence[Piece],
        fresh: Sequence[Piece],
        to_mine: dict[int, int],
        put_first: Callable[[Element], None],
        away: frozenset[int] = frozenset(),
    ) -> list[Element]:
        """Merge parts that follow each other, and put the result in order."""
        to_fresh = pair(base, forms(fresh))
        slots = slots_of(base, mine, fresh, to_mine, to_fresh)
        self._note_deletions(base, fresh, to_mine, to_fresh, mine, away)
        if is_sorted_by_hand(to_mine) or any(slot.mine is not None and slot.base is None for slot in slots):
            self._outcome.is_edited = True
        for slot in slots:
            if slot.mine is not None and slot.base is None and slot.fresh is None:
                self._by_hand(slot.mine, None)
        placed: list[Element] = []
        for slot in slots:
            element = self._merged(slot, [p for p in mine if p is not slot.mine])
            if element is None:
                continue
            if not placed:
                if element.getparent() is None:
                    put_first(element)
            elif not _follows(element, placed[-1]):
                placed[-1].addnext(element)
            placed.append(element)
        return placed

    def _note_deletions(
        self,
        base: Sequence[Form],
        fresh: Sequence[Piece],
        to_mine: dict[int, int],
        to_fresh: dict[int, int],
        mine: Sequence[Piece],
        away: frozenset[int],
    ) -> None:
        """Parts that somebody deleted stay away; when they would be other than they were, that is told."""
        for number, form in enumerate(base):
            if number in to_mine or number in away or is_blank(form):
                continue
            self._outcome.is_edited = True
            now = fresh[to_fresh[number]].form if number in to_fresh else None
            joined = next((piece for piece in mine if is_joined(form, piece.form)), None)
            if joined is not None:
                self._note_joined(form, now, joined)
                continue
            self._outcome.notes.append(f"Deleted by hand, and it stays away: “{brief(form)}”.")
            if now is not None and skeleton(now) != skeleton(form) and mine:
                near = max((to_mine[b] for b in to_mine if b < number), default=0)
                conflict = Conflict(quoted(form), quoted(now), "", AWAY)
                self._outcome.add(conflict, mine[near].element)

    def _note_joined(self, base: Form, now: Form | None, mine: Piece) -> None:
        """A paragraph that a person made one with its neighbour: it goes on bearing the marks of both."""
        self._outcome.notes.append(f"Joined by hand with the paragraph beside it: “{brief(base)}”.")
        if now is not None:
            self._outcome.joined.setdefault(mine.element, []).extend(now.keys)
            if skeleton(now) != skeleton(base):
                self._outcome.add(Conflict(quoted(base), quoted(now), self._stands(mine.form), BOTH), mine.element)

    def _merged(self, slot: Slot, others: Sequence[Piece]) -> Element | None:
        """The element that stands at a place now; None when nothing does."""
        base, mine, fresh = slot.base, slot.mine, slot.fresh
        if mine is None:
            return self._new(fresh, others) if fresh is not None else None
        if fresh is None:
            return mine.element if base is None else self._gone(base, mine)
        if base is None:  # a person put in what is generated now
            return self._kept(mine, fresh, is_ours=False)
        if isinstance(base, Paragraph) and isinstance(mine.form, Paragraph) and isinstance(fresh.form, Paragraph):
            return self._paragraph(base, mine, fresh)
        return self._composed(base, mine, fresh)

    def _gone(self, base: Form, mine: Piece) -> Element | None:
        if not self._touched(base, mine.form):
            self._remove(mine.element)
            return None
        self._outcome.is_edited = True
        self._outcome.add(Conflict(quoted(base), "", self._stands(mine.form), GONE), mine.element)
        self._by_hand(mine, None)
        return mine.element

    def _touched(self, base: Form, mine: Form) -> bool:
        """True when somebody changed what it says, or confirmed a suggestion in it: then it is that person's text."""
        return content(base) != content(mine) or confirmed(base, mine)

    def _stands(self, mine: Form) -> str:
        """What a part of the draft says now that its figures were brought up to date."""
        return quoted(self._figures.renewed(mine) if isinstance(mine, Paragraph) else mine)

    # ------------------------------------------------------------------------------------------------- paragraphs

    def _paragraph(self, base: Paragraph, mine: Piece, fresh: Piece) -> Element:
        was, is_now, will = base, mine.form, fresh.form
        assert isinstance(is_now, Paragraph)
        assert isinstance(will, Paragraph)
        if not self._touched(was, is_now):
            if will.full == was.full:
                return self._kept(mine, fresh, is_ours=True)
            if is_now.full == was.full or not same_looks(was, will):
                return self._replaced(mine, fresh)
            return self._replaced(mine, fresh, dress=lambda new: patch(new, mine.element, was))
        self._outcome.is_edited = True
        self._outcome.handmade.append((mine.element, was))
        if will.content not in (was.content, is_now.content):
            if skeleton(will) == skeleton(was):
                self._follow(was, is_now, will, mine.element, fresh.element)
            else:
                conflict = Conflict(quoted(was), quoted(will), self._stands(is_now), BOTH)
                self._outcome.add(conflict, mine.element)
        return self._kept(mine, fresh, is_ours=False)

    def _follow(self, was: Paragraph, mine: Paragraph, now: Paragraph, element: Element, fresh: Element) -> None:
        """Only figures and pictures of an edited paragraph changed: figures follow by their anchors, pictures here."""
        for conflict in self._figures.lost(was, mine, now):
            self._outcome.add(conflict, element)
        before, here, after = pictures(was), pictures(mine), pictures(now)
        if not len(before) == len(here) == len(after):
            return
        shown_here, shown_fresh = drawings(element), drawings(fresh)
        for number, (old, own, new) in enumerate(zip(before, here, after, strict=True)):
            if new.what == old.what or own.what == new.what:
                continue
            if own.what == old.what:
                self._redraw(shown_here[number], shown_fresh[number], old)
            else:
                self._outcome.add(PICTURES, element)

    def _redraw(self, drawing: Element, fresh: Element, base: Thing) -> None:
        new = self._transplant.bring(fresh)
        patch_drawing(new, drawing, base)
        parent = drawing.getparent()
        if parent is not None:
            parent.replace(drawing, new)

    # --------------------------------------------------------------------------------------------- tables and rows

    def _composed(self, base: Form, mine: Piece, fresh: Piece) -> Element | None:
        """A table or row: whole where nobody touched it, else part by part."""
        if self._touched(base, mine.form):
            self._outcome.is_edited = True
            if content(fresh.form) in (content(base), content(mine.form)):
                self._by_hand(mine, base)
                return self._kept(mine, fresh, is_ours=False)
        elif full(fresh.form) == full(base):
            return self._kept(mine, fresh, is_ours=True)
        elif full(mine.form) == full(base) and not self._margin.has_human(mine.element):
            return self._replaced(mine, fresh)
        try:
            if isinstance(base, Table):
                return self._table(base, mine, fresh)
            return self._row(base, mine, fresh)
        except UnlikeReadingError:
            if not self._touched(base, mine.form):
                return self._replaced(mine, fresh)
            self._outcome.add(Conflict(quoted(base), quoted(fresh.form), quoted(mine.form), SHAPE), mine.element)
            return mine.element

    def _table(self, base: Table, mine: Piece, fresh: Piece) -> Element | None:
        here, now = mine.form, fresh.form
        assert isinstance(here, Table)
        assert isinstance(now, Table)
        if self._touched(base, here) and (columns(base) != columns(now) or usual(base) != usual(here)):
            raise UnlikeReadingError
        if base.looks != now.looks:
            take_properties(mine.element, self._transplant.bring(fresh.element), ("tblPr", "tblGrid"))
        self._outcome.tables[mine.element] = now
        mine_rows, fresh_rows = rows(mine.element, here), rows(fresh.element, now)
        head = last_of(mine.element, ("tblPr", "tblGrid"))
        put_first = head.addnext if head is not None else lambda row: mine.element.insert(0, row)
        to_mine = pair(base.rows, here.rows)
        if not self._sequence(base.rows, mine_rows, fresh_rows, to_mine, put_first):
            self._remove(mine.element)  # Word refuses a table without rows
            return None
        return mine.element

    def _row(self, base: Form, mine: Piece, fresh: Piece) -> Element:
        here, now = mine.form, fresh.form
        assert isinstance(base, Row)
        assert isinstance(here, Row)
        assert isinstance(now, Row)
        if not len(base.cells) == len(here.cells) == len(now.cells):
            raise UnlikeReadingError
        if base.looks != now.looks:
            take_properties(mine.element, self._transplant.bring(fresh.element), ("trPr",))
        fresh_cells = cells(fresh.element, now)
        for was, (element, is_now), (source, will) in zip(
            base.cells, cells(mine.element, here), fresh_cells, strict=True
        ):
            self._cell(was, element, is_now, source, will)
        return mine.element

    def _cell(self, base: Cell, element: Element, mine: Cell, source: Element, fresh: Cell) -> None:
        if base.looks != fresh.looks:
            take_shade(element, source)
        properties = element.find(w("tcPr"))
        put_first = properties.addnext if properties is not None else lambda block: element.insert(0, block)
        to_mine = pair(base.blocks, mine.blocks)
        self._sequence(base.blocks, blocks(element, mine), blocks(source, fresh), to_mine, put_first)
        if len(element) == 0 or local(element[-1]) != "p":
            element.append(make("p"))

    # ------------------------------------------------------------------------------------------- single elements

    def _new(self, fresh: Piece, others: Sequence[Piece]) -> Element:
        element = self._transplant.bring(fresh.element)
        if isinstance(fresh.form, Row):
            dress_like_siblings(element, fresh.form, others)
        self._take(element, fresh.form)
        return element

    def _replaced(self, mine: Piece, fresh: Piece, dress: Callable[[Element], None] | None = None) -> Element:
        new = self._transplant.bring(fresh.element)
        if dress is not None:
            dress(new)
        self._margin.carry(mine.element, new)
        parent = mine.element.getparent()
        assert parent is not None
        keep_section_end(mine.element, new)
        parent.replace(mine.element, new)
        self._take(new, fresh.form)
        return new

    def _take(self, element: Element, form: Form) -> None:
        for paragraph, what in paragraphs_of(element, form):
            self._outcome.leaves.append(Leaf(paragraph, what, is_taken=True, is_ours=True))

    def _kept(self, mine: Piece, fresh: Piece, *, is_ours: bool) -> Element:
        if isinstance(fresh.form, Table):
            self._outcome.tables[mine.element] = fresh.form
        if content(mine.form) == content(fresh.form) or isinstance(mine.form, Paragraph):
            here, now = paragraphs_of(mine.element, mine.form), paragraphs_of(fresh.element, fresh.form)
            for (paragraph, _), (_, what) in zip(here, now, strict=False):
                self._outcome.leaves.append(Leaf(paragraph, what, is_taken=False, is_ours=is_ours))
        return mine.element

    def _by_hand(self, mine: Piece, base: Form | None) -> None:
        """Note the paragraphs of a part that was edited and stays, with what stood in their place if that is known."""
        was = list(forms_in(base)) if base is not None else []
        here = list(paragraphs_of(mine.element, mine.form))
        matched = pair(was, [form for _, form in here]) if was else {}
        back = {mine_number: base_number for base_number, mine_number in matched.items()}
        for number, (paragraph, form) in enumerate(here):
            before = was[back[number]] if number in back else None
            if before is None or before.content != form.content:
                self._outcome.handmade.append((paragraph, before))

    def _remove(self, element: Element) -> None:
        parent = element.getparent()
        if parent is None:
            return
        beside = (element.itersiblings(w("p"), w("tbl")), element.itersiblings(w("p"), w("tbl"), preceding=True))
        near = next((other for side in beside for other in side if not ends_section(other)), None)
        if near is not None and self._margin.has_human(element):
            self._margin.carry(element, near)
        parent.remove(element)


# ------------------------------------------------------------------------------------------------ where parts stand


def _follows(element: Element, other: Element) -> bool:
    """True when an element stands behind another, with nothing or with anything between."""
    parent = element.getparent()
    if parent is None:
        return False
    if parent is other.getparent():
        return parent.index(element) > parent.index(other)
    return True  # inside controls of a person: left where it is
