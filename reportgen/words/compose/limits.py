"""What the evidence does not bear, in the client's words: questions by their numbers, and nothing of the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportgen.common.diagnostics.problems import (
    AGREED_OUTSIDE_RANGE,
    GAP,
    HIGH_BOX_WITHOUT_NOTE,
    INTERVIEWS_APART,
    MIXED_NOT_APPLICABLE,
    NOT_APPLICABLE_WITHOUT_REASON,
    ONE_LEVEL_ONLY,
    STATES_NOT_RECORDED,
    UNSUPPORTED_BOX,
    Problem,
)
from reportgen.common.figures import Figure
from reportgen.common.grouping import grouped
from reportgen.common.language import capitalised, counted, listed, share_in_words
from reportgen.common.method import COVERAGE_WANTED
from reportgen.common.model import OVERALL
from reportgen.common.rounding import printed_share
from reportgen.words.compose.facts import Facts

_NAMED = 24  # questions of a kind that are named
OF_QUESTIONS: Mapping[str, str] = {  # what is to be said of the questions of a kind, in this order
    INTERVIEWS_APART.code: "Interviews lie far apart and no box was agreed, so the mean stands",
    MIXED_NOT_APPLICABLE.code: "Held not to apply in some interviews and given a box in others, which counts",
    UNSUPPORTED_BOX.code: "Given a box that asks for more than was noted as found, and counted as given",
    HIGH_BOX_WITHOUT_NOTE.code: "Given one of the high boxes without a note of the evidence",
    NOT_APPLICABLE_WITHOUT_REASON.code: "Held not to apply without a reason being noted",
    AGREED_OUTSIDE_RANGE.code: "Agreed at a box outside those that its interviews gave",
}


def limits(facts: Facts, problems: Sequence[Problem]) -> tuple[str, ...]:
    """What a reader has to know before relying on single figures; nothing when there is nothing."""
    of_kind = grouped((problem.code, problem) for problem in problems)
    gaps = of_kind.get(GAP.code, [])
    told = [
        _coverage(facts),
        _gaps(gaps),
        *(f"{words}: {_numbers(of_kind[code])}." for code, words in OF_QUESTIONS.items() if code in of_kind),
        *(_not_recorded(facts, of_kind[code]) for code in (STATES_NOT_RECORDED.code,) if code in of_kind),
        *(["All interviews were held at one level."] if ONE_LEVEL_ONLY.code in of_kind else []),
    ]
    found = [text for text in told if text]
    return ("Questions are named here by their numbers in the appendix on question scores.", *found) if found else ()


def incomplete(facts: Facts) -> str:
    """Says on the cover that much of the assessment is missing; empty when enough of it is there."""
    coverage = facts.scores.group(OVERALL).coverage
    if coverage is None or coverage >= COVERAGE_WANTED:
        return ""
    return f"Based on {printed_share(coverage)} of the assessment: the appendix on method says what that limits."


def _coverage(facts: Facts) -> str:
    """The elements of which too little is scored for their scores to say much."""
    thin = [
        element.title
        for element in facts.questions.elements
        for score in (facts.scores.group(element.id),)
        if score.coverage is not None and score.coverage < COVERAGE_WANTED
    ]
    if not thin:
        return ""
    return f"Less than {share_in_words(COVERAGE_WANTED)} of the questions, by weight, is scored in {listed(thin)}."


def _gaps(gaps: Sequence[Problem]) -> str:
    if not gaps:
        return ""
    count = Figure(len(gaps), "missing.answers")
    return f"{capitalised(counted(count, 'answer is', 'answers are'))} missing: {_numbers(gaps)}."


def _not_recorded(facts: Facts, problems: Sequence[Problem]) -> str:
    states = listed(state.title.lower() for state in facts.questions.states)
    was_or_were = "was" if len(facts.questions.states) == 1 else "were"
    interviews = "one interview" if len(problems) == 1 else "some interviews"
    return f"In {interviews} it was not recorded whether {states} {was_or_were} found."


def _numbers(problems: Sequence[Problem]) -> str:
    """The questions of problems by their numbers, each once."""
    ids = list(dict.fromkeys(problem.question_id for problem in problems if problem.question_id))
    more = [counted(len(ids) - _NAMED, "further question")] if len(ids) > _NAMED else []
    return listed([*ids[:_NAMED], *more])
