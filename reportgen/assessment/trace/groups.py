"""Traces of what rests on other figures: scores of overall, areas, elements and lens groups, and their shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from reportgen.assessment.scoring.groups import is_low
from reportgen.assessment.trace.sources import (
    COUNTED,
    ONE_DECIMAL,
    PER_CENT,
    TWO_DECIMALS,
    Group,
    Sources,
    exactly,
    lens_group,
    model_group,
    to_decimals,
    topic_group,
    trace,
    weighs,
)
from reportgen.common.language import tally
from reportgen.common.means import total
from reportgen.common.method import (
    COVERED_ENOUGH,
    FREEDOM_FOR_INTERVAL,
    INTERVAL,
    INTERVIEWS_FOR_INTERVAL,
    INTERVIEWS_PER_LEVEL,
    MOST_AGREED,
    SEVERAL_INTERVIEWS,
    THIN_WHERE,
    firm_where,
)
from reportgen.common.model import (
    OVERALL,
    Element,
    EvidenceState,
    GroupScore,
    Lens,
    Level,
    NotCompared,
    Question,
    QuestionScore,
    Status,
    Trace,
)
from reportgen.common.rounding import (
    NO_FIGURE,
    printed_alpha,
    printed_exactly,
    printed_share,
    printed_steps,
)
from reportgen.common.scale import Scale

Makers = dict[str, Callable[[], Trace]]
_Share = tuple[Fraction, Fraction]  # part and whole
_NONE: _Share = (Fraction(0), Fraction(0))


def model_figures(sources: Sources, group_id: str) -> Makers:
    """The figures of overall, an area or an element, but for its standing."""
    group = model_group(sources, group_id)
    found = _score_figures(sources, group) | {f"{group_id}.interval": partial(_interval, sources, group)}
    found[f"{group_id}.sureness"] = partial(_sureness, sources, group)
    for state in sources.questions.states:
        share = sources.scores.evidence[group_id].shares[state.id]
        found[f"{group_id}.evidence.{state.id}"] = partial(_share_trace, sources, group, _evidence(state), share)
    for level in sources.questions.levels:
        found[f"{group_id}.level.{level.id}"] = partial(_level, sources, group, level)
    if len(sources.questions.levels) == 2:
        found[f"{group_id}.level-difference"] = partial(_level_difference, sources, group)
    return found


def lens_figures(sources: Sources, lens: Lens) -> Makers:
    """The figures of every group of a lens."""
    found: Makers = {}
    for part in lens.groups:
        group = lens_group(sources, lens, part)
        found |= _score_figures(sources, group) | {f"{group.name}.interval": partial(_interval, sources, group)}
    return found


def topic_figures(sources: Sources, element: Element) -> Makers:
    """The figures of every topic of an element."""
    found: Makers = {}
    for topic in element.topics:
        found |= _score_figures(sources, topic_group(sources, element, topic))
    return found


def agreement_figures(sources: Sources) -> Makers:
    """How far interviews agree: all of them, and those of each level."""
    titles = {OVERALL: "all interviews"} | {level.id: level.plural.lower() for level in sources.questions.levels}
    return {agreement_name(who): partial(_agreement, sources, who, title) for who, title in titles.items()}


def agreement_name(who: str) -> str:
    """The figure of the agreement of all interviews (OVERALL), or of those of a level by its id."""
    return f"{OVERALL}.agreement" if who == OVERALL else f"{OVERALL}.agreement.{who}"


def _score_figures(sources: Sources, group: Group) -> Makers:
    return {
        group.name: partial(_score, sources, group),
        f"{group.name}.coverage": partial(_coverage, sources, group),
        f"{group.name}.low-share": partial(_share_trace, sources, group, _low_share(sources), group.score.low_share),
        f"{group.name}.spread": partial(_share_trace, sources, group, _SPREAD, group.score.spread),
    }


# ----------------------------------------------------------------------------------------------------- score

_WITHOUT_SCORE = {
    Status.NOT_APPLICABLE: "not applicable: left out",
    Status.WITHHELD: "withheld: left out",
    Status.OPEN: "open: left out",
}


def _score(sources: Sources, group: Group) -> Trace:
    rated = [(part.name, part.weight, part.score) for part in group.parts]
    inputs: Iterable[tuple[str, Fraction, GroupScore | QuestionScore]] = rated or [
        (question.id, question.weight, sources.scores.questions[question.id]) for question in group.questions
    ]
    return trace(
        group.name,
        group.title,
        sources.scale.printed(group.score.value),
        exactly(group.score.value),
        _score_rule(group),
        [(name, exactly(s.value), _WITHOUT_SCORE.get(s.status, weighs(weight))) for name, weight, s in inputs],
        rounding=to_decimals(sources.scale),
    )


def _score_rule(group: Group) -> str:
    made_of = "its parts that have a score" if group.parts else "its scored questions"
    rule = f"Weighted mean of {made_of}; what is not applicable leaves numerator and denominator."
    needed = f"At least {COVERED_ENOUGH} of the effective weight of what applies must be scored"
    return {
        Status.SCORED: f"{rule} {needed}.",
        Status.WITHHELD: f"Withheld. {needed}.",
        Status.OPEN: "No score: nothing was answered yet.",
        Status.NOT_APPLICABLE: "No score: every question of it is not applicable.",
    }[group.score.status]


# ---------------------------------------------------------------------------------------------------- shares


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of share: its suffix and title, and the rule, from what a question adds to it to how it is rounded."""

    suffix: str
    title: str
    rule: str
    share_of: Callable[[Question, QuestionScore], _Share]
    role: str = "weight / weight"
    rounding: str = PER_CENT
    printed: Callable[[Fraction | None], str] = printed_share


_COVERAGE = _Kind(
    "coverage",
    "coverage",
    "Weight of scored questions / weight of questions that are not N/A",
    lambda question, score: (
        question.weight * (score.status is Status.SCORED),
        question.weight * (score.status is not Status.NOT_APPLICABLE),
    ),
)
_SPREAD = _Kind(
    "spread",
    "spread between interviews",
    f"Mean distance of two interviews in steps, summed / questions with a box from {SEVERAL_INTERVIEWS} or more",
    lambda _, score: _NONE if score.spread is None else (score.spread, Fraction(1)),
    "steps / questions",
    ONE_DECIMAL,
    printed_steps,
)


def _low_share(sources: Sources) -> _Kind:
    scale = sources.scale
    return _Kind(
        "low-share",
        "share of low questions",
        f"Questions with a printed score under {scale.printed(scale.middling_from)} / scored questions",
        lambda _, score: _NONE if score.value is None else (Fraction(is_low(score, sources.questions)), Fraction(1)),
        "questions / questions",
    )


def nearest_figures(sources: Sources, group: Group) -> Makers:
    """The share of a group's questions that score nearest each box."""
    found: Makers = {}
    for number, box in enumerate(sources.scale.values):
        kind = _nearest(sources.scale, number, printed_exactly(box))
        share = Fraction(group.score.nearest[number], group.score.scored) if group.score.nearest else None
        found[f"{group.name}.{kind.suffix}"] = partial(_share_trace, sources, group, kind, share)
    return found


def _nearest(scale: Scale, number: int, box: str) -> _Kind:
    def counted(_: Question, score: QuestionScore) -> _Share:
        return (
            _NONE
            if score.value is None
            else (Fraction(scale.nearest(scale.rounded(score.value)) == number), Fraction(1))
        )

    return _Kind(
        f"nearest.{box}",
        f"share of questions nearest to box {box}",
        f"Questions with a printed score nearest to {box}, halfway counting up / scored questions",
        counted,
        "questions / questions",
    )


def _coverage(sources: Sources, group: Group) -> Trace:
    """The coverage of an area or of the whole: each question has its share of the weight of what it is a part of."""
    value, suffix = group.score.coverage, _COVERAGE.suffix
    if not group.parts:
        return _share_trace(sources, group, _COVERAGE, value)
    return trace(
        f"{group.name}.{suffix}",
        f"{group.title}: {_COVERAGE.title}",
        printed_share(value),
        exactly(value),
        "Effective weight of scored questions / effective weight of questions that are not N/A: "
        "the weighted mean of the coverage of its parts.",
        [
            (
                f"{part.name}.{suffix}",
                exactly(part.score.coverage),
                _WITHOUT_SCORE[Status.NOT_APPLICABLE] if part.score.coverage is None else weighs(part.weight),
            )
            for part in group.parts
        ],
        rounding=PER_CENT,
    )


def _evidence(state: EvidenceState) -> _Kind:
    def share_of(question: Question, score: QuestionScore) -> _Share:
        states = [answer.evidence.get(state.id) for answer in score.boxes]
        return question.weight * states.count(True), question.weight * (len(states) - states.count(None))

    name = state.title.lower()
    rule = f"Weight of scored answers with {name} / weight of scored answers where it was recorded"
    return _Kind(f"evidence.{state.id}", f"answers with {name}", rule, share_of)


def _share_trace(sources: Sources, group: Group, kind: _Kind, value: Fraction | None) -> Trace:
    """A share from its questions, or from the same share of its parts."""

    def share_of(question: Question) -> _Share:
        key = kind.suffix, question.id
        if key not in sources.shares:
            sources.shares[key] = kind.share_of(question, sources.scores.questions[question.id])
        return sources.shares[key]

    members = [(f"{part.name}.{kind.suffix}", part.questions) for part in group.parts]
    members = members or [(question.id, (question,)) for question in group.questions]
    shares = [(name, _sum(share_of(question) for question in questions)) for name, questions in members]
    part, whole = _sum(share for _, share in shares)
    return trace(
        f"{group.name}.{kind.suffix}",
        f"{group.title}: {kind.title}",
        kind.printed(value),
        exactly(value),
        f"{kind.rule}: {exactly(part)} / {exactly(whole)}." if value is not None else f"Not given here. {kind.rule}.",
        [(name, f"{exactly(p)} / {exactly(w)}", kind.role) for name, (p, w) in shares if w],
        rounding=kind.rounding,
    )


def _sum(shares: Iterable[_Share]) -> _Share:
    shares = list(shares)
    return shares[0] if len(shares) == 1 else (total(part for part, _ in shares), total(whole for _, whole in shares))


# -------------------------------------------------------------------------------------------------- interval


def _interval(sources: Sources, group: Group) -> Trace:
    interval = group.score.interval
    counted = [q for q in group.questions if _counts(sources, group, q) and not sources.scores.questions[q.id].agreed]
    codes = [answer.interview for question in counted for answer in sources.scores.questions[question.id].boxes]
    rule = (
        "The score, less and plus Student's t times its standard error, within the scale. The error is that of leaving "
        "out one interview at a time, pooled within levels; agreed scores are held fixed, and nothing is withheld for "
        f"what is left out. Given for at least {tally(INTERVIEWS_FOR_INTERVAL, 'interview')} with a box, "
        f"{FREEDOM_FOR_INTERVAL} more than their levels, unless more than {MOST_AGREED} of the "
        "weight is agreed, or all agree."
    )
    reason = group.score.no_interval
    return trace(
        f"{group.name}.interval",
        f"{group.title}: {INTERVAL}",
        f"{sources.scale.printed(interval.low)} to {sources.scale.printed(interval.high)}" if interval else NO_FIGURE,
        f"{exactly(interval.low)} to {exactly(interval.high)}" if interval else NO_FIGURE,
        f"Not given: {reason.value}. {rule}" if reason else rule,
        [(f"Interview {code}", str(codes.count(code)), "boxes") for code in sorted(set(codes))],
        rounding=to_decimals(sources.scale),
    )


def _sureness(sources: Sources, group: Group) -> Trace:
    support = group.score.support
    word = support.sureness.value if support else NO_FIGURE
    levels = len(sources.questions.levels)
    return trace(
        f"{group.name}.sureness",
        f"{group.title}: how sure the score is",
        word,
        word,
        f"Firm where {firm_where(levels)}. Thin where {THIN_WHERE}. Else fair. Figures are taken as printed.",
        [
            ("interviews", str(support.interviews), "with a box that counts"),
            ("levels", str(support.levels), f"of {tally(levels, 'level')}"),
            (f"{group.name}.spread", printed_steps(group.score.spread), "steps"),
            (f"{group.name}.interval", _interval(sources, group).printed, "interval"),
        ]
        if support
        else (),
        rounding=COUNTED,
    )


def _counts(sources: Sources, group: Group, question: Question) -> bool:
    """True for a question whose score is part of the group's: no part it belongs to is withheld."""
    if not group.parts:
        return True
    element = sources.questions.element_of[question.id]
    holders = (element.id, sources.questions.area_of[element.id].id)
    return all(sources.scores.group(holder).value is not None for holder in holders)


# ------------------------------------------------------------------------------------------------------- agreement


def _agreement(sources: Sources, who: str, title: str) -> Trace:
    found = sources.scores.agreement[who]
    return trace(
        agreement_name(who),
        f"Agreement of {title}",
        printed_alpha(found.alpha),
        exactly(found.alpha),
        "Krippendorff's alpha for ordinal data over the questions scored in more than one interview: 1 when interviews "
        "always agree, 0 when they agree as if by chance. None where all boxes are equal.",
        [
            ("questions", str(found.questions), "scored more than once"),
            ("interviews", str(found.interviews), "with a box on them"),
            ("boxes", str(found.boxes), "of them"),
        ],
        rounding=TWO_DECIMALS,
    )


# ---------------------------------------------------------------------------------------------------- levels


def _level(sources: Sources, group: Group, level: Level) -> Trace:
    compared = sources.scores.levels.get(group.name)
    value = compared.values[level.id] if compared else None
    return trace(
        f"{group.name}.level.{level.id}",
        f"{group.title}: {level.plural.lower()}",
        sources.scale.printed(value),
        exactly(value),
        _level_rule(group, level, compared.reason if compared else NotCompared.FEW_INTERVIEWS),
        [] if value is None else _level_inputs(sources, group, level),
        rounding=to_decimals(sources.scale),
    )


def _level_rule(group: Group, level: Level, reason: NotCompared | None) -> str:
    if group.parts:
        rule = "Weighted mean of its parts that have this figure."
    else:
        rule = (
            f"Weighted mean of the mean boxes of {level.plural.lower()}, over the questions with a box from every "
            "level. Agreed scores play no part."
        )
    needed = (
        f"It takes {tally(INTERVIEWS_PER_LEVEL, 'interview')} at each level, and questions with a box from every level "
        f"that hold at least {COVERED_ENOUGH} of the effective weight of what applies."
    )
    return f"Not given: {reason.value}. {needed}" if reason else f"{rule} {needed}"


def _level_inputs(sources: Sources, group: Group, level: Level) -> Iterator[tuple[str, str, str]]:
    for part in group.parts:
        value = sources.scores.levels[part.name].values[level.id]
        name = f"{part.name}.level.{level.id}"
        yield name, exactly(value), weighs(part.weight) if value is not None else "without this figure: left out"
    for question in group.questions if not group.parts else ():
        means = [_mean_at(sources, question, one.id) for one in sources.questions.levels]
        if None not in means:
            yield question.id, exactly(_mean_at(sources, question, level.id)), weighs(question.weight)
    yield f"{level.plural} with a box on it", str(sources.scores.levels[group.name].interviews[level.id]), "interviews"


def _mean_at(sources: Sources, question: Question, level_id: str) -> Fraction | None:
    level_of = {code: interview.level for code, interview in sources.assessment.interview.items()}
    points = sources.scores.questions[question.id].points
    counted = [value for code, value in points.items() if level_of.get(code) == level_id]
    return total(counted) / len(counted) if counted else None


def _level_difference(sources: Sources, group: Group) -> Trace:
    first, second = sources.questions.levels
    compared = sources.scores.levels.get(group.name)
    values = [compared.values[level.id] if compared else None for level in (first, second)]
    difference = sources.scale.difference(values[0], values[1])
    return trace(
        f"{group.name}.level-difference",
        f"{group.title}: {first.plural.lower()} less {second.plural.lower()}",
        NO_FIGURE if difference is None else str(difference),
        exactly(difference),
        "The difference of the two printed numbers.",
        [
            (f"{group.name}.level.{level.id}", sources.scale.printed(value), "printed")
            for level, value in zip((first, second), values, strict=True)
        ],
        rounding=COUNTED,
    )
