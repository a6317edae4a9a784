"""Six workbooks whose reports are worth a look, page by page: `python -m tests.report_variants FOLDER` builds them.

The sample; the same without any peers, among a dozen and among hundreds; a workbook half filled, most of whose words
are still missing; and one in which every name and text is far longer than anybody would wish. All of it is invented.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from reportgen.common.model import (
    OVERALL,
    AnswerState,
    Assessment,
    FindingKind,
    HeadlineStatus,
    NarrativeSection,
    NarrativeText,
    PeerFilter,
    QuestionSet,
)
from reportgen.peers.writing import write_peer_file
from reportgen.runs.build import Report, build_report
from reportgen.workbook.writer import write_workbook
from workbooks.make_samples import EARLIER_FILE, PEERS_FILE, SECTORS, sample_assessment, sample_peers, sample_questions

LONG_NAME = (
    "The Amalgamated Northern and Western Counties Broadband, Telephony and Television Supply Company (Holdings) plc"
    " and its Associated Undertakings"
)
LONG_WORD = "Customerrelationshipmanagementprogrammesteeringcommitteesecretariat"
LONG_ROLE = "Deputy Assistant Director of Customer Experience, Service Recovery and Complaints for the Northern Region"
# A dozen peers, half of them in the client's sector; and so many that their figures are printed to the nearest point.
FEW_PEERS = {"Telecommunications": 6, "Retail": 3, "Utilities": 3}
MANY_PEERS = {
    "Telecommunications": 80,
    "Retail": 40,
    "Financial services": 40,
    "Business-to-business manufacturing": 20,
    "Healthcare": 20,
    "Utilities": 20,
}
FEW_FILE, MANY_FILE = "a-dozen.xlsx", "hundreds.xlsx"
FILLER = (
    "This is one of those entries in which the assessor, short of time to be brief, put down everything that was said"
    " in the room, in the order in which it was said, including what had been said before by somebody else and was"
    f" only repeated here so that the {LONG_WORD} should find it in its own papers. What follows from it was left open."
)


def variants() -> dict[str, Assessment]:
    """The assessments by the name of their workbook."""
    told = sample_assessment(sample_questions())
    return {
        "sample": told,
        "no-peers": _with_peers(told, ""),
        "few-peers": _with_peers(told, FEW_FILE),
        "many-peers": _with_peers(told, MANY_FILE),
        "half-filled": _half_filled(told, sample_questions()),
        "very-long": _very_long(told),
    }


def write_variants(folder: Path) -> dict[str, Path]:
    """Their workbooks, with their peers beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    questions = sample_questions()
    for name, sectors in {PEERS_FILE.name: SECTORS, FEW_FILE: FEW_PEERS, MANY_FILE: MANY_PEERS}.items():
        peers = sample_peers(questions, sectors)
        (folder / name).write_bytes(write_peer_file(questions, peers, invented=True))
    (folder / EARLIER_FILE.name).write_bytes(EARLIER_FILE.read_bytes())
    written = {}
    for name, assessment in variants().items():
        written[name] = folder / f"{name}.xlsx"
        written[name].write_bytes(write_workbook(questions, assessment))
    return written


def build_variants(folder: Path) -> Mapping[str, Report]:
    """Their reports; the workbooks stay in the folder."""
    return {name: build_report(workbook) for name, workbook in write_variants(folder).items()}


# ------------------------------------------------------------------------------------------------ what is changed


def _with_peers(told: Assessment, peer_data: str) -> Assessment:
    """The same among others; without any, no median, no quarter and no position stands anywhere."""
    peer_filter = told.engagement.peer_filter if peer_data else PeerFilter()
    return replace(told, engagement=replace(told.engagement, peer_data=peer_data, peer_filter=peer_filter))


def _half_filled(told: Assessment, questions: QuestionSet) -> Assessment:
    """Five interviews of twelve, half of their answers; few findings, no road map but one entry, hardly any text."""
    held = told.interviews[:5]
    codes = {interview.code for interview in held}
    order = {question_id: number for number, question_id in enumerate(questions.questions)}
    open_elements = {element.id for element in questions.elements[4:6]}
    answers = [
        replace(answer, state=AnswerState.BLANK, box=None, evidence={}, note="")
        if order[answer.question_id] % 2 or questions.element_of[answer.question_id].id in open_elements
        else answer
        for answer in told.answers
        if answer.interview in codes
    ]
    return replace(
        told,
        engagement=replace(told.engagement, commissioned_by="", commissioner_title="", authors="", date=None),
        interviews=held,
        answers=tuple(answers),
        notes=told.notes[:3],
        headlines=tuple(headline for headline in told.headlines if headline.interview in codes)[:4],
        agreed=(),
        findings=tuple(f for f in told.findings if f.area == "core" and f.kind is FindingKind.STRENGTH),
        initiatives=told.initiatives[:1],
        narrative=tuple(text for text in told.narrative if text.section is NarrativeSection.AIM),
    )


def _very_long(told: Assessment) -> Assessment:
    """Every name and text long, roles named, and much said about the company as a whole."""
    overall = [
        replace(entry, ref=f"{entry.ref}c", area=OVERALL, text=f"{entry.text} – {FILLER}")
        for entry in told.initiatives[::4]
    ]
    introductions = [
        NarrativeText(NarrativeSection.AREA_INTRODUCTION, text.area, f"{FILLER}\n\n- {FILLER}\n- {text.text}")
        for text in told.narrative
        if text.section is NarrativeSection.AREA_INTRODUCTION
    ]
    return replace(
        told,
        engagement=replace(
            told.engagement,
            earlier_name=told.engagement.client,
            client=LONG_NAME,
            market=f"fixed and mobile telephony, broadband and television in {LONG_WORD} and the neighbouring counties",
            authors=", ".join([LONG_NAME] * 2),
            commissioned_by=f"Dame {LONG_WORD} of Somewhere",
            commissioner_title=LONG_ROLE,
            name_roles=True,
        ),
        interviews=tuple(
            replace(interview, role=f"{LONG_ROLE} {interview.code}", left_out=f"{FILLER}\n- {FILLER}")
            for interview in told.interviews
        ),
        notes=tuple(replace(note, text=f"{note.text} {FILLER}") for note in told.notes),
        headlines=tuple(
            replace(headline, text=f"{headline.text} {FILLER}", status=HeadlineStatus.RECURRING)
            for headline in told.headlines
        ),
        agreed=tuple(replace(agreed, reason=f"{agreed.reason} {FILLER}") for agreed in told.agreed),
        findings=tuple(replace(finding, text=f"{finding.text} {FILLER}") for finding in told.findings),
        initiatives=tuple(
            replace(entry, text=f"{entry.text} {LONG_WORD}", owner=LONG_ROLE) for entry in told.initiatives
        )
        + tuple(overall),
        narrative=(
            *(
                replace(text, text=f"{text.text}\n\n{FILLER}")
                for text in told.narrative
                if text.section is not NarrativeSection.AREA_INTRODUCTION
            ),
            *introductions,
        ),
    )


def main(folder: Path) -> None:
    """Write the reports and say what each had to be told."""
    for name, report in build_variants(folder).items():
        (folder / f"{name}.docx").write_bytes(report.document)
        print(f"{folder / name}.docx: {len(report.problems)} warnings")


if __name__ == "__main__":
    main(Path(*sys.argv[1:2]) if sys.argv[1:] else Path("output/variants"))
