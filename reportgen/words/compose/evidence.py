"""Evidence states and levels in sentences: where intention runs ahead of effect, and who sees what differently."""

from __future__ import annotations

from itertools import pairwise

from reportgen.common.figures import Figure
from reportgen.common.language import capitalised, counted, listed, part_of, sentences
from reportgen.common.method import INTERVIEWS_PER_LEVEL, LEVELS_DIFFER, LEVELS_DIFFER_MORE, SHARE_DIFFERS, SHARES_FALL
from reportgen.common.model import OVERALL
from reportgen.words.compose.facts import NAMED, Facts
from reportgen.words.compose.passages import standard
from reportgen.words.context import Passage

Drop = tuple[tuple[str, Figure], tuple[str, Figure]]  # two evidence states, each with its share in per cent


def evidence_drop(facts: Facts, figure_id: str) -> Drop | None:
    """The largest drop from one evidence state to the next, if it is worth a sentence."""
    drops = [pair for pair in pairwise(facts.shares(figure_id)) if _size(pair) >= SHARES_FALL]
    return max(drops, key=_size, default=None)


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
    often = f"{'more' if here > overall else 'less'} often than elsewhere"
    return f"{capitalised(title)} is found {often}: in {here} % of the answers, against {overall} % over the whole."


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
        sentences(_widest_drop(facts), _drops_of_areas(facts)),
    )


def _widest_drop(facts: Facts) -> str:
    drop = evidence_drop(facts, OVERALL)
    if drop is None:
        return f"No state falls {SHARES_FALL} points or more behind the one before it."
    return f"The widest gap lies between {drop[0][0]} and {drop[1][0]}: {counted(_size(drop), 'point')}."


def _drops_of_areas(facts: Facts) -> str:
    """The areas in which an evidence state falls furthest behind."""
    drops = [(area.title, drop) for area in facts.questions.areas if (drop := evidence_drop(facts, area.id))]
    if len(facts.questions.areas) < 2 or not drops:
        return ""
    drops.sort(key=lambda entry: -_size(entry[1]))
    told = [f"{title} ({a} {ahead} %, {b} {behind} %)" for title, ((a, ahead), (b, behind)) in drops[:2]]
    return f"Among the areas, a gap of this kind is widest in {listed(told)}."


# ------------------------------------------------------------------------------------------------------- levels


def level_sentence(facts: Facts, figure_id: str, title: str) -> str:
    """Two levels that see a part differently; empty when they do not, or when that cannot be said."""
    gap = facts.level_gap(figure_id)
    if gap is None or gap[0][1] - gap[1][1] < LEVELS_DIFFER:
        return ""
    (higher, above), (lower, below) = gap
    common = Figure(facts.scores.levels[figure_id].questions, f"{figure_id}.level-questions")
    return (
        f"{capitalised(higher.plural)} score {title} {above}, {lower.plural.lower()} {below},"
        f" over the {counted(common, 'question')} that both answered."
    )


def levels_apart(facts: Facts, figure_id: str) -> str:
    """Two levels that see a part more differently than the whole, or the other way round; empty when they do not."""
    gap, whole = facts.level_gap(figure_id), facts.level_gap(OVERALL)
    if gap is None or gap[0][1] - gap[1][1] < LEVELS_DIFFER:
        return ""
    (higher, above), (lower, below) = gap
    told = f"{higher.plural.lower()} score it {above}, {lower.plural.lower()} {below}."
    if whole is None or whole[0][1] - whole[1][1] < LEVELS_DIFFER:
        return f"Views differ: {told}"
    if whole[0][0] != higher:
        return f"Views differ, and the other way round than over the whole: {told}"
    further = (above - below) - (whole[0][1] - whole[1][1])
    return f"Views lie further apart than over the whole: {told}" if further >= LEVELS_DIFFER_MORE else ""


def levels_passage(facts: Facts) -> Passage:
    """Level against level over the whole assessment."""
    gap = facts.level_gap(OVERALL)
    if gap is None:
        return standard(
            f"Levels are compared where at least {counted(INTERVIEWS_PER_LEVEL, 'interview')} were held at each and"
            " both answered enough of the same questions. That is not the case for the assessment as a whole."
        )
    (higher, above), (lower, below) = gap
    same = f"Overall, {higher.plural.lower()} and {lower.plural.lower()} give the same score, {above}."
    differ = f"Overall, {higher.plural.lower()} score {above} and {lower.plural.lower()} {below}."
    return standard(sentences(same if above == below else differ, _widest_levels(facts)))


def _widest_levels(facts: Facts) -> str:
    """The elements that levels see most differently."""
    gaps = [(element.title, gap) for element in facts.questions.elements if (gap := facts.level_gap(element.id))]
    wide = [(title, gap) for title, gap in gaps if gap[0][1] - gap[1][1] >= LEVELS_DIFFER]
    if not wide:
        return f"In no element that both answered do they lie {LEVELS_DIFFER} points or more apart."
    wide.sort(key=lambda entry: entry[1][1][1] - entry[1][0][1])
    told = (
        f"{title} ({higher.plural.lower()} {above}, {lower.plural.lower()} {below})"
        for title, ((higher, above), (lower, below)) in wide[:NAMED]
    )
    return f"They differ most on {listed(told)}."
