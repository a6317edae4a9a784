"""The files of a report that is issued: it, the record of it, the client's results; where earlier records are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.assessment.results import for_client
from reportgen.common.build_record import BuildRecord
from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.common.diagnostics.runs import NO_CLIENT_RESULTS
from reportgen.draft.stored import FOLDER
from reportgen.runs.files.records import as_json, read_record, recorded, sealed
from reportgen.runs.issue import FoundRecord, issue, with_pages
from reportgen.runs.progress import Progress
from reportgen.runs.review import Review

_RECORD = "-record.json"
_OF_A_DRAFT = re.compile(r"(-report)?(-refreshed(-\d+)?)?$")  # the ending of its name
_SHORT = 16  # signs of a draft's id, of those that tell drafts apart


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedFiles:
    """What is written of a report that is issued."""

    final: Path
    contents: Mapping[Path, bytes]  # of the report, its PDF, the results for the client, and last the record of all
    copy: Mapping[Path, bytes]  # of the record, which the draft has in its folder wherever the report went
    remarks: tuple[Diagnostic[str], ...]
    version: int = 1


def issued_files(
    reviewed: Review,
    *,
    final: Path,
    reason: str | None,
    day: date,
    pages: bool,
    pdf: bool,
    progress: Progress,
    records: Iterable[Path] = (),
) -> IssuedFiles:
    """What is written of a draft that was reviewed and is issued as `final` on a `day`.

    `reason` is why it is issued in spite of points to settle; `pages` and `pdf` are what LibreOffice is asked for;
    `records` of earlier versions are known beside those that are found by their names.
    Raises `UsageError` where a record that would be replaced cannot be read.
    """
    base, draft, record = reviewed.draft.base, reviewed.draft.path, record_beside(final)
    issued = issue(reviewed, found_records(final, draft=draft, known=records), record=record, reason=reason, day=day)
    package, printed, remarks = with_pages(issued.package, progress, pages=pages, pdf=pdf)
    report = {final: package.packed()} | ({} if printed is None else {final.with_suffix(".pdf"): printed})
    results, missing = client_results(draft, final=final, record=base.record)
    entries = sealed(issued.record(final, report[final]), final.parent, report | results)
    return IssuedFiles(
        final=final,
        contents={**report, **results, record: entries},
        copy={copy_beside(draft, base.draft_id): entries},
        remarks=(*issued.remarks, *remarks, *missing),
        version=issued.told["version"],
    )


def client_results(
    draft: Path, *, final: Path, record: BuildRecord
) -> tuple[dict[Path, bytes], tuple[Diagnostic[str], ...]]:
    """The client's version of the results beside a draft, to be written beside the `final` report.

    Nothing, and a remark, where there are none of the workbook, peers and earlier assessment that the draft was built
    from; those that were changed since count as none.
    """
    for path in sorted(draft.parent.glob("*-results.json")):
        if recorded(path) is None:
            continue
        found = json.loads(path.read_bytes())
        files = found.get("made_with", {}).get("files", {})
        names = ("peers", "earlier")
        digests = {name: files.get(name, {}).get("sha256", "") for name in ("workbook", *names)}
        built_from = {"workbook": record.workbook.sha256} | {name: record.source(name).sha256 for name in names}
        if "traces" in found and digests == built_from:
            return {final.with_name(f"{final.stem}-client-results.json"): as_json(for_client(found))}, ()
    return {}, (NO_CLIENT_RESULTS.at(),)


def final_of(draft: Path) -> str:
    """The name of the report of a draft, unless another is given.

    >>> [final_of(Path(name)) for name in ("client-report.docx", "client-report-refreshed-2.docx", "mine.docx")]
    ['client-final.docx', 'client-final.docx', 'mine-final.docx']
    """
    return f"{_OF_A_DRAFT.sub('', draft.stem)}-final.docx"


def record_beside(final: Path) -> Path:
    """The record beside a report.

    >>> record_beside(Path("client-final.docx")).name
    'client-final-record.json'
    """
    return final.with_name(f"{final.stem}{_RECORD}")


def copy_beside(draft: Path, draft_id: str) -> Path:
    """The copy of its latest record that a draft has in its folder `base`, wherever the report went."""
    return draft.parent / FOLDER / f"{draft_id[:_SHORT]}{_RECORD}"


def found_records(final: Path, *, draft: Path, known: Iterable[Path] = ()) -> list[FoundRecord]:
    """The records beside a report to be written, beside its draft, in the draft's folder `base`, and any `known`."""
    places = (draft.parent, final.parent, draft.parent / FOLDER)
    folders = {folder.resolve(): folder for folder in places}
    paths = (path for folder in folders.values() for path in sorted(folder.glob(f"*{_RECORD}")))
    return [
        FoundRecord(path, *read_record(path), is_copy=path.parent == places[-1])
        for path in dict.fromkeys((*paths, *known))
    ]
