"""What a question set is known by: a digest of its files, the same wherever they lie and however their lines end."""

from __future__ import annotations

import hashlib
from pathlib import Path

from reportgen.questions.loader import SECTORS, folder_of


def set_digest(name_or_folder: str | Path) -> str:
    """The digest of all files of a set, sector profiles included.

    Raises `UnreadableFileError` when there is no such set.
    """
    folder = folder_of(name_or_folder)
    digest = hashlib.sha256()
    files = {path.relative_to(folder).as_posix(): path for path in folder.glob("*.toml")}
    files |= {path.relative_to(folder).as_posix(): path for path in (folder / SECTORS).glob("*.toml")}
    for name, path in sorted(files.items()):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
