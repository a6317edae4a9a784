"""How far the work is, by formula: what is open on each sheet, whether it is complete, and where the next gap lies.

Open is what the program would ask for: facts that are not there, questions without an answer, interviews far apart,
entries without a place. What only the program can tell (a box that its evidence does not support) is left to `check`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reportgen.workbook import layout
from reportgen.workbook.layout import COMPLETE, INCOMPLETE, Sheet
from reportgen.workbook.writer.cells import Formula, literally, lookup, target, text
from reportgen.workbook.writer.plan import FIRST_ROW, Plan, PlannedTable

TO_SETTLE = AGREE, REASON, BOX = "agree", "reason", "box"
"""What the column of open points says on Agreed scores: what is left to do about a question."""

Row = Mapping[str, Formula | str]


def interview_row(plan: Plan, position: int) -> Row:
    """An interview: its code; the number of its level in the list of levels, 0 while it has none; what is open of it.

    `used` is 1 as soon as anything is registered or answered, `lacking` counts the facts that the register should then
    have and `unregistered` is 1 where there are any; `wanted` counts the questions it should answer, `open` those that
    it does not, and `next` is the first of them.
    """
    table, questions, code = plan.model.interviews, plan.model.questions, plan.codes[position]

    def here(key: str) -> str:
        return table.here(key, position)

    def registered(key: str) -> str:
        return lookup(plan.interviews.span(key), here("code"), plan.interviews.span("code"))

    boxes, is_open = questions.local(f"{'box' if plan.questions.has_points else 'score'}:{code}"), f"open:{code}"
    covered = f"SUM({plan.model.elements.local(f'covers:{code}')})"
    level = f"MATCH({literally(registered('level'))},{plan.lists['levels'].reference},0)"
    there, missing = (
        "+".join(f'({registered(fact)}{sign}"")' for fact in layout.INTERVIEW_FACTS) for sign in ("<>", "=")
    )
    first = f"INDEX({questions.local('id')},MATCH(1,{questions.local(is_open)},0))"
    return {
        "code": code,
        "level": Formula(f"IFERROR({level},0)"),
        "used": Formula(f"IFERROR(IF({there}+{covered}+COUNT({boxes})>0,1,0),0)"),
        "lacking": Formula(f"IFERROR(IF({here('used')}=1,{missing}+({covered}=0),0),0)"),
        "unregistered": Formula(f"IF({here('lacking')}>0,1,0)"),
        "wanted": Formula(f"SUM({questions.local(f'due:{code}')})"),
        "open": Formula(f"SUM({questions.local(is_open)})"),
        "next": Formula(f'IFERROR({first},"")'),
    }


def who_is_asked(plan: Plan, code: str) -> Formula:
    """The role and the level of an interview, as far as they are registered."""
    codes = plan.interviews.span("code")
    role, level = (lookup(plan.interviews.span(key), text(code), codes) for key in ("role", "level"))
    return Formula(f'IFERROR({role}&IF({level}="",""," ("&{level}&")"),"")')


def progress_rows(plan: Plan, lists: Iterable[tuple[Sheet, PlannedTable]], positions: PlannedTable) -> list[Row]:
    """A row for each sheet, in the order of the plan: what is left, in figures and in words, and where the next is.

    `positions` numbers the rows of the longest list.
    """
    of_lists = {sheet.title: _of_list(plan, sheet, table, positions) for sheet, table in lists}
    titles = map(layout.questionnaire_title, plan.codes)
    made = {title: _of_questionnaire(plan, title, position) for position, title in enumerate(titles)} | of_lists
    made |= {layout.ENGAGEMENT: _of_engagement(plan), layout.INTERVIEWS: _of_register(plan)}
    made |= {layout.AGREED: _of_agreed(plan)}
    return [made[name] for name in plan.progress_of]


def _here(plan: Plan, name: str, key: str) -> str:
    return plan.model.progress.here(key, plan.progress_of.index(name))


def _row(plan: Plan, name: str, title: str, left: str, said: str, *, is_begun: str, place: str, following: str) -> Row:
    """The row of a sheet: `said` is what is wrong with it, where something is; it counts once it `is_begun`."""
    state, is_open = _here(plan, name, "state"), f"{_here(plan, name, 'state')}={text(INCOMPLETE)}"
    return {
        "sheet": title,
        "left": Formula(left),
        "state": Formula(f'IF({is_begun},IF({_here(plan, name, "left")}=0,{text(COMPLETE)},{text(INCOMPLETE)}),"")'),
        "said": Formula(f'IF({is_open},{text(INCOMPLETE + ": ")}&{said},IF({state}="","Nothing yet",{state}))'),
        "target": Formula(f'IF({is_open},{place},"")'),
        "next": Formula(f'IF({is_open},{following},"")'),
    }


def _of_engagement(plan: Plan) -> Row:
    """The facts of the cover."""
    keys = [column.key for column in layout.ENGAGEMENT_FORM.columns]
    wanted = [key for key in keys if key in ("client", *layout.FACTS_WANTED)]
    rows = {key: FIRST_ROW + keys.index(key) for key in wanted}

    def of_first_empty(choices: Mapping[str, str]) -> str:
        chain = text("")
        for key in reversed(wanted):
            chain = f'IF({layout.ENGAGEMENT}!$B${rows[key]}="",{choices[key]},{chain})'
        return chain

    headers = {key: text(layout.ENGAGEMENT_FORM.column(key).header) for key in wanted}
    places = {key: target(layout.ENGAGEMENT, "B", text(str(row))) for key, row in rows.items()}
    return _row(
        plan,
        layout.ENGAGEMENT,
        layout.ENGAGEMENT,
        "+".join(f'({layout.ENGAGEMENT}!$B${row}="")' for row in rows.values()),
        f'{_here(plan, layout.ENGAGEMENT, "left")}&" of {len(wanted)} facts missing"',
        is_begun="TRUE",
        place=of_first_empty(places),
        following=of_first_empty(headers),
    )


def _of_register(plan: Plan) -> Row:
    """The facts of the interviews that are held; one at least."""
    table, name = plan.model.interviews, layout.INTERVIEWS
    codes, none, left = table.local("code"), f"SUM({table.local('used')})=0", _here(plan, layout.INTERVIEWS, "left")
    code = f"INDEX({codes},IFERROR(MATCH(1,{table.local('unregistered')},0),1))"
    return _row(
        plan,
        name,
        name,
        f"IF({none},1,SUM({table.local('lacking')}))",
        f'IF({none},"no interview yet",{left}&IF({left}=1," fact"," facts")&" missing")',
        is_begun="TRUE",
        place=_in_register(plan, code),
        following=f'"Interview "&{code}',
    )


def _in_register(plan: Plan, code: str) -> str:
    """Where the register tells of the interview of this code: beside it."""
    return target(layout.INTERVIEWS, plan.interviews.letter("date"), f"MATCH({code},{plan.interviews.whole('code')},0)")


def _of_questionnaire(plan: Plan, name: str, position: int) -> Row:
    """The questions that an interview should answer."""
    table, sheet = plan.model.interviews, plan.questionnaires[plan.codes[position]]
    used, wanted, left, following, own = (
        table.here(key, position) for key in ("used", "wanted", "open", "next", "code")
    )
    question = target(sheet.title, sheet.letter("answer"), f"MATCH({following},{sheet.whole('id')},0)")
    return _row(
        plan,
        name,
        sheet.title,
        f"IF({wanted}=0,1,{left})",
        f'IF({wanted}=0,"register level and elements",{left}&" of "&{wanted}&" open")',
        is_begun=f"{used}=1",
        place=f"IF({wanted}=0,{_in_register(plan, own)},{question})",
        following=f"IF({wanted}=0,{text(layout.INTERVIEWS)},{following})",
    )


def _of_agreed(plan: Plan) -> Row:
    """Questions on which the interviews are far apart, boxes without a reason and reasons without a box."""
    name, table = layout.AGREED, plan.agreed
    states, left = table.span("open"), _here(plan, layout.AGREED, "left")
    firsts = ",".join(f"IFERROR(MATCH({text(what)},{states},0),{table.rows})" for what in TO_SETTLE)
    return _row(
        plan,
        name,
        name,
        "+".join(f"COUNTIF({states},{text(what)})" for what in TO_SETTLE),
        f'{left}&IF({left}=1," question"," questions")&" to settle"',
        is_begun=f"SUM({plan.model.questions.local('n')})>0",
        place=target(name, table.letter("agreed"), f"(MIN({firsts})+{table.first_row - 1})"),
        following=f"INDEX({table.span('id')},MIN({firsts}))",
    )


def _of_list(plan: Plan, sheet: Sheet, table: PlannedTable, positions: PlannedTable) -> Row:
    """What entries lack that gives them their place in the report."""
    name, texts = sheet.title, table.span(sheet.says)
    is_begun = f'SUMPRODUCT(({texts}<>"")*1)>0'
    if not sheet.placed_by:  # whatever it holds, nothing is open
        return _row(plan, name, name, "0", text(""), is_begun=is_begun, place=text(""), following=text(""))
    row = _first_lacking(sheet, table, positions)
    lacks = (f'SUMPRODUCT(({texts}<>"")*({table.span(key)}=""))' for key in sheet.placed_by)
    first, left = sheet.placed_by[0], _here(plan, sheet.title, "left")
    return _row(
        plan,
        name,
        name,
        "+".join(lacks),
        f'{left}&IF({left}=1," entry is"," entries are")&" missing beside a text"',
        is_begun=is_begun,
        place=target(name, table.letter(first), row),
        following=f'"row "&{row}',
    )


def _first_lacking(sheet: Sheet, table: PlannedTable, positions: PlannedTable) -> str:
    """The row of the first entry that lacks something; the first row of a list too long for it.

    No function finds the first of several conditions in all programs. In a sum of powers of 1/4, one for each entry
    that lacks something, the greatest outweighs all that follow: the nearest whole logarithm is its position.
    """
    numbers = replace(positions, rows=table.rows).local("position")
    is_placed = "*".join(f'({table.span(key)}<>"")' for key in sheet.placed_by)
    lacking = f'SUMPRODUCT(({table.span(sheet.says)}<>"")*(1-{is_placed})/4^{numbers})'
    return f"(IFERROR(ROUND(-LOG({lacking},4),0),1)+{table.first_row - 1})"
