"""Commands that take several workbooks: each runs whatever becomes of the others, and the highest exit code wins."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.options import echo_json, is_verbose, note, warn_of_lock
from reportgen.cli.remedies import worded
from reportgen.common.exceptions import InvalidWorkbookError, ReportgenError

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.common.diagnostics.problems import Problem

NOT_RUN = 2
Record = dict[str, Any]
"""Of one workbook, for `--json`."""


def each(
    workbooks: tuple[Path, ...],
    run: Callable[[Path, Record], int],
    failed: Callable[[Record, str, list[Record]], None],
    *,
    given: Sequence[Path | str],
    as_json: bool,
) -> None:
    """Run each workbook; when one fails the rest still run, and the highest exit code wins.

    `run` fills the record of a workbook and returns its exit code; `failed` adds why it could not, and its problems.
    """
    from reportgen.cli.listings.diagnostics import as_records
    from reportgen.cli.listings.problems import correcting, problems_as_text

    records: list[Record] = []
    codes = []
    for workbook in workbooks:
        warn_of_lock(workbook)
        if records:
            from reportgen.work.garbage import collect_garbage

            collect_garbage()
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
        except Exception as error:
            if len(workbooks) == 1 or isinstance(error, (click.ClickException, click.exceptions.Exit, BrokenPipeError)):
                raise
            if is_debugging():
                traceback.print_exception(error)
            click.echo(f"Error: {workbook}: {unexpected(error)}", err=True)
            failed(records[-1], unexpected(error), [])
            codes.append(NOT_RUN)
    if as_json:
        echo_json(records)
    click.get_current_context().exit(max(codes))


def is_debugging() -> bool:
    """True with `--debug`."""
    return "--debug" in sys.argv


def unexpected(error: Exception) -> str:
    """What to say of an exception that nobody foresaw."""
    if isinstance(error, OSError) and error.filename is not None:  # what the system says of a name
        return f"{error.filename}: {(error.strerror or str(error)).lower()}."
    return (
        f"reportgen itself failed ({type(error).__name__}: {error}). Nothing was written. "
        "Please run the command again with --debug and send what it prints to the people who keep reportgen."
    )
