"""Entries that one workbook still has and somebody deleted from another: they come back, and that is said.

Only a workbook that remembers what it was written with can tell what is deleted from what never was there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.common.diagnostics.places import FilePlace
from reportgen.common.diagnostics.remarks import ENTRY_DELETED, Remark, Source
from reportgen.common.grouping import grouped
from reportgen.common.held import HeldEntry, entries_of
from reportgen.common.language import listed

NAMED = 4  # answers, in a message


def deleted(sources: Sequence[Source]) -> list[Remark]:
    """A remark for each entry of a source that is gone from another, which was written with it.

    With an interview goes all that belongs to it. Answers to several questions of an interview make one remark.
    """
    held = [list(entries_of(source.assessment)) for source in sources]
    gone = [
        source.assessment.held - {entry.digest for entry in mine} for source, mine in zip(sources, held, strict=True)
    ]
    told: set[str] = set()
    remarks: list[Remark] = []
    for source, mine in zip(sources, held, strict=True):
        for other, missing in zip(sources, gone, strict=True):
            found = [entry for entry in mine if entry.digest in missing and entry.digest not in told]
            told |= {entry.digest for entry in found}
            remarks += [_remark(source, other, entries) for entries in _together(found)]
    return remarks


def _together(found: Sequence[HeldEntry]) -> Iterator[list[HeldEntry]]:
    """The entries that are told at once: answers of an interview, else each alone; none of what goes with another."""
    interviews = {entry.interview for entry in found if entry.is_interview}
    left = [entry for entry in found if entry.interview not in interviews or entry.is_interview]
    yield from grouped((entry.interview if entry.is_answer else entry.digest, entry) for entry in left).values()


def _remark(source: Source, other: Source, entries: Sequence[HeldEntry]) -> Remark:
    first, *more = entries
    what = first.what
    if more:
        ids = [entry.question_id for entry in entries]
        rest = [f"{len(ids) - NAMED} more"] if len(ids) > NAMED else []
        what = f"the answers of interview {first.interview} to {listed([*ids[:NAMED], *rest])}"
    return ENTRY_DELETED.at(FilePlace(source.name, first.place), FilePlace(other.name), what=what)
