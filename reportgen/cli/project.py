"""What a project file says, as the commands use it: options go before it, and what is taken from it is told."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reportgen.cli.options import (
    FILE,
    build_option,
    common_options,
    flag,
    force_option,
    note,
    project_is_wanted,
    say_kept,
)
from reportgen.common.exceptions import UsageError
from reportgen.common.options import BuildOptions, OptionKind, usual_options

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.runs.project import Project

Options = TypeVar("Options", bound=BuildOptions)
BUILT_WITH = ("template", "house_style", "charts")  # what a build is asked for at once; the rest a workbook may name


def with_project(
    options: Options, near: Path, names: Collection[str] = (), *, at_once: Collection[str] = (), output: bool = False
) -> Options:
    """Options with what the project file of a file says, of these names only, or of all there are.

    It stands `at_once` where nothing was asked for; the rest only where neither workbook nor draft says otherwise. With
    `output` it is told, too, which folder the file names.
    """
    from reportgen.runs.project import own_project, with_usual

    project = _project(near)
    if "peers" in (names or usual_options()):
        own = own_project()
        registered = (one.registered for one in (own, project) if one)
        options = replace(options, registered={name: at for names in registered for name, at in names.items()})
    if project is None:
        return options
    wanted = [name for name in names or usual_options() if getattr(options, name) is None]
    usual = project.options(wanted)
    _tell(project, [*wanted, *(["output"] if output else [])])
    return with_usual(options, usual, at_once=at_once)


def output_folder(output: Path | None, *, near: Path, tell: bool = True) -> Path:
    """The folder to write to: as asked for, else as the project file of a file says, else the usual one.

    Where it is the project file, that is told, unless another does that.
    """
    from pathlib import Path

    if output is not None:
        return output
    project = _project(near)
    if project is None or project.output is None:
        return Path("output")
    if tell:
        _tell(project, ["output"])
    return project.output


def usual_set(question_set: str | None, near: Path) -> str | None:
    """The question set asked for, else that of the project file."""
    return question_set or with_project(BuildOptions(), near, ["question_set"]).usual_set


def usual_here(question_set: str | None) -> str | None:
    """The question set asked for, else that of the project file of the folder we are in."""
    from pathlib import Path

    return usual_set(question_set, Path("here"))


def usual_database() -> str:
    """The peer database of the project file of the folder we are in, else of the person's own settings.

    Raises `UsageError` when neither names one.
    """
    from pathlib import Path

    from reportgen.common.own_settings import settings_folder

    if database := named_database(Path("here")):
        return database
    raise UsageError(
        "Which peer database? Name it with --database, or for good in a file reportgen.toml, here or in "
        f'{settings_folder()}: [peers] and below it database = "firm.peers".'
    )


def named_database(near: Path) -> str:
    """The peer database of the project file of a file, else of the person's own settings; empty where there is none."""
    from reportgen.runs.project import own_project

    for project in (_project(near), own_project()):
        if project and project.database:
            note(f"Peer database: as {project.file} says.")
            return project.database
    return ""


def project_folders(draft: Path) -> tuple[Path, ...]:
    """The folders of the projects that a draft may be of: above it, or ours, where that has its reports written there.

    Reports may go far from the workbooks they are built from.
    """
    from pathlib import Path

    above, here = _project(draft), _project(Path("here"))
    is_ours = here is not None and here.output is not None and draft.absolute().is_relative_to(here.output)
    found = (above, here if is_ours else None)
    return tuple(dict.fromkeys(project.file.parent for project in found if project))


def _project(near: Path) -> Project | None:
    from reportgen.runs.project import find_project, read_project

    file = find_project(near) if project_is_wanted() else None
    return read_project(file) if file else None


def _tell(project: Project, names: Collection[str]) -> None:
    """Name the file, and what it gives; each entry but once in a run."""
    told: set[tuple[Path, str]] = click.get_current_context().meta.setdefault("reportgen.told", set())
    new = [name for name in names if (project.file, name) not in told]
    told |= {(project.file, name) for name in new}
    if words := project.words(new):
        note(f"Project file {project.file}: {words}.")


def _entries(command: Any) -> Any:
    """The options that become entries of the file: those of a build, and where it writes."""
    command = click.option("-o", "--output", type=FILE, help="Folder to which 'build' shall write, for the file.")(
        command
    )
    for name in reversed(usual_options()):
        command = build_option(name)(command)
    return command


@click.command("init")
@click.argument("folder", type=FILE, default=".")
@_entries
@force_option
@common_options
def init_command(folder: Path, force: bool, **given: Path | str | None) -> None:
    """Write a project file: what the workbooks of a FOLDER are built with.

    It is used by every command on a workbook in that folder or below, unless an option says otherwise. The file
    explains each entry; the options given here are filled in.

    \b
    Example: reportgen init --template our-report.docx --house-style our-house-style.toml
    writes   reportgen.toml in this folder
    """
    from reportgen.cli.saving.output import write_new
    from reportgen.runs.project import PROJECT_FILE, project_text

    entries = {name: value for name, value in given.items() if value is not None}
    _refuse_absent(entries)
    target = folder / PROJECT_FILE
    say_kept(*write_new({target: project_text(entries, folder).encode("utf-8")}, force=force))
    click.echo(target)


def _refuse_absent(entries: Mapping[str, Path | str]) -> None:
    """Refuse to write down the name of a file that is not there: every command would stumble over it."""
    from reportgen.common.peer_source import is_url

    files = [name for name, option in usual_options().items() if option.kind is OptionKind.FILE]
    for name in files:
        if name in entries and not is_url(str(entries[name])) and not os.path.isfile(entries[name]):
            raise UsageError(
                f"{flag(name)} names '{entries[name]}', but there is no such file. Correct the name, or leave it out "
                "and enter it in the project file later."
            )
