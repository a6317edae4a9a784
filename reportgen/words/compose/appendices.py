"""The appendices: questions, interviews, disagreements, lenses, what is missing, provenance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from itertools import count, takewhile

from reportgen.common.build_record import BuildRecord
from reportgen.common.diagnostics.problems import Problem
from reportgen.common.figures import Figure
from reportgen.common.language import (
    capitalised,
    counted,
    day_in_words,
    ended,
    listed,
    lowered,
    number,
    one_line,
    plural,
    sentences,
    unbroken,
)
from reportgen.common.method import SEVERAL_INTERVIEWS
from reportgen.common.model import (
    HORIZON_TITLES,
    AnswerState,
    Area,
    Element,
    Interview,
    Lens,
    Question,
    QuestionScore,
    Status,
)
from reportgen.common.rounding import NO_FIGURE, printed_exactly, printed_share, printed_steps
from reportgen.words.compose.facts import Facts, Rated
from reportgen.words.compose.method import method
from reportgen.words.compose.missing import missing, missing_note
from reportgen.words.compose.passages import Written, items_of
from reportgen.words.compose.results import no_score
from reportgen.words.compose.summary import headlines
from reportgen.words.context import (
    Appendices,
    Disagreement,
    InterviewRecord,
    LabelledText,
    LensRow,
    LensTable,
    NextStep,
    Origin,
    Passage,
    Picture,
    QuestionRow,
    QuestionTable,
    TopicPictures,
)

DISAGREEMENTS = 60  # listed at most: the widest
NEXT_STEPS = 20


def appendices(
    facts: Facts, problems: Sequence[Problem], record: BuildRecord, charts: Mapping[str, Picture]
) -> Appendices:
    """All appendices; `charts` are those of the report by name."""
    apart = facts.apart(facts.rated)
    weakest = _weakest(facts)
    firsts = {f"topics-{area.id}": area for area in facts.questions.areas}
    return Appendices(
        answers=_pages(charts, "answers", firsts),
        topics=tuple(
            TopicPictures(area.id, area.title, _pages(charts, name, firsts))
            for name, area in firsts.items()
            if name in charts
        ),
        questions=tuple(
            _question_table(facts, area, element) for area in facts.questions.areas for element in area.elements
        ),
        next_steps=tuple(_next_step(rated) for rated in weakest),
        next_steps_note=_next_steps_note(facts, weakest),
        interviews=tuple(_record(facts, interview) for interview in facts.assessment.interviews),
        disagreements=tuple(_disagreement(facts, rated) for rated in apart[:DISAGREEMENTS]),
        disagreements_note=_disagreements_note(facts, len(apart)),
        lenses=tuple(_lens_table(facts, lens) for lens in facts.questions.lenses),
        method=method(facts, problems),
        missing=missing(problems),
        missing_note=missing_note(problems),
        provenance=_provenance(facts, record),
    )


# --------------------------------------------------------------------------------------------------- questions


def _pages(charts: Mapping[str, Picture], name: str, firsts: Container[str]) -> tuple[Picture, ...]:
    """A picture and those that continue it; `firsts` are names that begin another."""
    more = (f"{name}-{page}" for page in count(2))
    pages = (name, *takewhile(lambda one: one in charts and one not in firsts, more))
    return tuple(charts[page] for page in pages if page in charts)


def _question_table(facts: Facts, area: Area, element: Element) -> QuestionTable:
    rows = (
        _question_row(facts, _asked(question), facts.scores.questions[question.id]) for question in element.questions
    )
    return QuestionTable(area.title, element.title, tuple(rows))


def _asked(question: Question) -> str:
    """A question, with its answers where they are not those of the scale."""
    answers = "; ".join(f"{printed_exactly(box.value)} {lowered(box.label)}" for box in question.own_boxes)
    return f"{question.text} ({answers})" if answers else question.text


def _question_row(facts: Facts, text: str, score: QuestionScore) -> QuestionRow:
    return QuestionRow(
        id=score.question_id,
        question=text,
        score=facts.scale.printed(score.value),
        computed=facts.scale.printed(score.computed) if score.agreed else "",
        boxes=_answers(facts, score),
        n=str(score.n),
        spread=printed_steps(score.spread),
        reason=_reason(score),
    )


def _answers(facts: Facts, score: QuestionScore) -> str:
    """The boxes, and what was said in place of one but counts all the same: "80, 40 × 2; not known × 2, counts 0"."""
    answers = facts.assessment.answers_to.get(score.question_id, ())
    states = Counter(
        (answer.state, score.points[answer.interview])
        for answer in answers
        if answer.box is None and answer.interview in score.points
    )
    told = [
        f"{_times(state.value if state is AnswerState.NOT_APPLICABLE else lowered(state.value), count)}, "
        f"counts {printed_exactly(points)}"
        for (state, points), count in sorted(states.items(), key=lambda entry: entry[0][0].name)
    ]
    return "; ".join([*([_boxes(score)] if score.boxes or not told else []), *told])


def _boxes(score: QuestionScore) -> str:
    """The boxes that interviews gave, from the highest, each with how often: "80, 40 × 2"."""
    given = Counter(answer.box for answer in score.boxes if answer.box is not None)
    told = (_times(printed_exactly(box), count) for box, count in sorted(given.items(), reverse=True))
    return ", ".join(told) or NO_FIGURE


def _times(what: str, count: int) -> str:
    return f"{what} × {count}" if count > 1 else what


def _reason(score: QuestionScore) -> str:
    if score.agreed:
        return sentences("Agreed:", one_line(score.agreed.reason) or "no reason given.")
    if score.status is Status.NOT_APPLICABLE:
        return "Not applicable"
    return "" if score.value is not None else "Not scored"


def _weakest(facts: Facts) -> list[Rated]:
    """The questions with the lowest scores; none that already stands in the highest box."""
    return facts.weakest(facts.rated, facts.questions.reach[1])[:NEXT_STEPS]


def _next_step(rated: Rated) -> NextStep:
    question = rated.question
    return NextStep(
        id=question.id,
        question=question.text,
        element=rated.element.title,
        score=str(rated.points),
        good_practice=one_line(question.good_practice),
        next_step=ended(one_line(question.next_step)),
        horizon=HORIZON_TITLES.get(question.horizon, ""),
        effort=f"{question.effort} effort",
    )


def _next_steps_note(facts: Facts, weakest: Sequence[Rated]) -> str:
    """Which questions are listed, and how many more share the last of their scores."""
    if not weakest:
        return ""
    last = weakest[-1].points
    more = sum(rated.points == last for rated in facts.rated) - sum(rated.points == last for rated in weakest)
    also = f" {capitalised(counted(more, 'further question'))} also {'scores' if more == 1 else 'score'} {last}."
    which = (
        f"the {number(len(weakest))} lowest of {counted(len(facts.rated), 'score')}"
        if more or len(weakest) < len(facts.rated)
        else f"{counted(len(weakest), 'score')}, the lowest first"
    )
    return (
        f"Here stand {which}, with what good practice looks like and the step that lifts a company by a box. The"
        " horizon and the effort are those of the step itself, whatever the practice takes."
        f"{also if more else ''}"
    )


# -------------------------------------------------------------------------------------------------- interviews


def _record(facts: Facts, interview: Interview) -> InterviewRecord:
    own = [headline for headline in facts.assessment.headlines if headline.interview == interview.code]
    return InterviewRecord(
        code=interview.code,
        date=day_in_words(interview.date) if interview.date else NO_FIGURE,
        level=(capitalised(facts.level_title(interview.code)) or NO_FIGURE) if len(facts.levels) > 1 else "",
        role=one_line(interview.role) if facts.may_name_roles else "",
        elements=_covered(facts, interview),
        completion=_completion(facts, interview),
        headlines=headlines(facts, own),
        left_out=_said(interview.left_out),
        follow_ups_open=_said(interview.follow_ups_open),
        follow_ups_closed=_said(interview.follow_ups_closed),
    )


def _covered(facts: Facts, interview: Interview) -> str:
    """What an interview covered: whole areas by their title, else elements."""
    if {element.id for element in facts.questions.elements} <= interview.elements:
        return "All elements" if len(facts.questions.elements) > 1 else "Everything"
    titles = []
    for area in facts.questions.areas:
        covered = [element.title for element in area.elements if element.id in interview.elements]
        whole = len(area.elements) > 1 and len(covered) == len(area.elements)
        titles += [f"all of {area.title}"] if whole else covered
    return capitalised(listed(titles)) or "No element"


def _completion(facts: Facts, interview: Interview) -> str:
    done = facts.scores.completion.get(interview.code)
    if done is None or done.share is None:
        return "no question to answer"
    gaps = f"; {counted(done.gaps, 'gap')}" if done.gaps else ""
    share = unbroken(printed_share(done.share))
    return f"{done.answered} of {done.expected} {plural('question', done.expected)} answered ({share}){gaps}"


def _said(text: str) -> Passage | None:
    items = items_of(Written(text), as_list=False)
    return Passage(items, Origin.ASSESSOR) if items else None


# ----------------------------------------------------------------------------------------------- disagreements


def _disagreement(facts: Facts, rated: Rated) -> Disagreement:
    score = rated.score
    return Disagreement(
        id=rated.question.id,
        question=rated.question.text,
        element=rated.element.title,
        steps=str(score.steps_apart),
        boxes=_boxes_by_level(facts, score),
        outcome=_outcome(facts, score),
    )


def _boxes_by_level(facts: Facts, score: QuestionScore) -> str:
    """The boxes each level gave, from the highest, where that tells of nobody: "Managers 80, 60; staff 20, 20"."""
    if score.by_level is None or len(facts.levels) < 2:
        return _boxes(score)
    names = {level_id: level.plural.lower() for level_id, level in facts.levels.items()}
    parts = [
        f"{names.get(level, 'level not recorded')} {', '.join(map(printed_exactly, boxes))}"
        for level, boxes in score.by_level.items()
    ]
    return capitalised("; ".join(parts))


def _outcome(facts: Facts, score: QuestionScore) -> str:
    if not score.agreed:
        return f"Mean of {facts.scale.printed(score.computed)} stands."
    reason = one_line(score.agreed.reason)
    return f"Agreed at {facts.scale.printed(score.value)}{f': {reason}' if reason else '.'}"


def _disagreements_note(facts: Facts, count: int) -> str:
    compared = sum(rated.score.spread is not None for rated in facts.rated)
    if not compared:
        return f"No question was scored in {SEVERAL_INTERVIEWS} or more, so none can be compared."
    among = (
        f"Of {counted(Figure(compared, 'disagreements.compared'), 'question')} scored in {SEVERAL_INTERVIEWS} or more"
    )
    if not count:
        return f"{among}, none shows interviews {facts.far_apart}."
    verb = "shows" if count == 1 else "show"
    many = number(Figure(count, "disagreements"))
    listed_here = f"; the {DISAGREEMENTS} widest differences are listed" if count > DISAGREEMENTS else ""
    first = "; the widest differences come first" if 1 < count <= DISAGREEMENTS else listed_here
    return f"{among}, {many} {verb} interviews {facts.far_apart}{first}."


# ------------------------------------------------------------------------------------------ lenses, provenance


def _lens_table(facts: Facts, lens: Lens) -> LensTable:
    rows = (
        LensRow(
            title=group.title,
            score=facts.scale.printed(score.value),
            band=facts.group_band(score),
            coverage=printed_share(score.coverage),
            questions=str(score.questions),
            note=capitalised(no_score(score)),
        )
        for group in lens.groups
        for score in (facts.scores.lenses[lens.id][group.id],)
    )
    return LensTable(lens.title, lens.introduction, tuple(rows))


def _provenance(facts: Facts, record: BuildRecord) -> tuple[LabelledText, ...]:
    """What the report was made with. The files it was made from stand in the records of draft and final alone."""
    questions = facts.questions
    return (
        LabelledText("Program", f"reportgen {record.program}"),
        LabelledText("Question set", f"{questions.title} ({questions.id}), version {questions.version}"),
    )
