"""Other programs, run without a window and with a time limit."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence


def run_program(
    command: Sequence[str], *, seconds: float, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """The program, ended, with what it printed; whether it did its work is for the caller to see.

    Raises `subprocess.TimeoutExpired` when it did not end in time and was stopped, `OSError` when it cannot be started.
    """
    # on Windows no console window may flash up
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0) if sys.platform == "win32" else 0
    return subprocess.run(
        command, capture_output=True, timeout=seconds, check=False, creationflags=flags, env=environment
    )
