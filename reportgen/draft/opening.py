"""Opening a draft that people have worked on: through the gate, and with what it was generated from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.common.diagnostics.runs import NO_DRAFT
from reportgen.common.exceptions import UnreadableFileError
from reportgen.draft.base import Base
from reportgen.draft.stored import FOLDER, SUFFIX, read_base, read_side_car, run_of
from reportgen.office.gate import admit
from reportgen.office.kinds import DRAFT
from reportgen.office.package import DOCUMENT, Package

_RUN = re.compile(r"[0-9a-f]{16}")
_ANCHOR = re.compile(rb'w:name="_rgv?_[0-9a-f]{10}_')


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft, in memory."""

    path: Path
    parts: Package
    base: Base
    from_side_car: bool  # it had lost its own base


def open_draft(path: Path) -> Draft:
    """The draft at `path`, with its base.

    Raises `UnreadableFileError` when it is no Word document that can be opened safely, no draft of ours, or one that
    has lost its base where no side-car has it; `OtherVersionError` for a draft of another version of the program.
    """
    parts = admit(path, DRAFT)
    base = read_base(parts)
    if base is not None:
        return Draft(path, parts, base, from_side_car=False)
    run = run_of(parts)
    base = read_side_car(path, run) if _RUN.fullmatch(run) else None
    if base is None:
        raise UnreadableFileError(_why_not(path, parts, run))
    return Draft(path, parts, base, from_side_car=True)


def _why_not(path: Path, parts: Package, run: str) -> str | Diagnostic[str]:
    if run:
        return (
            f"'{path}' has lost what reportgen stored in it (the Document Inspector of Word and other programs take it "
            f"out), and the file '{FOLDER}/{run}{SUFFIX}' that holds it once more is not beside it. Copy the folder "
            f"'{FOLDER}' from where the draft was built to the folder of the draft."
        )
    if _ANCHOR.search(parts[DOCUMENT]):
        return (
            f"'{path}' was built by reportgen, but has lost all that was stored in it, so what people wrote cannot be "
            "told from what was generated. Take an earlier copy of the draft, or build a new one."
        )
    return NO_DRAFT.at(path=path)
