"""The commands: read arguments, run, print, set the exit code.

Exit codes: 0 done (warnings allowed); 1 readable, but with errors or conflicts, all listed; 2 not run. Results go to
stdout, messages to stderr. A command is imported when it is run, and libraries inside it, so that help is instant.
"""

from __future__ import annotations

import os
import re
from itertools import pairwise
from typing import Any

import click

import reportgen
from reportgen.cli.groups import CommandGroup, ImportedCommands, Named

COMMANDS = {  # in the order of work, as help lists them; each with the beginning of what it says of itself
    "init": Named("project:init_command", "Write a project file: what the workbooks of a FOLDER are built with."),
    "new": Named("workbooks:new_command", "Write an empty scoring WORKBOOK from the question set."),
    "check": Named("check:check_command", "List the problems of each WORKBOOK, with their cells and what to do."),
    "build": Named("build:build_command", "Turn each scoring WORKBOOK into a Word draft, its charts and its results."),
    "explain": Named("explain:explain_command", "Show where a printed FIGURE comes from: cells, rule and rounding."),
    "refresh": Named(
        "refresh:refresh_command", "Bring an edited DRAFT up to date with its WORKBOOK, and keep every edit."
    ),
    "review": Named("drafts:review_command", "List what is left to do before the report DRAFT is issued."),
    "finalize": Named(
        "drafts:finalize_command",
        "Write the report FINAL from DRAFT: without marks of a draft, anchors, comments of ours, users and machines.",
    ),
    "merge": Named(
        "workbooks:merge_command",
        "Put the interviews of several assessors, each in a WORKBOOK of their own, together in one.",
    ),
    "upgrade": Named(
        "workbooks:upgrade_command",
        "Carry a filled WORKBOOK over to the question set of today, more interviews, or another sector.",
    ),
    "questions": Named(
        "questions:questions", "Look at the question set, write one of your own, check it, and edit it in Excel."
    ),
    "peers": Named(
        "peers:peers", "Keep the firm's database of peers: organisations without names, published in editions."
    ),
    "template": Named(
        "template:template", "Check a Word template of your own before there is data, and list what it may use."
    ),
    "serve": Named(
        "serve:serve_command",
        "Work in the browser: check, build, refresh, review and finalize without typing commands.",
    ),
    "help": Named("groups:help_command", "Explain a COMMAND, or list all."),
}


class _Commands(CommandGroup):
    """The group that turns what went wrong into one message and an exit code; a traceback only with `--debug`."""

    def lines(self) -> list[tuple[str, str]]:
        """Each command with what help says of it, none imported."""
        return [(name, listed.line) for name, listed in COMMANDS.items()]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Fails where an argument is empty, as of a variable that holds nothing: a default would be taken unsaid."""
        for before, given in pairwise(["reportgen", *args]) if not ctx.resilient_parsing else ():
            option = before if not given.strip() else given[:-1] if re.fullmatch(r"--[\w-]+=", given) else None
            if option is not None:
                ctx.fail(f"What follows '{option}' is empty. Name what is meant, or leave it away.")
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            ctx.color = False  # elsewhere click leaves colours out where the output is no terminal
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # of the last: whoever reads the output has seen enough
        except Exception as error:
            ctx.exit(_told(error))


def _told(error: Exception) -> int:
    """Say what went wrong; gives the exit code. Raises what was not foreseen again with `--debug`."""
    from reportgen.cli.remedies import worded
    from reportgen.cli.several import NOT_RUN, is_debugging, unexpected
    from reportgen.common.exceptions import ReportgenError

    if isinstance(error, ReportgenError):
        click.echo(f"Error: {error.told(worded)}", err=True)
        return error.exit_code
    if is_debugging():
        raise error
    click.echo(f"Error: {unexpected(error)}", err=True)
    return NOT_RUN


@click.group(
    cls=_Commands, commands=ImportedCommands(COMMANDS), context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(reportgen.__version__, "-V", "--version", prog_name="reportgen")
def cli() -> None:
    """From a filled scoring workbook to a Word report.

    \b
    reportgen new client.xlsx --client "Harbour & Sons"
    reportgen check client.xlsx
    reportgen build client.xlsx
    reportgen refresh output/client/client-report.docx client.xlsx
    """
