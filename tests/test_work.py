"""Processes that do tasks: what fails, hangs, grows or is killed is told by name, and harms no other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reportgen.common.exceptions import InvalidWorkbookError, WorkError
from reportgen.work import Limits, Workers
from tests import work_tasks

PATIENCE = 300.0  # seconds for what takes some at most
needs_limits = pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to a limit of memory")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2) as workers:
        yield workers


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


def runs(process: int) -> bool:
    try:
        os.kill(process, 0)
        return not Path(f"/proc/{process}/stat").is_file() or ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False


def all_gone(notes: Path) -> None:
    """The process of a task that hung, the program that it started and the file that it left are gone."""
    process, program, left = notes.read_text(encoding="utf-8").splitlines()
    until(lambda: not (runs(int(process)) or runs(int(program)) or Path(left).exists()))


def test_a_process_is_used_again_and_tells_its_steps(workers: Workers) -> None:
    steps: list[str] = []
    found = {workers.submit("it", work_tasks.process, told=steps.append).result(PATIENCE) for _ in range(4)}
    assert steps == ["looking"] * 4
    assert len(found) <= 2
    assert os.getpid() not in found


def test_what_a_task_leaves_behind_is_gone_when_the_next_one_begins() -> None:
    with Workers(1) as workers:
        found = [workers.submit("it", work_tasks.leave_behind).result(PATIENCE) for _ in range(3)]
    assert found == [[], [False], [False, False]]


def test_what_is_printed_disturbs_nothing(workers: Workers) -> None:
    assert workers.submit("it", work_tasks.printed).result(PATIENCE) == ""


def test_what_a_task_raises_is_raised_here(workers: Workers) -> None:
    for kind, error in (("foreseen", InvalidWorkbookError), ("other", FileNotFoundError), ("unsendable", RuntimeError)):
        with pytest.raises(error) as raised:
            workers.submit("it", work_tasks.fail, kind).result(PATIENCE)
        assert "in fail" in "".join(raised.value.__notes__), "where it was raised there"
    with pytest.raises(Exception, match="pickle"):
        workers.submit("it", work_tasks.unreadable).result(PATIENCE)


@needs_limits
def test_what_needs_too_much_memory_is_told_by_name(workers: Workers) -> None:
    with pytest.raises(WorkError, match=r"^The work on a\.xlsx was not done: it needs more than 4,096 MB of memory"):
        workers.submit("a.xlsx", work_tasks.grow).result(PATIENCE)


def test_what_dies_is_told_by_name_and_its_process_is_replaced(workers: Workers) -> None:
    with pytest.raises(WorkError, match=r"^The work on a\.xlsx was not done: its process ended \(exit code 3\)"):
        workers.submit("a.xlsx", work_tasks.die).result(PATIENCE)
    assert workers.submit("it", work_tasks.process).result(PATIENCE)


def test_a_task_that_is_stopped_ends_with_its_programs_and_files(workers: Workers, tmp_path: Path) -> None:
    """Whether it is being done or waits; one beside it goes on."""
    notes, steps = [tmp_path / "first", tmp_path / "second"], list[str]()
    tasks = [workers.submit(f"{path.name}.xlsx", work_tasks.hang, path, told=steps.append) for path in notes]
    until(lambda: len(steps) == 2)
    behind = workers.submit("third.xlsx", work_tasks.process)
    waiting = workers.submit("fourth.xlsx", work_tasks.process)
    workers.stop(waiting)
    assert waiting.cancelled()
    workers.stop(tasks[0])
    with pytest.raises(WorkError, match=r"^The work on first\.xlsx was stopped"):
        tasks[0].result(PATIENCE)
    all_gone(notes[0])
    assert behind.result(PATIENCE)
    assert not tasks[1].done()
    workers.stop(tasks[1])
    all_gone(notes[1])


def test_a_task_has_its_time_from_when_it_begins(tmp_path: Path) -> None:
    """One that waits as long as its limit is done all the same; one that takes longer is ended, and told by name."""
    with Workers(1, Limits(seconds=4)) as workers:
        workers.submit("it", work_tasks.process).result(PATIENCE)  # what a process loads takes of its time
        first, second = (workers.submit("it", work_tasks.wait, 2.1) for _ in range(2))
        hung = workers.submit("a.xlsx", work_tasks.hang, tmp_path / "notes")
        assert (first.result(PATIENCE), second.result(PATIENCE)) == (2.1, 2.1)
        with pytest.raises(WorkError, match=r"^The work on a\.xlsx was not done in 4 seconds, and was stopped"):
            hung.result(PATIENCE)
    all_gone(tmp_path / "notes")


@pytest.mark.skipif(os.name != "posix", reason="Windows has no signal that kills")
@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_nothing_is_left_when_we_are_ended(tmp_path: Path, how: str) -> None:
    code = (
        "import sys; from pathlib import Path; from reportgen.work import Workers; from tests import work_tasks\n"
        "with Workers(1) as workers: workers.submit('it', work_tasks.hang, Path(sys.argv[1])).result()"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", code, str(tmp_path / "notes")]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as ours:
        until((tmp_path / "notes").exists)
        until(lambda: (tmp_path / "notes").read_text().count("\n") == 2)
        ours.send_signal(signal.Signals[how])
        ours.wait(PATIENCE)
    all_gone(tmp_path / "notes")


def test_each_task_can_have_a_process_of_its_own_that_waits_ready_for_it() -> None:
    with Workers(1, once=True, warm=("colorsys",)) as workers:
        found = [workers.submit("it", work_tasks.process_and, "colorsys").result(PATIENCE) for _ in range(3)]
    assert len({process for process, _ in found}) == 3
    assert all(is_loaded for _, is_loaded in found)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no signal that kills")
def test_a_process_that_somebody_ended_while_it_waited_is_replaced() -> None:
    """Whether it is gone already when the next task comes, or about to be."""
    with Workers(1) as workers:
        process = workers.submit("it", work_tasks.process).result(PATIENCE)
        os.kill(process, signal.SIGKILL)
        until(lambda: not runs(process))
        another = workers.submit("it", work_tasks.process).result(PATIENCE)
        os.kill(another, signal.SIGKILL)
        assert len({process, another, workers.submit("it", work_tasks.process).result(PATIENCE)}) == 3
