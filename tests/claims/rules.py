"""Every sentence with a figure or a comparison that a report may hold, and what makes it true."""

from __future__ import annotations

import re
from collections.abc import Collection
from fractions import Fraction

from reportgen.common.language import share_in_words
from reportgen.common.method import (
    AREAS_UNEVEN,
    COVERAGE_WANTED,
    ENDS_APART,
    HORIZON_MONTHS,
    INTERVIEWS_PER_LEVEL,
    LEVELS_DIFFER,
    LEVELS_DIFFER_MORE,
    PEERS_FOR_MEDIAN,
    SAME_SHARE,
    SCORES_CLOSE,
    SHARE_DIFFERS,
    SHARES_FALL,
)
from reportgen.common.model import HORIZONS, OVERALL, HeadlineStatus, NarrativeSection
from tests.claims.grammar import Pairs, Said, claim, is_theirs, number
from tests.claims.told import bare, one_line, sentences
from tests.claims.truth import BELOW, Truth, highest, leading, lowest, rounded, whole

MANY = 3  # named in a sentence, at most

# ----------------------------------------------------------------------------------------------------- one score


@claim(
    r"{who:client} scores {score:n} out of 100 (?:overall|for the way it {does:some}), in the"
    r" {band:band} range \({limits:text}\)\."
)
def _overall_score(said: Said) -> Pairs:
    yield said.does in (None, said.truth.questions.subject.does), True
    yield said.score, said.truth.score(OVERALL)
    yield said.band, said.truth.band(said.score)
    yield said.limits, limits(said.truth, said.band)


def limits(truth: Truth, band: str) -> str:
    """Where a band begins and ends."""
    low, high = truth.questions.scale.middling_from, truth.questions.scale.high_from
    return {"low": f"under {low}", "middling": f"{low} to {high - 1}", "high": f"{high} and over"}[band]


@claim(r"in the {band:band} range \({limits:some}\)(?P<alone>; from one single interview)?")
def _band(said: Said) -> Pairs:
    yield from _alone(said)
    yield said.band, said.truth.band(said.truth.score(said.scope) or 0)
    yield said.limits, limits(said.truth, said.band)


def _alone(said: Said) -> Pairs:
    """One single interview is said where there is no other."""
    yield bool(said.found["alone"]), len(said.truth.results["interviews"]) == 1


@claim(r"All scores rest on one single interview, so they are the view of one person\.")
def _one_person(said: Said) -> Pairs:
    yield 1, len(said.truth.results["interviews"])


@claim(
    r"No 95 % interval is given: {reason:text}\.",
    r"No interval is given for the overall score: {reason:text}\.",
)
def _no_interval(said: Said) -> Pairs:
    yield said.reason, said.truth.group[said.scope]["no_interval"]
    yield None, said.truth.group[said.scope]["interval"]


@claim(r"All interviews: (?P<all>.+)\.")
def _agreement(said: Said) -> Pairs:
    results = said.truth.results
    plurals = {level.id: level.plural.lower() for level in said.truth.questions.levels}
    true = [results["agreement"], *(level["agreement"] for level in results["levels"])]
    for told, found, title in zip(said.found["all"].split("; "), true, ["", *plurals.values()], strict=True):
        text = told.removeprefix(f"{title}: ") if title else told
        if found["alpha"] is None:
            yield text, "none, as no two boxes that can be compared differ"
            continue
        entry = said.known.read(
            r"(?P<alpha>−?\d\.\d\d) \({n:n} interviews?, {q_:n} questions? scored more than once\)", said.told, text
        )
        yield entry is not None, True
        if entry is not None:
            yield entry.found["alpha"], found["alpha"]["printed"]
            yield (entry.n, entry.q_), (found["interviews"], found["questions"])


@claim(
    r"So that a reader need not rely on means alone, this is how the boxes are spread: of all boxes"
    r" given, {list:text}\."
)
def _shares_of_boxes(said: Said) -> Pairs:
    given = [box for question in said.truth.question.values() for box in question["boxes"].values()]
    entries = said.known.each(r"{share:n} % are {box:n}(?: \((?P<name>[^()]+)\))?", said)
    told = {entry.box: entry.share for entry in entries}
    boxes = said.truth.questions.scale.values
    names = {box.value: box.short_name or None for box in said.truth.questions.scale.boxes}
    yield {entry.box: entry.found["name"] for entry in entries}, names
    yield told, {box: (200 * given.count(box) + len(given)) // (2 * len(given)) for box in boxes}


@claim(r"{part:part} scores {score:n} out of 100\.")
def _score(said: Said) -> Pairs:
    yield said.score, said.truth.score(said.part)


@claim(r"{part:part} is withheld, because less than half of the weight is scored\.")
def _withheld(said: Said) -> Pairs:
    yield "withheld", said.truth.group[said.part]["status"]


@claim(r"The overall score is withheld, because less than half of the weight is scored\.")
def _overall_withheld(said: Said) -> Pairs:
    yield "withheld", said.truth.group[OVERALL]["status"]


@claim(r"{part:part} is not scored yet\.")
def _open(said: Said) -> Pairs:
    yield "open", said.truth.group[said.part]["status"]


@claim(r"Nothing has been scored yet, so there is no overall score\.")
def _nothing_scored(said: Said) -> Pairs:
    yield {}, said.truth.rated()


@claim(r"{part:part} is not applicable to this company, so left out of every mean\.")
def _not_applicable(said: Said) -> Pairs:
    yield "not applicable", said.truth.group[said.part]["status"]


@claim(r"No question applies to this company, so there is no overall score\.")
def _nothing_applies(said: Said) -> Pairs:
    yield "not applicable", said.truth.group[OVERALL]["status"]


@claim(r"{of:of question} that appl(?:y|ies) (?:was|were) scored(?:; {out:n} (?:was|were) judged not applicable)?\.")
def _scored_of(said: Said) -> Pairs:
    group = said.truth.group[said.scope]
    yield said.of, (group["scored"], group["questions"] - group["not_applicable"])
    yield said.out or 0, group["not_applicable"]


@claim(
    r"Had other people of the same levels been interviewed, a score between {low:n} and {high:n} would have been"
    r" unsurprising \(95 % interval\)\.",
    r"The 95 % interval of the score runs from {low:n} to {high:n}\.",
)
def _interval(said: Said) -> Pairs:
    yield [said.low, said.high], [int(end["printed"]) for end in said.truth.group[said.scope]["interval"] or ()]


# ----------------------------------------------------------------------------------------- areas and elements


UNSURE = r"(?P<unsure>, though the interviews do not settle this order)?"


def _unsure(said: Said, ahead: Collection[str], behind: Collection[str]) -> Pairs:
    """It is said exactly where the interviews do not settle an order."""
    yield bool(said.found["unsure"]), said.truth.is_unsettled(ahead, behind)


def _ends(said: Said, parts: dict[str, int]) -> Pairs:
    """The best and the worst of these parts are the ones named, all of them, with their scores."""
    yield dict.fromkeys(said.best, said.high), highest(parts)
    yield dict.fromkeys(said.worst, said.low), lowest(parts)


def _both_ends(said: Said, parts: dict[str, int], named_at_most: int = MANY) -> Pairs:
    """The best and the worst of these parts, each end told whole."""
    yield from said.best.pairs(highest(parts), named_at_most)
    yield from said.worst.pairs(lowest(parts), named_at_most)


def _all_scored(said: Said, parts: dict[str, int], whole_number: int) -> Pairs:
    """ "With a score" is said exactly where some have none."""
    yield " with a score" in said.found[0], len(parts) < whole_number


@claim(r"Of the {n:n} areas only {part:area} has a score, {score:n}\.")
def _one_area(said: Said) -> Pairs:
    yield said.n, len(said.truth.areas)
    yield {said.part: said.score}, said.truth.scored(said.truth.areas)


@claim(
    r"Of the {n:n} areas(?: with a score)?, {best:ends area} comes? out highest and {worst:ends area} lowest, {gap:n}"
    rf" points? apart{UNSURE}\."
)
def _areas(said: Said) -> Pairs:
    parts = said.truth.scored(said.truth.areas)
    yield said.n, len(parts)
    yield from _all_scored(said, parts, len(said.truth.areas))
    yield from _both_ends(said, parts)
    yield from _unsure(said, highest(parts), lowest(parts))
    yield said.gap, said.best.score - said.worst.score


@claim(rf"{{best:areas}} comes out ahead of {{worst:areas}}: {{high:n}} against {{low:n}}{UNSURE}\.")
def _two_areas(said: Said) -> Pairs:
    parts = said.truth.scored(said.truth.areas)
    yield 2, len(parts)
    yield from _ends(said, parts)
    yield from _unsure(said, highest(parts), lowest(parts))


@claim(r"The {n:n} areas(?: with a score)? all stand at {score:n}\.")
def _equal_areas(said: Said) -> Pairs:
    parts = said.truth.scored(said.truth.areas)
    yield said.n, len(parts)
    yield from _all_scored(said, parts, len(said.truth.areas))
    yield {said.score}, set(parts.values())


@claim(r"Of its {n:n} elements only {part:element} has a score, {score:n}\.")
def _one_element(said: Said) -> Pairs:
    yield said.n, len(said.truth.elements(said.scope))
    yield {said.part: said.score}, said.truth.scored(said.truth.elements(said.scope))


@claim(r"Its {n:n} elements(?: with a score)? stand at {score:n}\.")
def _equal_elements(said: Said) -> Pairs:
    elements = said.truth.elements(said.scope)
    parts = said.truth.scored(elements)
    yield said.n, len(parts)
    yield from _all_scored(said, parts, len(elements))
    yield {said.score}, set(parts.values())


@claim(
    r"{best:elements} scores {high:n}, {worst:elements} {low:n}: {gap:n} points? lies? between them"
    rf"{UNSURE}\."
)
def _two_elements(said: Said) -> Pairs:
    parts = said.truth.scored(said.truth.elements(said.scope))
    yield 2, len(parts)
    yield from _ends(said, parts)
    yield from _unsure(said, highest(parts), lowest(parts))
    yield said.gap, said.high - said.low


@claim(rf"Its elements(?: with a score)? run from {{worst:ends element}} to {{best:ends element}}{UNSURE}\.")
def _elements(said: Said) -> Pairs:
    elements = said.truth.elements(said.scope)
    yield from _all_scored(said, said.truth.scored(elements), len(elements))
    yield from _both_ends(said, parts := said.truth.scored(elements))
    yield from _unsure(said, highest(parts), lowest(parts))


@claim(r"Every element with a score stands at {score:n}\.")
def _all_elements_equal(said: Said) -> Pairs:
    yield {said.score}, set(said.truth.scored(said.truth.elements()).values())


@claim(rf"Element by element, scores run from {{worst:ends element}} to {{best:ends element}}{UNSURE}\.")
def _all_elements(said: Said) -> Pairs:
    yield from _both_ends(said, parts := said.truth.scored(said.truth.elements()))
    yield from _unsure(said, highest(parts), lowest(parts))


@claim(r"Of {n:n} scored questions?, {low:n} scores? under {limit:n}; {high:n} scores? {from_:n} or more\.")
def _low_and_high(said: Said) -> Pairs:
    truth = said.truth
    yield said.n, len(truth.rated(said.scope))
    yield (said.low, said.high), (len(truth.weak(said.scope)), len(truth.strong(said.scope)))
    yield (said.limit, said.from_), (truth.questions.scale.middling_from, truth.questions.scale.high_from)


@claim(r"{of:of scored question} score (?:under {limit:n}|{from_:n} or more)\.")
def _all_low_or_high(said: Said) -> Pairs:
    truth = said.truth
    found = truth.weak(said.scope) if said.limit is not None else truth.strong(said.scope)
    yield said.of, (len(found), len(truth.rated(said.scope)))
    yield (
        said.limit or said.from_,
        truth.questions.scale.middling_from if said.limit else truth.questions.scale.high_from,
    )


@claim(r"No element scores {limit:n} or more\.")
def _no_firm_ground(said: Said) -> Pairs:
    yield said.limit, said.truth.questions.scale.high_from
    yield [], [p for p in said.truth.scored(said.truth.elements()).values() if p >= said.limit]


@claim(
    r"(?P<which>Firm ground to build on): {list:text}\.",
    rf"The (?P<which>longest way) is still to go in {{list:some}}{UNSURE}\.",
)
def _foremost(said: Said) -> Pairs:
    """The first elements of a ranking, with their scores; equal ones all or not at all, or counted."""
    truth, is_high = said.truth, said.found["which"].startswith("Firm")
    parts = truth.scored(truth.elements())
    among = {e: p for e, p in parts.items() if (truth.band(p) == "high") == is_high}
    first = highest(among) if is_high else lowest(among)
    counted = said.known.read(r"{n:n} of the {all:n} elements \({score:n} each\)", said.told, said.list)
    if counted is not None:
        yield (counted.n, counted.all), (len(first), len(parts))
        yield {counted.score}, {among[element] for element in first}
        if not is_high:
            yield from _unsure(said, parts.keys() - first.keys(), first)
        return
    named = said.known.pairs(said, "element", said.list)
    yield named, {element: among.get(element) for element in named}
    yield True, leading(named, among, max if is_high else min)
    yield [], [e for e, p in among.items() if e not in named and p in named.values()]
    if not is_high:
        yield from _unsure(said, parts.keys() - named.keys(), named)


@claim(
    r"It is furthest on in {best:ends area}, and (?P<behind>is least far on in|has the longest way to go in)"
    rf" {{worst:ends area}}{UNSURE}\."
)
def _furthest_on(said: Said) -> Pairs:
    yield from _both_ends(said, parts := said.truth.scored(said.truth.areas))
    yield from _unsure(said, highest(parts), lowest(parts))
    yield said.found["behind"].startswith("is least"), said.truth.band(said.worst.score) == "high"


# -------------------------------------------------------------------------------------------------------- topics


def _title(said: Said, topic: str) -> str:
    """The title of a topic."""
    return next(t.title for e in said.truth.questions.elements for t in e.topics if f"{e.id}/{t.id}" == topic)


def _titles(said: Said, topics: Collection[str]) -> set[str]:
    """The titles of topics by id."""
    return {_title(said, topic) for topic in topics}


def _question(said: Said, quote: set[str], named: str | None, score: int, true: Collection[str]) -> Pairs:
    """A quoted question has the id beside it and this score, and is one of these."""
    if named is not None:
        yield named in quote, True
    yield True, any(question in true and said.truth.score(question) == score for question in quote)


@claim(r"Only one question has a score: {q:q} stands at {score:n}\.")
def _one_question(said: Said) -> Pairs:
    rated = said.truth.rated(said.scope)
    yield 1, len(rated)
    yield from _question(said, said.q, None, said.score, set(rated))


@claim(r"{of:of scored question} stand at {score:n}\.")
def _equal_questions(said: Said) -> Pairs:
    rated = said.truth.rated(said.scope)
    yield said.of, (len(rated), len(rated))
    yield {said.score}, set(rated.values())


_AT_AN_END = r"(?:{{{0}:q}} \({{{0}_id:id}}\) comes {1}|{{{0}_n:n}} come {1}, among them {{{0}s:q}} \({{{0}s_id:id}}\))"


def _at_an_end(said: Said, name: str, true: Collection[str]) -> Pairs:
    """The only question at an end, or how many there are and one of them."""
    one, several = getattr(said, name), getattr(said, f"{name}s")
    yield (1 if one else getattr(said, f"{name}_n")), len(true)
    quote, named = (one, getattr(said, f"{name}_id")) if one else (several, getattr(said, f"{name}s_id"))
    yield (named in quote, named in true), (True, True)


@claim(
    rf"No question here scores more than {{high:n}}; {_AT_AN_END.format('last', 'last')}, at {{low:n}}\.",
    rf"Question by question, scores (?P<close>lie close together,|run) from {{low:n}} to {{high:n}};"
    rf" {_AT_AN_END.format('last', 'last')}\.",
)
def _run_of_questions(said: Said) -> Pairs:
    rated = said.truth.rated(said.scope)
    yield (said.low, said.high), (min(rated.values()), max(rated.values()))
    yield from _at_an_end(said, "last", lowest(rated))
    if "close" in said.found.groupdict():
        yield said.found["close"].startswith("lie"), said.high - said.low <= said.truth.limit(SCORES_CLOSE)


@claim(rf"No question here scores less than {{low:n}}; {_AT_AN_END.format('first', 'first')}, at {{high:n}}\.")
def _first_questions(said: Said) -> Pairs:
    rated = said.truth.rated(said.scope)
    yield (said.low, said.high), (min(rated.values()), max(rated.values()))
    yield from _at_an_end(said, "first", highest(rated))


@claim(
    r"The lowest score of a question, {low:n}, goes to {q:q} \({id:id}\); the highest is {high:n}\.",
    r"{n:n} questions share the lowest score, {low:n}, among them {q:q} \({id:id}\); the highest is {high:n}\.",
)
def _lowest_question(said: Said) -> Pairs:
    rated = said.truth.rated(said.scope)
    yield (said.low, said.high), (min(rated.values()), max(rated.values()))
    yield (said.n if "n" in said.kinds else 1), len(lowest(rated))
    yield from _question(said, said.q, said.id, said.low, lowest(rated))


@claim(
    r"Of its {n:n} topics(?: with a score)?, {best:ends topic} (?P<are>is|are|scores?) (?:furthest on|highest) and"
    r" {worst:ends topic} (?:furthest back|lowest)\.",
    r"{gap:n} points? separate the ends of its {n:n} topics(?: with a score)?: {worst:ends topic} and"
    r" {best:ends topic}\.",
    r"Its {n:n} topics(?: with a score)? (?:run|spread over {gap:n} points?,) from {worst:ends topic} to"
    r" {best:ends topic}\.",
    r"Of its {n:n} topics(?: with a score)?, {best:ends topic} stands above {worst:ends topic}\.",
)
def _topics(said: Said) -> Pairs:
    """Topics by their own scores, whatever their best and worst questions score."""
    topics = said.truth.topics(said.scope)
    scored = said.truth.scored(topics)
    titled = {_title(said, topic): points for topic, points in scored.items()}
    yield said.n, len(scored)
    yield from _all_scored(said, scored, len(topics))
    yield from _both_ends(said, titled)
    if "gap" in said.kinds and said.gap is not None:
        yield said.gap, said.best.score - said.worst.score


@claim(r"Its {n:n} topics(?: with a score)? stand at {score:n} each\.")
def _equal_topics(said: Said) -> Pairs:
    topics = said.truth.topics(said.scope)
    scored = said.truth.scored(topics)
    yield said.n, len(scored)
    yield from _all_scored(said, scored, len(topics))
    yield {said.score}, set(scored.values())


# ------------------------------------------------------------------------------------------------------- standing


def _subject(said: Said) -> str:
    """The figure that a sentence on standing is about."""
    return said.part if said.part is not None else said.scope


@claim(
    r"(?:{part:part}|The overall score|The area) stands {side:side} the median of the {n:n} organisations? of"
    r" {group:text}: {score:n} against {median:n}(?:, in the {quarter:quarter})?\."
)
def _stands(said: Said) -> Pairs:
    truth, figure = said.truth, _subject(said)
    yield said.side, truth.side(figure)
    yield (said.score, said.median, said.n), (truth.score(figure), truth.median(figure), truth.peers(figure))
    yield said.group, truth.group_words(figure)
    yield said.quarter or "", truth.outer(figure)


@claim(r"{side:side} the median of {n:n} peers?(?:, in the {quarter:quarter})?(?P<alone>; from one single interview)?")
def _call_out(said: Said) -> Pairs:
    yield from _alone(said)
    yield said.quarter or "", said.truth.outer(said.scope)
    yield said.side, said.truth.side(said.scope)
    yield said.n, said.truth.peers(said.scope)


@claim(
    r"(?:Counted by mid-rank, )?(?P<about>about )?(?P<rank>(?:under |over )?\d+ %) of these organisations"
    r" score lower\.",
    r"Of the {n:n} organisations? of {group:text}, (?P<about>about )?(?P<rank>(?:under |over )?\d+ %) score lower; the"
    r" best quarter of them scores {best:n} on average\.",
    r"The best quarter of them scores {best:n} on average\.",
)
def _percentile(said: Said) -> Pairs:
    truth, groups = said.truth, said.found.groupdict()
    if groups.get("rank"):
        yield groups["rank"], truth.percentile(said.scope)
        yield bool(groups["about"]), groups["rank"][0].isdigit()
    if "best" in groups:
        yield said.best, whole(truth.standing(said.scope).get("best_in_class"))
    if "n" in groups:
        yield (said.n, said.group), (truth.peers(said.scope), truth.group_words(said.scope))


# ------------------------------------------------------------------------------------------------------- evidence


def _fall(truth: Truth, figure: str) -> int:
    """The largest fall from one state to the next."""
    return max(truth.drops(figure).values(), default=0)


@claim(
    r"No evidence was recorded, so nothing can be said about {states:text}\.",
    r"No evidence was recorded beside the answers\.",
)
def _no_evidence(said: Said) -> Pairs:
    yield {}, said.truth.shares(OVERALL)


@claim(r"Evidence is recorded in {of:of scored answer}\.")
def _recorded(said: Said) -> Pairs:
    evidence = said.truth.group[OVERALL]["evidence"]
    yield said.of, (evidence["recorded"], evidence["answers"])


@claim(r"Where it is, the interviews found {list:text} of the answers\.")
def _found(said: Said) -> Pairs:
    told = said.known.each(r"{state:state} in {share:n} %", said)
    yield {entry.state: entry.share for entry in told}, said.truth.shares(OVERALL)


@claim(r"No state falls {points:n} points or more behind the one before it\.")
def _no_fall(said: Said) -> Pairs:
    yield said.points, SHARES_FALL
    yield True, _fall(said.truth, OVERALL) < SHARES_FALL


@claim(r"The widest gaps? lies? {list:some}: {points:n} points?(?P<each> each)?\.")
def _widest_gap(said: Said) -> Pairs:
    drops = said.truth.drops(OVERALL)
    told = {(entry.a, entry.b) for entry in said.known.each(r"between {a:state} and {b:state}", said)}
    yield told, {pair for pair, fall in drops.items() if fall == max(drops.values())}
    yield said.points, max(drops.values())
    yield bool(said.found["each"]), len(told) > 1


@claim(r"Where recorded, {a:state} is found in {ahead:n} % of the answers, {b:state} in {behind:n} %\.")
def _fall_of_part(said: Said) -> Pairs:
    shares, drops = said.truth.shares(said.scope), said.truth.drops(said.scope)
    yield (said.ahead, said.behind), (shares.get(said.a), shares.get(said.b))
    yield drops.get((said.a, said.b)), max(drops.values())
    yield True, max(drops.values()) >= SHARES_FALL


@claim(r"{a:state} runs ahead of {b:state}\.")
def _ahead(said: Said) -> Pairs:
    drops = said.truth.drops(said.scope)
    yield drops.get((said.a, said.b)), max(drops.values())
    yield True, max(drops.values()) >= SHARES_FALL


@claim(r"In {part:part}, {a:state} is found in {here:n} % of the answers, against {overall:n} % over the whole\.")
def _elsewhere(said: Said) -> Pairs:
    here, overall = said.truth.shares(said.scope), said.truth.shares(OVERALL)
    yield said.part, said.scope
    yield (said.here, said.overall), (here[said.a], overall[said.a])
    yield True, abs(said.here - said.overall) >= SHARE_DIFFERS


# --------------------------------------------------------------------------------------------------------- levels


def _two_levels(said: Said, figure: str) -> Pairs:
    """The levels at both ends, all of them, with their scores."""
    levels = said.truth.levels(figure)
    yield (said.higher, said.lower), (set(highest(levels)), set(lowest(levels)))
    yield (said.above, said.below), (max(levels.values()), min(levels.values()))
    yield True, said.above > said.below


@claim(
    r"{higher:levels} score {title:text} {above:n}, {lower:levels} {below:n}, over the {n:n} questions? that both"
    r" answered\."
)
def _levels_differ(said: Said) -> Pairs:
    yield from _two_levels(said, said.scope)
    yield said.n, said.truth.group[said.scope]["levels"]["questions"]
    yield True, said.above - said.below >= said.truth.limit(LEVELS_DIFFER)


_SCORES = r"{higher:levels} score it {above:n}, {lower:levels} {below:n}"


@claim(
    rf"Views differ: {_SCORES}\.",
    rf"Views differ, and the (?P<other>other way round) than over the whole: {_SCORES}\.",
    rf"Views lie (?P<further>further apart) than over the whole: {_SCORES}\.",
)
def _levels_apart(said: Said) -> Pairs:
    truth, groups = said.truth, said.found.groupdict()
    whole_gap, here = truth.level_gap(OVERALL), truth.level_gap(said.scope)
    yield from _two_levels(said, said.scope)
    yield True, here >= said.truth.limit(LEVELS_DIFFER)
    over_the_whole = truth.levels(OVERALL) if whole_gap >= said.truth.limit(LEVELS_DIFFER) else {}
    is_other = bool(over_the_whole) and (set(highest(over_the_whole)), set(lowest(over_the_whole))) == (
        said.lower,
        said.higher,
    )
    yield bool(groups.get("other")), is_other
    if groups.get("further"):
        yield (
            True,
            here - whole_gap >= said.truth.limit(LEVELS_DIFFER_MORE) and whole_gap >= said.truth.limit(LEVELS_DIFFER),
        )
    elif not groups.get("other"):
        yield True, whole_gap < said.truth.limit(LEVELS_DIFFER)


@claim(
    r"Levels are compared on a figure where at least {n:n} interviews of each stand behind it and both"
    r" answered enough of"
    r" the same questions\."
)
def _rule_of_levels(said: Said) -> Pairs:
    yield said.n, INTERVIEWS_PER_LEVEL


@claim(r"That is not the case for the assessment as a whole: {reason:text}\.")
def _levels_not_compared(said: Said) -> Pairs:
    yield {}, said.truth.levels(OVERALL)
    yield said.reason, (said.truth.group[OVERALL]["levels"] or {"not_compared": said.reason})["not_compared"]


@claim(r"Levels are not compared on {list:text}\.")
def _elements_not_compared(said: Said) -> Pairs:
    truth = said.truth
    true: dict[str, set[str]] = {}
    for element in truth.elements():
        reason = (truth.group[element]["levels"] or {}).get("not_compared")
        if reason:
            true.setdefault(reason, set()).add(element)
    told = said.known.each(r"(?:{named:elements}|{n:n} elements) \({reason:some}\)", said)
    yield {entry.reason for entry in told}, set(true)
    for entry in told:
        yield entry.named or entry.n, true[entry.reason] if entry.named else len(true[entry.reason])
        yield bool(entry.named), len(true[entry.reason]) <= MANY


@claim(r"This is from {list:some}(?:, and rests on {common:n} of the {scored:n} questions? behind the score itself)?\.")
def _behind_levels(said: Said) -> Pairs:
    compared = said.truth.group[said.scope]["levels"]
    told = said.known.each(r"{n:n} (?:interviews? )?with {level:level}", said)
    plurals = {level.id: level.plural.lower() for level in said.truth.questions.levels}
    yield {entry.level.lower(): entry.n for entry in told}, {plurals[level]: n for level, n in compared["n"].items()}
    true = (compared["questions"], compared["scored"]) if compared["other_questions"] else (None, None)
    yield (said.common, said.scored), true


@claim(r"Overall, {all:levels} give the same score, {score:n}\.")
def _same_levels(said: Said) -> Pairs:
    yield dict.fromkeys(said.all, said.score), said.truth.levels(OVERALL)


@claim(r"Overall, {higher:levels} score {above:n} and {lower:levels} {below:n}\.")
def _levels_overall(said: Said) -> Pairs:
    yield from _two_levels(said, OVERALL)


@claim(r"In no element that both answered do they lie {n:n} points or more apart\.")
def _no_element_apart(said: Said) -> Pairs:
    yield said.n, said.truth.limit(LEVELS_DIFFER)
    yield [], [e for e in said.truth.elements() if said.truth.level_gap(e) >= said.truth.limit(LEVELS_DIFFER)]


@claim(r"They differ most on {list:text}\.")
def _differ_most(said: Said) -> Pairs:
    truth = said.truth
    told = said.known.each(r"{part:element} \({higher:levels} {above:n}, {lower:levels} {below:n}\)", said)
    yield True, bool(told)
    for entry in told:
        yield from _two_levels(entry, entry.part)
    gaps = {element: truth.level_gap(element) for element in truth.elements() if truth.levels(element)}
    named = [entry.part for entry in told]
    yield True, leading(named, gaps)
    yield [], [e for e, gap in gaps.items() if e not in named and gap in {gaps[name] for name in named}]
    yield True, all(gaps[element] >= said.truth.limit(LEVELS_DIFFER) for element in named)


@claim(r"They differ most, by {points:n} points?, on {n:n} elements alike\.")
def _differ_alike(said: Said) -> Pairs:
    gaps = {element: said.truth.level_gap(element) for element in said.truth.elements() if said.truth.levels(element)}
    yield said.points, max(gaps.values())
    yield (said.n, True), (len(highest(gaps)), said.n > MANY)


# --------------------------------------------------------------------------------------------------- interviews


@claim(r"No interview covers this area\.")
def _not_covered(said: Said) -> Pairs:
    yield [], said.truth.covering(said.scope)


@claim(r"No interview is recorded\.")
def _none_held(said: Said) -> Pairs:
    yield [], said.truth.results["interviews"]


@claim(
    r"{n:n} interviews? (?:was|were) held(?: on \d[^:,]*| between \d[^:,]*)?(?:: {list:text}|, at {title:text} level|,"
    r" (?P<unknown>without a recorded level))?\."
)
def _held(said: Said) -> Pairs:
    yield said.n, len(said.truth.results["interviews"])
    yield from _by_level(said, said.truth.results["interviews"])


@claim(
    r"{of:of interview} covers? this area(?:: {list:text}|, at {title:text} level|, (?P<unknown>without a"
    r" recorded level))\."
)
def _covering(said: Said) -> Pairs:
    held = said.truth.covering(said.scope)
    yield said.of, (len(held), len(said.truth.results["interviews"]))
    yield from _by_level(said, held)


def _by_level(said: Said, held: list) -> Pairs:  # type: ignore[type-arg]
    titles = {level.id: level.title.lower() for level in said.truth.questions.levels}
    true: dict[str, int] = {}
    for interview in held:
        title = titles.get(interview["level"], "")
        true[title] = true.get(title, 0) + 1
    if said.list is not None:
        told = said.known.each(r"{n:n} (?:at {title:some} level|without a recorded level)", said)
        yield {(entry.title or "").lower(): entry.n for entry in told}, true
    elif said.title is not None or said.found["unknown"]:
        yield {(said.title or "").lower(): 1}, true


# --------------------------------------------------------------------------------------------------------- SWOT


def _topic_named(said: Said) -> str:
    """The topic of a title, in its element where that is named; else the one that is called like its element."""
    found = [topic for topic in said.truth.topics(said.scope) if _title(said, topic) == said.title]
    if said.element is not None:
        return next(topic for topic in found if topic.startswith(f"{said.element}/"))
    titles = said.truth.questions.titles
    return next((topic for topic in found if titles[topic.partition("/")[0]] == said.title), found[0])


@claim(r"{part:part}: {a:state} is found in {ahead:n} % of the answers, {b:state} in {behind:n} %\.")
def _unproved(said: Said) -> Pairs:
    shares = said.truth.shares(said.part)
    yield (said.ahead, said.behind), (shares[said.a], shares[said.b])
    yield True, said.ahead - said.behind >= SHARES_FALL


@claim(r"(?:{element:element}|{topic:topic}(?: \({in_:element}\))?): {score:n}")
def _named_in_swot(said: Said) -> Pairs:
    """An element, or a topic in its element, by name and score alone, at the end of the scale where it stands."""
    truth = said.truth
    topics = [t for t in truth.topics(said.scope) if said.in_ is None or t.startswith(f"{said.in_}/")]
    named = [t for t in topics if _title(said, t).casefold() == (said.found["topic"] or "").casefold()]
    figures = [*named, *([said.element] if said.element else [])]
    yield True, said.score in [truth.score(figure) for figure in figures]
    yield truth.band(said.score), "high" if ".strengths" in said.told.place else "low"


@claim(r"{q:q} \({id:id}\): {score:n}")
def _practice_in_swot(said: Said) -> Pairs:
    truth = said.truth
    yield from _question(said, said.q, said.id, said.score, {said.id})
    yield truth.band(said.score), "high" if ".strengths" in said.told.place else "low"
    if ".threats" in said.told.place:
        yield truth.questions.questions[said.id].horizon, HORIZONS[0].id


@claim(r"{state:state} was found in {of:of answer}; we looked for {phrase:text}\.")
def _missing_evidence(said: Said) -> Pairs:
    """The first state that some answer misses, of the question named last before, with the set's own words."""
    truth = said.truth
    question = _named_before(said)
    states = truth.evidence(question)
    yield said.of, states.get(said.state)
    yield said.state, next(title for title, (found, recorded) in states.items() if found < recorded)
    (state,) = [state.id for state in truth.questions.states if state.title.lower() == said.state]
    yield bare(said.phrase), bare(truth.questions.questions[question].evidence[state])


def _named_before(said: Said) -> str:
    """The question that the sentence before is about."""
    named = re.findall(r"\(([^()]+)\)", said.told.before)
    ids = [str(name) for name in named if name in said.truth.question]
    if ids:
        return ids[-1]
    (quoted,) = re.findall(r"“=([^”]*)”", said.told.before)
    rated = said.truth.rated(said.scope)
    return next(question for question in str(quoted).split("|") if question in rated)


@claim(
    r"{title:topic} \({id:id}\), with {state:state} in {of:of answer}: {phrase:text}\.",
)
def _gain(said: Said) -> Pairs:
    truth = said.truth
    states = truth.questions.states
    yield said.of, truth.evidence(said.id).get(said.state)
    yield said.state, states[0].title.lower()
    yield (_title(said, truth.topic_of[said.id]), said.of[0] > 0), (said.title, True)
    yield said.id in truth.weak(said.scope), True
    yield bare(said.phrase), bare(truth.questions.questions[said.id].evidence[states[-1].id])


def _counts(said: Said, text: str) -> dict[str, int]:
    """A list of areas with counts: "Core (3) and Activity (1)"."""
    return {entry.part: entry.n for entry in said.known.each(r"{part:area} \({n:n}\)", said, text)}


def _per_area(truth: Truth, questions: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for question in questions:
        found[truth.area_of(question)] = found.get(truth.area_of(question), 0) + 1
    return found


def _from_most(counts: dict[str, int]) -> Pairs:
    yield list(counts.values()), sorted(counts.values(), reverse=True)


@claim(r"The {n:n} questions? that score under {limit:n} lie in {list:text}\.")
def _low_by_area(said: Said) -> Pairs:
    truth = said.truth
    yield (said.n, said.limit), (len(truth.weak()), truth.questions.scale.middling_from)
    yield _counts(said, said.list), _per_area(truth, truth.weak())
    yield from _from_most(_counts(said, said.list))


@claim(r"{state:state} is recorded on {of:of question} that score under {limit:n}: {list:text}\.")
def _intended_by_area(said: Said) -> Pairs:
    truth = said.truth
    intended = [q for q in truth.weak() if truth.evidence(q).get(said.state, (0, 0))[0]]
    yield (said.of, said.limit), ((len(intended), len(truth.weak())), truth.questions.scale.middling_from)
    yield said.state, truth.questions.states[0].title.lower()
    yield _counts(said, said.list), _per_area(truth, intended)


@claim(
    r"{n:n} practices? that cannot wait \((?:a burning platform|burning platforms)\) scores? under {limit:n}:"
    r" {list:text}\."
)
def _burning_by_area(said: Said) -> Pairs:
    truth = said.truth
    burning = [q for q in truth.weak() if truth.questions.questions[q].horizon == HORIZONS[0].id]
    yield (said.n, said.limit), (len(burning), truth.questions.scale.middling_from)
    yield _counts(said, said.list), _per_area(truth, burning)


@claim(r"Clearly behind the median of the peers stands? {list:text}\.")
def _behind_peers(said: Said) -> Pairs:
    truth = said.truth
    told = said.known.each(r"{part:element} \({score:n} against {median:n}\)", said)
    yield [entry.part for entry in told], _clearly_behind(truth)
    for entry in told:
        yield (entry.score, entry.median), (truth.score(entry.part), truth.median(entry.part))


def _falls(truth: Truth, first: str, second: str) -> dict[str, int]:
    """By how much a state falls behind another in each area that has both."""
    shares = {area: truth.shares(area) for area in truth.areas}
    return {area: found[first] - found[second] for area, found in shares.items() if {first, second} <= set(found)}


@claim(
    r"The fall from {a:state} to {b:state} is {points:n} points or more in {of:of area} with evidence of both; it is"
    r" steepest in {steepest:areas}, at {most:n} points?\."
)
def _falls_by_area(said: Said) -> Pairs:
    falls = _falls(said.truth, said.a, said.b)
    yield said.points, SHARES_FALL
    yield said.of, (sum(fall >= SHARES_FALL for fall in falls.values()), len(falls))
    yield dict.fromkeys(said.steepest, said.most), highest(falls)
    yield said.truth.drops(OVERALL).get((said.a, said.b)), max(said.truth.drops(OVERALL).values())


@claim(
    r"In no other area does evidence fall further from one state to the next: {a:state} shows in {ahead:n} % of the"
    r" answers, {b:state} in {behind:n} %\.",
    r"{a:state} shows in {ahead:n} % of the answers, {b:state} in {behind:n} %\.",
)
def _steepest_here(said: Said) -> Pairs:
    truth = said.truth
    shares = truth.shares(said.scope)
    yield (said.ahead, said.behind), (shares.get(said.a), shares.get(said.b))
    if said.scope != OVERALL:
        yield said.ahead - said.behind, max(_fall(truth, area) for area in truth.areas)


@claim(rf"In no other area do levels see more different things: {_SCORES}\.")
def _levels_furthest_apart(said: Said) -> Pairs:
    yield from _two_levels(said, said.scope)
    yield said.above - said.below, max(said.truth.level_gap(area) for area in said.truth.areas)


@claim(
    r"Interviews lie {far:n} steps? or more apart on {of:of question} scored more than once(?:; most of them,"
    r" {most:n}(?: each)?, in {areas_:areas})?\."
)
def _apart_by_area(said: Said) -> Pairs:
    truth = said.truth
    by_area = _per_area(truth, truth.apart())
    yield said.far, truth.questions.scale.far_apart
    yield said.of, (len(truth.apart()), truth.compared())
    yield (said.areas_ is None), len(by_area) == 1
    if said.areas_ is not None:
        yield dict.fromkeys(said.areas_, said.most), highest(by_area)


@claim(rf"{{part:element}} is furthest behind, at {{score:n}}{UNSURE}\.")
def _furthest_behind(said: Said) -> Pairs:
    parts = said.truth.scored(said.truth.elements(said.scope))
    yield {said.part: said.score}, lowest(parts)
    yield max(parts.values()) - min(parts.values()) >= said.truth.limit(ENDS_APART), True
    yield from _unsure(said, parts.keys() - {said.part}, [said.part])


@claim(
    r"On {of:of question} scored more than once, interviews lie {far:n} steps? or more apart:"
    r" (?P<most>most of all on )?(?:{many:n}, among them )?{q:q} \({id:id}, {steps:n} steps?\)\."
)
def _apart(said: Said) -> Pairs:
    apart = said.truth.apart(said.scope)
    yield said.of, (len(apart), said.truth.compared(said.scope))
    yield (said.far, said.steps), (said.truth.questions.scale.far_apart, apart.get(said.id))
    yield said.id in said.q, True
    yield bool(said.found["most"]), len(apart) > 1
    yield said.many or 1, len(highest(apart))
    yield said.id in highest(apart), True


@claim(
    r"{title:topic}(?: \({element:element}\))?, at {score:n}: {of:of scored question} here scores? under {limit:n}\."
)
def _development(said: Said) -> Pairs:
    truth, topic = said.truth, _topic_named(said)
    yield said.score, truth.score(topic)
    yield said.of, (len(truth.weak(topic, said.limit)), len(truth.rated(topic)))


@claim(r"{q:q} \({id:id}\), at {score:n}\.")
def _question_to_develop(said: Said) -> Pairs:
    yield from _question(said, said.q, said.id, said.score, {said.id})


# ---------------------------------------------------------------------------------------------------- conclusion


@claim(r"Our findings suggest that at {who:client} {what:text}\.")
def _suggest(said: Said) -> Pairs:
    truth = said.truth
    points = truth.score(OVERALL)
    boxes = sorted(box for box in truth.questions.scale.values if box > truth.questions.scale.high_from)
    subject = truth.questions.subject
    true = {"low": subject.low, "middling": subject.middling, "high": subject.high}[truth.band(points or 0)]
    for box, words in zip(boxes[::-1], subject.highest, strict=False):
        if (points or 0) >= box:
            true = words
            break
    yield said.what, true


@claim(
    r"The lesson we take from this is that {who:client} is uneven: its areas run from {worst:ends area} to"
    rf" {{best:ends area}}, {{gap:n}} points? apart{UNSURE}(?:, and {{served:some}} meet both)?\."
)
def _lesson_of_areas(said: Said) -> Pairs:
    yield from _both_ends(said, parts := said.truth.scored(said.truth.areas))
    yield from _unsure(said, highest(parts), lowest(parts))
    yield said.gap, said.best.score - said.worst.score
    yield True, said.gap >= said.truth.limit(AREAS_UNEVEN)
    yield said.served or "", said.truth.questions.subject.served


@claim(r"The lesson we take from this is that the same work looks different from different desks\.")
def _lesson_of_levels(said: Said) -> Pairs:
    yield True, said.truth.level_gap(OVERALL) >= said.truth.limit(LEVELS_DIFFER)


@claim(
    r"The lesson we take from this is that (?P<what>no area holds the others back|no single repair will change the"
    r" picture): the areas of {noun:some} (?:lie within {gap:n} points? of one another|score the same), so they"
    r" will have to move together\."
)
def _lesson_of_even_areas(said: Said) -> Pairs:
    parts = said.truth.scored(said.truth.areas)
    yield said.noun, said.truth.questions.subject.noun
    yield said.gap or 0, max(parts.values()) - min(parts.values())
    yield said.found["what"].startswith("no area"), all(said.truth.band(points) == "high" for points in parts.values())


@claim(
    r"Rather than spread its effort evenly, {who:client} could begin where the distance to good practice"
    r" is greatest, in"
    rf" {{worst:ends area}}{UNSURE}\."
)
def _begin(said: Said) -> Pairs:
    parts = said.truth.scored(said.truth.areas)
    yield from said.worst.pairs(lowest(parts), MANY)
    yield from _unsure(said, parts.keys() - lowest(parts).keys(), lowest(parts))


@claim(
    r"The lesson we take from this is that at {who:client} much of what is (?P<what>done cannot yet show what it"
    r" achieves|meant is not yet done): {a:state} is recorded in {ahead:n} % of the answers that speak of it,"
    r" {b:state} in {behind:n} %\."
)
def _lesson_of_evidence(said: Said) -> Pairs:
    yield from _fall_of_part(said)
    yield said.found["what"].startswith("done"), said.b == said.truth.questions.states[-1].title.lower()


@claim(
    r"With {a:state} found in {ahead:n} % of the answers and {b:state} in {behind:n} %, how would you know which of"
    r" the work now under way deserves its money\?",
    r"What keeps {a:state}, found in {ahead:n} % of the answers, from becoming {b:state}, found in {behind:n} %\?",
)
def _asked_of_evidence(said: Said) -> Pairs:
    yield from _fall_of_part(said)


@claim(
    r"Where {higher:levels} see {above:n} and {lower:levels} {below:n}, whose picture do your decisions rest on\?",
)
def _asked_of_levels(said: Said) -> Pairs:
    yield from _two_levels(said, OVERALL)


@claim(
    r"Who answers for “\*”, which at {score:n} scores lower than any other (?:element|area)(?P<scored> with a score)?"
    rf"{UNSURE}\?"
)
def _asked_of_lowest(said: Said) -> Pairs:
    parts = said.truth.elements()
    scored = said.truth.scored(parts)
    yield bool(said.found["scored"]), len(scored) < len(parts)
    yield [said.score], list(lowest(scored).values())
    yield from _unsure(said, scored.keys() - lowest(scored).keys(), lowest(scored))


@claim(r"Is it meant that {best:ends area} should stand so far ahead of {worst:ends area}\?")
def _asked_of_areas(said: Said) -> Pairs:
    yield from _both_ends(said, parts := said.truth.scored(said.truth.areas))
    yield False, said.truth.is_unsettled(highest(parts), lowest(parts))
    yield True, said.best.score - said.worst.score >= said.truth.limit(AREAS_UNEVEN)


@claim(r"What would settle (?:the )?{n:n} questions? on which interviews lie {far:n} steps? or more apart\?")
def _asked_of_views(said: Said) -> Pairs:
    yield (said.n, said.far), (len(said.truth.apart()), said.truth.questions.scale.far_apart)


@claim(
    r"{n:n} practices? that scores? under {limit:n} can each be lifted by a first step within {months:n} months;"
    r" {easy:n} of these steps takes? little effort\."
)
def _near_steps(said: Said) -> Pairs:
    truth = said.truth
    asked = truth.questions.questions
    near = [q for q in truth.weak() if asked[q].horizon in [horizon.id for horizon in HORIZONS[:2]]]
    yield (said.n, said.easy), (len(near), sum(asked[q].effort == "low" for q in near))
    yield (said.limit, said.months), (truth.questions.scale.middling_from, HORIZON_MONTHS[1])


@claim(
    r"First steps are not enough in {list:text}, where at least half of the scored questions lie under {limit:n}: there"
    r" the practice as a whole has to be built up, with a budget and an owner\."
)
def _to_build_up(said: Said) -> Pairs:
    truth = said.truth
    told = said.known.pairs(said, "element", said.list)
    parts = truth.scored(truth.elements())
    yield told, {e: p for e, p in parts.items() if 2 * len(truth.weak(e)) >= len(truth.rated(e)) and truth.weak(e)}
    yield list(told.values()), sorted(told.values())
    yield said.limit, truth.questions.scale.middling_from


@claim(r"{area:area}, {title:topic}: decide on {phrase:text}\.", r"{title:topic}: decide on {phrase:text}\.")
def _decision(said: Said) -> Pairs:
    """An intention that the set looks for in a question of that topic, not found in every answer."""
    truth = said.truth
    first = truth.questions.states[0]
    asked = [
        q
        for q, question in truth.questions.questions.items()
        if bare(question.evidence[first.id]) == bare(said.phrase) and _title(said, truth.topic_of[q]) == said.title
    ]
    yield True, bool(asked)
    found = [truth.evidence(q).get(first.title.lower(), (0, 1)) for q in asked]
    yield True, any(have < of for have, of in found)


@claim(r"{area:area}: {list:text}\)")
def _areas_to_develop(said: Said) -> Pairs:
    """The lowest topics of an area, each with its score."""
    truth = said.truth
    told = {
        entry.title.casefold(): entry.score
        for entry in said.known.each(r"{title:topic} \({score:n}\)", said, f"{said.list})")
    }
    yield True, bool(told)
    topics = {_title(said, topic).casefold(): p for topic, p in truth.scored(truth.topics(said.area)).items()}
    yield told, {title: topics.get(title) for title in told}
    yield True, leading(list(told), topics, min)


# -------------------------------------------------------------------------------------------------- the model


@claim(
    r"To find out how well {who:client} {does:some}, in {areas_:n} areas? and {elements_:n} elements? of {noun:some}\."
)
def _aim(said: Said) -> Pairs:
    subject = said.truth.questions.subject
    yield (said.does, said.noun), (subject.does, subject.noun)
    yield (said.areas_, said.elements_), (len(said.truth.areas), len(said.truth.elements()))


@claim(r"Scores at the {two:n} levels compared")
def _levels_compared(said: Said) -> Pairs:
    yield said.two, len(said.truth.questions.levels)


@claim(
    r"{questions_:n} questions? on good practice, in {topics_:n} topics?, {elements_:n} elements? and {areas_:n} areas?"
)
def _extent(said: Said) -> Pairs:
    truth = said.truth
    told = (said.questions_, said.topics_, said.elements_, said.areas_)
    yield told, (len(truth.asked(OVERALL)), len(truth.topics()), len(truth.elements()), len(truth.areas))


# --------------------------------------------------------------------------------------------- what was written


@claim(r"The workbook has no finding of the kind ‘{kind:some}’ for {name:text}\.")
def _no_finding(said: Said) -> Pairs:
    area = said.known.titles["part"].get(said.name.casefold(), OVERALL)
    yield [], [f for f in said.truth.assessment.findings if f.kind.value == said.kind and f.area == area]


@claim(
    r"The workbook (?:has no entry|has no|names no|has neither) ‘?{what:some}’?(?P<nor> nor a road map)?\.",
    r"The workbook holds {what:none_}\.",
)
def _not_written(said: Said) -> Pairs:
    section = {"aims": "aim", "recommendations": "recommendation", "none": "market driver"}.get(
        said.what.casefold(), said.what.casefold()
    )
    yield True, section in {entry.value.casefold() for entry in NarrativeSection}
    yield [], [t for t in said.truth.assessment.narrative if t.section.value.casefold() == section]
    if said.found.groupdict().get("nor"):
        yield (), said.truth.assessment.initiatives


@claim(
    r"For an order of size: with (?:the {count:n} questions that score lowest one box up each|(?P<one>the only question"
    r" that can move one box up)), the overall score would be {score:n} (?:instead of {today:n}|(?P<same>as today))\."
)
def _weakest_up(said: Said) -> Pairs:
    truth = said.truth
    weakest = truth.results["moves"]["weakest"]
    yield [], truth.results["moves"]["horizons"]
    yield said.count or 1, len(weakest["questions"])
    yield said.score, int(weakest["printed"])
    yield said.score if said.found["same"] else said.today, truth.score(OVERALL)
    chosen = {truth.question[question]["exact"]: question for question in weakest["questions"]}
    rest = set(truth.question) - set(weakest["questions"])
    can = [question for question in rest if question in truth.can_rise]
    most = max(map(Fraction, chosen))
    yield [], [question for question in can if Fraction(truth.question[question]["exact"]) <= most]


@claim(
    r"Every box of a question that an initiative lifts moves up one box, the agreed one where there is one; a question"
    r" that several initiatives lift moves once, in the earliest horizon\."
)
def _rule_of_moves(said: Said) -> Pairs:
    moved = [question for one in said.truth.results["moves"]["horizons"] for question in one["questions"]]
    yield True, bool(said.truth.moves)
    yield len(moved), len(set(moved))


@claim(r"{count:n} initiatives? names? no question to lift, and counts? for nothing here\.")
def _unlinked(said: Said) -> Pairs:
    yield said.count, said.truth.unlinked


@claim(
    r"Areas weigh alike in the overall score: what is scored of {few:area} \({first:n} questions?\) weighs as much as"
    r" what is scored of {many:area} \({second:n} questions?\)\."
)
def _alike(said: Said) -> Pairs:
    truth = said.truth
    scored = {area: truth.group[area]["scored"] for area in truth.areas if truth.score(area) is not None}
    yield (said.first, said.second), (scored[said.few], scored[said.many])
    yield (said.first, said.second), (min(scored.values()), max(scored.values()))
    yield {area["weight"] for area in truth.results["areas"] if area["id"] in scored}, {truth.group[said.few]["weight"]}


@claim(r"The road map has no {horizon:some} for {part:area}\.")
def _no_initiative(said: Said) -> Pairs:
    (horizon,) = [entry.id for entry in HORIZONS if entry.title.casefold() == said.horizon.casefold()]
    yield [], said.truth.initiatives(said.part, horizon)


@claim(r"(?P<what>One message|{n:n} messages) came back in the interviews: {list:text}")
def _recurring(said: Said) -> Pairs:
    recurring = {one_line(h.text) for h in said.truth.assessment.headlines if h.status is HeadlineStatus.RECURRING}
    yield said.n or 1, min(len(recurring), MANY)
    yield said.list.count("“*”"), said.n or 1


@claim(r"The road map puts first \(day 1 to 3 months\): {list:text}\.")
def _urgent(said: Said) -> Pairs:
    urgent = [i.text for area in (*said.truth.areas, OVERALL) for i in said.truth.initiatives(area, HORIZONS[0].id)]
    listed = said.list.split("; ")
    yield len(listed), min(len(urgent), MANY)
    yield [], [text for text in listed if bare(text) not in set(map(bare, urgent))]


@claim(
    r"Rather than (?P<instead>carry on with repairs one by one|carry on as now), {who:client} could set"
    r" itself apart by larger moves: {list:text}\."
)
def _larger(said: Said) -> Pairs:
    truth = said.truth
    far = {
        bare(i.text) for area in (*truth.areas, OVERALL) for i in truth.initiatives(area, *(h.id for h in HORIZONS[2:]))
    }
    yield [], [text for text in said.list.split("; ") if bare(text) not in far]
    yield "repairs" in said.found["instead"], bool(truth.weak(OVERALL, truth.questions.scale.high_from))


# --------------------------------------------------------------------------------------------- the appendices


@claim(r"{n:n} more headlines? stands? with the interviews, in the appendix\.")
def _more_headlines(said: Said) -> Pairs:
    texts = {bare(headline.text) for headline in said.truth.assessment.headlines}
    yield said.n, len(texts) - len(said.known.context.summary.headlines)


@claim(
    r"Here stand the {n:n} lowest of {of:n} scores?, with what good practice looks like and the step that"
    r" lifts a company"
    r" by a box\.",
    r"Here stand {n:n} scores?, the lowest first, with what good practice looks like and the step that"
    r" lifts a company by a"
    r" box\.",
)
def _lowest(said: Said) -> Pairs:
    rated = said.truth.rated()
    listed = {row.id: int(row.score) for row in said.known.context.appendices.next_steps}
    yield said.n, len(listed)
    yield (said.of if "of" in said.kinds else said.n), len(rated)
    yield True, leading(listed, rated, min)


@claim(r"{n:n} further questions? also scores? {score:n}\.")
def _further(said: Said) -> Pairs:
    listed = [row.id for row in said.known.context.appendices.next_steps]
    left = {q: p for q, p in said.truth.rated().items() if q not in listed}
    yield said.n, list(left.values()).count(said.score)
    yield said.score, said.truth.score(listed[-1])


@claim(r"No question was scored in two interviews or more, so none can be compared\.")
def _nothing_compared(said: Said) -> Pairs:
    yield 0, said.truth.compared()


@claim(
    r"Of {n:n} questions? scored in two interviews or more, (?:none shows|{apart:n} shows?) interviews"
    r" {far:n} steps? or more"
    r" apart(?P<first>; the widest differences come first)?(?:; the {listed:n} widest differences are listed)?\.",
)
def _disagreements(said: Said) -> Pairs:
    apart = said.truth.apart()
    yield said.n, said.truth.compared()
    yield (said.apart or 0, said.far), (len(apart), said.truth.questions.scale.far_apart)
    rows = said.known.context.appendices.disagreements
    yield len(rows), said.listed or len(apart)
    yield True, leading([row.id for row in rows], apart)


@claim(r"Based on {share:n} % of the assessment: the appendix on method says what that limits\.")
def _incomplete(said: Said) -> Pairs:
    found = _coverage(said, OVERALL)
    yield said.share, rounded(found * 100)
    yield True, found < COVERAGE_WANTED


def _coverage(said: Said, figure: str) -> Fraction:
    told = said.truth.group[figure]["coverage"]
    return Fraction(told["exact"]) if told else Fraction(1)


@claim(r"Less than three quarters of the questions, by weight, is scored in {list:elements}\.")
def _thin(said: Said) -> Pairs:
    yield said.list, {one for one in said.truth.elements() if _coverage(said, one) < COVERAGE_WANTED}


@claim(
    r"(?P<what>Interviews lie far apart and no box was agreed, so the mean stands"
    r"|Held not to apply in some interviews and given a box in others, which counts"
    r"|Given a box that asks for more than was noted as found, and counted as given"
    r"|Given one of the high boxes without a note of the evidence"
    r"|Held not to apply without a reason being noted"
    r"|Agreed at a box outside those that its interviews gave"
    r"|{n:n} answers? (?:is|are) missing): {list:text}\."
)
def _limits_of_questions(said: Said) -> Pairs:
    """The questions of one kind of problem, each by its number; of very many, how many more there are."""
    codes = {
        "Interviews": "interviews-apart",
        "Held not to apply in": "mixed-na",
        "Given a box": "unsupported-box",
        "Given one": "high-box-without-note",
        "Held not to apply without": "na-without-reason",
        "Agreed": "agreed-outside-range",
    }
    code = next((code for begins, code in codes.items() if said.found["what"].startswith(begins)), "gap")
    found = [problem["question"] for problem in said.truth.results["problems"] if problem["code"] == code]
    more = re.search(r" and ([\w,]+) further questions?$", said.list)
    ids = set(re.split(r", | and ", said.list[: more.start()] if more else said.list))
    yield (len(ids) + (number(more[1]) if more else 0), ids <= set(found)), (len(set(found)), True)
    if code == "gap":
        yield said.n, len(found)


@claim(r"In (?P<many>one interview|some interviews) it was not recorded whether .+ were found\.")
def _not_recorded(said: Said) -> Pairs:
    count = sum(problem["code"] == "states-not-recorded" for problem in said.truth.results["problems"])
    yield said.found["many"], "one interview" if count == 1 else "some interviews" if count else "none"


@claim(r"All interviews were held at one level\.")
def _one_level(said: Said) -> Pairs:
    yield True, "one-level-only" in [problem["code"] for problem in said.truth.results["problems"]]


def _problems(said: Said) -> tuple[int, int]:
    codes = [problem["code"] for problem in said.truth.results["problems"]]
    return codes.count("gap"), len(codes) - codes.count("gap")


@claim(r"{n:n} answers? (?:is|are) missing from the interviews\.")
def _missing_answers(said: Said) -> Pairs:
    yield said.n, _problems(said)[0]


@claim(r"{n:n} other points? in the workbook should be looked at before the report is issued\.")
def _open_points(said: Said) -> Pairs:
    yield said.n, _problems(said)[1]


# ------------------------------------------------------------------------------------------- whom it is compared with

_PEERS = r"{%s:n}(?: (?:or|to) {%s:n})? organisations? of {%s:some}(?:, the newest assessed in (?P<%s>\d+))?"


def _behind_table(said: Said, figures: list[str], few: int, many: int | None, group: str, year: str | None) -> Pairs:
    """How many peers stand behind the figures that show any, of which group and when."""
    truth = said.truth
    counts = [truth.peers(figure) for figure in figures if truth.median(figure) is not None]
    yield (few, many or few), (min(counts), max(counts))
    yield {group}, {truth.group_words(figure) for figure in figures}
    if year is not None:
        database = group == "the peer database"
        yield int(year), truth.results["peers"]["database" if database else "chosen"]["year"]


@claim(r"(?P<several>Targets?): {list:text}\.")
def _targets(said: Said) -> Pairs:
    truth = said.truth
    told = said.known.each(r"{element:element} {box:n}(?: by (?P<day>\d+ [A-Z][a-z]+ \d{4}))?", said)
    days = {
        one.element: f"{one.by.day} {one.by:%B} {one.by.year}" if one.by else None for one in truth.assessment.targets
    }
    wanted = [element for element in truth.elements(said.scope) if element in days]
    yield (
        [(entry.element, entry.box, entry.found["day"]) for entry in told],
        [(element, truth.target(element), days[element]) for element in wanted],
    )
    yield said.found["several"] == "Targets", len(wanted) > 1


@claim(rf"Scores are compared with {_PEERS % ('few', 'many', 'group', 'year')}\.")
def _one_reference(said: Said) -> Pairs:
    figures = [OVERALL, *said.truth.areas] if said.scope == OVERALL else [said.scope, *said.truth.elements(said.scope)]
    yield from _behind_table(said, figures, said.few, said.many, said.group, said.found["year"])


@claim(
    rf"The area as a whole is compared with {_PEERS % ('few', 'many', 'group', 'year')};"
    rf" its elements are compared with {_PEERS % ('few2', 'many2', 'group2', 'year2')}\."
)
def _two_references(said: Said) -> Pairs:
    elements = list(said.truth.elements(said.scope))
    yield from _behind_table(said, [said.scope], said.few, said.many, said.group, said.found["year"])
    yield from _behind_table(said, elements, said.few2, said.many2, said.group2, said.found["year2"])


@claim(
    rf"(?P<area>The area as a whole is) compared with {_PEERS % ('few', 'many', 'group', 'year')}\.",
    rf"(?P<area>Its elements are) compared with {_PEERS % ('few', 'many', 'group', 'year')}\.",
)
def _half_a_reference(said: Said) -> Pairs:
    figures = [said.scope] if said.found["area"].startswith("The") else list(said.truth.elements(said.scope))
    others = set(said.truth.elements(said.scope)) ^ {said.scope} ^ set(figures)
    yield from _behind_table(said, figures, said.few, said.many, said.group, said.found["year"])
    yield [], [figure for figure in others if said.truth.median(figure) is not None]


@claim(
    r"No peer data were used, so no comparison with other organisations is shown\.",
    r"No peer data were used in this report\.",
)
def _no_peers(said: Said) -> Pairs:
    yield "", said.truth.results["peers"]["source"]


@claim(
    r"The organisations this report compares with are invented, for demonstration only\.",
    r"These organisations are invented, for demonstration only\.",
)
def _invented(said: Said) -> Pairs:
    yield True, said.truth.results["peers"]["invented"]


@claim(
    r"The {company:some} is compared with earlier assessments of other organisations, whose names are not known here:"
    r" (?P<first>the peer database) holds {n:n} organisations?(?:, the newest assessed in (?P<year>\d+))?(?:;"
    r" (?P<second>the chosen group \(.+\)) holds {n2:n} organisations?(?:, the newest assessed in (?P<year2>\d+))?)?\."
)
def _sizes(said: Said) -> Pairs:
    truth, peers, found = said.truth, said.truth.results["peers"], said.found
    yield said.n, len(truth.organisations - truth.named_as_client - truth.scored_as_client)
    yield said.company, said.truth.questions.say("company")
    yield (said.n, found["year"] and int(found["year"])), (peers["database"]["n"], peers["database"]["year"])
    if found["second"]:
        chosen = peers["chosen"]
        yield found["second"], f"the chosen group ({chosen['words']})"
        yield (said.n2, found["year2"] and int(found["year2"])), (chosen["n"], chosen["year"])
    else:
        yield True, peers["chosen"]["words"] in ("", peers["database"]["words"])


@claim(r"Earlier assessments of the client itself are left out\.")
def _client_by_name(said: Said) -> Pairs:
    yield True, bool(said.truth.named_as_client)


@claim(
    r"An assessment with the client’s own scores on more than {share:some} of its elements is taken for the client and"
    r" left out\."
)
def _client_by_scores(said: Said) -> Pairs:
    yield said.share, share_in_words(SAME_SHARE)
    yield True, bool(said.truth.scored_as_client - said.truth.named_as_client)


@claim(
    r"(?:{names:rows}: )?(?P<why>withheld, because less than half of the weight is scored|not scored"
    r" yet|not covered by any interview, so not scored|not applicable to this company, so left out of every mean)\.?"
)
def _unscored(said: Said) -> Pairs:
    truth, why = said.truth, said.found["why"].lower()
    parts = list(truth.areas if said.scope == OVERALL else truth.elements(said.scope))
    table = [said.scope, *(parts if len(parts) > 1 else ())]  # a lone part is the whole, and has no row of its own
    true = {figure for figure in table if _why(truth, figure) == why}
    if said.names is None:
        yield True, said.scope in true
    else:
        yield said.names, true


def _why(truth: Truth, figure: str) -> str:
    """Why a figure has no score."""
    return {
        "withheld": "withheld, because less than half of the weight is scored",
        "open": "not scored yet" if truth.covering(figure) else "not covered by any interview, so not scored",
        "not applicable": "not applicable to this company, so left out of every mean",
    }.get(truth.group[figure]["status"], "")


@claim(
    r"Only {n:n} organisations? (?:has|have) this figure in the (?P<group>chosen group|database); at least"
    r" {five:n} are needed\."
)
def _too_few(said: Said) -> Pairs:
    truth = said.truth
    figures = [figure for figure in truth.group if truth.standing(figure).get("reason") == said.found[0]]
    yield True, bool(figures)
    yield {said.n}, {truth.peers(figure) for figure in figures}
    yield (said.five, True), (PEERS_FOR_MEDIAN, said.n < PEERS_FOR_MEDIAN)


@claim(r"No organisation in the (?P<group>chosen group|database) has this figure\.")
def _no_organisation(said: Said) -> Pairs:
    figures = [f for f in said.truth.group if said.truth.standing(f).get("reason") == said.found[0]]
    yield {0}, {said.truth.peers(figure) for figure in figures}


# ---------------------------------------------------------------------------------------------------- placeholders


@claim(
    r"(?:Strengths|Weaknesses|Development areas|Key findings) (?:of|for) {name:some}: (?:no question"
    r" scores (?:{high:n} or more"
    r"|under {low:n})|(?P<nothing>nothing has been scored here))(?:, so none is suggested|, so nothing can"
    r" be suggested)?\."
)
def _none_suggested(said: Said) -> Pairs:
    truth = said.truth
    if said.found["nothing"]:
        yield {}, truth.rated(said.scope)
    elif said.high is not None:
        yield (said.high, {}), (truth.questions.scale.high_from, truth.strong(said.scope))
    else:
        yield {}, truth.weak(said.scope, said.low)


@claim(
    r"(?:{area:area}: )?no next step of this horizon follows from a score under {limit:n}\.",
    r"{area:area}: (?P<nothing>nothing has been scored here)\.",
)
def _no_step(said: Said) -> Pairs:
    truth = said.truth
    if "limit" not in said.kinds:
        yield {}, truth.rated(said.scope)
        return
    horizon = said.known.horizon_of(said.told)
    weak = truth.weak(said.area, said.limit)
    yield [], [q for q in weak if truth.questions.questions[q].horizon == horizon]
    yield said.limit, truth.questions.scale.high_from


@claim(r"(?P<day>\d+ [A-Z][a-z]+ \d{4})")
def _day(said: Said) -> Pairs:
    day = said.truth.assessment.engagement.date
    yield said.found["day"], f"{day.day} {day:%B} {day.year}" if day else None


@claim(r"Among the areas, a gap of this kind is widest in {list:text}\.")
def _widest_areas(said: Said) -> Pairs:
    truth = said.truth
    told = said.known.each(r"{part:area} \({a:state} {ahead:n} %, {b:state} {behind:n} %\)", said)
    falls = {area: _fall(truth, area) for area in truth.areas if truth.drops(area)}
    yield True, bool(told)
    for entry in told:
        shares = truth.shares(entry.part)
        yield (entry.ahead, entry.behind), (shares[entry.a], shares[entry.b])
        yield entry.ahead - entry.behind, falls[entry.part]
    named = [entry.part for entry in told]
    yield True, leading(named, falls)
    yield [], [area for area in falls if area not in named and falls[area] == min(falls[name] for name in named)]


# ----------------------------------------------------------------------------------------------- steps and practice


@claim(r"(?:{area:area}, )?{topic:topic}: {step:text}")
def _step(said: Said) -> Pairs:
    """A step of the question set, under the topic that it belongs to."""
    truth = said.truth
    questions = [
        q for t in truth.topics(said.area or OVERALL) if _titles(said, {t}) == {said.topic} for q in truth.asked(t)
    ]
    yield True, bare(said.step) in {bare(part) for q in questions for part in sentences(q.next_step)}


@claim(r"Good practice: {text:text}")
def _good_practice(said: Said) -> Pairs:
    yield True, is_theirs(said, said.text)


# ------------------------------------------------------------------------------------ what was drafted, and from what


def _refs(said: Said) -> list[str]:
    """What the items of the passage at hand are about."""
    (passage, *_) = said.told.inside
    return [figure for item in passage.items if (figure := said.truth.figure(item.ref))]


@claim(
    r"Drafted from (?P<elements>elements, then )?(?P<topics>topics, then )?single questions,? that score"
    r" (?:{high:n} or more|under {low:n})\."
)
def _from_questions(said: Said) -> Pairs:
    truth, refs = said.truth, _refs(said)
    low, high = truth.questions.scale.middling_from, truth.questions.scale.high_from
    yield (said.low, said.high), (low, None) if said.high is None else (None, high)
    yield [], [p for ref in refs if (p := truth.score(ref)) is not None and (p < high if said.high else p >= low)]
    kinds = [truth.part_of_model(ref) for ref in refs]
    yield kinds, sorted(kinds)
    yield bool(said.found["elements"]), said.scope == OVERALL and len(truth.elements()) > 1


@claim(r"Drafted from the (?:topics|elements) of each area that score under {limit:n}, the lowest first\.")
def _from_topics_of_areas(said: Said) -> Pairs:
    truth = said.truth
    yield said.limit in (truth.questions.scale.middling_from, truth.questions.scale.high_from), True
    low = {area: [p for p in truth.scored(truth.topics(area)).values() if p < said.limit] for area in truth.areas}
    yield set(_refs(said)), {area for area in low if low[area]}


@claim(
    r"Drafted from the (?P<group>topic|element)s that score under {limit:n}, the lowest first, then single questions of"
    r" other (?P=group)s that do\.",
    r"Drafted from the questions that score under {limit:n}\.",
)
def _from_topics(said: Said) -> Pairs:
    truth, refs = said.truth, _refs(said)
    points = [truth.score(ref) or 0 for ref in refs]
    topics = [p for p, ref in zip(points, refs, strict=True) if truth.part_of_model(ref) == 1]
    yield topics, sorted(topics)
    yield [], [p for p in points if p >= said.limit]
    kinds = [truth.part_of_model(ref) for ref in refs]
    yield kinds, sorted(kinds)
    told = {ref for ref in refs if truth.part_of_model(ref) == 1}
    yield [], [ref for ref in refs if truth.topic_of.get(ref) in told]


_FIRST = r"for questions that score low(?: in each area)?, of a topic the first of them: {list:text}"


@claim(
    r"These are decisions that the question set looks for where a question scores low(?: in each area)? and not every"
    r" answer finds one: {list:text}\."
)
def _open_decisions(said: Said) -> Pairs:
    told = said.known.each(r"{id:id} \(score {score:n}\)", said)
    yield True, bool(told)
    yield [entry.score for entry in told], [said.truth.score(entry.id) for entry in told]


@claim(
    rf"Suggested from the question set’s next steps of (?P<horizon>this horizon), {_FIRST}\.",
)
def _first_steps(said: Said) -> Pairs:
    truth = said.truth
    told = said.known.each(r"{id:id} \(score {score:n}\)", said)
    yield True, bool(told)
    yield [entry.score for entry in told], [truth.score(entry.id) for entry in told]
    horizon = said.known.horizon_of(said.told) if "horizon" in said.found.groupdict() else ""
    for entry in told:
        weak = truth.weak(truth.topic_of[entry.id], truth.questions.scale.high_from)
        yield entry.id, next(q for q in weak if not horizon or truth.questions.questions[q].horizon == horizon)


@claim(r"Drafted from the evidence states, of which two lie {points:n} points or more apart\.")
def _from_evidence(said: Said) -> Pairs:
    yield said.points, SHARES_FALL
    yield True, _fall(said.truth, OVERALL) >= SHARES_FALL


@claim(r"The scores alone suggest none\.")
def _scores_suggest_none(said: Said) -> Pairs:
    """No opportunity: nothing weak is intended. No threat: nothing burning; over the whole nobody clearly behind."""
    truth = said.truth
    if "opportunities" in said.told.place:
        state = truth.questions.states[0].title.lower() if truth.questions.states else ""
        yield [], [q for q in truth.weak(said.scope) if truth.evidence(q).get(state, (0, 0))[0]]
        return
    yield [], [q for q in truth.weak(said.scope) if truth.questions.questions[q].horizon == HORIZONS[0].id]
    if said.scope == OVERALL:
        yield [], _clearly_behind(truth)


def _clearly_behind(truth: Truth) -> list[str]:
    return [e for e in truth.elements() if truth.is_clear(e) and truth.side(e).endswith(BELOW)]


# ----------------------------------------------------------------------------------- what explains, and what is missing


@claim(r"{firm:some} – {month:some} (?P<year>\d{4})")
def _footer(said: Said) -> Pairs:
    day = said.truth.assessment.engagement.date
    yield f"{said.month} {said.found['year']}", f"{day:%B} {day.year}" if day else None


@claim(
    r"Market drivers: three to five forces that are changing {market:some}, each with what it means for"
    r" {who:client}\.",
    r"Drafted from the scores, what the question set says of them(?:, the evidence recorded,)? and where"
    r" (?:levels and )?interviews differ\.",
    r"Drafted from the pattern of the scores\.",
    r"Drafted from the (?:next steps that the road map suggests|areas’ scores|parts in which most questions score"
    r" low)\.",
    r"Drafted from the effect that the question set looks for in weak practices already intended\.",
    r"Drafted from the questions that score low though somebody intends to act on them\.",
    r"Drafted from (?:figures clearly below the peers’ median, and work whose effect is found least; )?weak practices"
    r" whose remedy the question set counts among the burning platforms\.",
)
def _no_claim(_: Said) -> Pairs:
    """Tells the consultant what to write, or where to look."""
    yield from ()


@claim(r"The next gain lies in finishing what has been begun rather than in beginning more\.")
def _finish(said: Said) -> Pairs:
    yield True, _fall(said.truth, OVERALL) >= SHARES_FALL


@claim(r"Drafted from the areas’ scores, which lie close together\.")
def _from_even_areas(said: Said) -> Pairs:
    parts = said.truth.scored(said.truth.areas).values()
    yield True, max(parts) - min(parts) < said.truth.limit(AREAS_UNEVEN)


@claim(r"Drafted from the distance between the highest and the lowest area\.")
def _from_uneven_areas(said: Said) -> Pairs:
    parts = said.truth.scored(said.truth.areas).values()
    yield True, max(parts) - min(parts) >= said.truth.limit(AREAS_UNEVEN)


@claim(r"Roles interviewed: {roles:text}\.")
def _roles(said: Said) -> Pairs:
    yield True, said.truth.assessment.engagement.name_roles
    held = {interview["code"] for interview in said.truth.covering(said.scope)}
    roles = [one_line(i.role) for i in said.truth.assessment.interviews if i.code in held]
    yield [], [role for role in roles if role not in said.roles]


@claim(r"The whole company: the workbook has no initiative for this horizon\.")
def _no_initiative_overall(said: Said) -> Pairs:
    yield [], said.truth.initiatives(OVERALL, said.known.horizon_of(said.told))


@claim(r"Recommendations: the road map is empty and the scores suggest no decision that is still open\.")
def _nothing_open(said: Said) -> Pairs:
    truth = said.truth
    first = truth.questions.states[0].title.lower() if truth.questions.states else ""
    states = [truth.evidence(q).get(first, (0, 1)) for q in truth.weak(OVERALL, truth.questions.scale.high_from)]
    yield [], [found for found in states if found[0] < found[1]]
    yield (), truth.assessment.initiatives


@claim(r"(?P<kind>Tactical|Strategic) responses: what the company could do (?:within|after) {n:n} months\.")
def _responses(said: Said) -> Pairs:
    yield said.n, HORIZON_MONTHS[1]


@claim(r"Neither road map nor scores suggest any\.")
def _no_responses(said: Said) -> Pairs:
    truth = said.truth
    near = [horizon.id for horizon in (HORIZONS[:2] if "tactical" in said.told.place else HORIZONS[2:])]
    yield [], [i for i in truth.assessment.initiatives if i.horizon in near]
    if "tactical" in said.told.place:
        yield [], [question for question in truth.weak() if truth.questions.questions[question].horizon in near]
    else:
        yield [], [e for e in truth.scored(truth.elements()) if 2 * len(truth.weak(e)) >= len(truth.rated(e))]


@claim(
    r"{state:state} is found most often in {best:ends element}, least often in {worst:ends element}\.",
)
def _most_often(said: Said) -> Pairs:
    truth = said.truth
    shares = {e: share for e in truth.elements() if (share := truth.shares(e).get(said.state)) is not None}
    yield said.state, truth.questions.states[-1].title.lower()
    yield from _both_ends(said, shares)


# ------------------------------------------------------------------------------------------------------- one page


@claim(r"Levels are not compared over the whole(?:: (?P<why>[^.]+))?\.")
def _no_levels(said: Said) -> Pairs:
    yield {}, said.truth.levels(OVERALL)
    found = said.truth.group[OVERALL]["levels"]
    yield said.found["why"], found["not_compared"] if found else None


@claim(r"Fewer than {few:n} elements have a score: none is named strongest or weakest\.")
def _few_elements(said: Said) -> Pairs:
    yield (said.few, True), (4, len(said.truth.scored(said.truth.elements())) < 4)


@claim(r"The {n:n} elements with a score all stand at {score:n}\.")
def _all_elements_at(said: Said) -> Pairs:
    scores = said.truth.scored(said.truth.elements())
    yield (said.n, {said.score}), (len(scores), set(scores.values()))


@claim(r"The elements lie within {n:n} points?: none is named strongest or weakest\.")
def _elements_close(said: Said) -> Pairs:
    scores = said.truth.scored(said.truth.elements()).values()
    yield (said.n, True), (max(scores) - min(scores), max(scores) - min(scores) < 5)


@claim(
    r"{n:n} elements share the (?P<end>highest|lowest) score, {score:n}"
    r"(?:, and {m:n} elements share the lowest score, {low:n})?: too many to name here\."
)
def _shared_ends(said: Said) -> Pairs:
    scores = said.truth.scored(said.truth.elements())
    true = [ends for ends in (highest(scores), lowest(scores)) if len(ends) > min(3, len(scores) // 2)]
    told = [(said.n, said.score), *([(said.m, said.low)] if said.m else [])]
    yield told, [(len(ends), next(iter(ends.values()))) for ends in true]
    yield said.found["end"].lower() == "highest", highest(scores) in true


@claim(r"The interviews do not settle this order\.")
def _ends_unsettled(said: Said) -> Pairs:
    yield said.told.place, "one_page.ends_note"  # whether it has to stand there, the page is asked


@claim(r"No initiative of the road map is marked “must”\.")
def _no_must(said: Said) -> Pairs:
    yield [], [entry.ref for entry in said.truth.assessment.initiatives if entry.priority == "must"]


@claim(rf"Elements are compared with {_PEERS % ('few', 'many', 'group', 'year')}\.")
def _elements_with(said: Said) -> Pairs:
    shown = [element for element in said.truth.elements() if said.truth.side(element)]
    yield from _behind_table(said, shown, said.few, said.many, said.group, said.found["year"])
