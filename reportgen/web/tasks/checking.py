"""What the files are that somebody dropped, and what is wrong in the workbook among them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reportgen.common.exceptions import ReportgenError
from reportgen.common.options import declarations
from reportgen.web.tasks import Ask, Told

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.common.build_record import BuildRecord
    from reportgen.common.options import BuildOptions

MARKED = "-marked.xlsx"


def received(ask: Ask, told: Told) -> dict[str, Any]:
    """What each file is, and the problems of the workbook where there is just one."""
    from reportgen.runs.recognise import recognised_together
    from reportgen.web.remedies import told as worded_error

    told("Looking at the files")
    ask.clear()  # it was made of other files
    found = recognised_together(sorted(ask.given.iterdir()))
    files = {one.path.name: one.kind.name for one in found}
    why_not = {one.path.name: worded_error(one.why_not, ask.given) for one in found if one.why_not}
    now = replace(ask, files=files)
    result: dict[str, Any] = {"files": files, "kinds": {one.kind.name: one.kind.value for one in found}}
    result |= {"why_not": why_not, "check": None}
    workbook = now.one("WORKBOOK")
    drafts = now.of_kind("DRAFT")
    if workbook and not drafts:
        result["check"] = _checked(now, workbook, told)
    result["draft"] = _draft(now, drafts[0], workbook) if len(drafts) == 1 else None
    return result


def beside_draft(ask: Ask, told: Told) -> dict[str, Any]:
    """The same for the workbook beside a draft."""
    return {"files": dict(ask.files), "check": _checked(ask, ask.the("WORKBOOK"), told)}


def _draft(ask: Ask, draft: Path, workbook: Path | None) -> dict[str, Any]:
    """What a draft says of how it was built, and whether its peers are here."""
    from reportgen.draft.stored import open_draft
    from reportgen.office.redline import is_installed
    from reportgen.runs.recognise import needed_base
    from reportgen.runs.recorded import peers_are_here

    record = open_draft(draft, base_file=needed_base(draft, base=ask.one("BASE"))).base.record
    has_peers = bool(ask.one("PEERS")) or peers_are_here(record, ask.options, workbook=workbook or draft, draft=draft)
    peers = record.source("peers").file_name
    return {
        "client": record.client,
        "workbook": record.workbook.file_name,
        "peers": "" if has_peers else peers,  # those that are not here
        "redline": is_installed(),
        "is_recorded": workbook is not None and _is_recorded(ask, record, workbook, draft),
    }


def _is_recorded(ask: Ask, record: BuildRecord, workbook: Path, draft: Path) -> bool:
    """True where a refresh puts what it shows of peers on record in a database."""
    from reportgen.runs.check import check_workbook
    from reportgen.runs.recorded import as_recorded
    from reportgen.web.tasks.consulting import refresh_options

    if not (ask.options.registered or ask.options.usual_peers):
        return False  # no other database can be reached, and to find that out takes as long as a check
    with suppress(ReportgenError):  # the refresh will tell it
        again = as_recorded(record, refresh_options(ask, record), workbook=workbook, draft=draft)
        return check_workbook(workbook, again, quick=True).keeper is not None
    return False


def built_with(ask: Ask) -> BuildOptions:
    """The options of a build: the files that were given, what the form asks for, and what is usual."""
    usual, charts = ask.options.usual, ask.asked.get("charts")
    return replace(
        ask.options,
        peers=ask.one("PEERS"),
        earlier=ask.one("EARLIER"),
        template=ask.one("TEMPLATE") or (usual.template if usual else None),
        house_style=ask.one("HOUSE_STYLE") or (usual.house_style if usual else None),
        charts=charts if charts in declarations()["charts"].choices else usual.charts if usual else None,
        pages="pages" in ask.asked,
        pdf="pages" in ask.asked,
    )


def _checked(ask: Ask, workbook: Path, told: Told) -> dict[str, Any]:
    from reportgen.runs.check import check_workbook, marked_copy
    from reportgen.web.problems import row
    from reportgen.web.remedies import worded

    told("Checking the workbook")
    checked = check_workbook(workbook, built_with(ask), quick=True)
    if checked.problems:
        told("Marking the cells")
        copy = marked_copy(checked, workbook, [worded(problem) for problem in checked.problems])
        (ask.made / f"{workbook.stem.removesuffix('-marked')}{MARKED}").write_bytes(copy.content)
    engagement = checked.assessment.engagement
    return {
        "workbook": workbook.name,
        "client": engagement.client,
        "sector": engagement.sector,
        "peers": checked.peers_source.name if checked.peers_source else "",
        "peers_named": engagement.peer_data,
        "is_recorded": checked.keeper is not None,
        "interviews": len(checked.assessment.interviews),
        "questions": len(checked.questions.questions),
        "problems": [row(problem, ask.given, ask.made) for problem in checked.problems],
        "marked": f"{workbook.stem.removesuffix('-marked')}{MARKED}" if checked.problems else "",
    }
