"""The commands that write a workbook: new; merge and upgrade, which make one from filled ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.options import (
    FILE,
    common_options,
    echo_json,
    force_option,
    progress,
    require_suffix,
    say_kept,
    set_option,
    warn,
    warn_of_lock,
)
from reportgen.cli.project import usual_set
from reportgen.common.exceptions import InvalidSourcesError, UsageError
from reportgen.common.options import MOST_INTERVIEWS, USUAL_INTERVIEWS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reportgen.runs.filled import NewWorkbook

TARGET = click.option("-o", "--output", "target", type=FILE, required=True, help="Workbook to write.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print what was done, and every remark, as JSON.")


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


@click.command("merge")
@click.argument("workbooks", type=FILE, nargs=-1, required=True, metavar="WORKBOOK...")
@TARGET
@AS_JSON
@set_option
@force_option
@common_options
def merge_command(
    workbooks: tuple[Path, ...], target: Path, as_json: bool, question_set: str | None, force: bool
) -> None:
    """Put the interviews of several assessors, each in a WORKBOOK of their own, together in one.

    Everything is kept. What collides is listed with both cells and what was done about it; the exit code is then 1.

    \b
    Example: reportgen merge anna.xlsx ben.xlsx -o client.xlsx
    """
    say = progress()
    from reportgen.runs.merge import merge_workbooks

    usual = usual_set(question_set, workbooks[0])

    _save_new(
        workbooks,
        target,
        lambda: merge_workbooks(workbooks, question_set, say, usual_set=usual),
        as_json=as_json,
        force=force,
    )


@click.command("upgrade")
@click.argument("workbook", type=FILE)
@TARGET
@click.option("--interviews", type=click.IntRange(min=1), help="Questionnaires to lay out (default: as many as now).")
@click.option("--sector", default="", help="The client's sector, if it is another one now.")
@AS_JSON
@set_option
@force_option
@common_options
def upgrade_command(
    workbook: Path,
    target: Path,
    interviews: int | None,
    sector: str,
    as_json: bool,
    question_set: str | None,
    force: bool,
) -> None:
    """Carry a filled WORKBOOK over to the question set of today, more interviews, or another sector.

    What does not carry over is listed with its cell and what it said; the exit code is then 1.

    \b
    Example: reportgen upgrade client.xlsx -o client-2.xlsx --interviews 12
    """
    say = progress()
    from reportgen.runs.upgrade import upgrade_workbook

    usual = usual_set(question_set, workbook)

    _save_new(
        (workbook,),
        target,
        lambda: upgrade_workbook(workbook, question_set, interviews, sector, warn, say, usual_set=usual),
        as_json=as_json,
        force=force,
    )


def _save_new(
    workbooks: tuple[Path, ...], target: Path, make: Callable[[], NewWorkbook], *, as_json: bool, force: bool
) -> None:
    """Make the workbook, write it, print what was done; the exit code says whether somebody must decide."""
    from reportgen.cli.listings.remarks import new_workbook_record, remarks_as_text
    from reportgen.cli.saving.output import refuse_existing, write_new

    require_suffix(target, ".xlsx")
    refuse_existing(target, force=force)
    for workbook in workbooks:
        warn_of_lock(workbook)
    try:
        made = make()
    except InvalidSourcesError as error:
        if as_json:
            echo_json(_not_written(error))
        raise
    say_kept(*write_new({target: made.workbook}, force=force))
    if as_json:
        echo_json(new_workbook_record(target, workbooks, made.assessment, made.remarks, made.facts))
    else:
        click.echo(remarks_as_text(target.name, made.assessment, made.remarks, made.facts))
        click.echo(target)
    click.get_current_context().exit(int(any(remark.is_error for remark in made.remarks)))


def _not_written(error: InvalidSourcesError) -> dict[str, Any]:
    from reportgen.cli.listings.diagnostics import as_records

    problems = [{"workbook": file, "problems": as_records(found)} for file, found in error.problems.items()]
    return {"workbook": None, "not_written": problems}
