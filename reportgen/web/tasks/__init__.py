"""What the processes of a server do: each task is given files in a case, and gives plain data for a page.

They call the runs and hold no logic of their own. Everything loads inside: the server itself loads none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.common.options import BuildOptions

Told = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What a task is asked for."""

    given: Path  # the folder of what the person gave
    made: Path  # the folder of what is made
    options: BuildOptions  # what is usual, and registered, with whoever runs the server
    asked: Mapping[str, str] = field(default_factory=dict)  # by the fields of the form; a field left empty is missing
    files: Mapping[str, str] = field(default_factory=dict)  # what was given, by name: the name of its kind

    def of_kind(self, kind: str) -> list[Path]:
        """The files given of a kind, by the name of the kind."""
        return [self.given / name for name, found in self.files.items() if found == kind]

    def one(self, kind: str) -> Path | None:
        """The file given of a kind, where there is just one."""
        found = self.of_kind(kind)
        return found[0] if len(found) == 1 else None
