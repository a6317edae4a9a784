"""What runs in a process that does tasks: one after another, warm, until nobody is there to ask for more."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterable
from importlib import import_module
from queue import SimpleQueue
from typing import IO, Any

from reportgen.work.garbage import collect_garbage
from reportgen.work.process import end_tree

STEP, DONE, FAILED, TOO_LARGE, LOST = "step", "done", "failed", "too large", "lost"  # what becomes of a task


def serve(memory: int, warm: Iterable[str] = ()) -> None:
    """Do tasks as they come in; end when whoever sends them is gone, in the midst of one with all that it started.

    The modules `warm` are loaded first, while nobody waits.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line does
    gc.disable()
    _limit(memory)
    inbox, outbox = _channels()
    tasks: SimpleQueue[bytes | None] = SimpleQueue()
    busy = threading.Event()
    threading.Thread(target=_listen, args=(inbox, tasks, busy), daemon=True).start()
    for module in warm:
        import_module(module)
    while (task := tasks.get()) is not None:
        _do(task, outbox)
        busy.clear()
        tempfile.tempdir = None
        collect_garbage()


def _channels() -> tuple[IO[bytes], IO[bytes]]:
    """Standard input and output for us alone: programs that are started get no input, and what is printed no reader."""
    inbox, outbox = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return inbox, outbox


def _limit(memory: int) -> None:
    """Have what asks for more memory fail, before the machine grinds to a halt. Linux alone keeps to such a limit."""
    if sys.platform != "win32":
        import resource

        try:
            _, most = resource.getrlimit(resource.RLIMIT_AS)
            wanted = memory if most == resource.RLIM_INFINITY else min(memory, most)
            resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
        except (OSError, ValueError):
            pass


def _listen(inbox: IO[bytes], tasks: SimpleQueue[bytes | None], busy: threading.Event) -> None:
    try:
        while True:
            task = pickle.load(inbox)
            busy.set()
            tasks.put(task)
    except (EOFError, OSError, pickle.UnpicklingError):
        if busy.is_set():  # in the midst of a task that nobody waits for
            if tempfile.tempdir:
                shutil.rmtree(tempfile.tempdir, ignore_errors=True)
            end_tree(os.getpid())
        tasks.put(None)


def _do(task: bytes, outbox: IO[bytes]) -> None:
    """Do a task, tell its steps, and send what came of it."""

    def send(kind: str, value: object) -> None:
        message = pickle.dumps((kind, value))  # first whole, then sent
        outbox.write(message)
        outbox.flush()

    try:
        function, arguments, folder = pickle.loads(task)
        os.mkdir(folder, 0o700)
        tempfile.tempdir = folder
        send(DONE, function(*arguments, lambda step: send(STEP, step)))
    except MemoryError:
        send(TOO_LARGE, None)
    except Exception as error:
        send(FAILED, sendable(error))


def sendable(error: Exception) -> Any:
    """An error that can be sent, with its traceback as a note; one that cannot is told in words."""
    told = f"In the process that did it:\n{traceback.format_exc()}"
    try:
        error.add_note(told)
        pickle.loads(pickle.dumps(error))
    except Exception:
        error = RuntimeError(f"{type(error).__name__}: {error}")
        error.add_note(told)
    return error
