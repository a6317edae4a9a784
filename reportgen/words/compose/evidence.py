"""Evidence states and levels in sentences: where intention runs ahead of effect, and who sees what differently."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from reportgen.common.figures import Figure
from reportgen.common.language import (
    capitalised,
    counted,
    listed,
    lowered,
    number,
    part_of,
    sentences,
    those,
    unended,
)
from reportgen.common.method import LEVELS_DIFFER, LEVELS_DIFFER_MORE, SHARE_DIFFERS, SHARES_FALL
from reportgen.common.model import OVERALL
from reportgen.common.ranking import NAMED, ends_of, foremost, leaders
from reportgen.words.compose.facts import Facts, LevelPoints, Rated, Shown
from reportgen.words.compose.level_basis import behind_levels, elements_not_compared, why_not_compared
from reportgen.words.compose.passages import standard
from reportgen.words.context import Passage

Drop = tuple[tuple[str, Figure], tuple[str, Figure]]  # two evidence states, each with its share in per cent


def evidence_drop(facts: Facts, figure_id: str) -> Drop | None:
    """The largest drop from one evidence state to the next, if it is worth a sentence."""
    return max(_drops(facts, figure_id), key=_size, default=None)


def _drops(facts: Facts, figure_id: str) -> list[Drop]:
    """Two states one after the other, of which the second falls far enough behind to be worth a sentence."""
    return [pair for pair in pairwise(facts.shares(figure_id)) if _size(pair) >= SHARES_FALL]


def _size(drop: Drop) -> int:
    return drop[0][1] - drop[1][1]


def evidence_sentence(facts: Facts, figure_id: str) -> str:
    """How far one evidence state falls behind the one before it; empty when that is not worth a sentence."""
    drop = evidence_drop(facts, figure_id)
    if drop is None:
        return ""
    (first, ahead), (second, behind) = drop
    return f"Where recorded, {first} is found in {ahead} % of the answers, {second} in {behind} %."


def evidence_apart(facts: Facts, figure_id: str) -> str:
    """The evidence state that is found much more or less often in a part than in the whole; empty without one."""
    whole = dict(facts.shares(OVERALL))
    differences = [(title, share, whole[title]) for title, share in facts.shares(figure_id) if title in whole]
    title, here, overall = max(differences, key=lambda entry: abs(entry[1] - entry[2]), default=("", 0, 0))
    if abs(here - overall) < SHARE_DIFFERS:
        return ""
    where = facts.questions.titles[figure_id]
    return f"In {where}, {title} is found in {here} % of the answers, against {overall} % over the whole."


def evidence_passage(facts: Facts) -> Passage:
    """Intention, reality and effect over the whole assessment."""
    shares, evidence = facts.shares(OVERALL), facts.scores.evidence.get(OVERALL)
    if not shares or evidence is None:
        titles = listed(state.title.lower() for state in facts.questions.states)
        return standard(f"No evidence was recorded, so nothing can be said about {titles or 'it'}.")
    found = listed(f"{title} in {percent} %" for title, percent in shares)
    recorded = Figure(evidence.recorded, f"{OVERALL}.evidence.recorded")
    return standard(
        f"Evidence is recorded in {part_of(recorded, evidence.answers, 'scored answer')}. Where it is, the"
        f" interviews found {found} of the answers.",
        sentences(_widest_drop(facts), _most_and_least_proved(facts)),
    )


def _widest_drop(facts: Facts) -> str:
    if len(facts.shares(OVERALL)) < 2:
        return ""
    drops = foremost(_drops(facts, OVERALL), _size)
    if not drops:
        return f"No state falls {SHARES_FALL} points or more behind the one before it."
    between = listed(f"between {before} and {after}" for (before, _), (after, _) in drops)
    widest, each = ("gap lies", "") if len(drops) == 1 else ("gaps lie", " each")
    return f"The widest {widest} {between}: {counted(_size(drops[0]), 'point')}{each}."


def _most_and_least_proved(facts: Facts) -> str:
    """The elements in which the last state of the set was found most and least often, as its picture ranks them."""
    last = facts.questions.states[-1]
    ends = ends_of(facts.elements_showing(last), lambda entry: entry.share)
    if ends is None:
        return ""
    return f"{last.title} is found most often in {_elements(ends.top)}, least often in {_elements(ends.bottom)}."


def _elements(same: Sequence[Shown]) -> str:
    """Those with one share: "Targeting (2 %) and Proposition (2 %)", "four elements (0 % each)"."""
    if len(same) > NAMED:
        return f"{counted(len(same), 'element')} ({same[0].share} % each)"
    return listed(f"{element.title} ({element.share} %)" for element in same)


def looked_for(rated: Rated, state: str) -> str:
    """What the question set has interviewers look for as evidence of a state, inside a sentence; empty for nothing."""
    return lowered(unended(rated.question.evidence.get(state, "")))


def what_was_missing(facts: Facts, rated: Rated) -> str:
    """The first evidence state that some answer to a question misses, and what was looked for; else empty."""
    missed = next((entry for entry in facts.evidence_of(rated.score) if entry.found < entry.recorded), None)
    phrase = looked_for(rated, missed.state) if missed else ""
    if missed is None or not phrase:
        return ""
    where = part_of(missed.found, missed.recorded, "answer")
    return f"{capitalised(missed.title)} was found in {where}; we looked for {phrase}."


def steepest_here(facts: Facts, area_id: str) -> str:
    """The fall from one evidence state to the next, told in the one area where it is the largest; else empty."""
    drops = {area.id: drop for area in facts.questions.areas if (drop := evidence_drop(facts, area.id))}
    if len(drops) < 2 or area_id != max(drops, key=lambda found: _size(drops[found])):
        return ""
    (first, ahead), (second, behind) = drops[area_id]
    return (
        f"In no other area does evidence fall further from one state to the next: {first} shows in {ahead} % of the"
        f" answers, {second} in {behind} %."
    )


def steepest(facts: Facts) -> str:
    """The widest fall over the whole, where there is but one area to tell it of; empty without one."""
    drop = evidence_drop(facts, OVERALL)
    if drop is None:
        return ""
    (first, ahead), (second, behind) = drop
    return f"{capitalised(first)} shows in {ahead} % of the answers, {second} in {behind} %."


def falls_by_area(facts: Facts) -> str:
    """In how many areas evidence falls as it does over the whole, and where most; empty where it does not."""
    drop = evidence_drop(facts, OVERALL)
    if drop is None or len(facts.questions.areas) < 2:
        return ""
    (before, _), (after, _) = drop
    shares = {area.title: dict(facts.shares(area.id)) for area in facts.questions.areas}
    falls = {
        title: found[before] - found[after] for title, found in shares.items() if before in found and after in found
    }
    steep = [title for title in falls if falls[title] >= SHARES_FALL]
    if not steep:
        return ""
    widest = foremost(steep, lambda title: falls[title])
    where = part_of(len(steep), len(falls), "area")
    return (
        f"The fall from {before} to {after} is {SHARES_FALL} points or more in {where} with evidence of both; it is"
        f" steepest in {listed(widest)}, at {counted(falls[widest[0]], 'point')}."
    )


# ------------------------------------------------------------------------------------------------------- levels


def level_sentence(facts: Facts, figure_id: str, title: str) -> str:
    """The levels that see a part most differently; empty when they do not, or when that cannot be said."""
    gap = facts.level_gap(figure_id)
    if gap is None:
        return ""
    common = Figure(facts.scores.levels[figure_id].questions, f"{figure_id}.level-questions")
    return sentences(
        f"{capitalised(people(gap.top))} score {title} {gap.high}, {people(gap.bottom)} {gap.low},"
        f" over the {counted(common, 'question')} that {those(len(facts.levels))} answered.",
        behind_levels(facts, figure_id),
    )


def people(levels: Iterable[LevelPoints]) -> str:
    """The people of some levels, inside a sentence."""
    return listed(entry.level.plural.lower() for entry in levels)


def levels_apart(facts: Facts, figure_id: str) -> str:
    """Two levels that see a part more differently than the whole, or the other way round; empty when they do not."""
    gap, whole = facts.level_gap(figure_id), facts.level_gap(OVERALL)
    if gap is None:
        return ""
    scores = f"{people(gap.top)} score it {gap.high}, {people(gap.bottom)} {gap.low}."
    told = sentences(scores, behind_levels(facts, figure_id))
    if whole is None:
        return f"Views differ: {told}"
    if people(gap.top) == people(whole.bottom) and people(gap.bottom) == people(whole.top):
        return f"Views differ, and the other way round than over the whole: {told}"
    further = gap.apart - whole.apart
    return (
        f"Views lie further apart than over the whole: {told}"
        if further >= facts.scale.of_span(LEVELS_DIFFER_MORE)
        else ""
    )


def levels_passage(facts: Facts) -> Passage:
    """Level against level over the whole assessment."""
    levels = facts.level_points(OVERALL)
    if not levels:
        return standard(why_not_compared(facts), elements_not_compared(facts))
    gap = facts.level_gap(OVERALL, at_least=Fraction(0))
    same = f"Overall, {people(levels)} give the same score, {levels[0].points}."
    differ = f"Overall, {people(gap.top)} score {gap.high} and {people(gap.bottom)} {gap.low}." if gap else ""
    basis = behind_levels(facts, OVERALL)
    return standard(sentences(differ or same, basis, _widest_levels(facts)), elements_not_compared(facts))


def _widest_levels(facts: Facts) -> str:
    """The elements that levels see most differently."""
    gaps = [(element.title, gap) for element in facts.questions.elements if (gap := facts.level_gap(element.id))]
    if not gaps:
        far = f"{facts.limit(LEVELS_DIFFER)} {facts.scale.units} or more"
        return f"In no element that {those(len(facts.levels))} answered do they lie {far} apart."
    widest = leaders(gaps, lambda entry: entry[1].apart, NAMED)
    if not widest:
        same = foremost(gaps, lambda entry: entry[1].apart)
        return f"They differ most, by {facts.in_points(same[0][1].apart)}, on {number(len(same))} elements alike."
    told = (f"{title} ({people(gap.top)} {gap.high}, {people(gap.bottom)} {gap.low})" for title, gap in widest)
    return f"They differ most on {listed(told)}."
