"""The commands: read arguments, run, print, set the exit code.

Exit codes: 0 done (warnings allowed); 1 readable, but with errors or conflicts, all listed; 2 not run. Results go to
stdout, messages to stderr. Libraries load inside the commands, so that help is instant.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

import reportgen
from reportgen.cli.drafts import finalize_command, review_command
from reportgen.cli.groups import CommandGroup, help_command
from reportgen.cli.options import (
    FILE,
    build_option,
    build_options,
    common_options,
    echo_json,
    force_option,
    is_quiet,
    is_verbose,
    note,
    open_option,
    output_option,
    progress,
    require_suffix,
    say_kept,
    set_option,
    show_file,
    steps_of,
    warn,
    warn_of_lock,
)
from reportgen.cli.peers import peers
from reportgen.cli.project import BUILT_WITH, init_command, output_folder, usual_set, with_project
from reportgen.cli.questions import questions
from reportgen.cli.refresh import refresh_command
from reportgen.cli.remedies import say_remarks, worded
from reportgen.cli.template import template
from reportgen.cli.workbooks import merge_command, upgrade_command
from reportgen.common.exceptions import InvalidWorkbookError, ReportgenError, UsageError
from reportgen.common.options import BuildOptions

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.common.diagnostics.problems import Problem
    from reportgen.runs.check import Checked
    from reportgen.workbook.marking import MarkedCopy

    _Record = dict[str, Any]  # of one workbook, for `--json`
    _Records = list[_Record]

NOT_RUN = 2


class _Commands(CommandGroup):
    """The group that turns what went wrong into one message and an exit code; a traceback only with `--debug`."""

    def invoke(self, ctx: click.Context) -> Any:
        if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            ctx.color = False  # elsewhere click leaves colours out where the output is no terminal
        try:
            return super().invoke(ctx)
        except ReportgenError as error:
            click.echo(f"Error: {error.told(worded)}", err=True)
            ctx.exit(error.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # of the last: whoever reads the output has seen enough
        except Exception as error:
            if "--debug" in sys.argv:
                raise
            if isinstance(error, OSError) and error.filename is not None:  # what the system says of a name
                click.echo(f"Error: {error.filename}: {(error.strerror or str(error)).lower()}.", err=True)
                ctx.exit(NOT_RUN)
            click.echo(
                f"Error: reportgen itself failed ({type(error).__name__}: {error}). Nothing was written. "
                "Please run the command again with --debug and send what it prints to the people who keep reportgen.",
                err=True,
            )
            ctx.exit(NOT_RUN)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(reportgen.__version__, "-V", "--version", prog_name="reportgen")
def cli() -> None:
    """From a filled scoring workbook to a Word report.

    \b
    reportgen new client.xlsx --client "Harbour & Sons"
    reportgen check client.xlsx
    reportgen build client.xlsx
    reportgen refresh output/client/client-report.docx client.xlsx
    """


@click.command("new")
@click.argument("workbook", type=FILE)
@click.option("--client", required=True, help="The company assessed, as the report shall name it.")
@click.option(
    "--interviews", type=click.IntRange(1, 50), default=8, show_default=True, help="Questionnaires to lay out."
)
@click.option("--sector", default="", help="The client's sector; the questions then speak its words.")
@set_option
@force_option
@common_options
def new_command(
    workbook: Path, client: str, interviews: int, sector: str, question_set: str | None, force: bool
) -> None:
    """Write an empty scoring WORKBOOK from the question set.

    \b
    Example: reportgen new client.xlsx --client "Harbour & Sons" --interviews 8 --sector retail
    """
    say = progress()
    from reportgen.cli.saving.output import refuse_existing, write_new
    from reportgen.runs.new import new_scoring_workbook

    require_suffix(workbook, ".xlsx")
    if not client.strip():
        raise UsageError("--client is empty. Give the company's name as the report shall print it.")
    refuse_existing(workbook, force=force)
    say("Writing the workbook")
    content = new_scoring_workbook(usual_set(question_set, workbook), client.strip(), interviews, sector, warn)
    say_kept(*write_new({workbook: content}, force=force))
    click.echo(workbook)


@click.command("check")
@click.argument("workbooks", type=FILE, nargs=-1, required=True, metavar="WORKBOOK...")
@click.option("--errors", "only_errors", is_flag=True, help="Leave the warnings out.")
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option("--mark", "copy", type=FILE, metavar="COPY", help="Write a copy with every problem marked in its cell.")
@click.option("--tidy", is_flag=True, help="With --mark: write answers in another form than that of the list in it.")
@build_option("peers")
@build_option("earlier")
@set_option
@force_option
@common_options
def check_command(
    workbooks: tuple[Path, ...],
    only_errors: bool,
    as_json: bool,
    copy: Path | None,
    tidy: bool,
    peers: Path | None,
    earlier: Path | None,
    question_set: str | None,
    force: bool,
) -> None:
    """List the problems of each WORKBOOK, with their cells and what to do.

    Errors stand last. What would not fit on a screen is drawn together; -v lists every problem on its own, as do --json
    and a marked copy.

    A marked COPY of the one WORKBOOK begins with a list that links to every problem; each cell that has one is coloured
    and says in a comment what to do. Go on working in it: marking it again takes the marks of before away.

    \b
    Examples: reportgen check client.xlsx
              reportgen check client.xlsx --mark client-marked.xlsx
    """
    say = progress()
    from reportgen.cli.listings.diagnostics import as_records
    from reportgen.cli.listings.problems import (
        after_marking,
        as_given,
        next_steps,
        problem_summary,
        problems_as_text,
    )
    from reportgen.runs.check import check_workbook

    if copy:
        _check_copy(copy, workbooks, force=force)
    elif tidy:
        raise UsageError("--tidy writes into a marked copy, never into the workbook: name one with --mark COPY.")
    options = BuildOptions(question_set=question_set, peers=peers, earlier=earlier)
    given = as_given(options)

    def run(workbook: Path, record: _Record) -> int:
        say(f"Checking {workbook.name}")
        checked = check_workbook(workbook, with_project(options, workbook, ["peers", "question_set"]))
        problems = [problem for problem in checked.problems if problem.is_error or not only_errors]
        if is_quiet() and not as_json:
            click.echo(problem_summary(workbook.name, problems))
        elif not as_json:
            following = () if copy else next_steps(workbook, checked.problems, given, checked.peers_file)
            click.echo(problems_as_text(workbook.name, problems, in_full=is_verbose(), following=following))
        record["problems"] = as_records(problems)
        if copy:
            say("Marking the problems")
            marked = _marked(checked, workbook, copy=copy, tidy=tidy, force=force, as_json=as_json)
            record.update(_marked_record(copy, marked, tidy=tidy))
            if checked.problems and not as_json:
                is_clean = len(marked.tidied) == len(checked.problems)
                note(next_steps(copy, [], given, None)[0] if is_clean else after_marking(copy, given))
        return int(checked.has_errors)

    def failed(record: _Record, error: str, problems: _Records) -> None:
        record["not_marked" if "problems" in record else "not_read"] = error

    _each(workbooks, run, failed, given=given, as_json=as_json)


def _marked(checked: Checked, workbook: Path, *, copy: Path, tidy: bool, force: bool, as_json: bool) -> MarkedCopy:
    """Write the marked copy and say so."""
    from reportgen.cli.listings.problems import tidied_as_text
    from reportgen.cli.saving.output import write_new
    from reportgen.runs.check import marked_copy

    marked = marked_copy(checked, workbook, [worded(problem) for problem in checked.problems], tidy=tidy)
    say_kept(*write_new({copy: marked.content}, force=force))
    if not as_json:
        if tidy or not is_quiet():
            click.echo(tidied_as_text(marked.tidied) if tidy else "")
        click.echo(copy)
    return marked


def _marked_record(copy: Path, marked: MarkedCopy, *, tidy: bool) -> _Record:
    from reportgen.cli.listings.problems import tidied_as_records

    return {"marked_copy": str(copy)} | ({"tidied": tidied_as_records(marked.tidied)} if tidy else {})


def _check_copy(copy: Path, workbooks: tuple[Path, ...], *, force: bool) -> None:
    """Refuse, before any work, a marked copy that cannot be written."""
    from reportgen.cli.saving.output import refuse_existing

    if len(workbooks) > 1:
        raise UsageError(f"--mark takes one workbook, but {len(workbooks)} were named. Mark them one by one.")
    require_suffix(copy, ".xlsx")
    if copy.exists() and workbooks[0].exists() and copy.samefile(workbooks[0]):
        raise UsageError(f"{copy} is the workbook itself, which is never overwritten. Give the copy another name.")
    refuse_existing(copy, force=force)


@click.command("build")
@click.argument("workbooks", type=FILE, nargs=-1, required=True, metavar="WORKBOOK...")
@output_option("Folder to write to")
@build_options(BuildOptions)
@open_option
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
@set_option
@force_option
@common_options
def build_command(
    workbooks: tuple[Path, ...],
    output: Path | None,
    options: BuildOptions,
    open_it: bool,
    as_json: bool,
    force: bool,
) -> None:
    """Turn each scoring WORKBOOK into a Word draft, its charts and its results.

    \b
    Example: reportgen build client.xlsx
    writes   output/client/: the draft client-report.docx, client-results.json, client-evidence.docx and charts/
    """
    say = progress()
    from reportgen.cli.listings.diagnostics import as_records
    from reportgen.cli.listings.problems import as_given, said_of_draft
    from reportgen.cli.saving.drafts import save_report
    from reportgen.peers.shown import SHOWN_FILE
    from reportgen.runs.build import build_report

    _refuse_nameless(workbooks)
    _refuse_equal_stems(workbooks)

    def run(workbook: Path, record: _Record) -> int:
        asked = with_project(options, workbook, at_once=BUILT_WITH, output=output is None)
        folder = output_folder(output, near=workbook) / workbook.stem
        report = build_report(workbook, asked, steps_of(say, workbook, workbooks), records=[folder / SHOWN_FILE])
        saved = save_report(report, folder, force=force)
        say_kept(*saved.kept)
        for line in said_of_draft(workbook.name, report.problems):
            note(line)
        say_remarks(report.remarks)
        if not as_json:
            for written in filter(None, (saved.draft, saved.pdf)):
                click.echo(written)
        if open_it:
            show_file(saved.draft)
        record |= {
            "report": str(saved.draft),
            "pdf": str(saved.pdf) if saved.pdf else None,
            "results": str(saved.record),
            "charts": [str(path) for path in saved.charts],
            "side_car": str(saved.side_car),
            "problems": as_records(report.problems),
            "remarks": as_records(report.remarks),
        }
        return 0

    def failed(record: _Record, error: str, problems: _Records) -> None:
        record |= {"error": error, "problems": problems}

    _each(workbooks, run, failed, given=as_given(options), as_json=as_json)


@click.command("explain")
@click.argument("workbook", type=FILE)
@click.argument("figure")
@build_option("peers")
@build_option("earlier")
@output_option("Folder that 'build' writes to")
@click.option("--json", "as_json", is_flag=True, help="Print the trace as JSON.")
@set_option
@common_options
def explain_command(
    workbook: Path,
    figure: str,
    peers: Path | None,
    earlier: Path | None,
    output: Path | None,
    as_json: bool,
    question_set: str | None,
) -> None:
    """Show where a printed FIGURE comes from: cells, rule and rounding.

    FIGURE is 'overall', an area, an element or a question, by id, code or title, or any name of a figure that 'review',
    the change report and the results print. Figures of peers are those that 'build' would print, given what its folder
    says that earlier reports showed.

    \b
    Examples: reportgen explain client.xlsx overall
              reportgen explain client.xlsx AP-03
    """
    say = progress()
    from reportgen.cli.listings.problems import trace_record, trace_text
    from reportgen.peers.shown import SHOWN_FILE
    from reportgen.runs.explain import explain_figure

    warn_of_lock(workbook)
    asked = BuildOptions(question_set=question_set, peers=peers, earlier=earlier)
    options = with_project(asked, workbook, ["peers", "question_set"])
    shown = output_folder(output, near=workbook) / workbook.stem / SHOWN_FILE
    trace = explain_figure(workbook, options, figure, [shown], say)
    if as_json:
        echo_json(trace_record(trace))
    else:
        click.echo(trace_text(trace))


for command in (  # in the order of work, as help lists them
    *(init_command, new_command, check_command, build_command, explain_command, refresh_command, review_command),
    *(finalize_command, merge_command, upgrade_command, questions, peers, template, help_command),
):
    cli.add_command(command)


# ------------------------------------------------------------------------------------------------------- helpers


def _each(
    workbooks: tuple[Path, ...],
    run: Callable[[Path, _Record], int],
    failed: Callable[[_Record, str, _Records], None],
    *,
    given: Sequence[Path | str],
    as_json: bool,
) -> None:
    """Run each workbook; when one fails the rest still run, and the highest exit code wins.

    `run` fills the record of a workbook and returns its exit code; `failed` adds why it could not, and its problems.
    """
    from reportgen.cli.listings.diagnostics import as_records
    from reportgen.cli.listings.problems import correcting, problems_as_text

    records: _Records = []
    codes = []
    for workbook in workbooks:
        warn_of_lock(workbook)
        gc.collect()  # what the workbook before left behind: Python does not look for it on its own, as `main` says
        records.append({"workbook": str(workbook)})
        try:
            codes.append(run(workbook, records[-1]))
        except ReportgenError as error:
            problems: Sequence[Problem] = ()
            if isinstance(error, InvalidWorkbookError):
                problems = error.problems
                click.echo(problems_as_text("", problems, in_full=is_verbose()), err=True)
            click.echo(f"Error: {error.told(worded)}", err=True)
            if isinstance(error, InvalidWorkbookError):
                note("\n".join(correcting(workbook, problems, given, error.peers_file)))
            failed(records[-1], error.told(worded), as_records(problems))
            codes.append(error.exit_code)
    if as_json:
        echo_json(records)
    click.get_current_context().exit(max(codes))


def _refuse_nameless(workbooks: tuple[Path, ...]) -> None:
    """The name of a workbook names the folder of its report: one of dots alone would lead out of the output folder."""
    for workbook in workbooks:
        if not workbook.stem.strip(". "):
            raise UsageError(
                f"'{workbook}' has no name that its report could get. Name a workbook, such as client.xlsx."
            )


def _refuse_equal_stems(workbooks: tuple[Path, ...]) -> None:
    """Two workbooks of one name would write to one folder. Case counts for nothing, as on Windows and macOS."""
    seen: dict[str, Path] = {}
    for workbook in workbooks:
        twin = seen.setdefault(workbook.stem.casefold(), workbook)
        if twin is not workbook:
            raise UsageError(
                f"{twin} and {workbook} have the same name, so their reports would go to the same folder. "
                "Rename one, or build them one by one with different -o folders."
            )
