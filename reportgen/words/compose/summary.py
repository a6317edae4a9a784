"""Introduction, executive summary and recommendations: the assessor's words, else drafts from the scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from reportgen.common.figures import Figure
from reportgen.common.language import (
    capitalised,
    counted,
    ended,
    has_words,
    listed,
    lowered,
    number,
    one_line,
    quoted,
    sentences,
    unended,
)
from reportgen.common.model import (
    HORIZON_TITLES,
    HORIZONS,
    OVERALL,
    PRIORITIES,
    Headline,
    HeadlineStatus,
    Initiative,
    NarrativeSection,
)
from reportgen.common.ranking import NAMED, ends_of, foremost, leaders
from reportgen.common.scale import HIGH
from reportgen.common.subject import put
from reportgen.words.compose.comparing import (
    all_elements_compared,
    areas_compared,
    interval,
    points_of,
    scored_of,
    single_interview,
    with_points,
)
from reportgen.words.compose.evidence import evidence_drop, evidence_sentence, level_sentence, looked_for
from reportgen.words.compose.facts import Facts, Part, Rated, one_per_area
from reportgen.words.compose.passages import NO_DRAFT, Drafted, Written, bullets, choose, paragraphs
from reportgen.words.compose.results import (
    band_range,
    key_figure,
    no_overall_score,
    parts_between,
    several,
    standing_sentence,
)
from reportgen.words.compose.road_map import all_initiatives
from reportgen.words.context import HeadlineLine, Introduction, Passage, Picture, Summary

RECOMMENDATIONS = 6  # at most, when drafted
HEADLINES, MOST_HEADLINES = 8, 12  # listed at least, where there are so many, and at most
_ORDER = (HeadlineStatus.RECURRING, HeadlineStatus.NEW, HeadlineStatus.VARIATION, None)


def narrative(facts: Facts, section: NarrativeSection) -> list[Written]:
    """What the assessor wrote in a section of the narrative."""
    return [Written(text) for text in facts.assessment.texts(section)]


def introduction(facts: Facts) -> Introduction:
    """The aims: the assessor's, else those that every assessment with this question set has."""
    texts = [put(aim, facts.client, market(facts)) for aim in facts.questions.report.aims] or _aims(facts)
    draft = Drafted(
        bullets((text, "") for text in texts if text),
        "The workbook names no aims. These are the aims that every assessment with this question set has.",
    )
    instruction = "Aims: what the assessment was to find out, and for whom"
    return Introduction(choose(narrative(facts, NarrativeSection.AIM), draft, instruction, as_list=True))


def _aims(facts: Facts) -> list[str]:
    """The aims that any set has."""
    model = facts.questions
    counts = {"area": len(model.areas), "element": len(model.elements)}
    parts = listed(counted(count, noun) for noun, count in counts.items() if noun in parts_between(model))
    where = f", in {parts} of {model.subject.noun}" if parts else ""
    return [
        f"To find out how well {facts.client} {model.subject.does}{where}.",
        _aim_of_evidence(facts),
        f"To agree what {facts.client} should do first, what can follow and what needs the long view.",
    ]


def _aim_of_evidence(facts: Facts) -> str:
    titles = [state.title.lower() for state in facts.questions.states]
    if len(titles) < 2:
        return ""
    return f"To see how far good practice has come: {listed(titles)} are looked at one by one."


# ---------------------------------------------------------------------------------------------------- summary


def summary(facts: Facts, distances: Picture | None) -> Summary:
    """Market drivers, executive summary, key figures, distances and headlines."""
    where = market(facts)
    shown = _foremost(_gathered(facts))
    return Summary(
        market=where,
        drivers_lead=put(facts.questions.report.drivers_lead, facts.client, where),
        market_drivers=choose(
            narrative(facts, NarrativeSection.MARKET_DRIVER),
            NO_DRAFT,
            f"Market drivers: three to five forces that are changing {where}, each with what it means for"
            f" {facts.client}. The workbook holds none",
            as_list=True,
        ),
        drivers_close=put(facts.questions.report.drivers_close, facts.client, where),
        executive_summary=choose(
            narrative(facts, NarrativeSection.EXECUTIVE_SUMMARY),
            _draft_summary(facts),
            "Executive summary: nothing has been scored and no headline noted, so nothing can be drafted",
            as_list=False,
        ),
        key_figures=(
            key_figure(facts, OVERALL, "Overall"),
            *(key_figure(facts, area.id, area.title) for area in several(facts.questions.areas)),
        ),
        distance_picture=distances,
        headlines=shown,
        headlines_note=_elsewhere(Figure(headlines_left(facts), "headlines.elsewhere")),
    )


def market(facts: Facts) -> str:
    """The market as a phrase: "the home broadband market", or "its market" when it is not given."""
    name = one_line(facts.assessment.engagement.market)
    if name.lower().startswith("the "):
        name = name[4:]
    if name.lower().endswith(" market"):
        name = name[: -len(" market")]
    return f"the {name} market" if name else "its market"


def _draft_summary(facts: Facts) -> Drafted:
    if not facts.rated and not facts.assessment.headlines:
        return NO_DRAFT
    texts = (_verdict(facts), _contrast(facts), _pattern(facts), _heard(facts), _first_moves(facts))
    why = (
        "The workbook has no executive summary. Drafted from the overall and area scores, the evidence recorded, the"
        " interviews’ headlines and the road map."
    )
    return Drafted(paragraphs(*texts), why)


def _verdict(facts: Facts) -> str:
    """The overall score, its standing and what it rests on."""
    score = facts.scores.overall
    held = Figure(len(facts.assessment.interviews), "interviews")
    basis = f"{capitalised(counted(held, 'interview'))} {'was' if held == 1 else 'were'} held."
    if score.value is None:
        return sentences(no_overall_score(score), basis, scored_of(score) if facts.rated else "")
    return sentences(
        f"{facts.subject} scores {facts.printed(OVERALL)} {facts.scale.out_of} for the way it"
        f" {facts.questions.subject.does}, {band_range(facts, facts.group_band(score))}.",
        standing_sentence(facts, OVERALL, "The overall score"),
        basis,
        single_interview(facts),
        scored_of(score),
        interval(facts, score),
    )


def _contrast(facts: Facts) -> str:
    """How areas and elements compare, and where the firm ground and the long way lie."""
    return sentences(areas_compared(facts), all_elements_compared(facts), _firm_ground(facts), _long_way(facts))


def _firm_ground(facts: Facts) -> str:
    """The elements furthest on, as far as they score high; never one that no other scores less than."""
    parts, noun = _units(facts)
    if len(parts) > 1 and all(facts.band(part.points) != HIGH for part in parts):
        return f"No {noun} scores {facts.high_from} or more."
    ends = ends_of(parts, points_of)
    high = [part for part in parts if ends and part.points > ends.low and facts.band(part.points) == HIGH]
    best = _few(facts, high, points_of)
    return f"Firm ground to build on: {best}." if best else ""


def _long_way(facts: Facts) -> str:
    """The elements furthest behind, as far as they do not score high; never one that no other scores more than."""
    parts, _ = _units(facts)
    ends = ends_of(parts, points_of)
    behind = [part for part in parts if ends and part.points < ends.high and facts.band(part.points) != HIGH]
    worst = _few(facts, behind, lambda part: -part.points)
    named = foremost(behind, lambda part: -part.points)
    named = named if len(named) > NAMED else leaders(behind, lambda part: -part.points, NAMED)
    unsure = facts.unsettled((part for part in parts if part not in named), named)
    return f"The longest way is still to go in {worst}{unsure}." if worst else ""


def _units(facts: Facts) -> tuple[tuple[Part, ...], str]:
    """The elements that have a score, or the areas where each is its only element; and what they are called."""
    if "element" in parts_between(facts.questions):
        return facts.element_parts(), "element"
    return facts.area_parts(), "area"


def _few(facts: Facts, parts: Sequence[Part], rank: Callable[[Part], Decimal]) -> str:
    """The first of a ranking with their scores, equal ones all or not at all; how many, where too many are first."""
    first = foremost(parts, rank)
    if len(first) > NAMED:
        units, noun = _units(facts)
        return f"{number(len(first))} of the {number(len(units))} {noun}s ({first[0].points} each)"
    told = leaders(parts, rank, NAMED)
    return with_points(told)


def _pattern(facts: Facts) -> str:
    """The evidence states and the levels over the whole."""
    drop = evidence_drop(facts, OVERALL)
    ahead = f"{capitalised(drop[0][0])} runs ahead of {drop[1][0]}." if drop else ""
    return sentences(ahead, evidence_sentence(facts, OVERALL), level_sentence(facts, OVERALL, "the organisation"))


def _heard(facts: Facts) -> str:
    """The headlines that came back in several interviews."""
    recurring = [h for h in facts.assessment.headlines if h.status is HeadlineStatus.RECURRING and has_words(h.text)]
    texts = list(dict.fromkeys(quoted(headline.text) for headline in recurring))[:NAMED]
    if not texts:
        return ""
    what = "One message" if len(texts) == 1 else f"{capitalised(number(len(texts)))} messages"
    return ended(f"{what} came back in the interviews: {'; '.join(texts)}")


def _first_moves(facts: Facts) -> str:
    """What the road map puts first; empty without a road map."""
    urgent = "; ".join(unended(entry.text) for entry in all_initiatives(facts, HORIZONS[0].id)[:NAMED])
    return f"The road map puts first ({lowered(HORIZONS[0].when)}): {urgent}." if urgent else ""


def headlines(facts: Facts, found: Iterable[Headline]) -> tuple[HeadlineLine, ...]:
    """Headlines one by one with their source, the recurring ones first."""
    return tuple(_line(facts, [headline]) for headline in _in_order(found))


def _gathered(facts: Facts) -> tuple[HeadlineLine, ...]:
    """Headlines of one theme, or of one text, as one with all that stands behind it; the weightiest of a status first.

    A theme is told with the first of its headlines; the others stand with their interviews.
    """
    found: dict[str, list[Headline]] = {}
    for told in _in_order(facts.assessment.headlines):
        found.setdefault(one_line(told.theme or told.text).casefold(), []).append(told)
    weightiest = sorted(found.values(), key=lambda same: (_ORDER.index(same[0].status), -len(_codes(same))))
    return tuple(_line(facts, same) for same in weightiest)


def _in_order(found: Iterable[Headline]) -> list[Headline]:
    """Headlines that say anything, the recurring ones first."""
    return sorted((h for h in found if has_words(h.text)), key=lambda headline: _ORDER.index(headline.status))


def _codes(same: Iterable[Headline]) -> list[str]:
    """The interviews behind headlines."""
    return list(dict.fromkeys(headline.interview for headline in same))


def _line(facts: Facts, same: Sequence[Headline]) -> HeadlineLine:
    first = same[0]
    theme = f"{one_line(first.theme)}: " if has_words(first.theme) else ""
    status = first.status.value if first.status else ""
    return HeadlineLine(f"{theme}{first.text.strip()}", status, _source(facts, _codes(same)), first.interview)


def _foremost(lines: Sequence[HeadlineLine]) -> tuple[HeadlineLine, ...]:
    """The recurring headlines; the others only as far as the list stays short."""
    recurring = sum(line.status == HeadlineStatus.RECURRING.value for line in lines)
    return tuple(lines[: min(max(recurring, HEADLINES), MOST_HEADLINES)])


def headlines_left(facts: Facts) -> int:
    """How many headlines the executive summary does not show; those of one text count once."""
    texts = {one_line(told.text).casefold() for told in _in_order(facts.assessment.headlines)}
    return len(texts) - len(_foremost(_gathered(facts)))


def _elsewhere(count: int) -> str:
    if not count:
        return ""
    more = "One more headline stands" if count == 1 else f"{capitalised(number(count))} more headlines stand"
    return f"{more} with the interviews, in the appendix."


def _source(facts: Facts, codes: Sequence[str]) -> str:
    """One interview by its code and level; several by how many they are, and how many at each level."""
    if len(codes) == 1:
        level = facts.level_title(codes[0])
        return f"Interview {codes[0]}{f', {level} level' if level else ''}"
    at = Counter(facts.level_title(code) for code in codes)
    levels = (level.title.lower() for level in facts.questions.levels)
    told = [f"{number(at[level])} at {level} level" for level in levels if at[level]]
    told += [f"{number(at[''])} without a recorded level"] if told and at[""] else []
    many = capitalised(counted(len(codes), "interview"))
    return f"{many}: {listed(told)}" if told else many


# -------------------------------------------------------------------------------------------- recommendations


def recommendations(facts: Facts) -> Passage:
    """The assessor's recommendations, else the initiatives that matter most, else decisions that are still open."""
    draft = _from_initiatives(facts)
    reason = facts.none_said("the scores suggest no decision that is still open")
    return choose(
        narrative(facts, NarrativeSection.RECOMMENDATION),
        draft if draft.items else _from_open_decisions(facts),
        f"Recommendations: the road map is empty and {reason}",
        as_list=True,
    )


def _from_initiatives(facts: Facts) -> Drafted:
    """All initiatives of the highest priority in use, in the order of their horizons."""
    entries = all_initiatives(facts)
    ranks = [priority for priority in PRIORITIES if any(entry.priority == priority for entry in entries)]
    if not ranks:
        return NO_DRAFT
    chosen = [entry for entry in entries if entry.priority == ranks[0]][:RECOMMENDATIONS]
    why = (
        "The workbook has no recommendations. Collected from the initiatives of the road map with the priority"
        f" ‘{capitalised(ranks[0])}’."
    )
    return Drafted(bullets((_recommendation(facts, entry), entry.ref) for entry in chosen), why)


def _recommendation(facts: Facts, entry: Initiative) -> str:
    parts = (
        facts.questions.titles.get(entry.area) or facts.questions.say("the whole company"),
        lowered(HORIZON_TITLES.get(entry.horizon, "")),
        one_line(entry.owner),
    )
    return f"{ended(one_line(entry.text))} ({'; '.join(part for part in parts if part)})"


def _from_open_decisions(facts: Facts) -> Drafted:
    """In each area the lowest topic in which something is not intended throughout: that has to be decided."""
    open_questions = [rated for rated in facts.weakest(facts.rated, facts.scale.high_from) if _is_open(facts, rated)]
    chosen = one_per_area(open_questions)[:RECOMMENDATIONS]
    basis = listed(f"{rated.question.id} (score {rated.points})" for rated in chosen)
    each = " in each area" if several(facts.questions.areas) else ""
    why = (
        "The workbook has neither recommendations nor a road map. These are decisions that the question set looks for"
        f" where a question scores low{each} and not every answer finds one: {basis}."
    )
    return Drafted(bullets((_decision(facts, rated), rated.question.id) for rated in chosen), why)


def _is_open(facts: Facts, rated: Rated) -> bool:
    """True unless every answer finds the first evidence state, where the set says what to look for there."""
    states = facts.questions.states
    found = next((entry for entry in facts.evidence_of(rated.score) if entry.state == states[0].id), None)
    return bool(states and looked_for(rated, states[0].id)) and (found is None or found.found < found.recorded)


def _decision(facts: Facts, rated: Rated) -> str:
    """What has to be decided, and for which part of the model."""
    return f"{_place(facts, rated)}: decide on {looked_for(rated, facts.questions.states[0].id)}."


def _place(facts: Facts, rated: Rated) -> str:
    """Area and topic of a question, each as far as it tells more than the one before it."""
    areas = [rated.area.title] if several(facts.questions.areas) else []
    return ", ".join(dict.fromkeys((*areas, rated.topic.title)))
