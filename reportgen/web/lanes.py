"""Tasks of people at their browsers: done by processes in two lanes, and waited for in a bounded queue.

A check never waits behind two builds, so what takes moments has a lane of its own.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from reportgen.common.exceptions import ReportgenError
from reportgen.work import Limits, Workers, cores

_MEMORY = 2_500 * 2**20  # bytes; LibreOffice lays out a long report within it
_OF_ONE_PERSON = 2  # tasks that wait or are done at the same time
_WARM = ("reportgen.web.tasks",)


class Lane(Enum):
    """How long a task may take, from its beginning: moments, or minutes."""

    SHORT = 60.0
    LONG = 300.0


class State(Enum):
    """What became of a task."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    REFUSED = "refused"  # something that the person can do something about
    FAILED = "failed"  # a fault of ours
    STOPPED = "stopped"


class FullError(Exception):
    """There is no room for another task."""


@dataclass(eq=False)
class Run:
    """A task that was asked for."""

    owner: str
    lane: Lane
    future: Future[Any] = field(default_factory=Future)
    steps: list[str] = field(default_factory=list)
    since: float = field(default_factory=time.monotonic)
    is_stopped: bool = False

    @property
    def state(self) -> State:
        """What became of it."""
        if self.is_stopped or self.future.cancelled():
            return State.STOPPED
        if not self.future.done():
            return State.WORKING if self.future.running() else State.WAITING
        error = self.future.exception()
        if error is None:
            return State.DONE
        return State.REFUSED if isinstance(error, ReportgenError) else State.FAILED

    @property
    def is_over(self) -> bool:
        """True when nothing more will come of it."""
        return self.state not in (State.WAITING, State.WORKING)

    @property
    def result(self) -> Any:
        """What the task gave. Raises what it raised."""
        return self.future.result(timeout=0)

    @property
    def error(self) -> BaseException | None:
        """What stopped it, if anything did."""
        try:
            return self.future.exception(timeout=0)
        except (CancelledError, TimeoutError):
            return None


class Lanes:
    """The processes of a server, and what waits for them."""

    def __init__(self, waiting: int, *, memory: int = _MEMORY) -> None:
        """`waiting` tasks may wait in each lane."""
        self._most = waiting
        self._lock = threading.Lock()
        self._runs: list[Run] = []  # that are not over, in the order in which they were asked for
        count = {Lane.SHORT: 1, Lane.LONG: max(1, cores() - 1)}
        self._workers = {
            lane: Workers(count[lane], Limits(lane.value, memory), once=True, warm=_WARM) for lane in Lane
        }

    def submit(self, owner: str, lane: Lane, name: str, task: Callable[..., Any], *arguments: Any) -> Run:
        """Have a task done. Raises `FullError` where too many wait already, all in all or of this person."""
        with self._lock:
            self._runs = [run for run in self._runs if not run.is_over]
            own = sum(run.owner == owner for run in self._runs)
            waiting = sum(run.lane is lane and run.state is State.WAITING for run in self._runs)
            if own >= _OF_ONE_PERSON * len(Lane) or waiting >= self._most:
                raise FullError
            run = Run(owner, lane)
            self._runs.append(run)
            run.future = self._workers[lane].submit(name, task, *arguments, told=run.steps.append)
        return run

    def before(self, run: Run) -> int:
        """How many tasks come before one that waits."""
        waiting = [one for one in list(self._runs) if one.lane is run.lane and one.state is State.WAITING]
        return waiting.index(run) if run in waiting else 0

    def stop(self, run: Run) -> None:
        """End a task, whether it waits or is being done, with all that it started."""
        if not run.is_over:
            run.is_stopped = True
            self._workers[run.lane].stop(run.future)

    def close(self) -> None:
        """End everything at once."""
        for workers in self._workers.values():
            workers.close(at_once=True)
