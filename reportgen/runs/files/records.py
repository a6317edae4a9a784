"""Records: JSON files that say which files a run wrote with them.

A record holds the SHA-256 of the files written with it and, last, of itself: one that somebody changed proves nothing
any more.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_END = b"\n}\n"  # of a record
_SEAL = re.compile(rb',\n  "seal": "([0-9a-f]{64})"\n}\n\Z')


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
