"""The scale of the question set: its boxes, what each takes and scores, and how boxes make a score."""

from __future__ import annotations

from reportgen.charts import headlines, wording
from reportgen.charts.kinds import ScaleBox, ScaleChart
from reportgen.charts.wording import drawable
from reportgen.common.means import total
from reportgen.common.model import QuestionSet
from reportgen.common.rounding import printed_exactly
from reportgen.common.scale import Scale

MOST_BOXES = 8  # side by side


def scale_charts(questions: QuestionSet) -> tuple[ScaleChart, ...]:
    """The boxes of the scale; none where there are more than a picture holds side by side."""
    scale = questions.scale
    boxes = scale_boxes(scale)
    if not 1 < len(boxes) <= MOST_BOXES:
        return ()
    upper = len(boxes) // 2
    chosen = (upper, upper, upper - 1)
    headline = headlines.scale_headline(boxes)
    own = " without answers of its own" if questions.has_own_boxes else ""
    subtitle = f"The assessor chooses one for each question{own}; its number lies on the scale from {scale.ends}"
    return (
        ScaleChart(
            name="scale",
            headline=headline,
            subtitle=subtitle,
            alt_text=wording.alt_text(
                headline,
                subtitle,
                (wording.box_in_words(box) for box in boxes),
                (f"{box.printed} {box.label}" for box in boxes),
            ),
            lowest=scale.lowest,
            highest=scale.highest,
            ends=(printed_exactly(scale.lowest), printed_exactly(scale.highest)),
            boxes=boxes,
            chosen=chosen,
            score=scale.printed(total(boxes[number].value for number in chosen) / len(chosen)),
        ),
    )


def scale_boxes(scale: Scale) -> tuple[ScaleBox, ...]:
    """The boxes from the lowest to the highest."""
    return tuple(
        ScaleBox(
            value=box.value,
            printed=printed_exactly(box.value),
            label=drawable(box.label),
            met=drawable(box.met or box.means),
        )
        for box in reversed(scale.boxes)
    )
