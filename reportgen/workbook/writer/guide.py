"""The first sheet: how to fill in the workbook, what boxes and evidence states mean, and links to the sheets."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.common.language import counted
from reportgen.common.model import AnswerState, Assessment, NarrativeSection, QuestionSet
from reportgen.common.rounding import printed_exactly
from reportgen.workbook import layout
from reportgen.workbook.writer.cells import DUE, UNREADABLE, Formula, cell_at, link_to, put_link, put_text, put_value
from reportgen.workbook.writer.cells import text as text_of
from reportgen.workbook.writer.frame import (
    colour_where,
    height_of,
    merge_across,
    new_sheet,
    protect,
    set_height,
    set_up_page,
    set_width,
    write_banner,
)
from reportgen.workbook.writer.plan import Plan
from reportgen.workbook.writer.progress import who_is_asked
from reportgen.workbook.writer.styles import AMBER_TINT, BLUE, BLUE_TINT, Style

_WIDTHS = (24.0, 36.0, 66.0, 28.0)

_NARRATIVE = {
    NarrativeSection.AIM: "What the company wants to learn from the assessment; one bullet a row.",
    NarrativeSection.MARKET_DRIVER: "What is changing in the market and presses on the company; one bullet a row.",
    NarrativeSection.EXECUTIVE_SUMMARY: "What a director should know who reads nothing else; one paragraph a row.",
    NarrativeSection.RECOMMENDATION: "What to do first; one recommendation a row.",
    NarrativeSection.AREA_INTRODUCTION: "How things stand in an area, before its scores; name the area beside it.",
    NarrativeSection.FINDINGS_SUGGEST: "What the findings lead to, taken together; one conclusion a row.",
    NarrativeSection.LESSON: "What companies in the same position have learned; one lesson a row.",
    NarrativeSection.ALTERNATIVE: "Other ways the company could go, and what speaks for each.",
    NarrativeSection.QUESTION: "What the directors should now ask themselves; one question a row.",
    NarrativeSection.TACTICAL: "Answers that cost little and work within months.",
    NarrativeSection.STRATEGIC: "Answers that change how the company works, over years.",
}


def write_guide(book: Workbook, plan: Plan, assessment: Assessment) -> None:
    """Write the guide."""
    sheet = new_sheet(book, layout.GUIDE, BLUE)
    for number, width in enumerate(_WIDTHS, start=1):
        set_width(sheet, number, width)
    client = assessment.engagement.client
    write_banner(sheet, f"Scoring workbook: {client}" if client else "Scoring workbook", len(_WIDTHS))
    writer = _Writer(sheet)
    set_title = f"{plan.questions.title}, question set {plan.questions.id}, version {plan.questions.version}"
    writer.line(set_title, Style.HELP)
    _write_whole(writer, plan)
    _write_steps(writer, plan)
    _write_interviews(writer, plan)
    _write_boxes(writer, plan)
    _write_evidence(writer, plan)
    _write_colours(writer, plan)
    _write_narrative(writer, plan)
    _write_hints(writer)
    writer.colour_states()
    protect(sheet)
    set_up_page(sheet, client, layout.GUIDE, len(_WIDTHS), None)


class _Writer:
    """Writes the guide from top to bottom."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._row = 2

    def heading(self, text: str) -> None:
        """A heading, with a little room above it."""
        self._row += 1
        for column in range(1, len(_WIDTHS) + 1):
            put_text(cell_at(self._sheet, self._row, column), text if column == 1 else "", Style.HEADING)
        set_height(self._sheet, self._row, 24)
        self._row += 1

    def line(self, text: str, style: Style = Style.PARAGRAPH) -> None:
        """A paragraph across all columns."""
        put_text(cell_at(self._sheet, self._row, 1), text, style)
        merge_across(self._sheet, self._row, 1, len(_WIDTHS))
        set_height(self._sheet, self._row, height_of(text, sum(_WIDTHS), 11) + 2)
        self._row += 1

    def entry(self, key: str, text: str, more: str = "", key_style: Style = Style.TABLE_KEY, link: str = "") -> None:
        """A key, linked to the sheet `link` if one is given, and what is to be said about it."""
        if link:
            put_link(cell_at(self._sheet, self._row, 1), key, link, Style.TABLE_LINK)
        else:
            put_text(cell_at(self._sheet, self._row, 1), key, key_style)
        for column in range(2, len(_WIDTHS) + 1):
            put_text(cell_at(self._sheet, self._row, column), {2: text, 3: more}.get(column, ""), Style.TABLE_CELL)
        merge_across(self._sheet, self._row, 3 if more else 2, len(_WIDTHS))
        widths = (_WIDTHS[0], _WIDTHS[1], sum(_WIDTHS[2:])) if more else (_WIDTHS[0], sum(_WIDTHS[1:]))
        self._end_row(height_of(part, width) for part, width in zip((key, text, more), widths, strict=False))

    def sheet_entry(self, key: str, sheet: str, state: Formula | str, text: Formula | str, link: Formula | str) -> None:
        """A link to a sheet, its state, what is to be said about it, and the link to what is open there."""
        if sheet:
            put_link(cell_at(self._sheet, self._row, 1), key, sheet, Style.TABLE_LINK)
        else:
            put_text(cell_at(self._sheet, self._row, 1), key, Style.TABLE_KEY)
        put_value(cell_at(self._sheet, self._row, 2), state, Style.TABLE_STATE)
        put_value(cell_at(self._sheet, self._row, 3), text, Style.TABLE_CELL)
        put_value(cell_at(self._sheet, self._row, 4), link, Style.TABLE_NEXT)
        self._end_row([0 if isinstance(text, Formula) else height_of(text, _WIDTHS[2])])

    def _end_row(self, heights: Iterable[float]) -> None:
        set_height(self._sheet, self._row, max(18.0, *heights))
        self._row += 1

    def colour_states(self) -> None:
        """Light colours: what is complete, and what is not."""
        cells = f"B3:B{self._row}"
        for state, colour in ((layout.COMPLETE, BLUE_TINT), (layout.INCOMPLETE, AMBER_TINT)):
            colour_where(self._sheet, cells, f"LEFT($B3,{len(state)})={text_of(state)}", colour)


def _write_whole(writer: _Writer, plan: Plan) -> None:
    """Where the work stands: the whole workbook, and the next question that waits for an answer."""
    writer.heading("Where you are")
    progress = plan.model.progress
    states, places, sheets, following = (progress.span(key) for key in ("state", "target", "sheet", "next"))
    first, last = (plan.progress(layout.questionnaire_title(code), "state") for code in (plan.codes[0], plan.codes[-1]))
    wanted, own = text_of(layout.INCOMPLETE), plan.progress_of.index(layout.questionnaire_title(plan.codes[0]))
    incomplete, complete = f"COUNTIF({states},{wanted})", f"COUNTIF({states},{text_of(layout.COMPLETE)})"
    of_interviews = f"{own}+MATCH({wanted},{first}:{last.rpartition('!')[2]},0)"
    position = f"IFERROR({of_interviews},MATCH({wanted},{states},0))"
    words = f'INDEX({following},{position})&", "&INDEX({sheets},{position})'
    writer.sheet_entry(
        "The whole workbook",
        "",
        Formula(
            f"IF({incomplete}=0,{text_of(layout.COMPLETE)},"
            f'{text_of(layout.INCOMPLETE + ": ")}&{incomplete}&" of "&({incomplete}+{complete})&" sheets")'
        ),
        "What is asked for and not there yet, sheet by sheet below; the link leads to the next open question. "
        "What contradicts itself, reportgen check finds.",
        Formula(f'IFERROR(HYPERLINK(INDEX({places},{position}),"Next: "&{words}),"")'),
    )


def _write_interviews(writer: _Writer, plan: Plan) -> None:
    writer.heading("The interviews")
    for code, questionnaire in plan.questionnaires.items():
        name = layout.questionnaire_title(code)
        place = plan.progress(name, "target")
        writer.sheet_entry(
            name,
            questionnaire.title,
            Formula(plan.progress(name, "said")),
            who_is_asked(plan, code),
            link_to(place, f'"Next: "&{plan.progress(name, "next")}'),
        )


def _write_steps(writer: _Writer, plan: Plan) -> None:
    first = next(iter(plan.questionnaires.values())).title
    writer.heading("How to fill in this workbook")
    writer.line(
        "Work from top to bottom; every name on the left is a link. You may come back to any sheet at any time."
    )
    steps = (
        (
            layout.ENGAGEMENT,
            "The client, who commissioned the report, its authors and its date. The report needs at least the client.",
        ),
        (
            layout.INTERVIEWS,
            "Before each interview: date, interviewer, role (never a name) and level, and 'Yes' under every element "
            f"that it covers{_or_all(plan)}. Afterwards: what the interviewee felt was left out, and follow-ups.",
        ),
        (
            layout.GOOD_PRACTICE,
            "What good practice looks like and what to look for as evidence, question by question. Nothing to enter; "
            "every ID on an interview sheet leads there.",
        ),
        (
            first,
            f"One for each interview, listed below. A dot ({DUE}) in the column Ask marks the questions of this one; "
            "filter by it to see no others. Choose the box that fits best, say yes or no to each evidence state, "
            "and note what you saw or heard.",
        ),
        (
            layout.NOTES,
            "Anecdotes, examples, mini cases, statements and insights, in plain words and without names. The report "
            "quotes statements and insights; all notes, also those beside answers, are in the internal evidence file.",
        ),
        (
            layout.HEADLINES,
            "The key messages of each interview. They feed the executive summary. A theme, if you like, gathers those "
            "of one matter: the report counts the interviews behind it.",
        ),
        (
            layout.AGREED,
            f"Where interviews differ, and always where they are {_far_apart(plan)} apart or more: agree on a box and "
            "say why.",
        ),
        (layout.FINDINGS, "Strengths, weaknesses, opportunities, threats, key findings and development areas."),
        (
            layout.ROAD_MAP,
            "What the client should do, when, and who leads it. If you like: the questions that it lifts a box, by "
            "their IDs, from which the report works out what the road map would move; start and end; and what must be "
            "decided before it begins.",
        ),
        (
            layout.TARGETS,
            "If you like: the box that an element is to reach, and by when. Charts and tables of the areas mark it.",
        ),
        (layout.NARRATIVE, "The running text of the report. What you leave empty is drafted and marked for you."),
        (
            layout.RESULTS,
            "The scores while you type, with the same rules and rounding as the report. Nothing to enter.",
        ),
    )
    for title, text in steps:
        state: Formula | str = ""
        link: Formula | str = ""
        if title == first:
            state = Formula(_of_all_interviews(plan))
        elif title in plan.progress_of:
            state, place = Formula(plan.progress(title, "said")), plan.progress(title, "target")
            link = link_to(place, f'"Next: "&{plan.progress(title, "next")}')
        writer.sheet_entry("Interview sheets" if title == first else title, title, state, text, link)
    writer.line("Then save, and run  reportgen check  to see what is missing, and  reportgen build  for the report.")


def _or_all(plan: Plan) -> str:
    """How all elements are registered at once, to go on with; empty where there is but one."""
    header = layout.ALL_ELEMENTS.header
    return f", or under '{header}'" if layout.ALL_ELEMENTS in plan.interviews_sheet.columns else ""


def _of_all_interviews(plan: Plan) -> str:
    """How many of the interviews that are held are complete."""
    first, last = (plan.progress(layout.questionnaire_title(code), "state") for code in (plan.codes[0], plan.codes[-1]))
    states = f"{first}:{last.rpartition('!')[2]}"
    complete, incomplete = (f"COUNTIF({states},{text_of(state)})" for state in (layout.COMPLETE, layout.INCOMPLETE))
    said = f'{text_of(layout.INCOMPLETE + ": ")}&{incomplete}&" of "&({incomplete}+{complete})&" interviews"'
    return f'IF({incomplete}>0,{said},IF({complete}>0,{text_of(layout.COMPLETE)},"Nothing yet"))'


def _far_apart(plan: Plan) -> str:
    far_apart = plan.questions.scale.far_apart
    others = {answers.far_apart for answers in plan.questions.answers.values()} - {far_apart}
    return f"{counted(far_apart, 'step')}{' (in proportion on other answers)' if others else ''}"


def _write_boxes(writer: _Writer, plan: Plan) -> None:
    questions = plan.questions
    scale = questions.scale.boxes
    writer.heading(f"The {counted(len(scale), 'box', 'boxes')}")
    for box in scale:
        writer.entry(printed_exactly(box.value), box.label, box.means)
    if questions.has_own_boxes:
        writer.entry(
            "Other answers",
            "Some questions have answers of their own, and some count inversely: choose from the list in the cell. "
            "The number before an answer is always what it counts.",
        )
    not_applicable = (
        f"The question does not apply to {questions.say('this company')}; say why in the note. "
        f"Offered only where a question may be left out"
        f"{_counts(questions, AnswerState.NOT_APPLICABLE) or ', and counted neither for nor against.'}"
    )
    if any(question.not_applicable for question in questions.questions.values()):
        not_applicable += " Some hold it from the start, with the reason: choose another answer where you know better."
    not_known = _counts(questions, AnswerState.NOT_KNOWN) or "."
    others = {
        AnswerState.NOT_APPLICABLE: not_applicable,
        AnswerState.NOT_KNOWN: f"You asked, and the interviewee could not tell{not_known}",
        AnswerState.NOT_ASKED: "You left it out on purpose, for want of time for example.",
    }
    for state, meaning in others.items():
        writer.entry(state.value, meaning)
    writer.entry("Blank", "Not answered yet. It counts as a gap where the question has its dot, and nowhere else.")


def _counts(questions: QuestionSet, state: AnswerState) -> str:
    """What N/A or not known counts, to end a sentence with; empty where it counts nowhere."""
    asked = [one for one in questions.questions.values() if one.na_allowed or state is not AnswerState.NOT_APPLICABLE]
    points = sorted({one.points[state] for one in asked if state in one.points})
    if not points:
        return ""
    counted = " or ".join(printed_exactly(value) for value in points)
    if all(state in one.points for one in asked) and len(points) == 1:
        return f". It counts {counted}."
    return f". On some questions it counts {counted}: the live score beside the answer shows it."


def _write_evidence(writer: _Writer, plan: Plan) -> None:
    if not plan.questions.states:
        return
    writer.heading("Evidence: yes, no, or blank for not recorded")
    for state in plan.questions.states:
        writer.entry(f"{state.letter}  {state.title}", state.means or state.title)


def _write_narrative(writer: _Writer, plan: Plan) -> None:
    writer.heading("What goes into the narrative")
    for section, meaning in _NARRATIVE.items():
        writer.entry(section.value, plan.questions.say(meaning))


def _write_colours(writer: _Writer, plan: Plan) -> None:
    answers = plan.questions.scale.answers
    low, high = printed_exactly(answers.low), printed_exactly(answers.high)
    writer.heading("What the colours say")
    writer.entry(
        "waiting", "This interview should answer the question and has not yet.", key_style=Style.LEGEND_WAITING
    )
    writer.entry(
        "look again",
        f"A low box ({low} or less); a note that is still wanted (why it is N/A, or the evidence for {high} and more); "
        f"interviews {_far_apart(plan)} apart without an agreed box; an agreed box without a reason; "
        "what a text lacks that gives it its place.",
        key_style=Style.LEGEND_LOW,
    )
    writer.entry(
        "high", f"A high box ({high} or more), and elements that an interview covers.", key_style=Style.LEGEND_HIGH
    )
    writer.entry(
        UNREADABLE,
        "Not one of the answers. Choose from the list, or type the number of a box.",
        key_style=Style.LEGEND_WRONG,
    )


def _write_hints(writer: _Writer) -> None:
    writer.heading("Good to know")
    facts = (
        (
            "Protection",
            "Only the cells you fill in can be changed. There is no password: Review, Unprotect Sheet. You may always "
            "filter, colour, and change widths and heights.",
        ),
        (
            "Finding and sorting",
            "Questions are known by their ID, columns by their header, questionnaires by their code: rows, columns and "
            "sheets may move, but keep these texts as they are.",
        ),
        (
            "Copies",
            "Do not copy a questionnaire to get one more: Results would not count it. Leave spare ones empty.",
        ),
        (
            "Interview length",
            "No interview has time for every question. Let each cover part of the model, and let several cover each "
            "part; the more the levels share, the better they can be compared.",
        ),
        ("Confidence", "Never write a person's name anywhere. The report names roles only if Engagement allows it."),
    )
    for key, text in facts:
        writer.entry(key, text)
