"""What is called best and worst, over many scorings: topics by their own scores, ties whole, nothing against itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.assessment.scoring import score
from reportgen.assessment.standing import compare
from reportgen.charts import chart_data
from reportgen.common.figures import topic_name
from reportgen.common.model import Answer, AnswerState, Area, Assessment, Element, Engagement, Interview, Topic
from reportgen.common.ranking import ends_of, foremost, leaders
from reportgen.words.compose import compose
from reportgen.words.context import AreaChapter, OverallSection, ReportContext
from tests.builders import LEVELS, STATES, question_set
from tests.report_builders import as_read
from tests.test_compose import HOUSE, RECORD, passages, strings, texts

pytestmark = pytest.mark.slow


def _element(code: str, *sizes: int) -> str:
    """An element with topics of so many questions."""
    numbers = iter(range(1, sum(sizes) + 1))
    lines = [f"## {code} Element {code}"]
    for place, size in enumerate(sizes, start=1):
        lines += [f"### {code}topic{place}", *(f"{code}-{next(numbers):02}" for _ in range(size))]
    return "\n".join(lines)


MODEL = question_set(
    "\n".join(
        (
            "# Core",
            _element("AA", 2, 3, 1),
            _element("BB", 3),
            "# Activity",
            _element("CC", 3, 3),
            _element("DD", 1, 1, 1, 1, 1, 1),
            _element("EE", 2, 4, 3, 2),
            "# Measurement",
            _element("FF", 4, 2),
        )
    )
)

BOXES = {  # from which the answers of a scoring are drawn
    "anything": (5, 20, 40, 60, 80, 100),
    "low": (5, 5, 20),
    "high": (60, 80, 100),
    "ends": (5, 100),
    "all 5": (5,),
    "all 100": (100,),
}
SHARES = (1.0, 1.0, 0.7, 0.4, 0.1)  # of the questions are answered
SCORINGS = [(boxes, seed) for boxes in BOXES for seed in range(2 if boxes.startswith("all") else 15)]


@dataclass(frozen=True)
class Scoring:
    """A random assessment and all that is said of it."""

    given: Assessment
    context: ReportContext
    picture_words: tuple[str, ...]  # headlines and alternative texts

    def boxes(self, question_id: str) -> list[Fraction]:
        return [a.box for a in self.given.answers if a.question_id == question_id and a.box is not None]

    def topic(self, topic: Topic) -> int | None:
        """The printed score of a topic, worked out from the boxes; None where under half of it is scored."""
        asked = [q.id for q in topic.questions if not self._out(q.id)]
        means = [Fraction(sum(boxes), len(boxes)) for q in asked if (boxes := self.boxes(q))]
        if not means or 2 * len(means) < len(asked):
            return None
        return int(Fraction(sum(means), len(means)) + Fraction(1, 2))

    def _out(self, question_id: str) -> bool:
        states = {a.state for a in self.given.answers if a.question_id == question_id}
        return states == {AnswerState.NOT_APPLICABLE}

    def topics(self, element: Element) -> dict[str, int]:
        """The printed scores of the topics of an element that have one, by title."""
        return {t.title: points for t in element.topics if (points := self.topic(t)) is not None}

    def of_several(self, area: Area) -> dict[str, int]:
        """The printed scores of the topics of an area that have more than one scored question, by title."""
        topics = [topic for element in area.elements for topic in element.topics]
        several = {t.title for t in topics if sum(bool(self.boxes(question.id)) for question in t.questions) > 1}
        known = [entry for element in area.elements for entry in self.topics(element).items()]
        return {title: points for title, points in known if title in several}


def scoring(boxes: str, seed: int) -> Scoring:
    """One to six interviews that give such boxes to more or fewer of the questions, and evidence to some."""
    chance = Random(f"{boxes} {seed}")
    share = chance.choice(SHARES)
    elements = frozenset(element.id for element in MODEL.elements)
    held = [
        Interview(f"{n:02}", level=chance.choice(LEVELS).id, elements=elements) for n in range(chance.randint(1, 6))
    ]
    answers = []
    for question in MODEL.questions:
        asked, out = chance.random() < share, chance.random() < 0.05
        state = AnswerState.NOT_APPLICABLE if out else AnswerState.SCORED if asked else AnswerState.NOT_ASKED
        for interview in held:
            box = chance.choice(BOXES[boxes]) if state is AnswerState.SCORED else None
            shown = {s.id: chance.choice((True, False, None)) for s in STATES} if box else {}
            answers.append(Answer(interview.code, question, state, None if box is None else Fraction(box), shown))
    given = Assessment(MODEL.id, MODEL.version, Engagement("Example Ltd"), tuple(held), tuple(answers))
    scores = score(given, MODEL)
    comparison = compare(scores, None, given.engagement, MODEL)
    context = as_read(compose(given, MODEL, scores, comparison, (), (), HOUSE, RECORD))
    charts = chart_data(given, MODEL, scores, comparison, client="Example Ltd")
    return Scoring(given, context, tuple(words for chart in charts for words in (chart.headline, chart.alt_text)))


@pytest.fixture(scope="module", params=SCORINGS, ids=lambda entry: "{}-{}".format(*entry))
def made(request: pytest.FixtureRequest) -> Scoring:
    return scoring(*request.param)


# -------------------------------------------------------------------------------------------- topics by their scores

_ENDS = r"(?P<{0}>(?:\w+ \(\d+\)(?:, | and )?)+|\w+ of them \(\d+ each\))"
_BEST, _WORST = _ENDS.format("best"), _ENDS.format("worst")
_THESE = r"[Ii]ts (?P<many>\w+) topics(?P<some> with a score)?"
CLAIMS = [
    re.compile(pattern)
    for pattern in (
        rf"^Of {_THESE}, {_BEST} stands above {_WORST}\.$",
        rf"^{_THESE} run from {_WORST} to {_BEST}\.$",
        rf"^Of {_THESE}, {_BEST} (?:is|are) furthest on and {_WORST} furthest back\.$",
        rf"^Of {_THESE}, {_BEST} scores? highest and {_WORST} lowest\.$",
        rf"^{_THESE} spread over (?P<apart>[\w-]+) points?, from {_WORST} to {_BEST}\.$",
    )
]
EQUAL = re.compile(rf"^{_THESE} stand at (?P<points>\d+) each\.$")
_SHARED = r"(?P<{0}>\w+ \(\d+\)(?: and \w+ \(\d+\))?|(?P<{0}_n>\w+) topics \((?P<{0}_score>\d+) each\))"
_HIGHEST, _LOWEST = _SHARED.format("best"), _SHARED.format("worst")
HEADLINE = re.compile(rf"^(?P<area>\w+) by topic: highest {_HIGHEST}, lowest {_LOWEST}\.?$")
EXTREME = re.compile(
    r"furthest|highest|lowest|strongest|weakest|\bbest\b|\bworst\b|\bfirst\b|\blast\b|\brun\b|\bleads?\b"
)
NUMBERS = {word: n for n, word in enumerate(["two", "three", "four", "five", "six", "seven", "eight"], start=2)}


def sentences(chapter: AreaChapter) -> Iterator[tuple[Element, str]]:
    """The sentences on each element."""
    elements = {element.id: element for element in MODEL.elements}
    for notes in chapter.elements:
        for text in texts(notes.analysis) if notes.analysis else ():
            for sentence in re.split(r"(?<=[.!?]) (?=[A-Z“])", text):
                yield elements[notes.id], sentence


def named(claim: str, scores: Mapping[str, int]) -> tuple[set[str], int]:
    """The topics at one end of a claim and the score that it gives them all."""
    points = {int(figure) for figure in re.findall(r"\((\d+)", claim)}
    assert len(points) == 1
    (only,) = points
    if "of them" in claim:
        all_there = {title for title, own in scores.items() if own == only}
        assert NUMBERS[claim.split()[0]] == len(all_there) > 3
        return all_there, only
    return set(re.findall(r"(\w+) \(", claim)), only


def shared(headline: re.Match[str], end: str) -> dict[str, int] | tuple[int, int]:
    """The topics at one end of a headline with their score; of many, how many they are and the score."""
    if headline[f"{end}_n"]:
        return NUMBERS[headline[f"{end}_n"]], int(headline[f"{end}_score"])
    return {title: int(points) for title, points in re.findall(r"(\w+) \((\d+)\)", headline[end])}


def ends_among(scores: Mapping[str, int], points: int) -> dict[str, int] | tuple[int, int]:
    """The topics with this score as a headline tells them: two by name, more by their number."""
    same = {title: points for title, own in scores.items() if own == points}
    return same if len(same) <= 2 else (len(same), points)


def test_what_is_said_of_a_topic_is_said_by_its_own_score(made: Scoring) -> None:
    for chapter in made.context.areas:
        for element, sentence in sentences(chapter):
            own = made.topics(element)
            if not re.search("topic", sentence):
                continue
            claim = next((found for claim in CLAIMS if (found := claim.match(sentence))), None)
            if claim is None:
                equal = EQUAL.match(sentence)
                assert equal, sentence
                assert {int(equal["points"])} == set(own.values())
                assert NUMBERS[equal["many"]] == len(own)
                continue
            assert NUMBERS[claim["many"]] == len(own)
            assert bool(claim["some"]) is (len(own) < len(element.topics))
            high, low = max(own.values()), min(own.values())
            assert high > low
            assert named(claim["best"], own) == ({title for title, points in own.items() if points == high}, high)
            assert named(claim["worst"], own) == ({title for title, points in own.items() if points == low}, low)


def test_topics_that_differ_are_told_and_others_are_not(made: Scoring) -> None:
    for chapter in made.context.areas:
        told = [element.id for element, sentence in sentences(chapter) if "topic" in sentence]
        area = next(area for area in MODEL.areas if area.id == chapter.id)
        differ = [element.id for element in area.elements if len(set(made.topics(element).values())) > 1]
        assert set(differ) <= set(told)
        assert len(told) == len(set(told))
        assert all(len(made.topics(element)) > 1 for element in area.elements if element.id in told)


def test_no_topic_is_called_best_or_worst_for_one_of_its_questions(made: Scoring) -> None:
    """A topic stands in no other sentence that tells of an end, but the headline that tells those of several."""
    titles = re.compile("|".join(topic.title for element in MODEL.elements for topic in element.topics))
    drafted = [item.text for passage in passages(made.context) for item in passage.items]
    for text in [*drafted, *made.picture_words]:
        for sentence in re.split(r"(?<=[.!?]) (?=[A-Z“])", text):
            if headline := HEADLINE.match(sentence):
                (area,) = (area for area in MODEL.areas if area.title == headline["area"])
                several = made.of_several(area)
                assert shared(headline, "best") == ends_among(several, max(several.values(), default=0))
                assert shared(headline, "worst") == ends_among(several, min(several.values(), default=0))
            elif titles.search(sentence) and EXTREME.search(sentence):
                assert any(claim.match(sentence) for claim in CLAIMS), sentence


def test_no_topic_is_a_strength_and_a_weakness_in_one_chapter(made: Scoring) -> None:
    scores = {t.title: made.topic(t) for element in MODEL.elements for t in element.topics}
    places: list[OverallSection | AreaChapter] = [made.context.overall, *made.context.areas]
    for place in places:
        lists = (place.swot.strengths, place.swot.weaknesses, place.development_areas)
        said = [texts(passage) if passage.is_suggestion else [] for passage in lists]
        strong, weak, to_develop = (set(_topics(entries, scores)) for entries in said)
        assert not strong & (weak | to_develop)
        assert all((scores[title] or 0) >= 60 for title in strong)
        assert all((points := scores[title]) is not None and points < 30 for title in weak)
        assert all((points := scores[title]) is not None and points < 60 for title in to_develop)
        told = "\n".join(text for entries in said for text in entries)
        for title, points in re.findall(r"(\w+topic\d)(?: \([^)]*\))?(?: scores|, at) (\d+)", told):
            assert int(points) == scores[title]


def test_a_list_tells_nothing_twice(made: Scoring) -> None:
    """Neither a topic with its element, nor a question with its topic."""
    within = {
        question.id: {element.id, topic_name(element.id, topic.id)}
        for element in MODEL.elements
        for topic in element.topics
        for question in topic.questions
    } | {topic_name(element.id, topic.id): {element.id} for element in MODEL.elements for topic in element.topics}
    places: list[OverallSection | AreaChapter] = [made.context.overall, *made.context.areas]
    for place in places:
        for passage in (place.swot.strengths, place.swot.weaknesses, place.development_areas):
            refs = [item.ref for item in passage.items]
            assert [ref for ref in refs if within.get(ref, set()) & set(refs)] == []


def _topics(said: list[str], scores: Mapping[str, int | None]) -> Iterator[str]:
    for text in said:
        yield from (title for title in scores if re.search(rf"\b{title}\b", text))


def test_strengths_and_weaknesses_begin_at_the_ends(made: Scoring) -> None:
    """The first topic of a list of an area is one of those with the highest, or the lowest, score of the area."""
    for chapter, area in zip(made.context.areas, MODEL.areas, strict=True):
        own = {title: points for element in area.elements for title, points in made.topics(element).items()}
        for passage, end in ((chapter.swot.strengths, max), (chapter.swot.weaknesses, min)):
            first = next(_topics(texts(passage)[:1], own), None) if passage.is_suggestion else None
            if first is not None:
                assert own[first] == end(own.values())


def test_a_pair_never_names_one_thing_twice(made: Scoring) -> None:
    twice = re.compile(r"\b(\w+(?: \w+)?)(?: \(\d+\))?,? (?:and|to|against|than) \1\b")
    said = [text for text in strings(made.context) if (found := twice.search(text)) and not found[1].isdigit()]
    assert said + [text for text in made.picture_words if twice.search(text)] == []


# ------------------------------------------------------------------------------------------------------- the ranking


@given(st.lists(st.integers(0, 6), max_size=12), st.integers(1, 4))
def test_ends_and_leaders_take_ties_whole(figures: list[int], most: int) -> None:
    entries = list(enumerate(figures))

    def figure(entry: tuple[int, int]) -> int:
        return entry[1]

    ends, first = ends_of(entries, figure), leaders(entries, figure, most)
    if len(set(figures)) < 2:
        assert ends is None
    else:
        assert ends is not None
        assert {*ends.top} == {entry for entry in entries if entry[1] == max(figures)}
        assert {*ends.bottom} == {entry for entry in entries if entry[1] == min(figures)}
        assert not {*ends.top} & {*ends.bottom}
        assert (ends.high, ends.low, ends.apart) == (max(figures), min(figures), max(figures) - min(figures))
        assert foremost(entries, figure) == ends.top
    assert len(first) <= most
    assert not {figure(entry) for entry in first} & {figure(entry) for entry in entries if entry not in first}
    assert (
        sorted(map(figure, first), reverse=True) == [*map(figure, first)] == sorted(figures, reverse=True)[: len(first)]
    )
