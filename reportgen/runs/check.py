"""How a workbook is checked: read with its question set, validated, its peer data found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.assessment.progress import Earlier
from reportgen.assessment.validation import in_workbook_order, peer_filter_problems, validate
from reportgen.common.diagnostics.problems import (
    PEER_FILE_ELSEWHERE,
    PEER_FILE_MISSING,
    PEER_FILE_UNREADABLE,
    Problem,
)
from reportgen.common.exceptions import UnreadableFileError
from reportgen.common.model import Assessment, Engagement, QuestionSet
from reportgen.common.options import NO_OPTIONS, BuildOptions
from reportgen.common.peer_table import PeerData
from reportgen.office.package import Package
from reportgen.questions import for_sector, load_set_of
from reportgen.runs.earlier import find_earlier, read_earlier
from reportgen.runs.engaged import engaged_file
from reportgen.workbook.reader import OpenWorkbook, origin_of, read_opened

if TYPE_CHECKING:
    from reportgen.workbook.marking import MarkedCopy


@dataclass(frozen=True)
class Checked:
    """A workbook that was read and checked; it may have errors."""

    workbook: Package = field(compare=False, repr=False)
    questions: QuestionSet
    assessment: Assessment
    problems: tuple[Problem, ...]
    peers_file: Path | None = None  # the peer data of the run, asked for or named on Engagement
    peers: PeerData | None = None  # what is in it, where it has no errors
    earlier_file: Path | None = None  # the earlier assessment, asked for or named on Engagement; compared or not
    earlier: Earlier | None = None  # what is in it, where it can be compared

    @property
    def has_errors(self) -> bool:
        """True when no report can be built from it."""
        return any(problem.is_error for problem in self.problems)


def check_workbook(workbook: Path, options: BuildOptions = NO_OPTIONS, *, without_peers: bool = False) -> Checked:
    """The workbook with every problem; `without_peers` looks for none. Raises when it is no workbook of ours at all."""
    opened = OpenWorkbook(workbook)
    origin = origin_of(opened)
    questions = for_sector(load_set_of(origin.set_id, workbook, options.question_set, options.usual_set), origin.sector)
    assessment, misread = read_opened(opened, questions)
    peers_file, misnamed = (None, ()) if without_peers else _peers_file(workbook, options, assessment.engagement)
    peers, unusable = _peers(peers_file, options, assessment.engagement, questions)
    earlier_file, misnamed_earlier = find_earlier(workbook, options, assessment.engagement)
    earlier, unfit = read_earlier(earlier_file, options, assessment.engagement, questions)
    problems = (
        *misread,
        *validate(assessment, questions, misread),
        *misnamed,
        *unusable,
        *misnamed_earlier,
        *unfit,
        *(peer_filter_problems(assessment.engagement, peers.peers) if peers else ()),
    )
    return Checked(
        opened.package,
        questions,
        assessment,
        in_workbook_order(problems, assessment),
        peers_file,
        peers,
        earlier_file,
        earlier,
    )


def marked_copy(checked: Checked, path: Path, problems: Sequence[Problem], *, tidy: bool = False) -> MarkedCopy:
    """The workbook with these problems, each as a comment and a colour in its cell, and a list of all.

    To `tidy`, answers in another form than that of the list get it.
    """
    from reportgen.workbook.marking import mark

    return mark(checked.workbook, path, problems, tidy=tidy)


def _peers_file(
    workbook: Path, options: BuildOptions, engagement: Engagement
) -> tuple[Path | None, tuple[Problem, ...]]:
    """The peer data asked for, else the one named on Engagement, else the usual; and what is wrong with that name."""
    if options.peers or not engagement.peer_data:
        return options.peers or options.usual_peers, ()
    return engaged_file(workbook, engagement, "peer_data", elsewhere=PEER_FILE_ELSEWHERE, missing=PEER_FILE_MISSING)


def _peers(
    file: Path | None, options: BuildOptions, engagement: Engagement, questions: QuestionSet
) -> tuple[PeerData | None, tuple[Problem, ...]]:
    """The peers in the file, if they can be used, and every problem of it.

    Raises `UnreadableFileError` when the file that was asked for, or is usual, is no file of peers.
    """
    if file is None:
        return None, ()
    from reportgen.peers.files import read_peers

    try:
        peers, problems = read_peers(file, questions, date.today())
    except UnreadableFileError as error:
        if options.peers or not engagement.peer_data:
            raise
        return None, (PEER_FILE_UNREADABLE.at(engagement.places["peer_data"], value=file.name, why=error),)
    return None if any(problem.is_error for problem in problems) else peers, problems
