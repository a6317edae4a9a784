"""What a consultant does with an edited draft: brought up to date, reviewed, and issued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.common.exceptions import UsageError
from reportgen.web.tasks import Ask, Told

if TYPE_CHECKING:
    from reportgen.common.build_record import BuildRecord
    from reportgen.common.diagnostics.diagnostic import Diagnostic
    from reportgen.common.options import RefreshOptions
    from reportgen.draft.refresh.changes import Changes, Conflict
    from reportgen.draft.review import Point
    from reportgen.runs.files.reports import ReportFiles
    from reportgen.runs.refresh import RefreshedReport
    from reportgen.runs.review import DraftFiles, Review

_OPTIONS = {"PEERS": "peers", "EARLIER": "earlier", "TEMPLATE": "template", "HOUSE_STYLE": "house_style"}  # by kind


def refreshed(ask: Ask, told: Told) -> dict[str, Any]:
    """Bring the draft up to date, as the command does, into the folder of what is made."""
    from reportgen.draft.stored import open_draft
    from reportgen.runs.files.reports import refreshed_files, target_of
    from reportgen.runs.recognise import needed_base
    from reportgen.runs.refresh import refresh_report

    draft, workbook = ask.the("DRAFT"), ask.the("WORKBOOK")
    target = ask.made / target_of(draft).name
    ask.bring_shown()
    base = needed_base(draft, base=ask.one("BASE"))
    record = open_draft(draft, base_file=base).base.record
    report = refresh_report(
        draft=draft, workbook=workbook, target=target, options=refresh_options(ask, record), progress=told, base=base
    )
    files = refreshed_files(report, draft=draft, workbook=workbook, target=target, words=partial(_worded, ask))
    remarks = (*report.said, *_write(ask, files), *report.changes.remarks)
    return {
        "client": report.results["engagement"]["client"],
        "document": target.name,
        "changes": files.change_report.name if files.change_report else "",
        "results": files.results.name if files.results else "",
        "pdf": files.pdf.name if files.pdf else "",
        "redline": files.redline.name if files.redline else "",
        "remarks": _said(remarks, ask),
        "warnings": len(report.problems),
        **_changes(report),
    }


def refresh_options(ask: Ask, record: BuildRecord) -> RefreshOptions:
    """What a refresh is asked for: what lies beside the draft, what the form asks for, and what is usual."""
    from reportgen.common.options import RefreshOptions
    from reportgen.runs.recorded import to_ask_for

    given = {name: file for kind, name in _OPTIONS.items() if (file := ask.one(kind))}
    asked = to_ask_for(record, given)
    return RefreshOptions(
        peers=asked.get("peers"),
        earlier=asked.get("earlier"),
        template=asked.get("template"),
        house_style=asked.get("house_style"),
        registered=ask.options.registered,
        usual=ask.options.usual,
        redline="redline" in ask.asked,
        pages="pages" in ask.asked,
        pdf="pages" in ask.asked,
        no_peers="no_peers" in ask.asked,
    )


def _write(ask: Ask, files: ReportFiles) -> tuple[Diagnostic[str], ...]:
    """Write what was made; what a refresh before it made and this one did not goes."""
    from reportgen.runs.files.reports import redline_of

    remarks = files.keep_shown()
    releases = {path: content for path, content in files.releases.items() if path.parent == ask.made}
    for path in (files.draft.with_suffix(".pdf"), redline_of(files.draft)):
        path.unlink(missing_ok=True)
    _store({**releases, **files.contents})
    return remarks


def _store(contents: Mapping[Path, bytes]) -> None:
    for path, content in contents.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


def _worded(ask: Ask, found: Diagnostic[Any]) -> Diagnostic[Any]:
    """A diagnostic in the words of the pages, for a file: without the folders of the server."""
    from reportgen.web.remedies import without_folders, worded

    told = worded(found)
    facts = {
        name: without_folders(str(fact), ask.given, ask.made) if isinstance(fact, str | Path) else fact
        for name, fact in told.facts.items()
    }
    return replace(told, facts=facts)


def _said(remarks: Iterable[Diagnostic[str]], ask: Ask) -> list[str]:
    """Remarks for a page."""
    from reportgen.web.remedies import without_folders

    return [without_folders(_worded(ask, remark).message, ask.given, ask.made) for remark in remarks]


# -------------------------------------------------------------------------------------------- what a refresh did


def _changes(report: RefreshedReport) -> dict[str, Any]:
    """What a refresh did, for a page: what moved, what is to decide, numbers that went stale, each part."""
    from reportgen.draft.refresh.changes import Outcome
    from reportgen.runs.files.changes import EXPLAINED, ORDER

    changes = report.changes
    by_outcome = {outcome: [one for one in changes.regions if one.outcome is outcome] for outcome in ORDER}
    decide = [{"title": title, "conflicts": [*map(asdict, told)]} for title, told in _conflicts(changes)]
    edits = (Outcome.KEPT, Outcome.MERGED, Outcome.CONFLICT, Outcome.DELETED)
    anew = (Outcome.REGENERATED, Outcome.ADDED, Outcome.RESTORED)
    return {
        "moved": [asdict(figure) for figure in changes.moved],
        "edits": sum(len(by_outcome[outcome]) for outcome in edits),
        "anew": sum(len(by_outcome[outcome]) for outcome in anew),
        "updated": sum(value.places for value in changes.values),
        "unchanged": len(by_outcome[Outcome.UNCHANGED]),
        "lost": len(by_outcome[Outcome.LOST]),
        "decide": decide,
        "conflicts": sum(len(one["conflicts"]) for one in decide),
        "stale": [
            {
                "text": value.text,
                "is_now": [[changes.title(name), now] for name, now in zip(value.names, value.now, strict=True)],
                "paragraph": value.paragraph,
                "chapter": value.chapter,
            }
            for value in changes.stale
        ],
        "parts": [
            {
                "heading": EXPLAINED[outcome][0],
                "meaning": EXPLAINED[outcome][1],
                "parts": [{"title": region.title, "notes": list(region.notes)} for region in regions],
            }
            for outcome, regions in by_outcome.items()
            if regions
        ],
        "sources": [{"kind": one.kind, "now": one.now, "words": one.words} for one in report.sources],
    }


def _conflicts(changes: Changes) -> Iterator[tuple[str, Sequence[Conflict]]]:
    """Conflicts by the part they stand in."""
    yield from ((region.title, region.conflicts) for region in changes.regions if region.conflicts)
    if changes.elsewhere:
        yield "Outside of the generated parts", changes.elsewhere


# ------------------------------------------------------------------------------------------------ review and issue


def reviewed(ask: Ask, told: Told) -> dict[str, Any]:
    """What is left to do in the draft; first, where the form asks for it, the suggestions of a chapter are confirmed.

    A confirmed draft takes the place of the one that was given, and is made to be taken away.
    """
    from reportgen.runs.files.issues import final_of
    from reportgen.runs.review import confirm_suggestions, review_draft

    files, confirmed = _draft_files(ask), 0
    if chapter := ask.asked.get("confirm"):
        told("Confirming the suggestions")
        content, confirmed = confirm_suggestions(files, chapter)
        _store({files.draft: content, ask.made / files.draft.name: content})
    review = review_draft(files, told, for_issue=True)
    points = [_point(point) for point in review.points]
    return {
        "client": review.draft.base.record.client,
        "draft": files.draft.name,
        "confirmed": confirmed,
        "points": points,
        "blocking": len(review.blocking),
        "compared_with": review.against.workbook.file_name,
        "remarks": _said(review.remarks, ask),
        "final": final_of(files.draft),
    }


def _draft_files(ask: Ask) -> DraftFiles:
    from reportgen.common.options import RefreshOptions
    from reportgen.runs.recognise import needed_base
    from reportgen.runs.review import DraftFiles

    draft = ask.the("DRAFT")
    usual = RefreshOptions(registered=ask.options.registered, usual=ask.options.usual)
    base = needed_base(draft, base=ask.one("BASE"))
    return DraftFiles(draft=draft, workbook=ask.one("WORKBOOK"), base=base, asked=usual, only_beside=True)


def _point(point: Point) -> dict[str, Any]:
    from reportgen.web.remedies import worded

    told = worded(point)
    return {
        "chapter": point.place.heading,
        "words": point.place.text,
        "found": told.found,
        "do": told.remedy,
        "blocks": point.is_error,
        "is_suggestion": point.code == "suggestion",
    }


def issued(ask: Ask, told: Told) -> dict[str, Any]:
    """Write the report for the client, as the command does, into the folder of what is made."""
    from datetime import date

    from reportgen.draft.stored import FOLDER
    from reportgen.runs.files.issues import final_of, issued_files
    from reportgen.runs.review import review_draft
    from reportgen.web.names import safe_name

    files = _draft_files(ask)
    final = ask.made / safe_name(ask.asked.get("name", ""), [".docx"], Path(final_of(files.draft)).stem)
    if final.name.casefold() == files.draft.name.casefold():
        raise UsageError(f"'{final.name}' is the name of the draft. Give the report another one.")
    reason = ask.asked.get("reason") if "anyway" in ask.asked else None
    review = review_draft(files, told, for_issue=True)
    review.require_settled(reason)
    made = issued_files(
        review,
        final=final,
        reason=reason,
        day=date.today(),
        pages="pages" in ask.asked,
        pdf="pdf" in ask.asked,
        progress=told,
        records=ask.of_kind("RECORD"),
    )
    final.with_suffix(".pdf").unlink(missing_ok=True)  # of an issue before, which may be of other words
    copies = {ask.made / FOLDER / path.name: content for path, content in made.copy.items()}
    _store({**made.contents, **copies})
    return _issue(review, made, ask)


def _issue(review: Review, made: Any, ask: Ask) -> dict[str, Any]:
    """What was issued, for a page."""
    names = [path.name for path in made.contents]
    return {
        "client": review.draft.base.record.client,
        "draft": review.draft.path.name,
        "document": made.final.name,
        "pdf": next((name for name in names if name.endswith(".pdf")), ""),
        "results": next((name for name in names if name.endswith("-client-results.json")), ""),
        "record": names[-1],
        "version": made.version,
        "open_points": len(review.blocking),
        "remarks": _said((*review.remarks, *made.remarks), ask),
    }
