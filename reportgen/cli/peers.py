"""The commands on the peer database: made, filled, published, looked at, and left again."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.groups import CommandGroup
from reportgen.cli.options import (
    FILE,
    READABLE_BUT_WRONG,
    build_option,
    common_options,
    echo_json,
    force_option,
    is_verbose,
    note,
    output_option,
    progress,
    say_kept,
    set_option,
    steps_of,
    warn,
    warn_of_lock,
)
from reportgen.cli.project import output_folder, usual_here, with_project
from reportgen.common.exceptions import InvalidWorkbookError, PeerDatabaseError, ReportgenError, TargetError, UsageError
from reportgen.common.language import tally
from reportgen.common.options import BuildOptions

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from reportgen.peers.database.opening import Database
    from reportgen.runs.peers.intake import Asked, Offer


@click.group(cls=CommandGroup)
def peers() -> None:
    """Keep the firm's database of peers: organisations without names, published in editions.

    \b
    reportgen peers init --database firm.peers
    reportgen peers add client.xlsx --database firm.peers
    reportgen peers publish --database firm.peers
    """


def _database_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What every command on a database takes."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print what was found or done as JSON."),
        click.option(
            "--database",
            metavar="DATABASE",
            help="File, or URL such as postgresql://host/peers, without a password (default: database of [peers] in "
            "reportgen.toml, else in your own settings).",
        ),
    ):
        command = option(command)
    return common_options(command)


def _key_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--key", type=FILE, help="File of the key of the database (default: the one in your own settings)."
    )(command)


@peers.command("init")
@click.option("--key", type=FILE, help="File for the new key (default: one in the folder of your own settings).")
@click.option("--invented", is_flag=True, help="Its organisations are invented; every report from it says so.")
@_database_options
def init_peers_command(database: str | None, key: Path | None, invented: bool, as_json: bool) -> None:
    """Make an empty peer database, and the key by which it recognises organisations.

    The key is never in the database. Keep it apart from it and from its backups; without it all figures go on, but
    nobody is recognised by name.

    \b
    Examples: reportgen peers init --database firm.peers
              reportgen peers init --database postgresql://host/peers
    """
    from reportgen.cli.saving.output import write_private
    from reportgen.runs.peers.keeping import new_database

    where = _database(database, writes=True)
    _refuse_taken(key)
    code = new_database(where, lambda code, secret: write_private(key or _own_key(code), secret), invented=invented)
    target = key or _own_key(code)
    if as_json:
        echo_json({"database": where.name, "code": code, "key": str(target), "invented": invented})
        return
    click.echo(where.name)
    note(f"Its key is {target}. Keep a copy of that file apart from the database, and give it to nobody else.")
    if where.file and os.path.samefile(where.file.parent, target.parent):
        warn(f"The key lies beside the database: whoever copies the folder has both. Move {target.name} away.")
    note("Named with [peers] database in reportgen.toml, it need not be typed each time.")


@peers.command("add")
@click.argument("workbooks", type=FILE, nargs=-1, required=True, metavar="WORKBOOK...")
@click.option("--organisation", metavar="CODE", default="", help="The organisation is this one of the database.")
@click.option("--new", "is_new", is_flag=True, help="The organisation is none of the database, whatever it is called.")
@click.option("--number", default="", help="Its number in a register, or LEI: by it it is recognised for sure.")
@click.option("--domain", default="", help="Its domain on the web, to recognise it by.")
@click.option("--owner", default="", metavar="CODE", help="A code for the group it belongs to, of your own choice.")
@click.option("--questions", "with_questions", is_flag=True, help="Also store the scores of the questions.")
@click.option("--yes", is_flag=True, help="Store without asking.")
@_key_option
@set_option
@_database_options
def add_command(
    workbooks: tuple[Path, ...],
    database: str | None,
    key: Path | None,
    question_set: str | None,
    is_new: bool,
    with_questions: bool,
    yes: bool,
    as_json: bool,
    **names: str,
) -> None:
    """Take finished client workbooks in: their element scores, day, sector, region and size.

    What will be stored is shown first, and nothing else of a workbook is: no name, role, note or name of a file. The
    organisation is recognised by keyed hashes; when that is not sure, nothing of the workbook is stored before you
    say who it is.

    \b
    Examples: reportgen peers add client.xlsx
              reportgen peers add client.xlsx --organisation BCDFGHJKLM --yes
    """
    say = progress()
    from reportgen.cli.listings.peers import offer_record, offer_text, taken_text
    from reportgen.runs.peers.intake import Asked, Offering, store_offers

    asked = Asked(is_new=is_new, **names)
    _refuse_unclear(workbooks, asked, yes=yes, as_json=as_json)
    where = _database(database, writes=True)
    secret = _key(where, key)
    offering = Offering(where, secret, BuildOptions(question_set=usual_here(question_set)))
    offers, code = _offers(workbooks, lambda one: offering.offer(one, asked, steps_of(say, one, workbooks)))
    for offer in () if as_json else offers:
        click.echo(offer_text(offer, with_questions=with_questions), err=not yes)
    if offers and not yes and not click.confirm("Store this?", err=True):
        note("Nothing was stored.")
        click.get_current_context().exit(max(code, READABLE_BUT_WRONG))
    taken = store_offers(where, secret, offers, with_questions=with_questions, progress=say) if offers else []
    if as_json:
        told = zip(offers, taken, strict=True)
        echo_json([offer_record(offer, one, with_questions=with_questions) for offer, one in told])
    for offer, one in () if as_json else zip(offers, taken, strict=True):
        click.echo(f"{offer.workbook.name}: organisation {offer.peer.id}, {', '.join(taken_text(one))}.")
    if offers and not as_json:
        note("Enter the code of an organisation on the sheet Engagement of its workbook, as the client's own id.")
    click.get_current_context().exit(code)


def _refuse_unclear(workbooks: tuple[Path, ...], asked: Asked, *, yes: bool, as_json: bool) -> None:
    if asked.organisation and asked.is_new:
        raise UsageError("--organisation and --new contradict each other: give one of them.")
    if len(workbooks) > 1 and any((asked.organisation, asked.is_new, asked.number, asked.domain)):
        raise UsageError("--organisation, --new, --number and --domain are about one workbook: add it alone.")
    if not yes and (as_json or not _somebody_is_there()):
        raise UsageError("What is stored is to be looked at first, and nobody can be asked here. Store it with --yes.")


def _somebody_is_there() -> bool:
    """True on a terminal, where a question is answered."""
    import sys

    return sys.stdin.isatty()


def _offers(workbooks: tuple[Path, ...], offer: Callable[[Path], Offer]) -> tuple[list[Offer], int]:
    """What the workbooks give, and the exit code: where one cannot be taken in, the rest still are."""
    from reportgen.cli.listings.problems import problems_as_text
    from reportgen.cli.remedies import worded

    found, codes = [], [0]
    for workbook in workbooks:
        warn_of_lock(workbook)
        try:
            found.append(offer(workbook))
        except ReportgenError as error:
            told = error.told(worded)
            if isinstance(error, InvalidWorkbookError):
                faults = [problem for problem in error.problems if problem.is_error]
                click.echo(problems_as_text(workbook.name, faults, in_full=is_verbose()), err=True)
                told = f"{workbook} has errors, so nothing of it is stored."
            click.echo(f"Error: {told}", err=True)
            codes.append(error.exit_code)
    return found, max(codes)


@peers.command("import")
@click.argument("file", type=FILE)
@click.option("--indicators", is_flag=True, help="FILE holds results: a .csv with code, indicator, year, value, how.")
@set_option
@_database_options
def import_peers_command(
    file: Path, database: str | None, indicators: bool, question_set: str | None, as_json: bool
) -> None:
    """Take a FILE of peers in; what is there already stays as it is.

    FILE is an .xlsx or .csv. With --indicators it holds results of organisations, such as growth, for studies; they are
    never exported.

    \b
    Examples: reportgen peers import peers.xlsx
              reportgen peers import growth.csv --indicators
    """
    say = progress()
    from reportgen.cli.listings.peers import taken_record, taken_text
    from reportgen.cli.remedies import worded
    from reportgen.runs.peers.intake import import_indicators, import_peers

    where = _database(database, writes=True)
    if indicators:
        new, already, differing = import_indicators(where, file, say)
        told = f"{new} stored, {already} there already, {differing} there with another value, and left as stored"
        if as_json:
            echo_json({"new": new, "already": already, "differing": differing})
        else:
            click.echo(f"{tally(new + already + differing, 'indicator')} read: {told}.")
        return
    found = import_peers(where, file, usual_here(question_set), say)
    for problem in found.problems:
        warn(f"{file.name}, {worded(problem)}")
    if as_json:
        echo_json({"read": found.read} | taken_record(found.taken))
    else:
        click.echo(f"{tally(found.read, 'assessment')} read: {', '.join(taken_text(found.taken))}.")


@peers.command("export")
@click.argument("file", type=FILE)
@click.option("--edition", "number", type=int, help="Its number (default: what is stored now).")
@force_option
@set_option
@_database_options
def export_peers_command(
    file: Path, database: str | None, number: int | None, question_set: str | None, force: bool, as_json: bool
) -> None:
    """Write the assessments as a FILE of peers, without indicators.

    \b
    Example: reportgen peers export peers.xlsx --edition 3
    """
    say = progress()
    from reportgen.cli.saving.output import refuse_existing, write_new
    from reportgen.runs.peers.publishing import export

    refuse_existing(file, force=force)
    found = export(_database(database), file, usual_here(question_set), number, say)
    say_kept(*write_new({file: found.content}, force=force))
    if found.of_other_sets:
        told = tally(found.of_other_sets, "assessment")
        warn(f"{told} by other question sets left out: name another set with --question-set.")
    if as_json:
        echo_json({"file": str(file), "assessments": found.assessments, "edition": number})
    else:
        click.echo(file)


@peers.command("publish")
@click.option("--why", default="", help="Publish all, however few came or were made again; the reason is recorded.")
@_database_options
def publish_command(database: str | None, why: str, as_json: bool) -> None:
    """Publish the next edition: what reports compare with from now on.

    Of each organisation its newest assessment counts. Where so few came or were made again that two reports would give
    them away, they wait for a later edition; where these are all there are, there is none.

    \b
    Example: reportgen peers publish
    """
    say = progress()
    from reportgen.cli.listings.peers import edition_record
    from reportgen.runs.peers.publishing import editions_of, publish

    where = _database(database, writes=True)
    done = publish(where, why.strip(), say)
    if as_json:
        echo_json({"edition": edition_record(done.edition) if done.edition else None, "waiting": done.waiting})
    elif edition := done.edition:
        click.echo(f"Edition {edition.number}: {tally(edition.n, 'assessment')}, SHA-256 {edition.sha256}.")
    elif editions_of(where):
        click.echo("Nothing has changed since the last edition, so none was published.")
    else:
        click.echo("There are no assessments yet, so no edition was published.")
    if done.waiting:
        told = "assessment waits" if done.waiting == 1 else "assessments wait"
        note(f"{done.waiting} {told} for a later edition: so few would be given away by the difference.")


@peers.command("withdraw")
@click.argument("code")
@click.option("--why", required=True, help="The reason, for the record; it must not say who the organisation is.")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Only its assessment of this day, such as one that was entered wrongly.",
)
@_database_options
def withdraw_command(code: str, database: str | None, why: str, day: datetime | None, as_json: bool) -> None:
    """Take the organisation of a CODE out of everything: rows, editions, indicators, and their bytes.

    It works at once. Its code stays, and so do the keyed hashes of its name: no older file or workbook brings it back.
    With --date one assessment alone goes, and a corrected one can be added.

    \b
    Examples: reportgen peers withdraw BCDFGHJKLM --why "contract of 2024 ended"
              reportgen peers withdraw BCDFGHJKLM --date 2025-03-31 --why "wrong answers"
    """
    say = progress()
    from reportgen.cli.listings.peers import withdrawn_record, withdrawn_text
    from reportgen.cli.remedies import worded
    from reportgen.runs.peers.withdrawing import withdraw

    if not why.strip():
        raise UsageError("--why is empty. Say why, without saying who it is.")
    where = _database(database, writes=True)
    done = withdraw(where, code, why.strip(), day.date() if day else None, say)
    if as_json:
        echo_json(withdrawn_record(done))
        return
    click.echo(withdrawn_text(done, day.date() if day else None))
    if done.left:
        told = done.left.told(worded)
        warn(f"Bytes of it may still be in the files of the database: {told} Withdraw it once more.")
    for backup in done.backups:
        warn(f"The backup {backup} still holds it: delete that file.")
    note(
        "Only backups that 'reportgen peers upgrade' made beside the database are looked for. Copies under other names "
        "or kept elsewhere, dumps and exports are not reached: delete what they hold of it."
    )
    if day:
        note("A file of peers that holds that assessment brings it back when it is imported: correct it there, too.")


@peers.command("alias")
@click.argument("code")
@click.option("--name", default="", help="Another name of it: a former one, a new one, a short one.")
@click.option("--number", default="", help="Its number in a register, or LEI.")
@click.option("--domain", default="", help="Its domain on the web.")
@_key_option
@_database_options
def alias_command(code: str, database: str | None, key: Path | None, as_json: bool, **names: str) -> None:
    """Let the organisation of a CODE be recognised by another name, a number or a domain.

    Only a keyed hash of it is stored.

    \b
    Example: reportgen peers alias BCDFGHJKLM --name "Harbour Group"
    """
    from reportgen.peers.database.aliases import Names
    from reportgen.runs.peers.keeping import add_names

    if not any(text.strip() for text in names.values()):
        raise UsageError("Give what it is to be recognised by: --name, --number or --domain.")
    where = _database(database, writes=True)
    new = add_names(where, _key(where, key), code, Names(**names))
    if as_json:
        echo_json({"organisation": code, "new": new})
    else:
        click.echo(f"{code}: {_aliases(new)} added.")


@peers.command("rekey")
@click.option("--key", type=FILE, help="File for the new key (default: one in the folder of your own settings).")
@_database_options
def rekey_command(database: str | None, key: Path | None, as_json: bool) -> None:
    """Begin anew with another key, when the old one is lost or was seen by others.

    All figures go on, and so do ids in workbooks. Nobody is recognised by name until their workbooks are added again,
    each with --organisation CODE, or 'alias' names them.

    \b
    Example: reportgen peers rekey --key new.key
    """
    from reportgen.cli.saving.output import keep_copy, write_private
    from reportgen.runs.peers.keeping import change_key, code_of

    where = _database(database, writes=True)
    _refuse_taken(key)
    target = key or _own_key(code_of(where))
    kept = keep_copy(target) if target.exists() else None
    if kept:
        kept.chmod(0o600)  # as secret as the key itself
    gone = change_key(where, lambda new: write_private(target, new))
    say_kept(kept)
    if as_json:
        echo_json({"key": str(target), "aliases_removed": gone})
    else:
        click.echo(f"{target}: the new key; {_aliases(gone)} of the old one went.")


@peers.command("summary")
@_database_options
def summary_command(database: str | None, as_json: bool) -> None:
    """Tell how many organisations there are, by sector, region, size and year; never fewer than five.

    \b
    Example: reportgen peers summary
    """
    from reportgen.cli.listings.peers import summary_record, summary_text
    from reportgen.runs.peers.publishing import database_summary

    found = database_summary(_database(database, tells_invented=as_json))
    if as_json:
        echo_json(summary_record(found))
    else:
        click.echo(summary_text(found))


@peers.command("audit")
@_database_options
def audit_command(database: str | None, as_json: bool) -> None:
    """List who changed what, and whether the record itself was changed.

    \b
    Example: reportgen peers audit
    """
    from reportgen.cli.listings.peers import audit_record_of, audit_text
    from reportgen.runs.peers.keeping import audit_record

    lines = audit_record(_database(database))
    if as_json:
        echo_json([audit_record_of(line) for line in lines])
    else:
        click.echo(audit_text(lines))
    click.get_current_context().exit(0 if all(line.is_sound for line in lines) else READABLE_BUT_WRONG)


@peers.command("editions")
@_database_options
def editions_command(database: str | None, as_json: bool) -> None:
    """List the published editions, with number, day, size and digest.

    \b
    Example: reportgen peers editions
    """
    from reportgen.cli.listings.peers import edition_record, editions_text
    from reportgen.runs.peers.publishing import editions_of

    found = editions_of(_database(database))
    if as_json:
        echo_json([edition_record(edition) for edition in found])
    else:
        click.echo(editions_text(found))


@peers.command("check")
@_database_options
def check_peers_command(database: str | None, as_json: bool) -> None:
    """Look whether the database is whole: its file, scores, editions, and the record of changes.

    What a writer that was stopped in the middle has left is taken back.

    \b
    Example: reportgen peers check
    """
    say = progress()
    from reportgen.runs.peers.keeping import faults_of

    where = _database(database)
    faults = faults_of(where, say)
    if as_json:
        echo_json({"database": where.name, "faults": faults})
    else:
        click.echo("\n".join(faults) or f"{where.name}: no faults.")
    click.get_current_context().exit(READABLE_BUT_WRONG if faults else 0)


@peers.command("upgrade")
@click.option("--dumped", is_flag=True, help="On a server: a dump was made with pg_dump.")
@_database_options
def upgrade_peers_command(database: str | None, dumped: bool, as_json: bool) -> None:
    """Bring a database made by an older reportgen up to date; a file is backed up first.

    On PostgreSQL you make a dump with pg_dump before, and say so.

    \b
    Example: reportgen peers upgrade
    """
    say = progress()
    from datetime import datetime

    from reportgen.runs.peers.keeping import upgrade_database

    where = _database(database, writes=True)
    before, backup = upgrade_database(where, datetime.now(), say, dumped=dumped)
    if as_json:
        echo_json({"from": before, "backup": str(backup) if backup else None})
    elif before is None:
        click.echo(f"{where.name} is up to date.")
    else:
        click.echo(f"{where.name} was brought up to date from format {before}.")
    if backup:
        note(f"As it was it is kept as {backup}. It holds all scores: delete it when all is well.")


@peers.command("study")
@click.option("--indicator", metavar="NAME", default="", help="Show this indicator (default: all that are stored).")
@output_option("Folder to write to")
@build_option("house_style")
@force_option
@set_option
@_database_options
def study_command(
    indicator: str,
    output: Path | None,
    house_style: Path | None,
    force: bool,
    question_set: str | None,
    database: str | None,
    as_json: bool,
) -> None:
    """Set practice against indicators such as growth: what goes together among many organisations.

    It is of the newest published edition. Writes a page that says what may and may not be concluded, with pictures. It
    tells nothing of a single organisation, and nothing at all of few; every figure is corrected for all indicators
    stored, whichever is shown. Who asked for it is put on record.

    \b
    Example: reportgen peers study --indicator margin
    """
    say = progress()
    from pathlib import Path

    from reportgen.cli.listings.study import study_as_text, study_record
    from reportgen.cli.remedies import worded
    from reportgen.cli.saving.studies import save_study
    from reportgen.runs.study import put_on_record, study_database, study_report

    where = _database(database)
    found = study_database(where, usual_here(question_set), indicator.strip(), say)
    here, asked = Path("here"), BuildOptions(house_style=house_style)
    asked = with_project(asked, here, ["house_style"], at_once=["house_style"], output=output is None)
    report = study_report(found, asked.house_style, say)
    try:
        put_on_record(where, found)
    except PeerDatabaseError as error:
        warn(f"This study is not on record: {error.told(worded)}")
    page, kept = save_study(report, output_folder(output, near=here), force=force)
    say_kept(*kept)
    if as_json:
        echo_json({"file": str(page)} | study_record(found))
    else:
        click.echo(f"{study_as_text(found)}\n\n{page}")


# ------------------------------------------------------------------------------------------------------------ helpers


def _aliases(count: int) -> str:
    return f"{count} alias{'' if count == 1 else 'es'}"


def _database(given: str | None, *, writes: bool = False, tells_invented: bool = True) -> Database:
    """The database asked for, else the usual one; what is good to know of it is told, unless the command does."""
    from reportgen.cli.listings.peers import INVENTED_HERE
    from reportgen.cli.project import usual_database
    from reportgen.peers.database.opening import database_at
    from reportgen.peers.database.shares import is_on_share
    from reportgen.runs.peers.keeping import is_invented

    found = database_at(given or usual_database())
    if tells_invented and is_invented(found):
        note(INVENTED_HERE)
    if writes and found.file and is_on_share(found.file):
        warn(
            f"{found.name} lies on a network share, whose locks may not keep two writers apart: let one person write, "
            "or use a PostgreSQL server."
        )
    return found


def _refuse_taken(key: Path | None) -> None:
    if key and key.exists():
        raise TargetError(f"{key} exists already. Choose another name for the new key.")


def _key(database: Database, given: Path | None) -> Path:
    """The file of the key asked for, else the one in the person's own settings."""
    from reportgen.runs.peers.keeping import code_of

    return given or _own_key(code_of(database))


def _own_key(code: str) -> Path:
    from reportgen.common.own_settings import settings_folder
    from reportgen.peers.identity import key_file

    return key_file(code, settings_folder())
