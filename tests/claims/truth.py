"""What the results say, for a reader who checks a report: scores, standings, shares, counts, and who comes first.

All of it is worked out anew from the results file, the question set and the answers; nothing is taken from the code
that writes sentences or draws charts. The numbers of the method come from where they are declared.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import lcm
from typing import Any

from reportgen.common.folding import fold
from reportgen.common.method import PERCENTILE_STEP, SAME_SCORES, SAME_SHARE
from reportgen.common.model import OVERALL, AnswerState, Assessment, Initiative, Peer, Question, QuestionSet

NO_FIGURE = "–"
ABOVE, LEVEL, BELOW = "above", "about level with", "below"
TOP, MIDDLE_HALF, BOTTOM = "top quarter", "middle half", "bottom quarter"


def whole(text: str | None) -> int | None:
    """A printed figure as a number; None for a dash."""
    return None if text in (None, NO_FIGURE) else int(str(text).removesuffix(" %"))


def rounded(value: Fraction) -> int:
    """The nearest whole number, a half up."""
    return (value + Fraction(1, 2)).__floor__()


@dataclass(frozen=True)
class Truth:
    """The results of one assessment, asked by id: OVERALL, areas, elements, topics and questions."""

    results: Mapping[str, Any]
    questions: QuestionSet
    assessment: Assessment
    database: tuple[Peer, ...] = ()  # the earlier assessments that it is compared with

    # ---------------------------------------------------------------------------------------------- what there is

    @cached_property
    def group(self) -> Mapping[str, Any]:
        """The whole, areas and elements by id."""
        parts = (*self.results["areas"], *self.results["elements"])
        return {OVERALL: self.results["overall"], **{part["id"]: part for part in parts}}

    @cached_property
    def question(self) -> Mapping[str, Any]:
        """The questions by id."""
        return {entry["id"]: entry for entry in self.results["questions"]}

    @cached_property
    def topic(self) -> Mapping[str, Any]:
        """The topics by id, of all elements; a topic's id is asked for with its element: "proposition/promise"."""
        return {f"{part['id']}/{topic['id']}": topic for part in self.results["elements"] for topic in part["topics"]}

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(area.id for area in self.questions.areas)

    def elements(self, scope: str = OVERALL) -> tuple[str, ...]:
        """The ids of the elements of an area or of the whole."""
        return tuple(e.id for area in self.questions.areas if scope in (OVERALL, area.id) for e in area.elements)

    def topics(self, scope: str = OVERALL) -> tuple[str, ...]:
        """The ids of the topics of an element, an area or of the whole."""
        return tuple(
            f"{element.id}/{topic.id}"
            for area in self.questions.areas
            for element in area.elements
            for topic in element.topics
            if scope in (OVERALL, area.id, element.id)
        )

    def asked(self, scope: str) -> tuple[Question, ...]:
        """The questions of a topic, an element, an area or of the whole."""
        return tuple(
            question
            for area in self.questions.areas
            for element in area.elements
            for topic in element.topics
            if scope in (OVERALL, area.id, element.id, f"{element.id}/{topic.id}")
            for question in topic.questions
        )

    @cached_property
    def topic_of(self) -> Mapping[str, str]:
        """The topic of each question."""
        return {question.id: topic for topic in self.topics() for question in self.asked(topic)}

    def area_of(self, question_id: str) -> str:
        """The area of a question."""
        return self.questions.area_of[self.questions.element_of[question_id].id].id

    # ----------------------------------------------------------------------------------------------------- scores

    def score(self, figure: str) -> int | None:
        """The printed score of anything."""
        found = self.group.get(figure) or self.topic.get(figure) or self.question[figure]
        return whole(found["printed"])

    def figure(self, ref: str) -> str | None:
        """The id of what a drafted item is about; None when that is nothing with a score."""
        topic = ref.replace(".topic.", "/")
        if topic in self.topic:
            return topic
        return ref if ref in self.group or ref in self.question else None

    def part_of_model(self, figure: str) -> int:
        """0 for the whole, areas and elements, 1 for a topic, 2 for a question."""
        return 0 if figure in self.group else 1 if figure in self.topic else 2

    def limit(self, share: Fraction) -> Fraction:
        """A limit of the method in points of the scale."""
        return self.questions.scale.of_span(share)

    def scored(self, figures: Iterable[str]) -> dict[str, int]:
        """Those of them that have a score, with it."""
        return {figure: points for figure in figures if (points := self.score(figure)) is not None}

    def rated(self, scope: str = OVERALL) -> dict[str, int]:
        """The scored questions of a part, with their scores."""
        return self.scored(question.id for question in self.asked(scope))

    def weak(self, scope: str = OVERALL, under: Fraction | None = None) -> dict[str, int]:
        """The questions that score under a limit, that of the low band unless said."""
        limit = self.questions.scale.middling_from if under is None else under
        return {question: points for question, points in self.rated(scope).items() if points < limit}

    def strong(self, scope: str = OVERALL) -> dict[str, int]:
        """The questions in the high band."""
        return {question: p for question, p in self.rated(scope).items() if p >= self.questions.scale.high_from}

    def band(self, points: int) -> str:
        """The word for a score."""
        low, high = self.questions.scale.middling_from, self.questions.scale.high_from
        return "low" if points < low else "middling" if points < high else "high"

    # --------------------------------------------------------------------------------------------------- standing

    def standing(self, figure: str) -> Mapping[str, Any]:
        """What may be shown of a figure's peers."""
        found: Mapping[str, Any] = self.group[figure]["standing"]
        return found

    def median(self, figure: str) -> int | None:
        """The printed median of a figure's peers."""
        return whole(self.standing(figure).get("median"))

    def goals(self) -> tuple[str, dict[str, int]]:
        """What the scored elements are ranked by, and its printed figure for each: the best that all of them have."""
        scored = self.scored(self.elements())
        for name, key in (("best in class", "best_in_class"), ("the peer median", "median")):
            found = {element: whole(self.standing(element).get(key)) for element in scored}
            if None not in found.values():
                return name, {element: goal for element, goal in found.items() if goal is not None}
        high = int(self.questions.scale.high_from)
        return f"{high}, from where scores are high", dict.fromkeys(scored, high)

    def side(self, figure: str) -> str:
        """Above, about level or below, and clearly so: the rule of words, from the printed figures alone."""
        score, median = self.score(figure), self.median(figure)
        if score is None or median is None:
            return ""
        low, high = (whole(end["printed"]) for end in self.group[figure]["interval"] or ({"printed": None},) * 2)
        if abs(score - median) < self.questions.scale.about_level:
            return LEVEL
        if score > median:
            return f"clearly {ABOVE}" if low is not None and low > median else ABOVE
        return f"clearly {BELOW}" if high is not None and high < median else BELOW

    def target(self, element: str) -> int | None:
        """The box that an element is to reach."""
        found = [int(one.box) for one in self.assessment.targets if one.element == element]
        return found[0] if found else None

    def is_unsettled(self, ahead: Collection[str], behind: Collection[str]) -> bool:
        """True when some interval lets one of those ahead and one of those behind change places."""

        def ends(figure: str) -> tuple[int, int]:
            interval = self.group[figure]["interval"]
            low, high = (whole(end["printed"]) for end in interval) if interval else [self.score(figure)] * 2
            return low or 0, high or 0

        pairs = [(one, other) for one in ahead for other in behind]
        judged = [pair for pair in pairs if any(self.group[figure]["interval"] for figure in pair)]
        return any(ends(other)[1] >= ends(one)[0] for one, other in judged)

    def is_clear(self, figure: str) -> bool:
        """True when its interval, where it has one, leaves the side of the median no doubt."""
        return self.side(figure) not in (ABOVE, BELOW) or not self.group[figure]["interval"]

    def quarter(self, figure: str) -> str:
        """The quarter or the middle half; empty where none is named."""
        score, ends = self.score(figure), self.standing(figure).get("middle_half")
        if score is None or ends is None:
            return ""
        low, high = map(int, ends)
        if low <= score <= high:
            return MIDDLE_HALF
        if score > high and self.side(figure).endswith(ABOVE):
            return TOP
        return BOTTOM if score < low and self.side(figure).endswith(BELOW) else ""

    def outer(self, figure: str) -> str:
        """The top or the bottom quarter, where it stands in one; else empty."""
        return self.quarter(figure) if self.quarter(figure) in (TOP, BOTTOM) else ""

    def fourth(self, figure: str) -> int | None:
        """Of four boxes from the lowest, the one to be filled; None where none is."""
        above, quarter = self.side(figure).endswith(ABOVE), self.quarter(figure)
        if quarter == MIDDLE_HALF:
            return None if self.side(figure) == LEVEL else 3 if above else 2
        return {TOP: 4, BOTTOM: 1}.get(quarter)

    def position(self, figure: str) -> str:
        """The position in a few words, as tables and charts have it."""
        side = self.side(figure)
        return (self.outer(figure) or f"{side} median").capitalize() if side else ""

    def percentile(self, figure: str) -> str:
        """The percentile as it is printed, once it is held to quarter and side."""
        printed = self.standing(figure).get("percentile")
        if printed is None:
            return ""
        value = int("".join(filter(str.isdigit, str(printed))))
        value += {"under": -PERCENTILE_STEP, "over": PERCENTILE_STEP}.get(str(printed).split()[0], 0)
        quarter, side = self.quarter(figure), self.side(figure)
        low, high = {TOP: (75, 95), BOTTOM: (5, 25)}.get(quarter, (25, 75))
        low = max(low, 50) if side.endswith(ABOVE) else low
        high = min(high, 50) if side.endswith(BELOW) else high
        held = value % PERCENTILE_STEP == 0 and low <= value <= high
        return str(printed) if held else f"a percentile of {low} to {high}"

    def peers(self, figure: str) -> int:
        """How many peers have a figure."""
        n: int = self.standing(figure)["n"]
        return n

    def group_size(self, figure: str) -> int:
        """How many peers there are in the group that a figure is compared with."""
        is_whole = self.standing(figure)["reference"] == "database"
        n: int = self.results["peers"]["database" if is_whole else "chosen"]["n"]
        return n

    def group_words(self, figure: str) -> str:
        """Whom a figure is compared with."""
        chosen = self.results["peers"]["chosen"]["words"]
        is_whole = self.standing(figure)["reference"] == "database"
        is_whole = is_whole or chosen in ("", self.results["peers"]["database"]["words"])
        return "the peer database" if is_whole else f"the chosen group ({chosen})"

    @cached_property
    def organisations(self) -> set[str]:
        """The ids of those in the database that were assessed with this question set, the client's own among them."""
        return {fold(one.id) for one in self.database if fold(one.set_id) == fold(self.questions.id)}

    @cached_property
    def named_as_client(self) -> set[str]:
        """Those of them that go by an id of the client."""
        own = {fold(name) for name in self.assessment.engagement.own_peer_ids}
        return self.organisations & {fold(one.id) for one in self.database if own & {fold(one.id), fold(one.owner)}}

    @cached_property
    def scored_as_client(self) -> set[str]:
        """Those of them with the client's own scores: on enough elements, and on enough of those that both have."""
        own, found = {element: self._kept(element) for element in self.scored(self.elements())}, set()
        for one in self.database:
            shared = own.keys() & one.elements.keys()
            equal = [element for element in shared if own[element] == one.elements[element]]
            if len(equal) >= SAME_SCORES and len(equal) > SAME_SHARE * len(shared):
                found.add(fold(one.id))
        return self.organisations & found

    def _kept(self, element: str) -> Fraction:
        """The client's score as exactly as the database keeps scores of this element."""
        unit = lcm(*(one.elements[element].denominator for one in self.database if element in one.elements))
        return Fraction(rounded(Fraction(self.group[element]["exact"]) * unit), unit)

    # ------------------------------------------------------------------------------------------ evidence and levels

    def shares(self, figure: str) -> dict[str, int]:
        """The printed shares of answers with each evidence state, in the set's order, by title."""
        shares = self.group[figure]["evidence"]["shares"]
        known = {state.title.lower(): shares.get(state.id) for state in self.questions.states}
        return {title: int(share["printed"].removesuffix(" %")) for title, share in known.items() if share}

    def drops(self, figure: str) -> dict[tuple[str, str], int]:
        """By how much each evidence state falls behind the one before it."""
        shares = list(self.shares(figure).items())
        return {(a, b): ahead - behind for (a, ahead), (b, behind) in pairwise(shares)}

    def evidence(self, question: str) -> dict[str, tuple[int, int]]:
        """How often each state was found among the scored answers to a question, and how often anything was said."""
        answers = [a for a in self.assessment.answers_to.get(question, ()) if a.state is AnswerState.SCORED]
        answers = [a for a in answers if a.interview in self.question[question]["boxes"]]
        found = {s.title.lower(): [a.evidence.get(s.id) for a in answers] for s in self.questions.states}
        counts = {title: (said.count(True), len(said) - said.count(None)) for title, said in found.items()}
        return {title: count for title, count in counts.items() if count[1]}

    def levels(self, figure: str) -> dict[str, int]:
        """The printed scores of the levels, by plural, where they are compared."""
        scores = (self.group[figure]["levels"] or {"scores": {}})["scores"]
        known = {level.plural.lower(): scores.get(level.id) for level in self.questions.levels}
        return {name: int(value["printed"]) for name, value in known.items() if value}

    def level_gap(self, figure: str) -> int:
        """How far the highest and the lowest level lie apart; 0 where they are not compared."""
        scores = self.levels(figure).values()
        return max(scores) - min(scores) if len(scores) > 1 else 0

    # ------------------------------------------------------------------------------------------------- interviews

    def steps_apart(self, question: str) -> int | None:
        """Steps between the lowest and the highest box of a question; None under two."""
        boxes = list(self.question[question]["boxes"].values())
        places = [self.questions.scale.values.index(box) for box in boxes]
        return max(places) - min(places) if len(places) > 1 else None

    def apart(self, scope: str = OVERALL) -> dict[str, int]:
        """The scored questions of a part on which interviews lie far apart, with the steps."""
        known = {question: self.steps_apart(question) for question in self.rated(scope)}
        return {
            question: steps for question, steps in known.items() if steps and steps >= self.questions.scale.far_apart
        }

    def compared(self, scope: str = OVERALL) -> int:
        """How many scored questions of a part two interviews or more scored."""
        return sum(self.steps_apart(question) is not None for question in self.rated(scope))

    def covering(self, scope: str = OVERALL) -> list[Mapping[str, Any]]:
        """The interviews that cover anything of an area or element."""
        wanted = set(self.elements(scope)) or {scope}
        return [i for i in self.results["interviews"] if scope == OVERALL or wanted & set(i["elements"])]

    @cached_property
    def moves(self) -> list[tuple[str, int, int, int, int]]:
        """Each horizon that lifts: its id, printed score, change, and numbers of initiatives and questions."""
        found = []
        before = self.score(OVERALL) or 0
        for one in self.results["moves"]["horizons"]:
            after = whole(one["printed"]) or 0
            found.append((one["id"], after, after - before, len(one["initiatives"]), len(one["questions"])))
            before = after
        return found

    @cached_property
    def can_rise(self) -> set[str]:
        """The questions with a box, or an agreed one, that is not their highest."""
        top = {question: self.questions.answers[question].values[-1] for question in self.question}
        agreed = {entry.question_id: entry.box for entry in self.assessment.agreed if entry.box is not None}
        given = [(a.question_id, a.box) for a in self.assessment.answers if a.box and a.question_id not in agreed]
        return {question for question, box in (*given, *agreed.items()) if box < top[question]}

    @cached_property
    def gains(self) -> dict[str, Fraction]:
        """What each initiative alone would add, by reference."""
        return {ref: Fraction(gain["exact"]) for ref, gain in self.results["moves"]["gains"].items()}

    @cached_property
    def begin_with(self) -> set[str]:
        """The initiatives of low effort that gain more than the middle one of those with effort and gain."""
        known = {e.ref: e.effort for e in self.assessment.initiatives if e.effort and e.ref in self.gains}
        ordered = sorted(self.gains[ref] for ref in known)
        middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2 if ordered else Fraction(0)
        return {ref for ref, effort in known.items() if effort == "low" and self.gains[ref] > middle}

    @property
    def unlinked(self) -> int:
        """How many initiatives do not say what they lift."""
        return sum(not entry.lifts for entry in self.assessment.initiatives)

    @cached_property
    def marks(self) -> dict[str, int]:
        """The figures of the peers beside what would move the score."""
        median, upper = self.median(OVERALL), (self.standing(OVERALL).get("middle_half") or (None, None))[1]
        found = {"peer median": median, "upper quartile": whole(upper)}
        return {name: value for name, value in found.items() if value is not None}

    def initiatives(self, area: str, *horizons: str) -> list[Initiative]:
        """The initiatives of an area (or OVERALL)."""
        found = [entry for entry in self.assessment.initiatives if entry.area == area]
        return [entry for entry in found if not horizons or entry.horizon in horizons]


def highest(scores: Mapping[str, int]) -> dict[str, int]:
    """Those with the highest score, all of them, with it."""
    return {figure: points for figure, points in scores.items() if points == max(scores.values())}


def lowest(scores: Mapping[str, int]) -> dict[str, int]:
    """Those with the lowest score, all of them, with it."""
    return {figure: points for figure, points in scores.items() if points == min(scores.values())}


def leading(named: Collection[str], rank: Mapping[str, int], most: Callable[[Iterable[int]], int] = max) -> bool:
    """True when nothing that is not named ranks before one that is; equal ones may have been left out."""
    sign = 1 if most is max else -1
    left = [sign * points for figure, points in rank.items() if figure not in named]
    return not left or not named or min(sign * rank[figure] for figure in named) >= max(left)
