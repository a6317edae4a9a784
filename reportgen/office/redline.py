"""Two Word files compared into one with tracked changes, by a program of its own: the engine of the extra `redline`.

It is unpacked into a throw-away folder and works on copies there, with a time limit: nothing of it stays on the
machine, and no half-unpacked engine of an earlier run is ever used.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from reportgen.common.diagnostics.runs import (
    NO_REDLINE_ENGINE,
    REDLINE_FAILED,
    REDLINE_NOT_STARTED,
    REDLINE_TOO_SLOW,
)
from reportgen.common.exceptions import OfficeError
from reportgen.common.language import shortened
from reportgen.office.programs import run_program

SECONDS = 180  # for one comparison: many times what a long report takes on a busy machine
_DATE = "2000-01-01T00:00:00Z"  # any: without one the engine takes the time of day
_LONGEST = 200  # letters of what the engine says of its failure
_ENVIRONMENT = {
    "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1",  # else it ends at once on a Linux without the library ICU
    "DOTNET_EnableDiagnostics": "0",  # no files for debuggers in the temporary folder
}


def tracked_between(before: bytes, after: bytes, *, author: str) -> bytes:
    """The Word file `before` with every change that makes `after` of it, tracked as those of `author`.

    Changes that are tracked in either file already count as accepted.
    Raises `OfficeError` with a plain sentence when the engine is not installed, or gives no file in time.
    """
    with tempfile.TemporaryDirectory(prefix="reportgen-", ignore_cleanup_errors=True) as folder:
        engine = _unpacked(Path(folder, "engine"))
        files = [Path(folder, name) for name in ("before.docx", "after.docx", "compared.docx")]
        for path, content in zip(files, (before, after), strict=False):
            path.write_bytes(content)
        _run([engine, *map(str, files), f"--author={author}", f"--date-time={_DATE}"])
        made = files[-1].read_bytes() if files[-1].is_file() else b""
    if not made.startswith(b"PK"):
        raise OfficeError(REDLINE_FAILED.at(reason="it wrote no Word file"))
    return made


def is_installed() -> bool:
    """True where the extra is installed that compares two drafts; whether it runs is seen when it does."""
    return find_spec("python_redlines") is not None


def _unpacked(folder: Path) -> str:
    """The path of the engine's program."""
    try:
        from python_redlines import DocxodusEngine

        return str(DocxodusEngine(str(folder)).extracted_binaries_path)
    except ImportError as error:  # also where there is no engine for this system
        raise OfficeError(NO_REDLINE_ENGINE.at()) from error
    except OSError as error:
        raise OfficeError(REDLINE_NOT_STARTED.at(reason=error.strerror or error)) from error


def _run(command: list[str]) -> None:
    try:
        done = run_program(command, seconds=SECONDS, environment={**os.environ, **_ENVIRONMENT})
    except subprocess.TimeoutExpired as error:
        raise OfficeError(REDLINE_TOO_SLOW.at(seconds=SECONDS)) from error
    except OSError as error:
        raise OfficeError(REDLINE_NOT_STARTED.at(reason=error.strerror or error)) from error
    if done.returncode:
        said = shortened(done.stderr.decode("utf-8", "replace"), _LONGEST)
        raise OfficeError(REDLINE_FAILED.at(reason=said or f"exit code {done.returncode}"))
