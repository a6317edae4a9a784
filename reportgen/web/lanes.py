"""Tasks of people at their browsers: done by processes in two lanes, and waited for in a bounded queue.

A check never waits behind two builds, so what takes moments has a lane of its own.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from reportgen.common.exceptions import ReportgenError
from reportgen.work import Limits, Workers, cores

_LOG = logging.getLogger(__name__)
_MEMORY = 2_500 * 2**20  # bytes; LibreOffice lays out a long report within it
_OF_ONE_PERSON = 10  # tasks that wait or are done at the same time
_REMEMBERED = 20  # tasks by whose time it is told how long others will take
_WARM = ("reportgen.web.tasks.warm",)


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


_AT_FIRST = {Lane.SHORT: 3.0, Lane.LONG: 15.0}  # seconds that a task is taken to need while none was done yet


class FullError(Exception):
    """There is no room for another task."""

    def __init__(self, seconds: float) -> None:
        """There may be some in so many seconds."""
        super().__init__()
        self.seconds = seconds


@dataclass(eq=False)
class Job:
    """A task that was asked for."""

    owner: str
    lane: Lane
    future: Future[Any] = field(default_factory=Future)
    steps: list[str] = field(default_factory=list)
    began: float = 0.0  # when it told its first step; 0 before that
    is_stopped: bool = False

    def told(self, step: str) -> None:
        """A step of it begins."""
        self.began = self.began or time.monotonic()
        self.steps.append(step)

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
        self._jobs: list[Job] = []  # that are not over, in the order in which they were asked for
        self._count = {Lane.SHORT: 1, Lane.LONG: max(1, cores() - 1)}
        self._needed = {lane: deque([_AT_FIRST[lane]], _REMEMBERED) for lane in Lane}
        limits = {lane: Limits(lane.value, memory) for lane in Lane}
        self._workers = {lane: Workers(self._count[lane], limits[lane], once=True, warm=_WARM) for lane in Lane}

    def submit(self, owner: str, lane: Lane, name: str, task: Callable[..., Any], *arguments: Any) -> Job:
        """Have a task done. Raises `FullError` where too many wait already, all in all or of this person."""
        with self._lock:
            self._jobs = [job for job in self._jobs if not job.is_over]
            own = sum(job.owner == owner for job in self._jobs)
            if own >= _OF_ONE_PERSON or len(self._waiting(lane)) >= self._most:
                raise FullError(self._seconds(lane, 1))
            job = Job(owner, lane)
            self._jobs.append(job)
            job.future = self._workers[lane].submit(name, task, *arguments, told=job.told)
        job.future.add_done_callback(lambda _: self._ended(job))
        return job

    def before(self, job: Job) -> int:
        """How many tasks come before one that waits."""
        waiting = self._waiting(job.lane)
        return waiting.index(job) if job in waiting else 0

    def seconds(self, job: Job) -> float:
        """About how long a task that waits will wait, as long as those before it took; 0 for one that is being done."""
        return self._seconds(job.lane, self.before(job) + 1) if job.state is State.WAITING else 0.0

    def _waiting(self, lane: Lane) -> list[Job]:
        return [job for job in list(self._jobs) if job.lane is lane and job.state is State.WAITING]

    def _seconds(self, lane: Lane, tasks: int) -> float:
        needed = self._needed[lane]
        return tasks * sum(needed) / len(needed) / self._count[lane]

    def _ended(self, job: Job) -> None:
        """Remember how long it took; a fault of ours is told to whoever looks after the server."""
        if job.state is State.DONE and job.began:
            self._needed[job.lane].append(time.monotonic() - job.began)
        if job.state is State.FAILED:
            _LOG.error("a task failed", exc_info=job.error)

    def stop(self, job: Job) -> None:
        """End a task, whether it waits or is being done, with all that it started."""
        if not job.is_over:
            job.is_stopped = True
            self._workers[job.lane].stop(job.future)

    def close(self) -> None:
        """End everything at once."""
        for workers in self._workers.values():
            workers.close(at_once=True)
