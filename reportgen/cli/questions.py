"""The commands on the question set itself: list, show, new, check, export, import."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import click

from reportgen.cli.groups import CommandGroup
from reportgen.cli.options import (
    FILE,
    READABLE_BUT_WRONG,
    common_options,
    echo_json,
    force_option,
    progress,
    require_suffix,
    say_kept,
    set_option,
)
from reportgen.cli.project import usual_here, usual_set
from reportgen.common.exceptions import BrokenQuestionSetError, UsageError
from reportgen.common.language import tally

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.common.model import QuestionSet


@click.group(cls=CommandGroup)
def questions() -> None:
    """Look at the question set, write one of your own, check it, and edit it in Excel.

    \b
    reportgen questions list --element proposition
    reportgen questions show PR-08 --sector healthcare
    reportgen questions export set.xlsx
    """


@questions.command("list")
@click.option("--area", default="", help="Only this area, by id or title.")
@click.option("--element", default="", help="Only this element, by id, code or title.")
@click.option("--lens", default="", metavar="LENS[:GROUP]", help="Only what counts in this lens, or group of it.")
@click.option("--sector", default="", help="In the words of this sector.")
@click.option("--json", "as_json", is_flag=True, help="Print one object a question, with all its texts.")
@set_option
@common_options
def list_command(area: str, element: str, lens: str, sector: str, as_json: bool, question_set: str | None) -> None:
    """List questions by area, element and topic.

    \b
    Examples: reportgen questions list --element PR
              reportgen questions list --lens reap:retention --json
    """
    from reportgen.cli.listings.questions import as_list, question_record
    from reportgen.questions.listed import chosen_questions

    worded = _questions(question_set, sector)
    chosen = chosen_questions(worded, area, element, lens)
    if as_json:
        echo_json([question_record(listed) for listed in chosen])
        return
    if chosen:
        click.echo(as_list(chosen))
    click.echo(f"{len(chosen)} of {len(worded.questions)} questions.", err=True)


@questions.command("show")
@click.argument("question_id", metavar="ID")
@click.option("--sector", default="", help="In the words of this sector, with its examples.")
@click.option("--json", "as_json", is_flag=True, help="Print the question as JSON.")
@set_option
@common_options
def show_command(question_id: str, sector: str, as_json: bool, question_set: str | None) -> None:
    """Show everything about one question: good practice, evidence, next step, lenses.

    \b
    Example: reportgen questions show AP-03
    """
    from reportgen.cli.listings.questions import as_page, question_record
    from reportgen.questions.listed import find

    worded = _questions(question_set, sector)
    listed = find(worded, question_id)
    if as_json:
        echo_json(question_record(listed))
    else:
        click.echo(as_page(listed, worded, shutil.get_terminal_size().columns))


@questions.command("new")
@click.argument("folder", type=FILE)
@click.option("--title", default="", help="Title of the set, as workbook and report print it.")
@click.option("--id", "set_id", default="", help="Its short name (default: from the name of the folder).")
@force_option
@common_options
def new_set_command(folder: Path, title: str, set_id: str, force: bool) -> None:
    """Write a small question set of your own into FOLDER, with remarks that explain each field.

    \b
    Example: reportgen questions new our-set --title "Our own check"
    """
    from reportgen.cli.saving.output import write_folder
    from reportgen.questions.starting import id_for, starting_set

    name = set_id or id_for(folder)
    if not name:
        raise UsageError(f"No id can be made of the name '{folder.name}'. Give one with --id, of letters and digits.")
    files = starting_set(name, title)
    say_kept(write_folder(folder, files, marked_by="set.toml", force=force))
    click.echo(folder)
    click.echo(f'Edit its files, then run: reportgen questions check "{folder}"', err=True)


@questions.command("check")
@click.argument("folder", type=FILE)
@common_options
def check_set_command(folder: Path) -> None:
    """List every fault of the question set in FOLDER, with file, question and field.

    \b
    Example: reportgen questions check our-set
    """
    from reportgen.questions.files import check_folder

    checked = check_folder(folder)
    for fault in checked.faults:
        click.echo(fault)
    if checked.faults:
        click.echo(f"Error: {folder} has {tally(len(checked.faults), 'fault')}.", err=True)
        click.get_current_context().exit(READABLE_BUT_WRONG)
    found = checked.questions
    counts = (
        (len(found.areas), "area"),
        (len(found.elements), "element"),
        (sum(len(element.topics) for element in found.elements), "topic"),
        (len(found.questions), "question"),
        (len(checked.profiles), "sector profile"),
    )
    click.echo(f"{found.id} {found.version}: {', '.join(tally(*count) for count in counts)}; no faults.")


@questions.command("export")
@click.argument("target", type=FILE)
@click.option("--peers", "peer_file", is_flag=True, help="Instead: an empty, documented file for peer data.")
@set_option
@force_option
@common_options
def export_command(target: Path, peer_file: bool, question_set: str | None, force: bool) -> None:
    """Write the question set as a workbook, to be edited in Excel.

    \b
    Examples: reportgen questions export set.xlsx
              reportgen questions export peers.xlsx --peers
    """
    say = progress()
    from reportgen.cli.saving.output import refuse_existing, write_new
    from reportgen.runs.question_sets import empty_peer_file, question_set_workbook

    require_suffix(target, ".xlsx")
    refuse_existing(target, force=force)
    asked = usual_set(question_set, target)
    say("Writing the workbook")
    content = empty_peer_file(asked) if peer_file else question_set_workbook(asked)
    say_kept(*write_new({target: content}, force=force))
    click.echo(target)


@questions.command("import")
@click.argument("workbook", type=FILE)
@click.option("-o", "--output", "folder", type=FILE, required=True, help="Folder to write the question set to.")
@force_option
@common_options
def import_command(workbook: Path, folder: Path, force: bool) -> None:
    """Turn an edited WORKBOOK back into a question set: a folder of TOML files.

    \b
    Example: reportgen questions import set.xlsx -o our-set
    """
    from reportgen.cli.saving.output import write_folder
    from reportgen.runs.question_sets import question_set_files

    try:
        files = question_set_files(workbook)
    except BrokenQuestionSetError as error:
        click.echo(f"Error: {error}", err=True)
        click.get_current_context().exit(READABLE_BUT_WRONG)
    say_kept(write_folder(folder, files, marked_by="set.toml", force=force))
    click.echo(folder)


def _questions(question_set: str | None, sector: str) -> QuestionSet:
    """The set asked for, in the words of a sector that must have a profile."""
    from reportgen.questions import find_profile, for_sector, load_question_set
    from reportgen.questions.loader import DEFAULT_SET
    from reportgen.questions.sectors import no_such_profile

    loaded = load_question_set(usual_here(question_set) or DEFAULT_SET)
    if sector and not find_profile(loaded, sector):
        raise UsageError(no_such_profile(loaded, sector))
    return for_sector(loaded, sector)
