"""A workbook built on another machine: all that its build reads goes there with it, and only the report comes back.

There the files are laid out below a folder of their own as they lie to each other here, and taken away with it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.common.diagnostics.runs import PEERS_NOT_SENT
from reportgen.common.exceptions import ReportgenError, UnreadableFileError, WorkError
from reportgen.common.model import NOWHERE, Engagement
from reportgen.common.options import BuildOptions
from reportgen.common.peer_source import PeerSource
from reportgen.peers.shown import SHOWN_FILE
from reportgen.runs.progress import Progress, silent
from reportgen.runs.several import Built, Order, built

_PATHS = ("peers", "earlier", "template", "house_style")


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """An order, its paths from the root, and the files that its build reads, as they are."""

    order: Order
    named: Path  # the workbook, as it was named
    files: Mapping[Path, bytes]


class NotThereError(ReportgenError):
    """The report tells something that holds on this machine only; it is to be built where it was asked for."""


def packed_up(order: Order) -> Parcel:
    """An order with all that its build reads. Raises `WorkError` where its peers are in a database."""
    whole = Order(
        workbook=_absolute(order.workbook), options=_moved(order.options, _absolute), folder=_absolute(order.folder)
    )
    contents = {path: path.read_bytes() for path in map(_absolute, _read(order)) if path.is_file()}
    return Parcel(order=whole, named=order.workbook, files=contents)


def built_of(parcel: Parcel, progress: Progress = silent) -> Built:
    """The report of a parcel, built below a folder of its own, as if it had been built where it comes from.

    Raises what its build raises, and `NotThereError` for a report that names this folder.
    """
    root = Path(tempfile.mkdtemp()).resolve()

    def here(path: Path) -> Path:
        return root.joinpath(*path.parts[1:])

    for path, content in parcel.files.items():
        here(path).parent.mkdir(parents=True, exist_ok=True)
        here(path).write_bytes(content)
    order = parcel.order
    moved = Order(workbook=here(order.workbook), options=_moved(order.options, here), folder=here(order.folder))
    moved.workbook.parent.mkdir(parents=True, exist_ok=True)
    report = built(moved, progress).report
    told: list[Diagnostic[Any]] = [*report.problems, *report.remarks]
    if any(str(root) in one.message for one in told):
        raise NotThereError("What this report tells names a folder of the machine that built it.")
    shown = report.shown
    if shown:
        [before], [count] = shown.found.values(), shown.told.values()
        there = order.folder / SHOWN_FILE
        shown = replace(shown, found={there: before}, told={there: count})
    return Built(report=replace(report, workbook=parcel.named, shown=shown), read=frozenset(parcel.files))


def _read(order: Order) -> Iterator[Path]:
    """The files that the build of an order reads, those of the program left out."""
    workbook, options = order.workbook, order.options
    yield from (workbook, order.folder / SHOWN_FILE)
    yield from filter(None, (options.template, options.house_style, options.earlier))
    for asked in (options, options.usual):
        if asked and asked.question_set:
            yield from (path for names in ("*.toml", "*/*.toml") for path in Path(asked.question_set).glob(names))
        if asked and asked.house_style:
            yield from _logo(asked.house_style)
    engagement = _engagement(workbook)
    if engagement:
        yield from _named_there(workbook, options, engagement)


def _engagement(workbook: Path) -> Engagement | None:
    """What the workbook names; None where it is none, which its build tells."""
    from reportgen.workbook.reader import OpenWorkbook, files_named

    try:
        names = files_named(OpenWorkbook(workbook))
    except UnreadableFileError:
        return None
    return Engagement(peer_data=names["peer_data"], earlier=names["earlier"], places=dict.fromkeys(names, NOWHERE))


def _named_there(workbook: Path, options: BuildOptions, engagement: Engagement) -> Iterator[Path]:
    from reportgen.runs.earlier import find_earlier
    from reportgen.runs.peer_sources import find_peers

    source, _ = find_peers(workbook, options, engagement)
    if source:
        yield _peer_file(source)
    earlier, _ = find_earlier(workbook, options, engagement)
    if earlier:
        yield earlier


def _peer_file(source: PeerSource) -> Path:
    from reportgen.peers.database.formats import is_database

    if source.file is None or is_database(source.file):
        raise WorkError(PEERS_NOT_SENT.at(name=source.name))
    return source.file


def _logo(file: Path) -> Iterator[Path]:
    from reportgen.common.house_style import load_house_style

    logo = load_house_style(file).logo
    if logo and logo.is_relative_to(file.parent):
        yield logo


# ------------------------------------------------------------------------------------------------------------ paths


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))


def _moved(options: BuildOptions, move: Callable[[Path], Path]) -> BuildOptions:
    """Options whose files are elsewhere."""
    from reportgen.questions.loader import shipped

    paths: dict[str, Any] = {name: move(path) for name in _PATHS if isinstance(path := getattr(options, name), Path)}
    if str(options.peers) in options.registered:
        paths.pop("peers", None)  # a name, and no path
    own_set = options.question_set if options.question_set not in shipped() else None
    return replace(
        options,
        **paths,
        question_set=str(move(Path(own_set))) if own_set else options.question_set,
        registered={name: move(at) if isinstance(at, Path) else at for name, at in options.registered.items()},
        usual=_moved(options.usual, move) if options.usual else None,
    )
