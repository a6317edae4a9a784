"""A study as it is printed, and as `--json` has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportgen.common.language import capitalised, tally
from reportgen.common.method import INTERVAL
from reportgen.common.rounding import printed_number
from reportgen.common.study import Association, IndicatorStudy, Study, StudyLevel

_INDENTS = {StudyLevel.OVERALL: "", StudyLevel.AREA: "  ", StudyLevel.ELEMENT: "    "}


def study_record(study: Study) -> dict[str, Any]:
    """A study as JSON: what is told of every indicator that is shown; docs/peer-study.md explains each name."""
    return {
        "database": study.source,
        "edition": study.edition or None,
        "invented": study.invented,
        "organisations": study.organisations,
        "indicators_recorded": len(study.indicators),
        "indicators_tried": study.tried,
        "indicators": [
            {"name": indicator.name, "associations": [_association(one) for one in indicator.associations]}
            for indicator in study.to_show
        ],
    }


def _association(one: Association) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": one.part.id,
        "title": one.part.title,
        "level": one.part.level.value,
        "n": one.n,
    }
    if found := one.correlation:
        record |= {
            "rank_correlation": float(found.rho),
            "interval": [*map(float, found.interval)],
            "p_at_most": float(found.p),
            "p_corrected_at_most": float(found.corrected),
            "shown": found.is_found,
        }
    else:
        record["reason"] = one.words
    return record


def study_as_text(study: Study) -> str:
    """A study as a table for the terminal, an indicator after the other."""
    invented = " (invented)" if study.invented else ""
    tried = f"{study.tried} of {tally(len(study.indicators), 'indicator')} tried"
    edition = f", edition {study.edition}" if study.edition else ""
    lines = [f"{study.source}{edition}{invented}: {tally(study.organisations, 'organisation')}, {tried}"]
    for indicator in study.to_show:
        lines += ["", capitalised(indicator.name), *_lines(indicator)]
    return "\n".join(lines)


def _lines(indicator: IndicatorStudy) -> Iterator[str]:
    told = [level for level in StudyLevel if level is StudyLevel.OVERALL or indicator.told_at(level)]
    rows = [one for one in indicator.associations if one.part.level in told]
    titles = [f"{_INDENTS[one.part.level]}{one.part.title}" for one in rows]
    width = max(map(len, titles))
    for title, one in zip(titles, rows, strict=True):
        yield f"  {title:{width}}  {_figures(one)}"


def _figures(one: Association) -> str:
    found = one.correlation
    if not found:
        return f"{one.words} (n = {one.n})"
    interval, p = f"{INTERVAL} {found.ends}", f"p at most {found.p}, corrected {found.corrected}"
    shown = "  shown" if found.is_found else ""
    return f"{printed_number(found.rho):>5}  {interval:28}  {p}  n = {one.n}{shown}"
