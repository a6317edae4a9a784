"""Do the intervals hold what they promise? Simulated assessments with a known answer; run by hand, prints a table.

    python benchmarks/interval_coverage.py [simulations a design]

An assessment is drawn, scored by the program, and its interval compared with the score that other people of the same
levels, asked the same questions, would have given on average. Everything is invented: six boxes, twelve elements of six
questions, levels 14 points apart, people who differ by 8 points, by 5 more from element to element, and answers by 15.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random
from statistics import NormalDist, mean

from reportgen.assessment.scoring import score
from reportgen.common.model import (
    AgreedScore,
    Answer,
    AnswerState,
    Area,
    Assessment,
    Element,
    Engagement,
    Interview,
    Level,
    Question,
    QuestionSet,
    Topic,
)
from reportgen.common.scale import Box, scale_of

BOXES = (5, 20, 40, 60, 80, 100)
LIMITS = [(low + high) / 2 for low, high in pairwise(BOXES)]
LEVELS = ("manager", "implementation")
SIZES = (5, 6, 8, 10, 12, 16, 20)
ELEMENTS, QUESTIONS = 12, 6  # questions of each element
PERSON, PERSON_BY_ELEMENT, ANSWER = 8.0, 5.0, 15.0  # standard deviations
LEVEL_BY_ELEMENT = 4.0
NOT_KNOWN = 0.06
AGREED_BOX = 40
FEW = {5: 1, 6: 2, 8: 2, 10: 2, 12: 3, 16: 4, 20: 5}  # interviews of the smaller level, where levels are unequal


@dataclass(frozen=True, slots=True)
class Design:
    """How an assessment is laid out."""

    name: str
    unequal: bool = False
    asked: float = 1.0  # share of the elements each interview covers
    agreed: float = 0.0  # share of the questions with an agreed box
    half_level_gap: float = 7.0


DESIGNS = (
    Design("equal levels, all asked"),
    Design("levels 1 : 3, all asked", unequal=True),
    Design("equal levels, half asked, 15 % agreed", asked=0.5, agreed=0.15),
    Design("levels 1 : 3, half asked, 15 % agreed", unequal=True, asked=0.5, agreed=0.15),
    Design("no difference of levels, half asked", asked=0.5, half_level_gap=0.0),
)


def model() -> QuestionSet:
    """Twelve elements of six questions in one area."""
    elements = []
    for element in range(ELEMENTS):
        names = [f"E{element}-{number}" for number in range(QUESTIONS)]
        questions = [Question(name, "", "", {}, "", "", "", True, frozenset(LEVELS)) for name in names]
        topic = Topic(f"t{element}", "", tuple(questions))
        elements.append(Element(f"e{element}", f"E{element}", "", (topic,)))
    levels = tuple(Level(level, level, level) for level in LEVELS)
    scale = scale_of([Box(Fraction(box), "") for box in BOXES], lowest=Fraction(0))
    return QuestionSet("simulated", "1", "", scale, (), levels, (Area("all", "", tuple(elements)),))


def simulated(design: Design, n: int, chance: Random, questions: QuestionSet) -> tuple[Assessment, float]:
    """An assessment of `n` interviews, and the score other people of the same levels would give on average."""
    first = (FEW[n] if design.unequal else n // 2) or 1
    levels = [LEVELS[0]] * first + [LEVELS[1]] * (n - first)
    shift = {LEVELS[0]: design.half_level_gap, LEVELS[1]: -design.half_level_gap}
    answers: list[Answer] = []
    agreed: list[AgreedScore] = []
    people = [chance.gauss(0, PERSON) for _ in levels]
    truth = []
    for element in questions.elements:
        lean = {level: shift[level] + chance.gauss(0, LEVEL_BY_ELEMENT) for level in LEVELS}
        own = [chance.gauss(0, PERSON_BY_ELEMENT) for _ in levels]
        covering = [i for i in range(n) if chance.random() < design.asked] or [chance.randrange(n)]
        expected = []
        for question in element.questions:
            middle = chance.gauss(42, 12)
            asked = [i for i in covering if chance.random() >= NOT_KNOWN] or [chance.choice(covering)]
            for i in asked:
                latent = middle + lean[levels[i]] + people[i] + own[i] + chance.gauss(0, ANSWER)
                answers.append(Answer(f"{i:02}", question.id, AnswerState.SCORED, Fraction(nearest(latent))))
            if chance.random() < design.agreed:
                agreed.append(AgreedScore(question.id, Fraction(AGREED_BOX), "weighed"))
                expected.append(float(AGREED_BOX))
            else:
                expected.append(mean(mean_box(middle + lean[levels[i]]) for i in asked))
        truth.append(mean(expected))
    interviews = tuple(Interview(f"{i:02}", level=level) for i, level in enumerate(levels))
    made = Assessment(questions.id, "1", Engagement(), interviews, tuple(answers), agreed=tuple(agreed))
    return made, mean(truth)


def nearest(latent: float) -> int:
    """The box nearest to what somebody means."""
    return BOXES[sum(latent > limit for limit in LIMITS)]


def mean_box(middle: float) -> float:
    """The mean box of people of one level whose answers lie around `middle`."""
    spread = (PERSON**2 + PERSON_BY_ELEMENT**2 + ANSWER**2) ** 0.5
    below = [0.0, *(NormalDist(middle, spread).cdf(limit) for limit in LIMITS), 1.0]
    return sum(box * (high - low) for box, (low, high) in zip(BOXES, pairwise(below), strict=True))


def coverage(design: Design, n: int, simulations: int, questions: QuestionSet) -> tuple[float, float]:
    """The share of intervals that hold the truth, in per cent, and their mean width."""
    chance = Random(f"{design.name} {n}")
    held, widths = 0, []
    for _ in range(simulations):
        assessment, truth = simulated(design, n, chance, questions)
        interval = score(assessment, questions).overall.interval
        if interval is not None:
            held += interval.low <= Fraction(truth) <= interval.high
            widths.append(float(interval.high - interval.low))
    return 100 * held / len(widths), mean(widths)


def rows(simulations: int) -> Iterator[str]:
    """The table, row by row as it is worked out."""
    questions = model()
    yield "| design | " + " | ".join(str(n) for n in SIZES) + " |"
    yield "|---|" + "---|" * len(SIZES)
    for design in DESIGNS:
        cells = [coverage(design, n, simulations, questions) for n in SIZES]
        yield f"| {design.name} | " + " | ".join(f"{held:.0f} ({width:.0f})" for held, width in cells) + " |"


def main(arguments: Sequence[str]) -> None:
    """Print the table: coverage in per cent, in brackets the mean width in points, by number of interviews."""
    simulations = int(arguments[0]) if arguments else 400
    print(
        f"{simulations} simulations a cell; by chance a cell may lie {200 * (0.95 * 0.05 / simulations) ** 0.5:.1f} off"
    )
    for row in rows(simulations):
        print(row, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
