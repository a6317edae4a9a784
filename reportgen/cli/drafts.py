"""The commands on a draft before it is issued: what is left to do, and the report without anything of a draft."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from reportgen.cli.options import (
    FILE,
    READABLE_BUT_WRONG,
    base_option,
    common_options,
    echo_json,
    progress,
    require_suffix,
    say_kept,
    warn,
    warn_of_lock,
)
from reportgen.cli.remedies import worded
from reportgen.common.diagnostics.diagnostic import Diagnostic, Severity
from reportgen.common.exceptions import UsageError
from reportgen.common.language import tally

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.runs.review import Review


@click.command("review")
@click.argument("draft", type=FILE)
@click.option("--workbook", type=FILE, help="Also compare figures and parts with this scoring workbook.")
@base_option
@click.option("--confirm", metavar="CHAPTER|all", help="First confirm the suggestions of a chapter; changes DRAFT.")
@click.option("--json", "as_json", is_flag=True, help="Print the points as JSON.")
@common_options
def review_command(
    draft: Path,
    workbook: Path | None,
    base: Path | None,
    confirm: str | None,
    as_json: bool,
    question_set: str | None,
    force: bool,
) -> None:
    """List what is left to do before the report DRAFT is issued.

    Points to settle stand with a dash, advice with a question mark. Nothing is changed, unless --confirm takes the
    comments away that ask to confirm suggestions, as deleting them in Word does; a dated copy of DRAFT is kept.

    \b
    Examples: reportgen review client-report.docx
              reportgen review client-report.docx --workbook client.xlsx
              reportgen review client-report.docx --confirm 5.2
    """
    from reportgen.cli.listings.diagnostics import as_records
    from reportgen.cli.listings.review import points_as_text
    from reportgen.runs.review import review_draft

    if confirm:
        _confirm(draft, confirm, base)
    warn_of_lock(draft, "Word")
    if workbook:
        warn_of_lock(workbook)
    reviewed = review_draft(draft=draft, workbook=workbook, base=base, progress=progress(), question_set=question_set)
    _say(reviewed.remarks)
    if as_json:
        echo_json({"draft": str(draft), "blocked": bool(reviewed.blocking), "points": as_records(reviewed.points)})
    else:
        click.echo(points_as_text(draft.name, reviewed.points))
    if reviewed.blocking:
        click.get_current_context().exit(READABLE_BUT_WRONG)


def _confirm(draft: Path, chapter: str, base: Path | None) -> None:
    """Confirm suggestions in the draft itself. Raises `UsageError` while it is open elsewhere."""
    from reportgen.cli.saving.output import lock_file_of, write_new
    from reportgen.runs.review import confirm_suggestions

    if lock_file_of(draft):
        raise UsageError(f"{draft} seems to be open in Word or LibreOffice. Save and close it there first.")
    content, count = confirm_suggestions(draft, chapter, base)
    say_kept(*write_new({draft: content}, force=True))
    click.echo(f"Confirmed: what {tally(count, 'comment')} asked about.", err=True)


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
@common_options
def finalize_command(
    draft: Path,
    output: Path,
    workbook: Path | None,
    base: Path | None,
    no_pages: bool,
    pdf: bool,
    reason: str | None,
    question_set: str | None,
    force: bool,
) -> None:
    """Write the report FINAL from DRAFT: without marks of a draft, anchors, comments of ours, users and machines.

    Refuses while there are points to settle: those that 'reportgen review' finds, and figures that the workbook gives
    otherwise now. Page numbers come from LibreOffice, where it is installed. DRAFT stays as it is.

    \b
    Example: reportgen finalize client-report.docx -o "Harbour & Sons.docx" --pdf
    """
    from reportgen.cli.saving.drafts import client_results
    from reportgen.cli.saving.output import refuse_existing, write_new
    from reportgen.runs.review import review_for_issue, with_pages

    require_suffix(output, ".docx")
    if output.exists() and draft.exists() and output.samefile(draft):
        raise UsageError(f"{output} is the draft itself, which is never overwritten. Give the report another name.")
    if reason is not None and not reason.strip():
        raise UsageError("--with-open-points wants to know why: give a reason in quotation marks.")
    target_pdf = output.with_suffix(".pdf")
    refuse_existing(output, *([target_pdf] if pdf else []), force=force)
    warn_of_lock(draft, "Word")
    if workbook:
        warn_of_lock(workbook)
    say = progress()
    reviewed = review_for_issue(draft=draft, workbook=workbook, base=base, progress=say, question_set=question_set)
    _say(reviewed.remarks)
    _require_settled(reviewed, draft, output, reason)
    package, printed, remarks = with_pages(reviewed.issued, say, pages=not no_pages, pdf=pdf)
    _say(remarks)
    files = {output: package.packed()} | ({} if printed is None else {target_pdf: printed})
    files |= client_results(draft, final=output, record=reviewed.record)
    say_kept(*write_new(files, force=force))
    for file in files:
        click.echo(file)


def _say(remarks: Iterable[Diagnostic[str]]) -> None:
    """Remarks of a run: what people should do something about is a warning, the rest is only told."""
    for remark in remarks:
        message = worded(remark).message
        if remark.kind.severity is Severity.NOTE:
            click.echo(message, err=True)
        else:
            warn(message)


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
