"""Refreshing a draft: what nobody touched is generated anew, what a person edited stays, values follow the data.

A three-way merge. The base is what was generated when the draft was built, and is stored in it; mine is the draft as a
person has edited it; fresh is a new build. `refresh` is the one door.

    refresh -> given_back   what other programs took from the draft or moved in it
            -> reading      both versions, as plain forms and as the trees they were read from
            -> plan         what becomes of each part: decided from the forms, plain data
            -> execution    carries the plan out on the trees, decides nothing
            -> changes      the change report, made from the plan
            -> bases        what the next refresh starts from
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from reportgen.draft.base import Base
from reportgen.draft.refresh.bases import kept_pictures, new_base, with_present_names
from reportgen.draft.refresh.changes import Changes, RegionChange, ValueChange
from reportgen.draft.refresh.execution.apply import Body, apply
from reportgen.draft.refresh.execution.comments import Comments
from reportgen.draft.refresh.execution.importing import Importer, StyleBook
from reportgen.draft.refresh.execution.repair import (
    drop_repeated,
    first_free,
    renumber,
    write_contents_anew,
)
from reportgen.draft.refresh.given_back import set_right
from reportgen.draft.refresh.plan import RefreshPlan, planned
from reportgen.draft.refresh.plan.model import Where, Whose, stays
from reportgen.draft.refresh.reading import Reading, read_version
from reportgen.draft.stored import Generated, read_base, store
from reportgen.office.package import DOCUMENT, Package
from reportgen.office.prefixes import declare_on_root
from reportgen.word.canonical import HEADERS_FOOTERS, fingerprint, parts_of, read_stories, styles_of
from reportgen.word.references import Heading, headings, number_captions, renew_references
from reportgen.word.xml import Element, Styles, w

__all__ = ["Refreshed", "kept_pictures", "refresh"]

_SHOWN = ("image", "chart", "hyperlink", "header", "footer")  # what goes when nothing shows it any more
_CHAPTER_LEVELS = 2  # "5 Findings" and "5.2 Core"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A refreshed draft."""

    package: Package
    changes: Changes
    base: Base  # the new one, also in the draft
    plan: RefreshPlan  # what became of each part


def refresh(draft: Package, base: Base, fresh: Generated, titled: Callable[[str], str] = str) -> Refreshed:
    """Bring a draft up to date: three versions of a report are merged.

    `draft` is the draft as a person edited it, `base` what was generated when it was built, `fresh` a new build;
    neither file is changed. Nothing that a person wrote is lost; what the merge cannot decide is
    told in comments and in the changes. `titled` gives what a figure is, in words, by its name.

    Raises `DamagedPartError` when a part of the draft is not XML.
    """
    new, parts = fresh.base, draft.copy()
    set_right(parts, base, fresh.package)
    base = with_present_names(base, new)
    source, stories = fresh.package, read_stories(parts)
    book = StyleBook(source, parts)
    comments = Comments(parts, source, book)
    is_stripped = read_base(draft) is None
    mine = read_version(Whose.DRAFT, stories, base, comments.ours, comments.asking, is_stripped=is_stripped)
    now = read_version(Whose.FRESH, fresh.stories, new)
    plan = planned(base, new, mine.version, now.version, titled)
    styles, first = stories.styles, first_free(story.root for story in (stories.body, *stories.headers_footers))
    numbers = count(first + 1_000_000)  # far above those that come with new blocks; all are renumbered
    body = Body(mine, now, Importer(source, parts, book, first), comments, numbers)
    before = _chapters(mine.body, styles)
    apply(plan, body)
    chapters = _chapters(mine.body, styles)
    there = _chapters(now.body, fresh.stories.styles, among=_titles(mine.body, styles))
    without = {region.id: _first(region.id, (mine, before), (now, there)) for region in plan.regions}
    changes = _changes(plan, lambda where: chapters.get(body[where]), without)
    comments.finish(mine.body)
    drop_repeated(mine.body)
    styles = styles_of(parts)
    number_captions(mine.body)
    renew_references(mine.body, styles)
    if plan.writes_contents:
        write_contents_anew(mine.body, styles, numbers)
    parts.drop_unnamed(DOCUMENT, _SHOWN)  # an old chart is dead weight, and tells old figures
    roots = [parts.changed(name) for name in (DOCUMENT, *parts_of(parts, HEADERS_FOOTERS))]
    renumber(roots)
    for root in roots:
        declare_on_root(root)  # blocks of the new build brought theirs along
    result = new_base(parts, base, new, now.places, plan, mine.version)
    store(parts, result, fingerprint(fresh.stories))
    return Refreshed(parts, changes, result, plan)


# ------------------------------------------------------------------------------------------------- the change report


def _changes(plan: RefreshPlan, chapter: Callable[[Where], str | None], without: Mapping[str, str | None]) -> Changes:
    """What a plan does; `chapter` gives the heading that a part of the result stands under.

    `without` gives it for regions of which nothing is in the result.
    """
    return Changes(
        regions=tuple(_regions(plan, chapter, without)),
        values=tuple(_values(plan)),
        stale=tuple(replace(found, chapter=chapter(where) or "") for where, found in plan.stale),
        elsewhere=plan.elsewhere,
    )


def _regions(
    plan: RefreshPlan, chapter: Callable[[Where], str | None], without: Mapping[str, str | None]
) -> Iterator[RegionChange]:
    for region in plan.regions:
        titles = (*map(chapter, region.result), without[region.id])
        title = next((title for title in titles if title is not None), "")
        conflicts = (conflict for found in region.by_paragraph.values() for conflict in found)
        yield RegionChange(region.id, region.outcome, title, tuple(conflicts), region.notes)


def _values(plan: RefreshPlan) -> Iterator[ValueChange]:
    """The values that were brought up to date in text that is still there, each with how often."""
    written = (value for value in plan.values if value.now is not None and stays(value.value.path, plan.gone))
    found = Counter((value.value.name, value.before, value.now or "") for value in written)
    yield from (ValueChange(*key, places=count) for key, count in found.items())


def _first(region_id: str, *sides: tuple[Reading, Mapping[Element, str]]) -> str | None:
    """The chapter of a region in the first of these versions that has some of it."""
    for reading, chapters in sides:
        found = reading.version.regions.get(region_id)
        for block in found.blocks if found else ():
            return chapters.get(reading.places.body.elements[block.number,])
    return None


def _titles(body: Element, styles: Styles) -> list[Heading]:
    """The headings of chapters and of their sections."""
    return [heading for heading in headings(body, styles) if heading.level < _CHAPTER_LEVELS]


def _chapters(body: Element, styles: Styles, among: Iterable[Heading] = ()) -> dict[Element, str]:
    """The title that each block stands under, with its number: the one that it has `among` others of that name."""
    lines = {heading.title: heading.line for heading in among}
    titles = {heading.paragraph: lines.get(heading.title, heading.line) for heading in _titles(body, styles)}
    found = {}
    current = ""
    for element in body.iter(w("p"), w("tbl")):
        current = titles.get(element, current)
        found[element] = current
    return found
