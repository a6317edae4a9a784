"""Cases: what one person works on, in a private folder that goes when it is not used any more."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from reportgen.web.lanes import Job

_GIVEN, _MADE = "given", "made"  # the folders of a case


@dataclass(eq=False)
class Case:
    """What one person works on: files they gave, files made of them, and the tasks that make them."""

    owner: str
    folder: Path
    id: str = field(default_factory=lambda: token_urlsafe(16))  # 128 bits
    jobs: dict[str, Job] = field(default_factory=dict)  # by the name of their task
    used: float = field(default_factory=time.monotonic)
    before: Sequence[Mapping[str, Any]] | None = None  # the problems that the check before the last one found
    replaced: Sequence[str] = ()  # files that the last ones took the place of, because they have their names
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)  # held while files change, or a task is begun

    def __post_init__(self) -> None:
        for folder in (self.given, self.made):
            folder.mkdir(parents=True, mode=0o700)

    @property
    def given(self) -> Path:
        """The folder of what the person gave."""
        return self.folder / _GIVEN

    @property
    def made(self) -> Path:
        """The folder of what was made of it."""
        return self.folder / _MADE

    def names(self) -> list[str]:
        """The names of the files that the person gave."""
        return sorted(path.name for path in self.given.iterdir())

    def results(self) -> Mapping[str, Path]:
        """The files that were made, by their names as seen from their folder: the only ones that can be asked for."""
        found = (path for path in sorted(self.made.rglob("*")) if path.is_file())
        return {path.relative_to(self.made).as_posix(): path for path in found}

    def size(self) -> int:
        """The bytes of all its files. A file that goes meanwhile counts nothing."""
        return _bytes_below(self.folder)

    def going(self) -> list[Job]:
        """The tasks that are not over."""
        return [job for job in self.jobs.values() if not job.is_over]


def _bytes_below(folder: Path | str) -> int:
    """The bytes of the files in a folder and below: each drop asks for them, of thousands of files."""
    found = 0
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                is_folder = entry.is_dir(follow_symlinks=False)
                found += _bytes_below(entry.path) if is_folder else entry.stat(follow_symlinks=False).st_size
    return found


class Cases:
    """All cases of a server."""

    def __init__(self, root: Path, kept: float) -> None:
        """They lie in folders of their own below `root`; one not used for `kept` seconds goes."""
        self._root, self._kept = root, kept
        self._cases: dict[str, Case] = {}

    def begin(self, owner: str) -> Case:
        """A new one."""
        case = Case(owner, self._root / token_urlsafe(12))
        self._cases[case.id] = case
        return case

    def of(self, owner: str, case_id: str) -> Case | None:
        """A case of this person; None where there is none, or it is another's."""
        case = self._cases.get(case_id)
        if case is None or case.owner != owner:
            return None
        case.used = time.monotonic()
        return case

    def all_of(self, owner: str) -> list[Case]:
        """The cases of a person, the latest first."""
        return sorted((case for case in self.every() if case.owner == owner), key=lambda case: -case.used)

    def left(self, case: Case) -> float:
        """Seconds until a case is deleted, if nobody uses it."""
        return max(0.0, self._kept - (time.monotonic() - case.used))

    def forget(self, cases: Iterable[Case]) -> None:
        """Have nobody find these cases any more."""
        for case in cases:
            self._cases.pop(case.id, None)

    def delete(self, cases: Iterable[Case]) -> None:
        """Delete cases with all their files."""
        for case in cases:
            self.forget([case])
            shutil.rmtree(case.folder, ignore_errors=True)

    def outdated(self) -> list[Case]:
        """Those that nobody has used for long, and in which nothing is being done."""
        return [case for case in self.every() if not self.left(case) and not case.going()]

    def every(self) -> list[Case]:
        """All there are."""
        return list(self._cases.values())
