"""What is only looked at: a firm's own template, and peers in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.web.tasks import Ask, Told

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.common.diagnostics.template_faults import Fault
    from reportgen.runs.peers.numbers import PeerNumbers


def checked_templates(ask: Ask, told: Told) -> dict[str, Any]:
    """Every fault of each template that was dropped."""
    from reportgen.template.checking import check_template

    found = []
    for path in ask.some("TEMPLATE"):
        told(f"Checking {path.name}")
        checked = check_template(path)
        faults = [_fault(fault) for fault in checked.faults]
        found.append({"name": path.name, "tags": checked.tags, "faults": faults})
    return {"templates": found}


def _fault(fault: Fault) -> dict[str, Any]:
    from reportgen.common.language import capitalised
    from reportgen.web.remedies import worded

    said = worded(fault)
    places = list(dict.fromkeys(str(place) for place in said.places)) or ["The file as a whole"]
    return {
        "is_error": said.is_error,
        "places": [place or "The file as a whole" for place in places],
        "found": capitalised(said.found),
        "remedy": said.remedy,
    }


def peers_of_files(ask: Ask, told: Told) -> dict[str, Any]:
    """The numbers of each file of peers that was dropped."""
    from reportgen.runs.peers.numbers import numbers_of_file

    told("Reading the peers")
    files = ask.some("PEERS")
    return {"sources": [{"name": path.name} | _numbers(numbers_of_file(path, ask.question_set)) for path in files]}


def usual_peers(source: Path | str, question_set: str | None, told: Told) -> dict[str, Any]:
    """The numbers of the database of the server, or of the file that is usual there; where it lies is told nobody."""
    from reportgen.peers.database.formats import is_database
    from reportgen.runs.peers.numbers import numbers_of_database, numbers_of_file

    told("Reading the peers")
    if isinstance(source, str) or is_database(source):
        return {"name": ""} | _numbers(numbers_of_database(str(source)))
    return {"name": source.name} | _numbers(numbers_of_file(source, question_set))


def _numbers(found: PeerNumbers) -> dict[str, Any]:
    from reportgen.common.language import day_in_words
    from reportgen.web.problems import row

    edition = found.edition
    return {
        "is_invented": found.invented,
        "organisations": found.organisations,
        "assessments": found.assessments,
        "groups": {name: list(drawn.items()) for name, drawn in found.groups.items()},
        "edition": {"number": edition.number, "day": day_in_words(edition.made)} if edition else None,
        "problems": [row(problem) for problem in found.problems],
    }
