"""From the answers to every score of the assessment: exact fractions, arithmetic only, no files (design section 7).

A question's score is its agreed box, else the mean of its interviews' boxes. Topics, elements, areas, the overall score
and the groups of the lenses are weighted means; what too little of the effective weight supports is withheld.
Nothing depends on the order of interviews or rows in the workbook.
"""

from __future__ import annotations

from reportgen.assessment.scoring.agreement import agreements
from reportgen.assessment.scoring.answers import completion, evidence_shares
from reportgen.assessment.scoring.groups import group_scores
from reportgen.assessment.scoring.intervals import levels_of, with_intervals
from reportgen.assessment.scoring.levels import level_counts, level_scores
from reportgen.assessment.scoring.moves import moves
from reportgen.assessment.scoring.questions import question_scores
from reportgen.assessment.scoring.support import with_support
from reportgen.common.model import Assessment, QuestionSet, Scores

__all__ = ["score"]


def score(assessment: Assessment, questions: QuestionSet) -> Scores:
    """Every score of `assessment`, by the rules and weights of `questions`.

    Answers and agreed scores for questions the set does not have are left out; the validator reports them.
    """
    scored = question_scores(assessment, questions)
    levels = levels_of(assessment)
    groups = with_intervals(group_scores(scored, questions), levels, scored, questions)
    groups = with_support(groups, levels, scored, questions)
    return Scores(
        overall=groups.overall,
        areas=groups.areas,
        elements=groups.elements,
        questions=scored,
        topics=groups.topics,
        lenses=groups.lenses,
        evidence=evidence_shares(scored, questions),
        levels=level_scores(assessment, scored, groups, questions),
        completion=completion(assessment, questions),
        level_counts=level_counts(assessment, questions),
        agreement=agreements(assessment, scored, questions),
        moves=moves(assessment, scored, groups, questions),
    )
