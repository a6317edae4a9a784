"""Commands in groups: listed in the order of work, each with its whole first line, and a near miss suggested."""

from __future__ import annotations

from collections import UserDict
from importlib import import_module
from typing import Any, NamedTuple

import click

_FOR_FILES = {".xlsx": "'check' or 'build'", ".docx": "'review' or 'refresh'"}
_WHOLE = 1_000  # characters: no first line is cut


class Named(NamedTuple):
    """A command that help lists without importing it."""

    where: str  # "module:name", of a module of this folder
    line: str  # what it says of itself in a list


class ImportedCommands(UserDict[str, Any]):
    """Commands by name, made of those listed; each is imported when it is asked for."""

    data: dict[str, Named]

    def __getitem__(self, name: str) -> click.Command:
        module, _, command = self.data[name].where.partition(":")
        found: click.Command = getattr(import_module(f"reportgen.cli.{module}"), command)
        return found


class CommandGroup(click.Group):
    """A group of commands. Their order is that in which they were added."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of work."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in the help: a whole sentence each, where click would cut it."""
        with formatter.section("Commands"):
            formatter.write_dl(self.lines())

    def lines(self) -> list[tuple[str, str]]:
        """Each command with the first sentence of what it says of itself."""
        return [(name, command.get_short_help_str(_WHOLE)) for name, command in self.commands.items()]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant by the first argument; fails with what may be meant instead."""
        name = args[0]
        if name not in self.commands and not name.startswith("-") and not ctx.resilient_parsing:
            ctx.fail(no_such_command(name, self))
        return super().resolve_command(ctx, args)


def no_such_command(name: str, group: click.Group) -> str:
    """What to say of a command that there is not."""
    from reportgen.common.folding import did_you_mean

    for suffix, usual in _FOR_FILES.items():
        if name.lower().endswith(suffix):
            return f"'{name}' is a file. What to do with it comes first, such as {usual}."
    return f"There is no command '{name}'.{did_you_mean(name, group.commands)} There are {', '.join(group.commands)}."


@click.command("help")
@click.argument("command", nargs=-1)
def help_command(command: tuple[str, ...]) -> None:
    """Explain a COMMAND, or list all.

    \b
    Examples: reportgen help build
              reportgen help questions list
    """
    context = click.get_current_context().find_root()
    for name in command:
        group = context.command
        if not isinstance(group, click.Group):
            context.fail(f"'{context.command_path}' has no commands of its own.")
        if name not in group.commands:
            context.fail(no_such_command(name, group))
        context = click.Context(group.commands[name], info_name=name, parent=context)
    click.echo(context.get_help())
