"""What a server was started with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from reportgen.common.options import BuildOptions

MOST_BYTES = 240_000_000  # of one upload: a draft with photographs, a workbook and its peers, and the form around them
MOST_FILES = 20  # of one upload: the workbooks of many assessors


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a server was started with."""

    root: Path  # the private folder in which what people upload lies, a folder for each case
    options: BuildOptions = field(default_factory=BuildOptions)  # usual, and registered peers, of whoever runs it
    database: str = ""  # the peer database that the page of peers tells of: a path or a URL
    waiting: int = 20  # tasks that may wait in each lane
    kept: float = 3_600.0  # seconds after the last use of a case until it is deleted
    most_bytes: int = MOST_BYTES
    most_cases: int = 50  # of one person at a time
    most_kept: int = 4_000_000_000  # bytes of all files of one person at a time
