"""Saving a report: a draft that a person edited is never overwritten, nor any file that is not our own.

`client-results.json` records the SHA-256 of the files written beside it and of itself, so a later build knows which
of them it may replace; the draft carries its own digest.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportgen.exceptions import TargetError
from reportgen.output import keep_copy, write_all
from reportgen.pipeline import Report

CHARTS_FOLDER = "charts"

_END = b"\n}\n"  # of a results file
_SEAL = re.compile(rb',\n  "seal": "([0-9a-f]{64})"\n}\n\Z')


@dataclass(frozen=True, slots=True)
class Saved:
    """Where everything went."""

    draft: Path
    results: Path
    charts: tuple[Path, ...]
    pdf: Path | None
    kept: tuple[Path, ...]  # dated copies of what was replaced by force


def save_report(report: Report, folder: Path, *, force: bool = False) -> Saved:
    """Write draft, results, charts and PDF into `folder`. Nothing is written when anything cannot be.

    Raises `TargetError` for an edited draft or a file that is not ours; with `force` a dated copy is kept instead.
    """
    draft = folder / f"{report.stem}-report.docx"
    results = folder / f"{report.stem}-results.json"
    charts = {folder / CHARTS_FOLDER / f"{name}.png": png for name, png in report.charts.items()}
    pdf = {draft.with_suffix(".pdf"): report.pdf} if report.pdf is not None else {}
    beside = {**charts, **pdf}
    earlier = _recorded(results)
    kept = [
        *_make_way(draft, lambda path: _is_our_draft(path, folder, earlier), force, _edited(draft)),
        *_make_way(results, lambda path: earlier is not None, force, _not_ours(results)),
    ]
    for path in beside:
        kept += _make_way(path, lambda path: _is_recorded(path, folder, earlier), force, _not_ours(path))
    made = {**beside, draft: report.document}
    recorded = {path.relative_to(folder).as_posix(): _digest(content) for path, content in made.items()}
    write_all({**beside, results: _sealed(report.results, recorded), draft: report.document})
    _remove_outdated(folder, made, earlier)
    return Saved(draft, results, tuple(charts), next(iter(pdf), None), tuple(kept))


def _make_way(path: Path, is_ours: Callable[[Path], bool], force: bool, refusal: str) -> list[Path]:
    """Check that `path` may be replaced; with `force`, keep a copy of what is not ours."""
    if not path.exists() or (path.is_file() and is_ours(path)):
        return []
    if not force or not path.is_file():
        raise TargetError(refusal)
    return [keep_copy(path)]


def _edited(draft: Path) -> str:
    return (
        f"{draft} was edited since it was built (or is not a draft of ours), so it is not overwritten. "
        "Build into another folder with -o, or use --force: the edited draft is then kept under a dated name."
    )


def _not_ours(path: Path) -> str:
    return (
        f"{path} was not written by this command, or was changed since, so it is not overwritten. "
        "Move it away, build into another folder with -o, or use --force: a dated copy is then kept."
    )


def _is_our_draft(path: Path, folder: Path, earlier: Mapping[str, str] | None) -> bool:
    """True for the very file that was built, and for one that was only saved since: its own digest tells."""
    if _is_recorded(path, folder, earlier):
        return True
    from reportgen.report.sealing import draft_is_untouched

    return draft_is_untouched(path) is True


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sealed(results: Mapping[str, Any], files: Mapping[str, str]) -> bytes:
    """The results as JSON, with the digests of the files beside it and, last, of all before it."""
    body = _as_json({**results, "files": dict(files)})
    return body.removesuffix(_END) + b',\n  "seal": "' + _digest(body).encode("ascii") + b'"' + _END


def _as_json(value: Mapping[str, Any]) -> bytes:
    """An object as text: each entry, and each entry of an entry, on a line of its own."""
    lines = ",\n".join(f"  {_json(name)}: {_on_lines(entry)}" for name, entry in value.items())
    return f"{{\n{lines}".encode() + _END


def _on_lines(value: object) -> str:
    if not value or not isinstance(value, dict | list):
        return _json(value)
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"    {_json(entry)}" for entry in value) + "\n  ]"
    return "{\n" + ",\n".join(f"    {_json(name)}: {_json(entry)}" for name, entry in value.items()) + "\n  }"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _recorded(results: Path) -> Mapping[str, str] | None:
    """The digests of the files of an earlier build, or None when there is none or its file was changed."""
    try:
        content = results.read_bytes()
        seal = _SEAL.search(content)
        files = json.loads(content)["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    is_whole = seal is not None and seal[1].decode("ascii") == _digest(content[: seal.start()] + _END)
    return files if is_whole and isinstance(files, dict) else None


def _is_recorded(path: Path, folder: Path, earlier: Mapping[str, str] | None) -> bool:
    return earlier is not None and earlier.get(path.relative_to(folder).as_posix()) == _digest(path.read_bytes())


def _remove_outdated(folder: Path, written: Mapping[Path, bytes], earlier: Mapping[str, str] | None) -> None:
    """Charts and PDF of the earlier build that do not belong to this one; what was changed since stays."""
    for name in earlier or {}:
        path = folder / name
        ours = path.parent in (folder, folder / CHARTS_FOLDER)  # whatever the record says, nothing elsewhere
        if ours and path not in written and path.is_file() and _is_recorded(path, folder, earlier):
            path.unlink()
