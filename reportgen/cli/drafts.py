"""The commands on a draft before it is issued: what is left to do, and the report without anything of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reportgen.cli.options import (
    FILE,
    READABLE_BUT_WRONG,
    common_options,
    echo_json,
    progress,
    require_suffix,
    say_kept,
    warn,
    warn_of_lock,
)
from reportgen.common.exceptions import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@click.command("review")
@click.argument("draft", type=FILE)
@click.option("--workbook", type=FILE, help="Also compare figures and parts with this scoring workbook.")
@click.option("--json", "as_json", is_flag=True, help="Print the points as JSON.")
@common_options
def review_command(draft: Path, workbook: Path | None, as_json: bool, question_set: str | None, force: bool) -> None:
    """List what is left to do before the report DRAFT is issued.

    Points to settle stand with a dash, advice with a question mark. Nothing is changed.

    \b
    Examples: reportgen review client-report.docx
              reportgen review client-report.docx --workbook client.xlsx
    """
    from reportgen.cli.listings.diagnostics import as_records
    from reportgen.cli.listings.review import points_as_text
    from reportgen.runs.review import review_draft

    warn_of_lock(draft, "Word")
    if workbook:
        warn_of_lock(workbook)
    reviewed = review_draft(draft=draft, workbook=workbook, progress=progress(), question_set=question_set)
    if as_json:
        echo_json({"draft": str(draft), "blocked": reviewed.is_blocked, "points": as_records(reviewed.points)})
    else:
        click.echo(points_as_text(draft.name, reviewed.points))
    if reviewed.is_blocked:
        click.get_current_context().exit(READABLE_BUT_WRONG)


@click.command("finalize")
@click.argument("draft", type=FILE)
@click.option("-o", "--output", type=FILE, required=True, metavar="FINAL", help="The report to write.")
@common_options
def finalize_command(draft: Path, output: Path, question_set: str | None, force: bool) -> None:
    """Write the report FINAL from DRAFT: without marks of a draft, anchors, comments of ours, users and machines.

    Refuses while 'reportgen review' finds points to settle. With --force it is written all the same, with what people
    left open in it, and an earlier FINAL is kept under a dated name. DRAFT stays as it is.

    \b
    Example: reportgen finalize client-report.docx -o "Harbour & Sons.docx"
    """
    from reportgen.cli.listings.review import points_as_text
    from reportgen.cli.saving.output import refuse_existing, write_new
    from reportgen.runs.review import review_draft

    require_suffix(output, ".docx")
    if output.exists() and draft.exists() and output.samefile(draft):
        raise UsageError(f"{output} is the draft itself, which is never overwritten. Give the report another name.")
    refuse_existing(output, force=force)
    warn_of_lock(draft, "Word")
    reviewed = review_draft(draft=draft, workbook=None, progress=progress())
    if reviewed.is_blocked:
        blocking = [point for point in reviewed.points if point.is_error]
        click.echo(points_as_text(draft.name, blocking), err=True)
        if not force:
            click.echo(f"\nError: {output} was not written. Settle these points, or use --force.", err=True)
            click.get_current_context().exit(READABLE_BUT_WRONG)
        warn("written all the same, as --force asks: what people left open is in the file, with their names.")
    say_kept(write_new(output, reviewed.final, force=force))
    click.echo(output)
