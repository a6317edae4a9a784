"""How a workbook is scored: checked, scored, compared with its peers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.assessment.scoring import score
from reportgen.assessment.standing import compare
from reportgen.common.exceptions import InvalidWorkbookError
from reportgen.common.model import Comparison, Scores
from reportgen.common.options import NO_OPTIONS, BuildOptions
from reportgen.peers.files import read_peers
from reportgen.runs.check import Checked, check_workbook
from reportgen.runs.progress import Progress, silent


@dataclass(frozen=True)
class Scored:
    """A checked workbook with its scores and its place among peers."""

    checked: Checked
    scores: Scores
    comparison: Comparison


def score_workbook(workbook: Path, options: BuildOptions = NO_OPTIONS, progress: Progress = silent) -> Scored:
    """The scores. Raises `InvalidWorkbookError` with every problem when the workbook has errors."""
    progress("Reading the workbook")
    checked = check_workbook(workbook, options)
    if checked.has_errors:
        raise InvalidWorkbookError(checked.problems)
    progress("Scoring")
    scores = score(checked.assessment, checked.questions)
    file = checked.peers_file
    peers = checked.peers or (read_peers(file, checked.questions) if file else None)
    return Scored(checked, scores, compare(scores, peers, checked.assessment.engagement, checked.questions))
