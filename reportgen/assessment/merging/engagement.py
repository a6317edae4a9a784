"""The facts of the engagement: one form for all workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from reportgen.assessment.merging.fullness import contradict, is_blank
from reportgen.common.diagnostics.places import FilePlace
from reportgen.common.diagnostics.remarks import ENGAGEMENT_DIFFERS, Remark, Source
from reportgen.common.language import in_quotes
from reportgen.common.model import NOWHERE, Engagement
from reportgen.workbook.layout import ENGAGEMENT_FORM, NO, YES, engagement_of, facts_of


def merge_engagements(sources: Sequence[Source]) -> tuple[Engagement, list[Remark]]:
    """Each fact as the first workbook that has it says; what the others say differently is remarked."""
    kept: dict[str, Any] = {}
    keeper: dict[str, Source] = {}
    remarks = []
    for source in sources:
        for key, value in facts_of(source.assessment.engagement).items():
            if key not in kept or (is_blank(kept[key]) and not is_blank(value)):
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
