"""The figures of the method worked out a second time, in the plainest way, to be compared with those of the program.

It follows the written rules (docs/results-json.md) and shares no arithmetic and no number of the method with the
program: one fraction after the other, every rule where it is needed, nothing quick. Only the nouns are the program's.
What it gives has the shape of the results.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial
from math import atan, cos, floor, isqrt, pi, sin, sqrt
from pathlib import Path
from typing import Any

from reportgen.common.model import (
    AnswerState,
    Area,
    Assessment,
    Element,
    Engagement,
    Interview,
    Peer,
    Question,
    QuestionSet,
)

Facts = dict[str, Any]
Part = QuestionSet | Area | Element

HALF = Fraction(1, 2)
FEW_PEOPLE = "too few interviews at a level"
ANSWERS = (AnswerState.SCORED, AnswerState.NOT_APPLICABLE, AnswerState.NOT_KNOWN)
TIERS = {5: "median", 10: "quarters", 20: "percentile", 40: "best"}


# ----------------------------------------------------------------------------------------------------- as printed


def rounded(value: Fraction) -> int:
    """The nearest whole number; a half goes up."""
    return floor(value + HALF)


def exactly(value: Fraction) -> str:
    """A box as printed: with the decimals that it has, or as a fraction where it has no end of them."""
    for places in range(7):
        if value * 10**places == floor(value * 10**places):
            return decimals(value, places)
    return str(value).replace("-", "−")


def per_cent(share: Fraction | None) -> str:
    """A share as printed."""
    return "–" if share is None else f"{rounded(100 * share)} %"


def decimals(value: Fraction | None, places: int) -> str:
    """A number with so many decimals, as printed."""
    return "–" if value is None else str(Decimal(rounded(value * 10**places)).scaleb(-places)).replace("-", "−")


def number(printed: str) -> Fraction:
    """The number that is printed."""
    return Fraction(printed.replace("−", "-"))


def both(value: Fraction | None, text: str) -> Facts | None:
    """A figure as the results hold it."""
    return None if value is None else {"printed": text, "exact": str(value)}


# ------------------------------------------------------------------------------------------------------- the scores


@dataclass(frozen=True)
class Oracle:
    """Every score of an assessment."""

    assessment: Assessment
    questions: QuestionSet

    def printed(self, value: Fraction | None) -> str:
        """A score as printed, in the decimals of the set."""
        return decimals(value, self.questions.scale.decimals)

    def both(self, value: Fraction | None) -> Facts | None:
        """A score as the results hold it."""
        return both(value, self.printed(value))

    # questions

    def boxes_of(self, question: str) -> list[Fraction]:
        """The boxes that a question can get, ascending."""
        own = self.questions.questions[question].own_boxes or self.questions.scale.boxes
        return sorted(box.value for box in own)

    @cached_property
    def _ends_of_all(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest that any answer to any question counts."""
        everything = [value for q in self.questions.questions for value in self.boxes_of(q)]
        everything += [value for q in self.questions.questions.values() for value in q.points.values()]
        return min(everything), max(everything)

    @cached_property
    def _given(self) -> dict[str, dict[str, Any]]:
        """What interviews said to each question, by code: a box, "N/A" or "not known"."""
        found: dict[str, dict[str, Any]] = {question_id: {} for question_id in self.questions.questions}
        words = {AnswerState.NOT_APPLICABLE: "N/A", AnswerState.NOT_KNOWN: "not known"}
        for answer in self.assessment.answers:
            if answer.state is AnswerState.SCORED:
                found[answer.question_id][answer.interview] = answer.box
            elif answer.state in words:
                found[answer.question_id][answer.interview] = words[answer.state]
        return found

    @cached_property
    def _boxes(self) -> dict[str, dict[str, Fraction]]:
        return {
            q: {code: box for code, box in said.items() if isinstance(box, Fraction)} for q, said in self._given.items()
        }

    @cached_property
    def _points(self) -> dict[str, dict[str, Fraction]]:
        """What N/A and "not known" count, where the set gives them points."""
        states = {"N/A": AnswerState.NOT_APPLICABLE, "not known": AnswerState.NOT_KNOWN}
        return {
            q: {
                code: self.questions.questions[q].points[states[said]]
                for code, said in given.items()
                if said in states and states[said] in self.questions.questions[q].points
            }
            for q, given in self._given.items()
        }

    @cached_property
    def _counts(self) -> dict[str, dict[str, Fraction]]:
        """What each interview counts."""
        return {q: {**self._boxes[q], **self._points[q]} for q in self._given}

    @cached_property
    def _agreed(self) -> dict[str, Fraction]:
        return {entry.question_id: entry.box for entry in self.assessment.agreed if entry.box is not None}

    @cached_property
    def _level(self) -> dict[str, str | None]:
        return {interview.code: interview.level for interview in self.assessment.interviews}

    def mean(self, question: str, without: str | None = None) -> Fraction | None:
        """The score of a question: the agreed box, else the mean of what interviews count, one of them left out."""
        if question in self._agreed:
            return Fraction(self._agreed[question])
        counted = [value for code, value in self._counts[question].items() if code != without]
        return total(counted) / len(counted) if counted else None

    def applies(self, question: str) -> bool:
        """False when all that answered say that it does not apply."""
        said = self._given[question].values()
        return self.mean(question) is not None or not said or any(one != "N/A" for one in said)

    def distance(self, question: str) -> Fraction | None:
        """The mean distance of two interviews, in steps."""
        places = [self.boxes_of(question).index(box) for box in self._boxes[question].values()]
        pairs = [abs(a - b) for i, a in enumerate(places) for b in places[:i]]
        return Fraction(sum(pairs), len(pairs)) if pairs else None

    def question(self, question: str) -> Facts:
        """Everything of a question."""
        value, distance = self.mean(question), self.distance(question)
        boxes, counted = self._boxes[question], self._counts[question]
        computed = total(counted.values()) / len(counted) if counted else None
        places = [self.boxes_of(question).index(box) for box in boxes.values()]
        return {
            "status": status(value, False, self.applies(question)),
            "printed": self.printed(value),
            "exact": None if value is None else str(value),
            "computed": self.both(computed),
            "agreed": self._agreed.get(question),
            "boxes": boxes,
            "points": self._points[question],
            "spread": both(distance, decimals(distance, 1)),
            "steps_apart": max(places) - min(places) if len(places) > 1 else None,
        }

    def lifted(self, questions: Collection[str]) -> Fraction | None:
        """The overall score of the workbook in which every box of these questions, or their agreed one, is one up."""

        def up(question: str, box: Fraction | None) -> Fraction | None:
            higher = [value for value in self.boxes_of(question) if box is not None and value > box]
            return min(higher, default=box)

        answers = tuple(
            replace(one, box=up(one.question_id, one.box)) if one.question_id in questions else one
            for one in self.assessment.answers
        )
        agreed = tuple(
            replace(one, box=up(one.question_id, one.box)) if one.question_id in questions else one
            for one in self.assessment.agreed
        )
        raised = Oracle(replace(self.assessment, answers=answers, agreed=agreed), self.questions)
        return raised.value(raised.questions, raised.mean)

    def moves(self) -> Facts:
        """What would move the overall score, by lifting the answers themselves and scoring all of it again."""
        whole = self.value(self.questions, self.mean) if self.stands(self.questions) else None
        if whole is None:
            return {"horizons": [], "weakest": None, "gains": {}, "first": set()}
        done: list[str] = []
        before, horizons = whole, []
        for horizon in ("burning-platform", "quick-win", "big-prize", "strategic-initiative"):
            mine = [one for one in self.assessment.initiatives if one.horizon == horizon and one.lifts]
            if mine:
                done += [q for one in mine for q in one.lifts]
                after = self.lifted(done) or Fraction(0)
                change = Fraction(number(self.printed(after)) - number(self.printed(before)))
                horizons.append(
                    {"id": horizon, "initiatives": [one.ref for one in mine]}
                    | {"printed": self.printed(after), "exact": str(after), "change": change}
                )
                before = after
        can = sorted((self.mean(q) or Fraction(0), q) for q in self._given if self._can_rise(q))
        lowest = [q for value, q in can if value <= can[: min(20, len(can))][-1][0]]
        after = self.lifted(lowest) or Fraction(0)
        gains = {one.ref: (self.lifted(one.lifts) or Fraction(0)) - whole for one in self.assessment.initiatives}
        known = [one for one in self.assessment.initiatives if one.lifts and one.effort]
        ordered = sorted(gains[one.ref] for one in known) or [Fraction(0)]
        middle = ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]  # twice the median
        return {
            "horizons": horizons,
            "weakest": {"printed": self.printed(after), "exact": str(after), "questions": set(lowest)} if can else None,
            "gains": {one.ref: str(gains[one.ref]) for one in self.assessment.initiatives if one.lifts},
            "first": {one.ref for one in known if one.effort == "low" and 2 * gains[one.ref] > middle},
        }

    def target(self, element: str) -> Facts | None:
        """The box an element is to reach."""
        for one in self.assessment.targets:
            if one.element == element:
                whole = one.box.denominator == 1
                box = one.box.numerator if whole else str(one.box)
                return {"box": box, "printed": self.printed(one.box), "by": None if one.by is None else str(one.by)}
        return None

    def _can_rise(self, question: str) -> bool:
        if question in self._agreed:
            return self._agreed[question] < self.boxes_of(question)[-1]
        return any(box < self.boxes_of(question)[-1] for box in self._boxes[question].values())

    def completion(self, interview: Interview) -> Facts:
        """How much of what an interview should answer was answered."""
        given = {a.question_id: a.state for a in self.assessment.answers if a.interview == interview.code}
        asked = [
            question.id
            for element in self.questions.elements
            if element.id in interview.elements
            for question in element.questions
            if interview.level is None or interview.level in question.levels
        ]
        said = [given.get(question, AnswerState.BLANK) for question in asked]
        answered = sum(state in ANSWERS for state in said)
        share = Fraction(answered, len(asked)) if asked else None
        return {
            "expected": len(asked),
            "answered": answered,
            "gaps": said.count(AnswerState.BLANK),
            "completion": both(share, per_cent(share)),
        }

    # what is made of them

    def weights(self, part: Part) -> dict[str, Fraction]:
        """The effective weight of every applicable question within a part: the shares of all levels, multiplied."""
        if isinstance(part, Element):
            return self._shares([(q.weight, {q.id: Fraction(1)} if self.applies(q.id) else {}) for q in part.questions])
        return self._shares([(one.weight, self.weights(one)) for one in members(part)])

    @staticmethod
    def _shares(parts: Sequence[tuple[Fraction, dict[str, Fraction]]]) -> dict[str, Fraction]:
        applicable = total(weight for weight, inner in parts if inner)
        return {q: weight * share / applicable for weight, inner in parts for q, share in inner.items()}

    def covered(self, part: Part) -> Fraction | None:
        """The effective weight of what is scored; None when nothing applies."""
        weights = self.weights(part)
        return total(w for q, w in weights.items() if self.mean(q) is not None) if weights else None

    def stands(self, part: Part) -> bool:
        """True when half of it is scored."""
        covered = self.covered(part)
        return covered is not None and covered >= HALF

    def value(self, part: Part, of: Callable[[str], Fraction | None]) -> Fraction | None:
        """The mean of what its questions are worth; parts that are withheld leave it."""
        if isinstance(part, Element):
            found = [(q.weight, of(q.id)) for q in part.questions]
        else:
            found = [(one.weight, self.value(one, of) if self.stands(one) else None) for one in members(part)]
        return mean_of(found)

    def part(self, part: Part) -> Facts:
        """Everything of an element, an area or the whole, without its standing."""
        figure = "overall" if isinstance(part, QuestionSet) else part.id
        own = list(part.questions.values()) if isinstance(part, QuestionSet) else list(part.questions)
        value = self.value(part, self.mean) if self.stands(part) else None
        facts = self._facts(figure, own, value, self.covered(part))
        facts |= self._interval(value, self._scored(part), lambda of: self.value(part, of))
        facts["support"] = None if value is None else self._support(facts, self._scored(part))
        return facts | {"levels": self.levels(part), "evidence": self._evidence(own)}

    def topic(self, topic_id: str, own: Sequence[Question]) -> Facts:
        """Everything of a topic."""
        return self._plain(topic_id, own) | {"interval": None, "no_interval": None}

    def lens_group(self, group_id: str, own: Sequence[Question]) -> Facts:
        """Everything of a group of a lens."""
        facts = self._plain(group_id, own)
        value = self._plain_value(own)
        scored = [q.id for q in own if self.mean(q.id) is not None]
        return facts | self._interval(value, scored, lambda of: mean_of([(q.weight, of(q.id)) for q in own]))

    def _plain(self, name: str, own: Sequence[Question]) -> Facts:
        return self._facts(name, own, self._plain_value(own), self._plain_coverage(own))

    def _plain_coverage(self, own: Sequence[Question]) -> Fraction | None:
        applicable = sum(q.weight for q in own if self.applies(q.id))
        scored = total(q.weight for q in own if self.mean(q.id) is not None)
        return scored / applicable if applicable else None

    def _plain_value(self, own: Sequence[Question]) -> Fraction | None:
        coverage = self._plain_coverage(own)
        if coverage is None or coverage < HALF:
            return None
        return mean_of([(q.weight, self.mean(q.id)) for q in own])

    def _facts(self, name: str, own: Sequence[Question], value: Fraction | None, covered: Fraction | None) -> Facts:
        scored = {q.id: mean for q in own if (mean := self.mean(q.id)) is not None}
        means = list(scored.values())
        limit = self.questions.scale.middling_from
        low = sum(number(self.printed(mean)) < limit and mean < self.boxes_of(q)[-1] for q, mean in scored.items())
        spreads = [spread for q in own if (spread := self.distance(q.id)) is not None]
        spread = sum(spreads, Fraction(0)) / len(spreads) if spreads and value is not None else None
        share = Fraction(low, len(means)) if value is not None else None
        return {
            "id": name,
            "status": status(value, bool(means), any(self.applies(q.id) for q in own)),
            "printed": self.printed(value),
            "exact": None if value is None else str(value),
            "coverage": both(covered, per_cent(covered)),
            "questions": len(own),
            "scored": len(means),
            "not_applicable": sum(not self.applies(q.id) for q in own),
            "low": None if value is None else low,
            "low_share": both(share, per_cent(share)),
            "nearest": self._nearest(means) if value is not None else None,
            "spread": both(spread, decimals(spread, 1)),
        }

    def _support(self, facts: Facts, scored: Sequence[str]) -> Facts:
        """How many interviews of how many levels stand behind a score, and how sure it is for it, as it is printed."""
        people = {code for question in scored for code in self._counts[question]}
        levels = {self._level[code] for code in people} - {None}
        scale = self.questions.scale
        steps, span = len(scale.boxes) - 1, scale.highest - scale.lowest
        shares = [] if facts["spread"] is None else [number(facts["spread"]["printed"]) / steps]
        if facts["interval"]:
            shares.append((number(facts["interval"][1]) - number(facts["interval"][0])) / span)
        all_agree = facts["no_interval"] == "it would be the same whichever interview were left out"
        word = "fair"
        if len(people) < 3 or facts["spread"] is None or any(5 * share > 2 for share in shares):
            word = "thin"
        elif (facts["interval"] or all_agree) and len(levels) == len(self.questions.levels):
            word = "firm" if all(5 * share <= 1 for share in shares) else "fair"
        return {"interviews": len(people), "levels": len(levels), "sureness": word}

    def _nearest(self, means: Sequence[Fraction]) -> list[int]:
        """How many printed scores lie nearest each box of the scale; of two equally near ones the higher."""
        boxes = sorted(self.questions.scale.values)
        points = [number(self.printed(mean)) for mean in means]
        found = [min(boxes, key=lambda box: (abs(box - point), -box)) for point in points]
        return [found.count(box) for box in boxes]

    def _scored(self, part: Part) -> list[str]:
        """The scored questions that a score rests on."""
        if isinstance(part, Element):
            return [q.id for q in part.questions if self.mean(q.id) is not None]
        return [q for one in members(part) if self.stands(one) for q in self._scored(one)]

    # intervals

    def _interval(
        self,
        value: Fraction | None,
        scored: Sequence[str],
        score_by: Callable[[Callable[[str], Fraction | None]], Fraction | None],
    ) -> Facts:
        found = "there is no score" if value is None else self._ends(value, scored, score_by)
        if isinstance(found, str):
            return {"interval": None, "no_interval": found}
        return {"interval": [self.printed(end) for end in found], "no_interval": None}

    def _ends(
        self,
        value: Fraction,
        scored: Sequence[str],
        score_by: Callable[[Callable[[str], Fraction | None]], Fraction | None],
    ) -> str | tuple[Fraction, Fraction]:
        found = self.uncertainty(scored, score_by)
        if isinstance(found, str):
            return found
        variance, freedom = found
        margin = t_as_printed(freedom) * root(variance)
        lowest, highest = self._ends_of_all
        low, high = max(value - margin, lowest), min(value + margin, highest)
        if self.printed(low) == self.printed(high):
            return "it would be the same whichever interview were left out"
        return low, high

    def uncertainty(
        self,
        scored: Sequence[str],
        score_by: Callable[[Callable[[str], Fraction | None]], Fraction | None],
    ) -> str | tuple[Fraction, int]:
        """The variance of a score and its degrees of freedom, or why there are none."""
        free = [q for q in scored if q not in self._agreed]
        people = sorted({code for q in free for code in self._counts[q]})
        levels = {self._level[code] for code in people}
        n, freedom = len(people), len(people) - len(levels)
        if n < 5:
            return "too few interviews gave answers"
        if freedom < 3:
            return "too few interviews for the number of levels"
        agreed = score_by(lambda q: None if self.mean(q) is None else Fraction(q in self._agreed))
        if agreed is not None and agreed > Fraction(3, 10):
            return "too much of the score rests on agreed scores"
        squares = Fraction(0)
        for level in levels:
            without = [self._without(code, score_by) for code in people if self._level[code] == level]
            middle = sum(without, Fraction(0)) / len(without)
            squares += total((one - middle) * (one - middle) for one in without)
        return Fraction((n - 1) ** 2, n * freedom) * squares, freedom

    def _without(self, code: str, score_by: Callable[[Callable[[str], Fraction | None]], Fraction | None]) -> Fraction:
        found = score_by(lambda q: self.mean(q, without=code))
        assert found is not None
        return found

    # levels

    def levels(self, part: Part) -> Facts:
        """The scores by level, over the questions every level answered; why there are none."""
        ids = [level.id for level in self.questions.levels]
        reason = self._objection(part)
        compared = self._compared(part)
        common = [q for one in compared for q in self._common(one)]
        own = [part] if isinstance(part, Element) else part.elements
        shown = [q.id for one in own for q in one.questions] if reason else common
        values = {level: None if reason else self._level_value(part, level) for level in ids}
        scored = self._scored(part) if self.stands(part) else []
        return {
            "scores": {level: self.both(value) for level, value in values.items()},
            "n": {level: len(self._people(shown, level)) for level in ids},
            "questions": len(common),
            "scored": len(scored),
            "other_questions": reason is None and len(common) != len(scored),
            "not_compared": reason,
        }

    def _of(self, question: str, level: str) -> dict[str, Fraction]:
        """What the interviews of a level count on a question."""
        return {code: value for code, value in self._counts[question].items() if self._level[code] == level}

    def _people(self, questions: Iterable[str], level: str) -> set[str]:
        return {code for question in questions for code in self._of(question, level)}

    def _common(self, element: Element) -> list[str]:
        """The questions of an element that every level answered."""
        return [q.id for q in element.questions if all(self._of(q.id, level.id) for level in self.questions.levels)]

    def _is_few(self, questions: Sequence[str]) -> bool:
        return any(len(self._people(questions, level.id)) < 2 for level in self.questions.levels)

    def _compared(self, part: Part) -> list[Element]:
        """The elements that a comparison of levels rests on."""
        if self._objection(part):
            return []
        return [part] if isinstance(part, Element) else [e for one in members(part) for e in self._compared(one)]

    def _objection(self, part: Part) -> str | None:
        """Why the levels are not compared."""
        if not self.stands(part):
            return "there is no score"
        if isinstance(part, Element):
            enough = self._level_coverage(part) >= HALF
            if self._is_few([q.id for q in part.questions]) or (enough and self._is_few(self._common(part))):
                return FEW_PEOPLE
        else:
            enough = None not in [self._level_value(part, level.id) for level in self.questions.levels]
            if not enough and FEW_PEOPLE in [self._objection(one) for one in members(part)]:
                return FEW_PEOPLE
        return None if enough else "too few questions that every level answered"

    def _level_coverage(self, part: Part) -> Fraction:
        """The effective weight of what every level answered; what too few people stand behind counts as not."""
        weights = self.weights(part)
        if isinstance(part, Element):
            return total(weights[q] for q in self._common(part))
        applicable = [one for one in members(part) if self.weights(one)]
        few = [one for one in applicable if self._objection(one) == FEW_PEOPLE]
        found = [(one.weight, Fraction(0) if one in few else self._level_coverage(one)) for one in applicable]
        return mean_of(found) or Fraction(0)

    def _level_value(self, part: Part, level: str) -> Fraction | None:
        if isinstance(part, Element):
            boxes = {q: list(self._of(q, level).values()) for q in self._common(part)}
            weight = {q.id: q.weight for q in part.questions}
            return mean_of([(weight[q], total(given) / len(given)) for q, given in boxes.items()])
        if self._level_coverage(part) < HALF:
            return None
        return mean_of(
            [(one.weight, self._level_value(one, level)) for one in members(part) if not self._objection(one)]
        )

    # evidence, agreement

    def _evidence(self, own: Sequence[Question]) -> Facts:
        weight = {q.id: q.weight for q in own}
        answers = [a for a in self.assessment.answers if a.state is AnswerState.SCORED and a.question_id in weight]
        shares: Facts = {}
        for state in self.questions.states:
            told = [a for a in answers if a.evidence.get(state.id) is not None]
            there = total(weight[a.question_id] for a in told if a.evidence[state.id])
            share = there / sum(weight[a.question_id] for a in told) if told else None
            shares[state.id] = both(share, per_cent(share))
        recorded = sum(any(value is not None for value in a.evidence.values()) for a in answers)
        return {"answers": len(answers), "recorded": recorded, "shares": shares}

    def agreement(self, level: str | None = None) -> Facts:
        """Krippendorff's alpha as it is defined: over all pairs of boxes."""
        units = [
            {code: box for code, box in boxes.items() if level is None or self._level[code] == level}
            for boxes in self._boxes.values()
        ]
        units = [unit for unit in units if len(unit) > 1]
        boxes = sorted(box for unit in units for box in unit.values())
        n = len(boxes)
        rank = {box: Fraction(boxes.index(box) + n - boxes[::-1].index(box), 2) for box in set(boxes)}
        observed = total(apart(rank, unit.values()) / (len(unit) - 1) for unit in units)
        expected = apart(rank, boxes)
        alpha = 1 - (observed / n) / (expected / (n * (n - 1))) if expected else None
        return {
            "alpha": both(alpha, decimals(alpha, 2)),
            "questions": len(units),
            "interviews": len({code for unit in units for code in unit}),
            "boxes": n,
        }


def members(part: QuestionSet | Area) -> Sequence[Area | Element]:
    """The areas of the whole, the elements of an area."""
    return part.areas if isinstance(part, QuestionSet) else part.elements


def mean_of(weighted: Iterable[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    """The weighted mean of what there is."""
    there = [(weight, value) for weight, value in weighted if value is not None]
    return total(weight * value for weight, value in there) / total(weight for weight, _ in there) if there else None


def total(values: Iterable[Fraction]) -> Fraction:
    """The sum."""
    return sum(values, Fraction(0))


def apart(rank: Mapping[Fraction, Fraction], given: Iterable[Fraction]) -> Fraction:
    """The squared distances of all pairs of boxes in their ranks, each pair both ways."""
    numbers = Counter(given)
    pairs = [(a, b, rank[a] - rank[b]) for a in numbers for b in numbers]
    return total(numbers[a] * numbers[b] * distance * distance for a, b, distance in pairs)


def status(value: Fraction | None, any_scored: bool, any_applies: bool) -> str:
    """The status of a score."""
    if value is not None:
        return "scored"
    if any_scored:
        return "withheld"
    return "open" if any_applies else "not applicable"


def root(value: Fraction) -> Fraction:
    """The square root, down to twelve decimals."""
    return Fraction(isqrt(floor(value * 10**24)), 10**12)


def t_as_printed(freedom: int) -> Fraction:
    """Student's t as tables print it, with four decimals to 30 degrees of freedom; beyond them 1.96 + 2.4 / freedom."""
    return Fraction(f"{student(freedom):.4f}") if freedom <= 30 else Fraction(196, 100) + Fraction(24, 10) / freedom


def student(freedom: int) -> float:
    """The two-sided 95 % point of Student's t, by halving (series: Abramowitz and Stegun 26.7.3 and 26.7.4)."""
    low, high = 1.0, 20.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if within(middle, freedom) < 0.95 else (low, middle)
    return low


def within(t: float, freedom: int) -> float:
    """The probability that a variable with Student's distribution lies within -t and t."""
    angle = atan(t / sqrt(freedom))
    term, series = (cos(angle), cos(angle)) if freedom % 2 else (1.0, 1.0)
    for k in range(3 if freedom % 2 else 2, freedom - 1, 2):
        term *= cos(angle) ** 2 * (k - 1) / k
        series += term
    if freedom % 2 == 0:
        return sin(angle) * series
    return 2 / pi * (angle + (sin(angle) * series if freedom > 1 else 0.0))


# --------------------------------------------------------------------------------------------------------- standing


@dataclass(frozen=True)
class PeerOracle:
    """What may be shown of the peers, and where the client stands."""

    peers: Sequence[Peer]
    engagement: Engagement
    questions: QuestionSet

    @cached_property
    def _newest(self) -> list[Peer]:
        """One assessment an organisation, of this question set, without the client's own."""
        own = {name.casefold() for name in self.engagement.own_peer_ids}
        found: dict[str, Peer] = {}
        for peer in sorted(self.peers, key=lambda peer: peer.date):
            if peer.set_id == self.questions.id:
                found[peer.id] = peer
        return [one for one in found.values() if not {one.id.casefold(), one.owner.casefold()} & own]

    @cached_property
    def _chosen(self) -> list[Peer]:
        wanted = self.engagement.peer_filter
        found = [
            one
            for one in self._newest
            if _is_among(one.sector, wanted.sectors)
            and _is_among(one.region, wanted.regions)
            and _is_among(one.size, wanted.sizes)
            and (wanted.since is None or one.date.year >= wanted.since)
        ]
        return self._newest if 1 <= len(self._newest) - len(found) <= 4 else found

    def _score(self, peer: Peer, part: Part) -> Fraction | None:
        """The score of a peer: elements that it was not scored on count as not covered."""
        if isinstance(part, Element):
            return peer.elements.get(part.id)
        if self._covered(peer, part) < HALF:
            return None
        return mean_of([(one.weight, self._score(peer, one)) for one in members(part)])

    def _covered(self, peer: Peer, part: Part) -> Fraction:
        if isinstance(part, Element):
            return Fraction(part.id in peer.elements)
        found = mean_of([(one.weight, self._covered(peer, one)) for one in members(part)])
        return found or Fraction(0)

    def group(self, name: str) -> Facts:
        """How many there are in the whole database or the chosen group; of five or more the year of the newest."""
        found = self._chosen if name == "chosen group" else self._newest
        return {"n": len(found), "year": max(one.date.year for one in found) if len(found) >= 5 else None}

    def standing(self, part: Part, score: Facts) -> Facts:
        """Where a score stands, which is given as the results hold it."""
        is_element = isinstance(part, Element)
        group = self._chosen if is_element else self._newest
        having = [one for one in group if self._score(one, part) is not None]
        n = len(having)
        facts: Facts = {"reference": "chosen group" if is_element else "database", "n": n}
        outside = [one for one in self._newest if one not in group and self._score(one, part) is not None]
        owners = [one.owner or one.id for one in having]
        dominated = any(4 * owners.count(owner) > n for owner in owners)
        if n < 5 or dominated or 1 <= len(outside) <= 4:
            return facts | {"disclosure": "nothing"}
        values = sorted(value for one in having if (value := self._score(one, part)) is not None)
        facts["disclosure"] = [name for least, name in TIERS.items() if n >= least][-1]
        return facts | self._figures(values) | self._position(values, score)

    @cached_property
    def _step(self) -> Fraction:
        """The twentieth part of the range: 5 of 0 to 100."""
        return (self.questions.scale.highest - self.questions.scale.lowest) / 20

    def _printed(self, value: Fraction) -> str:
        return decimals(value, self.questions.scale.decimals)

    def _figures(self, values: Sequence[Fraction]) -> Facts:
        n = len(values)
        facts: Facts = {"median": self._printed(self._quantile(values, HALF))}
        if n >= 10:
            facts["middle_half"] = [self._printed(self._quantile(values, Fraction(p, 4))) for p in (1, 3)]
        if n >= 20:
            facts["band"] = [self._printed(self._quantile(values, Fraction(p, 10))) for p in (1, 9)]
        if n >= 40:
            best = values[n - n // 4 :]
            facts["best_in_class"] = self._printed(self._on_grid(total(best) / len(best), n))
        return facts

    def _quantile(self, values: Sequence[Fraction], share: Fraction) -> Fraction:
        def at(place: Fraction) -> Fraction:
            below = floor(place)
            part = place - below
            return values[below] * (1 - part) + (values[below + 1] * part if part else 0)

        middle = (len(values) - 1) * share
        return self._on_grid((at(middle - 1) + at(middle) + at(middle + 1)) / 3, len(values))

    def _on_grid(self, value: Fraction, n: int) -> Fraction:
        grid = self._step if n < 200 else self._step / 5
        return grid * rounded(value / grid)

    def _position(self, values: Sequence[Fraction], score: Facts) -> Facts:
        if score["exact"] is None:
            return {}
        n, own = len(values), number(score["printed"])
        median = self._quantile(values, HALF)
        ends = score["interval"] and [number(end) for end in score["interval"]]
        difference = own - number(self._printed(median))
        facts: Facts = {"difference": decimals(difference, self.questions.scale.decimals).replace("−", "-")}
        above, below = own >= median + self._step, own <= median - self._step
        clearly = "clearly " if ends and ((above and ends[0] > median) or (below and ends[1] < median)) else ""
        facts["side"] = f"{clearly}above" if above else f"{clearly}below" if below else "about level with"
        low, high = 25, 75
        if n >= 10:
            first, third = (self._quantile(values, Fraction(p, 4)) for p in (1, 3))
            if above and own > third:
                facts["quarter"], low, high = "top quarter", 75, 95
            elif below and own < first:
                facts["quarter"], low, high = "bottom quarter", 5, 25
            elif first <= own <= third:
                facts["quarter"] = "middle half"
        if n >= 20:
            ranks = sum((1 if value < own else HALF) for value in values if value <= own)
            low, high = (max(low, 50), high) if own > median else (low, min(high, 50)) if own < median else (low, high)
            facts["percentile"] = min(max(5 * rounded(Fraction(ranks) * 20 / n), low), high)
        return facts


def _is_among(name: str, wanted: Sequence[str]) -> bool:
    return not wanted or name.casefold() in [one.casefold() for one in wanted]


# ------------------------------------------------------------------------------------------------------- altogether


def expected(
    assessment: Assessment, questions: QuestionSet, peers: Sequence[Peer], lenses: Mapping[str, Sequence[str]]
) -> Facts:
    """What the results must hold of all figures; `lenses` are the ids of the questions of each `lens.group`."""
    oracle, among = Oracle(assessment, questions), PeerOracle(peers, assessment.engagement, questions)

    def part(one: Part) -> Facts:
        facts = oracle.part(one)
        return facts | {"standing": among.standing(one, facts)}

    return {
        "overall": part(questions),
        "areas": {area.id: part(area) for area in questions.areas},
        "elements": {e.id: part(e) | {"target": oracle.target(e.id)} for e in questions.elements},
        "topics": {
            f"{element.id}.{topic.id}": oracle.topic(topic.id, topic.questions)
            for element in questions.elements
            for topic in element.topics
        },
        "lenses": {
            name: oracle.lens_group(name.partition(".")[2], [questions.questions[one] for one in own])
            for name, own in lenses.items()
        },
        "questions": {question_id: oracle.question(question_id) for question_id in questions.questions},
        "interviews": {one.code: oracle.completion(one) for one in assessment.interviews},
        "moves": oracle.moves(),
        "agreement": {"overall": oracle.agreement()} | {one.id: oracle.agreement(one.id) for one in questions.levels},
        "peers": {"database": among.group("database"), "chosen": among.group("chosen group")},
    }


def lens_members(folder: Path) -> dict[str, list[str]]:
    """The ids of the questions of each `lens.group`, from the files of a set: an element's groups and its own."""
    declared = tomllib.loads((folder / "set.toml").read_text(encoding="utf-8"))
    found: dict[str, list[str]] = {
        f"{lens['id']}.{group['id']}": [] for lens in declared["lenses"] for group in lens["groups"]
    }
    for area in declared["areas"]:
        for element in tomllib.loads((folder / f"{area}.toml").read_text(encoding="utf-8"))["elements"]:
            parts = element.get("topics", [element])
            for question in (question for part in parts for question in part["questions"]):
                for name in {*_tags(element), *_tags(question)}:
                    found[name].append(question["id"])
    return found


def _tags(entry: Facts) -> list[str]:
    """The groups that an element or a question names."""
    given = entry.get("lenses", {}).items()
    return [f"{lens}.{one}" for lens, groups in given for one in ([groups] if isinstance(groups, str) else groups)]


# --------------------------------------------------------------------------------------------------------- progress


@dataclass(frozen=True)
class ProgressOracle:
    """The same organisation then and now: both times as if only what is in common had been answered."""

    then: Assessment
    then_questions: QuestionSet
    now: Assessment
    questions: QuestionSet

    @cached_property
    def common(self) -> list[str]:
        """The questions scored both times that say the same."""
        before, after = Oracle(self.then, self.then_questions), Oracle(self.now, self.questions)
        return [
            q.id
            for q in self.questions.questions.values()
            if q.id in self.then_questions.questions
            and self.then_questions.questions[q.id].text == q.text
            and before.mean(q.id) is not None
            and after.mean(q.id) is not None
        ]

    def cut(self, whole: Assessment) -> Oracle:
        """An assessment of which nothing is left but the questions in common, and what does not apply today."""
        today = Oracle(self.now, self.questions)
        void = [q for q in self.questions.questions if not today.applies(q)]
        answers = [a for a in whole.answers if a.question_id in self.common]
        answers += [a for a in self.now.answers if a.question_id in void]
        agreed = [entry for entry in whole.agreed if entry.question_id in self.common]
        return Oracle(replace(whole, answers=tuple(answers), agreed=tuple(agreed)), self.questions)

    def change(self, part: Part) -> Facts:
        """Everything of the change of an element, an area or the whole."""
        before, after = self.cut(self.then), self.cut(self.now)
        held = after._scored(part)
        facts: Facts = {"questions": len(held), "then": None, "now": None, "change": None, "interval": None}
        if not after.stands(part):
            facts["questions"] = len(self._own(part)) if isinstance(part, Element) else len(held)
            return facts | {"mark": None}
        values = [one.value(part, one.mean) for one in (before, after)]
        assert None not in values
        first, second = (value for value in values if value is not None)
        change = number(after.printed(second)) - number(after.printed(first))
        facts |= {"then": after.both(first), "now": after.both(second)}
        facts["change"] = decimals(change, self.questions.scale.decimals)
        ends = self._ends(before, after, part, second - first) if len(held) >= 5 else None
        if ends is None:
            return facts | {"mark": None}
        low, high = (number(after.printed(end)) for end in ends)
        rose, fell = low > 0 and change > 0, high < 0 and change < 0
        facts["interval"] = [after.both(end) for end in ends]
        return facts | {"mark": "clear rise" if rose else "clear fall" if fell else "not clear"}

    def _own(self, part: Element) -> list[str]:
        return [q.id for q in part.questions if q.id in self.common]

    def _ends(self, before: Oracle, after: Oracle, part: Part, change: Fraction) -> tuple[Fraction, Fraction] | None:
        found = []
        for one in (before, after):
            if one.part(part)["interval"] is None:
                return None
            uncertainty = one.uncertainty(one._scored(part), partial(one.value, part))
            assert not isinstance(uncertainty, str)
            found.append(uncertainty)
        (first, freedom_then), (second, freedom_now) = found
        welch = (first + second) ** 2 / (first * first / freedom_then + second * second / freedom_now)
        margin = t_as_printed(floor(welch)) * root(first + second)
        return change - margin, change + margin
