"""Faults of a template and the names it may use, as people read them and as records for `--json`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from reportgen.cli.listings.diagnostics import by_severity, drawn_together, errors_and_warnings
from reportgen.common.exceptions import UsageError
from reportgen.common.language import plural, tally

if TYPE_CHECKING:
    from reportgen.common.diagnostics.template_faults import Fault
    from reportgen.template.checking import CheckedTemplate
    from reportgen.template.fields import FieldPath

SHOWN_OF_A_KIND = 4  # of one kind in one part, so many stand in full
PLACES_NAMED = 4  # of one fault, beside the first
_WIDEST_PATH = 48  # characters; longer paths push what follows to the right


def faults_as_text(name: str, checked: CheckedTemplate) -> str:
    """All faults for people: errors first, in the order of the document; many of a kind in a part drawn together."""
    said = by_severity(
        checked.faults,
        lambda found: drawn_together(found, SHOWN_OF_A_KIND, _rest, lambda fault: fault.place.part, _line),
    )
    none = f"no faults in {checked.tags:,} {plural('tag', checked.tags)}"
    return f"{said}\n\n{name}: {errors_and_warnings(checked.faults) or none}.".lstrip("\n")


def _line(fault: Fault) -> str:
    """A fault with all its places; those that read alike are counted."""
    first, *others = fault.places or (fault.place,)
    if not others:
        return f"  {fault}"
    further = list(dict.fromkeys(str(place) for place in others if str(place) != str(first)))
    named = f": {'; '.join(further[:PLACES_NAMED])}" if further else ""
    more = f" and {len(further) - PLACES_NAMED} more" if len(further) > PLACES_NAMED else ""
    return f"  {fault.message} Also in {tally(len(others), 'other place')}{named}{more}.  [{fault.code}]"


def _rest(alike: Sequence[Fault], shown: int) -> str:
    tags = ", ".join(dict.fromkeys(fault.place.tag for fault in alike[shown:] if fault.place.tag))
    return f" in the {alike[0].place.part or 'file'}" + (f": {tags}" if tags else "")


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
