"""The commands on a firm's own Word template: check it, list what it may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reportgen.cli.groups import CommandGroup
from reportgen.cli.options import FILE, READABLE_BUT_WRONG, common_options, echo_json

if TYPE_CHECKING:
    from pathlib import Path


@click.group(cls=CommandGroup)
def template() -> None:
    """Check a Word template of your own before there is data, and list what it may use.

    \b
    reportgen template check our-report.docx
    reportgen template fields areas.swot
    """


@template.command("check")
@click.argument("docx", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the faults as JSON.")
@common_options
def check_template_command(docx: Path, as_json: bool) -> None:
    """List every fault of the template DOCX, with its place and what to do.

    \b
    Example: reportgen template check our-report.docx
    """
    from reportgen.cli.listings.diagnostics import as_records
    from reportgen.cli.listings.template import faults_as_text
    from reportgen.template.checking import check_template

    checked = check_template(docx)
    if as_json:
        record = {"template": str(docx), "tags": checked.tags, "faults": as_records(checked.faults)}
        echo_json(record)
    else:
        click.echo(faults_as_text(docx.name, checked))
    if checked.has_errors:
        click.get_current_context().exit(READABLE_BUT_WRONG)


@template.command("fields")
@click.argument("path", default="")
@click.option("--json", "as_json", is_flag=True, help="Print one object a name.")
@common_options
def fields_command(path: str, as_json: bool) -> None:
    """List every name a template may use, or those at PATH and below it.

    `[]` stands for each item of a list: what `areas[].title` names is `area.title` inside `{%p for area in areas %}`.

    \b
    Examples: reportgen template fields
              reportgen template fields areas.swot
    """
    from reportgen.cli.listings.template import choose_fields, field_records, fields_as_text
    from reportgen.template.fields import field_paths

    chosen = choose_fields(field_paths(), path)
    if as_json:
        echo_json(field_records(chosen))
    else:
        click.echo(fields_as_text(chosen))
