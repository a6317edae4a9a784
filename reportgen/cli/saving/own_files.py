"""Files that a command wrote, and may therefore replace: a record beside them tells which they are.

The record is a JSON file of the command's own (results, changes). It holds the SHA-256 of the files written beside it
and, last, of itself: one that somebody changed proves nothing any more.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from reportgen.cli.saving.output import keep_copy
from reportgen.common.exceptions import TargetError, UnreadableFileError

SIDE_CARS = "base"  # the folder of the files that hold what a draft carries, once more
_SIDE_CAR = re.compile(r"([0-9a-f]{16})\.json\.gz")

_PLAIN = re.compile(r"[\w./\\:+,@~-]+")
_END = b"\n}\n"  # of a record
_SEAL = re.compile(rb',\n  "seal": "([0-9a-f]{64})"\n}\n\Z')


def make_way(
    path: Path, is_ours: Callable[[Path], bool], *, force: bool, refusal: Callable[[], str] | None = None
) -> list[Path]:
    """Check that `path` may be replaced; with `force`, keep a copy of what is not ours, returned.

    Raises `TargetError` saying the `refusal`, by default that it is `not_ours`.
    """
    if not path.exists() or (path.is_file() and is_ours(path)):
        return []
    if not force or not path.is_file():
        raise TargetError(refusal() if refusal else not_ours(path))
    return [keep_copy(path)]


def not_ours(path: Path) -> str:
    """Why a file is not replaced, and what to do."""
    return (
        f"{path} was not written by this command, or was changed since, so it is not overwritten. "
        "Move it away, name another place with -o, or use --force: a dated copy is then kept."
    )


def as_typed(command: str, *paths: Path | str) -> str:
    """A command as a person types it; a name with anything but plain signs stands in quotation marks.

    >>> as_typed("refresh", Path("draft.docx"), Path("Harbour & Sons.xlsx"))
    'reportgen refresh draft.docx "Harbour & Sons.xlsx"'
    """
    words = (str(path) if _PLAIN.fullmatch(str(path)) else f'"{path}"' for path in paths)
    return " ".join(("reportgen", command, *words))


# ------------------------------------------------------------------------------------------------------- the record


def sealed(entries: Mapping[str, Any], folder: Path, files: Mapping[Path, bytes]) -> bytes:
    """A record: its entries as JSON, with the digests of the files by their place in `folder` and, last, of itself."""
    digests = {path.relative_to(folder).as_posix(): digest(content) for path, content in files.items()}
    body = as_json({**entries, "files": digests})
    return body.removesuffix(_END) + b',\n  "seal": "' + digest(body).encode("ascii") + b'"' + _END


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()


def as_json(value: Mapping[str, Any]) -> bytes:
    """An object as text: each entry, and each entry of an entry, on a line of its own."""
    lines = ",\n".join(f"  {_json(name)}: {_on_lines(entry)}" for name, entry in value.items())
    return f"{{\n{lines}".encode() + _END


def _on_lines(value: object) -> str:
    if not value or not isinstance(value, dict | list):
        return _json(value)
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"    {_json(entry)}" for entry in value) + "\n  ]"
    return "{\n" + ",\n".join(f"    {_json(name)}: {_json(entry)}" for name, entry in value.items()) + "\n  }"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def read_record(record: Path) -> tuple[Mapping[str, Any] | None, bool]:
    """The entries of a record, None when it is no JSON object, and whether it is as it was written."""
    try:
        content = record.read_bytes()
        entries = json.loads(content)
    except (OSError, ValueError, RecursionError):
        return None, False
    seal = _SEAL.search(content)
    is_whole = seal is not None and seal[1].decode("ascii") == digest(content[: seal.start()] + _END)
    return (entries, is_whole) if isinstance(entries, dict) else (None, False)


def recorded(record: Path) -> Mapping[str, str] | None:
    """The digests of the files of an earlier run, or None when there is none or its record was changed."""
    entries, is_whole = read_record(record)
    files = entries.get("files") if entries is not None and is_whole else None
    return files if isinstance(files, dict) else None


def is_recorded(path: Path, earlier: Mapping[str, str] | None, *, folder: Path) -> bool:
    """True for a file that is, byte for byte, what an earlier run wrote there."""
    named = None if earlier is None else earlier.get(path.relative_to(folder).as_posix())
    return named is not None and path.is_file() and named == digest(path.read_bytes())


def remove_outdated(
    folder: Path, subfolders: Iterable[str], written: Iterable[Path], earlier: Mapping[str, str] | None
) -> None:
    """Remove what an earlier run wrote and this one did not; what was changed since stays.

    Whatever the record says, nothing outside of `folder` and these folders in it is touched. A side-car stays while a
    draft of its run lies in the folder.
    """
    written = set(written)
    ours = {folder, *(folder / name for name in subfolders)}
    for name in earlier or {}:
        path = folder / name
        outdated = path.parent in ours and path not in written and is_recorded(path, earlier, folder=folder)
        if outdated and not _is_needed(path, folder=folder):
            path.unlink()


# -------------------------------------------------------------------------------------------------------- side-cars


def is_side_car(path: Path) -> bool:
    """True for a sound side-car under the name of its run, whichever command wrote it."""
    from reportgen.draft.base import OtherVersionError, unpacked

    named = _SIDE_CAR.fullmatch(path.name)
    try:
        base = unpacked(path.read_bytes())
    except OtherVersionError:
        return False
    return named is not None and base is not None and base.run == named[1]


def _is_needed(path: Path, *, folder: Path) -> bool:
    """True for a side-car whose draft, or a copy of it, lies in the folder."""
    from reportgen.draft.stored import run_of
    from reportgen.office.files import DRAFT
    from reportgen.office.gate import admit
    from reportgen.office.package import DamagedPartError

    named = _SIDE_CAR.fullmatch(path.name)
    if named is None or path.parent != folder / SIDE_CARS:
        return False
    for draft in folder.glob("*.docx"):
        try:
            if run_of(admit(draft, DRAFT)) == named[1]:
                return True
        except (DamagedPartError, UnreadableFileError):
            continue
    return False
