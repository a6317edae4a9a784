"""What the commands share: options that every one takes, and what is said about files."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from reportgen.common.exceptions import UsageError

if TYPE_CHECKING:
    from pathlib import Path


class _File(click.Path):
    """The path of a file. `pathlib` loads when there is a path, not for the help."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        from pathlib import Path

        return Path(os.fsdecode(super().convert(value, param, ctx)))


FILE = _File()


def common_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options every command takes: `--question-set`, `--force`, `--debug`."""
    command = click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of a failure.")(
        command
    )
    command = click.option("--force", is_flag=True, help="Replace existing files; a dated copy of each is kept.")(
        command
    )
    return click.option(
        "--question-set", metavar="SET", help="Name or folder of another question set (default: the workbook's own)."
    )(command)


def require_suffix(target: Path, suffix: str) -> None:
    """Raise `UsageError` when the name of a file to be written does not end as its kind does."""
    if target.suffix.lower() != suffix:
        raise UsageError(
            f"{target} should end in {suffix}, so that Excel opens it. Try {target.with_suffix(suffix).name}."
        )


def say_kept(kept: Path | None) -> None:
    """Tell under which name an earlier file was kept."""
    if kept:
        click.echo(f"The earlier file was kept as {kept}.", err=True)


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


def progress() -> Callable[[str], None]:
    """Tells what is being done, on a terminal only and once a second has passed."""
    if not sys.stderr.isatty():
        return lambda _: None
    started = monotonic()

    @functools.wraps(progress)
    def say(step: str) -> None:
        if monotonic() - started > 1:
            click.echo(f"{step} ...", err=True)

    return say
