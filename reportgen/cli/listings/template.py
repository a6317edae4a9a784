"""Faults of a template and the names it may use, as people read them and as records for `--json`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reportgen.common.diagnostics.diagnostic import Severity
from reportgen.common.exceptions import UsageError
from reportgen.common.language import plural, tally

if TYPE_CHECKING:
    from reportgen.common.diagnostics.template_faults import Fault
    from reportgen.template.checking import CheckedTemplate
    from reportgen.template.fields import FieldPath

SHOWN_OF_A_KIND = 4  # of one kind in one part, so many stand in full
_WIDEST_PATH = 48  # characters; longer paths push what follows to the right


def faults_as_text(name: str, checked: CheckedTemplate) -> str:
    """All faults for people: errors first, in the order of the document; many of a kind in a part drawn together."""
    lines = []
    for severity, title in ((Severity.ERROR, "Errors"), (Severity.WARNING, "Warnings")):
        chosen = [fault for fault in checked.faults if fault.kind.severity is severity]
        if chosen:
            lines += [f"{title} ({len(chosen)})", *_grouped(chosen), ""]
    return "\n".join([*lines, _summary(name, checked)])


def _summary(name: str, checked: CheckedTemplate) -> str:
    tags = f"{checked.tags:,} {plural('tag', checked.tags)}"
    if not checked.faults:
        return f"{name}: no faults in {tags}."
    errors = sum(fault.is_error for fault in checked.faults)
    warnings = len(checked.faults) - errors
    counts = [tally(n, noun) for n, noun in ((errors, "error"), (warnings, "warning")) if n]
    return f"{name}: {' and '.join(counts)}."


def _grouped(faults: Sequence[Fault]) -> Iterator[str]:
    """Each fault in a line; those of one kind in one part stand together, where the first of them stands."""
    first: dict[tuple[str, str], int] = {}
    for number, fault in enumerate(faults):
        first.setdefault((fault.spot.part, fault.code), number)
    together = sorted(faults, key=lambda fault: first[fault.spot.part, fault.code])
    for (part, code), group in groupby(together, key=lambda fault: (fault.spot.part, fault.code)):
        alike = list(group)
        # one more in full is shorter than a line that says so
        shown = alike if len(alike) <= SHOWN_OF_A_KIND + 1 else alike[:SHOWN_OF_A_KIND]
        yield from (f"  {fault.message}  [{code}]" for fault in shown)
        rest = alike[len(shown) :]
        if rest:
            tags = ", ".join(dict.fromkeys(fault.tag for fault in rest if fault.tag))
            where = f"in the {part or 'file'}" + (f": {tags}" if tags else "")
            yield f"  ... and {len(rest)} more like these {where}  [{code}]"


def fault_records(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """All faults for `--json`, one object each, none left out."""
    return [
        {
            "code": fault.code,
            "severity": fault.kind.severity.value,
            "part": fault.spot.part,
            "heading": fault.spot.heading,
            "table": fault.spot.table,
            "row": fault.spot.row,
            "column": fault.spot.column,
            "paragraph": fault.spot.text,
            "tag": fault.tag,
            "cause": fault.cause,
            "fix": fault.fix,
            "message": fault.message,
        }
        for fault in faults
    ]


def choose_fields(paths: Sequence[FieldPath], wanted: str) -> list[FieldPath]:
    """The names at a path and below it; all without one. Raises `UsageError` with the nearest when there is none."""
    plain = _plain(wanted)
    chosen = [
        path for path in paths if not plain or _plain(path.path) == plain or _plain(path.path).startswith(f"{plain}.")
    ]
    if not chosen:
        close = get_close_matches(wanted, [path.path for path in paths], n=1, cutoff=0.5)
        hint = f"; the nearest is '{close[0]}'" if close else ""
        raise UsageError(f"There is no field '{wanted}'{hint}. 'reportgen template fields' lists all.")
    return chosen


def _plain(path: str) -> str:
    return path.replace("[]", "").strip(". ").casefold()


def fields_as_text(paths: Sequence[FieldPath]) -> str:
    """One line for each name: the way to it, what it holds, what it means."""
    width = min(max(len(path.path) for path in paths), _WIDEST_PATH)
    holds = max(len(_holds(path)) for path in paths)
    return "\n".join(f"{path.path:<{width}}  {_holds(path):<{holds}}  {path.meaning}".rstrip() for path in paths)


def _holds(path: FieldPath) -> str:
    return path.name.kind + (", or nothing" if path.name.optional else "")


def field_records(paths: Iterable[FieldPath]) -> list[dict[str, Any]]:
    """The names for `--json`."""
    return [
        {
            "path": path.path,
            "holds": path.name.kind,
            "may_be_missing": path.name.optional,
            "part_of": path.owner,
            "meaning": path.meaning,
        }
        for path in paths
    ]
