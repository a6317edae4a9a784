"""The headlines: findings computed from the rows of a chart, so that the picture bears them out.

Every figure in a headline is one of the printed figures of the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple, TypeVar

from reportgen.charts.kinds import (
    AnswersRow,
    AssociationRow,
    DistanceRow,
    EffortMark,
    ModelTile,
    MoveRow,
    PositionRow,
    ProfileRow,
    ProgressRow,
    RowRank,
    ScaleBox,
    TopicRow,
)
from reportgen.charts.wording import the_only
from reportgen.common.language import capitalised, counted, how_many, listed, lowered, number, part_of
from reportgen.common.model import PRIORITIES, QUARTERS, ChangeMark, QuestionSet, Side, SinceEarlier
from reportgen.common.order import Measured, unsettled
from reportgen.common.ranking import ends_of
from reportgen.common.rounding import NO_FIGURE, printed_number
from reportgen.common.scale import HIGH, LOW, Scale

SHARING = 2  # parts in a headline that share a score, at most; of more it says how many

Compared = TypeVar("Compared", PositionRow, ModelTile)


def overall_headline(client: str, overall: PositionRow, areas: Sequence[PositionRow]) -> str:
    """Where the whole stands, and the areas at both ends."""
    scored = [row for row in areas if row.score is not None]
    if overall.score is None and len(areas) == 1:
        return f"{capitalised(client)} has no overall score"
    if overall.score is None:
        return f"{capitalised(client)} has no overall score: {_of(len(scored), len(areas), 'area')} could be scored"
    stands = f", {_stands(overall)}" if overall.has_position else ""
    ends = _ends("strongest", "weakest", scored, "area")
    return f"{capitalised(client)} scores {_printed(overall.score)} overall{stands}{': ' if ends else ''}{ends}"


def area_headline(title: str, rows: Sequence[PositionRow]) -> str:
    """How many elements stand on which side of the median, and the one furthest from it."""
    compared = [row for row in rows if row.has_position]
    if not compared:
        return f"{title}: {_range(rows)}"
    noun = _noun(compared, rows)
    sides = _sides(compared)
    below, level, above = sides
    if not any(sides.values()):
        return f"{title}: no {noun} stands {above.words} or {below.words} the peer median"
    if len(sides[above]) == len(sides[below]) >= max(1, len(sides[level])):
        found = f"{above.words} the peer median in {counted(len(sides[above]), noun)}"
        return f"{title}: {found}, {below.words} in {number(len(sides[below]))}"
    most = max(sides, key=lambda side: len(sides[side]))
    found = f"{most.words} the peer median in {_of(len(sides[most]), len(compared), noun)}"
    furthest = the_only(compared, lambda row: most.direction * _distance(row)) if most and len(compared) > 1 else None
    if furthest in sides[most]:
        where = "most in" if len(sides[most]) > 1 else "namely"
        found += f", {where} {furthest.title} ({_printed(furthest.score)} against {_printed(furthest.median)})"
    return f"{title}: {found}"


def path_headline(served: str, rows: Sequence[PositionRow], *, has_ends: bool) -> str:
    """The strongest and the weakest stage, or between which scores all lie; `served` are those who take the path."""
    scores = [row.score for row in rows if row.score is not None]
    along = f"Along the path of {served}" if served else "From stage to stage"
    if has_ends:
        return f"{along}: {_ends('strongest', 'weakest', rows, 'element')}"
    low, high = _printed(min(scores)), _printed(max(scores))
    return f"{along}: {counted(len(scores), 'element')} score {low if low == high else f'from {low} to {high}'}"


def scale_headline(boxes: Sequence[ScaleBox]) -> str:
    """How many boxes there are, and what the scale runs from and to."""
    return f"{capitalised(counted(len(boxes), 'box', 'boxes'))}, from “{boxes[0].label}” to “{boxes[-1].label}”"


def model_headline(tiles: Sequence[ModelTile], middling_from: str, high_from: str) -> str:
    """How the elements spread over the quarters; over the median; or, when there is no comparison, over the bands.

    `middling_from` and `high_from` are the limits of the bands as printed.
    """
    quarters = [tile for tile in tiles if tile.has_quarters]
    compared = [tile for tile in tiles if tile.side is not None]
    if quarters and 2 * len(quarters) >= len(compared):
        top, bottom = (sum(tile.quarter == quarter for tile in quarters) for quarter in (4, 1))
        upper = _of(top, len(quarters), _noun(quarters, tiles))
        lower = _rest(bottom, quarters, "in the bottom one")
        return f"{capitalised(upper)} {_is(top, quarters)} in the top quarter of peers{lower}"
    if compared:
        sides = _sides(compared)
        below, _, above = sides
        upper = _of(len(sides[above]), len(compared), _noun(compared, tiles))
        lower = _rest(len(sides[below]), compared, below.words)
        return f"{capitalised(upper)} {_is(len(sides[above]), compared)} {above.words} the peer median{lower}"
    scored = [tile for tile in tiles if tile.score is not None]
    if not scored:
        return f"{capitalised(_of(0, len(tiles), 'element'))} scored"
    low, high = (sum(tile.band == band for tile in scored) for band in (LOW, HIGH))
    noun = "element" if len(scored) == len(tiles) else "scored element"
    few = f"{_of(low, len(scored), noun)} {'score' if low > 1 else 'scores'} under {middling_from}"
    return f"{capitalised(few)}, {how_many(high)} {high_from} or more"


def evidence_headline(states: Sequence[str], overall: ProfileRow, rows: Sequence[ProfileRow]) -> str:
    """What share of answers shows each state; whether it falls from state to state; where the last state is rarest."""
    known = [(lowered(state), value) for state, value in zip(states, overall.values, strict=True) if value is not None]
    if len(known) > 1 and all(before > after for (_, before), (_, after) in pairwise(known)):
        found = "Evidence thins from " + " to ".join(f"{state} ({value} %)" for state, value in known)
    else:
        found = listed(
            f"{value} % {'of answers show ' if not i else ''}{state}" for i, (state, value) in enumerate(known)
        )
    ends = ends_of([_Score(row.title, share) for row in rows if (share := row.values[-1]) is not None], _points)
    return f"{found}; {lowered(states[-1])} is rarest in {_those(ends.bottom, 'element', ' %')}" if ends else found


def levels_headline(levels: Sequence[str], rows: Sequence[ProfileRow]) -> str:
    """Which level scores higher in more elements, and where they are furthest apart."""
    compared = [row for row in rows if row.difference is not None]
    first, last = levels[0], lowered(levels[-1])
    if not compared:
        return f"{first} and {last} share too few questions to compare them in any element"
    lower = sum((row.difference or 0) < 0 for row in compared)
    higher = sum((row.difference or 0) > 0 for row in compared)
    noun = _noun(compared, rows)
    if lower == higher == 0:
        found = f"{first} and {last} give {_of(len(compared), len(compared), noun)} the same score"
    elif lower == higher:
        found = f"{first} and {last} each score higher in {number(lower)} of {counted(len(compared), noun)}"
    elif lower > higher:
        found = f"{first} score higher than {last} in {_of(lower, len(compared), noun)}"
    else:
        found = f"{capitalised(last)} score higher than {lowered(first)} in {_of(higher, len(compared), noun)}"
    widest = the_only(compared, lambda row: row.apart)
    if widest is not None and widest.difference:
        found += f"; furthest apart on {widest.title} ({_printed(widest.values[0])} and {_printed(widest.values[-1])})"
    return found


def distance_headline(rows: Sequence[DistanceRow], goal: str, far: str) -> str:
    """How many elements reach what they are ranked by, and how many lie far behind it."""
    over, behind = sum(row.difference >= 0 for row in rows), sum(row.is_far for row in rows)
    reached = f"{capitalised(_of(over, len(rows), 'element'))} {'reaches' if over == 1 else 'reach'} {goal}"
    return f"{reached}; {number(behind)} {'is' if behind == 1 else 'are'} {far} or more behind" if behind else reached


def answers_headline(rows: Sequence[AnswersRow], scale: Scale) -> str:
    """Which share of all questions lies in the lowest boxes and which in the highest; where most lie in the lowest."""
    whole, values = rows[0], scale.values
    if not whole.n:
        scored = sum(row.n > 0 for row in rows[1:])
        return (
            f"{capitalised(_of(scored, len(rows) - 1, 'part'))} of the model {'has' if scored == 1 else 'have'} a score"
        )
    low = range(sum(value <= scale.answers.low for value in values))
    high = range(sum(value < scale.answers.high for value in values), len(values))
    lowest = f"in {_boxes(len(low), 'lowest')} (under {printed_number(scale.nearest_from(len(low)))})"
    highest = f"in {_boxes(len(high), 'highest')}"
    ends = [(sum(whole.counts[box] for box in low), lowest), (sum(whole.counts[box] for box in high), highest)]
    ends.sort(key=lambda end: end[0] != whole.n)  # the end where all lie comes first
    (first, here), (second, there) = ends
    if first == whole.n or not whole.has_shares:
        found = f"{capitalised(_of(first, whole.n, 'scored question'))} {'lies' if first == 1 else 'lie'} {here}"
        return f"{found}, {how_many(second)} {there}"
    found = f"{whole.share(low)} % of the questions lie {lowest}, {whole.share(high)} % {highest}"
    parts = [row for row in rows if row.rank is RowRank.ELEMENT and row.n and row.has_shares]
    most = ends_of([_Score(row.title, Decimal(row.share(low))) for row in parts], _points)
    return f"{found}; the share of the lowest is largest in {_those(most.top, 'element', ' %')}" if most else found


def _boxes(count: int, which: str) -> str:
    return f"the {which} box" if count == 1 else f"the {number(count)} {which} boxes"


def topics_headline(title: str, topics: Sequence[TopicRow], *, has_ends: bool) -> str:
    """The topics at both ends, or between which scores all lie; `topics` are those with questions enough to tell."""
    scores = [row.score for row in topics if row.score is not None]
    by_topic = f"{title} by topic"
    if not scores:
        return f"{by_topic}: none has a score that rests on several questions"
    if has_ends:
        ends = ends_of([_Score(row.title, row.score) for row in topics if row.score is not None], _points)
        assert ends is not None
        return f"{by_topic}: highest {_those(ends.top, 'topic')}, lowest {_those(ends.bottom, 'topic')}"
    low, high = _printed(min(scores)), _printed(max(scores))
    score = "scores" if len(scores) == 1 else "score"
    return f"{by_topic}: {counted(len(scores), 'topic')} {score} {low if low == high else f'from {low} to {high}'}"


def moves_headline(rows: Sequence[MoveRow], marks: Sequence[tuple[str, Decimal]], linked: int, total: int) -> str:
    """From which score to which, with how many of the initiatives; and the figure of the peers to come next."""
    what = "the road map" if linked == total else part_of(linked, total, "initiative")
    before, after = rows[0].score, rows[-1].score
    if before == after:
        found = f"Done in full, {what} would leave the overall score at {_printed(after)}"
    else:
        found = f"Done in full, {what} would lift the overall score from {_printed(before)} to {_printed(after)}"
    ahead = [mark for mark in marks if mark[1] > after] or list(marks[-1:])
    return f"{found}; the {ahead[0][0]} is {_printed(ahead[0][1])}" if ahead else found


def progress_headline(since: SinceEarlier, whole: ProgressRow, questions: QuestionSet) -> str:
    """How the whole has changed, and how many elements or areas did so clearly."""
    noun, marked = since.judged(questions)
    parts = questions.elements if noun == "element" else questions.areas
    judged = [change.mark for change in marked]
    found = _moved(whole, since.since)
    if not judged:
        return found
    rose, fell = judged.count(ChangeMark.RISE), judged.count(ChangeMark.FALL)
    named = noun if len(judged) == len(parts) else f"judged {noun}"
    if not rose and not fell:
        return f"{found}: no clear change in {_of(len(judged), len(judged), named)}"
    return f"{found}: {_of(rose, len(judged), named)} clearly up, {how_many(fell)} clearly down"


def _moved(whole: ProgressRow, since: str) -> str:
    if whole.then is None or whole.now is None:
        return f"Too little in common to tell an overall change {since}"
    if whole.then == whole.now:
        return f"Overall at {_printed(whole.now)}, no change {since}"
    unsure = ", though not clearly" if whole.mark is ChangeMark.UNCLEAR else ""
    way = "Up" if whole.now > whole.then else "Down"
    return f"{way} from {_printed(whole.then)} to {_printed(whole.now)} {since}{unsure}"


def effort_headline(marks: Sequence[EffortMark]) -> str:
    """How many initiatives gain much for little effort, and how many of them must be done."""
    first = [mark for mark in marks if mark.is_first]
    must = sum(mark.priority == PRIORITIES[0] for mark in first)
    if not first:
        return "No initiative takes little effort and lies in the upper half by gain"
    verbs = ("takes", "lies") if len(first) == 1 else ("take", "lie")
    found = "{} {} little effort and {} in the upper half by gain".format(
        capitalised(counted(len(first), "initiative")), *verbs
    )
    if must in (0, len(first)):
        which = "none is a must" if not must else "it is a must" if len(first) == 1 else "all are musts"
    else:
        which = f"{number(must)} of them {'is a must' if must == 1 else 'are musts'}"
    return f"{found}; {which}"


def _printed(number: Decimal | None) -> str:
    return NO_FIGURE if number is None else printed_number(number)


def _of(part: int, whole: int, noun: str) -> str:
    """How many of a whole, as a headline has it: short."""
    return part_of(part, whole, noun, the="")


def _noun(compared: Sequence[object], rows: Sequence[object]) -> str:
    """What a headline counts: elements, or those of them that could be compared."""
    return "element" if len(compared) == len(rows) else "compared element"


def _sides(rows: Sequence[Compared]) -> dict[Side, list[Compared]]:
    """What stands below, about level with and above the median; where there are intervals, only what is clearly so."""
    has_intervals = any(row.side is not None and (abs(row.side) > 1 or not row.is_sure) for row in rows)
    outer = Side.CLEARLY_ABOVE if has_intervals else Side.ABOVE
    return {side: [row for row in rows if row.side is side] for side in (Side(-outer), Side.LEVEL, outer)}


def _distance(row: PositionRow) -> Decimal:
    return (row.score or Decimal(0)) - (row.median or Decimal(0))


def _stands(row: PositionRow) -> str:
    """A row's position inside a sentence; a side that its interval leaves open is not told."""
    if row.quarter in (1, len(QUARTERS)):
        return f"in the {lowered(row.words)} of peers"
    side = row.side.words if row.side is not None and row.is_sure else "against"
    return f"{side} {'the' if row.is_sure else 'a'} peer median of {_printed(row.median)}"


def _ends(best: str, worst: str, rows: Sequence[PositionRow], noun: str) -> str:
    """The highest and the lowest of the scored rows; empty where all score the same."""
    ends = ends_of([_Score(r.title, r.score, r.interval) for r in rows if r.score is not None], _points)
    if ends is None:
        return ""
    unsure = unsettled((row.measured for row in ends.top), (row.measured for row in ends.bottom))
    return f"{best} in {_those(ends.top, noun)}, {worst} in {_those(ends.bottom, noun)}{unsure}"


class _Score(NamedTuple):
    title: str
    points: Decimal
    interval: tuple[Decimal, Decimal] | None = None

    @property
    def measured(self) -> Measured:
        return Measured(self.points, self.interval)


def _points(row: _Score) -> Decimal:
    return row.points


def _those(same: Sequence[_Score], noun: str, unit: str = "") -> str:
    """Those that share a score by name, of many how many they are."""
    if len(same) > SHARING:
        return f"{counted(len(same), noun)} ({printed_number(same[0].points)}{unit} each)"
    return listed(f"{row.title} ({printed_number(row.points)}{unit})" for row in same)


def _range(rows: Sequence[PositionRow]) -> str:
    """What the scores of an area say without peers."""
    scored = [row for row in rows if row.score is not None]
    if not scored:
        return "no element could be scored"
    if len(scored) == 1:
        return f"{scored[0].title} scores {_printed(scored[0].score)}"
    ends = _ends("strongest", "weakest", scored, "element")
    return ends or f"{counted(len(scored), 'element')} score {_printed(scored[0].score)}"


def _is(count: int, of: Sequence[object]) -> str:
    return "is" if count == 1 or len(of) == 1 else "are"


def _rest(count: int, tiles: Sequence[ModelTile], where: str) -> str:
    """The other end of a count, unless there is but one tile."""
    return f", {how_many(count)} {where}" if len(tiles) > 1 else ""


def study_headline(rows: Sequence[AssociationRow]) -> str:
    """With which indicators the overall score goes, a row each."""
    told = [row for row in rows if row.rho is not None]
    up, down = ([row.title for row in told if row.is_found and (row.rho or 0) * sign > 0] for sign in (1, -1))
    if not up and not down:
        which = told[0].title if len(told) == 1 else f"any of {counted(len(told), 'indicator')}"
        return f"No association of the overall score with the change in {which} is shown"
    found = [f"a {side} change in {listed(names)}" for side, names in (("higher", up), ("lower", down)) if names]
    return f"Higher overall scores go with {' and with '.join(found)}"


def indicator_headline(indicator: str, rows: Sequence[AssociationRow]) -> str:
    """For how many areas and elements an association with an indicator is shown."""
    told = {rank: [row for row in rows if row.rank is rank and row.rho is not None] for rank in RowRank}
    counts = [
        part_of(sum(row.is_found for row in told[rank]), len(told[rank]), noun)
        for rank, noun in ((RowRank.AREA, "area"), (RowRank.ELEMENT, "element"))
        if told[rank]
    ]
    together = ", which rise and fall together" if any(row.is_found for row in told[RowRank.ELEMENT]) else ""
    return f"{capitalised(indicator)}: an association is shown for {' and for '.join(counts)}{together}"
