"""What scores by level rest on: how many interviews, which questions; and why levels are not compared."""

from __future__ import annotations

from reportgen.common.figures import Figure
from reportgen.common.language import counted, listed, number, those
from reportgen.common.method import INTERVIEWS_PER_LEVEL
from reportgen.common.model import OVERALL, LevelScore, NotCompared
from reportgen.common.ranking import NAMED
from reportgen.words.compose.facts import Facts


def behind_levels(facts: Facts, figure_id: str) -> str:
    """The interviews behind a figure's scores by level, and where these rest on other questions than its score."""
    compared = facts.scores.levels.get(figure_id)
    if compared is None or compared.reason:
        return ""
    told: list[str] = []
    for level in facts.questions.levels:
        count = Figure(compared.interviews[level.id], f"{figure_id}.level.{level.id}.interviews")
        told.append(f"{number(count) if told else counted(count, 'interview')} with {level.plural.lower()}")
    return f"This is from {listed(told)}{_other_questions(compared)}."


def _other_questions(compared: LevelScore) -> str:
    if not compared.rests_on_other_questions:
        return ""
    common = Figure(compared.questions, f"{compared.id}.level-questions")
    scored = Figure(compared.scored, f"{compared.id}.level-scored")
    return f", and rests on {number(common)} of the {counted(scored, 'question')} behind the score itself"


def why_not_compared(facts: Facts) -> str:
    """Why levels are not compared over the whole; empty where they are."""
    compared = facts.scores.levels.get(OVERALL)
    reason = compared.reason if compared else NotCompared.FEW_INTERVIEWS
    if reason is None:
        return ""
    return (
        f"Levels are compared on a figure where at least {counted(INTERVIEWS_PER_LEVEL, 'interview')} of each stand"
        f" behind it and {those(len(facts.levels))} answered enough of the same questions. That is not the case for"
        f" the assessment as a whole: {reason.value}."
    )


def elements_not_compared(facts: Facts) -> str:
    """The elements on which levels are not compared, by reason; empty where they all are."""
    found: dict[NotCompared, list[str]] = {}
    for element in facts.questions.elements:
        compared = facts.scores.levels.get(element.id)
        if compared and compared.reason:
            found.setdefault(compared.reason, []).append(element.title)
    told = [
        f"{listed(titles) if len(titles) <= NAMED else counted(len(titles), 'element')} ({reason.value})"
        for reason, titles in found.items()
    ]
    return f"Levels are not compared on {listed(told)}." if told else ""
