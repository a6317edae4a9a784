"""The command that lists the problems of workbooks: check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reportgen.cli.options import (
    FILE,
    build_option,
    common_options,
    force_option,
    is_quiet,
    is_verbose,
    note,
    progress,
    require_suffix,
    say_kept,
    set_option,
)
from reportgen.cli.project import with_project
from reportgen.cli.remedies import worded
from reportgen.cli.several import Record, each
from reportgen.common.exceptions import UsageError
from reportgen.common.options import BuildOptions

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.runs.check import Checked
    from reportgen.workbook.marking import MarkedCopy


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
