"""How a reviewed draft is issued: which version it is, what it replaces, and the record of it. The command writes.

A version is what a reader of the report sees: the same words and looks again, from the same draft, are the same
version. Drafts that one build began, and refreshes went on with, count as one draft.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from reportgen.assessment.results import whole_or_exact
from reportgen.common.build_record import BuildRecord, RecordedSource
from reportgen.common.diagnostics import runs
from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.common.exceptions import UsageError
from reportgen.common.language import day_in_words
from reportgen.common.model import Assessment
from reportgen.common.options import OptionKind, declarations
from reportgen.draft.finalize import finalized
from reportgen.draft.review import Point, confirmed_in
from reportgen.office.package import Package
from reportgen.runs.build import paged
from reportgen.runs.progress import Progress
from reportgen.runs.review import Review, damage_told
from reportgen.word.canonical import fingerprint, read_stories
from reportgen.word.fields import has_page_numbers

FORMAT = 1  # rises when a name in a record changes its meaning or goes
AUDIENCE = "internal: says how this report came about, and is not for the client"


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record of an issue, as it was found."""

    path: Path
    entries: Mapping[str, Any] | None  # None: it is no JSON object
    is_whole: bool  # nobody changed it since it was written
    is_copy: bool = False  # beside the draft, of one that stands beside a report in another folder

    @property
    def version(self) -> int:
        """The version it tells of; 0 when it is no record of ours that can be followed."""
        return self.entries["version"] if self.entries is not None and _is_readable(self.entries) else 0

    @property
    def draft_id(self) -> str:
        """The draft it tells of."""
        return str(self.entries["draft"]["id"]) if self.entries is not None and self.version else ""


@dataclass(frozen=True)
class Issue:
    """A report as it is issued, and all that its record tells of it but for the file itself."""

    package: Package  # without page numbers of its own
    remarks: tuple[Diagnostic[str], ...]
    told: Mapping[str, Any] = field(repr=False)  # by the record, but for the file
    earlier: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)  # what the records of earlier versions told

    def record(self, final: Path, content: bytes) -> dict[str, Any]:
        """The record, of the report written as `final`."""
        issued = {"name": final.name, "sha256": hashlib.sha256(content).hexdigest()}
        return {**self.told, "final": issued, "earlier": list(self.earlier)}


def issue(reviewed: Review, found: Iterable[FoundRecord], *, record: Path, reason: str | None, day: date) -> Issue:
    """The report of a draft, issued on a `day`; `found` are the records that may tell of earlier versions of it.

    `record` is where its own shall stand, `reason` why it is issued in spite of points to settle. Raises `UsageError`
    where a record that would be replaced cannot be read.
    """
    draft = reviewed.draft
    with damage_told(draft):
        says = fingerprint(read_stories(reviewed.issued)).full
        remarks, own = _own(found, draft.base.draft_id, record)
        latest = max(own, key=lambda one: (one.version, one.path == record, not one.is_copy, one.path), default=None)
        told = _told(reviewed, reason, says) | {"version": 1, "issued": day.isoformat(), "replaces": None}
        if latest is None or latest.entries is None:
            return Issue(reviewed.issued, tuple(remarks), _in_order(told))
        remarks += [] if latest.is_copy else _state_of(latest)
        earlier = tuple(latest.entries["earlier"])
        if latest.entries["says"] == says:
            told |= {name: latest.entries[name] for name in ("version", "issued", "replaces")}
            remarks.append(runs.SAME_VERSION.at(version=latest.version, day=_day(told["issued"])))
        else:
            told |= {"version": latest.version + 1, "replaces": _replaced(latest.entries)}
            earlier = (*earlier, _without_earlier(latest.entries))
        return _later(reviewed, told, earlier, remarks)


def _later(
    reviewed: Review, told: dict[str, Any], earlier: tuple[Mapping[str, Any], ...], remarks: list[Diagnostic[str]]
) -> Issue:
    """An issue that may replace another, and then says so on its title page."""
    package, replaced = reviewed.issued, told["replaces"]
    if replaced is not None:
        words = f"Version {told['version']}, replaces version {replaced['version']} of {_day(replaced['issued'])}"
        final = finalized(reviewed.draft.parts, reviewed.draft.base, version=words)
        package = final.parts
        kind = runs.NEW_VERSION if final.says_version else runs.NO_VERSION_LINE
        remarks.append(kind.at(words=words, name=replaced["final"]["name"]))
    return Issue(package, tuple(remarks), _in_order(told), earlier)


def with_pages(
    issued: Package, progress: Progress, *, pages: bool, pdf: bool
) -> tuple[Package, bytes | None, tuple[Diagnostic[str], ...]]:
    """The report with page numbers, and its PDF, as far as asked for; remarks say whose they are, or why not."""
    package, printed, remark = paged(issued, progress, pages=pages, pdf=pdf)
    if remark or not pages or not has_page_numbers(package):
        return package, printed, (remark,) if remark else ()
    return package, printed, (runs.PAGES_OF_LIBREOFFICE.at(),)


# ------------------------------------------------------------------------------------------------- earlier versions


def _own(found: Iterable[FoundRecord], draft_id: str, record: Path) -> tuple[list[Diagnostic[str]], list[FoundRecord]]:
    """The records of earlier versions of a draft, and what is to be said of the others."""
    remarks, own = [], []
    for each in found:
        if each.version and each.draft_id == draft_id:
            own.append(each)
            remarks += [] if each.is_whole else [runs.RECORD_EDITED.at(name=each.path.name, version=each.version)]
        elif each.path == record and not each.version:
            raise UsageError(runs.RECORD_UNREADABLE.at(path=each.path))
        elif each.path == record:
            remarks.append(runs.OTHER_RECORD.at(name=each.path.name))
        elif not each.version:
            remarks.append(runs.RECORD_PASSED_OVER.at(name=each.path.name))
    return remarks, own


def _is_readable(entries: Mapping[str, Any]) -> bool:
    """True for a record whose names have the meanings of today."""
    try:
        date.fromisoformat(entries["issued"])
        replaced = entries["replaces"]
        texts = [entries["says"], entries["draft"]["id"], *_file(entries["final"])]
        if replaced is not None:
            date.fromisoformat(replaced["issued"])
            texts += _file(replaced["final"])
        numbers = [entries["version"], *([replaced["version"]] if replaced else [])]
        return (
            entries["format"] <= FORMAT
            and all(type(number) is int and number > 0 for number in numbers)
            and all(isinstance(text, str) for text in texts)
            and isinstance(entries["earlier"], list)
        )
    except (KeyError, TypeError, ValueError):
        return False


def _file(entry: Mapping[str, Any]) -> list[Any]:
    return [entry["name"], entry["sha256"]]


def _state_of(latest: FoundRecord) -> list[Diagnostic[str]]:
    """What became of the report that a record tells of: nothing to say where it lies there as it was issued."""
    entries = latest.entries or {}
    name, sha256 = _file(entries["final"])
    path, facts = latest.path.with_name(Path(name).name), {"version": latest.version, "name": name}
    if path.is_file():
        return [] if _digest(path) == sha256 else [runs.FINAL_EDITED.at(**facts)]
    others = sorted(latest.path.parent.glob("*.docx"))
    now = next((other.name for other in others if _digest(other) == sha256), None)
    return [runs.FINAL_GONE.at(**facts) if now is None else runs.FINAL_RENAMED.at(**facts, now=now)]


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _replaced(entries: Mapping[str, Any]) -> dict[str, Any]:
    return {name: entries[name] for name in ("version", "issued", "final")}


def _without_earlier(entries: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entries.items() if name not in ("earlier", "files", "seal", "audience")}


def _day(issued: str) -> str:
    return day_in_words(date.fromisoformat(issued))


# ----------------------------------------------------------------------------------------------- what a record tells


def _told(reviewed: Review, reason: str | None, says: str) -> dict[str, Any]:
    """What a record tells of the draft, and of what people decided."""
    draft, against = reviewed.draft, reviewed.against
    points = [_point(point) for point in reviewed.blocking]
    return {
        "says": says,
        "draft": {"name": draft.path.name, "sha256": _digest(draft.path), "id": draft.base.draft_id},
        "made_with": _made_with(draft.base.record),
        "compared_with": _source(against.workbook),
        "suggestions": [
            {"chapter": each.place.heading, "text": each.place.text, "how": each.how.value}
            for each in confirmed_in(draft.parts, draft.base)
        ],
        "agreed": None if against.assessment is None else list(_agreed(against.assessment)),
        "open_points": {"reason": " ".join((reason or "").split()), "points": points} if points else None,
    }


def _in_order(told: Mapping[str, Any]) -> dict[str, Any]:
    """The names in the order of the documentation."""
    first = ("version", "issued", "replaces")
    opening = {"format": FORMAT, "audience": AUDIENCE, **{name: told[name] for name in first}, "final": None}
    return opening | {name: value for name, value in told.items() if name not in first}


def _made_with(record: BuildRecord) -> dict[str, Any]:
    used = {name: _source(record.source(name)) for name in declarations(OptionKind.FILE, OptionKind.SET)}
    return {"reportgen": record.program, "workbook": _source(record.workbook), **used}


def _source(source: RecordedSource) -> dict[str, str] | None:
    """What was used, without its folder; None where there was none."""
    version = {"version": source.version} if source.version else {}
    return {"name": source.file_name, **version, "sha256": source.sha256} if source.name else None


def _agreed(assessment: Assessment) -> Iterator[dict[str, Any]]:
    """The agreed scores, each with the boxes of the interviews that it stands in place of."""
    for entry in assessment.agreed:
        if entry.box is not None:
            answers = assessment.answers_to.get(entry.question_id, ())
            boxes = {answer.interview: whole_or_exact(answer.box) for answer in answers if answer.box is not None}
            yield {"question": entry.question_id, "agreed": whole_or_exact(entry.box), "interviews": boxes}


def _point(point: Point) -> dict[str, Any]:
    """A point that was left open, by what a reader of the report finds there: no author, cell or path."""
    figure = point.facts.get("change")
    change = {name: figure[name] for name in ("name", "old", "new")} if isinstance(figure, Mapping) else None
    told = {"code": point.code, "chapter": point.place.heading, "words": point.place.text}
    return told | ({"figure": change} if change else {})
