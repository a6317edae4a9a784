"""What other programs took from a draft or moved in it, set right before it is read: so it counts as nobody's edit.

Section ends stand in paragraphs of their own, styles have the names they were generated with, and where a program took
out all that was stored, suggestions are asked about again: a mark that is missing is a doubt, and confirms nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reportgen.common.grouping import grouped
from reportgen.draft.base import Base, BaseRegion
from reportgen.draft.locating import locate
from reportgen.draft.refresh.execution.comments import Comments
from reportgen.draft.refresh.execution.importing import StyleBook
from reportgen.draft.refresh.reading import ends_section, section_of
from reportgen.draft.stored import read_base
from reportgen.office.package import DOCUMENT, Package
from reportgen.word.canonical import read_stories, styles_of
from reportgen.word.comments import is_suggestion, read_comments
from reportgen.word.forms import Paragraph, paragraphs_in, visible_text
from reportgen.word.xml import Element, Styles, make, shown_text, squashed, val, w

LOST = "A suggestion whose comment another program took out. Delete this comment to confirm it, or edit the text."


def set_right(draft: Package, base: Base, fresh: Package, new: Base) -> None:
    """Change a draft, generated as `base`, into what it would be without such programs; `fresh` and `new` as built now.

    Raises `DamagedPartError` when a part of the draft is not XML.
    """
    root = draft.changed(DOCUMENT)
    _set_section_ends_apart(root)
    _name_styles(draft, base, fresh)
    if read_base(draft) is None:
        _ask_again(draft, base, fresh, new)


def _set_section_ends_apart(root: Element) -> None:
    """LibreOffice ends a section in the last paragraph of its text, where the end would go or move with that text."""
    for section in list(root.iter(w("sectPr"))):
        paragraph = next(section.iterancestors(w("p")), None)
        if paragraph is not None and section_of(paragraph) is section and not ends_section(paragraph):
            line = make("spacing", before=0, after=0, line=20, lineRule="exact")  # one point high: nothing to be seen
            paragraph.addnext(make("p", make("pPr", line, section)))


# --------------------------------------------------------------------------------------------------------------- styles


def _name_styles(draft: Package, base: Base, fresh: Package) -> None:
    """Give styles that were renamed their names again, and bring those back that are gone from the list of styles."""
    styles, here = styles_of(draft), {val(style.find(w("name"))).lower(): style for style in _styles(draft)}
    there = {val(style.find(w("name"))).lower(): style for style in _styles(fresh)}
    known = {paragraph.style for paragraph in base.paragraphs}
    lost = {name for name in known - here.keys() if name in there}
    for name, now in _present_ids(draft, base, styles, lost) if lost else ():
        renamed = next((style for style in here.values() if style.get(w("styleId")) == now), None)
        if renamed is None:
            StyleBook(fresh, draft).restyle(
                make("p", make("pPr", make("pStyle", val=there[name].get(w("styleId"), ""))))
            )
        elif styles.name(now) not in known:
            renamed.find(w("name")).set(w("val"), val(there[name].find(w("name"))))  # type: ignore[union-attr]


def _styles(parts: Package) -> list[Element]:
    return [style for root in parts.changed_trees(DOCUMENT, "styles") for style in root.iterfind(w("style"))]


def _present_ids(draft: Package, base: Base, styles: Styles, lost: set[str]) -> Iterator[tuple[str, str]]:
    """The ids of the styles in which most of that stands now which was generated in those that are lost."""
    generated = grouped((squashed(visible_text(paragraph)), paragraph.style) for paragraph in base.paragraphs)
    found: dict[str, Counter[str]] = {name: Counter() for name in lost}
    for paragraph in draft.tree(DOCUMENT).iter(w("p")):
        names = {*generated.get(squashed(shown_text(paragraph)), ())}
        if len(names) == 1 and names <= lost:
            found[names.pop()][styles.style_id(paragraph)] += 1
    yield from ((name, count.most_common(1)[0][0]) for name, count in found.items() if count)


# ---------------------------------------------------------------------------------------------------------- suggestions


def _ask_again(draft: Package, base: Base, fresh: Package, new: Base) -> None:
    """Ask about the suggestions that stand there as generated and that nothing asks about, as the new build asks."""
    root, styles = draft.tree(DOCUMENT), styles_of(draft)
    comments = (c for c in read_comments(draft, [root]) if is_suggestion(c.element))
    settled = {paragraph for comment in comments for paragraph in comment.paragraphs}
    places, now = locate(read_stories(draft), base), {region.id: region for region in new.regions}
    again = Comments(draft, fresh, StyleBook(fresh, draft))
    for region in base.regions:
        was, asked = _asking(region), _asking(now[region.id]) if region.id in now else {}
        left: list[tuple[tuple[str, bool], Element]] = []
        for paragraph in (p for placed in places.blocks(region.id) for p in placed.element.iter(w("p"))):
            words, style = squashed(shown_text(paragraph)), styles.name(styles.style_id(paragraph))
            if paragraph not in settled and any(each.style == style for each in was.get(words, ())):
                found = asked.get(words, was[words])
                number = (found.pop(0) if len(found) > 1 else found[0]).suggested[0]
                left.append(((number, words in asked), paragraph))
        for (number, is_known), paragraphs in grouped(left).items():
            if is_known:
                again.suggest(number, paragraphs)
            else:
                again.ask(LOST, paragraphs)
    again.finish(root)


def _asking(region: BaseRegion) -> dict[str, list[Paragraph]]:
    """The suggestions of a region that a comment asks about, by what they say without blanks."""
    paragraphs = (paragraph for block in region.blocks for paragraph in paragraphs_in(block))
    return grouped((squashed(visible_text(paragraph)), paragraph) for paragraph in paragraphs if paragraph.suggested)
