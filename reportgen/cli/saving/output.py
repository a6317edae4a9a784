"""Writing results: never over an input or a file that is not ours, never half a file.

Results are made in memory. Everything is checked before anything is written; each file is written to a temporary name
beside its target and then renamed, so an interrupted run leaves the last good result alone.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from reportgen.common.exceptions import TargetError

LEFT_BEHIND = 30.0  # seconds after which a lock is taken for one of a run that was cut short
_AGAIN = 0.05  # seconds


def write_new(files: Mapping[Path, bytes], *, force: bool = False) -> list[Path]:
    """Write files that must not exist yet. With `force` existing ones are kept under dated names, returned.

    Raises `TargetError` when one exists, or cannot be written.
    """
    refuse_existing(*files, force=force)
    kept = [keep_copy(target) for target in files if target.exists()]
    write_all(files)
    return kept


def write_private(target: Path, content: bytes) -> None:
    """Write a file that its owner alone may read, where the system has such rights. Raises `TargetError`."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".reportgen-", suffix=target.suffix, dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, target)
    except OSError as error:
        raise _not_writable(target, error) from error


def refuse_existing(*targets: Path, force: bool) -> None:
    """Raise `TargetError` when a file exists and may not be replaced: before any work, if there is much of it."""
    existing = next((target for target in targets if target.exists()), None)
    if existing and not force:
        raise TargetError(
            f"{existing} exists already. Choose another name, or use --force to replace it (a dated copy is kept)."
        )


def keep_copy(target: Path) -> Path:
    """Copy a file beside itself under a dated name and return that. Raises `TargetError` when it cannot be copied."""
    stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S")
    copy = target.with_name(f"{target.stem}-backup-{stamp}{target.suffix}")
    number = 1
    while copy.exists():
        number += 1
        copy = target.with_name(f"{target.stem}-backup-{stamp}-{number}{target.suffix}")
    try:
        copy.write_bytes(target.read_bytes())
    except OSError as error:
        raise TargetError(f"No backup of {target} could be written ({_reason(error)}); nothing was changed.") from error
    return copy


def write_folder(folder: Path, files: Mapping[str, bytes], *, marked_by: str, force: bool = False) -> Path | None:
    """Write files into a folder that is new or empty; `marked_by` names the file that tells a folder of this kind.

    With `force` such a folder is first renamed to a dated name, which is returned; any other is never touched.
    Raises `TargetError` when the folder is in the way, or cannot be written.
    """
    in_the_way = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if in_the_way and not (force and (folder / marked_by).is_file()):
        hint = ", or use --force to replace it (a dated copy is kept)" if (folder / marked_by).is_file() else ""
        raise TargetError(f"{folder} exists already and is not empty. Choose another name{hint}.")
    kept = _put_aside(folder) if in_the_way else None
    try:
        write_all({folder / name: content for name, content in files.items()})
    except TargetError:
        if kept:
            shutil.rmtree(folder, ignore_errors=True)
            os.replace(kept, folder)
        raise
    return kept


def _put_aside(folder: Path) -> Path:
    kept = folder.with_name(f"{folder.name}-backup-{datetime.now():%Y-%m-%d-%H%M%S}")
    try:
        os.rename(folder, kept)
    except OSError as error:
        raise _not_writable(folder, error) from error
    return kept


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """What Ctrl-C does, it does afterwards. It reaches the main thread alone."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is None:
        yield
        return
    pressed: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        signal.raise_signal(signal.SIGINT)


@_uninterrupted()
def write_all(files: Mapping[Path, bytes]) -> None:
    """Write files together: first all under temporary names, then all renamed.

    Ctrl-C waits until all are written. Raises `TargetError` naming the file that cannot be
    written; files not yet renamed are left as they were.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for target, content in files.items():
            waiting.append((_write_beside(target, content), target))
        while waiting:
            temporary, target = waiting[0]
            try:
                os.replace(temporary, target)
            except OSError as error:
                raise _not_writable(target, error) from error
            waiting.pop(0)
    finally:
        for temporary, _ in waiting:
            temporary.unlink(missing_ok=True)


@contextmanager
def held(files: Iterable[Path]) -> Iterator[None]:
    """Keep other runs from these files meanwhile, by a lock file beside each.

    A lock that does not go was left behind by a run that was cut short: none holds one for as long as we wait. Raises
    `TargetError` when none can be written.
    """
    locks: list[Path] = []
    try:
        for target in sorted(files):
            locks.append(_hold(target))
        yield
    finally:
        for lock in locks:
            _remove(lock)


def _hold(target: Path) -> Path:
    lock = target.with_name(f".{target.name}.lock")
    since = time.monotonic()
    while True:
        try:
            lock.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            return lock
        except OSError as error:
            waited = time.monotonic() - since
            # while another run removes its lock, Windows denies the permission
            if not isinstance(error, FileExistsError) and (waited > 1 or not isinstance(error, PermissionError)):
                raise _not_writable(target, error) from error
            if waited > LEFT_BEHIND:
                _remove(lock)
            time.sleep(_AGAIN)


def _remove(lock: Path) -> None:
    with suppress(OSError):
        lock.unlink()


def _write_beside(target: Path, content: bytes) -> Path:
    try:
        if target.is_dir():
            raise TargetError(f"{target} is a folder, so no file of that name can be written.")
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(13, "it is read-only")
        handle, name = tempfile.mkstemp(prefix=".reportgen-", suffix=target.suffix, dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        _as_a_new_file(name)
    except OSError as error:
        raise _not_writable(target, error) from error
    return Path(name)


def _as_a_new_file(name: str) -> None:
    """Give a temporary file, made private by the system, the permissions that a new file gets."""
    mask = os.umask(0)
    os.umask(mask)
    os.chmod(name, 0o666 & ~mask)


def _not_writable(target: Path, error: OSError) -> TargetError:
    hint = (
        "If it is open in Word or Excel, close it and run the command again; otherwise choose another folder with -o."
    )
    return TargetError(f"{target} cannot be written ({_reason(error)}). {hint}")


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).rstrip(".").lower()


def lock_file_of(path: Path) -> Path | None:
    """The lock file of Excel, Word or LibreOffice beside a file that is open in it, or None.

    Word shortens the name of the lock file of a long name: the first two characters make room for `~$`.
    """
    if not path.name:  # a folder such as "." or "/"
        return None
    names = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    others = (path.with_name(name) for name in names if name != path.name)
    with suppress(OSError):  # names that are too long with it
        return next((other for other in others if other.exists()), None)
    return None
