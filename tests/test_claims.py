"""Whatever the results are, no sentence of the report says of them what is not so: `tests/claims` reads and reckons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from random import Random

import pytest

from reportgen.assessment.progress import Earlier, earlier_from_results
from reportgen.assessment.scoring import score
from reportgen.charts import Chart
from reportgen.common.model import OVERALL, Answer, AnswerState, Assessment, PeerFilter, QuestionSet
from reportgen.common.peer_table import PeerData
from reportgen.common.rounding import round_half_up
from reportgen.office.package import Package, parse
from reportgen.questions import for_sector, load_question_set
from reportgen.questions.sectors import sector_profiles
from reportgen.word.xml import PLACED_DRAWING, shown_text, w
from reportgen.words.context import ReportContext
from tests import fillings
from tests.builders import peer, peers_scoring, question_set
from tests.claims import CLAIM_WORD
from tests.claims.reports import Case, composed, filled, reading_of
from tests.claims.told import one_line, told_in
from tests.claims.truth import Truth
from tests.packages import read_parts
from tests.report_builders import TEMPLATE, fill_template, picture
from tests.report_variants import variants
from tests.word_files import body_of
from workbooks.make_samples import EARLIER_FILE, SECTORS, sample_peers, sample_questions

pytestmark = pytest.mark.slow

SECTOR = "Telecommunications"
IN_THE_GROUP = (0, 3, 7, 26, 44, 220)


@cache
def questions() -> QuestionSet:
    """The question set of the sample."""
    return sample_questions()


@cache
def told() -> Mapping[str, Assessment]:
    """The sample and what is made of it."""
    return variants()


def drafted(given: Assessment) -> Assessment:
    """The scores alone: every sentence that an assessor can write is drafted."""
    return replace(given, notes=(), headlines=(), findings=(), initiatives=(), narrative=())


def peers(in_group: int = 44, others: int = 76) -> PeerData:
    """Invented peers, so many in the sample's sector and so many in others."""
    sectors = {SECTOR: in_group, "Retail": others - others // 2, "Utilities": others // 2}
    return PeerData.of(sample_peers(questions(), sectors), "peers.xlsx", invented=True)


def in_group_of(given: Assessment) -> Assessment:
    """The assessment compared with the sample's sector."""
    return replace(given, engagement=replace(given.engagement, peer_filter=PeerFilter((SECTOR,))))


def one_interview(given: Assessment) -> Assessment:
    """The first interview alone."""
    code = given.interviews[0].code
    return replace(
        given,
        interviews=given.interviews[:1],
        answers=tuple(a for a in given.answers if a.interview == code),
        agreed=(),
    )


def of_sector(sector: str) -> Case:
    """The sample's answers to the questions of another sector."""
    model = for_sector(load_question_set(), sector)
    given = drafted(told()["sample"])
    group = PeerFilter((sector,))
    named = replace(given, engagement=replace(given.engagement, sector=sector, peer_filter=group))
    return Case(model, named, PeerData.of(sample_peers(model, SECTORS), "peers.xlsx", invented=True))


def at_an_end_of_its_interval(end: str) -> Case:
    """Each element's peers stand where its interval ends: it is above or below them, but not clearly."""
    given = drafted(told()["no-peers"])
    intervals = {e: found.interval for e, found in score(given, questions()).elements.items()}
    scores = {e: Fraction(round_half_up(getattr(found, end))) for e, found in intervals.items() if found}
    crowd = tuple(peer(number, scores, set_id=questions().id) for number in range(1, 221))
    return Case(questions(), given, PeerData.of(crowd, "peers.xlsx", invented=True))


def earlier() -> Earlier:
    """The sample's earlier assessment."""
    return earlier_from_results(EARLIER_FILE.read_bytes(), EARLIER_FILE.name)


CASES: dict[str, Callable[[], Case]] = {
    "sample": lambda: Case(questions(), told()["sample"], peers()),
    "drafted": lambda: Case(questions(), drafted(told()["sample"]), peers()),
    "half filled": lambda: Case(questions(), told()["half-filled"], peers()),
    "very long": lambda: Case(questions(), told()["very-long"], peers()),
    "one interview": lambda: Case(questions(), one_interview(drafted(told()["sample"])), peers()),
    "nothing scored": lambda: Case(questions(), fillings.empty(questions()), peers()),
    "all at the lowest box": lambda: Case(questions(), in_group_of(filled(questions(), Fraction(5))), peers()),
    "all at the highest box": lambda: Case(questions(), in_group_of(filled(questions(), Fraction(100))), peers()),
    "peers at the lower ends": lambda: at_an_end_of_its_interval("low"),
    "peers at the upper ends": lambda: at_an_end_of_its_interval("high"),
    "an earlier assessment": lambda: Case(questions(), drafted(told()["sample"]), peers(), earlier()),
    "a client's earlier assessment": lambda: Case(
        questions(), drafted(told()["half-filled"]), None, replace(earlier(), has_interviews=False, invented=False)
    ),
    "no peers": lambda: Case(questions(), drafted(told()["no-peers"])),
} | {
    f"{count} in the group": lambda count=count: Case(questions(), drafted(told()["sample"]), peers(count, 76))
    for count in IN_THE_GROUP
}
SECTOR_TITLES = [profile.title for profile in sector_profiles()]


@pytest.mark.parametrize("name", CASES)
def test_no_claim_of_a_report_is_false(name: str) -> None:
    reading = reading_of(CASES[name]())
    assert reading.false == []
    assert reading.unknown == []
    assert reading.claims > 1000


@pytest.mark.parametrize("sector", SECTOR_TITLES)
def test_no_claim_in_the_words_of_a_sector_is_false(sector: str) -> None:
    reading = reading_of(of_sector(sector))
    assert reading.false == []
    assert reading.unknown == []


# ------------------------------------------------------------------------------------------------ small and by chance

SMALL = question_set("""
    # Core
    ## AP Analysis and planning
    ### Strategy
    AP-01
    AP-02
    ### Value
    AP-03
    AP-04
    ### Research
    AP-05
    ## PR Proposition
    ### Promise
    PR-01 | reap: retention
    PR-02
    ### Price
    PR-03
    # Activity
    ## TG Targeting
    ### Lists
    TG-01
    TG-02
    ### Prospects
    TG-03
    ## RT Retention activity
    ### Signs of leaving
    RT-01 | reap: retention
    RT-02
    ### Rewards
    RT-03
    ## WB Winning back
    ### Timing
    WB-01
    WB-02
    # Measurement
    ## ME Measuring the effect
    ### Measures
    ME-01
    ME-02
    ### Channels
    ME-03
""")


def by_chance(seed: int) -> Case:
    """A small assessment and a group of peers, both by chance, with evidence, few boxes and many ties."""
    chance = Random(seed)
    count = chance.choice((1, 2, 3, 5, 8))
    given = fillings.by_chance(SMALL, seed, count) if seed % 2 else filled(SMALL, Fraction(5), count)
    boxes = chance.sample(SMALL.scale.values, chance.randint(1, 6))
    answers = tuple(_with_evidence(answer, boxes, chance) for answer in given.answers)
    count = chance.choice((0, 3, 5, 7, 10, 19, 20, 39, 40, 44))
    scores = [chance.choice((20, 30, 35, 40, 45, 60, 80)) for _ in range(count)]
    return Case(SMALL, replace(given, answers=answers), peers_scoring(scores, SMALL) if count else None)


def _with_evidence(answer: Answer, boxes: list[Fraction], chance: Random) -> Answer:
    if answer.state is not AnswerState.SCORED:
        return answer
    states = {state.id: chance.choice((True, True, False, None)) for state in SMALL.states}
    return replace(answer, box=chance.choice(boxes), evidence=states)


@pytest.mark.parametrize("tens", range(12))
def test_no_claim_about_small_sets_filled_by_chance_is_false(tens: int) -> None:
    for seed in range(10 * tens, 10 * tens + 10):
        reading = reading_of(by_chance(seed))
        assert (seed, reading.false, reading.unknown) == (seed, [], [])


# ----------------------------------------------------------------------------------------------------- a real draft

_NUMBERED = re.compile(r"(?:Figure|Table|appendix) [0-9A-G]+|^(?:\d+(?:\.\d+)*|[A-G]) ")  # by Word
_BETWEEN = re.compile(r"[\s–·:;,.()/■□]*")
_TAG = re.compile(r"\{[{%#].*?[}%#]\}|(?:Figure|Table) 0")


def test_a_draft_says_nothing_but_what_was_read_and_the_words_of_its_template() -> None:
    """Every paragraph of a Word file is made of texts that the reader has read and of the template's own words."""
    case = CASES["drafted"]()
    context, charts, results, _ = composed(case, picture("any").png)
    parts = read_parts(fill_template(TEMPLATE, context))
    known = {*read_texts(context, charts), *words_of_template(), *questions().questions}
    unread = [text for text in paragraphs_of(parts) if CLAIM_WORD.search(text) and not made_of(text, known)]
    assert unread == []
    truth = Truth(results, questions(), case.assessment)
    ids = {title: figure for figure, title in questions().titles.items()}
    drawn = list(drawn_quarters(parts))
    assert len(drawn) > 10
    assert drawn == [(name, truth.fourth(ids.get(name, OVERALL))) for name, _ in drawn]


def read_texts(context: ReportContext, charts: tuple[Chart, ...]) -> set[str]:
    """Every text of a report as it reads."""
    return {entry.what for entry in told_in(context, charts, {}) if isinstance(entry.what, str)}


def words_of_template() -> set[str]:
    """What the template itself says: between its tags, and as a label within one."""
    lines = paragraphs_of(read_parts(TEMPLATE))
    pieces = [piece for line in lines for piece in (*_TAG.split(line), *re.findall(r'["“”]([^"“”]+)["“”]', line))]
    return {bare for piece in pieces if (bare := re.sub(rf"^{_BETWEEN.pattern}|{_BETWEEN.pattern}$", "", piece))}


def paragraphs_of(parts: Package) -> list[str]:
    """The paragraphs of a Word file and of its comments, and what is said of its pictures."""
    body = body_of(parts)
    texts = [shown_text(paragraph) for paragraph in body.iter(w("p"))]
    if "word/comments.xml" in parts:
        texts += [shown_text(paragraph) for paragraph in parse(parts["word/comments.xml"]).iter(w("p"))]
    texts += [drawing.get("descr", "") for drawing in body.iter(f"{{{PLACED_DRAWING}}}docPr")]
    return [one_line(text) for text in texts if text.strip()]


def made_of(text: str, known: set[str]) -> bool:
    """True when a text is a row of known texts, with nothing but signs between them."""
    starts: dict[str, list[str]] = {}
    for entry in known:
        starts.setdefault(entry[:2], []).append(entry)
    reached, places = {0}, [0]
    while places:
        place = _BETWEEN.match(text, places.pop()).end()  # type: ignore[union-attr]
        if place == len(text):
            return True
        ends = [
            place + len(entry) for entry in starts.get(text[place : place + 2], []) if text.startswith(entry, place)
        ]
        ends += [found.end()] if (found := _NUMBERED.match(text, place)) else []
        places += [end for end in ends if end not in reached]
        reached |= set(ends)
    return False


def drawn_quarters(parts: Package) -> Iterator[tuple[str, int]]:
    """The quarter that is drawn in each row of the results tables, by the name of the row."""
    for row in body_of(parts).iter(w("tr")):
        cells = [one_line(" ".join(map(shown_text, cell.iter(w("p"))))) for cell in row.iter(w("tc"))]
        drawn = [cell for cell in cells if "■" in cell]
        if drawn:
            yield cells[0], drawn[0].index("■") + 1
