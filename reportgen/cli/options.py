"""What the commands share: options, and what is said about files."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from reportgen.common.exceptions import UsageError
from reportgen.common.options import BuildOptions, OptionKind, declarations

if TYPE_CHECKING:
    from pathlib import Path


class _File(click.Path):
    """The path of a file. `pathlib` loads when there is a path, not for the help."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        from pathlib import Path

        return Path(os.fsdecode(super().convert(value, param, ctx)))


class _Peers(_File):
    """A source of peers: the URL of a server stays a text, everything else may be a path."""

    name = "path or url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from reportgen.common.peer_source import is_url, server_url

        if isinstance(value, str) and is_url(value):
            return server_url(value)
        return super().convert(value, param, ctx)


FILE, PEERS = _File(), _Peers()


READABLE_BUT_WRONG = 1  # what a command exits with: what it read is not as it should be, or not decided
Command = Callable[..., Any]


_LOUDNESS = "reportgen.loudness"  # of the running command, in what click keeps of it


def _keep_loudness(value: int) -> Callable[[click.Context, click.Parameter, bool], None]:
    def keep(ctx: click.Context, _: click.Parameter, is_set: bool) -> None:
        if is_set:
            ctx.meta[_LOUDNESS] = ctx.meta.get(_LOUDNESS, 0) + value

    return keep


def is_quiet() -> bool:
    """True with `-q`: results, warnings and errors are printed, and nothing else."""
    return int(click.get_current_context().meta.get(_LOUDNESS, 0)) < 0


def is_verbose() -> bool:
    """True with `-v`: nothing is drawn together, every step is told."""
    return int(click.get_current_context().meta.get(_LOUDNESS, 0)) > 0


def _loudness(short: str, long: str, value: int, help: str) -> Callable[[Command], Command]:
    return click.option(
        short, long, is_flag=True, expose_value=False, is_eager=True, callback=_keep_loudness(value), help=help
    )


def common_options(command: Command) -> Command:
    """The options every command takes: `-q`, `-v`, `--debug`."""
    for option in (
        click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of a failure."),
        _loudness("-v", "--verbose", 1, "Tell everything: each problem on its own, each step as it is done."),
        _loudness("-q", "--quiet", -1, "Print results, warnings and errors only."),
    ):
        command = option(command)
    return command


def force_option(command: Command) -> Command:
    """The option of commands that write files of a name that people choose."""
    return click.option("--force", is_flag=True, help="Replace existing files; a dated copy of each is kept.")(command)


def set_option(command: Command) -> Command:
    """The option of commands that read with a question set; a project file may name it too."""
    return build_option("question_set")(project_option(command))


def project_option(command: Command) -> Command:
    """The option of commands that use a project file."""
    return click.option(
        "--no-project",
        is_flag=True,
        expose_value=False,
        callback=_keep_no_project,
        help="Use no project file (reportgen.toml beside the workbook or above).",
    )(command)


_NO_PROJECT = "reportgen.no-project"


def _keep_no_project(ctx: click.Context, _: click.Parameter, is_set: bool) -> None:
    ctx.meta[_NO_PROJECT] = is_set


def project_is_wanted() -> bool:
    """False with `--no-project`."""
    return not click.get_current_context().meta.get(_NO_PROJECT, False)


def output_option(help: str) -> Callable[[Command], Command]:
    """The option that names the folder of a build."""
    return click.option("-o", "--output", type=FILE, help=f"{help} (default: that of the project file, else output).")


def base_option(command: Command) -> Command:
    """The option of commands on a draft that names its base."""
    return click.option(
        "--base", type=FILE, help="What DRAFT was generated as, where it has lost that: a file of a folder 'base'."
    )(command)


def build_options(kind: type[BuildOptions], default: str = "") -> Callable[[Command], Command]:
    """All options of a build or a refresh, which the command is given as one object, `options`.

    `default` says what stands for each that is not given, in place of what its declaration says.
    """

    def decorate(command: Command) -> Command:
        names = declarations(of=kind)

        @functools.wraps(command)
        def with_options(**given: Any) -> Any:
            options = kind(**{name: given.pop(name) for name in names})
            return command(options=options, **given)

        wanted: Command = with_options
        for name, option in reversed(names.items()):
            if option.kind is not OptionKind.SET:  # `set_option` declares it, and the project file that may name it
                wanted = build_option(name, default, of=kind)(wanted)
        return wanted

    return decorate


def build_option(
    name: str, default: str = "", *, of: type[BuildOptions] = BuildOptions
) -> Callable[[Command], Command]:
    """One option of a build, by its declaration."""
    option = declarations(of=of)[name]
    otherwise = "" if option.kind is OptionKind.FLAG else default or option.default
    help = f"{option.help} (default: {otherwise})." if otherwise else f"{option.help}."
    if option.kind is OptionKind.FLAG:
        return click.option(flag(name), is_flag=True, help=help)
    if option.kind is OptionKind.SET:
        return click.option(flag(name), metavar="SET", help=help)
    if option.is_peers:
        return click.option(flag(name), type=PEERS, metavar="SOURCE", help=help)
    return click.option(flag(name), type=click.Choice(list(option.choices)) if option.choices else FILE, help=help)


def flag(name: str) -> str:
    """An option as it is typed.

    >>> flag("house_style")
    '--house-style'
    """
    return f"--{name.replace('_', '-')}"


def require_suffix(target: Path, suffix: str) -> None:
    """Raise `UsageError` when the name of a file to be written does not end as its kind does."""
    if target.suffix.lower() != suffix:
        program = "Word" if suffix == ".docx" else "Excel"
        raise UsageError(
            f"{target} should end in {suffix}, so that {program} opens it. Try {target.with_suffix(suffix).name}."
        )


def note(message: str) -> None:
    """Tell something that is good to know."""
    if not is_quiet():
        click.echo(message, err=True)


def say_kept(*files: Path | None) -> None:
    """Tell under which names earlier files were kept."""
    for kept in filter(None, files):
        note(f"The earlier file was kept as {kept}.")


def echo_json(record: object) -> None:
    """Print what `--json` asks for."""
    import json

    click.echo(json.dumps(record, ensure_ascii=False, indent=2))


def warn(message: str) -> None:
    """Say something that does not stop the command."""
    click.echo(f"Warning: {message}", err=True)


def warn_of_lock(file: Path, program: str = "Excel") -> None:
    """Warn when a workbook, or a draft of another program, seems to be open there."""
    from reportgen.cli.saving.output import lock_file_of

    if lock_file_of(file):
        warn(f"{file.name} seems to be open in {program} or LibreOffice: changes not yet saved are not read.")


PATIENCE = 1.0  # seconds after which a person wants to know what is being done


def progress() -> Callable[[str], None]:
    """Tells what is being done: on a terminal once a second has passed, with `-v` at once and anywhere; not with `-q`.

    The clock runs from here, so commands begin with it, before they load what they need.
    """
    if is_quiet() or not (is_verbose() or sys.stderr.isatty()):
        return lambda _: None
    telling = _Telling(0.0 if is_verbose() else PATIENCE)
    click.get_current_context().call_on_close(telling.end)
    return telling.begin


class _Telling:
    """The step that is being done, told when the time has come; a step that lasts does not wait for the next one."""

    def __init__(self, patience: float) -> None:
        from threading import RLock, Timer

        self._lock = RLock()
        self._step = "Starting"
        self._since, self._patience = monotonic(), patience
        self._timer = Timer(patience, self._tell)
        self._timer.daemon = True
        if patience:
            self._timer.start()

    def begin(self, step: str) -> None:
        """Another step begins."""
        with self._lock:
            self._step = step
            if monotonic() - self._since >= self._patience:
                self._tell()

    def _tell(self) -> None:
        with self._lock:
            if self._step:
                click.echo(f"{self._step} ...", err=True)
            self._step = ""

    def end(self) -> None:
        """Nothing is told any more."""
        self._timer.cancel()
        with self._lock:
            self._step = ""


def steps_of(say: Callable[[str], None], file: Path, files: tuple[Path, ...]) -> Callable[[str], None]:
    """The same for one of several files: each step names it."""
    return (lambda step: say(f"{file.name}: {step}")) if len(files) > 1 else say


def open_option(command: Command) -> Command:
    """The option of commands that write a document."""
    return click.option("--open", "open_it", is_flag=True, help="Open it when it is written.")(command)


def show_file(file: Path) -> None:
    """Open a file in the program that is there for its kind."""
    if click.launch(os.path.abspath(file)):
        warn(f"{file} could not be opened. It is written; open it in Word or LibreOffice.")
