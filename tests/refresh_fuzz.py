"""What people do to a draft, drawn by chance, and what must hold of every draft that is refreshed afterwards.

Whatever somebody types holds a mark that stands nowhere else (⟦m17⟧), so that nothing typed can get lost unseen.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest
from random import Random

from reportgen.common.grouping import grouped
from reportgen.draft.base import Base
from reportgen.draft.locating import How, Places
from reportgen.draft.refresh import Refreshed
from reportgen.draft.refresh.changes import Outcome, RegionChange
from reportgen.draft.refresh.given_back import set_right
from reportgen.draft.refresh.plan.regions import FROZEN
from reportgen.office.package import DOCUMENT, RELATIONS, Package, parse, serialise
from reportgen.word.comments import is_conflict, is_ours, is_suggestion, read_comments
from reportgen.word.forms import Block, Paragraph, Row, Table, is_frozen, paragraphs_at, visible_text
from reportgen.word.marks import region_stem, value_mark
from reportgen.word.xml import DRAWING, PLACED_DRAWING, Element, insert_at_start, local, make, shown_text, text_run, w
from tests.checks import inspect_file
from tests.comments import resolved, with_comments
from tests.drafts import base_of, remove
from tests.packages import body_story, fingerprint, locate, read_parts, refresh, refreshed_file, write_parts
from tests.refresh_versions import BASE, VERSIONS, version
from tests.report_builders import picture
from tests.word_save import word_saved

_COMMENTED = tuple(map(w, ("commentRangeStart", "commentRangeEnd", "commentReference")))
_BOOKMARKS = tuple(map(w, ("bookmarkStart", "bookmarkEnd")))
_IMAGE = f"{RELATIONS}/image"


# ------------------------------------------------------------------------------------------------------- a desk


@dataclass
class Desk:
    """A draft on somebody's desk: its document and comments as trees, to be changed."""

    parts: Package
    body: Element
    comments: Element
    chance: Random
    resolved: list[str] = field(default_factory=list)  # the words of comments that were marked as done
    marks: int = 0
    stems: tuple[str, ...] = ()  # what the bookmarks of the regions begin with in which somebody works; none: anywhere

    def mark(self) -> str:
        """A mark that stands nowhere else."""
        self.marks += 1
        return f"⟦m{self.marks}⟧"

    def blocks(self) -> list[Element]:
        """The paragraphs and tables that people can work on: not the contents, nor bare ends of sections."""
        return [block for block in self.body if _is_open(block)]

    def here(self) -> list[Element]:
        """Those of them where somebody works now; all where none is left there."""
        blocks = self.blocks()
        return [block for block in blocks if any(map(self._is_here, block.iter(w("bookmarkStart"))))] or blocks

    def _is_here(self, mark: Element) -> bool:
        return mark.get(w("name"), "").startswith(self.stems)  # an empty tuple begins nothing

    def paragraphs(self) -> list[Element]:
        """The paragraphs there, and the ones in cells, that say something, or those of the whole report."""
        for blocks in (self.here(), self.blocks()):
            found = [p for block in blocks for p in block.iter(w("p")) if _words(p)]
            if found:
                break
        return found

    def tables(self) -> list[Element]:
        """The tables there, or in the whole report where there is none."""
        return next(filter(None, (list(filter(_is_table, blocks)) for blocks in (self.here(), self.blocks()))), [])

    def plain(self) -> list[Element]:
        """The blocks there that are paragraphs, or those of the whole report."""
        return next(filter(None, ([b for b in blocks if not _is_table(b)] for blocks in (self.here(), self.blocks()))))

    def within(self, *tags: str) -> list[Element]:
        """The elements of these tags there, or in the whole report where there is none."""
        return [e for block in self.here() for e in block.iter(*tags)] or list(self.body.iter(*tags))

    def any_paragraph(self) -> Element:
        """A paragraph drawn by chance; more often one of the body than of a table, which has so many."""
        paragraphs = self.paragraphs()
        outside = [p for p in paragraphs if p.getparent() is self.body]
        return self.chance.choice(outside if outside and self.chance.random() < 0.6 else paragraphs)

    def any_words(self) -> Element:
        """Some words of such a paragraph."""
        return self.chance.choice(_words(self.any_paragraph()))


def _is_table(block: Element) -> bool:
    return local(block) == "tbl"


def _is_open(block: Element) -> bool:
    if local(block) not in ("p", "tbl") or block.find(f"{w('pPr')}/{w('sectPr')}") is not None:
        return False
    return next((code for code in block.iter(w("instrText")) if "TOC" in (code.text or "")), None) is None and not any(
        (link.get(w("anchor")) or "").startswith("_Toc") for link in block.iter(w("hyperlink"))
    )


def _words(paragraph: Element) -> list[Element]:
    """The texts of a paragraph that a person typed or could type: not the results of fields."""
    found, depth = [], 0
    simple = {text for inner in paragraph.iter(w("fldSimple")) for text in inner.iter(w("t"))}
    for element in paragraph.iter(w("fldChar"), w("t")):
        if element.tag == w("t"):
            if depth == 0 and (element.text or "").strip() and element not in simple:
                found.append(element)
        else:
            depth += {"begin": 1, "end": -1}.get(element.get(w("fldCharType"), ""), 0)
    return found


def _run_of(text: Element) -> Element:
    run = text.getparent()
    assert run is not None
    return run


def _without(element: Element, *names: str) -> Element:
    """A copy without bookmarks or comments, as another place has it."""
    copied = deepcopy(element)
    for mark in list(copied.iter(*names)):
        holder = mark.getparent()
        remove(mark)
        if holder is not None and holder.tag == w("r") and holder.find(w("rPr")) is not None and len(holder) == 1:
            remove(holder)
    copied.tail = None
    return copied


# --------------------------------------------------------------------------------------------- what people do


def type_into_a_sentence(desk: Desk) -> None:
    words = desk.any_words()
    at = desk.chance.randrange(len(words.text or "") + 1)
    words.text = f"{(words.text or '')[:at]}{desk.mark()}{(words.text or '')[at:]}"


def rewrite_a_sentence(desk: Desk) -> None:
    words = desk.any_words()
    typed = (words.text or "").split(" ")
    typed[desk.chance.randrange(len(typed))] = desk.mark()
    words.text = " ".join(typed)


def add_a_paragraph(desk: Desk) -> None:
    block = desk.chance.choice(desk.here())
    added = make("p", text_run(f"Mine {desk.mark()}."))
    properties = block.find(w("pPr"))
    if properties is not None and properties.find(w("sectPr")) is None and desk.chance.random() < 0.7:
        added.insert(0, deepcopy(properties))
    block.addnext(added)


def add_a_row(desk: Desk) -> None:
    rows = [row for table in desk.tables() for row in table.iter(w("tr")) if _words(row)]
    row = desk.chance.choice(rows)
    added = _without(row, *_BOOKMARKS, *_COMMENTED)
    _words(added)[0].text = f"Mine {desk.mark()}"
    row.addnext(added)


def delete_blocks(desk: Desk) -> None:
    blocks = desk.blocks()
    at = blocks.index(desk.chance.choice(desk.here()))
    for block in blocks[at : at + desk.chance.choice((1, 1, 1, 2, 4))]:
        _delete(block)


def delete_a_row(desk: Desk) -> None:
    tables = [table for table in desk.tables() if len(table.findall(w("tr"))) > 1]
    if tables:
        _delete(desk.chance.choice(desk.chance.choice(tables).findall(w("tr"))))


def delete_a_column(desk: Desk) -> None:
    tables = [
        table for table in desk.tables() if _is_plain(table) and len(table.findall(f"{w('tr')}[1]/{w('tc')}")) > 2
    ]
    if not tables:
        return
    table = desk.chance.choice(tables)
    at = desk.chance.randrange(len(table.findall(f"{w('tblGrid')}/{w('gridCol')}")))
    remove(table.findall(f"{w('tblGrid')}/{w('gridCol')}")[at])
    for row in table.findall(w("tr")):
        _delete(row.findall(w("tc"))[at])


def _is_plain(table: Element) -> bool:
    columns = len(table.findall(f"{w('tblGrid')}/{w('gridCol')}"))
    merged = next(table.iter(w("gridSpan"), w("vMerge")), None) is not None
    return not merged and all(len(row.findall(w("tc"))) == columns for row in table.findall(w("tr")))


def _delete(element: Element) -> None:
    """Delete as Word does: comments and bookmarks that only begin or end there go on from the next place."""
    root = element.getroottree().getroot()
    remove(element)
    there = [mark.get(w("id")) for mark in root.iter(w("commentReference"))]
    for mark in [m for m in root.iter(*_COMMENTED) if m.get(w("id")) not in there]:
        remove(mark)
    starts = {mark.get(w("id")) for mark in root.iter(w("bookmarkStart"))}
    ends = {mark.get(w("id")) for mark in root.iter(w("bookmarkEnd"))}
    for mark in [m for m in root.iter(*_BOOKMARKS) if m.get(w("id")) not in starts & ends]:
        remove(mark)
    for number in there:
        marks = [m for m in root.iter(*_COMMENTED) if m.get(w("id")) == number]
        for mark in marks if len(marks) == 2 else ():  # a range with one end is none
            if mark.tag != w("commentReference"):
                remove(mark)


def move_a_block(desk: Desk) -> None:
    blocks = desk.blocks()
    block = desk.chance.choice(desk.here())
    target = desk.chance.choice([other for other in blocks if other is not block])
    (target.addnext if desk.chance.random() < 0.5 else target.addprevious)(block)


def move_a_bullet(desk: Desk) -> None:
    bullets = [block for block in desk.blocks() if block.find(f"{w('pPr')}/{w('pStyle')}") is not None]
    bullet = desk.chance.choice([block for block in desk.here() if block in bullets] or bullets)
    near = bullets[max(0, bullets.index(bullet) - 3) : bullets.index(bullet) + 4]
    target = desk.chance.choice(near)
    if target is not bullet:
        target.addnext(bullet)


def move_a_stretch(desk: Desk) -> None:
    blocks = desk.blocks()
    at, length = blocks.index(desk.chance.choice(desk.here())), desk.chance.randint(2, 6)
    moved = blocks[at : at + length]
    target = desk.chance.choice([block for block in blocks if block not in moved])
    for block in reversed(moved):
        target.addnext(block)


def split_a_paragraph(desk: Desk) -> None:
    words = desk.any_words()
    run, paragraph = _run_of(words), next(words.iterancestors(w("p")))
    if run.getparent() is not paragraph:
        return
    at = desk.chance.randrange(1, len(words.text or "") + 1)
    behind = deepcopy(run)
    _texts(behind)[_texts(run).index(words)].text = (words.text or "")[at:]
    words.text = (words.text or "")[:at]
    second = make("p")
    properties = paragraph.find(w("pPr"))
    if properties is not None:
        second.append(deepcopy(properties))
    following = list(run.itersiblings())
    for text in _texts(run)[_texts(run).index(words) + 1 :]:
        remove(text)
    for text in _texts(behind)[: len(_texts(run)) - 1]:
        remove(text)
    second.append(behind)
    second.extend(following)
    paragraph.addnext(second)


def _texts(run: Element) -> list[Element]:
    return run.findall(w("t"))


def join_paragraphs(desk: Desk) -> None:
    nexts = [(p, p.getnext()) for p in desk.paragraphs()]
    pairs = [(p, n) for p, n in nexts if n is not None and local(n) == "p" and _is_open(n)]
    if not pairs:
        return
    first, second = desk.chance.choice(pairs)
    for child in list(second):
        if child.tag != w("pPr"):
            first.append(child)
    remove(second)


def make_bold(desk: Desk) -> None:
    run = _run_of(desk.any_words())
    properties = run.find(w("rPr"))
    if properties is None:
        properties = make("rPr")
        run.insert(0, properties)
    if properties.find(w("b")) is None:
        behind = [c for c in properties if local(c) in ("rStyle", "rFonts")]
        properties.insert(len(behind), make("b"))


def resize_a_picture(desk: Desk) -> None:
    extents = desk.within(f"{{{PLACED_DRAWING}}}extent")
    if extents:
        extent = desk.chance.choice(extents)
        for side in ("cx", "cy"):
            extent.set(side, str(int(extent.get(side, "0")) * 9 // 10))


def replace_a_picture(desk: Desk) -> None:
    blips = desk.within(f"{{{DRAWING}}}blip")
    if not blips:
        return
    name = f"word/media/own{desk.marks}.png"
    before = desk.parts.relations(DOCUMENT)
    height = 20 + desk.chance.randrange(70)
    desk.parts.add(name, picture(name, height).png, "image/png", source=DOCUMENT, relation_type=_IMAGE)
    new = next(iter(desk.parts.relations(DOCUMENT).keys() - before.keys()), "")
    if new:
        desk.chance.choice(blips).set(f"{{{RELATIONS}}}embed", new)


def comment(desk: Desk) -> None:
    paragraphs = desk.paragraphs()
    at = desk.chance.randrange(len(paragraphs))
    first, last = paragraphs[at], paragraphs[min(at + desk.chance.choice((0, 0, 0, 1, 3)), len(paragraphs) - 1)]
    number = str(1 + max((int(c.get(w("id"), "0")) for c in desk.comments), default=0))
    words = f"Is this so? {desk.mark()}"
    desk.comments.append(make("comment", make("p", text_run(words)), id=number, author="Ann Person", initials="AP"))
    insert_at_start(first, make("commentRangeStart", id=number))
    last.append(make("commentRangeEnd", id=number))
    last.append(make("r", make("commentReference", id=number)))


def confirm_a_suggestion(desk: Desk) -> None:
    ours = [comment for comment in desk.comments if is_ours(comment)]
    if not ours:
        return
    confirmed = desk.chance.choice(ours)
    if desk.chance.random() < 0.5:
        desk.resolved.append(shown_text(confirmed))
        return
    for mark in [m for m in desk.body.iter(*_COMMENTED) if m.get(w("id")) == confirmed.get(w("id"))]:
        remove(mark)
    desk.comments.remove(confirmed)


def insert_tracked(desk: Desk) -> None:
    run = _run_of(desk.any_words())
    change = make("ins", id=9000 + desk.marks, author="A. Person")
    change.append(text_run(desk.mark()))
    run.addnext(change)


def delete_tracked(desk: Desk) -> None:
    run = _run_of(desk.any_words())
    change = make("del", id=8000 + desk.marks + desk.chance.randrange(900), author="A. Person")
    run.addprevious(change)
    change.append(run)
    for text in run.findall(w("t")):
        text.tag = w("delText")


def retype_a_figure(desk: Desk) -> None:
    known = [m for m in desk.body.iter(w("bookmarkStart")) if value_mark(m.get(w("name"), ""))]
    starts = [m for m in desk.within(w("bookmarkStart")) if m in known] or known
    if starts:
        start = desk.chance.choice(starts)
        text = next((text for sibling in start.itersiblings() for text in sibling.iter(w("t"))), None)
        if text is not None and text in _words(next(text.iterancestors(w("p")))):
            text.text = desk.chance.choice(("47", "52", "twenty", f"99{desk.mark()}"))


def copy_a_block(desk: Desk) -> None:
    blocks = desk.blocks()
    copied = deepcopy(desk.chance.choice(desk.here()))
    if desk.chance.random() < 0.5:  # as LibreOffice does
        for start in copied.iter(w("bookmarkStart")):
            start.set(w("name"), f"{start.get(w('name'))}_Copy_1")
        first = 1 + max((int(m.get(w("id"), "0")) for m in desk.body.iter(*_BOOKMARKS)), default=0)
        for mark in copied.iter(*_BOOKMARKS):
            mark.set(w("id"), str(first + int(mark.get(w("id"), "0"))))
        copied = _without(copied, *_COMMENTED)
    else:
        copied = _without(copied, *_BOOKMARKS, *_COMMENTED)
    for drawing in copied.iter(f"{{{PLACED_DRAWING}}}docPr"):
        drawing.set("id", str(5000 + desk.chance.randrange(1000)))
    desk.chance.choice(blocks).addnext(copied)


def strip_some_bookmarks(desk: Desk) -> None:
    _strip(desk, 0.3)


def strip_all_bookmarks(desk: Desk) -> None:
    _strip(desk, 1)


def _strip(desk: Desk, share: float) -> None:
    ours = [m for m in desk.body.iter(w("bookmarkStart")) if m.get(w("name"), "").startswith(("_rg_", "_rgv_"))]
    gone = {m.get(w("id")) for m in ours if desk.chance.random() < share}
    for mark in [m for m in desk.body.iter(*_BOOKMARKS) if m.get(w("id")) in gone]:
        remove(mark)


def type_into_a_header(desk: Desk) -> None:
    names = [name for kind in ("header", "footer") for name in desk.parts.related(DOCUMENT, kind)]
    stories = [(name, parse(desk.parts[name])) for name in names]
    found = [(name, root, words) for name, root in stories for p in root.iter(w("p")) for words in _words(p)]
    if found:
        name, root, words = desk.chance.choice(found)
        words.text = f"{words.text}{desk.mark()}"
        desk.parts[name] = serialise(root)


def break_a_section(desk: Desk) -> None:
    """Begin a new section, as for a page across."""
    last = deepcopy(next(section for section in reversed(list(desk.body.iter(w("sectPr"))))))
    for reference in last.findall(w("headerReference")) + last.findall(w("footerReference")):
        last.remove(reference)
    desk.chance.choice(desk.here()).addnext(make("p", make("pPr", last), text_run(f"Mine {desk.mark()}.")))


def add_a_table(desk: Desk) -> None:
    grid = make("tblGrid", make("gridCol", w=4000), make("gridCol", w=4000))
    style = make("tblPr", make("tblW", w=8000, type="dxa"))
    head = make("tr", make("trPr", make("tblHeader")), *(_cell("Mine"), _cell(f"Mine {desk.mark()}")))
    table = make("tbl", style, grid, head, make("tr", _cell("a"), _cell(f"{desk.mark()}")))
    block = desk.chance.choice(desk.plain())
    block.addnext(table)
    table.addnext(make("p", text_run(f"Behind it {desk.mark()}.")))


def _cell(text: str) -> Element:
    return make("tc", make("tcPr", make("tcW", w=4000, type="dxa")), make("p", text_run(text)))


def put_in_a_control(desk: Desk) -> None:
    block = desk.chance.choice(desk.plain())
    numbers = make("sdtPr", make("id", val=700_000 + desk.marks + desk.chance.randrange(10_000)))
    holder = make("sdtContent")
    block.addprevious(make("sdt", numbers, holder))
    holder.append(block)


Edit = Callable[[Desk], None]
EDITS: dict[Edit, int] = {  # with how often people do it
    type_into_a_sentence: 6,
    rewrite_a_sentence: 6,
    add_a_paragraph: 5,
    add_a_row: 4,
    delete_blocks: 4,
    delete_a_row: 3,
    delete_a_column: 1,
    move_a_block: 2,
    move_a_bullet: 3,
    move_a_stretch: 1,
    split_a_paragraph: 2,
    join_paragraphs: 2,
    make_bold: 3,
    resize_a_picture: 2,
    replace_a_picture: 2,
    comment: 4,
    confirm_a_suggestion: 4,
    insert_tracked: 1,
    delete_tracked: 1,
    retype_a_figure: 3,
    copy_a_block: 2,
    strip_some_bookmarks: 1,
    type_into_a_header: 1,
    break_a_section: 1,
    add_a_table: 1,
    put_in_a_control: 1,
}
_BY_KIND = 0.6  # of the edits: where the others fall goes by how long a part is
_ALL_BOOKMARKS_GONE = 0.03  # of all drafts: saved by a program that keeps none


# ----------------------------------------------------------------------------------------------------- one draft


@dataclass(frozen=True)
class Case:
    """An edited draft and the version it is refreshed with."""

    draft: Package
    base: Base
    fresh: Package
    did: tuple[str, ...]  # what was done to it, for the message of a failure


@cache
def _parts_of(document: bytes) -> Package:
    return read_parts(document)


def case(seed: int) -> Case:
    """The draft of a seed: short, with up to a dozen edits, every other one saved by Word afterwards."""
    chance = Random(f"refresh {seed}")
    name = chance.choice(sorted(VERSIONS))
    return edited_case(version(BASE), version(name), edits_of(chance), seed, name)


def edits_of(chance: Random) -> list[tuple[Edit, float]]:
    """Up to a dozen edits, each with what it draws from; now and then a program keeps no bookmark at all."""
    edits = chance.choices(list(EDITS), list(EDITS.values()), k=chance.randint(1, 12))
    if chance.random() < _ALL_BOOKMARKS_GONE:
        edits.append(strip_all_bookmarks)
    return [(edit, chance.random()) for edit in edits]


def kinds_of(base: Base) -> dict[str, tuple[str, ...]]:
    """What the bookmarks of regions begin with, by kind: "area.swot" are those of every area."""
    stems = grouped((".".join(_ends(region.id.split("."))), f"{region_stem(region.id)}_") for region in base.regions)
    return {kind: tuple(found) for kind, found in stems.items()}


def _ends(names: Sequence[str]) -> Sequence[str]:
    return (names[0], names[-1]) if len(names) > 1 else names


def edited_case(document: bytes, fresh: bytes, edits: Sequence[tuple[Edit, float]], seed: int, name: str = "") -> Case:
    """A draft after these edits, each with what it draws from; drafts of odd seeds were saved by Word."""
    parts = edited_by(_parts_of(document), edits)
    if seed % 2:
        parts = word_saved(parts, seed)
    did = (f"refreshed with: {name}", *(edit.__name__ for edit, _ in edits), "saved by Word" if seed % 2 else "")
    return Case(parts, base_of(document), _parts_of(fresh), did)


def edited_by(parts: Package, edits: Iterable[tuple[Edit, float]]) -> Package:
    """The parts of a draft after these edits, more than half of them in regions drawn by kind: none is left out."""
    kinds = list(kinds_of(base_of(parts)).values())
    made = with_comments(parts)
    root = parse(made[DOCUMENT])
    body = root.find(w("body"))
    name = made.related(DOCUMENT, "comments")[0]
    assert body is not None
    desk = Desk(made, body, parse(made[name]), Random())
    for edit, seed in edits:
        desk.chance = Random(seed)
        desk.stems = desk.chance.choice(kinds) if desk.chance.random() < _BY_KIND else ()
        edit(desk)
    made[DOCUMENT], made[name] = serialise(root), serialise(desk.comments)
    for words in dict.fromkeys(desk.resolved):
        if any(words in shown_text(comment) for comment in desk.comments):
            made = resolved(made, words)
    return made


# ------------------------------------------------------------------------------------------------ what must hold


def refreshed(case: Case) -> Refreshed:
    """The draft of a case, refreshed."""
    return refresh(case.draft, case.base, case.fresh)


def faults(case: Case, result: Refreshed | None = None) -> list[str]:
    """What a refresh of an edited draft gets wrong; empty as it should be. `result` is one that was made already."""
    before = dict(case.draft), dict(case.fresh)
    result = result or refreshed(case)
    look = _Look(case, result, refreshed_file(result))
    found = [] if before == (dict(case.draft), dict(case.fresh)) else ["the draft or the new build was changed"]
    found += look.unplanned()
    found += look.marks()
    found += look.comments()
    found += look.stale()
    found += look.unlike()
    found += look.figures()
    found += look.untouched()
    found += look.unlocated()
    found += look.unsound()
    found += look.again()
    return found


class _Look:
    """A refreshed draft, looked at."""

    def __init__(self, case: Case, result: Refreshed, parts: Package) -> None:
        self._case, self._result, self._parts = case, result, parts
        self._generated = base_of(case.fresh)
        right = case.draft.copy()
        set_right(right, case.base, case.fresh)
        self._draft = locate(right, case.base)
        done = [c for c in read_comments(right, [self._draft.body.root]) if is_suggestion(c.element) and c.is_done]
        self._settled = {p for comment in done for p in comment.paragraphs}
        self._now = locate(parts, result.base)

    def unplanned(self) -> Iterator[str]:
        """The document says what the plan says, paragraph by paragraph."""
        there = (p for placed in self._now.body.blocks for _, p in paragraphs_at((), placed.block))
        pairs = zip_longest(map(visible_text, there), (visible_text(form) for _, form in self._result.plan.paragraphs))
        yield from (f"it says {said}, and the plan says {planned}" for said, planned in pairs if said != planned)

    def marks(self) -> Iterator[str]:
        """What was typed stands there as often as in the draft."""
        before, after = _marks(self._case.draft), _marks(self._parts)
        for mark in sorted(before | after):
            if before[mark] != after[mark]:
                yield f"{mark} stood {before[mark]} times, and stands {after[mark]} times"

    def comments(self) -> Iterator[str]:
        """Comments of people are there once, and as well anchored as they were."""
        before, after = _anchors(self._case.draft), _anchors(self._parts)
        for text in sorted(before.keys() | after.keys()):
            if before.get(text) != after.get(text):
                yield f"the comment '{text}' had {before.get(text)}, and has {after.get(text)}"

    def stale(self) -> Iterator[str]:
        """What is not generated any more stands nowhere but where a comment says so, or where somebody copied it."""
        base, draft, fresh = (
            _count(parts) for parts in (_generated(self._case.base), self._draft, _generated(self._result.base))
        )
        left = {
            unit
            for change in self._result.changes.regions
            if change.outcome is Outcome.LOST or _is_left_frozen(change)
            for region in self._case.base.regions
            if region.id == change.id
            for unit in _units(region.blocks)
        }
        told = _told(self._parts, self._now)
        free = Counter(unit for place, unit in _placed(self._now) if place not in told)
        for unit, count in free.items():
            copies = max(draft[unit] - base[unit], 0)
            if unit in base and unit not in fresh and unit not in left and count > copies:
                yield f"stale, without a comment: {unit[0]}"

    def unlike(self) -> Iterator[str]:
        """What is generated as before stands as often as a person left it: it neither goes nor comes back."""
        base, fresh = _homes(self._case.base), _homes(self._generated)
        draft, now = _count(self._draft), _count(self._now)
        for unit, regions in base.items():
            if fresh.get(unit) == regions and now[unit] != draft[unit]:
                yield f"generated as before, {draft[unit]} times in the draft, {now[unit]} times now: {unit[0]}"

    def figures(self) -> Iterator[str]:
        """A figure that is anchored and was not typed over says what it is now."""
        was, fresh = _texts_by_name(self._case.base), _texts_by_name(self._generated)
        told = _told(self._parts, self._now)
        left = {change.id for change in self._result.changes.regions if _is_left_frozen(change)}
        kept = {(value.name, value.text) for value in self._case.base.values if value.region in left}
        for value in self._now.values:
            is_stale = value.text in was[value.name] - fresh[value.name] and fresh[value.name]
            is_told = (value.name, value.text) in kept or (value.path is not None and value.path[0] in told)
            if is_stale and not is_told:
                yield f"the figure {value.name} still says {value.text}"

    def untouched(self) -> Iterator[str]:
        """A region that nobody touched says what is generated now, block by block; a comment settled is a touch."""
        fresh = {region.id: region.blocks for region in self._generated.regions}
        for name, found in self._draft.regions.items():
            numbers = [block.number for block in found.blocks]
            is_close = (
                numbers == list(range(numbers[0], numbers[-1] + 1)) if numbers else True
            )  # no other's stands between
            is_as_built = found.is_whole and is_close and not found.strays and found.how is not How.LOST
            mine = self._draft.blocks(name)
            is_settled = any(p in self._settled for placed in mine for p in placed.element.iter(w("p")))
            same = map(_is_as_built, (placed.block for placed in mine), found.region.blocks)
            if is_settled or not is_as_built or not all(same):
                continue
            wanted = [block.content for block in fresh.get(name, ())]
            if [placed.block.content for placed in self._now.blocks(name)] != wanted:
                yield f"nobody touched {name}, but it is not as generated now"

    def unlocated(self) -> Iterator[str]:
        """The next refresh finds every region by its bookmarks."""
        outcomes = {change.id: change.outcome for change in self._result.changes.regions}
        body = self._draft.body.forms
        frozen = {
            name
            for name, found in self._draft.regions.items()
            if any(is_frozen(body[block.number]) for block in (*found.blocks, *found.strays))
        }
        sure = (Outcome.UNCHANGED, Outcome.REGENERATED, Outcome.ADDED)
        for name, found in self._now.regions.items():
            if found.how is How.CONTENT and outcomes[name] is not Outcome.LOST and name not in frozen:
                yield f"{name} ({outcomes[name].value}) is found by what it says alone"
            if found.region.blocks and outcomes[name] in sure and found.how is not How.MARKS:
                yield f"{name} ({outcomes[name].value}) is not found by bookmarks"

    def unsound(self) -> Iterator[str]:
        """Word would not stumble over it, or not over more than it did before."""
        found = [finding for finding in inspect_file(self._result.package.packed()) if finding.code not in _LEFT_OVER]
        if not found:
            return
        before = Counter(finding.code for finding in inspect_file(write_parts(self._case.draft)))
        heads, left = _heads(_generated(self._case.base)), _heads(self._draft.body.forms)
        before["table-head"] += max(heads - left, 0)  # deleted: a table whose one row is left may grow
        after = Counter(finding.code for finding in found)
        yield from (str(finding) for finding in found if after[finding.code] > before[finding.code])

    def again(self) -> Iterator[str]:
        """A second refresh with the same build changes nothing and tells of nothing."""
        second = refresh(self._parts, self._result.base, self._case.fresh)
        parts = refreshed_file(second)
        if fingerprint(parts) != fingerprint(self._parts):
            yield f"the second refresh changed: {_difference(self._parts, parts)}"
        if _texts_of_comments(parts) != _texts_of_comments(self._parts):
            yield "the second refresh changed the comments"
        yield from (f"the second refresh told: {conflict}" for conflict in second.changes.conflicts)


def _marks(parts: Package) -> Counter[str]:
    """How often each mark stands in the document, its headers and its footers."""
    names = [DOCUMENT, *dict.fromkeys(n for kind in ("header", "footer") for n in parts.related(DOCUMENT, kind))]
    found: Counter[str] = Counter()
    for name in names:
        text = "".join(_typed(parse(parts[name])))
        found.update(piece.partition("⟧")[0] for piece in text.split("⟦")[1:])
    return found


def _typed(root: Element) -> Iterator[str]:
    """The texts of a story but for contents and references, which repeat headings and captions."""
    codes: list[str] = []
    for element in root.iter(w("fldChar"), w("instrText"), w("t"), w("delText")):
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            codes.append("")
        elif kind == "end" and codes:
            codes.pop()
        elif element.tag == w("instrText") and codes:
            codes[-1] += element.text or ""
        elif kind is None and not any(code.split()[:1] in (["TOC"], ["REF"]) for code in codes):
            yield element.text or ""


def _anchors(parts: Package) -> dict[str, list[str]]:
    """Comments of people by their words, with what of each stands in the document."""
    places: dict[str, list[str]] = {}
    for mark in parse(parts[DOCUMENT]).iter(*_COMMENTED):
        places.setdefault(mark.get(w("id"), ""), []).append(local(mark))
    return {
        shown_text(comment): sorted(places.get(comment.get(w("id"), ""), []))
        for comment in _comments(parts)
        if not is_ours(comment)
    }


def _comments(parts: Package) -> list[Element]:
    return [comment for name in parts.related(DOCUMENT, "comments") for comment in parse(parts[name])]


def _texts_of_comments(parts: Package) -> list[str]:
    return sorted(map(shown_text, _comments(parts)))


_LEFT_OVER = (  # a person's sentence about a picture that is gone, its own heading, a section without its heading
    *("target-missing", "heading-alone", "heading-jump"),
    *("empty-paragraph", "empty-page"),  # words deleted with changes tracked; breaks round what somebody deleted
)
Unit = tuple[str, str]  # what a reader sees of a paragraph or row, and its digest


def _generated(base: Base) -> list[Block]:
    return [block for region in base.regions for block in region.blocks]


def _homes(base: Base) -> dict[Unit, list[str]]:
    """The regions in which each unit is generated; of a row, what it is about: a place in an order may change hands."""
    found: defaultdict[Unit, list[str]] = defaultdict(list)
    for region in base.regions:
        for block in region.blocks:
            for part in map(_alone, block.rows) if isinstance(block, Table) else (block,):
                for unit in _units([part]):
                    found[unit].append(f"{region.id} {part.rows[0].keys if isinstance(part, Table) else ''}")
    return found


def _alone(row: Row) -> Table:
    return Table((row,))


def _count(found: Places | list[Block]) -> Counter[Unit]:
    if isinstance(found, list):
        return Counter(_units(found))
    return Counter(unit for _, unit in _placed(found))


def _units(blocks: Iterable[Block]) -> Iterator[Unit]:
    """The paragraphs and the rows of tables that say something."""
    for block in blocks:
        parts: Iterable[Paragraph | Row] = block.rows if isinstance(block, Table) else (block,)
        for part in parts:
            words = visible_text(Table((part,))) if isinstance(part, Row) else visible_text(part)
            if words.strip(" |/\n"):
                yield words, part.content


def _placed(places: Places) -> Iterator[tuple[int, Unit]]:
    for number, placed in enumerate(places.body.blocks):
        for unit in _units([placed.block]):
            yield number, unit


def _told(parts: Package, places: Places) -> set[int]:
    """The blocks that a comment of ours tells a conflict of, and those of regions in which changes are tracked."""
    conflicts = {comment.get(w("id")) for comment in _comments(parts) if is_conflict(comment)}
    told = {
        number
        for number, placed in enumerate(places.body.blocks)
        if any(mark.get(w("id")) in conflicts for mark in placed.element.iter(w("commentReference")))
    }
    for found in places.regions.values():
        numbers = {block.number for block in (*found.blocks, *found.strays)}
        if told & numbers and any(is_frozen(places.body.blocks[number].block) for number in numbers):
            told |= numbers
    return told


def _heads(blocks: Iterable[Block]) -> int:
    """How many rows of tables are repeated on each page."""
    return sum(row.is_head for block in blocks if isinstance(block, Table) for row in block.rows)


def _is_left_frozen(change: RegionChange) -> bool:
    """True where a comment says that changes are tracked in a part, so that nothing was touched."""
    return any(conflict.why == FROZEN for conflict in change.conflicts)


def _texts_by_name(base: Base) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for value in base.values:
        found[value.name].add(value.text)
    return found


def _is_as_built(mine: Block, base: Block) -> bool:
    return mine.content == base.content and _asking(mine) == _asking(base)


def _asking(block: Block) -> list[bool]:
    if isinstance(block, Paragraph):
        return [bool(block.suggested)]
    return [flag for row in block.rows for cell in row.cells for inner in cell.blocks for flag in _asking(inner)]


def _difference(one: Package, two: Package) -> str:
    lines = [[visible_text(placed.block) for placed in body_story(parts).blocks] for parts in (one, two)]
    gone = list((Counter(lines[0]) - Counter(lines[1])).elements())
    new = list((Counter(lines[1]) - Counter(lines[0])).elements())
    return f"gone {gone[:3]}, new {new[:3]}" if gone or new else "looks, order or comments"
