"""A set may have one of everything, or more: no report speaks of what its set has not, nor tells one thing twice."""

from __future__ import annotations

import re

import pytest

from reportgen.common.model import QuestionSet
from tests import foreign
from tests.checks import inspect_file
from tests.foreign import Foreign
from tests.small_sets import Size, filled
from tests.word_files import outline

pytestmark = pytest.mark.slow

ONE = Size(levels=1, states=1, areas=1, elements=1)
SIZES = (
    ONE,
    Size(levels=1, states=1, areas=1, elements=1, topics=2),
    Size(levels=1, states=2, areas=1, elements=3),
    Size(levels=2, states=1, areas=2, elements=1),
    Size(levels=3, states=3, areas=2, elements=2, topics=2, lenses=1),
    Size(levels=2, states=0, areas=10, elements=1),
    Size(levels=1, states=3, areas=1, elements=30, questions=1),
)


def absent(questions: QuestionSet) -> dict[str, str]:
    """Patterns for what is said only of sets that have more, by what this one lacks."""
    several = {
        "levels": len(questions.levels) > 1,
        "three levels": len(questions.levels) != 3,
        "states": len(questions.states) > 1,
        "three states": len(questions.states) == 3,
        "areas": len(questions.areas) > 1,
        "elements": len(questions.elements) > 1,
        "elements of areas": any(len(area.elements) > 1 for area in questions.areas),
        "topics": questions.has_topics,
        "lenses": bool(questions.lenses),
    }
    words = {
        "levels": r"(?<!bout )(?<!high-)(?<!whatever its )\blevels?\b",
        "three levels": r"\bboth (?:levels|answered)\b|two levels",
        "states": r"\beach state\b|\bbefore it\b|(?<!box or the )\bstates\b|\bapart:$|evidence of \w+ and\b",
        "three states": r"\bthree things, and\b|\bwith all three\b|intention|reality",
        "areas": r"(?<!Development )(?<!The )\bareas\b(?! to develop)|\beach area\b|\barea by area\b|\bof an area\b",
        "elements": r"\belements\b|\bof an element\b|element by element",
        "elements of areas": r"\beach area into\b|(?<!model and )\bits elements\b|\bmean of the elements\b",
        "topics": r"\btopics?\b",
        "lenses": r"\blens(?:es)?\b",
    }
    return {what: words[what] for what, has in several.items() if not has}


@pytest.fixture(scope="module", params=SIZES, ids=str)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Foreign:
    """A set of a size, and its reports with peers, without any, and with charts that Word can edit."""
    size: Size = request.param
    life = filled(tmp_path_factory.mktemp("small"), size)
    life.run("build", life.workbook, "-o", life.folder / "output", "--peers", life.folder / "peers.xlsx")
    life.run("build", life.workbook, "-o", life.folder / "alone", "--charts", "native")
    return life


def texts(made: Foreign, output: str) -> list[str]:
    """Everything that a reader of a draft can see: body, comments, charts and alternative texts."""
    found = foreign.texts_in(made.draft(output), lambda name: name.startswith("word/"), shown=True)
    return [text for _, text in found]


@pytest.mark.parametrize("output", ["output", "alone"])
def test_no_report_speaks_of_what_its_set_has_not(made: Foreign, output: str) -> None:
    said = texts(made, output)
    found = {
        what: sorted({around(text, hit) for text in said for hit in re.finditer(pattern, text)})
        for what, pattern in absent(made.questions).items()
    }
    assert {what: places for what, places in found.items() if places} == {}


@pytest.mark.parametrize("output", ["output", "alone"])
def test_every_report_is_a_sound_file(made: Foreign, output: str) -> None:
    assert [str(fault) for fault in inspect_file(made.draft(output).read_bytes())] == []


def around(text: str, found: re.Match[str]) -> str:
    """What was found, with some words before and after it."""
    return text[max(found.start() - 60, 0) : found.end() + 40]


@pytest.mark.parametrize("output", ["output", "alone"])
def test_a_lone_part_is_not_told_beside_its_whole(made: Foreign, output: str) -> None:
    lines = outline(made.draft(output))
    rows = [line.split("|")[1].strip() for line in lines if line.count("|") > 6]
    lone = [area.elements[0].title for area in made.questions.areas if len(area.elements) == 1]
    lone += [made.questions.areas[0].title] if len(made.questions.elements) == 1 else []
    assert not set(rows) & set(lone)
