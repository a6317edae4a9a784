"""The commands: read arguments, run, print, set the exit code.

Exit codes: 0 done (warnings allowed); 1 readable, but with errors or conflicts, all listed; 2 not run. Results go to
stdout, messages to stderr. Libraries load inside the commands, so that help is instant.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

import reportgen
from reportgen.cli.build import build_command
from reportgen.cli.drafts import finalize_command, review_command
from reportgen.cli.groups import CommandGroup, help_command
from reportgen.cli.options import (
    FILE,
    build_option,
    common_options,
    echo_json,
    force_option,
    is_quiet,
    is_verbose,
    note,
    output_option,
    progress,
    require_suffix,
    say_kept,
    set_option,
    warn,
    warn_of_lock,
)
from reportgen.cli.peers import peers
from reportgen.cli.project import init_command, output_folder, usual_set, with_project
from reportgen.cli.questions import questions
from reportgen.cli.refresh import refresh_command
from reportgen.cli.remedies import worded
from reportgen.cli.serve import serve_command
from reportgen.cli.several import NOT_RUN, Record, each, is_debugging, unexpected
from reportgen.cli.template import template
from reportgen.cli.workbooks import merge_command, upgrade_command
from reportgen.common.exceptions import ReportgenError, UsageError
from reportgen.common.options import MOST_INTERVIEWS, USUAL_INTERVIEWS, BuildOptions

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.runs.check import Checked
    from reportgen.workbook.marking import MarkedCopy


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
            if is_debugging():
                raise
            click.echo(f"Error: {unexpected(error)}", err=True)
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
    "--interviews",
    type=click.IntRange(1, MOST_INTERVIEWS),
    default=USUAL_INTERVIEWS,
    show_default=True,
    help="Questionnaires to lay out.",
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

    def run(workbook: Path, record: Record) -> int:
        say(f"Checking {workbook.name}")
        checked = check_workbook(workbook, with_project(options, workbook, ["peers", "question_set"]), quick=True)
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

    def failed(record: Record, error: str, problems: list[Record]) -> None:
        record["not_marked" if "problems" in record else "not_read"] = error

    each(workbooks, run, failed, given=given, as_json=as_json)


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


def _marked_record(copy: Path, marked: MarkedCopy, *, tidy: bool) -> Record:
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
    *(finalize_command, merge_command, upgrade_command, questions, peers, template, serve_command),
    help_command,
):
    cli.add_command(command)
