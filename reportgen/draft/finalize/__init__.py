"""From a draft to the report that is issued: what only a draft needs goes, what the report says stays.

    finalized -> draft_marks, editing      in each story of the file
              -> traces                    who made it, on which machine; parts that nothing leads to any more

Open comments and tracked changes of people stay with the names of their authors: whoever finalizes by force wants them.
"""

from __future__ import annotations

from reportgen.draft.base import Base
from reportgen.draft.finalize.draft_marks import drop_draft_marks, drop_draft_notes
from reportgen.draft.finalize.editing import (
    drop_anchors,
    drop_comments,
    drop_styles,
    drop_unpaired,
    plain_styles,
    unlink,
)
from reportgen.draft.finalize.traces import (
    clean_properties,
    clean_settings,
    clean_workbooks,
    drop_private_parts,
    drop_unused,
)
from reportgen.office.package import DOCUMENT, Package
from reportgen.word.canonical import HEADERS_FOOTERS, NOTES, parts_of, styles_of

__all__ = ["finalized"]


def finalized(draft: Package, base: Base) -> Package:
    """The report that a draft becomes; `base` is what the draft was generated as.

    Raises `DamagedPartError` when a part is not XML.
    """
    made = draft.copy()
    headers_footers = parts_of(made, HEADERS_FOOTERS)
    roots = {name: made.changed(name) for name in (DOCUMENT, *headers_footers, *parts_of(made, NOTES))}
    styles = styles_of(made)
    drop_draft_notes(roots[DOCUMENT], base)
    for name, root in roots.items():
        drop_draft_marks(root, is_header_footer=name in headers_footers)
        plain_styles(root, styles)
        unlink(made, name, root)
        drop_anchors(root)
    drop_comments(made, roots.values())
    for root in roots.values():
        drop_unpaired(root)
    drop_styles(made, roots.values())
    clean_settings(made)
    clean_properties(made)
    clean_workbooks(made)
    drop_private_parts(made)
    drop_unused(made)
    return made
