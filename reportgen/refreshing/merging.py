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

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, TypeVar

from reportgen.refreshing.changes import Conflict
from reportgen.refreshing.figures import Figures
from reportgen.refreshing.healing import ends_section
from reportgen.refreshing.margin import Margin
from reportgen.refreshing.pairing import Form, content, full, pair
from reportgen.refreshing.patching import drawings, patch, patch_drawing, pictures, same_looks
from reportgen.refreshing.pieces import Piece, UnlikeReadingError, blocks, cells, paragraphs_of, rows
from reportgen.refreshing.transplant import Transplant
from reportgen.report.forms import Block, Cell, Paragraph, Row, Table, Thing, Value, paragraphs_in, shown
from reportgen.report.wordxml import Element, insert_at_start, local, make, w

GONE = "This is not generated any more, but was edited by hand, so it stays."
BOTH = "This was edited by hand, and would be generated differently now. The edited text stays."
PICTURE = "This picture was replaced by hand, and would be drawn differently now. The replacement stays."
PICTURES = Conflict("the chart as it was drawn", "the chart as it is drawn now", "another picture", PICTURE)
AWAY = "A part of this was deleted by hand, and would be generated differently now. It stays deleted."
SHAPE = "The rows and columns here were changed by hand, and would be generated differently now. They stay as they are."


Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A paragraph of the result that stands for one that is generated now."""

    paragraph: Element
    fresh: Paragraph
    is_taken: bool  # from the new build; else it stood in the draft
    is_ours: bool  # nobody edited it or confirmed it


@dataclass(slots=True)
class Outcome:
    """What merging one region brought about."""

    conflicts: dict[Element, list[Conflict]] = field(default_factory=dict)  # by the paragraph they are told at
    notes: list[str] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    tables: dict[Element, Table] = field(default_factory=dict)  # that stayed, with what is generated in their place
    handmade: list[tuple[Element, Paragraph | None]] = field(default_factory=list)  # with what stood in their place
    is_edited: bool = False  # somebody changed what it says
    is_changed: bool = False  # it is generated differently now

    def add(self, conflict: Conflict, at: Element) -> None:
        """Note a conflict at a paragraph, or at the first of a table or row."""
        paragraph = at if local(at) == "p" else next(at.iter(w("p")))
        self.conflicts.setdefault(paragraph, []).append(conflict)

    def join(self, other: Outcome) -> None:
        """Add what merging another part of the region brought about."""
        for paragraph, conflicts in other.conflicts.items():
            self.conflicts.setdefault(paragraph, []).extend(conflicts)
        self.notes += other.notes
        self.leaves += other.leaves
        self.tables |= other.tables
        self.handmade += other.handmade
        self.is_edited |= other.is_edited


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place in the result: what was generated there, what the draft has, what is generated now."""

    base: Form | None
    mine: Piece | None
    fresh: Piece | None


class Merger:
    """Merges regions: `transplant` brings in what is new, `margin` keeps comments, `figures` knows the figures."""

    def __init__(self, transplant: Transplant, margin: Margin, figures: Figures) -> None:
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
        to_mine = pair(base, _forms(mine), known, by_place=False)
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
        to_fresh = pair(base, _forms(fresh))
        slots = _slots(base, mine, fresh, to_mine, to_fresh)
        self._note_deletions(base, fresh, to_mine, to_fresh, mine, away)
        if _is_sorted_by_hand(to_mine) or any(slot.mine is not None and slot.base is None for slot in slots):
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
            if number in to_mine or number in away or _is_blank(form):
                continue
            self._outcome.is_edited = True
            now = fresh[to_fresh[number]].form if number in to_fresh else None
            self._outcome.notes.append(f"Deleted by hand, and it stays away: “{_brief(form)}”.")
            if now is not None and _skeleton(now) != _skeleton(form) and mine:
                near = max((to_mine[b] for b in to_mine if b < number), default=0)
                conflict = Conflict(_shown(form), _shown(now), "", AWAY)
                self._outcome.add(conflict, mine[near].element)

    def _merged(self, slot: _Slot, others: Sequence[Piece]) -> Element | None:
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
        self._outcome.add(Conflict(_shown(base), "", self._stands(mine.form), GONE), mine.element)
        self._by_hand(mine, None)
        return mine.element

    def _touched(self, base: Form, mine: Form) -> bool:
        """True when somebody changed what it says, or confirmed a suggestion in it: then it is that person's text."""
        return content(base) != content(mine) or _confirmed(base, mine)

    def _stands(self, mine: Form) -> str:
        """What a part of the draft says now that its figures were brought up to date."""
        return _shown(self._figures.renewed(mine) if isinstance(mine, Paragraph) else mine)

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
            if _skeleton(will) == _skeleton(was):
                self._follow(was, is_now, will, mine.element, fresh.element)
            else:
                conflict = Conflict(_shown(was), _shown(will), self._stands(is_now), BOTH)
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
            self._outcome.add(Conflict(_shown(base), _shown(fresh.form), _shown(mine.form), SHAPE), mine.element)
            return mine.element

    def _table(self, base: Table, mine: Piece, fresh: Piece) -> Element | None:
        here, now = mine.form, fresh.form
        assert isinstance(here, Table)
        assert isinstance(now, Table)
        if self._touched(base, here) and (_columns(base) != _columns(now) or _usual(base) != _usual(here)):
            raise UnlikeReadingError
        if base.looks != now.looks:
            _take_properties(mine.element, self._transplant.bring(fresh.element), ("tblPr", "tblGrid"))
        self._outcome.tables[mine.element] = now
        mine_rows, fresh_rows = rows(mine.element, here), rows(fresh.element, now)
        head = _last_of(mine.element, ("tblPr", "tblGrid"))
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
            _take_properties(mine.element, self._transplant.bring(fresh.element), ("trPr",))
        fresh_cells = cells(fresh.element, now)
        for was, (element, is_now), (source, will) in zip(
            base.cells, cells(mine.element, here), fresh_cells, strict=True
        ):
            self._cell(was, element, is_now, source, will)
        return mine.element

    def _cell(self, base: Cell, element: Element, mine: Cell, source: Element, fresh: Cell) -> None:
        if base.looks != fresh.looks:
            _take_shade(element, source)
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
            _dress_like_siblings(element, fresh.form, others)
        self._take(element, fresh.form)
        return element

    def _replaced(self, mine: Piece, fresh: Piece, dress: Callable[[Element], None] | None = None) -> Element:
        new = self._transplant.bring(fresh.element)
        if dress is not None:
            dress(new)
        self._margin.carry(mine.element, new)
        parent = mine.element.getparent()
        assert parent is not None
        _keep_section_end(mine.element, new)
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
        was = list(_forms_in(base)) if base is not None else []
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


def _forms(found: Sequence[Piece]) -> list[Form]:
    return [piece.form for piece in found]


def _slots(
    base: Sequence[Form],
    mine: Sequence[Piece],
    fresh: Sequence[Piece],
    to_mine: dict[int, int],
    to_fresh: dict[int, int],
) -> list[_Slot]:
    """The places of the result in order: that of the new build, unless a person put the parts in another order."""
    was = {number: b for b, number in to_mine.items()}
    new = {number: b for b, number in to_fresh.items()}
    same = _same_by_both(mine, fresh, set(was), set(new))
    ours = [
        _Slot(_at(base, was.get(n)), piece, _at(fresh, to_fresh.get(was.get(n, -1), same.get(n))))
        for n, piece in enumerate(mine)
    ]
    theirs = [
        _Slot(_at(base, new.get(n)), _at(mine, to_mine.get(new.get(n, -1), _key_of(same, n))), piece)
        for n, piece in enumerate(fresh)
        if not (n in new and new[n] not in to_mine)  # deleted by hand
    ]
    return _woven(ours, theirs, "fresh") if _is_sorted_by_hand(to_mine) else _woven(theirs, ours, "mine")


def _is_sorted_by_hand(to_mine: dict[int, int]) -> bool:
    """True when a person put what was generated in another order."""
    order = [to_mine[number] for number in sorted(to_mine)]
    return order != sorted(order)


def _same_by_both(mine: Sequence[Piece], fresh: Sequence[Piece], was: set[int], new: set[int]) -> dict[int, int]:
    """Parts that a person put in and that are generated now too, word for word."""
    open_ = {content(piece.form): n for n, piece in reversed(list(enumerate(fresh))) if n not in new}
    found: dict[int, int] = {}
    for number, piece in enumerate(mine):
        match = open_.pop(content(piece.form), None) if number not in was and not _is_blank(piece.form) else None
        if match is not None:
            found[number] = match
    return found


def _key_of(pairs: dict[int, int], value: int) -> int | None:
    return next((key for key, other in pairs.items() if other == value), None)


def _at(entries: Sequence[Entry], number: int | None) -> Entry | None:
    return None if number is None else entries[number]


def _woven(first: list[_Slot], second: list[_Slot], side: str) -> list[_Slot]:
    """`first` in its order, and what only `second` has behind what it follows there."""
    result = list(first)
    known = {id(getattr(slot, side)): slot for slot in first if getattr(slot, side) is not None}
    before: _Slot | None = None
    for slot in second:
        there = known.get(id(getattr(slot, side)))
        if there is None:
            place = next((number for number, other in enumerate(result, 1) if other is before), 0)
            result.insert(place, slot)
            there = slot
        before = there
    return result


def _follows(element: Element, other: Element) -> bool:
    """True when an element stands behind another, with nothing or with anything between."""
    parent = element.getparent()
    if parent is None:
        return False
    if parent is other.getparent():
        return parent.index(element) > parent.index(other)
    return True  # inside controls of a person: left where it is


# --------------------------------------------------------------------------------------------------- looking at forms


def _confirmed(base: Form, mine: Form) -> bool:
    """True when a person confirmed a suggestion in it: our comment was deleted or resolved."""
    pairs = zip(_forms_in(base), _forms_in(mine), strict=False)
    return any(was.suggested and not is_now.suggested for was, is_now in pairs)


def _forms_in(form: Form) -> Iterator[Paragraph]:
    parts = [block for cell in form.cells for block in cell.blocks] if isinstance(form, Row) else [form]
    for part in parts:
        yield from paragraphs_in(part)


def _skeleton(form: Form) -> Any:
    """What a part says apart from its figures and pictures, which have names and follow the data by themselves."""
    if isinstance(form, Paragraph):
        return form.style, form.numbering, tuple(_bare(form))
    if isinstance(form, Table):
        return tuple(_skeleton(row) for row in form.rows)
    return tuple((cell.span, cell.merge, *map(_skeleton, cell.blocks)) for cell in form.cells)


def _bare(form: Paragraph) -> Iterator[tuple[str, str]]:
    """The tokens without looks: words that follow each other as one, figures and pictures without what they show."""
    words = ""
    for token in form.tokens:
        if not isinstance(token, Value | Thing):
            words += token.text
            continue
        yield "words", words
        words = ""
        if isinstance(token, Value):
            yield "figure", token.mark.rpartition("_")[0]
        else:
            yield ("picture", "") if token.kind in ("picture", "chart") else (token.kind, token.what)
    yield "words", words


def _shown(form: Form) -> str:
    return shown(Table((form,))) if isinstance(form, Row) else shown(form)


def _brief(form: Form) -> str:
    words = " ".join(_shown(form).split())
    return words if len(words) <= 80 else words[:80].rsplit(" ", 1)[0] + " …"


def _is_blank(form: Form) -> bool:
    return isinstance(form, Paragraph) and not form.tokens


def _columns(table: Table) -> int:
    return max((sum(cell.span for cell in row.cells) for row in table.rows), default=0)


def _usual(table: Table) -> int:
    """The number of cells that most rows have: another when somebody put in or took out a column."""
    return max(Counter(len(row.cells) for row in table.rows).most_common(1), default=(0, 0))[0]


# ------------------------------------------------------------------------------------------------- looks of elements


def _take_properties(element: Element, source: Element, names: Sequence[str]) -> None:
    """Put properties of another element in place of an element's own; the schema wants them first."""
    for name in names:
        for child in element.findall(w(name)):
            element.remove(child)
    kept = [child for name in names for child in source.findall(w(name))]
    for place, child in enumerate(kept):
        element.insert(place, child)


def _take_shade(cell: Element, source: Element) -> None:
    """The looks of a cell that follow the data, such as its colour; its width is the table's affair."""
    properties = source.find(w("tcPr"))
    own = cell.find(w("tcPr"))
    if properties is None:
        return
    new = deepcopy(properties)
    if own is not None:
        width, other = own.find(w("tcW")), new.find(w("tcW"))
        if width is not None and other is not None:
            new.replace(other, deepcopy(width))
        cell.remove(own)
    cell.insert(0, new)


def _last_of(element: Element, names: Sequence[str]) -> Element | None:
    found = [child for child in element if local(child) in names]
    return found[-1] if found else None


def _keep_section_end(old: Element, new: Element) -> None:
    """A paragraph that ends a Word section goes on doing so."""
    section = old.find(f"{w('pPr')}/{w('sectPr')}")
    if section is None or new.find(f"{w('pPr')}/{w('sectPr')}") is not None:
        return
    properties = new.find(w("pPr"))
    if properties is None:
        properties = make("pPr")
        insert_at_start(new, properties)
    properties.append(section)


def _dress_like_siblings(row: Element, form: Row, others: Sequence[Piece]) -> None:
    """Let a new row look like the rows beside it, where a person or program has set those anew."""
    model = next(
        (p for p in reversed(others) if isinstance(p.form, Row) and len(p.form.cells) == len(form.cells)), None
    )
    if model is None or not isinstance(model.form, Row):
        return
    try:
        pairs = list(zip(cells(row, form), cells(model.element, model.form), strict=True))
    except UnlikeReadingError:
        return
    for (cell, new), (like, old) in pairs:
        if new.looks == old.looks or (new.span, new.merge) != (old.span, old.merge):
            continue
        if "shd=" in new.looks:  # a colour that follows the data
            continue
        _take_shade(cell, like)
