"""Progress since an earlier assessment, in sentences: plain facts of the data, with nothing to confirm."""

from __future__ import annotations

from decimal import Decimal

from reportgen.common.figures import Figure, figure
from reportgen.common.language import capitalised, counted, how_many, listed, sentences, signed
from reportgen.common.model import OVERALL, ChangeMark, ChangeSince, SinceEarlier
from reportgen.common.ranking import leaders
from reportgen.common.rounding import NO_FIGURE
from reportgen.words.compose.facts import Facts
from reportgen.words.compose.passages import standard
from reportgen.words.context import Passage

_NAMED = 3  # changes by name, at most


def progress_title(facts: Facts) -> str:
    """The heading of the part; empty without an earlier assessment."""
    since = facts.scores.since
    return f"Progress {since.since}" if since else ""


def progress_passage(facts: Facts) -> Passage:
    """What has changed since an earlier assessment, how clearly, and what of the question set was left out."""
    since = facts.scores.since
    if since is None:
        return standard("There is no earlier assessment to compare with.")
    return standard(
        sentences(_basis(since), _overall(facts, since), _parts(facts, since)),
        sentences(_left_out(since), _withheld(facts, since), _unmarked(since)),
    )


def change_head(facts: Facts) -> str:
    """The head of the column of changes in tables; empty without an earlier assessment."""
    since = facts.scores.since
    return capitalised(since.since).replace("Since the earlier assessment", "Since before") if since else ""


def change_told(facts: Facts, figure_id: str) -> str:
    """A change as a table has it: "+5, clear"; a dash where there is none."""
    since = facts.scores.since
    change = since.changes[figure_id] if since else None
    difference = facts.scale.difference(change.now, change.then) if change else None
    if change is None or difference is None:
        return NO_FIGURE
    is_clear = change.mark in (ChangeMark.RISE, ChangeMark.FALL)
    return f"{signed(difference)}{', clear' if is_clear else ''}"


def change_note(facts: Facts) -> str:
    """What the column of changes means; empty without it."""
    since = facts.scores.since
    if since is None:
        return ""
    return f"{change_head(facts)}: the change over the questions that both assessments scored in equal words."


def _basis(since: SinceEarlier) -> str:
    invented = "The earlier assessment is invented." if since.invented else ""
    when = f"in {since.then}" if since.day else "before"
    common = Figure(len(since.scores), "progress.questions")
    return sentences(
        invented,
        f"An earlier assessment {when} is compared over the {counted(common, 'question')} that both scored in equal"
        " words, with today’s weights.",
    )


def _overall(facts: Facts, since: SinceEarlier) -> str:
    change = since.changes[OVERALL]
    if change.then is None or change.now is None:
        return "Too little of the weight is in common to tell an overall change."
    then, now = _score(facts, change, "then"), _score(facts, change, "now")
    difference = facts.scale.difference(change.now, change.then)
    if not difference:
        return f"Over these, the overall score is {now}, as it was then."
    clear = {None: "", ChangeMark.UNCLEAR: ", a change that is not clear"}.get(change.mark, ", a clear change")
    return f"Over these, the overall score went {'up' if difference > 0 else 'down'} from {then} to {now}{clear}."


def _parts(facts: Facts, since: SinceEarlier) -> str:
    """How many elements or areas moved clearly, and those that moved furthest."""
    noun, judged = since.judged(facts.questions)
    if not judged:
        return ""
    rose, fell = ([one for one in judged if one.mark is mark] for mark in (ChangeMark.RISE, ChangeMark.FALL))
    if len(judged) == 1:
        way = "clearly up" if rose else "clearly down" if fell else "not clearly changed"
        return f"The only {noun} that can be judged, {facts.questions.titles[judged[0].id]}, is {way}."
    up, down = Figure(len(rose), "progress.rises"), Figure(len(fell), "progress.falls")
    return sentences(
        f"Of the {counted(len(judged), noun)} that can be judged, {how_many(up)} {'is' if up == 1 else 'are'} clearly"
        f" up and {how_many(down)} clearly down.",
        _furthest(facts, rose, "up"),
        _furthest(facts, fell, "down"),
    )


def _furthest(facts: Facts, moved: list[ChangeSince], way: str) -> str:
    """The clear changes that are the largest, of equal ones all or none; empty where too many are."""
    first = leaders(moved, lambda one: abs(facts.scale.difference(one.now, one.then) or Decimal(0)), _NAMED)
    if not first:
        return ""
    told = listed(
        f"{facts.questions.titles[one.id]} ({_score(facts, one, 'then')} to {_score(facts, one, 'now')})"
        for one in first
    )
    return f"Furthest {way}: {told}."


def _score(facts: Facts, change: ChangeSince, when: str) -> str:
    value = change.then if when == "then" else change.now
    return figure(f"{change.id}.{when}", facts.scale.printed(value))


def _left_out(since: SinceEarlier) -> str:
    """What the question sets of then and now do not share."""
    counts = (
        (len(since.added), "is new", "are new"),
        (len(since.dropped), "was dropped", "were dropped"),
        (len(since.reworded), "was reworded", "were reworded"),
    )
    told = [f"{counted(count, 'question')} {one if count == 1 else more}" for count, one, more in counts if count]
    return f"Since then, {listed(told)}; what is not the same both times is left out." if told else ""


def _withheld(facts: Facts, since: SinceEarlier) -> str:
    """The elements without a comparison, with the reason of each."""
    names: dict[str, list[str]] = {}
    for element in facts.questions.elements:
        if absence := since.changes[element.id].absence:
            names.setdefault(absence.full, []).append(element.title)
    return sentences(*(f"{listed(titles)}: {reason}" for reason, titles in names.items()))


def _unmarked(since: SinceEarlier) -> str:
    if since.has_interviews:
        return ""
    return "The file of the earlier assessment holds no single interviews, so no change can be called clear."
