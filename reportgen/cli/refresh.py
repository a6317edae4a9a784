"""The command that brings a draft up to date: refresh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.options import (
    FILE,
    READABLE_BUT_WRONG,
    base_option,
    build_options,
    common_options,
    echo_json,
    force_option,
    is_verbose,
    note,
    open_option,
    progress,
    say_kept,
    set_option,
    show_file,
    warn_of_lock,
)
from reportgen.cli.project import with_project
from reportgen.cli.remedies import say_remarks
from reportgen.common.exceptions import InvalidWorkbookError, UsageError
from reportgen.common.options import RefreshOptions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reportgen.cli.saving.drafts import Saved
    from reportgen.runs.refresh import RefreshedReport


@click.command("refresh")
@click.argument("draft", type=FILE)
@click.argument("workbook", type=FILE)
@click.option("-o", "--output", "target", type=FILE, help="Draft to write (default: DRAFT-refreshed.docx beside it).")
@click.option("--dry-run", is_flag=True, help="Write nothing; print the change report.")
@base_option
@build_options(RefreshOptions, "as the draft was built")
@open_option
@click.option("--json", "as_json", is_flag=True, help="Print the change report as JSON.")
@set_option
@force_option
@common_options
def refresh_command(
    draft: Path,
    workbook: Path,
    target: Path | None,
    dry_run: bool,
    base: Path | None,
    options: RefreshOptions,
    open_it: bool,
    as_json: bool,
    force: bool,
) -> None:
    """Bring an edited DRAFT up to date with its WORKBOOK, and keep every edit.

    What nobody touched is generated anew; what was edited by hand stays, with the figures in it updated. Where a person
    and the data changed the same place, a comment in the new draft says what was there before and what it would be
    now. DRAFT itself is never changed. The exit code is 1 when there is something to decide.

    \b
    Example: reportgen refresh output/client/client-report.docx client.xlsx
    writes   output/client/client-report-refreshed.docx, what changed (.md, .json) and the results;
             with --redline also client-report-refreshed-redline.docx, to be read in Word
    """
    say = progress()
    from reportgen.cli.saving.drafts import require_free, save_refreshed
    from reportgen.cli.saving.own_files import as_typed
    from reportgen.runs.files.reports import target_of

    if draft.suffix.lower() == ".xlsx" and workbook.suffix.lower() == ".docx":
        raise UsageError(f"The draft comes first, then the workbook: {as_typed('refresh', workbook, draft)}.")
    target = target or target_of(draft)
    read = [draft, workbook, *([base] if base else []), *options.files]
    if dry_run and options.redline:
        raise UsageError("--dry-run writes nothing, and --redline is a file to read: leave one of them out.")
    if not dry_run:
        require_free(target, workbook=workbook, read=read, force=force, redline=options.redline)
    warn_of_lock(draft, "Word")
    warn_of_lock(workbook)
    refreshed = _refreshed(options, draft=draft, workbook=workbook, target=target, base=base, say=say, as_json=as_json)
    names = draft.name, workbook.name, target.name
    saved = None
    if not dry_run:
        saved = save_refreshed(refreshed, draft=draft, workbook=workbook, target=target, force=force)
        say_kept(*saved.kept)
    if as_json:
        echo_json(_record(refreshed, names, saved))
    else:
        click.echo(_text(refreshed, names, saved))
    if open_it and saved:
        show_file(saved.files.draft)
    click.get_current_context().exit(0 if refreshed.changes.is_clean else READABLE_BUT_WRONG)


def _refreshed(
    options: RefreshOptions,
    *,
    draft: Path,
    workbook: Path,
    target: Path,
    base: Path | None,
    say: Callable[[str], None],
    as_json: bool,
) -> RefreshedReport:
    """The refreshed draft; a workbook with errors has them listed, as `build` does."""
    from reportgen.cli.listings.diagnostics import as_records
    from reportgen.cli.listings.problems import as_given, correcting, problems_as_text, said_of_draft
    from reportgen.runs.refresh import refresh_report

    try:
        refreshed = refresh_report(
            draft=draft,
            workbook=workbook,
            target=target,
            options=with_project(options, workbook),
            progress=say,
            base=base,
        )
    except InvalidWorkbookError as error:
        given = as_given(options)
        following = correcting(workbook, error.problems, given, error.peers_file)
        click.echo(problems_as_text("", error.problems, in_full=is_verbose(), following=following), err=True)
        if as_json:
            problems = as_records(error.problems)
            echo_json({"draft": str(draft), "workbook": str(workbook), "error": str(error), "problems": problems})
        raise
    for line in said_of_draft(workbook.name, refreshed.problems):
        note(line)
    say_remarks(refreshed.said)
    return refreshed


def _text(refreshed: RefreshedReport, names: tuple[str, str, str], saved: Saved | None) -> str:
    from reportgen.cli.listings.changes import changes_as_text
    from reportgen.cli.remedies import worded
    from reportgen.runs.files.changes import changes_as_markdown

    if saved is None:
        return changes_as_markdown(refreshed.changes, *names, refreshed.sources, words=worded).rstrip("\n")
    files = saved.files
    written = (str(path) for path in (files.draft, files.pdf, files.redline, files.change_report) if path)
    return "\n".join([changes_as_text(refreshed.changes), "", *written])


def _record(refreshed: RefreshedReport, names: tuple[str, str, str], saved: Saved | None) -> dict[str, Any]:
    from reportgen.cli.listings.diagnostics import as_records
    from reportgen.cli.remedies import worded
    from reportgen.runs.files.changes import change_record

    record = change_record(refreshed.changes, *names, refreshed.sources, words=worded)
    return {**record, "problems": as_records(refreshed.problems), "written": saved and _written(saved)}


def _written(saved: Saved) -> dict[str, Any]:
    files = saved.files
    return {
        "draft": str(files.draft),
        "report": str(files.change_report),
        "changes": str(files.record),
        "pdf": str(files.pdf) if files.pdf else None,
        "results": str(files.results),
        "redline": str(files.redline) if files.redline else None,
        "side_car": str(files.side_car),
        "kept": [str(path) for path in saved.kept],
    }
