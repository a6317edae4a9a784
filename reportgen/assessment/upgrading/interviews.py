"""How many interviews the new workbook has room for."""

from __future__ import annotations

from reportgen.assessment.naming import next_free
from reportgen.common.exceptions import UsageError
from reportgen.common.language import tally
from reportgen.common.model import Assessment, Interview


def so_many(assessment: Assessment, wanted: int | None) -> list[Interview]:
    """The interviews, with blank ones added or dropped at the end until there are as many as wanted."""
    interviews = list(assessment.interviews)
    if wanted is None:
        return interviews
    filled = _filled(assessment)
    if wanted < len(filled):
        raise UsageError(
            f"{tally(len(filled), 'interview')} are filled ({', '.join(filled)}), so there cannot be {wanted}. "
            f"Ask for {len(filled)} or more, or clear one in the workbook first."
        )
    blank = [interview for interview in interviews if interview.code not in filled]
    for interview in blank[::-1][: max(len(interviews) - wanted, 0)]:
        interviews.remove(interview)
    while len(interviews) < wanted:
        interviews.append(Interview(next_free("00", [interview.code for interview in interviews])))
    return interviews


def _filled(assessment: Assessment) -> list[str]:
    """The codes of the interviews of which more is known than that they are laid out."""
    entered = {answer.interview for answer in assessment.answers if answer.has_entry}
    entered |= {note.interview for note in assessment.notes} | {h.interview for h in assessment.headlines}
    return [i.code for i in assessment.interviews if i.has_facts or i.code in entered]
