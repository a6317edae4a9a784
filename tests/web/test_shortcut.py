"""What starts the pages by a double click, on each system: on Windows only what PowerShell is told is looked at."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.cli.shortcut import shortcut
from tests.commands import one_sentence, run

HOME = Path("/home/anna")
AWKWARD = ['/opt/Jörg\'s "50%" $HOME `x`\\bin/python', "-P", "-m", "reportgen", "serve"]


def words(line: str) -> list[str]:
    """The words of a command in a desktop entry: escaped as any text of it, then quoted, then with fields."""
    text = line.replace("\\\\", "\\")
    return [re.sub(r"\\(.)", r"\1", word).replace("%%", "%") for word in re.findall(r'"((?:\\.|[^"\\])*)"', text)]


def test_an_entry_of_the_menu_on_linux() -> None:
    made = shortcut("linux", {}, HOME, AWKWARD)
    assert made.path == HOME / ".local/share/applications/reportgen.desktop"
    lines = made.text.splitlines()
    assert lines[0] == "[Desktop Entry]"
    assert {"Type=Application", "Name=reportgen", "Terminal=true"} < set(lines)
    (command,) = [line for line in lines if line.startswith("Exec=")]
    assert words(command.removeprefix("Exec=")) == AWKWARD
    assert not re.search(r"(?<!%)%(?!%)", command.replace("%%", ""))


@pytest.mark.parametrize(("given", "folder"), [("/data", "/data"), ("", "/home/anna/.local/share"), ("data", None)])
def test_the_folder_of_the_desktop_on_linux(given: str, folder: str | None) -> None:
    made = shortcut("linux", {"XDG_DATA_HOME": given}, HOME, AWKWARD)
    assert made.path.parent == Path(folder or "/home/anna/.local/share") / "applications"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no shell of POSIX")
def test_a_file_on_the_desktop_of_macos_runs_the_command(tmp_path: Path) -> None:
    program = tmp_path / 'Jörg\'s "50%" $HOME `x`'
    program.write_text('#!/bin/sh\necho "$@"\n')
    program.chmod(0o755)
    made = shortcut("darwin", {}, HOME, [str(program), *AWKWARD[1:]])
    assert made.path == HOME / "Desktop" / "reportgen.command"
    assert made.mode & 0o111 == 0o111
    file = tmp_path / made.path.name
    file.write_text(made.text)
    file.chmod(made.mode)
    done = subprocess.run([file], capture_output=True, text=True, check=True)
    assert done.stdout == "-P -m reportgen serve\n"


def test_windows_makes_a_link_in_the_start_menu() -> None:
    made = shortcut("win32", {"APPDATA": "/users/anna/AppData/Roaming"}, HOME, AWKWARD)
    assert made.path == Path("/users/anna/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/reportgen.lnk")
    assert "anna" not in made.text
    assert "Jörg" not in made.text, "names of folders go by the environment"
    assert shortcut("win32", {}, HOME, AWKWARD).path.is_relative_to(HOME / "AppData" / "Roaming")


@pytest.mark.skipif(sys.platform == "win32", reason="it would make a real one")
def test_the_command_writes_it_and_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    for _ in range(2):
        done = run("serve", "--shortcut")
        assert done.exit_code == 0
    written = Path(done.stdout.strip())
    assert written.is_relative_to(tmp_path)
    assert sys.executable in written.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="it would make a real one")
def test_where_it_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    done = run("serve", "--shortcut")
    assert done.exit_code == 2
    assert "cannot be written (" in one_sentence(done)
