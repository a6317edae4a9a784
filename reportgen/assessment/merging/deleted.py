"""Entries that one workbook still has and somebody deleted from another: they come back, and that is said.

Only a workbook that remembers what it was written with can tell what is deleted from what never was there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from reportgen.common.diagnostics.places import FilePlace
from reportgen.common.diagnostics.remarks import ENTRY_DELETED, Remark, Source
from reportgen.common.folding import code_key
from reportgen.common.grouping import grouped
from reportgen.common.held import REPLY, HeldEntry, entries_of
from reportgen.common.language import listed
from reportgen.common.model import NOWHERE, Place, QuestionSet
from reportgen.workbook.layout import (
    ENGAGEMENT_FORM,
    HEADLINES_SHEET,
    NOTES_SHEET,
    ROAD_MAP_SHEET,
    TARGETS_SHEET,
    agreed_sheet,
    interviews_sheet,
    questionnaire_sheet,
)

NAMED = 4  # answers, in a message
_Headings = Mapping[tuple[str, str], str]  # of cells, by the kind of their entry and their key
_PlaceOf = Callable[[HeldEntry], Place]


def deleted(sources: Sequence[Source], questions: QuestionSet) -> list[Remark]:
    """A remark for each entry of a source, or cell of one, that is gone from another, which was written with it.

    With an entry go its cells, with an interview all that belongs to it. Answers to several questions of an interview
    make one remark.
    """
    titles = {element.id: element.title for element in questions.elements}
    held = [list(entries_of(source.assessment, titles)) for source in sources]
    gone = [
        source.assessment.held - {entry.digest for entry in mine} for source, mine in zip(sources, held, strict=True)
    ]
    headings = headings_of_cells(questions)
    places = [_cleared_in(source) for source in sources]
    told: set[str] = set()
    remarks: list[Remark] = []
    for source, mine in zip(sources, held, strict=True):
        for other, missing, place_of in zip(sources, gone, places, strict=True):
            found = [entry for entry in mine if entry.digest in missing and entry.digest not in told]
            told |= {entry.digest for entry in found}
            for entries in _together(found):
                places_in = FilePlace(source.name, entries[0].place), FilePlace(other.name, place_of(entries[0]))
                remarks.append(ENTRY_DELETED.at(*places_in, what=_what(entries, headings)))
    return remarks


def _cleared_in(source: Source) -> _PlaceOf:
    """Where a source has the cell of a question that somebody cleared; a row that was deleted has no place."""
    answers = {(code_key(answer.interview), answer.question_id): answer for answer in source.assessment.answers}

    def place_of(entry: HeldEntry) -> Place:
        answer = answers.get((code_key(entry.interview), entry.question_id)) if entry.is_answer else None
        if answer is None:
            return NOWHERE
        return answer.note_place if entry.cell == "note" else answer.place

    return place_of


def _together(found: Sequence[HeldEntry]) -> Iterator[list[HeldEntry]]:
    """The entries that are told at once: answers of an interview, else each alone; none of what goes with another."""
    whole = {entry.digest for entry in found}
    left = [entry for entry in found if whole.isdisjoint(entry.goes_with)]
    yield from grouped(
        ((entry.interview, entry.cell or REPLY) if entry.is_answer else entry.digest, entry) for entry in left
    ).values()


def _what(entries: Sequence[HeldEntry], headings: _Headings) -> str:
    """What was deleted, in words."""
    first, *more = entries
    of_several = first.what
    if more:
        ids = [entry.question_id for entry in entries]
        rest = [f"{len(ids) - NAMED} more"] if len(ids) > NAMED else []
        of_several = f"the answers of interview {first.interview} to {listed([*ids[:NAMED], *rest])}"
    if first.is_answer and first.cell in ("", REPLY):
        return of_several
    return f"'{headings[first.kind, first.cell]}' of {of_several}" if first.cell else of_several


def headings_of_cells(questions: QuestionSet) -> _Headings:
    """What each cell is headed in the workbook."""
    sheets = {
        "engagement": ENGAGEMENT_FORM,
        "interview": interviews_sheet(questions),
        "note": NOTES_SHEET,
        "headline": HEADLINES_SHEET,
        "agreed": agreed_sheet(()),
        "initiative": ROAD_MAP_SHEET,
        "target": TARGETS_SHEET,
    }
    of_sheets = {(kind, column.key): column.header for kind, sheet in sheets.items() for column in sheet.columns}
    of_answers = {("answer", state.id): state.title for state in questions.states}
    renamed = {
        ("answer", "note"): questionnaire_sheet(questions).column("note").header,
        ("agreed", "box"): of_sheets["agreed", "agreed"],
        ("interview", "elements"): "Elements covered",
    }
    return {**of_sheets, **of_answers, **renamed}
