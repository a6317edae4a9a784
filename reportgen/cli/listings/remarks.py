"""What is said about a workbook made from others: as people read it, and as a record for `--json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reportgen.cli.listings.diagnostics import as_records, by_severity
from reportgen.common.diagnostics.remarks import NEW_COLUMNS, NEW_SHEET, Remark
from reportgen.common.language import listed, tally
from reportgen.common.model import Assessment


def remarks_as_text(name: str, assessment: Assessment, remarks: Sequence[Remark], facts: Mapping[str, Any]) -> str:
    """What the workbook holds in a line or two, then every remark: collisions, losses, the rest."""
    lines = [_summary(name, assessment), *_about_set(assessment, facts)]
    if all(remark.kind in (NEW_SHEET, NEW_COLUMNS) for remark in remarks):
        lines[-1] += " Everything was carried over."
    said = by_severity(remarks, lambda chosen: [f"  {remark}" for remark in chosen])
    return "\n".join([*lines, said, ""] if remarks else lines)


def _summary(name: str, assessment: Assessment) -> str:
    held = holds(assessment)
    if not any(held[key] for key in _NOUNS):
        return f"{name}: nothing yet in interviews, notes or texts."
    return f"{name}: {listed(tally(held[key], noun) for key, noun in _NOUNS.items())}."


def _about_set(assessment: Assessment, facts: Mapping[str, Any]) -> list[str]:
    """From which version to which, and what is new; nothing when the version stayed."""
    before = facts.get("was", {}).get("version", "")
    if before in ("", assessment.set_version):
        return []
    new, gaps = tally(facts["new_questions"], "new question"), tally(facts["gaps"], "gap")
    return [f"Question set {assessment.set_id}, version {before} to {assessment.set_version}: {new}, {gaps} by them."]


_NOUNS = {
    "interviews": "interview",
    "answers": "answer",
    "notes": "note",
    "headlines": "headline",
    "agreed_scores": "agreed score",
    "findings": "finding",
    "initiatives": "initiative",
    "targets": "target",
    "texts": "text",
}


def holds(assessment: Assessment) -> dict[str, int]:
    """How much of everything an assessment holds; of interviews, those that are more than laid out."""
    answered = [answer for answer in assessment.answers if answer.has_entry]
    codes = {answer.interview for answer in answered}
    return {
        "interviews": sum(interview.has_facts or interview.code in codes for interview in assessment.interviews),
        "answers": len(answered),
        "notes": len(assessment.notes),
        "headlines": len(assessment.headlines),
        "agreed_scores": len(assessment.agreed),
        "findings": len(assessment.findings),
        "initiatives": len(assessment.initiatives),
        "targets": len(assessment.targets),
        "texts": len(assessment.narrative),
    }


def new_workbook_record(
    target: Path,
    sources: Iterable[Path],
    assessment: Assessment,
    remarks: Iterable[Remark],
    facts: Mapping[str, Any],
) -> dict[str, Any]:
    """The same as a record; `facts` are those of one command only. Described in `docs/merge-and-upgrade.md`."""
    return {
        "workbook": str(target),
        "from": [str(source) for source in sources],
        "question_set": {"id": assessment.set_id, "version": assessment.set_version},
        **facts,
        "holds": holds(assessment),
        "remarks": as_records(remarks),
    }
