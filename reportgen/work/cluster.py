"""Tasks done by the machines of a dask.distributed cluster, as `Workers` has them done by processes of this one.

There, too, each is done in a process of its own, which is ended with its programs when its worker is. The scheduler
gives the tasks of a worker that is lost to others.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import platform
import zlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from functools import cache
from importlib import import_module, metadata
from threading import Lock
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import urlsplit

import reportgen
from reportgen.common.diagnostics.runs import (
    CLUSTER_DIFFERS,
    CLUSTER_EMPTY,
    CLUSTER_NOT_REACHED,
    NO_CLUSTER,
    WORK_LOST,
)
from reportgen.common.exceptions import WorkError
from reportgen.common.language import listed
from reportgen.common.resources import PACKAGE, templates_folder
from reportgen.work.workers import Workers

Result = TypeVar("Result")
Versions = Mapping[str, str]
_PATIENCE = 15  # seconds for the scheduler to answer, and for a first worker to be there
_IDLE = 5.0  # seconds after which a worker lets go of a process that has nothing to do
_LIBRARIES = (  # that decide bytes of what is written
    *("docxtpl", "jinja2", "lxml", "matplotlib", "numpy", "openpyxl", "pillow", "python-docx", "xlsxwriter"),
    "distributed",  # and that by which it travels
)


def is_private(address: str) -> bool:
    """True for an address that nobody listens to: encrypted, or of this machine.

    >>> [is_private(address) for address in ("tls://host:8786", "tcp://127.0.0.1:8786", "tcp://[::1]:1", "10.0.0.5:1")]
    [True, True, True, False]
    """
    url = urlsplit(address if "://" in address else f"tcp://{address}")
    host = url.hostname or ""
    return url.scheme in ("tls", "wss", "inproc") or host in ("localhost", "::1") or host.startswith("127.")


class Cluster:
    """A cluster, by the address of its scheduler."""

    def __init__(self, address: str) -> None:
        """Connect to it.

        Raises `WorkError` when the extra `cluster` is not installed, there is no such scheduler, no worker comes, or
        one has other versions than we have.
        """
        try:
            distributed: Any = import_module("distributed")
        except ImportError as error:
            raise WorkError(NO_CLUSTER.at()) from error
        self._client: Any = distributed.Client.__new__(distributed.Client)  # at hand although its start may fail
        try:
            self._client.__init__(address, timeout=_PATIENCE, set_as_default=False)
        except Exception as error:  # it raises whatever comes: TypeError for TLS without certificates
            # One left open would close itself whenever the collector finds it, in the middle of the start of another
            # too, each then waiting for the other without end.
            with suppress(Exception):
                self._client.close()
            raise WorkError(CLUSTER_NOT_REACHED.at(address=address, reason=_first_line(error))) from error
        try:
            self._require_workers(address)
        except BaseException:
            self._client.close()
            raise
        self._executor = self._client.get_executor(pure=False)

    @property
    def size(self) -> int:
        """How many tasks are done at the same time there."""
        return int(sum(self._client.nthreads().values()))

    def submit(self, name: str, function: Callable[..., Result], *arguments: Any) -> Future[Result]:
        """Have a function of a module called, as `Workers` does; what it tells of its steps is not heard here."""
        order = pickle.dumps((function, arguments))
        future: Future[Result] = Future()
        there = self._executor.submit(_there, versions(), name, order)
        there.add_done_callback(lambda done: _settle(future, done, name))
        return future

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._executor.shutdown(wait=False)  # what is not done is not wanted
        self._client.close()

    def _require_workers(self, address: str) -> None:
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except (OSError, TimeoutError) as error:
            raise WorkError(CLUSTER_EMPTY.at(address=address)) from error
        ours = versions()
        found = self._client.run(versions, on_error="return")
        other = {worker: told for worker, theirs in found.items() if (told := _differences(ours, theirs))}
        if other:
            raise WorkError(
                CLUSTER_DIFFERS.at(differences="; ".join(f"{worker}: {told}" for worker, told in other.items()))
            )


def _settle(future: Future[Any], done: Future[Any], name: str) -> None:
    """Hand on what came of a task; what the cluster itself did not do is told by its name."""
    try:
        is_done, value = done.result()
        if is_done:
            future.set_result(value)
        else:
            future.set_exception(value)
    except CancelledError:
        future.set_exception(WorkError(WORK_LOST.at(name=name, how="the scheduler gave it up")))
    except Exception as error:
        future.set_exception(WorkError(WORK_LOST.at(name=name, how=f"on the cluster: {_first_line(error)}")))


# -------------------------------------------------------------------------------------------------------- versions


@cache
def versions() -> dict[str, str]:
    """All that decides what bytes come out: of the program each file, of libraries their versions."""
    found = {"reportgen": f"{reportgen.__version__} (files {_digest()})", "Python": platform.python_version()}
    return (
        found
        | {name: metadata.version(name) for name in _LIBRARIES}
        | {"zlib": zlib.ZLIB_RUNTIME_VERSION}
        | {"system": os.name}
    )


def _digest() -> str:
    """Of the program and of what comes with it: a clone may differ from another of the same version."""
    digest = hashlib.sha256()
    for name, content in _files():
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def _files() -> Iterator[tuple[str, bytes]]:
    kinds = {".py", ".toml", ".ttf", ".docx", ".png", ".svg"}
    for folder in (PACKAGE, templates_folder()):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.suffix in kinds and path.is_file() and not name.startswith("_templates"):
                yield name, path.read_bytes().replace(b"\r\n", b"\n")


def _differences(ours: Versions, theirs: Versions | BaseException) -> str:
    """What of theirs is not as ours; empty where nothing is."""
    if isinstance(theirs, BaseException):
        return f"cannot run reportgen ({_first_line(theirs)})"
    other = (name for name in ours if theirs.get(name) != ours[name])
    return listed(f"{name} {theirs.get(name, 'is missing')}, not {ours[name]}" for name in other)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(". ")


# -------------------------------------------------------------------------------------------------- on the workers

_room: list[Workers] = []  # the processes of this worker, once it has any
_lock = Lock()


def _there(expected: Versions, name: str, order: bytes) -> tuple[bool, Any]:
    """Do a task on a worker, in a process beside it: what came of it, or what it raised, of which no log shall tell."""
    if told := _differences(expected, versions()):  # a worker that came later
        return False, WorkError(CLUSTER_DIFFERS.at(differences=told))
    function, arguments = pickle.loads(order)
    try:
        return True, _processes().submit(name, function, *arguments).result()
    except Exception as error:
        return False, error


def _processes() -> Workers:
    distributed: Any = import_module("distributed")
    with _lock:
        if not _room:
            _room.append(Workers(distributed.get_worker().state.nthreads, idle=_IDLE))
    return _room[0]
