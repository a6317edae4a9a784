"""The sheets with a row for each question: one questionnaire an interview, and the agreed scores of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.common.exceptions import UsageError
from reportgen.common.grouping import grouped
from reportgen.common.model import (
    AgreedScore,
    Answer,
    AnswerState,
    Assessment,
    Element,
    Question,
    QuestionSet,
    Topic,
    answer_from_the_start,
)
from reportgen.common.scale import Answers
from reportgen.workbook import layout
from reportgen.workbook.layout import CellKind
from reportgen.workbook.writer.cells import (
    DUE,
    NOT_APPLICABLE,
    UNREADABLE,
    Formula,
    any_score,
    cell_at,
    count_given,
    link_to,
    lookup,
    plain_number,
    put_link,
    put_text,
    put_value,
    rounded_score,
    score_format,
    score_in_text,
    target,
    text,
    worth,
)
from reportgen.workbook.writer.frame import (
    BANNER_ROW,
    HELP_ROW,
    add_list,
    colour_where,
    finish_sheet,
    height_of,
    new_sheet,
    set_height,
    suggest_height,
    write_frame,
)
from reportgen.workbook.writer.plan import Plan, PlannedTable
from reportgen.workbook.writer.progress import AGREE, BOX, REASON, who_is_asked
from reportgen.workbook.writer.styles import AMBER_TINT, BLUE_TINT, PALE_BLUE, RED_TINT, Style, dress

_BAND_HEIGHT = 21.0
_LEAST_HEIGHT = 32.0
_SHORTCUT_HEIGHT = 15.0
_ROOM_FOR_A_TITLE = 20  # characters
_FAMILIES = {"evidence": layout.EVIDENCE_HINT}
_STYLES_OF_INPUT = {"answer": Style.INPUT, "note": Style.INPUT_TEXT}  # evidence is as narrow as Yes and No


def write_questionnaires(book: Workbook, plan: Plan, assessment: Assessment) -> None:
    """Write a questionnaire for each interview, filled with its answers; a question without one as it is laid out."""
    answers = _answers_by_place(plan.questions, assessment)
    for code in plan.codes:
        mine = {question: answer for (interview, question), answer in answers.items() if interview == code}
        _write_questionnaire(book, plan, code, mine, assessment.engagement.client)


def _answers_by_place(questions: QuestionSet, assessment: Assessment) -> dict[tuple[str, str], Answer]:
    """The answers by interview and question. Raises UsageError for one that has no place in the workbook."""
    known = {interview.code for interview in assessment.interviews}
    places: dict[tuple[str, str], Answer] = {}
    for answer in assessment.answers:
        place = (answer.interview, answer.question_id)
        name = f"Interview {answer.interview}, {answer.question_id}"
        if answer.interview not in known:
            raise UsageError(f"{name}: there is no interview of this code; the interviews are {', '.join(known)}.")
        if answer.question_id not in questions.questions:
            raise UsageError(f"{name}: the question set has no such question.")
        if place in places:
            raise UsageError(f"{name}: answered twice; a questionnaire has room for one answer.")
        if answer.state is AnswerState.UNREADABLE:
            raise UsageError(f"{name}: the answer could not be read, so it cannot be written; correct it first.")
        places[place] = answer
    return places


def _write_questionnaire(book: Workbook, plan: Plan, code: str, answers: Mapping[str, Answer], client: str) -> None:
    table = plan.questionnaires[code]
    sheet = new_sheet(book, table.title, BLUE_TINT)
    title = layout.questionnaire_title(code)
    write_frame(sheet, plan.questionnaire_sheet, table, title, "answer", _FAMILIES)
    _write_head(sheet, plan, code)
    _write_shortcuts(sheet, plan, table)
    rows = {question_id: table.first_row + row for question_id, row in plan.rows.items()}
    for element_number, element in enumerate(plan.questions.elements, start=1):
        band = table.first_row + plan.bands[element.id]
        _write_band(sheet, plan, code, band, element, element_number)
        for topic in element.topics:
            for question in topic.questions:
                empty = answer_from_the_start(question, code, plan.questions.states)
                fixed = _fixed(question, topic)
                _write_question(sheet, plan, code, rows[question.id], fixed, answers.get(question.id, empty))
    _add_lists(sheet, plan, table, rows)
    _add_marks(sheet, plan, table, rows)
    sheet.auto_filter.ref = table.area
    sheet.sheet_view.zoomScale = 90
    finish_sheet(sheet, table, client, title, frozen="C")


# ------------------------------------------------------------------------------------------- the head of the sheet


def _write_head(sheet: Worksheet, plan: Plan, code: str) -> None:
    """The code that the sheet is found by; who was interviewed, what is done, and a link to what is open."""
    table = plan.questionnaires[code]
    put_text(cell_at(sheet, HELP_ROW, table.number("topic")), layout.CODE_LABEL, Style.LABEL)
    put_text(cell_at(sheet, HELP_ROW, table.number("topic") + 1), code, Style.CODE)
    put_value(cell_at(sheet, BANNER_ROW, table.number("question")), who_is_asked(plan, code), Style.BANNER_NOTE)
    position, title = plan.codes.index(code), layout.questionnaire_title(code)
    expected, answered = plan.interviews.cell("expected", position), plan.interviews.cell("answered", position)
    progress = (
        f'IF({expected}=0,"Register level and elements on {layout.INTERVIEWS}",'
        f'"Answered "&{answered}&" of "&{expected})'
    )
    put_value(cell_at(sheet, BANNER_ROW, table.number("answer")), Formula(progress), Style.BANNER_FIGURE)
    place, following = (plan.progress(title, key) for key in ("target", "next"))
    link = link_to(place, f'"Next: "&{following}')
    put_value(cell_at(sheet, BANNER_ROW, table.number("note")), link, Style.BANNER_LINK)


def _write_shortcuts(sheet: Worksheet, plan: Plan, table: PlannedTable) -> None:
    """Links to the elements, one a column; narrow ones show as much as they have room for, the code."""
    ids = table.local("id")
    for number, (words, element) in enumerate(plan.shortcuts):
        down, across = divmod(number, table.last_column)
        narrow = plan.questionnaire_sheet.columns[across].width < _ROOM_FOR_A_TITLE
        shown = element.code if narrow else words
        row = f"(ROW({ids.split(':')[0]})-1+MATCH({text(layout.band_label(element))},{ids},0))"
        link = f"HYPERLINK({target(table.title, table.letter('id'), row)},{text(shown)})"
        put_value(cell_at(sheet, HELP_ROW + 1 + down, across + 1), Formula(link), Style.SHORTCUT)
        set_height(sheet, HELP_ROW + 1 + down, _SHORTCUT_HEIGHT)


# ------------------------------------------------------------------------------------------------------- the rows


def _write_band(sheet: Worksheet, plan: Plan, code: str, row: int, element: Element, number: int) -> None:
    """The row above an element's questions: its name, how much is answered, the score so far."""
    table, questions, scale = plan.questionnaires[code], plan.model.questions, plan.questions.scale
    for column in range(1, table.last_column + 1):
        dress(cell_at(sheet, row, column), Style.BAND)
    put_text(cell_at(sheet, row, table.number("id")), layout.band_label(element), Style.BAND)
    of_element = f"{questions.span('element')},{number}"
    due, score = questions.span(f"due:{code}"), questions.span(f"score:{code}")
    wanted = f"COUNTIFS({of_element},{due},1)"
    given = count_given(score, scale, f"{of_element},{due},1")
    progress = f'IF({wanted}=0,"Not part of this interview","Answered "&{given}&" of "&{wanted})'
    put_value(cell_at(sheet, row, table.number("answer")), Formula(progress), Style.BAND_NOTE)
    weight = f"({questions.span('element')}={number})*{questions.span('weight')}"
    given_weight = f"SUMIFS({questions.span('weight')},{of_element},{score},{text(any_score(scale))})"
    mean = f"SUMPRODUCT({weight},{score})/{given_weight}"
    so_far = f'IFERROR("Score so far: "&{score_in_text(mean, scale)},"")'
    put_value(cell_at(sheet, row, table.number("note")), Formula(so_far), Style.BAND_NOTE)
    set_height(sheet, row, _BAND_HEIGHT)


def _write_question(sheet: Worksheet, plan: Plan, code: str, row: int, fixed: _Fixed, answer: Answer | None) -> None:
    """A question's row: what is fixed, its ID with a link; what is calculated; what the assessor enters."""
    table, question = plan.questionnaires[code], plan.questions.questions[fixed["id"][0]]
    for key, (value, style) in fixed.items():
        put_text(cell_at(sheet, row, table.number(key)), value, style)
    goal = f"A{plan.good_practice.first_row + plan.rows[question.id]}"
    put_link(cell_at(sheet, row, table.number("id")), question.id, layout.GOOD_PRACTICE, Style.FIXED_ID_LINK, goal)
    model = plan.model.questions
    is_due = f"COUNTIFS({model.span('id')},${table.letter('id')}{row},{model.span(f'due:{code}')},1)"
    mark = Formula(f'IF({is_due},{text(DUE)},"")')
    put_value(cell_at(sheet, row, table.number("due")), mark, Style.MARK)
    worths = plan.worths[question.id]
    score = Formula(worth(f"${table.letter('answer')}{row}", worths.keys, worths.worth, UNREADABLE))
    put_value(cell_at(sheet, row, table.number("score")), score, Style.FORMULA_BOLD, plan.box_format)
    given = _given(plan, answer)
    for key, value in given.items():
        style = _STYLES_OF_INPUT.get(key, Style.INPUT_CENTRED)
        put_text(cell_at(sheet, row, table.number(key)), value, style, f"{question.id}, {key}")
    shown = {key: value for key, (value, _) in fixed.items()} | given
    heights = [height_of(shown.get(column.key, ""), column.width) for column in plan.questionnaire_sheet.columns]
    suggest_height(sheet, row, max(_LEAST_HEIGHT, *heights))


_Fixed = Mapping[str, tuple[str, Style]]  # text and style by column


def _fixed(question: Question, topic: Topic) -> _Fixed:
    opens_topic = question is topic.questions[0]
    return {
        "id": (question.id, Style.FIXED_ID),
        "topic": (topic.title, Style.FIXED if opens_topic else Style.FIXED_MUTED),
        "question": (question.text, Style.FIXED),
    }


def _given(plan: Plan, answer: Answer | None) -> dict[str, str]:
    """What the input cells of a question hold."""
    recorded = {True: layout.YES, False: layout.NO, None: ""}
    evidence = answer.evidence if answer else {}
    return {
        "answer": _label(plan, answer) if answer else "",
        **{f"evidence:{state.id}": recorded[evidence.get(state.id)] for state in plan.questions.states},
        "note": answer.note if answer else "",
    }


def _label(plan: Plan, answer: Answer) -> str:
    if answer.state is AnswerState.BLANK:
        return ""
    value = answer.box if answer.state is AnswerState.SCORED else answer.state.value
    list_name = plan.answer_lists[answer.question_id].with_na
    return plan.label(list_name, value, f"Interview {answer.interview}, {answer.question_id}, Answer")


# ---------------------------------------------------------------------------------------------- drop-downs and marks


def _add_lists(sheet: Worksheet, plan: Plan, table: PlannedTable, rows: Mapping[str, int]) -> None:
    """The drop-downs; N/A is offered only where the question set allows it."""
    for column in plan.questionnaire_sheet.columns:
        letter = table.letter(column.key)
        if column.key == "answer":
            lists = ((plan.answer_lists[id_].of(plan.questions.questions[id_]), row) for id_, row in rows.items())
            for name, chosen in sorted(grouped(lists).items()):
                # not strict: a bare box number is a good answer too, and the score shows what was understood
                add_list(sheet, plan.lists[name].reference, _ranges(letter, chosen), strict=False)
        elif column.kind is CellKind.CHOICE:
            add_list(sheet, plan.choices(column.choices), _ranges(letter, list(rows.values())), strict=True)


def _ranges(letter: str, rows: Iterable[int], last_letter: str = "") -> list[str]:
    """The cells of these ascending rows of a column, or of several up to the last one, neighbours joined.

    >>> _ranges("D", [5, 6, 8]), _ranges("D", [5, 6, 8], "F")
    (['D5:D6', 'D8'], ['D5:F6', 'D8:F8'])
    """
    ranges: list[tuple[int, int]] = []
    for row in rows:
        if ranges and ranges[-1][1] == row - 1:
            ranges[-1] = (ranges[-1][0], row)
        else:
            ranges.append((row, row))
    last_letter = last_letter or letter
    corners = [(f"{letter}{first}", f"{last_letter}{last}") for first, last in ranges]
    return [first if first == last else f"{first}:{last}" for first, last in corners]


def _by_answers(plan: Plan, rows: Mapping[str, int], table: PlannedTable) -> list[tuple[Answers, Sequence[int]]]:
    """The rows of the questions with the same boxes; the whole table where all have."""
    answers = plan.questions.answers
    groups = grouped((id(answers[question_id]), question_id) for question_id in rows)
    if len(groups) == 1:
        return [(answers[next(iter(rows))], range(table.first_row, table.last_row + 1))]
    return [(answers[ids[0]], [rows[question_id] for question_id in ids]) for ids in groups.values()]


def _add_marks(sheet: Worksheet, plan: Plan, table: PlannedTable, rows: Mapping[str, int]) -> None:
    """Light colours: what waits for an answer, what cannot be read, low and high boxes, notes that are missed."""
    everywhere: Sequence[int] = range(table.first_row, table.last_row + 1)
    answer, due, score = (f"${table.letter(key)}{table.first_row}" for key in ("answer", "due", "score"))
    rules = [
        ("answer", everywhere, f"{score}={text(UNREADABLE)}", RED_TINT),
        ("answer", everywhere, f'AND({due}={text(DUE)},TRIM({answer})="")', PALE_BLUE),
        ("score", everywhere, f"{score}={text(UNREADABLE)}", RED_TINT),
    ]
    for answers, chosen in _by_answers(plan, rows, table):
        answer, score, note = (f"${table.letter(key)}{chosen[0]}" for key in ("answer", "score", "note"))
        low, high = low_box_rule(score, answers), high_box_rule(score, answers)
        is_na = f"{score}={text(NOT_APPLICABLE)}"
        if plan.questions.has_points:  # N/A may show a number
            is_na = f"TRIM({answer})={text(AnswerState.NOT_APPLICABLE.value)}"
        rules += [
            ("score", chosen, low, AMBER_TINT),
            ("score", chosen, high, BLUE_TINT),
            ("note", chosen, f'AND(OR({is_na},{high}),{note}="")', AMBER_TINT),
        ]
    for key, chosen, formula, colour in rules:
        cells = " ".join(_ranges(table.letter(key), chosen))
        colour_where(sheet, cells, formula, colour, final=colour == RED_TINT)


def low_box_rule(score: str, answers: Answers) -> str:
    """True for a low box."""
    return f"AND(ISNUMBER({score}),{score}<={_limit(answers.low, 1)})"


def high_box_rule(score: str, answers: Answers) -> str:
    """True for a high box."""
    return f"AND(ISNUMBER({score}),{score}>={_limit(answers.high, -1)})"


def _limit(box: Fraction, side: int) -> str:
    """A box as a limit in a formula: one without end of decimals lies on its right side."""
    value = plain_number(box)
    return str(value) if isinstance(value, int) else repr(value + side * 1e-9)


# -------------------------------------------------------------------------------------------------------- agreed scores


def write_agreed(book: Workbook, plan: Plan, assessment: Assessment) -> None:
    """Write the agreed scores, every question with the boxes of all interviews."""
    declared, table = plan.agreed_sheet, plan.agreed
    sheet = new_sheet(book, declared.title, BLUE_TINT)
    write_frame(sheet, declared, table, declared.title, families={"box": layout.BOXES_HINT})
    agreed = _by_question(plan, assessment)
    for position, question in enumerate(plan.questions.questions.values()):
        _write_agreed_row(sheet, plan, table.first_row + position, question, agreed.get(question.id))
    _add_agreed_lists(sheet, plan)
    _mark_agreed(sheet, plan)
    sheet.auto_filter.ref = table.area
    finish_sheet(sheet, table, assessment.engagement.client, declared.title, frozen="B")


def _add_agreed_lists(sheet: Worksheet, plan: Plan) -> None:
    """The drop-down of each question's boxes; as on a questionnaire, the number of a box may be typed instead."""
    table = plan.agreed
    lists = grouped((names.boxes, row) for row, names in enumerate(plan.answer_lists.values(), start=table.first_row))
    for name, rows in lists.items():
        add_list(sheet, plan.lists[name].reference, _ranges(table.letter("agreed"), rows), strict=False)


def _by_question(plan: Plan, assessment: Assessment) -> dict[str, AgreedScore]:
    found_ones: dict[str, AgreedScore] = {}
    for agreed in assessment.agreed:
        if agreed.question_id not in plan.questions.questions:
            raise UsageError(f"Agreed score of {agreed.question_id}: the question set has no such question.")
        if agreed.question_id in found_ones:
            raise UsageError(f"Agreed score of {agreed.question_id}: agreed twice; a question has one agreed score.")
        found_ones[agreed.question_id] = agreed
    return found_ones


def _write_agreed_row(sheet: Worksheet, plan: Plan, row: int, question: Question, agreed: AgreedScore | None) -> None:
    table, model = plan.agreed, plan.model.questions
    element = plan.questions.element_of[question.id].title
    box = plan.label(
        plan.answer_lists[question.id].boxes, agreed.box if agreed else None, f"Agreed score of {question.id}"
    )
    reason = agreed.reason if agreed else ""
    values: dict[str, tuple[Formula | str, Style]] = {
        "id": (question.id, Style.FIXED_ID),
        "element": (element, Style.FIXED_MUTED),
        "question": (question.text, Style.FIXED),
        **{key: (formula, Style.FORMULA_BOLD) for key, formula in _figures(plan, question, row).items()},
        "agreed": (box, Style.INPUT),
        "open": (_open(plan, question, row), Style.FORMULA),
    }
    shown_of = "box" if plan.questions.has_points else "score"
    for code in plan.codes:
        score = lookup(model.span(f"{shown_of}:{code}"), f"${table.letter('id')}{row}", model.span("id"))
        values[f"box:{code}"] = (Formula(f'IFERROR({score},"")'), Style.FORMULA)
    for key, (value, style) in values.items():
        put_value(cell_at(sheet, row, table.number(key)), value, style, _number_format(plan, key))
    put_text(cell_at(sheet, row, table.number("reason")), reason, Style.INPUT_TEXT, f"{question.id}, Reason")
    widths = {column.key: column.width for column in plan.agreed_sheet.columns}
    shown = {"element": element, "question": question.text, "agreed": box, "reason": reason}
    suggest_height(sheet, row, max(_LEAST_HEIGHT, *(height_of(text, widths[key]) for key, text in shown.items())))


def _number_format(plan: Plan, key: str) -> str:
    return plan.box_format if key.startswith("box:") else score_format(plan.questions.scale) if key == "mean" else ""


def _figures(plan: Plan, question: Question, row: int) -> dict[str, Formula]:
    """Mean, steps apart and number of the interviews' boxes; empty without any."""
    table, values = plan.agreed, plan.worths[question.id].values
    first, last = table.letter(f"box:{plan.codes[0]}"), table.letter(f"box:{plan.codes[-1]}")
    boxes, scale = f"${first}{row}:${last}{row}", plan.questions.scale
    steps = f"MATCH(MIN({boxes}),{values},0)-MATCH(MAX({boxes}),{values},0)"

    def unless_empty(figure: str) -> Formula:
        return Formula(f'IF(COUNT({boxes})=0,"",{figure})')

    return {
        "mean": _mean(plan, row)
        if plan.questions.has_points
        else unless_empty(rounded_score(f"AVERAGE({boxes})", scale)),
        "spread": unless_empty(steps),
        "n": unless_empty(f"COUNT({boxes})"),
    }


def _open(plan: Plan, question: Question, row: int) -> Formula:
    """What is left to do about a question: to agree, to give a reason, or to choose what is a box."""
    spread, agreed, reason = (f"${plan.agreed.letter(key)}{row}" for key in ("spread", "agreed", "reason"))
    far_apart = plan.questions.answers[question.id].far_apart
    is_far = f'IF(ISNUMBER({spread}),IF({spread}>={far_apart},{text(AGREE)},""),"")'
    worths = plan.worths[question.id]
    is_box = f"ISNUMBER({worth(agreed, worths.keys, worths.box)})"
    of_box = f'IF({is_box},IF({reason}="",{text(REASON)},""),{text(BOX)})'
    return Formula(f'IF(TRIM({agreed})="",IF({reason}="",{is_far},{text(BOX)}),{of_box})')


def _mean(plan: Plan, row: int) -> Formula:
    """The mean of what the interviews count, N/A and not known among them."""
    model, ids = plan.model.questions, plan.model.questions.span("id")
    first, last = model.span(f"score:{plan.codes[0]}"), model.local(f"score:{plan.codes[-1]}")
    counted = f"INDEX({first.split(':')[0]}:{last.split(':')[1]},MATCH(${plan.agreed.letter('id')}{row},{ids},0),0)"
    return Formula(f'IFERROR({rounded_score(f"AVERAGE({counted})", plan.questions.scale)},"")')


def _mark_agreed(sheet: Worksheet, plan: Plan) -> None:
    """Light colours: low and high boxes, interviews far apart without an agreed box, what is none, missing reasons."""
    table = plan.agreed
    first_box, last_box = table.letter(f"box:{plan.codes[0]}"), table.letter(f"box:{plan.codes[-1]}")
    spread, agreed, reason, is_open = (table.letter(key) for key in ("spread", "agreed", "reason", "open"))
    places = {question_id: row for row, question_id in enumerate(plan.questions.questions, start=table.first_row)}
    for answers, rows in _by_answers(plan, places, table):
        box, apart, chosen = f"{first_box}{rows[0]}", f"${spread}{rows[0]}", f"${agreed}{rows[0]}"
        far_apart = f'AND(ISNUMBER({apart}),{apart}>={answers.far_apart},{chosen}="")'
        rules = [
            (first_box, last_box, low_box_rule(box, answers), AMBER_TINT),
            (first_box, last_box, high_box_rule(box, answers), BLUE_TINT),
            (spread, spread, far_apart, AMBER_TINT),
            (agreed, agreed, far_apart, AMBER_TINT),
            (agreed, agreed, f'AND(${is_open}{rows[0]}={text(BOX)},TRIM({chosen})<>"")', RED_TINT),
            (reason, reason, f'AND({chosen}<>"",${reason}{rows[0]}="")', AMBER_TINT),
        ]
        for first, last, formula, colour in rules:
            colour_where(sheet, " ".join(_ranges(first, rows, last)), formula, colour)
