"""Reports to be read: an assessment, its peers and a question set, taken through every step but Word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from reportgen.assessment.progress import Earlier, earlier_of
from reportgen.assessment.progress.comparing import since_earlier
from reportgen.assessment.results import results
from reportgen.assessment.scoring import score
from reportgen.assessment.standing import compare
from reportgen.assessment.validation import validate
from reportgen.charts import Chart, chart_data
from reportgen.common.build_record import BuildRecord
from reportgen.common.house_style import load_house_style
from reportgen.common.language import typographic
from reportgen.common.model import HORIZONS, Answer, AnswerState, Assessment, QuestionSet, Scores
from reportgen.common.peer_table import PeerData
from reportgen.common.typesetting import in_type
from reportgen.words.compose import compose
from reportgen.words.context import Picture, ReportContext
from tests import fillings
from tests.builders import peers_scoring
from tests.claims import Reading, read
from tests.claims.told import one_line, sentences, told_in

HOUSE, RECORD = load_house_style(None), BuildRecord()


@dataclass(frozen=True)
class Case:
    """What a report is made from."""

    questions: QuestionSet
    assessment: Assessment
    peers: PeerData | None = None
    earlier: Earlier | None = None


def composed(
    case: Case, png: bytes = b""
) -> tuple[ReportContext, tuple[Chart, ...], dict[str, object], tuple[str, ...]]:
    """The words and charts of a report, its results, and what its warnings advise."""
    questions, given = typeset(case.questions), case.assessment
    scores = scored(case)
    standing = compare(scores, case.peers, given.engagement, questions)
    problems = validate(given, questions)
    charts = chart_data(given, questions, scores, standing, client=given.engagement.client or "the company")
    pictures = [Picture(chart.name, png, chart.alt_text, chart.width_mm, chart.headline) for chart in charts]
    context = compose(given, questions, scores, standing, problems, pictures, HOUSE, RECORD)
    told = results(given, questions, scores, standing, problems, RECORD)
    return context, charts, told, tuple(problem.advice for problem in problems)


def scored(case: Case) -> Scores:
    """Its scores, with what has changed since its earlier assessment."""
    questions, given = typeset(case.questions), case.assessment
    scores = score(given, questions)
    if not case.earlier:
        return scores
    return replace(scores, since=since_earlier(case.earlier, given, scores, questions, questions))


_TYPESET: dict[int, tuple[QuestionSet, QuestionSet]] = {}


def typeset(questions: QuestionSet) -> QuestionSet:
    """The set as a report prints it; the same object for the same set."""
    if id(questions) not in _TYPESET:
        printed = in_type(questions)
        _TYPESET[id(questions)] = questions, printed
        _TYPESET[id(printed)] = printed, printed
    return _TYPESET[id(questions)][1]


def reading_of(case: Case) -> Reading:
    """What comes of reading the report of a case."""
    questions, given = typeset(case.questions), case.assessment
    context, charts, told, advice = composed(case)
    theirs = (HOUSE, HORIZONS, RECORD, tuple(map(typographic, advice)))
    explains = partial(explained, questions, given.engagement.client)
    return read(context, charts, told, questions, given, theirs, explains, case.peers.peers if case.peers else ())


def filled(questions: QuestionSet, box: Fraction, count: int = 12) -> Assessment:
    """Every question at one box in every interview."""
    given = fillings.empty(questions, count)
    answers = [
        Answer(interview.code, question, AnswerState.SCORED, box, {state.id: True for state in questions.states})
        for interview in given.interviews
        for question in questions.questions
    ]
    return replace(given, answers=tuple(answers))


_EXPLAINED: dict[tuple[int, str], tuple[QuestionSet, frozenset[str]]] = {}


def explained(questions: QuestionSet, client: str) -> frozenset[str]:
    """The sentences that stand in reports on opposite results: they say nothing about results."""
    key = (id(questions), client)
    if key not in _EXPLAINED:
        _EXPLAINED[key] = questions, _explained(questions, client)
    return _EXPLAINED[key][1]


def _explained(questions: QuestionSet, client: str) -> frozenset[str]:
    opposites = (
        (fillings.empty(questions), None),
        (fillings.empty(questions, 2), range(9)),
        (filled(questions, questions.scale.values[-1], 2), [90] * 44),
        (fillings.by_chance(questions, 1, 6), range(20)),
        (fillings.by_chance(questions, 2, 8), range(12)),
    )
    found: Counter[str] = Counter()
    for given, peers in opposites:
        named = replace(given, engagement=replace(given.engagement, client=client))
        others = peers_scoring(peers, questions, set_id=questions.id) if peers else None
        context, charts, *_ = composed(Case(questions, named, others, earlier_of(given, questions, "then.xlsx")))
        texts = [told.what for told in told_in(context, charts, {}) if isinstance(told.what, str)]
        found.update({part for text in texts for part in sentences(one_line(text).strip("[]"))})
    return frozenset(sentence for sentence, count in found.items() if count > 1)
