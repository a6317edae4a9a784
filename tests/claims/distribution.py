"""What a report says of how its questions spread: over the boxes, and within topics."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from reportgen.charts.kinds import AnswersChart, AnswersRow, TopicGroup, TopicRow, TopicsChart
from reportgen.common.method import ENDS_APART
from reportgen.common.model import OVERALL
from tests.claims.grammar import Known, Pairs, Said, claim
from tests.claims.told import Told
from tests.claims.truth import Truth, highest, lowest

NAMED = 2  # in a headline, at most
_LOW, _HIGH = 2, 2  # boxes at either end that a headline counts


def spread(truth: Truth, figure: str) -> list[int]:
    """How many questions of a part score nearest each box, from the lowest; empty where the part has no score."""
    if truth.score(figure) is None:
        return []
    boxes = sorted(truth.questions.scale.values)
    found = [max(boxes, key=lambda box: (-abs(box - points), box)) for points in truth.rated(figure).values()]
    return [found.count(box) for box in boxes]


def percent(part: int, whole: int) -> int:
    """A share in per cent, half up."""
    return (200 * part + whole) // (2 * whole)


_BOXES = r"in the two lowest boxes \(under {limit:n}\)"


def _ends(said: Said) -> tuple[int, int, int]:
    """All questions, those in the lowest and those in the highest boxes; the limit is where the higher ones begin."""
    counts = spread(said.truth, OVERALL)
    return sum(counts), sum(counts[:_LOW]), sum(counts[-_HIGH:])


def _limit(truth: Truth) -> Fraction:
    boxes = sorted(truth.questions.scale.values)
    return (boxes[_LOW - 1] + boxes[_LOW]) / 2


@claim(
    rf"{{low:n}} % of the questions lie {_BOXES}, {{high:n}} % in the two highest boxes"
    r"(?:; the share of the lowest is largest in {worst:ends element})?"
)
def _shares(said: Said) -> Pairs:
    truth = said.truth
    n, low, high = _ends(said)
    yield (said.low, said.high), (percent(low, n), percent(high, n))
    yield said.limit, _limit(truth)
    yield n >= 5 and n not in (low, high), True
    told = [e for area in truth.areas if len(truth.elements(area)) > 1 for e in truth.elements(area)]
    parts = {e: counts for e in told if sum(counts := spread(truth, e)) >= 5}
    shares = {e: percent(sum(counts[:_LOW]), sum(counts)) for e, counts in parts.items()}
    yield said.worst is not None, len(set(shares.values())) > 1
    if said.worst is not None:
        yield from said.worst.pairs(highest(shares), NAMED)


@claim(
    rf"(?P<of>.+? scored questions?) lies? {_BOXES}, {{high:n}} in the two highest boxes",
    rf"(?P<of>.+? scored questions?) lies? in the two highest boxes, {{low:n}} {_BOXES}",
)
def _few_or_all(said: Said) -> Pairs:
    n, low, high = _ends(said)
    is_low = "high" in said.kinds
    yield said.known.part(said.found["of"], "scored question"), (low if is_low else high, n)
    yield said.high if is_low else said.low, high if is_low else low
    yield said.limit, _limit(said.truth)
    yield n < 5 or n in (low, high), True
    yield is_low, high != n


@claim(r"(?P<of>.+? parts?) of the model (?:has|have) a score")
def _parts(said: Said) -> Pairs:
    truth, shown = said.truth, said.known.charts["answers"]
    assert isinstance(shown, AnswersChart)
    yield truth.score(OVERALL), None
    parts = [row.id for row in shown.rows if row.id != OVERALL]
    yield said.known.part(said.found["of"], "part"), (len(truth.scored(parts)), len(parts))


_PAGE = r"(?:; part {page:n} of {pages:n})?"


def _page(said: Said) -> Pairs:
    """The number of the page stands in the name of its chart."""
    name = said.told.place.removeprefix("chart ").removesuffix(".subtitle")
    if said.page is not None:
        first = name if said.page == 1 else name.removesuffix(f"-{said.page}")
        yield said.page == 1 or first != name, True
        names = [first, *(f"{first}-{page}" for page in range(2, said.pages + 1))]
        yield [one in said.known.charts for one in (*names, f"{first}-{said.pages + 1}")], [True] * said.pages + [False]


@claim(
    r"Share of scored questions by the box their score lies nearest to, in %; n: scored questions"
    rf"(?P<few>; under five no shares are told)?{_PAGE}"
)
def _nearest(said: Said) -> Pairs:
    shown = [chart for chart in said.known.charts.values() if isinstance(chart, AnswersChart)]
    few = any(0 < row.n < 5 for chart in shown for row in chart.rows)
    yield bool(said.found["few"]), few
    yield from _page(said)


@claim(
    rf"Mean of each topic’s scored questions out of 100; each dot is one question, those that would touch stand above "
    rf"each other{_PAGE}"
)
def _means(said: Said) -> Pairs:
    yield from _page(said)


def _several(truth: Truth, scope: str) -> dict[str, int]:
    """The scored topics of an area that rest on two questions or more."""
    return {topic: points for topic, points in truth.scored(truth.topics(scope)).items() if len(truth.rated(topic)) > 1}


@claim(
    r"{part:area} by topic: (?P<none>none has a score that rests on several questions)",
    r"{part:area} by topic: highest {best:ends topic}, lowest {worst:ends topic}",
    r"{part:area} by topic: {n:n} topics? scores? (?:from {low:n} to )?{high:n}",
)
def _topics(said: Said) -> Pairs:
    truth, several = said.truth, _several(said.truth, said.scope)
    yield said.part, said.scope
    apart = max(several.values(), default=0) - min(several.values(), default=0)
    has_ends = len(several) >= 4 and apart >= truth.limit(ENDS_APART)
    yield "best" in said.kinds, has_ends
    if has_ends:
        titles = {f"{e.id}/{t.id}": t.title for e in truth.questions.elements for t in e.topics}
        for told, true in ((said.best, highest(several)), (said.worst, lowest(several))):
            yield from told.pairs({titles[topic]: points for topic, points in true.items()}, NAMED)
    elif several:
        low, high = min(several.values()), max(several.values())
        yield (said.n, said.low, said.high), (len(several), None if low == high else low, high)
    yield "none" in said.found.groupdict(), not several


# ----------------------------------------------------------------------------------------------------------- rows


def answers_row(known: Known, told: Told, row: AnswersRow) -> Pairs:
    """A bar of the distribution."""
    counts = spread(known.truth, row.id)
    yield list(row.counts), counts or [0] * len(row.counts)
    yield bool(row.words), not counts


def answers_chart(known: Known, told: Told, chart: AnswersChart) -> Pairs:
    """Every row in words, from the lowest box on; of many rows those of the whole and the areas alone."""
    lead = f"{'In % from' if any(row.has_shares for row in chart.rows) else 'From'} the lowest box"
    start = chart.alt_text.index(f". {lead}. ") + len(f". {lead}. ")
    titles = {row.title: row for row in chart.rows}
    for text in re.split(r"; (?!and \d+ more)", chart.alt_text[start:].removesuffix(".")):
        read = re.fullmatch(r"(?P<title>.+?), n = (?P<n>\d+): (?P<shares>\d+(?:, \d+)*)(?P<few> questions)?", text)
        if read is None:
            yield any(text == f"{title}, {row.words}" for title, row in titles.items()) or "more" in text, True
            continue
        counts = spread(known.truth, titles[read["title"]].id)
        shares = [percent(count, sum(counts)) for count in counts]
        yield int(read["n"]), sum(counts)
        yield list(map(int, read["shares"].split(", "))), counts if read["few"] else shares
        yield bool(read["few"]), sum(counts) < 5


def topic_row(known: Known, told: Told, row: TopicRow) -> Pairs:
    """A topic: its mean, and a dot a question."""
    truth = known.truth
    yield row.score, truth.score(row.id)
    if row.score is not None:
        points = int(row.score)
        yield {dot.id: int(dot.value) for dot in row.dots}, truth.rated(row.id)
        boxes = sorted(truth.questions.scale.values)
        yield boxes[row.box], max(boxes, key=lambda box: (-abs(box - points), box))
    yield bool(row.words), row.score is None


def topic_group(known: Known, told: Told, group: TopicGroup) -> Pairs:
    """An element above its topics."""
    yield group.score, known.truth.score(group.id)
    yield group.scored, len(known.truth.rated(group.id))
    yield bool(group.words), group.score is None
    scores = [row.score for row in group.rows if row.score is not None]
    yield scores, sorted(scores, reverse=True)


def topics_chart(known: Known, told: Told, chart: TopicsChart) -> Pairs:
    """Every topic in words, with its questions or without; of very many the first."""
    rows: dict[str, Any] = {row.title: row for group in chart.groups for row in group.rows}
    yield all(f"{title}" in chart.alt_text for title in list(rows)[:3]), True
    for title, row in rows.items():
        read = re.search(rf"{re.escape(title)} (\d+)(?: \(([\d, ]+)\))?(?=[,;.])", chart.alt_text)
        if read is not None and row.score is not None:
            yield int(read[1]), known.truth.score(row.id)
            if read[2]:
                yield sorted(map(int, read[2].split(", "))), sorted(known.truth.rated(row.id).values())
