"""The command that brings a draft up to date: refresh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import click

from reportgen.cli.options import FILE, common_options, echo_json, progress, say_kept, warn, warn_of_lock
from reportgen.common.exceptions import InvalidWorkbookError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.cli.saving.revised import Saved
    from reportgen.runs.refresh import Revised, Wish

TO_DECIDE = 1  # conflicts, or parts that were not found


@click.command()
@click.argument("draft", type=FILE)
@click.argument("workbook", type=FILE)
@click.option("-o", "--output", "target", type=FILE, help="Draft to write (default: DRAFT-refreshed.docx beside it).")
@click.option("--dry-run", is_flag=True, help="Write nothing; print the change report.")
@click.option("--peers", type=FILE, help="Peer data, .xlsx or .csv (default: as the draft was built).")
@click.option("--no-peers", is_flag=True, help="Go on without the peers that the draft was compared with.")
@click.option("--template", type=FILE, help="The firm's own Word template (default: as the draft was built).")
@click.option("--house-style", type=FILE, help="Firm name, contact, colours, logo (default: as the draft was built).")
@click.option(
    "--charts",
    type=click.Choice(["picture", "native"]),
    help="Peer positions as pictures, or as Word charts (default: as the draft was built).",
)
@click.option("--pages", is_flag=True, help="Put page numbers in the contents (needs LibreOffice; takes seconds).")
@click.option("--pdf", is_flag=True, help="Also write a PDF of the draft (needs LibreOffice; takes seconds).")
@click.option("--json", "as_json", is_flag=True, help="Print the change report as JSON.")
@common_options
def refresh(
    draft: Path,
    workbook: Path,
    target: Path | None,
    dry_run: bool,
    peers: Path | None,
    no_peers: bool,
    template: Path | None,
    house_style: Path | None,
    charts: Literal["picture", "native"] | None,
    pages: bool,
    pdf: bool,
    as_json: bool,
    question_set: str | None,
    force: bool,
) -> None:
    """Bring an edited DRAFT up to date with its WORKBOOK, and keep every edit.

    What nobody touched is generated anew; what was edited by hand stays, with the figures in it updated. Where a person
    and the data changed the same place, a comment in the new draft says what was there before and what it would be
    now. DRAFT itself is never changed. The exit code is 1 when there is something to decide.

    \b
    Example: reportgen refresh output/client/client-report.docx client.xlsx
    writes   output/client/client-report-refreshed.docx and what changed (.md, .json)
    """
    from reportgen.cli.saving.own_files import as_typed
    from reportgen.cli.saving.revised import require_free, target_of
    from reportgen.runs.refresh import Wish

    if draft.suffix.lower() == ".xlsx" and workbook.suffix.lower() == ".docx":
        raise UsageError(f"The draft comes first, then the workbook: {as_typed('refresh', workbook, draft)}.")
    target = target or target_of(draft)
    read = [path for path in (draft, workbook, template, peers, house_style) if path]
    if not dry_run:
        require_free(target, workbook, read, force=force)
    warn_of_lock(draft, "Word")
    warn_of_lock(workbook)
    wish = Wish(question_set, peers, no_peers, template, house_style, charts, pages, pdf)
    revised = _revised(draft, workbook, wish, as_json=as_json)
    saved = None if dry_run else _save(revised, draft, workbook, target, force=force)
    if as_json:
        echo_json(_record(revised, draft, workbook, target, saved))
    else:
        click.echo(_text(revised, draft, workbook, target, saved))
    click.get_current_context().exit(0 if revised.changes.is_clean else TO_DECIDE)


def _revised(draft: Path, workbook: Path, wish: Wish, *, as_json: bool) -> Revised:
    """The refreshed draft; a workbook with errors has them listed, as `build` does."""
    from reportgen.cli.listings.diagnostics import as_records
    from reportgen.cli.listings.problems import as_text, summary
    from reportgen.runs.refresh import revise

    try:
        revised = revise(draft, workbook, wish, progress())
    except InvalidWorkbookError as error:
        click.echo(as_text("", error.problems), err=True)
        if as_json:
            problems = as_records(error.problems)
            echo_json({"draft": str(draft), "workbook": str(workbook), "error": str(error), "problems": problems})
        raise
    if revised.problems:
        marked = "The report is marked incomplete; 'reportgen check' lists them."
        click.echo(f"{summary(workbook.name, revised.problems)} {marked}", err=True)
    if revised.remark:
        warn(revised.remark)
    return revised


def _save(revised: Revised, draft: Path, workbook: Path, target: Path, *, force: bool) -> Saved:
    from reportgen.cli.saving.revised import save_revised

    saved = save_revised(revised, draft, workbook, target, force=force)
    for kept in saved.kept:
        say_kept(kept)
    return saved


def _text(revised: Revised, draft: Path, workbook: Path, target: Path, saved: Saved | None) -> str:
    from reportgen.cli.listings.changes import as_markdown, as_text

    if saved is None:
        return as_markdown(revised.changes, draft.name, workbook.name, target.name, revised.sources).rstrip("\n")
    written = (str(path) for path in (saved.draft, saved.pdf, saved.report) if path)
    return "\n".join([as_text(revised.changes), "", *written])


def _record(revised: Revised, draft: Path, workbook: Path, target: Path, saved: Saved | None) -> dict[str, Any]:
    from reportgen.cli.listings.changes import change_record
    from reportgen.cli.listings.diagnostics import as_records

    written = saved and {
        "draft": str(saved.draft),
        "report": str(saved.report),
        "changes": str(saved.changes),
        "pdf": str(saved.pdf) if saved.pdf else None,
        "side_car": str(saved.base),
        "kept": [str(path) for path in saved.kept],
    }
    record = change_record(revised.changes, draft.name, workbook.name, target.name, revised.sources)
    return {**record, "problems": as_records(revised.problems), "written": written}
