"""Two lanes, bounded: what waits is told how long, what is stopped is gone, and what dies harms nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.common.exceptions import WorkError
from reportgen.web import lanes as lanes_module
from reportgen.web.lanes import FullError, Job, Lane, Lanes, State
from tests import work_tasks
from tests.test_work import all_gone, needs_limits, until

WAITING = 3


@pytest.fixture
def lanes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lanes]:
    monkeypatch.setattr(lanes_module, "_WARM", ())
    monkeypatch.setattr(lanes_module, "cores", lambda: 2)
    lanes = Lanes(WAITING, memory=2**30)
    yield lanes
    lanes.close()


def hung(lanes: Lanes, notes: Path, lane: Lane = Lane.LONG, owner: str = "ann") -> Job:
    job = lanes.submit(owner, lane, notes.name, work_tasks.hang, notes)
    until(lambda: job.steps)
    return job


def test_a_short_task_never_waits_behind_a_long_one(lanes: Lanes, tmp_path: Path) -> None:
    hung(lanes, tmp_path / "long")
    short = lanes.submit("ben", Lane.SHORT, "short", work_tasks.process)
    until(lambda: short.is_over)
    assert short.state is State.DONE
    assert short.result


def test_the_queue_is_in_turn_bounded_and_told(lanes: Lanes, tmp_path: Path) -> None:
    first = hung(lanes, tmp_path / "first")
    waiting = [lanes.submit(f"p{number}", Lane.LONG, "it", work_tasks.process) for number in range(WAITING)]
    assert [lanes.before(job) for job in waiting] == [0, 1, 2]
    assert [job.state for job in waiting] == [State.WAITING] * WAITING
    seconds = [lanes.seconds(job) for job in waiting]
    assert seconds == sorted(set(seconds))
    assert not lanes.seconds(first)
    with pytest.raises(FullError) as full:
        lanes.submit("late", Lane.LONG, "it", work_tasks.process)
    assert full.value.seconds > 0
    assert lanes.submit("late", Lane.SHORT, "it", work_tasks.process)
    lanes.stop(first)
    until(lambda: all(job.is_over for job in waiting))
    assert {job.state for job in waiting} == {State.DONE}
    assert lanes.submit("late", Lane.LONG, "it", work_tasks.process)


def test_nobody_takes_every_place(monkeypatch: pytest.MonkeyPatch, lanes: Lanes, tmp_path: Path) -> None:
    monkeypatch.setattr(lanes_module, "_OF_ONE_PERSON", 2)
    hung(lanes, tmp_path / "first")
    lanes.submit("ann", Lane.LONG, "it", work_tasks.process)
    with pytest.raises(FullError):
        lanes.submit("ann", Lane.SHORT, "it", work_tasks.process)
    assert lanes.submit("ben", Lane.SHORT, "it", work_tasks.process)


def test_what_is_stopped_is_gone_with_its_programs_and_files(lanes: Lanes, tmp_path: Path) -> None:
    doing = hung(lanes, tmp_path / "doing")
    waiting = lanes.submit("ann", Lane.LONG, "it", work_tasks.process)
    lanes.stop(waiting)
    lanes.stop(doing)
    assert (doing.state, waiting.state) == (State.STOPPED, State.STOPPED)
    all_gone(tmp_path / "doing")
    after = lanes.submit("ann", Lane.LONG, "it", work_tasks.process)
    until(lambda: after.is_over)
    assert after.state is State.DONE


def test_what_dies_is_told_and_harms_nothing_else(lanes: Lanes) -> None:
    died, after = (lanes.submit("ann", Lane.SHORT, "a.xlsx", task) for task in (work_tasks.die, work_tasks.process))
    until(lambda: after.is_over)
    assert died.state is State.REFUSED
    assert isinstance(died.error, WorkError)
    assert "a.xlsx" in str(died.error)
    assert after.state is State.DONE


@needs_limits
def test_what_grows_is_told_and_harms_nothing_else(lanes: Lanes) -> None:
    grown, after = (lanes.submit("ann", Lane.SHORT, "a.xlsx", task) for task in (work_tasks.grow, work_tasks.process))
    until(lambda: after.is_over)
    assert grown.state is State.REFUSED
    assert "needs more than 1,024 MB" in str(grown.error)
    assert after.state is State.DONE


def test_a_fault_of_ours_is_none_of_the_persons(lanes: Lanes) -> None:
    job = lanes.submit("ann", Lane.SHORT, "it", work_tasks.fail, "other")
    until(lambda: job.is_over)
    assert job.state is State.FAILED


def test_closing_ends_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(lanes_module, "_WARM", ())
    lanes = Lanes(WAITING)
    hung(lanes, tmp_path / "one")
    lanes.close()
    all_gone(tmp_path / "one")
