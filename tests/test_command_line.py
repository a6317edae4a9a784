"""The command line as people expect it: help, near misses, what is told while it works, odd names, closed pipes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import click
import pytest
from click.shell_completion import BashComplete

from reportgen.cli import options
from reportgen.cli.main import COMMANDS, cli
from tests.commands import one_sentence, run

ORDER_OF_WORK = [
    *("init", "new", "check", "build", "explain", "refresh", "review", "finalize", "merge", "upgrade"),
    *("questions", "peers", "template", "serve", "help"),
]


def groups(group: click.Group = cli, *path: str) -> Iterator[tuple[tuple[str, ...], click.Group]]:
    """Every group of commands, with the words that lead to it."""
    yield path, group
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from groups(command, *path, name)


def taking(flag: str) -> set[str]:
    """The commands that take an option."""
    return {
        " ".join((*path, name))
        for path, group in groups()
        for name, command in group.commands.items()
        if any(flag in parameter.opts for parameter in command.params)
    }


# --------------------------------------------------------------------------------------------------------------- help


def test_commands_are_listed_in_the_order_of_work() -> None:
    listed = run("--help").stdout.partition("\nCommands:\n")[2]
    assert [line.split()[0] for line in listed.splitlines() if line[2:3].strip()] == ORDER_OF_WORK


@pytest.mark.parametrize("path", [path for path, _ in groups()], ids=" ".join)
def test_each_command_is_listed_with_its_whole_first_line(path: tuple[str, ...]) -> None:
    group = dict(groups())[path]
    listed = " ".join(run(*path, "--help").stdout.partition("\nCommands:\n")[2].split())
    for command in group.commands.values():
        assert command.help
        first, end, _ = command.help.partition("\n\n")[0].partition(".")
        assert f"{' '.join(first.split())}{end}" in f"{listed}."
    assert "..." not in listed.replace("WORKBOOK...", "")


def test_what_help_lists_without_importing_it_is_what_each_command_says_of_itself() -> None:
    assert {name: listed.line for name, listed in COMMANDS.items()} == {
        name: command.get_short_help_str(1_000) for name, command in cli.commands.items()
    }
    assert all(command.name == name for name, command in cli.commands.items())


@pytest.mark.parametrize("path", [(), ("build",), ("questions", "list")], ids=" ".join)
def test_help_of_a_command_is_what_the_command_says_of_itself(path: tuple[str, ...]) -> None:
    told = run("help", *path)
    assert told.exit_code == 0
    assert told.stdout.splitlines()[2:] == run(*path, "--help").stdout.splitlines()[2:]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("biuld", "client.xlsx"), "There is no command 'biuld'. Did you mean 'build'?"),
        (("questions", "lsit"), "There is no command 'lsit'. Did you mean 'list'?"),
        (("help", "finalise"), "There is no command 'finalise'. Did you mean 'finalize'?"),
        (("help", "build", "now"), "build' has no commands of its own."),
        (("client.xlsx",), "'client.xlsx' is a file. What to do with it comes first, such as 'check' or 'build'."),
        (("build", "client.xlsx", "--hous-style", "x"), "--house-style"),
        (("build", "client.xlsx", "--charts", "nativ"), "'picture', 'native'"),
    ],
)
def test_a_near_miss_is_told_what_may_be_meant(words: tuple[str, ...], said: str) -> None:
    missed = run(*words)
    assert missed.exit_code == 2
    assert said in " ".join(one_sentence(missed).split())


def test_the_file_that_may_be_meant_is_named(sample: Path) -> None:
    message = one_sentence(run("check", sample.with_name("sample-clinet.xlsx")))
    assert f"is not there (did you mean '{sample}'?)" in message
    assert "did you mean" not in one_sentence(run("check", sample.with_name("budget.xlsx")))
    for other, why in (("team.xlsx", "only the ending is alike"), (f"{sample.stem}.xslx", "the ending is the slip")):
        message = one_sentence(run("check", sample.with_name(other)))
        assert ("did you mean" in message) == other.endswith(".xslx"), why


@pytest.mark.parametrize(
    ("there", "typed", "is_meant"),
    [
        *(("client.xlsx", typed, True) for typed in ("cleint.xlsx", "clients.xlsx", "CLIENT .xlsx", "client.xslx")),
        *(("client_report.xlsx", typed, True) for typed in ("client-report.xlsx", "client report.xlsx")),
        *(("client.xlsx", typed, False) for typed in ("client-marked.xlsx", "patient.xlsx", "clinic.xlsx")),
        *((there, typed, False) for there, typed in (("votes.xlsx", "notes.xlsx"), ("papers.xlsx", "peers.xlsx"))),
        *(("client-2025.xlsx", typed, False) for typed in ("client-2026.xlsx", "client-25.xlsx")),
        ("cilent-2025.xlsx", "client-2025.xlsx", True),
    ],
)
def test_a_file_of_a_like_name_is_meant_only_where_one_is_a_slip_of_the_other(
    tmp_path: Path, there: str, typed: str, is_meant: bool
) -> None:
    (tmp_path / there).write_bytes(b"")
    message = one_sentence(run("check", tmp_path / typed))
    assert ("did you mean" in message) is is_meant


def test_options_stand_only_where_they_mean_something() -> None:
    every = {" ".join((*path, name)) for path, group in groups() for name in group.commands}
    every -= {"questions", "peers", "template"}
    writing = {"init", "new", "check", "build", "refresh", "finalize", "merge", "upgrade"}
    of_groups = {"questions new", "questions export", "questions import", "peers export", "peers study"}
    assert taking("--force") == writing | of_groups
    reading = (writing - {"init"}) | {"explain", "review"}
    of_sets = {f"questions {name}" for name in ("list", "show", "export")}
    of_peers = {f"peers {name}" for name in ("add", "import", "export", "study")}
    assert taking("--question-set") == reading | of_sets | of_peers | {"init"}
    assert taking("--no-project") == taking("--question-set") - {"init"}
    assert taking("--open") == {"build", "refresh", "finalize"}
    assert taking("--debug") == taking("--quiet") == taking("--verbose") == every - {"help"}


def test_a_shell_completes_commands_options_and_choices() -> None:
    complete = BashComplete(cli, {}, "reportgen", "_REPORTGEN_COMPLETE")

    def offered(*words: str) -> set[str]:
        return {item.value for item in complete.get_completions(list(words[:-1]), words[-1])}

    assert offered("re") == {"refresh", "review"}
    assert offered("build", "--ho") == {"--house-style"}
    assert offered("build", "--charts", "") == {"picture", "native"}
    assert offered("questions", "ex") == {"export"}


# ------------------------------------------------------------------------------------------------------ while it works


def test_a_step_that_lasts_is_told_before_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    told: SimpleQueue[str] = SimpleQueue()
    monkeypatch.setattr(click, "echo", lambda message, err: told.put(message))
    telling = options._Telling(0.05)
    telling.begin("Drawing")
    assert told.get(timeout=60) == "Drawing ..."
    telling.begin("Filling")
    assert told.get_nowait() == "Filling ..."
    telling.end()
    assert told.empty()


def test_quick_work_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    telling = options._Telling(3600)
    telling.begin("Reading")
    telling.end()
    telling._tell()  # as the clock would, had it not been stopped
    assert telling._timer.finished.is_set()
    assert capsys.readouterr().err == ""


def test_v_tells_every_step_also_where_there_is_no_terminal(sample: Path) -> None:
    assert "Checking sample-client.xlsx ...\n" in run("check", sample, "-v").stderr
    assert run("check", sample).stderr == ""


def test_a_quiet_build_prints_the_draft_alone_and_open_opens_it(
    workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def launch(url: str) -> int:
        opened.append(url)
        return len(opened) - 1  # the second time there is no program

    monkeypatch.setattr(click, "launch", launch)
    arguments = ("build", workbook, "--question-set", workbook.parent / "museum-set", "-o", tmp_path / "out")
    assert run(*arguments, "-q").stderr == ""
    assert opened == []
    first = run(*arguments, "-q", "--open")
    draft = tmp_path / "out" / "museum" / "museum-report.docx"
    assert (first.stdout.strip(), first.stderr, opened) == (str(draft), "", [str(draft)])
    refreshed = run("refresh", draft, workbook, "--open")
    assert refreshed.exit_code == 0, refreshed.output
    assert opened[1:] == [str(draft.with_name("museum-report-refreshed.docx"))]
    assert "could not be opened. It is written" in refreshed.stderr
    assert run("refresh", draft, workbook, "--dry-run", "--open").exit_code == 0
    assert len(opened) == 2


# --------------------------------------------------------------------------------------------- names, and closed pipes

LONG = "x" * 300


@pytest.mark.parametrize(
    "words",
    [
        ("check", f"{LONG}.xlsx"),
        ("build", f"{LONG}.xlsx"),
        ("explain", f"{LONG}.xlsx", "overall"),
        ("merge", f"{LONG}.xlsx", "-o", "both.xlsx"),
        ("review", f"{LONG}.docx"),
        ("finalize", "draft.docx", "-o", f"{LONG}.docx"),
        ("new", f"{LONG}.xlsx", "--client", "Harbour"),
        ("init", LONG),
        ("questions", "check", LONG),
        ("questions", "list", "--question-set", LONG),
        ("questions", "export", f"{LONG}.xlsx"),
        ("template", "check", f"{LONG}.docx"),
    ],
    ids=lambda words: " ".join(words[:2])[:18],
)
def test_a_name_too_long_for_the_system_is_said_to_be_so(words: tuple[str, ...]) -> None:
    refused = run(*words)
    assert refused.exit_code in (1, 2)
    assert "reportgen itself failed" not in refused.output
    assert LONG in refused.output


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (("build", "client.xlsx", "--peers", ""), "--peers"),
        (("build", "client.xlsx", "--question-set="), "--question-set"),
        (("peers", "summary", "--database", "  "), "--database"),
        (("build", "client.xlsx", "-o", ""), "-o"),
        (("check", ""), "check"),
        (("",), "reportgen"),
    ],
)
def test_what_is_given_empty_is_told_and_no_default_taken(words: tuple[str, ...], where: str) -> None:
    """As of a variable of a script that holds nothing."""
    result = run(*words)
    assert result.exit_code == 2
    assert one_sentence(result) == f"Error: What follows '{where}' is empty. Name what is meant, or leave it away."


def test_a_long_name_that_the_system_allows_is_read(sample: Path) -> None:
    longest = sample.with_name(f"{'x' * 240}.xlsx")  # the lock file of it could have no name
    sample.rename(longest)
    assert run("check", longest).exit_code == 0


@pytest.mark.skipif(os.name != "posix", reason="closed pipes are told in another way there")
def test_whoever_has_read_enough_may_close_the_pipe() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "reportgen", "questions", "list", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().strip() == b"["
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    process.wait()
    assert said == b""
