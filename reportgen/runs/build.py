"""How a report is built: the one place that knows the order of its steps. Everything is made in memory.

What fills templates loads inside, so that a workbook with errors is told at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from reportgen.assessment.results import results
from reportgen.charts import Chart, Drawings, Known, PositionChart, chart_data, house_palette, none_known
from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.common.diagnostics.problems import Problem
from reportgen.common.diagnostics.runs import (
    EARLIER_PEER_FIGURES,
    HOUSE_OF_OTHER_SET,
    NO_FIRM_NAMED,
    NOT_LAID_OUT,
)
from reportgen.common.exceptions import OfficeError
from reportgen.common.house_style import NO_FIRM, HouseStyle, load_house_style
from reportgen.common.language import as_of, listed
from reportgen.common.model import Comparison
from reportgen.common.native_chart import NativeChart
from reportgen.common.options import NO_OPTIONS, BuildOptions, declarations
from reportgen.common.resources import template_file
from reportgen.common.typesetting import in_type
from reportgen.draft.base import Base
from reportgen.draft.stored import Generated, generated_as, store_new
from reportgen.office.package import Package
from reportgen.peers.shown import ShownRecord
from reportgen.questions.loader import DEFAULT_SET, comes_with_program, folder_of
from reportgen.runs.check import Checked
from reportgen.runs.packed import PackedReport
from reportgen.runs.progress import Progress, silent
from reportgen.runs.recorded import build_record
from reportgen.runs.score import Scored, score_workbook
from reportgen.word.plain import PlainDocument, plain_document
from reportgen.words.compose import compose
from reportgen.words.compose.evidence_file import evidence_file
from reportgen.words.context import Picture


@dataclass(frozen=True)
class Report:
    """Everything a build makes, in memory."""

    workbook: Path
    scored: Scored
    package: Package  # the draft
    generated: Generated  # what it says as it was generated, and the base that it carries
    notes: PlainDocument  # all that was noted down, for whoever writes the report
    colours: Mapping[str, str]  # of the house style, by role
    charts: Mapping[str, bytes]  # by name, without suffix; those that Word can edit, as pictures, too
    pdf: bytes | None = None
    remarks: tuple[Diagnostic[str], ...] = ()  # what to know of it, and why anything that was asked for is missing

    @cached_property
    def document(self) -> bytes:
        """The draft as a file."""
        return self.package.packed()

    @cached_property
    def evidence(self) -> bytes:
        """All notes as a file."""
        return plain_document(self.notes, self.colours).packed()

    @cached_property
    def results(self) -> Mapping[str, Any]:
        """All figures, with what each rests on."""
        checked, scores, comparison = self.scored.checked, self.scored.scores, self.scored.comparison
        record = self.base.record
        return results(checked.assessment, checked.questions, scores, comparison, checked.problems, record)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The warnings of the workbook."""
        return self.scored.checked.problems

    @property
    def shown(self) -> ShownRecord | None:
        """What was shown of peers, to be kept beside the report."""
        return self.scored.shown

    @property
    def base(self) -> Base:
        """What the draft carries, for the file beside it."""
        return self.generated.base

    def packed(self) -> PackedReport:
        """It as it is saved."""
        return PackedReport(
            workbook=self.workbook,
            problems=self.problems,
            remarks=self.remarks,
            document=self.document,
            evidence=self.evidence,
            results=self.results,
            charts=self.charts,
            pdf=self.pdf,
            base=self.base,
            shown=self.shown,
        )


def _anything(_: object) -> None:
    """Accept whatever comes."""


def build_report(
    workbook: Path,
    options: BuildOptions = NO_OPTIONS,
    progress: Progress = silent,
    accept: Callable[[Scored], None] = _anything,
    records: Sequence[Path] = (),
    *,
    without_peers: bool = False,
    known: Known = none_known,
    is_kept: bool = True,
) -> Report:
    """Every step. Raises `InvalidWorkbookError` with every problem when the workbook has errors.

    `accept` sees the scores before anything is drawn, and raises when they are not those that were meant; `records`
    are the files of what earlier reports showed of peers, beside their drafts. `without_peers` compares with none;
    `known` has pictures of charts that need not be drawn. Where the draft itself will not be kept, its base is not
    stored in it and has no run.
    """
    from reportgen.template.fill import fill

    house = load_house_style(options.house_style)
    template, file = _template(options)
    scored = score_workbook(workbook, options, progress, records, without_peers=without_peers)
    accept(scored)
    checked, scores, comparison = scored.checked, scored.scores, scored.comparison
    house = house if comes_with_program(checked.questions) else house.for_another_set()
    assessment, questions, problems = checked.assessment, in_type(checked.questions), checked.problems
    made = build_record(workbook, options, checked)
    progress("Drawing the charts (the first time on a machine takes longer: its fonts are listed)")
    charts = chart_data(assessment, questions, scores, comparison, client=questions.say("the company"))
    native = _native_charts(charts) if options.charts == "native" else {}
    drawings = Drawings(charts, house_palette(house.all_colours), native, known)
    drawn = {chart.name: b"" if chart.name in native else drawings[chart.name] for chart in charts}
    pictures = [Picture(one.name, drawn[one.name], one.alt_text, one.width_mm, one.headline) for one in charts]
    progress("Filling the template")
    context = compose(assessment, questions, scores, comparison, problems, pictures, house, made)
    prose = str if options.template else questions.say  # a firm's own template says what the firm wrote
    filled = fill(template, file, context, native, prose)
    generated = (store_new if is_kept else generated_as)(
        filled.parts,
        filled.regions,
        filled.figures,
        made,
        drawings.digests,
        suggestions=filled.drafted.suggestions,
        placeholders=filled.drafted.placeholders,
    )
    package, pdf, remark = paged(filled.parts, progress, pages=options.pages or options.pdf, pdf=options.pdf)
    return Report(
        workbook=workbook,
        scored=scored,
        package=package,
        generated=generated,
        pdf=pdf,
        remarks=(
            *_about_firm(options, checked, house),
            *_about_peers(checked, comparison),
            *([remark] if remark else ()),
        ),
        notes=evidence_file(assessment, questions, scores, comparison),
        colours=house.all_colours,
        charts=drawings,
    )


def _about_firm(options: BuildOptions, checked: Checked, house: HouseStyle) -> Iterator[Diagnostic[str]]:
    """What to know where the firm of the house style is not that of the question set."""
    questions, usual = checked.questions, options.usual
    if house.firm == NO_FIRM:
        yield NO_FIRM_NAMED.at(set=questions.id, words=NO_FIRM)
    elif usual and usual.house_style and options.house_style == usual.house_style:
        expected = folder_of(options.usual_set or DEFAULT_SET)
        if Path(questions.folder).resolve() != expected.resolve():
            yield HOUSE_OF_OTHER_SET.at(set=questions.id, firm=house.firm, file=usual.house_style.name)


def _about_peers(checked: Checked, comparison: Comparison) -> Iterator[Diagnostic[str]]:
    """What to know where figures of peers stand from earlier reports."""
    titles = {part.id: part.title for part in checked.questions.areas}
    titles |= {part.id: part.title for part in checked.questions.elements}
    stand = {name: found.as_of for name, found in comparison.standings.items() if found.as_of}
    if stand:
        days = listed(map(as_of, sorted(set(stand.values()))))
        some = f"Figures of peers for {listed(titles.get(name, name) for name in stand)}"
        shown = some if len(stand) < len(comparison.standings) else "All figures of peers"
        yield EARLIER_PEER_FIGURES.at(figures=shown, days=days)


def _template(options: BuildOptions) -> tuple[Package, str]:
    """The template of a run, and its name. A firm's own is checked first; raises `TemplateError` when it has faults."""
    if options.template is not None:
        from reportgen.template.checking import sound_template

        return sound_template(options.template), options.template.name
    shipped = template_file(declarations()["template"].shipped)
    return Package.opened(shipped.read_bytes()), shipped.name


def _native_charts(charts: Iterable[Chart]) -> dict[str, NativeChart]:
    """The charts of positions as Word can edit them, by name; the other kinds stay pictures."""
    from reportgen.charts.native import native

    return {chart.name: native(chart) for chart in charts if isinstance(chart, PositionChart)}


def paged(
    package: Package, progress: Progress, *, pages: bool, pdf: bool
) -> tuple[Package, bytes | None, Diagnostic[str] | None]:
    """A document with page numbers, and its PDF, as far as asked for; where LibreOffice fails, a remark says so."""
    if not (pages or pdf):
        return package, None, None
    from reportgen.office.libreoffice import pdf_of
    from reportgen.word.fields import has_page_numbers, pages_of, with_page_numbers

    progress("Laying out the pages")
    try:
        if pages:
            package = with_page_numbers(package, pages_of(pdf_of(package.packed(), destinations=True)))
        return package, pdf_of(package.packed()) if pdf else None, None
    except OfficeError as error:
        earlier = "still show earlier page numbers" if has_page_numbers(package) else "have no page numbers"
        missing = listed((*(["no PDF was written"] if pdf else []), *([f"the contents {earlier}"] if pages else [])))
        return package, None, NOT_LAID_OUT.at(missing=missing, reason=error)
