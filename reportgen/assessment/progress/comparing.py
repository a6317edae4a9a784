"""Then and now: every score over the questions in common, the change, and whether it is clear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from reportgen.assessment.progress.earlier import Earlier, own_answers
from reportgen.assessment.scoring.groups import Groups, group_scores
from reportgen.assessment.scoring.intervals import Levels, levels_of, square_root, student_t, with_intervals
from reportgen.common.absence import NOT_APPLICABLE, NOTHING_IN_COMMON, TOO_LITTLE_IN_COMMON
from reportgen.common.folding import fold
from reportgen.common.language import day_in_words, month_in_words
from reportgen.common.method import QUESTIONS_FOR_MARK
from reportgen.common.model import (
    OVERALL,
    Assessment,
    ChangeMark,
    ChangeSince,
    GroupScore,
    Interval,
    NoMark,
    QuestionScore,
    QuestionSet,
    Scores,
    SinceEarlier,
    Status,
)
from reportgen.common.scale import Scale


def since_earlier(
    earlier: Earlier, assessment: Assessment, scores: Scores, questions: QuestionSet, worded: QuestionSet
) -> SinceEarlier:
    """What has changed since an earlier assessment; `worded` are today's questions in the words of its sector."""
    reworded = tuple(_reworded(earlier, worded))
    common = [
        question_id
        for question_id, score in scores.questions.items()
        if score.value is not None and question_id in earlier.scores and question_id not in reworded
    ]
    then = {question_id: earlier.scores[question_id] for question_id in common}
    before = _all(_groups(then, earlier.levels, scores, questions, has_interviews=earlier.has_interviews))
    kept = {question_id: scores.questions[question_id] for question_id in common}
    after = _groups(kept, levels_of(assessment), scores, questions, has_interviews=earlier.has_interviews)
    counts = _counts(after, common, questions)
    then_called, now_called = _called(earlier.day, assessment.engagement.date)
    return SinceEarlier(
        source=earlier.source,
        invented=earlier.invented,
        day=earlier.day,
        then=then_called,
        now=now_called,
        set_version=earlier.set_version,
        has_interviews=earlier.has_interviews,
        changes={
            group_id: _change(before[group_id], group, counts[group_id], questions.scale)
            for group_id, group in _all(after).items()
        },
        scores=then,
        added=tuple(question_id for question_id in questions.questions if question_id not in earlier.texts),
        dropped=tuple(question_id for question_id in earlier.texts if question_id not in questions.questions),
        reworded=reworded,
    )


def _reworded(earlier: Earlier, worded: QuestionSet) -> Iterator[str]:
    """The questions of both sets that do not ask the same; an unknown text is that of today in its version only."""
    same_version = fold(earlier.set_version) == fold(worded.version)
    for question_id, question in worded.questions.items():
        if question_id in earlier.texts:
            before = earlier.texts[question_id]
            is_same = fold(before) == fold(question.text) if before else same_version
            if not is_same or earlier.answers.get(question_id, ()) != own_answers(question.own_boxes):
                yield question_id


def _groups(
    common: Mapping[str, QuestionScore],
    levels: Levels,
    scores: Scores,
    questions: QuestionSet,
    *,
    has_interviews: bool,
) -> Groups:
    """All scores as they would be had nothing been scored but what is in common; what does not apply is that of now."""
    plain = replace(questions, lenses=())
    scored = {
        question_id: common.get(question_id) or _open(scores.questions[question_id])
        for question_id in questions.questions
    }
    groups = group_scores(scored, plain)
    return with_intervals(groups, levels, scored, plain) if has_interviews else groups


def _open(score: QuestionScore) -> QuestionScore:
    if score.status is Status.NOT_APPLICABLE:
        return score
    return replace(score, status=Status.OPEN, value=None, computed=None, agreed=None, boxes=(), points={}, spread=None)


def _all(groups: Groups) -> dict[str, GroupScore]:
    """Overall, areas and elements by id, in report order."""
    return {OVERALL: groups.overall, **groups.areas, **groups.elements}


def _counts(groups: Groups, common: Iterable[str], questions: QuestionSet) -> Mapping[str, int]:
    """By id, the questions in common that a score is made of: none of a part that is withheld."""
    counts = Counter(questions.element_of[question_id].id for question_id in common)
    for area in questions.areas:
        counts[area.id] = sum(counts[e.id] for e in area.elements if groups.elements[e.id].value is not None)
        counts[OVERALL] += counts[area.id] if groups.areas[area.id].value is not None else 0
    return counts


def _change(then: GroupScore, now: GroupScore, common: int, scale: Scale) -> ChangeSince:
    if then.value is None or now.value is None:
        absent = {Status.NOT_APPLICABLE: NOT_APPLICABLE, Status.OPEN: NOTHING_IN_COMMON}
        absence = absent.get(now.status, TOO_LITTLE_IN_COMMON)
        return ChangeSince(now.id, common, None, None, absence, no_mark=NoMark.NO_CHANGE)
    interval = _interval(now.value - then.value, then.interval, now.interval)
    change = ChangeSince(now.id, common, then.value, now.value, interval=interval)
    if common < QUESTIONS_FOR_MARK:
        return replace(change, interval=None, no_mark=NoMark.FEW_QUESTIONS)
    if interval is None:
        return replace(change, no_mark=NoMark.NO_INTERVAL)
    return replace(change, mark=_mark(change, interval, scale))


def _interval(change: Fraction, then: Interval | None, now: Interval | None) -> tuple[Fraction, Fraction] | None:
    """The interval of a change: both variances together, with Welch's degrees of freedom, in whole ones."""
    if then is None or now is None:
        return None
    variance = then.variance + now.variance
    parts = sum(one.variance**2 / (one.interviews - one.levels) for one in (then, now))
    margin = student_t(int(variance**2 / parts)) * square_root(variance)
    return change - margin, change + margin


def _mark(change: ChangeSince, interval: tuple[Fraction, Fraction], scale: Scale) -> ChangeMark:
    """Clear where the interval as printed leaves out 0, and the change as printed is none of the other sign."""
    low, high = map(scale.rounded, interval)
    printed = scale.difference(change.now, change.then) or 0
    if low > 0 and printed > 0:
        return ChangeMark.RISE
    return ChangeMark.FALL if high < 0 and printed < 0 else ChangeMark.UNCLEAR


def _called(then: date | None, now: date | None) -> tuple[str, str]:
    """What two assessments are called: by their years, or as closely as tells them apart."""
    if then is None:
        return "earlier", "now"
    if now is None:
        return str(then.year), "now"
    if then.year != now.year:
        return str(then.year), str(now.year)
    say = month_in_words if then.month != now.month else day_in_words
    return say(then), say(now)
