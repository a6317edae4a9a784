"""What charts say of themselves: headlines, subtitles, and every row in picture and alternative text."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from reportgen.common.method import FAR_BEHIND, PATH_ENDS_APART
from reportgen.common.model import OVERALL
from tests.claims.grammar import NUMBERS, Pairs, Said, claim
from tests.claims.truth import ABOVE, BELOW, BOTTOM, LEVEL, TOP, Truth, highest, leading, lowest, whole

# ------------------------------------------------------------------------------------------------------ headlines


NAMED = 2  # in a headline, at most


def _strongest_and_weakest(said: Said, parts: dict[str, int]) -> Pairs:
    """The two ends, told where they differ, with the remark where the interviews do not settle which is which."""
    yield said.best is not None, len(set(parts.values())) > 1
    if said.best is not None:
        yield bool(said.found["unsure"]), said.truth.is_unsettled(highest(parts), lowest(parts))
        yield from said.best.pairs(highest(parts), NAMED)
        yield from said.worst.pairs(lowest(parts), NAMED)


_ENDS = (
    r"(?:: (?:strongest|highest) in {best:ends part}, (?:weakest|lowest) in {worst:ends part}"
    r"(?P<unsure>, though the interviews do not settle this order)?)?"
)


@claim(
    r"{who:client} scores {score:n} overall(?:, (?:in the {quarter:quarter} of peers|"
    rf"(?:{{side:side}} the|(?P<open>against a)) peer median of {{median:n}}))?{_ENDS}"
)
def _overall(said: Said) -> Pairs:
    truth = said.truth
    yield said.score, truth.score(OVERALL)
    yield said.quarter or "", truth.outer(OVERALL)
    if not said.quarter:
        yield said.median, truth.median(OVERALL) if truth.side(OVERALL) else None
        unsure = truth.group[OVERALL]["interval"] and truth.side(OVERALL) in (ABOVE, BELOW)
        yield (bool(said.found["open"]), said.side or ""), (bool(unsure), "" if unsure else truth.side(OVERALL))
    yield from _strongest_and_weakest(said, truth.scored(truth.areas))


@claim(r"{who:client} has no overall score: {of:of area} could be scored")
def _no_overall(said: Said) -> Pairs:
    truth = said.truth
    yield None, truth.score(OVERALL)
    yield said.of, (len(truth.scored(truth.areas)), len(truth.areas))


def _compared(truth: Truth, scope: str) -> dict[str, str]:
    """The elements that have a position, each with its side of the median; clear ones alone where intervals are."""
    sides = {element: side for element in truth.elements(scope) if (side := truth.side(element))}
    if not any(truth.group[element]["interval"] for element in sides if sides[element] != LEVEL):
        return sides
    return {element: side if side == LEVEL or "clearly" in side else "" for element, side in sides.items()}


_SIDE = r"(?P<side>(?:clearly )?above|(?:clearly )?below|about level with)"


@claim(
    r"{part:area}: no (?:compared )?element stands (?P<clearly>clearly )?above or (?:clearly )?below the peer median"
)
def _no_side(said: Said) -> Pairs:
    sides = _compared(said.truth, said.scope)
    yield said.part, said.scope
    yield set(), set(sides.values()) - {""}
    yield bool(said.found["clearly"]), True


@claim(
    r"{part:area}: (?P<clearly>clearly )?above the peer median in {above:n} (?:compared )?elements?, (?:clearly )?below"
    r" in {below:n}"
)
def _both_sides(said: Said) -> Pairs:
    sides = list(_compared(said.truth, said.scope).values())
    clearly = said.found["clearly"] or ""
    yield said.part, said.scope
    yield (said.above, said.below), (sides.count(f"{clearly}above"), sides.count(f"{clearly}below"))


@claim(
    rf"{{part:area}}: {_SIDE} the peer median in (?P<of>.+?elements?)"
    r"(?:, (?:most in|namely) {far:element} \({score:n} against {median:n}\))?"
)
def _one_side(said: Said) -> Pairs:
    truth, groups = said.truth, said.found.groupdict()
    compared = _compared(truth, said.scope)
    there = {element for element, found in compared.items() if found == groups["side"].lower()}
    yield said.part, said.scope
    yield said.known.part(groups["of"], "(?:compared )?element"), (len(there), len(compared))
    yield "compared element" in groups["of"], len(compared) < len(truth.elements(said.scope))
    sign = -1 if groups["side"].endswith(BELOW) else 1
    far = {element: sign * ((truth.score(element) or 0) - (truth.median(element) or 0)) for element in compared}
    if said.far:
        yield {said.far}, set(highest(far))
        yield (said.score, said.median), (truth.score(said.far), truth.median(said.far))


@claim(rf"{{part:area}}{_ENDS.removesuffix('?')}")
def _ends_of_area(said: Said) -> Pairs:
    yield said.part, said.scope
    yield from _strongest_and_weakest(said, said.truth.scored(said.truth.elements(said.scope)))


_ALONG = r"(?:Along the path of \w+|From stage to stage)"


@claim(
    rf"{_ALONG}: strongest in {{best:ends element}}, weakest in {{worst:ends element}}"
    r"(?P<unsure>, though the interviews do not settle this order)?",
    rf"{_ALONG}: {{n:n}} elements score (?:from {{low:n}} to )?{{high:n}}",
)
def _along(said: Said) -> Pairs:
    """The ends of a path where they lie apart, else between which scores its stages lie."""
    scored = said.truth.scored(said.truth.elements(said.scope))
    lowest_, highest_ = min(scores := list(scored.values())), max(scores)
    has_ends = len(scored) >= 4 and highest_ - lowest_ >= said.truth.limit(PATH_ENDS_APART)
    yield "best" in said.kinds, has_ends
    if "best" in said.kinds:
        yield from _strongest_and_weakest(said, scored)
    else:
        yield (said.n, said.low, said.high), (len(scored), None if lowest_ == highest_ else lowest_, highest_)


@claim(
    r"{part:area}: no element could be scored",
    r"{part:area}: {one:element} scores {score:n}",
    r"{part:area}: {n:n} elements score {low:n}",
)
def _scores_of_area(said: Said) -> Pairs:
    scored = said.truth.scored(said.truth.elements(said.scope))
    if "n" in said.kinds:
        yield said.n, len(scored)
        yield {said.low}, set(scored.values())
    else:
        yield {said.one: said.score} if "one" in said.kinds else {}, scored


@claim(r"(?P<of>.+?elements?) (?:is|are) in the top quarter of peers(?:, {bottom:n} in the bottom one)?")
def _quarters(said: Said) -> Pairs:
    truth = said.truth
    found = [truth.quarter(e) for e in truth.elements() if truth.standing(e).get("middle_half") and truth.side(e)]
    yield said.known.part(said.found["of"], "(?:compared )?element"), (found.count(TOP), len(found))
    yield "compared" in said.found["of"], len(found) < len(truth.elements())
    if len(found) > 1:
        yield said.bottom, found.count(BOTTOM)


@claim(
    r"(?P<of>.+?elements?) (?:is|are) (?P<clearly>clearly )?above the peer median(?:, {below:n} (?:clearly )?below)?"
)
def _medians(said: Said) -> Pairs:
    sides, clearly = list(_compared(said.truth, OVERALL).values()), said.found["clearly"] or ""
    yield said.known.part(said.found["of"], "(?:compared )?element"), (sides.count(f"{clearly}above"), len(sides))
    yield "compared" in said.found["of"], len(sides) < len(said.truth.elements())
    if len(sides) > 1:
        yield said.below, sides.count(f"{clearly}below")


@claim(r"{of:of element} scored")
def _scored(said: Said) -> Pairs:
    yield said.of, (len(said.truth.scored(said.truth.elements())), len(said.truth.elements()))


@claim(r"(?P<of>.+?elements?) scores? under {limit:n}, {high:n} {top:n} or more")
def _low_and_high(said: Said) -> Pairs:
    scores, scale = said.truth.scored(said.truth.elements()), said.truth.questions.scale
    bands = [said.truth.band(points) for points in scores.values()]
    yield said.known.part(said.found["of"], "(?:scored )?element"), (bands.count("low"), len(bands))
    yield "scored" in said.found["of"], len(scores) < len(said.truth.elements())
    yield said.high, bands.count("high")
    yield (said.limit, said.top), (int(scale.middling_from), int(scale.high_from))


_RAREST = r"(?:; {rare:state} is rarest in {worst:ends element})?"


def _rarest(said: Said) -> Pairs:
    """The elements in which the last state is found least often, where they do not all show the same."""
    truth = said.truth
    state = truth.questions.states[-1].title.lower()
    shares = {e: share for e in truth.elements() if (share := truth.shares(e).get(state)) is not None}
    yield (said.rare or state, said.worst is not None), (state, len(set(shares.values())) > 1)
    if said.worst is not None:
        yield from said.worst.pairs(lowest(shares), NAMED)


@claim(rf"Evidence thins from {{list:some}}{_RAREST}")
def _thins(said: Said) -> Pairs:
    shares = said.truth.shares(OVERALL)
    told = said.known.each(r"{state:state} \({share:n} %\)", said, said.list.replace(" to ", ", "))
    yield [(entry.state, entry.share) for entry in told], list(shares.items())
    yield list(shares.values()), sorted(set(shares.values()), reverse=True)
    yield from _rarest(said)


@claim(rf"(?P<shares>\d+ % of answers show .+?){_RAREST}")
def _shares(said: Said) -> Pairs:
    text = said.found["shares"].replace(" of answers show", "")
    told = said.known.each(r"{share:n} % {state:state}", said, text)
    yield [(entry.state, entry.share) for entry in told], list(said.truth.shares(OVERALL).items())
    yield from _rarest(said)


@claim(
    r"(?P<what>{first:level} and {last:level} share too few questions to compare them in any element"
    r"|{a:level} and {b:level} give (?P<same>.+?elements?) the same score"
    r"|{c:level} and {d:level} each score higher in {each:n} of {of:n} (?:compared )?elements?"
    r"|{higher:level} score higher than {lower:level} in (?P<more>.+?elements?))"
    r"(?:; furthest apart on {far:element} \({x:n} and {y:n}\))?"
)
def _levels(said: Said) -> Pairs:
    truth, groups = said.truth, said.found.groupdict()
    compared = {e: found for e in truth.elements() if (found := truth.levels(e))}
    names = [level.plural.lower() for level in truth.questions.levels]
    ahead = {
        name: sum(found[name] == max(found.values()) > min(found.values()) for found in compared.values())
        for name in names
    }
    if said.first:
        yield {}, compared
    elif said.a:
        yield said.known.part(groups["same"], "(?:compared )?element"), (len(compared), len(compared))
        yield 0, sum(ahead.values())
        yield 2, len({said.a.lower(), said.b.lower()})
    elif said.c:
        yield (said.each, said.each, said.of), (*ahead.values(), len(compared))
        yield 2, len({said.c.lower(), said.d.lower()})
    else:
        yield said.known.part(groups["more"], "(?:compared )?element"), (ahead[said.higher.lower()], len(compared))
        yield True, ahead[said.higher.lower()] > ahead[said.lower.lower()]
    if said.far:
        gaps = {element: truth.level_gap(element) for element in compared}
        yield {said.far}, set(highest(gaps))
        yield {said.x, said.y}, set(compared[said.far].values())


_GOAL = r"(?P<goal>best in class|the peer median|\d+, from where scores are high)"


@claim(rf"(?P<of>.+?elements?) reach(?:es)? {_GOAL}(?:; {{far:n}} (?:is|are) (?P<limit>\d+) points or more behind)?")
def _distances(said: Said) -> Pairs:
    truth = said.truth
    name, goals = truth.goals()
    behind = {element: goal - (truth.score(element) or 0) for element, goal in goals.items()}
    limit = truth.limit(FAR_BEHIND)
    yield said.found["goal"], name
    yield said.known.part(said.found["of"], "element"), (sum(n <= 0 for n in behind.values()), len(behind))
    yield said.far or 0, sum(n >= limit for n in behind.values())
    yield int(said.found["limit"] or limit), limit


@claim(
    r"Done in full, (?P<what>the road map|.+? initiatives?) would (?:lift the overall score from {before:n} to"
    r" {after:n}|leave the overall score at {same:n})(?:; the (?P<mark>peer median|upper quartile) is {peer:n})?"
)
def _moves(said: Said) -> Pairs:
    truth, groups = said.truth, said.found.groupdict()
    after = truth.moves[-1][1]
    yield (said.before, said.after) if said.same is None else (said.same, said.same), (truth.score(OVERALL), after)
    total = len(truth.assessment.initiatives)
    linked = total - truth.unlinked
    if groups["what"] == "the road map":
        yield linked, total
    else:
        yield said.known.part(groups["what"].replace("of the ", "of "), "initiative"), (linked, total)
    ahead = [name for name, value in truth.marks.items() if value > after] or list(truth.marks)[-1:]
    yield groups["mark"], ahead[0] if ahead else None
    yield said.peer, truth.marks[ahead[0]] if ahead else None


@claim(
    r"(?P<none>No initiative) takes little effort and lies in the upper half by gain",
    r"{n:n} initiatives? takes? little effort and lies? in the upper half by gain; (?:(?P<all>it is a must"
    r"|all are musts)|(?P<nothing>none is a must)|{must:n} of them (?:is a must|are musts))",
)
def _effort(said: Said) -> Pairs:
    truth, groups = said.truth, said.found.groupdict()
    first = truth.begin_with
    must = sum(entry.priority == "must" for entry in truth.assessment.initiatives if entry.ref in first)
    if groups.get("none"):
        yield 0, len(first)
        return
    yield said.n, len(first)
    yield said.n if groups["all"] else 0 if groups["nothing"] else said.must, must


# ------------------------------------------------------------------------------------------------------ subtitles

_SCORES = r"Scores out of 100(?:, overall {overall:n})?"
_ALONE = rf"(?:Scores alone|{_SCORES}; no positions, so colour shows low and high scores)"
_GROUP = r"(?P<group>the whole peer database|the chosen group) \((?P<facts>.+?)\)"


def _group_facts(said: Said, name: str, facts: str) -> Pairs:
    """The reference with its number, its year, its filter, and whether it is invented."""
    peers = said.truth.results["peers"]
    group = peers["database" if name.endswith("database") else "chosen"]
    true = [f"n = {group['n']}"]
    if name == "the chosen group" and group["words"]:
        true.insert(0, group["words"])
    if group["year"] is not None:
        true.append(f"newest assessment {group['year']}")
    if peers["invented"]:
        true.append("invented sample peers")
    yield facts, "; ".join(true)


@claim(
    rf"Scores against {_GROUP}",
    rf"{_SCORES}; (?P<mark>colour) shows where each element stands against {_GROUP}",
)
def _against(said: Said) -> Pairs:
    truth, groups = said.truth, said.found.groupdict()
    yield from _group_facts(said, groups["group"], groups["facts"])
    is_areas = "mark" not in groups and said.told.place.startswith(("chart overall", "chart one-page"))
    yield groups["group"].endswith("database"), is_areas
    if "mark" in groups:
        yield said.overall, truth.score(OVERALL)


@claim(
    rf"{_ALONE}: {_GROUP} is too small to compare with",
    rf"{_ALONE}: too little may be shown of {_GROUP}",
    rf"{_ALONE}: there is no peer data to compare with",
    rf"{_ALONE}: (?P<reason>.+)",
)
def _alone(said: Said) -> Pairs:
    truth, groups = said.truth, said.found.groupdict()
    if said.overall is not None:
        yield said.overall, truth.score(OVERALL)
    of_areas = ("chart overall.subtitle", "chart one-page.subtitle")
    elements = (OVERALL, *truth.areas) if said.told.place in of_areas else truth.elements(said.scope)
    yield (
        [],
        [element for element in elements if truth.median(element) is not None and truth.score(element) is not None],
    )
    if groups.get("group"):
        yield from _group_facts(said, groups["group"], groups["facts"])
    elif groups.get("reason") == "nothing has been scored":
        yield {}, truth.scored(elements)
    elif groups.get("reason"):
        reasons = {str(truth.standing(e).get("reason")).rstrip(".").casefold() for e in elements}
        yield {groups["reason"].casefold()}, reasons
    else:
        yield "", truth.results["peers"]["source"]


@claim(r"{n:n} boxes, from “.+” to “.+”")
def _boxes(said: Said) -> Pairs:
    yield said.n, len(said.truth.questions.scale.boxes)


@claim(
    r"The assessor chooses one for each question(?P<own> without answers of its own)?; its number lies on the scale "
    r"from (?P<low>\S+) to (?P<high>\S+)"
)
def _box_of_each(said: Said) -> Pairs:
    scale = said.truth.questions.scale
    yield bool(said.found["own"]), any(q.own_boxes for q in said.truth.questions.questions.values())
    ends = [Fraction(said.found[end].replace("−", "-")) for end in ("low", "high")]
    yield ends, [scale.lowest, scale.highest]


@claim(
    rf"Points between each element’s score and {_GOAL}(?:, the mean of the best quarter)?(?: of {_GROUP})?"
    r"(?:; {left:n} elements? without a score left out)?"
)
def _points_between(said: Said) -> Pairs:
    truth, groups = said.truth, said.found.groupdict()
    name, goals = truth.goals()
    yield groups["goal"], name
    yield said.left or 0, len(truth.elements()) - len(goals)
    yield bool(groups["group"]), name in ("best in class", "the peer median")
    if groups["group"]:
        yield from _group_facts(said, groups["group"], groups["facts"])


@claim(
    rf"If every question that an initiative lifts moves up one box: an order of size, no forecast(?:; peers: {_GROUP})?"
)
def _if_lifted(said: Said) -> Pairs:
    groups = said.found.groupdict()
    yield bool(groups["group"]), bool(said.truth.marks)
    if groups["group"]:
        yield groups["group"], "the whole peer database"
        yield from _group_facts(said, groups["group"], groups["facts"])


@claim(
    r"Gain: points of the overall score if the questions that it lifts move up one box(?P<numbers>; numbers are those"
    r" of the table of decisions)?(?:; {left:n} initiatives? without effort or questions left out)?"
)
def _gain(said: Said) -> Pairs:
    truth = said.truth
    known = [entry for entry in truth.assessment.initiatives if entry.ref in truth.gains and entry.effort]
    yield said.left or 0, len(truth.assessment.initiatives) - len(known)
    yield bool(said.found["numbers"]), any(mark.number for mark in said.told.inside[0].marks)


_LEFT_OUT = r"(?:; {left:n} elements? without figures left out)?"


@claim(
    r"Share of answers that show each state, in %; most {state:state} first; recorded for (?:all"
    r" {all:n}|{part:n} of {n:n})"
    rf" scored answers{_LEFT_OUT}"
)
def _recorded(said: Said) -> Pairs:
    truth, evidence = said.truth, said.truth.group[OVERALL]["evidence"]
    told = (said.all, said.all) if said.all else (said.part, said.n)
    yield told, (evidence["recorded"], evidence["answers"])
    yield said.left or 0, sum(not truth.shares(element) for element in truth.elements())
    shares = [truth.shares(row.id).get(said.state, -1) for row in said.told.inside[0].rows if row.id != OVERALL]
    yield shares, sorted(shares, reverse=True)


@claim(
    rf"Scores over the questions that both levels answered{_LEFT_OUT}(?P<bold>; bold marks the widest gaps)?",
)
def _bold(said: Said) -> Pairs:
    truth = said.truth
    gaps = {element: truth.level_gap(element) for element in truth.elements() if truth.levels(element)}
    yield said.left or 0, len(truth.elements()) - len(gaps)
    bold = [row.id for row in said.told.inside[0].rows if row.is_wide]
    yield bool(said.found["bold"]), bool(bold)
    yield True, leading(bold, gaps)
    yield [], [element for element in gaps if element not in bold and gaps[element] in {gaps[name] for name in bold}]


# ----------------------------------------------------------------------------------------------------------- rows


def position_row(truth: Truth, row: Any) -> Pairs:
    """A row of a chart of positions."""
    figure = row.id
    yield row.score, truth.score(figure)
    yield row.median, truth.median(figure)
    for shown, key in ((row.middle_half, "middle_half"), (row.band, "band")):
        ends = truth.standing(figure).get(key)
        yield shown, tuple(map(int, ends)) if ends else None
    ends = truth.group[figure]["interval"]
    yield row.interval, tuple(int(end["printed"]) for end in ends) if ends else None
    yield row.best_in_class, whole(truth.standing(figure).get("best_in_class"))
    yield (
        row.aside,
        ""
        if truth.median(figure) is None or truth.peers(figure) == truth.group_size(figure)
        else f"n = {truth.peers(figure)}",
    )
    yield row.target, None if truth.score(figure) is None else truth.target(figure)
    yield row.quarter, truth.fourth(figure)
    yield (row.side.words if row.side is not None else ""), truth.side(figure)
    if truth.side(figure):
        yield row.words, truth.position(figure)
        yield row.n, truth.peers(figure)
    if row.detail:
        yield row.detail, f"median {truth.median(figure)} · n = {truth.peers(figure)}"


def one_page(truth: Truth, chart: Any) -> Pairs:
    """What stands below the score, which bars stand out, and the panels."""
    score, interval = truth.score(OVERALL), truth.group[OVERALL]["interval"]
    told = [f"95 % interval {interval[0]['printed']} to {interval[1]['printed']}"] if interval else []
    if score is not None and truth.median(OVERALL) is not None:
        gap = f"{score - truth.median(OVERALL):+}".replace("-", "−").replace("+0", "0")  # type: ignore[operator]
        peers = NUMBERS[truth.peers(OVERALL)] if truth.peers(OVERALL) < len(NUMBERS) else truth.peers(OVERALL)
        told.append(f"median of {peers} peers {truth.median(OVERALL)} ({gap})")
    yield list(chart.told), told if score is not None else [chart.overall.words]
    yield bool(chart.warning), len(truth.results["interviews"]) == 1
    yield chart.out_of, "" if score is None else "out of 100"
    areas = truth.scored(truth.areas)
    yield [row.id for row in chart.areas], list(truth.areas) if len(truth.areas) > 1 else []
    apart = max(areas.values(), default=0) - min(areas.values(), default=0)
    named = len(areas) >= 4 and apart >= 5 and bool(chart.areas)
    yield set(chart.strongest), set(highest(areas)) if named else set()
    yield set(chart.weakest), set(lowest(areas)) if named else set()
    shares = [[title.capitalize(), f"{share} %"] for title, share in truth.shares(OVERALL).items()]
    levels = [[title.capitalize(), str(points)] for title, points in truth.levels(OVERALL).items()]
    found = [panel for panel in (shares, levels) if panel]
    yield [[[bar.title, bar.figure] for bar in panel.bars] for panel in chart.panels], found
    for panel in chart.panels:
        yield [int(bar.value) for bar in panel.bars], [int(bar.figure.removesuffix(" %")) for bar in panel.bars]
        yield (panel.lowest, panel.highest), (0, 100)


@claim(r"{ahead:state} runs ahead of {behind:state}", r"From {ahead:state} to {behind:state}")
def _states(said: Said) -> Pairs:
    shares = list(said.truth.shares(OVERALL).items())
    yield (said.ahead, said.behind), (shares[0][0], shares[-1][0])
    yield "runs ahead" in said.found[0], shares[0][1] - shares[-1][1] >= 20


@claim(r"{more:level} see more in place than {less:level}")
def _more_in_place(said: Said) -> Pairs:
    levels = said.truth.levels(OVERALL)
    yield {said.more.lower()}, set(highest(levels))
    yield {said.less.lower()}, set(lowest(levels))
    yield said.truth.level_gap(OVERALL) >= 5, True


@claim(r"share of answers, recorded for (?:all {all:n}|{part:n} of {n:n}) scored answers")
def _answers(said: Said) -> Pairs:
    evidence = said.truth.group[OVERALL]["evidence"]
    yield (said.all or said.part, said.all or said.n), (evidence["recorded"], evidence["answers"])


@claim(r"over the {n:n} questions? that both levels answered(?:, of {all:n} behind the overall score)?")
def _common(said: Said) -> Pairs:
    levels = said.truth.group[OVERALL]["levels"]
    yield said.n, levels["questions"]
    yield said.all, levels["scored"] if levels["other_questions"] else None


def distance_rows(truth: Truth, rows: Sequence[Any]) -> Pairs:
    """The rows of a ranking: every figure, and their order."""
    goals = truth.goals()[1]
    for row in rows:
        yield (row.score, row.goal), (truth.score(row.id), goals[row.id])
        yield row.is_far, goals[row.id] - (truth.score(row.id) or 0) >= truth.limit(FAR_BEHIND)
    yield [row.difference for row in rows], sorted(row.difference for row in rows)


def model_tile(truth: Truth, tile: Any) -> Pairs:
    """A tile of the picture of the model."""
    yield tile.score, truth.score(tile.id)
    yield (tile.side.words if tile.side is not None else ""), truth.side(tile.id)
    yield tile.quarter, truth.fourth(tile.id)
    alone = not any(truth.side(element) for element in truth.elements())
    yield tile.band, truth.band(tile.score) if alone and tile.score is not None else ""
    if truth.side(tile.id):
        yield tile.words, truth.position(tile.id)


def profile_row(truth: Truth, row: Any, of: str) -> Pairs:
    """A row of shares or of levels: its figures, and the difference of the last and the first."""
    true = list(truth.shares(row.id).values()) if of == "evidence" else list(truth.levels(row.id).values())
    yield [value for value in row.values if value is not None], true
    if row.difference is not None:
        yield row.difference, true[-1] - true[0]
        sign = f"{row.difference:+}".replace("-", "−") if row.difference else "0"
        yield row.words.startswith(f"{true[-1]} %" if of == "evidence" else sign), True
