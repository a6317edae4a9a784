"""What starts the pages by a double click: an entry of the start menu, or a file on the desktop."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.common.exceptions import TargetError

_MADE_BY_WINDOWS = """\
$link = (New-Object -ComObject WScript.Shell).CreateShortcut($env:REPORTGEN_LINK)
$link.TargetPath = $env:REPORTGEN_PROGRAM
$link.Arguments = $env:REPORTGEN_ARGUMENTS
$link.WorkingDirectory = $env:USERPROFILE
$link.Description = 'Assessment reports in the browser'
$link.Save()
"""
_SECONDS = 60  # for PowerShell


@dataclass(frozen=True)
class Shortcut:
    """A file to be started by a double click."""

    path: Path
    text: str  # on Windows what PowerShell does to make it, elsewhere what is in it
    mode: int = 0o644


def shortcut(platform: str, environment: Mapping[str, str], home: Path, command: Sequence[str]) -> Shortcut:
    """The one for a system (as `sys.platform` names it) that runs a command in a window."""
    if platform == "win32":
        programs = Path(environment.get("APPDATA") or home / "AppData" / "Roaming", "Microsoft", "Windows")
        return Shortcut(programs / "Start Menu" / "Programs" / "reportgen.lnk", _MADE_BY_WINDOWS)
    if platform == "darwin":
        return Shortcut(home / "Desktop" / "reportgen.command", f"#!/bin/sh\nexec {shlex.join(command)}\n", 0o755)
    data = environment.get("XDG_DATA_HOME", "")
    folder = Path(data) if os.path.isabs(data) else home / ".local" / "share"
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Name=reportgen",
        "Comment=Assessment reports in the browser",
        f"Exec={' '.join(map(_quoted, command))}",
        "Terminal=true",
        "Categories=Office;",
    )
    return Shortcut(folder / "applications" / "reportgen.desktop", "".join(f"{line}\n" for line in lines))


def _quoted(word: str) -> str:
    r"""A word of a command as desktop entries want it: quoted, and then escaped as any text of theirs.

    >>> print(_quoted("/home/anna/50% $x/python"))
    "/home/anna/50%% \\$x/python"
    """
    quoted = "".join(f"\\{sign}" if sign in '"`$\\' else sign for sign in word)
    return '"' + quoted.replace("\\", "\\\\").replace("%", "%%") + '"'


def write_shortcut() -> Path:
    """Write the one for this computer, in place of an earlier one; raises `TargetError` when that fails."""
    # -P: with -m alone, a folder of that name where it is started would be run
    command = [sys.executable, "-P", "-m", "reportgen", "serve"]
    made = shortcut(sys.platform, os.environ, Path.home(), command)
    try:
        made.path.parent.mkdir(parents=True, exist_ok=True)
        if sys.platform == "win32":
            _by_powershell(made, command)
        else:
            made.path.write_text(made.text, encoding="utf-8", newline="\n")
            made.path.chmod(made.mode)
    except (OSError, subprocess.SubprocessError) as error:
        reason = getattr(error, "strerror", None) or "Windows did not make it"
        raise TargetError(f"{made.path} cannot be written ({reason}).") from error
    return made.path


def _by_powershell(made: Shortcut, command: Sequence[str]) -> None:
    """Paths go by the environment: in it no letter of a name is taken for part of a command."""
    names = {
        "REPORTGEN_LINK": str(made.path),
        "REPORTGEN_PROGRAM": command[0],
        "REPORTGEN_ARGUMENTS": subprocess.list2cmdline(command[1:]),
    }
    subprocess.run(
        ["powershell", "-NoProfile", "-NonInteractive", "-Command", made.text],
        env={**os.environ, **names},
        check=True,
        capture_output=True,
        timeout=_SECONDS,
    )
