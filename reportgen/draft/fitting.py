"""Which base belongs to a draft that has lost every id: told by its marks, which other programs keep.

Drafts from one template share most marks, so what stands at the marks decides: much of it is never edited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reportgen.draft.base import Base
from reportgen.word.canonical import Stories
from reportgen.word.forms import Block, Row, Table, paragraphs_in, visible_text

_KNOWN = 0.8  # of the marks in a draft: a refresh of the same draft adds and takes away few
_SAME = 0.5  # of what stands at them: edits and other programs change less


@dataclass(frozen=True, slots=True, order=True)
class Fit:
    """How well a base fits a draft."""

    same: int  # marks at which the draft says what was generated
    known: int  # marks of the draft that the base has
    marks: int  # of the draft
    is_of_client: bool  # the client that the base records is named in the draft

    @property
    def fits(self) -> bool:
        """True when the draft was most likely generated as this base."""
        return (
            self.is_of_client
            and self.known > 0
            and self.known >= _KNOWN * self.marks
            and self.same >= _SAME * self.known
        )


def fit_of(stories: Stories, base: Base) -> Fit:
    """How well a base fits a draft."""
    says = _said(stories.body.forms)
    said = _said(block for region in base.regions for block in region.blocks)
    known = says.keys() & said.keys()
    same = sum(says[key] == said[key] for key in known)
    stood = (*stories.body.forms, *(form for story in stories.headers_footers for form in story.forms))
    client = base.record.client
    return Fit(same, len(known), len(says), not client or any(client in visible_text(form) for form in stood))


def _said(blocks: Iterable[Block]) -> Mapping[str, str]:
    """What stands at each mark: digests of blocks, of rows and of entries in cells."""
    return {key: form.content for block in blocks for form in _marked(block) for key in form.keys}


def _marked(block: Block) -> Iterator[Block | Row]:
    yield from paragraphs_in(block)
    if isinstance(block, Table):
        yield from block.rows
        yield block
