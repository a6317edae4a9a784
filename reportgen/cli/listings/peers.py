"""A peer database in words, and as records for `--json`: never a name, and no number of organisations under five."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from reportgen.common.language import day_in_words, listed, tally
from reportgen.common.method import PEERS_FOR_MEDIAN
from reportgen.common.rounding import as_decimal, rounded_to

if TYPE_CHECKING:
    from datetime import date

    from reportgen.peers.database.audit import AuditLine
    from reportgen.peers.database.publishing import EditionLine
    from reportgen.peers.database.rows import TakenIn
    from reportgen.peers.database.summarising import DatabaseSummary
    from reportgen.runs.peers.intake import Offer
    from reportgen.runs.peers.withdrawing import Withdrawn

UNDER = f"under {PEERS_FOR_MEDIAN}"
INVENTED_HERE = "The organisations of this database are invented."
_GROUPS = {"sector": "Sector", "region": "Region", "size": "Size", "year": "Year", "set_version": "Version of the set"}
_WIDTH = 18  # characters of the labels


def summary_text(found: DatabaseSummary) -> str:
    """What is in a database, a group under the other."""
    lines = [INVENTED_HERE] if found.invented else []
    lines += [f"{_number(found.organisations)} organisations, {_number(found.assessments)} assessments"]
    if found.withdrawn:
        lines += [f"{tally(found.withdrawn, 'organisation')} withdrawn"]
    lines += [_edition_text(found.edition) if found.edition else "No edition is published yet."]
    width = max((len(text) for counts in found.groups.values() for text in counts), default=0)
    for name, counts in found.groups.items():
        lines += ["", f"{_GROUPS[name]} (organisations)"]
        lines += [f"  {text or 'not told':<{max(width, 32)}} {_number(count):>9}" for text, count in counts.items()]
    return "\n".join(lines)


def summary_record(found: DatabaseSummary) -> dict[str, Any]:
    """The same for `--json`."""
    groups = {name: {text: _tally(count) for text, count in counts.items()} for name, counts in found.groups.items()}
    return {
        "invented": found.invented,
        "organisations": _tally(found.organisations),
        "assessments": _tally(found.assessments),
        "withdrawn": found.withdrawn,
        "edition": edition_record(found.edition) if found.edition else None,
        **groups,
    }


def _number(count: int | None) -> str:
    return UNDER if count is None else str(count)


def _tally(count: int | None) -> int | str:
    return UNDER if count is None else count


def editions_text(editions: Sequence[EditionLine]) -> str:
    """The editions, one a line."""
    return "\n".join(map(_edition_text, editions)) or "No edition is published yet."


def _edition_text(edition: EditionLine) -> str:
    gone = f" ({edition.withdrawn} withdrawn since)" if edition.withdrawn else ""
    told = f"{tally(edition.n, 'assessment')}{gone}"
    return f"Edition {edition.number} of {day_in_words(edition.made)}: {told}, SHA-256 {edition.sha256}"


def edition_record(edition: EditionLine) -> dict[str, Any]:
    """An edition for `--json`."""
    return {
        "number": edition.number,
        "made": edition.made.isoformat(),
        "n": edition.n,
        "withdrawn": edition.withdrawn,
        "sha256": edition.sha256,
    }


def audit_text(lines: Sequence[AuditLine]) -> str:
    """The record of changes, the oldest first."""
    return "\n".join(_audit_text(line) for line in lines)


def _audit_text(line: AuditLine) -> str:
    facts = ", ".join(f"{name} {_fact(value)}" for name, value in line.what.items() if name != "did" and value != "")
    end = "" if line.is_sound else "  <- CHANGED AFTERWARDS, here or before"
    return f"{line.number:>4}  {line.at}  {line.who}: {line.what['did']}{f' ({facts})' if facts else ''}{end}"


def _fact(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value)) or "none"
    if isinstance(value, dict):
        return " ".join(value) or "none"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def audit_record_of(line: AuditLine) -> dict[str, Any]:
    """A line of it for `--json`."""
    told = {"number": line.number, "at": line.at, "who": line.who, "sound": line.is_sound}
    return {**told, **line.what, "digest": line.chain}


# -------------------------------------------------------------------------------------------------------- withdrawal


def withdrawn_text(done: Withdrawn, day: date | None) -> str:
    """What was withdrawn; of what was before, when."""
    if done.already:
        what = f"The assessment of {day_in_words(day)} of {done.organisation}" if day else done.organisation
        return f"{what} was withdrawn on {day_in_words(done.already)} already, and nothing of it was left."
    indicators = [tally(done.wiped.indicators, "indicator")] if done.wiped.indicators else []
    editions = f", and out of {tally(len(done.wiped.editions), 'edition')}" if done.wiped.editions else ""
    return f"{listed([tally(done.wiped.assessments, 'assessment'), *indicators])} withdrawn{editions}."


def withdrawn_record(done: Withdrawn) -> dict[str, Any]:
    """The same for `--json`."""
    return {
        "assessments": done.wiped.assessments,
        "indicators": done.wiped.indicators,
        "editions": list(done.wiped.editions),
        "already": done.already.isoformat() if done.already else None,
        "bytes_wiped": not done.left,
        "backups": [str(backup) for backup in done.backups],
    }


# ------------------------------------------------------------------------------------------------------------ intake


def offer_text(offer: Offer, *, with_questions: bool) -> str:
    """All that is stored of a workbook."""
    return "\n".join(
        [f"{offer.workbook.name}: this is stored, and nothing else of it", *_offered(offer, with_questions)]
    )


def _offered(offer: Offer, with_questions: bool) -> Iterator[str]:
    peer = offer.peer
    facts = {
        "organisation": f"{peer.id} ({'new, a random code' if offer.is_new else 'known'})",
        "owner": peer.owner if offer.is_new else "",
        "date": day_in_words(peer.date),
        "sector": peer.sector,
        "region": peer.region,
        "size": peer.size,
        "question set": f"{peer.set_id} {peer.set_version}",
        "scores": _scores(offer),
        "question scores": f"{_answered(offer)} of {len(offer.questions.questions)}" if with_questions else "",
        "recognised by": f"keyed hashes of its {listed(sorted(kind.value for kind in offer.hashes.values()))}"
        if offer.hashes
        else "its code alone",
    }
    yield from (f"  {label:<{_WIDTH}}{fact}" for label, fact in facts.items() if fact)
    if offer.warnings:
        yield f"  The workbook has {tally(offer.warnings, 'warning')}: see 'reportgen check'."


def _answered(offer: Offer) -> int:
    return sum(value is not None for value in offer.question_scores.values())


def _scores(offer: Offer) -> str:
    elements = offer.questions.elements
    told = [f"{e.code} {rounded_to(offer.peer.elements[e.id], 1)}" for e in elements if e.id in offer.peer.elements]
    return f"{len(told)} of {len(elements)} elements: {', '.join(told)}"


def offer_record(offer: Offer, taken: TakenIn, *, with_questions: bool) -> dict[str, Any]:
    """What was stored of a workbook, for `--json`."""
    peer = offer.peer
    return {
        "workbook": str(offer.workbook),
        "stored": bool(taken.new),
        "organisation": peer.id,
        "new_organisation": offer.is_new,
        "date": peer.date.isoformat(),
        "sector": peer.sector,
        "region": peer.region,
        "size": peer.size,
        "question_set": {"id": peer.set_id, "version": peer.set_version},
        "elements": {element: as_decimal(score, 6) for element, score in peer.elements.items()},
        "question_scores": _answered(offer) if with_questions else 0,
        "recognised_by": sorted(kind.value for kind in offer.hashes.values()),
    } | taken_record(taken)


def taken_text(taken: TakenIn) -> list[str]:
    """What became of assessments that were to be taken in."""
    lines = [f"{tally(taken.new, 'assessment')} stored"]
    if taken.already:
        lines.append(f"{taken.already} there already: nothing was changed")
    if taken.differing:
        there = f"{len(taken.differing)} there already with other facts or scores"
        lines.append(f"{there}, and left as stored: {_few(taken.differing)}")
    if taken.withdrawn:
        lines.append(f"left out, as withdrawn: {_few(taken.withdrawn)}")
    return lines


def _few(texts: Sequence[str], most: int = 5) -> str:
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return "; ".join(texts[:most]) + more


def taken_record(taken: TakenIn) -> dict[str, Any]:
    """The same for `--json`."""
    return {
        "new": taken.new,
        "already": taken.already,
        "differing": list(taken.differing),
        "withdrawn": list(taken.withdrawn),
    }
