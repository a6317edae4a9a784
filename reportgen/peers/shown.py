"""The record of what releases showed of peers to a client: `peers-shown.json`, beside the draft and never inside it.

It holds opaque ids of assessments and the figures that were printed, so that a later report cannot give away by the
difference what neither gives away alone. A run asks a `ShownRecord` for the earlier releases and adds the new one;
a database of peers can keep the same `Release`s behind the same two calls.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

from reportgen.common.exceptions import UnreadableFileError
from reportgen.common.model import Disclosure, PeerGroup, Reference, Release, ReleasedFigure, Standing

SHOWN_FILE = "peers-shown.json"
FORMAT = 1  # rises when a name in the file changes its meaning or goes
_ABOUT = (
    "What reports for this client showed of peers, and of whose assessments. Keep it beside the draft, and send it to "
    "nobody: without it, two reports together could give a peer away."
)


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
    releases: tuple[Release, ...]  # each once, the oldest first
    keeper: Keeper | None = None  # a database that keeps the record, and not the files
    new: Release | None = None  # what this run showed for the first time

    def adding(self, new: Release | None) -> ShownRecord:
        """The record with what this run showed for the first time."""
        return replace(self, releases=(*self.releases, new), new=new) if new else self

    def to_write(self) -> dict[Path, bytes]:
        """The files that are to hold something else than they do."""
        if self.keeper:
            return {}
        content = shown_bytes(self.releases) if self.releases else None
        return {path: content for path, before in self.found.items() if content is not None and before != content}

    def keep(self) -> str:
        """Put what this run showed on record in the database; why it could not be, empty when nothing is in the way."""
        return self.keeper.keep(shown_bytes([self.new]).decode("utf-8")) if self.keeper and self.new else ""


def read_shown(*files: Path, keeper: Keeper | None = None) -> ShownRecord:
    """The record in these files, whether or not they are there yet, and in the database that keeps it.

    Raises `UnreadableFileError` for a file that cannot be followed: it is never taken for none.
    """
    found = {path: _content(path) for path in files}
    releases: list[Release] = []
    for path, content in found.items():
        told = () if content is None else _releases(str(path), content)
        releases += [release for release in told if release not in releases]
    for text in keeper.texts() if keeper else ():
        told = _releases("In the peer database", text.encode("utf-8"))
        releases += [release for release in told if release not in releases]
    return ShownRecord(found, tuple(sorted(releases, key=lambda release: release.day)), keeper)


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
        if record.pop("seal") != _seal(record):
            raise ValueError("changed since it was written")
        return tuple(_release(entry, record["assessments"]) for entry in record["releases"])
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise UnreadableFileError(
            f"{path} is no longer the record of what earlier reports showed of peers: it is damaged, was changed or is "
            "another file of that name. Restore it from a backup. If there is none, move it away: the report then says "
            "that it was compared with no earlier one."
        ) from error


def shown_bytes(releases: Sequence[Release]) -> bytes:
    """The file of these releases; the same releases give the same bytes."""
    places: dict[str, int] = {}  # of each assessment, in the order in which they were first shown
    for release in releases:
        for one in sorted(frozenset[str]().union(*(shown.assessments for shown in release.figures.values()))):
            places.setdefault(one, len(places))
    entries = [_entry(release, places) for release in releases]
    record = {"format": FORMAT, "about": _ABOUT, "assessments": list(places), "releases": entries}
    return (_text({**record, "seal": _seal(record)}) + "\n").encode("utf-8")


def _text(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1)


def _seal(record: Mapping[str, Any]) -> str:
    """The digest of the rest of the file, which shows whether it was changed."""
    return hashlib.sha256(_text(record).encode("utf-8")).hexdigest()


def _entry(release: Release, places: Mapping[str, int]) -> dict[str, Any]:
    """A release; figures of one and the same group share it."""
    groups: dict[frozenset[str], int] = {}
    figures = {name: _figure(shown, groups) for name, shown in release.figures.items()}
    return {
        "day": release.day.isoformat(),
        "anew": release.anew,
        "references": {
            group.reference.value: {"n": group.n, "year": group.year, "words": group.words} for group in release.groups
        },
        "groups": [_bits(map(places.__getitem__, group), len(places)) for group in groups],
        "figures": figures,
    }


def _figure(shown: ReleasedFigure, groups: dict[frozenset[str], int]) -> dict[str, Any]:
    found = shown.standing
    return {
        "group": groups.setdefault(shown.assessments, len(groups)),
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


def _bits(places: Iterable[int], size: int) -> str:
    """Which of so many places are taken, a bit for each, eight in two hexadecimal digits: short for many peers.

    >>> _bits([0, 9], 20), sorted(_places("0102"))
    ('0102', [0, 9])
    """
    taken = bytearray(size // 8 + 1)
    for place in places:
        taken[place // 8] |= 1 << place % 8
    return taken.rstrip(b"\0").hex()


def _places(bits: str) -> Iterator[int]:
    for number, byte in enumerate(bytes.fromhex(bits)):
        yield from (8 * number + bit for bit in range(8) if byte >> bit & 1)


def _release(entry: Mapping[str, Any], assessments: Sequence[str]) -> Release:
    groups = [frozenset(map(assessments.__getitem__, _places(bits))) for bits in entry["groups"]]
    figures = {name: _released(name, figure, groups) for name, figure in entry["figures"].items()}
    references = tuple(PeerGroup(Reference(name), **told) for name, told in entry["references"].items())
    return Release(date.fromisoformat(entry["day"]), figures, references, bool(entry["anew"]))


def _released(name: str, figure: Mapping[str, Any], groups: Sequence[frozenset[str]]) -> ReleasedFigure:
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
