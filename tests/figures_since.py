"""Figures of the sample beside each other: as version 0.1 gave them, and as they are now.

What 0.1 gave is kept in `data/version-0.1/sample-figures.json`: its `client-results.json` for the sample's workbook and
peers, without what is not compared. When the sample changes, build it with 0.1 (commit 34c25db) and keep that anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from reportgen.assessment.scoring import score
from reportgen.assessment.standing import compare
from reportgen.common.language import counted, number
from reportgen.common.model import OVERALL, Comparison, QuestionSet, Scores, Side, Standing
from reportgen.common.peer_table import PeerData
from reportgen.common.rounding import printed_alpha, printed_share, printed_steps
from tests.builders import SCALE
from workbooks.make_samples import PEERS_FILE, sample_assessment, sample_peers, sample_questions

BEFORE = Path(__file__).parent / "data" / "version-0.1" / "sample-figures.json"
Before = Mapping[str, Mapping[str, Any]]  # by figure: the printed values, by name


@cache
def before() -> Before:
    """The figures as 0.1 gave them. Raises ValueError when the sample is not any more what 0.1 was given."""
    kept = json.loads(BEFORE.read_text(encoding="utf-8"))
    if kept["sample"] != sample_digest():
        raise ValueError(f"The sample has changed since {BEFORE} was made: build it with 0.1 again.")
    return dict(kept["figures"])


@cache
def sample_digest() -> str:
    """A digest of all that the sample's figures rest on."""
    questions = sample_questions()
    told = sample_assessment(questions)
    lines = [f"{a.interview} {a.question_id} {a.state.value} {a.box}" for a in told.answers]
    lines += [f"{agreed.question_id} {agreed.box}" for agreed in told.agreed]
    for peer in sample_peers(questions):
        scores = " ".join(f"{element} {value}" for element, value in sorted(peer.elements.items()))
        lines.append(f"{peer.id} {peer.owner} {peer.date} {peer.sector} {scores}")
    return sha256("\n".join(lines).encode("utf-8")).hexdigest()


@cache
def now() -> tuple[QuestionSet, Scores, Comparison]:
    """The sample as it is scored and compared now."""
    questions = sample_questions()
    told = sample_assessment(questions)
    scores = score(told, questions)
    peers = PeerData.of(sample_peers(questions), PEERS_FILE.name, invented=True)
    return questions, scores, compare(scores, peers, told.engagement, questions)


def titles() -> dict[str, str]:
    """The figures that are compared, and what they are called."""
    questions = now()[0]
    areas = {area.id: area.title for area in questions.areas}
    return {OVERALL: "Overall"} | areas | {element.id: element.title for element in questions.elements}


# ----------------------------------------------------------------------------------------------------------- tables


def _table(heads: str, rows: list[list[str]]) -> str:
    lines = [f"| {heads} |", "|" + "---|" * (heads.count("|") + 1)]
    return "\n" + "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def _interviews_table() -> str:
    """What rests on interviews: interval, low share and spread, of the whole and the areas."""
    questions, scores, _ = now()
    rows = []
    for figure_id in (OVERALL, *(area.id for area in questions.areas)):
        was, group = before()[figure_id], scores.group(figure_id)
        interval = (group.interval.low, group.interval.high) if group.interval else None
        pairs = [
            (_range(was["interval"]), _range([SCALE.printed(end) for end in interval] if interval else None)),
            (was["low"], printed_share(group.low_share)),
            (was["spread"], printed_steps(group.spread)),
        ]
        rows.append([titles()[figure_id], SCALE.printed(group.value), *(f"{old} → {new}" for old, new in pairs)])
    return _table("| score | 95 % interval | share of low questions | spread in steps", rows)


def _range(ends: list[str] | None) -> str:
    return f"{ends[0]} to {ends[1]}" if ends else "none"


def _peers_table() -> str:
    """What rests on peers, of all figures."""
    _, scores, comparison = now()
    rows = []
    for figure_id, title in titles().items():
        was, standing = before()[figure_id], comparison.standings[figure_id]
        pairs = [
            (was["median"], SCALE.printed(standing.median)),
            (was["position"].lower(), _words(standing)),
            (f"{was['percentile']} %", standing.percentile_words),
            (was["best_in_class"], SCALE.printed(standing.best_in_class)),
        ]
        rows.append([title, SCALE.printed(scores.group(figure_id).value), *(f"{old} → {new}" for old, new in pairs)])
    return _table("| score | median | position | lower than | best in class", rows)


def _words(standing: Standing) -> str:
    side = standing.side.words.removesuffix(" with") if standing.side is not None else ""
    return f"{side}, {standing.quarter.value}" if standing.quarter else side


# --------------------------------------------------------------------------------------------------------- sentences


def _level() -> str:
    """How many positions are not told apart from the median any more."""
    found = now()[2]
    level = sum(standing.side is Side.LEVEL for standing in found)
    clear = sum(standing.side in (Side.CLEARLY_ABOVE, Side.CLEARLY_BELOW) for standing in found)
    return (
        f"Of the sample's {len(titles())} positions, {number(level)} are now “about level”, and {number(clear)} "
        f"{'is' if clear == 1 else 'are'} “clearly” above or below"
    )


def _topics() -> str:
    """In how many elements the best question does not belong to the best topic."""
    questions, scores, _ = now()
    others = 0
    for element in questions.elements:
        topics = scores.topics[element.id]
        scored = [(scores.questions[q.id].value, topic.id) for topic in element.topics for q in topic.questions]
        best = max(value for value, _ in scored if value is not None)
        leading = max(group.value for group in topics.values() if group.value is not None)
        others += any(value == best and topics[topic].value != leading for value, topic in scored)
    return f"{number(others)} of the sample's {len(questions.elements)} elements"


def _levels() -> str:
    """The scores of the two levels overall."""
    questions, scores, _ = now()
    was, level = before()[OVERALL]["levels"], scores.levels[OVERALL]
    parts = [f"{one.title.lower()} {was[one.id]} → {SCALE.printed(level.values[one.id])}" for one in questions.levels]
    return f"{', '.join(parts)}; {level.questions} of {counted(level.scored, 'scored question')} count"


def _agreement() -> str:
    questions, scores, _ = now()
    found = scores.agreement
    within = ", ".join(f"{printed_alpha(found[one.id].alpha)} within {one.title.lower()}" for one in questions.levels)
    return f"{printed_alpha(found[OVERALL].alpha)} overall, {within}"


def _sizes() -> str:
    found = now()[2]
    return f"{found.database.n} invented peers, {found.chosen.n} of them in its sector"


FIGURES: Mapping[str, Callable[[], str]] = {  # what the page says of the sample, by the name of the passage
    "sample agreement": _agreement,
    "sample by interviews": _interviews_table,
    "sample by peers": _peers_table,
    "sample level": _level,
    "sample levels": _levels,
    "sample sizes": _sizes,
    "sample topics": _topics,
}
