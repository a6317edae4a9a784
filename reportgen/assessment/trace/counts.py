"""Traces of what the sentences of a report count: interviews, questions, answers, peers; and of what follows from them.

They stand beside the figures of the results, which hold none of them: each is counted from what the results do hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial

from reportgen.assessment.scoring.groups import is_low
from reportgen.assessment.trace.groups import agreement_name, nearest_figures
from reportgen.assessment.trace.progress import CHANGE
from reportgen.assessment.trace.sources import (
    COUNTED,
    Group,
    Sources,
    cell,
    exactly,
    model_group,
    to_decimals,
    topic_group,
    trace,
)
from reportgen.common.language import capitalised
from reportgen.common.method import SEVERAL_INTERVIEWS
from reportgen.common.model import (
    HORIZONS,
    OVERALL,
    AnswerState,
    ChangeMark,
    Disclosure,
    Interval,
    Interview,
    QuestionScore,
    Reference,
    Status,
    Trace,
)

BURNING = HORIZONS[0]
Makers = dict[str, Callable[[], Trace]]
_Input = tuple[str, str, str]
_Row = tuple[str, str, str, Callable[[], Iterable[_Input]], "int | None"]
"""Name, title and rule of a count, what makes its inputs, and the number where these do not tell it."""


def counts(sources: Sources) -> Makers:
    """What makes the trace of each count, by the name that the report gives it."""
    questions, areas = sources.questions, sources.questions.areas
    found: Makers = _interviews(sources, OVERALL) | _disagreements(sources) | _agreement(sources) | _peers(sources)
    found |= _initiatives(sources) | _progress(sources)
    for area in areas:
        found |= _interviews(sources, area.id)
    for group_id in [OVERALL, *(area.id for area in areas), *(element.id for element in questions.elements)]:
        group = model_group(sources, group_id)
        found |= _scored(sources, group) | _levels(sources, group) | _ends(sources, group)
        found |= _table(sources, group) | _evidence(sources, group) | nearest_figures(sources, group)
    for element in questions.elements:
        for topic in element.topics:
            found |= _topic(sources, topic_group(sources, element, topic), questions.area_of[element.id].id)
    for question_id in questions.questions:
        found |= _question(sources, question_id)
    return found


def difference(sources: Sources, name: str, one: Trace, other: Trace) -> Trace:
    """The difference of two figures, which is that of their printed numbers."""
    exact = _number(one.printed) - _number(other.printed)
    return trace(
        name,
        f"{one.title}, less {other.title}",
        exactly(exact) if exact.denominator == 1 else sources.scale.printed(exact),
        exactly(exact),
        "The difference of the two printed numbers.",
        [(side.figure, side.printed, "printed") for side in (one, other)],
        rounding=COUNTED,
    )


def _number(printed: str) -> Fraction:
    """A printed number; of none, 0."""
    plain = printed.replace("−", "-").removesuffix("%").strip()
    try:
        return Fraction(plain)
    except ValueError:
        return Fraction(0)


def _count(row: _Row) -> Trace:
    """The trace of a number of things, which are its inputs unless the number is known otherwise."""
    name, title, rule, inputs, number = row
    entries = list(inputs())
    printed = str(len(entries) if number is None else number)
    return trace(name, title, printed, printed, rule, entries, rounding=COUNTED)


def _of(rows: Iterable[_Row]) -> Makers:
    return {row[0]: partial(_count, row) for row in rows}


# ---------------------------------------------------------------------------------------------------------- interviews


def _interviews(sources: Sources, group_id: str) -> Makers:
    """How many interviews were held, or cover anything of an area; and at which level."""
    group = model_group(sources, group_id)
    own = {element.id for element in sources.questions.elements if sources.questions.area_of[element.id].id == group_id}
    held = [i for i in sources.assessment.interviews if group_id == OVERALL or own & i.elements]
    name, of = ("interviews", "") if group_id == OVERALL else (f"{group_id}.interviews", f"{group.title}: ")
    rule = "Interviews on the register" if group_id == OVERALL else "Interviews that cover any of its elements"
    levels = {level.id: level.title.lower() for level in sources.questions.levels}
    found: list[_Row] = [(name, capitalised(f"{of}interviews"), f"{rule}.", partial(_registered, held), None)]
    for level in (*levels, None):
        at = [interview for interview in held if (interview.level if interview.level in levels else None) == level]
        words = f"at {levels[level]} level" if level else "without a recorded level"
        suffix = level or "no-level"
        found.append(
            (
                f"{name}.{suffix}",
                capitalised(f"{of}interviews {words}"),
                f"{rule}, {words}.",
                partial(_registered, at),
                None,
            )
        )
    return _of(found)


def _registered(held: Sequence[Interview]) -> Iterator[_Input]:
    for interview in held:
        yield str(interview.place) or f"Interview {interview.code}", interview.code, "interview"


def _levels(sources: Sources, group: Group) -> Makers:
    """What the comparison of levels rests on."""
    compared = sources.scores.levels.get(group.name)
    if compared is None:
        return {}
    codes = {interview.code: interview.level for interview in sources.assessment.interviews}
    found: list[_Row] = [
        (
            f"{group.name}.level-questions",
            f"{group.title}: questions that every level answered",
            "Questions with a box from every level, in what is compared.",
            lambda: _answered_by(sources, group, codes),
            compared.questions,
        ),
        (
            f"{group.name}.level-scored",
            f"{group.title}: questions behind its score",
            "Scored questions that its score rests on.",
            lambda: _rated(sources, group),
            compared.scored,
        ),
    ]
    for level in sources.questions.levels:
        found.append(
            (
                f"{group.name}.level.{level.id}.interviews",
                f"{group.title}: interviews with {level.plural.lower()} behind it",
                "Interviews of this level behind its scores by level.",
                partial(_behind_level, sources, level.id),
                compared.interviews.get(level.id, 0),
            )
        )
    return _of(found)


def _answered_by(sources: Sources, group: Group, levels: dict[str, str | None]) -> Iterator[_Input]:
    wanted = {level.id for level in sources.questions.levels}
    for question in group.questions:
        score = sources.scores.questions[question.id]
        if wanted <= {levels.get(code) for code in score.points}:
            yield question.id, _printed(sources, score), "answered by every level"


def _behind_level(sources: Sources, level_id: str) -> Iterator[_Input]:
    yield from _registered([one for one in sources.assessment.interviews if one.level == level_id])


def _agreement(sources: Sources) -> Makers:
    """What the agreement of interviews rests on."""
    titles = {OVERALL: "all interviews"} | {level.id: level.plural.lower() for level in sources.questions.levels}
    found: list[_Row] = []
    for who, title in titles.items():
        agreement, name = sources.scores.agreement[who], agreement_name(who)
        rules = {
            "interviews": (
                "interviews",
                "Interviews with a box on a question scored more than once",
                agreement.interviews,
            ),
            "questions": ("questions", f"Questions with a box from {SEVERAL_INTERVIEWS} or more", agreement.questions),
        }
        found += [
            (f"{name}.{what}", f"Agreement of {title}: {words}", f"{rule}.", tuple, number)
            for what, (words, rule, number) in rules.items()
        ]
    return _of(found)


# ----------------------------------------------------------------------------------------------------------- questions


def _printed(sources: Sources, score: QuestionScore) -> str:
    return sources.scale.printed(score.value)


def _rated(
    sources: Sources, group: Group, wanted: Callable[[QuestionScore], bool] = lambda _: True
) -> Iterator[_Input]:
    """The scored questions of a group that are wanted, with their printed scores."""
    for question in group.questions:
        score = sources.scores.questions[question.id]
        if score.value is not None and wanted(score):
            yield question.id, _printed(sources, score), "score"


def _scored(sources: Sources, group: Group) -> Makers:
    """How many questions of a group are scored, low, high, far apart, of the first horizon, not applicable."""
    name, title, scale = group.name, group.title, sources.scale
    low, high = scale.printed(scale.middling_from), scale.printed(scale.high_from)
    asked = sources.questions.questions

    def low_one(score: QuestionScore) -> bool:
        return is_low(score, sources.questions)

    def high_one(score: QuestionScore) -> bool:
        return score.value is not None and scale.rounded(score.value) >= scale.high_from

    def burning(score: QuestionScore) -> bool:
        return low_one(score) and asked[score.question_id].horizon == BURNING.id

    def near(score: QuestionScore) -> bool:
        return low_one(score) and asked[score.question_id].horizon in [horizon.id for horizon in HORIZONS[:2]]

    def intended(score: QuestionScore) -> bool:
        first = [state.id for state in sources.questions.states[:1]]
        return low_one(score) and any(answer.evidence.get(state) for answer in score.boxes for state in first)

    def apart(score: QuestionScore) -> bool:
        limit = sources.questions.answers[score.question_id].far_apart
        return score.spread is not None and (score.steps_apart or 0) >= limit

    def not_applicable() -> Iterator[_Input]:
        for question in group.questions:
            if sources.scores.questions[question.id].status is Status.NOT_APPLICABLE:
                yield question.id, AnswerState.NOT_APPLICABLE.value, "not applicable"

    under = f"Questions with a printed score under {low} that could be higher"
    of = {
        "rated": ("scored questions", "Questions that have a score.", None),
        "scored": ("scored questions", "Questions that have a score.", None),
        "low": (f"questions under {low}", f"{under}.", low_one),
        "high": (f"questions at {high} or more", f"Questions with a printed score of {high} or more.", high_one),
        "low-near": ("weak practices with a first step near at hand", f"{under}, for the first two horizons.", near),
        "low-intended": ("weak practices that are intended", f"{under}, and that somebody means to lift.", intended),
        "burning": (
            "weak practices to begin with",
            f"{under}, whose remedy belongs to {BURNING.title.lower()}.",
            burning,
        ),
        "apart": (
            "questions on which interviews lie far apart",
            "From the lowest to the highest box, in steps.",
            apart,
        ),
    }
    found: list[_Row] = [
        (f"{name}.{what}", f"{title}: {words}", rule, partial(_rated, sources, group, *([test] if test else [])), None)
        for what, (words, rule, test) in of.items()
    ]
    words, rule = f"{title}: questions not applicable", "Questions that everyone who answered called not applicable."
    return _of([*found, (f"{name}.not-applicable", words, rule, not_applicable, None)])


def _topic(sources: Sources, group: Group, area_id: str) -> Makers:
    """How many questions of a topic are scored, and lie under one of the limits."""
    scale = sources.scale
    rule = "Questions that have a score."
    found: list[_Row] = [
        (f"{group.name}.scored", f"{group.title}: scored questions", rule, partial(_rated, sources, group), None)
    ]
    for limit in (scale.middling_from, scale.high_from):
        shown = scale.printed(limit)

        def under(score: QuestionScore, limit: Fraction = limit) -> bool:
            value = score.value
            at_best = value is not None and sources.questions.is_at_best(score.question_id, value)
            return value is not None and not at_best and scale.rounded(value) < limit

        for scope in (OVERALL, area_id):
            told = f"{group.title}: questions under {shown}"
            words = f"Questions with a printed score under {shown} that could be higher."
            name = f"{scope}.{group.name}.under-{shown}"
            found.append((name, told, words, partial(_rated, sources, group, under), None))
    return _of(found)


def _question(sources: Sources, question_id: str) -> Makers:
    """How many interviews scored a question, how far they lie apart, and what they saw."""
    score = sources.scores.questions[question_id]

    def boxes() -> Iterator[_Input]:
        for answer in score.boxes:
            yield cell(answer), exactly(answer.box), "box"

    def with_state(state_id: str) -> Iterator[_Input]:
        for answer in score.boxes:
            if answer.evidence.get(state_id):
                yield cell(answer), "yes", "recorded"

    apart = "Steps of the scale between the lowest and the highest box."
    found: list[_Row] = [
        (f"{question_id}.n", f"{question_id}: interviews", "Interviews that scored it.", boxes, score.n),
        (f"{question_id}.steps-apart", f"{question_id}: steps apart", apart, boxes, score.steps_apart or 0),
    ]
    for state in sources.questions.states:
        title = f"{question_id}: answers with {state.title.lower()}"
        rule = "Boxes beside which this state is recorded with yes."
        found.append((f"{question_id}.evidence.{state.id}", title, rule, partial(with_state, state.id), None))
    return _of(found)


def _disagreements(sources: Sources) -> Makers:
    """How many questions several interviews scored, and on how many they lie far apart."""
    whole = model_group(sources, OVERALL)
    compared = f"Questions with a box from {SEVERAL_INTERVIEWS} or more"

    def several(score: QuestionScore) -> bool:
        return score.spread is not None

    def apart(score: QuestionScore) -> bool:
        return several(score) and (score.steps_apart or 0) >= sources.questions.answers[score.question_id].far_apart

    return _of(
        [
            (
                "disagreements",
                "Questions on which interviews lie far apart",
                f"{compared}, from the lowest to the highest box in steps.",
                partial(_rated, sources, whole, apart),
                None,
            ),
            (
                "disagreements.compared",
                "Questions that several interviews scored",
                f"{compared}.",
                partial(_rated, sources, whole, several),
                None,
            ),
        ]
    )


def _evidence(sources: Sources, group: Group) -> Makers:
    """Beside how many answers evidence is recorded."""
    evidence = sources.scores.evidence[group.name]
    rule = "Boxes given in interviews beside which any state is recorded, yes or no."
    title = f"{group.title}: answers with evidence recorded"
    name, asked = f"{group.name}.evidence.recorded", partial(_rated, sources, group)
    return _of([(name, title, rule, asked, evidence.recorded)])


def _ends(sources: Sources, group: Group) -> Makers:
    """The two ends of the interval of a score."""
    interval = group.score.interval
    if interval is None:
        return {}
    return {f"{group.name}.interval.{end}": partial(_end, sources, group, interval, end) for end in ("low", "high")}


def _end(sources: Sources, group: Group, interval: Interval, end: str) -> Trace:
    value, which = (interval.low, "lower") if end == "low" else (interval.high, "upper")
    whole = f"{group.name}.interval"
    between = f"{sources.scale.printed(interval.low)} to {sources.scale.printed(interval.high)}"
    return trace(
        f"{whole}.{end}",
        f"{group.title}: {which} end of the interval",
        sources.scale.printed(value),
        exactly(value),
        f"The {which} end of {whole}, which tells the rule.",
        [(whole, between, "interval"), (group.name, sources.scale.printed(group.score.value), "score")],
        rounding=to_decimals(sources.scale),
    )


def _initiatives(sources: Sources) -> Makers:
    """How many initiatives name no question, and how many questions would move where none does."""
    moves = sources.scores.moves
    linked = {ref for move in moves.horizons.values() for ref in move.initiatives}
    left = [one for one in sources.assessment.initiatives if one.ref not in linked]
    rule = "Entries of the road map that lift no question which can move."
    inputs = [(str(one.place) or one.ref, one.ref, "initiative") for one in left]
    found: list[_Row] = [
        ("initiatives.unlinked", "Initiatives that name no question to lift", rule, partial(tuple, inputs), None)
    ]
    if moves.weakest:
        weakest = set(moves.weakest.questions)
        rated = partial(_rated, sources, model_group(sources, OVERALL), lambda score: score.question_id in weakest)
        found.append(
            (
                "moves.weakest.questions",
                "Questions that score lowest",
                "Those whose rise by one box is told for want of initiatives.",
                rated,
                None,
            )
        )
    return _of(found)


def _progress(sources: Sources) -> Makers:
    """How many questions an earlier assessment has in common, and how many parts moved clearly since."""
    since = sources.scores.since
    if since is None:
        return {}
    noun, judged = since.judged(sources.questions)
    common = partial(tuple, [(question_id, "", "in common") for question_id in since.scores])
    found: list[_Row] = [
        ("progress.questions", "Questions in common with the earlier assessment", "Scored then.", common, None)
    ]
    for name, way, mark in (("rises", "up", ChangeMark.RISE), ("falls", "down", ChangeMark.FALL)):
        moved = [(f"{one.id}.{CHANGE}", "", way) for one in judged if one.mark is mark]
        rule = f"{capitalised(noun)}s whose change since the earlier assessment bears a mark."
        found.append((f"progress.{name}", f"{capitalised(noun)}s clearly {way}", rule, partial(tuple, moved), None))
    return _of(found)


# --------------------------------------------------------------------------------------------------------------- peers


def _peers(sources: Sources) -> Makers:
    """How many organisations each group of peers holds."""
    found: list[_Row] = []
    for reference in Reference:
        group = sources.comparison.group(reference)
        name = reference.name.lower()
        title = f"Peers: organisations in {_named(reference)}"
        found.append((f"peers.{name}", title, f"Organisations: {group.words}.", tuple, group.n))
    return _of(found)


def _named(reference: Reference) -> str:
    return "the database" if reference is Reference.DATABASE else "the group chosen for the report"


def _table(sources: Sources, group: Group) -> Makers:
    """How many peers have the figures of a table: those of a group and of its parts."""
    standings = sources.comparison.standings
    rows = [standings[name] for name in (group.name, *(part.name for part in group.parts)) if name in standings]
    shown = [standing for standing in rows if standing.disclosure is not Disclosure.NOTHING]
    found: list[_Row] = []
    for reference in Reference:
        ns = [(f"{one.figure_id}.peers", str(one.n), "peers") for one in shown if one.reference is reference]
        for suffix, which in (("fewest-peers", min), ("peers", max)) if ns else ():
            name = f"{group.name}.table.{reference.name.lower()}.{suffix}"
            title = f"{group.title}, table: {'fewest' if suffix != 'peers' else 'most'} peers of {_named(reference)}"
            rule = "Of the figures in the table, by how many peers have each."
            found.append((name, title, rule, partial(tuple, ns), which(int(n) for _, n, _ in ns)))
    return _of(found)
