"""Workbooks made from nothing, and from those of several assessors."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from reportgen.web.tasks import Ask, Told

if TYPE_CHECKING:
    from reportgen.common.diagnostics.remarks import Remark

MERGED = "merged.xlsx"


def new(ask: Ask, told: Told) -> dict[str, Any]:
    """An empty scoring workbook, as the command makes it, named after the client."""
    from reportgen.runs.new import new_scoring_workbook, typed_number
    from reportgen.web.names import safe_name

    client, sector = ask.asked["client"].strip(), ask.asked.get("sector", "")
    notes: list[str] = []
    count = typed_number(ask.asked["interviews"])
    assert count is not None, "the form was looked at before"
    told("Writing the workbook")
    content = new_scoring_workbook(ask.question_set, client, count, sector, notes.append)
    name = safe_name(f"{client.replace('/', ' ').replace(chr(92), ' ')}.xlsx", (".xlsx",), "workbook")
    (ask.made / name).write_bytes(content)
    return {"client": client, "sector": sector, "interviews": count, "name": name, "notes": notes}


def merged(ask: Ask, told: Told) -> dict[str, Any]:
    """All workbooks as one, what collides in them, and what did not come along; or what must be corrected first."""
    from reportgen.common.exceptions import InvalidSourcesError
    from reportgen.runs.merge import merge_workbooks
    from reportgen.web.problems import row

    workbooks = ask.some("WORKBOOK", least=2)
    result: dict[str, Any] = {"workbooks": [path.name for path in workbooks], "name": "", "faults": {}, "remarks": {}}
    try:
        made = merge_workbooks(workbooks, ask.options.question_set, told, usual_set=ask.options.usual_set)
    except InvalidSourcesError as error:
        faults = {
            PurePath(file).name: [row(one, ask.given, ask.made) for one in found]
            for file, found in error.problems.items()
        }
        return result | {"faults": faults}
    (ask.made / MERGED).write_bytes(made.workbook)
    remarks: dict[str, list[dict[str, Any]]] = {}
    for one in made.remarks:
        remarks.setdefault(one.severity.name, []).append(_remark(one, ask))
    return result | {"name": MERGED, "client": made.assessment.engagement.client, "remarks": remarks}


def _remark(remark: Remark, ask: Ask) -> dict[str, Any]:
    """A remark for a page; workbooks are called by their names alone, wherever they lie on the server."""
    from reportgen.web.remedies import worded

    def named(text: str) -> str:
        return text.replace(str(ask.given / "_")[:-1], "")

    told = worded(remark)
    places = [{"file": PurePath(at.file).name, "place": str(at.place)} for at in told.places]
    return {"places": places, "found": named(told.found), "done": named(told.remedy)}
