"""The record of what releases showed of peers to a client: `peers-shown.json`, beside the draft and never inside it.

It holds opaque ids of assessments and the figures that were printed, so that a later report cannot give away by the
difference what neither gives away alone. A database of peers can keep the same `Release`s.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from reportgen.common.exceptions import UnreadableFileError
from reportgen.common.model import Disclosure, PeerGroup, Reference, Release, ReleasedFigure, Standing

SHOWN_FILE = "peers-shown.json"
FORMAT = 1  # rises when a name in the file changes its meaning or goes
_ABOUT = (
    "What reports for this client showed of peers, and of whose assessments. Keep it beside the draft, and send it to "
    "nobody: without it, two reports together could give a peer away."
)


def read_shown(*files: Path) -> tuple[Release, ...]:
    """The releases on record in these files, each once, the oldest first; a file that is not there has none.

    Raises `UnreadableFileError` for a file that cannot be followed: it is never taken for none.
    """
    found: list[Release] = []
    for file in files:
        found += [release for release in _read(file) if release not in found]
    return tuple(sorted(found, key=lambda release: release.day))


def _read(path: Path) -> tuple[Release, ...]:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise UnreadableFileError(f"{path} cannot be read ({(error.strerror or str(error)).lower()}).") from error
    try:
        record = json.loads(content)
        if record["format"] != FORMAT:
            raise UnreadableFileError(
                f"{path} was written by another version of the program, which is needed to go on."
            )
        return tuple(_release(entry) for entry in record["releases"])
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise UnreadableFileError(
            f"{path} is no longer the record of what earlier reports showed of peers. Restore it from a backup; if "
            "there is none, move it away, and the report says that it was compared with no earlier one."
        ) from error


def shown_bytes(releases: Sequence[Release]) -> bytes:
    """The file of these releases; the same releases give the same bytes."""
    record = {"format": FORMAT, "about": _ABOUT, "releases": [_entry(release) for release in releases]}
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _entry(release: Release) -> dict[str, Any]:
    """A release; figures of one and the same group share it."""
    groups: dict[frozenset[str], int] = {}
    figures = {name: _figure(shown, groups) for name, shown in release.figures.items()}
    return {
        "day": release.day.isoformat(),
        "anew": release.anew,
        "references": {
            group.reference.value: {"n": group.n, "year": group.year, "words": group.words} for group in release.groups
        },
        "groups": [sorted(group) for group in groups],
        "figures": figures,
    }


def _figure(shown: ReleasedFigure, groups: dict[frozenset[str], int]) -> dict[str, Any]:
    found = shown.standing
    return {
        "group": groups.setdefault(shown.assessments, len(groups)),
        "reference": found.reference.value,
        "n": found.n,
        "disclosure": found.disclosure.name.lower(),
        "median": _text(found.median),
        "middle_half": _texts(found.middle_half),
        "band": _texts(found.band),
        "best_in_class": _text(found.best_in_class),
        "score": shown.score,
        "percentile": shown.percentile,
    }


def _release(entry: Mapping[str, Any]) -> Release:
    groups = [frozenset(map(str, group)) for group in entry["groups"]]
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
    return ReleasedFigure(groups[figure["group"]], standing, figure["score"], figure["percentile"])


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _texts(bounds: tuple[Fraction, Fraction] | None) -> list[str] | None:
    return None if bounds is None else [str(bound) for bound in bounds]


def _value(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _values(texts: Sequence[str] | None) -> tuple[Fraction, Fraction] | None:
    return None if texts is None else (Fraction(texts[0]), Fraction(texts[1]))
