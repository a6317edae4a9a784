"""The sheet of agreed scores: what each interview says to a question, and what the assessors agree on."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.common.exceptions import UsageError
from reportgen.common.model import AgreedScore, Assessment, Question
from reportgen.workbook.writer.cells import Formula, cell_at, put_text, put_value
from reportgen.workbook.writer.formulas import found, rounded
from reportgen.workbook.writer.frame import (
    add_choices,
    colour_where,
    finish,
    height_of,
    new_sheet,
    suggest_height,
    write_frame,
)
from reportgen.workbook.writer.plan import Plan
from reportgen.workbook.writer.questionnaire import low_and_high
from reportgen.workbook.writer.styles import AMBER_TINT, BLUE_TINT, Style

WIDE_APART = 3  # steps between interviews that call for an agreed score
_LEAST_HEIGHT = 32.0


def write_agreed(book: Workbook, plan: Plan, assessment: Assessment) -> None:
    """Write the agreed scores, every question with the boxes of all interviews."""
    declared, table = plan.agreed_sheet, plan.agreed
    sheet = new_sheet(book, declared.title, BLUE_TINT)
    write_frame(sheet, declared, table, declared.title, families={"box": "What each interview scored."})
    agreed = _by_question(plan, assessment)
    for position, question in enumerate(plan.questions.questions.values()):
        _write_question(sheet, plan, table.first_row + position, question, agreed.get(question.id))
    add_choices(sheet, plan, table, declared.columns)
    _add_marks(sheet, plan)
    sheet.auto_filter.ref = table.area
    finish(sheet, table, assessment.engagement.client, declared.title, frozen="B")


def _by_question(plan: Plan, assessment: Assessment) -> dict[str, AgreedScore]:
    found_ones: dict[str, AgreedScore] = {}
    for agreed in assessment.agreed:
        if agreed.question_id not in plan.questions.questions:
            raise UsageError(f"Agreed score of {agreed.question_id}: the question set has no such question.")
        if agreed.question_id in found_ones:
            raise UsageError(f"Agreed score of {agreed.question_id}: agreed twice; a question has one agreed score.")
        found_ones[agreed.question_id] = agreed
    return found_ones


def _write_question(sheet: Worksheet, plan: Plan, row: int, question: Question, agreed: AgreedScore | None) -> None:
    table, model = plan.agreed, plan.model.questions
    element = plan.questions.element_of[question.id].title
    box = plan.label("boxes", agreed.box if agreed else None, f"Agreed score of {question.id}")
    reason = agreed.reason if agreed else ""
    values: dict[str, tuple[Formula | str, Style]] = {
        "id": (question.id, Style.FIXED_ID),
        "element": (element, Style.FIXED_MUTED),
        "question": (question.text, Style.FIXED),
        **{key: (formula, Style.FORMULA_BOLD) for key, formula in _figures(plan, row).items()},
        "agreed": (box, Style.INPUT),
    }
    for code in plan.codes:
        score = found(model.span(f"score:{code}"), f"${table.letter('id')}{row}", model.span("id"))
        values[f"box:{code}"] = (Formula(f'IFERROR({score},"")'), Style.FORMULA)
    for key, (value, style) in values.items():
        put_value(cell_at(sheet, row, table.number(key)), value, style)
    put_text(cell_at(sheet, row, table.number("reason")), reason, Style.INPUT, f"{question.id}, Reason")
    widths = {column.key: column.width for column in plan.agreed_sheet.columns}
    shown = {"element": element, "question": question.text, "agreed": box, "reason": reason}
    suggest_height(sheet, row, max(_LEAST_HEIGHT, *(height_of(text, widths[key]) for key, text in shown.items())))


def _figures(plan: Plan, row: int) -> dict[str, Formula]:
    """Mean, steps apart and number of the interviews' boxes; empty without any."""
    table = plan.agreed
    first, last = table.letter(f"box:{plan.codes[0]}"), table.letter(f"box:{plan.codes[-1]}")
    boxes = f"${first}{row}:${last}{row}"
    steps = f"MATCH(MIN({boxes}),{plan.boxes.values},0)-MATCH(MAX({boxes}),{plan.boxes.values},0)"

    def unless_empty(figure: str) -> Formula:
        return Formula(f'IF(COUNT({boxes})=0,"",{figure})')

    return {
        "mean": unless_empty(rounded(f"AVERAGE({boxes})")),
        "spread": unless_empty(steps),
        "n": unless_empty(f"COUNT({boxes})"),
    }


def _add_marks(sheet: Worksheet, plan: Plan) -> None:
    """Light colours: low and high boxes, interviews far apart without an agreed box, a box without a reason."""
    table = plan.agreed
    row, last = table.first_row, table.last_row
    low, high = low_and_high(plan.questions)
    first_box, last_box = table.letter(f"box:{plan.codes[0]}"), table.letter(f"box:{plan.codes[-1]}")
    box = f"{first_box}{row}"
    spread, agreed, reason = (f"${table.letter(key)}{row}" for key in ("spread", "agreed", "reason"))
    far_apart = f'AND(ISNUMBER({spread}),{spread}>={WIDE_APART},{agreed}="")'
    rules = [
        (first_box, last_box, f"AND(ISNUMBER({box}),{box}<={low})", AMBER_TINT),
        (first_box, last_box, f"AND(ISNUMBER({box}),{box}>={high})", BLUE_TINT),
        (table.letter("spread"), table.letter("spread"), far_apart, AMBER_TINT),
        (table.letter("agreed"), table.letter("agreed"), far_apart, AMBER_TINT),
        (table.letter("reason"), table.letter("reason"), f'AND({agreed}<>"",{reason}="")', AMBER_TINT),
    ]
    for first, final, formula, colour in rules:
        colour_where(sheet, f"{first}{row}:{final}{last}", formula, colour)
