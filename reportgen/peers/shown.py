"""The record of what releases showed of peers to a client: `peers-shown.json`, beside the draft and never inside it.

It holds opaque ids of assessments and the figures that were printed, so that a later report cannot give away by the
difference what neither gives away alone. A run asks a `ShownRecord` for the earlier releases and adds the new one;
a database of peers can keep the same `Release`s behind the same two calls.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from reportgen.common.exceptions import UnreadableFileError
from reportgen.common.model import Disclosure, PeerGroup, Reference, Standing
from reportgen.common.peer_table import Ids
from reportgen.common.releases import (
    AssessmentIds,
    IdForm,
    Release,
    ReleasedFigure,
    in_one_list,
    mask_of,
    paired,
)

SHOWN_FILE = "peers-shown.json"
FORMAT = 2  # rises when a name in the file changes its meaning or goes
_ABOUT = (
    "What reports for this client showed of peers, and of whose assessments. Keep it beside the draft, and send it to "
    "nobody: without it, two reports together could give a peer away."
)
_FIRST_FORMAT = 1  # which names each assessment by a text
_END = "\n}"  # of the file


class Keeper(Protocol):
    """A database that keeps what reports for a client showed of peers."""

    def texts(self) -> Sequence[str]:
        """Each record on it, the oldest first, as the file of one release."""

    def keep(self, text: str) -> str:
        """Add a record; why it could not be added, empty when it was. Raises when another run added one meanwhile."""


@dataclass(frozen=True)
class ShownRecord:
    """The files of a client's record as they were read, and the releases on record."""

    found: Mapping[Path, bytes | None]  # None: the file is not there yet
    told: Mapping[Path, int]  # how many releases each file tells
    releases: tuple[Release, ...]  # each once, the oldest first
    keeper: Keeper | None = None  # a database that keeps the record, and not the files
    new: Release | None = None  # what this run showed for the first time

    def adding(self, new: Release | None) -> ShownRecord:
        """The record with what this run showed for the first time."""
        return replace(self, releases=(*self.releases, new), new=new) if new else self

    def to_write(self) -> dict[Path, bytes]:
        """The files that are to tell more than they do."""
        short = [path for path, count in self.told.items() if count < len(self.releases)]
        return dict.fromkeys(short, shown_bytes(self.releases)) if short and not self.keeper else {}

    def keep(self) -> str:
        """Put what this run showed on record in the database; why it could not be, empty when nothing is in the way."""
        return self.keeper.keep(shown_bytes([self.new]).decode("utf-8")) if self.keeper and self.new else ""


def read_shown(*files: Path, keeper: Keeper | None = None) -> ShownRecord:
    """The record in these files, whether or not they are there yet, and in the database that keeps it.

    Raises `UnreadableFileError` for a file that cannot be followed: it is never taken for none.
    """
    found = {path: _content(path) for path in files}
    of_files = {path: () if content is None else _releases(str(path), content) for path, content in found.items()}
    of_texts = [_releases("In the peer database", text.encode("utf-8")) for text in (keeper.texts() if keeper else ())]
    releases: list[Release] = []
    for release in in_one_list(chain(*of_files.values(), *of_texts)):
        releases += [release] if release not in releases else []
    told = {path: sum(release in its for release in releases) for path, its in of_files.items()}
    return ShownRecord(found, told, tuple(sorted(releases, key=lambda release: release.day)), keeper)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnreadableFileError(
            f"{path}, the record of what earlier reports showed of peers, cannot be read "
            f"({(error.strerror or str(error)).lower()})."
        ) from error


def _releases(path: str, content: bytes) -> tuple[Release, ...]:
    try:
        record = json.loads(content)
        if type(record["format"]) is int and record["format"] > FORMAT:
            raise UnreadableFileError(
                f"{path}, the record of what earlier reports showed of peers, was written by a newer version of the "
                "program. Use that version to go on."
            )
        if record.pop("seal") != _digest(_text(record)):
            raise ValueError("changed since it was written")
        is_first = record["format"] == _FIRST_FORMAT
        lists = [_of_texts(record["assessments"])] if is_first else [_listed(ids) for ids in record["assessments"]]
        return tuple(_release(entry, lists[0 if is_first else entry["list"]]) for entry in record["releases"])
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise UnreadableFileError(
            f"{path} is no longer the record of what earlier reports showed of peers: it is damaged, was changed or is "
            "another file of that name. Restore it from a backup. If there is none, move it away: the report then says "
            "that it was compared with no earlier one."
        ) from error


def shown_bytes(releases: Sequence[Release]) -> bytes:
    """The file of these releases; the same releases give the same bytes."""
    shown = _only_shown(in_one_list(releases))
    lists = {release.assessments.form: release.assessments for release in shown}
    numbers = {form: number for number, form in enumerate(lists)}
    entries = [{"list": numbers[release.assessments.form], **_entry(release)} for release in shown]
    assessments = [_told(ids) for ids in lists.values()]
    record = {"format": FORMAT, "about": _ABOUT, "assessments": assessments, "releases": entries}
    text = _text(record)
    return f'{text.removesuffix(_END)},\n "seal": "{_digest(text)}"{_END}\n'.encode()


def _only_shown(releases: Sequence[Release]) -> list[Release]:
    """The same without assessments that no release showed; those of one form share a list before and after."""
    shown: dict[IdForm, int] = {}
    for release in releases:
        for group in release.distinct_groups:
            shown[release.assessments.form] = shown.get(release.assessments.form, 0) | group
    kept: list[Release] = []
    lists: dict[IdForm, AssessmentIds] = {}
    for release in releases:
        ids = release.assessments
        taken = mask_of(shown[ids.form], len(ids))
        if taken.all():
            kept.append(release)
            continue
        kept.append(release.among(lists.setdefault(ids.form, ids.taken(taken)), np.cumsum(taken) - 1))
    return kept


def _text(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1)


def _digest(text: str) -> str:
    """The digest of the rest of the file, which shows whether it was changed."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _told(ids: AssessmentIds) -> dict[str, Any]:
    return {
        "form": int(ids.form),
        "organisations": _packed(ids.organisations),
        "assessments": _packed(ids.assessments),
    }


def _listed(told: Mapping[str, Any]) -> AssessmentIds:
    form, ids = IdForm(told["form"]), [_unpacked(told[name]) for name in ("organisations", "assessments")]
    if len(ids[0]) != len(ids[1]):
        raise ValueError("not as many of one as of the other")
    return AssessmentIds(form, *ids)


def _packed(ids: Ids) -> str:
    return base64.b64encode(ids.astype("<u8").tobytes()).decode("ascii")


def _unpacked(text: str) -> Ids:
    return np.frombuffer(base64.b64decode(text, validate=True), "<u8").astype(np.uint64)


def _of_texts(assessments: Sequence[str]) -> AssessmentIds:
    """The ids in a record of the first format: two digests in hexadecimal digits, a hyphen between them."""
    both = [[int(part, 16) for part in one.split("-")] for one in assessments]
    organisations, told = np.array(both, np.uint64).reshape(len(both), 2).T
    return AssessmentIds(IdForm.TEXTS, organisations, paired(organisations, told))


def _entry(release: Release) -> dict[str, Any]:
    """A release; figures of one and the same group share it."""
    groups = {group: number for number, group in enumerate(release.distinct_groups)}
    return {
        "day": release.day.isoformat(),
        "anew": release.anew,
        "references": {
            group.reference.value: {"n": group.n, "year": group.year, "words": group.words} for group in release.groups
        },
        "groups": list(map(_bits, groups)),
        "figures": {name: _figure(shown, groups[shown.group]) for name, shown in release.figures.items()},
    }


def _figure(shown: ReleasedFigure, group: int) -> dict[str, Any]:
    found = shown.standing
    return {
        "group": group,
        "reference": found.reference.value,
        "n": found.n,
        "disclosure": found.disclosure.name.lower(),
        "median": _printed(found.median),
        "middle_half": _both_printed(found.middle_half),
        "band": _both_printed(found.band),
        "best_in_class": _printed(found.best_in_class),
        "score": _as_entered(shown.score),
        "percentile": shown.percentile,
    }


def _bits(group: int) -> str:
    """A group as a bit for each assessment, the lowest of a byte first, two hexadecimal digits a byte.

    >>> _bits(1 << 0 | 1 << 9)
    '0102'
    """
    return group.to_bytes((group.bit_length() + 7) // 8, "little").hex()


def _release(entry: Mapping[str, Any], assessments: AssessmentIds) -> Release:
    groups = [int.from_bytes(bytes.fromhex(bits), "little") for bits in entry["groups"]]
    if any(group >> len(assessments) for group in groups):
        raise ValueError("a group of more assessments than there are")
    figures = {name: _released(name, figure, groups) for name, figure in entry["figures"].items()}
    references = tuple(PeerGroup(Reference(name), **told) for name, told in entry["references"].items())
    return Release(date.fromisoformat(entry["day"]), figures, references, bool(entry["anew"]), assessments)


def _released(name: str, figure: Mapping[str, Any], groups: Sequence[int]) -> ReleasedFigure:
    standing = Standing(
        figure_id=name,
        reference=Reference(figure["reference"]),
        n=int(figure["n"]),
        disclosure=Disclosure[figure["disclosure"].upper()],
        median=_value(figure["median"]),
        middle_half=_values(figure["middle_half"]),
        band=_values(figure["band"]),
        best_in_class=_value(figure["best_in_class"]),
    )
    return ReleasedFigure(groups[figure["group"]], standing, _score(figure["score"]), figure["percentile"])


def _as_entered(score: Decimal | None) -> int | str | None:
    """A printed score: a whole number, or as text where the scale has decimals."""
    return None if score is None else str(score) if score.as_tuple().exponent else int(score)


def _score(value: str | int | None) -> Decimal | None:
    """The printed score of the client."""
    return None if value is None else Decimal(value)


def _printed(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _both_printed(bounds: tuple[Fraction, Fraction] | None) -> list[str] | None:
    return None if bounds is None else [str(bound) for bound in bounds]


def _value(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _values(texts: Sequence[str] | None) -> tuple[Fraction, Fraction] | None:
    return None if texts is None else (Fraction(texts[0]), Fraction(texts[1]))
