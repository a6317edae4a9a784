"""A process that does tasks for us, and can be ended at once with every program that it started.

It is started afresh, never forked: it shares no lock and no open file with us. On POSIX systems it leads a group of its
own, so that Ctrl-C in a terminal reaches us alone, and the whole group is ended together. If we die, it ends itself.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

_GRACE = 5.0  # seconds in which a process that has nothing more to do ends by itself


class GoneError(Exception):
    """The process has ended, whoever ended it."""


class Process:
    """One process. Messages to it and from it are pickled: both ends are this program, in one version."""

    def __init__(self, memory: int, warm: Iterable[str] = ()) -> None:
        """Start it. `memory` in bytes is what it may have, where the system has such a limit.

        Before its first task it loads the modules `warm`.
        """
        begin = f"serve({memory}, {tuple(warm)!r})"
        start = f"import sys; sys.path[:] = {sys.path!r}; from reportgen.work.worker import serve; {begin}"
        self._popen = subprocess.Popen(
            [sys.executable, "-c", start], stdin=subprocess.PIPE, stdout=subprocess.PIPE, **_apart()
        )
        self._lock = threading.Lock()
        self._is_ended = False

    def send(self, message: object) -> None:
        """Send it a message. Raises `GoneError`."""
        stream = self._popen.stdin
        try:
            assert stream is not None
            pickle.dump(message, stream)
            stream.flush()
        except OSError as error:
            raise GoneError from error

    def receive(self) -> Any:
        """Its next message. Raises `GoneError` when there will be none."""
        stream = self._popen.stdout
        try:
            assert stream is not None
            return pickle.load(stream)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise GoneError from error

    @property
    def is_alive(self) -> bool:
        """True as long as nobody ended it."""
        return self._popen.poll() is None

    def end(self) -> int:
        """End it at once with all that it started; how it ended: an exit code, or minus the number of a signal."""
        with self._lock:
            if not self._is_ended:
                end_tree(self._popen.pid)
                self._is_ended = True
            return self._popen.wait()

    def close(self) -> None:
        """Let it end, as there is nothing more to do; what does not end in time is ended."""
        with suppress(OSError):
            if self._popen.stdin is not None:
                self._popen.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(_GRACE)
        self.end()
        if self._popen.stdout is not None:
            self._popen.stdout.close()


def _apart() -> dict[str, Any]:
    """How a process is started that Ctrl-C does not reach, and that can be ended with its children."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def end_tree(process: int) -> None:
    """End a process that was started apart, and all that it started, whether or not it still runs itself."""
    if sys.platform == "win32":
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(process)],
            capture_output=True,
            check=False,
            creationflags=subprocess.CREATE_NO_WINDOW,
        )
    else:
        with suppress(ProcessLookupError, PermissionError):  # on macOS the second where all are about to end
            os.killpg(process, signal.SIGKILL)
