"""The words of the report, whatever the results are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache

import pytest

from reportgen.charts import Chart
from reportgen.common.model import HORIZONS, QuestionSet
from reportgen.word.xml import shown_text, w
from reportgen.words.context import Passage, ReportContext
from tests.claims.grammar import NUMBERS
from tests.claims.reports import Case, composed, typeset
from tests.claims.told import Theirs, sentences, told_in
from tests.packages import read_parts
from tests.report_builders import TEMPLATE
from tests.test_claims import CASES, SECTOR_TITLES, of_sector
from tests.word_files import body_of

pytestmark = pytest.mark.slow

READ: Mapping[str, Callable[[], Case]] = {
    name: CASES[name] for name in ("sample", "drafted", "half filled", "nothing scored", "one interview")
} | {sector: lambda sector=sector: of_sector(sector) for sector in SECTOR_TITLES}
every_report = pytest.mark.parametrize("name", READ)


@cache
def report(name: str) -> tuple[ReportContext, tuple[Chart, ...]]:
    """The words and charts of a report."""
    context, charts, *_ = composed(READ[name]())
    return context, charts


def texts_of(name: str) -> Iterator[tuple[str, str]]:
    """Every text of a report, with its place."""
    yield from ((told.place, told.what) for told in told_in(*report(name), {}) if isinstance(told.what, str))


# ---------------------------------------------------------------------------------------------------------- type


@every_report
def test_apostrophes_are_those_of_print(name: str) -> None:
    assert [place for place, text in texts_of(name) if "'" in text] == []


def test_apostrophes_of_the_template_are_those_of_print() -> None:
    texts = (shown_text(paragraph) for paragraph in body_of(read_parts(TEMPLATE)).iter(w("p")))
    own = [re.sub(r"\{[{%#].*?[}%#]\}", "", text) for text in texts]
    assert [text for text in own if "'" in text] == []


def test_a_horizon_over_several_initiatives_has_its_plural() -> None:
    context, _ = report("sample")
    plurals = ["Burning platforms", "Quick wins", "Big prizes", "Strategic initiatives"]
    assert [horizon.title for horizon in context.horizons] == plurals
    assert [cell.horizon.title for row in context.overall.road_map for cell in row.cells][: len(HORIZONS)] == plurals


@every_report
def test_a_topic_is_called_as_its_readers_know_it(name: str) -> None:
    asked = READ[name]().questions
    jargon = {topic.title: topic.name for element in asked.elements for topic in element.topics if topic.name}
    assert len(jargon) > 15
    titles = {topic.title for element in typeset(asked).elements for topic in element.topics}
    assert len(titles) == sum(len(element.topics) for element in asked.elements)
    found = [text for _, text in texts_of(name) if any(title in text for title in jargon)]
    assert found == []


# ------------------------------------------------------------------------------------------------ drafted text

_NUMBER = re.compile(rf"\b(?:\d[\d,.]*|none|both|{'|'.join(NUMBERS)})\b", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*”|‘[^‘’]*(?:’\w[^‘’]*)*’(?!\w)")
_ID = re.compile(r"\b[A-Z]{2}-\d\d\b")
HEDGE = re.compile(
    r"\b(?:(?<!more )(?<!less )(?<!as )often|usually|typical|typically|tends?|seldom|rarely|generally|frequently)\b",
    re.I,
)


def skeleton(questions: QuestionSet, client: str, text: str) -> str:
    """A paragraph without numbers, names and what it quotes; empty for a mere name with its figure."""
    levels = [word for level in questions.levels for word in (level.plural, level.title)]
    topics = [topic.title for element in questions.elements for topic in element.topics]
    names = [client, *questions.titles.values(), *topics, *levels, *(state.title for state in questions.states)]
    either = "|".join(re.escape(name) for name in sorted({*names} - {""}, key=len, reverse=True))
    bare = re.sub(rf"\b(?:{either})(?!\w)", "§", _QUOTED.sub("§", _ID.sub("", text)), flags=re.IGNORECASE)
    listed = re.sub(r"(?:§|#|\band\b|[\s,;:()%.–])+", " ", _NUMBER.sub("#", bare))
    return listed.strip().casefold()


def drafted_in(name: str) -> Iterator[tuple[str, str]]:
    """Every paragraph that was drafted, or written of a single element, with its place."""
    context, _ = report(name)
    for told in told_in(context, (), {}):
        passage = next((part for part in told.inside if isinstance(part, Passage)), None)
        is_drafted = passage is not None and passage.is_suggestion and told.place.endswith(".text")
        of_element = ".elements." in told.place and ".analysis." in told.place
        if isinstance(told.what, str) and (is_drafted or of_element):
            yield told.place, told.what


@every_report
def test_no_two_drafted_paragraphs_share_one_skeleton(name: str) -> None:
    case = READ[name]()
    questions, client = typeset(case.questions), case.assessment.engagement.client
    found: dict[str, list[str]] = {}
    for place, text in drafted_in(name):
        if bones := skeleton(questions, client, text):
            found.setdefault(bones, []).append(f"{place}: {text}")
    assert [same for same in found.values() if len(same) > 1] == []


@every_report
def test_no_drafted_sentence_stands_twice(name: str) -> None:
    case = READ[name]()
    questions, client = typeset(case.questions), case.assessment.engagement.client
    told = Counter(
        sentence
        for _, text in drafted_in(name)
        for sentence in sentences(text)
        if len(skeleton(questions, client, sentence).split()) > 2
    )
    assert [sentence for sentence, count in told.items() if count > 1] == []


@every_report
def test_no_drafted_sentence_hedges(name: str) -> None:
    asked = typeset(READ[name]().questions)
    theirs = Theirs(tuple(asked.questions.values()), asked)
    hedged = [
        f"{place}: {sentence}"
        for place, text in drafted_in(name)
        for sentence in sentences(_QUOTED.sub("", text))
        if HEDGE.search(sentence) and sentence not in theirs
    ]
    assert hedged == []
