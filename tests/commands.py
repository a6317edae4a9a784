"""The commands as a person types them."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from reportgen.cli.main import cli


def run(*arguments: str | Path) -> Result:
    """A command with its arguments: what it printed, and its exit code."""
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def one_sentence(result: Result) -> str:
    """The one message of a refusal: never a traceback."""
    assert "Traceback" not in result.output
    lines = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    assert len(lines) == 1, result.output
    return lines[0]
