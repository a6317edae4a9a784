"""The commands on a draft before it is issued: what is left to do, and the report without anything of a draft."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from reportgen.cli.options import (
    FILE,
    READABLE_BUT_WRONG,
    base_option,
    common_options,
    echo_json,
    force_option,
    note,
    open_option,
    progress,
    require_suffix,
    say_kept,
    set_option,
    show_file,
    warn,
    warn_of_lock,
)
from reportgen.cli.project import project_folders, with_project
from reportgen.cli.remedies import say_remarks
from reportgen.common.exceptions import UsageError
from reportgen.common.language import tally
from reportgen.common.options import RefreshOptions

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.runs.review import DraftFiles, Review


@click.command("review")
@click.argument("draft", type=FILE)
@click.option("--workbook", type=FILE, help="Also compare figures and parts with this scoring workbook.")
@base_option
@click.option("--confirm", metavar="CHAPTER|all", help="First confirm the suggestions of a chapter; changes DRAFT.")
@click.option("--json", "as_json", is_flag=True, help="Print the points as JSON.")
@set_option
@common_options
def review_command(
    draft: Path,
    workbook: Path | None,
    base: Path | None,
    confirm: str | None,
    as_json: bool,
    question_set: str | None,
) -> None:
    """List what is left to do before the report DRAFT is issued.

    Points to settle stand with a dash, advice with a question mark. Nothing is changed, unless --confirm takes the
    comments away that ask to confirm suggestions, as deleting them in Word does, and records the confirmation of those
    that have none; a dated copy of DRAFT is kept.

    \b
    Examples: reportgen review client-report.docx
              reportgen review client-report.docx --workbook client.xlsx
              reportgen review client-report.docx --confirm 5.2
    """
    say = progress()
    from reportgen.cli.listings.diagnostics import as_records
    from reportgen.cli.listings.review import points_as_text
    from reportgen.runs.review import DraftFiles, review_draft

    asked = RefreshOptions(question_set=question_set)
    asked = with_project(asked, workbook) if workbook else asked
    files = DraftFiles(draft=draft, workbook=workbook, base=base, asked=asked)
    if confirm:
        _confirm(files, confirm)
    warn_of_lock(draft, "Word")
    if workbook:
        warn_of_lock(workbook)
    reviewed = review_draft(files, say)
    say_remarks(reviewed.remarks)
    if as_json:
        echo_json({"draft": str(draft), "blocked": bool(reviewed.blocking), "points": as_records(reviewed.points)})
    else:
        click.echo(points_as_text(draft.name, reviewed.points))
    if reviewed.blocking:
        click.get_current_context().exit(READABLE_BUT_WRONG)


def _confirm(files: DraftFiles, chapter: str) -> None:
    """Confirm suggestions in the draft itself. Raises `UsageError` while it is open elsewhere."""
    from reportgen.cli.saving.output import lock_file_of, write_new
    from reportgen.runs.review import confirm_suggestions

    if lock_file_of(files.draft):
        raise UsageError(f"{files.draft} seems to be open in Word or LibreOffice. Save and close it there first.")
    content, count = confirm_suggestions(files, chapter)
    say_kept(*write_new({files.draft: content}, force=True))
    note(f"Confirmed: {tally(count, 'suggestion')}, counting those under one comment as one.")


@click.command("finalize")
@click.argument("draft", type=FILE)
@click.option("-o", "--output", type=FILE, required=True, metavar="FINAL", help="The report to write.")
@click.option("--workbook", type=FILE, help="Scoring workbook to compare with (default: the one DRAFT was built from).")
@base_option
@click.option("--no-pages", is_flag=True, help="Leave page numbers in the contents as they are, if there are any.")
@click.option("--pdf", is_flag=True, help="Also write a PDF of the report (needs LibreOffice; takes seconds).")
@click.option(
    "--with-open-points", "reason", metavar="REASON", help="Issue the report in spite of points to settle, and why."
)
@open_option
@set_option
@force_option
@common_options
def finalize_command(
    draft: Path,
    output: Path,
    workbook: Path | None,
    base: Path | None,
    no_pages: bool,
    pdf: bool,
    reason: str | None,
    open_it: bool,
    question_set: str | None,
    force: bool,
) -> None:
    """Write the report FINAL from DRAFT: without marks of a draft, anchors, comments of ours, users and machines.

    Refuses while there are points to settle: those that 'reportgen review' finds, and figures that the workbook gives
    otherwise now. Page numbers come from LibreOffice, where it is installed. Beside FINAL stands a record of what was
    issued (internal); a later one of the same draft says on its title page which version it replaces. DRAFT stays as it
    is.

    \b
    Example: reportgen finalize client-report.docx -o "Harbour & Sons.docx" --pdf
    """
    say = progress()
    from reportgen.cli.saving.output import refuse_existing, write_all, write_new
    from reportgen.runs.files.issues import issued_files, record_beside
    from reportgen.runs.review import DraftFiles, review_draft

    _require_sound(draft, output)
    refuse_existing(output, *([output.with_suffix(".pdf")] if pdf else []), record_beside(output), force=force)
    warn_of_lock(draft, "Word")
    if workbook:
        warn_of_lock(workbook)
    projects = project_folders(draft)
    near = workbook or (projects[0] / draft.name if projects else draft)
    asked = with_project(RefreshOptions(question_set=question_set), near)
    files = DraftFiles(draft=draft, workbook=workbook, base=base, projects=projects, asked=asked)
    reviewed = review_draft(files, say, for_issue=True)
    say_remarks(reviewed.remarks)
    _require_settled(reviewed, draft, output, reason)
    day = date.today()
    issued = issued_files(reviewed, final=output, reason=reason, day=day, pages=not no_pages, pdf=pdf, progress=say)
    say_remarks(issued.remarks)
    say_kept(*write_new(issued.contents, force=force))
    write_all(issued.copy)
    for file in issued.contents:
        click.echo(file)
    if open_it:
        show_file(output)


def _require_sound(draft: Path, output: Path) -> None:
    """Refuse, before any work, names that cannot be meant."""
    require_suffix(output, ".docx")
    if output.exists() and draft.exists() and output.samefile(draft):
        raise UsageError(f"{output} is the draft itself, which is never overwritten. Give the report another name.")


def _require_settled(reviewed: Review, draft: Path, output: Path, reason: str | None) -> None:
    """List what is to settle; unless a `reason` was given to issue the report all the same, that is the end."""
    from reportgen.cli.listings.review import points_as_text

    if not reviewed.blocking:
        return
    click.echo(points_as_text(draft.name, reviewed.blocking), err=True)
    if reason is None:
        advice = 'Settle these points, or issue the report all the same: --with-open-points "why".'
        click.echo(f"\nError: {output} was not written. {advice}", err=True)
        click.get_current_context().exit(READABLE_BUT_WRONG)
    click.echo("", err=True)
    warn(
        f"issued with {tally(len(reviewed.blocking), 'open point')} ({' '.join(reason.split())}): what people left "
        "open is in the file, with their names."
    )
