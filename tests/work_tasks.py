"""What the processes of the tests are asked to do: to fail, to hang, to grow, to die."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Callable
from pathlib import Path

from reportgen.common.exceptions import InvalidWorkbookError

Tell = Callable[[str], None]
_SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


def process(tell: Tell) -> int:
    """The process that does it."""
    tell("looking")
    return os.getpid()


def process_and(module: str, tell: Tell) -> tuple[int, bool]:
    """The process that does it, and whether it had loaded a module before."""
    return os.getpid(), module in sys.modules


_LEFT: list[weakref.ref[object]] = []


def leave_behind(tell: Tell) -> list[bool]:
    """Leave an object that refers to itself; what is said is which of those left before are still there."""
    alive = [left() is not None for left in _LEFT]
    dead = type("Dead", (), {})()
    dead.itself = dead
    _LEFT.append(weakref.ref(dead))
    return alive


def printed(tell: Tell) -> str:
    """What is printed disturbs nothing; nothing is there to be read."""
    print("printed")
    subprocess.run([sys.executable, "-c", "print('printed, too')"], check=True)
    return sys.stdin.read()


def fail(kind: str, tell: Tell) -> None:
    """Fail, in a way that people can put right, that nobody foresaw, or that cannot even be sent."""
    if kind == "foreseen":
        raise InvalidWorkbookError(())
    if kind == "unsendable":
        raise type("OddError", (Exception,), {})("odd")
    raise FileNotFoundError(2, "No such file", "somewhere")


def hang(notes: Path, tell: Tell) -> None:
    """Start a program and wait for it; note both, and leave something of the client behind."""
    program = subprocess.Popen(_SLEEP)
    left = Path(tempfile.mkdtemp(), "client.docx")
    left.write_text("secret", encoding="utf-8")
    notes.write_text(f"{os.getpid()}\n{program.pid}\n{left}", encoding="utf-8")
    tell("hanging")
    program.wait()


def grow(tell: Tell) -> int:
    """Ask for more memory than there may be."""
    return len(bytearray(2**40))


def die(tell: Tell) -> None:
    """End as a program does that the system ends."""
    os._exit(3)


def unreadable(tell: Tell) -> object:
    """A result that cannot be sent."""
    return lambda: None


def wait(seconds: float, tell: Tell) -> float:
    """Take some time."""
    time.sleep(seconds)
    return seconds
