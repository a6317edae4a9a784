"""Several processes that do tasks side by side; a task that fails, hangs, grows or is killed harms no other.

Bounded in number, and each task in time and memory. The clock of a task runs from its beginning, not while it waits. A
lane of its own for short tasks is another `Workers`.

Kept libraries do not do this: `docs/decisions/processes.md`.
"""

from __future__ import annotations

import os
import pickle
import shutil
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from secrets import token_hex
from types import TracebackType
from typing import Any, Generic, TypeVar

from reportgen.common.diagnostics.diagnostic import DiagnosticKind
from reportgen.common.diagnostics.runs import WORK_LOST, WORK_STOPPED, WORK_TOO_LARGE, WORK_TOO_LONG
from reportgen.common.exceptions import WorkError
from reportgen.common.language import tally
from reportgen.work import worker
from reportgen.work.process import GoneError, Process

Result = TypeVar("Result")
Told = Callable[[str], None]
_PATIENCE = 10.0  # seconds for what was ended to be gone


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may take."""

    seconds: float = 1_200.0  # from its beginning; a large report takes one minute
    memory: int = 4 * 2**30  # bytes of address space, for it and each program it starts, where the system limits them


@dataclass(eq=False)
class _Job(Generic[Result]):
    """A task, and what becomes of it."""

    name: str  # of what it is about, for messages
    order: bytes  # the function and its arguments
    told: Told
    future: Future[Result] = field(default_factory=Future)
    process: Process | None = None  # that does it
    ended_as: DiagnosticKind[str] | None = None  # why we ended it


class Workers:
    """So many processes, each started when it is first needed and kept warm for the tasks that follow."""

    def __init__(
        self,
        count: int,
        limits: Limits | None = None,
        *,
        idle: float | None = None,
        once: bool = False,
        warm: Sequence[str] = (),
    ) -> None:
        """A process that had nothing to do for `idle` seconds is let go, to be started again when it is needed.

        With `once` a process does one task alone, so that nothing of it is left in the memory in which the next is
        done; each is started ahead, and loads the modules `warm` while nobody waits.
        """
        self._limits, self._idle = limits or Limits(), idle
        self._once, self._warm = once, warm
        self._waiting: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        self._jobs: dict[Future[Any], _Job[Any]] = {}
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def submit(
        self, name: str, function: Callable[..., Result], *arguments: Any, told: Told = lambda _: None
    ) -> Future[Result]:
        """Have a function of a module called with these arguments and, last, a function that it tells its steps.

        What it tells goes to `told`, in a thread of ours. Its future fails with what the function raised, or with a
        `WorkError` that says by `name` what was not done.
        """
        job = _Job[Result](name, pickle.dumps((function, arguments)), told)
        with self._lock:
            self._jobs[job.future] = job
        self._waiting.put(job)
        return job.future

    def stop(self, future: Future[Any]) -> None:
        """End a task, whether it waits or is being done, with every program that it started."""
        if not future.cancel():
            self._end(self._jobs.get(future), WORK_STOPPED)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close(at_once=error is not None)

    def close(self, *, at_once: bool = False) -> None:
        """End the processes: when they are done, or `at_once` with all that they do and what still waits."""
        if at_once:
            for future in list(self._jobs):
                self.stop(future)
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join(_PATIENCE if at_once else None)

    def _end(self, job: _Job[Any] | None, reason: DiagnosticKind[str]) -> None:
        with self._lock:
            if job is None or job.future.done():
                return
            job.ended_as = job.ended_as or reason
            process = job.process
        if process:
            process.end()

    def _serve(self) -> None:
        """Do one job after another in a process; one that did not end well is replaced."""
        process: Process | None = None
        while True:
            if self._once:
                process = self._living(process)
            try:
                job = self._waiting.get(timeout=self._idle if process else None)
            except Empty:
                _let_go(process)
                process = None
                continue
            if job is None:
                break
            if job.future.set_running_or_notify_cancel():
                process, is_well = self._done(job, self._living(process))
                if self._once or not is_well:
                    process.end()
                    _let_go(process)
                    process = None
            with self._lock:
                del self._jobs[job.future]
        _let_go(process)

    def _living(self, process: Process | None) -> Process:
        """The process, or another one where there is none or somebody ended it."""
        if process and not process.is_alive:
            _let_go(process)
            process = None
        return process or Process(self._limits.memory, self._warm)

    def _done(self, job: _Job[Any], process: Process, *, is_first: bool = True) -> tuple[Process, bool]:
        """Do a job; the process that did it, and whether it can do others."""
        folder = os.path.join(tempfile.gettempdir(), f"reportgen-{token_hex(8)}")  # it makes it, and we take it away
        timer = threading.Timer(self._limits.seconds, self._end, (job, WORK_TOO_LONG))
        timer.daemon = True
        timer.start()
        try:
            kind, value = self._asked(job, process, folder)
        except GoneError:
            code = process.end()
            if is_first and not job.ended_as and not os.path.exists(folder):  # not begun: it was ended as it waited
                timer.cancel()
                _let_go(process)
                return self._done(job, self._living(None), is_first=False)
            kind, value = worker.LOST, self._lost(job, code)
        except Exception as error:  # what it sent cannot be read
            kind, value = worker.LOST, error
        finally:
            timer.cancel()
            shutil.rmtree(folder, ignore_errors=True)
        if kind == worker.TOO_LARGE:
            value = WorkError(WORK_TOO_LARGE.at(name=job.name, memory=f"{self._limits.memory // 2**20:,} MB"))
        with self._lock:
            job.process = None
        if kind == worker.DONE:
            job.future.set_result(value)
        else:
            job.future.set_exception(value)
        return process, kind in (worker.DONE, worker.FAILED)

    def _asked(self, job: _Job[Any], process: Process, folder: str) -> tuple[str, Any]:
        """Send a job and hear what becomes of it."""
        with self._lock:
            job.process = process
        if job.ended_as:  # before it had a process
            process.end()
        function, arguments = pickle.loads(job.order)
        process.send(pickle.dumps((function, arguments, folder)))
        while True:
            kind, value = process.receive()
            if kind != worker.STEP:
                return kind, value
            job.told(value)

    def _lost(self, job: _Job[Any], code: int) -> WorkError:
        """Why the process of a job is gone, in words."""
        if job.ended_as is WORK_TOO_LONG:
            return WorkError(WORK_TOO_LONG.at(name=job.name, time=_in_words(self._limits.seconds)))
        if job.ended_as:
            return WorkError(job.ended_as.at(name=job.name))
        return WorkError(WORK_LOST.at(name=job.name, how=f"signal {-code}" if code < 0 else f"exit code {code}"))


def _let_go(process: Process | None) -> None:
    if process:
        process.close()


def _in_words(seconds: float) -> str:
    return tally(round(seconds / 60), "minute") if seconds >= 120 else tally(round(seconds), "second")


def cores() -> int:
    """How many processes this machine runs at the same time for us."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
