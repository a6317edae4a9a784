"""How a workbook is checked: read with its question set, validated, its peer data found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.assessment.progress import Earlier
from reportgen.assessment.validation import in_workbook_order, peer_filter_problems, validate
from reportgen.common.diagnostics.problems import Problem
from reportgen.common.model import Assessment, QuestionSet
from reportgen.common.options import NO_OPTIONS, BuildOptions
from reportgen.common.peer_source import PeerSource
from reportgen.office.package import Package
from reportgen.questions import for_sector, load_set_of
from reportgen.runs.earlier import find_earlier, read_earlier
from reportgen.runs.peer_sources import ReadPeers, find_peers, read_peer_source
from reportgen.workbook.reader import OpenWorkbook, origin_of, read_opened

if TYPE_CHECKING:
    from reportgen.common.peer_table import PeerData
    from reportgen.peers.shown import Keeper
    from reportgen.workbook.marking import MarkedCopy


@dataclass(frozen=True)
class Checked:
    """A workbook that was read and checked; it may have errors."""

    workbook: Package = field(compare=False, repr=False)
    questions: QuestionSet
    assessment: Assessment
    problems: tuple[Problem, ...]
    peers_source: PeerSource | None = None  # the peer data of the run, asked for or named on Engagement
    peers: PeerData | None = None  # what is in it, where it has no errors; of a file that was read `quick`, nothing
    keeper: Keeper | None = None  # the database of the peers, where it keeps what reports for this client showed
    earlier_file: Path | None = None  # the earlier assessment, asked for or named on Engagement; compared or not
    earlier: Earlier | None = None  # what is in it, where it can be compared

    @property
    def peers_file(self) -> Path | None:
        """The file of peers of the run; None for a database."""
        is_file = self.peers_source and not (self.peers and self.peers.edition)
        return self.peers_source.file if self.peers_source and is_file else None

    @property
    def has_errors(self) -> bool:
        """True when no report can be built from it."""
        return any(problem.is_error for problem in self.problems)


def check_workbook(
    workbook: Path, options: BuildOptions = NO_OPTIONS, *, without_peers: bool = False, quick: bool = False
) -> Checked:
    """The workbook with every problem; `without_peers` looks for none. Raises when it is no workbook of ours at all.

    `quick` reads files as `OpenWorkbook` does when it is told so, for whoever wants nothing but the problems.
    """
    opened = OpenWorkbook(workbook, quick=quick)
    origin = origin_of(opened)
    questions = for_sector(load_set_of(origin.set_id, workbook, options.question_set, options.usual_set), origin.sector)
    assessment, misread = read_opened(opened, questions)
    source, misnamed = (None, ()) if without_peers else find_peers(workbook, options, assessment.engagement)
    peers = read_peer_source(source, options, assessment.engagement, questions, quick=quick) if source else ReadPeers()
    earlier_file, misnamed_earlier = find_earlier(workbook, options, assessment.engagement)
    earlier, unfit = read_earlier(earlier_file, options, assessment.engagement, questions, quick=quick)
    problems = (
        *misread,
        *validate(assessment, questions, misread),
        *misnamed,
        *peers.problems,
        *misnamed_earlier,
        *unfit,
        *(peer_filter_problems(assessment.engagement, peers.used) if peers.used else ()),
    )
    return Checked(
        opened.package,
        questions,
        assessment,
        in_workbook_order(problems, assessment),
        source,
        peers.data,
        peers.keeper,
        earlier_file,
        earlier,
    )


def marked_copy(checked: Checked, path: Path, problems: Sequence[Problem], *, tidy: bool = False) -> MarkedCopy:
    """The workbook with these problems, each as a comment and a colour in its cell, and a list of all.

    To `tidy`, answers in another form than that of the list get it.
    """
    from reportgen.workbook.marking import mark

    return mark(checked.workbook, path, problems, tidy=tidy)
