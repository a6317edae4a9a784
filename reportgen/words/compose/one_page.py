"""The assessment on one page: below its picture the strongest and weakest elements and what must be done first.

What the page cannot say yet, it says at its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from math import ceil

from reportgen.common.figures import plain
from reportgen.common.language import capitalised, counted, number, one_line, part_of, sentences
from reportgen.common.method import ENDS_APART, RANKED_AT_LEAST
from reportgen.common.model import HORIZONS, OVERALL, PRIORITIES, Initiative, Reference
from reportgen.common.order import UNSETTLED
from reportgen.common.ranking import NAMED, ends_of, foremost, leaders
from reportgen.words.compose.comparing import no_interval, points_of
from reportgen.words.compose.facts import Facts, Part
from reportgen.words.compose.results import group_date, no_overall_score, parts_between, peers_behind
from reportgen.words.compose.road_map import all_initiatives
from reportgen.words.context import EndsRow, FirstInitiative, OnePage, Picture

INITIATIVES = 8  # listed at most
TEXT, OWNER = 54, 28  # characters on a line of their columns, about

# Heights in millimetres, about: what the page has for initiatives below a usual picture and the table of the ends.
_ROOM, _ENDS = 49.0, 38.0
_ROW, _LINE = 1.9, 4.7
_HEADING, _GAP = 8.0, 5.0  # of what is not said

_WHEN = {horizon.id: horizon.when for horizon in HORIZONS}


def one_page(facts: Facts, picture: Picture | None) -> OnePage:
    """What a director needs, as far as there is anything to tell."""
    strongest, weakest = _ends(facts)
    pressing = [entry for entry in all_initiatives(facts) if entry.priority == PRIORITIES[0]]
    unsaid = [text for text in _unsaid(facts) if text]
    room = _ROOM + (0 if strongest or weakest else _ENDS) - (_HEADING + _GAP * len(unsaid) if unsaid else 0)
    first = _that_fit(pressing, room)
    listed_of = part_of(len(first), len(pressing), "initiative", the="") if first else ""
    return OnePage(
        picture=picture,
        ends=tuple(
            EndsRow(str(place), *_ranked(facts, high), *_ranked(facts, low))
            for place, (high, low) in enumerate(zip_longest(strongest, weakest), start=1)
        ),
        has_positions=_has_positions(facts, strongest, weakest),
        ends_note=_ends_note(facts, strongest, weakest),
        initiatives_title=f"What must be done first: {listed_of} marked “must”" if first else "",
        initiatives=tuple(
            FirstInitiative(e.ref, one_line(e.text), _WHEN.get(e.horizon, ""), one_line(e.owner)) for e in first
        ),
        unsaid=(*unsaid, *(() if first else ("No initiative of the road map is marked “must”.",))),
    )


def _that_fit(entries: list[Initiative], room: float) -> list[Initiative]:
    """The first initiatives, as many as `room` millimetres hold; one at least."""
    for count, entry in enumerate(entries):
        room -= _ROW + _LINE * max(1, ceil(len(one_line(entry.text)) / TEXT), ceil(len(one_line(entry.owner)) / OWNER))
        if count and (room < 0 or count >= INITIATIVES):
            return entries[:count]
    return entries


def _unsaid(facts: Facts) -> Iterator[str]:
    """What is not on the page, and why."""
    score, levels = facts.scores.overall, facts.scores.levels.get(OVERALL)
    yield no_overall_score(score)
    yield no_interval(score)
    if score.value is not None and len(facts.levels) > 1 and (levels is None or levels.reason):
        yield f"Levels are not compared over the whole{f': {levels.reason.value}' if levels and levels.reason else ''}."
    if score.value is not None and facts.questions.states and not facts.shares(OVERALL):
        yield "No evidence was recorded beside the answers."
    yield _no_ends(facts)


# ----------------------------------------------------------------------------------------- strongest and weakest


def _ends(facts: Facts) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """A few elements at either end, none at both; those that share a score all or not at all."""
    if "element" not in parts_between(facts.questions) or _too_close(facts):
        return (), ()
    parts = facts.element_parts()
    most = _at_an_end(parts)
    return leaders(parts, points_of, most), leaders(parts, lambda part: -part.points, most)


def _at_an_end(parts: tuple[Part, ...]) -> int:
    return min(NAMED, len(parts) // 2)


def _ranked(facts: Facts, part: Part | None) -> tuple[str, str, str]:
    """Title, score and position; all empty without an element."""
    if part is None:
        return "", "", ""
    standing = facts.standing(part.id)
    return part.title, str(part.points), standing.words if standing else ""


def _no_ends(facts: Facts) -> str:
    """Why an end of the ranking names no element; empty where both do, or where each element is an area."""
    parts = facts.element_parts()
    if "element" not in parts_between(facts.questions) or not parts:
        return ""
    if close := _too_close(facts):
        return close
    high, low = foremost(parts, points_of), foremost(parts, lambda part: -part.points)
    ends = ((same, words) for same, words in ((high, "highest"), (low, "lowest")) if len(same) > _at_an_end(parts))
    told = (f"{counted(len(same), 'element')} share the {words} score, {same[0].points}" for same, words in ends)
    text = ", and ".join(told)
    return f"{capitalised(text)}: too many to name here." if text else ""


def _too_close(facts: Facts) -> str:
    """Why none is named strongest or weakest; empty where some can be."""
    parts = facts.element_parts()
    if len(parts) < RANKED_AT_LEAST:
        return f"Fewer than {number(RANKED_AT_LEAST)} elements have a score: none is named strongest or weakest."
    ends = ends_of(parts, points_of)
    if ends is None:
        return f"The {counted(len(parts), 'element')} with a score all stand at {parts[0].points}."
    if ends.apart < facts.scale.of_span(ENDS_APART):
        return f"The elements lie within {facts.in_points(ends.apart)}: none is named strongest or weakest."
    return ""


def _has_positions(facts: Facts, strongest: tuple[Part, ...], weakest: tuple[Part, ...]) -> bool:
    """True where a position stands beside one of them."""
    return any(facts.standing(part.id) for part in (*strongest, *weakest))


def _ends_note(facts: Facts, strongest: tuple[Part, ...], weakest: tuple[Part, ...]) -> str:
    """Whom the positions refer to, and whether the interviews settle which elements are at which end."""
    unsure = facts.unsettled(strongest, weakest)
    return sentences(
        _compared_with(facts) if _has_positions(facts, strongest, weakest) else "",
        f"{capitalised(UNSETTLED.removeprefix('though '))}." if unsure else "",
    )


def _compared_with(facts: Facts) -> str:
    """Whom the positions of elements refer to."""
    shown = [standing for element in facts.questions.elements if (standing := facts.standing(element.id))]
    group = facts.comparison.group(Reference.CHOSEN)
    peers = peers_behind(facts, group, "one-page", [standing.n for standing in shown])
    return plain(f"Elements are compared with {peers}{group_date(group)}.")  # no sentence, whose figures are explained
