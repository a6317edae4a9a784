"""Several workbooks built side by side, with what one after the other gives.

A build reads what an earlier one may have written: the record of what reports for its client showed of peers, in a peer
database, and the results of an earlier assessment. So reports are saved in the order in which their workbooks were
named, and one that read something which an earlier one of them wrote meanwhile is built again, after that.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.common.exceptions import ReportgenError, WorkError
from reportgen.runs.progress import Progress, silent

if TYPE_CHECKING:
    from reportgen.common.options import BuildOptions
    from reportgen.peers.shown import Keeper
    from reportgen.runs.packed import PackedReport
    from reportgen.runs.score import Scored

_GLANCE = 0.5  # seconds of waiting after which Windows may tell of Ctrl-C


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be built: a workbook with its options, and the folder its report goes to."""

    workbook: Path
    options: BuildOptions
    folder: Path

    def may_be_behind(self, saved: Iterable[_Saved]) -> bool:
        """True when a file that it names, or that its workbook can name, may have been written by what was saved."""
        below, named = self.workbook.parent.resolve(), _files(self.workbook, *_named(self.options))
        return any(one.folder.is_relative_to(below) or one.holds(named) for one in saved)


@dataclass(frozen=True, kw_only=True)
class Built:
    """A report, and what it was made from that an earlier one may have written."""

    report: PackedReport
    read: frozenset[Path]
    record: Hashable = None  # on which record of a database it was compared; None where it was on none

    def is_behind(self, saved: Iterable[_Saved]) -> bool:
        """True when it read something that was written by what was saved since."""
        return any((one.record and one.record == self.record) or one.holds(self.read) for one in saved)


@dataclass(frozen=True)
class _Saved:
    """What a report changed when it was saved."""

    folder: Path
    record: Hashable  # of a database, to which it added what it showed

    def holds(self, files: Iterable[Path]) -> bool:
        return any(file.is_relative_to(self.folder) for file in files)


def built(order: Order, progress: Progress = silent) -> Built:
    """The report of an order. Raises what `build_report` raises.

    All that it needs loads inside: whoever hands orders on to others does without.
    """
    from reportgen.peers.shown import SHOWN_FILE
    from reportgen.runs.build import build_report

    seen: list[Scored] = []
    report = build_report(order.workbook, order.options, progress, seen.append, records=[order.folder / SHOWN_FILE])
    checked = seen[0].checked
    return Built(
        report=report.packed(),
        read=_files(order.workbook, checked.peers_file, checked.earlier_file, *_named(order.options)),
        record=_record(checked.keeper),
    )


def _named(options: BuildOptions) -> Iterator[Path | str | None]:
    yield from (options.peers, options.earlier, options.template, options.house_style)


def _files(*named: Path | str | None) -> frozenset[Path]:
    return frozenset(file.resolve() for file in named if isinstance(file, Path))


def _record(keeper: Keeper | None) -> Hashable:
    """What tells the record of a client in a database from all others."""
    from reportgen.peers.database.reading import ClientReleases

    return (keeper.at, keeper.client) if isinstance(keeper, ClientReleases) else None


Submit = Callable[[Order], "Future[Built]"]


def at_once(order: Order, progress: Progress) -> Future[Built]:
    """An order built here and now, which is how one report comes after another."""
    future: Future[Built] = Future()
    try:
        future.set_result(built(order, progress))
    except Exception as error:
        future.set_exception(error)
    return future


@dataclass(frozen=True)
class _Begun:
    order: Order
    future: Future[Built]
    before: int  # how many had been saved


class InTurn:
    """The reports of several workbooks, to be taken and saved one after another."""

    def __init__(
        self,
        workbooks: Iterable[Path],
        order: Callable[[Path], Order],
        submit: Submit,
        *,
        ahead: int = 0,
        again: Submit | None = None,
    ) -> None:
        """`order` says what is to be built of a workbook, `submit` has it done, some `ahead` of their turn.

        Whatever is to be built again is handed to `again`, where it is given: also what failed, to be told from there.
        """
        self._coming = deque(workbooks)
        self._order, self._submit, self._again, self._ahead = order, submit, again, ahead
        self._begun: dict[Path, _Begun | ReportgenError] = {}
        self._saved: list[_Saved] = []

    def take(self, workbook: Path) -> tuple[Order, PackedReport]:
        """The report of the workbook whose turn it is, and what was ordered. Raises what its order or build raises.

        It counts as saved from now on: those that follow come out as begun after it.
        """
        while self._coming and (workbook not in self._begun or len(self._begun) <= self._ahead):
            self._begin(self._coming.popleft())
        begun = self._begun.pop(workbook)
        if isinstance(begun, ReportgenError):
            raise begun
        found = self._result(begun)
        record = found.record if found.report.shown and found.report.shown.new else None
        self._saved.append(_Saved(begun.order.folder.resolve(), record))
        return begun.order, found.report

    def _begin(self, workbook: Path) -> None:
        try:
            order = self._order(workbook)
            self._begun[workbook] = _Begun(order, self._submit(order), len(self._saved))
        except ReportgenError as error:  # to be told when its turn comes
            self._begun[workbook] = error

    def _result(self, begun: _Begun) -> Built:
        """What was built, again if something that it read was written since it began."""
        since = self._saved[begun.before :]
        try:
            found = _awaited(begun.future)
        except WorkError:
            raise
        except ReportgenError:
            if not (self._again or begun.order.may_be_behind(since)):
                raise
        else:
            if not found.is_behind(since):
                return found
        return _awaited((self._again or self._submit)(begun.order))


def _awaited(future: Future[Built]) -> Built:
    while not wait([future], timeout=_GLANCE).done:
        pass
    return future.result()
