"""A reader of reports: understands every sentence that compares or counts, and works it out from the results.

`read` takes what a report says (its context and charts, as composed), the results file and the question set. A sentence
that holds a number or a word of comparison and that no rule understands is an unknown claim: nothing slips in unread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from reportgen.charts.kinds import Chart
from reportgen.common.model import Assessment, Peer, QuestionSet
from reportgen.words.context import ReportContext
from tests.claims import pictures, progress, rules
from tests.claims.grammar import NUMBERS, Known, UnknownClaimError
from tests.claims.rows import ROWS
from tests.claims.told import Theirs, Told, sentences, told_in
from tests.claims.truth import Truth

__all__ = ["Reading", "pictures", "progress", "read", "rules"]

_WORDS = (
    "above below level quarter quarters half third fifth tenth most least widest wider furthest further "
    "highest higher lowest lower strongest weakest stronger weaker best better worst worse first last "
    "more less fewer fewest larger largest smaller smallest greatest greater same all none no only both "
    "every each equal equally alike ahead behind leads lead under over between apart steepest rarest "
    "longest nearest closest closer close majority exceeds exceed beyond clearly about percentile median "
    "top bottom other others never always any differ differs widely mostly"
)
CLAIM_WORD = re.compile(rf"\b(?:{'|'.join((*_WORDS.split(), *NUMBERS))})\b|\d", re.IGNORECASE)

EXPLAINING = (
    *("subject", "cover", "introduction", "summary.drivers", "approach", "appendices.method", "properties", "contact"),
)


@dataclass
class Reading:
    """What came of reading a report."""

    claims: int = 0  # pairs of said and true that were compared
    false: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def compare(self, told: Told, text: str, pairs: Iterable[tuple[Any, Any]]) -> None:
        """Take the claims of one sentence or row."""
        try:
            for said, true in pairs:
                self.claims += 1
                if said != true:
                    self.false.append(f"{told}: {text} -- said {said!r}, true is {true!r}")
        except UnknownClaimError as unknown:
            self.unknown.append(f"{told}: {unknown}")
        except Exception as error:
            self.false.append(f"{told}: {text} -- cannot be true: {error!r}")


def read(
    context: ReportContext,
    charts: Iterable[Chart],
    results: Mapping[str, Any],
    questions: QuestionSet,
    assessment: Assessment,
    others: tuple[Any, ...] = (),
    fixed: Callable[[], Collection[str]] = tuple,
    database: Iterable[Peer] = (),
) -> Reading:
    """Every claim of a report; `others` are further sources of texts that are not ours, like the house style."""
    charts = tuple(charts)
    theirs = Theirs((questions, assessment, *others), questions)
    truth = Truth(results, questions, assessment, tuple(database))
    known = Known(truth, theirs, context, {chart.name: chart for chart in charts}, fixed)
    reading = Reading()
    covered = {kind: names for kind, (names, _) in ROWS.items()}
    for told in told_in(context, charts, covered):
        if type(told.what) in ROWS:
            reading.compare(told, type(told.what).__name__, ROWS[type(told.what)][1](known, told, told.what))
        else:
            _read_text(known, told, reading)
    return reading


def _read_text(known: Known, told: Told, reading: Reading) -> None:
    if told.what in known.theirs:
        return
    text = known.theirs.with_ids(told.what)
    before = ""
    for sentence in sentences(text.removeprefix("[").removesuffix("]")):
        reading.compare(told, sentence, _claims(known, replace(told, what=sentence, text=text, before=before)))
        before = sentence


def _claims(known: Known, told: Told) -> Iterator[tuple[Any, Any]]:
    """What a sentence claims; nothing where it is another's or has nothing to claim."""
    if told.what in known.theirs:
        return
    try:
        yield from known.understood(told)
    except UnknownClaimError:
        if CLAIM_WORD.search(told.what) and not _explains(known, told):
            raise


def _explains(known: Known, told: Told) -> bool:
    """True for a sentence that explains or asks instead of reporting, and does so whatever the results are."""
    asks = told.text.startswith("[")
    return (asks or told.place.startswith(EXPLAINING)) and told.what in known.fixed()
