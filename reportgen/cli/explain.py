"""The command that shows where a figure comes from: explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reportgen.cli.options import (
    FILE,
    build_option,
    common_options,
    echo_json,
    output_option,
    progress,
    set_option,
    warn_of_lock,
)
from reportgen.cli.project import output_folder, with_project
from reportgen.common.options import BuildOptions

if TYPE_CHECKING:
    from pathlib import Path


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
