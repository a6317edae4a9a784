"""An earlier assessment from the results of its report: those for the firm, or those for the client.

The file came from somewhere, so nothing of it is trusted: what is not as a report writes it is refused in a sentence.
Its answers are counted anew by the rules of today; those for the client hold none, so their scores are taken as they
are, and no change bears a mark.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from reportgen.assessment.progress.earlier import Earlier, OwnAnswers
from reportgen.common.build_record import RESULTS_FORMAT
from reportgen.common.exceptions import UnreadableFileError
from reportgen.common.folding import fold
from reportgen.common.means import total
from reportgen.common.model import AgreedScore, QuestionScore, Status

_NUMBER = re.compile(r"-?[0-9]{1,60}(?:/[1-9][0-9]{0,59})?", re.ASCII)
_Json = Mapping[str, Any]


def earlier_from_results(content: bytes, source: str) -> Earlier:
    """The assessment of a results file of that name.

    Raises `UnreadableFileError` with one sentence for what is none, is damaged, or is of a later version.
    """
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise UnreadableFileError(
            f"'{source}' is neither a scoring workbook nor the results of a report (client-results.json)."
        ) from None
    if not isinstance(found, dict) or not {"format", "made_with", "questions"} <= found.keys():
        raise UnreadableFileError(f"'{source}' does not hold the results of a report, such as client-results.json.")
    if not isinstance(found["format"], int) or found["format"] > RESULTS_FORMAT:
        raise UnreadableFileError(f"'{source}' was written by a later version of reportgen, which can use it.")
    try:
        return _earlier(found, source)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        raise UnreadableFileError(f"'{source}' is damaged: it is not as a report writes its results.") from None


def _earlier(found: _Json, source: str) -> Earlier:
    engagement, made = found["engagement"], found["made_with"]["question_set"]
    entries: dict[str, _Json] = {_text(entry["id"]): entry for entry in found["questions"]}
    scores = {question_id: score for question_id, entry in entries.items() if (score := _score(question_id, entry))}
    return Earlier(
        source=source,
        client=_text(engagement["client"]),
        day=date.fromisoformat(engagement["date"]) if engagement.get("date") else None,
        sector=_text(engagement.get("sector") or ""),
        set_id=_text(made["id"]),
        set_version=_text(made["version"]),
        boxes=tuple(sorted(_number(box["value"]) for box in found["made_with"]["scale"])),
        texts={question_id: _text(entry.get("text", "")) for question_id, entry in entries.items()},
        answers={question_id: _answers(entry) for question_id, entry in entries.items() if entry.get("answers")},
        scores=scores,
        levels={_text(one["code"]): one.get("level") and _text(one["level"]) for one in found.get("interviews", ())},
        has_interviews=any("boxes" in entry for entry in entries.values()),
        invented=found.get("invented") is True,
    )


def _score(question_id: str, entry: _Json) -> QuestionScore | None:
    """The score of a question; None where it has none. Answers count, and where there are none, the score as it is."""
    if entry["status"] != Status.SCORED.value:
        return None
    given = {**entry.get("boxes", {}), **entry.get("points", {})}
    points = {_text(code): _number(value) for code, value in given.items()}
    computed = total(points.values()) / len(points) if points else None
    agreed = entry.get("agreed")
    if agreed:
        value = _number(agreed["box"])
    elif "boxes" in entry:
        value = _there(computed)
    else:
        value = _number(entry["exact"])
    return QuestionScore(
        question_id=question_id,
        status=Status.SCORED,
        value=value,
        computed=computed,
        agreed=AgreedScore(question_id, value, "") if agreed else None,
        boxes=(),
        points=points,
        spread=None,
        steps_apart=None,
        by_level=None,
    )


def _answers(entry: _Json) -> OwnAnswers:
    return tuple((_number(one["value"]), fold(_text(one["label"]))) for one in entry["answers"])


def _there(value: Fraction | None) -> Fraction:
    if value is None:
        raise ValueError("a score without answers")
    return value


def _number(value: object) -> Fraction:
    """A number as results hold it: whole, or exactly as text. Raises `ValueError` for any other."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _NUMBER.fullmatch(text):
        raise ValueError("no number")
    return Fraction(text)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value
