"""From a draft to the report that is issued: what only a draft needs goes, what the report says stays.

    finalized -> unseen                    in each story of the file: what no reader of the page sees
              -> draft_marks, editing      there too: what calls it a draft, what only those who edit it need
              -> traces, workbooks         who made it, on which machine; parts that nothing leads to any more
              -> pictures                  what they say of cameras, places and people

What goes and is nothing of ours is recorded as it goes (`Taken`), so that the review can list it before.

Open comments and tracked changes of people stay with the names of their authors: whoever finalizes by force wants them.
"""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.draft.base import Base
from reportgen.draft.finalize.draft_marks import drop_draft_marks, drop_draft_notes, set_version
from reportgen.draft.finalize.editing import (
    drop_anchors,
    drop_comments,
    drop_styles,
    drop_unpaired,
    marking_styles,
    plain_styles,
    unlink,
)
from reportgen.draft.finalize.pictures import clean_pictures
from reportgen.draft.finalize.taken import Unseen
from reportgen.draft.finalize.traces import clean_properties, clean_settings, drop_private_parts, drop_unused
from reportgen.draft.finalize.unseen import (
    drop_hidden_bookmarks,
    drop_revision_ids,
    drop_unseen,
    drop_unshown_headers,
    painter_of,
    settle_fields,
)
from reportgen.draft.finalize.workbooks import clean_workbooks
from reportgen.draft.locating import locate
from reportgen.office.package import DOCUMENT, Package
from reportgen.word.canonical import HEADERS_FOOTERS, NOTES, parts_of, read_stories, styles_of

__all__ = ["Final", "Taken", "finalized"]


@dataclass(frozen=True, slots=True)
class Final:
    """The report that a draft becomes, and what it is issued without beside all that makes it a draft."""

    parts: Package
    taken: tuple[Unseen, ...]
    says_version: bool = False  # its title page has a place for that


def finalized(draft: Package, base: Base, *, version: str = "") -> Final:
    """The report that a draft becomes; `base` is what the draft was generated as.

    `version` is what a later version says of itself, in the line where the title page called the draft one.
    Raises `DamagedPartError` when a part is not XML.
    """
    made = draft.copy()
    taken = list(drop_unshown_headers(made))
    headers_footers = parts_of(made, HEADERS_FOOTERS)
    roots = {name: made.changed(name) for name in (DOCUMENT, *headers_footers, *parts_of(made, NOTES))}
    styles, painter = styles_of(made), painter_of(made)
    for name, root in roots.items():
        taken += drop_unseen(name, root, painter)
    taken += settle_fields(roots.values(), [roots[name] for name in headers_footers])
    marking = marking_styles(base, roots.values(), styles)
    drop_draft_notes(locate(read_stories(made), base), base)
    says_version = bool(version) and set_version(roots[DOCUMENT], version, styles)
    for name, root in roots.items():
        drop_draft_marks(root, is_header_footer=name in headers_footers)
        plain_styles(root, marking, styles)
        unlink(made, name, root)
        drop_anchors(root)
    taken += drop_hidden_bookmarks(roots.values())
    taken += drop_comments(made, roots.values())
    for root in roots.values():
        drop_unpaired(root)
    drop_styles(made, roots.values(), marking)
    for step in (
        clean_settings(made),
        clean_properties(made, base.record.kept_properties, base.author),
        clean_workbooks(made),
    ):
        taken += step
    taken += [*drop_private_parts(made), *drop_revision_ids(made), *drop_unused(made), *clean_pictures(made)]
    return Final(made, tuple(taken), says_version)
