"""Saving a study: the page, its pictures, and the record that says what was written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cli.listings.study import study_record
from reportgen.cli.saving.output import write_all
from reportgen.cli.saving.own_files import is_recorded, make_way, remove_outdated
from reportgen.runs.files.records import recorded, sealed
from reportgen.runs.files.reports import CHARTS_FOLDER

if TYPE_CHECKING:
    from reportgen.runs.study import StudyReport

FOLDER = "peer-study"


def save_study(report: StudyReport, output: Path, *, force: bool = False) -> tuple[Path, list[Path]]:
    """Write a study into its folder within `output`; its page, and dated copies of what was replaced by force.

    Raises `TargetError`, before anything is written, for a file that no earlier study wrote or that was changed since.
    """
    folder = output / FOLDER
    page, record = folder / f"{FOLDER}.docx", folder / f"{FOLDER}.json"
    files = {folder / CHARTS_FOLDER / f"{name}.png": png for name, png in report.charts.items()}
    files[page] = report.document
    earlier = recorded(record)
    kept = make_way(record, lambda _: earlier is not None, force=force)
    for path in files:
        kept += make_way(path, lambda path: is_recorded(path, earlier, folder=folder), force=force)
    write_all({**files, record: sealed(study_record(report.study), folder, files)})
    remove_outdated(folder, (CHARTS_FOLDER,), files, earlier)
    return page, kept
