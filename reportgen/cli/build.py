"""The command that builds drafts: of one workbook here, of several side by side, in processes of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Lock
from typing import TYPE_CHECKING

import click

from reportgen.cli.options import (
    FILE,
    build_options,
    common_options,
    force_option,
    is_verbose,
    note,
    open_option,
    output_option,
    progress,
    say_kept,
    set_option,
    show_file,
    steps_of,
    warn,
)
from reportgen.cli.project import BUILT_WITH, output_folder, with_project
from reportgen.cli.remedies import say_remarks
from reportgen.cli.several import Record, each
from reportgen.common.exceptions import UsageError
from reportgen.common.language import listed
from reportgen.common.options import BuildOptions

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from reportgen.runs.several import Built, InTurn, Order

    Say = Callable[[str], None]

MOST_JOBS = 60  # as many as Python can wait for on Windows
_AHEAD = 2  # reports for each process that may be ready before the turn of their workbook
_NAMED = 3  # workbooks that a line of progress names


@click.command("build")
@click.argument("workbooks", type=FILE, nargs=-1, required=True, metavar="WORKBOOK...")
@output_option("Folder to write to")
@build_options(BuildOptions)
@click.option(
    "--jobs",
    type=click.IntRange(1, MOST_JOBS),
    metavar="N",
    help="Of several workbooks, build so many at the same time (default: one for each core).",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Have them built by the machines of a dask cluster, such as tcp://host:8786 (docs/cluster.md).",
)
@open_option
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
@set_option
@force_option
@common_options
def build_command(
    workbooks: tuple[Path, ...],
    output: Path | None,
    options: BuildOptions,
    jobs: int | None,
    cluster: str | None,
    open_it: bool,
    as_json: bool,
    force: bool,
) -> None:
    """Turn each scoring WORKBOOK into a Word draft, its charts and its results.

    A folder stands for the scoring workbooks in it. Several are built at the same time; what comes out is the same as
    one after the other.

    \b
    Examples: reportgen build client.xlsx
              reportgen build clients/
    writes    output/client/: the draft client-report.docx, client-results.json, client-evidence.docx and charts/
    """
    say = progress()
    from reportgen.cli.folders import with_those_in_folders
    from reportgen.cli.listings.diagnostics import as_records
    from reportgen.cli.listings.problems import as_given, said_of_draft
    from reportgen.cli.saving.drafts import save_report
    from reportgen.runs.several import Order

    if jobs and cluster:
        raise UsageError("--jobs is about this computer, and --cluster about others. Give one of them.")
    workbooks = with_those_in_folders(workbooks)
    _refuse_nameless(workbooks)
    _refuse_one_target(workbooks, output)

    def order(workbook: Path) -> Order:
        asked = with_project(options, workbook, at_once=BUILT_WITH, output=output is None)
        return Order(workbook=workbook, options=asked, folder=_target(workbook, output))

    def run(workbook: Path, record: Record) -> int:
        ordered, report = reports.take(workbook)
        saved = save_report(report, ordered.folder, force=force)
        files = saved.files
        say_kept(*saved.kept)
        for line in said_of_draft(workbook.name, report.problems):
            note(line)
        say_remarks(report.remarks)
        if not as_json:
            for written in filter(None, (files.draft, files.pdf)):
                click.echo(written)
        if open_it:
            show_file(files.draft)
        record |= {
            "report": str(files.draft),
            "pdf": str(files.pdf) if files.pdf else None,
            "results": str(files.record),
            "charts": [str(path) for path in files.charts],
            "side_car": str(files.side_car),
            "problems": as_records(report.problems),
            "remarks": as_records(report.remarks),
        }
        return 0

    def failed(record: Record, error: str, problems: list[Record]) -> None:
        record |= {"error": error, "problems": problems}

    telling = _Progress(say, len(workbooks), in_full=is_verbose())
    made = _by_cluster(workbooks, order, telling, cluster) if cluster else _here(workbooks, order, say, telling, jobs)
    with made as reports:
        each(workbooks, run, failed, given=as_given(options), as_json=as_json)


# ------------------------------------------------------------------------------------------------------- side by side


@contextmanager
def _here(
    workbooks: tuple[Path, ...], order: Callable[[Path], Order], say: Say, telling: _Progress, jobs: int | None
) -> Iterator[InTurn]:
    """The reports, built here one after another, or in as many processes as may be."""
    from reportgen.runs.several import InTurn, at_once, built

    count = _processes(len(workbooks), jobs)
    if count == 1:
        yield InTurn(workbooks, order, lambda one: at_once(one, steps_of(say, one.workbook, workbooks)))
        return
    from reportgen.work import Workers

    with Workers(count) as workers:

        def submit(one: Order) -> Future[Built]:
            name = one.workbook.name
            future = workers.submit(str(one.workbook), built, one, told=lambda step: telling.step(name, step))
            future.add_done_callback(lambda _: telling.done(name))
            return future

        yield InTurn(workbooks, order, submit, ahead=_AHEAD * count)


def _processes(workbooks: int, jobs: int | None) -> int:
    """In how many they are built; one alone needs nothing of what looks after several."""
    if 1 in (workbooks, jobs):
        return 1
    from reportgen.work import cores

    return min(jobs or cores(), workbooks, MOST_JOBS)


@contextmanager
def _by_cluster(
    workbooks: tuple[Path, ...], order: Callable[[Path], Order], telling: _Progress, address: str
) -> Iterator[InTurn]:
    """The reports, built by other machines; what fails there is built here, to be told as it is here."""
    from reportgen.runs.parcels import built_of, packed_up
    from reportgen.runs.progress import silent
    from reportgen.runs.several import InTurn, at_once
    from reportgen.work.cluster import Cluster, is_private

    if not is_private(address):
        warn(
            f"What goes to {address} and comes from there is not encrypted, and whoever reaches its scheduler can have "
            "it do anything: use tls:// unless the network is yours alone."
        )
    with Cluster(address) as cluster:

        def send(one: Order) -> Future[Built]:
            name = one.workbook.name
            future = cluster.submit(str(one.workbook), built_of, packed_up(one))
            telling.step(name, "Sent")
            future.add_done_callback(lambda _: telling.done(name))
            return future

        ahead = _AHEAD * cluster.size
        yield InTurn(workbooks, order, send, ahead=ahead, again=lambda one: at_once(one, silent))


class _Progress:
    """What is being built, and how much is done, told whenever a workbook is done; each step of each `in_full`."""

    def __init__(self, say: Say, count: int, *, in_full: bool) -> None:
        self._say, self._count, self._in_full = say, count, in_full
        self._lock = Lock()
        self._at_work: dict[str, None] = {}
        self._done = 0

    def step(self, name: str, step: str) -> None:
        """A step of a workbook begins."""
        with self._lock:
            self._at_work[name] = None
        if self._in_full:
            self._say(f"{name}: {step}")

    def done(self, name: str) -> None:
        """A workbook is done."""
        with self._lock:
            self._at_work.pop(name, None)
            self._done += 1
            names = list(self._at_work)
        shown = [*names[:_NAMED], *([f"{len(names) - _NAMED} more"] if len(names) > _NAMED else [])]
        self._say(f"{self._done} of {self._count} built; now {listed(shown) or 'the last are written'}")


# ------------------------------------------------------------------------------------------------------- refused early


def _target(workbook: Path, output: Path | None) -> Path:
    """The folder that the report of a workbook goes to."""
    return output_folder(output, near=workbook, tell=False) / workbook.stem


def _refuse_nameless(workbooks: Sequence[Path]) -> None:
    """The name of a workbook names the folder of its report: one of dots alone would lead out of the output folder."""
    for workbook in workbooks:
        if not workbook.stem.strip(". "):
            raise UsageError(
                f"'{workbook}' has no name that its report could get. Name a workbook, such as client.xlsx."
            )


def _refuse_one_target(workbooks: Sequence[Path], output: Path | None) -> None:
    """Two workbooks may not write to one folder. Case counts for nothing, as on Windows and macOS."""
    import os
    from unicodedata import normalize

    seen: dict[str, Path] = {}
    for workbook in workbooks:
        with suppress(UsageError):  # of its project file: told when its turn comes
            target = normalize("NFC", os.path.realpath(_target(workbook, output))).casefold()
            twin = seen.setdefault(target, workbook)
            if twin is not workbook:
                break
    else:
        return
    raise UsageError(
        f"{twin} and {workbook} have the same name, so their reports would go to the same folder. "
        "Rename one, or build them one by one with different -o folders."
    )
