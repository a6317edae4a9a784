"""The whole run, and the only place that knows its order. Everything is made in memory; the command writes.

Steps are imported where they are used: `check` needs no chart and no document library, and `--help` needs nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import reportgen
from reportgen.common.diagnostics.problems import Problem
from reportgen.common.exceptions import (
    BrokenQuestionSetError,
    InvalidWorkbookError,
    OfficeError,
    ReportgenError,
    UnreadableFileError,
)
from reportgen.common.language import one_line
from reportgen.common.model import Assessment, Comparison, PeerData, QuestionSet, Scores, Trace
from reportgen.common.resources import template_file

if TYPE_CHECKING:
    from reportgen.charts import Chart
    from reportgen.common.model import Provenance
    from reportgen.common.native_chart import NativeChart
    from reportgen.draft.base import Base, Recipe

DEFAULT_SET = "cma"  # the question set that comes with the program
TEMPLATE = "cma-report.docx"  # the template that comes with the program
DEFAULT_STYLE = "house-style.toml"  # the house style that comes with the program

Progress = Callable[[str], None]  # is told what is being done


def _silent(_: str) -> None:
    """Say nothing."""


def _anything(_: object) -> None:
    """Accept whatever comes."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run is made from; what is None is found as `design` says (set and peers from the workbook)."""

    workbook: Path
    question_set: str | None = None
    peers: Path | None = None
    template: Path | None = None
    house_style: Path | None = None
    charts: Literal["picture", "native"] = "picture"  # native: charts of positions can be edited in Word
    pages: bool = False  # page numbers in the contents, from LibreOffice
    pdf: bool = False  # also a PDF, from LibreOffice; its contents have page numbers


@dataclass(frozen=True)
class Checked:
    """A workbook that was read and checked; it may have errors."""

    questions: QuestionSet
    assessment: Assessment
    problems: tuple[Problem, ...]
    peers: PeerData | None = None  # where the check had to read them

    @property
    def has_errors(self) -> bool:
        """True when no report can be built from it."""
        return any(problem.is_error for problem in self.problems)


@dataclass(frozen=True)
class Scored:
    """A checked workbook with its scores and its place among peers."""

    checked: Checked
    scores: Scores
    comparison: Comparison
    peers_file: Path | None


@dataclass(frozen=True)
class Report:
    """Everything a build makes, in memory."""

    workbook: Path
    problems: tuple[Problem, ...]
    document: bytes
    base: Base  # what the draft carries, for the file beside it
    results: Mapping[str, Any]
    charts: Mapping[str, bytes] = field(default_factory=dict)  # by name, without suffix
    pdf: bytes | None = None
    remark: str = ""  # why page numbers or the PDF that were asked for are missing

    @property
    def stem(self) -> str:
        """What the names of the results begin with."""
        return self.workbook.stem


def check_workbook(inputs: Inputs) -> Checked:
    """Steps 0 to 2: question set, reading, validation. Raises when the file is not a workbook of ours at all."""
    from reportgen.assessment.validation import in_workbook_order, validate
    from reportgen.questions import for_sector, load_question_set, load_recorded_set
    from reportgen.workbook.reader import open_workbook, origin_of, read_opened

    workbook = open_workbook(inputs.workbook)
    origin = origin_of(workbook)
    wanted = inputs.question_set
    plain = load_question_set(wanted) if wanted else load_recorded_set(origin.set_id, inputs.workbook)
    questions = for_sector(plain, origin.sector)
    assessment, reading_problems = read_opened(workbook, questions)
    peers = _filtered_peers(inputs, assessment, questions)
    problems = in_workbook_order(
        (
            *reading_problems,
            *validate(assessment, questions, reading_problems),
            *_peer_file_problems(inputs, assessment, peers),
        ),
        assessment,
    )
    return Checked(questions, assessment, problems, peers)


def marked_copy(workbook: Path, problems: tuple[Problem, ...]) -> bytes:
    """The workbook with every problem as a comment and a colour in its cell, and a list of all."""
    from reportgen.workbook.marking import mark

    return mark(workbook, problems)


def _filtered_peers(inputs: Inputs, assessment: Assessment, questions: QuestionSet) -> PeerData | None:
    """The peer data, where Engagement asks for some of the peers only; else the check does without.

    None also where it cannot be read: that is said by the step that needs the peers, with all faults of the file.
    """
    engagement = assessment.engagement
    file = peers_file(inputs, assessment)
    if file is None or not _is_file(file) or (not engagement.own_peer_ids and engagement.peer_filter.is_empty):
        return None
    try:
        return _read_peers(file, questions)
    except ReportgenError:
        return None


def _peer_file_problems(inputs: Inputs, assessment: Assessment, data: PeerData | None) -> tuple[Problem, ...]:
    """What needs the peer data: the file named on Engagement is not there, or has nothing that is asked of it."""
    from reportgen.assessment.validation import peer_filter_problems
    from reportgen.common.diagnostics.problems import PEER_FILE_MISSING

    engagement = assessment.engagement
    if data is not None:
        return tuple(peer_filter_problems(engagement, data.peers))
    peers = peers_file(inputs, assessment)
    if peers is None or inputs.peers or _is_file(peers):
        return ()
    named = one_line(engagement.peer_data)
    beside = peers.parent == inputs.workbook.parent
    folder = "this workbook's folder" if beside else f"the folder {os.path.abspath(peers.parent)}"
    return (PEER_FILE_MISSING.at(engagement.places["peer_data"], value=named, folder=folder),)


def _is_file(path: Path) -> bool:
    """True for a file; False also for what no file can be named, such as a text of hundreds of characters."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def peers_file(inputs: Inputs, assessment: Assessment) -> Path | None:
    """The peer data of a run: the one asked for, else the one named on Engagement, relative to the workbook."""
    if inputs.peers:
        return inputs.peers
    named = assessment.engagement.peer_data
    return inputs.workbook.parent / named.replace("\\", "/") if named else None


def score_workbook(inputs: Inputs, progress: Progress = _silent) -> Scored:
    """Steps 0 to 4. Raises `InvalidWorkbookError` with every problem when the workbook has errors."""
    from reportgen.assessment.scoring import score
    from reportgen.assessment.standing import compare

    progress("Reading the workbook")
    checked = check_workbook(inputs)
    if checked.has_errors:
        raise InvalidWorkbookError(checked.problems)
    progress("Scoring")
    scores = score(checked.assessment, checked.questions)
    file = peers_file(inputs, checked.assessment)
    peers = checked.peers or _read_peers(file, checked.questions)
    comparison = compare(scores, peers, checked.assessment.engagement, checked.questions)
    return Scored(checked, scores, comparison, file)


def _read_peers(file: Path | None, questions: QuestionSet) -> PeerData | None:
    from reportgen.peers.files import read_peers

    return read_peers(file, questions) if file else None


def _sound_template(inputs: Inputs) -> Path:
    """The template of a run. A firm's own is checked before any work; raises `TemplateError` when it has faults."""
    from reportgen.template.checking import require_sound

    if inputs.template is None:
        return template_file(TEMPLATE)
    require_sound(inputs.template)
    return inputs.template


def build_report(inputs: Inputs, progress: Progress = _silent, accept: Callable[[Scored], None] = _anything) -> Report:
    """Every step, in memory. Raises `InvalidWorkbookError` with every problem when the workbook has errors.

    `accept` sees the scores before anything is drawn, and raises when they are not those that were meant.
    """
    from reportgen.assessment.results import results
    from reportgen.charts import chart_data, chart_digest, draw, house_palette
    from reportgen.common.house_style import load_house_style
    from reportgen.draft.stored import store_new
    from reportgen.template.fill import fill
    from reportgen.words.compose import compose
    from reportgen.words.context import Picture

    house = load_house_style(inputs.house_style)
    template = _sound_template(inputs)
    scored = score_workbook(inputs, progress)
    accept(scored)
    checked, scores, comparison = scored.checked, scored.scores, scored.comparison
    progress("Drawing the charts")
    charts = chart_data(checked.assessment, checked.questions, scores, comparison)
    palette = house_palette(house.all_colours)
    pictures = tuple(
        Picture(chart.name, draw(chart, palette), chart.alt_text, chart.width_mm, chart.headline) for chart in charts
    )
    native = _native_charts(charts) if inputs.charts == "native" else {}
    provenance = _provenance(inputs, scored, template)
    context = compose(
        checked.assessment, checked.questions, scores, comparison, checked.problems, pictures, house, provenance
    )
    progress("Filling the template")
    digests = {chart.name: chart_digest(chart, palette, editable=chart.name in native) for chart in charts}
    filled = fill(template, context, native)
    base = store_new(filled.parts, filled.regions, filled.figures, _recipe(inputs, scored, provenance), digests)
    document, pdf, remark = paged(filled.parts.packed(), inputs, progress)
    return Report(
        workbook=inputs.workbook,
        problems=checked.problems,
        document=document,
        base=base,
        pdf=pdf,
        remark=remark,
        results=results(checked.assessment, checked.questions, scores, comparison, checked.problems, provenance),
        charts={picture.name: picture.png for picture in pictures},
    )


def paged(document: bytes, inputs: Inputs, progress: Progress) -> tuple[bytes, bytes | None, str]:
    """The draft with page numbers, and its PDF, as far as asked for; where LibreOffice fails, a remark says so."""
    if not (inputs.pages or inputs.pdf):
        return document, None, ""
    from reportgen.office.libreoffice import pdf_of
    from reportgen.word.page_numbers import pages_of, with_page_numbers

    progress("Laying out the pages")
    try:
        numbered = with_page_numbers(document, pages_of(pdf_of(document, destinations=True)))
        return numbered, pdf_of(numbered) if inputs.pdf else None, ""
    except OfficeError as error:
        missing = (
            "no PDF was written and the contents have no page numbers"
            if inputs.pdf
            else ("the contents have no page numbers")
        )
        return document, None, f"The draft is complete, but {missing}. {error}"


def _native_charts(charts: Iterable[Chart]) -> dict[str, NativeChart]:
    """The charts of positions as Word can edit them, by name; the other kinds stay pictures."""
    from reportgen.charts import PositionChart
    from reportgen.charts.native import native

    return {chart.name: native(chart) for chart in charts if isinstance(chart, PositionChart)}


def _provenance(inputs: Inputs, scored: Scored, template: Path) -> Provenance:
    """What the report is made with and from, for its last appendix and the results."""
    from reportgen.common.model import Provenance

    questions = scored.checked.questions
    return Provenance(
        tool_version=reportgen.__version__,
        workbook=inputs.workbook.name,
        workbook_sha256=_digest(inputs.workbook),
        peers=scored.peers_file.name if scored.peers_file else "",
        peers_sha256=_digest(scored.peers_file) if scored.peers_file else "",
        template=template.name,
        template_sha256=_digest(template),
        set_id=questions.id,
        set_version=questions.version,
        charts=inputs.charts,
    )


def _recipe(inputs: Inputs, scored: Scored, made: Provenance) -> Recipe:
    """What a later refresh must know of this run; no folder outside of the workbook's, so no machine and no person."""
    from reportgen.draft.base import Recipe, Source
    from reportgen.questions import set_digest
    from reportgen.runs.recorded import portable, portable_set

    def given(file: Path | None) -> str:
        return portable(file, inputs.workbook) if file else ""

    style = inputs.house_style or template_file(DEFAULT_STYLE)
    wanted_set = inputs.question_set
    return Recipe(
        program=made.tool_version,
        client=scored.checked.assessment.engagement.client,
        workbook=Source(made.workbook, made.workbook_sha256),
        peers=Source(given(scored.peers_file), made.peers_sha256),
        peers_option=given(inputs.peers),
        template=Source(given(inputs.template) or TEMPLATE, made.template_sha256),
        template_option=given(inputs.template),
        house_style=Source(given(inputs.house_style) or DEFAULT_STYLE, _text_digest(style)),
        house_style_option=given(inputs.house_style),
        question_set=Source(made.set_id, set_digest(wanted_set or made.set_id)),
        question_set_version=made.set_version,
        question_set_option=portable_set(wanted_set, inputs.workbook) if wanted_set else "",
        charts=inputs.charts,
    )


def _digest(file: Path) -> str:
    return hashlib.sha256(_content(file)).hexdigest()


def _text_digest(file: Path) -> str:
    """The digest of a text, however its lines end."""
    return hashlib.sha256(_content(file).replace(b"\r\n", b"\n")).hexdigest()


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnreadableFileError(f"{file} cannot be read ({(error.strerror or str(error)).lower()}).") from error


def explain_figure(inputs: Inputs, figure: str) -> Trace:
    """Where a printed figure comes from. Raises `UsageError` when there is no such figure."""
    from reportgen.assessment.trace import explain

    scored = score_workbook(inputs)
    return explain(figure, scored.checked.assessment, scored.checked.questions, scored.scores, scored.comparison)


def new_scoring_workbook(
    question_set: str | None, client: str, interviews: int, sector: str, warn: Progress = _silent
) -> bytes:
    """An empty scoring workbook for a client, in the words of its sector.

    A sector without a profile is kept as it was typed; `warn` is told what that means.
    """
    from reportgen.questions import find_profile, load_question_set
    from reportgen.questions.sectors import no_such_profile, worded
    from reportgen.workbook.writer import new_workbook

    questions = load_question_set(question_set or DEFAULT_SET)
    profile = find_profile(questions, sector)
    if profile:
        return new_workbook(worded(questions, profile), client, interviews, profile.title)
    if sector.strip():
        warn(f"{no_such_profile(questions, sector)} The workbook names the sector and asks in general words.")
    return new_workbook(questions, client, interviews, sector)


def empty_peer_file(question_set: str | None) -> bytes:
    """An empty, documented file for peer data."""
    from reportgen.peers.files import write_peer_file
    from reportgen.questions import load_question_set

    return write_peer_file(load_question_set(question_set or DEFAULT_SET))


def question_set_workbook(question_set: str | None) -> bytes:
    """A question set with its sector profiles as a workbook, to be edited in Excel.

    Raises `BrokenQuestionSetError` with every fault when it is broken.
    """
    from reportgen.questions.files import check_folder
    from reportgen.workbook.question_set_files import write_question_set

    checked = check_folder(question_set or DEFAULT_SET)
    if checked.faults:
        raise BrokenQuestionSetError(checked.faults)
    return write_question_set(checked.tables)


def question_set_files(workbook: Path) -> Mapping[str, bytes]:
    """The files of a question set that was edited as a workbook, by their place in its folder.

    Raises `BrokenQuestionSetError` with every fault, each with its cell, when it is broken.
    """
    from reportgen.questions.files import check_tables, toml_files
    from reportgen.workbook.question_set_files import read_question_set

    checked = check_tables(*read_question_set(workbook))
    if checked.faults:
        raise BrokenQuestionSetError(checked.faults)
    return toml_files(checked.tables)
