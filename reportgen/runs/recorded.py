"""The files a draft was built from: the names it records them under, and how a refresh finds them again.

A recorded name leads from the workbook's folder to the file and says nothing else: no machine, no person, no folder
beside the workbook's own. What lies elsewhere is recorded by its bare name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.draft.base import Recipe

_UNSAFE = re.compile(r'[\\:*?"<>|\x00-\x1f]')  # a drive, a share, or nothing that a name of ours can hold


def portable(file: Path, workbook: Path) -> str:
    """The name of a file as seen from the workbook's folder.

    The way is kept where the file lies below that folder or straight in one above it; otherwise the bare name stands.
    """
    try:
        way = Path(os.path.relpath(file, workbook.parent)).as_posix()
    except ValueError:  # on another drive
        way = ""
    return way if is_portable(way) else Path(os.path.abspath(file)).name


def portable_set(name_or_folder: str, workbook: Path) -> str:
    """The name of a question set that was asked for: one of ours by its name, a folder as `portable` names files."""
    from reportgen.questions.loader import shipped

    return name_or_folder if name_or_folder in shipped() else portable(Path(name_or_folder), workbook)


def is_portable(name: str) -> bool:
    """True for a name that leads below a folder, or straight to one in a folder above it; for no other.

    >>> [is_portable(name) for name in ("peers.xlsx", "data/peers.xlsx", "../peers.xlsx")]
    [True, True, True]
    >>> [is_portable(name) for name in ("../anna/peers.xlsx", "/etc/passwd", "C:/peers.xlsx", "..", "")]
    [False, False, False, False, False]
    """
    if not name or name.startswith("/") or _UNSAFE.search(name):
        return False
    parts = PurePosixPath(name).parts
    ups = next((number for number, part in enumerate(parts) if part != ".."), len(parts))
    below = parts[ups:]
    return bool(below) and ".." not in below and (ups == 0 or len(below) == 1)


def found(name: str, folders: Iterable[Path]) -> Path | None:
    """The file or folder that a recorded name means: the first there is, seen from each of the folders in turn.

    What a draft records is no path to be opened: a name that none of ours can be counts by its last word only.
    """
    safe = name if is_portable(name) else re.split(r"[\\/]", name)[-1]
    if not is_portable(safe):
        return None
    return next((folder / safe for folder in folders if _exists(folder / safe)), None)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # what no file can be named, such as a text of hundreds of characters
        return False


# ------------------------------------------------------------------------------------------------------- what changed


@dataclass(frozen=True, slots=True)
class SourceChange:
    """What a draft was built from, and what it is refreshed from."""

    kind: str  # "workbook", "peers", "template", "house style", "question set"
    before: str  # its name; empty: none
    now: str
    changed: bool  # it holds something else

    @property
    def words(self) -> str:
        """What changed, in words."""
        if not self.before and not self.now:
            return "none, as before"
        if not self.before:
            return "there were none"
        if not self.now:
            return f"none any more (was {self.before})"
        renamed = f" (was {self.before})" if self.before != self.now else ""
        return f"{'changed' if self.changed else 'the same'}{renamed}"


def source_changes(before: Recipe, now: Recipe) -> tuple[SourceChange, ...]:
    """What became of everything a draft was built from."""
    pairs = {
        "workbook": (before.workbook, now.workbook),
        "peers": (before.peers, now.peers),
        "question set": (before.question_set, now.question_set),
        "template": (before.template, now.template),
        "house style": (before.house_style, now.house_style),
    }
    return tuple(SourceChange(kind, old.name, new.name, old.sha256 != new.sha256) for kind, (old, new) in pairs.items())


def recipe_remarks(before: Recipe, now: Recipe) -> Iterator[str]:
    """What people should know before they trust a refresh: a sentence for all that changed beside the answers."""
    if not before.program:
        yield "The draft does not record what it was built from, so make sure that the workbook is the right one."
        return
    if before.client != now.client:
        yield (
            f"The draft is about '{before.client}', but the workbook is about '{now.client}': make sure that it is the "
            "right one."
        )
    if before.workbook.name != now.workbook.name:
        yield f"The draft was built from '{before.workbook.name}', and is refreshed from '{now.workbook.name}'."
    if before.program != now.program:
        yield (
            f"The draft was built by version {before.program} of reportgen, and is refreshed by {now.program}: "
            "standing texts may differ."
        )
    yield from _peer_remarks(before, now)
    set_before = f"{before.question_set.name} {before.question_set_version}"
    set_now = f"{now.question_set.name} {now.question_set_version}"
    if set_before != set_now:
        yield f"The question set was {set_before}, and is {set_now}."
    elif before.question_set.sha256 != now.question_set.sha256:
        yield f"The question set {set_now} was changed since the draft was built, though not its version."
    for kind, old, new in (
        ("template", before.template, now.template),
        ("house style", before.house_style, now.house_style),
    ):
        if old.sha256 != new.sha256:
            how = "was changed since the draft was built" if old.name == new.name else f"was '{old.name}' before"
            yield f"The {kind} '{new.name}' {how}: looks and standing texts may differ."
    if before.charts != now.charts:
        kinds = {"picture": "pictures", "native": "Word charts that can be edited"}
        yield f"The charts of positions were {kinds.get(before.charts, before.charts)}, and are {kinds[now.charts]}."


def _peer_remarks(before: Recipe, now: Recipe) -> Iterator[str]:
    if before.peers.name and not now.peers.name:
        yield f"The draft was compared with the peers of '{before.peers.name}', and is compared with none now."
    elif now.peers.name and not before.peers.name:
        yield f"The draft was compared with no peers, and is compared with those of '{now.peers.name}' now."
    elif before.peers.sha256 != now.peers.sha256:
        was = "" if before.peers.name == now.peers.name else f" (it was '{before.peers.name}')"
        yield f"The peer data is another: '{now.peers.name}'{was}."
