"""A question set as files: checked as a whole, written as TOML, and known by a digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from reportgen.common.model import QuestionSet
from reportgen.common.set_tables import SetTables
from reportgen.questions.loader import SECTORS, SET_FILE, folder_of, question_set_from, read_tables
from reportgen.questions.sectors import SectorProfile, profiles_from


@dataclass(frozen=True)
class CheckedSet:
    """A question set with its sector profiles, and every fault of both; with faults it is not fit for use."""

    tables: SetTables
    questions: QuestionSet
    profiles: tuple[SectorProfile, ...]
    faults: tuple[str, ...]


def check_folder(name_or_folder: str | Path) -> CheckedSet:
    """A set of that folder, or of that name when there is no such folder, checked with all its sector profiles.

    Raises `UnreadableFileError` when there is no such set.
    """
    folder = Path(name_or_folder)
    if not (folder / SET_FILE).is_file():
        folder = folder_of(name_or_folder)
    faults: list[str] = []
    return check_tables(read_tables(folder, faults, with_sectors=True), faults, str(folder))


def check_tables(tables: SetTables, faults: list[str], folder: str = "") -> CheckedSet:
    """The set and the profiles that the tables describe; `faults` are those already known."""
    questions = question_set_from(tables, faults, folder)
    whole = len(questions.areas) == len(tables.areas)  # else every question of a missing area would be unknown
    profiles = profiles_from(tables.sectors, questions, faults) if whole else ()
    return CheckedSet(tables, questions, profiles, tuple(faults))


def toml_files(tables: SetTables) -> dict[str, bytes]:
    """The files of a set by their place in its folder."""
    import tomli_w

    files = {SET_FILE: tables.head}
    files |= {f"{name}.toml": table for name, table in tables.areas.items()}
    files |= {f"{SECTORS}/{name}.toml": table for name, table in tables.sectors.items()}
    return {name: tomli_w.dumps(table).encode("utf-8") for name, table in files.items()}


# --------------------------------------------------------------------------------------------------------------- digest


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
