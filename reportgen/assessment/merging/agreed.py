"""Agreed scores: a question has one, so of two that differ only one can stand."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.assessment.merging.fullness import is_within
from reportgen.common.diagnostics.places import FilePlace
from reportgen.common.diagnostics.remarks import AGREED_SCORES_DIFFER, Remark, Source
from reportgen.common.language import in_quotes
from reportgen.common.model import AgreedScore, QuestionSet


def merge_agreed(sources: Sequence[Source], questions: QuestionSet) -> tuple[tuple[AgreedScore, ...], list[Remark]]:
    """The agreed score of each question as the first workbook says that has one; what others say is remarked."""
    kept: dict[str, tuple[AgreedScore, Source]] = {}
    remarks = []
    for source in sources:
        for score in source.assessment.agreed:
            before, keeper = kept.get(score.question_id, (score, source))
            if is_within(before, score):
                kept[score.question_id] = (score, source)
            elif not is_within(score, before):
                remarks.append(
                    AGREED_SCORES_DIFFER.at(
                        FilePlace(keeper.name, before.place),
                        FilePlace(source.name, score.place),
                        question=score.question_id,
                        value=shown(before),
                        other=shown(score),
                        content={"box": "" if score.box is None else str(score.box), "reason": score.reason},
                    )
                )
    order = list(questions.questions)
    return tuple(score for score, _ in sorted(kept.values(), key=lambda entry: order.index(entry[0].question_id))), (
        remarks
    )


def shown(score: AgreedScore) -> str:
    """An agreed box with its reason, for a message."""
    box = "no box" if score.box is None else str(score.box)
    return f"{box} ({in_quotes(score.reason)})" if score.reason else f"{box}, without a reason"
