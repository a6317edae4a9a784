"""Several workbooks of one assessment become one: assessments in, one assessment and what is to be said about it out.

Every interview, note, headline, finding, initiative and text of every workbook is in the result. Where two workbooks
say the same, it stands once; where one says more, the fuller one stands. Where they disagree nobody wins in silence:
whatever can stand twice is kept twice under a code or reference of its own, and where only one value can stand (a fact,
an agreed score, a target) the first workbook's is kept; what was deleted in one of them is kept. Each case makes a
`Remark`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportgen.assessment.merging.deleted import deleted
from reportgen.assessment.merging.entries import merge_entries, merge_narratives
from reportgen.assessment.merging.facts import merge_agreed, merge_engagements, merge_targets
from reportgen.assessment.merging.interviews import merge_interviews
from reportgen.common.diagnostics.remarks import Remark, Source
from reportgen.common.diagnostics.runs import DIFFERENT_SETS, DIFFERENT_VERSIONS
from reportgen.common.exceptions import UsageError
from reportgen.common.folding import fold
from reportgen.common.model import HORIZON_TITLES, OVERALL, Assessment, QuestionSet

__all__ = ["merge", "require_one_set"]


def merge(sources: Sequence[Source], questions: QuestionSet) -> tuple[Assessment, tuple[Remark, ...]]:
    """All that the sources say, and where they collide, in the order of the workbook's sheets.

    The sources are of one question set and version; `questions` gives order and titles. Another order of the sources
    changes which of two colliding entries keeps its code, its reference or, as a fact, its place; nothing else.
    Raises `UsageError` when there is no source, or they are of different sets or versions.
    """
    if not sources:
        raise UsageError("There is no workbook to merge.")
    require_one_set((source.name, source.assessment.set_id, source.assessment.set_version) for source in sources)
    about_deleted = deleted(sources, questions)
    engagement, about_engagement = merge_engagements(sources)
    interviews, about_interviews = merge_interviews(sources, questions)
    sources = interviews.renamed(sources)
    agreed, about_agreed = merge_agreed(sources, questions)
    titles = {**questions.titles, **HORIZON_TITLES, OVERALL: "Overall"}
    notes, about_notes = merge_entries(sources, lambda source: source.assessment.notes, titles)
    headlines, about_headlines = merge_entries(sources, lambda source: source.assessment.headlines, titles)
    findings, about_findings = merge_entries(sources, lambda source: source.assessment.findings, titles)
    initiatives, about_initiatives = merge_entries(sources, lambda source: source.assessment.initiatives, titles)
    targets, about_targets = merge_targets(sources, questions)
    narrative, about_narrative = merge_narratives(sources, questions)
    remarks = (
        *(about_engagement + about_interviews + about_notes + about_headlines + about_agreed + about_findings),
        *(about_initiatives + about_targets + about_narrative + about_deleted),
    )
    first = sources[0].assessment
    merged = Assessment(
        set_id=first.set_id,
        set_version=first.set_version,
        engagement=engagement,
        interviews=interviews.interviews,
        answers=interviews.answers,
        notes=notes,
        headlines=headlines,
        agreed=agreed,
        findings=findings,
        initiatives=initiatives,
        targets=targets,
        narrative=narrative,
        sheets=first.sheets,
        held=frozenset().union(*(source.assessment.held for source in sources)),
    )
    return merged, tuple(remarks)


def require_one_set(made_from: Iterable[tuple[str, str, str]]) -> None:
    """Raise `UsageError` when workbooks, each by name, set id and set version, were made from different ones."""
    made_from = list(made_from)
    if len({(fold(set_id), version) for _, set_id, version in made_from}) > 1:
        listed = "; ".join(
            f"{name}: {f'{set_id} {version}'.strip() or 'unknown'}" for name, set_id, version in made_from
        )
        are_of_several = len({fold(set_id) for _, set_id, _ in made_from if set_id}) > 1
        raise UsageError((DIFFERENT_SETS if are_of_several else DIFFERENT_VERSIONS).at(listed=listed))
