"""What the processes of a server do: each task is given files in a case, and gives plain data for a page.

They call the runs and hold no logic of their own. Everything loads inside: the server itself loads none of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.common.exceptions import UsageError
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

    @property
    def question_set(self) -> str | None:
        """The question set of the server; None where it has no other than ours."""
        return self.options.question_set or self.options.usual_set

    def of_kind(self, kind: str) -> list[Path]:
        """The files given of a kind, by the name of the kind."""
        return [self.given / name for name, found in self.files.items() if found == kind]

    def some(self, kind: str, least: int = 1) -> list[Path]:
        """The same, so many at least. Raises `UsageError` where there are fewer: a page asked for what is not here."""
        found = self.of_kind(kind)
        if len(found) < least:
            raise UsageError("The files for this are not here any more. Go back to the files, and add them.")
        return found

    def the(self, kind: str) -> Path:
        """The one file of a kind that a task cannot do without. Raises `UsageError` where there is none, or several."""
        from reportgen.runs.recognise import FileKind

        found = self.of_kind(kind)
        if len(found) != 1:
            there = f"there are {len(found)} of them here" if found else "there is none here"
            raise UsageError(f"This needs {FileKind[kind].value}, and just one: {there}.")
        return found[0]

    def result(self, name: str) -> Path:
        """A file that was made, by its name. Raises `UsageError` where there is none: a name is never a path."""
        found = next((path for path in self.made.iterdir() if path.is_file() and path.name == name), None)
        if found is None:
            raise UsageError("The file for this is not here any more. Go back to the files, and begin again.")
        return found

    def clear(self, *kept: str) -> None:
        """Delete what was made before, but for the record of what was shown of peers and files that end like `kept`."""
        from reportgen.peers.shown import SHOWN_FILE

        for path in self.made.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif not path.name.endswith((SHOWN_FILE, *kept)):
                path.unlink()

    def bring_shown(self) -> bool:
        """Put what reports showed of peers before where runs look for it; False where no record of it was dropped."""
        from reportgen.peers.shown import SHOWN_FILE, read_shown, shown_bytes

        dropped, target = self.of_kind("SHOWN"), self.made / SHOWN_FILE
        if len(dropped) == 1 and not target.exists():
            shutil.copyfile(dropped[0], target)
        elif dropped:  # what was shown here meanwhile stays on record
            target.write_bytes(shown_bytes(read_shown(target, *dropped).releases))
        return bool(dropped)

    def others(self, kind: str) -> list[Path]:
        """The files given of any other kind."""
        return [self.given / name for name, found in self.files.items() if found != kind]

    def one(self, kind: str) -> Path | None:
        """The file given of a kind, where there is just one."""
        found = self.of_kind(kind)
        return found[0] if len(found) == 1 else None
