"""How a workbook is scored: checked, scored, compared with its peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from reportgen.assessment.progress.comparing import since_earlier
from reportgen.assessment.scoring import score
from reportgen.assessment.standing import compare, release
from reportgen.common.exceptions import InvalidWorkbookError
from reportgen.common.model import Comparison, Scores
from reportgen.common.options import NO_OPTIONS, BuildOptions
from reportgen.peers.shown import ShownRecord, read_shown
from reportgen.questions import for_sector
from reportgen.runs.check import Checked, check_workbook
from reportgen.runs.progress import Progress, silent


@dataclass(frozen=True)
class Scored:
    """A checked workbook with its scores and its place among peers."""

    checked: Checked
    scores: Scores
    comparison: Comparison
    shown: ShownRecord | None = None  # what was shown of peers, this time too; None where no record was asked


def score_workbook(
    workbook: Path,
    options: BuildOptions = NO_OPTIONS,
    progress: Progress = silent,
    records: Sequence[Path] = (),
    *,
    without_peers: bool = False,
) -> Scored:
    """The scores. Raises `InvalidWorkbookError` with every problem when the workbook has errors.

    `records` are the files of what earlier reports showed of peers, whether or not they are there; with none named,
    figures of peers are those of the group as it is, which is for whoever may see the peers. `without_peers` compares
    with none, whatever the workbook names.
    """
    progress("Reading the workbook")
    checked = check_workbook(workbook, options, without_peers=without_peers)
    if checked.has_errors:
        raise InvalidWorkbookError(checked.problems, checked.peers_file)
    progress("Scoring")
    scores = _scored(checked)
    peers, engagement, questions = checked.peers, checked.assessment.engagement, checked.questions
    if not records:
        return Scored(checked, scores, compare(scores, peers, engagement, questions))
    shown = read_shown(*records, keeper=checked.keeper)
    comparison, new = release(
        scores, peers, engagement, questions, earlier=shown.releases, day=date.today(), anew=options.peers_anew
    )
    return Scored(checked, scores, comparison, shown.adding(new))


def _scored(checked: Checked) -> Scores:
    """All scores, and what has changed since an earlier assessment."""
    assessment, questions, earlier = checked.assessment, checked.questions, checked.earlier
    scores = score(assessment, questions)
    if earlier is None:
        return scores
    worded = for_sector(questions, earlier.sector)
    return replace(scores, since=since_earlier(earlier, assessment, scores, questions, worded))
