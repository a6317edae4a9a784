"""The files that the sheet Engagement names: beside the workbook or below it, and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

from reportgen.common.diagnostics.problems import Problem, ProblemKind
from reportgen.common.language import one_line
from reportgen.common.model import Engagement
from reportgen.common.named_files import leads_below, named_path


def engaged_file(
    workbook: Path, engagement: Engagement, key: str, *, elsewhere: ProblemKind, missing: ProblemKind, **facts: object
) -> tuple[Path | None, tuple[Problem, ...]]:
    """The file that the field of that key names, or the problem of its name, or of its absence with further facts."""
    place, name = engagement.places[key], getattr(engagement, key)
    # a URL may hold a password, and what is said of it goes into marked copies and records
    shown = f"{name.partition('://')[0]}://…" if "://" in name else one_line(name)
    if not leads_below(name):
        return None, (elsewhere.at(place, value=shown),)
    file = named_path(name, [workbook.parent])
    if file and file.is_file():
        return file, ()
    below = Path(name.replace("\\", "/")).parent
    folder = f"the folder {os.path.abspath(workbook.parent / below)}" if below.name else "this workbook's folder"
    return None, (missing.at(place, value=shown, folder=folder, **facts),)
