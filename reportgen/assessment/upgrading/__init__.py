"""A filled workbook goes over to another version of its question set, another sector, or more interviews.

An assessment in, an assessment of the new set out, and a `Remark` for everything that has no place there any more: with
its cell, and with what it said. What is new starts blank, and is counted where that makes gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from reportgen.assessment.upgrading.carrier import Carrier, about_new, gaps_by_element, new_questions, reworded, so_many
from reportgen.common.diagnostics.remarks import Remark, Source
from reportgen.common.model import Assessment, QuestionSet

__all__ = ["gaps_by_element", "new_questions", "reworded", "upgrade"]

_Part = TypeVar("_Part")


def upgrade(
    old: Source, before: QuestionSet, now: QuestionSet, *, interviews: int | None = None, sector: str | None = None
) -> tuple[Assessment, tuple[Remark, ...]]:
    """The assessment, made with the set `before`, as one of the set `now`, and what did not carry over or is new.

    The workbook gets so many `interviews`, or as many as it has; those that are only laid out are added or dropped at
    the end. `sector` takes the place of the engagement's. Raises `UsageError` when more interviews are filled.
    """
    assessment = old.assessment
    carrier = Carrier(old.name, before, now)
    held = so_many(assessment, interviews)
    codes = {interview.code for interview in held}
    carried = replace(
        assessment,
        set_id=now.id,
        set_version=now.version,
        engagement=assessment.engagement if sector is None else replace(assessment.engagement, sector=sector),
        interviews=_all(carrier.interview, held),
        answers=_all(carrier.answer, (answer for answer in assessment.answers if answer.interview in codes)),
        notes=_all(carrier.note, assessment.notes),
        agreed=_all(carrier.agreed, assessment.agreed),
        findings=_all(carrier.finding, assessment.findings),
        initiatives=_all(carrier.initiative, assessment.initiatives),
        narrative=_all(carrier.narrative, assessment.narrative),
    )
    return carried, (*carrier.remarks, *about_new(carried, before, now))


def _all(carry: Callable[[_Part], _Part | None], parts: Iterable[_Part]) -> tuple[_Part, ...]:
    return tuple(left for part in parts if (left := carry(part)) is not None)
