"""What can stand but once, facts of the engagement, agreed scores and targets; and which of two entries says more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any, TypeVar

from reportgen.common.diagnostics.places import FilePlace
from reportgen.common.diagnostics.remarks import (
    AGREED_SCORES_DIFFER,
    ENGAGEMENT_DIFFERS,
    TARGETS_DIFFER,
    Remark,
    Source,
)
from reportgen.common.held import says_nothing
from reportgen.common.language import day_in_words, in_quotes
from reportgen.common.model import NOWHERE, AgreedScore, Engagement, QuestionSet, Target
from reportgen.common.rounding import printed_exactly
from reportgen.workbook.layout import ENGAGEMENT_FORM, NO, YES, engagement_of, facts_of

_Entry = TypeVar("_Entry")


def is_said_by(smaller: Any, fuller: Any) -> bool:
    """True when every field of `smaller`, a dataclass of the same kind, is blank or says the same in `fuller`."""
    return all(_is_value_within(getattr(smaller, name), getattr(fuller, name)) for name in _names(smaller))


def _is_value_within(smaller: Any, fuller: Any) -> bool:
    if isinstance(smaller, Mapping):
        return all(value is None or fuller.get(key) == value for key, value in smaller.items())
    return says_nothing(smaller) or bool(smaller == fuller)


def contradict(one: Any, other: Any) -> bool:
    """True when both say something, and not the same."""
    return not says_nothing(one) and not says_nothing(other) and bool(one != other)


def agree(one: Any, other: Any) -> bool:
    """True when no field of the two, dataclasses of the same kind, says two things."""
    return not any(contradict(getattr(one, name), getattr(other, name)) for name in _names(one))


def filled_up(first: _Entry, second: _Entry) -> _Entry:
    """The first, its blank fields filled from the second: a dataclass of the same kind."""
    missing = {name: getattr(second, name) for name in _names(first) if says_nothing(getattr(first, name))}
    return replace(first, **missing)  # type: ignore[type-var]


def _names(entry: Any) -> list[str]:
    """The fields that say something: places do not."""
    return [field.name for field in fields(entry) if field.compare]


# ------------------------------------------------------------------------------------------------------- the engagement


def merge_engagements(sources: Sequence[Source]) -> tuple[Engagement, list[Remark]]:
    """Each fact as the first workbook that has it says; what the others say differently is remarked."""
    kept: dict[str, Any] = {}
    keeper: dict[str, Source] = {}
    remarks = []
    for source in sources:
        for key, value in facts_of(source.assessment.engagement).items():
            if key not in kept or (says_nothing(kept[key]) and not says_nothing(value)):
                kept[key], keeper[key] = value, source
            elif contradict(kept[key], value):
                remarks.append(_differs(key, keeper[key], kept[key], source, value))
    places = {key: keeper[key].assessment.engagement.places.get(key, NOWHERE) for key in kept}
    return engagement_of(kept, {key: place for key, place in places.items() if place != NOWHERE}), remarks


def _differs(key: str, first: Source, value: object, second: Source, other: object) -> Remark:
    return ENGAGEMENT_DIFFERS.at(
        *(FilePlace(s.name, s.assessment.engagement.places.get(key, NOWHERE)) for s in (first, second)),
        field=ENGAGEMENT_FORM.column(key).header,
        value=in_quotes(shown(value)),
        other=in_quotes(shown(other)),
        content={key: shown(other)},
    )


def shown(value: object) -> str:
    """A fact as people write it.

    >>> shown(True), shown(("Retail", "Utilities")), shown(date(2025, 3, 31))
    ('Yes', 'Retail; Utilities', '2025-03-31')
    """
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, tuple):
        return "; ".join(str(part) for part in value)
    return value.isoformat() if isinstance(value, date) else str(value)


# -------------------------------------------------------------------------------------------------------- agreed scores


def merge_agreed(sources: Sequence[Source], questions: QuestionSet) -> tuple[tuple[AgreedScore, ...], list[Remark]]:
    """The agreed score of each question as the first workbook says that has one; what others say is remarked."""
    kept: dict[str, tuple[AgreedScore, Source]] = {}
    remarks = []
    for source in sources:
        for score in source.assessment.agreed:
            before, keeper = kept.get(score.question_id, (score, source))
            if is_said_by(before, score):
                kept[score.question_id] = (score, source)
            elif not is_said_by(score, before):
                remarks.append(
                    AGREED_SCORES_DIFFER.at(
                        FilePlace(keeper.name, before.place),
                        FilePlace(source.name, score.place),
                        question=score.question_id,
                        value=_agreed_shown(before),
                        other=_agreed_shown(score),
                        content={
                            "box": "" if score.box is None else printed_exactly(score.box),
                            "reason": score.reason,
                        },
                    )
                )
    order = list(questions.questions)
    return tuple(score for score, _ in sorted(kept.values(), key=lambda entry: order.index(entry[0].question_id))), (
        remarks
    )


def _agreed_shown(score: AgreedScore) -> str:
    """An agreed box with its reason, for a message."""
    box = "no box" if score.box is None else printed_exactly(score.box)
    return f"{box} ({in_quotes(score.reason)})" if score.reason else f"{box}, without a reason"


# -------------------------------------------------------------------------------------------------------------- targets


def merge_targets(sources: Sequence[Source], questions: QuestionSet) -> tuple[tuple[Target, ...], list[Remark]]:
    """The target of each element as the first workbook says that has one; what others say otherwise is remarked."""
    kept: dict[str, tuple[Target, Source]] = {}
    remarks = []
    for source in sources:
        for target in source.assessment.targets:
            before, keeper = kept.setdefault(target.element, (target, source))
            if agree(before, target):
                kept[target.element] = (filled_up(before, target), keeper)
                continue
            places = FilePlace(keeper.name, before.place), FilePlace(source.name, target.place)
            content = {"box": printed_exactly(target.box), "by": shown(target.by or "")}
            title, value, other = questions.titles[target.element], target_shown(before), target_shown(target)
            remarks.append(TARGETS_DIFFER.at(*places, element=title, value=value, other=other, content=content))
    order = [element.id for element in questions.elements]
    return tuple(kept[element][0] for element in order if element in kept), remarks


def target_shown(target: Target) -> str:
    """A target with its day, for a message.

    >>> from fractions import Fraction
    >>> target_shown(Target("core", Fraction(60), date(2027, 3, 31)))
    '60 by 31 March 2027'
    """
    return printed_exactly(target.box) + (f" by {day_in_words(target.by)}" if target.by else "")
